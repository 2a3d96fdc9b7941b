"""The two documents of a comparison: read from a file, from JSON, or taken from a database; and what to know of them first."""

import hashlib
import json
import re
import sys
import unicodedata
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from importlib.metadata import version
from pathlib import Path
from typing import Any, NamedTuple

from pydantic import ValidationError

from ..models.block import At, Source
from ..models.change import Comparison, Mode
from ..models.document import Document, DocumentKind, Facts, Period
from ..models.errors import Refused, Unreadable, UsageProblem
from ..models.goal import Goal, Kind, Passage, Responsible, Status, Value
from ..rules.swedish import fold
from .files import extracted
from .gold import Figure, Node, Tree

Years = tuple[int, int]

_JSON = "application/json"
_ID = re.compile("[0-9a-f]{12}")
_REMEDY = "give what `malspar extract` writes, or an object with goals, each with kind, text and children"


class Given(NamedTuple):
    """What the user names on one side: a reference or an id, and the period in place of what the document says.

    ``data`` is what an address led to.
    """

    ref: str
    period: Years | None = None
    data: bytes | None = None


def sides(old: Given, new: Given, database: str | None = None) -> tuple[Document, Document]:
    """Both documents, with their blocks where there are some.

    Raises ``MalsparError``: ``UsageProblem`` for what is not there, ``Unreadable`` for JSON that is none of ours.
    """
    if old.ref == new.ref == "-":
        raise UsageProblem("both documents cannot come from standard input; give a file for one of them")
    stored = _stored(database, [given.ref for given in (old, new)])
    first, second = (_dated(stored.get(given.ref) or _read(given), given.period) for given in (old, new))
    return first, second


def _stored(database: str | None, refs: list[str]) -> dict[str, Document]:
    """The documents of the database that are named by their id."""
    ids = [ref for ref in dict.fromkeys(refs) if _ID.fullmatch(ref)]
    if database is None:
        absent = [ref for ref in ids if not Path(ref).exists()]
        if absent:
            raise UsageProblem(f"{absent[0]} is not there: check the path, or name its database: --database DB")
        return {}
    from .store import open_database

    with ExitStack() as stack:
        opened = stack.enter_context(open_database(database))
        return {identity: opened.load(identity) for identity in ids}


def _dated(document: Document, period: Years | None) -> Document:
    """The document with the period that the user gives."""
    if period is None:
        return document
    years = Period(from_=period[0], to=period[1])
    return document.model_copy(update={"document": document.document.model_copy(update={"period": years})})


def _read(given: Given) -> Document:
    """The document at a reference; whether it is JSON is told by its content."""
    if given.ref == "-":
        return _standard_input(given)
    if given.data is not None:
        return _json(given.ref, given.data) or extracted(given.ref, period=_years(given.period), data=given.data)
    if _may_be_json(given.ref):
        from ..extractor.bounds import LARGEST

        with Path(given.ref).open("rb") as file:
            data = file.read(LARGEST + 1)
        if (found := _json(given.ref, data)) is not None:
            return found
    return extracted(given.ref, period=_years(given.period))


def _standard_input(given: Given) -> Document:
    from ..extractor.bounds import LARGEST

    data = sys.stdin.buffer.read(LARGEST + 1)
    if len(data) > LARGEST:
        raise Refused(f"standard input is larger than {LARGEST // 1024**2} MiB: give a part of it")
    return _json("-", data) or extracted("-", period=_years(given.period), data=data)


def _may_be_json(ref: str) -> bool:
    try:
        with Path(ref).open("rb") as file:
            start = file.read(64).removeprefix(b"\xef\xbb\xbf").lstrip()
    except (OSError, ValueError):
        return False  # the reader tells what is wrong with it
    return start[:1] in {b"{", b"["} or (Path(ref).suffix.lower() == ".json" and not start.startswith((b"%PDF", b"<")))


def _json(ref: str, data: bytes) -> Document | None:
    """The document that a JSON file holds, or None where the bytes are no JSON and are not called so."""
    name = "standard input" if ref == "-" else ref
    try:
        found = json.loads(data)
    except ValueError as error:
        if Path(ref).suffix.lower() != ".json":
            return None
        raise Unreadable(f"{name} is no JSON ({error}); {_REMEDY}") from error
    try:
        if _is_ours(found):
            return _in_order(Document.model_validate_json(data))
        return _in_order(_bare(ref, hashlib.sha256(data).hexdigest(), _tree(found)))
    except ValidationError as error:
        raise Unreadable(f"{name} is no document in JSON: {_wrong(error)}; {_REMEDY}") from error
    except ValueError as error:
        raise Unreadable(f"{name} is no document in JSON: {error}; {_REMEDY}") from error


def _in_order(document: Document) -> Document:
    """The document, whose period must not end before it begins; what is read from a printed page is left as it is printed."""
    period = document.document.period
    if period is not None and period.to < period.from_:
        raise ValueError(f"document.period: {period.to} is before {period.from_}")
    return document


def _is_ours(found: Any) -> bool:
    """Whether an object is what `malspar extract` writes, whole or damaged: its goals, or it itself, have an id."""
    if not isinstance(found, dict) or "goals" not in found:
        return False
    goals = [goal for goal in found["goals"] or () if isinstance(goal, dict)]
    return all("id" in goal for goal in goals) if goals else "id" in found


def _wrong(error: ValidationError) -> str:
    """The first thing that is wrong, and where."""
    first = error.errors()[0]
    return f"{'.'.join(map(str, first['loc'])) or 'the whole'}: {first['msg'].removeprefix('Value error, ')}"


