"""Colours, weight and visibility of the elements of a page, as far as its own style rules tell them.

Only simple selectors count (classes, an id, a tag before them, ``::before``); the cascade is reduced to order of appearance.
"""

import colorsys
import re
from functools import lru_cache
from typing import NamedTuple

_NAMED = {
    "black": "#000000", "white": "#ffffff", "red": "#ff0000", "green": "#008000", "lime": "#00ff00", "blue": "#0000ff",
    "yellow": "#ffff00", "orange": "#ffa500", "gold": "#ffd700", "gray": "#808080", "grey": "#808080", "silver": "#c0c0c0",
    "maroon": "#800000", "navy": "#000080", "teal": "#008080", "olive": "#808000", "purple": "#800080", "crimson": "#dc143c",
    "tomato": "#ff6347", "darkorange": "#ff8c00", "darkred": "#8b0000", "darkgreen": "#006400", "firebrick": "#b22222",
    "forestgreen": "#228b22", "limegreen": "#32cd32", "lightgreen": "#90ee90", "seagreen": "#2e8b57", "royalblue": "#4169e1",
    "steelblue": "#4682b4", "lightblue": "#add8e6", "lightyellow": "#ffffe0", "lightgray": "#d3d3d3", "lightgrey": "#d3d3d3",
    "darkgray": "#a9a9a9", "darkgrey": "#a9a9a9", "khaki": "#f0e68c", "salmon": "#fa8072", "pink": "#ffc0cb", "coral": "#ff7f50",
}  # fmt: skip
_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)|@(?:import|charset)[^;]{0,2000}+;|url\([^)(]*+\)", re.DOTALL)
_SELECTOR = re.compile(r"([a-z][a-z0-9-]*)?((?:\.[\w-]+)*)(#[\w-]+)?(::?before|::?after)?", re.IGNORECASE)
_VARIABLE = re.compile(r"(?<![\w-])(--[\w-]++)\s*+:\s*+([^;}]{1,500}+)(?=[;}]|\Z)")
_USED = re.compile(r"background|color|display|visibility|font-weight|font-style|content")
_HSL = re.compile(r"hsla?\(\s*([\d.]+)(?:deg)?[\s,]+([\d.]+)%[\s,]+([\d.]+)%")
_RGB = re.compile(r"rgba?\(\s*(\d+)[\s,]+(\d+)[\s,]+(\d+)(?:[\s,/]+([\d.]+)(%?))?")
_HEX = re.compile(r"#([0-9a-f]{8}|[0-9a-f]{6}|[0-9a-f]{3,4})\b")


class Look(NamedTuple):
    """How an element looks; None where nothing tells. ``ink`` and ``ground`` are "#rrggbb", ``display`` the CSS word."""

    ink: str | None = None
    ground: str | None = None
    bold: bool | None = None
    italic: bool | None = None
    display: str | None = None
    before: str | None = None


PLAIN = Look()


@lru_cache(maxsize=4096)
def colour(value: str) -> str | None:
    """A CSS colour as "#rrggbb", or None where it is none or cannot be seen through ("transparent", "inherit")."""
    value = value.strip().lower()
    if match := _HEX.search(value):
        digits = match[1] if len(match[1]) > 4 else "".join(2 * digit for digit in match[1])
        return None if digits[6:] == "00" else "#" + digits[:6]
    if match := _RGB.search(value):
        if match[4] is not None and float(match[4].rstrip(".") or 0) == 0:
            return None
        return "#" + "".join(f"{min(int(part), 255):02x}" for part in match.group(1, 2, 3))
    if match := _HSL.search(value):
        hue, saturation, light = (float(part) for part in match.groups())
        return "#" + "".join(
            f"{round(255 * part):02x}"
            for part in colorsys.hls_to_rgb(hue % 360 / 360, min(light, 100) / 100, min(saturation, 100) / 100)
        )
    return next((_NAMED[word] for word in re.findall(r"[a-z]+", value) if word in _NAMED), None)


def is_dark(code: str) -> bool:
    """Whether a colour is black or nearly so: the ink of ordinary text."""
    red, green, blue = (int(code[place : place + 2], 16) for place in (1, 3, 5))
    return max(red, green, blue) < 0x60 and max(red, green, blue) - min(red, green, blue) < 0x18


def is_pale(code: str) -> bool:
    """Whether a colour is white or so nearly white that it only sets a box apart."""
    levels = [int(code[place : place + 2], 16) for place in (1, 3, 5)]
    return min(levels) > 0xE0 and max(levels) - min(levels) < 0x18


