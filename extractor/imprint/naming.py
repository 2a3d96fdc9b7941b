"""What a document is called and what kind it is: its printed title, part, edition, kind."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from ...models.block import At, Block, Role, join_places
from ...models.document import DocumentKind
from ...rules import labels
from ...rules.lexicon import Lexicon
from ...rules.mentions import BODY, mentions
from ...rules.swedish import dates, fold
from .front import Front

_LABEL = re.compile(
    r"^(?:dnr|diarie\w*|datum|handläggare|dokument\w*|beslut\w*|fastställ\w*|antag\w*|godkän\w*|gäller|"
    r"giltig\w*|ersätter|version|utgåva|upplaga|"
    r"sida|sid|tel|telefon|e-post|kontakt|plats|justering|titel|organisation|ansvarig|utfärdat|titel|status|"
    r"tertial \d|helår|kortversion|lättläst|tjänsteskrivelse|missiv|ärendebeskrivning|"
    r"senast|sidan|publicerad|uppdaterad|utskriven|utkast|förslag)\b",
    re.IGNORECASE,
)
_NAVIGATION = re.compile(
    r"^(?:(?:gå|hoppa|till)\b.{0,20}\binnehåll\w*(?: på sidan)?|intranätet|läs mer|lyssna på sidan|driftinformation\b.*|"
    r"huvudmeny|meny|huvudgren:?|start|startsida|kontakt|kontakta oss|sök|lyssna|skriv ut|dela|innehåll\w*|"
    r"huvudinnehåll|in english|logga in|ställ en fråga|kommun och politik|barn och utbildning|"
    r"omsorg och (?:hjälp|stöd)|uppleva och göra|bygga,? (?:och )?bo.*|trafik och \w+|näringsliv och arbete|"
    r"facebook|twitter|instagram|självservice|lättläst|other languages|translate|e-tjänster|nyheter)$",
    re.IGNORECASE,
)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_SPAN = re.compile(r"\b(?:19|20)\d\d ?[–-] ?(?:20)?\d\d\b")
_CONTINUED = re.compile(r"^(?:för|med|och|samt|i|inom|till|av|–|-|avseende|per) ?")
_ADDED = re.compile(r"(?:med|och) (?:\w+ )?(?:plan|utblick|inriktning)\w* ", re.IGNORECASE)  # a subtitle, where it is set smaller
_PART = re.compile(
    r"\b(?P<part>(?:Mål|Bilaga|Del|Kapitel|Avsnitt|Målområde|Bil\.?|Tema) (?!(?:19|20)\d\d)(?:\d+(?:[.:]\d+)*|"
    r"[A-F]))\b(?! ?(?:av|procent|%))"
)
_EDITION = re.compile(
    r"\b(?:(?:Version|Utgåva|Upplaga|Ver\.?) ?\d+(?:\.\d+)*|\d:[ea] upplagan|Kortversion\w*|Populärversion\w*|"
    r"Lättläst(?: version)?|Digital version|Tryckversion)",
    re.IGNORECASE,
)
_ITEM = re.compile(r"(?:\w*mål(?:område)?|\w*område|perspektiv|\w*inriktning|uppdrag)\b[^:]{0,8}: \S", re.IGNORECASE)
_NO_TITLE = -99.0
_AROUND = 0.45  # weight of a text that stands at the front; below it is running text
_IN_TEXT = 0.4  # weight of the first running text
_WEAK = 2.0  # strength below which a word counts once: many kinds of documents use it
_LINE = 100  # characters of a line on a cover; a longer text is prose, which also speaks of other documents
_TOLD_BY_PROSE = {DocumentKind.UPPFOLJNING, DocumentKind.MALPROCESS, DocumentKind.MALMODELL}
_MOST_OF_TEXT = 5.0  # what the running text can add for one kind
_FOLLOW_UP = re.compile(r"(?:\d+\.? )?(?:\w+ och )?uppföljning(?: (?:och|av) [\w ]+)?", re.IGNORECASE)  # the chapter of a plan
_MENU = 0.1  # weight of a line around a page that may be its place in the site
_OPENING = 3  # blocks that open a document
_OTHER = 0.1  # share of a word's weight that another document's name has
_REPORTS = 9.0  # strength from which a word names a report, and does not judge
_FILES = 5  # documents that an index lists at least
_NAME = 60  # characters of a document's name in an index
_REFERRED = re.compile(
    r"\b(?:till|i|av|för|enligt|från|med|se|ur|inom|mot|per|om|och|utifrån)\s(?:\w+ns?\s|\w+ts?\s|\w+s\s)?$", re.IGNORECASE
)
_DEFINITE = re.compile(r"(?:en|et|er|ar|na|in|s)$", re.IGNORECASE)  # the definite and the plural
_OWNED = re.compile(r"\b(?:i|sina?|sitt|varje|respektive|en annan|tidigare) $", re.IGNORECASE)
_PLANS = {
    DocumentKind.MALPROGRAM, DocumentKind.STRATEGI, DocumentKind.HANDLINGSPLAN, DocumentKind.VERKSAMHETSPLAN,
    DocumentKind.MAL_OCH_BUDGET, DocumentKind.AGARDIREKTIV,
}  # fmt: skip
_HABITUAL = re.compile(
    r"\b(?:ska|skall|bör|kommer att|redovisas|rapporter(?:ar|as)|följs|följer|görs|sker|varje|årligen|vartannat|första|nästa|"
    r"behandlas|lämnas|visas|anger|anges)\b",
    re.IGNORECASE,
)
_FILE = re.compile(r"\((?:pdf|docx?|xlsx?|powerpoint|word|excel)\b[^)]*\)|\.(?:pdf|docx?|xlsx?)\b", re.IGNORECASE)
_MONEY = re.compile(
    r"budget|resursplan|ekonomiplan|skattesats|skatteintäkt|kommunbidrag|nettokostnad|driftram|investering|resultaträkning|"
    r"\b(?:mnkr|tkr|mkr|miljoner kronor|kronor)\b",
    re.IGNORECASE,
)
_BOARD = re.compile(r"nämnden$|\bstyrelsen$|förvaltningen$|utskottet$|bolaget$|\bAB$", re.IGNORECASE)
_YEARLY = re.compile(r"\w*plan(?:en)? (?:för )?(?:år )?20\d\d(?! ?[–-])\b", re.IGNORECASE)
_SENTENCE = re.compile(r"(?:just nu|här|vi|det|den här|på den här|under|klicka)\b", re.IGNORECASE)
_CHAPTER = re.compile(
    r"(?:\d+\.? )?(?:introduktion|inledning|bakgrund|sammanfattning|förord|ärendet|syfte\b.*|om (?:\w+)?(?:planen|programmet|"
    r"dokumentet|strategin|målen)|utgångspunkter|så läser du.*|så (?:används|arbetar vi med|fungerar) .*|läsanvisning\w*)$",
    re.IGNORECASE,
)


_TRAIL = re.compile(r"\S [/>›»] \S.* [/>›»] \S")  # the way to a page through its site


def title(front: Front) -> tuple[str, At] | None:
    """The title as printed: the line of the front that looks and reads most like one, with the lines that go on from it."""
    lines = [*front.cover, *(block for block in front.margins[:12] if front.title and fold(block.text) == fold(front.title))]
    scored = [
        (score, -index, block) for index, block in enumerate(lines) if (score := _likeness(front, index, block)) > _NO_TITLE
    ]
    if not scored:
        return None
    if not any(block.size or block.role is not Role.TEXT for block in front.cover):
        scored[0] = (scored[0][0] + 2.0, *scored[0][1:])
    _, index, block = max(scored, key=lambda each: each[:2])
    parts = [block, *_continuation(lines[-index + 1 :], block)]
    start = _behind_name(block.text)
    last = _before_body(parts[-1].text)
    cuts = [(start if each is block else 0, last if each is parts[-1] else len(each.text)) for each in parts]
    places = [each.at("title/front", *cut) for each, cut in zip(parts, cuts, strict=True)]
    printed = " ".join(each.text[first:end] for each, (first, end) in zip(parts, cuts, strict=True))
    return printed, join_places(places, "title/front", 0.9)


def _before_body(text: str) -> int:
    """Where a title ends that has the body's name glued behind its years ("Nämndplan 2025–2027 Socialnämnden")."""
    match = re.search(rf"(?<=\d)[ ,·|–-]+(?:{BODY})$", text)
    return match.start() if match else len(text)


