"""The status of a goal or task, read from one block: words, icons, colours, and the sentence that judges it."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from ..models.block import Block, Icon, join_places
from ..models.goal import Dimension, Kind, Meaning, Signal, Status
from ..rules import colours
from ..rules.judgement import Verdict, arrow, arrow_meaning, meaning_of, movements, verdicts
from ..rules.swedish import sentences
from .scales import Legend, step
from .trends import overall, trend

__all__ = ["blank", "completed", "in_sentence", "is_column", "overall", "read", "trend"]

_LABEL = re.compile(
    r"(?:\w+s )?(?:(?:samlad |total |sammanvägd |slutlig |prognos )?(?:bedömning|status|läge|måluppfyllelse|"
    r"helårsbedömning|helhetsbedömning|utvärdering|uppfyllelse|trend|"
    r"prognos(?: helår| för helåret| helåret)?|uppfyllt|uppnått|resultat|utfall|uppföljning)(?: (?:T[123]|helår|delår|"
    r"(?:19|20)\d\d|tertial \d))*)\s*[:–]\s*",
    re.IGNORECASE,
)
_COLUMN = re.compile(
    r"status|bedöm|läge\b|måluppf|uppf(?:yllt|ylld|ylls)|uppnå|nås\b|nått|trend|genomför|klar(?:t|a)?\b|prognos|"
    r"resultat\b|uppfylls|avstämning|grad\b",
    re.IGNORECASE,
)
_SUBJECT = re.compile(
    r"(?:(?:del|etapp|effekt|resultat|nämnd|nämnds|bolags|inriktnings)?mål(?:et|värdet|nivån|en)|uppdrag(?:et|en)|"
    r"aktivitet(?:en|erna)|åtgärd(?:en|erna)|insats(?:en|erna)|"
    r"arbetet|projektet|indikatorn|deluppdraget|det|detta|kommunen|nämnden)",
    re.IGNORECASE,
)
_NAMED = re.compile(
    r"\b(?:(?:del|etapp|effekt|resultat|nämnd|nämnds|bolags|inriktnings|kf-)?målet|(?:del|kf-)?uppdraget|aktiviteten|"
    r"åtgärden|insatsen|indikatorn|målvärdet?|målnivån)\b",
    re.IGNORECASE,
)
_WORK = re.compile(
    r"^(?:arbetet|projektet|översynen|utredningen|kartläggningen|inventeringen|revideringen|införandet|genomlysningen|"
    r"upphandlingen|\w+(?:arbetet|utredningen|översynen|projektet))\b",
    re.IGNORECASE,
)
_TAIL = re.compile(
    r"(?:\s+(?:mål|uppdrag|ännu|fortfarande|ännu inte|i dag))?\s*(?:,\s*[a-zåäö]\S*|\([^)]*\)|(?:under|i|för|vid|per|den|till|från|enligt|senast|"
    r"sedan)\s+\S+(?:\s+\S+){0,2}|(?:19|20)\d\d(?:-\d\d(?:-\d\d)?)?|\d{1,3} ?%)*\s*[.!]?\s*$",
    re.IGNORECASE,
)
_GRADES = frozenset({"full", "hel", "fullt", "låg", "ingen", "god", "hög"})
_BARE = {
    "ja": "ja",
    "nej": "nej",
    "delvis": "delvis",
    "helt": "ja",
    "ej": "nej",
    "full": "ja",
    "hel": "ja",
    "fullt": "ja",
    "låg": "nej",
    "ingen": "nej",
    "god": "god",
    "hög": "god",
    "nej, delvis": "delvis",
    "ja, delvis": "delvis",
}
_OUTCOMES = {
    "ja": (Meaning.UPPFYLLT, Meaning.GENOMFORT),
    "nej": (Meaning.EJ_UPPFYLLT, Meaning.EJ_GENOMFORT),
    "god": (Meaning.I_HOG_GRAD_UPPFYLLT, Meaning.DELVIS_GENOMFORT),
    "delvis": (Meaning.DELVIS_UPPFYLLT, Meaning.DELVIS_GENOMFORT),
}
_SHARE = re.compile(
    r"(?:[a-zåäö]+ )?(?:\d{1,3}\s?[–-]\s?)?(?P<share>\d{1,3}) ?(?:%|procent)(?: eller (?:lägre|mindre|mer|högre))?", re.IGNORECASE
)
_TREND_WORDS = {
    "upp": Meaning.OKAR, "uppåt": Meaning.OKAR, "ned": Meaning.MINSKAR, "ner": Meaning.MINSKAR, "nedåt": Meaning.MINSKAR,
    "positiv": Meaning.FORBATTRAS, "bättre": Meaning.FORBATTRAS, "negativ": Meaning.FORSAMRAS, "sämre": Meaning.FORSAMRAS,
}  # fmt: skip
_FACES = re.compile(r"^[\u2600-\u27bf\u2b00-\u2bff\U0001f300-\U0001faff\ufe0f]+$")
_TREND_OF_COLOUR = {Signal.GRON: Meaning.FORBATTRAS, Signal.GUL: Meaning.OFORANDRAT, Signal.ROD: Meaning.FORSAMRAS}


class _Shown(NamedTuple):
    """What a status shows: its words (characters ``start`` to ``end`` of the block, or an icon's), and its colour."""

    raw: str | None
    signal: Signal | None
    evidence: str
    start: int
    end: int
    verdict: Verdict | None = None


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
    shown = _words(block, start, end, legends, column) or icon or _ground(block, start, end, legends, column)
    if shown is None:
        return None
    if shown.signal is None:
        colour = icon.signal if icon else colours.signal(block.cell.fill) if block.cell else None
        shown = shown._replace(signal=colour if colour not in {Signal.VIT, None} or icon else None)
    return _status(block, shown, legends, column, kind, year)


def in_sentence(
    block: Block, start: int = 0, end: int | None = None, legends: Sequence[Legend] = (), *, kind: Kind | None = None
) -> Status | None:
    """The status in a comment's sentences: a first sentence that is a status, or one that judges "uppdraget", "målet" …"""
    end = len(block.text) if end is None else end
    text = block.text[start:end]
    for index, (first, last) in enumerate(sentences(text)):
        if _LABEL.match(text, first, last) and (labelled := read(block, start + first, start + last, legends, kind=kind)):
            return labelled
        found = _judged(text[first:last], opening=index == 0)
        if found is not None:
            begin, until = start + first + found.start, start + first + found.end
            shown = _Shown(block.text[begin:until], None, "sentence", begin, until, found)
            return _status(block, shown, legends, None, kind, None)
    return None


def completed(colour: Status, words: Status) -> Status:
    """One status of two neighbouring readings: a mark that shows only its colour, and the words that stand beside it."""
    at = join_places((colour.at, words.at), words.at.rule)
    return words.model_copy(update={"signal": words.signal or colour.signal, "scale": words.scale or colour.scale, "at": at})


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


def is_column(heading: str) -> bool:
    """Whether a column under this heading holds statuses ("Status T1", "Bedömning", "Uppnått?", "Trend")."""
    return (
        len(heading) < 60
        and _COLUMN.search(heading) is not None
        and not re.search(r"\d{4}.*utfall|utfall|kommentar|klart? senast|målvärde", heading, re.IGNORECASE)
    )


def _status(
    block: Block, shown: _Shown, legends: Sequence[Legend], column: str | None, kind: Kind | None, year: int | None
) -> Status:
    """The status that is shown, with what it means by the document's legend, else by its words."""
    own, dimension = _own(shown, column, kind)
    meaning, scale = own, None
    found = step(legends, block.id, shown.raw, shown.signal if own is None or shown.evidence != "text" else None, kind)
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


def _told_beside(block: Block, shown: _Shown) -> Meaning | None:
    """What a bold run or the last sentence of the row says, where the legend leaves two meanings open ("Mäts först i maj")."""
    runs = [(tint.start, tint.end) for tint in block.tints if tint.bold] + list(sentences(block.text)[1:])
    for start, end in runs:
        told = _first(block.text[start:end]) if start >= shown.end else None
        if told is not None and told.start == 0:
            return told.meaning
    return None


def _scoped(meaning: Meaning | None, dimension: Dimension | None) -> Dimension | None:
    """The dimension of a meaning on a scale of ``dimension``: what cannot be judged is on the scale's own."""
    if meaning is None or meaning is Meaning.KAN_EJ_BEDOMAS:
        return dimension
    told = meaning_of(meaning.value)[1]
    return dimension if dimension is Dimension.PROGNOS and told is Dimension.MALUPPFYLLELSE else told or dimension


def _own(shown: _Shown, column: str | None, kind: Kind | None) -> tuple[Meaning | None, Dimension | None]:
    """Meaning and dimension by the words shown alone."""
    raw = (shown.raw or "").strip(" .!").lower()
    if raw in _BARE:
        done = _is_work(column, kind)
        return _OUTCOMES[_BARE[raw]][done], Dimension.GENOMFORANDE if done else _outlook(column, Dimension.MALUPPFYLLELSE)
    if shown.verdict is not None:
        return shown.verdict.meaning, _outlook(column, shown.verdict.dimension)
    if share := _SHARE.fullmatch(raw):
        done = _is_work(column, kind)
        return (
            _OUTCOMES["ja"][done] if share["share"] == "100" else None
        ), Dimension.GENOMFORANDE if done else Dimension.MALUPPFYLLELSE
    if column and "trend" in column.lower() and raw in _TREND_WORDS:
        return _TREND_WORDS[raw], Dimension.TREND
    if raw and arrow(raw):
        return _TREND_OF_COLOUR.get(shown.signal) if shown.signal else arrow_meaning(raw), Dimension.TREND
    if raw and shown.evidence != "icon":
        return meaning_of(shown.raw or "")
    told, dimension = meaning_of(shown.raw or "")
    return told, dimension


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


def _words(block: Block, start: int, end: int, legends: Sequence[Legend], column: str | None) -> _Shown | None:
    """The status that the block's own words are, or None."""
    text = block.text
    label = _LABEL.match(text, start, end)
    if label and label.end() >= end:
        return None
    if label:
        start, column = label.end(), column or label[0]
    while end > start and text[end - 1] in " .!;,":
        end -= 1
    while start < end and text[start] in " :–":
        start += 1
    part = text[start:end]
    if not part:
        return None
    if step(legends, block.id, part, None):
        return _Shown(part, colours.named(part) if len(part) < 25 else None, "text", start, end, _first(part))
    if len(part) <= 12 and (part.lower() in _BARE or part in {"+", "-", "–", "±"}):
        if part.lower() in _GRADES and not (column and re.search(r"uppfyll|måluppf|genomförandegrad", column, re.IGNORECASE)):
            return None
        asked = column is not None and is_column(column) or label is not None
        return _Shown(part, None, "text", start, end) if asked and part not in {"-", "–"} else None
    if _FACES.match(part) or (arrow(part) and len(part) <= 3):
        return _Shown(part, colours.EMOJI.get(part[0]), "text", start, end)
    if column and _SHARE.fullmatch(part) and re.search(r"uppfyll|genomförandegrad|klart|färdig", column, re.IGNORECASE):
        return _Shown(part, None, "text", start, end)
    signal = colours.named(part)
    if signal is not None and len(part.split()) == 1:
        return _Shown(part, signal, "text", start, end)
    return _phrase(block, start, end, column if column and is_column(column) else None, labelled=label is not None)


def _first(text: str) -> Verdict | None:
    found = verdicts(text)
    return found[0] if found else None


def _phrase(block: Block, start: int, end: int, column: str | None, *, labelled: bool) -> _Shown | None:
    """A status phrase that fills the text, or under a heading of status any short text."""
    part = block.text[start:end]
    found = _first(part)
    if column and len(verdicts(part)) > 1 and len(part.split()) <= 6:
        return _Shown(part, colours.named(part), "text", start, end)
    if found is not None:
        subject = _SUBJECT.match(part)
        lead = part[: found.start] if found.start else ""
        fills = _TAIL.match(part[found.end :]) is not None
        if (
            subject
            and fills
            and re.fullmatch(
                r"(?:\W|är|som|därmed|således|nu|vara|anses|får|att|också|alltså)*", part[subject.end() : found.start]
            )
        ):
            return _Shown(part[found.start : found.end], None, "text", start + found.start, start + found.end, found)
        if not lead.strip(' (–”"') or (fills and _modifies(lead)):
            if fills and (len(part.split()) <= 9 or column or labelled):
                return _Shown(part, colours.named(lead), "text", start, end, found)
            if column or labelled:
                stop = start + found.end
                return _Shown(block.text[start:stop], None, "text", start, stop, found)
    if column or labelled:
        return _short(block, start, end, found, column)
    moved = movements(part)
    if len(moved) == 1 and moved[0].start == 0 and moved[0].end == len(part) and len(part.split()) > 1:
        return _Shown(part, None, "text", start, end)
    return None


def _modifies(lead: str) -> bool:
    """Whether the words before a status word only grade it."""
    return (
        re.fullmatch(
            r"(?:\s*(?:något|helt|lite|mycket|kraftigt|delvis|redan|nästan|är|målet|uppdraget|uppgiften|till|arbetet|i|"
            r"stort|sett))*\s*",
            lead,
            re.IGNORECASE,
        )
        is not None
    )


def _short(block: Block, start: int, end: int, found: Verdict | None, column: str | None) -> _Shown | None:
    """A short text under a heading of status: a status even when its words are not known."""
    part = block.text[start:end]
    if re.search(r"\d", part) and found is None:
        return None
    if len(part.split()) <= 5 or (found is not None and len(part.split()) <= 12):
        return _Shown(part, colours.named(part), "text", start, end, found)
    inside = in_sentence(block, start, end)
    if inside is None or inside.raw is None:
        return None
    span = inside.at.spans[0]
    return _Shown(inside.raw, None, "text", span.start, span.end, _first(inside.raw))


def _icon(block: Block, start: int, end: int, legends: Sequence[Legend], column: str | None) -> _Shown | None:
    """The icon among the characters that stands for a status, or None."""
    for icon in block.icons:
        if not start <= icon.offset <= end:
            continue
        raw = icon.text.strip() if icon.text and icon.text.strip() else None
        signal = colours.signal(icon.colour) or colours.named(raw or "")
        if signal is None and block.cell is not None:
            signal = colours.signal(block.cell.fill)
            signal = None if signal is Signal.VIT else signal
        if _stands(block, icon, raw, signal, legends, column):
            return _Shown(raw, signal, "icon", icon.offset, icon.offset, _first(raw) if raw else None)
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
        or bool(_FACES.match(raw))
    )


