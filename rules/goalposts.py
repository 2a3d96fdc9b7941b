"""Whether a mark that was moved is easier to reach than before: by its number, its time, and the words around it.

More of it may be harder ("minst 80 procent", "bygga 80 bostäder") or easier ("högst 80", "minska till 80"); behind "med" it is
the size of the change itself ("minska med 80"). What the words do not tell is not guessed.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Literal, NamedTuple

from .lemmas import lemma
from .lexicon import Lexicon
from .quantities import quantities
from .swedish import MONTHS, NUMBERS, sentences

Way = Literal[-1, 0, 1]
"""1 where a higher number is harder to reach, -1 where a lower one is, 0 where that is not told."""
Years = tuple[int, int] | None

_TOKEN = re.compile(r"\d+(?:[ \u00a0\u202f.,]\d+)*|[^\W\d_]+|[^\w\s]")
_NUMBER = re.compile(
    rf"\d+(?:[ \u00a0\u202f.,]\d+)*|\b(?:{'|'.join(sorted(NUMBERS, key=len, reverse=True))}|tusen)\b", re.IGNORECASE
)
_SIGNS: dict[str, Way] = {"≥": 1, ">": 1, "≤": -1, "<": -1}
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_ISO = re.compile(r"\b(?:19|20)\d\d-(\d\d)")
_QUARTER = re.compile(r"kvartal (\d)|(första|andra|tredje|fjärde) kvartalet", re.IGNORECASE)
_ORDINALS = ("första", "andra", "tredje", "fjärde")
_SEASONS = {"vår": 4, "mitten": 6, "sommar": 7, "höst": 10, "slutet": 12, "utgången": 12, "årsskifte": 12, "vinter": 12}
_TIMES = frozenset({"dag", "dygn", "vecka", "månad", "år", "timme", "minut", "termin"})
_BETWEEN = frozenset({"för", "på", "av", "om", "vid", "från", "hos", "efter", "per", "mellan", "mot", "inför", "i"})
_IS = frozenset({"vara", "är", "var", "ligga", "ligger", "bli", "blir", "hålla", "håller", "stanna", "stannar", "med", "till"})
_CLAUSE = frozenset(",;:")


class Side(NamedTuple):
    """One of two versions: the marks that only it has as printed, its words, and the years that its document is for."""

    marks: str | None
    text: str
    years: Years = None


class _Time(NamedTuple):
    """A point in time; ``compared`` where it is what is compared with."""

    year: int | None
    month: int | None
    compared: bool


class _Amount(NamedTuple):
    """A number with its unit, and which way it is harder."""

    number: float
    unit: str
    way: Way


class _Marks(NamedTuple):
    """The marks of one side by what they are; ``others`` are those that no number tells."""

    times: list[_Time]
    amounts: list[_Amount]
    others: list[str]


class _Verdict(NamedTuple):
    """What became of one kind of mark, and whether that is easier, harder, or not told."""

    effect: str
    eased: bool | None


def goalpost(old: Side, new: Side) -> tuple[str, bool | None]:
    """What became of the marks of a goal, in a word, and whether they are easier to reach now; None where that is not told."""
    before, after = _read(old), _read(new)
    verdicts = [*_times(before.times, after.times, (old.years, new.years)), *_amounts(before.amounts, after.amounts)]
    if before.others or after.others:
        both = before.others and after.others
        verdicts.append(_Verdict("ändrad", None if both else bool(before.others)))
    if new.marks is None or old.marks is None:
        effect = "struken" if new.marks is None else "ny"
    else:
        effect = next((one.effect for one in verdicts if one.effect != "ändrad"), "ändrad")
    told = {one.eased for one in verdicts}
    return effect, told.pop() if len(told) == 1 else None


def _read(side: Side) -> _Marks:
    """The marks of one side; what no number or time is read from is one of the others."""
    found = _Marks([], [], [])
    for raw in side.marks.split(", ") if side.marks else ():
        if time := _time(raw, side.text):
            found.times.append(time)
        elif amount := _amount(raw, side.text):
            found.amounts.append(amount)
        else:
            found.others.append(raw)
    return found


def _time(raw: str, text: str) -> _Time | None:
    year, month = _YEAR.search(raw), _month(raw)
    if month is None and (year is None or not _YEAR.fullmatch(raw.strip())):
        return None
    place = text.find(raw)
    compared = place >= 0 and bool(_ends(_tokens(text[:place]), "jämfört"))
    return _Time(int(year[0]) if year else None, month, compared)


def _month(raw: str) -> int | None:
    """The month that a time is in or ends with."""
    if iso := _ISO.search(raw):
        return int(iso[1])
    if quarter := _QUARTER.search(raw):
        return 3 * (int(quarter[1]) if quarter[1] else _ORDINALS.index(quarter[2].lower()) + 1)
    for word in re.findall(r"[^\W\d_]+", raw.lower()):
        if word in MONTHS:
            return MONTHS[word]
        if season := next((name for name in _SEASONS if word.startswith(name)), None):
            return _SEASONS[season]
    return None


def _times(old: Sequence[_Time], new: Sequence[_Time], years: tuple[Years, Years]) -> Iterator[_Verdict]:
    """Whether the times are later; a year that is each document's own, or the end of its period, only goes along with it."""
    if not old or not new:
        for time in (*old, *new):
            own = any(_ends_of(time, period) for period in years) or time.compared
            yield _Verdict("ändrad", None if own else bool(old))
        return
    for one, other in zip(old, new, strict=False):
        if one == other:
            continue
        same_end = _ends_of(one, years[0]) & _ends_of(other, years[1])
        later = _later(one, other)
        told = len(old) == len(new) and not same_end
        if later is None or one.compared or other.compared:
            yield _Verdict("ändrad", None)
        else:
            yield _Verdict("senare" if later else "tidigare", later if told else None)


