"""The verbs about what follows what: ``versions`` for documents, ``history`` for a goal; beside cli.py, which has many."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import click

from . import terminal
from .verbs import formatted

FIRST = "none"
"""What a user gives in place of the earlier document where there is none."""
_ASKED = 5  # documents that are asked about in a line of their own


@click.command()
@click.argument("database")
@click.option("--after", nargs=2, metavar="OLD NEW", help=f"NEW comes right after OLD; {FIRST} for OLD: NEW begins a series.")
@click.option("--forget", metavar="DOCUMENT", help="Forget what was said of DOCUMENT with --after.")
@click.option("--organisation", metavar="NAME", help="Beginning of a word of the name (Lund finds Lunds kommun).")
@formatted
def versions(database: str, after: tuple[str, str] | None, forget: str | None, organisation: str | None, form: str) -> None:
    """Show which document succeeds which and who told it, or say it.

    Editions of one series are compared each with the next: those of one organisation, issuer, part, kind and reporting
    occasion, by their periods. An återgivning says the same as the version above it, and a förslag was replaced by it. What
    is said with --after holds before all rules, also when documents are added, read anew or removed.

    \b
    Example:
        malspar versions goals.db
        malspar versions goals.db --after 9d8785847ac6 621723043a63
    """  # noqa: D301 - \\b is click's mark for lines that are not to be filled
    from ..rules.swedish import fold
    from .lineage import update
    from .store import open_database
    from .versions import forget as drop
    from .versions import listing, say

    if after or forget:
        with open_database(database) as opened:  # a wrong name makes no database
            path = opened.path
        with open_database(path, write=True) as opened:
            if forget:
                drop(opened, forget)
            if after:
                say(opened, None if after[0] == FIRST else after[0], after[1])
            _tell(update(opened))
    catch_up(database)
    with open_database(database) as opened:
        rows = [dict(row) for row in listing(opened)]
    if organisation:
        rows = [row for row in rows if f" {fold(organisation)}" in f" {fold(row['organisation'] or '')}"]
    terminal.show(rows, form, [_shown(row) for row in rows], "title", _headings(rows))
    for line in _questions(rows, database):
        terminal.tell(line)


@click.command()
@click.argument("database")
@click.argument("goal")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True, help="How to print.")
def history(database: str, goal: str, form: str) -> None:
    """Tell the life of a goal: the documents that have it, and what became of it from each to the next.

    GOAL is a goal's id, as `malspar goals` prints it, from any of the documents. It stands by mandate periods, with its words,
    bodies and target where they are new. Statuses are joined by an arrow only where they are on one scale.

    \b
    Example:
        malspar history goals.db 621723043a63-6eaa283d
        malspar history goals.db 621723043a63-6eaa283d --format json
    """  # noqa: D301 - as above
    from .history import history as life
    from .lifeline import lines
    from .store import open_database

    catch_up(database)
    with open_database(database) as opened:
        found = life(opened, goal)
    if form == "json":
        click.echo(found.model_dump_json(indent=2).encode())
        return
    for line in lines(found, terminal.width(), terminal.paint):
        click.echo(line)


def catch_up(database: str) -> None:
    """Compare what an interrupted `add`, or one of an older program, has left."""
    from ..models.errors import DatabaseProblem
    from .lineage import outdated, update
    from .store import open_database

    with open_database(database) as opened:
        if not outdated(opened):
            return
    try:
        with open_database(database, write=True) as opened:
            _tell(update(opened))
    except DatabaseProblem:
        terminal.tell(f"not all documents of {database} are compared, and it cannot be written; make it writable once")


def _tell(failed: Sequence[tuple[str, str]]) -> None:
    for _, reason in failed:
        terminal.tell(reason)


def _shown(row: Mapping[str, Any]) -> dict[str, Any]:
    """What the table shows of a document."""
    from .show import span

    when = " ".join(filter(None, (span(row["period_from"], row["period_to"]), row["occasion"])))
    return {
        "no": row["position"] + 1 if row["role"] == "version" else None,
        "id": row["id"],
        "period": when or "?",
        "role": row["role"]
        if row["role"] != "version"
        else row["adoption"]
        if row["adoption"] in {"förslag", "utkast"}
        else None,
        "after": row["after"],
        "told by": row["told_by"],
        "title": row["title"] or row["source_ref"],
    }


def _headings(rows: Sequence[Mapping[str, Any]]) -> list[str]:
    """The series of each document by its first one, with that one's title where several series are called the same."""
    firsts = {row["id"]: row for row in rows}
    named = {row["series"]: _heading(firsts.get(row["series"], row), placed=True) for row in rows if row["series"]}
    several = {heading for heading, times in Counter(named.values()).items() if times > 1}
    told = {
        series: f"{heading} · {firsts[series]['title']}" if heading in several and series in firsts else heading
        for series, heading in named.items()
    }
    return [told.get(row["series"], _heading(row, placed=False)) for row in rows]


def _heading(first: Mapping[str, Any], *, placed: bool) -> str:
    organisation = first["organisation"] or "?"
    if not placed:
        return f"{organisation} · in no series"
    return " · ".join(filter(None, (organisation, first["issuer"], first["part"], first["kind"], first["occasion"])))


def _questions(rows: Sequence[Mapping[str, Any]], database: str) -> Iterator[str]:
    """What is asked of documents that cannot be placed though they have goals."""
    asked = [row for row in rows if row["reason"] in {"period", "organisation"}]
    for row in asked[:_ASKED]:
        option = "--period 2023-2026" if row["reason"] == "period" else "--organisation NAME"
        yield (
            f"{row['id']} ({Path(row['source_ref']).name}) is of unknown {row['reason']}: type `malspar add {database} "
            f"{row['source_ref']} --again {option}`, or `malspar versions {database} --after OLD {row['id']}`"
        )
    if len(asked) > _ASKED:
        yield f"and {len(asked) - _ASKED} more; `malspar versions {database} --format csv` has all, with the reason"
