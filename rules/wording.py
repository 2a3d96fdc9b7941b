"""Whether two texts say the same: their words written out, the words that carry what is promised, and the class of a change.

The classes are those of the annotation guide: *oförändrad* has the same words, *redaktionell* the same words that carry
something (inflection, order, spelling, abbreviations and filling words may differ), *omformulerad* is every other change.
"""

import re
from functools import cache, lru_cache
from itertools import product

from ..models.change import Wording
from .bodies import ABBREVIATIONS
from .lemmas import lemma
from .lexicon import Lexicon
from .swedish import fold, is_known, number

_WORD = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+|%")
_THOUSANDS = re.compile(r"(?<=\d)[ \u00a0\u202f](?=\d{3}\b)")
_SAME = {"ska": "ska", "skall": "ska", "tusen": "1000", "innevånare": "invånare"}  # the dictionary takes "ska" for a school
MANY = 40  # words that only one text has, beyond which no two are compared
_SIDES = frozenset({"över", "under", "från", "till", "minst", "högst"})
_UP_OR_DOWN = frozenset({"öka", "minska", "höja", "sänka"})
_CAPITALS = re.compile(r"\b[A-ZÅÄÖ]{2,4}\b")
_YEAR_WORD = re.compile(r"\b[Åå]r(?= (?:19|20)\d\d\b)")
_SUSPENDED = re.compile(r"\b(?P<first>[^\W\d_]{2,})-(?P<between>\s(?:och|eller|samt)\s)(?P<second>[^\W\d_]{5,})\b")
_DERIVED = re.compile(r"(?:nation(?:er)?|ation(?:er)?|ande|ende|ning(?:ar)?|else|nad|ad|het(?:er)?|tion(?:er)?|s|t)$")


@cache
def _written_out() -> tuple[re.Pattern[str], dict[str, str]]:
    """A pattern of everything that can be written out, and what each form stands for."""
    entries = Lexicon.load("abbreviation").entries
    meant = {form.lower(): meaning for meaning, entry in entries.items() for form in entry.forms}
    forms = "|".join(re.escape(form) for form in sorted(meant, key=len, reverse=True))
    return re.compile(rf"(?<!\w)(?:{forms})(?!\w)", re.IGNORECASE), meant


@lru_cache(maxsize=1 << 13)
def words(text: str) -> tuple[str, ...]:
    """The words of a text in lower case: abbreviations and signs written out, numbers as digits, hyphened compounds apart."""
    known, meant = _written_out()
    named = _CAPITALS.sub(lambda match: ABBREVIATIONS.get(match[0]) or match[0], _THOUSANDS.sub("", text))
    named = _SUSPENDED.sub(_coordinated, named)
    plain = _YEAR_WORD.sub("", known.sub(lambda match: meant[match[0].lower()], named))
    return tuple(_counted(word) for word in _WORD.findall(plain.lower()))


def _coordinated(match: re.Match[str]) -> str:
    """A compound that another one shares its last part with, written out: "gång- och cykelvägar"; as it is where none fits."""
    first, between, second = match["first"], match["between"], match["second"]
    lower = second.lower()
    for size in range(len(second) - 2, 3, -1):
        tail = lower[-size:]
        if is_known(tail) and (is_known(first.lower() + tail) or is_known(lower[:-size])):
            return f"{first}{tail}{between}{second}"
    return match[0]


def _counted(word: str) -> str:
    counted = None if word in {"en", "ett"} else number(word)
    return word if counted is None else str(counted)


@cache
def _filling() -> frozenset[str]:
    return frozenset(Lexicon.load("function").entries["fyllnad"].forms)


@cache
def slight() -> frozenset[str]:
    """Dictionary forms of words that carry little: two goals that share them alone have nothing in common."""
    return frozenset(Lexicon.load("function").entries["allmänt"].forms)


@lru_cache(maxsize=1 << 13)
def carried(text: str) -> tuple[tuple[str, str], ...]:
    """The words that carry something, in order: each as it stands and in its dictionary form."""
    return tuple((word, form) for word in words(text) if (form := _form(word)))


def content(text: str) -> tuple[str, ...]:
    """The dictionary forms of the words that carry something, in order."""
    return tuple(form for _, form in carried(text))


@lru_cache(maxsize=1 << 14)
def _form(word: str) -> str:
    """The dictionary form of a word, "" for one that only fills."""
    if word in _filling():
        return ""
    return _SAME.get(word) or lemma(word).lower()