def _later(old: _Time, new: _Time) -> bool | None:
    if old.year and new.year and old.year != new.year:
        return new.year > old.year
    if old.month and new.month and old.month != new.month and (old.year is None) == (new.year is None):
        return new.month > old.month
    return None


def _ends_of(time: _Time, years: Years) -> set[str]:
    """Which ends of a document's period a time is in."""
    return {name for name, year in zip(("first", "last"), years or (), strict=False) if time.year == year}


def _amounts(old: Sequence[_Amount], new: Sequence[_Amount]) -> Iterator[_Verdict]:
    """Whether the numbers are easier to reach: those of one unit, each with the one that stands in its place."""
    if not old or not new:
        yield from (_Verdict("ändrad", bool(old)) for _ in (*old, *new))
        return
    if len(old) != len(new) or any(one.unit != other.unit for one, other in zip(old, new, strict=True)):
        yield _Verdict("ändrad", None)
        return
    for one, other in zip(old, new, strict=True):
        if one.number != other.number:
            higher = other.number > one.number
            way = other.way or one.way if one.way * other.way >= 0 else 0
            yield _Verdict("högre" if higher else "lägre", None if way == 0 else (way < 0) == higher)


def _amount(raw: str, text: str) -> _Amount | None:
    """The number of a mark, with its unit and the way that the words around it tell."""
    found = quantities(raw)
    number, _, unit = (found[0].value if len(found) == 1 else "").partition(" ")
    if not re.fullmatch(r"\d+(?:\.\d+)?(?:e\+\d+)?", number) or re.search(r"\d", unit):
        return None
    return _Amount(float(number), unit, _way(raw, unit, text))


def _way(raw: str, unit: str, text: str) -> Way:
    place = text.find(raw)
    sentence, start = raw, 0
    if place >= 0:
        first, last = next(((a, b) for a, b in sentences(text) if a <= place < b), (0, len(text)))
        sentence, start = text[first:last], place - first
    number = _NUMBER.search(sentence, start)
    if number is None:
        return 0
    before, after = _tokens(sentence[: number.start()]), _tokens(sentence[number.end() :])
    while (count := _ends(before, "ungefär")) and not (_is_time(unit) and before[-1] == "hela"):
        before = before[:-count]
    bound = _bound(before, unit)
    if bound is not None:
        return bound
    told = _beside(before, after, unit)
    if told is None:
        aside = place < 0
        told = _at_all(_tokens(text) if aside else _clause(before, after), unit, aside=aside)
    return told


