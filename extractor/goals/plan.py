"""Which headings without a level's word are nodes, and of which kind.

Decided from the evidence of the whole document: the item of an announced list that a heading repeats, the heading above
that names the level ("Strategiska områden och mål"), stated counts ("fyra mål"), numbers that go on below a goal's number.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ...models.block import Block, Role, Section
from ...models.goal import Kind
from ...rules import kinds, labels
from ...rules.lexicon import Lexicon
from ...rules.swedish import fold
from .areas import is_numbered
from .chained import first_level, heads_of_chain, is_motto
from .evidence import Evidence, announcement
from .headings import lists
from .nodes import GROUPS, RANK
from .opener import geh_of
from .parts import AREA, names_alone, with_parts

BELOW_VISION = "heading/below-vision"
_OFTEN = 3
_LEAVES = frozenset({Kind.UPPDRAG, Kind.AKTIVITET, Kind.INDIKATOR})


class Planned(NamedTuple):
    """The kind and word of a heading, and the rule that told."""

    kind: Kind
    term: str | None
    rule: str


def plan(
    root: Section, evidence: Evidence, *, title: int | None = None, lists: bool = True, report: bool = False
) -> dict[int, Planned]:
    """The kind of each heading that carries no level's word, by the heading's block id.

    ``title`` is the id of the heading that is the document's. ``lists`` is False for a document that sets no goals itself
    (minutes, a steering model): there only what it announces outright is one. In a ``report`` on areas without
    goals of their own the topics below an area are its indicators.
    """
    found = _counted(root, evidence) | _chained(root, evidence) if lists else {}
    names: dict[str, Planned] = {}
    for section, around in _descend(root, ()):
        if section.heading is None or _own_kind(section):
            continue
        ancestors = tuple(a for a in around if a.heading is None or a.heading.id != title or not _is_program(a.heading))
        name = fold(labels.bare(section.heading.text))
        if section.heading.id in found:
            names.setdefault(name, found[section.heading.id])
            continue
        told = names.get(name) or _perspective(section) or _listed(section, evidence)
        if told is None and not lists and any(a.heading and labels.is_counted(a.heading.text) for a in ancestors[:2]):
            told = _named_above(section, ancestors, evidence, found)
        if told is None and lists:
            told = (
                _counted_above(section, ancestors, evidence)
                or _below_stem(section, ancestors, evidence, found)
                or _named_above(section, ancestors, evidence, found)
                or _numbered_on(section, ancestors, evidence, found)
                or _parted(section, ancestors, evidence)
                or _in_area(section, ancestors, evidence)
            )
        if told:
            found[section.heading.id] = told
            if told.kind in {Kind.MAL, Kind.INRIKTNING}:
                names.setdefault(name, told)
    return found | (_topics(root, evidence, found) if report else {})


def _chained(root: Section, evidence: Evidence) -> dict[int, Planned]:
    """The headings that are the first level of the chain, where the items below them are the next."""
    level = first_level(evidence)
    return {
        section.heading.id: Planned(level.kind, evidence.term(level.kind, level.term), "heading/chain")
        for section in heads_of_chain(root, evidence)
        if section.heading is not None and level is not None
    }


def _is_program(title: Block) -> bool:
    """Whether a title names a kind of document that is also a word for activities ("Handlingsprogram 2026–2029")."""
    names = labels.names(title.text)
    return names is not None and names.kinds == (Kind.AKTIVITET,) and bool(Lexicon.load("document_kind").find(title.text))


def _topics(root: Section, evidence: Evidence, found: dict[int, Planned]) -> dict[int, Planned]:
    """The topics of a report that follows areas by indicators, without goals in between.

    They stand at the depth where most headings below the areas have text of their own; what is deeper belongs to them.
    """
    word = evidence.words.get("indikator")
    goals = any(planned.kind in {Kind.MAL, Kind.DELMAL} for planned in found.values())
    areas = [
        s
        for s in root.walk()
        if s.heading and (_labelled(s, Kind.MALOMRADE) or (s.heading.id in found and found[s.heading.id].kind is Kind.MALOMRADE))
    ]
    if word is None or word[1] < _OFTEN or goals or len(areas) < 2 or any(_labelled(s, Kind.MAL) for s in root.walk()):
        return {}
    below = [s for area in areas for s, _ in _descend(area, ()) if s.heading and not _own_kind(s) and s.heading.id not in found]
    depths = Counter(s.depth for s in below if s.body and s.rule != "outline/bold" and len(s.body[0].text) > 80)
    if not depths:
        return {}
    depth = max(depths, key=lambda each: (depths[each], -each))
    told = Planned(Kind.INDIKATOR, "indikator", "heading/topic")
    return {s.heading.id: told for s in below if s.heading and s.depth >= depth and (s.body or s.children)}


def _descend(section: Section, above: tuple[Section, ...]) -> Iterator[tuple[Section, tuple[Section, ...]]]:
    for child in section.children:
        yield child, (section, *above)
        yield from _descend(child, (section, *above))


def _own_kind(section: Section) -> bool:
    """Whether the heading itself names a level, alone or in front of a name."""
    text = section.heading.text if section.heading else ""
    mark = labels.mark(text)
    return bool(section.lead and _lead_kind(section)) or bool(mark and mark.kind) or labels.names(text) is not None


def _lead_kind(section: Section) -> bool:
    return any(labels.names(block.text) or ((mark := labels.mark(block.text)) and mark.kind) for block in section.lead)


def _perspective(section: Section) -> Planned | None:
    """A heading that is called a perspective and names it ("Ekonomiskt perspektiv", "Perspektivet hållbar utveckling")."""
    text = labels.bare(section.heading.text) if section.heading else ""
    return Planned(Kind.MALOMRADE, "perspektiv", "heading/perspective") if _PERSPECTIVE.fullmatch(text) else None


_PERSPECTIVE = re.compile(
    r"(?!(?:våra|de|samtliga|alla|två|tre|fyra|fem|sex|kommunens) )(?:[\w-]+,? ){0,4}[\w-]*(?:\w{4}|[tak] )perspektiv(?:et)?"
    r"|perspektivet [\w-]+(?: [\w-]+){0,4}",
    re.IGNORECASE,
)


def _listed(section: Section, evidence: Evidence) -> Planned | None:
    """A heading that repeats an item of an announced list, word for word or nearly."""
    name = fold(labels.bare(section.heading.text)) if section.heading else ""
    if name in evidence.listed:
        return Planned(*evidence.listed[name], "heading/listed")
    near = next((told for text, told in evidence.listed.items() if _nearly(name, text)), None)
    return Planned(*near, "heading/listed") if near else None


def _nearly(one: str, other: str) -> bool:
    """Whether two folded texts are one but for a slip: up to two letters of twenty changed."""
    if min(len(one), len(other)) < 12 or abs(len(one) - len(other)) > 2:
        return False
    return sum(a != b for a, b in zip(one, other, strict=False)) + abs(len(one) - len(other)) <= len(one) // 10 or _one_edit(
        one, other
    )


def _one_edit(one: str, other: str) -> bool:
    start = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    return one[start + 1 :] == other[start:] or one[start:] == other[start + 1 :] or one[start + 1 :] == other[start + 1 :]


def _counted_above(section: Section, above: Sequence[Section], evidence: Evidence) -> Planned | None:
    """A heading below one that counts a level ("Tre inriktningar tar oss mot visionen"), with just as many inside."""
    head = above[0].heading
    told = announcement(f"{head.text}:") if head is not None and not _own_kind(above[0]) else None
    if told is None or told.number != sum(_plain_child(child) for child in above[0].children) or not _plain_child(section):
        return None
    return Planned(evidence.kind(told.kind, told.term), told.term, "heading/counted")


def _below_stem(section: Section, above: Sequence[Section], evidence: Evidence, found: dict[int, Planned]) -> Planned | None:
    """A heading below a line that ends in a colon: the level that the line announces, else the next of the chain."""
    body = [block for block in above[0].body if block.role not in {Role.FURNITURE, Role.CONTENTS}]
    if (
        not body
        or body[-1].role is not Role.TEXT
        or not body[-1].text.endswith(":")
        or labels.is_chapter(section.heading.text if section.heading else "")
    ):
        return None
    rule = BELOW_VISION if "vision" in body[-1].text.lower() else "heading/below-stem"
    told = announcement(body[-1].text)
    if told is not None and told.kind is not Kind.VISION:
        return Planned(evidence.kind(told.kind, told.term), told.term, rule)
    parent = above[0].heading
    below = evidence.next_level(found[parent.id].kind) if parent is not None and parent.id in found else None
    return Planned(below.kind, below.term, rule) if below is not None else None


def _named_above(section: Section, above: Sequence[Section], evidence: Evidence, found: dict[int, Planned]) -> Planned | None:
    """The level that the nearest heading above names for what stands below it."""
    text = section.heading.text if section.heading else ""
    chapter = labels.is_chapter(text) and not any(_plain_child(child) for child in section.children)
    if about_goals(text) or chapter or labels.leads_to(text) or labels.is_body(text) or labels.graded(text) is not None:
        return None
    through = [
        a for a in above if not _is_vision(a) and not (a.heading and a.heading.id in found and found[a.heading.id].rule == AREA)
    ]
    for steps, ancestor in enumerate(through):
        if ancestor.heading is None or ancestor.heading.id in found or (steps and _is_node(ancestor)):
            return None
        names = labels.names(ancestor.heading.text)
        if names is None:
            continue
        if _numbers_its_own(ancestor, names) and labels.mark(text) is None:
            return None
        told = _step_below(section, steps, names, evidence)
        elsewhere = told is not None and (
            _listed_elsewhere(told.kind, evidence) or (told.rule != AREA and _marked_beside(section, ancestor, told.kind))
        )
        return None if elsewhere else told
    return None


def _marked_beside(section: Section, ancestor: Section, kind: Kind) -> bool:
    """Whether the headings of a level carry its word elsewhere below the same heading ("Inriktning: …"), so that a plain one is
    none of them.
    """
    marks = (labels.mark(s.heading.text) for s, around in _descend(ancestor, ()) if s.heading and section not in around)
    return sum(mark is not None and mark.kind is kind for mark in marks) > 1


def _numbers_its_own(section: Section, names: labels.Names) -> bool:
    """Whether the items of a level that a heading names stand below it with the level's word and numbers."""
    marks = (labels.mark(block.text) for block in section.body)
    return sum(mark is not None and mark.kind in names.kinds and mark.number is not None for mark in marks) > 1


