"""Legends: what a document says that its colours, symbols and status words mean."""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from ...models.block import At, Block, Role, Section, join_places
from ...models.goal import Kind, Meaning, Scale, Signal, StatedTotal, Step
from ...rules.judgement import meaning_of
from .scopes import kinds_in, of_paragraph
from .steps import Entry, defined, is_scale, label_of, mark_of, of_line

_BEST_FIRST = (
    Meaning.GENOMFORT, Meaning.UPPFYLLT, Meaning.FORBATTRAS, Meaning.ENLIGT_PLAN, Meaning.OKAR, Meaning.I_HOG_GRAD_UPPFYLLT,
    Meaning.DELVIS_GENOMFORT, Meaning.DELVIS_UPPFYLLT, Meaning.OFORANDRAT, Meaning.PAGAR, Meaning.FORSENAT, Meaning.MINSKAR,
    Meaning.FORSAMRAS, Meaning.EJ_UPPFYLLT, Meaning.EJ_GENOMFORT, Meaning.EJ_PABORJAT, Meaning.AVBRUTET, Meaning.KAN_EJ_BEDOMAS,
)  # fmt: skip
_PROSE = 60  # characters that a line in running text has at least


class Legend(NamedTuple):
    """A scale, the blocks that explain it, and where it is valid.

    It holds for statuses in blocks ``first`` to ``last``, on nodes of ``kinds`` (any kind where that is empty).
    """

    scale: Scale
    blocks: frozenset[int]
    first: int
    last: int
    kinds: frozenset[Kind] = frozenset()


class _Found(NamedTuple):
    entries: tuple[Entry, ...]
    blocks: frozenset[int]
    kinds: frozenset[Kind] = frozenset()


def read(root: Section) -> tuple[Legend, ...]:
    """Every legend of a document, in reading order; ``scale.id`` counts: s1, s2 and so on."""
    legends: list[Legend] = []
    for path in _paths(root, ()):
        section = path[-1]
        head = (section.heading,) if section.heading is not None else ()
        for found in _of_body((*head, *section.body)):
            first, last = _reach(path, found.blocks)
            legends.append(Legend(_scale(f"s{len(legends) + 1}", found.entries), found.blocks, first, last, found.kinds))
    several = len({legend.kinds for legend in legends if legend.kinds}) > 1
    return tuple(legends if several else (legend._replace(kinds=frozenset()) for legend in legends))


def blocks(legends: Sequence[Legend]) -> frozenset[int]:
    """The ids of the blocks that explain scales, and hold no goals and no statuses."""
    return frozenset(block for legend in legends for block in legend.blocks)


def step(
    legends: Sequence[Legend], block: int, raw: str | None, signal: Signal | None, kind: Kind | None = None
) -> tuple[Scale, Step] | None:
    """The step that a status shown as ``raw`` or ``signal`` stands for: in the narrowest legend that holds there.

    Where none holds, the nearest above it answers, or the only one that knows the label.
    """
    fitting = [legend for legend in legends if kind is None or not legend.kinds or kind in legend.kinds]
    here = sorted(
        (legend for legend in fitting if legend.first <= block <= legend.last),
        key=lambda legend: (legend.last - legend.first, not legend.kinds),
    )
    for legend in here:
        if found := _step(legend.scale, raw, signal):
            return legend.scale, found
    others = [
        (legend.first, legend.scale, found)
        for legend in fitting
        if legend not in here and (found := _step(legend.scale, raw, signal))
    ]
    above = [(scale, found) for first, scale, found in others if first <= block]
    return above[-1] if above else others[0][1:] if len(others) == 1 else None


def implied(
    shown: Sequence[tuple[Signal, At]], totals: Sequence[StatedTotal], kinds: frozenset[Kind] = frozenset()
) -> Legend | None:
    """The scale that a document without a legend gives away by counting: "Fyra av sex uppdrag genomfördes" over four green
    and two red. ``shown`` are the colours of the nodes that the totals count. None unless one colour alone fits the count.

    The counted colour has the clause's meaning; where only one other colour is shown, it has the denied one.
    """
    counts = Counter(signal for signal, _ in shown)
    for total in totals:
        fits = [signal for signal, count in counts.items() if count == total.count]
        found, dimension = meaning_of(total.text)
        if found is None or len(fits) != 1 or total.of != len(shown) or len(counts) < 2:
            continue
        entries = [
            Entry(None, fits[0], found, dimension, total.at),
            *_counted(counts - Counter({fits[0]: total.count}), totals, total),
        ]
        if len(entries) == 1 and len(counts) == 2 and (denied := _DENIED.get(found)):
            entries.append(Entry(None, next(signal for signal in counts if signal is not fits[0]), denied, dimension, total.at))
        return Legend(_scale("s1", entries), frozenset(), 0, max(span.block for _, at in shown for span in at.spans), kinds)
    return None


