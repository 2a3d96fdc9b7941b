"""Goals that went on as several, and several that went on as one: what the assignment of one to one leaves over.

A node that is left over belongs to a pair where it carries a substantial piece of what the other tree's node says: a piece
that its first partner does not have, or, where both partners say all of it, each for a part ("på landsbygden", "i städerna").
Children that went over to it, and running text below it, are pieces as well as words.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple

from ...rules.wording import concept, content
from .alike import Weights
from .nodes import Node
from .pairing import TOLD, Pairs, Trees, family

if TYPE_CHECKING:
    from .pairing import Matrix

ALIKE = 0.28  # likeness of words that, with one common child, tells a piece
PIECE, OWN = 0.2, 0.45  # share of the whole that a piece must add, and share of the piece that must come from the whole
LARGE_PIECE, SMALL_OWN = 0.33, 0.3  # or: more of the whole, and less of the piece
SMALL_PIECE, LARGE_OWN = 0.1, 0.75  # or the other way round
ALL, MOST = 0.65, 0.6  # shares of the whole that two halves hold which narrow it each in its way


class Group(NamedTuple):
    """Nodes of the left tree and the nodes of the right one that they became; one of the two holds one node only."""

    left: tuple[int, ...]
    right: tuple[int, ...]


class _Piece(NamedTuple):
    """A node left over that carries a piece of a whole, which has a partner beside it; how strongly it belongs there."""

    strength: float
    whole: int
    extra: int


@dataclass(frozen=True)
class _Way:
    """The comparison seen from one side: wholes of that side, parts of the other, and the pairs found so far."""

    wholes: Sequence[Node]
    parts: Sequence[Node]
    found: Pairs
    barred: frozenset[tuple[int, int]]
    weights: Weights
    words: "Matrix"
    told_whole: Sequence[frozenset[str]]
    told_part: Sequence[frozenset[str]]

    def alike(self, whole: int, part: int) -> float:
        """How alike the words of a whole and a part are."""
        return float(self.words[whole, part])

    def loose_wholes(self) -> list[int]:
        """Wholes without a partner."""
        return [node.number for node in self.wholes if node.number not in self.found]

    def loose_parts(self) -> list[int]:
        """Parts that are nobody's partner."""
        taken = set(self.found.values())
        return [node.number for node in self.parts if node.number not in taken]


def groups(compared: Trees, found: Pairs) -> list[Group]:
    """The pairs, with the nodes that one of them was split into or merged from; in the order of the left tree."""
    there, back = _ways(compared, found)
    split, merged = _attached(there), _attached(back)
    joined: list[Group] = []
    for left, right in found.items():
        halves, parts = split.get(left, ()), merged.get(right, ())
        if halves and parts:  # one of the two sides holds one node only: the side with more pieces stands
            halves, parts = (halves, ()) if len(halves) >= len(parts) else ((), parts)
        joined.append(Group(tuple(sorted((left, *parts))), tuple(sorted((right, *halves)))))
    used_left = {number for group in joined for number in group.left}
    used_right = {number for group in joined for number in group.right}
    for whole, parts in _torn(there, used_left, used_right):
        joined.append(Group((whole,), parts))
    used_left = {number for group in joined for number in group.left}
    used_right = {number for group in joined for number in group.right}
    for whole, parts in _torn(back, used_right, used_left):
        joined.append(Group(parts, (whole,)))
    return sorted(joined)


def _ways(compared: Trees, found: Pairs) -> tuple[_Way, _Way]:
    """The comparison from the left to the right, and back."""
    left, right = ([_told(node) for node in side] for side in (compared.left, compared.right))
    turned = {b: a for a, b in found.items()}
    barred = frozenset((b, a) for a, b in compared.barred)
    return (
        _Way(compared.left, compared.right, found, compared.barred, compared.weights, compared.words, left, right),
        _Way(compared.right, compared.left, turned, barred, compared.weights, compared.words.T, right, left),
    )


def _told(node: Node) -> frozenset[str]:
    return frozenset(concept(word) for word in content(node.running))


def _attached(way: _Way) -> dict[int, tuple[int, ...]]:
    """For each whole the loose parts that carry a piece of it; each part belongs to the whole it is strongest with."""
    pieces = [
        _Piece(strength, whole, extra)
        for extra in way.loose_parts()
        for whole, partner in way.found.items()
        if family(way.wholes[whole], way.parts[extra]) and (strength := _strength(way, whole, partner, extra))
    ]
    attached: dict[int, tuple[int, ...]] = {}
    taken: set[int] = set()
    for piece in sorted(pieces, key=lambda one: (-one.strength, one.whole, one.extra)):
        if piece.extra not in taken:
            taken.add(piece.extra)
            attached[piece.whole] = (*attached.get(piece.whole, ()), piece.extra)
    return attached


