"""The verb ``discover``: what a site has that may be read into a database."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import click

from . import terminal
from .verbs import visiting

if TYPE_CHECKING:
    from .discovery import Found

_FORMS = ("table", "list", "json", "csv", "markdown")


@click.command()
@click.argument("address")
@click.option(
    "--depth", type=click.IntRange(0, 10), default=3, show_default=True, metavar="N", help="Links to follow from ADDRESS on."
)
@click.option(
    "--pages", type=click.IntRange(1, 2000), default=60, show_default=True, metavar="N", help="Pages to look at, at most."
)
@click.option(
    "--format",
    "form",
    type=click.Choice(_FORMS),
    default="table",
    show_default=True,
    help="How to print; list is what `malspar add` takes.",
)
@visiting
def discover(address: str, depth: int, pages: int, form: str, **manners: Any) -> None:
    """Look through a municipality's pages for documents that set goals or follow them up.

    From ADDRESS on, links about goals, steering, budgets and follow-ups are followed within the site, the most promising first.
    What may be a document is listed with its kind, its years and the reason for the guess. Nothing is read: choose, and give
    the rest to `malspar add`. How hosts are treated is told by `malspar fetch --help`; sixty pages take some two minutes.

    \b
    Example:
        malspar discover https://www.tallvik.example/kommun-och-politik --contact anna@kommun.example
        malspar discover https://www.tallvik.example --format list > list.txt
        malspar add goals.db @list.txt
    """  # noqa: D301 - \\b is click's mark for lines that are not to be filled
    from ..extractor.web import Client
    from .asked import polite
    from .discovery import Bounds
    from .discovery import discover as look

    found: list[Found] = []
    troubles: list[str] = []
    seen = 0
    with Client(polite(**manners)) as client:
        for page in terminal.progress(look(client, address, Bounds(depth, pages)), pages, lambda page: page.address[-40:]):
            seen += 1
            found += page.found
            troubles += [page.trouble] if page.trouble else []
    if troubles:
        terminal.tell(f"{len(troubles)} of {seen} pages could not be had; the first: {troubles[0]}")
    if seen >= pages:
        terminal.tell(f"looked at {pages} pages; --pages N looks at more")
    _show(sorted(found, key=_place), form)


def _place(found: "Found") -> tuple[str, int, str]:
    """By kind, the newest first."""
    return found.kind, -(found.years[1] if found.years else 0), found.address


def _show(found: "Iterable[Found]", form: str) -> None:
    if form == "list":
        for one in found:
            click.echo(f"# {one.kind} {_span(one.years)} {one.title} ({one.reason})\n{one.address}".encode())
        return
    records = [
        {
            "address": one.address,
            "kind": str(one.kind),
            "year_from": one.years[0] if one.years else None,
            "year_to": one.years[1] if one.years else None,
            "title": one.title,
            "reason": one.reason,
            "score": one.score,
            "page": one.page,
        }
        for one in found
    ]
    shown = [{"kind": str(one.kind), "years": _span(one.years), "why": one.reason, "title": one.title} for one in found]
    terminal.show(records, form, shown, "title", [one.address for one in found])


def _span(years: tuple[int, int] | None) -> str:
    if years is None:
        return ""
    return str(years[0]) if years[0] == years[1] else f"{years[0]}–{years[1]}"
