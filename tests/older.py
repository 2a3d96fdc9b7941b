"""Databases as programs of each schema made them, kept as SQL that can be read: `cases/schemas/mNNN.sql`.

`.venv/bin/python tests/older.py` writes the one of the latest migration. Those of earlier ones were written by the programs
of their time, and stay as they are.
"""

import re
import sqlite3
import tempfile
import zlib
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from made import AT, document, goal, responsible, status

from malspar.corpus.lineage import update
from malspar.corpus.schema import MIGRATIONS
from malspar.corpus.store import open_database
from malspar.corpus.versions import say
from malspar.models.block import Block, Note
from malspar.models.document import Adoption, Decision, Document, DocumentKind, Occasion, OrganisationType, Period
from malspar.models.goal import (
    BodyLevel,
    DecidedBy,
    Dimension,
    Goal,
    Kind,
    Level,
    Meaning,
    Milestone,
    Passage,
    Relation,
    Scale,
    Signal,
    StatedTotal,
    Step,
    Target,
    Value,
    ValueKind,
)

FOLDER = Path(__file__).parent / "cases" / "schemas"
SHADOW = re.compile(r"goal_fts(_folded)?_(data|idx|content|docsize|config)")
_NEW_NAME = "Kultur- och fritidsnämnden är den tidigare fritidsnämnden."
_WHAT_USERS_SAID = """
insert into failure values ('papper/1998.pdf', '2026-01-02T03:04:05Z', 5, 'no text layer', 'Tallviks kommun', 1998, 1998);
insert into body (organisation, name, abbreviation, level, valid_from, told_by, sort_key, folded)
  values ('Tallviks kommun', 'Tallviks Hamn AB', 'THAB', 'bolag', 2001, 'import', 'tallviks hamn ab', 'tallviks hamn ab');
insert into body_alias (body, alias, folded) select id, 'Hamnbolaget', 'hamnbolaget' from body where abbreviation = 'THAB';
insert into body_succession (old_body, new_body, year, kind, told_by)
  select old.id, new.id, 2019, 'merged', 'import' from body as old join body as new on new.name = 'Kommunstyrelsen'
  where old.abbreviation = 'THAB';
insert into correction (goal, field, value, reason, time)
  select min(id), 'label', '1 b', 'struken på sidan', '2026-01-02T03:04:05Z' from goal;
create view mine as select id, text from goal where kind = 'mål';
"""


def documents() -> list[tuple[Document, bytes]]:
    """Two plans of a made-up municipality that follow each other, and a follow-up of the later."""
    return [_plan(b"2019", 2019), _plan(b"2023", 2023), _report(b"report 2023")]


def _plan(data: bytes, year: int) -> tuple[Document, bytes]:
    bridge = goal(
        "Bygg en bro över ån",
        Kind.UPPDRAG,
        label="1.1",
        responsible=(responsible("KS", "Kommunstyrelsen"), responsible("Hamnbolaget")),
        decided_by=DecidedBy(raw="KF", level=BodyLevel.KF, at=AT),
        target=Target(raw=f"senast {year + 2}", deadline=year + 2, at=AT),
    )
    swim = goal("Alla barn ska kunna simma", description=Passage(text="Öppna fält och grunda vikar.", at=AT), page=2)
    made = document(
        data, goal("Trygga barn", Kind.MALOMRADE, children=(swim, bridge)), goal("Vi värnar ån.", Kind.SKRIVNING),
        ref=f"planer/{year}.pdf", organisation_code="9999", organisation_type=OrganisationType.KOMMUN, part="Mål 1",
        period=Period(from_=year, to=year + 3), adoption=Adoption.ANTAGEN,
        decision=Decision(body="Kommunfullmäktige", date=f"{year - 1}-11-24", paragraph="§ 9", dnr="KS 7"),
    )  # fmt: skip
    first, second = made.goals[0].children
    return made.model_copy(
        update={
            "relations": (Relation(from_=second.id, to=first.id, kind="bidrar till", at=AT),),
            "milestones": (Milestone(date=f"{year}-05", text="Rapport om våren", body="KS", at=AT),),
            "levels": (Level(term="Målområde", kind=Kind.MALOMRADE, decided_by="KF", at=AT),),
            "stated_totals": (StatedTotal(text="två mål", count=2, what=Kind.MAL, found=1, agrees=False, at=AT),),
            "empty_sections": ("Ekonomi",),
            "notes": (Note(code="total", message="two were promised, one was found", at=AT),),
            "blocks": (*(made.blocks or ()), Block(id=1, text=_NEW_NAME)),
        }
    ), data


