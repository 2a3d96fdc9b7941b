"""The steering chain as the document itself explains it: which levels there are, and who decides on them."""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from ..models.block import Block, Role
from ..models.goal import Goal, Kind, Level
from ..rules import kinds
from ..rules.swedish import sentences

_RANK = {
    kind: rank
    for rank, kind in enumerate(
        (Kind.VISION, Kind.MALOMRADE, Kind.INRIKTNING, Kind.MAL, Kind.UPPDRAG, Kind.DELMAL, Kind.AKTIVITET, Kind.INDIKATOR)
    )
}
_BODY = re.compile(
    r"\b(?:(?:[Kk]ommun|[Rr]egion|[Ll]andstings)?[Ff]ullmäktige|(?:[Kk]ommun|[Rr]egion)styrelsen|(?:[Vv]arje|"
    r"[Rr]espektive) (?:nämnd/bolag|nämnd|styrelse)|"
    r"(?:[Kk]ommunens )?(?P<many>[Nn]ämnder(?:na)?(?: och (?:helägda )?(?:bolag(?:en)?|styrelser))?)|"
    r"[Nn]ämnd/bolag|[Nn]ämnden|\w+nämnden|[Ff]örvaltningar(?:na)?|[Ff]örvaltningen|"
    r"[Bb]olagen|[Bb]olaget|[Ss]tyrelsen|[Dd]irektionen|[Ää]garen)(?P<s>s)?\b"
)
_COUNCIL = re.compile(r"fullmäktige|(?:kommun|region|landstings)styrelsen$|ägaren|direktionen", re.IGNORECASE)
_DECIDES = re.compile(
    r"\b(?:beslut(?:ar|as|at|a|ades?)|fastställ(?:er|s|t|des?|a)|antogs|formuler(?:ar|as|a)|antar|antas|anger|anges|"
    r"(?:tar|tas|ta|tagit) (?:\w+ )?fram|arbetar fram|arbetas fram|bryter (?:\w+ )?ne[dr]|bryts ne[dr]"
    r"|översätt(?:er|a)|omsätter|lägger|lämnar|ger|ges|godkänner|väljer|valt ut|kopplar|ansvarar|genomför|"
    r"tilldelas|sätter|svarar (?:på|mot)|(?:tar|tog|tagit) ställning till|"
    r"(?:har|är|blivit) (?:\w+ )?(?:delat in|delats in|indelad\w*|pekat ut|angett|formulerat|bestämt|fastställt|lagt fast)|"
    r"har (?:\w+ )?egna|utvecklar|hanteras|planerar|tar|vill|omfattar)\b",
    re.IGNORECASE,
)
_EXPLAINS = re.compile(
    r"\b(?:konkretiser\w+|förstärks|kopplas|kopplade?|kopplar|följs|mäts|mäter|delas in|indela[dt]\w*|"
    r"består av|avslutas|samlade|ordnade|grupperade|delas upp|"
    r"innehåller|bryts|bryter|utgår från|beskriver|beskrivs|visar|anger|pekar ut|talar om|definierar|"
    r"styr|knyta|sättas|bärs upp"
    r"|hör|finns|bidrar till|bygger på|är en ledstjärna|utgångspunkten är|tjänar|benämns|kallas|inom varje|"
    r"leder|omfattar|har|ska ha|mäter|används|uppnås genom|bli verklighet genom|nås genom|förverkligas\w*)\b",
    re.IGNORECASE,
)
_RELATES = re.compile(
    r"\b(?:med (?:sammanlagt |tillhörande )?|inom|till varje|för varje|under dem|kopplade? till|genom|"
    r"grund\w* för|bryts|bryter|delas upp|varje|till|mot|utifrån|bidrar|ska ha)\b",
    re.IGNORECASE,
)
_NUMBERED = re.compile(r"\b(?:två|tre|fyra|fem|sex|sju|åtta|nio|tio|elva|tolv|\d{1,2}) (?:\w+ ){0,2}$", re.IGNORECASE)
_OUTSIDE = re.compile(
    r"\b(?:riktlinjer|följande|förslag till|senast|globala mål\w*|nationella|riksdagen|regeringen|sveriges|"
    r"genomförda?|uppnåtts|uppfyllt|uppfyllda|i uppdrag att)\b",
    re.IGNORECASE,
)
_BREAKS_DOWN = re.compile(
    r"(?:Varje nämnd|Nämnderna(?: och (?:styrelserna|bolagen))?|Bolagen|Förvaltningarna) "
    r"(?:bryter ne[dr]|tar fram|översätter|omsätter|formulerar|konkretiserar|beslutar om)\b|"
    r"[A-ZÅÄÖ]\w*målen (?:visar|anger|beskriver|beslutas|fastställs|bryts|konkretiseras|följs)\b|"
    r"Till varje \w*mål (?:hör|kopplas)\b"
)
_TELLS = re.compile(
    r"\b(?:kommunallagen|enligt lag|lagen (?:säger|kräver)|här (?:finns|hittar|ser|kan du)|på (?:den här )?sidan)\b",
    re.IGNORECASE,
)
_FOLLOWED = re.compile(r"\b(?:följs|följer|mäts|mäter|innehåller)\b", re.IGNORECASE)
_DEMAND = re.compile(r"\b(?:ska|skall|bör) (?:vara|formuleras|kunna|redovisas|lämnas|minska|öka)\b", re.IGNORECASE)
_STEERING = re.compile(
    r"\b(?:styr\w*|nivåer\w*|målkedja\w*|roller|hänger ihop|hänger samman|modell\w*|målprocess\w*|uppbyggd|"
    r"ordnade|från vision|uppföljning|budgeten|program\w*)\b",
    re.IGNORECASE,
)
_ITEM = re.compile(
    r"(?:[\w-]+ ){0,2}(?i:[\w-]*(?:mål|område|uppdrag|inriktning|riktning|perspektiv)) ?"
    r"(?:\d{1,2}(?!\d)|(?:19|20)\d\d(?! ?[–-])|[A-F]\b|:|–|-) ?"
)
_YEAR_LAST = re.compile(r"(?:19|20)\d\d ?$")  # "Budget och mål 2025" names a document
_SHORT = 60  # characters of a line that may be a heading
_REACH = 40  # paragraphs below a heading that still explain
_EXPECTED = re.compile(r"^\W*(?:nivå|beslutar om|beslutas av|ansvarar för|vem beslutar\w*|vad|roll)\W*$", re.IGNORECASE)
_GIVEN = re.compile(r"\b(?:ges|sättas|hanteras|tas fram|fastställs)\b", re.IGNORECASE)
_FROM = re.compile(
    r"\b(?:omsätter|översätt\w*|bryter(?: ner?d?)?|(?:för|till|inom|på) (?:varje|respektive)|mot|utifrån|nå|"
    r"vid|av) (?:de |det |den |sina )?(?:\w+a )?$",
    re.IGNORECASE,
)
_BROKEN_INTO = re.compile(
    r"mål(?:en|et)?\b.*\b(?:bryt\w*|dela\w*)(?: \w+)? (?:ne[dr]|upp)(?: \w+)? (?:i|till) (?:\w+a )?$", re.IGNORECASE
)
_COUNCILS_OWN = {"verksamhetsmål", "effektmål", "resultatmål", "delmål", "åtagande"}
_CLAUSE = re.compile(
    r"(?<=,) (?:och |men )?(?=\w+)|(?<!nämnder)(?<!Nämnder)(?<!nämnderna)(?<!Nämnderna) "
    r"(?:och|samt) (?=(?:förvaltning\w*|regionstyrelsen|"
    r"kommunstyrelsen|nämnd\w*|styrelsen|bolag\w*) [a-zåäö]+r\b)|(?<=;) "
)


