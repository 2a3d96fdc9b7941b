"""Which words of two texts differ: marked in one running text, or in each text for itself."""

import re
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from difflib import SequenceMatcher
from itertools import groupby, product
from typing import Literal, NamedTuple

Mark = Literal["=", "-", "+"]

_UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]+")  # control characters, and those that turn the direction

_AROUND = ".,;:!?()[]”“’\"'»«…•–"


class Run(NamedTuple):
    """Words in a row: "=" in both texts, "-" only in the old, "+" only in the new."""

    mark: Mark
    text: str


def clean(text: str) -> str:
    """The text on one line, without characters that steer a terminal or a page."""
    return " ".join(_UNSEEN.sub(" ", text).replace("\xad", "").split())


Runs = tuple[Run, ...]


def plain(texts: Iterable[str]) -> tuple[Runs, ...]:
    """The texts without marks."""
    return tuple((Run("=", clean(text)),) for text in texts)


def running(old: Iterable[str], new: Iterable[str]) -> Runs:
    """Both sides as one text, the texts of several nodes one after the other.

    Unlike the ``diff`` of a link, this does not mark words that differ only by a capital or by punctuation at their ends.
    """
    return tuple(_compared(*([word for text in texts for word in clean(text).split()] for texts in (old, new))))


def apart(old: Iterable[str], new: Iterable[str]) -> tuple[tuple[Runs, ...], tuple[Runs, ...]]:
    """The runs of each old and of each new text: marked is what no text of the other side has at its place."""
    before, after = ([clean(text).split() for text in texts] for texts in (old, new))
    kept_before, kept_after = ([set[int]() for _ in texts] for texts in (before, after))
    for (here, left), (there, right) in product(enumerate(before), enumerate(after)):
        for first, other, size in SequenceMatcher(None, _folded(left), _folded(right), autojunk=False).get_matching_blocks():
            kept_before[here].update(range(first, first + size))
            kept_after[there].update(range(other, other + size))
    gone = tuple(_runs(words, kept, "-") for words, kept in zip(before, kept_before, strict=True))
    return gone, tuple(_runs(words, kept, "+") for words, kept in zip(after, kept_after, strict=True))


def alike(runs: Sequence[Run]) -> float:
    """The share of the words that both texts have, of those of the longer text."""
    counts = {mark: sum(len(run.text.split()) for run in runs if run.mark == mark) for mark in ("=", "-", "+")}
    return counts["="] / max(counts["="] + max(counts["-"], counts["+"]), 1)


def _compared(old: Sequence[str], new: Sequence[str]) -> Iterator[Run]:
    matcher = SequenceMatcher(None, _folded(old), _folded(new), autojunk=False)
    for what, start, end, first, last in matcher.get_opcodes():
        if what == "equal":
            yield Run("=", " ".join(new[first:last]))
            continue
        if start < end:
            yield Run("-", " ".join(old[start:end]))
        if first < last:
            yield Run("+", " ".join(new[first:last]))


def _runs(words: Sequence[str], kept: AbstractSet[int], own: Mark) -> Runs:
    """A text, those of its words marked that are not kept."""
    marked = groupby(enumerate(words), key=lambda one: one[0] in kept)
    return tuple(Run("=" if same else own, " ".join(word for _, word in some)) for same, some in marked)


def _folded(words: Iterable[str]) -> list[str]:
    return [word.strip(_AROUND).casefold() or word for word in words]
