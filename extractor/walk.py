"""The walk over a page: every element in reading order, its inline content gathered to drafts of blocks."""

import re
from typing import NamedTuple

from selectolax.lexbor import LexborHTMLParser, LexborNode

from ..models.block import Icon, Role
from ..rules.publisher import Part, line
from .icons import sign
from .region import HEADINGS, Panels, Standing, classes_of, find_main, find_panels, is_links, opens_before, parts_of, standing
from .rows import Slot, is_layout, slots
from .runs import Break, Draft, Ink, Item, Piece, Sign, drafts
from .styles import Look, Styles, is_dark, over

_INLINE = frozenset(
    "a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark nobr output q rp rt ruby s samp slot small span "
    "strike strong sub sup time tt u var wbr button center-inline".split()
)
_BLOCKS = "p,div,ul,ol,dl,table,h1,h2,h3,h4,h5,h6,section,article,blockquote,details,figure,hr,pre"
_BOLD, _ITALIC = frozenset({"b", "strong"}), frozenset({"i", "em", "cite", "dfn"})
_REGIONS = frozenset({"section", "article", "div", "li"})
_DEEPEST = 300
_NOTE_MARK = re.compile(r"[\[(]?(?:\d{1,3}|[a-z*†‡]{1,3})[\])]?[ ,]*")
_UNIT = re.compile(r"(?:^|[\s\d])(?:k|c|d|m)?m$")


class Place(NamedTuple):
    """Where in the page the walk is, handed down from element to element.

    ``titled`` is the depth that headings here must exceed, ``shift`` what is added to theirs.
    """

    role: Role = Role.TEXT
    depth: int | None = None
    region: tuple[int, ...] = ()
    lists: int = 0
    ink: Ink = Ink()
    link: bool = False
    furniture: bool = False
    in_main: bool = False
    shift: int = 0
    pre: bool = False
    spaced: bool = False
    nesting: int = 0


