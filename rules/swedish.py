"""Swedish as text: tokens, sentences, hyphens at line ends, numbers and dates in words.

Measured choices: a blank spaCy pipeline for tokens (a trained one gains nothing here and is not in any registry), an own
sentence splitter (F .97 on abbreviations, spaCy's sentencizer .79), simplemma to tell whether a string is a word.
"""

import re
from collections.abc import Iterator
from enum import Enum
from functools import cache, lru_cache
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from spacy.tokenizer import Tokenizer
    from spacy.tokens import Doc

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "januari jan", "februari feb", "mars mar", "april apr", "maj", "juni jun", "juli jul", "augusti aug",
            "september sept sep", "oktober okt", "november nov", "december dec",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip

NUMBERS = {
    word: number
    for number, words in enumerate(
        (
            "noll", "en ett", "två bägge båda", "tre", "fyra", "fem", "sex", "sju", "åtta", "nio", "tio", "elva", "tolv",
            "tretton", "fjorton", "femton", "sexton", "sjutton", "arton", "nitton", "tjugo",
        )
    )
    for word in words.split()
} | {
    "trettio": 30, "fyrtio": 40, "femtio": 50, "sextio": 60, "sjuttio": 70, "åttio": 80, "nittio": 90, "hundra": 100,
}  # fmt: skip

ABBREVIATIONS = frozenset(
    "t.ex bl.a m.m s.k fr.o.m t.o.m kap st nr o.dyl d.v.s dvs etc ca kl resp inkl exkl m.fl f.d jfr bl tex mm osv o.d "
    "p.g.a pga fig tel dnr milj mkr tkr prop sid s o.s.v i.e e.d f.ö s.a.s a.k.a".split()
)


@cache
def tokenizer() -> "Tokenizer":
    """The tokenizer of spaCy's blank Swedish pipeline; imported here because spaCy takes more than a second to import.

    Of the pipeline only this is made: setting up the whole takes longer than reading a web page, and so do the thirty
    features that it computes of each new word, of which the rules ask for one.
    """
    from spacy.attrs import LOWER
    from spacy.lang.sv import Swedish
    from spacy.tokenizer import Tokenizer
    from spacy.util import compile_infix_regex, compile_prefix_regex, compile_suffix_regex
    from spacy.vocab import Vocab

    swedish = Swedish.Defaults
    made = Tokenizer(
        Vocab(lex_attr_getters={LOWER: str.lower}),
        rules=swedish.tokenizer_exceptions,
        prefix_search=compile_prefix_regex(swedish.prefixes or ()).search,
        suffix_search=compile_suffix_regex(swedish.suffixes or ()).search,
        infix_finditer=compile_infix_regex(swedish.infixes or ()).finditer,
        token_match=swedish.token_match,
        url_match=swedish.url_match,
    )
    for short in ("st.", "nr.", "o.dyl.", "bl.", "d.v.s.", "o.s.v.", "m.fl.", "p.g.a."):
        made.add_special_case(short, [{"ORTH": short}])
    return made


@lru_cache(maxsize=128)  # a document of tokens takes ten kilobytes
def tokens(text: str) -> "Doc":
    """The text as a spaCy document of tokens only."""
    made: Doc = tokenizer()(text)
    return made


@lru_cache(maxsize=128)
def lower_words(text: str) -> tuple[str, ...]:
    """The words of the tokens of a text in lower case; every list asks for them.

    The tokenizer looks at what stands between two spaces alone, and most of that comes again: each is asked about once.
    """
    parts = text.split(" ")
    if not parts[-1]:
        parts.pop()
    if "" in parts:  # a run of spaces is a token
        return tuple([word.lower_ for word in tokens(text)])
    return tuple(chain.from_iterable(map(_words_between, parts)))


@lru_cache(maxsize=1 << 14)
def _words_between(part: str) -> tuple[str, ...]:
    """The words between two spaces. Letters alone are one word, but for a few exceptions of the tokenizer, and so is a stop."""
    if part not in _exceptions():
        if part.isalpha():
            return (part.lower(),)
        if _STOPPED.fullmatch(part) and part[:-1] not in _exceptions():
            return part[:-1].lower(), part[-1]
    return tuple([word.lower_ for word in tokens(part)])


_STOPPED = re.compile(r"[A-ZÅÄÖ]?[a-zåäö]{2,}[.,]")


@cache
def _exceptions() -> frozenset[str]:
    return frozenset(tokenizer().rules)


# At a space, or where the space behind a full stop was forgotten ("år 2021.Pengarna kommer").
_END = re.compile(r"[.!?…]+[\"”’»)\]]*(?=\s|$)|(?<=[a-zåäö\d]{3})\.(?=[A-ZÅÄÖ][a-zåäö]+ [a-zåäö])")


@lru_cache(maxsize=1 << 14)  # every stage asks for those of every block: they must all fit
def sentences(text: str) -> tuple[tuple[int, int], ...]:
    """Start and end of each sentence; together they cover all but the spaces between them.

    A sentence ends at a full stop, also inside a quotation, unless the stop belongs to an abbreviation, an ordinal or an
    initial, or goes on in lower case.
    """
    found: list[tuple[int, int]] = []
    start = 0
    for stop in _END.finditer(text):
        if _goes_on(text, start, stop):
            continue
        found.append((start, stop.end()))
        start = stop.end()
        while start < len(text) and text[start].isspace():
            start += 1
    if start < len(text):
        found.append((start, len(text.rstrip())))
    return tuple((first, last) for first, last in found if last > first)


