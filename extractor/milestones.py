"""Milestones: the dated steps of a process that a document tells, one for each event.

A step is a dated decision on the document or its goals, a step on the way to them, an announced follow-up, or a change of
organisation. Deadlines of goals and tasks, news and the page's own dates are none.
"""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ..models.block import Block, Role, join_places
from ..models.goal import Milestone
from ..rules.clauses import is_infinitive
from ..rules.lexicon import Hit, Lexicon
from ..rules.moments import may_tell, moments
from ..rules.swedish import Date, sentences
from .timetables import timetable

_NUMBER = re.compile(r",?\s*\(?§§?\s*\d+(?:\s*[–-]\s*\d+)?\)?")
_BODY = re.compile(
    r"(?i:\b(?:den\s\w+nde\s|bolagen\soch\s)?(?:[\w-]*(?:fullmäktiges|styrelsens|nämndens|kommunens|regionens)\s)?(?:\w+-(?:,\s\w+-)*\s(?:och|samt)\s)?[\w-]*"
    r"(?:fullmäktige|styrelsen|nämnden|nämnderna|nämnder(?:\soch\sbolag)?|utskott(?:et)?|beredning(?:en)?|direktionen|stämman)\b)"
    r"|\b(?:KF|KS|RF|RS|KSAU|[A-ZÅÄÖ]{1,4}N)\b"
)
_NUMBERED = re.compile(rf"(?:{_BODY.pattern}),?\s*(?:den\s)?$")
_SPLIT = re.compile(
    r",\s(?:och|men|samt|varefter|varpå)\s|,\s(?=som\ssenast\s)"
    r"|(?:(?<=mål)|(?<=målen)|(?<=områden)|(?<=områdena)|(?<=plan)|(?<=planen)|(?<=program)|(?<=programmet)|(?<=strategi)|(?<=vision)),\s"
    r"(?=som\s\w*fullmäktige\s(?:antog|beslutade|fastställde)\s)"
    r"|\s(?:samtidigt som|medan)\s|;\s"
)
_JOINS = (",", ";", "samtidigt", "medan")  # what no split is without
_INNER = re.compile(r"\s(?:inför att|i syfte att|om att|att)\s")
_PURPOSE = re.compile(r"\s(?:inför att|i syfte att)\s")
_FRONT = re.compile(r"(?:För att|Efter att|Sedan|Genom att)\s.*?(?=\s(?:antog|beslutade|fastställde|godkände|reviderade)\s)")
_NOT_AN_EVENT = re.compile(r"\b(?:efter|per|sedan|från|mellan|till och med|t\.o\.m\.|fr\.o\.m\.|och med)\s(?:den\s)?$")
_OWN = re.compile(
    r"(?:[\w-]*mål(?:en|et|s|ens)?|mål(?:formulering|bild|nivå|värde|arbete|process)\w*|\w*budget\w*|utvecklingsstrategi\w*|verksamhetsplan\w*|"
    r"vision\w*|årsredovisning\w*|delårsrapport\w*|(?:förslag|dokument|programm)et|\w*direktiv(?:et)?|målprogram\w*|förslag|program|plan|planer|planerna|strategi|ramar|(?:plan|strategi|styrmodell|rapport|policy)e?n|"
    r"arbetet|insatserna|underlag(?:en)?|indikatorer\w*|riktlinjerna|anvisningar(?:na)?|inriktning\w*)$"
)
_BARE = re.compile(rf"(?:{_BODY.pattern}),?\s(?:den\s)?(?:\d{{4}}-\d\d-\d\d|\d\d?\s[a-z]+\s\d{{4}}),?\s§\s?\d+")
_MINUTES = re.compile(rf"(?:{_BODY.pattern})\s(?:antar|fastställer|godkänner|beslutar (?:att (?:anta|fastställa)|om))\s")


_SHORT = 60  # characters of a line of a cover or a value beside its label
_COVER = 6  # blocks of a cover
_HANDLED = re.compile(
    r"(?:[A-ZÅÄÖ][\w ]+(?:kommun|stad|län), )?(?i:(?:kommun|region)(?:fullmäktige|styrelsen)),? (?:den )?(?P<date>[\w -]+)"
)


class _Context(NamedTuple):
    """What the reading of a clause needs to know of its document."""

    year: int | None
    report: bool
    title: str
    header: str  # what is printed around the pages: an appendix names there what it belongs to


