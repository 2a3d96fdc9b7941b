"""Whether a task went to another body, or its body was only renamed, merged or split."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ...models.change import ResponsibleChange
from ...models.goal import BodyLevel
from ...rules.bodies import ABBREVIATIONS, level, names
from ...rules.lexicon import Lexicon
from ...rules.swedish import fold, sentences

_PARTED = re.compile(
    r"\b(?:(?:gick|går|gått|slogs|slås|slagits|delades|delas|delats)\b.+\b(?:upp i|samman|ihop|upp|i två|i tre)"
    r"|(?:byter|bytte|bytt)\b.+\bnamn)\b",
    re.IGNORECASE,
)
TOLD = 5  # words that a sentence has at least; "SBN (tidigare KFN)" in a cell only tells who had the task before
_STANDING = frozenset({BodyLevel.KF, BodyLevel.KS, BodyLevel.RF, BodyLevel.RS})  # every organisation has these at all times
_ALL = frozenset({"samtliga", "alla", "samtliga nämnder", "alla nämnder"})
MOSTLY = 0.6  # share of a vanished body's goals that one new body has, from which on it is that one under another name

Bodied = tuple[tuple[str, ...], tuple[str, ...]]


@dataclass(frozen=True)
class Bodies:
    """What two documents tell of the bodies: full names of abbreviations, and which became which."""

    names: dict[str, str]
    became: frozenset[tuple[str, str]]
    mentioned: frozenset[tuple[int, str]] = frozenset()  # bodies named anywhere in the old document (0) and in the new one (1)

    def changed(self, old: Sequence[str], new: Sequence[str]) -> tuple[Bodied, ResponsibleChange | None]:
        """The bodies before and after as printed, and why they differ; None where they are the same."""
        before, after = self.known(old), self.known(new)
        printed = tuple(before.values()), tuple(after.values())
        gone, come = set(before) - set(after), set(after) - set(before)
        if not gone and not come:
            return printed, None
        accounted_old = {a for a in gone if any((a, b) in self.became for b in after)}
        accounted_new = {b for b in come if any((a, b) in self.became for a in before)}
        only = accounted_old == gone and accounted_new == come
        return printed, ResponsibleChange.OMORGANISATION if only else ResponsibleChange.BYTE

    def inferring(self, links: Iterable[tuple[Sequence[str], Sequence[str]]]) -> "Bodies":
        """The same, with what the goals themselves tell: a body that is gone, most of whose goals a new one has.

        ``links`` holds the bodies of each goal that went on, before and after.
        """
        sides = [(set(self.known(old)), set(self.known(new))) for old, new in links]
        before, after = ({body for pair in sides for body in pair[side]} for side in (0, 1))
        became = set(self.became)
        for gone in before - after:
            went = Counter(body for old, new in sides if gone in old for body in new - before)
            held = sum(gone in old for old, _ in sides)
            became |= {
                (gone, body)
                for body, count in went.items()
                if count >= 2
                and count >= MOSTLY * held
                and level(body) not in _STANDING
                and not {(0, body), (1, gone)} & self.mentioned
            }
        return Bodies(self.names, frozenset(became), self.mentioned)

    def known(self, printed: Iterable[str]) -> dict[str, str]:
        """The bodies by full name without case, each as printed."""
        return {self._full(part): one for one in printed for part in _parts(one)}

    def _full(self, printed: str) -> str:
        """A body's full name: its short name written out, in the definite form, without what stands in parentheses."""
        bare = fold(re.sub(r"\s*\([^()]*\)\s*$", "", printed.replace("&", "och")))
        bare = bare + "en" if bare.endswith("nämnd") else bare + "n" if bare.endswith("styrelse") else bare
        return self.names.get(bare, "alla nämnder" if bare in _ALL else bare)


def _parts(printed: str) -> list[str]:
    """The bodies in a text that names several ("Socialnämnden och kommunstyrelsen")."""
    found = [printed[name.start : name.end] for name in names(printed) if name.level is not None and not name.role]
    rest = printed
    for one in found:
        rest = rest.replace(one, "", 1)
    whole = not re.sub(r"[\s,;/&.]+|\b(?:och|samt)\b", "", rest)
    return found if len(found) > 1 and whole else [printed]


def bodies(
    explained: Iterable[tuple[str, str]], old: Iterable[str], new: Iterable[str], running: tuple[Sequence[str], Sequence[str]]
) -> Bodies:
    """The bodies of two documents.

    ``explained`` holds abbreviations with their full names, ``old`` and ``new`` the bodies printed as responsible in each,
    ``running`` the running text of both.
    """
    full = {fold(short): fold(name) for short, name in ABBREVIATIONS.items() if name}
    full |= {fold(short): fold(name) for short, name in explained if fold(short) != fold(name)}
    plain = Bodies(full, frozenset())
    was, now = (set(plain.known(side)) for side in (old, new))
    mentioned = frozenset((side, name) for side in (0, 1) for text in running[side] for name in _named(text, full))
    told = [text for side in running for text in side]
    return Bodies(full, frozenset(_became(told, full, was - now, now - was)), mentioned)


def _became(told: Iterable[str], full: dict[str, str], gone: set[str], come: set[str]) -> Iterable[tuple[str, str]]:
    """Which bodies that are gone became which new ones, as sentences on a reorganisation tell.

    A sentence that names a body of the old document and one of the new as it tells of a reorganisation ties the two.
    """
    for text in told:
        for start, end in sentences(text):
            sentence = text[start:end]
            if len(sentence.split()) < TOLD or not (Lexicon.load("reorganisation").find(sentence) or _PARTED.search(sentence)):
                continue
            named = _named(sentence, full)
            yield from ((a, b) for a in gone if a in named for b in come if b in named)


def _named(sentence: str, full: dict[str, str]) -> set[str]:
    """The bodies that a sentence names, by full name without case; "kultur- och fritidsnämnden" as written."""
    found = {fold(sentence[name.start : name.end]) for name in names(sentence)}
    found |= {fold(word) for word in re.findall(r"\b[A-ZÅÄÖ]{2,5}\b", sentence)}
    return {full.get(name, name) for name in found}
