"""A comparison as a list of what happened to each goal, in groups: what changed in substance first."""

from collections.abc import Iterator
from enum import StrEnum
from itertools import chain
from typing import NamedTuple

from ...models.block import At
from ...models.change import (
    Added,
    Candidate,
    Comparison,
    Link,
    LinkKind,
    Mode,
    Pair,
    Removed,
    Reported,
    ResponsibleChange,
    Side,
    Wording,
)
from ...models.document import Document
from ...models.goal import Goal
from .words import Run, Runs, alike, apart, clean, plain, running


class Group(StrEnum):
    """What became of a goal on the whole, in the order in which it is told."""

    OMFORMULERAD = "omformulerad"
    UPPDELAD = "uppdelad"
    SAMMANSLAGEN = "sammanslagen"
    BORTTAGEN = "borttagen"
    NY = "ny"
    ANDRAD = "ändrad"
    REDAKTIONELL = "redaktionell"
    OMNUMRERAD = "omnumrerad"
    OFORANDRAD = "oförändrad"
    EJ_ATERRAPPORTERAD = "ej återrapporterad"
    ATERRAPPORTERAD = "återrapporterad"


class Facet(StrEnum):
    """What changed beside the words."""

    BINDNING = "bindning"
    MALVARDE = "målvärde"
    STATUS = "status"
    ANSVAR = "ansvar"
    FLYTTAD = "flyttad"
    OMNUMRERAD = "omnumrerad"


class Fact(NamedTuple):
    """One thing that changed beside the words: what stood before and after, and what kind of change that is."""

    facet: Facet
    before: str | None = None
    after: str | None = None
    says: str | None = None


class Cell(NamedTuple):
    """A node on its side: its words with marks, and what it hangs under."""

    side: Side
    runs: Runs
    under: str | None


class Entry(NamedTuple):
    """What happened to one goal. ``running`` is both texts as one, where they are alike enough to be read so."""

    group: Group
    old: tuple[Cell, ...] = ()
    new: tuple[Cell, ...] = ()
    running: Runs = ()
    facts: tuple[Fact, ...] = ()
    closing: str | None = None
    closing_at: At | None = None
    over: bool = False
    status: str | None = None
    score: float | None = None
    review: bool = False
    candidates: tuple[Candidate, ...] = ()

    @property
    def silent(self) -> bool:
        """Whether a goal is gone without a word."""
        return self.group is Group.BORTTAGEN and not self.closing and not self.over


class Held(NamedTuple):
    """Two documents, the comparison of them, and what happened to each goal."""

    old: Document
    new: Document
    comparison: Comparison
    entries: tuple[Entry, ...]

    def of(self, group: Group) -> tuple[Entry, ...]:
        """The entries of a group."""
        return tuple(entry for entry in self.entries if entry.group is group)

    @property
    def follow_up(self) -> bool:
        """Whether the new document reports on the old one."""
        return self.comparison.mode is Mode.FOLLOW_UP


def held(comparison: Comparison, old: Document, new: Document) -> Held:
    """The comparison with what the documents add to it, in the order in which it is told."""
    trees = _Trees(_Tree(old), _Tree(new))
    entries = chain(
        (_linked(link, trees) for link in comparison.links),
        (_removed(one, trees.old) for one in sorted(comparison.removed, key=lambda one: (one.over, one.closing is not None))),
        (_added(one, trees.new) for one in comparison.added),
        (Entry(Group.EJ_ATERRAPPORTERAD, old=(trees.old.cell(side),)) for side in comparison.unreported),
        (_reported(one, trees) for one in comparison.reported),
    )
    order = list(Group)
    return Held(old, new, comparison, tuple(sorted(entries, key=lambda entry: order.index(entry.group))))


class _Tree:
    """The goals of a document by id, and what each hangs under."""

    def __init__(self, document: Document) -> None:
        self.goals: dict[str, Goal] = {}
        self._parents: dict[str, Goal] = {}
        self._add(document.goals, None)

    def _add(self, goals: tuple[Goal, ...], parent: Goal | None) -> None:
        for goal in goals:
            self.goals[goal.id] = goal
            if parent:
                self._parents[goal.id] = parent
            self._add(goal.children, goal)

    def under(self, side: Side) -> str | None:
        """The number and the text of what a node hangs under."""
        parent = self._parents.get(side.id)
        return clean(f"{parent.label or ''} {parent.text}") if parent else None

    def cell(self, side: Side, runs: Runs | None = None) -> Cell:
        return Cell(side, runs or (Run("=", clean(side.text)),), self.under(side))

    def bodies(self, sides: tuple[Side, ...]) -> str | None:
        """Who is responsible for nodes, as printed."""
        goals = [self.goals[side.id] for side in sides if side.id in self.goals]
        return ", ".join(dict.fromkeys(clean(body.raw) for goal in goals for body in goal.responsible)) or None


