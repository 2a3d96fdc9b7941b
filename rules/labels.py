"""How Swedish steering documents mark their goals: "Mål 1.2 – Trygg skola", "Kommunfullmäktiges mål 2019", "1:3 Klimatet".

Two readings of one line: ``mark`` finds a level's word or a number in front of a name; ``heading`` tells a line that names
only a level, so that what stands below it are its goals.
"""

import re
from functools import cache, lru_cache
from typing import NamedTuple

from ..models.goal import Kind
from . import kinds
from .bodies import level
from .clauses import is_finite
from .judgement import verdicts
from .kinds import Named
from .lexicon import Lexicon, pattern
from .swedish import MONTHS, NUMBERS, dates, number

_DASH = r"–—\-"
_NUMBER = (
    r"(?:[A-ZÅÄÖ]{1,2}\s?)?\d{1,3}(?!\d)(?:[.:]\d{1,3}(?!\d)){0,4}(?:[.:]?[a-z](?!\w))?"
    r"|[A-ZÅÄÖ](?:\d{1,2})?(?!\w)|[IVX]{1,4}(?!\w)"
)
_AFTER_TERM = re.compile(rf"\s*(?:nr\.?\s*)?(?P<number>{_NUMBER})?(?P<tail>\s*[.:)]?\s*[{_DASH}:|/]?\s*)")
_BARE = re.compile(
    rf"(?P<number>\d{{1,3}}(?:[.:]\d{{1,3}}){{0,4}}|(?:[A-ZÅÄÖ]|[IVX]{{2,4}})\.?\d{{1,2}}|[a-zåäö](?=\)))(?P<tail>[.):]?\s+(?:[{_DASH}:]\s+)?)(?=\S)"
)
_YEAR = re.compile(r"(?:19|20)\d\d")
_MONTHS = "|".join(MONTHS)
_COUNTS = r"(?:\d+|" + "|".join(NUMBERS) + ")"
_UNIT = re.compile(
    r"^(?:procent|%|kr|kronor|mkr|miljoner|miljarder|mnkr|tkr|år|månader|dagar|timmar|stycken|st|av|till|\d|" + _MONTHS + r")\b",
    re.IGNORECASE,
)
_BUDGET = re.compile(r"\bmål\s*(?:-\s*)?(?:och|&|samt)\s+(?:resultat)?(?:budget|resultat|ekonomi|flerårsplan)", re.IGNORECASE)


_BOARD = r"(?:nämnden|nämnd|styrelsen|utskottet|förvaltningen|beredningen)"


@cache
def _owners() -> re.Pattern[str]:
    """What may stand in front of a level's word in a heading that names only levels: whose they are, how many."""
    board = rf"(?:(?:\w+-, )*\w+- (?:och|samt|&) |tekniska |sociala )?\w*{_BOARD}s"
    return re.compile(rf"^(?:(?:{pattern('line', 'ägare')}|{board}|[A-ZÅÄÖ][\w-]{{3,}}s|{_COUNTS})\s+)+", re.IGNORECASE)


@cache
def _trail() -> re.Pattern[str]:
    """What may stand behind it: for whom, for when, joining words and years."""
    years = rf"(?:19|20)\d\d(?:\s*[{_DASH}/]\s*(?:19|20)?\d\d)?|[\d.]++|T[1-3]|[{_DASH}():&/]"
    words = rf"{pattern('line', 'efterled')}|{_COUNTS}|[\w-]+- och [\w-]+(?:nämnden|nämnd|förvaltningen|utskottet)"
    return re.compile(rf"^(?:\s*[:,]?\s*(?:(?:{words})(?!\w)|{years}))*\s*[.:]?\s*$", re.IGNORECASE)


@cache
def _speaking() -> re.Pattern[str]:
    return re.compile(rf"\s+(?:och \w+ |som \w+ |för \w+ )?{pattern('line', 'talar om')}\b", re.IGNORECASE)


class Mark(NamedTuple):
    """What stands in front of a name: the level's word (with its kind) and the number, as printed.

    ``label`` is the label's characters in the text (None when there is none to print), ``start`` where the name begins; it
    is the text's length when the name stands elsewhere.
    """

    term: str | None
    kind: Kind | None
    label: tuple[int, int] | None
    number: str | None
    start: int