def _listed_elsewhere(kind: Kind, evidence: Evidence) -> bool:
    """Whether the text counts a kind's nodes and lists just as many, so that a heading that is not in the list is none."""
    listed = sum(each is kind for each, _ in evidence.listed.values())
    return listed > 1 and evidence.counts.get(kind) == frozenset({listed})


def about_goals(text: str) -> bool:
    """Whether a heading speaks of goals without naming one ("Mål som gäller till och med 2026")."""
    return labels.mark(text) is None and any(each.start == 0 and each.kind in GROUPS for each in kinds.find(text))


def _is_vision(section: Section) -> bool:
    mark = labels.mark(section.heading.text) if section.heading else None
    return mark is not None and mark.kind is Kind.VISION


def _is_node(section: Section) -> bool:
    mark = labels.mark(section.heading.text) if section.heading else None
    return bool(mark and mark.kind)


def _step_below(section: Section, steps: int, names: labels.Names, evidence: Evidence) -> Planned | None:
    """The kind of a heading that stands ``steps`` levels below one that names levels."""
    groups: list[tuple[Kind, str]] = [
        (kind, term) for kind, term in zip(names.kinds, names.terms, strict=True) if kind is not Kind.VISION
    ]
    if not groups:
        return None
    if len(groups) > 1 and groups[1][0] in _LEAVES:
        groups = groups[:1]
    if steps < len(groups):
        kind, term = groups[steps]
        kind = evidence.kind(kind, term)
        if len(groups) == 1 and kind in {Kind.MAL, Kind.DELMAL, Kind.INRIKTNING} and _holds_items(section, kind):
            return Planned(Kind.MALOMRADE, None, AREA)
        if kind in {Kind.MAL, Kind.DELMAL, Kind.INRIKTNING} and _marked_inside(section, kind):
            return Planned(Kind.MALOMRADE, None, AREA)
        return Planned(kind, term, "heading/named-above")
    return None


