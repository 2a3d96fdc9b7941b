"""Sections → the goal tree.

A walk in reading order. Headings, labelled paragraphs, items under a line that names a level and table rows open nodes;
what stands below a node is its description, its status, its binding sentences. What names a level without being one of its
goals sets what is expected next.
"""

import re
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from ...models.block import Block, Role, Section
from ...models.goal import Geh, Kind, Status
from ...rules import kinds, labels
from ...rules.clauses import is_finite
from ...rules.swedish import fold, sentences
from .. import commitments
from ..facts import bodies, statuses
from . import visions
from .areas import are_lettered, letter_of
from .below import Below
from .headings import housekeeping, is_no_name, labels_text, latest_goal, lists, lists_items, single_goals
from .items import ITEM_LIMIT, lone_number, no_goal
from .merge import drop_captions, name_introduced, same_measure
from .nodes import GROUPS, RANK, Draft, draft, slices
from .opener import Context, Expect, Opener
from .parts import AREA
from .plan import BELOW_VISION, Planned, about_goals, plan


def goals(root: Section, context: Context) -> tuple[Draft, ...]:
    """The goal tree of a document, as drafts in reading order."""
    walk = _Walk(root, context)
    walk.section(root, None, Expect())
    drop_captions(walk.roots)
    name_introduced(walk.roots, list(root.blocks()))
    walk.take_up()
    visions.take_told(walk, [block for block in root.blocks() if block.id not in context.skip], walk.texts)
    visions.take_foot(walk, [block for block in root.blocks() if block.role is Role.FURNITURE])
    return tuple(walk.roots)


_NUMBER_IS = re.compile(r"(?:\w*mål|\w*uppdrag|uppgift) (\d[\d.:]*) (?:är|bedöms(?: vara)?|har|ligger) ", re.IGNORECASE)
_JUDGES = re.compile(r"(?:målet|måluppfyllelsen|uppdraget) (?:är|bedöms)\b", re.IGNORECASE)
_ONLY_YEAR = re.compile(r"(?:år |för |under |verksamhetsåret )*(?:19|20)\d\d", re.IGNORECASE)
_NO_NAMES = labels.Names((), (), (), None)
_NO_MARK = labels.Mark(None, None, None, None, 0)
_ITEM_KINDS = frozenset({Kind.UPPDRAG, Kind.AKTIVITET, Kind.INDIKATOR, Kind.DELMAL})
_LONGEST_AREA = 90
_BY_PLACE = frozenset({"heading/in-area", "heading/with-parts"})  # a board's or company's goal, where no word tells whose


class Opened(NamedTuple):
    """What a heading opens: its node (or None), what is expected below it, and the rest of its body."""

    node: Draft | None
    expect: Expect
    body: list[Block]


