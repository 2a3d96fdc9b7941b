"""One prepared document into the database's tables, and out of them again, within the caller's transaction."""

import sqlite3

from .rows import Prepared, Table
from .stale import stale

_BODY = "(select id from body where organisation = :organisation and folded = {})"


def insert(connection: sqlite3.Connection, prepared: Prepared) -> None:
    """Insert a document with all that hangs on it, and mark it as stale."""
    number = connection.execute("select coalesce(max(number), 0) + 1 from goal").fetchone()[0]
    for table in prepared.tables:
        connection.executemany(_statement(table), _numbered(table, number) if table.name == "goal" else table.rows)
    _insert_bodies(connection, prepared)
    for index in ("goal_fts", "goal_fts_folded"):
        connection.execute(
            f"insert into {index} (rowid, text, description, comment) select number, goal.text, description, comment.text "
            "from goal left join comment on comment.goal = goal.id where document = ? order by position",
            (prepared.id,),
        )
    stale(connection, prepared.organisation, prepared.id)


def delete(connection: sqlite3.Connection, document: str) -> bool:
    """Delete a document with all that hangs on it, and bodies that only it told of; mark what stood beside it as stale.

    False where there was none.
    """
    found = connection.execute("select organisation from document where id = ?", (document,)).fetchone()
    if found is None:
        return False
    stale(connection, found[0], *(beside for (beside,) in connection.execute(_NEIGHBOURS, {"document": document}).fetchall()))
    connection.execute("delete from document where id = ?", (document,))
    connection.execute(_DELETE_BODIES, (found[0] or "",))
    return True


_DELETE_BODIES = """
delete from body where organisation = ? and told_by = 'dokument'
  and not exists (select 1 from responsible where responsible.body = body.id)
  and not exists (select 1 from body_succession where old_body = body.id)
  and not exists (select 1 from body_succession where new_body = body.id)"""
_NEIGHBOURS = """
select old_document from succession where new_document = :document
union select new_document from succession where old_document = :document
union select of_document from version where document = :document and of_document is not null
union select document from version where of_document = :document"""


def _statement(table: Table) -> str:
    columns = ", ".join(f'"{name}"' for name in table.columns)
    return f"insert into {table.name} ({columns}) values ({', '.join('?' * len(table.columns))})"


def _numbered(goals: Table, first: int) -> list[tuple[object, ...]]:
    """The rows of the goals, numbered from the first number that is free."""
    at = goals.columns.index("number")
    return [(*row[:at], first + row[at], *row[at + 1 :]) for row in goals.rows]


def _insert_bodies(connection: sqlite3.Connection, prepared: Prepared) -> None:
    """Insert the bodies that the document names in full, what else it calls them, what it gives to them, and which go on."""
    of = {"organisation": prepared.organisation or "", "document": prepared.id}
    connection.executemany(
        "insert or ignore into body (organisation, name, sort_key, folded) values (:organisation, :name, :sort_key, :folded)",
        [of | body for body in prepared.bodies],
    )
    connection.executemany(
        "insert or ignore into body_alias (body, alias, folded, document) "
        f"values ({_BODY.format(':body')}, :alias, :folded, :document)",
        [of | alias for alias in prepared.aliases],
    )
    connection.executemany(
        "insert into responsible (goal, position, raw, body, folded, at) "
        f"values (:goal, :position, :raw, {_BODY.format(':body')}, :folded, :at)",
        [of | row for row in prepared.responsible],
    )
    connection.executemany(
        "insert or ignore into body_succession (old_body, new_body, year, kind, document) "
        f"values ({_BODY.format(':old')}, {_BODY.format(':new')}, :year, :kind, :document)",
        [of | told for told in prepared.successions],
    )
