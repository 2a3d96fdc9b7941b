"""Grid geometry: from drawn rules and coloured grounds to the cells of tables. Coordinates as in ``words``."""

import itertools
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from .shapes import THIN, Shape

Box = tuple[float, float, float, float]
TOUCH = 3.0  # points: rules nearer than this meet
_MOST = 4000  # crossings of lines: half a second
_SYMBOL = 22.0  # points: what is no higher may be a sign or a label, not the ground of a cell
_APART = 1.2  # points that such a ground keeps from the rules of its cell


class Rule(NamedTuple):
    """A straight rule: ``at`` is its place across, ``low`` to ``high`` its reach, ``ends`` where its pieces end."""

    at: float
    low: float
    high: float
    ends: tuple[float, ...] = ()


class Rules(NamedTuple):
    """Horizontal and vertical rules, and the coloured grounds beside them."""

    level: tuple[Rule, ...]
    upright: tuple[Rule, ...]
    grounds: tuple[Shape, ...]

    @property
    def box(self) -> Box:
        """x0, top, x1, bottom of everything."""
        xs = [x for rule in self.level for x in (rule.low, rule.high)] + [rule.at for rule in self.upright]
        ys = [y for rule in self.upright for y in (rule.low, rule.high)] + [rule.at for rule in self.level]
        xs += [x for ground in self.grounds for x in (ground.x0, ground.x1)]
        ys += [y for ground in self.grounds for y in (ground.top, ground.bottom)]
        return (min(xs), min(ys), max(xs), max(ys))


class GridCell(NamedTuple):
    """A cell by row and column, how many it covers, and its box."""

    row: int
    column: int
    rows: int
    columns: int
    box: Box


def rules_of(shapes: Sequence[Shape], height: float) -> Rules:
    """The rules and grounds among the shapes of a page of this height."""
    level: list[Rule] = []
    upright: list[Rule] = []
    grounds: list[Shape] = []
    for shape in shapes:
        if (
            shape.image
            or (shape.curved and shape.fill is None)
            or (shape.fill == "#ffffff" and shape.stroke is None and min(shape.width, shape.height) <= THIN)
        ):
            continue
        if (shape.height <= THIN and shape.width > 6) or (shape.width > 12 * shape.height and shape.height < 4.5):
            level.append(Rule((shape.top + shape.bottom) / 2, shape.x0, shape.x1))
        elif shape.width <= 2 * THIN and shape.height > 3 * shape.width and shape.height > 5:
            upright.append(Rule((shape.x0 + shape.x1) / 2, shape.top, shape.bottom))
        elif (
            not shape.curved and 4 <= shape.corners <= 6 and shape.width > 8 and shape.height > 6 and shape.height < 0.9 * height
        ):
            if shape.stroke:
                level += [Rule(shape.top + 0.5, shape.x0, shape.x1), Rule(shape.bottom - 0.5, shape.x0, shape.x1)]
                upright += [Rule(shape.x0 + 0.5, shape.top, shape.bottom), Rule(shape.x1 - 0.5, shape.top, shape.bottom)]
            if shape.fill and shape.fill != "#ffffff":
                grounds.append(shape)
    merged = Rules(_merged(level), _merged(upright), ())
    cells = (ground for ground in set(grounds) if not _is_background(ground, merged, grounds))
    return merged._replace(grounds=tuple(ground for ground in cells if not _is_free(ground, merged, grounds)))


