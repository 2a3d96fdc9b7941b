"""Figures with their years in prose about an indicator: "från 12 procent 2010 till drygt 11 procent 2020"."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from ...models.block import Block
from ...models.goal import Value, ValueKind
from ...rules.swedish import sentences
from .values import COMPARATOR, NUMBER, value_of

_ABOUT = rf"(?:(?:{COMPARATOR})\s+)?"
_MEASURED = (
    r"%|procent|(?:(?:tusen|miljoner|miljarder) )?(?:kronor|kr)|ton(?:/\w+)?|kg|kilo|hektar|[kMGT]?[Ww][Hh]|MVh|"
    r"GWh|km|meter|minuter|dagar|veckor|sekunder|"
    r"personer|individer|invånare|hushåll|elever|barn|resor|företag|stycken|besök|platser|bostäder|ärenden|"
    r"anställda|poäng|tjänster|fordon"
)
_PER = (
    r"(?:\s+(?:avfall\s+)?per\s+(?:person|invånare|elev|hushåll|barn|besök)(?:\s+och\s+(?:år|dag))?|"
    r"\s+avfall(?:\s+per\s+person)?)?"
)
_FIGURE = re.compile(rf"(?<![\d–-]){_ABOUT}(?:{NUMBER})(?!\s?[–-]\s?\d)\s?(?:{_MEASURED}){_PER}(?![a-zåäö])", re.IGNORECASE)
_BARE = re.compile(rf"(?<=från )(?!(?:19|20)\d\d\b)(?:{NUMBER})(?= till )")
_YEAR = re.compile(r"(?<![\d–-])(?:19|20)\d\d(?!\s?[–-]\s?\d)(?!\d)(?! kr)")
_OTHERS = re.compile(
    r"\b(?:riket|rikssnitt\w*|riksgenomsnitt\w*|nationell\w*|i Sverige|svenska|landet|övriga|andra (?:län|"
    r"regioner|kommuner)|länen|norden|EU|Europa|jämfört med (?:riket|länet))\b",
    re.IGNORECASE,
)
_CHANGE = re.compile(
    r"(?:(?<!jämföra )\bmed|\bper|\binom|\bsom|ökning(?:en)? (?:på|med|om)|minskning(?:en)? (?:på|med|om)|"
    r"skillnad(?:en)? (?:på|om)|av|motsvarar|än)\s+$",
    re.IGNORECASE,
)
_SPAN = re.compile(
    r"\b(?:(?:mellan|från|perioden|under|åren)\s+)?(?:år\s+)?(?P<first>(?:19|20)\d\d)\s*(?:till|och|–|-|"
    r"fram till)\s*(?:år\s+)?(?P<last>(?:19|20)\d\d)",
    re.IGNORECASE,
)
_START = re.compile(
    r"\b(?:i|vid|under) (?:början|inledningen|starten) (?:på|av) (?:perioden|tidsperioden|mätperioden)\b", re.IGNORECASE
)


class _Dated(NamedTuple):
    """A figure and the year it is of."""

    start: int
    end: int
    year: int


def prose(block: Block, start: int = 0, end: int | None = None) -> tuple[Value, ...]:
    """The outcomes that a paragraph tells together with their years, the organisation's own only; changes are left out.

    A figure belongs to the year right behind it, else to the one before it in its sentence.
    """
    end = len(block.text) if end is None else end
    found: list[Value] = []
    period: tuple[int, int] | None = None
    for first, last in sentences(block.text[start:end]):
        sentence = block.text[start + first : start + last]
        clause = _OTHERS.search(sentence)
        text = sentence[: clause.start()] if clause else sentence
        for span in _SPAN.finditer(text):
            period = int(span["first"]), int(span["last"])
        found += [
            value_of(block, ValueKind.UTFALL, item.year, None, start + first + item.start, start + first + item.end)
            for item in _dated(text, period)
        ]
    return tuple(found)


def _dated(text: str, period: tuple[int, int] | None) -> list[_Dated]:
    """The figures of one sentence that have a year; "från … till …" without any takes the ends of the last period told."""
    spans = [match.span() for match in _SPAN.finditer(text)]
    years = [match for match in _YEAR.finditer(text) if not any(a <= match.start() < b for a, b in spans)]
    figures = [
        match for pattern in (_FIGURE, _BARE) for match in pattern.finditer(text) if not _CHANGE.search(text[: match.start()])
    ]
    figures.sort(key=lambda match: match.start())
    found = []
    for index, figure in enumerate(figures):
        until = figures[index + 1].start() if index + 1 < len(figures) else len(text)
        year = _year_of(text, figure, until, years)
        if year is None and period and not years:
            year = _at_end(text, figure, period)
        if year is not None:
            found.append(_Dated(figure.start(), figure.end(), year))
    return found


def _year_of(text: str, figure: re.Match[str], until: int, years: Sequence[re.Match[str]]) -> int | None:
    """The year right behind a figure, else the nearest before it."""
    for year in years:
        if figure.end() <= year.start() < until and re.fullmatch(
            r"\s*(?:,|\(|år|i|av \w+|under|\w+ \w+ år|\s)*\s*", text[figure.end() : year.start()]
        ):
            return int(year[0])
    before = [year for year in years if year.end() <= figure.start() and figure.start() - year.end() < _NEAR]
    return int(before[-1][0]) if before else None


def _at_end(text: str, figure: re.Match[str], period: tuple[int, int]) -> int | None:
    """The end of the period that a figure belongs to: "från" and "i början av perioden" the first year, "till" the last."""
    before = text[: figure.start()]
    if re.search(r"\bfrån\s+$", before) or _START.search(before):
        return period[0]
    return period[1] if re.search(r"\btill\s+$", before) and "från" in before else None


_NEAR = 110  # characters between a year and its figure, as in "2021 hade motsvarande andel av … ökat till 74 procent"
