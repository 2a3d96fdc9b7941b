"""The store gives back what it was given, and leaves nothing of what it removes; checked by plain SQLite too."""

import pickle
import sqlite3
import subprocess
import sys
import zlib
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing
from multiprocessing import get_context
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from made import document, documents, goal, responsible, status

from malspar.corpus import schema, store
from malspar.corpus.order import sort_key
from malspar.corpus.query import Filters, Found, goals
from malspar.corpus.query import documents as listed
from malspar.corpus.rows import pack, prepare
from malspar.corpus.store import Database, Out, open_database
from malspar.models.document import Decision, Document, DocumentKind, Period
from malspar.models.errors import DatabaseProblem, Unreadable, UsageProblem
from malspar.models.goal import Kind, Meaning, Signal

VIEWS = ("mål", "uppdrag", "indikatorer", "skrivningar", "statusar", "ändringar", "spår", "täckning", "mandat", "noder")


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    with open_database(tmp_path / "goals.db", write=True) as opened:
        yield opened


def _plan() -> Document:
    tree = goal(
        "Trygga barn",
        Kind.MALOMRADE,
        children=(
            goal("Alla barn ska kunna simma", label="1.1", year=2024),
            goal(
                "Ta fram en plan för öppna fält",
                Kind.UPPDRAG,
                responsible=(responsible("KS", "Kommunstyrelsen"), responsible("TN")),
            ),
            goal("Bygg fler mål på planen", Kind.UPPDRAG, status=status(Signal.ROD, Meaning.EJ_GENOMFORT)),
        ),
    )
    return document(b"plan", tree, period=Period(from_=2023, to=2026))


def _contents(database: Database) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table, by plain SQLite."""
    with closing(sqlite3.connect(database.path)) as plain:
        names = [
            name for (name,) in plain.execute("select name from sqlite_master where type = 'table' and name not like '%fts%_%'")
        ]
        return {name: plain.execute(f'select * from "{name}"').fetchall() for name in names if name != "_sqlite_migrations"}


def _sound(database: Database) -> None:
    with closing(sqlite3.connect(database.path)) as plain:
        assert plain.execute("pragma integrity_check").fetchall() == [("ok",)]
        assert plain.execute("pragma foreign_key_check").fetchall() == []
        for name in VIEWS:
            plain.execute(f'select * from "{name}"').fetchall()
        for index in ("goal_fts", "goal_fts_folded"):
            plain.execute(f"insert into {index} ({index}, rank) values ('integrity-check', 1)")
            found = plain.execute(f"select id from {index}_docsize").fetchall()
            assert found == plain.execute("select number from goal order by 1").fetchall()


@given(documents())
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
def test_what_is_packed_part_by_part_is_the_json_of_the_whole(drawn: tuple[Document, bytes]) -> None:
    made = drawn[0]
    assert zlib.decompress(pack(made)) == made.to_json().encode()
    many = made.model_copy(update={"blocks": (made.blocks or ()) * 500})
    assert zlib.decompress(pack(many)) == many.to_json().encode()
    bare = made.model_copy(update={"blocks": None})
    assert zlib.decompress(pack(bare)) == bare.to_json().encode()


@given(documents())
@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large],
)
def test_what_is_saved_is_loaded_and_what_is_removed_is_gone(database: Database, drawn: tuple[Document, bytes]) -> None:
    saved, data = drawn
    empty = _contents(database)
    assert database.save(saved, data)
    _sound(database)
    once = _contents(database)
    assert database.load(saved.id) == saved
    assert not database.save(saved, data)
    assert _contents(database) == once
    assert (database.sources / saved.source.sha256).read_bytes() == data
    database.remove(saved.id)
    assert _contents(database) == empty
    assert not database.sources.exists()
    _sound(database)


def test_a_document_read_anew_takes_the_place_of_the_old(database: Database) -> None:
    other = document(b"other", goal("Ett annat mål"))
    database.save(other, b"other")
    database.save(_plan(), b"plan")
    changed = document(b"plan", goal("Gröna gator"))
    assert database.save(changed, b"plan")
    assert database.load(changed.id) == changed
    assert database.load(other.id) == other
    assert not goals(database, Filters(text="simma")).rows
    assert [row["text"] for row in goals(database, Filters(text="gröna")).rows] == ["Gröna gator"]
    assert database.rows("select name from body") == []
    _sound(database)


def test_nothing_of_a_document_that_does_not_fit_is_stored(database: Database) -> None:
    twice = goal("Två gånger")
    broken = document(b"x", twice).model_copy(update={"goals": (twice, twice)})
    before = _contents(database)
    with pytest.raises(sqlite3.IntegrityError):
        database.save(broken, b"x")
    assert _contents(database) == before
    assert not database.sources.exists()


def test_bytes_that_are_not_the_document_s_are_refused(database: Database) -> None:
    before = _contents(database)
    with pytest.raises(Unreadable, match=r"made\.txt is not what it was"):
        database.save(_plan(), b"other")
    assert _contents(database) == before
    assert not database.sources.exists()


def test_what_was_prepared_in_another_process_is_stored_a_part_at_a_time(database: Database) -> None:
    data = b"plan" * 100_000
    made = document(data, *_plan().goals)
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as workers:
        prepared = workers.submit(prepare, made).result()
    assert prepared == prepare(made)
    parts: list[int] = []

    def source(out: Out) -> None:
        parts.extend(out.write(data[start : start + 65536]) for start in range(0, len(data), 65536))

    assert database.store(prepared, source)
    assert len(parts) == 7
    assert not database.store(prepared, source)
    assert len(parts) == 7
    assert database.load(made.id) == made
    assert (database.sources / made.source.sha256).read_bytes() == data


def test_a_source_that_breaks_off_leaves_nothing(database: Database) -> None:
    def source(out: Out) -> None:
        out.write(b"pl")
        raise OSError(5, "Input/output error")

    before = _contents(database)
    with pytest.raises(Unreadable, match=r"made\.txt can no longer be read \(Input"):
        database.store(prepare(_plan()), source)
    assert _contents(database) == before
    assert not database.sources.exists()


_STORING = """
import pickle, sys
from malspar.corpus.store import open_database
with open_database(sys.argv[1], write=True) as database:
    assert database.store(pickle.load(sys.stdin.buffer), lambda out: out.write(b"plan"))
