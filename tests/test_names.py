"""Files with names that harm: none reaches the terminal as it is, all are read, and what fails is stored."""

import json
import os
import sqlite3
import subprocess
import sys
import unicodedata
from contextlib import closing
from pathlib import Path

import pytest

PLAN = "Målprogram 2023–2026\nTallviks kommun\n\nMål {}\nAlla barn ska kunna simma.\n"
NAMES = {
    "newline": b"mal\n2024\r.txt",
    "escape": b"\x1b[31mrott\x1b]0;titel\x07.txt",
    "c1": "\x9b2Jmål\x85.txt".encode(),
    "not utf-8": b"m\xe5l \xff\xfe.txt",
    "surrogate in utf-8": b"mal\xed\xa0\x80.txt",
    "directions": "mål\u202etxt.exe\u2066\u200b.txt".encode(),
    "255 bytes": "å".encode() * 125 + b".html",
    "leading dash": b"--output.txt",
    "leading at": b"@list.txt",
    "dots": b"...txt",
    "braces": b"{0}%s%d$(x)`y`.txt",
    "spaces": b"  mal  .txt ",
    "glob": b"mal[1]*?.txt",
    "address": b"https:.txt",
}


def run(folder: Path, *args: str | bytes) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-P", "-c", "from malspar.cli import cli; cli()", *args]
    return subprocess.run(command, cwd=folder, capture_output=True, check=False)


def harmless(told: bytes) -> bool:
    """Whether a terminal can be shown it: UTF-8 without control characters and without those that turn the line around."""
    return not any(
        unicodedata.category(letter) in {"Cc", "Cf", "Cs", "Zl", "Zp"} for letter in told.decode("utf-8") if letter != "\n"
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Each name twice: a plan, and beside it a file that is none."""
    made = tmp_path / "given"
    (made / "bad").mkdir(parents=True)
    for number, name in enumerate(NAMES.values()):
        Path(os.fsdecode(os.path.join(os.fsencode(made), name))).write_text(PLAN.format(number), "utf-8")  # noqa: PTH118
        Path(os.fsdecode(os.path.join(os.fsencode(made / "bad"), name))).write_bytes(b"\xff\xd8\xff\xe0JFIF")  # noqa: PTH118
    return made


def test_files_of_any_name_are_read_or_stored_as_failed(folder: Path, tmp_path: Path) -> None:
    done = run(tmp_path, "add", "goals.db", str(folder))
    assert done.returncode == 1, done.stderr
    assert harmless(done.stderr), done.stderr
    known = len(NAMES) - len({"dots", "spaces"})  # a hidden file, and one whose name says not what it is, are passed over
    assert len(done.stderr.splitlines()) == known
    with closing(sqlite3.connect(tmp_path / "goals.db")) as plain:
        assert plain.execute("select count(*) from document").fetchone() == (known,)
        assert plain.execute("select count(*), count(distinct reference) from failure where exit_code = 3").fetchone() == (
            known,
            known,
        )
        refs = [ref for (ref,) in plain.execute("select source_ref from document union all select reference from failure")]
    assert all(isinstance(ref, str) and ref.encode() for ref in refs)
    assert run(tmp_path, "add", "goals.db", str(folder)).returncode == 1
    for verb in ("list", "goals"):
        shown = run(tmp_path, verb, "goals.db")
        assert (shown.returncode, harmless(shown.stdout), harmless(shown.stderr)) == (0, True, True)


def test_files_of_any_name_are_extracted_or_told_of(folder: Path) -> None:
    done = run(folder, "extract", *(b"./" + name for name in NAMES.values()), "--output", "../out")
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
    made = list((folder.parent / "out").iterdir())
    assert len(made) == len(NAMES)
    assert all(json.loads(file.read_text("utf-8"))["source"]["ref"].startswith("./") for file in made)
    for place in (b"./bad/", b"./no/../"):
        done = run(folder, "extract", *(place + name for name in NAMES.values()), "--output", "../none")
        assert (done.returncode, done.stdout) == (1, b"")
        assert len(done.stderr.splitlines()) == len(NAMES)
        assert harmless(done.stderr), done.stderr
    assert not (folder.parent / "none").exists()
