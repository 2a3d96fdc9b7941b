"""Word lists, kept as TOML in ``words/``, compiled to spaCy matchers.

A list is a table of entries. Each entry is one meaning with the ``forms`` that documents write it with (``*`` stands for any
letters, the longest match wins), ``examples`` that must match, ``counter`` examples that must not, and ``not_after``: words
that bar a match they stand right before. Every form must be used by an example; ``tests/test_words.py`` sees to it.
"""

import re
import tomllib
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, NamedTuple

from pydantic import Field, TypeAdapter

from ..models.block import Frozen
from .swedish import language, tokens

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span

_LETTERS = re.compile(r"[^\W\d_]+")
_ANY = "\u0167"  # stands for * while a form is tokenized: a letter that no Swedish word has


class Entry(Frozen):
    """One meaning and the ways documents write it. ``extra`` holds what a list needs beside (a kind, a level)."""

    forms: tuple[str, ...]
    examples: tuple[str, ...]
    counter: tuple[str, ...] = ()
    not_after: tuple[str, ...] = ()
    extra: dict[str, str] = Field(default_factory=dict)


class Hit(NamedTuple):
    """A match: its meaning, characters ``start`` to ``end``, and the rule's name."""

    meaning: str
    start: int
    end: int
    rule: str


class _Wild(NamedTuple):
    """A form with ``*``: its meaning, and a pattern for each of its words."""

    meaning: str
    words: tuple[re.Pattern[str], ...]


class _Anchors(NamedTuple):
    """What a text must hold for any form to match: cheaper to ask for than the words of a text.

    A match of a form holds its longest run of letters, as a ``whole`` run of the text or, with ``*``, as a ``part`` of one;
    the match of a form without letters holds the first of its ``signs``.
    """

    whole: frozenset[str]
    part: re.Pattern[str]
    signs: tuple[str, ...]


class Lexicon:
    """A named set of entries; ``find`` reads a text with it."""

    def __init__(self, name: str, entries: dict[str, Entry]) -> None:
        from spacy.matcher import PhraseMatcher

        self.name, self.entries = name, entries
        self._phrases = PhraseMatcher(language().vocab, attr="LOWER")
        self._wild = [_Wild(meaning, _words(form)) for meaning, entry in entries.items() for form in entry.forms if "*" in form]
        # A text has few words that it does not repeat: each is tried against all forms once. (spaCy's Matcher tries every one.)
        self._begun_by = lru_cache(maxsize=1 << 14)(self._beginning)
        self._anchors = _anchors(form for entry in entries.values() for form in entry.forms)
        self._may_begin = lru_cache(maxsize=1 << 14)(self._anchors.part.search)
        self._hits = lru_cache(maxsize=1 << 14)(self._search)  # several stages ask the same of a block
        for meaning, entry in entries.items():
            plain = [form for form in entry.forms if "*" not in form]
            if plain:
                self._phrases.add(meaning, [tokens(form) for form in plain])

    @staticmethod
    @cache
    def load(name: str) -> "Lexicon":
        """The list in ``words/<name>.toml``."""
        raw = files(__package__).joinpath("words", f"{name}.toml").read_text("utf-8")
        return Lexicon(name, TypeAdapter(dict[str, Entry]).validate_python(tomllib.loads(raw)))

    def find(self, text: str) -> list[Hit]:
        """Every longest match in the text, left to right, not overlapping."""
        return list(self._hits(text))

    def _search(self, text: str) -> tuple[Hit, ...]:
        from spacy.util import filter_spans

        letters = _letters(text)
        plain = not self._anchors.whole.isdisjoint(letters) or any(sign in text for sign in self._anchors.signs)
        wild = any(map(self._may_begin, letters))
        if not plain and not wild:
            return ()
        doc = tokens(text)
        spans = self._phrases(doc, as_spans=True) if plain else []
        spans += self._wildcards(doc, text) if wild else ()
        return tuple(
            Hit(span.label_, span.start_char, span.end_char, f"{self.name}/{span.label_}")
            for span in filter_spans(spans)
            if not _barred(text[: span.start_char], self.entries[span.label_].not_after)
        )

    def _wildcards(self, doc: "Doc", text: str) -> Iterator["Span"]:
        """Every match of a form with ``*`` in the text, which is that of ``doc``."""
        from spacy.tokens import Span

        words = _lower(text) if self._wild else ()
        for start, word in enumerate(words):
            for form in self._begun_by(word):
                rest = words[start + 1 : start + len(form.words)]
                if len(rest) == len(form.words) - 1 and all(map(re.Pattern.fullmatch, form.words[1:], rest)):
                    yield Span(doc, start, start + len(form.words), label=form.meaning)

    def _beginning(self, word: str) -> tuple[_Wild, ...]:
        """The forms with ``*`` that begin with a word."""
        return tuple(form for form in self._wild if form.words[0].fullmatch(word))

    def whole(self, text: str) -> Hit | None:
        """The match that covers all of the text but punctuation, or None."""
        bare = text.strip(" .:;,!–-()")
        for hit in self.find(text):
            if text[hit.start : hit.end].strip(" .:;,!–-()") == bare:
                return hit
        return None


def _anchors(forms: Iterable[str]) -> _Anchors:
    """What the forms anchor in. No word ends between two letters, so that a run of letters is never torn."""
    whole, part, signs = set[str](), set[str](), set[str]()
    for form in forms:
        longest = max(_LETTERS.findall(form.lower()), key=len, default="")
        if not longest:
            signs.add(tokens(form)[0].text)
        else:
            (part if "*" in form else whole).add(longest)
    return _Anchors(frozenset(whole), re.compile("|".join(map(re.escape, sorted(part))) or "(?!)"), tuple(signs))


@lru_cache(maxsize=256)
def _letters(text: str) -> frozenset[str]:
    """The runs of letters of a text in lower case; every list asks for them."""
    return frozenset(_LETTERS.findall(text.lower()))


@lru_cache(maxsize=128)
def _lower(text: str) -> tuple[str, ...]:
    """The words of a text in lower case; every list asks for them."""
    return tuple(word.lower_ for word in tokens(text))


def _words(form: str) -> tuple[re.Pattern[str], ...]:
    """A pattern for each word of a form; ``*`` inside it stands for any letters."""
    words = tokens(form.replace("*", _ANY))
    return tuple(re.compile(re.escape(word.lower_).replace(_ANY, r"[\w-]*")) for word in words)


def _barred(before: str, words: tuple[str, ...]) -> bool:
    """Whether one of the words ends the text before a match."""
    before = before.rstrip().lower()
    return any(re.search(rf"(?:^|\W){re.escape(word)}$", before) for word in words)


@cache
def pattern(name: str, meaning: str) -> str:
    """The forms of an entry as alternatives of a regular expression, the longest first; ``*`` stands for letters and hyphens."""
    forms = sorted(Lexicon.load(name).entries[meaning].forms, key=len, reverse=True)
    return "(?:" + "|".join(re.escape(form).replace(r"\*", r"[\w-]*").replace(r"\ ", r"\s+") for form in forms) + ")"
