"""The page of a goal: what it says, the place it was read from, how to cite it, and its life over the years."""

import sqlite3
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from ....models.errors import UsageProblem
from ...compared.words import Run, clean, running
from ...history import Change, Entry, Life, State, Wording, history
from ...show import span
from ...store import Database
from ..crop import Sources
from ..drawing import Missing
from . import addresses
from .common import (
    BRIEF,
    PDF,
    Absent,
    Data,
    boxes,
    brief,
    called,
    date,
    doubt,
    file_name,
    miscounted,
    responsible,
    status,
    stored,
)
from .people import bodies, shown
from .text import passage

CROPS = 4
"""Pages of one goal of which the crop is shown."""

_GOAL = f"""
select goal.id as goal, goal.parent, goal.kind as node_kind, goal.term, goal.label, goal.text, goal.description, goal.page,
  goal.year, goal.modality, goal.actor, goal.geh, goal.rule, goal.confidence, goal.boxes, comment.text as comment,
  decided_by.raw as decided_by, decided_by.level as decided_level, target.raw as target, target.deadline, {BRIEF}
from goal join document on document.id = goal.document
left join comment on comment.goal = goal.id
left join decided_by on decided_by.goal = goal.id
left join target on target.goal = goal.id
where goal.id = ?"""


def goal(database: Database, sources: Sources, identity: str) -> Data:
    """The page of the goal with this id. Raises ``Absent``."""
    rows = database.rows(_GOAL, (identity,))
    if not rows:
        raise Absent("Det finns inget mål med den beteckningen i databasen.")
    row = rows[0]
    statuses = database.rows("select * from status where goal = ? order by position", (identity,))
    return {
        "title": clean(row["text"]),
        "address": addresses.goal(identity),
        "id": identity,
        **{name: row[name] for name in ("term", "label", "page", "year", "modality", "deadline", "geh")},
        "kind": row["node_kind"],
        "text": clean(row["text"]),
        "description": row["description"],
        "comment": row["comment"],
        "target": row["target"],
        "decided_by": shown(row["decided_by"]) if row["decided_by"] else None,
        "decided_level": row["decided_level"],
        "actor": shown(row["actor"]) if row["actor"] else None,
        "responsible": responsible(database, [identity]).get(identity, []),
        "statuses": [told for one in statuses if (told := status(one))],
        "values": _values(database, identity),
        "doubt": doubt(row, miscounted=row["node_kind"] in miscounted(database, row["id"])),
        "confidence": row["confidence"],
        "document": brief(row) | {"organisation_address": addresses.organisation(row["organisation"])},
        "above": _above(database, row["parent"]),
        "below": _below(database, identity),
        "relations": _relations(database, identity),
        "place": _place(database, sources, row),
        "citation": _citation(sources, row),
        "life": _life(database, identity),
    }


def _values(database: Database, identity: str) -> list[Data]:
    sql = 'select kind, raw, year, number, unit, comparator, "group" from value where goal = ? order by kind, year, position'
    return [dict(row) for row in database.rows(sql, (identity,))]


def _above(database: Database, parent: str | None) -> list[Data]:
    """What the goal stands under, the highest first."""
    found: list[Data] = []
    while parent and len(found) < 20:
        (row,) = database.rows("select id, parent, kind, label, text from goal where id = ?", (parent,))
        found.insert(0, _short(row))
        parent = row["parent"]
    return found


def _below(database: Database, identity: str) -> list[Data]:
    rows = database.rows("select id, kind, label, text from goal where parent = ? order by position", (identity,))
    return [_short(row) for row in rows]


def _short(row: sqlite3.Row) -> Data:
    return {
        "id": row["id"],
        "kind": row["kind"],
        "label": row["label"],
        "text": clean(row["text"]),
        "address": addresses.goal(row["id"]),
    }


