"""Elements within a line of text: how their characters look, what sets them apart, which are only marks."""

import re
from collections.abc import Sequence

from selectolax.lexbor import LexborNode

from ...rules.publisher import Part
from ...rules.publisher import colour as named_colour
from .elements import BLOCKS, classes_of, parts_of, tag_of
from .gather import Place
from .runs import Ink, Item, Piece
from .styles import Look, Styles, is_dark, over

_INLINE = frozenset(
    "a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark nobr output q rp rt ruby s samp slot small "
    "span strike strong sub sup time tt u var wbr button".split()
)
_BOLD, _ITALIC = frozenset({"b", "strong"}), frozenset({"i", "em", "cite", "dfn"})
_NOTE_MARK = re.compile(r"[\[(]?(?:\d{1,3}|[a-z*†‡]{1,3})[\])]?[ ,]*")
_UNIT = re.compile(r"(?:^|[\s\d])(?:k|c|d|m)?m$")


def ink_of(node: LexborNode, look: Look, place: Place, *, inline: bool) -> Ink:
    """The look of characters inside an element; a block's own ground is its, not its characters'."""
    ink = place.ink
    bold = look.bold if look.bold is not None else ink.bold or node.tag in _BOLD
    italic = look.italic if look.italic is not None else ink.italic or node.tag in _ITALIC
    colour = ink.colour if look.ink is None else None if is_dark(look.ink) else look.ink
    own = ground_of(node, look) if inline else None
    ground = ink.ground if own in {None, "#ffffff"} else own
    return Ink(bold, italic, colour, ground)


def ground_of(node: LexborNode, look: Look) -> str | None:
    """The ground that an element's characters stand on: of its style, or told by the name of a class that shows a status."""
    return look.ground or (named_colour(classes_of(node)) if Part.STATUS in parts_of(node) else None)


def is_inline(node: LexborNode, look: Look) -> bool:
    """Whether an element runs along in a line of text."""
    inline = node.tag in _INLINE or "-" in tag_of(node)
    if look.display is not None:
        if look.display in {"inline", "contents"}:
            inline = True
        elif look.display in {"block", "flex", "grid", "table", "table-row", "list-item"} and inline:
            return False
    return inline and node.css_first(BLOCKS) is None


def is_note_mark(node: LexborNode, items: Sequence[Item]) -> bool:
    """Whether raised characters point to a footnote; those behind a unit (m²) do not."""
    text = " ".join(node.text().split())
    before = "".join(item.text for item in items[-3:] if isinstance(item, Piece))
    return bool(_NOTE_MARK.fullmatch(text)) and not (text in {"2", "3"} and _UNIT.search(before))


def needs_space(node: LexborNode, place: Place, look: Look, items: Sequence[Item]) -> bool:
    """Whether this element is set apart from the characters before it though no space is written."""
    if place.spaced or look.display in {"inline-block", "inline-flex"}:
        return True
    last = items[-1] if items else None
    previous = node.prev
    if not isinstance(last, Piece) or previous is None or previous.tag not in {"span", "a", "label"} or previous.tag != node.tag:
        return False
    return bool(re.search(r"[a-zåäö0-9.:%)]$", last.text)) and node.text().strip()[:1].isupper()


def look_of(node: LexborNode, styles: Styles) -> Look:
    """How an element looks by its classes, id, style and old attributes."""
    attributes = node.attributes
    found = styles.of(tag_of(node), attributes.get("class") or "", attributes.get("id") or "", attributes.get("style") or "")
    if attributes.get("bgcolor") or (node.tag == "font" and attributes.get("color")):
        ground, ink = attributes.get("bgcolor") or "", attributes.get("color") or ""
        found = over(styles.of("", "", "", f"background-color:{ground};color:{ink}"), found)
    return found
