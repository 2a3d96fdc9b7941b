"""What is asked before a slower rule is asked: nothing that the rule would find may be lost by it."""

import re
import struct
from array import array
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
import spacy
from hypothesis import example, given, settings
from hypothesis import strategies as st
from spacy.language import Language

from malspar.extractor import checks, milestones, pdf
from malspar.extractor.facts import bodies, marks, steps
from malspar.extractor.goals import directive, items
from malspar.extractor.imprint import adoption
from malspar.extractor.imprint.front import _COOKIES
from malspar.extractor.pdf import contents
from malspar.extractor.pdf.tenths import tenths
from malspar.rules import moments, swedish
from malspar.rules.lexicon import Lexicon, form_words

DEMO = Path(__file__).parent.parent / "corpus" / "demo"
LISTS = sorted(path.stem for path in (Path(__file__).parent.parent / "rules" / "words").glob("*.toml"))
# A pattern, and what a text must pass before it is searched with the pattern.
SHORTCUTS: dict[str, tuple[re.Pattern[str], Callable[[str], object]]] = {
    "date": (swedish._DATE, swedish.may_hold_date),
    "coarse date": (moments._COARSE, moments._PRINTED_YEAR.search),
    "month without year": (moments._BARE_MONTH, swedish.names_month),
    "quantity": (marks._QUANTITY, marks._DIGIT.search),
    "scale in a list": (steps._INTRO, lambda text: ":" in text),
    "label that stands": (steps._STANDS, lambda text: any(word in text for word in steps._STANDING)),
    "reference": (checks._REFERENCE, checks._may_refer),
    **{
        f"direction {name}": (pattern, lambda text, stems=stems: any(stem in text.casefold() for stem in stems))
        for name, stems, pattern in marks._DIRECTION
    },
    "proposal": (milestones._PROPOSED, lambda text: "förslag" in text.casefold()),
    "joined clauses": (milestones._SPLIT, lambda text: any(sign in text for sign in milestones._JOINS)),
    "council decides": (milestones._COUNCIL_DECIDES, lambda text: "fullmäktige" in text),
    "revised": (milestones._REVISED, lambda text: "revidera" in text),
    "consulted": (adoption._CONSULTED, lambda text: any(word in text.casefold() for word in adoption._CONSULTING)),
    "cookies": (_COOKIES, lambda text: "kakor" in text.casefold() or "cookies" in text.casefold()),
    "inquiry": (directive._WHO, lambda text: any(word in text.casefold() for word in directive._INQUIRY)),
    "abbreviation": (bodies._SHORT, bodies._CAPITALS.search),
    "file to fetch": (items._FILE, lambda text: "(" in text),
    "turned page": (items._TURNS, lambda text: any(sign in text for sign in items._TURN_SIGNS)),
    "sign": (steps._SIGNED, steps._SIGN.search),
    "contact": (items._CONTACT, items._NUMBER_OR_AT.search),
    "leader": (contents.LEADER, contents.leads),
    "decision by a body": (milestones._BARE, lambda text: "§" in text),
}


@pytest.mark.parametrize("name", SHORTCUTS)
@settings(max_examples=300, deadline=None)
@given(data=st.data())
def test_whatever_a_pattern_matches_passes_what_is_asked_before(name: str, data: st.DataObject) -> None:
    pattern, may_match = SHORTCUTS[name]
    text = data.draw(st.from_regex(pattern))
    assert may_match(text) or not pattern.search(text)


@pytest.mark.parametrize("name", LISTS)
def test_the_words_of_a_form_are_those_that_the_tokenizer_gives(name: str) -> None:
    forms = [form.replace("*", "x") for entry in Lexicon.load(name).entries.values() for form in entry.forms]
    assert [form_words(form) for form in forms] == [tuple(word.lower_ for word in swedish.tokens(form)) for form in forms]


@given(st.text("abcåäö .,:;-–/()”%1§'DX"))
@example("st. bl.a. 40kr 10%-ig kl.8 a/b  dubbelt XDD http://exempel.se/mål, 2024-2027.")
def test_words_looked_up_between_spaces_are_those_of_the_whole_text(text: str) -> None:
    assert swedish.lower_words(text) == tuple(word.lower_ for word in swedish.tokens(text))


@given(st.text(st.characters(categories=["L"])))
def test_letters_alone_are_one_word(text: str) -> None:
    assert swedish.lower_words(text) == tuple(word.lower_ for word in swedish.tokens(text))


@given(st.from_regex(swedish._STOPPED, fullmatch=True) | st.sampled_from(sorted(swedish._exceptions())))
def test_a_stop_behind_letters_is_a_word(text: str) -> None:
    assert swedish.lower_words(text) == tuple(word.lower_ for word in swedish.tokens(text))


@cache
def blank_pipeline() -> Language:
    blank = spacy.blank("sv")
    for short in ("m.fl.", "bl."):
        blank.tokenizer.add_special_case(short, [{"ORTH": short}])  # type: ignore[union-attr]
    return blank


@settings(deadline=None)
@given(
    st.lists(
        st.sampled_from("Förskolan t.ex. haru (KS), 40kr 2024-2027 el-nätet bl.a. kommunens° m.fl. XDD driveru mål.".split())
    )
)
def test_the_tokenizer_is_that_of_the_blank_pipeline(words: list[str]) -> None:
    text = " ".join(words)
    assert [word.text for word in swedish.tokens(text)] == [word.text for word in blank_pipeline().make_doc(text)]


def printed(bits: int) -> float:
    """A coordinate as PDFium gives it: of single precision."""
    return float(struct.unpack("f", struct.pack("I", bits))[0])


@given(
    st.lists(
        st.floats(-1e6, 1e6)
        | st.integers(-100_000, 100_000).map(lambda number: number / 20)
        | st.integers(0x3A000000, 0x48000000).map(printed)
    )
)
def test_tenths_are_rounded_as_round_does(numbers: list[float]) -> None:
    assert list(map(str, tenths(array("d", numbers)))) == [str(round(number, 1)) for number in numbers]


@pytest.mark.parametrize("path", sorted(DEMO.rglob("*.pdf")), ids=lambda path: path.stem)
def test_running_text_is_read_the_same_in_runs_and_in_single_words(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    in_runs = pdf.read(path.read_bytes())
    monkeypatch.setattr(pdf.page, "_matter", lambda *_: True)
    assert pdf.read(path.read_bytes()) == in_runs


@given(st.from_regex(swedish._DATE, fullmatch=True))
def test_a_text_that_ends_in_a_date_is_told_by_its_end(text: str) -> None:
    assert swedish.may_end_in_date(text.rstrip(" ."))


@given(st.text("jJaAnNfFeEbBmMrRlLuUgGsSpPtToOkKvVdDcC ſK"))
def test_a_month_in_any_letters_that_match_it_is_seen(text: str) -> None:
    assert swedish.names_month(text) or not re.search(swedish._MONTH, text, re.IGNORECASE)
