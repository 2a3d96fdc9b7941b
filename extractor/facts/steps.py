"""The lines of a legend: what one line or paragraph says that its marks and status words mean."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from ...models.block import At, Block, Icon
from ...models.goal import Dimension, Meaning, Signal
from ...rules import colours
from ...rules.judgement import meaning_of, verdicts
from ...rules.labels import symbols
from ...rules.lexicon import Lexicon

_INTRO = re.compile(
    r"\b(?:förklaring\w*|tecken\w*|bedömning\w*|status\w*|skala\w*|graderas?|nivåer\w*)\b[^:=.]*:\s*", re.IGNORECASE
)
_EMOJI = re.compile(r"[\u2600-\u27bf\u2b00-\u2bff\U0001f300-\U0001faff]\ufe0f?")
SIGN = re.compile(r"[\u25a0-\u25ff\u2600-\u27bf\u2b00-\u2bff\U0001f300-\U0001faff]\ufe0f?")  # a mark among the words
_SYMBOL = re.compile(r"[+\-–±↗↘→↑↓⬆⬇➡]|" + _EMOJI.pattern)


_INITIALS = 3  # characters of a letter label
_LINE = 90  # characters of a line that explains a symbol
_OWN_WORDS = 3  # words of a label that only its own document has


class Entry(NamedTuple):
    """One line of a legend: its label as printed, its colour, what it says it means, and its place."""

    raw: str | None
    signal: Signal | None
    meaning: Meaning | None
    dimension: Dimension | None
    at: At


def of_line(block: Block) -> Entry | None:
    """One line of a legend: a label (colour, symbol, status word), a dash, colon or equals sign, and what it means."""
    match = re.match(r"(?P<label>[^:=–—]{1,40}?)\s*(?P<sign>=|:|\s[–—-])\s+(?P<rest>\S.{2,160})$", block.text)
    own = match is not None and (match["sign"] != ":" or len(match["label"]) <= _INITIALS) and _explains(match["rest"])
    if match and (label := label_of(match["label"]) or (_own_word(match["label"]) if own else None)) is not None:
        meaning, dimension = defined(match["label"], match["rest"])
        return Entry(*label, meaning, dimension, block.at("scale/line"))
    symbol = symbols(block.text)
    if symbol and len(block.text) < _LINE and _explains(block.text[symbol:]):
        raw = block.text[:symbol].strip()
        meaning, dimension = meaning_of(block.text[symbol:])
        return Entry(raw, colours.EMOJI.get(raw), meaning, dimension, block.at("scale/symbol"))
    if block.icons and block.icons[0].offset == 0 and 1 < len(block.text) < 90:
        meaning, dimension = meaning_of(block.text)
        if meaning and _explains(block.text):
            name, signal = mark_of(block)
            return Entry(name, signal, meaning, dimension, block.at("scale/icon"))
    return None


def _explains(text: str) -> bool:
    """Whether a short text beside a symbol says nothing but a judgement ("Målet är nått")."""
    found = verdicts(text)
    return bool(found) and len(text.split()) <= 12 and not re.match(r"\d", text) and (found[0].word < 30 or " – " in text)


def label_of(text: str) -> tuple[str | None, Signal | None] | None:
    """The label of a step as raw and signal; None when the text is no label of a status."""
    bare = text.strip(" ”\"'()[]")
    signal = colours.named(bare)
    if signal is not None and len(bare.split()) <= 3:
        return bare, signal
    if _SYMBOL.fullmatch(bare):
        return bare, colours.EMOJI.get(bare)
    found = verdicts(bare) if ". " not in bare else ()
    if len(found) == 1 and len(bare.split()) <= 6 and bare[:1].isupper():
        return bare, None
    return (bare, None) if bare.lower() in {"ja", "nej", "delvis", "helt"} else None


def _own_word(text: str) -> tuple[str, None] | None:
    """A label that the document made up itself: a letter or two ("D", "NÅ"), or a few words with a capital ("I hamn")."""
    bare = text.strip(" ”\"'()[]")
    return (bare, None) if bare[:1].isupper() and len(bare.split()) <= _OWN_WORDS else None


def mark_of(block: Block) -> tuple[str | None, Signal | None]:
    """Raw and signal of the symbol that a block begins with, or of its cell's ground."""
    icon = block.icons[0] if block.icons else None
    fill = colours.signal(block.cell.fill) if block.cell else None
    if icon is None:
        return None, fill
    raw, signal = _shown_by(icon)
    return raw, signal or fill


def defined(label: str, definition: str) -> tuple[Meaning | None, Dimension | None]:
    """What a label means by its definition; its own word counts where the definition is of another dimension or unclear.

    "Pågår = följer plan" is enligt plan, but "Nås ej betyder att utfallet är oförändrat" stays ej uppfyllt.
    """
    own, own_dimension = meaning_of(label)
    told, dimension = meaning_of(definition)
    several = len({verdict.meaning for verdict in verdicts(definition)}) > 1
    conceded = own is not None and told is not own and re.search(r"\bmen\b", definition) is not None
    if (
        dimension is None
        or conceded
        or (own is not None and several)
        or (own is not None and _scope(dimension) != _scope(own_dimension))
    ):
        return own, own_dimension
    return told, dimension


def _scope(dimension: Dimension | None) -> Dimension | None:
    """A forecast is of the outcome."""
    return Dimension.MALUPPFYLLELSE if dimension is Dimension.PROGNOS else dimension


def of_text(block: Block) -> list[Entry]:
    """The steps that one paragraph explains, [] when it explains none; those that say two things at once have no meaning yet."""
    several: list[Entry] = []
    for rule in (_marked, _equations, _coloured, _meant, _listed, _chips, _signed):
        found = rule(block)
        if found and is_scale(found):
            return found
        several = several or (found if len(found) > 1 and _each(found) else [])
    return several


