"""Counts that a document states about itself ("Fyra av sex uppdrag genomfördes"), and whether they agree with what was found."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from ..models.block import Block, Note, Role
from ..models.goal import Goal, Kind, Meaning, StatedTotal
from ..rules import kinds
from ..rules.swedish import NUMBERS, number, sentences

_WORDS = "|".join(sorted((word for word in NUMBERS if word not in {"noll", "båda", "bägge"}), key=len, reverse=True))
_NUMBER = rf"(?:{_WORDS}|\d{{1,3}})"
_COUNT = re.compile(
    rf"(?<![\w:.,/§-])(?P<n>{_NUMBER})(?![\w:/-]|[.,]\d| ?(?:%|procent|kr\b|mkr|mnkr|gånger|år\b|veckor|månader|"
    rf"dagar|timmar|miljoner))",
    re.IGNORECASE,
)
_BETWEEN = re.compile(
    r"^ (?:(?:av|stycken|st|egna|egen|nya|olika|lokala|beslutade|antagna|nämndernas|nämndens|styrelsens|de|"
    r"våra|\w+s|\w+ska|\w+ade|\w+iga|\w+nde) ){0,3}$"
)
_LIMIT = re.compile(
    r"\b(?:högst|minst|max|maximalt|cirka|ca|ungefär|upp till|mer än|fler än|färre än|drygt|nästan|nummer|"
    r"varje|varannan|mål|uppdrag|indikator|område|tertial|kapitel|avsnitt|sida|punkt)(?: \w+ ska \w+)? $|\bvar(?:t|je)? och $",
    re.IGNORECASE,
)
_OTHERS = re.compile(
    r"\b(?:globala|agenda|nationella|riksdagen\w*|regeringen\w*|sveriges|FN:?s?|delegation\w*|EU:?s?|länsstyrelsen\w*|mål mat)\b",
    re.IGNORECASE,
)
_NORM = re.compile(
    r"\b(?:varje(?! år\b)|respektive|samtliga nämnder|nämnderna ska|ska (?:ta fram|formulera|besluta|välja|ha)|bör ha|"
    r"till varje)\b",
    re.IGNORECASE,
)
_STATUS = re.compile(
    r"^(?: (?:har|är|går|blev|bedöms|inte|ej|ännu|delvis|redan|också|helt|kan|kunna|kunnat|vara|bli|av|dem|målen|"
    r"uppdragen|beräknas|väntas|kommer|att))*"
    r" (?:\w*(?:nåtts|nått|nådd|nådda|redovisa(?:t|d|de|ts)|"
    r"nås|når|nåddes|fyllda|fylld|fyllt|fylls|fylldes|förts|förda|förd|fört|förs|fördes|"
    r"slutade|slutas|slutats|gång|senade|senat|börjats|började|börjat|klara|klart|klar|pågår|löper|kvarstår|"
    r"visar|mätas|utgår|pausade|pausats|ställda|ställts|kvar|återstår|grön|gröna|gul|gula|röd|röda|inte alls|"
    r"bedöma|bedömas|bedömts|\w*(?:förbättrats|försämrats|förändrats|förändrat|förändrade)|"
    r"åt fel håll|åt rätt håll|mäts|mätts|saknas|saknar|på väg|i hamn|i mål|i fas|"
    r"delvis))\b",
    re.IGNORECASE,
)
_OF_PLAN = re.compile(
    r"\b(?:\w*planen|programmet|nämnden har|innehåller|består av|sammanlagt|totalt|till m[åa]le[nt])\b", re.IGNORECASE
)
_CARRIES_ON = 3  # blocks that a count is remembered for
_ELLIPTIC_START = re.compile(r"^(?:varav |och |medan |resterande |samt |ytterligare )?$", re.IGNORECASE)
_CUT = re.compile(
    r",? (?:som (?!inte)|där |vilk\w+ |så att |för att |för (?:mandat)?perioden|till (?:bolaget|nämnderna|"
    r"nämnden|styrelse\w*)\b|medan |och (?!\w+ har\b)(?=\w+(?:r|s|de|te)\b)|och dessa|men |samtidigt )|[:;(]|, "
)
_OF_THEM = re.compile(
    r" av (?:dem|dessa)\b(?=[.,]| (?:be)?rör\b| gäller\b| hör till\b| genom\b| under (?:året|perioden)|"
    r" (?:har|är|blev|bedöms|pågår|når|nås|klarades)\b(?! \w*(?:nya?|nytt)\b))"
)
_BEYOND = re.compile(
    r" (?:gäller )?(?:för|till och med|till|från) (?:och med )?(?:åren |perioden |mandatperioden |år )?(?:19|20)\d\d|"
    r" under (?:året|perioden)\b| med (?:egna |tillhörande )?(?:\w*mål|uppdrag|indikatorer|nyckeltal|aktiviteter)\b|"
    r" (?:följs|mäts)\b| i (?:\w*redovisning|\w*rapport|\w*budget|\w*bokslut)\w*"
)
_OF_DEM = re.compile(r"^Av (?:dem|dessa) (?:är|har|blev|bedöms) $")
_OF_NAMED = re.compile(r"^Av (?:\w+s )?(?P<noun>\w+) (?:är|har|blev|bedöms) $")
_SUBJECT_CUT = re.compile(
    r",|[:;(]|(?<!-) (?:och|men|medan|samtidigt|vilket) ?|^ som (?!inte|ska|skall|blev)| under (?:året|perioden)(?= |"
    r"$|\.)| (?:av \w+|i (?:\w+ )?budget\w*)(?= |$|\.)"
)


class Count(NamedTuple):
    """A count in a sentence: its amount, the whole it is part of, what is counted, and characters of number and counted words."""

    amount: int
    of: int | None
    what: Kind
    start: int
    end: int
    status: bool


def read(blocks: Iterable[Block]) -> tuple[StatedTotal, ...]:
    """The counts that the document states about its own goals, once each; ``found`` and ``agrees`` are left open."""
    totals: dict[tuple[int, int | None, Kind, str], StatedTotal] = {}
    last: tuple[Kind, int] | None = None
    for position, block in enumerate(blocks):
        if block.role in {Role.CELL, Role.CONTENTS, Role.FURNITURE, Role.TITLE}:
            continue
        what = last[0] if last and position - last[1] <= _CARRIES_ON else None
        for start, end in sentences(block.text):
            for count, first, stop in _clauses(block.text[start:end], what):
                what, last = count.what, (count.what, position)
                text = block.text[start + first : start + stop]
                key = (count.amount, count.of, count.what, text.casefold() if count.status else "")
                told = block.role is not Role.HEADING or _COUNTING.match(block.text)
                if told and (key not in totals or _is_heading(totals[key].text, text)):
                    at = block.at("total/clause", start + first, start + stop, 0.9)
                    totals[key] = StatedTotal(text=text, count=count.amount, of=count.of, what=count.what, at=at)
    return tuple(totals.values())


_COUNTING = re.compile(rf"(?:{_WORDS}) \w+ (?:–|och) (?:{_WORDS}) \w+$", re.IGNORECASE)  # a heading that says nothing else


def _is_heading(before: str, now: str) -> bool:
    """Whether the count stood bare before, as a heading does, and now in a sentence."""
    return before.casefold() in now.casefold() and len(before) < len(now) and before[:1].isupper() and len(before.split()) < 5


def _clauses(sentence: str, what: Kind | None) -> Iterator[tuple[Count, int, int]]:
    """Each count of the sentence with the start and end of its clause."""
    counts = list(_counts(sentence, what))
    if not counts or _OTHERS.search(sentence) or _NORM.search(sentence):
        return
    for index, count in enumerate(counts):
        previous = counts[index - 1].end if index else 0
        following = counts[index + 1].start if index + 1 < len(counts) else len(sentence)
        start = _start(sentence, count, previous) if index else _first_start(sentence, count)
        limit = _start(sentence, counts[index + 1], count.end) if index + 1 < len(counts) else len(sentence)
        end = _end(sentence, count, start, min(limit, following))
        yield count, start, end


def _counts(sentence: str, what: Kind | None) -> Iterator[Count]:
    """Every count of level words, and every bare number that goes on counting them ("två är försenade")."""
    named = kinds.find(sentence)
    if not named and what is None:
        return
    position = 0
    for match in _COUNT.finditer(sentence):
        if match.start() < position or _LIMIT.search(sentence[: match.start()]) or _numbers_a_heading(sentence, match):
            continue
        value = number(match["n"]) or 0
        found = (
            _areas(sentence, match, value)
            or _of_number(sentence, match, value, what)
            or _of_whole(sentence, match, value, named, what)
            or _plain(sentence, match, value, named, what)
            or _elliptic(sentence, match, value, what)
        )
        if found is not None and found.amount:
            position, what = found.end, found.what
            yield found


def _numbers_a_heading(sentence: str, match: re.Match[str]) -> bool:
    """Whether digits number what follows ("2 Målen"), or are a figure before the next one's label ("Utfall: 46 Mål 2026: 50")."""
    return match["n"].isdigit() and sentence[match.end() + 1 : match.end() + 2].isupper()


