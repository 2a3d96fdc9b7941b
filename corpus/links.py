"""A comparison as rows of the tables ``link`` and ``change``: one link for each edge."""

import json
import sqlite3
from collections.abc import Iterable, Iterator
from itertools import product
from typing import TYPE_CHECKING, Any, NamedTuple

from ..models.change import Comparison, Link, Removed, ResponsibleChange, Side, Wording
from ..models.document import Document
from .rows import Row, nodes, plain

if TYPE_CHECKING:
    from ..rules.goalposts import Years

Field = tuple[str, str | None, str | None]
"""A field that differs, with its value before and after."""

_COLUMNS = (
    "old_document", "new_document", "old_goal", "new_goal", "kind", "bundle", "wording", "score", "review", "evidence",
    "candidates", "closing", "closing_at", "over",
)  # fmt: skip
_LINK = f"insert into link (id, {', '.join(_COLUMNS)}) values (?{', ?' * len(_COLUMNS)})"
_EMPTY: Row = {
    "wording": None, "score": None, "review": False, "evidence": "[]", "candidates": "[]",
    "closing": None, "closing_at": None, "over": False,
}  # fmt: skip


class Compared(NamedTuple):
    """A comparison ready to be written: plain values that go from one process to another.

    The rows of changes and goalposts begin with the place of their link in ``links``.
    """

    old: str
    new: str
    links: list[tuple[Any, ...]]
    changes: list[tuple[Any, ...]]
    goalposts: list[tuple[Any, ...]]
    notes: str


def rows(comparison: Comparison, old: Document, new: Document) -> Compared:
    """What a comparison of two documents found."""
    notes = _json(note.model_dump(mode="json") for note in comparison.notes)
    made = Compared(comparison.old, comparison.new, [], [], [], notes)
    edge = {"old_document": comparison.old, "new_document": comparison.new}
    parents = _parents(old) | _parents(new)
    years = _years(old), _years(new)
    for bundle, (row, fields) in enumerate(_edges(comparison)):
        moved = _moved(row, fields, years)
        for ends in product(row.pop("olds"), row.pop("news")):
            place = len(made.links)
            ids = {"old_goal": ends[0] and ends[0].id, "new_goal": ends[1] and ends[1].id}
            link = _EMPTY | edge | row | ids | {"bundle": bundle}
            made.links.append(tuple(plain(link[name]) for name in _COLUMNS))
            made.changes.extend((place, *map(plain, field)) for field in [*fields, *_edge_fields(row, ends, parents)])
            if moved is not None:
                made.goalposts.append((place, *moved))
    return made


def write(connection: sqlite3.Connection, compared: Compared) -> None:
    """Write what a comparison found, in place of what an earlier one of the same documents did."""
    edge = compared.old, compared.new
    connection.execute("delete from link where old_document = ? and new_document = ?", edge)
    first = connection.execute("select coalesce(max(id), 0) + 1 from link").fetchone()[0]
    connection.executemany(_LINK, [(first + place, *row) for place, row in enumerate(compared.links)])
    connection.executemany("insert into change (link, field, old, new) values (?, ?, ?, ?)", _shifted(compared.changes, first))
    connection.executemany("insert into goalpost (link, effect, eased) values (?, ?, ?)", _shifted(compared.goalposts, first))
    sql = "update succession set compared = 1, notes = ? where old_document = ? and new_document = ?"
    connection.execute(sql, (compared.notes, *edge))


def _shifted(rows: Iterable[tuple[Any, ...]], by: int) -> list[tuple[Any, ...]]:
    return [(by + place, *row) for place, *row in rows]


def _edges(comparison: Comparison) -> Iterator[tuple[Row, list[Field]]]:
    """Each link with the nodes of both sides and the fields that differ in it as a whole."""
    for link in comparison.links:
        row = {"kind": link.kind, "wording": link.wording, "score": link.score, "moved": link.moved}
        yield row | _review(link) | {"evidence": _json(link.evidence), "olds": link.old, "news": link.new}, list(_fields(link))
    for removed in comparison.removed:
        yield _review(removed) | _closing(removed) | {"kind": "removed", "olds": [removed], "news": [None]}, []
    for added in comparison.added:
        yield _review(added) | {"kind": "added", "olds": [None], "news": [added]}, []
    for reported in comparison.reported:
        row = {"kind": "reported", "score": reported.score, "review": reported.review, "evidence": _json(reported.evidence)}
        status: list[Field] = [("status", None, reported.status)] if reported.status else []
        yield row | {"olds": [reported.old], "news": [reported.new]}, status
    for side in comparison.unreported:
        yield {"kind": "unreported", "olds": [side], "news": [None]}, []


def _fields(link: Link) -> Iterator[Field]:
    for name, pair in (("label", link.relabelled), ("status", link.status), ("target", link.target)):
        if pair is not None:
            yield (name, *pair)
    if link.responsible is not None:
        before, after = (", ".join(bodies) or None for bodies in link.responsible)
        yield "responsible", before, after
    if link.responsible_change is not None:
        yield "responsible_change", None, ResponsibleChange(link.responsible_change)
    if link.strength is not None:
        yield "strength", None, link.strength


def _moved(row: Row, fields: Iterable[Field], years: "tuple[Years, Years]") -> tuple[str, bool | None] | None:
    """What became of a target that was moved, and whether it is easier to reach."""
    for name, *marks in fields:
        if name == "target":
            from ..rules import goalposts

            texts = (". ".join(side.text.rstrip(" .") for side in row[end]) for end in ("olds", "news"))
            return goalposts.goalpost(*(goalposts.Side(*one) for one in zip(marks, texts, years, strict=True)))
    return None


def _years(document: Document) -> "Years":
    period = document.document.period
    return (period.from_, period.to) if period else None


def _edge_fields(row: Row, ends: tuple[Side | None, Side | None], parents: dict[str, str]) -> Iterator[Field]:
    """What differs in one edge: its texts, and the goals that it hangs under."""
    old, new = ends
    if old is None or new is None:
        return
    if row.get("wording") not in {None, Wording.OFORANDRAD}:
        yield "text", old.text, new.text
    if row.get("moved"):
        yield "parent", parents.get(old.id), parents.get(new.id)


def _parents(document: Document) -> dict[str, str]:
    """The text of each goal's parent."""
    return {goal.id: parent.text for goal, parent in nodes(document.goals) if parent is not None}


def _review(found: Link | Removed | Any) -> Row:
    return {"review": found.review, "candidates": _json(one.model_dump(mode="json") for one in found.candidates)}


def _closing(removed: Removed) -> Row:
    at = removed.closing_at.model_dump_json() if removed.closing_at else None
    return {"closing": removed.closing, "closing_at": at, "over": removed.over}


def _json(values: Iterable[Any]) -> str:
    return json.dumps(list(values), ensure_ascii=False)
