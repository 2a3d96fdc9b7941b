"""One document's reading held against its gold file: what is right, by field, and every mistake.

A node is found when its text is at least 90 % like that of a node of the gold file, one to one, the likest first. ``tree``
counts those found with the right kind under the right parent. A field is counted over the nodes found, where the gold file
or the reading has a value; a page only where the gold file tells one.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from ..models.goal import Kind
from .gold import Dated, Figure, Node, Tree, needed

ALIKE = 90
CONTAINED = 60  # per cent of the shorter text of two milestones of one day that must be in the longer
_APART = re.compile(r"[^\w%]+")

Value = str | int | float | tuple[str, ...] | None
Pairs = Mapping[int, int]


class Count(NamedTuple):
    """What was right of what was got and of what was expected."""

    right: int = 0
    got: int = 0
    expected: int = 0

    def plus(self, other: "Count") -> "Count":
        """Both counts together."""
        return Count(self.right + other.right, self.got + other.got, self.expected + other.expected)

    @property
    def figure(self) -> float | None:
        """F1, from 0 to 1; where each thing got stands for one expected, the share that is right. None where there is nothing."""
        return 2 * self.right / (self.got + self.expected) if self.got + self.expected else None


class Mistake(NamedTuple):
    """One thing read wrong: what it is, how the gold file has it and how the reading, and the text of its node."""

    what: str
    expected: Value = None
    got: Value = None
    text: str = ""


class Score(NamedTuple):
    """The counts of one document by figure, and its mistakes."""

    counts: dict[str, Count]
    mistakes: tuple[Mistake, ...]


Part = tuple[Count, list[Mistake]]


class Listed(NamedTuple):
    """A level or a stated total: its words, its kind, and what must be right beside the words."""

    text: str
    kind: object
    told: object


class Placed(NamedTuple):
    """A node in a list of all; ``parent`` is the place of its parent there."""

    node: Node
    parent: int | None


FIELDS: dict[str, Callable[[Node], Value]] = {
    "label": lambda node: node.label,
    "term": lambda node: node.term,
    "year": lambda node: node.year,
    "page": lambda node: node.page,
    "responsible": lambda node: node.responsible or None,
    "status": lambda node: node.status.raw if node.status else None,
    "signal": lambda node: node.status.signal if node.status else None,
    "meaning": lambda node: node.status.meaning if node.status else None,
}
_AS_PRINTED = frozenset({"label", "term", "responsible", "status"})


def plain(text: object) -> str:
    """Words in one case without punctuation; a text without any letter or digit (an arrow) stays."""
    printed = "" if text is None else str(text)
    return " ".join(_APART.sub(" ", printed).casefold().split()) or printed.strip()


def score(expected: Tree, got: Tree) -> Score:
    """All counts of one document, and its mistakes in reading order."""
    theirs, ours = _placed(expected.goals), _placed(got.goals)
    pairs = pair(*([(node.text, node.kind) for node, _ in side] for side in (theirs, ours)))
    counts = _of_nodes(theirs, ours, pairs)
    mistakes = list(_wrong_nodes(theirs, ours, pairs))
    parts = {
        "milestones": _milestones(expected.milestones, got.milestones),
        "levels": _listed("level", *([Listed(one.term, one.kind, one.kind) for one in side.levels] for side in (expected, got))),
        "stated_totals": _listed(
            "stated total", *([Listed(one.text, None, one.count) for one in side.stated_totals] for side in (expected, got))
        ),
        "empty_sections": _sections(expected.empty_sections, got.empty_sections),
        "document": _facts(expected.document, got.document),
    }
    for name, (count, wrong) in parts.items():
        counts[name] = count
        mistakes += wrong
    return Score(counts, tuple(mistakes))


def _placed(nodes: Iterable[Node], parent: int | None = None, found: list[Placed] | None = None) -> list[Placed]:
    """The tree as a list, parents before their children."""
    found = [] if found is None else found
    for node in nodes:
        found.append(Placed(node, parent))
        _placed(node.children, len(found) - 1, found)
    return found


def pair(expected: Sequence[tuple[str, object]], got: Sequence[tuple[str, object]]) -> dict[int, int]:
    """Which expected text was read as which, by place: one to one, the likest first.

    Of equals those of one kind come first, then the nearest.
    """
    ratio = needed("rapidfuzz.fuzz").ratio
    left, right = ([plain(text) for text, _ in side] for side in (expected, got))
    alike = [
        (likeness, expected[i][1] == got[j][1], -abs(i - j), i, j)
        for i, one in enumerate(left)
        for j, other in enumerate(right)
        if one and other and (likeness := ratio(one, other, score_cutoff=ALIKE))
    ]
    pairs: dict[int, int] = {}
    taken: set[int] = set()
    for *_, i, j in sorted(alike, reverse=True):
        if i not in pairs and j not in taken:
            pairs[i] = j
            taken.add(j)
    return pairs


def _of_nodes(theirs: Sequence[Placed], ours: Sequence[Placed], pairs: Pairs) -> dict[str, Count]:
    """The counts of the nodes, their places, kinds, fields and values."""
    found = [(theirs[i].node, ours[j].node) for i, j in pairs.items()]
    under = [_parent_right(theirs[i], ours[j], pairs) for i, j in pairs.items()]
    same = [mine.kind == its.kind for mine, its in found]
    both = sum(kind and parent for kind, parent in zip(same, under, strict=True))
    counts = {
        "tree": Count(both, len(ours), len(theirs)),
        "nodes": Count(len(pairs), len(ours), len(theirs)),
        "kind": _share(same),
        "parent": _share(under),
    }
    for kind in Kind:
        right = sum(mine.kind == kind == its.kind for mine, its in found)
        counts[kind] = Count(right, *(sum(one.node.kind == kind for one in side) for side in (ours, theirs)))
    for field in FIELDS:
        counts[field] = _share(right for mine, its in found for name, right in _compared(mine, its) if name == field)
    values = [Counter((place, _key(value)) for place, two in enumerate(found) for value in two[side].values) for side in (0, 1)]
    counts["values"] = _common(*values)
    return counts


def _parent_right(mine: Placed, its: Placed, pairs: Pairs) -> bool:
    if mine.parent is None or its.parent is None:
        return mine.parent is its.parent
    return pairs.get(mine.parent) == its.parent


def _compared(mine: Node, its: Node) -> Iterator[tuple[str, bool]]:
    """Each field that the gold file (or the reading, if it is no page) has a value for, and whether they are the same."""
    for field, value in FIELDS.items():
        expected, got = _alike(field, value(mine)), _alike(field, value(its))
        if expected is not None or (got is not None and field != "page"):
            yield field, expected == got


def _alike(field: str, value: Value) -> Value:
    """A field's value, as two that are the same have it."""
    if field not in _AS_PRINTED:
        return value
    return tuple(sorted(map(plain, value))) if isinstance(value, tuple) else plain(value) or None


