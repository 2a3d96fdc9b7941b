"""What the names and first bytes of files tell: which are documents, and which only belong to a page."""

import re
from collections.abc import Collection
from pathlib import PurePosixPath

MARK = "!/"
"""Stands between an archive and the name of a document in it."""
START = 512
"""Bytes of a file that are enough to tell what it is."""

_SUFFIXES = frozenset({".pdf", ".html", ".htm", ".xhtml", ".txt", ".md", ".markdown", ".mhtml", ".mht"})
_STARTS = (b"%pdf-", b"<!doctype html", b"<html")
# What browsers call the folder beside "plan.html": "plan_files", in Swedish "plan-filer".
_BESIDE = re.compile(r"(.+)(?:_files|_filer|-filer|\.files)", re.DOTALL)


def looks(name: str, start: bytes) -> bool:
    """Whether a file looks like a document, by its name or, where that tells nothing, by its first bytes."""
    return PurePosixPath(name).suffix.lower() in _SUFFIXES or is_page_or_pdf(start)


def is_page_or_pdf(start: bytes) -> bool:
    """Whether bytes begin like a web page or a PDF."""
    return start.lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith(_STARTS)


def hidden(name: str) -> bool:
    """Whether a file, or a folder on the way to it, is not meant for people."""
    return any(part.startswith(".") or part == "__MACOSX" for part in PurePosixPath(name).parts)


def belongs_to_a_page(folder: str, beside: Collection[str]) -> bool:
    """Whether a folder holds what a saved page uses: pictures, and frames that are no pages of their own."""
    match = _BESIDE.fullmatch(folder)
    return match is not None and any(f"{match[1]}{suffix}" in beside for suffix in (".html", ".htm", ".HTML", ".HTM"))
