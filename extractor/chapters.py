"""Reports on the web with a page for each chapter: which pages that lie beside each other are one document (decision D47).

The page that opens the report names its chapters in a menu. Those that lie beside it, in its folder or its archive, are read with it.
"""

import posixpath
import re
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote, urljoin, urlsplit

from ..models.errors import MalsparError
from . import archives, bounded
from .archives.naming import MARK, is_page_or_pdf
from .bounds import LARGEST_PAGE
from .joined import Part, joined

MAY_OPEN = re.compile(rb"chapter|kapitel|report-menu|rapportmeny|\brel\s*=\s*[\"']?(?:next|prev)", re.IGNORECASE)
"""What a page that opens a report has somewhere: asked before it is parsed."""
_HEAD = 100_000  # bytes of a page in which its title and its address stand
_MOST = 2_000  # pages beside a page that are looked at
_ENDINGS = (".html", ".htm", ".xhtml")
_ADDRESS = re.compile(
    rb"<link\b(?=[^>]{0,500}\brel=[\"']?canonical\b)[^>]{0,500}\bhref=[\"']?([^\"'\s>]{1,2000})"
    rb"|<meta\b(?=[^>]{0,500}\bproperty=[\"']?og:url\b)[^>]{0,500}\bcontent=[\"']?([^\"'\s>]{1,2000})"
    rb"|<!-- saved from url=\(\d+\)(\S{1,2000})",
    re.IGNORECASE,
)
_TITLE = re.compile(rb"<title[^>]{0,200}>([^<]{1,1000})", re.IGNORECASE)
_BETWEEN = re.compile(r"\s+[-–—|·:»]\s+|\s*\|\s*")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_OPENING = re.compile(r"(?:.*/)?(?:index|default|start)\.x?html?", re.IGNORECASE)


class Beside(NamedTuple):
    """A page and what lies beside it: its own name, the names of all, and how one is read and referred to."""

    name: str
    names: tuple[str, ...]
    read: Callable[[str, int], bytes]
    ref: Callable[[str], str]


class Chapter(NamedTuple):
    """One page of a report: its name beside the others, its reference (None where it is missing), its depth in the menu."""

    name: str
    ref: str | None
    depth: int


def source(ref: str) -> bytes | None:
    """The pages of the report that the page at a reference opens, as one source; None for any other document."""
    found = chapters(ref)
    if not found:
        return None
    beside = _beside(ref)
    return joined(Part(one.name, one.depth, beside.read(one.name, LARGEST_PAGE + 1) if one.ref else b"") for one in found)


def chapters(ref: str) -> tuple[Chapter, ...]:
    """The pages of the report that the page at a reference opens, in the menu's order; none for any other document."""
    held = archives.split(ref)
    path = Path(held.path if held else ref)
    if (held and held.kind == "mhtml") or not path.is_file() or not (held or ref.lower().endswith(_ENDINGS)):
        return ()
    status = path.stat()
    around = path.parent.stat()
    return _chapters(ref, (status.st_mtime_ns, status.st_size, around.st_mtime_ns))


@lru_cache(maxsize=4096)
def _chapters(ref: str, _changed: tuple[int, ...]) -> tuple[Chapter, ...]:
    """``chapters``, told once for each state of the file and its folder."""
    try:
        beside = _beside(ref)
        data = beside.read(beside.name, LARGEST_PAGE)
        if len(beside.names) < 2 or not is_page_or_pdf(data[:512]) or not MAY_OPEN.search(data):
            return ()
        menu = bounded.call(_menu, data)
    except (MalsparError, OSError):
        return ()  # what is wrong is told when it is read
    return _told(beside, data, *menu) if menu else ()


def _menu(data: bytes) -> tuple[tuple[tuple[str, int], ...], bool] | None:
    """The menu of a page, for a process with bounds."""
    from .html.menu import read_menu

    return read_menu(data)


