"""Many references into one database: what is there already is skipped, and what fails is stored and told.

Documents are read by the workers of an executor, each in a process of its own with bounds (``extractor/bounded.py``); only this
process writes. Whatever ends a run, the next one goes on from there.
"""

import hashlib
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, CancelledError, Executor, Future, ThreadPoolExecutor, wait
from contextlib import contextmanager, nullcontext
from datetime import UTC, datetime
from enum import Enum
from typing import NamedTuple

from ..extractor import bounded
from ..models.errors import DatabaseProblem, MalsparError, Refused, Unreadable
from .lineage import update
from .rows import Prepared
from .store import Database, Out

AHEAD = 2
"""References that are handed out for each worker, so that none waits while this process writes."""


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


class Workers(NamedTuple):
    """Who reads: any executor whose processes see the same files, and how many documents it reads at a time."""

    executor: Executor
    number: int


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
        for pair, reason in update(database):
            yield Told(pair, Outcome.FAILED, reason)


@contextmanager
def local(number: int) -> Iterator[Workers]:
    """Workers of this machine."""
    with ThreadPoolExecutor(number, "reader") as pool:
        try:
            yield Workers(pool, number)
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            bounded.close()
            raise


class _Run:
    """One run over many references."""

    def __init__(self, database: Database, given: Given, *, again: bool) -> None:
        self._database, self._given, self._again = database, given, again
        self._pending: dict[Future[Prepared], Wanted] = {}
        self._twins: dict[str, list[str]] = {}  # references with the bytes of one that is being read, which is waited for

    def over(self, refs: Iterable[str], workers: Workers) -> Iterator[Told]:
        """What became of each."""
        waiting = deque(refs)
        try:
            while waiting or self._pending:
                while waiting and len(self._pending) < AHEAD * workers.number:
                    told = self._hand_out(waiting.popleft(), workers.executor)
                    if told is not None:
                        yield told
                for future in wait(self._pending, return_when=FIRST_COMPLETED).done:
                    wanted = self._pending.pop(future)
                    waiting.extendleft(self._twins.pop(wanted.sha256))
                    yield self._take_in(wanted, future)
        finally:
            for future in self._pending:
                future.cancel()

    def _hand_out(self, ref: str, executor: Executor) -> Told | None:
        """Have a reference read, unless it is known, or cannot be."""
        try:
            wanted = _wanted(ref)
            if wanted.sha256 in self._twins:
                self._twins[wanted.sha256].append(ref)
                return None
            if not self._again and self._database.has(wanted.sha256):
                return Told(ref, Outcome.KNOWN)
        except DatabaseProblem:
            raise
        except MalsparError as error:
            return self._failed(ref, error)
        self._twins[wanted.sha256] = []
        self._pending[executor.submit(read_bounded, wanted, self._given)] = wanted
        return None

    def _take_in(self, wanted: Wanted, future: "Future[Prepared]") -> Told:
        """Store what was read."""
        try:
            new = self._database.store(future.result(), lambda out: _copy(wanted, out))
        except DatabaseProblem:
            raise
        except MalsparError as error:
            return self._failed(wanted.ref, error)
        except (BrokenExecutor, CancelledError) as error:
            raise Refused("the workers are gone; what was read is kept, and the same command goes on from there") from error
        except Exception as error:  # noqa: BLE001 - what one document does to its workers must not end a run over thousands
            reason = f"its worker was lost ({type(error).__name__}: {error}); type the same again"
            return self._failed(wanted.ref, Unreadable(reason))
        return Told(wanted.ref, Outcome.READ if new else Outcome.KNOWN)

    def _failed(self, ref: str, error: MalsparError) -> Told:
        """Store a failure, in place of an earlier one of the same reference."""
        first, _, last = (self._given.period or "").partition("-")
        row = (ref, f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}", error.exit_code, error.message, self._given.organisation)
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
    return bounded.call(read, wanted, given, bounds=bounded.for_size(wanted.size))


def read(wanted: Wanted, given: Given) -> Prepared:
    """Read a document, and make rows of it."""
    from .files import read as document
    from .rows import prepare

    return prepare(document(wanted.ref, wanted.found, given.organisation, given.period))


def _copy(wanted: Wanted, out: Out) -> None:
    """Write the bytes of a document."""
    from ..extractor.source import pieces

    for piece in pieces(wanted.found) if isinstance(wanted.found, str) else [wanted.found]:
        out.write(piece)
