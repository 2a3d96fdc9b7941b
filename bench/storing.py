"""What `malspar add` of a report of 300 pages costs, from the file to the database, beside other programs that give its text.

The whole is one run of the command: the process that writes, the one that reads, and all that they do, taken together. From it is
taken what two processes cost that do nothing but start and import what those have imported at their end; opening word lists,
making the tokenizer and compiling patterns is work. Of the other programs only the work itself counts, between two readings of
the process's clock, behind their imports.
"""

import sys
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from time import process_time
from typing import Any, NamedTuple

from files import Drawing, draw
from processes import Cost, call, mebibytes
from table import Row, Table

IMPORT = """
import importlib
for name in names:
    try:
        importlib.import_module(name)
    except Exception:  # a part of a package that only its owner can import
        pass
"""
IMPORTS, WHOLE = "starting and importing, both processes", "malspar add, all of it"
PYPDF, PDFPLUMBER = "pypdf, extract_text", "pdfplumber, extract_text"


class Measured(NamedTuple):
    """Each part of one file, with the least that it cost."""

    file: Drawing
    parts: dict[str, Cost]

    def beyond(self) -> float:
        """CPU seconds of all of it beyond imports."""
        return self.parts[WHOLE].cpu - self.parts[IMPORTS].cpu


def add(database: str, path: str) -> list[list[str]]:
    """Add a file, and tell the modules that were imported here and where it was read."""
    from malspar.cli import cli
    from malspar.extractor import bounded

    cli.main(["add", database, path], standalone_mode=False)
    return [list(sys.modules), bounded.call(eval, "list(__import__('sys').modules)")]


def importing(here: Sequence[str], there: Sequence[str]) -> None:
    """Start and import in both processes, and do nothing else; the end is that of `add`, too."""
    import atexit
    import gc

    gc.set_threshold(50_000)
    atexit.register(gc.freeze)
    exec(IMPORT, {"names": here})  # noqa: S102 - the same code in both processes
    from malspar.extractor import bounded

    bounded.call(exec, IMPORT, {"names": there})


def stages(database: str, path: str) -> dict[str, tuple[float, float]]:
    """The stages one by one, in one process: CPU seconds of each, and the most memory in MiB up to its end."""
    import gc
    import pickle
    from resource import RUSAGE_SELF, getrusage

    from malspar.corpus import lineage
    from malspar.corpus.rows import prepare
    from malspar.corpus.store import open_database
    from malspar.extractor.extract import build
    from malspar.extractor.read import read
    from malspar.extractor.source import load

    gc.set_threshold(50_000)
    told: dict[str, tuple[float, float]] = {}

    def timed(name: str, step: Any) -> Any:
        start = process_time()
        result = step()
        told[name] = (process_time() - start, mebibytes(getrusage(RUSAGE_SELF).ru_maxrss))
        return result

    def store() -> None:
        with open_database(database, write=True) as opened:
            opened.store(pickle.loads(packed), lambda out: out.write(loaded.data))  # noqa: S301 - of our own
            lineage.update(opened)

    loaded = load(path)
    reading = timed("reading", partial(read, loaded))
    document = timed("building", partial(build, loaded, reading))
    packed = timed("rows, packed", lambda: pickle.dumps(prepare(document), 5))
    timed("storing, with search and versions", store)
    return told


def pypdf(path: str, pages: int) -> float:
    """CPU seconds of pypdf's text of the first pages."""
    from pypdf import PdfReader

    start = process_time()
    for page in PdfReader(path).pages[:pages]:
        page.extract_text()
    return process_time() - start


def pdfplumber(path: str, pages: int) -> float:
    """CPU seconds of pdfplumber's text of the first pages."""
    import pdfplumber

    start = process_time()
    with pdfplumber.open(path) as opened:
        for page in opened.pages[:pages]:
            page.extract_text()
            page.close()
    return process_time() - start


Modules = list[list[str]]


def imported(folder: Path) -> Modules:
    """The modules that both processes import for a short file with a table."""
    path = folder / "imports.pdf"
    draw([(path, Drawing(10))])
    return call(add, str(folder / "imports.db"), str(path))[0]


def measure(folder: Path, modules: Modules, file: Drawing, peers: Mapping[str, int], turns: int, *, apart: bool) -> Measured:
    """Draw a file, and run all in turns, its stages also ``apart``; ``modules`` are what is imported.

    Each peer reads so many of the first pages, which are taken for all.
    """
    path = folder / f"{file.pages}-{file.tables}-{file.placed}.pdf"
    draw([(path, file)])
    told = []
    for turn in range(turns):
        name = folder / f"{path.stem}-{turn}"
        parts = {IMPORTS: call(importing, *modules)[1].cost}
        if apart:
            parts |= {step: Cost(*cost) for step, cost in call(stages, f"{name}-stages.db", str(path))[0].items()}
        parts[WHOLE] = call(add, f"{name}.db", str(path))[1].cost
        told.append(parts | _peers(path, file.pages, peers))
    least = {name: Cost(min(one[name].cpu for one in told), max(one[name].memory for one in told)) for name in told[0]}
    return Measured(file, least)


def _peers(path: Path, pages: int, peers: Mapping[str, int]) -> dict[str, Cost]:
    """What the other programs take for as many pages."""
    found = {}
    for name, read in peers.items():
        seconds, done = call({PYPDF: pypdf, PDFPLUMBER: pdfplumber}[name], str(path), read)
        found[name] = Cost(seconds * pages / read, done.cost.memory)
    return found


def row(told: Measured, peer: str, bound: float, *, held: bool = True) -> Row:
    """The ratio to a peer."""
    file = told.file
    work = f"{file.pages} pages{', glyphs placed' if file.placed else ''}, {file.tables} % with tables, to SQLite"
    return Row(work, f"× {peer.split(',', maxsplit=1)[0]}", told.beyond() / told.parts[peer].cpu, bound, held=held)


def table(told: Measured) -> Table:
    """What each part costs."""
    whole = told.parts[WHOLE].cpu
    lines = [
        (name, f"{cost.cpu:.2f}", f"{cost.cpu / whole:.2f}", f"{1000 * cost.cpu / told.file.pages:.2f}", f"{cost.memory:.0f}")
        for name, cost in told.parts.items()
    ]
    title = f"{told.file.pages} pages, {told.file.tables} % of them with a ruled table:"
    return Table(title, ("part", "CPU, s", "of add", "ms a page", "peak, MiB"), lines)
