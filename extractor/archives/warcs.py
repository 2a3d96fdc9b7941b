"""Web archives: WARC files, gzipped or not, and WACZ files, which hold some. Read by warcio.

A capture is named by its time and address, as in the Wayback Machine: ``20240118093000/https://tallvik.example/mal``.
"""

import json
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import IO, TYPE_CHECKING, NamedTuple

from ...models.errors import Unreadable, UsageProblem
from .. import bounded
from . import zips
from .naming import MARK, START, is_page_or_pdf

if TYPE_CHECKING:
    from warcio.recordloader import ArcWarcRecord

_SHOWN = frozenset({"200", "203", "206"})
_PAGES = ("pages/pages.jsonl", "pages/extraPages.jsonl")


class Place(NamedTuple):
    """Where a capture lies: the file of a WACZ (None in a WARC), and the first byte of its record there."""

    member: str | None
    offset: int


def documents(path: str) -> list[str]:
    """The names of the pages and PDFs in a web archive, in the order in which they lie there.

    Of the pages in a WACZ that tells which were visited only those: the others are frames and parts of them.
    """
    return list(_index(path))


@contextmanager
def opened(archive: str, name: str) -> Iterator[IO[bytes]]:
    """The bytes of a capture, without what the transport added. Raises ``UsageProblem`` or ``Unreadable``."""
    place = _index(archive).get(name)
    if place is None:
        raise UsageProblem(f"{archive}{MARK}{name} is not there: the archive has no page or PDF of this time and address")
    with _told(archive), _file(archive, place.member) as file:
        file.seek(place.offset)
        yield next(_records(file))[0].content_stream()


def _index(path: str) -> dict[str, Place]:
    status = Path(path).stat()
    return _indexed(str(Path(path).absolute()), status.st_mtime_ns, status.st_size)


@lru_cache(maxsize=4)
def _indexed(path: str, _changed: int, size: int) -> dict[str, Place]:
    """The captures of an archive, looked through once, in a process with bounds."""
    return bounded.call(looked_through, path, bounds=bounded.for_size(size))


def looked_through(path: str) -> dict[str, Place]:
    """The captures of an archive by name; of two with one name the first."""
    found: dict[str, Place] = {}
    with _told(path):
        visited = _visited(path)
        for member in _members(path):
            with _file(path, member) as file:
                for record, offset in _records(file):
                    name = _name(record, visited)
                    if name:
                        found.setdefault(name, Place(member, offset()))
    return found


def _name(record: "ArcWarcRecord", visited: frozenset[str]) -> str | None:
    """The name of a capture; None where it is no page and no PDF, or a page that nobody visited."""
    address = record.rec_headers.get_header("WARC-Target-URI")
    shown = record.rec_type == "resource" or (
        record.rec_type == "response" and record.http_headers is not None and record.http_headers.get_statuscode() in _SHOWN
    )
    if not address or not shown:
        return None
    start = record.content_stream().read(START)
    if not is_page_or_pdf(start) or (visited and b"%PDF-" not in start and address not in visited):
        return None
    time = "".join(character for character in record.rec_headers.get_header("WARC-Date") or "" if character.isdigit())[:14]
    return f"{time}/{address}"


def _records(file: IO[bytes]) -> "Iterator[tuple[ArcWarcRecord, Callable[[], int]]]":
    """The records of a file from where it stands, each with a function that tells its first byte once it has been read."""
    from warcio.archiveiterator import ArchiveIterator

    records = ArchiveIterator(file)
    for record in records:
        yield record, records.get_record_offset


def _members(path: str) -> list[str | None]:
    """The WARC files in a WACZ; the file itself where it is one."""
    if not zipfile.is_zipfile(path):
        return [None]
    names = zips.container(path).namelist()
    return [name for name in sorted(names) if name.startswith("archive/") and name.endswith((".warc", ".warc.gz"))]


def _visited(path: str) -> frozenset[str]:
    """The addresses of the pages that a WACZ says were visited."""
    if not zipfile.is_zipfile(path):
        return frozenset()
    held = zips.container(path)
    lines = [line for name in _PAGES if name in held.namelist() for line in held.read(name).splitlines()]
    pages = [json.loads(line) for line in lines if line.strip()]
    return frozenset(page["url"] for page in pages if isinstance(page, dict) and "url" in page)


def _file(path: str, member: str | None) -> IO[bytes]:
    return Path(path).open("rb") if member is None else zips.container(path).open(member)


@contextmanager
def _told(path: str) -> Iterator[None]:
    """Tell trouble with an archive in a sentence."""
    from warcio.exceptions import ArchiveLoadFailed

    try:
        yield
    except (ArchiveLoadFailed, *zips.TROUBLE, KeyError, UnicodeError) as error:
        reason = " ".join(str(error).split())[:120]
        raise Unreadable(f"{path} is a damaged web archive ({reason}): fetch it again") from error
