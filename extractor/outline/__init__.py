"""Blocks → a tree of sections.

What is a heading, and how deep, is told, in this order, by the source's own marks (h1 to h6, tags), its bookmarks and
printed table of contents, by type (size, weight, colour, capitals), and in plain text by how a line stands. Which one
decided is kept as the section's ``rule``.
"""

import re
from collections.abc import Sequence
from itertools import pairwise

from ...models.block import Block, Reading, Role, Section
from ...models.goal import Kind
from ...rules import labels
from ...rules.swedish import fold
from .lines import GROUPS, LONGEST_HEADING, NUMBERED, Heading, kind_rank
from .plain import plain
from .styled import footnotes, marked, styled

__all__ = ["Heading", "flatten", "footnotes", "headings", "outline"]

_PAGE_NUMBER = re.compile(r"(?<=[^\W\d])\W*\s\d{1,3}$")  # behind an entry of a printed table of contents
_COUNTED = re.compile(r"\d.*|[A-ZÅÄÖ]|[IVX]{2,4}")
_CLAUSE = re.compile(r"(?P<number>\d)\. (?:att\b|[A-ZÅÄÖ])")


def outline(reading: Reading) -> Section:
    """The sections of a document; the root holds what stands before the first heading. No block is lost or moved."""
    blocks = reading.blocks
    found = headings(reading)
    root = _Open(None, (), 0, "outline/root")
    stack = [root]
    lead: list[Block] = []
    clause = _Clause()
    for block in blocks:
        if block.id in found and found[block.id].rule == "outline/lead":
            lead.append(block)
        elif block.id in found:
            heading = found[block.id]
            clause.passes(heading)
            while stack[-1].depth >= heading.depth:
                stack.pop()
            opened = _Open(block, tuple(lead), heading.depth, heading.rule)
            lead = []
            stack[-1].children.append(opened)
            stack.append(opened)
        else:
            if (depth := clause.resumed(block)) is not None:
                while stack[-1].depth >= depth:
                    stack.pop()
                stack[-1].children.append(_Open(None, (), depth, "outline/resumed"))
                stack.append(stack[-1].children[-1])
            stack[-1].body += [*lead, block]
            lead = []
    stack[-1].body += lead
    return root.close()


class _Clause:
    """A numbered clause of a decision that announces what the headings below it hold ("1. att anta följande mål:").

    The clause with the next number goes on where it stood, outside those headings.
    """

    def __init__(self) -> None:
        self.number, self.depth = 0, 0.0

    def passes(self, heading: Heading) -> None:
        """Note a heading below the clause."""
        if self.number:
            self.depth = min(self.depth, heading.depth) or heading.depth

    def resumed(self, block: Block) -> float | None:
        """The depth at which the decision goes on with this block, or None; a clause that announces is kept in mind."""
        match = _CLAUSE.match(block.text)
        if match is None:
            return None
        number = int(match["number"])
        depth = self.depth if number == self.number + 1 and self.depth else None
        if depth is not None:
            self.number = 0
        elif block.text.endswith(":") or "följande" in block.text:
            self.number, self.depth = number, 0.0
        return depth


class _Open:
    """A section that is still being read."""

    def __init__(self, heading: Block | None, lead: tuple[Block, ...], depth: float, rule: str) -> None:
        self.heading, self.lead, self.depth, self.rule = heading, lead, depth, rule
        self.body: list[Block] = []
        self.children: list[_Open] = []

    def close(self) -> Section:
        children = tuple(child.close() for child in self.children)
        return Section(
            heading=self.heading, lead=self.lead, depth=int(self.depth), rule=self.rule, body=tuple(self.body), children=children
        )


def flatten(section: Section) -> list[Block]:
    """The inverse of ``outline``: every block in reading order."""
    return list(section.blocks())


def headings(reading: Reading) -> dict[int, Heading]:
    """Which blocks are headings, by block id. Blocks with rule "outline/lead" label the heading that follows them."""
    blocks = [block for block in reading.blocks if block.role not in {Role.FURNITURE, Role.CONTENTS, Role.CELL}]
    known = _known_titles(reading)
    if any(block.role is Role.HEADING for block in blocks):
        found = marked(blocks)
    elif any(block.size for block in blocks):
        found = styled(blocks, known)
    else:
        found = plain(blocks, known, max((block.id for block in reading.blocks), default=0))
    tables = frozenset(block.id for block in reading.blocks if block.role is Role.CELL)
    return _with_leads(blocks, _renested(blocks, found, tables))


def _known_titles(reading: Reading) -> dict[str, int]:
    """Titles that the bookmarks and the printed table of contents name, folded, with their depth (0 where unknown)."""
    entries = [block.text for block in reading.blocks if block.role is Role.CONTENTS]
    titles = {fold(name): 0 for entry in entries for name in (entry, _PAGE_NUMBER.sub("", entry))}
    return titles | {fold(mark.title): mark.depth for mark in reading.bookmarks}


