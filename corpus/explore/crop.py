"""Pictures of pages, drawn on demand from the stored sources, with the boxes of goals in them.

A picture is bounded in pixels and in time (``drawing.py``, in a process of its own), what was drawn last is kept in memory up to
a bound, and no file but a regular one of the folder of sources is opened: the name is the SHA-256 that the database tells, and
the bytes must have it.
"""

import hashlib
import os
import re
from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from stat import S_ISREG
from threading import Lock
from typing import Any, BinaryIO, TypeVar

from ...extractor import bounded
from ...models.errors import MalsparError
from .drawing import File, Frame, Missing, Part, mark, picture, size

Result = TypeVar("Result")

KEPT = 24 * 1024 * 1024
"""Bytes of pictures that are kept in memory."""
LARGEST = 200 * 1024 * 1024
"""Bytes of the largest source that is opened, as when documents are read."""
BOUNDS = bounded.Bounds(seconds=10, memory=1024 * bounded.MIB, output=64 * bounded.MIB)
"""What drawing one picture may take: the busiest page known takes half a second."""
_UNUSABLE = "Källfilen kan inte visas: den är ingen vanlig fil eller för stor."
_NAME = re.compile("[0-9a-f]{64}")


class Sources:
    """The stored sources of a database, and what was drawn of them last."""

    def __init__(self, folder: Path, kept: int = KEPT) -> None:
        self.folder = folder
        self._kept = kept
        self._pictures: OrderedDict[tuple[Any, ...], bytes] = OrderedDict()
        self._sizes: OrderedDict[tuple[str, int], tuple[float, float]] = OrderedDict()
        self._sound: dict[str, tuple[int, ...]] = {}
        self._lock = Lock()
        self._one = Lock()  # one process draws, whoever asks: each more would take 60 MiB

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
        if self._sound.get(sha256) == mark(file):
            return
        if _sum(file) != sha256:
            raise Missing("Källfilen stämmer inte: den har ändrats sedan dokumentet lästes in.")
        file.seek(0)
        self._sound[sha256] = mark(file)

    def size(self, sha256: str, page: int) -> tuple[float, float]:
        """Width and height of a page as it is shown, in points. Raises ``Missing``."""
        known = self._sizes.get((sha256, page))
        if known is None:
            known = self._asked(size, sha256, page)
            self._sizes[sha256, page] = known
            while len(self._sizes) > 10_000:
                self._sizes.popitem(last=False)
        return known

    def page(self, sha256: str, page: int, frames: Sequence[Frame] = ()) -> bytes:
        """A page as PNG with boxes drawn in. Raises ``Missing``."""
        return self._drawn(sha256, page, "page", tuple(frames))

    def crop(self, sha256: str, page: int, frames: Sequence[Frame], *, narrow: bool = False) -> bytes:
        """The lines of a goal with what stands around them: over the whole width of the page, or ``narrow``, for a telephone.

        Raises ``Missing``.
        """
        return self._drawn(sha256, page, "narrow" if narrow else "crop", tuple(frames))

    def _drawn(self, sha256: str, page: int, part: Part, frames: tuple[Frame, ...]) -> bytes:
        """The picture that is kept, or else a new one."""
        key = (sha256, page, part, frames)
        with self.opened(sha256), self._lock:
            if key in self._pictures:
                self._pictures.move_to_end(key)
                return self._pictures[key]
        drawn = self._asked(picture, sha256, page, part, frames)
        with self._lock:
            self._pictures[key] = drawn
            while sum(map(len, self._pictures.values())) > self._kept and len(self._pictures) > 1:
                self._pictures.popitem(last=False)
        return drawn

    def _asked(self, what: Callable[..., Result | str], sha256: str, *given: Any) -> Result:
        """What a process with bounds makes of a source."""
        with self.opened(sha256) as file, self._one:
            source = File(str((self.folder / sha256).absolute()), mark(file))
            try:
                made = bounded.call(what, source, *given, bounds=BOUNDS)
            except MalsparError as error:
                raise Missing("Sidan kan inte ritas: källfilen är skadad eller för tung att rita.") from error
        if isinstance(made, str):
            raise Missing(made)
        return made


def _sum(file: BinaryIO) -> str:
    """The SHA-256 of a file."""
    found = hashlib.sha256()
    while part := file.read(1 << 20):
        found.update(part)
    return found.hexdigest()
