"""Words of one PDF page with font, ink and place, from PDFium's raw API.

Coordinates are points from the top left corner of the page as shown (crop box and rotation applied). One text call a
page, then two or three calls a word and some per text object: every call through ctypes costs about a microsecond.
"""

import ctypes
import math
import re
import unicodedata
from collections.abc import Callable
from itertools import groupby, pairwise
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium

WORD = re.compile("[^\\s\x00\x02\ufffe\xad\u200b\u2060\ufeff]+")
_BREAK = "\x02\ufffe\xad"  # what PDFium gives for a hyphen at a line end, and the soft hyphen
_LIGATURES = str.maketrans({"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st", "‐": "-", "‑": "-"})
_PLAIN = re.compile(r"[ -~åäöÅÄÖéÉ–”’•§]*")
_MARK = re.compile(r"(?<=[^\W\d])[.,:;!?)”\"]*(\d{1,2})(?=\D|$)|^(\d{1,2})(?=[^\W\d])")
_UNITS = re.compile(r"(?:^|\d)(?:[kdcm]?m|CO)$")
_BOLD = re.compile(r"bold|black|heavy|semib|demi(?!light)|extrab", re.IGNORECASE)
_ITALIC = re.compile(r"italic|oblique|kursiv", re.IGNORECASE)
_SYMBOLS = re.compile(r"symbol|wingding|webding|dingbat|awesome|icon", re.IGNORECASE)
_SUBSET = re.compile(r"^[A-Z]{6}\+")
_STYLE = re.compile(
    r"[-,]?(?:PS|MT|bold|italic|oblique|black|heavy|semi|demi|extra|regular|medium|light|roman|book)+(?:MT)?$", re.IGNORECASE
)


class Font(NamedTuple):
    """What a font's name and weight say; ``family`` is the name without subset mark and style."""

    family: str
    bold: bool
    italic: bool
    symbols: bool


Look = tuple[float, bool, bool, str | None]


class Ink(NamedTuple):
    """What the letters of one text object have in common. ``base`` is the baseline's distance from the top of the page,
    ``turn`` the direction of writing in degrees clockwise from left-to-right; ``colour`` is None for black-ish ink.
    ``look`` is what sets a heading apart from its text: letter height, bold, italic, colour.
    """

    font: Font
    size: float
    colour: str | None
    base: float
    turn: int
    look: Look


class Word(NamedTuple):
    """One word as printed. ``broken``: a hyphen at the line's end follows that is not in ``text``. ``near``: a real space,
    though a wide one, stands between it and the word before. ``ground``: the colour of a label's ground behind it.
    """

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    ink: Ink
    broken: bool = False
    near: bool = False
    ground: str | None = None


class Frame(NamedTuple):
    """How page space becomes the page as shown: x' = a·x + c·y + e, y' = b·x + d·y + f; and the size of what is shown."""

    a: float
    b: float
    c: float
    d: float
    e: float
    f: float
    width: float
    height: float

    def box(self, left: float, bottom: float, right: float, top: float) -> tuple[float, float, float, float]:
        """x0, top, x1, bottom as shown."""
        x, y = self.a * left + self.c * bottom + self.e, self.b * left + self.d * bottom + self.f
        u, v = self.a * right + self.c * top + self.e, self.b * right + self.d * top + self.f
        return (min(x, u), min(y, v), max(x, u), max(y, v))


def frame_of(page: Any) -> Frame:
    """The frame of a pypdfium2 page, from its crop box and rotation."""
    left, bottom, right, top = page.get_bbox()
    width, height = right - left, top - bottom
    match page.get_rotation():
        case 90:
            return Frame(0, 1, 1, 0, -bottom, -left, height, width)
        case 180:
            return Frame(-1, 0, 0, 1, right, -bottom, width, height)
        case 270:
            return Frame(0, -1, -1, 0, top, right, height, width)
    return Frame(1, 0, 0, -1, -left, top, width, height)


def hex_colour(red: int, green: int, blue: int) -> str:
    """The colour as "#rrggbb"."""
    return f"#{red:02x}{green:02x}{blue:02x}"


