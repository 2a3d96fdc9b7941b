"""Running headers, footers and page numbers: the same text at the same place in the margins of several pages."""

import re
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from ...models.block import Role
from ...rules.swedish import fold
from .drafts import Draft
from .page import Page

_MARGIN = 0.11  # of the page's height: how far headers and footers reach in
_SIDE = 0.1
_NEAR = 4.0  # points
_CHAPTER = 3  # letters: a shorter name may be any word
_TITLE = 12  # letters: a shorter title may be any words
_DIGITS = re.compile(r"\d+")
_PAGE_NUMBER = re.compile(r"(?:\w{1,5}\.?\s)?[–-]?\s?\d{1,3}\s?[–-]?(?:\s?(?:\(|/|av|of|\|)\s?\d{1,3}\)?)?$", re.IGNORECASE)


class _Seen(NamedTuple):
    page: int
    place: int
    line: int
    top: float
    left: float
    numbers: tuple[int, ...]
    size: float
    lone: bool


def without_furniture(pages: Sequence[Page], title: str | None = None) -> list[Page]:
    """The pages with their running text marked as such; ``title`` is the document's as its file gives it."""
    body = _body(pages)
    marked = {(seen.page, seen.place, seen.line) for group in _groups(pages, body) for seen in group}
    titles = _titles(pages, title, body)
    heads: dict[int, list[Draft]] = {}
    for number, place, _ in marked:
        heads.setdefault(number, []).append(pages[number - 1].drafts[place])

    def runs(page: Page, place: int, draft: Draft) -> bool:
        running = bool(draft.lines) and all((page.number, place, line) in marked for line in range(len(draft.lines)))
        alone = _lone_number(draft, page, body) or _repeats(draft, page, titles, body) or _names_chapter(draft, page)
        return running or alone or _heads_second(draft, page, heads.get(page.number, ()), body)

    return [_around(page, [runs(page, place, draft) for place, draft in enumerate(page.drafts)]) for page in pages]


def _titles(pages: Sequence[Page], title: str | None, body: float) -> list[str]:
    """What the document is called: by its file, and in large letters on its first page."""
    first = pages[0].drafts if pages else ()
    large = [draft.text for draft in first if draft.lines and draft.lines[0].line.size > 1.4 * body]
    return [name for name in map(fold, [title or "", *large]) if len(name) >= _TITLE]


def _repeats(draft: Draft, page: Page, titles: Sequence[str], body: float) -> bool:
    """Whether a small line at the head or the foot of a later page holds the document's title."""
    if page.number == 1 or draft.cell or draft.turned or len(draft.lines) != 1 or not _in_margin(draft, page):
        return False
    return draft.lines[0].line.size < 0.9 * body and any(name in fold(draft.text) for name in titles)


def _names_chapter(draft: Draft, page: Page) -> bool:
    """Whether a small line in a margin says what a larger heading of its page says: the running name of the chapter."""
    if draft.cell or draft.turned or len(draft.lines) != 1 or not _in_margin(draft, page):
        return False
    size, name = draft.lines[0].line.size, fold(draft.text)
    larger = (other for other in page.drafts if other.lines and other.lines[0].line.size > 1.2 * size)
    return len(name) > _CHAPTER and any(fold(other.text) == name for other in larger)


def _heads_second(draft: Draft, page: Page, heads: Sequence[Draft], body: float) -> bool:
    """Whether a small line stands over the second of two pages on one sheet, level with what runs over the first."""
    if page.width < 1.25 * page.height or draft.cell or draft.turned or len(draft.lines) != 1 or not _in_margin(draft, page):
        return False
    line = draft.lines[0].line
    if line.x0 < 0.5 * page.width or line.size > 0.9 * body:
        return False
    first = (other.lines[0].line for other in heads if other.lines)
    return any(other.x1 < 0.5 * page.width and abs(other.top - line.top) < 1 and other.size == line.size for other in first)


def _around(page: Page, marked: Sequence[bool]) -> Page:
    """The page with its running text as furniture, that at its head before all other blocks, that at its foot behind them."""
    head: list[Draft] = []
    text: list[Draft] = []
    foot: list[Draft] = []
    for draft, known in zip(page.drafts, marked, strict=True):
        if not known:
            text.append(draft)
            continue
        running = draft._replace(role=Role.FURNITURE, marker=None)
        above = not draft.turned and draft.lines[0].line.bottom < _MARGIN * page.height
        (head if above else foot).append(running)
    return page._replace(drafts=(*head, *text, *foot))


