"""Which document succeeds which, kept in the tables ``version`` and ``succession``, and what users say of it.

What is kept follows from the documents that are there and from what users said, never from the order they came in. What is
out of date is told by the table ``stale``; ``lineage.update`` brings it up to date.
"""

import sqlite3
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from ..models.change import Mode
from ..models.document import DocumentKind
from ..models.errors import UsageProblem
from .series import (
    DRAFTS,
    Edition,
    Key,
    Strand,
    Texts,
    Version,
    common,
    follow_ups,
    issuer,
    key,
    of_one_kind,
    one_address,
    strands,
    title_words,
)
from .stale import stale, stale_lineage
from .store import Database

Edge = tuple[str, str]
USER = "användare"

_EDITIONS = """
select document.id, coalesce(organisation, ''), issuer, part, kind, occasion, period_from, period_to, report_as_of, decision_date,
  updated, adoption, edition, title, source_media_type, (select count(*) from goal where goal.document = document.id),
  captured.address, captured.id
from document
left join capture as captured on captured.id = (
  select min(capture.id) from capture where address = source_ref and sha256 = source_sha256)
where coalesce(organisation, '') = ?"""

_TEXTS = """
select folded from goal where document = :document and (kind not in ('skrivning', 'vision', 'indikator') or not exists (
  select 1 from goal where document = :document and kind not in ('skrivning', 'vision', 'indikator')))"""


class Placed(NamedTuple):
    """A row of ``version``: where a document stands."""

    document: str
    series: str | None
    position: int | None
    role: str
    of_document: str | None
    reason: str | None


class Order(NamedTuple):
    """All that follows for some organisations: where each document stands, and which follows which, in what mode, by whom."""

    placed: dict[str, Placed]
    edges: dict[Edge, tuple[Mode, str]]


class Told(NamedTuple):
    """What a user said: ``new`` comes right after ``old``, or begins a series where that is None."""

    old: str | None
    new: str


def refresh(connection: sqlite3.Connection) -> None:
    """Write ``version`` and ``succession`` anew for the organisations that are out of date, only the rows that differ.

    Documents that gain or lose a neighbour are marked in ``stale``, for their lineage.
    """
    organisations = _linked(
        connection, {row[0] for row in connection.execute("select organisation from stale where document = ''")}
    )
    order = arrange(connection, organisations)
    _write_placed(connection, order.placed)
    _write_edges(connection, order)


def arrange(connection: sqlite3.Connection, organisations: Iterable[str]) -> Order:
    """How the documents of these organisations follow each other."""
    editions = [Edition(*row) for name in sorted(organisations) for row in connection.execute(_EDITIONS, (name,))]
    bodies = _bodies(connection, organisations, editions)
    editions = of_one_kind(editions, bodies.renamed)
    known = {edition.id: edition for edition in editions}
    told = [one for one in said(connection) if one.new in known and (one.old is None or one.old in known)]
    texts = _texts(connection)
    apart = frozenset({one.new for one in told} | {one.old for one in told if one.old and known[one.old].adoption in DRAFTS})
    groups: dict[Key, list[Edition]] = {}
    for edition in editions:
        if not edition.lacks:
            groups.setdefault(key(edition, bodies.renamed), []).append(edition)
    found = [strand for of in sorted(groups) for strand in strands(groups[of], texts, apart)]
    placed = {one.id for strand in found for version in strand for one in _documents(version)}
    named = {document for one in told for document in one if document}
    found += [[Version(known[document])] for document in sorted(named - placed)]
    edges: dict[Edge, tuple[Mode, str]] = {}
    for plan, report in follow_ups(found, texts, bodies.renamed):
        edges[plan.id, report.id] = (Mode.FOLLOW_UP, "uppföljning")
    for one in told:
        if one.old and _reports(known[one.old], known[one.new]):
            edges[one.old, one.new] = (Mode.FOLLOW_UP, USER)
    found = overruled(found, [one for one in told if (one.old or "", one.new) not in edges])
    edges |= _consecutive(found, told) | _merged(found, bodies, texts, told)
    rows = {row.document: row for strand in _run_on(found, edges) for row in _placements(strand)}
    rows |= {one.id: Placed(one.id, None, None, "oplacerad", None, one.lacks) for one in editions if one.id not in rows}
    return Order(rows, edges)


