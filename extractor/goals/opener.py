"""Opening nodes: what a block that names a goal says of it, and which node it hangs under."""

import re
from collections.abc import Collection, Mapping
from typing import NamedTuple

from ...models.block import Block
from ...models.document import Period
from ...models.goal import BodyLevel, Geh, Kind, Responsible, Status, Target
from ...rules import labels
from ...rules.bodies import level as body_level
from ...rules.lexicon import Lexicon
from ...rules.swedish import fold
from ..facts import bodies, due, marks, statuses
from ..facts.scales import Legend
from .evidence import Evidence
from .nodes import GROUPS, RANK, Draft, draft, slices

_LOOSE_END = re.compile(r"(?:\s+(?:och|samt|eller))?[,;]?\*{0,3}$")
_TASKS = frozenset({Kind.UPPDRAG, Kind.AKTIVITET})
_FOR_BOARD = re.compile(r"\bför (?P<who>[^:.]{4,80}?):?$")
_DASHED = re.compile(r"\s+[–—-]\s+(?P<status>[^\s–—][^–—]{2,40})$")
_COUNCILS = frozenset({BodyLevel.KF, BodyLevel.RF})


class Context(NamedTuple):
    """What the reader of goals knows of the document beforehand.

    ``follow_up``: it reports on goals; ``describes``: it tells how steering works or goals are made, so that only what is
    marked as a goal is one; ``plan``: it sets goals itself; ``lists``: it lists goals, its own or those it
    reports on; ``council``: the council decided on it; ``owner``: the board or company whose document it is, None for the
    council's. ``skip`` holds blocks that are a legend, ``starred`` the statuses that footnotes give to starred names.
    """

    evidence: Evidence
    legends: tuple[Legend, ...] = ()
    abbreviations: Mapping[str, str] = {}
    period: Period | None = None
    follow_up: bool = False
    describes: bool = False
    plan: bool = True
    lists: bool = True
    council: bool = False
    owner: BodyLevel | None = None
    title: str = ""
    skip: Collection[int] = ()
    starred: Mapping[str, Status] = {}


class Expect(NamedTuple):
    """What stands below a line that names a level: its kind and word, and what the line says of all of them.

    ``right_below``: the line stands right above, with no heading in between.
    """

    kind: Kind | None = None
    term: str | None = None
    year: int | None = None
    geh: Geh | None = None
    responsible: tuple[Responsible, ...] = ()
    status: Status | None = None
    rule: str = "item/expected"
    right_below: bool = False

    def fuller(self, kind: Kind, term: str | None) -> str | None:
        """The word of a level as the heading above names it in full ("personalpolitiskt mål"), where the item only says "mål"."""
        above = self.term if self.kind is kind and kind in {Kind.MAL, Kind.DELMAL, Kind.UPPDRAG} else None
        return above if above is not None and term is not None and above.endswith(term) else term


