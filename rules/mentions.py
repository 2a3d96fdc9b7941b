"""Organisations and bodies that a text names: municipalities, regions, federations, companies, parties, boards."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from ..models.document import OrganisationType
from . import registry

UPPER = "A-ZÅÄÖÉÜ"
NAME = rf"[{UPPER}][\wé]*(?:-[{UPPER}][\wé]*)?"

_MUNICIPALITY = re.compile(rf"(?P<name>{NAME}(?: {NAME}){{0,2}}) (?P<head>[Kk]ommun|[Ss]tad|KOMMUN|STAD)(?P<s>s|S)?\b(?! och)")
_REGION = re.compile(
    rf"\b(?P<head>Region|REGION|Landstinget|"
    rf"Landsting)(?: i)? (?P<name>{NAME}(?:[ /](?!Box\b|\w*(?:[Ff]ullmäktige|[Ss]tyrelse|[Nn]ämnd)){NAME})?)"
    rf"(?P<lan> län)?|\b(?P<own>VGR|"
    rf"{NAME}(?: {NAME})?regionen)\b"
)
_FEDERATION = re.compile(
    rf"\b(?P<name>(?:Kommunalförbundet|KOMMUNALFÖRBUNDET|[{UPPER}]\w+förbundet) {NAME}(?: {NAME})*"
    rf"|{NAME}(?: {NAME})? kommunalförbund)\b"
)
_COMPANY = re.compile(rf"\b(?P<name>{NAME}(?: (?:{NAME}|och|&|i)){{0,4}} AB)\b|\b(?P<front>AB {NAME}(?: {NAME})*)\b")
_PARTY = re.compile(
    rf"\b(?P<name>{NAME}partiet(?: i {NAME})?|(?:Moderaterna|Socialdemokraterna|Liberalerna|Centerpartiet|"
    rf"Vänsterpartiet|Kristdemokraterna|Sverigedemokraterna)(?: i {NAME})?)\b"
)
# What the patterns cannot match without, and what is quicker to look for.
_HAS_MUNICIPALITY = re.compile(r" (?:[Kk]ommun|[Ss]tad|KOMMUN|STAD)[sS]?\b")
_HAS_OTHER = tuple("Region REGION Landsting VGR regionen förbund FÖRBUND AB partiet aterna alerna".split())
_NO_NAME = frozenset(
    "En Ett Varje Hela Vår Vårt Våra Den Det Denna Som I Ingen Alla Övriga Respektive Egen Sin Samma Per För Att Om Av Med "
    "När Här Där Att Mål Uppdrag Region Landstinget Bästa Ny Nya Till Från Inom Mellan Samt Kommun Sveriges Svenska".split()
)
_WORD = rf"[{UPPER}a-zåäöé]"
BODY = (
    rf"(?:(?:{_WORD}+-(?:,| och| &| samt) )*(?:[Tt]ekniska |[Ss]ociala |[Ll]okala )?{_WORD}*[Nn]ämnden"
    r"|(?:[Kk]ommun|[Rr]egion|[Ll]andstings|[Ff]örbunds)?[Ff]ullmäktige|(?:[Kk]ommun|[Rr]egion|"
    r"[Ll]andstings)styrelsen|[Dd]irektionen|[Ff]örbundsdirektionen|[Ss]tyrelsen)"
)


class Mention(NamedTuple):
    """A name of an organisation in a text: how it is to be called, and characters ``start`` to ``end``."""

    name: str
    kind: OrganisationType
    start: int
    end: int
    code: str | None = None


def mentions(text: str) -> Iterator[Mention]:
    """Every organisation that the text names, registered or made up like one."""
    if _HAS_MUNICIPALITY.search(text):
        yield from filter(None, map(_municipality, _MUNICIPALITY.finditer(text)))
    if not any(map(text.__contains__, _HAS_OTHER)):
        return
    yield from filter(None, map(_region, _REGION.finditer(text)))
    for pattern, kind in (
        (_FEDERATION, OrganisationType.KOMMUNALFORBUND),
        (_COMPANY, OrganisationType.BOLAG),
        (_PARTY, OrganisationType.ANNAN),
    ):
        for match in pattern.finditer(text):
            yield Mention(match.group(), kind, match.start(), match.end())


def _municipality(match: re.Match[str]) -> Mention | None:
    """The municipality of a match, its name cut free of the words before it ("I Lunds kommun")."""
    words = match["name"].split()
    while words and words[0].capitalize() in _NO_NAME:
        words.pop(0)
    for drop in range(len(words)):
        if known := registry.named(f"{' '.join(words[drop:])} {match['head']}"):
            start = match.end("name") - len(" ".join(words[drop:]))
            return Mention(known.name, known.kind, start, match.end("head"), known.code)
    if not words:
        return None
    name = " ".join(words)
    start = match.end("name") - len(name)
    shown = " ".join(word.capitalize() if word.isupper() and len(word) > 1 else word for word in words)
    head = "stad" if match["head"].lower() == "stad" else "kommun"
    return Mention(f"{shown} {head}", OrganisationType.KOMMUN, start, match.end("head"))


def _region(match: re.Match[str]) -> Mention | None:
    """The region of a match; a name that is not registered is kept as printed, without a genitive."""
    words = match.group().split()
    for length in range(len(words), 0, -1):
        if known := registry.named(" ".join(words[:length])):
            return Mention(known.name, known.kind, match.start(), match.start() + len(" ".join(words[:length])), known.code)
    if match["own"] or match["head"].lower().startswith("landsting"):
        return None if match["own"] else Mention(match.group(), OrganisationType.REGION, match.start(), match.end())
    name = match["name"].capitalize() if match["name"].isupper() else match["name"]
    return Mention(f"Region {name}{match['lan'] or ''}", OrganisationType.REGION, match.start(), match.end())