def _areas(sentence: str, match: re.Match[str], value: int) -> Count | None:
    """Plain areas, which are counted only beside the goals in them: "tre områden och sju mål"."""
    found = _AREAS.match(sentence, match.end()) if value > 1 else None
    return Count(value, None, Kind.MALOMRADE, match.start(), found.end(), status=False) if found else None


_AREAS = re.compile(rf" områden(?=(?: och|,| med) (?:sammanlagt |totalt )?{_NUMBER} (?:\w+ )?\w*mål\b)", re.IGNORECASE)


def _of_number(sentence: str, match: re.Match[str], value: int, what: Kind | None) -> Count | None:
    """Part of a whole that is told by its number alone, after a count: "Två av fem är slutredovisade"."""
    rest = sentence[match.end() :]
    part = re.match(rf" av (?P<of>{_NUMBER})(?= (?:är|har|blev|bedöms)\b)", rest, re.IGNORECASE)
    if part is None or what is None or not _STATUS.match(rest[part.end() :]):
        return None
    of = number(part["of"]) or 0
    return Count(value, of, what, match.start(), match.end() + part.end(), status=True) if of >= value else None


def _of_whole(sentence: str, match: re.Match[str], value: int, named: Sequence[kinds.Named], what: Kind | None) -> Count | None:
    """Part of a whole: "Två av kommunens fem mål", "ett av målen", "av de nio uppdragen är sex slutförda"."""
    rest = sentence[match.end() :]
    if what is not None and (them := _OF_THEM.match(rest)):
        return Count(value, None, what, match.start(), match.end() + them.end(), status=bool(_STATUS.match(rest[them.end() :])))
    if part := re.match(rf" av (?P<who>(?:\w+s |de |våra |dessa ){{0,3}})(?P<of>{_NUMBER} )?(?=\w)", rest, re.IGNORECASE):
        whole = _noun(sentence, match.end() + part.end(), named)
        of = number(part["of"].strip()) if part["of"] else None
        if (
            whole is None
            or (of is not None and of < value)
            or (value == 1 and not of and not _STATUS.match(sentence[whole.end :]))
        ):
            return None
        return Count(value, of, _kind(whole, part["who"]), match.start(), whole.end, status=True)
    if (bare := _OF_NAMED.search(sentence[: match.start()])) and _STATUS.match(rest):
        counted = next((each for each in named if each.start == bare.start("noun")), None)
        return Count(value, None, _kind(counted, bare.group()), 0, match.end(), status=True) if counted else None
    before = re.search(r"\bav (?P<who>(?:\w+s |de |våra |totalt ){0,3})$", sentence[: match.start()], re.IGNORECASE)
    if before is None or value == 1:
        return None
    whole = _noun(sentence, match.end() + 1, named)
    if whole is None:
        return None
    inner = next(
        (each for each in _COUNT.finditer(sentence, whole.end) if not re.search(r",", sentence[whole.end : each.start()])), None
    )
    count = number(inner["n"]) if inner else None
    if inner and count is not None and count <= value:
        return Count(count, value, _kind(whole, before["who"]), before.start(), inner.end(), status=True)
    return Count(value, None, _kind(whole, before["who"]), before.start(), whole.end, status=True)


