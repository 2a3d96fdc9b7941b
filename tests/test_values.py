"""Figures against the labelled cases in tests/cases/values.toml."""

import tomllib
from pathlib import Path

import pytest

from malspar.extractor.facts import values
from malspar.models.block import Block
from malspar.models.goal import ValueKind

CASES = tomllib.loads((Path(__file__).parent / "cases" / "values.toml").read_text("utf-8"))


@pytest.mark.parametrize("case", CASES["headers"], ids=str)
def test_header(case: list[str]) -> None:
    found = values.header(case[0])
    assert (found[0].value if found else "", (found[1] or 0) if found else 0) == (case[1], case[2])


@pytest.mark.parametrize("case", CASES["cells"], ids=str)
def test_cell(case: list[str]) -> None:
    text, number, unit, comparator, group = case
    found = values.cell(Block(id=0, text=text), ValueKind.MALVARDE, 2025)
    if number == "-":
        assert found is None
        return
    assert found is not None
    assert (found.number, found.unit or "", found.comparator or "", found.group or "") == (
        float(number) if number else None,
        unit,
        comparator,
        group,
    )
    assert found.raw in text


@pytest.mark.parametrize("case", CASES["several"], ids=str)
def test_several(case: list[str]) -> None:
    found = values.cells(Block(id=0, text=case[0]), ValueKind.UTFALL, 2023)
    assert "|".join(f"{item.raw}:{item.group or ''}" for item in found) == case[1]


@pytest.mark.parametrize("case", CASES["inline"], ids=str)
def test_inline(case: list[str]) -> None:
    block = Block(id=0, text=case[0])
    end, found = values.inline(block, 0, None, 2023)
    assert (case[0][:end], "|".join(f"{item.raw}/{item.kind.value}/{item.year or 0}" for item in found)) == (case[1], case[2])
    for item in found:
        span = item.at.spans[0]
        assert block.text[span.start : span.end] == item.raw


@pytest.mark.parametrize(
    ("text", "count", "parts"),
    [
        ("3 140 3 205 3 318", 3, ["3 140", "3 205", "3 318"]),
        ("22 26 31", 3, ["22", "26", "31"]),
        ("51,2 % 53,8 % 60,0 %", 3, ["51,2 %", "53,8 %", "60,0 %"]),
        ("18 13 högst 10", 3, ["18", "13", "högst 10"]),
        ("– 71 % 76 %", 3, ["–", "71 %", "76 %"]),
        ("1 2 3", 2, None),
    ],
)
def test_split(text: str, count: int, parts: list[str] | None) -> None:
    found = values.split(text, count)
    assert (found and [text[a:b] for a, b in found]) == parts
