"""A table as a grid: which cell covers which row and column."""

import re
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from ...models.block import Block
from ...rules.clauses import is_finite
from ...rules.lexicon import Lexicon, pattern


class Grid(NamedTuple):
    """A table: its cells by row and column (a cell that spans rows stands in each of them), and its size."""

    cells: dict[tuple[int, int], list[Block]]
    rows: int
    columns: int

    def at(self, row: int, column: int) -> Block | None:
        """The cell that covers a place, or None."""
        found = self.cells.get((row, column))
        return found[0] if found else None

    def row(self, row: int) -> list[Block]:
        """The cells of a row, each once, left to right."""
        seen: dict[int, Block] = {}
        for column in range(self.columns):
            for block in self.cells.get((row, column), []):
                seen.setdefault(block.id, block)
        return list(seen.values())


def grid_of(blocks: Sequence[Block]) -> Grid:
    """The grid of the cells of one table."""
    cells: dict[tuple[int, int], list[Block]] = {}
    for block in blocks:
        if block.cell is None:
            continue
        for row in range(block.cell.row, block.cell.row + block.cell.rows):
            for column in range(block.cell.column, block.cell.column + block.cell.columns):
                cells.setdefault((row, column), []).append(block)
    rows = max((row for row, _ in cells), default=-1) + 1
    columns = max((column for _, column in cells), default=-1) + 1
    return Grid(cells, rows, columns)


def of_document(grid: Grid) -> bool:
    """Whether a table only tells of the document itself: each row, or each second cell, begins with a label ("Beslutad av")."""
    if grid.rows < _FEWEST or grid.columns % 2:
        return False
    told = [grid.at(row, column) for row in range(grid.rows) for column in range(0, grid.columns, 2)]
    texts = [block.text for block in told if block is not None and block.text]
    return sum(bool(_label().fullmatch(text)) for text in texts) * 3 > len(texts) * 2


_FEWEST = 2  # rows of a table about the document


@cache
def _label() -> re.Pattern[str]:
    return re.compile(rf"{pattern('document_label', 'dokumentuppgift')}[ :]*", re.IGNORECASE)


_FIGURE_WORDS = 3  # words of a figure with its unit


def says(text: str) -> bool:
    """Whether a cell that begins with a figure is a sentence, or long as a name ("Minst 90 unga får jobb")."""
    return len(text.split()) > _FIGURE_WORDS or any(is_finite(word.strip(" .").lower()) for word in text.split())


def fact_of(title: str) -> str | None:
    """What fact a column heading names ("Ansvarig nämnd", "Status T1"), or None."""
    bare = re.sub(r"\b(?:T[1-3]|(?:19|20)\d\d|aug|delår|helår)\b", "", title).strip(" ?:")
    hit = Lexicon.load("column").whole(bare) if bare else None
    return hit.meaning if hit else None
