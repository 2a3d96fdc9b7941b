"""What tells the scale of a document's statuses, as far as a picture must know it to set two documents beside each other."""

from typing import NamedTuple

from ...models.goal import Meaning

_DONE = (Meaning.GENOMFORT, Meaning.DELVIS_GENOMFORT, Meaning.EJ_GENOMFORT, Meaning.PAGAR, Meaning.EJ_PABORJAT)
_TIMED = (Meaning.ENLIGT_PLAN, Meaning.FORSENAT, Meaning.AVBRUTET)
_REACHED = (Meaning.UPPFYLLT, Meaning.I_HOG_GRAD_UPPFYLLT, Meaning.DELVIS_UPPFYLLT, Meaning.EJ_UPPFYLLT)
_MOVED = (Meaning.FORBATTRAS, Meaning.OFORANDRAT, Meaning.FORSAMRAS, Meaning.OKAR, Meaning.MINSKAR)
_FAMILIES = (
    dict.fromkeys((*_DONE, *_TIMED), "genomförande") | dict.fromkeys(_REACHED, "måluppfyllelse") | dict.fromkeys(_MOVED, "trend")
)


class Scale(NamedTuple):
    """What tells a scale: what it judges, the steps that its document explains, and the kind of word that it has."""

    dimension: str | None
    steps: frozenset[tuple[str | None, str | None]]
    family: str | None


def family(meaning: str | None, signal: str | None) -> str | None:
    """The kind of word that a status is."""
    if meaning:
        return _FAMILIES.get(Meaning(meaning))
    return "färg" if signal else None


def one_scale(one: Scale, other: Scale) -> bool:
    """Whether two documents judge on one scale, so that they may stand in one panel."""
    if one.dimension and other.dimension and one.dimension != other.dimension:
        return False
    if one.steps and other.steps:
        return one.steps == other.steps
    return not one.family or not other.family or one.family == other.family
