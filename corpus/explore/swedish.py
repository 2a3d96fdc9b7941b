"""Datasette's own pages in Swedish: its templates with the phrases of ``described/phrases.toml`` put in the place of its own.

The templates are those that are installed, so that all of Datasette stays; what a later release words otherwise shows in English
until the phrase is mended, and a test tells.
"""

import re
import tomllib
from collections.abc import Callable
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from .metadata import tables

if TYPE_CHECKING:
    from jinja2 import Environment

    Source = tuple[str, str | None, Callable[[], bool] | None]

_STYLE = """
input[type=submit], button { background: #0b5cad !important; border-color: #0b5cad !important; color: #fff !important }
button#sql-format { background: #fff !important; color: #0b5cad !important }
.content summary { cursor: pointer; margin: 1em 0 }
.content dl { max-width: 45em } dt { font-weight: bold } dd { margin: 0 0 .4em 1.5em }
form.sql label { width: auto; min-width: 8em }
code { color: #555 }
a.cross, .filter-row a[href="#"] { display: inline-block; min-width: 24px; min-height: 24px; text-align: center }
a.cross { text-decoration: underline }
:focus-visible { outline: 3px solid #0b5cad; outline-offset: 2px }
"""

_WORDS = {
    "where": "där",
    "and": "och",
    "sorted by": "ordnade efter",
    "descending": "fallande",
    "search matches": "sökningen träffar",
    "contains": "innehåller",
    "does not contain": "innehåller inte",
    "starts with": "börjar med",
    "ends with": "slutar med",
    "in": "är någon av",
    "not in": "är ingen av",
    "is null": "är tom",
    "is not null": "är inte tom",
    "is blank": "är tom eller utan tecken",
    "is not blank": "är inte tom",
    "like": "liknar",
    "not like": "liknar inte",
    "array contains": "listan innehåller",
    "array does not contain": "listan innehåller inte",
    "date": "datum",
}


@cache
def phrases() -> dict[str, list[tuple[str, str]]]:
    """What stands in each template, and what is to stand there."""
    told = tomllib.loads((files(__package__) / "described" / "phrases.toml").read_text("utf-8"))
    return {name: [(old, new) for old, new in pairs] for name, pairs in told.items()}


def translate(environment: "Environment") -> None:
    """Let an environment of Datasette's templates speak Swedish."""
    from jinja2 import BaseLoader
    from markupsafe import Markup

    if environment.loader is None:
        return
    inner = environment.loader

    class Swedish(BaseLoader):
        def get_source(self, environment: "Environment", template: str) -> "Source":
            source, name, uptodate = inner.get_source(environment, template)
            return translated(template, source), name, uptodate

        def list_templates(self) -> list[str]:
            return inner.list_templates()

    environment.loader = Swedish()
    environment.globals |= {
        "malspar_title": title,
        "malspar_about": about,
        "malspar_crumb": crumb,
        "malspar_style": Markup(_STYLE),  # noqa: S704 - ours
    }
    environment.filters |= {"malspar_number": number, "malspar_filters": filters}


def translated(template: str, source: str) -> str:
    """A template with its phrases in Swedish."""
    for old, new in phrases().get(template, ()):
        source = source.replace(old, new)
    return source


def title(name: str) -> str:
    """What a table or view is called."""
    return tables()[name].title if name in tables() else name


def about(name: str) -> str:
    """What a table or view holds."""
    return tables()[name].description if name in tables() else ""


def crumb(label: str) -> str:
    """A step of the way to a page."""
    return "Databaser" if label == "home" else title(label)


def number(value: int) -> str:
    """A whole number as Swedish writes it."""
    return f"{value:,}".replace(",", "\u00a0")


def filters(told: str) -> str:
    """Datasette's description of filters and order; what stands in quotation marks is a user's own."""
    parts = re.split(r'("[^"]*")', told)
    return "".join(part if part.startswith('"') else _FOUND.sub(lambda match: _WORDS[match[0]], part) for part in parts)


_FOUND = re.compile(rf"(?<![\w])(?:{'|'.join(sorted(map(re.escape, _WORDS), key=len, reverse=True))})(?![\w])")
