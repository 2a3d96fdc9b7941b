"""What one sentence sets as its mark: target, year, modal verb and actor."""

import re
from typing import NamedTuple

from ...models.block import Block
from ...models.document import Period
from ...models.goal import Target
from ...rules import bodies
from ...rules.lexicon import Lexicon
from ...rules.swedish import MONTHS
from .values import COMPARATOR, NUMBER, number

_Y = r"(?P<year>20\d\d|19\d\d)(?!\s?[–/-]\s?\d)(?!\d)"
_PRINTED = re.compile(r"(?:19|20)\d\d")
_DIGIT = re.compile(r"\d")  # what no quantity is without
_MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
_DAY = (
    rf"(?:den )?(?:\d{{1,2}}(?::?e)? )?(?:(?:{_MONTH}|(?:vår|höst)(?:en|terminen)|årsskiftet|sommaren|utgången av|"
    rf"slutet av|mitten av|början av|årets slut|läsåret|år|året|årsskiftet) )*(?:år )?"
)
_DEADLINE = re.compile(
    rf"\b(?:(?:allra )?senast (?:i |under |vid |till |inom )?{_DAY}"
    rf"|(?:klart?|klara|färdigt?|färdiga|slutförs|redovisas) (?:till |i )?{_DAY}"
    rf"|(?:till och med|fram till|från och med|fr\.o\.m\.|med start|till|före|innan|inför|vid|efter utgången av) {_DAY}"
    rf"|(?:i slutet av|under|inom|hösten|våren|sommaren|i (?:{_MONTH})|år) (?:loppet av )?(?:år(?:et)? )?"
    rf"|(?:den )?\d{{1,2}} (?:{_MONTH}) |(?:högre|lägre|större|mindre|bättre|sämre|fler|färre) (?=20\d\d än\b)){_Y}",
    re.IGNORECASE,
)
_ISO = re.compile(r"\b(?:senast|till|före|den)\s+(?P<year>20\d\d)-\d\d(?:-\d\d)?\b", re.IGNORECASE)
_LAST = re.compile(rf"(?P<before>[a-zåäö]+)\s+{_Y}\s*[.!]?$")
_NAMED_YEAR = re.compile(
    r"(?:agenda|\w*plan(?:en)?|\w*program(?:met)?|\w*strategi(?:n)?|budget(?:en)?|\w*redovisning(?:en)?|"
    r"\w*rapport(?:en)?|rufs|\w*bild(?:en)?|sedan|efter|från|än|med|"
    r"jämfört|mot|basår|nivå|i|och|eller|av|för|dagens|version|val(?:et)?|på|läsåret|perioden|vision(?:en)?|mål(?:en)?|"
    r"fullmäktige|uppdrag)",
    re.IGNORECASE,
)
_TITLE_YEAR = re.compile(
    rf"\b(?:vision(?:en)?|mål(?:en|bild)?|uppdrag|aktiviteter|inriktning(?:ar)?|nyckeltal|indikatorer|fullmäktige|"
    rf"nämnden)(?:\s+\d{{1,2}})?\s+(?:för |år )*{_Y}\s*(?::|$)",
    re.IGNORECASE,
)
_BARRED = re.compile(
    r"(?:jämför\w*(?: med| mot)?|i förhållande till|relativt|utifrån|mätt från|sedan|från|än|basår(?:et)?|nivå(?:n)?|"
    r"utgångsår(?:et)?|agenda|vision|ur)\s+(?:år\s+|den\s+|det\s+|de\s+|i\s+|var\s+)*$",
    re.IGNORECASE,
)
_QUANTITY = re.compile(
    rf"(?P<comparator>{COMPARATOR}|med|till|uppgå till|motsvara|inom|för|är|når|om)\s+(?P<number>{NUMBER})(?!\s*(?:{_MONTH})\b)"
    r"(?P<unit>\s?(?:%|procentenheter|procent)|\s+(?:nya |fler )?[a-zåäö][\wåäö/-]*)?",
    re.IGNORECASE,
)
# A direction, what its words cannot do without, and its words.
_DIRECTION = (
    (
        "öka",
        ("öka", "höj", "fler", "stärk", "förbättra", "växa", "växer", "fördubbla", "bättre"),
        re.compile(
            r"\b(?:öka[rsdt]?|ökas|ökade|höj(?:a|s|as|er)|fler|stärk(?:a|s|as|er)|förbättra[rs]?|växa|"
            r"växer|fördubbla[rs]?|bli bättre|höja|utöka[rs]?|bättre)\b",
            re.IGNORECASE,
        ),
    ),
    (
        "minska",
        ("minska", "sänk", "färre", "halver", "kort", "sjunk", "reducera", "begränsa", "krymper"),
        re.compile(
            r"\b(?:minska[rs]?|sänk(?:a|s|as|er)|färre|halvera[rst]?|halverats|kort(?:a|as|ar)|"
            r"sjunka|sjunker|reducera[rs]?|begränsa[rs]?|krymper)\b",
            re.IGNORECASE,
        ),
    ),
    (
        "bibehålla",
        ("bibehåll", "behåll", "oförändrad", "bevara"),
        re.compile(r"\b(?:bibehåll(?:a|as|er|s)|behåll(?:a|as|s|er)|oförändrad\w*|bevara[rs]?)\b", re.IGNORECASE),
    ),
)
_CONDITION = re.compile(r"\b(?:fossil(?:fri|fritt|fria|oberoende)|klimatneutral(?:t|a)?|klimatpositiv(?:t|a)?)\b", re.IGNORECASE)


