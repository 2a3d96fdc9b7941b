"""Many references into one database: each once, failures told and stored, whole documents only."""

import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from made import document, goal

from malspar.corpus import ingest as module
from malspar.corpus.ingest import Given, Outcome, Wanted, ingest
from malspar.corpus.references import references
from malspar.corpus.rows import Prepared, prepare
from malspar.corpus.store import Database, open_database
from malspar.extractor.source import pieces
from malspar.models.document import Period
from malspar.models.errors import DatabaseProblem, Encrypted, UsageProblem


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    with open_database(tmp_path / "goals.db", write=True) as opened:
        yield opened


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two documents, and files that are none."""
    folder = tmp_path / "reports"
    (folder / "deep" / ".git").mkdir(parents=True)
    files = {
        "b.txt": "Fler skolgårdar", "deep/A.MD": "# Färre plåster", "deep/page": "<!DOCTYPE html><p>Ett mål</p>",
        ".hidden.txt": "x", "deep/.git/c.txt": "x", "photo.jpg": "x", "table.xlsx": "x",
    }  # fmt: skip
    for name, text in files.items():
        (folder / name).write_text(text, "utf-8")
    return folder


@pytest.fixture(autouse=True)
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """An extraction that makes one goal of the whole text; the references that it was asked for."""
    asked: list[str] = []

    def fake(wanted: Wanted, given: Given) -> Prepared:
        asked.append(wanted.ref)
        data = b"".join(pieces(wanted.ref))
        if b"secret" in data:
            raise Encrypted("locked by a password: remove it and save anew")
        if b"fault" in data:
            raise KeyError("fault")
        facts = {"organisation": given.organisation, "period": Period(from_=2020, to=2020) if given.period else None}
        return prepare(document(data, goal(data.decode()), ref=wanted.ref, **facts))

    monkeypatch.setattr(module, "read_bounded", fake)
    return asked


def test_folders_are_walked_in_order_without_hidden_and_other_files(folder: Path) -> None:
    found = references([str(folder)], folder / "goals.db")
    assert [os.path.relpath(ref, folder) for ref in found] == ["b.txt", "deep/A.MD", "deep/page"]


def test_a_reference_given_twice_is_read_once(folder: Path) -> None:
    assert references([str(folder / "b.txt"), str(folder / "b.txt"), "-"], folder / "goals.db") == [str(folder / "b.txt"), "-"]


def test_the_sources_of_the_database_itself_are_no_documents(folder: Path) -> None:
    (folder / "goals.db.sources").mkdir()
    (folder / "goals.db.sources" / "x.txt").write_text("x")
    assert len(references([str(folder)], folder / "goals.db")) == 3


def test_nothing_to_read_is_told(tmp_path: Path) -> None:
    with pytest.raises(UsageProblem, match="no document in"):
        references([str(tmp_path)], tmp_path / "goals.db")
    with pytest.raises(UsageProblem, match="no such file"):
        references([str(tmp_path / "nothing.pdf")], tmp_path / "goals.db")


def test_what_is_there_is_skipped_unless_again(database: Database, folder: Path, read: list[str]) -> None:
    refs = references([str(folder)], database.path)
    assert [told.outcome for told in ingest(database, refs)] == [Outcome.READ] * 3
    assert [told.outcome for told in ingest(database, refs)] == [Outcome.KNOWN] * 3
    assert len(read) == 3
    changed = database.path.stat().st_size, database.rows("select * from document")
    assert [told.outcome for told in ingest(database, refs, again=True)] == [Outcome.KNOWN] * 3
    assert len(read) == 6
    assert (database.path.stat().st_size, database.rows("select * from document")) == changed
    assert [told.outcome for told in ingest(database, refs, Given(organisation="Åviks kommun"), again=True)] == [Outcome.READ] * 3
    assert {row[0] for row in database.rows("select organisation from document")} == {"Åviks kommun"}


def test_a_failure_is_told_and_stored_and_the_rest_goes_on(database: Database, folder: Path) -> None:
    (folder / "a.txt").write_text("secret")
    (folder / "aa.txt").write_text("fault")
    told = list(ingest(database, [*references([str(folder)], database.path), "missing.pdf"], Given("Åviks kommun", "2020-2023")))
    assert [result.outcome for result in told].count(Outcome.READ) == 3
    failed = {Path(row["reference"]).name: row for row in database.rows("select * from failure")}
    assert {name: row["exit_code"] for name, row in failed.items()} == {"a.txt": 4, "aa.txt": 3, "missing.pdf": 2}
    assert "password" in failed["a.txt"]["reason"]
    assert "KeyError" in failed["aa.txt"]["reason"]
    assert (failed["a.txt"]["organisation"], failed["a.txt"]["period_from"], failed["a.txt"]["period_to"]) == (
        "Åviks kommun",
        2020,
        2023,
    )


def test_a_failure_is_forgotten_when_the_reference_is_read(database: Database, folder: Path) -> None:
    file = folder / "b.txt"
    file.write_text("secret")
    list(ingest(database, [str(file)]))
    list(ingest(database, [str(file)]))
    assert len(database.rows("select 1 from failure")) == 1
    file.write_text("open")
    list(ingest(database, [str(file)]))
    assert database.rows("select 1 from failure") == []


def test_trouble_with_the_database_ends_the_run(database: Database, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> bool:
        raise DatabaseProblem("the disk is full")

    monkeypatch.setattr(Database, "store", full)
    with pytest.raises(DatabaseProblem):
        list(ingest(database, [str(folder / "b.txt")]))


def test_an_interrupted_source_is_swept_by_the_next_run(database: Database, folder: Path) -> None:
    database.sources.mkdir()
    (database.sources / ("f" * 64 + ".part")).write_text("half")
    list(ingest(database, [str(folder / "b.txt")]))
    assert len(list(database.sources.iterdir())) == 1


_SLOW = """
import signal
import sys, time
sys.path.insert(0, sys.argv[3])
from made import document, goal
from malspar.corpus import ingest
from malspar.corpus.rows import prepare
from malspar.cli import cli

