"""Lines of a text joined to paragraphs: those that were broken only for width, or by the end of a page."""

import re
from collections.abc import Iterator, Sequence
from itertools import islice, pairwise
from typing import NamedTuple

from ...rules import labels
from ...rules.lexicon import Lexicon
from ...rules.publisher import line as printed_line
from ..prose import STOP, clean, goes_on, hangs, is_capitals, is_full, starts_item, wrap_width
from .lines import Kind, Line, above, below, is_numbered
from .markup import unmark
from .sheets import length


class Paragraph(NamedTuple):
    """Lines that are one block, or the lines of one table; ``gap`` tells that a blank line stands before them."""

    kind: Kind
    lines: tuple[Line, ...]
    gap: bool = False
    depth: int | None = None

    @property
    def first(self) -> Line:
        """The line that tells what the block is."""
        return self.lines[0]

    @property
    def last(self) -> str:
        """The text of the last line."""
        return bare(self.lines[-1])


def bare(line: Line) -> str:
    """A line's text without Markdown's marks."""
    return unmark(line.text).text


def paragraphs(lines: Sequence[Line]) -> list[Paragraph]:
    """All paragraphs in order, with those joined that only the end of a page parts."""
    width = wrap_width([(bare(left), bare(right)) for left, right in pairwise(lines) if _flows(left, right)])
    return _over_gaps(list(_parted(lines, width)))


def _flows(left: Line, right: Line) -> bool:
    """Whether the second line could be the rest of the first."""
    if left.kind not in {Kind.TEXT, Kind.ITEM} or right.kind is not Kind.TEXT or left.ends:
        return False
    return not (bare(right)[:1].isupper() and _is_named(bare(left)))


def _is_named(line: str) -> bool:
    """Whether a line is a level's word, a colon and a name ("Inriktning: Trygga skolor"): what follows is a text of its own."""
    mark = labels.mark(line)
    return mark is not None and mark.kind is not None and mark.number is None and mark.start < len(line) and not STOP.search(line)


def _is_labelled(text: str) -> bool:
    """Whether a text is a goal with its word and number ("Mål 1: …")."""
    mark = labels.mark(text)
    return mark is not None and mark.kind is not None and mark.number is not None


def _parted(lines: Sequence[Line], width: int | None) -> Iterator[Paragraph]:
    """The paragraphs between blank lines."""
    start, gap = 0, True
    while start < len(lines):
        if lines[start].kind is Kind.BLANK:
            start, gap = start + 1, True
            continue
        if rows := length(lines, start):
            yield Paragraph(Kind.ROW, tuple(lines[start : start + rows]), gap)
            start, gap = start + rows, False
            continue
        end, stars = start + 1, _stars(lines[start])
        while end < len(lines) and _continues(lines, start, end, width, unclosed=_unclosed(lines[start], stars)):
            stars += _stars(lines[end])
            end += 1
        if lines[start].kind is not Kind.RULE:
            yield Paragraph(_kind(lines, start, end), tuple(lines[start:end]), gap, _depth(lines, start, end))
        start, gap = end, False


def _continues(lines: Sequence[Line], start: int, place: int, width: int | None, *, unclosed: bool) -> bool:
    """Whether the line at ``place`` belongs to the paragraph that began at ``start``; ``unclosed`` tells of a mark within."""
    before, line = lines[place - 1], lines[place]
    if not _flows(before, line) or length(lines, place):
        return False
    if unclosed:
        return True
    left, right = bare(before), bare(line)
    if not left or not right or printed_line(right) or _is_bold(before) != _is_bold(line) or _stands_alone(left, right):
        return False
    if _awaits_value(left, right):
        return True
    if _is_inside(lines[start], line):
        return True
    if is_numbered(lines[start]) and is_numbered(line) and line.indent == lines[start].indent:
        return False
    if _listed(lines, place) or _is_short_heading(lines, place, width):
        return False
    return goes_on(left, right, width)


_LONGEST_KEY = 30  # characters in front of the colon of a line that tells a fact ("Bedömning: Gul")
_ROW_MARK = re.compile(r"(?:\([^()]{2,60}\) ?)?\.")  # "(KS) .": where a row of a table began


