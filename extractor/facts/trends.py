"""Movements that prose tells of what is measured, and the overall verdict that a report sets."""

import re
from collections.abc import Sequence

from ...models.block import Block
from ...models.goal import Dimension, Meaning, Status
from ...rules.judgement import movements
from ...rules.lexicon import Hit
from ...rules.swedish import sentences

_ELSEWHERE = re.compile(
    r"\b(?:i riket|riket|nationellt|i Sverige|Sveriges?|EU|mål(?:et)? om|innebär en|kan betyda|hela landet|"
    r"i landet|övriga kommuner|andra kommuner|genomsnittet för)\b",
    re.IGNORECASE,
)

_AFTER = re.compile(
    r"\s+(?P<words>(?:något|avsevärt|tydligt|kraftigt|markant|marginellt|svagt|betydligt|stadigt|mycket|lite|successivt|"
    r"över (?:tid|mätperioden|tidsperioden)|"
    r"upp till (?:ca |cirka )?[\d, ]+ ?(?:procent|%)|med (?:(?:ungefär|ca|cirka|drygt|knappt|nästan|"
    r"över) )?[\d, ]+ ?(?:procentenheter|procent|%))\b"
    r"(?:\s+(?:något|över tid))?)",
    re.IGNORECASE,
)

_BEFORE = re.compile(
    r"(?:^|\s)(?P<words>(?:i stort sett|i princip|ungefär|svagt|god|tydlig|tydligt|fortsatt|markant|stor|kraftig|liten|"
    r"relativt|sammantaget|något|mycket|en)"
    r"(?:\s+(?:svagt|god|tydlig|markant|stor))?)\s+$",
    re.IGNORECASE,
)

_GOES_ON = re.compile(
    r"\s*(?:$|[.,;:!?)–-]|\d)|\s+(?:något|avsevärt|tydligt|kraftigt|markant|marginellt|svagt|betydligt|stadigt|mycket|"
    r"lite|successivt|med|från|till|under|mellan|över|jämfört|"
    r"sedan|i|på|och|men|medan|för|hos|bland|efter|sett|upp|av|något|dock|också|samt|vilket|som|igen|runt|kring|omkring|även|mest|mer|där|"
    r"när|inom|per|om|vid|över|år|det|varje|snabbt|andelen|antalet)\b",
    re.IGNORECASE,
)

_RESERVED = r"\b(?:men|dock|även om|trots|och inte)\b"
_JUDGED = r"(?:helhetsbedömning|samlade? bedömning|sammantagna? bedömning|sammanvägda? bedömning|slutbedömning)\w*\b[^.]{0,60}?"
_OVERALL = re.compile(
    rf"\b(?:(?:blir|är|sätts)\s+(?:den\s+)?{_JUDGED}(?:\bsom)?|(?:{_JUDGED})\b(?:som|är|blir|bedöms vara|bedöms))\s+"
    r"(?P<verdict>(?:(?P<degree>svagt|mycket|övervägande|huvudsakligen|relativt|helt|genomgående)\s+)?"
    r"(?P<grade>positiv|negativ|god|gott|bra|acceptabel|bristfällig|tillfredsställande|dålig|svag)t?)\b",
    re.IGNORECASE,
)


def trend(block: Block, start: int = 0, end: int | None = None) -> Status | None:
    """The first general movement that prose tells of an indicator ("ökade något", "positiv trend"), or None.

    Sentences on the country or on others' figures are passed over; opposite movements in one sentence are none.
    """
    end = len(block.text) if end is None else end
    text = block.text[start:end]
    if _NOT_SHARED.search(text):
        return None
    if found := _valued(block, start, text):
        return found
    for first, last in sentences(text):
        sentence = text[first:last]
        if _ELSEWHERE.search(sentence) or _SUPPOSED.search(sentence):
            continue
        if none := _NO_TREND.search(sentence):
            at = block.at("status/trend", start + first + none.start("raw"), start + first + none.end("raw"), 0.8)
            return Status(raw=none["raw"], meaning=None, dimension=Dimension.TREND, evidence="sentence", at=at)
        hits = [hit for hit in movements(sentence) if _moves(sentence, hit)]
        if not hits:
            continue
        if ", för att sedan " in sentence:
            return None
        if {hit.meaning for hit in hits} >= {"ökar", "minskar"} or {hit.meaning for hit in hits} >= {"förbättras", "försämras"}:
            return None
        return _moved(block, start + first, sentence, hits)
    return None


_NOT_SHARED = re.compile(r"\b[Ss]amma (?:trend|utveckling|mönster) (?:ses|syns|gäller|finns|märks) inte\b")
_SUPPOSED = re.compile(r"^(?:Om|Ifall) |\b(?:ökar|minskar|växer) (?:också |även )?(?:behov|krav|tryck)|\binte självklart\b")
_NO_TREND = re.compile(
    r"\b(?:det finns|där finns|visar|syns|ses)\s(?P<raw>ingen (?:tydlig |klar |entydig )?trend)\b", re.IGNORECASE
)
_VALUED = re.compile(
    r"^Denna (?P<one>(?P<a>positiv|negativ)a (?:trend|utveckling))\b"
    r"|\b(?:utvecklingen|trenden)\b(?: \w+){0,8}? (?:är|varit|var) (?:fortsatt |övervägande )?"
    r"(?P<two>(?P<b>positiv|negativ))(?=[.,;]|$)",
    re.IGNORECASE,
)