def _relations(database: Database, identity: str) -> list[Data]:
    """Goals that the document ties to this one ("bidrar till")."""
    sql = """
select relation.kind as relation, 1 as outward, goal.id, goal.kind, goal.label, goal.text
from relation join goal on goal.id = relation.to_goal where relation.from_goal = :goal
union all select relation.kind, 0, goal.id, goal.kind, goal.label, goal.text
from relation join goal on goal.id = relation.from_goal where relation.to_goal = :goal"""
    rows = database.rows(sql, {"goal": identity})
    return [_short(row) | {"relation": row["relation"], "outward": bool(row["outward"])} for row in rows]


# --- where it stands -------------------------------------------------------------------------------------------------
def _place(database: Database, sources: Sources, row: sqlite3.Row) -> Data:
    """The pictures of the lines, or the text around it, or why there is neither."""
    pages = list(dict.fromkeys(box["page"] for box in boxes(row)))
    told: Data = {"missing": None, "crops": [], "text": None, "page": row["page"]}
    told["web"] = row["source_media_type"] == "text/html"
    told["document"] = addresses.document(row["id"], row["page"] if pages else None, row["goal"])
    if row["source_media_type"] != PDF:
        return told | {"text": passage(stored(database, row["id"]), row["goal"], 7)}
    if not pages:
        return told | {"missing": "Var på sidan målet står har inte kunnat bestämmas."}
    try:
        with sources.opened(row["source_sha256"]):
            told["crops"] = [
                {
                    "page": page,
                    "picture": addresses.crop(row["goal"], page),
                    "narrow": addresses.crop(row["goal"], page, narrow=True),
                }
                for page in pages[:CROPS]
            ]
    except Missing as missing:
        told["missing"] = str(missing)
    return told


def _citation(sources: Sources, row: sqlite3.Row) -> Data:
    """What a quotation needs: whose document, its title, the decision, the page, the words, and the hash of the file."""
    stored_at = sources.read_in(row["source_sha256"])
    read = date(datetime.fromtimestamp(stored_at, UTC).date().isoformat()) if stored_at is not None else None
    decision = shown(row["decision_body"]) if row["decision_body"] else None
    told: Data = {
        "organisation": row["organisation"],
        "title": called(row),
        "body": decision,
        "paragraph": row["decision_paragraph"],
        "decided": date(row["decision_date"]),
        "dnr": row["decision_dnr"],
        "adoption": row["adoption"],
        "dated": date(row["updated"]),
        "page": row["page"],
        "quote": clean(row["text"]),
        "file": file_name(row["source_ref"]),
        "sha256": row["source_sha256"],
        "read": read,
    }
    by = " ".join(filter(None, (decision, told["paragraph"])))
    parts = (
        f"{told['organisation']}: {told['title']}" if told["organisation"] else told["title"],
        ", ".join(filter(None, (by, told["decided"]))) or (f"daterat {told['dated']}" if told["dated"] else None),
        f"dnr {told['dnr']}" if told["dnr"] else None,
        f"s. {told['page']}" if told["page"] else None,
    )
    line = ", ".join(filter(None, parts))
    return told | {
        "line": f"{line}: ”{told['quote']}”. Fil {told['file']}, SHA-256 {told['sha256']}"
        + (f", inläst {read}." if read else ".")
    }


# --- its life --------------------------------------------------------------------------------------------------------
def _life(database: Database, identity: str) -> list[Data]:
    """Every document that has the goal, in order of time, with what is new in each."""
    try:
        life = history(database, identity)
    except UsageProblem:
        return []
    comments, dimensions = _comments(database, life), _dimensions(database, life)
    texts = {one.id: one.text for entry in life.entries for one in entry.goals}
    titles = {entry.document: entry.title or entry.document for entry in life.entries}
    told = [_entry(entry, identity, texts, titles, comments) for entry in life.entries]
    for entry, data in zip(life.entries, told, strict=True):
        for one, wording in zip(entry.goals, data["goals"], strict=True):
            wording["status"] = _state(one.status, dimensions.get(one.id))
    return told


def _comments(database: Database, life: Life) -> dict[str, str]:
    sql = "select goal, text from comment where goal in (select goal from lineage where track = ?)"
    return {row["goal"]: row["text"] for row in database.rows(sql, (life.track,))}


