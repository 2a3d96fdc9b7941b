"""The scorer of the sample corpus counts what it says it counts."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import measure
import pytest
import score as scorer
import yaml

ROOT = Path(__file__).resolve().parent.parent
SHARED_SCORER = ROOT.parent / "shared" / "gold" / "score.py"


def goal(text: str, kind: str = "mål", *children: dict[str, Any], **more: object) -> dict[str, Any]:
    return {"kind": kind, "text": text, "children": list(children)} | more


TREE: dict[str, Any] = {
    "document": {"organisation": "Ekbacka kommun", "period": {"from": 2024, "to": 2027}},
    "goals": [
        goal("Ett tryggt Ekbacka", "målområde", goal("Fler cyklar till skolan", label="1.1", year=2026)),
        goal("Andel nöjda", "indikator", values=[{"raw": "85 %", "kind": "utfall", "year": 2024}]),
    ],
    "milestones": [{"date": "2024-05-02", "text": "Nämnderna lämnar sina förslag"}],
}


def figures(got: dict[str, Any]) -> dict[str, float]:
    return {name: count.figure for name, count in scorer.score(TREE, got).items() if count.figure is not None}


def test_a_tree_against_itself_is_right_everywhere() -> None:
    assert set(figures(TREE).values()) == {1.0}


def test_a_wrong_parent_costs_the_tree_but_not_the_node() -> None:
    flat = TREE | {"goals": [goal("Ett tryggt Ekbacka", "målområde"), goal("Fler cyklar till skolan"), TREE["goals"][1]]}
    assert figures(flat)["nodes"] == 1
    assert figures(flat)["tree"] == pytest.approx(2 / 3)
    assert figures(flat)["label"] == 0


def test_an_invention_and_a_miss_cost_both() -> None:
    got = TREE | {"goals": [TREE["goals"][1], goal("Något helt annat som ingen har skrivit")]}
    assert figures(got)["nodes"] == pytest.approx(2 * 1 / (2 + 3))


def test_a_text_within_ten_percent_is_found() -> None:
    got = TREE | {"goals": [goal("Ett trygt Ekbacka!", "målområde")]}
    assert scorer.score(TREE, got)["nodes"].right == 1


def test_values_facts_and_milestones_are_counted() -> None:
    got = TREE | {"goals": [goal("Andel nöjda", "indikator")], "milestones": [], "document": {"organisation": "Ekbacka kommun"}}
    assert figures(got)["values"] == 0
    assert figures(got)["milestones"] == 0
    assert figures(got)["document"] == 0.5


def test_a_figure_under_its_floor_is_told() -> None:
    assert measure.under({"sample": {"tree": 0.8}}, {"sample": {"tree": 0.8}}) == []
    assert measure.under({"sample": {"tree": 0.79}}, {"sample": {"tree": 0.8}}) == ["sample: tree is 0.790, the floor is 0.800"]
    assert measure.under({"sample": {}}, {"sample": {"tree": 0.8}})


def test_the_readme_takes_the_figures_between_its_marks() -> None:
    text = f"Before\n{measure.BEGIN}\nold\n{measure.END}\nafter\n"
    assert "| tree | 0.912 |" in measure.readme_with(text, {"tree": 0.912})
    assert measure.readme_with(measure.readme_with(text, {"tree": 0.5}), {"tree": 0.5}).endswith("after\n")


@pytest.mark.skipif(not SHARED_SCORER.exists(), reason="the shared documents do not lie beside this checkout")
def test_tree_and_nodes_are_counted_as_the_shared_scorer_counts_them(sample: Path, tmp_path: Path) -> None:
    expected = sorted((sample / "expected").glob("*.yaml"))
    (tmp_path / "gold").mkdir()
    ours = []
    for path, other in zip(
        expected, expected[1:] + expected[:1], strict=True
    ):  # a tree against half of itself and half of another
        gold, wrong = (yaml.safe_load(one.read_text("utf-8")) for one in (path, other))
        got = gold | {"goals": [*(gold["goals"] or [])[:1], *(wrong["goals"] or [])[1:]]}
        (tmp_path / "gold" / path.name).write_text(path.read_text("utf-8"), "utf-8")
        (tmp_path / f"{path.stem}.json").write_text(json.dumps(got, default=str), "utf-8")
        ours.append(scorer.score(gold, got))
    command = [sys.executable, str(SHARED_SCORER), str(tmp_path), "--gold", str(tmp_path / "gold"), "--json"]
    theirs = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)["figures"]
    both = scorer.total(ours)
    for name in ("tree", "nodes", "kind", "label", "term", "year", "responsible", "status", "signal", "meaning", "values"):
        assert both[name].figure is None or both[name].figure == pytest.approx(theirs[name], abs=0.01), name
