"""Input that cannot be read: the exit code, one line that says what to type, and nothing half-written."""

import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from raw_pdf import lines
from raw_pdf import one_page as pdf

from malspar.cli import cli

PLAN = "Målprogram 2023–2026\nTallviks kommun\n\nMål 1\nAlla barn ska kunna simma.\n"
LOCK = b"<</Filter /Standard /V 1 /R 2 /P -4 /O (" + b"o" * 32 + b") /U (" + b"u" * 32 + b")>>"


WHOLE = pdf(lines("Tallviks kommun", "Målprogram 2023–2026", "Mål 1 Alla barn ska kunna simma"))
BAD: dict[str, tuple[int, bytes, str]] = {
    "empty.pdf": (3, b"", "is empty"),
    "spaces.txt": (3, b" \n\n ", "is empty"),
    "photo.pdf": (3, b"\xff\xd8\xff\xe0\x00\x10JFIF" + bytes(range(256)) * 40, "JPEG"),
    "cut.pdf": (3, WHOLE[:300], "damaged"),
    "only-a-head.pdf": (3, b"%PDF-1.7\n", "damaged"),
    "locked.pdf": (4, pdf(lines("x"), LOCK, trailer=b"/Encrypt 6 0 R /ID [(a) (b)]"), "password"),
    "scan.pdf": (5, pdf(b"0.5 g 72 72 400 600 re f"), "ocrmypdf"),
    "noise.bin": (3, bytes(range(256)) * 50, "not a document"),
    "database.html": (3, b"SQLite format 3\x00" + b"\x00" * 500, "SQLite"),
}


def run(*args: object) -> Result:
    return CliRunner().invoke(cli, [str(arg) for arg in args])


def one_line(result: Result, code: int, *says: str) -> None:
    """Nothing on stdout, one line on stderr, and the exit code."""
    assert (result.exit_code, result.stdout) == (code, ""), result.output
    assert result.stderr.startswith("malspar: ")
    assert result.stderr.count("\n") == 1
    for part in says:
        assert part in result.stderr


@pytest.fixture
def bad(tmp_path: Path) -> Path:
    folder = tmp_path / "bad"
    folder.mkdir()
    for name, (_, data, _) in BAD.items():
        (folder / name).write_bytes(data)
    return folder


@pytest.mark.parametrize("name", BAD)
@pytest.mark.parametrize("verb", ["extract", "outline"])
def test_a_document_that_cannot_be_read(bad: Path, verb: str, name: str) -> None:
    code, _, says = BAD[name]
    one_line(run(verb, bad / name), code, name, says)


