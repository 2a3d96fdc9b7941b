"""Tables → nodes: a column of goals, one of indicators, and what the other columns say of them.

What a column holds is told by its heading, and by its cells where the heading alone does not tell ("Mål" above figures is a
target, above sentences a goal).
"""

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from ...models.block import Block
from ...models.goal import Geh, Kind, Status, ValueKind
from ...rules import labels
from ...rules.swedish import dates, fold
from ..facts import bodies, due, statuses, values
from . import running
from .grid import Grid, fact_of, of_document, says
from .nodes import GROUPS, RANK, Draft
from .opener import Expect, Opener

_FIGURE = re.compile(
    r"^(?!(?-i:\d{1,2}\. [A-ZÅÄÖ]))(?:[<>≥≤+±−–-]\s*)?(?:(?:minst|högst|mer än|under|över|ca)\s+)?"
    r"[\d\s.,:/]+\s*(?:%|[a-zåäö/ ]{0,20})?$|^[–-]?$",
    re.IGNORECASE,
)
_REFERENCE = re.compile(r"(?:[A-Za-zÅÄÖåäö-]*mål\s*)?(?P<number>\d{1,2}(?:[.:]\d{1,2})*|[A-ZÅÄÖ]\d{0,2})\.?", re.IGNORECASE)
_REFERS = re.compile(r"(?:hör till|koppling|bidrar till|kopplat till|avser)\b", re.IGNORECASE)
_ORDINAL = re.compile(r"\d{1,2}[.)]?|[A-ZÅÄÖ]\d?[.)]?")
_GROUPS = frozenset({"totalt", "total", "kvinnor", "män", "flickor", "pojkar", "tjejer", "killar", "alla", "båda könen"})


class Column(NamedTuple):
    """What a column holds: the nodes of a level, or one of the facts about them."""

    place: int
    title: str
    kind: Kind | None = None
    term: str | None = None
    fact: str | None = None
    value: ValueKind | None = None
    year: int | None = None
    geh: Geh | None = None
    band: tuple[Kind, str] | None = None  # the level of the rows that head others, where the heading names both


def read_grid(grid: Grid, opener: Opener, node: Draft | None, expect: Expect) -> list[Draft]:
    """The nodes of a table, hung under ``node``; none where no column holds a level's items."""
    return _Rows(grid, opener, node, expect).read()


