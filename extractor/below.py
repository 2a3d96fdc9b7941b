"""What stands below a heading, block by block: items, status lines, tables and running text."""

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from ..models.block import Block, Role
from ..models.goal import Kind, Status
from ..rules import labels
from ..rules.swedish import fold, sentences
from . import bodies, commitments, facts, statuses, values
from .nodes import GROUPS, Draft, draft
from .evidence import announcement
from .grids import grid_of, read_grid
from .opener import Expect, Opener

_QUOTED = re.compile(r"[”\"“»]([^”\"“»«]{8,200})[”\"“«]")
ITEM_LIMIT = 320


class Below:
    """What stands below one heading, read block by block."""

    def __init__(self, opener: Opener, blocks: Sequence[Block], node: Draft | None, expect: Expect) -> None:
        self.opener, self.context = opener, opener.context
        self.blocks = [b for b in blocks if b.role not in {Role.FURNITURE, Role.CONTENTS} and b.id not in opener.context.skip]
        self.node, self.base = node, expect
        self.expect = expect
        self.last: Draft | None = None
        self.pending: Status | None = None
        self.status_first: bool | None = None

    def read(self) -> None:
        for is_table, group in groupby(self.blocks, key=lambda block: block.cell.table if block.cell else None):
            if is_table is not None:
                self._table(list(group))
            else:
                for block in group:
                    self._block(block)

    def _table(self, cells: Sequence[Block]) -> None:
        found = read_grid(grid_of(cells), self.opener, self.node, self.expect)
        if found:
            self.last = found[-1]

    def _block(self, block: Block) -> None:
        text = block.text
        if not text:
            return
        status = self._status_line(block)
        if status is not None:
            self._take_status(status)
            return
        mark = labels.mark(text)
        if mark is not None and mark.kind is not None and self._labelled(block, mark):
            return
        names = labels.names(text) if block.role is not Role.LIST_ITEM else None
        if names is not None:
            self.expect = self.opener.expected(names, text)
            self.last = None
            return
        told = announcement(text) if text.endswith(":") and block.role is Role.TEXT else None
        if told is not None:
            self.expect = Expect(self.opener.evidence.kind(told.kind, told.term), told.term, self.base.year, rule="item/announced")
            return
        if self._is_item(block, mark) and self._item(block, mark):
            return
        self._prose(block)

    def _labelled(self, block: Block, mark: labels.Mark) -> bool:
        """A paragraph or item that carries its level's word: "Uppdrag 1.1 Kommunstyrelsen ska …"."""
        assert mark.kind is not None
        if mark.start >= len(block.text):
            self.expect = Expect(mark.kind, mark.term, self.base.year)
            return True
        if mark.number is None and len(block.text) > ITEM_LIMIT:
            return False
        self._open_item(block, mark.kind, mark.term, mark, "paragraph/labelled")
        return True

    def _is_item(self, block: Block, mark: labels.Mark | None) -> bool:
        """Whether a block is an item of a list, or a line that stands like one."""
        if block.role is Role.LIST_ITEM:
            return True
        if self.expect.kind is None or self.expect.kind is Kind.VISION or block.role is not Role.TEXT:
            return self.expect.kind is Kind.VISION
        if mark is not None and mark.number is not None and len(block.text) < ITEM_LIMIT:
            return True
        single = len(sentences(block.text)) == 1
        return single and len(block.text) < 200 and not block.text.endswith((".", ":", "?")) and len(block.text.split()) > 1

    def _item(self, block: Block, mark: labels.Mark | None) -> bool:
        kind, term, rule = self.expect.kind, self.expect.term, self.expect.rule
        if kind is Kind.VISION:
            return self._vision(block)
        if kind is None:
            kind = self._default_kind(block)
            term, rule = None, "item/default"
        if kind is None:
            return False
        self._open_item(block, kind, term, mark, rule)
        return True

    def _default_kind(self, block: Block) -> Kind | None:
        """The kind of a bare list item under a node: the chain's next level, else a goal where the node is an area."""
        if self.node is None or len(block.text) > ITEM_LIMIT or self.context.follow_up:
            return None
        level = self.opener.evidence.next_level(self.node.kind)
        if self.node.kind in {Kind.MALOMRADE, Kind.INRIKTNING}:
            return level.kind if level and level.kind in GROUPS else Kind.MAL
        if self.node.kind in {Kind.MAL, Kind.DELMAL} and level is not None and level.kind in {Kind.DELMAL, Kind.AKTIVITET}:
            return level.kind
        return None

    def _open_item(self, block: Block, kind: Kind, term: str | None, mark: labels.Mark | None, rule: str) -> None:
        """Open a node for an item; what follows its first sentence is its status, comment or values."""
        start = mark.start if mark else 0
        node = self.opener.node(kind, term, block, start, mark, rule=rule, expect=self.expect)
        self._trim(node, block, start)
        if node.kind is Kind.UPPDRAG and not node.responsible:
            node.responsible = bodies.acting(block, start, node.places[0].spans[0].end)
        if self.pending is not None:
            node.status, self.pending = node.status or self.pending, None
        self.last = self.opener.place(node, self._item_parent(block))

    def _item_parent(self, block: Block) -> Draft | None:
        """The node an item hangs under: the section's, or the last item where this one is nested deeper."""
        return self.node

    def _trim(self, node: Draft, block: Block, start: int) -> None:
        """Take values off an indicator's name, and status and comment off a task that tells them in the same paragraph."""
        span = node.places[0].spans[0]
        if node.kind is Kind.INDIKATOR:
            end, found = values.inline(block, span.start, span.end, self._year())
            if found:
                node.values += found
                node.places = draft(node.kind, block, span.start, end, rule=node.places[0].rule).places
            return
        runs = [(a, b) for a, b in sentences(block.text) if b > span.start]
        if len(runs) < 2:
            return
        first_end = min(runs[0][1], span.end)
        node.places = draft(node.kind, block, span.start, first_end, rule=node.places[0].rule).places
        for a, b in runs[1:]:
            status = statuses.in_sentence(block, a, b, self.context.legends, kind=node.kind)
            if status is not None and node.status is None:
                node.status = status
            else:
                node.comment.append(block.at("item/comment", a, b))

    def _year(self) -> int | None:
        period = self.context.period
        return self.expect.year or (period.to if period and period.from_ == period.to else None)

    def _vision(self, block: Block) -> bool:
        """The vision's words: what is quoted in the paragraph, else all of it."""
        quoted = _QUOTED.search(block.text)
        start, end = quoted.span(1) if quoted else (0, len(block.text))
        if not quoted and len(block.text) > 900:
            return False
        if any(fold(block.text[start:end]) == fold(self._text(node)) for node in self.opener.roots if node.kind is Kind.VISION):
            self.expect = Expect()
            return True
        node = draft(Kind.VISION, block, start, end, rule="vision/below", confidence=0.8)
        node.term, node.year = self.expect.term, self.expect.year
        self.last = self.opener.place(node, self.node)
        self.expect = Expect()
        return True

    def _text(self, node: Draft) -> str:
        texts = {block.id: block.text for block in self.blocks}
        return " ".join(texts.get(s.block, "")[s.start : s.end] for at in node.places for s in at.spans)

    def _status_line(self, block: Block) -> Status | None:
        """The status of a block that says nothing else."""
        if len(block.text) > 90 or block.role is Role.LIST_ITEM:
            return None
        target = self.last or self.node
        return statuses.read(block, 0, len(block.text), self.context.legends, kind=target.kind if target else self.expect.kind)

    def _take_status(self, status: Status) -> None:
        """Give a lone status line to the item it belongs to: the next where the first one stood before any item."""
        if self.status_first is None:
            self.status_first = self.last is None and self.expect.kind is not None
        if self.status_first:
            self.pending = status
            return
        target = self.last or self.node
        if target is not None and target.status is None:
            target.status = status

    def _prose(self, block: Block) -> None:
        """Running text: binding sentences become skrivningar, the rest describes the node or reports on it."""
        holder = self.last if self.last is not None and self.context.follow_up else self.node
        group = self.node
        while group is not None and group.kind not in GROUPS:
            group = group.parent
        bound = commitments.binding(block) if group is not None else ()
        for start, end in bound:
            node = draft(Kind.SKRIVNING, block, start, end, rule="prose/binding", confidence=0.85)
            node.modality = facts.modality(block.text[start:end])
            node.year = facts.year(block.text[start:end], self.context.period)
            node.target = facts.target(block, start, end)
            node.actor = facts.actor(block, start, end)
            self.opener.place(node, group)
        if holder is None:
            return
        for start, end in _rest(block.text, bound):
            (holder.comment if self.context.follow_up else holder.description).append(block.at("prose/rest", start, end))


def _rest(text: str, bound: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """The runs of sentences of a text that are not in ``bound``."""
    free = [run for run in sentences(text) if run not in bound]
    for start, end in free:
        yield start, end
