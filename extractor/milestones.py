"""Milestones: the dated steps of a process that a document tells, one for each event.

A step is a dated decision on the document or its goals, a step on the way to them, an announced follow-up, or a change of
organisation. Deadlines of goals, news and the page's own dates are none.
"""

import re
from collections.abc import Iterator, Sequence

from ..models.block import Block, Role
from ..models.goal import Milestone
from ..rules.clauses import is_infinitive
from ..rules.lexicon import Hit, Lexicon
from ..rules.moments import moments
from ..rules.swedish import Date, sentences
from .timetables import timetable

_PARAGRAPH = re.compile(r",?\s*\(?§§?\s*\d+(?:\s*[–-]\s*\d+)?\)?")
_BODY = re.compile(
    r"\b(?:den\s\w+\s)?(?:[\w-]+s\s)?(?:\w+-(?:,\s\w+-)*\s(?:och|samt)\s)?[\w-]*"
    r"(?:fullmäktige|styrelsen|nämnden|nämnderna|nämnder(?:\soch\sbolag)?|utskott(?:et)?|beredning(?:en)?|direktionen|stämman)\b"
    r"|\b(?:KF|KS|RF|RS|KSAU|[A-ZÅÄÖ]{1,4}N)\b",
    re.IGNORECASE,
)
_SPLIT = re.compile(r",\s(?:och|men|samt|varefter|varpå)\s|\s(?:samtidigt som|medan)\s|;\s|\.\s")
_INNER = re.compile(r"\s(?:inför att|i syfte att|om att|att)\s")
_FRONT = re.compile(r"^(?:För att|Efter att|Sedan|Genom att)\s.*?(?=\s(?:antog|beslutade|fastställde|godkände|reviderade)\s)")
_STRONG = re.compile(r"^(?:\w*mål\w*|\w*budget\w*|utvecklingsstrategi\w*|verksamhetsplan\w*|vision\w*|förslaget|dokumentet|rapporten|programmet|planen|strategin|direktivet|arbetet|riktlinjerna|anvisningarna|styrmodellen)$", re.IGNORECASE)


def read(blocks: Sequence[Block], *, year: int | None, report: bool = False) -> tuple[Milestone, ...]:
    """The milestones of a document, in reading order.

    ``year`` is taken for days and months that are printed without one, None leaves them out. In a follow-up
    (``report``) what was done is told with dates: there only decisions on goals and plans count, and only with a printed year.
    """
    steps, used = timetable(blocks, year)
    found = list(steps)
    meeting = _meeting(blocks)
    for block in blocks:
        if block.id in used or block.role is Role.CONTENTS:
            continue
        found += _lines(block)
        if block.cell is None:
            found += _clauses(block, None if report else year, report)
            found += _minutes(block, meeting)
    return _once(found)


def _lines(block: Block) -> Iterator[Milestone]:
    """Decisions told without a verb: "Antagen av kommunfullmäktige 2024-03-18, § 31", "Beslut: KF 2024-03-18 § 31"."""
    for first, last in sentences(block.text):
        text = block.text[first:last]
        hits = Lexicon.load("milestone").find(text)
        if any(hit.meaning == "sidan" for hit in hits):
            continue
        for hit in hits:
            date = _right_after(text, hit) if hit.meaning == "beslutad" else None
            if date is None:
                continue
            number = _PARAGRAPH.match(text, date.end)
            end = number.end() if number else date.end
            yield _milestone(block, "milestone/decision", first + hit.start, first + end, date.iso)


def _right_after(text: str, hit: Hit) -> Date | None:
    """The date of a verbless decision: no more than a body and little words stand between, and no verb before."""
    before = text[: hit.start].rstrip()
    if re.search(r"\b(?:som|har|är|blev|blir|ersätter|hade)$", before) or re.search(r"\bersätter\b", before, re.IGNORECASE):
        return None
    date = next((date for date in moments(text) if date.start >= hit.end), None)
    if date is None or len(date.iso) < 4:
        return None
    between = text[hit.end : date.start]
    rest = re.sub(r"\b(?:av|den|i|år|datum|den|senast|genom|beslut|dnr|vid|sammanträde|,|:)\b", " ", _BODY.sub(" ", between))
    return date if len(re.findall(r"\w{3,}", rest)) <= 3 and "." not in between else None


def _clauses(block: Block, year: int | None, report: bool) -> Iterator[Milestone]:
    """Events told in sentences."""
    for first, last in sentences(block.text):
        text = block.text[first:last].rstrip(".")
        if any(hit.meaning in {"sidan"} for hit in Lexicon.load("milestone").find(text)):
            continue
        for start, end, date in _dated(text, year):
            rule = _event(text[start:end], date, report, text)
            if rule:
                yield _milestone(block, rule, first + start, first + end, date.iso)


