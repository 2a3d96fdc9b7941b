"""How goals went, year by year: one panel for each scale of each series of documents, one row for each document in it.

Nothing is added up over documents, nor over scales: a bar is what one document says of one kind of goals on one scale.
"""

import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from ...rules.swedish import fold
from .scale import Scale, family, one_scale
from .spoken import years

GROUPS = {"mål": "mål", "delmål": "delmål", "uppdrag": "uppdrag", "aktivitet": "aktiviteter", "indikator": "indikatorer"}
"""From the kind of a node to what it is counted as; all other kinds are "områden och skrivningar"."""
OTHER = "områden och skrivningar"
_OCCASIONS = {"T1": 1, "T2": 2, "delår": 2}
_ORDER = (*GROUPS.values(), OTHER)
_UNKNOWN = 9999
_WORDS = 9
"""Statuses that a panel tells apart; the rarest beyond are "övriga"."""


class Word(NamedTuple):
    """A status: its meaning, else its colour, else what is printed; and the colours that it is shown in."""

    word: str
    meaning: str | None
    signal: str | None


class When(NamedTuple):
    """The years that statuses judge, ``_UNKNOWN`` where nothing tells them, and the occasion in the year."""

    first: int
    last: int
    occasion: str | None

    @property
    def order(self) -> tuple[int, int, int]:
        """Where it stands in time."""
        return self.last, _OCCASIONS.get(self.occasion or "", 3), self.first

    def __str__(self) -> str:
        occasion = self.occasion if self.occasion != "helår" else None
        return " ".join(filter(None, ("år okänt" if self.last == _UNKNOWN else years(self.first, self.last), occasion)))

    @property
    def years(self) -> range:
        """The years, none where they are not known."""
        return range(self.first, self.last + 1) if self.last != _UNKNOWN else range(0)


class Row(NamedTuple):
    """What a document says: how many goals have each status, how many others of the kind have none; or why there is nothing."""

    when: str
    document: str | None = None
    title: str | None = None
    counts: tuple[tuple[str, int], ...] = ()
    silent: int = 0
    absent: str = ""

    @property
    def judged(self) -> int:
        """How many goals have a status."""
        return sum(count for _, count in self.counts)

    @property
    def all(self) -> int:
        """How many goals of the kind the document has, but for those on other scales."""
        return self.judged + self.silent


class Panel(NamedTuple):
    """One scale of one series: what it judges, its words from the best, its rows by year with the years that are missing."""

    series: str
    source: str
    group: str
    dimension: str | None
    explained: bool
    words: tuple[Word, ...]
    rows: tuple[Row, ...]


