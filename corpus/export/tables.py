"""The tables of an export. Each bears what common questions need, so that hardly any needs a join."""

from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from ..views import GOES_ON
from .columns import Column, Type, chosen

MANDATE = Column(
    "mandate",
    Type.STRING,
    "mandate period of the document, as 2023-2026: by the date of its decision, else the one that it overlaps most; else saknas",
    ":mandate",
)
"""What the large tables are partitioned by: there it stands in the name of the folder (decision D41)."""

NO_MANDATE = "saknas"
"""In place of null, which pandas cannot read from the name of a folder beside names that are none."""


class Table(NamedTuple):
    """A table of an export.

    ``source`` is what follows ``from``; where it asks for ``:document`` it is run once for each document, so that neither
    this program nor SQLite ever sorts or holds more than one document's rows.
    """

    name: str
    about: str
    columns: tuple[Column, ...]
    source: str
    partitioned: bool = False

    @property
    def each(self) -> bool:
        """Whether it is read document by document."""
        return ":document" in self.source

    @property
    def query(self) -> str:
        """What gives its rows, in an order that follows from the contents alone."""
        columns = ", ".join(f'{one.sql} as "{one.name}"' for one in self.columns)
        return f"select {columns} from {self.source}"


@cache
def tables() -> tuple[Table, ...]:
    """All tables, the largest last."""
    return (_document(), *_about_documents(), *_beside_documents(), *_about_goals(), *_versions())


def whose() -> tuple[Column, ...]:
    """What every row tells of the document that it is from."""
    return chosen(
        "document.organisation, document.organisation_code, document.organisation_type, document.id as document, document.title, "
        "document.kind as document_kind, document.period_from, document.period_to, document.occasion, document.adoption, "
        "version.role"
    )


_FROM_DOCUMENT = "document left join version on version.document = document.id"


def _day(of: str) -> Column:
    return Column(
        f"{of.removesuffix('_date')}_day", Type.DAY, f"{of} as a date, null where it is no whole date", f"document.{of}"
    )


def _places(table: str) -> tuple[Column, ...]:
    """Which rule read a fact, and how sure it is."""
    return (
        Column("rule", Type.STRING, "the rule that read it", f"json_extract({table}.at, '$.rule')"),
        Column("confidence", Type.NUMBER, "from 0 to 1", f"json_extract({table}.at, '$.confidence')"),
    )


def _document() -> Table:
    columns = (
        *chosen(
            "document.id, document.organisation, document.organisation_code, document.organisation_type, document.issuer, "
            "document.part, document.edition, document.kind, document.title, document.period_from, document.period_to"
        ),
        MANDATE,
        Column("mandate_told_by", Type.STRING, "what told the mandate period: beslutsdatum or period", ":mandate_told_by"),
        *chosen("document.report_as_of"),
        _day("report_as_of"),
        *chosen("document.occasion, document.decision_body, document.decision_date"),
        _day("decision_date"),
        *chosen("document.decision_paragraph, document.decision_dnr, document.adoption, document.updated"),
        _day("updated"),
        *chosen(
            "version.role, version.series, version.position as series_position, version.of_document, version.reason, "
            "document.source_ref, document.source_sha256, document.source_media_type, document.source_pages, document.reader"
        ),
    )
    about = "One document that was read; leave out the roles återgivning and förslag where documents or goals are counted"
    return Table("document", about, columns, f"{_FROM_DOCUMENT} where document.id = :document")


def _of_document(name: str, about: str, choice: str, *more: Column) -> Table:
    source = (
        f"{_FROM_DOCUMENT} join {name} on {name}.document = document.id where document.id = :document order by {name}.position"
    )
    return Table(name, about, (*whose(), MANDATE, *chosen(choice), *more), source)


def _about_documents() -> Iterator[Table]:
    """What documents say of themselves."""
    day = Column("day", Type.DAY, "date as a date, null where it is no whole date", "milestone.date")
    agrees = Column("agrees", Type.BOOLEAN, "whether that is what the document says", "stated_total.agrees")
    total = "stated_total.position, stated_total.text, stated_total.count, stated_total.of as out_of, stated_total.what"
    yield _of_document(
        "milestone",
        "A dated step of a process",
        "milestone.position, milestone.date, milestone.text, milestone.body",
        day,
    )
    yield _of_document(
        "level",
        "A level of the steering chain that a document explains",
        "level.position, level.term, level.kind, level.decided_by",
    )
    yield _of_document("stated_total", "A count that a document states about itself", f"{total}, stated_total.found", agrees)
    yield _of_document("empty_section", "A heading whose contents are missing", "empty_section.position, empty_section.heading")
    yield _of_document(
        "note", "A doubt, a repair, a promise that a document does not keep", "note.position, note.code, note.message"
    )
    step = "scale_step.position, scale_step.raw, scale_step.signal, scale_step.meaning, scale_step.order as rank"
    yield Table(
        "scale",
        "One step of a status scale that a document explains; the table status names its scale",
        (*whose(), MANDATE, *chosen(f"scale.id as scale, scale.dimension, {step}")),
        f"{_FROM_DOCUMENT} join scale on scale.document = document.id "
        "left join scale_step on scale_step.document = scale.document and scale_step.scale = scale.id "
        "where document.id = :document order by scale.id, scale_step.position",
    )


