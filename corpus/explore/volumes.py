"""How much steering there is: the goals, tasks and words of the plans that are in force each year, and which years have none."""

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

STEERING = ("målprogram", "mål och budget", "strategi", "handlingsplan", "verksamhetsplan", "ägardirektiv")
"""The kinds of document that steer; reports, drafts of parties and explanations do not count."""


class Year(NamedTuple):
    """What is in force in a year: how many documents, their goals, tasks and words; nothing where no document is read."""

    year: int
    documents: int
    goals: int
    tasks: int
    words: int


class Cell(NamedTuple):
    """A kind of document in a year: "läst", "utan mål" or "saknas", and the number of documents."""

    year: int
    state: str
    documents: int
    goals: int


class Track(NamedTuple):
    """A kind of document through the years."""

    kind: str
    cells: tuple[Cell, ...]


_PLANS = f"""
select document.id, coalesce(version.series, document.id) as series, coalesce(version.position, 0) as position,
  document.period_from, document.period_to, cast(substr(document.decision_date, 1, 4) as integer) as decided,
  count(goal.id) filter (where goal.kind in ('mål', 'delmål')) as goals,
  count(goal.id) filter (where goal.kind = 'uppdrag') as tasks,
  coalesce(sum({{}}), 0) as words
from document
left join version on version.document = document.id
left join goal on goal.document = document.id
where document.organisation is ? and document.kind in ({", ".join(f"'{kind}'" for kind in STEERING)})
  and document.adoption not in ('förslag', 'utkast') and coalesce(version.role, '') not in ('återgivning', 'förslag')
  and document.period_from between 1900 and 2100 and document.period_to between document.period_from and 2100
group by document.id order by series, position, document.id"""


def _words(column: str) -> str:
    """The number of words in a text, as SQL: texts have single spaces."""
    return f"iif(trim(coalesce({column}, '')) = '', 0, length(trim({column})) - length(replace(trim({column}), ' ', '')) + 1)"


_SQL = _PLANS.format(f"{_words('goal.text')} + {_words('goal.description')}")


def volume(connection: sqlite3.Connection, organisation: str | None) -> list[Year]:
    """Each year from the first plan's to the last's. Of a series only the edition that was decided last by then is in force."""
    plans = connection.execute(_SQL, (organisation,)).fetchall()
    series: dict[str, list[sqlite3.Row]] = defaultdict(list)
    for plan in plans:
        series[plan["series"]].append(plan)
    if not plans:
        return []
    first, last = min(plan["period_from"] for plan in plans), max(plan["period_to"] for plan in plans)
    return [_year(year, [one for some in series.values() if (one := _in_force(some, year))]) for year in range(first, last + 1)]


def _in_force(editions: Sequence[sqlite3.Row], year: int) -> sqlite3.Row | None:
    """The edition of a series that holds in a year."""
    valid = [one for one in editions if one["period_from"] <= year <= one["period_to"]]
    decided = [one for one in valid if (one["decided"] or one["period_from"]) <= year]
    return next(reversed(decided or valid[:1]), None)


def _year(year: int, plans: Sequence[sqlite3.Row]) -> Year:
    return Year(year, len(plans), *(sum(plan[what] for plan in plans) for what in ("goals", "tasks", "words")))


_COVERED = """
select document.kind, count(goal.id) as goals,
  coalesce(period_from, cast(substr(coalesce(report_as_of, decision_date, updated), 1, 4) as integer)) as first,
  coalesce(period_to, cast(substr(coalesce(report_as_of, decision_date, updated), 1, 4) as integer)) as last
from document left join goal on goal.document = document.id
where document.organisation is ? group by document.id order by document.kind, first, document.id"""


def coverage(connection: sqlite3.Connection, organisation: str | None) -> list[Track]:
    """The view ``täckning`` of one organisation, without its failures: each kind and year, also those that are absent."""
    rows = connection.execute(_COVERED, (organisation,)).fetchall()
    dated = [row for row in rows if _between(row["first"], 1900, 2100) and _between(row["last"], row["first"], 2100)]
    if not dated:
        return []
    span = range(min(row["first"] for row in dated), max(row["last"] for row in dated) + 1)
    kinds = dict.fromkeys(row["kind"] for row in rows)
    tracks = [Track(kind, tuple(_cells([row for row in rows if row["kind"] == kind], span))) for kind in kinds]
    return sorted(tracks, key=lambda one: (one.kind == "uppföljning", -sum(cell.documents for cell in one.cells), one.kind))


def _between(value: int | None, low: int | None, high: int) -> bool:
    return value is not None and low is not None and low <= value <= high


def _cells(rows: Iterable[sqlite3.Row], span: range) -> Iterator[Cell]:
    rows = list(rows)
    for year in span:
        there = [
            row for row in rows if row["first"] is not None and row["last"] is not None and row["first"] <= year <= row["last"]
        ]
        goals = sum(row["goals"] for row in there)
        yield Cell(year, "saknas" if not there else "läst" if goals else "utan mål", len(there), goals)


def runs(years: Iterable[int]) -> list[tuple[int, int]]:
    """Years in a row as their first and last."""
    found: list[tuple[int, int]] = []
    for year in sorted(set(years)):
        if found and found[-1][1] == year - 1:
            found[-1] = found[-1][0], year
        else:
            found.append((year, year))
    return found
