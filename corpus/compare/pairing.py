"""Which node of one tree is which of another: likeness proposes, an optimal assignment with the trees' structure decides.

Words and descriptions say how alike two nodes are; a common parent, common children, kind, number and order speak for a
pair; another subject in the same frame bars it. The assignment is made anew with what the last one told of parents and
children. Which of the documents is the older one plays no part, so that turning them round mirrors the result.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ...models.goal import Kind
from .alike import Weights, likeness
from .nodes import Node
from .subject import other_subject

if TYPE_CHECKING:
    from numpy import ndarray

    Matrix = ndarray[Any, Any]

Pairs = dict[int, int]
"""From the number of a node of one tree to that of the other."""

LINKED = 0.43  # from this score on two nodes are one; tuned on the version pairs of the sample corpus
CANDIDATE = 0.28  # from this likeness of words on a pair may be barred by another subject
WEAK, FAR = 0.7, 0.25  # a pair under WEAK is none where a node of it has a match that is better by FAR
TOLD_ALIKE = 0.6  # from this likeness of descriptions on two nodes have one subject, whatever their headings say
ROUNDS = 3
TOLD = 5  # words of a description from which it tells anything

_FAMILIES = (
    frozenset({Kind.VISION}),
    frozenset({Kind.INRIKTNING, Kind.MALOMRADE, Kind.MAL, Kind.DELMAL}),
    frozenset({Kind.UPPDRAG, Kind.AKTIVITET}),
    frozenset({Kind.INDIKATOR}),
    frozenset({Kind.SKRIVNING}),
)
_SAME_KIND, _SAME_FAMILY, _OTHER_FAMILY = 0.06, 0.03, -0.12
_MEASURE = -0.3  # what measures something is not that thing, however alike the words
_PARENT, _LABEL, _ORDER, _NAMED_ONCE = 0.1, 0.03, 0.04, 0.12
DISTINCT = 12  # letters of a word that tells one thing and no other


@dataclass(frozen=True)
class Trees:
    """Two trees, and how alike each two of their nodes are: by words, by descriptions, and by both together (``alike``).

    ``related`` are pairs that name a thing in common, or whose descriptions are alike: nothing else can be one goal by its words.
    """

    left: Sequence[Node]
    right: Sequence[Node]
    words: "Matrix"
    described: "Matrix"
    alike: "Matrix"
    related: "Matrix"
    barred: frozenset[tuple[int, int]]
    weights: Weights


def trees(left: Sequence[Node], right: Sequence[Node]) -> Trees:
    """Two trees with the likeness of their nodes."""
    import numpy as np

    weights = Weights(node.concepts for node in (*left, *right))
    shared = _shared_words(left, right, weights)
    letters = likeness([node.matter for node in left], [node.matter for node in right])
    words = (letters + shared) / 2
    for i, j in _equal(left, right):
        words[i, j] = 1.0
    described = likeness(
        [node.description if len(node.description.split()) >= TOLD else "" for node in left],
        [node.description if len(node.description.split()) >= TOLD else "" for node in right],
    )
    related = (words >= 1) | (described >= TOLD_ALIKE) | _common_things(left, right)
    barred = _barred(left, right, words, (described < TOLD_ALIKE) & related)
    alike = np.maximum(words, words * 0.3 + described * 0.7)
    return Trees(left, right, words, described, alike, related, barred, weights)


def _barred(left: Sequence[Node], right: Sequence[Node], words: "Matrix", asked: "Matrix") -> frozenset[tuple[int, int]]:
    """The pairs among those ``asked`` for that say of something else what they say in one frame.

    Nodes that stand unchanged in both trees need no look.
    """
    import numpy as np

    same = _unmistakable(left, right)
    open_to = (words > CANDIDATE) & (words < 1) & asked
    open_to[list(same), :] = False
    open_to[:, list(same.values())] = False
    return frozenset(
        (int(i), int(j)) for i, j in zip(*np.nonzero(open_to), strict=True) if other_subject(left[i].text, right[j].text)
    )


def _equal(left: Sequence[Node], right: Sequence[Node]) -> Iterable[tuple[int, int]]:
    """The numbers of nodes with the same words."""
    where: dict[str, list[int]] = {}
    for node in right:
        where.setdefault(node.folded, []).append(node.number)
    return ((node.number, number) for node in left for number in where.get(node.folded, ()))


def _common_things(left: Sequence[Node], right: Sequence[Node]) -> "Matrix":
    """Which pairs name something in common."""
    from scipy.sparse import csr_matrix

    numbers: dict[str, int] = {}
    sides = []
    for side in (left, right):
        entries = [(node.number, numbers.setdefault(thing, len(numbers))) for node in side for thing in sorted(node.things)]
        sides.append(entries)
    one, other = (
        csr_matrix(([1] * len(entries), tuple(zip(*entries, strict=True)) or ([], [])), shape=(len(side), max(1, len(numbers))))
        for entries, side in zip(sides, (left, right), strict=True)
    )
    result: Matrix = (one @ other.T).toarray() > 0
    return result


def _shared_words(left: Sequence[Node], right: Sequence[Node], weights: Weights) -> "Matrix":
    """How much of the weight of both nodes' words they share, as a matrix."""
    import numpy as np
    from scipy.sparse import csr_matrix

    numbers = {
        word: n for n, word in enumerate(dict.fromkeys(word for node in (*left, *right) for word in sorted(node.concepts)))
    }
    weight = np.array([weights.of(word) for word in numbers] or [1.0])

    def held(side: Sequence[Node]) -> Any:
        rows = [node.number for node in side for _ in node.concepts]
        columns = [numbers[word] for node in side for word in node.concepts]
        return csr_matrix((np.ones(len(rows)), (rows, columns)), shape=(len(side), len(weight)))

    one, other = held(left), held(right)
    both = (one.multiply(weight) @ other.T).toarray()
    total = (one @ weight)[:, None] + (other @ weight)[None, :]
    result: Matrix = 2 * both / np.maximum(total, 1e-9)
    return result


