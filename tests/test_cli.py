"""The command line: what each verb prints, where it prints it, and the code it exits with."""

import csv
import importlib.util
import io
import json
import os
import pty
import re
import resource
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import click
import pytest
from click.testing import CliRunner, Result
from made import AT, document, goal, responsible, status

from malspar.cli import cli
from malspar.corpus import files as module
from malspar.corpus.present import as_csv, as_markdown, as_table
from malspar.corpus.store import open_database
from malspar.extractor import bounded, cell
from malspar.extractor.bounded import Bounds
from malspar.models.block import Note
from malspar.models.document import Decision, Document, DocumentKind, Occasion, Period
from malspar.models.errors import NoTextLayer, Unreadable
from malspar.models.goal import Kind, Meaning, Passage, Signal, Value, ValueKind

MALSPAR = Path(sys.executable).with_name("malspar")
PLAN = "ca978112ca1b"  # the id of the document whose bytes are "a"


def _plan() -> Document:
    swim = goal(
        "Ta fram en plan för hur simundervisningen kan nå fler elever",
        Kind.UPPDRAG,
        page=4,
        responsible=(responsible("KS", "Kommunstyrelsen"),),
        status=status(Signal.ROD, Meaning.EJ_GENOMFORT, raw="Röd", year=2024),
        comment=Passage(text="Arbetet väntar på en ny chef.", at=AT),
    )
    value = Value(raw="85 %", kind=ValueKind.MALVARDE, year=2025, number=85.0, unit="%", at=AT)
    area = goal(
        "Trygga barn",
        Kind.MALOMRADE,
        label="1",
        page=3,
        children=(
            goal(
                "Alla barn kan simma", label="1.1", children=(swim, goal("Andel som kan simma", Kind.INDIKATOR, values=(value,)))
            ),
        ),
    )
    facts: dict[str, Any] = {
        "decision": Decision(date="2022-11-24", body="Kommunfullmäktige"),
        "period": Period(from_=2023, to=2026),
    }
    notes = (Note(code="total-disagrees", message="två sagda, en funnen"),)
    return document(b"a", area, **facts).model_copy(update={"notes": notes, "empty_sections": ("Nyckeltal",)})


@pytest.fixture
def database(tmp_path: Path) -> str:
    path = tmp_path / "goals.db"
    follow_up: dict[str, Any] = {
        "kind": DocumentKind.UPPFOLJNING,
        "period": Period(from_=2023, to=2023),
        "occasion": Occasion.HELAR,
    }
    with open_database(path, write=True) as opened:
        opened.save(_plan(), b"a")
        opened.save(document(b"b", goal("Öppna fält"), organisation="Åviks kommun", title="Så gick det", **follow_up), b"b")
    return str(path)


def run(*args: str) -> Result:
    return CliRunner().invoke(cli, args)


def printed(*args: str) -> str:
    """What a command that succeeds prints on stdout, with nothing on stderr."""
    result = run(*args)
    assert (result.exit_code, result.stderr) == (0, "")
    return result.stdout


def refused(code: int, *args: str) -> str:
    """The one line that a command prints on stderr, and nothing on stdout."""
    result = run(*args)
    assert (result.exit_code, result.stdout) == (code, ""), result.output
    assert result.stderr.startswith("malspar: ")
    assert result.stderr.count("\n") == 1
    return result.stderr


def names(folder: str) -> list[str]:
    """What is in a folder."""
    return sorted(file.name for file in Path(folder).iterdir())


def test_list(database: str) -> None:
    lines = [line for line in printed("list", database).splitlines() if line]
    assert lines[0].split() == ["id", "kind", "period", "goals", "title"]
    assert [lines[1], lines[3]] == ["Tallviks kommun", "Åviks kommun"]
    assert lines[2].split() == [PLAN, "målprogram", "2023–2026", "3", "Målprogram"]
    assert "2023 helår" in lines[4]
    assert PLAN not in printed("list", database, "--kind", "uppföljning")
    assert PLAN not in printed("list", database, "--organisation", "Åvik", "--year", "2023")


def test_goals(database: str) -> None:
    text = printed("goals", database)
    assert "Tallviks kommun · Målprogram · målprogram · 2023–2026" in text
    assert "Öppna fält" in text
    assert max(map(len, text.splitlines())) <= 100
    assert "\x1b" not in text
    red = printed(
        "goals", database, "--kind", "uppdrag", "--status", "röd", "--body", "KS", "--year", "2025", "--mandate", "2023-2026"
    )
    assert "ej genomfört" in red
    assert "Öppna" not in red


