"""What a document says about its own goals before any goal is read: its chain of levels, its counts, its lists.

A heading that carries no level's word is understood from this: four headings where the text says "fyra övergripande mål",
a heading that repeats an item of the list above, the level after its parent's in the chain that the document explains.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import NamedTuple

from ...models.block import Block, Role
from ...models.goal import Kind, Level, StatedTotal
from ...rules import kinds, labels
from ...rules.judgement import verdicts
from ...rules.lexicon import Lexicon, pattern
from ...rules.swedish import fold, number, sentences
from .nodes import RANK

_ABOUT = re.compile(
    r"\b(?:för|om|av|inom|till|kring|på|under|i|hos|med|gälla|uppfylla|nå)\s+(?:(?:de|det|den|våra|kommunens|\w+e?s)\s+)?(?:\w+a\s+)?$",
    re.IGNORECASE,
)
_FOLLOWING = re.compile(r"\b(?:följande|dessa|nedanstående)\b", re.IGNORECASE)

# What is put before a level's word in the text and left out before each goal's number ("fyra övergripande mål", "Mål 1").
_RANKING = frozenset("övergripande kommunövergripande strategiskt strategisk långsiktigt prioriterat prioriterad".split())
_OWN_WORDS = frozenset(
    {"inriktning", "målområde"}
)  # printed at each heading they are the level's word, whatever the overview says
GENERIC = frozenset(
    {"mål", "område", "delmål", "målområde", "uppdrag", "inriktning", "aktivitet", "indikator", "riktning", "prioritering"}
)


class Evidence(NamedTuple):
    """What is known of the document beforehand.

    ``counts`` maps a kind to the numbers that the text states for it; ``listed`` a folded text to the kind and term of the
    announced list it stands in, ``items`` the id of the item's block to the same. ``words``: each level's
    word in the text, its kind and how often it stands there.
    """

    chain: tuple[Level, ...]
    counts: Mapping[Kind, frozenset[int]]
    listed: Mapping[str, tuple[Kind, str | None]]
    items: Mapping[int, tuple[Kind, str | None]]
    words: Mapping[str, tuple[Kind, int]]

    def next_level(self, kind: Kind) -> Level | None:
        """The level below ``kind`` in the chain that the document explains, or None."""
        below = [level for level in self.chain if RANK[level.kind] > RANK[kind]]
        return min(below, key=lambda level: RANK[level.kind], default=None)

    def term(self, kind: Kind, printed: str | None) -> str | None:
        """The document's word for a level: as printed, unless that is a general word and the chain has the one word meant."""
        if printed is not None and (printed not in GENERIC or printed in _OWN_WORDS):
            return printed
        told = [level.term for level in self.chain if level.kind is kind]
        words = told or self._in_text(kind)
        fuller = [word for word in words if word.partition(" ")[0] in _RANKING and word.partition(" ")[2] == printed]
        if not told and len(fuller) == 1 and not self._commoner(words, fuller[0]):
            return fuller[0]
        if printed in words or (printed is not None and not words):
            return printed
        special = [
            word for word in words if _is_special(word) and (printed is None or word.endswith(printed.removeprefix("mål")))
        ]
        return special[0] if special else (printed or (_without_owner(words[0]) if words else None))

    def takes_goals(self) -> bool:
        """Whether a board's plain "mål" are the council's, which it takes up: the chain says so, or names its own otherwise."""
        plain = [level for level in self.chain if level.term == "mål"]
        others = any(level.kind is Kind.DELMAL and level.term != "mål" for level in self.chain)
        return {level.kind for level in plain} == {Kind.MAL} and (others or "fullmäktige" in (plain[0].decided_by or "").lower())

    def _commoner(self, words: Sequence[str], fuller: str) -> bool:
        """Whether a word of its own for the level stands in the text oftener than the fuller form of the general one."""
        return any(self.words[word][1] > self.words[fuller][1] for word in words if _is_special(word) and word.endswith("mål"))

    def _in_text(self, kind: Kind) -> list[str]:
        """The words of a level in the text, the most frequent first."""
        found = [(count, word) for word, (of, count) in self.words.items() if of is kind]
        return [word for _, word in sorted(found, reverse=True)]

    def kind(self, kind: Kind, term: str | None) -> Kind:
        """The kind of a level's word in this document: what the chain says of it, else what the word list says."""
        told = {level.kind for level in self.chain if level.term == term}
        return told.pop() if len(told) == 1 else kind


def _without_owner(word: str) -> str:
    """A level's word without whose it is, which the text says and no goal bears ("fullmäktiges mål")."""
    return re.sub(r"^\w*(?:fullmäktige|nämnden|nämnderna|bolaget|styrelsen)s (?=mål$)", "", word)


