"""Stated totals: the cases in ``cases/totals.yaml``, and how they are held against what was found."""

import re
from pathlib import Path

import pytest
import yaml

from malspar.extractor import totals
from malspar.models.block import At, Block, Role
from malspar.models.goal import Goal, Kind, Meaning, StatedTotal, Status

CASES = yaml.safe_load((Path(__file__).parent / "cases" / "totals.yaml").read_text("utf-8"))


def blocks(text: str) -> list[Block]:
    """One block for each line; "# " heads, "- " lists."""
    found = []
    for number, line in enumerate(text.strip().splitlines()):
        role = Role.HEADING if line.startswith("# ") else Role.LIST_ITEM if line.startswith("- ") else Role.TEXT
        found.append(Block(id=number, text=re.sub(r"^[#-] ", "", line), role=role))
    return found


def shown(total: StatedTotal) -> str:
    return f"{total.count}{f'/{total.of}' if total.of else ''} {total.what.value}: {total.text}"


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['layout']}-{case['blocks'][:40]}")
def test_reads_counts(case: dict[str, str]) -> None:
    """Each count is read once, with its clause."""
    assert [shown(total) for total in totals.read(blocks(case["blocks"]))] == case["totals"]


def test_places_are_slices() -> None:
    """The text of a total is the slice of its place."""
    source = blocks("Inledning.\nAv de sju målen bedöms fyra uppnås, två delvis uppnås och ett inte nås.")
    for total in totals.read(source):
        assert all(source[span.block].text[span.start : span.end] == total.text for span in total.at.spans)


def goal(text: str, kind: Kind, meaning: Meaning | None = None) -> Goal:
    at = At(rule="test")
    status = Status(meaning=meaning, evidence="text", at=at) if meaning else None
    return Goal(id=text, kind=kind, text=text, status=status, at=at)


def test_agrees_with_what_was_found() -> None:
    """A count without a status is held against all nodes of the kind, one with a status against those that have it."""
    stated = totals.read(blocks("Nämnden har fått tre uppdrag. Två är genomförda och ett är försenat."))
    found = [goal(str(n), Kind.UPPDRAG, Meaning.GENOMFORT if n else Meaning.FORSENAT) for n in range(3)]
    checked, notes = totals.check(stated, found)
    assert [(total.found, total.agrees) for total in checked] == [(3, True), (2, True), (1, True)]
    assert not notes


def test_disagreement_is_a_note_with_its_place() -> None:
    """Five promised, four found."""
    stated = totals.read(blocks("Planen har fem mål."))
    checked, notes = totals.check(stated, [goal(str(n), Kind.MAL) for n in range(4)])
    assert (checked[0].found, checked[0].agrees) == (4, False)
    assert [(note.code, note.at) for note in notes] == [("total-disagrees", stated[0].at)]


def test_nothing_found_is_not_checked() -> None:
    """A page that only tells totals holds no nodes to count."""
    checked, notes = totals.check(totals.read(blocks("Kommunen har fem mål.")), [])
    assert checked[0].found is None
    assert checked[0].agrees is None
    assert not notes
