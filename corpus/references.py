"""What a user names, as references of one document each: folders, patterns, lists and archives are resolved."""

import os
import re
import sys
from collections.abc import Collection, Iterable, Iterator
from glob import glob, has_magic
from pathlib import Path

from ..extractor import archives
from ..extractor.archives.naming import START, belongs_to_a_page, looks
from ..extractor.chapters import chapters
from ..extractor.source import is_address
from ..models.errors import MalsparError, UsageProblem

_ARCHIVES = (".zip", ".warc", ".warc.gz", ".wacz")
_KEPT = re.compile(r"[0-9a-f]{64}")
"""How the sources of a database are called: those of one that was lost are documents for a new one."""


def references(refs: Iterable[str], database: Path) -> list[str]:
    """Every reference once: folders and archives (ZIP, WARC, WACZ) replaced by the documents in them, in order of their names.

    ``@FILE`` is a list, one reference a line ("@-": of standard input); a pattern such as "reports/**/*.pdf" is every file that
    fits. Hidden files are passed over, and so are the sources of ``database``, the folders that belong to saved pages, and the
    chapters of a report whose opening page is there, too: that means them all. Raises ``UsageProblem`` where none of the
    references is there or no document is in what is named.
    """
    given = list(refs)
    found = [document for ref in given for document in _resolved(ref, database, inner=False)]
    if not found:
        raise UsageProblem(f"no document in {', '.join(given)}; give PDF, HTML, text or Markdown files, or a folder with some")
    if not any(_may_be_there(ref) for ref in found):
        raise UsageProblem(f"no such file: {', '.join(found[:5])}; check the name")
    return _without_chapters(list(dict.fromkeys(found)))


def _without_chapters(refs: list[str]) -> list[str]:
    """The references without the pages that are read with the page that opens their report."""
    inner = {str(Path(one.ref)) for ref in refs for one in chapters(ref)[1:] if one.ref}
    return [ref for ref in refs if str(Path(ref)) not in inner] if inner else refs


def _resolved(ref: str, database: Path, *, inner: bool) -> Iterable[str]:
    """The documents that one reference means. A list in a list is none (``inner``), so that none goes round in a circle."""
    if is_address(ref):
        return [spelled(ref)]
    if ref == "-" or "://" in ref:
        return [ref]
    if Path(ref).is_dir():
        return _walk(Path(ref), database)
    if Path(ref).exists():
        return _in_archive(ref) or [ref]
    if ref.startswith("@") and not inner:
        return [document for line in _listed(ref[1:]) for document in _resolved(line, database, inner=True)]
    if has_magic(ref) and archives.split(ref) is None:
        return [
            document
            for file in sorted(glob(ref, recursive=True))  # noqa: PTH207 - a pattern may begin at the root
            for document in _matched(file, database)
        ]
    return [ref]


def spelled(address: str) -> str:
    """The one spelling of an address; what is none stays as it is, and is told when it is asked for."""
    from ..extractor.web.addresses import parse

    try:
        return str(parse(address))
    except MalsparError:
        return address


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
    """The documents in a folder, in its subfolders, and in the archives there; not what a saved page only uses."""
    for place, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if not _passed_over(name, files, database))
        for name in sorted(files):
            file = str(Path(place, name))
            if name.startswith("."):
                continue
            if _is_document(file):
                yield file
            elif name.lower().endswith(_ARCHIVES):
                yield from _in_archive(file) or []


def _passed_over(folder: str, files: Collection[str], database: Path) -> bool:
    return folder.startswith(".") or folder == f"{database.name}.sources" or belongs_to_a_page(folder, files)


def _in_archive(file: str) -> list[str] | None:
    """The documents in an archive, None where it is none; where it cannot be opened itself, so that the trouble is told."""
    try:
        return archives.documents(file)
    except MalsparError:
        return [file]


def _is_document(file: str) -> bool:
    """Whether a file in a folder looks like a document."""
    if Path(file).exists() and not Path(file).is_file():
        return False  # a pipe would be waited for
    if _KEPT.fullmatch(Path(file).name):
        return True
    try:
        with Path(file).open("rb") as opened:
            return looks(file, opened.read(START))
    except OSError:
        return looks(file, b"")


def _may_be_there(ref: str) -> bool:
    return ref == "-" or "://" in ref or Path(ref).exists() or archives.split(ref) is not None
