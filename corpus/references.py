"""What a user names, as references of one document each: folders, patterns, lists and ZIP archives are resolved."""

import os
import sys
from collections.abc import Iterable, Iterator
from glob import glob, has_magic
from pathlib import Path, PurePosixPath

from ..extractor import archive, bounded
from ..extractor.source import anywhere
from ..models.errors import MalsparError, UsageProblem

_SUFFIXES = frozenset({".pdf", ".html", ".htm", ".xhtml", ".txt", ".md", ".markdown"})
_STARTS = (b"%pdf-", b"<!doctype html", b"<html")
_START = 256


def references(refs: Iterable[str], database: Path) -> list[str]:
    """Every reference once: folders and ZIP archives replaced by the documents in them, in order of their names.

    ``@FILE`` is a list, one reference a line ("@-": of standard input); a pattern such as "reports/**/*.pdf" is every file that
    fits. Hidden files are passed over, and so are the sources of ``database``. Raises ``UsageProblem`` where none of the
    references is there or no document is in what is named.
    """
    given = list(refs)
    found = [document for ref in given for document in _resolved(ref, database, inner=False)]
    if not found:
        raise UsageProblem(f"no document in {', '.join(given)}; give PDF, HTML, text or Markdown files, or a folder with some")
    if not any(_may_be_there(ref) for ref in found):
        raise UsageProblem(f"no such file: {', '.join(found[:5])}; check the name")
    return list(dict.fromkeys(found))


def _resolved(ref: str, database: Path, *, inner: bool) -> Iterable[str]:
    """The documents that one reference means. A list in a list is none (``inner``), so that none goes round in a circle."""
    if ref == "-" or "://" in ref:
        return [ref]
    if Path(ref).is_dir():
        return _walk(Path(ref), database)
    if Path(ref).exists():
        return _in_archive(ref) if archive.is_archive(ref) else [ref]
    if ref.startswith("@") and not inner:
        return [document for line in _listed(ref[1:]) for document in _resolved(line, database, inner=True)]
    if has_magic(ref) and archive.split(ref) is None:
        return [
            document
            for file in sorted(glob(ref, recursive=True))  # noqa: PTH207 - a pattern may begin at the root
            for document in _matched(file, database)
        ]
    return [ref]


def _matched(file: str, database: Path) -> Iterable[str]:
    """What a file that fits a pattern means: folders that fit are passed over, the files in them may fit, too."""
    return [] if Path(file).is_dir() else _resolved(file, database, inner=True)


def _listed(file: str) -> list[str]:
    """The references in a list: a line each, empty ones and those that begin with # left out."""
    try:
        text = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
        lines = [os.fsdecode(line).strip() for line in text.removeprefix(b"\xef\xbb\xbf").splitlines()]
    except OSError as error:
        raise UsageProblem(f"the list {file} cannot be read ({error.strerror}); check the path behind @") from error
    return [line for line in lines if line and not line.startswith("#")]


def _walk(folder: Path, database: Path) -> Iterator[str]:
    """The documents in a folder, in its subfolders, and in the ZIP archives there."""
    for place, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith(".") and name != f"{database.name}.sources")
        for name in sorted(files):
            file = str(Path(place, name))
            if name.startswith("."):
                continue
            if _is_document(file):
                yield file
            elif name.lower().endswith(".zip"):
                yield from _in_archive(file)


def _in_archive(file: str) -> list[str]:
    """The documents in a ZIP archive; where it cannot be opened the archive itself, so that the trouble is told."""
    try:
        members = bounded.call(archive.members, anywhere(file), _START)
    except MalsparError:
        return [file]
    return [f"{file}{archive.MARK}{name}" for name, start in members if not _hidden(name) and _looks(name, start)]


def _hidden(name: str) -> bool:
    return any(part.startswith(".") or part == "__MACOSX" for part in PurePosixPath(name).parts)


def _is_document(file: str) -> bool:
    """Whether a file in a folder looks like a document, by its name or, where that tells nothing, by its first bytes."""
    if Path(file).exists() and not Path(file).is_file():
        return False  # a pipe would be waited for
    if Path(file).suffix.lower() in _SUFFIXES:
        return True
    try:
        with Path(file).open("rb") as opened:
            return _looks(file, opened.read(_START))
    except OSError:
        return False


def _looks(name: str, start: bytes) -> bool:
    return PurePosixPath(name).suffix.lower() in _SUFFIXES or start.lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith(_STARTS)


def _may_be_there(ref: str) -> bool:
    return ref == "-" or "://" in ref or Path(ref).exists() or archive.split(ref) is not None