def _noun(sentence: str, start: int, named: Sequence[kinds.Named]) -> kinds.Named | None:
    """The level's word that stands at ``start``, with up to three words before it."""
    for each in named:
        if (
            each.start >= start - 1
            and re.fullmatch(r"|(?:[\w-]+ ){1,3}", sentence[start : each.start])
            and each.start - start < 45
        ):
            return each if _BETWEEN.match(" " + sentence[start : each.start]) or each.start == start else None
    return None


def _kind(noun: kinds.Named, owner: str) -> Kind:
    """The kind that is counted: a committee's "mål" are delmål."""
    return (
        Kind.DELMAL
        if noun.kind is Kind.MAL
        and noun.term == "mål"
        and re.search(r"\b(?:nämndens|bolagets|styrelsens|egna)\b", owner, re.IGNORECASE)
        else noun.kind
    )


# "en vision och fyra inriktningar"
_BESIDE = re.compile(rf"(?: och|,) (?!ett? ){_NUMBER} (?:\w+ )?\w*(?:mål|inriktningar|områden|uppdrag)\b", re.IGNORECASE)
_HOLDS = re.compile(r"\b(?:består av|rymmer|innehåller|omfattar|utgörs av) $")
_BESIDE_ONE = re.compile(rf"{_HOLDS.pattern[:-1]}(?:en|ett) (?:\w+ )?\w+ (?:och|samt) $")
_IN_NUMBER = " till antalet"


