"""Every word list: each example matches, each form is used by an example, no counter example matches."""

import tomllib
from functools import cache
from pathlib import Path

import pytest
from pydantic import TypeAdapter

from malspar.rules.lexicon import Entry, Lexicon

FOLDER = Path(__file__).parent.parent / "rules" / "words"
LISTS = sorted(path.stem for path in FOLDER.glob("*.toml"))


@cache
def entries(name: str) -> dict[str, Entry]:
    return TypeAdapter(dict[str, Entry]).validate_python(tomllib.loads((FOLDER / f"{name}.toml").read_text("utf-8")))


def matches(name: str, meaning: str, text: str) -> bool:
    return any(hit.meaning == meaning for hit in Lexicon.load(name).find(text))


CASES = [(name, meaning) for name in LISTS for meaning in entries(name)]


@pytest.mark.parametrize(("name", "meaning"), CASES)
def test_every_example_matches(name: str, meaning: str) -> None:
    missed = [text for text in entries(name)[meaning].examples if not matches(name, meaning, text)]
    assert missed == []


@pytest.mark.parametrize(("name", "meaning"), CASES)
def test_every_form_is_used_by_an_example(name: str, meaning: str) -> None:
    entry = entries(name)[meaning]
    alone = {form: Lexicon(name, {meaning: Entry(forms=(form,), examples=())}) for form in entry.forms}
    unused = [form for form, lexicon in alone.items() if not any(lexicon.find(text) for text in entry.examples)]
    assert unused == []


@pytest.mark.parametrize(("name", "meaning"), CASES)
def test_no_counter_example_matches(name: str, meaning: str) -> None:
    wrong = [text for text in entries(name)[meaning].counter if matches(name, meaning, text)]
    assert wrong == []
