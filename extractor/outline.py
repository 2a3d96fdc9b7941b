"""Blocks → a tree of sections.

What is a heading, and how deep, is told, in this order, by the source's own marks (h1 to h6, tags), its bookmarks and
printed table of contents, by type (size, weight, colour, capitals), and in plain text by how a line stands. Which one
decided is kept as the section's ``rule``.
"""

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from ..models.block import Block, Reading, Role, Section
from ..models.goal import Kind
from ..rules import colours, kinds, labels
from ..rules.judgement import verdicts
from ..rules.lexicon import Lexicon
from ..rules.mentions import mentions
from ..rules.swedish import dates, fold
from .definitions import definitions, is_definition

KIND_ORDER = (Kind.VISION, Kind.MALOMRADE, Kind.INRIKTNING, Kind.MAL, Kind.DELMAL, Kind.UPPDRAG, Kind.AKTIVITET, Kind.INDIKATOR)
_NUMBERED = re.compile(r"^(\d{1,2}(?:\.\d{1,2})*)\.?\s+\S")
_CLAUSE = re.compile(r"(?P<number>\d)\. (?:att\b|[A-ZÅÄÖ])")
_FOOTNOTE = re.compile(r"(?:\d{1,2}|[*†])[)\s]\s*[A-ZÅÄÖ]")
_LETTER = re.compile(r"[^\W\d_]")
_LONGEST_HEADING = 230
_LONGEST_PLAIN_HEADING = 110


class Heading(NamedTuple):
    """That a block is a heading: its depth (1 is outermost; only the order of depths counts) and the rule that told."""

    depth: float
    rule: str


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


class _Style(NamedTuple):
    """How a heading looks; ``caps``: all capitals."""

    size: float
    bold: bool
    italic: bool
    caps: bool
    colour: str | None


def headings(reading: Reading) -> dict[int, Heading]:
    """Which blocks are headings, by block id. Blocks with rule "outline/lead" label the heading that follows them."""
    blocks = [block for block in reading.blocks if block.role not in {Role.FURNITURE, Role.CONTENTS, Role.CELL}]
    known = _known_titles(reading)
    if any(block.role is Role.HEADING for block in blocks):
        found = _marked(blocks)
    elif any(block.size for block in blocks):
        found = _styled(blocks, known)
    else:
        found = _plain(blocks, known)
    return _with_leads(blocks, _renested(blocks, found))


def _known_titles(reading: Reading) -> dict[str, int]:
    """Titles that the bookmarks and the printed table of contents name, folded, with their depth (0 where unknown)."""
    titles = {fold(block.text): 0 for block in reading.blocks if block.role is Role.CONTENTS}
    return titles | {fold(mark.title): mark.depth for mark in reading.bookmarks}


def _renested(blocks: Sequence[Block], found: dict[int, Heading]) -> dict[int, Heading]:
    """Headings whose level's words tell that they stand inside one another, though their look does not.

    "Nämndmål 1" between two "KF-mål" belongs to the first of them, whatever its depth.
    """
    labelled = [(block.id, rank) for block in blocks if block.id in found and (rank := _kind_rank(block.text)) > 1]
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
    _by_number(blocks, depths)
    order = {depth: place for place, depth in enumerate(sorted(set(depths.values())), start=1)}
    return {id_: Heading(order[depths[id_]], heading.rule) for id_, heading in found.items()}


def _by_number(blocks: Sequence[Block], depths: dict[int, float]) -> None:
    """Put "3.1" below "3" where both look alike."""
    seen: dict[str, float] = {}
    for block in blocks:
        match = _NUMBERED.match(block.text) if block.id in depths else None
        if match is None:
            continue
        outer = seen.get(match[1].rpartition(".")[0])
        if outer is not None and depths[block.id] <= outer:
            depths[block.id] = outer + 0.25
        seen[match[1]] = depths[block.id]


def _marked(blocks: Sequence[Block]) -> dict[int, Heading]:
    """Headings by the source's own marks; a short bold paragraph below one is a heading of the next depth."""
    found: dict[int, Heading] = {}
    bold: dict[_Style, float] = {}
    sizes: dict[int, float] = {}
    for block in blocks:
        if block.role is Role.HEADING:
            sizes[block.depth or 1] = max(sizes.get(block.depth or 1, 0.0), block.size)
    depth = 0.0
    for block, following in zip(blocks, [*blocks[1:], None], strict=True):
        if block.role in {Role.HEADING, Role.TITLE}:
            depth = block.depth or 1
            found[block.id] = Heading(depth, "outline/marked")
        elif block.role is Role.TEXT and block.bold and block.marker is None and following is not None and _may_head(block):
            found[block.id] = Heading(_bold_depth(block, depth, bold, sizes), "outline/bold")
    return found


def _bold_depth(block: Block, depth: float, bold: dict[_Style, float], sizes: dict[int, float]) -> float:
    """The depth of a bold line among marked headings: one look has one depth, and larger letters stand above smaller."""
    style = _style(block)
    larger = [at for at, size in sizes.items() if block.size and size < block.size - 0.4]
    return bold.setdefault(style, min(larger) - 0.5 if larger else int(depth) + 1)


