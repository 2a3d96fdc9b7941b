"""Whether a document is decided, a proposal or a draft."""

import re

from ...models.block import At, Block, Role
from ...models.document import Adoption, DocumentKind
from ...rules.swedish import sentences
from .decisions import Decided
from .front import Front

_COUNCIL = r"(?:kommun|region|landstings|förbunds)?fullmäktige"
_DRAFT = re.compile(r"\b(?:utkast\w*|arbetsmaterial|arbetsversion|arbetshypotes)\b", re.IGNORECASE)
_PROPOSAL = re.compile(
    r"^(?:förslag\b|remissversion|remissutgåva|samrådsversion|samrådshandling|remiss\b)|\bförslag (?:från|"
    r"till (?:mål|strategi|plan|budget|program|verksamhet))|"
    r"\b\w+(?:styrelsens|nämndens|utskottets|direktionens) förslag(?:$| (?:den )?\d)|föreslås (?:besluta|anta|"
    r"fastställa)",
    re.IGNORECASE,
)
_ADOPTED = re.compile(
    rf"\b(?:antog|antogs|antar|fastställde|fastställdes|"
    rf"fattade (?:[\w–-]+ ){{0,6}}?beslut|fattat beslut|tog (?:[\w–-]+ ){{0,4}}?beslut|fastställer följande|beslutades|beslutade|"
    rf"har (?:(?!inte |ej |ännu )[\w–-]+ ){{0,5}}?(?:antagit|fastställt|beslutat|beslutats|antagits|lämnat)|"
    rf"(?:är|blev) (?:antagen|antaget|antagna|"
    rf"fastställd|fastställda|beslutad|beslutade)"
    rf"|(?:alla )?beslutade av {_COUNCIL}|(?:antagen|antaget|antagna|fastställd|fastställt|fastställda|beslutad|"
    rf"reviderad|godkänd)\w* av)\b",
    re.IGNORECASE,
)
_BODY = re.compile(
    rf"\b(?:{_COUNCIL}|\w*nämnden|kommunstyrelsen|regionstyrelsen|direktionen|landstingsfullmäktige)\b", re.IGNORECASE
)
_OBJECT = re.compile(
    r"\b(?:mål\w*|\w+mål(?:en)?|\w*program\w*|\w*plan(?:en)?|\w*strategi\w*|uppdrag\w*|fokusområde\w*|målområde\w*|inriktning\w*|vision\w*|"
    r"direktiv\w*|budget\w*|styrmodell\w*|områden|anvisning\w*|utvecklingsstrategi)\b",
    re.IGNORECASE,
)
_ASCRIBED = re.compile(
    rf"(?:^|\b)(?:{_COUNCIL}s (?:\w+ ){{0,3}}\w*(?:mål|målen|uppdrag|uppdragen|utvecklingsmål|inriktningar|"
    rf"målområden|prioriterade mål)\b|(?:mål|uppdrag) från {_COUNCIL}|fullmäktigemål\w*|fullmäktigeuppdrag\w*|"
    rf"KF-mål\w*"
    rf"|\w*fullmäktigeuppdrag\w*|{_COUNCIL} lämna(?:r|de)"
    rf"|(?:{_COUNCIL} har|har {_COUNCIL}) (?:[\w–-]+ ){{0,4}}?(?:angett|gett|pekat ut|valt|satt|"
    rf"formulerat|bestämt|lagt fast|slagit fast|"
    rf"\w+ \w*mål)\b)",
    re.IGNORECASE,
)
_HYPOTHETICAL = re.compile(
    r"\b(?:kan|ska|skall|beräknas|väntas|kommer att|när|innan|föreslås|inför|efter att|tills)\b", re.IGNORECASE
)
_IT = re.compile(r"(?:Den|Det|De) ")
_MEETING = re.compile(rf"{_COUNCIL},? (?:den )?(?:\d{{1,2}} )?[a-zåäö]+ (?:19|20)\d\d", re.IGNORECASE)
_REPLACED = re.compile(r"\b(?:ersätt\w+|tidigare|föregående)\b", re.IGNORECASE)
_EXPLAINING = {DocumentKind.MALMODELL, DocumentKind.MALPROCESS}


