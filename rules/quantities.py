"""What a sentence sets as its mark: dates and years, numbers, shares and frequencies, and which of them another wording moves."""

import re
from collections import Counter
from math import prod
from typing import NamedTuple

from .lemmas import lemma
from .swedish import MONTHS, NUMBERS, fold
from .wording import words

_MONTH = "|".join(sorted((month for month in MONTHS if len(month) > 3 or month == "maj"), key=len, reverse=True))
_NAMED = r"(?:agenda|vision|strategi\w*|plan\w*|program\w*|budget|lagen|förordningen|sfs|dnr|nr)\s+"
_COUNTS = [word for word, value in NUMBERS.items() if value > 1 and word not in {"båda", "bägge"}] + ["tusen", "etthundra"]
_COUNT = "|".join(sorted(_COUNTS, key=len, reverse=True))
_ORDINAL = "annan|tredje|fjärde|femte|sjätte|sjunde|åttonde|nionde|tionde"
_COMPARATOR = (
    "(?:minst|högst|(?:mer|fler|mindre|färre) än|över|under|lägst|som (?:mest|lägst)|upp till|omkring|cirka|ca|närmare|drygt)"
)
_FIGURE = r"\d+\s?[–-]\s?\d+(?![\d-])|\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?:,\d+)?|\d+(?:[.,]\d+)?"
_UNIT = (
    r"\s?(?:%|procentenheter\b|procent\b|(?:mn|m|t)?kr\b|(?:miljoner |miljarder |tusen )?kronor\b"
    r"|(?:[GMk]Wh|kg|km|g|kvm|ton|gram|kilo(?:gram|meter)?|liter|meter|hektar|(?:giga|mega|kilo)wattimmar)\b)"
)
_TIME = r"(?:dygn|dag|vecka|månad|år|timme|minut|gång|termin)"
_NOUN = (
    r"(?:\s+(?!(?:av|under|eller|per|över|inför)\b)"
    r"(?:[^\W\d_]{2,}(?:ar|or|er)|[^\W\d_]*(?:dygn|år|barn|fall|dagars|veckors|månaders|timmars|års))\b)"
)
_PER = (
    r"(?:\s+[^\W\d_]+){1,2}\s+(?:i|om|per)\s+"
    r"(?:veckan|vecka|månaden|månad|året|år|dagen|dag|dygn|dygnet|termin|kvartal|elev|invånare)\b"
)
_SEASON = r"(?:vårterminen|höstterminen|våren|hösten|sommaren|vintern|årsskiftet|utgången|slutet|början|mitten)"

_PARTS = {
    # Numbers of goals and years that belong to a name, and periods: no marks.
    "label": rf"(?:§|mål|uppdrag|punkt|kapitel|kap\.?|avsnitt|bilaga|årskurs|åk|nr|väg|etapp|{_NAMED})"
    r"\s*\d+(?:[.:]\d+)*(?:(?:,| och|–|-)\s?\d+\b)*"
    r"|(?<=[a-zåäö,] )(?-i:[A-ZÅÄÖ])[a-zåäö]+ \d{1,2}\b(?!\s?(?:%|procent|kr|mnkr|tkr))",
    "day": r"\b(?:19|20)\d\d-(?:0[1-9]|1[0-2])-[0-3]\d\b",
    "period": r"\b(?:19|20)\d\d\s?[–—/-]\s?(?:(?:19|20)\d\d|\d\d)\b",
    "date": rf"\b(?:den\s+)?(?:\d{{1,2}}\s+)?(?:{_MONTH})\b(?:\s+(?:19|20)\d\d\b)?"
    rf"|\b{_SEASON}\s+(?:av\s+)?(?:år\s+)?(?:19|20)\d\d\b"
    r"|\b(?:(?:första|andra|tredje|fjärde)\s+kvartalet|kvartal\s+\d)(?:\s+(?:19|20)\d\d)?\b",
    "year": r"(?<![\d,.])(?:19|20)\d\d(?![\d,.]\d|\d| ?%)\b",
    "figure": rf"(?:\b{_COMPARATOR}\s+)?(?<![\w,.-])(?!(?:19|20)\d\d\b)(?:{_FIGURE})(?!\w|-(?!åring)[a-zåäö])"
    rf"(?:{_UNIT}|{_NOUN})?(?:{_PER})?",
    "count": rf"(?:\b{_COMPARATOR}\s+(?:{_COUNT}|en|ett)\b|\b(?:{_COUNT})\b)(?:{_UNIT}|{_PER}|{_NOUN})?"
    rf"|\b(?:en|ett)\b(?:{_PER}|\s+{_TIME}\b)",
    "share": rf"\b(?:{_COMPARATOR}\s+)?(?:var(?:t|je)?\s+(?:{_ORDINAL})\b(?:\s+[^\W\d_]+)?|(?:vartannat|varannan)\s+[^\W\d_]+"
    r"|(?:halvera|dubblera|fördubbla|tredubbla)\w*|hälften\b|en\s+\w+(?:del|delar)\b)",
    "pace": r"\bvarje\s+(?:vecka|månad|kvartal|halvår|termin|dag)\b|\b(?:månadsvis|kvartalsvis|veckovis|dagligen|halvårsvis)\b"
    r"|\b(?:halvtimme|kvart|tim|tiominuter|\w+minuter)s?trafik\b|\bunder\s+(?:året|våren|hösten|sommaren)\b",
}
_MARK = re.compile("|".join(f"(?P<{name}>{pattern})" for name, pattern in _PARTS.items()), re.IGNORECASE)
_NO_MARK = frozenset({"label", "period"})


