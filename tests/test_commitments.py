"""Binding sentences: which bind their organisation, and which only look like it."""

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from malspar.extractor.commitments import binding
from malspar.models.block import Block
from malspar.rules.clauses import clause, is_finite, is_infinitive
from malspar.rules.swedish import sentences, tokens

CASES = tomllib.loads((Path(__file__).parent / "cases" / "binding.toml").read_text("utf-8"))
FREE = [text for texts in CASES["free"].values() for text in texts]


def binds(text: str) -> bool:
    return bool(binding(Block(id=0, text=text)))


@pytest.mark.parametrize("text", CASES["binds"])
def test_a_sentence_that_binds(text: str) -> None:
    assert binds(text)


@pytest.mark.parametrize("text", FREE)
def test_a_sentence_that_does_not_bind(text: str) -> None:
    assert not binds(text)


@pytest.mark.xfail(strict=True, reason="known gaps: a rule for these would cost more sentences than it wins")
@pytest.mark.parametrize("text", CASES["known_gaps"]["taken"])
def test_a_sentence_that_is_wrongly_taken(text: str) -> None:
    assert not binds(text)


def test_ranges_are_those_of_the_whole_sentences_in_the_block() -> None:
    text = "Nämnden växer. Köerna ska kortas. Det är bra. Löften bör hållas."
    ranges = binding(Block(id=0, text=text), start=len("Nämnden växer. "))
    assert [text[first:last] for first, last in ranges] == ["Köerna ska kortas.", "Löften bör hållas."]


def test_a_quotation_over_several_sentences_does_not_bind() -> None:
    text = "Läroplanen citeras: ”Skolan är till för alla. Varje elev ska bli sedd.” Vi ska leva upp till det."
    assert [text[first:last] for first, last in binding(Block(id=0, text=text))] == ["Vi ska leva upp till det."]


def test_what_a_plan_says_of_itself_does_not_bind() -> None:
    block = Block(id=0, text="Näringslivsstrategin ska visa vägen mot fler jobb.")
    assert binding(block)
    assert not binding(block, title="Näringslivsstrategi 2026–2030")


@pytest.mark.parametrize(
    ("text", "opener", "subject"),
    [
        ("Kommunen ska växa.", None, "Kommunen"),
        ("Därför ska kommunen växa.", None, "kommunen"),
        ("För att kommunen ska växa krävs mer.", "att", "kommunen"),
        ("För att stärka orten ska vi bygga.", None, "vi"),
        ("Den som ringer ska få svar.", None, "Den"),
        ("Vi har skolor som ska byggas ut.", "som", ""),
        ("Det är god ordning, och stödet ska nå fler.", None, "stödet"),
        ("Mer krävs om målet ska nås.", "om", "målet"),
        ("De elever som saknas ska sökas upp.", None, "De elever"),
    ],
)
def test_the_clause_of_a_verb(text: str, opener: str | None, subject: str) -> None:
    doc = tokens(text)
    found = clause(doc, next(token.i for token in doc if token.lower_ == "ska"))
    assert (None if found.opener is None else doc[found.opener].text) == opener
    assert doc[slice(*found.subject)].text == subject


def test_nouns_are_no_verbs() -> None:
    assert not any(is_finite(word) for word in ("nämnder", "elever", "föreningar", "kommunens", "fler"))
    assert all(is_finite(word) for word in ("ringer", "växer", "är", "behövs", "når"))
    assert all(is_infinitive(word) for word in ("öka", "prioriteras", "nå", "säkra"))
    assert not any(is_infinitive(word) for word in ("alla", "hela", "nyanlända", "ska", "skola"))


@given(st.lists(st.sampled_from([*CASES["binds"], *FREE]), min_size=1, max_size=5))
def test_every_range_is_a_sentence_and_in_order(texts: list[str]) -> None:
    text = " ".join(texts)
    ranges = binding(Block(id=0, text=text))
    assert set(ranges) <= set(sentences(text))
    assert list(ranges) == sorted(ranges)
