"""Tables in plain text: Markdown's rows between strokes, and columns set apart by tabs or wide gaps."""

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

from .lines import Kind, Line

_RULE = re.compile(r"[\s:|=-]*+")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_GAP = re.compile(r"\t+|\s{3,}")


class Row(NamedTuple):
    """One row: its cells' texts, empty ones included, and whether it names the columns."""

    cells: tuple[str, ...]
    header: bool = False


def strokes(lines: Sequence[Line]) -> list[Row]:
    """The rows of a Markdown table; what stands above the line of dashes names the columns."""
    rows: list[Row] = []
    for line in lines:
        if _is_rule(line.text):
            if len(rows) == 1:
                rows = [row._replace(header=True) for row in rows]
        else:
            rows.append(Row(_cells(line.text)))
    return rows


def _cells(text: str) -> tuple[str, ...]:
    """The texts between the strokes; a stroke behind a backslash is text."""
    bare = text.strip().removeprefix("|")
    bare = bare[:-1] if bare.endswith("|") and not bare.endswith("\\|") else bare
    return tuple(cell.replace("\\|", "|").strip() for cell in re.split(r"(?<!\\)\|", bare))


def length(lines: Sequence[Line], start: int) -> int:
    """How many lines from ``start`` on are a table of columns: two or more with equally many cells."""
    if lines[start].kind is Kind.ROW:
        return _while(lines, start, lambda line: line.kind is Kind.ROW)
    if start + 1 < len(lines) and "|" in lines[start].text and _is_dashes(lines[start + 1]):
        return 2 + _while(lines, start + 2, lambda line: "|" in line.text)
    wide = len(columns(lines[start]))
    if wide > 1 and lines[start].indent and start + 1 < len(lines) and len(columns(lines[start + 1])) == wide + 1:
        return 1 + _while(lines, start + 1, lambda line: len(columns(line)) == wide + 1)
    if wide < 2 or (wide == 2 and "\t" not in lines[start].text):
        return 0
    count = _while(lines, start, lambda line: len(columns(line)) == wide)
    return count if count >= 2 else 0


def _is_dashes(line: Line) -> bool:
    return "|" in line.text and _is_rule(line.text)


def _is_rule(text: str) -> bool:
    """Whether a line is the dashes between the names of columns and the rows below."""
    return "--" in text and _RULE.fullmatch(text) is not None


def _while(lines: Sequence[Line], start: int, holds: Callable[[Line], bool]) -> int:
    """How many lines in a row the condition holds for."""
    count = 0
    while start + count < len(lines) and holds(lines[start + count]):
        count += 1
    return count


def columns(line: Line) -> tuple[str, ...]:
    """The cells of a line whose columns are set apart by tabs or three and more spaces."""
    return tuple(_GAP.split(line.text.strip())) if line.kind is Kind.TEXT else ()


def rows(lines: Sequence[Line]) -> list[Row]:
    """The rows of a table of either kind."""
    if "|" in lines[0].text:
        return strokes(lines)
    found = [Row(columns(line)) for line in lines]
    if len(found) > 1 and len(found[0].cells) + 1 == len(found[1].cells):  # no name above the names of the rows
        found[0] = Row(("", *found[0].cells))
    named = len(found) > 1 and not any(re.search(r"\d", _YEAR.sub("", cell)) for cell in found[0].cells[1:])
    digits = any(character.isdigit() for row in found[1:] for cell in row.cells[1:] for character in cell)
    return [found[0]._replace(header=named and digits), *found[1:]]
