"""Pictures of pages, drawn on demand from the stored sources, with the boxes of goals in them.

A picture is bounded in pixels, what was drawn last is kept in memory up to a bound, and no file but a regular one of the folder
of sources is opened: the name is the SHA-256 that the database tells, and the bytes must have it.
"""

import hashlib
import math
import os
import re
from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from stat import S_ISREG
from threading import Lock
from typing import TYPE_CHECKING, Any, BinaryIO, NamedTuple

if TYPE_CHECKING:
    from PIL.Image import Image

WIDTH = 1100
"""Pixels that a picture is wide, where the page's shape allows it."""
PIXELS = 3_000_000
"""Pixels that a picture has at most."""
KEPT = 24 * 1024 * 1024
"""Bytes of pictures that are kept in memory."""
LARGEST = 200 * 1024 * 1024
"""Bytes of the largest source that is opened, as when documents are read."""
AROUND = 46.0
"""Points above and below a goal that its crop shows."""
NARROW = 330.0
"""Points that a crop for a telephone is wide, where the goal needs no more."""

_UNUSABLE = "Källfilen kan inte visas: den är ingen vanlig fil eller för stor."
_NAME = re.compile("[0-9a-f]{64}")
_FAINT, _STRONG = ((232, 240, 250), (120, 160, 205)), ((255, 228, 120), (150, 60, 0))


class Missing(Exception):
    """A picture that cannot be drawn; the message says why, in Swedish, for whoever looks at the page."""


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


class Sources:
    """The stored sources of a database, and what was drawn of them last."""

    def __init__(self, folder: Path, kept: int = KEPT) -> None:
        self.folder = folder
        self._kept = kept
        self._pictures: OrderedDict[tuple[Any, ...], bytes] = OrderedDict()
        self._sizes: OrderedDict[tuple[str, int], tuple[float, float]] = OrderedDict()
        self._sound: dict[str, tuple[int, ...]] = {}
        self._lock = Lock()  # PDFium may be used by one thread at a time

    def read_in(self, sha256: str) -> float | None:
        """When the source was stored, as seconds since 1970; None where it is missing."""
        try:
            with self.opened(sha256) as file:
                return os.fstat(file.fileno()).st_mtime
        except Missing:
            return None

    @contextmanager
    def opened(self, sha256: str) -> Iterator[BinaryIO]:
        """The source with this SHA-256. Raises ``Missing`` where it is not there, is a link, or is not what was read."""
        if not _NAME.fullmatch(sha256):
            raise Missing("Källfilen kan inte visas: databasen anger ingen giltig kontrollsumma för den.")
        try:
            handle = os.open(self.folder / sha256, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))
        except OSError as error:
            raise Missing(f"Källfilen saknas: {sha256[:12]}… finns inte bland de sparade källorna.") from error
        try:
            file = os.fdopen(handle, "rb")
        except OSError as error:  # a folder
            os.close(handle)
            raise Missing(_UNUSABLE) from error
        with file:
            self._check(sha256, file)
            yield file

    def _check(self, sha256: str, file: BinaryIO) -> None:
        """Refuse what is no file, is too large, or has other bytes; a file that has not changed is summed once."""
        told = os.fstat(file.fileno())
        if not S_ISREG(told.st_mode) or told.st_size > LARGEST:
            raise Missing(_UNUSABLE)
        mark = (told.st_ino, told.st_size, told.st_mtime_ns)
        if self._sound.get(sha256) == mark:
            return
        if _sum(file) != sha256:
            raise Missing("Källfilen stämmer inte: den har ändrats sedan dokumentet lästes in.")
        file.seek(0)
        self._sound[sha256] = mark

    def size(self, sha256: str, page: int) -> tuple[float, float]:
        """Width and height of a page as it is shown, in points. Raises ``Missing``."""
        known = self._sizes.get((sha256, page))
        if known is None:
            with self.opened(sha256) as file, self._lock, _page(file, page) as shown:
                known = shown.get_size()
            self._sizes[sha256, page] = known
            while len(self._sizes) > 10_000:
                self._sizes.popitem(last=False)
        return known

    def page(self, sha256: str, page: int, frames: Sequence[Frame] = ()) -> bytes:
        """A page as PNG with boxes drawn in. Raises ``Missing``."""
        return self._drawn((sha256, page, "page", tuple(frames)), lambda width, height: Region(0, 0, width, height))

    def crop(self, sha256: str, page: int, frames: Sequence[Frame], *, narrow: bool = False) -> bytes:
        """The lines of a goal with what stands around them: over the whole width of the page, or ``narrow``, for a telephone.

        Raises ``Missing``.
        """
        key = (sha256, page, "narrow" if narrow else "crop", tuple(frames))
        return self._drawn(key, lambda width, height: around(frames, width, height, narrow=narrow))

    def _drawn(self, key: tuple[Any, ...], region: Callable[[float, float], Region]) -> bytes:
        """The picture that is kept, or else a new one."""
        sha256, page, _, frames = key
        with self.opened(sha256) as file, self._lock:
            if key in self._pictures:
                self._pictures.move_to_end(key)
                return self._pictures[key]
            with _page(file, page) as shown:
                picture = _picture(shown, region(*shown.get_size()), frames)
            self._pictures[key] = picture
            while sum(map(len, self._pictures.values())) > self._kept and len(self._pictures) > 1:
                self._pictures.popitem(last=False)
        return picture


def _sum(file: BinaryIO) -> str:
    """The SHA-256 of a file."""
    found = hashlib.sha256()
    while part := file.read(1 << 20):
        found.update(part)
    return found.hexdigest()


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
def _page(file: BinaryIO, number: int) -> Iterator[Any]:
    """A page of a PDF, counted from 1; closed in the end, and the document with it."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(file)
    except (pypdfium2.PdfiumError, ValueError, OSError) as error:
        raise Missing("Sidan kan inte visas: källfilen är ingen läsbar PDF.") from error
    try:
        if not 1 <= number <= len(document):
            raise Missing(f"Sidan {number} finns inte i källfilen.")
        page = document[number - 1]
        try:
            yield page
        finally:
            page.close()
    except pypdfium2.PdfiumError as error:
        raise Missing(f"Sidan {number} kan inte ritas.") from error
    finally:
        document.close()


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