print([name for name in sys.modules if name.startswith(("malspar.extractor", "spacy", "numpy", "scipy"))])
"""


def test_a_full_disk_under_the_sources_is_trouble_with_the_database(database: Database) -> None:
    before = _contents(database)
    sha256 = _plan().source.sha256
    database.sources.mkdir()
    (database.sources / f"{sha256}.part").symlink_to("/dev/full")
    with pytest.raises(DatabaseProblem, match="No space left"):
        database.store(prepare(_plan()), lambda out: out.write(b"plan" * 10_000))
    assert _contents(database) == before
    assert list(database.sources.iterdir()) == []


def test_storing_loads_neither_the_extraction_nor_what_it_stands_on(database: Database) -> None:
    command = [sys.executable, "-c", _STORING, str(database.path)]
    assert subprocess.run(command, input=pickle.dumps(prepare(_plan())), capture_output=True, check=True).stdout == b"[]\n"


def test_a_missing_source_comes_back_and_an_orphan_goes(database: Database) -> None:
    database.save(_plan(), b"plan")
    source = database.sources / _plan().source.sha256
    source.unlink()
    assert not database.save(_plan(), b"plan")
    assert source.read_bytes() == b"plan"
    orphan, part, other = (database.sources / name for name in ("0" * 64, "1" * 64 + ".part", "mine.txt"))
    for file in (orphan, part, other):
        file.write_text("x")
    database.sweep()
    assert sorted(database.sources.iterdir()) == sorted([source, other])


def test_search_tells_mal_from_mål_and_folds_only_where_nothing_is_found(database: Database) -> None:
    database.save(document(b"a", goal("Fler mål i hamnen"), goal("Fler får på ängen")), b"a")
    assert goals(database, Filters(text="mål")).folded is False
    folded = goals(database, Filters(text="mal"))
    assert ([row["text"] for row in folded.rows], folded.folded) == (["Fler mål i hamnen"], True)
    database.save(document(b"b", goal("En mal i garderoben")), b"b")
    exact = goals(database, Filters(text="mal"))
    assert ([row["text"] for row in exact.rows], exact.folded) == (["En mal i garderoben"], False)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("PLANEN", 1),
        ("plan*", 2),
        ('"öppna fält"', 1),
        ('"fält öppna"', 0),
        ("o\u0308ppna", 1),
        ("plan OR simma", 0),
        ("text:plan", 0),
        ('bygg "', 1),
        ("bygg (", 1),
    ],
)
def test_search_takes_words_as_they_are(database: Database, text: str, found: int) -> None:
    database.save(_plan(), b"plan")
    assert len(goals(database, Filters(text=text)).rows) == found


def test_search_without_a_word_is_told(database: Database) -> None:
    with pytest.raises(UsageProblem, match="no word"):
        goals(database, Filters(text=" - "))


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        (Filters(), 4),
        (Filters(organisation="tallvik"), 4),
        (Filters(organisation="TALLVIKS KOMMUN"), 4),
        (Filters(organisation="vik"), 0),
        (Filters(kind=("uppdrag",)), 2),
        (Filters(kind=("uppdrag", "mål")), 3),
        (Filters(year=2024), 4),
        (Filters(year=2025), 3),
        (Filters(year=2022), 0),
        (Filters(period=(2023, 2026)), 4),
        (Filters(period=(2023, 2025)), 0),
        (Filters(mandate=(2023, 2026)), 4),
        (Filters(mandate=(2019, 2022)), 0),
        (Filters(status="röd"), 1),
        (Filters(status="ej genomfört"), 1),
        (Filters(status="grön"), 0),
        (Filters(body="ks"), 1),
        (Filters(body="Kommunstyrelsen"), 1),
        (Filters(body="TN"), 1),
        (Filters(body="TN", kind=("mål",)), 0),
    ],
)
def test_filters(database: Database, filters: Filters, found: int) -> None:
    database.save(_plan(), b"plan")
    assert len(goals(database, filters).rows) == found


def test_what_a_body_is_called_elsewhere_finds_it(database: Database) -> None:
    database.save(_plan(), b"plan")
    database.save(
        document(
            b"later", goal("Senare uppdrag", Kind.UPPDRAG, responsible=(responsible("Kommunstyrelsen", "Kommunstyrelsen"),))
        ),
        b"later",
    )
    assert len(goals(database, Filters(body="KS")).rows) == 2


@pytest.mark.parametrize(
    ("decided", "period", "mandate", "told_by"),
    [
        ("2022-10-14", (2023, 2026), 2019, "beslutsdatum"),
        ("2022-10-15", (2023, 2026), 2023, "beslutsdatum"),
        ("2022-11", (2023, 2026), 2023, "beslutsdatum"),
        ("2022", (2023, 2026), 2023, "period"),
        ("2021", (2023, 2026), 2019, "beslutsdatum"),
        (None, (2021, 2025), 2023, "period"),
        (None, (2021, 2024), 2019, "period"),
        (None, None, None, None),
    ],
)
def test_the_mandate_of_a_document(
    database: Database, decided: str | None, period: tuple[int, int] | None, mandate: int | None, told_by: str | None
) -> None:
    facts = {"decision": Decision(date=decided), "period": Period(from_=period[0], to=period[1]) if period else None}
    database.save(document(b"x", **facts), b"x")
    (row,) = database.rows("select mandate_from, mandate_to - 3, told_by from mandat")
    assert tuple(row) == (mandate, mandate, told_by)


def test_coverage_tells_gaps_failures_and_documents_without_goals(database: Database) -> None:
    for year, nodes in ((2020, (goal("Mål"),)), (2022, ())):
        data = str(year).encode()
        database.save(document(data, *nodes, kind=DocumentKind.UPPFOLJNING, period=Period(from_=year, to=year)), data)
    with database.transaction() as connection:
        connection.execute(
            "insert into failure values ('x.pdf', '2024-01-01T00:00:00Z', 5, 'no text', 'Tallviks kommun', 2023, 2023)"
        )
    rows = database.rows('select year, state, reference from "täckning" order by year')
    assert [tuple(row) for row in rows] == [
        (2020, "läst", None),
        (2021, "saknas", None),
        (2022, "utan mål", None),
        (2023, "misslyckad", "x.pdf"),
    ]


def test_swedish_order() -> None:
    names = ["Åre", "Ängelholm", "Örebro", "Arvika", "Älvdalen", "Mål 10", "mål 2", "Zenit", "Ale", "Alé by"]
    right = ["Ale", "Alé by", "Arvika", "mål 2", "Mål 10", "Zenit", "Åre", "Älvdalen", "Ängelholm", "Örebro"]
    assert sorted(names, key=sort_key) == right


def test_documents_are_listed_in_swedish_order_with_their_headline_count(database: Database) -> None:
    for name in ("Örviks kommun", "Åviks kommun", "Älviks kommun"):
        nodes = (
            goal("M", Kind.MAL),
            goal("I", Kind.INDIKATOR),
            goal("V", Kind.VISION),
            goal("S", Kind.SKRIVNING),
            goal("U", Kind.UPPDRAG),
        )
        database.save(document(name.encode(), *nodes, organisation=name), name.encode())
    rows = listed(database, Filters())
    assert [row["organisation"] for row in rows] == ["Åviks kommun", "Älviks kommun", "Örviks kommun"]
    assert {(row["goals"], row["uppdrag"], row["skrivningar"]) for row in rows} == {(2, 1, 1)}


def test_queries_find_their_rows_by_index(database: Database) -> None:
    plan = database.rows("explain query plan select * from noder where document = 'x'")
    assert not [row["detail"] for row in plan if row["detail"].startswith("SCAN") and "subquery" not in row["detail"]]


def test_the_file_is_not_a_database(tmp_path: Path) -> None:
    file = tmp_path / "report.pdf"
    file.write_bytes(b"%PDF-1.7 and so on " * 100)
    for write in (True, False):
        with pytest.raises(DatabaseProblem, match="is not a database"):
            open_database(file, write=write)
    assert file.read_bytes() == b"%PDF-1.7 and so on " * 100


def test_another_program_s_database_is_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "other.db"
    with closing(sqlite3.connect(file)) as other:
        other.execute("create table document (id)")
    before = file.read_bytes()
    for write in (True, False):
        with pytest.raises(DatabaseProblem, match="no database of malspar's"):
            open_database(file, write=write)
    assert file.read_bytes() == before


def test_a_folder_and_nothing_at_all(tmp_path: Path) -> None:
    with pytest.raises(DatabaseProblem, match="is a folder"):
        open_database(tmp_path)
    with pytest.raises(UsageProblem, match="malspar add"):
        open_database(tmp_path / "none.db")
    with pytest.raises(DatabaseProblem, match="cannot be opened"):
        open_database(tmp_path / "no folder" / "goals.db", write=True)


def test_a_newer_database_is_refused(database: Database) -> None:
    with database.transaction() as connection:
        connection.execute(
            "insert into _sqlite_migrations (migration_set, name, applied_at) values ('malspar', 'm999_future', '2030')"
        )
    for write in (True, False):
        with pytest.raises(DatabaseProblem, match="newer malspar"):
            open_database(database.path, write=write)


def test_an_older_database_is_brought_up_to_date(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    def m002_test(connection: sqlite3.Connection) -> None:
        connection.execute("create table later (id)")

    database.save(_plan(), b"plan")
    database.connection.close()
    monkeypatch.setattr(schema, "MIGRATIONS", (*schema.MIGRATIONS, m002_test))
    with open_database(database.path) as opened:
        assert opened.rows("select count(*) from later")[0][0] == 0
        assert opened.load(_plan().id) == _plan()


def test_a_failing_migration_changes_nothing(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    def m002_broken(connection: sqlite3.Connection) -> None:
        connection.execute("create table later (id)")
        connection.execute("create table goal (id)")

    monkeypatch.setattr(schema, "MIGRATIONS", (*schema.MIGRATIONS, m002_broken))
    with pytest.raises(sqlite3.OperationalError, match="already exists"):
        open_database(database.path)
    assert database.rows("select 1 from sqlite_master where name = 'later'") == []


def test_a_locked_database(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "TIMEOUT", 0.05)
    with (
        closing(sqlite3.connect(database.path, isolation_level=None)) as other,
        open_database(database.path, write=True) as opened,
    ):
        other.execute("begin immediate")
        with pytest.raises(DatabaseProblem, match="locked"):
            opened.save(_plan(), b"plan")
        assert opened.rows("select count(*) from document")[0][0] == 0


@pytest.mark.parametrize("what", ["file", "folder"])
def test_a_read_only_database_can_be_read_and_not_written(database: Database, what: str) -> None:
    database.save(_plan(), b"plan")
    database.connection.close()
    protected = database.path if what == "file" else database.path.parent
    mode = protected.stat().st_mode
    protected.chmod(0o444 if what == "file" else 0o555)
    try:
        with pytest.raises(DatabaseProblem, match="read-only"):
            open_database(database.path, write=True)
        with open_database(database.path) as opened:
            assert opened.load(_plan().id) == _plan()
        assert sorted(file.name for file in database.path.parent.iterdir()) == ["goals.db", "goals.db.sources"]
    finally:
        protected.chmod(mode)


def test_reading_leaves_no_file_behind_and_writes_nothing(database: Database) -> None:
    database.save(_plan(), b"plan")
    database.connection.close()
    before = database.path.read_bytes()
    with open_database(database.path) as opened:
        assert len(goals(opened, Filters()).rows) == 4
        with pytest.raises(DatabaseProblem, match="read-only"):
            opened.rows("delete from document")
    assert database.path.read_bytes() == before
    assert sorted(file.name for file in database.path.parent.iterdir()) == ["goals.db", "goals.db.sources"]


def test_a_damaged_database_is_told(database: Database) -> None:
    database.save(_plan(), b"plan")
    database.connection.close()
    data = database.path.read_bytes()
    database.path.write_bytes(data[: len(data) // 2])
    with pytest.raises(DatabaseProblem, match="is damaged"), open_database(database.path) as opened:
        goals(opened, Filters())


def test_removing_what_is_not_there_is_told(database: Database) -> None:
    with pytest.raises(UsageProblem, match="malspar list"):
        database.remove("000000000000")
    with pytest.raises(UsageProblem, match="malspar list"):
        database.load("000000000000")


def test_found_is_empty_for_an_empty_database(database: Database) -> None:
    assert goals(database, Filters(text="mål")) == Found([], folded=False)
