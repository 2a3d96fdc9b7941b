"""The cells of a table on a page: their places in the grid, their grounds, and what they hold."""

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from ...models.block import Cell, Icon, Role, Tint
from .runs import Draft, Sign
from .styles import Look
from .tree import Element

_WIDEST = 100
_MOST_COLUMNS = 1000  # behind them nobody looks for a free place


class Slot(NamedTuple):
    """One cell's element and its place."""

    node: Element
    cell: Cell

    def blocks(self, found: Sequence[Draft], signs: Sequence[Sign], region: tuple[int, ...], *, furniture: bool) -> list[Draft]:
        """The blocks of the cell: list items one by one, all else joined; none for a cell without text, symbol and ground."""
        joined: list[list[Draft]] = []
        for draft in found:
            if draft.marker or not joined or joined[-1][0].marker:
                joined.append([draft])
            else:
                joined[-1].append(draft)
        blocks = [_one(group) for group in joined]
        if signs:
            text = blocks[-1].text if blocks else ""
            icons = tuple(Icon(len(text), sign.text, sign.colour) for sign in signs)
            blocks = (
                [*blocks[:-1], blocks[-1]._replace(icons=(*blocks[-1].icons, *icons))] if blocks else [Draft("", icons=icons)]
            )
        if not blocks and self.cell.fill:
            blocks = [Draft("")]
        cell = self.cell._replace(fill=self.cell.fill or _ground(blocks))
        role = Role.FURNITURE if furniture else Role.CELL
        return [
            block._replace(role=role, cell=cell, region=region, depth=None)
            for block in blocks
            if block.text or block.icons or cell.fill
        ]


def _one(group: Sequence[Draft]) -> Draft:
    """Several blocks of a cell as one."""
    if len(group) == 1:
        return group[0]
    text, icons, tints = "", [], []
    for draft in group:
        start = len(text) + bool(text)
        icons += [icon._replace(offset=icon.offset + start) for icon in draft.icons]
        tints += [tint._replace(start=tint.start + start, end=tint.end + start) for tint in draft.tints]
        if draft.bold and not all(other.bold for other in group):
            tints.append(Tint(start, start + len(draft.text), bold=True))
        text = f"{text} {draft.text}".strip()
    colour = group[0].colour if len({draft.colour for draft in group}) == 1 else None
    return Draft(
        text,
        bold=all(draft.bold for draft in group),
        italic=all(draft.italic for draft in group),
        colour=colour,
        icons=tuple(icons),
        tints=tuple(tints),
        marker=group[0].marker,
    )


def _ground(blocks: Sequence[Draft]) -> str | None:
    """The ground that all characters of a cell stand on."""
    grounds = {tint.colour for block in blocks for tint in block.tints if tint.end - tint.start == len(block.text)}
    return grounds.pop() if len(grounds) == 1 and len(blocks) == 1 else None


def is_layout(node: Element) -> bool:
    """Whether a table only lays out the page: it says so, or has one row or column, or holds headings and tables."""
    if node.attributes.get("role") in {"presentation", "none"}:
        return True
    if len(node.css("table")) > (node.tag == "table"):
        return True
    rows = _rows(node)
    if node.tag != "table":
        return not rows
    widths = [len(_cells(row)) for row in rows]
    if not widths or max(widths) <= 1:
        return not node.has("th")
    if node.has("h1,h2,h3,h4,details"):
        return not node.has("th") and len(rows) <= 3
    return len(rows) == 1 and not node.has("th") and node.has("p,ul,ol")


def _rows(node: Element) -> list[Element]:
    """The rows of this table, not of tables inside it; ``tfoot`` where it stands."""
    found = []
    for child in node.elements():
        if _is(child, "tr", "row"):
            found.append(child)
        elif child.tag in {"thead", "tbody", "tfoot"} or child.role == "rowgroup":
            found.extend(row for row in child.elements() if _is(row, "tr", "row"))
    return found


def _cells(row: Element) -> list[Element]:
    """The cells of a row."""
    return [
        cell for cell in row.elements() if _is(cell, "td", "cell", "gridcell", "rowheader") or _is(cell, "th", "columnheader")
    ]


def _is(node: Element, tag: str, *roles: str) -> bool:
    """Whether an element is a part of a table by its tag, or by its role where boxes make the table."""
    return node.tag == tag or (node.role != "" and node.role in roles)


def slots(node: Element, table: int, look: Callable[[Element], Look]) -> Iterator[Slot]:
    """Every cell with its place in the grid, spans counted; its ground is its own or its row's."""
    taken: dict[int, int] = {}  # columns that cells above reach down into, and the first row that is free again
    rows = _rows(node)
    headed = _headers(rows)
    for number, row in enumerate(rows):
        row_look, column = look(row), 0
        if row_look.display == "none":
            continue
        for cell in _cells(row):
            while taken.get(column, 0) > number and column < _MOST_COLUMNS:
                column += 1
            high, wide = _span(cell, "rowspan", len(rows) - number), _span(cell, "colspan", _WIDEST)
            if high > 1:
                taken.update((place, max(taken.get(place, 0), number + high)) for place in range(column, column + wide))
            own = look(cell)
            ground = own.ground or row_look.ground
            fill = None if ground == "#ffffff" else ground
            if own.display != "none":
                yield Slot(cell, Cell(table, number, column, high, wide, headed[number], fill))
            column += wide


def _span(cell: Element, name: str, most: int) -> int:
    """How many rows or columns a cell covers; 0 stands for all that are left."""
    value = (cell.attributes.get(name) or "1").strip()
    if not (value.isascii() and value.isdigit() and len(value) < 6):
        return 1
    return max(1, min(int(value) or most, most))


def _headers(rows: Sequence[Element]) -> list[bool]:
    """For each row whether it names the columns: in ``thead``, all ``th``, or the first one bold throughout."""
    found = []
    for number, row in enumerate(rows):
        cells = _cells(row)
        named = bool(cells) and all(_is(cell, "th", "columnheader") and cell.attributes.get("scope") != "row" for cell in cells)
        head = row.parent is not None and row.parent.tag == "thead"
        bold = number == 0 and len(rows) > 1 and _is_bold(row) and not _is_bold(rows[1])
        found.append(head or (named and len(cells) > 1) or (named and number == 0) or bold)
    return found


def _is_bold(row: Element) -> bool:
    """Whether every word of a row is bold."""
    text = "".join(row.text().split())
    bold = max((sum(len("".join(part.text().split())) for part in row.css(tag)) for tag in ("strong", "b")), default=0)
    return bool(text) and bold >= len(text)
