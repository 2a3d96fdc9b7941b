"""Characters and lines: what a reader cleans of every text, and how broken lines become paragraphs again."""

import re
import unicodedata
from collections.abc import Sequence

from ..rules.swedish import Hyphen, hyphen

_INVISIBLE = re.compile(
    "[\u00ad\u200b\u200c\u2060\ufeff\u200e\u200f\u202a-\u202e\u2066-\u2069"
    "\u0000-\u0008\u000e-\u001b\u007f-\u0084\u0086-\u009f\ud800-\udfff]"
)
_ODD = re.compile(f"{_INVISIBLE.pattern[:-1]}\u200d]")
_JOINER = re.compile("(?<![\u2000-\u3fff\U0001f000-\U0001faff\ufe0f])\u200d")
_BREAK = re.compile(r"[^\W\d_]-$")
STOP = re.compile(r"[.!?…][\"”’»)\]*_]*$")
BULLETS = "•●▪■□◦○‣⁃∙·➢➤►▶▸✓✔❖◆◊–—‒\uf0b7\uf0a7\uf0d8"
_LEGEND = r"(?!\S[^\n]*\s[◐◑◒◓✖✗✘✕✔✓●○■□▲▼]\s)"  # a mark that more marks follow explains itself: "✔ done, ✖ not begun"
BULLET = re.compile(rf"{_LEGEND}[ \t]*(?:[{BULLETS}](?:[ \t]+|(?=[^\W\d_]))|[-*o+][ \t]+)(?=\S)")
NUMBER = re.compile(r"(?:\d{1,2}|[a-zA-Z])[.)](?=\s)|[ivx]{1,4}[.)](?=\s)")
EMOJI = re.compile("[\u2190-\u21ff\u2300-\u23ff\u2460-\u24ff\u25a0-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff]")
CODE = re.compile(
    r"[A-ZÅÄÖ][\w-]{1,24} \d[\d.:]*(?:[.:–-]|\s[–-]|\s(?=[A-ZÅÄÖ])|$)|\d+(?:[.:]\d+)+\.?\s|§ ?\d|[A-ZÅÄÖ]{1,2}\d+[.:)]?\s"
)
LABEL = re.compile(rf"{CODE.pattern}|[A-ZÅÄÖ][\w-]{{1,24}}(?: [\w-]{{1,24}})?:(?=\s|$)")
_HANGING = frozenset(
    "och eller samt att i på av för med till som den det de en ett om från vid mot utan genom mellan under över hos per inom "
    "efter inför enligt kring när där är har ska skall kan bör vi vår våra sin sitt sina dess deras kommunens utifrån via "
    "blir vara varje alla samtliga inte även också senast minst högst".split()
)
_OWNER = re.compile(r"kommun|stad|region|landsting|kommunförbund", re.IGNORECASE)


def _first(text: str) -> str:
    """The text's first word."""
    return text.split(maxsplit=1)[0]


def _last(text: str) -> str:
    """The text's last word."""
    return text.rsplit(maxsplit=1)[-1]


def clean(text: str) -> str:
    """The text in NFC with single spaces, without soft hyphens and characters that are not seen."""
    if not text.isascii() or not text.isprintable():
        if _ODD.search(text):
            text = _JOINER.sub("", _INVISIBLE.sub("", text))
        text = unicodedata.normalize("NFC", text)
    return " ".join(text.split())


def mend(left: str, right: str) -> tuple[str, bool]:
    """Two lines of one paragraph as one text; true where a hyphen was kept that might have been a line end's."""
    if left[-1:] != "-" or not _BREAK.search(left, len(left) - 2) or not right[:1].isalpha():
        return f"{left} {right}".strip(), False
    match hyphen(_last(left)[:-1], _first(right)):
        case Hyphen.JOIN:
            return left[:-1] + right, False
        case Hyphen.SUSPENDED:
            return f"{left} {right}", False
        case Hyphen.KEEP:
            return left + right, right[0].islower()


def is_capitals(text: str) -> bool:
    """Whether all letters are capitals, and there are at least three."""
    letters = [character for character in text if character.isalpha()]
    return len(letters) >= 3 and all(character.isupper() for character in letters)


def hangs(text: str) -> bool:
    """Whether the text ends in a word or mark that something must follow."""
    return text.endswith((",", "/", "&", " –", " -")) or _last(text).strip("(").lower() in _HANGING if text else False


def starts_item(text: str) -> bool:
    """Whether a line begins with a mark that sets it apart: a bullet, number, emoji, label with number or colon."""
    return bool(BULLET.match(text) or NUMBER.match(text) or EMOJI.match(text) or LABEL.match(text))


def starts_numbered(text: str) -> bool:
    """Whether a line begins with a mark or number of an item, which a line broken for width seldom does."""
    return bool(BULLET.match(text) or NUMBER.match(text) or EMOJI.match(text) or CODE.match(text))


def owner_continues(left: str, right: str) -> bool:
    """Whether two lines are one name: "STENVIKS" above "KOMMUN"."""
    return len(left.split()) == 1 and left.lower().endswith("s") and bool(_OWNER.fullmatch(right))


def wrap_width(pairs: Sequence[tuple[str, str]]) -> int | None:
    """The width at which lines of the document were wrapped, in characters, or None where no line was.

    Only breaks that are sure to be wraps tell: the next line goes on in lower case. A break can be a wrap where the line would
    grow beyond this width with the next line's first word.
    """
    sure = [(left, right) for left, right in pairs if len(left) >= 40 and right[:1].islower() and not STOP.search(left)]
    if not sure:
        return None
    longest = max(len(left) for left, _ in sure)
    whole = [(left, right) for left, right in sure if not _BREAK.search(left)] or sure  # a word that is cut ends anywhere
    sums = sorted(len(left) + 1 + len(_first(right)) for left, right in whole)
    return min(longest, sums[len(sums) // 20])


def is_full(left: str, right: str, width: int | None) -> bool:
    """Whether the line was too full for the next line's first word."""
    return width is not None and len(left) + 1 + len(_first(right)) > width


def goes_on(left: str, right: str, width: int | None) -> bool:
    """Whether the second of two adjoining lines is the rest of the first's paragraph."""
    if is_capitals(left) != is_capitals(right) and (is_capitals(left) or len(right) > 3):
        return owner_continues(left, right)
    if _BREAK.search(left) and right[:1].isalpha():
        return True
    full = is_full(left, right, width)
    if full and right[:1].islower() and not STOP.search(left) and right[1:2] == ".":  # "… att bo / i." is no item "i."
        return True
    if right[:1].islower() and not NUMBER.match(right):
        return full or not left.endswith(":")
    if starts_item(right) and not (full and (hangs(left) or not starts_numbered(right))):
        return False
    if owner_continues(left, right) or (hangs(left) and not left.endswith(":")):
        return True
    return full
