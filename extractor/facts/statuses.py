"""The status of a goal or task, read from one block: words, icons, colours, and the sentence that judges it."""

import re
from collections.abc import Sequence

from ...models.block import Block, Icon, join_places
from ...models.goal import Dimension, Kind, Meaning, Signal, Status
from ...rules import colours
from ...rules.judgement import BARE, arrow, arrow_meaning, meaning_of, verdicts
from ...rules.swedish import sentences
from .phrases import FACES, LABEL, SHARE, Shown, first, is_column, judged, words
from .scales import Legend, step
from .trends import overall, trend

__all__ = ["blank", "completed", "fills", "in_sentence", "is_column", "judges", "noted", "overall", "read", "trend"]

_OUTCOMES = {
    "ja": (Meaning.UPPFYLLT, Meaning.GENOMFORT),
    "nej": (Meaning.EJ_UPPFYLLT, Meaning.EJ_GENOMFORT),
    "god": (Meaning.I_HOG_GRAD_UPPFYLLT, Meaning.DELVIS_GENOMFORT),
    "delvis": (Meaning.DELVIS_UPPFYLLT, Meaning.DELVIS_GENOMFORT),
}
_TREND_WORDS = {
    "upp": Meaning.OKAR, "uppåt": Meaning.OKAR, "ned": Meaning.MINSKAR, "ner": Meaning.MINSKAR, "nedåt": Meaning.MINSKAR,
    "positiv": Meaning.FORBATTRAS, "bättre": Meaning.FORBATTRAS, "negativ": Meaning.FORSAMRAS, "sämre": Meaning.FORSAMRAS,
}  # fmt: skip
_TREND_OF_COLOUR = {Signal.GRON: Meaning.FORBATTRAS, Signal.GUL: Meaning.OFORANDRAT, Signal.ROD: Meaning.FORSAMRAS}


def read(
    block: Block,
    start: int = 0,
    end: int | None = None,
    legends: Sequence[Legend] = (),
    *,
    column: str | None = None,
    kind: Kind | None = None,
    year: int | None = None,
) -> Status | None:
    """The status that a whole cell, chip or line shows, or None when it shows none.

    ``column`` is the heading that the block stands under, ``kind`` that of the node it judges, ``year`` the year it judges.
    """
    end = len(block.text) if end is None else end
    icon = _icon(block, start, end, legends, column)
    shown = words(block, start, end, legends, column) or icon or _ground(block, start, end, legends, column)
    if shown is None:
        return None
    if shown.signal is None:
        colour = icon.signal if icon else _chip(block, start, end) or (colours.signal(block.cell.fill) if block.cell else None)
        shown = shown._replace(signal=colour if colour not in {Signal.VIT, None} or icon else None)
    return _status(block, shown, legends, column, kind, year)


def fills(cells: Sequence[Block], legends: Sequence[Legend], heading: str = "") -> bool:
    """Whether the cells of a column show statuses whatever its heading is ("2023", "Läge 31 december", nothing at all).

    Every cell that holds anything is a coloured ground, a mark or a letter that a legend knows, or says nothing but a status;
    a mark in front of a name is none of these.
    """
    held = [block for block in cells if block.text or block.icons or (block.cell and colours.signal(block.cell.fill))]
    lone = len(held) == 1 and not held[0].text and bool(held[0].icons) and bool(legends)  # the dot of a table of one row
    if (len(held) < _COLUMN and not lone) or any(len(block.text) > _CELL for block in held):
        return False
    shown = [read(block, legends=legends, column=heading if is_column(heading) else None) for block in held]
    told = [status for status in shown if status is not None and (status.meaning or status.signal)]
    named = [
        block
        for block, status in zip(held, shown, strict=True)
        if status and status.evidence == "icon" and len(block.text) > _NAME
    ]
    if named and not is_column(heading):
        return False
    return len(told) == len(held) or (is_column(heading) and len(told) * 2 > len(held))


_COLUMN = 2  # cells that make a column
_NAME = 20  # characters of a text beside a mark that may be a name
_CELL = 60  # characters of a cell that holds a status and nothing else


def in_sentence(
    block: Block, start: int = 0, end: int | None = None, legends: Sequence[Legend] = (), *, kind: Kind | None = None
) -> Status | None:
    """The status in a comment's sentences: a first sentence that is a status, or one that judges "uppdraget" or "målet"."""
    end = len(block.text) if end is None else end
    text = block.text[start:end]
    for index, (a, b) in enumerate(sentences(text)):
        if LABEL.match(text, a, b) and (labelled := read(block, start + a, start + b, legends, kind=kind)):
            return labelled
        found = judged(text[a:b], opening=index == 0)
        if found is not None:
            begin, until = start + a + found.start, start + a + found.end
            shown = Shown(block.text[begin:until], None, "sentence", begin, until, found)
            return _status(block, shown, legends, None, kind, None)
    return None


