"""The findings: what is gone without a word, put off, weakened, red for years … each goal with what makes it one."""

import sqlite3
from collections import Counter
from collections.abc import Callable
from typing import Any

from ...compared.words import clean, running
from ...findings import FINDINGS, Finding
from ...order import sort_key
from ...store import Database
from . import addresses
from .common import MANY, Absent, Data, the_organisation
from .kept import Kept
from .people import shown

MEANINGS = {
    "försvunna": "Mål och uppdrag som var röda eller inte klara, och som nästa dokument varken har kvar eller avslutar.",
    "nästa dokument saknas": "Mål och uppdrag som var röda eller inte klara i det senaste dokumentet av sitt slag, fast "
    "organisationens andra dokument visar att mer tid har gått. Vad som hände sedan går inte att säga förrän nästa dokument har "
    "lästs in.",
    "flyttade målstolpar": "Tidsgränsen flyttades fram, eller nivån blev lättare att nå, medan målet stod kvar.",
    "försvagade": "Skrivningen binder mindre än i dokumentet före: ”bör” för ”ska”, ”arbeta för att” för ”ska”, ”senast” borta.",
    "skärpta": "Skrivningen binder mer än i dokumentet före.",
    "röda år": "Röda i den sista redovisningen minst två år i rad, även när ansvaret har bytt namn.",
    "återkomna": "Mål som var borta i minst ett dokument och sedan kom tillbaka.",
    "passerade tidsgränser": "Året som målet skulle vara nått har passerat, och inget senare dokument säger hur det gick.",
    "ej återrapporterade": "Mål och uppdrag i planen som ingen uppföljning av den nämner.",
    "kopierade": "Mål och uppdrag med fler än fem ord som flera organisationer har ordagrant lika.",
}


def findings(database: Database, organisation: str | None = None) -> Data:
    """The list of findings with how many goals each is about."""
    official, name = the_organisation(database, organisation) if organisation else (None, None)
    told = [
        {
            "name": one.name,
            "heading": one.heading,
            "meaning": MEANINGS[one.name],
            "goals": _count(database, one, official, chosen=bool(organisation)),
            "address": addresses.finding(one.name, organisation=organisation),
        }
        for one in FINDINGS
    ]
    return {
        "title": f"Fynd – {name}" if name else "Fynd",
        "address": addresses.finding(organisation=organisation),
        "organisation": name,
        "organisations": organisations(database),
        "chosen": organisation,
        "findings": told,
    }


def finding(database: Database, name: str, organisation: str | None = None, page: int = 1) -> Data:
    """The goals of one finding, ``MANY`` to a page. Raises ``Absent``."""
    one = next((one for one in FINDINGS if addresses.plain(name) in {addresses.plain(one.name), addresses.plain(one.view)}), None)
    if one is None:
        raise Absent("Det finns inget sådant fynd.")
    official, called = the_organisation(database, organisation) if organisation else (None, None)
    total = _count(database, one, official, chosen=bool(organisation))
    rows, more = _rows(database, one, official, chosen=bool(organisation), page=page)
    return {
        "title": f"{one.heading} – {called}" if called else one.heading,
        "address": addresses.finding(one.name, organisation=organisation, blad=page if page > 1 else None),
        "name": one.name,
        "heading": one.heading,
        "meaning": MEANINGS[one.name],
        "view": one.view,
        "organisation": called,
        "chosen": organisation,
        "organisations": organisations(database),
        "goals": total,
        "page": page,
        "before": addresses.finding(one.name, organisation=organisation, blad=page - 1) if page > 1 else None,
        "after": addresses.finding(one.name, organisation=organisation, blad=page + 1) if more else None,
        "rows": [_row(one, row) for row in rows],
    }


def organisations(database: Database) -> list[Data]:
    """The organisations that a list can be narrowed to."""
    rows = database.rows("select organisation from document group by organisation")
    names = sorted((row["organisation"] for row in rows if row["organisation"]), key=sort_key)
    return [{"name": name, "slug": addresses.slug(name)} for name in names]


def _where(one: Finding) -> str:
    """The condition of a finding on its view, called ``found``."""
    where = f"found.{one.where}" if one.where != "1" else "1"
    kinds = ", ".join(f"'{kind}'" for kind in one.kinds)
    return f"({where} and found.kind in ({kinds}))"


def _counts(database: Database, one: Finding) -> Counter[str | None]:
    """How many goals a finding is about, by organisation; one that several documents show is one. ``_ALL`` has them all."""

    def count() -> dict[str, Counter[str | None]]:
        """For every finding of the view at once: what such a view costs is what it takes to be worked out."""
        beside = [other for other in FINDINGS if (other.view, other.of) == (one.view, one.of)]
        asked = ", ".join(f"{_where(other)} as f{place}" for place, other in enumerate(beside))
        rows = database.rows(f'select distinct found.organisation, found.{one.of} as track, {asked} from "{one.view}" as found')
        told: dict[str, Counter[str | None]] = {}
        for place, other in enumerate(beside):
            about = {(row["organisation"], row["track"]) for row in rows if row[f"f{place}"]}
            told[other.name] = Counter(organisation for organisation, _ in about)
            told[other.name][_ALL] = len({track for _, track in about})
        return told

    return _COUNTED.get(database, (one.view, one.of), count)[one.name]


