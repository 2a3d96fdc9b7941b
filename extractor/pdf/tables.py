"""Tables of one PDF page: ruled, ruled only between rows, or told by their columns alone."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ...models.block import Cell, Role
from .columns import finer, gutters, keeps, middle, mixed, with_ends, with_rows
from .drafts import Draft, Printed
from .frame import Frame
from .grid import TOUCH, Box, GridCell, Rule, Rules, cells_of, cluster, components, rules_of
from .judged import judged_columns
from .segments import Mark, Segment, is_glyph, rows, segments, split
from .shapes import Shape
from .unruled import columns_of
from .words import Run, Word


class Filled(NamedTuple):
    """A cell with its words, drawn discs and ground colour."""

    place: GridCell
    words: tuple[Word, ...]
    discs: tuple[Shape, ...]
    fill: str | None

    @property
    def text(self) -> str:
        """The words in reading order."""
        return " ".join(word.text for row in rows(self.words) for word in row)


class Table(NamedTuple):
    """A table: its cells by row and column, the x of its columns' edges, how many rows from the top are headers."""

    cells: tuple[Filled, ...]
    xs: tuple[float, ...]
    box: Box
    headers: int = 0
    height: int = 0

    @property
    def words(self) -> tuple[Word, ...]:
        """The words of all cells."""
        return tuple(word for cell in self.cells for word in cell.words)

    def drafts(self, page: int, number: int) -> Iterator[Draft]:
        """Blocks for the cells that hold something, row by row; ``number`` is the table's."""
        for cell in sorted(self.cells, key=lambda cell: (cell.place.row, cell.place.column)):
            if not cell.words and not cell.discs and cell.fill is None:
                continue
            place = cell.place
            at = Cell(number, place.row, place.column, place.rows, place.columns, place.row < self.headers, cell.fill)
            for lines in _contents(cell):
                text = [line for line in lines if line.words]
                yield Draft(
                    tuple(Printed(page, line) for line in text),
                    Role.CELL,
                    lines[0].marker if lines else None,
                    lines[0].marker_x if lines else place.box[0],
                    cell=at,
                    page=page,
                    lone=_lone(lines),
                    xs=self.xs,
                )


def _lone(lines: Sequence[Segment]) -> tuple[Mark, ...]:
    """The icons of a cell without words."""
    return tuple(mark for line in lines if not line.words for mark in line.icons)


def _contents(cell: Filled) -> list[list[Segment]]:
    """The lines of a cell: one list, or one for each bullet."""
    words = [word for word in cell.words if not is_glyph(word)]
    lone = [Mark(0, word.ink.colour, word.x0) for word in cell.words if is_glyph(word)]
    if not words:
        lone += [Mark(0, disc.fill, disc.x0) for disc in cell.discs]
        x0, top, x1, bottom = cell.place.box
        return [[Segment((), x0, top, x1, bottom, bottom, 0.0, icons=tuple(lone))]]
    found = [line for row in segments(cell.words, cell.discs) for line in row]
    if not any(line.marker and not line.icons for line in found):
        return [[line._replace(marker=None) for line in found]]
    return _by_bullet(found)


def _by_bullet(lines: list[Segment]) -> list[list[Segment]]:
    found: list[list[Segment]] = []
    for line in lines:
        if found and not line.marker:
            found[-1].append(line)
        else:
            found.append([line])
    return found


class Found(NamedTuple):
    """What the rules of a page make: tables, and the boxes of frames that hold something else."""

    tables: tuple[Table, ...]
    cards: tuple[Box, ...]


def may_rule(shapes: Sequence[Shape], frame: Frame) -> bool:
    """Whether shapes may rule a table: there is more than one rule, as below a header, or a ground."""
    rules = rules_of(shapes, frame.height)
    return bool(rules.upright or rules.grounds or len(rules.level) > 1 or any(len(rule.ends) > 2 for rule in rules.level))


def in_columns(runs: Sequence[Run]) -> bool:
    """Whether runs of words hold a table that only their columns tell."""
    lines = rows(runs)
    return bool(columns_of(lines) or judged_columns(lines))


