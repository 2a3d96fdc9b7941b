"""The verb ``export``: a database as a folder of Parquet files, for DuckDB, pandas, R and Spark."""

import sys
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ...models.errors import UsageProblem
from .. import following, terminal

if TYPE_CHECKING:
    from ..store import Database

# By mandate period, and by name within one, so that a row group holds few organisations and a reader can pass over the others.
_DOCUMENTS = """
select id as document, coalesce(mandate_from || '-' || mandate_to, ?) as mandate, told_by as mandate_told_by
from document join mandat on mandat.document = document.id
order by mandate, document.organisation, document.organisation_code, document.period_from, document.kind, document.id"""


@click.command()
@click.argument("database")
@click.option(
    "--output",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Folder to write; DATABASE.parquet unless given. An earlier export there is replaced.",
)
@click.option("--format", "form", type=click.Choice(["parquet"]), default="parquet", show_default=True, help="What to write.")
def export(database: str, output: Path | None, form: str) -> None:  # noqa: ARG001 - there is one format
    """Write a database as Parquet, for DuckDB, pandas, R and Spark.

    Each table becomes a folder. The large ones (goal, status, value, responsible, link, change) are partitioned by mandate
    period. What is written is the database at one moment, whole or not at all, and the same database gives the same bytes.
    docs/export.md tells of every column. Needs `pip install 'malspar[parquet]'`.

    \b
    Example:
        malspar export goals.db
        duckdb -c "select organisation, count(*) from 'goals.db.parquet/goal/**/*.parquet' where kind = 'uppdrag' group by 1"
    """  # noqa: D301 - \\b is click's mark for lines that are not to be filled
    from ..store import open_database

    target = output or Path(f"{database}.parquet")
    needs_parquet()
    following.catch_up(database)
    with open_database(database) as opened:
        counts = write_all(opened, target)
    if sys.stderr.isatty():
        terminal.tell(f"{counts['document']} documents, {counts['goal']} goals and what belongs to them are in {target}")


def needs_parquet() -> None:
    """Raises ``UsageProblem`` where pyarrow is missing."""
    try:
        import pyarrow.parquet  # noqa: F401
    except ModuleNotFoundError as error:
        raise UsageProblem("export needs pyarrow; type `pip install 'malspar[parquet]'`") from error


def write_all(database: "Database", target: Path) -> dict[str, int]:
    """Write every table of a database at one moment into a folder, and tell how many rows each has.

    Raises ``UsageProblem`` where the folder cannot be written or holds what no export wrote, ``DatabaseProblem`` where the
    database cannot be read.
    """
    from .parquet import Dated, write
    from .tables import MANDATE, NO_MANDATE, tables
    from .whole import describe, replacing

    counts: dict[str, int] = {}
    with database.snapshot() as connection, replacing(target) as folder:
        documents = [Dated(*row) for row in connection.execute(_DOCUMENTS, (NO_MANDATE,))]
        for table in terminal.progress(tables(), len(tables()), lambda table: table.name):
            counts[table.name] = write(connection, table, documents, folder / table.name)
        described = {
            table.name: {
                "about": table.about,
                "rows": counts[table.name],
                "partitioned_by": MANDATE.name if table.partitioned else None,
                "columns": {one.name: one.about for one in table.columns},
            }
            for table in tables()
        }
        describe(folder, {"written_by": f"malspar {version('malspar')}", "tables": described})
    return counts