def test_goals_for_programs(database: str) -> None:
    rows = json.loads(printed("goals", database, "--format", "json"))
    assert [row["kind"] for row in rows] == ["målområde", "mål", "uppdrag", "indikator", "mål"]
    assert rows[2]["parent"] == rows[1]["id"]
    assert (rows[2]["responsible"], rows[2]["status_year"], rows[2]["comment"]) == ("KS", 2024, "Arbetet väntar på en ny chef.")
    table = list(csv.DictReader(io.StringIO(printed("goals", database, "--format", "csv"))))
    assert [row["text"] for row in table] == [row["text"] for row in rows]
    assert printed("goals", database, "--format", "markdown").splitlines()[0] == "| id | kind | label | text | year | status |"


def test_nothing_found_is_told_and_is_data_for_programs(database: str) -> None:
    assert "nothing found" in refused(0, "goals", database, "--text", "havsvik")
    assert json.loads(printed("goals", database, "--text", "havsvik", "--format", "json")) == []


def test_a_folded_search_says_so(database: str) -> None:
    result = run("goals", database, "--text", "falt")
    assert "Öppna fält" in result.stdout
    assert "å, ä and ö" in result.stderr


def test_show_a_document(database: str) -> None:
    lines = printed("show", database, PLAN).splitlines()
    assert lines[0] == f"{PLAN}  Målprogram"
    assert "3 goals (1 indikator beside)" in " ".join(" ".join(lines).split())
    assert "målområde 1 Trygga barn [p. 3]" in lines
    assert "  mål 1.1 Alla barn kan simma" in lines
    assert "[ej genomfört, röd 2024, p. 4]" in [line.strip() for line in lines]
    assert "  total-disagrees: två sagda, en funnen" in lines
    assert max(map(len, lines)) <= 100


def test_show_a_goal(database: str) -> None:
    text = printed("show", database, f"{PLAN}-00000002")
    for part in (
        "uppdrag",
        "KS (Kommunstyrelsen)",
        "ej genomfört, röd 2024",
        "ny chef",
        "page 1 (72, 90)–(180.5, 101)",
        "made/rule",
        "0.90",
    ):
        assert part in text
    assert "målvärde     85 % (2025)" in printed("show", database, f"{PLAN}-00000003")


def test_show_gives_json(database: str) -> None:
    assert Document.model_validate_json(printed("show", database, PLAN, "--format", "json")) == _plan()
    assert json.loads(printed("show", database, f"{PLAN}-00000001", "--format", "json"))["text"] == "Alla barn kan simma"


def test_remove(database: str) -> None:
    assert printed("remove", database, PLAN) == ""
    assert PLAN not in printed("list", database)
    assert "malspar list" in refused(2, "remove", database, PLAN)
    assert "no document or goal" in refused(2, "show", database, PLAN)


@pytest.mark.parametrize(
    ("args", "says"),
    [
        (["add"], "malspar add --help"),
        (["nonsense"], "No such command"),
        (["goals", "DB", "--kind", "drömmål"], "målområde, mål, delmål"),
        (["list", "DB", "--kind", "mål"], "målprogram"),
        (["goals", "DB", "--period", "2022-2019"], "2019-2022"),
        (["goals", "DB", "--year", "i år"], "--year"),
        (["goals", "DB", "--text", "—"], "no word"),
        (["extract", "x", "--colour"], "malspar extract --help"),
        (["list", "nothing.db"], "malspar add nothing.db"),
        (["remove", "nothing.db", PLAN], "no database"),
    ],
)
def test_wrong_usage_is_told_in_one_line(database: str, args: list[str], says: str) -> None:
    assert says in refused(2, *(database if arg == "DB" else arg for arg in args))


