"""What a user names: folders, patterns, lists and ZIP archives, as references of one document each."""

import os
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from malspar.cli import cli
from malspar.corpus.references import references
from malspar.extractor.source import load
from malspar.models.errors import Encrypted, Refused, Unreadable, UsageProblem

PLAN = "Målprogram 2023–2026\nTallviks kommun\n\nMål 1\nAlla barn ska kunna simma.\n"


def found(*refs: str) -> list[str]:
    return references(refs, Path("goals.db"))


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder, with documents in folders."""
    monkeypatch.chdir(tmp_path)
    for name in ("a/plan.txt", "a/deep/report.md", "b/page.html", "b/photo.jpg", "c [1].txt"):
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        Path(name).write_text(PLAN, "utf-8")
    return tmp_path


def archived(name: str, files: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> str:
    with zipfile.ZipFile(name, "w", method) as archive:
        for file, data in files.items():
            archive.writestr(file, data)
    return name


def test_a_pattern_is_every_file_that_fits() -> None:
    assert found("a/**/*.*") == ["a/deep/report.md", "a/plan.txt"]
    assert found("?/p*l") == ["b/page.html"]
    assert found("c [1].txt") == ["c [1].txt"]  # a file of this name goes before the pattern
    with pytest.raises(UsageProblem, match="no document"):
        found("*.docx")


def test_a_list_names_a_reference_on_each_line() -> None:
    Path("list").write_bytes("\ufeff# the plans\na/plan.txt\r\n\nb\nb/page.html\n@list\n".encode())
    assert found("@list") == ["a/plan.txt", "b/page.html", "@list"]
    Path("@list").write_text(PLAN, "utf-8")
    assert found("@list") == ["@list"]  # a document of this name
    with pytest.raises(UsageProblem, match="the list nothing"):
        found("@nothing")


def test_a_list_comes_by_standard_input_too() -> None:
    result = CliRunner().invoke(cli, ["add", "goals.db", "@-"], input="a/plan.txt\n")
    assert (result.exit_code, result.output) == (0, "")
    assert "Målprogram" in CliRunner().invoke(cli, ["list", "goals.db"]).stdout


def test_an_archive_is_the_documents_in_it() -> None:
    files = {
        "2024/plan.txt": b"x",
        "2024/": b"",
        "__MACOSX/2024/._plan.txt": b"x",
        ".hidden.txt": b"x",
        "photo.jpg": b"x",
        "page": b"<!doctype html><p>x",
    }
    name = archived("reports.zip", files)
    assert found(name) == ["reports.zip!/2024/plan.txt", "reports.zip!/page"]
    assert {"reports.zip!/2024/plan.txt", "reports.zip!/page"} < set(found("."))
    assert load("reports.zip!/page").data == b"<!doctype html><p>x"
    with pytest.raises(UsageProblem, match="no file of this name"):
        load("reports.zip!/nothing")


def test_a_word_file_is_no_archive() -> None:
    name = archived("plan.docx", {"[Content_Types].xml": b"<a/>", "word/document.xml": b"<a/>"})
    assert found(name) == [name]
    with pytest.raises(Unreadable, match="a Word file"):
        load(name)


def test_a_document_in_an_archive_has_the_same_tree_as_the_file() -> None:
    name = archived("reports.zip", {"plan.txt": PLAN.encode()})
    alone = run("extract", "a/plan.txt").stdout.replace("a/plan.txt", "REF")
    assert run("extract", f"{name}!/plan.txt").stdout.replace(f"{name}!/plan.txt", "REF") == alone
    assert run("add", "goals.db", name).exit_code == 0
    assert [file.read_bytes() for file in Path("goals.db.sources").iterdir()] == [PLAN.encode()]


def run(*args: str) -> Result:
    return CliRunner().invoke(cli, args)


def test_a_damaged_archive_is_told_and_the_rest_goes_on() -> None:
    data = Path(archived("reports.zip", {"plan.txt": PLAN.encode()})).read_bytes()
    Path("cut.zip").write_bytes(data[:-30])
    Path("flipped.zip").write_bytes(data[:50] + bytes(byte ^ 255 for byte in data[50:60]) + data[60:])
    result = run("add", "goals.db", "cut.zip", "flipped.zip", "a")
    assert result.exit_code == 1
    cut, flipped = sorted(result.stderr.splitlines())
    assert cut.startswith("malspar: cut.zip is a damaged ZIP archive")
    assert flipped.startswith("malspar: flipped.zip!/plan.txt cannot be unpacked")
    assert len(list(Path("goals.db.sources").iterdir())) == 1


def test_a_bomb_in_an_archive_is_unpacked_no_further_than_the_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("malspar.extractor.source.LARGEST", 1 << 20)
    name = archived("bomb.zip", {"bomb.txt": b"a" * (1 << 24)})
    with pytest.raises(Refused, match="larger than 1 MiB"):
        load(f"{name}!/bomb.txt")


def test_a_locked_file_in_an_archive_and_one_that_may_ask_for_gigabytes_are_told() -> None:
    name = archived("packed.zip", {"plan.txt": PLAN.encode()}, zipfile.ZIP_LZMA)
    with pytest.raises(Unreadable, match="not read"):
        load(f"{name}!/plan.txt")
    data = bytearray(Path(archived("locked.zip", {"plan.txt": PLAN.encode()})).read_bytes())
    for head, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(head) + offset] |= 1
    Path("locked.zip").write_bytes(data)
    with pytest.raises(Encrypted, match="password"):
        load("locked.zip!/plan.txt")


def test_a_pipe_in_a_folder_is_not_waited_for_and_one_that_is_named_is_read() -> None:
    os.mkfifo("a/pipe.txt")
    assert found("a") == ["a/plan.txt", "a/deep/report.md"]
    result = os.fork()
    if result == 0:
        Path("a/pipe.txt").write_text(PLAN, "utf-8")
        os._exit(0)
    assert run("extract", "a/pipe.txt").exit_code == 0
    os.waitpid(result, 0)
