"""Figures: headings over them, cells that hold one or several, and those that stand behind an indicator's name."""

import math
import re
from collections.abc import Iterator
from typing import NamedTuple

from ...models.block import Block
from ...models.goal import Value, ValueKind
from ...rules.lexicon import Hit, Lexicon

NUMBER = r"[+\-−–±]?\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?!\d)(?:[.,]\d+)?|[+\-−–±]?\d+(?:[.,]\d+)?"
COMPARATORS = {
    "minst": "minst lägst ≥ >= åtminstone som·lägst",
    "högst": "högst max max. maximalt ≤ <= som·mest inte·över",
    "över": "över mer·än fler·än större·än högre·än > minst·över överstiger",
    "under": "under mindre·än lägre·än färre·än < understiger",
    "ca": "ca cirka ungefär omkring runt ca. ~ c:a",
    "drygt": "drygt",
    "knappt": "knappt nästan närmare",
}
_NORMAL = {form.replace("·", " "): name for name, forms in COMPARATORS.items() for form in forms.split()}
COMPARATOR = "|".join(re.escape(form) for form in sorted(_NORMAL, key=len, reverse=True))
_UNIT = (
    r"%|procentenheter|procent|[a-zåäöA-ZÅÄÖ°²³][\w./²³°-]*(?: (?!mål|utfall|och (?!år)|men |kvinnor|män|flickor|pojkar|"
    r"totalt)[a-zåäö][\w./-]*){0,5}"
)
_FIGURE = re.compile(rf"(?:(?P<comparator>{COMPARATOR})\s*)?(?P<number>{NUMBER})(?:\s?(?P<unit>{_UNIT}))?", re.IGNORECASE)
_RATING = re.compile(r"A{1,3}[+-]?|Aaa|[AB][ABab12]{1,2}[+-]?")
_NONE = re.compile(r"[\s.…–—\-−*/]*")
_YEAR = re.compile(r"(?<![\d–-])(?:19|20)\d\d(?![\d–-])")
_RANGE = re.compile(r"(?:19|20)\d\d\s*[–—/-]\s*(?:(?:19|20)?\d\d)")
_NOISE = re.compile(
    r"\b(?:föregående år|förra året|år|per|den|i|för|till|och|med|t[123]|tertial|helår|delår|kvartal|q[1-4]|"
    r"jan\w*|feb\w*|mars?|apr\w*|maj|juni?|"
    r"juli?|aug\w*|sept?\w*|okt\w*|nov\w*|dec\w*|"
    r"procent|antal|andel|kr|tkr|mnkr|st|kommun(?:en|ens)?|värde|nivå|\d+)\b|[\d%()\[\],.:;/–—-]",
    re.IGNORECASE,
)
_OWN = re.compile(
    r"\W*(?:(?:år|delår|helår|tertial [1-3]|t[1-3]|kommunen|regionen|"
    r"(?:jan|feb|mars|april|maj|juni|juli|aug|sep|okt|nov|dec)\w*\.?) )?\d{4}\W*(?:\([^()]*\))?",
    re.IGNORECASE,
)
_RANK = ("jämförelsevärde", "målvärde", "prognos", "förändring", "utgångsvärde", "utfall")


class _Item(NamedTuple):
    """One figure behind a name: its kind by the word before it, its year, and its characters."""

    kind: ValueKind | None
    year: int | None
    start: int
    end: int
    group: str | None = None


def header(text: str) -> tuple[ValueKind, int | None] | None:
    """Kind and year of the figures under a column's heading, or None where it is no heading of figures.

    A heading of two rows is read joined ("Utfall" over "2022" is "Utfall 2022"); a bare year is an outcome's. "Mål" is
    read as målvärde: that the first column of a table lists goals, its place tells.
    """
    if len(text) > 60:
        return None
    years = [] if _RANGE.search(text) else [int(year) for year in _YEAR.findall(text)]
    year = years[-1] if years else None
    hits = _parts(text, "heading")
    rest = text
    for hit in (*hits, *_parts(text, "group")):
        rest = rest[: hit.start] + " " * (hit.end - hit.start) + rest[hit.end :]
    if _NOISE.sub(" ", rest).strip():
        return None
    if not hits:
        return (ValueKind.UTFALL, year) if year and _OWN.fullmatch(text) else None
    return ValueKind(min((hit.meaning for hit in hits), key=_RANK.index)), year


def group(text: str) -> str | None:
    """The group that a cell or heading names ("Kvinnor", "Kv", "Totalt"), normalised, or None."""
    bare = text.strip(" .:()").lower()
    return next((hit.meaning for hit in _parts(bare, "group") if hit.start == 0 and hit.end == len(bare)), None)


