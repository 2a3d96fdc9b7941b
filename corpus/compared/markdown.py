"""A comparison as a report in Markdown, as a controller writes it."""

import re
from collections.abc import Iterator, Sequence

from .entries import Cell, Entry, Facet, Group, Held
from .prose import FACTS, HEADINGS, about, counts, fate, lead, name, number, what
from .words import clean

_SPECIAL = re.compile(r"[\\`*_\[\]<>|~#&!$^=]")
_AT_START = re.compile(r"^(?:[-+]|\d+(?=[.)]))")
_MARKS = {"-": ("~~", "~~"), "+": ("**", "**"), "=": ("", "")}

_SECTIONS: tuple[tuple[str, tuple[Group, ...]], ...] = (
    ("Omformulerade mål", (Group.OMFORMULERAD,)),
    ("Uppdelade och sammanslagna", (Group.UPPDELAD, Group.SAMMANSLAGEN)),
    ("Borttagna", (Group.BORTTAGEN,)),
    ("Nya", (Group.NY,)),
    ("Redaktionella ändringar", (Group.REDAKTIONELL,)),
)
_FACETS: tuple[tuple[str, tuple[Facet, ...]], ...] = (
    ("Flyttade", (Facet.FLYTTAD,)),
    ("Ändrad status, ändrat ansvar eller målvärde", (Facet.STATUS, Facet.ANSVAR, Facet.MALVARDE)),
    ("Skärpta och försvagade skrivningar", (Facet.BINDNING,)),
    ("Omnumrerade", (Facet.OMNUMRERAD,)),
)


def escape(text: str) -> str:
    """The text on one line, every character that means something in Markdown or HTML taken literally."""
    return _SPECIAL.sub(lambda found: _ENTITIES.get(found[0], f"\\{found[0]}"), clean(text))


def _item(text: str) -> str:
    """A list item; what would begin a list within it is taken literally."""
    return "- " + _AT_START.sub(lambda found: found[0] + "\\" if found[0].isdigit() else f"\\{found[0]}", escape(text))


_ENTITIES = {"<": "&lt;", ">": "&gt;", "&": "&amp;"}


def as_markdown(held: Held) -> str:
    """The report; sections without anything to tell are left out."""
    return "\n".join(_report(held))


def _report(held: Held) -> Iterator[str]:
    what_for = "Vad som återrapporterats" if held.follow_up else "Vad som ändrats"
    yield f"# {what_for}: {escape(name(held.old))} → {escape(name(held.new))}"
    yield from ("", escape(lead(held)), "")
    yield from _documents(held)
    yield from ("## Antal", "")
    yield from (f"- {count.number} {count.what}" + (f" ({count.beside})" if count.beside else "") for count in counts(held))
    yield ""
    if held.follow_up:
        yield from _reported(held)
    else:
        yield from _changes(held)
    yield from _review(held)
    if same := len(held.of(Group.OFORANDRAD)):
        yield from ("## Oförändrade", "", f"{same} står kvar utan någon ändring.", "")
    if notes := held.comparison.notes:
        yield from ("## Anmärkningar", "", *(_item(note.message) for note in notes), "")


def _documents(held: Held) -> Iterator[str]:
    """Both documents side by side, fact by fact."""
    old, new = dict(about(held.old)), dict(about(held.new))
    yield from _table(
        ("", "Plan" if held.follow_up else "Före", "Uppföljning" if held.follow_up else "Efter"),
        [
            ("Titel", escape(name(held.old)), escape(name(held.new))),
            *((fact, escape(old.get(fact, "–")), escape(new.get(fact, "–"))) for fact in {**old, **new}),
        ],
    )


def _changes(held: Held) -> Iterator[str]:
    for heading, groups in _SECTIONS:
        entries = [entry for group in groups for entry in held.of(group)]
        if entries:
            yield from (f"## {heading}", "")
            yield from _table(*_columns(groups[0], entries))
    for heading, facets in _FACETS:
        rows = [row for entry in held.entries for row in _facts(entry, facets)]
        if rows:
            yield from (f"## {heading}", "")
            yield from _table(("Slag", "Skrivning", "Vad", "Ändring", "Sida"), rows)


