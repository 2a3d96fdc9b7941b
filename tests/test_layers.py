"""Imports only point down, and what is slow to import is imported where it is needed."""

import json
import subprocess
import sys
import tomllib
from pathlib import Path

from malspar.corpus.store import open_database

SLOW = {"spacy", "simplemma", "sqlite_utils", "pdfplumber", "numpy", "httpx"}


def test_imports_only_point_down(root: Path) -> None:
    tool = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([tool, "--no-cache"], cwd=root, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_every_folder_of_code_is_a_layer_and_is_packed(root: Path) -> None:
    config = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["tool"]
    layers = {path.parent.name for path in root.glob("*/__init__.py")}
    contracts = {contract["id"]: contract for contract in config["importlinter"]["contracts"]}
    assert {f"malspar.{layer}" for layer in layers} | {"malspar.cli"} == set(contracts["layers"]["layers"])
    folders = {path.parent.relative_to(root) for layer in layers for path in (root / layer).rglob("__init__.py")}
    assert {".".join(("malspar", *folder.parts)) for folder in folders} | {"malspar"} == set(config["setuptools"]["packages"])


def test_the_command_line_starts_without_what_is_slow_to_import() -> None:
    code = "import json, sys; import malspar.cli; print(json.dumps(sorted(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert SLOW.isdisjoint(json.loads(done.stdout))


def test_extract_hands_on_what_another_process_has_read(root: Path) -> None:
    page = str(min((root / "corpus" / "demo" / "documents").glob("*.pdf")))
    code = (
        "import json, sys\nfrom malspar.cli import cli\ncli.main(['extract', sys.argv[1]], standalone_mode=False)\n"
        "print(json.dumps(sorted(sys.modules)), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code, page], capture_output=True, text=True, check=True)
    assert (SLOW | {"selectolax", "pypdfium2", "pydantic"}).isdisjoint(json.loads(done.stderr))
    assert json.loads(done.stdout)["goals"]


def test_the_process_that_writes_imports_nothing_that_reads(tmp_path: Path, root: Path) -> None:
    document = root / "corpus" / "demo" / "documents"
    pages = [str(min(document.glob(kind))) for kind in ("*.pdf", "*.html")]
    with open_database(tmp_path / "goals.db", write=True):
        pass  # making one needs sqlite-utils, and numpy with it
    code = (
        "import json, sys\nfrom malspar.cli import cli\n"
        "assert not cli.main(['add', *sys.argv[1:]], standalone_mode=False)\nprint(json.dumps(sorted(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path / "goals.db"), *pages], capture_output=True, text=True, check=True
    )
    assert (SLOW | {"selectolax", "pypdfium2"}).isdisjoint(json.loads(done.stdout))