class Opener:
    """Opens nodes and hangs them in the tree; ``roots`` are those that stand under none.

    ``ahead`` is a status that stands before the heading of its goal; ``statuses_ahead`` tells that this document's do.
    ``overview`` holds the cells of an overview table with the folded name of the area each stands below, ``texts`` those of the
    document's blocks, by number.
    """

    def __init__(self, context: Context) -> None:
        self.context, self.evidence = context, context.evidence
        self.roots: list[Draft] = []
        self.overview: list[tuple[str, Block]] = []
        self.texts: dict[int, str] = {}
        self.ahead: Status | None = None
        self.statuses_ahead = False

    def box(self, verb: Block, what: Block, parent: Draft | None) -> Draft | None:
        """One box of a printed figure in a document that describes its levels: a lone verb and what it is done with, joined."""
        area = next((level for level in self.evidence.chain if level.kind is Kind.MALOMRADE), None)
        if (
            not self.context.describes
            or area is None
            or len(verb.text.split()) > 1
            or not Lexicon.load("imperative").whole(verb.text)
        ):
            return None
        node = draft(Kind.MALOMRADE, verb, rule="figure/verb")
        node.places.append(what.at("figure/object"))
        node.term = area.term
        return self.place(node, parent)

    def kind_of(self, mark: labels.Mark) -> Kind | None:
        """The kind that a mark stands for in this document: a board's or company's plain "mål" is a delmål."""
        if mark.kind is Kind.MAL and mark.term == "mål" and self.context.owner is not None and not self.evidence.takes_goals():
            return Kind.DELMAL
        return self.evidence.kind(mark.kind, mark.term) if mark.kind is not None else None

    def place(self, node: Draft, parent: Draft | None) -> Draft:
        """Hang a node under the nearest node above that can hold it."""
        while parent is not None and not _holds(parent, node):
            parent = parent.parent
        if parent is not None:
            return parent.add(node)
        self.roots.append(node)
        return node

    def named(self, kind: Kind, name: str) -> Draft | None:
        """The node of a kind that was read before under this name."""
        nodes = (node for root in self.roots for node in root.walk() if node.kind is kind)
        return next((node for node in nodes if fold(slices(node.places, self.texts)) == fold(name)), None)

    def graded(self, block: Block, kind: Kind) -> Status | None:
        """The status that a stem gives to all items below it ("Uppnådda delmål 2022:", "Följande delmål uppnåddes:")."""
        span = labels.grade(block.text)
        return statuses.read(block, *span, self.context.legends, column="Status", kind=kind) if span is not None else None

    def own_year(self, text: str) -> int | None:
        """The one year that a line names, unless it is the document's own."""
        years = {int(y) for y in re.findall(r"(?<!till och med )(?<!t.o.m. )\b(?:19|20)\d\d\b", text)}
        return years.pop() if len(years) == 1 and not self._is_period(years) else None

    def _is_period(self, years: Collection[int]) -> bool:
        period = self.context.period
        return period is not None and period.from_ == period.to and set(years) == {period.to}

    def node(  # noqa: PLR0913 - what a node is comes from its block, its mark and what stands above it
        self,
        kind: Kind,
        term: str | None,
        block: Block,
        start: int,
        mark: labels.Mark | None,
        *,
        rule: str,
        expect: Expect | None = None,
        end: int | None = None,
    ) -> Draft:
        """A node named by a block from ``start`` on: bodies in parentheses, year and status taken off it."""
        symbols = labels.symbols(block.text)
        start = max(start, symbols)
        end, day = due.behind(block, start, len(block.text) if end is None else end) if kind in _TASKS else (end, None)
        end, told = self._told_behind(block, start, len(block.text) if end is None else end, kind)
        end, responsible = bodies.trailing(block, start, end, self.context.abbreviations)
        loose = _LOOSE_END.search(block.text, start, end)
        node = draft(kind, block, start, loose.start() if loose else end, rule=rule)
        node.term = self.evidence.term(kind, term)
        node.label = self._label(block, mark)
        node.responsible = responsible
        node.year = marks.year(block.text[start:end], self.context.period) or self.other_year(day)
        node.year = node.year or (expect.year if expect else None)
        if not responsible and kind in _TASKS:
            self._given(node, block, start, end)
        if expect is not None:
            node.geh = expect.geh
            node.responsible = node.responsible or (expect.responsible if kind is not Kind.INDIKATOR else ())
        node.status = self._symbol_status(block, symbols, kind)
        node.status = (
            node.status or told or (expect.status if expect else None) or self.context.starred.get(_stars(block.text[start:end]))
        )
        node.target = due.dated(marks.target(block, start, end), day)
        return node

    def other_year(self, day: Target | None) -> int | None:
        """The year of a day that something is to be done by, unless it is the document's only one."""
        return day.deadline if day is not None and day.deadline and not self._is_period({day.deadline}) else None

    def _told_behind(self, block: Block, start: int, end: int, kind: Kind) -> tuple[int, Status | None]:
        """Where a name ends that a report's status follows behind a dash ("Rusta köken (SN) – klar"), and the status."""
        match = _DASHED.search(block.text, start + 8, end) if self.context.follow_up else None
        if match is None:
            return end, None
        status = statuses.read(block, match.start("status"), end, self.context.legends, kind=kind)
        whole = status is not None and status.meaning is not None and status.raw == match["status"].rstrip(" .")
        return (match.start(), status) if whole else (end, None)

    def _given(self, node: Draft, block: Block, start: int, end: int) -> None:
        """Take a name in parentheses at the end of a task for the one it is given to, whatever kind of body that is."""
        name, node.responsible = bodies.given(block, start, end, self.context.abbreviations)
        if node.responsible:
            node.places = draft(node.kind, block, start, name, rule=node.places[0].rule).places

    def _symbol_status(self, block: Block, symbols: int, kind: Kind) -> Status | None:
        """The status that an icon of the block, or symbols in front of the name, show."""
        if symbols:
            return statuses.read(block, 0, symbols, self.context.legends, kind=kind)
        if not block.icons:
            return None
        end = len(block.text)
        ahead = statuses.read(block, 0, 0, self.context.legends, kind=kind)
        return ahead or statuses.read(block, end, end, self.context.legends, kind=kind)

    def _label(self, block: Block, mark: labels.Mark | None) -> str | None:
        if mark is None:
            marker = (block.marker or "").strip(" .)")
            return marker if marker and marker[0].isalnum() and marker not in {"dt", "dd", "o"} else None
        if (
            mark.label is not None
            and mark.term is not None
            and mark.start <= len(block.text)
            and block.text[: mark.start].strip()
        ):
            return block.text[mark.label[0] : mark.label[1]]
        return mark.number

    def expected(self, names: labels.Names, text: str) -> Expect:
        """What a heading that names levels announces: the deepest goal level it names."""
        pairs = list(zip(names.kinds, names.terms, strict=True))
        kind, term = next(((k, t) for k, t in reversed(pairs) if k in {Kind.MAL, Kind.DELMAL}), pairs[-1])
        kind = self._owned(self.evidence.kind(kind, term), term, names.owner, geh_of(text))
        year = names.years[0] if len(set(names.years)) == 1 and not self._is_period(set(names.years)) else None
        return Expect(kind, term, year, geh_of(text))

    def boards_level(self, parent: Draft | None) -> Expect | None:
        """What the heading of a board holds below a council's goal or area: the one level of the boards' goals that the text
        tells of, where it stands below the parent's.
        """
        told = {level.term for level in self.evidence.chain if level.kind is Kind.DELMAL}
        if not told and not any(kind in _TASKS for kind, _ in self.evidence.words.values()):
            told = {term for term, (kind, _) in self.evidence.words.items() if kind is Kind.DELMAL}
        if parent is None or len(told) != 1 or parent.kind not in {Kind.MALOMRADE, Kind.INRIKTNING, Kind.MAL}:
            return None
        return Expect(Kind.DELMAL, told.pop())

    def owning(self, head: Block, names: labels.Names, kind: Kind | None) -> tuple[Responsible, ...]:
        """The board whose delmål a heading names ("Socialnämndens mål", in a council's document "Delmål för socialnämnden:")."""
        behind = _FOR_BOARD.search(head.text) if self.context.owner is None and kind is Kind.DELMAL else None
        if behind is not None and labels.is_body(behind["who"]):
            return bodies.listed(head, *behind.span("who"), known=self.context.abbreviations)
        owner = (names.owner or "").removesuffix("s")
        start = head.text.find(owner)
        if not owner or start < 0 or kind is not Kind.DELMAL or not labels.is_body(owner):
            return ()
        return bodies.listed(head, start, start + len(owner), known=self.context.abbreviations)

    def _owned(self, kind: Kind, term: str, owner: str | None, geh: Geh | None) -> Kind:
        """Whose goal it is settles mål or delmål."""
        if kind not in {Kind.MAL, Kind.DELMAL}:
            return kind
        if self.context.owner is not None and owner is None and (geh or term == "mål"):
            return Kind.DELMAL
        if geh is not None:
            return Kind.MAL
        told = (owner, owner.removesuffix("s"), owner.split()[0].rstrip("s")) if owner else ()
        level = next(filter(None, map(body_level, told)), None)
        if kind is Kind.MAL and level is not None and level not in _COUNCILS:
            return Kind.DELMAL
        return Kind.MAL if kind is Kind.DELMAL and level in _COUNCILS else kind