def _is_free(ground: Shape, rules: Rules, grounds: Sequence[Shape]) -> bool:
    """Whether a small ground is a sign or a label inside a cell: it touches no rule and no other ground; a label, which is
    wider than a sign, stands between two rules.
    """
    if ground.height > _SYMBOL or ground.width > 10 * _SYMBOL:
        return False
    level = [rule.at for rule in rules.level if rule.low < ground.x1 and rule.high > ground.x0]
    upright = [rule.at for rule in rules.upright if rule.low < ground.bottom and rule.high > ground.top]
    if any(min(abs(at - ground.top), abs(at - ground.bottom)) < _APART for at in level):
        return False
    if any(min(abs(at - ground.x0), abs(at - ground.x1)) < _APART for at in upright):
        return False
    square = ground.width <= _SYMBOL and 0.55 < ground.width / ground.height < 1.8
    if not square and not (any(-60 < at - ground.top < 0 for at in level) and any(0 < at - ground.bottom < 60 for at in level)):
        return False
    around = (ground.x0 - 1, ground.top - 1, ground.x1 + 1, ground.bottom + 1)
    return not any(
        other is not ground and _meets(other, around) and not _inside(ground, (other.x0, other.top, other.x1, other.bottom))
        for other in grounds
    )


def _meets(shape: Shape, box: Box) -> bool:
    return shape.x0 < box[2] and shape.x1 > box[0] and shape.top < box[3] and shape.bottom > box[1]


def _merged(rules: Iterable[Rule]) -> tuple[Rule, ...]:
    """Rules on one line that meet, as one; the ends of its pieces are kept."""
    found: list[list[Rule]] = []
    for rule in sorted(rules, key=lambda rule: rule.at):
        if found and rule.at - found[-1][0].at <= 1.6:
            found[-1].append(rule)
        else:
            found.append([rule])
    done: list[Rule] = []
    for group in found:
        group.sort(key=lambda rule: rule.low)
        pieces = [[group[0]]]
        for rule in group[1:]:
            if rule.low - max(piece.high for piece in pieces[-1]) <= TOUCH:
                pieces[-1].append(rule)
            else:
                pieces.append([rule])
        done += [_one(piece) for piece in pieces]
    return tuple(done)


def _one(pieces: list[Rule]) -> Rule:
    ends = cluster([end for piece in pieces for end in (piece.low, piece.high)])
    at = sum(piece.at for piece in pieces) / len(pieces)
    return Rule(at, min(piece.low for piece in pieces), max(piece.high for piece in pieces), tuple(ends))


def cluster(values: Iterable[float], near: float = TOUCH) -> list[float]:
    """Sorted values, those near each other as their mean."""
    groups: list[list[float]] = []
    for value in sorted(values):
        if groups and value - groups[-1][-1] <= near:
            groups[-1].append(value)
        else:
            groups.append([value])
    return [sum(group) / len(group) for group in groups]


def _is_background(ground: Shape, rules: Rules, grounds: Sequence[Shape]) -> bool:
    """Whether a ground lies behind rules or other grounds, so that it is no cell's own."""
    for rule in rules.level:
        reach = min(rule.high, ground.x1) - max(rule.low, ground.x0)
        if ground.top + 4 < rule.at < ground.bottom - 4 and reach > 0.5 * ground.width:
            return True
    around = (ground.x0 - 1, ground.top - 1, ground.x1 + 1, ground.bottom + 1)
    return any(other is not ground and _inside(other, around) and _smaller(other, ground) for other in grounds)


def _inside(shape: Shape, box: Box) -> bool:
    return shape.x0 > box[0] and shape.top > box[1] and shape.x1 < box[2] and shape.bottom < box[3]


def _smaller(shape: Shape, other: Shape) -> bool:
    return shape.width < 0.9 * other.width or shape.height < 0.9 * other.height


