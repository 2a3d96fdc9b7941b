"""Reading order: a page is cut along its empty strips, between columns and between bands, until nothing is left to cut."""

import itertools
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

_SHORT = 12  # letters of a figure behind a name
_GUTTER = 6.0  # points: the least gap between columns


class Item(NamedTuple):
    """A thing to be ordered: ``thing`` by its place; ``letters`` is the length of its text, ``lines`` how many lines it
    has, ``lower`` tells that it begins with a small letter.
    """

    thing: object
    x0: float
    top: float
    x1: float
    bottom: float
    letters: int
    lines: int = 1
    size: float = 10.0
    style: object = None
    lower: bool = False


def arrange(items: Sequence[Item]) -> list[list[Item]]:
    """The items in reading order, as runs that stand below each other in one column."""
    if len(items) <= 1:
        return [list(items)] if items else []
    columns = _columns(items)
    if len(columns) > 1:
        strips = _strips(items)
        middle = (max(item.x1 for item in columns[0]) + min(item.x0 for item in columns[1])) / 2
        both = [place for place, strip in enumerate(strips) if len({item.x0 < middle for item in strip}) > 1]
        start, end = _trimmed(strips, 0, len(strips), both[0], middle) if both else (0, len(strips))
        if (start, end) != (0, len(strips)):
            return [run for part in (strips[:start], strips[start:end], strips[end:]) for run in arrange(_flat(part))]
        if place := _section(strips, middle):
            return arrange(_flat(strips[:place])) + arrange(_flat(strips[place:]))
        groups = _grouped(columns)
        if len(groups) > 1:
            return [run for group in groups for run in arrange(group)]
        return [run for strip in _strips(items) for run in _across(strip, whole=len(strip) == len(items))]
    strips = _strips(items)
    band = _band(strips)
    if band is None:
        return (
            [sorted(items, key=lambda item: (item.top, item.x0))]
            if len(strips) <= 1
            else [[item for strip in strips for item in _sideways(strip)]]
        )
    start, end = band
    above, inside, below = (_flat(part) for part in (strips[:start], strips[start:end], strips[end:]))
    if not above and not below:
        return [run for strip in strips for run in _across(strip, whole=len(strips) == 1)]
    return arrange(above) + arrange(inside) + arrange(below)


def _across(strip: list[Item], *, whole: bool) -> list[list[Item]]:
    """One row-like strip from left to right; ``whole``: it is all there is, and cannot be cut further by rows."""
    if whole:
        columns = _columns(strip)
        if len(columns) == 1:
            return [sorted(strip, key=lambda item: (item.top, item.x0))]
        return [run for column in columns for run in arrange(column)]
    return arrange(strip)


def _sideways(strip: list[Item]) -> list[Item]:
    return sorted(strip, key=lambda item: item.x0)


def _flat(strips: Sequence[Sequence[Item]]) -> list[Item]:
    return [item for strip in strips for item in strip]


def _columns(items: Sequence[Item]) -> list[list[Item]]:
    """The items cut at every gap that runs through all of them from top to bottom."""
    ordered = sorted(items, key=lambda item: item.x0)
    found = [[ordered[0]]]
    edge = ordered[0].x1
    for item in ordered[1:]:
        if item.x0 - edge >= max(_GUTTER, 0.7 * min(item.size, 14)):
            found.append([item])
        else:
            found[-1].append(item)
        edge = max(edge, item.x1)
    return found


def _strips(items: Sequence[Item]) -> list[list[Item]]:
    """The items cut at every gap that runs through all of them from left to right."""
    ordered = sorted(items, key=lambda item: item.top)
    found = [[ordered[0]]]
    edge = ordered[0].bottom
    for item in ordered[1:]:
        if item.top > edge - 0.5:
            found.append([item])
        else:
            found[-1].append(item)
        edge = max(edge, item.bottom)
    return found


def _section(strips: Sequence[Sequence[Item]], middle: float) -> int | None:
    """The first strip that is a heading over all columns though it is no wider than the left one: set apart from the text and
    from the headings inside a column, nothing beside it, and behind it the columns begin anew at one height.
    """
    inside = {_usual(_flat(strips)).style, None} | {item.style for item in _flat(strips) if item.x0 > middle}
    for place in range(1, len(strips)):
        heading = strips[place][0]
        if len(strips[place]) > 1 or heading.x0 > middle or heading.style in inside:
            continue
        above = [item for item in _flat(strips[:place]) if item.x0 > middle]
        below = _flat(strips[place + 1 :])
        under = [item for item in below if item.x0 < middle and item.style != heading.style]
        left = min(under, key=lambda item: item.top, default=None)
        right = min((item for item in below if item.x0 > middle), key=lambda item: item.top, default=None)
        if not above or left is None or right is None or heading.size < left.size:
            continue
        gap = right.top - max(item.bottom for item in above)
        if abs(left.top - right.top) < 1.6 * left.size and gap > heading.bottom - heading.top + 1.2 * left.size:
            return place
    return None