def _stands_alone(left: str, right: str) -> bool:
    """Whether one of two lines is a line of its own by what it says: a row's mark, who an item is given to, a level's name."""
    if _ROW_MARK.fullmatch(left) or labels.gives_to(right) or labels.heads_figure(left) or labels.heads_figure(right):
        return True
    if right[:1].isupper() and _tells_status(left):
        return True
    key, colon, _ = right.partition(":")
    if colon and key[:1].isupper() and len(key) < _LONGEST_KEY and not hangs(left) and Lexicon.load("column").whole(key):
        return True
    named = labels.names(right) if right[:1].isupper() else None
    return named is not None and (bool(named.years) or right.endswith(")") or not hangs(left))


def _tells_status(line: str) -> bool:
    """Whether a line is a status of a few words behind its label ("Bedömning: Ligger efter"), which ends with the line."""
    key, colon, status = line.partition(":")
    hit = Lexicon.load("column").whole(key) if colon and key[:1].isupper() and len(key) < _LONGEST_KEY else None
    return hit is not None and hit.meaning == "status" and 0 < len(status.split()) <= _JUDGEMENT


_JUDGEMENT = 3  # words of a status


def _is_inside(item: Line, line: Line) -> bool:
    """Whether a line is set in below the first line of an item, as the rest of the item is."""
    text = bare(line)
    if line.indent <= item.indent or starts_item(text):
        return False
    return item.kind is Kind.ITEM or (is_numbered(item) and text[:1].islower())


def _awaits_value(left: str, right: str) -> bool:
    """Whether the first line is one of the page's own labels ("Senast uppdaterad:") and the second what it tells."""
    return left.endswith(":") and len(right) < 40 and printed_line(left) in {"date", "page"} and not printed_line(right)


def _is_bold(line: Line) -> bool:
    return unmark(line.text).bold


class _Stars(NamedTuple):
    """How many marks of bold and of italic a stretch of lines holds."""

    double: int
    single: int

    def __add__(self, other: object) -> "_Stars":  # of two stretches, one behind the other
        return _Stars(self.double + other.double, self.single + other.single) if isinstance(other, _Stars) else NotImplemented


def _stars(line: Line) -> _Stars:
    if "*" not in line.text:
        return _NO_STARS
    return _Stars(line.text.count("**"), line.text.replace("**", "").count("*"))


_NO_STARS = _Stars(0, 0)


def _unclosed(first: Line, stars: _Stars) -> bool:
    """Whether a bold or italic mark was opened in lines that begin with ``first`` and not yet closed."""
    return stars.double % 2 == 1 or (stars.single % 2 == 1 and first.text.lstrip().startswith("*"))


_LONGEST_LIST = 100  # lines


def _listed(lines: Sequence[Line], place: int) -> bool:
    """Whether the lines around are items without bullets: each in lower case, under a colon or from the stretch's start."""
    if not bare(lines[place])[:1].islower():
        return False
    first = place
    while first > 0 and lines[first - 1].kind is Kind.TEXT and (item := bare(lines[first - 1]))[:1].islower():
        if len(item) >= 60 or hangs(item) or place - first > _LONGEST_LIST:
            return False
        first -= 1
    before = above(lines, first)
    if before is not None and before.kind is Kind.PAGE:  # a sentence goes on over the page's edge
        return False
    stem = bare(lines[first - 1]) if first > 0 and lines[first - 1].kind is Kind.TEXT else ""
    if stem and not stem.endswith(":"):
        return False
    return first < place


def _is_short_heading(lines: Sequence[Line], place: int, width: int | None) -> bool:
    """Whether a line is a heading between paragraphs that no blank lines part: short, no stop, and a new start below it."""
    left, line = bare(lines[place - 1]), bare(lines[place])
    after = bare(lines[place + 1]) if place + 1 < len(lines) and lines[place + 1].kind is Kind.TEXT else ""
    if not STOP.search(left) or STOP.search(line) or line.endswith(",") or not line[:1].isupper() or width is None:
        return False
    return len(line) < 0.7 * width and bool(after) and after[:1].isupper() and not is_full(line, after, width)


def _kind(lines: Sequence[Line], start: int, end: int) -> Kind:
    """What a paragraph is; a line underlined with dashes is a heading, numbered neighbours are items."""
    line = lines[start]
    if _underlined(lines, end) and end == start + 1 and line.kind is Kind.TEXT and not STOP.search(bare(line)):
        return Kind.HEADING
    if is_numbered(line) and _has_numbered_neighbour(lines, start, end) and not _heads_chapter(lines, start, end):
        return Kind.ITEM
    return Kind.TEXT if line.kind is Kind.ITEM and _is_subtitle(lines, start, end) else line.kind


_LOOSE = frozenset({Kind.BLANK, Kind.PAGE})