def _marked_inside(section: Section, kind: Kind) -> bool:
    """Whether a heading inside this one carries the level's own word ("Inriktning: …"), so that this one names an area."""
    marks = (labels.mark(child.heading.text) for child in section.children if child.heading)
    return any(mark is not None and mark.kind is kind for mark in marks)


def _holds_items(section: Section, kind: Kind) -> bool:
    """Whether the goals of a kind stand as items below this heading, so that the heading itself is their area."""
    if any(_labelled(child, kind) or kind in names_alone(child) for child in section.children) or _bare_children(section):
        return True
    if _table_of(section, kind):
        return True
    stem = False
    for block in section.body:
        told = announcement(block.text) if block.role is Role.TEXT else None
        stem = stem or (
            told.kind is not kind if told is not None else block.role is Role.TEXT and labels.lead(block.text) is not None
        )
        if block.role is Role.LIST_ITEM and not stem and not _is_leaf(block):
            return True
        if block.role is Role.TEXT and _short_line(block) and len(section.body) <= 6 and all(map(_short_line, section.body)):
            return True
    return False


def _is_leaf(block: Block) -> bool:
    """Whether an item carries the word of a task or measure ("Nyckeltal: antal gästnätter"), and so is no goal."""
    mark = labels.mark(block.text)
    return mark is not None and mark.kind in _LEAVES


