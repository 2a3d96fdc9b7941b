"""One PDF page: words and shapes → drafts of blocks in reading order."""

import itertools
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ...models.block import Role
from .boxes import Region, is_box, regions
from .contents import with_contents
from .drafts import Draft, Printed
from .frame import Frame
from .grounds import may_label, on_grounds
from .order import Item, arrange
from .passages import leadings, paragraphs
from .segments import Segment, discs_of, may_be_disc, rows, segment, segments
from .shapes import Shape
from .tables import Table, in_columns, may_rule, tables_of
from .tags import Tag
from .words import Run, Word, singly


class Page(NamedTuple):
    """What was read of one page: its number (from 1), size in points, blocks in the making. ``drawn``: without its shapes."""

    number: int
    width: float
    height: float
    drafts: tuple[Draft, ...]
    tables: tuple[Table, ...]
    tags: tuple[Tag, ...] = ()
    drawn: bool = False


def page_of(number: int, pages: int, frame: Frame, runs: Sequence[Run], shapes: Sequence[Shape]) -> Page:
    """The drafts of page ``number`` of ``pages`` from its words and shapes."""
    level, turned = [run for run in runs if not run.ink.turn], [run for run in runs if run.ink.turn]
    if _matter(shapes, frame) or in_columns(level):
        whole, tables = _parted(singly(level), shapes, frame)
    else:  # running text: nothing is asked of single words
        whole, tables = Region(tuple(level), (), (), (), None), ()
    drafts = _Layout(number, pages, tables).drafts(whole)
    return Page(number, frame.width, frame.height, (*drafts, *_turned(number, frame, turned)), tables)


def _matter(shapes: Sequence[Shape], frame: Frame) -> bool:
    """Whether shapes may say something of the words near them: rule a table, frame, label or mark something."""
    told = any(is_box(shape, frame) or may_label(shape) or may_be_disc(shape) for shape in shapes)
    return told or may_rule(shapes, frame)


def _parted(words: Sequence[Word], shapes: Sequence[Shape], frame: Frame) -> tuple[Region, tuple[Table, ...]]:
    """The page as a region, its tables and boxes told from words and shapes; and the tables."""
    words = on_grounds(words, shapes)
    discs = discs_of(words, shapes)
    found = tables_of(words, shapes, discs, frame)
    used = {id(word) for table in found.tables for word in table.words}
    free = [word for word in words if id(word) not in used]
    return regions(free, shapes, _loose(discs, found.tables), found, frame), found.tables


def _loose(discs: Sequence[Shape], tables: Sequence[Table]) -> list[Shape]:
    """The symbols outside tables."""
    held = {id(disc) for table in tables for cell in table.cells for disc in cell.discs}
    return [disc for disc in discs if id(disc) not in held]


class _Layout:
    """The layout of one page: regions inside regions, each cut into columns and paragraphs."""

    def __init__(self, number: int, pages: int, tables: Sequence[Table]) -> None:
        self.number, self.pages, self.tables = number, pages, tables

    def drafts(self, region: Region) -> Iterator[Draft]:
        """Blocks of a region in reading order."""
        found = [item for row in with_contents(segments(region.words, region.discs), self.pages) for item in row]
        usual = leadings(found)
        items = [_item(line) for line in found]
        items += [_box_item(inner, inner.box) for inner in region.inner]
        items += [_box_item(table, table.box) for table in region.tables]
        edge = _edge(region, found)
        flow: list[Segment] = []
        for run in arrange(items):
            for item in run:
                if isinstance(item.thing, Segment):
                    flow.append(item.thing)
                    continue
                yield from self._text(flow, usual, edge)
                flow = []
                if isinstance(item.thing, Region):
                    yield from self.drafts(item.thing)
                elif isinstance(item.thing, Table):
                    yield from item.thing.drafts(self.number, self.tables.index(item.thing))
        yield from self._text(flow, usual, edge)

    def _text(self, flow: list[Segment], usual: dict[float, float], edge: float | None) -> Iterator[Draft]:
        for lines in paragraphs(flow, usual, edge):
            first = lines[0]
            role = Role.CONTENTS if first.contents else Role.LIST_ITEM if first.marker else Role.TEXT
            yield Draft(tuple(Printed(self.number, line) for line in lines), role, first.marker, first.marker_x, page=self.number)


def _edge(region: Region, lines: Sequence[Segment]) -> float | None:
    """The right edge of the text in a box of one column, by the room at its left."""
    left = min((line.marker_x for line in lines), default=0.0)
    if not region.outline or any(line.marker_x > left + 5 * line.size for line in lines):
        return None
    return region.outline[2] - max(2.0, left - region.outline[0])


def _item(line: Segment) -> Item:
    text = line.text
    left, lower = min(line.x0, line.marker_x), text.lstrip("(")[:1].islower()
    return Item(line, left, line.top, line.x1, line.bottom, len(text), 1, line.size, line.look, lower)


def _box_item(thing: Region | Table, box: tuple[float, float, float, float]) -> Item:
    words = list(thing.words) if isinstance(thing, Table) else list(thing.all_words())
    lines = len(rows(words))
    return Item(
        thing, *box, sum(len(word.text) + 1 for word in words), lines, max((word.ink.size for word in words), default=10.0)
    )


def _turned(number: int, frame: Frame, words: Sequence[Word]) -> Iterator[Draft]:
    """Blocks of text that is not level: in the side margins it is furniture."""
    turned: dict[int, list[Word]] = {}
    for word in words:
        turned.setdefault(word.ink.turn, []).append(word)
    for group in turned.values():
        lines = tuple(Printed(number, _tilted(piece)) for piece in _pieces(group))
        middle = sum(word.x0 + word.x1 for word in group) / (2 * len(group))
        margin = not 0.12 * frame.width < middle < 0.88 * frame.width
        yield Draft(lines, Role.FURNITURE if margin else Role.TEXT, left=lines[0].line.x0, page=number, turned=True)


def _pieces(group: list[Word]) -> list[list[Word]]:
    """Turned words by line, in the order of the page's text."""
    found = [[group[0]]]
    for before, word in itertools.pairwise(group):
        apart = (
            abs(word.x0 - before.x0) > 0.8 * word.ink.size
            and abs(word.top - before.top) > 0.8 * word.ink.size
            and word.ink.base != before.ink.base
        )
        if apart and abs(word.ink.turn) in (90, 270) and min(abs(word.x0 - before.x0), abs(word.x1 - before.x1)) < word.ink.size:
            apart = False
        found.append([word]) if apart else found[-1].append(word)
    return found


def _tilted(words: Sequence[Word]) -> Segment:
    """A line of turned words; its box is theirs."""
    made = segment(words)
    top, bottom = min(word.top for word in words), max(word.bottom for word in words)
    return made._replace(x0=min(word.x0 for word in words), top=top, bottom=bottom, base=bottom)
