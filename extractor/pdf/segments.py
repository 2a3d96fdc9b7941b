"""From words to the pieces of printed lines: words on one baseline without a wide gap between them."""

import itertools
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from operator import attrgetter
from typing import NamedTuple

from .inks import Ink, Look
from .shapes import Shape
from .words import Run, Word, beginning, singly

BULLETS = "•●▪■◦○‣⁃∙·➢➤►▶✓✔➔→◆♦◾◼"
_LOOSE = "–—-*o»"  # also letters and signs: a bullet only with a gap behind it
GLYPHS = "●○◉■▲▼◆⬤◼"
LABEL = re.compile(r"(?:\(?\d{1,3}(?:[.:]\d{1,3})*[.:)]?|[A-Za-zåäö][.)]|§|[IVX]{1,4}\.?)$")
_EVEN = 1.5  # points that symbols of one scale may differ in height
_HOLLOW = 7.0  # points: what is lower and only outlined is a bullet
_HIGHEST = 2.2  # letter heights of a symbol beside a text
_WIDE = 1.0  # letter heights between two words that no text puts there
_JUSTIFIED = 2.6  # the same where a real space stands between them
_BASE, _LEFT = attrgetter("ink.base"), attrgetter("x0")


class Mark(NamedTuple):
    """A symbol before word ``place`` of a segment: a drawn disc, a coloured glyph; ``x`` is its left edge."""

    place: int
    colour: str | None
    x: float


class Segment(NamedTuple):
    """Words of one printed line that stand together. ``marker`` is the bullet before them, at ``marker_x``;
    ``text`` the words with single spaces between; ``inks`` theirs, each once; ``look`` that of most of the letters.
    """

    runs: tuple[Run, ...]
    x0: float
    top: float
    x1: float
    bottom: float
    base: float
    size: float
    marker: str | None = None
    marker_x: float = 0.0
    icons: tuple[Mark, ...] = ()
    contents: bool = False
    text: str = ""
    inks: tuple[Ink, ...] = ()
    look: Look = (0.0, False, False, None)

    @property
    def words(self) -> list[Word]:
        """The words, each for itself."""
        return singly(self.runs)

    @property
    def first(self) -> str:
        """The first word."""
        return self.text.partition(" ")[0]

    @property
    def last(self) -> str:
        """The last word."""
        return self.text.rpartition(" ")[2]

    @property
    def length(self) -> int:
        """How many words there are."""
        return self.text.count(" ") + 1 if self.text else 0


def segment(runs: Sequence[Run], icons: tuple[Mark, ...] = ()) -> Segment:
    """A segment of words from left to right. Its height is that of its letters, not of its boxes."""
    first, last = runs[0], runs[-1]
    ink, look = first.ink, first.ink.look
    inks: tuple[Ink, ...] = (ink,)
    text, x0, x1 = first.text, first.x0, first.x1
    if last is not first:
        text, x1 = " ".join([run.text for run in runs]), max([run.x1 for run in runs])
        inks = tuple({id(run.ink): run.ink for run in runs}.values())
        if len(inks) > 1:
            ink, look = max(runs, key=lambda run: max(map(len, run.text.split(" ")))).ink, main_look(runs, inks)
    base, size = ink.base, max(ink.size, first.ink.size, last.ink.size)
    top, bottom = base - 0.76 * size, base + 0.21 * size
    return Segment(tuple(runs), x0, top, x1, bottom, base, size, None, x0, icons, text=text, inks=inks, look=look)


def main_look(runs: Iterable[Run], inks: Iterable[Ink]) -> Look:
    """The look of most of the letters of words; ``inks`` are theirs."""
    looks = {ink.look for ink in inks}
    if len(looks) == 1:
        return looks.pop()
    count: Counter[Look] = Counter()
    for run in runs:
        count[run.ink.look] += run.letters
    return count.most_common(1)[0][0]


