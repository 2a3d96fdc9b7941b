"""Many references into one database: what is there already is skipped, and what fails is stored and told.

Documents are read by the workers of an executor, each in a process of its own with bounds (``extractor/bounded.py``), while
addresses are asked for in threads (``visits.py``); only this process writes. Whatever ends a run, the next one goes on there.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Executor, Future
from contextlib import nullcontext
from datetime import UTC, datetime
from enum import Enum
from functools import partial
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from ..extractor import bounded
from ..extractor.source import is_address
from ..models.errors import DatabaseProblem, MalsparError, Unreadable, written
from . import captures
from .captures import Capture
from .files import prepared
from .line import Line
from .lineage import update
from .links import Compared
from .pairing import Pair, compared
from .rows import Prepared
from .store import Database, Out
from .versions import Edge
from .workers import Gone, Workers, local, result, spread

if TYPE_CHECKING:
    from ..extractor.web import Answer
    from .visits import Visits


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

    That is its bytes where no worker can find them, as of what came by standard input. ``captured`` is the SHA-256 of the bytes
    that came of an address, ``before`` the document that was read there before.
    """

    ref: str
    size: int
    sha256: str
    found: str | bytes
    captured: str | None = None
    before: str | None = None


def ingest(
    database: Database,
    refs: Iterable[str],
    given: Given = NOTHING,
    *,
    again: bool = False,
    workers: Workers | None = None,
    visits: "Visits | None" = None,
    said: Mapping[str, Given] = MappingProxyType({}),
) -> Iterator[Told]:
    """Read and store each reference, and tell what became of it, in the order in which they are done.

    Each document is one transaction. Documents whose bytes are stored are skipped unless ``again``. When all are stored, those
    that succeed each other are compared. Without ``workers`` one document is read at a time, without ``visits`` addresses fail.
    ``said`` is what is known of single references in place of ``given``. Raises ``DatabaseProblem``, and ``Refused`` where the
    workers are gone; all else is told and goes on.
    """
    database.sweep()
    with local(1) if workers is None else nullcontext(workers) as hands:
        yield from _Run(database, lambda ref: said.get(ref, given), visits, again=again).over(refs, hands)
        for pair, reason in update(database, partial(_compared, hands)):
            yield Told(pair, Outcome.FAILED, reason)


