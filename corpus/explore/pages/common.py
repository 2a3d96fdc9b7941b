"""What the pages have in common: a document in brief, a node, a status, dates and notes in Swedish."""

import json
import re
import sqlite3
import zlib
from collections.abc import Iterable, Mapping
from pathlib import PurePath
from typing import Any

from ....rules.doubts import reasons
from ...compared.words import clean
from ...query import SURE
from ...show import span
from ...store import Database
from ..spoken import day
from . import addresses
from .people import shown

Data = dict[str, Any]
Row = sqlite3.Row | Mapping[str, Any]

COUNTED = ("inriktning", "målområde", "mål", "delmål", "uppdrag", "aktivitet")
"""The kinds that headline counts count."""
MANY = 50
"""Rows on one page of a list."""
PDF = "application/pdf"


class Absent(Exception):
    """A page of something that is not there; the message says so in Swedish."""


def date(told: str | None) -> str | None:
    """A date as precise as it is known: "24 november 2022", "november 2022", "2022"."""
    return day(told) or None


def file_name(ref: str) -> str:
    """The name of a file, without the folders of a machine."""
    return clean(PurePath(ref.replace("\\", "/")).name) or "standard in"


def called(row: Row) -> str:
    """What a document is called, with its years and its occasion."""
    title = clean(row["title"] or "") or file_name(row["source_ref"])
    years = span(row["period_from"], row["period_to"])
    return title if not years or years in title.replace("-", "–") else f"{title} {years}"


BRIEF = (
    "document.id, document.organisation, document.organisation_code, document.issuer, document.part, document.kind, "
    "document.title, document.period_from, document.period_to, document.occasion, document.adoption, document.decision_body, "
    "document.decision_date, document.decision_paragraph, document.decision_dnr, document.updated, document.report_as_of, "
    "document.source_ref, document.source_sha256, document.source_media_type, document.source_pages, document.reader"
)
"""The columns of a document that ``brief`` needs."""


def brief(row: Row) -> Data:
    """A document in a list."""
    return {
        "id": row["id"],
        "name": called(row),
        "kind": row["kind"],
        "organisation": row["organisation"],
        "issuer": shown(row["issuer"]) if row["issuer"] else None,
        "part": row["part"],
        "years": span(row["period_from"], row["period_to"]),
        "from": row["period_from"],
        "to": row["period_to"],
        "occasion": row["occasion"],
        "adoption": row["adoption"],
        "decided": decided(row),
        "date": row["decision_date"] or row["updated"],
        "address": addresses.document(row["id"]),
    }


def decided(row: Row) -> str | None:
    """Who decided on a document, when, and under which numbers."""
    body = shown(row["decision_body"]) if row["decision_body"] else None
    dnr = f"dnr {row['decision_dnr']}" if row["decision_dnr"] else None
    of = " ".join(filter(None, (body, row["decision_paragraph"])))
    return ", ".join(filter(None, (of, date(row["decision_date"]), dnr))) or None


def status(row: Row) -> Data | None:
    """A status: as printed, its colour, what it means on its scale, the year it judges, and all of it in words."""
    raw, signal, meaning = (row[name] for name in ("raw", "signal", "meaning"))
    if raw is None and signal is None and meaning is None:
        return None
    words = clean(meaning or raw or signal or "")
    beside = [one for one in dict.fromkeys((clean(raw or ""), signal)) if one and one.casefold() != words.casefold()]
    dimension = row["dimension"] if "dimension" in row.keys() else None  # noqa: SIM118 - a sqlite3.Row
    of = f"{dimension}: " if dimension in {"prognos", "trend"} else ""  # neither says how it went
    return {
        "raw": raw,
        "signal": signal,
        "meaning": meaning,
        "dimension": dimension,
        "year": row["year"] if "year" in row.keys() else None,  # noqa: SIM118
        "words": of + words + (f" ({', '.join(beside)})" if beside else ""),
    }


def doubt(row: Row, *, miscounted: bool = False) -> str | None:
    """Why a node may be wrong, where it is not sure."""
    return reasons(row["rule"], miscounted=miscounted) if row["confidence"] < SURE or miscounted else None


