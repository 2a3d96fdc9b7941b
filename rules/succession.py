"""Bodies that a document says were renamed, merged or split: "Bildningsnämnden är den tidigare skolnämnden"."""

import re
from collections.abc import Iterator
from itertools import product
from typing import NamedTuple

from ..models.goal import BodyLevel
from .bodies import ABBREVIATIONS, Name, names
from .lexicon import Lexicon
from .swedish import MONTHS, fold, sentences

_JOIN = re.compile(
    r"[\s,()]*(?:(?:och|samt) (?:[\w-]+ ){1,6}av )?(?:(?:och|samt|&|är|som|den|det|de|till|i|år|20\d\d)\s+)*[\s(]*", re.IGNORECASE
)
_ITSELF = re.compile(r"\bnämnden\b", re.IGNORECASE)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
# What may follow the name of a body that another takes the place of altogether: the end of the clause, or when that was.
_CLAUSE_ENDS = re.compile(
    r"\s*(?:$|[.,;:!?()–]|(?:och|samt|men|när|då|efter|från|fr\.\s?o\.\s?m\.?|den \d|sedan|år|(?:19|20)\d\d"
    r"|(?:i|under|vid|inför|med start|per)\s+(?:och med\s+)?"
    rf"(?:(?:år|den|mitten|början|slutet|samband)\b|\w*årsskiftet|mandatperioden|\d|{'|'.join(MONTHS)}))\b)",
    re.IGNORECASE,
)
_UNITED = re.compile("upp|samman|ihop|bild")


class Succession(NamedTuple):
    """A body that another goes on from, both as printed: renamed, merged or split, and in which year where one is told."""

    old: str
    new: str
    kind: str
    year: int | None


def successions(text: str, issuer: str | None = None) -> Iterator[Succession]:
    """What a text tells of nämnder that go on from others; "nämnden" is the ``issuer``. Councils and boards go on as they are."""
    if text.lower().count("nämnd") < 2:  # the names are looked up only where two may stand
        return
    for start, end in sentences(text):
        sentence = text[start:end]
        hits = Lexicon.load("succession").find(sentence)
        boards = [name for name in names(sentence) if name.level is BodyLevel.NAMND and not name.generic] if hits else []
        for hit in hits:
            extra = Lexicon.load("succession").entries[hit.meaning].extra
            verbs = set(extra.get("verbs", "").split())
            if verbs and not verbs & set(sentence[: hit.start].lower().split()):
                continue
            before = _run(sentence, [one for one in boards if one.end <= hit.start])
            after, end_of_run = _beside(sentence, boards, hit.end)
            if "alone" in extra and not _CLAUSE_ENDS.match(sentence, end_of_run):
                continue
            if issuer and not before and _ITSELF.search(sentence[: hit.start]):
                before = [issuer]
            old, new = (after, before[-1:]) if extra.get("way", hit.meaning) == "bakåt" else (before, after)
            yield from _told(sentence, old, new, sentence[hit.start : hit.end])


def _told(sentence: str, old: list[str], new: list[str], words: str) -> Iterator[Succession]:
    kind = "merged" if len(old) > 1 or (len(new) == 1 and _UNITED.search(words)) else "split" if len(new) > 1 else "renamed"
    years = {int(year) for year in _YEAR.findall(sentence)}
    for one, other in product(old, new):
        if fold(one) != fold(other):
            yield Succession(one, other, kind, min(years) if len(years) == 1 else None)


def _run(sentence: str, found: list[Name]) -> list[str]:
    """The last of the names, and those that are listed with it."""
    run = found[-1:]
    for name in reversed(found[:-1]):
        if not _JOIN.fullmatch(sentence[name.end : run[0].start]):
            break
        run.insert(0, name)
    return _full(sentence, run)


def _beside(sentence: str, found: list[Name], start: int) -> tuple[list[str], int]:
    """The names that follow at once, listed, and where the last of them ends."""
    run: list[Name] = []
    for name in found:
        if name.start >= start and _JOIN.fullmatch(sentence[(run[-1].end if run else start) : name.start]):
            run.append(name)
    return _full(sentence, run), run[-1].end if run else start


def _full(sentence: str, run: list[Name]) -> list[str]:
    """The full names, each once; abbreviations that stand for none here are left out."""
    printed = (sentence[name.start : name.end] for name in run)
    told = (ABBREVIATIONS.get(name) if name.isupper() else name for name in printed)
    return list({fold(name): name for name in reversed(list(told)) if name}.values())[::-1]
