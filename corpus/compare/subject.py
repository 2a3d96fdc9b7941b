"""Whether two wordings of one frame have another subject: "fler seniorbostäder" is not "fler studentbostäder".

Every measure of likeness fails here: the two share more words than a real rewording does. So what was put in the place of
what is looked at: another group of people or part of the town, another name, another compound of the same head, another object
while all else stands, the other direction. Quantities, dates and the bodies that are to act are no subject.
"""

import re
from difflib import SequenceMatcher
from functools import cache, lru_cache
from typing import NamedTuple

from ...models.change import Wording
from ...rules.bodies import names
from ...rules.lexicon import Lexicon
from ...rules.quantities import without
from ...rules.wording import carried, concept, one_word, wording
from .nodes import verbal

_NO_THING = re.compile(r"(?:(?:ig|isk|bar|al|ell|sam|full|lös|värd)(?:t|a)?|vis|mässig\w*)$")
_NUMBERED_NAME = re.compile(r"(?<=[a-zåäö,] )[A-ZÅÄÖ][a-zåäö]+ \d{1,2}\b(?!\s?(?:%|procent|kr))")
_ABLE = re.compile(r"\b(?:kan|kunna)\s+(?:inte\s+)?(\w+)", re.IGNORECASE)
_PREFIXES = frozenset({"för", "sam", "an", "av", "om", "o", "efter", "fri", "ut", "in", "under", "över"})
LONGEST = 120  # words of both texts, beyond which no single one is what a text is about
LONG = 14  # words that carry something, from which on a name is no longer what a sentence is about
_MODALS = frozenset({"ska", "måste", "böra", "bör", "kunna", "få", "vilja", "inte", "alltid"})

Word = tuple[str, str]
"""A word as it stands, and its dictionary form."""


class _Replaced(NamedTuple):
    """Words that others stand in the place of."""

    gone: tuple[Word, ...]
    come: tuple[Word, ...]


def other_subject(old: str, new: str) -> bool:
    """Whether two texts stand in one frame but say it of something else."""
    numbered = _numbered(old), _numbered(new)
    if _turned(old, new) or (all(numbered) and numbered[0] != numbered[1]):
        return True
    before, after = _frame(old), _frame(new)
    if not _may_differ(before, after) or wording(old, new) is not Wording.OMFORMULERAD:
        return False
    replaced, else_same = _replacements(before, after)
    short = max(len(before), len(after)) <= LONG
    for gone, come in replaced:
        if _other_group(gone, come) or _other_compound(gone, come):
            return True
        if else_same and _ability(old, gone) and _ability(new, come):
            return True
        if short and (_other_name(gone, come, old, new) or (else_same and _names_thing(gone) and _names_thing(come))):
            return True
    return False


def _turned(old: str, new: str) -> bool:
    """Whether the second says the same of the same, but points the other way ("fler", "färre")."""
    before, after = _directions(old), _directions(new)
    if len(before) != 1 or len(after) != 1 or before == after:
        return False
    return _undirected(old) == _undirected(new)


def _numbered(text: str) -> frozenset[str]:
    """Names that a number belongs to ("fastigheten Kvarnen 3")."""
    return frozenset(_NUMBERED_NAME.findall(text))


@lru_cache(maxsize=1 << 13)
def _directions(text: str) -> frozenset[str]:
    return frozenset(told for word, form in carried(text) if (told := _ways().get(word) or _ways().get(form)))


def _undirected(text: str) -> frozenset[str]:
    """What a text is about, whichever way it points."""
    return frozenset(concept(form) for word, form in _frame(text) if not (_ways().get(word) or _ways().get(form)))


def _may_differ(before: tuple[Word, ...], after: tuple[Word, ...]) -> bool:
    """Whether something in one frame may stand for something in the other: cheaper to ask than how the words stand."""
    left, right = _concepts(before), _concepts(after)
    if left <= right or right <= left or len(before) + len(after) > LONGEST:
        return False
    gone = [word for word in before if concept(word[1]) not in right]
    come = [word for word in after if concept(word[1]) not in left]
    if len(gone) > 2 * len(left & right) + 2:
        return False
    if len(gone) <= 2 and len(come) <= 2:
        return True
    told = [{_groups().get(form) for _, form in side} - {None} for side in (gone, come)]
    return (bool(told[0]) and bool(told[1])) or any(_same_head(a, b) for a in gone for b in come)


@lru_cache(maxsize=1 << 13)
def _concepts(frame: tuple[Word, ...]) -> frozenset[str]:
    return frozenset(concept(form) for _, form in frame)


