"""Who is shown as responsible: bodies and roles. Named officials and ways to reach them are left out."""

import re
from collections.abc import Iterable
from functools import lru_cache

_NAME = r"[A-ZÅÄÖÉÜ][a-zåäöéüè]+(?:-[A-ZÅÄÖÉÜ][a-zåäöéüè]+)?"
_PERSON = rf"{_NAME}(?: (?:[A-ZÅÄÖ]\.|von|af|de|la))?(?: {_NAME}){{1,2}}(?: \([A-ZÅÄÖa-zåäö]{{1,3}}\))?"
_BODY = re.compile(
    r"nämnd|styrelse|förvaltning|kontor|enhet|avdelning|bolag|förbund|region|kommun|\blän|utskott|beredning|sekt(?:ion|or)|"
    r"kansli|\bstab|fullmäktige|stiftelse|\b(?:AB|HB|KB)\b|polis|kyrka|universitet|högskola|verk(?:et)?\b|sjukhus|tjänst|"
    r"skola|råd(?:et)?\b|grupp|förening|myndighet|domstol|kors(?:et)?\b|bibliotek|museum|museet",
    re.IGNORECASE,
)
_ROLE = (
    r"[\wåäö-]*(?:chef|direktör|rektor|strateg|ordförande|samordnare|konsulent|utvecklare|sekreterare|controller|ingenjör|pedagog|"
    r"ansvarig|ledare|handläggare|bibliotekarie|arkitekt|intendent|råd|jurist|ledamot)(?:en|n|a)?"
)
_WITH_NAME = re.compile(rf"(?P<role>.*\b(?i:{_ROLE})),? (?:{_PERSON})")
_REACH = re.compile(
    r"\(?\S+@\S+\)?|(?i:\b(?:tel(?:efon)?|mobil|e-?post|mejl|växel)\b[.: ]*)|\+?\d[\d ()/–-]{5,}\d|^(?i:kontakt\w*)(?: är)?[: ]+",
)


@lru_cache(maxsize=4096)
def shown(raw: str) -> str | None:
    """The body or role of what is printed, without a person's name, telephone and mail; None where nothing is left."""
    parts = [part for part in (_part(one) for one in re.split(r"\s*[,;:/]\s+", _REACH.sub(" ", raw))) if part]
    if not parts:
        return None
    return raw.strip() if " ".join(parts) == re.sub(r"\s*[,;:/]\s+", " ", raw.strip()) else ", ".join(parts)


def bodies(raws: Iterable[str]) -> list[str]:
    """The bodies and roles of several, each once."""
    return list(dict.fromkeys(body for raw in raws if (body := shown(raw))))


def _part(text: str) -> str | None:
    """One part of what is printed, without a person's name."""
    text = " ".join(text.split()).strip(" ,.;:()") if "(" not in text else " ".join(text.split()).strip(" ,.;:")
    found = _WITH_NAME.fullmatch(text)
    if found:
        return found["role"].strip()
    if re.fullmatch(_PERSON, text) and not _BODY.search(text):
        return None
    return text or None
