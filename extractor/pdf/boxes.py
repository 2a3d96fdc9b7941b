"""Boxes drawn around text: cards, sidebars, labels. Each makes a region of its own inside the page."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from .frame import Frame
from .shapes import THIN, Shape
from .tables import Found, Table
from .words import Run, Word

_MOST = 150  # boxes of a page that are looked at; a page with more is a drawing


class Region(NamedTuple):
    """Words, drawn discs and tables that lie in one box and in no smaller one, and the boxes inside it.
    ``outline`` is None for the page itself.
    """

    words: tuple[Run, ...]
    discs: tuple[Shape, ...]
    tables: tuple[Table, ...]
    inner: tuple["Region", ...]
    outline: tuple[float, float, float, float] | None

    def all_words(self) -> Iterator[Run]:
        """The words of the region and of every region and table inside it."""
        yield from self.words
        for table in self.tables:
            yield from table.words
        for inner in self.inner:
            yield from inner.all_words()

    @property
    def box(self) -> tuple[float, float, float, float]:
        """x0, top, x1, bottom of what is in it."""
        words = list(self.all_words())
        boxes = [(word.x0, word.ink.base - 0.76 * word.ink.size, word.x1, word.ink.base + 0.21 * word.ink.size) for word in words]
        return (min(b[0] for b in boxes), min(b[1] for b in boxes), max(b[2] for b in boxes), max(b[3] for b in boxes))


def regions(words: Sequence[Word], shapes: Sequence[Shape], discs: Sequence[Shape], found: Found, frame: Frame) -> Region:
    """The page as a region, with the regions of its boxes inside."""
    frames = [
        (shape.x0, shape.top, shape.x1, shape.bottom)
        for place, shape in enumerate(shapes)
        if is_box(shape, frame) and not _unseen(shape, shapes[:place])
    ][:_MOST]
    frames += found.cards
    frames = sorted(set(frames), key=lambda box: (box[2] - box[0]) * (box[3] - box[1]))
    nest = _Nest(list(words), list(discs), list(found.tables))
    for box in frames:
        nest.close(box)
    return Region(tuple(nest.words), tuple(nest.discs), tuple(nest.tables), tuple(nest.inner), None)


class _Nest:
    """What is not yet in a box, while boxes are closed from the smallest to the largest."""

    def __init__(self, words: list[Word], discs: list[Shape], tables: list[Table]) -> None:
        self.words, self.discs, self.tables = words, discs, tables
        self.inner: list[Region] = []

    def close(self, box: tuple[float, float, float, float]) -> None:
        """Puts what lies in the box into a region, unless the box cuts through text or holds nothing new."""
        inside = [word for word in self.words if _centre_in(word, box)]
        tables = [table for table in self.tables if _within(table.box, box)]
        inner = [region for region in self.inner if _within(region.box, box)]
        if not inside and len(tables) + len(inner) < 2:
            return
        if any(word.x0 < box[0] - 2 or word.x1 > box[2] + 2 for word in inside) or (inside and self._highlight(inside, box)):
            return
        if len(inside) == len(self.words) and len(tables) == len(self.tables) and len(inner) == len(self.inner):
            return
        discs = [disc for disc in self.discs if _within((disc.x0, disc.top, disc.x1, disc.bottom), box)]
        held = {id(thing) for thing in (*inside, *tables, *inner, *discs)}
        self.words = [word for word in self.words if id(word) not in held]
        self.discs = [disc for disc in self.discs if id(disc) not in held]
        self.tables = [table for table in self.tables if id(table) not in held]
        self.inner = [region for region in self.inner if id(region) not in held]
        self.inner.append(Region(tuple(inside), tuple(discs), tuple(tables), tuple(inner), box))

    def _highlight(self, inside: list[Word], box: tuple[float, float, float, float]) -> bool:
        """Whether the box only colours a part of a text: it goes on close beside it, or in the same look above or below."""
        base, size = inside[0].ink.base, inside[0].ink.size
        held = {id(word) for word in inside}
        others = [word for word in self.words if id(word) not in held]
        beside = [word for word in others if abs(word.ink.base - base) < 0.3 * size]
        if box[3] - box[1] <= 2.2 * size and any(
            -1 < word.x0 - box[2] < 0.4 * size or -1 < box[0] - word.x1 < 0.4 * size for word in beside
        ):
            return True
        low = max(word.ink.base for word in inside)
        left = min(word.x0 for word in inside)
        return any(
            (0 < base - word.ink.base < 1.5 * size or 0 < word.ink.base - low < 1.5 * size)
            and abs(word.x0 - left) < 2
            and word.ink.font == inside[0].ink.font
            and word.ink.size == size
            for word in others
        )


def is_box(shape: Shape, frame: Frame) -> bool:
    """Whether a shape may be drawn around text: it is neither a rule nor the ground of the page."""
    large = shape.width > 0.97 * frame.width and shape.height > 0.9 * frame.height
    return not shape.image and shape.width > 12 and shape.height > max(8, 3 * THIN) and not large


def _unseen(shape: Shape, below: Sequence[Shape]) -> bool:
    """Whether a shape is white on the white of the page."""
    if shape.fill != "#ffffff" or shape.stroke:
        return False
    return not any(
        other.fill not in {None, "#ffffff"}
        and other.x0 <= shape.x0 + 1
        and other.x1 >= shape.x1 - 1
        and other.top <= shape.top + 1
        and other.bottom >= shape.bottom - 1
        for other in below
    )


def _centre_in(word: Word, box: tuple[float, float, float, float]) -> bool:
    return box[0] <= (word.x0 + word.x1) / 2 <= box[2] and box[1] <= word.ink.base - 0.33 * word.ink.size <= box[3]


def _within(inner: tuple[float, float, float, float], outer: tuple[float, float, float, float]) -> bool:
    return inner[0] >= outer[0] - 2 and inner[1] >= outer[1] - 2 and inner[2] <= outer[2] + 2 and inner[3] <= outer[3] + 2
