"""Words for levels of the steering chain, found in a text: what the document calls a level, and which kind that is."""

from functools import lru_cache
from typing import NamedTuple

from ..models.goal import Kind
from .lexicon import Hit, Lexicon


class Named(NamedTuple):
    """A level's word in a text: its dictionary form, its kind, characters ``start`` to ``end``, the rule's name.

    ``weak`` tells an everyday word ("riktning"), which names a level only where the layout says so.
    """

    term: str
    kind: Kind
    start: int
    end: int
    rule: str
    weak: bool


@lru_cache(maxsize=1 << 13)  # most rules of goals and labels ask for those of a line
def find(text: str) -> tuple[Named, ...]:
    """Every word for a level in the text, left to right."""
    lexicon = Lexicon.load("kind")
    return tuple([named for hit in lexicon.find(text) if (named := _named(lexicon, text, hit))])


def whole(text: str) -> Named | None:
    """The level's word that is all of the text but punctuation, or None."""
    lexicon = Lexicon.load("kind")
    hit = lexicon.whole(text)
    return _named(lexicon, text, hit) if hit else None


def _named(lexicon: Lexicon, text: str, hit: Hit) -> Named | None:
    extra = lexicon.entries[hit.meaning].extra
    if "kind" not in extra:
        return None
    term = hit.meaning if "*" not in hit.meaning else _singular(text[hit.start : hit.end].lower(), hit.meaning)
    return Named(term, Kind(extra["kind"]), hit.start, hit.end, hit.rule, extra.get("sense") == "svag")


def _singular(printed: str, pattern: str) -> str:
    """The dictionary form of a word that only a pattern knows: "klimatmålen" of "*mål" is "klimatmål"."""
    *before, head = pattern.lstrip("*").split()
    words = printed.split()
    last = words[-1]
    stem = last[: last.rindex(head[:-1]) + len(head) - 1] + head[-1] if head[:-1] in last else last
    if not before or words[0].endswith(before[0]):
        return " ".join([*words[:-1], stem])
    return " ".join([_neuter(words[0]), *words[1:-1], stem])


def _neuter(adjective: str) -> str:
    """The singular neuter of an adjective's plural: "ekologiska" is "ekologiskt", "regiongemensamma" "regiongemensamt"."""
    stem = adjective.removesuffix("a")
    return (stem[:-1] if stem.endswith("mm") else stem) + "t"
