"""What a single line shows: whether it may head something, what number and level's word stand in front of it."""

import re
from typing import NamedTuple

from ...models.block import Block
from ...models.goal import Kind
from ...rules import colours, labels
from ...rules.judgement import verdicts

KIND_ORDER = (Kind.VISION, Kind.MALOMRADE, Kind.INRIKTNING, Kind.MAL, Kind.DELMAL, Kind.UPPDRAG, Kind.AKTIVITET, Kind.INDIKATOR)
GROUPS = frozenset({Kind.MALOMRADE, Kind.INRIKTNING, Kind.MAL, Kind.DELMAL})
NUMBERED = re.compile(r"^(\d{1,2}(?:\.\d{1,2})*)\.?\s+\S")
LETTER = re.compile(r"[^\W\d_]")
LONGEST_HEADING = 230
LONGEST_PLAIN_HEADING = 110


class Heading(NamedTuple):
    """That a block is a heading: its depth (1 is outermost; only the order of depths counts) and the rule that told."""

    depth: float
    rule: str


_LABELLED = re.compile(r"(?:\w+ )?(?:bedömning|status|läge|måluppfyllelse|utvärdering):\s", re.IGNORECASE)
_COLOURED = re.compile(r"(?:gröna|gula|röda) \w", re.IGNORECASE)  # things of a colour ("Gröna vägar"), no status
_JUDGEMENT = 3  # words of a status behind its label, which may be one that only this document has
_QUOTED_SENTENCE = re.compile(r"[”\"“»].{50,}\.[”\"“«»]")


def may_head(block: Block) -> bool:
    """Whether a set-apart line can be a heading: short, with letters, no sentence end, no status."""
    text = block.text
    if not LETTER.search(text) or len(text) > LONGEST_HEADING or len(block.lines) > 5 or is_quotation(text):
        return False
    if text[-1] in ".;,:" and not (labels.mark(text) and len(text) < 180 and text[-1] == "."):
        return False
    return not is_status(text)


def is_quotation(text: str) -> bool:
    """Whether a line is a whole sentence in quotation marks."""
    return _QUOTED_SENTENCE.fullmatch(text) is not None


def is_status(text: str) -> bool:
    """Whether a line says nothing but a status."""
    bare = text.strip(" .:!")
    if (key := _LABELLED.match(bare)) and (verdicts(bare) or len(bare[key.end() :].split()) <= _JUDGEMENT):
        return True
    if len(bare) > 40 or not bare:
        return False
    found = verdicts(bare)
    things = _COLOURED.match(bare) is not None
    return (colours.named(bare) is not None and not things) or (
        len(found) == 1 and found[0].start == 0 and found[0].end == len(bare)
    )


def caps(text: str) -> bool:
    """Whether a line is all capitals."""
    return text == text.upper() and sum(map(str.isalpha, text)) > 3


def kind_rank(text: str) -> int:
    """The rank of the level's word in front of a heading, 0 without one. A measure stands beside the work, not in it."""
    mark = labels.mark(text)
    if mark is None or mark.kind is None:
        return 0
    return KIND_ORDER.index(Kind.AKTIVITET if mark.kind is Kind.INDIKATOR else mark.kind) + 1


def number_depth(text: str) -> int:
    """How many parts the number in front of a heading has; 1 without one."""
    match = NUMBERED.match(text)
    return match[1].count(".") + 1 if match else 1
