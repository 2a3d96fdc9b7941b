"""Every value stands where it says it stands: its spans are its words, and its boxes hold them on the page.

Runs over the sample corpus, and over the shared documents where they lie beside the checkout. The words on the page are read
here by themselves, character by character, so that a fault of the reader cannot hide itself.
"""

import ctypes
import unicodedata
from functools import cache
from itertools import chain
from pathlib import Path
from typing import NamedTuple

import pypdfium2 as pdfium
import pytest
from placed import nodes, slices, values
from pypdfium2 import raw

from malspar.extractor.extract import extract
from malspar.models.block import Box
from malspar.models.document import Document

ROOT = Path(__file__).resolve().parent.parent
SAMPLE = ROOT / "corpus" / "demo" / "documents"
SHARED = ROOT.parent / "shared"
SHARE = 0.98  # of the nodes of all documents; what is missed is listed
EDGE = 0.5  # points that a character's middle may stand outside its box


def documents() -> list[Path]:
    folders = [SAMPLE, SHARED / "seeds", SHARED / "variants", *sorted((SHARED / "documents").glob("*"))]
    found = chain.from_iterable(sorted(folder.iterdir()) for folder in folders if folder.is_dir())
    return [path for path in found if path.suffix in {".pdf", ".html", ".txt", ".md"}]


@cache
def read(path: Path) -> Document:
    return extract(str(path))


@pytest.mark.parametrize("path", documents(), ids=lambda path: path.name)
def test_a_value_is_the_slices_of_its_spans_joined_by_one_space(path: Path) -> None:
    document = read(path)
    assert document.blocks
    wrong = [
        (name, text, slices(document.blocks, at)) for name, text, at in values(document) if slices(document.blocks, at) != text
    ]
    assert wrong == []


class Character(NamedTuple):
    """A printed character and its middle, in points from the top left corner of the page as shown."""

    text: str
    x: float
    y: float


def characters(page: pdfium.PdfPage) -> list[Character]:
    """Every character of a page, in the order of its content."""
    text, sides = page.get_textpage(), [ctypes.c_double() for _ in range(4)]
    found = []
    for index in range(text.count_chars()):
        code = raw.FPDFText_GetUnicode(text, index)
        if code > ord(" ") and raw.FPDFText_GetCharBox(text, index, *sides):
            left, right, bottom, top = (side.value for side in sides)
            found.append(Character(chr(code), *shown(page, (left + right) / 2, (bottom + top) / 2)))
    return found


def shown(page: pdfium.PdfPage, x: float, y: float) -> tuple[float, float]:
    """A point of the page's own space as the page is shown: cropped and rotated, from its top left corner."""
    left, bottom, right, top = page.get_cropbox()
    across, down = x - left, top - y
    width, height = right - left, top - bottom
    return {0: (across, down), 90: (height - down, across), 180: (width - across, height - down), 270: (down, width - across)}[
        page.get_rotation()
    ]


def inside(characters: list[Character], box: Box) -> str:
    return "".join(
        one.text for one in characters if box.x0 - EDGE <= one.x <= box.x1 + EDGE and box.top - EDGE <= one.y <= box.bottom + EDGE
    )


def bare(text: str) -> str:
    """Letters and digits: words without their spaces, hyphens (mended at the ends of lines) and the stops next to them."""
    return "".join(one for one in unicodedata.normalize("NFKC", text) if one.isalnum())


def strays(path: Path) -> tuple[int, list[str]]:
    """How many nodes a PDF has, and those whose boxes do not hold just their words."""
    document, found, count = read(path), [], 0
    with pdfium.PdfDocument(path) as pdf:
        pages: dict[int, list[Character]] = {}
        for node in nodes(document.goals):
            for box in node.at.boxes:
                if box.page not in pages:
                    pages[box.page] = characters(pdf[box.page - 1])
            printed = "".join(inside(pages[box.page], box) for box in node.at.boxes)
            count += 1
            if bare(printed) != bare(node.text):
                found.append(f"{path.name}: {node.text!r} is printed {printed!r}")
    return count, found


@pytest.mark.parametrize("shared", [False, True], ids=["sample", "shared"])
def test_the_boxes_of_a_node_hold_its_words(*, shared: bool) -> None:
    paths = [path for path in documents() if path.suffix == ".pdf" and path.is_relative_to(SHARED) == shared]
    if shared and not paths:
        pytest.skip("the shared documents do not lie beside this checkout")
    counted = [strays(path) for path in paths]
    total, missed = sum(count for count, _ in counted), [stray for _, some in counted for stray in some]
    assert total
    assert 1 - len(missed) / total >= SHARE, "\n".join(missed)