def read(blocks: Sequence[Block], *, year: int | None, report: bool = False, title: str = "") -> tuple[Milestone, ...]:
    """The milestones of a document, in reading order.

    ``year`` is taken for days and months that are printed without one, None leaves them out. In a follow-up (``report``)
    what was done is told with dates: there only decisions on goals and on the report count, and only with a printed year.
    ``title`` is the document's, so that its own adoption is told from that of other plans.
    """
    found, used = timetable(blocks, year)
    header = " ".join(dict.fromkeys(block.text.lower() for block in blocks if block.role is Role.FURNITURE))
    context = _Context(None if report else year, report, title.lower(), header[:_HEADER])
    meeting, deciding = _meeting(blocks), False
    for place, block in enumerate(blocks):
        if block.id in used or block.role is Role.CONTENTS:
            continue
        dated = may_tell(block.text, context.year)
        lines = [*(_lines(block, context) if dated else ()), *_labelled(block, blocks)]
        lines += _handled(block) if block.cell is None and place < _COVER and not lines else []
        found += lines
        if block.cell is None:
            told = {step.date for step in lines}
            found += [step for step in _clauses(block, context) if step.date not in told] if dated else []
            found += _minutes(block, meeting, deciding=deciding)
            deciding = bool(_DECIDING.fullmatch(block.text)) or (deciding and block.role is not Role.HEADING)
    return _once(found)


def _words(text: str) -> list[Hit]:
    return Lexicon.load("milestone").find(text)


def _lines(block: Block, context: _Context) -> Iterator[Milestone]:
    """Decisions told without a verb: "Antagen av kommunfullmäktige 2024-03-18, § 31", "Beslut: KF 2024-03-18 § 31"."""
    for first, last in sentences(block.text):
        text = block.text[first:last]
        hits = _words(text) if moments(text) else []
        if _of_another(text, hits, context):
            continue
        verbs = [hit.start for hit in hits if hit.meaning in {"beslutar", "sidan"}]
        for hit in hits:
            date = _right_after(text, hit) if hit.meaning == "beslutad" else None
            if date is not None and not any(verb < date.start for verb in verbs):
                number = _NUMBER.match(text, date.end)
                yield _milestone(
                    block, "milestone/line", first + hit.start, first + (number.end() if number else date.end), date.iso
                )
        if (
            len(text) < _COVER_LINE
            and "förslag" in text.casefold()
            and (proposed := _PROPOSED.search(text))
            and (date := next(iter(moments(proposed["date"])), None))
        ):
            step = _milestone(block, "milestone/line", first + proposed.start(), first + proposed.end(), date.iso)
            yield step.model_copy(update={"body": proposed["body"]})
        if "§" in text and (bare := _BARE.fullmatch(text.rstrip("."))):
            yield _milestone(block, "milestone/line", first, first + bare.end(), moments(text)[0].iso)


_COVER_LINE = 120  # characters of a line that names a document, its body and its day
_PROPOSED = re.compile(
    r"\b(?P<body>\w*(?:styrelsen|nämnden|utskottet|direktionen))s förslag,? (?:den )?"
    r"(?P<date>\d{4}-\d\d-\d\d|\d\d? [a-z]+ \d{4})$",
    re.IGNORECASE,
)


def _labelled(label: Block, blocks: Sequence[Block]) -> list[Milestone]:
    """A decision told by a label and the value beside or below it ("Beslutsdatum" | "KF 2024-03-18 § 31")."""
    hit = Lexicon.load("milestone").whole(_BY_BODY.sub("", label.text)) if len(label.text) < _SHORT else None
    dated = label.cell is not None and label.text.strip(" :") == "Datum"  # beside a paragraph it is the decision's
    if not dated and (hit is None or hit.meaning != "beslutad"):
        return []
    for value in (block for block in blocks if _is_value(label, block)):
        if dated and "§" not in value.text:
            continue
        rest = re.findall(r"[^\W\d_]{3,}", _DNR.sub(" ", _NUMBER.sub(" ", _BODY.sub(" ", value.text))))
        date = next(iter(moments(value.text)), None)
        if date is not None and len(rest) <= 3 and not any(found.meaning == "beslutad" for found in _words(value.text)):
            place = join_places((label.at("milestone/line"), value.at("milestone/line")), "milestone/line")
            body = _BODY.search(value.text)
            return [Milestone(date=date.iso, text=f"{label.text} {value.text}", body=body.group() if body else None, at=place)]
    return []