def _strength(way: _Way, whole: int, partner: int, extra: int) -> float:
    """How strongly a loose part belongs to a whole that has a partner; 0 where it does not."""
    if way.wholes[whole].folded == way.parts[partner].folded:
        return 0.0
    words = way.wholes[whole].concepts, way.parts[partner].concepts, way.parts[extra].concepts
    told = way.told_whole[whole], way.told_part[partner], way.told_part[extra]
    if words[0].isdisjoint(words[2]) and told[0].isdisjoint(told[2]) and not way.parts[extra].children:
        return 0.0
    described = _piece(*told, way.weights) if min(map(len, told)) >= TOLD else 0.0
    strength = max(described, _inherited(way, whole, extra))
    if (whole, extra) in way.barred:
        return strength
    return max(strength, _piece(*words, way.weights), _narrowed(way, whole, partner, extra))


def _piece(whole: frozenset[str], partner: frozenset[str], extra: frozenset[str], weights: Weights) -> float:
    """How much of a whole the extra part adds to its partner; 0 where that is not substantial."""
    common = len(whole & extra)
    if common == 0 or (common == 1 and min(len(whole) - 1, len(extra)) > 1):
        return 0.0
    adds = weights.share(partner | extra, whole) - weights.share(partner, whole)
    own = weights.share(whole, extra)
    enough = ((PIECE, OWN), (LARGE_PIECE, SMALL_OWN), (SMALL_PIECE, LARGE_OWN))
    return adds + own if any(adds >= piece and own >= least for piece, least in enough) else 0.0


def _narrowed(way: _Way, whole: int, partner: int, extra: int) -> float:
    """Whether both parts say all of the whole and each narrows it in its own way, side by side; then how much they hold."""
    one, other = way.parts[partner], way.parts[extra]
    said = way.wholes[whole].concepts
    if one.parent != other.parent or one.concepts == other.concepts or one.concepts <= said or other.concepts <= said:
        return 0.0
    holds = [way.weights.share(part.concepts, said) for part in (one, other)]
    return sum(holds) / 2 if max(holds) >= ALL and min(holds) >= MOST else 0.0


def _inherited(way: _Way, whole: int, extra: int) -> float:
    """The share of a whole's children that went over to the extra part, and of that part's children that came from it."""
    children, inherited = way.wholes[whole].children, way.parts[extra].children
    common = sum(way.found.get(child) in inherited for child in children)
    if common < (1 if way.alike(whole, extra) >= ALIKE else 2):  # a single one may as well have been moved
        return 0.0
    gone, come = common / len(children), common / len(inherited)
    return gone + come if gone >= PIECE and come >= OWN else 0.0


def _torn(way: _Way, used_wholes: set[int], used_parts: set[int]) -> Iterator[tuple[int, tuple[int, ...]]]:
    """Each free whole that two free parts hold together, where neither is like enough to be its partner."""
    taken, loose = set(used_parts), way.loose_parts()
    for whole in way.loose_wholes():
        if whole in used_wholes:
            continue
        near = [part for part in loose if part not in taken and _owns(way, whole, part)]
        holds = {two: _holds(way, whole, two) for two in combinations(near, 2)}
        best = max(holds, key=lambda two: holds[two], default=None)
        if best and holds[best] >= MOST:
            taken.update(best)
            yield whole, best


def _owns(way: _Way, whole: int, part: int) -> bool:
    """Whether a part is mostly made of a whole, by its words or by the running text below it."""
    if not family(way.wholes[whole], way.parts[part]):
        return False
    said, told = way.parts[part].concepts, way.told_part[part]
    return way.weights.share(way.wholes[whole].concepts, said) >= OWN or (
        len(told) >= TOLD and way.weights.share(way.told_whole[whole], told) >= OWN
    )


def _holds(way: _Way, whole: int, two: tuple[int, int]) -> float:
    """How much of a whole two parts hold together, each of them mostly made of it; by words, else by descriptions.

    Two parts that stand side by side in the whole's own frame, each with another subject, are a whole told apart.
    """
    barred = [(whole, part) in way.barred for part in two]
    if any(barred) and (not all(barred) or way.parts[two[0]].parent != way.parts[two[1]].parent):
        return 0.0
    words = way.wholes[whole].concepts, [way.parts[part].concepts for part in two]
    told = way.told_whole[whole], [way.told_part[part] for part in two]
    best = 0.0
    for (of_whole, of_parts), least in ((words, 2), (told, TOLD)):
        if len(of_whole) >= least and all(part and way.weights.share(of_whole, part) >= OWN for part in of_parts):
            best = max(best, way.weights.share(frozenset().union(*of_parts), of_whole))
    return best
