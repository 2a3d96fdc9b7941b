"""What stands below a heading, block by block: items, status lines, tables and running text."""

import re
from collections.abc import Sequence
from itertools import groupby

from ...models.block import Block, Role
from ...models.goal import Kind
from ...rules import kinds, labels
from ...rules.clauses import is_finite
from ...rules.swedish import sentences
from ..facts import bodies, due, marks
from . import running, trim, visions
from .areas import gives_tasks, is_speaker, short_lines, stands_alone, stated_goal
from .evidence import Announcement, announcement
from .grid import grid_of
from .grids import read_grid
from .item_kinds import kind_of_item, measured
from .items import (
    ASSIGNS,
    CONTAINS,
    ITEM_LIMIT,
    after_letter,
    clause_number,
    date_start,
    lettered,
    level_row,
    name_end,
    no_goal,
    parts,
    run_in,
)
from .nodes import GROUPS, RANK, Draft
from .opener import Expect, Opener
from .status_lines import StatusLines

_FOR = re.compile(r"[A-ZÅÄÖ][^:.()]{4,20} till (?P<who>[^:.()]{3,60}): (?=[A-ZÅÄÖ])")
_SHORT_LINE = 30  # characters of a line that leads to the list below it without a colon
_DEADLINE = re.compile(r"(?:senast|till|före|år|till och med) (?:år )?20\d\d\b", re.IGNORECASE)