_DNR = re.compile(r"\bdnr\b.*", re.IGNORECASE)
_BY_BODY = re.compile(rf"\sav\s(?:{_BODY.pattern})$")


def _handled(block: Block) -> list[Milestone]:
    """The meeting that a line of the cover names, body and day and nothing else ("Kommunfullmäktige mars 2023")."""
    line = _HANDLED.fullmatch(block.text) if len(block.text) < _SHORT else None
    date = next(iter(moments(line["date"])), None) if line else None
    if line is None or date is None or date.start > 0 or date.end < len(line["date"]):
        return []
    return [_milestone(block, "milestone/cover", 0, len(block.text), date.iso)]


def _is_value(label: Block, block: Block) -> bool:
    """Whether a block is the value that a label stands for: the next cell, the cell below a head, or a ``dd``."""
    if label.cell is None or block.cell is None:
        line = label.cell is None and block.cell is None and label.role is block.role is Role.TEXT and len(block.text) < _SHORT
        return block.id == label.id + 1 and ((label.marker == "dt" and block.marker == "dd") or line)
    one, other = label.cell, block.cell
    beside = other.row == one.row and other.column == one.column + one.columns
    below = one.row == 0 and other.row == one.rows and other.column == one.column
    return one.table == other.table and (beside or below)


def _of_another(text: str, hits: list[Hit], context: _Context) -> bool:
    """Whether a line tells of another document than this one ("Biblioteksplan, antagen 2022-03-21" in a budget)."""
    decided = next((hit.start for hit in hits if hit.meaning == "beslutad"), 0)
    named = [text[hit.start : hit.end] for hit in hits if hit.meaning == "ämne" and hit.start < decided]
    return bool(context.title and named) and not any(_is_own(word, context) for word in named)


def _right_after(text: str, hit: Hit) -> Date | None:
    """The date of a verbless decision: no more than a body and little words stand between, and no verb before."""
    before = text[: hit.start].rstrip()
    if re.search(r"\b(?:som|har|är|blev|blir|hade|sidan)$|\bersätter\b", before, re.IGNORECASE):
        return None
    date = next((date for date in moments(text) if date.start >= hit.end), None)
    if date is None:
        return None
    between = _BODY.sub(" ", text[hit.end : date.start])
    rest = re.sub(r"\b(?:av|den|i|år|datum|genom|beslut|vid|sammanträde|senast)\b", " ", between)
    return date if len(re.findall(r"\w{3,}", rest)) <= 3 and "." not in between else None


def _clauses(block: Block, context: _Context) -> Iterator[Milestone]:
    """Events told in sentences."""
    for first, last in sentences(block.text):
        text = block.text[first:last].rstrip(".")
        body: str | None = None
        for start, end, date in _dated(text, context.year):
            rule = _event(text[start:end], Date(date.start - start, date.end - start, date.iso), context)
            if rule:
                step = _milestone(block, rule, first + start, first + end, date.iso)
                acts = is_infinitive(text[start:end].split()[0]) and step.body is None
                yield step.model_copy(update={"body": body}) if acts else step
                body = step.body


def _dated(text: str, year: int | None) -> Iterator[tuple[int, int, Date]]:
    """Start and end of the clause of each date of a sentence; a clause behind "samtidigt som" shares the date before it."""
    dates = moments(text, year)
    if not dates:
        return
    splits = list(_SPLIT.finditer(text)) if any(map(text.__contains__, _JOINS)) else []
    ends = [0, *(match.start() for match in splits), len(text)]
    for number, date in enumerate(dates):
        start = max((match.end() for match in splits if match.end() <= date.start), default=0)
        end = min(place for place in ends if place >= date.end)
        if front := _FRONT.match(text[start:end]):
            start += front.end() + 1
        if number and dates[number - 1].start >= start:
            inner = [match.end() for match in _INNER.finditer(text, dates[number - 1].end, date.start)]
            if not inner:
                continue
            start = inner[-1]
        if number + 1 < len(dates) and (purpose := _PURPOSE.search(text, date.end, dates[number + 1].start)):
            end = min(end, purpose.start())
        yield start, end, date
        for match in splits:
            following = min(place for place in ends if place > match.start())
            if match.group().strip() == "samtidigt som" and match.start() == end and not any(d.start > end for d in dates):
                yield match.end(), following, date


