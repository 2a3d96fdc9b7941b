"""Documents and goals for a terminal: what a list shows of each, the tree of one, every field of one with its place."""

from collections import Counter
from collections.abc import Callable, Iterator
from textwrap import wrap

from ..models.block import At
from ..models.document import Document
from ..models.goal import Goal, Kind, Status
from .present import Record

Paint = Callable[[str, str | None], str]
"""From a text and the colour of a status ("grön", or None for none) to the text in that colour."""

APART = frozenset({Kind.SKRIVNING, Kind.VISION, Kind.INDIKATOR})
"""Kinds that headline counts leave out."""

_HELD = "\x1f"  # a space at which no line is broken


def of_document(row: Record) -> Record:
    """What a list shows of a document's row."""
    when = " ".join(filter(None, (span(row["period_from"], row["period_to"]), row["occasion"])))
    return {
        "id": row["id"],
        "kind": row["kind"],
        "period": when,
        "goals": row["goals"],
        "title": row["title"] or row["source_ref"],
    }


def of_goal(row: Record) -> Record:
    """What a list shows of a goal's row."""
    return {name: row[name] for name in ("id", "kind", "label", "text", "year", "status")}


def of_doubt(row: Record) -> Record:
    """What a list of doubtful goals shows of a goal's row."""
    return {name: row[name] for name in ("id", "confidence", "kind", "label", "text", "page")}


def doubt(row: Record) -> str:
    """The rule that told a goal, and why that may be wrong."""
    return f"{row['rule']}: {row['doubt']}"


def heading(row: Record) -> str:
    """The document of a goal's row on one line."""
    years = span(row["period_from"], row["period_to"])
    return " · ".join(filter(None, (row["organisation"] or "?", row["title"], row["document_kind"], years, row["occasion"])))


def tree(document: Document, width: int, paint: Paint) -> Iterator[str]:
    """What the document is, its goals as a tree, and what it says of itself."""
    facts = document.document
    yield f"{document.id}  {facts.title or document.source.ref}"
    yield from (f"  {line}" for line in wrap(" · ".join(_facts(document)), width - 2))
    yield ""
    for goal in document.goals:
        yield from _branch(goal, 0, width, paint)
    yield from _list("milestones", [f"{step.date}  {step.text}" for step in document.milestones], width)
    yield from _list("levels", [f"{level.term} ({level.kind})" + _by(level.decided_by) for level in document.levels], width)
    totals = [f"“{total.text}” – found {total.found}{_agrees(total.agrees)}" for total in document.stated_totals]
    yield from _list("stated totals", totals, width)
    yield from _list("empty sections", list(document.empty_sections), width)
    yield from _list("notes", [f"{note.code}: {note.message}" for note in document.notes], width)


def card(document: Document, goal: Goal, width: int, paint: Paint) -> Iterator[str]:
    """Every field of a goal that has a value, each with its place, the rule that read it and how sure it is."""
    yield f"{goal.id}  {goal.kind}{' ' + goal.label if goal.label else ''}"
    yield from _field("text", goal.text, goal.at, width)
    of = document.document
    yield from _field("document", f"{document.id}  {of.organisation or '?'}, {of.title or document.source.ref}", None, width)
    for name in ("term", "page", "year", "modality", "actor", "geh"):
        yield from _field(name, getattr(goal, name), None, width)
    for name, passage in (("description", goal.description), ("comment", goal.comment)):
        if passage:
            yield from _field(name, passage.text, passage.at, width)
    if goal.decided_by:
        yield from _field("decided by", _told(goal.decided_by.raw, goal.decided_by.level), goal.decided_by.at, width)
    for body in goal.responsible:
        yield from _field("responsible", _told(body.raw, body.body), body.at, width)
    for name, status in (("status", goal.status), *(("other status", status) for status in goal.other_statuses)):
        if status:
            yield from _field(name, paint(_status(status), status.signal), status.at, width)
    for value in goal.values:
        yield from _field(value.kind, _told(value.raw, value.year, value.group), value.at, width)
    if goal.target:
        yield from _field("target", _told(goal.target.raw, goal.target.deadline, goal.target.direction), goal.target.at, width)
    yield from _list("children", [f"{child.id}  {child.kind}  {child.text}" for child in goal.children], width)