def _plain(sentence: str, match: re.Match[str], value: int, named: Sequence[kinds.Named], what: Kind | None) -> Count | None:
    """A plain count: "Fem övergripande mål", "de sju indikatorerna"; one alone only after another count."""
    told = next((each for each in named if sentence[each.end : match.start()] == " är "), None)
    if told is not None and sentence[match.end() :].startswith(_IN_NUMBER):
        return Count(value, None, told.kind, told.start, match.end() + len(_IN_NUMBER), status=False)
    noun = _noun(sentence, match.end() + 1, named)
    if noun is None or (noun.weak and noun.kind not in {Kind.MALOMRADE, Kind.INRIKTNING}):
        return None
    if noun.kind is Kind.AKTIVITET and not _OF_PLAN.search(sentence):
        return None
    beside = (
        _HOLDS.search(sentence[: match.start()])
        and _BESIDE.match(sentence, noun.end)
        and noun.kind in {Kind.VISION, Kind.MALOMRADE, Kind.MAL}
    )
    if value == 1 and not beside and (what is None or not _STATUS.match(sentence[noun.end :])):
        return None
    owner = sentence[max(0, match.start() - 25) : noun.start]
    of_board = re.search(r"\bnämnden\b", sentence[: match.start()]) or re.search(
        r"nämnden har $", sentence[: match.start()], re.IGNORECASE
    )
    kind = _kind(noun, owner) if not (of_board and "egna" not in owner and noun.term != "mål") else noun.kind
    if noun.term == "mål" and what is Kind.DELMAL:
        kind = Kind.DELMAL
    if noun.kind is Kind.DELMAL and noun.term == "verksamhetsmål" and what is Kind.MAL and "finansiella mål" in sentence:
        kind = Kind.MAL
    return Count(value, None, kind, match.start(), noun.end, bool(_STATUS.match(sentence[noun.end :])))


