"""Every rule that opens a node has a sentence that says why it may be wrong."""

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner
from made import AT, document, goal

from malspar.cli import cli
from malspar.corpus.store import open_database
from malspar.models.goal import Kind
from malspar.rules.doubts import reason, sentences

ROOT = Path(__file__).resolve().parent.parent
RULE = re.compile(r'"([a-z-]+/[a-z-]+)"')


def test_every_rule_that_opens_a_node_has_a_sentence() -> None:
    sources = [path.read_text("utf-8") for path in (ROOT / "extractor").rglob("*.py")]
    named = {rule for source in sources for rule in re.findall(r'\brule="([a-z/-]+)"', source)}
    opened = {
        rule for rule in named if rule.partition("/")[0] in {"heading", "item", "paragraph", "prose", "table", "tree", "vision"}
    }
    assert len(opened) > 10
    assert [rule for rule in sorted(opened) if reason(rule) == sentences()["other"]] == []


def test_every_sentence_is_of_a_rule_that_there_is() -> None:
    rules = {rule for path in (ROOT / "extractor").rglob("*.py") for rule in RULE.findall(path.read_text("utf-8"))}
    groups = {rule.partition("/")[0] for rule in rules} | {"other"}
    assert [name for name in sentences() if name not in rules | groups] == []


@pytest.mark.parametrize("sentence", sentences().values())
def test_a_sentence_fits_two_lines_of_a_terminal(sentence: str) -> None:
    assert sentence.endswith(".")
    assert len(sentence) < 130


def test_a_rule_without_a_sentence_has_that_of_its_group() -> None:
    assert reason("prose/never-heard-of") == sentences()["prose"]
    assert reason("never/heard-of") == sentences()["other"]


@pytest.fixture
def database(tmp_path: Path) -> str:
    """Two doubtful goals and a sure one."""
    sure = {"Säkert mål": ("heading/labelled", 0.9), "Löst tal": ("prose/moved", 0.6), "Ska ske": ("prose/binding", 0.85)}
    nodes = [
        goal(text, Kind.INDIKATOR if rule == "prose/moved" else Kind.MAL).model_copy(
            update={"at": AT.model_copy(update={"rule": rule, "confidence": confidence})}
        )
        for text, (rule, confidence) in sure.items()
    ]
    with open_database(tmp_path / "goals.db", write=True) as opened:
        opened.save(document(b"a", *nodes), b"a")
    return str(tmp_path / "goals.db")


def printed(*args: str) -> str:
    result = CliRunner().invoke(cli, ["goals", *args])
    assert (result.exit_code, result.stderr) == (0, "")
    return result.stdout


def test_doubtful_goals_come_worst_first_each_with_its_reason(database: str) -> None:
    lines = printed(database, "--doubtful").splitlines()
    told = [line.partition(":")[0] for line in lines if line.startswith("prose/")]
    assert told == ["prose/moved", "prose/binding"]
    assert "0.6" in next(line for line in lines if "Löst tal" in line)
    assert "Säkert mål" not in "\n".join(lines)
    assert "Säkert mål" in printed(database)


def test_doubtful_goals_for_programs(database: str) -> None:
    rows = json.loads(printed(database, "--doubtful", "--format", "json"))
    assert [(row["text"], row["confidence"], row["rule"]) for row in rows] == [
        ("Löst tal", 0.6, "prose/moved"),
        ("Ska ske", 0.85, "prose/binding"),
    ]
    assert rows[0]["doubt"] == reason("prose/moved")
    assert printed(database, "--doubtful", "--format", "csv").splitlines()[0].endswith(",doubt")
    assert [row["text"] for row in json.loads(printed(database, "--doubtful", "--kind", "mål", "--format", "json"))] == [
        "Ska ske"
    ]
