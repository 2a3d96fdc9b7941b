"""Word lists, kept as TOML in ``words/``, compiled to spaCy matchers.

A list is a table of entries. Each entry is one meaning with the ``forms`` that documents write it with (``*`` stands for any
letters, the longest match wins), ``examples`` that must match, ``counter`` examples that must not, and ``not_after``: words
that bar a match they stand right before. Every form must be used by an example; ``tests/test_words.py`` sees to it.
"""

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, NamedTuple

from pydantic import TypeAdapter

from ..models.block import Frozen
from .swedish import language, tokens

if TYPE_CHECKING:
    from spacy.tokens import Doc

_ANY = "\u0167"  # stands for * while a form is tokenized: a letter that no Swedish word has


class Entry(Frozen):
    """One meaning and the ways documents write it. ``extra`` holds what a list needs beside (a kind, a level)."""

    forms: tuple[str, ...]
    examples: tuple[str, ...]
    counter: tuple[str, ...] = ()
    not_after: tuple[str, ...] = ()
    extra: dict[str, str] = {}


class Hit(NamedTuple):
    """A match: its meaning, characters ``start`` to ``end``, and the rule's name."""

    meaning: str
    start: int
    end: int
    rule: str


class Lexicon:
    """A named set of entries; ``find`` reads a text with it."""

    def __init__(self, name: str, entries: dict[str, Entry]) -> None:
        from spacy.matcher import Matcher, PhraseMatcher

        self.name, self.entries = name, entries
        self._phrases = PhraseMatcher(language().vocab, attr="LOWER")
        self._patterns = Matcher(language().vocab)
        for meaning, entry in entries.items():
            plain = [form for form in entry.forms if "*" not in form]
            if plain:
                self._phrases.add(meaning, [tokens(form) for form in plain])
            wild = [_pattern(form) for form in entry.forms if "*" in form]
            if wild:
                self._patterns.add(meaning, wild)

    @staticmethod
    @cache
    def load(name: str) -> "Lexicon":
        """The list in ``words/<name>.toml``."""
        raw = files(__package__).joinpath("words", f"{name}.toml").read_text("utf-8")
        return Lexicon(name, TypeAdapter(dict[str, Entry]).validate_python(tomllib.loads(raw)))

    def find(self, text: str) -> list[Hit]:
        """Every longest match in the text, left to right, not overlapping."""
        from spacy.util import filter_spans

        doc = tokens(text)
        spans = list(self._phrases(doc, as_spans=True))
        if len(self._patterns):
            spans += self._patterns(doc, as_spans=True)
        return [
            Hit(span.label_, span.start_char, span.end_char, f"{self.name}/{span.label_}")
            for span in filter_spans(spans)
            if not _barred(doc, span.start, self.entries[span.label_].not_after)
        ]

    def whole(self, text: str) -> Hit | None:
        """The match that covers all of the text but punctuation, or None."""
        bare = text.strip(" .:;,!–-()")
        for hit in self.find(text):
            if text[hit.start : hit.end].strip(" .:;,!–-()") == bare:
                return hit
        return None


def _pattern(form: str) -> list[dict[str, object]]:
    """A form as spaCy token patterns; ``*`` inside a word stands for any letters."""
    return [
        {"LOWER": {"REGEX": "^" + re.escape(token.lower_).replace(_ANY, r"[\w-]*") + "$"}} if _ANY in token.text else {"LOWER": token.lower_}
        for token in tokens(form.replace("*", _ANY))
    ]


def _barred(doc: "Doc", start: int, words: tuple[str, ...]) -> bool:
    """Whether one of the words stands right before token ``start``."""
    before = doc[:start].text.lower()
    return any(re.search(rf"(?:^|\W){re.escape(word)}$", before) for word in words)
