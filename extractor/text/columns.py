"""Two columns of plain text: goals with their status behind them, run together or not, and days with what happens then."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import takewhile

from ...rules import colours
from ...rules.judgement import BARE, verdicts
from ...rules.kinds import find
from ...rules.lexicon import Lexicon
from ...rules.swedish import MONTHS
from ..prose import STOP, clean
from .lines import Kind, Line, below, row_of

_GAP = re.compile(r"\t+|\s{3,}")
_CAPITAL = re.compile(r"(?<!\S)[A-ZÅÄÖ]")
_MONTH = rf"(?:{'|'.join(MONTHS)})"
_WHEN = re.compile(
    rf"(?:senast |under |i )?(?:den )?(?:\d{{1,2}}(?:\s?[-–]\s?\d{{1,2}})? )?{_MONTH}(?:\s?[-–]\s?(?:\d{{1,2}} )?{_MONTH})?"
    r"(?: (?:19|20)\d\d)?:?|(?:19|20)\d\d-\d\d(?:-\d\d)?",
    re.IGNORECASE,
)
_LONGEST_STATUS = 200  # characters of a status
_MOST_HEADS = 50  # rows without a status, one behind the other
_LONGEST = 5  # lines that one goal wraps over
_LONGEST_NAME = 6  # words that name the column of goals


def with_rows(lines: Sequence[Line]) -> list[Line]:
    """The lines with those of such a table as its rows, one for each goal and for each line that heads some of them."""
    out: list[Line] = []
    start = 0
    while start < len(lines):
        named = _header(lines[start])
        found, end = _rows(lines, start + 1) if named else ([], start)
        if named and len(found) > 1:
            out += [row_of(*named), Line(Kind.ROW, "|---|---|"), *found, Line(Kind.BLANK)]
            start = end
        elif _GAP.search(lines[start].text.strip()) and (bare := _judged(lines, start))[0]:
            out += [*bare[0], Line(Kind.BLANK)]
            start = bare[1]
        elif (dated := _dated(lines, start)) > 1:
            out += [row_of(*_GAP.split(line.text.strip(), maxsplit=1)) for line in lines[start : start + dated]]
            start += dated
        else:
            out.append(lines[start])
            start += 1
    return out


def _judged(lines: Sequence[Line], start: int) -> tuple[list[Line], int]:
    """The rows of a table without a heading: a paragraph whose lines end in a status, all behind a gap and at one place."""
    first = _status_place(lines[start].text) if not start or lines[start - 1].kind is not Kind.TEXT else None
    if first is None:
        return [], start
    stretch = list(takewhile(lambda line: line.kind is Kind.TEXT, _from(lines, start)))
    places = {place for line in stretch if (place := _status_place(line.text)) is not None}
    if len(places) != 1 or any(STOP.search(line.text) for line in stretch):
        return [], start
    found, end = _rows(stretch, 0)
    return (found, start + end) if len(found) > 1 and end == len(stretch) else ([], start)


def _from(lines: Sequence[Line], start: int) -> Iterator[Line]:
    return (lines[place] for place in range(start, len(lines)))


def _status_place(text: str) -> int | None:
    """Where the status begins that ends a line behind a gap, or None."""
    text = text.rstrip()
    gap = next(reversed(list(_GAP.finditer(text))), None)
    return gap.end() if gap is not None and gap.start() and is_status(text[gap.end() :]) else None


def _dated(lines: Sequence[Line], start: int) -> int:
    """How many lines from ``start`` on are a day or a month, a gap, and what happens then."""
    stretch = takewhile(lambda line: line.kind is Kind.TEXT and _is_dated(line.text.strip()), _from(lines, start))
    return sum(1 for _ in stretch)


def _is_dated(text: str) -> bool:
    cells = _GAP.split(text)
    return len(cells) == 2 and "\t" not in text and _WHEN.fullmatch(cells[0]) is not None


def _header(line: Line) -> tuple[str, ...] | None:
    """The names of the two columns: a level, and a word that heads a column of statuses."""
    if line.kind is not Kind.TEXT:
        return None
    cells = tuple(_GAP.split(line.text.strip()))
    if len(cells) == 1:
        words = cells[0].split()
        cells = next(
            (pair for at in (-1, -2) if _heads_statuses((pair := (" ".join(words[:at]), " ".join(words[at:])))[1])), cells
        )
    if len(cells) != 2 or len(cells[0].split()) > _LONGEST_NAME or not find(cells[0]):
        return None
    return cells if _heads_statuses(cells[1]) else None


def _heads_statuses(name: str) -> bool:
    return name.strip(" ?:").lower() in Lexicon.load("column").entries["status"].forms


def _rows(lines: Sequence[Line], start: int) -> tuple[list[Line], int]:
    """The rows from ``start`` on, up to the last with a status, and where the lines go on below it."""
    found: list[Line] = []
    waiting: list[str] = []
    told, end = 0, start
    for place in range(start, len(lines)):
        line = lines[place]
        if line.kind is Kind.BLANK and not waiting:
            continue
        if line.kind is not Kind.TEXT or len(waiting) > _LONGEST or len(found) - told > _MOST_HEADS:
            break
        goal, status = parted(line.text)
        if status and (goal or waiting):
            found.append(row_of(clean(" ".join([*waiting, goal])), status))
            waiting, told, end = [], len(found) + 1, place + 1
        elif not waiting and _heads(lines, place):
            found.append(row_of(clean(line.text)))
        elif status or STOP.search(line.text):
            break
        else:
            waiting.append(line.text)
    return found[: max(told - 1, 0)], end


def _heads(lines: Sequence[Line], place: int) -> bool:
    """Whether a line without a status heads the goals below it: a new text begins below, and it is no status alone."""
    after = below(lines, place + 1)
    if after is None or after.kind is not Kind.TEXT or STOP.search(lines[place].text):
        return False
    return after.text[:1].isupper() and bool(parted(after.text)[0])


@lru_cache(maxsize=1024)
def parted(text: str) -> tuple[str, str]:
    """A line's goal and the status behind it: behind a gap, or with a capital of its own; either may be empty."""
    text = text.strip()
    cells = _GAP.split(text)
    if len(cells) == 2 and is_status(cells[1]):
        return cells[0], cells[1]
    starts = (match.start() for match in _CAPITAL.finditer(text, max(0, len(text) - _LONGEST_STATUS)))
    start = next((start for start in starts if is_status(text[start:])), len(text))
    return text[:start].strip(), text[start:]


def is_status(text: str) -> bool:
    """Whether the text of a cell is a status and nothing else."""
    if len(text) > _LONGEST_STATUS:
        return False
    found = verdicts(text)
    whole = len(found) == 1 and (found[0].start, found[0].end) == (0, len(text))
    return whole or text.lower() in BARE or colours.named(text) is not None