def _facts(document: Document) -> Iterator[str]:
    facts = document.document
    period = span(facts.period.from_, facts.period.to) if facts.period else None
    yield from filter(None, (facts.organisation, facts.issuer, facts.part, facts.kind, period, facts.occasion))
    yield facts.adoption
    if facts.decision and any(name for _, name in facts.decision):
        decided = facts.decision
        yield "decided " + " ".join(filter(None, (decided.date, decided.body, decided.paragraph, decided.dnr)))
    counts = Counter(goal.kind for goal in _walk(document.goals))
    headline = sum(number for kind, number in counts.items() if kind not in APART)
    apart = ", ".join(f"{counts[kind]} {kind}" for kind in sorted(APART) if counts[kind])
    yield f"{headline} goals" + (f" ({apart} beside)" if apart else "")
    yield document.source.ref + (f", {document.source.pages} pages" if document.source.pages else "")


def span(first: int | None, last: int | None) -> str | None:
    """Years as "2022" or "2022–2023"."""
    if first is None or last is None:
        return None
    return str(first) if first == last else f"{first}–{last}"


def _branch(goal: Goal, depth: int, width: int, paint: Paint) -> Iterator[str]:
    """A goal with its status and page, and its children; each level is set in by two columns."""
    head = "  " * depth + f"{goal.kind} " + (f"{goal.label} " if goal.label else "")
    status = _status(goal.status) if goal.status else ""
    tail = ", ".join(filter(None, (status, f"p. {goal.page}" if goal.page else "")))
    text = f"{goal.text} [{tail.replace(' ', _HELD)}]" if tail else goal.text
    lines = wrap(text, width, initial_indent=head, subsequent_indent="  " * depth + "    ") or [head.rstrip()]
    for line in lines:
        plain = line.replace(_HELD, " ")
        yield plain.replace(f"[{status}", f"[{paint(status, goal.status.signal)}") if goal.status else plain
    for child in goal.children:
        yield from _branch(child, depth + 1, width, paint)


def _status(status: Status) -> str:
    """A status in words: what it means, its colour, the year that it judges."""
    words = [str(word) for word in (status.meaning, status.signal) if word] or [status.raw or "?"]
    return ", ".join(words) + (f" {status.year}" if status.year else "")


def _field(name: str, value: object, at: At | None, width: int) -> Iterator[str]:
    """A field and, below it, its place."""
    if value is None:
        return
    yield from wrap(str(value), width, initial_indent=f"{name:<13}", subsequent_indent=" " * 13) or [name]
    if at:
        yield from wrap(_place(at), width, initial_indent=" " * 13 + "↳ ", subsequent_indent=" " * 15)


def _place(at: At) -> str:
    """The pages and boxes, or blocks where there are none, the rule and the confidence."""
    boxes = "; ".join(f"page {box.page} ({box.x0:g}, {box.top:g})–({box.x1:g}, {box.bottom:g})" for box in at.boxes)
    blocks = "; ".join(f"block {part.block}, characters {part.start}–{part.end}" for part in at.spans)
    return f"{boxes or blocks or 'not in the text'} · {at.rule} · {at.confidence:.2f}"


def _told(raw: str, *more: object) -> str:
    """A value as printed, and what is known of it in parentheses."""
    known = ", ".join(str(word) for word in more if word is not None and word != raw)
    return f"{raw} ({known})" if known else raw


def _list(name: str, items: list[str], width: int) -> Iterator[str]:
    """A headed list, or nothing."""
    if items:
        yield ""
        yield f"{name}:"
        for item in items:
            yield from wrap(item, width, initial_indent="  ", subsequent_indent="    ")


def _by(body: str | None) -> str:
    return f", decided by {body}" if body else ""


def _agrees(agrees: bool | None) -> str:  # noqa: FBT001 - a value to be told, no switch
    return {True: ", agrees", False: ", disagrees", None: ""}[agrees]


def _walk(goals: tuple[Goal, ...]) -> Iterator[Goal]:
    for goal in goals:
        yield goal
        yield from _walk(goal.children)