def _likeness(front: Front, index: int, block: Block) -> float:
    """How much a line of the front is like a title; ``_NO_TITLE`` for lines that tell something else."""
    text = block.text
    if block.role in {Role.LIST_ITEM, Role.CELL} or _is_other(text):
        return _NO_TITLE
    largest = max((each.size for each in front.cover), default=0.0)
    score = -0.2 * index + (4 * block.size / largest if largest else 0.0)
    score += {Role.TITLE: 6.0, Role.HEADING: 6.0 - 1.5 * (block.depth or 1)}.get(block.role, 0.0)
    score += min(4.0, 0.5 * max((weight for _, weight in _kinds_in(text)), default=0.0))
    score += 3.0 if _SPAN.search(text) else 2.0 if _YEAR.search(text) else 0.0
    score += 4.0 if front.title and len(fold(text)) > 3 and fold(text) in fold(front.title) else 0.0
    score += 1.0 if block.bold else 0.0
    if re.search(r"[.!?]$", text) and len(text) > 30:
        score -= 6.0
    if _SENTENCE.match(text) or _CHAPTER.match(text):
        score -= 8.0
    if _ITEM.match(text):
        score -= 3.0
    return score - (4.0 if len(text) > 200 else 0.0)


def _is_other(text: str) -> bool:
    """Whether a line is a name, a body, a date, a label, a bit of navigation: anything but a title."""
    if _NAVIGATION.match(text) or re.search(r"\bdnr\b", text, re.IGNORECASE) or not re.search(r"[^\W\d_]{3}", text):
        return True
    if text.startswith("Ur ") and _kinds_in_title(text):  # the document that this one is a part of
        return True
    if re.match(rf"(?:{BODY})(?: \([^)]*\)|(?:,| i) [^.]*)?$", text) or " / " in text or text.endswith(":"):
        return True
    if (
        _LABEL.match(text)
        and not re.match(r"förslag till \w", text, re.IGNORECASE)
        and (len(text) < 40 or _YEAR.search(text))
        and not _kinds_in_title(text)
    ):
        return True
    if _kinds_in_title(text):
        return False
    rest = text
    for each in mentions(text):
        rest = rest.replace(text[each.start : each.end], "")
    return not re.search(r"[^\W\d_]{3}", rest) or any(
        date.end - date.start > len(text) * 0.45 and date.iso.count("-") == 2 for date in dates(text)
    )


