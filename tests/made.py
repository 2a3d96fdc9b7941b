"""Documents made by hand, and at random, for the tests of the store and the command line."""

import hashlib
from collections.abc import Iterator
from itertools import count
from typing import Any

from hypothesis import strategies as st

from malspar.models.block import At, Block, Box, Line, Note, Source, Span
from malspar.models.document import Adoption, Decision, Document, DocumentKind, Facts, Occasion, OrganisationType, Period
from malspar.models.goal import (
    BodyLevel,
    DecidedBy,
    Dimension,
    Geh,
    Goal,
    Kind,
    Level,
    Meaning,
    Milestone,
    Passage,
    Relation,
    Responsible,
    Scale,
    Signal,
    StatedTotal,
    Status,
    Step,
    Target,
    Value,
    ValueKind,
)

AT = At(
    spans=(Span(block=0, start=0, end=5),),
    boxes=(Box(page=1, x0=72.0, top=90.0, x1=180.5, bottom=101.0),),
    rule="made/rule",
    confidence=0.9,
)


def goal(text: str, kind: Kind = Kind.MAL, *, of: str = "", **fields: Any) -> Goal:
    """A goal whose id is set by ``document``."""
    return Goal(id=of or text, kind=kind, text=text, at=AT, **fields)


def document(data: bytes, *goals: Goal, ref: str = "made.txt", **fields: Any) -> Document:
    """A document read from ``data``, with one block and these goals; ``fields`` are facts."""
    digest = hashlib.sha256(data).hexdigest()
    facts = {"kind": DocumentKind.MALPROGRAM, "organisation": "Tallviks kommun", "title": "Målprogram"} | fields
    numbers = count()
    return Document(
        id=digest[:12],
        document=Facts(**facts),
        source=Source(ref=ref, sha256=digest, media_type="text/plain", reader="malspar test"),
        goals=tuple(_named(node, digest[:12], numbers) for node in goals),
        blocks=(Block(id=0, text="Tallviks kommun", lines=(Line(1, 0, 15, 90.0, 101.0, (72.0, 100.0, 104.0, 180.5)),)),),
    )


def _named(node: Goal, of: str, numbers: "Iterator[int]") -> Goal:
    named = f"{of}-{next(numbers):08x}"
    return node.model_copy(update={"id": named, "children": tuple(_named(child, of, numbers) for child in node.children)})


def status(signal: Signal | None = None, meaning: Meaning | None = None, **fields: Any) -> Status:
    """A status told by a word."""
    return Status(signal=signal, meaning=meaning, evidence="word", at=AT, **fields)


def responsible(raw: str, body: str | None = None) -> Responsible:
    """A body as printed, and its full name."""
    return Responsible(raw=raw, body=body, at=AT)


_TEXT = st.text(st.characters(exclude_categories=("Cs",)), max_size=20)
_SOME = st.none() | _TEXT
_YEAR = st.none() | st.integers(1900, 2100)
_NUMBER = st.none() | st.floats(allow_nan=False, allow_infinity=False)
_AT = st.builds(
    At,
    spans=st.lists(st.builds(Span, block=st.just(0), start=st.integers(0, 5), end=st.integers(5, 9)), max_size=2).map(tuple),
    rule=_TEXT,
    confidence=st.floats(0, 1),
)


def _few(values: st.SearchStrategy[Any]) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.lists(values, max_size=2).map(tuple)


def _statuses(scales: tuple[str, ...]) -> st.SearchStrategy[Status]:
    return st.builds(
        Status,
        raw=_SOME,
        signal=st.none() | st.sampled_from(Signal),
        meaning=st.none() | st.sampled_from(Meaning),
        dimension=st.none() | st.sampled_from(Dimension),
        year=_YEAR,
        scale=st.none() | st.sampled_from(scales) if scales else st.none(),
        evidence=_TEXT,
        at=_AT,
    )