def _valued(block: Block, offset: int, text: str) -> Status | None:
    """The first sentence that values the development ("Denna negativa trend …", "Utvecklingen … har varit positiv")."""
    for first, last in sentences(text):
        match = None if _SUPPOSED.search(text[first:last]) else _VALUED.search(text[first:last])
        if match is None or _DENIAL.search(text[first : first + match.start()]):
            continue
        name = "one" if match["one"] else "two"
        good = (match["a"] or match["b"]).lower() == "positiv"
        at = block.at("status/trend", offset + first + match.start(name), offset + first + match.end(name), 0.8)
        meaning = Meaning.FORBATTRAS if good else Meaning.FORSAMRAS
        return Status(raw=match[name], meaning=meaning, dimension=Dimension.TREND, evidence="sentence", at=at)
    return None


def overall(block: Block, start: int = 0, end: int | None = None) -> Status | None:
    """The overall verdict that a paragraph sets ("… blir helhetsbedömningen för målet positiv"), quoted by its adjective.

    It means fulfilled or not only where the text says how: the highest or lowest grade, or a reservation ("men …").
    """
    end = len(block.text) if end is None else end
    match = _OVERALL.search(block.text, start, end)
    if match is None:
        return None
    grade, (first, last) = match["grade"].lower(), match.span("verdict")
    sentence = next(
        (block.text[start + a : start + b] for a, b in sentences(block.text[start:end]) if start + a <= first < start + b), ""
    )
    meaning = None
    if (match["degree"] or "").lower() in {"mycket", "helt", "genomgående"}:
        meaning = Meaning.UPPFYLLT if grade.startswith(("positiv", "god", "gott", "bra")) else Meaning.EJ_UPPFYLLT
    elif grade.startswith(("positiv", "god", "gott", "bra", "acceptab", "tillfreds")) and re.search(
        _RESERVED, sentence, re.IGNORECASE
    ):
        meaning = Meaning.DELVIS_UPPFYLLT
    elif grade.startswith(("negativ", "dålig", "bristf", "svag")):
        meaning = Meaning.EJ_UPPFYLLT
    at = block.at("status/overall", first, last, 0.8)
    return Status(raw=block.text[first:last], meaning=meaning, dimension=Dimension.MALUPPFYLLELSE, evidence="sentence", at=at)


def _moves(sentence: str, hit: Hit) -> bool:
    """Whether a movement word is the sentence's verb or verdict, not an adjective before a noun, an aim or a comparison."""
    word, before = sentence[hit.start : hit.end].lower(), sentence[: hit.start]
    if _AIM.search(before) or (_DENIAL.search(before) and not word.startswith("ingen")):
        return False
    if word.endswith(" än"):
        return False
    if word in _NOUNS:
        return _SHOWN.search(before) is not None
    if word in _PARTICIPLES:
        return re.search(r"\b(?:är|blivit|blir|var)\s+(?:\w+\s+)?$", before, re.IGNORECASE) is not None
    if word == "steg" and re.search(r"\b(?:ett|flera|nya|första|nästa|\d)\s$", before):
        return False
    if word in _VERBS:
        return _GOES_ON.match(sentence, hit.end) is not None or _inverted(sentence, hit)
    return True


def _inverted(sentence: str, hit: Hit) -> bool:
    """Whether a subject in definite form follows the verb: "Mellan 2010 och 2020 ökade effektiviteten"."""
    lead = re.match(r"(?:mellan|under|från|sedan|år|efter|i|därefter|samtidigt|totalt)\b", sentence, re.IGNORECASE)
    return lead is not None and re.match(r"\s+\w+(?:en|et|na|n)\b", sentence[hit.end :]) is not None


_AIM = re.compile(r"\b(?:ska|skall|måste|bör|vill|behöver|kan|kunna|att|målet är|för att)\s+(?:\w+\s+)?$", re.IGNORECASE)
_DENIAL = re.compile(r"\b(?:ingen|inte|inga|utan)\s+(?:\w+\s+)?$", re.IGNORECASE)
_SHOWN = re.compile(
    r"\b(?:syns|ses|visar|uppvisar|är det|är|skett|noteras|märks|finns)\s+(?:också |även |på |det )*(?:en |"
    r"ett )?(?:\w+\s+){0,2}$|^(?:en|ett)\s+(?:\w+\s+){0,2}$",
    re.IGNORECASE,
)
_NOUNS = frozenset("ökning ökningen uppgång minskning minskningen nedgång förbättring försämring".split())
_PARTICIPLES = frozenset("förbättrad försämrad ökande minskande stigande sjunkande".split())
_VERBS = frozenset(
    "steg lika ökade minskade ökat minskat växer växte oförändrade stabila stabilt stabil förbättrades "
    "försämrades ökar minskar sjönk".split()
)


def _moved(block: Block, offset: int, sentence: str, hits: Sequence[Hit]) -> Status:
    """The status of a movement with the adverbs around it."""
    valued = [hit for hit in hits if hit.meaning in {"förbättras", "försämras"}]
    hit = (valued or hits)[0]
    start, end = _verdict_word(sentence, hit)
    if before := _BEFORE.search(sentence[:start]):
        start -= len(sentence[:start]) - before.start("words")
    if after := _AFTER.match(sentence, end):
        end = after.end("words")
    raw = sentence[start:end]
    if raw.lower().startswith("en "):
        start, raw = start + 3, raw[3:]
    at = block.at("status/trend", offset + start, offset + end, 0.8)
    return Status(raw=raw, meaning=Meaning(hit.meaning), dimension=Dimension.TREND, evidence="sentence", at=at)


def _verdict_word(sentence: str, hit: Hit) -> tuple[int, int]:
    """Where the movement's own word stands: "Trenden är negativ" is quoted "negativ"."""
    inside = re.search(r"\bär\s+", sentence[hit.start : hit.end])
    return (hit.start + inside.end() if inside else hit.start), hit.end