def _kinds_in_title(text: str) -> bool:
    """Whether a strong word for a kind of document stands in the text ("Utkast till målprogram")."""
    return any(weight >= 5 for _, weight in _kinds_in(text))


def _behind_name(text: str) -> int:
    """Where the title begins in a line that puts the organisation's name in capitals before it."""
    for each in mentions(text):
        if each.start == 0 and text[: each.end].isupper():
            return each.end + len(text[each.end :]) - len(text[each.end :].lstrip(" ,:"))
    return 0


def _continuation(rest: Sequence[Block], first: Block) -> list[Block]:
    """The lines after the title that go on from it: of the same size, or in lower case ("för åren 2024–2027")."""
    found: list[Block] = []
    for block in rest[:3]:
        small = bool(_CONTINUED.match(block.text)) and len(block.text) < 80 and not block.text.endswith(".")
        small = small or (not first.size and _SPAN.fullmatch(block.text) is not None)
        small = small and not (_ADDED.match(block.text) and block.size < first.size)
        same = (
            first.size > 0
            and abs(block.size - first.size) < 0.3
            and block.bold == first.bold
            and block.page == first.page
            and block.size > 13
        )
        if block.role not in {Role.TEXT, Role.TITLE} or not (
            small or (same and not _is_other(block.text) and len(first.text) > 12)
        ):
            break
        if not first.size and not small:
            break
        found.append(block)
    return found