def cell(
    block: Block, kind: ValueKind, year: int | None = None, group: str | None = None, start: int = 0, end: int | None = None
) -> Value | None:
    """A cell's text as one value; None for a dash, nothing, "saknas", "mäts i höst" and text that is no figure or aim."""
    found = cells(block, kind, year, group, start, end)
    return found[0] if len(found) == 1 else None


def cells(
    block: Block, kind: ValueKind, year: int | None = None, group: str | None = None, start: int = 0, end: int | None = None
) -> tuple[Value, ...]:
    """The values of a cell: one, or one for each group that it names ("Kvinnor 7,3 % Män 4,6 %")."""
    end = len(block.text) if end is None else end
    start, end = _trim(block.text, start, end)
    text = block.text[start:end]
    if _NONE.fullmatch(text) or any(hit.start == 0 or not re.search(r"\d", text) for hit in _parts(text, "missing")):
        return ()
    grouped = [value_of(block, kind, year, of, start + first, start + last) for of, first, last in _groups(text)]
    if grouped:
        return tuple(grouped)
    if not _is_value(text, kind):
        return ()
    return (value_of(block, kind, year, group, start, end),)


def is_figure(text: str) -> bool:
    """Whether a line is nothing but a figure ("högst 28", "85 %"), and no year."""
    bare = text.strip(" .")
    return len(bare) < _LONE and _FIGURE.fullmatch(bare) is not None and _YEAR.fullmatch(bare) is None


_LONE = 20  # characters of a figure alone on its line


def split(text: str, count: int) -> list[tuple[int, int]] | None:
    """Start and end of ``count`` figures glued in one text ("3 140 3 205 3 318"), or None where they cannot be told."""
    tokens = [(match.start(), match.end()) for match in re.finditer(r"\S+", text)]
    found = _divide(text, tokens, count)
    return found[0] if len(found) == 1 else None


def inline(block: Block, start: int = 0, end: int | None = None, year: int | None = None) -> tuple[int, tuple[Value, ...]]:
    """Where a text ends without the figures behind it, and the figures. ``year`` is the year of the report.

    "Andel …: 17 % (mål 19 %)", "… (mål 80 % 2027)", "Index 76 (74)" (in parentheses the year before), "Målvärde: 82 %".
    An outcome without a year takes the report's; a target without one has none.
    """
    end = len(block.text) if end is None else end
    text = block.text
    items: list[_Item] = []
    position = _trim(text, start, end)[1]
    bracket = re.search(r"\s*\(([^()]*)\)\.?$", text[start:position])
    inside = _inside(text, start + bracket.start(1), start + bracket.end(1)) if bracket else None
    if bracket and inside is not None:
        items, position = inside, start + bracket.start()
    head, position = _slots(text, start, position) or _before(text, start, position, bracketed=inside is not None)
    main = bool(head)
    aims = any(item.kind is ValueKind.MALVARDE for item in items)  # "(57, mål 62)": beside a target the other figure is none
    told = [_dated(item, year, first=not main and index == 0, main=main or aims) for index, item in enumerate(items)]
    values = [_dated(item, year, first=True, main=True) for item in head] + told
    return position, tuple(
        value_of(block, item.kind or ValueKind.UTFALL, item.year, item.group, item.start, item.end) for item in values
    )


def line(block: Block, start: int = 0) -> tuple[Value, ...]:
    """The values of a line of labelled figures ("Utfall 2018: 71 %. Utfall 2017: 67 %. Årsmål 2018: 70 %"), none of another."""
    start, end = _trim(block.text, start, len(block.text))
    found = _slots(block.text, start, end, named=False)
    if found is None or found[1] > start:
        return ()
    return tuple(value_of(block, item.kind or ValueKind.UTFALL, item.year, item.group, item.start, item.end) for item in found[0])


def _inside(text: str, start: int, end: int) -> list[_Item] | None:
    """The figures of a bracket; [] where it says that there is none ("mål: saknas"), None where it is about something else."""
    found = list(_items(text, start, end))
    if found and _whole(text, found, start, end):
        return found
    hit = next((hit for hit in _parts(text[start:end], "heading") if hit.start == 0), None)
    return _slot(text, hit, start, end) if hit else None


