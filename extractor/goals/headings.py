"""What the text of a heading, or of the first line below it, tells of the goals that follow."""

import re
from collections.abc import Sequence

from ...models.block import Block, Role, Section
from ...models.goal import Kind
from ...rules import labels
from ...rules.swedish import fold, sentences
from .items import no_goal
from .nodes import GROUPS, Draft

_LABEL = re.compile(r"[A-ZÅÄÖ]\d{0,2}|\d{1,2}(?:[.:]\d{1,2})?[.:]?")


def labels_text(section: Section) -> Block | None:
    """The one sentence below a heading that is only a label ("A"), which is then the name; None for another heading."""
    body = [block for block in section.body if block.role is not Role.FURNITURE]
    if section.heading is None or section.children or len(body) != 1 or not _LABEL.fullmatch(section.heading.text):
        return None
    one = body[0].role is Role.TEXT and len(sentences(body[0].text)) == 1 and len(body[0].text.split()) > 2
    return body[0] if one and not no_goal(body[0].text) else None


def latest_goal(roots: Sequence[Draft], first: Block) -> tuple[Draft | None, bool]:
    """The last goal read, and whether it alone stands right above the heading ``first`` as an item or a line with its word."""
    goals = {node.places[0].spans[0].block: node for root in roots for node in root.walk() if node.kind is Kind.MAL}
    place = max(goals, default=-1)
    last = goals.get(place)
    alone = last is not None and place == first.id - 1 and place - 1 not in goals
    return last, alone and last is not None and last.places[0].rule in {"item/expected", "paragraph/labelled"}


def is_no_name(text: str) -> bool:
    """Whether a text below a level's word explains the level, or runs on, so that it is not a goal's name."""
    return no_goal(text) or len(sentences(text)) > 1


def lists(section: Section) -> bool:
    """Whether a list stands right below a heading, or behind one paragraph."""
    body = [block for block in section.body if block.role is not Role.FURNITURE]
    return any(block.role is Role.LIST_ITEM for block in body[:2])


def lists_items(text: str, below: Draft | None) -> bool:
    """Whether a heading only names a level below goals ("Insatser", "Indikatorer 2025", "Så mäter vi"; "Delmål" below a mål)."""
    names = labels.names(text)
    if names is not None:
        parts = {Kind.DELMAL} if below is not None and below.kind is Kind.MAL else set()
        return set(names.kinds) <= {Kind.UPPDRAG, Kind.AKTIVITET, Kind.INDIKATOR} | parts
    return below is not None and below.kind in GROUPS and labels.leads_to(text) is not None


def single_goals(root: Section) -> frozenset[str]:
    """The headings that only name the level of the goals below them ("Strategiskt mål") and each time hold one goal only."""
    several: dict[str, bool] = {}
    for section in root.walk():
        name = section.heading.text if section.heading else ""
        names = labels.names(name)
        if names is not None and set(names.kinds) <= {Kind.MAL, Kind.DELMAL}:
            items = sum(block.role is Role.LIST_ITEM for block in section.body)
            several[fold(name)] = several.get(fold(name), False) or items > 1
    return frozenset(name for name, more in several.items() if not more)


def housekeeping(text: str) -> bool:
    """Whether a chapter is about god ekonomisk hushållning, whose goals are the council's."""
    return "god ekonomisk hushållning" in fold(text)