def tables_of(words: Sequence[Word], shapes: Sequence[Shape], discs: Sequence[Shape], frame: Frame) -> Found:
    """The tables of a page, from the top. ``discs`` are the shapes that stand for something by their colour."""
    rules = rules_of(shapes, frame.height)
    tables: list[Table] = []
    cards: list[Box] = []
    if rules.level or len(rules.grounds) >= 3:
        tables, cards = _ruled(rules, words, discs)
    held = {id(word) for table in tables for word in table.words}
    free = [word for word in words if id(word) not in held]
    judged = judged_columns(rows(free))
    held = {id(word) for columns in judged for word in columns.words}
    for columns in [*judged, *columns_of(rows([word for word in free if id(word) not in held]))]:
        level = Rules(tuple(Rule(y, columns.xs[0], columns.xs[-1]) for y in columns.ys), (), ())
        table = _table(level, cells_of(level, columns.xs, columns.ys, open_columns=True), columns.words, discs)
        tables += [table._replace(headers=columns.headers)] if table else []
    return Found(tuple(sorted(tables, key=lambda table: table.box[1])), tuple(cards))


def _ruled(rules: Rules, words: Sequence[Word], discs: Sequence[Shape]) -> tuple[list[Table], list[Box]]:
    """The tables that rules and grounds make, and the boxes of frames that are none."""
    tables: list[Table] = []
    cards: list[Box] = []
    rest: list[Rules] = []
    for part in components(rules):
        if part.upright and part.level and len(part.upright) >= 2:
            table = _gridded(part, words, discs)
            if table is None:
                cards += _cards(part)
            else:
                tables.append(table)
        else:
            rest.append(part)
    tables += _stacked(rest, words, discs, tables, cards)
    return tables, cards


def _cards(part: Rules) -> list[Box]:
    """The box of a frame, and of its parts where it is divided."""
    xs, ys = _lines(part)
    return [cell.box for cell in cells_of(part, xs, ys, open_columns=False)] + [part.box] if len(xs) > 1 and len(ys) > 1 else []


def _lines(part: Rules) -> tuple[list[float], list[float]]:
    """Where columns and rows can begin."""
    box = part.box
    xs = cluster(
        [rule.at for rule in part.upright] + [x for ground in part.grounds for x in (ground.x0, ground.x1)] + [box[0], box[2]]
    )
    ys = cluster(
        [rule.at for rule in part.level] + [y for ground in part.grounds for y in (ground.top, ground.bottom)] + [box[1], box[3]]
    )
    return xs, ys


def _gridded(part: Rules, words: Sequence[Word], discs: Sequence[Shape]) -> Table | None:
    """The table of a grid with upright rules, None where it is only a frame."""
    part = _run_out(part, words)
    xs, ys = _lines(part)
    if len(xs) < 3 or len(ys) < 2 or len(xs) > 40:
        return None
    return _table(part, cells_of(part, xs, ys, open_columns=False), words, discs)


def _run_out(part: Rules, words: Sequence[Word]) -> Rules:
    """The grid made longer where a page break leaves its last row open and a cell's lines go on below the end of the rules."""
    left, _, right, foot = part.box
    if any(rule.at > foot - 2 * TOUCH for rule in part.level) or any(ground.bottom > foot - TOUCH for ground in part.grounds):
        return part
    bottom, last = foot, [word for word in words if left < word.x0 < right and -2.5 * word.ink.size < middle(word) - foot < 0]
    for line in rows([word for word in words if left < word.x0 < right and middle(word) > foot]):
        first, size = line[0], line[0].ink.size
        above = [word for word in last if abs(word.x0 - first.x0) < 1 and word.ink.look == first.ink.look]
        if not above or first.ink.base - max(word.ink.base for word in above) > _CLOSE * size:
            break
        bottom, last = first.ink.base + 0.3 * size, [*last, *line]
    long = (rule._replace(high=bottom) if rule.high > foot - TOUCH else rule for rule in part.upright)
    return part._replace(upright=tuple(long)) if bottom > foot else part


_CLOSE = 1.6  # letter heights between the lines of one cell


