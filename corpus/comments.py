"""What the database says of its own tables and columns: the comments in the statements that made them."""

import re
import sqlite3
from collections.abc import Iterator
from typing import NamedTuple

from .schema import MIGRATIONS

_COLUMN = re.compile(r'\s+"?(\w+)"? (text|integer|real|blob)\b([^-]*?),?\s*-- (.*)')


class Commented(NamedTuple):
    """A column of a table: its type in SQLite, its constraints, and what it holds."""

    name: str
    type: str
    constraints: str
    about: str


def empty() -> sqlite3.Connection:
    """A database in memory with all tables and views of this program, and nothing in them."""
    connection = sqlite3.connect(":memory:")
    for migration in MIGRATIONS:
        migration(connection)
    return connection


def about(sql: str) -> str:
    """What a table or view holds, in a sentence, by the statement that makes it."""
    return sql.partition("\n")[0].partition("-- ")[2] + "."


def columns(sql: str) -> Iterator[Commented]:
    """The columns of a table with their comments, by the statement that makes it."""
    yield from (Commented(*match.groups()) for line in sql.splitlines() if (match := _COLUMN.fullmatch(line)))
