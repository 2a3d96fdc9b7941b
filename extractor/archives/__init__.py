"""Archives of documents: ZIP files, web archives (WARC, WACZ) and pages saved as one file (MHTML). Nothing is unpacked to disk.

A document in an archive has the reference ``ARCHIVE!/NAME``: ``reports.zip!/2024/plan.pdf``, or the time of its capture and its
address, ``crawl.warc.gz!/20240118093000/https://tallvik.example/mal``. An MHTML file is itself the reference of its page.
"""

import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import IO, NamedTuple

from ...models.errors import Unreadable
from .. import bounded
from . import mhtml, warcs, zips
from .naming import MARK, START

_CALLED = {"zip": "a ZIP archive", "wacz": "a web archive (WACZ)", "warc": "a web archive (WARC)"}


class Held(NamedTuple):
    """A document in an archive: the kind of the archive, its path, and the name in it."""

    kind: str
    path: str
    name: str


def kind_of(path: str) -> str | None:
    """What archive a file is, by its content: zip, wacz, warc or mhtml; None for any other file."""
    try:
        if not Path(path).is_file():
            return None  # of a pipe what was read is gone
        with Path(path).open("rb") as file:
            start = file.read(START)
        if start.startswith(b"\x1f\x8b"):
            start = zlib.decompressobj(16 + zlib.MAX_WBITS).decompress(start, START)
    except (OSError, ValueError, zlib.error):
        return None
    if start.startswith(b"PK\x03\x04"):
        return zips.kind_of(path)
    if start.startswith(b"WARC/"):
        return "warc"
    return "mhtml" if mhtml.is_one(start) else None


def documents(path: str) -> list[str] | None:
    """The references of the documents in an archive, in order, told within bounds; None for a file that is no archive.

    Raises ``MalsparError``.
    """
    kind = kind_of(path)
    if kind in {None, "mhtml"}:
        return None
    where = str(Path(path).absolute())
    names = bounded.call(zips.documents, where) if kind == "zip" else warcs.documents(where)
    return [f"{path}{MARK}{name}" for name in names]


def refuse(path: str) -> None:
    """Raise ``Unreadable`` for an archive that is given as one document; ``MalsparError`` where it is damaged."""
    found = documents(path)
    if found is None:
        return
    archive = f"{path} is {_CALLED[str(kind_of(path))]}"
    if not found:
        raise Unreadable(f"{archive} in which no document can be found: see what is in it, or fetch it again")
    raise Unreadable(f"{archive}: add what is in it (malspar add DATABASE {path}), or name one document ({path}{MARK}NAME)")


def split(ref: str) -> Held | None:
    """The document in an archive that a reference means; None for a reference of another kind."""
    path, mark, name = ref.partition(MARK)
    if Path(ref).is_file():
        return Held("mhtml", ref, "") if kind_of(ref) == "mhtml" else None
    kind = kind_of(path) if mark and Path(path).is_file() else None
    return None if kind in {None, "mhtml"} else Held(str(kind), path, name)


def can_be_found(held: Held) -> bool:
    """Whether another process finds the bytes at once; to find a capture it would look through the archive anew."""
    return held.kind in {"zip", "mhtml"}


@contextmanager
def opened(held: Held, most: int) -> Iterator[IO[bytes]]:
    """The bytes of a document in an archive; of an MHTML file at most so many are read. Raises ``MalsparError``."""
    if held.kind == "mhtml":
        with Path(held.path).open("rb") as file:
            yield BytesIO(mhtml.page(file.read(most), held.path))
        return
    with (zips if held.kind == "zip" else warcs).opened(held.path, held.name) as unpacked:
        yield unpacked
