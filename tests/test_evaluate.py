"""`malspar evaluate`: what counts as right, what is told of the rest, and the same figures as the shared scorer's."""

import json
import random
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner, Result

from malspar.cli import cli
from malspar.corpus import gold as gold_files
from malspar.corpus.evaluate import evaluate, figures
from malspar.corpus.gold import Tree, match
from malspar.corpus.score import Mistake, score
from malspar.models.errors import UsageProblem

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared" / "gold"

Json = dict[str, Any]


def goal(text: str, kind: str = "mål", *children: Json, **more: object) -> Json:
    return {"kind": kind, "text": text, "children": list(children)} | more


TREE: Json = {
    "document": {"organisation": "Ekbacka kommun", "period": {"from": 2024, "to": 2027}},
    "goals": [
        goal(
            "Ett tryggt Ekbacka", "målområde", goal("Fler cyklar till skolan", label="1.1", year=2026, responsible=["TN", "KS"])
        ),
        goal("Andel nöjda", "indikator", values=[{"raw": "6,5", "kind": "utfall", "year": 2024}], status="⬤"),
    ],
    "milestones": [{"date": "2024-05-02", "text": "Nämnderna lämnar sina förslag"}],
    "levels": [{"term": "målområde", "kind": "målområde"}],
    "stated_totals": [{"text": "två mål är nådda", "count": 2}],
    "empty_sections": ["Nyckeltal"],
}


def figure(got: Json, name: str) -> float | None:
    return score(Tree.model_validate(TREE), Tree.model_validate(got)).counts[name].figure


def mistakes(got: Json) -> tuple[Mistake, ...]:
    return score(Tree.model_validate(TREE), Tree.model_validate(got)).mistakes


def test_a_tree_against_itself_is_right_everywhere() -> None:
    tree = Tree.model_validate(TREE)
    assert set(figures([score(tree, tree)]).values()) == {1.0}
    assert mistakes(TREE) == ()


def test_a_wrong_parent_costs_the_tree_but_not_the_node() -> None:
    flat = TREE | {"goals": [goal("Ett tryggt Ekbacka", "målområde"), goal("Fler cyklar till skolan"), TREE["goals"][1]]}
    assert figure(flat, "nodes") == 1
    assert figure(flat, "tree") == pytest.approx(2 / 3)
    assert figure(flat, "label") == 0
    assert Mistake("parent", "Ett tryggt Ekbacka", None, "Fler cyklar till skolan") in mistakes(flat)


def test_an_invention_and_a_miss_cost_both_and_are_told() -> None:
    got = TREE | {"goals": [TREE["goals"][1], goal("Något helt annat som ingen har skrivit")]}
    assert figure(got, "nodes") == pytest.approx(2 * 1 / (2 + 3))
    assert [(one.what, one.text) for one in mistakes(got)] == [
        ("missed", "Ett tryggt Ekbacka"),
        ("missed", "Fler cyklar till skolan"),
        ("invented", "Något helt annat som ingen har skrivit"),
    ]


def test_a_text_within_ten_percent_is_found_and_one_beyond_is_not() -> None:
    assert figure(TREE | {"goals": [goal("Ett trygt Ekbacka!", "målområde")]}, "målområde") == 1
    assert figure(TREE | {"goals": [goal("Ett otryggt Ekbackastad", "målområde")]}, "målområde") == 0


def test_of_equal_texts_the_one_of_the_same_kind_is_taken() -> None:
    expected = Tree.model_validate({"goals": [goal("Trygghet", "målområde"), goal("Trygghet", "mål")]})
    got = Tree.model_validate({"goals": [goal("Trygghet", "mål"), goal("Trygghet", "målområde")]})
    assert score(expected, got).counts["kind"].figure == 1


