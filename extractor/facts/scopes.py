"""What one paragraph says its marks mean, each scale with the kinds of node that it is for.

Goals and tasks are often told in one breath: "For goals: green – met … For tasks: green – done …", or each step for both at once
("🟢 the goal is met or the task done").
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from ...models.block import Block
from ...models.goal import Kind
from ...rules.judgement import meaning_of
from ...rules.lexicon import Lexicon
from ...rules.swedish import sentences
from .steps import SIGN, Entry, is_scale, of_text

_KINDS = (
    (re.compile(r"uppdrag|aktivitet|åtgärd|insats", re.IGNORECASE), frozenset({Kind.UPPDRAG, Kind.AKTIVITET})),
    (re.compile(r"indikator|nyckeltal|mått", re.IGNORECASE), frozenset({Kind.INDIKATOR})),
    (
        re.compile(r"mål", re.IGNORECASE),
        frozenset({Kind.VISION, Kind.INRIKTNING, Kind.MALOMRADE, Kind.MAL, Kind.DELMAL, Kind.INDIKATOR}),
    ),
)
_OR = re.compile(
    r",?\s+(?:eller|respektive|alternativt|och)\s+(?:att\s+)?(?=(?:\w*mål|uppdrag|aktivitet|åtgärd|insats|indikator|nyckeltal)\w*\s)"
)


class Scoped(NamedTuple):
    """The steps of one scale, and the kinds of node it is for (any kind where that is empty)."""

    entries: list[Entry]
    kinds: frozenset[Kind] = frozenset()


def kinds_in(text: str) -> frozenset[Kind]:
    """The kinds of node that a text speaks of."""
    return frozenset(kind for pattern, kinds in _KINDS for kind in kinds if pattern.search(text))


def of_paragraph(block: Block) -> list[Scoped]:
    """The scales that one paragraph explains, [] when it explains none."""
    parts = list(_parts(block))
    if len(parts) > 1:
        found = [Scoped(entries, kinds) for part, kinds in parts if (entries := _scale(part))]
        if len(found) == len(parts) and len({each.kinds for each in found}) == len(found):
            return found
    entries = of_text(block)
    both = _of_both(block, entries)
    if both:
        return both
    return [Scoped(entries)] if is_scale(entries) else []


def _scale(block: Block) -> list[Entry]:
    entries = of_text(block)
    return entries if is_scale(entries) else []


def _parts(block: Block) -> Iterator[tuple[Block, frozenset[Kind]]]:
    """The parts of a paragraph that explain the same colours or signs anew, each with the kinds it is for."""
    if not _may_show(block.text):
        return
    runs = [(run, _shown(block.text[slice(*run)])) for run in sentences(block.text)]
    starts: list[int] = []
    seen: set[str] = set()
    for (start, _), shown in runs:
        if shown and (not starts or shown & seen):
            starts.append(start)
            seen = set()
        seen |= shown
    if len(starts) < 2:
        return
    for start, end in pairwise([0, *starts[1:], len(block.text)]):
        own = next(run for run, shown in runs if shown and run[0] >= start)
        told = kinds_in(block.text[slice(*own)]) or kinds_in(block.text[start : own[0]])
        yield block.model_copy(update={"text": " " * start + block.text[start:end]}), told


def _may_show(text: str) -> bool:
    """Whether a text may name colours or signs at all."""
    return Lexicon.load("colour").may_match(text) or SIGN.search(text) is not None


def _shown(text: str) -> set[str]:
    """The colours and signs that a sentence names."""
    return {hit.meaning for hit in Lexicon.load("colour").find(text)} | set(SIGN.findall(text))


def _of_both(block: Block, entries: Sequence[Entry]) -> list[Scoped]:
    """Two scales told at once, where each step says what it means for one kind of node and for another."""
    halves = [_halves(block, entry) for entry in entries]
    if len(halves) < 2 or not all(halves):
        return []
    found = [Scoped([half[place][0] for half in halves], halves[0][place][1]) for place in (0, 1)]
    apart = not found[0].kinds & found[1].kinds
    return found if apart and all(is_scale(each.entries) for each in found) else []


def _halves(block: Block, entry: Entry) -> tuple[tuple[Entry, frozenset[Kind]], ...]:
    """A step as it holds for the two kinds that its sentence names, () where it names only one."""
    span = entry.at.spans[0]
    text = block.text[span.start : span.end]
    cut = _OR.search(text)
    if cut is None:
        return ()
    told = [(*meaning_of(half.strip(" ,;.")), kinds_in(half)) for half in (text[: cut.start()], text[cut.end() :])]
    return tuple((entry._replace(meaning=meaning, dimension=dimension), kinds) for meaning, dimension, kinds in told)
