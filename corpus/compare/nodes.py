"""A document's goal tree as a list of nodes, each with what is compared: words, place, description."""

from dataclasses import dataclass
from functools import cached_property

from ...models.change import Side
from ...models.document import Document
from ...models.goal import Goal, Kind
from ...rules.swedish import fold
from ...rules.wording import concept, content


@dataclass(frozen=True)
class Node:
    """A goal in its tree: its number in reading order, that of its parent (None at the top), and those of its children."""

    number: int
    goal: Goal
    parent: int | None
    children: tuple[int, ...]
    path: tuple[int, ...]

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
    def words(self) -> tuple[str, ...]:
        """The dictionary forms of its words that carry something, in order."""
        return content(self.goal.text)

    @cached_property
    def concepts(self) -> frozenset[str]:
        """What its words say, words of nearly the same meaning as one; without numbers, which say how much of it."""
        return frozenset(concept(word) for word in self.words if not word[0].isdigit()) or frozenset(self.words)

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
        _walk(goal, None, (), found)
    return found


def _walk(goal: Goal, parent: int | None, path: tuple[int, ...], found: list[Node]) -> int:
    """Add a goal and all below it; the number that it got."""
    number = len(found)
    found.append(Node(number, goal, parent, (), path))
    children = tuple([_walk(child, number, (*path, number), found) for child in goal.children])
    found[number] = Node(number, goal, parent, children, path)
    return number
