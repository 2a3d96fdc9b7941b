"""What an item of a list is, told from its text alone: what it lists, where its parts are, and what is no goal at all."""

import re
from collections.abc import Sequence
from functools import cache, lru_cache
from itertools import dropwhile, pairwise

from ...models.block import Block, Role
from ...models.goal import Kind
from ...rules import labels, registry
from ...rules.clauses import is_finite
from ...rules.judgement import verdicts
from ...rules.lexicon import pattern
from ...rules.publisher import line
from ...rules.swedish import MONTHS, dates, is_known, may_end_in_date, sentences

_WHOSE = re.compile(r"(?:[A-ZÅÄÖ][\w-]+ ){1,2}(?:kommun|stad)|Region(?:en)? [A-ZÅÄÖ][\w-]+(?: [A-ZÅÄÖ][\w-]+)?", re.IGNORECASE)
_LINK = re.compile(r"läs mer|ladda ner|till (?:sidan|dokumentet)\b", re.IGNORECASE)
_FILE = re.compile(r"^.*\((?:pdf|word|excel|docx?|xlsx?)\b", re.IGNORECASE)
_TURN_SIGNS = ("‹", "<<", "›", ">>")
_TURNS = re.compile(r"^\s*(?:‹|<<) ?\S|\S ?(?:›|>>)\s*$")  # to the page before or after
_SPEECH = re.compile(r"[,”\"] (?:säger|berättar|menar|kommenterar|tycker|konstaterar) [A-ZÅÄÖ]")
_LEGEND = re.compile(
    r"så (?:här )?(?:läser|tolkar|bedömer|mäter) (?:du|ni|man|vi)\b|vid \w+(?: \w+)? måluppfyllelse\b", re.IGNORECASE
)
_NUMBER_OR_AT = re.compile(r"\b0\d|\d-\d\d \d|@")  # what no contact is without
_CONTACT = re.compile(r"\b0\d{1,3}[-–/ ]\d{2,3} ?\d\d(?: ?\d\d)?\b|\b\d{4}-\d\d \d\d \d\d\b|\S@\S")
_PARAGRAPH = re.compile(r"\b(?:19|20)\d\d-\d\d-\d\d\b.*§|§ ?\d+.*\b(?:19|20)\d\d-\d\d-\d\d\b")
_DECISION = re.compile(r"(?:beslut\w*|antag\w*|antog\w*|fastställ\w*|revider\w*|gäller)\b.*\b(?:(?:19|20)\d\d|§)", re.IGNORECASE)
_SIGNED = re.compile(
    rf"[A-ZÅÄÖ][\w-]+(?: [A-ZÅÄÖ][\w-]+)?,? (?:den )?\d{{1,2}} (?:{'|'.join(MONTHS)}) (?:19|20)\d\d", re.IGNORECASE
)
_TREE_DATE = re.compile(r"\s*\b(?:Slutdatum|Startdatum|Klart|Senast)\s*:?\s*(?:19|20)\d\d-\d\d-\d\d\s*$")
_CHIEF = re.compile(r"[A-ZÅÄÖ][\w-]*(?:chef|direktör|samordnare|strateg|controller|rektor|ansvarig)(?: [a-zåäö-]+){0,2}")
_BY_WHOM = re.compile(
    r"(?:beslutas|fastställs|antas|lämnas|planeras|formuleras|sätts|bestäms|utformas|tas fram|arbetas fram|följs upp|ges|anges)"
    r"(?: \w+){0,2} av\b",
    re.IGNORECASE,
)
ITEM_LIMIT = 320
ASSIGNS = re.compile(
    r"\b(?:får|ges|har fått|fick) (?:därför |också |även )?i uppdrag att\b|\b(?:uppdrar åt|uppdras åt|uppdrar till)\b",
    re.IGNORECASE,
)


def run_in(block: Block) -> int | None:
    """Where the title that opens a paragraph ends, or None."""
    if block.role not in {Role.TEXT, Role.LIST_ITEM}:
        return None
    return _bold_title(block) or labels.run_in(block.text)


