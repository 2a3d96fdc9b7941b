"""Document facts: the cases in ``cases/imprint.yaml``, each a document in small."""

import re
from pathlib import Path

import pytest
import yaml
from malspar.extractor import imprint
from malspar.models.block import Block, Cell, Reading, Role, Section
from malspar.models.document import Facts

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