def rows(runs: Iterable[Run]) -> list[list[Run]]:
    """Words, or runs of them, by baseline, from the top; each row from left to right."""
    found: list[list[Run]] = []
    base = size = 0.0
    for run in sorted(runs, key=_BASE):
        ink = run.ink
        step = ink.base - base
        if found and step <= 0.22 * size and step <= 0.22 * ink.size:
            found[-1].append(run)
        else:
            found.append([run])
            base, size = ink.base, ink.size
    return [sorted(_parted(row), key=_LEFT) if len(row) > 1 else row for row in found]


def _parted(row: list[Run]) -> list[Run]:
    """The runs of a row, or their words where runs lie over each other."""
    ordered = sorted(row, key=_LEFT)
    over = any(after.x0 < run.bounds[-2] for run, after in itertools.pairwise(ordered))
    return singly(row) if over else ordered


def split(row: Sequence[Run]) -> list[list[Run]]:
    """A row cut at its wide gaps, and where the letter height jumps."""
    if len(row) == 1:
        return [list(row)]
    pieces = [[row[0]]]
    for before, word in itertools.pairwise(row):
        gap = word.x0 - before.x1
        if gap < 0.3 * before.ink.size:
            pieces[-1].append(word)
            continue
        high, low = max(word.ink.size, before.ink.size), min(word.ink.size, before.ink.size)
        wide = gap > (_JUSTIFIED if word.near else _WIDE) * high
        if wide or (high > 1.3 * low and gap > 0.3 * low):
            pieces.append([word])
        else:
            pieces[-1].append(word)
    return pieces


def segments(runs: Sequence[Run], discs: Sequence[Shape] = ()) -> list[list[Segment]]:
    """Rows of segments. Bullets and numbers are joined to the text they stand before, drawn discs become icons or bullets."""
    found = [_joined([segment(piece) for piece in row]) for row in _pieces(runs, discs)]
    dashes = Counter((item.first, round(item.x0 / 6)) for row in found for item in row if item.text[0] in _LOOSE)
    flat = [[_glyphs(_bulleted(item, dashes)) for item in row] for row in found]
    return _with_discs(flat, discs) if discs else flat


def _pieces(runs: Sequence[Run], discs: Sequence[Shape]) -> list[list[list[Run]]]:
    """Rows cut at their gaps. A gap that a drawn disc fills is none, nor a narrow one that the next line runs across while no
    other line has a gap there: the line is spread to fill its column.
    """
    found = [split(row) for row in rows(runs)]
    for place, row in enumerate(found):
        if len(row) > 1:
            near = [other for other in found[max(0, place - 4) : place + 5] if other is not row and _near(row, other)]
            found[place] = _closed(row, near, discs)
    return found


def _near(row: list[list[Run]], other: list[list[Run]]) -> bool:
    """Whether two rows are neighbouring lines."""
    return abs(row[0][0].ink.base - other[0][0].ink.base) < 1.7 * row[0][0].ink.size


def _closed(row: list[list[Run]], near: Sequence[list[list[Run]]], discs: Sequence[Shape]) -> list[list[Run]]:
    done = [row[0]]
    for piece in row[1:]:
        left, right = done[-1][-1], piece[0]
        middle = (left.x1 + right.x0) / 2
        narrow = right.x0 - left.x1 < _JUSTIFIED * right.ink.size and left.ink.size < 1.3 * right.ink.size < 1.69 * left.ink.size
        across = narrow and any(part[0].x0 < left.x1 and part[-1].x1 > right.x0 for other in near for part in other)
        filled = any(
            left.x1 - 1 < disc.x0
            and disc.x1 < right.x0 + 1
            and right.x0 - left.x1 - disc.width < 1.5 * right.ink.size
            and _on_line(left, disc)
            for disc in discs
        )
        if filled or (across and not any(_has_gap(other, middle, _JUSTIFIED * right.ink.size) for other in near)):
            done[-1] = done[-1] + piece
        else:
            done.append(piece)
    return done


def _on_line(word: Run, disc: Shape) -> bool:
    """Whether a disc stands on the line of a word."""
    return abs(word.ink.base - 0.33 * word.ink.size - (disc.top + disc.bottom) / 2) < 0.6 * word.ink.size


