"""What changed in a goal that went on: wording, place, number, status, bodies, marks, force."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from ...models.change import Link, LinkKind, Pair, ResponsibleChange, Wording
from ...models.goal import Kind, Status, ValueKind
from ...rules.force import strength
from ...rules.quantities import all_of
from ...rules.quantities import moved as moved_marks
from ...rules.swedish import fold
from ...rules.wording import wording
from .bodies import Bodies
from .branching import Group
from .doubts import Doubts
from .nodes import Node
from .scales import Scales

Run = tuple[Literal["=", "-", "+"], str]


@dataclass(frozen=True)
class Sides:
    """Both trees, which nodes became which, and what the documents tell of bodies and scales."""

    old: Sequence[Node]
    new: Sequence[Node]
    successors: Mapping[int, set[int]]
    bodies: Bodies
    scales: Scales


def link(group: Group, sides: Sides, doubts: Doubts) -> Link:
    """A group of nodes as a link, with every change in it."""
    before, after = [sides.old[number] for number in group.left], [sides.new[number] for number in group.right]
    text = " ".join(node.text for node in before), " ".join(node.text for node in after)
    changed = wording(*text)
    printed, why = sides.bodies.changed(_bodies(before), _bodies(after))
    unsure = doubts.unsure(group)
    return Link(
        kind=LinkKind.SPLIT if len(after) > 1 else LinkKind.MERGED if len(before) > 1 else LinkKind.KEPT,
        old=tuple(node.side() for node in before),
        new=tuple(node.side() for node in after),
        wording=changed,
        moved=_is_moved(before, after, sides.successors),
        relabelled=_relabelled(before, after),
        status=_status(before, after, sides.scales),
        responsible=printed if why is ResponsibleChange.BYTE else None,
        responsible_change=why,
        target=_marks(before, after, text),
        strength=strength(*text) if changed is Wording.OMFORMULERAD else None,
        score=round(doubts.of(group), 2),
        review=unsure,
        candidates=doubts.candidates(group.left[0], old=True) if unsure else (),
        evidence=doubts.evidence(group),
        diff=diff(*text) if changed is not Wording.OFORANDRAD else (),
    )


def _bodies(side: Sequence[Node]) -> list[str]:
    return [body for node in side for body in node.bodies]


def _is_moved(before: Sequence[Node], after: Sequence[Node], successors: Mapping[int, set[int]]) -> bool:
    """Whether any of the nodes hangs under another goal than before."""
    return any(_elsewhere(a.parent, b.parent, successors) for a in before for b in after)


def _elsewhere(old: int | None, new: int | None, successors: Mapping[int, set[int]]) -> bool:
    if old is None or new is None:
        return old is not new
    return new not in successors.get(old, ())


def _relabelled(before: Sequence[Node], after: Sequence[Node]) -> Pair | None:
    """The numbers before and after, where they are others; several are joined."""
    labels = _joined([node.label for node in before]), _joined([node.label for node in after])
    return labels if fold(labels[0] or "") != fold(labels[1] or "") else None


def _joined(printed: Sequence[str | None]) -> str | None:
    return ", ".join(dict.fromkeys(one for one in printed if one)) or None


def _status(before: Sequence[Node], after: Sequence[Node], scales: Scales) -> Pair | None:
    """The status before and after as printed, where they differ on one scale."""
    pairs = [(a.goal.status, b.goal.status) for a in before for b in after if a.goal.status and b.goal.status]
    if any(not scales.comparable(*pair) for pair in pairs):
        return None
    old, new = (_joined([_printed(node.goal.status) for node in side]) for side in (before, after))
    same = fold(old or "") == fold(new or "") and (bool(fold(old or "")) or old == new)
    return None if same else (old, new)


def _printed(status: Status | None) -> str | None:
    return (status.raw or status.signal) if status else None


def _marks(before: Sequence[Node], after: Sequence[Node], text: tuple[str, str]) -> Pair | None:
    """The deadlines and quantities that were moved: in the wording, in the goal's own target, in an indicator's målvärde."""
    worded = moved_marks(*text)
    if worded and len(before) + len(after) > 2:
        worded = all_of(*text)
    found = [pair for pair in (worded, _target_values(before, after), _own_target(before, after, text)) if pair]
    if not found:
        return None
    return _joined([pair[0] for pair in found]), _joined([pair[1] for pair in found])


def _own_target(before: Sequence[Node], after: Sequence[Node], text: tuple[str, str]) -> Pair | None:
    """A target that is printed beside the goal's words ("Klart: 2025-06-30")."""
    sides = []
    for nodes, words in ((before, text[0]), (after, text[1])):
        sides.append([node.goal.target.raw for node in nodes if node.goal.target and node.goal.target.raw not in words])
    return moved_marks(*(" ; ".join(dict.fromkeys(side)) for side in sides)) if all(sides) else None


def _target_values(before: Sequence[Node], after: Sequence[Node]) -> Pair | None:
    """The målvärden that stand beside the goal, where the latest of each group is another."""
    old, new = _latest(before), _latest(after)
    if not old and not new:
        return None
    if not old or not new:
        return (
            (_joined(list(old.values())), _joined(list(new.values())))
            if any(n.goal.kind is Kind.INDIKATOR for n in before)
            else None
        )
    differ = [group for group in old if group in new and _value(old[group]) != _value(new[group])]
    if not differ:
        return None
    return _joined([old[group] for group in differ]), _joined([new[group] for group in differ])


def _latest(side: Sequence[Node]) -> dict[str, str]:
    """The målvärde of the latest year for each group, as printed."""
    values = [value for node in side for value in node.goal.values if value.kind is ValueKind.MALVARDE]
    return {value.group or "": value.raw for value in sorted(values, key=lambda one: one.year or 0)}


def _value(raw: str) -> str:
    return fold(raw).replace(" ", "").replace("procent", "%")


def diff(old: str, new: str) -> tuple[Run, ...]:
    """The words of two texts as runs: "=" in both, "-" only in the old, "+" only in the new."""
    left, right = old.split(), new.split()
    runs: list[Run] = []
    for tag, a, b, c, d in SequenceMatcher(None, left, right, autojunk=False).get_opcodes():
        if tag == "equal":
            runs.append(("=", " ".join(left[a:b])))
            continue
        if b > a:
            runs.append(("-", " ".join(left[a:b])))
        if d > c:
            runs.append(("+", " ".join(right[c:d])))
    return tuple(runs)