def _event(clause: str, date: Date, context: _Context) -> str | None:
    """The rule by which a dated clause tells a milestone, or None. ``date`` counts from the clause's start."""
    hits = _words(clause)
    rule = _rule(clause, date, hits, context)
    return None if rule is None or _is_no_event(clause, date, {hit.meaning for hit in hits}) else rule


def _rule(clause: str, date: Date, hits: list[Hit], context: _Context) -> str | None:
    """The rule by which a dated clause tells a milestone if it is an event at all, or None."""
    kinds = {hit.meaning for hit in hits}
    if "organisation" in kinds:
        about = len(date.iso) >= 7 and re.search(r"nämnd|bolag|förvaltning|\bregion|avdelning", clause)
        return None if not about else "milestone/decision" if "beslutar" in kinds else "milestone/organisation"
    revised = "revidera" in clause and _REVISED.search(clause)
    decided = bool(kinds & {"beslutar", "beslutad"} or _is_numbered(clause, date) or revised)
    if not decided and not kinds & {"steg", "uppföljning"}:
        return None
    own = any(_is_own(clause[hit.start : hit.end], context) for hit in hits if hit.meaning == "ämne")
    announced = bool(_REVIEW.match(clause) or _NEW_GOALS.match(clause))
    own = own or announced or bool(("fullmäktige" in clause and _COUNCIL_DECIDES.search(clause)) or _IT.match(clause))
    if not own and not _is_dialogue(clause, kinds):
        return None
    if decided:
        return "milestone/decision"
    if context.report and not announced:
        return None
    return "milestone/step" if "steg" in kinds else "milestone/follow-up"


def _is_own(word: str, context: _Context) -> bool:
    """Whether a word names goals, a budget or the document itself, and not some other plan."""
    word = word.lower()
    names = (re.sub(r"(?:en|et|n)$", "", word), re.sub(r"s?(?:program(?:met)?|plan(?:en)?|strategi(?:n)?)$", "", word))
    if any(len(name) > _NAME and name in context.title for name in names):
        return True
    return bool(_OWN.match(word)) or (len(names[0]) > _NAME and names[0] in context.header)


_HEADER = 600  # characters of running text that are looked at
_NAME = 5  # characters of a word that may name a document


def _is_dialogue(clause: str, kinds: set[str]) -> bool:
    """Whether a clause tells a decision by a body, or a step of consultation, without naming what it is about."""
    return bool(kinds & {"steg", "beslutar"}) and bool(
        re.search(r"\b(?:medborgardialog|dialog|remiss|samråd)", clause, re.IGNORECASE)
    )


def _is_numbered(clause: str, date: Date) -> bool:
    """Whether body, date and paragraph stand together ("KF 2024-11-25 § 130")."""
    return bool(_NUMBERED.search(clause[: max(0, date.start)])) and bool(_NUMBER.match(clause, date.end))


def _is_no_event(clause: str, date: Date, kinds: set[str]) -> bool:
    """Whether the clause is a task, the state's, what comes back every year, or what a document replaces."""
    consulted = re.search(r"\b(?:[Rr]emissen|[Ss]amrådet) pågår\b", clause) is not None
    if "sidan" in kinds or (date.start >= 0 and _NOT_AN_EVENT.search(clause[: date.start]) and not consulted):
        return True
    if "uppdrag att" in clause or ("återkommer" in kinds and "första gången" not in clause[: max(0, date.start)]):
        return True
    if re.search(r"\bersätter\b", clause, re.IGNORECASE) and ("beslutar" not in kinds or len(date.iso) < 10):
        return True
    if re.search(r"\b(?:ska|skall|bör|måste)\b", clause) and "organisation" not in kinds and not _MAY_DEMAND.search(clause):
        return True
    printed = clause[max(0, date.start) : date.end]
    plain = (
        not re.search(r"\d", printed)
        and "väntas" not in kinds
        and bool(re.search(r"\b(?:beslutar|beslutas|antar|fastställer|följs|följer)\b", clause))
    )
    return plain or any(hit.meaning == "stat" for hit in Lexicon.load("norm").find(clause)) or _is_task(clause)


def _is_task(clause: str) -> bool:
    """Whether a clause begins with an infinitive, which no name of an organisation is ("Karlskoga kommun")."""
    named = re.match(r"\w+ (?:kommun|stad|region)", clause) is not None
    return clause[0].isupper() and not named and is_infinitive(clause.split(maxsplit=1)[0].lower())


