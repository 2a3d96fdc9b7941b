"""The database: opened, checked, written one document at a time. What it holds is derived from the documents' JSON."""

import errno
import hashlib
import re
import sqlite3
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from os import W_OK, access, fsync
from pathlib import Path
from time import monotonic, sleep
from typing import Any, BinaryIO, Protocol, Self

from ..models.document import Document
from ..models.errors import DatabaseProblem, MalsparError, Unreadable, UsageProblem
from .damage import damaged
from .insert import delete, insert
from .rows import Prepared, Row, prepare, same, unpack
from .schema import applied, migrate, newer, pending

TIMEOUT = 30.0  # seconds to wait for another program's lock
_SOURCE = re.compile(r"[0-9a-f]{64}(\.part)?")


class Out(Protocol):
    """What takes the bytes of a source."""

    def write(self, data: bytes, /) -> int:
        """Take the next ones."""


Source = Callable[[Out], object]
"""Writes all bytes that a document was read from, as ``partial(shutil.copyfileobj, opened)`` does."""


@dataclass(frozen=True)
class Database:
    """An open database. Its files of sources lie in the folder ``sources``, each named by its SHA-256."""

    path: Path
    connection: sqlite3.Connection

    @property
    def sources(self) -> Path:
        """The folder of the bytes that documents were read from."""
        return _sources(self.path)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, _: object, error: BaseException | None, __: object) -> None:
        """Close it. An error that nobody expects is told as damage where it is."""
        self.connection.close()
        if isinstance(error, Exception) and not isinstance(error, MalsparError | OSError) and damaged(self.path):
            raise DatabaseProblem(f"{self.path} is damaged; {_rebuilt(self.path)}") from error

    def rows(self, sql: str, values: Row | tuple[Any, ...] = ()) -> list[sqlite3.Row]:
        """What a query gives."""
        with _told(self.path):
            return self.connection.execute(sql, values).fetchall()

    def has(self, sha256: str) -> bool:
        """Whether a document with these bytes is stored, and the bytes with it."""
        stored = self.rows("select 1 from document where source_sha256 = ?", (sha256,))
        return bool(stored) and (self.sources / sha256).exists()

    def load(self, document: str) -> Document:
        """The document with this id, equal to the one that was saved."""
        found = self.rows("select json from document where id = ?", (document,))
        if not found:
            raise self._absent(document)
        with _readable(self.path):
            return unpack(found[0]["json"])

    def save(self, document: Document, data: bytes) -> bool:
        """Store a document and the bytes it was read from, as ``store`` does."""
        return self.store(prepare(document), lambda out: out.write(data))

    def store(self, prepared: Prepared, source: Source) -> bool:
        """Store a document and the bytes it was read from, in one transaction, in place of what was read from them before.

        ``source`` writes the bytes, a part at a time where they are many; it is asked only where they are missing. False where
        the document was already stored just so; then nothing else is written. Which documents it succeeds and what changed
        since is left to ``lineage.update``, once for all that are stored. Raises ``Unreadable`` where the bytes are not those
        that the document was read from, and then stores nothing.
        """
        with self.transaction() as connection:
            stored = connection.execute("select json from document where id = ?", (prepared.id,)).fetchone()
            with _readable(self.path):
                new = stored is None or not same(stored["json"], prepared.json)
            if new:
                delete(connection, prepared.id)
                insert(connection, prepared)
            connection.execute("delete from failure where reference = ?", (prepared.ref,))
            _keep(self.sources / prepared.sha256, source, prepared.ref)
        return new

    def keep(self, sha256: str, source: Source, ref: str) -> None:
        """Keep bytes as ``store`` does; for use within a transaction that says what they are."""
        _keep(self.sources / sha256, source, ref)

    def remove(self, document: str) -> None:
        """Remove a document, all that was derived from it, its source and its captures; its neighbours become each other's."""
        from .lineage import update

        with self.transaction() as connection:
            connection.execute(
                "delete from capture where document = :id or sha256 in (select source_sha256 from document where id = :id)",
                {"id": document},
            )
            if not delete(connection, document):
                raise self._absent(document)
        self.sweep()
        update(self)

    def must_have(self, document: str) -> None:
        """Raises ``UsageProblem`` where no document has this id."""
        if not self.rows("select 1 from document where id = ?", (document,)):
            raise self._absent(document)

    def sweep(self) -> None:
        """Remove sources that no document or capture has: what an interrupted run left. The lock keeps other writers' safe."""
        with self.transaction() as connection:
            if not self.sources.is_dir():  # asked under the lock: another writer may take an empty folder away
                return
            known = {row[0] for row in connection.execute("select source_sha256 from document union select sha256 from capture")}
            for file in list(self.sources.iterdir()):
                if file.name not in known and _SOURCE.fullmatch(file.name):
                    file.unlink(missing_ok=True)
            with suppress(OSError):
                self.sources.rmdir()

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """All or nothing; other writers wait."""
        with _told(self.path):
            self.connection.execute("begin immediate")
            try:
                yield self.connection
                self.connection.execute("commit")
            except BaseException:
                if self.connection.in_transaction:
                    self.connection.execute("rollback")
                raise

    @contextmanager
    def snapshot(self) -> Iterator[sqlite3.Connection]:
        """Reads of one moment: what others write meanwhile is not seen."""
        with _told(self.path):
            self.connection.execute("begin")
            try:
                yield self.connection
            finally:
                self.connection.execute("rollback")

    def _absent(self, document: str) -> UsageProblem:
        return UsageProblem(f"no document {document} in {self.path}; `malspar list {self.path}` shows those there are")