class Walk:
    """One page on its way to drafts; a walk is made for one page and used once."""

    def __init__(self, tree: LexborHTMLParser) -> None:
        self._body = tree.body
        self._styles = Styles("\n".join(node.text() for node in tree.css("style")))
        self._panels: Panels = find_panels(tree)
        self._main = find_main(tree)
        self._whole = len(" ".join(self._body.text().split())) if self._body is not None else 0
        self._done: list[Draft] = []
        self._items: list[Item] = []
        self._waiting: list[Sign] = []
        self._level = 0
        self._regions: dict[tuple[int, ...], int] = {}
        self._titled: dict[int, tuple[int, tuple[int, ...]]] = {}
        self._tables = 0

    def drafts(self) -> list[Draft]:
        """Everything that the page holds, in reading order."""
        if self._body is not None:
            place = Place(furniture=self._main is not None, in_main=self._main is None)
            self._element(self._body, place)
            self._flush(place)
        return self._done

    # Elements

    def _element(self, node: LexborNode, place: Place) -> None:
        """Walk one element."""
        if place.nesting > _DEEPEST:
            self._items.append(Piece(node.text(separator=" "), place.ink))
            return
        place = place._replace(nesting=place.nesting + 1)
        if self._main is not None and node.mem_id == self._main.mem_id:
            place = place._replace(furniture=False, in_main=True)
        stands = standing(node, in_main=place.in_main, whole=self._whole) if node.tag != "title" else Standing.DROPPED
        if node.tag in {"img", "svg"} or (node.tag == "input" and node.attributes.get("type") == "image"):
            self._picture(node, place)
        elif stands is not Standing.DROPPED:
            self._standing(node, place, stands)

    def _standing(self, node: LexborNode, place: Place, stands: Standing) -> None:
        """Walk an element that is not left out."""
        look = self._look(node)
        if self._is_hidden(node, look, place):
            self._unseen(node, place, look)
            return
        if stands in {Standing.FURNITURE, Standing.CONTENTS}:
            self._apart(node, place, stands, look)
            return
        if node.mem_id in self._panels.openers:
            self._panel(node, place, look)
            return
        self._shown(node, place, look)

    def _shown(self, node: LexborNode, place: Place, look: Look) -> None:
        """Walk an element by its tag."""
        tag = node.tag
        if tag == "br":
            self._items.append(Break())
        elif node.mem_id in self._panels.panels or tag == "button":
            self._opener(node, place, look)
        elif tag in HEADINGS or node.attributes.get("role") == "heading":
            self._heading(node, place, look)
        elif tag in _ELEMENTS:
            _ELEMENTS[tag](self, node, place, look)
        elif self._is_inline(node, look):
            self._inline(node, place, look)
        else:
            self._block(node, place, look)

    def _children(self, node: LexborNode, place: Place) -> None:
        """Walk what is inside an element."""
        for child in node.iter(include_text=True):
            if child.tag == "-text":
                self._text(child.text_content or "", place)
            elif not child.tag.startswith("-"):
                self._element(child, place)

    def _text(self, text: str, place: Place) -> None:
        if place.pre and "\n" in text:
            for number, part in enumerate(text.split("\n")):
                if number:
                    self._items.append(Break())
                self._items.append(Piece(part, place.ink, place.link))
        elif text:
            self._items.append(Piece(text, place.ink, place.link))

    # Looks

    def _look(self, node: LexborNode) -> Look:
        attributes = node.attributes
        found = self._styles.of(node.tag, attributes.get("class") or "", attributes.get("id") or "", attributes.get("style") or "")
        if attributes.get("bgcolor") or (node.tag == "font" and attributes.get("color")):
            ground, ink = attributes.get("bgcolor") or "", attributes.get("color") or ""
            found = over(self._styles.of("", "", "", f"background-color:{ground};color:{ink}"), found)
        return found

    def _is_hidden(self, node: LexborNode, look: Look, place: Place) -> bool:
        """Whether nobody sees the element, neither at once nor after opening it."""
        if node.tag == "body":
            return False
        shown = parts_of(node)
        if Part.UNSEEN in shown:
            return True
        if look.display != "none" and "hidden" not in node.attributes:
            return False
        if node.mem_id in self._panels.openers or Part.PANEL in shown or node.attributes.get("role") in {"tabpanel", "region"}:
            return place.furniture
        return not opens_before(node)

    def _unseen(self, node: LexborNode, place: Place, look: Look) -> None:
        """What screen readers alone are told explains a symbol, where it is short and no link's."""
        if Part.UNSEEN not in parts_of(node) or look.display == "none" or place.link or place.role is Role.HEADING or place.furniture:
            return
        text = " ".join(node.text().split())
        if 0 < len(text) <= 60 and node.tag in {"span", "i", "em", "b", "strong"} and not line(text):
            last = self._items[-1] if self._items else None
            if isinstance(last, Sign) and last.text is None:
                self._items[-1] = last._replace(text=text)
            else:
                self._items.append(Sign(text, None))

    def _ink(self, node: LexborNode, look: Look, place: Place, *, inline: bool) -> Ink:
        """The look of characters inside an element; a block's own ground is its, not its characters'."""
        ink = place.ink
        bold = look.bold if look.bold is not None else ink.bold or node.tag in _BOLD
        italic = look.italic if look.italic is not None else ink.italic or node.tag in _ITALIC
        colour = ink.colour if look.ink is None else None if is_dark(look.ink) else look.ink
        ground = look.ground if inline and look.ground not in {None, "#ffffff"} else ink.ground
        return Ink(bold, italic, colour, ground)

    def _is_inline(self, node: LexborNode, look: Look) -> bool:
        """Whether an element runs along in a line of text."""
        inline = node.tag in _INLINE or "-" in node.tag
        if look.display is not None:
            if look.display in {"inline", "contents"}:
                inline = True
            elif look.display in {"block", "flex", "grid", "table", "table-row", "list-item"} and inline:
                return False
        return inline and node.css_first(_BLOCKS) is None

    # Inline content

    def _inline(self, node: LexborNode, place: Place, look: Look) -> None:
        """A stretch of text with its own look, a footnote's mark, or an element that is a symbol."""
        if node.tag == "sup" and self._is_note_mark(node):
            return
        found = sign(node, look) if node.tag not in {"a", "sup", "sub", "time"} else None
        if found is not None or (node.tag == "i" and Part.GLYPH in parts_of(node)):
            self._items.extend([found] if found is not None else [])
            return
        if node.tag == "a" and _is_anchor(node):
            return
        if look.before:
            self._items.append(Sign(None, look.before))
        if self._needs_space(node, place, look):
            self._items.append(Piece(" "))
        inner = place._replace(ink=self._ink(node, look, place, inline=True), link=place.link or node.tag == "a", spaced=False)
        self._children(node, inner)
        if place.spaced or look.display in {"inline-block", "inline-flex"}:
            self._items.append(Piece(" "))

    def _is_note_mark(self, node: LexborNode) -> bool:
        """Whether raised characters point to a footnote; those behind a unit (m²) do not."""
        text = " ".join(node.text().split())
        before = "".join(item.text for item in self._items[-3:] if isinstance(item, Piece))
        return bool(_NOTE_MARK.fullmatch(text)) and not (text in {"2", "3"} and _UNIT.search(before))

    def _needs_space(self, node: LexborNode, place: Place, look: Look) -> bool:
        """Whether this element is set apart from the characters before it though no space is written."""
        if place.spaced or look.display in {"inline-block", "inline-flex"}:
            return True
        last = self._items[-1] if self._items else None
        previous = node.prev
        if not isinstance(last, Piece) or previous is None or previous.tag not in {"span", "a", "label"} or previous.tag != node.tag:
            return False
        return bool(re.search(r"[a-zåäö0-9.:%)]$", last.text)) and node.text().strip()[:1].isupper()

    def _picture(self, node: LexborNode, place: Place) -> None:
        look = self._look(node)
        if look.display == "none" or "hidden" in node.attributes or place.furniture:
            return
        found = sign(node, look)
        if found is not None:
            self._items.append(found)
        if place.spaced or found is None:
            self._items.append(Piece(" "))

    # Blocks

    def _block(self, node: LexborNode, place: Place, look: Look) -> None:
        """A box of its own: its content is one block, or holds blocks."""
        self._flush(place)
        region = self._region(place) if self._is_card(node) else place.region
        flex = look.display in {"flex", "inline-flex", "grid", "inline-grid"}
        ink = self._ink(node, look, place, inline=False)
        inner = place._replace(region=region, ink=ink, spaced=flex, pre=place.pre or node.tag in {"pre", "xmp", "listing", "plaintext"})
        start = len(self._done)
        if look.before or (not node.text().strip() and node.css_first("*") is None):
            found = Sign(None, look.before) if look.before else sign(node, look)
            self._items.extend([found] if found is not None else [])
        self._children(node, inner)
        self._flush(inner)
        self._tint(start, look, node)
        self._settle_icons(start, node)

    def _is_card(self, node: LexborNode) -> bool:
        """Whether a box has brothers of its kind: the rows and cards that a page groups its blocks by."""
        classes = classes_of(node)
        if node.tag not in _REGIONS or (node.tag == "div" and not classes):
            return False
        return any(_alike(other, node, classes) for other in (_beside(node, -1), _beside(node, 1)))

    def _region(self, place: Place) -> tuple[int, ...]:
        """A region inside the present one."""
        number = self._regions.get(place.region, 0)
        self._regions[place.region] = number + 1
        return (*place.region, number)

    def _tint(self, start: int, look: Look, node: LexborNode) -> None:
        """The ground of a box that is no more than a word or two, as of a status in a coloured box."""
        if look.ground in {None, "#ffffff"} or len(self._done) != start + 1 or node.tag in {"body", "main"}:
            return
        draft = self._done[start]
        if 0 < len(draft.text) <= 40 and draft.role is not Role.HEADING and not draft.tints:
            whole = drafts([Piece(draft.text, Ink(draft.bold, draft.italic, draft.colour, look.ground))])
            self._done[start] = draft._replace(tints=whole[0].tints if whole else ())

    def _flush(self, place: Place, *, one: bool = False) -> None:
        """Make blocks of the inline content gathered so far."""
        items, self._items = self._items, []
        if not items:
            return
        for draft in drafts(items, one=one or place.role is Role.HEADING):
            if draft.text:
                self._emit(draft, place)
            else:
                self._waiting.extend(Sign(icon.text, icon.colour) for icon in draft.icons)

    def _emit(self, draft: Draft, place: Place) -> None:
        """Put a block behind the others, with the symbols that waited for it."""
        icons = (*(Icon(0, icon.text, icon.colour) for icon in self._waiting), *draft.icons)
        self._waiting = []
        role, depth = (Role.FURNITURE, None) if place.furniture and place.role is not Role.CONTENTS else (place.role, place.depth)
        self._done.append(draft._replace(role=role, depth=depth, region=place.region, icons=icons))

    def _settle_icons(self, start: int, node: LexborNode) -> None:
        """Give symbols that no text followed within the box to the text before them in it."""
        if not self._waiting or len(self._done) <= start:
            return
        if node.tag in {"body", "main"} or node.next is None or len(self._done) - start >= 1:
            last = self._done[-1]
            icons = tuple(Icon(len(last.text), icon.text, icon.colour) for icon in self._waiting)
            self._done[-1] = last._replace(icons=(*last.icons, *icons))
            self._waiting = []

    def _apart(self, node: LexborNode, place: Place, stands: Standing, look: Look) -> None:
        """What belongs to the page itself; links one by one, for one of them may be the publisher's name."""
        self._flush(place)
        role = Role.CONTENTS if stands is Standing.CONTENTS else place.role
        level = self._level
        inner = place._replace(furniture=True, role=role, region=(), lists=0)
        self._shown(node, inner, look)
        self._flush(inner)
        self._waiting, self._level = [], level

    # Headings and what they open

    def _heading(self, node: LexborNode, place: Place, look: Look) -> None:
        """A heading, which may be the title of a panel that comes later."""
        self._flush(place)
        printed = int(node.tag[1]) if node.tag in HEADINGS else _number(node.attributes.get("aria-level"), 2)
        depth = min(max(printed + place.shift, 1), 6)
        opened = [panel for panel in (self._panels.panels.get(inner.mem_id) for inner in [node, *node.css("*")]) if panel is not None]
        region = self._region(place) if opened and not place.furniture else place.region
        self._title(node, place._replace(region=region), look, depth)
        for panel in opened:
            self._titled[panel] = (depth, region)
        if not place.furniture:
            self._level = depth

    def _title(self, node: LexborNode, place: Place, look: Look, depth: int) -> None:
        """The content of an element as one heading."""
        ink = self._ink(node, look, place, inline=False)._replace(bold=False)
        inner = place._replace(role=Role.HEADING, depth=depth, ink=ink, spaced=look.display in {"flex", "inline-flex", "grid"}, lists=0)
        self._inside_heading(node, inner)
        self._flush(inner, one=True)

    def _inside_heading(self, node: LexborNode, place: Place) -> None:
        """Walk a heading's content, all of it inline."""
        for child in node.iter(include_text=True):
            if child.tag == "-text":
                self._text(child.text_content or "", place)
            elif child.tag in {"img", "svg"}:
                self._picture(child, place)
            elif child.tag == "br":
                self._items.append(Break())
            elif child.tag.startswith("-") or self._is_hidden(child, self._look(child), place) or Part.DROPPED in parts_of(child):
                continue
            elif child.tag in _INLINE and child.tag != "button" and self._is_inline(child, self._look(child)):
                self._inline(child, place, self._look(child))
            elif child.tag not in {"script", "style", "input", "select"}:
                self._items.append(Piece(" "))
                self._inside_heading(child, place)
                self._items.append(Piece(" "))

    def _opener(self, node: LexborNode, place: Place, look: Look) -> None:
        """A button: in a heading its words are the heading's, before a panel they are its title, else they are no content."""
        panel = self._panels.panels.get(node.mem_id)
        if place.role is Role.HEADING:
            self._inside_heading(node, place)
            return
        if panel is None and node.tag != "button":
            self._inline(node, place, look)
            return
        if panel is None or panel in self._panels.tabs or place.furniture or panel in self._titled:
            return
        if line(" ".join(node.text().split())) in {"toggle", "feedback", "share", "page", "cookies"}:
            return
        waiting = [item for item in self._items if isinstance(item, Sign)]
        if any(isinstance(item, Piece) and item.text.strip() for item in self._items):
            self._flush(place)
        else:
            self._items = list(waiting)
        depth = min(self._level + 1, 6)
        region = self._region(place)
        self._title(node, place._replace(region=region), look, depth)
        self._titled[panel] = (depth, region)

    def _panel(self, node: LexborNode, place: Place, look: Look) -> None:
        """What a button, tab or heading opens."""
        self._flush(place)
        if node.mem_id in self._panels.tabs and node.mem_id not in self._titled and not place.furniture:
            opener = self._panels.openers[node.mem_id]
            titled = (min(self._level + 1, 6), self._region(place))
            self._title(opener, place._replace(region=titled[1]), self._look(opener), titled[0])
            self._titled[node.mem_id] = titled
        titled = self._titled.get(node.mem_id, (self._level, place.region))
        self._below(node, place._replace(region=titled[1]), titled[0], look)

    def _below(self, node: LexborNode, place: Place, depth: int, look: Look) -> None:
        """Walk what stands under a title of this depth: its headings are deeper."""
        levels = [int(heading.tag[1]) for heading in node.css("h1,h2,h3,h4,h5,h6")]
        shift = place.shift + max(0, depth + 1 - (min(levels) + place.shift)) if levels else place.shift
        level, self._level = self._level, depth
        self._shown(node, place._replace(shift=shift), look._replace(display=None))
        self._level = level

    def _details(self, node: LexborNode, place: Place, look: Look) -> None:
        """``details`` with its ``summary``, which is a heading unless it only says "show more"."""
        self._flush(place)
        summary = node.css_first("summary")
        region, depth = self._region(place), self._level
        inner = place._replace(region=region)
        if summary is not None and not place.furniture and line(" ".join(summary.text().split())) != "toggle":
            heading = summary.css_first("h1,h2,h3,h4,h5,h6")
            depth = min(int(heading.tag[1]) + place.shift if heading is not None else self._level + 1, 6)
            self._title(summary, inner, self._look(summary), depth)
        level, levels = self._level, [int(heading.tag[1]) for heading in node.css("h1,h2,h3,h4,h5,h6") if not _within(heading, summary)]
        shift = place.shift + max(0, depth + 1 - (min(levels) + place.shift)) if levels else place.shift
        self._level = depth
        for child in node.iter(include_text=True):
            if child.tag == "-text":
                self._text(child.text_content or "", inner)
            elif not child.tag.startswith("-") and (summary is None or child.mem_id != summary.mem_id):
                self._element(child, inner._replace(shift=shift))
        self._flush(inner)
        self._level = level

    # Lists

    def _list(self, node: LexborNode, place: Place, look: Look) -> None:
        """A list; items that hold headings are cards, not items."""
        self._flush(place)
        number = _number(node.attributes.get("start"), 1)
        step = -1 if "reversed" in node.attributes else 1
        inner = place._replace(lists=place.lists + 1)
        contents = is_links(node, 0.95) and all((link.attributes.get("href") or "").startswith("#") for link in node.css("a"))
        for child in node.iter(include_text=True):
            if child.tag == "li":
                number = _number(child.attributes.get("value"), number)
                marker = "•" if node.tag != "ol" else _ordinal(number, node.attributes.get("type") or "1")
                self._item(child, inner._replace(role=Role.CONTENTS) if contents else inner, marker)
                number += step
            elif child.tag == "-text":
                self._text(child.text_content or "", inner)
            elif not child.tag.startswith("-"):
                self._element(child, inner)
        self._flush(inner)

    def _item(self, node: LexborNode, place: Place, marker: str) -> None:
        """One item: its first block bears the marker."""
        look = self._look(node)
        if self._is_hidden(node, look, place):
            return
        start = len(self._done)
        card = any(not _inside_list(heading, node) for heading in node.css("h1,h2,h3,h4,h5,h6,table"))
        region = self._region(place)
        inner = place._replace(region=region, ink=self._ink(node, look, place, inline=True), spaced=look.display == "flex")
        if not card and place.role not in {Role.CONTENTS, Role.CELL}:
            inner = inner._replace(role=Role.LIST_ITEM, depth=place.lists)
        else:
            inner = inner._replace(role=Role.TEXT if card else place.role, lists=0)
        if look.before:
            self._items.append(Sign(None, look.before))
        self._children(node, inner)
        self._flush(inner)
        self._settle_icons(start, node)
        for place_of, draft in enumerate(self._done[start:], start):
            if draft.role is Role.LIST_ITEM and draft.region == region:
                self._done[place_of] = draft._replace(marker=marker)
                break

    def _terms(self, node: LexborNode, place: Place, look: Look) -> None:
        """A list of terms, each with its explanations, one region to each group."""
        self._flush(place)
        region, before = self._region(place), ""
        for child in _entries(node):
            if child.tag == "dt" and before == "dd":
                region = self._region(place)
            inner = place._replace(region=region, lists=1)
            start = len(self._done)
            if child.tag == "dd" and not place.furniture:
                inner = inner._replace(role=Role.LIST_ITEM, depth=1)
            self._block(child, inner, self._look(child)._replace(display=None))
            for number, draft in enumerate(self._done[start:], start):
                if draft.role in {Role.TEXT, Role.LIST_ITEM} and draft.marker is None:
                    self._done[number] = draft._replace(marker=child.tag, bold=draft.bold or child.tag == "dt")
            before = child.tag

    # Tables

    def _table(self, node: LexborNode, place: Place, look: Look) -> None:
        """A table's cells row by row; a table that only lays out the page is walked as if it were none."""
        self._flush(place)
        if is_layout(node):
            self._block(node, place, look)
            return
        number, self._tables = self._tables, self._tables + 1
        caption = node.css_first("caption")
        if caption is not None:
            self._block(caption, place, self._look(caption))
        for slot in slots(node, number, self._look):
            self._cell(slot, place)

    def _cell(self, slot: Slot, place: Place) -> None:
        """One cell: its list items are blocks of their own, the rest of it is one."""
        outer, self._done, waiting, self._waiting = self._done, [], self._waiting, []
        tables, level = self._tables, self._level
        inner = place._replace(role=Role.CELL, depth=None, ink=Ink(bold=place.ink.bold), spaced=False, lists=0)
        self._children(slot.node, inner)
        self._flush(inner)
        found, signs = self._done, self._waiting
        self._done, self._waiting, self._level = outer, waiting, level
        self._tables = max(tables, self._tables)
        self._done.extend(slot.blocks(found, signs, place.region, furniture=place.furniture))

    def _caption(self, node: LexborNode, place: Place, look: Look) -> None:
        """What is said about a picture is not the document's text."""
        self._flush(place)
        self._block(node, place._replace(furniture=True), look)