def _report(data: bytes) -> tuple[Document, bytes]:
    judged = status(Signal.GRON, Meaning.GENOMFORT, raw="Klart", dimension=Dimension.GENOMFORANDE, scale="s1", year=2023)
    figure = Value(raw="93 %", kind=ValueKind.UTFALL, year=2023, number=93.0, unit="%", group="flickor", at=AT)
    nodes: tuple[Goal, ...] = (
        goal(
            "Alla barn ska kunna simma",
            status=status(Signal.ROD, Meaning.EJ_UPPFYLLT, raw="Röd"),
            other_statuses=(status(raw="↗", dimension=Dimension.TREND),),
            comment=Passage(text="Färre än väntat når målet.", at=AT),
            children=(goal("Andel som kan simma", Kind.INDIKATOR, values=(figure,)),),
        ),
        goal("Bygg en bro över ån", Kind.UPPDRAG, status=judged, responsible=(responsible("KFN"),)),
    )
    made = document(
        data, *nodes, ref="uppföljningar/2023.pdf", kind=DocumentKind.UPPFOLJNING, title="Uppföljning",
        period=Period(from_=2023, to=2023), occasion=Occasion.HELAR, report_as_of="2023-12-31", part="Mål 1",
    )  # fmt: skip
    steps = (
        Step(raw="Klart", signal=Signal.GRON, meaning=Meaning.GENOMFORT, order=1),
        Step(raw="Röd", signal=Signal.ROD, order=2),
    )
    scale = Scale(id="s1", dimension=Dimension.GENOMFORANDE, steps=steps, at=AT)
    return made.model_copy(update={"scales": (scale,)}), data


def fill(path: Path, *, told: bool = True) -> None:
    """Make a database with what documents and users said, of the order of documents too if ``told``."""
    with open_database(path, write=True) as database:
        (first, _), (second, _), _ = given = documents()
        for made, data in given:
            database.save(made, data)
        if told:
            say(database, first.id, second.id)
        database.connection.execute("update succession_told set time = '2026-01-02T03:04:05Z'")
        update(database)
        database.connection.executescript(_WHAT_USERS_SAID)


def written(path: Path) -> Iterator[str]:
    """A database as SQL, line by line, rows before the views; the text of documents is not compressed."""
    with closing(sqlite3.connect(path)) as plain:
        made = plain.execute("select type, name, sql from sqlite_master where sql is not null order by rowid").fetchall()
        for kind, name, sql in made:
            if kind == "view" or name.startswith("sqlite_") or SHADOW.fullmatch(name):
                continue
            yield f"{sql};"
            if kind == "table":
                yield from _rows(plain, name)
        yield from (f"{sql};" for kind, _, sql in made if kind == "view")


def _rows(plain: sqlite3.Connection, table: str) -> Iterator[str]:
    columns = [name for (name,) in plain.execute("select name from pragma_table_info(?)", (table,))]
    if table.startswith("goal_fts"):
        columns.insert(0, "rowid")
    plain.create_function("text_of", 1, lambda packed: zlib.decompress(packed).decode())
    values = ["'packed(' || quote(text_of(json)) || ')'" if name == "json" else f'quote("{name}")' for name in columns]
    joined = " || ', ' || ".join(values)
    rows = [row for (row,) in plain.execute(f"select {joined} from {table}")]
    if rows:
        names = ", ".join(f'"{name}"' for name in columns)
        listed = ",\n  ".join(f"({row})" for row in rows)
        yield f"insert into {table} ({names}) values\n  {listed};"


def restore(sql: str, path: Path) -> None:
    """Make the database that was written."""
    with closing(sqlite3.connect(path)) as plain:
        plain.create_function("packed", 1, lambda text: zlib.compress(text.encode(), level=4))
        plain.executescript(f"pragma journal_mode = wal; begin; {sql} commit;")


def main() -> None:
    """Write the database of the latest migration."""
    with tempfile.TemporaryDirectory() as folder:
        fill(Path(folder, "goals.db"))
        name = MIGRATIONS[-1].__name__.partition("_")[0]
        FOLDER.joinpath(f"{name}.sql").write_text("\n".join(written(Path(folder, "goals.db"))) + "\n", "utf-8")


if __name__ == "__main__":
    main()
