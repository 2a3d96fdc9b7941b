"""How likely a node is right: its text, its kind and its parent together.

What tells is known without a gold file: the rule that read the node, how its text looks, how it fits among its siblings and
those of its kind, and what the document says of itself. Each such trait has a weight in ``rules/confidence.toml``; the sum of a
node's weights gives its confidence. ``tests/quality/calibrate.py`` fits the weights.
"""

import math
import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from ..models.document import DocumentKind, Facts
from ..models.goal import Goal, Kind, Level, StatedTotal
from ..rules import kinds
from ..rules.swedish import fold
from .goals.nodes import GROUPS, RANK

LEAST, MOST = 0.02, 0.995
_GOALS = frozenset({Kind.MAL, Kind.DELMAL})
_SMALL = frozenset({Kind.UPPDRAG, Kind.AKTIVITET, Kind.INDIKATOR})
_OWNED = frozenset({DocumentKind.AGARDIREKTIV, DocumentKind.VERKSAMHETSPLAN})
_UNLIKE_PLANS = frozenset({DocumentKind.OVRIGT, DocumentKind.MALMODELL, DocumentKind.MALPROCESS})
_SENTENCES = re.compile(r"\w{3}[.?!]\s+[A-ZÅÄÖ]")
_DAY = re.compile(r"\b[0-3]?\d \w{3,9} (?:19|20)\d\d\b|\b(?:19|20)\d\d-\d\d-\d\d\b")
_COLUMN = re.compile(r"\b(?:Målvärde|Utfall|Prognos|Status|Ansvarig|Kommentar|Resultat|Trend)\b")
_OTHERS = re.compile(r"\benligt\b|\b\w*lagen\b|\w*överenskommelse|\b(?:du|dig|ni|er)\b", re.IGNORECASE)
_REPORTED = re.compile(r"\b(?:har|hade)\b(?: \w+)? \w+[ait]t\b", re.IGNORECASE)
_NUMBERS = re.compile(r"\d+(?:\.(?:\d+|[a-zåäö]\b))+")
_SPACED = re.compile(r"(?:\b\w ){4}")

Weights = Mapping[str, float]


class Mates(NamedTuple):
    """The children of one parent that are of one kind: how many, by how many rules, how many judged and labelled."""

    number: int
    rules: int
    judged: int
    labelled: int


class Placed(NamedTuple):
    """A node, its parent, and the children of its parent (at the root all roots), also summed up by kind."""

    goal: Goal
    parent: Goal | None
    siblings: Sequence[Goal]
    mates: Mapping[Kind, Mates]


class Around(NamedTuple):
    """What the document tells of all its nodes.

    ``under``: how often a kind hangs under which other, ``mostly``: the most of those by kind; ``texts``: how often a folded
    text is a node's; ``agrees``: for kinds whose number is stated, whether every such number is what was found; ``explained``:
    the kinds of the levels that the document explains; ``above``: kinds that hold others here; ``last``: see ``_ends``.
    """

    facts: Facts
    under: Mapping[tuple[Kind, Kind | None], int]
    mostly: Mapping[Kind, int]
    texts: Mapping[str, int]
    agrees: Mapping[Kind, bool]
    explained: frozenset[Kind]
    above: frozenset[Kind]
    last: Mapping[Kind, str]


def rated(goals: Sequence[Goal], facts: Facts, levels: Sequence[Level], totals: Sequence[StatedTotal]) -> tuple[Goal, ...]:
    """The goals of a document, each with the confidence that its traits give it. ``totals`` are checked ones."""
    found = {goal.id: probability(names) for goal, names in traits(goals, facts, levels, totals)}

    def with_confidence(goal: Goal) -> Goal:
        at = goal.at.model_copy(update={"confidence": found[goal.id]})
        return goal.model_copy(update={"at": at, "children": tuple(with_confidence(child) for child in goal.children)})

    return tuple(with_confidence(goal) for goal in goals)


def traits(
    goals: Sequence[Goal], facts: Facts, levels: Sequence[Level], totals: Sequence[StatedTotal]
) -> Iterator[tuple[Goal, list[str]]]:
    """Every node in reading order with the names of its traits."""
    nodes = list(_walk(goals, None))
    around = _around(nodes, facts, levels, totals)
    for node in nodes:
        goal = node[0]
        told = {**_of_text(goal), **_of_place(node, around), **_of_document(node, around)}
        rule = goal.at.rule
        names = [f"family/{rule.partition('/')[0]}", rule, f"kind/{goal.kind}"]
        yield goal, [*names, *(name for name, holds in told.items() if holds)]


def probability(names: Iterable[str], weighed: Weights | None = None) -> float:
    """How likely a node with these traits is right; a trait without a weight tells nothing."""
    weighed = weights() if weighed is None else weighed
    total = weighed["base"] + math.fsum(weighed.get(name, 0.0) for name in names)
    return round(min(MOST, max(LEAST, 1 / (1 + math.exp(-total)))), 3)


@cache
def weights() -> Weights:
    """The weight of each trait, and ``base``, from ``rules/confidence.toml``."""
    read = tomllib.loads((files("malspar.rules") / "confidence.toml").read_text("utf-8"))
    return {"base": float(read["base"])} | {name: float(weight) for name, weight in read["traits"].items()}


def _walk(goals: Sequence[Goal], parent: Goal | None) -> Iterator[Placed]:
    mates = {kind: _mates([one for one in goals if one.kind is kind]) for kind in {goal.kind for goal in goals}}
    for goal in goals:
        yield Placed(goal, parent, goals, mates)
        yield from _walk(goal.children, goal)


