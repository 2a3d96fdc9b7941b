"""The links of a page: where each leads, what it says, what stands above it, and what the page is beside its links."""

import re
from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import parse_qsl, urlencode, urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from ...models.errors import MalsparError
from ...rules.steering import hosts
from ..encoding import decode
from .addresses import Address, parse

MOST = 2000
"""Links of a page that are looked at."""
_LONGEST = 300
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_BESIDE = frozenset({"nav", "header", "footer", "aside"})
_BLOCKS = frozenset({"li", "p", "td", "dd", "figure"})
_SILENT = frozenset({"script", "style", "noscript", "template", "svg", "a"})
_FEW = 30
"""Characters of a link's words below which those around it are asked."""
_SESSION = re.compile(r";[a-z]*session[a-z]*=[^/?]*", re.IGNORECASE)


class Link(NamedTuple):
    """A link: its address in one spelling, its words and those of its title, those of the block around it, the heading above.

    ``beside`` is true in menus, headers and footers.
    """

    address: str
    text: str
    around: str
    heading: str
    beside: bool


class Page(NamedTuple):
    """A page: its title and first heading, its links, and how many words stand outside of links, menus, headers and footers."""

    title: str
    links: tuple[Link, ...]
    words: int


def page(data: bytes, address: str) -> Page:
    """The links of the page at an address, each address once, with the most telling of its texts."""
    tree = LexborHTMLParser(decode(data))
    base = _base(tree, parse(address))
    found: dict[str, Link] = {}
    heading, words = "", 0
    for node, beside, silent in _nodes(tree):
        if node.tag == "-text":
            words += 0 if beside or silent else len(node.text().split())
        elif node.tag in _HEADINGS:
            heading = _text(node)
        elif node.tag in {"a", "area"} and len(found) < MOST:
            link = _link(node, base, heading, beside=beside)
            if link and (link.address not in found or _tells_more(link, found[link.address])):
                found[link.address] = link
    return Page(_title(tree), tuple(found.values()), words)


def canonical(address: Address) -> Address:
    """The address without what says who came from where."""
    path, _, query = address.path.partition("?")
    kept = [(name, value) for name, value in parse_qsl(query, keep_blank_values=True) if not hosts().tracking.fullmatch(name)]
    path = _SESSION.sub("", path)
    return address._replace(path=f"{path}?{urlencode(kept)}" if kept else path)


def _title(tree: LexborHTMLParser) -> str:
    """The first heading, and the title where that says something else."""
    first, title = (_text(node) if node is not None else "" for node in map(tree.css_first, ("h1", "title")))
    return (first if first and first in title else " – ".join(filter(None, (first, title))))[:_LONGEST]


def _base(tree: LexborHTMLParser, here: Address) -> Address:
    node = tree.css_first("base[href]")
    try:
        return here.joined(node.attributes.get("href") or "") if node is not None else here
    except MalsparError:
        return here


def _nodes(tree: LexborHTMLParser) -> Iterator[tuple[LexborNode, bool, bool]]:
    """Every element and text in order; whether it stands in what is beside the matter, and in a link or what nobody sees."""
    if tree.body is None:
        return
    inside: dict[int, tuple[bool, bool]] = {}
    for node in tree.body.traverse(include_text=True):
        beside, silent = inside.get(node.parent.mem_id, (False, False)) if node.parent is not None else (False, False)
        if node.tag != "-text":
            beside = beside or node.tag in _BESIDE or node.attributes.get("role") == "navigation"
            silent = silent or node.tag in _SILENT
            inside[node.mem_id] = beside, silent
        yield node, beside, silent


def _link(node: LexborNode, base: Address, heading: str, *, beside: bool) -> Link | None:
    href = (node.attributes.get("href") or "").strip()
    if not href or href.startswith("#") or (_scheme(href) not in {"", "http", "https"}):
        return None
    try:
        address = canonical(base.joined(href))
    except MalsparError:
        return None
    told = [_text(node), *(node.attributes.get(name) or "" for name in ("title", "aria-label"))]
    text = " ".join(dict.fromkeys(" ".join(one.split()) for one in told if one.strip()))
    around = _around(node) if len(text) < _FEW else ""
    return Link(str(address), text[:_LONGEST], around, heading[:_LONGEST], beside)


def _scheme(href: str) -> str:
    try:
        return urlsplit(href).scheme.lower()
    except ValueError:
        return "?"


def _around(node: LexborNode) -> str:
    """The words of the block that a link stands in."""
    above = node.parent
    while above is not None and above.tag not in _BLOCKS:
        above = above.parent
    return _text(above)[:_LONGEST] if above is not None else ""


def _tells_more(link: Link, other: Link) -> bool:
    return (not link.beside, len(link.text)) > (not other.beside, len(other.text))


def _text(node: LexborNode) -> str:
    """The words of an element; images by their alternative text."""
    images = [image.attributes.get("alt") or "" for image in node.css("img[alt]")]
    return " ".join(" ".join([node.text(separator=" "), *images]).split())
