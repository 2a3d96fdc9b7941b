"""The second labelled set, tests/cases/second.toml: bodies, statuses and headings."""

import tomllib
from pathlib import Path

import pytest

from malspar.extractor.facts import bodies, statuses, values
from malspar.models.block import Block
from malspar.models.goal import Status

CASES = tomllib.loads((Path(__file__).parent / "cases" / "second.toml").read_text("utf-8"))


def meaning(found: Status | None) -> str:
    return found.meaning.value if found and found.meaning else ""


@pytest.mark.parametrize(("text", "expected"), CASES["trailing"])
def test_trailing(text: str, expected: str) -> None:
    assert "|".join(item.raw for item in bodies.trailing(Block(id=0, text=text))[1]) == expected


@pytest.mark.parametrize(("text", "expected"), CASES["listed"])
def test_listed(text: str, expected: str) -> None:
    assert "|".join(item.raw for item in bodies.listed(Block(id=0, text=text))) == expected


@pytest.mark.parametrize(("text", "column", "expected"), CASES["whole"])
def test_whole(text: str, column: str, expected: str) -> None:
    assert meaning(statuses.read(Block(id=0, text=text), column=column or None)) == expected


@pytest.mark.parametrize(("text", "expected"), CASES["sentence"])
def test_sentence(text: str, expected: str) -> None:
    assert meaning(statuses.in_sentence(Block(id=0, text=text))) == expected


@pytest.mark.parametrize(("text", "expected"), CASES["headers"])
def test_headers(text: str, expected: str) -> None:
    found = values.header(text)
    assert (f"{found[0].value} {found[1]}" if found else "") == expected
