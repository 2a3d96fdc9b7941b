"""One goal, one node: lists that repeat headings, headings printed twice, and the vision that the rest serves."""

import re
from collections.abc import Mapping, Sequence
from functools import cache

from ...models.block import Block, Role
from ...models.goal import Kind
from ...rules import kinds
from ...rules.lexicon import pattern
from ...rules.swedish import fold, sentences
from .evidence import GENERIC
from .nodes import GROUPS, RANK, Draft, slices

_OUTRIGHT = re.compile(
    r"\b(?:konkretiser\w*|förverklig\w*|operationaliser\w*|bryt\w* ne[dr]) (?:den|denna)\b"
    r"|\b(?:den|visionen) (?:konkretiseras|förverkligas|operationaliseras|bryts ne[dr]|nås|uppnås) (?:genom|i|med hjälp av)\b"
    r"|\b(?:den|visionen) (?:bärs upp av|vilar på|stöds av)\b"
    r"|\b(?:närmare|närmar oss|bidrar? till|leder till|leda till|når|nå) (?:den|visionen)\b(?=[.,]|$)",
    re.IGNORECASE,
)
_GROUPING = frozenset({"prioritering", "uppgift", "övergripande strategi"})
_OWN = ("åtagande", "nämnd", "bolag", "förvaltning", "enhet", "styrelse", "avdelning")
_UNDER_VISION = frozenset({Kind.MALOMRADE, Kind.INRIKTNING, Kind.MAL})


@cache
def _serves() -> re.Pattern[str]:
    return re.compile(rf"\b{pattern('line', 'tjänar visionen')}(?!\w)", re.IGNORECASE)


def merge(roots: Sequence[Draft], blocks: Sequence[Block], *, council: bool) -> tuple[Draft, ...]:
    """The tree with each goal once; ``council`` tells that the council decided on the document."""
    texts = {block.id: block.text for block in blocks}
    top = list(roots)
    _drop_repeats(top, texts)
    _join_twins(top, texts)
    _join_summaries(top, texts)
    _settle_kinds(top, council=council)
    return tuple(_under_vision(top, blocks))


def _settle_kinds(top: Sequence[Draft], *, council: bool) -> None:
    """Let the whole tree settle what a word alone left open: the council's goals are mål by whatever name, unless they break
    down another; a priority that groups goals is an area.
    """
    everyone = [node for root in top for node in root.walk()]
    for node in everyone:
        if (
            node.kind is Kind.MAL
            and node.term in _GROUPING
            and any(child.kind in {Kind.MAL, Kind.DELMAL} for child in node.children)
        ):
            node.kind = Kind.MALOMRADE
    if council and not any(node.kind is Kind.MAL and node.geh is None for node in everyone):
        for node in everyone:
            if node.kind is Kind.DELMAL and not (node.term or "").startswith(_OWN):
                node.kind = Kind.MAL


def _name(node: Draft, texts: Mapping[int, str]) -> str:
    return fold(slices(node.places, texts))


def _everyone(top: Sequence[Draft]) -> list[Draft]:
    return [node for root in top for node in root.walk()]


def _remove(node: Draft, top: list[Draft]) -> None:
    siblings = node.parent.children if node.parent else top
    siblings.remove(node)


def _drop_repeats(top: list[Draft], texts: Mapping[int, str]) -> None:
    """Drop the bare items of a list whose goals stand again as headings or fuller nodes elsewhere."""
    by_name: dict[tuple[Kind, str], list[Draft]] = {}
    for node in _everyone(top):
        if node.kind is not Kind.SKRIVNING:
            by_name.setdefault((node.kind, _name(node, texts)), []).append(node)
    for (kind, _), nodes in by_name.items():
        treated = [node for node in nodes if not _bare_item(node)]
        if not treated or len(nodes) == 1 or kind not in GROUPS | {Kind.VISION, Kind.UPPDRAG, Kind.INDIKATOR}:
            continue
        for node in nodes:
            if _bare_item(node) and node.parent is None:
                _remove(node, top)


def _bare_item(node: Draft) -> bool:
    """Whether a node is an item of a list with nothing below it."""
    return node.places[0].rule.startswith("item/") and not node.children and not node.values and node.status is None


def _join_twins(top: list[Draft], texts: Mapping[int, str]) -> None:
    """Make one node of two headings of the same words, kind and parent (repeated on a later page)."""
    first: dict[tuple[int, Kind, str, str, str], Draft] = {}
    for node in _everyone(top):
        if node.kind not in GROUPS | {Kind.VISION} or node.places[0].rule.startswith("table/"):
            continue
        given = " ".join(body.raw for body in node.responsible)
        key = (id(node.parent), node.kind, _name(node, texts), str(node.year), given)
        twin = first.setdefault(key, node)
        if twin is not node:
            if _treats(node) > _treats(twin):
                twin.places, twin.label = node.places, node.label or twin.label
            have = {(child.kind, _name(child, texts)) for child in twin.children}
            for child in node.children:
                if (child.kind, _name(child, texts)) not in have:
                    twin.add(child)
            twin.description += node.description
            twin.comment += node.comment
            twin.status = twin.status or node.status
            twin.label = twin.label or node.label
            _remove(node, top)


