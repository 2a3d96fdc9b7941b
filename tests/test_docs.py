"""The commands of the READMEs do what stands below them."""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).resolve().parent.parent
IDS = re.compile(r"\b[0-9a-f]{12}(-[0-9a-f]{8})?\b")  # made from the bytes of a file: any will do
BLOCK = re.compile(r"^```console\n(.*?)^```", re.MULTILINE | re.DOTALL)


class Example(NamedTuple):
    """A command, and what it prints; a line of three dots stands for any lines."""

    command: str
    output: str


def examples(path: Path) -> list[Example]:
    found = []
    for block in BLOCK.findall(path.read_text("utf-8")):
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, _, output = part.partition("\n")
            found.append(Example(command, output))
    return found


def as_printed(output: str) -> re.Pattern[str]:
    """The output as a pattern. Spaces at the ends of lines do not count."""
    lines = ["(?:.*\n)*?" if line.strip() == "…" else re.escape(line.rstrip()) + " *\n" for line in output.splitlines()]
    return re.compile(IDS.sub("ID", "".join(lines).replace("\\-", "-")))


@pytest.fixture(scope="module", params=["README.md", "README.sv.md"])
def readme(request: pytest.FixtureRequest) -> Path:
    return ROOT / str(request.param)


def test_every_command_prints_what_the_readme_shows(readme: Path, tmp_path: Path) -> None:
    """In one folder, in the order of the page: a later command may need what an earlier one made."""
    (tmp_path / "corpus").symlink_to(ROOT / "corpus")
    (tmp_path / "out").mkdir()
    environment = os.environ | {"PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}", "COLUMNS": "100"}
    shown = examples(readme)
    assert shown
    for command, output in shown:
        shell = ["bash", "-o", "pipefail", "-c", command]
        done = subprocess.run(shell, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, f"{command}\n{done.stderr}"
        assert as_printed(output).fullmatch(IDS.sub("ID", done.stdout)), f"{command} prints\n{done.stdout}"


def test_every_command_of_malspar_that_is_named_exists() -> None:
    from malspar.cli import cli

    for path in [*ROOT.glob("*.md"), *ROOT.glob("docs/*.md")]:
        for command in re.findall(r"^(?:\$ |    )(?:\.venv/bin/)?malspar ([^\n]+)", path.read_text("utf-8"), re.MULTILINE):
            verb = shlex.split(command, comments=True)[0]
            assert verb.startswith("-") or verb in cli.commands, f"{path.name}: malspar {command}"
