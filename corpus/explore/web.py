"""The pages as answers to a browser: the database is asked in a thread of Datasette's, read-only and within its time limit."""

import json
import sqlite3
from collections.abc import Awaitable, Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple, TypeVar
from urllib.parse import unquote

from datasette.app import Datasette
from datasette.database import Database as Served
from datasette.utils import sqlite_timelimit
from datasette.utils.asgi import Request, Response

from ...models.errors import MalsparError
from ..schema import applied
from ..store import Database
from . import pictures
from .crop import Sources
from .drawing import Frame, Missing
from .pages import addresses, compared, document, findings, goal, organisation, searching, start
from .pages.common import PDF, Absent, Data, Row, boxes, the_document
from .render import render, static

POLICY = (
    "default-src 'none'; img-src 'self'; style-src 'self'; script-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
"""What a page may load: its own style, scripts and pictures. Nothing in a page may run or style it."""
SAFE = {"x-content-type-options": "nosniff", "referrer-policy": "same-origin", "x-frame-options": "DENY"}
PATIENCE = 5
"""A page may take this many times as long as Datasette gives one statement."""
_SEEN = "malspar_sett"

T = TypeVar("T")
View = Callable[..., Awaitable[Response]]


class Asked(NamedTuple):
    """What a request asks for: the parts of its address and of its query; ``prefix`` stands before addresses."""

    path: Mapping[str, str]
    query: Mapping[str, str]
    prefix: str = ""

    @property
    def plain(self) -> bool:
        """Whether the data is asked for, and not the page."""
        return "json" in self.path

    def number(self, name: str, *, least: int = 1) -> int | None:
        """A whole number of the query; None where it is none or out of all bounds."""
        text = self.query.get(name, "")
        return int(text) if text.isascii() and text.isdigit() and len(text) < 10 and int(text) >= least else None

    def sheet(self) -> int:
        """The page of a list, from 1 on."""
        return min(self.number("blad") or 1, 10_000)


class Page(NamedTuple):
    """A page: its address as a pattern, its template, its data, and what the template needs beside."""

    pattern: str
    template: str
    data: Callable[[Database, Sources, Asked], Data]
    beside: Callable[[Database, Asked, Data], dict[str, Any]] = lambda _database, _asked, _data: {}


def _organisation(database: Database, _: Sources, asked: Asked) -> Data:
    told = organisation.organisation(database, asked.path["name"])
    return told | {"pictures": [one.data() for one in _pictures(database, told)]} if asked.plain else told


def _pictures(database: Database, told: Data) -> list[pictures.Picture]:
    return [make(database.connection, told["name"]) for make in (pictures.status, pictures.flow, pictures.volume)]


def _findings(database: Database, _: Sources, asked: Asked) -> Data:
    of = asked.query.get("organisation") or None
    if "view" not in asked.path:
        return findings.findings(database, of)
    return findings.finding(database, asked.path["view"], of, asked.sheet())


PAGES = (
    Page("", "start.html", lambda database, _, asked: start.start(database, asked.number("sedan", least=0))),
    Page(
        "/organisation/(?P<name>[^/]+?)",
        "organisation.html",
        _organisation,
        lambda database, _, told: {"figures": _pictures(database, told)},
    ),
    Page(
        "/dokument/(?P<document>[^/.]+)",
        "document.html",
        lambda database, sources, asked: document.document(
            database, sources, asked.path["document"], asked.number("sida"), asked.query.get("mal")
        ),
    ),
    Page("/mal/(?P<goal>[^/.]+)", "goal.html", lambda database, sources, asked: goal.goal(database, sources, asked.path["goal"])),
    Page(
        "/jamfor/(?P<old>[^/.]+)/(?P<new>[^/.]+)",
        "compared_page.html",
        lambda database, _, asked: compared.compared(database, asked.path["old"], asked.path["new"]),
        lambda database, asked, _: compared.shown(database, asked.path["old"], asked.path["new"], asked.prefix),
    ),
    Page("/fynd", "findings.html", _findings),
    Page("/fynd/(?P<view>[^/.]+)", "finding.html", _findings),
    Page(
        "/sok", "search.html", lambda database, _, asked: searching.searching(database, asked.query.get("q", ""), asked.sheet())
    ),
)


def routes() -> list[tuple[str, View]]:
    """Every address of ours with what answers there."""
    found: list[tuple[str, View]] = [(rf"^{addresses.START}{page.pattern}(?P<json>\.json)?$", _view(page)) for page in PAGES]
    found.append((rf"^{addresses.START}/utsnitt/(?P<goal>[^/.]+)\.png$", _crop))
    found.append((rf"^{addresses.START}/sida/(?P<document>[^/.]+)/(?P<page>[0-9]{{1,6}})\.png$", _picture))
    found.append((rf"^{addresses.START}/-/(?P<name>[^/]+)$", _static))
    found.append((rf"^{addresses.START}/(?P<rest>.+[^/])$", _nowhere))
    return found


def served(datasette: Datasette) -> Served | None:
    """The first database that is one of ours."""
    for name, database in datasette.databases.items():
        if not name.startswith("_") and database.path and _ours(str(database.path)):
            return database
    return None


@cache
def _ours(path: str) -> bool:
    try:
        connection = sqlite3.connect(f"{Path(path).absolute().as_uri()}?mode=ro", uri=True)
        try:
            return applied(connection) is not None
        finally:
            connection.close()
    except sqlite3.Error:
        return False


@cache
def sources_of(path: Path) -> Sources:
    """The sources that lie beside a database."""
    return Sources(path.with_name(f"{path.name}.sources"))


def _view(page: Page) -> View:
    async def view(datasette: Datasette, request: Request) -> Response:
        asked = _asked(datasette, request)
        if page.template == "start.html" and not asked.plain:
            return await _start(datasette, request, page, asked)
        return await _answer(datasette, request, page, asked)

    return view


async def _start(datasette: Datasette, request: Request, page: Page, asked: Asked) -> Response:
    """The first page, with what is new since the reader last said to have seen everything; a cookie of ours keeps that."""
    seen = asked.number("sett", least=0)
    if seen is not None:
        answer = Response.redirect(f"{asked.prefix}{addresses.START}", headers=dict(SAFE))  # Datasette adds to it
        _remember(answer, asked, seen)
        return answer
    kept = request.cookies.get(_SEEN, "")
    if "sedan" not in asked.query and kept.isascii() and kept.isdigit():
        asked = asked._replace(query={**asked.query, "sedan": kept})
    answer = await _answer(datasette, request, page, asked)
    if not kept and answer.status == 200:
        mark = await _asking(
            datasette, request, lambda database: database.rows("select coalesce(max(rowid), 0) from document")[0][0]
        )
        _remember(answer, asked, int(mark))
    return answer


def _remember(answer: Response, asked: Asked, seen: int) -> None:
    path = f"{asked.prefix}{addresses.START}"
    answer.set_cookie(_SEEN, str(seen), max_age=365 * 24 * 3600, path=path, httponly=True, samesite="lax")


async def _answer(datasette: Datasette, request: Request, page: Page, asked: Asked) -> Response:
    """The page, or its data as JSON."""
    plain = asked.plain

    def answer(database: Database) -> str:
        data = page.data(database, sources_of(database.path), asked)
        if plain:
            return json.dumps(data, ensure_ascii=False, indent=1)
        beside = page.beside(database, asked, data)
        return render(page.template, asked.prefix, data, tables=_tables(datasette), **beside)

    try:
        body = await _asking(datasette, request, answer)
    except _Trouble as trouble:
        return _sorry(datasette, asked, trouble, plain=plain)
    if plain:
        return _response(body, "application/json; charset=utf-8")
    return _response(body, "text/html; charset=utf-8")


class _Trouble(Exception):
    """A page that cannot be shown: the status of the answer and the reason in Swedish."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status


async def _asking(datasette: Datasette, request: Request, work: Callable[[Database], T]) -> T:
    """Ask the database in a thread. Raises ``_Trouble``."""
    found = served(datasette)
    if found is None:
        raise _Trouble(404, "Ingen databas från Målspår är öppnad.")
    if request.method not in {"GET", "HEAD"}:
        raise _Trouble(405, "Sidorna kan bara läsas.")
    await datasette.ensure_permissions(request.actor, [("view-database", found.name), "view-instance"])
    limit = PATIENCE * int(datasette.setting("sql_time_limit_ms"))

    def run(connection: sqlite3.Connection) -> T:
        with sqlite_timelimit(connection, limit):
            return work(Database(Path(str(found.path)), connection))

    try:
        result: T = await found.execute_fn(run)
    except (Absent, Missing) as error:
        raise _Trouble(404, str(error)) from error
    except sqlite3.OperationalError as error:
        if error.sqlite_errorname != "SQLITE_INTERRUPT":
            raise
        raise _Trouble(
            503, "Det tog för lång tid att ta fram sidan. Begränsa till en organisation, eller försök igen."
        ) from error
    except MalsparError as error:
        raise _Trouble(503, "Databasen kunde inte läsas just nu. Försök igen om en stund.") from error
    return result


def _tables(datasette: Datasette) -> str:
    """Where Datasette's own tables are."""
    found = served(datasette)
    return str(datasette.urls.database(found.name)) if found else str(datasette.urls.instance())


def _sorry(datasette: Datasette, asked: Asked, trouble: _Trouble, *, plain: bool) -> Response:
    data = {"title": "Sidan finns inte" if trouble.status == 404 else "Sidan kan inte visas", "error": str(trouble)}
    if plain:
        return _response(json.dumps(data, ensure_ascii=False), "application/json; charset=utf-8", trouble.status)
    body = render("sorry.html", asked.prefix, data | {"address": addresses.START}, tables=_tables(datasette))
    return _response(body, "text/html; charset=utf-8", trouble.status)


def _asked(datasette: Datasette, request: Request) -> Asked:
    path = {name: unquote(text) for name, text in request.url_vars.items() if text}
    query = {name: request.args.get(name) for name in request.args}
    return Asked(path, query, str(datasette.setting("base_url")).rstrip("/"))


def _response(body: str | bytes, content_type: str, status: int = 200, cache: str | None = None) -> Response:
    return Response(
        body,
        status=status,
        headers={"content-security-policy": POLICY, **SAFE, **({"cache-control": cache} if cache else {})},
        content_type=content_type,
    )


async def _nowhere(datasette: Datasette, request: Request) -> Response:
    """An address below ours at which nothing lies."""
    asked = _asked(datasette, request)
    return _sorry(datasette, asked, _Trouble(404, "Det finns ingen sida med den adressen."), plain=False)


# --- pictures and files ----------------------------------------------------------------------------------------------
_BOXES = "select id, boxes from goal where document = ? and page <= ? order by position"


async def _crop(datasette: Datasette, request: Request) -> Response:
    """The lines that a goal stands in."""
    asked = _asked(datasette, request)

    def draw(database: Database) -> bytes:
        found = database.rows("select document, boxes from goal where id = ?", (asked.path["goal"],))
        if not found:
            raise Absent("Det finns inget mål med den beteckningen i databasen.")
        own = boxes(found[0])
        if not own:
            raise Missing("Var på sidan målet står är inte känt.")
        page = asked.number("sida") or int(own[0]["page"])
        frames = [_frame(box, chosen=True) for box in own if box["page"] == page]
        return sources_of(database.path).crop(
            _source(database, found[0]["document"]), page, frames, narrow=asked.number("smal") == 1
        )

    return await _image(datasette, request, draw)


async def _picture(datasette: Datasette, request: Request) -> Response:
    """A page of a document with the boxes of its goals."""
    asked = _asked(datasette, request)
    page, marked = int(asked.path["page"]), asked.query.get("mal")

    def draw(database: Database) -> bytes:
        sha256 = _source(database, asked.path["document"])
        rows = database.rows(_BOXES, (asked.path["document"], page))
        frames = [_frame(box, chosen=row["id"] == marked) for row in rows for box in boxes(row) if box["page"] == page]
        return sources_of(database.path).page(sha256, page, frames)

    return await _image(datasette, request, draw)


def _source(database: Database, identity: str) -> str:
    """The SHA-256 of a document that has pages."""
    row: Row = the_document(database, identity)
    if row["source_media_type"] != PDF:
        raise Missing("Dokumentet är ingen PDF och har inga sidor att visa.")
    return str(row["source_sha256"])


def _frame(box: Data, *, chosen: bool) -> Frame:
    return Frame(float(box["x0"]), float(box["top"]), float(box["x1"]), float(box["bottom"]), chosen=chosen)


async def _image(datasette: Datasette, request: Request, draw: Callable[[Database], bytes]) -> Response:
    try:
        return _response(await _asking(datasette, request, draw), "image/png", cache="private, max-age=3600")
    except _Trouble as trouble:
        return _response(str(trouble), "text/plain; charset=utf-8", trouble.status)


async def _static(request: Request) -> Response:
    """The style sheet or a script."""
    name = request.url_vars["name"]
    text = static(name)
    if text is None:
        return _response("Filen finns inte.", "text/plain; charset=utf-8", 404)
    kind = "text/css; charset=utf-8" if name.endswith(".css") else "text/javascript; charset=utf-8"
    return _response(text, kind, cache="public, max-age=86400")
