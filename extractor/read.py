"""Bytes to blocks: the reader that the kind of document asks for."""

from ..models.block import Reading
from .source import HTML, PDF, Loaded


def read(loaded: Loaded) -> Reading:
    """The blocks of a loaded document; each reader is imported only when its kind of document comes."""
    if loaded.media_type == PDF:
        from . import pdf

        return pdf.read(loaded.data)
    if loaded.media_type == HTML:
        from . import html

        return html.read(loaded.data)
    from . import text

    return text.read(loaded.data)
