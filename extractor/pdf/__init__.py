"""PDF files → blocks in reading order.

PDFium gives words, fonts, ink and shapes; the page's layout, its tables and its running headers are told from those.
Coordinates are points from the top left corner of the page as shown.
"""

import gc

import pypdfium2
import pypdfium2.raw as pdfium

from ...models.block import Block, Bookmark, Note, Reading
from ...models.errors import Encrypted, NoTextLayer, Refused, Unreadable
from ...rules.publisher import told
from . import said
from .drafts import Draft, block, edges_of
from .frame import frame_of
from .furniture import without_furniture
from .page import Page, page_of
from .roles import with_contents, with_depths, with_headings
from .settled import settled
from .shapes import is_drawing, read_shapes
from .stitch import stitched
from .tags import read_tags, with_tags
from .words import read_runs

MOST_PAGES = 10_000
"""Pages of a document that is read: the longest report known has 600, and each takes 150 KiB."""
_DAMAGED = "The PDF is damaged and cannot be opened: fetch it again, or run `qpdf IN.pdf OUT.pdf` and give OUT.pdf."
_END = 2048  # bytes at the end of a file: its last mark stands there


def read(data: bytes) -> Reading:
    """The blocks of a PDF. Raises ``Encrypted``, ``Unreadable``, ``Refused`` or ``NoTextLayer``."""
    document = _open(data)
    collecting = gc.isenabled()
    gc.disable()  # nothing made here refers back to itself: looking for cycles costs an eighth of the time and finds none
    try:
        pages, broken = _pages(document)
        if not any(page.drafts for page in pages):
            if len(broken) == len(pages) and all(note.code == "page-unreadable" for note in broken):
                raise Unreadable(_DAMAGED)
            raise NoTextLayer("The PDF has no text layer, only pictures: run `ocrmypdf -l swe IN.pdf OUT.pdf` and give OUT.pdf.")
        bookmarks, title = said.bookmarks(document.raw), said.title(document.raw)
        blocks, notes = _blocks(_whole(pages, bookmarks, title))
        return Reading(
            blocks=blocks,
            pages=len(pages),
            title=title,
            bookmarks=bookmarks,
            marks=_marks(said.makers(document.raw)),
            notes=_cut(data) + broken + notes,
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
        raise Unreadable(_DAMAGED) from error


def _marks(makers: tuple[str, ...]) -> tuple[str, ...]:
    """The programs that made the PDF, and the publishing systems that they are known as."""
    return (*makers, *dict.fromkeys(f"system: {name}" for maker in makers for name in told(maker, ())))


def _cut(data: bytes) -> tuple[Note, ...]:
    """A note where the file ends before its end."""
    if b"%%EOF" in data[-_END:]:
        return ()
    return (Note(code="file-cut", message="The PDF has no end, so pages may be missing: fetch it again."),)


def _pages(document: pypdfium2.PdfDocument) -> tuple[list[Page], tuple[Note, ...]]:
    """The pages that can be read, and a note for each that cannot. Raises ``Refused`` where there are too many."""
    count = len(document)
    if count > MOST_PAGES:
        advice = f"run `qpdf IN.pdf --pages . 1-{MOST_PAGES} -- OUT.pdf` and give OUT.pdf"
        raise Refused(f"The PDF has {count:,} pages, more than {MOST_PAGES:,}: {advice}.")
    pages: list[Page] = []
    notes: list[Note] = []
    for number in range(1, count + 1):
        try:
            pages.append(_page(document, number))
            picture = not pages[-1].drafts and _has_picture(document, number)
        except pypdfium2.PdfiumError:
            pages[number - 1 :] = [Page(number, 0.0, 0.0, (), ())]
            notes.append(Note(code="page-unreadable", message=f"Page {number} is damaged and was left out."))
            continue
        if picture:
            message = f"Page {number} is a picture without text and was not read: run `ocrmypdf -l swe IN.pdf OUT.pdf` first."
            notes.append(Note(code="page-without-text", message=message))
        if pages[-1].drawn:
            message = f"Page {number} is drawn of so many shapes that only its text was read, without tables and boxes."
            notes.append(Note(code="page-drawn", message=message))
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
            words, shapes = settled(read_runs(text_page, frame)), read_shapes(page.raw, frame)
            drawn = is_drawing(shapes, len(words))
            made = page_of(number, len(document), frame, words, () if drawn else shapes)
            tags = read_tags(page.raw, frame) if pdfium.FPDFCatalog_IsTagged(document.raw) else ()
            return made._replace(tags=tags, drawn=drawn)
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
