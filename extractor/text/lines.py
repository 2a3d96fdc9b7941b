"""The lines of a plain text or Markdown file: what each is for itself, before any are joined."""

import re
from collections.abc import Container, Sequence
from enum import Enum
from typing import NamedTuple

from ..bounds import LINE, LINES, refuse_more
from ..prose import BULLET, NUMBER, clean

_RULE = re.compile(r"(?:-{3,}|_{3,}|\*{3,}|={3,}|(?:[-*_] ){2,}[-*_])$")
_LEADERS = re.compile(r"(?P<title>.*?\S)\s*(?:\.{3,}+|(?:[.·] ){3,}+\.?|…++|_{4,}+)[\s.]*+(?P<page>\d{1,4})$")
_TABBED = re.compile(r"(?P<title>(?:\d+(?:\.\d+)*\.?\t+)?\S[^\t]*?)[\s.]*\t+(?P<page>\d{1,4})$")
_SPACED = re.compile(r"(?P<title>.*\S)\s+(?P<page>\d{1,4})$")
_PAGE = re.compile(
    r"(?:sida?|sid\.|s\.)\s*\d{1,4}(?:\s*(?:av|/|\()\s*\d{1,4}\)?)?|\d{1,4}\s*\(\d{1,4}\)|[-–]\s\d{1,4}\s[-–]", re.IGNORECASE
)
_LONGEST_ENTRY = 500  # characters of an entry of a table of contents, or of the line with a page's number
CONTENTS_HEADING = re.compile(r"innehåll(?:sförteckning|et)?|i dokumentet|table of contents", re.IGNORECASE)


class Kind(Enum):
    """What a line is."""

    BLANK = "blank"
    TEXT = "text"
    HEADING = "heading"
    ITEM = "item"
    ROW = "row"
    RULE = "rule"
    CONTENTS = "contents"
    PAGE = "page"
    FEED = "feed"


class Line(NamedTuple):
    """One line: ``indent`` in characters, ``text`` without its mark, ``depth`` of a heading, ``marker`` of an item."""

    kind: Kind
    text: str = ""
    indent: int = 0
    depth: int | None = None
    marker: str | None = None
    ends: bool = False


def lines_of(text: str) -> list[Line]:
    """Every line of a text with its kind, the indentation that all share taken away."""
    text = _without_remarks(text)
    raw = [line.expandtabs(4) if not line.strip("\t ") or "\t" not in line.strip() else line for line in _split(text)]
    indents = [len(line) - len(line.lstrip(" \t\u00a0")) for line in raw if line.strip() and line != "\f"]
    shared = min(indents, default=0)
    found = [_line(line[shared:] if line != "\f" else line) for line in raw]
    return _contents(found)


def _without_remarks(text: str) -> str:
    """The text without Markdown's remarks to its writers."""
    out, position = [], 0
    while (start := text.find("<!--", position)) >= 0 and (end := text.find("-->", start + 4)) >= 0:
        out.append(text[position:start])
        position = end + 3
    return "".join([*out, text[position:]])


def _split(text: str) -> list[str]:
    """Lines, with a form feed as a line of its own."""
    text = (
        text.replace("\r\n", "\n")
        .replace("\r", "\n")
        .replace("\u2028", "\n")
        .replace("\u2029", "\n\n")
        .replace("\v", "\n")
        .replace("\x85", "\n")
    )
    text = text.replace("\f", "\n\f\n")
    refuse_more(text.count("\n"), LINES, "the text has more lines", "give the part of it that is needed")
    lines = text.split("\n")
    refuse_more(max(map(len, lines)), LINE, "a line has more characters", "give the text with its lines as they were printed")
    return lines


def _line(raw: str) -> Line:
    """One line by its own characters."""
    if raw == "\f":
        return Line(Kind.FEED)
    indent = len(raw) - len(raw.lstrip(" \t\u00a0"))
    bare = re.sub(r"^(?:>\s?)+", "", raw.strip())
    if not clean(bare):
        return Line(Kind.BLANK)
    ends = raw.endswith(("  ", "\\")) and not raw.endswith("\\\\")
    bare = bare.rstrip("\\").strip() if raw.endswith("\\") else bare.strip()
    if bare.startswith("#") and (heading := _heading(bare)) is not None:
        depth, title = heading
        return Line(Kind.HEADING, title, indent, depth) if clean(title) else Line(Kind.BLANK)
    if _RULE.fullmatch(bare):
        return Line(Kind.RULE, bare)
    if shaped := _shaped(bare, indent):
        return shaped
    if bullet := BULLET.match(bare):
        return Line(Kind.ITEM, bare[bullet.end() :], indent, marker="•", ends=ends)
    return Line(Kind.TEXT, bare, indent, ends=ends)


