"""The verb ``add``: many documents into a database, here or on a cluster."""

import atexit
import gc
import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack, nullcontext
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple, NoReturn

import click

from ..models.errors import named, written
from . import terminal
from .verbs import visiting, years

if TYPE_CHECKING:
    from .ingest import Given, Outcome, Told
    from .visits import Visits
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
@visiting
def add(
    database: str,
    refs: tuple[str, ...],
    organisation: str | None,
    period: tuple[int, int] | None,
    jobs: int | None,
    cluster: str | None,
    *,
    again: bool,
    **manners: Any,
) -> None:
    """Read documents into a database; makes it where there is none.

    REF is a document, its address on the web, a folder, an archive (ZIP, WARC, WACZ), a page saved as one file (MHTML), a pattern
    such as "reports/**/*.pdf", or @FILE for a list with one REF a line (@- for standard input). The page that opens a report on
    the web means the chapters that lie beside it, too. What is there already is skipped, so an interrupted run goes on when the
    same is typed again. What cannot be read is told on stderr and kept in the table failure, and the rest goes on; then the exit
    code is 1. The documents themselves are kept in DATABASE.sources.

    Addresses are asked for as `malspar fetch` tells; every answer is kept, also in DATABASE.sources, with its time and headers
    in the table capture. With --again those that were asked for before are asked whether they have changed.

    Each document is read in a process of its own, which may take a minute and 2 GiB at most. With --cluster the workers of a
    Dask cluster read, for which the same paths must lead to the documents and to DATABASE.sources.

    \b
    Example:
        malspar add goals.db report.pdf
        malspar add goals.db https://www.tallvik.example/styrning/mal-2024.html
        malspar add goals.db reports/ archive-2019.zip --organisation "Tallviks kommun"
        find /archive -name "*.pdf" | malspar add goals.db @- --jobs 8
    """  # noqa: D301 - \\b is click's mark for lines that are not to be filled
    from .ingest import Given
    from .references import references

    found = references(refs, Path(database))
    given = Given(organisation, f"{period[0]}-{period[1]}" if period else None)
    wanted = Wanted(found, given, again=again, visit_again=again)
    number = min(jobs or cores(), len(found))
    run(database, wanted, partial(hands, number, cluster), **manners)


class Wanted(NamedTuple):
    """What a run is to do: references, what is known of all and of single ones, and what is to be done anew.

    ``again`` reads known documents anew; ``visit_again`` asks for known addresses whether they have changed.
    """

    refs: Sequence[str]
    given: "Given"
    said: "Mapping[str, Given]" = MappingProxyType({})
    again: bool = False
    visit_again: bool = False


def run(database: str, wanted: Wanted, workers: "Callable[[], AbstractContextManager[Workers]]", **manners: Any) -> NoReturn:
    """Read references into a database, tell what fails, and end with the exit code of the contract."""
    from .ingest import Outcome, ingest
    from .store import open_database

    gc.set_threshold(50_000)  # decision D17
    atexit.register(gc.freeze)
    counts = dict.fromkeys(Outcome, 0)
    with ExitStack() as stack:
        visits = stack.enter_context(_visits(wanted, manners))
        opened = stack.enter_context(open_database(database, write=True))
        at_work = stack.enter_context(workers())
        outcomes = ingest(opened, wanted.refs, wanted.given, again=wanted.again, workers=at_work, visits=visits, said=wanted.said)
        for told in terminal.progress(_counted(outcomes, counts), len(wanted.refs), lambda told: _beside(told, counts)):
            if told.outcome is Outcome.FAILED:
                terminal.tell(named(told.ref, told.reason))
    if sys.stderr.isatty():
        read, known, failed = counts.values()
        terminal.tell(f"{read} read, {known} there already, {failed} failed; now: malspar list {database}")
    click.get_current_context().exit(1 if counts[Outcome.FAILED] else 0)


def _visits(wanted: Wanted, manners: dict[str, Any]) -> "AbstractContextManager[Visits | None]":
    """Who asks for addresses, where there are some."""
    from ..extractor.source import is_address

    if not any(map(is_address, wanted.refs)):
        return nullcontext()
    from .asked import polite
    from .visits import visits

    return visits(polite(**manners), again=wanted.visit_again)


def hands(number: int, cluster: str | None = None) -> "AbstractContextManager[Workers]":
    """The workers of a cluster, or so many of this machine."""
    if cluster:
        from .cluster import workers

        return workers(cluster)
    from .workers import local

    return local(number)


def cores() -> int:
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