@lru_cache(maxsize=1 << 13)
def _frame(text: str) -> tuple[Word, ...]:
    """The words that carry something, without quantities, words of measure and bodies."""
    bare = without(text)
    for name in reversed(names(bare)):
        if name.level is not None:
            bare = bare[: name.start] + bare[name.end :]
    return tuple(word for word in carried(bare) if word[1] not in _measures() and not word[0].isdigit())


def _replacements(old: tuple[Word, ...], new: tuple[Word, ...]) -> tuple[list[_Replaced], bool]:
    """The runs of words that another run stands in the place of, and whether one such run is all that differs.

    Words that the other text has elsewhere, and words in two spellings, are left out.
    """
    left, right = [concept(form) for _, form in old], [concept(form) for _, form in new]
    found: list[_Replaced] = []
    same = True
    for tag, a, b, c, d in SequenceMatcher(None, left, right, autojunk=False).get_opcodes():
        if tag == "equal":
            continue
        gone = tuple(word for word in old[a:b] if not _has(word, right, new))
        come = tuple(word for word in new[c:d] if not _has(word, left, old))
        if gone and come:
            found.append(_Replaced(gone, come))
        elif gone or come:
            same = False
    return found, same and len(found) == 1


def _has(word: Word, concepts: list[str], other: tuple[Word, ...]) -> bool:
    """Whether a text has this word, in another spelling, in another form, or as a part of a compound."""
    form = word[1]
    return concept(form) in concepts or any(one_word(form, one) or _part(form, one) for _, one in other)


def _part(left: str, right: str) -> bool:
    """Whether one word is the beginning or the end of the other: narrower or wider, but no other thing."""
    short, long = sorted((left, right), key=len)
    if len(short) < 4 or short == long:
        return False
    return long.startswith(short) or (long.endswith(short) and long.removesuffix(short) not in _PREFIXES)


def _other_group(gone: tuple[Word, ...], come: tuple[Word, ...]) -> bool:
    """Whether one group of people gave way to another."""
    before = {_groups()[form] for _, form in gone if form in _groups()}
    after = {_groups()[form] for _, form in come if form in _groups()}
    return bool(before) and bool(after) and not before & after


def _other_name(gone: tuple[Word, ...], come: tuple[Word, ...], old: str, new: str) -> bool:
    """Whether one proper name gave way to another."""
    return any(_is_name(word, old) for word, _ in gone) and any(_is_name(word, new) for word, _ in come)


def _is_name(word: str, text: str) -> bool:
    """Whether a word stands with a capital inside the text, and is no abbreviation."""
    match = re.search(rf"(?<=[^\s.:!?”»]\s){re.escape(word)}\b", text, re.IGNORECASE)
    return match is not None and match[0][0].isupper() and not match[0].isupper()


def _other_compound(gone: tuple[Word, ...], come: tuple[Word, ...]) -> bool:
    """Whether a compound gave way to another with the same last part ("seniorbostad", "studentbostad")."""
    return any(_same_head(a, b) for a in gone for b in come if not (verbal(a[0]) or _NO_THING.search(a[0])))


def _same_head(left: Word, right: Word) -> bool:
    size = 0
    while size < min(len(left[1]), len(right[1])) and left[1][-1 - size] == right[1][-1 - size]:
        size += 1
    rest = len(left[1]) - size, len(right[1]) - size
    return size >= 4 and min(rest) >= 3 and left[1][:3] != right[1][:3]


def _ability(text: str, found: tuple[Word, ...]) -> bool:
    """Whether the words are what somebody is able to do ("kan simma"): that is what the goal is about."""
    return bool({word for word, _ in found} & {match.lower() for match in _ABLE.findall(text)})


def _names_thing(found: tuple[Word, ...]) -> bool:
    """Whether the words name a thing: a noun among them, and no verb, which would make it another deed."""
    return not any(verbal(word) for word, _ in found) and any(
        not (form in _MODALS or _NO_THING.search(word)) for word, form in found
    )


@cache
def _groups() -> dict[str, str]:
    entries = Lexicon.load("group").entries
    return {form: meaning for meaning, entry in entries.items() for form in entry.forms}


@cache
def _ways() -> dict[str, str]:
    entries = Lexicon.load("direction").entries
    return {form: meaning for meaning, entry in entries.items() for form in entry.forms}


@cache
def _measures() -> frozenset[str]:
    return frozenset(Lexicon.load("measure").entries["mått"].forms)