def _is_special(word: str) -> bool:
    """Whether a level's word may stand for a general one: not a general word itself, no owner's, none of finance."""
    return word not in GENERIC and "s " not in word and not word.startswith(("finansiell", "ekonomisk"))


def gather(blocks: Sequence[Block], chain: tuple[Level, ...], totals: Sequence[StatedTotal]) -> Evidence:
    """All evidence of a document."""
    counts: dict[Kind, set[int | None]] = {}
    for total in totals:
        judged = bool(verdicts(total.text))
        counts.setdefault(total.what, set()).update({total.of} if judged else {total.count, total.of or total.count})
    lists = list(announced_lists(blocks))
    listed = {name: (kind, term) for kind, term, items in lists for block in items if (name := fold(_name(block.text)))}
    ids = {block.id: (kind, term) for kind, term, items in lists for block in items}
    counted = {kind: frozenset(n for n in found if n) for kind, found in counts.items()}
    return Evidence(chain, counted, listed, ids, _words(blocks))


def _words(blocks: Sequence[Block]) -> dict[str, tuple[Kind, int]]:
    """How often each level's word stands in the text."""
    found: dict[str, tuple[Kind, int]] = {}
    for block in blocks:
        if block.role in {Role.FURNITURE, Role.CONTENTS}:
            continue
        for named in kinds.find(block.text):
            if not named.weak:
                found[named.term] = (named.kind, found.get(named.term, (named.kind, 0))[1] + 1)
    return found


def _name(text: str) -> str:
    text = text[: labels.run_in(text)]
    mark = labels.mark(text)
    return text[mark.start :] if mark else text


@cache
def _scale() -> re.Pattern[str]:
    return re.compile(rf"\b{pattern('line', 'skala')}\b", re.IGNORECASE)


class Announcement(NamedTuple):
    """A line that announces items of a level: "I planen finns fyra mål:"."""

    kind: Kind
    term: str
    number: int | None


def announced_lists(blocks: Sequence[Block]) -> Iterator[tuple[Kind, str, list[Block]]]:
    """Every list that the line before it announces with a level's word: kind, term and items."""
    for index, block in enumerate(blocks):
        told = _announced(block)
        if not told:
            continue
        items: list[Block] = []
        for following in blocks[index + 1 :]:
            if following.role is not (items[0].role if items else following.role):
                break  # "3.2 Trygga skolor" behind bullets opens the next section
            if following.role is not Role.LIST_ITEM and not _numbered(following):
                break
            items.append(following)
        fitting = next((each for each in told if each.number == len(items) or block.text.endswith(":")), None)
        if len(items) > 1 and fitting is not None:
            yield fitting.kind, fitting.term, items


def _announced(block: Block) -> list[Announcement]:
    """What a paragraph may announce: the level before its colon, else each level that one of its sentences counts."""
    if block.role not in {Role.TEXT, Role.HEADING}:
        return []
    if block.text.endswith(":"):
        told = announcement(block.text)
        return [told] if told else []
    counted = (announcement(block.text[start:end]) for start, end in sentences(block.text))
    return [told for told in counted if told is not None and told.number is not None]


def _numbered(block: Block) -> bool:
    mark = labels.mark(block.text)
    return block.role is Role.TEXT and mark is not None and mark.number is not None and len(block.text) < 200


def announcement(text: str) -> Announcement | None:
    """The level that a line announces: the last level's word before its colon, or the counted one of a sentence."""
    sentence = text.rstrip(":. ").rsplit(". ", 1)[-1]
    if not kinds.find(sentence):
        return None
    if Lexicon.load("proposal").find(text) or labels.demands(text) or labels.foreign(text) or _scale().search(sentence):
        return None
    found = [
        named
        for named in kinds.find(sentence)
        if (not named.weak or text.endswith(":")) and (not _ABOUT.search(sentence[: named.start]) or _FOLLOWING.search(sentence))
    ]
    counted = [(named, count) for named in found if (count := _count_before(sentence, named.start)) is not None]
    if counted:
        named, count = counted[-1]
        return Announcement(named.kind, named.term, count)
    if found and text.endswith(":") and len(text) < 250:
        return Announcement(found[-1].kind, found[-1].term, None)
    return None


def _count_before(text: str, start: int) -> int | None:
    """The number that stands at most three words before a level's word."""
    for word in reversed(text[:start].split()[-3:]):
        value = number(word.strip("(),"))
        if value is not None and value > 1:
            return value
    return None
