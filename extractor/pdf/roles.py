"""Roles that only the whole document tells: entries of a table of contents, depth of list items, headings by bookmarks."""

from collections.abc import Sequence
from itertools import pairwise

from ...models.block import Bookmark, Role
from ...rules.swedish import fold
from .contents import leads, without_leader
from .drafts import Draft

_FEWEST = 3


def with_contents(drafts: Sequence[Draft]) -> list[Draft]:
    """The blocks, those with leaders and page numbers as entries of a table of contents where several follow each other."""
    led = [draft.cell is None and bool(draft.lines) and leads(draft.lines[-1].line.text) for draft in drafts]
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
    """List items with their nesting, told by how far they are indented. A block that is no item ends the list; in a new
    column the level of an item is that of the last one with its mark.
    """
    done: list[Draft] = []
    levels: list[tuple[float, str | None]] = []
    before: Draft | None = None
    for draft in drafts:
        if draft.role is Role.LIST_ITEM:
            levels = _levels(levels, draft, moved=before is not None and _in_new_column(before, draft))
            before = draft._replace(depth=len(levels))
            done.append(before)
            continue
        if draft.role is not Role.FURNITURE:
            levels, before = [], None
        done.append(draft)
    return done


def _levels(levels: list[tuple[float, str | None]], draft: Draft, *, moved: bool) -> list[tuple[float, str | None]]:
    """Indent and mark of the levels that an item is in, itself the last."""
    if moved:
        kept = next((place for place in range(len(levels) - 1, -1, -1) if levels[place][1] == draft.marker), 0)
        shift = draft.left - levels[kept][0]
        levels = [(left + shift, mark) for left, mark in levels[: kept + 1]]
    while levels and draft.left < levels[-1][0] - 3:
        levels = levels[:-1]
    return levels if levels and draft.left <= levels[-1][0] + 3 else [*levels, (draft.left, draft.marker)]


def _in_new_column(before: Draft, draft: Draft) -> bool:
    """Whether a column or page ends between two items, or inside the first of them."""
    lines = [*before.lines, draft.lines[0]]
    return any(upper.page != lower.page or lower.line.top < upper.line.top for upper, lower in pairwise(lines))


def with_headings(drafts: Sequence[Draft], bookmarks: Sequence[Bookmark]) -> list[Draft]:
    """Blocks that a bookmark of their page names, as headings of its depth: of several alike, those set largest."""
    named: dict[tuple[int | None, str], list[int]] = {}
    for bookmark in bookmarks:
        if bookmark.page and fold(bookmark.title):
            named.setdefault((bookmark.page, fold(bookmark.title)), []).append(bookmark.depth)
    found: dict[tuple[int | None, str], list[int]] = {}
    for place, draft in enumerate(drafts if named else ()):
        if draft.role is Role.TEXT and draft.lines and not draft.turned:
            found.setdefault((draft.lines[0].page, fold(draft.text)), []).append(place)
    done = list(drafts)
    for key, depths in named.items():
        largest = sorted(found.get(key, []), key=lambda place: -done[place].lines[0].line.size)[: len(depths)]
        for place, depth in zip(sorted(largest), depths, strict=False):
            done[place] = done[place]._replace(role=Role.HEADING, depth=min(depth, 6))
    return done
