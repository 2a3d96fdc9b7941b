"""What users ask a database for: its documents, its goals by filters, and one of either."""

import re
import sqlite3
import unicodedata
from collections.abc import Iterator
from enum import StrEnum
from typing import Any, NamedTuple

from ..models.document import Document, DocumentKind
from ..models.errors import UsageProblem
from ..models.goal import Goal, Kind
from ..rules.swedish import fold
from .store import Database

SURE = 0.9
"""The confidence from which on a node needs no second look."""

Years = tuple[int, int]
Condition = tuple[str, tuple[Any, ...]]


class Filters(NamedTuple):
    """What to keep. ``None`` and ``()`` keep all.

    ``organisation`` and ``body`` are the beginning of a word of the name, or a code or other name; ``status`` a colour, a
    meaning or a printed word; ``year`` one that the goal is for; ``period`` years that the document's lie within; ``text``
    words that must all occur (``klimat*`` for words that begin so, quotation marks for words in a row). ``doubtful`` keeps what
    is less sure than ``SURE``, the least sure first and what one rule told together.
    """

    organisation: str | None = None
    kind: tuple[str, ...] = ()
    year: int | None = None
    period: Years | None = None
    mandate: Years | None = None
    status: str | None = None
    body: str | None = None
    text: str | None = None
    doubtful: bool = False


class Found(NamedTuple):
    """Rows, and whether they were found only by taking å, ä and ö for a and o."""

    rows: list[sqlite3.Row]
    folded: bool = False


def documents(database: Database, filters: Filters) -> list[sqlite3.Row]:
    """The documents, with the number of their goals (no visions, indicators and skrivningar) and uppdrag among these."""
    conditions = [*_of_document(filters)]
    if filters.kind:
        conditions.append(_kinds("document.kind", filters.kind, DocumentKind))
    if filters.year is not None:
        conditions.append(("? between document.period_from and document.period_to", (filters.year,)))
    where, values = _where(conditions)
    return database.rows(
        "select document.id, organisation, issuer, part, document.kind, title, period_from, period_to, occasion, adoption, "
        "decision_date, count(goal.id) filter (where goal.kind not in ('skrivning', 'vision', 'indikator')) as goals, "
        "count(goal.id) filter (where goal.kind = 'uppdrag') as uppdrag, "
        "count(goal.id) filter (where goal.kind = 'skrivning') as skrivningar, source_ref "
        f"from document left join goal on goal.document = document.id {where} group by document.id "
        "order by document.sort_key, period_from, period_to, occasion, document.id",
        values,
    )


def goals(database: Database, filters: Filters) -> Found:
    """The nodes in reading order, documents in Swedish order; å, ä, ö of ``text`` count as a, o only if nothing is found else."""
    found = _goals(database, filters, "goal_fts")
    if found or not filters.text:
        return Found(found)
    found = _goals(database, filters, "goal_fts_folded")
    return Found(found, folded=bool(found))


def find(database: Database, identity: str) -> tuple[Document, Goal | None]:
    """The document with this id, or the goal with this id and its document."""
    row = database.rows("select document from goal where id = ?", (identity,))
    if row:
        document = database.load(row[0]["document"])
        return document, next(goal for goal in walk(document.goals) if goal.id == identity)
    if not database.rows("select 1 from document where id = ?", (identity,)):
        raise UsageProblem(
            f"no document or goal {identity} in {database.path}; `malspar list {database.path}` shows what there is"
        )
    return database.load(identity), None


def walk(nodes: tuple[Goal, ...]) -> Iterator[Goal]:
    """Every goal in reading order."""
    for node in nodes:
        yield node
        yield from walk(node.children)