def _elliptic(sentence: str, match: re.Match[str], value: int, what: Kind | None) -> Count | None:
    """A bare number with a verdict, after a count: "två delvis uppnås", "ett har inte påbörjats"."""
    if (
        what is not None
        and re.search(r"\bav de $", sentence[: match.start()], re.IGNORECASE)
        and sentence[match.end() :].startswith(" som ")
    ):
        return Count(value, None, what, match.start() - 6, match.end(), status=True)
    if what is not None and _OF_DEM.search(sentence[: match.start()]) and _STATUS.match(sentence[match.end() :]):
        return Count(value, None, what, 0, match.end(), status=True)
    head = re.split(r"[,;:.] | och | samt | medan ", sentence[: match.start()])[-1]
    if what is None or not _ELLIPTIC_START.match(head) or not _STATUS.match(sentence[match.end() :]):
        return None
    return Count(value, None, what, match.start(), match.end(), status=True)


def _first_start(sentence: str, count: Count) -> int:
    """Where the first clause begins: at the sentence, behind a parenthesis or a subordinate opening."""
    if then := re.search(r", (?P<at>då )$", sentence[: count.start]):
        return then.start("at")
    if sentence[: count.start].endswith(": "):
        return count.start
    if own := _OWN_CLAUSE.search(sentence[: count.start]) or _OWNED.search(sentence[: count.start]):
        return own.start("at")
    closing = sentence.rfind(") ", 0, count.start)
    if closing >= 0:
        return closing + 2
    purpose = re.match(r"För att .+? (?=(?:har|finns|innehåller|lämnas|gäller)\b)", sentence[: count.start])
    return purpose.end() if purpose else 0


_OWN_CLAUSE = re.compile(r" och (?P<at>(?:innehåller|består av|omfattar|rymmer|pekar ut|lyfter fram|anger)(?: \w+){0,2} )$")


_OWNED = re.compile(r" hur (?:[^.,:;]+ )?(?P<at>(?:\w+fullmäktiges|\w*nämndens) )$")  # how it went with them


_BEFORE = re.compile(
    r"(?:^| )(?:och )?(?P<preposition>inom|med|under|på(?! väg)|i|genom|fördelade på"
    r"|(?:ordnade|samlade|indelade|uppdelade|grupperade|sorterade) (?:i|under|efter))(?: \w+){0,2} $"
)


def _start(sentence: str, count: Count, previous: int) -> int:
    """Where a later clause begins: at the preposition before the number, else behind the comma or conjunction."""
    gap = sentence[previous : count.start]
    if match := _BEFORE.search(gap):
        return previous + match.start("preposition")
    cuts = [match.end() for match in re.finditer(r"[,;:] (?:och |men |medan |samt )?| (?:och|men|medan|samt) ", gap)]
    return previous + cuts[0] if cuts else count.start


def _end(sentence: str, count: Count, start: int, limit: int) -> int:
    """Where the clause ends: at its counted words, or behind the predicate where the count is the subject."""
    stop = limit
    if _OWNED.search(sentence[: count.start]):
        return count.end
    tail = sentence[count.end : limit]
    leads = count.start <= start + 4 or (
        count.status and re.match(r"(?:av|på|sammanfatt|i|per|vid) ?", sentence[start:], re.IGNORECASE)
    )
    leads = leads and not (_BESIDE_ONE.search(sentence[:start]) and not count.status)
    part_of = sentence[start:].lower().startswith("av ")
    cuts = (_SUBJECT_CUT if leads else _CUT).finditer(tail)
    cut = next((each for each in cuts if not (part_of and "under " in each.group())), None)
    if cut:
        stop = count.end + cut.start()
    if not count.status and (beyond := _BEYOND.search(tail)):
        stop = min(stop, count.end + beyond.start())
    return start + len(re.sub(r"[\s.,:;]+(?:(?:och|samt|men|medan|är|i|för|med)[\s.,:;]*)?$", "", sentence[start:stop]))


