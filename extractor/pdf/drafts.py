"""Blocks in the making: printed lines with their role, and how they become final text with places."""

import itertools
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from ...models.block import Block, Cell, Icon, Line, Role, Tint
from ...rules.swedish import Hyphen, hyphen
from .inks import Ink, Look
from .segments import Mark, Segment, main_look
from .tenths import tenths
from .words import Run, Word


class Printed(NamedTuple):
    """A segment and its page (from 1)."""

    page: int
    line: Segment


class Draft(NamedTuple):
    """A block before its text is made. ``left`` is its left edge (its mark's for a list item) in points;
    ``lone`` the icons of a cell without words; ``xs`` the edges of its table's columns.
    """

    lines: tuple[Printed, ...]
    role: Role = Role.TEXT
    marker: str | None = None
    left: float = 0.0
    depth: int | None = None
    cell: Cell | None = None
    colour: str | None = None
    page: int = 1
    turned: bool = False
    lone: tuple[Mark, ...] = ()
    xs: tuple[float, ...] = ()

    @property
    def runs(self) -> Iterator[Run]:
        """All words in reading order."""
        return (run for printed in self.lines for run in printed.line.runs)

    @property
    def inks(self) -> Iterator[Ink]:
        """The inks of the words: at most a few for each line."""
        return (ink for printed in self.lines for ink in printed.line.inks)

    @property
    def look(self) -> Look:
        """The look of most of the letters."""
        return main_look(self.runs, self.inks)

    @property
    def text(self) -> str:
        """The words as printed, for comparing."""
        return " ".join(printed.line.text for printed in self.lines)


class Doubt(NamedTuple):
    """A hyphen at a line's end that was kept although the next line starts in lower case."""

    start: int
    end: int


class Composed(NamedTuple):
    """Final text with the places of its lines, icons, bold runs and doubtful hyphens."""

    text: str
    lines: tuple[Line, ...]
    icons: tuple[Icon, ...]
    tints: tuple[Tint, ...]
    doubts: tuple[Doubt, ...]


Edges = tuple[float, float, tuple[float, ...]]  # top and bottom of a line, x0 and x1 of each word, rounded to tenths


def compose(printed: Sequence[Printed], places: Iterator[Edges], *, apart: bool) -> Composed:
    """The text of printed lines, hyphens at their ends mended. ``places`` gives the edges of the next lines in turn;
    ``apart``: bold words, or grounds of words, are told.
    """
    text = ""
    lines: list[Line] = []
    icons: list[Icon] = []
    starts: list[int] = []
    doubts: list[Doubt] = []
    before: Segment | None = None
    for page, line in printed:
        if before is not None and before.text[-1] != "-" and not before.runs[-1].broken:
            text += " "
        elif before is not None:
            text, doubt = _join(text, before, line.first)
            if doubt is None and text[-1] != " ":
                lines[-1] = lines[-1]._replace(end=min(lines[-1].end, len(text)))
            if doubt:
                lines[-1] = lines[-1]._replace(end=len(text))
                doubts.append(Doubt(max(0, text.rfind(" ") + 1), len(text)))
        start = len(text)
        text += line.text
        if line.icons or apart:
            begins = _begins(line.text, start)
            starts += begins
            icons += [
                Icon(begins[mark.place] if mark.place < len(begins) else len(text), None, mark.colour) for mark in line.icons
            ]
        lines.append(Line(page, start, len(text), *next(places)))
        before = line
    tints = _tints([word for part in printed for word in part.line.words], starts, len(text)) if apart else ()
    return Composed(text, tuple(lines), tuple(icons), tints, tuple(doubts))


