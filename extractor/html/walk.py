"""The walk over a page: every element in reading order, its inline content gathered to drafts of blocks."""

from functools import partial

from selectolax.lexbor import LexborHTMLParser

from ...models.block import Role
from ...rules.publisher import Part, line
from .elements import (
    HEADINGS,
    TITLES,
    entries,
    holds_blocks,
    holds_card,
    is_card,
    is_contents,
    is_handle,
    is_ornament,
    level_in,
    number_of,
    ordinal,
    owner_in,
)
from .gather import Gather, Place
from .icons import sign
from .inline import ground_of, ink_of, is_inline, is_note_mark, look_of, needs_space
from .region import Panels, Standing, find_main, find_panels, is_hidden, size_of, standing
from .rows import Slot, is_layout, slots
from .runs import Break, Draft, Ink, Piece, Sign
from .settle import with_prose
from .styles import Look, styles
from .tree import Element

_DEEPEST = 100
_PRE = frozenset({"pre", "xmp", "listing", "plaintext"})


class Walk:
    """One page on its way to drafts; a walk is made for one page and used once."""

    def __init__(self, tree: LexborHTMLParser) -> None:
        body = tree.body
        text = body.text() if body is not None else ""
        self._body = Element(body, "body") if body is not None else None
        self._styles = styles("\n".join(node.text() for node in tree.css("style")))
        self._panels: Panels = find_panels(tree)
        self._main = find_main(tree, len(text))
        self._size = size_of(tree, text)
        self._out = Gather()
        self._nesting = 0
        self._links = 0
        self._level = 0
        self._titled: dict[int, tuple[int, tuple[int, ...]]] = {}
        self._tables = 0

    def drafts(self) -> list[Draft]:
        """Everything that the page holds, in reading order."""
        if self._body is not None:
            place = Place(furniture=self._main is not None, in_main=self._main is None)
            self._element(self._body, place)
            self._out.flush(place)
        return self._out.done

    # Elements

    def _element(self, node: Element, place: Place) -> None:
        """Walk one element."""
        if self._nesting > _DEEPEST:
            self._out.items.append(Piece(node.text(separator=" "), place.ink))
            return
        self._nesting += 1
        tag = node.tag
        if node.mem_id == self._main:
            place = place._replace(furniture=False, in_main=True)
        if tag in {"img", "svg"} or (tag == "input" and node.attributes.get("type") == "image"):
            self._picture(node, place)
        else:
            stands = standing(node, in_main=place.in_main, size=self._size)
            if stands is not Standing.DROPPED:
                self._standing(node, place, stands)
            elif tag in {"nav", "div", "ul", "section"}:
                self._owner(node, place)
        self._nesting -= 1

    def _owner(self, node: Element, place: Place) -> None:
        """Keep of a menu what names the publisher."""
        if name := owner_in(node):
            self._out.flush(place)
            self._out.items.append(Piece(name))
            self._out.flush(place._replace(furniture=True, role=Role.TEXT, region=()))

    def _standing(self, node: Element, place: Place, stands: Standing) -> None:
        """Walk an element that is not left out."""
        look = look_of(node, self._styles)
        if is_hidden(node, look, self._panels, furniture=place.furniture):
            self._unseen(node, place, look)
            return
        if stands in {Standing.FURNITURE, Standing.CONTENTS}:
            self._apart(node, place, stands, look)
            return
        if node.mem_id in self._panels.openers:
            self._panel(node, place, look)
            return
        self._shown(node, place, look)

    def _shown(self, node: Element, place: Place, look: Look) -> None:
        """Walk an element by its tag."""
        tag, role = node.tag, node.role
        if tag == "br":
            self._out.items.append(Break())
        elif node.mem_id in self._panels.panels or tag == "button":
            self._opener(node, place, look)
        elif tag in HEADINGS or role == "heading":
            self._heading(node, place, look)
        elif role in {"table", "grid"}:
            self._table(node, place, look)
        elif tag in _ELEMENTS:
            _ELEMENTS[tag](self, node, place, look)
        elif is_inline(node, look) and Part.TITLE not in node.parts:
            self._inline(node, place, look)
        else:
            self._block(node, place, look)

    def _children(self, node: Element, place: Place) -> None:
        """Walk what is inside an element."""
        for child in node.children:
            if isinstance(child, str):
                self._out.text(child, place)
            elif child is not None:
                self._element(child, place)

    def _unseen(self, node: Element, place: Place, look: Look) -> None:
        """What screen readers alone are told explains a symbol, where it is short and no link's."""
        if Part.UNSEEN not in node.parts or look.display == "none" or place.link or place.role is Role.HEADING or place.furniture:
            return
        text = " ".join(node.text().split())
        if 0 < len(text) <= 60 and node.tag in {"span", "i", "em", "b", "strong"} and not line(text):
            last = self._out.items[-1] if self._out.items else None
            if isinstance(last, Sign) and last.text is None:
                self._out.items[-1] = last._replace(text=text)
            else:
                self._out.items.append(Sign(text, None))

    # Inline content

    def _inline(self, node: Element, place: Place, look: Look) -> None:
        """A stretch of text with its own look, a footnote's mark, or an element that is a symbol."""
        if node.tag == "sup" and is_note_mark(node, self._out.items):
            return
        found = sign(node, look) if node.tag not in {"a", "sup", "sub", "time"} else None
        if found is not None or (node.tag == "i" and Part.GLYPH in node.parts):
            self._out.items.extend([found] if found is not None else [])
            return
        if is_handle(node) or (place.role is Role.HEADING and is_ornament(node)):
            return
        if look.before:
            self._out.items.append(Sign(None, look.before))
        if needs_space(node, place, look, self._out.items):
            self._out.items.append(Piece(" "))
        self._links += node.tag == "a"
        link = self._links if node.tag == "a" else 0
        self._children(node, place.inside(place.region, ink_of(node, look, place, inline=True), link))
        if place.spaced or look.display in {"inline-block", "inline-flex"}:
            self._out.items.append(Piece(" "))

    def _picture(self, node: Element, place: Place) -> None:
        look = look_of(node, self._styles)
        if look.display == "none" or "hidden" in node.attributes or place.furniture:
            return
        found = sign(node, look)
        if found is not None:
            self._out.items.append(found)
        if place.spaced or found is None:
            self._out.items.append(Piece(" "))

    # Blocks

    def _block(self, node: Element, place: Place, look: Look) -> None:
        """A box of its own: its content is one block, or holds blocks."""
        self._out.flush(place)
        if Part.TITLE in node.parts and not self._level and not place.furniture:
            place = place._replace(role=Role.TITLE)
        region = self._out.region(place) if is_card(node) else place.region
        flex = look.display in {"flex", "inline-flex", "grid", "inline-grid"}
        inner = place.inside(region, ink_of(node, look, place, inline=False), spaced=flex, pre=node.tag in _PRE)
        start = len(self._out.done)
        if look.before:
            self._out.items.append(Sign(None, look.before))
        self._children(node, inner)
        self._out.flush(inner, links=not self._level)
        self._out.tint(start, ground_of(node, look))
        self._out.settle_icons(start)

    def _apart(self, node: Element, place: Place, stands: Standing, look: Look) -> None:
        """What belongs to the page itself; links one by one, for one of them may be the publisher's name."""
        self._out.flush(place)
        role = Role.CONTENTS if stands is Standing.CONTENTS else place.role
        level = self._level
        inner = place._replace(furniture=True, role=role, region=(), lists=0)
        start = len(self._out.done)
        self._shown(node, inner, look)
        self._out.flush(inner)
        self._out.waiting, self._level = [], level
        if node.tag == "footer" or node.role == "contentinfo" or Part.FOOTER in node.parts:
            self._out.done[start:] = with_prose(self._out.done[start:])

    # Headings and what they open

    def _heading(self, node: Element, place: Place, look: Look) -> None:
        """A heading, which may be the title of a panel that comes later."""
        self._out.flush(place)
        printed = int(node.tag[1]) if node.tag in HEADINGS else number_of(node.attributes.get("aria-level"), 2)
        depth = min(max(printed + place.shift, 1), 6)
        opened = self._panels.opened(node)
        region = self._out.region(place) if opened and not place.furniture else place.region
        self._title(node, place._replace(region=region), look, depth)
        for panel in opened:
            self._titled[panel] = (depth, region)
        if not place.furniture:
            self._level = depth

    def _title(self, node: Element, place: Place, look: Look, depth: int) -> None:
        """The content of an element as one heading."""
        ink = ink_of(node, look, place, inline=False)._replace(bold=False)
        inner = place._replace(
            role=Role.HEADING, depth=depth, ink=ink, spaced=look.display in {"flex", "inline-flex", "grid"}, lists=0
        )
        self._inside_heading(node, inner)
        self._out.flush(inner, one=True)

    def _inside_heading(self, node: Element, place: Place) -> None:
        """Walk a heading's content, all of it inline."""
        if self._nesting > _DEEPEST:
            self._out.items.append(Piece(node.text(separator=" "), place.ink))
            return
        self._nesting += 1
        for child in node.children:
            if isinstance(child, str):
                self._out.text(child, place)
            elif child is not None:
                self._part_of_heading(child, place)
        self._nesting -= 1

    def _part_of_heading(self, node: Element, place: Place) -> None:
        """Walk an element inside a heading."""
        if node.tag in {"img", "svg"}:
            self._picture(node, place)
            return
        if node.tag == "br":
            self._out.items.append(Break())
            return
        look = look_of(node, self._styles)
        if is_hidden(node, look, self._panels, furniture=place.furniture) or Part.DROPPED in node.parts:
            return
        if node.tag != "button" and is_inline(node, look):
            self._inline(node, place, look)
        elif node.tag not in {"script", "style", "input", "select"}:
            self._out.items.append(Piece(" "))
            self._inside_heading(node, place)
            self._out.items.append(Piece(" "))

    def _opener(self, node: Element, place: Place, look: Look) -> None:
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
        waiting = [item for item in self._out.items if isinstance(item, Sign)]
        if any(isinstance(item, Piece) and item.text.strip() for item in self._out.items):
            self._out.flush(place)
        else:
            self._out.items = list(waiting)
        depth = min(self._level + 1, 6)
        region = self._out.region(place)
        self._title(node, place._replace(region=region), look, depth)
        self._titled[panel] = (depth, region)

    def _panel(self, node: Element, place: Place, look: Look) -> None:
        """What a button, tab or heading opens."""
        self._out.flush(place)
        if node.mem_id in self._panels.tabs and node.mem_id not in self._titled and not place.furniture:
            found = self._panels.openers[node.mem_id]
            opener = Element(found, found.tag or "")
            titled = (min(self._level + 1, 6), self._out.region(place))
            self._title(opener, place._replace(region=titled[1]), look_of(opener, self._styles), titled[0])
            self._titled[node.mem_id] = titled
        titled = self._titled.get(node.mem_id, (self._level, place.region))
        self._below(node, place._replace(region=titled[1]), titled[0], look)

    def _below(self, node: Element, place: Place, depth: int, look: Look) -> None:
        """Walk what stands under a title of this depth: its headings are deeper."""
        highest = level_in(node)
        shift = place.shift + max(0, depth + 1 - (highest + place.shift)) if highest is not None else place.shift
        level, self._level = self._level, depth
        self._shown(node, place._replace(shift=shift), look._replace(display=None))
        self._level = level

    def _details(self, node: Element, place: Place, _look: Look) -> None:
        """``details`` with its ``summary``, which is a heading unless it only says "show more"."""
        self._out.flush(place)
        found = node.first("summary")
        summary = next((child for child in node.elements() if found is not None and child.mem_id == found.mem_id), None)
        if summary is None and found is not None:
            summary = Element(found, "summary")
        region, depth = self._out.region(place), self._level
        inner = place._replace(region=region)
        if summary is not None and not place.furniture and line(" ".join(summary.text().split())) != "toggle":
            heading = summary.first(TITLES)
            depth = min(int((heading.tag or "h6")[1]) + place.shift if heading is not None else self._level + 1, 6)
            self._title(summary, inner, look_of(summary, self._styles), depth)
        level, highest = self._level, level_in(node, but=True)
        shift = place.shift + max(0, depth + 1 - (highest + place.shift)) if highest is not None else place.shift
        self._level = depth
        for child in node.children:
            if isinstance(child, str):
                self._out.text(child, inner)
            elif child is not None and (summary is None or child.mem_id != summary.mem_id):
                self._element(child, inner._replace(shift=shift))
        self._out.flush(inner)
        self._level = level

    # Lists

    def _list(self, node: Element, place: Place, _look: Look) -> None:
        """A list; items that hold headings are cards, not items."""
        self._out.flush(place)
        number = number_of(node.attributes.get("start"), 1)
        step = -1 if "reversed" in node.attributes else 1
        contents = is_contents(node)
        inner = place._replace(lists=place.lists + 1, role=Role.CONTENTS if contents else place.role)
        loose = place._replace(lists=place.lists + 1) if contents else inner
        for child in node.children:
            if isinstance(child, str):
                self._out.text(child, loose)
            elif child is None:
                continue
            elif child.tag == "li":
                number = number_of(child.attributes.get("value"), number)
                marker = "•" if node.tag != "ol" else ordinal(number, node.attributes.get("type") or "1")
                self._item(child, inner, marker)
                number += step
            else:
                self._element(child, loose)
        self._out.flush(loose)

    def _item(self, node: Element, place: Place, marker: str) -> None:
        """One item: its first block bears the marker."""
        look = look_of(node, self._styles)
        if is_hidden(node, look, self._panels, furniture=place.furniture):
            return
        start = len(self._out.done)
        card = holds_card(node)
        region = self._out.region(place) if holds_blocks(node) else place.region
        item = not card and place.role not in {Role.CONTENTS, Role.CELL}
        inner = place._replace(
            role=Role.LIST_ITEM if item else Role.TEXT if card else place.role,
            depth=place.lists if item else place.depth,
            lists=place.lists if item else 0,
            region=region,
            ink=ink_of(node, look, place, inline=True),
            spaced=look.display == "flex",
        )
        if look.before:
            self._out.items.append(Sign(None, look.before))
        self._children(node, inner)
        self._out.flush(inner)
        self._out.settle_icons(start)
        self._out.mark_item(start, region, marker)

    def _terms(self, node: Element, place: Place, _look: Look) -> None:
        """A list of terms, each with its explanations, one region to each group."""
        self._out.flush(place)
        region, before = self._out.region(place), ""
        for child in entries(node):
            if child.tag == "dt" and before == "dd":
                region = self._out.region(place)
            before, start = child.tag, len(self._out.done)
            if place.furniture:
                self._fact(child, place)
                continue
            inner = place._replace(region=region, lists=1)
            if child.tag == "dd":
                inner = inner._replace(role=Role.LIST_ITEM, depth=1)
            self._block(child, inner, look_of(child, self._styles)._replace(display=None))
            for number, draft in enumerate(self._out.done[start:], start):
                if draft.role in {Role.TEXT, Role.LIST_ITEM} and draft.marker is None:
                    self._out.done[number] = draft._replace(marker=child.tag, bold=draft.bold or child.tag == "dt")

    def _fact(self, node: Element, place: Place) -> None:
        """A term of the page itself and what it tells, as one block ("Senast uppdaterad: 2022-03-04")."""
        if node.tag == "dt":
            self._out.flush(place)
        self._out.items.append(Piece(f" {node.text(separator=' ')} "))
        following = node.beside(1)
        if following is None or following.tag != "dd":
            self._out.flush(place, one=True)

    # Tables

    def _table(self, node: Element, place: Place, look: Look) -> None:
        """A table's cells row by row; a table that only lays out the page is walked as if it were none."""
        self._out.flush(place)
        if is_layout(node):
            self._block(node, place, look)
            return
        number, self._tables = self._tables, self._tables + 1
        found = node.first("caption")
        if found is not None:
            caption = Element(found, "caption")
            self._block(caption, place, look_of(caption, self._styles))
        inner = place._replace(role=Role.CELL, depth=None, ink=Ink(bold=place.ink.bold), spaced=False, lists=0)
        for slot in slots(node, number, partial(look_of, styles=self._styles)):
            self._cell(slot, place, inner)

    def _cell(self, slot: Slot, place: Place, inner: Place) -> None:
        """One cell: its list items are blocks of their own, the rest of it is one."""
        outer, self._out.done, waiting, self._out.waiting = self._out.done, [], self._out.waiting, []
        tables, level = self._tables, self._level
        self._children(slot.node, inner)
        self._out.flush(inner)
        found, signs = self._out.done, self._out.waiting
        self._out.done, self._out.waiting, self._level = outer, waiting, level
        self._tables = max(tables, self._tables)
        self._out.add(slot.blocks(found, signs, place.region, furniture=place.furniture))

    def _caption(self, node: Element, place: Place, _look: Look) -> None:
        """What is said about a picture is not the document's text."""
        self._out.flush(place)
        self._block(node, place._replace(furniture=True), _look)


_ELEMENTS = {
    "ul": Walk._list,
    "ol": Walk._list,
    "menu": Walk._list,
    "dl": Walk._terms,
    "table": Walk._table,
    "details": Walk._details,
    "figcaption": Walk._caption,
}
