"""A document's goal tree as a list of nodes, each with what is compared: words, place, description."""

import re
from dataclasses import dataclass
from functools import cached_property, lru_cache

from ...models.change import Side
from ...models.document import Document
from ...models.goal import Goal, Kind
from ...rules.bodies import names
from ...rules.clauses import is_finite, is_infinitive
from ...rules.swedish import fold
from ...rules.wording import carried, concept, content, slight

STEM = 5  # letters that two words of one stem have in common
_FORMULA = re.compile(
    r"\b(?:får|fick|ges|gavs|har|ska)\s+(?:även |också )?i uppdrag(?: av [^,]{3,40}?)? att\b|\buppdras(?: åt [^,]{3,40}?)? att\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Node:
    """A goal in its tree: its number in reading order, that of its parent (None at the top), and those of its children."""

    number: int
    goal: Goal
    parent: int | None
    children: tuple[int, ...]

    @property
    def text(self) -> str:
        """Its words."""
        return self.goal.text

    @property
    def label(self) -> str | None:
        """Its number or code."""
        return self.goal.label

    @cached_property
    def folded(self) -> str:
        """Its words without case and punctuation."""
        return fold(self.goal.text)

    @cached_property
    def matter(self) -> str:
        """Its words without the bodies that are to act and the formula that gives them a task: what it is about.

        All its words where nothing else is left.
        """
        bare = _FORMULA.sub(" ", self.goal.text)
        for name in reversed(names(bare)):
            if name.level is not None:
                bare = bare[: name.start] + bare[name.end :]
        return bare if len(content(bare)) > 1 else self.goal.text

    @cached_property
    def things(self) -> frozenset[str]:
        """What it names, as concepts and by the beginnings of words: no verb, number or word that any goal may have."""
        named = [form for word, form in carried(self.matter) if form not in slight() and not (verbal(word) or word[0].isdigit())]
        return frozenset(concept(form) for form in named) | frozenset(form[:STEM] for form in named)

    @cached_property
    def words(self) -> tuple[str, ...]:
        """The dictionary forms of its words that carry something, in order."""
        return content(self.goal.text)

    @cached_property
    def concepts(self) -> frozenset[str]:
        """What its words say, words of nearly the same meaning as one; without numbers, which say how much of it."""
        return frozenset(concept(word) for word in content(self.matter) if not word[0].isdigit()) or frozenset(self.words)

    @cached_property
    def description(self) -> str:
        """The running text that belongs to it, "" where there is none."""
        return self.goal.description.text if self.goal.description else ""

    @cached_property
    def running(self) -> str:
        """All running text below it: its description and the binding sentences."""
        said = [child.text for child in self.goal.children if child.kind is Kind.SKRIVNING]
        return " ".join([self.description, *said]).strip()

    @cached_property
    def bodies(self) -> tuple[str, ...]:
        """Who is responsible, as printed."""
        return tuple(one.raw for one in self.goal.responsible)

    def side(self) -> Side:
        """The node as a comparison tells it."""
        goal = self.goal
        return Side(id=goal.id, text=goal.text, kind=goal.kind, label=goal.label, page=goal.page, boxes=goal.at.boxes)


def nodes(document: Document) -> list[Node]:
    """Every node of a document in reading order."""
    found: list[Node] = []
    for goal in document.goals:
        _walk(goal, None, found)
    return found


def _walk(goal: Goal, parent: int | None, found: list[Node]) -> int:
    """Add a goal and all below it; the number that it got."""
    number = len(found)
    found.append(Node(number, goal, parent, ()))
    children = tuple([_walk(child, number, found) for child in goal.children])
    found[number] = Node(number, goal, parent, children)
    return number


@lru_cache(maxsize=1 << 13)
def verbal(word: str) -> bool:
    """Whether a word as it stands looks like a verb."""
    return is_infinitive(word) or is_finite(word)