def _counted(counts: Counter[Signal], totals: Sequence[StatedTotal], first: StatedTotal) -> list[Entry]:
    """The other steps of a scale that a document gives away: the counts of the same kind told beside the first one.

    Only where they add up with it to the whole. Of two colours that are shown as often, grey cannot be judged.
    """
    beside = [total for total in totals if total.what is first.what and total.of is None and total is not first]
    told = [(total, *meaning_of(total.text)) for total in beside]
    judged = [(total, meaning, dimension) for total, meaning, dimension in told if meaning is not None]
    if sum(total.count for total, _, _ in judged) != counts.total():
        return []
    entries = []
    for total, meaning, dimension in judged:
        blank = meaning is Meaning.KAN_EJ_BEDOMAS
        fits = [signal for signal, count in counts.items() if count == total.count]
        fits = [signal for signal in fits if (signal in _BLANK) is blank] if len(fits) > 1 else fits
        if len(fits) != 1:
            return []
        entries.append(Entry(None, fits[0], meaning, dimension, total.at))
    return entries


_BLANK = {Signal.GRA, Signal.VIT}
_DENIED = {Meaning.GENOMFORT: Meaning.EJ_GENOMFORT, Meaning.UPPFYLLT: Meaning.EJ_UPPFYLLT}


def _step(scale: Scale, raw: str | None, signal: Signal | None) -> Step | None:
    """The step of a scale by its label, else by its colour."""
    bare = _bare(raw)
    if bare:
        for item in scale.steps:
            if item.raw and (_bare(item.raw) == bare or bare.startswith((_bare(item.raw) + ",", _bare(item.raw) + " ("))):
                return item
    if signal is None or (bare and any(item.raw and not item.signal for item in scale.steps)):
        return None
    return next((item for item in scale.steps if item.signal is signal), None)


def _bare(raw: str | None) -> str:
    """A label in lower case without the marks around it."""
    return (raw or "").replace("\ufe0f", "").strip(" .:;,!()”\"'").lower()


def _paths(section: Section, above: tuple[Section, ...]) -> Iterator[tuple[Section, ...]]:
    """Every section with those that hold it, outermost first."""
    path = (*above, section)
    yield path
    for child in section.children:
        yield from _paths(child, path)


def _reach(path: tuple[Section, ...], legend: frozenset[int]) -> tuple[int, int]:
    """First and last block where a legend holds: its section if anything but prose follows it there, else the one around it."""
    for section in reversed(path):
        ids = [block.id for block in section.blocks()]
        if section is path[0] or any(block.id > max(legend) and _may_show(block) for block in section.blocks()):
            return (min(ids, default=0), max(ids, default=0)) if section is not path[0] else (0, max(ids, default=0))
    return 0, max(legend)


def _may_show(block: Block) -> bool:
    """Whether a block can hold what a legend explains: a heading, an item, a cell or a mark, no running text."""
    prose = block.role is Role.FURNITURE or (block.role is Role.TEXT and len(block.text) > _PROSE)
    return bool(block.cell or block.icons or (len(block.text) > 1 and not prose))


def _of_body(body: Sequence[Block]) -> Iterator[_Found]:
    """The legends among the blocks of one section."""
    for in_table, run in groupby(body, key=lambda block: block.cell.table if block.cell else None):
        group = list(run)
        if in_table is not None:
            yield from _of_table(group)
            continue
        run_of: list[tuple[Block, Entry]] = []
        lead = ""
        for block in group:
            told = of_paragraph(block)
            single = None if told else of_line(block)
            if single is None:
                yield from _of_run(run_of, lead)
                run_of, lead = [], block.text
            else:
                run_of.append((block, single))
            for each in told:
                yield _Found(tuple(each.entries), frozenset({block.id}), each.kinds)
        yield from _of_run(run_of, lead)