def _key(value: Figure) -> tuple[str, object, object]:
    """What two values that are the same have in common."""
    return plain(value.raw), value.kind, value.year


def _wrong_nodes(theirs: Sequence[Placed], ours: Sequence[Placed], pairs: Pairs) -> Iterator[Mistake]:
    """The mistakes in the nodes, in the order of the gold file; then what is in no gold file."""
    for place, one in enumerate(theirs):
        node = one.node
        if place not in pairs:
            yield Mistake("missed", expected=node.kind, text=node.text)
            continue
        other = ours[pairs[place]]
        if node.kind != other.node.kind:
            yield Mistake("kind", node.kind, other.node.kind, node.text)
        if not _parent_right(one, other, pairs):
            yield Mistake("parent", _parent(one, theirs), _parent(other, ours), node.text)
        for field, right in _compared(node, other.node):
            if not right:
                yield Mistake(field, FIELDS[field](node), FIELDS[field](other.node), node.text)
        yield from _wrong_values(node, other.node)
    read = set(pairs.values())
    yield from (Mistake("invented", got=node.kind, text=node.text) for place, (node, _) in enumerate(ours) if place not in read)


def _parent(placed: Placed, side: Sequence[Placed]) -> str | None:
    return None if placed.parent is None else side[placed.parent].node.text


