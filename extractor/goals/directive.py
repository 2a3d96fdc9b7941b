"""Terms of reference: a directive to an inquiry, or a task given to one authority.

There is no tree of goals in them. What the inquiry *ska* do is a task, in lists and in sentences; other binding sentences are
skrivningar. A task that the summary lists is the same as the one in the chapter on the task.
"""

import re
from collections.abc import Sequence

from ...models.block import Block, Role, Section
from ...models.goal import Kind, Responsible
from ...rules import labels
from ...rules.clauses import clause
from ...rules.swedish import fold, sentences, tokens
from .. import commitments
from ..facts import bodies, marks
from .nodes import GROUPS, Draft, draft
from .opener import Context

_TITLE = re.compile(r"\b(?:kommitté|tilläggs|utrednings|utredare)?direktiv\b|^uppdrag (?:till|att)\b", re.IGNORECASE)
_WHO = re.compile(
    r"\b(?:(?:en|den) )?(?P<who>(?:särskilda? )?(?:utredar(?:en|e)|kommittén?|utredningen|arbetsgruppen|beredningsgruppen))\b",
    re.IGNORECASE,
)
_INQUIRY = ("utred", "kommitt", "grupp")  # one of which is in every name of an inquiry
_GIVEN = re.compile(
    r"\b(?:ger|uppdrar åt) (?:vidare |dessutom |även |också |härmed )*(?P<to>[A-ZÅÄÖ][^.]{2,600}?) (?:i uppdrag )?att\b"
    r"|\b(?:får|ges|har fått)\b (?:\w+ ){0,3}?i uppdrag att\b"
)
_EARLIER = re.compile(r"\b(?:tidigare|redan|också sedan|sedan tidigare)\b|\bhar även i uppdrag\b", re.IGNORECASE)
_STEM = re.compile(
    r"\b(?:ska|skall|ingår(?: det)? att|omfattar att)"
    r"(?:\s+(?:därför|även|också|särskilt|bland annat|bl\.a\.|vidare|dessutom|då))*\s*:?$",
    re.IGNORECASE,
)
_PARTS = re.compile(r"\buppdraget (?:ingår|omfattar)\b", re.IGNORECASE)
_DENIED = re.compile(r"\bska(?:ll)? (?:\w+ ){0,2}?(?:inte|ej)\b", re.IGNORECASE)
_HANDED_IN = re.compile(
    r"\b(?:redovisa(?:s|r)?|slutredovisa\w*|rapportera\w*|lämnas?|överlämnas?|delredovisa\w*)\b.{0,80}\b(?:senast|den \d)",
    re.IGNORECASE,
)
_TAIL = re.compile(r"[,;]?(?:\s+(?:och|samt))?[,;]?$")
_TIMES = 2  # sentences that make a text without goals terms of reference when its title does not say so


def is_directive(title: str, blocks: Sequence[Block]) -> bool:
    """Whether a document gives one inquiry its task; owners' directives to companies are another kind."""
    if re.search(r"ägardirektiv", title, re.IGNORECASE):
        return False
    prose = [block.text for block in blocks if block.role in {Role.TEXT, Role.LIST_ITEM}]
    asked = sum(_asks(text) for text in prose)
    if _TITLE.search(title):
        return bool(asked) or any(_GIVEN.search(text) for text in prose)
    return asked >= _TIMES and not any(_is_of_plan(block) for block in blocks)


def _asks(text: str) -> bool:
    """Whether a paragraph says what an inquiry shall do."""
    folded = text.casefold()
    named = "ska" in text and any(map(folded.__contains__, _INQUIRY)) and _WHO.search(text) is not None
    return named and re.search(r"\bska(?:ll)?\b", text) is not None


def _is_of_plan(block: Block) -> bool:
    """Whether a line names levels of goals, or is a goal with the level's word: no terms of reference have them."""
    mark, names = labels.mark(block.text), labels.names(block.text)
    return (mark is not None and mark.kind in GROUPS) or (names is not None and bool(set(names.kinds) & GROUPS))


def directive(root: Section, context: Context) -> tuple[Draft, ...]:
    """The tasks and binding sentences of terms of reference, in reading order, each task once."""
    reader = _Reader(context)
    for section in root.walk():
        if section.heading is None or not _is_background(section.heading.text):
            head = [section.heading] if section.heading is not None and _opens_list(section.heading.text) else []
            reader.read([*head, *(block for block in section.body if block.role in {Role.TEXT, Role.LIST_ITEM})])
    return tuple(_once(reader.found, {block.id: block.text for block in root.blocks()}))


