"""Pictures as SVG: status and volume over the years, the flow of goals between versions, what is read and what is not.

Bars are set in per cent of the width and letters in points, so that a picture fits a telephone and a sheet of paper without its
letters becoming small. Everything that a colour tells a pattern tells, too, and every number stands in a table beside.
"""

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import accumulate
from typing import TYPE_CHECKING, Any, NamedTuple

from ..compared.words import clean
from . import flows, judged, volumes
from .spoken import counted, number, years

if TYPE_CHECKING:
    from jinja2 import Environment
    from markupsafe import Markup

Cell = str | int | None
PATTERNS = ("solid", "slash", "dots", "vertical", "cross", "horizontal", "backslash", "rings", "checks", "blank")
"""The patterns that a picture tells apart without colour."""


class Swatch(NamedTuple):
    """A class of a legend: what it is called, its pattern, its colour (a class of pictures.css) and its number."""

    text: str
    pattern: str
    tone: str
    key: str
    beside: str = ""


class Part(NamedTuple):
    """A drawing with its heading, what it is taken from, its legend, and its numbers as a table."""

    heading: str
    about: str
    svg: "Markup"
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


class Picture(NamedTuple):
    """A picture of one or more drawings; ``note`` says what is counted and what is not."""

    name: str
    heading: str
    note: str
    parts: tuple[Part, ...]

    @property
    def svg(self) -> "Markup":
        """The drawings with their headings and legends, without the tables; empty where there is nothing to show."""
        return _render("drawings.html", picture=self)

    @property
    def table(self) -> list[dict[str, Cell]]:
        """All numbers; ``bild`` and ``källa`` tell the drawing."""
        return [_keyed(part, row) for part in self.parts for row in part.rows]

    def figure(self) -> "Markup":
        """The drawings, each with its table beside it, and the note: all that a page shows."""
        return _render("figure.html", picture=self)

    def data(self) -> dict[str, Any]:
        """The picture as plain data."""
        return {"name": self.name, "heading": self.heading, "note": self.note, "rows": self.table}


def _keyed(part: Part, row: tuple[Cell, ...]) -> dict[str, Cell]:
    return {"bild": part.heading, "källa": part.about, **dict(zip(part.columns, row, strict=True))}


@cache
def _environment() -> "Environment":
    from jinja2 import Environment, PackageLoader, StrictUndefined

    loader = PackageLoader(__package__, "templates/pictures")
    made = Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    made.filters |= {"percent": _percent, "number": _cell, "clean": clean}
    return made


def _render(name: str, **values: Any) -> "Markup":
    from markupsafe import Markup

    return Markup(_environment().get_template(name).render(**values))  # noqa: S704 - the template escapes


def _percent(value: float) -> str:
    return f"{value:.3f}".rstrip("0").rstrip(".") + "%"


def _cell(value: Cell) -> str:
    """A cell of a table: nothing where nothing is known, numbers with a space at the thousands."""
    return "" if value is None else number(value) if isinstance(value, int) else value


class _Segment(NamedTuple):
    """A piece of a bar, from ``x`` on, in per cent of the width; ``shown`` is its number where there is room for it."""

    key: str
    x: float
    width: float
    shown: str
    pad: int


def _segments(keyed: Iterable[tuple[str, int]], longest: int) -> list[_Segment]:
    """A bar's pieces one after the other; a number stands where it fits on a telephone."""
    pieces = [(key, count) for key, count in keyed if count]
    starts = accumulate((count for _, count in pieces), initial=0)
    scale = 100 / max(longest, 1)
    found = []
    for (key, count), start in zip(pieces, starts, strict=False):
        text = number(count)
        room = count * scale >= 3 + 3 * len(text)
        found.append(_Segment(key, start * scale, count * scale, text if room else "", 5 + 4 * len(text)))
    return found


# --- status ----------------------------------------------------------------------------------------------------------
_TONES = {
    "uppfyllt": "good", "genomfört": "good", "förbättras": "good", "grön": "good", "mörkgrön": "good",
    "i hög grad uppfyllt": "near", "enligt plan": "near", "ljusgrön": "near",
    "delvis uppfyllt": "half", "delvis genomfört": "half", "pågår": "half", "oförändrat": "half", "gul": "half",
    "försenat": "late", "ej påbörjat": "late", "orange": "late",
    "ej uppfyllt": "bad", "ej genomfört": "bad", "försämras": "bad", "röd": "bad",
}  # fmt: skip
_OWN = {
    "good": "solid", "near": "slash", "half": "dots", "late": "vertical", "bad": "cross",
    "plain": "horizontal", "unknown": "rings",
}  # fmt: skip
_JUDGES = {
    "måluppfyllelse": "måluppfyllelse", "genomförande": "genomförande", "trend": "utveckling", "prognos": "prognos",
    None: "utan förklarad skala",
}  # fmt: skip
_STATUS_NOTE = (
    "Varje stapel är vad ett dokument säger om ett slags mål på en skala. Skalor som betyder olika saker, och bedömningar i "
    "olika dokument, läggs aldrig ihop. n är antalet bedömda; de som dokumentet tar upp utan att bedöma ligger sist i stapeln. "
    "År utan stapel är tomma: där är ingen bedömning läst."
)
SILENT = "utan bedömning"


