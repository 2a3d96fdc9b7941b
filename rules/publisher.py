"""How publishing systems mark the parts of a page, kept as TOML in ``systems/``.

A mark names classes and ids (``*`` stands for any characters) with what they mean; lines are the sentences that the system
itself prints on a page. Every name and line is used by an example, and every example is a test.
"""

import re
import tomllib
from collections.abc import Iterable
from enum import StrEnum
from functools import cache, lru_cache
from importlib.resources import files

from pydantic import Field

from ..models.block import Frozen

LETTERS = r"\w*"


class Part(StrEnum):
    """What an element of a page is to its reader."""

    MAIN = "main"  # holds the content
    DROPPED = "dropped"  # a cookie banner, a skip link
    MENU = "menu"  # links to other pages
    CHAPTERS = "chapters"  # links to the other pages of a report that is one document
    FURNITURE = "furniture"  # breadcrumbs, feedback, sharing, the page's own dates
    FOOTER = "footer"  # the foot of the page
    CONTENTS = "contents"  # links to headings of the page
    TITLE = "title"  # the title of a page without h1
    PANEL = "panel"  # shown when its heading is pressed
    UNSEEN = "unseen"  # for screen readers only
    GLYPH = "glyph"  # its text is the name of a drawn symbol
    STATUS = "status"  # shows a status by colour


class Mark(Frozen):
    """Class names and ids that mean the same; ``examples`` are elements that bear them."""

    part: Part
    classes: tuple[str, ...] = ()
    ids: tuple[str, ...] = ()
    examples: tuple[str, ...]


class Lines(Frozen):
    """Starts of the lines that a system prints of itself; ``then`` is a pattern for what must follow the form."""

    forms: tuple[str, ...]
    then: str = r"(?!\w)"
    examples: tuple[str, ...]
    counter: tuple[str, ...] = ()


class System(Frozen):
    """One publishing system: what its generator or class names look like, its marks, its lines, its colour words.

    ``generators`` stand in what a page says that it was made by, or in what a PDF names as its creator or producer; ``made``
    holds examples of both.
    """

    name: str
    generators: tuple[str, ...] = ()
    made: tuple[str, ...] = ()
    tell: tuple[str, ...] = ()
    marks: tuple[Mark, ...] = Field((), alias="mark")
    lines: dict[str, Lines] = Field(default_factory=dict)
    colours: dict[str, tuple[str, ...]] = Field(default_factory=dict)


@cache
def systems() -> tuple[System, ...]:
    """Every system there is a file for."""
    folder = files(__package__).joinpath("systems")
    names = sorted(entry.name for entry in folder.iterdir() if entry.name.endswith(".toml"))
    return tuple(System.model_validate(tomllib.loads(folder.joinpath(name).read_text("utf-8"))) for name in names)


@cache
def _names(kind: str) -> tuple[tuple[Part, re.Pattern[str]], ...]:
    """For each part of a page, one pattern of all class names (``kind`` "classes") or ids ("ids") that mean it."""
    found: dict[Part, list[str]] = {}
    for system in systems():
        for mark in system.marks:
            found.setdefault(mark.part, []).extend(getattr(mark, kind))
    return tuple((part, _pattern(forms)) for part, forms in found.items() if forms)


def _pattern(forms: Iterable[str], wild: str = ".*") -> re.Pattern[str]:
    """A pattern for any of the forms, ``*`` standing for ``wild``."""
    return re.compile("|".join(re.escape(form).replace(r"\*", wild) for form in forms), re.IGNORECASE)


@lru_cache(maxsize=8192)
def parts(classes: str, name: str = "") -> frozenset[Part]:
    """What an element with these class names and this id is."""
    found = {part for part, pattern in _names("classes") if any(pattern.fullmatch(word) for word in classes.split())}
    found |= {part for part, pattern in _names("ids") if name and pattern.fullmatch(name)}
    return frozenset(found)


@cache
def _line_forms() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """For each kind of line, a pattern of its lines' starts."""
    return tuple(
        (kind, re.compile(rf"(?:{_pattern(lines.forms, LETTERS).pattern}){lines.then}", re.IGNORECASE))
        for system in systems()
        for kind, lines in system.lines.items()
    )


@lru_cache(maxsize=8192)
def line(text: str) -> str | None:
    """The kind of a line that the system prints of itself ("date", "feedback", "related" …), or None for content."""
    if len(text) > 300:
        return None
    return next((kind for kind, pattern in _line_forms() if pattern.match(text)), None)


@cache
def _colours() -> tuple[tuple[re.Pattern[str], str], ...]:
    """Patterns of the words that class and file names tell a colour by."""
    return tuple(
        (re.compile(rf"(?:^|[^a-zåäö])(?:{'|'.join(words)})(?:[^a-zåäö]|$)", re.IGNORECASE), code)
        for system in systems()
        for code, words in system.colours.items()
    )


@lru_cache(maxsize=8192)
def colour(name: str) -> str | None:
    """The colour "#rrggbb" that a class or file name tells ("status-gron", "red.png"), or None."""
    return next((code for pattern, code in _colours() if pattern.search(name)), None)


def told(generator: str, classes: Iterable[str]) -> tuple[str, ...]:
    """Names of the systems that a page's generator line or its class names tell."""
    names = frozenset(classes)
    return tuple(
        system.name
        for system in systems()
        if (system.generators and re.search(_pattern(system.generators), generator))
        or (system.tell and any(_pattern(system.tell).fullmatch(name) for name in names))
    )
