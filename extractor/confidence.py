"""How likely a node is right: its text, its kind and its parent together.

What tells is known without a gold file: the rule that read the node, how much of it is printed, how regular it is among its
siblings and those of its kind, what its text looks like, and what the document says of itself. Each such trait has a weight
in ``rules/confidence.toml``; the sum of a node's weights gives its confidence. tests/quality/calibrate.py fits them.
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
from .nodes import GROUPS, RANK

LEAST, MOST = 0.02, 0.99
_UNLIKE_PLANS = frozenset({DocumentKind.OVRIGT, DocumentKind.MALMODELL, DocumentKind.MALPROCESS})
_SENTENCES = re.compile(r"\w{3}[.?!]\s+[A-ZÅÄÖ]")
_DATE = re.compile(r"\b(?:19|20)\d\d\b")
_DAY = re.compile(r"\b[0-3]?\d \w{3,9} (?:19|20)\d\d\b|\b(?:19|20)\d\d-\d\d-\d\d\b")
_COLUMN = re.compile(r"\b(?:Målvärde|Utfall|Prognos|Status|Ansvarig|Kommentar|Resultat|Trend)\b")
_OTHERS = re.compile(r"\benligt\b|\b\w*lagen\b|\w*överenskommelse|\b(?:du|dig|ni|er)\b", re.IGNORECASE)
_REPORTED = re.compile(r"\b(?:har|hade)\b(?: \w+)? \w+[ait]t\b", re.IGNORECASE)
_NUMBERED = re.compile(r"\d+(?:\.(?:\d+|[a-zåäö]\b))+")
_SPACED = re.compile(r"(?:\b\w ){4}")

_OWNED = frozenset({DocumentKind.AGARDIREKTIV, DocumentKind.VERKSAMHETSPLAN})
_GOALS = frozenset({Kind.MAL, Kind.DELMAL})
_SMALL = frozenset({Kind.UPPDRAG, Kind.AKTIVITET, Kind.INDIKATOR})

Weights = Mapping[str, float]


class Around(NamedTuple):
    """What the document tells of all its nodes.

    ``under``: how often a kind hangs under which other; ``texts``: how often a folded text is a node's; ``agrees``: of the kinds
    whose number is stated, whether every such number is what was found; ``chained``: the kinds that the document explains.
    """

    under: Mapping[tuple[Kind, Kind | None], int]
    texts: Mapping[str, int]
    agrees: Mapping[Kind, bool]
    chained: frozenset[Kind]
    unlike: bool
    owned: bool
    groups: frozenset[Kind]
    largest: Mapping[Kind, int]
    last: Mapping[Kind, str]


def rated(goals: Sequence[Goal], facts: Facts, levels: Sequence[Level], totals: Sequence[StatedTotal]) -> tuple[Goal, ...]:
    """The goals with the confidence that all they show gives each of them."""
    around = _around(goals, facts, levels, totals)
    return tuple(_rated(goal, None, goals, around) for goal in goals)


def _rated(goal: Goal, parent: Goal | None, siblings: Sequence[Goal], around: Around) -> Goal:
    confidence = probability(_traits(goal, parent, siblings, around))
    children = tuple(_rated(child, goal, goal.children, around) for child in goal.children)
    return goal.model_copy(update={"at": goal.at.model_copy(update={"confidence": confidence}), "children": children})


def traits(
    goals: Sequence[Goal], facts: Facts, levels: Sequence[Level], totals: Sequence[StatedTotal]
) -> Iterator[tuple[Goal, list[str]]]:
    """Every node in reading order with the names of its traits."""
    around = _around(goals, facts, levels, totals)
    for goal, parent, siblings in _walk(goals, None):
        yield goal, _traits(goal, parent, siblings, around)


def probability(names: Iterable[str], weighed: Weights | None = None) -> float:
    """How likely a node with these traits is right; a trait without a weight tells nothing."""
    weighed = weights() if weighed is None else weighed
    total = weighed.get("base", 0.0) + math.fsum(weighed.get(name, 0.0) for name in names)
    return round(min(MOST, max(LEAST, 1 / (1 + math.exp(-total)))), 3)


@cache
def weights() -> Weights:
    """The weight of each trait, from ``rules/confidence.toml``."""
    read = tomllib.loads((files("malspar.rules") / "confidence.toml").read_text("utf-8"))
    return {"base": float(read["base"])} | {name: float(weight) for name, weight in read["traits"].items()}


def _walk(goals: Sequence[Goal], parent: Goal | None) -> Iterator[tuple[Goal, Goal | None, Sequence[Goal]]]:
    for goal in goals:
        yield goal, parent, goals
        yield from _walk(goal.children, goal)


def _around(goals: Sequence[Goal], facts: Facts, levels: Sequence[Level], totals: Sequence[StatedTotal]) -> Around:
    agrees: dict[Kind, bool] = {}
    for total in totals:
        if total.agrees is not None:
            agrees[total.what] = agrees.get(total.what, True) and total.agrees
    nodes = list(_walk(goals, None))
    under = Counter((node.kind, parent.kind if parent else None) for node, parent, _ in nodes)
    return Around(
        under=under,
        texts=Counter(fold(node.text) for node, _, _ in nodes),
        agrees=agrees,
        chained=frozenset(level.kind for level in levels),
        unlike=facts.kind in _UNLIKE_PLANS,
        owned=facts.kind in _OWNED,
        groups=(GROUPS - {Kind.DELMAL}) & ({level.kind for level in levels} | {node.kind for node, _, _ in nodes if node.children}),
        last=_lists_at_the_end(nodes),
        largest={kind: max(n for (of, _), n in under.items() if of is kind) for kind, _ in under},
    )


def _traits(goal: Goal, parent: Goal | None, siblings: Sequence[Goal], around: Around) -> list[str]:
    """The names of a node's traits: its rule, then what else tells."""
    rule = goal.at.rule
    told = {
        **_of_text(goal),
        **_of_place(goal, parent, siblings, around),
        "total/agrees": around.agrees.get(goal.kind) is True,
        "total/disagrees": around.agrees.get(goal.kind) is False,
        "total/parent-disagrees": parent is not None and around.agrees.get(parent.kind) is False,
        "document/unlike-plans": around.unlike,
        "document/any-disagreement": False in around.agrees.values(),
        "document/kind-explained": goal.kind in around.chained,
    }
    return [f"family/{rule.partition('/')[0]}", rule, f"kind/{goal.kind}", *(name for name, holds in told.items() if holds)]