def status(connection: sqlite3.Connection, organisation: str | None) -> Picture:
    """How goals went, by year, on each scale for itself."""
    parts = [_judged(panel, place) for place, panel in enumerate(judged.panels(connection, organisation))]
    return Picture("status", "Status över åren", _STATUS_NOTE, tuple(parts))


def _judged(panel: judged.Panel, place: int) -> Part:
    keys = {word.word: f"status-{place}-{at}" for at, word in enumerate(panel.words)}
    legend = list(_swatches(panel.words, keys))
    silent = f"status-{place}-n"
    if any(row.silent for row in panel.rows):
        legend.append(Swatch(SILENT, "blank", "silent", silent))
    longest = max(row.all for row in panel.rows)
    y, rows = 0, []
    for row in panel.rows:
        counts = [(keys[word], count) for word, count in row.counts]
        bar = _segments([*counts, (silent, row.silent)], longest)
        rows.append({"y": y, "when": row.when, "said": row.absent or _said(row), "bar": bar, "absent": bool(row.absent)})
        y += 24 if row.absent else 54
    group = panel.group[:1].upper() + panel.group[1:]
    heading = f"{group}: {_JUDGES[panel.dimension]}"
    svg = _render("status.html", id=f"status-{place}", heading=heading, rows=rows, height=y, legend=legend, told=_told(panel))
    words = tuple(word.word for word in panel.words)
    columns = ("År", *(clean(word) for word in words), SILENT, "n")
    table = tuple(_numbers(row, words) for row in panel.rows)
    return Part(heading, clean(panel.source), svg, columns, table)


def _swatches(words: Sequence[judged.Word], keys: dict[str, str]) -> Iterator[Swatch]:
    """The legend: each word in its own pattern, its usual one where that is free."""
    free = list(PATTERNS[:-1])
    for word in words:
        tone = _TONES.get(word.word, "unknown" if word.word in {"kan ej bedömas", "grå", "vit"} else "plain")
        pattern = _OWN[tone] if _OWN[tone] in free else free[0]
        free.remove(pattern)
        colour = f"{word.signal} i dokumentet" if word.signal and word.signal != word.word else ""
        yield Swatch(clean(word.word), pattern, tone, keys[word.word], colour)


def _said(row: judged.Row) -> str:
    return f"n = {number(row.judged)}" + (f", {number(row.silent)} {SILENT}" if row.silent else "")


def _told(panel: judged.Panel) -> str:
    """The picture in words, for those who do not see it."""
    lines = []
    for row in panel.rows:
        counts = ", ".join(f"{number(count)} {word}" for word, count in row.counts)
        lines.append(f"{row.when}: {row.absent or f'{counts}; {_said(row)}'}.")
    return clean(" ".join(lines))


def _numbers(row: judged.Row, words: Sequence[str]) -> tuple[Cell, ...]:
    if row.absent:
        return (row.when, *([None] * (len(words) + 2)))
    counts = dict(row.counts)
    return (row.when, *(counts.get(word, 0) for word in words), row.silent, row.judged)


# --- flow ------------------------------------------------------------------------------------------------------------
_FATES = {
    flows.KEPT: ("samma ord", "solid"),
    flows.REWORDED: ("omformulerade", "slash"),
    flows.SPLIT: ("uppdelade", "vertical"),
    flows.MERGED: ("sammanslagna", "horizontal"),
    flows.ELSEWHERE: ("i ett annat dokument", "rings"),
    flows.DROPPED: ("borttagna", "cross"),
    flows.NEW: ("nya", "dots"),
}
_FLOW_NOTE = (
    "Mål, delmål, uppdrag, aktiviteter, inriktningar och målområden; visioner, indikatorer och skrivningar är inte med. Överst "
    "det tidigare dokumentet, under det nästa. Rent redaktionella ändringar räknas som samma ord. Ett uppdelat mål är ett i det "
    "gamla och flera i det nya, ett sammanslaget tvärtom."
)