def _goals(scales: tuple[str, ...]) -> st.SearchStrategy[Goal]:
    passages = st.none() | st.builds(Passage, text=_TEXT, at=_AT)
    statuses = _statuses(scales)
    fields: dict[str, Any] = {
        "id": st.just(""),
        "kind": st.sampled_from(Kind),
        "term": _SOME,
        "label": _SOME,
        "text": _TEXT,
        "page": st.none() | st.integers(1, 9),
        "year": _YEAR,
        "description": passages,
        "decided_by": st.none() | st.builds(DecidedBy, raw=_TEXT, level=st.none() | st.sampled_from(BodyLevel), at=_AT),
        "responsible": _few(st.builds(Responsible, raw=_TEXT, body=_SOME, at=_AT)),
        "status": st.none() | statuses,
        "other_statuses": _few(statuses),
        "comment": passages,
        "values": _few(
            st.builds(
                Value,
                raw=_TEXT,
                kind=st.sampled_from(ValueKind),
                year=_YEAR,
                number=_NUMBER,
                unit=_SOME,
                comparator=_SOME,
                group=_SOME,
                at=_AT,
            )
        ),
        "target": st.none() | st.builds(Target, raw=_TEXT, deadline=_YEAR, number=_NUMBER, unit=_SOME, direction=_SOME, at=_AT),
        "geh": st.none() | st.sampled_from(Geh),
        "at": _AT,
    }
    leaves = st.builds(Goal, **fields, children=st.just(()))
    return st.recursive(leaves, lambda children: st.builds(Goal, **fields, children=_few(children)), max_leaves=4)


_FACTS = st.builds(
    Facts,
    organisation=_SOME,
    organisation_type=st.none() | st.sampled_from(OrganisationType),
    issuer=_SOME,
    part=_SOME,
    edition=_SOME,
    kind=st.sampled_from(DocumentKind),
    title=_SOME,
    period=st.none() | st.builds(Period, from_=st.integers(1900, 2100), to=st.integers(1900, 2100)),
    occasion=st.none() | st.sampled_from(Occasion),
    decision=st.none() | st.builds(Decision, body=_SOME, date=_SOME, paragraph=_SOME, dnr=_SOME),
    adoption=st.sampled_from(Adoption),
    updated=_SOME,
    at=st.dictionaries(_TEXT, _AT, max_size=2),
)


@st.composite
def documents(draw: st.DrawFn) -> tuple[Document, bytes]:
    """Any document that fits the models, and the bytes it was read from."""
    data = draw(st.binary(max_size=8))
    names = tuple(draw(st.lists(_TEXT, max_size=2, unique=True)))
    steps = _few(
        st.builds(Step, raw=_SOME, signal=st.none() | st.sampled_from(Signal), meaning=st.none(), order=st.integers(1, 5))
    )
    plain = document(data, *draw(_few(_goals(names))))
    ids = [node.id for root in plain.goals for node in (root, *root.children)]
    ends = st.sampled_from(ids) if ids else st.nothing()
    relations = _few(st.builds(Relation, from_=ends, to=ends, kind=_TEXT, at=_AT)) if ids else st.just(())
    return plain.model_copy(
        update={
            "document": draw(_FACTS),
            "scales": tuple(draw(st.builds(Scale, id=st.just(name), dimension=st.none(), steps=steps, at=_AT)) for name in names),
            "relations": draw(relations),
            "milestones": draw(_few(st.builds(Milestone, date=_TEXT, text=_TEXT, body=_SOME, at=_AT))),
            "levels": draw(_few(st.builds(Level, term=_TEXT, kind=st.sampled_from(Kind), decided_by=_SOME, at=_AT))),
            "stated_totals": draw(
                _few(
                    st.builds(
                        StatedTotal,
                        text=_TEXT,
                        count=st.integers(0, 99),
                        of=st.none() | st.integers(0, 99),
                        what=st.sampled_from(Kind),
                        found=st.none() | st.integers(0, 99),
                        agrees=st.none() | st.booleans(),
                        at=_AT,
                    )
                )
            ),
            "empty_sections": draw(_few(_TEXT)),
            "notes": draw(_few(st.builds(Note, code=_TEXT, message=_TEXT, at=st.none() | _AT))),
        }
    ), data