def words(text: str) -> str:
    """The text as a query of FTS5 in which nothing but ``*`` and quotation marks has a meaning.

    Raises ``UsageProblem`` where it has no word.
    """
    text = unicodedata.normalize("NFC", text)
    phrases = [phrase or word for phrase, word in re.findall(r'"([^"]*)"|([^\s"]+)', text)]
    terms = [f'"{phrase.rstrip("*")}"' + "*" * phrase.endswith("*") for phrase in phrases if re.search(r"[^\W_]", phrase)]
    if not terms:
        raise UsageProblem(f"no word to search for in “{text}”; give one, as --text klimat")
    return " ".join(terms)


def _goals(database: Database, filters: Filters, index: str) -> list[sqlite3.Row]:
    where, values = _where([*_of_document(filters), *_of_goal(filters, index)])
    order = "document.sort_key, document.period_from, document.period_to, document.occasion, document.id, noder.position"
    if filters.doubtful:
        order = f"noder.confidence, noder.rule, {order}"
    return database.rows(
        f"select noder.* from noder join document on document.id = noder.document {where} order by {order}",
        values,
    )


def miscounted(database: Database) -> frozenset[tuple[str, str]]:
    """The documents, each with a kind, that state another number of that kind than what was found."""
    rows = database.rows("select distinct document, what from stated_total where agrees = 0")
    return frozenset((row["document"], row["what"]) for row in rows)


def _of_document(filters: Filters) -> Iterator[Condition]:
    if filters.organisation is not None:
        name = " " + _folded(filters.organisation)
        yield "(instr(' ' || document.folded, ?) > 0 or document.organisation_code = ?)", (name, filters.organisation.strip())
    if filters.period is not None:
        yield "document.period_from >= ? and document.period_to <= ?", filters.period
    if filters.mandate is not None:
        yield "document.id in (select document from mandat where mandate_from >= ? and mandate_to <= ?)", filters.mandate


def _of_goal(filters: Filters, index: str) -> Iterator[Condition]:
    if filters.kind:
        yield _kinds("noder.kind", filters.kind, Kind)
    if filters.year is not None:
        yield "(noder.year = ? or noder.year is null and ? between noder.period_from and noder.period_to)", (filters.year,) * 2
    if filters.status is not None:
        status = unicodedata.normalize("NFC", filters.status).strip().lower()
        as_printed = {status, status.capitalize(), status.upper(), filters.status}
        yield (
            f"noder.id in (select goal from status where signal = ? or meaning = ? or raw in ({_marks(as_printed)}))",
            (status, status, *as_printed),
        )
    if filters.body is not None:
        name = " " + _folded(filters.body)
        yield _BODY, (name,) * 4
    if filters.doubtful:
        yield "noder.confidence < ?", (SURE,)
    if filters.text is not None:
        yield f"noder.number in (select rowid from {index} where {index} match ?)", (words(filters.text),)


_BODY = """noder.id in (
  select goal from responsible where instr(' ' || folded, ?) > 0 or body in (
    select id from body where instr(' ' || folded, ?) > 0 union select body from body_alias where instr(' ' || folded, ?) > 0)
  union select goal from decided_by where instr(' ' || folded, ?) > 0)"""


def _kinds(column: str, given: tuple[str, ...], known: type[StrEnum]) -> Condition:
    kinds = tuple(unicodedata.normalize("NFC", kind).strip().lower() for kind in given)
    for kind in kinds:
        if kind not in list(known):
            raise UsageProblem(f"“{kind}” is no kind here; give one of {', '.join(known)}")
    return f"{column} in ({_marks(kinds)})", kinds


def _folded(name: str) -> str:
    """A name as it stands in the columns ``folded``."""
    return fold(unicodedata.normalize("NFC", name))


def _marks(values: tuple[str, ...] | set[str]) -> str:
    return ", ".join("?" * len(values))


def _where(conditions: list[Condition]) -> tuple[str, tuple[Any, ...]]:
    """One WHERE clause of all conditions, and its values."""
    if not conditions:
        return "", ()
    return "where " + " and ".join(f"({sql})" for sql, _ in conditions), tuple(
        value for _, values in conditions for value in values
    )
