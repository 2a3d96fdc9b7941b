"""Pages and crops of PDFs as PNG. Called in a process with bounds: a hostile file must not hang or crash the server.

What cannot be drawn is told in Swedish, for whoever looks at the page.
"""

import math
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from io import BytesIO
from typing import TYPE_CHECKING, Any, BinaryIO, Literal, NamedTuple

if TYPE_CHECKING:
    from PIL.Image import Image

WIDTH = 1100
"""Pixels that a picture is wide, where the page's shape allows it."""
PIXELS = 3_000_000
"""Pixels that a picture has at most."""
AROUND = 46.0
"""Points above and below a goal that its crop shows."""
NARROW = 330.0
"""Points that a crop for a telephone is wide, where the goal needs no more."""

_FAINT, _STRONG = ((232, 240, 250), (120, 160, 205)), ((255, 228, 120), (150, 60, 0))

Part = Literal["page", "crop", "narrow"]
Mark = tuple[int, int, int]


class Missing(Exception):
    """A picture that cannot be drawn; the message says why."""


class Frame(NamedTuple):
    """A box to draw, in points from the top left corner, and whether it is the one that is looked for."""

    x0: float
    top: float
    x1: float
    bottom: float
    chosen: bool = False


class Region(NamedTuple):
    """The part of a page that is drawn, in points from the top left corner."""

    x0: float
    top: float
    x1: float
    bottom: float


class File(NamedTuple):
    """A source by its path, and the mark of the file that was found to be whole: another one is not opened."""

    path: str
    mark: Mark


def mark(file: BinaryIO) -> Mark:
    """What changes when a file does."""
    told = os.fstat(file.fileno())
    return told.st_ino, told.st_size, told.st_mtime_ns


def size(file: File, page: int) -> tuple[float, float] | str:
    """Width and height of a page as it is shown, in points; a sentence where there is none."""
    try:
        with _page(file, page) as shown:
            found: tuple[float, float] = shown.get_size()
            return found
    except Missing as missing:
        return str(missing)


def picture(file: File, page: int, part: Part, frames: Sequence[Frame]) -> bytes | str:
    """A page, or the part of it around the boxes, as PNG with the boxes drawn in; a sentence where it cannot be drawn."""
    try:
        with _page(file, page) as shown:
            width, height = shown.get_size()
            region = Region(0, 0, width, height) if part == "page" else around(frames, width, height, narrow=part == "narrow")
            return _picture(shown, region, frames)
    except Missing as missing:
        return str(missing)


def around(frames: Sequence[Frame], width: float, height: float, *, narrow: bool = False) -> Region:
    """The part of a page around some boxes; the whole page where none of them lies on it."""
    inside = [frame for frame in frames if all(map(math.isfinite, frame[:4])) and frame.top < height and frame.bottom > 0]
    if not inside:
        return Region(0, 0, width, height)
    top = max(0.0, min(frame.top for frame in inside) - AROUND)
    bottom = min(height, max(frame.bottom for frame in inside) + AROUND)
    left, right = (_sides(inside, width)) if narrow else (0.0, width)
    return Region(left, top, right, bottom) if bottom > top and right > left else Region(0, 0, width, height)


def _sides(frames: Sequence[Frame], width: float) -> tuple[float, float]:
    """The left and the right edge of a narrow crop."""
    left = max(0.0, min(frame.x0 for frame in frames) - 40)
    right = min(width, max(max(frame.x1 for frame in frames) + 16, left + NARROW))
    return max(0.0, min(left, right - NARROW)), right


def scale(region: Region) -> float:
    """Pixels for a point: as wide as pictures are, and never more pixels than they may have."""
    width, height = max(region.x1 - region.x0, 1.0), max(region.bottom - region.top, 1.0)
    return min(WIDTH / width, math.sqrt(PIXELS / (width * height)), 8 * WIDTH / height)


@contextmanager
def _page(file: File, number: int) -> Iterator[Any]:
    """A page of a PDF, counted from 1; closed in the end, and the document with it."""
    with _opened(file) as opened, _document(opened) as document:
        yield from _shown(document, number)


@contextmanager
def _opened(file: File) -> Iterator[BinaryIO]:
    with os.fdopen(os.open(file.path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0)), "rb") as opened:
        if mark(opened) != file.mark:
            raise Missing("Källfilen byts just nu ut: ladda om sidan.")
        yield opened


@contextmanager
def _document(file: BinaryIO) -> Iterator[Any]:
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(file)
    except (pypdfium2.PdfiumError, ValueError, OSError) as error:
        raise Missing("Sidan kan inte visas: källfilen är ingen läsbar PDF.") from error
    try:
        yield document
    finally:
        document.close()


def _shown(document: Any, number: int) -> Iterator[Any]:
    """The page itself; closed in the end."""
    import pypdfium2

    if not 1 <= number <= len(document):
        raise Missing(f"Sidan {number} finns inte i källfilen.")
    try:
        page = document[number - 1]
        try:
            yield page
        finally:
            page.close()
    except pypdfium2.PdfiumError as error:
        raise Missing(f"Sidan {number} kan inte ritas.") from error


def _picture(page: Any, region: Region, frames: Sequence[Frame]) -> bytes:
    """The region as PNG, in few colours so that it is small."""
    width, height = page.get_size()
    factor = scale(region)
    cut = (max(region.x0, 0), max(height - region.bottom, 0), max(width - region.x1, 0), max(region.top, 0))
    bitmap = page.render(scale=factor, crop=cut)
    try:
        image = bitmap.to_pil().convert("RGB")
    finally:
        bitmap.close()
    for frame in sorted(frames, key=lambda frame: frame.chosen):
        _draw(image, frame, region, factor)
    out = BytesIO()
    image.quantize(colors=96, dither=0).save(out, "PNG")
    return out.getvalue()


def _draw(image: "Image", frame: Frame, region: Region, factor: float) -> None:
    """Lay a box over the picture: the paper tinted and the ink left dark, the edge drawn; the chosen one strongly."""
    from PIL import Image, ImageChops, ImageDraw

    if not all(map(math.isfinite, frame[:4])):
        return
    ground, edge = _STRONG if frame.chosen else _FAINT
    left, right = ((one - region.x0) * factor for one in (frame.x0, frame.x1))
    top, bottom = ((one - region.top) * factor for one in (frame.top, frame.bottom))
    box = (max(int(left - 3), 0), max(int(top - 2), 0), min(int(right + 4), image.width), min(int(bottom + 3), image.height))
    if box[0] < box[2] and box[1] < box[3]:
        part = image.crop(box)
        image.paste(ImageChops.multiply(part, Image.new("RGB", part.size, ground)), box)
        inside = (box[0], box[1], box[2] - 1, box[3] - 1)
        ImageDraw.Draw(image).rectangle(inside, outline=edge, width=2 if frame.chosen else 1)