class Names(NamedTuple):
    """A line that names levels only: their terms and kinds in order, and the years it is for."""

    terms: tuple[str, ...]
    kinds: tuple[Kind, ...]
    years: tuple[int, ...]
    owner: str | None


_NONE = Names((), (), (), None)
_RUN_IN = re.compile(r"([A-ZÅÄÖ”\"][^.:!?–—]{2,80}?)\s[–—-]\s+[A-ZÅÄÖ]")


def run_in(text: str) -> int | None:
    """Where the title that opens a paragraph ends ("Trygga hem – Kommunen bygger …" at "hem"), or None."""
    match = _RUN_IN.match(text) if len(text) > 60 else None
    return match.end(1) if match else None


def foreign(text: str) -> bool:
    """Whether the last level that a line names is none of ours ("Nämndens grunduppdrag", "… följande globala mål:")."""
    lexicon = Lexicon.load("kind")
    extras = [lexicon.entries[hit.meaning].extra for hit in lexicon.find(text)]
    told = [extra for extra in extras if extra]  # without: a word that only ends like one of a level ("modersmål")
    return bool(told) and "kind" not in told[-1]


def graded(text: str) -> int | None:
    """Where the status ends in a heading that gives a level's items one status ("Pågående uppdrag"), or None."""
    found = kinds.find(text)
    if not found or found[-1].end < len(text.rstrip(" .:")):
        return None
    status = text[: found[-1].start].strip()
    told = verdicts(status)
    return len(status) if len(told) == 1 and told[0].start == 0 and told[0].end == len(status) else None


def grade(text: str) -> tuple[int, int] | None:
    """Where the status stands in a stem that gives a level's items one status: before the level's word or behind it."""
    level = kinds.find(text)
    told = verdicts(text)
    if not level or len(told) != 1 or len(text) > _LONGEST_STEM:
        return None
    before, behind = told[0].end <= level[0].start, told[0].start >= level[-1].end
    alone = not text[: told[0].start].strip() if before else not text[told[0].end :].strip(" .:")
    return (told[0].start, told[0].end) if (before or behind) and alone else None


def ungraded(text: str) -> str:
    """A stem without the status in it, so that what it announces ends it ("Följande delmål:")."""
    span = grade(text)
    return f"{text[: span[0]].rstrip()}:" if span is not None and span[0] else text


_LONGEST_STEM = 80


def bare(text: str) -> str:
    """A heading's name without the number or word in front."""
    found = mark(text)
    return text[found.start :] if found else text


@lru_cache(maxsize=1 << 12)
def is_chapter(text: str) -> bool:
    """Whether a heading is one of a report's general chapters ("Bakgrund", "Uppföljning 2024"), or about others' goals."""
    name = _YEARS.sub("", bare(text)).strip(" ,–-:")
    if name.endswith("?") or _READ_ON.match(name) or _is_date(text) or _is_document(name):
        return True
    if Lexicon.load("chapter").whole(name) is not None:
        return True
    return foreign(name) or bool(Lexicon.load("proposal").find(name))


def lead(text: str) -> Kind | None:
    """The kind of what a phrase before a colon leads to, or a short question ("Vad ska vi göra?"); None for another text."""
    head, colon, _ = text.partition(":" if ":" in text or len(text) > _LONGEST_STEM else "?")
    hits = Lexicon.load("lead").find(head) if colon and len(head) < 120 else []
    return Kind(hits[-1].meaning) if hits else None


def leads_to(heading: str) -> Kind | None:
    """The kind of what stands below a heading that is such a phrase ("Så mäter vi", "Strategier för att nå målet")."""
    return lead(heading.rstrip(" .:") + ":") if len(heading) < 60 else None


def heads_figure(text: str) -> bool:
    """Whether a line only says what the figure on the next line is ("Utfall 2022", "Målvärde")."""
    hit = Lexicon.load("value").whole(_YEARS.sub("", text)) if len(text) < 30 else None
    return hit is not None and Lexicon.load("value").entries[hit.meaning].extra.get("part") == "heading"


@cache
def _given() -> re.Pattern[str]:
    return re.compile(rf"{pattern('line', 'givet till')} ", re.IGNORECASE)


def gives_to(text: str) -> bool:
    """Whether a line names who the item above it is given to ("Uppdrag till socialnämnden")."""
    return text[:1].isupper() and _given().match(text) is not None