_SEVERAL = re.compile(r"\beller\b|\btill (?:minst|mindre|mer)\b|\butan åtgärd\b", re.IGNORECASE)
_REST = 40  # characters behind the counted words that may still belong to them ("för god ekonomisk hushållning")
_WANTED = (
    (
        re.compile(r"\b(?:inte|ej)\b.*(?:genomför|slutför|klar|påbörja)", re.IGNORECASE),
        {Meaning.EJ_GENOMFORT, Meaning.EJ_PABORJAT},
    ),
    (re.compile(r"\b(?:inte|ej)\b.*(?:uppfyll|uppnå|nå)", re.IGNORECASE), {Meaning.EJ_UPPFYLLT}),
    (re.compile(r"\bdelvis\b.*(?:uppfyll|uppnå|nå)", re.IGNORECASE), {Meaning.DELVIS_UPPFYLLT}),
    (re.compile(r"\bdelvis\b", re.IGNORECASE), {Meaning.DELVIS_GENOMFORT}),
    (re.compile(r"försena", re.IGNORECASE), {Meaning.FORSENAT}),
    (re.compile(r"enligt plan|rätt väg", re.IGNORECASE), {Meaning.ENLIGT_PLAN}),
    (re.compile(r"pågår|kvarstår|förs vidare|förs över", re.IGNORECASE), {Meaning.PAGAR}),
    (re.compile(r"\b(?:genomför|slutför|klara?\b|avslutad)", re.IGNORECASE), {Meaning.GENOMFORT}),
    (re.compile(r"uppfyll|uppnå|\bnå", re.IGNORECASE), {Meaning.UPPFYLLT}),
)


def check(totals: Sequence[StatedTotal], goals: Iterable[Goal]) -> tuple[tuple[StatedTotal, ...], tuple[Note, ...]]:
    """The totals with what was found, and a note (code "total-disagrees") for each that disagrees.

    A clause that names a status is counted against the nodes with that status; ``found`` stays None where no node of the
    kind has a status, or where the document holds no node of the kind at all.
    """
    nodes = [node for goal in goals for node in _walk(goal)]
    checked: list[StatedTotal] = []
    terms: dict[Kind, str] = {}
    for total in totals:
        terms |= _term(total)
        checked.append(_checked(total, [node for node in nodes if node.kind is total.what], terms.get(total.what)))
    return tuple(checked), tuple(_disagreement(total) for total in checked if total.agrees is False)


def _disagreement(total: StatedTotal) -> Note:
    message = f'The document says {total.count} {total.what.value} ("{total.text}"), {total.found} found'
    return Note(code="total-disagrees", message=message, at=total.at)


def _term(total: StatedTotal) -> dict[Kind, str]:
    """The word for what is counted, where the clause has more than "mål"; later bare counts of the kind go on with it."""
    terms = [named.term for named in kinds.find(total.text) if named.term != total.what.value]
    return {total.what: terms[-1]} if terms else {}


def _walk(goal: Goal) -> Iterator[Goal]:
    yield goal
    for child in goal.children:
        yield from _walk(child)


def _checked(total: StatedTotal, of_kind: Sequence[Goal], term: str | None) -> StatedTotal:
    """One total with the number of nodes that it speaks of: those of its own word, where nodes bear it."""
    of_kind = [node for node in of_kind if node.term == term] or of_kind
    wanted = next((meanings for pattern, meanings in _WANTED if pattern.search(total.text)), None)
    judged = [node for node in of_kind if node.status is not None and node.status.meaning is not None]
    if not of_kind or (wanted is not None and not judged) or _SEVERAL.search(total.text):
        return total
    if wanted is None and not _only_counts(total.text):
        return total
    if wanted is None:
        found = len(of_kind)
        return total.model_copy(update={"found": found, "agrees": found in {total.count, total.of}})
    found = sum(node.status is not None and node.status.meaning in wanted for node in judged)
    return total.model_copy(update={"found": found, "agrees": found == total.count})


def _only_counts(text: str) -> bool:
    """Whether a clause says no more than how many there are: it ends with the counted words, or nearly."""
    named = kinds.find(text)
    return bool(named) and not text.startswith(("På ", "Av ")) and len(text) - named[-1].end <= _REST
