"""Levels of the steering chain: the cases in ``cases/levels.yaml``."""

import re
from pathlib import Path

import pytest
import yaml
from made import goal

from malspar.extractor import levels
from malspar.models.block import Block, Cell, Role
from malspar.models.goal import Kind, Level

CASES = yaml.safe_load((Path(__file__).parent / "cases" / "levels.yaml").read_text("utf-8"))


def blocks(text: str) -> list[Block]:
    """One block for each line, by the marks that the head of the file explains."""
    found: list[Block] = []
    for row, line in enumerate(text.strip().splitlines()):
        if line.startswith("|"):
            for column, cell in enumerate(line.strip("|").split("|")):
                found.append(Block(id=len(found), text=cell.strip(), role=Role.CELL, cell=Cell(0, row, column)))
            continue
        role = Role.HEADING if line.startswith("# ") else Role.LIST_ITEM if line.startswith("- ") else Role.TEXT
        found.append(Block(id=len(found), text=re.sub(r"^[#-] ", "", line), role=role))
    rows = sorted({block.cell.row for block in found if block.cell})
    return [
        block.model_copy(update={"cell": block.cell._replace(row=rows.index(block.cell.row))}) if block.cell else block
        for block in found
    ]


def shown(level: Level) -> str:
    return f"{level.kind.value}: {level.term}" + (f" < {level.decided_by}" if level.decided_by else "")


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['layout']}-{case['blocks'][:40]}")
def test_reads_the_chain(case: dict[str, str]) -> None:
    """Terms, kinds and deciding bodies, top first."""
    assert [shown(level) for level in levels.read(blocks(case["blocks"]))] == case["levels"]


def test_places_hold_the_level_word() -> None:
    """Each level points to the word in the sentence that explains it."""
    source = blocks("Kommunfullmäktige beslutar om inriktningsmål. Nämnderna bryter ned dem i nämndmål.")
    read = levels.read(source)
    assert [source[span.block].text[span.start : span.end] for level in read for span in level.at.spans] == [
        "inriktningsmål",
        "nämndmål",
    ]


def test_a_level_has_the_kind_of_its_nodes() -> None:
    """Nodes of one kind settle it; nodes of two kinds leave it as it was explained."""
    read = levels.read(blocks("Kommunfullmäktige beslutar om kvalitetsmål. Varje kvalitetsmål följs med nyckeltal."))
    council = goal("Ån är frisk", Kind.MAL, term="kvalitetsmål")
    assert levels.aligned(read, [council])[0].kind is Kind.MAL
    boards = goal("Bron är hel", Kind.DELMAL, term="kvalitetsmål")
    assert levels.aligned(read, [council, boards]) == read
