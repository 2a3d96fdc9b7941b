"""The comparison of two documents, from their trees to what is told of every node."""

import re
from collections.abc import Sequence

from ...models.change import Added, Comparison, Mode, Removed, Reported
from ...models.document import Document, DocumentKind
from ...models.goal import Kind
from .alike import Weights
from .bodies import Bodies, bodies
from .branching import Group, groups
from .classes import Sides, link
from .closing import Sentence, closed, closing_sentences
from .doubts import Doubts
from .nodes import Node, nodes
from .pairing import pair, trees
from .scales import Scales

_YEAR = re.compile(r"\b(?:under|år|våren|hösten|sommaren|vintern)\s+((?:19|20)\d\d)\b", re.IGNORECASE)
_BY = re.compile(
    r"\b(?:senast|klar\w*|(?:till och med|till|före|innan|fram till)\s+(?:den\s|år\s|utgången|slutet|årsskiftet|\d))",
    re.IGNORECASE,
)


def compare(old: Document, new: Document, *, mode: Mode | None = None) -> Comparison:
    """What became of the nodes of ``old`` in ``new``; the mode is told by the documents unless it is given.

    Turning the documents round mirrors the pairs: the trees are always paired in the same order, whichever is the older.
    """
    before, after = nodes(old), nodes(new)
    turned = [node.text for node in after] < [node.text for node in before]
    compared = trees(after, before) if turned else trees(before, after)
    found = pair(compared)
    joined = groups(compared, found)
    if turned:
        joined = sorted(Group(group.right, group.left) for group in joined)
    doubts = Doubts(compared, found, turned)
    if (mode or mode_of(old, new)) is Mode.FOLLOW_UP:
        return _followed(old, new, (before, after), joined, doubts)
    return _versions(old, new, (before, after), joined, doubts)


def mode_of(old: Document, new: Document) -> Mode:
    """Versions where both are of one kind, or one's kind is not known; else a plan and what reports on it.

    Two documents of one title but for its years are versions, whatever else told of their kinds.
    """
    one, other = old.document, new.document
    if one.kind is other.kind or DocumentKind.OVRIGT in {one.kind, other.kind}:
        return Mode.VERSIONS
    titles = [re.sub(r"\d+", " ", facts.title or "").split() for facts in (one, other)]
    return Mode.VERSIONS if titles[0] and titles[0] == titles[1] else Mode.FOLLOW_UP


Trees = tuple[Sequence[Node], Sequence[Node]]


def _versions(old: Document, new: Document, both: Trees, joined: Sequence[Group], doubts: Doubts) -> Comparison:
    before, after = both
    successors: dict[int, set[int]] = {}
    for group in joined:
        for number in group.left:
            successors.setdefault(number, set()).update(group.right)
    linked = [
        ([b for a in group.left for b in before[a].bodies], [b for c in group.right for b in after[c].bodies]) for group in joined
    ]
    sides = Sides(
        before, after, successors, _bodies(old, new, both).inferring(linked), Scales(old, new), (_year(old), _year(new))
    )
    kept = {number for group in joined for number in group.right}
    gone = [node for node in before if node.number not in successors]
    come = [node for node in after if node.number not in kept]
    rarity = Weights(node.words for node in (*before, *after))
    closings = closing_sentences(new, (node.text for node in after))
    ended = _ended(gone, closings, rarity)
    return Comparison(
        old=old.id,
        new=new.id,
        mode=Mode.VERSIONS,
        links=tuple(link(group, sides, doubts) for group in joined),
        removed=tuple(_removed(node, ended.get(node.number), new, doubts, [one.number for one in come]) for node in gone),
        added=tuple(_added(node, doubts, [one.number for one in gone]) for node in come),
        notes=sides.scales.notes(),
    )


def _ended(gone: Sequence[Node], closings: Sequence[Sentence], rarity: Weights) -> dict[int, Sentence]:
    """The sentence that closes each node that is gone; one about a goal and all that belongs to it closes what is below."""
    ended: dict[int, Sentence] = {}
    for node in gone:
        above = ended.get(node.parent) if node.parent is not None else None
        sentence = closed(node, closings, rarity) or (above if above and above.is_whole else None)
        if sentence:
            ended[node.number] = sentence
    return ended


def _removed(node: Node, sentence: Sentence | None, new: Document, doubts: Doubts, among: Sequence[int]) -> Removed:
    over = sentence is None and _is_over(node, new)
    candidates = () if sentence or over else doubts.candidates(node.number, old=True, among=among)
    return Removed(
        **dict(node.side()),
        closing=sentence.text if sentence else None,
        closing_at=sentence.at if sentence else None,
        over=over,
        review=bool(candidates),
        candidates=candidates,
    )


def _added(node: Node, doubts: Doubts, among: Sequence[int]) -> Added:
    candidates = doubts.candidates(node.number, old=False, among=among)
    return Added(**dict(node.side()), review=bool(candidates), candidates=candidates)


def _is_over(node: Node, new: Document) -> bool:
    """Whether a task was given for a single year that is past when the new document begins; a deadline is no such year."""
    goal, period = node.goal, new.document.period
    if goal.kind not in {Kind.UPPDRAG, Kind.AKTIVITET} or period is None or _BY.search(goal.text):
        return False
    if goal.target and not _YEAR.search(goal.target.raw):
        return False
    years = [int(year) for year in _YEAR.findall(goal.text)] or ([goal.year] if goal.year else [])
    return bool(years) and max(years) < period.from_


def _year(document: Document) -> int | None:
    """The year of a document that is for a single one."""
    period = document.document.period
    return period.to if period and period.from_ == period.to else None


def _bodies(old: Document, new: Document, both: Trees) -> Bodies:
    """What the documents tell of the bodies."""
    printed = [[one for node in side for one in node.goal.responsible] for side in both]
    explained = [(one.raw, one.body) for side in printed for one in side if one.body]
    old_names, new_names = ([one.raw for one in side] for side in printed)
    running = [block.text for block in old.blocks or ()], [block.text for block in new.blocks or ()]
    return bodies(explained, old_names, new_names, running)


def _followed(old: Document, new: Document, both: Trees, joined: Sequence[Group], doubts: Doubts) -> Comparison:
    before, after = both
    seen = {number for group in joined for number in group.left}
    return Comparison(
        old=old.id,
        new=new.id,
        mode=Mode.FOLLOW_UP,
        reported=tuple(
            Reported(
                old=before[number].side(),
                new=after[group.right[0]].side(),
                status=_told(after[group.right[0]]),
                score=round(doubts.of(group), 2),
                review=doubts.unsure(group),
                evidence=doubts.evidence(group),
            )
            for group in joined
            for number in group.left
        ),
        unreported=tuple(node.side() for node in before if node.number not in seen),
    )


def _told(node: Node) -> str | None:
    """A node's status as printed, by its colour where nothing is."""
    status = node.goal.status
    return (status.raw or status.signal) if status else None
