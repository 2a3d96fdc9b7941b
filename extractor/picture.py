"""Pictures of a PDF's pages with the boxes of its blocks drawn in, for people to see how a page was read."""

from collections.abc import Iterable, Iterator, Mapping
from io import BytesIO
from typing import TYPE_CHECKING, NamedTuple

from ..models.block import Block, Role

if TYPE_CHECKING:
    from pdfplumber.page import Page
    from PIL.Image import Image

COLOURS: Mapping[Role, str] = {
    Role.TITLE: "#7b1fa2",
    Role.HEADING: "#c62828",
    Role.TEXT: "#1565c0",
    Role.LIST_ITEM: "#2e7d32",
    Role.CELL: "#ef6c00",
    Role.CONTENTS: "#00838f",
    Role.FURNITURE: "#757575",
}
_SHARPNESS = 100  # dots per inch: type of 6 points can be read


class Picture(NamedTuple):
    """One page (counted from 1) as a picture."""

    page: int
    image: "Image"


def pictures(data: bytes, blocks: Iterable[tuple[Block, Role]]) -> Iterator[Picture]:
    """Each page of a PDF with the lines of its blocks in the colour of the role that is given for them, and the block's number.

    ``COLOURS`` tells which role has which colour. Raises what pdfplumber raises on a damaged file: read it first.
    """
    import pdfplumber

    by_page: dict[int, list[tuple[Block, Role]]] = {}
    for block, role in blocks:
        for page in {line.page for line in block.lines}:
            by_page.setdefault(page, []).append((block, role))
    with pdfplumber.open(BytesIO(data)) as pdf:
        for number, page in enumerate(pdf.pages, start=1):
            yield Picture(number, _draw(page, number, by_page.get(number, [])))
            page.close()


def _draw(page: "Page", number: int, blocks: list[tuple[Block, Role]]) -> "Image":
    """The page with a frame around each line, and the block's number before its first line on this page."""
    picture = page.to_image(resolution=_SHARPNESS, antialias=True)
    scale = picture.scale  # pixels for a point; the picture shows the page as it is shown, so both begin at the top left
    for block, role in blocks:
        boxes = [box for box in block.boxes() if box.page == number]
        for box in boxes:
            frame = [box.x0 * scale - 2, box.top * scale - 2, box.x1 * scale + 2, box.bottom * scale + 2]
            picture.draw.rectangle(frame, outline=COLOURS[role], width=2)
        if boxes:
            picture.draw.text((boxes[0].x0 * scale - 4, boxes[0].top * scale), str(block.id), fill=COLOURS[role], anchor="ra")
    return picture.annotated
