"""All that is known of an organisation's goals as one page that needs nothing but itself, to mail or publish."""

import hashlib
import sqlite3
from base64 import b64encode
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from ..models.errors import UsageProblem
from ..rules.doubts import reasons
from ..rules.swedish import fold
from .changes import changes
from .compared.words import clean
from .explore import flows, pictures, volumes
from .explore.pages import addresses, common
from .explore.pages import findings as found
from .explore.spoken import counted, day, number, years
from .findings import FINDINGS
from .order import sort_key
from .query import SURE
from .store import Database

if TYPE_CHECKING:
    from jinja2 import Environment
    from markupsafe import Markup

Data = dict[str, Any]
_NAMED = 40  # organisations that a message names
_DOUBTS = 30  # doubtful nodes that are shown
LAST = "nästa dokument saknas"
"""The finding that tells more of what is read than of the goals: folded, and last."""


def the_organisation(database: Database, wanted: str) -> str:
    """The official name of the organisation that a user means. Raises ``UsageProblem`` where it is none or more than one."""
    rows = database.rows(
        "select organisation, max(organisation_code) as code from document where organisation is not null group by organisation"
    )
    names = {row["organisation"]: row["code"] for row in rows}
    folded = fold(wanted)
    for name, code in names.items():
        if folded == fold(name) or wanted.strip() == code:
            return str(name)
    meant = [name for name in names if folded and f" {folded}" in f" {fold(name)}"]
    if len(meant) == 1:
        return str(meant[0])
    if not names:
        raise UsageProblem(f"no organisation is known in {database.path}; `malspar add {database.path} FILE` reads documents")
    told = sorted(meant or names, key=sort_key)
    more = f" and {len(told) - _NAMED} more (`malspar list {database.path}`)" if len(told) > _NAMED else ""
    said = f"“{wanted}” may be several" if meant else f"no organisation “{wanted}” in {database.path}"
    raise UsageProblem(f"{said}; give one of: {', '.join(told[:_NAMED])}{more}")


def report(database: Database, organisation: str) -> str:
    """The page of an organisation by its official name. The same database gives the same page."""
    environment = _environment()
    style = _style(environment)
    documents = _documents(database, organisation)
    made = {
        make.__name__: make(database.connection, organisation)
        for make in (pictures.coverage, pictures.status, pictures.flow, pictures.volume)
    }
    names = {one.row["id"]: one.name for one in documents}
    steps = flows.latest(flows.flows(database.connection, organisation))
    told = list(_findings(database, organisation))
    last = [one for one in told if one["name"] == LAST]
    return environment.get_template("report.html").render(
        organisation=clean(organisation),
        style=style,
        policy=f"default-src 'none'; style-src {_hash(style)}; base-uri 'none'; form-action 'none'",
        documents=documents,
        failures=_failures(database, organisation),
        gaps=_gaps(database, organisation),
        pictures=made,
        steps=[_step(database, step, names) for step in steps],
        findings=[one for one in told if one["name"] != LAST],
        last=last[0] if last else None,
        plan=_plan(database, documents),
        doubts=_doubts(database, organisation, documents),
        readers=sorted({one.row["reader"] for one in documents}),
        sure=f"{SURE}".replace(".", ","),
        span=_span(documents),
    )