def _usual(items: Sequence[Item]) -> Item:
    """One of the items in whose style most letters are set."""
    letters: Counter[object] = Counter()
    for item in items:
        letters[item.style] += item.letters
    style = letters.most_common(1)[0][0]
    return next(item for item in items if item.style == style)


def _grouped(columns: list[list[Item]]) -> list[list[Item]]:
    """Neighbouring columns joined where they are read line by line, not column by column."""
    groups = [columns[0]]
    last = columns[0]
    for column, after in zip(columns[1:], [*columns[2:], []], strict=True):
        labels = any(_beside(item, other) for item in column for other in after)  # numbers in front of the next column
        if _row_like(last, column) or (not labels and _figures(last, column)):
            groups[-1] = groups[-1] + column
        else:
            groups.append(column)
        last = column
    return groups


def _row_like(left: list[Item], right: list[Item]) -> bool:
    """Whether two columns are pairs of label and value, number and name, or cards in rows."""
    if len(left) < 2 or len(right) < 2:
        return False
    level = [any(_beside(item, other) for other in right) for item in left]
    if sum(level) < 0.75 * len(level):
        return False
    cards = all(item.lines > 1 for item in left) and all(item.lines > 1 for item in right)
    if cards:
        return len(left) == len(right)
    if len({item.style for item in left} & {item.style for item in right}) > 2 or (_is_one(left) and _is_one(right)):
        return False
    if sum(item.letters for item in left) > 28 * len(left) or _prose(left) or _apart(left, right):
        return False
    if _loose(left) and all(_starts(item, right) for item in left):
        return True
    values = len(left) == len(right) or not _prose(right)
    return values and len(_strips(left)) >= 0.6 * len(_strips(right))


def _figures(left: list[Item], right: list[Item]) -> bool:
    """Whether the right column holds a few short things, each on the line of a name at the left: figures behind names. What
    stands beside the lines of a paragraph may be its end.
    """
    if any(item.letters > _SHORT for item in right):
        return False
    going = {id(item) for item in _going_on(left)}
    ordered = sorted(left, key=lambda item: item.top)
    text = going | {id(above) for above, item in itertools.pairwise(ordered) if id(item) in going}
    names = [item for item in left if item.lines == 1 and id(item) not in text]
    return all(
        item.lines == 1 and any(_beside(name, item) and abs(name.size - item.size) < 1 for name in names) for item in right
    )


def _apart(left: list[Item], right: list[Item]) -> bool:
    """Whether two columns are texts that run on each for itself: both break their lines in sentences, and lines that begin
    something on one side stand beside lines that go on on the other.
    """
    sides = _going_on(left), _going_on(right)
    if min(map(len, sides)) < 2:
        return False
    goes = {id(item) for side in sides for item in side}
    crossed = [([item for item in items if id(item) not in goes], side) for items, side in ((left, sides[1]), (right, sides[0]))]
    return sum(any(_beside(item, other) for other in going) for begun, going in crossed for item in begun) > 1


def _is_one(items: list[Item]) -> bool:
    """Whether the lines are one text: each goes on with the line above it."""
    return len(_going_on(items)) == len(items) - 1


def _going_on(items: list[Item]) -> list[Item]:
    """The lines that go on with a full line close above them, in its style."""
    ordered = sorted(items, key=lambda item: item.top)
    edge = 0.7 * max(item.x1 for item in items) + 0.3 * min(item.x0 for item in items)
    return [
        item
        for above, item in itertools.pairwise(ordered)
        if item.lower and item.style == above.style and item.top - above.bottom < 0.6 * item.size and above.x1 > edge
    ]


def _prose(items: list[Item]) -> bool:
    """Whether the items are the lines of a text: of one width, close below each other."""
    if len(items) < 3 or _loose(items) or sum(item.letters for item in items) < 15 * len(items):
        return False
    widths = [item.x1 - item.x0 for item in items]
    return sum(widths) > 0.75 * max(widths) * len(widths)


def _starts(item: Item, right: list[Item]) -> bool:
    """Whether the first thing beside an item begins something: room above it, or another look than what is above it."""
    ordered = sorted(right, key=lambda other: other.top)
    place = next((index for index, other in enumerate(ordered) if _beside(item, other)), None)
    if not place:
        return place == 0
    above, here = ordered[place - 1], ordered[place]
    return here.style != above.style or here.top - above.bottom > 0.6 * here.size


def _loose(items: list[Item]) -> bool:
    """Whether the items stand further apart than the lines of a paragraph."""
    ordered = sorted(items, key=lambda item: item.top)
    return all(after.top - before.bottom > 0.6 * after.size for before, after in itertools.pairwise(ordered))


