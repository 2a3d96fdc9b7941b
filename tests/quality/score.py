"""How well one document was read: its JSON against its expected tree.

Each figure is counted as (right, got, expected) and told as 2 · right / (got + expected), so that counts of several
documents can be added. ``tree`` counts nodes with the right text, kind and parent, ``nodes`` those with the right text; a
field is counted over the nodes found, where the tree or the reading has a value. Texts are the same when 90 % alike.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from rapidfuzz import fuzz

ALIKE = 90
FIELDS = ("label", "term", "year", "page", "responsible", "status", "signal", "meaning")
Json = dict[str, Any]


class Count(NamedTuple):
    """What was right of what was got and what was expected."""

    right: int = 0
    got: int = 0
    expected: int = 0

    def plus(self, other: "Count") -> "Count":
        """Both counts together."""
        return Count(*(mine + its for mine, its in zip(self, other, strict=True)))

    @property
    def figure(self) -> float | None:
        """From 0 to 1, or None where there was nothing to find and nothing was found."""
        return 2 * self.right / (self.got + self.expected) if self.got + self.expected else None


class Node(NamedTuple):
    """A node of a tree in a list; ``parent`` is the index of its parent there."""

    data: Json
    parent: int | None


def total(counts: Iterable[Mapping[str, Count]]) -> dict[str, Count]:
    """The counts of several documents added up."""
    added: dict[str, Count] = {}
    for one in counts:
        for name, count in one.items():
            added[name] = added.get(name, Count()).plus(count)
    return added


def score(expected: Json, got: Json) -> dict[str, Count]:
    """All counts of one document."""
    theirs, ours = _nodes(expected.get("goals")), _nodes(got.get("goals"))
    pairs = _pairs([node.data for node in theirs], [node.data for node in ours], "text")
    whole = sum(_same_place(theirs[i], ours[j], pairs) for i, j in pairs.items())
    counts = {"tree": Count(whole, len(ours), len(theirs)), "nodes": Count(len(pairs), len(ours), len(theirs))}
    both = [(theirs[i].data, ours[j].data) for i, j in pairs.items()]
    counts["kind"] = _share(mine["kind"] == its["kind"] for mine, its in both)
    for field in FIELDS:
        values = [(_value(mine, field), _value(its, field)) for mine, its in both]
        wanted = [(a, b) for a, b in values if (a if field == "page" else a or b) is not None]
        counts[field] = _share(a == b for a, b in wanted)
    counts["skrivning"] = _of_kind("skrivning", theirs, ours, pairs)
    counts["values"] = _common(
        *([value for pair in enumerate(side) for value in _values(*pair)] for side in zip(*both, strict=True))
    )
    for part, key in (("milestones", "date"), ("levels", "term"), ("stated_totals", "text"), ("empty_sections", None)):
        counts[part] = _common(_plain_items(expected.get(part), key), _plain_items(got.get(part), key))
    facts, read = expected.get("document") or {}, got.get("document") or {}
    counts["document"] = _share(_fact(value) == _fact(read.get(name)) for name, value in facts.items())
    return counts


def _nodes(goals: Sequence[Json] | None, parent: int | None = None, found: list[Node] | None = None) -> list[Node]:
    """The tree as a list, parents before their children."""
    found = [] if found is None else found
    for goal in goals or ():
        found.append(Node(goal, parent))
        _nodes(goal.get("children"), len(found) - 1, found)
    return found


def _plain(value: object) -> str:
    """Words in one case without punctuation; a symbol alone stays."""
    text = "" if value is None else str(value)
    return " ".join(re.findall(r"[\w%]+", text.casefold())) or text.strip()


def _pairs(expected: Sequence[Json], got: Sequence[Json], key: str) -> dict[int, int]:
    """Which expected item was read as which, one to one, the likest first; of equals, those of one kind and near each other."""
    left, right = ([_plain(item.get(key)) for item in side] for side in (expected, got))
    rated = [
        (ratio, expected[i].get("kind") == got[j].get("kind"), -abs(i - j), i, j)
        for i, one in enumerate(left)
        for j, other in enumerate(right)
        if one and other and (ratio := fuzz.ratio(one, other, score_cutoff=ALIKE))
    ]
    pairs: dict[int, int] = {}
    taken: set[int] = set()
    for *_, i, j in sorted(rated, reverse=True):
        if i not in pairs and j not in taken:
            pairs[i] = j
            taken.add(j)
    return pairs


def _same_place(mine: Node, its: Node, pairs: Mapping[int, int]) -> bool:
    """Whether kind and parent are right."""
    parent = None if mine.parent is None else pairs.get(mine.parent, -1)
    return mine.data["kind"] == its.data["kind"] and parent == its.parent


def _of_kind(kind: str, theirs: Sequence[Node], ours: Sequence[Node], pairs: Mapping[int, int]) -> Count:
    right = sum(theirs[i].data["kind"] == kind == ours[j].data["kind"] for i, j in pairs.items())
    return Count(right, *(sum(node.data["kind"] == kind for node in side) for side in (ours, theirs)))


def _value(node: Json, field: str) -> object:
    """One field of a node, the same from an expected tree (as printed) and from a reading (with its place)."""
    if field in {"status", "signal", "meaning"}:
        value = (node.get("status") or {}).get("raw" if field == "status" else field)
        return (_plain(value) or None) if field == "status" else value
    if field == "responsible":
        names = (body.get("raw") if isinstance(body, dict) else body for body in node.get("responsible") or ())
        return sorted(map(_plain, names)) or None
    value = node.get(field)
    return value if field in {"year", "page"} else _plain(value) or None


def _values(index: int, node: Json) -> list[tuple[object, ...]]:
    """The figures of a node; its index tells whose they are."""
    return [(index, _plain(value.get("raw")), value.get("kind"), value.get("year")) for value in node.get("values") or ()]


def _plain_items(items: Sequence[Any] | None, key: str | None) -> list[str]:
    return [_plain(item.get(key) if key else item) for item in items or ()]


def _fact(value: object) -> object:
    return value if isinstance(value, dict) else _plain(value)


def _share(right: Iterable[bool]) -> Count:
    answers = list(right)
    return Count(sum(answers), len(answers), len(answers))


def _common(expected: Iterable[object] = (), got: Iterable[object] = ()) -> Count:
    mine, its = Counter(expected), Counter(got)
    return Count((mine & its).total(), its.total(), mine.total())
