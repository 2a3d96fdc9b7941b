"""What running text gives away: binding sentences, the vision's words, indicators it names, statuses it tells."""

import re
from collections.abc import Iterator, Sequence
from itertools import takewhile

from ...models.block import Block, Role
from ...models.goal import Kind, Status
from ...rules import kinds
from ...rules.clauses import is_finite
from ...rules.lexicon import Lexicon
from ...rules.swedish import sentences
from .. import commitments
from ..facts import bodies, marks, series, statuses, values
from .nodes import GROUPS, Draft, draft
from .opener import Context, Expect, Opener

_QUOTED = re.compile(r"[”\"“»]([^”\"“»«]{8,200})[”\"“«»]")
_IS_VISION = re.compile(r"\bvision(?:en)? (?:är|lyder)(?: att)?\b", re.IGNORECASE)
_LONGEST_VISION = 1500


_UNFINISHED = re.compile(r"(?:^|(?<=[.!?] ))[A-ZÅÄÖ][^.!?:]{0,80}?\b(?:ska|skall|bör|måste)(?: vi)?$")
_OPEN = ("ska", "skall", "bör", "måste", " vi")
_BINDS = (*sorted(GROUPS), Kind.VISION)  # the kinds that a skrivning stands under


def begun(opener: Opener, block: Block, below: Sequence[Block], above: Draft | None) -> tuple[int, list[int]]:
    """Open a skrivning for each item of a list that ends a sentence which binds ("Kommunen ska", then "bygga en bro").

    Returns where that sentence begins and the ids of its items; the end of the text and none where there is no such list.
    """
    stem = _UNFINISHED.search(block.text) if block.text.endswith(_OPEN) else None
    items = list(takewhile(lambda each: each.role is Role.LIST_ITEM and each.text[:1].islower(), below)) if stem else []
    group = _group(above)
    if stem is None or not items or group is None or opener.context.describes:
        return len(block.text), []
    for item in items:
        node = _skrivning(opener.context, item, 0, len(item.text.rstrip(" ,;.")))
        node.modality = marks.modality(stem.group())
        opener.place(node, group)
    return stem.start(), [item.id for item in items]


def binder(nearest: Draft | None, blocks: Sequence[Block]) -> Draft | None:
    """The node that the binding sentences of a body stand under: the vision only right below its own words."""
    if nearest is None or nearest.kind is not Kind.VISION or not blocks:
        return nearest
    return nearest if blocks[0].id - nearest.places[-1].spans[-1].block <= 1 else None


_FOLLOWED = re.compile(
    r"\b(?:följs|följer vi|mäts|mäter vi)(?: upp)? (?:med|genom|av) (?P<word>måttet|måtten|indikatorn|indikatorerna|nyckeltalet|"
    r"nyckeltalen) (?P<names>[^.:;”\"]{8,160})\.?$"
)


def measures(opener: Opener, block: Block, start: int, above: Draft | None) -> None:
    """Open the indicators that a sentence names behind their word ("Målet följs med måtten restid och antal resor")."""
    if not any(map(block.text.__contains__, _MEASURED)):
        return
    for first, last in sentences(block.text):
        told = _FOLLOWED.search(block.text[first:last]) if first >= start else None
        if told is None or above is None or above.kind not in GROUPS:
            continue
        place, end = first + told.start("names"), first + told.end("names")
        cuts = _parted(block.text[place:end]) if told["word"].endswith(("en", "erna")) else [(0, end - place)]
        for a, b in cuts:
            node = draft(Kind.INDIKATOR, block, place + a, place + b, rule="prose/measured")
            node.term = opener.evidence.term(Kind.INDIKATOR, _SINGULAR[told["word"][:3]])
            opener.place(node, above)


_MEASURED = ("måttet ", "måtten ", "indikatorn ", "indikatorerna ", "nyckeltalet ", "nyckeltalen ")
_SINGULAR = {"måt": "mått", "ind": "indikator", "nyc": "nyckeltal"}


def _parted(text: str) -> list[tuple[int, int]]:
    """The parts of a list of names: at commas, and at its last "och" that does not stand between two ends ("mellan A och B")."""
    cuts = [match.span() for match in re.finditer(r", ", text)]
    ands = [match.span() for match in re.finditer(r" (?:och|samt) ", text) if not _BETWEEN.search(text[: match.start()])]
    bounds = [*cuts, *ands[-1:]]
    starts, ends = [0, *(end for _, end in bounds)], [*(start for start, _ in bounds), len(text)]
    return list(zip(starts, ends, strict=True))


