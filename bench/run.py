"""What `malspar add` costs over a fixed file of 300 pages, one in twenty with a ruled table.

python bench/run.py            print the figures
python bench/run.py --check    and fail where a bound is passed by more than 25 %
python bench/run.py --write    and write them to docs/performance.md

CPU is user and system time of a process of its own, from the operating system. All parts are run in turns, ours and
pdfplumber's one after the other, so that what else the machine does meets both; of each the least counts. What importing modules
takes is measured apart and taken off on both sides: for `add` the modules that it has loaded at its end, imported alone.
"""

import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple

from compare import NODES, VERSIONS, costs

HERE = Path(__file__).resolve().parent
WRITTEN = HERE.parent / "docs" / "performance.md"
PAGES = 300
SLACK = 1.25
TURNS = 3
WHOLE = "malspar add, all of it"
PEER = f"pdfplumber {version('pdfplumber')}, extract_text"

ADD = "from malspar.cli import cli; cli.main(['add', *{arguments!r}], standalone_mode=False)"
MODULES = "import json, sys; {add}; json.dump(list(sys.modules), open({out!r}, 'w'))"
IMPORTS = """
import atexit, gc, importlib, json
atexit.register(gc.freeze)  # as `add` does, so that the end of both costs the same
for name in json.load(open({path!r})):
    try:
        importlib.import_module(name)
    except Exception:  # a part of a package that only its owner can import
        pass
"""
STEPS = """
import gc, json, resource, sys
from time import process_time
from malspar.corpus.store import open_database
from malspar.extractor.extract import build
from malspar.extractor.read import read
from malspar.extractor.source import load

gc.set_threshold(50_000)  # as `add` does
unit = 1 << 20 if sys.platform == "darwin" else 1 << 10
steps, indexing, since = {{}}, [0.0], None

def step(name, call, *given):
    start = process_time()
    result = call(*given)
    steps[name] = [process_time() - start, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit]
    return result

def trace(statement):  # is told every statement when it begins
    global since
    if statement.startswith("--"):
        return
    if since is not None:
        indexing[0] += process_time() - since
    since = process_time() if statement.startswith("insert into goal_fts") else None

loaded = load({path!r})
blocks = step("reading", read, loaded)
document = step("building", build, loaded, blocks)
with open_database({database!r}, write=True) as database:
    database.connection.set_trace_callback(trace)
    step("storing", database.save, document, loaded.data)
peak = steps["storing"][1]
steps["storing"][0] -= indexing[0]
steps["search index"] = [indexing[0], peak]
json.dump(steps, open({out!r}, "w"))
"""
PEER_IMPORTS = "import pdfplumber"
PDFPLUMBER = """
import sys, pdfplumber
with pdfplumber.open({path!r}) as pdf:
    for page in pdf.pages:
        page.extract_text()
        page.close()
"""
HELP = "from malspar.cli import cli; cli.main(['--help'])"


class Cost(NamedTuple):
    """CPU seconds and peak memory in MiB of one process, or of a process up to the end of one step."""

    cpu: float
    memory: float


class Figure(NamedTuple):
    """One measured figure and the bound it is held to."""

    name: str
    value: float
    bound: float
    unit: str


class Measured(NamedTuple):
    """All that was measured: each part with its cost in the order in which it runs, and the figures with bounds."""

    parts: dict[str, Cost]
    figures: list[Figure]


def run(code: str) -> Cost:
    """Run Python code in a process of its own."""
    child = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        sys.exit(f"bench: this ended with exit code {child.returncode}:\n{code}")
    kilobytes = usage.ru_maxrss / (1024 if sys.platform == "darwin" else 1)
    return Cost(usage.ru_utime + usage.ru_stime, kilobytes / 1024)


def least(code: str, times: int) -> Cost:
    """The least CPU and the most memory of several runs."""
    return _least([run(code) for _ in range(times)])


def _least(runs: Sequence[Cost]) -> Cost:
    return Cost(min(one.cpu for one in runs), max(one.memory for one in runs))


def loading_code(path: Path, folder: Path) -> str:
    """Code that imports, and does nothing else, what `add` of a file has loaded when it is done."""
    names = str(folder / "modules.json")
    run(MODULES.format(add=ADD.format(arguments=[str(folder / "modules.db"), str(path)]), out=names))
    return IMPORTS.format(path=names)


