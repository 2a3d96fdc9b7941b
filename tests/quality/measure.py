"""The figures of the sample corpus, and of the shared documents where they lie beside the checkout, against their floors.

python tests/quality/measure.py                  print the figures, fail where one is under its floor in floors.toml
python tests/quality/measure.py --raise          lift the floors to the figures; a floor is never lowered
python tests/quality/measure.py --write-readme   write the sample corpus's figures into README.md and README.sv.md
python tests/quality/measure.py --check-readme   fail where they are others than those measured
"""

import json
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import changes

from malspar.corpus import evaluate, gold
from malspar.corpus.references import references

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
SAMPLE = ROOT / "corpus" / "demo"
VERSIONS = SAMPLE / "versions"
SYSTEMS = SAMPLE / "systems"
SHARED = ROOT.parent / "shared"
FLOORS = HERE / "floors.toml"
READMES = (ROOT / "README.md", ROOT / "README.sv.md")
BEGIN, END = "<!-- figures: written by `make docs` -->", "<!-- /figures -->"
SHOWN = (
    "tree", "nodes", "kind", "label", "term", "year", "page", "responsible", "status", "signal", "meaning", "values",
    "skrivning", "milestones", "levels", "stated_totals", "empty_sections", "document",
)  # fmt: skip
CHANGED = (
    "links", "links_changed", "split", "merged", "removed", "added", "closing",
    "wording", "moved", "relabelled", "status", "responsible", "target", "strength",
)  # fmt: skip
SLACK = 0.0005  # figures are told with three decimals

Figures = dict[str, float]


class Set(NamedTuple):
    """Documents that are measured together, and the arguments that the shared scorer wants for them."""

    name: str
    documents: list[Path]
    scorer: list[str]


def shared_sets() -> Iterator[Set]:
    """The sets of the shared documents: each kind of material, the seeds also as laid out."""
    documents = SHARED / "documents"
    yield Set("seeds", sorted((SHARED / "seeds").glob("*.txt")), [])
    yield Set("variants", sorted((SHARED / "variants").glob("*.txt")), [])
    yield Set("real", sorted((documents / "real").iterdir()), [])
    yield Set("made", sorted((documents / "made").iterdir()), [])
    laid = sorted(path for path in (documents / "seeds").iterdir() if path.suffix in {".pdf", ".html"})
    yield Set("laid", laid, ["--pages", str(documents / "seeds")])


def extract(documents: Sequence[Path | str], folder: Path) -> None:
    """Read the documents with the command that a user types."""
    command = [str(Path(sys.executable).with_name("malspar")), "extract", *map(str, documents), "--output", str(folder)]
    done = subprocess.run(command, check=False, stdout=subprocess.DEVNULL)
    if done.returncode:
        sys.exit(f"malspar extract ended with exit code {done.returncode}; every document must be read")


def measure_sample(sample: Path = SAMPLE) -> Figures:
    """The figures of the sample corpus, as `malspar evaluate` counts them."""
    with tempfile.TemporaryDirectory() as folder:
        extract(references([str(sample / "documents")], Path(folder)), Path(folder))
        scores = [result.score for result in evaluate.evaluate(gold.match(str(sample / "expected"), [folder]))]
    return {name: round(figure, 3) for name, figure in evaluate.figures(scores).items()}


def measure_own() -> dict[str, Figures]:
    """The figures of the sample corpus: its documents, its version pairs and what changed between these, its publishing systems.

    Changes are found from the documents, and from the expected trees: what the comparison alone gets wrong. No sentence that
    closes a goal is in a tree.
    """
    trees = changes.figures(VERSIONS / "changes", changes.of_trees(VERSIONS))
    return {
        "sample": measure_sample(),
        "versions": measure_sample(VERSIONS),
        "systems": measure_sample(SYSTEMS),
        "changes": changes.figures(VERSIONS / "changes", changes.of_documents(VERSIONS)),
        "changes-trees": {name: figure for name, figure in trees.items() if name != "closing"},
    }


def measure_shared(documents: Set) -> Figures:
    """The figures of one set of shared documents, by the scorer that lies there."""
    with tempfile.TemporaryDirectory() as folder:
        extract(documents.documents, Path(folder))
        stems = [path.stem for path in documents.documents]
        command = [sys.executable, str(SHARED / "gold" / "score.py"), folder, "--json", *documents.scorer, "--only", *stems]
        done = subprocess.run(command, check=True, capture_output=True, text=True)
    found: Figures = json.loads(done.stdout)["figures"]
    return {name: round(figure, 3) for name, figure in found.items()}