def adoption(front: Front, kind: DocumentKind, decided: Decided | None) -> tuple[Adoption, At | None]:
    """Whether it is adopted: by its own label, its decision line, a sentence that says so, or goals ascribed to the council."""
    for value, pattern in ((Adoption.UTKAST, _DRAFT), (Adoption.FORSLAG, _PROPOSAL)):
        if found := _labelled(front, pattern):
            return value, found
    if decided is not None and (decided.decision.body or decided.decision.date):
        return Adoption.ANTAGEN, decided.at
    if kind is DocumentKind.MALPROCESS:
        draft = next(((block, match) for block in front.body if (match := _DRAFT.search(block.text))), None)
        return (
            (Adoption.UTKAST, draft[0].at("adoption/process", draft[1].start(), draft[1].end(), 0.6))
            if draft
            else (Adoption.OKAND, None)
        )
    if found := _consulted(front):
        return Adoption.FORSLAG, found
    for block in front.cover:
        if _MEETING.fullmatch(block.text):
            return Adoption.ANTAGEN, block.at("adoption/meeting", confidence=0.8)
    for block in front.body:
        if found := _said(block) or _ascribed(block, kind):
            return Adoption.ANTAGEN, found
    return Adoption.OKAND, None


def _labelled(front: Front, pattern: re.Pattern[str]) -> At | None:
    """A label of the cover or margin that calls the document a draft or proposal."""
    for block in (*front.cover, *front.margins):
        if len(block.text) < 100 and (match := pattern.search(block.text)) and not block.text.endswith("."):
            return block.at("adoption/label", match.start(), match.end(), 0.95)
    return None


_CONSULTING = ("förslag", "remiss")  # what the pattern below cannot match without
_CONSULTED = re.compile(
    r"\b(?:nu finns|här (?:är|finns)|nu är|så lyder) (?:ett |det )?(?:nya )?förslag(?:et)?\b|"
    r"\b(?:planen|programmet|förslaget|strategin) "
    r"(?:är ute på|skickas (?:ut )?på|går ut på) remiss\b|\bremissen pågår\b|\blämna(?:r)? synpunkter på förslaget\b",
    re.IGNORECASE,
)


def _consulted(front: Front) -> At | None:
    """A sentence that calls the document a proposal out for consultation."""
    for block in front.body:
        folded = block.text.casefold()
        if any(map(folded.__contains__, _CONSULTING)) and (match := _CONSULTED.search(block.text)):
            return block.at("adoption/consulted", match.start(), match.end(), 0.8)
    return None


def _said(block: Block) -> At | None:
    """A sentence that tells the adoption of the goals or the document."""
    for start, end in sentences(block.text):
        sentence = block.text[start:end]
        match = _ADOPTED.search(sentence)
        if match is None or _HYPOTHETICAL.search(sentence[: match.start()]) or _REPLACED.search(sentence[: match.start()]):
            continue
        named = block.text[:end] if _IT.match(sentence) else sentence
        if _BODY.search(sentence) and (_OBJECT.search(named) or "planen" in sentence.lower()):
            return block.at("adoption/sentence", start, end, 0.85)
    return None


def _ascribed(block: Block, kind: DocumentKind) -> At | None:
    """Goals or tasks that are called the council's; in a text on how steering works that says nothing."""
    if kind in _EXPLAINING:
        return None
    for start, end in sentences(block.text):
        sentence = block.text[start:end]
        match = _ASCRIBED.search(sentence)
        if match is None or _HYPOTHETICAL.search(re.sub(r"\bkan (?:du|man)\b", "", sentence)):
            continue
        heading = block.role in {Role.HEADING, Role.TITLE} or len(block.text) < 80
        if heading and match.start() > 0 and re.match(r"(?:mål|uppdrag) från", match.group(), re.IGNORECASE):
            continue
        return block.at("adoption/council", start + match.start(), start + match.end(), 0.7)
    return None
