"""The values of a document with the places that they were read at."""

from collections.abc import Iterator
from itertools import chain

from malspar.models.block import At, Block
from malspar.models.document import Document
from malspar.models.goal import Goal


def nodes(goals: tuple[Goal, ...]) -> Iterator[Goal]:
    """Every goal of a tree."""
    for goal in goals:
        yield goal
        yield from nodes(goal.children)


def values(document: Document) -> Iterator[tuple[str, str, At]]:
    """What each value is called, its text, and its place."""
    for goal in nodes(document.goals):
        yield "text", goal.text, goal.at
        passages = [("description", goal.description), ("comment", goal.comment)]
        yield from ((name, passage.text, passage.at) for name, passage in passages if passage)
        printed = chain([goal.decided_by, goal.status, goal.target], goal.other_statuses, goal.responsible, goal.values)
        yield from (
            (type(one).__name__, one.raw, one.at) for one in printed if one and one.raw and getattr(one, "evidence", "") != "icon"
        )
    yield from (("milestone", one.text, one.at) for one in document.milestones)
    yield from (("stated total", one.text, one.at) for one in document.stated_totals)


def slices(blocks: tuple[Block, ...], at: At) -> str:
    """What stands at a place."""
    return " ".join(blocks[span.block].text[span.start : span.end] for span in at.spans)
