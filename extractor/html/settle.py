"""The last look over a page's blocks: what only its place among the others tells to be furniture."""

import re
from collections.abc import Sequence
from itertools import pairwise

from ...models.block import Role
from ...rules.publisher import line
from .runs import Draft

_SEPARATED = re.compile(r"\s[/>›»|•]\s")


def settle(drafts: Sequence[Draft], title: str | None) -> list[Draft]:
    """The drafts with the page's own lines, paths and related links marked as furniture; ``title`` is the page's own."""
    found = [_own_line(draft) for draft in drafts]
    found = _related(_before_title(found, title))
    return [draft._replace(depth=None) if draft.role is Role.FURNITURE else draft for draft in found]


def _furniture(draft: Draft) -> Draft:
    return draft._replace(role=Role.FURNITURE, depth=None, marker=None)


def with_prose(drafts: Sequence[Draft]) -> list[Draft]:
    """A page's foot with headings over two or more paragraphs of prose given back to the content: a vision, a motto."""
    out = list(drafts)
    heads = [number for number, draft in enumerate(drafts) if draft.depth is not None]
    for start, end in pairwise([*heads, len(drafts)]):
        prose = [number for number in range(start + 1, end) if _is_prose(drafts[number])]
        if len(prose) >= 2 and line(drafts[start].text) is None:
            out[start] = drafts[start]._replace(role=Role.HEADING)
            for number in prose:
                out[number] = drafts[number]._replace(role=Role.TEXT)
    return [draft._replace(depth=None) if draft.role is Role.FURNITURE else draft for draft in out]


def _is_prose(draft: Draft) -> bool:
    """Whether a block is sentences, and no address, notice or link."""
    text = draft.text
    return (
        len(text) > 40
        and text.endswith((".", "!", "”"))
        and not draft.linked
        and not re.search(r"[@\d]|webbplats", text)
        and line(text) is None
    )


def _own_line(draft: Draft) -> Draft:
    """A line that the system prints of itself."""
    if draft.role in {Role.CELL, Role.FURNITURE, Role.CONTENTS}:
        return draft
    kind = line(draft.text)
    if kind in {"date", "page", "feedback", "share", "cookies"} and not (draft.role is Role.HEADING and kind == "date"):
        return _furniture(draft)
    return draft


def _before_title(drafts: list[Draft], named: str | None) -> list[Draft]:
    """Menus and paths that stand before the page's title; a line there that says the title is one."""
    title = next((number for number, draft in enumerate(drafts) if draft.role is Role.HEADING and draft.depth == 1), None)
    if title is None or sum(len(draft.text) for draft in drafts[:title]) > 0.3 * sum(len(draft.text) for draft in drafts):
        return drafts
    out = [_furniture(draft) if number < title and _is_path(draft) else draft for number, draft in enumerate(drafts)]
    first = next((number for number in range(title) if drafts[number].text == named and drafts[number].role is Role.TEXT), None)
    if first is not None and all(draft.text != named for draft in drafts[title:]):
        out[first] = drafts[first]._replace(role=Role.TITLE)
    return out


def _is_path(draft: Draft) -> bool:
    """Whether a block is links, or names parted by strokes, or a few words that make no sentence."""
    if draft.role not in {Role.TEXT, Role.LIST_ITEM}:
        return False
    return (
        draft.linked or bool(_SEPARATED.search(draft.text)) or (len(draft.text) < 60 and not draft.text.endswith((".", "!", ":")))
    )


def _related(drafts: list[Draft]) -> list[Draft]:
    """A heading such as "Läs mer" over nothing but links, with the links; a path of links within the content."""
    out = list(drafts)
    for number, draft in enumerate(drafts):
        if draft.role not in {Role.HEADING, Role.TEXT} or line(draft.text) != "related":
            continue
        end = number + 1
        while end < len(drafts) and drafts[end].role in {Role.TEXT, Role.LIST_ITEM} and _is_pointer(drafts[end]):
            end += 1
        end = _teasers(drafts, number) or end
        closed = end == len(drafts) or drafts[end].role in {Role.HEADING, Role.FURNITURE}
        if closed and (end > number + 1 or draft.role is Role.HEADING):
            out[number:end] = [_furniture(one) for one in drafts[number:end]]
    return out


def _is_pointer(draft: Draft) -> bool:
    """Whether a block only leads elsewhere: a link, or the date beside one."""
    return draft.linked or _DATE.fullmatch(draft.text.strip()) is not None


def _teasers(drafts: Sequence[Draft], number: int) -> int | None:
    """Where the teasers below a heading end, each a deeper heading that is a link with a paragraph or two; None for no such."""
    head, end = drafts[number], number + 1
    if head.role is not Role.HEADING or head.depth is None:
        return None
    while end < len(drafts) and _is_below(drafts[end], head.depth):
        end += 1
    below = drafts[number + 1 : end]
    titles = [place for place, draft in enumerate(below) if draft.role is Role.HEADING]
    lengths = [after - place for place, after in pairwise([*titles, len(below)])]
    fits = bool(titles) and max(lengths) <= _TEASER and all(below[place].linked for place in titles)
    return end if fits and all(_is_pointer(draft) for draft in below[: titles[0]]) else None


def _is_below(draft: Draft, depth: int) -> bool:
    """Whether a block belongs to a heading of this depth."""
    deeper = draft.role is Role.HEADING and draft.depth is not None and draft.depth > depth
    return deeper or draft.role in {Role.TEXT, Role.LIST_ITEM}


_TEASER = 4  # blocks of a teaser: its title, a date, a paragraph or two
_DATE = re.compile(r"(?:\d{4}-\d\d-\d\d|\d{1,2} [a-zåäö]+(?: \d{4})?)(?:,? (?:kl\.? )?\d\d[.:]\d\d)?", re.IGNORECASE)
