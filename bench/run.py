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

    Turns; whether stages are told apart; pages of the file of placed glyphs; pages, of 300, that pdfplumber reads; lengths of
    which memory is told; documents of a batch, and of a database.
    """

    turns: int
    apart: bool
    placed: int
    peer: int
    lengths: tuple[int, ...]
    batch: int
    documents: int


THOROUGH = Effort(turns=3, apart=True, placed=300, peer=300, lengths=(10, 100, 300, 600), batch=80, documents=10_000)
BRIEF = Effort(turns=2, apart=False, placed=100, peer=60, lengths=(10, 100, 300), batch=20, documents=1_000)


class Measured(NamedTuple):
    """All that was measured."""

    rows: list[Row]
    tables: list[Table]
    batch: str
    brief: bool


def measure(folder: Path, effort: Effort) -> Measured:
    """Run everything, one group of rows after the other."""
    modules = storing.imported(folder)
    both = {PDFPLUMBER: effort.peer, PYPDF: 300}
    few = storing.measure(folder, modules, Drawing(300), both, effort.turns, apart=effort.apart)
    many = storing.measure(folder, modules, Drawing(300, tables=30), both, effort.turns, apart=effort.apart)
    placed = storing.measure(
        folder, modules, Drawing(effort.placed, placed=True), {PYPDF: effort.placed}, effort.turns, apart=False
    )
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
    return Measured(
        rows, [storing.table(few), storing.table(many), growing.table(memory)], sharing.text(batch, effort.batch), effort is BRIEF
    )


def report(measured: Measured) -> str:
    """The figures as Markdown that reads well in a terminal, too."""
    machine = f"Python {platform.python_version()}, {platform.machine()}, {os.cpu_count()} cores"
    peers = ", ".join(f"{name} {version(name)}" for name in PEERS)
    form = "Short form, as `make bench-check` runs it." if measured.brief else "Long form, as `make bench` runs it."
    parts = [f"{machine}; {peers}. {form}\n", printed(bounded(measured.rows)), measured.batch, *map(printed, measured.tables)]
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
    spent = os.times()
    print(f"This took {perf_counter() - start:.0f} s, {sum(spent[:4]):.0f} s of CPU.")
    failed = [f"{row.work}, {row.unit}" for row in measured.rows if row.failed]
    if check and failed:
        print(f"Over the bound by more than {SLACK - 1:.0%}: {'; '.join(failed)}", file=sys.stderr)
        return 1
    return 0


INTRODUCTION = f"""<!-- Written by bench/run.py --write. -->
# What it costs

`make bench` measures all of this anew and writes it here (`run.py --check --write` the short form of it); `make bench-check`
takes fewer turns and smaller files, and fails where a figure is more than {SLACK - 1:.0%} above its bound, or above what was
reached where the bound is not. Figures above their bound are printed as such.

**CPU** is user and system time as the operating system counts it: of the process, and of the process with bounds in which it
has documents read. **Ratios** are taken in turns, ours and theirs one after the other, so that what else the machine does meets
both; of each the least counts. The files are drawn for this purpose and are the same at every run.

- *To SQLite*: `malspar add` of one file into a new database, all of it, less what two processes cost that only start and import
  the modules that those of `add` have at their end. Opening word lists, compiling what is searched for, and making the
  tokenizer is work and stays in. Of pdfplumber and pypdf only the work counts, without starting and importing.
- *Glyphs placed*: what an office program or a browser prints moves nearly every glyph by itself; reportlab, which draws our
  files, writes a line as one string, which pypdf reads in a sixth of the time. Both are told; the check holds the first.
- *Reading* and *web pages to goal trees* are measured in one warmed process beside PDFium's text page by page, and beside
  selectolax parsing each page and asking every node for its tag and text.
- *Beyond spaCy and the word list*: a whole command, its start and every import included, less importing spaCy and opening
  simplemma's dictionary, where the document needed them.
- *Peak memory* is the sum of the peaks of the process that writes and the one that reads. What does not hang on the pages, and
  what each page adds, come of the straight line through files of several lengths.
- *A batch by two worker processes* is told by the clock, so it is only judged where two processes that just count show that the
  machine gives two cores.
- *A document at the end* is what the process that writes takes for one, in the last tenth of the documents and in the first.

"""

if __name__ == "__main__":
    sys.exit(main())