def open_database(path: str | Path, *, write: bool = False) -> Database:
    """Open a database, for reading unless ``write``; writing makes one where there is none.

    Raises ``UsageProblem`` where there is none to read, ``DatabaseProblem`` where the file is not a database of ours, is
    damaged, locked, read-only or of a newer program.
    """
    path = Path(path)
    if not write and not path.exists():
        raise UsageProblem(f"no database {path}; `malspar add {path} FILE` makes one")
    if path.is_dir():
        raise DatabaseProblem(f"{path} is a folder; give the name of a database file")
    protected = write_protected(path)
    if write and _sources(path).exists() and not _sources(path).is_dir():
        raise DatabaseProblem(f"{_sources(path)} is no folder, and documents are to be kept there; move it away")
    if write and protected:
        raise DatabaseProblem(f"{path} is read-only; make it and its folder writable, or give another file name")
    with _told(path):
        connection = _connect(path, write=write, protected=protected)
        try:
            _check(path, connection, write=write)
            if pending(connection):
                _upgrade(path, protected=protected)
        except BaseException:
            connection.close()
            raise
    return Database(path, connection)


def _connect(path: Path, *, write: bool, protected: bool) -> sqlite3.Connection:
    """A connection with manual transactions. A write-protected database is read as it is, without its log and locks."""
    mode = "immutable=1" if protected else "mode=rwc" if write else "mode=rw"
    connection = sqlite3.connect(f"{path.absolute().as_uri()}?{mode}", uri=True, timeout=TIMEOUT, isolation_level=None)
    connection.row_factory = sqlite3.Row
    connection.execute("pragma foreign_keys = on")
    if not write:
        connection.execute("pragma query_only = on")
    return connection


def _check(path: Path, connection: sqlite3.Connection, *, write: bool) -> None:
    """Refuse a database that is not ours, or that a newer program has changed."""
    if applied(connection) is None:
        empty = connection.execute("select 1 from sqlite_master").fetchone() is None
        if not (write and empty):
            raise DatabaseProblem(f"{path} is no database of malspar's; give another file name")
        if kept(path):
            raise DatabaseProblem(f"{path} is lost, but its documents are kept; {_rebuilt(path)}")
    if newer(connection):
        raise DatabaseProblem(f"{path} was made by a newer malspar; type `pip install --upgrade malspar`")
    if write:
        _use_log(connection)
        connection.execute("pragma synchronous = normal")


def _use_log(connection: sqlite3.Connection) -> None:
    """Turn on the write-ahead log. SQLite does not wait for another program here by itself."""
    end = monotonic() + TIMEOUT
    while connection.execute("pragma journal_mode").fetchone()[0] != "wal":
        try:
            connection.execute("pragma journal_mode = wal")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or monotonic() > end:
                raise
            sleep(0.02)


def _upgrade(path: Path, *, protected: bool) -> None:
    """Make the migrations that are pending, once also where two programs start at the same time."""
    if protected:
        raise DatabaseProblem(f"{path} was made by an older malspar and is read-only; make it writable once")
    with _connect(path, write=True, protected=False) as connection:
        connection.execute("begin immediate")
        migrate(connection)
    # From here on sources are kept: an empty file beside them is a database that was lost, see ``_check``.
    connection.execute("pragma wal_checkpoint")
    connection.close()


