"""Tables of plain text whose cells stand below each other: a row's goal, then what is told of it, then its status or target."""

import re
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from ...rules import labels
from ...rules.kinds import find
from ...rules.lexicon import Lexicon
from ..prose import clean
from .columns import is_status, parted
from .lines import Kind, Line, row_of

_YES_NO = re.compile(r"\(?ja/nej\)?", re.IGNORECASE)
_VALUE = re.compile(r"(?=.*\d).{1,24}|(?:öka|minska|höjas|sänkas|förbättras|bibehållas|ja|nej|oförändrad\w*|nytt)", re.IGNORECASE)
_FACTS = frozenset({"status", "kommentar", "ansvarig", "tid"})
_LONGEST = 12  # lines of one row
_MOST_LINES = 100  # lines between two blank ones that can be a part of such a table
_LONGEST_TITLE = 30  # characters of a column's name


class _Text(NamedTuple):
    """The lines between two blank ones, and where they lie."""

    lines: tuple[str, ...]
    start: int
    end: int

    @property
    def whole(self) -> str:
        return clean(" ".join(self.lines))


def with_stacks(lines: Sequence[Line]) -> list[Line]:
    """The lines with such tables as rows."""
    out: list[Line] = []
    start = 0
    while start < len(lines):
        found, end = _run_in(lines, start)
        if not found:
            found, end = _celled(lines, start)
        if found:
            out += [*found, Line(Kind.BLANK)]
            start = end
        else:
            out.append(lines[start])
            start += 1
    return out


def _table(titles: Sequence[str], rows: Sequence[Sequence[str]]) -> list[Line]:
    return [row_of(*titles), Line(Kind.ROW, "|" + "---|" * len(titles)), *(row_of(*row) for row in rows)]


def _run_in(lines: Sequence[Line], start: int) -> tuple[list[Line], int]:
    """The table below a line that names its columns one behind the other ("Mål Kommentarer Uppfyllt Ja/Nej"), and its end."""
    titles, begin = _titles(lines, start)
    facts = [_fact(title) for title in titles[1:]]
    if "status" not in facts:
        return [], start
    rows: list[list[str]] = []
    end = begin
    while (told := _row(lines, end, facts)) is not None:
        cells, end = told
        rows.append(cells)
    return (_table(titles, rows), end) if rows else ([], start)


def _titles(lines: Sequence[Line], start: int) -> tuple[list[str], int]:
    """The names of the columns that a line holds, the first a level's word; none where anything else stands in it."""
    line = lines[start]
    if line.kind is not Kind.TEXT:
        return [], start
    text, end = clean(line.text), start + 1
    if end < len(lines) and lines[end].kind is Kind.TEXT and _YES_NO.fullmatch(clean(lines[end].text)):
        text, end = f"{text} {clean(lines[end].text)}", end + 1
    text = _YES_NO.sub("", text).strip()
    level = next(iter(find(text)), None)
    if level is None or level.start != 0 or len(text) > 90:
        return [], start
    titles, rest = [text[: level.end]], text[level.end :]
    while rest.strip(" /|?:"):
        rest = rest.strip(" /|?:")
        words = rest.split()
        taken = next((n for n in range(min(3, len(words)), 0, -1) if _fact(" ".join(words[:n]))), 0)
        if not taken:
            return [], start
        titles.append(" ".join(words[:taken]))
        rest = " ".join(words[taken:])
    return titles, end


def _fact(title: str) -> str | None:
    """What a column of facts holds by its name."""
    hit = Lexicon.load("column").whole(title)
    return hit.meaning if hit is not None and hit.meaning in _FACTS else None


def _texts(lines: Sequence[Line], start: int) -> Iterator[_Text]:
    """The runs of lines from ``start`` on, a few more than a row can have."""
    place, found = start, 0
    while place < len(lines) and found < _LONGEST:
        if lines[place].kind is Kind.BLANK:
            place += 1
            continue
        end = place
        while end < len(lines) and lines[end].kind is Kind.TEXT and end - place < _MOST_LINES:
            end += 1
        if end == place:
            break
        yield _Text(tuple(line.text for line in lines[place:end]), place, end)
        place, found = end, found + 1


def _row(lines: Sequence[Line], start: int, facts: Sequence[str | None]) -> tuple[list[str], int] | None:
    """The cells of the row that begins at ``start`` and where it ends: at the first line that is nothing but a status.

    A line with a status behind its goal is a row of its own, of another kind of table.
    """
    held: list[_Text] = []
    for text in _texts(lines, start):
        if (held and _begins_other(lines, text)) or any(all(parted(line)) for line in text.lines):
            return None
        held.append(text)
        if is_status(clean(text.lines[-1]).strip(" .!")):
            cells = _cells(held, facts)
            return (cells, text.end) if cells is not None else None
    return None


def _begins_other(lines: Sequence[Line], text: _Text) -> bool:
    """Whether a run of lines is not of the row before: a numbered heading, or the names of columns."""
    mark = labels.mark(clean(text.lines[0]))
    numbered = mark is not None and mark.number is not None and len(text.lines) == 1
    return numbered or bool(_titles(lines, text.start)[0])


def _cells(held: Sequence[_Text], facts: Sequence[str | None]) -> list[str] | None:
    """The cells of a row: its name, and what each column of facts takes of the lines below."""
    lines = [line for text in held for line in text.lines]
    status, lines = lines[-1], lines[:-1]
    body = ""
    if "ansvarig" in facts and lines and labels.is_body(clean(lines[-1])):
        body, lines = lines[-1], lines[:-1]
    if not lines:
        return None
    first = min(len(held[0].lines), len(lines))
    told = {"status": status, "ansvarig": body, "kommentar": " ".join(lines[first:])}
    return [clean(" ".join(lines[:first])), *(clean(told.get(fact or "", "")) for fact in facts)]


def _celled(lines: Sequence[Line], start: int) -> tuple[list[Line], int]:
    """The table that begins with its columns' names, each on a line of its own ("Indikator", "Målvärde"), and its end."""
    if lines[start].kind is not Kind.TEXT or (start + 1 < len(lines) and lines[start + 1].kind is Kind.TEXT):
        return [], start
    head: list[_Text] = []
    for text in _texts(lines, start):
        if len(text.lines) != 1 or not _names_column(text.whole, first=not head):
            break
        head.append(text)
    if len(head) < 2 or head[0].start != start:
        return [], start
    rows: list[list[str]] = []
    end = head[-1].end
    while True:
        cells = list(islice(_texts(lines, end), len(head)))
        if len(cells) < len(head) or not all(_VALUE.fullmatch(cell.whole) for cell in cells[1:]) or len(cells[0].whole) < 4:
            break
        rows.append([cell.whole for cell in cells])
        end = cells[-1].end
    return (_table([text.whole for text in head], rows), end) if rows else ([], start)


def _names_column(text: str, *, first: bool) -> bool:
    """Whether a line names a column: a level's word for the first, figures for the others ("Mål", "Utfall 2023")."""
    if len(text) > _LONGEST_TITLE:
        return False
    return labels.names(text) is not None if first else Lexicon.load("value").whole(re.sub(r"\s*\d{4}$", "", text)) is not None