class Below(StatusLines):
    """What stands below one heading, read block by block."""

    def __init__(
        self,
        opener: Opener,
        blocks: Sequence[Block],
        node: Draft | None,
        expect: Expect,
        tail: tuple[Block, int] | None = None,
        *,
        foreign: bool = False,
    ) -> None:
        super().__init__(opener, blocks, node, expect)
        self.base, self.foreign = expect, foreign
        self.short = node is not None and node.kind is Kind.MALOMRADE and short_lines(self.blocks)
        self.current: Draft | None = node
        self.skips = False
        self.boxed: set[int] = set()
        self.titled = sum(run_in(block) is not None for block in self.blocks) > 1
        self.levels: list[tuple[Kind, str]] = []
        self.stack: list[tuple[int, Draft]] = []
        self.sole: Draft | None = None  # the one goal of a table, which the next table tells more of
        self.clause = 0
        self.tail = tail
        self.ahead = False  # who tasks are given to stands above them
        self.stated: Draft | None = None  # the one goal of an area, which all that follows is about

    def read(self) -> None:
        """Read all blocks, tables as one."""
        self.levels = level_row(self.blocks)
        self._take_tail()
        for is_table, group in groupby(self.blocks, key=lambda block: block.cell.table if block.cell else None):
            if is_table is not None:
                self._table(list(group))
            else:
                for block in group:
                    self._block(block)

    def answers(self, kind: Kind | None) -> bool:
        """Whether the items of this kind are listed here with their numbers, so that the headings that follow are none."""
        return kind in GROUPS and sum(node.kind is kind and node.label is not None for node in self.listed) > 1

    def _table(self, cells: Sequence[Block]) -> None:
        found = read_grid(grid_of(cells), self.opener, self.sole or self.current, self.expect)
        goals = [node for node in found if node.kind in GROUPS]
        if goals:
            self.nearest = goals[-1] if self.nearest is not None else None
            self.sole = goals[0] if len(goals) == 1 else None
        if found:
            self.last = found[-1]

    def _block(self, block: Block) -> None:
        """Read one block: the first reading that fits takes it."""
        if not block.text or block.id in self.boxed:
            return
        mark = labels.mark(block.text)
        taken = (
            self._told_below(block)
            or self.status_line(block)
            or self._labelled(block, mark)
            or self._boxed(block)
            or self._task_for(block)
            or self._tasks_to(block)
            or self.given_to(block)
            or self.row_mark(block)
            or self._row_task(block, mark)
            or self.told_fact(block)
            or self.definition(block)
            or self.responsible_line(block)
            or self.value_line(block)
            or self._stem(block)
            or (self._is_item(block, mark) and self._item(block, mark))
        )
        if not taken:
            self._text(block)

    def _text(self, block: Block) -> None:
        """A block that is running text: what was announced is over, unless a report comments on its items."""
        if self.expect.rule == "item/announced" and self.last is not None and not self.context.follow_up:
            self.expect = self.base
        if self.expect.kind is Kind.INDIKATOR and self._told(block):
            return
        self.skips = self.skips and block.role is Role.LIST_ITEM
        if self.node is None and self.last is None and self.context.plan and (aim := running.aim(block)) is not None:
            span = aim.places[0].spans[0]
            self.opener.place(self.opener.node(Kind.MAL, "mål", block, span.start, None, rule="prose/aim", end=span.end), None)
            return
        if not self._stated(block):
            self._prose(block)

    def _stated(self, block: Block) -> bool:
        """The one goal of an area: it alone stands in it as a sentence."""
        if self.node is None or self.node.kind is not Kind.MALOMRADE or self.node.children:
            return False
        span = stated_goal(self.blocks, self.places[block.id], self.opener.evidence, self.expect.kind)
        if span is None:
            return False
        self._open_item(block, Kind.MAL, self.opener.evidence.term(Kind.MAL, None), None, "paragraph/stated", *span)
        self.current = self.stated = self.last
        self._take_tail()
        return True

    def _stem(self, block: Block) -> bool:
        """A line that says what the lines below it are: a level's name, an announcement, a demand on goals to come."""
        text = block.text
        names = labels.names(text)
        if names is not None:
            told = self.opener.expected(names, text)
            _, given = bodies.trailing(block, 0, len(text), self.context.abbreviations)
            given = given or self.opener.owning(block, names, told.kind)
            told = told._replace(year=told.year or self.base.year, responsible=given)
            self.expect = Expect() if self.context.describes else told
            self.last, self.skips = None, False
            return True
        next_clause = bool(self.clause) and clause_number(text) == self.clause + 1
        if not text.endswith(":") or not (block.role is Role.TEXT or next_clause):
            measured = len(text) < _SHORT_LINE and labels.leads_to(text) is Kind.INDIKATOR
            led = Kind.INDIKATOR if measured else labels.lead(text)
            return led is not None and self._led(block, led)
        if labels.foreign(text) or labels.demands(text) or CONTAINS.search(text):
            self.skips = True
            return True
        if self.base.kind is Kind.VISION and any(named.kind is Kind.VISION for named in kinds.find(text)):
            self.expect = self.base._replace(rule="item/announced")
            return True
        announced = announcement(text)
        if announced is None and self.context.follow_up:
            announced = announcement(labels.ungraded(text))
        if announced is None:
            return (led := labels.lead(text)) is not None and self._led(block, led)
        if next_clause:
            self._out_of_items()
        self.expect, self.clause, self.skips = self._announced(announced, block), clause_number(text), False
        return True

    def _out_of_items(self) -> None:
        """Go on outside the items read so far: the next clause of a decision stands beside them."""
        self.last, self.current, self.nearest, self.stack = None, self.node, self.node, []

    def _announced(self, told: Announcement, block: Block) -> Expect:
        """What a line announces, with the year it is for, the status it gives, and the fuller word of the heading above it."""
        text = block.text
        dated = re.search(r"\b(?:för|under) (?=(?:19|20)\d\d\b(?! ?[–-]))", text)
        own = self.opener.own_year(text[dated.end() if dated else 0 :]) if dated or told.kind is Kind.VISION else self.base.year
        above = self.base.term if self.base.kind is told.kind else None
        term = above if above is not None and above.endswith(told.term) else told.term
        status = self.opener.graded(block, told.kind) if self.context.follow_up else None
        return Expect(self.opener.evidence.kind(told.kind, term), term, own, status=status, rule="item/announced")

    def _led(self, block: Block, lead: Kind) -> bool:
        """A phrase that leads to a list without naming its level ("Så mäter vi:", "För att nå målet ska vi:")."""
        colon = block.text.find(":") if ":" in block.text else len(block.text) - 1
        asks = ":" not in block.text and ((below := self.beside(block, 1)) is None or below.role is not Role.LIST_ITEM)
        if asks or self.node is None or self.node.kind not in GROUPS:
            return False
        if colon + 1 < len(block.text):
            if lead is not Kind.INDIKATOR:
                return False
            runs = parts(block.text, colon + 2)
            if any(is_finite(word) for start, end in runs for word in block.text[start:end].split(" som ")[0].split()):
                return False
            for start, end in runs:
                self._open_item(block, lead, None, None, "paragraph/led", start, end)
            return True
        self._stated(block)
        above = self.stated or self.node
        if self.expect.kind is None or RANK[self.expect.kind] <= RANK[above.kind]:
            year = self.base.year or (marks.year(block.text, self.context.period) if _DEADLINE.match(block.text) else None)
            given = gives_tasks(self.blocks, self.places[block.id])
            self.expect = Expect(Kind.UPPDRAG, "uppdrag", year) if given else Expect(lead, None, year, rule="item/led")
        return True

    def _labelled(self, block: Block, mark: labels.Mark | None) -> bool:
        """A paragraph or item that carries its level's word: "Uppdrag 1.1 Kommunstyrelsen ska …"."""
        kind = self.opener.kind_of(mark) if mark is not None else None
        if mark is None or kind is None or self.foreign or (self.skips and block.role is Role.LIST_ITEM):
            return False
        if mark.start >= len(block.text):
            self.expect = Expect(kind, mark.term, self.base.year)
            return True
        if mark.number is None and len(block.text) > ITEM_LIMIT:
            return False
        for start, end in parts(block.text, mark.start) if kind is Kind.INDIKATOR else [(None, None)]:
            self._open_item(block, kind, self.expect.fuller(kind, mark.term), mark, "paragraph/labelled", start, end)
        self._take_tail()
        return True

    def _is_item(self, block: Block, mark: labels.Mark | None) -> bool:
        """Whether a block is an item of a list, or a line that stands like one."""
        others = (self.skips or self.foreign) and block.role is Role.LIST_ITEM
        if no_goal(block.text) or others or self._is_none(block, mark):
            return False
        if block.role is Role.LIST_ITEM or (self.titled and self.expect.kind is not None and run_in(block)):
            return True
        if block.id in self.opener.evidence.items:
            return True
        if (
            self.expect.kind is None
            and block.role is Role.TEXT
            and (self.short or block.marker == "dt" or measured(block, self.node))
        ):
            return True
        if self.expect.kind is None or self.expect.kind is Kind.VISION or block.role is not Role.TEXT:
            return self.expect.kind is Kind.VISION and not self._has_vision()
        if mark is not None and mark.number is not None and len(block.text) < ITEM_LIMIT:
            return True
        single = len(sentences(block.text)) == 1
        if single and self._states(block):
            return True
        return single and len(block.text) < 200 and not block.text.endswith((".", ":", "?")) and len(block.text.split()) > 1

    def _has_vision(self) -> bool:
        """Whether the vision was read already, so that the text below headings further in is none."""
        return not self.expect.right_below and any(node.kind is Kind.VISION for node in self.opener.roots)

    def _states(self, block: Block) -> bool:
        """Whether a paragraph that ends like a sentence states a goal: all in bold, or the first right below the level's name."""
        if self.expect.kind not in GROUPS or not 3 < len(block.text.split()) < 50:
            return False
        first = self.places[block.id] == 0 and all(beside.role is Role.TEXT for beside in self.blocks)
        alone = first and self.expect.right_below and not kinds.find(block.text) and not no_goal(block.text)
        return block.bold or (alone and self.expect.kind in {Kind.MAL, Kind.DELMAL})

    def _is_none(self, block: Block, mark: labels.Mark | None) -> bool:
        """Whether a block in a list is a paragraph about the item above it, or the next clause of the decision that
        announced the items.
        """
        if self.clause and clause_number(block.text) == self.clause + 1:
            self.expect, self.clause, self.skips = self.base, self.clause + 1, True
            self._out_of_items()
            return True
        if is_speaker(self.beside(block, -1), block):
            return True
        paragraph = block.role is Role.LIST_ITEM and block.marker is None and mark is None and block.text.endswith(".")
        return paragraph and self.last is not None

    def _item(self, block: Block, mark: labels.Mark | None) -> bool:
        """Open the node or nodes of an item; False where nothing tells what it would be."""
        if self.levels and block.role is Role.LIST_ITEM:
            return self._tree_item(block, mark)
        if ASSIGNS.search(block.text):
            bare = labels.Mark(None, None, None, None, mark.start) if mark else None
            self._open_item(block, Kind.UPPDRAG, "uppdrag", bare, "item/assigned")
            return True
        if self.expect.kind is Kind.VISION:
            return not self._has_vision() and self._vision(block)
        told = kind_of_item(block, self.node, self.expect, self.opener, self.beside(block, 1))
        if told is None:
            return False
        kind, term, rule = told
        for run in lettered(block.text):
            inner = labels.mark(block.text[run[0] : run[1]])
            self._open_item(block, kind, term, inner, rule, *after_letter(block.text, run))
        if not lettered(block.text):
            for start, end in parts(block.text, mark.start if mark else 0) if kind is Kind.INDIKATOR else [(None, None)]:
                self._open_item(block, kind, term, mark, rule, start, end)
        self._take_tail()
        return True

    def _take_tail(self) -> None:
        """Read what follows a name in the same paragraph as running text below it."""
        if self.tail is not None:
            (block, start), self.tail = self.tail, None
            self._prose(block, start + len(block.text[start:]) - len(block.text[start:].lstrip(" –-—:")))

    def _open_item(
        self,
        block: Block,
        kind: Kind,
        term: str | None,
        mark: labels.Mark | None,
        rule: str,
        start: int | None = None,
        end: int | None = None,
    ) -> None:
        """Open a node for an item; what follows its first sentence is its status, comment or values."""
        start = (mark.start if mark else 0) if start is None else start
        node = self.opener.node(kind, term, block, start, mark, rule=rule, expect=self.expect, end=end)
        tail = trim.trim(node, block, self.context, self.expect.year, titled=self.titled)
        self.tail = self.tail if tail is None else (block, tail)
        if node.kind is Kind.UPPDRAG and not node.responsible:
            node.responsible = bodies.acting(block, start, node.places[0].spans[0].end, self.context.abbreviations)
        if self.pending is not None:
            node.status, self.pending = node.status or self.pending, None
        trim.cut_remark(node, block, self.context)
        node.responsible, self.bodies = self.bodies or node.responsible, ()
        self.last = self._hang(node, block)
        self.listed.append(self.last)
        self.depth = block.depth
        if node.kind in GROUPS:
            self.nearest = self.last
            if rule == "paragraph/labelled" or block.marker == "dt" or stands_alone(self.blocks, self.places[block.id], node):
                self.current = self.last
        self.defined = self.last if block.marker == "dt" else None

    def _hang(self, node: Draft, block: Block) -> Draft:
        """Hang an item under the section's node, or under the item above it that it is nested in."""
        depth = block.depth or 1 if block.role is Role.LIST_ITEM else 0
        while self.stack and self.stack[-1][0] >= depth:
            self.stack.pop()
        if depth and self.stack:
            above = self.stack[-1][1]
            if above.kind is node.kind and node.kind in GROUPS and (level := self.opener.evidence.next_level(above.kind)):
                node.kind, node.term = level.kind, level.term
            nested = self.levels or (above.kind is node.kind and node.kind not in GROUPS)
            placed = above.add(node) if nested else self.opener.place(node, above)
        else:
            placed = self.opener.place(node, self.node if node.kind in GROUPS else self.current)
        self.stack.append((depth, placed))
        return placed

    def _tree_item(self, block: Block, mark: labels.Mark | None) -> bool:
        """An item of a published tree whose levels are named once, above it: its depth tells the kind."""
        depth = block.depth or 1
        if block.marker is None or depth > len(self.levels):
            return False
        kind, term = self.levels[depth - 1]
        self._open_item(block, kind, term, mark, "tree/level", mark.start if mark else 0, name_end(block.text))
        if self.last is not None and not self.last.responsible:
            name = self.last.places[0].spans[0].end
            self.last.responsible = bodies.listed(block, name, date_start(block.text), self.context.abbreviations, column=True)
            self.last.year = self.last.year or self.opener.own_year(block.text[date_start(block.text) :])
            self.last.target = due.dated(self.last.target, due.due(block, date_start(block.text)))
        return True

    def _task_for(self, block: Block) -> bool:
        """A task behind the name of who it is given to ("Uppdrag till skolchefen: Rusta köken")."""
        named = _FOR.match(block.text) if labels.gives_task(block.text) and len(block.text) < ITEM_LIMIT else None
        if named is None:
            return False
        self.bodies = bodies.listed(block, *named.span("who"), self.context.abbreviations, column=True)
        term = self.opener.evidence.term(Kind.UPPDRAG, "uppdrag")
        self._open_item(block, Kind.UPPDRAG, term, None, "paragraph/given", named.end())
        return True

    def _tasks_to(self, block: Block) -> bool:
        """A line above a list that says who its tasks are given to ("Uppdrag till nämnden"; below "Uppdrag" the body alone)."""
        before, after = self.beside(block, -1), self.beside(block, 1)
        heads = after is not None and after.role is Role.LIST_ITEM and block.role is Role.TEXT
        goes_on = before is not None and before.role is Role.LIST_ITEM and not self.ahead  # of the item above
        alone = self.expect.kind is Kind.UPPDRAG and labels.is_body(block.text) and not labels.gives_task(block.text)
        if not heads or not (alone or (labels.gives_task(block.text) and not goes_on)):
            return False
        self.last, self.ahead = None, True
        if alone:
            self.bodies = bodies.listed(block, known=self.context.abbreviations)
        given = bool(self.bodies) if alone else self.given_to(block)
        term = self.opener.evidence.term(Kind.UPPDRAG, "uppdrag")
        self.expect = Expect(Kind.UPPDRAG, term, self.base.year, responsible=self.bodies)
        self.bodies = ()
        return given

    def _row_task(self, block: Block, mark: labels.Mark | None) -> bool:
        """The task of a row that a mark began; what follows is its comment."""
        if not self.row or len(block.text) > ITEM_LIMIT:
            return False
        self.row = False
        term = self.opener.evidence.term(Kind.UPPDRAG, "uppdrag")
        self._open_item(block, Kind.UPPDRAG, term, mark, "paragraph/row")
        return True

    def _told_below(self, block: Block) -> bool:
        """The vision, where the text below says that it was."""
        if not visions.is_told_below(block, self.beside(block, 1)):
            return False
        node = self.opener.node(Kind.VISION, "vision", block, 0, None, rule="vision/told-below")
        self.opener.place(node, self.node)
        return True

    def _boxed(self, block: Block) -> bool:
        if not self.context.describes:
            return False
        following = self.beside(block, 1)
        if following is None or self.opener.box(block, following, self.node) is None:
            return False
        self.boxed.add(following.id)
        return True

    def _vision(self, block: Block) -> bool:
        node = running.vision(block, self.expect)
        if node is not None:
            self.last = self.opener.place(node, self.node)
            self.expect = Expect()
        return True

    def _told(self, block: Block) -> bool:
        """Indicators that a paragraph under a heading of indicators names."""
        found = running.indicators(block)
        for node in found:
            node.term = self.opener.evidence.term(Kind.INDIKATOR, self.expect.term)
            node.year = self.expect.year
            self.opener.place(node, self.current)
        return bool(found)

    def _prose(self, block: Block, start: int = 0) -> None:
        """Running text: binding sentences become skrivningar, the rest describes the node or reports on it."""
        holder = self.last if self.last is not None and self.context.follow_up else self.node
        running.judge(self.context, block, start, self.last or self.node, self.nearest)
        bound = running.tasks(self.opener, block, start, self.nearest)
        above = running.binder(self.nearest, self.blocks)
        end, taken = running.begun(self.opener, block, self.blocks[self.places.get(block.id, -1) + 1 :], above)
        self.boxed.update(taken)
        bound += running.skrivningar(self.opener, block, start, above, end)
        running.measures(self.opener, block, start, self.nearest)
        if holder is None:
            return
        for first, last in running.rest(block.text[:end], bound, start):
            (holder.comment if self.context.follow_up else holder.description).append(block.at("prose/rest", first, last))
