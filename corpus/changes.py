"""What changed between two versions as it stands in a database, told for people: each goal once, what says most first."""

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from .compared.words import Runs, alike, clean, running
from .explore.pages.people import bodies
from .store import Database


class Node(NamedTuple):
    """A goal on one side."""

    id: str
    kind: str
    label: str | None
    text: str
    page: int | None


class Change(NamedTuple):
    """What became of one goal. ``runs`` is both texts as one with marks, where they are alike enough to be read so."""

    old: tuple[Node, ...]
    new: tuple[Node, ...]
    runs: Runs = ()
    facts: tuple[tuple[str, str], ...] = ()
    closing: str | None = None
    over: bool = False
    review: bool = False


class Group(NamedTuple):
    """The changes of one class, with what it is called and what it means."""

    name: str
    heading: str
    meaning: str
    changes: tuple[Change, ...]


_GROUPS = {
    "omformulerade": ("Omformulerade", "Samma mål, men orden lovar något annat än förut."),
    "uppdelade": ("Uppdelade", "Ett mål har blivit flera."),
    "sammanslagna": ("Sammanslagna", "Flera mål har blivit ett."),
    "borttagna": ("Borttagna", "Finns inte i det nya dokumentet. Står det där varför, visas den meningen."),
    "nya": ("Nya", "Fanns inte i det gamla dokumentet."),
    "ändrade": ("Samma ord, annat ändrat", "Status, ansvar, målvärde eller plats är en annan."),
    "oförändrade": ("Oförändrade", "Samma ord; stavning, radbrytning och nummer räknas inte."),
}
_CLASSES = {"split": "uppdelade", "merged": "sammanslagna", "removed": "borttagna", "added": "nya"}
_FACTS = {"strength": "Bindande verkan", "target": "Målvärde eller tidsgräns", "status": "Status", "parent": "Under"}
_SQL = """
select kind, wording, field, old, new, old_goal, new_goal, review, closing, over, bundle from "ändringar"
where old_document = ? and new_document = ? and kind in ('kept', 'split', 'merged', 'removed', 'added')
order by bundle, kind, old_goal, new_goal, field"""
_NODES = "select id, kind, label, text, page, position, document from goal where document in (?, ?) order by document, position"


def changes(database: Database, old: str, new: str) -> list[Group]:
    """The changes from one version to the next in groups; empty groups are left out."""
    nodes: dict[str, Node] = {}
    places: dict[str, int] = {}
    for row in database.rows(_NODES, (old, new)):
        nodes[row["id"]] = Node(row["id"], row["kind"], row["label"] and clean(row["label"]), clean(row["text"]), row["page"])
        places[row["id"]] = row["position"]
    bundles: dict[tuple[int, str], list[sqlite3.Row]] = defaultdict(list)
    for row in database.rows(_SQL, (old, new)):
        bundles[row["bundle"], row["kind"]].append(row)
    found: dict[str, list[Change]] = {name: [] for name in _GROUPS}
    for (_, kind), rows in bundles.items():
        change = _change(rows, nodes)
        found[_class(kind, rows[0]["wording"], change)].append(change)
    for some in found.values():
        some.sort(key=lambda one: (one.closing is not None, one.over, places[(one.new or one.old)[0].id]))
    return [Group(name, *_GROUPS[name], tuple(some)) for name, some in found.items() if some]


def _change(rows: Sequence[sqlite3.Row], nodes: dict[str, Node]) -> Change:
    first = rows[0]
    old, new = (_side((row[side] for row in rows), nodes) for side in ("old_goal", "new_goal"))
    both = running([one.text for one in old], [one.text for one in new]) if old and new else ()
    return Change(
        old,
        new,
        both if len(old) == len(new) == 1 and alike(both) >= 0.5 else (),
        tuple(dict.fromkeys(_facts(rows))),
        clean(first["closing"]) if first["closing"] else None,
        bool(first["over"]),
        any(row["review"] for row in rows),
    )


def _side(ids: Iterable[str | None], nodes: dict[str, Node]) -> tuple[Node, ...]:
    return tuple(nodes[one] for one in dict.fromkeys(ids) if one)


def _class(kind: str, wording: str | None, change: Change) -> str:
    if kind != "kept":
        return _CLASSES[kind]
    if wording == "omformulerad":
        return "omformulerade"
    return "ändrade" if change.facts else "oförändrade"


def _facts(rows: Iterable[sqlite3.Row]) -> Iterator[tuple[str, str]]:
    """What changed beside the words and the numbers; of who is responsible, bodies and roles only."""
    for row in rows:
        if row["field"] in _FACTS:
            before, after = (clean(row[side]) if row[side] else None for side in ("old", "new"))
            told = after or "" if row["field"] == "strength" else f"{before or 'inget'} → {after or 'inget'}"
            yield _FACTS[row["field"]], told
        elif row["field"] == "responsible":
            yield "Ansvar", " → ".join(", ".join(bodies((row[side] or "").split(", "))) or "ingen" for side in ("old", "new"))
