"""Many references into one database: what is there already is skipped, and what fails is stored and told.

Documents are read by the workers of an executor, each in a process of its own with bounds (``extractor/bounded.py``); only this
process writes. Whatever ends a run, the next one goes on from there.
"""

import hashlib
from collections.abc import Iterable, Iterator
from concurrent.futures import Executor, Future
from contextlib import nullcontext
from datetime import UTC, datetime
from enum import Enum
from functools import partial
from typing import NamedTuple

from ..extractor import bounded
from ..models.errors import DatabaseProblem, MalsparError, Unreadable, written
from .files import prepared
from .lineage import update
from .links import Compared
from .pairing import Pair, compared
from .rows import Prepared
from .store import Database, Out
from .versions import Edge
from .workers import Gone, Workers, local, result, spread


class Given(NamedTuple):
    """What the user says of the documents: the organisation, and the period as "2019-2022"."""

    organisation: str | None = None
    period: str | None = None


NOTHING = Given()


class Outcome(Enum):
    """What became of one reference."""

    READ = "read"
    KNOWN = "known"
    FAILED = "failed"


class Told(NamedTuple):
    """One reference, what became of it, and the reason where it failed."""

    ref: str
    outcome: Outcome
    reason: str = ""


class Wanted(NamedTuple):
    """A document to read: the reference by which it is known, its size and hash, and where every worker finds it.

    That is its bytes where no worker can find them, as of what came by standard input.
    """

    ref: str
    size: int
    sha256: str
    found: str | bytes


def ingest(
    database: Database, refs: Iterable[str], given: Given = NOTHING, *, again: bool = False, workers: Workers | None = None
) -> Iterator[Told]:
    """Read and store each reference, and tell what became of it, in the order in which they are done.

    Each document is one transaction. Documents whose bytes are stored are skipped unless ``again``. When all are stored, those
    that succeed each other are compared. Without ``workers`` one document is read at a time. Raises ``DatabaseProblem``, and
    ``Refused`` where the workers are gone; all else is told and goes on.
    """
    database.sweep()
    with local(1) if workers is None else nullcontext(workers) as hands:
        yield from _Run(database, given, again=again).over(refs, hands)
        for pair, reason in update(database, partial(_compared, hands)):
            yield Told(pair, Outcome.FAILED, reason)


class _Run:
    """One run over many references."""

    def __init__(self, database: Database, given: Given, *, again: bool) -> None:
        self._database, self._given, self._again = database, given, again
        self._wanted: dict[str, Wanted] = {}  # what is being read, by its hash
        self._told: list[Told] = []  # of what need not be read, or cannot be
        self._twins: list[str] = []  # references with the same bytes as one that is being read, which is waited for

    def over(self, refs: Iterable[str], workers: Workers) -> Iterator[Told]:
        """What became of each."""
        waiting = list(refs)
        while waiting:
            for ref, future in spread(workers, self._give, iter(waiting)):
                if future is not None:
                    yield self._take_in(ref, future)
                yield from self._told
                self._told.clear()
            waiting, self._twins = self._twins, []

    def _give(self, executor: Executor, ref: str) -> "Future[Prepared] | None":
        """Have a reference read, unless it is known, or cannot be."""
        try:
            wanted = _wanted(ref)
            if wanted.sha256 in self._wanted:
                self._twins.append(ref)
            elif not self._again and self._database.has(wanted.sha256):
                self._told.append(Told(ref, Outcome.KNOWN))
            else:
                self._wanted[wanted.sha256] = wanted
                return executor.submit(read_bounded, wanted, self._given)
        except DatabaseProblem:
            raise
        except MalsparError as error:
            self._told.append(self._failed(ref, error))
        return None

    def _take_in(self, ref: str, future: "Future[Prepared]") -> Told:
        """Store what was read."""
        wanted = next(one for one in self._wanted.values() if one.ref == ref)
        del self._wanted[wanted.sha256]
        try:
            new = self._database.store(result(future), lambda out: _copy(wanted, out))
        except (DatabaseProblem, Gone):
            raise
        except MalsparError as error:
            return self._failed(ref, error)
        except Exception as error:  # noqa: BLE001 - what one document does to its workers must not end a run over thousands
            return self._failed(ref, Unreadable(f"its worker was lost ({type(error).__name__}: {error}); type the same again"))
        return Told(ref, Outcome.READ if new else Outcome.KNOWN)

    def _failed(self, ref: str, error: MalsparError) -> Told:
        """Store a failure, in place of an earlier one of the same reference."""
        first, _, last = (self._given.period or "").partition("-")
        now = f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}"
        row = (written(ref), now, error.exit_code, written(error.message), self._given.organisation)
        with self._database.transaction() as connection:
            connection.execute(
                "insert or replace into failure values (?, ?, ?, ?, ?, ?, ?)", (*row, first or None, last or first or None)
            )
        return Told(ref, Outcome.FAILED, error.message)


def _wanted(ref: str) -> Wanted:
    """Size and hash of a reference, and its bytes where they cannot be read again."""
    from ..extractor.source import anywhere, can_be_read_again, pieces

    again, size, digest = can_be_read_again(ref), 0, hashlib.sha256()
    kept: list[bytes] = []
    for piece in pieces(ref):
        size += len(piece)
        digest.update(piece)
        if not again:
            kept.append(piece)
    return Wanted(ref, size, digest.hexdigest(), anywhere(ref) if again else b"".join(kept))


def read_bounded(wanted: Wanted, given: Given) -> Prepared:
    """Read a document in a process of its own; what an executor's worker does."""
    return bounded.call(prepared, wanted.ref, wanted.found, *given, bounds=bounded.for_size(wanted.size))


def _copy(wanted: Wanted, out: Out) -> None:
    """Write the bytes of a document."""
    from ..extractor.source import pieces

    for piece in pieces(wanted.found) if isinstance(wanted.found, str) else [wanted.found]:
        out.write(piece)


def _compared(workers: Workers, pairs: Iterator[Pair]) -> Iterator[tuple[Edge, Compared | Exception]]:
    """Have pairs compared, each in a process of its own."""
    for pair, future in spread(workers, lambda executor, pair: executor.submit(compared_bounded, pair), pairs):
        try:
            yield pair.edge, result(future)
        except Gone:
            raise
        except Exception as error:  # noqa: BLE001 - as above
            yield pair.edge, error


def compared_bounded(pair: Pair) -> Compared:
    """Compare two documents in a process of its own; what an executor's worker does."""
    return bounded.call(compared, pair)
