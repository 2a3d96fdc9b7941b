"""Bodies against the labelled cases in tests/cases/bodies.toml, and the names behind abbreviations."""

import tomllib
from pathlib import Path

import pytest

from malspar.extractor.facts import bodies
from malspar.models.block import Block
from malspar.models.goal import BodyLevel

CASES = tomllib.loads((Path(__file__).parent / "cases" / "bodies.toml").read_text("utf-8"))


@pytest.mark.parametrize("case", CASES["trailing"], ids=str)
def test_trailing(case: list[str]) -> None:
    block = Block(id=3, text=case[0])
    end, found = bodies.trailing(block)
    assert (case[0][:end], "|".join(item.raw for item in found)) == (case[1], case[2])
    for item in found:
        span = item.at.spans[0]
        assert block.text[span.start : span.end] == item.raw


@pytest.mark.parametrize("case", CASES["listed"], ids=str)
def test_listed(case: list[str]) -> None:
    found = bodies.listed(Block(id=0, text=case[0]), column=case[2] == "column")
    assert "|".join(item.raw for item in found) == case[1]


@pytest.mark.parametrize("case", CASES["acting"], ids=str)
def test_acting(case: list[str]) -> None:
    found = bodies.acting(Block(id=0, text=case[0]))
    assert "|".join(item.raw for item in found) == case[1]


def test_the_documents_own_abbreviations() -> None:
    texts = [
        "Fastighets- och gatunämnden (FGN) leder arbetet.",
        "Förkortningar: BIN för bildningsnämnden, ON för omsorgsnämnden",
        "KS = Kommunstyrelsen",
        "Nöjd kund-index (NKI)",
    ]
    known = bodies.abbreviations(Block(id=i, text=text) for i, text in enumerate(texts))
    assert known == {
        "FGN": "Fastighets- och gatunämnden",
        "BIN": "Bildningsnämnden",
        "ON": "Omsorgsnämnden",
        "KS": "Kommunstyrelsen",
    }
    assert bodies.full_name("ON", known) == "Omsorgsnämnden"
    assert bodies.trailing(Block(id=0, text="Se över taxan (ON)"), 0, None, known)[1][0].body == "Omsorgsnämnden"


def test_full_names() -> None:
    assert bodies.full_name("KS") == "Kommunstyrelsen"
    assert bodies.full_name("miljö- och byggnadsnämnden") == "Miljö- och byggnadsnämnden"
    assert bodies.full_name("Bibliotekschef") is None
    assert bodies.full_name("samtliga nämnder") is None
    assert bodies.full_name("XYN") is None


def test_levels() -> None:
    levels = {
        name: bodies.level(name)
        for name in (
            "KS",
            "Kommunfullmäktige",
            "Regionstyrelsen",
            "Socialnämnden",
            "Lunnevik Energi AB",
            "trafikenheten",
            "Rektor",
        )
    }
    assert levels == {
        "KS": BodyLevel.KS, "Kommunfullmäktige": BodyLevel.KF, "Regionstyrelsen": BodyLevel.RS, "Socialnämnden": BodyLevel.NAMND,
        "Lunnevik Energi AB": BodyLevel.BOLAG, "trafikenheten": BodyLevel.FORVALTNING, "Rektor": None,
    }  # fmt: skip
