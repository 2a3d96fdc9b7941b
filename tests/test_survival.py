"""What an interruption leaves: a sound database, whole documents, and a next run that comes to the same content.

``make torture`` kills a run at 200 moments (``MALSPAR_KILLS``); the tests alone do it at a few.
"""

import errno
import json
import os
import random
import re
import shlex
import shutil
import signal
import sqlite3
import subprocess
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest
from click.testing import CliRunner
from disturbed import (
    SOON,
    Plan,
    Run,
    chance,
    computed,
    content,
    corpus,
    differing,
    finish,
    light,
    members,
    run,
    sound,
    sources,
    start,
    start_command,
    until,
)

from malspar.cli import cli
from malspar.corpus import ingest, workers
from malspar.corpus.store import Database, open_database
from malspar.extractor import bounded
from malspar.models.errors import Refused

KILLS = int(os.environ.get("MALSPAR_KILLS", "6"))
SEED = int(os.environ.get("MALSPAR_SEED", "6"))
LONG = KILLS >= 100
FULL, ROUNDS = (30, 3) if LONG else (2, 1)
YEARS = range(2016, 2020)
FORMATS = ("md", "html", "pdf")


class Undisturbed:
    """A folder of documents, and what a run over it comes to."""

    def __init__(self, place: Path, *, reader: str) -> None:
        self.reader = reader
        self.folder = corpus(place / "documents", YEARS, ("md",) if reader == "light" else FORMATS)
        self.database = place / "undisturbed.db"
        counts = place / "counts"
        process = start(Plan(reader=reader, counts=str(counts)), "add", self.database, self.folder, "--jobs", "2")
        self.seconds = 0.0
        while (now := computed(process.pid)) != float("inf"):
            self.seconds = max(self.seconds, now)
            time.sleep(0.01)
        assert finish(process) == (0, "")
        self.counts: dict[str, int] = json.loads(counts.read_text())
        self.number = sound(self.database, whole=True)
        self.content = content(self.database)
        with closing(sqlite3.connect(self.database)) as plain:
            self.pages: int = plain.execute("pragma page_count").fetchone()[0]

    def is_reached_by(self, database: Path) -> None:
        """Assert that a run over the same folder brings a database to the same content."""
        assert run(Plan(reader=self.reader), "add", database, self.folder, "--jobs", "1") == (0, "")
        assert sound(database, whole=True) == self.number
        assert differing(content(database), self.content) == {}


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> Undisturbed:
    return Undisturbed(tmp_path_factory.mktemp("undisturbed"), reader="light")


@pytest.fixture(scope="module")
def undisturbed_real(tmp_path_factory: pytest.TempPathFactory) -> Undisturbed:
    """Read by malspar's own readers, from text, pages and PDFs."""
    return Undisturbed(tmp_path_factory.mktemp("undisturbed"), reader="own")


# --- kill -9 ----------------------------------------------------------------------------------------------------------

HOW = ("event", "event", "event", "clock", "all", "cell")
"""What is killed: malspar by itself at an event, malspar at any time, all its processes at once, or one that reads."""


def test_a_run_killed_at_any_moment_leaves_whole_documents_and_the_next_completes_it(
    undisturbed: Undisturbed, tmp_path: Path
) -> None:
    _torture(undisturbed, tmp_path, KILLS, SEED)


