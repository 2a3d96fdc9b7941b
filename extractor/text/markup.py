"""Markdown's marks inside a line: bold, italic, links, images, code; what they mean for a block, and the text without them."""

import html
import re
from functools import lru_cache
from typing import NamedTuple

from ...models.block import Icon, Tint
from ..prose import clean

_TOKEN = re.compile(
    r"\\(?P<literal>[\\`*_{}\[\]()#+.!|>~-])"
    r"|!\[(?P<image>[^\]]{0,1000}+)\]\([^)]{0,2000}+\)"
    r"|\[(?P<link>[^\]]{1,1000}+)\]\((?:[^()\s]++|\([^)]{0,200}+\))*+(?:\s+\"[^\"]{0,500}+\")?\)"
    r"|(?P<note>\[\^[^\]]{1,200}+\])"
    r"|`(?P<code>[^`]{1,5000}+)`"
    r"|(?P<tag></?(?:b|strong|i|em|u|span|small|sup|sub|mark|font|a|br)\b[^>]{0,500}+>)"
    r"|(?P<bold>\*\*\*|\*\*|(?<!\w)___?(?=\S)|(?<=\S)___?(?!\w))"
    r"|(?P<italic>\*(?=\S)|(?<=\S)\*|(?<!\w)_(?=\S)|(?<=\S)_(?!\w))",
    re.IGNORECASE,
)


_MARK = re.compile(r"[*_`\[\\&<!]")


class Marked(NamedTuple):
    """A text without its marks, and what they said."""

    text: str
    bold: bool = False
    italic: bool = False
    tints: tuple[Tint, ...] = ()
    icons: tuple[Icon, ...] = ()


def unmark(text: str) -> Marked:
    """The text without Markdown's marks; marks that have no partner stay as they are."""
    return _short(text) if len(text) <= _SHORT else _unmark(text)


@lru_cache(maxsize=4096)
def _short(text: str) -> Marked:
    """The same, remembered: a line is asked for again with each line around it."""
    return _unmark(text)


_SHORT = 2000  # characters of a text that is remembered


def _unmark(text: str) -> Marked:
    if not _MARK.search(text):
        return Marked(clean(text))
    pairs = _pairs(text)
    out: list[tuple[str, bool, bool]] = []
    icons: list[tuple[int, str]] = []
    bold = italic = False
    position = 0
    for match in _TOKEN.finditer(text):
        out.append((text[position : match.start()], bold, italic))
        position = match.end()
        kind = match.lastgroup
        if kind in {"bold", "italic"}:
            if match.start() not in pairs:
                out.append((match[0], bold, italic))
            else:
                bold, italic = (not bold, italic) if kind == "bold" else (bold, not italic)
        elif kind == "image":
            icons.append((len(out), clean(match["image"])))
        elif kind in {"link", "code", "literal"}:
            inner = unmark(match["link"]).text if kind == "link" else match[kind]
            out.append((inner, bold, italic))
        elif kind == "tag" and match["tag"].lower().startswith("<br"):
            out.append((" ", bold, italic))
    out.append((text[position:], bold, italic))
    return _joined([(html.unescape(part), thick, slant) for part, thick, slant in out], icons)


def _pairs(text: str) -> set[int]:
    """Where the marks stand that have a partner of their kind."""
    opened: dict[str, int] = {}
    paired: set[int] = set()
    for match in _TOKEN.finditer(text):
        if match.lastgroup not in {"bold", "italic"}:
            continue
        mark = match[0]
        if mark in opened:
            paired |= {opened.pop(mark), match.start()}
        elif text[match.end() : match.end() + 1].strip():
            opened[mark] = match.start()
    return paired


def _joined(parts: list[tuple[str, bool, bool]], icons: list[tuple[int, str]]) -> Marked:
    """The parts as one text with single spaces, with the place of what is bold."""
    out: list[str] = []
    length, gap = 0, False
    tints: list[Tint] = []
    thick = slant = 0
    places: list[int] = []
    for part, bold, italic in parts:
        places.append(length)
        words = clean(part)
        gap = gap or part[:1].isspace()
        if words:
            start = length + bool(gap and length)
            out += [" ", words] if gap and length else [words]
            length = start + len(words)
            thick, slant = thick + bold * len(words), slant + italic * len(words)
            if bold:
                tints.append(Tint(start, length, bold=True))
            gap = part[-1:].isspace()
        elif part:
            gap = True
    text = clean("".join(out))
    whole = thick >= 0.9 * len(text.replace(" ", "")) > 0
    found = tuple(
        Icon(min(places[number] if number < len(places) else len(text), len(text)), label) for number, label in icons if label
    )
    return Marked(
        text, whole, slant >= 0.9 * len(text) > 0, () if whole else tuple(tint for tint in tints if tint.end <= len(text)), found
    )