def _of_run(run: Sequence[tuple[Block, Entry]], lead: str) -> Iterator[_Found]:
    """A legend of neighbouring lines, one step each, and the kinds that the short line above it is for ("För uppdragen:")."""
    entries = tuple(entry for _, entry in run)
    if is_scale(entries):
        kinds = kinds_in(lead) if len(lead) < _PROSE else frozenset()
        yield _Found(entries, frozenset(block.id for block, _ in run), kinds)


def _of_table(cells: Sequence[Block]) -> Iterator[_Found]:
    """A table whose first column shows labels and whose others say what they mean: a legend for each of those columns."""
    rows: dict[int, dict[int, Block]] = {}
    for block in cells:
        if block.cell is not None:
            rows.setdefault(block.cell.row, {}).setdefault(block.cell.column, block)
    columns = sorted({column for row in rows.values() for column in row})
    if beside := _side_by_side(rows, columns):
        yield _Found(tuple(beside), frozenset(block.id for block in cells))
        return
    if len(rows) > 10 or not 2 <= len(columns) <= 4:
        return
    head = rows[min(rows)]
    for column in columns[1:]:
        entries = [entry for row in rows.values() if (entry := _row(row.get(columns[0]), row.get(column)))]
        data = len(rows) - (1 if column in head and not _row(head.get(columns[0]), head[column]) else 0)
        if len(entries) > 1 and len(entries) >= data - 1:
            yield _Found(tuple(entries), frozenset(block.id for block in cells), _kinds(head, column, len(columns)))


def _side_by_side(rows: dict[int, dict[int, Block]], columns: Sequence[int]) -> list[Entry]:
    """The steps of a table of marks and their words side by side, mark, word, mark, word; [] for any other table."""
    if len(rows) > _LEGEND_ROWS or len(columns) < 4 or len(columns) % 2:
        return []
    pairs = [
        (row.get(mark), row.get(word)) for row in rows.values() for mark, word in zip(columns[::2], columns[1::2], strict=True)
    ]
    held = [(mark, word) for mark, word in pairs if (mark and (mark.text or mark_of(mark)[1])) or (word and word.text)]
    if any(mark is None or (mark.text and label_of(mark.text) is None) for mark, _ in held):
        return []
    entries = [entry for mark, word in held if (entry := _row(mark, word))]
    return entries if len(entries) == len(held) and is_scale(entries) else []


_LEGEND_ROWS = 4


def _row(label: Block | None, definition: Block | None) -> Entry | None:
    """One row of a legend table."""
    if label is None or definition is None or len(definition.text.split()) > 25:
        return None
    raw, signal = mark_of(label)
    if label.text:
        named = label_of(label.text)
        if named is None:
            return None
        raw, signal = named[0], named[1] or signal
    meaning, dimension = defined(label.text, definition.text)
    if (raw is None and signal is None) or dimension is None:
        return None
    return Entry(
        raw, signal, meaning, dimension, join_places((label.at("scale/table"), definition.at("scale/table")), "scale/table")
    )


def _kinds(head: dict[int, Block], column: int, columns: int) -> frozenset[Kind]:
    """Which kinds of node a column of a legend is for, by its heading; any kind when there is only one."""
    heading = head.get(column)
    if heading is None or columns < 3:
        return frozenset()
    return kinds_in(heading.text)


def _scale(name: str, entries: Sequence[Entry]) -> Scale:
    """The scale of a legend, its steps numbered from the best."""
    dimensions = [entry.dimension for entry in entries if entry.dimension]
    dimension = max(dimensions, key=dimensions.count) if dimensions else None
    ranked = sorted(range(len(entries)), key=lambda index: (_rank(entries[index].meaning, index), index))
    steps = tuple(
        Step(raw=entry.raw, signal=entry.signal, meaning=entry.meaning, order=ranked.index(index) + 1)
        for index, entry in enumerate(entries)
    )
    return Scale(id=name, dimension=dimension, steps=steps, at=join_places([entry.at for entry in entries], entries[0].at.rule))


def _rank(meaning: Meaning | None, index: int) -> float:
    """How good a meaning is, the best first; an unknown one keeps its printed place."""
    return _BEST_FIRST.index(meaning) if meaning else index * 3.0
