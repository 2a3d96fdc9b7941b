"""Reading on a Dask cluster: a real scheduler and two workers on this machine, one of which is killed in the middle."""

import json
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from malspar.cli import cli

pytest.importorskip("distributed")
DASK = Path(sys.executable).with_name("dask")
PLAN = "Målprogram {year}\n{name}s kommun\n\nMål 1\nAlla barn i {name} ska kunna simma.\n\nUppdrag\nRusta badhuset i {name}.\n"
PATIENCE = 60


@contextmanager
def started(*command: str) -> Iterator["subprocess.Popen[bytes]"]:
    """A part of the cluster."""
    process = subprocess.Popen([DASK, *command, "--no-dashboard"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        yield process
    finally:
        process.kill()
        process.wait()


@pytest.fixture
def scheduler(tmp_path: Path) -> Iterator[str]:
    """The address of a scheduler without workers."""
    file = tmp_path / "scheduler.json"
    with started("scheduler", "--host", "127.0.0.1", "--port", "0", "--scheduler-file", str(file)):
        yield _told(file)


def _told(file: Path) -> str:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        try:
            address: str = json.loads(file.read_text("utf-8"))["address"]
        except (OSError, ValueError):
            time.sleep(0.05)
        else:
            return address
    pytest.fail("the scheduler does not start")


def worker(scheduler: str, folder: Path) -> tuple[str, ...]:
    """The command of a worker whose current folder is not that of who asks."""
    return ("worker", scheduler, "--no-nanny", "--nthreads", "1", "--host", "127.0.0.1", "--local-directory", str(folder))


@pytest.fixture
def plans(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of small documents, named from the current folder; one is empty."""
    monkeypatch.chdir(tmp_path)
    folder = Path("plans")
    folder.mkdir()
    names = ("Almvik", "Björkvik", "Ekeryd", "Furuby", "Granhult", "Hasselby", "Kvarnlunda", "Lindnäs")
    for name in names:
        for year in range(2010, 2020):
            (folder / f"{name}-{year}.txt").write_text(PLAN.format(name=name, year=year), "utf-8")
    (folder / "empty.txt").write_bytes(b"")
    return folder


def run(*args: str) -> Result:
    return CliRunner().invoke(cli, args)


def _adding(database: str, plans: Path, scheduler: str) -> "subprocess.Popen[bytes]":
    command = [sys.executable, "-c", "from malspar.cli import cli; cli()", "add", database, str(plans), "--cluster", scheduler]
    return subprocess.Popen(command, stderr=subprocess.PIPE)


def _wait_for_some(adding: "subprocess.Popen[bytes]") -> None:
    """Until the first documents are stored."""
    sources = Path("goals.db.sources")
    while adding.poll() is None and not (sources.exists() and len(list(sources.iterdir())) > 5):
        time.sleep(0.01)
    assert adding.poll() is None


def contents(database: str) -> list[tuple[object, ...]]:
    """What the documents say, and what became of it, without numbers that depend on the order of storing."""
    with closing(sqlite3.connect(database)) as plain:
        assert plain.execute("pragma integrity_check").fetchall() == [("ok",)]
        assert plain.execute("pragma foreign_key_check").fetchall() == []
        rows = plain.execute("select id, source_ref, organisation, title from document order by id").fetchall()
        rows += plain.execute("select id, kind, text, track from goal join lineage on goal = id order by id").fetchall()
        return rows + plain.execute("select reference, exit_code, reason from failure").fetchall()


def test_a_worker_that_is_killed_in_the_middle_loses_nothing(scheduler: str, plans: Path, tmp_path: Path) -> None:
    alone = run("add", "alone.db", str(plans), "--jobs", "1")
    assert alone.exit_code == 1  # the empty one
    first, second = tmp_path / "first", tmp_path / "second"
    with started(*worker(scheduler, first)) as lost, started(*worker(scheduler, second)):
        adding = _adding("goals.db", plans, scheduler)
        _wait_for_some(adding)
        lost.send_signal(signal.SIGKILL)
        _, told = adding.communicate(timeout=PATIENCE)
    assert (adding.returncode, told.decode().count("\n")) == (1, 1), told.decode()
    assert "empty" in told.decode()
    assert contents("goals.db") == contents("alone.db")


def test_a_lost_scheduler_ends_the_run_in_one_sentence_and_the_next_goes_on(plans: Path, tmp_path: Path) -> None:
    file = tmp_path / "scheduler.json"
    begin = ("scheduler", "--host", "127.0.0.1", "--port", "0", "--scheduler-file", str(file))
    with started(*begin) as lost, started(*worker(_told(file), tmp_path)):
        adding = _adding("goals.db", plans, _told(file))
        _wait_for_some(adding)
        lost.send_signal(signal.SIGKILL)
        _, told = adding.communicate(timeout=PATIENCE)
    lines = [line for line in told.decode().splitlines() if "empty" not in line]
    assert (adding.returncode, lines) == (
        6,
        ["malspar: the workers are gone; what was done is kept, and the same command goes on from there"],
    )
    assert run("add", "goals.db", str(plans)).exit_code == run("add", "alone.db", str(plans)).exit_code == 1
    assert contents("goals.db") == contents("alone.db")


def test_what_comes_by_standard_input_is_read_there_too(scheduler: str, tmp_path: Path) -> None:
    with started(*worker(scheduler, tmp_path)):
        text = PLAN.format(name="Almvik", year=2024)
        done = CliRunner().invoke(cli, ["add", str(tmp_path / "goals.db"), "-", "--cluster", scheduler], input=text.encode())
    assert (done.exit_code, done.output) == (0, "")
    assert contents(str(tmp_path / "goals.db"))[0][1] == "-"


def test_a_cluster_that_is_not_there_is_told(tmp_path: Path, plans: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("malspar.corpus.cluster.PATIENCE", 1)
    done = run("add", str(tmp_path / "goals.db"), str(plans), "--cluster", "tcp://127.0.0.1:9")
    assert (done.exit_code, done.stdout, done.stderr.count("\n")) == (6, "", 1)
    assert "start one: dask scheduler" in done.stderr


def test_a_cluster_without_workers_is_told(scheduler: str, tmp_path: Path, plans: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("malspar.corpus.cluster.PATIENCE", 1)
    done = run("add", str(tmp_path / "goals.db"), str(plans), "--cluster", scheduler)
    assert (done.exit_code, done.stdout, done.stderr.count("\n")) == (6, "", 1)
    assert f"dask worker {scheduler}" in done.stderr


def test_without_the_extra_it_is_told_what_to_type(tmp_path: Path, plans: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    done = run("add", str(tmp_path / "goals.db"), str(plans), "--cluster", "tcp://127.0.0.1:9")
    assert (done.exit_code, done.stderr) == (2, "malspar: --cluster needs Dask; type: pip install 'malspar[cluster]'\n")