def _heads_chapter(lines: Sequence[Line], start: int, end: int) -> bool:
    """Whether a numbered line heads a chapter: in capitals below a blank line, or with "2.1" right below "2."."""
    number, _, name = bare(lines[start]).partition(" ")
    after = below(lines, end, _LOOSE)
    apart = end == start + 1 and (start == 0 or lines[start - 1].kind is Kind.BLANK)
    return apart and (is_capitals(name) or (after is not None and bare(after).startswith(f"{number.rstrip('.)')}.1")))


def _is_subtitle(lines: Sequence[Line], start: int, end: int) -> bool:
    """Whether a line behind a dash is no item but goes on with the heading above: alone, and in lower case."""
    before = above(lines, start)
    alone = not any(line.kind is Kind.ITEM for line in (*lines[max(start - 1, 0) : start], *lines[end : end + 1]))
    if before is None or not alone or before.kind not in {Kind.TEXT, Kind.HEADING} or not bare(lines[start])[:1].islower():
        return False
    if before.indent > lines[start].indent:  # the rest of the item before
        return False
    return len(bare(before)) < 60 and bare(before)[-1:].isalnum() and not hangs(bare(before))


def _underlined(lines: Sequence[Line], end: int) -> bool:
    return end < len(lines) and lines[end].kind is Kind.RULE and lines[end].text[0] in "=-" and " " not in lines[end].text


def _has_numbered_neighbour(lines: Sequence[Line], start: int, end: int) -> bool:
    """Whether the nearest lines before or after are numbered too."""
    after = below(lines, end, _LOOSE)
    heads = after is not None and (after.kind is Kind.ROW or (after.kind is Kind.ITEM and lines[end].kind is Kind.BLANK))
    if heads and not (start and is_numbered(lines[start - 1])) and not STOP.search(bare(lines[end - 1])):
        return False  # it heads the bullets or the table below it
    places = range(start - 1, -1, -1)
    before = islice((lines[place] for place in places if lines[place].kind not in _LOOSE), 6)
    return (after is not None and is_numbered(after)) or any(
        is_numbered(line) and line.indent == lines[start].indent for line in before
    )


def _depth(lines: Sequence[Line], start: int, end: int) -> int | None:
    """The depth of a heading."""
    if lines[start].kind is Kind.HEADING:
        return lines[start].depth
    return (1 if lines[end].text[0] == "=" else 2) if _underlined(lines, end) and end == start + 1 else None


def _over_gaps(found: list[Paragraph]) -> list[Paragraph]:
    """Paragraphs with those joined whose sentence goes on below a blank line; a page's edge may stand between."""
    out: list[Paragraph] = []
    for paragraph in found:
        place = len(out) - 1
        while place >= 0 and out[place].kind is Kind.PAGE and paragraph.kind is Kind.TEXT:
            place -= 1
        if place >= 0 and paragraph.gap and _is_cut(out[place], paragraph):
            out[place] = out[place]._replace(lines=out[place].lines + paragraph.lines)
        else:
            out.append(paragraph)
    return out


_ENDS, _MOST_LINES = 20, 1000  # lines that tell how a paragraph begins and ends, and those of the longest that is joined


def _is_cut(left: Paragraph, right: Paragraph) -> bool:
    """Whether a blank line stands within a sentence."""
    if left.kind not in {Kind.TEXT, Kind.ITEM} or right.kind is not Kind.TEXT or len(left.lines) > _MOST_LINES:
        return False
    lines = left.lines if len(left.lines) <= 2 * _ENDS else (*left.lines[:_ENDS], *left.lines[-_ENDS:])
    text, rest = clean(" ".join(bare(line) for line in lines)), bare(right.first)
    if _awaits_value(text, rest) and len(right.lines) == 1:
        return True
    if not text or not rest or STOP.search(text) or text.endswith((":", ";")) or is_capitals(text) or printed_line(rest):
        return False
    if _is_inside(left.first, right.first) and (rest[:1].islower() or rest.startswith("(")):
        return True
    if rest[:1].isupper() and _is_labelled(text):
        return False
    if hangs(text) and len(text) >= 40 and not starts_item(rest) and not (rest[:1].isupper() and left.kind is Kind.ITEM):
        return rest[:1].islower() or (not text.endswith(",") and (len(rest) > 20 or bool(STOP.search(rest))) and len(text) > 60)
    return (
        right.first.kind is Kind.TEXT
        and rest[:1].islower()
        and left.kind is Kind.TEXT
        and (hangs(text) or len(text) >= 30)
        and not starts_item(rest)
    )
