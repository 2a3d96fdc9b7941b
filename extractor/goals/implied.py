"""What is understood once the whole tree is known: what colours mean that no legend explains, what year an outcome is of."""

import re
from collections.abc import Sequence
from functools import cache

from ...models.block import Block
from ...models.document import Period
from ...models.goal import Kind, StatedTotal, ValueKind
from ...rules.lexicon import pattern
from ..facts.scales import Legend, implied, step
from .nodes import Draft

_JUDGED = (Kind.UPPDRAG, Kind.AKTIVITET, Kind.MAL, Kind.DELMAL, Kind.INDIKATOR)


def settle(roots: Sequence[Draft], totals: Sequence[StatedTotal], legends: int) -> tuple[Legend, ...]:
    """Give coloured statuses without a meaning the one that the document's counts imply.

    Returns the scales that were told so, numbered on from the ``legends`` that the document explains.
    """
    found: list[Legend] = []
    for kind in _JUDGED:
        nodes = [node for root in roots for node in root.walk() if node.kind is kind and node.status is not None]
        open_ = [(node, node.status) for node in nodes if node.status and node.status.signal and node.status.meaning is None]
        if len(open_) < 2:
            continue
        shown = [(status.signal, status.at) for _, status in open_ if status.signal]
        legend = implied(shown, [total for total in totals if total.what is kind], frozenset({kind}))
        if legend is None:
            continue
        legend = legend._replace(scale=legend.scale.model_copy(update={"id": f"s{legends + len(found) + 1}"}))
        found.append(legend)
        for node, status in open_:
            told = step([legend], status.at.spans[0].block if status.at.spans else 0, None, status.signal, kind)
            if told is not None:
                scale, item = told
                update = {"meaning": item.meaning, "dimension": scale.dimension, "scale": scale.id}
                node.status = status.model_copy(update=update)
    return tuple(found)


def date_baselines(roots: Sequence[Draft], blocks: Sequence[Block]) -> None:
    """Give the year that a sentence tells of all baselines ("Utgångsvärdena avser 2020") to those without one; beside a target a
    bare figure is one.
    """
    told = (_baselines().search(block.text) for block in blocks if "ena" in block.text and "värde" in block.text.lower())
    years = {int(match["year"]) for match in told if match}
    if len(years) != 1:
        return
    year = years.pop()
    for node in (each for root in roots for each in root.walk()):
        named = {value.kind for value in node.values if value.kind is not ValueKind.UTGANGSVARDE}
        held = named == {ValueKind.UTFALL, ValueKind.MALVARDE} and all(
            value.year is None for value in node.values if value.kind is ValueKind.UTFALL
        )
        bases = {ValueKind.UTGANGSVARDE} | ({ValueKind.UTFALL} if held else set())
        node.values = [
            value.model_copy(update={"year": year, "kind": ValueKind.UTGANGSVARDE})
            if value.kind in bases and value.year is None
            else value
            for value in node.values
        ]


@cache
def _baselines() -> re.Pattern[str]:
    return re.compile(rf"\b{pattern('line', 'utgångsvärden är från')} (?:[\w]+ )?(?P<year>(?:19|20)\d\d)\b", re.IGNORECASE)


def date_outcomes(roots: Sequence[Draft], period: Period | None) -> None:
    """Give the outcomes of a report on one year that year, where neither heading nor figure names another."""
    if period is None or period.from_ != period.to:
        return
    for node in (each for root in roots for each in root.walk()):
        node.values = [
            value.model_copy(update={"year": period.to}) if value.kind is ValueKind.UTFALL and value.year is None else value
            for value in node.values
        ]
