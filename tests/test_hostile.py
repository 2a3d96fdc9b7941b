"""Hostile and damaged PDFs: the right exit code, one line that says why, bounded time and memory, never a fault of ours."""

import json
import subprocess
import sys
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