def _slots(text: str, start: int, end: int, *, named: bool = True) -> tuple[list[_Item], int] | None:
    """The labelled slots that run to the end ("Målvärde 80 % Utfall 81 %"; one may be empty), and where the name ends, if one
    stands before them.
    """
    hits = _parts(text[start:end], "heading")
    hits = [hit for hit in hits if (hit.start or not named) and text[start + hit.start].isupper()]
    for index in range(len(hits)):
        ends = [*(hit.start for hit in hits[index + 1 :]), end - start]
        told = [_slot(text, hit, start, start + until) for hit, until in zip(hits[index:], ends, strict=True)]
        found = [item for slot in told if slot for item in slot]
        if all(slot is not None for slot in told) and (found or len(told) > 1 or ends[0] == hits[index].end):
            return found, len(text[: start + hits[index].start].rstrip(" ,;:|–-"))
    return None


def _slot(text: str, hit: Hit, start: int, end: int) -> list[_Item] | None:
    """What stands behind a label, up to ``end``: figures, one for each group, an aim, nothing; None for any other words."""
    match = _SLOT.match(text, start + hit.end, end)
    if match is None:
        return None
    kind, year = ValueKind(hit.meaning), int(match["year"]) if match["year"] else None
    first, last = _trim(text, match.start("rest"), match.end("rest"))
    while last > first and text[last - 1] in ",;|./":
        last -= 1
    rest = text[first:last]
    if _NONE.fullmatch(rest) or any(found.start == 0 for found in _parts(rest, "missing")):
        return []
    if grouped := _groups(rest):
        return [_Item(kind, year, first + a, first + b, group) for group, a, b in grouped]
    whole = _FIGURE.fullmatch(rest) or any((found.start, found.end) == (0, len(rest)) for found in _parts(rest, "aim"))
    return [_Item(kind, year, first, last)] if whole else None


_SLOT = re.compile(r"(?:\s+(?:år |för )?(?P<year>(?:19|20)\d\d)(?!\d))?\s*[:=]?\s*(?P<rest>.*)")


def _before(text: str, start: int, end: int, *, bracketed: bool) -> tuple[list[_Item], int]:
    """The figures right before the bracket or the end, and where the name ends."""
    for match in re.finditer(r"(?:^|[:,;]\s+|\s+[–-]\s+)", text[start:end]):
        first = start + match.end()
        found = list(_items(text, first, end))
        if (
            found
            and _whole(text, found, first, end)
            and (found[0].kind is not None or found[0].year is not None or text[start + match.start()] == ":")
        ):
            return found, start + match.start()
    bare = re.search(rf"\s+({NUMBER})(?:\s?%| procent)?$", text[start:end])
    if bracketed and bare and start + bare.start() > start and not _ORDINAL.search(text[start : start + bare.start()]):
        return [_Item(ValueKind.UTFALL, None, start + bare.start(1), end)], start + bare.start()
    return [], end


_ORDINAL = re.compile(r"\b(?:årskurs|åk|klass|steg|nivå|fas|grupp|kurs|typ|år|punkt|del|nr|nummer|zon|etapp)$", re.IGNORECASE)


def _dated(item: _Item, year: int | None, *, first: bool, main: bool) -> _Item:
    """A figure with the kind and year that its place gives it."""
    if item.kind is None and not main and not (item.year and year and item.year <= year):
        return item._replace(kind=ValueKind.MALVARDE)
    if item.kind is None and not first:
        return item._replace(kind=ValueKind.UTFALL, year=item.year or (year - 1 if year else None))
    kind = item.kind or ValueKind.UTFALL
    return item._replace(kind=kind, year=item.year or (year if kind is ValueKind.UTFALL else None))


_ITEM = re.compile(
    rf"(?:(?P<head>[A-Za-zÅÄÖåäö]+(?: (?!(?:{COMPARATOR})\b)[a-zåäö]+)?)\s*(?:är\s+)?)?(?:(?P<year>(?:19|"
    rf"20)\d\d)(?!\d))?\s*[:=]?\s*"
    rf"(?P<figure>(?:(?:{COMPARATOR})\s*)?(?:{NUMBER})(?:\s?(?:%|procentenheter|procent|[a-zåäö][\w./-]*(?: (?:och |per |"
    rf"i )?[a-zåäö][\w./-]*){{0,4}}))?)(?:\s+(?:år )?(?P<after>(?:19|20)\d\d))?",
    re.IGNORECASE,
)


def _items(text: str, start: int, end: int) -> Iterator[_Item]:
    """The figures of a list "mål 96 %", "utfall 31 %, mål 40 %", "2022: 40 %", each with its kind and year."""
    position = start
    while position < end and (match := _ITEM.match(text, position, end)):
        figure = text[match.start("figure") : match.end("figure")]
        kind = None
        if match["head"]:
            told = header(match["head"])
            if told is None:
                if match["head"].lower() not in _NORMAL:
                    return
                yield _Item(None, None, match.start("head"), match.end("figure"))
            else:
                kind = told[0]
        if not match["head"] or kind is not None:
            if re.fullmatch(r"(?:19|20)\d\d", figure) and not match["year"]:
                return
            year = match["year"] or match["after"]
            yield _Item(kind, int(year) if year else None, match.start("figure"), match.end("figure"))
        position = match.end()
        if gap := re.match(r"[,;/]\s*|\s+(?:och|resp\.|respektive)\s+", text[position:end]):
            position += gap.end()


