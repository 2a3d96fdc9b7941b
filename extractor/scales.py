"""Legends: what a document says that its colours, symbols and status words mean."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from ..models.block import At, Block, Icon, Role, Section, join_places
from ..models.goal import Dimension, Kind, Meaning, Scale, Signal, StatedTotal, Step
from ..rules import colours
from ..rules.judgement import Verdict, meaning_of, verdicts
from ..rules.lexicon import Lexicon

_BEST_FIRST = (
    Meaning.GENOMFORT, Meaning.UPPFYLLT, Meaning.FORBATTRAS, Meaning.ENLIGT_PLAN, Meaning.OKAR, Meaning.I_HOG_GRAD_UPPFYLLT,
    Meaning.DELVIS_GENOMFORT, Meaning.DELVIS_UPPFYLLT, Meaning.OFORANDRAT, Meaning.PAGAR, Meaning.FORSENAT, Meaning.MINSKAR,
    Meaning.FORSAMRAS, Meaning.EJ_UPPFYLLT, Meaning.EJ_GENOMFORT, Meaning.EJ_PABORJAT, Meaning.AVBRUTET, Meaning.KAN_EJ_BEDOMAS,
)  # fmt: skip
_KINDS = (
    (re.compile(r"uppdrag|aktivitet|åtgärd|insats", re.IGNORECASE), frozenset({Kind.UPPDRAG, Kind.AKTIVITET})),
    (re.compile(r"indikator|nyckeltal|mått", re.IGNORECASE), frozenset({Kind.INDIKATOR})),
    (
        re.compile(r"mål", re.IGNORECASE),
        frozenset({Kind.VISION, Kind.INRIKTNING, Kind.MALOMRADE, Kind.MAL, Kind.DELMAL, Kind.INDIKATOR}),
    ),
)
_INTRO = re.compile(
    r"\b(?:förklaring\w*|tecken\w*|bedömning\w*|status\w*|skala\w*|graderas?|nivåer\w*)\b[^:=.]*:\s*", re.IGNORECASE
)
_EMOJI = re.compile(r"[\u2600-\u27bf\u2b00-\u2bff\U0001f300-\U0001faff]\ufe0f?")
_SYMBOL = re.compile(r"[+\-–±↗↘→↑↓⬆⬇➡]|" + _EMOJI.pattern)


_PROSE = 60  # characters that a line in running text has at least
_INITIALS = 3  # characters of a letter label
_OWN_WORDS = 3  # words of a label that only its own document has


class Legend(NamedTuple):
    """A scale, the blocks that explain it, and where it is valid.

    It holds for statuses in blocks ``first`` to ``last``, on nodes of ``kinds`` (any kind where that is empty).
    """

    scale: Scale
    blocks: frozenset[int]
    first: int
    last: int
    kinds: frozenset[Kind] = frozenset()


class Entry(NamedTuple):
    """One line of a legend: its label as printed, its colour, what it says it means, and its place."""

    raw: str | None
    signal: Signal | None
    meaning: Meaning | None
    dimension: Dimension | None
    at: At


class _Found(NamedTuple):
    entries: tuple[Entry, ...]
    blocks: frozenset[int]
    kinds: frozenset[Kind] = frozenset()


def read(root: Section) -> tuple[Legend, ...]:
    """Every legend of a document, in reading order; ``scale.id`` counts s1, s2, …"""
    legends: list[Legend] = []
    for path in _paths(root, ()):
        section = path[-1]
        head = (section.heading,) if section.heading is not None else ()
        for found in _of_body((*head, *section.body)):
            first, last = _reach(path, found.blocks)
            legends.append(Legend(_scale(f"s{len(legends) + 1}", found.entries), found.blocks, first, last, found.kinds))
    return tuple(legends)


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
        (legend for legend in fitting if legend.first <= block <= legend.last), key=lambda legend: legend.last - legend.first
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
        entries = [Entry(None, fits[0], found, dimension, total.at)]
        if len(counts) == 2 and (denied := _DENIED.get(found)):
            entries.append(Entry(None, next(signal for signal in counts if signal is not fits[0]), denied, dimension, total.at))
        return Legend(_scale("s1", entries), frozenset(), 0, max(span.block for _, at in shown for span in at.spans), kinds)
    return None


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
        for block in group:
            entries = _of_text(block)
            single = _labelled(block) if len(entries) < 2 else None
            if single is None:
                yield from _of_run(run_of)
                run_of = []
            else:
                run_of.append((block, single))
            if len(entries) > 1:
                yield _Found(tuple(entries), frozenset({block.id}))
        yield from _of_run(run_of)


def _of_run(run: Sequence[tuple[Block, Entry]]) -> Iterator[_Found]:
    """A legend of neighbouring lines, one step each."""
    entries = tuple(entry for _, entry in run)
    if _is_scale(entries):
        yield _Found(entries, frozenset(block.id for block, _ in run))


def _labelled(block: Block) -> Entry | None:
    """One line of a legend: a label (colour, symbol, status word), a dash, colon or equals sign, and what it means."""
    match = re.match(r"(?P<label>[^:=–—]{1,40}?)\s*(?P<sign>=|:|\s[–—-])\s+(?P<rest>\S.{2,160})$", block.text)
    own = match is not None and (match["sign"] != ":" or len(match["label"]) <= _INITIALS) and _explains(match["rest"])
    if match and (label := _label(match["label"]) or (_own_word(match["label"]) if own else None)) is not None:
        meaning, dimension = _defined(match["label"], match["rest"])
        return Entry(*label, meaning, dimension, block.at("scale/line"))
    if block.icons and block.icons[0].offset == 0 and 1 < len(block.text) < 90:
        meaning, dimension = meaning_of(block.text)
        if meaning and _explains(block.text):
            raw, signal = _icon(block)
            return Entry(raw, signal, meaning, dimension, block.at("scale/icon"))
    return None


def _explains(text: str) -> bool:
    """Whether a short text beside a symbol says nothing but a judgement ("Målet är nått")."""
    found = verdicts(text)
    return bool(found) and len(text.split()) <= 12 and not re.match(r"\d", text) and (found[0].word < 30 or " – " in text)


def _label(text: str) -> tuple[str | None, Signal | None] | None:
    """The label of a step as raw and signal; None when the text is no label of a status."""
    bare = text.strip(" ”\"'()[]")
    signal = colours.named(bare)
    if signal is not None and len(bare.split()) <= 3:
        return bare, signal
    if _SYMBOL.fullmatch(bare):
        return bare, colours.EMOJI.get(bare)
    found = verdicts(bare)
    if len(found) == 1 and len(bare.split()) <= 6 and bare[:1].isupper():
        return bare, None
    return (bare, None) if bare.lower() in {"ja", "nej", "delvis", "helt"} else None


def _own_word(text: str) -> tuple[str, None] | None:
    """A label that the document made up itself: a letter or two ("D", "NÅ"), or a few words with a capital ("I hamn")."""
    bare = text.strip(" ”\"'()[]")
    return (bare, None) if bare[:1].isupper() and len(bare.split()) <= _OWN_WORDS else None


def _icon(block: Block) -> tuple[str | None, Signal | None]:
    """Raw and signal of the symbol that a block begins with, or of its cell's ground."""
    icon = block.icons[0] if block.icons else None
    fill = colours.signal(block.cell.fill) if block.cell else None
    if icon is None:
        return None, fill
    raw, signal = _shown_by(icon)
    return raw, signal or fill


