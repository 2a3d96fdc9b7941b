"""What a page or column break has torn apart: paragraphs and tables are joined again."""

from collections.abc import Mapping, Sequence

from ...models.block import Cell, Role
from .drafts import Draft
from .page import Page
from .passages import labelled, stops


def stitched(pages: Sequence[Page]) -> list[Draft]:
    """The blocks of all pages in reading order, tables numbered over the document."""
    done: list[Draft] = []
    offset = 0
    for page in pages:
        drafts = [_numbered(draft, offset) for draft in page.drafts]
        first = next((place for place, draft in enumerate(drafts) if draft.role is not Role.FURNITURE), None)
        last = next((place for place in range(len(done) - 1, -1, -1) if done[place].role is not Role.FURNITURE), None)
        if first is not None and last is not None and drafts[first].cell and done[last].cell:
            drafts = _continued(done, last, drafts, first)
        done += drafts
        offset = max([offset, *(draft.cell.table + 1 for draft in drafts if draft.cell)])
    return _joined(done)


def _numbered(draft: Draft, offset: int) -> Draft:
    return draft._replace(cell=draft.cell._replace(table=draft.cell.table + offset)) if draft.cell else draft


def _continued(done: list[Draft], last: int, drafts: list[Draft], first: int) -> list[Draft]:
    """The new page's blocks, its first table made part of the table that ended the page before where the columns agree."""
    before, here = done[last].cell, drafts[first].cell
    if before is None or here is None:
        return drafts
    upper = [draft for draft in done if draft.cell and draft.cell.table == before.table]
    lower = [draft for draft in drafts if draft.cell and draft.cell.table == here.table]
    headers = max((draft.cell.row + 1 for draft in lower if draft.cell and draft.cell.header), default=0)
    above, below = _row_texts(upper, headers), _row_texts(lower, headers)
    same = headers > 0 and above == below
    columns = {place: place for place in range(len(lower[0].xs))} if same else _columns(upper, lower)
    if columns is None or [text for _, text in above] != [text for _, text in below]:
        return drafts
    start = max(draft.cell.row + draft.cell.rows for draft in upper if draft.cell)
    moved = [
        draft if draft.cell is None else draft._replace(cell=_moved(draft.cell, here, before.table, columns, start - headers))
        for draft in drafts
        if draft.cell is None or draft.cell.table > here.table or draft.cell.row >= headers
    ]
    moved = _whole_row(done, before.table, moved, start)
    upper, lower = ([draft for draft in part if draft.cell and draft.cell.table == before.table] for part in (done, moved))
    _lengthen(done, upper, lower, max(draft.cell.row + draft.cell.rows for draft in upper if draft.cell))
    return moved


def _moved(cell: Cell, here: Cell, table: int, columns: Mapping[int, int], shift: int) -> Cell:
    """A cell's place in the table above, or in a later table, whose number falls by one."""
    if cell.table > here.table:
        return cell._replace(table=cell.table - 1)
    column = columns.get(cell.column, cell.column)
    end = columns.get(cell.column + cell.columns, column + cell.columns)
    return cell._replace(table=table, row=cell.row + shift, column=column, columns=max(1, end - column))


def _whole_row(done: list[Draft], table: int, moved: list[Draft], start: int) -> list[Draft]:
    """The new page's blocks without what goes on with the cells of the last row above the break: that is put to them."""
    first = [draft for draft in moved if draft.cell and draft.cell.table == table and draft.cell.row == start]
    above = {
        draft.cell.column: place
        for place, draft in enumerate(done)
        if draft.cell and draft.cell.table == table and draft.cell.row + draft.cell.rows == start and draft.text
    }
    on = {
        draft.cell.column
        for draft in first
        if draft.cell and draft.cell.column in above and _flows(done[above[draft.cell.column]], draft)
    }
    if (whole := _over_rows(done, first, above, on)) is not None:
        return [
            _raised(draft, table, whole) for draft in moved if draft not in first or (not whole and draft in _apart(first, on))
        ]
    begins = min((draft.cell.column for draft in first if draft.cell and draft.text), default=0)
    if begins not in on or any(draft.cell and (draft.cell.rows > 1 or draft.cell.column not in above) for draft in first):
        return moved
    for draft in first:
        place = above[draft.cell.column if draft.cell else 0]
        done[place] = done[place]._replace(lines=(*done[place].lines, *draft.lines))
    return [_raised(draft, table, 1) for draft in moved if draft not in first]


def _over_rows(done: list[Draft], first: Sequence[Draft], above: Mapping[int, int], on: set[int]) -> int | None:
    """Put the words of a cell over several rows to the cell above the break that they go on with; how many rows the rest then
    moves up: one where nothing else stands in the first row. None where no such cell goes on.
    """
    going = [draft for draft in first if draft.cell and draft.cell.column in on and draft.cell.rows > 1]
    if not going or len(going) < len(on):
        return None
    up = 0 if any(draft.text for draft in _apart(first, on)) else 1
    for draft in going:
        place = above[draft.cell.column if draft.cell else 0]
        cell = done[place].cell
        if cell is not None and draft.cell is not None:
            longer = cell._replace(rows=cell.rows + draft.cell.rows - up)
            done[place] = done[place]._replace(lines=(*done[place].lines, *draft.lines), cell=longer)
    return up


