"""ZIP archives: the documents in one, and the bytes of each."""

import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path, PurePosixPath
from typing import IO

from ...models.errors import Encrypted, MalsparError, Unreadable, UsageProblem
from .naming import MARK, START, belongs_to_a_page, hidden, looks

_READ = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})  # the others may ask for gigabytes of memory
_OFFICE = frozenset({"[Content_Types].xml", "mimetype", "META-INF/container.xml"})
_OFFICE_FOLDERS = ("word/", "xl/", "ppt/")
TROUBLE = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError)


def kind_of(path: str) -> str | None:
    """What a ZIP file is: zip, or wacz for a web archive; None for Word, OpenDocument and e-book files, ZIP files all."""
    try:
        names = container(path).namelist()
    except TROUBLE:
        return None
    if any(name in _OFFICE or name.startswith(_OFFICE_FOLDERS) for name in names):
        return None
    return "wacz" if "datapackage.json" in names and any(name.startswith("archive/") for name in names) else "zip"


def documents(path: str) -> list[str]:
    """The names of the documents in an archive, in order."""
    archive = container(path)
    files = sorted((member for member in archive.infolist() if not member.is_dir()), key=lambda member: member.filename)
    names = frozenset(member.filename for member in files)
    shown = [member for member in files if not _passed_over(member.filename, names)]
    return [member.filename for member in shown if looks(member.filename, _start(archive, member))]


def _passed_over(name: str, names: frozenset[str]) -> bool:
    """Whether a file is hidden, or lies in a folder that belongs to a page saved beside it."""
    return hidden(name) or any(belongs_to_a_page(str(folder), names) for folder in PurePosixPath(name).parents)


@contextmanager
def opened(archive: str, name: str) -> Iterator[IO[bytes]]:
    """A file in an archive, unpacked as it is read. Raises ``UsageProblem``, ``Encrypted`` or ``Unreadable``."""
    ref = f"{archive}{MARK}{name}"
    try:
        held = container(archive)
        member = held.getinfo(name)
    except KeyError:
        raise UsageProblem(f"{ref} is not there: {archive} has no file of this name") from None
    except TROUBLE as error:
        raise Unreadable(f"{archive} is a damaged ZIP archive ({error}): fetch it again") from error
    try:
        with _member(held, member) as file:
            yield file
    except TROUBLE as error:
        raise Unreadable(f"{ref} cannot be unpacked ({error}): fetch the archive again") from error


def _start(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes:
    try:
        with _member(archive, member) as file:
            return file.read(START)
    except (*TROUBLE, MalsparError):
        return b""


def _member(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> IO[bytes]:
    """A file in an archive; no more of it is unpacked than is read, whatever it swells to."""
    if member.flag_bits & 1:
        raise Encrypted(f"{member.filename} is locked by a password: unpack the archive and give the file")
    if member.compress_type not in _READ:
        raise Unreadable(f"{member.filename} is packed in a way that is not read: unpack the archive and give the file")
    return archive.open(member)


def container(path: str) -> zipfile.ZipFile:
    """The open archive."""
    status = Path(path).stat()
    return _of(path, status.st_mtime_ns, status.st_size)


@lru_cache(maxsize=1)
def _of(path: str, _changed: int, _size: int) -> zipfile.ZipFile:
    """The open archive, kept for the next file in it: its list of files is read once."""
    return zipfile.ZipFile(path)
