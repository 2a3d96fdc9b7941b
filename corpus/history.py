"""The life of a goal: every document that has it, in order of time, and what became of it from each to the next."""

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from pydantic import Field

from ..models.block import At, Frozen
from ..models.document import DocumentKind
from ..models.errors import UsageProblem
from ..models.goal import Status, Step
from .lineage import EARLIEST
from .store import Database

Legend = tuple[Step, ...]


class State(Frozen):
    """A status as printed, its colour and meaning, the year that it judges, and whether its scale is that of the one before."""

    raw: str | None
    signal: str | None
    meaning: str | None
    year: int | None
    same_scale: bool | None = None


class Wording(Frozen):
    """A goal of the track in one document, with its place."""

    id: str
    kind: str
    label: str | None
    text: str
    page: int | None
    responsible: tuple[str, ...] = ()
    target: str | None = None
    status: State | None = None


class Change(Frozen):
    """What became of a goal from an earlier document to this one; ``changes`` has the fields that differ, before and after.

    ``kind`` is kept, split, merged, revived (back again) or reported.
    """

    kind: str
    old: tuple[str, ...]
    new: tuple[str, ...]
    of: str
    wording: str | None = None
    review: bool = False
    changes: dict[str, tuple[str | None, str | None]] = Field(default_factory=dict)


class Dated(Frozen):
    """A document of a life, its mandate period, its place in time among them, and what tells a revision from its original."""

    document: str
    title: str | None
    kind: str
    period: tuple[int | None, int | None]
    occasion: str | None
    adoption: str
    edition: str | None
    decided: str | None
    updated: str | None
    mandate: tuple[int | None, int | None]
    place: int


class End(Dated):
    """A later document that has the goal no longer, the sentence that closes it, and whether it was over by its time."""

    goal: str
    closing: str | None = None
    page: int | None = None
    over: bool = False


class Entry(Dated):
    """One document of a life that has the goal; ``renderings`` are other documents that say the same."""

    goals: tuple[Wording, ...]
    steps: tuple[Change, ...] = ()
    gone: tuple[End, ...] = ()
    renderings: tuple[str, ...] = ()


class Life(Frozen):
    """The track of a goal through all documents."""

    goal: str
    track: str
    organisation: str | None
    entries: tuple[Entry, ...]


def history(database: Database, goal: str) -> Life:
    """The life of the goal with this id. Raises ``UsageProblem`` where there is none."""
    row = database.rows("select track from lineage where goal = ?", (goal,))
    if not row:
        hint = f"`malspar goals {database.path}` shows what there is"
        if database.rows("select 1 from document where id = ?", (goal,)):
            raise UsageProblem(f"{goal} is a document; give one of its goals: {hint}")
        raise UsageProblem(f"no goal {goal} in {database.path}; {hint}")
    track = row[0]["track"]
    documents = database.rows(_DOCUMENTS.format(order=EARLIEST), {"track": track})
    known = {one["id"]: _dated(one, place) for place, one in enumerate(documents)}
    there = {one["id"] for one in documents if one["has"]}
    renders: dict[str, list[str]] = defaultdict(list)
    for one in documents:
        if one["has"] and one["of_document"] in there:
            renders[one["of_document"]].append(one["id"])
    wordings, steps, ends = _wordings(database, track), _steps(database, track), _ends(database, track, known)
    entries = tuple(
        Entry(
            **known[one["id"]],
            goals=tuple(wordings[one["id"]]),
            steps=tuple(steps.get(one["id"], ())),
            gone=tuple(ends.get(one["id"], ())),
            renderings=tuple(renders[one["id"]]),
        )
        for one in documents
        if one["has"] and one["of_document"] not in there
    )
    organisation = next(one["organisation"] for one in documents if one["has"])
    return Life(goal=goal, track=track, organisation=organisation, entries=_scaled(database, entries))


def _dated(row: sqlite3.Row, place: int) -> dict[str, Any]:
    """What an entry and an end have in common."""
    plain = {name: row[name] for name in ("title", "kind", "occasion", "adoption", "edition", "updated")}
    return plain | {
        "document": row["id"],
        "period": (row["period_from"], row["period_to"]),
        "decided": row["decision_date"],
        "mandate": _mandate(row),
        "place": place,
    }


def _mandate(row: sqlite3.Row) -> tuple[int | None, int | None]:
    """The mandate period of a document; a report belongs to the year that it is about, whoever decided on it afterwards."""
    last = row["period_to"]
    if row["kind"] != DocumentKind.UPPFOLJNING or last is None or last < FIRST_OF_FOUR:
        return row["mandate_from"], row["mandate_to"]
    first = last - (last - FIRST_OF_FOUR) % 4
    return first, first + 3


FIRST_OF_FOUR = 1995
"""The first year of the first mandate period of four years."""

_DOCUMENTS = """
with has (document) as (select document from goal join lineage on lineage.goal = goal.id where track = :track),
gone (document) as (
  select new_document from link join lineage on lineage.goal = link.old_goal where track = :track and link.kind = 'removed')
select document.id, document.organisation, document.title, document.kind, document.period_from, document.period_to,
  document.occasion, document.adoption, document.edition, document.decision_date, document.updated,
  mandat.mandate_from, mandat.mandate_to, document.id in (select document from has) as has,
  case when version.role = 'återgivning' then version.of_document end as of_document
from document
join mandat on mandat.document = document.id
left join version on version.document = document.id
where document.id in (select document from has union select document from gone)
order by {order}"""