class _Said(NamedTuple):
    """A level that a passage speaks of, whose it is, and where; ``strong`` when the passage explains it."""

    term: str
    kind: Kind
    body: str | None
    block: Block
    start: int
    end: int
    strong: bool


def read(blocks: Iterable[Block]) -> tuple[Level, ...]:
    """The levels that the document explains, top first; none unless at least two are set in relation to each other."""
    printed = [block for block in blocks if block.text and block.role not in {Role.CONTENTS, Role.FURNITURE}]
    said = [*_in_prose(printed), *_in_rows(printed), *_in_columns(printed), *_in_boxes(printed)]
    if not any(each.strong for each in said):
        return ()
    levels = _merge(_named_as_printed(said, printed))
    alone = len(levels) == 1 and any(_rules(each) for each in said)
    return tuple(levels) if alone or len({level.kind for level in levels}) > 1 or len(levels) > 2 else ()


def _rules(said: _Said) -> bool:
    """Whether a passage says in general who decides on a level of goals ("Fullmäktige beslutar om etappmål")."""
    goals = said.kind in {Kind.MAL, Kind.INRIKTNING} and said.term != "mål"
    return goals and said.strong and bool(said.body and f"{said.body} beslutar om " in said.block.text)


def aligned(levels: Sequence[Level], goals: Iterable[Goal]) -> tuple[Level, ...]:
    """The levels with the kinds that the document's own nodes of the same word have, where these agree."""
    of_term: dict[str, set[Kind]] = {}
    waiting = list(goals)
    while waiting:
        node = waiting.pop()
        of_term.setdefault(node.term or "", set()).add(node.kind)
        waiting += node.children
    return tuple(
        level.model_copy(update={"kind": next(iter(found))}) if len(found := of_term.get(level.term, set())) == 1 else level
        for level in levels
    )


