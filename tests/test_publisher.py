"""Every class, id and line in systems/*.toml is used by an example, and every example means what its table says."""

import re
from collections.abc import Iterator
from fnmatch import fnmatch

import pytest

from malspar.rules import publisher
from malspar.rules.publisher import Lines, Mark, System

MARKS = [pytest.param(mark, id=f"{system.name}-{mark.part}") for system in publisher.systems() for mark in system.marks]
LINES = [
    pytest.param(kind, lines, id=f"{system.name}-{kind}")
    for system in publisher.systems()
    for kind, lines in system.lines.items()
]


def attribute(example: str, name: str) -> str:
    """The value of an attribute of an example."""
    found = re.search(rf'{name}="([^"]*)"', example)
    return found[1] if found else ""


def names(mark: Mark) -> Iterator[tuple[str, str]]:
    """Every class and id of a mark, with which of the two it is."""
    yield from (("class", name) for name in mark.classes)
    yield from (("id", name) for name in mark.ids)


@pytest.mark.parametrize("mark", MARKS)
def test_examples_of_marks(mark: Mark) -> None:
    for example in mark.examples:
        assert mark.part in publisher.parts(attribute(example, "class"), attribute(example, "id")), example
    for kind, name in names(mark):
        used = (word for example in mark.examples for word in attribute(example, kind).split())
        assert any(fnmatch(word.lower(), name.lower()) for word in used), f"{name} has no example"


@pytest.mark.parametrize(("kind", "lines"), LINES)
def test_examples_of_lines(kind: str, lines: Lines) -> None:
    for example in lines.examples:
        assert publisher.line(example) == kind, example
    for example in lines.counter:
        assert publisher.line(example) is None, example
    for form in lines.forms:
        assert any(fnmatch(example.lower(), f"{form}*") for example in lines.examples), f"{form} has no example"


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("status-gron", "#2e7d32"),
        ("red.png", "#c62828"),
        ("bollar gul", "#f9a825"),
        ("fa text-success", "#2e7d32"),
        ("bredd", None),
    ],
)
def test_names_tell_colours(name: str, code: str | None) -> None:
    assert publisher.colour(name) == code


@pytest.mark.parametrize("system", publisher.systems(), ids=lambda system: system.name)
def test_systems_are_told_by_what_they_print_of_themselves(system: System) -> None:
    for example in system.made:
        assert publisher.told(example, []) == (system.name,), example
    for form in system.generators:
        assert any(fnmatch(example.lower(), f"*{form}*") for example in system.made), f"{form} has no example"


def test_systems_are_told_by_generator_and_classes() -> None:
    assert publisher.told("SiteVision 9", []) == ("Sitevision",)
    assert publisher.told("", ["wp-block-group"]) == ("WordPress",)
    assert publisher.told("pandoc", ["row"]) == ()
