"""The last look over a page's blocks: what only its place among the others tells to be furniture."""

import re
from collections.abc import Sequence

from ..models.block import Role
from ..rules.publisher import line
from .runs import Draft

_SEPARATED = re.compile(r"\s[/>›»|•]\s")


def settle(drafts: Sequence[Draft]) -> list[Draft]:
    """The drafts with the page's own lines marked as furniture, and a footer's prose given back to the content."""
    found = [_own_line(draft) for draft in drafts]
    found = _before_title(found)
    return _related(found)


def _furniture(draft: Draft) -> Draft:
    return draft._replace(role=Role.FURNITURE, depth=None, marker=None)


def _own_line(draft: Draft) -> Draft:
    """A line that the system prints of itself."""
    if draft.role in {Role.CELL, Role.FURNITURE, Role.CONTENTS}:
        return draft
    kind = line(draft.text)
    if kind in {"date", "page", "feedback", "share", "cookies"} and not (draft.role is Role.HEADING and kind == "date"):
        return _furniture(draft)
    return draft


def _before_title(drafts: list[Draft]) -> list[Draft]:
    """Menus and paths that stand before the page's title."""
    title = next((number for number, draft in enumerate(drafts) if draft.role is Role.HEADING and draft.depth == 1), None)
    if title is None or sum(len(draft.text) for draft in drafts[:title]) > 0.3 * sum(len(draft.text) for draft in drafts):
        return drafts
    return [_furniture(draft) if number < title and _is_path(draft) else draft for number, draft in enumerate(drafts)]


def _is_path(draft: Draft) -> bool:
    """Whether a block is links, or names parted by strokes, or a few words that make no sentence."""
    if draft.role not in {Role.TEXT, Role.LIST_ITEM}:
        return False
    return draft.linked or bool(_SEPARATED.search(draft.text)) or (len(draft.text) < 60 and not draft.text.endswith((".", "!", ":")))


def _related(drafts: list[Draft]) -> list[Draft]:
    """A heading such as "Läs mer" over nothing but links, with the links; a path of links within the content."""
    out = list(drafts)
    for number, draft in enumerate(drafts):
        if draft.role not in {Role.HEADING, Role.TEXT} or line(draft.text) != "related":
            continue
        end = number + 1
        while end < len(drafts) and drafts[end].role in {Role.TEXT, Role.LIST_ITEM} and drafts[end].linked:
            end += 1
        closed = end == len(drafts) or drafts[end].role in {Role.HEADING, Role.FURNITURE}
        if closed and (end > number + 1 or draft.role is Role.HEADING):
            out[number:end] = [_furniture(one) for one in drafts[number:end]]
    return out