def _alike(other: LexborNode | None, node: LexborNode, classes: str) -> bool:
    return other is not None and other.tag == node.tag and classes_of(other) == classes


def _beside(node: LexborNode, step: int) -> LexborNode | None:
    """The element before (-1) or after (1) this one."""
    other = node.prev if step < 0 else node.next
    while other is not None and other.tag.startswith("-"):
        other = other.prev if step < 0 else other.next
    return other


def _within(node: LexborNode, outer: LexborNode | None) -> bool:
    parent = node.parent
    while outer is not None and parent is not None:
        if parent.mem_id == outer.mem_id:
            return True
        parent = parent.parent
    return False


def _inside_list(node: LexborNode, item: LexborNode) -> bool:
    """Whether an element belongs to an item further in."""
    parent = node.parent
    while parent is not None and parent.mem_id != item.mem_id:
        if parent.tag == "li":
            return True
        parent = parent.parent
    return False


def _is_anchor(node: LexborNode) -> bool:
    """Whether a link is only a handle: a heading's anchor, a footnote's number."""
    text = node.text().strip()
    return (node.attributes.get("href") or "").startswith("#") and bool(re.fullmatch(r"#|¶|§|\[?\d{1,3}\]?|↩︎?|⬆|🔗", text))


def _entries(node: LexborNode) -> list[LexborNode]:
    """The ``dt`` and ``dd`` of a list, also those inside a ``div``."""
    found = []
    for child in node.iter():
        if child.tag in {"dt", "dd"}:
            found.append(child)
        elif child.tag == "div":
            found.extend(_entries(child))
    return found


def _number(value: str | None, default: int) -> int:
    return int(value) if value and value.strip().lstrip("-").isascii() and value.strip().lstrip("-").isdigit() and len(value) < 9 else default


def _ordinal(number: int, kind: str) -> str:
    """The mark of an item in a numbered list."""
    if kind in {"a", "A"} and 1 <= number <= 26:
        return chr(ord(kind) + number - 1) + "."
    if kind in {"i", "I"} and 1 <= number <= 20:
        tens, ones = divmod(number, 10)
        roman = "x" * tens + ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix")[ones]
        return (roman.upper() if kind == "I" else roman) + "."
    return f"{number}."


_ELEMENTS = {
    "ul": Walk._list,
    "ol": Walk._list,
    "menu": Walk._list,
    "dl": Walk._terms,
    "table": Walk._table,
    "details": Walk._details,
    "figcaption": Walk._caption,
}
