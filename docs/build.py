"""Writes the parts of the documentation that follow from the code; with ``--check`` tells which are not up to date.

docs/cli.md is the help of every command, docs/schema.md the tables and views of the database with the comments that they
carry, the end of docs/export.md the tables of an export, models/schema.json the JSON Schema of a document,
models/comparison.json that of a comparison.
"""

import json
import re
import sqlite3
import sys
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path

from click.testing import CliRunner
from pydantic import BaseModel

from malspar.cli import cli
from malspar.corpus.comments import about, columns, empty
from malspar.corpus.export.columns import Column
from malspar.corpus.export.tables import MANDATE, Table, tables, whose
from malspar.models.change import Comparison
from malspar.models.document import Document

ROOT = Path(__file__).resolve().parent.parent
_WRITTEN_BY = "<!-- Written by docs/build.py; change the code and run `make docs`. -->\n"
_BELOW = "<!-- What follows is written by docs/build.py; change the code and run `make docs`. -->\n"
_SHADOWS = re.compile(r"goal_fts.*_(data|idx|content|docsize|config)|sqlite_.*")


def command_help() -> str:
    """The help of every command, as Markdown."""
    parts = [_WRITTEN_BY, "# The command line\n", _help()]
    for name in sorted(cli.commands):
        parts += [f"## malspar {name}\n", _help(name)]
    return "\n".join(parts)


def _help(*command: str) -> str:
    shown = CliRunner().invoke(cli, [*command, "--help"], prog_name="malspar", terminal_width=100)
    return f"```text\n{shown.output.rstrip()}\n```\n"


def database_schema() -> str:
    """The tables and views of a database, as Markdown."""
    connection = empty()
    made = connection.execute(
        "select type, name, sql from sqlite_master where type in ('table', 'view') order by rowid"
    ).fetchall()
    stored = [(name, sql) for kind, name, sql in made if kind == "table" and not _SHADOWS.fullmatch(name)]
    views = [(name, sql) for kind, name, sql in made if kind == "view"]
    parts = [_WRITTEN_BY, _INTRODUCTION, "## Tables\n"]
    for name, sql in stored:
        parts.append(
            _table(name, sql) if not name.startswith("goal_fts") else f"### {name}\n\nSearch index:\n\n```sql\n{sql}\n```\n"
        )
    parts.append("## Views\n")
    for name, sql in views:
        parts.append(f"### {name}\n\n{about(sql)}\n\nColumns: {_view_columns(connection, name)}\n")
    connection.close()
    return "\n".join(parts)


def _view_columns(connection: sqlite3.Connection, view: str) -> str:
    """The names of a view's columns; those of the view noder are not told again."""
    names, nodes = ([row[1] for row in connection.execute(f'pragma table_info("{of}")')] for of in (view, "noder"))
    if view == "noder" or names[: len(nodes)] != nodes:
        return ", ".join(f"`{name}`" for name in names)
    return ", ".join(["those of `noder`", *(f"`{name}`" for name in names[len(nodes) :])])


_INTRODUCTION = """# The database

Plain SQLite, to be opened with any SQLite program. Columns have English names, values are Swedish. Nothing of it needs functions
or collations of malspar's; Swedish order and case stand in the columns `sort_key` and `folded`. A document's `json` is the truth,
everything else is derived from it. The documents themselves lie beside the database, in `DATABASE.sources/<sha256>`.
`_sqlite_migrations` (sqlite-utils) tells which version of the schema it is.

```sh
sqlite3 goals.db 'select organisation, period_from, text, status from uppdrag where status_signal = "röd"'
sqlite3 goals.db "select text from goal where number in (select rowid from goal_fts where goal_fts match 'klimat*')"
```

Search with `goal_fts`, which tells *mål* from *mal*, and with `goal_fts_folded` only where that finds nothing. JSON in `at` is
the object of the same name in the output of `malspar extract`: pages count from 1, boxes are in points from the top left corner.
"""


def _table(name: str, sql: str) -> str:
    rows = [f"| `{one.name}` | {one.type}{_extra(one.constraints)} | {one.about} |" for one in columns(sql)]
    return "\n".join([f"### {name}\n", f"{about(sql)}\n", "| column | type | |", "|---|---|---|", *rows, ""])


def _extra(rest: str) -> str:
    """What a reader must know of a column's constraints: its keys."""
    to = re.search(r"references (\w+) \((\w+)\)", rest)
    return (", primary key" if "primary key" in rest else "") + (f" → {to[1]}.{to[2]}" if to else "")


def exported() -> str:
    """The page about exports as it stands, with every table below it."""
    above = (ROOT / "docs" / "export.md").read_text("utf-8").partition(_BELOW)[0]
    shared = ["### In most tables\n", "Which document a row is from.\n", *_exported(whose())]
    return "\n".join([above + _BELOW, *shared, *(line for table in tables() for line in _exported_table(table))])


def _exported_table(table: Table) -> Iterator[str]:
    shared = whose() if table.columns[: len(whose())] == whose() else ()
    yield from (f"### {table.name}\n", f"{table.about}.{' Columns of most tables, and:' if shared else ''}\n")
    yield from _exported([*table.columns[len(shared) :], *([MANDATE] if table.partitioned else [])])


def _exported(columns: Iterable[Column]) -> Iterator[str]:
    yield from ("| column | type | |", "|---|---|---|")
    yield from (f"| `{one.name}` | {one.type} | {one.about} |" for one in columns)
    yield ""


def json_schema(model: type[BaseModel] = Document) -> str:
    """The JSON Schema of what ``malspar extract`` gives out, or of another model."""
    schema = model.model_json_schema(by_alias=True, mode="serialization")
    return json.dumps({"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}, ensure_ascii=False, indent=2) + "\n"


WRITTEN: dict[str, Callable[[], str]] = {
    "docs/cli.md": command_help,
    "docs/schema.md": database_schema,
    "docs/export.md": exported,
    "models/schema.json": json_schema,
    "models/comparison.json": partial(json_schema, Comparison),
}


def outdated() -> Iterator[str]:
    """The files whose contents do not follow from the code."""
    for name, write in WRITTEN.items():
        file = ROOT / name
        if not file.exists() or file.read_text("utf-8") != write():
            yield name


def main() -> None:
    """Write the files, or check them."""
    stale = list(outdated())
    if "--check" in sys.argv[1:]:
        if stale:
            sys.exit(f"not up to date: {', '.join(stale)}; type `make docs`")
        return
    for name in stale:
        (ROOT / name).write_text(WRITTEN[name](), "utf-8")
        print(f"wrote {name}")


if __name__ == "__main__":
    main()
