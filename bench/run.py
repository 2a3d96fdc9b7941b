"""What `malspar` costs: every figure that is held to a bound, and what it is made of.

python bench/run.py            print the figures
python bench/run.py --write    and write them to docs/performance.md
python bench/run.py --check    fewer turns and smaller files, and fail where a bound is passed by more than 25 %
"""

import os
import platform
import sys
import tempfile
from importlib.metadata import version
from pathlib import Path
from time import perf_counter
from typing import NamedTuple

import compare
import growing
import sharing
import starting
import storing
import warmed
from files import Drawing
from storing import PDFPLUMBER, PYPDF
from table import SLACK, Row, Table, bounded, printed

HERE = Path(__file__).resolve().parent
WRITTEN = HERE.parent / "docs" / "performance.md"
PEERS = ("pdfplumber", "pypdf", "pypdfium2", "selectolax")


class Effort(NamedTuple):
    """How much is run.

    Turns; pages of the file of placed glyphs; pages, of 300, that pdfplumber reads; lengths of which memory is told; documents of
    a batch, and of a database.
    """

    turns: int
    placed: int
    peer: int
    lengths: tuple[int, ...]
    batch: int
    documents: int


THOROUGH = Effort(turns=3, placed=300, peer=300, lengths=(10, 100, 300, 600), batch=40, documents=10_000)
BRIEF = Effort(turns=2, placed=100, peer=100, lengths=(10, 100, 300), batch=20, documents=1_000)


class Measured(NamedTuple):
    """All that was measured."""

    rows: list[Row]
    tables: list[Table]
    batch: str


def measure(folder: Path, effort: Effort) -> Measured:
    """Run everything, one group of rows after the other."""
    both = {PDFPLUMBER: effort.peer, PYPDF: 300}
    few = storing.measure(folder, Drawing(300), both, effort.turns)
    many = storing.measure(folder, Drawing(300, tables=30), both, effort.turns)
    placed = storing.measure(folder, Drawing(effort.placed, placed=True), {PYPDF: effort.placed}, effort.turns)
    memory = growing.measure(folder, effort.lengths)
    batch = sharing.measure(folder, effort.batch, effort.turns)
    rows = [
        storing.row(few, PDFPLUMBER, 0.12),
        storing.row(few, PYPDF, 1, held=False),
        storing.row(placed, PYPDF, 1),
        storing.row(many, PDFPLUMBER, 0.40),
        *warmed.rows(folder, 3 * effort.turns),
        *starting.rows(folder, effort.turns),
        *growing.memory(memory),
        sharing.row(batch),
        *growing.documents(folder, effort.documents),
        *compare.rows(folder),
    ]
    return Measured(rows, [storing.table(few), storing.table(many), growing.table(memory)], sharing.text(batch, effort.batch))


def report(measured: Measured) -> str:
    """The figures as Markdown that reads well in a terminal, too."""
    machine = f"Python {platform.python_version()}, {platform.machine()}, {os.cpu_count()} cores"
    peers = ", ".join(f"{name} {version(name)}" for name in PEERS)
    parts = [f"{machine}; {peers}.\n", printed(bounded(measured.rows)), measured.batch, *map(printed, measured.tables)]
    return "\n".join(parts)


def main() -> int:
    """Print the figures; with --write, keep them; with --check, 1 where one is above its bound by more than the slack."""
    check, start = "--check" in sys.argv, perf_counter()
    with tempfile.TemporaryDirectory(prefix="malspar-bench-") as folder:
        measured = measure(Path(folder), BRIEF if check else THOROUGH)
    print(report(measured))
    if "--write" in sys.argv:
        WRITTEN.write_text(INTRODUCTION + report(measured), "utf-8")
    print(f"Over the bound: {', '.join(row.work for row in measured.rows if not row.passed) or 'none'}.")
    print(f"This took {perf_counter() - start:.0f} s.")
    failed = [f"{row.work}, {row.unit}" for row in measured.rows if row.failed]
    if check and failed:
        print(f"Over the bound by more than {SLACK - 1:.0%}: {'; '.join(failed)}", file=sys.stderr)
        return 1
    return 0


INTRODUCTION = ""

if __name__ == "__main__":
    sys.exit(main())
