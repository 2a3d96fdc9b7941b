"""The verb ``add``: many documents into a database, here or on a cluster."""

import atexit
import gc
import os
import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..models.errors import named, written
from . import terminal
from .verbs import years

if TYPE_CHECKING:
    from .ingest import Outcome, Told
    from .workers import Workers


@click.command()
@click.argument("database")
@click.argument("refs", metavar="REF...", nargs=-1, required=True)
@click.option("--again", is_flag=True, help="Read also what is there already anew.")
@click.option("--organisation", metavar="NAME", help="Who issued them, in place of what they say.")
@click.option(
    "--period", type=years, metavar="YEARS", help="The years that they are for, in place of what they say, as 2019-2022."
)
@click.option("--jobs", type=click.IntRange(1), metavar="N", help="Documents read at a time; without it, one for each core.")
@click.option("--cluster", metavar="ADDRESS", help="Scheduler of a Dask cluster that reads them, as tcp://10.0.0.5:8786.")
def add(
    database: str,
    refs: tuple[str, ...],
    organisation: str | None,
    period: tuple[int, int] | None,
    jobs: int | None,
    cluster: str | None,
    *,
    again: bool,
) -> None:
    """Read documents into a database; makes it where there is none.

    REF is a document, a folder, a ZIP archive, a pattern such as "reports/**/*.pdf", or @FILE for a list with one REF a line
    (@- for standard input). What is there already is skipped, so an interrupted run goes on when the same is typed again. What
    cannot be read is told on stderr and kept in the table failure, and the rest goes on; then the exit code is 1. The documents
    themselves are kept in DATABASE.sources.

    Each document is read in a process of its own, which may take a minute and 2 GiB at most. With --cluster the workers of a
    Dask cluster read, for which the same paths must lead to the documents.

    \b
    Example:
        malspar add goals.db report.pdf
        malspar add goals.db reports/ archive-2019.zip --organisation "Tallviks kommun"
        find /archive -name "*.pdf" | malspar add goals.db @- --jobs 8
    """  # noqa: D301 - \\b is click's mark for lines that are not to be filled
    from .ingest import Given, Outcome, ingest
    from .references import references
    from .store import open_database

    gc.set_threshold(50_000)  # decision D17
    atexit.register(gc.freeze)
    found = references(refs, Path(database))
    counts = dict.fromkeys(Outcome, 0)
    given = Given(organisation, f"{period[0]}-{period[1]}" if period else None)
    with open_database(database, write=True) as opened, _workers(cluster, min(jobs or _cores(), len(found))) as workers:
        outcomes = ingest(opened, found, given, again=again, workers=workers)
        for told in terminal.progress(_counted(outcomes, counts), len(found), lambda told: _beside(told, counts)):
            if told.outcome is Outcome.FAILED:
                terminal.tell(named(told.ref, told.reason))
    if sys.stderr.isatty():
        read, known, failed = counts.values()
        terminal.tell(f"{read} read, {known} there already, {failed} failed; now: malspar list {database}")
    click.get_current_context().exit(1 if counts[Outcome.FAILED] else 0)


def _workers(cluster: str | None, number: int) -> "AbstractContextManager[Workers]":
    """Those of the cluster, or so many of this machine."""
    if cluster:
        from .cluster import workers

        return workers(cluster)
    from .workers import local

    return local(number)


def _cores() -> int:
    """Cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _counted(outcomes: "Iterator[Told]", counts: "dict[Outcome, int]") -> "Iterator[Told]":
    for told in outcomes:
        counts[told.outcome] += 1
        yield told


def _beside(told: "Told", counts: "dict[Outcome, int]") -> str:
    """What stands beside the bar: how many have failed, and the document that was done last."""
    from .ingest import Outcome

    failed = counts[Outcome.FAILED]
    return f"{f'{failed} failed, ' if failed else ''}{written(Path(told.ref).name[:26])}"
