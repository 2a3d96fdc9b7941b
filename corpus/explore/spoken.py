"""How numbers, dates and years are said on Swedish pages."""

import re

from ..show import span

_MONTHS = "januari februari mars april maj juni juli augusti september oktober november december".split()
_DAY = re.compile(r"(\d{4})-(\d{2})(?:-(\d{2}))?")
_NO_BREAK = "\u00a0"


def number(value: int) -> str:
    """A whole number with a space at the thousands: "12 345"."""
    return f"{value:,}".replace(",", _NO_BREAK)


def decimal(value: float, digits: int = 1) -> str:
    """A number with a decimal comma."""
    return f"{value:,.{digits}f}".replace(",", _NO_BREAK).replace(".", ",")


def day(printed: str | None) -> str:
    """A date as precise as it is known: "28 november 2022", "november 2022", "2022"; what is none stays as it is."""
    match = _DAY.fullmatch(printed or "")
    if not match or not 1 <= int(match[2]) <= 12:
        return printed or ""
    return " ".join(filter(None, (str(int(match[3])) if match[3] else "", _MONTHS[int(match[2]) - 1], match[1])))


def years(first: int | None, last: int | None) -> str:
    """Years that stay on one line: "2023–2026", "2024"; nothing where they are not known."""
    return (span(first, last) or "").replace("–", "\u2060–\u2060")


def counted(value: int, one: str, many: str) -> str:
    """A number with what it counts: "1 mål", "12 345 uppdrag"."""
    return f"{number(value)}{_NO_BREAK}{one if value == 1 else many}"
