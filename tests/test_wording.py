"""What another wording of one sentence means: class, marks, force, subject."""

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from malspar.corpus.compare.subject import other_subject
from malspar.models.change import Strength, Wording
from malspar.rules.force import strength
from malspar.rules.quantities import moved, quantities, without
from malspar.rules.wording import content, one_word, wording

CASES = yaml.safe_load((Path(__file__).parent / "cases" / "rewordings.yaml").read_text("utf-8"))
MIRROR = {Strength.SKARPT: Strength.FORSVAGAD, Strength.FORSVAGAD: Strength.SKARPT, None: None}
texts = st.sampled_from([case[side] for case in CASES for side in ("old", "new")])


def named(case: dict[str, Any]) -> str:
    return f"{case['old']} → {case['new']}"


@pytest.mark.parametrize("case", CASES, ids=named)
def test_a_rewording_is_told_as_a_careful_reader_tells_it(case: dict[str, Any]) -> None:
    old, new = case["old"], case["new"]
    changed = wording(old, new)
    assert changed == case["wording"]
    target = case.get("target")
    assert moved(old, new) == (tuple(target) if target else None)
    assert (strength(old, new) if changed is Wording.OMFORMULERAD else None) == case.get("strength")
    assert other_subject(old, new) == case.get("subject", False)


@given(texts, texts)
def test_turning_a_rewording_round_mirrors_it(old: str, new: str) -> None:
    assert wording(old, new) is wording(new, old)
    assert strength(old, new) is MIRROR[strength(new, old)]
    there, back = moved(old, new), moved(new, old)
    assert there == (back[::-1] if back else None)
    assert other_subject(old, new) == other_subject(new, old)


@given(texts)
def test_a_sentence_beside_itself_is_no_change(text: str) -> None:
    assert (wording(text, text.upper()), moved(text, text), strength(text, text)) == (Wording.OFORANDRAD, None, None)
    assert not other_subject(text, text)


def test_marks_are_cut_out_at_their_place() -> None:
    text = "Minst 90 procent av eleverna ska nå målen senast 2027."
    assert [text[mark.start : mark.end] for mark in quantities(text)] == ["Minst 90 procent", "2027"]
    assert without(text) == " av eleverna ska nå målen senast ."


def test_the_verb_ska_is_no_school() -> None:
    assert content("Nämnden ska växa") == ("nämnd", "ska", "växa")
    assert "skola" in content("En skola växer")


@pytest.mark.parametrize(
    ("left", "right", "same"),
    [
        ("ombyggnad", "ombyggnation", True),
        ("reservtäkt", "reservtåkt", True),
        ("seniorbostad", "studentbostad", False),
        ("mål", "mat", False),
        ("2025", "2026", False),
        ("sommar", "sommarlov", False),
    ],
)
def test_two_spellings_of_a_word(left: str, right: str, *, same: bool) -> None:
    assert one_word(left, right) is same
    assert one_word(right, left) is same
