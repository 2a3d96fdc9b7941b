"""Headings told by the source's own marks and by type: size, weight, colour, capitals."""

import re
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from ...models.block import Block, Role
from ...rules import labels
from ...rules.swedish import fold
from .definitions import definitions
from .lines import (
    GROUPS,
    LETTER,
    LONGEST_HEADING,
    LONGEST_PLAIN_HEADING,
    Heading,
    caps,
    is_status,
    kind_rank,
    may_head,
    number_depth,
)

_FOOTNOTE = re.compile(r"(?:\d{1,2}|[*†])[)\s]\s*[A-ZÅÄÖ]")


class _Style(NamedTuple):
    """How a heading looks; ``caps``: all capitals."""

    size: float
    bold: bool
    italic: bool
    caps: bool
    colour: str | None


def marked(blocks: Sequence[Block]) -> dict[int, Heading]:
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
        elif block.role is Role.TEXT and block.bold and block.marker is None and following is not None and may_head(block):
            found[block.id] = Heading(_bold_depth(block, depth, bold, sizes), "outline/bold")
        elif block.role is Role.TEXT and block.marker is None and following is not None and _is_label_line(block):
            found[block.id] = Heading(depth + 0.5, "outline/label")
    return found


def _is_label_line(block: Block) -> bool:
    """Whether a line without a mark of its own names an area or goal with its word and number ("Målområde A – Kund")."""
    mark = labels.mark(block.text)
    named = mark is not None and mark.kind in GROUPS and mark.number is not None and mark.start < len(block.text)
    return named and len(block.text) < LONGEST_PLAIN_HEADING and may_head(block) and len(block.lines) < _FEW


_FEW = 3  # printed lines of a heading that only its word tells


def _bold_depth(block: Block, depth: float, bold: dict[_Style, float], sizes: dict[int, float]) -> float:
    """The depth of a bold line among marked headings: one look has one depth, and larger letters stand above smaller."""
    style = _style(block)
    if style not in bold:
        larger = [at for at, size in sizes.items() if block.size and size < block.size - 0.4]
        own = min(larger) - 0.5 if larger else int(depth) + 1
        around = [at for other, at in bold.items() if style.size and other.size > style.size + 0.4 and own <= at < own + 1]
        bold[style] = max(around) + 0.25 if around else own
    return bold[style]


def _style(block: Block) -> _Style:
    return _Style(round(block.size * 2) / 2, block.bold, block.italic, caps(block.text), block.colour)


def _body_style(blocks: Sequence[Block]) -> _Style:
    """The style that most characters are set in."""
    weights: Counter[_Style] = Counter()
    for block in blocks:
        weights[_Style(round(block.size * 2) / 2, block.bold, block.italic, caps=False, colour=block.colour)] += len(block.text)
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


def styled(blocks: Sequence[Block], known: dict[str, int]) -> dict[int, Heading]:
    """Headings of a page description: told by type, confirmed by bookmarks and contents; depth by rank of style."""
    body = _body_style(blocks)
    chosen: list[tuple[Block, str]] = []
    for block in blocks:
        if block.role is not Role.TEXT or not LETTER.search(block.text):
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
    if len(text) > LONGEST_HEADING or len(block.lines) > 5 or is_status(text):
        return None
    if style.size >= body.size * 1.12:
        return "outline/size" if text[-1] not in ";," else None
    if style.size < body.size * 0.95 or not may_head(block):
        return None
    if style.bold and not body.bold:
        return "outline/bold"
    if style.colour not in {None, body.colour} and (len(text) < LONGEST_PLAIN_HEADING or kind_rank(text)):
        return "outline/colour"
    if style.caps and len(text) < LONGEST_PLAIN_HEADING:
        return "outline/capitals"
    return None


def _labelled_title(blocks: Sequence[Block]) -> Block | None:
    """The goal that a document is about, where its name opens it and looks like the headings inside it ("Mål 1 – …")."""
    if not blocks or not kind_rank(blocks[0].text):
        return None
    alike = [block for block in blocks if kind_rank(block.text) and _style(block) == _style(blocks[0])]
    return blocks[0] if len(alike) == 1 else None


def _ranks(blocks: Sequence[Block]) -> dict[int, int]:
    """Depth of each heading: styles in order of size, weight and first appearance; within one style numbers and level
    words tell.
    """
    first: dict[_Style, int] = {}
    title = _labelled_title(blocks)
    for block in blocks:
        if block is not title:
            first.setdefault(_style(block), block.id)
    words: dict[_Style, set[int]] = {}
    for block in blocks:
        words.setdefault(_style(block), set()).add(kind_rank(block.text))

    def key(block: Block) -> tuple[float, bool, int, int, int]:
        style = _style(block)
        if block is title:
            return (-style.size, not style.bold, block.id, 0, 1)
        kind = kind_rank(block.text) if len(words[style] - {0}) > 1 else 0
        return (-style.size, not style.bold, first[style], kind, number_depth(block.text))

    order = {value: rank for rank, value in enumerate(sorted({key(block) for block in blocks}), start=1)}
    return {block.id: order[key(block)] for block in blocks}
