"""How alike texts are: runs of three to five letters within words, weighted by how rare they are (TF-IDF, cosine).

Chosen in the design from pairs of Swedish policy sentences, where token ratios tell hard paraphrases from unrelated sentences
much worse. What it brings here is told by `make quality`; why it is counted by hand by decision D32.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache
from math import log, sqrt
from typing import TYPE_CHECKING, Any

from ...rules.wording import slight, words

if TYPE_CHECKING:
    from numpy import ndarray

SHORTEST, LONGEST = 3, 5
SLIGHT = 0.35  # weight of a word that any task may have ("ta fram", "kommunen ska"), to that of another as rare


@lru_cache(maxsize=1 << 14)
def grams(word: str) -> tuple[str, ...]:
    """The runs of letters of one word, its ends marked by a blank."""
    padded = f" {word} "
    return tuple(
        padded[start : start + size] for size in range(SHORTEST, LONGEST + 1) for start in range(max(1, len(padded) - size + 1))
    )


def likeness(left: Sequence[str], right: Sequence[str]) -> "ndarray[Any, Any]":
    """The cosine of each text of one list with each of the other, as a matrix; 0 where either is empty."""
    from scipy.sparse import csr_matrix

    counted = [Counter(gram for word in words(text) for gram in grams(word)) for text in (*left, *right)]
    numbers = {gram: number for number, gram in enumerate(dict.fromkeys(gram for counts in counted for gram in counts))}
    rarity = _rarity(counted, numbers)
    rows: list[int] = []
    columns: list[int] = []
    weights: list[float] = []
    for row, counts in enumerate(counted):
        weighted = [(numbers[gram], (1 + log(count)) * rarity[numbers[gram]]) for gram, count in counts.items()]
        length = sqrt(sum(weight * weight for _, weight in weighted)) or 1.0
        rows += [row] * len(weighted)
        columns += [column for column, _ in weighted]
        weights += [weight / length for _, weight in weighted]
    matrix = csr_matrix((weights, (rows, columns)), shape=(len(counted), max(1, len(numbers))))
    product: ndarray[Any, Any] = (matrix[: len(left)] @ matrix[len(left) :].T).toarray()
    return product


def _rarity(counted: Sequence[Counter[str]], numbers: dict[str, int]) -> list[float]:
    """The weight of each run of letters: smoothed inverse share of the texts that have it."""
    held = [0] * len(numbers)
    for counts in counted:
        for gram in counts:
            held[numbers[gram]] += 1
    return [log((1 + len(counted)) / (1 + number)) + 1 for number in held]


class Weights:
    """How much each word tells: rare words more than those that many texts have."""

    def __init__(self, texts: Iterable[Iterable[str]]) -> None:
        held: Counter[str] = Counter()
        count = 0
        for text in texts:
            held.update(set(text))
            count += 1
        plain = slight()
        self._weights = {
            word: (log((1 + count) / (1 + number)) + 1) * (SLIGHT if word in plain else 1) for word, number in held.items()
        }
        self._rare = log(1 + count) + 1

    def of(self, word: str) -> float:
        """The weight of a word."""
        return self._weights.get(word, self._rare)

    def total(self, found: Iterable[str]) -> float:
        """The weight of words together."""
        return sum(map(self.of, found))

    def share(self, part: frozenset[str], whole: frozenset[str]) -> float:
        """How much of the weight of ``whole`` is in ``part``, from 0 to 1."""
        return self.total(part & whole) / (self.total(whole) or 1.0)