def test_nothing_is_written_of_what_cannot_be_read(bad: Path, tmp_path: Path) -> None:
    result = run("extract", *sorted(bad.iterdir()), "--output", tmp_path / "out")
    assert (result.exit_code, result.stdout) == (1, "")
    assert len(result.stderr.splitlines()) == len(BAD)
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("ref", "code", "says"),
    [
        ("nothing.pdf", 2, "nothing.pdf"),
        (".", 2, "directory"),
        ("ftp://tallvik.example/plan.pdf", 6, "save the page"),
        ("http://127.0.0.1/plan.pdf", 6, "--allow-private"),
        ("no/such", 2, "no/such"),
    ],
)
def test_a_reference_that_is_no_document(ref: str, code: int, says: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    one_line(run("extract", ref), code, says)
    one_line(run("outline", ref), code, says)


def test_adding_goes_on_past_what_cannot_be_read(bad: Path, tmp_path: Path) -> None:
    (bad / "plan.txt").write_text(PLAN, "utf-8")
    names = [*BAD, "plan.txt"]
    database = tmp_path / "goals.db"
    result = run("add", database, *(bad / name for name in names), "http://127.0.0.1/plan.pdf", "--contact", "a@b.example")
    assert (result.exit_code, result.stdout) == (1, "")
    assert len(result.stderr.splitlines()) == len(BAD) + 1
    with closing(sqlite3.connect(database)) as plain:
        failed = dict(plain.execute("select reference, exit_code from failure").fetchall())
        assert {Path(ref).name: code for ref, code in failed.items()} == {name: code for name, (code, _, _) in BAD.items()} | {
            "plan.pdf": 6
        }
        assert plain.execute("select count(*) from document").fetchone() == (1,)
        assert plain.execute("pragma integrity_check").fetchone() == ("ok",)
    assert len(list((tmp_path / "goals.db.sources").iterdir())) == 1


def test_adding_what_is_not_there_makes_no_database(tmp_path: Path) -> None:
    one_line(run("add", tmp_path / "goals.db", tmp_path / "nothing.pdf"), 2, "nothing.pdf")
    one_line(run("add", tmp_path / "goals.db", tmp_path), 2, "no document in")
    assert list(tmp_path.iterdir()) == []


def _not_one(path: Path) -> None:
    path.write_text("not a database at all " * 100)


def _another_s(path: Path) -> None:
    with closing(sqlite3.connect(path)) as other:
        other.execute("create table orders (id)")


def _folder(path: Path) -> None:
    path.mkdir()


@pytest.mark.parametrize("make", [_not_one, _another_s, _folder])
@pytest.mark.parametrize(
    "args", [["add", "DB", "plan.txt"], ["list", "DB"], ["goals", "DB"], ["show", "DB", "x"], ["remove", "DB", "x"]]
)
def test_a_database_that_cannot_be_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, make: Callable[[Path], None], args: Sequence[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("plan.txt").write_text(PLAN, "utf-8")
    make(Path("DB"))
    one_line(run(*args), 7, "DB", "give")
    assert sorted(file.name for file in tmp_path.iterdir()) == ["DB", "plan.txt"]


def test_a_read_only_database(tmp_path: Path) -> None:
    (tmp_path / "plan.txt").write_text(PLAN, "utf-8")
    (tmp_path / "other.txt").write_text(PLAN + "\nMål 2\nAlla barn ska kunna läsa.\n", "utf-8")
    database = tmp_path / "goals.db"
    assert run("add", database, tmp_path / "plan.txt").exit_code == 0
    database.chmod(0o444)
    one_line(run("add", database, tmp_path / "other.txt"), 7, "read-only")
    one_line(run("remove", database, "000000000000"), 7, "read-only")
    assert run("list", database).stdout.count("Tallviks kommun") == 1


@pytest.mark.parametrize(
    ("declared", "real"), [("utf-8", "cp1252"), ("iso-8859-1", "utf-8"), ("us-ascii", "utf-8"), ("nonsense", "cp1252")]
)
def test_a_page_that_lies_about_its_letters(tmp_path: Path, declared: str, real: str) -> None:
    page = f'<html><head><meta charset="{declared}"><title>Mål</title></head><body><main><h1>Tallviks kommun</h1><h2>Övergripande mål</h2><ul><li>Fler får gå på ängarna</li></ul></main></body></html>'  # noqa: E501
    file = tmp_path / "page.html"
    file.write_bytes(page.encode(real))
    shown = run("outline", file)
    assert shown.exit_code == 0
    assert "Övergripande mål" in shown.stdout
    assert "Fler får gå på ängarna" in shown.stdout


def test_the_whole_pdf_can_be_read_and_pictured(tmp_path: Path) -> None:
    """So that the damaged ones above fail for what is wrong with them."""
    (tmp_path / "plan.pdf").write_bytes(WHOLE)
    result = run("outline", tmp_path / "plan.pdf", "--png", tmp_path / "pages")
    assert (result.exit_code, result.stderr) == (0, "")
    assert "Alla barn ska kunna simma" in result.stdout
    assert [file.name for file in (tmp_path / "pages").iterdir()] == ["page-001.png"]


def test_pictures_need_pages(tmp_path: Path) -> None:
    (tmp_path / "plan.txt").write_text(PLAN, "utf-8")
    one_line(run("outline", tmp_path / "plan.txt", "--png", tmp_path / "pages"), 2, "--png")
    assert not (tmp_path / "pages").exists()