def _table(part: Rules, cells: Sequence[GridCell], words: Sequence[Word], discs: Sequence[Shape]) -> Table | None:
    """Cells filled with words, rows and columns that hold nothing left out; None where that is no table."""
    centred = [((word.x0 + word.x1) / 2, middle(word), word) for word in words]
    filled = [_fill(cell, centred, discs, part) for cell in cells]
    if not _is_table(filled):
        return None
    filled = _squeezed(filled)
    xs = tuple(cluster([x for cell in filled for x in (cell.place.box[0], cell.place.box[2])], near=1.0))
    height = max(cell.place.row + cell.place.rows for cell in filled)
    boxes = [cell.place.box for cell in filled]
    box = (min(b[0] for b in boxes), min(b[1] for b in boxes), max(b[2] for b in boxes), max(b[3] for b in boxes))
    return Table(tuple(filled), xs, box, _headers(filled, height), height)


def _fill(cell: GridCell, words: Sequence[tuple[float, float, Word]], discs: Sequence[Shape], part: Rules) -> Filled:
    """The cell with what lies in it; ``words`` come with the point in their middle."""
    x0, top, x1, bottom = cell.box
    inside = tuple([word for x, y, word in words if x0 - 1 <= x <= x1 + 1 and top <= y <= bottom])
    held = tuple(
        disc for disc in discs if x0 - 1 <= (disc.x0 + disc.x1) / 2 <= x1 + 1 and top <= (disc.top + disc.bottom) / 2 <= bottom
    )
    centre = ((x0 + x1) / 2, (top + bottom) / 2)
    grounds = [ground for ground in part.grounds if ground.holds(*centre) and ground.fill != "#ffffff"]
    fill = min(grounds, key=lambda ground: ground.width * ground.height).fill if grounds else None
    labels = {word.ground for word in inside}
    return Filled(cell, inside, held, labels.pop() if fill is None and len(labels) == 1 else fill)


def _is_table(cells: Sequence[Filled]) -> bool:
    """Whether the cells are a table: two columns or more, text in most cells, no column of prose alone."""
    full = [cell for cell in cells if cell.words or cell.discs]
    columns = {cell.place.column for cell in full}
    if len(columns) < 2 or len(full) < 2 or len(full) < 0.4 * len(cells):
        return False
    in_rows = {row for row in {cell.place.row for cell in full} if sum(cell.place.row == row for cell in full) >= 2}
    if not in_rows:
        return False
    letters = [sum(len(word.text) + 1 for word in cell.words) for cell in full]
    rows_count = len({cell.place.row for cell in full})
    return not (rows_count == 1 and sorted(letters)[-2] > 250) and sum(letters) / len(letters) < 700


def _squeezed(cells: Sequence[Filled]) -> list[Filled]:
    """The cells without rows and columns in which no cell begins with something."""
    full = [cell for cell in cells if cell.words or cell.discs or cell.fill]
    row_at = {row: place for place, row in enumerate(sorted({cell.place.row for cell in full}))}
    column_at = {column: place for place, column in enumerate(sorted({cell.place.column for cell in full}))}
    done = []
    for cell in cells:
        place = cell.place
        over_rows = [row_at[row] for row in range(place.row, place.row + place.rows) if row in row_at]
        over_columns = [column_at[column] for column in range(place.column, place.column + place.columns) if column in column_at]
        if over_rows and over_columns:
            done.append(
                cell._replace(place=GridCell(over_rows[0], over_columns[0], len(over_rows), len(over_columns), place.box))
            )
    return done


def _headers(cells: Sequence[Filled], height: int) -> int:
    """How many rows from the top are headers: set in bold, or on a ground of their own, unlike the rows below."""
    if height < 1:
        return 0
    looks = [_look([cell for cell in cells if cell.place.row == row]) for row in range(height)]
    count = 0
    while (
        count < min(height, 3)
        and looks[count][2]
        and (looks[count][0] or looks[count][1])
        and (height == 1 or looks[count] != looks[-1])
    ):
        if count and looks[count][:2] != looks[0][:2]:
            break
        count += 1
    return count if count < height or height == 1 else 0


def _look(cells: Sequence[Filled]) -> tuple[bool, str | None, bool]:
    """Whether all words of a row are bold; the ground all its cells share; whether it has more than one cell."""
    words = [word for cell in cells for word in cell.words]
    fills = {cell.fill for cell in cells}
    bold = bool(words) and all(word.ink.font.bold for word in words)
    return bold, fills.pop() if len(fills) == 1 else None, sum(bool(cell.words) for cell in cells) > 1