def _wrong_values(mine: Node, its: Node) -> Iterator[Mistake]:
    told = {
        _key(value): ", ".join(str(part) for part in (value.raw, value.kind, value.year) if part)
        for value in (*mine.values, *its.values)
    }
    expected, got = (Counter(map(_key, node.values)) for node in (mine, its))
    yield from (Mistake("value", expected=told[key], text=mine.text) for key in (expected - got).elements())
    yield from (Mistake("value", got=told[key], text=mine.text) for key in (got - expected).elements())


def _milestones(expected: Sequence[Dated], got: Sequence[Dated]) -> Part:
    """Milestones of one day, of which one text is for the most part in the other; one to one, in the gold file's order."""
    likeness = needed("rapidfuzz.fuzz").partial_ratio
    free, mistakes = list(got), []
    for step in expected:
        rated = [(likeness(plain(step.text), plain(other.text)), other) for other in free if other.date == step.date]
        rate, best = max(rated, key=lambda rating: rating[0], default=(0, None))
        if best is not None and rate >= CONTAINED:
            free.remove(best)
        else:
            mistakes.append(Mistake("milestone", expected=step.date, text=step.text))
    found = len(got) - len(free)
    mistakes += [Mistake("milestone", got=step.date, text=step.text) for step in free]
    return Count(found, len(got), len(expected)), mistakes


def _listed(what: str, expected: Sequence[Listed], got: Sequence[Listed]) -> Part:
    pairs = pair(*([(one.text, one.kind) for one in side] for side in (expected, got)))
    right, mistakes = 0, []
    for place, one in enumerate(expected):
        read = got[pairs[place]].told if place in pairs else None
        if place in pairs and str(read) == str(one.told):
            right += 1
        else:
            mistakes.append(Mistake(what, str(one.told), None if read is None else str(read), one.text))
    taken = set(pairs.values())
    mistakes += [Mistake(what, got=str(one.told), text=one.text) for place, one in enumerate(got) if place not in taken]
    return Count(right, len(got), len(expected)), mistakes


def _sections(expected: Iterable[str], got: Iterable[str]) -> Part:
    mine, its = Counter(map(plain, expected)), Counter(map(plain, got))
    mistakes = [Mistake("empty section", expected=name) for name in (mine - its).elements()]
    mistakes += [Mistake("empty section", got=name) for name in (its - mine).elements()]
    return _common(mine, its), mistakes


def _facts(expected: Mapping[str, Any], got: Mapping[str, Any]) -> Part:
    """The facts that the gold file tells, null included."""
    right = {name: _same_fact(value, got.get(name)) for name, value in expected.items()}
    mistakes = [Mistake(f"document.{name}", _fact(expected[name]), _fact(got.get(name))) for name in right if not right[name]]
    return _share(right.values()), mistakes


def _same_fact(expected: object, got: object) -> bool:
    return expected == got if isinstance(expected, dict) else plain(expected) == plain(got)


def _fact(value: object) -> str | None:
    """A fact in words: a period as "2023–2026"."""
    if isinstance(value, dict):
        return "–".join(str(part) for part in value.values())
    return None if value is None else str(value)


def _share(right: Iterable[bool]) -> Count:
    answers = list(right)
    return Count(sum(answers), len(answers), len(answers))


def _common(expected: Counter[Any], got: Counter[Any]) -> Count:
    return Count((expected & got).total(), got.total(), expected.total())


def total(scores: Iterable[Score]) -> dict[str, Count]:
    """The counts of several documents added up."""
    added: dict[str, Count] = {}
    for one in scores:
        for name, count in one.counts.items():
            added[name] = added.get(name, Count()).plus(count)
    return added
