"""The figures of the house: floors that hold, and the table in the READMEs."""

import tomllib
from pathlib import Path

import measure
import pytest


def test_a_figure_under_its_floor_is_told() -> None:
    assert measure.under({"sample": {"tree": 0.8}}, {"sample": {"tree": 0.8}}) == []
    assert measure.under({"sample": {"tree": 0.79}}, {"sample": {"tree": 0.8}}) == ["sample: tree is 0.790, the floor is 0.800"]
    assert measure.under({"sample": {}}, {"sample": {"tree": 0.8}})


def test_the_readme_takes_the_figures_between_its_marks() -> None:
    text = f"Before\n{measure.BEGIN}\nold\n{measure.END}\nafter\n"
    of = {key: {"tree": 0.912, "links": 0.5} for key in ("sample", "versions", "systems", "changes", "changes-trees")}
    assert "| tree | 0.912 | 0.912 | 0.912 |" in measure.readme_with(text, of)
    assert "| links | 0.500 | 0.500 |" in measure.readme_with(text, of)
    assert measure.readme_with(measure.readme_with(text, of), of).endswith("after\n")


def test_floors_that_were_raised_can_be_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    floors = tmp_path / "floors.toml"
    floors.write_text("# Floors.\n\n[sample]\ntree = 0.900\n", "utf-8")
    monkeypatch.setattr(measure, "FLOORS", floors)
    measure.raise_floors({"sample": {"tree": 0.8, "status": 0.7}, "changes": {"status": 1.0}}, {"sample": {"tree": 0.9}})
    assert tomllib.loads(floors.read_text("utf-8")) == {"sample": {"tree": 0.9, "status": 0.7}, "changes": {"status": 1.0}}
