"""The parts of a page: what is content, what belongs to the page itself, and which panels hide behind which headings."""

import re
from enum import Enum
from typing import NamedTuple

from selectolax.lexbor import LexborHTMLParser, LexborNode

from ...rules.publisher import Part, line, parts
from .elements import HEADINGS, is_inside, is_links
from .styles import Look
from .tree import Element

NOTHING = frozenset(
    "script style noscript template head iframe object embed canvas audio video map select textarea option datalist input "
    "progress meter math param source track link meta base area dialog title".split()
)
_ROLES_OUT = frozenset({"dialog", "alertdialog", "search", "menu", "menubar", "toolbar", "tooltip", "presentation-menu"})
_CONTROLS = "[aria-controls],[data-target],[data-bs-target],[data-toggle],[data-bs-toggle],[role=tab]"
_DEEP = 500
_TOGGLES = (
    "button[aria-expanded]:not([aria-controls]),[role=button][aria-expanded]:not([aria-controls]),"
    "button.accordion,button.collapsible,button[class*=accordion]:not([aria-controls])"
)


class Standing(Enum):
    """What becomes of an element and all inside it."""

    CONTENT = "content"
    FURNITURE = "furniture"
    CONTENTS = "contents"
    DROPPED = "dropped"


class Panels(NamedTuple):
    """Panels by the number of their element, with the element that opens them; the openers' numbers; those that are tabs."""

    openers: dict[int, LexborNode]
    panels: dict[int, int]
    tabs: frozenset[int]

    def opened(self, heading: Element) -> list[int]:
        """The panels that a heading, or a button in it, opens."""
        if not self.panels:
            return []
        return [self.panels[inner.mem_id] for inner in heading.css("*") if inner.mem_id in self.panels]


class Size(NamedTuple):
    """How much a page holds: its characters with single spaces, and the elements with its title or ``main`` inside."""

    whole: int
    titled: frozenset[int]


def size_of(tree: LexborHTMLParser, text: str) -> Size:
    """The size of a page; ``text`` is its body's."""
    titled: set[int] = set()
    for node in tree.css("h1,main"):
        around: LexborNode | None = node
        while around is not None and around.mem_id not in titled:
            titled.add(around.mem_id)
            around = around.parent
    return Size(len(" ".join(text.split())), frozenset(titled))


def find_main(tree: LexborHTMLParser, whole: int) -> int | None:
    """The number of the element that holds the page's content, or None where none does for itself.

    ``whole`` is the number of characters in the page's body.
    """
    for selector in ("main", "[role=main]", "article", "[id],[class]"):
        nodes = tree.css(selector)
        if selector == "article":
            nodes = _outermost(nodes)
        found = [node for node in nodes if node.tag != "body" and (selector != "[id],[class]" or _is_main(node.attributes))]
        if len(found) == 1 and (len(found[0].text()) > whole * 0.25 or found[0].css_first("h1") is not None):
            return found[0].mem_id
    return None


def _outermost(articles: list[LexborNode]) -> list[LexborNode]:
    """The articles, in the order of the page, that no other is around."""
    found, inner = [], set[int]()
    for article in articles:
        if article.mem_id not in inner:
            found.append(article)
            inner.update(node.mem_id for node in article.css("article"))
    return found


def _is_main(attributes: dict[str, str | None]) -> bool:
    return Part.MAIN in parts(attributes.get("class") or "", attributes.get("id") or "")


def find_panels(tree: LexborHTMLParser) -> Panels:
    """Every pair of an opener and the panel it controls."""
    openers: dict[int, LexborNode] = {}
    panels: dict[int, int] = {}
    tabs: set[int] = set()
    controls = tree.css(_CONTROLS)
    named = {node.id: node for node in tree.css("[id]")} if controls else {}
    for opener in controls:
        target = _target(opener)
        panel = named.get(target) if target else None
        if panel is not None and panel.mem_id != opener.mem_id and panel.mem_id not in openers and not _holds(panel, opener):
            openers[panel.mem_id], panels[opener.mem_id] = opener, panel.mem_id
            if _is_tab(opener):
                tabs.add(panel.mem_id)
    for opener in tree.css(_TOGGLES):
        panel = _next_element(opener)
        if panel is not None and panel.mem_id not in openers and panel.tag not in HEADINGS | {"button"}:
            openers[panel.mem_id], panels[opener.mem_id] = opener, panel.mem_id
    return Panels(openers, panels, frozenset(tabs))


def _target(opener: LexborNode) -> str | None:
    """The id that an opener names."""
    attributes = opener.attributes
    for name in ("aria-controls", "data-target", "data-bs-target", "href"):
        value = (attributes.get(name) or "").strip()
        if value and (name == "aria-controls" or value.startswith("#")):
            return value.lstrip("#").split()[0] if value.lstrip("#").split() else None
    return None


def _is_tab(opener: LexborNode) -> bool:
    toggle = opener.attributes.get("data-toggle") or opener.attributes.get("data-bs-toggle") or ""
    return opener.attributes.get("role") == "tab" or toggle in {"tab", "pill"}


