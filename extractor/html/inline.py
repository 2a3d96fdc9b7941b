"""Elements within a line of text: how their characters look, what sets them apart, which are only marks."""

import re
from collections.abc import Sequence

from ...rules.publisher import Part
from ...rules.publisher import colour as named_colour
from .elements import BLOCK_TAGS, BLOCKS
from .gather import Place
from .runs import Ink, Item, Piece
from .styles import PLAIN, Look, Styles, is_dark, over
from .tree import Element

_INLINE = frozenset(
    "a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark nobr output q rp rt ruby s samp slot small "
    "span strike strong sub sup time tt u var wbr button".split()
)
_BOLD, _ITALIC = frozenset({"b", "strong"}), frozenset({"i", "em", "cite", "dfn"})
_NOTE_MARK = re.compile(r"[\[(]?(?:\d{1,3}|[a-z*†‡]{1,3})[\])]?[ ,]*")
_LONGEST_STYLE = 10_000
_WORD_END = re.compile("[a-zåäö0-9.:%)]")
_UNIT = re.compile(r"(?:^|[\s\d])(?:k|c|d|m)?m$")


def ink_of(node: Element, look: Look, place: Place, *, inline: bool) -> Ink:
    """The look of characters inside an element; a block's own ground is its, not its characters'."""
    ink = place.ink
    if look is PLAIN and not node.parts and node.tag not in _BOLD and node.tag not in _ITALIC:
        return ink
    bold = look.bold if look.bold is not None else ink.bold or node.tag in _BOLD
    italic = look.italic if look.italic is not None else ink.italic or node.tag in _ITALIC
    colour = ink.colour if look.ink is None else None if is_dark(look.ink) else look.ink
    own = ground_of(node, look) if inline else None
    ground = ink.ground if own in {None, "#ffffff"} else own
    return Ink(bold, italic, colour, ground)


def ground_of(node: Element, look: Look) -> str | None:
    """The ground that an element's characters stand on: of its style, or told by the name of a class that shows a status."""
    return look.ground or (named_colour(node.classes) if Part.STATUS in node.parts else None)


def is_inline(node: Element, look: Look) -> bool:
    """Whether an element runs along in a line of text."""
    inline = node.tag in _INLINE or "-" in node.tag
    if look.display is not None:
        if look.display in {"inline", "contents"}:
            inline = True
        elif look.display in {"block", "flex", "grid", "table", "table-row", "list-item"} and inline:
            return False
    return inline and node.tag not in BLOCK_TAGS and (node.leaf or not node.has(BLOCKS))


def is_note_mark(node: Element, items: Sequence[Item]) -> bool:
    """Whether raised characters point to a footnote; those behind a unit (m²) do not."""
    text = " ".join(node.text().split())
    before = "".join(item.text for item in items[-3:] if isinstance(item, Piece))
    return bool(_NOTE_MARK.fullmatch(text)) and not (text in {"2", "3"} and _UNIT.search(before))


def needs_space(node: Element, place: Place, look: Look, items: Sequence[Item]) -> bool:
    """Whether this element is set apart from the characters before it though no space is written."""
    if place.spaced or look.display in {"inline-block", "inline-flex"}:
        return True
    last = items[-1] if items else None
    if node.tag not in {"span", "a", "label"} or not isinstance(last, Piece) or not _ends_word(last.text):
        return False
    previous = node.previous
    return previous is not None and previous.tag == node.tag and node.text().strip()[:1].isupper()


def _ends_word(text: str) -> bool:
    """Whether characters end in a word that another could be run together with."""
    return bool(_WORD_END.match(text[-1:]))


def look_of(node: Element, styles: Styles) -> Look:
    """How an element looks by its classes, id, style and old attributes."""
    if node.look is None:
        node.look = _look_of(node, styles) if node.attributes else PLAIN
    return node.look


def _look_of(node: Element, styles: Styles) -> Look:
    attributes = node.attributes
    found = styles.of(node.tag, node.classes, attributes.get("id") or "", (attributes.get("style") or "")[:_LONGEST_STYLE])
    if attributes.get("bgcolor") or (node.tag == "font" and attributes.get("color")):
        ground, ink = attributes.get("bgcolor") or "", attributes.get("color") or ""
        found = over(styles.of("", "", "", f"background-color:{ground};color:{ink}"), found)
    return found
