"""Tables without rules whose last column holds statuses: a goal at the left, how it went at the right."""

import itertools
from collections.abc import Sequence
from typing import NamedTuple

from ...rules import colours
from ...rules.judgement import verdicts
from .segments import split
from .unruled import Columns
from .words import Run, Word, singly

_FEWEST = 3  # rows with a status
_LONGEST = 5  # words of a status
_APART = 1.25  # of the least step between lines: a larger one parts rows
_FAR = 4.5  # letter heights: a larger step ends the table


class _Line(NamedTuple):
    """A line, how many pieces it has, and where the status begins that ends it or is all of it."""

    runs: list[Run]
    pieces: int
    status: float | None


def judged_columns(rows: Sequence[list[Run]]) -> list[Columns]:
    """The tables among lines of text that a column of statuses tells."""
    if sum([_status(split(row)) is not None for row in rows if row[-1].length <= _LONGEST]) < _FEWEST:
        return []
    lines = [_line(row) for row in rows]
    found: list[Columns] = []
    place = 0
    while place < len(lines):
        end = _end(lines, place)
        table = _table(lines[place:end]) if end - place >= _FEWEST else None
        found += [table] if table else []
        place = end if table else place + 1
    return found


def _line(runs: list[Run]) -> _Line:
    pieces = split(runs)
    return _Line(runs, len(pieces), _status(pieces))


def _status(pieces: Sequence[list[Run]]) -> float | None:
    """Where the status begins that is the last piece of a line; None where that is none."""
    last = pieces[-1]
    if len(pieces) > _COLUMNS or sum([run.length for run in last]) > _LONGEST:
        return None
    text = " ".join([run.text for run in last])
    told = verdicts(text)
    whole = len(told) == 1 and (told[0].start, told[0].end) == (0, len(text))
    return last[0].x0 if whole or colours.named(text) is not None else None


_COLUMNS = 2


def _end(lines: Sequence[_Line], place: int) -> int:
    """Where the lines end that may be one table from ``place`` on: no step is too large, and no line has more than two pieces."""
    end = place + 1
    while end < len(lines):
        ink = lines[end].runs[0].ink
        if ink.base - lines[end - 1].runs[0].ink.base > _FAR * ink.size or lines[end].pieces > _COLUMNS:
            break
        end += 1
    return end


def _table(lines: Sequence[_Line]) -> Columns | None:
    """The table of these lines, from its header or first row to its last status."""
    starts = {index: line.status for index, line in enumerate(lines) if line.status is not None}
    edge = min(starts.values(), default=0.0)
    held = [index for index, x in starts.items() if x - edge < 3]
    if len(held) < _FEWEST or len(held) < len(starts):
        return None
    lines = lines[_begin(lines, held) : held[-1] + 1]
    body = [singly(line.runs) for line in lines]
    left = [word for line in body for word in line if word.x0 < edge - 3]
    if not left or any(word.x1 > edge - 3 for word in left):
        return None
    words = [word for line in body for word in line]
    reach = (min(word.x0 for word in words) - 1, max(word.x1 for word in words) + 1)
    middle = (max(word.x1 for word in left) + edge) / 2
    headed = lines[0].pieces == _COLUMNS and lines[0].status is None
    return Columns(words, [reach[0], middle, reach[1]], _row_edges(body), int(headed))


def _begin(lines: Sequence[_Line], held: Sequence[int]) -> int:
    """Where the table begins: behind the last line above its first status that stands further off than its own lines do."""
    bases = [line.runs[0].ink.base for line in lines]
    steps = [after - before for before, after in itertools.pairwise(bases)]
    widest = max(steps[held[0] : held[-1]])
    return next((index + 1 for index in range(held[0] - 1, -1, -1) if steps[index] > _APART * widest), 0)


def _row_edges(lines: Sequence[list[Word]]) -> list[float]:
    """The heights between rows: where the step between two lines is larger than within a goal of several lines."""
    inks = [line[0].ink for line in lines]
    steps = [after.base - before.base for before, after in itertools.pairwise(inks)]
    least = min(steps)
    even = max(steps) <= _APART * least
    edges = [
        (before.base + after.base) / 2 - 0.33 * after.size
        for step, before, after in zip(steps, inks, inks[1:], strict=False)
        if even or step > _APART * least
    ]
    return [inks[0].base - 0.9 * inks[0].size, *edges, inks[-1].base + 0.35 * inks[-1].size]