@pytest.fixture
def fake(monkeypatch: pytest.MonkeyPatch) -> None:
    """An extraction that reads files of one goal, and fails as their text says."""

    def read(ref: str, found: str | bytes, organisation: str | None, period: str | None) -> Document:
        text = "from standard input" if isinstance(found, bytes) else Path(found).read_text("utf-8")
        if text == "picture":
            raise NoTextLayer("no text: run text recognition")
        if text == "damaged":
            raise Unreadable(f"{ref} is damaged: download it again")
        if text == "deep":
            raise RecursionError
        first = int((period or "2020")[:4])
        return document(text.encode(), goal(text), ref=ref, organisation=organisation, period=Period(from_=first, to=first))

    def call(function: Callable[..., object], *arguments: object, bounds: Bounds) -> object:
        assert bounds.seconds >= 60
        try:
            return function(*arguments)
        except Exception as error:
            raise cell.told(error) from error

    monkeypatch.setattr(module, "read", read)
    monkeypatch.setattr(bounded, "call", call)


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name, text in {
        "a.txt": "Ett mål",
        "b.md": "Två mål",
        "bad.pdf": "picture",
        "worse.pdf": "damaged",
        "deep.html": "deep",
    }.items():
        Path(name).write_text(text, "utf-8")
    Path("sub").mkdir()
    Path("sub/a.html").write_text("Ett annat", "utf-8")
    return tmp_path


@pytest.mark.usefixtures("fake", "files")
def test_extract_one_to_stdout() -> None:
    made = json.loads(printed("extract", "a.txt", "--organisation", "Åviks kommun", "--period", "2019–2022"))
    assert made["document"]["organisation"] == "Åviks kommun"
    assert made["document"]["period"] == {"from": 2019, "to": 2019}
    assert "blocks" not in made
    assert json.loads(printed("extract", "a.txt", "--blocks"))["blocks"][0]["id"] == 0
    assert json.loads(printed("extract", "-"))["goals"][0]["text"] == "from standard input"


@pytest.mark.usefixtures("fake")
def test_extract_several_to_files(files: Path) -> None:
    assert printed("extract", "a.txt", "b.md", "--output", "made/of/them") == ""
    made = {file.name: json.loads(file.read_text("utf-8"))["goals"][0]["text"] for file in (files / "made/of/them").iterdir()}
    assert made == {"a.json": "Ett mål", "b.json": "Två mål"}
    printed("extract", "a.txt", "--output", "one")
    assert names("one") == ["a.json"]
    printed("extract", "a.txt", "b.md")
    assert {"a.json", "b.json"} <= set(names("."))


@pytest.mark.usefixtures("fake", "files")
def test_two_documents_of_one_name_are_refused_before_anything_is_read() -> None:
    assert "out/a.json" in refused(2, "extract", "a.txt", "b.md", "sub/a.html", "--output", "out")
    assert "out" not in names(".")


@pytest.mark.usefixtures("fake", "files")
def test_a_failing_document_does_not_stop_the_others() -> None:
    result = run("extract", "bad.pdf", "worse.pdf", "a.txt", "--output", "out")
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.splitlines() == [
        "malspar: bad.pdf: no text: run text recognition",
        "malspar: worse.pdf is damaged: download it again",
    ]
    assert names("out") == ["a.json"]


@pytest.mark.usefixtures("fake", "files")
@pytest.mark.parametrize(("name", "code"), [("bad.pdf", 5), ("worse.pdf", 3), ("deep.html", 6)])
def test_a_single_failing_document_gives_its_exit_code(name: str, code: int) -> None:
    assert name in refused(code, "extract", name)
    assert name in refused(code, "extract", name, "--output", "out")
    assert "out" not in names(".")


@pytest.mark.usefixtures("fake", "files")
def test_output_that_cannot_be_written_is_told() -> None:
    assert "--output" in refused(2, "extract", "a.txt", "--output", "b.md")


def test_every_command_has_an_example_and_every_option_a_word() -> None:
    for name, command in cli.commands.items():
        assert f"Example:\n        malspar {name}" in (command.help or "").replace("\b", "").replace("\n\n", "\n"), name
        assert all(option.help for option in command.params if isinstance(option, click.Option)), name
    for kind in Kind:
        assert kind in printed("goals", "--help")
    for kind in DocumentKind:
        assert kind in " ".join(printed("list", "--help").split())


