"""The menu of a report whose chapters are pages of their own."""

from collections.abc import Iterator
from typing import NamedTuple

from selectolax.lexbor import LexborHTMLParser, LexborNode

from ...rules.publisher import Part, line, parts
from ..bounds import check_page
from ..encoding import decode
from ..prose import clean

_MOST = 500  # chapters: the largest reports have some hundred


class Menu(NamedTuple):
    """Where the chapters lie, in order, each with its depth in the menu (from 0). ``sure``: it is called so."""

    links: tuple[tuple[str, int], ...]
    sure: bool


def read_menu(data: bytes) -> Menu | None:
    """The menu of chapters of a page: the one that is called so, else the navigation that names the page's next or previous page.

    Raises ``Refused`` for a page that is beyond all bounds.
    """
    markup = decode(data).replace("\0", "")
    check_page(markup)
    tree = LexborHTMLParser(markup)
    menus = [(node, told) for node in tree.css("nav,[role=navigation],[class],[id]") if (told := _told(node)) is not None]
    turning = [
        *tree.css("[rel~=next],[rel~=prev]"),
        *(link for link in tree.css("a[href]") if line(clean(link.text())) == "chapter"),
    ]
    beside = {node.attributes.get("href") or "" for node in turning} - {""}
    for sure in (True, False):
        for node, told in menus:
            links = tuple(dict(_links(node)).items())[:_MOST]
            if told is sure and len(links) > 1 and (sure or any(href in beside for href, _ in links)):
                return Menu(links, sure)
    return None


def _told(node: LexborNode) -> bool | None:
    """Whether an element is called a menu of chapters; None for one that is no menu."""
    attributes = node.attributes
    shown = parts((attributes.get("class") or "")[:10_000], (attributes.get("id") or "")[:10_000])
    if Part.CHAPTERS in shown:
        return True
    menu = node.tag == "nav" or attributes.get("role") == "navigation" or Part.MENU in shown
    return False if menu else None


def _links(menu: LexborNode) -> Iterator[tuple[str, int]]:
    """The pages that a menu leads to, each with the number of lists around it but one."""
    for link in menu.css("a[href]"):
        href = (link.attributes.get("href") or "").strip()
        if href and not href.startswith(("#", "mailto:", "tel:", "javascript:")):
            yield href.split("#")[0], min(_lists_around(link, menu), 6)


def _lists_around(link: LexborNode, menu: LexborNode) -> int:
    depth, around = -1, link.parent
    while around is not None and around.mem_id != menu.mem_id and depth < 6:
        depth += around.tag in {"ul", "ol"}
        around = around.parent
    return max(depth + (menu.tag in {"ul", "ol"}), 0)
