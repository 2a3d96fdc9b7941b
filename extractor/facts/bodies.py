"""Who a goal or task is given to: bodies behind a text, in a list or cell, or named as the doer of a sentence."""

import re
from collections.abc import Iterable, Mapping
from types import MappingProxyType

from ...models.block import Block
from ...models.goal import Responsible
from ...rules import bodies as names_of
from ...rules.bodies import ABBREVIATIONS, level

__all__ = ["abbreviations", "acting", "full_name", "level", "listed", "trailing"]

NONE: Mapping[str, str] = MappingProxyType({})
_LABEL = (
    r"(?:huvud)?ansvar(?:ig(?:a)?(?: (?:nämnd(?:er)?|styrelse|bolag|förvaltning|funktion|enhet|för uppdraget))?|"
    r"sfördelning)?|uppdrag till|utförare|berör(?:d|da) (?:nämnd(?:er)?|bolag|verksamheter)|"
    r"ansvariga (?:nämnder|bolag)|ägare|uppdragstagare"
)
_LABELLED = re.compile(rf"(?:{_LABEL})(?:\s*:\s*|(?<=till)\s+)", re.IGNORECASE)
_LEAD_IN = re.compile(
    rf"(?:{_LABEL})(?:\s*:\s*|(?<=till)\s+)|(?:tillsammans|i samverkan|i samarbete|gemensamt|ihop) med\s+", re.IGNORECASE
)
_FORMER = re.compile(r"\s*\((?:tidigare|f\.? ?d\.?|före detta|förut)\b[^()]*\)$", re.IGNORECASE)
_BRACKET = re.compile(r"\s*\((?P<list>[^()]{2,120})\)\s*(?P<stop>\.?)\s*$")
_DASHED = re.compile(r"\s+[–—-]\s+(?P<list>[^–—]{2,80}?)\.?\s*$")
_AFTER_LABEL = re.compile(rf"(?:^|\s*[,;–-]?\s+)(?:{_LABEL})\s*:\s*(?P<list>[^:]{{2,120}}?)\.?\s*$", re.IGNORECASE)
_FIGURE = re.compile(r"\d ?%|^\d+(?: \d+)*$|[Mm]ålvärde|[Uu]tfall")  # what no body's name has
_EMPTY = frozenset({"", "-", "–", "—", "?", "x", "saknas"})
_MODAL = r"(?:ska|skall|måste|bör|får|ges|uppdras|åläggs|har i uppdrag|har fått i uppdrag|ansvarar|åtar sig)"
_AS_SUBJECT = re.compile(rf"\s+(?:{_MODAL})\b", re.IGNORECASE)
_LEAD = re.compile(
    r"(?:^|[.!?]\s+)(?:(?:uppdrag|mål|aktivitet|delmål)?\s*(?:\d[\d.:]*\s?)?(?:[a-h][.)]?)?\s+|(?:att )?)$", re.IGNORECASE
)
_TASKED = re.compile(
    r"\b(?:uppdra(?:r|s|gs)?(?: åt| till)|uppdrag (?:till|åt)|(?:ge|ger|ges|gav|får|lämnar)(?: i uppdrag (?:till|åt))?|"
    r"uppdrar)\s+$",
    re.IGNORECASE,
)
_TOGETHER = re.compile(r"\b(?:tillsammans med|i samverkan med|i samarbete med|gemensamt med)\s+(?:den )?$", re.IGNORECASE)
_AND = re.compile(r"\s*(?:,|och|samt|&|/)\s+$", re.IGNORECASE)


def trailing(
    block: Block, start: int = 0, end: int | None = None, known: Mapping[str, str] = NONE
) -> tuple[int, tuple[Responsible, ...]]:
    """Where a text ends without the bodies named behind it, and these bodies.

    They stand in parentheses (also before the full stop, which then goes too), after a dash, or after "Ansvarig:".
    """
    end = len(block.text) if end is None else end
    text = block.text[:end]
    for pattern, rule in ((_BRACKET, "body/brackets"), (_AFTER_LABEL, "body/label"), (_DASHED, "body/dash")):
        match = pattern.search(text, start)
        if match is None or match.start() <= start:
            continue
        first = match.start("list")
        if inner := _LEAD_IN.match(text, first, match.end("list")):
            first = inner.end()
        spans = split(text, first, match.end("list"), known)
        if (
            spans
            and all(names_of.is_name(text[a:b], known) for a, b in spans)
            and not (rule == "body/dash" and _is_role(text, spans))
        ):
            return len(text[: match.start()].rstrip()), _responsible(block, spans, rule, known)
    return len(text.rstrip()), ()


