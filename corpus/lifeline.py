"""A life as lines for a terminal: mandate period by mandate period, only what is new in each document."""

from collections import Counter
from collections.abc import Iterator
from itertools import groupby
from operator import attrgetter
from textwrap import shorten, wrap

from ..rules.swedish import fold
from .history import Change, Dated, End, Entry, Life, State, Wording, statuses
from .show import Paint, span

_INDENT = 13
_STEPS = {"split": "split from", "merged": "merged from", "revived": "back again, gone after", "reported": "reports on"}
_FIELDS = {
    "label": "label",
    "parent": "now under",
    "status": "status",
    "responsible": "bodies",
    "target": "target",
    "strength": "",
}


def lines(life: Life, width: int, paint: Paint) -> Iterator[str]:
    """The goal, each document that has it with what changed, where it is gone, and its statuses in a row, all in order."""
    last = life.entries[-1].goals[0]
    head = " ".join(filter(None, (last.kind, last.label, "·", life.organisation or "?")))
    yield f"{life.track}  {head}"
    seen: set[str] = set()
    told: list[Entry | End] = sorted(
        [*life.entries, *(end for entry in life.entries for end in entry.gone)], key=lambda one: (one.place, isinstance(one, End))
    )
    titles = _titles(told)
    for mandate, documents in groupby(told, attrgetter("mandate")):
        yield ""
        yield f"mandate {span(*mandate) or 'not known'}"
        for _, at_once in groupby(documents, attrgetter("place")):
            first, *others = at_once
            if isinstance(first, Entry):
                yield from _entry(first, titles, seen, width, paint)
            ends = [one for one in (first, *others) if isinstance(one, End)]
            words = dict.fromkeys(_end(end, life, titles) for end in ends)
            for number, end in enumerate(words):
                when = _when(first) if number == 0 and isinstance(first, End) else ""
                yield from _begun(when, end, width)
    chains = statuses(life.entries)
    if chains:
        yield ""
        rows = ["status  " + " → ".join(f"{when} {_statuses(told, paint)}" for when, told in chain) for chain in chains]
        yield rows[0]
        yield from (f"{row}  (another scale)" for row in rows[1:])


def _titles(told: list[Entry | End]) -> dict[str, str]:
    """The title of each document, with the edition or the date where another of the same years is called the same."""
    documents: dict[str, Dated] = {one.document: one for one in told}
    alike = Counter((one.title, _when(one)) for one in documents.values())
    titles = {}
    for document, one in documents.items():
        dated = f"decided {one.decided}" if one.decided else f"updated {one.updated}" if one.updated else ""
        which = ", ".join(filter(None, (one.edition, dated))) or document
        titles[document] = f"{one.title} ({which})" if one.title and alike[one.title, _when(one)] > 1 else one.title or document
    return titles


def _when(one: Dated) -> str:
    return " ".join(filter(None, (span(*one.period) or "?", one.occasion)))


def _begun(when: str, text: str, width: int) -> list[str]:
    """A text in lines, with the time of its document before the first."""
    return wrap(text, width, initial_indent=f"  {when:<{_INDENT - 2}}", subsequent_indent=" " * _INDENT)


def _entry(entry: Entry, titles: dict[str, str], seen: set[str], width: int, paint: Paint) -> Iterator[str]:
    """One document: its place, what became of the goal, and its words where they are new."""
    pages = ", ".join(dict.fromkeys(f"p. {goal.page}" for goal in entry.goals if goal.page))
    adoption = entry.adoption if entry.adoption in {"förslag", "utkast"} else ""
    yield from _begun(_when(entry), ", ".join(filter(None, (titles[entry.document], pages, adoption))), width)
    for step in dict.fromkeys(_step(step, titles) for step in entry.steps):
        yield from _indented(step, width)
    for goal in entry.goals:
        yield from _goal(goal, entry, seen, width, paint)


def _goal(goal: Wording, entry: Entry, seen: set[str], width: int, paint: Paint) -> Iterator[str]:
    """A goal's words, bodies and target where no document before has them and no change has told them; its status always."""
    told = {name for step in entry.steps for name in step.changes if goal.id in step.new}
    parts = (
        ("text", f"{goal.label or ''} “{goal.text}”".strip(), goal.text),
        ("responsible", f"bodies {', '.join(goal.responsible)}", " ".join(sorted(goal.responsible))),
        ("target", f"target {goal.target}", goal.target or ""),
    )
    for name, line, words in parts:
        known = f"{name} {fold(words)}"
        if words and known not in seen and (name == "text" or name not in told):
            yield from _indented(line, width)
        seen.add(known)
    if goal.status:
        which = f"{shorten(goal.label or goal.text, 40, placeholder='…')}: " if len(entry.goals) > 1 else ""
        other = "  (another scale)" if goal.status.same_scale is False else ""
        yield " " * _INDENT + f"{which}status {_status(goal.status, paint)}{other}"


def _step(step: Change, titles: dict[str, str]) -> str:
    """What became of a goal, with the fields that changed."""
    parts = []
    if step.kind != "kept":
        parts.append(f"{_STEPS[step.kind]} {titles.get(step.of, step.of)}")
    if step.kind in {"kept", "split", "merged"}:
        parts.append(step.wording or "")
        for name, word in _FIELDS.items():
            if name in step.changes and not (step.kind != "kept" and name == "status"):
                old, new = step.changes[name]
                why = step.changes.get("responsible_change", (None, None))[1] if name == "responsible" else None
                change = new or "" if name in {"strength", "parent"} else f"{old or '–'} → {new or '–'}"
                parts.append(" ".join(filter(None, (word, change, f"({why})" if why else ""))))
    if step.review:
        parts.append("not sure")
    return " · ".join(filter(None, parts))


def _end(end: End, life: Life, titles: dict[str, str]) -> str:
    """Where a goal is gone, and what is said of it there; which one, where a document had several."""
    before = next((entry.goals for entry in life.entries if end in entry.gone), ())
    which = [shorten(goal.label or goal.text, 40, placeholder="…") + ": " for goal in before if goal.id == end.goal]
    head = which[0] if which and len(before) > 1 else ""
    page = f", p. {end.page}" if end.page else ""
    if end.closing:
        return f"{head}gone in {titles[end.document]}{page}: “{end.closing}”"
    return f"{head}{'over by' if end.over else 'gone in'} {titles[end.document]}{'' if end.over else ', without a word'}"


def _statuses(told: tuple[State, ...], paint: Paint) -> str:
    """The statuses of one document, each once."""
    return ", ".join(dict.fromkeys(_status(state, paint) for state in told))


def _status(state: State, paint: Paint) -> str:
    words = state.raw or state.meaning or state.signal or "?"
    meaning = f" ({state.meaning})" if state.meaning and fold(state.meaning) != fold(words) else ""
    return paint(words + meaning, state.signal)


def _indented(text: str, width: int) -> list[str]:
    return wrap(text, width, initial_indent=" " * _INDENT, subsequent_indent=" " * _INDENT)
