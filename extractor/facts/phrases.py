"""Which words are a status: a chip, a cell, a labelled line, or the sentence of a comment that judges."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from ...models.block import Block
from ...models.goal import Signal
from ...rules import colours
from ...rules.judgement import BARE, Verdict, arrow, movements, verdicts
from ...rules.swedish import sentences
from .scales import Legend, step

CHIP, PHRASE = 9, 6  # words that a chip has at most, and a cell whose words are not known
LONG_LABEL, ARROW = 25, 3  # characters
_SIGNS = frozenset({"+", "-", "–", "±"})
_LINK = re.compile(r"(?:\W|är|som|därmed|således|nu|vara|anses|får|att|också|alltså)*")
_GRADING = re.compile(
    r"(?:\s*(?:något|helt|lite|mycket|kraftigt|delvis|redan|nästan|är|målet|uppdraget|uppgiften|till|arbetet|i|stort|sett))*\s*",
    re.IGNORECASE,
)
LABEL = re.compile(
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
    r"måluppfyllelsen|arbetet|projektet|indikatorn|deluppdraget|det|detta|kommunen|nämnden)",
    re.IGNORECASE,
)
_NAMED = re.compile(
    r"\b(?:(?:del|etapp|effekt|resultat|nämnd|nämnds|bolags|inriktnings|kf-)?målet|(?:del|kf-)?uppdraget|aktiviteten|"
    r"åtgärden|insatsen|indikatorn|målvärdet?|målnivån|måluppfyllelsen)\b",
    re.IGNORECASE,
)
_WORK = re.compile(
    r"^(?:arbetet|projektet|översynen|utredningen|kartläggningen|inventeringen|revideringen|införandet|genomlysningen|"
    r"upphandlingen|\w+(?:arbetet|utredningen|översynen|projektet))\b",
    re.IGNORECASE,
)
_TAIL = re.compile(
    r"(?:\s+(?:mål|uppdrag|ännu|fortfarande|ännu inte|i dag))?\s*(?:,\s*[a-zåäö]\S*|\([^)]*\)|(?:under|i|för|vid|"
    r"per|den|till|från|enligt|senast|"
    r"sedan)\s+\S+(?:\s+\S+){0,2}|(?:19|20)\d\d(?:-\d\d(?:-\d\d)?)?|\d{1,3} ?%)*\s*[.!]?\s*$",
    re.IGNORECASE,
)
_GRADES = frozenset({"full", "hel", "fullt", "låg", "ingen", "god", "hög"})
SHARE = re.compile(
    r"(?:[a-zåäö]+ )?(?:\d{1,3}\s?[–-]\s?)?(?P<share>\d{1,3}) ?(?:%|procent)(?: eller (?:lägre|mindre|mer|högre))?", re.IGNORECASE
)
FACES = re.compile(r"^[\u2600-\u27bf\u2b00-\u2bff\U0001f300-\U0001faff\ufe0f]+$")


class Shown(NamedTuple):
    """What a status shows: its words (characters ``start`` to ``end`` of the block, or an icon's), and its colour."""

    raw: str | None
    signal: Signal | None
    evidence: str
    start: int
    end: int
    verdict: Verdict | None = None
    coloured: bool = False  # the colour is printed in front of the words


def words(block: Block, start: int, end: int, legends: Sequence[Legend], column: str | None) -> Shown | None:
    """The status that characters ``start`` to ``end`` of a block are, or None; ``column`` is the heading they stand under."""
    if (coloured := _COLOURED.match(block.text, start, end)) and (signal := colours.named(coloured["colour"])):
        return _after_colour(block, coloured.end(), end, legends, signal)
    label = LABEL.match(block.text, start, end)
    if label:
        start, column = label.end(), column or label[0]
    start, end = _bare(block.text, start, end)
    part = block.text[start:end]
    if not part:
        return None
    if step(legends, block.id, part, None):
        return Shown(part, colours.named(part) if len(part) < LONG_LABEL else None, "text", start, end, first(part))
    if part.lower() in BARE or part in _SIGNS:
        return Shown(part, None, "text", start, end) if _asked(part, column, labelled=label is not None) else None
    if FACES.match(part) or (arrow(part) and len(part) <= ARROW) or _is_share(part, column):
        return Shown(part, colours.EMOJI.get(part[0]), "text", start, end)
    signal = colours.named(part)
    if signal is not None and " " not in part:
        return Shown(part, signal, "text", start, end)
    under = label is not None or (column is not None and is_column(column))
    return _phrase(block, start, end, under=under)


def _after_colour(block: Block, start: int, end: int, legends: Sequence[Legend], signal: Signal) -> Shown | None:
    """What stands behind a colour's name ("Gul: arbetet pågår"): a status where a legend knows the colour, or by its words."""
    start, end = _bare(block.text, start, end)
    part = block.text[start:end]
    verdict = first(part)
    known = step(legends, block.id, None, signal) is not None
    if not part or len(part.split()) > _COLOURED_WORDS or not (known or verdict):
        return None
    return Shown(part, signal, "text", start, end, verdict, coloured=True)


_COLOURED = re.compile(r"\s*(?P<colour>[A-ZÅÄÖ][a-zåäö]+)\s*(?::|\s[–—-])\s+")
_COLOURED_WORDS = 6


def _bare(text: str, start: int, end: int) -> tuple[int, int]:
    """The characters without the marks around them, once where they stand twice (a picture's name and the text beside it)."""
    while end > start and text[end - 1] in " .!;,":
        end -= 1
    while start < end and text[start] in " :–":
        start += 1
    twice = _TWICE.fullmatch(text, start, end)
    return start, twice.end(1) if twice else end


_TWICE = re.compile(r"(\S.{2,80}?)\s+\1")


def _asked(part: str, column: str | None, *, labelled: bool) -> bool:
    """Whether a bare answer ("Ja", "Delvis", "God", "+") answers a question on status; a lone dash is no answer."""
    if part in {"-", "–"}:
        return False
    if part.lower() in _GRADES:
        return column is not None and re.search(r"uppfyll|måluppf|genomförandegrad", column, re.IGNORECASE) is not None
    return labelled or (column is not None and is_column(column))


def _is_share(part: str, column: str | None) -> bool:
    """Whether the text is a share under a heading of fulfilment ("91–99 procent")."""
    return bool(column and SHARE.fullmatch(part) and re.search(r"uppfyll|genomförandegrad|klart|färdig", column, re.IGNORECASE))


def first(text: str) -> Verdict | None:
    """The first judgement in a text."""
    return next(iter(verdicts(text)), None)


def _phrase(block: Block, start: int, end: int, *, under: bool) -> Shown | None:
    """A status phrase that fills the text, or, ``under`` a heading or label of status, any short text."""
    part = block.text[start:end]
    found = first(part)
    if under and len(verdicts(part)) > 1 and len(part.split()) <= PHRASE:
        return Shown(part, colours.named(part), "text", start, end)
    if found is not None and (shown := _filling(block, start, end, found, under=under)):
        return shown
    if under:
        return _short(block, start, end, found)
    moved = movements(part)
    whole = len(moved) == 1 and (moved[0].start, moved[0].end) == (0, len(part)) and " " in part
    return Shown(part, None, "text", start, end) if whole else None


def _filling(block: Block, start: int, end: int, found: Verdict, *, under: bool) -> Shown | None:
    """A status phrase with its subject before it (which is not quoted), or with what only grades it."""
    part = block.text[start:end]
    fills = _TAIL.match(part[found.end :]) is not None
    subject = _SUBJECT.match(part)
    if subject and fills and _LINK.fullmatch(part[subject.end() : found.start]):
        return Shown(part[found.start : found.end], None, "text", start + found.start, start + found.end, found)
    lead = part[: found.start]
    if lead.strip(' (–”"') and not (fills and _GRADING.fullmatch(lead)):
        return None
    if fills and (len(part.split()) <= CHIP or under):
        return Shown(part, colours.named(lead), "text", start, end, found)
    stop = start + found.end
    return Shown(block.text[start:stop], None, "text", start, stop, found) if under else None


def _short(block: Block, start: int, end: int, found: Verdict | None) -> Shown | None:
    """A short text under a heading of status, also when its words are not known; in a longer one, the sentence that judges."""
    part = block.text[start:end]
    if re.search(r"\d", part) and found is None:
        return None
    if len(part.split()) <= PHRASE - 1 or (found is not None and len(part.split()) <= 2 * PHRASE):
        return Shown(part, colours.named(part), "text", start, end, found)
    for index, (a, b) in enumerate(sentences(part)):
        if told := judged(part[a:b], opening=index == 0):
            return Shown(part[a + told.start : a + told.end], None, "text", start + a + told.start, start + a + told.end, told)
    return None


def judged(sentence: str, *, opening: bool) -> Verdict | None:
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
    if subject is None or not after or _OTHER.search(bare[: subject.start()]) or _DROPPED.search(bare):
        return None
    between = re.sub(r"\bsom$", "", bare[subject.end() : after[0].start].rstrip())
    return None if _NO_LINK.search(between) else after[0]


_OTHER = re.compile(r"\b(?:det|den)\s+$", re.IGNORECASE)  # "… därför är det uppdraget klart" speaks of one told before
_DROPPED = re.compile(r"\butgår\b(?! från)", re.IGNORECASE)
_NO_LINK = re.compile(r"\b(?:ska|skall|måste|bör|som|att|handlar|gäller|avser|syftar|innebär)\b")


def is_column(heading: str) -> bool:
    """Whether a column under this heading holds statuses ("Status T1", "Bedömning", "Uppnått?", "Trend")."""
    return (
        len(heading) < 60
        and _COLUMN.search(heading) is not None
        and not re.search(r"\d{4}.*utfall|utfall|kommentar|klart? senast|målvärde", heading, re.IGNORECASE)
    )
