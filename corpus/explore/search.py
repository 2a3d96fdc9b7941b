"""Search as Swedish expects it: å, ä and ö are letters of their own, and count as a and o only where nothing is found."""

import sqlite3
from typing import Any, NamedTuple

from ...models.errors import UsageProblem
from ..query import words

_START, _END = "\x02", "\x03"  # no text of a document has these: what they enclose was searched for
_MAX = 200


class Part(NamedTuple):
    """A piece of a text, and whether it is what was searched for."""

    text: str
    hit: bool


class Hit(NamedTuple):
    """A goal that was found. ``text`` is whole; ``description`` and ``comment`` are the piece that was found, or empty."""

    goal: str
    document: str
    organisation: str | None
    title: str | None
    kind: str
    label: str | None
    page: int | None
    period: tuple[int | None, int | None]
    text: tuple[Part, ...]
    description: tuple[Part, ...]
    comment: tuple[Part, ...]


class Results(NamedTuple):
    """The best hits, how many there are in all, and whether å, ä and ö were taken for a and o to find them."""

    hits: tuple[Hit, ...]
    total: int
    folded: bool = False


_HITS = f"""
select goal.id, goal.document, document.organisation, document.title, goal.kind, goal.label, goal.page,
  document.period_from, document.period_to,
  highlight({{index}}, 0, '{_START}', '{_END}') as text,
  snippet({{index}}, 1, '{_START}', '{_END}', '…', 24) as description,
  snippet({{index}}, 2, '{_START}', '{_END}', '…', 24) as comment
from {{index}}
join goal on goal.number = {{index}}.rowid
join document on document.id = goal.document
where {{index}} match ? and rank match 'bm25(8, 2, 1)'
order by rank limit ? offset ?"""


def search(connection: sqlite3.Connection, text: str, limit: int = 50, offset: int = 0) -> Results:
    """The goals that have all words of a text in their words, description or comment; the best first, at most 200 at a time.

    ``klimat*`` finds words that begin so, quotation marks words in a row. A text without a word finds nothing.
    """
    try:
        expression = words(text)
    except UsageProblem:
        return Results((), 0)
    for index, folded in (("goal_fts", False), ("goal_fts_folded", True)):
        (total,) = connection.execute(f"select count(*) from {index} where {index} match ?", (expression,)).fetchone()
        if total:
            asked = (expression, min(max(limit, 1), _MAX), max(offset, 0))
            return Results(tuple(_hit(tuple(row)) for row in connection.execute(_HITS.format(index=index), asked)), total, folded)
    return Results((), 0)


def _hit(row: tuple[Any, ...]) -> Hit:
    """A row as a hit; of the description and the comment only what was searched for is told."""
    goal, document, organisation, title, kind, label, page, first, last, text, *beside = row
    description, comment = (parts(piece) if piece and _START in piece else () for piece in beside)
    return Hit(goal, document, organisation, title, kind, label, page, (first, last), parts(text), description, comment)


def parts(marked: str) -> tuple[Part, ...]:
    """A marked text as its pieces."""
    found = []
    for piece in marked.split(_START):
        hit, end, rest = piece.partition(_END)
        found += [Part(hit, hit=True), Part(rest, hit=False)] if end else [Part(piece, hit=False)]
    return tuple(part for part in found if part.text)
