"""By when something is to be done, where a cell or the tail of an item tells it and not its sentence."""

import re
from functools import cache

from ...models.block import Block
from ...models.goal import Target
from ...rules.lexicon import Lexicon
from ...rules.swedish import dates

_YEAR = re.compile(r"\d{4}")
_LOOSE = re.compile(
    r"(?:(?:Q[1-4]|T[1-3]|(?:kvartal|tertial) \d|(?:första|andra|tredje|fjärde) (?:kvartalet|tertialet|halvåret)"
    r"|(?:vår|höst)(?:en|terminen)?|sommaren|årsskiftet|(?:början|mitten|slutet|utgången) av(?: år)?|årets slut"
    r"|halvårsskiftet),? (?:år )?)?"
    r"20\d\d(?:\s?[/–-]\s?(?:20)?\d\d(?!\d))?",
    re.IGNORECASE,
)
_LONGEST = 60  # characters of a cell or tail that tells when


def due(block: Block, start: int = 0, end: int | None = None) -> Target | None:
    """The last day, month or year that characters ``start`` to ``end`` of a block name, as a mark; None where they name none."""
    end = len(block.text) if end is None else end
    text = block.text[start:end]
    if len(text) > _LONGEST or _YEAR.search(text) is None:
        return None
    told = [(date.start, date.end) for date in dates(text) if _YEAR.match(date.iso)]
    told = told or [match.span() for match in _LOOSE.finditer(text)]
    if not told:
        return None
    first, last = told[-1]
    deadline = int(_YEAR.findall(text[first:last])[-1])
    return Target(raw=text[first:last], deadline=deadline, at=block.at("target/due", start + first, start + last, 0.9))


def dated(target: Target | None, told: Target | None) -> Target | None:
    """A goal's own mark, else the day told beside it; a direction alone ("minska") leaves the place to the day."""
    if target is None or told is None:
        return target or told
    if target.number is not None or target.deadline is not None:
        return target
    return told.model_copy(update={"direction": target.direction})


def behind(block: Block, start: int, end: int) -> tuple[int, Target | None]:
    """Where a task ends that a day follows ("Rusta badet (TN). Klart: 31 maj 2025", "… – slutdatum 2025-05-31"), and the day."""
    match = _tail().search(block.text, start + 4, end)
    told = due(block, match.start("when"), match.end("when")) if match else None
    if match is None or told is None:
        return end, None
    return match.start(), told


@cache
def _tail() -> re.Pattern[str]:
    """A word that heads a column of times, behind a stop, a parenthesis or a dash, and what it says up to the end."""
    words = sorted(Lexicon.load("column").entries["tid"].forms, key=len, reverse=True)
    return re.compile(
        rf"(?:(?:(?<=[.)\]]),?|\s[–—-])\s+|\s\()(?:{'|'.join(map(re.escape, words))})(?: senast)?:?\s+"
        r"(?P<when>[^.;:()]*\d[^.;:()]*)\)?\.?$",
        re.IGNORECASE,
    )
