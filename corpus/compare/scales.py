"""Whether two documents judge by one scale: a status on another scale is no changed status, but a note."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from ...models.block import Note
from ...models.document import Document
from ...models.goal import Goal, Status
from ...rules.swedish import fold


@dataclass(frozen=True)
class Scales:
    """The scales of two documents; remembers whether a status was met that cannot be compared."""

    old: Document
    new: Document
    _differ: list[tuple[str, str]] = field(default_factory=list)

    def comparable(self, before: Status, after: Status) -> bool:
        """Whether two statuses are on one scale: the same dimension, and legends (or words in use) that are not others."""
        if before.dimension and after.dimension and before.dimension is not after.dimension:
            same = False
        else:
            steps = _steps(self.old, before), _steps(self.new, after)
            same = not steps[0] or not steps[1] or bool(steps[0] & steps[1])
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


def _steps(document: Document, status: Status) -> frozenset[str]:
    """The words of the scale that a status is on: its legend's, else those in use in the document, where there are several."""
    for scale in document.scales:
        if scale.id == status.scale:
            return frozenset(fold(step.raw or step.signal or "") or (step.raw or "") for step in scale.steps)
    used = frozenset(
        fold(_word(goal.status)) or _word(goal.status)
        for goal in _goals(document.goals)
        if goal.status and goal.status.dimension is status.dimension
    )
    return used if len(used) > 1 else frozenset()


def _goals(goals: tuple[Goal, ...]) -> Iterator[Goal]:
    for goal in goals:
        yield goal
        yield from _goals(goal.children)
