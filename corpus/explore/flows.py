"""What became of the goals from each version to the next: kept, reworded, split, merged, dropped, new."""

import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from ..findings import HEADLINE

KEPT, REWORDED, SPLIT, MERGED = "kvar", "omformulerade", "uppdelade", "sammanslagna"
ELSEWHERE, DROPPED, NEW = "i annat", "borttagna", "nya"
FATES = (KEPT, REWORDED, SPLIT, MERGED, ELSEWHERE, DROPPED, NEW)
"""What becomes of goals, in the order in which it is shown. ELSEWHERE: what goes on in, or comes from, another document."""


class Flow(NamedTuple):
    """One step from a version to the next; ``old`` and ``new`` count the goals of each side by fate."""

    old_document: str
    new_document: str
    old_title: str
    new_title: str
    old_years: tuple[int | None, int | None]
    new_years: tuple[int | None, int | None]
    kind: str
    adoption: str
    occasion: str | None
    old: Counter[str]
    new: Counter[str]


_STEPS = """
select succession.old_document, succession.new_document, old.title as old_title, new.title as new_title,
  old.period_from as old_from, old.period_to as old_to, new.period_from as new_from, new.period_to as new_to,
  new.kind, new.adoption, new.occasion
from document as new
join succession on succession.new_document = new.id and succession.mode = 'versions' and succession.compared
join document as old on old.id = succession.old_document
left join version on version.document = new.id
left join document as first on first.id = version.series
where new.organisation is ?
order by new.kind = 'uppföljning', coalesce(first.sort_key, new.sort_key), version.series, version.position, new.id,
  old.period_from, old.id"""
_KINDS = ", ".join(f"'{kind}'" for kind in HEADLINE)
_GOES_ON = "other.kind in ('kept', 'split', 'merged')"
_SIDES = f"""
select goal.id as goal, goal.document = link.old_document as before, link.kind, link.wording,
  case link.kind
    when 'removed' then exists (select 1 from link as other where other.old_goal = link.old_goal and {_GOES_ON})
    when 'added' then exists (select 1 from link as other where other.new_goal = link.new_goal and {_GOES_ON})
    else 0 end as elsewhere
from link join goal on goal.id in (link.old_goal, link.new_goal) and goal.kind in ({_KINDS})
where link.old_document = ? and link.new_document = ? and link.kind in ('kept', 'split', 'merged', 'removed', 'added')"""


def flows(connection: sqlite3.Connection, organisation: str | None) -> list[Flow]:
    """The steps between the versions of an organisation, plans before what reports on them."""
    return [_flow(connection, row) for row in connection.execute(_STEPS, (organisation,)).fetchall()]


def latest(steps: Iterable[Flow]) -> list[Flow]:
    """The steps that lead to a version which no other step starts from."""
    steps = list(steps)
    started = {step.old_document for step in steps}
    return [step for step in steps if step.new_document not in started]


def _flow(connection: sqlite3.Connection, row: sqlite3.Row) -> Flow:
    """The step between two versions; a goal stands in one class only, the one that says most."""
    edge = row["old_document"], row["new_document"]
    fates: dict[tuple[str, bool], set[str]] = defaultdict(set)
    for side in connection.execute(_SIDES, edge):
        fate = ELSEWHERE if side["elsewhere"] else _fate(side["kind"], side["wording"])
        fates[side["goal"], bool(side["before"])].add(fate)
    counts: tuple[Counter[str], Counter[str]] = Counter(), Counter()
    for (_, before), told in fates.items():
        counts[0 if before else 1][min(told, key=_WEIGHT.index)] += 1
    return Flow(
        *edge,
        row["old_title"] or "utan titel",
        row["new_title"] or "utan titel",
        (row["old_from"], row["old_to"]),
        (row["new_from"], row["new_to"]),
        row["kind"],
        row["adoption"],
        row["occasion"],
        *counts,
    )


_WEIGHT = (SPLIT, MERGED, REWORDED, KEPT, ELSEWHERE, DROPPED, NEW)


def _fate(kind: str, wording: str | None) -> str:
    if kind == "kept":
        return REWORDED if wording == "omformulerad" else KEPT
    return {"split": SPLIT, "merged": MERGED, "removed": DROPPED, "added": NEW}[kind]