def _ground(block: Block, start: int, end: int, legends: Sequence[Legend], column: str | None) -> _Shown | None:
    """The ground colour of an empty cell, where a legend or the heading says that it means something."""
    if block.cell is None or block.text[start:end].strip():
        return None
    signal = colours.signal(block.cell.fill)
    if signal is None or not (step(legends, block.id, None, signal) or (column is not None and is_column(column))):
        return None
    return _Shown(None, signal, "colour", start, end)


def _judged(sentence: str, *, opening: bool) -> Verdict | None:
    """The judgement in one sentence of a comment: it is the opening word, or has the judged thing as its subject."""
    bare = re.sub(r", (?:som|vilken|vilket) [^,]*,", lambda match: " " * len(match[0]), sentence)
    found = verdicts(bare)
    if not found:
        return None
    if opening and found[0].start == 0 and (_TAIL.match(bare[found[0].end :]) or bare[found[0].end : found[0].end + 1] in ".,"):
        return found[0]
    if told := next((verdict for verdict in found if re.search(r"\bmål(?:et|en)$", bare[verdict.word : verdict.end])), None):
        return None if re.search(r"\b(?:ska|skall|måste|bör|att|om|som)\b", bare[: told.start]) else told
    subject = _NAMED.search(bare) or (_WORK.search(bare) if opening else None)
    after = [verdict for verdict in found if subject is not None and verdict.start >= subject.end()]
    if subject is None or not after:
        return None
    between = re.sub(r"\bsom$", "", bare[subject.end() : after[0].start].rstrip())
    return None if re.search(r"\b(?:ska|skall|måste|bör|som|att)\b", between) else after[0]
