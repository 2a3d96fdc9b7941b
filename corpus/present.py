"""Rows for people and programs: a table that fits the terminal, JSON, CSV or Markdown."""

import csv
import io
import json
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from textwrap import wrap
from typing import Any

Record = Mapping[str, Any]
Style = Callable[[int, str, str], str]
"""From the number of a record, a cell of it as it is printed and the cell's column (or "heading") to the cell in colours."""


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
    names = [name for name in (records[0] if records else ()) if any(_cell(record[name]) for record in records)]
    if flexible not in names:
        return ""
    widths = _widths(records, names, width, flexible)
    numbers = {name for name in names if all(isinstance(record[name], int | float | None) for record in records)}
    before = " " * sum(widths[name] + 2 for name in names[: names.index(flexible)])

    def line(cells: Record, paint: Callable[[str, str], str]) -> str:
        fitted = {name: _fit(_cell(cells[name]), widths[name], right=name in numbers) for name in names}
        return "  ".join(_painted(cell, name, paint) for name, cell in fitted.items()).rstrip()

    lines = [line({name: name for name in names}, lambda words, _: words)]
    for place, record in enumerate(records):
        if headings and (place == 0 or headings[place] != headings[place - 1]):
            lines += ["", *(style(place, part, "heading") for part in wrap(_cell(headings[place]), width))]
        first, *more = wrap(_cell(record[flexible]), widths[flexible]) or [""]
        lines.append(line({**record, flexible: first}, partial(style, place)))
        lines += [before + rest for rest in more]
    return "\n".join(lines)


def _widths(records: Sequence[Record], names: Sequence[str], width: int, flexible: str) -> dict[str, int]:
    """The columns that each column takes."""
    widest = {name: max(_width(name), *(_width(_cell(record[name])) for record in records)) for name in names}
    cut = {name: needed if name == flexible else min(needed, width // 3) for name, needed in widest.items()}
    others = sum(cut.values()) - cut[flexible] + 2 * (len(names) - 1)
    return cut | {flexible: min(cut[flexible], max(width - others, 20))}


def _painted(fitted: str, name: str, paint: Callable[[str, str], str]) -> str:
    """A cell with its words in colours, and its padding without."""
    words = fitted.strip()
    return fitted.replace(words, paint(words, name), 1) if words else fitted


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
