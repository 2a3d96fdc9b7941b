"""Word lists, kept as TOML in ``words/``.

A list is a table of entries. Each entry is one meaning with the ``forms`` that documents write it with (``*`` stands for any
letters, the longest match wins), ``examples`` that must match, ``counter`` examples that must not, and ``not_after``: words
that bar a match they stand right before. Every form must be used by an example; ``tests/test_words.py`` sees to it.
"""

import re
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache
from importlib.resources import files
from sys import intern
from typing import NamedTuple

from pydantic import Field, TypeAdapter

from ..models.block import Frozen
from .swedish import tokens

_LETTERS = re.compile(r"[^\W\d_]+")
_ONLY_LETTERS = re.compile(r"[^\W\d_]+(?: [^\W\d_]+)*")
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


class _Form(NamedTuple):
    """A form: its meaning and its words in lower case; for one with ``*`` a pattern for each of its words, too."""

    meaning: str
    words: tuple[str, ...]
    wild: tuple[re.Pattern[str], ...] = ()

    def stands(self, words: Sequence[str], start: int) -> bool:
        """Whether the form stands at word ``start`` of a text, which begins it."""
        text = words[start : start + len(self.words)]
        if not self.wild:
            return self.words == text
        return len(text) == len(self.wild) and all(map(re.Pattern.fullmatch, self.wild[1:], text[1:]))


class _Found(NamedTuple):
    """A form that stands at words ``start`` up to ``end`` of a text."""

    start: int
    end: int
    meaning: str


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
        self.name, self.entries = name, entries
        forms = [_form(meaning, form) for meaning, entry in entries.items() for form in entry.forms]
        self._plain: dict[str, list[_Form]] = {}
        for form in sorted(form for form in forms if not form.wild):
            self._plain.setdefault(form.words[0], []).insert(0, form)
        self._wild = [form for form in forms if form.wild]
        # A text has few words that it does not repeat: each is tried against all forms once. (spaCy's Matcher tries every one.)
        self._begun_by = lru_cache(maxsize=1 << 14)(self._beginning)
        self._anchors = _anchors(form for entry in entries.values() for form in entry.forms)
        self._may_begin = lru_cache(maxsize=1 << 14)(self._anchors.part.search)
        self._hits = lru_cache(maxsize=1 << 14)(self._search)  # several stages ask the same of a block

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
        letters, anchors = _letters(text), self._anchors
        wild = any(map(self._may_begin, letters))
        if not wild and anchors.whole.isdisjoint(letters) and not any(map(text.__contains__, anchors.signs)):
            return ()
        doc = tokens(text)
        return tuple(
            Hit(meaning, doc[first].idx, doc[end - 1].idx + len(doc[end - 1]), f"{self.name}/{meaning}")
            for first, end, meaning in _longest(self._standing(lower_words(text), wild=wild))
            if not _barred(text[: doc[first].idx], self.entries[meaning].not_after)
        )

    def _standing(self, words: Sequence[str], *, wild: bool) -> Iterator[_Found]:
        """Every form that stands among words, those with ``*`` only where such may be; of two alike the one to keep first."""
        for start, word in enumerate(words):
            for form in (*self._plain.get(word, ()), *(self._begun_by(word) if wild else ())):
                if form.stands(words, start):
                    yield _Found(start, start + len(form.words), form.meaning)

    def _beginning(self, word: str) -> tuple[_Form, ...]:
        """The forms with ``*`` that begin with a word."""
        return tuple(form for form in self._wild if form.wild[0].fullmatch(word))

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
            signs.add(form_words(form)[0])
        else:
            (part if "*" in form else whole).add(longest)
    return _Anchors(frozenset(whole), re.compile("|".join(map(re.escape, sorted(part))) or "(?!)"), tuple(signs))


@lru_cache(maxsize=1 << 13)  # each stage passes over all the text: every run is kept once, so that it takes little memory
def _letters(text: str) -> tuple[str, ...]:
    """The runs of letters of a text in lower case, each once; every list asks for them."""
    return tuple(map(intern, set(_LETTERS.findall(text.lower()))))


@lru_cache(maxsize=128)
def lower_words(text: str) -> tuple[str, ...]:
    """The words of a text in lower case; every list asks for them."""
    return tuple([word.lower_ for word in tokens(text)])


def form_words(form: str) -> tuple[str, ...]:
    """The words of a form in lower case. One of letters and spaces alone needs no tokenizer, which would take longer."""
    return tuple(form.lower().split()) if _ONLY_LETTERS.fullmatch(form) else lower_words(form)


def _form(meaning: str, form: str) -> _Form:
    """A form as it is looked for; ``*`` inside a word stands for any letters."""
    words = form_words(form.replace("*", _ANY))
    wild = tuple(re.compile(re.escape(word).replace(_ANY, r"[\w-]*")) for word in words) if "*" in form else ()
    return _Form(meaning, words, wild)


def _longest(found: Iterable[_Found]) -> list[_Found]:
    """The longest matches, of two alike the first, without those that overlap them; left to right."""
    kept: list[_Found] = []
    taken: set[int] = set()
    for one in sorted(found, key=lambda one: (one.start - one.end, one.start)):
        if one.start not in taken and one.end - 1 not in taken:
            kept.append(one)
            taken.update(range(one.start, one.end))
    return sorted(kept)


def _barred(before: str, words: tuple[str, ...]) -> bool:
    """Whether one of the words ends the text before a match."""
    before = before.rstrip().lower()
    return any(re.search(rf"(?:^|\W){re.escape(word)}$", before) for word in words)


@cache
def pattern(name: str, meaning: str) -> str:
    """The forms of an entry as alternatives of a regular expression, the longest first; ``*`` stands for letters and hyphens."""
    forms = sorted(Lexicon.load(name).entries[meaning].forms, key=len, reverse=True)
    return "(?:" + "|".join(re.escape(form).replace(r"\*", r"[\w-]*").replace(r"\ ", r"\s+") for form in forms) + ")"
