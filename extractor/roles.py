"""Roles that only the whole document tells: entries of a table of contents, depth of list items, headings by bookmarks."""

from collections.abc import Sequence

from ..models.block import Bookmark, Role
from ..rules.swedish import fold
from .contents import LEADER, without_leader
from .drafts import Draft

_FEWEST = 3


def with_contents(drafts: Sequence[Draft]) -> list[Draft]:
    """The blocks, those with leaders and page numbers as entries of a table of contents where several follow each other."""
    led = [draft.cell is None and bool(LEADER.search(draft.text)) for draft in drafts]
    done = list(drafts)
    start = 0
    while start < len(done):
        end = start
        while end < len(done) and (led[end] or (end > start and done[end].role is Role.FURNITURE)):
            end += 1
        if sum(led[start:end]) >= _FEWEST:
            for place in range(start, end):
                if led[place]:
                    done[place] = _entry(done[place])
        start = max(end, start + 1)
    return done


def _entry(draft: Draft) -> Draft:
    lines = [*draft.lines[:-1], draft.lines[-1]._replace(line=without_leader(draft.lines[-1].line))]
    return draft._replace(role=Role.CONTENTS, marker=None, lines=tuple(lines))


def with_depths(drafts: Sequence[Draft]) -> list[Draft]:
    """List items with their nesting, told by how far they are indented; a paragraph at or left of the outermost ends the list."""
    done: list[Draft] = []
    indents: list[float] = []
    for draft in drafts:
        if draft.role is Role.LIST_ITEM:
            while indents and draft.left < indents[-1] - 3:
                indents.pop()
            if not indents or draft.left > indents[-1] + 3:
                indents.append(draft.left)
            draft = draft._replace(depth=len(indents))
        elif draft.role is not Role.FURNITURE:
            indents = []
        done.append(draft)
    return done


def with_headings(drafts: Sequence[Draft], bookmarks: Sequence[Bookmark]) -> list[Draft]:
    """Blocks that a bookmark of their page names, as headings of its depth."""
    named = {(bookmark.page, fold(bookmark.title)): bookmark.depth for bookmark in bookmarks if bookmark.page and fold(bookmark.title)}
    return [_heading(draft, named) for draft in drafts] if named else list(drafts)


def _heading(draft: Draft, named: dict[tuple[int | None, str], int]) -> Draft:
    if draft.role not in {Role.TEXT, Role.LIST_ITEM} or draft.marker or not draft.lines or draft.turned:
        return draft
    depth = named.get((draft.lines[0].page, fold(draft.text)))
    return draft._replace(role=Role.HEADING, depth=min(depth, 6)) if depth else draft
