"""What told a pair, whether a person should look at it, and which other nodes it may have been."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from ...models.change import Candidate
from .branching import Group
from .nodes import Node
from .pairing import LINKED, Pairs, Trees, common_children, score

if TYPE_CHECKING:
    from .pairing import Matrix

SURE = 0.6  # from this score on a pair needs no second look
NEAR = 0.08  # two matches that are this near to each other cannot be told apart
WORTH = 0.3  # from this likeness of words on a node is told as what another may have become
FRAME = 0.55  # likeness of words from which on two nodes with another subject are told, too


@dataclass(frozen=True)
class Doubts:
    """The scores of a comparison, seen from the left or, ``turned``, from the right."""

    compared: Trees
    found: Pairs
    turned: bool

    @cached_property
    def scores(self) -> "Matrix":
        """How much speaks for each pair, at most 1; rows are the nodes of the old document."""
        import numpy as np

        plain: Matrix = np.minimum(score(self.compared, self.found), 1.0)
        return plain.T if self.turned else plain

    @cached_property
    def words(self) -> "Matrix":
        """How alike the words of each pair are."""
        return self.compared.words.T if self.turned else self.compared.words

    @cached_property
    def _described(self) -> "Matrix":
        return self.compared.described.T if self.turned else self.compared.described

    @cached_property
    def _children(self) -> "Matrix":
        shared = common_children(self.compared, self.found)
        return shared.T if self.turned else shared

    def of(self, group: Group) -> float:
        """The score of a link: that of its best edge."""
        return float(max(self.scores[a, b] for a in group.left for b in group.right))

    def evidence(self, group: Group) -> tuple[str, ...]:
        """The rules that told a link."""
        edges = [(a, b) for a in group.left for b in group.right]
        same = any(self.words[edge] >= 1 for edge in edges)
        told = {
            "pair/same-words": same,
            "pair/words": not same and any(self.words[edge] >= LINKED for edge in edges),
            "pair/description": any(self._described[edge] >= 0.5 for edge in edges),
            "pair/children": any(self._children[edge] > 0 for edge in edges),
            "pair/pieces": len(edges) > 1,
        }
        return tuple(name for name, holds in told.items() if holds) or ("pair/place",)

    def unsure(self, group: Group) -> bool:
        """Whether a person should look at a link: it scores low, or another node of either document is as near."""
        if len(group.left) == len(group.right) == 1 and self.words[group.left[0], group.right[0]] >= 1:
            return False
        best = self.of(group)
        rivals = [self.scores[a, b] for a in group.left for b in range(self.scores.shape[1]) if b not in group.right]
        rivals += [self.scores[a, b] for b in group.right for a in range(self.scores.shape[0]) if a not in group.left]
        return best < SURE or best - float(max(rivals, default=0.0)) < NEAR

    def candidates(self, row: int, *, old: bool, among: Sequence[int] | None = None) -> tuple[Candidate, ...]:
        """The two nodes of the other document that a node may be, the likeliest first; only those worth telling."""
        scores, words = (self.scores[row], self.words[row]) if old else (self.scores[:, row], self.words[:, row])
        nodes = self._nodes(of_new=old)
        rated = [
            (
                float(max(scores[number] if words[number] >= WORTH else 0.0, words[number] if words[number] >= FRAME else 0.0)),
                number,
            )
            for number in (range(len(nodes)) if among is None else among)
        ]
        best = sorted((pair for pair in rated if pair[0] >= WORTH), key=lambda pair: (-pair[0], pair[1]))[:2]
        return tuple(
            Candidate(id=nodes[number].goal.id, text=nodes[number].text, score=round(value, 2)) for value, number in best
        )

    def _nodes(self, *, of_new: bool) -> Sequence[Node]:
        return self.compared.right if of_new is not self.turned else self.compared.left
