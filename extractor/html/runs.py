"""The inline content of one element of a page: characters with their look, icons and line breaks, made into blocks."""

import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from ...models.block import Cell, Icon, Role, Tint
from ...rules.publisher import line as printed_line
from ..prose import BULLET, EMOJI, LABEL, NUMBER, STOP, clean, hangs, is_capitals, mend


class Ink(NamedTuple):
    """How characters look: ``colour`` of the ink and ``ground`` are "#rrggbb"."""

    bold: bool = False
    italic: bool = False
    colour: str | None = None
    ground: str | None = None


class Piece(NamedTuple):
    """Characters of one look; ``link`` is the number of the link that they are in, 0 for none."""

    text: str
    ink: Ink = Ink()
    link: int = 0


class Sign(NamedTuple):
    """An icon among the characters; ``text`` its title or label."""

    text: str | None
    colour: str | None


class Break(NamedTuple):
    """A line break."""


Item = Piece | Sign | Break


class Draft(NamedTuple):
    """A block before it has its number."""

    text: str
    role: Role = Role.TEXT
    depth: int | None = None
    marker: str | None = None
    region: tuple[int, ...] = ()
    bold: bool = False
    italic: bool = False
    colour: str | None = None
    icons: tuple[Icon, ...] = ()
    tints: tuple[Tint, ...] = ()
    cell: Cell | None = None
    linked: bool = False


Line = Sequence[Piece | Sign]


def drafts(items: Iterable[Item], *, one: bool = False) -> list[Draft]:
    """The blocks that inline content holds: more than one where a double break or the shape of its lines parts it.

    With ``one`` all of it is one block, as in a heading or a table cell.
    """
    lines = _lines(items)
    groups = (
        lines if len(lines) == 1 else [[part for line in lines for part in (*line, Piece(" "))]] if one else _paragraphs(lines)
    )
    return [draft for group in groups if (draft := _draft(group)).text or draft.icons]


def is_blank(items: Iterable[Item]) -> bool:
    """Whether inline content is nothing but spaces and breaks."""
    for item in items:
        if isinstance(item, Sign) or (isinstance(item, Piece) and item.text and not item.text.isspace()):
            return False
    return True


def by_links(items: list[Item]) -> list[list[Item]]:
    """The content parted at its links, where it is three or more of them with nothing but strokes between; else whole."""
    loose = "".join(item.text for item in items if isinstance(item, Piece) and not item.link)
    links = list(dict.fromkeys(item.link for item in items if isinstance(item, Piece) and item.link))
    if len(links) < 3 or any(character.isalnum() for character in loose):
        return [items]
    return [[item for item in items if isinstance(item, Piece) and item.link == link] for link in links]


def _lines(items: Iterable[Item]) -> list[list[Piece | Sign]]:
    """The content parted at its line breaks; an empty line stands for a double break."""
    lines: list[list[Piece | Sign]] = [[]]
    for item in items:
        if isinstance(item, Break):
            lines.append([])
        else:
            lines[-1].append(item)
    return lines


def _plain(line: Line) -> str:
    return clean("".join(part.text for part in line if isinstance(part, Piece)))


def _paragraphs(lines: list[list[Piece | Sign]]) -> list[list[Piece | Sign]]:
    """Lines joined to paragraphs: a double break parts them, a single one where the lines are items of their own."""
    out: list[list[Piece | Sign]] = []
    stretch: list[list[Piece | Sign]] = []
    for line in [*lines, []]:
        if _plain(line) or any(isinstance(part, Sign) for part in line):
            stretch.append(line)
        elif stretch:
            out.extend(_joined(stretch))
            stretch = []
    return out


def _joined(lines: list[list[Piece | Sign]]) -> list[list[Piece | Sign]]:
    """The lines between two double breaks as paragraphs."""
    texts = [_plain(line) for line in lines]
    listed = len(lines) > 2 and all(text[:1].isupper() and not STOP.search(text) and not hangs(text) for text in texts)
    groups = [list(lines[0])]
    for before, after, left, right in zip(lines, lines[1:], texts, texts[1:], strict=False):
        if listed or _parts(before, after, left, right):
            groups.append(list(after))
        else:
            _append(groups[-1], after)
    return groups


_TAIL = 20  # pieces at the end of a paragraph that tell how it goes on


def _append(group: list[Piece | Sign], line: Line) -> None:
    """Put a line behind the characters of a paragraph, its hyphen mended."""
    left, right = _plain(group[-_TAIL:]), _plain(line)
    if left and right and not mend(left, right)[0].startswith(left + " "):
        for place in range(len(group) - 1, -1, -1):
            part = group[place]
            if isinstance(part, Piece) and part.text.strip():
                joined = mend(left, right)[0].startswith(left)
                group[place] = part._replace(text=part.text.rstrip() if joined else part.text.rstrip()[:-1])
                break
        group.extend(part._replace(text=part.text.lstrip()) if isinstance(part, Piece) else part for part in line)
        return
    group.extend([Piece(" "), *line])