def _is_background(heading: str) -> bool:
    """Whether a chapter tells of something else than the task."""
    name = fold(labels.bare(heading))
    return bool(re.match(r"(?:bakgrund|nuläge|konsekvens\w*|redovisning\w*|tidsplan|tidplan|kontakt\w*|ärendet|skälen?)\b", name))


class _Reader:
    """One pass over the paragraphs; ``who`` is asked for the items below a stem, None where no stem stands above."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self.found: list[Draft] = []
        self.listing = False
        self.whole: Draft | None = None  # the task that the items are parts of
        self.who: tuple[Responsible, ...] = ()

    def read(self, blocks: Sequence[Block]) -> None:
        """Read the paragraphs and items of one section."""
        self.listing = False
        for block in blocks:
            if block.role is Role.LIST_ITEM and self.listing:
                self._task(block, 0, len(block.text), self.who)
                continue
            self.listing = False
            for start, end in sentences(block.text):
                self._sentence(block, start, end)

    def _sentence(self, block: Block, start: int, end: int) -> None:
        text = block.text[start:end]
        who = self._asked(block, start, end)
        if end == len(block.text) and _opens_list(text):
            parts = _PARTS.search(text) is not None and bool(self.found)
            self.listing, self.who, self.whole = True, who or (), self.found[-1] if parts else None
            if _GIVEN.search(text):
                self._task(block, start, end, who or ())
            return
        if _HANDED_IN.search(text) and not re.search(r"\bförslag\b", text):
            return
        if who is not None:
            if not _DENIED.search(text):
                self._task(block, start, end, who)
        elif (start, end) in commitments.binding(block, start, end, title=self.context.title):
            node = draft(Kind.SKRIVNING, block, start, end, rule="prose/binding")
            node.modality, node.actor = marks.modality(text), marks.actor(block, start, end)
            node.year = marks.year(text, self.context.period)
            self.found.append(node)

    def _asked(self, block: Block, start: int, end: int) -> tuple[Responsible, ...] | None:
        """Who the sentence gives a task to, or None where it gives none."""
        text = block.text[start:end]
        if _EARLIER.search(text):
            return None
        if given := _GIVEN.search(text):
            named = _WHO.search(text) if given["to"] is None else None
            place = named.span("who") if named else given.span("to")
            return self._body(block, start + place[0], start + place[1]) if place[0] >= 0 else ()
        for token in tokens(text):
            if token.lower_ not in {"ska", "skall"} or not token.i:
                continue
            where = clause(token.doc, token.i)
            subject = token.doc[where.subject[0] : where.subject[1]]
            named = _WHO.search(subject.text) if where.opener is None and len(subject) else None
            if named is not None:
                at = start + subject.start_char
                return self._body(block, at + named.start("who"), at + named.end("who"))
        return None

    def _body(self, block: Block, start: int, end: int) -> tuple[Responsible, ...]:
        known = bodies.listed(block, start, end, self.context.abbreviations, column=True)
        return known or (Responsible(raw=block.text[start:end], body=None, at=block.at("bodies/asked", start, end)),)

    def _task(self, block: Block, start: int, end: int, who: tuple[Responsible, ...]) -> None:
        tail = _TAIL.search(block.text, start, end)
        node = draft(Kind.UPPDRAG, block, start, tail.start() if tail else end, rule="directive/task")
        node.term, node.responsible = "uppdrag", who
        if self.listing and self.whole is not None:
            self.whole.add(node)
        else:
            self.found.append(node)


def _opens_list(text: str) -> bool:
    """Whether a sentence that ends its paragraph leads to a list of tasks ("Utredaren ska bl.a.")."""
    return _STEM.search(text) is not None


def _once(found: Sequence[Draft], texts: dict[int, str]) -> list[Draft]:
    """The nodes without those tasks that stand again in the same words."""
    seen: set[str] = set()
    kept: list[Draft] = []
    for node in found:
        span = node.places[0].spans[0]
        name = fold(texts[span.block][span.start : span.end])
        if name not in seen:
            kept.append(node)
        seen.add(name)
    return kept
