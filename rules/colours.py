"""Which of the nine signal colours a colour is: hex values, colour words, coloured emoji."""

import colorsys
import re

from ..models.goal import Signal
from .lexicon import Lexicon

_HEX = re.compile(r"#?([0-9a-fA-F]{6})")

EMOJI = {
    "🟢": Signal.GRON,
    "✅": Signal.GRON,
    "🟩": Signal.GRON,
    "🟡": Signal.GUL,
    "🟨": Signal.GUL,
    "🟠": Signal.ORANGE,
    "🟧": Signal.ORANGE,
    "🔴": Signal.ROD,
    "🟥": Signal.ROD,
    "❌": Signal.ROD,
    "🔵": Signal.BLA,
    "🟦": Signal.BLA,
    "⚪": Signal.VIT,
    "⬜": Signal.VIT,
}


def signal(colour: str | None) -> Signal | None:
    """The signal colour of "#rrggbb", or None for black, brown, purple and what is no colour.

    Bounds on hue are those of the colour names in the CSS palette; the two named shades of green differ by lightness only
    where a document uses both, so every green is "grön" here (see ``shades``).
    """
    match = _HEX.fullmatch(colour or "")
    if match is None:
        return None
    red, green, blue = (int(match[1][i : i + 2], 16) / 255 for i in (0, 2, 4))
    hue, light, saturation = colorsys.rgb_to_hls(red, green, blue)
    spread = max(red, green, blue) - min(red, green, blue)
    if spread < 0.09 or (saturation < 0.12 and spread < 0.15):
        return _grey(light)
    return _by_hue(hue * 360)


def _grey(light: float) -> Signal | None:
    """The signal of a colour without hue: white, grey, or None for black."""
    if light > 0.97:
        return Signal.VIT
    return Signal.GRA if light > 0.3 else None


def _by_hue(degrees: float) -> Signal | None:
    """The signal of a hue from 0 to 360 degrees."""
    for bound, found in (
        (12, Signal.ROD),
        (41, Signal.ORANGE),
        (68, Signal.GUL),
        (178, Signal.GRON),
        (258, Signal.BLA),
        (335, None),
    ):
        if degrees < bound:
            return found
    return Signal.ROD


def shades(colours: frozenset[str]) -> dict[str, Signal]:
    """The signal of each colour of one scale: where it has two greens, the lighter is ljusgrön and the darker mörkgrön."""
    named = {colour: found for colour in colours if (found := signal(colour)) is not None}
    greens = sorted((colour for colour, found in named.items() if found is Signal.GRON), key=_lightness)
    if len(greens) == 2 and _lightness(greens[1]) - _lightness(greens[0]) > 0.12:
        named |= {greens[0]: Signal.MORKGRON, greens[1]: Signal.LJUSGRON}
    return named


def _lightness(colour: str) -> float:
    """The lightness of "#rrggbb", 0 to 1."""
    digits = colour.removeprefix("#")
    return colorsys.rgb_to_hls(*(int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)))[1]


def named(text: str) -> Signal | None:
    """The signal that a text names by a colour word or a coloured emoji, or None where it names none or two."""
    found = {Signal(hit.meaning) for hit in Lexicon.load("colour").find(text)} | {EMOJI[char] for char in text if char in EMOJI}
    return found.pop() if len(found) == 1 else None
