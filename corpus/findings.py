"""What a careful controller would ask about: each finding is a view of the database, a query and a line of a report."""

import sqlite3
from typing import NamedTuple

from .query import Filters
from .store import Database

HEADLINE = ("mål", "delmål", "uppdrag", "aktivitet", "inriktning", "målområde")
"""The kinds that are counted unless others are asked for."""
BINDING = (*HEADLINE, "skrivning")
"""The same where it is about what binds, or has a time."""


class Finding(NamedTuple):
    """A finding: its name, its heading in Swedish, the view that holds it, which rows of that, and what one row is one of."""

    name: str
    heading: str
    view: str
    where: str = "1"
    kinds: tuple[str, ...] = HEADLINE
    of: str = "track"


FINDINGS = (
    Finding("försvunna", "Försvann utan ett ord", "försvunna", "state = 'försvunnen'"),
    Finding("nästa dokument saknas", "Inte klara, och nästa dokument saknas", "försvunna", "state = 'nästa dokument saknas'"),
    Finding("flyttade målstolpar", "Målet sköts upp eller sänktes", "målstolpar", "eased = 1", BINDING),
    Finding("försvagade", "Binder mindre än förut", "försvagade", kinds=BINDING),
    Finding("skärpta", "Binder mer än förut", "skärpta", kinds=BINDING),
    Finding("röda år", "Röda flera år i rad", "röda_år", kinds=(*HEADLINE, "indikator")),
    Finding("återkomna", "Tillbaka efter att ha varit borta", "återkomna"),
    Finding("passerade tidsgränser", "Tiden har gått ut utan besked", "passerade_tidsgränser", kinds=BINDING),
    Finding(
        "ej återrapporterade", "Uppföljningen nämner dem inte", "återrapportering", "state = 'ej återrapporterad'", of="old_goal"
    ),
    Finding("kopierade", "Samma ord i flera kommuner", "kopierade", of="folded"),
)
"""Every finding, the gravest first."""


def found(database: Database, finding: Finding, filters: Filters | None = None) -> list[sqlite3.Row]:
    """The rows of a finding, by organisation in Swedish order and place in the document.

    Of the filters, ``organisation`` (its official name) and ``kind`` count; without a kind those of the finding are told.
    """
    filters = filters or Filters()
    kinds = filters.kind or finding.kinds
    conditions, values = [finding.where, f"kind in ({', '.join('?' * len(kinds))})"], [*kinds]
    if filters.organisation is not None:
        conditions.append("organisation = ?")
        values.append(filters.organisation)
    goal = "old_goal" if finding.view == "återrapportering" else "new_goal" if finding.view not in _BY_GOAL else "goal"
    return database.rows(
        f'select found.* from "{finding.view}" as found join goal on goal.id = found.{goal} '
        f"join document as stands on stands.id = goal.document where {' and '.join(f'({_own(one)})' for one in conditions)} "
        "order by stands.sort_key, stands.period_from, stands.id, goal.position",
        tuple(values),
    )


_BY_GOAL = frozenset({"försvunna", "röda_år", "passerade_tidsgränser", "kopierade"})


def _own(condition: str) -> str:
    """A condition on columns of the view, whose names other tables have too."""
    return f"found.{condition}" if condition != "1" else condition


def counts(database: Database, filters: Filters | None = None) -> dict[str, int]:
    """How many goals each finding is about; one that several documents show is one."""
    return {one.name: len({row[one.of] for row in found(database, one, filters)}) for one in FINDINGS}