class _Run:
    """One run over many references."""

    def __init__(self, database: Database, said: Callable[[str], Given], visits: "Visits | None", *, again: bool) -> None:
        self._database, self._said, self._visits, self._again = database, said, visits, again
        self._line = Line(())
        self._wanted: dict[str, Wanted] = {}  # what is being read, by its hash
        self._told: list[Told] = []  # of what need not be read, or cannot be
        self._twins: list[str | Wanted] = []  # what has the same bytes as one that is being read, which is waited for

    def over(self, refs: Iterable[str], workers: Workers) -> Iterator[Told]:
        """What became of each."""
        waiting: list[str | Wanted] = list(refs)
        while waiting:
            self._line = Line(waiting)
            for item, future in spread(workers, self._give, self._line, self._line.beside):
                if isinstance(item, str) and future is not None and self._is_visited(item):
                    self._keep(item, future)
                elif future is not None:
                    yield self._take_in(_ref(item), future)
                yield from self._told
                self._told.clear()
            waiting, self._twins = self._twins, []

    def _give(self, executor: Executor, item: str | Wanted) -> "Future[Any] | None":
        """Have a reference asked for or read, unless it is known, or cannot be."""
        try:
            if isinstance(item, str) and self._is_visited(item):
                return self._visit(item)
            wanted = _wanted(item) if isinstance(item, str) else item
            if wanted.sha256 in self._wanted:
                self._twins.append(item)
            elif not self._again and self._database.has(wanted.sha256):
                self._told.append(Told(wanted.ref, Outcome.KNOWN))
            else:
                self._wanted[wanted.sha256] = wanted
                return executor.submit(read_bounded, wanted, self._given(wanted))
        except DatabaseProblem:
            raise
        except MalsparError as error:
            self._told.append(self._failed(_ref(item), error))
        return None

    def _is_visited(self, ref: str) -> bool:
        return self._visits is not None and is_address(ref)

    def _visit(self, address: str) -> "Future[Answer] | None":
        """Have an address asked for, unless what it led to is had."""
        assert self._visits is not None  # noqa: S101 - who calls has seen to it
        known = self._visits.known(self._database, address)
        if known is None:
            return self._visits.ask(self._database, address)
        self._line.done(address)
        self._go_on(address, known)
        return None

    def _keep(self, address: str, future: "Future[Answer]") -> None:
        """Keep what came of an address."""
        self._line.done(address)
        before = captures.latest(self._database, address)
        try:
            self._go_on(address, captures.keep(self._database, result(future), before))
        except (DatabaseProblem, Gone):
            raise
        except MalsparError as error:
            self._told.append(self._failed(address, error))
        except Exception as error:  # noqa: BLE001 - nor may what one host does to the client
            reason = f"{address} makes the client fail ({type(error).__name__}: {error}): save the page and give the file"
            self._told.append(self._failed(address, Unreadable(reason)))

    def _go_on(self, address: str, capture: Capture) -> None:
        """Have a capture read, unless it was."""
        if capture.document and not self._again:
            self._told.append(Told(address, Outcome.KNOWN))
        else:
            self._line.put(self._of(address, capture))

    def _take_in(self, ref: str, future: "Future[Prepared]") -> Told:
        """Store what was read."""
        wanted = next(one for one in self._wanted.values() if one.ref == ref)
        del self._wanted[wanted.sha256]
        try:
            new = self._store(wanted, result(future))
        except (DatabaseProblem, Gone):
            raise
        except MalsparError as error:
            return self._failed(ref, error)
        except Exception as error:  # noqa: BLE001 - what one document does to its workers must not end a run over thousands
            return self._failed(ref, Unreadable(f"its worker was lost ({type(error).__name__}: {error}); type the same again"))
        return Told(ref, Outcome.READ if new else Outcome.KNOWN)

    def _failed(self, ref: str, error: MalsparError) -> Told:
        """Store a failure, in place of an earlier one of the same reference."""
        said = self._said(ref)
        first, _, last = (said.period or "").partition("-")
        now = f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}"
        row = (written(ref), now, error.exit_code, written(error.message), said.organisation)
        with self._database.transaction() as connection:
            connection.execute(
                "insert or replace into failure values (?, ?, ?, ?, ?, ?, ?)", (*row, first or None, last or first or None)
            )
        return Told(ref, Outcome.FAILED, error.message)

    def _of(self, address: str, capture: Capture) -> Wanted:
        """What to read of a capture: its bytes, or those of the document that was read from it or says the same."""
        sha256 = captures.bytes_of(self._database, capture)
        place = self._database.sources / sha256
        before = None if capture.document else captures.document_before(self._database, address, capture.sha256)
        return Wanted(address, place.stat().st_size, sha256, str(place.absolute()), capture.sha256, before)

    def _given(self, wanted: Wanted) -> Given:
        """What is known of a document; a page that was captured before is that organisation's still, even if it does not say."""
        said = self._said(wanted.ref)
        if said.organisation is None and wanted.before:
            (row,) = self._database.rows("select organisation from document where id = ?", (wanted.before,))
            return said._replace(organisation=row["organisation"])
        return said

    def _store(self, wanted: Wanted, made: Prepared) -> bool:
        """Store what was read, unless it says what was read at its address before; whether it is new."""
        same = wanted.before is not None and captures.says_the_same(self._database, wanted.before, made.json)
        new = not same and self._database.store(made, lambda out: _copy(wanted, out))
        if wanted.captured:
            captures.was_read(self._database, wanted.captured, wanted.before if same and wanted.before else made.id)
        return new


def _ref(item: str | Wanted) -> str:
    return item if isinstance(item, str) else item.ref


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
    from ..extractor.source import found_at

    for piece in found_at(wanted.found) if isinstance(wanted.found, str) else [wanted.found]:
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
