"""The database: opened, checked, written one document at a time. What it holds is derived from the documents' JSON."""

import hashlib
import re
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from os import W_OK, access, fsync
from pathlib import Path
from time import monotonic, sleep
from typing import Any, Self

from ..models.document import Document
from ..models.errors import DatabaseProblem, UsageProblem
from ..rules.succession import successions
from ..rules.swedish import fold
from .order import sort_key
from .rows import Row, tables, unpack
from .schema import applied, migrate, newer, pending

TIMEOUT = 30.0  # seconds to wait for another program's lock
_SOURCE = re.compile(r"[0-9a-f]{64}(\.part)?")


@dataclass(frozen=True)
class Database:
    """An open database. Its files of sources lie in the folder ``sources``, each named by its SHA-256."""

    path: Path
    connection: sqlite3.Connection

    @property
    def sources(self) -> Path:
        """The folder of the bytes that documents were read from."""
        return self.path.with_name(self.path.name + ".sources")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.connection.close()

    def rows(self, sql: str, values: Row | tuple[Any, ...] = ()) -> list[sqlite3.Row]:
        """What a query gives."""
        with _told(self.path):
            return self.connection.execute(sql, values).fetchall()

    def has(self, sha256: str) -> bool:
        """Whether a document with these bytes is stored."""
        return bool(self.rows("select 1 from document where source_sha256 = ?", (sha256,)))

    def load(self, document: str) -> Document:
        """The document with this id, equal to the one that was saved."""
        found = self.rows("select json from document where id = ?", (document,))
        if not found:
            raise self._absent(document)
        return unpack(found[0]["json"])

    def save(self, document: Document, data: bytes) -> bool:
        """Store a document and the bytes it was read from, in one transaction, in place of what was read from them before.

        False where it was already stored just so; then nothing is written but a source that is missing. Which documents it
        succeeds and what changed since is left to ``lineage.update``, once for all that are saved.
        """
        if hashlib.sha256(data).hexdigest() != document.source.sha256:
            raise ValueError(f"{document.source.ref}: these are not the bytes that document {document.id} was read from")
        with self.transaction() as connection:
            stored = connection.execute("select json from document where id = ?", (document.id,)).fetchone()
            new = stored is None or unpack(stored["json"]) != document
            if new:
                _delete(connection, document.id)
                _insert(connection, document)
            connection.execute("delete from failure where reference = ?", (document.source.ref,))
            _keep(self.sources, document.source.sha256, data)
        return new

    def remove(self, document: str) -> None:
        """Remove a document, all that was derived from it, and its source; its neighbours become each other's."""
        from .lineage import update

        with self.transaction() as connection:
            if not _delete(connection, document):
                raise self._absent(document)
        self.sweep()
        update(self)

    def must_have(self, document: str) -> None:
        """Raises ``UsageProblem`` where no document has this id."""
        if not self.rows("select 1 from document where id = ?", (document,)):
            raise self._absent(document)

    def sweep(self) -> None:
        """Remove sources that no document has: what an interrupted run left. The lock keeps other writers' sources safe."""
        if not self.sources.is_dir():
            return
        with self.transaction() as connection:
            known = {row[0] for row in connection.execute("select source_sha256 from document")}
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
    connection.close()


def write_protected(path: Path) -> bool:
    """Whether the file or its folder may not be written. The mode counts for root, too, who protects a file on purpose."""
    there = [file for file in (path, path.absolute().parent) if file.exists()]
    return any(not access(file, W_OK) or not file.stat().st_mode & 0o222 for file in there)


def stale(connection: sqlite3.Connection, organisation: str | None, *documents: str) -> None:
    """Mark the order of an organisation's documents as out of date, and the lineage of some of them."""
    _mark(connection, [(organisation or "", ""), *(("", document) for document in documents)])


def stale_lineage(connection: sqlite3.Connection, documents: Iterable[str]) -> None:
    """Mark the lineage of documents as out of date."""
    _mark(connection, [("", document) for document in documents])


def _mark(connection: sqlite3.Connection, rows: list[tuple[str, str]]) -> None:
    connection.executemany("insert or replace into stale (organisation, document, mark) values (?, ?, hex(randomblob(8)))", rows)


_NEIGHBOURS = """
select old_document from succession where new_document = :document
union select new_document from succession where old_document = :document
union select of_document from version where document = :document and of_document is not null
union select document from version where of_document = :document"""


def _delete(connection: sqlite3.Connection, document: str) -> bool:
    """Delete a document with all that hangs on it, and bodies that only it told of; mark what stood beside it as stale."""
    for row in connection.execute("select organisation from document where id = ?", (document,)).fetchall():
        stale(connection, row[0], *(beside for (beside,) in connection.execute(_NEIGHBOURS, {"document": document}).fetchall()))
    found = connection.execute("delete from document where id = ?", (document,)).rowcount > 0
    if found:
        used = "select 1 from responsible where responsible.body = body.id"
        told = "select 1 from body_succession where body.id in (old_body, new_body)"
        connection.execute(f"delete from body where told_by = 'dokument' and not exists ({used}) and not exists ({told})")
    return found


