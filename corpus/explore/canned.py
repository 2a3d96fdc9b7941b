"""The questions that come with the product: one TOML file each in ``queries/``, made into plain SQL that any SQLite can run.

A file holds the question, a title and a description in Swedish, its parameters with their defaults, the SQL, and an example
with what it must give on the sample corpus (that is its test). ``shared.toml`` holds what several have in common: parameters,
common table expressions (named in ``uses``) and expressions (written ``@name(argument)``).
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import Any, Literal

from pydantic import Field

from ...models.block import Frozen

_SHARED = "shared.toml"
_MACRO = re.compile(r"@(\w+)\(([^()]*)\)")
_TYPES = {"text": "{value}", "number": "cast({value} as integer)"}


class Parameter(Frozen):
    """What a user may give. What is left empty is ``default``; an empty default means that all is asked for."""

    name: str
    about: str
    type: Literal["text", "number"] = "text"
    default: str = ""


class Example(Frozen):
    """Values that a user may try, the rows that must be among the answer on the sample corpus, and how many there are."""

    given: dict[str, str] = Field(default_factory=dict)
    rows: int | None = None
    has: tuple[dict[str, Any], ...] = ()


class Query(Frozen):
    """A question with its SQL. ``name`` is its address, which does not change."""

    name: str
    order: int
    question: str
    title: str
    description: str
    parameters: tuple[Parameter, ...]
    sql: str
    example: Example


class _Shared(Frozen):
    """What several questions have in common."""

    parameters: dict[str, Parameter]
    tables: dict[str, str]
    expressions: dict[str, str]


@cache
def queries() -> tuple[Query, ...]:
    """Every question, in the order in which they are shown."""
    folder = files(__package__) / "queries"
    shared = _Shared.model_validate(tomllib.loads((folder / _SHARED).read_text("utf-8")))
    named = {file.name.removesuffix(".toml"): file for file in folder.iterdir() if file.name.endswith(".toml")}
    found = [_query(name, tomllib.loads(file.read_text("utf-8")), shared) for name, file in named.items() if file.name != _SHARED]
    return tuple(sorted(found, key=lambda one: one.order))


def query(name: str) -> Query:
    """The question with this name."""
    return next(one for one in queries() if one.name == name)


def values(asked: Query, given: Mapping[str, str] | None = None) -> dict[str, str]:
    """Every parameter of a question with its value, '' for what is not given, as Datasette binds them."""
    return {parameter.name: (given or {}).get(parameter.name, "") for parameter in asked.parameters}


def _query(name: str, told: dict[str, Any], shared: _Shared) -> Query:
    """The question as its file tells it, with what is shared put in."""
    parameters = tuple(_parameter(one, shared) for one in told.pop("parameters"))
    body, uses = _filled(told.pop("sql"), shared), told.pop("uses", [])
    tables = [_given(parameters), *(_filled(shared.tables[one], shared).strip() for one in uses)]
    own = re.match(r"\s*with\s+", body)
    rest = f",\n{body[own.end() :]}" if own else f"\n{body}"
    sql = "with recursive\n" + ",\n".join(tables) + rest
    return Query(name=name, parameters=parameters, sql=sql.strip(), **told)


def _parameter(told: str | dict[str, str], shared: _Shared) -> Parameter:
    """A parameter by its shared name, with what differs here."""
    if isinstance(told, str):
        return shared.parameters[told]
    known = shared.parameters.get(told["name"])
    return Parameter.model_validate((known.model_dump() if known else {}) | told)


def _given(parameters: tuple[Parameter, ...]) -> str:
    """The parameters as a table of one row, with their defaults where they are empty."""
    names = ", ".join(parameter.name for parameter in parameters)
    return f"given ({names}) as (select {', '.join(map(_value, parameters))})"


def _value(parameter: Parameter) -> str:
    value = f"trim(:{parameter.name})"
    if parameter.default:
        value = f"coalesce(nullif({value}, ''), '{parameter.default.replace(chr(39), chr(39) * 2)}')"
    elif parameter.type != "text":
        value = f"nullif({value}, '')"
    return _TYPES[parameter.type].format(value=value)


def _filled(sql: str, shared: _Shared) -> str:
    """The SQL with every ``@name(argument)`` written out."""
    while match := _MACRO.search(sql):
        sql = sql.replace(match[0], shared.expressions[match[1]].strip().replace("{}", match[2]))
    return sql


def described() -> Iterator[tuple[str, dict[str, Any]]]:
    """Every question as Datasette's metadata of a query, by its name."""
    for one in queries():
        yield (
            one.name,
            {
                "title": one.title,
                "description_html": _html(one),
                "sql": one.sql,
                "params": [parameter.name for parameter in one.parameters],
                "hide_sql": True,
            },
        )


def _html(asked: Query) -> str:
    """The question, what it counts, its parameters and an example, as Datasette shows them above the answer."""
    from urllib.parse import urlencode

    from markupsafe import escape

    parts = [f"<p><strong>{escape(asked.question)}</strong></p>"]
    parts += [f"<p>{escape(' '.join(part.split()))}</p>" for part in asked.description.strip().split("\n\n")]
    told = [f"<dt>{escape(one.name)}</dt><dd>{escape(_about(one))}</dd>" for one in asked.parameters]
    parts += ['<dl class="column-descriptions">', *told, "</dl>"] if told else []
    if asked.example.given:
        given = ", ".join(f"{name} {value}" for name, value in asked.example.given.items())
        address = f"{asked.name}?{urlencode(asked.example.given)}"
        parts.append(f'<p><a href="{escape(address)}">Exempel: {escape(given)}</a></p>')
    return "".join(parts)


def _about(parameter: Parameter) -> str:
    return parameter.about + (f" Lämnas det tomt: {parameter.default}." if parameter.default else "")
