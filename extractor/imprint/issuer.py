"""Who issued a document: the organisation, and the body of it that decided."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ...models.block import At, Block, Note, Role
from ...models.document import OrganisationType
from ...rules import registry
from ...rules.mentions import BODY, NAME, Mention, mentions
from ...rules.swedish import fold
from .front import Front

_OTHERS = re.compile(
    r"\b(?:med|åt|mot|mellan|samt|och|bredvid|utanför|grannkommunen|medlemskommuner\w*:?|från)\s+$", re.IGNORECASE
)
_SENDER = re.compile(
    r"\b(?:utfärdat av|utgiven av|utgivare:?|avsändare:?|skapad av|ansvarig utgivare:?|organisation:?|kommun:)\s*", re.IGNORECASE
)
_LIST_BEFORE = re.compile(rf"(?:{NAME} kommuns?, )+$|:\s*$")


_OFTEN = 3  # times that a text names its own place
_CERTAIN = 4.0  # weight above which a name needs no help from the file's name
_LIKELY = 3.0  # weight below which the place that a text is about tells more
_OF_SITE = 6.0  # weight of the suffix of a page's title ("… - Norrviks kommun")


class Found(NamedTuple):
    """The organisation that issued a document, and where that was read."""

    name: str
    code: str | None
    kind: OrganisationType
    at: At
    notes: tuple[Note, ...] = ()


def organisation(front: Front, ref: str) -> Found | None:
    """The organisation that issued the document.

    Each place where a name stands has a weight: alone on a line or as sender most, then title and running header, running
    text least. A company that a municipality writes about gives way to the municipality. A name that is only told by the
    document's file name has no place and comes with a note.
    """
    names = _scored(front)
    choice = _choose(names)
    certain = choice is not None and choice.score >= _CERTAIN
    found = None if certain else _also_in_file_name(front, ref)
    if found is None and (choice is None or choice.score < _LIKELY):
        found = _by_place(front)
    if found is not None:
        return found
    if choice is not None:
        return Found(_best_name(front, choice.mention), choice.mention.code, choice.mention.kind, choice.at)
    return _by_file_name(ref)


class _Name(NamedTuple):
    """A name with the sum of the weights of its places, and the best of them."""

    score: float
    weight: float
    at: At
    mention: Mention


def _scored(front: Front) -> list[_Name]:
    """Every organisation that is named, by what its places weigh, the heaviest first."""
    names: dict[str, _Name] = {}
    for weight, block, mention in _weighed(front):
        place = block.at("organisation/name", mention.start, mention.end, min(1.0, 0.5 + weight / 12))
        _add(names, _Name(weight, weight, place, mention))
    for mention in mentions(re.split(r"\s[-–|·]\s", front.title)[-1]):
        place = At(rule="organisation/source-title", confidence=0.9)
        before = names.get(_stem(mention))
        _add(names, _Name(_OF_SITE, 0.0 if before else _OF_SITE, place, mention))
    return sorted(names.values(), key=lambda name: -name.score)


def _add(names: dict[str, _Name], new: _Name) -> None:
    """Counts one more place of a name; the heaviest place stands for it."""
    before = names.get(_stem(new.mention))
    if before is None:
        names[_stem(new.mention)] = new
        return
    best = new if new.weight > before.weight else before
    names[_stem(new.mention)] = best._replace(score=before.score + new.score)


def _choose(names: Sequence[_Name]) -> _Name | None:
    """The heaviest name; a company or party only where no municipality or region is named as issuer."""
    public = {OrganisationType.KOMMUN, OrganisationType.REGION}
    issuers = [name for name in names if name.mention.kind in public and name.score >= 2]
    others = [name for name in names if name.mention.kind not in public and name.score >= 5]
    if issuers and (not others or others[0].mention.kind is OrganisationType.BOLAG or issuers[0].score >= others[0].score):
        return issuers[0]
    named = [name for name in names if name.mention.kind in public and name.score >= 1]
    return next(iter(others + named), None)


def _weighed(front: Front) -> Iterator[tuple[float, Block, Mention]]:
    """Every mention with the weight of its place."""
    for block in {block.text: block for block in front.margins}.values():
        yield from ((6.0, block, mention) for mention in mentions(block.text))
    cover = {block.id for block in front.cover}
    tail = {block.id for block in front.tail}
    logo = _logotype(front)
    if logo:
        yield logo
    for block in front.body:
        for mention in mentions(block.text):
            yield _weight(block, mention, on_cover=block.id in cover, at_end=block.id in tail), block, mention


def _weight(block: Block, mention: Mention, *, on_cover: bool, at_end: bool) -> float:
    """How much a mention tells about the issuer, from 0.1 (a partner in running text) to 12 (alone on the cover)."""
    before, after = block.text[: mention.start], block.text[mention.end :]
    alone = len(fold(before + after)) <= 3
    if _OTHERS.search(before) or _LIST_BEFORE.search(before):
        return 0.1
    if _SENDER.search(before) or (block.role is Role.CELL and alone and on_cover):
        return 12.0
    if alone:
        return 12.0 if on_cover else 5.0
    if on_cover and (" / " in block.text or " | " in block.text or " · " in block.text):
        return 8.0 if mention.start == 0 else 6.0
    if block.role in {Role.HEADING, Role.TITLE} or (on_cover and len(block.text) < 100):
        return 6.0 if mention.kind is not OrganisationType.BOLAG else 3.0
    if at_end and len(block.text) < 120:
        return 4.0
    return 1.0


def _logotype(front: Front) -> tuple[float, Block, Mention] | None:
    """A name set in two lines, "HOLMEDALS" over "KOMMUN"."""
    for first, second in zip(front.cover, front.cover[1:], strict=False):
        if second.text.lower() in {"kommun", "stad"} and re.fullmatch(rf"{NAME}(?: {NAME})?", first.text):
            for mention in mentions(f"{first.text} {second.text}"):
                return 12.0, first, mention._replace(end=len(first.text))
    return None


def _stem(mention: Mention) -> str:
    """What two forms of one name have in common: "Almviks stad" and "Almviks kommun", "Region Dalarnas" and "Region Dalarna"."""
    if mention.code:
        return mention.code
    words = fold(mention.name).split()
    if mention.kind is OrganisationType.KOMMUN:
        words = words[:-1]
    return f"{mention.kind} {' '.join(word.removesuffix('s') for word in words)}"


def _best_name(front: Front, chosen: Mention) -> str:
    """The fullest form of a made-up name: "X kommun" rather than "X stad", no genitive that other places do without."""
    if chosen.code:
        return chosen.name
    names = {
        mention.name
        for block in (*front.body, *front.margins)
        for mention in mentions(block.text)
        if _stem(mention) == _stem(chosen)
    }
    names |= {chosen.name}
    if chosen.kind is OrganisationType.KOMMUN:
        communes = sorted(name for name in names if name.endswith("kommun")) or sorted(names)
        return chosen.name if chosen.name in communes else communes[0]
    return min(names, key=lambda name: (len(name), name.isupper(), name))


def _also_in_file_name(front: Front, ref: str) -> Found | None:
    """A name of two capitalised words or more that the text prints and the file is named by ("Höjdens Byalag")."""
    file_name = f" {registry.plain(ref)} "
    for block in front.body:
        for match in re.finditer(rf"{NAME}(?: {NAME})+", block.text):
            if f" {registry.plain(match.group())} " in file_name and not list(mentions(match.group())):
                at = block.at("organisation/name-and-ref", match.start(), match.end(), 0.8)
                return Found(match.group(), None, OrganisationType.ANNAN, at)
    return None


def _by_place(front: Front) -> Found | None:
    """The municipality or region whose place the text is about, where its own council or board is named but not it."""
    text = " ".join(block.text for block in front.body)
    kind = (
        OrganisationType.REGION
        if re.search(r"\bregion(?:fullmäktige|styrelsen|al utvecklingsstrategi)", text, re.IGNORECASE)
        else OrganisationType.KOMMUN
    )
    if kind is OrganisationType.KOMMUN and not re.search(r"\bkommun(?:fullmäktige|styrelsen)", text, re.IGNORECASE):
        return None
    counted = {
        each: len(re.findall(rf"(?<=[a-zåäö] ){re.escape(each.short)}s?\b", text))
        for each in registry.organisations()
        if each.kind is kind
    }
    first, second = sorted(counted, key=lambda each: -counted[each])[:2]
    block = next((block for block in front.body if first.short in block.text), None)
    if counted[first] < _OFTEN or counted[first] < 3 * counted[second] or block is None:
        return None
    start = block.text.index(first.short)
    at = block.at("organisation/place", start, start + len(first.short), 0.6)
    note = Note(
        code="organisation-from-place",
        message=f"{first.name} is told by the place that the text is about; it does not name its issuer",
        at=at,
    )
    return Found(first.name, first.code, first.kind, at, (note,))


def _by_file_name(ref: str) -> Found | None:
    """The municipality or region that the file is named by, with a note."""
    known = registry.of_file_name(ref)
    if known is None:
        return None
    at = At(rule="ref", confidence=0.3)
    note = Note(
        code="organisation-from-ref", message=f"{known.name} is told by the file's name alone; the text does not name its issuer"
    )
    return Found(known.name, known.code, known.kind, at, (note,))


_BODY = re.compile(rf"\b{BODY}\b")
_GENITIVE_BODY = re.compile(
    rf"\b({BODY})s (?=(?:verksamhets|nämnd|hand|affärs|arbetsplan|intern|bokslut|budget|årsr|delårs|plan|program|strategi"
    r"|uppfölj|målupp))"
)
_FOR_BODY = re.compile(rf"\bför ({BODY})$")


def issuer(front: Front, decided: tuple[str, At] | None) -> tuple[str, At] | None:
    """The body that issued the document: named on the cover, in the title, or the one that decided on it."""
    for block in front.cover:
        first_page = block.page == front.cover[0].page
        if (
            first_page
            and len(block.text) <= 80
            and block.role not in {Role.CELL, Role.LIST_ITEM}
            and (found := _cover_body(block))
        ):
            return found
    if decided is not None and len(decided[0]) > 4:
        return (_by_name(front) or decided) if decided[0].lower() in _NAMELESS else decided
    for block in front.cover:
        if match := _GENITIVE_BODY.search(block.text) or _FOR_BODY.search(block.text):
            return _as_name(match[1]), block.at("issuer/title", match.start(1), match.end(1), 0.9)
    return None


_NAMELESS = {"nämnden", "styrelsen"}


def _by_name(front: Front) -> tuple[str, At] | None:
    """The one committee or board that cover and opening name, where the decision line only says "nämnden"."""
    found = [
        (match, block)
        for block in (*front.cover, *front.margins, *front.opening[:3])
        for match in _BODY.finditer(block.text)
        if match.group().lower() not in _NAMELESS and not re.search(r"fullmäktige|direktionen", match.group(), re.IGNORECASE)
    ]
    if len({_as_name(match.group()) for match, _ in found}) != 1:
        return None
    match, block = found[0]
    return _as_name(match.group()), block.at("issuer/named", match.start(), match.end(), 0.7)


def _cover_body(block: Block) -> tuple[str, At] | None:
    """The body that a line of the cover consists of, with its abbreviation or organisation beside it at most."""
    match = _BODY.match(block.text)
    place = re.search(rf"(?:^|\d |[:|·–] ?)({BODY})$", block.text) if match is None else match
    if place is None:
        return None
    rest = block.text[place.end() :]
    if match is not None and rest and not re.match(r" \([^)]*\)$|(?:,| i| [·|–-]) [^.]*$", rest):
        return None
    start = place.start(1) if match is None else place.start()
    return _as_name(block.text[start : place.end()]), block.at("issuer/cover", start, place.end(), 0.95)


def _as_name(body: str) -> str:
    return body[0].upper() + body[1:]