def pair(compared: Trees) -> Pairs:
    """The nodes of the left tree that go on in the right one, one to one."""
    found = _unmistakable(compared.left, compared.right)
    for _ in range(ROUNDS):
        again = _assigned(score(compared, found))
        if again == found:
            break
        found = again
    return found


def _unmistakable(left: Sequence[Node], right: Sequence[Node]) -> Pairs:
    """The pairs of nodes whose words stand once in either tree."""
    one, other = (Counter(node.folded for node in side) for side in (left, right))
    where = {node.folded: node.number for node in right}
    return {node.number: where[node.folded] for node in left if one[node.folded] == 1 and other.get(node.folded) == 1}


def score(compared: Trees, found: Pairs) -> "Matrix":
    """How much speaks for each pair, by likeness and by what the pairs ``found`` say of parents and children."""
    import numpy as np

    left, right = compared.left, compared.right
    alike = np.where(compared.related, compared.alike, 0.0)
    for i, j in compared.barred:
        alike[i, j] = 0.0
    result = np.maximum(alike, 0.35 * alike + 0.5 * common_children(compared, found))
    result = result + _kinds(left, right) + _order(left, right) + _PARENT * _common_parent(left, right, found)
    labels = {node.number: node.label for node in right}
    for node in left:
        if node.label:
            for number, label in labels.items():
                if label == node.label:
                    result[node.number, number] += _LABEL
    for i, j in _named_once(left, right):
        result[i, j] += _NAMED_ONCE if (i, j) not in compared.barred else 0.0
    return result


