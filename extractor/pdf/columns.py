"""Columns and rows that only the words between level rules show. Coordinates as in ``words``."""

import itertools
from collections.abc import Sequence

from .grid import TOUCH, Rules
from .segments import rows, split
from .unruled import row_edges
from .words import Word


def middle(word: Word) -> float:
    """The height at which a word is taken to lie: the middle of its small letters."""
    return word.ink.base - 0.33 * word.ink.size


def finer(part: Rules, cuts: list[float], words: Sequence[Word]) -> list[float]:
    """The columns' edges that grounds show, with those that only the words show: rules that run across tell no columns,
    and a column on a ground of its own does not tell the others.
    """
    if not part.level or any(len(rule.ends) > 2 for rule in part.level):
        return cuts
    lines = rows(words)
    done = [cuts[0]]
    for low, high in itertools.pairwise(cuts):
        inside = [piece for line in lines if (piece := [word for word in line if low <= (word.x0 + word.x1) / 2 <= high])]
        shown = gutters([word for line in inside for word in line], low, high)[1:-1]
        done += [x for x in shown if _has_sides(inside, x)] + [high]
    return done


def _has_sides(lines: Sequence[Sequence[Word]], x: float) -> bool:
    """Whether an edge parts words in several lines, the first of them too, and a wide gap is there."""
    both = [line for line in lines if line[0].x0 < x < line[-1].x0]
    return len(both) > max(1, 0.3 * len(lines)) and lines[0] in both and keeps(both[0], (0.0, x, 0.0))


def gutters(words: Sequence[Word], x0: float, x1: float) -> list[float]:
    """The edges of columns that the gaps of all rows of more than one piece have in common."""
    spans = [[(piece[0].x0, max(word.x1 for word in piece)) for piece in split(row)] for row in rows(words)]
    crossing = sorted(span for row in spans for span in row if len(row) > 1 or len(spans) < 3)
    found, edge = [x0], None
    for low, high in crossing:
        if edge is not None and low - edge >= 5:
            found.append(max(low - TOUCH, (low + edge) / 2))
        edge = high if edge is None else max(edge, high)
    return [*found, x1] if len(found) > 1 else []


def mixed(words: Sequence[Word]) -> bool:
    """Whether letter heights differ as on a poster, not as in a table."""
    sizes = [word.ink.size for word in words]
    return bool(sizes) and max(sizes) > 2 * min(sizes)


def with_ends(ys: Sequence[float], words: Sequence[Word], xs: Sequence[float]) -> list[float]:
    """The rows' edges, with those of a first and a last row that no rule closes: lines set in the table's columns."""
    above = _column_lines([row for row in reversed(rows(words)) if middle(row[0]) < ys[0]], ys[0], xs)
    below = _column_lines([row for row in rows(words) if middle(row[0]) > ys[-1]], ys[-1], xs)
    first = [min(word.ink.base - 0.9 * word.ink.size for word in above)] if above else []
    last = [max(word.ink.base + 0.3 * word.ink.size for word in below)] if below else []
    return [*first, *ys, *last]


def with_rows(ys: Sequence[float], words: Sequence[Word], xs: Sequence[float]) -> list[float]:
    """The rows' edges with those inside the body of a table that has rules only around its header and its end."""
    if len(ys) > 4:
        return list(ys)
    done = list(ys)
    for top, bottom in itertools.pairwise(ys):
        body = [word for word in words if top < middle(word) < bottom]
        if len(rows(body)) > 2:
            done += row_edges(body, xs)
    return sorted(done)


def _column_lines(lines: Sequence[list[Word]], edge: float, xs: Sequence[float]) -> list[Word]:
    """The words of the lines next to an edge that keep to the columns; none where they fill only one."""
    held: list[Word] = []
    for line in lines:
        size = max(word.ink.size for word in line)
        if abs(middle(line[0]) - edge) > (2.6 if not held else 1.6) * size or not keeps(line, xs):
            break
        held += line
        edge = middle(line[0])
    columns = {sum(x <= (word.x0 + word.x1) / 2 for x in xs) for word in held}
    sizes = {round(word.ink.size) for word in held}
    return held if len(columns) > 1 and len(sizes) == 1 else []


def keeps(line: Sequence[Word], xs: Sequence[float]) -> bool:
    """Whether no word lies across the edge of a column, nor a gap as narrow as that between words of a sentence."""
    for x in xs[1:-1]:
        before = max((word.x1 for word in line if word.x0 < x - 2), default=None)
        after = min((word.x0 for word in line if word.x0 >= x - 2), default=None)
        if before is not None and (before > x + 2 or (after is not None and after - before < 0.45 * line[0].ink.size)):
            return False
    return True