def _in_prose(blocks: Sequence[Block]) -> Iterator[_Said]:
    """Levels in sentences that explain: who decides on what, what is broken down into what."""
    for block in _explaining(blocks):
        for start, end in sentences(block.text):
            if not _OUTSIDE.search(block.text[start:end]):
                yield from _in_sentence(block, start, end)


def _explaining(blocks: Sequence[Block]) -> Iterator[Block]:
    """The blocks that can explain: up to the first item of a level, and below headings that speak of steering."""
    open_, count = True, 0
    title = next((block.id for block in blocks if block.role in {Role.HEADING, Role.TITLE}), None)
    for block in blocks:
        heading = block.role in {Role.HEADING, Role.TITLE} or len(block.text) < _SHORT
        if heading and _STEERING.search(block.text):
            open_, count = True, 0
        elif heading and block.role is not Role.LIST_ITEM and (item := _ITEM.match(block.text)):
            open_ = open_ and block.id == title and _YEAR_LAST.search(item.group()) is not None
        if block.role in {Role.TEXT, Role.LIST_ITEM}:
            count += len(block.text) >= _SHORT
            if (open_ and count <= _REACH) or _BREAKS_DOWN.match(block.text):
                yield block


def _in_sentence(block: Block, start: int, end: int) -> Iterator[_Said]:
    """The levels of one sentence, clause by clause."""
    sentence = block.text[start:end]
    named = [each for each in kinds.find(sentence) if _counts_as_level(sentence, each)]
    if not named or (_DEMAND.search(sentence) and not _EXPLAINS.search(sentence) and not _GIVEN.search(sentence)):
        return
    label = re.match(r"[^:]{3,40}: (?!(?:andel|antal)\b)", sentence, re.IGNORECASE)  # "Indikator: Andel …" is one of them
    decides, explains = _DECIDES.search(sentence), _EXPLAINS.search(sentence)
    distinct = {_own(each, None, sentence)[1] for each in named}
    related = len(distinct) > 1 and bool(explains or decides) and bool(_RELATES.search(sentence) or "består" in sentence)
    has_body = any(not match["s"] or sentence[match.end() :].startswith(" beslut") for match in _BODY.finditer(sentence))
    only_counts = all(_NUMBERED.search(sentence[: each.start]) for each in named)
    strong = not _TELLS.search(sentence) and (
        (related and not (only_counts and _FOLLOWED.search(sentence)))
        or bool(decides and has_body and not only_counts)
        or bool(explains and _subject(sentence, named) and not only_counts)
    )
    if not (strong or (only_counts and (decides or explains)) or label):
        named = [each for each in named if _told_by_the_way(sentence, each)]
    for each in named:
        body = _decided_by(sentence, each, decides=bool(decides))
        yield _Said(*_own(each, body, sentence), body, block, start + each.start, start + each.end, strong)