def overruled(found: Sequence[Strand], told: Iterable[Told]) -> list[Strand]:
    """The series when what users said is followed, in the order in which they said it."""
    series = [list(strand) for strand in found]
    for old, new in told:
        source = next(strand for strand in series if any(new == version.document.id for version in strand))
        place = next(i for i, version in enumerate(source) if version.document.id == new)
        first = next((one for one in source[place].renderings if one.id == old), None)
        if first is not None:  # a rendering of it, which is then an edition before it
            rest = tuple(one for one in source[place].renderings if one is not first)
            source[place : place + 1] = [Version(first), source[place]._replace(renderings=rest)]
        elif old is None:
            series.append(source[place:])
            del source[place:]
        else:
            _put_after(series, source, place, old)
        series = [strand for strand in series if strand]
    return sorted(series, key=lambda strand: strand[0].document.order)


def _put_after(series: list[Strand], source: Strand, place: int, old: str) -> None:
    """Put a version right after another; where that is of another series, what follows it comes with it."""
    target = next(strand for strand in series if any(one.id == old for version in strand for one in _documents(version)))
    moved = [source.pop(place)]
    if target is not source:
        moved += source[place:]
        del source[place:]
    after = next(i for i, version in enumerate(target) if any(one.id == old for one in _documents(version))) + 1
    rest = target[after:] + moved[1:]
    if moved[1:]:
        rest.sort(key=lambda version: version.document.order)
    target[after:] = [moved[0], *rest]


def _documents(version: Version) -> tuple[Edition, ...]:
    return (version.document, *version.renderings)


def _run_on(found: Iterable[Strand], edges: Mapping[Edge, tuple[Mode, str]]) -> list[Strand]:
    """The series, with those that go on as one another, and as nothing else, joined."""
    versions = [edge for edge, (mode, _) in edges.items() if mode is Mode.VERSIONS]
    olds, news = Counter(old for old, _ in versions), Counter(new for _, new in versions)
    after = {old: new for old, new in versions if olds[old] == news[new] == 1}
    strands_ = {strand[0].document.id: strand for strand in found}
    joined = []
    for first, strand in strands_.items():
        if not any(after.get(other[-1].document.id) == first for other in strands_.values()):
            whole = list(strand)
            while (new := after.get(whole[-1].document.id)) in strands_:
                whole += strands_[new]
            joined.append(whole)
    done = {version.document.id for strand in joined for version in strand}
    return joined + [strand for first, strand in strands_.items() if first not in done]  # where users tied a circle of nämnder


def _placements(strand: Strand) -> Iterable[Placed]:
    series = strand[0].document.id
    for position, (document, renderings, drafts) in enumerate(strand):
        yield Placed(document.id, series, position, "version", None, None)
        yield from (Placed(one.id, series, position, "återgivning", document.id, None) for one in renderings)
        yield from (Placed(one.id, series, position, "förslag", document.id, None) for one in drafts)


def _consecutive(found: Iterable[Strand], told: Iterable[Told]) -> dict[Edge, tuple[Mode, str]]:
    """The edges between neighbours of a series, with the rule that told."""
    said_new = {one.new: one.old for one in told}
    edges = {}
    for strand in found:
        for before, after in pairwise(strand):
            old, new = before.document, after.document
            told_so = said_new.get(new.id) in {one.id for one in _documents(before)}
            edges[old.id, new.id] = (Mode.VERSIONS, USER if told_so else _rule(old, new))
    return edges


def _rule(old: Edition, new: Edition) -> str:
    """What told that one document follows another."""
    if issuer(old, {}) != issuer(new, {}):
        return "nämnd"
    if (old.period_from, old.period_to) != (new.period_from, new.period_to):
        return "period"
    return "adress" if one_address(old, new) else "datum"


def _merged(found: Sequence[Strand], bodies: "Bodies", texts: Texts, told: Iterable[Told]) -> dict[Edge, tuple[Mode, str]]:
    """Edges from the last editions of bodies that were merged or split to the next ones of those that go on from them."""
    edges = {}
    said_new = {one.new for one in told}
    for organisation, before, after in bodies.reorganised:
        as_after = {**bodies.renamed, (organisation, before): after}
        for strand in found:
            last = strand[-1].document
            if last.organisation != organisation or last.lacks or issuer(last, bodies.renamed) != before:
                continue
            later = [
                next_
                for other in found
                if (next_ := _first_after(other, last))
                and issuer(next_, bodies.renamed) == after
                and key(next_, as_after) == key(last, as_after)
                and next_.id not in said_new
            ]
            if later:
                edges[last.id, _nearest(last, later, texts)] = (Mode.VERSIONS, "nämnd")
    return edges