def slow(wanted, given):
    time.sleep(0.02)
    data = open(wanted.found, "rb").read()
    return prepare(document(data, goal(data.decode()), ref=wanted.ref))

ingest.read_bounded = slow
signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's background jobs are started with it ignored
cli(["add", sys.argv[1], sys.argv[2]])
"""


def _run(database: Path, folder: Path) -> "subprocess.Popen[bytes]":
    here = str(Path(__file__).parent)
    return subprocess.Popen([sys.executable, "-c", _SLOW, str(database), str(folder), here], stderr=subprocess.PIPE)


def _many(folder: Path, number: int) -> Path:
    folder.mkdir()
    for i in range(number):
        (folder / f"{i:03}.txt").write_text(f"{folder.name} {i}")
    return folder


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGKILL])
def test_an_interrupted_run_leaves_whole_documents_and_goes_on(tmp_path: Path, how: signal.Signals) -> None:
    path, folder = tmp_path / "goals.db", _many(tmp_path / "many", 60)
    running = _run(path, folder)
    sources = path.with_name("goals.db.sources")
    while running.poll() is None and not (sources.exists() and len(list(sources.iterdir())) > 5):
        time.sleep(0.01)
    running.send_signal(how)
    _, stderr = running.communicate()
    assert running.returncode == (130 if how is signal.SIGINT else -9)
    assert b"Traceback" not in stderr
    with closing(sqlite3.connect(path)) as plain:
        assert plain.execute("pragma integrity_check").fetchall() == [("ok",)]
        documents, goals = (plain.execute(f"select count(*) from {name}").fetchone()[0] for name in ("document", "goal"))
        assert 0 < documents == goals < 60
    again = _run(path, folder)
    assert again.wait() == 0
    again.communicate()
    with open_database(path) as opened:
        assert len(opened.rows("select 1 from document")) == len(list(opened.sources.iterdir())) == 60


def test_two_runs_at_once_lose_nothing(tmp_path: Path) -> None:
    path = tmp_path / "goals.db"
    runs = [_run(path, _many(tmp_path / name, 20)) for name in ("one", "two")]
    for run in runs:
        _, stderr = run.communicate()
        assert (run.returncode, stderr) == (0, b"")
    with open_database(path) as opened:
        assert len(opened.rows("select 1 from document")) == 40
