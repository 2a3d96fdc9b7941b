"""What changed between two versions of a document, and the life of a goal. The classes are told in docs/guide.md."""

from enum import StrEnum
from typing import Literal

from .block import At, Box, Frozen, Note
from .goal import Kind

Pair = tuple[str | None, str | None]


class Mode(StrEnum):
    """How two documents stand to each other: editions of one series, or a plan beside what reports on it."""

    VERSIONS = "versions"
    FOLLOW_UP = "follow-up"


class LinkKind(StrEnum):
    """What became of a goal: one went on as one, one as several, several as one."""

    KEPT = "kept"
    SPLIT = "split"
    MERGED = "merged"


class Wording(StrEnum):
    """How the words changed: not at all, without promising anything else, in substance."""

    OFORANDRAD = "oförändrad"
    REDAKTIONELL = "redaktionell"
    OMFORMULERAD = "omformulerad"


class Strength(StrEnum):
    """Whether a wording binds more or less than before."""

    SKARPT = "skärpt"
    FORSVAGAD = "försvagad"


class ResponsibleChange(StrEnum):
    """Why the bodies differ: the task went to another one, or the bodies were renamed, merged or split."""

    BYTE = "byte"
    OMORGANISATION = "omorganisation"


class Side(Frozen):
    """A node as it stands in one of the documents, with the place it was read."""

    id: str
    text: str
    kind: Kind
    label: str | None = None
    page: int | None = None
    boxes: tuple[Box, ...] = ()


class Candidate(Frozen):
    """A node of the other document that this one may be, and how much speaks for it (0 to 1): words, kind and place."""

    id: str
    text: str
    score: float


class Link(Frozen):
    """What one node, or several, of the old document became in the new one.

    A field is None where it did not change. ``relabelled``, ``status`` and ``target`` hold what is printed before and after,
    ``responsible`` the bodies before and after; bodies that were only reorganised leave it None. ``score`` is how alike the
    two are (0 to 1), ``evidence`` the rules that told, ``review`` that a person should look; then ``candidates`` are the two
    best. ``diff`` holds runs of words: "=" in both, "-" only in the old, "+" only in the new.
    """

    kind: LinkKind
    old: tuple[Side, ...]
    new: tuple[Side, ...]
    wording: Wording
    moved: bool = False
    relabelled: Pair | None = None
    status: Pair | None = None
    responsible: tuple[tuple[str, ...], tuple[str, ...]] | None = None
    responsible_change: ResponsibleChange | None = None
    target: Pair | None = None
    strength: Strength | None = None
    score: float
    review: bool = False
    candidates: tuple[Candidate, ...] = ()
    evidence: tuple[str, ...] = ()
    diff: tuple[tuple[Literal["=", "-", "+"], str], ...] = ()


class Removed(Side):
    """A node that the new document no longer has.

    ``closing`` is the sentence of the new document that says it is done or ended, and ``closing_at`` its place. ``over`` is
    true for a task that was given for a time which has passed: over, not dropped.
    """

    closing: str | None = None
    closing_at: At | None = None
    over: bool = False
    review: bool = False
    candidates: tuple[Candidate, ...] = ()


class Added(Side):
    """A node that the old document did not have."""

    review: bool = False
    candidates: tuple[Candidate, ...] = ()


class Reported(Frozen):
    """A node of a plan and what a follow-up says of it; ``status`` as printed there."""

    old: Side
    new: Side
    status: str | None = None
    score: float
    review: bool = False
    evidence: tuple[str, ...] = ()


class Comparison(Frozen):
    """Two documents held against each other; ``old`` and ``new`` are their ids.

    Of versions, ``links``, ``removed`` and ``added`` hold every node of both once. Of a plan and a follow-up (or two kinds
    of document), ``reported`` and ``unreported`` hold every node of the old one once, and the others are empty.
    """

    old: str
    new: str
    mode: Mode
    links: tuple[Link, ...] = ()
    removed: tuple[Removed, ...] = ()
    added: tuple[Added, ...] = ()
    reported: tuple[Reported, ...] = ()
    unreported: tuple[Side, ...] = ()
    notes: tuple[Note, ...] = ()