def _nearest(last: Edition, later: Sequence[Edition], texts: Texts) -> str:
    """The one that has most in common."""
    return max(later, key=lambda one: (common(texts(one.id), texts(last.id)), one.order)).id


def _first_after(strand: Strand, last: Edition) -> Edition | None:
    """The first edition of a series that is for later years than another."""
    after = (version.document for version in strand if not version.document.lacks)
    return next((one for one in after if (one.period_from or 0) > (last.period_from or 9999)), None)


def _reports(old: Edition, new: Edition) -> bool:
    """Whether exactly one of two documents is a follow-up; of one title but for its years they are versions."""
    same = title_words(old.title) == title_words(new.title) != []
    return not same and (old.kind == DocumentKind.UPPFOLJNING) != (new.kind == DocumentKind.UPPFOLJNING)


class Bodies(NamedTuple):
    """Bodies that were renamed, and those that were merged or split (organisation, before, after), by their folded names."""

    renamed: dict[tuple[str, str], str]
    reorganised: list[tuple[str, str, str]]


def _bodies(connection: sqlite3.Connection, organisations: Iterable[str], editions: Sequence[Edition]) -> Bodies:
    """What the documents and users say of the bodies, without what later documents speak against: a body that goes on itself."""
    names = set(organisations)
    last = {}
    for edition in sorted(editions, key=lambda one: one.period_from or 0):
        last[edition.organisation, issuer(edition, {})] = edition.period_from or 0
    mine = []
    for row in connection.execute(_BODIES).fetchall():
        if row["organisation"] not in names:
            continue
        answers = connection.execute(_ANSWERS, dict(row)).fetchone()[0] or 0
        if row["since"] is None or max(answers, last.get((row["organisation"], row["old"]), 0)) <= row["since"]:
            mine.append((row["organisation"], row["old"], row["new"], row["kind"]))
    renamed = {(organisation, old): new for organisation, old, new, kind in mine if kind == "renamed"}
    return Bodies(renamed, list(dict.fromkeys(one[:3] for one in mine if one[3] != "renamed")))


_BODIES = """
select old.organisation, old.id as body, old.folded as old, new.folded as new, body_succession.kind,
  case when document.id is not null then coalesce(body_succession.year, period_from,
    cast(substr(coalesce(report_as_of, decision_date, updated), 1, 4) as integer)) end as since
from body_succession
join body as old on old.id = old_body
join body as new on new.id = new_body
left join document on document.id = body_succession.document
order by old.organisation, old.folded, new.folded, body_succession.kind, since"""

_ANSWERS = """
select max(period_from) from responsible
join goal on goal.id = responsible.goal
join document on document.id = goal.document
where document.organisation = :organisation and (responsible.folded = :old or responsible.body = :body)"""


def _texts(connection: sqlite3.Connection) -> Texts:
    """The folded texts of a document's goals: without skrivningar, visions and indicators where it has others."""

    @cache
    def of(document: str) -> frozenset[str]:
        return frozenset(row[0] for row in connection.execute(_TEXTS, {"document": document}))

    return of


def _linked(connection: sqlite3.Connection, organisations: set[str]) -> set[str]:
    """The organisations, with those that users tied to them by what they said."""
    told = {document for one in said(connection) for document in one if document}
    sql = "select id, coalesce(organisation, '') from document where id = ?"
    of = dict(row for document in told for row in connection.execute(sql, (document,)).fetchall())
    ties = [{of[one.old], of[one.new]} for one in said(connection) if one.old in of and one.new in of]
    found, before = set(organisations), set[str]()
    while found != before:
        before = set(found)
        found.update(*(tie for tie in ties if tie & before))
    return found


def _write_placed(connection: sqlite3.Connection, placed: Mapping[str, Placed]) -> None:
    """The rows of ``version`` that differ; renderings that change hands are marked for their lineage."""
    marks = ", ".join("?" * len(Placed._fields))
    for row in sorted(placed.values(), key=lambda row: (row.of_document is not None, row)):
        old = connection.execute("select * from version where document = ?", (row.document,)).fetchone()
        if old is not None and tuple(old) == tuple(row):
            continue
        connection.execute(f"insert or replace into version ({', '.join(Placed._fields)}) values ({marks})", row)
        if old is None or old["of_document"] != row.of_document:
            others = [one for one in (row.of_document, old and old["of_document"]) if one]
            stale_lineage(connection, [row.document, *others])