def _columns(group: Group, entries: Sequence[Entry]) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    """The heads and rows of the table of one group."""
    if group is Group.BORTTAGEN:
        return ("Slag", "Nr", "Skrivning", "Sida", "Vad som sägs om det"), [
            (*_whole(entry.old[0]), _closed(entry)) for entry in entries
        ]
    if group is Group.NY:
        return ("Slag", "Nr", "Skrivning", "Sida"), [_whole(entry.new[0]) for entry in entries]
    return ("Slag", "Före", "Sida", "Efter", "Sida", "Även"), [
        (_kinds(entry), _texts(entry.old), _pages(entry.old), _texts(entry.new), _pages(entry.new), _beside(entry))
        for entry in entries
    ]


def _whole(cell: Cell) -> tuple[str, str, str, str]:
    return str(cell.side.kind), escape(cell.side.label or ""), escape(cell.side.text), _page(cell)


def _closed(entry: Entry) -> str:
    """The sentence that closes a removed goal, or what else is known of it."""
    told = filter(None, (fate(entry), f"”{entry.closing}”" if entry.closing else None))
    return escape(" ".join(told)) or "Inget"


def _texts(cells: Sequence[Cell]) -> str:
    return "<br>".join(
        " ".join(filter(None, (escape(cell.side.label or ""), *(_marked(mark, text) for mark, text in cell.runs))))
        for cell in cells
    )


def _marked(mark: str, text: str) -> str:
    before, after = _MARKS[mark]
    return f"{before}{escape(text)}{after}"


def _facts(entry: Entry, facets: tuple[Facet, ...]) -> Iterator[tuple[str, ...]]:
    for fact in entry.facts:
        if fact.facet in facets:
            text = " / ".join(escape(cell.side.text) for cell in entry.new)
            yield _kinds(entry), text, FACTS[fact.facet], escape(what(fact)), _pages(entry.new)


def _beside(entry: Entry) -> str:
    return "; ".join(f"{FACTS[fact.facet]}: {escape(what(fact))}" for fact in entry.facts)


def _review(held: Held) -> Iterator[str]:
    doubtful = [entry for entry in held.entries if entry.review]
    if not doubtful:
        return
    yield from ("## Att granska", "", "Här är programmet inte säkert; en människa bör läsa båda ställena.", "")
    rows = []
    for entry in doubtful:
        cells = entry.old or entry.new
        likeness = f" (likhet {number(entry.score)})" if entry.score is not None else ""
        found = "<br>".join(f"{escape(one.text)} (likhet {number(one.score)})" for one in entry.candidates)
        rows.append((_kinds(entry), _plain(cells), f"{entry.group}{likeness}", found or _plain(entry.new if entry.old else ())))
    yield from _table(("Slag", "Skrivning", "Bedömt som", "Kan höra ihop med"), rows)


def _plain(cells: Sequence[Cell]) -> str:
    return "<br>".join(escape(cell.side.text) for cell in cells)


def _reported(held: Held) -> Iterator[str]:
    for group in (Group.EJ_ATERRAPPORTERAD, Group.ATERRAPPORTERAD):
        if entries := held.of(group):
            yield from (f"## {HEADINGS[group]}", "")
            if group is Group.EJ_ATERRAPPORTERAD:
                yield from _table(("Slag", "Nr", "Skrivning", "Sida"), [_whole(entry.old[0]) for entry in entries])
            else:
                rows = [
                    (*_whole(entry.old[0]), escape(entry.status or "–"), _reworded(entry), _pages(entry.new)) for entry in entries
                ]
                yield from _table(("Slag", "Nr", "Skrivning", "Sida", "Status", "Så skrivet i uppföljningen", "Sida där"), rows)


def _reworded(entry: Entry) -> str:
    """What the follow-up writes, where it is not what the plan says."""
    return "" if {run.mark for run in entry.new[0].runs + entry.old[0].runs} == {"="} else _texts(entry.new)


def _table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """A table; columns that are empty throughout are left out."""
    kept = [place for place in range(len(heads)) if any(row[place] for row in rows)]
    for cells in (heads, ["---"] * len(heads), *rows):
        yield "| " + " | ".join(cells[place] for place in kept) + " |"
    yield ""


def _kinds(entry: Entry) -> str:
    """The kind, or the kinds before and after where they differ."""
    old, new = (list(dict.fromkeys(str(cell.side.kind) for cell in cells)) for cells in (entry.old, entry.new))
    return ", ".join(old or new) if not new or old == new else f"{', '.join(old)} → {', '.join(new)}".removeprefix(" → ")


def _pages(cells: Sequence[Cell]) -> str:
    return ", ".join(dict.fromkeys(filter(None, map(_page, cells))))


def _page(cell: Cell) -> str:
    return f"s. {cell.side.page}" if cell.side.page else ""