_WORDINGS = """
select goal.document, goal.id, goal.kind, goal.label, goal.text, goal.page, target.raw as target,
  status.raw, status.signal, status.meaning, coalesce(status.year, document.period_to) as year, status.goal as judged
from lineage
join goal on goal.id = lineage.goal
join document on document.id = goal.document
left join target on target.goal = goal.id
left join status on status.goal = goal.id and status.position = 0
where track = ? order by goal.document, goal.position"""


def _wordings(database: Database, track: str) -> dict[str, list[Wording]]:
    """The goals of the track by document."""
    bodies: dict[str, list[str]] = defaultdict(list)
    sql = "select goal, raw from responsible where goal in (select goal from lineage where track = ?) order by goal, position"
    for row in database.rows(sql, (track,)):
        bodies[row["goal"]].append(row["raw"])
    found: dict[str, list[Wording]] = defaultdict(list)
    for row in database.rows(_WORDINGS, (track,)):
        state = {name: row[name] for name in ("raw", "signal", "meaning", "year")}
        plain = {name: row[name] for name in ("id", "kind", "label", "text", "page", "target")}
        status = State(**state) if row["judged"] else None
        found[row["document"]].append(Wording(**plain, responsible=tuple(bodies[row["id"]]), status=status))
    return found


_STEPS = """
select link.new_document, link.old_document, link.kind, link.bundle, link.old_goal, link.new_goal, link.wording, link.review,
  change.field, change.old, change.new
from link
left join change on change.link = link.id
where link.kind in ('kept', 'split', 'merged', 'revived', 'reported')
  and link.new_goal in (select goal from lineage where track = :track)
  and link.old_goal in (select goal from lineage where track = :track)
order by link.new_document, link.old_document, link.kind, link.bundle, link.id"""


def _steps(database: Database, track: str) -> dict[str, list[Change]]:
    """What became of the goals of the track, by the later document; edges of one split or merger are one step."""
    bundles: dict[tuple[object, ...], list[sqlite3.Row]] = defaultdict(list)
    for row in database.rows(_STEPS, {"track": track}):
        bundles[row["new_document"], row["old_document"], row["kind"], row["bundle"]].append(row)
    found: dict[str, list[Change]] = defaultdict(list)
    for rows in bundles.values():
        first = rows[0]
        step = Change(
            kind=first["kind"],
            of=first["old_document"],
            old=tuple(dict.fromkeys(row["old_goal"] for row in rows)),
            new=tuple(dict.fromkeys(row["new_goal"] for row in rows)),
            wording=first["wording"],
            review=bool(first["review"]),
            changes={row["field"]: (row["old"], row["new"]) for row in reversed(rows) if row["field"]},
        )
        found[first["new_document"]].append(step)
    return found


_ENDS = """
select link.old_document, link.new_document, link.old_goal, link.closing, link.closing_at, link.over
from link
where link.kind = 'removed' and link.old_goal in (select goal from lineage where track = :track)
  and not exists (select 1 from link as other where other.old_goal = link.old_goal and other.kind in ('kept', 'split', 'merged'))
order by link.old_document, link.new_document, link.bundle"""


def _ends(database: Database, track: str, known: Mapping[str, dict[str, Any]]) -> dict[str, list[End]]:
    """The documents that have a goal of the track no longer, by the last that has it."""
    found: dict[str, list[End]] = defaultdict(list)
    for row in database.rows(_ENDS, {"track": track}):
        boxes = json.loads(row["closing_at"])["boxes"] if row["closing_at"] else []
        page = boxes[0]["page"] if boxes else None
        told = {"goal": row["old_goal"], "closing": row["closing"], "page": page, "over": bool(row["over"])}
        found[row["old_document"]].append(End(**known[row["new_document"]], **told))
    return found


def _scaled(database: Database, entries: Sequence[Entry]) -> tuple[Entry, ...]:
    """The entries, with each status told whether it can be held against the one before, as comparing documents does."""
    from .compare.scales import one_scale

    before: tuple[Status, Legend] | None = None
    found = []
    for entry in entries:
        goals = []
        for goal in entry.goals:
            if goal.status is None:
                goals.append(goal)
                continue
            after = _judged(database, goal)
            same = one_scale(before[0], after[0], (before[1], after[1])) if before else None
            goals.append(goal.model_copy(update={"status": goal.status.model_copy(update={"same_scale": same})}))
            before = after
        found.append(entry.model_copy(update={"goals": tuple(goals)}))
    return tuple(found)


def _judged(database: Database, goal: Wording) -> tuple[Status, Legend]:
    """The main status of a goal, and the steps of its scale as its document explains them."""
    (row,) = database.rows("select * from status where goal = ? and position = 0", (goal.id,))
    fields = {name: row[name] for name in ("raw", "signal", "meaning", "dimension", "year", "scale", "evidence")}
    sql = 'select raw, signal, meaning, "order" from scale_step where document = ? and scale = ? order by position'
    steps = database.rows(sql, (row["document"], row["scale"]))
    status = Status.model_validate(fields | {"at": At.model_validate_json(row["at"])})
    return status, tuple(Step.model_validate(dict(step)) for step in steps)


def statuses(entries: Iterable[Entry]) -> list[list[tuple[str, tuple[State, ...]]]]:
    """The statuses in order, those of one document together with when they were told; a new list wherever the scale changes."""
    chains: list[list[tuple[str, tuple[State, ...]]]] = []
    for entry in entries:
        told = tuple(goal.status for goal in entry.goals if goal.status is not None)
        if told:
            if not chains or told[0].same_scale is False:
                chains.append([])
            when = " ".join(str(part) for part in (told[0].year, entry.occasion) if part and part != "helår")
            chains[-1].append((when, told))
    return chains
