"""What a document says it is: who issued it, what it is called, when it is valid, whether it is decided."""

from ..models.block import At, Note, Reading, Section
from ..models.document import Facts
from . import adoption, dating, decisions, issuer, naming
from .front import front


def read(reading: Reading, root: Section, ref: str) -> tuple[Facts, tuple[Note, ...]]:
    """The facts of a document, each with its place in ``at``, and what is doubtful about them.

    ``root`` tells headings that only the outline found; ``ref`` is the document's reference, whose file name is the last
    resort for the organisation.
    """
    sheet = front(_with_headings(reading, root))
    titled = naming.title(sheet)
    heading, heading_at = titled if titled else (None, None)
    kind, kind_at = naming.kind(sheet, heading)
    organisation = issuer.organisation(sheet, ref)
    valid = dating.period(sheet, heading_at, kind)
    decided = decisions.decision(sheet, kind)
    of_decision = (decided.decision.body, decided.body_at) if decided and decided.decision.body and decided.body_at else None
    body = issuer.issuer(sheet, of_decision)
    kind = naming.of_body(kind, heading, body[0] if body else None)
    part, edition = naming.part(sheet, heading), naming.edition(sheet)
    as_of = dating.report_as_of(sheet, valid[0] if valid else None)
    occasion = dating.occasion(sheet, kind)
    adopted, adopted_at = adoption.adoption(sheet, kind, decided)
    updated = dating.updated(sheet, decided)
    places = {
        "organisation": organisation and organisation.at, "issuer": body and body[1], "part": part and part[1],
        "edition": edition and edition[1], "kind": kind_at, "title": heading_at, "period": valid and valid[1],
        "report_as_of": as_of and as_of.at, "occasion": occasion and occasion[1], "decision": decided and decided.at,
        "adoption": adopted_at, "updated": updated and updated.at,
    }  # fmt: skip
    facts = Facts(
        organisation=organisation.name if organisation else None,
        organisation_code=organisation.code if organisation else None,
        organisation_type=organisation.kind if organisation else None,
        issuer=body[0] if body else None,
        part=part[0] if part else None,
        edition=edition[0] if edition else None,
        kind=kind,
        title=heading,
        period=valid[0] if valid else None,
        report_as_of=as_of.value if as_of else None,
        occasion=occasion[0] if occasion else None,
        decision=decided.decision if decided else None,
        adoption=adopted,
        updated=updated.value if updated else None,
        at={name: at for name, at in places.items() if isinstance(at, At)},
    )
    return facts, organisation.notes if organisation else ()


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