def ink_colour(red: int, green: int, blue: int) -> str | None:
    """The colour of letters, None for black and what looks like it."""
    high = max(red, green, blue)
    return None if high < 0x50 and high - min(red, green, blue) < 0x20 else hex_colour(red, green, blue)


def _plain(call: Any, result: Any, *arguments: Any) -> Any:
    """A call of PDFium with plain addresses and the interpreter's lock held: four times as fast as with pointer types."""
    return ctypes.PYFUNCTYPE(result, *arguments)(ctypes.cast(call, ctypes.c_void_p).value or 0)


# What is called for every word or text object.
_ADDRESS, _INDEX = ctypes.c_void_p, ctypes.c_int
_text_object = _plain(pdfium.FPDFText_GetTextObject, _ADDRESS, _ADDRESS, _INDEX)
_char_box = _plain(pdfium.FPDFText_GetCharBox, ctypes.c_int, _ADDRESS, _INDEX, *[_ADDRESS] * 4)
_fill_colour = _plain(pdfium.FPDFText_GetFillColor, ctypes.c_int, _ADDRESS, _INDEX, *[_ADDRESS] * 4)
_font_of = _plain(pdfium.FPDFTextObj_GetFont, _ADDRESS, _ADDRESS)
_EDGES = (ctypes.c_double * 4)()
_LEFT, _RIGHT, _BOTTOM, _TOP = (ctypes.c_void_p(ctypes.addressof(_EDGES) + 8 * place) for place in range(4))


class _Inks:
    """The inks of one page by text object, fonts by handle: handles are only good while the page is open."""

    def __init__(self, text_page: Any, frame: Frame) -> None:
        self._page, self._frame = text_page, frame
        self._address = ctypes.c_void_p(address_of(text_page))
        self._inks: dict[int, Ink] = {}
        self._fonts: dict[int, Font] = {}
        self._matrix = pdfium.FS_MATRIX()
        self._rgba = (ctypes.c_uint * 4)()
        self._channels = [ctypes.c_void_p(ctypes.addressof(self._rgba) + 4 * place) for place in range(4)]

    def at(self, index: int) -> Ink | None:
        """The ink of the character at ``index``."""
        key = _text_object(self._address, index)
        if key is None:
            return None
        return self._inks.get(key) or self._read(key, index)

    def _read(self, key: int, index: int) -> Ink:
        m, frame = self._matrix, self._frame
        pdfium.FPDFText_GetMatrix(self._page, index, m)
        _fill_colour(self._address, index, *self._channels)
        size = round(pdfium.FPDFText_GetFontSize(self._page, index) * math.hypot(m.c, m.d), 1)
        across, down = frame.a * m.a + frame.c * m.b, frame.b * m.a + frame.d * m.b
        turn = 0 if abs(down) <= abs(across) * 0.035 and across > 0 else round(math.degrees(math.atan2(down, across)))
        base = frame.b * m.e + frame.d * m.f + frame.f
        colour = ink_colour(*self._rgba[:3])
        font = self._font(key, index)
        ink = self._inks[key] = Ink(font, size, colour, base, turn, (size, font.bold, font.italic, colour))
        return ink

    def _font(self, thing: int, index: int) -> Font:
        """The font of a text object, which the character at ``index`` belongs to."""
        key = _font_of(thing)
        if key not in self._fonts:
            self._fonts[key] = _font(pdfium.FPDFTextObj_GetFont(pdfium.FPDFText_GetTextObject(self._page, index)))
        return self._fonts[key]


def address_of(handle: Any) -> int:
    """The address that a PDFium handle points to."""
    return ctypes.cast(handle, ctypes.c_void_p).value or 0


def _font(handle: Any) -> Font:
    """A font by its base name, weight and flags."""
    length = pdfium.FPDFFont_GetBaseFontName(handle, None, 0)
    buffer = ctypes.create_string_buffer(max(1, length))
    pdfium.FPDFFont_GetBaseFontName(handle, buffer, length)
    name = _SUBSET.sub("", buffer.value.decode("utf-8", "replace"))
    flags = max(0, pdfium.FPDFFont_GetFlags(handle))
    bold = bool(_BOLD.search(name)) or pdfium.FPDFFont_GetWeight(handle) >= 600 or bool(flags & 1 << 18)
    italic = bool(_ITALIC.search(name)) or bool(flags & 1 << 6)
    return Font(_STYLE.sub("", name), bold, italic, bool(_SYMBOLS.search(name)))