def _dated(text: str, year: int | None) -> Iterator[tuple[int, int, Date]]:
    """Start and end of the clause of each date of a sentence."""
    dates = moments(text, year)
    hard = [0, *(match.start() for match in _SPLIT.finditer(text)), len(text)]
    for number, date in enumerate(dates):
        start = max(place for place in hard if place <= date.start)
        end = min(place for place in hard if place >= date.end)
        start += len(match.group()) if (match := _SPLIT.match(text, start)) else 0
        if front := _FRONT.match(text[start:end]):
            start += front.end() + 1
        if number and dates[number - 1].start >= start:
            inner = [match.end() for match in _INNER.finditer(text, dates[number - 1].end, date.start)]
            start = inner[-1] if inner else start
            if not inner:
                continue
        yield start, end, date


def _event(clause: str, date: Date, report: bool, sentence: str) -> str | None:
    """The rule by which a dated clause tells a milestone, or None."""
    hits = Lexicon.load("milestone").find(clause)
    kinds = {hit.meaning for hit in hits}
    subjects = [clause[hit.start : hit.end] for hit in hits if hit.meaning == "ämne"]
    strong = any(_STRONG.match(word) for word in subjects)
    duty = re.search(r"\b(?:ska|skall|bör|måste)\b", clause)
    if "organisation" in kinds and len(date.iso) >= 7 and re.search(r"nämnd|bolag|förvaltning|region|avdelning", clause):
        return "milestone/organisation"
    if report and not strong or duty and not re.search(r"\bmål", clause):
        return None
    if kinds & {"beslutar", "beslutad"} and (subjects or len(date.iso) == 10 and _BODY.search(clause)):
        return "milestone/decision"
    if report:
        return None
    if "steg" in kinds and (strong or _BODY.search(clause)) and subjects:
        return "milestone/step"
    if "uppföljning" in kinds and strong:
        return "milestone/follow-up"
    if "ämne" not in kinds and re.search(r"\b(?:medborgardialog|remiss|samråd)", clause):
        return "milestone/step"
    return None


def _meeting(blocks: Sequence[Block]) -> str | None:
    """The day of the meeting whose minutes these are."""
    for block in blocks:
        match = re.search(r"\bSammanträdes(?:datum|dag)\b", block.text)
        if match and (date := next((date for date in moments(block.text) if date.start >= match.end()), None)):
            return date.iso
    return None


def _minutes(block: Block, meeting: str | None) -> Iterator[Milestone]:
    """Decisions on goals and plans in minutes; they are dated by the meeting."""
    if meeting is None:
        return
    for first, last in sentences(block.text):
        text = block.text[first:last].rstrip(".")
        match = re.search(rf"(?:{_BODY.pattern})\s(?:antar|fastställer|godkänner|beslutar att anta|beslutar att fastställa|beslutar om)\s", text, re.IGNORECASE)
        if match and any(hit.meaning == "ämne" for hit in Lexicon.load("milestone").find(text)) and not moments(text):
            yield _milestone(block, "milestone/minutes", first + match.start(), first + len(text), meeting)


def _milestone(block: Block, rule: str, start: int, end: int, date: str) -> Milestone:
    """One milestone with its place and the body that acts in it."""
    text = block.text[start:end]
    body = _BODY.search(text)
    return Milestone(date=date, text=text, body=body.group() if body and rule != "milestone/organisation" else None, at=block.at(rule, start, end))


def _once(found: list[Milestone]) -> tuple[Milestone, ...]:
    """One milestone for each event: of two decisions on one day the timetable's row, else the fuller one, is kept."""
    kept: list[Milestone] = []
    for step in found:
        twin = next((other for other in kept if _same(step, other)), None)
        if twin is None:
            kept.append(step)
        elif twin.at.rule != "milestone/timetable" and len(step.text) > len(twin.text):
            kept[kept.index(twin)] = step
    return tuple(sorted(kept, key=lambda step: (step.at.spans[0].block, step.at.spans[0].start)))


def _same(one: Milestone, other: Milestone) -> bool:
    """Whether two milestones are one event."""
    if one.date != other.date or len(one.date) < 7:
        return False
    rules = {one.at.rule, other.at.rule}
    return one.text == other.text or rules <= {"milestone/decision", "milestone/timetable", "milestone/minutes"} and rules != {"milestone/timetable"}
