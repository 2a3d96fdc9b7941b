"""What in a text is the name of a body: nämnder, styrelser, bolag, förvaltningar, roles, and their abbreviations."""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple

from ..models.goal import BodyLevel
from .lexicon import Hit, Lexicon

# The usual abbreviations; a full name only where Swedish municipalities mean the same body by it.
ABBREVIATIONS: Mapping[str, str | None] = {
    "KS": "Kommunstyrelsen",
    "KF": "Kommunfullmäktige",
    "RS": "Regionstyrelsen",
    "RF": "Regionfullmäktige",
    "KSAU": "Kommunstyrelsens arbetsutskott",
    "BUN": "Barn- och utbildningsnämnden",
    "SN": "Socialnämnden",
    "TN": "Tekniska nämnden",
    "KFN": "Kultur- och fritidsnämnden",
    "BN": "Byggnadsnämnden",
    "MBN": "Miljö- och byggnadsnämnden",
    "SBN": "Samhällsbyggnadsnämnden",
    "HSN": "Hälso- och sjukvårdsnämnden",
    "VON": "Vård- och omsorgsnämnden",
    "KLK": None,
    "KLF": None,
    "ON": None,
    "VN": None,
    "ÄN": None,
    "AN": None,
    "UN": None,
    "GN": None,
    "FN": None,
    "KN": None,
    "MN": None,
    "BIN": None,
    "AU": None,
    "KUN": None,
    "ÖFN": None,
    "KU": None,
    "VIN": None,
    "BOU": None,
    "KSF": None,
    "SAU": None,
    "IFN": None,
}
_UNSURE = frozenset({"FN", "KU", "AN", "ON", "AU"})  # mean other things as often: only where a column or the document says so
_OTHER = frozenset("LAN WAN ISBN DN LON VPN PLAN".split())
_COMPANY = re.compile(
    r"(?P<name>\bAB (?:[A-ZÅÄÖ][\wåäö.&-]*)(?: (?:i |och |& )?[A-ZÅÄÖ][\wåäö.&-]*)*"
    r"|\b(?!AB\b)[A-ZÅÄÖ][\wåäö.&-]*(?: (?:i |och |& )?(?!AB\b)[A-ZÅÄÖ][\wåäö.&-]*){0,4} (?:AB|Aktiebolag|Holding AB|HB|KB)\b)"
)
_PARTNER = re.compile(r"\bRegion [A-ZÅÄÖ][a-zåäö]+(?: län)?(?!s\b)\b|\b(?:[Ll]änets )?[Kk]ommunerna\b(?= *[,;)/]|$| och\b)")
_ABBREVIATION = re.compile(r"\b[A-ZÅÄÖ]{2,5}\b")
_COMPOUND = re.compile(r"(?:(?<=\s)|(?<=\()|^)(?:[A-ZÅÄÖa-zåäö]+-(?:, | och | samt | & ))+$")
_SIMPLE = re.compile(r"(?:(?<=[\s(])|^)(?!\w*(?:nämnden|styrelsen|förvaltningen) )[A-ZÅÄÖ]?[a-zåäö]+(?:, [a-zåäö]+)? (?:och|&) $")
_BEFORE = re.compile(r"(?:(?<=[\s(])|^)(?:den )?(?:tekniska|gemensamma|sociala|kommunala|teknisk|\w+[^\Wa]s) $", re.IGNORECASE)


class Name(NamedTuple):
    """A body in a text: characters ``start`` to ``end``, its level by its word, whether it is a role or all of a kind."""

    start: int
    end: int
    level: BodyLevel | None
    role: bool = False
    generic: bool = False


def names(text: str, known: Mapping[str, str] = {}) -> list[Name]:
    """Every body named in the text, left to right, not overlapping; ``known`` holds the document's own abbreviations."""
    found = [Name(match.start(), match.end(), BodyLevel.BOLAG) for match in _COMPANY.finditer(text)]
    found += [Name(match.start(), match.end(), None) for match in _PARTNER.finditer(text)]
    found += [name for hit in Lexicon.load("body").find(text) if (name := _named(text, hit))]
    found += _abbreviated(text, known)
    kept: list[Name] = []
    for name in sorted(found, key=lambda item: (item.start, -item.end)):
        if not kept or name.start >= kept[-1].end:
            kept.append(name)
    return kept


def is_name(text: str, known: Mapping[str, str] = {}) -> bool:
    """Whether the text is the name of one body, its abbreviation in parentheses allowed behind it."""
    bare = re.sub(r"\s*\([A-ZÅÄÖ]{2,5}\)$", "", text.strip())
    found = names(bare, known)
    if len(found) != 1 or found[0].start != 0:
        return False
    return found[0].end == len(bare) or (found[0].role and len(bare.split()) <= 4)


@lru_cache(maxsize=1024)
def level(name: str) -> BodyLevel | None:
    """The level of a body by its name or usual abbreviation; None for roles and unknown names."""
    if name in ABBREVIATIONS:
        full = ABBREVIATIONS[name]
        return level(full) if full else BodyLevel.NAMND if name.endswith("N") else None
    found = names(name)
    return found[0].level if found else None


def _named(text: str, hit: Hit) -> Name | None:
    """The body that a word names, with the words before it that belong to its name."""
    extra = Lexicon.load("body").entries[hit.meaning].extra
    word = text[hit.start : hit.end]
    named = _BEFORE.search(text[: hit.start])
    if hit.meaning in {"nämnd", "styrelse", "förvaltning", "bolag"} and word.lower() in _COMMON and not named:
        return None
    if hit.meaning == "roll":
        return None if word.lower() in _COMMON or text[hit.end :].startswith(":") else _role(text, hit)
    start = hit.start
    for pattern in (
        _COMPOUND,
        _SIMPLE if word.lower().endswith(("nämnden", "förvaltningen")) and not word[0].isupper() else None,
        _BEFORE,
    ):
        if pattern is not None and (before := pattern.search(text[:start])):
            start = before.start()
            break
    return Name(start, hit.end, BodyLevel(extra["level"]) if "level" in extra else None, generic="generic" in extra)


_COMMON = frozenset(
    "nämnden nämnd styrelsen förvaltningen förvaltning enheten avdelningen bolaget förbundet kontoret kontor "
    "stiftelsen sektionen ansvarig".split()
)


def _role(text: str, hit: Hit) -> Name | None:
    """A role, with the genitive before it ("Kulturskolans rektor"); only at the start of a text, where a role is a name."""
    before = text[: hit.start].rstrip()
    if before and not re.fullmatch(r"[A-ZÅÄÖ]\w*s?|[Ss]amtliga|[Aa]lla|[Bb]iträdande", before.rsplit(", ", 1)[-1]):
        return None
    start = hit.start - len(text[: hit.start].rsplit(", ", 1)[-1]) if before else 0
    return Name(start, hit.end, None, role=True)


def _abbreviated(text: str, known: Mapping[str, str]) -> Iterator[Name]:
    """The abbreviations of bodies in the text: the document's own, the usual ones, and capitals that end in N for nämnd."""
    for match in _ABBREVIATION.finditer(text):
        word = match[0]
        if word in _OTHER and word not in known:
            continue
        if word in known or (word in ABBREVIATIONS and word not in _UNSURE) or (word.endswith("N") and len(word) in {3, 4}):
            full = known.get(word) or ABBREVIATIONS.get(word)
            told = level(full) if full else BodyLevel.NAMND if word.endswith("N") else None
            yield Name(match.start(), match.end(), told)
