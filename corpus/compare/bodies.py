"""Whether a task went to another body, or its body was only renamed, merged or split."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ...models.change import ResponsibleChange
from ...rules.bodies import ABBREVIATIONS, names
from ...rules.lexicon import Lexicon
from ...rules.swedish import fold, sentences

_PARTED = re.compile(
    r"\b(?:gick|går|gått|slogs|slås|slagits|delades|delas|delats)\b.+\b(?:upp i|samman|ihop|upp|i två|i tre)\b", re.IGNORECASE
)

MOSTLY = 0.6  # share of a vanished body's goals that one new body has, from which on it is that one under another name

Bodied = tuple[tuple[str, ...], tuple[str, ...]]


@dataclass(frozen=True)
class Bodies:
    """What two documents tell of the bodies: full names of abbreviations, and which became which."""

    names: dict[str, str]
    became: frozenset[tuple[str, str]]

    def changed(self, old: Sequence[str], new: Sequence[str]) -> tuple[Bodied, ResponsibleChange | None]:
        """The bodies before and after as printed, and why they differ; None where they are the same."""
        before, after = self._known(old), self._known(new)
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
        sides = [(set(self._known(old)), set(self._known(new))) for old, new in links]
        before, after = ({body for pair in sides for body in pair[side]} for side in (0, 1))
        became = set(self.became)
        for gone in before - after:
            went = Counter(body for old, new in sides if gone in old for body in new - before)
            held = sum(gone in old for old, _ in sides)
            became |= {(gone, body) for body, count in went.items() if count >= 2 and count >= MOSTLY * held}
        return Bodies(self.names, frozenset(became))

    def _known(self, printed: Iterable[str]) -> dict[str, str]:
        """The bodies by full name without case, each as printed."""
        return {self.names.get(fold(one), fold(one)): one for one in printed}


def bodies(explained: Iterable[tuple[str, str]], told: Iterable[str], old: Iterable[str], new: Iterable[str]) -> Bodies:
    """The bodies of two documents.

    ``explained`` holds abbreviations with their full names, ``told`` the running text of the new document, ``old`` and ``new``
    the bodies printed as responsible in each.
    """
    full = {fold(short): fold(name) for short, name in ABBREVIATIONS.items() if name}
    full |= {fold(short): fold(name) for short, name in explained if fold(short) != fold(name)}
    before, after = ({full.get(fold(one), fold(one)) for one in side} for side in (old, new))
    return Bodies(full, frozenset(_became(told, full, before - after, after - before)))


def _became(told: Iterable[str], full: dict[str, str], gone: set[str], come: set[str]) -> Iterable[tuple[str, str]]:
    """Which bodies that are gone became which new ones, as sentences on a reorganisation tell.

    A sentence that names a body of the old document and one of the new as it tells of a reorganisation ties the two.
    """
    for text in told:
        for start, end in sentences(text):
            sentence = text[start:end]
            if not (Lexicon.load("reorganisation").find(sentence) or _PARTED.search(sentence)):
                continue
            named = _named(sentence, full)
            yield from ((a, b) for a in gone if a in named for b in come if b in named)


def _named(sentence: str, full: dict[str, str]) -> set[str]:
    """The bodies that a sentence names, by full name without case; "kultur- och fritidsnämnden" as written."""
    found = {fold(sentence[name.start : name.end]) for name in names(sentence)}
    found |= {fold(word) for word in re.findall(r"\b[A-ZÅÄÖ]{2,5}\b", sentence)}
    return {full.get(name, name) for name in found}