def _goes_on(text: str, start: int, stop: re.Match[str]) -> bool:
    """Whether the sentence goes on after this stop."""
    rest = text[stop.end() :].lstrip()
    if not rest:
        return False
    if stop[0][0] != ".":
        return rest[0].islower()
    before = text[start : stop.start()]
    last = before.rsplit(maxsplit=1)[-1].lstrip("(”\"»'").lower() if before and not before[-1].isspace() else ""
    if last in ABBREVIATIONS:
        return not rest[0].isupper() or last in {
            "t.ex",
            "bl.a",
            "s.k",
            "kap",
            "nr",
            "ca",
            "kl",
            "dnr",
            "jfr",
            "fig",
            "bl",
            "tel",
            "prop",
        }
    if len(last) == 1 and last.isalpha() and text[stop.start() - 1].isupper():
        return True
    if last.isdigit() and rest[0].islower():
        return True
    return rest[0].islower() and rest[0].isalpha()


class Hyphen(Enum):
    """What a hyphen at the end of a line is."""

    JOIN = "join"  # verksam-/heter: drop it
    KEEP = "keep"  # Agenda-/2030, KF-/mål: keep it, no space
    SUSPENDED = "suspended"  # stads-/och landsbygd: keep it and the space


@lru_cache(maxsize=4096)
def hyphen(left: str, right: str) -> Hyphen:
    """What the hyphen between ``left`` (a word without its hyphen) and ``right``, the next line's first word, is."""
    bare = right.strip("()[]”\"'’.,;:!?").lower()
    tail = re.split(r"[^\w-]", left)[-1]
    if bare in {"och", "respektive", "resp"} or (bare in {"eller", "samt", "som", "till", "men"} and not is_known(tail + bare)):
        return Hyphen.SUSPENDED
    if not bare or not right[0].isalpha() or tail[-1:].isdigit() or right[0].isupper() or (tail.isupper() and len(tail) > 1):
        return Hyphen.KEEP
    if "-" not in tail or is_known(tail + bare):  # the word list costs half a second to load: asked only where it decides
        return Hyphen.JOIN
    return Hyphen.KEEP if is_known(tail.rsplit("-", 1)[-1]) and is_known(bare) else Hyphen.JOIN


@lru_cache(maxsize=8192)
def is_known(word: str) -> bool:
    """Whether the word list has this word."""
    import simplemma

    return bool(simplemma.is_known(word, lang="sv", low_memory=True))


def number(word: str) -> int | None:
    """The number that a word or digits stand for, or None ("fyra" and "4" are 4)."""
    word = word.lower()
    return int(word) if word.isascii() and word.isdigit() and len(word) < 7 else NUMBERS.get(word)


class Date(NamedTuple):
    """A date in a text: characters ``start`` to ``end``, and as ISO 8601, as precise as printed."""

    start: int
    end: int
    iso: str


_MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
_DATE = re.compile(
    rf"(?P<iso>\b(?:19|20)\d\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])\b)"
    rf"|\b(?:(?P<day>[0-3]?\d)(?::?e)?\s+)?(?P<month>{_MONTH})\b\.?(?:\s+(?P<year>(?:19|20)\d\d)\b)?",
    re.IGNORECASE,
)


_ISO_DAY = re.compile(r"\d-\d\d-\d")
_MONTH_STARTS = tuple({name[:3] for name in MONTHS})


@lru_cache(maxsize=1 << 13)
def names_month(text: str) -> bool:
    """Whether a text may name a month: whether its first three letters are in it."""
    return any(map(text.casefold().__contains__, _MONTH_STARTS))


def may_hold_date(text: str) -> bool:
    """Whether a text holds what no date is without: a month's name, or the digits of an ISO date."""
    return names_month(text) or _ISO_DAY.search(text) is not None


def dates(text: str, year: int | None = None) -> Iterator[Date]:
    """Every date in the text. Day and month without a year take ``year``, and are left out where that is None."""
    for match in _DATE.finditer(text) if may_hold_date(text) else ():
        if match["iso"]:
            yield Date(match.start(), match.end(), match["iso"])
            continue
        of = int(match["year"]) if match["year"] else year
        if of is None or (match["day"] and not 1 <= int(match["day"]) <= 31):
            continue
        month = MONTHS[match["month"].lower()]
        if (
            not match["day"]
            and match["month"].lower()
            in {"mars", "maj", "mar", "jun", "jul", "sep", "dec", "nov", "okt", "aug", "apr", "feb", "jan"}
            and not match["year"]
        ):
            continue
        yield Date(match.start(), match.end(), f"{of}-{month:02}" + (f"-{int(match['day']):02}" if match["day"] else ""))


_MONTH_NAMES = tuple(MONTHS)


def may_end_in_date(text: str) -> bool:
    """Whether a text ends as every date does, in a digit or a month's name."""
    return text[-1:].isdecimal() or text.casefold().endswith(_MONTH_NAMES)


_NO_WORD = re.compile(r"[^\w%]+")


@lru_cache(maxsize=1 << 13)  # headings and goals are compared at several stages
def fold(text: str) -> str:
    """Case-folded words with single spaces and without punctuation: what two texts have in common when they say the same."""
    return " ".join(_NO_WORD.sub(" ", text).casefold().split())
