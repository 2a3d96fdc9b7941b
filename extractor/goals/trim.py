"""What stands in an item's own paragraph after its name: values, status, comment, a bold remark."""

from ...models.block import Block
from ...models.goal import Kind
from ...rules.swedish import sentences
from ..facts import bodies, marks, statuses, values
from .items import run_in
from .nodes import GROUPS, Draft, draft
from .opener import Context


def trim(node: Draft, block: Block, context: Context, expected: int | None, *, titled: bool) -> int | None:
    """Cut a node to its name and read what follows it; where running text follows, its start in the block's text.

    `titled` says that the items of this body begin with a name set in bold or ended by a dash; `expected` is the year
    that a heading gives the items.
    """
    start, end = node.places[0].spans[0].start, node.places[0].spans[0].end
    if node.kind is Kind.INDIKATOR:
        period = context.period
        year = expected or (period.to if period and period.from_ == period.to else None)
        name, found = values.inline(block, start, end, year)
        if found and name > start + 2:
            node.values += found
            node.year = marks.year(block.text[start:name], context.period) or expected
            _cut(node, block, name)
        return None
    title = run_in(block)
    if title is not None and titled and title > start:
        _cut(node, block, title)
        return title
    runs = [(start + a, start + b) for a, b in sentences(block.text[start:])]
    if node.target is not None and node.target.at.rule == "target/due":
        runs = [run for run in runs if run[1] <= node.target.at.spans[0].start]  # the last sentence tells only the day
    if len(runs) < 2:
        return None
    _cut(node, block, min(runs[0][1], end))
    if node.kind in GROUPS:
        return runs[0][1]
    for a, b in runs[1:]:
        _take_sentence(node, block, context, a, b)
    if not node.responsible:  # "Byt lampor i hallarna (TN). Pågår"
        name, node.responsible = bodies.given(block, start, min(runs[0][1], end), context.abbreviations)
        _cut(node, block, name)
    return None


def cut_remark(node: Draft, block: Block, context: Context) -> None:
    """Take a remark in bold at the end of an item off its name ("… varje hushåll **Mäts i december**")."""
    span = node.places[0].spans[0]
    tint = block.tints[-1] if block.tints else None
    if tint is None or not tint.bold or tint.end < len(block.text.rstrip(" .")) or not span.start + 8 < tint.start < span.end:
        return
    _cut(node, block, tint.start)
    remark = statuses.read(block, tint.start, tint.end, context.legends, column="Status", kind=node.kind)
    if node.status is None:
        node.status = remark
    elif node.status.meaning is None and remark is not None and remark.meaning is not None:
        node.status = node.status.model_copy(update={"meaning": remark.meaning})
    node.comment.append(block.at("item/remark", tint.start, tint.end))


def _take_sentence(node: Draft, block: Block, context: Context, start: int, end: int) -> None:
    """Take a sentence after a task's name as its status, else as a comment on it."""
    status = statuses.read(block, start, end, context.legends, kind=node.kind) or statuses.in_sentence(
        block, start, end, context.legends, kind=node.kind
    )
    if status is not None and node.status is None:
        node.status = status
    else:
        node.comment.append(block.at("item/comment", start, end))


def _cut(node: Draft, block: Block, end: int) -> None:
    """End the node's name at `end`."""
    place = node.places[0]
    node.places = draft(node.kind, block, place.spans[0].start, end, rule=place.rule).places