@pytest.mark.skipif(not LONG, reason="its readers take seconds to start: make torture")
def test_so_does_one_that_reads_text_pages_and_pdfs(undisturbed_real: Undisturbed, tmp_path: Path) -> None:
    _torture(undisturbed_real, tmp_path, max(1, KILLS // 20), SEED + 1)


def _torture(undisturbed: Undisturbed, place: Path, kills: int, seed: int) -> None:
    """Kill runs over one database after the other, each up to four times before a run may come to its end."""
    at, done, log = chance(seed), 0, []
    while done < kills:
        database = place / f"{done}.db"
        for _ in range(min(at.randint(1, 4), kills - done)):
            moment = _moment(at, undisturbed, database)
            killed = _killed(undisturbed, database, *moment)
            done += killed
            log.append(f"{database.name} {moment} {'killed' if killed else 'came to its end'}, {sound(database)} stored")
            (place / "log").write_text("\n".join(log))
            if not killed:
                break
        undisturbed.is_reached_by(database)


def _moment(by: random.Random, undisturbed: Undisturbed, database: Path) -> tuple[str, str, int, float]:
    """How, and at the how-manieth of which event and how long after it, or after how many seconds of computing."""
    how = by.choice(HOW)
    if how != "event":
        return how, "", 0, by.uniform(0, undisturbed.seconds)
    if not database.exists():
        event = by.choice(("start", "schema", "cell", "insert", "part", "rename", "commit", "update"))
    elif any(sources(database).glob("*.part")):
        event = by.choice(("sweep", "remove"))
    else:
        event = by.choice(("sweep", "insert", "rename", "commit", "update"))
    most = undisturbed.counts.get(event, 1) // (1 if not database.exists() else 3)
    return how, event, by.randint(1, max(1, most)), by.choice((0, 0.0005, 0.002)) if event == "commit" else 0


def _killed(undisturbed: Undisturbed, database: Path, how: str, event: str, at: int, seconds: float) -> bool:
    """Disturb one run; whether something of it was killed."""
    plan = Plan(event, at, later=seconds, reader=undisturbed.reader) if how == "event" else Plan(reader=undisturbed.reader)
    process = start(plan, "add", database, undisturbed.folder, "--jobs", "2")
    if how == "event":
        return finish(process).code == -signal.SIGKILL
    until(lambda: computed(process.pid) >= seconds and (how != "cell" or len(members(process.pid)) != 1))
    found = members(process.pid)
    for pid in {"clock": found[:1], "all": found, "cell": found[1:][-1:]}[how]:
        os.kill(pid, signal.SIGKILL)
    ended = finish(process)
    if how == "cell":
        assert ended.code in {0, 1}, "what reads may be killed without harm to the rest"
        assert (ended.code == 1) == bool(ended.told)
        return len(found) > 1
    return ended.code == -signal.SIGKILL


# --- a full disk, and folders that cannot be written --------------------------------------------------------------------


def test_a_full_disk_is_told_and_the_next_run_completes_it(undisturbed: Undisturbed, tmp_path: Path) -> None:
    at = chance(SEED)
    bounds = {"file": undisturbed.database.stat().st_size, "pages": undisturbed.pages - 1, "source": undisturbed.number}
    for number in range(FULL):
        kind = list(bounds)[number % len(bounds)]
        database = tmp_path / f"{number}.db"
        plan = Plan(disk=f"{kind}:{at.randint(1, bounds[kind])}")
        ended = run(plan, "add", database, undisturbed.folder, "--jobs", "2")
        _told(ended, 7, plan.disk)
        sound(database)
        assert list(sources(database).glob("*.part")) == []
        undisturbed.is_reached_by(database)


def _told(ended: Run, code: int, *words: str) -> None:
    """Assert that a run ended with a code and one sentence that has these words."""
    assert ended.code == code, (ended, words)
    assert re.fullmatch(r"\n?malspar: .+\n", ended.told), (ended, words)


def test_a_file_system_that_is_full_is_told_and_the_next_run_completes_it(undisturbed: Undisturbed, tmp_path: Path) -> None:
    small = tmp_path / "small"
    small.mkdir()
    at = chance(SEED)
    for _ in range(FULL):
        size = f"size={at.randint(16, 300) * 4096}"
        command = ["mount", "-t", "tmpfs", "-o", size, "tmpfs", str(small)]
        if subprocess.run(command, capture_output=True, check=False).returncode:
            pytest.skip("no file system may be mounted here")
        try:
            database = small / "goals.db"
            ended = run(Plan(), "add", database, undisturbed.folder, "--jobs", "2")
            if ended.code:
                _told(ended, 7, size)
            sound(database)
            assert list(sources(database).glob("*.part")) == []
            subprocess.run(["mount", "-o", "remount,size=64m", str(small)], check=True)
            undisturbed.is_reached_by(database)
        finally:
            subprocess.run(["umount", str(small)], check=True)


@pytest.mark.parametrize("what", ["a file", "a folder that nobody may write"])
def test_a_place_for_sources_that_is_none_is_told(undisturbed: Undisturbed, tmp_path: Path, what: str) -> None:
    database = tmp_path / "goals.db"
    if what == "a file":
        sources(database).write_text("mine")
    else:
        sources(database).symlink_to("/sys")
    _told(run(Plan(), "add", database, undisturbed.folder), 7, what)
    assert sound(database) == 0


# --- other programs at the database -----------------------------------------------------------------------------------


def test_a_lock_that_stays_is_told_and_one_that_goes_is_waited_for(undisturbed: Undisturbed, tmp_path: Path) -> None:
    database, waits = tmp_path / "goals.db", tmp_path / "waits"
    with open_database(database, write=True):
        pass
    with closing(sqlite3.connect(database, isolation_level=None)) as other:
        other.execute("begin immediate")
        plan = Plan(patience=0.3)
        _told(run(plan, "add", database, undisturbed.folder, "--jobs", "2"), 7, "locked")
        process = start(Plan("begin", 1, tells=str(waits)), "add", database, undisturbed.folder, "--jobs", "2")
        assert until(waits.exists)
        other.execute("rollback")
        assert finish(process) == (0, "")
    undisturbed.is_reached_by(database)


def test_a_lock_in_the_middle_loses_nothing(undisturbed: Undisturbed, tmp_path: Path) -> None:
    database, stored = tmp_path / "goals.db", tmp_path / "stored"
    process = start(Plan("rename", 3, tells=str(stored), patience=0.3), "add", database, undisturbed.folder, "--jobs", "2")
    assert until(stored.exists)
    with closing(sqlite3.connect(database, isolation_level=None, timeout=SOON)) as other:
        other.execute("begin immediate")
        _told(finish(process), 7, "locked")
        assert sound(database) >= 3
    undisturbed.is_reached_by(database)


def test_who_reads_for_long_is_no_trouble(undisturbed: Undisturbed, tmp_path: Path) -> None:
    database = tmp_path / "goals.db"
    with open_database(database, write=True):
        pass
    with closing(sqlite3.connect(database, isolation_level=None)) as other:
        other.execute("begin")
        before = other.execute("select count(*) from goal").fetchone()
        undisturbed.is_reached_by(database)
        assert other.execute("select count(*) from goal").fetchone() == before
    assert differing(content(database), undisturbed.content) == {}


def test_two_that_add_and_one_that_serves_disturb_no_one(undisturbed: Undisturbed, tmp_path: Path) -> None:
    part = tmp_path / "part"
    part.mkdir()
    for file in sorted(undisturbed.folder.iterdir())[::2]:
        (part / file.name).hardlink_to(file)
    rest = [str(file) for file in sorted(undisturbed.folder.iterdir())[1::2]]
    folder = str(undisturbed.folder)
    pairs = {"other": ([str(file) for file in sorted(undisturbed.folder.iterdir())[::2]], rest), "overlapping": ([folder], rest)}
    for name, (ours, theirs) in list((pairs | {"same": ([folder], [folder])}).items())[-ROUNDS:]:
        database = tmp_path / f"{name}.db"
        with open_database(database, write=True):
            pass
        with served(database) as answers:
            adds = [start(Plan(), "add", database, *refs, "--jobs", "2") for refs in (ours, theirs)]
            for process in adds:
                assert finish(process) == (0, ""), name
        assert set(answers) == {200}
        undisturbed.is_reached_by(database)


@contextmanager
def served(database: Path) -> Iterator[list[int]]:
    """Serve a database, and read it by three clients all the time; the codes of their answers."""
    process = start(Plan(reader="own"), "serve", database, "--port", "0")
    answers: list[int] = []
    over = threading.Event()
    try:
        assert process.stderr is not None
        address = re.findall(r"http://[^/]*", process.stderr.readline())[0]
        name = database.stem
        pages = [f"{address}/malspar", f"{address}/{name}/goal.json?_size=5&_sort=number", f"{address}/{name}/document"]
        clients = [threading.Thread(target=_read, args=(page, answers, over)) for page in pages]
        for client in clients:
            client.start()
        assert until(lambda: len(answers) >= len(pages))
        yield answers
        over.set()
        for client in clients:
            client.join()
    finally:
        over.set()
        process.send_signal(signal.SIGINT)
        finish(process)


def _read(page: str, answers: list[int], over: threading.Event) -> None:
    while not over.is_set():
        try:
            with urlopen(page, timeout=SOON) as answer:  # noqa: S310 - our own server
                answer.read()
                answers.append(answer.status)
        except HTTPError as error:
            answers.append(error.code)


def test_documents_may_be_removed_and_read_anew_meanwhile(undisturbed: Undisturbed, tmp_path: Path) -> None:
    database = tmp_path / "goals.db"
    copied(undisturbed.database, database)
    adds = [start(Plan(), "add", database, undisturbed.folder, "--jobs", "2", *more) for more in ((), ("--again",))]
    while any(process.poll() is None for process in adds):
        with open_database(database, write=True) as opened:
            for row in opened.rows("select id from document order by random() limit 3"):
                opened.remove(row["id"])
    for process in adds:
        assert finish(process) == (0, "")
    sound(database)
    undisturbed.is_reached_by(database)


# --- signals, streams, processes --------------------------------------------------------------------------------------


ENDING = [signal.SIGINT, signal.SIGTERM, *([] if signal.getsignal(signal.SIGHUP) is signal.SIG_IGN else [signal.SIGHUP])]


@pytest.mark.parametrize("how", ENDING)
def test_who_asks_to_end_gets_one_sentence_and_nothing_half(
    undisturbed: Undisturbed, tmp_path: Path, how: signal.Signals
) -> None:
    database, stored = tmp_path / "goals.db", tmp_path / "stored"
    process = start(Plan("part", 5, tells=str(stored), reader="slow"), "add", database, undisturbed.folder, "--jobs", "2")
    assert until(stored.exists)
    process.send_signal(how)
    _told(finish(process), 130)
    assert 4 <= sound(database) < undisturbed.number
    assert {len(file.name) for file in sources(database).iterdir()} == {64}


def test_who_asks_twice_is_obeyed_at_once(undisturbed: Undisturbed, tmp_path: Path) -> None:
    database, stored = tmp_path / "goals.db", tmp_path / "stored"
    process = start(Plan("rename", 5, tells=str(stored), reader="slow"), "add", database, undisturbed.folder, "--jobs", "2")
    assert until(stored.exists)
    process.send_signal(signal.SIGINT)
    process.send_signal(signal.SIGINT)
    ended = finish(process)
    assert ended.code in {130, -signal.SIGINT}
    assert "Traceback" not in ended.told
    sound(database)


def test_under_nohup_a_hangup_is_no_reason_to_end(undisturbed: Undisturbed, tmp_path: Path) -> None:
    database, stored = tmp_path / "goals.db", tmp_path / "stored"
    command = ["nohup", *start_command(Plan("part", 2, tells=str(stored)), "add", database, undisturbed.folder)]
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    assert until(stored.exists)
    process.send_signal(signal.SIGHUP)
    assert process.wait(timeout=10 * SOON) == 0
    assert differing(content(database), undisturbed.content) == {}


@pytest.mark.parametrize("closed", ["2>&1 | head -1", "<&- >&- 2>&-"])
def test_streams_that_nobody_reads_are_no_trouble(undisturbed: Undisturbed, tmp_path: Path, closed: str) -> None:
    database = tmp_path / "goals.db"
    missing = [str(tmp_path / f"missing-{number}.pdf") for number in range(40)]
    command = start_command(Plan(), "add", database, *missing, undisturbed.folder)
    line = f"set -o pipefail; {shlex.join(command)} {closed}"
    done = subprocess.run(["bash", "-c", line], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (1, "")
    assert sound(database, whole=True) == undisturbed.number
    with closing(sqlite3.connect(database)) as plain:
        assert plain.execute("select count(*) from failure").fetchone() == (40,)


def test_a_reader_that_always_crashes_fails_each_document_alone(undisturbed: Undisturbed, tmp_path: Path) -> None:
    database = tmp_path / "goals.db"
    ended = run(Plan(reader="crash"), "add", database, undisturbed.folder, "--jobs", "2")
    assert ended.code == 1
    assert ended.told.count("makes the reader crash (SIGSEGV)") == len(ended.told.splitlines()) == undisturbed.number
    undisturbed.is_reached_by(database)
    with closing(sqlite3.connect(database)) as plain:
        assert plain.execute("select * from failure").fetchall() == []


def test_a_system_that_allows_no_more_files_is_told(undisturbed: Undisturbed, tmp_path: Path) -> None:
    database, codes = tmp_path / "goals.db", set()
    for most in (13, 10, 7)[-ROUNDS:]:
        command = ["bash", "-c", f'ulimit -n {most}; exec "$0" "$@"', *start_command(Plan(), "add", database, undisturbed.folder)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        codes.add(done.returncode)
        assert all(line.startswith("malspar: ") for line in done.stderr.splitlines())
    assert codes <= {0, 1, 7}
    undisturbed.is_reached_by(database)


def test_a_system_that_allows_no_more_processes_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def none(*_: object, **__: object) -> None:
        raise BlockingIOError(errno.EAGAIN, os.strerror(errno.EAGAIN))

    bounded.close()  # one that waits would be used
    monkeypatch.setattr(subprocess, "Popen", none)
    with ThreadPoolExecutor(1) as pool, pytest.raises(Refused, match="ulimit -u"):
        pool.submit(bounded.call, bounded.call).result()


def test_a_system_that_allows_no_more_threads_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Full(ThreadPoolExecutor):
        def submit(self, *_: object, **__: object) -> Any:
            raise RuntimeError("can't start new thread")

    (tmp_path / "a.md").write_text("# Mål")
    monkeypatch.setattr(workers, "ThreadPoolExecutor", Full)
    with open_database(tmp_path / "goals.db", write=True) as opened, pytest.raises(Refused, match="ulimit -u"):
        list(ingest.ingest(opened, [str(tmp_path / "a.md")]))


def test_a_process_that_was_killed_while_it_waited_fails_nothing() -> None:
    assert bounded.call(abs, -1) == 1
    for cell in list(bounded._CELLS._idle):
        cell.interrupt()
        assert until(lambda cell=cell: not cell.waits())
    assert bounded.call(abs, -2) == 2


# --- damaged files ----------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def cut_off(undisturbed: Undisturbed, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The database of a run that was killed in the middle of comparing, with its log and sources. Not to be written to."""
    database = tmp_path_factory.mktemp("cut") / "goals.db"
    plan = Plan("update", undisturbed.counts["update"] // 2)
    assert run(plan, "add", database, undisturbed.folder, "--jobs", "2").code == -signal.SIGKILL
    assert log_of(database).stat().st_size > 0
    return database


def log_of(database: Path) -> Path:
    return database.with_name(f"{database.name}-wal")


def copied(database: Path, to: Path) -> None:
    """A copy of a database as it lies there, with log and sources."""
    shutil.copy(database, to)
    if log_of(database).exists():
        shutil.copy(log_of(database), log_of(to))
    shutil.copytree(sources(database), sources(to))


def test_a_log_that_is_cut_anywhere_costs_documents_but_no_halves(
    undisturbed: Undisturbed, cut_off: Path, tmp_path: Path
) -> None:
    length, stored = log_of(cut_off).stat().st_size, []
    for number in range(21):
        database = tmp_path / f"{number}.db"
        copied(cut_off, database)
        os.truncate(log_of(database), length * number // 20)
        stored.append(sound(database))
        if LONG or number == 10:
            undisturbed.is_reached_by(database)
    assert stored == sorted(stored)
    assert stored[0] == 0
    assert stored[-1] == undisturbed.number


def test_a_log_that_is_gone_costs_documents_but_no_halves(undisturbed: Undisturbed, cut_off: Path, tmp_path: Path) -> None:
    database = tmp_path / "goals.db"
    copied(cut_off, database)
    log_of(database).unlink()
    assert sound(database) == 0
    undisturbed.is_reached_by(database)


def test_the_log_of_another_database_makes_no_traceback(undisturbed: Undisturbed, cut_off: Path, tmp_path: Path) -> None:
    database = tmp_path / "goals.db"
    copied(undisturbed.database, database)
    shutil.copy(log_of(cut_off), log_of(database))
    ended = run(Plan(), "add", database, undisturbed.folder)
    assert ended.code in {0, 7}
    if ended.code:
        _told(ended, 7)
    else:
        sound(database)


def _said(*arguments: str | Path) -> Run:
    """What a command does here and now, as ``run`` in a process of its own."""
    done = CliRunner().invoke(cli, [str(argument) for argument in arguments])
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        raise done.exception
    return Run(done.exit_code, done.stderr)


def _commands(undisturbed: Undisturbed, database: Path) -> list[list[str]]:
    commands = [["list"], ["goals"], ["versions"], ["report", "--organisation", "Ekbacka"]]
    return [
        ["add", str(database), str(undisturbed.folder), "--again"],
        *([name, str(database), *more] for name, *more in commands),
    ]


@pytest.mark.parametrize("share", [0.0, 0.001, 0.3, 0.6, 0.95])
def test_a_database_that_is_cut_off_is_told_and_made_anew_of_its_sources(
    undisturbed: Undisturbed, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, share: float
) -> None:
    monkeypatch.setattr(ingest, "read_bounded", lambda wanted, _given: light(wanted.ref, wanted.found))
    database, anew = tmp_path / "goals.db", tmp_path / "NEW.db"
    copied(undisturbed.database, database)
    os.truncate(database, int(database.stat().st_size * share))
    ended = _said("add", database, undisturbed.folder, "--again")
    _told(ended, 7)
    typed = re.findall(r"`malspar (.*)`", ended.told)[0].replace("NEW.db", str(anew)).split()
    assert _said(*typed) == (0, "")
    assert sound(anew, whole=True) == undisturbed.number
    assert content(anew)["link"] == undisturbed.content["link"]


def test_flipped_bits_in_a_database_make_no_traceback(
    undisturbed: Undisturbed, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ingest, "read_bounded", lambda wanted, _given: light(wanted.ref, wanted.found))
    at, told = chance(SEED), 0
    whole = undisturbed.database.read_bytes()
    for number in range(6 if not LONG else 120):
        database = tmp_path / f"{number}.db"
        copied(undisturbed.database, database)
        flipped = bytearray(whole)
        for _ in range(at.choice((1, 4, 64))):
            flipped[at.randrange(at.choice((100, 4096, len(whole))))] ^= 1 << at.randrange(8)
        database.write_bytes(flipped)
        for command in _commands(undisturbed, database):
            ended = _said(*command)
            assert ended.code in {0, 1, 2, 7}, (number, command, ended)
            told += ended.code == 7
    assert told > 0


def test_a_new_database_does_not_sweep_away_the_sources_of_one_that_was_lost(undisturbed: Undisturbed, tmp_path: Path) -> None:
    database = tmp_path / "goals.db"
    copied(undisturbed.database, database)
    database.unlink()
    ended = _said("add", database, sources(database))
    _told(ended, 7)
    assert f"malspar add NEW.db {sources(database)}" in ended.told
    assert len(list(sources(database).iterdir())) == undisturbed.number


def test_a_source_that_is_gone_is_kept_again(undisturbed: Undisturbed, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ingest, "read_bounded", lambda wanted, _given: light(wanted.ref, wanted.found))
    database = tmp_path / "goals.db"
    copied(undisturbed.database, database)
    next(sources(database).iterdir()).unlink()
    assert _said("add", database, undisturbed.folder) == (0, "")
    assert sound(database, whole=True) == undisturbed.number


def test_a_folder_of_sources_that_another_program_takes_away_is_no_trouble(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    began = Database.transaction

    @contextmanager
    def after(self: Database) -> Iterator[sqlite3.Connection]:
        with began(self) as connection:
            self.sources.rmdir()
            yield connection

    with open_database(tmp_path / "goals.db", write=True) as opened:
        opened.sources.mkdir()
        monkeypatch.setattr(Database, "transaction", after)
        opened.sweep()