def judges(text: str) -> frozenset[Kind]:
    """The kinds of node that a status line speaks of by name: "Målet uppfylls delvis" of goals, "Uppdraget pågår" of tasks.

    Empty where it names nothing, and so may speak of any kind.
    """
    return frozenset(kind for pattern, found in _SUBJECTS if pattern.search(text) for kind in found)


_SUBJECTS = (
    (re.compile(r"\b\w*mål(?:et|en)\b", re.IGNORECASE), frozenset({Kind.MAL, Kind.DELMAL, Kind.INRIKTNING})),
    (re.compile(r"\b(?:del)?uppdrag(?:et|en)\b", re.IGNORECASE), frozenset({Kind.UPPDRAG})),
    (re.compile(r"\b(?:aktivitet|åtgärd|insats)en\b", re.IGNORECASE), frozenset({Kind.AKTIVITET})),
    (re.compile(r"\b(?:indikatorn|nyckeltalet|målvärdet|måttet)\b", re.IGNORECASE), frozenset({Kind.INDIKATOR})),
)


def noted(blocks: Sequence[Block]) -> dict[str, Status]:
    """The status that each starred note below a table or text gives to the names that bear its stars ("*Mäts först 2026.")."""
    found: dict[str, Status] = {}
    for block in blocks:
        match = _STARRED.match(block.text)
        verdict = first(match["text"]) if match else None
        if match is not None and verdict is not None:
            shown = Shown(match["text"], None, "text", *match.span("text"), verdict)
            found.setdefault(match["stars"], _status(block, shown, (), None, None, None))
    return found


_STARRED = re.compile(r"(?P<stars>\*{1,3}) ?(?P<text>[^\W\d_][^*]{5,150}?)\.?$")


def completed(colour: Status, told: Status) -> Status:
    """One status of two neighbouring readings: a mark that shows only its colour, and the words that stand beside it."""
    at = join_places((colour.at, told.at), told.at.rule)
    return told.model_copy(update={"signal": told.signal or colour.signal, "scale": told.scale or colour.scale, "at": at})


def blank(block: Block, legends: Sequence[Legend], *, kind: Kind | None = None) -> Status | None:
    """The status of an empty place in ``block``'s row, where a legend gives white ("vit ruta") a meaning; else None."""
    found = step(legends, block.id, None, Signal.VIT, kind)
    if found is None:
        return None
    scale, item = found
    at = block.at("status/blank", 0, 0, 0.7)
    return Status(
        signal=Signal.VIT,
        meaning=item.meaning,
        dimension=_scoped(item.meaning, scale.dimension),
        scale=scale.id,
        evidence="colour",
        at=at,
    )


def _status(
    block: Block, shown: Shown, legends: Sequence[Legend], column: str | None, kind: Kind | None, year: int | None
) -> Status:
    """The status that is shown, with what it means by the document's legend, else by its words."""
    own, dimension = _own(shown, column, kind)
    meaning, scale = own, None
    coloured = own is None or shown.evidence != "text" or shown.coloured
    found = step(legends, block.id, shown.raw, shown.signal if coloured else None, kind)
    if found is not None:
        scale, meaning = found[0].id, found[1].meaning or own or _told_beside(block, shown)
        if meaning is not own or dimension is None:
            dimension = _scoped(meaning, found[0].dimension)
    return Status(
        raw=shown.raw,
        signal=shown.signal,
        meaning=meaning,
        dimension=dimension,
        year=year,
        scale=scale,
        evidence=shown.evidence,
        at=block.at(f"status/{shown.evidence}", shown.start, shown.end, 1.0 if meaning else 0.8),
    )


def _told_beside(block: Block, shown: Shown) -> Meaning | None:
    """What a bold run or the last sentence of the row says, where the legend leaves two meanings open ("Mäts först i maj")."""
    runs = [(tint.start, tint.end) for tint in block.tints if tint.bold] + list(sentences(block.text)[1:])
    for start, end in runs:
        told = first(block.text[start:end]) if start >= shown.end else None
        if told is not None and told.start == 0:
            return told.meaning
    return None


