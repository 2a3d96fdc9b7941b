"""One document as the program gives it out: facts, goal tree, and what the document says of itself."""

from enum import StrEnum

from pydantic import Field

from .block import At, Block, Frozen, Note, Source
from .goal import Goal, Level, Milestone, Relation, Scale, StatedTotal


class OrganisationType(StrEnum):
    """What kind of organisation issued the document."""

    KOMMUN = "kommun"
    REGION = "region"
    KOMMUNALFORBUND = "kommunalförbund"
    BOLAG = "bolag"
    ANNAN = "annan"


class DocumentKind(StrEnum):
    """What kind of steering document it is."""

    MALPROGRAM = "målprogram"
    MAL_OCH_BUDGET = "mål och budget"
    STRATEGI = "strategi"
    HANDLINGSPLAN = "handlingsplan"
    VERKSAMHETSPLAN = "verksamhetsplan"
    UPPFOLJNING = "uppföljning"
    AGARDIREKTIV = "ägardirektiv"
    MALMODELL = "målmodell"
    MALPROCESS = "målprocess"
    PARTIPROGRAM = "partiprogram"
    OVRIGT = "övrigt"


class Adoption(StrEnum):
    """Whether the document is decided."""

    ANTAGEN = "antagen"
    FORSLAG = "förslag"
    UTKAST = "utkast"
    OKAND = "okänd"


class Occasion(StrEnum):
    """The reporting occasion of a follow-up."""

    T1 = "T1"
    T2 = "T2"
    DELAR = "delår"
    HELAR = "helår"


class Period(Frozen):
    """The years that the goals are valid for or report on, both included."""

    from_: int = Field(alias="from")
    to: int


class Decision(Frozen):
    """Who decided on the document, and when (date as precise as printed)."""

    body: str | None = None
    date: str | None = None
    paragraph: str | None = None
    dnr: str | None = None


class Facts(Frozen):
    """What the document is. ``at`` maps the name of a fact to the place it was read."""

    organisation: str | None = None
    organisation_code: str | None = None
    organisation_type: OrganisationType | None = None
    issuer: str | None = None
    part: str | None = None
    edition: str | None = None
    kind: DocumentKind
    title: str | None = None
    period: Period | None = None
    report_as_of: str | None = None
    occasion: Occasion | None = None
    decision: Decision | None = None
    adoption: Adoption = Adoption.OKAND
    updated: str | None = None
    at: dict[str, At] = Field(default_factory=dict)


class Document(Frozen):
    """Everything that was read from one document. ``blocks`` is None unless asked for."""

    id: str
    document: Facts
    source: Source
    goals: tuple[Goal, ...] = ()
    relations: tuple[Relation, ...] = ()
    scales: tuple[Scale, ...] = ()
    milestones: tuple[Milestone, ...] = ()
    levels: tuple[Level, ...] = ()
    stated_totals: tuple[StatedTotal, ...] = ()
    empty_sections: tuple[str, ...] = ()
    notes: tuple[Note, ...] = ()
    blocks: tuple[Block, ...] | None = None

    def to_json(self, *, blocks: bool = True, indent: int | None = None) -> str:
        """The document as JSON by the contract: every key present, ``blocks`` only where it is asked for and there."""
        leave_out = None if blocks and self.blocks is not None else {"blocks"}
        return self.model_dump_json(by_alias=True, exclude=leave_out, indent=indent)
