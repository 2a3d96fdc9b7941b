"""Symbols on a page that stand for something: images, drawings, icon fonts, coloured dots."""

import re
from base64 import b64decode
from binascii import Error
from urllib.parse import unquote

from ...rules.publisher import Part
from ...rules.publisher import colour as named_colour
from ..prose import clean
from .runs import Sign
from .styles import PLAIN, Look, colour
from .tree import Element

_DOTS = re.compile(r"[●•⬤■▪◼◾⏺⚫▲▼▶◀◆◉◍⚈\s]+|[\ue000-\uf8ff\s]+")
_ARROWS = re.compile(r"[←-⇿➔-➾⬀-⬏✓✔✗✘✖⚠\s]+")
_FILL = re.compile(r"(?:fill|stroke|stop-color)\s*[=:]\s*[\"']?\s*(#[0-9a-f]{3,8}|rgba?\([^)]{0,100}\)|[a-z]+)", re.IGNORECASE)
_LARGEST = 96.0
_LONGEST = 60
_LONGEST_LABEL = 5000


def sign(node: Element, look: Look) -> Sign | None:
    """What an ``img``, ``svg`` or empty inline element shows, or None where it is a picture, a spacer or nothing."""
    attributes = node.attributes
    if node.tag == "svg":
        return _drawing(node, attributes, look)
    if node.tag in {"img", "input"}:
        return _image(node, attributes)
    return _spot(node, attributes, look)


def _label(attributes: dict[str, str | None], *names: str) -> str | None:
    """The first of the attributes that says something."""
    return next((text for name in names if (text := clean((attributes.get(name) or "")[:_LONGEST_LABEL]))), None)


def _image(node: Element, attributes: dict[str, str | None]) -> Sign | None:
    """An image that is small, or whose alternative text is as short as a status."""
    text = _label(attributes, "alt", "title", "aria-label")
    source = attributes.get("src") or ""
    size = max((_pixels(attributes.get(name)) for name in ("width", "height")), default=0.0)
    style = re.findall(r"(?:width|height)\s*:\s*([\d.]+)px", attributes.get("style") or "")
    size = max([size, *map(float, style)])
    if size > _LARGEST or (text and len(text) > _LONGEST and not size):
        return None
    code = _image_colour(source) or named_colour(node.classes)
    drawn = re.search(r"\.(?:svg|png|gif)(?:$|\?)", source) is not None
    known = Part.STATUS in node.parts or size > 0 or drawn
    if text or (code and known):
        return Sign(text, code)
    return None


def _image_colour(source: str) -> str | None:
    """The colour of an image: drawn in its own data, or told by the name of its file."""
    if not source.startswith("data:"):
        return named_colour(source.rsplit("/", 1)[-1].partition("?")[0])
    if not source.startswith("data:image/svg"):
        return None
    body = source.partition(",")[2]
    if ";base64" in source[:40]:
        try:
            body = b64decode(body).decode("utf-8", "replace")
        except (Error, ValueError):
            return None
    return _filled(unquote(body))


def _filled(markup: str) -> str | None:
    """The first colour that a drawing is filled with, not white or black."""
    codes = (colour(value) for value in _FILL.findall(markup))
    return next((code for code in codes if code and code not in {"#ffffff", "#000000"}), None)


def _pixels(value: str | None) -> float:
    match = re.match(r"\s*([\d.]+)(?:px)?\s*$", value or "")
    try:
        return float(match[1]) if match else 0.0
    except ValueError:
        return 0.0


def _drawing(node: Element, attributes: dict[str, str | None], look: Look) -> Sign | None:
    """A drawing with a label or title, or a small one in a colour."""
    title = node.first("title")
    text = _label(attributes, "aria-label", "title") or (clean(title.text()) if title is not None else None) or None
    size = max(_pixels(attributes.get(name)) for name in ("width", "height"))
    if size > _LARGEST and not text:
        return None
    if size > _LARGEST and len(node.css("text")) > 1:
        return None
    if not text and attributes.get("aria-hidden") == "true":
        return None
    code = _filled(node.html) or look.ink or named_colour(node.classes)
    return Sign(text, code) if text or code else None


def _spot(node: Element, attributes: dict[str, str | None], look: Look) -> Sign | None:
    """An element that holds no words: an icon font's symbol, a coloured dot, a filled box."""
    classes, shown = node.classes, node.parts
    content = node.text()
    if content.strip() and Part.GLYPH not in shown and not _is_symbol(content, attributes, look):
        return None
    text = _label(attributes, "title", "aria-label", "data-original-title", "data-bs-title", "alt") or _inner_label(node)
    ink = look.ink if content.strip() or Part.STATUS in shown else None
    code = ink or look.ground or look.before or (named_colour(classes) if Part.STATUS in shown else None)
    if text is None and _ARROWS.fullmatch(content) and content.strip():
        text = clean(content)
    return Sign(text, code) if text or code else None


def _inner_label(node: Element) -> str | None:
    """What the one drawing or image inside an element is called."""
    inside = node.css("svg,img")
    found = sign(Element(inside[0], inside[0].tag or ""), PLAIN) if len(inside) == 1 else None
    return found.text if found is not None else None


def _is_symbol(content: str, attributes: dict[str, str | None], look: Look) -> bool:
    """Whether characters are a symbol that its colour or title explains, and no words."""
    told = bool(look.ink or look.ground or attributes.get("title") or attributes.get("aria-label"))
    return bool(_DOTS.fullmatch(content) or (told and _ARROWS.fullmatch(content))) and (
        told or "\ue000" <= content.strip()[:1] <= "\uf8ff"
    )
