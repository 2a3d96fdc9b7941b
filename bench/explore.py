"""What `malspar serve` costs over 3,000 made-up documents with 51,000 goals: each page and question, twenty readers, memory.

python bench/explore.py              print the figures
python bench/explore.py --check      and fail where a bound is passed
python bench/explore.py --database F use a database that bench/make_corpus.py made

The server is a process of its own, asked over HTTP from this one. Each kind of page is asked for several organisations, documents
or goals in turn: the median and the worst count, the first (which reads templates and opens the database) apart. A question is
asked for one organisation and for all. Time is that of a clock, for it is what a reader waits.
"""

import argparse
import os
import random
import re
import shutil
import signal
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).resolve().parent
TURNS = 7
READERS, EACH = 20, 15
MEMORY = 400  # MiB
PATIENCE = 60  # seconds until a request is given up
MEDIAN, WORST = 0.5, 3.0  # seconds that a page may take


class Timed(NamedTuple):
    """A kind of page with its times in seconds, and what went wrong."""

    name: str
    seconds: tuple[float, ...]
    errors: tuple[str, ...] = ()

    @property
    def median(self) -> float:
        """The middle time."""
        return statistics.median(self.seconds)

    @property
    def worst(self) -> float:
        """The longest time."""
        return max(self.seconds)


class Told(NamedTuple):
    """All that was measured."""

    first: float
    pages: list[Timed]
    readers: Timed
    memory: float


def addresses(database: Path) -> dict[str, list[str]]:
    """Each kind of page with some addresses of it."""
    from malspar.corpus.explore.canned import queries
    from malspar.corpus.explore.pages import addresses as at
    from malspar.corpus.findings import FINDINGS

    def some(sql: str) -> list[sqlite3.Row]:
        found = connection.execute(sql).fetchall()
        return random.Random(5).sample(found, min(TURNS, len(found)))  # noqa: S311 - the same ones at every run

    connection = sqlite3.connect(database)
    organisations = [row[0] for row in some("select distinct organisation from document")]
    documents = [row[0] for row in some("select id from document")]
    goals = [row[0] for row in some("select id from goal")]
    pairs = some("select old_document, new_document from succession where mode = 'versions'")
    connection.close()
    name = database.stem
    pages = {
        "start": [at.START] * TURNS,
        "organisation": [at.organisation(one) for one in organisations],
        "organisation, .json": [at.as_data(at.organisation(one)) for one in organisations],
        "dokument": [at.document(one) for one in documents],
        "mål": [at.goal(one) for one in goals],
        "mål, .json": [at.as_data(at.goal(one)) for one in goals],
        "jämförelse": [at.compared(*one) for one in pairs],
        "fynd": [at.finding()] * 3,
        **{f"fynd: {one.name}": [at.finding(one.name, organisation=at.slug(of)) for of in organisations] for one in FINDINGS},
        "sök": [
            at.search(q=word) for word in ("biblioteken", "hemtjan*", "ska", "rusta badhusen", "finns inte", "båten", "plan*")
        ],
        "tabell: goal": [f"/{name}/goal?_size=50", f"/{name}/goal?kind=uppdrag", f"/{name}/goal?_search=biblioteken"],
        "vy: noder": [f"/{name}/noder?_size=50", f"/{name}/noder?_search=biblioteken"],
        "tabell: document": [f"/{name}/document", f"/{name}/document?kind=uppföljning".replace("ö", "%C3%B6")],
    }
    for one in queries():
        of = organisations if any(parameter.name == "organisation" for parameter in one.parameters) else ["biblioteken"] * TURNS
        given = "organisation" if of is organisations else "ord"
        pages[f"fråga: {one.name}"] = [f"/{name}/{one.name}.json?{_query(given, value)}" for value in of]
        pages[f"fråga: {one.name}, alla"] = [f"/{name}/{one.name}.json"] * 2
    return pages


def _query(name: str, value: str) -> str:
    from urllib.parse import urlencode

    return urlencode({name: value})


