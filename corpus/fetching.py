"""The verb ``fetch``: addresses into a database, those that are given or those of a catalogue."""

from functools import partial
from pathlib import Path
from typing import Any

import click

from ..models.errors import UsageProblem
from . import adding
from .verbs import visiting


@click.command()
@click.argument("database")
@click.argument("addresses", metavar="[ADDRESS...]", nargs=-1)
@click.option(
    "--organisation",
    metavar="NAME",
    help="Whose documents to take from the catalogue: beginning of a word of the name (Lund finds Lunds kommun), or its code. "
    "With ADDRESS: who issued them, in place of what they say.",
)
@click.option("--kind", multiple=True, metavar="KIND", help="Kind of document to take from the catalogue; may be given again.")
@click.option("--year", type=int, metavar="YEAR", help="A year that the documents of the catalogue are for.")
@click.option("--catalogue", type=click.Path(path_type=Path), metavar="FILE", help="A catalogue of your own.")
@click.option("--again", is_flag=True, help="Ask for known addresses, too, whether they have changed.")
@click.option("--jobs", type=click.IntRange(1), metavar="N", help="Documents read at a time; without it, one for each core.")
@visiting
def fetch(
    database: str,
    addresses: tuple[str, ...],
    organisation: str | None,
    jobs: int | None,
    *,
    again: bool,
    **more: Any,
) -> None:
    """Fetch addresses into a database, and read them as `malspar add` does.

    ADDRESS is one on the web, or @FILE for a list with one on each line. Without it the addresses come from the catalogue
    (corpus/catalogue.toml): those of an organisation, kind or year. With --again alone they are all those of the database.

    Every answer is kept, with its time, headers and the addresses that led there, in the table capture and in
    DATABASE.sources. An address that was fetched before is left as it is, so an interrupted run goes on; with --again it is asked
    whether it has changed, and what is new there is stored as a later version, beside the earlier one.

    robots.txt is obeyed, one request at a time goes to each host with a pause after it, several hosts are asked at once. An
    answer may take three minutes, be 200 MiB large and lead on ten times. Hosts that are not on the public network are not asked.

    \b
    Example:
        malspar fetch goals.db https://www.tallvik.example/styrning/mal-2024.html
        malspar fetch goals.db --organisation Lund --contact anna@kommun.example
        malspar fetch goals.db --again
    """  # noqa: D301 - \\b is click's mark for lines that are not to be filled
    from .catalogue import Wish, wished
    from .ingest import Given
    from .references import references, spelled

    wish = Wish(organisation, more.pop("kind"), more.pop("year"))
    catalogue: Path | None = more.pop("catalogue")
    said: dict[str, Given] = {}
    if addresses:
        if wish.kinds or wish.year or catalogue:
            raise UsageProblem("--kind, --year and --catalogue choose from the catalogue: leave them out, or the addresses")
        found = references(addresses, Path(database))
    elif any(wish) or catalogue:
        said = {spelled(entry.address): Given(entry.organisation) for entry in wished(wish, catalogue)}
        found = list(said)
    else:
        found = _captured(database, again=again)
    wanted = adding.Wanted(_addresses(found, database), Given(organisation), said, visit_again=again)
    adding.run(database, wanted, partial(adding.hands, min(jobs or adding.cores(), len(found))), **more)


def _addresses(found: list[str], database: str) -> list[str]:
    """The references, all of which must be addresses."""
    from ..extractor.source import is_address

    for ref in found:
        if not is_address(ref):
            raise UsageProblem(f"{ref} is no address; files are read by: malspar add {database} {ref}")
    return found


def _captured(database: str, *, again: bool) -> list[str]:
    """All addresses of the database."""
    from .captures import addresses
    from .store import open_database

    if not again:
        raise UsageProblem("nothing is named: give addresses, --organisation NAME, or --again for all that were fetched before")
    with open_database(database) as opened:
        found = addresses(opened)
    if not found:
        raise UsageProblem(f"nothing was fetched into {database} yet; give addresses, or --organisation NAME")
    return found