def _whole(text: str, items: list[_Item], start: int, end: int) -> bool:
    """Whether the figures fill the text up to its end."""
    last = items[-1].end
    return re.fullmatch(r"\s*(?:(?:år )?(?:19|20)\d\d)?\s*\.?\s*", text[last:end]) is not None and items[0].start >= start


def _parts(text: str, part: str) -> list[Hit]:
    """The words of one part of the list in a text."""
    words = Lexicon.load("value")
    return [hit for hit in words.find(text) if words.entries[hit.meaning].extra["part"] == part]


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    """The characters without spaces at their ends."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _groups(text: str) -> list[tuple[str, int, int]]:
    """Each figure that a group's name stands beside: group, start, end."""
    names = _parts(text, "group")
    if not names:
        return []
    figures = [match for match in _FIGURE.finditer(text) if not _YEAR.fullmatch(match["number"])]
    before = names[0].start < figures[0].start() if figures else True
    found = []
    for name in names:
        near = [figure for figure in figures if (figure.start() >= name.end if before else figure.end() <= name.start)]
        figure = (near[0] if before else near[-1]) if near else None
        if figure is not None:
            found.append((name.meaning, figure.start(), _figure_end(text, figure, names)))
    return found if len({start for _, start, _ in found}) == len(found) else []


def _figure_end(text: str, figure: re.Match[str], names: list[Hit]) -> int:
    """Where a figure ends when a group's name follows it."""
    end = figure.end()
    for name in names:
        if figure.end("number") <= name.start < end:
            end = name.start
    return len(text[:end].rstrip(" /,;("))


def _is_value(text: str, kind: ValueKind) -> bool:
    """Whether a cell's text is a figure, a rating, or an aim in place of a figure."""
    if _RATING.fullmatch(text) or any(hit.start == 0 for hit in _parts(text, "aim")):
        return len(text.split()) <= 8
    figure = _FIGURE.search(text)
    if figure is None or re.fullmatch(r"\d{4}-\d\d(?:-\d\d)?", text):
        return False
    return figure.start() == 0 or (kind is ValueKind.MALVARDE and len(text.split()) <= 10) or len(text.split()) <= 4


def value_of(block: Block, kind: ValueKind, year: int | None, group: str | None, start: int, end: int) -> Value:
    """A value with its number, unit and comparator, read from characters ``start`` to ``end`` of a block."""
    raw = block.text[start:end]
    figure = _FIGURE.search(raw)
    told = group or next((hit.meaning for hit in _parts(raw, "group")), None)
    if figure is None:
        return Value(raw=raw, kind=kind, year=year, group=told, at=block.at("value/cell", start, end))
    return Value(
        raw=raw,
        kind=kind,
        year=year,
        number=number(figure["number"]),
        unit=_unit(figure["unit"]),
        comparator=_NORMAL.get(figure["comparator"].lower()) if figure["comparator"] else None,
        group=told,
        at=block.at("value/cell", start, end),
    )


def number(digits: str) -> float | None:
    """A printed number as a float: "2 290" is 2290, "−2,5" is -2.5; None for one of more digits than a float can hold."""
    bare = re.sub(r"[ \u00a0\u202f+±]", "", digits).replace(",", ".")
    told = float(re.sub(r"^[−–]", "-", bare))
    return told if math.isfinite(told) else None


def _unit(unit: str | None) -> str | None:
    """A unit as printed; percent always "%"."""
    if not unit:
        return None
    return "%" if unit.lower() == "procent" else unit.strip(" .")


def _divide(text: str, tokens: list[tuple[int, int]], count: int) -> list[list[tuple[int, int]]]:
    """Every way to read tokens as ``count`` figures: one to three tokens each, thousands in threes, a unit last."""
    if count == 0:
        return [[]] if not tokens else []
    found = []
    for size in range(1, min(len(tokens), 4) + 1):
        start, end = tokens[0][0], tokens[size - 1][1]
        if re.fullmatch(rf"(?:(?:{COMPARATOR}) )?(?:{NUMBER})(?: ?%)?|[–—-]", text[start:end], re.IGNORECASE):
            found += [[(start, end), *rest] for rest in _divide(text, tokens[size:], count - 1)]
    return found