@cache
def _concepts() -> dict[str, str]:
    entries = Lexicon.load("concept").entries
    return {form: meaning for meaning, entry in entries.items() for form in entry.forms}


def concept(form: str) -> str:
    """What words that say nearly the same have in common; ``form`` itself where there is nothing."""
    return _concepts().get(form, form)


def wording(old: str, new: str) -> Wording:
    """The class of the change from one text to another."""
    if fold(old) == fold(new):
        return Wording.OFORANDRAD
    left, right = set(content(old)), set(content(new))
    alone, other = sorted(left - right), sorted(right - left)
    if len(alone) + len(other) > MANY or _figures(old) != _figures(new) or _deeds(old) != _deeds(new):
        return Wording.OMFORMULERAD
    return Wording.REDAKTIONELL if _spelled_alike(alone, other, old, new) else Wording.OMFORMULERAD


def _figures(text: str) -> list[str]:
    """The numbers of a text in order, each with the word before it that says which side of it is meant."""
    found = [_SAME.get(word, word) for word in words(text)]
    figures = [
        f"{found[place - 1] if place and found[place - 1] in _SIDES else ''} {word}"
        for place, word in enumerate(found)
        if word[0].isdigit()
    ]
    return list(dict.fromkeys(figures))


def _deeds(text: str) -> set[tuple[str, str]]:
    """What is to go up and what down."""
    found = carried(text)
    return {(form, found[place + 1][1]) for place, (_, form) in enumerate(found[:-1]) if form in _UP_OR_DOWN}


def _spelled_alike(alone: list[str], other: list[str], old: str, new: str) -> bool:
    """Whether the words that only one text has are pairwise one word in two spellings, or short for words of the other text."""
    for word in list(alone):
        match = next((one for one in other if one_word(word, one)), None)
        if match is not None:
            alone.remove(match if match in alone else word)
            other.remove(match)
    left = _without_long(alone, other, new), _without_long(other, alone, old)
    _take_apart(left[0], left[1], content(new))
    _take_apart(left[1], left[0], content(old))
    return not any(left)


def _take_apart(compounds: list[str], other: list[str], text: tuple[str, ...]) -> None:
    """Take out compounds that the other text says in two words ("lokalplan", "plan för lokaler"), and these with them."""
    for word in list(compounds):
        for first, last in product(text, text):
            rest = word.removeprefix(first[:-1]).removesuffix(last) if min(len(first), len(last)) > 3 else word
            if first != last and word.startswith(first[:-1]) and word.endswith(last) and len(rest) <= 2:
                compounds.remove(word)
                other[:] = [one for one in other if one not in {first, last}]
                break


def _without_long(words_alone: list[str], other: list[str], text: str) -> list[str]:
    """The words left when those are taken out that are short for words of the other text, and these with them."""
    left = list(words_alone)
    for word in words_alone:
        found = re.search(_initials(word), text.lower()) if 2 <= len(word) <= 5 else None
        if found:
            left.remove(word)
            spelled = set(content(found[0]))
            other[:] = [one for one in other if one not in spelled]
    return left


def one_word(left: str, right: str) -> bool:
    """Whether two dictionary forms are one word: a slip of one letter, or another ending of the same stem."""
    if left.isdigit() or right.isdigit() or min(len(left), len(right)) < 5:
        return left == right
    stems = _DERIVED.sub("", left), _DERIVED.sub("", right)
    if len(stems[0]) >= 4 and stems[0] == stems[1]:
        return True
    near = abs(len(left) - len(right)) <= 1 and min(len(left), len(right)) >= 6 and _one_slip(left, right)
    return near and not (is_known(left) and is_known(right))


def _one_slip(left: str, right: str) -> bool:
    """Whether one letter is changed, missing or too much, and none of the first two."""
    if left[:2] != right[:2]:
        return False
    start = next((i for i, (a, b) in enumerate(zip(left, right, strict=False)) if a != b), min(len(left), len(right)))
    return left[start + 1 :] == right[start + 1 :] or left[start:] == right[start + 1 :] or left[start + 1 :] == right[start:]


@lru_cache(maxsize=1024)
def _initials(word: str) -> re.Pattern[str]:
    """Words in a row that begin with these letters; a word may be a compound that holds the next letter's part."""
    between = r"\w+[\s-]+(?:(?:och|för|i|av|samt)\s+)?"
    return re.compile(r"\b" + between.join(map(re.escape, word)) + r"\w+")