def edges_of(drafts: Iterable[Draft]) -> Iterator[Edges]:
    """The edges of all lines of some drafts in turn."""
    rest = iter(drafts)
    while some := list(itertools.islice(rest, _AT_ONCE)):
        exact, ends = array("d"), [0]
        for draft in some:
            for _, line in draft.lines:
                exact.extend((line.top, line.bottom))
                for run in line.runs:
                    exact.extend(run.bounds)
                ends.append(len(exact))
        rounded = tenths(exact)
        for start, end in itertools.pairwise(ends):
            yield rounded[start], rounded[start + 1], tuple(rounded[start + 2 : end])


_AT_ONCE = 200  # drafts


def _begins(line: str, start: int) -> list[int]:
    """Where the words of a line begin in a text, the first of them at ``start``."""
    return list(itertools.accumulate((len(word) + 1 for word in line.split(" ")[:-1]), initial=start))


def _join(text: str, before: Segment, right: str) -> tuple[str, bool | None]:
    """The text ready for the next line's first word; and, for a kept hyphen, whether that is doubtful."""
    if before.runs[-1].broken:
        left = text
    elif before.text[-1] == "-" and len(before.text) > 1 and before.text[-2].isalnum():
        left = text[:-1]
    else:
        return text + " ", None
    decision = hyphen(left.rsplit(" ", 1)[-1], right)
    if decision is Hyphen.JOIN:
        return left, None
    if decision is Hyphen.SUSPENDED:
        return left + "- ", None
    return left + "-", right[0].islower() or None


def _tints(words: Sequence[Word], starts: Sequence[int], length: int) -> tuple[Tint, ...]:
    """The runs of a text of this length that are bold, or on a ground of their own; its words begin at ``starts``."""
    found: list[Tint] = []
    ends = [min(start + len(word.text), length) for word, start in zip(words, starts, strict=True)]
    places = itertools.groupby(range(len(words)), key=lambda place: (words[place].ink.font.bold, words[place].ground))
    for (bold, ground), group in places:
        run = list(group)
        if bold or ground:
            found.append(Tint(starts[run[0]], ends[run[-1]], bold=bold, colour=ground))
    return tuple(found)


def block(draft: Draft, number: int, places: Iterator[Edges]) -> tuple[Block, tuple[Doubt, ...]]:
    """The block with its final text, and its doubtful hyphens. ``places`` gives the edges of its lines in turn."""
    looks = {ink.look for _, line in draft.lines for ink in line.inks}
    size, bold, italic, colour = 0.0, False, False, draft.colour
    if len(looks) == 1:
        size, bold, italic, colour = next(iter(looks))
    elif looks:
        size, _, _, colour = draft.look
        bold, italic = _share(draft, "bold"), _share(draft, "italic")
    apart = len({look[1] for look in looks}) > 1 or any(run.ground for _, line in draft.lines for run in line.runs)
    made = compose(draft.lines, places, apart=apart)
    return Block(
        id=number,
        text=made.text,
        role=draft.role,
        page=draft.lines[0].page if draft.lines else draft.page,
        depth=draft.depth,
        marker=draft.marker,
        size=size,
        bold=bold,
        italic=italic,
        colour=colour,
        lines=tuple(line for line in made.lines if line.end > line.start),
        icons=made.icons + tuple(Icon(len(made.text), None, mark.colour) for mark in draft.lone),
        tints=tuple(_bare(made.tints, bold=bold, fill=draft.cell.fill if draft.cell else None)),
        cell=draft.cell,
    ), made.doubts


def _bare(tints: Sequence[Tint], *, bold: bool, fill: str | None) -> Iterator[Tint]:
    """The tints without what holds for the whole block: that it is bold, and the ground of its cell."""
    for tint in tints:
        own = tint._replace(bold=tint.bold and not bold, colour=None if tint.colour == fill else tint.colour)
        if own.bold or own.colour:
            yield own


def _share(draft: Draft, what: str) -> bool:
    """Whether at least nine letters in ten are bold (or italic)."""
    count: Counter[bool] = Counter()
    for run in draft.runs:
        count[getattr(run.ink.font, what)] += run.letters
    return count[True] >= 0.9 * count.total()