def read_words(text_page: Any, frame: Frame) -> list[Word]:
    """The words of a page in the order of PDFium's text, without those outside the page and without printed doubles."""
    count = pdfium.FPDFText_CountChars(text_page)
    if count <= 0:
        return []
    buffer = (ctypes.c_ushort * (count + 1))()
    got = pdfium.FPDFText_GetText(text_page, 0, count, buffer)
    text = bytes(buffer)[: 2 * max(0, got - 1)].decode("utf-16-le", "replace")
    inks, page, level = _Inks(text_page, frame), ctypes.c_void_p(address_of(text_page)), frame.a == 1
    place = None if len(text) == count else _place(text_page)
    breaks = any(map(text.__contains__, _BREAK))
    words: list[Word] = []
    seen: set[tuple[str, int, int]] = set()
    last, right = -2, 0.0
    for match in WORD.finditer(text):
        first, end = match.span()
        start, stop = (place(first), place(end - 1)) if place else (first, end - 1)
        ink = inks.at(start)
        if ink is None:
            continue
        if level and ink.turn == 0:
            x0, top, x1, bottom = _level_box(page, start, stop, frame.e, ink)
        else:
            x0, top, x1, bottom = _box(page, start, stop, frame)
        near = first == last + 1 and x0 - right > 0.9 * ink.size and text[last] == " " and not _generated(text_page, last, place)
        last, right = end, x1
        if not (-1 < x0 + x1 < 2 * frame.width + 1 and -1 < top + bottom < 2 * frame.height + 1):
            continue
        raw = match[0]
        letters = raw.isalpha()
        clean = raw if letters and raw.isascii() else _clean(raw)
        key = (clean, round(x0), round(bottom))
        if key not in seen and clean:
            seen.add(key)
            word = Word(clean, x0, top, x1, bottom, ink, breaks and end < len(text) and text[end] in _BREAK, near)
            words.append(word if letters else _unmarked(text_page, word, raw, start))
    return _closed_up(_settled(words))


def _settled(words: list[Word]) -> list[Word]:
    """The words without footnote marks that stand alone, raised, behind a word; pieces of one word joined again."""
    done: list[Word] = []
    for index, word in enumerate(words):
        before = done[-1] if done else None
        if (
            before
            and (word.ink.turn or word.x0 - before.x1 < 0.25 * before.ink.size)
            and before.ink.turn == word.ink.turn
            and _touches(before, word)
        ):
            if _raised(word, before):
                continue
            if abs(before.ink.base - word.ink.base) < 0.1 * word.ink.size or word.ink.turn:
                done[-1] = _glued(before, word)
                continue
        if len(word.text) < 3 and word.text.isdigit() and index + 1 < len(words) and _raised(word, words[index + 1]):
            done.append(word._replace(ink=words[index + 1].ink))
            continue
        done.append(word)
    return done


def _touches(before: Word, word: Word) -> bool:
    """Whether a word begins where the one before it ends."""
    size = word.ink.size
    if before.broken or abs(before.ink.size - size) > 0.55 * max(size, before.ink.size):
        return False
    match word.ink.turn:
        case 0:
            gap = word.x0 - before.x1
        case 90:
            gap = word.top - before.bottom
        case -90:
            gap = before.top - word.bottom
        case _:
            return False
    if word.ink.turn and abs(before.x0 + before.x1 - word.x0 - word.x1) > size:
        return False
    loose = (
        0.2
        if word.text[0] in ",.;:)" or word.ink.turn or (word.text.isdigit() and word.ink.size < 0.93 * before.ink.size)
        else 0.08
    )
    return -0.3 * size < gap < loose * max(size, before.ink.size)


