"""Headings of plain text, told by how a line stands among the others."""

import re
from collections import Counter
from collections.abc import Collection, Sequence
from itertools import pairwise

from ...models.block import Block, Role
from ...models.goal import Kind
from ...rules import kinds, labels
from ...rules.clauses import is_finite
from ...rules.judgement import verdicts
from ...rules.lexicon import Lexicon
from ...rules.mentions import mentions
from ...rules.swedish import dates, fold
from .definitions import is_definition
from .lines import (
    GROUPS,
    KIND_ORDER,
    LETTER,
    LONGEST_PLAIN_HEADING,
    NUMBERED,
    Heading,
    caps,
    is_quotation,
    is_status,
    kind_rank,
    number_depth,
)


def plain(blocks: Sequence[Block], known: dict[str, int], last: int) -> dict[int, Heading]:
    """Headings of plain text: short lines that end no sentence and stand by themselves. ``last`` is the id of the document's last
    block, which may be a cell and not be among these.
    """
    chosen = [(block, rule) for block, rule in _plain_headings(blocks, known) if rule != "outline/line" or block.id != last]
    chosen = _without_items(chosen)
    ids = {block.id for block, _ in chosen}
    leading = {one.id for one, after in pairwise(blocks) if after.role is Role.TEXT and after.id not in ids}
    lists = {one.id for one, after in pairwise(blocks) if after.role is Role.LIST_ITEM}
    headings = [block for block, _ in chosen]
    depths = _Depths(headings, leading, _boards_inside(headings, lists))
    return {block.id: Heading(depths.of(block), rule) for block, rule in chosen}


def _without_items(chosen: Sequence[tuple[Block, str]]) -> list[tuple[Block, str]]:
    """The headings without the goals that stand as a sentence right below a line that only names their level and returns."""
    again = Counter(fold(block.text) for block, _ in chosen)
    levels = {block.id for block, _ in chosen if again[fold(block.text)] > 1 and _names_goals(block.text)}
    return [
        (block, rule)
        for block, rule in chosen
        if rule != "outline/line" or block.id - 1 not in levels or not any(map(is_finite, block.text.lower().split()))
    ]


def _names_goals(text: str) -> bool:
    names = labels.names(text)
    return names is not None and set(names.kinds) <= {Kind.MAL, Kind.DELMAL, Kind.INRIKTNING}


class _Depths:
    """How deep each heading of plain text stands, told one after the other.

    ``leading`` are the ids of headings with a paragraph right below, ``boards`` of those of boards that stand inside a goal. A
    line that names a level and returns ("Strategiska mål" below each area) stands inside what is between; one that does not has
    the lines below it inside.
    """

    def __init__(self, headings: Sequence[Block], leading: Collection[int], boards: Collection[int]) -> None:
        self.leading, self.boards = leading, boards
        self.again = Counter(fold(block.text) for block in headings)
        self.ranks = Counter(kind_rank(block.text) for block in headings)
        self.lettered = _lettered([block.text for block in headings])
        self.before: Block | None = None
        self.caps_first: bool | None = None
        self.nested = False
        self.labelled = 0  # depth of the heading with a level's word that the lines below it may belong to

    def of(self, block: Block) -> float:
        """The depth of the next heading."""
        rank = kind_rank(block.text)
        first, before, self.before = self.before is None, self.before, block
        if first and (not rank or self.ranks[rank] == 1):
            return 1
        if self.caps_first is None and not rank:
            self.caps_first = caps(block.text)
        inside = self._returns(block)
        level = _names_level(block.text) and not inside
        right_below = before is not None and before.id + 1 == block.id and _names_level(before.text) and not self._returns(before)
        self.nested = not level and (self.nested or right_below)
        if lettered := self.lettered.get(block.text, 0):
            self.labelled = lettered if lettered > _AREA else 0
            return lettered
        if inside:
            return self.labelled + 0.5 if self.labelled else 4
        depth = _plain_depth(block.text, caps_first=bool(self.caps_first), nested=self.nested)
        if rank:
            self.labelled = depth
        elif self.labelled and (block.id in self.boards or (block.id in self.leading and _is_part(block, self.again))):
            return self.labelled + 0.5
        else:
            self.labelled = 0
        return depth

    def _returns(self, block: Block) -> bool:
        """Whether a line only says what stands below it, as lines before or after do in the same words."""
        tells = labels.names(block.text) is not None or labels.leads_to(block.text) is not None
        return tells and self.again[fold(block.text)] > 1


def _lettered(texts: Sequence[str]) -> dict[str, int]:
    """The depths of headings that a letter numbers and of those inside, "B. Vatten" and "B1 Sjön är ren", where both are."""
    heads = {match[1]: text for text in texts if (match := _HEAD.match(text))}
    parts = {text: match[1] for text in texts if (match := _PART.match(text)) and match[1] in heads}
    return {heads[letter]: _AREA for letter in parts.values()} | dict.fromkeys(parts, _AREA + 1)


_AREA = 2
_HEAD = re.compile(r"([A-ZÅÄÖ])[.:)]? (?=[A-ZÅÄÖ])")
_PART = re.compile(r"([A-ZÅÄÖ])\.?\d{1,2}[.:)]? (?=[A-ZÅÄÖ])")


def _boards_inside(headings: Sequence[Block], lists: Collection[int]) -> set[int]:
    """The headings of boards with a list right below that stand between goals of one level, and so inside the goal above; below
    the last goal too, where they did so before.
    """
    found: set[int] = set()
    waiting: set[int] = set()
    above = 0
    for block in headings:
        rank = kind_rank(block.text)
        if above and not rank and block.id in lists and labels.is_body(block.text):
            waiting.add(block.id)
            continue
        if found or rank == above:
            found |= waiting
        above, waiting = rank, set()
    return found | waiting if found else found


