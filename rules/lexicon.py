"""Word lists, kept as TOML in ``words/``.

A list is a table of entries. Each entry is one meaning with the ``forms`` that documents write it with (``*`` stands for any
letters, the longest match wins), ``examples`` that must match, ``counter`` examples that must not, and ``not_after``: words
that bar a match they stand right before. Every form must be used by an example; ``tests/test_words.py`` sees to it.
"""

import re
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache, reduce
from importlib.resources import files
from operator import or_
from typing import NamedTuple

from pydantic import Field, TypeAdapter

from ..models.block import Frozen
from .swedish import lower_words, tokens

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
    """A form: its meaning and its words in lower case, as they are looked for where one of them is ``wild`` (has a ``*``)."""

    meaning: str
    words: tuple[str, ...]
    wild: bool = False

    def stands(self, words: Sequence[str], start: int) -> bool:
        """Whether the form stands at word ``start`` of a text, which begins it."""
        text = words[start : start + len(self.words)]
        if not self.wild:
            return self.words == text
        return len(text) == len(self.words) and all(map(_fits, self.words[1:], text[1:]))


class _Found(NamedTuple):
    """A form that stands at words ``start`` up to ``end`` of a text."""

    start: int
    end: int
    meaning: str


class _Index:
    """Which lists may match a text, asked once for all lists: cheaper to tell than the words of a text.

    Each list is one bit. A match of a form holds its longest run of letters: as a whole run of the text or, beside a ``*``,
    as the beginning, the end or a part of one; the match of a form without letters holds its first word.
    """

    def __init__(self) -> None:
        self._lists = 0
        self._whole: dict[str, int] = {}
        self._begin: dict[str, int] = {}
        self._end: dict[str, int] = {}
        self._inside: dict[str, int] = {}
        self._signs: dict[str, int] = {}
        self._of_word = lru_cache(maxsize=1 << 14)(self._word)
        self.of_text = lru_cache(maxsize=1 << 14)(self._text)  # every rule asks for the same blocks and sentences

    def add(self, forms: Iterable[str]) -> int:
        """Take in the forms of a list, before any text is asked about; its bit."""
        bit = 1 << self._lists
        self._lists += 1
        for form in forms:
            held, anchor = self._anchor(form.lower())
            held[anchor] = held.get(anchor, 0) | bit
        return bit

    def _anchor(self, form: str) -> tuple[dict[str, int], str]:
        """Where a form's anchor is kept, and the anchor. No word ends between two letters: a run of them is never torn."""
        run = max(_LETTERS.finditer(form), key=lambda match: len(match[0]), default=None)
        if run is None:
            return self._signs, form_words(form)[0]
        torn = form[run.start() - 1 : run.start()] == "*", form[run.end() : run.end() + 1] == "*"
        held = {(False, False): self._whole, (False, True): self._begin, (True, False): self._end, (True, True): self._inside}
        return held[torn], run[0]

    def _text(self, text: str) -> int:
        """The bits of the lists that may match a text."""
        return reduce(or_, map(self._of_word, text.lower().split()), 0)

    def _word(self, word: str) -> int:
        """The bits of the lists that may match a text for the sake of one word, which may have signs in and around it."""
        lists = 0
        for run in _LETTERS.findall(word):
            lists |= self._whole.get(run, 0)
            for cut in range(1, len(run) + 1):
                lists |= self._begin.get(run[:cut], 0) | self._end.get(run[-cut:], 0)
            for part, those in self._inside.items():
                lists |= those if part in run else 0
        for sign, those in self._signs.items():
            lists |= those if sign in word else 0
        return lists