def listed(
    block: Block, start: int = 0, end: int | None = None, known: Mapping[str, str] = NONE, *, column: bool = False
) -> tuple[Responsible, ...]:
    """The bodies of a cell or line that names nothing else. In a ``column`` of responsibility every part is one."""
    end = len(block.text) if end is None else end
    text = block.text
    labelled = _LABELLED.match(text, start, end)
    if labelled:
        start = labelled.end()
    while end > start and text[end - 1] in " .;,:":
        end -= 1
    if former := _FORMER.search(text, start, end):
        end = former.start()
    if text[start:end].startswith("(") and text[start:end].endswith(")"):
        start, end = start + 1, end - 1
    if text[start:end].strip().lower() in _EMPTY:
        return ()
    spans = split(text, start, end, known)
    if any(_FIGURE.search(text[a:b]) for a, b in spans) or (
        not column and not all(_sure(text[a:b], known, labelled=labelled is not None) for a, b in spans)
    ):
        return ()
    return _responsible(block, spans, "body/column" if column else "body/list", known)


def given(block: Block, start: int, end: int, known: Mapping[str, str] = NONE) -> tuple[int, tuple[Responsible, ...]]:
    """Where a task's name ends without who it is given to, and these: also whoever stands in parentheses behind it."""
    cut, found = trailing(block, start, end, known)
    span = None if found else bracketed(block.text, start, end, known)
    if span is None or not (told := listed(block, *span, known, column=True)):
        return cut, found
    return len(block.text[: span[0] - 1].rstrip()), told


def bracketed(text: str, start: int, end: int, known: Mapping[str, str] = NONE) -> tuple[int, int] | None:
    """The characters of what may be who a task is given to, in parentheses at its end: with a capital, or a role first
    ("(enhetschefer hemtjänst)").
    """
    match = _IN_PARENTHESES.search(text, start, end)
    if match is None:
        return None
    role = next(iter(names_of.names(match[1], known)), None)
    return match.span(1) if match[1][0].isupper() or (role is not None and role.role and role.start == 0) else None


_IN_PARENTHESES = re.compile(r"(?<=\S)\s*\(([A-ZÅÄÖa-zåäö][^()\d%]{1,60})\)\.?$")


def acting(block: Block, start: int = 0, end: int | None = None, known: Mapping[str, str] = NONE) -> tuple[Responsible, ...]:
    """The bodies that a task's sentence names as the doer, and those it is done together with."""
    end = len(block.text) if end is None else end
    text = block.text[start:end]
    found = [name for name in names_of.names(text, known) if not name.role]
    spans: list[tuple[int, int]] = []
    for index, name in enumerate(found):
        joined = bool(spans) and found[index - 1].end == spans[-1][1] and _AND.fullmatch(text[found[index - 1].end : name.start])
        if joined or _is_doer(text, found, index):
            spans.append((name.start, name.end))
    return _responsible(block, [(start + a, start + b) for a, b in spans], "body/doer", known)


def abbreviations(blocks: Iterable[Block]) -> dict[str, str]:
    """The abbreviations of bodies that a document explains, with the full names as they are printed."""
    found: dict[str, str] = {}
    for block in blocks:
        for pattern in _EXPLAINED if _CAPITALS.search(block.text) and _SHORT.search(block.text) else ():
            for match in pattern.finditer(block.text):
                full = _full(match["name"])
                if full and _stands_for(match["short"], full):
                    found.setdefault(match["short"], full)
    return found


def full_name(raw: str, known: Mapping[str, str] = NONE) -> str | None:
    """The full name of a body, capitalised: by the document's own abbreviations, then the usual ones; None when unknown."""
    bare = re.sub(r"\s*\([A-ZÅÄÖ]{2,5}\)$", "", raw.strip())
    if re.fullmatch(r"[A-ZÅÄÖ]{2,5}", bare):
        return known.get(bare) or ABBREVIATIONS.get(bare)
    found = names_of.names(bare)
    whole = len(found) == 1 and found[0].start == 0 and found[0].end == len(bare) and not found[0].role and not found[0].generic
    return bare[:1].upper() + bare[1:] if whole else None