def _bold_title(block: Block) -> int | None:
    """Where the bold words end that open a paragraph, when a sentence begins behind them; they may be a sentence themselves."""
    tint = block.tints[0] if block.tints else None
    if tint is None or not tint.bold or tint.start or block.text[tint.end - 1] == ":":
        return None
    if block.text[tint.end - 1] == "." and (
        sentences(block.text)[0][1] != tint.end or len(block.text[: tint.end].split()) < _SENTENCE
    ):
        return None
    mark = labels.mark(block.text)
    rest = block.text[tint.end :].lstrip()
    named = tint.end - (mark.start if mark else 0) > _SHORTEST_TITLE
    return tint.end if named and rest[:1].isupper() and len(rest.split()) > 2 else None


_SHORTEST_TITLE = 8
_SENTENCE = 4  # words of a bold sentence that may be a goal, and no "Bakgrund."


def parts(text: str, start: int) -> list[tuple[int, int]]:
    """The items of a run-in list ("Mått: antal besök; andel nöjda."), or the whole text as one."""
    runs = _between(text[start:], _JOINT)
    named = sentences(text[start:])
    if len(runs) == 1 and len(named) > 1 and all(_measure().match(text, start + a) for a, _ in named):
        return [(start + a, start + b - text[: start + b].endswith(".")) for a, b in named]
    return [
        (start + a, start + b - (text[: start + b].endswith(".") and b == len(text) - start and len(runs) > 1)) for a, b in runs
    ]


def _between(text: str, joint: re.Pattern[str]) -> list[tuple[int, int]]:
    """The runs of a text between what joins them."""
    starts = [0, *(match.end() for match in joint.finditer(text))]
    ends = [*(match.start() for match in joint.finditer(text)), len(text)]
    return list(zip(starts, ends, strict=True))


_JOINT = re.compile(r";\s*|\s(?:och|samt)\s(?=(?:antal|andel)(?:en|et)?\s)", re.IGNORECASE)


_LETTER = re.compile(r"(?:^|(?<=[ ,;:]))([a-zåäö])\)\s+")


def lettered(text: str) -> list[tuple[int, int]]:
    """The items of "a) …, b) …" in one paragraph, where the letters follow one another; else none."""
    marks = list(_LETTER.finditer(text))
    if len(marks) < 2 or any(ord(b[1]) != ord(a[1]) + 1 for a, b in pairwise(marks)):
        return []
    ends = [mark.start() for mark in marks[1:]] + [len(text)]
    return [(mark.start(), end) for mark, end in zip(marks, ends, strict=True)]


_HOW_MANY = re.compile(
    r"^\s*(?:\d+(?:[.,]\d+)?\s*(?:%|procent|mål|uppdrag|stycken|st|av \d+)?|\w+ av \w+)\s+(?:är\s+|blev\s+|har\s+)?",
    re.IGNORECASE,
)


# A demand on what a plan holds, whose items are no goals.
CONTAINS = re.compile(
    r"\b(?:planen|programmet|dokumentet|strategin|rapporten|redovisningen|den|det|de)\b[^.]{0,40}?\b(?:ska|skall|bör|måste)\s+"
    r"(?:\w+\s+){0,2}(?:innehålla|omfatta|beskriva|bestå av|redogöra för|svara på)\b[^.]{0,40}:$",
    re.IGNORECASE,
)


def after_letter(text: str, run: tuple[int, int]) -> tuple[int, int]:
    """An item without its letter and the space that ends it."""
    match = _LETTER.match(text, run[0])
    return (match.end() if match else run[0]), run[0] + len(text[run[0] : run[1]].rstrip())


@lru_cache(maxsize=8192)  # asked of a list and of each of its items
def no_goal(text: str) -> bool:
    """Whether an item speaks about goals instead of being one ("Målen ska vara få"), or says that there is none."""
    name = text[mark.start :] if (mark := labels.mark(text)) else text
    if (
        re.fullmatch(r"\(.*\)\.?", name)
        or (_NUMBER_OR_AT.search(name) and _CONTACT.search(name))
        or _DECISION.match(name)
        or _LINK.match(name)
        or ("(" in name and _FILE.match(name))
        or (any(map(text.__contains__, _TURN_SIGNS)) and _TURNS.search(text))
        or _of_page().match(name)
        or _LEGEND.match(name)
        or _SPEECH.search(text)
        or ("§" in name and _PARAGRAPH.search(name))
        or _is_place(name)
        or _picture().match(name)
        or _SIGNED.fullmatch(name)
        or is_verdict(name)
        or _BY_WHOM.match(name)
        or is_dated(name)
        or line(name) in _PAGE_LINES
    ):
        return True
    return labels.speaks(name)


