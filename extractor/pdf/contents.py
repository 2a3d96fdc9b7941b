"""Printed tables of contents: lines that end in a page number behind leaders or at one right edge."""

import re
from collections.abc import Sequence

from .segments import Segment, segment

LEADER = re.compile(r"(?:\.{4,}|(?:\. ){3,}\.?|…{2,}|_{4,}|·{4,}|(?:· ){3,}) *[0-9]{0,3}\Z")
_TAIL, _BEFORE = frozenset(".…_·"), frozenset(".…_· ")
_FEWEST = 3  # entries: fewer are no table of contents


def leads(text: str) -> bool:
    """Whether a line ends in a leader, or in one and a page number."""
    tail = text.rstrip("0123456789 ")[-2:]  # what ends otherwise need not be searched
    return tail[-1:] in _TAIL and tail[:1] in _BEFORE and bool(LEADER.search(text[-300:]))


def with_contents(rows: list[list[Segment]], pages: int) -> list[list[Segment]]:
    """The rows, those of a table of contents without leaders as one segment each, its page number dropped.

    The numbers stand at one right edge, do not fall, and are no higher than the document has pages.
    """
    run: list[int] = []
    runs = [run]
    for index, row in enumerate(rows):
        number = _number(row, pages)
        if number is None:
            if run and len(row) == 1 and row[0].x1 < rows[run[-1]][-1].x0 and _spaced(rows, run[-1], index):
                continue
            run = []
            runs.append(run)
        elif run and not _follows(rows[run[-1]], row, pages):
            run = [index]
            runs.append(run)
        else:
            run.append(index)
    for run in runs:
        numbers = [_number(rows[index], pages) for index in run]
        if len(run) >= _FEWEST and len(set(numbers)) > 1:
            for index in run:
                rows[index] = [_entry(rows[index])]
    return rows


def _number(row: Sequence[Segment], pages: int) -> int | None:
    """The page number at the end of a row that begins with words."""
    if len(row) < 2 or not any(map(str.isalpha, row[-2].text)):
        return None
    text = row[-1].text
    return int(text) if text.isdigit() and len(text) <= 3 and int(text) <= pages + 3 else None


def _spaced(rows: Sequence[Sequence[Segment]], before: int, index: int) -> bool:
    """Whether a row is the first line of an entry of two lines."""
    return (
        index - before == 1
        and index + 1 < len(rows)
        and rows[index + 1][0].base - rows[index][0].base < 1.5 * rows[index][0].size
    )


def _follows(before: Sequence[Segment], row: Sequence[Segment], pages: int) -> bool:
    return abs(before[-1].x1 - row[-1].x1) < 4 and (_number(before, pages) or 0) <= (_number(row, pages) or 0)


def _entry(row: Sequence[Segment]) -> Segment:
    """The words of an entry as one segment."""
    return segment([run for part in row[:-1] for run in part.runs])._replace(contents=True)


def without_leader(line: Segment) -> Segment:
    """The segment without leaders and page number at its end."""
    words, count = line.words, line.length
    while (
        words and re.fullmatch(r"[.…_·]*\d{0,3}", words[-1].text) and (len(words) == count or re.match(r"[.…_·]", words[-1].text))
    ):
        words.pop()
    if not words:
        return line
    last = words[-1]
    bare = re.sub(r"(?:\.{4,}|…{2,}|_{4,}|·{4,})\d{0,3}$", "", last.text)
    if bare and bare != last.text:
        words[-1] = last._replace(text=bare, x1=last.x0 + (last.x1 - last.x0) * len(bare) / len(last.text))
    return segment(words)._replace(marker=line.marker, marker_x=line.marker_x, contents=True)
