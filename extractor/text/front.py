"""The head of a Markdown file between two lines of dashes: what it says of the document, each fact a line of its own."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from .lines import Kind, Line

_ENTRY = re.compile(r"(?P<key>[\w åäöÅÄÖ-]{2,30}):\s+(?P<value>\S.*)")
_TITLES = frozenset({"title", "titel", "rubrik"})
_SENDERS = frozenset(
    {"organisation", "organization", "kommun", "region", "author", "författare", "utgivare", "publisher", "avsändare"}
)
_MOST = 40  # lines that such a head has


class Front(NamedTuple):
    """The lines of the head, as blocks are made of them, and those below it."""

    lines: list[Line]
    rest: list[Line]


def front_of(lines: Sequence[Line]) -> Front:
    """The head of a file apart from its text; a file without one is all text."""
    start = next((place for place, line in enumerate(lines) if line.kind is not Kind.BLANK), len(lines))
    if start == len(lines) or not _is_edge(lines[start]):
        return Front([], list(lines))
    end = next((place for place in range(start + 1, min(len(lines), start + _MOST)) if _is_edge(lines[place])), None)
    inner = [line for line in lines[start + 1 : end] if line.kind is not Kind.BLANK]
    entries = [_ENTRY.fullmatch(line.text) for line in inner if line.kind is Kind.TEXT]
    if end is None or not any(entries):
        return Front([], list(lines))
    headed = any(line.kind is Kind.HEADING for line in lines[end:])
    told = [_line(entry["key"].lower(), entry["value"].strip(" \"'"), entry.group(), headed=headed) for entry in entries if entry]
    return Front([part for line in told for part in (line, Line(Kind.BLANK))], list(lines[end + 1 :]))


def _is_edge(line: Line) -> bool:
    return line.kind is Kind.RULE and line.text == "---"


def _line(key: str, value: str, printed: str, *, headed: bool) -> Line:
    """What one entry tells: the title where the text has no heading, the sender's name, else a line of the page itself."""
    if key in _TITLES and not headed:
        return Line(Kind.HEADING, value, depth=1)
    if key in _SENDERS:
        return Line(Kind.TEXT, value)
    return Line(Kind.PAGE, printed)
