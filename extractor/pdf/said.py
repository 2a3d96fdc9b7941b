"""What a PDF says of itself: its outline, its title, the programs that made it. All of it may be damaged or made to harm."""

import ctypes
from collections.abc import Callable, Iterator
from functools import partial
from itertools import islice
from typing import Any

import pypdfium2.raw as pdfium

from ...models.block import Bookmark

_DEEPEST = 15  # levels of an outline that are followed
_MOST = 20_000  # bookmarks that are read: a document of 1,000 pages has some 3,000
_LONGEST = 1000  # letters of a title: what is longer is none, and would be searched for long


def bookmarks(document: Any) -> tuple[Bookmark, ...]:
    """The outline of a document (a raw handle), each entry once, also where it leads back to itself."""
    return tuple(islice(_below(document, None, 1, set()), _MOST))


def _below(document: Any, parent: Any, depth: int, seen: set[int]) -> Iterator[Bookmark]:
    """The entries below an entry and all that is below them."""
    entry = pdfium.FPDFBookmark_GetFirstChild(document, parent)
    while entry and (address := ctypes.addressof(entry.contents)) not in seen:
        seen.add(address)
        target = pdfium.FPDFBookmark_GetDest(document, entry)
        page = pdfium.FPDFDest_GetDestPageIndex(document, target) if target else -1
        title = _text(partial(pdfium.FPDFBookmark_GetTitle, entry))
        yield Bookmark(" ".join(title.split()), depth, page + 1 if page >= 0 else None)
        if depth < _DEEPEST:
            yield from _below(document, entry, depth + 1, seen)
        entry = pdfium.FPDFBookmark_GetNextSibling(document, entry)


def title(document: Any) -> str | None:
    """The title in the metadata of a document (a raw handle)."""
    return _meta(document, b"Title")


def makers(document: Any) -> tuple[str, ...]:
    """The programs that the document (a raw handle) was written with and made a PDF by."""
    return tuple(found for key in (b"Creator", b"Producer") if (found := _meta(document, key)))


def _meta(document: Any, key: bytes) -> str | None:
    return _text(partial(pdfium.FPDF_GetMetaText, document, key)) or None


def _text(call: Callable[[Any, int], int]) -> str:
    """What a call of PDFium writes in UTF-16, asked first for its length in bytes; half a letter becomes U+FFFD."""
    size = call(None, 0)
    buffer = ctypes.create_string_buffer(size)
    call(buffer, size)
    return buffer.raw[: max(0, size - 2)].decode("utf-16-le", "replace")[:_LONGEST]
