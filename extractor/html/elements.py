"""Questions to the elements of a page: where they stand, what they are called, what they hold."""

import re

from selectolax.lexbor import LexborNode

from ...rules.publisher import Part, parts, told

HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
TITLES = "h1,h2,h3,h4,h5,h6"
BLOCKS = "p,div,ul,ol,dl,table,h1,h2,h3,h4,h5,h6,section,article,blockquote,details,figure,hr,pre"

_OWNER = re.compile(r"(?:[A-ZÅÄÖ][\w-]+ )+(?:kommun|stad|kommunförbund)|Region [A-ZÅÄÖ]\w+(?: [A-ZÅÄÖ]\w+)*")


def tag_of(node: LexborNode) -> str:
    """The element's tag in lower case."""
    return node.tag or "-"


def role_of(node: LexborNode) -> str:
    """The element's role, empty where it has none."""
    return (node.attributes.get("role") or "").strip().lower()


def is_loose(node: LexborNode) -> bool:
    """Whether this is no element but text or a comment."""
    return tag_of(node).startswith("-")


def level_of(title: LexborNode) -> int:
    """The level of an element h1 to h6."""
    return int(tag_of(title)[1])


def ancestors(node: LexborNode) -> list[LexborNode]:
    """The elements around this one, nearest first."""
    found = []
    parent = node.parent
    while parent is not None and parent.tag not in {"html", "-undef", "-document"}:
        found.append(parent)
        parent = parent.parent
    return found


def classes_of(node: LexborNode) -> str:
    """The class attribute, empty where there is none."""
    return node.attributes.get("class") or ""


def parts_of(node: LexborNode) -> frozenset[Part]:
    """What the element's classes and id tell it to be."""
    return parts(classes_of(node), node.attributes.get("id") or "")


def is_inside(node: LexborNode, *tags: str) -> bool:
    """Whether an element with one of these tags is around this one."""
    return any(around.tag in tags for around in ancestors(node))


def is_links(node: LexborNode, share: float = 0.7) -> bool:
    """Whether an element's characters are nearly all links."""
    text = len("".join(node.text().split()))
    links = sum(len("".join(link.text().split())) for link in node.css("a"))
    return text > 0 and links >= share * text


def owner_in(node: LexborNode) -> str | None:
    """The first link of a menu that names a municipality or region."""
    names = (" ".join(link.text().split()) for link in node.css("a"))
    return next((name for name in names if _OWNER.fullmatch(name)), None)


def alike(other: LexborNode | None, node: LexborNode, classes: str) -> bool:
    """Whether the other element has this one's tag and classes."""
    return other is not None and other.tag == node.tag and classes_of(other) == classes


def beside(node: LexborNode, step: int) -> LexborNode | None:
    """The element before (-1) or after (1) this one."""
    other = node.prev if step < 0 else node.next
    while other is not None and is_loose(other):
        other = other.prev if step < 0 else other.next
    return other


def is_within(node: LexborNode, outer: LexborNode | None) -> bool:
    """Whether ``outer`` is around this element."""
    return outer is not None and any(around.mem_id == outer.mem_id for around in ancestors(node))


def holds_blocks(node: LexborNode) -> bool:
    """Whether an element holds more than one block: boxes, lists, paragraphs inside it."""
    return sum(child.mem_id != node.mem_id for child in node.css(BLOCKS)) > 1


def levels_in(node: LexborNode, but: LexborNode | None = None) -> list[int]:
    """The levels of the headings inside an element, those inside ``but`` left out."""
    return [level_of(title) for title in node.css(TITLES) if title.mem_id != node.mem_id and not is_within(title, but)]


def is_card(node: LexborNode) -> bool:
    """Whether a box has brothers of its kind and holds several blocks: the rows and cards that a page groups its blocks by.

    Boxes that a publishing system wraps around everything are none.
    """
    classes = classes_of(node)
    if node.tag not in {"section", "article", "div"} or (node.tag == "div" and (not classes or told("", classes.split()))):
        return False
    return any(alike(other, node, classes) for other in (beside(node, -1), beside(node, 1))) and holds_blocks(node)


def is_in_inner_item(node: LexborNode, item: LexborNode) -> bool:
    """Whether an element belongs to an item further in."""
    parent = node.parent
    while parent is not None and parent.mem_id != item.mem_id:
        if parent.tag == "li":
            return True
        parent = parent.parent
    return False


def is_handle(node: LexborNode) -> bool:
    """Whether a link is only a handle: a heading's anchor, a footnote's number."""
    text = node.text().strip()
    return (
        node.tag == "a"
        and (node.attributes.get("href") or "").startswith("#")
        and bool(re.fullmatch(r"#|¶|§|\[?\d{1,3}\]?|↩︎?|⬆|🔗", text))
    )


_ORNAMENT = re.compile(r"[+\-−–—✚➕➖×✕▲▼△▽▴▾▵▿◂▸◀▶►◄‹›«»<>⌃⌄˅˄∨∧↓↑→\s]+")


def is_ornament(node: LexborNode) -> bool:
    """Whether an element in a heading or button only tells that it opens: a plus sign, a chevron."""
    return _ORNAMENT.fullmatch(node.text()) is not None and bool(node.text().strip())


def entries(node: LexborNode) -> list[LexborNode]:
    """The ``dt`` and ``dd`` of a list, also those inside a ``div``, but not those of lists further in."""
    return [entry for entry in node.css("dt,dd") if _list_of(entry) == node.mem_id]


def _list_of(entry: LexborNode) -> int | None:
    """The number of the list that a ``dt`` or ``dd`` belongs to."""
    return next((around.mem_id for around in ancestors(entry) if around.tag == "dl"), None)


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