def gives_task(text: str) -> bool:
    """Whether a line announces tasks for a body ("Uppdrag till socialnämnden"), and does not only say who is responsible."""
    return gives_to(text) and any(level.start == 0 and level.kind is Kind.UPPDRAG for level in kinds.find(text))


def is_aside(text: str) -> bool:
    """Whether a heading is the page's own ("Kontakt", "Relaterade länkar") or explains words: nothing below it is a goal."""
    hit = Lexicon.load("chapter").whole(text.rstrip("?"))
    return hit is not None and hit.meaning in {"sida", "ordlista"}


def _is_document(name: str) -> bool:
    """Whether a heading only names a kind of document ("Strategisk plan", "Budget och verksamhetsplan")."""
    lexicon = Lexicon.load("document_kind")
    parts = re.split(r" och | samt |, ", name)
    told = [hit for part in parts if (hit := lexicon.whole(part)) is not None]
    return len(told) == len(parts) and all(float(lexicon.entries[hit.meaning].extra["weight"]) > _STRONG for hit in told)


_STRONG = 3.0  # weight from which a word for a kind of document stands for nothing else


def _is_date(text: str) -> bool:
    """Whether a heading is nothing but a date, a step of a timeline."""
    return any(date.start == 0 and date.end == len(text.rstrip(" .:")) for date in dates(text))


_YEARS = re.compile(r"\b(?:19|20)\d\d(?:\s*[–-]\s*(?:19|20)?\d\d)?\b")
_READ_ON = re.compile(
    r"(?:så (?!gick|går)\w+|hur|varför|när|vem|krav på|frågor|läs mer|mer information|mer om|så läser du|hitta|relaterad"
    r"|dokument att|fakta om)\b",
    re.IGNORECASE,
)


def speaks(text: str) -> bool:
    """Whether a line speaks about a level instead of naming one of its items ("Målen ska vara få", "Visionen är …")."""
    first = next(iter(kinds.find(text)), None)
    if first is None:
        return False
    before = text[: first.start].strip().lower()
    subject = before in {"", "de", "det", "den", "alla", "varje", "samtliga", "våra"} and text[first.end : first.end + 1] != ":"
    return subject and bool(_speaking().match(text[first.end :]))


_SHORT_BODY = re.compile(r"[A-ZÅÄÖ]{2,4}")
_BODY_WORD = re.compile(r"nämnd|styrelse|fullmäktige|utskott|förvaltning|kontor|\bAB\b|bolag|beredning|enhet", re.IGNORECASE)


def is_counted(text: str) -> bool:
    """Whether a heading of levels counts them ("Fyra målområden och nio mål"), so that they stand below it."""
    return names(text) is not None and any(number(word) for word in text.lower().split())


def is_body(text: str) -> bool:
    """Whether a heading names a board, company or office, alone or after "Till"."""
    name = text.removeprefix("Uppdrag till ").removeprefix("Till ")
    return (_BODY_WORD.search(name) is not None or _SHORT_BODY.fullmatch(name) is not None) and level(name) is not None


_DEMAND = re.compile(r"\b(?:ska|skall|bör|måste)(?:\s+(?:också|även|alltid|därför|vara))*\s*:$", re.IGNORECASE)


def demands(text: str) -> bool:
    """Whether a stem asks something of goals to come ("Målen ska:"), so that its items are no goals."""
    found = kinds.find(text)
    return bool(found) and len(text[: found[0].start].split()) < 3 and _DEMAND.search(text) is not None


_SYMBOLS = re.compile(r"^(?:[\u2190-\u21ff\u2300-\u23ff\u25a0-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff\ufe0f]+\s*)+")


def symbols(text: str) -> int:
    """How many characters at the start of a text are symbols in front of a name (emoji, arrows), with their spaces."""
    match = _SYMBOLS.match(text)
    return match.end() if match else 0


@lru_cache(maxsize=8192)
def mark(text: str) -> Mark | None:
    """The mark in front of a name, or None; symbols in front of it are passed over.

    "Mål 1. Trygg skola", "KF-mål 2: …", "1. Mål 3: …", "Inriktning: …", "A1. …", "24:1 …". A word without number needs a
    colon or a dash behind it; a number without word needs a name that begins with a capital or is not a unit.
    """
    skipped = symbols(text)
    found = _mark(text[skipped:])
    if found is not None and found.kind is not None and len((names(text) or _NONE).kinds) > 2:
        return None  # a row of levels, run together
    if found is None or not skipped:
        return found
    label = found.label and (found.label[0] + skipped, found.label[1] + skipped)
    return found._replace(label=label, start=found.start + skipped)


