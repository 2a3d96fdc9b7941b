"""One document: a reference in, a Document out."""

import re
from collections.abc import Iterable, Sequence
from functools import cache
from importlib.metadata import version

from ..models.block import Block, Note, Reading, Section, Source
from ..models.document import Document, DocumentKind, Facts, Period
from ..models.errors import UsageProblem, written
from ..models.goal import BodyLevel, Goal, Kind, Milestone
from ..rules.bodies import level as body_level
from . import checks, confidence, imprint, levels, milestones, totals
from .facts import bodies, scales, statuses
from .facts.scales import Legend
from .goals.directive import directive, is_directive
from .goals.evidence import Evidence, gather
from .goals.implied import date_baselines, date_outcomes, settle
from .goals.merge import merge
from .goals.nodes import Finisher
from .goals.opener import Context
from .goals.tree import goals
from .outline import footnotes, outline
from .read import read
from .source import Loaded, load

_PLANS = frozenset(
    {
        DocumentKind.MALPROGRAM, DocumentKind.MAL_OCH_BUDGET, DocumentKind.STRATEGI,
        DocumentKind.HANDLINGSPLAN, DocumentKind.VERKSAMHETSPLAN,
    }
)  # fmt: skip
_DESCRIBING = frozenset({DocumentKind.MALMODELL, DocumentKind.MALPROCESS})


def extract(ref: str, *, organisation: str | None = None, period: str | None = None) -> Document:
    """Read the document at a path ("-" for standard input).

    ``organisation`` and ``period`` ("2019-2022" or "2024") overrule what the document says of itself. Raises the errors of
    ``models.errors``; what is merely doubtful is a note.
    """
    loaded = load(ref)
    return build(loaded, read(loaded), organisation=organisation, period=period)


def build(loaded: Loaded, reading: Reading, *, organisation: str | None = None, period: str | None = None) -> Document:
    """The document that a reading makes: outline, facts, goals, and the checks of the document against itself."""
    identity = loaded.sha256[:12]
    root = outline(reading)
    facts, notes = imprint.read(reading, root, loaded.ref)
    facts = _overruled(facts, organisation, period)
    blocks = reading.blocks
    legends = scales.read(root)
    chain = levels.read(blocks)
    stated = totals.read(blocks)
    context = _context(facts, blocks, gather(blocks, chain, stated), legends)
    finisher = Finisher(identity, blocks)
    terms = is_directive(facts.title or "", blocks)
    drafts = directive(root, context) if terms else merge(goals(root, context), blocks, council=context.council)
    date_baselines(drafts, blocks)
    if context.follow_up:
        date_outcomes(drafts, facts.period)
    implied = settle(drafts, stated, len(legends))
    tree = tuple(finisher.finish(node) for node in drafts)
    checked, disagreements = totals.check(stated, tree)
    explained = levels.aligned(chain, tree)
    return Document(
        id=identity,
        document=facts,
        source=Source(
            ref=written(loaded.ref),
            sha256=loaded.sha256,
            media_type=loaded.media_type,
            pages=reading.pages,
            reader=_reader(),
        ),
        goals=confidence.rated(tree, facts, explained, checked),
        scales=tuple(legend.scale for legend in (*legends, *implied)),
        milestones=_no_deadlines(
            milestones.read(blocks, year=_year_of(facts), report=facts.kind is DocumentKind.UPPFOLJNING, title=facts.title or ""),
            tree,
        ),
        levels=explained,
        stated_totals=checked,
        empty_sections=checks.empty_sections(root),
        notes=(*reading.notes, *notes, *disagreements, *_doubts(reading, root)),
        blocks=blocks,
    )


@cache
def _reader() -> str:
    """This program with its version, which lies in a file."""
    return f"malspar {version('malspar')}"


def _no_deadlines(steps: Sequence[Milestone], goals: Iterable[Goal]) -> tuple[Milestone, ...]:
    """The milestones without those that are a task's own words ("Rusta bryggan före den 1 juni")."""
    waiting, tasks = list(goals), set()
    while waiting:
        node = waiting.pop()
        waiting += node.children
        if node.kind in {Kind.UPPDRAG, Kind.AKTIVITET}:
            tasks |= {span.block for span in node.at.spans}
    return tuple(step for step in steps if not any(span.block in tasks for span in step.at.spans))


def _context(facts: Facts, blocks: Sequence[Block], evidence: Evidence, legends: tuple[Legend, ...]) -> Context:
    """What the whole document says that a single place is read by."""
    return Context(
        evidence=evidence,
        legends=legends,
        abbreviations=bodies.abbreviations(blocks),
        period=facts.period,
        follow_up=facts.kind is DocumentKind.UPPFOLJNING,
        describes=facts.kind in _DESCRIBING,
        plan=facts.kind in _PLANS,
        lists=facts.kind not in _DESCRIBING | {DocumentKind.OVRIGT},
        council=_is_council(facts),
        owner=_owner(facts),
        title=facts.title or "",
        skip=scales.blocks(legends) | footnotes(blocks),
        starred=statuses.noted(blocks),
    )


def _doubts(reading: Reading, root: Section) -> tuple[Note, ...]:
    """Where the document disagrees with itself: empty sections, its contents, its numbering, what it promises."""
    return (
        *checks.notes_of_empty(root),
        *checks.contents(reading, root),
        *checks.numbering(root),
        *checks.promised(reading, root),
    )


def _is_council(facts: Facts) -> bool:
    """Whether the council issued the document or decided on it."""
    named = (facts.issuer, facts.decision.body if facts.decision else None)
    return any(body_level(name) in {BodyLevel.KF, BodyLevel.RF} for name in named if name)


def _year_of(facts: Facts) -> int | None:
    """The year that days without a year are taken to be of: the document's own date, else the first of its period."""
    printed = facts.updated or (facts.decision.date if facts.decision else None)
    if printed:
        return int(printed[:4])
    return facts.period.from_ if facts.period else None


def _owner(facts: Facts) -> BodyLevel | None:
    """The board or company whose document it is; None for the council's own."""
    if facts.kind is DocumentKind.AGARDIREKTIV:
        return BodyLevel.BOLAG
    level = body_level(facts.issuer) if facts.issuer else None
    return level if level in {BodyLevel.NAMND, BodyLevel.BOLAG, BodyLevel.FORVALTNING} else None


def _overruled(facts: Facts, organisation: str | None, period: str | None) -> Facts:
    """The facts with what the user says in place of what was read."""
    changed: dict[str, object] = {}
    if organisation is not None:
        changed |= imprint.organisation_facts(organisation)
    if period is not None:
        changed["period"] = _period(period)
    return facts.model_copy(update=changed)


def _period(text: str) -> Period:
    """Read "2019-2022" or "2024" as a period; raises UsageProblem for anything else."""
    match = re.fullmatch(r"((?:19|20)\d\d)(?:\s*[-–]\s*((?:19|20)\d\d))?", text.strip())
    if match is None or (match[2] and match[2] < match[1]):
        raise UsageProblem(f"'{text}' is no period; type --period 2019-2022 or --period 2024")
    return Period(from_=int(match[1]), to=int(match[2] or match[1]))