def _stars(text: str) -> str:
    """The stars at the end of a name that refer to a note."""
    return text[len(text.rstrip("*")) :]


def geh_of(text: str) -> Geh | None:
    """Which part of god ekonomisk hushållning a heading's goals belong to."""
    folded = fold(text)
    if "finansiellt mål" in folded or "finansiella mål" in folded or "ekonomiska mål" in folded or "ekonomiskt mål" in folded:
        return Geh.FINANSIELLT
    return Geh.VERKSAMHET if "verksamhetsmål" in folded and "hushållning" in folded else None


def _holds(parent: Draft, child: Draft) -> bool:
    """Whether a node can stand under another."""
    if child.kind is Kind.SKRIVNING:
        return parent.kind in GROUPS or parent.kind is Kind.VISION
    if parent.kind is Kind.VISION or parent.kind is Kind.SKRIVNING:
        return False
    if child.kind is Kind.VISION:
        return parent.kind is Kind.MALOMRADE and not parent.guessed
    if parent.kind is Kind.INDIKATOR is child.kind:
        return parent.places[0].rule == "heading/topic"
    if parent.kind is child.kind and child.kind in {Kind.MALOMRADE, Kind.INRIKTNING}:
        return parent.label is not None and child.label is not None and parent.term != child.term
    return RANK[parent.kind] < RANK[child.kind]
