"""Who decided on a document, when, in which paragraph and case."""

import re
from typing import NamedTuple

from ...models.block import At, Block
from ...models.document import Decision, DocumentKind
from ...rules.mentions import BODY
from ...rules.swedish import dates
from .front import Front

_VERB = r"(?:[Aa]ntag|[Ff]astställ|[Bb]eslut|[Gg]odkän|[Rr]evidera|[Uu]pprätta)\w*"
_SHORT = r"[A-ZÅÄÖ]{2,4}"
_BY = re.compile(rf"\b{_VERB}(?: av| i)?:?\s(?:av |i )?(?P<body>{BODY}|{_SHORT})\b")
_DECIDED = re.compile(
    r"\b(?:[Aa]ntag(?:en|et|na)|[Ff]astställ(?:d|t|da)|[Bb]eslutad(?:e|es)?|[Bb]eslut(?::| i )|[Gg]odkän(?:d|t|da)|"
    r"[Rr]eviderad|[Rr]eviderat)\b"
)
_BARE = re.compile(rf"^(?:Beslut: )?(?P<body>{BODY}|{_SHORT}) (?=\d{{4}}-\d\d-\d\d)")
_BESIDE = re.compile(rf"(?:^|[·|] ?)(?P<body>{BODY}) ?[·|,–-] ?{_VERB} (?:den )?(?=\d)")
_PARAGRAPH = re.compile(r"§§? ?\d+(?:[–-]\d+)?")
_DNR = re.compile(
    r"\b(?:dnr|diarie-?nummer|diarie-?nr|ärendenr|ärendenummer)\b\.?:? ?(?P<nr>[A-ZÅÄÖ]{1,6}[ /-]?(?:19|"
    r"20)\d\d[/:-]\d+(?:-\d+)?|(?:19|20)\d\d[/:-]\d+)",
    re.IGNORECASE,
)
_DNR_ALONE = re.compile(r"^(?P<nr>[A-ZÅÄÖ]{2,6}[ /-]?(?:19|20)\d\d[/:-]\d+(?:-\d+)?)$")


class Decided(NamedTuple):
    """A decision, where it was read, and the place of its body."""

    decision: Decision
    at: At
    body_at: At | None


def decision(front: Front, kind: DocumentKind) -> Decided | None:
    """Who decided on the document, when, in which paragraph and case, read from verbless decision lines and labels.

    The first decision counts; later labels only add to it ("Beslutsdatum" below "Beslutad av").
    """
    fields: dict[str, str] = {}
    place: At | None = None
    body_at: At | None = None
    for block in (*front.cover, *front.opening[:3], *front.margins, *front.tail):
        labelled = _decision_label(front, block)
        got = (
            labelled
            if fields
            else _decision_line(block) or labelled or (_meeting(front, block) if kind is DocumentKind.OVRIGT else {})
        )
        if got:
            fields = got | fields
            place = place or block.at("decision/line", confidence=0.9)
            body_at = body_at or _place_of(front, block, got.get("body"))
    number = _case_number(front)
    if number is not None:
        fields["dnr"], place = number[0], place or number[1]
    if not fields or place is None:
        return None
    if body := fields.get("body"):
        fields["body"] = body[0].upper() + body[1:]
    return Decided(Decision(**fields), place, body_at)


def _place_of(front: Front, block: Block, body: str | None) -> At | None:
    """Where a body's name stands: in the block, or in the next one where the block is its label."""
    for each in (block, front.after(block)):
        if body is not None and each is not None and body in each.text:
            start = each.text.index(body)
            return each.at("issuer/decision", start, start + len(body), 0.8)
    return None


def _case_number(front: Front) -> tuple[str, At] | None:
    """The case number (dnr) of the document and its place."""
    for block in (*front.cover, *front.opening[:3], *front.margins, *front.body[:40]):
        if match := _DNR.search(block.text) or _lone_dnr(front, block):
            return match["nr"], block.at("decision/dnr", match.start("nr"), match.end("nr"), 0.9)
    return None


def _decision_line(block: Block) -> dict[str, str]:
    """The fields of a line like "Antagen av kommunfullmäktige 2024-10-28, § 112", {} for any other."""
    text = block.text
    if len(text) > 300 or (_finite(text) and not _BARE.match(text)):
        return {}
    match = next((each for each in _BY.finditer(text) if _DECIDED.match(text[each.start() :])), None)
    match = match or _BARE.match(text) or _BESIDE.search(text)
    if match is None:
        return {}
    rest = text[match.end() :]
    found = {"body": match["body"]}
    if date := next(dates(rest[:60]), None):
        found["date"] = date.iso
        rest = rest[date.end :]
    if (paragraph := _PARAGRAPH.search(rest)) and paragraph.start() < 30:
        found["paragraph"] = paragraph.group()
    return found if len(found) > 1 or re.match(rf"^{_VERB}(?: av)?:", text) else {}


def _finite(text: str) -> bool:
    """Whether the text before its decision word has a finite verb or subject: a sentence, no decision line."""
    match = _DECIDED.search(text)
    before = text[: match.start()] if match else text
    sentence = re.split(r"[.!?] ", before)[-1]
    return bool(
        re.search(
            r"\b(?:är|har|blev|blir|ska|som|att|antogs|beslutades|fastställdes|programmet|planen|målen|den|de)\b",
            sentence,
            re.IGNORECASE,
        )
    )


def _decision_label(front: Front, block: Block) -> dict[str, str]:
    """The fields of a label with its value in the same block or the next ("Beslutsdatum: 2022-09-26")."""
    match = re.match(
        r"(?P<label>Beslutsdatum|Beslutsinstans|Paragraf|(?:Beslutad|Beslutat|Fastställd|Fastställt|Antagen|"
        r"Antaget)(?: den| av)?)\b:? ?",
        block.text,
    )
    if match is None or len(block.text) > 80:
        return {}
    value = block.text[match.end() :] or _text(front.after(block))
    found: dict[str, str] = {}
    if body := re.match(BODY, value):
        found["body"] = body.group()
    if date := next(dates(value), None):
        found["date"] = date.iso
    if paragraph := _PARAGRAPH.search(value):
        found["paragraph"] = paragraph.group()
    return found


def _meeting(front: Front, block: Block) -> dict[str, str]:
    """The meeting's day and body in minutes."""
    match = re.match(r"(?:Sammanträdesdatum|Sammanträde den|Datum för sammanträde)\b:? ?", block.text)
    if match is None:
        return {}
    value = block.text[match.end() :] or _text(front.after(block))
    date = next(dates(value), None)
    body = next((m for each in front.cover if (m := re.search(rf"\b{BODY}\b", each.text))), None)
    return ({"date": date.iso} if date else {}) | ({"body": body.group()} if body else {})


def _lone_dnr(front: Front, block: Block) -> re.Match[str] | None:
    """A case number that stands alone after its label."""
    before = _text(front.before(block))
    return _DNR_ALONE.match(block.text) if re.fullmatch(r"(?:dnr|diarie\w*|ärende\w*)[.:]?", before, re.IGNORECASE) else None


def _text(block: Block | None) -> str:
    return block.text if block else ""
