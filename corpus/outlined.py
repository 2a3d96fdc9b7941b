"""What ``malspar outline`` shows: the blocks of a document as records, and pictures of its pages; made within bounds."""

from pathlib import Path

from ..models.errors import UsageProblem
from .files import in_bounds
from .present import Record

DRAWING = 20
"""Times as long as reading takes is what drawing may take."""


def outlined(ref: str, pictures: Path | None, data: bytes | None = None) -> list[Record]:
    """The blocks of the document at a reference, or of its ``data``; in the folder ``pictures`` its pages with blocks framed.

    Raises ``MalsparError``, ``UsageProblem`` where pictures are wanted of what has no pages.
    """
    return in_bounds(_outlined, ref, data, pictures and pictures.absolute(), longer=DRAWING if pictures else 1)


def _outlined(ref: str, found: str | bytes, pictures: Path | None) -> list[Record]:
    from ..extractor.outline import outline
    from ..extractor.picture import draw, seen
    from ..extractor.read import read
    from ..extractor.source import PDF, loaded, taken

    source = loaded(ref, taken(found))
    if pictures and source.media_type != PDF:
        raise UsageProblem(f"{ref} has no pages to make pictures of; leave out --png")
    reading = read(source)
    blocks = list(seen(reading.blocks, outline(reading)))
    if pictures:
        draw(source.data, blocks, pictures)
    return [
        {"block": block.id, "page": block.page, "role": str(role), "depth": depth, "rule": rule, "text": block.text}
        for block, role, depth, rule in blocks
    ]