@lru_cache(maxsize=8192)
def look(declarations: str) -> Look:
    """What a list of CSS declarations tells of an element's look."""
    found: dict[str, str] = {}
    for part in declarations.split(";"):
        name, _, value = part.partition(":")
        if value.strip():
            found[name.strip().lower()] = value.replace("!important", "").strip()
    weight, style = found.get("font-weight", ""), found.get("font-style")
    ground = found.get("background-color", found.get("background", ""))
    hidden = found.get("visibility") == "hidden"
    return Look(
        ink=colour(found["color"]) if "color" in found else None,
        ground=None if "gradient" in ground else colour(ground),
        bold=None if not weight else weight in {"bold", "bolder"} or (weight.isdigit() and int(weight) >= 600),
        italic=None if style is None else style.startswith(("italic", "oblique")),
        display="none" if hidden else found.get("display", "").lower() or None,
    )


def over(lower: Look, upper: Look) -> Look:
    """One look laid over another: what the upper one tells counts."""
    if lower is PLAIN:
        return upper
    return Look(
        ink=lower.ink if upper.ink is None else upper.ink,
        ground=lower.ground if upper.ground is None else upper.ground,
        bold=lower.bold if upper.bold is None else upper.bold,
        italic=lower.italic if upper.italic is None else upper.italic,
        display=lower.display if upper.display is None else upper.display,
        before=lower.before if upper.before is None else upper.before,
    )


@lru_cache(maxsize=16)
def styles(css: str) -> "Styles":
    """The rules of style sheets; the pages of one site share theirs."""
    return Styles(css)


class Styles:
    """The simple rules of a page's style sheets, by class, id and tag."""

    def __init__(self, css: str) -> None:
        self._rules: dict[str, list[tuple[str, frozenset[str], Look]]] = {}
        self._known: dict[tuple[str, str, str], Look] = {}
        self._variables = {name: value.strip() for name, value in _VARIABLE.findall(css)}
        for part in _screen(css).split("}")[:-1]:
            above, brace, declarations = part.rpartition("{")
            selectors = above.rpartition("{")[2]
            if brace and selectors and _USED.search(declarations):
                self._add(selectors, self._resolved(declarations))

    def _resolved(self, declarations: str) -> str:
        """The declarations with the values of their variables."""
        return re.sub(r"var\(\s*(--[\w-]++)[^)]{0,500}+\)", lambda match: self._variables.get(match[1], ""), declarations)

    def _add(self, selectors: str, declarations: str) -> None:
        for selector in selectors.split(","):
            match = _SELECTOR.fullmatch(selector.strip())
            if not match or not (match[2] or match[3]):
                continue
            seen = look(declarations)
            if match[4]:
                seen = Look(before=seen.ground or seen.ink)
            key = match[3] or "." + match[2].split(".")[-1]
            needed = frozenset(match[2].split(".")[1:])
            self._rules.setdefault(key.lower(), []).append(((match[1] or "").lower(), needed, seen))

    def of(self, tag: str, classes: str, name: str, declarations: str) -> Look:
        """The look of an element with this tag, class attribute, id and style attribute."""
        known = (tag, classes, name)
        found = self._known.get(known)
        if found is None:
            found = self._known[known] = self._ruled(tag, classes, name)
        return over(found, look(self._resolved(declarations))) if declarations else found

    def _ruled(self, tag: str, classes: str, name: str) -> Look:
        """What the rules alone tell."""
        words = frozenset(classes.split())
        keys = ["." + word.lower() for word in classes.split()] + ["#" + name.lower()] * bool(name)
        found = PLAIN
        for key in keys:
            for wanted, needed, seen in self._rules.get(key, ()):
                if wanted in {"", tag} and needed <= words:
                    found = over(found, seen)
        return found


def _screen(css: str) -> str:
    """The rules that count on a screen: comments and media queries taken away, except plain ``@media screen``."""
    css = _COMMENT.sub("", css)
    out, position = [], 0
    for match in re.finditer(r"@[\w-]++[^{};@]*+\{", css):
        if match.start() < position:
            continue
        out.append(css[position : match.start()])
        position = _end_of_block(css, match.end())
    return "".join([*out, css[position:]])


def _end_of_block(css: str, start: int) -> int:
    """Where the block ends whose opening brace stands before ``start``."""
    depth = 1
    for match in re.compile(r"[{}]").finditer(css, start):
        depth += 1 if match[0] == "{" else -1
        if depth == 0:
            return match.end()
    return len(css)
