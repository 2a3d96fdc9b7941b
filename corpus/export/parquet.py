"""Tables of the database as Parquet files, a few thousand rows at a time.

What DuckDB and Spark both read: strings, 64-bit integers and floats, booleans, dates, instants in microseconds and UTC, and a
list of structs; zstd; folders named ``mandate=2023-2026``. No type depends on what rows there are.
"""

import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, date, datetime
from itertools import chain, groupby, islice
from pathlib import Path
from typing import Any, NamedTuple

import pyarrow as pa
import pyarrow.parquet as pq

from ...models.errors import DatabaseProblem
from .columns import Column, Type
from .tables import MANDATE, NO_MANDATE, Table

Row = tuple[Any, ...]
_BATCH = 2000  # rows that are turned from Python's values into Arrow's at once
_GROUP_ROWS, _GROUP_BYTES = 50_000, 24 * 2**20  # a row group ends at either; the writer holds one of them

_BOX = pa.struct([("page", pa.int64()), *((side, pa.float64()) for side in ("x0", "top", "x1", "bottom"))])
_TYPES = {
    Type.STRING: pa.string(),
    Type.INTEGER: pa.int64(),
    Type.NUMBER: pa.float64(),
    Type.BOOLEAN: pa.bool_(),
    Type.DAY: pa.date32(),
    Type.INSTANT: pa.timestamp("us", tz="UTC"),
    Type.BOXES: pa.list_(_BOX),
}


class Dated(NamedTuple):
    """A document, and the mandate period that it belongs to."""

    document: str
    mandate: str
    mandate_told_by: str | None


def write(connection: sqlite3.Connection, table: Table, documents: Sequence[Dated], folder: Path) -> int:
    """Write a table into a folder of its own, and tell how many rows it has; ``documents`` come by mandate periods.

    Raises ``DatabaseProblem`` where a column holds what does not fit its type, which another program must have put there.
    """
    if not table.partitioned:
        return _file(table, _rows(connection, table, documents), folder)
    parts = [(key, list(members)) for key, members in groupby(documents, lambda dated: dated.mandate)]
    return sum(
        _file(table, _rows(connection, table, members), folder / f"{MANDATE.name}={mandate}")
        for mandate, members in parts or [(NO_MANDATE, [])]
    )


def schema(table: Table) -> pa.Schema:
    """The columns of a table with their types, and what they hold as the metadata ``comment``."""
    fields = [pa.field(one.name, _TYPES[one.type], metadata={"comment": one.about}) for one in table.columns]
    return pa.schema(fields, metadata={"comment": table.about})


def _rows(connection: sqlite3.Connection, table: Table, documents: Sequence[Dated]) -> Iterator[Row]:
    cursor = connection.cursor()
    cursor.row_factory = None  # plain tuples
    if table.each:
        return chain.from_iterable(cursor.execute(table.query, dated._asdict()) for dated in documents)
    return iter(cursor.execute(table.query))


def _file(table: Table, rows: Iterator[Row], folder: Path) -> int:
    """Write one file."""
    folder.mkdir(parents=True)
    of, count = schema(table), 0
    with pq.ParquetWriter(folder / "part-0.parquet", of, compression="zstd") as writer:
        for group in _groups(_batches(table, of, rows)):
            writer.write_table(group, row_group_size=group.num_rows)
            count += group.num_rows
    return count


def _groups(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.Table]:
    """Batches put together to row groups."""
    held: list[pa.RecordBatch] = []
    for batch in batches:
        held.append(batch)
        if sum(one.num_rows for one in held) >= _GROUP_ROWS or sum(one.nbytes for one in held) >= _GROUP_BYTES:
            yield pa.Table.from_batches(held)
            held = []
    if held:
        yield pa.Table.from_batches(held)


def _batches(table: Table, of: pa.Schema, rows: Iterator[Row]) -> Iterator[pa.RecordBatch]:
    while chunk := list(islice(rows, _BATCH)):
        columns = zip(table.columns, zip(*chunk, strict=True), strict=True)
        yield pa.record_batch([_array(table, column, values) for column, values in columns], schema=of)


def _array(table: Table, column: Column, values: Iterable[Any]) -> pa.Array:
    try:
        if read := _READ.get(column.type):
            values = [None if value is None else read(value) for value in values]
        return pa.array(values, _TYPES[column.type])
    except (TypeError, ValueError, AttributeError) as error:
        raise DatabaseProblem(
            f"{column.name} of the table {table.name} holds what is no {column.type} ({error}): see what other program wrote "
            "there, or make the database anew with `malspar add`"
        ) from error


def _day(text: str) -> date | None:
    """A whole date; years and months alone are none."""
    try:
        return date.fromisoformat(text) if len(text) == len("2023-03-06") else None
    except ValueError:
        return None


_READ: dict[Type, Callable[[Any], object]] = {
    Type.BOOLEAN: bool,
    Type.DAY: _day,
    Type.INSTANT: lambda text: datetime.fromisoformat(text).astimezone(UTC),
    Type.BOXES: json.loads,
}
