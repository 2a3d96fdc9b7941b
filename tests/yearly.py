"""Editions of made-up plans and reports, for the tests of what succeeds what, and a way to compare them that needs no engine."""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Any

from made import AT, document, goal, status

from malspar.corpus.lineage import update
from malspar.corpus.pairing import here
from malspar.corpus.store import Database
from malspar.models.change import Added, Comparison, Link, LinkKind, Mode, Removed, Reported, Side, Wording
from malspar.models.document import Document, DocumentKind, Period
from malspar.models.goal import Goal, Kind, Meaning, Signal, Target

Given = tuple[Document, bytes]
GOALS = ("Alla barn kan simma", "Fler cyklar till arbetet", "Äldre äter gott", "Ån är ren")


def edition(name: str, years: int | tuple[int, int] | None, *goals: str | Goal, **facts: Any) -> Given:
    """A document of its own bytes, with goals of these texts."""
    data = name.encode()
    first, last = years if isinstance(years, tuple) else (years, years)
    period = None if first is None or last is None else Period(from_=first, to=last)
    nodes = [one if isinstance(one, Goal) else goal(one) for one in (goals or GOALS)]
    return document(data, *nodes, ref=name, **{"title": "Plan", "period": period} | facts), data


def media(given: Given, media_type: str) -> Given:
    """The same document in another format."""
    made, data = given
    return made.model_copy(update={"source": made.source.model_copy(update={"media_type": media_type})}), data


def judged(text: str, signal: Signal | None = None, meaning: Meaning | None = None, **fields: Any) -> Goal:
    """A task with a status."""
    return goal(text, **{"kind": Kind.UPPDRAG} | fields, status=status(signal, meaning))


def report(name: str, year: int, *goals: str | Goal, **facts: Any) -> Given:
    """A follow-up of a year."""
    return edition(name, year, *goals, **{"kind": DocumentKind.UPPFOLJNING, "title": "Uppföljning"} | facts)


def aimed(text: str, raw: str, **target: Any) -> Goal:
    """A goal with a mark."""
    return goal(text, target=Target(raw=raw, at=AT, **target))


def add(database: Database, *given: Given, compare: Any = None) -> list[tuple[str, str]]:
    """Save documents and bring the database up to date."""
    for made, data in given:
        database.save(made, data)
    return update(database, here(compare or by_text))


def by_text(old: Document, new: Document, *, mode: Mode | None = None) -> Comparison:
    """A comparison that pairs equal texts, those of one target by what stands before the last word."""
    ours, theirs = list(_sides(old)), list(_sides(new))
    pairs = [(one, other) for one in ours for other in theirs if _key(one[0]) == _key(other[0])]
    gone = [one for one, _ in ours if all(one is not left for (left, _), _ in pairs)]
    come = [one for one, _ in theirs if all(one is not right for _, (right, _) in pairs)]
    if mode is Mode.FOLLOW_UP:
        told = tuple(Reported(old=one, new=other, status=_status(node), score=1.0) for (one, _), (other, node) in pairs)
        return Comparison(old=old.id, new=new.id, mode=mode, reported=told, unreported=tuple(gone))
    return Comparison(
        old=old.id,
        new=new.id,
        mode=Mode.VERSIONS,
        links=tuple(_link(one, other) for one, other in pairs),
        removed=tuple(Removed(**dict(one)) for one in gone),
        added=tuple(Added(**dict(one)) for one in come),
    )


def _sides(of: Document) -> Iterator[tuple[Side, Goal]]:
    for node in of.goals:
        yield Side(id=node.id, text=node.text, kind=node.kind, label=node.label), node


def _key(side: Side) -> str:
    return side.text.rstrip("0123456789 %").casefold()


def _status(node: Goal) -> str | None:
    return (node.status.meaning or node.status.signal) if node.status else None


def _link(one: tuple[Side, Goal], other: tuple[Side, Goal]) -> Link:
    (old, before), (new, after) = one, other
    target = tuple(node.target.raw if node.target else None for node in (before, after))
    strength = "försvagad" if (before.modality, after.modality) == ("ska", "bör") else None
    return Link(
        kind=LinkKind.KEPT,
        old=(old,),
        new=(new,),
        wording=Wording.OFORANDRAD if old.text == new.text else Wording.OMFORMULERAD,
        target=target if target[0] != target[1] else None,
        status=(_status(before), _status(after)) if _status(before) != _status(after) else None,
        strength=strength,
        score=1.0,
    )


def derived(database: Database) -> dict[str, list[tuple[Any, ...]]]:
    """All that follows from the documents, without numbers that count rows."""
    queries = {
        "version": "select * from version",
        "succession": "select * from succession",
        "link": "select old_document, new_document, old_goal, new_goal, kind, wording, closing, over from link",
        "change": "select old_goal, new_goal, field, old, new from change join link on link.id = change.link",
        "lineage": "select * from lineage",
        "stale": "select organisation, document from stale",
    }
    return {name: sorted((tuple(row) for row in database.rows(sql)), key=repr) for name, sql in queries.items()}


def chain(database: Database) -> list[str]:
    """The successions as "2019→2020" by the references of the documents."""
    sql = (
        "select old.source_ref, new.source_ref from succession join document as old on old.id = old_document "
        "join document as new on new.id = new_document where mode = 'versions' order by 1, 2"
    )
    return [f"{old}→{new}" for old, new in database.rows(sql)]


def in_a_row(names: Sequence[str]) -> list[str]:
    """What ``chain`` gives for documents that follow each other."""
    return sorted(f"{old}→{new}" for old, new in pairwise(names))


def ident(name: str) -> str:
    """The id of the document of this name."""
    return hashlib.sha256(name.encode()).hexdigest()[:12]


def named(database: Database, goals: Iterable[str]) -> list[str]:
    """The references of the documents that goals stand in."""
    sql = "select source_ref from goal join document on document.id = goal.document where goal.id = ?"
    return [row[0] for one in goals for row in database.rows(sql, (one,))]
