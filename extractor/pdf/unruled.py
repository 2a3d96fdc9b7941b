"""Tables without rules: told by a bold header and what stands in its columns below it, or by columns of figures."""

import itertools
import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from .segments import is_bullet, rows, split
from .words import Run, Word, singly

Gap = tuple[float, float]
FIGURE = re.compile(  # an amount, a share, a count or a dash; no year and no date
    r"(?!(?:19|20)\d\d$)[-–−+±]?\d{1,3}(?:[ .]?\d{3})*(?:[,.:]\d+)?"
    r"(?: ?(?:%|procent|kr|tkr|mkr|mnkr|kronor|st|h|ha|km|ton))?|[-–]"
)
_FIGURED = re.compile(r"[\d–-]")
_LEAST = 4.0  # points that a gap between columns must keep
_FEWEST = 3  # rows without a bold header
_SHORT = 15  # letters


def row_edges(words: Sequence[Word], xs: Sequence[float]) -> list[float]:
    """The heights between the rows of words that are set in columns without rules, told by the lines of the first column:
    rows begin where the step between two is larger than elsewhere; each is a row where all are alike.
    """
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


class Columns(NamedTuple):
    """Lines that make a table: their words, the edges of its columns and rows, how many rows are headers."""

    words: list[Word]
    xs: list[float]
    ys: list[float]
    headers: int


def columns_of(lines: Sequence[list[Run]]) -> list[Columns]:
    """The tables among lines of text: columns below a bold header, and columns of figures beside names."""
    found: list[Columns] = []
    place = 0
    while place < len(lines):
        if len(lines[place]) == 1 and not lines[place][0].ink.font.bold:  # a line of running text
            place += 1
            continue
        table, end = _headed(lines, place)
        if table is None:
            table, end = _figured(lines, place, found)
        found += [table] if table else []
        place = max(end, place + 1) if table else place + 1
    return found


def _headed(lines: Sequence[list[Run]], place: int) -> tuple[Columns | None, int]:
    """The table below the bold header at ``place``, and where it ends."""
    if not _bold(lines[place]):
        return None, place
    header = _header(lines, place)
    spans = _merged(header)
    if len(spans) < 2:
        return None, place
    first = place + len(header)
    gaps = [(low, high) for (_, low), (high, _) in itertools.pairwise(spans)]
    end = first
    while end < len(lines) and (not _bold(lines[end]) or _total(lines[end])):
        narrow = _narrowed(gaps, lines[end]) if _follows(lines[end - 1], lines[end]) else None
        if narrow is None:
            break
        gaps, end = narrow, end + 1
    if end - first < 2:
        return None, place
    header, body = [singly(line) for line in header], [singly(line) for line in lines[first:end]]
    xs = _edges([*header, *body], gaps)
    ys = _rows_of(header, body, xs)
    made = Columns([word for line in (*header, *body) for word in line], xs, ys, 1)
    return (made if _is_tabular(body, xs, ys) else None), end


def _header(lines: Sequence[list[Run]], place: int) -> list[list[Run]]:
    """The bold lines close below each other from ``place`` on."""
    end = place
    while end < len(lines) and _bold(lines[end]):
        step = lines[end][0].ink.base - lines[end - 1][0].ink.base
        if end > place and (step > 1.5 * lines[end][0].ink.size or not _same_size(lines[place], lines[end])):
            break
        end += 1
    return list(lines[place:end])


def _bold(line: Sequence[Run]) -> bool:
    return all(run.ink.font.bold for run in line)


def _same_size(line: Sequence[Run], other: Sequence[Run]) -> bool:
    return abs(line[0].ink.size - other[0].ink.size) <= 1.5


def _follows(above: Sequence[Run], line: Sequence[Run]) -> bool:
    """Whether a line stands near below another one, in letters of its height."""
    return line[0].ink.base - above[0].ink.base <= 3.2 * line[0].ink.size and _same_size(above, line)


def _total(line: Sequence[Run]) -> bool:
    """Whether a line is a name with figures beside it."""
    if len(line) < 2 or not _FIGURED.search(line[-2].text + line[-1].text):
        return False
    pieces = split(line)
    if len(pieces) < 2 or not any(map(str.isalpha, pieces[0][0].text.partition(" ")[0])):
        return False
    return all(_is_figure(piece) for piece in pieces[1:])


def _is_figure(piece: Sequence[Run]) -> bool:
    return bool(FIGURE.fullmatch(" ".join(run.text for run in piece)))


def _merged(lines: Sequence[list[Run]]) -> list[Gap]:
    """From where to where the columns of some lines reach."""
    found: list[Gap] = []
    for low, high in sorted((piece[0].x0, max(word.x1 for word in piece)) for line in lines for piece in split(line)):
        if found and low < found[-1][1] + _LEAST:
            found[-1] = (found[-1][0], max(found[-1][1], high))
        else:
            found.append((low, high))
    return found