def _dimensions(database: Database, life: Life) -> dict[str, str | None]:
    """What the statuses of the track judge: a forecast is not an outcome."""
    sql = "select goal, dimension from status where position = 0 and goal in (select goal from lineage where track = ?)"
    return {row["goal"]: row["dimension"] for row in database.rows(sql, (life.track,))}


def _entry(entry: Entry, identity: str, texts: Mapping[str, str], titles: Mapping[str, str], comments: Mapping[str, str]) -> Data:
    """One document of a life."""
    steps = [_step(step, entry.document, texts, titles) for step in entry.steps]
    told = list({_said(step): step for step in steps}.values())
    marked = {one: step["runs"] for step in steps for one in step["new"] if step["runs"] and len(step["new"]) == 1}
    gone = [
        {"title": end.title or end.document, "address": addresses.document(end.document, end.page)}
        | {"closing": clean(end.closing) if end.closing else None, "page": end.page, "over": end.over}
        | {"compared": addresses.compared(entry.document, end.document)}
        for end in entry.gone
    ]
    return {
        "document": entry.document,
        "title": clean(entry.title or "") or entry.document,
        "kind": entry.kind,
        "years": span(*entry.period),
        "occasion": entry.occasion,
        "adoption": entry.adoption,
        "mandate": span(*entry.mandate),
        "address": addresses.document(entry.document),
        "here": any(one.id == identity for one in entry.goals),
        "goals": [_wording(one, identity, marked.get(one.id), comments.get(one.id)) for one in entry.goals],
        "steps": told,
        "gone": gone,
        "renderings": [{"id": one, "address": addresses.document(one)} for one in entry.renderings],
    }


def _wording(one: Wording, identity: str, runs: Sequence[Any] | None, comment: str | None) -> Data:
    """A goal as a document words it; ``runs`` are its words beside those of the document before."""
    return {
        "id": one.id,
        "here": one.id == identity,
        "kind": one.kind,
        "label": one.label,
        "text": clean(one.text),
        "runs": runs,
        "page": one.page,
        "responsible": bodies(one.responsible),
        "target": one.target,
        "comment": comment,
        "address": addresses.goal(one.id),
    }


def _state(state: State | None, dimension: str | None) -> Data | None:
    if state is None:
        return None
    told = status(state.model_dump() | {"dimension": dimension})
    return told and told | {"same_scale": state.same_scale}


def _said(step: Data) -> str:
    """What is told of a step: two that say the same are told once."""
    return str([step[name] for name in ("words", "of", "wording", "review", "changes")])


_STEPS = {"kept": "", "split": "Delat ur", "merged": "Sammanslaget ur", "revived": "Tillbaka, efter", "reported": "Följer upp"}
_FIELDS = {"label": "Nummer", "responsible": "Ansvar", "target": "Målvärde eller tidsgräns", "strength": "Bindande verkan"}


def _step(step: Change, document: str, texts: Mapping[str, str], titles: Mapping[str, str]) -> Data:
    """What became of a goal, with the words of before and after as one text, and the fields that changed."""
    old, new = ([texts[one] for one in some if one in texts] for some in (step.old, step.new))
    changed = step.kind in {"kept", "split", "merged", "revived"} and step.wording != "oförändrad"
    runs: list[Run] = list(running(old, new)) if changed and old and new else []
    return {
        "kind": step.kind,
        "words": _STEPS[step.kind],
        "of": clean(titles.get(step.of, step.of)),
        "compared": addresses.compared(step.of, document),
        "old": list(step.old),
        "new": list(step.new),
        "wording": step.wording,
        "review": step.review,
        "runs": [[run.mark, run.text] for run in runs],
        "changes": list(_changes(step)),
    }


def _changes(step: Change) -> list[Data]:
    """The fields that differ, in words; bodies without persons."""
    told = []
    for name, words in _FIELDS.items():
        if name not in step.changes:
            continue
        old, new = step.changes[name]
        if name == "responsible":
            old, new = (shown(one) if one else None for one in (old, new))
        told.append({"field": words, "old": old, "new": new})
    return told