def _table_of(section: Section, kind: Kind) -> bool:
    """Whether a table below a heading lists goals of a kind in its first column."""
    return any(
        block.cell and block.cell.column == 0 and (names := labels.names(block.text)) is not None and kind in names.kinds
        for block in section.body
    )


def _labelled(section: Section, kind: Kind) -> bool:
    mark = labels.mark(section.heading.text) if section.heading else None
    return mark is not None and mark.kind is not None and mark.kind is not Kind.VISION and RANK[mark.kind] <= RANK[kind]


def _bare_children(section: Section) -> bool:
    """Whether a heading has no text of its own, only further headings that name no level: those are then the goals."""
    own = [block for block in section.body if block.role is not Role.FURNITURE]
    inner = [child for child in section.children if _plain_child(child)]
    return len(own) < 2 and bool(inner) and len(inner) == len(section.children)


def _short_line(block: Block) -> bool:
    return 12 < len(block.text) < 120 and not block.text.endswith((".", ":")) and labels.mark(block.text) is None


def _parted(section: Section, above: Sequence[Section], evidence: Evidence) -> Planned | None:
    """A heading that holds what breaks a goal down, as its siblings do: a goal, or an area."""
    kind = None if any(_is_node(around) for around in above) else with_parts(section, above[0])
    if kind is None:
        return None
    return Planned(kind, evidence.term(kind, None), AREA if kind is Kind.MALOMRADE else "heading/with-parts")


def _in_area(section: Section, above: Sequence[Section], evidence: Evidence) -> Planned | None:
    """A plain heading inside a labelled area whose fellows have such headings too: a goal of the next level."""
    area, around = above[0], above[1] if len(above) > 1 else above[0]
    text = section.heading.text if section.heading else ""
    if not _labelled(area, Kind.MALOMRADE) or labels.is_chapter(text) or labels.is_body(text) or labels.graded(text) is not None:
        return None
    if lists(section) and labels.topic(text):  # "Mål för trygg uppväxt": what is listed there
        return None
    areas = [each for each in around.children if _labelled(each, Kind.MALOMRADE)]
    having = [each for each in areas if any(_plain_child(child) for child in each.children)]
    if len(areas) < 2 or len(having) * 5 < len(areas) * 3:
        return None
    below = evidence.next_level(Kind.MALOMRADE)
    kind = below.kind if below is not None and below.kind in {Kind.MAL, Kind.INRIKTNING, Kind.DELMAL} else Kind.MAL
    return Planned(kind, evidence.term(kind, None), "heading/in-area")


def _plain_child(section: Section) -> bool:
    return section.heading is not None and not _own_kind(section) and not labels.is_chapter(section.heading.text)