def flow(connection: sqlite3.Connection, organisation: str | None) -> Picture:
    """What became of the goals from each version to the next."""
    steps = flows.flows(connection, organisation)
    return Picture("flode", "Målen från version till version", _FLOW_NOTE, tuple(map(_step, steps, range(len(steps)))))


def _step(step: flows.Flow, place: int) -> Part:
    fates = [fate for fate in flows.FATES if step.old[fate] or step.new[fate]]
    keys = {fate: f"flode-{place}-{flows.FATES.index(fate)}" for fate in fates}
    legend = [Swatch(*_FATES[fate], _fate(fate), keys[fate], _both(step, fate)) for fate in fates]
    longest = max(step.old.total(), step.new.total())
    old, new = (_segments([(keys[fate], side[fate]) for fate in fates], longest) for side in (step.old, step.new))
    whens = [years(*step.old_years) or "före", years(*step.new_years) or "efter"]
    labels = [f"{when}: {number(side.total())}" for when, side in zip(whens, (step.old, step.new), strict=True)]
    title = f"{step.kind[:1].upper()}{step.kind[1:]}: {whens[0]} → {whens[1]}"
    if step.adoption in {"förslag", "utkast"}:
        title += f" ({step.adoption})"
    about = clean(f"{step.old_title} → {step.new_title}")
    told = ", ".join(f"{_FATES[fate][0]} {_both(step, fate)}" for fate in fates)
    said = f"Av {number(step.old.total())} i det gamla och {number(step.new.total())} i det nya: {told}."
    ribbons = list(_ribbons(old, new, {keys[fate]: _fate(fate) for fate in fates}))
    drawn: dict[str, Any] = {"bars": (old, new), "labels": labels, "ribbons": ribbons, "legend": legend}
    svg = _render("flow.html", id=f"flode-{place}", heading=title, told=said, **drawn)
    rows = [(_FATES[fate][0], *_sides(step, fate)) for fate in fates]
    table = (*rows, ("summa", step.old.total(), step.new.total()))
    return Part(title, about, svg, ("Vad som hände", "I det gamla", "I det nya"), table)


def _fate(fate: str) -> str:
    """The colour of a fate."""
    return f"fate-{flows.FATES.index(fate)}"


def _sides(step: flows.Flow, fate: str) -> tuple[Cell, Cell]:
    """The numbers on both sides; none where a fate has only one."""
    return (None if fate == flows.NEW else step.old[fate]), (None if fate == flows.DROPPED else step.new[fate])


def _both(step: flows.Flow, fate: str) -> str:
    return " → ".join(number(one) for one in _sides(step, fate) if isinstance(one, int))


def _ribbons(old: Sequence[_Segment], new: Sequence[_Segment], tones: dict[str, str]) -> Iterator[dict[str, str]]:
    """The bands between the bars, in hundredths of the width and of the height; what ends or begins tapers."""
    upper, lower = {one.key: one for one in old}, {one.key: one for one in new}
    for key in dict.fromkeys([*upper, *lower]):
        above, below = upper.get(key), lower.get(key)
        if above and below:
            shape = f"M{_at(above, 0)} 0 L{_at(above, 1)} 0 C{_at(above, 1)} 50 {_at(below, 1)} 50 {_at(below, 1)} 100 "
            shape += f"L{_at(below, 0)} 100 C{_at(below, 0)} 50 {_at(above, 0)} 50 {_at(above, 0)} 0Z"
        elif above:
            shape = f"M{_at(above, 0)} 0 L{_at(above, 1)} 0 L{_at(above, 0.5)} 40Z"
        elif below:
            shape = f"M{_at(below, 0)} 100 L{_at(below, 1)} 100 L{_at(below, 0.5)} 60Z"
        else:
            continue
        yield {"tone": tones[key], "shape": shape}


def _at(segment: _Segment, share: float) -> str:
    return f"{segment.x + segment.width * share:.2f}"


# --- volume ----------------------------------------------------------------------------------------------------------
_VOLUME_NOTE = (
    "Mål (även delmål och nämndmål), uppdrag och ord i målträdets texter, i de planer som gällde varje år och som är lästa; "
    "förslag och uppföljningar är inte med. Varje spalt har sin egen skala. Fler lästa dokument ger högre staplar: jämför bara "
    "år med lika många. Tomma år: inget dokument är läst."
)


