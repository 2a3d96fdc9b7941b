"""What a document says it is: who issued it, what it is called, when it is valid, whether it is decided."""

from ...models.block import At, Note, Reading, Section
from ...models.document import DocumentKind, Facts, OrganisationType
from ...rules import registry
from ...rules.mentions import mentions
from . import adoption, dating, decisions, issuer, naming
from .front import front

_REPORTS = {DocumentKind.UPPFOLJNING, DocumentKind.OVRIGT}


def read(reading: Reading, root: Section, ref: str) -> tuple[Facts, tuple[Note, ...]]:
    """The facts of a document, each with its place in ``at``, and what is doubtful about them.

    ``root`` tells headings that only the outline found; ``ref`` is the document's reference, whose file name is the last
    resort for the organisation.
    """
    sheet = front(_with_headings(reading, root))
    organisation = issuer.organisation(sheet, ref)
    title = naming.title(sheet)
    heading, heading_at = title or (None, None)
    kind, kind_at = naming.kind(sheet, heading)
    decided = decisions.decision(sheet, kind)
    body = issuer.issuer(sheet, _deciding(decided))
    kind = naming.of_body(kind, heading, body[0] if body else None)
    period = None if naming.is_index(sheet) else dating.period(sheet, heading_at, kind)
    found: dict[str, tuple[object, At | None] | None] = {
        "organisation": (organisation.name, organisation.at) if organisation else None,
        "issuer": body,
        "part": naming.part(sheet, heading),
        "edition": naming.edition(sheet),
        "kind": (kind, kind_at),
        "title": title,
        "period": period,
        "report_as_of": dating.report_as_of(sheet, period[0] if period else None) if kind in _REPORTS else None,
        "occasion": dating.occasion(sheet, kind),
        "decision": (decided.decision, decided.at) if decided else None,
        "adoption": adoption.adoption(sheet, kind, decided),
        "updated": dating.updated(sheet, decided),
    }
    values = {name: each[0] for name, each in found.items() if each is not None}
    if organisation:
        values |= {"organisation_code": organisation.code, "organisation_type": organisation.kind}
    places = {name: each[1] for name, each in found.items() if each is not None and each[1] is not None}
    return Facts.model_validate(values | {"at": places}), organisation.notes if organisation else ()


def _deciding(decided: decisions.Decided | None) -> tuple[str, At] | None:
    """The body that decided, and where it is named."""
    if decided is None or decided.decision.body is None or decided.body_at is None:
        return None
    return decided.decision.body, decided.body_at


def organisation_facts(name: str) -> dict[str, object]:
    """The facts of an organisation that the user names: its official name, code and type where they are known."""
    known = registry.named(name)
    if known is not None:
        return {"organisation": known.name, "organisation_code": known.code, "organisation_type": known.kind}
    kind = next((mention.kind for mention in mentions(name)), OrganisationType.ANNAN)
    return {"organisation": name, "organisation_code": None, "organisation_type": kind}


def _with_headings(reading: Reading, root: Section) -> Reading:
    """The reading with the role of heading on every block that the outline takes for one."""
    headings = {section.heading.id: section for section in root.walk() if section.heading is not None}
    blocks = tuple(
        block.model_copy(update={"role": "heading", "depth": headings[block.id].depth})
        if block.id in headings and block.role == "text"
        else block
        for block in reading.blocks
    )
    return reading.model_copy(update={"blocks": blocks})
