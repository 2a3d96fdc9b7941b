"""The text that a goal was read from, where there is no page to show: web pages, plain text, Markdown."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

from ...compared.words import clean
from .common import Data

WHOLE = 60
"""Blocks that are shown of a document at a time."""


class _Mark(NamedTuple):
    """Characters of a block that are a goal's words."""

    start: int
    end: int
    goal: str


def passage(told: Data, goal: str | None = None, number: int = WHOLE) -> Data:
    """``number`` blocks of a document from a little before a goal, else from its start, with the words of goals marked.

    ``told`` is the document's JSON. Each block has its role and runs: text, and the id of the goal whose words they are.
    """
    blocks = [
        block
        for block in told.get("blocks") or []
        if isinstance(block, dict) and block.get("text") and block.get("role") != "furniture"
    ]
    marks: dict[Any, list[_Mark]] = defaultdict(list)
    for node in walk(told.get("goals") or []):
        for span in (node.get("at") or {}).get("spans") or []:
            marks[span["block"]].append(_Mark(span["start"], span["end"], node["id"]))
    at = next((place for place, block in enumerate(blocks) if any(mark.goal == goal for mark in marks[block["id"]])), None)
    first = 0 if at is None else max(0, at - number // 3)
    some = blocks[first : first + number]
    return {
        "found": at is not None,
        "before": first > 0,
        "after": first + number < len(blocks),
        "blocks": [_block(block, marks[block["id"]], goal) for block in some],
    }


def walk(nodes: Sequence[Any]) -> Iterator[Data]:
    """Every goal of a document's JSON in reading order."""
    for node in nodes:
        yield node
        yield from walk(node.get("children") or [])


def _block(block: Data, marks: Sequence[_Mark], goal: str | None) -> Data:
    return {
        "role": block.get("role") or "text",
        "depth": block.get("depth"),
        "runs": list(_runs(str(block["text"]), sorted(marks, key=lambda mark: (mark.goal != goal, mark.start)))),
    }


def _runs(text: str, marks: Sequence[_Mark]) -> Iterator[Data]:
    """The text in pieces, each with the goal that it belongs to; where two goals have the same words, the first mark counts."""
    edges = sorted({0, len(text)} | {min(max(edge, 0), len(text)) for mark in marks for edge in (mark.start, mark.end)})
    for start, end in pairwise(edges):
        owner = next((mark.goal for mark in marks if mark.start <= start and end <= mark.end), None)
        yield {"text": _seen(text[start:end]), "goal": owner}


def _seen(text: str) -> str:
    """A piece of text without characters that steer a page; the spaces at its ends stay."""
    inner = clean(text)
    return " " * text[:1].isspace() + inner + " " * (bool(inner) and text[-1:].isspace())
