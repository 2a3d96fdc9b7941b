"""The text below an area's heading: the sentence that is its goal, and short lines that are goals."""

import re
from collections.abc import Sequence
from itertools import takewhile

from ...models.block import Block, Role, Section
from ...models.goal import Kind
from ...rules import kinds, labels
from ...rules.swedish import sentences
from .evidence import Evidence
from .items import ITEM_LIMIT, no_goal
from .nodes import Draft

_QUOTED = re.compile(r"[”\"“»](?P<goal>[^”\"“»«]{15,250})[”\"“«»]\.?")
_SPEAKER = re.compile(r"[–—-] ?[A-ZÅÄÖ]|[A-ZÅÄÖ][\w-]+ [A-ZÅÄÖ][\w-]+,")

_NAMED = re.compile(r"(?:[–—-] ?)?[A-ZÅÄÖ][\w-]+(?: [A-ZÅÄÖ][\w-]+){1,2}(?:,.{0,60}| \([A-ZÅÄÖ]{1,3}\).{0,60})?")
_FIRST_PERSON = re.compile(r"\b(?:jag|mig|min|mitt|mina)\b", re.IGNORECASE)  # what somebody says of an area


def stated_goal(blocks: Sequence[Block], place: int, evidence: Evidence, expected: Kind | None) -> tuple[int, int] | None:
    """The characters of the block at ``place`` that are the one goal of an area, or None: a sentence in quotation marks that
    comes first or where the text above speaks of a goal, one right above the list of its delmål, or the first of a text that ends
    in how the goal is reached ("… Det gör vi genom att:"). ``expected`` is the kind of what the area holds.
    """
    block, following = blocks[place], blocks[place + 1] if place + 1 < len(blocks) else None
    quoted = _QUOTED.fullmatch(block.text) if following is None or not _SPEAKER.match(following.text) else None
    if (
        quoted
        and not _FIRST_PERSON.search(quoted["goal"])
        and (not place or any(each.kind is Kind.MAL for above in blocks[:place] for each in kinds.find(above.text)))
    ):
        return quoted.span("goal")
    below = evidence.next_level(Kind.MALOMRADE)
    if expected is not Kind.MAL and (below is None or below.kind is not Kind.MAL):
        return None
    runs = sentences(block.text)
    if not place and (_leads(following) or (len(runs) > 1 and _leads(block))) and not no_goal(block.text[slice(*runs[0])]):
        return runs[0]
    return (0, len(block.text)) if following is not None and _heads_parts(block, following) else None


def is_speaker(before: Block | None, block: Block) -> bool:
    """Whether a line below a quotation says whose it is ("– Eva Lind, Norrby")."""
    return before is not None and _QUOTED.fullmatch(before.text) is not None and _NAMED.fullmatch(block.text) is not None


def _leads(block: Block | None) -> bool:
    """Whether a text ends in a phrase that leads to what will be done."""
    return block is not None and block.text.endswith(":") and labels.lead(block.text) is Kind.AKTIVITET


def _heads_parts(block: Block, following: Block) -> bool:
    """Whether a paragraph is one sentence above the word for delmål."""
    names = labels.names(following.text.rstrip(": "))
    parts = names is not None and names.kinds == (Kind.DELMAL,)
    return parts and len(sentences(block.text)) == 1 and len(block.text) < ITEM_LIMIT and not no_goal(block.text)


def stands_alone(blocks: Sequence[Block], place: int, goal: Draft) -> bool:
    """Whether the item at ``place`` is the only one of its list, a goal right below an area: what follows is told of it."""
    above = goal.parent
    if goal.kind not in {Kind.MAL, Kind.DELMAL} or above is None or above.kind not in {Kind.MALOMRADE, Kind.INRIKTNING}:
        return False
    beside = [blocks[at] for at in (place - 1, place + 1) if 0 <= at < len(blocks)]
    return all(block.role is not Role.LIST_ITEM for block in beside)


def gives_tasks(blocks: Sequence[Block], place: int) -> bool:
    """Whether the items of the list below ``place`` are each followed by whom they are given to ("Uppdrag till …")."""
    items = list(takewhile(lambda block: block.role is Role.LIST_ITEM or labels.gives_task(block.text), blocks[place + 1 :]))
    return sum(labels.gives_task(block.text) for block in items) * 2 >= len(items) > 1


def short_lines(blocks: Sequence[Block]) -> bool:
    """Whether all that stands below an area are short lines that end no sentence, apart from what is no goal."""
    lines = [block for block in blocks if block.role is Role.TEXT and not no_goal(block.text) and not kinds.find(block.text)]
    told = [block for block in lines if not block.text.endswith((".", ":", "?", "!"))]
    return len(told) > 1 and len(told) == len(lines) and all(_LINE[0] < len(block.text) < _LINE[1] for block in told)


_LINE = (15, 110)  # characters of a line that may be a goal


def letter_of(text: str) -> str | None:
    """The capital that numbers a heading ("B. Levande byar"), or None."""
    match = _LETTERED.match(text)
    return match[1] if match else None


def are_lettered(root: Section) -> bool:
    """Whether a document letters its headings from A on, so that the letter in front of one is no initial."""
    found = [letter for section in root.walk() if section.heading and (letter := letter_of(section.heading.text))]
    return len(found) > 1 and found == [chr(ord("A") + place) for place in range(len(found))]


_LETTERED = re.compile(r"([A-Z])\. (?=[A-ZÅÄÖ])")


def is_numbered(section: Section) -> bool:
    """Whether a heading bears a number or a letter, or the line above it does."""
    text = section.heading.text if section.heading else ""
    mark = labels.mark(text)
    return bool(section.lead) or letter_of(text) is not None or (mark is not None and mark.number is not None)