def _build(root: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("build", root / "docs" / "build.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_what_is_written_from_the_code_is_up_to_date(root: Path) -> None:
    build = _build(root)
    assert list(build.outdated()) == []


def test_every_column_of_the_database_is_described(root: Path, database: str) -> None:
    text = _build(root).database_schema()
    with open_database(database) as opened:
        tables = [row[0] for row in opened.rows("select name from sqlite_master where type = 'table' and name not like '%fts%'")]
        for table in set(tables) - {"_sqlite_migrations"}:
            part = text.partition(f"### {table}\n")[2].partition("###")[0]
            for column in opened.rows(f"pragma table_info({table})"):
                assert f"| `{column['name']}` |" in part, (table, column["name"])


@pytest.mark.parametrize("option", ["--help", "--version"])
def test_help_costs_little(option: str) -> None:
    def cpu() -> float:
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        return used.ru_utime + used.ru_stime

    before = cpu()
    subprocess.run([MALSPAR, option], check=True, capture_output=True)
    assert cpu() - before <= 0.3


def _in_terminal(*args: str) -> str:
    """What a command prints to a terminal of 80 columns."""
    outer, inner = pty.openpty()
    environment = os.environ | {"COLUMNS": "80", "LINES": "24", "TERM": "xterm"}
    with subprocess.Popen([MALSPAR, *args], stdout=inner, stderr=inner, env=environment) as running:
        os.close(inner)
        text = b""
        while chunk := _read(outer):
            text += chunk
        running.wait()
    os.close(outer)
    return text.decode()


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 65536)
    except OSError:  # the other end is closed
        return b""


def test_a_terminal_gets_colours_and_its_own_width(database: str) -> None:
    text = _in_terminal("goals", database)
    assert "\x1b[31mej genomfört\x1b[0m" in text
    plain = text.replace("\x1b[31m", "").replace("\x1b[1m", "").replace("\x1b[0m", "")
    assert max(len(line.rstrip("\r")) for line in plain.splitlines()) <= 80


def test_a_reader_that_stops_reading_is_no_trouble(database: str) -> None:
    with open_database(database, write=True) as opened:
        opened.save(document(b"long", goal("Ett mål " * 40_000)), b"long")  # more than a pipe holds
    with subprocess.Popen(
        [MALSPAR, "goals", database, "--format", "json"], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as running:
        assert running.stdout
        assert running.stderr
        running.stdout.read(1)
        running.stdout.close()
        assert running.stderr.read() == b""
    assert running.returncode == 0


def test_the_public_names(capsys: pytest.CaptureFixture[str]) -> None:
    import malspar

    assert {name: callable(getattr(malspar, name)) for name in malspar.__all__} == {
        "Document": True,
        "extract": True,
        "open_database": True,
    }
    with pytest.raises(AttributeError, match="nonsense"):
        _ = malspar.nonsense
    assert capsys.readouterr().out == ""


Rows = list[dict[str, Any]]


@pytest.mark.parametrize(
    ("form", "rows", "text"),
    [
        (as_csv, [{"a": 'x "y"', "b": None}], 'a,b\n"x ""y""",'),
        (as_csv, [], ""),
        (as_markdown, [{"a": "x|y", "b": None}], "| a | b |\n| --- | --- |\n| x\\|y |  |"),
    ],
)
def test_forms(form: Callable[[Rows], str], rows: Rows, text: str) -> None:
    assert form(rows) == text


def test_a_table_fits_and_loses_no_word_of_its_text() -> None:
    words = " ".join(f"ord{i}" for i in range(30))
    rows: Rows = [{"id": "x" * 60, "text": words, "empty": None, "n": 3}, {"id": "y", "text": "🟢 kort", "empty": None, "n": 12}]
    lines = as_table(rows, 80, "text", lambda _row, cell, _column: cell).splitlines()
    assert max(map(len, lines)) <= 80
    assert "empty" not in lines[0]
    assert [word for line in lines for word in line.split() if word.startswith("ord")] == words.split()
    assert lines[1].split()[0].endswith("…")


def test_a_terminal_gets_a_progress_bar_and_a_pipe_nothing(tmp_path: Path) -> None:
    for i in range(3):
        (tmp_path / f"plan-{i}.txt").write_text(f"Målprogram 20{i + 10}\n\nMål 1\nAlla barn ska kunna simma.\n", "utf-8")
    (tmp_path / "bad.txt").write_text("")
    text = _in_terminal("add", str(tmp_path / "one.db"), str(tmp_path))
    assert "4/4" in text
    assert "bad.txt is empty" in text
    assert "3 read, 0 there already, 1 failed" in text
    assert max(len(re.sub(r"\x1b\[[0-9;?]*\w", "", part)) for part in re.split(r"[\r\n]+", text) if "malspar:" not in part) <= 80
    done = subprocess.run(
        [MALSPAR, "add", tmp_path / "two.db", tmp_path / "plan-0.txt", tmp_path / "plan-1.txt"], capture_output=True, check=False
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
