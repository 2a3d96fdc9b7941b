"""Headings that a tagged PDF names itself. Coordinates as in ``words``."""

import ctypes
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium

from ...models.block import Role
from .drafts import Draft
from .frame import Frame
from .inks import Look
from .words import Word, singly

_TEXT = 1  # PDFium's kind of a page object
_HEADING = re.compile(r"H([1-6])$")
_DEEPEST = 40  # levels of the tree that are followed
_LONG = 200  # letters beyond which nothing is a heading
_MOST = 0.35  # of all letters: where more is tagged as headings the tags only tell a style


class Tag(NamedTuple):
    """A piece of text in a heading: which of the page's headings, its depth, and its box x0, top, x1, bottom."""

    heading: int
    depth: int
    box: tuple[float, float, float, float]


def read_tags(page: Any, frame: Frame) -> tuple[Tag, ...]:
    """The pieces of the headings of a page (a raw page handle) of a tagged PDF."""
    tree = pdfium.FPDF_StructTree_GetForPage(page)
    if not tree:
        return ()
    marks: dict[int, tuple[int, int]] = {}
    try:
        tops = [
            pdfium.FPDF_StructTree_GetChildAtIndex(tree, index) for index in range(pdfium.FPDF_StructTree_CountChildren(tree))
        ]
        headings = [heading for top in tops if top for heading in _headings(top, 0)]
        for number, (depth, element) in enumerate(headings):
            marks.update(dict.fromkeys(_marks(element, 0), (number, depth)))
    finally:
        pdfium.FPDF_StructTree_Close(tree)
    return tuple(_pieces(page, frame, marks)) if marks else ()


def _headings(element: Any, level: int) -> Iterator[tuple[int, Any]]:
    """The headings below an element of the tree, in order, with their depth."""
    match = _HEADING.match(_type(element))
    if match:
        yield int(match[1]), element
    elif level < _DEEPEST:
        for child in _children(element):
            yield from _headings(child, level + 1)


def _type(element: Any) -> str:
    """The standard type of an element, such as "H1"."""
    buffer = ctypes.create_string_buffer(64)
    length = pdfium.FPDF_StructElement_GetType(element, buffer, 64)
    return buffer.raw[: max(0, min(length, 64) - 2)].decode("utf-16-le", "replace")


def _children(element: Any) -> Iterator[Any]:
    for index in range(pdfium.FPDF_StructElement_CountChildren(element)):
        child = pdfium.FPDF_StructElement_GetChildAtIndex(element, index)
        if child:
            yield child


def _marks(element: Any, level: int) -> Iterator[int]:
    """The numbers of the marked content in an element."""
    for index in range(pdfium.FPDF_StructElement_GetMarkedContentIdCount(element)):
        number = pdfium.FPDF_StructElement_GetMarkedContentIdAtIndex(element, index)
        if number >= 0:
            yield number
    for child in _children(element) if level < _DEEPEST else ():
        yield from _marks(child, level + 1)


def _pieces(page: Any, frame: Frame, marks: dict[int, tuple[int, int]]) -> Iterator[Tag]:
    edges = [ctypes.c_float() for _ in range(4)]
    for index in range(pdfium.FPDFPage_CountObjects(page)):
        thing = pdfium.FPDFPage_GetObject(page, index)
        if pdfium.FPDFPageObj_GetType(thing) == _TEXT:
            found = marks.get(pdfium.FPDFPageObj_GetMarkedContentID(thing))
            if found:
                pdfium.FPDFPageObj_GetBounds(thing, *edges)
                yield Tag(*found, frame.box(*(edge.value for edge in edges)))


def with_tags(drafts: Sequence[Draft], tags: dict[int, tuple[Tag, ...]]) -> list[Draft]:
    """The blocks, those in a tagged heading as headings of its depth. ``tags`` are those of each page, counted from 1.

    Tags are left aside where they are none to trust: on what looks like the text, and where much of the text is a heading.
    """
    letters = [len(draft.text) if draft.role in {Role.TEXT, Role.LIST_ITEM} else 0 for draft in drafts]
    usual = _usual_look(drafts) if any(tags.values()) else None
    found = [_heading(draft, tags.get(draft.page, ()), usual) for draft in drafts]
    if sum(length for length, tag in zip(letters, found, strict=True) if tag) > _MOST * sum(letters):
        return list(drafts)
    done: list[Draft] = []
    last: Tag | None = None
    for draft, tag in zip(drafts, found, strict=True):
        if tag is None:
            done.append(draft)
        elif last and (last.heading, done[-1].page) == (tag.heading, draft.page):
            done[-1] = done[-1]._replace(lines=(*done[-1].lines, *draft.lines))
        else:
            done.append(draft._replace(role=Role.HEADING, depth=tag.depth))
        last = tag
    return done


def _usual_look(drafts: Sequence[Draft]) -> Look | None:
    """The look of most letters outside tables."""
    count: Counter[Look] = Counter()
    for draft in drafts:
        for run in draft.runs if draft.cell is None else ():
            count[run.ink.look] += run.letters
    return max(count, key=lambda look: count[look], default=None)


def _heading(draft: Draft, tags: Sequence[Tag], usual: Look | None) -> Tag | None:
    """A tag of the heading that all words of a block lie in."""
    if not tags or draft.role is not Role.TEXT or draft.turned or len(draft.text) > _LONG:
        return None
    if draft.look == usual:
        return None
    words = singly(draft.runs)
    first = words[0] if words else None
    tag = next((tag for tag in tags if first and _holds(tag, first)), None)
    same = [other for other in tags if tag and other.heading == tag.heading]
    return tag if all(any(_holds(other, word) for other in same) for word in words) else None


def _holds(tag: Tag, word: Word) -> bool:
    x0, top, x1, bottom = tag.box
    return x0 - 1 <= (word.x0 + word.x1) / 2 <= x1 + 1 and top - 1 <= word.ink.base - 0.33 * word.ink.size <= bottom + 1
