"""What must hold of the files themselves: sizes, versions, links, citations, and what must not be in them."""

import ast
import re
import subprocess
import tomllib
from itertools import chain
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
CODE = ("cli.py", "__init__.py", "models", "rules", "extractor", "corpus", "bench")
LONGEST_MODULE, LONGEST_FUNCTION = 450, 45
# Put together here so that this file does not hold what it looks for.
FORBIDDEN = ("/" + "work/", "/" + "farm/", "pypi" + ".org", "python" + "hosted", "registry." + "npmjs", "deb." + "debian")
LINK = re.compile(r"\[[^\]]+\]\((?!https?:)([^)#\s]+)")


def tracked() -> list[Path]:
    """The files that git keeps or would keep."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.skip("not a git checkout")
    return [path for name in done.stdout.split("\0") if name and (path := ROOT / name).is_file()]


def modules() -> list[Path]:
    """The Python files that ship, and those of the house."""
    return list(
        chain.from_iterable([ROOT / name] if name.endswith(".py") else sorted((ROOT / name).rglob("*.py")) for name in CODE)
    )


def test_no_file_holds_a_path_of_a_machine_or_an_address_of_an_index() -> None:
    found = [
        f"{path.relative_to(ROOT)}: {word}" for path in tracked() for word in FORBIDDEN if word.encode() in path.read_bytes()
    ]
    assert found == []


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(ROOT)))
def test_a_module_can_be_held_in_mind_and_a_function_in_view(path: Path) -> None:
    text = path.read_text("utf-8")
    assert text.count("\n") <= LONGEST_MODULE
    functions = [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    lines = {one.name: (one.end_lineno or one.lineno) - one.lineno + 1 for one in functions}
    assert {name: length for name, length in lines.items() if length > LONGEST_FUNCTION} == {}


def test_no_other_module_lies_at_the_root() -> None:
    assert {path.name for path in ROOT.glob("*.py")} == {"__init__.py", "cli.py"}


def test_the_lock_pins_every_dependency_with_a_hash_and_names_no_index() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    lock = (ROOT / "requirements.lock").read_text("utf-8")
    pinned = dict(re.findall(r"^([a-z0-9-]+)==(\S+)(?: ;[^\\]*)? \\\n    --hash=sha256:", lock, re.MULTILINE))
    wanted = [*project["dependencies"], *project["optional-dependencies"]["dev"]]
    names = {re.split(r"[<>=\[; ]", one)[0].lower().replace("_", "-") for one in wanted}
    assert names <= set(pinned)
    assert "://" not in lock
    assert "--index" not in lock


def test_every_data_file_of_the_package_is_packed() -> None:
    packed = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["setuptools"]["package-data"]
    for folder in ("models", "rules", "extractor", "corpus"):
        packages = {name: ROOT.joinpath(*name.split(".")[1:]) for name in packed if name.split(".")[1:2] == [folder]}
        globbed = {path for name, under in packages.items() for pattern in packed[name] for path in under.glob(pattern)}
        for path in tracked():
            inside = path.is_relative_to(ROOT / folder) and not path.is_relative_to(ROOT / "corpus" / "demo")
            assert not inside or path.suffix == ".py" or path in globbed, f"{path} is not in package-data"


def test_ci_runs_what_a_bare_make_runs() -> None:
    everything = re.search(r"^all: (.+)$", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)
    steps = re.search(r"^for name in (.+); do$", (ROOT / ".ci" / "run").read_text("utf-8"), re.MULTILINE)
    assert everything
    assert steps
    assert steps[1].split() == [*everything[1].split(), "demo"]


def test_every_decision_that_is_cited_is_written_down() -> None:
    text = (ROOT / "docs" / "decisions.md").read_text("utf-8")
    numbers = re.findall(r"^\*\*(D\d+)\.", text, re.MULTILINE)
    assert numbers == [f"D{number}" for number in range(1, len(numbers) + 1)]
    places = [*modules(), ROOT / "pyproject.toml", *(ROOT / "docs").glob("*.md")]
    cited = {number for path in places for number in re.findall(r"[(,] ?(D\d+)\b(?=[),.])", path.read_text("utf-8"))}
    assert cited <= set(numbers)


@pytest.mark.parametrize("path", sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/*.md")]), ids=lambda path: path.name)
def test_every_link_inside_the_project_leads_somewhere(path: Path) -> None:
    assert [link for link in LINK.findall(path.read_text("utf-8")) if not (path.parent / link).exists()] == []


def test_every_file_that_contributing_names_is_there() -> None:
    text = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    named = re.findall(r"\b(?:tests|rules|docs|corpus|models|extractor)/[\w./-]*\w", text)
    assert len(named) > 5
    assert [name for name in named if "NAME" not in name and not (ROOT / name).exists()] == []


@pytest.mark.parametrize("name", ["README", "docs/guide"])
def test_both_languages_tell_the_same(name: str) -> None:
    english, swedish = ((ROOT / f"{name}{ending}").read_text("utf-8") for ending in (".md", ".sv.md"))
    for same in (r"^#+", r"^\$ .*", r"^\| `([a-zåäö_]+)`"):
        assert re.findall(same, english, re.MULTILINE) == re.findall(same, swedish, re.MULTILINE)


def test_the_guide_names_every_kind_and_field() -> None:
    from malspar.models.goal import Goal, Kind, ValueKind

    for name in ("guide.md", "guide.sv.md"):
        text = (ROOT / "docs" / name).read_text("utf-8")
        for word in [*Kind, *ValueKind, *Goal.model_fields]:
            assert f"`{word}`" in text, f"{name} does not explain {word}"