def _is_part(block: Block, again: Counter[str]) -> bool:
    """Whether a line below a goal is a part of it: it returns below other goals, or only says how the goal went.

    Capitals head areas, and what names goals does not stand inside one.
    """
    names = labels.names(block.text)
    if caps(block.text) or (names is not None and set(names.kinds) & GROUPS):
        return False
    told = verdicts(block.text)
    return again[fold(block.text)] > 1 or (len(told) == 1 and told[0].end == len(block.text.rstrip(" .")))


def _plain_headings(blocks: Sequence[Block], known: dict[str, int]) -> list[tuple[Block, str]]:
    """The lines of plain text that are headings, each with the rule that told."""
    chosen: list[tuple[Block, str]] = []
    taken: set[int] = set()
    in_list = False
    for index, block in enumerate(blocks):
        before = blocks[index - 1] if index else None
        in_list = _announces(before) or (in_list and before is not None and _lists_on(before, block) and before.id not in taken)
        rule = _plain_rule(blocks, index, known, in_list=in_list)
        if rule is None or (0 < index == len(chosen) and _is_organisation(block.text)):
            continue
        chosen.append((block, rule))
        taken.add(block.id)
    return chosen


_UNFINISHED = re.compile(
    r"\b(?:ska|skall|bör|måste|att)(?: (?:därför|bland annat|bl\.a\.|även|också|särskilt|vi))?$", re.IGNORECASE
)
_FIGURES = re.compile(r"(?:(?<!\S)[-+–−]?\d[\d.,]*\s?%?\s+){2,}(?:[-+–−]?\d[\d.,]*\s?%?|[-–])$")


def _announces(block: Block | None) -> bool:
    """Whether a line announces a list of a level's items ("Våra mål är:", "Åtagande 2024 (socialnämnden)")."""
    if block is None or not kinds.find(block.text):
        return False
    return block.text.endswith(":") or (block.text.endswith(")") and labels.names(block.text) is not None)


def _lists_on(before: Block, block: Block) -> bool:
    """Whether the list that the line before belongs to may hold the line: it ends where marks end or bold letters begin."""
    ends = before.role is Role.LIST_ITEM and block.role is Role.TEXT
    return len(before.text) < 120 and not ends and (before.bold or not block.bold)


def _plain_rule(blocks: Sequence[Block], index: int, known: dict[str, int], *, in_list: bool) -> str | None:
    """The rule by which a line of plain text is a heading, or None."""
    block, text = blocks[index], blocks[index].text
    if block.role is not Role.TEXT or not LETTER.search(text):
        return None
    if fold(text) in known:
        return "outline/contents"
    if any(len(date.iso) == 10 for date in dates(text)) or _is_stem(blocks, index):
        return None
    mark = labels.mark(text)
    defined = is_definition(blocks, index)
    if mark and mark.kind and len(text) < 200 and not defined and KIND_ORDER.index(mark.kind) <= KIND_ORDER.index(Kind.DELMAL):
        return "outline/label"
    measured = index + 1 < len(blocks) and labels.heads_figure(blocks[index + 1].text)
    below = blocks[index + 1] if index + 1 < len(blocks) else None
    opens = below is not None and below.role is Role.TEXT and below.text.endswith(":") and bool(kinds.find(below.text))
    listed = index > 0 and blocks[index - 1].role is Role.LIST_ITEM and labels.gives_to(text) and not opens
    if (
        (not mark and _tells_fact(text))
        or labels.speaks(text)
        or defined
        or listed
        or measured
        or _FIGURES.search(text)
        or _UNFINISHED.search(text)
    ):
        return None
    if len(text) > LONGEST_PLAIN_HEADING or text[-1] in ".;,:!?)" or text[0].islower() or is_status(text) or is_quotation(text):
        return None
    counted = mark is not None and mark.number is not None
    comments = index > 0 and is_status(blocks[index - 1].text) and labels.names(text) is None and not counted
    if in_list or comments or (not caps(text) and Lexicon.load("imperative").find(text.split()[0])):
        return None
    return "outline/line"


def _tells_fact(text: str) -> bool:
    """Whether a line tells a fact of the goal above behind its label ("Ansvarig: socialnämnden", "Tidsplan: 2026")."""
    label, colon, told = text.partition(":")
    return bool(colon and told.strip()) and Lexicon.load("column").whole(label) is not None


def _is_organisation(text: str) -> bool:
    """Whether a line is nothing but an organisation's name: below the title it heads nothing."""
    return any(each.start == 0 and each.end == len(text) for each in mentions(text))


def _is_stem(blocks: Sequence[Block], index: int) -> bool:
    """Whether a line opens the list below it ("Mål:")."""
    below = blocks[index + 1] if index + 1 < len(blocks) else None
    if below is None or not blocks[index].text.endswith(":"):
        return False
    return below.role is Role.LIST_ITEM or bool(NUMBERED.match(below.text))


def _names_level(text: str) -> bool:
    """Whether a line of plain text opens a chapter of its own: it names a level, or is a report's usual chapter."""
    return labels.names(text) is not None or labels.is_chapter(text) or text.startswith(("Så ", "Hur ", "Vad "))


def _plain_depth(text: str, *, caps_first: bool, nested: bool) -> int:
    """Depth of a line of plain text: by its number, its level's word, whether it is all capitals, and whether it stands
    right below a line that names a level (``nested``).
    """
    if rank := kind_rank(text):
        return 4 + rank
    if depth := (number_depth(text) if NUMBERED.match(text) else 0):
        return 1 + depth
    heads = caps(text) and labels.names(text) is not None  # capitals that name a level head a chapter
    if caps(text) != caps_first and not heads:
        return 4
    return 3 if nested else 2