def _write_edges(connection: sqlite3.Connection, order: Order) -> None:
    """The rows of ``succession`` that differ; one that is new, or of another mode, is still to be compared."""
    kept = {
        (row["old_document"], row["new_document"]): (row["mode"], row["told_by"])
        for document in order.placed
        for row in connection.execute("select * from succession where new_document = ?", (document,))
    }
    for edge, (mode, told_by) in sorted(order.edges.items()):
        before = kept.pop(edge, None)
        if before is not None and before[0] == mode:
            if before[1] != told_by:
                sql = "update succession set told_by = ? where old_document = ? and new_document = ?"
                connection.execute(sql, (told_by, *edge))
            continue
        if before is not None:
            _drop(connection, edge)
        connection.execute(
            "insert into succession (old_document, new_document, told_by, mode) values (?, ?, ?, ?)", (*edge, told_by, mode)
        )
        stale_lineage(connection, edge)
    for edge in kept:
        _drop(connection, edge)
        stale_lineage(connection, edge)


def _drop(connection: sqlite3.Connection, edge: Edge) -> None:
    connection.execute("delete from link where old_document = ? and new_document = ?", edge)
    connection.execute("delete from succession where old_document = ? and new_document = ?", edge)


def _stale_organisations(connection: sqlite3.Connection, documents: Iterable[str]) -> None:
    for document in documents:
        for row in connection.execute("select organisation from document where id = ?", (document,)).fetchall():
            stale(connection, row[0], document)


def said(connection: sqlite3.Connection) -> list[Told]:
    """What users said of the order, the earliest first, also of documents that are not there now."""
    return [Told(*row) for row in connection.execute("select old_document, new_document from succession_told order by id")]


def say(database: Database, old: str | None, new: str) -> None:
    """Keep that a document comes right after another, or, where that is None, begins a series; replaces what was said before.

    Raises ``UsageProblem`` where one is not there, or where they would come after each other in a circle.
    """
    with database.transaction() as connection:
        for document in filter(None, (old, new)):
            database.must_have(document)
        before = {one.new: one.old for one in said(connection) if one.new != new and one.old != old}
        ahead = old
        while ahead is not None:
            if ahead == new:
                raise UsageProblem(_circle(database, old, new))
            ahead = before.get(ahead)
        connection.execute(
            "insert or replace into succession_told (old_document, new_document, time) values (?, ?, ?)",
            (old, new, f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}"),
        )
        _stale_organisations(connection, filter(None, (old, new)))


def _circle(database: Database, old: str | None, new: str) -> str:
    if old == new:
        return f"{new} cannot come after itself; give two documents"
    undo = f"first `malspar versions {database.path} --forget {old}`"
    return f"{new} cannot come after {old}, for {old} was said to come after it; {undo}"


def forget(database: Database, document: str) -> None:
    """Drop what was said of the place of a document, so that the rules decide; it need not be there any more."""
    with database.transaction() as connection:
        known = connection.execute("select old_document from succession_told where new_document = ?", (document,)).fetchone()
        if known is None:
            raise UsageProblem(f"nothing was said of {document}; `malspar versions {database.path}` shows who told the order")
        connection.execute("delete from succession_told where new_document = ?", (document,))
        _stale_organisations(connection, filter(None, (document, known[0])))


_LISTING = """
select
  version.series, version.position, version.role, version.reason, version.of_document,
  document.id, document.organisation, document.issuer, document.part, document.kind, document.title,
  document.period_from, document.period_to, document.report_as_of, document.occasion, document.decision_date,
  document.updated, document.adoption, document.source_ref,
  (select group_concat(old_document, ' ') from (select old_document from succession
    where new_document = document.id and mode = 'versions' order by old_document)) as after,
  (select group_concat(old_document, ' ') from (select old_document from succession
    where new_document = document.id and mode = 'follow-up' order by old_document)) as reports_on,
  (select group_concat(distinct told_by) from succession where new_document = document.id and mode = 'versions') as told_by
from document
left join version on version.document = document.id
left join document as first on first.id = version.series
order by document.organisation is null, substr(document.sort_key, 1, instr(document.sort_key || char(9), char(9))),
  version.series is null, first.kind, first.sort_key, version.series, version.position, version.role != 'version', document.id"""


def listing(database: Database) -> list[sqlite3.Row]:
    """Every document with its place, series by series in Swedish order, those that are not placed last in each organisation."""
    return database.rows(_LISTING)