def _mates(same: Sequence[Goal]) -> Mates:
    return Mates(
        number=len(same),
        rules=len({one.at.rule for one in same}),
        judged=sum(one.status is not None for one in same),
        labelled=sum(one.label is not None for one in same),
    )


def _around(nodes: Sequence[Placed], facts: Facts, levels: Sequence[Level], totals: Sequence[StatedTotal]) -> Around:
    agrees: dict[Kind, bool] = {}
    for total in totals:
        if total.agrees is not None:
            agrees[total.what] = agrees.get(total.what, True) and total.agrees
    under = Counter((node.kind, parent.kind if parent else None) for node, parent, *_ in nodes)
    explained = frozenset(level.kind for level in levels)
    return Around(
        facts=facts,
        under=under,
        mostly={kind: max(count for (of, _), count in under.items() if of is kind) for kind, _ in under},
        texts=Counter(fold(node.text) for node, *_ in nodes),
        agrees=agrees,
        explained=explained,
        above=(GROUPS - {Kind.DELMAL}) & (explained | {node.kind for node, *_ in nodes if node.children}),
        last=_ends(nodes),
    )


def _ends(nodes: Sequence[Placed]) -> dict[Kind, str]:
    """By kind, the id of the one node that holds all of that kind, where it is the last of several: they may be of them all."""
    holders: dict[Kind, set[str | None]] = {}
    for node, parent, *_ in nodes:
        holders.setdefault(node.kind, set()).add(parent.id if parent else None)
    lasts = {siblings[-1].id for _, _, siblings, _ in nodes if len(siblings) > 1 and siblings[-1].kind is siblings[0].kind}
    only = {kind: next(iter(found)) for kind, found in holders.items() if len(found) == 1 and kind is not Kind.SKRIVNING}
    return {kind: holder for kind, holder in only.items() if holder is not None and holder in lasts}


def _of_text(goal: Goal) -> dict[str, bool]:
    """Traits of what is printed of a node."""
    text, binding = goal.text, goal.kind is Kind.SKRIVNING
    return {
        "text/label": goal.label is not None,
        "text/scraps": len(text) < 5 or not any(c.isalpha() for c in text) or bool(_SPACED.search(text)),
        "text/lower-case": text[:1].islower(),
        "text/question": text.endswith("?"),
        "text/sentences": not binding and bool(_SENTENCES.search(text)),
        "text/full-stop": not binding and text.endswith("."),
        "text/long": len(text.split()) > 22,
        "text/speaks-of-levels": any(not named.weak for named in kinds.find(text)),
        "text/day": not binding and bool(_DAY.search(text)),
        "text/column-name": not binding and bool(_COLUMN.search(text)),
        "text/others": binding and bool(_OTHERS.search(text)),
        "text/reported": binding and bool(_REPORTED.search(text)),
        "text/actor": binding and goal.actor is not None,
        "has/status": goal.status is not None,
        "has/values": bool(goal.values),
        "has/description": goal.description is not None,
        "has/children": bool(goal.children),
    }


def _of_place(node: Placed, around: Around) -> dict[str, bool]:
    """Traits of a node among the others."""
    goal, parent, _, mates = node
    binding, above = goal.kind is Kind.SKRIVNING, parent.kind if parent else None
    same = mates[goal.kind]
    return {
        "place/alone": same.number == 1 and not binding,
        "place/other-rule": same.rules > 1,
        "place/guessed-parent": parent is not None and parent.at.rule.startswith("heading/") and parent.term is None,
        "place/same-kind-parent": above is goal.kind,
        "place/skips": above is not None and not binding and RANK[goal.kind] - RANK[above] > 2,
        "place/rare": not binding and around.under[goal.kind, above] * 2 < around.mostly[goal.kind],
        "place/mates-judged": goal.status is None and same.judged * 2 > same.number,
        "place/mates-labelled": goal.label is None and same.labelled * 2 > same.number,
        "place/orphan": parent is None and not binding and any(RANK[kind] < RANK[goal.kind] for kind in around.above),
        "place/beside-goals": goal.kind in _SMALL and not _GOALS.isdisjoint(mates),
        "place/only-below-last": parent is not None and around.last.get(goal.kind) == parent.id,
        "place/number-not-below": parent is not None and _beside(goal.label, parent.label),
        "place/repeated": around.texts[fold(goal.text)] > 1,
    }


def _beside(label: str | None, above: str | None) -> bool:
    """Whether a label of several numbers ("1.a") has no more of them than that of the node above ("1.2")."""
    own, its = (_NUMBERS.search(one or "") for one in (label, above))
    return own is not None and its is not None and own[0].count(".") <= its[0].count(".")


def _of_document(node: Placed, around: Around) -> dict[str, bool]:
    """Traits that a node shares with others of its kind in the document."""
    goal, parent, *_ = node
    owned = around.facts.kind in _OWNED  # there a board's or company's own goals are delmål, elsewhere those below a mål
    return {
        "total/agrees": around.agrees.get(goal.kind) is True,
        "total/disagrees": around.agrees.get(goal.kind) is False,
        "total/parent-disagrees": parent is not None and around.agrees.get(parent.kind) is False,
        "document/any-disagreement": False in around.agrees.values(),
        "document/unlike-plans": around.facts.kind in _UNLIKE_PLANS,
        "document/kind-explained": goal.kind in around.explained,
        "document/no-part-goals": owned and goal.kind is Kind.MAL and Kind.DELMAL not in around.mostly,
        "document/no-goal-above": not owned and goal.kind is Kind.DELMAL and Kind.MAL not in around.mostly,
    }