def _defined(label: str, definition: str) -> tuple[Meaning | None, Dimension | None]:
    """What a label means by its definition; its own word counts where the definition is of another dimension or unclear.

    "Pågår = följer plan" is enligt plan, but "Nås ej betyder att utfallet är oförändrat" stays ej uppfyllt.
    """
    own, own_dimension = meaning_of(label)
    told, dimension = meaning_of(definition)
    several = len({verdict.meaning for verdict in verdicts(definition)}) > 1
    if dimension is None or (own is not None and several) or (own is not None and _scope(dimension) != _scope(own_dimension)):
        return own, own_dimension
    return told, dimension


def _scope(dimension: Dimension | None) -> Dimension | None:
    """A forecast is of the outcome."""
    return Dimension.MALUPPFYLLELSE if dimension is Dimension.PROGNOS else dimension


def _of_text(block: Block) -> list[Entry]:
    """The steps that one paragraph explains, [] when it explains none."""
    for rule in (_marked, _equations, _coloured, _meant, _listed, _chips):
        found = rule(block)
        if _is_scale(found):
            return found
    return []


def _is_scale(entries: Sequence[Entry]) -> bool:
    """Whether lines make a scale: at least two labels, all different, that are understood, one of them with one meaning."""
    labels = {(entry.raw, entry.signal) for entry in entries}
    return (
        len(labels) == len(entries)
        and sum(entry.dimension is not None for entry in entries) > 1
        and any(entry.meaning for entry in entries)
    )


