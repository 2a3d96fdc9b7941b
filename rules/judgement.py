"""What a phrase says about how it went: a status word, graded or denied by the words beside it, told or foretold."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from ..models.goal import Dimension, Meaning
from .lexicon import Hit, Lexicon

_GLUE = frozenset(
    "är var blev blir bli vara varit har hade ha kunnat kan kunna som därmed således alltså nu redan fortfarande fortsatt "
    "anses får också numera ännu dock även att".split()
)
_SILENT = frozenset(
    "är som därmed således alltså nu redan fortfarande fortsatt anses får vara också numera dock även att".split()
)
_WORD = re.compile(r"[^\s,;:()]+")
_SHARE = re.compile(
    r"(?:,\s*)?(?:till )?(?:(?P<least>minst|mer än|över)|(?P<less>mindre än|lägre än|under)|"
    r"till) (?P<share>\d{1,3}) ?(?:%|procent)(?: av mål(?:et|värdet|nivån)(?= (?:är|har|blev|nå|upp)))?",
    re.IGNORECASE,
)
_ARROWS = {
    "→": Meaning.OFORANDRAT,
    "➡": Meaning.OFORANDRAT,
    "➔": Meaning.OFORANDRAT,
    "►": Meaning.OFORANDRAT,
    "↔": Meaning.OFORANDRAT,
} | dict.fromkeys("↗↑↘↓⬆⬇⬈⬊▲▼△▽", None)
_ARROW_NAME = re.compile(
    r"\b(?:\w*pil(?:en)? (?:upp|ned|ner|åt|snett|rakt|till)\w*|(?:upp|ned|ner)åt(?:gående)? ?pil|\w*pil)\b", re.IGNORECASE
)


class Verdict(NamedTuple):
    """A judgement in a text: characters ``start`` to ``end`` as they are quoted, the bare word at ``word``, what it means."""

    start: int
    end: int
    meaning: Meaning | None
    dimension: Dimension | None
    word: int
    rule: str


@lru_cache(maxsize=4096)
def verdicts(text: str) -> tuple[Verdict, ...]:
    """Every judgement in the text on fulfilment or completion, left to right."""
    hits = [hit for hit in Lexicon.load("status").find(text) if not _attributive(text, hit)]
    degrees = [*Lexicon.load("degree").find(text), *_shares(text)] if hits else []
    return tuple(found for found in (_verdict(text, hit, degrees) for hit in hits) if not _only_asks(text, found))


def _only_asks(text: str, found: "Verdict") -> bool:
    """Whether the word names what is judged and judges nothing itself: "Måluppfyllelse" without a degree."""
    return text[found.start : found.end].lower() == "måluppfyllelse"


BARE = {  # what a word alone in its cell or behind its label says
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


def movements(text: str) -> list[Hit]:
    """Every movement of something measured, left to right."""
    return Lexicon.load("trend").find(text)


def arrow(text: str) -> bool:
    """Whether the text is an arrow, or the name of one ("Pil uppåt")."""
    bare = text.replace("\ufe0f", "").strip()
    return bool(bare) and (all(char in _ARROWS for char in bare) or _ARROW_NAME.fullmatch(bare) is not None)


def arrow_meaning(text: str) -> Meaning | None:
    """What an arrow says by its direction alone: oförändrat when it lies flat, else nothing."""
    bare = text.replace("\ufe0f", "").strip()
    if re.search(r"\b(?:höger|sidan|sidled|horisontell|vågrät)\b", bare, re.IGNORECASE) and not re.search(
        r"upp|ned|ner", bare, re.IGNORECASE
    ):
        return Meaning.OFORANDRAT
    return _ARROWS.get(bare) if len(bare) == 1 else None


@lru_cache(maxsize=2048)
def meaning_of(text: str) -> tuple[Meaning | None, Dimension | None]:
    """What a definition in a legend says as a whole ("målet är delvis uppfyllt").

    Two meanings joined by "eller" are none. Otherwise what stands before a dash beats what explains it, an outcome beats
    progress, and the last clause beats the first ("har startat men blir klart senare").
    """
    for part in re.split(r"\s[–—-]\s", text):
        found = _of_part(part)
        if found:
            distinct = {meaning for meaning, _ in found}
            if len(distinct) > 1 and re.search(r"\b(?:eller|alternativt)\b|\S/\S", part):
                return None, found[0][1]
            return _weightiest(found)
    return None, None


def _of_part(text: str) -> list[tuple[Meaning | None, Dimension | None]]:
    """Meaning and dimension of every judgement in one part of a definition, else of every movement."""
    told: list[tuple[Meaning | None, Dimension | None]] = [
        (item.meaning, item.dimension) for item in verdicts(text) if item.meaning
    ]
    return told or [(Meaning(hit.meaning), Dimension.TREND) for hit in movements(text)]


def _weightiest(found: list[tuple[Meaning | None, Dimension | None]]) -> tuple[Meaning | None, Dimension | None]:
    """The judgement that counts: on the outcome before one on progress, a delay or a plan before a start, else the first."""
    outcomes = [item for item in found if item[1] is not Dimension.GENOMFORANDE]
    if outcomes:
        return outcomes[0]
    late = [item for item in found if item[0] in {Meaning.FORSENAT, Meaning.AVBRUTET}] or [
        item for item in found if item[0] is Meaning.ENLIGT_PLAN
    ]
    return (late or found)[0]


def _shares(text: str) -> Iterator[Hit]:
    """Degrees told as a share: "till minst 80 %" is partly, "till mindre än 80 %" is not, 100 % is wholly."""
    for match in _SHARE.finditer(text) if re.search(r"\d ?(?:%|p)", text, re.IGNORECASE) else ():
        degree = "ej" if match["less"] else "helt" if match["share"] == "100" else "delvis"
        yield Hit(degree, match.start(), match.end(), "degree/share")


def _attributive(text: str, hit: Hit) -> bool:
    """Whether the word stands before the noun it describes ("genomförda insatser"), and so judges nothing."""
    word, rest = text[hit.start : hit.end].lower(), text[hit.end :]
    if word.split()[-1] in {"löpande", "pågående", "klara", "färdiga", "fullt"} | {
        w for w in (word,) if w.endswith(("rda", "ade", "dda", "llda"))
    }:
        follows = re.match(r"\s+([a-zåäö]{3,})", rest)
        return follows is not None and follows[1] not in _FOLLOWERS
    return False


_FOLLOWERS = frozenset(
    "inte delvis helt till under medan och men eller vid efter enligt sedan innan före redan samt för när även med".split()
)


def _verdict(text: str, hit: Hit, degrees: list[Hit]) -> Verdict:
    """The judgement around one status word."""
    first, left = _leftward(text, hit.start, degrees)
    last, right = _rightward(text, hit.end, degrees)
    extra = Lexicon.load("status").entries[hit.meaning].extra
    grades = {degree.meaning for degree in (*left, *right)}
    if any(degree.meaning == "prognos" and re.search(r"\b(?:inte|ej)\b", text[degree.start : degree.end]) for degree in left):
        grades.add("ej")
    if "negated" in extra:
        grades |= {
            "delvis" if word == "delvis" else "ej"
            for word in re.findall(r"\b(?:inte|ej|delvis)\b", text[hit.start : hit.end].lower())
        }
    meaning = _graded(hit.meaning, extra, grades)
    dimension = Dimension(extra["dimension"])
    if "prognos" in grades and _foretells(text[first : hit.end]):
        dimension = Dimension.PROGNOS
    return Verdict(_quoted(text, first, hit.start), last, meaning, dimension, hit.start, hit.rule)


def _graded(word: str, extra: dict[str, str], grades: set[str]) -> Meaning | None:
    """The meaning of a status word under its degrees."""
    if {"ej", "helt"} <= grades or ("delvis" in grades and "ej" not in grades):
        found = extra.get("partly")
    elif "ej" in grades:
        found = extra.get("negated")
    elif "i hög grad" in grades:
        found = extra.get("highly")
    else:
        found = extra.get("meaning", word)
    return Meaning(found) if found else None


def _foretells(phrase: str) -> bool:
    """Whether the forecast verb looks ahead; "bedöms vara uppfyllt" judges what is."""
    return not re.search(r"\b(?:bedöms|anses|antas)\b(?:(?! kunna).)*\b(?:vara|som|ha|är)\b", phrase, re.IGNORECASE)


def _leftward(text: str, start: int, degrees: list[Hit]) -> tuple[int, list[Hit]]:
    """Where the phrase begins that leads to the status word, and the degrees in it."""
    words = [(match.start(), match.end()) for match in _WORD.finditer(text, 0, start)]
    found: list[Hit] = []
    first = start
    for word_start, word_end in reversed(words):
        if text[word_end:first].strip():
            break
        degree = next((hit for hit in degrees if hit.start <= word_start < hit.end), None)
        if degree is not None:
            found += [degree] if degree not in found else []
            first = word_start
            continue
        if text[word_start:word_end].lower() not in _GLUE:
            break
        first = word_start
    return first, found


def _rightward(text: str, end: int, degrees: list[Hit]) -> tuple[int, list[Hit]]:
    """Where the phrase ends, and the degrees right behind the status word."""
    found: list[Hit] = []
    for hit in sorted(degrees, key=lambda degree: degree.start):
        gap = text[end : hit.start].strip() if hit.start >= end else "x"
        if (
            not gap
            and hit.meaning != "prognos"
            and not text[hit.start : hit.end].lower().startswith(("god", "hel ", "full ", "ingen", "låg"))
        ):
            found.append(hit)
            end = hit.end
    return end, found


def _quoted(text: str, first: int, word: int) -> int:
    """The start of the phrase as it is quoted: "är" and words that carry no judgement are left out at its beginning."""
    for match in _WORD.finditer(text, first, word):
        if match[0].lower() not in _SILENT:
            return match.start()
    return word
