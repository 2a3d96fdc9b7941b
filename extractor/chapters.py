"""Reports on the web with a page for each chapter: which pages that lie beside each other are one document (decision D47).

The page that opens the report names its chapters in a menu. Those that lie beside it, in its folder or archive, are read with it.
"""

import posixpath
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from functools import cached_property, lru_cache
from pathlib import Path
from typing import IO, NamedTuple
from urllib.parse import unquote, urljoin, urlsplit

from ..models.errors import MalsparError
from . import archives, bounded
from .archives.naming import MARK, START, is_page_or_pdf
from .bounds import LARGEST_PAGE
from .joined import Part, joined

MAY_OPEN = re.compile(
    rb"chapter|kapitel|report-menu|rapportmeny|\brel\s*=\s*[\"']?(?:next|prev)|n(?:\xc3\xa4|\xe4|&auml;)sta (?:sida|avsnitt)",
    re.IGNORECASE,
)
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


class Chapter(NamedTuple):
    """One page of a report: its name beside the others, its reference (None where it is missing), its depth in the menu."""

    name: str
    ref: str | None
    depth: int


class _Page(NamedTuple):
    """What a page says of itself: its address, and its title in the parts that marks divide it into."""

    address: str | None
    title: tuple[str, ...]


class _Place:
    """A folder (``before`` is its path) or an archive (its path with the mark), and the pages that lie there."""

    def __init__(self, before: str, names: Iterable[str]) -> None:
        self._before = before
        self.names = frozenset(sorted(names)[:_MOST])

    def ref(self, name: str) -> str:
        """The reference of a page."""
        return self._before + name

    def read(self, name: str, most: int) -> bytes:
        """So many bytes of a page; none where it cannot be read."""
        held = archives.split(self.ref(name)) if self._before.endswith(MARK) else None
        opened = archives.opened(held, most) if held else _file(self.ref(name))
        with suppress(MalsparError, OSError), opened as file:
            return file.read(most)
        return b""

    def has(self, name: str) -> bool:
        """Whether a page of this name is there, in a folder also below it."""
        return name in self.names or (not self._before.endswith(MARK) and Path(self.ref(name)).is_file())

    def page(self, name: str) -> _Page:
        """What a page says of itself; the address of a capture is in its name."""
        head = self.read(name, _HEAD)
        title = _TITLE.search(head)
        parts = _BETWEEN.split(title[1].decode("utf-8", "replace").strip()) if title else ()
        if re.match(r"\d{14}/https?://", name):
            return _Page(name.partition("/")[2], tuple(parts))
        match = _ADDRESS.search(head)
        address = next((one.decode("utf-8", "replace") for one in match.groups() if one), None) if match else None
        return _Page(address, tuple(parts))

    @cached_property
    def by_address(self) -> dict[str, str]:
        """The pages by their addresses."""
        return {_plain(page.address): name for name in sorted(self.names) if (page := self.page(name)).address}


@contextmanager
def _file(path: str) -> Iterator[IO[bytes]]:
    with Path(path).open("rb") as file:
        yield file


def source(ref: str) -> bytes | None:
    """The pages of the report that the page at a reference opens, as one source; None for any other document."""
    found = chapters(ref)
    if not found:
        return None
    place, own = _place(ref)
    folder, left, parts = posixpath.dirname(own), LARGEST_PAGE + 1, []
    for one in found:
        data = place.read(one.name, left) if one.ref else b""
        left -= len(data)  # what is over the bound is refused by the reader, and read no further
        parts.append(Part(_within(folder, one.name), one.depth, data))
    return joined(parts)


def _within(folder: str, name: str) -> str:
    """The name of a page from the folder of the opening page, so that a folder and an archive of it are the same source."""
    return name.removeprefix(f"{folder}/") if folder and "://" not in name else name


def chapters(ref: str) -> tuple[Chapter, ...]:
    """The pages of the report that the page at a reference opens, in the menu's order; none for any other document."""
    path, mark, name = ref.partition(MARK)
    if not (mark or ref.lower().endswith(_ENDINGS)) or name.lower().endswith(".pdf") or not Path(path).is_file():
        return ()
    status, around = Path(path).stat(), Path(path).parent.stat()
    return _chapters(ref, (status.st_mtime_ns, status.st_size, around.st_mtime_ns))


