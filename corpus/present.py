"""Rows for people and programs: a table that fits the terminal, JSON, CSV or Markdown."""

import csv
import io
import json
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

Record = Mapping[str, Any]
Style = Callable[[str, str], str]
"""From a column's name and a cell as it is printed to the cell with colours."""


def as_json(records: Iterable[Record]) -> str:
    """A list of objects."""
    return json.dumps([dict(record) for record in records], ensure_ascii=False, indent=2)


def as_csv(records: Sequence[Record]) -> str:
    """Comma-separated values with a line of names first."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    if records:
        writer.writerow(records[0])
    writer.writerows(record.values() for record in records)
    return out.getvalue().removesuffix("\n")


def as_markdown(records: Sequence[Record]) -> str:
    """A Markdown table."""
    if not records:
        return ""
    lines = [list(records[0]), ["---"] * len(records[0]), *([_cell(value) for value in record.values()] for record in records)]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines)


def as_table(records: Sequence[Record], width: int, flexible: str, style: Style = lambda _, cell: cell) -> str:
    """A table of at most ``width`` columns: what is empty throughout is left out, ``flexible`` takes what the others leave.

    The others are cut at a quarter of the width.
    """
    names = [name for name in (records[0] if records else ()) if name == flexible or any(_cell(record[name]) for record in records)]
    if not names:
        return ""
    cells = [names, *([_cell(record[name]) for name in names] for record in records)]
    widths = {name: max(_width(line[i]) for line in cells) for i, name in enumerate(names)}
    widths |= {name: min(widths[name], width // 4) for name in names if name != flexible}
    if flexible in widths:
        others = sum(widths.values()) - widths[flexible] + 2 * (len(names) - 1)
        widths[flexible] = min(widths[flexible], max(width - others, 10))
    numbers = {name for name in names if all(isinstance(record[name], int | float | None) for record in records)}
    lines = [[_fit(cell, widths[name], right=name in numbers) for name, cell in zip(names, line, strict=True)] for line in cells]
    head = "  ".join(lines[0]).rstrip()
    body = ("  ".join(style(name, cell) for name, cell in zip(names, line, strict=True)).rstrip() for line in lines[1:])
    return "\n".join([head, *body])


def _cell(value: object) -> str:
    """A value on one line."""
    return "" if value is None else " ".join(str(value).split())


def _fit(cell: str, width: int, *, right: bool) -> str:
    """The cell cut or padded to ``width`` columns."""
    if _width(cell) > width:
        cell = cell[: width - 1]
        while _width(cell) > width - 1:
            cell = cell[:-1]
        cell = cell.rstrip() + "…"
    padding = " " * (width - _width(cell))
    return padding + cell if right else cell + padding


def _width(text: str) -> int:
    """Columns that a text takes in a terminal: emoji take two, combining marks none."""
    if not text or max(text) < "\u0300":
        return len(text)
    return sum(0 if unicodedata.combining(char) else 2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)
