"""A document as it lies on the page: where it came from, its blocks, and the places that values point back to.

Coordinates are PDF points with the origin in the top left corner of the page as it is shown (rotation applied).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Any, ClassVar, NamedTuple

from pydantic import BaseModel, ConfigDict


class Frozen(BaseModel):
    """Base of every model: immutable, and an unknown key is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True, defer_build=True)

    def model_post_init(self, _: Any, /) -> None:
        """Share the set of the fields that were given, which would take more memory than the fields; nobody asks for it."""
        object.__setattr__(self, "__pydantic_fields_set__", _names(type(self)))


@cache
def _names(model: type[BaseModel]) -> set[str]:
    return set(model.model_fields)


# A long document has tens of thousands of boxes and spans: as plain dataclasses they take a third of a model's memory, and half
# the time of pydantic's. They are checked where they are read from JSON, not where this program makes them.
@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on one page (pages count from 1), in points from the top left corner."""

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid")
    page: int
    x0: float
    top: float
    x1: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Span:
    """Characters ``start`` up to ``end`` of the text of one block."""

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid")
    block: int
    start: int
    end: int


class At(Frozen):
    """Where a value was read, and by which rule.

    The value is the slices of ``spans`` joined by one space. ``boxes`` holds one box for each printed line and is empty
    for web pages and text. ``confidence`` goes from 0 to 1.
    """

    spans: tuple[Span, ...] = ()
    boxes: tuple[Box, ...] = ()
    rule: str
    confidence: float = 1.0


class Role(StrEnum):
    """What a block is on its page."""

    TITLE = "title"
    HEADING = "heading"
    TEXT = "text"
    LIST_ITEM = "list_item"
    CELL = "cell"
    CONTENTS = "contents"
    FURNITURE = "furniture"


class Line(NamedTuple):
    """One printed line of a block: its characters ``start`` to ``end``, and where they stand.

    ``edges`` holds x0 and x1 of each whitespace-separated word of the line, in order; all coordinates are rounded to tenths.
    """

    page: int
    start: int
    end: int
    top: float
    bottom: float
    edges: tuple[float, ...]


class Icon(NamedTuple):
    """A symbol that stands for something: an image, a drawn shape, a coloured character.

    ``offset`` is the place in the block's text where it stands; ``text`` its alternative text, title or label;
    ``colour`` is "#rrggbb".
    """

    offset: int
    text: str | None = None
    colour: str | None = None


class Tint(NamedTuple):
    """Characters of a block that are set apart from the rest of it: bold, or on a coloured ground ("#rrggbb")."""

    start: int
    end: int
    bold: bool = False
    colour: str | None = None


class Cell(NamedTuple):
    """The place of a block in a table: rows and columns count from 0; ``fill`` is the ground colour "#rrggbb"."""

    table: int
    row: int
    column: int
    rows: int = 1
    columns: int = 1
    header: bool = False
    fill: str | None = None


class Block(Frozen):
    """One paragraph, heading, list item without its sublist, or table cell. Its text is final: later stages only slice it.

    ``depth`` is 1 to 6 for a heading whose source gives its level (h1 to h6, PDF tags, bookmarks) and the nesting of a
    list item (1 is outermost). ``marker`` is the mark or number of a list item where it is not part of the text.
    ``label`` names a region that the source groups blocks by (an accordion panel, a tab, a card, a ``dl``), as a path of
    numbers. ``size`` is the letter height in points, ``colour`` the ink "#rrggbb".
    """

    id: int
    text: str
    role: Role = Role.TEXT
    page: int | None = None
    depth: int | None = None
    marker: str | None = None
    region: tuple[int, ...] = ()
    size: float = 0.0
    bold: bool = False
    italic: bool = False
    colour: str | None = None
    lines: tuple[Line, ...] = ()
    icons: tuple[Icon, ...] = ()
    tints: tuple[Tint, ...] = ()
    cell: Cell | None = None

    def boxes(self, start: int = 0, end: int | None = None) -> tuple[Box, ...]:
        """One box for each printed line that characters ``start`` to ``end`` of the text touch."""
        end = len(self.text) if end is None else end
        found = []
        for line in self.lines:
            first, last = line.start, line.end
            if last <= start or first >= end or first == last:
                continue
            edges = line.edges if start <= first and last <= end else _edges(self.text, line, start, end)
            if edges:
                found.append(Box(line.page, min(edges[::2]), line.top, max(edges[1::2]), line.bottom))
        return tuple(found)

    def at(self, rule: str, start: int = 0, end: int | None = None, confidence: float = 1.0) -> At:
        """The place of characters ``start`` to ``end`` of this block, read by ``rule``."""
        end = len(self.text) if end is None else end
        span = Span(block=self.id, start=start, end=end)
        return At(spans=(span,), boxes=self.boxes(start, end), rule=rule, confidence=confidence)


def _edges(text: str, line: Line, start: int, end: int) -> tuple[float, ...]:
    """The edges of those words of a line that characters ``start`` to ``end`` touch."""
    start, end = max(start, line.start), min(end, line.end)
    torn = line.start < start < line.end and not (text[start - 1].isspace() or text[start].isspace())
    first, last = len(text[line.start : start].split()) - torn, len(text[line.start : end].split())
    return line.edges[2 * first : 2 * last]


def join_places(places: Sequence[At], rule: str, confidence: float | None = None) -> At:
    """One place for a value that is read from several, in reading order; its confidence is the least of theirs."""
    return At(
        spans=tuple([span for place in places for span in place.spans]),
        boxes=tuple([box for place in places for box in place.boxes]),
        rule=rule,
        confidence=min((place.confidence for place in places), default=1.0) if confidence is None else confidence,
    )


class Bookmark(NamedTuple):
    """One entry of a PDF's outline; ``depth`` counts from 1, ``page`` from 1."""

    title: str
    depth: int
    page: int | None


class Note(Frozen):
    """Something the reader of the result must know: a doubt, a repair, a promise that was not kept."""

    code: str
    message: str
    at: At | None = None


class Source(Frozen):
    """Where the bytes came from, and which program read them."""

    ref: str
    sha256: str
    media_type: str
    pages: int | None = None
    reader: str


class Reading(Frozen):
    """What a reader makes of the bytes: blocks in reading order, and what the source says of itself.

    ``title`` is the source's own (``<title>``, PDF metadata), ``marks`` such of its marks as tell the publishing system
    (generator, producer, class names).
    """

    blocks: tuple[Block, ...]
    pages: int | None = None
    title: str | None = None
    bookmarks: tuple[Bookmark, ...] = ()
    marks: tuple[str, ...] = ()
    notes: tuple[Note, ...] = ()


class Section(Frozen):
    """A heading, the blocks below it, and the sections inside it. ``rule`` says what told that it is a heading.

    ``lead`` holds blocks printed right before the heading that label it ("Inriktning", "1").
    """

    heading: Block | None = None
    lead: tuple[Block, ...] = ()
    depth: int = 0
    rule: str = "outline/root"
    body: tuple[Block, ...] = ()
    children: tuple["Section", ...] = ()

    def walk(self) -> Iterator["Section"]:
        """This section and every section inside it, in reading order."""
        yield self
        for child in self.children:
            yield from child.walk()

    def blocks(self) -> Iterator[Block]:
        """Every block in reading order."""
        for section in self.walk():
            yield from section.lead
            if section.heading is not None:
                yield section.heading
            yield from section.body