class _Rows:
    """Reads a table row by row."""

    def __init__(self, grid: Grid, opener: Opener, node: Draft | None, expect: Expect) -> None:
        self.grid, self.opener, self.top, self.expect = grid, opener, node, expect
        self.columns: list[Column] = []
        self.judged: dict[int, Kind] = {}
        self.band: Draft | None = None
        self.open: dict[int, tuple[int, Draft]] = {}
        self.made: list[Draft] = []

    def read(self) -> list[Draft]:
        if self._overview() or of_document(self.grid):
            return []
        row = 0 if self._headless() else self._header(0)
        while row < self.grid.rows:
            if self._is_header(row):
                row = self._header(row)
                continue
            if not self._take_band(row):
                self._take_row(row)
            row += 1
        return self.made

    def _headless(self) -> bool:
        """Whether the table begins with a row of its own: nothing in its first row names a column, and a level is awaited."""
        cells = self.grid.row(0)
        if self.expect.kind is None or not cells or any(block.cell and block.cell.header for block in cells):
            return False
        if any(self._titles(block) for block in cells if block.text):
            return False
        ordinals = all(_ORDINAL.fullmatch(text) for text in self._texts(0, 0)) and bool(self._texts(0, 0))
        columns = self._columns([""] * self.grid.columns, 0)
        if not ordinals and not any(column.fact == "status" for column in columns):
            return False
        self.columns = [Column(0, "", fact="nummer"), *columns[1:]] if ordinals else columns
        return True

    def _titles(self, block: Block) -> bool:
        """Whether a cell of the first row names its column; "Genomfört" above other statuses than yes and no does not."""
        place, told = (block.cell.column if block.cell else 0), statuses.read(block)
        if place and told is not None and told.meaning and not {"ja", "nej", "x"} & {*map(fold, self._texts(place, 1))}:
            return False
        return bool(labels.names(block.text) or fact_of(block.text) or values.header(block.text)) or block.text.endswith(":")

    def _overview(self) -> bool:
        """Whether the table only gives an overview: below each area's name the names of what is followed there.

        Its cells are kept aside: they become nodes where no heading of the area takes them up.
        """
        heads = self.grid.row(0)
        areas = [self._area(block.text) for block in heads]
        if len(heads) < 2 or self.grid.rows < 3 or None in areas or len(set(areas)) < len(areas):
            return False
        for head, area in zip(heads, areas, strict=True):
            column = head.cell.column if head.cell else 0
            cells = [self.grid.at(row, column) for row in range(1, self.grid.rows)]
            self.opener.overview += [(area or "", block) for block in cells if block is not None and len(block.text) > 3]
        return True

    def _area(self, text: str) -> str | None:
        """The announced area that a heading cell names, in full or by its own word."""
        words = set(fold(text).split())
        named = [name for name, (kind, _) in self.opener.evidence.listed.items() if kind is Kind.MALOMRADE]
        return next((name for name in named if words and words <= set(name.split())), None)

    def _is_header(self, row: int) -> bool:
        """Whether a row inside the table is a heading row of its own."""
        cells = self.grid.row(row)
        if len(cells) < 2:
            return False
        if all(block.cell and block.cell.header for block in cells):
            return True
        first = cells[0].text
        return labels.names(first) is not None and any(values.header(block.text) or fact_of(block.text) for block in cells[1:])

    def _header(self, row: int) -> int:
        """Read the heading rows that begin at ``row``; returns the first row after them."""
        last = row
        while (
            last + 1 < self.grid.rows
            and all(b.cell and b.cell.header for b in self.grid.row(last + 1))
            and self.grid.row(last + 1)
        ):
            last += 1
        first_cells = self.grid.row(row)
        spans = max((b.cell.row + b.cell.rows - 1 for b in first_cells if b.cell), default=row)
        last = (
            max(last, min(spans, self.grid.rows - 2))
            if first_cells and any(b.cell and b.cell.columns > 1 for b in first_cells)
            else last
        )
        titles = [self._title(column, row, last) for column in range(self.grid.columns)]
        self.columns = self._columns(titles, last + 1)
        told = {column.place: self._judged(column) for column in self.columns if column.fact == "status"}
        self.judged = {place: kind for place, kind in told.items() if kind is not None}
        self.open = {}
        return last + 1

    def _title(self, column: int, first: int, last: int) -> str:
        texts: list[str] = []
        for row in range(first, last + 1):
            block = self.grid.at(row, column)
            if block is not None and block.text and block.text not in texts:
                texts.append(block.text)
        return " ".join(texts)

    def _columns(self, titles: Sequence[str], start: int) -> list[Column]:
        found = [self._column(index, title, start) for index, title in enumerate(titles)]
        found = self._targets(self._past_codes(found, start))
        if not any(column.kind for column in found) and self.expect.kind is not None:
            free = next((c for c in found if c.fact is None and c.value is None and self._holds_words(c.place, start)), None)
            if free is not None:
                found[free.place] = free._replace(kind=self.expect.kind, term=self.expect.term, geh=self.expect.geh)
        return found

    def _targets(self, columns: list[Column]) -> list[Column]:
        """Beside indicators "Mål" heads their targets, also where those are words ("Öka")."""
        measured = next((column.place for column in columns if column.kind is Kind.INDIKATOR), None)
        if measured is None:
            return columns
        return [
            Column(column.place, column.title, value=header[0], year=header[1])
            if column.place > measured and column.kind is Kind.MAL and (header := values.header(column.title)) is not None
            else column
            for column in columns
        ]

    def _past_codes(self, columns: list[Column], start: int) -> list[Column]:
        """Where a level's column holds only codes ("U1"), the text column behind it holds the items."""
        for column, after in pairwise(columns):
            texts = self._texts(column.place, start)
            codes = bool(texts) and all(len(text) < 6 and any(char.isdigit() for char in text) for text in texts)
            if column.kind and codes and not (after.kind or after.fact or after.value) and not self._figures(after.place, start):
                columns[column.place] = Column(column.place, column.title, fact="nummer")
                columns[after.place] = after._replace(kind=column.kind, term=column.term, geh=column.geh)
        return columns

    def _column(self, index: int, title: str, start: int) -> Column:
        if ((index == 0 and labels.names(title) is not None) or _REFERS.match(title)) and self._references(index, start):
            return Column(index, title, fact="hänvisning")
        if statuses.fills(self._cells(index, start), self.opener.context.legends, title):
            return Column(index, title, fact="status", year=self.opener.own_year(title))
        figures = self._figures(index, start)
        header = values.header(title)
        if header is not None and figures:
            return Column(index, title, value=header[0], year=header[1])
        if fact := fact_of(title):
            return Column(index, title, fact=fact)
        names = labels.names(title)
        told = self.opener.expected(names, title) if names is not None and not figures else None
        if names is not None and told is not None and told.kind is not None:
            geh = told.geh or (self.expect.geh if told.kind in {Kind.MAL, Kind.DELMAL} else None)
            kind = Kind.MAL if geh and self.opener.context.owner is None else told.kind
            levels = list(zip(names.kinds, names.terms, strict=True))
            band = levels[0] if len(levels) > 1 and RANK[levels[0][0]] < RANK[kind] else None
            return Column(index, title, kind=kind, term=self.expect.fuller(kind, told.term), geh=geh, year=told.year, band=band)
        if header is not None:
            return Column(index, title, value=header[0], year=header[1])
        if self._grouping(index, start):
            return Column(index, title, fact="grupp")
        return Column(index, title)

    def _cells(self, index: int, start: int) -> list[Block]:
        """The cells of a column below its heading, without those of bands."""
        found = [self.grid.at(row, index) for row in range(start, self.grid.rows)]
        return [b for b in found if b is not None and b.cell and b.cell.columns == 1 and not b.cell.header]

    def _texts(self, index: int, start: int) -> list[str]:
        return [block.text for block in self._cells(index, start) if block.text]

    def _figures(self, index: int, start: int) -> bool:
        """Whether most cells of a column are figures or empty."""
        texts = self._texts(index, start)
        return bool(texts) and sum(bool(_FIGURE.match(text)) for text in texts) * 2 > len(texts)

    def _holds_words(self, index: int, start: int) -> bool:
        """Whether a column holds neither figures nor only numbers or letters for its rows."""
        texts = self._texts(index, start)
        return not self._figures(index, start) and not (texts and all(_ORDINAL.fullmatch(text) for text in texts))

    def _references(self, index: int, start: int) -> bool:
        """Whether a column only refers to goals read before by their numbers ("1", "Mål 2.1")."""
        found = [match for text in self._texts(index, start) if (match := _REFERENCE.fullmatch(text))]
        if not found or len(found) < len(self._texts(index, start)):
            return False
        named = (node.label for root in self.opener.roots for node in root.walk() if node.label and node.kind in GROUPS)
        return {match["number"] for match in found} <= {label.split()[-1] for label in named}

    def _grouping(self, index: int, start: int) -> bool:
        texts = self._texts(index, start)
        return bool(texts) and all(fold(text) in _GROUPS for text in texts)

    def _take_band(self, row: int) -> bool:
        """A row of one cell: an area or a level's name for the rows below it."""
        cells = self.grid.row(row)
        if len(cells) != 1 or cells[0].cell is None or not cells[0].text or self.grid.columns == 1:
            return False
        if cells[0].cell.columns * 2 <= self.grid.columns and not self._heads(cells[0]):
            return False
        block = cells[0]
        mark, names = labels.mark(block.text), labels.names(block.text)
        kinds = [column.kind for column in self.columns if column.kind]
        if not kinds and self.expect.kind is None:
            return True
        if mark is not None and mark.kind is not None and mark.start < len(block.text):
            self.band = self._opened(self.opener.node(mark.kind, mark.term, block, mark.start, mark, rule="table/band"), self.top)
        elif names is None and kinds and kinds[0] in {Kind.MAL, Kind.DELMAL, Kind.INDIKATOR}:
            named = next((column.band for column in self.columns if column.band), None)
            kind, term = named or (Kind.MALOMRADE if kinds[0] is not Kind.INDIKATOR else Kind.MAL, None)
            node = self.opener.node(kind, term, block, mark.start if mark else 0, mark, rule="table/band")
            self.band = self._opened(node, self.top)
        self.open = {}
        return True

    def _heads(self, block: Block) -> bool:
        """Whether a lone first cell heads the rows below it: in bold, where most first cells are not."""
        first = [
            cell
            for row in range(self.grid.rows)
            if (cell := self.grid.at(row, 0)) is not None and not (cell.cell and cell.cell.header)
        ]
        return (
            block.bold and block.cell is not None and block.cell.column == 0 and sum(cell.bold for cell in first) * 2 < len(first)
        )

    def _opened(self, node: Draft, parent: Draft | None) -> Draft:
        self.made.append(self.opener.place(node, parent))
        return node

    def _take_row(self, row: int) -> None:
        """Open the nodes of a row, left column over right, and give the row's facts to the last of them."""
        parent = self._referred(row) or self.band or self.top
        found: list[Draft] = []
        for column in (c for c in self.columns if c.kind):
            nodes = self._cell_nodes(row, column, parent)
            found += nodes
            parent = nodes[-1] if nodes and nodes[-1].kind in GROUPS else parent
        if found:
            self._facts(row, found)
        for node in found:
            if node.kind is self.expect.kind and node.kind in {Kind.MAL, Kind.DELMAL}:
                node.responsible = node.responsible or self.expect.responsible

    def _referred(self, row: int) -> Draft | None:
        """The goal that a row refers to by its number."""
        column = next((c for c in self.columns if c.fact == "hänvisning"), None)
        block = self.grid.at(row, column.place) if column else None
        if block is None or not (match := _REFERENCE.fullmatch(block.text)):
            return None
        goals = [node for root in self.opener.roots for node in root.walk() if node.kind in GROUPS and node.label]
        found = [node for node in goals if node.label and node.label.split()[-1] == match["number"]]
        return max(found, key=lambda node: RANK[node.kind], default=None)

    def _cell_nodes(self, row: int, column: Column, parent: Draft | None) -> list[Draft]:
        """The nodes of a cell, one for each of its items: opened where the cell begins, the same again in the rows it spans or
        leaves empty.
        """
        blocks = self.grid.cells.get((row, column.place), [])
        before = self.open.get(column.place)
        if not any(block.text for block in blocks):
            return [before[1]] if before and column.kind in GROUPS else []
        if before and before[0] == blocks[0].id:
            return [before[1]]
        again = self._again(blocks[0], column) if len(blocks) == 1 else None
        found = [again] if again else [node for block in blocks if (node := self._item(block, column, parent)) is not None]
        if found:
            self.open = {
                index: held for index, held in self.open.items() if index <= column.place or self._covers(row, index, held[0])
            }
            self.open[column.place] = (blocks[0].id, found[-1])
        return found

    def _again(self, block: Block, column: Column) -> Draft | None:
        """The node read before that a cell names again, where the column behind it holds what stands below it."""
        deeper = any(each.kind and each.place > column.place for each in self.columns)
        kind = column.kind
        if kind is None or kind not in GROUPS or not deeper:
            return None
        mark = labels.mark(block.text)
        node = self.opener.named(kind, block.text[mark.start if mark else 0 :])
        return node if node is not None and node not in self.made else None

    def _item(self, block: Block, column: Column, parent: Draft | None) -> Draft | None:
        """The node that one block of a cell names, or None."""
        if column.kind is None or len(block.text) < 3 or (_FIGURE.match(block.text) and not says(block.text)):
            return None
        mark = labels.mark(block.text)
        expect = Expect(column.kind, column.term, column.year or self.expect.year, column.geh)
        start = mark.start if mark else 0
        node = self.opener.node(column.kind, column.term, block, start, mark, rule="table/cell", expect=expect)
        return self._opened(node, parent)

    def _covers(self, row: int, column: int, block: int) -> bool:
        """Whether the cell with this block's id stands in a place."""
        cell = self.grid.at(row, column)
        return cell is not None and cell.id == block

    def _facts(self, row: int, nodes: Sequence[Draft]) -> None:
        """Give each fact of a row to the node it is about."""
        group = next((b.text for c in self.columns if c.fact == "grupp" and (b := self.grid.at(row, c.place))), None)
        for column in self.columns:
            block = self.grid.at(row, column.place)
            node = self._about(column, nodes)
            if block is None and column.fact == "status" and node.status is None:
                node.status = self._blank(row, node)
            if (
                block is None
                or column.kind
                or (block.cell and block.cell.row != row and column.fact not in {"status", "ansvarig"})
            ):
                continue
            if column.value is not None:
                node.values += values.cells(block, column.value, column.year, group)
            elif column.fact:
                self._tell(node, block, column)

    def _about(self, column: Column, nodes: Sequence[Draft]) -> Draft:
        """The node of a row that a column is about.

        Figures are the measure's, times the task's, bodies the task's or else the node's whose column they stand beside.
        """
        last = nodes[-1]
        if column.place in self.judged:
            return next((node for node in reversed(nodes) if node.kind is self.judged[column.place]), last)
        if column.value is not None:
            return next((node for node in nodes if node.kind is Kind.INDIKATOR), last)
        before = [c.kind for c in self.columns if c.kind and c.place < column.place]
        if column.fact == "ansvarig" and before and before[-1] is Kind.INDIKATOR:
            before = [kind for kind in before if kind in GROUPS and self._told_by_row(kind, column)] or before
        beside = next((node for node in nodes if before and node.kind is before[-1]), last)
        if column.fact == "nummer":
            after = next((c.kind for c in self.columns if c.kind and c.place > column.place), None)
            return next((node for node in nodes if node.kind is after), beside)
        if column.fact not in {"ansvarig", "tid"}:
            return beside if column.fact == "status" else last
        task = next((node for node in nodes if node.kind in {Kind.UPPDRAG, Kind.AKTIVITET}), None)
        return task or (beside if column.fact == "ansvarig" else last)

    def _told_by_row(self, kind: Kind, column: Column) -> bool:
        """Whether a fact stands in the very rows that a level's goals do, so that it is theirs and not their measure's."""
        level = next(each for each in self.columns if each.kind is kind)
        return self._spans(column.place) <= self._spans(level.place)

    def _judged(self, column: Column) -> Kind | None:
        """The level whose cells span the very rows that the cells of a status column span, where the last level's do not."""
        levels = [each for each in self.columns if each.kind]
        spans = self._spans(column.place)
        if len(levels) < 2 or spans <= self._spans(levels[-1].place):
            return None
        return next((each.kind for each in reversed(levels[:-1]) if spans <= self._spans(each.place)), None)

    def _spans(self, place: int) -> frozenset[tuple[int, int]]:
        """First row and number of rows of each cell of a column that holds anything."""
        held = [block for block in self._cells(place, 0) if block.text or block.icons or (block.cell and block.cell.fill)]
        return frozenset((block.cell.row, block.cell.rows) for block in held if block.cell)

    def _tell(self, node: Draft, block: Block, column: Column) -> None:
        """Give a node the fact that a cell tells of it; groups are read with the values, references with the row."""
        match column.fact:
            case "ansvarig":
                node.responsible = node.responsible or bodies.listed(block, known=self.opener.context.abbreviations, column=True)
            case "status":
                self._judge(node, self._status(node, block, column), column)
            case "kommentar" if block.text:
                bound = running.skrivningar(self.opener, block, 0, node)
                node.comment += [block.at("table/comment", first, last) for first, last in running.rest(block.text, bound, 0)]
            case "nummer":
                node.label = node.label or block.text.strip(" .") or None
            case "tid":
                node.year = node.year or self._year(block)
                node.target = due.dated(node.target, due.due(block))

    def _judge(self, node: Draft, status: Status | None, column: Column) -> None:
        """Give a node a status; of several columns the one of the latest year tells it, the others are kept beside."""
        years = [each.year for each in self.columns if each.fact == "status" and each.year is not None]
        if status is not None and column.year is not None and column.year < max(years):
            node.other_statuses += (status.model_copy(update={"year": column.year}),)
        else:
            node.status = node.status or status

    def _status(self, node: Draft, block: Block, column: Column) -> Status | None:
        legends = self.opener.context.legends
        if not block.text and not block.icons and not (block.cell and block.cell.fill):
            return statuses.blank(block, legends, kind=node.kind)
        heading = column.title if statuses.is_column(column.title) else "Status"
        return statuses.read(block, 0, len(block.text), legends, column=heading, kind=node.kind)

    def _blank(self, row: int, node: Draft) -> Status | None:
        """The status of a cell that is empty, where a legend says what a white one means."""
        return statuses.blank(self.grid.row(row)[0], self.opener.context.legends, kind=node.kind)

    def _year(self, block: Block) -> int | None:
        """The one year of a cell of times, unless it is the document's own."""
        found = [int(date.iso[:4]) for date in dates(block.text)] or [int(y) for y in re.findall(r"\b20\d\d\b", block.text)]
        period = self.opener.context.period
        own = period is not None and period.from_ == period.to == found[0] if found else False
        return found[0] if len(set(found)) == 1 and not own else None
