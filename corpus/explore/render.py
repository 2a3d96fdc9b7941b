"""The templates of the pages: they escape, and get what they say numbers, dates and kinds with."""

import hashlib
from collections.abc import Callable
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from ..compared.page import equip
from .pages import addresses
from .spoken import counted, number

if TYPE_CHECKING:
    from jinja2 import Environment

STYLE, SCRIPT, COMPARED, TABLES = "stil.css", "sida.js", "jamfor.js", "databas.js"
_FILES = {
    STYLE: ("templates/compared.css", "explore/static/pictures.css", "explore/static/site.css"),
    SCRIPT: ("explore/static/site.js",),
    COMPARED: ("templates/compared.js",),
    TABLES: ("explore/static/datasette.js",),
}

SIGNS = {"grön": "●", "ljusgrön": "●", "mörkgrön": "●", "gul": "◆", "orange": "◆", "röd": "▲", "grå": "○"}
"""The shape that stands beside the word of a status, so that colour alone tells nothing."""

KINDS = {
    "vision": "visioner",
    "inriktning": "inriktningar",
    "målområde": "målområden",
    "mål": "mål",
    "delmål": "delmål",
    "uppdrag": "uppdrag",
    "aktivitet": "aktiviteter",
    "indikator": "indikatorer",
    "skrivning": "skrivningar",
}


@cache
def static(name: str) -> str | None:
    """The style sheet of all pages, or a script; None where it is no file of ours."""
    if name not in _FILES:
        return None
    root = files("malspar.corpus")
    return "\n".join(root.joinpath(part).read_text("utf-8") for part in _FILES[name])


@cache
def _version(name: str) -> str:
    """What tells one content of a static file from another."""
    return hashlib.sha256((static(name) or "").encode()).hexdigest()[:12]


@cache
def environment() -> "Environment":
    """The templates, also those of a comparison."""
    from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined

    made = Environment(
        loader=ChoiceLoader([PackageLoader("malspar.corpus.explore", "templates/malspar"), PackageLoader("malspar.corpus")]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    equip(made)
    made.filters |= {"count": number, "counted": counted, "named": named, "json_address": addresses.as_data}
    made.globals |= {
        "SIGNS": SIGNS,
        "KINDS": KINDS,
        "STYLE": STYLE,
        "SCRIPT": SCRIPT,
        "COMPARED": COMPARED,
        "addresses": addresses,
    }
    return made


def named(node: dict[str, Any]) -> str:
    """The kind and the number of a node; a number that has the kind's name in it says both."""
    label = " ".join((node["label"] or "").split())
    return label if node["kind"] in label.casefold().split() else f"{node['kind']} {label}".strip()


def render(template: str, prefix: str, data: dict[str, Any], **beside: Any) -> str:
    """A page. ``prefix`` stands before every address of ours, where the pages do not lie at the root of the server."""

    def at(address: str) -> str:
        return f"{prefix}{address}"

    def file(name: str) -> str:
        return f"{prefix}{addresses.START}/-/{name}?v={_version(name)}"

    to: dict[str, Callable[[str], str]] = {"at": at, "file": file}
    return environment().get_template(template).render(page=data, **to, **beside)