def _told(beside: Beside, data: bytes, links: Sequence[tuple[str, int]], sure: bool) -> tuple[Chapter, ...]:  # noqa: FBT001 - called by place
    """The chapters that a menu names, where the page opens the report and at least one other lies beside it."""
    heads = {name: beside.read(name, _HEAD) for name in beside.names}
    own = _address_in(beside.name, data[:_HEAD])
    by_address = {_plain(address): name for name, head in heads.items() if (address := _address_in(name, head))}
    found: dict[str, Chapter] = {}
    for href, depth in links:
        address = urljoin(own or "", href)
        name = by_address.get(_plain(address)) or _by_path(beside, href)
        if name or (sure and own and urlsplit(address).netloc == urlsplit(own).netloc):
            key = name or address
            found.setdefault(key, Chapter(key, beside.ref(name) if name else None, depth))
    if not sure:
        found = _of_one_report(beside.name, found, heads)
    if beside.name not in found and _opens(beside.name, own, [urljoin(own or "", href) for href, _ in links]):
        found = {beside.name: Chapter(beside.name, beside.ref(beside.name), 0)} | found
    there = [name for name, one in found.items() if one.ref]
    return tuple(found.values()) if len(there) > 1 and there[0] == beside.name else ()


def _opens(name: str, own: str | None, addresses: Iterable[str]) -> bool:
    """Whether a page that the menu does not name stands above all that it names."""
    if own is None:
        return _OPENING.fullmatch(name) is not None
    return all(_plain(address).startswith(_plain(own) + "/") for address in addresses)


def _of_one_report(own: str, found: dict[str, Chapter], heads: dict[str, bytes]) -> dict[str, Chapter]:
    """Those of the pages whose titles name the report, with its year, that the title of the page itself names."""
    report = next((part for part in reversed(_title_parts(heads.get(own, b""))) if _YEAR.search(part)), None)
    return {name: one for name, one in found.items() if report and report in _title_parts(heads.get(name, b""))}


def _title_parts(head: bytes) -> list[str]:
    match = _TITLE.search(head)
    return _BETWEEN.split(match[1].decode("utf-8", "replace").strip()) if match else []


def _address_in(name: str, head: bytes) -> str | None:
    """The address of a page: that of its capture, or what the page says of itself."""
    if re.match(r"\d{14}/https?://", name):
        return name.partition("/")[2]
    match = _ADDRESS.search(head)
    return next((one.decode("utf-8", "replace") for one in match.groups() if one), None) if match else None


def _plain(address: str) -> str:
    """An address without what two addresses of one page differ by."""
    parts = urlsplit(address)
    path = re.sub(r"/(?:index|default)\.\w+$", "", unquote(parts.path)).rstrip("/")
    return f"{parts.netloc.lower().removeprefix('www.')}{path}{'?' if parts.query else ''}{parts.query}"


def _by_path(beside: Beside, href: str) -> str | None:
    """The file that a link leads to from the page, where it lies beside it or below."""
    path = unquote(urlsplit(href).path)
    if urlsplit(href).scheme or not path or path.startswith("/"):
        return None
    name = posixpath.normpath(posixpath.join(posixpath.dirname(beside.name), path))
    return name if name in beside.names else None


def _beside(ref: str) -> Beside:
    """The page at a reference and what lies beside it. Raises ``MalsparError`` or ``OSError``."""
    if held := archives.split(ref):
        path = held.path
        found = archives.documents(path) or []
        return Beside(
            held.name,
            tuple(name.removeprefix(path + MARK) for name in islice(found, _MOST)),
            lambda name, most: _held(f"{path}{MARK}{name}", most),
            lambda name: f"{path}{MARK}{name}",
        )
    folder = Path(ref).parent
    files = (file for file in folder.rglob("*") if file.suffix.lower() in _ENDINGS and file.is_file())
    names = {Path(ref).name, *(file.relative_to(folder).as_posix() for file in islice(files, _MOST))}
    return Beside(Path(ref).name, tuple(sorted(names)), lambda name, most: _file(folder / name, most), lambda name: str(folder / name))


def _held(ref: str, most: int) -> bytes:
    held = archives.split(ref)
    if held is None:
        return b""
    with suppress(MalsparError), archives.opened(held, most) as file:
        return file.read(most)
    return b""


def _file(path: Path, most: int) -> bytes:
    with path.open("rb") as file:
        return file.read(most)
