"""What grows with what is read: memory with pages, the database and the cost of a document in it with documents."""

from collections.abc import Sequence
from pathlib import Path
from statistics import linear_regression

from files import Drawing, draw
from processes import call, mebibytes
from table import Row, Table

FIXED, PAGE = 200, 150
"""MiB that memory may be without pages, and KiB that each page may add."""


def peaks(database: str, path: str) -> tuple[float, float]:
    """The most memory in MiB of the process that writes and of the one that reads."""
    from resource import RUSAGE_CHILDREN, RUSAGE_SELF, getrusage

    from malspar.cli import cli
    from malspar.extractor import bounded

    cli.main(["add", database, path], standalone_mode=False)
    bounded.close()
    return mebibytes(getrusage(RUSAGE_SELF).ru_maxrss), mebibytes(getrusage(RUSAGE_CHILDREN).ru_maxrss)


def measure(folder: Path, lengths: Sequence[int]) -> dict[int, tuple[float, float]]:
    """The peaks for each number of pages."""
    found = {}
    for pages in lengths:
        path = folder / f"long-{pages}.pdf"
        draw([(path, Drawing(pages))])
        found[pages] = call(peaks, str(folder / f"long-{pages}.db"), str(path))[0]
    return found


def memory(found: dict[int, tuple[float, float]]) -> list[Row]:
    """The peak of the longest file, and what does not hang on the pages and what each adds, as a straight line through all tells.

    Each is the sum of both processes.
    """
    slope, intercept = linear_regression(list(found), [sum(both) for both in found.values()])
    longest = max(found)
    return [
        Row(f"peak memory of add, {longest} pages, both processes", "MiB", sum(found[longest]), FIXED + longest * PAGE / 1024),
        Row("of that fixed", "MiB", intercept, FIXED),
        Row("of that a page", "KiB", slope * 1024, PAGE, reached=175),
    ]


def filling(folder: str, number: int) -> tuple[float, float, float]:
    """CPU milliseconds of storing a document in the first and in the last tenth, and the database's size to that of its JSON."""
    from scale import costs

    told = costs(Path(folder), number)
    return told.start, told.end, told.size


def documents(folder: Path, number: int) -> list[Row]:
    """What becomes of the cost of a document, and of the room that it takes."""
    start, end, size = call(filling, str(folder), number)[0]
    return [
        Row(f"a document at the end of {number:,}", "× its CPU at the start", end / start, 1.15, reached=1.3),
        Row("the database, sources apart", "× its JSON", size, 3),
    ]


def table(found: dict[int, tuple[float, float]]) -> Table:
    """The peaks of each process."""
    lines = [
        (str(pages), f"{writing:.0f}", f"{reading:.0f}", f"{writing + reading:.0f}")
        for pages, (writing, reading) in found.items()
    ]
    return Table("Peak memory, MiB:", ("pages", "writing", "reading", "both"), lines)
