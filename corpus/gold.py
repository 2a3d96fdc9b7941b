"""Gold files: what a careful reader finds in a document, as YAML; and readings in the same shape, to be held against them.

The shape is that of the JSON which ``malspar extract`` writes, with less in it: all is optional, keys that are not known are
passed over, and a value may stand as printed or as an object with ``raw`` and its place.
"""

import json
import os
import unicodedata
from collections.abc import Iterable, Iterator
from importlib import import_module
from pathlib import Path
from typing import Annotated, Any, NamedTuple, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, ValidationError

from ..models.document import Adoption, DocumentKind, Facts
from ..models.errors import Unreadable, UsageProblem
from ..models.goal import Goal, Kind, Meaning, Signal, ValueKind
from .files import extracted

Item = TypeVar("Item")

_READ = frozenset({".pdf", ".html", ".htm", ".xhtml", ".txt", ".md", ".markdown", ".json"})


def _printed(value: object) -> str:
    """A value as printed: itself, or the ``raw`` or ``text`` of an object that also carries its place."""
    if isinstance(value, dict):
        value = value.get("raw", value.get("text"))
    return "" if value is None else str(value)


def _some(value: object) -> object:
    return () if value is None else value


def _as_status(value: object) -> object:
    return {"raw": value} if value and isinstance(value, str) else value or None


Printed = Annotated[str, BeforeValidator(_printed)]
Rows = Annotated[tuple[Item, ...], BeforeValidator(_some)]
Scalar = str | int | float | None


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="allow")


class Judged(_Part):
    """A status."""

    raw: Printed = ""
    signal: Scalar = None
    meaning: Scalar = None


class Figure(_Part):
    """A value of an indicator or goal."""

    raw: Printed = ""
    kind: Scalar = None
    year: Scalar = None


class Node(_Part):
    """A node of a tree, and those under it."""

    kind: Scalar = None
    term: Printed = ""
    label: Printed = ""
    text: Printed = ""
    page: Scalar = None
    year: Scalar = None
    responsible: Rows[Printed] = ()
    status: Annotated[Judged | None, BeforeValidator(_as_status)] = None
    values: Rows[Figure] = ()
    children: Rows["Node"] = ()


class Dated(_Part):
    """A milestone."""

    date: Printed = ""
    text: Printed = ""


class Tier(_Part):
    """A level of the steering chain."""

    term: Printed = ""
    kind: Scalar = None


class Stated(_Part):
    """A count that a document states about itself."""

    text: Printed = ""
    count: Scalar = None


class Tree(_Part):
    """What was found in one document, by a reader or by a program."""

    document: Annotated[dict[str, Any], BeforeValidator(lambda value: value or {})] = {}
    goals: Rows[Node] = ()
    milestones: Rows[Dated] = ()
    levels: Rows[Tier] = ()
    stated_totals: Rows[Stated] = ()
    empty_sections: Rows[Printed] = ()


class Matched(NamedTuple):
    """The trees of gold files and the references, by the stem of their names; and the references that no gold file goes with."""

    gold: dict[str, Tree]
    refs: dict[str, str]
    without: tuple[str, ...]


def needed(module: str) -> Any:
    """A module that only evaluating needs. Raises ``UsageProblem`` where it is not installed."""
    try:
        return import_module(module)
    except ImportError as error:
        raise UsageProblem(f"evaluate needs {module.partition('.')[0]}; type `pip install 'malspar[evaluate]'`") from error


def match(gold: str, refs: Iterable[str]) -> Matched:
    """Which reference goes with which gold file: those whose names have one stem. Folders are walked, gold files are read.

    Raises ``Unreadable`` where a gold file is none, ``UsageProblem`` where there is none, where two references have the stem
    of one, where none has, and where a package that evaluating needs is missing.
    """
    files = _gold_files(Path(gold))
    found: dict[str, str] = {}
    without = []
    for ref, given in _references(refs):
        stem = "stdin" if ref == "-" else _stem(ref)
        if stem not in files:
            without += [ref] * given
        elif found.setdefault(stem, ref) != ref:
            raise UsageProblem(f"both {found[stem]} and {ref} go with {files[stem]}; give one of them")
    if not found:
        raise UsageProblem(f"no document goes with {gold}; a gold file is called after its document: plan.yaml for plan.pdf")
    needed("rapidfuzz")  # told now, and not after minutes of reading
    return Matched({stem: read_gold(path) for stem, path in files.items()}, found, tuple(without))


