"""Runs of words as they are meant: without printed doubles and footnote marks, words in pieces whole again."""

import re
from collections.abc import Sequence
from itertools import groupby, pairwise

from .inks import Look
from .words import UNITS, Run, Word, beginning, ending, joined, singly

_SPACED = 4  # letters in a row that are a word set apart, and no list of initials
_LONE = re.compile(rf" (?:\S ){{{_SPACED}}}")


def settled(runs: Sequence[Run]) -> list[Run]:
    """The runs of a page as they are meant; those of one ink that stand close are joined."""
    return _closed_up(_whole(_once(runs)))


def _once(runs: Sequence[Run]) -> Sequence[Run]:
    """The runs without words that are printed twice at one place, as some writers make bold letters."""
    reach: dict[int, float] = {}
    for run in runs:
        height = round(run.bottom)
        if run.x0 < reach.get(height, -1.0) + 1:  # it may lie on another run
            break
        reach[height] = run.x1
    else:
        return runs
    seen: set[tuple[str, int, int]] = set()
    words = []
    for word in singly(runs):
        key = (word.text, round(word.x0), round(word.bottom))
        if key not in seen:
            seen.add(key)
            words.append(word)
    return words


def _whole(runs: Sequence[Run]) -> list[Run]:
    """The runs without footnote marks that stand alone, raised, behind a word; pieces of one word joined again."""
    done: list[Run] = []
    for run, after in zip(runs, [*runs[1:], None], strict=False):
        rest: Run | None = run
        if done and (run.ink.turn or -0.3 * run.ink.size < run.x0 - done[-1].x1 < 0.25 * done[-1].ink.size):
            rest = _attached(done, run)
        if rest is None:
            continue
        if after and rest.ink.size < 0.93 * after.ink.size:
            rest = _lowered(done, rest, after)
        _append(done, rest)
    return done


def _append(done: list[Run], run: Run) -> None:
    """Put a run behind the others, joined to the last of them where it goes on with it."""
    whole = joined(done[-1], run) if done and run.x0 > done[-1].x1 else None
    if whole:
        done[-1] = whole
    else:
        done.append(run)


def _attached(done: list[Run], run: Run) -> Run | None:
    """What is left of a run when its first words are put to the run before it where they are pieces of one word with it, or
    left out where they are marks.
    """
    rest: Run | None = run
    while rest:
        word, following = beginning(rest)
        before, last = ending(done[-1])
        if last.ink.turn != word.ink.turn or not (word.ink.turn or word.x0 - last.x1 < 0.25 * last.ink.size):
            return rest
        if not _touches(last, word):
            return rest
        if not _raised(word, last):
            if not (abs(last.ink.base - word.ink.base) < 0.1 * word.ink.size or word.ink.turn):
                return rest
            done[-1:] = [*([before] if before else []), _glued(last, word)]
        rest = following
    return None


def _lowered(done: list[Run], run: Run, after: Run) -> Run:
    """The run with the ink of the one after it where it ends in a raised mark before that."""
    rest, word = ending(run)
    if len(word.text) < 3 and word.text.isdigit() and _raised(word, beginning(after)[0]):
        done += [rest] if rest else []
        return word._replace(ink=after.ink)
    return run


def _touches(before: Word, word: Word) -> bool:
    """Whether a word begins where the one before it ends."""
    size = word.ink.size
    if before.broken or abs(before.ink.size - size) > 0.55 * max(size, before.ink.size):
        return False
    match word.ink.turn:
        case 0:
            gap = word.x0 - before.x1
        case 90:
            gap = word.top - before.bottom
        case -90:
            gap = before.top - word.bottom
        case _:
            return False
    if word.ink.turn and abs(before.x0 + before.x1 - word.x0 - word.x1) > size:
        return False
    loose = (
        0.2
        if word.text[0] in ",.;:)" or word.ink.turn or (word.text.isdigit() and word.ink.size < 0.93 * before.ink.size)
        else 0.08
    )
    return -0.3 * size < gap < loose * max(size, before.ink.size)


def _raised(word: Word, other: Word) -> bool:
    """Whether a word of one or two digits is a raised mark beside another word."""
    step = other.ink.base - word.ink.base
    small = len(word.text) <= 2 and word.text.isdigit() and word.ink.size < 0.93 * other.ink.size
    return small and 0.12 * other.ink.size < step < 0.7 * other.ink.size and not UNITS.search(other.text)


def _glued(before: Word, word: Word) -> Word:
    """Two pieces of one word as one."""
    x0, x1 = min(before.x0, word.x0), max(before.x1, word.x1)
    top, bottom = min(before.top, word.top), max(before.bottom, word.bottom)
    return before._replace(text=before.text + word.text, x0=x0, top=top, x1=x1, bottom=bottom, broken=word.broken)


def _closed_up(runs: list[Run]) -> list[Run]:
    """The words with letters set apart joined ("M Å L O M R Å D E", "V I S I O N 2 0 4 0"): four or more single letters of one
    look in a row, digits among them too, even gaps between them; a gap half as wide again begins another word.
    """
    if not _LONE.search(" ".join(["", *[run.text for run in runs], ""])):
        return runs
    done: list[Word] = []
    for look, group in groupby(singly(runs), key=_lone_letter):
        run = list(group)
        gaps = sorted(after.x0 - before.x1 for before, after in pairwise(run)) if look else []
        letters = sum([word.text.isalpha() for word in run])
        if look is None or letters < _SPACED or gaps[0] < 0 or gaps[len(gaps) // 2] > run[0].ink.size:
            done += run
            continue
        widest = 1.5 * gaps[len(gaps) // 2]
        for before, letter in zip([None, *run], run, strict=False):
            if before is not None and letter.x0 - before.x1 <= widest:
                done[-1] = _glued(done[-1], letter)
            else:
                done.append(letter)
    whole: list[Run] = []
    for word in done:
        _append(whole, word)
    return whole


def _lone_letter(word: Word) -> tuple[Look, float] | None:
    """Look and baseline of a word of a single letter or digit; None for any other."""
    return (word.ink.look, word.ink.base) if len(word.text) == 1 and word.text.isalnum() else None