def test_values_with_their_place_are_read_as_those_printed() -> None:
    at = {"spans": [], "boxes": [], "rule": "made/rule", "confidence": 0.9}
    area, measure = TREE["goals"]
    child = area["children"][0] | {"responsible": [{"raw": "KS", "at": at}, {"raw": "TN", "body": "Tekniska nämnden", "at": at}]}
    assert mistakes(TREE | {"goals": [area | {"children": [child]}, measure | {"status": {"raw": "⬤", "at": at}}]}) == ()


@pytest.mark.parametrize(
    ("change", "name", "mistake"),
    [
        (
            {"milestones": [{"date": "2024-05-03", "text": "Nämnderna lämnar sina förslag"}]},
            "milestones",
            ("milestone", "2024-05-02"),
        ),
        ({"levels": [{"term": "Målområde", "kind": "mål"}]}, "levels", ("level", "målområde")),
        ({"stated_totals": [{"text": "Två mål är nådda", "count": 3}]}, "stated_totals", ("stated total", "2")),
        ({"empty_sections": ["Bilagor"]}, "empty_sections", ("empty section", "nyckeltal")),
    ],
)
def test_the_parts_beside_the_tree_are_counted_and_told(change: Json, name: str, mistake: tuple[str, str]) -> None:
    assert figure(TREE | change, name) == 0
    assert mistake in [(one.what, one.expected) for one in mistakes(TREE | change)]


def test_a_milestone_may_be_told_in_more_words() -> None:
    longer = "Nämnderna lämnar sina förslag till budget för de tre åren"
    assert figure(TREE | {"milestones": [{"date": "2024-05-02", "text": longer}]}, "milestones") == 1


def test_a_value_of_another_year_is_missed_and_invented() -> None:
    got = TREE | {"goals": [goal("Andel nöjda", "indikator", values=[{"raw": "6.5", "kind": "utfall", "year": 2023}])]}
    assert figure(got, "values") == 0
    told = [(one.expected, one.got) for one in mistakes(got) if one.what == "value"]
    assert told == [("6,5, utfall, 2024", None), (None, "6.5, utfall, 2023")]


def test_facts_are_counted_that_the_gold_file_tells() -> None:
    got = TREE | {"document": {"organisation": "Ekbacka Kommun", "period": {"from": 2024, "to": 2026}, "kind": "strategi"}}
    assert figure(got, "document") == 0.5
    assert Mistake("document.period", "2024–2027", "2024–2026") in mistakes(got)


# --- the command -----------------------------------------------------------------------------------------------------