def _may_head(block: Block) -> bool:
    """Whether a set-apart line can be a heading: short, with letters, no sentence end, no status."""
    text = block.text
    if not _LETTER.search(text) or len(text) > _LONGEST_HEADING or len(block.lines) > 5:
        return False
    if text[-1] in ".;,:" and not (labels.mark(text) and len(text) < 180 and text[-1] == "."):
        return False
    return not _is_status(text)


def _is_status(text: str) -> bool:
    """Whether a line says nothing but a status."""
    bare = text.strip(" .:!")
    if len(bare) > 40 or not bare:
        return False
    found = verdicts(bare)
    return colours.named(bare) is not None or (len(found) == 1 and found[0].start == 0 and found[0].end == len(bare))


def _style(block: Block) -> _Style:
    return _Style(round(block.size * 2) / 2, block.bold, block.italic, _caps(block.text), block.colour)


def _caps(text: str) -> bool:
    return text == text.upper() and sum(map(str.isalpha, text)) > 3


def _body_style(blocks: Sequence[Block]) -> _Style:
    """The style that most characters are set in."""
    weights: Counter[_Style] = Counter()
    for block in blocks:
        weights[_style(block)._replace(caps=False)] += len(block.text)
    return weights.most_common(1)[0][0] if weights else _Style(0, bold=False, italic=False, caps=False, colour=None)


def footnotes(blocks: Sequence[Block]) -> frozenset[int]:
    """The ids of what only explains the text: the entries of a list of terms, and footnotes, that is a number or star and a
    text in letters clearly smaller than the body's.
    """
    body = _body_style([block for block in blocks if block.role is Role.TEXT])
    small = body.size * 0.92
    return definitions(blocks) | frozenset(
        block.id for block in blocks if block.role is Role.TEXT and 0 < block.size < small and _FOOTNOTE.match(block.text)
    )


def _styled(blocks: Sequence[Block], known: dict[str, int]) -> dict[int, Heading]:
    """Headings of a page description: told by type, confirmed by bookmarks and contents; depth by rank of style."""
    body = _body_style(blocks)
    chosen: list[tuple[Block, str]] = []
    for block in blocks:
        if block.role is not Role.TEXT or not _LETTER.search(block.text):
            continue
        if known and fold(block.text) in known:
            chosen.append((block, "outline/contents"))
        elif rule := _stands_out(block, body):
            chosen.append((block, rule))
    ranks = _ranks([block for block, _ in chosen])
    return {block.id: Heading(ranks[block.id], rule) for block, rule in chosen}


def _stands_out(block: Block, body: _Style) -> str | None:
    """The rule by which a block looks like a heading beside the body text, or None."""
    style = _style(block)
    text = block.text
    if len(text) > _LONGEST_HEADING or len(block.lines) > 5 or _is_status(text):
        return None
    if style.size >= body.size * 1.12:
        return "outline/size" if text[-1] not in ";," else None
    if style.size < body.size * 0.95 or not _may_head(block):
        return None
    if style.bold and not body.bold:
        return "outline/bold"
    if style.colour not in {None, body.colour} and len(text) < _LONGEST_PLAIN_HEADING:
        return "outline/colour"
    if style.caps and len(text) < _LONGEST_PLAIN_HEADING:
        return "outline/capitals"
    return None


def _ranks(blocks: Sequence[Block]) -> dict[int, int]:
    """Depth of each heading: styles in order of size, weight and first appearance; within one style numbers and level
    words tell.
    """
    first: dict[_Style, int] = {}
    for block in blocks:
        first.setdefault(_style(block), block.id)
    words: dict[_Style, set[int]] = {}
    for block in blocks:
        words.setdefault(_style(block), set()).add(_kind_rank(block.text))

    def key(block: Block) -> tuple[float, bool, int, int, int]:
        style = _style(block)
        kind = _kind_rank(block.text) if len(words[style] - {0}) > 1 else 0
        return (-style.size, not style.bold, first[style], kind, _number_depth(block.text))

    order = {value: rank for rank, value in enumerate(sorted({key(block) for block in blocks}), start=1)}
    return {block.id: order[key(block)] for block in blocks}


def _kind_rank(text: str) -> int:
    """The rank of the level's word in front of a heading, 0 without one."""
    mark = labels.mark(text)
    return KIND_ORDER.index(mark.kind) + 1 if mark and mark.kind else 0


def _number_depth(text: str) -> int:
    """How many parts the number in front of a heading has; 1 without one."""
    match = _NUMBERED.match(text)
    return match[1].count(".") + 1 if match else 1


