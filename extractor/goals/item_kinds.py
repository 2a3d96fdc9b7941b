"""Which kind of node an item below a heading is, where no level's word stands in front of it."""

import re

from ...models.block import Block, Role
from ...models.goal import Kind, Level, ValueKind
from ...rules import labels
from ...rules.clauses import is_finite
from ...rules.lexicon import Lexicon
from ...rules.swedish import sentences
from .. import commitments
from ..facts import bodies, due, values
from .items import ITEM_LIMIT, names_measure
from .nodes import GROUPS, Draft
from .opener import Expect, Opener


def kind_of_item(
    block: Block, node: Draft | None, expect: Expect, opener: Opener, below: Block | None = None
) -> tuple[Kind, str | None, str] | None:
    """Kind, word and rule of an item: as announced, as counted, as a measure, or by the node it stands under.

    ``below`` is the block after it, which may tell who an item is given to.
    """
    kind = expect.kind
    if block.id in opener.evidence.items and expect.rule == "item/expected":
        listed, term = opener.evidence.items[block.id]
        return opener.evidence.kind(listed, term), term, "item/counted"
    if (kind is None or kind in GROUPS) and block.role is Role.TEXT and measured(block, node):
        return Kind.INDIKATOR, None, "item/measured"
    if kind is None and block.role is Role.LIST_ITEM and _measures(block, node):
        return Kind.INDIKATOR, None, "item/measured"
    if kind is not None:
        return kind, expect.term, expect.rule
    default = _default_kind(block, node, opener, below)
    return (default, None, "item/default") if default is not None else None


def measured(block: Block, node: Draft | None) -> bool:
    """Whether a line under a goal names a measure and its figures ("N1. Andel nöjda, 2024: 64 %, mål 2028: 80 %")."""
    if node is None or node.kind not in GROUPS or len(block.text) > _LONGEST_MEASURE or len(sentences(block.text)) > 2:
        return False
    mark = labels.mark(block.text)
    start = mark.start if mark else 0
    return names_measure(block.text, start) and bool(values.inline(block, start, None, None)[1])


def _measures(block: Block, node: Draft | None) -> bool:
    """Whether an item of a list that nothing announces names a measure and says nothing: by its first word ("Andel …"; others
    may also open a goal, "Nöjda medarbetare"), or by an outcome and a target behind its name.
    """
    if node is None or node.kind not in GROUPS or len(block.text) > _LONGEST_MEASURE or len(sentences(block.text)) > 1:
        return False
    mark = labels.mark(block.text)
    start = mark.start if mark else 0
    name, found = values.inline(block, start, None, None)
    if _SAYS.search(block.text, start):
        return False
    if names_measure(block.text[:name], start) and (found or _SHARE.match(block.text, start)):
        return True
    named = {value.kind for value in found if value.kind is not ValueKind.FORANDRING}
    return len(named) > 1 and not any(is_finite(word.strip(" ,:()").lower()) for word in block.text[start:name].split())


_LONGEST_MEASURE = 220
_SHARE = re.compile(r"(?:andel|antal)\b", re.IGNORECASE)
_SAYS = re.compile(  # a goal that opens with its measure ("Andel nöjda som … är minst 85 procent")
    r"\b(?:är|ska|skall|blir|ökar|minskar|överstiger|uppgår)\s+(?:minst|högst|lägst|mer|fler|färre|över|under|inte|till|från|\d)",
    re.IGNORECASE,
)