def run(*args: object) -> Result:
    return CliRunner().invoke(cli, ["evaluate", *map(str, args)])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A gold file and a reading that lacks one node, and a gold file whose document is not there."""
    for name in ("plan", "mal"):
        (tmp_path / f"{name}.yaml").write_text(yaml.safe_dump(TREE, allow_unicode=True), "utf-8")
    (tmp_path / "plan.json").write_text(json.dumps(TREE | {"goals": TREE["goals"][:1]}), "utf-8")
    return tmp_path


def test_the_figures_of_one_document(folder: Path) -> None:
    result = run(folder / "plan.yaml", folder / "plan.json")
    assert (result.exit_code, result.stderr) == (0, "")
    assert re.search(r"^plan +0\.800 +0\.800 +2 +2 +3$", result.stdout, re.MULTILINE)
    assert re.search(r"^tree +0\.800 +2 +2 +3$", result.stdout, re.MULTILINE)
    assert "missed" not in result.stdout
    assert "missed indikator: Andel nöjda" in run(folder / "plan.yaml", folder / "plan.json", "--errors").stdout


def test_a_gold_file_without_a_document_counts_as_missed_and_is_told(folder: Path) -> None:
    result = run(folder, folder)
    assert result.exit_code == 0
    assert "1 of 2 gold files have no document and count as missed" in result.stderr
    assert re.search(r"^mal .* not given$", result.stdout, re.MULTILINE)
    told = json.loads(run(folder, folder, "--json", "--errors").stdout)
    assert told["documents"]["mal"] | {"errors": []} == {"tree": 0.0, "nodes": 0.0, "missing": True, "errors": []}
    assert told["documents"]["plan"]["errors"] == [
        {"what": "missed", "expected": "indikator", "got": None, "text": "Andel nöjda"}
    ]
    assert told["figures"]["tree_macro"] == 0.4


def test_a_document_that_cannot_be_read_is_told_and_the_rest_goes_on(folder: Path) -> None:
    (folder / "mal.pdf").write_bytes(b"%PDF-1.7 and no more")
    result = run(folder, folder)
    assert result.exit_code == 1
    assert "mal.pdf" in result.stderr
    assert re.search(r"^mal .* not read$", result.stdout, re.MULTILINE)
    assert run(folder, folder / "mal.pdf").exit_code == 3


def _nothing(folder: Path) -> tuple[Path, Path]:
    return folder / "nosuch.yaml", folder / "plan.json"


def _no_partner(folder: Path) -> tuple[Path, Path]:
    return folder / "mal.yaml", folder / "plan.json"


def _two_of_one_name(folder: Path) -> tuple[Path, Path]:
    (folder / "plan.txt").write_text("Mål", "utf-8")
    return folder, folder


def _no_tree(folder: Path) -> tuple[Path, Path]:
    (folder / "plan.yaml").write_text("goals:\n- kind: mål\n  responsible: KS\n", "utf-8")
    return folder / "plan.yaml", folder / "plan.json"


def _no_yaml(folder: Path) -> tuple[Path, Path]:
    (folder / "plan.yaml").write_text("goals: [", "utf-8")
    return folder / "plan.yaml", folder / "plan.json"


def _no_reading(folder: Path) -> tuple[Path, Path]:
    (folder / "plan.json").write_text('{"goals": 3}', "utf-8")
    return folder / "plan.yaml", folder / "plan.json"


@pytest.mark.parametrize(
    ("made", "code", "says"),
    [
        (_nothing, 2, "no gold file or folder"),
        (_no_partner, 2, "plan.yaml for plan.pdf"),
        (_two_of_one_name, 2, "give one of them"),
        (_no_tree, 3, "goals.0.responsible should be a list"),
        (_no_yaml, 3, "is no gold file"),
        (_no_reading, 3, "is not what `malspar extract` writes: goals should be a list"),
    ],
)
def test_trouble_is_one_line(made: Callable[[Path], tuple[Path, Path]], code: int, says: str, folder: Path) -> None:
    result = run(*made(folder))
    assert (result.exit_code, result.stdout) == (code, "")
    assert says in result.stderr
    assert result.stderr.count("\n") == 1


def test_words_that_no_reading_can_match_are_told(folder: Path) -> None:
    (folder / "plan.yaml").write_text("goals:\n- {kind: mal, text: Trygghet, lable: 1, status: {meaning: klart}}\n", "utf-8")
    told = run(folder / "plan.yaml", folder / "plan.json").stderr
    assert all(word in told for word in ("“mal” is no kind of node", "“lable” is no field", "“klart” is no meaning"))


def test_without_the_extra_the_remedy_is_told_before_anything_is_read(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "rapidfuzz", None)
    monkeypatch.setattr(gold_files, "read_gold", lambda _path: pytest.fail("was read"))
    result = run(folder / "plan.yaml", folder / "plan.json")
    assert (result.exit_code, "pip install 'malspar[evaluate]'" in result.stderr) == (2, True)
    monkeypatch.undo()
    monkeypatch.setitem(sys.modules, "yaml", None)
    with pytest.raises(UsageProblem, match="evaluate needs yaml"):
        match(str(folder / "plan.yaml"), [str(folder / "plan.json")])


def test_the_ten_minutes_of_contributing_end_in_a_tree_that_is_read_right(tmp_path: Path) -> None:
    text = (ROOT / "CONTRIBUTING.md").read_text("utf-8").partition("in ten minutes\n")[2]
    for language, name in (("markdown", "plan.md"), ("yaml", "plan.yaml")):
        block = re.search(rf"```{language}\n(.*?)```", text, re.DOTALL)
        assert block
        (tmp_path / name).write_text(block[1], "utf-8")
    told = json.loads(run(tmp_path / "plan.yaml", tmp_path / "plan.md", "--json").stdout)
    assert told["figures"]["tree"] == told["figures"]["document"] == 1


# --- the shared scorer -----------------------------------------------------------------------------------------------


def _mangled(nodes: list[Json] | None, chance: random.Random) -> Iterator[Json]:
    """A tree as a bad reader has it: nodes lost, doubled, moved up, of another kind, with other words and facts."""
    for node in nodes or ():
        below = list(_mangled(node.get("children"), chance))
        if chance.random() < 0.1:
            yield from below
            continue
        read = node | {"children": below}
        if chance.random() < 0.2:
            read["text"] = read["text"].upper()[: chance.randint(10, 300)]
        if chance.random() < 0.2:
            read |= {"kind": chance.choice(["mål", "delmål", "aktivitet"]), "label": "7", "year": 2031, "page": 3}
        if chance.random() < 0.2:
            read |= {"status": {"raw": "Klart", "signal": None, "meaning": "genomfört"}, "responsible": [{"raw": "Ks"}]}
        if chance.random() < 0.3:
            read["values"] = [value | {"year": 2031} for value in node.get("values") or ()][:1]
        if chance.random() < 0.2:
            read, below = read | {"children": []}, read["children"]
            yield from below
        yield from [read] * chance.choice([1, 1, 1, 2])


def _misread(gold: Json, chance: random.Random) -> Json:
    got = gold | {"goals": list(_mangled(gold.get("goals"), chance))}
    for part in ("milestones", "levels", "stated_totals", "empty_sections"):
        items = [item for item in gold.get(part) or () if chance.random() < 0.8]
        got[part] = items + items[: chance.randint(0, 1)]
    got["document"] = {name: value for name, value in gold["document"].items() if chance.random() < 0.8}
    return got


@pytest.mark.skipif(not SHARED.exists(), reason="the shared documents do not lie beside this checkout")
@pytest.mark.parametrize("seed", [1, 2])
@pytest.mark.parametrize("folder_of_gold", [ROOT / "corpus" / "demo" / "expected", SHARED], ids=["sample", "shared"])
def test_the_figures_are_those_of_the_shared_scorer(folder_of_gold: Path, seed: int, tmp_path: Path) -> None:
    chance = random.Random(seed)  # noqa: S311 - the same misreadings each time
    for path in sorted(folder_of_gold.glob("*.yaml"))[1:]:  # the first has no reading
        got = _misread(yaml.load(path.read_text("utf-8"), yaml.CSafeLoader), chance)
        (tmp_path / f"{path.stem}.json").write_text(json.dumps(got, default=str), "utf-8")
    command = [sys.executable, str(SHARED / "score.py"), str(tmp_path), "--gold", str(folder_of_gold), "--json"]
    theirs = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    assert json.loads(run(folder_of_gold, tmp_path, "--json").stdout) == theirs
    assert 0.2 < theirs["figures"]["tree"] < 0.9


@pytest.mark.skipif(not SHARED.exists(), reason="the shared documents do not lie beside this checkout")
def test_documents_have_the_figures_that_their_json_has_there(sample: Path, tmp_path: Path) -> None:
    documents = sorted((sample / "documents").glob("stensholma-ma*"))
    assert CliRunner().invoke(cli, ["extract", *map(str, documents), "--output", str(tmp_path)]).exit_code == 0
    command = [sys.executable, str(SHARED / "score.py"), str(tmp_path), "--gold", str(sample / "expected"), "--json"]
    theirs = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)["figures"]
    results = list(evaluate(match(str(sample / "expected"), map(str, documents))))
    assert figures([result.score for result in results]) == theirs
