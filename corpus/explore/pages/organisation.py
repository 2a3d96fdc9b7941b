"""The page of an organisation: its documents over the years with the gaps shown, what follows what, and pictures."""

import re
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from ...store import Database
from . import addresses
from .common import BRIEF, COUNTED, Data, brief, the_organisation

EXPECTED = ("målprogram", "mål och budget", "verksamhetsplan", "uppföljning")
"""The kinds of which an organisation has one for each year: where there is none, it is a gap."""
_ORDER = (*EXPECTED, "strategi", "handlingsplan", "ägardirektiv", "målmodell", "målprocess", "partiprogram", "övrigt")


class _Years(NamedTuple):
    """A document of the timeline and the years that it is for."""

    first: int
    last: int
    row: sqlite3.Row


def organisation(database: Database, name: str) -> Data:
    """The page of the organisation with this name or code, as an address has it. Raises ``Absent``."""
    official, title = the_organisation(database, name)
    rows = database.rows(
        f"select {BRIEF}, version.series, version.position, version.role, version.of_document from document "
        "left join version on version.document = document.id where document.organisation is ? "
        "order by document.period_from is null, document.period_from, document.period_to, document.sort_key, document.id",
        (official,),
    )
    goals = _counts(database, official)
    documents = [brief(row) | {"goals": goals.get(row["id"], 0), "role": row["role"]} for row in rows]
    failed = database.rows("select period_from, period_to, reason from failure where organisation is ?", (official,))
    return {
        "title": title,
        "address": addresses.organisation(official),
        "name": official,
        "code": next((row["organisation_code"] for row in rows if row["organisation_code"]), None),
        "timeline": timeline(rows, goals),
        "documents": documents,
        "successions": _successions(database, official),
        "failed": [dict(row) for row in failed] if official else [],
        "findings": addresses.finding(organisation=addresses.slug(official)),
    }


def _counts(database: Database, organisation: str | None) -> dict[str, int]:
    """How many goals each document of the organisation has."""
    marks = ", ".join("?" * len(COUNTED))
    rows = database.rows(
        "select goal.document, count(*) as goals from document join goal on goal.document = document.id "
        f"where document.organisation is ? and goal.kind in ({marks}) group by goal.document",
        (organisation, *COUNTED),
    )
    return {row["document"]: row["goals"] for row in rows}


def _successions(database: Database, organisation: str | None) -> list[Data]:
    """Which document follows which, or reports on which."""
    rows = database.rows(
        "select succession.old_document as old, succession.new_document as new, succession.mode, succession.told_by "
        "from document join succession on succession.new_document = document.id where document.organisation is ? "
        "order by document.period_from, document.id, succession.old_document",
        (organisation,),
    )
    return [dict(row) | {"address": addresses.compared(row["old"], row["new"])} for row in rows]


def timeline(rows: Sequence[sqlite3.Row], goals: dict[str, int]) -> Data:
    """The documents by kind and year, and the years of which none is there.

    Each kind has lanes of cells; a cell spans years and is a document ("läst", or "utan mål"), a gap ("saknas") or nothing.
    Years are those of the view ``täckning``: from the first that any document is for to the last.
    """
    dated = [years for row in rows if (years := _years(row))]
    if not dated:
        return {"years": [], "kinds": [], "gaps": 0}
    first, last = min(one.first for one in dated), max(one.last for one in dated)
    by_kind: dict[str, list[_Years]] = defaultdict(list)
    for one in dated:
        by_kind[one.row["kind"]].append(one)
    kinds: list[Data] = [
        {"kind": kind, "lanes": _lanes(by_kind[kind], range(first, last + 1), goals, gaps=kind in EXPECTED)}
        for kind in sorted(by_kind, key=lambda kind: _ORDER.index(kind) if kind in _ORDER else len(_ORDER))
    ]
    gaps = sum(cell["state"] == "saknas" for kind in kinds for lane in kind["lanes"] for cell in lane)
    return {"years": list(range(first, last + 1)), "kinds": kinds, "gaps": gaps}


def _years(row: sqlite3.Row) -> _Years | None:
    """The years that a document is for, else the year that it is from; None where neither is told."""
    dated = re.match(r"\d{4}", row["report_as_of"] or row["decision_date"] or row["updated"] or "")
    year = int(dated[0]) if dated else None
    first = row["period_from"] if row["period_from"] is not None else year
    last = row["period_to"] if row["period_to"] is not None else year
    if first is None or last is None or not 1900 <= first <= last <= 2100:
        return None
    return _Years(first, last, row)


def _lanes(documents: Iterable[_Years], years: range, goals: dict[str, int], *, gaps: bool) -> list[list[Data]]:
    """The documents in as few rows as hold them side by side; gaps stand in the first."""
    lanes: list[list[_Years]] = []
    for one in sorted(documents, key=lambda one: (one.first, -one.last)):
        lane = next((lane for lane in lanes if lane[-1].last < one.first), None)
        if lane is None:
            lane = []
            lanes.append(lane)
        lane.append(one)
    covered = {year for lane in lanes for one in lane for year in range(one.first, one.last + 1)}
    missing = {year for year in years if year not in covered} if gaps else set()
    return [_cells(lane, years, missing if number == 0 else set(), goals) for number, lane in enumerate(lanes)]


def _cells(lane: Sequence[_Years], years: range, missing: set[int], goals: dict[str, int]) -> list[Data]:
    """One row of cells, each as wide as its years."""
    cells: list[Data] = []
    at = {one.first: one for one in lane}
    year = years.start
    while year < years.stop:
        one = at.get(year)
        if one:
            number = goals.get(one.row["id"], 0)
            state = "läst" if number else "utan mål"
            told = {"state": state, "from": year, "years": one.last - year + 1}
            cells.append(told | {"document": brief(one.row), "goals": number})
            year = one.last + 1
            continue
        cells.append({"state": "saknas" if year in missing else "", "from": year, "years": 1})
        year += 1
    return cells
