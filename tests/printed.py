"""Whether a reading's places are right: the letters that PDFium finds inside a block's boxes are the block's letters."""

import ctypes
from collections import Counter
from typing import NamedTuple

import pypdfium2
import pypdfium2.raw as pdfium

from malspar.extractor.pdf.frame import frame_of
from malspar.models.block import Block, Box, Reading, Role

_IGNORED = set("-‐‑–•●▪■◦○‣➢*o.… \r\n\t\x02\ufffe\xad\u200b\x00")


class Letter(NamedTuple):
    """A printed letter and its middle, in points from the top left corner of the page as shown."""

    text: str
    x: float
    y: float


def letters(data: bytes) -> dict[int, list[Letter]]:
    """The letters of each page, counted from 1."""
    document = pypdfium2.PdfDocument(data)
    found: dict[int, list[Letter]] = {}
    edges = [ctypes.c_double() for _ in range(4)]
    for number, page in enumerate(document, start=1):
        text_page = page.get_textpage()
        frame = frame_of(page)
        found[number] = []
        for index in range(text_page.count_chars()):
            text = chr(pdfium.FPDFText_GetUnicode(text_page.raw, index))
            if text in _IGNORED or pdfium.FPDFText_IsGenerated(text_page.raw, index) == 1:
                continue
            pdfium.FPDFText_GetCharBox(text_page.raw, index, *edges)
            left, right, bottom, top = (edge.value for edge in edges)
            x0, high, x1, low = frame.box(left, bottom, right, top)
            found[number].append(Letter(text, (x0 + x1) / 2, (high + low) / 2))
        text_page.close()
        page.close()
    document.close()
    return found


def misplaced(data: bytes, reading: Reading) -> list[tuple[Block, str, str]]:
    """The blocks whose boxes hold other letters than their text: the block, the letters too few, the letters too many."""
    pages = letters(data)
    wrong = []
    for block in reading.blocks:
        if not block.text or block.role is Role.CONTENTS:
            continue
        inside = Counter(letter.text for box in block.boxes() for letter in pages[box.page] if _in(letter, box))
        wanted = Counter(letter for letter in block.text if letter not in _IGNORED)
        few, many = wanted - inside, inside - wanted
        if few.total() > 0 or many.total() > 2:
            wrong.append((block, "".join(few.elements()), "".join(many.elements())))
    return wrong


def _in(letter: Letter, box: Box) -> bool:
    return box.x0 - 0.6 <= letter.x <= box.x1 + 0.6 and box.top <= letter.y <= box.bottom
