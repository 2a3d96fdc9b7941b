"""A comparison as one web page that needs nothing else: side by side, with filters that work without scripts."""

import hashlib
import json
import re
from base64 import b64encode
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import quote, urlsplit

from ...models.block import At, Box
from ...models.document import Document
from .entries import Cell, Entry, Facet, Group, Held
from .prose import FACTS, HEADINGS, MEANINGS, about, called, counts, fate, lead, name, number, what
from .words import clean

if TYPE_CHECKING:
    from jinja2 import Environment

_PDF, _HTML = "application/pdf", "text/html"
_SLUGS = str.maketrans("åäö ", "aao-")
_HIDDEN = frozenset({Group.OFORANDRAD})


class Place(NamedTuple):
    """Where a text stands: what is printed, where that leads (or nowhere), and the boxes as words and as data."""

    text: str
    href: str | None = None
    title: str = ""
    boxes: str = ""


class Links(NamedTuple):
    """Where a page's links lead: to a whole document, and to a place in it (its page, its words, the id of the node)."""

    whole: Callable[[Document], str | None]
    place: Callable[[Document, int | None, str, str | None], str | None]


def as_page(held: Held) -> str:
    """The page. It links to the documents by the names that they were read from."""
    environment = _environment()
    style, script = (_file(environment, name) for name in ("compared.css", "compared.js"))
    return environment.get_template("compared.html").render(
        **context(held, Links(_address, _file_place)),
        style=style,
        script=script,
        policy=f"default-src 'none'; style-src {_hash(style)}; script-src {_hash(script)}; base-uri 'none'; form-action 'none'",
    )


def context(held: Held, links: Links) -> dict[str, Any]:
    """What the template ``compared.body.html`` needs, beside the filters and globals that ``equip`` gives."""
    return {
        "held": held,
        "heads": ("Plan", "Uppföljning") if held.follow_up else ("Före", "Efter"),
        "documents": [(name(one), links.whole(one), list(about(one))) for one in (held.old, held.new)],
        "organisations": " / ".join(
            dict.fromkeys(clean(issued) for one in (held.old, held.new) if (issued := one.document.organisation))
        ),
        "lead": lead(held),
        "counts": counts(held),
        "groups": [_section(group, held.of(group)) for group in Group if held.of(group)],
        "chosen": list(_chosen(held.entries)),
        "notes": [clean(note.message) for note in held.comparison.notes],
        "cell_place": lambda cell, place: cell_place(cell, (held.old, held.new)[place], links),
        "closing_place": lambda at: _at_place(at, held.new, links),
    }


def _environment() -> "Environment":
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader(__package__.rpartition(".")[0], "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    equip(environment)
    return environment


def equip(environment: "Environment") -> None:
    """Give an environment the filters and globals that the templates of a comparison use."""
    environment.filters |= {
        "slug": _slug,
        "number": number,
        "what": what,
        "called": called,
        "unbroken": _unbroken,
        "clean": clean,
    }
    environment.globals |= {"FACTS": FACTS, "MEANINGS": MEANINGS, "fate": fate}


def _file(environment: "Environment", name: str) -> Any:
    """A file of ours that goes into the page as it is."""
    from markupsafe import Markup

    loader = environment.loader
    return Markup(loader.get_source(environment, name)[0] if loader else "")  # noqa: S704 - no word of a document is in it


def _hash(text: str) -> str:
    """What a content security policy allows this text by."""
    return f"'sha256-{b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _chosen(entries: Sequence[Entry]) -> Iterator[tuple[str, str]]:
    """What the entries can be narrowed down to, each as its class in the page and in words."""
    found = {fact.facet for entry in entries for fact in entry.facts}
    yield from ((_slug(facet), f"ändrat: {FACTS[facet].casefold()}") for facet in Facet if facet in found)
    if any(entry.silent for entry in entries):
        yield "tyst", "borttagna utan förklaring"
    if any(entry.review for entry in entries):
        yield "granska", "att granska"


def _section(group: Group, entries: Sequence[Entry]) -> dict[str, Any]:
    return {"group": group, "slug": _slug(group), "heading": HEADINGS[group], "entries": entries, "folded": group in _HIDDEN}


def _unbroken(text: str) -> str:
    """Years that stay on one line."""
    return re.sub(r"(?<=\d)–(?=\d)", "\u2060–\u2060", text)


def _slug(word: str) -> str:
    return word.translate(_SLUGS)


def cell_place(cell: Cell, document: Document, links: Links) -> Place | None:
    """Where a node stands in its document; None where nothing is known of it and there is nothing to open."""
    page = cell.side.page
    return _place(page, cell.side.boxes, links.place(document, page, cell.side.text, cell.side.id))


def _at_place(at: At | None, document: Document, links: Links) -> Place | None:
    """Where a value stands in a document."""
    if at is None:
        return None
    texts = {block.id: block for block in document.blocks or ()}
    spans = [span for span in at.spans if span.block in texts]
    page = at.boxes[0].page if at.boxes else next((texts[span.block].page for span in spans), None)
    text = " ".join(texts[span.block].text[span.start : span.end] for span in spans)
    return _place(page, at.boxes, links.place(document, page, text, None))


def _place(page: int | None, boxes: Sequence[Box], href: str | None) -> Place | None:
    if not page and not href:
        return None
    data = [[box.page, box.x0, box.top, box.x1, box.bottom] for box in boxes]
    return Place(f"s. {page}" if page else "i dokumentet", href, _told(boxes), json.dumps(data) if data else "")


def _told(boxes: Iterable[Box]) -> str:
    """The boxes in words."""
    told = [
        f"sida {box.page}, {_points(box.x0)} till {_points(box.x1)} från vänster, "
        f"{_points(box.top)} till {_points(box.bottom)} uppifrån"
        for box in boxes
    ]
    return f"{'; '.join(told)} (punkter)" if told else ""


def _points(value: float) -> str:
    return f"{value:g}".replace(".", ",")


def _address(document: Document) -> str | None:
    """The reference as an address of the page: relative or not, as it was given; a name never becomes a scheme."""
    ref = document.source.ref
    if ref == "-" or document.source.media_type == "application/json":
        return None
    if urlsplit(ref).scheme in {"http", "https"}:
        return quote(ref, safe="/:?&=%,;@+~()!*'[]")
    return quote(ref.replace("\\", "/"), safe="/")


def _file_place(document: Document, page: int | None, text: str, _: str | None) -> str | None:
    """A place in the file that a document was read from."""
    address = _address(document)
    if document.source.media_type == _PDF and page:
        return f"{address}#page={page}" if address else None
    if document.source.media_type == _HTML and address:
        return f"{address}#:~:text={_fragment(text)}"
    return address


def _fragment(text: str) -> str:
    """The text as the start and the end that a browser looks for."""
    words = clean(text).split()
    parts = [" ".join(words)] if len(words) <= 8 else [" ".join(words[:4]), " ".join(words[-4:])]
    return ",".join(quote(part, safe="").replace("-", "%2D") for part in parts)
