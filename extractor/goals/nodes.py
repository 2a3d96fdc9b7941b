"""A node while it is being read: what is known of it so far, and how it becomes a finished goal."""

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from ...models.block import At, Block, Span, join_places
from ...models.goal import DecidedBy, Geh, Goal, Kind, Passage, Responsible, Status, Target, Value
from ...rules.swedish import fold

RANK = {
    Kind.VISION: 0, Kind.MALOMRADE: 1, Kind.INRIKTNING: 2, Kind.MAL: 3, Kind.DELMAL: 4,
    Kind.UPPDRAG: 5, Kind.AKTIVITET: 6, Kind.INDIKATOR: 7, Kind.SKRIVNING: 8,
}  # fmt: skip
GROUPS = frozenset({Kind.MALOMRADE, Kind.INRIKTNING, Kind.MAL, Kind.DELMAL})


@dataclass(eq=False)
class Draft:
    """A node that is being read. ``places`` are the slices that make its text; ``guessed`` marks an area that counts only
    if something is found below it.
    """

    kind: Kind
    places: list[At]
    term: str | None = None
    label: str | None = None
    year: int | None = None
    decided_by: DecidedBy | None = None
    responsible: tuple[Responsible, ...] = ()
    status: Status | None = None
    other_statuses: tuple[Status, ...] = ()
    description: list[At] = field(default_factory=list)
    comment: list[At] = field(default_factory=list)
    values: list[Value] = field(default_factory=list)
    target: Target | None = None
    modality: str | None = None
    actor: str | None = None
    geh: Geh | None = None
    guessed: bool = False
    parent: "Draft | None" = None
    children: list["Draft"] = field(default_factory=list)

    def add(self, child: "Draft") -> "Draft":
        """Hang a child under this node; returns the child."""
        child.parent = self
        self.children.append(child)
        return child

    def walk(self) -> Iterator["Draft"]:
        """This node and all below it, in reading order."""
        yield self
        for child in self.children:
            yield from child.walk()


def draft(kind: Kind, block: Block, start: int = 0, end: int | None = None, *, rule: str) -> Draft:
    """A node whose text is characters ``start`` to ``end`` of a block, spaces at the ends left out."""
    end = len(block.text) if end is None else end
    piece = block.text[start:end]
    start += len(piece) - len(piece.lstrip())
    end -= len(piece) - len(piece.rstrip())
    return Draft(kind=kind, places=[block.at(rule, start, end)])


def slices(places: Sequence[At], texts: Mapping[int, str]) -> str:
    """The value at these places: their slices joined by one space."""
    return " ".join([texts[span.block][span.start : span.end] for place in places for span in place.spans])


class Finisher:
    """Turns drafts into goals: texts from the blocks, ids from document, text and ordinal among equal texts."""

    def __init__(self, document: str, blocks: Sequence[Block]) -> None:
        self._document = document
        self._texts = {block.id: block.text for block in blocks}
        self._blocks = {block.id: block for block in blocks}
        self._seen: Counter[str] = Counter()

    def finish(self, node: Draft) -> Goal:
        """The goal that a draft stands for, with all its children."""
        at = join_places(node.places, node.places[0].rule)
        text = slices(node.places, self._texts)
        return Goal(
            id=self._id(text),
            kind=node.kind,
            term=node.term,
            label=node.label,
            text=text,
            page=self._page(at.spans[0], at),
            year=node.year,
            description=self._passage(node.description, "goal/description"),
            decided_by=node.decided_by,
            responsible=node.responsible,
            status=node.status,
            other_statuses=node.other_statuses,
            comment=self._passage(node.comment, "goal/comment"),
            values=tuple(node.values),
            target=node.target,
            modality=node.modality,
            actor=node.actor,
            geh=node.geh,
            at=at,
            children=tuple(self.finish(child) for child in node.children),
        )

    def _id(self, text: str) -> str:
        key = fold(text)
        ordinal = self._seen[key]
        self._seen[key] += 1
        return f"{self._document}-{hashlib.sha256(f'{key}#{ordinal}'.encode()).hexdigest()[:8]}"

    def _page(self, span: Span, at: At) -> int | None:
        return at.boxes[0].page if at.boxes else self._blocks[span.block].page

    def _passage(self, places: list[At], rule: str) -> Passage | None:
        if not places:
            return None
        return Passage(text=slices(places, self._texts), at=join_places(places, rule))
