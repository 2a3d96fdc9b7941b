"""What is out of date since documents were added or removed; ``lineage.update`` brings it up to date."""

import sqlite3
from collections.abc import Iterable


def stale(connection: sqlite3.Connection, organisation: str | None, *documents: str) -> None:
    """Mark the order of an organisation's documents as out of date, and the lineage of some of them."""
    _mark(connection, [(organisation or "", ""), *(("", document) for document in documents)])


def stale_lineage(connection: sqlite3.Connection, documents: Iterable[str]) -> None:
    """Mark the lineage of documents as out of date."""
    _mark(connection, [("", document) for document in documents])


def _mark(connection: sqlite3.Connection, rows: list[tuple[str, str]]) -> None:
    connection.executemany("insert or replace into stale (organisation, document, mark) values (?, ?, hex(randomblob(8)))", rows)