def miscounted(database: Database, document: str) -> set[str]:
    """The kinds of which a document states another number than what was found."""
    rows = database.rows("select distinct what from stated_total where document = ? and agrees = 0", (document,))
    return {row["what"] for row in rows}


def boxes(row: Row) -> list[Data]:
    """The boxes of a goal; what is no box is left out."""
    try:
        told = json.loads(row["boxes"])
    except ValueError:
        return []
    return [box for box in told if isinstance(box, dict) and all(_is_number(box.get(name)) for name in _EDGES)]


_EDGES = ("page", "x0", "top", "x1", "bottom")


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and abs(value) < 1e6


def responsible(database: Database, goals: Iterable[str]) -> dict[str, list[str]]:
    """The bodies and roles that goals are given to."""
    found: dict[str, list[str]] = {}
    wanted = list(goals)
    for start in range(0, len(wanted), 500):
        some = wanted[start : start + 500]
        marks = ", ".join("?" * len(some))
        sql = f"select goal, raw from responsible where goal in ({marks}) order by goal, position"
        for row in database.rows(sql, tuple(some)):
            body = shown(row["raw"])
            if body and body not in found.setdefault(row["goal"], []):
                found[row["goal"]].append(body)
    return found


def stored(database: Database, document: str) -> Data:
    """A document's JSON as it is, without the time that it takes to check it: only places and blocks are read from it."""
    (row,) = database.rows("select json from document where id = ?", (document,))
    told = json.loads(zlib.decompress(row["json"]))
    return told if isinstance(told, dict) else {}


def the_document(database: Database, identity: str) -> sqlite3.Row:
    """The row of a document. Raises ``Absent``."""
    rows = database.rows(f"select {BRIEF} from document where id = ?", (identity,))
    if not rows:
        raise Absent("Det finns inget dokument med den beteckningen i databasen.")
    return rows[0]


def the_organisation(database: Database, name: str) -> tuple[str | None, str]:
    """The organisation that an address names by its name or its code, and what it is called. Raises ``Absent``.

    A name without å, ä and ö will do where it is the name of one only.
    """
    wanted = name.casefold()
    rows = database.rows("select organisation, max(organisation_code) as code from document group by organisation")
    exact = [row for row in rows if wanted in {addresses.slug(row["organisation"]), (row["code"] or "").casefold()}]
    found = exact or [row for row in rows if wanted == addresses.plain(row["organisation"])]
    if len(found) != 1:
        raise Absent("Det finns ingen sådan organisation i databasen.")
    return found[0]["organisation"], found[0]["organisation"] or "Okänd organisation"


_NOTES = (
    (r"Number (.+) follows (.+)", "Numret {0} följer på {1}: något kan saknas emellan."),
    (r'Nothing stands under "(.+)"', "Under ”{0}” står ingenting."),
    (r"Page (\d+) is damaged .*", "Sidan {0} är skadad och kunde inte läsas."),
    (r"Page (\d+) is a picture .*", "Sidan {0} är en bild utan text och har inte lästs."),
    (r"[Tt]he hyphen (?:after|in) “(.+)”.*", "Bindestrecket i ”{0}” kan vara en avstavning."),
    (r'The table of contents names "(.+)", no heading does', "Innehållsförteckningen nämner ”{0}”, men ingen rubrik gör det."),
    (r"The text refers to (.+), which is not there", "Texten hänvisar till {0}, som inte finns."),
    (r"(.+) is told by the place .*", "Dokumentet anger ingen avsändare; {0} är orten som texten handlar om."),
    (r"(.+) is told by the file's name .*", "Dokumentet anger ingen avsändare; {0} är hämtat ur filens namn."),
    (r'The document says (\d+) (\w+) \("(.+)"\), (\d+) found', "Dokumentet anger {0} {1} (”{2}”), men {3} hittades."),
)


def note(message: str) -> str:
    """A note of the reader in Swedish; one that is not known stays as it is."""
    for pattern, told in _NOTES:
        if found := re.fullmatch(pattern, message, re.DOTALL):
            return clean(told.format(*found.groups()))
    return clean(message)
