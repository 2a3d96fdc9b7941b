"""Words of one PDF page with font, ink and place, from PDFium's raw API.

Coordinates are points from the top left corner of the page as shown (crop box and rotation applied). One text call a
page, then two or three calls a word and some per text object: every call through ctypes costs about a microsecond.
"""

import ctypes
import math
import re
import unicodedata
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
_STYLE = re.compile(r"[-,]?(?:PS|MT|bold|italic|oblique|black|heavy|semi|demi|extra|regular|medium|light|roman|book)+(?:MT)?$", re.IGNORECASE)


class Font(NamedTuple):
    """What a font's name and weight say; ``family`` is the name without subset mark and style."""

    family: str
    bold: bool
    italic: bool
    symbols: bool


class Ink(NamedTuple):
    """What the letters of one text object have in common. ``base`` is the baseline's distance from the top of the page,
    ``turn`` the direction of writing in degrees clockwise from left-to-right; ``colour`` is None for black-ish ink."""

    font: Font
    size: float
    colour: str | None
    base: float
    turn: int


class Word(NamedTuple):
    """One word as printed. ``broken``: a hyphen at the line's end follows that is not in ``text``. ``near``: a real space, though a wide one,
    stands between it and the word before."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    ink: Ink
    broken: bool = False
    near: bool = False


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
    """ "#rrggbb"."""
    return f"#{red:02x}{green:02x}{blue:02x}"


def ink_colour(red: int, green: int, blue: int) -> str | None:
    """The colour of letters, None for black and what looks like it."""
    high = max(red, green, blue)
    return None if high < 0x50 and high - min(red, green, blue) < 0x20 else hex_colour(red, green, blue)


class _Inks:
    """The inks of one page by text object, fonts by handle: handles are only good while the page is open."""

    def __init__(self, text_page: Any, frame: Frame) -> None:
        self._page, self._frame = text_page, frame
        self._inks: dict[int, Ink] = {}
        self._fonts: dict[int, Font] = {}
        self._matrix = pdfium.FS_MATRIX()
        self._rgba = [ctypes.c_uint() for _ in range(4)]

    def at(self, index: int) -> Ink | None:
        """The ink of the character at ``index``."""
        thing = pdfium.FPDFText_GetTextObject(self._page, index)
        if not thing:
            return None
        key = ctypes.cast(thing, ctypes.c_void_p).value or 0
        ink = self._inks.get(key)
        if ink is None:
            ink = self._inks[key] = self._read(thing, index)
        return ink

    def _read(self, thing: Any, index: int) -> Ink:
        m, frame = self._matrix, self._frame
        pdfium.FPDFText_GetMatrix(self._page, index, m)
        pdfium.FPDFText_GetFillColor(self._page, index, *self._rgba)
        size = pdfium.FPDFText_GetFontSize(self._page, index) * math.hypot(m.c, m.d)
        across, down = frame.a * m.a + frame.c * m.b, frame.b * m.a + frame.d * m.b
        turn = 0 if abs(down) <= abs(across) * 0.035 and across > 0 else round(math.degrees(math.atan2(down, across)))
        base = frame.b * m.e + frame.d * m.f + frame.f
        red, green, blue = (part.value for part in self._rgba[:3])
        return Ink(self._font(thing), round(size, 1), ink_colour(red, green, blue), base, turn)

    def _font(self, thing: Any) -> Font:
        handle = pdfium.FPDFTextObj_GetFont(thing)
        key = ctypes.cast(handle, ctypes.c_void_p).value or 0
        if key not in self._fonts:
            self._fonts[key] = _font(handle)
        return self._fonts[key]


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
    inks = _Inks(text_page, frame)
    place = _places(text_page, len(text) == count)
    words: list[Word] = []
    seen: set[tuple[str, int, int]] = set()
    last = -2
    for match in WORD.finditer(text):
        first, end = match.span()
        ink = inks.at(place(first))
        if ink is None:
            continue
        box = _box(text_page, place(first), place(end - 1), frame)
        near = first == last + 1 and bool(words) and box[0] - words[-1].x1 > 0.9 * ink.size and not pdfium.FPDFText_IsGenerated(text_page, place(last))
        word = Word(_clean(match.group()), *box, ink, text[end : end + 1] in _BREAK and end < len(text), near)
        last = end
        key = (word.text, round(word.x0), round(word.bottom))
        if word.text and key not in seen and _shown(word, frame):
            seen.add(key)
            words.append(_unmarked(text_page, word, match.group(), place(first)))
    return _settled(words)


def _settled(words: list[Word]) -> list[Word]:
    """The words without footnote marks that stand alone, raised, behind a word; pieces of one word joined again."""
    done: list[Word] = []
    for index, word in enumerate(words):
        before = done[-1] if done else None
        if before and before.ink.turn == word.ink.turn and _touches(before, word):
            if _raised(word, before):
                continue
            if abs(before.ink.base - word.ink.base) < 0.1 * word.ink.size or word.ink.turn:
                done[-1] = _glued(before, word)
                continue
        if len(word.text) <= 2 and word.text.isdigit() and index + 1 < len(words) and _raised(word, words[index + 1]):
            word = word._replace(ink=word.ink._replace(base=words[index + 1].ink.base))
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
    loose = 0.2 if word.text[0] in ",.;:)" or word.ink.turn or word.text.isdigit() and word.ink.size < 0.85 * before.ink.size else 0.08
    return -0.3 * size < gap < loose * max(size, before.ink.size)


def _raised(word: Word, other: Word) -> bool:
    """Whether a word of one or two digits is a raised mark beside another word."""
    step = other.ink.base - word.ink.base
    small = len(word.text) <= 2 and word.text.isdigit() and word.ink.size < 0.85 * other.ink.size
    return small and 0.12 * other.ink.size < step < 0.7 * other.ink.size and not _UNITS.search(other.text)


def _glued(before: Word, word: Word) -> Word:
    """Two pieces of one word as one."""
    x0, x1 = min(before.x0, word.x0), max(before.x1, word.x1)
    top, bottom = min(before.top, word.top), max(before.bottom, word.bottom)
    return before._replace(text=before.text + word.text, x0=x0, top=top, x1=x1, bottom=bottom, broken=word.broken)


def _places(text_page: Any, same: bool) -> Any:
    """From an index in the text to PDFium's index of the character; they differ where one glyph gives several letters."""
    if same:
        return lambda index: index
    return lambda index: pdfium.FPDFText_GetCharIndexFromTextIndex(text_page, index)


