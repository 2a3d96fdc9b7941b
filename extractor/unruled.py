"""Tables without rules between their rows: told by a bold header row and by what stands in its columns below it."""

import itertools
from collections.abc import Sequence

from .segments import rows, split
from .words import Word

Gap = tuple[float, float]
_LEAST = 4.0  # points that a gap between columns must keep


def row_edges(words: Sequence[Word], xs: Sequence[float]) -> list[float]:
    """The heights between the rows of words that are set in columns without rules, told by the lines of the first column:
    rows begin where the step between two is larger than elsewhere; each is a row where all are alike."""
    lines = rows(words)
    first = [line[0].ink for line in rows(word for word in words if _column(word, xs) == 0)]
    steps = [after.base - before.base for before, after in itertools.pairwise(first)]
    if not steps:
        return []
    least, size = min(steps), first[0].size
    loose = max(steps) > 1.2 * least and least <= 1.45 * size
    starts = sum(len({_column(word, xs) for word in line}) > 1 for line in lines)
    lower = sum(line[0].text[0].islower() for line in lines)
    if not loose and least <= 1.45 * size and (starts < 0.7 * len(lines) or lower > 0.3 * len(lines)):
        return []
    return [
        _widest([line[0].ink.base for line in lines], before.base, after.base) - 0.33 * size
        for step, before, after in zip(steps, first, first[1:], strict=False)
        if not loose or step > 1.2 * least
    ]


def _widest(bases: Sequence[float], low: float, high: float) -> float:
    """The middle of the widest step between two of the baselines from ``low`` to ``high``."""
    inside = [base for base in bases if low <= base <= high]
    return max((round(after - before, 1), (before + after) / 2) for before, after in itertools.pairwise(inside))[1]


def _column(word: Word, xs: Sequence[float]) -> int:
    return sum(x <= (word.x0 + word.x1) / 2 for x in xs[1:-1])


def header_runs(words: Sequence[Word]) -> list[tuple[list[Word], list[float], list[float]]]:
    """Runs of lines below a bold header of three columns or more: their words, and the edges of columns and rows."""
    found: list[tuple[list[Word], list[float], list[float]]] = []
    if sum(word.ink.font.bold for word in words) < 3:
        return found
    lines = rows(words)
    place = 0
    while place < len(lines):
        end, gaps = _run(lines, place)
        held = [word for line in lines[place:end] for word in line]
        if end - place > 2:
            xs = [min(word.x0 for word in held) - 1, *((low + high) / 2 for low, high in gaps), max(word.x1 for word in held) + 1]
            ys = _rows_of(lines[place:end], xs)
            if _is_tabular(lines[place + 1 : end], xs, ys):
                found.append((held, xs, ys))
                place = end
                continue
        place += 1
    return found


def _run(lines: Sequence[list[Word]], place: int) -> tuple[int, list[Gap]]:
    """How far the columns of the header at ``place`` reach down, and the gaps between them."""
    if not all(word.ink.font.bold for word in lines[place]):
        return place, []
    pieces = split(lines[place])
    if len(pieces) < 3:
        return place, []
    gaps = [(before[-1].x1, after[0].x0) for before, after in itertools.pairwise(pieces)]
    end = place + 1
    while end < len(lines) and not all(word.ink.font.bold for word in lines[end]):
        line, size = lines[end], lines[end][0].ink.size
        narrow = _narrowed(gaps, line)
        if (
            narrow is None
            or line[0].ink.base - lines[end - 1][0].ink.base > 3.2 * size
            or abs(size - lines[place][0].ink.size) > 1.5
        ):
            break
        gaps, end = narrow, end + 1
    return end, gaps


def _narrowed(gaps: Sequence[Gap], line: Sequence[Word]) -> list[Gap] | None:
    """What the pieces of a line leave of the gaps; None where one is closed, or the line stands outside the columns."""
    done = []
    spans = [(piece[0].x0, max(word.x1 for word in piece)) for piece in split(list(line))]
    for low, high in gaps:
        for x0, x1 in spans:
            if x0 < low + _LEAST and x1 > high - _LEAST:
                return None
            if x0 <= low < x1:
                low = x1
            elif x0 < high <= x1 or low < x0 < high:
                high = x0
        if high - low < _LEAST:
            return None
        done.append((low, high))
    return done


def _rows_of(lines: Sequence[list[Word]], xs: Sequence[float]) -> list[float]:
    """The edges of the rows of a run, its header the first."""
    body = [word for line in lines[1:] for word in line]
    header, first = lines[0][0], lines[1][0]
    between = (header.ink.base + 0.25 * header.ink.size + first.ink.base - 0.8 * first.ink.size) / 2
    top = header.ink.base - 0.9 * header.ink.size
    return [top, between, *row_edges(body, xs), lines[-1][0].ink.base + 0.35 * lines[-1][0].ink.size]


def _is_tabular(lines: Sequence[list[Word]], xs: Sequence[float], ys: Sequence[float]) -> bool:
    """Whether lines are rows of a table, not columns of prose: most cells filled, short, and not begun in lower case."""
    cells: dict[tuple[int, int], list[Word]] = {}
    for line in lines:
        row = sum(line[0].ink.base > y for y in ys)
        for word in line:
            cells.setdefault((row, _column(word, xs)), []).append(word)
    height = len({row for row, _ in cells})
    if height < 2 or len(cells) < 0.6 * height * (len(xs) - 1):
        return False
    lower = sum(words[0].text[0].islower() for words in cells.values())
    later = sorted(sum(len(word.text) + 1 for word in words) for (_, column), words in cells.items() if column)
    return lower < 0.34 * len(cells) and bool(later) and later[len(later) // 2] <= 30
