"""Visions that stand outside the headings of goals: told in a sentence, printed at a page's foot, or above a link to it."""

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise, takewhile

from ...models.block import Block, Role, Section
from ...models.goal import Kind
from ...rules import kinds, labels
from ...rules.publisher import line
from ..facts import marks
from . import running
from .items import is_dated
from .nodes import GROUPS, Draft, draft, slices
from .opener import Opener

_VISION_LINK = re.compile(
    r"läs (?:gärna )?(?:mer|hela)?\s*(?:om )?(?:vår|kommunens|regionens|\w+s)?\s*vision\w*\.?$", re.IGNORECASE
)
_LONGEST = 90  # characters of a line in a foot that may be the vision


def linked(section: Section, body: Sequence[Block], above: str) -> Draft | None:
    """The vision in a page foot: a heading, some lines, and a link to the page about the vision.

    ``above`` is the text above the heading: a foot stands below what the page says of itself ("Senast uppdaterad: …"), or is
    marked as one, while a chapter that ends in such a link has lists or more chapters inside.
    """
    head = section.heading
    below = [child.heading for child in section.children if child.heading]
    if head is None or not any(_VISION_LINK.match(block.text) for block in (*body, *below)):
        return None
    bare = [child for child in section.children if all(block.role is Role.FURNITURE for block in child.body)]
    own = takewhile(lambda block: _VISION_LINK.match(block.text) or not (line(block.text) or is_dated(block.text)), body)
    shown = [*own, *(child.heading for child in bare if child.heading)]
    links = [block for block in shown if _VISION_LINK.match(block.text)]
    if not links or len(bare) < len(section.children) or kinds.find(head.text):
        return None
    foot = line(above) is not None or any(block.role is Role.FURNITURE for block in links)
    if not foot or any(block.role in {Role.LIST_ITEM, Role.CELL} for block in body):
        return None
    node = draft(Kind.VISION, head, rule="vision/linked")
    node.term = "vision"
    return node


_SO_IT_READS = re.compile(
    r"(?:så (?:lyder|låter|är)|det(?:ta)? är|orden är) (?:(?:vår|kommunens|regionens|den gemensamma|[A-ZÅÄÖ]\w+s) )?vision\w*\b",
    re.IGNORECASE,
)


def is_told_below(block: Block, following: Block | None) -> bool:
    """Whether the text below says that this line is the vision ("Det är vår vision")."""
    short = len(block.text) < _LONGEST and len(block.text.split()) > 2
    return short and following is not None and block.role is Role.TEXT and _SO_IT_READS.match(following.text) is not None


def take_told(opener: Opener, blocks: Sequence[Block], texts: Mapping[int, str]) -> None:
    """Open the vision that a sentence tells, where no heading does; only where the document has goals, or lists them.

    ``texts`` are those of the document's blocks, by number.
    """
    everyone = [node for root in opener.roots for node in root.walk()]
    if any(node.kind is Kind.VISION for node in everyone) or not any(node.kind in GROUPS for node in everyone):
        return
    node = running.told_vision(blocks)
    if node is None:
        return
    node.term, node.year = "vision", marks.year(slices(node.places, texts), opener.context.period)
    after = [place for place, root in enumerate(opener.roots) if _first_block(root) > _first_block(node)]
    opener.roots.insert(after[0] if after else len(opener.roots), node)


def take_foot(opener: Opener, furniture: Sequence[Block]) -> None:
    """Open the vision that every page of a site prints at its foot, below the word, where the document names no other."""
    if any(node.kind is Kind.VISION for node in opener.roots):
        return
    if (named := _above_link(furniture)) is not None:
        node = draft(Kind.VISION, named, rule="vision/foot")
        node.term = "vision"
        opener.roots.append(node)
        return
    for word, block in pairwise(furniture):
        names = labels.names(word.text)
        if names is not None and names.kinds == (Kind.VISION,) and 2 < len(block.text.split()) < 20:
            opener.roots.append(opener.node(Kind.VISION, names.terms[0], block, 0, None, rule="vision/foot"))
            return


def _above_link(furniture: Sequence[Block]) -> Block | None:
    """The short line that opens what a page's foot prints above a link to the vision, or None."""
    link = next((place for place, block in enumerate(furniture) if _VISION_LINK.match(block.text)), 0)
    above = takewhile(lambda block: line(block.text) is None and not is_dated(block.text), reversed(furniture[:link]))
    run = [block for block in above if len(block.text.split()) > 2]
    return run[-1] if run and len(run[-1].text) < _LONGEST and not run[-1].text.endswith(".") else None


def is_awaited(section: Section) -> bool:
    """Whether a heading is the word "Vision" and nothing below it, so that the next heading is the vision."""
    names = labels.names(section.heading.text) if section.heading else None
    return names is not None and names.kinds == (Kind.VISION,) and not section.body and not section.children


def _first_block(node: Draft) -> int:
    return node.places[0].spans[0].block
