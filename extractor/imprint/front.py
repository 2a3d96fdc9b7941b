"""The front of a document: its cover or page head, where it says what it is."""

import re
from bisect import bisect_left, bisect_right
from operator import attrgetter
from typing import NamedTuple

from ...models.block import Block, Reading, Role
from ...rules import labels

_FRONT = 30  # blocks of a cover and the page after it; the longest cover of the sample documents has 19
_PROSE = 140  # characters that no line of a cover has
_LINE = 90
_number = attrgetter("id")


class Front(NamedTuple):
    """Where a document tells what it is.

    ``cover`` is everything before the running text sets in, ``opening`` the first running text, ``margins`` the running
    headers and footers, ``tail`` the last blocks, ``body`` every block with text but contents entries and margins,
    ``printed`` both in reading order.
    """

    cover: tuple[Block, ...]
    opening: tuple[Block, ...]
    margins: tuple[Block, ...]
    tail: tuple[Block, ...]
    body: tuple[Block, ...]
    printed: tuple[Block, ...]
    title: str

    def after(self, block: Block) -> Block | None:
        """The block printed after this one."""
        place = bisect_right(self.printed, block.id, key=_number)
        return self.printed[place] if place < len(self.printed) else None

    def before(self, block: Block) -> Block | None:
        """The block printed before this one."""
        place = bisect_left(self.printed, block.id, key=_number)
        return self.printed[place - 1] if place else None


_COOKIES = re.compile(r"\b(?:kakor|cookies)\b", re.IGNORECASE)  # what a saved page asks before it begins


def front(reading: Reading) -> Front:
    """The front of what was read."""
    printed = tuple(block for block in reading.blocks if block.text and block.role is not Role.CONTENTS)
    body = tuple(block for block in printed if block.role is not Role.FURNITURE and not _asks_for_cookies(block.text))
    margins = tuple(block for block in printed if block.role is Role.FURNITURE)
    end = _end_of_cover(body)
    return Front(body[:end], body[end : end + 6], margins, body[max(end, len(body) - 12) :], body, printed, reading.title or "")


def _asks_for_cookies(text: str) -> bool:
    folded = text.casefold()
    return ("kakor" in folded or "cookies" in folded) and _COOKIES.search(text) is not None


def _end_of_cover(body: tuple[Block, ...]) -> int:
    """How many blocks come before the running text, or before the second heading with text between."""
    seen_text = False
    for index, block in enumerate(body[:_FRONT]):
        if block.role is not Role.CELL and len(block.text) > _PROSE:
            return max(index, 1)
        if index and _heads(block) and (seen_text or _is_numbered_level(block.text)):
            return index
        seen_text |= _is_sentence(block.text)
    return min(len(body), _FRONT)


def _heads(block: Block) -> bool:
    return block.role is Role.HEADING


def _is_numbered_level(text: str) -> bool:
    """Whether a heading is a goal or an area with its number ("Mål 8: …"): what stands below is about that."""
    mark = labels.mark(text)
    return mark is not None and mark.kind is not None and mark.number is not None


def _is_sentence(text: str) -> bool:
    """Whether the text is a full sentence of some length, no line of a cover."""
    return len(text) > _LINE and bool(re.search(r"[.!?]$", text))