def is_scale(entries: Sequence[Entry]) -> bool:
    """Whether lines make a scale: at least two labels, all different, that are understood, one of them with one meaning."""
    told = sum(entry.dimension is not None for entry in entries) > 1
    return _each(entries) and told and any(entry.meaning for entry in entries)


def _each(entries: Sequence[Entry]) -> bool:
    """Whether there are at least two steps, all with labels of their own."""
    return 1 < len({(entry.raw, entry.signal) for entry in entries}) == len(entries)


def _marked(block: Block) -> list[Entry]:
    """Marks along one line, each with its meaning behind it: "● the goal is met ● the goal is not met"."""
    return _along(block, [(icon.offset, icon.offset, *_shown_by(icon)) for icon in block.icons])


def _signed(block: Block) -> list[Entry]:
    """Signs along one line or sentence: "✔ the goal is met, ◐ partly, ✖ not met", "↗ better than last year → as before"."""
    if not _SIGN.search(block.text):
        return []
    signs = [(match.start(), match.end(), match[0]) for match in _SIGNED.finditer(block.text)]
    marks = [(start, end, sign, colours.EMOJI.get(sign.strip("\ufe0f"))) for start, end, sign in signs]
    return _along(block, marks) if len(marks) > 1 else []


_SIGN = re.compile("[\u2190-\U0010ffff]")  # signs and arrows stand behind all letters and ordinary marks
_SIGNED = re.compile(rf"{SIGN.pattern}|(?:(?<=^)|(?<=[\s(]))[↗↘→↑↓]\ufe0f?(?=\s)")


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
    """Entries told by signs of equality: "Klar = aktiviteten är genomförd. Pågår = …", "😊 = målet är uppfyllt 😐 = …"."""
    text, found = block.text, []
    if "=" not in text:
        return []
    labels = [(match.start("label"), match.end("label"), match.end()) for match in _EQUATION.finditer(text)]
    for index, (start, end, after) in enumerate(labels):
        until = labels[index + 1][0] if index + 1 < len(labels) else len(text)
        label = label_of(text[start:end]) or _own_word(text[start:end])
        meaning, dimension = defined(text[start:end], _clause(text[after:until]).strip(" ,;."))
        if label is not None and (dimension is not None or label_of(text[start:end])):
            found.append(Entry(*label, meaning, dimension, block.at("scale/equation", start, until)))
    return found


_EQUATION = re.compile(rf"(?:^|[.;:,]\s+|(?<=\s)(?={_EMOJI.pattern}))(?P<label>(?:{_EMOJI.pattern})|[^=.;:,]{{1,40}}?)\s*=\s+")


def _coloured(block: Block) -> list[Entry]:
    """Entries of a sentence, "Grönt står för att andelen har ökat, gult …": each colour word with the words after it."""
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
    return re.split(r"[.;](?:\s|$)", text, maxsplit=1)[0].strip(" =:–-,")


def _meant(block: Block) -> list[Entry]:
    """Entries of a sentence, "Bedömningen Nås betyder att …": capitalised status words, each followed by its explanation."""
    stands = any(map(block.text.__contains__, _STANDING)) and _STANDS.search(block.text)
    pattern = _WHEN if stands else _MEANT
    found = [*pattern.finditer(block.text), *(match for match in _defining(block.text) if verdicts(match["label"]))]
    labels = sorted({match.span("label") for match in found})
    if not any(verdict.start == start for start, _ in labels for verdict in verdicts(block.text)):
        return []
    ends = [*(start for start, _ in labels[1:]), len(block.text)]
    entries = [_meant_entry(block, start, end, until) for (start, end), until in zip(labels, ends, strict=True)]
    return [entry for entry in entries if entry.dimension is not None]


_MEANT = re.compile(
    r"(?P<label>(?<![.!?] )\b[A-ZÅÄÖ][a-zåäö]+(?: (?:inte|ej|delvis|i hög grad|helt|nästan))?)[”\"']?\s+"
    r"(?:betyder|innebär|avser|visar|att)\b"
)
# A sentence of its own begins with a capital whatever it is: there the words must be a status.
_DEFINING = ("betyder att", "innebär att")
_BEGIN = re.compile(r"^|(?<=[.!?] )")
_DEFINES = re.compile(r"(?P<label>[A-ZÅÄÖ][a-zåäö]+(?: [a-zåäö]+){1,4}?)\s+(?:betyder|innebär) att\b")

_STANDING = ("står", "anges", "skrivs", "sätts")
_STANDS = re.compile(rf"\b(?:{'|'.join(_STANDING)})\s[A-ZÅÄÖ][a-zåäö]+(?: [a-zåäö]+){{0,2}} (?:när|om|då)\b")
_WHEN = re.compile(r"(?<![.!?] )\b(?P<label>[A-ZÅÄÖ][a-zåäö]+(?: [a-zåäö]+){0,2}?)\s(?:när|om|då)\b")


def _defining(text: str) -> list[re.Match[str]]:
    """The words that begin a sentence and are explained in it."""
    if not any(map(text.__contains__, _DEFINING)):
        return []
    return [match for begin in _BEGIN.finditer(text) if (match := _DEFINES.match(text, begin.start()))]


def _meant_entry(block: Block, start: int, end: int, until: int) -> Entry:
    raw = block.text[start:end]
    meaning, dimension = defined(raw, _clause(block.text[end:until]))
    return Entry(raw, None, meaning, dimension, block.at("scale/meant", start, until))


def _listed(block: Block) -> list[Entry]:
    """Entries of a list, "Så bedömer vi: klart, klart till minst hälften, …": status words after a colon."""
    intro = _INTRO.search(block.text) if ":" in block.text else None
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
