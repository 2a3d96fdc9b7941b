"""Where the walk over a page lays down what it finds: inline content until a block ends, then blocks."""

from collections.abc import Sequence
from typing import NamedTuple

from ...models.block import Icon, Role
from ..bounds import BLOCKS, LINE, refuse_more
from ..prose import BULLET, NUMBER
from .runs import Break, Draft, Ink, Item, Piece, Sign, by_links, drafts, is_blank
from .styles import is_pale


class Place(NamedTuple):
    """Where in the page the walk is, handed down from element to element.

    ``shift`` is added to the levels of headings, so that those in a panel are deeper than its title; ``link`` is the number
    of the link around; ``spaced`` tells that the element's children stand apart though no space is written.
    """

    role: Role = Role.TEXT
    depth: int | None = None
    region: tuple[int, ...] = ()
    lists: int = 0
    ink: Ink = Ink()
    link: int = 0
    furniture: bool = False
    in_main: bool = False
    shift: int = 0
    pre: bool = False
    spaced: bool = False

    def inside(self, region: tuple[int, ...], ink: Ink, link: int = 0, *, spaced: bool = False, pre: bool = False) -> "Place":
        """The place inside an element of this region, ink and link; the same object where nothing differs."""
        link, pre = link or self.link, pre or self.pre
        if ink is self.ink and region is self.region and link == self.link and spaced == self.spaced and pre == self.pre:
            return self
        return Place(self.role, self.depth, region, self.lists, ink, link, self.furniture, self.in_main, self.shift, pre, spaced)


class Gather:
    """The drafts of one page, and the inline content and symbols that are not yet in one."""

    def __init__(self) -> None:
        self.done: list[Draft] = []
        self.items: list[Item] = []
        self.waiting: list[Sign] = []
        self._regions: dict[tuple[int, ...], int] = {}

    def region(self, place: Place) -> tuple[int, ...]:
        """A new region inside that of the place; what belongs to the page itself has none."""
        if place.furniture:
            return ()
        number = self._regions.get(place.region, 0)
        self._regions[place.region] = number + 1
        return (*place.region, number)

    def text(self, text: str, place: Place) -> None:
        """Gather characters; where line breaks are kept, each parts them."""
        if place.pre and "\n" in text:
            for number, part in enumerate(text.split("\n")):
                if number:
                    self.items.append(Break())
                self.items.append(Piece(part, place.ink, place.link))
        elif text:
            self.items.append(Piece(text, place.ink, place.link))

    def flush(self, place: Place, *, one: bool = False, links: bool = False) -> None:
        """Make blocks of the inline content gathered so far; with ``links`` a row of links is one block for each of them."""
        if not self.items:
            return
        items, self.items = self.items, []
        if is_blank(items):
            return
        length = sum(len(item.text) for item in items if isinstance(item, Piece))
        refuse_more(length, LINE, "a paragraph has more characters", "give the page as it was published")
        for part in by_links(items) if links or place.furniture else [items]:
            found = drafts(part, one=one or place.role is Role.HEADING)
            numbered = len(found) > 1 and sum(NUMBER.match(draft.text) is not None for draft in found) > 1
            for draft in found:
                self._emit(draft, _as_item(draft, place, numbered=numbered))

    def _emit(self, draft: Draft, place: Place) -> None:
        """Put a block behind the others, with the symbols that waited for it; symbols alone wait for the next."""
        if not draft.text:
            self.waiting.extend(Sign(icon.text, icon.colour) for icon in draft.icons)
            return
        if place.role is Role.TEXT and not place.furniture and BULLET.match(draft.text):
            draft, place = _without_bullet(draft), place._replace(role=Role.LIST_ITEM, depth=1)
        icons = draft.icons
        if self.waiting:
            icons = (*(Icon(0, icon.text, icon.colour) for icon in self.waiting), *icons)
            self.waiting = []
        role, depth = (place.role, place.depth)
        if place.furniture and role is not Role.CONTENTS:
            role, depth = Role.FURNITURE, place.depth if role is Role.HEADING else None
        text, _, _, marker, _, bold, italic, colour, _, tints, cell, linked = draft
        self.add([Draft(text, role, depth, marker, place.region, bold, italic, colour, icons, tints, cell, linked)])

    def add(self, blocks: Sequence[Draft]) -> None:
        """Put blocks behind the others; raises Refused where they are too many."""
        refuse_more(len(self.done) + len(blocks), BLOCKS, "the page has more paragraphs", "save the part of it that is needed")
        self.done += blocks

    def settle_icons(self, start: int) -> None:
        """Give symbols that no text followed since block ``start`` to the last block."""
        if self.waiting and len(self.done) > start:
            last = self.done[-1]
            icons = tuple(Icon(len(last.text), icon.text, icon.colour) for icon in self.waiting)
            self.done[-1] = last._replace(icons=(*last.icons, *icons))
            self.waiting = []

    def tint(self, start: int, ground: str | None) -> None:
        """Note the ground of a box that is no more than a word or two, as of a status in a coloured box."""
        if ground is None or is_pale(ground) or len(self.done) != start + 1:
            return
        draft = self.done[start]
        if 0 < len(draft.text) <= 40 and draft.role is not Role.HEADING and not draft.tints:
            whole = drafts([Piece(draft.text, Ink(draft.bold, draft.italic, draft.colour, ground))])
            self.done[start] = draft._replace(tints=whole[0].tints if whole else ())

    def mark_item(self, start: int, region: tuple[int, ...], marker: str) -> None:
        """Give the first block of a list item its marker."""
        for number, draft in enumerate(self.done[start:], start):
            if draft.role in {Role.LIST_ITEM, Role.CELL} and draft.region[: len(region)] == region and draft.marker is None:
                self.done[number] = draft._replace(marker=marker)
                return


def _as_item(draft: Draft, place: Place, *, numbered: bool) -> Place:
    """The place of a line that is one of several with numbers."""
    if numbered and place.role is Role.TEXT and NUMBER.match(draft.text):
        return place._replace(role=Role.LIST_ITEM, depth=1)
    return place


def _without_bullet(draft: Draft) -> Draft:
    """A line that begins with a printed bullet, as the item it is."""
    mark = BULLET.match(draft.text)
    cut = mark.end() if mark else 0
    return draft._replace(
        text=draft.text[cut:],
        marker="•",
        icons=tuple(icon._replace(offset=max(0, icon.offset - cut)) for icon in draft.icons),
        tints=tuple(tint._replace(start=max(0, tint.start - cut), end=tint.end - cut) for tint in draft.tints if tint.end > cut),
    )