_BETWEEN = re.compile(r"\b(?:mellan|både|såväl) \S+$")


def _group(above: Draft | None) -> Draft | None:
    """The nearest node above that a skrivning can stand under."""
    while above is not None and above.kind not in _BINDS:
        above = above.parent
    return above


def skrivningar(
    opener: Opener, block: Block, start: int, above: Draft | None, end: int | None = None
) -> tuple[tuple[int, int], ...]:
    """Open a skrivning for each binding sentence from ``start`` on, under the nearest goal or area ``above``.

    Returns the sentences taken; none where the text stands under no goal, or only describes how steering works.
    """
    group = _group(above)
    if group is None or opener.context.describes:
        return ()
    bound = commitments.binding(block, start, end, title=opener.context.title)
    for first, last in bound:
        opener.place(_skrivning(opener.context, block, first, last), group)
    return bound


def tasks(opener: Opener, block: Block, start: int, above: Draft | None) -> tuple[tuple[int, int], ...]:
    """Open a task for each sentence that gives a named body one ("Socialnämnden ges i uppdrag att …"), in a plan; returns the
    sentences taken.
    """
    context = opener.context
    if "i uppdrag att" not in block.text or not context.plan or context.follow_up or context.describes:
        return ()
    taken: list[tuple[int, int]] = []
    for first, last in sentences(block.text):
        given = bodies.acting(block, first, last, context.abbreviations) if first >= start else ()
        states = any(hit.meaning == "stat" for hit in Lexicon.load("norm").find(block.text[first:last]))
        if given and not states and _GIVES.match(block.text, first) and given[0].at.spans[0].start <= first + len("Den "):
            node = draft(Kind.UPPDRAG, block, first, last, rule="prose/assigned")
            node.term, node.responsible = opener.evidence.term(Kind.UPPDRAG, "uppdrag"), given
            node.year = marks.year(block.text[first:last], context.period)
            opener.place(node, above)
            taken.append((first, last))
    return tuple(taken)


_GIVES = re.compile(r"[A-ZÅÄÖ][^.:;]{3,70}? (?:får|ges) (?:därför |också |även |samtidigt |dessutom )?i uppdrag att \w")


def _skrivning(context: Context, block: Block, start: int, end: int) -> Draft:
    node = draft(Kind.SKRIVNING, block, start, end, rule="prose/binding")
    node.modality = marks.modality(block.text[start:end])
    node.year = marks.year(block.text[start:end], context.period)
    node.target = marks.target(block, start, end)
    node.actor = marks.actor(block, start, end)
    return node


def rest(text: str, bound: Sequence[tuple[int, int]], start: int) -> Iterator[tuple[int, int]]:
    """The sentences of a text from ``start`` on that are not in ``bound``."""
    for first, last in sentences(text):
        if last > start and (first, last) not in bound and (max(first, start), last) not in bound:
            yield max(first, start), last


def judge(context: Context, block: Block, start: int, target: Draft | None, goal: Draft | None) -> None:
    """Give the node the paragraph stands below (``target``) the status it tells, and the ``goal`` above an overall verdict."""
    if target is not None and target.kind is Kind.INDIKATOR:
        target.status = target.status or statuses.trend(block, start) or _symbol(block, start, context)
        target.values += values.line(block, start) or series.prose(block, start)
    if goal is not None and goal.status is None and context.follow_up:
        goal.status = statuses.overall(block, start)
    if target is None or target.status is not None:
        return
    judged = {Kind.UPPDRAG, Kind.AKTIVITET, Kind.MAL, Kind.DELMAL} if context.follow_up else {Kind.UPPDRAG, Kind.AKTIVITET}
    if target.kind in judged and (context.follow_up or not _OF_ANOTHER.search(block.text, start)):
        target.status = statuses.in_sentence(block, start, None, context.legends, kind=target.kind)


_OF_ANOTHER = re.compile(r"\b(?:uppdraget|målet|aktiviteten|åtgärden|insatsen) (?:om|att)\b", re.IGNORECASE)


def _symbol(block: Block, start: int, context: Context) -> Status | None:
    """The status that an icon in front of an indicator's figures shows."""
    icons = any(icon.offset == start for icon in block.icons)
    return statuses.read(block, start, start, context.legends, column="Status", kind=Kind.INDIKATOR) if icons else None


