"""Timetables: tables and lists whose rows are dated steps of a process."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ..models.block import Block, Role
from ..models.goal import Milestone
from ..rules.lexicon import Lexicon
from ..rules.moments import moments
from ..rules.swedish import MONTHS, Date

_RULE = "milestone/timetable"
_DAY = re.compile(r"(?:(?:19|20)\d\d-\d\d-\d\d|\d{1,2} [a-zåäö]+(?: (?:19|20)\d\d)?):? +(?=\S)")

_MONTHS = re.compile(
    rf"\b(?P<month>{'|'.join(MONTHS)})\s?(?:[-–]|och)\s?(?:{'|'.join(MONTHS)})(?: (?:19|20)\d\d)?$", re.IGNORECASE
)


class Row(NamedTuple):
    """The cells of one row: when, what, and who (None where the table does not say)."""

    when: Block
    what: Block
    who: Block | None


def timetable(blocks: Sequence[Block], year: int | None) -> tuple[list[Milestone], set[int]]:
    """The steps of every timetable, and the ids of the blocks that they were read from."""
    steps: list[Milestone] = []
    used: set[int] = set()
    for rows in (*_tables(blocks, year), *_lists(blocks, year)):
        for row in rows:
            date = moments(row.when.text, year)
            if date:
                steps.append(_step(row, _first_month(row.when.text, date[0])))
                used |= {block.id for block in row if block is not None}
    return steps, used


def _first_month(text: str, date: Date) -> str:
    """The date, or the first month of the stretch of months that it ends ("mars–april 2026")."""
    before = _MONTHS.search(text[: date.end])
    return f"{date.iso[:4]}-{MONTHS[before['month'].lower()]:02}" if before and len(date.iso) == 7 else date.iso


def _step(row: Row, date: str) -> Milestone:
    """One row as a milestone; its text is the whole cell that says what."""
    who = row.who.text if row.who and row.who.text else None
    return Milestone(date=date, text=row.what.text, body=who, at=row.what.at(_RULE))


def _tables(blocks: Sequence[Block], year: int | None) -> Iterator[list[Row]]:
    """The rows of each table that is a timetable."""
    tables: dict[int, list[Block]] = defaultdict(list)
    for block in blocks:
        if block.cell is not None:
            tables[block.cell.table].append(block)
    places = {block.id: place for place, block in enumerate(blocks)} if tables else {}
    for cells in tables.values():
        headed = _heading_before(blocks, places[cells[0].id])
        rows = _rows(cells, year, headed=headed)
        if rows:
            yield rows


def _heading_before(blocks: Sequence[Block], place: int) -> bool:
    """Whether one of the three blocks before a table, which begins at ``place``, says that a timetable comes."""
    before = [block for block in blocks[max(0, place - 3) : place] if block.cell is None]
    return any(hit.meaning == "tidplan" for block in before for hit in Lexicon.load("milestone").find(block.text))


def _rows(cells: list[Block], year: int | None, *, headed: bool) -> list[Row]:
    """The rows of one table as steps, or none when the table is no timetable."""
    grid: dict[int, dict[int, Block]] = defaultdict(dict)
    for block in cells:
        if block.cell is not None and block.text:
            grid[block.cell.row].setdefault(block.cell.column, block)
    heads = _heads(grid)
    if "kolumn-läge" in heads.values():
        return []
    when = next((column for column, meaning in heads.items() if meaning == "kolumn-datum"), None)
    if when is None:
        when = _date_column(grid, year) if headed else None
    if when is None or not (headed or "kolumn-händelse" in heads.values() or _is_process(grid)):
        return []
    who = next((column for column, meaning in heads.items() if meaning == "kolumn-organ"), None)
    return [row for row in (_row(cells_of, when, who) for cells_of in grid.values()) if row is not None]


def _heads(grid: dict[int, dict[int, Block]]) -> dict[int, str]:
    """What the head of each column says, by the table's first row."""
    first = grid[min(grid)] if grid else {}
    found = {}
    for column, block in first.items():
        hit = Lexicon.load("milestone").whole(block.text)
        if hit is not None:
            found[column] = hit.meaning
    return found


def _date_column(grid: dict[int, dict[int, Block]], year: int | None) -> int | None:
    """The first column if most of its cells begin with a date."""
    cells = [row[0] for row in grid.values() if 0 in row]
    dated = [block for block in cells if any(date.start < 4 for date in moments(block.text, year))]
    return 0 if cells and len(dated) * 2 > len(cells) else None


def _is_process(grid: dict[int, dict[int, Block]]) -> bool:
    """Whether a third of the rows have a word of a process."""
    words = {"beslutad", "beslutar", "steg", "uppföljning"}
    rows = [
        any(hit.meaning in words for block in row.values() for hit in Lexicon.load("milestone").find(block.text))
        for row in grid.values()
    ]
    return sum(rows) * 3 >= len(rows)


def _row(cells: dict[int, Block], when: int, who: int | None) -> Row | None:
    """One row of a timetable; what happens is the first cell that is neither date nor body."""
    what = next((block for column, block in sorted(cells.items()) if column not in {when, who}), None)
    if when not in cells or what is None:
        return None
    return Row(cells[when], what, cells.get(who) if who is not None else None)


def _lists(blocks: Sequence[Block], year: int | None) -> Iterator[list[Row]]:
    """The entries below a heading of a timetable: "14 januari: Anvisningar beslutas", or ``dt`` with a date and its ``dd``."""
    open_ = False
    rows: list[Row] = []
    term: Block | None = None
    for block in blocks:
        if block.cell is not None:
            continue
        if term is not None and block.marker == "dd":
            rows.append(Row(term, block, None))
            term = None
        elif block.marker == "dt" and moments(block.text, year):
            term = block if open_ else None
        elif open_ and block.role is Role.TEXT and (line := _DAY.match(block.text)) and moments(line.group(), year):
            rows.append(Row(block, block, None))
        elif block.role in {Role.HEADING, Role.TITLE} or (len(block.text) < 40 and block.role is Role.TEXT):
            open_ = any(hit.meaning == "tidplan" for hit in Lexicon.load("milestone").find(block.text))
        elif open_ and block.role is Role.LIST_ITEM and any(date.start < 4 for date in moments(block.text, year)):
            rows.append(Row(block, block, None))
    if rows:
        yield rows
