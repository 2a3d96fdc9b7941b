"""How a document was read, for people to see: its blocks with role and depth, and pictures of pages with the blocks framed."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from ..models.block import Block, Role, Section
from ..models.errors import UsageProblem

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


class Seen(NamedTuple):
    """A block, the role and depth that the outline gives it, and the rule that told that it is a heading."""

    block: Block
    role: Role
    depth: int | None
    rule: str | None


def seen(blocks: Iterable[Block], root: Section) -> Iterator[Seen]:
    """Every block in reading order as the outline below ``root`` sees it."""
    headings = {section.heading.id: section for section in root.walk() if section.heading}
    leads = {block.id for section in root.walk() for block in section.lead}
    for block in blocks:
        section = headings.get(block.id)
        if section:
            yield Seen(block, block.role if block.role is Role.TITLE else Role.HEADING, section.depth, section.rule)
        else:
            yield Seen(block, block.role, block.depth, "outline/lead" if block.id in leads else None)


def draw(data: bytes, blocks: Sequence[Seen], folder: Path) -> None:
    """Save each page of a PDF as page-001.png and so on, each line of a block framed in the colour of its role.

    The block's number stands before its first line on the page. Read the PDF first: pdfplumber's own errors on a damaged one
    pass. Raises ``UsageProblem`` where ``folder`` cannot be written.
    """
    import pdfplumber

    try:
        folder.mkdir(parents=True, exist_ok=True)
        with pdfplumber.open(BytesIO(data)) as pdf:
            for number, page in enumerate(pdf.pages, start=1):
                _draw(page, number, blocks).save(folder / f"page-{number:03}.png")
                page.close()
    except OSError as error:
        raise UsageProblem(f"{folder} cannot be written ({error.strerror or error}); give another folder with --png") from error


def _draw(page: "Page", number: int, blocks: Sequence[Seen]) -> "Image":
    """One page with its frames and numbers."""
    picture = page.to_image(resolution=_SHARPNESS, antialias=True)
    scale = picture.scale  # pixels for a point; the picture shows the page as it is shown, so both begin at the top left
    for block, role, _, _ in blocks:
        boxes = [box for box in block.boxes() if box.page == number]
        for box in boxes:
            frame = [box.x0 * scale - 2, box.top * scale - 2, box.x1 * scale + 2, box.bottom * scale + 2]
            picture.draw.rectangle(frame, outline=COLOURS[role], width=2)
        if boxes:
            picture.draw.text((boxes[0].x0 * scale - 4, boxes[0].top * scale), str(block.id), fill=COLOURS[role], anchor="ra")
    return picture.annotated