_AIM_IS = re.compile(
    r"(?:(?:strategins|planens|programmets|handlingsplanens|handlingsprogrammets) (?:övergripande |samlade |långsiktiga )?mål"
    r"|(?:det|vårt|kommunens|regionens) (?:övergripande|samlade) målet?"
    r"|målet med (?:strategin|planen|programmet|handlingsplanen|handlingsprogrammet)) är att ",
    re.IGNORECASE,
)


def aim(block: Block) -> Draft | None:
    """The aim of a whole plan that a sentence outside all goals tells ("Planens mål är att …")."""
    if "mål" not in block.text.lower():
        return None
    found = next((run for run in sentences(block.text) if _AIM_IS.match(block.text, *run)), None)
    return draft(Kind.MAL, block, *found, rule="prose/aim") if found is not None else None


_VISION_IS = re.compile(
    r"^(?:(?:vår|kommunens|regionens|stadens|förbundets|den gemensamma|[A-ZÅÄÖ][\w-]+s(?: kommuns)?) )?"
    r"vision(?:en)?(?: för [^,.]{3,40})?(?: 20\d\d)? "
    r"(?:är att|lyder:?)\s",
    re.IGNORECASE,
)
_VISION_NAMED = re.compile(
    r"\b[Vv]ision(?:en)?,?:? (?:[”\"“»](?P<quoted>[^”\"“»«]{4,200})[”\"“«»]"
    r"|(?P<bare>[A-ZÅÄÖ][\w-]+(?: [\w-]+){0,3} [–-] [^.,”\"]{4,80}?)(?=[.,]|$))"
)


def told_vision(blocks: Sequence[Block]) -> Draft | None:
    """The vision that a sentence of running text gives: "Visionen är att …", or its words behind "visionen"."""
    for block in blocks:
        if block.role is not Role.TEXT or "ision" not in block.text:
            continue
        for start, end in sentences(block.text):
            text = block.text[start:end]
            if _VISION_IS.match(text):
                return draft(Kind.VISION, block, start, end, rule="prose/vision")
            if named := _VISION_NAMED.search(text):
                group = "quoted" if named["quoted"] else "bare"
                return draft(Kind.VISION, block, start + named.start(group), start + named.end(group), rule="prose/vision")
    return None


def vision(block: Block, expect: Expect) -> Draft | None:
    """The vision's words in a paragraph below "Vision": what it quotes, else all of it; None where it only speaks about it."""
    announced = expect.rule == "item/announced"
    quoted = _QUOTED.search(block.text) if not announced or block.text[0] in '”"“»' else None
    if not quoted and (len(block.text) > _LONGEST_VISION or (not announced and _about_vision(block.text))):
        return None
    start, end = quoted.span(1) if quoted else (0, len(block.text))
    node = draft(Kind.VISION, block, start, end, rule="vision/below")
    node.term, node.year = expect.term, expect.year
    return node


def _about_vision(text: str) -> bool:
    """Whether a line below "Vision" only speaks about the vision, or is a sender's mark, so that the words come later."""
    if _IS_VISION.search(text):
        return False
    speaks = any(named.kind is Kind.VISION for named in kinds.find(text))
    return speaks or (text.isupper() and len(text.split()) < 4)


def indicators(block: Block) -> list[Draft]:
    """Indicators that running text names: in quotation marks, or as what a sentence says has moved."""
    found = [draft(Kind.INDIKATOR, block, *match.span(1), rule="prose/quoted") for match in _QUOTED.finditer(block.text)]
    for start, end in sentences(block.text):
        node = _moved(block, start, end)
        if node is not None:
            found.append(node)
    return found


def _moved(block: Block, start: int, end: int) -> Draft | None:
    """What a sentence says has moved, when that is named in a few words and no clause ("Sjukfrånvaron sjönk …")."""
    status = statuses.trend(block, start, end)
    if status is None or not status.at.spans:
        return None
    subject = block.text[start : status.at.spans[0].start].strip()
    words = subject.split()
    if not 1 <= len(words) <= 6 or not subject[0].isupper() or any(is_finite(word.lower()) for word in words):
        return None
    node = draft(Kind.INDIKATOR, block, start, start + len(subject), rule="prose/moved")
    node.status = status
    return node