def _holds(outer: LexborNode, inner: LexborNode) -> bool:
    """Whether one element is around the other; what lies deeper than any page's content is taken for held."""
    around = inner.parent
    for _ in range(_DEEP):
        if around is None or around.mem_id == outer.mem_id:
            return around is not None
        around = around.parent
    return True


def _next_element(node: LexborNode) -> LexborNode | None:
    """The element right after this one, or after the heading or box that this one fills."""
    if node.parent is not None and node.parent.tag in HEADINGS:
        node = node.parent
    after = node.next
    while after is not None and (after.tag or "-").startswith("-"):
        if after.tag == "-text" and (after.text_content or "").strip():
            return None
        after = after.next
    return after


def _opens_before(node: Element) -> bool:
    """Whether the element right before this one could open it: a button, or a heading before a box."""
    before = node.beside(-1)
    if before is None:
        return False
    if before.has("button,[role=button],[aria-expanded]") or before.tag in {"summary", "dt"}:
        return True
    return node.tag in {"div", "section", "article", "ul"} and (before.tag in HEADINGS or before.has("h2,h3,h4,h5"))


_TELLING = NOTHING | frozenset("html body main nav form div section aside header footer".split())


def standing(node: Element, *, in_main: bool, size: Size) -> Standing:
    """What becomes of an element of a page of this size; ``in_main`` tells whether it is in the content."""
    tag, role, shown = node.tag, node.role, node.parts
    if tag not in _TELLING and not role and not shown:
        return Standing.CONTENT
    if tag in {"html", "body", "main"} or Part.MAIN in shown:
        return Standing.CONTENT
    if tag in NOTHING or role in _ROLES_OUT:
        return Standing.DROPPED if tag in NOTHING or not _is_large(node, size) else Standing.CONTENT
    if tag == "nav" or role == "navigation":
        return _navigation(node.attributes, shown)
    if _is_large(node, size):
        return Standing.CONTENT
    return _small(node, role, shown, in_main=in_main)


def _small(node: Element, role: str, shown: frozenset[Part], *, in_main: bool) -> Standing:
    """What becomes of an element that holds but a small part of the page."""
    tag = node.tag
    if Part.DROPPED in shown or tag == "form" or _is_notice(node):
        return Standing.DROPPED
    if {Part.MENU, Part.CHAPTERS} & shown and is_links(node):
        return Standing.DROPPED
    if Part.CONTENTS in shown:
        return Standing.CONTENTS
    if {Part.FURNITURE, Part.FOOTER} & shown or tag == "footer" or role in {"contentinfo", "banner"}:
        return Standing.FURNITURE
    if tag == "header" and not is_inside(node, _SECTIONS):
        return Standing.FURNITURE
    if (tag == "aside" or role == "complementary") and (not in_main or is_links(node)):
        return Standing.FURNITURE
    return Standing.CONTENT


def _navigation(attributes: dict[str, str | None], shown: frozenset[Part]) -> Standing:
    """Breadcrumbs tell whose page it is; a table of contents is one; other navigation is dropped."""
    label = (attributes.get("aria-label") or "").lower()
    if Part.FURNITURE in shown or re.search(r"brödsmul|breadcrumb|du är här|sökväg", label):
        return Standing.FURNITURE
    if Part.CONTENTS in shown or re.search(r"innehåll|på sidan|på denna sida", label):
        return Standing.CONTENTS
    return Standing.DROPPED


_SECTIONS = frozenset({"article", "main", "section"})


def _is_large(node: Element, size: Size) -> bool:
    """Whether the element holds the page's title or so much of its text that it cannot be but content."""
    return node.mem_id in size.titled or (node.tag in _BOXES and 0.4 * size.whole > 400 and _is_big(node, 0.4 * size.whole))


_BOXES = frozenset({"form", "div", "section"})


def _is_big(node: Element, most: float) -> bool:
    """Whether a box has more characters than that; what is inside a smaller box is not even counted."""
    boxes: list[Element] = []
    around: Element | None = node
    while around is not None and around.big is None:
        if around.tag in _BOXES:
            boxes.append(around)
        around = around.parent
    big = around is None or bool(around.big)
    for box in reversed(boxes):
        big = box.big = big and len(box.text()) > most
    return big if boxes else bool(node.big)


def _is_notice(node: Element) -> bool:
    """Whether a box asks for consent to cookies."""
    if node.tag not in {"div", "section", "aside"} or node.leaf or not node.has("button"):
        return False
    text = " ".join(node.text().split())
    return len(text) < 1000 and line(text[:200]) == "cookies"


def is_hidden(node: Element, look: Look, panels: Panels, *, furniture: bool) -> bool:
    """Whether nobody sees the element, neither at once nor after opening it."""
    if node.tag == "body":
        return False
    shown = node.parts
    if Part.UNSEEN in shown:
        return True
    if look.display != "none" and "hidden" not in node.attributes:
        return False
    if node.mem_id in panels.openers or Part.PANEL in shown or node.attributes.get("role") in {"tabpanel", "region"}:
        return furniture
    return not _opens_before(node)