class Quantity(NamedTuple):
    """A mark as printed, the same with the ways of writing it levelled, and its characters in the text."""

    raw: str
    value: str
    start: int
    end: int


def quantities(text: str) -> list[Quantity]:
    """Every mark of a text, left to right. Periods, numbers of goals and years that belong to a name are none."""
    return [
        Quantity(match[0].strip(), _levelled(match[0]), match.start(), match.end())
        for match in _MARK.finditer(text)
        if match.lastgroup and match.lastgroup not in _NO_MARK
    ]


def moved(old: str, new: str) -> tuple[str | None, str | None] | None:
    """The marks that only one of two wordings has, as printed; None where both set the same."""
    if fold(old) == fold(new):
        return None
    left, right = quantities(old), quantities(new)
    gone, come = _only(left, right), _only(right, left)
    if not gone and not come:
        return None
    return _printed(gone), _printed(come)


def all_of(old: str, new: str) -> tuple[str | None, str | None] | None:
    """Every mark of two wordings, as printed; None where both set the same, however often."""
    left, right = quantities(old), quantities(new)
    if {mark.value for mark in left} == {mark.value for mark in right}:
        return None
    return _printed(left), _printed(right)


def _only(here: list[Quantity], there: list[Quantity]) -> list[Quantity]:
    """The marks of one side beyond those that the other has."""
    known, only = Counter(one.value for one in there), []
    for one in here:
        if known[one.value] > 0:
            known[one.value] -= 1
        else:
            only.append(one)
    return only


def _printed(marks: list[Quantity]) -> str | None:
    return ", ".join(dict.fromkeys(mark.raw for mark in marks)) or None


_DIGITS = re.compile(r"\d+(?:[.,]\d+)?")
_TIMES = {"etthundra": 100, "tusen": 1_000, "miljon": 1_000_000, "miljard": 1_000_000_000}
_DAYS = {"vecka": 7.0, "dygn": 1.0, "dag": 1.0, "timme": 1 / 24}
_LOOSE = frozenset(
    {"den", "minst", "högst", "mer", "fler", "mindre", "färre", "än", "över", "under", "lägst", "som", "mest", "upp", "till"}
)


def _levelled(raw: str) -> str:
    """A mark however it is written: one number with its unit, money in kronor, short times in days; comparators left out."""
    forms = [lemma(word) for word in words(raw) if word not in _LOOSE]
    numbers = [float(form.replace(",", ".")) for form in forms if _DIGITS.fullmatch(form)]
    factors = [_TIMES[form] for form in forms if form in _TIMES]
    if len(numbers) > 1 or not (numbers or factors):
        return " ".join(forms)
    value = prod([*numbers, *factors])
    units = [form for form in forms if form not in _TIMES and not _DIGITS.fullmatch(form)]
    if units and units[0] in _DAYS:
        value, units = value * _DAYS[units[0]], ["dag", *units[1:]]
    return " ".join([f"{value:.6g}", *units])


def without(text: str) -> str:
    """A text without its marks: what it speaks of, however much of it and by when."""
    for mark in reversed(quantities(text)):
        text = text[: mark.start] + text[mark.end :]
    return text