def _scoped(meaning: Meaning | None, dimension: Dimension | None) -> Dimension | None:
    """The dimension of a meaning on a scale of ``dimension``: what cannot be judged is on the scale's own."""
    if meaning is None or meaning is Meaning.KAN_EJ_BEDOMAS:
        return dimension
    told = meaning_of(meaning.value)[1]
    return dimension if dimension is Dimension.PROGNOS and told is Dimension.MALUPPFYLLELSE else told or dimension


def _own(shown: Shown, column: str | None, kind: Kind | None) -> tuple[Meaning | None, Dimension | None]:
    """Meaning and dimension by the words shown alone."""
    raw = (shown.raw or "").strip(" .!").lower()
    if raw in BARE:
        done = _is_work(column, kind)
        return _OUTCOMES[BARE[raw]][done], Dimension.GENOMFORANDE if done else _outlook(column, Dimension.MALUPPFYLLELSE)
    if shown.verdict is not None:
        return shown.verdict.meaning, _outlook(column, shown.verdict.dimension)
    if share := SHARE.fullmatch(raw):
        done = _is_work(column, kind)
        return (
            _OUTCOMES["ja"][done] if share["share"] == "100" else None
        ), Dimension.GENOMFORANDE if done else Dimension.MALUPPFYLLELSE
    if column and "trend" in column.lower() and raw in _TREND_WORDS:
        return _TREND_WORDS[raw], Dimension.TREND
    if raw and arrow(raw):
        return _TREND_OF_COLOUR.get(shown.signal) if shown.signal else arrow_meaning(raw), Dimension.TREND
    return meaning_of(shown.raw or "")


def _outlook(column: str | None, dimension: Dimension | None) -> Dimension | None:
    """A judgement of fulfilment under "Prognos" is a forecast."""
    if dimension is Dimension.MALUPPFYLLELSE and column and "prognos" in column.lower():
        return Dimension.PROGNOS
    return dimension


def _is_work(column: str | None, kind: Kind | None) -> bool:
    """Whether a bare yes or no judges completion, not fulfilment."""
    if column and re.search(r"genomf|klar|utför|slutför|avslut|verkst", column, re.IGNORECASE):
        return True
    if column and re.search(r"uppf|uppnå|nås|nått|mål", column, re.IGNORECASE):
        return False
    return kind in {Kind.UPPDRAG, Kind.AKTIVITET}


def _icon(block: Block, start: int, end: int, legends: Sequence[Legend], column: str | None) -> Shown | None:
    """The icon among the characters that stands for a status, or None."""
    for icon in block.icons:
        if not start <= icon.offset <= end:
            continue
        raw = icon.text.strip() if icon.text and icon.text.strip() else None
        signal = colours.named(raw or "") or colours.signal(icon.colour)
        if signal is None and block.cell is not None:
            signal = colours.signal(block.cell.fill)
            signal = None if signal is Signal.VIT else signal
        if _stands(block, icon, raw, signal, legends, column):
            return Shown(raw, signal, "icon", icon.offset, icon.offset, first(raw) if raw else None)
    return None


def _stands(
    block: Block, icon: Icon, raw: str | None, signal: Signal | None, legends: Sequence[Legend], column: str | None
) -> bool:
    """Whether an icon stands for a status: a legend knows it, its name is one, or it is a coloured mark."""
    if step(legends, block.id, raw, signal) is not None or (column is not None and is_column(column)):
        return True
    if raw is None:
        return icon.colour is not None and signal is not None
    short = len(raw.split()) <= 6
    return short and (
        bool(verdicts(raw))
        or colours.named(raw) is not None
        or arrow(raw)
        or (icon.colour is not None and signal is not None)
        or bool(FACES.match(raw))
    )


def _chip(block: Block, start: int, end: int) -> Signal | None:
    """The colour of the chip that characters ``start`` to ``end`` stand on, or None; a grey one only sets them apart."""
    grounds = (tint.colour for tint in block.tints if tint.colour and tint.start <= start + 1 and tint.end >= end - 1)
    found = next((found for ground in grounds if (found := colours.signal(ground))), None)
    return None if found is Signal.GRA else found


def _ground(block: Block, start: int, end: int, legends: Sequence[Legend], column: str | None) -> Shown | None:
    """The ground colour of an empty cell, where a legend or the heading says that it means something."""
    if block.cell is None or block.text[start:end].strip():
        return None
    signal = colours.signal(block.cell.fill)
    if signal is None or not (step(legends, block.id, None, signal) or (column is not None and is_column(column))):
        return None
    return Shown(None, signal, "colour", start, end)
