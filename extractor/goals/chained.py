"""Headings that are the first level of the chain that the document explains, with the items of the next level right below."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from ...models.block import Role, Section
from ...models.goal import Kind, Level
from ...rules import labels
from ...rules.clauses import is_finite
from .evidence import Evidence
from .nodes import GROUPS, RANK


def first_level(evidence: Evidence) -> Level | None:
    """The first level of goals in the chain, where another level of goals follows it and no areas hold them."""
    levels = sorted((level for level in evidence.chain if level.kind in GROUPS), key=lambda level: RANK[level.kind])
    kinds = {level.kind for level in levels}
    return levels[0] if len(kinds) > 1 and levels[0].kind in {Kind.INRIKTNING, Kind.MAL} else None


def heads_of_chain(root: Section, evidence: Evidence) -> Iterator[Section]:
    """Headings side by side that each have a list right below, and are numbered from one on or each say something.

    What else stands beside them names a level or is a usual chapter.
    """
    level = first_level(evidence)
    heads = [block.text for section in root.walk() for block in (*section.lead, section.heading) if block is not None]
    marks = [labels.mark(text) for text in heads]
    if level is None or any(mark is not None and mark.kind is level.kind for mark in marks):
        return
    for section in root.walk():
        found = [child for child in section.children if _may_be_goal(child)]
        if len(found) > 1 and (_numbered_on(found) or all(map(_says, found))):
            yield from found


def _may_be_goal(section: Section) -> bool:
    """Whether a heading without a level's word has a list below it, and nothing deeper."""
    text = section.heading.text if section.heading else ""
    mark = labels.mark(text)
    plain = not (mark and mark.kind) and labels.names(text) is None
    if not text or not plain or section.children or labels.is_chapter(text) or labels.is_body(text):
        return False
    return any(block.role is Role.LIST_ITEM for block in section.body)


def _numbered_on(sections: Sequence[Section]) -> bool:
    """Whether the headings' numbers count from one."""
    marks = [labels.mark(section.heading.text) for section in sections if section.heading]
    numbers = [mark.number for mark in marks if mark is not None and mark.number is not None and mark.number.isdigit()]
    counted = [int(number) for number in numbers]
    return len(counted) == len(sections) and counted[0] == 1 and all(b == a + 1 for a, b in pairwise(counted))


def _says(section: Section) -> bool:
    """Whether a heading is a sentence, not the name of a theme."""
    return section.heading is not None and any(is_finite(word.lower()) for word in section.heading.text.split())


def is_motto(section: Section, above: Section) -> bool:
    """Whether a heading is the vision's words, right below the word alone."""
    names = labels.names(above.heading.text) if above.heading else None
    alone = names is not None and names.kinds[:1] == (Kind.VISION,)
    return alone and not above.body and section is above.children[0]
