"""A comparison for a terminal: the counts, then each change on a few lines, the words marked and in colours."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import NamedTuple

import click

from ..present import _width as columns
from .entries import Cell, Entry, Group, Held
from .prose import FACTS, HEADINGS, counts, fate, name, number, what
from .words import Run, clean

_COUNTED = frozenset({Group.OFORANDRAD})
_BRACKETS = {"-": ("[-", "-]"), "+": ("{+", "+}"), "=": ("", "")}
_STYLES: dict[str, dict[str, str | bool]] = {"-": {"fg": "red"}, "+": {"fg": "green"}, "!": {"bold": True}, "~": {"dim": True}}


class Word(NamedTuple):
    """A word and how it is shown: "-" gone, "+" come, "!" weighty, "~" aside, "=" plain."""

    text: str
    mark: str = "="


class _Widths(NamedTuple):
    """Columns of the table; one that is empty throughout takes none."""

    kind: int
    label: int
    page: int
    text: int

    @property
    def before(self) -> int:
        """Columns left of the text."""
        return sum(width + 2 for width in self[:-1] if width)


def as_table(held: Held, width: int) -> str:
    """The comparison in ``width`` columns, with escape codes for colours; unchanged goals are only counted."""
    shown = [entry for entry in held.entries if entry.group not in _COUNTED]
    lines = _fill(_words(f"{name(held.old)} → {name(held.new)}: " + ", ".join(map(str, counts(held))), "!"), width)
    rows = {id(entry): list(_rows(entry)) for entry in shown}
    widths = _widths(list(chain.from_iterable(rows.values())), width)
    if shown:
        lines += ["", _line(("kind", "label", "page"), widths) + "text"]
    for group in dict.fromkeys(entry.group for entry in shown):
        lines += ["", click.style(HEADINGS[group], bold=True)]
        for entry in held.of(group):
            lines += chain.from_iterable(_texts(cells, words, widths) for cells, words in rows[id(entry)])
            lines += _set_in(_details(entry), widths)
    if held.comparison.notes:
        lines += ["", click.style("Anmärkningar", bold=True)]
        lines += chain.from_iterable(_fill(_words(note.message), width) for note in held.comparison.notes)
    return "\n".join(lines)


Cells = tuple[str, str, str]


def _rows(entry: Entry) -> Iterator[tuple[Cells, list[Word]]]:
    """Kind, label, page and words of each text; one for both where they are alike enough."""
    if entry.running:
        old, new = entry.old[0].side, entry.new[0].side
        kind = str(new.kind) if old.kind == new.kind else f"{old.kind} → {new.kind}"
        yield (
            (kind, clean(new.label or old.label or ""), _change(_page(entry.old[0]), _page(entry.new[0]))),
            _marked(entry.running),
        )
        return
    kind = ""
    for mark, sign, cells in (("-", "−", entry.old), ("+", "+", entry.new)):
        for cell in cells:
            side = cell.side
            words = _marked(cell.runs) if entry.old and entry.new else _words(side.text, mark)
            yield ("" if side.kind == kind else str(side.kind), clean(side.label or ""), _page(cell)), [Word(sign, mark), *words]
            kind = side.kind


def _marked(runs: Iterable[Run]) -> list[Word]:
    """Words in a row with the changed ones in brackets."""
    words = []
    for mark, text in runs:
        before, after = _BRACKETS[mark]
        words += [Word(word, mark) for word in f"{before}{text}{after}".split()]
    return words


def _details(entry: Entry) -> Iterator[list[Word]]:
    """What else is to be said of a change, each on lines of its own."""
    for fact in entry.facts:
        yield _words(f"{FACTS[fact.facet]}:", "~") + _words(what(fact))
    if entry.status:
        yield _words("Status:", "~") + _words(entry.status)
    if told := fate(entry):
        yield _words(told, "~")
    if entry.closing:
        yield _words("Avslutas:", "~") + _words(f"”{entry.closing}”")
    if entry.review:
        yield _words("Att granska" + (f" (likhet {number(entry.score)})" if entry.score is not None else ""), "!")
    for candidate in entry.candidates:
        yield _words("Kan vara:", "~") + _words(f"”{candidate.text}” (likhet {number(candidate.score)})")


def _texts(cells: Cells, words: Sequence[Word], widths: _Widths) -> list[str]:
    first, *more = _fill(words, widths.text)
    return [_line(cells, widths) + first, *(" " * widths.before + line for line in more)]


def _set_in(details: Iterable[Sequence[Word]], widths: _Widths) -> Iterator[str]:
    for words in details:
        first, *more = _fill(words, widths.text - 4)
        yield " " * (widths.before + 2) + first
        yield from (" " * (widths.before + 4) + line for line in more)


def _widths(rows: Sequence[tuple[Cells, list[Word]]], width: int) -> _Widths:
    """Columns for each part: what is needed, no more than a fifth of the width, and the rest for the text."""
    used = []
    for place, heading in enumerate(("kind", "label", "page")):
        widest = max((columns(cells[place]) for cells, _ in rows), default=0)
        used.append(min(max(widest, len(heading)), max(width // 5, 10)) if widest else 0)
    kind, label, page = used
    return _Widths(kind, label, page, max(width - sum(wide + 2 for wide in used if wide), 20))


def _line(cells: Cells, widths: _Widths) -> str:
    return "".join(_fit(cell, wide) + "  " for cell, wide in zip(cells, widths, strict=False) if wide)


def _fit(cell: str, width: int) -> str:
    if columns(cell) > width:
        while columns(cell) > width - 1:
            cell = cell[:-1]
        cell = cell.rstrip() + "…"
    return cell + " " * (width - columns(cell))


def _fill(words: Iterable[Word], width: int) -> list[str]:
    """The words on lines of at most ``width`` columns, in colours; a longer word is cut into pieces."""
    lines: list[list[Word]] = [[]]
    taken = 0
    for word in chain.from_iterable(_pieces(word, width) for word in words):
        if lines[-1] and taken + 1 + columns(word.text) > width:
            lines.append([])
            taken = 0
        taken += columns(word.text) + (1 if lines[-1] else 0)
        lines[-1].append(word)
    return [" ".join(click.style(word.text, **_STYLES.get(word.mark, {})) for word in line) for line in lines]  # type: ignore[arg-type]


def _pieces(word: Word, width: int) -> Iterator[Word]:
    text = word.text
    while columns(text) > width:
        cut = next(end for end in range(len(text), 0, -1) if columns(text[:end]) <= width)
        yield Word(text[:cut], word.mark)
        text = text[cut:]
    yield Word(text, word.mark)


def _words(text: str, mark: str = "=") -> list[Word]:
    return [Word(word, mark) for word in clean(text).split()]


def _page(cell: Cell) -> str:
    return str(cell.side.page) if cell.side.page else ""


def _change(before: str, after: str) -> str:
    """One of them where both are the same, else both: "3 → 4"."""
    return before if before == after else f"{before} → {after}".strip()
