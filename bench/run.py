"""What `malspar add` costs over a fixed file of 300 pages, one in twenty with a ruled table.

python bench/run.py            print the figures
python bench/run.py --check    and fail where a bound is passed by more than 25 %

CPU is user and system time of a process of its own, from the operating system; the least of the runs counts. What `add`
spends on importing modules is measured apart and taken off: the modules that it has loaded at its end, imported alone.
"""

import os
import platform
import shutil
import subprocess
import sys
import tempfile
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).resolve().parent
PAGES = 300
SLACK = 1.25

ADD = "from malspar.cli import cli; cli.main(['add', *{arguments!r}], standalone_mode=False)"
MODULES = "import json, sys; {add}; json.dump(list(sys.modules), open({out!r}, 'w'))"
IMPORTS = """
import importlib, json
for name in json.load(open({path!r})):
    try:
        importlib.import_module(name)
    except Exception:  # a part of a package that only its owner can import
        pass
"""
PDFPLUMBER = """
import sys, pdfplumber
with pdfplumber.open({path!r}) as pdf:
    for page in pdf.pages:
        page.extract_text()
        page.close()
"""
HELP = "from malspar.cli import cli; cli.main(['--help'])"


class Cost(NamedTuple):
    """CPU seconds and peak memory in MiB of one process."""

    cpu: float
    memory: float


class Figure(NamedTuple):
    """One measured figure and the bound it is held to."""

    name: str
    value: float
    bound: float
    unit: str


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
    runs = [run(code) for _ in range(times)]
    return Cost(min(one.cpu for one in runs), max(one.memory for one in runs))


def add(path: Path, folder: Path) -> Cost:
    """Read the file into a fresh database, twice."""
    runs = [run(ADD.format(arguments=[str(folder / f"{turn}.db"), str(path)])) for turn in "ab"]
    return Cost(min(one.cpu for one in runs), max(one.memory for one in runs))


def imports(path: Path, folder: Path) -> Cost:
    """Import, and nothing else, what `add` has loaded when it is done."""
    names = str(folder / "modules.json")
    run(MODULES.format(add=ADD.format(arguments=[str(folder / "modules.db"), str(path)]), out=names))
    return least(IMPORTS.format(path=names), 2)


def measure(folder: Path) -> list[Figure]:
    """Make the files, run everything, and print the parts."""
    long, short = folder / "bench.pdf", folder / "short.pdf"
    for pages, path in ((PAGES, long), (10, short)):
        subprocess.run([sys.executable, str(HERE / "make_pdf.py"), str(pages), str(path)], check=True)
    whole, loading = add(long, folder), imports(short, folder)
    peer = run(PDFPLUMBER.format(path=str(long)))
    print_header()
    print(f"malspar add                        {whole.cpu:7.2f} s CPU, {whole.memory:4.0f} MiB")
    print(f"  of which imports                 {loading.cpu:7.2f} s CPU, {loading.memory:4.0f} MiB")
    print(f"pdfplumber {version('pdfplumber')}, extract_text     {peer.cpu:7.2f} s CPU, {peer.memory:4.0f} MiB\n")
    return [
        Figure("add beyond its imports / pdfplumber", (whole.cpu - loading.cpu) / peer.cpu, 0.20, ""),
        Figure("peak memory of add", whole.memory, 250, " MiB"),
        Figure("malspar --help", least(HELP, 3).cpu, 0.3, " s CPU"),
    ]


def print_header() -> None:
    """Say what was measured, and on what."""
    machine = f"Python {platform.python_version()}, {platform.machine()}, {os.cpu_count()} cores"
    print(f"{PAGES} pages, a ruled table on every twentieth; {machine}\n")


def main() -> int:
    """Print each figure beside its bound; with --check, 1 where one is passed by more than the slack."""
    folder = Path(tempfile.mkdtemp(prefix="malspar-bench-"))
    try:
        figures = measure(folder)
    finally:
        shutil.rmtree(folder)
    for name, value, bound, unit in figures:
        print(f"{name:36} {value:7.3f}{unit}  (at most {bound:g}{unit}){'' if value <= bound else '  OVER'}")
    failed = [figure.name for figure in figures if figure.value > figure.bound * SLACK]
    if "--check" in sys.argv and failed:
        print(f"Over the bound by more than 25 %: {', '.join(failed)}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