def turn(path: Path, folder: Path, loading: str) -> dict[str, Cost]:
    """Each part run once, in the order of the table but for the steps, which one process makes behind its imports."""
    out = folder / "steps.json"
    imports = run(loading)
    whole = run(ADD.format(arguments=[str(folder / "add.db"), str(path)]))
    peer_imports, peer = run(PEER_IMPORTS), run(PDFPLUMBER.format(path=str(path)))
    run(loading + STEPS.format(path=str(path), database=str(folder / "steps.db"), out=str(out)))
    steps = {name: Cost(*cost) for name, cost in json.loads(out.read_text("utf-8")).items()}
    return {"imports": imports, **steps, WHOLE: whole, "pdfplumber, its imports": peer_imports, PEER: peer}


def measure(folder: Path) -> Measured:
    """Make the files and run everything, in turns."""
    long, short = folder / "bench.pdf", folder / "short.pdf"
    for pages, path in ((PAGES, long), (10, short)):
        subprocess.run([sys.executable, str(HERE / "make_pdf.py"), str(pages), str(path)], check=True)
    loading = loading_code(short, folder)
    turns = []
    for number in range(TURNS):
        place = folder / str(number)
        place.mkdir()
        turns.append(turn(long, place, loading))
    parts = {name: _least([one[name] for one in turns]) for name in turns[0]}
    ours, theirs = parts[WHOLE].cpu - parts["imports"].cpu, parts[PEER].cpu - parts["pdfplumber, its imports"].cpu
    comparing = costs(folder, run)
    figures = [
        Figure("add / pdfplumber, beyond imports", ours / theirs, 0.20, ""),
        Figure("peak memory of add", parts[WHOLE].memory, 250, " MiB"),
        Figure("malspar --help", least(HELP, TURNS).cpu, 0.3, " s CPU"),
        Figure(f"compare {NODES} nodes with {NODES}", comparing.compare, 2.0, " s CPU"),
        Figure("peak memory of that", comparing.memory, 300, " MiB"),
        Figure(f"lineage, version {VERSIONS} of a document", comparing.lineage, 3.0, " s CPU"),
    ]
    return Measured(parts, figures)


def report(measured: Measured) -> str:
    """The figures as Markdown that reads well in a terminal, too."""
    machine = f"Python {platform.python_version()}, {platform.machine()}, {os.cpu_count()} cores"
    peer = measured.parts[PEER]
    lines = [f"{PAGES} pages, a ruled table on every twentieth; {machine}.", ""]
    lines += [f"| {'part':34} | CPU, s | of pdfplumber | peak, MiB |", f"|{'-' * 36}|-------:|--------------:|----------:|"]
    for name, cost in measured.parts.items():
        lines.append(f"| {name:34} | {cost.cpu:6.2f} | {cost.cpu / peer.cpu:13.3f} | {cost.memory:9.0f} |")
    lines += ["", f"| {'figure':36} | measured |  at most |", f"|{'-' * 38}|---------:|---------:|"]
    for figure in measured.figures:
        value, bound = (f"{each:.3g}" for each in (figure.value, figure.bound))
        lines.append(f"| {figure.name + figure.unit.replace(' ', ', ', 1):36} | {value:>8} | {bound:>8} |")
    return "\n".join(lines) + "\n"


INTRODUCTION = f"""<!-- Written by bench/run.py --write. -->
# What it costs

CPU is user and system time of a process of its own; a peak is the most memory of the process up to the end of that part.
*Imports* are the modules of `malspar add`, loaded alone. *Reading* makes blocks of the pages, *building* makes goals and facts of
the blocks, *storing* writes them to the database, and the *search index* is the full-text index there.

All of it is run {TURNS} times in turns, `add` and pdfplumber one after the other, so that what else the machine does meets both;
of each part the least counts. The figure that is bounded is what both sides take beyond their imports. `make bench` measures
anew, and CI fails where a figure is more than {SLACK - 1:.0%} above its bound. Comparing is told beyond its imports, too.

"""


def main() -> int:
    """Print the figures; with --write, keep them; with --check, 1 where one is above its bound by more than the slack."""
    folder = Path(tempfile.mkdtemp(prefix="malspar-bench-"))
    try:
        measured = measure(folder)
    finally:
        shutil.rmtree(folder)
    print(report(measured), end="")
    if "--write" in sys.argv:
        WRITTEN.write_text(INTRODUCTION + report(measured), "utf-8")
    over = [figure.name for figure in measured.figures if figure.value > figure.bound]
    if over:
        print(f"\nOver the bound: {', '.join(over)}")
    failed = [figure.name for figure in measured.figures if figure.value > figure.bound * SLACK]
    if "--check" in sys.argv and failed:
        print(f"Over the bound by more than 25 %: {', '.join(failed)}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
