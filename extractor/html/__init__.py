"""Web pages to blocks: a walk over the page in reading order.

Accordions, tabs and ``details`` are content whether shown or not; menus, cookie notices and forms are left out; breadcrumbs,
page headers and footers, dates of the page and related links are kept as furniture.
"""

from selectolax.lexbor import LexborHTMLParser, LexborNode

from ...models.block import Block, Reading
from ...models.errors import Unreadable
from ...rules.publisher import told
from ..encoding import decode
from ..prose import clean
from .runs import Draft
from .settle import settle
from .walk import Walk

_NAMED = ('meta[property="og:site_name"]', 'meta[name="dcterms.publisher"]', 'meta[name="author"]', 'meta[name="publisher"]')


def read(data: bytes) -> Reading:
    """The blocks of a page; raises Unreadable where it holds no text at all."""
    tree = LexborHTMLParser(decode(data).replace("\0", ""))
    node = tree.css_first("title")
    title = clean(node.text()) or None if node is not None else None
    drafts = settle(Walk(tree).drafts(), title)
    if not any(draft.text for draft in drafts):
        raise Unreadable("the page holds no text: open it in a browser, let it load and save it complete")
    return Reading(
        blocks=tuple(_block(number, draft) for number, draft in enumerate(drafts)),
        title=title,
        marks=_marks(tree),
    )


def _block(number: int, draft: Draft) -> Block:
    return Block(
        id=number, text=draft.text, role=draft.role, depth=draft.depth, marker=draft.marker, region=draft.region, bold=draft.bold,
        italic=draft.italic, colour=draft.colour, icons=draft.icons, tints=draft.tints, cell=draft.cell,
    )  # fmt: skip


def _marks(tree: LexborHTMLParser) -> tuple[str, ...]:
    """What tells the publishing system and the publisher, as "key: value"."""
    generator = _content(tree, 'meta[name="generator"]')
    classes = {word for node in tree.css("[class]") for word in (node.attributes.get("class") or "").split()}
    found = [f"generator: {generator}"] if generator else []
    found += [f"system: {name}" for name in told(generator, classes)]
    found += [f"publisher: {name}" for selector in _NAMED if (name := _content(tree, selector))]
    return tuple(dict.fromkeys(found))


def _content(tree: LexborHTMLParser, selector: str) -> str:
    node: LexborNode | None = tree.css_first(selector)
    return clean(node.attributes.get("content") or "") if node is not None else ""