def _marked(block: Block) -> list[Entry]:
    """Marks along one line, each with its meaning behind it: "● the goal is met ● the goal is not met"."""
    return _along(block, [(icon.offset, icon.offset, *_shown_by(icon)) for icon in block.icons])


def _chips(block: Block) -> list[Entry]:
    """Coloured chips along one line, each with its meaning behind it: "[In port] the goal is met [Headwind] it is not"."""
    chips = [(tint.start, tint.end, colours.signal(tint.colour)) for tint in block.tints if tint.colour]
    return _along(
        block, [(start, end, block.text[start:end].strip(" :=–"), signal) for start, end, signal in chips if end - start <= _CHIP]
    )


def _along(block: Block, marks: Sequence[tuple[int, int, str | None, Signal | None]]) -> list[Entry]:
    """The steps that marks stand for: start, end, raw and signal of each; what it means runs up to the next mark."""
    found: list[Entry] = []
    for index, (start, end, raw, signal) in enumerate(marks):
        until = marks[index + 1][0] if index + 1 < len(marks) else len(block.text)
        meaning, dimension = meaning_of(_clause(block.text[end:until]))
        if dimension is not None:
            found.append(Entry(raw, signal, meaning, dimension, block.at("scale/marks", start, until)))
    return found if len(found) > 1 and len(found) >= len(marks) - 1 else []


_CHIP = 30  # characters of a coloured chip


def _shown_by(icon: Icon) -> tuple[str | None, Signal | None]:
    """Raw and signal of an icon: a colour that its name tells before the one it is drawn in."""
    raw = icon.text.strip() if icon.text and icon.text.strip() else None
    return raw, colours.named(raw or "") or colours.signal(icon.colour)


def _equations(block: Block) -> list[Entry]:
    """ "Klar = aktiviteten är genomförd. Pågår = …", "😊 = målet är uppfyllt 😐 = …"."""
    text, found = block.text, []
    if "=" not in text:
        return []
    labels = [(match.start("label"), match.end("label"), match.end()) for match in _EQUATION.finditer(text)]
    for index, (start, end, after) in enumerate(labels):
        until = labels[index + 1][0] if index + 1 < len(labels) else len(text)
        label = _label(text[start:end]) or _own_word(text[start:end])
        meaning, dimension = _defined(text[start:end], text[after:until].strip(" ,;."))
        if label is not None and (dimension is not None or _label(text[start:end])):
            found.append(Entry(*label, meaning, dimension, block.at("scale/equation", start, until)))
    return found


_EQUATION = re.compile(rf"(?:^|[.;:,]\s+|(?<=\s)(?={_EMOJI.pattern}))(?P<label>(?:{_EMOJI.pattern})|[^=.;:,]{{1,40}}?)\s*=\s+")


def _coloured(block: Block) -> list[Entry]:
    """ "Grönt betyder att utfallet har förbättrats, gult att …": each colour word with the words up to the next."""
    hits = Lexicon.load("colour").find(block.text)
    if len({hit.meaning for hit in hits}) < 2:
        return []
    found: list[Entry] = []
    for index, hit in enumerate(hits):
        until = hits[index + 1].start if index + 1 < len(hits) else len(block.text)
        meaning, dimension = meaning_of(_clause(block.text[hit.end : until]))
        if dimension is not None:
            found.append(Entry(None, Signal(hit.meaning), meaning, dimension, block.at("scale/colour", hit.start, until)))
    return found


