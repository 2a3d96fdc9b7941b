"""Swedish clauses without a parser: what opens the clause that a finite verb stands in, and who its subject is.

Word order tells most of it. A subordinate clause begins with a word that opens it and has its finite verb behind the
subject; a main clause has its finite verb second, and the subject behind it when something else comes first.
"""

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from .lemmas import lemma

if TYPE_CHECKING:
    from spacy.tokens import Doc

QUESTIONS = frozenset("hur vad vilka vilken varför huruvida vem".split())
PREMISES = frozenset("om när eftersom medan innan tills då ifall fast fastän trots såvida förutsatt".split())
_OPENERS = QUESTIONS | PREMISES | {"att", "som", "där", "vilket", "vars"}

# These open a clause only where one can begin; elsewhere they are prepositions or adverbs ("arbetet om klimat").
_AT_START = frozenset("då om trots fast medan".split())
_ASKING = frozenset("är se veta pröva prövar bedöma bedömer avgöra utreda utreder undersöka frågar".split())
_LEADING = frozenset("för så genom i de fall trots utan förutom efter".split())
_PREPOSITIONS = frozenset(
    "i på av till för med om från vid under inom utan efter genom mot mellan utifrån enligt hos kring över per bland utöver "
    "inför sedan utom åt ur gällande angående avseende rörande oavsett".split()
)
_ADVERBS = frozenset(
    "därför här där nu då också även senast dessutom sedan vidare framöver samtidigt årligen så därmed därtill därutöver "
    "dock framför successivt långsiktigt tillsammans löpande särskilt istället likaså fortsatt inte alltid".split()
)
_SUBJECTS = frozenset(
    "vi det de den man ni du hen alla varje samtliga en ett ingen inga dessa denna detta allt båda vår våra".split()
)
_FINITE = frozenset(
    "ska skall måste bör skulle borde är har kan vill får hade var kunde ville fick blev finns vet lät gick stod tog gav bor "
    "tror beror".split()
)
_SHORT_VERBS = frozenset(
    "få gå stå nå bli ge ta dra se ha bo tro te må slå be le dö sy förstå uppnå förmå motstå bestå ske finnas minnas hoppas "
    "trivas lyckas samsas umgås uppstå ingå framgå utgå undgå avgå begå pågå övergå föregå anslå avstå avse bortse förse inse "
    "utse överse rå klä strö spå ".split()
)
_VERBS_LIKE_ADJECTIVES = frozenset("säkra klara öppna jämna trygga lätta handla".split())
_NO_VERBS = frozenset(
    "fler mer eller under över efter utöver därutöver per ner upp inför väster öster söder norr timmar ibland".split()
)
_NOUNS_LIKE_VERBS = re.compile(
    r"(?:skola|flicka|människa|hälsa|kyrka)$|^(?:nästa|första|andra|tredje|sista|samma|bra|alla|inga|några)$"
)
_MANNER = re.compile(r"(?:igt|iskt|ivt|amt|vis|ilt|erat|bbt|ullt|ent|are)$|^(?:inte|även|också|alltid|mer|bättre|ständigt|i)$")
_DEFINITE = re.compile(r"\w{2,}(?:en|na|et|erna|arna|orna)$")


class Clause(NamedTuple):
    """The clause of a finite verb, in token numbers.

    ``opener`` opens a subordinate clause and is None in a main clause; ``start`` is the clause's first word; ``verb`` the
    finite verb; ``subject`` the first and the end token of the words that can hold its subject.
    """

    opener: int | None
    start: int
    verb: int
    subject: tuple[int, int]


def clause(doc: "Doc", verb: int) -> Clause:
    """The clause that the finite verb at token ``verb`` stands in."""
    start, opener = _opening(doc, verb)
    if opener is not None:
        return Clause(opener, start, verb, (start, _core_end(doc, start, verb)))
    first = _first_word(doc, start, verb)
    behind = (
        first >= verb
        or doc[first].lower_ in _PREPOSITIONS | _ADVERBS
        or (doc[first].lower_ in _OPENERS and doc[first].lower_ != "att")
    )
    return Clause(None, first, verb, _behind(doc, verb) if behind else (first, _core_end(doc, first, verb)))


def _opening(doc: "Doc", verb: int) -> tuple[int, int | None]:
    """The first token of the clause, and the one that opens it when it is subordinate.

    Walks left from the verb. A clause on the way that has a finite verb of its own ("den som ringer ska") is passed over,
    unless "och" joins the verb's clause to it ("att de växer och skolan ska byggas"). An "om" that could be a preposition
    opens the clause when the clause before it has its verb ("det krävs mer om målet ska nås").
    """
    closed, joined, doubtful = 0, False, None
    for index in range(verb - 1, -1, -1):
        if _begins_main(doc, index):
            return index + 1, None
        if _is_finite_at(doc, index) or (not closed and _lacks_har(doc, index)):
            closed += 1
        elif doc[index].lower_ in {"och", "samt"}:
            joined = joined or closed == 0
        elif doc[index].lower_ == "om" and not (closed or joined or _opens(doc, index)):
            doubtful = index
        elif _opens(doc, index):
            if closed and not (joined and closed == 1 and doc[index].lower_ == "att"):
                closed -= 1
            elif not (_is_fronted(doc, index) and _subject_follows(doc, verb)):
                return index + 1, index
    return (doubtful + 1, doubtful) if closed and doubtful is not None else (0, None)


