"""Two documents held against each other: what went on, was split, merged, dropped, is new; and what changed in it."""

from collections.abc import Iterable, Sequence

from ...models.block import Note
from ...models.change import Added, Comparison, Link, Mode, Removed, Reported
from ...models.document import Document, DocumentKind
from .bodies import Bodies, bodies
from .branching import Group, groups
from .classes import link
from .closing import closed, closing_sentences
from .nodes import Node, nodes
from .pairing import Trees, pair, score, trees

__all__ = ["compare", "mode_of"]


def compare(old: Document, new: Document, *, mode: Mode | None = None) -> Comparison:
    """What became of the nodes of ``old`` in ``new``; the mode is told by the documents unless it is given."""
    before, after = nodes(old), nodes(new)
    turned = _key(after) < _key(before)
    compared = trees(after, before) if turned else trees(before, after)
    found = pair(compared)
    joined = groups(compared, found)
    scores = score(compared, found)
    if turned:
        joined = sorted(Group(group.right, group.left) for group in joined)
        scores = scores.T
    mode = mode or mode_of(old, new)
    rated = [(group, float(max(scores[a, b] for a in group.left for b in group.right))) for group in joined]
    if mode is Mode.FOLLOW_UP:
        return _followed(old, new, before, after, rated)
    return _versions(old, new, before, after, rated, compared)


def mode_of(old: Document, new: Document) -> Mode:
    """Versions where both are of one kind and occasion, else a plan and what reports on it."""
    one, other = old.document, new.document
    unknown = DocumentKind.OVRIGT in {one.kind, other.kind}
    return Mode.VERSIONS if unknown or one.kind is other.kind else Mode.FOLLOW_UP


def _key(side: Sequence[Node]) -> list[str]:
    return [node.text for node in side]


def _versions(
    old: Document, new: Document, before: list[Node], after: list[Node], rated: list[tuple[Group, float]], compared: Trees
) -> Comparison:
    known = _bodies(old, new, before, after)
    successors: dict[int, set[int]] = {}
    for group, _ in rated:
        for number in group.left:
            successors.setdefault(number, set()).update(group.right)
    links = tuple(link(group, before, after, successors, known, min(1.0, value)) for group, value in rated)
    gone = [node for node in before if node.number not in successors]
    kept = {number for group, _ in rated for number in group.right}
    found = closing_sentences(new, (node.text for node in after))
    return Comparison(
        old=old.id,
        new=new.id,
        mode=Mode.VERSIONS,
        links=links,
        removed=tuple(_removed(node, closed(node, found, compared.weights)) for node in gone),
        added=tuple(Added(**dict(node.side())) for node in after if node.number not in kept),
    )


def _removed(node: Node, sentence: object) -> Removed:
    return Removed(
        **dict(node.side()),
        closing=getattr(sentence, "text", None),
        closing_at=getattr(sentence, "at", None),
    )


def _bodies(old: Document, new: Document, before: Iterable[Node], after: Iterable[Node]) -> Bodies:
    sides = [list(before), list(after)]
    explained = [(one.raw, one.body) for side in sides for node in side for one in node.goal.responsible if one.body]
    told = [block.text for document in (old, new) for block in document.blocks or ()]
    return bodies(explained, told, *([one.body or one.raw for node in side for one in node.goal.responsible] for side in sides))


def _followed(
    old: Document, new: Document, before: list[Node], after: list[Node], rated: list[tuple[Group, float]]
) -> Comparison:
    reported = []
    for group, value in rated:
        for number in group.left:
            told = after[group.right[0]]
            status = told.goal.status
            reported.append(
                Reported(old=before[number].side(), new=told.side(), status=status.raw if status else None, score=round(min(1.0, value), 2))
            )
    seen = {number for group, _ in rated for number in group.left}
    return Comparison(
        old=old.id,
        new=new.id,
        mode=Mode.FOLLOW_UP,
        reported=tuple(reported),
        unreported=tuple(node.side() for node in before if node.number not in seen),
    )
