"""The page of a document: what it is, its goals as a tree, and beside it the page or the text that they were read from."""

import sqlite3
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from ...compared.words import clean
from ...show import span
from ...store import Database
from ..crop import Sources
from ..drawing import Missing
from . import addresses
from .common import PDF, Data, boxes, brief, date, doubt, file_name, miscounted, note, responsible, status, stored, the_document
from .people import shown
from .text import passage

FOLDED = 120
"""Nodes from which on the lower branches of a tree are folded at first."""

_NODES = """
select goal.id, goal.parent, goal.kind, goal.term, goal.label, goal.text, goal.page, goal.year as of_year, goal.rule,
  goal.confidence, goal.boxes, status.raw, status.signal, status.meaning, status.dimension, status.year
from goal left join status on status.goal = goal.id and status.position = 0
where goal.document = ? order by goal.position"""


def document(database: Database, sources: Sources, identity: str, page: int | None = None, goal: str | None = None) -> Data:
    """The page of the document with this id, open at ``page`` and with ``goal`` marked. Raises ``Absent``."""
    row = the_document(database, identity)
    nodes = database.rows(_NODES, (identity,))
    marked = next((node for node in nodes if node["id"] == goal), None)
    wrong = miscounted(database, identity)
    return {
        "title": brief(row)["name"],
        "address": addresses.document(identity),
        "document": brief(row) | _facts(row),
        "marked": marked["id"] if marked else None,
        "opened": _above(nodes, marked),
        "tree": _tree(nodes, responsible(database, [node["id"] for node in nodes]), wrong),
        "nodes": len(nodes),
        "doubtful": sum(doubt(node, miscounted=node["kind"] in wrong) is not None for node in nodes),
        "folded": len(nodes) > FOLDED,
        "page": _page(sources, row, nodes, page or (marked["page"] if marked else None), marked),
        "text": None if row["source_media_type"] == PDF else _text(database, identity, marked),
        "told": _told(database, identity),
        "neighbours": _neighbours(database, identity),
    }


def _facts(row: sqlite3.Row) -> Data:
    """What the document is, for the head of its page and for citing it."""
    return {
        "organisation_address": addresses.organisation(row["organisation"]),
        "file": file_name(row["source_ref"]),
        "pages": row["source_pages"],
        "media_type": row["source_media_type"],
        "sha256": row["source_sha256"],
        "reader": row["reader"],
        "updated": date(row["updated"]),
        "report_as_of": date(row["report_as_of"]),
    }


def _tree(nodes: Sequence[sqlite3.Row], bodies: Mapping[str, list[str]], wrong: set[str]) -> list[Data]:
    """The nodes as they hang under each other."""
    below: dict[str | None, list[Data]] = defaultdict(list)
    for node in nodes:
        told = {name: node[name] for name in ("id", "kind", "term", "label", "page")} | {"year": node["of_year"]}
        below[node["parent"]].append(
            told
            | {
                "text": clean(node["text"]),
                "status": status(node),
                "responsible": bodies.get(node["id"], []),
                "doubt": doubt(node, miscounted=node["kind"] in wrong),
                "address": addresses.goal(node["id"]),
                "children": below[node["id"]],
            }
        )
    return below[None]


def _text(database: Database, identity: str, marked: sqlite3.Row | None) -> Data:
    """The text of a document that has no pages; around the marked node where there is one."""
    told = stored(database, identity)
    return passage(told, marked["id"], 24) if marked else passage(told)


def _above(nodes: Sequence[sqlite3.Row], marked: sqlite3.Row | None) -> list[str]:
    """What the marked node hangs under."""
    parents = {node["id"]: node["parent"] for node in nodes}
    found: list[str] = []
    at = marked["parent"] if marked else None
    while at and at not in found:
        found.append(at)
        at = parents.get(at)
    return found


def _page(
    sources: Sources, row: sqlite3.Row, nodes: Sequence[sqlite3.Row], wanted: int | None, marked: sqlite3.Row | None
) -> Data | None:
    """The page that is shown: its picture, its size in points, and the boxes of the goals on it."""
    if row["source_media_type"] != PDF:
        return None
    last = row["source_pages"] or 1
    number = min(max(wanted or next((node["page"] for node in nodes if node["page"]), 1), 1), last)
    told: Data = {"number": number, "pages": last, "missing": None, "width": 0.0, "height": 0.0, "boxes": []}
    try:
        told["width"], told["height"] = sources.size(row["source_sha256"], number)
    except Missing as missing:
        return told | {"missing": str(missing)}
    identity = row["id"]
    told["picture"] = addresses.picture(identity, number, marked["id"] if marked else None)
    told["before"] = addresses.document(identity, number - 1) + "#sidan" if number > 1 else None
    told["after"] = addresses.document(identity, number + 1) + "#sidan" if number < last else None
    told["boxes"] = [
        box | {"goal": node["id"], "address": addresses.goal(node["id"]), "text": clean(node["text"])}
        for node in nodes
        for box in boxes(node)
        if box["page"] == number
    ]
    return told


def _told(database: Database, identity: str) -> Data:
    """What the document says of itself, and what the reader noted."""

    def rows(sql: str) -> list[Data]:
        return [dict(row) for row in database.rows(sql, (identity,))]

    noted = rows("select code, message from note where document = ? order by position")
    return {
        "notes": [{"code": one["code"], "message": note(one["message"])} for one in noted],
        "totals": rows('select text, count, "of", what, found, agrees from stated_total where document = ? order by position'),
        "milestones": [
            one | {"body": shown(one["body"]) if one["body"] else None, "date": date(one["date"])}
            for one in rows("select date, text, body from milestone where document = ? order by position")
        ],
        "levels": [
            one | {"decided_by": shown(one["decided_by"]) if one["decided_by"] else None}
            for one in rows("select term, kind, decided_by from level where document = ? order by position")
        ],
        "empty_sections": [
            one["heading"] for one in rows("select heading from empty_section where document = ? order by position")
        ],
        "scales": _scales(rows("select scale, raw, signal, meaning from scale_step where document = ? order by scale, position")),
    }


def _scales(steps: Sequence[Data]) -> list[list[Data]]:
    """The legends of the document, each as its steps."""
    found: dict[Any, list[Data]] = defaultdict(list)
    for step in steps:
        told = status(step)
        if told:
            found[step["scale"]].append(told)
    return list(found.values())


_BESIDE = """
select {other} as id, mode, told_by, document.title, document.period_from, document.period_to, document.source_ref
from succession join document on document.id = {other} where {own} = ? order by mode desc, document.period_from, document.id"""


def _neighbours(database: Database, identity: str) -> list[Data]:
    """The versions before and after, the plan that it reports on and the follow-ups of it."""
    found = []
    for own, other in (("new_document", "old_document"), ("old_document", "new_document")):
        for row in database.rows(_BESIDE.format(own=own, other=other), (identity,)):
            before = own == "new_document"
            pair = (row["id"], identity) if before else (identity, row["id"])
            found.append(
                {
                    "relation": _RELATIONS[row["mode"] == "versions", before],
                    "id": row["id"],
                    "name": clean(row["title"] or "") or file_name(row["source_ref"]),
                    "years": span(row["period_from"], row["period_to"]),
                    "address": addresses.document(row["id"]),
                    "compared": addresses.compared(*pair),
                }
            )
    return found


_RELATIONS = {
    (True, True): "Föregående version",
    (True, False): "Nästa version",
    (False, True): "Följer upp",
    (False, False): "Följs upp i",
}