def _groups(pages: Sequence[Page], body: float) -> list[list[_Seen]]:
    """Lines that stand at one place on several pages: the same words, or words with a number that counts the pages."""
    texts: dict[str, list[_Seen]] = {}
    outside: list[tuple[Page, int, Draft]] = []
    inside: list[Draft] = []
    for page in pages:
        for place, draft in enumerate(page.drafts):
            if draft.lines and (draft.turned or _in_margin(draft, page)):
                outside.append((page, place, draft))
            elif draft.lines:
                inside.append(draft)
    repeated = _repeated(inside, {_length(draft) for _, _, draft in outside})
    for page, place, draft in outside:
        if draft.cell or ((draft.text, draft.lines[0].line.size) in repeated and not draft.text.isdigit()):
            continue
        for number, printed in enumerate(draft.lines):
            line = printed.line
            lone = len(line.text) < 4 and line.text.isdigit()
            seen = _Seen(page.number, place, number, line.top, line.x0, _numbers(line.text), line.size, lone)
            texts.setdefault(_DIGITS.sub("#", line.text), []).append(seen)
    found = []
    for sightings in texts.values():
        for group in _levels(sightings):
            found += [part for part in _same(group) if _runs(part, len(pages), body)]
    return found


def _repeated(drafts: Sequence[Draft], lengths: set[int]) -> set[tuple[str, float]]:
    """Text and letter height of the blocks that come more than once, of those whose text has one of these lengths."""
    texts = Counter((draft.text, draft.lines[0].line.size) for draft in drafts if _length(draft) in lengths)
    return {text for text, count in texts.items() if count > 1}


def _length(draft: Draft) -> int:
    """The length of a block's text, had sooner than the text."""
    return sum([len(printed.line.text) + 1 for printed in draft.lines])


def _numbers(text: str) -> tuple[int, ...]:
    return tuple(int(number) for number in _DIGITS.findall(text) if len(number) < 5)


def _in_margin(draft: Draft, page: Page) -> bool:
    first, last = draft.lines[0].line, draft.lines[-1].line
    if last.bottom < _MARGIN * page.height or first.top > (1 - _MARGIN) * page.height:
        return True
    left, right = _SIDE * page.width, (1 - _SIDE) * page.width
    if first.x0 <= right and first.x1 >= left:
        return False
    return all(part.line.x1 < left for part in draft.lines) or all(part.line.x0 > right for part in draft.lines)


def _levels(seen: Sequence[_Seen]) -> list[list[_Seen]]:
    """Sightings by height on the page."""
    found: list[list[_Seen]] = []
    for one in sorted(seen, key=lambda one: one.top):
        if found and one.top - found[-1][-1].top <= _NEAR:
            found[-1].append(one)
        else:
            found.append([one])
    return found


def _same(group: Sequence[_Seen]) -> list[list[_Seen]]:
    """Sightings with the same numbers; those of which one number counts the pages; page numbers of two pages on one sheet."""
    counted: dict[tuple[int, int], list[_Seen]] = {}
    exact: dict[tuple[int, ...], list[_Seen]] = {}
    spread: dict[tuple[int, int], list[_Seen]] = {}
    for one in group:
        exact.setdefault(one.numbers, []).append(one)
        for place, number in enumerate(one.numbers):
            counted.setdefault((place, number - one.page), []).append(one)
        if len(one.numbers) == 1 and one.lone:
            spread.setdefault((round(one.left / _NEAR), one.numbers[0] - 2 * one.page), []).append(one)
    return [*exact.values(), *counted.values(), *(each for each in spread.values() if len({one.page for one in each}) > 2)]


def _runs(group: Sequence[_Seen], pages: int, body: float) -> bool:
    """Whether sightings are on enough pages: two that are near each other; most pages for what is set large."""
    numbers = sorted({one.page for one in group})
    if len(numbers) < 2:
        return False
    if max(one.size for one in group) > 1.25 * body:
        return len(numbers) >= max(3, 0.6 * pages)
    return len(numbers) > 2 or numbers[1] - numbers[0] <= 2


def _body(pages: Sequence[Page]) -> float:
    """The letter height of most text."""
    count: dict[float, int] = {}
    for page in pages:
        for draft in page.drafts:
            for printed in draft.lines:
                count[printed.line.size] = count.get(printed.line.size, 0) + printed.line.length
    return max(count, key=lambda size: count[size], default=10.0)


def _lone_number(draft: Draft, page: Page, body: float) -> bool:
    """Whether a block is a page number by its form and place alone, or so small that it is a printer's mark."""
    if not draft.lines or draft.cell:
        return False
    smallest = min(5.0, 0.55 * body)
    if draft.lines[0].line.inks[0].size < smallest and all(ink.size < smallest for ink in draft.inks):
        return True
    if len(draft.lines) != 1 or draft.lines[0].line.size > 1.15 * body or not _PAGE_NUMBER.match(draft.text):
        return False
    line = draft.lines[0].line
    edge = line.bottom < 0.08 * page.height or line.top > 0.92 * page.height
    return edge and str(page.number) in _DIGITS.findall(draft.text)
