"""When something happens, as coarse as documents say it: full dates, months, seasons, quarters, bare years."""

import re
from collections.abc import Iterator
from functools import lru_cache

from .swedish import MONTHS, Date, dates, names_month

_YEAR = r"(?P<year>(?:19|20)\d\d)"
_COARSE = re.compile(
    rf"\b(?P<isomonth>(?:19|20)\d\d-(?:0[1-9]|1[0-2]))(?![-–\d])"
    rf"|\b(?:(?:tidig|sen)?(?:våren|hösten|sommaren|vintern)|vår|höst|sommar|vinter|(?:vår|höst)terminen|årsskiftet|kvartal\s\d|(?:första|andra|tredje|fjärde)\skvartalet|Q[1-4]|vecka\s\d\d?|v\.\s?\d\d?|halvårsskiftet)\s(?:år\s)?{_YEAR}\b"
    rf"|\b(?:\w{{3,}}s|sker|blir)\s(?P<after>(?:19|20)\d\d)\b(?![-–/]\d)"
    rf"|\b(?:under|år|i\sbörjan\sav|i\sslutet\sav|vid\sutgången\sav|senast|inför|till)\s(?:år\s)?(?P<bare>(?:19|20)\d\d)\b(?![-–/]\d)",
    re.IGNORECASE,
)
_PRINTED_YEAR = re.compile(r"(?:19|20)\d\d")
_DAYS = re.compile(
    r"(?<!\d)(?P<first>[0-3]?\d)(?:\s(?P<month>"
    + "|".join(sorted(MONTHS, key=len, reverse=True))
    + r"))?\s?(?:–|-|och|samt|/)\s?(?:den\s)?$",
    re.IGNORECASE,
)
_BARE_MONTH = re.compile(r"\b(?:i|under|till)\s(?P<month>mars|maj)\b(?!\s(?:19|20)\d\d)", re.IGNORECASE)


@lru_cache(maxsize=1 << 10)  # each rule of the milestones asks for those of a sentence
def moments(text: str, year: int | None = None) -> tuple[Date, ...]:
    """Every point in time, left to right. Days and months without a year take ``year``.

    A stretch of days ("10–11 juni 2026") is dated by its first day. What is coarser than a month is dated by its year.
    """
    if not may_tell(text, year):
        return ()
    found = [_first_day(text, date) for date in dates(text, year)]
    found = [
        date
        for date in found
        if not any(
            other.start < date.end <= other.end and other != date and other.end - other.start > date.end - date.start
            for other in found
        )
    ]
    found += [
        date for date in _coarse(text, year) if not any(date.start < other.end and other.start < date.end for other in found)
    ]
    return tuple(sorted(found))


def may_tell(text: str, year: int | None) -> bool:
    """Whether a text holds what any point in time needs: a printed year, or a month where a year is given for it."""
    if _PRINTED_YEAR.search(text):
        return True
    return year is not None and names_month(text)


def _first_day(text: str, date: Date) -> Date:
    """The date, or the first day of the stretch that it ends."""
    before = _DAYS.search(text[: date.start])
    if (
        before is None
        or len(date.iso) != 10
        or not text[date.start].isdigit()
        or text[date.start : date.start + 4] == date.iso[:4]
    ):
        return date
    month = MONTHS[before["month"].lower()] if before["month"] else int(date.iso[5:7])
    day = int(before["first"])
    return Date(before.start(), date.end, f"{date.iso[:4]}-{month:02}-{day:02}") if 1 <= day <= 31 else date


def _coarse(text: str, year: int | None) -> Iterator[Date]:
    for match in _COARSE.finditer(text) if _PRINTED_YEAR.search(text) else ():
        yield Date(match.start(), match.end(), match["isomonth"] or match["year"] or match["bare"] or match["after"])
    if year is not None:
        for match in _BARE_MONTH.finditer(text):
            yield Date(match.start("month"), match.end(), f"{year}-{MONTHS[match['month'].lower()]:02}")