_REVIEW = re.compile(
    r"(?:[Ee]n )?(?:(?:första|samlad|ny|nästa|större|fördjupad|bred|extern) )?"
    r"(?i:(?:halvtids|slut|del)?(?:översyn|uppföljning(?:en)?|revidering|utvärdering|avstämning)) "
    r"(?:görs|sker|genomförs|ska göras|i \w+)\b"
    r"|(?:[Rr]esterande|[Öö]vriga|[Åå]terstående) (?:uppdrag|mål)(?:en)? ska (?:redovisas|återrapporteras|följas upp)\b"
)
_REVISED = re.compile(
    r"\breviderades av \w+(?:fullmäktige|nämnden|styrelsen)\b|\w+(?:fullmäktige|nämnden|styrelsen) reviderade\b"
)
_NEW_GOALS = re.compile(
    r"(?:[Aa]rbetet med|[Nn]ya|[Ee]n ny|[Ee]tt nytt)\b(?: (?:de|nya|nästa))* \w+.*"
    r"\b(?:börjar|inleds|startar|påbörjas|tas fram|ska antas)\b"
)
_IT = re.compile(
    r"(?:Den|Det|De|Uppdragen|Uppföljningen|Redovisningen|Rapporten) "
    r"(?:antogs|beslutades|fastställdes|godkändes|behandlades|reviderades|har (?:antagits|beslutats|fastställts|godkänts)|"
    r"(?:är|blev) (?:antag(?:en|et|na)|(?:beslut|godkän|fastställ)[dat]+e?)) av \w+"
)
_COUNCIL_DECIDES = re.compile(
    r"fullmäktige (?:fattar beslut|beslutar|(?:väntas|beräknas) (?:fatta beslut|besluta)) (?=den |i |\d)"
    r"|^som \w*fullmäktige (?:antog|beslutade(?: om)?|fastställde) (?=den |i |\d)"
)
_MAY_DEMAND = re.compile(
    r"\bmål|^(?:En ny|Ett nytt|Nya) .*\bska antas\b|uppdrag(?:en)? ska (?:redovisas|återrapporteras)\b|"
    r"\bska (?:revideras|aktualiseras|omprövas|utvärderas|ses över|följas upp)\b|"
    r"^(?:[Vv]arje nämnd|[Nn]ämnderna)\b.*\bska (?:anmäla|lämna) sin[a]? (?:förslag|underlag|indikatorer)\b"
)


def _meeting(blocks: Sequence[Block]) -> str | None:
    """The day of the meeting whose minutes these are."""
    for block, following in zip(blocks, (*blocks[1:], None), strict=True):
        label = re.search(r"\bSammanträdes(?:datum|dag)\b", block.text) if "Sammanträdes" in block.text else None
        date = next((date for date in moments(block.text) if date.start >= label.end()), None) if label else None
        if label and date is None and following is not None and following.cell is not None:
            date = next(iter(moments(following.text)), None)
        if date is not None:
            return date.iso
    return None


_DECIDING = re.compile(rf"(?:{_BODY.pattern}) beslutar:?")
_TO_ADOPT = re.compile(r"(?:\d+\. ?)?(?P<what>att (?:anta|fastställa) )")


def _minutes(block: Block, meeting: str | None, *, deciding: bool) -> Iterator[Milestone]:
    """Decisions on goals and plans in minutes; they are dated by the meeting."""
    for first, last in sentences(block.text) if meeting else ():
        text = block.text[first:last].rstrip(".")
        decided = (_TO_ADOPT.match(text) if deciding else None) or _MINUTES.search(text)
        if meeting and decided and not moments(text) and any(hit.meaning == "ämne" for hit in _words(text)):
            start = decided.start("what") if decided.re is _TO_ADOPT else decided.start()
            yield _milestone(block, "milestone/minutes", first + start, first + len(text.rstrip(":")), meeting)


def _milestone(block: Block, rule: str, start: int, end: int, date: str) -> Milestone:
    """One milestone with its place and the body that acts in it."""
    text = block.text[start:end]
    body = _BODY.search(text) if rule != "milestone/organisation" else None
    return Milestone(date=date, text=text, body=body.group() if body else None, at=block.at(rule, start, end))


def _once(found: Sequence[Milestone]) -> tuple[Milestone, ...]:
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
    decisions = {"milestone/line", "milestone/decision", "milestone/minutes", "milestone/cover"}
    rules = {one.at.rule, other.at.rule}
    return one.text == other.text or rules <= decisions or bool(rules & decisions and "milestone/timetable" in rules)
