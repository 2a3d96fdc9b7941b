"""Whether two wordings of one frame have another subject: "fler seniorbostäder" is not "fler studentbostäder".

Every measure of likeness fails here: the two share more words than a real rewording does. So what was put in the place of
what is looked at: another group of people, another name, another compound of the same head, another object while all else
stands. Quantities, dates and the bodies that are to act are no subject.
"""

import re
from difflib import SequenceMatcher
from functools import cache, lru_cache
from typing import NamedTuple

from ...models.change import Wording
from ...rules.bodies import names
from ...rules.clauses import is_finite, is_infinitive
from ...rules.lexicon import Lexicon
from ...rules.quantities import without
from ...rules.wording import carried, concept, one_word, wording

_NO_THING = re.compile(
    r"(?:ig|igt|iga|isk|iskt|iska|bar|bart|bara|al|alt|ala|ell|ellt|ella|sam|samt|samma|full|fullt|fulla|lös|löst|lösa|vis|värd|värda|mässig\w*)$"
)
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
    if wording(old, new) is not Wording.OMFORMULERAD:
        return False
    before, after = _frame(old), _frame(new)
    replaced, else_same = _replacements(before, after)
    for gone, come in replaced:
        if not gone or not come:
            continue
        if _other_group(gone, come) or _other_compound(gone, come):
            return True
        if max(len(before), len(after)) <= LONG and _other_name(gone, come, old, new):
            return True
        if else_same and max(len(before), len(after)) <= LONG and _names_thing(gone) and _names_thing(come):
            return True
    return False


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
    return len(short) >= 4 and short != long and (long.startswith(short) or long.endswith(short))


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
    return any(_same_head(a, b) for a in gone for b in come if not (_verbal(a[0]) or _NO_THING.search(a[0])))


def _same_head(left: Word, right: Word) -> bool:
    size = 0
    while size < min(len(left[1]), len(right[1])) and left[1][-1 - size] == right[1][-1 - size]:
        size += 1
    return size >= 4 and min(len(left[1]), len(right[1])) - size >= 3 and left[1][:3] != right[1][:3]


def _names_thing(found: tuple[Word, ...]) -> bool:
    """Whether the words name a thing: a noun among them, and no verb, which would make it another deed."""
    return not any(_verbal(word) for word, _ in found) and any(
        not (form in _MODALS or _NO_THING.search(word)) for word, form in found
    )


@cache
def _verbal(word: str) -> bool:
    return is_infinitive(word) or is_finite(word)


@cache
def _groups() -> dict[str, str]:
    entries = Lexicon.load("group").entries
    return {form: meaning for meaning, entry in entries.items() for form in entry.forms}


@cache
def _measures() -> frozenset[str]:
    return frozenset(Lexicon.load("measure").entries["mått"].forms)
