"""Plain text and Markdown to blocks: lines that were broken only for width are joined, all others stay apart."""

from collections.abc import Iterator, Sequence
from itertools import islice

from ...models.block import Block, Cell, Note, Reading, Role
from ...rules.publisher import line as printed_line
from ..bounds import BLOCKS, LINE, refuse_more
from ..encoding import decode
from ..prose import clean, mend
from .columns import with_rows
from .feeds import without_feeds
from .front import front_of
from .lines import Kind, Line, lines_of
from .markup import Marked, unmark
from .paragraphs import Paragraph, paragraphs
from .sheets import rows
from .signs import with_sign
from .stacked import with_stacks

_ROLES = {Kind.HEADING: Role.HEADING, Kind.ITEM: Role.LIST_ITEM, Kind.CONTENTS: Role.CONTENTS, Kind.PAGE: Role.FURNITURE}


def read(data: bytes) -> Reading:
    """The blocks of a text; one without words has none."""
    front, lines = front_of(lines_of(decode(data)))
    found = [*paragraphs(front), *paragraphs(with_rows(with_stacks(without_feeds(lines))))]
    depths = _depths(found)
    blocks: list[Block] = []
    notes: list[Note] = []
    tables = 0
    for paragraph, depth in zip(found, depths, strict=True):
        if paragraph.kind is Kind.ROW:
            blocks.extend(islice(_cells(paragraph, tables, len(blocks)), BLOCKS + 1))
            tables += 1
            continue
        block, doubts = _block(paragraph, depth, len(blocks))
        if block.text or block.icons:
            blocks.append(block)
            notes.extend(
                Note(code="hyphen", message=f"the hyphen in “{word}” was kept", at=block.at("text/hyphen")) for word in doubts
            )
    refuse_more(len(blocks), BLOCKS, "the text has more paragraphs", "give the part of it that is needed")
    return Reading(blocks=tuple(blocks), notes=tuple(notes))


def _depths(found: Sequence[Paragraph]) -> list[int | None]:
    """How deep each list item is nested, told by its indentation among the items around it."""
    out: list[int | None] = []
    indents: list[int] = []
    for paragraph in found:
        if paragraph.kind is not Kind.ITEM:
            out.append(paragraph.depth)
            if paragraph.first.indent == 0:
                indents = []
            continue
        indent = paragraph.first.indent
        while indents and indent < indents[-1]:
            indents.pop()
        if not indents or indent > indents[-1]:
            indents.append(indent)
        out.append(len(indents))
    return out


def _block(paragraph: Paragraph, depth: int | None, number: int) -> tuple[Block, list[str]]:
    """One block of a paragraph's lines, and the words whose hyphen was kept in doubt."""
    text, doubts = _joined(paragraph.lines)
    marked = with_sign(unmark(text), heading=paragraph.kind is Kind.HEADING)
    role = _ROLES.get(paragraph.kind, Role.TEXT)
    if role in {Role.TEXT, Role.HEADING, Role.LIST_ITEM} and printed_line(marked.text) in {
        "date",
        "page",
        "feedback",
        "share",
        "cookies",
    }:
        role, depth = Role.FURNITURE, None
    marker = paragraph.first.marker if role is Role.LIST_ITEM else None
    bold = marked.bold and role is not Role.HEADING
    block = Block(
        id=number, text=marked.text, role=role, depth=depth if role in {Role.HEADING, Role.LIST_ITEM} else None, marker=marker,
        bold=bold, italic=marked.italic, tints=marked.tints, icons=marked.icons,
    )  # fmt: skip
    return block, doubts


def _joined(lines: Sequence[Line]) -> tuple[str, list[str]]:
    """The lines as one text, hyphens at their ends mended."""
    refuse_more(sum(len(line.text) for line in lines), LINE, "a paragraph has more characters", "give the text as it was printed")
    text, doubts = clean(lines[0].text), []
    done: list[str] = []
    for line in lines[1:]:
        right = clean(line.text)
        text, doubtful = mend(text, right)
        if doubtful:
            doubts.append(text[: len(text) - len(right)].split()[-1] + right.split()[0])
        if len(text) > _LONG and (cut := text.rfind(" ", 0, _LONG // 2) + 1):
            done.append(text[:cut])
            text = text[cut:]
    return "".join([*done, text]), doubts


_LONG = 2000  # characters of a paragraph at whose beginning nothing changes any more


def _cells(paragraph: Paragraph, table: int, first: int) -> Iterator[Block]:
    """The cells of a table that hold anything."""
    number = first
    found = rows(paragraph.lines)
    wide = max((len(line.cells) for line in found), default=1)
    for row, line in enumerate(found):
        across = wide if len(line.cells) == 1 else 1  # a row of one cell heads those below it
        for column, cell in enumerate(line.cells):
            marked: Marked = unmark(cell)
            if marked.text or marked.icons:
                yield Block(
                    id=number, text=marked.text, role=Role.CELL, bold=marked.bold, italic=marked.italic, tints=marked.tints,
                    icons=marked.icons, cell=Cell(table, row, column, columns=across, header=line.header),
                )  # fmt: skip
                number += 1