def _environment() -> "Environment":
    from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined

    loaders = [PackageLoader(__package__, "templates"), PackageLoader(f"{__package__}.explore", "static")]
    environment = Environment(
        loader=ChoiceLoader(loaders), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters |= {"number": number, "counted": counted, "day": day, "clean": clean}
    return environment


def _style(environment: "Environment") -> "Markup":
    """The style sheets of ours that go into the page as they are."""
    from markupsafe import Markup

    loader = environment.loader
    sheets = (loader.get_source(environment, name)[0] for name in ("report.css", "pictures.css") if loader)
    return Markup("\n".join(sheets))  # noqa: S704 - no word of a document is in it


def _hash(text: str) -> str:
    """What a content security policy allows this text by."""
    return f"'sha256-{b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


# --- documents and gaps ----------------------------------------------------------------------------------------------
class Paper(NamedTuple):
    """A document of the organisation."""

    row: sqlite3.Row
    name: str
    years: str
    decided: str | None
    file: str
    counts: tuple[str, ...]


_DOCUMENTS = f"""
select {common.BRIEF}, version.role, version.series, version.reason
from document left join version on version.document = document.id where document.organisation = ?
order by document.kind = 'uppföljning', coalesce(document.period_from, 9999), document.sort_key, document.id"""
_COUNTS = """
select goal.document, goal.kind, count(*) as number from document join goal on goal.document = document.id
where document.organisation = ? group by 1, 2"""
_PLURALS = {
    "mål": ("mål", "mål"),
    "delmål": ("delmål", "delmål"),
    "uppdrag": ("uppdrag", "uppdrag"),
    "aktivitet": ("aktivitet", "aktiviteter"),
    "indikator": ("indikator", "indikatorer"),
    "skrivning": ("skrivning", "skrivningar"),
    "målområde": ("målområde", "målområden"),
    "inriktning": ("inriktning", "inriktningar"),
    "vision": ("vision", "visioner"),
}


def _documents(database: Database, organisation: str) -> list[Paper]:
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for row in database.rows(_COUNTS, (organisation,)):
        counts[row["document"]][row["kind"]] = row["number"]
    return [
        Paper(
            row,
            common.called(row),
            years(row["period_from"], row["period_to"]),
            common.decided(row),
            common.file_name(row["source_ref"]),
            tuple(counted(counts[row["id"]][kind], *words) for kind, words in _PLURALS.items() if counts[row["id"]][kind]),
        )
        for row in database.rows(_DOCUMENTS, (organisation,))
    ]


def _span(documents: Sequence[Paper]) -> str:
    """The years of all documents."""
    told = [year for one in documents for year in (one.row["period_from"], one.row["period_to"]) if year]
    return years(min(told), max(told)) if told else ""


_REASONS = {
    3: "skadat, eller inget dokument",
    4: "skyddat med lösenord",
    5: "inskannat, utan text",
    6: "för stort eller för djupt nästlat",
}


def _failures(database: Database, organisation: str) -> list[str]:
    """The documents that could not be read, of those that the user said are this organisation's."""
    rows = database.rows("select reference, exit_code from failure where organisation = ? order by reference", (organisation,))
    return [f"{common.file_name(row['reference'])}: {_REASONS.get(row['exit_code'], 'kunde inte läsas')}" for row in rows]


def _gaps(database: Database, organisation: str) -> list[str]:
    """The years between documents of one kind of which none is read, in words."""
    told = []
    for track in volumes.coverage(database.connection, organisation):
        there = [cell.year for cell in track.cells if cell.documents]
        missing = [cell.year for cell in track.cells if not cell.documents and there and there[0] < cell.year < there[-1]]
        if missing:
            told.append(f"{track.kind}: {', '.join(years(*run) for run in volumes.runs(missing))}")
    return told


# --- what changed, what was found ------------------------------------------------------------------------------------
def _step(database: Database, step: flows.Flow, names: Mapping[str, str]) -> Data:
    """The changes from one version to the next, with what is said of both."""
    return {
        "old": names.get(step.old_document) or clean(step.old_title),
        "new": names[step.new_document],
        "draft": step.adoption if step.adoption in {"förslag", "utkast"} else None,
        "groups": changes(database, step.old_document, step.new_document),
        "follow_up": step.kind == "uppföljning",
    }


def _findings(database: Database, organisation: str) -> Iterator[Data]:
    """Each finding with all its rows, as the pages show them."""
    slug = addresses.slug(organisation)
    for one in FINDINGS:
        told, page = found.finding(database, one.name, slug), 1
        rows = list(told["rows"])
        while told["after"]:
            page += 1
            told = found.finding(database, one.name, slug, page)
            rows += told["rows"]
        yield told | {"rows": rows, "slug": addresses.slug(one.name)}


# --- the newest plan -------------------------------------------------------------------------------------------------
_FIRST = ("målprogram", "mål och budget")
_NODES = """
select goal.id, goal.parent, goal.kind, goal.label, goal.text, goal.page, goal.confidence, goal.rule, status.raw, status.signal,
  status.meaning, status.dimension, status.year, target.raw as target
from goal
left join status on status.goal = goal.id and status.position = 0
left join target on target.goal = goal.id
where goal.document = ? order by goal.position"""


def _plan(database: Database, documents: Sequence[Paper]) -> Data | None:
    """The newest plan as a tree: of the council's, else of any that steers, else of what there is; drafts come last."""
    steering = [one for one in documents if one.counts]
    if not steering:
        return None
    newest = max(steering, key=_rank)
    rows = database.rows(_NODES, (newest.row["id"],))
    bodies = common.responsible(database, [row["id"] for row in rows])
    children: dict[str | None, list[sqlite3.Row]] = defaultdict(list)
    known = {row["id"] for row in rows}
    for row in rows:
        children[row["parent"] if row["parent"] in known else None].append(row)
    node = partial(_node, children=children, bodies=bodies)
    return {"document": newest, "nodes": [node(row) for row in children[None]]}


def _rank(one: Paper) -> tuple[bool, bool, bool, int, str]:
    row = one.row
    settled = row["adoption"] not in {"förslag", "utkast"} and row["role"] not in {"återgivning", "förslag"}
    return settled, row["kind"] in _FIRST, row["kind"] in volumes.STEERING, row["period_from"] or 0, row["decision_date"] or ""


def _node(row: sqlite3.Row, children: dict[str | None, list[sqlite3.Row]], bodies: dict[str, list[str]]) -> Data:
    """A node with those below it. The depth is that of a document's own tree, which the reader bounds."""
    return {
        "kind": row["kind"],
        "label": clean(row["label"] or ""),
        "text": clean(row["text"]),
        "page": row["page"],
        "bodies": bodies.get(row["id"], []),
        "status": common.status(row),
        "target": clean(row["target"] or ""),
        "doubtful": row["confidence"] < SURE,
        "children": [_node(child, children, bodies) for child in children[row["id"]]],
    }


# --- notes and doubts ------------------------------------------------------------------------------------------------
_DOUBTFUL = """
select goal.kind, goal.text, goal.page, goal.rule, goal.confidence, goal.document from document
join goal on goal.document = document.id where document.organisation = ? and goal.confidence < ?
order by goal.confidence, document.sort_key, document.id, goal.position"""
_NOTES = """
select note.document, note.message from document join note on note.document = document.id
where document.organisation = ? order by document.sort_key, document.period_from, document.id, note.position"""
_STEP_NOTES = """
select value ->> 'message' as message, old.title as old_title, new.title as new_title from document as new
join succession on succession.new_document = new.id join document as old on old.id = succession.old_document,
json_each(succession.notes) where new.organisation = ? order by new.sort_key, new.id, old.id"""
_REVIEW = """
select count(*) as number from (select distinct link.old_document, link.new_document, link.bundle, link.kind from document
join link on link.new_document = document.id where document.organisation = ? and link.review)"""
_UNPLACED = {"period": "det inte går att se vilka år det gäller", "organisation": "det inte går att se vem som står bakom det"}


def _doubts(database: Database, organisation: str, documents: Sequence[Paper]) -> Data:
    """What the reader was not sure of, what the documents give reason to doubt, and what a person should look at."""
    names = {one.row["id"]: one.name for one in documents}
    doubtful = database.rows(_DOUBTFUL, (organisation, SURE))
    (every,) = database.rows(
        "select count(*) as number from document join goal on goal.document = document.id where organisation = ?", (organisation,)
    )
    steps = database.rows(_STEP_NOTES, (organisation,))
    return {
        "notes": [(names[row["document"]], common.note(row["message"])) for row in database.rows(_NOTES, (organisation,))],
        "steps": [
            (f"{clean(row['old_title'] or '?')} → {clean(row['new_title'] or '?')}", clean(row["message"])) for row in steps
        ],
        "doubtful": [
            {
                "kind": row["kind"],
                "text": clean(row["text"]),
                "name": names[row["document"]],
                "page": row["page"],
                "why": reasons(row["rule"], miscounted=False),
                "confidence": f"{int(row['confidence'] * 100) / 100:.2f}".replace(".", ","),  # 0.899 is not 0.90
            }
            for row in doubtful[:_DOUBTS]
        ],
        "number": len(doubtful),
        "all": every["number"],
        "review": database.rows(_REVIEW, (organisation,))[0]["number"],
        "unplaced": [(one.name, _UNPLACED[one.row["reason"]]) for one in documents if one.row["reason"] in _UNPLACED],
    }