def _beside_documents() -> Iterator[Table]:
    """What was not read, what is known of bodies, and which document follows which."""
    yield Table(
        "succession",
        "Which document follows which, and which plan a follow-up reports on",
        chosen(
            "document.organisation, document.organisation_code, succession.old_document, succession.new_document, "
            "succession.mode, succession.told_by"
        ),
        "document join succession on succession.new_document = document.id where document.id = :document "
        "order by succession.old_document",
    )
    yield Table(
        "body_succession",
        "A body that was renamed, merged or split",
        chosen(
            "earlier_body.organisation, earlier_body.name as old_body, later_body.name as new_body, body_succession.year, "
            "body_succession.kind, body_succession.told_by, body_succession.document"
        ),
        "body_succession join body as earlier_body on earlier_body.id = body_succession.old_body "
        "join body as later_body on later_body.id = body_succession.new_body "
        "order by earlier_body.organisation, earlier_body.name, later_body.name, body_succession.document",
    )
    instant = Column("time", Type.INSTANT, "when it was last tried", "failure.time")
    yield Table(
        "failure",
        "A reference that could not be read",
        (
            *chosen("failure.reference"),
            instant,
            *chosen("failure.exit_code, failure.reason, failure.organisation, failure.period_from, failure.period_to"),
        ),
        "failure order by failure.reference",
    )
    yield Table("coverage", "For each organisation, year and kind of document: what was read", _COVERAGE, _COVERED)


_COVERAGE = (
    Column("organisation", Type.STRING, "the organisation", "covered.organisation"),
    Column("organisation_code", Type.STRING, "SCB's code: four digits for a municipality, two for a region", "coded.code"),
    Column("year", Type.INTEGER, "the year", "covered.year"),
    Column("kind", Type.STRING, "kind of document, null for what could not be read", "covered.kind"),
    Column("state", Type.STRING, "läst, utan mål, saknas or misslyckad", "covered.state"),
    Column("documents", Type.INTEGER, "number of documents", "covered.documents"),
    Column("goals", Type.INTEGER, "number of nodes in them", "covered.goals"),
    Column("reference", Type.STRING, "what could not be read", "covered.reference"),
)
_COVERED = """"täckning" as covered left join (
  select organisation, min(organisation_code) as code from document where organisation is not null group by organisation
) as coded on coded.organisation = covered.organisation
order by covered.organisation, covered.year, covered.kind, covered.reference"""


def _of_goal() -> tuple[Column, ...]:
    return chosen(
        "goal.id as goal, goal.kind as goal_kind, goal.label as goal_label, goal.text as goal_text, goal.page as goal_page"
    )


def _fact(name: str, about: str, joined: str, *columns: Column) -> Table:
    """A table of what was read about goals, in reading order."""
    source = (
        f"{_FROM_DOCUMENT} join goal on goal.document = document.id join {name} on {name}.goal = goal.id {joined} "
        f"where document.id = :document order by goal.position, {name}.position"
    )
    return Table(name, about, (*whose(), *_of_goal(), *columns, *_places(name)), source, partitioned=True)


def _about_goals() -> Iterator[Table]:
    yield Table(
        "relation",
        "A tie between two goals that is no parenthood",
        (
            *whose(),
            MANDATE,
            *chosen(
                "relation.kind, relation.from_goal, first_goal.kind as from_kind, first_goal.text as from_text, "
                "relation.to_goal, second_goal.kind as to_kind, second_goal.text as to_text"
            ),
        ),
        f"{_FROM_DOCUMENT} join relation on relation.document = document.id "
        "join goal as first_goal on first_goal.id = relation.from_goal "
        "join goal as second_goal on second_goal.id = relation.to_goal "
        "where document.id = :document order by relation.position",
    )
    yield _fact(
        "responsible",
        "A body that a goal is given to",
        "left join body on body.id = responsible.body",
        *chosen("responsible.position, responsible.raw, body.name as body"),
    )
    yield _fact(
        "value",
        "A figure of an indicator or goal",
        "",
        *chosen(
            "value.position, value.raw, value.kind, value.year, value.number, value.unit, value.comparator, "
            "value.group as counted_for"
        ),
    )
    yield _fact(
        "status",
        "How a goal went. Colours of two scales are not to be added up",
        "left join comment on comment.goal = goal.id",
        *chosen(
            "status.position, status.raw, status.signal, status.meaning, status.dimension, status.year, status.scale, "
            "status.evidence, comment.text as comment"
        ),
    )
    yield _goal()


