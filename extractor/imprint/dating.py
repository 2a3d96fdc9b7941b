"""When a document is valid, what day it reports on, and the date it bears."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from ...models.block import At, Block, Role, join_places
from ...models.document import DocumentKind, Occasion, Period
from ...rules.swedish import dates, sentences
from .decisions import Decided
from .front import Front

_RANGE = re.compile(
    r"(?<![\d-])(?P<a>(?:19|20)\d\d)\s?(?:[-–—/]|till(?: och med)?|t\.?o\.?m\.?|och)\s?(?P<b>(?:19|"
    r"20)?\d\d)(?![\d-]|\s?(?:procent|%|kr))"
)
_YEAR = re.compile(r"(?<![\d/:.-])(?:19|20)\d\d(?![\d/:]|-\d)")
_FOREIGN = re.compile(
    r"(?:Agenda|Vision\w*|ersätter[^.]*|tidigare[^.]*|till år|[Dd]nr[^.]*|[Dd]iarie\w*[^.]*|KS|senast|"
    r"antag\w+[^.]*|fastställ\w+[^.]*|beslut\w*[^.]*|uppdaterad\w*[^.]*) ?$",
    re.IGNORECASE,
)
_VALID = re.compile(
    r"\b(?:gäller|giltig\w*|giltighet\w*|avser|planperiod\w*|programperiod\w*|period\w*|mandatperiod\w*|perspektiv)\b",
    re.IGNORECASE,
)
_REPLACED = re.compile(r"\b(?:ersätt\w+|tidigare|föregående|upphör\w*|förra)\b", re.IGNORECASE)


_REPORT = re.compile(
    r"(?:\b|(?<=kommun))(?:årsredovisning|bokslut|delårsrapport|verksamhetsplan|budget|målprogram)\b", re.IGNORECASE
)
_FILE = re.compile(r"\((?:pdf|word|docx?|excel|xlsx?)\b", re.IGNORECASE)  # a link to another document
_WITH_PLAN = re.compile(r"(?:med|och|samt) (?:\w+ )?(?:\w*plan|utblick)\b[^.]*$", re.IGNORECASE)
_NAMED = re.compile(r"\b\w*(?:strategi|program|plan|målbild|budget)\b", re.IGNORECASE)


class Dated(NamedTuple):
    """A value that was read, and its place."""

    value: str
    at: At


def _ranges(text: str) -> Iterator[tuple[int, int, int, int]]:
    """Each span of years in the text: from, to, start, end."""
    for match in _RANGE.finditer(text):
        first, last = int(match["a"]), int(match["b"] if len(match["b"]) == 4 else match["a"][:2] + match["b"])
        if first < last <= first + 30:
            yield first, last, match.start(), match.end()


def _years(text: str) -> Iterator[tuple[int, int, int]]:
    """Each single year that is the document's own: no vision's, no date's, no reference number's."""
    taken = [(date.start, date.end) for date in dates(text) if date.iso.count("-") == 2]
    for match in _YEAR.finditer(text):
        if _FOREIGN.search(text[: match.start()]) or any(a <= match.start() < b for a, b in taken):
            continue
        yield int(match.group()), match.start(), match.end()


def _of_line(text: str) -> tuple[int, int, int, int] | None:
    """The years that one line names: its span or its single years, from the first to the last."""
    spans = [each for each in _ranges(text) if not _FOREIGN.search(text[: each[2]])]
    single = list(_years(text))
    if not spans and not single:
        return None
    starts = [a for a, _, _, _ in spans] + [year for year, _, _ in single]
    ends = [b for _, b, _, _ in spans] + [year for year, _, _ in single]
    places = [(s, e) for _, _, s, e in spans] + [(s, e) for _, s, e in single]
    return min(starts), max(ends), min(s for s, _ in places), max(e for _, e in places)


def period(front: Front, title_at: At | None, kind: DocumentKind) -> tuple[Period, At] | None:
    """The years that the goals are valid for: of the title, of a line that says so, of the headings; None where they differ."""
    if found := _of_title(front, title_at, kind) or _of_report(front):
        return found
    if len(_several(front)) > 1 and not _labelled(front):
        return None
    return _stated(front) or _of_opening(front) or _in_headings(front, kind) or _of_cover(front, kind)


def _of_opening(front: Front) -> tuple[Period, At] | None:
    """The years of the opening words where they name the document ("Regional utvecklingsstrategi för … 2025–2035. Antagen …")."""
    for block in (*front.cover[:4], *front.opening[:1]):
        start, end = next(iter(sentences(block.text)), (0, 0))
        years = next((each for each in _ranges(block.text[start:end]) if not _REPLACED.search(block.text[: each[2]])), None)
        if years and block.role is Role.TEXT and _NAMED.search(block.text[start : years[2]]):
            return _period(block, years, "period/opening", 0.8)
    return None


def _of_title(front: Front, title_at: At | None, kind: DocumentKind) -> tuple[Period, At] | None:
    """The years in the title; a strategy's single year is where it wants to be, a report's is that of its day."""
    titled = {span.block for span in title_at.spans} if title_at else set()
    for block in front.cover:
        if block.id in titled and (found := _of_line(block.text)) and (kind is not DocumentKind.STRATEGI or found[0] < found[1]):
            below = front.after(block)
            added = _of_line(below.text) if below and _WITH_PLAN.match(below.text) else None
            if below and added and added[1] > found[1]:
                years = Period.model_validate({"from": found[0], "to": added[1]})
                return years, join_places(
                    [block.at("period/title", *found[2:]), below.at("period/title", *added[2:])], "period/title"
                )
            return _period(block, found, "period/title")
    as_of = report_as_of(front, None) if kind is DocumentKind.UPPFOLJNING else None
    if as_of and {span.block for span in as_of.at.spans} <= titled:
        return Period.model_validate({"from": int(as_of.value[:4]), "to": int(as_of.value[:4])}), as_of.at
    return None


def _of_report(front: Front) -> tuple[Period, At] | None:
    """The years of a line that names the report or plan ("Tallmora kommun · Årsredovisning 2024")."""
    for block in (*front.margins, *front.cover):
        if len(block.text) > 99 or _FILE.search(block.text):
            continue
        if _REPORT.search(block.text) and (found := _of_line(block.text)):
            return _period(block, found, "period/margin")
    return None


def _of_cover(front: Front, kind: DocumentKind) -> tuple[Period, At] | None:
    """The years of any other line of cover or margin; no sentence, no label of something else."""
    for block in (*front.margins, *front.cover):
        text = block.text
        if (
            len(text) > 99
            or block.role is Role.CELL
            or _REPLACED.search(text)
            or _FILE.search(text)
            or re.search(r"[.!?]$|^[^:]{3,25}: |\btill\b", text)
        ):
            continue
        if (found := _of_line(text)) and (kind is not DocumentKind.STRATEGI or found[0] < found[1]):
            return _period(block, found, "period/margin", 0.7)
    return None


def _several(front: Front) -> set[tuple[int, int]]:
    """The different spans of years that headings name."""
    return {
        each[:2] for block in front.body if _is_heading(block) for each in _ranges(block.text) if not _REPLACED.search(block.text)
    }


def _labelled(front: Front) -> bool:
    """Whether the cover has a label for the period of validity."""
    return any(re.match(r"(?:gäller|giltig\w*)\b", block.text, re.IGNORECASE) for block in front.cover)


def _period(block: Block, found: tuple[int, int, int, int], rule: str, confidence: float = 0.9) -> tuple[Period, At]:
    first, last, start, end = found
    return Period.model_validate({"from": first, "to": last}), block.at(rule, start, end, confidence)


def _stated(front: Front) -> tuple[Period, At] | None:
    """The period that a label or sentence states ("Giltighet 2023–2026", "gäller 2023–2026"); None where two differ."""
    found: list[tuple[tuple[int, int, int, int], Block]] = []
    previous = ""
    for block in front.body[:60]:
        context = f"{previous} {block.text}" if block.role is Role.CELL else block.text
        previous = block.text if block.role is Role.CELL else ""
        for each in _ranges(block.text):
            before = context[: len(context) - len(block.text) + each[2]]
            replaced = _REPLACED.search(before[-60:]) or _REPLACED.search(block.text[each[3] : each[3] + 20])
            if not replaced and (_VALID.search(context) or re.search(r"\bför (?:åren )?$", before)):
                found.append((each, block))
    spans = {each[:2] for each, _ in found}
    return _period(found[0][1], found[0][0], "period/stated", 0.85) if len(spans) == 1 else None


def _in_headings(front: Front, kind: DocumentKind) -> tuple[Period, At] | None:
    """The years of the headings: one span of years, or for a report the first to the last single year."""
    seen = [(block, found) for block in front.body if _is_heading(block) and (found := _of_line(block.text))]
    spans = {found[:2] for _, found in seen if found[0] < found[1]}
    singles = sorted({found[0] for _, found in seen if found[0] == found[1]})
    if len(spans) == 1 and not (singles and kind is not DocumentKind.UPPFOLJNING):
        return next((_period(block, found, "period/heading", 0.8) for block, found in seen if found[:2] in spans), None)
    if spans or kind is not DocumentKind.UPPFOLJNING or not singles or singles[-1] - singles[0] > 2:
        return None
    block, found = next((block, found) for block, found in seen if found[0] == singles[0])
    return _period(block, (singles[0], singles[-1], found[2], found[3]), "period/headings", 0.7)


def _is_heading(block: Block) -> bool:
    return block.role in {Role.HEADING, Role.TITLE} or (
        len(block.text) < 70 and not re.search(r"[.!?:;,]$", block.text) and block.role is Role.TEXT
    )


_PER = re.compile(r"\b(?:per|t\.o\.m\.|till och med|fram till|läget)(?: den)? |\bjanuari\s?[–-]\s?", re.IGNORECASE)
_OCCASIONS = (
    (Occasion.T1, re.compile(r"\b(?:tertial 1|T1|tertialrapport 1|första tertialet)\b", re.IGNORECASE)),
    (Occasion.T2, re.compile(r"\b(?:tertial 2|T2|tertialrapport 2|andra tertialet)\b", re.IGNORECASE)),
    (Occasion.DELAR, re.compile(r"\b(?:delår\w*|halvår\w*)\b", re.IGNORECASE)),
    (
        Occasion.HELAR,
        re.compile(
            r"\b(?:årsredovisning\w*|bokslut\w*|årsbokslut\w*|årsrapport\w*|helår\w*|årsuppföljning\w*|31 december|12-31)\b",
            re.IGNORECASE,
        ),
    ),
)


def report_as_of(front: Front, of: Period | None) -> Dated | None:
    """The day that a report looks at ("per den 31 augusti 2023"), as precise as printed."""
    year = of.to if of else None
    for block in front.cover:
        match = re.search(r"\b(?:delårsrapport|delårsbokslut)(?: per)? (?=\w)", block.text, re.IGNORECASE)
        if (
            match
            and (date := next(dates(block.text[match.end() :], year), None))
            and date.start == 0
            and block.text[match.end() + date.end :][:1] not in {"–", "-"}
        ):
            return Dated(date.iso, block.at("report-as-of/title", match.end(), match.end() + date.end, 0.9))
    for block in (*front.cover, *front.opening[:2]):
        for match in _PER.finditer(block.text):
            for date in dates(block.text[match.end() :], year):
                if date.start == 0:
                    return Dated(date.iso, block.at("report-as-of/per", match.end(), match.end() + date.end, 0.9))
    return None


def occasion(front: Front, kind: DocumentKind) -> tuple[Occasion, At] | None:
    """The reporting occasion, of cover and margins; of plans only where a tertial is named."""
    wanted = _OCCASIONS if kind is DocumentKind.UPPFOLJNING else _OCCASIONS[:2]
    blocks = [block for block in (*front.cover, *front.margins) if len(block.text) < 200 and block.role is not Role.CELL]
    for value, pattern in wanted:
        for block in blocks:
            match = pattern.search(block.text)
            if match and not re.search(r"(?:prognos|jämför\w*) $", block.text[: match.start()], re.IGNORECASE):
                return value, block.at("occasion/front", match.start(), match.end(), 0.9)
    return None


_UPDATED = re.compile(
    r"\b(?:senast\s(?:uppdaterad|ändrad|granskad|reviderad|publicerad)|"
    r"sidan\s(?:är\s)?(?:senast\s)?(?:uppdaterad|uppdaterades|publicerades|granskades|ändrades|ändrad|granskad|"
    r"publicerad)(?:\ssenast)?|uppdaterad(?:es)?|uppdaterat|ändrad)\b",
    re.IGNORECASE,
)
_PRINTED = re.compile(r"\b(?:utskriven|utskrivet|utskriftsdatum|hämtad|rapportdatum)\b", re.IGNORECASE)
_PUBLISHED = re.compile(
    r"^(?:publicerad|publicerat|publiceringsdatum|datum|nyhet)\b|(?<=[.·|] )(?:publicerad|publicerat)\b"
    r"|\s(?-i:Publicera[dt]):?(?= \d{4}-)",
    re.IGNORECASE,
)
_HANDLED = re.compile(r"\bBehandla(?:d|t|de) (?:av|i) [^\d.]{5,60}? (?:den )?(?=\d)")
_CLOCK = re.compile(r"\s(?:kl\.? ?)?\d\d[:.]\d\d\b")
_OF_REPORT = re.compile(
    r"(?:\b(?:per|t\.o\.m\.|till och med|läget|senast)(?: den)?|[–-]|\w*(?:bokslut|rapport|uppföljning|redovisning)) ?$",
    re.IGNORECASE,
)
_HEAD_LINE = 100  # characters of a line of a cover
_DATE_LABEL = re.compile(
    r"^(?P<label>(?:Datum|Dokumentdatum|Version|Utkast|Förslag|Reviderad|Reviderat|Rev)\b[:.]?)", re.IGNORECASE
)


def updated(front: Front, decided: Decided | None) -> Dated | None:
    """The date that the document bears: of the page, of the print, of the document, of its decision line, of its signature."""
    for pattern in (_UPDATED, _PRINTED, _PUBLISHED):
        for block in reversed(front.printed):
            if (
                len(block.text) < 250
                and (match := pattern.search(block.text))
                and (found := _date_after(front, block, match.end()))
            ):
                return found
    for block in front.cover:
        if (
            len(block.text) < 60
            and (match := _DATE_LABEL.match(block.text))
            and (found := _date_after(front, block, match.end("label")))
        ):
            return found
    if printed := _print_line(front):
        return printed
    if sent := _sent(front):
        return sent
    if decided is not None and decided.decision.date and decided.decision.date.count("-") == 2:
        return Dated(decided.decision.date, decided.at)
    return _handled(front) or _signed(front) or _lone(front)


def _handled(front: Front) -> Dated | None:
    """The day that a council or board handled a report ("Behandlad av kommunfullmäktige 2025-04-14")."""
    for block in (*front.cover, *front.opening[:2]):
        if (match := _HANDLED.search(block.text)) and (found := _date_after(front, block, match.end())):
            return found
    return None


_OFFICE = re.compile(r"[A-ZÅÄÖ][\w -]*(?:avdelningen|förvaltningen|kontoret|staben|enheten),? (?:den )?", re.IGNORECASE)


def _sent(front: Front) -> Dated | None:
    """The date beside the office that wrote the document ("Ekonomiavdelningen 2025-12-18")."""
    for block in front.cover:
        office = _OFFICE.match(block.text)
        date = next(dates(block.text), None)
        if office and date and date.start == office.end() and date.iso.count("-") == 2 and len(block.text) - date.end < 2:
            return Dated(date.iso, block.at("updated/office", date.start, date.end, 0.8))
    return None


def _print_line(front: Front) -> Dated | None:
    """The day and hour that a margin says a page was printed ("2025-02-11 09:12 Sida 1 av 3")."""
    for block in front.margins:
        date = next(dates(block.text), None)
        if date and date.iso.count("-") == 2 and _CLOCK.match(block.text, date.end):
            return Dated(date.iso, block.at("updated/print", date.start, date.end, 0.8))
    return None


def _signed(front: Front) -> Dated | None:
    """The date of a signature: a line of place and date, or the date alone."""
    for block in (*front.cover, *front.tail):
        date = next(dates(block.text), None)
        if (
            date
            and date.iso.count("-") == 2
            and re.fullmatch(r"(?:[A-ZÅÄÖ][\wåäö-]+(?: (?:kommun|stad|[A-ZÅÄÖ]\w+))?,? )?(?:den )?", block.text[: date.start])
            and not _OF_REPORT.search(block.text[: date.start])
            and len(block.text) - date.end < 3
        ):
            return Dated(date.iso, block.at("updated/signature", date.start, date.end, 0.7))
    return None


def _lone(front: Front) -> Dated | None:
    """The only full date of the cover's lines, whatever it is called there; a date that a report is of is none."""
    found = [
        (date, block)
        for block in (*front.cover, *front.margins)
        if len(block.text) < _HEAD_LINE and block.role not in {Role.CELL, Role.LIST_ITEM}
        for date in dates(block.text)
        if date.iso.count("-") == 2 and not _OF_REPORT.search(block.text[: date.start])
    ]
    if len({date.iso for date, _ in found}) != 1 or re.search(r"[.!?]$", found[0][1].text):
        return None
    date, block = found[0]
    return Dated(date.iso, block.at("updated/cover", date.start, date.end, 0.6))


def _date_after(front: Front, block: Block, position: int) -> Dated | None:
    """The first full date after ``position``, or in the next block where the label ends its own."""
    date = next((each for each in dates(block.text[position:]) if each.iso.count("-") == 2), None)
    if date:
        return Dated(date.iso, block.at("updated/label", position + date.start, position + date.end, 0.95))
    if len(block.text) - position > 3:
        return None
    following = front.after(block)
    date = next(dates(following.text), None) if following else None
    if following and date and date.start == 0 and date.iso.count("-") == 2:
        return Dated(date.iso, following.at("updated/label", date.start, date.end, 0.95))
    return None