def _parts(before: Line, after: Line, left: str, right: str) -> bool:
    """Whether a single line break stands between two items and not within one."""
    if not left or not right:
        return False
    if any(isinstance(part, Sign) for part in after[:2]) or EMOJI.match(right) or BULLET.match(right) or printed_line(right):
        return True
    if right[0].islower() and not NUMBER.match(right) and not left.endswith(":"):
        return False
    titled = _is_bold(before) and not _is_bold(after) and right[0].isupper()
    if titled or (NUMBER.match(left) and NUMBER.match(right)):
        return True
    if hangs(left) or left.endswith(("-", ":")):
        return left.endswith(":")
    if _is_bold(before) != _is_bold(after) or is_capitals(left) != is_capitals(right):
        return True
    if left[0].isupper() and not STOP.search(left) and right.endswith(".") and len(right.split()) > 4:
        return True  # a name, and a sentence about it
    return bool(NUMBER.match(right) or (LABEL.match(right) and (LABEL.match(left) or STOP.search(left) or left.endswith(":"))))


def _is_bold(line: Line) -> bool:
    """Whether all characters are bold."""
    pieces = [part for part in line if isinstance(part, Piece) and part.text.strip()]
    return bool(pieces) and all(part.ink.bold for part in pieces)


def _draft(parts: Line) -> Draft:
    """One block of the characters and icons, spaces made single."""
    out: list[str] = []
    runs: list[tuple[int, int, Piece]] = []
    icons: list[Icon] = []
    length, gap = 0, False
    for part in parts:
        if isinstance(part, Sign):
            icons.append(Icon(length + (1 if gap and length else 0), part.text, part.colour))
            continue
        words = clean(part.text)
        gap = gap or part.text[:1].isspace()
        if words:
            if gap and length:
                out.append(" ")
                length += 1
            out.append(words)
            runs.append((length, length + len(words), part))
            length += len(words)
            gap = part.text[-1:].isspace()
    text = "".join(out)
    if icons:
        icons = [icon._replace(offset=min(icon.offset, length)) for icon in icons]
    if unicodedata.is_normalized("NFC", text):
        return _marked(text, runs, tuple(icons))
    return Draft(clean(text), icons=tuple(icon._replace(offset=0) for icon in icons))


def _marked(text: str, runs: Sequence[tuple[int, int, Piece]], icons: tuple[Icon, ...]) -> Draft:
    """The block with the looks that 90 % of it shares, and tints for what is set apart."""
    if len(runs) == 1:
        ink, link = runs[0][2].ink, runs[0][2].link
        tints = (Tint(0, len(text), colour=ink.ground),) if ink.ground else ()
        return Draft(text, bold=ink.bold, italic=ink.italic, colour=ink.colour, icons=icons, tints=tints, linked=link > 0)
    total = sum(end - start for start, end, _ in runs)
    bold = _share(runs, lambda ink: ink.bold) >= 0.9 * total > 0
    italic = _share(runs, lambda ink: ink.italic) >= 0.9 * total > 0
    colour = _main_colour(runs, total)
    linked = sum(end - start for start, end, piece in runs if piece.link) >= 0.7 * total > 0
    return Draft(text, bold=bold, italic=italic, colour=colour, icons=icons, tints=_tints(runs, bold=bold), linked=linked)


def _main_colour(runs: Sequence[tuple[int, int, Piece]], total: int) -> str | None:
    """The ink of at least 90 % of the characters."""
    count: Counter[str | None] = Counter()
    for start, end, piece in runs:
        count[piece.ink.colour] += end - start
    code, most = max(count.items(), key=lambda item: item[1], default=(None, 0))
    return code if most >= 0.9 * total else None


def _share(runs: Sequence[tuple[int, int, Piece]], holds: Callable[[Ink], object]) -> int:
    """How many characters the condition holds for."""
    return sum(end - start for start, end, piece in runs if holds(piece.ink))


def _tints(runs: Sequence[tuple[int, int, Piece]], *, bold: bool) -> tuple[Tint, ...]:
    """What is bold in a block that is not, and what stands on a coloured ground; neighbours of one look are one tint."""
    found: list[Tint] = []
    for start, end, piece in runs:
        tint = Tint(start, end, piece.ink.bold and not bold, piece.ink.ground)
        if not tint.bold and not tint.colour:
            continue
        last = found[-1] if found else None
        if last and last.end >= start - 1 and (last.bold, last.colour) == (tint.bold, tint.colour):
            found[-1] = last._replace(end=end)
        else:
            found.append(tint)
    return tuple(found)