def _counts_as_level(sentence: str, named: kinds.Named) -> bool:
    """Whether a level's word speaks of the level: plural, definite, after "varje", or a compound; no single item of it."""
    word = sentence[named.start : named.end].lower()
    if named.term == "perspektiv" and re.search(
        r"(?:(?:ordnad|samlad|indelad|grupperad)[et]? (?:i|under) \w+|\b[Ff]ör varje) $", sentence[: named.start]
    ):
        return True
    if named.term == "strategi" and word.endswith("er") and re.search(r"\btagit fram $", sentence[: named.start]):
        return re.match(r" som (?:visar|beskriver|anger) hur (?:de |det )?\w*mål", sentence[named.end :]) is not None
    if re.match(r" som (?:\w+ ){1,3}(?:beslutat|antagit|fastställt|formulerat)\b", sentence[named.end :]):
        return True
    if named.term in {
        "strategi",
        "arbetssätt",
        "satsning",
        "mått",
        "uppgift",
        "riktning",
        "prioritering",
        "målsättning",
        "förflyttning",
        "insats",
        "perspektiv",
    }:
        return False
    if named.kind is Kind.VISION:
        return named.term == "vision" and (
            bool(re.match(r", [\w-]+(?:, [\w-]+)* och ", sentence[named.end :]))
            or word.endswith(("en", "ens", "er"))
            or bool(re.search(r"\b(?:en|av|till|regionens|kommunens) $", sentence[: named.start]))
            or (not named.start and sentence[named.end : named.end + 1] == ":")
        )
    if (named.kind is Kind.INRIKTNING and not word.endswith(("ar", "arna", "arnas"))) or word == "direktivet":
        return False
    if re.search(r"\b(?:i|vårt|min|sitt) $", sentence[: named.start]) and named.term in {"uppdrag", "mål"}:
        return False
    return not re.search(
        r"\b(?:som en|detta|dessa|inget|inga|kring|kring(?: [^.]*)? och) $", sentence[: named.start], re.IGNORECASE
    )


def _told_by_the_way(sentence: str, named: kinds.Named) -> bool:
    """Whether a sentence sets a level beside the chain: "Utvecklingen följs med indikatorer", "Överst finns visionen"."""
    if named.kind is Kind.INDIKATOR:
        return bool(
            re.search(r"\b(?:följs|följas|följer|mäts|mätas|mäter|benämns|kallas|kopplas)\b", sentence, re.IGNORECASE)
        ) and not re.search(r"\d", sentence)
    if named.kind is Kind.VISION:
        return bool(re.search(r"\b(?:finns|utgångspunkt\w*|grund\w*|ledstjärna|konkret)\b", sentence, re.IGNORECASE))
    if named.kind is Kind.DELMAL:
        return bool(re.search(r"\bbryts (?:de|dessa|vart och ett) ne[dr] (?:i|till) $", sentence[: named.start]))
    return named.kind is Kind.UPPDRAG and bool(
        re.match(r"(?:uppdrag|ett uppdrag) (?:från \w+ )?(?:kan|ges|lämnas|beslutas)\b", sentence, re.IGNORECASE)
    )


def _subject(sentence: str, named: Sequence[kinds.Named]) -> bool:
    """Whether the sentence is about a level: it opens with its plural or definite form."""
    first = named[0]
    word = sentence[first.start : first.end].lower()
    opening = sentence[: first.start].lower().split()
    owned = bool(opening) and bool(_BODY.match(opening[0])) and opening[0].endswith("s")
    if not (owned or set(opening) <= {"de", "den", "det", "kommunens", "varje", "regionens"}):
        return False
    return owned or word.endswith(("na", "en")) or opening[:1] == ["varje"]


def _decided_by(sentence: str, named: kinds.Named, *, decides: bool) -> str | None:
    """The body that decides on a level: its owner, or who acts in its own clause, or in the one before."""
    if owner := _owned_by(sentence, named):
        return owner
    if not decides or _FROM.search(sentence[: named.start]):
        return None
    first, last = _clause_of(sentence, named)
    clause = sentence[first:last]
    actor = _actor(clause, named.start - first, named.end - first)
    if actor is None and first > 0:
        clause = sentence[first:]
        actor = next((match for match in reversed(list(_BODY.finditer(sentence[:first]))) if not match["s"]), None)
    if actor is None or not _DECIDES.search(clause):
        return None
    return actor["many"] or re.sub(r"^varje ", "", actor.group(), flags=re.IGNORECASE)