_ALL = "*"
_COUNTED: Kept[dict[str, Counter[str | None]]] = Kept(32)
_SHOWN: Kept[tuple[list[sqlite3.Row], bool]] = Kept(64)


def _count(database: Database, one: Finding, official: str | None, *, chosen: bool) -> int:
    """How many goals a finding is about, of one organisation or of all."""
    return _counts(database, one)[official if chosen else _ALL]


def _rows(database: Database, one: Finding, official: str | None, *, chosen: bool, page: int) -> tuple[list[sqlite3.Row], bool]:
    """One page of rows, by organisation in Swedish order and place in the document, and whether there are more."""
    goal = next(name for name in ("goal", "new_goal", "old_goal") if name in _COLUMNS[one.view])
    narrowed, values = (" and found.organisation is ?", (official,)) if chosen else ("", ())

    def ask() -> tuple[list[sqlite3.Row], bool]:
        rows = database.rows(
            f'select found.* from "{one.view}" as found join goal on goal.id = found.{goal} '
            f"join document as stands on stands.id = goal.document where {_where(one)}{narrowed} "
            "order by stands.sort_key, stands.period_from, stands.id, goal.position limit ? offset ?",
            (*values, MANY + 1, (page - 1) * MANY),
        )
        return rows[:MANY], len(rows) > MANY

    return _SHOWN.get(database, (one.name, official, chosen, page), ask)


_COLUMNS = {
    "försvunna": ("goal",),
    "målstolpar": ("new_goal",),
    "försvagade": ("new_goal",),
    "skärpta": ("new_goal",),
    "röda_år": ("goal",),
    "återkomna": ("new_goal",),
    "passerade_tidsgränser": ("goal",),
    "återrapportering": ("old_goal",),
    "kopierade": ("goal",),
}


def _row(one: Finding, row: sqlite3.Row) -> Data:
    """A goal of a finding: its words, its documents, and what makes it a finding."""
    told = dict(row)
    goal = told.get("goal") or told.get("new_goal") or told["old_goal"]
    document, title = told.get("document") or told.get("new_document") or told["plan"], told.get("plan_title") or told["title"]
    text, before = clean(told["text"]), told.get("old_text")
    return {
        "organisation": told["organisation"],
        "organisation_address": addresses.organisation(told["organisation"]),
        "goal": goal,
        "address": addresses.goal(goal),
        "kind": told["kind"],
        "label": told.get("label"),
        "text": text,
        "runs": [[run.mark, run.text] for run in running([before], [text])] if before else None,
        "title": clean(title or "") or document,
        "document": document,
        "document_address": addresses.document(document, told.get("page"), goal),
        "page": told.get("page"),
        "review": bool(told.get("review")),
        "facts": [{"field": field, "value": value} for field, value in _FACTS[one.view](told) if value],
        "compared": _compared(told),
    }


def _compared(told: Data) -> str | None:
    """The comparison that shows it."""
    if told.get("next_document"):
        return addresses.compared(told["document"], told["next_document"])
    if told.get("old_document"):
        return addresses.compared(told["old_document"], told["new_document"])
    if told.get("follow_up"):
        return addresses.compared(told["plan"], told["follow_up"])
    return None


def _body(told: Data) -> str | None:
    return shown(told["responsible"]) if told.get("responsible") else None


def _moved(told: Data) -> list[tuple[str, Any]]:
    return [("Före", told["old"] or "inget"), ("Efter", told["new"] or "struket"), ("Dokumentet före", told["old_title"])]


def _reddened(told: Data) -> list[tuple[str, Any]]:
    years = f"{told['first_year']}–{told['last_year']}, {told['years']} år i rad"
    return [("Röd", years), ("Status", told["status"]), ("Ansvar", _body(told))]


def _over(told: Data) -> list[tuple[str, Any]]:
    last = told["last_status_year"] or "ingen"
    return [("Skulle vara nått", told["deadline"]), ("Senaste status", last), ("Ansvar", _body(told))]


def _vanished(told: Data) -> list[tuple[str, Any]]:
    return [("Senaste status", told["status"]), ("Ansvar", _body(told)), ("Nästa dokument", told["next_title"])]


_FACTS: dict[str, Callable[[Data], list[tuple[str, Any]]]] = {
    "försvunna": _vanished,
    "målstolpar": _moved,
    "försvagade": lambda told: [("Dokumentet före", told["old_title"])],
    "skärpta": lambda told: [("Dokumentet före", told["old_title"])],
    "röda_år": _reddened,
    "återkomna": lambda told: [("Borta efter", told["gone_after"]), ("Tillbaka", told["back_in"])],
    "passerade_tidsgränser": _over,
    "återrapportering": lambda told: [("Uppföljning som inte nämner det", told["title"])],
    "kopierade": lambda told: [("Organisationer", told["organisations"]), ("Först", told["first_year"])],
}