def split(text: str, start: int, end: int, known: Mapping[str, str] = NONE) -> list[tuple[int, int]]:
    """Start and end of each part of a list: at commas, slashes and semicolons, and at "och" between two whole names."""
    spans: list[tuple[int, int]] = []
    position = start
    for match in re.finditer(r"(?<!-)\s*[,;]\s*|\s*/\s*|\s+\+\s+|\s+\|\s+", text[start:end]):
        spans += _at_and(text, position, start + match.start(), known)
        position = start + match.end()
    return spans + _at_and(text, position, end, known)


def _at_and(text: str, start: int, end: int, known: Mapping[str, str]) -> list[tuple[int, int]]:
    """One part, cut at "och", "samt" or "&" where a whole name stands on both sides of it."""
    while start < end and text[start] == " ":
        start += 1
    while end > start and text[end - 1] == " ":
        end -= 1
    if start >= end:
        return []
    if names_of.is_name(text[start:end], known):
        return [(start, end)]
    for match in re.finditer(r"\s+(?:och|samt|&|respektive)\s+", text[start:end]):
        parts = [(start, start + match.start()), *_at_and(text, start + match.end(), end, known)]
        if len(parts) > 1 and all(names_of.is_name(text[a:b], known) for a, b in parts):
            return parts
    return [(start, end)]


def _sure(part: str, known: Mapping[str, str], *, labelled: bool) -> bool:
    """Whether a part is a body beyond doubt: a role or a unit's plain name is one only behind a label."""
    if not names_of.is_name(part, known):
        return labelled and len(part.split()) <= 5 and not part.endswith(".")
    return True


def _is_role(text: str, spans: Iterable[tuple[int, int]]) -> bool:
    return all(name.role for a, b in spans for name in names_of.names(text[a:b]))


def _is_doer(text: str, found: list[names_of.Name], index: int) -> bool:
    """Whether a name is a sentence's subject before a modal verb, stands right behind one, is tasked, or is worked with."""
    name = found[index]
    before, after = text[: name.start], text[name.end :]
    if _TASKED.search(before):
        return re.search(r"\b(?:i uppdrag|uppdra)", text, re.IGNORECASE) is not None
    if _TOGETHER.search(before):
        return True
    if re.search(r"\b(?:ska|skall|måste|bör)\s+$", before, re.IGNORECASE):
        return True
    if not _LEAD.search(before):
        return False
    last = index
    while last + 1 < len(found) and _AND.fullmatch(text[found[last].end : found[last + 1].start]):
        last += 1
    return _AS_SUBJECT.match(text, found[last].end) is not None and after != ""


def _responsible(block: Block, spans: Iterable[tuple[int, int]], rule: str, known: Mapping[str, str]) -> tuple[Responsible, ...]:
    return tuple(
        Responsible(raw=block.text[a:b], body=full_name(block.text[a:b], known), at=block.at(rule, a, b)) for a, b in spans
    )


_NAME = (
    r"(?P<name>(?:[A-ZÅÄÖa-zåäö]+-?,? (?:och |samt )?){0,4}?[A-ZÅÄÖa-zåäö]*(?:nämnden|styrelsen|fullmäktige|utskottet|"
    r"kontoret|förvaltningen|bolaget|förbundet|nämnd))"
)
_CAPITALS = re.compile(r"[A-ZÅÄÖ]{2}")
_SHORT = re.compile(r"\([A-ZÅÄÖ]{2,5}\)|\b[A-ZÅÄÖ]{2,5}(?:\s*[=:–-]| (?:för|betyder|är|står|avser) )")  # quick to find
_EXPLAINED = (
    re.compile(_NAME + r" \((?P<short>[A-ZÅÄÖ]{2,5})\)"),
    re.compile(r"\b(?P<short>[A-ZÅÄÖ]{2,5})\s*(?:=|:|–|-)\s*" + _NAME),
    re.compile(r"\b(?P<short>[A-ZÅÄÖ]{2,5}) (?:för|betyder|är|står för|avser) " + _NAME),
)


def _full(name: str) -> str | None:
    """The last body's name in a run of words, capitalised."""
    found = names_of.names(name)
    if not found:
        return None
    bare = name[found[-1].start :]
    return bare[:1].upper() + bare[1:]


def _stands_for(short: str, full: str) -> bool:
    """Whether an abbreviation can stand for a name: it begins with the same letter."""
    return full[:1].upper() == short[0]