def _plain(blocks: Sequence[Block], known: dict[str, int]) -> dict[int, Heading]:
    """Headings of plain text: short lines that end no sentence and stand by themselves."""
    found: dict[int, Heading] = {}
    caps_first: bool | None = None
    in_list = nested = False
    for index, block in enumerate(blocks):
        before = blocks[index - 1] if index else None
        in_list = _announces(before) or (in_list and before is not None and _lists_on(before, block) and before.id not in found)
        rule = _plain_rule(blocks, index, known, in_list=in_list)
        if rule is None or (0 < index == len(found) and _is_organisation(block.text)):
            continue
        if not found:
            found[block.id] = Heading(1, rule)
            continue
        if caps_first is None and not _kind_rank(block.text):
            caps_first = _caps(block.text)
        level = _names_level(block.text)
        nested = not level and (nested or (before is not None and before.id in found and _names_level(before.text)))
        found[block.id] = Heading(_plain_depth(block.text, caps_first=bool(caps_first), nested=nested), rule)
    return found


def _announces(block: Block | None) -> bool:
    """Whether a line announces a list of a level's items ("Våra mål är:")."""
    return block is not None and block.text.endswith(":") and bool(kinds.find(block.text))


def _lists_on(before: Block, block: Block) -> bool:
    """Whether the list that the line before belongs to may hold the line: it ends where marks end or bold letters begin."""
    ends = before.role is Role.LIST_ITEM and block.role is Role.TEXT
    return len(before.text) < 120 and not ends and (before.bold or not block.bold)


def _plain_rule(blocks: Sequence[Block], index: int, known: dict[str, int], *, in_list: bool) -> str | None:
    """The rule by which a line of plain text is a heading, or None."""
    block, text = blocks[index], blocks[index].text
    if block.role is not Role.TEXT or not _LETTER.search(text):
        return None
    if fold(text) in known:
        return "outline/contents"
    if any(len(date.iso) == 10 for date in dates(text)) or _is_stem(blocks, index):
        return None
    mark = labels.mark(text)
    defined = is_definition(blocks, index)
    if mark and mark.kind and len(text) < 200 and not defined and KIND_ORDER.index(mark.kind) <= KIND_ORDER.index(Kind.DELMAL):
        return "outline/label"
    if labels.speaks(text) or defined:
        return None
    if len(text) > _LONGEST_PLAIN_HEADING or text[-1] in ".;,:!?)" or text[0].islower() or _is_status(text):
        return None
    if in_list or (index and _is_status(blocks[index - 1].text)) or Lexicon.load("imperative").find(text.split()[0]):
        return None
    return "outline/line" if index + 1 < len(blocks) else None


def _is_organisation(text: str) -> bool:
    """Whether a line is nothing but an organisation's name: below the title it heads nothing."""
    return any(each.start == 0 and each.end == len(text) for each in mentions(text))


def _is_stem(blocks: Sequence[Block], index: int) -> bool:
    """Whether a line opens the list below it ("Mål:")."""
    below = blocks[index + 1] if index + 1 < len(blocks) else None
    if below is None or not blocks[index].text.endswith(":"):
        return False
    return below.role is Role.LIST_ITEM or bool(_NUMBERED.match(below.text))


def _names_level(text: str) -> bool:
    """Whether a line of plain text opens a chapter of its own: it names a level, or is a report's usual chapter."""
    return labels.names(text) is not None or labels.is_chapter(text) or text.startswith(("Så ", "Hur ", "Vad "))


def _plain_depth(text: str, *, caps_first: bool, nested: bool) -> int:
    """Depth of a line of plain text: by its number, its level's word, whether it is all capitals, and whether it stands
    right below a line that names a level (``nested``).
    """
    if rank := _kind_rank(text):
        return 4 + rank
    if depth := (_number_depth(text) if _NUMBERED.match(text) else 0):
        return 1 + depth
    if _caps(text) != caps_first:
        return 4
    return 3 if nested else 2


def _with_leads(blocks: Sequence[Block], found: dict[int, Heading]) -> dict[int, Heading]:
    """Turn lines that only label the heading after them ("Inriktning", "1", "Målområde 1:1") into leads of it."""
    result = dict(found)
    for index in range(len(blocks) - 2, -1, -1):
        block, following = blocks[index], blocks[index + 1]
        if block.role not in {Role.TEXT, Role.HEADING} or not _labels_next(block, found):
            continue
        if following.id in result or (
            following.role is Role.TEXT and len(following.text) < _LONGEST_HEADING and _needs_name(block)
        ):
            target = result.get(following.id)
            if target is None:
                depth = found[block.id].depth if block.id in found else 4 + _kind_rank(block.text)
                result[following.id] = Heading(depth, "outline/labelled")
            elif block.id in found and target.rule != "outline/lead":
                own = found[block.id].depth
                depth = own if target.rule == "outline/line" and _kind_rank(block.text) else min(target.depth, own)
                result[following.id] = Heading(depth, target.rule)
            result[block.id] = Heading(0, "outline/lead")
    return result


def _labels_next(block: Block, found: dict[int, Heading]) -> bool:
    """Whether a line is only a label: a lone number, or a single level's word in the singular with or without number."""
    text = block.text
    if re.fullmatch(r"\d{1,2}(?:[.:]\d{1,2})*\.?", text):
        return True
    return _needs_name(block) or (block.id in found and _lone_word(text))


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