def _has_gap(row: list[list[Run]], middle: float, widest: float) -> bool:
    """Whether a row has a gap at ``middle`` that is no wider than a gutter: a wider one is a column without a line there."""
    return any(before[-1].x1 < middle < after[0].x0 < before[-1].x1 + widest for before, after in itertools.pairwise(row))


def _joined(row: list[Segment]) -> list[Segment]:
    """The row with bullets and numbers joined to what follows."""
    if len(row) == 1:
        return row
    done: list[Segment] = []
    for item in row:
        if done and _belongs(done[-1], item):
            done[-1] = segment((*done[-1].runs, *item.runs))
        else:
            done.append(item)
    return done


def _belongs(mark: Segment, item: Segment) -> bool:
    """Whether ``mark`` is the bullet or the number of ``item``."""
    first, gap = mark.runs[0], item.x0 - mark.x1
    text = mark.text.replace("§ ", "")
    if " " not in mark.text and is_bullet(first, gap):
        return gap <= 6 * item.size
    if gap > 5 * item.size or not LABEL.match(text) or not any(map(str.isalpha, item.first)):
        return False
    ink, other = first.ink, item.runs[0].ink
    alike = abs(ink.size - other.size) <= 0.1 * other.size
    return alike and (text[-1] in ".)" or (ink.font.bold, ink.colour) == (other.font.bold, other.colour))


def is_bullet(word: Word, gap: float) -> bool:
    """Whether the word is a list mark, given the gap in points behind it."""
    text = word.text
    if len(text) != 1:
        return False
    if text in BULLETS or word.ink.font.symbols or "\ue000" <= text <= "\uf8ff":
        return True
    return text in _LOOSE and (gap > 0.45 * word.ink.size or (text != "o" and gap > 0.12 * word.ink.size))


def _bulleted(item: Segment, dashes: Mapping[tuple[str, int], int]) -> Segment:
    """The segment without its bullet, which becomes its marker; a dash is one where several stand below each other."""
    if item.text[0] not in BULLETS and item.text[1:2] not in {"", " "}:  # nothing that may be a mark stands alone
        return item
    first, following = beginning(item.runs[0])
    rest = (*((following,) if following else ()), *item.runs[1:])
    gap = rest[0].x0 - first.x1 if rest else 0.0
    lone = first.text in _LOOSE and gap < 0.55 * first.ink.size and dashes[first.text, round(item.x0 / 6)] < 2
    if rest and is_bullet(first, gap) and not lone:
        colour = first.ink.colour if first.text in GLYPHS else None
        mark = first.text if first.text in BULLETS + _LOOSE else "•"
        icons = (Mark(0, colour, first.x0),) if colour else ()
        return segment(rest, icons)._replace(marker=mark, marker_x=first.x0)
    if len(first.text) > 1 and first.text[0] in BULLETS and first.text[1].isalpha():
        return segment((first._replace(text=first.text[1:]), *rest))._replace(marker=first.text[0], marker_x=first.x0)
    return item


def _glyphs(item: Segment) -> Segment:
    """The segment with its coloured symbols as icons instead of words. A lone symbol stays: its cell makes an icon of it."""
    if all(ink.colour is None for ink in item.inks):
        return item
    words = item.words
    kept = [word for word in words if not is_glyph(word)]
    if len(kept) == len(words) or not kept:
        return item
    icons = list(item.icons)
    count = 0
    for word in words:
        if is_glyph(word):
            icons.append(Mark(count, word.ink.colour, word.x0))
        else:
            count += 1
    return segment(kept, tuple(icons))._replace(marker=item.marker, marker_x=item.marker_x if item.marker else kept[0].x0)


def is_glyph(word: Word) -> bool:
    """Whether the word is a coloured symbol."""
    return word.text in GLYPHS and word.ink.colour is not None


def _with_discs(found: list[list[Segment]], discs: Sequence[Shape]) -> list[list[Segment]]:
    """The rows with each drawn disc at the segment it stands nearest to."""
    for disc in discs:
        middle = (disc.top + disc.bottom) / 2
        level = [
            (_distance(item, disc), number, place)
            for number, row in enumerate(found)
            for place, item in enumerate(row)
            if _level(item, middle, disc.height)
        ]
        distance, number, place = min(level, default=(0.0, 0, -1))
        if place < 0 or distance >= 2.6 * found[number][place].size:
            continue
        left = found[number][place].x0
        even = [(row, at) for _, row, at in level if abs(found[row][at].x0 - left) < 0.3 * found[row][at].size]
        number, place = min(even)  # between two lines of one text it stands for both
        found[number][place] = _marked(found[number][place], disc)
    return found


