"""A database of any earlier schema is brought up to date and keeps all that documents and users said."""

import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from older import FOLDER, documents, fill, restore, written
from yearly import derived

from malspar.corpus.lineage import update
from malspar.corpus.query import Filters, goals
from malspar.corpus.schema import MIGRATIONS
from malspar.corpus.store import open_database

KEPT = sorted(FOLDER.glob("m*.sql"))
OLDER = pytest.mark.parametrize("kept", KEPT, ids=lambda path: path.stem)
# What is told anew from what documents and users said.
DERIVED = {"version", "succession", "link", "change", "goalpost", "lineage", "stale", "_sqlite_migrations"}


def _schema(path: Path) -> dict[str, str]:
    """The statement that made each table, index, view and trigger of ours."""
    with closing(sqlite3.connect(path)) as plain:
        rows = plain.execute("select name, sql from sqlite_master where sql is not null and name != 'mine'").fetchall()
        return {name: " ".join(sql.split()) for name, sql in rows}


def _said(path: Path) -> dict[str, list[dict[str, Any]]]:
    """Every row of the tables that hold what documents and users said."""
    with closing(sqlite3.connect(path)) as plain:
        plain.row_factory = sqlite3.Row
        names = [name for (name,) in plain.execute("select name from sqlite_master where type = 'table'")]
        return {
            name: [dict(row) for row in plain.execute(f'select * from "{name}"')]
            for name in names
            if name not in DERIVED and not name.startswith("goal_fts")
        }


def test_every_schema_has_a_database_of_its_time() -> None:
    assert [path.stem for path in KEPT] == [migration.__name__.partition("_")[0] for migration in MIGRATIONS]


def test_the_latest_is_what_the_program_makes(tmp_path: Path) -> None:
    restore(KEPT[-1].read_text("utf-8"), tmp_path / "kept.db")
    fill(tmp_path / "made.db")
    assert _schema(tmp_path / "kept.db") == _schema(tmp_path / "made.db")
    assert _said(tmp_path / "kept.db") == _said(tmp_path / "made.db")


@OLDER
def test_what_documents_and_users_said_is_kept(tmp_path: Path, kept: Path) -> None:
    path = tmp_path / "goals.db"
    restore(kept.read_text("utf-8"), path)
    before = _said(path)
    fill(tmp_path / "today.db", told="succession_told" in before)
    with open_database(path, write=True) as database:
        after = _said(path)
        assert [database.load(made.id) for made, _ in documents()] == [made for made, _ in documents()]
    for table, rows in before.items():
        # A later schema has the same rows, and perhaps more columns.
        assert [{name: row[name] for name in old} for old, row in zip(rows, after[table], strict=True)] == rows, table
    assert _schema(path) == _schema(tmp_path / "today.db")


@OLDER
def test_what_follows_from_it_is_told_as_if_it_were_new(tmp_path: Path, kept: Path) -> None:
    path = tmp_path / "goals.db"
    restore(kept.read_text("utf-8"), path)
    said = _said(path)
    fill(tmp_path / "today.db", told="succession_told" in said)
    with open_database(path, write=True) as database, open_database(tmp_path / "today.db") as today:
        assert update(database) == []
        assert derived(database) == derived(today)
        assert len(goals(database, Filters(text="simma")).rows) == len(goals(today, Filters(text="simma")).rows) == 4
        assert goals(database, Filters(text="oppna")).folded
        assert len(database.rows('select 1 from "målstolpar"')) == 1
        for (name,) in database.rows("select name from sqlite_master where type = 'view'"):
            mine, theirs = (sorted(map(tuple, one.rows(f'select * from "{name}"')), key=repr) for one in (database, today))
            assert len(mine) == len(theirs), name
    with closing(sqlite3.connect(path)) as plain:
        assert plain.execute("pragma integrity_check").fetchall() == [("ok",)]
        assert plain.execute("pragma foreign_key_check").fetchall() == []


@OLDER
def test_a_database_that_is_up_to_date_is_left_as_it_is(tmp_path: Path, kept: Path) -> None:
    path = tmp_path / "goals.db"
    restore(kept.read_text("utf-8"), path)
    open_database(path).connection.close()
    once = list(written(path))
    open_database(path, write=True).connection.close()
    assert list(written(path)) == once


_KILLED = """
import os, signal, sys
from malspar.corpus import schema
from malspar.corpus.store import open_database

run, left = schema._run, int(sys.argv[2])

def until(connection, script):
    def counted(_):
        global left
        left -= 1
        if left < 0:
            os.kill(os.getpid(), signal.SIGKILL)
    connection.set_trace_callback(counted)
    run(connection, script)

schema._run = until
open_database(sys.argv[1])
"""


@pytest.mark.parametrize("statements", [0, 1, 12, 40, 75])
def test_a_database_whose_migration_is_killed_is_the_old_one(tmp_path: Path, statements: int) -> None:
    path = tmp_path / "goals.db"
    restore(KEPT[0].read_text("utf-8"), path)
    before = list(written(path))
    done = subprocess.run([sys.executable, "-c", _KILLED, str(path), str(statements)], check=False)
    assert done.returncode == -signal.SIGKILL
    with closing(sqlite3.connect(path)) as plain:
        assert plain.execute("pragma integrity_check").fetchall() == [("ok",)]
    assert list(written(path)) == before
    with open_database(path, write=True) as database:
        assert [database.load(made.id) for made, _ in documents()] == [made for made, _ in documents()]