class _Walk(Opener):
    """One pass over the sections."""

    def __init__(self, root: Section, context: Context) -> None:
        super().__init__(context)
        self.title = self._title(root)
        self.planned: dict[int, Planned] = plan(
            root, context.evidence, title=self.title, lists=context.lists, report=context.follow_up
        )
        self.subject, self.single = self._subject(), single_goals(root)
        self.lettered = are_lettered(root)
        self.marked = any(labels.tells_level(s.heading.text) for s in root.walk() if s.heading and s.heading.id != self.title)
        self.areas_named = self._names_areas(root)
        self.plain_year: int | None = None
        self.plain_kinds: frozenset[Kind] = frozenset()
        self.latest: Draft | None = None
        self.over: Draft | None = None
        self.texts = {block.id: block.text for block in root.blocks()}

    def _names_areas(self, root: Section) -> bool:
        """Whether the document marks its areas, so that an unmarked heading is none."""
        marked = any(p.kind is Kind.MALOMRADE for p in self.planned.values())
        return marked or any(
            (mark := self._mark(section, section.heading)) is not None and mark.kind in {Kind.MALOMRADE, Kind.INRIKTNING}
            for section in root.walk()
            if section.heading
        )

    def take_up(self) -> None:
        """Make indicators of the cells of an overview that no heading of their area takes up."""
        for name, cell in self.overview:
            areas = [node for node in self.roots if node.kind is Kind.MALOMRADE and fold(self._text(node)) == name]
            measures = [child for area in areas for child in area.walk() if child.kind is Kind.INDIKATOR]
            if areas and not any(same_measure(self._text(child), cell.text) for child in measures):
                areas[0].add(self.node(Kind.INDIKATOR, None, cell, 0, None, rule="table/overview"))

    def _text(self, node: Draft) -> str:
        return slices(node.places, self.texts)

    def _title(self, root: Section) -> int | None:
        """The block id of the heading that is the document's title: the one that the imprint took, else the first."""
        found = [section.heading for section in root.walk() if section.heading]
        named = next((block.id for block in found if self.context.title and fold(block.text) == fold(self.context.title)), None)
        return named if named is not None else (found[0].id if found else None)

    def _subject(self) -> Expect:
        """What the title says that the whole document lists ("Fullmäktiges uppdrag 2023")."""
        named = [each for each in kinds.find(self.context.title) if not each.weak]
        return Expect(named[-1].kind, named[-1].term) if named else Expect()

    def section(self, section: Section, parent: Draft | None, expect: Expect) -> Draft | None:
        """Read a section: its heading, what stands below it, the sections inside it; returns the node it opens."""
        if section.heading is not None and labels.is_aside(section.heading.text):
            if section.rule == "outline/line":  # in plain text what stands "inside" may well follow it
                self._inside(section, parent, expect)
            return None
        opened, expect, body = self._open(section, parent, self._dated(section, expect))
        node = opened or parent
        above = self.texts.get(section.heading.id - 1, "") if section.heading is not None else ""
        if opened is None and (vision := visions.linked(section, body, above)) is not None:
            self.place(vision, None)
            return None
        if section.heading is None or section.heading.id not in self.context.skip:
            if section.heading is not None and section.heading.id == self.title and not self.planned:
                self._aim(body)
            foreign = section.heading is not None and opened is None and labels.foreign(section.heading.text)
            below = Below(self, body, node, expect, self._tail(opened, section.heading), foreign=foreign)
            below.read()
            expect = Expect() if below.answers(expect.kind) else expect
            node = below.stated or node
        self._inside(section, node, expect._replace(right_below=False))
        if opened is not None and opened.guessed:
            self._settle(opened)
        return opened

    def _inside(self, section: Section, node: Draft | None, expect: Expect) -> None:
        """Read the sections inside one; "Insatser" beside the one goal before it lists that goal's.

        Where several goals stand before it, it lists what all of them share; at the top of the tree only a heading that
        returns after each goal is read so.
        """
        alike = Counter(fold(child.heading.text) for child in section.children if child.heading)
        goals: list[Draft] = []
        levelled = section.heading is not None and labels.names(section.heading.text) is not None
        listing = False
        waits, given = False, expect
        for child in section.children:
            name = child.heading.text if child.heading else ""
            told, waits = given._replace(kind=Kind.VISION, term="vision") if waits else given, visions.is_awaited(child)
            below = child.heading is not None and child.heading.id > (self.title or 0)  # above the title stands the sender
            if below and child.rule == "outline/line" and not child.children and child.heading and labels.is_body(name):
                given = self._told_of_all(child.heading, node, expect) or expect
            beside = goals[0] if len(goals) == 1 and (node is not None or levelled or alike[fold(name)] > 1) else node
            if lists_items(name, below=beside):
                listing = True
                self.section(child, beside, expect)
                continue
            above = node.children if node is not None else self.roots
            before = len(above)
            own = self.section(child, node, told)
            listed = fold(name) in self.single and (node is None or node.kind not in {Kind.MAL, Kind.DELMAL})
            found = above[before:] if alike[fold(name)] > 1 or listed else [own]
            opened = [each for each in found if each is not None and each.kind in {Kind.MAL, Kind.DELMAL}]
            if opened:
                goals = opened if listing else [*goals, *opened]
                listing = False

    def _tail(self, opened: Draft | None, head: Block | None) -> tuple[Block, int] | None:
        """Cut a heading of several sentences after the first; the rest is running text below it."""
        if opened is None or head is None or opened.places[0].spans[0].block != head.id:
            return None
        span = opened.places[0].spans[0]
        runs = sentences(head.text[span.start :])
        if len(runs) < 2 or opened.kind is Kind.VISION:
            return None
        end = span.start + runs[0][1]
        opened.places = draft(opened.kind, head, span.start, end, rule=opened.places[0].rule).places
        return head, end

    def _aim(self, body: Sequence[Block]) -> None:
        """The aim of a plan that marks no goals: the binding sentence that opens it, right below the title."""
        first = next((block for block in body if block.role is Role.TEXT and len(block.text) > 60), None)
        if first is None or not self.context.plan or self.marked:
            return
        start, end = sentences(first.text)[0]
        if (start, end) in commitments.binding(first, title=self.context.title) and not any(
            named.kind in GROUPS for named in kinds.find(first.text[start:end])
        ):
            self.roots.append(draft(Kind.MAL, first, start, end, rule="opening/aim"))

    def _dated(self, section: Section, expect: Expect) -> Expect:
        """What is expected, with the year that a heading names; in plain text, where depths are not told, up to the next year."""
        head = section.heading
        if (
            head is None
            or head.id == self.title
            or head.id in self.planned
            or (labels.mark(head.text) or _NO_MARK).kind is not None
        ):
            return expect
        year = self.own_year(head.text)
        if section.rule == "outline/line":
            dated = bool(kinds.find(head.text)) or labels.is_body(head.text) or _ONLY_YEAR.fullmatch(head.text) is not None
            years = re.findall(r"\b(?:19|20)\d\d\b", head.text) if dated else []
            named = frozenset((labels.names(head.text) or _NO_NAMES).kinds)
            if years or (named and self.plain_kinds and not named & self.plain_kinds):
                self.plain_year, self.plain_kinds = year, named
            year = self.plain_year
        return expect._replace(year=year) if year is not None else expect

    def _settle(self, area: Draft) -> None:
        """Keep a guessed area only where a goal or a binding sentence stands under it; else let its children go up."""
        kept = {Kind.MAL, Kind.DELMAL, Kind.INRIKTNING} | (
            {Kind.SKRIVNING} if self.context.plan and not (self.planned or self.marked) else set()
        )
        if any(child.kind in kept for child in area.children):
            if (
                area.places[0].rule == "heading/area"
                and any(child.kind is Kind.DELMAL for child in area.children)
                and self._says(area)
            ):
                area.kind, area.term = Kind.MAL, self.evidence.term(Kind.MAL, None)
            return
        siblings = area.parent.children if area.parent else self.roots
        index = siblings.index(area)
        held = area.parent is not None and area.parent.kind in GROUPS
        kept_children = [child for child in area.children if held or child.kind is not Kind.SKRIVNING]
        for child in kept_children:
            child.parent = area.parent
        siblings[index : index + 1] = kept_children

    def _says(self, area: Draft) -> bool:
        """Whether a heading is a sentence, not the name of a theme."""
        return any(is_finite(word.lower()) for word in self.texts[area.places[0].spans[0].block].split())

    def _open(self, section: Section, parent: Draft | None, expect: Expect) -> Opened:
        """The node that a heading opens (or None), what is expected below it, and the rest of its body."""
        head = section.heading
        if head is None:
            return Opened(None, expect, list(section.body))
        return (
            self._labelled(section, head, parent, expect)
            or self._by_label(section, head, parent, expect)
            or self._again(section, head, parent, expect)
            or self._as_planned(section, head, parent, expect)
            or self._telling(section, head, parent, expect)
            or self._plain(section, head, parent, expect)
        )

    def _labelled(self, section: Section, head: Block, parent: Draft | None, expect: Expect) -> Opened | None:
        """A heading with its level's word: "Mål 1.2 Trygg skola", or "Inriktning" on a line above the name."""
        mark, body = self._mark(section, head), list(section.body)
        kind = self.kind_of(mark) if mark is not None else None
        if mark is None or kind is None:
            return None
        if kind is Kind.VISION and mark.start < len(head.text) and labels.names(head.text[mark.start :]):
            return Opened(None, Expect(kind, mark.term, self.own_year(head.text)), body)
        if mark.start >= len(head.text):
            return self._named_below(mark, kind, head, body, parent)
        node = self.node(kind, expect.fuller(kind, mark.term), head, mark.start, mark, rule="heading/labelled")
        if kind is Kind.VISION and node.year is None:
            node.year = next((year for block in (*section.lead, head) if (year := self.own_year(block.text))), None)
        self._break_down(node, mark, parent)
        if kind is Kind.DELMAL and (parent is None or parent.kind in {Kind.MALOMRADE, Kind.INRIKTNING}):
            parent = self._item_above((*section.lead, head)[0]) or parent
        if kind in {Kind.MAL, Kind.DELMAL}:
            node.responsible = node.responsible or expect.responsible
        return Opened(self._hang(node, parent, expect), Expect(year=expect.year), body)

    def _by_label(self, section: Section, head: Block, parent: Draft | None, expect: Expect) -> Opened | None:
        """A heading that is only the label of a goal ("A"), its name the one sentence below."""
        told, named = self.planned.get(head.id), labels_text(section)
        kind, term = (told.kind, told.term) if told is not None else (expect.kind, expect.term)
        if named is None or kind not in {Kind.MAL, Kind.DELMAL}:
            return None
        node = self.node(kind, term, named, 0, None, rule="heading/label", expect=expect)
        node.label = head.text.strip(" .:")
        return Opened(self._hang(node, parent, expect), Expect(year=expect.year), [])

    def _again(self, section: Section, head: Block, parent: Draft | None, expect: Expect) -> Opened | None:
        """A heading that takes up a node again and names the level that stands below it here ("Vård i tid – mål till 2033")."""
        name, dash, tail = head.text.partition(" – ")
        names = labels.names(tail) if dash and not labels.mark(head.text) else None
        if names is None or labels.names(name) or not set(names.kinds) <= GROUPS | _ITEM_KINDS:
            return None
        told = self.expected(names, tail)._replace(right_below=True)
        nodes = (node for root in self.roots for node in root.walk() if node.kind in GROUPS)
        node = next((each for each in nodes if fold(self._text(each)) == fold(name)), None)
        if node is None:
            made = self.node(Kind.MALOMRADE, None, head, 0, None, rule="heading/with-level", end=len(name))
            node = self._hang(made, parent, expect)
        return Opened(node, told, list(section.body))

    def _as_planned(self, section: Section, head: Block, parent: Draft | None, expect: Expect) -> Opened | None:
        """A heading without a level's word that the document's evidence tells of."""
        told = self.planned.get(head.id)
        if told is None:
            return None
        mark, body = self._mark(section, head), list(section.body)
        own = told.kind is Kind.MAL and self.context.owner is not None and told.rule in _BY_PLACE
        kind, term = (Kind.DELMAL, None) if own else (told.kind, told.term)
        node = self.node(kind, term, head, mark.start if mark else 0, mark, rule=told.rule)
        node.guessed = told.rule == AREA
        node.responsible = node.responsible or (expect.responsible if kind is Kind.DELMAL else ())
        if told.rule == BELOW_VISION and parent is not None:
            vision = next((child for child in reversed(parent.children) if child.kind is Kind.VISION), parent)
            return Opened(vision.add(node), Expect(year=expect.year), body)
        deeper = expect.kind is not None and RANK[expect.kind] > RANK[told.kind]
        kept = deeper and (told.kind is Kind.MALOMRADE or RANK[expect.kind or told.kind] > RANK[Kind.DELMAL])
        return Opened(self._hang(node, parent, expect), expect if kept else Expect(year=expect.year), body)

    def _telling(self, section: Section, head: Block, parent: Draft | None, expect: Expect) -> Opened | None:
        """A heading that opens no node but tells of what stands below it: a chapter, a status, a body, a level."""
        body = list(section.body)
        if labels.is_chapter(head.text) or self._legend(section):
            geh = Geh.VERKSAMHET if housekeeping(head.text) else None
            return Opened(None, Expect(year=expect.year, geh=geh), body)
        if self.latest is not None and (status := self._only_status(head)) is not None:
            self.latest.status = self.latest.status or status
            return Opened(self.latest, Expect(year=expect.year), body)
        if (told := self._told_of_all(head, parent, expect)) is not None:
            return Opened(None, told, body)
        names = labels.names(head.text) or (labels.topic(head.text) if lists(section) else None)
        if names is None:
            led = labels.leads_to(head.text) if parent is not None and parent.kind in GROUPS else None
            return Opened(None, Expect(led, None, expect.year, rule="item/led"), body) if led is not None else None
        told = self.expected(names, head.text)
        told = told._replace(responsible=expect.responsible or self.owning(head, names, told.kind), right_below=True)
        if self.context.describes and told.kind is not Kind.VISION and not labels.is_counted(head.text):
            told = Expect()
        return Opened(None, told._replace(year=told.year or expect.year), body)

    def _plain(self, section: Section, head: Block, parent: Draft | None, expect: Expect) -> Opened:
        """A heading that names no level: an item of the level expected, or an area if goals stand below it."""
        mark, body = self._mark(section, head), list(section.body)
        start = mark.start if mark else 0
        if expect.kind is Kind.VISION and not any(node.kind is Kind.VISION for node in self.roots) and len(head.text.split()) > 2:
            node = self.node(Kind.VISION, expect.term, head, 0, None, rule="vision/heading")
            node.year = expect.year
            return Opened(self._hang(node, parent, Expect()), Expect(), body)
        if body and (box := self.box(head, body[0], parent)) is not None:
            return Opened(box, Expect(), body[1:])
        below_title = head.id > (self.title or 0) and not no_goal(head.text)
        if expect.kind in _ITEM_KINDS and below_title:
            node = self.node(expect.kind, expect.term, head, start, mark, rule="heading/expected", expect=expect)
            return Opened(self._hang(node, parent, expect), Expect(year=expect.year), body)
        inside = parent is not None and RANK[parent.kind] >= RANK[Kind.MALOMRADE]
        may_hold = self.context.plan or self.context.follow_up
        if (
            not below_title
            or self.areas_named
            or inside
            or about_goals(head.text)
            or not may_hold
            or len(head.text) > _LONGEST_AREA
        ):
            return Opened(None, expect, body)
        node = self.node(Kind.MALOMRADE, None, head, start, mark, rule="heading/area")
        node.guessed = True
        return Opened(self._hang(node, parent, expect), expect, body)

    def _break_down(self, node: Draft, mark: labels.Mark, parent: Draft | None) -> None:
        """Make a plain "Mål 1" inside "Övergripande mål 2" a delmål: it breaks the other down."""
        if (
            parent is not None
            and parent.kind is Kind.MAL is node.kind
            and mark.term == "mål"
            and parent.term not in {None, "mål"}
        ):
            node.kind, node.term = Kind.DELMAL, "mål"

    def _item_above(self, first: Block) -> Draft | None:
        """The goal that stands as an item right above the first heading of a delmål, for all headings of delmål up to the next
        goal; ``first`` is the heading, or the label above it.
        """
        last, above = latest_goal(self.roots, first)
        self.over = last if above else self.over
        return self.over if self.over is last else None

    def _only_status(self, head: Block) -> Status | None:
        """The status that a heading is, when it is nothing else ("Målet är delvis uppnått", "Mål 8 är på rätt väg")."""
        named = _NUMBER_IS.match(head.text)
        own = named is not None and self.latest is not None and (self.latest.label or "").endswith(f" {named[1]}")
        start = named.end() if named is not None and own else 0
        status = statuses.read(head, start, legends=self.context.legends, kind=self.latest.kind if self.latest else None)
        return (
            status
            if status is not None
            and (own or status.meaning is not None or _JUDGES.match(head.text))
            and status.evidence == "text"
            else None
        )

    def _legend(self, section: Section) -> bool:
        """Whether all that stands below a heading is the legend of a scale."""
        ids = [block.id for block in section.body if block.role is not Role.FURNITURE]
        return bool(ids) and not section.children and all(block in self.context.skip for block in ids)

    def _told_of_all(self, head: Block, parent: Draft | None, expect: Expect) -> Expect | None:
        """A heading that names the body or the status of all that stands below it ("Socialnämnden", "Pågående uppdrag")."""
        name = len(head.text) - len(head.text.removeprefix("Till ").removeprefix("Uppdrag till "))
        if labels.is_body(head.text) and (given := bodies.listed(head, name, known=self.context.abbreviations)):
            told = expect if expect.kind is not None else (self.boards_level(parent) or self.subject)
            if labels.gives_task(head.text) and told.kind is not Kind.UPPDRAG:
                told = Expect(Kind.UPPDRAG, self.evidence.term(Kind.UPPDRAG, "uppdrag"))
            return told._replace(responsible=given, year=expect.year)
        if expect.kind is None:
            return None
        end = labels.graded(head.text)
        status = statuses.read(head, 0, end, self.context.legends, column="Status", kind=expect.kind)
        return expect._replace(status=status) if status is not None and status.meaning is not None else None

    def _hang(self, node: Draft, parent: Draft | None, expect: Expect) -> Draft:
        node.year = node.year or expect.year
        if node.kind in {Kind.MAL, Kind.DELMAL, Kind.UPPDRAG}:
            self.latest = node
            node.status, self.ahead = node.status or self.ahead, None
        return self.place(node, parent)

    def _mark(self, section: Section, head: Block) -> labels.Mark | None:
        """The mark of a heading, with the word and number of the lines that lead it."""
        mark = labels.mark(head.text)
        if mark is None and self.lettered and (letter := letter_of(head.text)):
            mark = labels.Mark(None, None, (0, 1), letter, len(letter) + 2)
        start = mark.start if mark and not mark.kind else 0
        for index in range(len(section.lead) - 1, -1, -1):
            text = section.lead[index].text
            above, names = labels.mark(text), labels.names(text)
            if above is not None and above.kind is not None:
                number = None if above.kind is Kind.VISION else text.strip(" .:")
                return above._replace(start=start, label=None, number=number)
            if names is not None:
                number = lone_number(section.lead[index + 1 :]) or (mark.number if mark else None)
                number = number or lone_number(section.body[:1]) or lone_number(section.lead[:index][-1:])
                return labels.Mark(names.terms[0], names.kinds[0], None, number, start)
        number = lone_number(section.lead[-1:])
        if number and (mark is None or mark.number is None):
            return mark._replace(number=number) if mark else labels.Mark(None, None, None, number, 0)
        return mark

    def _named_below(self, mark: labels.Mark, kind: Kind, head: Block, body: list[Block], parent: Draft | None) -> Opened:
        """A node whose label is the heading and whose name is the first line below ("Vision 2030", then the motto)."""
        first = next((b for b in body if b.role in {Role.TEXT, Role.LIST_ITEM, Role.HEADING}), None)
        if first is None or len(first.text) > ITEM_LIMIT or (kind is not Kind.VISION and is_no_name(first.text)):
            return Opened(None, Expect(kind, mark.term), body)
        node = self.node(kind, mark.term, first, 0, mark, rule="heading/name-below")
        if node.year is None and kind is Kind.VISION:
            node.year = self.own_year(head.text)
        return Opened(self._hang(node, parent, Expect()), Expect(), [b for b in body if b.id != first.id])