def volume(connection: sqlite3.Connection, organisation: str | None) -> Picture:
    """How many goals, tasks and words steer, by year."""
    found = volumes.volume(connection, organisation)
    columns = ("År", "Dokument", "Mål", "Uppdrag", "Ord")
    if not found:
        return Picture("volym", "Hur mycket som styr", _VOLUME_NOTE, ())
    most = [max(1, *(year[at] for year in found)) for at in (2, 3, 4)]
    rows = []
    for place, year in enumerate(found):
        bars = [
            {"x": 20 + 28 * at, "width": 24 * year[at + 2] / most[at], "shown": number(year[at + 2]), "key": f"volym-{at}"}
            for at in range(3)
        ]
        rows.append({"y": 26 + 42 * place, "year": year.year, "documents": year.documents, "bars": bars})
    table = tuple((str(one.year), one.documents, *(one[2:] if one.documents else (None,) * 3)) for one in found)
    told = " ".join(
        f"{one.year}: {counted(one.goals, 'mål', 'mål')}, {number(one.tasks)} uppdrag, {number(one.words)} ord."
        if one.documents
        else f"{one.year}: inget dokument läst."
        for one in found
    )
    legend = [Swatch(name, pattern, "plain", f"volym-{at}") for at, (name, pattern) in enumerate(_VOLUMES)]
    heading = f"Mål, uppdrag och ord {years(found[0].year, found[-1].year)}"
    svg = _render("volume.html", id="volym", heading=heading, rows=rows, height=26 + 42 * len(rows), legend=legend, told=told)
    return Picture("volym", "Hur mycket som styr", _VOLUME_NOTE, (Part(heading, "", svg, columns, table),))


_VOLUMES = (("Mål", "solid"), ("Uppdrag", "slash"), ("Ord", "dots"))


# --- coverage --------------------------------------------------------------------------------------------------------
_COVERAGE_NOTE = (
    "Antal lästa dokument av varje slag och år; i rutorna står antalet där det är fler än ett. Tomma rutor, och streck i "
    "tabellen: inget sådant dokument är läst för det året."
)
_STATES = {
    "läst": ("läst", "solid", "plain"),
    "utan mål": ("läst, men utan mål", "slash", "plain"),
    "saknas": ("inget läst", "blank", "silent"),
}


def coverage(connection: sqlite3.Connection, organisation: str | None) -> Picture:
    """Which kinds of document are read for which years, and where the gaps are."""
    tracks = volumes.coverage(connection, organisation)
    if not tracks:
        return Picture("tackning", "Dokument och luckor", _COVERAGE_NOTE, ())
    every = [cell.year for cell in tracks[0].cells]
    keys = {state: f"tackning-{at}" for at, state in enumerate(_STATES)}
    legend = [Swatch(*_STATES[state], keys[state]) for state in _STATES]
    wide = 100 / len(every)
    rows = [
        {
            "y": 48 * at,
            "kind": track.kind,
            "cells": [
                _Segment(
                    keys[cell.state], wide * place, wide, number(cell.documents) if cell.documents > 1 and wide >= 7 else "", 9
                )
                for place, cell in enumerate(track.cells)
            ],
        }
        for at, track in enumerate(tracks)
    ]
    heading = f"Lästa dokument {years(every[0], every[-1])}"
    svg = _render(
        "coverage.html", id="tackning", heading=heading, rows=rows, legend=legend, axis=list(_axis(every, wide)),
        height=48 * len(rows) + 22, told=" ".join(map(_read, tracks)),
    )  # fmt: skip
    table = tuple((str(year), *(_amount(track.cells[place]) for track in tracks)) for place, year in enumerate(every))
    columns = ("År", *(track.kind for track in tracks))
    return Picture("tackning", "Dokument och luckor", _COVERAGE_NOTE, (Part(heading, "", svg, columns, table),))


def _amount(cell: volumes.Cell) -> Cell:
    return "–" if cell.state == "saknas" else cell.documents if cell.state == "läst" else f"{cell.documents} {cell.state}"


def _axis(every: Sequence[int], wide: float) -> Iterator[dict[str, Any]]:
    """The years below the cells: as many as have room on a telephone, the first and the last always."""
    step = -(-len(every) // 6)
    last = len(every) - 1
    for place, year in enumerate(every):
        if place == last or (place % step == 0 and (place == 0 or last - place >= step * 0.75)):
            edge = len(every) > 6 and place in {0, last}
            x = (0 if place == 0 else 100) if edge else wide * (place + 0.5)
            yield {"x": x, "year": year, "anchor": ("start" if place == 0 else "end") if edge else "middle"}


def _read(track: volumes.Track) -> str:
    read = volumes.runs(cell.year for cell in track.cells if cell.documents)
    return f"{track.kind}: {', '.join(years(*run) for run in read) or 'inget'}."