def _apart(first: Sequence[Draft], on: set[int]) -> list[Draft]:
    """The cells of a row that do not go on with a cell above the break."""
    return [draft for draft in first if draft.cell and draft.cell.column not in on]


def _raised(draft: Draft, table: int, rows: int) -> Draft:
    """A cell of the table this many rows further up; any other block as it is."""
    if draft.cell is None or draft.cell.table != table:
        return draft
    return draft._replace(cell=draft.cell._replace(row=draft.cell.row - rows))


def _flows(above: Draft, below: Draft) -> bool:
    """Whether the words of a cell go on in the cell below the break."""
    if not above.lines or not below.lines or below.marker:
        return False
    last, first = above.lines[-1].line, below.lines[0].line
    return last.runs[-1].broken or (first.text[:1].islower() and not stops(last.text))


def _columns(upper: Sequence[Draft], lower: Sequence[Draft]) -> dict[int, int] | None:
    """From column edges of the lower part to those of the upper; None where they do not fit."""
    above, below = upper[0].xs, lower[0].xs
    if len(below) > len(above):
        return None
    for shift in (0.0, above[0] - below[0]):
        found: dict[int, int] = {}
        for place, x in enumerate(below):
            near = min(range(len(above)), key=lambda index: abs(above[index] - x - shift))
            if abs(above[near] - x - shift) <= 5:
                found[place] = near
        if len(found) == len(below) and len(set(found.values())) == len(below) and found[0] == 0:
            return found
    return None


def _row_texts(drafts: Sequence[Draft], rows: int) -> list[tuple[int, str]]:
    return [(draft.cell.column, draft.text) for draft in drafts if draft.cell and draft.cell.row < rows and draft.text]


def _lengthen(done: list[Draft], upper: Sequence[Draft], lower: Sequence[Draft], start: int) -> None:
    """A cell over several rows that goes on below the break covers those rows too."""
    for draft in upper:
        cell = draft.cell
        if cell is None or (cell.rows < 2 and not _tops(upper, cell.column)) or cell.row + cell.rows != start or not draft.text:
            continue
        filled = [
            other.cell.row
            for other in lower
            if other.cell and other.cell.column <= cell.column < other.cell.column + other.cell.columns
        ]
        rows = min(filled, default=max((other.cell.row + 1 for other in lower if other.cell), default=start)) - start
        if rows > 0:
            place = next(index for index, other in enumerate(done) if other is draft)
            done[place] = draft._replace(cell=cell._replace(rows=cell.rows + rows))


def _tops(drafts: Sequence[Draft], column: int) -> bool:
    """Whether a column has cells over several rows."""
    return any(draft.cell and draft.cell.column == column and draft.cell.rows > 1 for draft in drafts)


def _joined(drafts: Sequence[Draft]) -> list[Draft]:
    """Paragraphs that go on behind a page or column break as one, running text between them left behind."""
    done: list[Draft] = []
    for draft in drafts:
        place = _torn(done, draft)
        if place is None:
            done.append(draft)
        else:
            done[place] = done[place]._replace(lines=(*done[place].lines, *draft.lines))
    return done


def _torn(done: Sequence[Draft], draft: Draft) -> int | None:
    """The place of the paragraph that a block goes on with, if there is one."""
    if draft.role is not Role.TEXT or draft.turned or not draft.lines:
        return None
    page = draft.lines[0].page
    for place in range(len(done) - 1, -1, -1):
        other = done[place]
        if other.role is Role.FURNITURE or other.turned or _is_note(other, draft):
            continue
        if not other.lines or other.lines[-1].page < page - 1:
            return None
        return place if _goes_on(other, draft) else None
    return None


def _is_note(other: Draft, draft: Draft) -> bool:
    """Whether a block is a footnote: smaller than the text that it parts, at the foot of the page before."""
    return (
        bool(other.lines)
        and other.cell is None
        and other.lines[-1].page < draft.lines[0].page
        and other.lines[0].line.size < 0.88 * draft.lines[0].line.size
    )


def _goes_on(before: Draft, after: Draft) -> bool:
    """Whether a block goes on with the words of the block before the break."""
    if before.role not in {Role.TEXT, Role.LIST_ITEM} or not _broken(before, after):
        return False
    last, first = before.lines[-1].line, after.lines[0].line
    old, new = before.look, after.look
    if abs(old[0] - new[0]) > 0.3 or old[1:] != new[1:] or labelled(first):
        return False
    end, start = last.last, first.first.lstrip('(”"»')
    if last.runs[-1].broken or (end.endswith("-") and len(end) > 2):
        return True
    if stops(last.text):
        return False
    full = len(before.lines) > 1 and last.x1 > max(printed.line.x1 for printed in before.lines) - 2.5 * last.size
    return start[:1].islower() or (full and not old[1] and len(after.lines) > 1)


def _broken(before: Draft, after: Draft) -> bool:
    """Whether a page or a column ends between two blocks."""
    last, first = before.lines[-1], after.lines[0]
    beside = first.line.x0 > last.line.x1 and abs(first.line.top - last.line.top) > 2  # on one line they are name and figure
    return last.page != first.page or first.line.top < last.line.top - 2 or beside