def _tree(found: Any) -> Tree:
    """A tree of goals: an object with them, a list of them, or one."""
    if isinstance(found, list):
        found = {"goals": found}
    elif isinstance(found, dict) and "goals" not in found and {"kind", "text"} <= found.keys():
        found = {"goals": [found]}
    if not isinstance(found, dict) or not isinstance(found.get("goals"), list):
        raise ValueError("it has no goals")  # noqa: TRY004 - told to the user as any other flaw of the file
    try:
        json.dumps(found, ensure_ascii=False).encode()
    except UnicodeEncodeError as error:
        raise ValueError("it has half a character in it") from error
    return Tree.model_validate(found)


def _bare(ref: str, sha256: str, tree: Tree) -> Document:
    """A document of what stands in a bare tree; facts that are not told stay unknown."""
    facts = {name: value for name, value in tree.document.items() if name in Facts.model_fields and name != "at"}
    identity = sha256[:12]
    seen: Counter[str] = Counter()
    return Document(
        id=identity,
        document=Facts.model_validate({"kind": DocumentKind.OVRIGT} | facts),
        source=Source(ref=ref, sha256=sha256, media_type=_JSON, reader=f"malspar {version('malspar')}"),
        goals=tuple(_goal(node, identity, seen) for node in tree.goals),
    )


def _goal(node: Node, document: str, seen: Counter[str]) -> Goal:
    """The goal that a bare node stands for, its id made as that of every goal (decision D14)."""
    if node.kind not in list(Kind):
        raise ValueError(f"“{node.kind}” is no kind of goal")
    if not node.text.strip():
        raise ValueError("a goal has no text")
    text = unicodedata.normalize("NFC", " ".join(node.text.split()))
    key = fold(text)
    identity = f"{document}-{hashlib.sha256(f'{key}#{seen[key]}'.encode()).hexdigest()[:8]}"
    seen[key] += 1
    at = At(rule="given")
    status = node.status and Status.model_validate(
        {"raw": node.status.raw or None, "signal": node.status.signal, "meaning": node.status.meaning}
        | {"evidence": "given", "at": at}
    )
    return Goal.model_validate(
        {"id": identity, "kind": node.kind, "text": text, "page": node.page, "year": node.year, "at": at}
        | {"term": node.term or None, "label": node.label or None, "status": status or None}
        | {"description": _passage(node, at)}
        | {"responsible": tuple(Responsible(raw=body, at=at) for body in node.responsible)}
        | {"values": tuple(_value(value, at) for value in node.values if value.kind)}
        | {"children": tuple(_goal(child, document, seen) for child in node.children)}
    )


def _passage(node: Node, at: At) -> Passage | None:
    """A node's description, told as text or as an object with it."""
    told = (node.model_extra or {}).get("description")
    text = told.get("text") if isinstance(told, dict) else told
    return Passage(text=str(text), at=at) if text else None


def _value(value: Figure, at: At) -> Value:
    group = (value.model_extra or {}).get("group")
    return Value.model_validate({"raw": value.raw, "kind": value.kind, "year": value.year, "group": group, "at": at})


def _years(period: Years | None) -> str | None:
    return f"{period[0]}-{period[1]}" if period else None


def told(old: Document, new: Document, comparison: Comparison, refs: tuple[str, str]) -> Iterator[str]:
    """What a user should know of a comparison, each in one line; ``refs`` is what the two were named by."""
    pairs = tuple(zip(("old", "new"), refs, (old, new), strict=True))
    if old.id == new.id:
        yield f"old and new are the same version ({old.id}), so nothing has changed; give two versions"
        return
    if _organisations_differ(old, new):
        ours, theirs = old.document.organisation, new.document.organisation
        yield f"two organisations: {refs[0]} is of {ours}, {refs[1]} of {theirs}; compared all the same"
    for _, ref, document in pairs:
        if not document.goals:
            given = document.source.media_type == _JSON
            remedy = "give one with goals" if given else f"`malspar outline {document.source.ref}` shows how it was read"
            yield f"{ref} has no goals; {remedy}"
    if comparison.mode is Mode.FOLLOW_UP and old.document.kind is DocumentKind.UPPFOLJNING:
        yield f"{refs[0]} is a follow-up, and what it reports on is told from the plan: give the plan first, {refs[1]} {refs[0]}"
    if comparison.mode is Mode.VERSIONS:
        yield from _order(pairs)
        if comparison.removed and new.blocks is None and new.source.media_type != _JSON:
            yield f"{refs[1]} has no blocks, so sentences that close goals may be missed; make it with `malspar extract --blocks`"


def _order(pairs: tuple[tuple[str, str, Document], ...]) -> Iterator[str]:
    """Whether the periods tell which of two versions is the older one."""
    years = ("2019-2022", "2023-2026")
    unknown = [place for place, (_, _, document) in enumerate(pairs) if document.document.period is None]
    if unknown:
        refs = " and ".join(pairs[place][1] for place in unknown)
        options = " ".join(f"--{pairs[place][0]}-period {years[place]}" for place in unknown)
        yield f"the period of {refs} is unknown, so they are compared in the order given; type {options}"
        return
    (_, _, old), (_, _, new) = pairs
    if old.document.period and new.document.period and old.document.period.from_ > new.document.period.to:
        yield f"{pairs[0][1]} is for later years than {pairs[1][1]}; compared in the order given"


def _organisations_differ(old: Document, new: Document) -> bool:
    for ours, theirs in (
        (old.document.organisation_code, new.document.organisation_code),
        (old.document.organisation, new.document.organisation),
    ):
        if ours and theirs:
            return fold(ours) != fold(theirs)
    return False
