"""The sentence of the new document that says of a goal which is gone that it is done, reached, taken over or ended."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from ...models.block import At, Block, Role
from ...models.document import Document
from ...rules.clauses import is_infinitive
from ...rules.lexicon import Lexicon
from ...rules.swedish import fold, sentences
from ...rules.wording import carried, content, slight
from .alike import Weights
from .nodes import Node

NAMED = 0.34  # share of the weight of a goal's words that a sentence must hold
NAMED_AS_TASK = 0.2  # the same where the sentence says that it speaks of a task or goal
_TASK = re.compile(r"\b(?:uppdrag|mål|delmål|skrivning|aktivitet|åtgärd)(?:et|en|arna|erna|na)?\b", re.IGNORECASE)
_NUMBERED = re.compile(
    r"\b(?:uppdrag|mål|delmål|nämndmål|aktivitet|punkt)(?:et|en|erna)?\s+"
    r"(\w*\d+(?:[.:]\d+)*\w?(?:(?:,| och)\s+\w*\d+(?:[.:]\d+)*)*)",
    re.IGNORECASE,
)
_TEXT = frozenset({Role.TEXT, Role.LIST_ITEM, Role.CELL})


@dataclass(frozen=True)
class Sentence:
    """A sentence that closes something: its words and its place."""

    text: str
    words: frozenset[str]
    labels: frozenset[str]
    at: At | None


def closing_sentences(document: Document, own: Iterable[str]) -> list[Sentence]:
    """Every sentence of a document that says of something that it is done or ended, and is no goal itself (``own``)."""
    mine = {fold(text) for text in own}
    closing = Lexicon.load("closing")
    found = []
    for text, at in _running(document):
        if not closing.find(text) or _is_goal(fold(text), mine):
            continue
        labels = frozenset(label for match in _NUMBERED.finditer(text) for label in re.split(r",\s*|\s+och\s+", match[1]))
        found.append(Sentence(text, frozenset(content(text)), labels, at))
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
        share = _named(node, sentence, weights)
        if share < (NAMED_AS_TASK if _TASK.search(sentence.text) else NAMED):
            share = 0.0
        if node.label and fold(node.label) in {fold(label) for label in sentence.labels}:
            share = max(share, 0.9)
        if share > most:
            best, most = sentence, share
    return best


def _named(node: Node, sentence: Sentence, weights: Weights) -> float:
    """The share of the weight of what a node is about that a sentence holds: no verbs, a compound by its longer part."""
    words = {form for word, form in carried(node.text) if not (form in slight() or form[0].isdigit() or is_infinitive(word))}
    held = {word for word in words if word in sentence.words or any(_part(word, other) for other in sentence.words)}
    return weights.total(held) / (weights.total(words) or 1.0)


def _part(word: str, other: str) -> bool:
    """Whether one word is the last part of the other, which is then a kind of it, or both have one stem."""
    short, long = sorted((word, other), key=len)
    if len(short) >= 5 and long.endswith(short):
        return True
    return len(short) >= 7 and long[:7] == short[:7] and len(long) - len(short) <= 4
