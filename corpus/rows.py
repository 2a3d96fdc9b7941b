"""A document as rows of the database's tables, parents before children: all that can be done before the database is open."""

import json
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from typing import Any, NamedTuple

from pydantic import TypeAdapter

from ..models.block import At, Block, Frozen
from ..models.document import Document
from ..models.goal import Goal, Status
from ..rules.succession import successions
from ..rules.swedish import fold
from .order import sort_key

Row = dict[str, Any]
_JSON = TypeAdapter(Document)  # gives bytes at once, where a string would take four times the memory
_BLOCKS = TypeAdapter(tuple[Block, ...])
_PART = 200
"""Blocks that are JSON at a time: those of a long report are ten times the rest of it."""


def pack(document: Document) -> bytes:
    """The whole document as compressed JSON: level 4 takes half the time of the usual 6, and an eighth more room."""
    packing = zlib.compressobj(level=4)
    return b"".join(map(packing.compress, _parts(document))) + packing.flush()


def _parts(document: Document) -> Iterator[bytes]:
    """The document's JSON part by part; ``blocks`` is the last field."""
    whole = _JSON.dump_json(document, by_alias=True, exclude={"blocks"})
    if document.blocks is None:
        yield whole
        return
    yield whole.removesuffix(b"}") + b',"blocks":['
    for first in range(0, len(document.blocks), _PART):
        part = _BLOCKS.dump_json(document.blocks[first : first + _PART], by_alias=True)
        yield (b"," if first else b"") + part[1:-1]
    yield b"]}"


def unpack(packed: bytes) -> Document:
    """The document that was packed."""
    return Document.model_validate_json(zlib.decompress(packed))


def same(packed: bytes, other: bytes) -> bool:
    """Whether two documents that were packed are the same."""
    return packed == other or zlib.decompress(packed) == zlib.decompress(other)


class Table(NamedTuple):
    """Rows of one table, each with the values of these columns."""

    name: str
    columns: tuple[str, ...]
    rows: list[tuple[Any, ...]]


class Prepared(NamedTuple):
    """A document ready to be stored: plain values that go from one process to another, nothing left to do but to insert.

    ``tables`` stand in an order that foreign keys allow; goals are numbered from 0, and the store shifts them. What names
    bodies (``aliases`` of them, ``responsible`` goals, ``successions``) gives their folded names, in whose place the store
    puts their ids.
    """

    id: str
    sha256: str
    ref: str
    organisation: str | None
    json: bytes
    tables: list[Table]
    bodies: list[Row]
    aliases: list[Row]
    responsible: list[Row]
    successions: list[Row]


def prepare(document: Document) -> Prepared:
    """All that storing a document needs, worked out where it was read."""
    packed = pack(document)
    tree = list(nodes(document.goals))
    responsible = [row for goal, _ in tree for row in _numbered(goal.responsible, {"goal": goal.id})]
    told = [one for block in document.blocks or () for one in successions(block.text, document.document.issuer)]
    succeeding = [_upper(name) for one in told for name in (one.old, one.new)]
    named = dict.fromkeys([row["body"] for row in responsible if row["body"]] + succeeding)
    return Prepared(
        id=document.id,
        sha256=document.source.sha256,
        ref=document.source.ref,
        organisation=document.document.organisation,
        json=packed,
        tables=[_table(name, rows) for name, rows in _tables(document, packed, tree) if rows],
        bodies=[{"name": name, "sort_key": sort_key(name), "folded": fold(name)} for name in named],
        aliases=[
            {"body": fold(row["body"]), "alias": row["raw"], "folded": fold(row["raw"])}
            for row in responsible
            if row["body"] and fold(row["body"]) != fold(row["raw"])
        ],
        responsible=[_folded(row) | {"body": row["body"] and fold(row["body"])} for row in responsible],
        successions=[{"old": fold(one.old), "new": fold(one.new), "year": one.year, "kind": one.kind} for one in told],
    )


def nodes(goals: Iterable[Goal], parent: Goal | None = None) -> Iterator[tuple[Goal, Goal | None]]:
    """Every goal with its parent, in reading order."""
    for goal in goals:
        yield goal, parent
        yield from nodes(goal.children, goal)


def plain(value: Any) -> Any:
    """A value as SQLite takes it: words of the models become plain ones."""
    return str(value) if isinstance(value, str) else value


def _table(name: str, rows: list[Row]) -> Table:
    """Rows without their names."""
    return Table(name, tuple(rows[0]), [tuple(plain(row[column]) for column in rows[0]) for row in rows])


