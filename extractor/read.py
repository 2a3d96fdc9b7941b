"""Bytes to blocks: the reader that the kind of document asks for."""

import re

from ..models.block import Block, Reading
from .source import HTML, PDF, Loaded

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")


def read(loaded: Loaded) -> Reading:
    """The blocks of a loaded document; each reader is imported only when its kind of document comes."""
    if loaded.media_type == PDF:
        from . import pdf

        return _harmless(pdf.read(loaded.data))
    if loaded.media_type == HTML:
        from . import html

        return _harmless(html.read(loaded.data))
    from . import text

    return _harmless(text.read(loaded.data))


def _harmless(reading: Reading) -> Reading:
    """The reading with U+FFFD for each control character, which no page shows, and which a terminal would obey."""
    blocks = tuple(_shown(block) if _CONTROL.search(block.text) else block for block in reading.blocks)
    title = reading.title and _CONTROL.sub("\ufffd", reading.title)
    bookmarks = tuple(mark._replace(title=_CONTROL.sub("\ufffd", mark.title)) for mark in reading.bookmarks)
    return reading.model_copy(update={"blocks": blocks, "title": title, "bookmarks": bookmarks})


def _shown(block: Block) -> Block:
    return block.model_copy(update={"text": _CONTROL.sub("\ufffd", block.text)})
