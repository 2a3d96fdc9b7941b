"""Rows for people and programs: a table that fits the terminal, JSON, CSV or Markdown."""

import csv
import io
import json
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from textwrap import wrap
from typing import Any

Record = Mapping[str, Any]
Style = Callable[[str, str, int], str]
"""From a cell as it is printed, its column (or "heading") and the number of its record to the cell with colours."""


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


def as_table(records: Sequence[Record], width: int, flexible: str, style: Style, headings: Sequence[str] = ()) -> str:
    """A table of at most ``width`` columns: what is empty throughout is left out, ``flexible`` takes what the others leave.

    The flexible column is wrapped, the others are cut at a third of the width. ``headings`` has one for each record, and is
    printed before those that share it.
    """
    names = [
        name for name in (records[0] if records else ()) if name == flexible or any(_cell(record[name]) for record in records)
    ]
    if not names:
        return ""
    widths = _widths(records, names, width, flexible)
    numbers = {name for name in names if all(isinstance(record[name], int | float | None) for record in records)}
    before = " " * sum(widths[name] + 2 for name in names[: names.index(flexible)])

    def fitted(name: str, cell: str) -> str:
        return _fit(cell, widths[name], right=name in numbers)

    lines = ["  ".join(fitted(name, name) for name in names).rstrip()]
    for place, record in enumerate(records):
        if headings and (place == 0 or headings[place] != headings[place - 1]):
            lines += ["", style(_fit(headings[place], width).rstrip(), "heading", place)]
        first, *more = wrap(_cell(record[flexible]), widths[flexible]) or [""]
        cells = ((name, fitted(name, first if name == flexible else _cell(record[name]))) for name in names)
        lines.append(
            "  ".join(_styled(cell, lambda words, name=name: style(words, name, place)) for name, cell in cells).rstrip()
        )
        lines += [before + rest for rest in more]
    return "\n".join(lines)


def _widths(records: Sequence[Record], names: Sequence[str], width: int, flexible: str) -> dict[str, int]:
    """The columns that each column takes."""
    widest = {name: max(_width(name), *(_width(_cell(record[name])) for record in records)) for name in names}
    cut = {name: needed if name == flexible else min(needed, width // 3) for name, needed in widest.items()}
    others = sum(cut.values()) - cut[flexible] + 2 * (len(names) - 1)
    return cut | {flexible: min(cut[flexible], max(width - others, 20))}


def _styled(fitted: str, style: Callable[[str], str]) -> str:
    """A cell with its words in colours, and its padding without."""
    words = fitted.strip()
    return fitted.replace(words, style(words), 1) if words else fitted


def _cell(value: object) -> str:
    """A value on one line."""
    return "" if value is None else " ".join(str(value).split())


def _fit(cell: str, width: int, *, right: bool = False) -> str:
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
