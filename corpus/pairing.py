"""Pairs of documents that succeed each other: compared in whatever process, written by the one that holds the database."""

import hashlib
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple, Protocol

from ..models.change import Comparison, Mode
from ..models.document import Document
from ..models.errors import DatabaseProblem, MalsparError
from .links import Compared, rows, write
from .rows import unpack
from .stale import stale_lineage
from .store import Database
from .versions import Edge


class Compare(Protocol):
    """What holds two documents against each other."""

    def __call__(self, old: Document, new: Document, *, mode: Mode | None = None) -> Comparison:
        """What became of the goals of ``old`` in ``new``."""


class Pair(NamedTuple):
    """Two documents that are to be compared, as they are stored: plain values that go from one process to another."""

    edge: Edge
    mode: str
    old: bytes
    new: bytes


Mapper = Callable[[Iterator[Pair]], Iterable[tuple[Edge, Compared | Exception]]]
"""What has ``compared`` work on many pairs, and gives each result, or what went wrong, as it comes, in any order.

Pairs are loaded as they are asked for, so that it decides how many are held at a time.
"""


def compared(pair: Pair, compare: Compare | None = None) -> Compared:
    """What became of the goals of a pair, ready to be written; ``compare`` is ``corpus.compare`` unless another is given."""
    if compare is None:
        from .compare import compare as engine

        compare = engine
    old, new = unpack(pair.old), unpack(pair.new)
    return rows(compare(old, new, mode=Mode(pair.mode)), old, new)


def here(compare: Compare | None = None) -> Mapper:
    """Compares in this process, one pair after the other."""

    def mapper(pairs: Iterator[Pair]) -> Iterator[tuple[Edge, Compared | Exception]]:
        for pair in pairs:
            try:
                yield pair.edge, compared(pair, compare)
            except Exception as error:  # noqa: BLE001 - a fault of ours in one pair must not end a run over thousands
                yield pair.edge, error

    return mapper


def compare_pending(database: Database, mapper: Mapper) -> list[tuple[str, str]]:
    """Compare what is still to be compared, each pair in a transaction of its own; the pairs in which that failed, and why."""
    edges = [(row[0], row[1]) for row in database.rows(_PENDING)]
    states: dict[Edge, bytes] = {}
    told = []
    for edge, result in mapper(_pairs(database, edges, states)) if edges else ():
        if isinstance(result, DatabaseProblem):
            raise result
        state = states.pop(edge)
        if isinstance(result, Exception):
            told.append((f"{edge[0]} → {edge[1]}", _reason(edge, result)))
            continue
        with database.transaction() as connection:
            # Another program may have compared them meanwhile, read one of them anew, or taken it out.
            now = _pair(connection, edge)
            if now is not None and _state(now) == state:
                write(connection, result)
                stale_lineage(connection, edge)
    return told


_PENDING = "select old_document, new_document from succession where not compared order by new_document, old_document"
_PAIR = """
select mode, old.json, new.json from succession
join document as old on old.id = old_document
join document as new on new.id = new_document
where old_document = ? and new_document = ? and not compared"""


def _pairs(database: Database, edges: Iterable[Edge], states: dict[Edge, bytes]) -> Iterator[Pair]:
    """The pairs of these edges that are still there; their states are kept until they are written."""
    for edge in edges:
        for pair in filter(None, [_pair(database.connection, edge)]):
            states[edge] = _state(pair)
            yield pair


def _pair(connection: sqlite3.Connection, edge: Edge) -> Pair | None:
    row = connection.execute(_PAIR, edge).fetchone()
    return row and Pair(edge, *row)


def _state(pair: Pair) -> bytes:
    """What tells whether a pair is still what it was when it was given out, without holding its documents."""
    return hashlib.sha256(pair.old + pair.new + pair.mode.encode()).digest()


def _reason(edge: Edge, error: Exception) -> str:
    if isinstance(error, MalsparError):
        return error.message
    return f"{edge[0]} → {edge[1]} meets a fault when compared: please report it ({type(error).__name__}: {error})"
