"""The parts of a page: what is content, what belongs to the page itself, and which panels hide behind which headings."""

import re
from enum import Enum
from typing import NamedTuple

from selectolax.lexbor import LexborHTMLParser, LexborNode

from ...rules.publisher import Part, line
from .elements import HEADINGS, ancestors, beside, is_inside, is_links, is_loose, parts_of
from .styles import Look

NOTHING = frozenset(
    "script style noscript template head iframe object embed canvas audio video map select textarea option datalist input "
    "progress meter math param source track link meta base area dialog title".split()
)
_ROLES_OUT = frozenset({"dialog", "alertdialog", "search", "menu", "menubar", "toolbar", "tooltip", "presentation-menu"})
_CONTROLS = "[aria-controls],[data-target],[data-bs-target],[data-toggle],[data-bs-toggle],[role=tab]"
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


def find_main(tree: LexborHTMLParser) -> LexborNode | None:
    """The element that holds the page's content, or None where none does for itself."""
    body = tree.body
    if body is None:
        return None
    whole = len(body.text())
    for selector in ("main", "[role=main]", "article", "[id],[class]"):
        found = [node for node in tree.css(selector) if selector != "[id],[class]" or Part.MAIN in parts_of(node)]
        found = [node for node in found if node.tag != "body" and (selector != "article" or not is_inside(node, "article"))]
        if len(found) == 1 and (len(found[0].text()) > whole * 0.25 or found[0].css_first("h1") is not None):
            return found[0]
    return None


def find_panels(tree: LexborHTMLParser) -> Panels:
    """Every pair of an opener and the panel it controls."""
    named = {node.attributes.get("id"): node for node in tree.css("[id]")}
    openers: dict[int, LexborNode] = {}
    panels: dict[int, int] = {}
    tabs: set[int] = set()
    for opener in tree.css(_CONTROLS):
        panel = named.get(_target(opener))
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
    """Whether one element is around the other."""
    return any(around.mem_id == outer.mem_id for around in ancestors(inner))


def _next_element(node: LexborNode) -> LexborNode | None:
    """The element right after this one, or after the heading or box that this one fills."""
    if node.parent is not None and node.parent.tag in HEADINGS:
        node = node.parent
    after = node.next
    while after is not None and is_loose(after):
        if after.tag == "-text" and (after.text_content or "").strip():
            return None
        after = after.next
    return after


def _opens_before(node: LexborNode) -> bool:
    """Whether the element right before this one could open it: a button, or a heading before a box."""
    before = beside(node, -1)
    if before is None:
        return False
    if before.css_first("button,[role=button],[aria-expanded]") is not None or before.tag in {"summary", "dt"}:
        return True
    return node.tag in {"div", "section", "article", "ul"} and (
        before.tag in HEADINGS or before.css_first("h2,h3,h4,h5") is not None
    )


def standing(node: LexborNode, *, in_main: bool, whole: int) -> Standing:
    """What becomes of an element; ``whole`` is the number of characters of the page, ``in_main`` whether it is in the content."""
    tag, attributes = node.tag, node.attributes
    role = (attributes.get("role") or "").lower()
    shown = parts_of(node)
    if tag in {"html", "body", "main"} or Part.MAIN in shown:
        return Standing.CONTENT
    if tag in NOTHING or role in _ROLES_OUT:
        return Standing.DROPPED if tag in NOTHING or not _is_large(node, whole) else Standing.CONTENT
    if tag == "nav" or role == "navigation":
        return _navigation(attributes, shown)
    if _is_large(node, whole):
        return Standing.CONTENT
    return _small(node, role, shown, in_main=in_main)


def _small(node: LexborNode, role: str, shown: frozenset[Part], *, in_main: bool) -> Standing:
    """What becomes of an element that holds but a small part of the page."""
    tag = node.tag
    if Part.DROPPED in shown or tag == "form" or _is_notice(node):
        return Standing.DROPPED
    if Part.MENU in shown and is_links(node):
        return Standing.DROPPED
    if Part.CONTENTS in shown:
        return Standing.CONTENTS
    if {Part.FURNITURE, Part.FOOTER} & shown or tag == "footer" or role in {"contentinfo", "banner"}:
        return Standing.FURNITURE
    if tag == "header" and not is_inside(node, "article", "main", "section"):
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


def _is_large(node: LexborNode, whole: int) -> bool:
    """Whether the element holds the page's title or so much of its text that it cannot be but content."""
    if node.css_first("h1") is not None or node.css_first("main") is not None:
        return True
    return node.tag in {"form", "div", "section"} and len(node.text()) > 0.4 * whole > 400


def _is_notice(node: LexborNode) -> bool:
    """Whether a box asks for consent to cookies."""
    if node.tag not in {"div", "section", "aside"} or node.css_first("button") is None:
        return False
    text = " ".join(node.text().split())
    return len(text) < 1000 and line(text[:200]) == "cookies"


def is_hidden(node: LexborNode, look: Look, panels: Panels, *, furniture: bool) -> bool:
    """Whether nobody sees the element, neither at once nor after opening it."""
    if node.tag == "body":
        return False
    shown = parts_of(node)
    if Part.UNSEEN in shown:
        return True
    if look.display != "none" and "hidden" not in node.attributes:
        return False
    if node.mem_id in panels.openers or Part.PANEL in shown or node.attributes.get("role") in {"tabpanel", "region"}:
        return furniture
    return not _opens_before(node)
