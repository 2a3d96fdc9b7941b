"""The sentence of the new document that says of a goal which is gone that it is done, reached, taken over or ended."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from ...models.block import At, Block, Role
from ...models.document import Document
from ...rules.clauses import is_infinitive
from ...rules.lemmas import lemma
from ...rules.lexicon import Hit, Lexicon
from ...rules.swedish import fold, sentences
from ...rules.wording import carried, content, slight
from .alike import Weights
from .nodes import Node, verbal

NAMED = 0.34  # share of the weight of a goal's words that a sentence must hold
NAMED_AS_TASK = 0.2  # the same where the sentence says that it speaks of a task or goal
_TASK = re.compile(r"\b(?:uppdrag|mål|delmål|skrivning|aktivitet|åtgärd)(?:et|en|arna|erna|na)?\b", re.IGNORECASE)
_NUMBERED = re.compile(
    r"\b(?:uppdrag|mål|delmål|nämndmål|aktivitet|punkt)(?:et|en|erna)?\s+"
    r"(\w*\d+(?:[.:]\d+)*\w?(?:(?:,| och)\s+\w*\d+(?:[.:]\d+)*)*)",
    re.IGNORECASE,
)
_STARTS_FROM = re.compile(r"utg(?:år|ick|ått)\s+i?från\b", re.IGNORECASE)
_WHOLE = re.compile(r"\b(?:hör dit|hör till|hör under|tillhörande|underliggande|därtill hörande)\b", re.IGNORECASE)
_PLACE = re.compile(r"\b(?:i|på|vid|inom|hos|kring|runt|längs)\b", re.IGNORECASE)
_CLAUSE = re.compile(r"[,;:–]\s|\b(?:men|och|medan)\s")
_NOT_YET = re.compile(
    r"\b(?:inte|ej|aldrig|ännu|ska|skall|bör|måste|kan|kommer att|beräknas|väntas|förväntas|planeras|avses|innan|när|tills"
    r"|för att|viktigt)\b",
    re.IGNORECASE,
)
_PAST = re.compile(r"\w{2,}(?:des|dde|ade|ats|its|ts|tts|at|it|tt|da|de|ad|nad|lt|nt|rt|lts|nts|rts)\b", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]+")
_TEXT = frozenset({Role.TEXT, Role.LIST_ITEM, Role.CELL})


@dataclass(frozen=True)
class Sentence:
    """A sentence that may close something: its words, its place, and whether a word says that something is done or ended."""

    text: str
    words: frozenset[str]
    labels: frozenset[str]
    at: At | None
    done: bool = True

    @property
    def is_whole(self) -> bool:
        """Whether it also speaks of all that belongs to what it closes."""
        return _WHOLE.search(self.text) is not None

    def is_about(self, node: Node) -> bool:
        """Whether it says that this is done: by a closing word, or by the node's own verb in the past."""
        return self.done or _did(node, self.text)


def closing_sentences(document: Document, own: Iterable[str]) -> list[Sentence]:
    """Every sentence of a document that says of something that it is done or ended, and is no goal itself (``own``)."""
    mine = {fold(text) for text in own}
    found = []
    for text, at in _running(document):
        if _is_goal(fold(text), mine) or not (_says_done(text) or _PAST.search(text)):
            continue
        labels = frozenset(label for match in _NUMBERED.finditer(text) for label in re.split(r",\s*|\s+och\s+", match[1]))
        found.append(Sentence(text, frozenset(content(text)), labels, at, done=_says_done(text)))
    return found


def _running(document: Document) -> Iterator[tuple[str, At | None]]:
    """The sentences of the running text; of a document without its blocks those of descriptions and comments."""
    if document.blocks is not None:
        for block in document.blocks:
            if block.role in _TEXT:
                yield from _of_block(block)
        return
    stack = list(document.goals)
    while stack:
        goal = stack.pop(0)
        stack = [*goal.children, *stack]
        for passage in (goal.description, goal.comment):
            if passage:
                yield from ((passage.text[start:end], passage.at) for start, end in sentences(passage.text))


def _is_goal(folded: str, mine: set[str]) -> bool:
    """Whether a sentence is one of the goals, perhaps with its target or number around it."""
    return folded in mine or any(len(text) > len(folded) / 2 and text in folded for text in mine)


def _of_block(block: Block) -> Iterator[tuple[str, At]]:
    for start, end in sentences(block.text):
        yield block.text[start:end], block.at("compare/closing", start, end)


def closed(node: Node, found: Sequence[Sentence], weights: Weights) -> Sentence | None:
    """The sentence that closes a node that is gone: the one that names most of it, or its number; None where none does."""
    best, most = None, 0.0
    for sentence in found:
        if not sentence.is_about(node):
            continue
        share = _named(node, sentence, weights)
        if share < (NAMED_AS_TASK if _TASK.search(sentence.text) else NAMED):
            share = 0.0
        if sentence.done and node.label and fold(node.label.split()[-1]) in {fold(label) for label in sentence.labels}:
            share = max(share, 0.9)
        if share > most:
            best, most = sentence, share
    return best


def _named(node: Node, sentence: Sentence, weights: Weights) -> float:
    """The share of the weight of what a node is about that a sentence holds: no verbs, a compound by its last part.

    A place alone is not what it is about: one of the words before it must be there, too, or the sentence speaks of a task.
    """
    words = _nouns(node.matter)
    verbs = {form for word, form in carried(node.text) if verbal(word)}
    held = {word for word in words - verbs if _holds(sentence, word)}
    core = _nouns(_PLACE.split(node.matter, maxsplit=1)[0]) or words
    if not held & core and not _TASK.search(sentence.text):
        return 0.0
    return weights.total(held) / (weights.total(words) or 1.0)


def _nouns(text: str) -> frozenset[str]:
    return frozenset(form for word, form in carried(text) if not (form in slight() or form[0].isdigit() or is_infinitive(word)))


def _holds(sentence: Sentence, word: str) -> bool:
    return word in sentence.words or any(_part(word, other) for other in sentence.words)


def _says_done(text: str) -> bool:
    """Whether a word of the text says that something is done or ended, and nothing takes that back."""
    return any(not _taken_back(text, hit) for hit in Lexicon.load("closing").find(text))


def _taken_back(text: str, hit: Hit) -> bool:
    """Whether the clause of a closing word denies it or puts it off ("har inte genomförts", "beräknas vara klar")."""
    start = max((match.end() for match in _CLAUSE.finditer(text, 0, hit.start)), default=0)
    if _STARTS_FROM.match(text, hit.start):
        return True
    return bool(_NOT_YET.search(text[start : hit.start])) and not _NOT_YET.search(text[hit.start : hit.end])


def _did(node: Node, text: str) -> bool:
    """Whether a text says in the past what a task says in the infinitive ("sälja" → "såldes", "har sålts")."""
    deed = next((form for word, form in carried(node.text) if is_infinitive(word)), None)
    if deed is None or deed in slight():
        return False
    for word in _WORD.finditer(text):
        form = word[0].lower()
        if _PAST.search(form) and form != deed and lemma(form) == deed and not is_infinitive(form):
            return not _NOT_YET.search(text[: word.start()])
    return False


def _part(word: str, other: str) -> bool:
    """Whether one word is the last part of the other, which is then a kind of it, or both have one stem."""
    short, long = sorted((word, other), key=len)
    if len(short) >= 5 and long.endswith(short):
        return True
    return len(short) >= 7 and long[:7] == short[:7] and len(long) - len(short) <= 4