_PAGE_LINES = frozenset({"date", "page", "feedback", "share", "cookies"})


def is_dated(name: str) -> bool:
    """Whether a line is nothing but a date, or a sender's line that ends in one ("Kommunledningskontoret, 2024-02-13")."""
    bare = name.rstrip(" .")
    told = list(dates(name)) if len(name) < _DATED_LINE and may_end_in_date(bare) else []
    if not told or told[-1].end < len(bare):
        return False
    return told[-1].start == 0 or (len(told[-1].iso) == 10 and name[told[-1].start - 2 : told[-1].start] == ", ")


_DATED_LINE = 90  # characters of a sender's line


def _is_place(name: str) -> bool:
    """Whether an item is the name of a municipality or region ("Norrviks kommun"); "En växande kommun" is none."""
    if _WHOSE.fullmatch(name) is None:
        return False
    return registry.named(name) is not None or not all(is_known(word.lower()) for word in re.findall(r"\w+", name))


@cache
def _picture() -> re.Pattern[str]:
    return re.compile(pattern("line", "bildtext"), re.IGNORECASE)


def is_verdict(text: str) -> bool:
    """Whether an item is nothing but a status, or how many have it ("Uppnått till minst 80 %", "58 procent helt uppfyllda")."""
    bare = _HOW_MANY.sub("", text).strip(" .:!,;")
    return len(bare) < 60 and any(each.start == 0 and each.end == len(bare) for each in verdicts(bare))


def level_row(blocks: Sequence[Block]) -> list[tuple[Kind, str]]:
    """The levels of a published tree, where its first items only name them ("Vision", "Fullmäktigemål", "Nämndsmål")."""
    line = next((names for block in blocks[:3] if block.role is Role.TEXT and (names := labels.names(block.text))), None)
    if line is not None and len(line.kinds) > 2 and not line.years:
        return list(zip(line.kinds, line.terms, strict=True))
    found: list[tuple[Kind, str]] = []
    for block in dropwhile(lambda block: block.role is not Role.LIST_ITEM, blocks):
        names = labels.names(block.text) if block.role is Role.LIST_ITEM and (block.depth or 1) == 1 else None
        if names is None or len(names.kinds) != 1:
            break
        found.append((names.kinds[0], names.terms[0]))
    return found if len(found) > 1 else []


@cache
def _of_page() -> re.Pattern[str]:
    return re.compile(rf"{pattern('line', 'om sidan')}\b", re.IGNORECASE)


@cache
def _measure() -> re.Pattern[str]:
    return re.compile(pattern("line", "mått"), re.IGNORECASE)


def names_measure(text: str, start: int) -> bool:
    """Whether a line from ``start`` on names a measure: by its first word or a code ("N1."), and without saying anything."""
    said = re.split(r":|\bsom\b", text[start:])[0].split()[:-1]
    if any(is_finite(word.strip(" ,.:()").lower()) for word in said):
        return False
    mark = labels.mark(text)
    return bool(_measure().match(text, start)) or (mark is not None and mark.number is not None and not mark.number[0].isdigit())


def date_start(text: str) -> int:
    """Where a published tree's date at the end of an item begins ("Slutdatum 2025-06-30"); the text's length without one."""
    match = _TREE_DATE.search(text)
    return match.start() if match else len(text)


def name_end(text: str) -> int | None:
    """Where the name ends in an item of a published tree, when the body it is given to, or a date, is run in behind it."""
    end = date_start(text)
    starts = [match.start() for match in re.finditer(r"(?<=\s)[A-ZÅÄÖ]", text[:end])]
    body = next((at for at in starts if labels.is_body(text[at:end]) or _CHIEF.fullmatch(text[at:end].strip())), None)
    return body if body is not None else (end if end < len(text) else None)


def clause_number(text: str) -> int:
    """The number of a decision's clause ("2. att lämna följande uppdrag:"), 0 where the text is none."""
    match = re.match(r"(\d)\. att\b", text)
    return int(match[1]) if match else 0


def lone_number(blocks: Sequence[Block]) -> str | None:
    """The number that one of the blocks consists of."""
    return next((match[1] for block in blocks if (match := re.fullmatch(r"(\d{1,2}(?:[.:]\d{1,2})*)\.?", block.text))), None)
