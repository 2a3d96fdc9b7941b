"""What Datasette is told of a database: titles and descriptions in Swedish, labels, facets, order, search, and the questions.

The words stand in ``described/*.toml``: ``columns.toml`` holds those that many tables share, the others one table or view each
heading. A table or a column that nobody has described fails a test, so that a migration cannot forget its words.
"""

import json
import sqlite3
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from pydantic import Field

from ...models.block import Frozen
from ..schema import MIGRATIONS
from .canned import described

TITLE = "Målspår"
DESCRIPTION = (
    "Mål, uppdrag och indikatorer ur kommuners och regioners styrdokument och uppföljningar, med sida och ordalydelse. "
    "Allt är läst ur dokumenten av ett program: kontrollera mot sidan innan du citerar."
)


class Described(Frozen):
    """A table or view: its title, what it holds, and how Datasette is to show it. ``columns`` adds to those that are shared."""

    title: str
    description: str
    columns: dict[str, str] = Field(default_factory=dict)
    hidden: bool = False
    label_column: str | None = None
    facets: tuple[str, ...] = ()
    sort: str | None = None
    sort_desc: str | None = None
    search: bool = False
    also: str | None = None  # a table or view whose columns it has, too


@cache
def shared() -> dict[str, str]:
    """What columns that several tables have mean, by name."""
    return dict(_read("columns.toml"))


@cache
def tables() -> dict[str, Described]:
    """Every table and view with its words."""
    told = {**_read("tables.toml"), **_read("views.toml")}
    return {name: Described.model_validate(one) for name, one in told.items()}


def is_table(name: str) -> bool:
    """Whether this is a table of the schema, no view."""
    return name in _read("tables.toml")


def columns(name: str) -> dict[str, str]:
    """What every column of a table or view means, in its order; its own words go before those that are shared."""
    told = _told(name)
    return {column: told[column] for column in _held()[name] if column in told}


def _told(name: str) -> dict[str, str]:
    one = tables()[name]
    return {**shared(), **(_told(one.also) if one.also else {}), **one.columns}


@cache
def _held() -> dict[str, tuple[str, ...]]:
    """Every table and view of this program's schema with its columns."""
    connection = sqlite3.connect(":memory:")
    for migration in MIGRATIONS:
        migration(connection)
    names = [row[0] for row in connection.execute("select name from sqlite_master where type in ('table', 'view')")]
    held = {name: tuple(row[1] for row in connection.execute(f'pragma table_info("{name}")')) for name in names}
    connection.close()
    return held | {"_sqlite_migrations": ("id", "migration_set", "name", "applied_at")}


def metadata(database: str) -> dict[str, Any]:
    """Datasette's metadata for a database of this name."""
    return {
        "title": TITLE,
        "description": DESCRIPTION,
        "databases": {
            database: {
                "title": TITLE,
                "description": DESCRIPTION,
                "tables": {name: _table(name, one) for name, one in tables().items()},
                "queries": dict(described()),
            }
        },
    }


def as_json(database: str) -> str:
    """The same as a file for ``datasette --metadata``."""
    return json.dumps(metadata(database), ensure_ascii=False, indent=2)


def _table(name: str, one: Described) -> dict[str, Any]:
    """A table or view as Datasette knows it; search goes to the index that tells å, ä and ö from a and o."""
    plain = one.model_dump(exclude={"columns", "search", "also", "facets", "hidden"}, exclude_none=True)
    return (
        plain
        | {"columns": columns(name)}
        | ({"hidden": True} if one.hidden else {})
        | ({"facets": list(one.facets)} if one.facets else {})
        | ({"fts_table": "goal_fts", "fts_pk": "number"} if one.search else {})
    )


@cache
def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((files(__package__) / "described" / name).read_text("utf-8"))