def is_dark(colour: str | None) -> bool:
    """Whether a colour looks black or dark grey."""
    parts = [int(colour[index : index + 2], 16) for index in (1, 3, 5)] if colour else [255]
    return max(parts) < 0x70 and max(parts) - min(parts) < 0x20


def _level(item: Segment, middle: float, height: float) -> bool:
    """Whether a disc stands on a segment's line; a large one may stand in the middle of two lines."""
    return abs(item.base - 0.33 * item.size - middle) < max(0.6 * item.size, min(0.5 * height, 0.8 * item.size))


def _distance(item: Segment, disc: Shape) -> float:
    """Points between a segment and a disc on its line; to the left of the text counts as nearer than to the right."""
    if disc.x1 <= item.x0 + 1:
        return item.x0 - disc.x1
    return max(0.0, disc.x0 - item.x1) * 1.5


def _marked(item: Segment, disc: Shape) -> Segment:
    """The segment with the disc: a bullet when it is small and before the text, else an icon."""
    index = sum(1 for word in item.words if word.x0 < disc.x0)
    if (
        index == 0
        and item.marker is None
        and disc.height < 0.62 * item.size
        and (is_dark(disc.fill) or disc.fill == item.runs[0].ink.colour)
    ):
        return item._replace(marker="•", marker_x=disc.x0)
    if index == 0 and item.marker is None and not item.icons:
        item = item._replace(marker_x=disc.x0)
    return item._replace(icons=(*item.icons, Mark(index, disc.fill, disc.x0)))


def discs_of(words: Sequence[Word], shapes: Sequence[Shape]) -> list[Shape]:
    """The shapes of a page that are symbols beside or instead of text, each place once."""
    found: dict[tuple[int, int], Shape] = {}
    drawn = [shape for shape in shapes if shape.fill and 8 < shape.height < 90 and shape.corners > 5]
    for shape in shapes:
        if _is_disc(shape, words) and not any(_inside(shape, other) for other in drawn):
            found[round((shape.x0 + shape.x1) / 4), round((shape.top + shape.bottom) / 4)] = shape
    filled = [disc.height for disc in found.values() if disc.fill != "#ffffff"]
    return [  # an outline alone is a bullet: beside filled ones it is the white of a scale
        disc for disc in found.values() if disc.fill != "#ffffff" or any(abs(disc.height - height) < _EVEN for height in filled)
    ]


def may_be_disc(shape: Shape) -> bool:
    """Whether a shape may be a symbol, by its form and colour."""
    if shape.fill is None or not 1.2 <= shape.height <= 22 or not 0.55 < shape.width / shape.height < 1.8:
        return False
    return shape.fill != "#ffffff" or bool(shape.curved and shape.stroke and shape.height > _HOLLOW)


def _is_disc(shape: Shape, words: Sequence[Word]) -> bool:
    """Whether the shape is a small filled symbol: about as wide as high, no higher than its text, and without text in it."""
    if not may_be_disc(shape):
        return False
    if any(shape.holds((word.x0 + word.x1) / 2, word.ink.base - 0.33 * word.ink.size) for word in words):
        return False
    middle = (shape.top + shape.bottom) / 2
    near = [word.ink.size for word in words if abs(word.ink.base - 0.33 * word.ink.size - middle) < word.ink.size]
    return bool(near) and shape.height <= _HIGHEST * max(near)


def _inside(shape: Shape, other: Shape) -> bool:
    """Whether a shape is a part of a larger drawn one: of a logo, of a chart."""
    if not 1.3 * shape.height < other.height < 6 * shape.height or other.width > 2.5 * other.height:
        return False
    return other.x0 <= shape.x0 and other.x1 >= shape.x1 and other.top <= shape.top and other.bottom >= shape.bottom