def _beside(item: Item, other: Item) -> bool:
    """Whether the first lines, or the middles, of two items are level."""
    if item.lines > 1 and other.lines > 1:
        return abs(item.top - other.top) < 8
    return (
        other.top - 1 <= (item.top + item.bottom) / 2 <= other.bottom + 1
        or item.top - 1 <= (other.top + other.bottom) / 2 <= item.bottom + 1
    )


def _band(strips: list[list[Item]]) -> tuple[int, int] | None:
    """The tallest run of strips with a gutter between them, as start and end; None where no strip has two sides."""
    best: tuple[float, int, int] | None = None
    for start, strip in enumerate(strips):
        for gap in _gaps(strip):
            first, end = _run(strips, start, gap)
            height = max(item.bottom for item in strips[end - 1]) - min(item.top for item in strips[first])
            if best is None or height > best[0]:
                best = (height, first, end)
    return (best[1], best[2]) if best else None


def _gaps(strip: list[Item]) -> list[tuple[float, float]]:
    """The free intervals between the items of a strip."""
    if len(strip) == 1:
        return []
    columns = _columns(strip)
    return [(max(item.x1 for item in left), min(item.x0 for item in right)) for left, right in itertools.pairwise(columns)]


def _run(strips: list[list[Item]], start: int, gap: tuple[float, float]) -> tuple[int, int]:
    """How far a gutter reaches up and down from the strip at ``start``."""
    first, end, low, high = start, start + 1, *gap
    while end < len(strips) and (narrow := _free(strips[end], low, high)):
        (low, high), end = narrow, end + 1
    while first > 0 and (narrow := _free(strips[first - 1], low, high)):
        (low, high), first = narrow, first - 1
    return _trimmed(strips, first, end, start, (low + high) / 2)


def _free(strip: list[Item], low: float, high: float) -> tuple[float, float] | None:
    """The part of the gutter that a strip leaves free, None when too little."""
    for item in strip:
        if item.x0 < high and item.x1 > low:
            left, right = item.x0 - low, high - item.x1
            if right >= left:
                low = item.x1
            else:
                high = item.x0
            if high - low < _GUTTER:
                return None
    return (low, high)


def _trimmed(strips: list[list[Item]], first: int, end: int, start: int, middle: float) -> tuple[int, int]:
    """The run without strips that only stand above or below: a side of one line beside a heading is no column."""
    first = _within(strips, first, end, middle)[0]
    inside = _flat(strips[first:end])
    sides = [[item for item in inside if item.x0 < middle], [item for item in inside if item.x0 >= middle]]
    small = min(sides, key=len)
    if len(small) > 1 or (len(small) == 1 and (small[0].lines > 2 or _is_rest(small[0], sides[0]))):
        return _within(strips, first, end, middle)
    other = sides[0] if small is sides[1] else sides[1]
    stop = start + 1
    while stop < end and _goes_on(strips[stop - 1], strips[stop], other):
        stop += 1
    return start, stop


def _is_rest(item: Item, left: list[Item]) -> bool:
    """Whether an item is the last line of the text in the column at its left: it goes on with that column's last line."""
    last = max(left, key=lambda other: other.top)
    return item.lower and item is not last and item.style == last.style and item.top < last.top and len(_going_on(left)) > 1


def _within(strips: list[list[Item]], first: int, end: int, middle: float) -> tuple[int, int]:
    """A run without strips at its start that only stand at the left, and without those at its end that are a heading
    larger than all in the columns before text that is not broken to their width, or one that nothing in the columns
    follows, or that follow upon columns of boxes and are none.
    """
    while all(item.x0 < middle for item in strips[first]):
        first += 1
    last = max(place for place in range(first, end) if any(item.x0 >= middle for item in strips[place]))
    columns = _flat(strips[first : last + 1])
    largest = max(item.size for item in columns)
    boxes = all(item.style is None for item in columns)
    for place in range(last + 1, end):
        larger = min(item.size for item in strips[place]) > 1.1 * largest and not _going_on(_flat(strips[place:end]))
        if larger or (boxes and strips[place][0].style is not None):
            return first, place
    usual = _usual(columns)
    while end > last + 1 and end < len(strips) and _heads(strips[end - 1][0], usual):
        end -= 1
    return first, end


def _heads(item: Item, usual: Item) -> bool:
    """Whether an item is set apart from the usual text as a heading is."""
    return item.style not in (usual.style, None) and item.size >= usual.size and item.letters < 90


def _goes_on(above: list[Item], below: list[Item], side: list[Item]) -> bool:
    """Whether a strip continues the heading of the strip above."""
    before = [item for item in above if item in side]
    if len(below) != 1 or not before:
        return False
    last = before[-1]
    return below[0].style == last.style and below[0].style is not None and below[0].top - last.bottom < 0.5 * last.size
