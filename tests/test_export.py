"""`malspar export`: what DuckDB, pandas and Spark read is what the database holds, whole or not there."""

import fcntl
import hashlib
import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner, Result
from hypothesis import HealthCheck, given, settings
from made import documents, goal, status
from yearly import add, aimed, edition, judged, report

from malspar.cli import cli
from malspar.corpus.export import export, parquet, whole
from malspar.corpus.export.tables import tables
from malspar.corpus.store import open_database
from malspar.models.document import Decision, Document
from malspar.models.goal import Kind, Meaning, Signal

READ_BY_SPARK = {pa.string(), pa.int64(), pa.float64(), pa.bool_(), pa.date32(), pa.timestamp("us", tz="UTC")}
KEYS = {  # what a table of an export is held against: a table or view of the database, and what tells its rows apart
    "document": ("document", "id"),
    "goal": ("noder", "id"),
    "status": ("statusar", "goal, position"),
    "value": ("value", "goal, position"),
    "responsible": ("(select goal, position, raw from responsible)", "goal, position"),
    "relation": ("relation", "document, position"),
    "milestone": ("milestone", "document, position"),
    "level": ("level", "document, position"),
    "stated_total": ("stated_total", "document, position"),
    "empty_section": ("empty_section", "document, position"),
    "note": ("note", "document, position"),
    "succession": ("succession", "old_document, new_document"),
    "link": ("link", "old_document, new_document, old_goal, new_goal, kind, bundle"),
    "coverage": ("täckning", "organisation, year, kind, reference"),
}


def run(*arguments: object) -> Result:
    return CliRunner().invoke(cli, ["export", *map(str, arguments)])


def done(*arguments: object) -> None:
    result = run(*arguments)
    assert (result.exit_code, result.output) == (0, "")


def contents(folder: Path) -> dict[str, str]:
    """Every file with a hash of its bytes."""
    files = sorted(file for file in folder.rglob("*") if file.is_file())
    return {str(file.relative_to(folder)): hashlib.sha256(file.read_bytes()).hexdigest() for file in files}


