"""Lines that tell a fact of the goals around them: who they are given to, by when, how it went, a value."""

import re
from collections.abc import Sequence
from functools import cache
from itertools import dropwhile, takewhile

from ...models.block import Block, Role
from ...models.goal import Kind, Responsible, ValueKind
from ...rules import labels
from ...rules.judgement import arrow
from ...rules.lexicon import Lexicon, pattern
from ...rules.swedish import sentences
from ..facts import bodies, due, marks, statuses, values
from .items import names_measure
from .nodes import GROUPS, Draft
from .opener import Opener


@cache
def _given() -> re.Pattern[str]:
    """A line that only names bodies: in parentheses before a task, or after "Uppdrag till" below it."""
    return re.compile(
        rf"\((?P<before>.{{2,80}})\)[ .:]*|{pattern('line', 'givet till')}\s+(?P<after>.{{2,120}}?)\.?", re.IGNORECASE
    )


_ASKS, _NAMES = 30, 60  # characters of a line that asks who is responsible, and of the one that tells


class FactLines:
    """The blocks below one heading, and what lines of facts among them can be about."""

    def __init__(self, opener: Opener, blocks: Sequence[Block], node: Draft | None) -> None:
        self.opener, self.context = opener, opener.context
        self.blocks = [b for b in blocks if b.role not in {Role.FURNITURE, Role.CONTENTS} and b.id not in opener.context.skip]
        self.places = {block.id: place for place, block in enumerate(self.blocks)}
        self.last: Draft | None = None
        self.nearest: Draft | None = node
        self.bodies: tuple[Responsible, ...] = ()
        self.listed: list[Draft] = []
        self.depth: int | None = None
        self.value: tuple[ValueKind, int | None] | None = None
        self.defined: Draft | None = None  # the node of the term that a definition follows
        self.asked = False  # the line before asks who is responsible
        self.row = False  # a row of a table of tasks begins: the next paragraph is its task

    def beside(self, block: Block, step: int) -> Block | None:
        """The block before (-1) or after (1) one, or None."""
        place = self.places[block.id] + step
        return self.blocks[place] if 0 <= place < len(self.blocks) else None

    def given_to(self, block: Block) -> bool:
        """A line that only names bodies: those of the next task ("(KS, SN) .") or of the one above ("Uppdrag till …")."""
        told = _given().fullmatch(block.text) if block.role is not Role.HEADING else None
        if told is None:
            return False
        group = "before" if told["before"] else "after"
        labelled = group == "after" and block.text[: told.start(group)].rstrip().endswith(":")
        found = bodies.listed(block, 0 if labelled else told.start(group), told.end(group), self.context.abbreviations)
        if group == "after" and found and self.last is not None:
            for node in self._given_together(block, self.told_of(block, self.last)):
                node.responsible = found if labels.gives_task(block.text) else node.responsible or found
        elif group == "after" and self.nearest is not None and not labels.gives_task(block.text):
            self.nearest.responsible = self.nearest.responsible or found
        else:
            self.bodies = found
            self.row = block.text.endswith(".") and block.role is Role.TEXT
        return bool(found)

    def row_mark(self, block: Block) -> bool:
        """A lone full stop, which is all that is left of a row's icon in a table of tasks that became text."""
        if block.text != ".":
            return False
        self.row = True
        return True

    def is_sign(self, block: Block) -> bool:
        """Whether an arrow alone on a line only leads on in a drawn chain: nothing is reported, and no legend explains arrows."""
        return arrow(block.text) and not self.context.follow_up and not self.context.legends

    def definition(self, block: Block) -> bool:
        """What a definition list says of the task or goal that is its term: a status, and the comment on it."""
        node = self.defined
        if block.marker != "dd" or node is None or labels.mark(block.text) or labels.names(block.text):
            return False
        legends, start = self.context.legends, 0
        status = statuses.read(block, 0, 0, legends, column="Status", kind=node.kind) if block.icons else None
        told = status or statuses.in_sentence(block, 0, None, legends, kind=node.kind)
        if told is None or (node.kind in GROUPS and not self.context.follow_up):
            return False
        node.status = node.status or told
        node.comment += [block.at("item/comment", start + a, start + b) for a, b in sentences(block.text)]
        return True

    def responsible_line(self, block: Block) -> bool:
        """A line that asks who is responsible ("ANSVARIG"), and the one below it that names who."""
        if self.asked:
            self.asked = False
            short = len(block.text) < _NAMES and not block.text.endswith(".") and block.text[0].isupper()
            found = bodies.listed(block, known=self.context.abbreviations, column=True) if short else ()
            if found and self.nearest is not None:
                self.nearest.responsible = self.nearest.responsible or found
                return True
        if len(block.text) >= _ASKS or block.marker is not None or self.nearest is None or block.role is not Role.TEXT:
            return False
        hit = Lexicon.load("column").whole(block.text.rstrip(":"))
        self.asked = hit is not None and hit.meaning == "ansvarig"
        return self.asked

    def told_of(self, block: Block, last: Draft) -> Draft:
        """The node that a fact's line in a list is about: the item above it, or the goal where it ends the goal's list."""
        if (
            block.role is not Role.LIST_ITEM
            or block.marker is None
            or last.kind in GROUPS
            or self.nearest is None
            or block.depth != self.depth
        ):
            return last
        following = dropwhile(lambda each: each.id <= block.id, self.blocks)
        rest = takewhile(lambda each: each.role is Role.LIST_ITEM, following)
        return last if any(labels.mark(each.text) or len(each.text) > 60 for each in rest) else self.nearest

    def _given_together(self, block: Block, last: Draft) -> list[Draft]:
        """The nodes that a line below a list is about: all of the list's, where none has been given to anyone."""
        if block.role is Role.LIST_ITEM or any(node.responsible for node in self.listed):
            return [last]
        return [node for node in self.listed if node.kind is last.kind] or [last]

    def told_fact(self, block: Block) -> bool:
        """A line below a node that tells one fact of it ("Klart: 2026", "Status: pågår", "Kommentar: …")."""
        key, colon, rest = block.text.partition(":")
        target = self.last
        if target is None or not colon or not rest.strip() or len(key) > 30:
            return False
        hit = Lexicon.load("column").whole(key)
        start = len(block.text) - len(rest.lstrip())
        header = values.header(key)
        if header is not None and (found := values.line(block) or values.cells(block, *header, start=start)):
            target.values += found
            return True
        if hit is None or hit.meaning not in {"tid", "status"} or names_measure(block.text, start):
            return False
        target = self.told_of(block, target)
        if hit.meaning == "status":
            target.status = target.status or statuses.read(block, start, None, self.context.legends, column=key, kind=target.kind)
        else:
            target.year = target.year or marks.year(f"senast {rest.strip()}", self.context.period)
            target.target = due.dated(target.target, due.due(block, start))
        return True

    def value_line(self, block: Block) -> bool:
        """A line below an item that names a value ("Målvärde"), and the one with the figure."""
        if self.last is None:
            return False
        if self.last.kind is Kind.INDIKATOR and not self.last.values and block.role is Role.TEXT and values.is_figure(block.text):
            period = self.context.period
            year = period.to if self.context.follow_up and period and period.from_ == period.to else None
            kind = ValueKind.UTFALL if self.context.follow_up else ValueKind.MALVARDE
            self.last.values += values.cells(block, kind, year)
            return True
        if self.value is not None and len(block.text) < 40 and (found := values.cells(block, *self.value)):
            self.last.values += found
            self.value = None
            return True
        self.value = values.header(block.text) if len(block.text) < 30 and block.marker is None else None
        return self.value is not None