def _gold_files(gold: Path) -> dict[str, Path]:
    if not gold.exists():
        raise UsageProblem(f"no gold file or folder {gold}; check the name")
    files = {_stem(path): path for path in (sorted(gold.glob("*.yaml")) if gold.is_dir() else [gold])}
    if not files:
        raise UsageProblem(f"no gold file in {gold}; give a folder with one YAML file for each document")
    return files


def _references(refs: Iterable[str]) -> Iterator[tuple[str, bool]]:
    """Each reference, and whether it was named itself; folders are replaced by the documents and JSON files in them."""
    for ref in refs:
        if not Path(ref).is_dir():
            yield ref, True
            continue
        for place, folders, files in os.walk(ref):
            folders[:] = sorted(name for name in folders if not name.startswith("."))
            yield from (
                (str(Path(place, name)), False)
                for name in sorted(files)
                if not name.startswith(".") and Path(name).suffix.lower() in _READ
            )


def _stem(ref: str | Path) -> str:
    """A name without its ending; ö as one character, however the disk spells it."""
    return unicodedata.normalize("NFC", Path(ref).stem)


def read_gold(path: Path) -> Tree:
    """The tree in a gold file. Raises ``Unreadable`` where it is none, ``UsageProblem`` without PyYAML."""
    yaml = needed("yaml")
    try:
        return Tree.model_validate(yaml.load(path.read_text("utf-8"), getattr(yaml, "CSafeLoader", yaml.SafeLoader)))
    except (OSError, ValueError, yaml.YAMLError) as error:
        raise Unreadable(f"{path} is no gold file: {_reason(error)}") from error


def read_tree(ref: str) -> Tree:
    """What the program finds at a reference, or what a JSON file says that it found. Raises ``MalsparError``."""
    if Path(ref).suffix.lower() != ".json":
        return Tree.model_validate_json(extracted(ref).to_json(blocks=False))
    try:
        return Tree.model_validate(json.loads(Path(ref).read_text("utf-8")))
    except FileNotFoundError as error:
        raise UsageProblem(f"no such file: {ref}; check the name") from error
    except (OSError, ValueError) as error:
        raise Unreadable(f"{ref} is not what `malspar extract` writes: {_reason(error)}") from error


def _reason(error: Exception) -> str:
    """The first thing that is wrong, and where."""
    if isinstance(error, ValidationError):
        first = error.errors()[0]
        place, wrong = (
            ".".join(map(str, first["loc"])) or "the whole",
            first["msg"].removeprefix("Input ").removeprefix("Value error, "),
        )
        return f"{place} {wrong.replace('a valid tuple', 'a list')}"
    return error.strerror or str(error) if isinstance(error, OSError) else str(error)


def told(matched: Matched) -> Iterator[str]:
    """What a user should know of the gold files and references before they are read."""
    if matched.without:
        yield f"no gold file goes with {', '.join(matched.without)}; left out"
    for stem, tree in matched.gold.items():
        if found := slips(tree):
            yield f"in the gold file of {stem} {'; '.join(found)}; no reading can match that"


def slips(tree: Tree) -> list[str]:
    """What a gold file holds that no reading can ever match: kinds, fields and status words that there are not."""
    found = [_no("field of the document", name) for name in tree.document if name not in Facts.model_fields]
    found += _foreign("kind of document", tree.document.get("kind"), DocumentKind)
    found += _foreign("adoption", tree.document.get("adoption"), Adoption)
    for node in walk(tree.goals):
        found += _foreign("kind of node", node.kind or "", Kind)
        found += [_no("field of a node", name) for name in node.model_extra or () if name not in Goal.model_fields]
        found += [] if node.text.strip() else ["a node has no text"]
        if node.status:
            found += _foreign("signal", node.status.signal, Signal) + _foreign("meaning", node.status.meaning, Meaning)
        found += [slip for value in node.values for slip in _foreign("kind of value", value.kind, ValueKind)]
    return list(dict.fromkeys(found))


def _foreign(what: str, value: object, known: Iterable[str]) -> list[str]:
    return [] if value is None or value in list(known) else [_no(what, value)]


def _no(what: str, value: object) -> str:
    return f"“{value}” is no {what}"


def walk(nodes: Iterable[Node]) -> Iterator[Node]:
    """Every node in reading order."""
    for node in nodes:
        yield node
        yield from walk(node.children)