def read(folder: Path, table: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = pq.read_table(folder / table).to_pylist()
    return rows


def given_database(path: Path, *editions: tuple[Document, bytes]) -> Path:
    with open_database(path, write=True) as database:
        assert add(database, *editions) == []
    return path


def life() -> list[tuple[Document, bytes]]:
    """Two plans and a follow-up of a municipality, and a plan of another without years."""
    decided = Decision(date="2022-11-28")
    return [
        edition("old", (2019, 2022), "Alla barn kan simma", aimed("Utsläpp minskar 10 %", "10 %"), goal("Bygg", Kind.UPPDRAG)),
        edition("new", (2023, 2026), "Alla barn kan simma", aimed("Utsläpp minskar 20 %", "20 %"), decision=decided),
        report("told", 2024, judged("Alla barn kan simma", Signal.ROD, Meaning.EJ_UPPFYLLT)),
        edition("other", None, "Ån är ren", organisation="Ängelvåla kommun", organisation_code="0180", updated="2021-05"),
    ]


@pytest.fixture
def database(tmp_path: Path) -> Path:
    return given_database(tmp_path / "goals.db", *life())


@pytest.fixture(scope="module")
def exported(explored: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample corpus, exported. Not to be written to."""
    folder = tmp_path_factory.mktemp("exported") / "goals.db.parquet"
    done(explored, "--output", folder)
    return folder


def held_against(folder: Path, database: Path) -> None:
    """Every row of the database is there, and every column that both have says the same."""
    with closing(sqlite3.connect(database)) as plain:
        plain.row_factory = sqlite3.Row
        for table, (source, key) in KEYS.items():
            ours = read(folder, table)
            theirs = [dict(row) for row in plain.execute(f"select * from {source}")]
            assert len(ours) == len(theirs), table
            both = set(pq.read_table(folder / table).column_names) & set(theirs[0] if theirs else ()) - {"boxes"}
            assert not theirs or len(both) >= len(key.split(", ")) + 1, table
            shown = [Counter(json.dumps([row[name] for name in sorted(both)]) for row in _plain(rows)) for rows in (ours, theirs)]
            assert shown[0] == shown[1], table


def _plain(rows: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for row in rows:
        yield {name: int(value) if isinstance(value, bool) else value for name, value in row.items() if name != "boxes"}


def test_every_row_of_the_sample_corpus_is_there_as_the_database_has_it(exported: Path, explored: Path) -> None:
    held_against(exported, explored)
    rows = json.loads((exported / whole.CONTENTS).read_text("utf-8"))["tables"]
    assert {name for name, told in rows.items() if not told["rows"]} <= {"relation", "failure"}
    assert {name: told["rows"] for name, told in rows.items()} == {one.name: len(read(exported, one.name)) for one in tables()}
    with closing(sqlite3.connect(explored)) as plain:
        boxes = dict(plain.execute("select id, boxes from goal"))
    assert {row["id"]: row["boxes"] for row in read(exported, "goal")} == {key: json.loads(text) for key, text in boxes.items()}


@given(documents())
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
def test_any_document_goes_through(tmp_path_factory: pytest.TempPathFactory, drawn: tuple[Document, bytes]) -> None:
    folder = tmp_path_factory.mktemp("drawn")
    with open_database(folder / "goals.db", write=True) as opened:
        opened.save(*drawn)
        export.write_all(opened, folder / "out")
    held_against(folder / "out", folder / "goals.db")


def test_the_queries_of_the_documentation_run_in_duckdb_and_count_right(exported: Path, explored: Path, root: Path) -> None:
    page = (root / "docs" / "export.md").read_text("utf-8")
    queries = [
        sql.replace("goals.db.parquet", str(exported))
        for sql in re.findall(r"^```sql\n(.*?)^```", page, re.MULTILINE | re.DOTALL)
    ]
    tasks, judgements = (duckdb.sql(sql).fetchall() for sql in queries)
    with closing(sqlite3.connect(explored)) as plain:
        rows = plain.execute(
            "select noder.organisation, noder.period_from, noder.period_to from noder "
            "join version on version.document = noder.document join mandat on mandat.document = noder.document "
            "where kind = 'uppdrag' and mandate_from = 2023 and role not in ('återgivning', 'förslag')"
        ).fetchall()
    expected = Counter((name, year) for name, first, last in rows if first for year in range(first, last + 1))
    assert len(expected) > 5
    assert {(name, year): count for name, year, count in tasks} == expected
    assert sum(judged for *_, judged in judgements) > 10


def test_duckdb_opens_only_the_files_of_the_mandate_period_that_is_asked_for(exported: Path) -> None:
    files = f"read_parquet('{exported}/goal/**/*.parquet', hive_partitioning = true)"
    asked = f"select count(*) from {files} where mandate = '2023-2026'"
    count = duckdb.sql(asked).fetchall()[0][0]
    assert 0 < count < duckdb.sql(f"select count(*) from {files}").fetchall()[0][0]
    plan = duckdb.sql(f"explain analyze {asked}").fetchall()[0][1]
    found = re.search(r"Scanning Files: 1/(\d+)", plan)
    assert found
    assert int(found[1]) > 1


def test_the_name_of_a_partition_is_text_and_never_null_to_any_reader(database: Path, tmp_path: Path) -> None:
    done(database)
    folder = tmp_path / "goals.db.parquet" / "goal"
    assert {one.name for one in folder.iterdir()} == {"mandate=2019-2022", "mandate=2023-2026", "mandate=saknas"}
    files = f"read_parquet('{folder}/**/*.parquet', hive_partitioning = true)"
    assert duckdb.sql(f"select distinct typeof(mandate), typeof(organisation_code) from {files}").fetchall() == [
        ("VARCHAR", "VARCHAR")
    ]
    assert duckdb.sql(f"select organisation, organisation_code from {files} where mandate = 'saknas'").fetchall() == [
        ("Ängelvåla kommun", "0180")
    ]
    mandate = pq.read_table(folder)["mandate"].combine_chunks()  # fails where one name is null, as pandas would
    assert set(mandate.to_pylist()) == {"2019-2022", "2023-2026", "saknas"}
    beside = {row["document"]: row["mandate"] for row in read(folder.parent, "goal")}
    assert beside == {row["id"]: row["mandate"] for row in read(folder.parent, "document")}


def test_what_became_of_goals_is_told_with_both_texts(database: Path, tmp_path: Path) -> None:
    done(database)
    folder = tmp_path / "goals.db.parquet"
    moved = [row for row in read(folder, "change") if row["field"] == "target"]
    assert [(row["old"], row["new"], row["effect"], row["old_text"], row["new_text"], row["mandate"]) for row in moved] == [
        ("10 %", "20 %", "högre", "Utsläpp minskar 10 %", "Utsläpp minskar 20 %", "2023-2026")
    ]
    assert {(row["kind"], row["old_text"], row["new_text"]) for row in read(folder, "link")} >= {
        ("removed", "Bygg", None),
        ("reported", "Alla barn kan simma", "Alla barn kan simma"),
    }
    swims = {row["track"] for row in read(folder, "goal") if row["text"] == "Alla barn kan simma"}
    assert len(swims) == 1


def test_whole_dates_are_dates_and_others_stand_as_printed(database: Path, tmp_path: Path) -> None:
    with closing(sqlite3.connect(database)) as plain:
        plain.execute(
            "insert into failure (reference, time, exit_code, reason) values ('a.pdf', '2024-05-01T12:30:00Z', 3, 'torn')"
        )
        plain.commit()
    done(database)
    folder = tmp_path / "goals.db.parquet"
    names = ("source_ref", "decision_date", "decision_day", "updated", "updated_day")
    assert {tuple(row[name] for name in names) for row in read(folder, "document")} == {
        ("old", None, None, None, None),
        ("new", "2022-11-28", date(2022, 11, 28), None, None),
        ("told", None, None, None, None),
        ("other", None, None, "2021-05", None),
    }
    assert [row["time"] for row in read(folder, "failure")] == [datetime(2024, 5, 1, 12, 30, tzinfo=UTC)]


def test_spark_can_read_every_type_and_name(exported: Path) -> None:
    for file in exported.rglob("*.parquet"):
        schema, details = pq.read_schema(file), pq.ParquetFile(file).metadata
        for field in schema:
            assert re.fullmatch(r"[a-z][a-z0-9_]*", field.name)
            struct = pa.types.is_list(field.type) and list(field.type.value_type)
            assert {field.type} if not struct else {part.type for part in struct} <= READ_BY_SPARK
            assert field.metadata[b"comment"]
        assert schema.metadata[b"comment"]
        for group in range(details.num_row_groups):
            assert details.row_group(group).num_rows <= 50_000
            assert {details.row_group(group).column(i).compression for i in range(details.num_columns)} == {"ZSTD"}


def test_types_do_not_depend_on_what_is_there(exported: Path, tmp_path: Path) -> None:
    done(given_database(tmp_path / "goals.db"))
    for table in tables():
        empty, full = (pq.read_table(folder / table.name) for folder in (tmp_path / "goals.db.parquet", exported))
        assert empty.num_rows == 0
        assert empty.schema == full.schema
        files = f"read_parquet('{tmp_path}/goals.db.parquet/{table.name}/**/*.parquet', hive_partitioning = true)"
        assert duckdb.sql(f"select * from {files}").fetchall() == []


def test_the_same_documents_give_the_same_bytes_whichever_way_they_were_added(tmp_path: Path) -> None:
    first, again, turned = (tmp_path / name for name in ("first", "again", "turned"))
    path = given_database(tmp_path / "goals.db", *life())
    done(path, "--output", first)
    done(path, "--output", again)
    other = given_database(tmp_path / "turned.db", *reversed(life()))
    done(other, "--output", turned)
    assert contents(first) == contents(again) == contents(turned)


def test_an_earlier_export_is_replaced_and_leaves_nothing(database: Path, tmp_path: Path) -> None:
    done(database)
    before = contents(tmp_path / "goals.db.parquet")
    with open_database(database, write=True) as opened:
        opened.remove(edition("old", (2019, 2022))[0].id)
    done(database)
    after = contents(tmp_path / "goals.db.parquet")
    assert "goal/mandate=2019-2022/part-0.parquet" in before.keys() - after.keys()
    assert {one.name for one in tmp_path.iterdir()} == {"goals.db", "goals.db.parquet", "goals.db.sources"}


@pytest.mark.parametrize(("trouble", "code"), [(KeyboardInterrupt(), 130), (OSError(28, "No space left on device"), 2)])
def test_what_is_interrupted_leaves_nothing_and_the_earlier_export_as_it_was(
    database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, trouble: BaseException, code: int
) -> None:
    def fails(*arguments: Any) -> int:
        if arguments[1].name == "link":
            raise trouble
        return write(*arguments)

    done(database)
    before = contents(tmp_path)
    write = parquet.write
    monkeypatch.setattr(parquet, "write", fails)
    for target in (tmp_path / "goals.db.parquet", tmp_path / "fresh"):
        result = run(database, "--output", target)
        assert (result.exit_code, result.output.strip().count("\n")) == (code, 0)
        assert contents(tmp_path) == before


def test_what_a_killed_export_left_is_removed_by_the_next_and_what_another_writes_is_not(database: Path, tmp_path: Path) -> None:
    dead, alive = (tmp_path / f".goals.db.parquet.{name}.part" for name in ("0000dead", "0000face"))
    for folder in (dead, alive):
        (folder / "goal").mkdir(parents=True)
    held = os.open(alive, os.O_RDONLY)
    fcntl.flock(held, fcntl.LOCK_EX)
    done(database)
    os.close(held)
    assert (dead.exists(), alive.exists()) == (False, True)
    before = contents(tmp_path / "goals.db.parquet")
    (tmp_path / "goals.db.parquet").rename(f"{dead}.old")  # killed between two renames
    assert run(tmp_path / "none.db", "--output", tmp_path / "goals.db.parquet").exit_code == 2
    done(database)
    assert contents(tmp_path / "goals.db.parquet") == before
    assert not Path(f"{dead}.old").exists()


def test_a_killed_export_leaves_the_earlier_one_in_its_place(database: Path, tmp_path: Path) -> None:
    done(database)
    before = contents(tmp_path / "goals.db.parquet")
    script = (
        "import os, sys; from malspar.cli import cli; from malspar.corpus.export import whole;"
        "whole.describe = lambda *_: os.kill(os.getpid(), 9); cli(sys.argv[1:])"
    )
    assert subprocess.run([sys.executable, "-c", script, "export", str(database)], check=False).returncode == -9
    assert contents(tmp_path / "goals.db.parquet") == before
    assert list(tmp_path.glob(".goals.db.parquet.*"))
    done(database)
    assert not list(tmp_path.glob(".goals.db.parquet.*"))


def test_what_is_added_meanwhile_is_not_in_it(database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write: Callable[..., int] = parquet.write

    def adds(*arguments: Any) -> int:
        count = write(*arguments)
        if arguments[1].name == "document":
            given_database(database, edition("late", (2023, 2026), "Fler cyklar", organisation="Sen kommun"))
        return count

    monkeypatch.setattr(parquet, "write", adds)
    done(database)
    folder = tmp_path / "goals.db.parquet"
    assert {row["document"] for row in read(folder, "goal")} == {row["id"] for row in read(folder, "document")}
    assert "Sen kommun" not in {row["organisation"] for row in read(folder, "coverage")}
    with open_database(database) as opened:
        assert len(opened.rows("select 1 from document")) == len(life()) + 1


def test_without_pyarrow_it_says_what_to_type(database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    monkeypatch.delitem(sys.modules, "pyarrow.parquet")
    result = run(database)
    assert (result.exit_code, result.output.count("\n")) == (2, 1)
    assert "pip install 'malspar[parquet]'" in result.output
    assert not (tmp_path / "goals.db.parquet").exists()


def test_the_other_commands_do_not_load_pyarrow() -> None:
    script = "import sys, malspar.cli; sys.exit('pyarrow' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0


def test_a_read_only_database_is_exported_to_another_folder(database: Path, tmp_path: Path) -> None:
    shut = tmp_path / "shut"
    shut.mkdir()
    with closing(sqlite3.connect(database)) as plain:
        plain.execute("pragma wal_checkpoint(truncate)")
    shutil.copy(database, shut / "goals.db")
    (shut / "goals.db").chmod(0o444)
    shut.chmod(0o555)
    try:
        done(shut / "goals.db", "--output", tmp_path / "out")
    finally:
        shut.chmod(0o755)
    done(database, "--output", tmp_path / "same")
    assert contents(tmp_path / "out") == contents(tmp_path / "same")
    assert [one.name for one in shut.iterdir()] == ["goals.db"]


def test_a_folder_that_holds_anything_else_is_left_alone(database: Path, tmp_path: Path) -> None:
    mine = tmp_path / "mine"
    mine.mkdir()
    done(database, "--output", mine)  # an empty one is taken
    (mine / "goal" / "analysis.ipynb").write_text("mine")
    (tmp_path / "file").write_text("mine")
    (tmp_path / "loose").mkdir()
    (tmp_path / "loose" / whole.CONTENTS).write_text("[]")
    before = contents(tmp_path)
    troubles = [
        (mine, "goal/analysis.ipynb"),
        (tmp_path / "file", "is a file"),
        (tmp_path / "file" / "below", "cannot be written"),
    ]
    for target, told in [*troubles, (tmp_path / "loose", whole.CONTENTS), (tmp_path, "holds file")]:
        result = run(database, "--output", target)
        assert (result.exit_code, result.output.count("\n")) == (2, 1)
        assert told in result.output
        assert "--output" in result.output
        assert contents(tmp_path) == before


def test_trouble_with_the_database_is_told_by_the_contract_and_makes_no_folder(database: Path, tmp_path: Path) -> None:
    (tmp_path / "text.db").write_text("no database")
    assert run(tmp_path / "none.db").exit_code == 2
    assert run(tmp_path / "text.db").exit_code == 7
    with closing(sqlite3.connect(database)) as plain:
        plain.execute("update goal set year = 'nästa år' where position = 0")
        plain.commit()
    result = run(database)
    assert (result.exit_code, result.output.count("\n")) == (7, 1)
    assert "year of the table goal" in result.output
    assert not list(tmp_path.glob("*.parquet*"))
    assert not list(tmp_path.glob(".*"))


def test_memory_is_bounded_however_large_a_document_is(tmp_path: Path) -> None:
    path = given_database(
        tmp_path / "goals.db", edition("large", (2023, 2026), goal("Alla barn kan simma", status=status(Signal.ROD)))
    )
    copied = "document, kind, modality, rule, confidence, boxes, sort_key, folded"
    with closing(sqlite3.connect(path)) as plain:
        plain.execute(
            "with recursive n (i) as (select 1 union all select i + 1 from n where i < 90000) "
            f"insert into goal (id, number, position, text, description, {copied}) "
            f"select 'g' || i, number + i, i, hex(randomblob(1000)), hex(randomblob(200)), {copied} from goal, n"
        )
        plain.commit()
    # By a small process between: the most memory of a process counts from what the one that started it had.
    between = "import resource, subprocess, sys; subprocess.run(sys.argv[1:], check=True); "
    told = "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / (2**20 if sys.platform == 'darwin' else 2**10))"
    command = [sys.executable, "-c", between + told, Path(sys.executable).with_name("malspar"), "export", path]
    peak = float(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    assert pq.read_table(tmp_path / "goals.db.parquet" / "goal", columns=["id"]).num_rows == 90_001
    assert 50 < peak < 300