def _join_summaries(top: list[Draft], texts: Mapping[int, str]) -> None:
    """Make one node of a goal in a summary table and the heading where it is treated; the table's facts go with it."""
    everyone = _everyone(top)
    treated = {(node.kind, _name(node, texts)): node for node in everyone if node.places[0].rule.startswith("heading/")}
    for node in everyone:
        heading = treated.get((node.kind, _name(node, texts)))
        if heading is None or node.children or node.kind not in GROUPS or not node.places[0].rule.startswith("table/"):
            continue
        heading.status = heading.status or node.status
        heading.responsible = heading.responsible or node.responsible
        heading.label = heading.label or node.label
        heading.year = heading.year or node.year
        heading.values += node.values
        heading.comment += node.comment
        if heading.term in GENERIC and node.term is not None:
            heading.term = node.term
        _remove(node, top)


def _treats(node: Draft) -> int:
    """How much stands below a node: where a goal is listed and treated later, its place is where it is treated."""
    return len(node.children) + len(node.description) + len(node.comment) + len(node.values)


def _under_vision(top: list[Draft], blocks: Sequence[Block]) -> list[Draft]:
    """Hang the goals under the one vision, where a sentence says that they serve it."""
    visions = [node for node in top if node.kind is Kind.VISION]
    if len(visions) != 1 or not any(_says_so(block.text) for block in blocks):
        return top
    vision = visions[0]
    serving = [node for node in top if node.kind in _UNDER_VISION and node.geh is None]
    if not serving:
        return top
    highest = min(RANK[node.kind] for node in serving)
    for node in serving:
        if RANK[node.kind] == highest:
            top.remove(node)
            vision.add(node)
    return top


def _names_vision(text: str) -> bool:
    return any(named.kind is Kind.VISION for named in kinds.find(text))


def _says_so(text: str) -> bool:
    """Whether a text says that a level serves the vision ("Sex inriktningar konkretiserar visionen")."""
    if not _names_vision(text):
        return False
    for start, end in sentences(text):
        sentence = text[start:end]
        if not ((_names_vision(sentence) and _serves().search(sentence)) or _OUTRIGHT.search(sentence)):
            continue
        if any(
            (named.kind in _UNDER_VISION and not named.weak) or named.kind is Kind.INRIKTNING for named in kinds.find(sentence)
        ):
            return True
    return False


_CAPTIONS = 3  # lines above numbered goals, one above each, that are no areas


def drop_captions(roots: list[Draft]) -> None:
    """Let goals out of guessed areas where most hold one numbered goal: they are captions of the pictures above each."""
    areas = [node for node in roots if node.guessed and node.places[0].rule == "heading/area"]
    single = [node for node in areas if len(node.children) == 1 and node.children[0].kind is Kind.MAL and node.children[0].label]
    if len(single) < _CAPTIONS or len(single) * 4 < len(areas) * 3:
        return
    for area in single:
        area.children[0].parent = None
        roots[roots.index(area)] = area.children[0]


def same_measure(one: str, other: str) -> bool:
    """Whether two names of a measure share at least half of their words."""
    left, right = set(fold(one).split()), set(fold(other).split())
    return len(left & right) * 2 >= min(len(left), len(right)) + 1 or left == right


_INTRODUCES = re.compile(
    r"\b(?:här|nedan|på (?:den här|denna) sidan?|följande)\b.*"
    r"\b(?:står|finns|hittar|presenteras|redovisas|läsa|läser|listas|visas)\b(?: \w+){0,4} $",
    re.IGNORECASE,
)


def name_introduced(roots: Sequence[Draft], blocks: Sequence[Block]) -> None:
    """Give guessed areas the level that the text above them says they are ("Här står de inriktningar som …"), where none of them
    holds goals.
    """
    areas = [node for node in roots if node.guessed]
    if len(areas) < 2 or any(child.kind in GROUPS for area in areas for child in area.children):
        return
    first = areas[0].places[0].spans[0].block
    told = (_introduced(block.text) for block in blocks if block.id < first and block.role is Role.TEXT)
    if (level := next(filter(None, told), None)) is not None:
        _make(areas, *level)


def _introduced(text: str) -> tuple[Kind, str] | None:
    """The one level that a text says stands below."""
    for start, end in sentences(text):
        sentence = text[start:end]
        levels = [level for level in kinds.find(sentence) if level.kind in GROUPS]
        if len(levels) == 1 and _INTRODUCES.search(sentence[: levels[0].start]):
            return levels[0].kind, levels[0].term
    return None


def _make(areas: Sequence[Draft], kind: Kind, term: str) -> None:
    for area in areas:
        area.kind, area.term, area.guessed = kind, term, False
        area.places = [place.model_copy(update={"rule": "heading/introduced"}) for place in area.places]
