"""Plain text and Markdown to blocks: lines that were broken only for width are joined, all others stay apart."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ..models.block import Block, Cell, Note, Reading, Role
from ..rules.publisher import line as printed_line
from .encoding import decode
from .lines import Kind, Line, is_numbered, lines_of
from .markup import unmark
from .prose import STOP, clean, goes_on, hangs, is_capitals, mend, starts_item, wrap_width
from .pages import without_running_lines
from .sheets import is_row, sheet


class Group(NamedTuple):
    """Lines that are one block."""

    lines: tuple[Line, ...]
    depth: int | None = None

    @property
    def first(self) -> Line:
        """The line that tells what the block is."""
        return self.lines[0]

    def text(self) -> tuple[str, list[str]]:
        """The lines as one text, with the words whose hyphen was kept in doubt."""
        text, doubts = clean(self.lines[0].text), []
        for line in self.lines[1:]:
            text, doubtful = mend(text, clean(line.text))
            if doubtful:
                doubts.append(text.split()[-1] if len(clean(line.text).split()) < 2 else clean(line.text).split()[0])
        return text, doubts


def read(data: bytes) -> Reading:
    """The blocks of a text; a file without words has none."""
    lines = without_running_lines(lines_of(decode(data)))
    groups = _across_gaps(list(_groups(lines)))
    blocks: list[Block] = []
    notes: list[Note] = []
    table = -1
    before: Line | None = None
    for group in groups:
        if group.first.kind is Kind.ROW:
            table += before is None or before.kind is not Kind.ROW or group.depth == 0
            _rows(group, table, blocks)
        else:
            _block(group, blocks, notes)
        before = group.first
    return Reading(blocks=tuple(blocks), notes=tuple(notes))