def _named_once(left: Sequence[Node], right: Sequence[Node]) -> list[tuple[int, int]]:
    """The pairs that share a long word which no other node of either tree has ("näringslivsstrategi")."""
    once = []
    for side in (left, right):
        where: dict[str, list[int]] = {}
        for node in side:
            for word in {word for word in node.words if len(word) >= DISTINCT}:
                where.setdefault(word, []).append(node.number)
        once.append({word: numbers[0] for word, numbers in where.items() if len(numbers) == 1})
    return [(once[0][word], once[1][word]) for word in sorted(once[0].keys() & once[1].keys())]


def _kinds(left: Sequence[Node], right: Sequence[Node]) -> "Matrix":
    """What the kinds say for or against each pair."""
    import numpy as np

    kinds = list(Kind)
    table = np.array([[_of_kinds(a, b) for b in kinds] for a in kinds])
    rows = np.array([kinds.index(node.goal.kind) for node in left], dtype=int)
    columns = np.array([kinds.index(node.goal.kind) for node in right], dtype=int)
    result: Matrix = table[rows[:, None], columns[None, :]]
    return result


def _of_kinds(left: Kind, right: Kind) -> float:
    if left is right:
        return _SAME_KIND
    if Kind.INDIKATOR in {left, right}:
        return _MEASURE
    return _SAME_FAMILY if _one_family(left, right) else _OTHER_FAMILY


def _one_family(left: Kind, right: Kind) -> bool:
    return any(left in kinds and right in kinds for kinds in _FAMILIES)


def family(left: Node, right: Node) -> bool:
    """Whether two nodes are of the same sort: areas and goals, tasks, indicators, or sentences."""
    return _one_family(left.goal.kind, right.goal.kind)


def _order(left: Sequence[Node], right: Sequence[Node]) -> "Matrix":
    """How near each pair stands to the same place of its document."""
    import numpy as np

    rows = np.arange(len(left)) / max(1, len(left) - 1)
    columns = np.arange(len(right)) / max(1, len(right) - 1)
    result: Matrix = _ORDER * (1 - np.abs(rows[:, None] - columns[None, :]))
    return result


def _common_parent(left: Sequence[Node], right: Sequence[Node], found: Pairs) -> "Matrix":
    """1 for each pair under parents that are one, or at the top; 0 elsewhere."""
    import numpy as np

    rows = np.array([-1 if node.parent is None else found.get(node.parent, -2) for node in left], dtype=int)
    columns = np.array([-1 if node.parent is None else node.parent for node in right], dtype=int)
    result: Matrix = (rows[:, None] == columns[None, :]).astype(float)
    return result


def common_children(compared: Trees, found: Pairs) -> "Matrix":
    """How many of the children of each pair are one, as a share of all; a single child tells less than several."""
    import numpy as np

    result = np.zeros((len(compared.left), len(compared.right)))
    for a, b in found.items():
        one, other = compared.left[a].parent, compared.right[b].parent
        if one is not None and other is not None:
            result[one, other] += 1
    for i, j in zip(*np.nonzero(result), strict=True):
        sizes = len(compared.left[i].children), len(compared.right[j].children)
        result[i, j] = 2 * result[i, j] / sum(sizes) * (1 - 0.3 ** result[i, j])
    return result


def _assigned(scores: "Matrix") -> Pairs:
    """The assignment with the highest sum of scores, without pairs that score too low."""
    import numpy as np
    from scipy.optimize import linear_sum_assignment

    if not scores.size:
        return {}
    open_to = (scores >= LINKED) & ~_outdone(scores)
    rows, columns = linear_sum_assignment(np.where(open_to, scores, 0.0), maximize=True)
    return {int(i): int(j) for i, j in zip(rows, columns, strict=True) if open_to[i, j]}


def _outdone(scores: "Matrix") -> "Matrix":
    """Weak pairs of which one node has a far better match: it is a part of that one, and not for the taking."""
    import numpy as np

    best = np.maximum(scores.max(axis=1)[:, None], scores.max(axis=0)[None, :])
    result: Matrix = (scores < WEAK) & (scores < best - FAR)
    return result