def _bound(before: Sequence[str], unit: str) -> Way | None:
    """What a comparator right before the number tells."""
    if before and before[-1] in _SIGNS:
        return _SIGNS[before[-1]]
    if _ends(before, "minst"):
        return 1
    if _ends(before, "högst"):
        return -1
    over, under = _ends(before, "över"), _ends(before, "under")
    if not over and not under:
        return None
    rest = before[: -(over or under)]
    if before[-1] in {"över", "under"} and _is_time(unit) and (not rest or rest[-1] not in _IS):
        return 0  # "under 20 veckor" is how long, not at most
    return 1 if bool(over) != _is_denied(rest) else -1


def _is_time(unit: str) -> bool:
    return unit.partition(" ")[0] in _TIMES


def _is_denied(before: Sequence[str]) -> bool:
    """Whether a negation stands near, or as the subject."""
    return any(_is(word, "nekad") and (word.startswith("ing") or len(before) - place <= 3) for place, word in enumerate(before))


def _beside(before: Sequence[str], after: Sequence[str], unit: str) -> Way | None:
    """What stands right beside the number and tells by itself; None where nothing does."""
    turn = _nearest(before)
    change = turn or next((told for word in after if (told := _turn(word))), 0)
    if (after and (_turn(after[0]) or _is(after[0], "ändring"))) or _ends(before, "ändring"):
        return 1  # "20 färre", "ytterligare 20"
    last = before[-1] if before else ""
    if last == "med" or (unit == "procentenhet" and last not in _BETWEEN and last != "till"):
        return 1 if change else 0
    if last in {"till", "nå", "når", "nås", "uppnå", "uppnår"}:
        return turn or (1 if last != "till" else 0)
    return 0 if last in _BETWEEN else None


def _clause(before: Sequence[str], after: Sequence[str]) -> list[str]:
    """The words around the number up to the next commas."""
    start = max((place + 1 for place, word in enumerate(before) if word in _CLAUSE), default=0)
    end = next((place for place, word in enumerate(after) if word in _CLAUSE), len(after))
    return [*before[start:], *after[:end]]


def _at_all(words: Sequence[str], unit: str, *, aside: bool) -> Way:
    """What the words tell of a number that nothing ties to one of them; ``aside`` where it stands apart, as a level to reach."""
    turns = {turn for word in words if (turn := _turn(word))}
    if len(turns) == 2:
        return 0
    if aside and turns:
        return turns.pop()
    if _is_time(unit) or -1 in turns:
        return 0
    return 1 if 1 in turns or any(_is(word, "göra") for word in words) else 0


def _nearest(before: Sequence[str]) -> Way:
    """The way of the last word that has one."""
    return next((turn for word in reversed(before) if (turn := _turn(word))), 0)


def _turn(word: str) -> Way:
    return 1 if _is(word, "upp") else -1 if _is(word, "ner") else 0


def _is(word: str, meaning: str) -> bool:
    return any(len(form) == 1 and _same(word, form[0]) for form in _forms(meaning))


def _ends(words: Sequence[str], meaning: str) -> int:
    """How many words at the end are a form of a meaning."""
    for form in _forms(meaning):
        if len(form) <= len(words) and all(map(_same, words[len(words) - len(form) :], form)):
            return len(form)
    return 0


def _same(word: str, form: str) -> bool:
    return word == form or (word.isalpha() and lemma(word) == form)


@cache
def _forms(meaning: str) -> tuple[tuple[str, ...], ...]:
    """The forms of a meaning as words, the longest first."""
    forms = (tuple(form.split()) for form in Lexicon.load("goalpost").entries[meaning].forms)
    return tuple(sorted(forms, key=len, reverse=True))


def _tokens(text: str) -> list[str]:
    return _TOKEN.findall(text.lower())
