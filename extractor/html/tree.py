"""The elements of a page as the walk asks for them: each is read from the parser once, when it is first met.

The parser makes a new object for every node, and a new dict of attributes, each time that it is asked. What the walk never
meets (scripts, menus, drawings) is never made at all.
"""

from selectolax.lexbor import LexborNode

from ...rules.publisher import Part, parts
from .styles import Look


class Element:
    """One element: its tag in lower case, attributes and number, and what its classes and id tell it to be.

    ``children`` holds elements, the texts between them, and None for a comment.
    """

    __slots__ = (
        "_children",
        "_leaf",
        "_node",
        "_parent",
        "attributes",
        "big",
        "classes",
        "look",
        "mem_id",
        "parts",
        "place",
        "role",
        "tag",
    )

    def __init__(self, node: LexborNode, tag: str, parent: "Element | None" = None, place: int = -1) -> None:
        self._node = node
        self.tag = tag
        self.mem_id: int = node.mem_id
        self.attributes: dict[str, str | None] = node.attributes
        self.classes: str = ""
        self.role: str = ""
        self.parts: frozenset[Part] = _NO_PARTS
        if self.attributes:
            self.classes = (self.attributes.get("class") or "")[:_LONGEST]
            if role := self.attributes.get("role"):
                self.role = role.strip().lower()
            name = (self.attributes.get("id") or "")[:_LONGEST]
            if self.classes or name:
                self.parts = parts(self.classes, name)
        self.place = place
        self.look: Look | None = None
        self.big: bool | None = None
        self._parent = parent
        self._children: list[Element | str | None] | None = None
        self._leaf: bool | None = None

    @property
    def children(self) -> "list[Element | str | None]":
        """What is right inside the element, in order."""
        if self._children is None:
            found: list[Element | str | None] = []
            self._children = found
            for node in self._node.iter(include_text=True):
                tag = node.tag
                if tag == "-text":
                    found.append(node.text_content or "")
                else:
                    found.append(None if tag is None or tag[0] == "-" else Element(node, tag, self, len(found)))
        return self._children

    @property
    def parent(self) -> "Element | None":
        """The element around this one, None for the page itself."""
        if self._parent is None:
            node = self._node.parent
            tag = node.tag if node is not None else None
            if node is not None and tag not in _PAGE and tag is not None:
                self._parent = Element(node, tag)
        return self._parent

    @property
    def leaf(self) -> bool:
        """Whether no element is inside this one."""
        if self._leaf is None:
            self._leaf = not any(type(child) is Element for child in self.children)
        return self._leaf

    def elements(self) -> "list[Element]":
        """The elements right inside this one."""
        return [child for child in self.children if type(child) is Element]

    @property
    def previous(self) -> "Element | None":
        """The element that ends right where this one begins, without text between."""
        if self._parent is None or self.place < 1:
            return None
        other = self._parent.children[self.place - 1]
        return other if type(other) is Element else None

    def beside(self, step: int) -> "Element | None":
        """The element before (-1) or after (1) this one, whatever text is between."""
        if self._parent is None or self.place < 0:
            return None
        around = self._parent.children
        place = self.place + step
        while 0 <= place < len(around):
            other = around[place]
            if type(other) is Element:
                return other
            place += step
        return None

    def text(self, separator: str = "") -> str:
        """All characters inside the element, as they are."""
        return self._node.text(separator=separator)

    def has(self, selector: str) -> bool:
        """Whether an element that the CSS selector names is inside this one, or is this one."""
        return self._node.css_first(selector) is not None

    def first(self, selector: str) -> LexborNode | None:
        """The first element that the CSS selector names."""
        return self._node.css_first(selector)

    def css(self, selector: str) -> list[LexborNode]:
        """All elements that the CSS selector names, this one included."""
        return self._node.css(selector)

    @property
    def html(self) -> str:
        """The element's markup."""
        return self._node.html or ""


_LONGEST = 10_000  # characters of an attribute that are looked at
_NO_PARTS: frozenset[Part] = frozenset()
_PAGE = frozenset({"html", "-undef", "-document"})