def _begins_main(doc: "Doc", index: int) -> bool:
    """Whether a main clause begins behind this token: a semicolon, a dash, ", och", ", men"."""
    word = doc[index].lower_
    if word in {";", ":"} or (word in {"–", "—"} and index > 0):
        return True
    joins = word in {"och", "men", "utan", "så"} and index > 0 and doc[index - 1].text == ","
    return joins and doc[index + 1].lower_ != "att"


def _opens(doc: "Doc", index: int) -> bool:
    """Whether this token opens a subordinate clause here, and is no infinitive mark, preposition or adverb."""
    word = doc[index].lower_
    before = doc[index - 1].lower_ if index else ","
    if word == "att":
        return not _before_infinitive(doc, index)
    if word in _AT_START:
        return before in {",", "(", "även"} or (word == "om" and before in _ASKING)
    if word == "som":
        return is_finite(doc[index + 1].lower_) if index == 0 else before not in {"såväl", "liksom", "både", "precis"}
    return word in _OPENERS


def _before_infinitive(doc: "Doc", index: int) -> bool:
    """Whether "att" at this token is the mark of an infinitive; up to two adverbs may stand between."""
    for after in doc[index + 1 : index + 4]:
        if is_infinitive(after.lower_):
            return True
        if is_finite(after.lower_) or not _MANNER.search(after.lower_):
            return False
    return False


def _is_fronted(doc: "Doc", opener: int) -> bool:
    """Whether the subordinate clause stands first in its sentence, so that the main verb follows it."""
    return all(token.lower_ in _LEADING for token in doc[:opener])


def _subject_follows(doc: "Doc", verb: int) -> bool:
    """Whether a subject stands right behind the verb: then the clause is a main clause."""
    for token in doc[verb + 1 : verb + 4]:
        word = token.lower_
        if word not in _ADVERBS:
            named = token.text[0].isupper() or (bool(_DEFINITE.match(word)) and len(word) > 4)
            return word in _SUBJECTS or (named and not is_infinitive(word))
    return False


def _first_word(doc: "Doc", start: int, end: int) -> int:
    """The first token at or after ``start`` that is no number, list mark or joining word."""
    while start < end and (not doc[start].text[0].isalpha() or doc[start].lower_ in {"och", "men", "samt", "utan"}):
        start += 1
    return start


def _behind(doc: "Doc", verb: int) -> tuple[int, int]:
    """The words behind a verb that can hold its subject: up to the first infinitive."""
    start = next((token.i for token in doc[verb + 1 :] if token.lower_ not in _ADVERBS), len(doc))
    if doc[start : start + 2].text.lower() == "det finnas":
        return start + 2, _core_end(doc, start + 2, len(doc))
    end = _core_end(doc, start, len(doc))
    return start, next((index for index in range(start, end) if is_infinitive(doc[index].lower_)), end)


def _core_end(doc: "Doc", start: int, end: int) -> int:
    """Where the core of a noun phrase ends: before its first preposition, relative clause or comma."""
    stops = _PREPOSITIONS | {"som", ",", "att", "("}
    return next((index for index in range(start, end) if doc[index].lower_ in stops), end)


def _lacks_har(doc: "Doc", index: int) -> bool:
    """Whether this token is the verb of a relative clause that leaves out "har" ("den som ringt ska få svar")."""
    word = doc[index].lower_
    if index == 0 or doc[index - 1].lower_ not in {"som", "inte"} or not word.endswith("t"):
        return False
    return lemma(word) != word and _is_verb(lemma(word))


def _is_finite_at(doc: "Doc", index: int) -> bool:
    """Whether this token is a finite verb.

    A passive ("saknas", "lämnas") is one too unless an infinitive mark or a modal verb rules it.
    """
    word = doc[index].lower_
    if is_finite(word):
        return True
    if not word.endswith("as") or not is_infinitive(word):
        return False
    for before in reversed(doc[max(0, index - 6) : index]):
        if before.lower_ in _FINITE or before.lower_ in {"att", "kunna", "och", "eller"}:
            return False
        if before.lower_ in _OPENERS:
            return True
    return True


@lru_cache(maxsize=8192)
def is_finite(word: str) -> bool:
    """Whether a word in lower case looks like a finite verb in the present tense ("ringer", "saknas")."""
    if word in _FINITE:
        return True
    if word in _NO_VERBS:
        return False
    if word.endswith("r"):
        return not word.endswith(("or", "are")) and lemma(word) != word and _is_verb(lemma(word))
    passive = re.search(r"(?<![eoa]n)s$", word) and not re.search(r"(?:ens|ets|arnas|ernas|ornas)$", word)
    return bool(passive) and not is_infinitive(word) and lemma(word) != word and _is_verb(lemma(word))


@lru_cache(maxsize=8192)
def is_infinitive(word: str) -> bool:
    """Whether a word in lower case looks like an infinitive, active or passive ("prioritera", "prioriteras", "nå")."""
    if word in _SHORT_VERBS or word in _FINITE:
        return word in _SHORT_VERBS
    bare = word.removesuffix("s")
    if bare in _SHORT_VERBS or bare in _VERBS_LIKE_ADJECTIVES or bare.endswith("säkra"):
        return True
    return len(bare) > 2 and bare.endswith("a") and lemma(bare) == bare and not _NOUNS_LIKE_VERBS.search(bare)


def _is_verb(lemma: str) -> bool:
    """Whether a dictionary form is a verb's."""
    return lemma in _SHORT_VERBS or (lemma.endswith("a") and not _NOUNS_LIKE_VERBS.search(lemma)) or lemma == "finnas"