def _insert(connection: sqlite3.Connection, document: Document) -> None:
    """Insert a document with all that hangs on it, and mark it as stale."""
    number = connection.execute("select coalesce(max(number), 0) + 1 from goal").fetchone()[0]
    for table, rows in tables(document, number):
        if not rows:
            continue
        if table == "responsible":
            _insert_responsible(connection, rows, document)
        else:
            connection.executemany(_statement(table, rows[0]), rows)
    for index in ("goal_fts", "goal_fts_folded"):
        connection.execute(
            f"insert into {index} (rowid, text, description, comment) select number, goal.text, description, comment.text "
            "from goal left join comment on comment.goal = goal.id where document = ? order by position",
            (document.id,),
        )
    _insert_successions(connection, document)
    stale(connection, document.document.organisation, document.id)


def _statement(table: str, row: Row) -> str:
    columns = ", ".join(f'"{name}"' for name in row)
    return f"insert into {table} ({columns}) values ({', '.join(f':{name}' for name in row)})"


def _insert_responsible(connection: sqlite3.Connection, rows: list[Row], document: Document) -> None:
    """Insert the bodies of the goals; those whose full name the document gives become bodies with their other names."""
    organisation = document.document.organisation or ""
    named = [
        {"organisation": organisation, "name": row["body"], "sort_key": sort_key(row["body"]), "of": fold(row["body"])}
        | {"raw": row["raw"], "alias": row["folded"], "document": document.id}
        for row in rows
        if row["body"]
    ]
    body = "(select id from body where organisation = :organisation and folded = :of)"
    connection.executemany(
        "insert or ignore into body (organisation, name, sort_key, folded) values (:organisation, :name, :sort_key, :of)", named
    )
    alias = f"select {body}, :raw, :alias, :document where :alias != :of"
    connection.executemany(f"insert or ignore into body_alias (body, alias, folded, document) {alias}", named)
    connection.executemany(
        f"insert into responsible (goal, position, raw, body, folded, at) values (:goal, :position, :raw, {body}, :folded, :at)",
        [row | {"organisation": organisation, "of": fold(row["body"]) if row["body"] else None} for row in rows],
    )


def _insert_successions(connection: sqlite3.Connection, document: Document) -> None:
    """Insert the bodies that the document says go on from others."""
    organisation, issuer = document.document.organisation or "", document.document.issuer
    told = [one for block in document.blocks or () for one in successions(block.text, issuer)]
    for body in dict.fromkeys(name for one in told for name in (one.old, one.new)):
        name = body[:1].upper() + body[1:]
        connection.execute(
            "insert or ignore into body (organisation, name, sort_key, folded) values (?, ?, ?, ?)",
            (organisation, name, sort_key(name), fold(name)),
        )
    of = "(select id from body where organisation = :organisation and folded = :{})"
    connection.executemany(
        "insert or ignore into body_succession (old_body, new_body, year, kind, document) "
        f"values ({of.format('old')}, {of.format('new')}, :year, :kind, :document)",
        [
            {"organisation": organisation, "old": fold(one.old), "new": fold(one.new)}
            | {"year": one.year, "kind": one.kind, "document": document.id}
            for one in told
        ],
    )


def _keep(folder: Path, sha256: str, data: bytes) -> None:
    """Write the source under another name and rename it, so that a file of this name is always whole."""
    file = folder / sha256
    if file.exists():
        return
    folder.mkdir(exist_ok=True)
    part = folder / f"{sha256}.part"
    with part.open("wb") as out:
        out.write(data)
        out.flush()
        fsync(out.fileno())
    part.replace(file)


_PROBLEMS = {
    "SQLITE_NOTADB": "is not a database; give another file name",
    "SQLITE_BUSY": "is locked by another program; close that and try again",
    "SQLITE_LOCKED": "is locked by another program; close that and try again",
    "SQLITE_READONLY": "is read-only; make it and its folder writable, or give another file name",
    "SQLITE_CANTOPEN": "cannot be opened; see whether its folder is there and may be written",
    "SQLITE_FULL": "cannot grow, for the disk is full; make room and type the same again",
    "SQLITE_CORRUPT": "is damaged; make a new one with `malspar add`",
    "SQLITE_IOERR": "cannot be read or written; see whether the disk is sound and has room",
}


@contextmanager
def _told(path: Path) -> Iterator[None]:
    """Tell trouble with the file in a sentence. Other errors of SQLite are mistakes of this program, and pass."""
    try:
        yield
    except sqlite3.Error as error:
        name = getattr(error, "sqlite_errorname", "") or ""
        for known, sentence in _PROBLEMS.items():
            if name.startswith(known):
                raise DatabaseProblem(f"{path} {sentence}") from error
        raise
    except OSError as error:
        raise DatabaseProblem(
            f"{error.filename or path}: {error.strerror}; see whether the disk is sound and has room"
        ) from error
