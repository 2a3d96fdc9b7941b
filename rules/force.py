"""How strongly a sentence binds, and whether another wording of it binds more or less.

Three things tell: the modal verb (*ska* and *måste* before *bör* before *kan*), words that soften ("arbeta för att", "om
möjligt") and words that sharpen ("senast", "säkerställa"). A moved deadline or another quantity is no change of force.
"""

from collections import Counter

from ..models.change import Strength
from .lexicon import Lexicon
from .quantities import moved
from .wording import words

_RANKS = {"ska": 3, "skall": 3, "måste": 3, "bör": 2, "kan": 1, "får": 1, "vill": 1, "avser": 1}
_BANS = frozenset({"får", "kan"})  # with "inte" they bind as "ska" does


def strength(old: str, new: str) -> Strength | None:
    """Whether the new wording binds more (skärpt) or less (försvagad) than the old, or None."""
    timed = _both(moved(old, new))  # where the time was moved, "senast" tells nothing
    hard = _holds(new, "stark", timed=timed) - _holds(old, "stark", timed=timed)
    gained = _modal(old, new) + hard - _holds(new, "svag") + _holds(old, "svag")
    if not gained:
        return None
    return Strength.SKARPT if gained > 0 else Strength.FORSVAGAD


def _both(marks: tuple[str | None, str | None] | None) -> bool:
    return marks is not None and all(marks)


def _holds(text: str, meaning: str, *, timed: bool = False) -> bool:
    """Whether a text holds a word that softens or sharpens."""
    return any(
        hit.meaning == meaning and not (timed and text[hit.start : hit.end].lower() == "senast")
        for hit in Lexicon.load("force").find(text)
    )


def _modal(old: str, new: str) -> int:
    """How far the modal verbs rank higher in the new wording; 0 where either has none, or they cannot be told apart."""
    left, right = _ranks(old), _ranks(new)
    if not left or not right:
        return 0
    if left.total() == right.total():
        return sum((right - left).elements()) - sum((left - right).elements())
    return next(iter(right)) - next(iter(left)) if len(left) == len(right) == 1 else 0


def _ranks(text: str) -> Counter[int]:
    found = words(text)
    binding = Counter(
        3 if word in _BANS and {"inte", "ej"} & set(found[place + 1 : place + 3]) else _RANKS[word]
        for place, word in enumerate(found)
        if word in _RANKS
    )
    return Counter({rank: count for rank, count in binding.items() if rank > 1}) or binding
