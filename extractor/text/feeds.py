"""Running headers, footers and page numbers of a text that was taken page by page from a PDF."""

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from ...rules.mentions import mentions
from ..prose import clean
from .lines import Kind, Line

_END = 60  # characters at the end of a line that may be the page's number
_EDGE = 2
_TIMES = 3
_PAGE_AT_END = re.compile(
    r"(?:\s{2,}|\bsida? ?|[|·–-] ?|\s(?=\d+ ?\())(?P<page>\d{1,3})(?: ?(?:\(\d{1,3}\)|av \d{1,3}))?$", re.IGNORECASE
)

_NAMED = re.compile(r"\s{2,}(?:sida?|sid\.) ?\d{1,3} ?(?:\(\d{1,3}\)|/ ?\d{1,3}|av \d{1,3})$", re.IGNORECASE)  # "…   Sida 2 (3)"


def without_feeds(lines: Sequence[Line]) -> list[Line]:
    """The lines with form feeds made blank, and what stands at the edge of page after page marked as such."""
    feeds = [number for number, line in enumerate(lines) if line.kind is Kind.FEED]
    if not feeds:
        counted = _counting(lines) | _foot(lines)
        return [line._replace(kind=Kind.PAGE) if number in counted else line for number, line in enumerate(lines)]
    pages = [range(start + 1, end) for start, end in zip([-1, *feeds], [*feeds, len(lines)], strict=True)]
    edges = [edge for page in pages for edge in _edges(lines, page)]
    seen = Counter(_shape(lines[number]) for number in edges)
    running = _on_both(lines, pages) | {
        number for number in edges if seen[_shape(lines[number])] >= 3 or clean(lines[number].text).isdigit()
    }
    return [
        line._replace(kind=Kind.PAGE) if number in running else Line(Kind.BLANK) if line.kind is Kind.FEED else line
        for number, line in enumerate(lines)
    ]


def _counting(lines: Sequence[Line]) -> set[int]:
    """Lines that return with a number at their end that grows: the feet of pages that nothing else parts."""
    same: dict[str, list[tuple[int, int]]] = {}
    for number, line in enumerate(lines):
        found = _PAGE_AT_END.search(line.text, len(line.text) - _END) if line.kind in {Kind.TEXT, Kind.PAGE} else None
        if found and any(char.isalpha() for char in line.text):
            same.setdefault(clean(line.text[: found.start()]), []).append((number, int(found["page"])))
    return {
        number
        for seen in same.values()
        if len(seen) >= _TIMES and all(after[1] > before[1] for before, after in pairwise(seen))
        for number, _ in seen
    } | {
        number for number, line in enumerate(lines) if line.kind is Kind.TEXT and _NAMED.search(line.text, len(line.text) - _END)
    }


def _foot(lines: Sequence[Line]) -> set[int]:
    """The last line of a text where it is the foot of its page: a number set far apart from whose document it is."""
    last = next((number for number in range(len(lines) - 1, -1, -1) if lines[number].kind is not Kind.BLANK), None)
    if last is None or lines[last].kind is not Kind.TEXT or lines[last - 1].kind is not Kind.BLANK:
        return set()
    found = _NUMBER_APART.fullmatch(lines[last].text.strip()) if len(lines[last].text) <= _LONGEST_FOOT else None
    return {last} if found is not None and any(mentions(found["before"] or found["behind"])) else set()


_LONGEST_FOOT = 500
_NUMBER_APART = re.compile(r"\d{1,3}\s{4,}(?P<behind>\D.*)|(?P<before>.*\D)\s{4,}\d{1,3}")


def _edges(lines: Sequence[Line], page: range) -> list[int]:
    """The first and last lines of a page that hold anything."""
    filled = [number for number in page if lines[number].kind not in {Kind.BLANK, Kind.ROW}]
    return sorted({*filled[:_EDGE], *filled[-_EDGE:]})


def _on_both(lines: Sequence[Line], pages: Sequence[range]) -> set[int]:
    """What a text of two pages prints on both, word for word, as their first or their last line."""
    filled = [[number for number in page if lines[number].kind not in {Kind.BLANK, Kind.ROW}] for page in pages]
    filled = [page for page in filled if page]
    if len(filled) != 2:
        return set()
    pairs = [tuple(page[end] for page in filled) for end in (0, -1)]
    return {number for pair in pairs if len({lines[each].text for each in pair}) == 1 for number in pair}


def _shape(line: Line) -> str:
    """A line with its numbers made alike, for they count pages."""
    return re.sub(r"\d+", "0", clean(line.text))