def _owned_by(sentence: str, named: kinds.Named) -> str | None:
    """The owner printed with the level: "fullmäktiges …", "… från fullmäktige", "…, alla beslutade av …"."""
    before, after = sentence[: named.start], sentence[named.end :]
    if owner := re.search(r"\b((?:kommun|region)?fullmäktige|nämnden|bolaget|styrelsen)s (?:\w+ )?$", before, re.IGNORECASE):
        return owner[1]
    for pattern in (
        r"[^.]*, (?:alla |samtliga )?(?:beslutade|fastställda|antagna) av (\w+)",
        r" (?:\w+ )?från ((?:kommun|region)?fullmäktige)\b",
        r"[^.]* genom (fullmäktige)s beslut",
        r" \w+ (?:\w+ )?vad (\w+) vill\b",
    ):
        if owner := re.match(pattern, after):
            return owner[1]
    return None


def _actor(clause: str, start: int, end: int) -> re.Match[str] | None:
    """The body that acts on the words ``start`` to ``end`` of a clause: "som X …" behind them, "av X", or the subject before."""
    bodies = [match for match in _BODY.finditer(clause) if not match["s"]]
    relative = [match for match in bodies if clause[: match.start()].endswith(" som ") and 0 < match.start() - end < 8]
    passive = [match for match in bodies if clause[: match.start()].endswith(" av ") and match.start() > start]
    subject = [
        match
        for match in reversed(bodies)
        if match.start() < start and not re.search(r"\b(?:till|som|vad) $", clause[: match.start()])
    ]
    return next(iter(relative + passive + subject), None)


def _clause_of(sentence: str, named: kinds.Named) -> tuple[int, int]:
    """Start and end of the clause that a word stands in."""
    cuts = [0, *(match.end() for match in _CLAUSE.finditer(sentence)), len(sentence)]
    first = max(cut for cut in cuts if cut <= named.start)
    return first, min(cut for cut in cuts if cut > named.start)


def _own(named: kinds.Named, body: str | None, sentence: str) -> tuple[str, Kind]:
    """Term and kind of a level; plain "mål" of committees and companies are delmål."""
    term = re.sub(r" från (?:kommun)?fullmäktige$", "", named.term)
    if named.kind is Kind.MAL and term != "mål" and _BROKEN_INTO.search(sentence[: named.start]):
        return term, Kind.DELMAL
    if (
        named.kind is Kind.DELMAL
        and term in _COUNCILS_OWN
        and body is not None
        and re.search(r"fullmäktige$", body, re.IGNORECASE)
    ):
        return term, Kind.MAL
    if term != "mål":
        return term, named.kind
    own = re.search(
        r"\b(?:egna|egen|nämndens|nämndernas|bolagets|för den egna verksamheten)\b",
        sentence[max(0, named.start - 30) : named.end + 30],
    )
    committee = body is not None and not _COUNCIL.search(body)
    return "mål", Kind.DELMAL if own or committee else Kind.MAL


def _in_rows(blocks: Sequence[Block]) -> Iterator[_Said]:
    """Levels in a table of bodies and what they decide on."""
    tables = {block.cell.table for block in blocks if block.cell and _EXPECTED.match(block.text)}
    for block in blocks:
        if block.cell is None or block.cell.table not in tables or block.cell.row == 0:
            continue
        row = [each for each in blocks if each.cell and (each.cell.table, each.cell.row) == (block.cell.table, block.cell.row)]
        body = next((each.text for each in row if each is not block and _BODY.match(each.text)), None)
        if body is not None:
            for each in kinds.find(block.text):
                yield _Said(each.term, each.kind, body, block, each.start, each.end, strong=True)


def _in_columns(blocks: Sequence[Block]) -> Iterator[_Said]:
    """Levels in a row of three or more list items that are nothing but level words: the head of a goal tree."""
    run: list[tuple[Block, kinds.Named]] = []
    for block in (*blocks, None):
        named = kinds.whole(block.text) if block is not None and block.role is Role.LIST_ITEM else None
        if block is not None and named is not None:
            run.append((block, named))
            continue
        if len({each.kind for _, each in run}) > 2:
            yield from (_Said(each.term, each.kind, None, at, each.start, each.end, strong=True) for at, each in run)
        run = []


def _in_boxes(blocks: Sequence[Block]) -> Iterator[_Said]:
    """Levels of a drawn chain: the word alone, and below it who decides ("Nämndmål", "beslutas av nämnden")."""
    for block, below in pairwise(blocks):
        named = kinds.whole(block.text) if len(block.text) < _SHORT else None
        decided = _BOX.fullmatch(below.text) if named is not None else None
        if named is not None and decided is not None:
            yield _Said(named.term, named.kind, decided["body"], block, named.start, named.end, strong=True)