def part(front: Front, heading: str | None) -> tuple[str, At] | None:
    """The part of a larger whole that the document is ("Mål 1", "Bilaga 2"): at the start of its title, or in its margin."""
    for block in (*front.cover, *front.margins):
        at_start = heading is not None and block.text.startswith(heading[:20])
        match = _PART.match(block.text) if at_start else re.search(r"\bBilaga \d+\b", block.text)
        if match and (at_start or len(block.text) < 120):
            return match.group(), block.at("part/title", match.start(), match.end())
    return None


def edition(front: Front) -> tuple[str, At] | None:
    """The edition as printed ("Version 2.1", "Kortversion")."""
    for block in (*front.cover, *front.margins):
        if len(block.text) < 100 and (match := _EDITION.search(block.text)):
            return match.group(), block.at("edition/front", match.start(), match.end())
    return None


def kind(front: Front, heading: str | None) -> tuple[DocumentKind, At | None]:
    """The kind of document, by its words: those of the title weigh most, then margins and cover, then the running text.

    A title that only names a level ("Våra mål 2023–2026") is a programme's; running text tells a kind where it judges, where it
    explains steering, and, in its opening, where it names what the document is ("Här är förslaget till strategisk plan").
    """
    if is_index(front):
        return DocumentKind.OVRIGT, None
    votes: dict[DocumentKind, float] = defaultdict(float)
    running: dict[DocumentKind, float] = defaultdict(float)
    first: dict[DocumentKind, At] = {}
    titled = bool(_kinds_in(heading or ""))
    for text, weight, block in _texts(front, heading):
        prose = len(text) > _LINE or weight < _AROUND
        opens = not titled and prose and block in front.cover[:_OPENING] + front.opening[:_OPENING]
        told = [*_told(text, prose=prose), *(_named(text) if opens else ())]
        for found, strength in dict(sorted(told, key=lambda each: each[1])).items():
            if strength < _WEAK:
                lasting = text == heading and not _PART.match(text)
                votes[found] = max(votes[found], (2 * strength if lasting else strength) * min(weight, 1.0))
            else:
                (running if prose else votes)[found] += strength * weight
            if block is not None:
                first.setdefault(found, block.at("kind/words", confidence=0.8))
    for found, value in running.items():
        votes[found] += min(value, _MOST_OF_TEXT)
    if _dated_goals(heading or ""):
        votes.pop(DocumentKind.MALMODELL, None)
    if not votes:
        return DocumentKind.OVRIGT, None
    best = max(votes, key=lambda each: votes[each])
    return best if best is not DocumentKind.MAL_OCH_BUDGET or _budgets(front, heading) else DocumentKind.MALPROGRAM, first.get(
        best
    )


def _dated_goals(heading: str) -> bool:
    """Whether a title names goals and their years ("Fullmäktiges mål 2020–2023"); steering is then by the way."""
    named = labels.names(heading)
    return named is not None and bool(named.years)


def _told(text: str, *, prose: bool) -> Iterator[tuple[DocumentKind, float]]:
    """The kinds that a text gives the document.

    A document that the text only refers to ("till regionplanen") counts little, in running text nothing; nor does a report
    that is yet to come ("redovisas i delårsrapporten").
    """
    for found, strength, start, end in _found(text):
        referred = bool(_REFERRED.search(text[:start]) and _DEFINITE.search(text[start:end]))
        other = strength >= _WEAK and referred and not text.startswith("Ur ")  # what a document is taken from is its own kind
        if prose and (other or found not in _TOLD_BY_PROSE):
            continue
        if strength >= _REPORTS and found is DocumentKind.UPPFOLJNING and prose and (_HABITUAL.search(text) or len(text) < _LINE):
            continue
        yield found, strength * (_OTHER if other else 1.0)


