"""What the letters of a text object look like: font, height, colour, baseline, direction. Coordinates as in ``words``."""

import ctypes
import math
import re
from functools import lru_cache
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium

from .calls import Reference, call, reference, room
from .frame import Frame

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


def hex_colour(red: int, green: int, blue: int) -> str:
    """The colour as "#rrggbb"."""
    return f"#{red:02x}{green:02x}{blue:02x}"


def ink_colour(red: int, green: int, blue: int) -> str | None:
    """The colour of letters, None for black and what looks like it."""
    high = max(red, green, blue)
    return None if high < 0x50 and high - min(red, green, blue) < 0x20 else hex_colour(red, green, blue)


_matrix_of = call(pdfium.FPDFText_GetMatrix, ctypes.c_int)
_fill_colour = call(pdfium.FPDFText_GetFillColor, ctypes.c_int)
_font_size = call(pdfium.FPDFText_GetFontSize, ctypes.c_double)
_font_of = call(pdfium.FPDFTextObj_GetFont, ctypes.c_void_p)
_MATRIX, (_INTO, *_) = room(ctypes.c_float, 6)
_RGBA, _CHANNELS = room(ctypes.c_uint, 4)


class Inks:
    """The inks of one page by text object, fonts by handle: handles are only good while the page is open."""

    def __init__(self, text_page: Any, frame: Frame) -> None:
        self._page: Reference = reference(text_page)
        self._text_page, self._frame = text_page, frame
        self._inks: dict[int, Ink] = {}
        self._styles: dict[tuple[float, ...], _Style] = {}
        self._fonts: dict[int, Font] = {}

    def of(self, thing: int, index: int) -> Ink:
        """The ink of a text object, which the character at ``index`` belongs to."""
        return self._inks.get(thing) or self._read(thing, index)

    def _read(self, thing: int, index: int) -> Ink:
        _matrix_of(self._page, index, _INTO)
        _fill_colour(self._page, index, *_CHANNELS)
        font, size = _font_of(ctypes.c_void_p(thing)), _font_size(self._page, index)
        a, b, c, d, e, f = _MATRIX[:]
        frame, rgb = self._frame, _RGBA[:3]
        style = (font, size, a, b, c, d, *rgb)
        like = self._styles.get(style)
        if like is None:
            like = self._styles[style] = self._styled(self._font(font, index), size, (a, b, c, d), rgb)
        base = frame.b * e + frame.d * f + frame.f
        ink = self._inks[thing] = Ink(like.font, like.size, like.colour, base, like.turn, like.look)
        return ink

    def _styled(self, font: Font, size: float, matrix: tuple[float, float, float, float], rgb: list[int]) -> "_Style":
        frame, (a, b, c, d) = self._frame, matrix
        size = round(size * math.hypot(c, d), 1)
        across, down = frame.a * a + frame.c * b, frame.b * a + frame.d * b
        turn = 0 if abs(down) <= abs(across) * 0.035 and across > 0 else round(math.degrees(math.atan2(down, across)))
        colour = ink_colour(*rgb)
        return _Style(font, size, colour, turn, (size, font.bold, font.italic, colour))

    def _font(self, key: int, index: int) -> Font:
        """The font at an address, in which the character at ``index`` is set."""
        if key not in self._fonts:
            self._fonts[key] = _font(pdfium.FPDFTextObj_GetFont(pdfium.FPDFText_GetTextObject(self._text_page, index)))
        return self._fonts[key]


class _Style(NamedTuple):
    """An ink but for its line."""

    font: Font
    size: float
    colour: str | None
    turn: int
    look: Look


def _font(handle: Any) -> Font:
    """A font by its base name, weight and flags."""
    length = pdfium.FPDFFont_GetBaseFontName(handle, None, 0)
    buffer = ctypes.create_string_buffer(max(1, length))
    pdfium.FPDFFont_GetBaseFontName(handle, buffer, length)
    return _named(buffer.value, pdfium.FPDFFont_GetWeight(handle), max(0, pdfium.FPDFFont_GetFlags(handle)))


@lru_cache(maxsize=256)  # every page asks for the same few
def _named(base_name: bytes, weight: int, flags: int) -> Font:
    name = _SUBSET.sub("", base_name.decode("utf-8", "replace"))
    bold = bool(_BOLD.search(name)) or weight >= 600 or bool(flags & 1 << 18)
    italic = bool(_ITALIC.search(name)) or bool(flags & 1 << 6)
    return Font(_STYLE.sub("", name), bold, italic, bool(_SYMBOLS.search(name)))
