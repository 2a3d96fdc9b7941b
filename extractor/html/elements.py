"""Questions to the elements of a page: where they stand, what they are called, what they hold."""

import re
from functools import lru_cache

from ...rules.publisher import told
from .tree import Element

HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
TITLES = "h1,h2,h3,h4,h5,h6"
BLOCKS = "p,div,ul,ol,dl,table,h1,h2,h3,h4,h5,h6,section,article,blockquote,details,figure,hr,pre"

_CARDS = f"{TITLES},table,details"
BLOCK_TAGS = frozenset(BLOCKS.split(","))
_OWNER_WORD = re.compile(r"kommun|stad|Region\s")
_OWNER = re.compile(r"(?:[A-ZÅÄÖ][\w-]+ )+(?:kommun|stad|kommunförbund)|Region [A-ZÅÄÖ]\w+(?: [A-ZÅÄÖ]\w+)*")


def is_inside(node: Element, tags: frozenset[str]) -> bool:
    """Whether an element with one of these tags is around this one."""
    around = node.parent
    while around is not None and around.tag not in tags:
        around = around.parent
    return around is not None


def is_links(node: Element, share: float = 0.7) -> bool:
    """Whether an element's characters are nearly all links."""
    text = len("".join(node.text().split()))
    links = sum(len("".join(link.text().split())) for link in node.css("a")) if text else 0
    return text > 0 and links >= share * text


def owner_in(node: Element) -> str | None:
    """The first link of a menu that names a municipality or region."""
    text = node.text()
    if not _OWNER_WORD.search(text):
        return None
    names = (" ".join(link.text().split()) for link in node.css("a"))
    return next((name for name in names if _OWNER.fullmatch(name)), None)


def is_contents(menu: Element) -> bool:
    """Whether a list is nothing but links to places of its own page."""
    links = menu.css("a")
    return bool(links) and all((link.attributes.get("href") or "").startswith("#") for link in links) and is_links(menu, 0.95)


def holds_blocks(node: Element) -> bool:
    """Whether an element holds more than one block: boxes, lists, paragraphs inside it."""
    return not node.leaf and len(node.css(BLOCKS)) - (node.tag in BLOCK_TAGS) > 1


def level_in(node: Element, *, but: bool = False) -> int | None:
    """The highest level of the headings inside an element, or None; with ``but`` those inside its summary do not count."""
    titles = [title for title in node.css(TITLES) if title.mem_id != node.mem_id]
    if titles and but and (summary := node.first("summary")) is not None:
        inside = {title.mem_id for title in summary.css(TITLES)}
        titles = [title for title in titles if title.mem_id not in inside]
    return min((int((title.tag or "h6")[1]) for title in titles), default=None)


def holds_card(item: Element) -> bool:
    """Whether a list item holds headings, tables or ``details``, those of items further in not counted."""
    inside = item.css(_CARDS) if not item.leaf else []
    if not inside:
        return False
    inner = {part.mem_id for other in item.css("li") if other.mem_id != item.mem_id for part in other.css(_CARDS)}
    return any(part.mem_id not in inner for part in inside)


@lru_cache(maxsize=8192)
def systems_of(classes: str) -> tuple[str, ...]:
    """The publishing systems that class names tell."""
    return told("", classes.split())


def is_card(node: Element) -> bool:
    """Whether a box has brothers of its kind and holds several blocks: the rows and cards that a page groups its blocks by.

    Boxes that a publishing system wraps around everything are none.
    """
    tag, classes = node.tag, node.classes
    if tag not in {"section", "article", "div"} or (tag == "div" and (not classes or systems_of(classes))):
        return False
    around = (node.beside(-1), node.beside(1))
    return any(other is not None and other.tag == tag and other.classes == classes for other in around) and holds_blocks(node)


_HANDLE = re.compile(r"#|¶|§|\[?\d{1,3}\]?|↩︎?|⬆|🔗")


def is_handle(node: Element) -> bool:
    """Whether a link is only a handle: a heading's anchor, a footnote's number."""
    return (
        node.tag == "a" and (node.attributes.get("href") or "").startswith("#") and bool(_HANDLE.fullmatch(node.text().strip()))
    )


_ORNAMENT = re.compile(r"[+\-−–—✚➕➖×✕▲▼△▽▴▾▵▿◂▸◀▶►◄‹›«»<>⌃⌄˅˄∨∧↓↑→\s]+")


def is_ornament(node: Element) -> bool:
    """Whether an element in a heading or button only tells that it opens: a plus sign, a chevron."""
    text = node.text()
    return _ORNAMENT.fullmatch(text) is not None and bool(text.strip())


def entries(node: Element) -> list[Element]:
    """The ``dt`` and ``dd`` of a list, also those inside a ``div``, but not those of lists further in."""
    found, waiting = [], node.elements()[::-1]
    while waiting:
        inner = waiting.pop()
        if inner.tag in {"dt", "dd"}:
            found.append(inner)
        if inner.tag != "dl":
            waiting += inner.elements()[::-1]
    return found


def number_of(value: str | None, default: int) -> int:
    """The whole number that an attribute holds, or the default."""
    return int(value) if value and re.fullmatch(r"\s*-?[0-9]{1,6}\s*", value) else default


def ordinal(number: int, kind: str) -> str:
    """The mark of an item in a numbered list."""
    if kind in {"a", "A"} and 1 <= number <= 26:
        return chr(ord(kind) + number - 1) + "."
    if kind in {"i", "I"} and 1 <= number <= 20:
        tens, ones = divmod(number, 10)
        roman = "x" * tens + ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix")[ones]
        return (roman.upper() if kind == "I" else roman) + "."
    return f"{number}."
