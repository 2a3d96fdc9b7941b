"""PDF files → blocks in reading order.

PDFium gives words, fonts, ink and shapes; the page's layout, its tables and its running headers are told from those.
Coordinates are points from the top left corner of the page as shown.
"""

import gc
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

from ...models.block import Block, Bookmark, Note, Reading
from ...models.errors import Encrypted, NoTextLayer, Unreadable
from .drafts import Draft, block, edges_of
from .frame import frame_of
from .furniture import without_furniture
from .page import Page, page_of
from .roles import with_contents, with_depths, with_headings
from .settled import settled
from .shapes import read_shapes
from .stitch import stitched
from .tags import read_tags, with_tags
from .words import read_runs


def read(data: bytes) -> Reading:
    """The blocks of a PDF. Raises ``Encrypted``, ``Unreadable`` or ``NoTextLayer``."""
    document = _open(data)
    collecting = gc.isenabled()
    gc.disable()  # nothing made here refers back to itself: looking for cycles costs an eighth of the time and finds none
    try:
        pages, broken = _pages(document)
        if not any(page.drafts for page in pages):
            raise NoTextLayer("The PDF has no text layer, only pictures: run `ocrmypdf -l swe IN.pdf OUT.pdf` and give OUT.pdf.")
        bookmarks = _bookmarks(document)
        meta = document.get_metadata_dict(skip_empty=True)
        blocks, notes = _blocks(_whole(pages, bookmarks, meta.get("Title")))
        marks = tuple(meta[key] for key in ("Creator", "Producer") if key in meta)
        return Reading(
            blocks=blocks,
            pages=len(pages),
            title=meta.get("Title") or None,
            bookmarks=bookmarks,
            marks=marks,
            notes=broken + notes,
        )
    finally:
        document.close()
        if collecting:
            gc.enable()


def _open(data: bytes) -> pypdfium2.PdfDocument:
    try:
        return pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if getattr(error, "err_code", None) == pdfium.FPDF_ERR_PASSWORD:
            raise Encrypted(
                "The PDF is locked by a password: run `qpdf --decrypt --password=… IN.pdf OUT.pdf` and give OUT.pdf."
            ) from error
        raise Unreadable(
            "The PDF is damaged and cannot be opened: fetch it again, or run `qpdf IN.pdf OUT.pdf` and give OUT.pdf."
        ) from error


def _pages(document: pypdfium2.PdfDocument) -> tuple[list[Page], tuple[Note, ...]]:
    """The pages that can be read, and a note for each that cannot."""
    pages: list[Page] = []
    notes: list[Note] = []
    for number in range(1, len(document) + 1):
        try:
            pages.append(_page(document, number))
        except pypdfium2.PdfiumError:
            pages.append(Page(number, 0.0, 0.0, (), ()))
            notes.append(Note(code="page-unreadable", message=f"Page {number} is damaged and was left out."))
            continue
        if not pages[-1].drafts and _has_picture(document, number):
            message = f"Page {number} is a picture without text and was not read: run `ocrmypdf -l swe IN.pdf OUT.pdf` first."
            notes.append(Note(code="page-without-text", message=message))
    return pages, tuple(notes)


def _has_picture(document: pypdfium2.PdfDocument, number: int) -> bool:
    """Whether a picture is placed on a page, so that it is not just empty."""
    page = document[number - 1]
    try:
        return any(page.get_objects(filter=(pdfium.FPDF_PAGEOBJ_IMAGE,)))
    finally:
        page.close()


def _page(document: pypdfium2.PdfDocument, number: int) -> Page:
    page = document[number - 1]
    try:
        frame = frame_of(page)
        text_page = pdfium.FPDFText_LoadPage(page.raw)
        try:
            made = page_of(number, len(document), frame, settled(read_runs(text_page, frame)), read_shapes(page.raw, frame))
            return made._replace(tags=read_tags(page.raw, frame)) if pdfium.FPDFCatalog_IsTagged(document.raw) else made
        finally:
            pdfium.FPDFText_ClosePage(text_page)
    finally:
        page.close()


def _whole(pages: list[Page], bookmarks: tuple[Bookmark, ...], title: str | None) -> list[Draft]:
    """The blocks of the document: running text marked, breaks mended, list depths and headings told."""
    drafts = with_depths(with_contents(stitched(without_furniture(pages, title))))
    return with_headings(with_tags(drafts, {page.number: page.tags for page in pages}), bookmarks)


def _blocks(drafts: list[Draft]) -> tuple[tuple[Block, ...], tuple[Note, ...]]:
    blocks: list[Block] = []
    notes: list[Note] = []
    places = edges_of(drafts)
    for number, draft in enumerate(drafts):
        made, doubts = block(draft, number, places)
        blocks.append(made)
        for doubt in doubts:
            message = f"The hyphen after “{made.text[doubt.start : doubt.end - 1]}” at a line end was kept."
            notes.append(Note(code="hyphen", message=message, at=made.at("pdf/hyphen", doubt.start, doubt.end, 0.5)))
    return tuple(blocks), tuple(notes)


def _bookmarks(document: Any) -> tuple[Bookmark, ...]:
    """The PDF's outline; a broken one is none."""
    found: list[Bookmark] = []
    try:
        for item in document.get_toc():
            target = item.get_dest()
            page = target.get_index() if target else None
            found.append(Bookmark(" ".join(item.get_title().split()), item.level + 1, None if page is None else page + 1))
    except pypdfium2.PdfiumError:
        return tuple(found)
    return tuple(found)
