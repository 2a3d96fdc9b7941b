"""ZIP archives of documents: which are in one, and the bytes of each. Nothing is unpacked to disk.

A document in an archive has the reference ``ARCHIVE!/NAME``, as in ``reports.zip!/2024/plan.pdf``.
"""

import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import IO

from ..models.errors import Encrypted, MalsparError, Unreadable, UsageProblem

MARK = "!/"
_READ = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})  # the others may ask for gigabytes of memory
_OFFICE = frozenset({"[Content_Types].xml", "mimetype", "META-INF/container.xml"})
_TROUBLE = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError)


def is_archive(path: str) -> bool:
    """Whether a file is a ZIP archive and no Word, Excel, OpenDocument or e-book file, which are ZIP archives, too."""
    try:
        with Path(path).open("rb") as file:
            return file.read(4) == b"PK\x03\x04" and _OFFICE.isdisjoint(_opened(path).namelist())
    except _TROUBLE:
        return False


def split(ref: str) -> tuple[str, str] | None:
    """The archive and the name in it that a reference means; None for a reference of another kind."""
    archive, mark, name = ref.partition(MARK)
    return (archive, name) if mark and not Path(ref).exists() and Path(archive).is_file() else None


def members(path: str, start: int) -> list[tuple[str, bytes]]:
    """The files in an archive by name, each with its first ``start`` bytes (none where they cannot be read)."""
    archive = _opened(path)
    files = sorted((member for member in archive.infolist() if not member.is_dir()), key=lambda member: member.filename)
    return [(member.filename, _start(archive, member, start)) for member in files]


@contextmanager
def opened(archive: str, name: str) -> Iterator[IO[bytes]]:
    """A file in an archive, unpacked as it is read. Raises ``UsageProblem``, ``Encrypted`` or ``Unreadable``."""
    ref = f"{archive}{MARK}{name}"
    try:
        container = _opened(archive)
        member = container.getinfo(name)
    except KeyError:
        raise UsageProblem(f"{ref} is not there: {archive} has no file of this name") from None
    except _TROUBLE as error:
        raise Unreadable(f"{archive} is a damaged ZIP archive ({error}): fetch it again") from error
    try:
        with _member(container, member) as file:
            yield file
    except _TROUBLE as error:
        raise Unreadable(f"{ref} cannot be unpacked ({error}): fetch the archive again") from error


def _start(archive: zipfile.ZipFile, member: zipfile.ZipInfo, bound: int) -> bytes:
    try:
        with _member(archive, member) as file:
            return file.read(bound)
    except (*_TROUBLE, MalsparError):
        return b""


def _member(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> IO[bytes]:
    """A file in an archive; no more of it is unpacked than is read, whatever it swells to."""
    if member.flag_bits & 1:
        raise Encrypted(f"{member.filename} is locked by a password: unpack the archive and give the file")
    if member.compress_type not in _READ:
        raise Unreadable(f"{member.filename} is packed in a way that is not read: unpack the archive and give the file")
    return archive.open(member)


def _opened(path: str) -> zipfile.ZipFile:
    status = Path(path).stat()
    return _of(path, status.st_mtime_ns, status.st_size)


@lru_cache(maxsize=1)
def _of(path: str, _changed: int, _size: int) -> zipfile.ZipFile:
    """The open archive, kept for the next file in it: its list of files is read once."""
    return zipfile.ZipFile(path)