def _sources(path: Path) -> Path:
    """The folder of the bytes that a database's documents were read from."""
    return path.with_name(f"{path.name}.sources")


def kept(path: Path) -> bool:
    """Whether sources of a database lie beside it."""
    return any(_SOURCE.fullmatch(file.name) and not file.suffix for file in _sources(path).glob("*"))


def _rebuilt(path: Path) -> str:
    """What to type where a database is lost or damaged."""
    if kept(path):
        return f"read them into a new one: `malspar add NEW.db {_sources(path)}`"
    return "make a new one with `malspar add`"


def write_protected(path: Path) -> bool:
    """Whether the file or its folder may not be written. The mode counts for root, too, who protects a file on purpose."""
    there = [file for file in (path, path.absolute().parent) if file.exists()]
    return any(not access(file, W_OK) or not file.stat().st_mode & 0o222 for file in there)


class _Part:
    """A file on its way that knows the SHA-256 of what was written to it."""

    def __init__(self, path: Path, file: BinaryIO) -> None:
        self._path, self._file, self.sha256 = path, file, hashlib.sha256()

    def write(self, data: bytes, /) -> int:
        self.sha256.update(data)
        with _told(self._path):
            return self._file.write(data)


def _keep(file: Path, source: Source, ref: str) -> None:
    """Write the source under another name and rename it, so that a file named by its SHA-256 is always whole."""
    if file.exists():
        return
    made = not file.parent.exists()
    file.parent.mkdir(exist_ok=True)
    part = file.with_name(f"{file.name}.part")
    try:
        _write(part, source, ref, file.name)
        part.replace(file)
    except BaseException:
        part.unlink(missing_ok=True)
        if made:
            with suppress(OSError):
                file.parent.rmdir()
        raise


def _write(part: Path, source: Source, ref: str, sha256: str) -> None:
    """Write all bytes of a source. Trouble with reading them is the document's, with writing them the database's."""
    with part.open("wb") as opened:
        out = _Part(part, opened)
        try:
            source(out)
        except OSError as error:
            raise Unreadable(f"{ref} can no longer be read ({error.strerror}): give it again") from error
        opened.flush()
        fsync(opened.fileno())
    if out.sha256.hexdigest() != sha256:
        raise Unreadable(f"{ref} is not what it was when it was read: give it again")


_PROBLEMS = {
    "SQLITE_NOTADB": "is not a database; give another file name",
    "SQLITE_BUSY": "is locked by another program; close that and try again",
    "SQLITE_LOCKED": "is locked by another program; close that and try again",
    "SQLITE_READONLY": "is read-only; make it and its folder writable, or give another file name",
    "SQLITE_CANTOPEN": "cannot be opened; see whether its folder is there and may be written",
    "SQLITE_FULL": "cannot grow, for the disk is full; make room and type the same again",
    "SQLITE_IOERR": "cannot be read or written; see whether the disk is sound and has room",
}


_REMEDIES = {
    errno.ENOSPC: "make room and type the same again",
    errno.EDQUOT: "make room and type the same again",
    errno.EACCES: "make it writable, or give another file name",
    errno.EPERM: "make it writable, or give another file name",
    errno.EROFS: "make it writable, or give another file name",
    errno.EMFILE: "see what the system allows (ulimit -n)",
    errno.ENFILE: "end other programs, and type the same again",
}


@contextmanager
def _told(path: Path) -> Iterator[None]:
    """Tell trouble with the file in a sentence. Other errors of SQLite are mistakes of this program, and pass."""
    try:
        yield
    except sqlite3.Error as error:
        name = getattr(error, "sqlite_errorname", "") or ""
        for known, sentence in _PROBLEMS.items():
            if name.startswith(known) and not (known == "SQLITE_NOTADB" and kept(path)):
                raise DatabaseProblem(f"{path} {sentence}") from error
        if damaged(path):
            raise DatabaseProblem(f"{path} is damaged; {_rebuilt(path)}") from error
        raise
    except OSError as error:
        remedy = _REMEDIES.get(error.errno or 0, "see whether the disk is sound and has room")
        raise DatabaseProblem(f"{error.filename or path}: {error.strerror}; {remedy}") from error


@contextmanager
def _readable(path: Path) -> Iterator[None]:
    """Tell a stored document that can no longer be unpacked."""
    try:
        yield
    except (zlib.error, ValueError) as error:
        raise DatabaseProblem(f"{path} is damaged; {_rebuilt(path)}") from error
