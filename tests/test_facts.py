"""Targets, years, modal verbs and actors against the labelled cases in tests/cases/targets.toml."""

import tomllib
from pathlib import Path

import pytest

from malspar.extractor.facts import marks
from malspar.models.block import Block
from malspar.models.document import Period

CASES = tomllib.loads((Path(__file__).parent / "cases" / "targets.toml").read_text("utf-8"))


@pytest.mark.parametrize("case", CASES["targets"], ids=str)
def test_target(case: list[str]) -> None:
    text, deadline, number, unit, direction = case
    found = marks.target(Block(id=0, text=text))
    got = (found.deadline or 0, found.number, found.unit or "", found.direction or "") if found else (0, None, "", "")
    assert got == (deadline, float(number) if number else None, unit, direction)
    if found:
        assert found.raw in text


@pytest.mark.parametrize("case", CASES["years"], ids=str)
def test_year(case: list[str]) -> None:
    text, first, last, year = case
    period = Period(from_=int(first), to=int(last)) if first else None
    assert (marks.year(text, period) or 0) == year


@pytest.mark.parametrize("case", CASES["modality"], ids=str)
def test_modality(case: list[str]) -> None:
    assert (marks.modality(case[0]) or "") == case[1]


@pytest.mark.parametrize("case", CASES["actors"], ids=str)
def test_actor(case: list[str]) -> None:
    assert (marks.actor(Block(id=0, text=case[0])) or "") == case[1]
