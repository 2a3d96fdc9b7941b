"""Whether two documents judge by one scale: a status on another scale is no changed status, but a note."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from ...models.block import Note
from ...models.document import Document
from ...models.goal import Status, Step
from ...rules.colours import named
from ...rules.swedish import fold

Legend = tuple[Step, ...]
"""The steps of the scale that a status is on, as its document explains it; empty where it does not."""


def one_scale(before: Status, after: Status, legends: tuple[Legend, Legend] = ((), ())) -> bool:
    """Whether two statuses can be held against each other.

    They cannot where they judge another thing (a trend, a result), where both documents explain their scale and a step of one
    means something else in the other or none is in both, and where one shows a colour and the other says a word.
    """
    if before.dimension and after.dimension and before.dimension is not after.dimension:
        return False
    if legends[0] and legends[1]:
        return _one_legend(*legends)
    return _is_bare_colour(before) == _is_bare_colour(after)


def _one_legend(old: Legend, new: Legend) -> bool:
    """Whether two legends explain one scale."""
    there, here = _steps(old), _steps(new)
    common = there.keys() & here.keys()
    if any(there[key] != here[key] for key in common if there[key] and here[key]):
        return False
    return bool(common)


def _steps(legend: Iterable[Step]) -> dict[str, str]:
    """What each step means, by its colour, or else its word's beginning ("Grönt" is "Grön")."""
    return {step.signal or fold(step.raw or "")[:5] or (step.raw or ""): step.meaning or "" for step in legend}


def _is_bare_colour(status: Status) -> bool:
    """Whether a status is printed as nothing but a colour, by its name or as a mark."""
    return named(status.raw) is not None if status.raw else bool(status.signal)


@dataclass(frozen=True)
class Scales:
    """The scales of two documents; remembers the statuses that could not be compared."""

    old: Document
    new: Document
    _differ: list[tuple[str, str]] = field(default_factory=list)

    def comparable(self, before: Status, after: Status) -> bool:
        """Whether two statuses are on one scale."""
        same = one_scale(before, after, (_legend(self.old, before), _legend(self.new, after)))
        if not same:
            self._differ.append((_word(before), _word(after)))
        return same

    def notes(self) -> tuple[Note, ...]:
        """One note where statuses were met that stand on different scales."""
        if not self._differ:
            return ()
        one, other = self._differ[0]
        count = len(self._differ)
        message = f"statusskalan är en annan i det nya dokumentet (”{one}” mot ”{other}”); {count} statusar jämförs inte"
        return (Note(code="scale-changed", message=message),)


def _word(status: Status) -> str:
    return status.raw or status.signal or "?"


def _legend(document: Document, status: Status) -> Legend:
    return next((scale.steps for scale in document.scales if scale.id == status.scale), ())