def _renested(blocks: Sequence[Block], found: dict[int, Heading], tables: frozenset[int]) -> dict[int, Heading]:
    """Headings whose level's words tell that they stand inside one another, though their look does not.

    "Nämndmål 1" between two "KF-mål" belongs to the first of them, whatever its depth.
    """
    labelled = [(block.id, rank) for block in blocks if block.id in found and (rank := kind_rank(block.text)) > 1]
    depths = {id_: float(heading.depth) for id_, heading in found.items()}
    ranks = sorted({rank for _, rank in labelled})
    for outer, inner in pairwise(ranks):
        run = [rank for _, rank in labelled if rank in {outer, inner}]
        if not any(a == outer and b == inner and outer in run[i + 2 :] for i, (a, b) in enumerate(pairwise(run))):
            continue
        floor = max(depths[id_] for id_, rank in labelled if rank == outer)
        for id_, rank in labelled:
            if rank == inner and depths[id_] <= floor:
                depths[id_] = floor + 0.5
    _below_levels(blocks, depths, tables)
    _by_number(blocks, depths)
    order = {depth: place for place, depth in enumerate(sorted(set(depths.values())), start=1)}
    return {id_: Heading(order[depths[id_]], heading.rule) for id_, heading in found.items()}


def _below_levels(blocks: Sequence[Block], depths: dict[int, float], tables: frozenset[int]) -> None:
    """Put headings of one look inside the one before them that only names a level of goals and has nothing else below it, no
    table either: ``tables`` are the ids of cells.
    """
    inside: float | None = None
    before: Block | None = None
    for block in blocks:
        if block.id not in depths:
            before = None
            continue
        depth = depths[block.id]
        if before is not None and not tables.isdisjoint(range(before.id + 1, block.id)):
            before = None
        if inside is not None and (depth < inside or _names_goals(block.text) or labels.is_chapter(block.text)):
            inside = None
        if inside is None and before is not None and depth == depths[before.id] and _names_goals(before.text):
            plain = labels.mark(block.text) is None and labels.names(block.text) is None and not labels.is_chapter(block.text)
            inside = depth if plain else None
        if inside is not None and depth == inside:
            depths[block.id] = depth + 0.5
        before = block


def _names_goals(text: str) -> bool:
    """Whether a heading names levels of goals and nothing else ("Nämndmål för socialnämnden")."""
    names = labels.names(text)
    return names is not None and set(names.kinds) <= GROUPS


def _by_number(blocks: Sequence[Block], depths: dict[int, float]) -> None:
    """Put "3.1" below "3", and "Målområde 1:1" below "Strategiområde 1", where both look alike."""
    seen: dict[tuple[bool, str], float] = {}
    for block in blocks:
        told = _own_number(block.text) if block.id in depths else None
        if told is None:
            continue
        labelled, number = told
        above = number.rpartition(".")[0]
        outer = seen.get((labelled, above), seen.get((True, above)) if above else None)
        if outer is not None and depths[block.id] <= outer:
            depths[block.id] = outer + 0.25
        seen[told] = depths[block.id]


def _own_number(text: str) -> tuple[bool, str] | None:
    """Whether a level's word stands before a heading's number, and the number with its parts set apart by points."""
    mark = labels.mark(text)
    if mark is not None and mark.kind in GROUPS and mark.number and _COUNTED.fullmatch(mark.number):
        return True, mark.number.replace(":", ".")
    if match := _LETTERED.match(text):
        return False, f"{match[1]}.{match[2]}"
    match = NUMBERED.match(text)
    return (False, match[1]) if match else None


_LETTERED = re.compile(r"([A-ZÅÄÖ]|[IVX]{2,4})\.?(\d{1,2})\.?\s+[A-ZÅÄÖ]")  # "B2 Sjön är ren", inside "Fokusområde B"


def _with_leads(blocks: Sequence[Block], found: dict[int, Heading]) -> dict[int, Heading]:
    """Turn lines that only label the heading after them ("Inriktning", "1", "Målområde 1:1") into leads of it."""
    result = dict(found)
    for index in range(len(blocks) - 2, -1, -1):
        block, following = blocks[index], blocks[index + 1]
        if block.role not in {Role.TEXT, Role.HEADING} or not _labels_next(
            block, heads=block.id in found or following.id in result
        ):
            continue
        if following.id in result or (
            following.role is Role.TEXT and len(following.text) < LONGEST_HEADING and _needs_name(block)
        ):
            target = result.get(following.id)
            if target is None:
                depth = found[block.id].depth if block.id in found else 4 + kind_rank(block.text)
                result[following.id] = Heading(depth, "outline/labelled")
            elif block.id in found and target.rule != "outline/lead":
                own = found[block.id].depth
                depth = own if target.rule == "outline/line" and kind_rank(block.text) else min(target.depth, own)
                result[following.id] = Heading(depth, target.rule)
            result[block.id] = Heading(0, "outline/lead")
    return result


def _labels_next(block: Block, *, heads: bool) -> bool:
    """Whether a line is only a label: a lone number, or a single level's word in the singular with or without number.

    ``heads`` tells that the line looks like a heading, or stands right above one.
    """
    text = block.text
    if re.fullmatch(r"\d{1,2}(?:[.:]\d{1,2})*\.?", text):
        return True
    return _needs_name(block) or (heads and _lone_word(text))


def _needs_name(block: Block) -> bool:
    """Whether a line is a level's word and number with no name behind it."""
    mark = labels.mark(block.text)
    named = mark is not None and mark.term is not None and (mark.number is not None or mark.kind is Kind.VISION)
    return named and mark is not None and mark.start >= len(block.text)


def _lone_word(text: str) -> bool:
    """Whether a line is one level's word in the singular, as it stands above each item ("Inriktning")."""
    names = labels.names(text)
    return (
        names is not None
        and len(names.terms) == 1
        and text.lower() == names.terms[0]
        and names.kinds[0] in {Kind.INRIKTNING, Kind.MALOMRADE}
    )