def _stacked(
    parts: Sequence[Rules], words: Sequence[Word], discs: Sequence[Shape], done: Sequence[Table], cards: Sequence[Box]
) -> list[Table]:
    """Tables of level rules and grounds alone: those of one width below each other, with columns between."""
    free = [part for part in parts if not any(_overlap(part.box, table.box) for table in done) and part.box[2] - part.box[0] > 60]
    free.sort(key=lambda part: (part.box[1], part.box[0]))
    tables: list[Table] = []
    while free:
        group = [free.pop(0)]
        for part in list(free):
            if _stacks(group, part, words) and _card(group[0].box, cards) == _card(part.box, cards):
                group.append(part)
                free.remove(part)
            elif part.grounds and _as_wide(part.box, _whole(group).box):
                break  # the ground of the next table's header
        below = [part.box for part in free]
        low, high = _room(group, free, done, tables, cards)
        table = _level_table(group, words, discs, (low, min(high, _above_heads(_whole(group).box, below, words))))
        if table:
            tables.append(table)
    return tables


def _as_wide(box: Box, other: Box) -> bool:
    return abs(box[0] - other[0]) < 6 and abs(box[2] - other[2]) < 8


def _overlap(box: Box, other: Box) -> bool:
    return box[0] < other[2] and box[2] > other[0] and box[1] < other[3] and box[3] > other[1]


def _card(box: Box, cards: Sequence[Box]) -> Box | None:
    """The smallest frame around a box."""
    around = [
        card
        for card in cards
        if card[0] <= box[0] + 2 and card[1] <= box[1] + 2 and card[2] >= box[2] - 2 and card[3] >= box[3] - 2
    ]
    return min(around, key=lambda card: (card[2] - card[0]) * (card[3] - card[1]), default=None)


def _room(
    group: Sequence[Rules], free: Sequence[Rules], done: Sequence[Table], tables: Sequence[Table], cards: Sequence[Box]
) -> tuple[float, float]:
    """How far up and down rows without a closing rule can reach."""
    box = _whole(group).box
    low, high = 0.0, float("inf")
    card = _card(box, cards)
    others = [part.box for part in free] + [table.box for table in (*done, *tables)]
    for other in [*others, (card[0], 0.0, card[2], card[1]), (card[0], card[3], card[2], high)] if card else others:
        if other[0] < box[2] and other[2] > box[0]:
            low = max(low, other[3]) if other[3] <= box[1] + 1 else low
            high = min(high, other[1]) if other[1] >= box[3] - 1 else high
    return low, high


def _above_heads(box: Box, below: Sequence[Box], words: Sequence[Word]) -> float:
    """Where the header of the next table begins: words that stand on its first rule, away from the table above it."""
    tops = [other[1] for other in below if other[0] < box[2] and other[2] > box[0] and other[1] > box[3]]
    first = min(tops, default=float("inf"))
    heads = [word for word in words if 0 < first - middle(word) < 1.2 * word.ink.size and box[0] - 2 < word.x0 < box[2]]
    top = min((word.top for word in heads), default=float("inf"))
    return top - 0.5 if heads and top - box[3] > 0.5 * heads[0].ink.size else float("inf")


def _whole(group: Sequence[Rules]) -> Rules:
    return Rules(
        tuple(rule for one in group for rule in one.level),
        tuple(rule for one in group for rule in one.upright),
        tuple(ground for one in group for ground in one.grounds),
    )


def _stacks(group: Sequence[Rules], part: Rules, words: Sequence[Word]) -> bool:
    """Whether a rule goes on with the rules above it: as wide or narrower, cut at the same places, with a few lines between
    that are set in columns.
    """
    left, _, right, low = _whole(group).box
    box = part.box
    if box[0] < left - TOUCH * 2 or abs(box[2] - right) > 8 or box[1] - low > 130 or not _same_cuts(group, part):
        return False
    between = [word for word in words if low - 2 < middle(word) < box[1] and word.x1 > left and word.x0 < right]
    if not between:
        return abs(box[0] - left) < 6 and box[1] - low < 14
    if any(word.x0 < left - 4 or word.x1 > right + 4 for word in between):
        return False
    cuts = _cuts(group)
    if len(cuts) > 3 and any(_runs_across(row, cuts) for row in rows(between)):
        return False
    lines = [split(row) for row in rows(between)]
    return max(len(line) for line in lines) > 1 and len(lines) < 9