def measure_shared_changes() -> Figures:
    """The figures of the shared version pairs, compared from their documents, by the scorer that lies there."""
    places = (SHARED / "seeds", SHARED / "variants", SHARED / "documents" / "made", SHARED / "documents" / "real")
    files = {path.stem: path for place in places for path in place.iterdir()}
    with tempfile.TemporaryDirectory() as folder:
        for old, new, _ in changes.pairs(SHARED / "gold" / "changes"):
            found = changes.compared(files[old], files[new]).model_dump_json(by_alias=True)
            (Path(folder) / f"{old}__{new}.json").write_text(found, "utf-8")
        command = [sys.executable, str(SHARED / "gold" / "score_changes.py"), folder, "--json"]
        done = subprocess.run(command, check=True, capture_output=True, text=True)
    figures: Figures = json.loads(done.stdout)["figures"]
    return {name: round(figure, 3) for name, figure in figures.items() if name in CHANGED}


def measure() -> dict[str, Figures]:
    """All figures by set."""
    sets = measure_own()
    if (SHARED / "gold" / "score.py").exists():
        sets |= {f"shared-{one.name}": measure_shared(one) for one in shared_sets()}
        sets["changes-shared"] = measure_shared_changes()
    return sets


def print_figures(sets: Mapping[str, Figures], floors: Mapping[str, Figures]) -> None:
    """A line for each figure, with a column for each set; a star marks a figure under its floor."""
    for names, of_changes in ((SHOWN, False), (CHANGED, True)):
        shown = {of: figures for of, figures in sets.items() if of.startswith("changes") is of_changes}
        print(f"{'':15}" + "".join(f"{name:>17}" for name in shown))
        for name in names:
            cells = [_cell(figures.get(name), floors.get(of, {}).get(name)) for of, figures in shown.items()]
            print(f"{name:15}" + "".join(f"{cell:>17}" for cell in cells))


def _cell(figure: float | None, floor: float | None) -> str:
    if figure is None:
        return "–"
    held = "" if floor is None else f" ≥ {floor:.3f}"
    return f"{figure:.3f}{held}" + ("*" if floor is not None and figure < floor - SLACK else "")


def under(sets: Mapping[str, Figures], floors: Mapping[str, Figures]) -> list[str]:
    """What is under its floor, in words. A figure that was not measured at all is under it, too."""
    return [
        f"{of}: {name} is {sets[of].get(name, 0.0):.3f}, the floor is {floor:.3f}"
        for of, held in floors.items()
        if of in sets
        for name, floor in held.items()
        if sets[of].get(name, 0.0) < floor - SLACK
    ]


def raise_floors(sets: Mapping[str, Figures], floors: Mapping[str, Figures]) -> None:
    """Write the floors anew, each the higher of what it was and what was measured."""
    head = FLOORS.read_text("utf-8").split("\n[", 1)[0].rstrip()
    parts = [head]
    for of in dict.fromkeys([*floors, *sets]):
        old, new = floors.get(of, {}), sets.get(of, {})
        lines = [
            f"{name} = {max(old.get(name, 0.0), new.get(name, 0.0)):.3f}"
            for name in dict.fromkeys((*SHOWN, *CHANGED))
            if name in old or name in new
        ]
        parts.append("\n".join([f"[{of}]", *lines]))
    FLOORS.write_text("\n\n".join(parts) + "\n", "utf-8")


def readme_with(text: str, sets: Mapping[str, Figures]) -> str:
    """The README with the figures between its two marks: those of documents, and those of what changed."""
    before, rest = text.split(BEGIN)
    tables = [
        _table(sets, ("sample", "versions", "systems"), SHOWN),
        _table(sets, ("changes", "changes-trees"), CHANGED),
    ]
    return f"{before}{BEGIN}\n" + "\n\n".join(tables) + f"\n{END}{rest.split(END)[1]}"


def _table(sets: Mapping[str, Figures], of: tuple[str, ...], names: tuple[str, ...]) -> str:
    rows = [
        f"| {name} | " + " | ".join(f"{sets[one][name]:.3f}" if name in sets[one] else "–" for one in of) + " |"
        for name in names
        if any(name in sets[one] for one in of)
    ]
    return "\n".join([f"| | {' | '.join(of)} |", "|---" * (len(of) + 1) + "|", *rows])


def readme(*, write: bool) -> int:
    """Write the figures of the sample corpus into the READMEs, or tell which do not have them."""
    sets, stale = measure_own(), []
    for path in READMES:
        old = path.read_text("utf-8")
        new = readme_with(old, sets)
        if write:
            path.write_text(new, "utf-8")
        elif new != old:
            stale.append(path.name)
    if stale:
        print(f"The figures in {', '.join(stale)} are not those measured: make docs", file=sys.stderr)
    return len(stale) and 1


def main(arguments: list[str]) -> int:
    """Do what the arguments say; 1 where a floor is not reached or a README is stale."""
    if "--write-readme" in arguments or "--check-readme" in arguments:
        return readme(write="--write-readme" in arguments)
    floors: dict[str, Figures] = tomllib.loads(FLOORS.read_text("utf-8"))
    sets = measure()
    print_figures(sets, floors)
    if "--raise" in arguments:
        raise_floors(sets, floors)
        return 0
    failed = under(sets, floors)
    print("\n".join(failed or ["Every figure is at its floor or above."]))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
