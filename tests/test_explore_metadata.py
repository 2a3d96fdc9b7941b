"""What Datasette is told: every table, view and column of the schema has its words, and nothing else has."""

import sqlite3
from pathlib import Path

import pytest

from malspar.corpus.explore import metadata
from malspar.corpus.store import open_database

_SHADOWS = ("data", "idx", "content", "docsize", "config")


@pytest.fixture(scope="module")
def schema(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    """The tables and views of a new database, each with its columns."""
    path: Path = tmp_path_factory.mktemp("schema") / "new.db"
    with open_database(path, write=True) as database:
        return _schema(database.connection)


def _schema(connection: sqlite3.Connection) -> dict[str, list[str]]:
    names = [row[0] for row in connection.execute("select name from sqlite_master where type in ('table', 'view')")]
    shadows = {f"{index}_{end}" for index in ("goal_fts", "goal_fts_folded") for end in _SHADOWS}
    return {
        name: [row[1] for row in connection.execute(f'pragma table_info("{name}")')]
        for name in names
        if name not in shadows and not name.startswith("sqlite_")
    }


def test_every_table_and_view_is_described_and_no_other(schema: dict[str, list[str]]) -> None:
    assert set(metadata.tables()) == set(schema)


def test_every_column_is_described(schema: dict[str, list[str]]) -> None:
    missing = [f"{name}.{column}" for name, held in schema.items() for column in held if column not in metadata.columns(name)]
    assert not missing


def test_no_column_is_described_that_is_not_there(schema: dict[str, list[str]]) -> None:
    gone = [f"{name}.{column}" for name, one in metadata.tables().items() for column in one.columns if column not in schema[name]]
    assert not gone
    assert not set(metadata.shared()) - {column for held in schema.values() for column in held}


def test_labels_facets_and_order_are_columns(schema: dict[str, list[str]]) -> None:
    for name, one in metadata.tables().items():
        for column in (one.label_column, one.sort, one.sort_desc, *one.facets):
            assert column is None or column in schema[name], (name, column)
        assert not one.search or "number" in schema[name]


def test_datasette_is_told_every_column_of_each_table_in_its_order(schema: dict[str, list[str]]) -> None:
    told = metadata.metadata("goals")["databases"]["goals"]["tables"]
    assert {name: list(one["columns"]) for name, one in told.items()} == schema
    assert all(one["title"] and one["description"].endswith(".") for one in told.values())
