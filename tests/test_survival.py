"""What an interruption leaves: a sound database, whole documents, and a next run that comes to the same content.

``make torture`` kills a run at 200 moments (``MALSPAR_KILLS``); the tests alone do it at a few.
"""

import json
import os
import random
import signal
import subprocess
import time
from pathlib import Path
from typing import Any

import pytest
from disturbed import (
    EVENTS,
    Plan,
    computed,
    content,
    corpus,
    differing,
    finish,
    members,
    run,
    sound,
    start,
    until,
)

KILLS = int(os.environ.get("MALSPAR_KILLS", "10"))
SEED = int(os.environ.get("MALSPAR_SEED", "6"))
YEARS = range(2016, 2020)
FORMATS = ("md", "html", "pdf")


class Undisturbed:
    """A folder of documents, and what a run over it comes to."""

    def __init__(self, place: Path, *, light: bool) -> None:
        self.light = light
        self.folder = corpus(place / "documents", YEARS, ("md",) if light else FORMATS)
        self.database = place / "undisturbed.db"
        counts = place / "counts"
        process = start(Plan(light=light, counts=str(counts)), "add", self.database, self.folder, "--jobs", "2")
        self.seconds = 0.0
        while (now := computed(process.pid)) != float("inf"):
            self.seconds = max(self.seconds, now)
            time.sleep(0.01)
        assert finish(process) == (0, "")
        self.counts: dict[str, int] = json.loads(counts.read_text())
        self.number = sound(self.database, whole=True)
        self.content = content(self.database)

    def is_reached_by(self, database: Path, *, code: int = 0) -> None:
        """Assert that a run over the same folder brings a database to the same content."""
        ended = run(Plan(light=self.light), "add", database, self.folder, "--jobs", "2")
        assert ended == (code, "")
        assert sound(database, whole=True) == self.number
        assert differing(content(database), self.content) == {}


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> Undisturbed:
    return Undisturbed(tmp_path_factory.mktemp("undisturbed"), light=True)


@pytest.fixture(scope="module")
def undisturbed_real(tmp_path_factory: pytest.TempPathFactory) -> Undisturbed:
    """Read by malspar's own readers, from text, pages and PDFs."""
    return Undisturbed(tmp_path_factory.mktemp("undisturbed"), light=False)


# --- kill -9 ----------------------------------------------------------------------------------------------------------

HOW = ("event", "event", "event", "clock", "all", "cell")
"""What is killed: malspar by itself at an event, malspar at any time, all its processes at once, or one that reads."""


def test_a_run_killed_at_any_moment_leaves_whole_documents_and_the_next_completes_it(
    undisturbed: Undisturbed, tmp_path: Path
) -> None:
    _torture(undisturbed, tmp_path, KILLS, SEED)


def test_so_does_one_that_reads_text_pages_and_pdfs(undisturbed_real: Undisturbed, tmp_path: Path) -> None:
    _torture(undisturbed_real, tmp_path, max(2, KILLS // 10), SEED + 1)


def _torture(undisturbed: Undisturbed, place: Path, kills: int, seed: int) -> None:
    """Kill runs over one database after the other, each up to four times before a run may come to its end."""
    chance, done, log = random.Random(seed), 0, []
    while done < kills:
        database = place / f"{done}.db"
        for _ in range(min(chance.randint(1, 4), kills - done)):
            moment = _moment(chance, undisturbed)
            killed = _killed(undisturbed, database, *moment)
            done += killed
            log.append(f"{database.name} {moment} {'killed' if killed else 'came to its end'}, {sound(database)} stored")
            (place / "log").write_text("\n".join(log))
            if not killed:
                break
        undisturbed.is_reached_by(database)


def _moment(chance: random.Random, undisturbed: Undisturbed) -> tuple[str, str, int, float]:
    """How, and at the how-manieth of which event, or after how many seconds."""
    how = chance.choice(HOW)
    event = chance.choice(EVENTS)
    at = chance.randint(1, max(1, undisturbed.counts.get(event, 1)))
    seconds = chance.uniform(0, 1) * undisturbed.seconds
    return (how, event, at, chance.choice((0, 0.0005, 0.002)) if event == "commit" else 0) if how == "event" else (how, "", 0, seconds)


def _killed(undisturbed: Undisturbed, database: Path, how: str, event: str, at: int, seconds: float) -> bool:
    """Disturb one run; whether something of it was killed."""
    plan = Plan(event, at, seconds, light=undisturbed.light) if how == "event" else Plan(light=undisturbed.light)
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