def _default_kind(block: Block, node: Draft | None, opener: Opener, below: Block | None) -> Kind | None:
    """The kind of a bare list item under a node: the chain's next level, else a goal where the node is an area."""
    context = opener.context
    if node is None or len(block.text) > ITEM_LIMIT or context.describes:
        return None
    numbered_on = _numbered_on(block, node, follow_up=context.follow_up)
    work = _work(block, opener) if node.kind in {Kind.MAL, Kind.DELMAL} else None
    level = opener.evidence.next_level(node.kind)
    told = _told_below(below)
    if told and work is None and level is not None and level.kind in {Kind.UPPDRAG, Kind.AKTIVITET}:
        work = level.kind
    given = work is not None and (told or _is_given(block, opener))
    if given and context.follow_up:
        return work
    if (
        not (context.plan or numbered_on)
        or len(sentences(block.text)) > 1
        or (len(block.text) > 120 and block.text.endswith("."))
    ):
        return None
    if node.kind is Kind.MALOMRADE and commitments.binding(block, title=context.title):
        return None
    if node.kind in {Kind.MALOMRADE, Kind.INRIKTNING}:
        return level.kind if level and level.kind in GROUPS and level.kind is not node.kind else Kind.MAL
    return _below_goal(node.kind, level, work, given=given, report=context.follow_up, numbered_on=numbered_on)


def _below_goal(
    kind: Kind, level: Level | None, work: Kind | None, *, given: bool, report: bool, numbered_on: bool
) -> Kind | None:
    """The kind of an item below a goal: work in a report, else the chain's next level, else work that is given to someone."""
    if report and work is not None:
        return work
    if kind is Kind.MAL and numbered_on:
        return work if given and level is not None and level.kind is work else Kind.DELMAL
    if kind in {Kind.MAL, Kind.DELMAL} and level is not None and level.kind in {Kind.DELMAL, Kind.AKTIVITET}:
        return level.kind
    return work if given and level is None else None


def _is_given(block: Block, opener: Opener) -> bool:
    """Whether an item ends in who it is given to, how it went or by when it is to be done."""
    bracketed = bodies.bracketed(block.text, 0, len(block.text), opener.context.abbreviations)
    return bracketed is not None or _GIVEN.search(block.text) is not None or due.behind(block, 0, len(block.text))[1] is not None


def _told_below(below: Block | None) -> bool:
    """Whether the definition below a term tells who is responsible or by when ("Ansvarig: …", "Klart senast: …")."""
    key, colon, _ = below.text.partition(":") if below is not None and below.marker == "dd" else ("", "", "")
    hit = Lexicon.load("column").whole(key) if colon else None
    return hit is not None and hit.meaning in {"ansvarig", "tid"}


_GIVEN = re.compile(r"\([A-ZÅÄÖ][^()]{1,60}\)\.?(?:\s+[–—-]\s+\S[^–—]{2,40})?$")


def _work(block: Block, opener: Opener) -> Kind | None:
    """The kind of an item that opens with a verb of doing ("Bygga om hållplatser"), by the document's own word for work; a
    board's own work below what the council gave it are activities.
    """
    own = opener.context.owner is not None
    mark = labels.mark(block.text)
    numbered = mark is not None and mark.kind is None  # "2.1 Ta fram en modell"
    words = block.text[mark.start if mark and numbered else labels.symbols(block.text) :].split(maxsplit=1)
    if not words or (mark is not None and not numbered) or Lexicon.load("imperative").whole(words[0]) is None:
        return None
    told = {kind for kind, _ in opener.evidence.words.values()}
    if own and any("fullmäktige" in term and kind is Kind.UPPDRAG for term, (kind, _) in opener.evidence.words.items()):
        return Kind.AKTIVITET
    return next((kind for kind in (Kind.AKTIVITET, Kind.UPPDRAG) if kind in told), Kind.AKTIVITET if own else None)


def _numbered_on(block: Block, node: Draft, *, follow_up: bool) -> bool:
    """Whether an item's number goes on from the node's, or a symbol stands before it: a report's goals look like that."""
    mark = labels.mark(block.text)
    goes_on = bool(mark and mark.number and node.label and mark.number.startswith(f"{node.label.split()[-1]}."))
    return goes_on or labels.symbols(block.text) > 0 or (block.icons != () and follow_up)
