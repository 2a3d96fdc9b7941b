"""Whether a database is damaged: asked only where something went wrong that cannot in one that is whole."""

import sqlite3
import zlib
from contextlib import closing
from pathlib import Path

from .schema import migrate, pending


def damaged(path: Path) -> bool:
    """Whether SQLite, the foreign keys, the schema or the packed documents show that a file is not what was written.

    Reads all of it. What was changed within a text is not found.
    """
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as plain:
            return not (_whole(plain) and (pending(plain) or _ours(plain)))
    except sqlite3.Error as error:
        return getattr(error, "sqlite_errorcode", None) != sqlite3.SQLITE_BUSY
    except zlib.error:
        return True


def _whole(plain: sqlite3.Connection) -> bool:
    """Whether everything can be read, and refers to what is there."""
    for (name,) in plain.execute("select name from sqlite_master where type = 'table'").fetchall():
        for _ in plain.execute(f'select * from "{name}"'):
            pass  # a text that is none raises
    for (packed,) in plain.execute("select json from document"):
        zlib.decompress(packed)
    checked = plain.execute("pragma integrity_check").fetchall()
    return checked == [("ok",)] and plain.execute("pragma foreign_key_check").fetchone() is None


def _ours(plain: sqlite3.Connection) -> bool:
    """Whether tables, indexes and views are as the migrations make them."""
    sql = "select name, sql from sqlite_master where sql is not null"
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as made:
        migrate(made)
        return {*made.execute(sql)} <= {*plain.execute(sql)}