def _named(text: str) -> Iterator[tuple[DocumentKind, float]]:
    """The kinds of plan that the opening sentence of a document names it by ("Regional utvecklingsstrategi för …")."""
    for found, strength, start, end in _found(text):
        if found in _PLANS and strength >= _WEAK and not _DEFINITE.search(text[start:end]) and not _OWNED.search(text[:start]):
            yield found, strength


def is_index(front: Front) -> bool:
    """Whether the page does no more than list documents and files to fetch ("Årsredovisning 2024", "Budget 2025 (pdf, 3 MB)")."""
    items = [block for block in front.body if block.role is Role.LIST_ITEM]
    listed = [block for block in items if _FILE.search(block.text) or (len(block.text) < _NAME and _kinds_in_title(block.text))]
    return len(listed) >= _FILES and len(listed) * 2 > len(front.body) - 2 and any(_FILE.search(block.text) for block in listed)


def _budgets(front: Front, heading: str | None) -> bool:
    """Whether a plan is a budget too: it calls itself one, or speaks of money in more than one place."""
    part = any(block.text.startswith("Ur ") and _MONEY.search(block.text) for block in front.cover)
    return (
        part
        or bool(_MONEY.search(f"{heading} {front.title}"))
        or sum(bool(_MONEY.search(block.text)) for block in front.printed) > 1
    )


def of_body(found: DocumentKind, heading: str | None, body: str | None) -> DocumentKind:
    """The kind once the issuing body is known: a committee's page of goals is its plan, no programme of the council's."""
    strong = any(each is found and weight > _WEAK for each, weight in _kinds_in(heading or ""))
    if found is DocumentKind.MALPROGRAM and not strong and body is not None and body.lower().endswith("nämnden"):
        return DocumentKind.VERKSAMHETSPLAN
    if found is DocumentKind.STRATEGI and _BOARD.search(body or "") and _YEARLY.search(heading or ""):
        return DocumentKind.VERKSAMHETSPLAN
    return found


def _texts(front: Front, heading: str | None) -> Iterator[tuple[str, float, Block | None]]:
    """The texts that tell the kind, with their weights."""
    if heading:
        block = next((block for block in front.cover if block.text and heading.startswith(block.text[:20])), None)
        yield heading, 3.0, block
    if not heading or fold(heading) not in fold(front.title):
        yield front.title, 1.0, None
    for text, block in {fold(block.text): block for block in front.margins if not _TRAIL.search(block.text)}.items():
        ahead = _YEAR.search(text) and (not front.body or block.id < front.body[0].id)  # what stands below may be a link
        yield text, 1.0 if block.page or ahead else _MENU, block
    for block in front.cover:
        if (
            _TRAIL.search(block.text)
            or _CHAPTER.match(block.text)
            or (_FOLLOW_UP.fullmatch(block.text) and block.text != heading)
        ):
            continue
        line = len(block.text) < _LINE and not block.text.endswith(".") and block.role not in {Role.LIST_ITEM, Role.CELL}
        yield block.text, 0.8 if line else _IN_TEXT, block
    for block in front.opening:
        yield block.text, _IN_TEXT, block
    for block in front.body[:120]:
        icons = " ".join(icon.text for icon in block.icons if icon.text)
        yield f"{block.text} {icons}", 0.2 if block.role is not Role.HEADING else 0.4, block


def _kinds_in(text: str) -> list[tuple[DocumentKind, float]]:
    """Each kind that a word in the text stands for, with the word's weight."""
    return [(found, strength) for found, strength, _, _ in _found(text)]


def _found(text: str) -> Iterator[tuple[DocumentKind, float, int, int]]:
    """Each kind that a word in the text stands for, with the word's weight and place."""
    lexicon = Lexicon.load("document_kind")
    for hit in lexicon.find(text):
        extra = lexicon.entries[hit.meaning].extra
        yield DocumentKind(extra["kind"]), float(extra["weight"]), hit.start, hit.end
