"""A goal and what a document says about it. The meaning of kinds and fields is told in docs/guide.md."""

from enum import StrEnum

from pydantic import Field

from .block import At, Frozen


class Kind(StrEnum):
    """The nine kinds of node."""

    VISION = "vision"
    INRIKTNING = "inriktning"
    MALOMRADE = "målområde"
    MAL = "mål"
    DELMAL = "delmål"
    UPPDRAG = "uppdrag"
    AKTIVITET = "aktivitet"
    INDIKATOR = "indikator"
    SKRIVNING = "skrivning"


class Signal(StrEnum):
    """The colour that a status is shown in."""

    GRON = "grön"
    LJUSGRON = "ljusgrön"
    MORKGRON = "mörkgrön"
    GUL = "gul"
    ORANGE = "orange"
    ROD = "röd"
    BLA = "blå"
    GRA = "grå"
    VIT = "vit"


class Meaning(StrEnum):
    """What a status says, on any scale."""

    GENOMFORT = "genomfört"
    DELVIS_GENOMFORT = "delvis genomfört"
    EJ_GENOMFORT = "ej genomfört"
    PAGAR = "pågår"
    EJ_PABORJAT = "ej påbörjat"
    UPPFYLLT = "uppfyllt"
    DELVIS_UPPFYLLT = "delvis uppfyllt"
    EJ_UPPFYLLT = "ej uppfyllt"
    FORBATTRAS = "förbättras"
    OFORANDRAT = "oförändrat"
    FORSAMRAS = "försämras"
    OKAR = "ökar"
    MINSKAR = "minskar"
    ENLIGT_PLAN = "enligt plan"
    FORSENAT = "försenat"
    AVBRUTET = "avbrutet"
    I_HOG_GRAD_UPPFYLLT = "i hög grad uppfyllt"
    KAN_EJ_BEDOMAS = "kan ej bedömas"


class Dimension(StrEnum):
    """What a status judges."""

    GENOMFORANDE = "genomförande"
    MALUPPFYLLELSE = "måluppfyllelse"
    TREND = "trend"
    PROGNOS = "prognos"


class BodyLevel(StrEnum):
    """The kind of body: the council, the board, a committee, a company, an office."""

    KF = "KF"
    RF = "RF"
    KS = "KS"
    RS = "RS"
    NAMND = "nämnd"
    BOLAG = "bolag"
    FORVALTNING = "förvaltning"


class ValueKind(StrEnum):
    """What a figure of an indicator is."""

    MALVARDE = "målvärde"
    UTFALL = "utfall"
    PROGNOS = "prognos"
    UTGANGSVARDE = "utgångsvärde"
    FORANDRING = "förändring"
    JAMFORELSEVARDE = "jämförelsevärde"


class Geh(StrEnum):
    """Which part of god ekonomisk hushållning a goal belongs to."""

    FINANSIELLT = "finansiellt"
    VERKSAMHET = "verksamhet"


class Passage(Frozen):
    """A run of printed text and its place."""

    text: str
    at: At


class DecidedBy(Frozen):
    """The body that decided on a goal, as printed."""

    raw: str
    level: BodyLevel | None = None
    at: At


class Responsible(Frozen):
    """A body that a goal or task is given to: as printed, and its full name where the document explains it."""

    raw: str
    body: str | None = None
    at: At


class Status(Frozen):
    """How it went: as printed, its colour, what it means on the scale of its document, and the year it judges."""

    raw: str | None = None
    signal: Signal | None = None
    meaning: Meaning | None = None
    dimension: Dimension | None = None
    year: int | None = None
    scale: str | None = None
    evidence: str
    at: At


class Value(Frozen):
    """A figure of an indicator or a goal: as printed, and as number and unit where it is one."""

    raw: str
    kind: ValueKind
    year: int | None = None
    number: float | None = None
    unit: str | None = None
    comparator: str | None = None
    group: str | None = None
    at: At


class Target(Frozen):
    """What a sentence sets as its mark: a year, a quantity, a direction; or the day told beside a task."""

    raw: str
    deadline: int | None = None
    number: float | None = None
    unit: str | None = None
    direction: str | None = None
    at: At


class Goal(Frozen):
    """A node of the goal tree."""

    id: str
    kind: Kind
    term: str | None = None
    label: str | None = None
    text: str
    page: int | None = None
    year: int | None = None
    description: Passage | None = None
    decided_by: DecidedBy | None = None
    responsible: tuple[Responsible, ...] = ()
    status: Status | None = None
    other_statuses: tuple[Status, ...] = ()
    comment: Passage | None = None
    values: tuple[Value, ...] = ()
    target: Target | None = None
    modality: str | None = None
    actor: str | None = None
    geh: Geh | None = None
    at: At
    children: tuple["Goal", ...] = ()


class Relation(Frozen):
    """A tie between two goals that is no parenthood ("bidrar till")."""

    from_: str = Field(alias="from")
    to: str
    kind: str
    at: At


class Step(Frozen):
    """One step of a scale, as its legend explains it; ``order`` counts from the best."""

    raw: str | None = None
    signal: Signal | None = None
    meaning: Meaning | None = None
    order: int


class Scale(Frozen):
    """A status scale that the document explains."""

    id: str
    dimension: Dimension | None = None
    steps: tuple[Step, ...]
    at: At


class Milestone(Frozen):
    """A dated step of a process; ``date`` as precise as printed (2019-04-10, 2019-04, 2019)."""

    date: str
    text: str
    body: str | None = None
    at: At


class Level(Frozen):
    """A level of the steering chain that the document explains."""

    term: str
    kind: Kind
    decided_by: str | None = None
    at: At


class StatedTotal(Frozen):
    """A count that the document states about itself, and what was found."""

    text: str
    count: int
    of: int | None = None
    what: Kind
    found: int | None = None
    agrees: bool | None = None
    at: At
