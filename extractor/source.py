"""A reference to bytes: a path or standard input, its hash, and what kind of document its content shows."""

import hashlib
import json
import re
import stat
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, NamedTuple

from ..models.errors import Refused, Unreadable, UsageProblem
from . import archives, chapters
from .archives.naming import MARK
from .bounds import LARGEST, LARGEST_PAGE, LARGEST_TEXT
from .encoding import decode

PDF, HTML, TEXT, MARKDOWN = "application/pdf", "text/html", "text/plain", "text/markdown"

_HEAD = 400_000  # bytes that tell a page from a text
_PIECE = 1 << 20
_ADDRESS = re.compile(r"(?:https?|ftp)://", re.IGNORECASE)
_PDF = re.compile(rb"%PDF-\d")
_HTML = re.compile(r"<!doctype\s+html|<html[\s>]|<head[\s>]|<body[\s>]|<frameset[\s>]", re.IGNORECASE)
_TAG = re.compile(r"</(?:p|div|h[1-6]|ul|ol|li|table|tr|td|section|article|main|details|span|a|dl)\s*>", re.IGNORECASE)
_MARKDOWN = re.compile(
    r"^#{1,6} \S|^\|?[ :]*+-{3,}+[ :]*+\|[-| :]*$|^\*\*[^*\n]++\*\*[ \t\r\f\v]*$|\[[^\]\[\n]++\]\([^\s)]{1,500}+\)|^```",
    re.MULTILINE,
)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f-\x84\x86-\x9f\ufffd]")

_OTHER = (
    (b"\xff\xd8\xff", "a JPEG picture", "give the document it was taken of"),
    (b"\x89PNG", "a PNG picture", "give the document it was taken of"),
    (b"GIF8", "a GIF picture", "give the document it was taken of"),
    (b"II*\0", "a TIFF picture", "run text recognition and save it as PDF"),
    (b"MM\0*", "a TIFF picture", "run text recognition and save it as PDF"),
    (b"RIFF", "a picture or sound", "give the document as PDF, HTML or text"),
    (b"\xd0\xcf\x11\xe0", "an old Word, Excel or PowerPoint file", "open it and save it as PDF"),
    (b"{\\rtf", "an RTF file", "open it and save it as PDF"),
    (b"\x1f\x8b", "a gzip archive", "unpack it first: gunzip"),
    (b"7z\xbc\xaf", "a 7-Zip archive", "unpack it first"),
    (b"Rar!", "a RAR archive", "unpack it first"),
    (b"SQLite format 3\0", "an SQLite database", "commands on a database: malspar list DATABASE"),
    (b"bplist0", "a Safari web archive", "save the page as page source (HTML)"),
)
_OFFICE = (
    (b"word/", "a Word file"),
    (b"xl/", "an Excel file"),
    (b"ppt/", "a PowerPoint file"),
    (b"opendocument", "an OpenDocument file"),
)


class Loaded(NamedTuple):
    """The bytes of one document; ``media_type`` is told by content: PDF, HTML, plain text or Markdown."""

    ref: str
    data: bytes
    sha256: str
    media_type: str


def load(ref: str) -> Loaded:
    """The bytes behind a path, a document in an archive (``ARCHIVE!/NAME``), or "-" for standard input.

    A page that opens a report whose chapters lie beside it means all of them (``chapters``).

    Raises UsageProblem for what is not there or no file, Refused for an address or too many bytes, Unreadable for what is no
    document.
    """
    return loaded(ref, b"".join(pieces(ref)))


def loaded(ref: str, data: bytes) -> Loaded:
    """Bytes that are there already. Raises Unreadable for what is no document."""
    name = "standard input" if ref == "-" else ref
    return Loaded(ref, data, hashlib.sha256(data).hexdigest(), media_type(data, name))


def pieces(ref: str) -> Iterator[bytes]:
    """The bytes behind a reference, whatever they are, a part at a time; raises UsageProblem, Unreadable or Refused."""
    if report := chapters.source(ref):
        _bounded(len(report), ref)
        yield report
    else:
        yield from found_at(ref)


def found_at(ref: str) -> Iterator[bytes]:
    """``pieces`` as they lie there, also of a page that opens a report: what is asked where that has been told already."""
    size = 0
    with _opened(ref) as file:
        while piece := file.read(_PIECE):
            size += len(piece)
            _bounded(size, "standard input" if ref == "-" else ref)
            yield piece


def taken(found: str | bytes) -> bytes:
    """The bytes that one process hands to another, or that are where it says."""
    return b"".join(found_at(found)) if isinstance(found, str) else found


def is_address(ref: str) -> bool:
    """Whether a reference is an address and no file, whatever else is wrong with it."""
    return bool(_ADDRESS.match(ref))


