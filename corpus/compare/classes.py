"""What changed in a goal that went on: wording, place, number, status, bodies, marks, force."""

from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher
from typing import Literal

from ...models.change import Link, LinkKind, Pair, ResponsibleChange, Wording
from ...models.goal import Kind, ValueKind
from ...rules.force import strength
from ...rules.quantities import moved as moved_marks
from ...rules.swedish import fold
from ...rules.wording import wording
from .bodies import Bodies
from .branching import Group
from .nodes import Node

Run = tuple[Literal["=", "-", "+"], str]


def link(group: Group, old: Sequence[Node], new: Sequence[Node], successors: Mapping[int, set[int]], bodies: Bodies, score: float) -> Link:
    """A group of nodes as a link, with every change in it."""
    before, after = [old[number] for number in group.left], [new[number] for number in group.right]
    text = " ".join(node.text for node in before), " ".join(node.text for node in after)
    changed = wording(*text)
    marks = _marks(before, after, text)
    kept, change = bodies.changed([body for node in before for body in node.bodies], [body for node in after for body in node.bodies])
    return Link(
        kind=LinkKind.SPLIT if len(after) > 1 else LinkKind.MERGED if len(before) > 1 else LinkKind.KEPT,
        old=tuple(node.side() for node in before),
        new=tuple(node.side() for node in after),
        wording=changed,
        moved=_is_moved(before, after, successors),
        relabelled=_relabelled(before, after),
        status=_status(before, after),
        responsible=kept if change is ResponsibleChange.BYTE else None,
        responsible_change=change,
        target=marks,
        strength=strength(*text) if changed is Wording.OMFORMULERAD and marks_apart(text) else None,
        score=round(score, 2),
        diff=diff(*text) if changed is not Wording.OFORANDRAD else (),
    )


def marks_apart(text: tuple[str, str]) -> bool:
    """Whether the two wordings may be weighed against each other at all."""
    return bool(text[0] and text[1])


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


def _status(before: Sequence[Node], after: Sequence[Node]) -> Pair | None:
    """The status before and after as printed, where they differ."""
    sides = [_joined([node.goal.status.raw or node.goal.status.signal if node.goal.status else None for node in side]) for side in (before, after)]
    return (sides[0], sides[1]) if fold(sides[0] or "") != fold(sides[1] or "") or (sides[0] or "") != (sides[1] or "") and not fold(sides[0] or "") else None


def _marks(before: Sequence[Node], after: Sequence[Node], text: tuple[str, str]) -> Pair | None:
    """The deadlines and quantities that were moved: in the wording, in the goal's own target, in an indicator's målvärde."""
    found = [pair for pair in (moved_marks(*text), _target_values(before, after), _own_target(before, after, text)) if pair]
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
        return (_joined(list(old.values())), _joined(list(new.values()))) if any(n.goal.kind is Kind.INDIKATOR for n in before) else None
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
