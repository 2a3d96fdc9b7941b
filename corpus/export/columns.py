"""Columns of an export: name, type and what they hold, taken from the database's own statements wherever it has them."""

import re
from collections.abc import Iterator
from contextlib import closing
from enum import StrEnum
from functools import cache
from typing import NamedTuple

from ..comments import columns, empty


class Type(StrEnum):
    """What a column holds. A type is what every row must fit, so it follows from the column and never from what was found."""

    STRING = "string"
    INTEGER = "integer"
    NUMBER = "number"
    BOOLEAN = "boolean"
    DAY = "day"
    INSTANT = "instant"
    BOXES = "boxes"


class Column(NamedTuple):
    """A column of an export: its name, its type, what it holds in words, and the expression that it is read by."""

    name: str
    type: Type
    about: str
    sql: str


_STORED = {"text": Type.STRING, "integer": Type.INTEGER, "real": Type.NUMBER}
_CHOICE = re.compile(r"(\w+)\.(\w+)(?: as (\w+))?")


def chosen(choice: str) -> tuple[Column, ...]:
    """Columns of the database's tables, as ``goal.text, later_goal.text as new_text``, with the comments that they carry there.

    ``later_goal`` is the table ``goal`` by another name; its comments then tell whose they are.
    """
    return tuple(_chosen(choice))


def _chosen(choice: str) -> Iterator[Column]:
    for one in choice.split(","):
        match = _CHOICE.fullmatch(one.strip())
        if match is None:
            raise ValueError(f"“{one}” is no column")
        source, column, name = match.groups()
        kind, about = _comments()[_table(source), column]
        whose = f"of the {source.replace('_', ' ')}: " if source != _table(source) else ""
        yield Column(name or column, _STORED[kind], whose + about, f'{source}."{column}"')


def _table(source: str) -> str:
    """The table that stands behind a name such as ``later_goal``."""
    return source if source in _names() else source.rpartition("_")[2]


def _names() -> frozenset[str]:
    return frozenset(table for table, _ in _comments())


@cache
def _comments() -> dict[tuple[str, str], tuple[str, str]]:
    """The type and the comment of each column, by table and column."""
    with closing(empty()) as connection:
        made = connection.execute("select name, sql from sqlite_master where type = 'table' and sql is not null").fetchall()
    return {(table, one.name): (one.type, one.about) for table, sql in made for one in columns(sql)}