def can_be_read_again(ref: str) -> bool:
    """Whether another process finds the same bytes: not so of an address, standard input, and what a shell pipes in."""
    if ref == "-" or is_address(ref):
        return False
    if held := archives.split(ref):
        return archives.can_be_found(held) and not chapters.chapters(ref)
    return not Path(ref).exists() or (Path(ref).is_file() and not chapters.chapters(ref))


def anywhere(ref: str) -> str:
    """The reference by which the same bytes are found from any folder."""
    if is_address(ref):
        return ref
    held = archives.split(ref)
    return f"{Path(held.path).absolute()}{MARK}{held.name}" if held and held.name else str(Path(ref).absolute())


@contextmanager
def _opened(ref: str) -> Iterator[IO[bytes]]:
    """The file behind a reference."""
    if is_address(ref):
        raise Refused(f"{ref} is an address, which is asked for only by commands: save the page and give the file")
    if ref == "-":
        yield sys.stdin.buffer
    elif held := archives.split(ref):
        with archives.opened(held, LARGEST + 1) as file:
            yield file
    else:
        archives.refuse(ref)
        with _file(ref) as file:
            yield file


def _file(ref: str) -> IO[bytes]:
    """A file that is no folder and not too large."""
    path = Path(ref)
    try:
        status = path.stat()
        if stat.S_ISDIR(status.st_mode):
            raise UsageProblem(
                f"{ref} is a directory: give one document, or add the directory to a database: malspar add DATABASE {ref}"
            )
        _bounded(status.st_size, ref)
        return path.open("rb")
    except (FileNotFoundError, NotADirectoryError):
        raise UsageProblem(f"{ref} is not there: check the path") from None
    except PermissionError:
        raise Unreadable(f"{ref} may not be read: check its permissions") from None
    except (OSError, ValueError) as error:
        raise UsageProblem(f"{ref!r} cannot be opened: {getattr(error, 'strerror', None) or error}") from None


def _bounded(size: int, name: str, most: int | None = None) -> None:
    """Raise Refused for more bytes than the bound."""
    most = LARGEST if most is None else most
    if size > most:
        raise Refused(f"{name} is larger than {most // 1024**2} MiB: give a part of it")


def media_type(data: bytes, name: str) -> str:
    """The kind of document the bytes are, whatever the file is called.

    Raises Unreadable where they are none, and Refused for a page or text that is too large.
    """
    if not data.lstrip(b" \t\r\n\f\0\xef\xbb\xbf\xff\xfe")[:1]:
        raise Unreadable(f"{name} is empty: save or download it again")
    _refuse_other(data, name)
    head = data[:1024]
    if _PDF.search(head) and not _HTML.search(head.decode("latin-1")):
        return PDF
    if _is_html(decode(data[:_HEAD])):
        _bounded(len(data), name, LARGEST_PAGE)
        return HTML
    _bounded(len(data), name, LARGEST_TEXT)
    text = decode(data)
    _refuse_no_text(text, name)
    return MARKDOWN if _MARKDOWN.search(text) else TEXT


def _refuse_other(data: bytes, name: str) -> None:
    """Raise Unreadable for the kinds of file that are mistaken for documents."""
    if data.startswith(b"PK\x03\x04"):
        for mark, what in _OFFICE:
            if mark in data:
                raise Unreadable(f"{name} is {what}: open it and save it as PDF")
        raise Unreadable(f"{name} is a damaged ZIP archive: fetch it again")
    for start, what, remedy in _OTHER:
        if data.startswith(start):
            raise Unreadable(f"{name} is {what}, not a document: {remedy}")


def _is_html(text: str) -> bool:
    """Whether this is a page or a piece of one; a text with a tag here and there is not."""
    if _HTML.search(text[:4000]):
        return True
    return text.lstrip("\ufeff \t\r\n")[:1] == "<" and len(_TAG.findall(text[:200_000])) >= 3


def _refuse_no_text(text: str, name: str) -> None:
    """Raise Unreadable for bytes that are no text, or a text of another kind."""
    sample = text[:100_000]
    if len(_CONTROL.findall(sample)) > len(sample) * 0.02 or not any(character.isalpha() for character in text):
        raise Unreadable(f"{name} is not a document that can be read: give a PDF, an HTML page or a text")
    if sample.lstrip().startswith("<?xml"):
        raise Unreadable(f"{name} is XML, not a page: give a PDF, an HTML page or a text")
    if sample.lstrip()[:1] in {"{", "["} and _is_json(text):
        raise Unreadable(f"{name} is JSON, not a document: give a PDF, an HTML page or a text")


def _is_json(text: str) -> bool:
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return False
    return True