_L, _R, _B, _T = (ctypes.c_double() for _ in range(4))


def _box(text_page: Any, first: int, last: int, frame: Frame) -> tuple[float, float, float, float]:
    """The box as shown of the characters ``first`` to ``last`` of one word."""
    pdfium.FPDFText_GetCharBox(text_page, first, _L, _R, _B, _T)
    left, right, bottom, top = _L.value, _R.value, _B.value, _T.value
    if last != first:
        pdfium.FPDFText_GetCharBox(text_page, last, _L, _R, _B, _T)
        left, right = min(left, _L.value), max(right, _R.value)
        bottom, top = min(bottom, _B.value), max(top, _T.value)
    return frame.box(left, bottom, right, top)


def _clean(text: str) -> str:
    """The word in NFC, ligatures as letters, hyphens as "-"."""
    if _PLAIN.fullmatch(text):
        return text
    return unicodedata.normalize("NFC", text.translate(_LIGATURES))


def _shown(word: Word, frame: Frame) -> bool:
    """Whether the middle of the word is on the page."""
    return -1 < (word.x0 + word.x1) / 2 < frame.width + 1 and -1 < (word.top + word.bottom) / 2 < frame.height + 1


def _unmarked(text_page: Any, word: Word, raw: str, first: int) -> Word:
    """The word without the raised small digits of a footnote mark; m² and CO₂ keep theirs."""
    if len(raw) < 2 or not any(map(str.isdigit, raw)) or not any(map(str.isalpha, raw)):
        return word
    match = _MARK.search(raw)
    if not match or raw != word.text:
        return word
    start, end = match.span(1 if match[1] else 2)
    size = [pdfium.FPDFText_GetFontSize(text_page, first + index) for index in (start, end if start == 0 else start - 1)]
    if size[0] > 0.85 * size[1] or _UNITS.search(raw[:start]):
        return word
    return word._replace(text=raw[:start] + raw[end:])