@dataclass
class _Draft:
    """A panel while statuses are sorted into it."""

    series: str
    group: str
    scale: Scale
    counts: dict[tuple[str, When], Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    words: dict[str, Word] = field(default_factory=dict)

    def takes(self, scale: Scale) -> bool:
        """Whether a status of that scale may be counted here; without a legend only with others of the same series and words."""
        both = self.scale.dimension == scale.dimension or None in {self.scale.dimension, scale.dimension}
        plain = bool(self.scale.dimension or self.scale.steps) == bool(scale.dimension or scale.steps)
        return both and plain and one_scale(self.scale, scale)

    def widen(self, scale: Scale) -> None:
        """Remember what a further document tells of the scale."""
        ours = self.scale
        self.scale = Scale(ours.dimension or scale.dimension, ours.steps or scale.steps, ours.family or scale.family)


_STATUSES = """
select document.id as document, goal.kind, status.scale, status.dimension, status.signal, status.meaning, status.raw,
  status.year, count(*) as number
from document
left join version on version.document = document.id
join goal on goal.document = document.id
join status on status.goal = goal.id and status.position = 0
where document.organisation is ? and coalesce(version.role, '') not in ('återgivning', 'förslag')
group by 1, 2, 3, 4, 5, 6, 7, 8"""
_SILENT = """
select document.id as document, goal.kind, count(*) as number
from document join goal on goal.document = document.id
where document.organisation is ? and not exists (select 1 from status where status.goal = goal.id and status.position = 0)
group by 1, 2"""
_DOCUMENTS = """
select document.id, document.title, document.issuer, document.part, document.kind, document.occasion, document.period_from,
  document.period_to, cast(substr(document.report_as_of, 1, 4) as integer) as as_of, document.source_ref,
  coalesce(version.series, document.id) as series, coalesce(version.role, '') as role
from document left join version on version.document = document.id
where document.organisation is ? order by document.sort_key, document.period_from, document.id"""
_STEPS = """
select scale_step.document, scale_step.scale, scale_step.raw, scale_step.signal, scale_step.meaning
from scale_step join document on document.id = scale_step.document where document.organisation is ?"""


def panels(connection: sqlite3.Connection, organisation: str | None) -> list[Panel]:
    """The panels of an organisation, by series in Swedish order, goals before tasks before indicators."""
    documents = {row["id"]: row for row in connection.execute(_DOCUMENTS, (organisation,))}
    steps = _steps(connection.execute(_STEPS, (organisation,)))
    silent: dict[tuple[str, str], int] = Counter()
    for row in connection.execute(_SILENT, (organisation,)):
        silent[row["document"], GROUPS.get(row["kind"], OTHER)] += row["number"]
    drafts = _drafts(connection.execute(_STATUSES, (organisation,)).fetchall(), documents, steps)
    told: dict[tuple[str, str], set[int]] = defaultdict(set)
    for draft in drafts:
        for _, when in draft.counts:
            told[draft.series, draft.group] |= set(when.years)
    every = set().union(*told.values())
    bounds = range(min(every), max(every) + 1) if every else range(0)
    places = {series: place for place, series in enumerate(dict.fromkeys(row["series"] for row in documents.values()))}
    ordered = sorted(drafts, key=lambda one: (places[one.series], _ORDER.index(one.group)))
    return [_panel(draft, documents, silent, told[draft.series, draft.group], bounds) for draft in ordered]


def _steps(rows: Iterable[sqlite3.Row]) -> dict[tuple[str, str], frozenset[tuple[str | None, str | None]]]:
    """The legends by document and scale, as ``history`` holds them against each other."""
    found: dict[tuple[str, str], set[tuple[str | None, str | None]]] = defaultdict(set)
    for row in rows:
        found[row["document"], row["scale"]].add((row["signal"], row["meaning"] or fold(row["raw"] or "")))
    return {scale: frozenset(legend) for scale, legend in found.items()}


def _drafts(
    rows: Sequence[sqlite3.Row],
    documents: Mapping[str, sqlite3.Row],
    steps: Mapping[tuple[str, str], frozenset[tuple[str | None, str | None]]],
) -> list[_Draft]:
    """The statuses sorted by series, kind and scale; from the earliest document, what a legend explains before the rest."""
    dated = [(_when(row, documents[row["document"]]), row) for row in rows]
    dated.sort(key=lambda one: (one[0].order, one[1]["document"], one[1]["scale"] is None, tuple(map(str, one[1]))))
    drafts: list[_Draft] = []
    for when, row in dated:
        scale = Scale(
            row["dimension"],
            steps.get((row["document"], row["scale"] or ""), frozenset()),
            family(row["meaning"], row["signal"]),
        )
        series, group = documents[row["document"]]["series"], GROUPS.get(row["kind"], OTHER)
        mine = (one for one in drafts if (one.series, one.group) == (series, group) and one.takes(scale))
        draft = next(mine, None)
        if draft is None:
            drafts.append(draft := _Draft(series, group, scale))
        draft.widen(scale)
        word = row["meaning"] or row["signal"] or row["raw"] or "utan ord"
        draft.counts[row["document"], when][word] += row["number"]
        known = draft.words.get(word)
        draft.words[word] = Word(word, row["meaning"], (known and known.signal) or row["signal"])
    return drafts


def _when(status: sqlite3.Row, document: sqlite3.Row) -> When:
    """The years that a status judges: its own, else those of its document."""
    if status["year"] is not None:
        return When(status["year"], status["year"], document["occasion"])
    last = document["period_to"] or document["as_of"]
    if last is None:
        return When(_UNKNOWN, _UNKNOWN, document["occasion"])
    first = document["period_from"] if document["period_to"] else None
    return When(min(first or last, last), last, document["occasion"])


def _panel(
    draft: _Draft,
    documents: Mapping[str, sqlite3.Row],
    silent: Mapping[tuple[str, str], int],
    told: set[int],
    bounds: range,
) -> Panel:
    total = sum(draft.counts.values(), Counter())
    kept = [word for word, _ in sorted(total.items(), key=lambda one: (-one[1], one[0]))]
    rest = set(kept[_WORDS - 1 :]) if len(kept) > _WORDS else set()
    words = sorted((word for name, word in draft.words.items() if name not in rest), key=lambda one: rank(one, total))
    if rest:
        words.append(Word("övriga", None, None))
    filled = []
    for (document, when), counts in draft.counts.items():
        told_counts = tuple(
            (one.word, count)
            for one in words
            if (count := sum(counts[word] for word in rest) if one.word == "övriga" and rest else counts[one.word])
        )
        others = silent.get((document, draft.group), 0) if _main(draft, document, when) else 0
        filled.append((when, Row(str(when), document, documents[document]["title"], told_counts, others)))
    filled.sort(key=lambda one: (one[0].order, one[1].document))
    newest = documents[filled[-1][1].document or ""]
    return Panel(
        draft.series,
        _source(newest),
        draft.group,
        draft.scale.dimension,
        bool(draft.scale.steps or draft.scale.dimension),
        tuple(words),
        tuple(_with_gaps(filled, told, bounds)),
    )


def _main(draft: _Draft, document: str, when: When) -> bool:
    """Whether this is the year that the document judges most in, so that goals without a status are counted once a panel."""
    sizes = {one: counts.total() for (of, one), counts in draft.counts.items() if of == document}
    return max(sizes, key=lambda one: (sizes[one], one.order)) == when


def _with_gaps(filled: Sequence[tuple[When, Row]], told: set[int], bounds: range) -> Iterator[Row]:
    """The rows in time, with one for each year between the first and the last of the organisation that has none."""
    covered = {year for when, _ in filled for year in when.years}
    empty = [
        (When(year, year, None), Row(str(year), absent="bedömd på en annan skala" if year in told else "ingen bedömning läst"))
        for year in bounds
        if year not in covered
    ]
    yield from (row for _, row in sorted([*filled, *empty], key=lambda one: (one[0].order, one[1].document or "")))


def _source(document: sqlite3.Row) -> str:
    """The report that a panel is taken from, by its newest edition."""
    title = document["title"] or document["source_ref"].replace("\\", "/").rpartition("/")[2]
    return " · ".join(filter(None, (title, document["issuer"], document["part"])))


_RANKS = (
    ("uppfyllt", "genomfört", "förbättras", "grön", "mörkgrön"),
    ("i hög grad uppfyllt", "enligt plan", "ökar", "ljusgrön"),
    ("delvis uppfyllt", "delvis genomfört", "pågår", "oförändrat", "gul"),
    ("försenat", "ej påbörjat", "minskar", "orange"),
    ("ej uppfyllt", "ej genomfört", "försämras", "röd"),
    ("avbrutet", "blå"),
    ("kan ej bedömas", "grå", "vit"),
)


def rank(word: Word, total: Mapping[str, int]) -> tuple[int, int, int, str]:
    """The place of a status from the best; what is on no scale comes after, the most frequent first."""
    for place, words in enumerate(_RANKS):
        if word.word in words:
            return place, words.index(word.word), 0, ""
    return len(_RANKS), 0, -total[word.word], word.word