@lru_cache(maxsize=4096)
def _chapters(ref: str, _changed: tuple[int, ...]) -> tuple[Chapter, ...]:
    """``chapters``, told once for each state of the file and its folder."""
    try:
        place, name = _place(ref)
        data = place.read(name, LARGEST_PAGE)
        if not is_page_or_pdf(data[:START]) or not MAY_OPEN.search(data) or len(place.names) < 2:
            return ()
        menu = bounded.call(_menu, data)
    except (MalsparError, OSError):
        return ()  # what is wrong is told when it is read
    return _told(place, name, *menu) if menu else ()


def _menu(data: bytes) -> tuple[tuple[tuple[str, int], ...], bool] | None:
    """The menu of a page, for a process with bounds."""
    from .html.menu import read_menu

    return read_menu(data)


def _told(place: _Place, own: str, links: tuple[tuple[str, int], ...], sure: bool) -> tuple[Chapter, ...]:  # noqa: FBT001 - called by place
    """The chapters that a menu names, where the page opens the report and at least one other lies beside it."""
    address = place.page(own).address
    addresses = [urljoin(address or "", href) for href, _ in links]
    found: dict[str, Chapter] = {}
    for (href, depth), leads in zip(links, addresses, strict=True):
        name = place.by_address.get(_plain(leads)) or _by_path(place, own, href)
        if name:
            found.setdefault(name, Chapter(name, place.ref(name), depth))
        elif sure and address and urlsplit(leads).netloc == urlsplit(address).netloc:
            found.setdefault(leads, Chapter(leads, None, depth))
    if not sure:
        found = _of_one_report(place, own, found)
    if own not in found and _stands_above(own, address, addresses):
        found = {own: Chapter(own, place.ref(own), 0)} | found
    there = [name for name, one in found.items() if one.ref]
    return tuple(found.values()) if len(there) > 1 and there[0] == own else ()


def _stands_above(name: str, own: str | None, addresses: Iterable[str]) -> bool:
    """Whether a page that the menu does not name stands above all that it names."""
    if own is None:
        return _OPENING.fullmatch(name) is not None
    return all(_plain(address).startswith(_plain(own) + "/") for address in addresses)


def _of_one_report(place: _Place, own: str, found: dict[str, Chapter]) -> dict[str, Chapter]:
    """Those of the pages whose titles name the report, with its year, that the title of the page itself names."""
    report = next((part for part in reversed(place.page(own).title) if _YEAR.search(part)), None)
    return {name: one for name, one in found.items() if report and report in place.page(name).title}


def _plain(address: str) -> str:
    """An address without what two addresses of one page differ by."""
    parts = urlsplit(address)
    path = re.sub(r"/(?:index|default)\.\w+$", "", unquote(parts.path)).rstrip("/")
    return f"{parts.netloc.lower().removeprefix('www.')}{path}{'?' if parts.query else ''}{parts.query}"


def _by_path(place: _Place, own: str, href: str) -> str | None:
    """The file that a link leads to from a page, where it lies beside it or below."""
    path = unquote(urlsplit(href).path)
    if urlsplit(href).scheme or not path or path.startswith("/"):
        return None
    name = posixpath.normpath(posixpath.join(posixpath.dirname(own), path))
    return name if not name.startswith("..") and place.has(name) else None


def _place(ref: str) -> tuple[_Place, str]:
    """Where the page at a reference lies, and its name there. Raises ``MalsparError`` or ``OSError``."""
    path, mark, name = ref.partition(MARK)
    if mark:
        status = Path(path).stat()
        return _archive(path, (status.st_mtime_ns, status.st_size)), name
    folder = Path(ref).parent
    return _folder(str(folder), folder.stat().st_mtime_ns), Path(ref).name


@lru_cache(maxsize=8)
def _archive(path: str, _changed: tuple[int, int]) -> _Place:
    before = path + MARK
    return _Place(before, (ref.removeprefix(before) for ref in archives.documents(path) or []))


@lru_cache(maxsize=8)
def _folder(folder: str, _changed: int) -> _Place:
    names = (file.name for file in Path(folder).iterdir() if file.suffix.lower() in _ENDINGS and file.is_file())
    return _Place(f"{Path(folder).as_posix()}/", names)