def _mark(text: str) -> Mark | None:
    """The mark at the very start of a text."""
    bare = _BARE.match(text)
    inner = _term_mark(text, bare.end()) if bare else None
    if inner and inner.number:
        return inner
    if bare and not _YEAR.fullmatch(bare["number"]) and not _UNIT.match(text[bare.end() :]):
        if inner:
            return inner._replace(label=(0, bare.end("number")), number=bare["number"])
        return Mark(None, None, (0, bare.end("number")), bare["number"], bare.end())
    return _term_mark(text, 0)


def _term_mark(text: str, start: int) -> Mark | None:
    """A level's word at ``start``, its number and what separates them from the name."""
    rest = text[start:]
    found = kinds.find(rest)
    owner = _owners().match(rest) if found else None
    lead = owner.end() if owner else 0
    hit = next((h for h in found if h.start in {0, lead}), None)
    match = _AFTER_TERM.match(rest, hit.end) if hit else None
    if hit is None or match is None:
        return None
    number, tail = match["number"], match["tail"]
    if not number and (year := _vision_year(rest, start, hit)):
        return year
    name = start + match.end()
    if number and len(number) == 1 and number.isalpha() and not tail.strip():
        return None
    if not number:
        if not tail.strip() and _named_area(rest, hit):
            return Mark(hit.term, hit.kind, None, None, start + hit.end + 1)
        if not tail.strip() or not (":" in tail or _dashed(rest, hit, match)):
            return None
        label = None
    else:
        label = (start + hit.start, start + match.end("number"))
        if match.end() < len(rest) and not tail.strip() and not _begins_name(text[name:]):
            return None
        if not tail and match.end() < len(rest):
            return None
    return Mark(hit.term, hit.kind, label, number, name)


def _dashed(rest: str, hit: Named, match: re.Match[str]) -> bool:
    """Whether a dash with spaces stands between a level's word and a name ("Målområde – Trygg uppväxt"), and no body, chapter or
    other level is told behind it.
    """
    name = rest[match.end() :]
    apart = rest[hit.end : hit.end + 1].isspace() and match["tail"].strip() in set("–—-")
    single = rest[hit.start : hit.end].lower() == hit.term
    return (
        apart
        and single
        and _begins_name(name)
        and not (_OF_WHOM.search(name) or heads_figure(name) or is_body(name) or is_chapter(name) or names(name))
    )


_OF_WHOM = re.compile(r"\bkommuns?$|^Region(?:en)? ")


def _named_area(rest: str, hit: Named) -> bool:
    """Whether an area's name follows its word with nothing between them ("Perspektivet Medborgare")."""
    name = rest[hit.end + 1 :]
    return (
        hit.kind is Kind.MALOMRADE
        and hit.start == 0
        and rest[hit.end : hit.end + 1] == " "
        and name[:1].isupper()
        and len(name.split()) <= 5
        and not name.endswith(".")
    )


def _vision_year(rest: str, start: int, hit: Named) -> Mark | None:
    """Read "Vision 2030: …", "Målbild 2035 – …": the year belongs to the word."""
    match = re.match(rf"\s*(?:19|20)\d\d(?:\s*[{_DASH}:]\s*(?!\d)|\s*$)", rest[hit.end :])
    if match is None or hit.kind is not Kind.VISION:
        return None
    return Mark(hit.term, Kind.VISION, None, None, start + hit.end + match.end())


def _begins_name(text: str) -> bool:
    """Whether a name begins here: a capital, a digit or a quotation mark."""
    return bool(text) and (text[0].isupper() or text[0].isdigit() or text[0] in "”\"“»'")


_ASIDE = re.compile(r"\s*\([^)]{1,30}\)\s*$")
_OBJECT = re.compile(r"\b(?:för|till|av|i|inom|utifrån|under|per|enligt)\b", re.IGNORECASE)
_OCCASION = re.compile(r"\b(?:T[1-3]|tertial \d|delår|helår|(?:19|20)\d\d)\b|[.,:|/]", re.IGNORECASE)


