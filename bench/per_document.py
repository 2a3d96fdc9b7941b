"""What one more document costs in a batch, by its kind: the figures that docs/scale.md counts with.

python bench/per_document.py

The sample corpus, and files drawn for the bench, are added kind by kind. A first document of each kind opens word lists and fills
caches, and is not counted; of the others CPU is that of both processes, reading, storing and comparing with other versions.
"""

import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from files import Drawing, draw, web_pages
from processes import HERE, call
from table import Table, printed

SAMPLE = HERE.parent / "corpus" / "demo"
EVERYWHERE = 311 * 25 * 20
"""Documents of all municipalities and regions over 25 years, 20 each year."""
PAGES = 20


class Costs(NamedTuple):
    """What documents of a kind take: their number, pages (0 where they have none), CPU seconds, bytes."""

    documents: int
    pages: int
    cpu: float
    source: int
    database: int
    goals: int


def spent(database: str, first: str, others: Sequence[str]) -> tuple[int, int, float, int, int, int]:
    """Add the first, then the others; what these took, as ``Costs``."""
    import sqlite3
    from contextlib import closing
    from time import process_time

    from malspar.cli import cli
    from malspar.extractor import bounded

    def clock() -> float:
        return process_time() + float(bounded.call(eval, "__import__('time').process_time()"))

    def told() -> tuple[int, int, int]:
        with closing(sqlite3.connect(database)) as connection:
            sql = "select count(*), total(source_pages), (select count(*) from goal) from document"
            documents, pages, goals = connection.execute(sql).fetchone()
        return documents, int(pages), goals

    cli.main(["add", database, first], standalone_mode=False)
    start, size, before = clock(), Path(database).stat().st_size, told()
    cli.main(["add", database, *others, "--jobs", "1"], standalone_mode=False)
    seconds = clock() - start
    documents, pages, goals = (after - one for after, one in zip(told(), before, strict=True))
    read = sum(Path(other).stat().st_size for other in others)
    return documents, pages, seconds, read, Path(database).stat().st_size - size, goals


def kinds(folder: Path) -> dict[str, list[Path]]:
    """The documents of each kind."""
    sample = [path for part in ("documents", "versions/documents") for path in sorted((SAMPLE / part).iterdir())]
    found = {
        f"sample, {name}": [path for path in sample if path.suffix in suffixes]
        for name, suffixes in (("PDF", {".pdf"}), ("web page", {".html"}), ("text", {".txt", ".md"}))
    }
    for tables in (5, 30):
        files = [folder / f"{number}-{tables}.pdf" for number in range(11)]
        draw((path, Drawing(PAGES, tables, organisation=f"Ekhult {number} kommun")) for number, path in enumerate(files))
        found[f"PDF of {PAGES} pages, {tables} % with tables"] = files
    web_pages(folder / "web", 49)
    return found | {"web page of a large site": sorted((folder / "web").iterdir())}


def tables(folder: Path) -> list[Table]:
    """What a document of each kind takes, and what all of them would."""
    measured = {
        name: Costs(*call(spent, str(folder / f"{number}.db"), str(files[0]), list(map(str, files[1:])))[0])
        for number, (name, files) in enumerate(kinds(folder).items())
    }
    each = [
        (
            name,
            str(one.documents),
            f"{one.pages / one.documents:.1f}" if one.pages else "",
            f"{one.goals / one.documents:.0f}",
            f"{1000 * one.cpu / one.documents:.0f}",
            f"{1000 * one.cpu / one.pages:.1f}" if one.pages else "",
            f"{one.source / one.documents / 1024:.0f}",
            f"{one.database / one.documents / 1024:.0f}",
        )
        for name, one in measured.items()
    ]
    whole = [
        (
            name,
            f"{EVERYWHERE * one.cpu / one.documents / 3600:.1f}",
            f"{EVERYWHERE * one.source / one.documents / 1e9:.1f}",
            f"{EVERYWHERE * one.database / one.documents / 1e9:.1f}",
        )
        for name, one in measured.items()
    ]
    heads = ("kind", "documents", "pages", "goals", "CPU, ms", "CPU, ms a page", "source, KiB", "database, KiB")
    return [
        Table("One more document:", heads, each),
        Table(f"{EVERYWHERE:,} documents of that kind:", ("kind", "CPU, hours", "sources, GB", "database, GB"), whole),
    ]


if __name__ == "__main__":
    with tempfile.TemporaryDirectory(prefix="malspar-bench-") as folder:
        print("\n".join(map(printed, tables(Path(folder)))))