_BOX = re.compile(
    r"(?:beslutas|fastställs|antas|bestäms|formuleras|tas fram|sätts|ägs) av (?P<body>[^.]{4,60})\.?", re.IGNORECASE
)


def _named_as_printed(said: Sequence[_Said], blocks: Sequence[Block]) -> list[_Said]:
    """Plain "mål" takes its owner where every goal is headed by both ("Nämndens mål 1: …")."""
    owners: dict[Kind, str] = {}
    for block in blocks:
        if match := re.match(
            r"(?P<term>(?:(?:kommun|region)?fullmäktige|nämnden|bolaget)s mål)(?: \d+[.:]?|:) ", block.text, re.IGNORECASE
        ):
            owners[Kind.MAL if "fullmäktige" in match["term"].lower() else Kind.DELMAL] = match["term"].lower()
    return [_renamed(each, owners) for each in said]


def _renamed(said: _Said, owners: dict[Kind, str]) -> _Said:
    """One level with the name that the document heads its items with."""
    if re.fullmatch(r"(?:(?:kommun|region)?fullmäktige|nämnden|nämnderna)s mål", said.term):
        kind = Kind.MAL if "fullmäktige" in said.term else Kind.DELMAL
        owner = said.body or _owner(said)
        return said._replace(term=owners.get(kind, "mål"), kind=kind, body=owner)
    if said.term == "mål" and said.kind in owners:
        return said._replace(term=owners[said.kind], body=said.body or owners[said.kind].split()[0].removesuffix("s"))
    return said


def _owner(said: _Said) -> str:
    """The owner in front of a level, as printed, without its genitive."""
    return said.block.text[said.start : said.end].split()[0].removesuffix("s")


def _as_spelled_before(said: _Said, found: dict[tuple[str, Kind], _Said]) -> _Said:
    """A level under the spelling it had before, where the two differ by a letter ("inriktningmål")."""
    for term, kind in found:
        if kind is said.kind and term != said.term and abs(len(term) - len(said.term)) == 1 and len(term) > 8:
            longer, shorter = sorted((term, said.term), key=len, reverse=True)
            if any(longer[:cut] + longer[cut + 1 :] == shorter for cut in range(len(longer))):
                return said._replace(term=term)
    return said


_FULLER = re.compile(
    r"(?:övergripande|kommunövergripande|strategiskt|prioriterat|långsiktigt) mål$|(?:fullmäktige|kommun|inriktnings|effekt)mål$"
)


def _refers_back(plain: _Said, said: Sequence[_Said]) -> bool:
    """Whether "målen" only takes up the one level of goals that has a name of its own ("bolagsmål … varje sådant mål")."""
    named = {each.term for each in said if each.kind in {Kind.MAL, Kind.DELMAL} and each.term != "mål"}
    return plain.body is None and len(named) == 1 and plain.block.text[plain.start : plain.end].lower() in {"målen", "målet"}


def _merge(said: Sequence[_Said]) -> list[Level]:
    """One entry for each level; "mål" beside a fuller name of the same kind is that level."""
    full = {each.kind for each in said if each.term != "mål" and (each.strong or _FULLER.match(each.term))}
    found: dict[tuple[str, Kind], _Said] = {}
    for spelled in said:
        each = _as_spelled_before(spelled, found)
        if each.term == "mål" and (each.kind in full or _refers_back(each, said)):
            continue
        key = (each.term, each.kind)
        if key not in found or (found[key].body is None and each.body is not None):
            found[key] = each
    if ("mål", Kind.DELMAL) in found and ("mål", Kind.MAL) in found and found["mål", Kind.MAL].body is None:
        del found["mål", Kind.MAL]
    order = {key: position for position, key in enumerate(found)}
    ranked = sorted(found, key=lambda key: (_RANK.get(key[1], 9), order[key]))
    return [
        Level(
            term=term,
            kind=kind,
            decided_by=found[term, kind].body,
            at=found[term, kind].block.at("level/explained", found[term, kind].start, found[term, kind].end, 0.8),
        )
        for term, kind in ranked
    ]