def components(rules: Rules) -> list[Rules]:
    """Rules and grounds that touch each other, together."""
    boxes: list[Box] = [(rule.low, rule.at, rule.high, rule.at) for rule in rules.level]
    boxes += [(rule.at, rule.low, rule.at, rule.high) for rule in rules.upright]
    boxes += [(ground.x0, ground.top, ground.x1, ground.bottom) for ground in rules.grounds]
    count, levels = len(boxes), len(rules.level)
    parent = list(range(count))

    def root(index: int) -> int:
        while parent[index] != index:
            parent[index] = parent[parent[index]]
            index = parent[index]
        return index

    order = sorted(range(count), key=lambda index: boxes[index][1])
    for place, first in enumerate(order):
        low = boxes[first][3] + TOUCH
        for second in order[place + 1 :]:
            if boxes[second][1] > low:
                break
            if boxes[second][0] <= boxes[first][2] + TOUCH and boxes[second][2] >= boxes[first][0] - TOUCH:
                parent[root(first)] = root(second)
    groups: dict[int, list[int]] = {}
    for index in range(count):
        groups.setdefault(root(index), []).append(index)
    uprights = levels + len(rules.upright)
    return [
        Rules(
            tuple(rules.level[index] for index in group if index < levels),
            tuple(rules.upright[index - levels] for index in group if levels <= index < uprights),
            tuple(rules.grounds[index - uprights] for index in group if index >= uprights),
        )
        for group in groups.values()
    ]


def cells_of(rules: Rules, xs: Sequence[float], ys: Sequence[float], *, open_columns: bool) -> list[GridCell]:
    """The cells between the lines ``xs`` and ``ys`` that rules, edges of grounds and the outline close, by pdfplumber.

    ``open_columns``: the table has no upright rules; columns are parted everywhere but where one piece of the rule
    below runs across. Without cells where the lines cross so often that they are a drawing.
    """
    if len(xs) * len(ys) > _MOST:
        return []
    from pdfplumber.table import edges_to_intersections, intersections_to_cells, merge_edges

    level = [(ys[0], xs[0], xs[-1]), (ys[-1], xs[0], xs[-1]), *((rule.at, rule.low, rule.high) for rule in rules.level)]
    upright = [(xs[0], ys[0], ys[-1]), (xs[-1], ys[0], ys[-1]), *((rule.at, rule.low, rule.high) for rule in rules.upright)]
    for ground in rules.grounds:
        level += [(y, ground.x0, ground.x1) for y in (ground.top, ground.bottom)]
        upright += [(x, ground.top, ground.bottom) for x in (ground.x0, ground.x1)]
    if open_columns:
        upright += [(x, *row) for row in itertools.pairwise(ys) for x in xs[1:-1] if not _spans(rules, x, row)]
    edges = [_edge("h", *line, ys) for line in level] + [_edge("v", *line, xs) for line in upright]
    joined = merge_edges(edges, 0, 0, join_x_tolerance=TOUCH, join_y_tolerance=TOUCH)
    corners = edges_to_intersections(joined, x_tolerance=TOUCH, y_tolerance=TOUCH)
    return [_cell(box, xs, ys) for box in intersections_to_cells(corners)]


def _edge(orientation: str, at: float, low: float, high: float, lines: Sequence[float]) -> dict[str, Any]:
    """A straight line as pdfplumber has it, moved to the nearest of the lines that cells are between."""
    place = _nearest(at, lines)
    at, size = lines[place], high - low
    if orientation == "h":
        return {"orientation": "h", "x0": low, "x1": high, "top": at, "bottom": at, "width": size, "height": 0.0}
    return {"orientation": "v", "x0": at, "x1": at, "top": low, "bottom": high, "width": 0.0, "height": size}


def _nearest(value: float, lines: Sequence[float]) -> int:
    return min(range(len(lines)), key=lambda place: abs(lines[place] - value))


def _cell(box: Box, xs: Sequence[float], ys: Sequence[float]) -> GridCell:
    column, row = _nearest(box[0], xs), _nearest(box[1], ys)
    return GridCell(row, column, _nearest(box[3], ys) - row, _nearest(box[2], xs) - column, box)


def _spans(rules: Rules, x: float, row: tuple[float, float]) -> bool:
    """Whether one piece of the rule below a row runs across the edge of two columns at ``x``."""
    here = [rule for rule in rules.level if abs(rule.at - row[1]) <= TOUCH and rule.low - 1 <= x <= rule.high + 1]
    pieced = [rule for rule in here if len(rule.ends) > 2]
    return bool(pieced) and not any(abs(end - x) <= TOUCH for rule in pieced for end in rule.ends)