class _Mark(NamedTuple):
    """A year that something is to be done by, and where it stands."""

    year: int
    start: int
    end: int


def target(block: Block, start: int = 0, end: int | None = None) -> Target | None:
    """The mark that a goal's text sets: a deadline, a quantity, a direction; None where it sets none.

    ``raw`` runs from the first of its parts to the last.
    """
    end = len(block.text) if end is None else end
    text = block.text[start:end]
    marks = _deadlines(text)
    quantities = _QUANTITY.finditer(text) if _DIGIT.search(text) else ()
    quantity = next((match for match in quantities if _is_quantity(text, match, marks)), None)
    way = _direction(text)
    spans = [(mark.start, mark.end) for mark in marks[:1]] + ([_trimmed(quantity)] if quantity else [])
    spans += [way[1:]] if way else []
    if not spans:
        return None
    if found := _CONDITION.search(text):
        spans.append(found.span())
    first, last = min(a for a, _ in spans), max(b for _, b in spans)
    return Target(
        raw=text[first:last],
        deadline=marks[0].year if marks else None,
        number=number(quantity["number"]) if quantity else None,
        unit=_unit(quantity) if quantity else None,
        direction=way[0] if way else None,
        at=block.at("target", start + first, start + last, 0.9),
    )


def year(text: str, period: Period | None = None) -> int | None:
    """The single year that an item is tied to, by its text; None without one, and where it is the document's only year.

    A deadline or a start ties ("senast 2030", "från och med 2025"), and so does a year at the end ("fossilfri 2026",
    "Mål 2019"). Names ("Agenda 2030", "Budget 2025"), periods and years of comparison do not.
    """
    marks = _deadlines(text)
    found = {mark.year for mark in marks}
    if not found and (named := _TITLE_YEAR.search(text)):
        found = {int(named["year"])}
    if not found and (title := re.search(rf"^(?:{_Y})\b", text)):
        found = {int(title["year"])}
    if len(found) != 1:
        return marks[0].year if marks and _other(marks[0].year, period) else None
    only = found.pop()
    return only if _other(only, period) else None


def modality(text: str) -> str | None:
    """The first modal verb that binds, "ska" also for skall; None where none is printed."""
    hits = Lexicon.load("modality").find(text)
    return hits[0].meaning if hits else None


def actor(block: Block, start: int = 0, end: int | None = None) -> str | None:
    """The part of the organisation that the sentence binds, as printed: the subject right before or behind the modal verb."""
    end = len(block.text) if end is None else end
    text = block.text[start:end]
    modal = next(iter(Lexicon.load("modality").find(text)), None)
    if modal is None:
        return None
    before, after = text[: modal.start].rstrip(), text[modal.end :].lstrip()
    for name in reversed(_actors(before)):
        if name[1] == len(before):
            return before[name[0] : name[1]]
    for name in _actors(after):
        if name[0] == 0:
            return after[: name[1]]
    return None


