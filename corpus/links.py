"""A comparison as rows of the tables ``link`` and ``change``: one link for each edge."""

import json
import sqlite3
from collections.abc import Iterable, Iterator
from itertools import product
from typing import Any

from ..models.change import Comparison, Link, Removed, ResponsibleChange, Side, Wording
from ..rules import goalposts

Row = dict[str, Any]
Field = tuple[str, str | None, str | None]
"""A field that differs, with its value before and after."""

_LINK = """
insert into link (old_document, new_document, old_goal, new_goal, kind, bundle, wording, score, review, evidence, candidates,
  closing, closing_at, over)
values (:old_document, :new_document, :old_goal, :new_goal, :kind, :bundle, :wording, :score, :review, :evidence, :candidates,
  :closing, :closing_at, :over)"""
_EMPTY: Row = {
    "wording": None, "score": None, "review": False, "evidence": "[]", "candidates": "[]",
    "closing": None, "closing_at": None, "over": False,
}  # fmt: skip


def write(connection: sqlite3.Connection, comparison: Comparison) -> None:
    """Write what a comparison found, in place of what an earlier one of the same documents did."""
    edge = {"old_document": comparison.old, "new_document": comparison.new}
    connection.execute("delete from link where old_document = :old_document and new_document = :new_document", edge)
    parents = _parents(connection, comparison)
    years = _years(connection, comparison.old), _years(connection, comparison.new)
    for bundle, (row, fields) in enumerate(_edges(comparison)):
        moved = _moved(row, fields, years)
        for ends in product(row.pop("olds"), row.pop("news")):
            ids = {"old_goal": ends[0] and ends[0].id, "new_goal": ends[1] and ends[1].id}
            link = connection.execute(_LINK, _EMPTY | edge | row | ids | {"bundle": bundle}).lastrowid
            changed = [(link, *field) for field in [*fields, *_edge_fields(row, ends, parents)]]
            connection.executemany("insert into change (link, field, old, new) values (?, ?, ?, ?)", changed)
            if moved is not None:
                connection.execute("insert into goalpost (link, effect, eased) values (?, ?, ?)", (link, *moved))
    connection.execute(
        "update succession set compared = 1, notes = :notes where old_document = :old_document and new_document = :new_document",
        edge | {"notes": _json(note.model_dump(mode="json") for note in comparison.notes)},
    )


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


def _moved(row: Row, fields: Iterable[Field], years: tuple[goalposts.Years, goalposts.Years]) -> tuple[str, bool | None] | None:
    """What became of a target that was moved, and whether it is easier to reach."""
    for name, *marks in fields:
        if name == "target":
            texts = (". ".join(side.text.rstrip(" .") for side in row[end]) for end in ("olds", "news"))
            return goalposts.goalpost(*(goalposts.Side(*one) for one in zip(marks, texts, years, strict=True)))
    return None


def _years(connection: sqlite3.Connection, document: str) -> goalposts.Years:
    row = connection.execute("select period_from, period_to from document where id = ?", (document,)).fetchone()
    return None if row is None or None in tuple(row) else (row[0], row[1])


def _edge_fields(row: Row, ends: tuple[Side | None, Side | None], parents: dict[str, str]) -> Iterator[Field]:
    """What differs in one edge: its texts, and the goals that it hangs under."""
    old, new = ends
    if old is None or new is None:
        return
    if row.get("wording") not in {None, Wording.OFORANDRAD}:
        yield "text", old.text, new.text
    if row.get("moved"):
        yield "parent", parents.get(old.id), parents.get(new.id)


def _parents(connection: sqlite3.Connection, comparison: Comparison) -> dict[str, str]:
    """The text of each goal's parent."""
    sql = "select goal.id, parent.text from goal join goal as parent on parent.id = goal.parent where goal.document in (?, ?)"
    return dict(connection.execute(sql, (comparison.old, comparison.new)).fetchall())


def _review(found: Link | Removed | Any) -> Row:
    return {"review": found.review, "candidates": _json(one.model_dump(mode="json") for one in found.candidates)}


def _closing(removed: Removed) -> Row:
    at = removed.closing_at.model_dump_json() if removed.closing_at else None
    return {"closing": removed.closing, "closing_at": at, "over": removed.over}


def _json(values: Iterable[Any]) -> str:
    return json.dumps(list(values), ensure_ascii=False)