def _figured(lines: Sequence[list[Run]], place: int, done: Sequence[Columns]) -> tuple[Columns | None, int]:
    """The table of names and figures whose first row is at ``place``, and where it ends."""
    if not _total(lines[place]):
        return None, place
    spans = _merged(lines[place : place + 1])
    gaps = [(low, high) for (_, low), (high, _) in itertools.pairwise(spans)]
    end = place + 1
    while end < len(lines) and _total(lines[end]) and len(split(lines[end])) == len(spans):
        narrow = _narrowed(gaps, lines[end]) if _follows(lines[end - 1], lines[end]) else None
        if narrow is None:
            break
        gaps, end = narrow, end + 1
    body = list(lines[place:end])
    if len(body) < _FEWEST or _is_prose(body) or _counts_pages(body):
        return None, place
    header: list[list[Run]] = []
    used = {id(word) for table in done for word in table.words}
    while place > 0 and len(header) < _FEWEST and id(lines[place - 1][0]) not in used:
        above = lines[place - 1]
        narrow = _narrowed(gaps, above) if _follows(above, lines[place]) else None
        if narrow is None or (len(split(above)) < 2 and above[0].x0 < gaps[0][0]):
            break
        gaps, place, header = narrow, place - 1, [above, *header]
    header, body = [singly(line) for line in header], [singly(line) for line in body]
    xs = _edges([*header, *body], gaps)
    ys = _rows_of(header, body, xs) if header else _between(body)
    return Columns([word for line in (*header, *body) for word in line], xs, ys, min(1, len(header))), end


def _between(lines: Sequence[list[Word]]) -> list[float]:
    """The edges of rows of one line each."""
    inks = [line[0].ink for line in lines]
    middles = [(before.base + after.base) / 2 - 0.33 * after.size for before, after in itertools.pairwise(inks)]
    return [inks[0].base - 0.9 * inks[0].size, *middles, inks[-1].base + 0.35 * inks[-1].size]


def _is_prose(lines: Sequence[list[Run]]) -> bool:
    """Whether what stands at the left are lines of a text."""
    first = [split(line)[0] for line in lines]
    lower = sum(piece[0].text[0].islower() for piece in first)
    return lower > 0.34 * len(lines) or sorted(sum(run.length for run in piece) for piece in first)[len(first) // 2] > 8


def _counts_pages(lines: Sequence[list[Run]]) -> bool:
    """Whether the figures are the page numbers of a table of contents."""
    figures = [[" ".join(word.text for word in piece) for piece in split(line)[1:]] for line in lines]
    if any(len(row) > 1 or not row[0].isdigit() or len(row[0]) > 3 for row in figures):
        return False
    numbers = [int(row[0]) for row in figures]
    return numbers == sorted(numbers)


def _edges(lines: Sequence[list[Word]], gaps: Sequence[Gap]) -> list[float]:
    words = [word for line in lines for word in line]
    return [min(word.x0 for word in words) - 1, *((low + high) / 2 for low, high in gaps), max(word.x1 for word in words) + 1]


def _narrowed(gaps: Sequence[Gap], line: Sequence[Run]) -> list[Gap] | None:
    """What the pieces of a line leave of the gaps; None where one is closed, or the line stands outside the columns."""
    done = []
    spans = [(piece[0].x0, max(word.x1 for word in piece)) for piece in split(list(line))]
    for gap in gaps:
        low, high = gap
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


def _rows_of(header: Sequence[list[Word]], body: Sequence[list[Word]], xs: Sequence[float]) -> list[float]:
    """The edges of the rows of a run, its header the first."""
    last, first, end = header[-1][0].ink, body[0][0].ink, body[-1][0].ink
    between = (last.base + 0.25 * last.size + first.base - 0.8 * first.size) / 2
    top = header[0][0].ink.base - 0.9 * last.size
    return [top, between, *row_edges([word for line in body for word in line], xs), end.base + 0.35 * end.size]


def _is_tabular(lines: Sequence[list[Word]], xs: Sequence[float], ys: Sequence[float]) -> bool:
    """Whether lines are rows of a table, not columns of prose: most cells filled and not begun in lower case, and those of
    some column short.
    """
    cells: dict[tuple[int, int], list[Word]] = {}
    for line in lines:
        row = sum(line[0].ink.base > y for y in ys)
        for word in line:
            cells.setdefault((row, _column(word, xs)), []).append(word)
    height, width = len({row for row, _ in cells}), len(xs) - 1
    if height < (2 if width > 2 else 3) or len(cells) < (0.6 if width > 2 else 0.9) * height * width:
        return False
    if sum(words[0].text[0].islower() for words in cells.values()) >= 0.34 * len(cells) or _listed(cells):
        return False
    short = [
        all(sum(len(word.text) + 1 for word in words) <= (_SHORT if width > 2 else 2 * _SHORT) for words in column)
        for number in range(1, width)
        if len(column := [words for (_, place), words in cells.items() if place == number]) > 0.5 * height
    ]
    later = sorted(sum(len(word.text) + 1 for word in words) for (_, column), words in cells.items() if column)
    return any(short) or (width > 2 and later[len(later) // 2] <= 2 * _SHORT)


def _listed(cells: Mapping[tuple[int, int], list[Word]]) -> bool:
    """Whether most cells are list items."""
    return sum(is_bullet(words[0], words[0].ink.size) for words in cells.values()) > 0.5 * len(cells)