def _tables(document: Document, packed: bytes, tree: list[tuple[Goal, Goal | None]]) -> Iterator[tuple[str, list[Row]]]:
    """Each table's name and its rows."""
    of = {"document": document.id}
    yield "document", [_document(document) | {"json": packed}]
    yield "scale", [of | {"id": scale.id, "dimension": scale.dimension, "at": _at(scale.at)} for scale in document.scales]
    yield "scale_step", [row for scale in document.scales for row in _numbered(scale.steps, of | {"scale": scale.id})]
    yield "goal", [of | _goal(goal, parent, place) for place, (goal, parent) in enumerate(tree)]
    yield from _facts([goal for goal, _ in tree], document.id)
    yield "relation", [_relation(row) for row in _numbered(document.relations, of)]
    yield "milestone", list(_numbered(document.milestones, of))
    yield "level", list(_numbered(document.levels, of))
    yield "stated_total", list(_numbered(document.stated_totals, of))
    yield "empty_section", [of | {"position": i, "heading": heading} for i, heading in enumerate(document.empty_sections)]
    yield "note", list(_numbered(document.notes, of))


def _document(document: Document) -> Row:
    facts, source = document.document, document.source
    named = ("organisation", "organisation_code", "organisation_type", "issuer", "part", "edition", "kind", "title")
    decision = facts.decision
    return {
        "id": document.id,
        **{name: getattr(facts, name) for name in named},
        "period_from": facts.period.from_ if facts.period else None,
        "period_to": facts.period.to if facts.period else None,
        "report_as_of": facts.report_as_of,
        "occasion": facts.occasion,
        **{f"decision_{name}": getattr(decision, name, None) for name in ("body", "date", "paragraph", "dnr")},
        "adoption": facts.adoption,
        "updated": facts.updated,
        **{f"source_{name}": getattr(source, name) for name in ("ref", "sha256", "media_type", "pages")},
        "reader": source.reader,
        "sort_key": sort_key(facts.organisation, facts.issuer, facts.part, facts.title),
        "folded": fold(f"{facts.organisation or ''} {facts.issuer or ''}"),
    }


def _goal(goal: Goal, parent: Goal | None, position: int) -> Row:
    named = ("id", "kind", "term", "label", "text", "page", "year", "modality", "actor", "geh")
    return {
        **{name: getattr(goal, name) for name in named},
        "number": position,
        "parent": parent and parent.id,
        "position": position,
        "description": goal.description.text if goal.description else None,
        "rule": goal.at.rule,
        "confidence": goal.at.confidence,
        "boxes": json.dumps([asdict(box) for box in goal.at.boxes]),
        "sort_key": sort_key(goal.text),
        "folded": fold(goal.text),
    }


def _facts(goals: list[Goal], document: str) -> Iterator[tuple[str, list[Row]]]:
    """The rows of the tables that hang on goals."""
    yield "status", [row | {"document": document} for goal in goals for row in _statuses(goal)]
    yield "value", [row for goal in goals for row in _numbered(goal.values, {"goal": goal.id})]
    yield "decided_by", [_folded({"goal": goal.id} | _flat(goal.decided_by)) for goal in goals if goal.decided_by]
    yield "comment", [{"goal": goal.id} | _flat(goal.comment) for goal in goals if goal.comment]
    yield "target", [{"goal": goal.id} | _flat(goal.target) for goal in goals if goal.target]


def _statuses(goal: Goal) -> Iterator[Row]:
    """The main status at position 0, the others from 1 on."""
    all_of_it: list[Status | None] = [goal.status, *goal.other_statuses]
    for position, status in enumerate(all_of_it):
        if status is not None:
            yield {"goal": goal.id, "position": position} | _flat(status)


def _numbered(values: Iterable[Frozen], of: Row) -> Iterator[Row]:
    """One row for each value, with its owner and its place."""
    return (of | {"position": position} | _flat(value) for position, value in enumerate(values))


def _flat(value: Frozen) -> Row:
    """A value's fields; places become JSON."""
    return {name: _at(field) if isinstance(field, At) else field for name, field in value}


def _folded(row: Row) -> Row:
    return row | {"folded": fold(row["raw"])}


def _upper(name: str) -> str:
    return name[:1].upper() + name[1:]


def _relation(row: Row) -> Row:
    return {{"from_": "from_goal", "to": "to_goal"}.get(name, name): field for name, field in row.items()}


def _at(at: At) -> str:
    return at.model_dump_json()