class Lexicon:
    """A named set of entries; ``find`` reads a text with it."""

    def __init__(self, name: str, entries: dict[str, Entry], index: _Index | None = None) -> None:
        self.name, self.entries = name, entries
        forms = [_form(meaning, form) for meaning, entry in entries.items() for form in entry.forms]
        self._plain: dict[str, list[_Form]] = {}
        for form in sorted(form for form in forms if not form.wild):
            self._plain.setdefault(form.words[0], []).insert(0, form)
        self._wild = [(*_edges(form.words[0]), form) for form in forms if form.wild]
        # A text has few words that it does not repeat: each is tried against all forms once. (spaCy's Matcher tries every one.)
        self._begun_by = lru_cache(maxsize=1 << 14)(self._beginning)
        self._index = index or _Index()
        self._bit = self._index.add(form for entry in entries.values() for form in entry.forms)
        self._hits = lru_cache(maxsize=1 << 13)(self._search)  # several stages ask the same of a block

    @staticmethod
    def load(name: str) -> "Lexicon":
        """The list in ``words/<name>.toml``."""
        return _lists()[name]

    def find(self, text: str) -> list[Hit]:
        """Every longest match in the text, left to right, not overlapping."""
        return list(self._hits(text)) if self._index.of_text(text) & self._bit else []

    def may_match(self, text: str) -> bool:
        """Whether ``find`` may find something in the text or a part of it; quick to tell."""
        return self._index.of_text(text) & self._bit != 0

    def _search(self, text: str) -> tuple[Hit, ...]:
        found = list(self._standing(lower_words(text)))
        doc = tokens(text) if found else ()
        return tuple(
            Hit(meaning, doc[first].idx, doc[end - 1].idx + len(doc[end - 1]), f"{self.name}/{meaning}")
            for first, end, meaning in _longest(found)
            if not _barred(text, doc[first].idx, self.entries[meaning].not_after)
        )

    def _standing(self, words: Sequence[str]) -> Iterator[_Found]:
        """Every form that stands among words; of two alike the one to keep first."""
        for start, word in enumerate(words):
            for form in self._begun_by(word):
                if form.stands(words, start):
                    yield _Found(start, start + len(form.words), form.meaning)

    def _beginning(self, word: str) -> tuple[_Form, ...]:
        """The forms that begin with a word, those with ``*`` last."""
        wild = [form for head, tail, form in self._wild if word.startswith(head) and word.endswith(tail)]
        return (*self._plain.get(word, ()), *[form for form in wild if _fits(form.words[0], word)])

    def whole(self, text: str) -> Hit | None:
        """The match that covers all of the text but punctuation, or None."""
        bare = text.strip(" .:;,!–-()")
        for hit in self.find(text):
            if text[hit.start : hit.end].strip(" .:;,!–-()") == bare:
                return hit
        return None


@cache
def _lists() -> dict[str, Lexicon]:
    """Every list in ``words/`` by its name. A document needs nearly all of them, and one index tells which may match a text."""
    index, entries = _Index(), TypeAdapter(dict[str, Entry])
    paths = [path for path in files(__package__).joinpath("words").iterdir() if path.name.endswith(".toml")]
    raw = {path.name.removesuffix(".toml"): tomllib.loads(path.read_text("utf-8")) for path in paths}
    return {name: Lexicon(name, entries.validate_python(raw[name]), index) for name in sorted(raw)}


def form_words(form: str) -> tuple[str, ...]:
    """The words of a form in lower case. One of letters and spaces alone needs no tokenizer, which would take longer."""
    return tuple(form.lower().split()) if _ONLY_LETTERS.fullmatch(form) else lower_words(form)


def _form(meaning: str, form: str) -> _Form:
    """A form as it is looked for; ``*`` inside a word stands for any letters."""
    if "*" not in form:
        return _Form(meaning, form_words(form))
    words = form_words(form.replace("*", _ANY))
    return _Form(meaning, tuple([word.replace(_ANY, "*") for word in words]), wild=True)


def _edges(word: str) -> tuple[str, str]:
    """What a word of a form begins and ends with."""
    return word.partition("*")[0], word.rpartition("*")[2]


def _fits(form: str, word: str) -> bool:
    """Whether a word is one of a form."""
    return _wild(form).fullmatch(word) is not None if "*" in form else form == word


@cache
def _wild(word: str) -> re.Pattern[str]:
    """What a word of a form with ``*`` matches: any letters, digits and hyphens in its place."""
    return re.compile(re.escape(word).replace(r"\*", r"[\w-]*"))


def _longest(found: Iterable[_Found]) -> list[_Found]:
    """The longest matches, of two alike the first, without those that overlap them; left to right."""
    kept: list[_Found] = []
    taken: set[int] = set()
    for one in sorted(found, key=lambda one: (one.start - one.end, one.start)):
        if one.start not in taken and one.end - 1 not in taken:
            kept.append(one)
            taken.update(range(one.start, one.end))
    return sorted(kept)


_NEAR = 200  # letters before a match that are looked at: more than any word has


def _barred(text: str, at: int, words: tuple[str, ...]) -> bool:
    """Whether one of the words ends the text before a match."""
    before = text[max(0, at - _NEAR) : at].rstrip().lower() if words else ""
    return any(re.search(rf"(?:^|\W){re.escape(word)}$", before) for word in words)


@cache
def pattern(name: str, meaning: str) -> str:
    """The forms of an entry as alternatives of a regular expression, the longest first; ``*`` stands for letters and hyphens."""
    forms = sorted(Lexicon.load(name).entries[meaning].forms, key=len, reverse=True)
    return "(?:" + "|".join(re.escape(form).replace(r"\*", r"[\w-]*").replace(r"\ ", r"\s+") for form in forms) + ")"
