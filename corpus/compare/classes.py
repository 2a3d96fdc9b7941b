"""What changed in a goal that went on: wording, place, number, status, bodies, marks, force."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from ...models.change import Link, LinkKind, Pair, ResponsibleChange, Wording
from ...models.goal import Kind, Status, ValueKind
from ...rules.colours import named
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

Texts = tuple[str, str]
_LIMIT = re.compile(r"\b(?:senast|till|före|innan|fram till|utgången av|slutet av)\s+(?:\S+\s+){0,3}$", re.IGNORECASE)
LONGEST_DIFF = 2000  # words of both texts, beyond which marking single words takes seconds and helps nobody

Run = tuple[Literal["=", "-", "+"], str]


@dataclass(frozen=True)
class Sides:
    """Both trees, which nodes became which, and what the documents tell of bodies and scales."""

    old: Sequence[Node]
    new: Sequence[Node]
    successors: Mapping[int, set[int]]
    bodies: Bodies
    scales: Scales
    years: tuple[int | None, int | None] = (None, None)  # of documents that are for a single one


def link(group: Group, sides: Sides, doubts: Doubts) -> Link:
    """A group of nodes as a link, with every change in it."""
    before, after = [sides.old[number] for number in group.left], [sides.new[number] for number in group.right]
    text = " ".join(node.text for node in before), " ".join(node.text for node in after)
    dated = _dated(text[0], sides.years[0]), _dated(text[1], sides.years[1])
    changed = _wording(text, dated)
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
        target=_marks(before, after, dated),
        strength=strength(*text) if changed is Wording.OMFORMULERAD else None,
        score=round(doubts.of(group), 2),
        review=unsure,
        candidates=doubts.candidates(group.left[0], old=True) if unsure else (),
        evidence=doubts.evidence(group),
        diff=diff(*text) if changed is not Wording.OFORANDRAD else (),
    )


def _wording(text: Texts, dated: Texts) -> Wording:
    """The class of the change of words. The document's own year promises nothing else; a moved mark does."""
    changed = wording(*dated)
    if changed is Wording.OFORANDRAD and wording(*text) is not Wording.OFORANDRAD:
        return Wording.REDAKTIONELL
    return Wording.OMFORMULERAD if changed is Wording.REDAKTIONELL and moved_marks(*dated) and all_of(*dated) else changed


def _dated(text: str, year: int | None) -> str:
    """A text with the year that its document is for out of it, where that is no deadline."""
    if year is None:
        return text
    return re.sub(rf"(?<!-)\b{year}\b(?!-)", lambda match: match[0] if _LIMIT.search(text[: match.start()]) else "det året", text)


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
    return labels if _number(labels[0]) != _number(labels[1]) else None


def _number(label: str | None) -> str:
    """The bare number or letter of each label: "Mål 1.2" and "1.2" are one number."""
    return " ".join(fold(part.split()[-1]) for part in (label or "").split(",") if part.split())


def _joined(printed: Sequence[str | None]) -> str | None:
    return ", ".join(dict.fromkeys(one for one in printed if one)) or None


def _status(before: Sequence[Node], after: Sequence[Node], scales: Scales) -> Pair | None:
    """The status before and after as printed, where they differ on one scale."""
    pairs = [(a.goal.status, b.goal.status) for a in before for b in after if a.goal.status and b.goal.status]
    if any(not scales.comparable(*pair) for pair in pairs):
        return None
    old, new = (_joined([_printed(node.goal.status) for node in side]) for side in (before, after))
    same = fold(old or "") == fold(new or "") and (bool(fold(old or "")) or old == new)
    return None if same or (pairs and all(_says_same(*pair) for pair in pairs)) else (old, new)


def _says_same(before: Status, after: Status) -> bool:
    """Whether two statuses are one in two spellings ("Grön", "Grönt"; "Klar", "Klart")."""
    signals = [status.signal or named(status.raw or "") for status in (before, after)]
    if signals[0] or signals[1]:
        return signals[0] == signals[1] and before.meaning is after.meaning
    return wording(before.raw or "", after.raw or "") is not Wording.OMFORMULERAD


def _printed(status: Status | None) -> str | None:
    return (status.raw or status.signal) if status else None


def _marks(before: Sequence[Node], after: Sequence[Node], text: Texts) -> Pair | None:
    """The deadlines and quantities that were moved: in the wording, in the goal's own target, in an indicator's målvärde."""
    worded = moved_marks(*text) if len(before) + len(after) == 2 else all_of(*text)
    found = [pair for pair in (worded, _target_values(before, after), _own_target(before, after)) if pair]
    if not found:
        return None
    return _joined([pair[0] for pair in found]), _joined([pair[1] for pair in found])


def _own_target(before: Sequence[Node], after: Sequence[Node]) -> Pair | None:
    """A target that is printed beside the goal's words ("Klart: 2025-06-30")."""
    sides = [
        [node.goal.target.raw for node in side if node.goal.target and node.goal.target.raw not in node.text]
        for side in (before, after)
    ]
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
    if len(left) + len(right) > LONGEST_DIFF:
        return (("-", old), ("+", new))
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