def _clause(text: str) -> str:
    """A definition up to its full stop, without the sign that leads to it."""
    return re.split(r"[.;](?:\s|$)", text, maxsplit=1)[0].lstrip(" =:–-")


def _meant(block: Block) -> list[Entry]:
    """ "Bedömningen Nås betyder att …, Nås delvis att …": capitalised status words, each followed by its explanation."""
    labels = sorted({(match.start("label"), match.end("label")) for match in _MEANT.finditer(block.text)})
    if not any(verdict.start == start for verdict in verdicts(block.text) for start, _ in labels):
        return []
    ends = [*(start for start, _ in labels[1:]), len(block.text)]
    found = [_meant_entry(block, start, end, until) for (start, end), until in zip(labels, ends, strict=True)]
    return [entry for entry in found if entry.dimension is not None]


_MEANT = re.compile(
    r"(?P<label>(?<![.!?] )\b[A-ZÅÄÖ][a-zåäö]+(?: (?:inte|ej|delvis|i hög grad|helt|nästan))?)[”\"']?\s+"
    r"(?:betyder|innebär|avser|visar|att)\b"
)


def _meant_entry(block: Block, start: int, end: int, until: int) -> Entry:
    raw = block.text[start:end]
    meaning, dimension = _defined(raw, _clause(block.text[end:until]))
    return Entry(raw, None, meaning, dimension, block.at("scale/meant", start, until))


def _listed(block: Block) -> list[Entry]:
    """ "Förklaring till bedömningen: genomfört, genomfört till minst 80 %, …": status words after a colon."""
    intro = _INTRO.search(block.text)
    if intro is None:
        return []
    found, position = [], intro.end()
    for part in re.split(r"(?<=[^,;/|]),\s|\s*[;/|]\s*|\s(?:och|eller|samt)\s", _clause_end(block.text[position:])):
        start = block.text.index(part, position)
        position = start + len(part)
        told = verdicts(part)
        if len(told) != 1 or told[0].start != 0 or told[0].end < len(part.rstrip(" .")) - 1:
            return []
        found.append(Entry(part.rstrip(" ."), None, told[0].meaning, told[0].dimension, block.at("scale/list", start, position)))
    return found


def _clause_end(text: str) -> str:
    """A text up to its first full stop."""
    return re.split(r"\.(?:\s|$)", text, maxsplit=1)[0]


def _of_table(cells: Sequence[Block]) -> Iterator[_Found]:
    """A table whose first column shows labels and whose others say what they mean: a legend for each of those columns."""
    rows: dict[int, dict[int, Block]] = {}
    for block in cells:
        if block.cell is not None:
            rows.setdefault(block.cell.row, {}).setdefault(block.cell.column, block)
    columns = sorted({column for row in rows.values() for column in row})
    if len(rows) > 10 or not 2 <= len(columns) <= 4:
        return
    head = rows[min(rows)]
    for column in columns[1:]:
        entries = [entry for row in rows.values() if (entry := _row(row.get(columns[0]), row.get(column)))]
        data = len(rows) - (1 if column in head and not _row(head.get(columns[0]), head[column]) else 0)
        if len(entries) > 1 and len(entries) >= data - 1:
            yield _Found(tuple(entries), frozenset(block.id for block in cells), _kinds(head, column, len(columns)))


def _row(label: Block | None, definition: Block | None) -> Entry | None:
    """One row of a legend table."""
    if label is None or definition is None or len(definition.text.split()) > 25:
        return None
    raw, signal = _icon(label)
    if label.text:
        named = _label(label.text)
        if named is None:
            return None
        raw, signal = named[0], named[1] or signal
    meaning, dimension = _defined(label.text, definition.text)
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
    return frozenset(kind for pattern, kinds in _KINDS for kind in kinds if pattern.search(heading.text))


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
