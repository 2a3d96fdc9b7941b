"""Document facts: the cases in ``cases/imprint.yaml``, each a document in small."""

import re
from pathlib import Path

import pytest
import yaml

from malspar.extractor import imprint
from malspar.models.block import Block, Cell, Reading, Role, Section
from malspar.models.document import Facts, OrganisationType
from malspar.rules import registry

CASES = yaml.safe_load((Path(__file__).parent / "cases" / "imprint.yaml").read_text("utf-8"))
FIELDS = (
    "organisation", "organisation_code", "organisation_type", "issuer", "part", "edition", "kind", "title", "period",
    "report_as_of", "occasion", "decision", "adoption", "updated",
)  # fmt: skip


def reading(case: dict[str, str]) -> Reading:
    """The blocks of a case, by the marks that the head of the file explains."""
    blocks: list[Block] = []
    table = row = 0
    for line in case["blocks"].splitlines():
        row = row + 1 if line.startswith("|") else 0
        table += line.startswith("|") and row == 1
        if line.startswith("|"):
            cells = [cell.strip() for cell in line.strip("|").split("|")]
            blocks += [
                Block(id=len(blocks) + at, text=cell, role=Role.CELL, cell=Cell(table - 1, row - 1, at))
                for at, cell in enumerate(cells)
            ]
        else:
            blocks.append(block(len(blocks), line))
    return Reading(blocks=tuple(blocks), title=case.get("title"))


def block(number: int, line: str) -> Block:
    """One line of a case as a block."""
    if match := re.match(r"(#+) (.*)", line):
        return Block(id=number, text=match[2], role=Role.HEADING, depth=len(match[1]))
    if match := re.match(r"!(\d+) (.*)", line):
        return Block(id=number, text=match[2], size=float(match[1]), bold=True, page=1)
    if match := re.fullmatch(r"\*\*(.*)\*\*", line):
        return Block(id=number, text=match[1], bold=True)
    for mark, role in (("- ", Role.LIST_ITEM), ("~ ", Role.FURNITURE), ("> ", Role.CONTENTS)):
        if line.startswith(mark):
            return Block(id=number, text=line[2:], role=role)
    return Block(id=number, text=line, size=10.0 if "!1" in line else 0.0)


def plain(facts: Facts) -> dict[str, object]:
    """The facts as the cases write them."""
    found = facts.model_dump(mode="json", by_alias=True)
    found["period"] = f"{found['period']['from']}-{found['period']['to']}" if found["period"] else None
    found["decision"] = {key: value for key, value in found["decision"].items() if value} if found["decision"] else None
    return found


def expected(case: dict[str, dict[str, object]]) -> dict[str, object]:
    return {name: case["facts"].get(name, "okänd" if name == "adoption" else None) for name in FIELDS}


def read(case: dict[str, str]) -> Facts:
    source = reading(case)
    return imprint.read(source, Section(body=source.blocks), case["ref"])[0]


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['layout']}-{case['facts'].get('title', '')[:30]}")
def test_facts(case: dict[str, str]) -> None:
    """Every fact of every case."""
    found, wanted = plain(read(case)), expected(case)  # type: ignore[arg-type]
    assert {name: found[name] for name in FIELDS} == wanted


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['layout']}-{case['facts'].get('title', '')[:30]}")
def test_title_and_part_are_slices(case: dict[str, str]) -> None:
    """What is printed as such is the slices of its spans, joined by one space."""
    texts = {block.id: block.text for block in reading(case).blocks}
    facts = read(case)
    for name in ("title", "part", "edition"):
        if name in facts.at:
            slices = [texts[span.block][span.start : span.end] for span in facts.at[name].spans]
            assert " ".join(slices) == getattr(facts, name)


def test_a_name_told_by_the_file_alone_is_a_doubt() -> None:
    """No place, the rule "ref", little confidence and a note; a partner in running text is no issuer."""
    blocks = (Block(id=0, text="Styrmodell"), Block(id=1, text="Fullmäktige beslutar om mål."))
    facts, notes = imprint.read(Reading(blocks=blocks), Section(body=blocks), "arkiv/upplands-vasby_styrmodell.txt")
    assert facts.organisation == "Upplands Väsby kommun"
    assert (facts.at["organisation"].spans, facts.at["organisation"].rule) == ((), "ref")
    assert facts.at["organisation"].confidence < 0.5
    assert [note.code for note in notes] == ["organisation-from-ref"]


def test_a_partner_is_no_issuer() -> None:
    """A municipality that the text only works with is not taken for the one that wrote it."""
    blocks = (Block(id=0, text="Verksamhetsplan 2024"), Block(id=1, text="Vi ordnar läger i samarbete med Hedsele kommun."))
    facts, _ = imprint.read(Reading(blocks=blocks), Section(body=blocks), "plan.txt")
    assert facts.organisation is None


@pytest.mark.parametrize(
    ("name", "official", "code"),
    [
        ("Borås Stad", "Borås kommun", "1490"),
        ("LUNDS KOMMUN", "Lunds kommun", "1281"),
        ("Vaxholms kommuns", "Vaxholms kommun", "0187"),
        ("VGR", "Västra Götalandsregionen", "14"),
        ("Landstinget Dalarna", "Region Dalarna", "20"),
        ("Region Gotland", "Region Gotland", "09"),
    ],
)
def test_usual_names_lead_to_the_official_one(name: str, official: str, code: str) -> None:
    """Other names, capitals and genitives."""
    known = registry.named(name)
    assert known is not None
    assert (known.name, known.code) == (official, code)


def test_the_registry_is_whole() -> None:
    """290 municipalities and 21 regions, no name twice."""
    kinds = [len(each.code or "") for each in registry.organisations()]
    assert (kinds.count(4), kinds.count(2)) == (290, 21)
    names = [name.casefold() for each in registry.organisations() for name in each.names]
    assert len(names) == len(set(names))
    assert registry.named("Tallmora kommun") is None


def test_a_name_that_the_user_gives() -> None:
    """The official name, code and type of a known one; others as typed."""
    assert imprint.organisation_facts("Malmö stad") == {
        "organisation": "Malmö kommun",
        "organisation_code": "1280",
        "organisation_type": OrganisationType.KOMMUN,
    }
    assert imprint.organisation_facts("Region Norrmarken")["organisation_type"] is OrganisationType.REGION


@pytest.mark.parametrize(
    ("text", "adopted"),
    [
        ("Kommunfullmäktige har på måndagens möte beslutat om tre mål för nästa mandatperiod.", True),
        ("Kommunfullmäktige fattade den 24 november 2025 beslut om mål och budget för 2026.", True),
        ("Kommunen styrs av två fokusområden, som kommunfullmäktige beslutade den 16 juni 2025.", True),
        ("Kommunfullmäktige har ännu inte beslutat om målen för nästa mandatperiod.", False),
    ],
)
def test_sentences_that_tell_the_adoption(text: str, *, adopted: bool) -> None:
    case = {"layout": "word-report", "ref": "x.pdf", "blocks": f"!24 Mål 2027\n{text}\n", "facts": {}}
    assert (plain(read(case))["adoption"] == "antagen") is adopted  # type: ignore[arg-type]