def _heading(bare: str) -> tuple[int, str] | None:
    """The depth and the title of a line that begins with one to six ``#``, those at its end taken away."""
    rest = bare.lstrip("#")
    depth = len(bare) - len(rest)
    if rest and (depth > 6 or not rest[0].isspace()):
        return None
    return min(depth, 6), rest.rstrip().rstrip("#").strip()


def _shaped(bare: str, indent: int) -> Line | None:
    """A line that its shape tells to be a table's row, an entry of a table of contents or a page number."""
    if bare.count("|") >= 2 and bare.startswith("|"):
        return Line(Kind.ROW, bare, indent)
    if len(bare) > _LONGEST_ENTRY:
        return None
    if contents := _LEADERS.fullmatch(bare):
        return Line(Kind.CONTENTS, contents["title"].strip(" ."), indent)
    return Line(Kind.PAGE, bare, indent) if _PAGE.fullmatch(bare) else None


def _contents(lines: list[Line]) -> list[Line]:
    """Mark the entries of a table of contents: three or more neighbours that end in growing page numbers."""
    out = list(lines)
    start = 0
    while start < len(out):
        pages: list[int] = []
        end, blank = start, 0
        while end < len(out):
            page = _entry(out[end])
            if page is not None and (not pages or page >= pages[-1]):
                pages.append(page)
                blank = 0
            elif out[end].kind is Kind.BLANK and pages and blank < 1:
                blank += 1
            elif pages and _wraps_to_entry(out, end):
                out[end : end + 2] = [out[end]._replace(text=f"{out[end].text} {out[end + 1].text}")]
                continue
            else:
                break
            end += 1
        if _is_contents(out, start, pages):
            out[start:end] = [_as_contents(line) for line in out[start:end]]
        start = max(end, start + 1)
    return out


def _entry(line: Line) -> int | None:
    """The page number that a line ends in, if it could be an entry."""
    if line.kind not in {Kind.TEXT, Kind.ITEM}:
        return None
    if len(line.text) > _LONGEST_ENTRY or not line.text[-1:].isdigit():
        return None
    match = _TABBED.fullmatch(line.text) or _SPACED.fullmatch(line.text)
    return int(match["page"]) if match and any(letter.isalpha() for letter in match["title"]) else None


def _wraps_to_entry(lines: Sequence[Line], place: int) -> bool:
    """Whether a line without a page number is the first half of an entry."""
    after = lines[place + 1] if place + 1 < len(lines) else None
    return lines[place].kind is Kind.TEXT and after is not None and _entry(after) is not None and after.text[:1].islower()


def _is_contents(lines: Sequence[Line], start: int, pages: Sequence[int]) -> bool:
    """Whether a stretch of entries is a table of contents, and no list of figures."""
    if len(pages) < 2 or pages[-1] > 999:
        return False
    before = above(lines, start, {Kind.BLANK, Kind.FEED})
    headed = before is not None and bool(CONTENTS_HEADING.fullmatch(clean(before.text).strip("*: ")))
    tabbed = "\t" in lines[start].text and bool(re.match(r"\d", lines[start].text))
    return headed or (tabbed and len(pages) >= 3 and pages[0] < pages[-1])


def _as_contents(line: Line) -> Line:
    """An entry without its page number."""
    if line.kind is Kind.BLANK or len(line.text) > _LONGEST_ENTRY:
        return line
    match = _TABBED.fullmatch(line.text) or _SPACED.fullmatch(line.text)
    if not match:
        return line
    return line._replace(kind=Kind.CONTENTS, text=match["title"].strip(" .\t"), marker=None)


def above(lines: Sequence[Line], place: int, but: Container[Kind] = (Kind.BLANK,)) -> Line | None:
    """The nearest line before a place that is of no such kind."""
    return next((lines[number] for number in range(place - 1, -1, -1) if lines[number].kind not in but), None)


def below(lines: Sequence[Line], place: int, but: Container[Kind] = (Kind.BLANK,)) -> Line | None:
    """The nearest line from a place on that is of no such kind."""
    return next((lines[number] for number in range(place, len(lines)) if lines[number].kind not in but), None)


def is_numbered(line: Line) -> bool:
    """Whether a line begins with a list number ("1.", "a)")."""
    return line.kind is Kind.TEXT and bool(NUMBER.match(line.text)) and len(line.text.split()) > 1


def row_of(*cells: str) -> Line:
    """A table's row of these cells."""
    return Line(Kind.ROW, "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |")
