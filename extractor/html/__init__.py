"""Web pages to blocks: a walk over the page in reading order.

Accordions, tabs and ``details`` are content whether shown or not; menus, cookie notices and forms are left out; breadcrumbs,
page headers and footers, dates of the page and related links are kept as furniture.
"""

from functools import cache

from selectolax.lexbor import LexborHTMLParser

from ...models.block import Block, Reading
from ...models.errors import Unreadable
from ...rules.publisher import systems, told
from ..bounds import check_page
from ..encoding import decode
from ..joined import split
from ..prose import clean
from .elements import systems_of
from .report import report
from .runs import Draft
from .settle import settle
from .walk import Walk

_PUBLISHERS = (("property", "og:site_name"), ("name", "dcterms.publisher"), ("name", "author"), ("name", "publisher"))


def read(data: bytes) -> Reading:
    """The blocks of a page, or of the pages of a report that were joined.

    Raises Unreadable where there is no text at all, Refused where it is beyond all bounds.
    """
    if pages := split(data):
        return report([(page, _page(page.data) if page.data else None) for page in pages])
    return _page(data)


def _page(data: bytes) -> Reading:
    """The blocks of one page."""
    markup = decode(data).replace("\0", "")
    check_page(markup)
    tree = LexborHTMLParser(markup)
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
    metas = [node.attributes for node in tree.css("meta[name],meta[property]")]
    generator = _content(metas, "name", "generator")
    classes = {node.attributes.get("class") or "" for node in tree.css(_telling())}
    names = {*told(generator, ()), *(name for each in classes for name in systems_of(each))}
    found = [f"generator: {generator}"] if generator else []
    found += [f"system: {system.name}" for system in systems() if system.name in names]
    found += [f"publisher: {name}" for attribute, value in _PUBLISHERS if (name := _content(metas, attribute, value))]
    return tuple(dict.fromkeys(found))


@cache
def _telling() -> str:
    """A selector of the elements whose class names could tell a publishing system: those that hold the fixed part of one."""
    parts = (max(form.split("*"), key=len) for system in systems() for form in system.tell)
    return ",".join(f'[class*="{part}" i]' for part in parts)


def _content(metas: list[dict[str, str | None]], attribute: str, value: str) -> str:
    """What the first ``meta`` with this attribute says, or nothing."""
    return next((clean(one.get("content") or "") for one in metas if one.get(attribute) == value), "")
