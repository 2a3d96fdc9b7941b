"""Hostile and damaged PDFs: the right exit code, one line that says why, bounded time and memory, never a fault of ours."""

import json
import resource
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from hostile import CASES, GOAL, HAS, plan
from hostile_run import Fate
from raw_pdf import Pdf, lines

from malspar.models.document import Document

SECONDS = 20.0
MEMORY = 2048


@pytest.fixture(scope="session")
def fates(root: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Fate]]:
    """The folder of what was read, and what became of each file."""
    folder = tmp_path_factory.mktemp("hostile")
    command = [sys.executable, str(root / "tests" / "hostile_run.py"), str(folder), str(SECONDS)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stderr == ""
    return folder, {fate.name: fate for line in done.stdout.splitlines() for fate in [Fate(**json.loads(line))]}


@pytest.mark.parametrize("name", CASES)
def test_a_hostile_file(fates: tuple[Path, dict[str, Fate]], name: str) -> None:
    folder, found = fates
    case, fate = CASES[name], found[name]
    assert fate.code in case.codes, fate
    assert "fault in malspar" not in fate.message
    assert fate.seconds < SECONDS + 3
    assert fate.memory < MEMORY
    if fate.code:
        assert len(fate.message.splitlines()) == 1
        return
    document = Document.model_validate_json((folder / f"{name}.json").read_text("utf-8"))
    text = " ".join(block.text for block in document.blocks)
    assert case.has in text
    assert not case.lacks or case.lacks not in document.to_json(blocks=True)
    assert all(abs(edge) < 1e5 for block in document.blocks for line in block.lines for edge in (line.top, *line.edges))


def test_a_pdf_that_is_cut_tells_so() -> None:
    """Where the table of its objects stands in front, as in files made for the web, a cut file can be opened."""
    from malspar.extractor.pdf import read

    whole = read(plan())
    assert [note.code for note in whole.notes] == []
    assert [note.code for note in read(plan().replace(b"%%EOF", b"")).notes] == ["file-cut"]


def test_a_drawing_is_read_without_its_shapes_and_tells_so() -> None:
    from malspar.extractor.pdf import read

    found = read(CASES["a_hundred_thousand_grounds"].make())
    assert [note.code for note in found.notes] == ["page-drawn"]
    assert HAS in " ".join(block.text for block in found.blocks)


def test_a_page_that_cannot_be_loaded_is_left_out_and_told() -> None:
    from malspar.extractor.pdf import read

    found = read(CASES["a_page_that_is_none"].make())
    assert {note.code for note in found.notes} == {"page-unreadable"}
    assert found.pages == 5
    assert HAS in " ".join(block.text for block in found.blocks)


def test_an_empty_page_is_no_trouble() -> None:
    from malspar.extractor.pdf import read

    made = Pdf()
    made.page()
    made.page(lines(*GOAL))
    found = read(made.whole())
    assert (found.pages, found.notes) == (2, ())
    assert HAS in " ".join(block.text for block in found.blocks)


def test_nothing_is_run_and_no_attachment_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from malspar.extractor.pdf import read

    monkeypatch.chdir(tmp_path)
    read(CASES["scripts_and_attachments"].make())
    assert list(tmp_path.iterdir()) == []


FATES = {
    "a_hundred_thousand_empty_pages": 6,
    "a_hundred_thousand_grounds": 0,
    "flate_in_flate_in_flate": 6,
    "flipped_01": 0,
    "locked_by_a_password": 4,
    "title_of_lone_surrogates": 0,
    "truncated_at_50_percent": 3,
    "two_forms_that_draw_each_other": 6,
}


def test_hostile_files_among_others_fail_alone(tmp_path: Path) -> None:
    """All the way through: what crashes or swells ends its own process, the rest is stored, the database is sound."""
    folder = tmp_path / "given"
    folder.mkdir()
    for name in FATES:
        (folder / f"{name}.pdf").write_bytes(CASES[name].make())
    command = [sys.executable, "-P", "-c", "from malspar.cli import cli; cli()", "add", "goals.db", "given"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    bad = {name: code for name, code in FATES.items() if code}
    assert (done.returncode, done.stdout) == (1, "")
    assert sorted(line.split("given/")[1].split(".pdf")[0] for line in done.stderr.splitlines()) == sorted(bad)
    with closing(sqlite3.connect(tmp_path / "goals.db")) as plain:
        failed = dict(plain.execute("select reference, exit_code from failure").fetchall())
        assert {Path(ref).stem: code for ref, code in failed.items()} == bad
        assert plain.execute("select count(*) from document").fetchone() == (len(FATES) - len(bad),)
        assert plain.execute("pragma integrity_check").fetchone() == ("ok",)
    assert len(list((tmp_path / "goals.db.sources").iterdir())) == len(FATES) - len(bad)
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss < MEMORY * 1024