def _numbered_on(section: Section, above: Sequence[Section], evidence: Evidence, found: dict[int, Planned]) -> Planned | None:
    """A heading whose number goes on from its parent's ("2.1.1" below the goal "2.1"): the next level of the chain."""
    parent = above[0].heading
    mark = labels.mark(section.heading.text) if section.heading else None
    if parent is None or parent.id not in found or mark is None or mark.number is None:
        return None
    parent_mark = labels.mark(parent.text)
    if parent_mark is None or not parent_mark.number or not mark.number.startswith(parent_mark.number + "."):
        return None
    below = evidence.next_level(found[parent.id].kind)
    if below is None or below.kind not in (GROUPS if section.children else GROUPS | _LEAVES):
        return None
    return Planned(below.kind, below.term, "heading/chain")


def _counted(root: Section, evidence: Evidence) -> dict[int, Planned]:
    """Headings of one depth that are as many as the text states for a level that no heading names."""
    result: dict[int, Planned] = {}
    named = {
        mark.kind for section in root.walk() if section.heading and (mark := labels.mark(section.heading.text)) and mark.kind
    }
    alone = {
        kind
        for section, above in _descend(root, ())
        if len(above) > 1 and section.children and section.heading and geh_of(section.heading.text) is None
        for kind in names_alone(section)
    }
    names = {fold(labels.bare(section.heading.text)) for section in root.walk() if section.heading}
    named |= {kind for text, (kind, _) in evidence.listed.items() if text in names} | _labelled_below(root, evidence)
    free: dict[int, list[Section]] = {}
    for section, above in _descend(root, ()):
        heading = section.heading
        if (
            heading
            and not is_motto(section, above[0])
            and not _own_kind(section)
            and not labels.is_chapter(heading.text)
            and fold(labels.bare(heading.text)) not in evidence.listed
        ):
            free.setdefault(section.depth, []).append(section)
    for kind in sorted(evidence.counts.keys() & GROUPS - named, key=lambda kind: RANK[kind]):
        usable = [
            [s for s in free[d] if s.heading and s.heading.id not in result and not _table_of(s, kind)] for d in sorted(free)
        ]
        groups = (each for group in usable for each in (group, [s for s in group if is_numbered(s)]))
        fitting, printed = _counted_together(root, sorted(free), kind, evidence)
        if kind not in alone:
            fitting = fitting or next((s for s in groups if len(s) > 1 and _different(s) in evidence.counts[kind]), [])
        if _different(fitting) > 1:
            term = evidence.term(kind, printed)
            result |= {s.heading.id: Planned(kind, term, "heading/counted") for s in fitting if s.heading}
    return result


def _labelled_below(root: Section, evidence: Evidence) -> set[Kind]:
    """The levels whose word stands before as many names below headings, in cells or lines, as the text states."""
    names: dict[Kind, set[str]] = {kind: set() for kind in evidence.counts.keys() & GROUPS}
    for block in root.blocks() if names else ():
        mark = labels.mark(block.text)
        if mark is not None and mark.kind in names and mark.start < len(block.text):
            names[mark.kind].add(fold(block.text[mark.start :]))
    return {kind for kind, found in names.items() if len(found) in evidence.counts[kind]}


def _counted_together(root: Section, depths: Sequence[int], kind: Kind, evidence: Evidence) -> tuple[list[Section], str | None]:
    """The headings of one depth below one that names goals, when they are as many as stated (the chapters of the whole may be
    as many by chance), and the word that it has for them.
    """
    for section in root.walk():
        names = labels.names(section.heading.text) if section.heading else None
        if section.heading is None or names is None or not set(names.kinds) <= GROUPS or geh_of(section.heading.text):
            continue
        inside = [each for each, _ in _descend(section, ()) if each.heading and not _own_kind(each) and not _table_of(each, kind)]
        for depth in depths:
            free = [each for each in inside if each.depth == depth]
            if _different(free) in evidence.counts[kind]:
                return free, dict(zip(names.kinds, names.terms, strict=True)).get(kind)
    return [], None


def _different(sections: Sequence[Section]) -> int:
    """How many different names headings have."""
    return len({fold(labels.bare(section.heading.text)) for section in sections if section.heading})