def _of_text(goal: Goal) -> dict[str, bool]:
    """Traits of a node's own words."""
    text, binding = goal.text, goal.kind is Kind.SKRIVNING
    words = len(text.split())
    return {
        "text/label": goal.label is not None,
        "text/no-term": goal.term is None and not binding,
        "text/scraps": len(text) < 5 or not any(c.isalpha() for c in text) or bool(_SPACED.search(text)),
        "text/lower-case": text[:1].islower(),
        "text/question": text.endswith("?"),
        "text/sentences": not binding and bool(_SENTENCES.search(text)),
        "text/full-stop": not binding and text.endswith("."),
        "text/long": words > 22,
        "text/short": words < 4,
        "text/speaks-of-levels": any(not named.weak for named in kinds.find(text)),
        "text/year": bool(_DATE.search(text)),
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


def _of_place(goal: Goal, parent: Goal | None, siblings: Sequence[Goal], around: Around) -> dict[str, bool]:
    """Traits of a node among the others."""
    same = [one for one in siblings if one.kind is goal.kind]
    alike = [one for one in same if one.at.rule == goal.at.rule]
    above = parent.kind if parent else None
    binding = goal.kind is Kind.SKRIVNING
    return {
        "place/alone": len(same) == 1 and not binding,
        "place/other-rule": len(alike) < len(same),
        "place/mixed": len({one.kind for one in siblings if one.kind is not Kind.SKRIVNING}) > 1 and not binding,
        "place/root": parent is None,
        "place/below-binding": above is Kind.SKRIVNING,
        "place/guessed-parent": parent is not None and parent.at.rule.startswith("heading/") and parent.term is None,
        "place/unlabelled-parent": parent is not None and parent.at.rule != "heading/labelled",
        "place/same-kind-parent": above is goal.kind,
        "place/skips": parent is not None and not binding and RANK[goal.kind] - RANK[parent.kind] > 2,
        "place/rare": not binding and around.under[goal.kind, above] * 2 < around.largest[goal.kind],
        "place/mates-judged": goal.status is None and sum(one.status is not None for one in same) * 2 > len(same),
        "place/mates-labelled": goal.label is None and sum(one.label is not None for one in same) * 2 > len(same),
        "place/no-goal-above": goal.kind is Kind.DELMAL and Kind.MAL not in around.largest,
        "place/orphan": parent is None and not binding and any(RANK[kind] < RANK[goal.kind] for kind in around.groups),
        "place/beside-goals": goal.kind in _SMALL and bool(_GOALS & {one.kind for one in siblings}),
        "place/owner's-goal": goal.kind is Kind.MAL and around.owned,
        "place/only-below-last": parent is not None and around.last.get(goal.kind) == parent.id,
        "place/number-not-below": parent is not None and _beside(goal.label, parent.label),
        "place/repeated": around.texts[fold(goal.text)] > 1,
    }


def _lists_at_the_end(nodes: Sequence[tuple[Goal, Goal | None, Sequence[Goal]]]) -> dict[Kind, str]:
    """By kind the id of the goal that holds all nodes of that kind, where it is the last of several: they may be of them all."""
    holders: dict[Kind, set[str | None]] = {}
    for node, parent, _ in nodes:
        holders.setdefault(node.kind, set()).add(parent.id if parent else None)
    lasts = {siblings[-1].id for _, _, siblings in nodes if len(siblings) > 1 and siblings[-1].kind is siblings[0].kind}
    return {
        kind: holder
        for kind, found in holders.items()
        if len(found) == 1 and (holder := next(iter(found))) in lasts and holder is not None and kind is not Kind.SKRIVNING
    }


def _beside(label: str | None, above: str | None) -> bool:
    """Whether a label of several numbers ("1.a") has no more of them than that of the node above ("1.2")."""
    own, its = (_NUMBERED.search(one or "") for one in (label, above))
    return bool(own and its) and own is not None and its is not None and own[0].count(".") <= its[0].count(".")
