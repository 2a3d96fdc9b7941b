"""What a person at a terminal sees: one line of trouble, a bar of progress, records in columns and colours."""

import os
import shutil
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, TypeVar

import click

from ..models.errors import written

if TYPE_CHECKING:
    from .present import Record

Item = TypeVar("Item")

_COLOURS = {
    "grön": "green", "ljusgrön": "bright_green", "mörkgrön": "green", "gul": "yellow", "orange": "yellow",
    "röd": "red", "blå": "blue", "grå": "bright_black", "vit": "white",
}  # fmt: skip


def tell(message: str) -> None:
    """One line on stderr, also while a progress bar stands there. Where nobody reads it any more, work goes on untold."""
    clear = "\r\x1b[2K" if sys.stderr.isatty() else ""
    try:
        click.echo(f"{clear}malspar: {written(' '.join(message.split()))}", err=True)
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stderr.fileno())


def progress(items: Iterable[Item], total: int, beside: Callable[[Item], str]) -> Iterator[Item]:
    """The items, with a bar, the time left and a rate on stderr where a person sees it and there is more than one.

    ``beside`` is what to show beside it of the item that came last.
    """
    if total < 2 or not sys.stderr.isatty():
        yield from items
        return
    start, done = time.monotonic(), 0

    def shown(item: Item | None) -> str:
        return "" if item is None else f"{done / max(time.monotonic() - start, 0.001):.1f}/s {beside(item)}"

    with click.progressbar(items, length=total, file=sys.stderr, width=20, show_pos=True, item_show_func=shown) as bar:
        for item in bar:
            done += 1
            yield item


def width() -> int:
    """Columns to print in: the terminal's, or 100 where stdout is none."""
    return max(shutil.get_terminal_size((100, 24)).columns, 60) if sys.stdout.isatty() else 100


def paint(text: str, signal: str | None) -> str:
    """The text in the colour of its status; click drops the colour where stdout is no terminal."""
    return click.style(text, fg=_COLOURS[signal]) if signal in _COLOURS else text


def show(records: "Sequence[Record]", form: str, shown: "Sequence[Record]", text: str, headings: Sequence[str] = ()) -> None:
    """Records in a format for programs, or what is ``shown`` of them for people; ``text`` is the column that is wrapped."""
    from . import present

    def style(row: int, cell: str, column: str) -> str:
        if column == "heading":
            return click.style(cell, bold=True)
        return paint(cell, records[row]["status_signal"]) if column == "status" else cell

    forms = {
        "table": lambda: present.as_table(shown, width(), text, style, headings),
        "markdown": lambda: present.as_markdown(shown),
        "csv": lambda: present.as_csv(records),
        "json": lambda: present.as_json(records),
    }
    if printed := forms[form]():
        click.echo(printed)
    elif form == "table":
        tell("nothing found")