@contextmanager
def served(database: Path) -> Iterator[tuple[str, Callable[[], float]]]:
    """The address of a server, and a function that ends it and tells its peak memory in MiB."""
    command = [sys.executable, "-c", "from malspar.cli import cli; cli()", "serve", str(database), "--port", "0"]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    line = process.stderr.readline() if process.stderr else ""
    found = re.search(r"http://[^/]+", line)
    if not found:
        process.kill()
        sys.exit(f"bench: no server: {line}")

    def end() -> float:
        process.send_signal(signal.SIGINT)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        return usage.ru_maxrss / (1024 if sys.platform != "darwin" else 1 << 20)

    try:
        yield found[0], end
    finally:
        if process.returncode is None:
            process.kill()
            process.wait()


def ask(address: str) -> tuple[float, str | None]:
    """The seconds that an answer took, and what was wrong with it."""
    start = time.perf_counter()
    try:
        with urllib.request.urlopen(address, timeout=PATIENCE) as answer:  # noqa: S310 - http of our own
            answer.read()
    except (urllib.error.URLError, OSError) as error:
        return time.perf_counter() - start, f"{address}: {error}"
    return time.perf_counter() - start, None


def timed(name: str, urls: Sequence[str], workers: int = 1) -> Timed:
    """The times of all, asked by so many at a time."""
    with ThreadPoolExecutor(workers) as pool:
        answers = list(pool.map(ask, urls))
    return Timed(name, tuple(seconds for seconds, _ in answers), tuple(error for _, error in answers if error))


def measure(database: Path) -> Told:
    """Ask for everything, first one by one, then by twenty readers at once who each want something else."""
    pages = addresses(database)
    with served(database) as (root, end):
        first = ask(f"{root}/malspar")[0]
        one_by_one = [timed(name, [root + path for path in paths]) for name, paths in pages.items()]
        every = [root + path for paths in pages.values() for path in paths]
        mixed = random.Random(7)  # noqa: S311 - the same ones at every run
        readers = timed(f"{READERS} läsare samtidigt", [mixed.choice(every) for _ in range(READERS * EACH)], READERS)
        return Told(first, one_by_one, readers, end())


def report(told: Told) -> str:
    """The figures as Markdown that reads well in a terminal, too."""
    lines = [f"| {'page or question':44} | median, s | worst, s |", f"|{'-' * 46}|----------:|---------:|"]
    lines += [f"| {one.name:44} | {one.median:9.3f} | {one.worst:8.3f} |" for one in [*told.pages, told.readers]]
    lines += [
        "",
        f"First answer after the start {told.first:.2f} s. {len(told.readers.seconds)} requests by {READERS} readers at once:",
    ]
    lines += [f"{len(told.readers.errors)} errors. Peak memory of the server {told.memory:.0f} MiB, at most {MEMORY}."]
    return "\n".join(lines) + "\n"


def trouble(told: Told) -> Iterator[str]:
    """What is wrong: errors, and bounds that are passed."""
    for one in [*told.pages, told.readers]:
        yield from one.errors
    for one in told.pages:
        if one.median > MEDIAN and not one.name.endswith(", alla"):
            yield f"{one.name}: median {one.median:.2f} s, at most {MEDIAN} s"
        if one.worst > WORST:
            yield f"{one.name}: worst {one.worst:.2f} s, at most {WORST} s"
    if told.memory > MEMORY:
        yield f"memory {told.memory:.0f} MiB, at most {MEMORY} MiB"


def main() -> int:
    """Print the figures; with --check, 1 where something is wrong."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--database", type=Path)
    given = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="malspar-bench-"))
    try:
        database = given.database or folder / "goals.db"
        if not given.database:
            subprocess.run([sys.executable, str(HERE / "make_corpus.py"), str(database)], check=True)
        told = measure(database)
    finally:
        shutil.rmtree(folder)
    print(report(told), end="")
    wrong = list(trouble(told))
    for line in wrong[:20]:
        print(line, file=sys.stderr)
    return 1 if given.check and wrong else 0


if __name__ == "__main__":
    sys.exit(main())