def _column_row(text: str, level: Named) -> bool:
    """Whether a line is a table's heading row run together: a level's word and the names of columns, nothing else."""
    rest = _OCCASION.sub(" ", text[: level.start] + " " + text[level.end :])
    hits = Lexicon.load("column").find(rest)
    left = "".join(char for index, char in enumerate(rest) if not any(hit.start <= index < hit.end for hit in hits))
    return bool(hits) and not left.strip()


@lru_cache(maxsize=8192)
def names(text: str) -> Names | None:
    """The levels that a line names, when it names nothing else ("Kommunfullmäktiges mål och uppdrag 2024"), or None."""
    if len(text) > 90 or not text or _BUDGET.search(text) or demands(text):
        return None
    numbered = re.match(r"^(?:\d+(?:\.\d+)*\.?\s+|[A-Z]\.\s+)", text)
    body = text[numbered.end() :] if numbered else text
    body = _ASIDE.sub("", body)
    owner = _owners().match(body)
    found = kinds.find(body)
    if len(found) == 1 and _column_row(body, found[0]):
        return Names((found[0].term,), (found[0].kind,), (), None)
    end = owner.end() if owner else 0
    # "Tekniska nämndens mål": the level's word may begin inside whose it is
    if not found or not (found[0].start in {0, end} or found[0].start < end < found[0].end):
        return None
    position = found[0].end
    objects: set[int] = set()
    for hit in found[1:]:
        if _OBJECT.search(body[position : hit.start]):
            objects.add(hit.start)
        if not _trail().match(body[position : hit.start] + " 1"):
            return None
        position = hit.end
    if not _trail().match(body[position:]):
        return None
    years = tuple(int(y) for y in _YEAR.findall(body))
    found = tuple([hit for hit in found if hit.start not in objects])
    said = owner.group().strip() if owner else _owner_in(found[0].term) or _owner_behind(body[position:])
    return Names(tuple(_without_owner(h.term) for h in found), tuple(h.kind for h in found), years, said)


def tells_level(text: str) -> bool:
    """Whether a heading has a level's word in front of its name, or names goals and nothing else."""
    found, named = mark(text), names(text)
    return (found is not None and found.kind is not None) or (named is not None and Kind.MAL in named.kinds)


def topic(text: str) -> Names | None:
    """The level that a heading names together with what its items are about ("Mål för folkhälsoarbetet i Ekbacka"), or None."""
    text = _ASIDE.sub("", text)
    level = next(iter(kinds.find(text)), None)
    if level is None or level.start != 0 or level.kind not in _TOPICAL or len(text) > _LONGEST_STEM:
        return None
    rest = _YEARS.sub("", text[level.end :])
    told = _TOPIC.fullmatch(rest) and not any(is_finite(word.lower()) for word in rest.split())
    if not told and not _CLAUSE.fullmatch(rest):
        return None
    return Names((_without_owner(level.term),), (level.kind,), tuple(int(year) for year in _YEAR.findall(text)), None)


_TOPICAL = frozenset({Kind.MAL, Kind.DELMAL, Kind.UPPDRAG, Kind.AKTIVITET, Kind.INDIKATOR})
_CLAUSE = re.compile(r" som [^:.?!]{5,50}")
_TOPIC = re.compile(r" (?:för|inom|kring|med) [^:.?!]{3,60}")


def _owner_behind(trail: str) -> str | None:
    """The one board whose goals a heading says they are, behind the level's word ("Mål för socialnämnden 2024")."""
    match = _FOR_BOARD.search(trail)
    return match[1] if match else None


_FOR_BOARD = re.compile(r"(?:\bför |[,:(–-] ?)((?:[\w-]+- och |tekniska |sociala )?[\w-]*(?:nämnden|styrelsen))\b", re.IGNORECASE)


def _owner_in(term: str) -> str | None:
    """The body whose goals a level's word says they are ("kommunfullmäktiges mål")."""
    first, _, rest = term.partition(" ")
    return first if rest and first.endswith(("fullmäktiges", "nämndens", "nämndernas", "styrelsens", "bolagens")) else None


def _without_owner(term: str) -> str:
    """A level's word without its owner: a heading's owner is not printed in front of each goal."""
    return term.partition(" ")[2] if _owner_in(term) else term