_ACTOR = re.compile(
    r"\b(?:(?:[A-ZÅÄÖ][\wåäö-]+ )?[Kk]ommun(?:en)?(?:s (?:verksamheter|nämnder|bolag|förvaltningar|skolor|förskolor|"
    r"chefer|medarbetare))?"
    r"|[A-ZÅÄÖ][\wåäö-]+ stad|Region(?:en)?(?: [A-ZÅÄÖ][\wåäö]+(?: län)?)?|[Rr]egionen|[Kk]ommunkoncernen|[Kk]oncernen|"
    r"[Oo]rganisationen|[Vv]i"
    r"|(?:[Aa]lla |[Ss]amtliga |[Vv]arje )?(?:\w*[Vv]erksamhet(?:en|er|erna)?|\w*[Ss]kol(?:an|or|orna|a)|"
    r"\w*[Ee]nhet(?:er|erna)|\w*[Bb]olag(?:et|en)?|\w*[Ff]örvaltning(?:en|ar|arna)?"
    r"|\w*[Cc]hef(?:er|erna|en)?|\w*[Mm]edarbetare|\w*[Pp]ersonal(?:en)?|\w*tjänsten|\w*omsorgen|"
    r"[Hh]älso- och sjukvården|\w*vården|[Bb]ibliotek(?:et|en)|[Rr]ektor(?:er|erna|n)?))\b",
)


def _actors(text: str) -> list[tuple[int, int]]:
    """Start and end of each body or part of the organisation that a text names."""
    found = [(name.start, name.end) for name in bodies.names(text)]
    found += [match.span() for match in _ACTOR.finditer(text)]
    kept: list[tuple[int, int]] = []
    for span in sorted(found, key=lambda item: (item[0], -item[1])):
        if not kept or span[0] >= kept[-1][1]:
            kept.append(span)
    return kept


def _deadlines(text: str) -> list[_Mark]:
    """Every year that the text sets as a deadline or a start ("senast" first), or its last word when it is a year."""
    if not _PRINTED.search(text):
        return []
    found = [
        _Mark(int(match["year"]), match.start(), match.end())
        for pattern in (_ISO, _DEADLINE)
        for match in pattern.finditer(text)
        if not _BARRED.search(text[: match.start()]) and not _of_plan(text, match)
    ]
    last = _LAST.search(text)
    if not found and last and not _is_named(text, last):
        found = [_Mark(int(last["year"]), last.start("year"), last.end("year"))]
    return sorted(set(found), key=lambda mark: (not text[mark.start :].lower().startswith("senast"), mark.start))


def _of_plan(text: str, match: re.Match[str]) -> bool:
    """Whether the year belongs to what follows ("till 2026 års budget") or to the past ("under 2024 startade")."""
    past = (
        r"|\s+(?:startade|genomfördes|antogs|ökade|minskade|har|hade|var|blev)\b"
        if match[0].lower().startswith(("under", "hösten", "våren"))
        else ""
    )
    return re.match(rf"\s*års\b(?! (?:utgång|slut)\b){past}", text[match.end() :]) is not None


def _is_named(text: str, match: re.Match[str]) -> bool:
    """Whether a year at the end belongs to a name, a comparison or a baseline."""
    return _NAMED_YEAR.fullmatch(match["before"]) is not None or bool(_BARRED.search(text[: match.start("year")]))


def _other(year: int, period: Period | None) -> bool:
    """Whether a year is another than the document's only one."""
    return period is None or period.from_ != period.to or period.from_ != year


def _direction(text: str) -> tuple[str, int, int] | None:
    """The direction that a text sets, and where its word stands."""
    folded = text.casefold()
    likely = [(name, pattern) for name, stems, pattern in _DIRECTION if any(map(folded.__contains__, stems))]
    found = [(match.start(), match.end(), name) for name, pattern in likely if (match := pattern.search(text))]
    if not found:
        return None
    start, end, name = min(found)
    return name, start, end


def _is_quantity(text: str, match: re.Match[str], marks: list[_Mark]) -> bool:
    """Whether a number is a quantity aimed at, not a year, an age or a date."""
    if re.fullmatch(r"(?:19|20)\d\d", match["number"]) or any(mark.start <= match.start("number") < mark.end for mark in marks):
        return False
    if match["comparator"].lower() in {"om", "för", "är", "når", "med", "till", "inom"}:
        return bool(match["unit"] or match.end() == len(text.rstrip(" ."))) and not re.match(
            r"\s*[–-]\s*\d", text[match.end("number") :]
        )
    return not re.match(r"\s*år\b", text[match.end("number") :]) or "år" not in text[: match.start()]


def _trimmed(match: re.Match[str]) -> tuple[int, int]:
    """The quantity without a preposition before it."""
    compared = match["comparator"].lower() not in {"om", "för", "är", "når", "med", "till", "inom", "uppgå till", "motsvara"}
    return (match.start() if compared else match.start("number")), match.end()


def _unit(match: re.Match[str]) -> str | None:
    unit = (match["unit"] or "").strip()
    return "%" if unit.lower() == "procent" else unit or None
