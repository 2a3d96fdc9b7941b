"""Figures with their bounds, and tables as Markdown that reads well in a terminal, too."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

SLACK = 1.25


class Row(NamedTuple):
    """A figure and its bound: what is measured, in which unit, how much, and how much at most.

    Where the bound is not reached yet, ``reached`` is the figure that is, to which the check holds. One that is not ``held`` is
    printed only.
    """

    work: str
    unit: str
    measured: float
    bound: float
    reached: float | None = None
    held: bool = True

    @property
    def passed(self) -> bool:
        """Whether it is within its bound."""
        return self.measured <= self.bound

    @property
    def failed(self) -> bool:
        """Whether it is so far above its bound, or what was reached, that the check fails."""
        return self.held and self.measured > (self.reached or self.bound) * SLACK


class Table(NamedTuple):
    """Columns with their headings, and what stands above."""

    title: str
    headings: Sequence[str]
    rows: Sequence[Sequence[str]]


def bounded(rows: Iterable[Row]) -> Table:
    """The table of figures with bounds."""
    told = [(f"{one.work}, {one.unit}", f"{one.measured:.3g}", f"{one.bound:.3g}", _verdict(one)) for one in rows]
    return Table("", ("work", "measured", "at most", "ok"), told)


def _verdict(row: Row) -> str:
    if row.passed:
        return "yes"
    return f"no, held to {row.reached:.3g}" if row.reached else "no"


def printed(table: Table) -> str:
    """A table; the first column to the left, the others, which hold figures, to the right."""
    widths = [max(len(cell) for cell in column) for column in zip(table.headings, *table.rows, strict=True)]
    rule = (
        "|" + "|".join("-" * (width + 2) if place == 0 else "-" * (width + 1) + ":" for place, width in enumerate(widths)) + "|"
    )
    lines = [_line(table.headings, widths), rule, *(_line(row, widths) for row in table.rows)]
    return "\n".join([table.title, "", *lines] if table.title else lines) + "\n"


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    first, *others = zip(cells, widths, strict=True)
    return "| " + " | ".join([first[0].ljust(first[1]), *(cell.rjust(width) for cell, width in others)]) + " |"