class _Trees(NamedTuple):
    old: _Tree
    new: _Tree


def _linked(link: Link, trees: _Trees) -> Entry:
    facts = tuple(_facts(link, trees))
    old, new, both = _texts(link.old, link.new, trees, same=link.wording is Wording.OFORANDRAD)
    return Entry(
        _group(link, facts),
        old=old,
        new=new,
        running=both,
        facts=facts,
        score=link.score,
        review=link.review,
        candidates=link.candidates,
    )


def _reported(one: Reported, trees: _Trees) -> Entry:
    old, new, both = _texts((one.old,), (one.new,), trees)
    status = clean(one.status) if one.status else None
    return Entry(Group.ATERRAPPORTERAD, old=old, new=new, running=both, status=status, score=one.score, review=one.review)


def _texts(
    old: tuple[Side, ...], new: tuple[Side, ...], trees: _Trees, *, same: bool = False
) -> tuple[tuple[Cell, ...], tuple[Cell, ...], Runs]:
    """The cells of both sides, and one text of both where one node became one and most words stayed; ``same``: no marks."""
    before, after = ([side.text for side in sides] for sides in (old, new))
    both = (Run("=", clean(" ".join(after))),) if same else running(before, after)
    gone, come = (plain(before), plain(after)) if same else apart(before, after)
    single = len(old) == len(new) == 1 and alike(both) >= 0.5
    return tuple(map(trees.old.cell, old, gone)), tuple(map(trees.new.cell, new, come)), both if single else ()


def _group(link: Link, facts: tuple[Fact, ...]) -> Group:
    if link.kind is not LinkKind.KEPT:
        return Group.UPPDELAD if link.kind is LinkKind.SPLIT else Group.SAMMANSLAGEN
    if link.wording is Wording.OMFORMULERAD:
        return Group.OMFORMULERAD
    if any(fact.facet is not Facet.OMNUMRERAD for fact in facts):
        return Group.ANDRAD
    if link.wording is Wording.REDAKTIONELL:
        return Group.REDAKTIONELL
    return Group.OMNUMRERAD if facts else Group.OFORANDRAD


def _removed(one: Removed, tree: _Tree) -> Entry:
    return Entry(
        Group.BORTTAGEN,
        old=(tree.cell(one),),
        closing=clean(one.closing) if one.closing else None,
        closing_at=one.closing_at,
        over=one.over,
        review=one.review,
        candidates=one.candidates,
    )


def _added(one: Added, tree: _Tree) -> Entry:
    return Entry(Group.NY, new=(tree.cell(one),), review=one.review, candidates=one.candidates)


def _facts(link: Link, trees: _Trees) -> Iterator[Fact]:
    if link.strength:
        yield Fact(Facet.BINDNING, says=str(link.strength))
    if link.target:
        yield Fact(Facet.MALVARDE, *_pair(link.target))
    if link.status:
        yield Fact(Facet.STATUS, *_pair(link.status))
    if link.responsible or link.responsible_change:
        yield _responsible(link, trees)
    if link.moved:
        yield Fact(Facet.FLYTTAD, _above(trees.old, link.old), _above(trees.new, link.new))
    if link.relabelled:
        yield Fact(Facet.OMNUMRERAD, *_pair(link.relabelled))


def _responsible(link: Link, trees: _Trees) -> Fact:
    """Bodies that were only reorganised are not told by the link; then the documents tell what they are called."""
    says = str(link.responsible_change) if link.responsible_change is ResponsibleChange.OMORGANISATION else None
    if link.responsible:
        before, after = (", ".join(map(clean, bodies)) or None for bodies in link.responsible)
    else:
        before, after = trees.old.bodies(link.old), trees.new.bodies(link.new)
    return Fact(Facet.ANSVAR, before, after, says)


def _above(tree: _Tree, sides: tuple[Side, ...]) -> str:
    """What nodes hang under."""
    return " / ".join(dict.fromkeys(f"”{under}”" if (under := tree.under(side)) else "överst" for side in sides))


def _pair(pair: Pair) -> tuple[str | None, str | None]:
    before, after = pair
    return clean(before) if before else None, clean(after) if after else None