def _goal() -> Table:
    columns = (
        *whose(),
        *chosen(
            "document.issuer, document.part, goal.id, goal.parent, goal.position, goal.kind, goal.term, goal.label, goal.text, "
            "goal.description, goal.page, goal.year, decided_by.raw as decided_by, decided_by.level as decided_level"
        ),
        Column(
            "responsible", Type.STRING, "bodies that it is given to, as printed; table responsible has each", "noder.responsible"
        ),
        Column("status", Type.STRING, "meaning of its main status, else its colour, else as printed", "noder.status"),
        *chosen(
            "status.raw as status_raw, status.signal as status_signal, status.meaning as status_meaning, "
            "status.dimension as status_dimension, status.year as status_year, status.scale as status_scale, "
            "comment.text as comment, target.raw as target, target.deadline, target.number as target_number, "
            "target.unit as target_unit, target.direction as target_direction, goal.modality, "
            "goal.actor, goal.geh, lineage.track, goal.rule, goal.confidence"
        ),
        Column("boxes", Type.BOXES, "one for each printed line, in points from the top left corner of the page", "goal.boxes"),
    )
    facts = " ".join(
        f"left join {fact} on {fact}.goal = goal.id" for fact in ("decided_by", "comment", "target", "lineage")
    )  # at most one of each
    return Table(
        "goal",
        "One node of a document's goal tree. Goals proper are those of the kinds mål and delmål, tasks those of the kind uppdrag",
        columns,
        f"{_FROM_DOCUMENT} join goal on goal.document = document.id join noder on noder.id = goal.id "
        f"left join status on status.goal = goal.id and status.position = 0 {facts} "
        "where document.id = :document order by goal.position",
        partitioned=True,
    )


def _versions() -> Iterator[Table]:
    """What became of goals from one document to the next; the document of a row, and its mandate period, is the later one."""
    yield Table(
        "change",
        "What differs between two versions of a goal, one row for each field",
        (
            *_pair(),
            *chosen("change.field, change.old, change.new, goalpost.effect"),
            Column(
                "eased",
                Type.BOOLEAN,
                "whether a moved target is easier to reach, null where the words do not tell",
                "goalpost.eased",
            ),
        ),
        f"{_PAIRED} join change on change.link = link.id "
        "left join goalpost on goalpost.link = link.id and change.field = 'target' "
        f"where document.id = :document order by {_PAIR_ORDER}, change.field",
        partitioned=True,
    )
    gone = f"link.kind in ('removed', 'added') and {GOES_ON}"
    yield Table(
        "link",
        "What became of a goal in the next version or in a follow-up; one side is null where nothing stands there",
        (
            *_pair(),
            *chosen("link.bundle, link.wording, link.score"),
            Column("review", Type.BOOLEAN, "whether a person should look", "link.review"),
            *chosen("link.closing"),
            Column("over", Type.BOOLEAN, "whether a removed task was given for a time which has passed", "link.over"),
            Column(
                "elsewhere", Type.BOOLEAN, "whether what is removed or added here goes on, or stood, in another document", gone
            ),
        ),
        f"{_PAIRED} where document.id = :document order by {_PAIR_ORDER}",
        partitioned=True,
    )


def _pair() -> tuple[Column, ...]:
    return chosen(
        "document.organisation, document.organisation_code, document.organisation_type, link.old_document, "
        "earlier_document.title as old_title, earlier_document.kind as old_document_kind, "
        "earlier_document.period_from as old_period_from, earlier_document.period_to as old_period_to, link.new_document, "
        "document.title as new_title, document.kind as new_document_kind, document.period_from as new_period_from, "
        "document.period_to as new_period_to, document.occasion as new_occasion, link.kind, link.old_goal, "
        "earlier_goal.kind as old_kind, earlier_goal.label as old_label, earlier_goal.text as old_text, link.new_goal, "
        "later_goal.kind as new_kind, later_goal.label as new_label, later_goal.text as new_text"
    )


_PAIRED = (
    "document join link on link.new_document = document.id "
    "join document as earlier_document on earlier_document.id = link.old_document "
    "left join goal as earlier_goal on earlier_goal.id = link.old_goal "
    "left join goal as later_goal on later_goal.id = link.new_goal"
)
_PAIR_ORDER = "link.old_document, earlier_goal.position, later_goal.position, link.kind, link.bundle"