def _cuts(parts: Sequence[Rules]) -> list[float]:
    """Where pieces of rules and grounds meet."""
    return cluster(
        [end for part in parts for rule in part.level for end in rule.ends]
        + [x for part in parts for ground in part.grounds for x in (ground.x0, ground.x1)]
    )


def _runs_across(line: Sequence[Word], cuts: Sequence[float]) -> bool:
    """Whether a line is running text, not a row: two or more edges of columns lie within its words or their narrow gaps."""
    pieces = [(piece[0].x0, max(word.x1 for word in piece)) for piece in split(line)]
    return sum(any(x0 + 2 < x < x1 - 2 for x0, x1 in pieces) for x in cuts[1:-1]) > 1


def _same_cuts(group: Sequence[Rules], part: Rules) -> bool:
    """Whether a rule is cut where those above it are, or one of both is not cut at all."""
    above, here = _cuts(group), _cuts([part])
    return len(above) <= 2 or len(here) <= 2 or all(any(abs(x - other) <= 1.5 * TOUCH for other in above) for x in here)


def _level_table(
    group: Sequence[Rules], words: Sequence[Word], discs: Sequence[Shape], room: tuple[float, float]
) -> Table | None:
    """The table of a stack of rules, None where its rows have no common columns."""
    part = _whole(group)
    x0, _, x1, _ = part.box
    inside = [word for word in words if x0 - 3 < (word.x0 + word.x1) / 2 < x1 + 3 and room[0] <= middle(word) <= room[1]]
    cuts = _cuts(group)
    ys = cluster([rule.at for rule in part.level] + [y for ground in part.grounds for y in (ground.top, ground.bottom)])
    if len(ys) < 2 and not (len(cuts) > 2 and ys):
        return None
    held = [word for word in inside if ys[0] < middle(word) < ys[-1]]
    if len(cuts) <= 2 and ((len(part.level) + len(part.grounds) < 3 and not part.level) or mixed(held)):
        return None
    xs = finer(part, cuts, held) if len(cuts) > 2 else gutters(held, x0, x1)
    if len(xs) < 3:
        return None
    ys = with_ends(ys, inside, xs)
    if len(ys) < 3 and len(part.grounds) < 2:
        return None
    if not part.grounds:
        ys = with_rows(ys, inside, xs)
    held = [word for word in inside if ys[0] < middle(word) < ys[-1]]
    lines = rows(held)
    if sum(keeps(line, xs) for line in lines) < 0.7 * len(lines) or (len(part.level) <= 2 and _cuts_prose(held, xs, ys)):
        return None
    closed = _closed(part, xs, ys, pieced=len(cuts) > 2)
    return _table(closed, cells_of(closed, xs, ys, open_columns=True), held, discs)


def _cuts_prose(words: Sequence[Word], xs: Sequence[float], ys: Sequence[float]) -> bool:
    """Whether rows of grounds cut through running text beside them: many cells begin inside a sentence."""
    first: dict[tuple[int, int], Word] = {}
    for word in words:
        place = (sum(y < middle(word) for y in ys), sum(x < (word.x0 + word.x1) / 2 for x in xs))
        before = first.get(place)
        if before is None or (word.ink.base, word.x0) < (before.ink.base - 1, before.x0):
            first[place] = word
    return sum(word.text[0].islower() for word in first.values()) > 0.3 * len(first)


def _closed(part: Rules, xs: Sequence[float], ys: Sequence[float], *, pieced: bool) -> Rules:
    """The rules with those added that are not drawn: at open ends, and between rows."""
    extra = [
        Rule(y, xs[0], xs[-1], tuple(xs) if pieced else ())
        for y in ys
        if not any(abs(rule.at - y) <= TOUCH for rule in part.level)
    ]
    level = tuple(rule if pieced else rule._replace(ends=()) for rule in part.level)
    return part._replace(level=(*level, *extra))
