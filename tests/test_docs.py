"""The commands that are written down run. That they print what stands below them, `make docs-check` sees to."""

import re
import shlex
from pathlib import Path

import examples
import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.mark.parametrize("page", ["README.md", "README.sv.md"])
def test_the_commands_of_a_readme_run(page: str) -> None:
    text = (ROOT / page).read_text("utf-8")
    assert len(examples.commands(text)) > 5
    assert examples.commands(examples.written(text)) == examples.commands(text)


def test_a_command_that_fails_is_told_and_one_that_changed_is_seen() -> None:
    assert examples.written("```console\n$ echo ett\ntvå\n```\n") == "```console\n$ echo ett\nett\n```\n"
    with pytest.raises(SystemExit, match="exit code 3"):
        examples.written("```console\n$ exit 3\n```\n")


def test_every_command_of_malspar_that_is_named_exists() -> None:
    from malspar.cli import cli

    for path in [*ROOT.glob("*.md"), *ROOT.glob("docs/*.md")]:
        for command in re.findall(r"^(?:\$ |    )(?:\.venv/bin/)?malspar ([^\n]+)", path.read_text("utf-8"), re.MULTILINE):
            verb = shlex.split(command, comments=True)[0]
            assert verb.startswith("-") or verb in cli.commands, f"{path.name}: malspar {command}"