def _closed_up(words: list[Word]) -> list[Word]:
    """The words with letters set apart joined ("M Å L O M R Å D E", "V I S I O N 2 0 4 0"): four or more single letters of one
    look in a row, digits among them too, even gaps between them; a gap half as wide again begins another word.
    """
    if sum([len(word.text) == 1 for word in words]) < _SPACED:
        return words
    done: list[Word] = []
    for look, group in groupby(words, key=_lone_letter):
        run = list(group)
        gaps = sorted(after.x0 - before.x1 for before, after in pairwise(run)) if look else []
        letters = sum([word.text.isalpha() for word in run])
        if look is None or letters < _SPACED or gaps[0] < 0 or gaps[len(gaps) // 2] > run[0].ink.size:
            done += run
            continue
        widest = 1.5 * gaps[len(gaps) // 2]
        for before, letter in zip([None, *run], run, strict=False):
            if before is not None and letter.x0 - before.x1 <= widest:
                done[-1] = _glued(done[-1], letter)
            else:
                done.append(letter)
    return done


def _lone_letter(word: Word) -> tuple[Look, float] | None:
    """Look and baseline of a word of a single letter or digit; None for any other."""
    return (word.ink.look, word.ink.base) if len(word.text) == 1 and word.text.isalnum() else None


_SPACED = 4  # letters in a row that are a word set apart, and no list of initials


def _raised(word: Word, other: Word) -> bool:
    """Whether a word of one or two digits is a raised mark beside another word."""
    step = other.ink.base - word.ink.base
    small = len(word.text) <= 2 and word.text.isdigit() and word.ink.size < 0.93 * other.ink.size
    return small and 0.12 * other.ink.size < step < 0.7 * other.ink.size and not _UNITS.search(other.text)


def _glued(before: Word, word: Word) -> Word:
    """Two pieces of one word as one."""
    x0, x1 = min(before.x0, word.x0), max(before.x1, word.x1)
    top, bottom = min(before.top, word.top), max(before.bottom, word.bottom)
    return before._replace(text=before.text + word.text, x0=x0, top=top, x1=x1, bottom=bottom, broken=word.broken)


def _place(text_page: Any) -> Callable[[int], int]:
    """From an index in the text to PDFium's index of the character; they differ where one glyph gives several letters."""
    return lambda index: pdfium.FPDFText_GetCharIndexFromTextIndex(text_page, index)


def _generated(text_page: Any, index: int, place: Callable[[int], int] | None) -> bool:
    """Whether PDFium made up the space at an index in the text."""
    return bool(pdfium.FPDFText_IsGenerated(text_page, place(index) if place else index))


def _level_box(page: ctypes.c_void_p, first: int, last: int, shift: float, ink: Ink) -> tuple[float, float, float, float]:
    """The box of level text on an upright page: it has the height of its letters."""
    _char_box(page, first, _LEFT, _RIGHT, _BOTTOM, _TOP)
    left = _EDGES[0]
    if last != first:
        _char_box(page, last, _LEFT, _RIGHT, _BOTTOM, _TOP)
    base, size = ink.base, ink.size
    return left + shift, base - 0.76 * size, _EDGES[1] + shift, base + 0.21 * size


def _box(page: ctypes.c_void_p, first: int, last: int, frame: Frame) -> tuple[float, float, float, float]:
    """The box as shown of the characters ``first`` to ``last`` of one word."""
    _char_box(page, first, _LEFT, _RIGHT, _BOTTOM, _TOP)
    left, right, bottom, top = _EDGES
    _char_box(page, last, _LEFT, _RIGHT, _BOTTOM, _TOP)
    begin, end, low, high = _EDGES
    return frame.box(min(left, begin), min(bottom, low), max(right, end), max(top, high))


def _clean(text: str) -> str:
    """The word in NFC, ligatures as letters, hyphens as "-"."""
    if _PLAIN.fullmatch(text):
        return text
    return unicodedata.normalize("NFC", text.translate(_LIGATURES))


def _unmarked(text_page: Any, word: Word, raw: str, first: int) -> Word:
    """The word without the raised small digits of a footnote mark; m² and CO₂ keep theirs."""
    if len(raw) < 2 or not any(map(str.isdigit, raw)) or not any(map(str.isalpha, raw)):
        return word
    match = _MARK.search(raw)
    if not match or raw != word.text:
        return word
    start, end = match.span(1 if match[1] else 2)
    size = [pdfium.FPDFText_GetFontSize(text_page, first + index) for index in (start, end if start == 0 else start - 1)]
    if size[0] > 0.93 * size[1] or _UNITS.search(raw[:start]):
        return word
    return word._replace(text=raw[:start] + raw[end:])
