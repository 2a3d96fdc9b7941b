"""How much the confidence of nodes can be trusted, and its weights fitted anew.

python tests/quality/calibrate.py [DOCUMENTS EXPECTED]...                      print the figures, one document left out at a time
python tests/quality/calibrate.py [DOCUMENTS EXPECTED]... --older READINGS EXPECTED ...   learn from those readings, too
python tests/quality/calibrate.py ... --write                                  write the weights to rules/confidence.toml

The sample corpus is always read, and the shared documents where they lie beside the checkout. DOCUMENTS is a folder of documents
or of JSON files that `malspar extract` wrote, EXPECTED one of gold files. What follows --older are JSON files by earlier versions
of the program: they teach what goes wrong with documents that no rule was tuned on, and are left out of the figures.

A node is right that has the text, the kind and the parent of one in the gold file. The weights are those of a logistic
regression that is drawn to ``EXPECTED_WEIGHTS``; documents of one name are left out together.
"""

import math
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from malspar.corpus import gold, score
from malspar.corpus.files import extracted
from malspar.extractor import confidence
from malspar.models.document import Document

ROOT = Path(__file__).resolve().parent.parent.parent
SHARED = ROOT.parent / "shared"
WEIGHTS = ROOT / "rules" / "confidence.toml"
SAMPLE = (ROOT / "corpus" / "demo" / "documents", ROOT / "corpus" / "demo" / "expected")
READ = frozenset({".pdf", ".html", ".txt", ".md", ".json"})

PULL = 25.0  # how strongly a weight is drawn to what is expected of it, in nodes
BASE, PULL_OF_BASE = 2.9, 120.0  # as much as if of many nodes 5 in 100 were wrong, as on documents that no rule was tuned on
OLDER = 0.3  # what a node of an older reading counts
# What is expected before anything is counted: what a careful person would take for a doubt, or for a sign that all is well.
# There are too few wrong nodes to learn all of this from; where there are many of a trait, they overrule it.
EXPECTED_WEIGHTS = {
    "text/label": 0.3, "text/scraps": -1.5, "text/lower-case": -0.3, "text/question": -1.0, "text/sentences": -1.0,
    "text/full-stop": -0.3, "text/speaks-of-levels": -0.5, "text/day": -1.5, "text/column-name": -1.5, "text/others": -0.7,
    "text/reported": -0.7, "has/status": 0.5, "place/alone": -0.3, "place/guessed-parent": -0.3,
    "place/same-kind-parent": -0.5, "place/rare": -0.7, "place/mates-judged": -0.5, "place/mates-labelled": -0.5,
    "place/orphan": -1.0, "document/no-goal-above": -1.5, "place/beside-goals": -1.0, "place/only-below-last": -1.0,
    "place/number-not-below": -1.5, "place/repeated": -1.0, "total/agrees": 0.3, "total/disagrees": -1.0,
    "total/parent-disagrees": -0.7, "document/any-disagreement": -0.3, "document/unlike-plans": -0.5,
    "document/kind-explained": 0.3, "document/no-part-goals": -1.0,
}  # fmt: skip

Pairs = list[tuple[Path, Path]]
Vector = list[float]


class Seen(NamedTuple):
    """A node that was read: its document's name, its traits, whether it is right, and how much it counts."""

    document: str
    traits: tuple[str, ...]
    right: bool
    weight: float = 1.0


class Figures(NamedTuple):
    """How far a confidence can be trusted: see ``figures``."""

    nodes: int
    wrong: int
    auc: float
    sure: float
    precise: float
    error: float
    mean: float


def always() -> Pairs:
    """The folders that are always read, with their gold files."""
    pairs = [SAMPLE]
    if (SHARED / "gold").is_dir():
        documents = SHARED / "documents"
        folders = (documents / "real", documents / "made", documents / "seeds", SHARED / "seeds", SHARED / "variants")
        pairs += [(folder, SHARED / "gold") for folder in folders]
    return pairs


def nodes(documents: Path, expected: Path, weight: float = 1.0) -> Iterator[Seen]:
    """Every node of every document that has a gold file."""
    for path in sorted(documents.iterdir()):
        wanted = expected / f"{path.stem}.yaml"
        if path.suffix not in READ or not wanted.exists():
            continue
        document = Document.model_validate_json(path.read_bytes()) if path.suffix == ".json" else extracted(str(path))
        told = confidence.traits(document.goals, document.document, document.levels, document.stated_totals)
        for (_, traits), right in zip(told, _right(document, gold.read_gold(wanted)), strict=True):
            yield Seen(path.stem, tuple(traits), right, weight)


def _right(document: Document, expected: gold.Tree) -> Iterator[bool]:
    """Whether each node is right, in reading order."""
    got = gold.Tree.model_validate_json(document.to_json(blocks=False))
    theirs, ours = score._placed(expected.goals), score._placed(got.goals)
    pairs = score.pair(*([(node.text, node.kind) for node, _ in side] for side in (theirs, ours)))
    twins = {mine: its for its, mine in pairs.items()}
    for place, one in enumerate(ours):
        twin = theirs[twins[place]] if place in twins else None
        yield twin is not None and twin.node.kind == one.node.kind and score._parent_right(twin, one, pairs)


class Model:
    """The fit: weights by trait, from nodes grouped by what they show."""

    def __init__(self, seen: Iterable[Seen]) -> None:
        totals: dict[tuple[str, tuple[str, ...], bool], float] = {}
        for one in seen:
            key = (one.document, one.traits, one.right)
            totals[key] = totals.get(key, 0.0) + one.weight
        self._names = ["base", *sorted({name for _, traits, _ in totals for name in traits})]
        index = {name: place for place, name in enumerate(self._names)}
        self._rows = [
            (document, [0, *(index[name] for name in traits)], right, weight)
            for (document, traits, right), weight in totals.items()
        ]
        self._expected = [BASE, *(EXPECTED_WEIGHTS.get(name, 0.0) for name in self._names[1:])]

    def fit(self, without: str | None = None, start: Mapping[str, float] | None = None, steps: int = 40) -> dict[str, float]:
        """The weights by Newton's method, from all documents but one."""
        weights = [start[name] for name in self._names] if start else list(self._expected)
        rows = _merged(row for row in self._rows if row[0] != without)
        for _ in range(steps):
            change = self._step(weights, rows)
            weights = [weight + max(-2.0, min(2.0, one)) for weight, one in zip(weights, change, strict=True)]
            if max(map(abs, change)) < 1e-4:
                break
        return dict(zip(self._names, weights, strict=True))

    def _step(self, weights: Vector, rows: Mapping[tuple[int, ...], tuple[float, float]]) -> Vector:
        size = len(weights)
        pulls = [PULL_OF_BASE] + [PULL] * (size - 1)
        slope = [pull * (mean - weight) for pull, mean, weight in zip(pulls, self._expected, weights, strict=True)]
        bend = [[0.0] * size for _ in range(size)]
        for i in range(size):
            bend[i][i] = pulls[i]
        for places, (right, count) in rows.items():
            chance = 1 / (1 + math.exp(-sum(weights[i] for i in places)))
            for i in places:
                slope[i] += right - count * chance
                row = bend[i]
                for j in places:
                    row[j] += count * chance * (1 - chance)
        return _solved(bend, slope)


def _merged(rows: Iterable[tuple[str, list[int], bool, float]]) -> dict[tuple[int, ...], tuple[float, float]]:
    """By traits: how many nodes are right, and how many there are."""
    merged: dict[tuple[int, ...], tuple[float, float]] = {}
    for _, places, right, weight in rows:
        key = tuple(places)
        before = merged.get(key, (0.0, 0.0))
        merged[key] = (before[0] + weight * right, before[1] + weight)
    return merged


def _solved(matrix: list[Vector], vector: Vector) -> Vector:
    """The solution of a positive definite system, by elimination."""
    size = len(vector)
    rows = [[*row, value] for row, value in zip(matrix, vector, strict=True)]
    for i in range(size):
        pivot = rows[i]
        for k in range(i + 1, size):
            if factor := rows[k][i] / pivot[i]:
                rows[k] = [a - factor * b for a, b in zip(rows[k], pivot, strict=True)]
    solution = [0.0] * size
    for i in reversed(range(size)):
        known = sum(rows[i][j] * solution[j] for j in range(i + 1, size))
        solution[i] = (rows[i][size] - known) / rows[i][i]
    return solution


def left_out(seen: Sequence[Seen], older: Sequence[Seen] = ()) -> list[float]:
    """The confidence of each node, by weights that were fitted without any reading of its document."""
    model = Model([*seen, *older])
    whole = model.fit()
    fitted = {document: model.fit(document, whole, 4) for document in dict.fromkeys(one.document for one in seen)}
    return [confidence.probability(one.traits, fitted[one.document]) for one in seen]


def figures(rates: Sequence[float], right: Sequence[bool]) -> Figures:
    """How far confidences can be trusted.

    ``auc``: how often a right node has more than a wrong one; ``sure``: the share of the right that have 0.9 or more;
    ``precise``: the share of those with 0.9 or more that are right; ``error``: how far confidence and share right are apart,
    the mean over ten bins of as many nodes each.
    """
    told = sorted(zip(rates, right, strict=True))
    wrong = [rate for rate, is_right in told if not is_right]
    good = [rate for rate, is_right in told if is_right]
    wins = sum((rate > other) + 0.5 * (rate == other) for rate in good for other in wrong)
    sure = [is_right for rate, is_right in told if rate >= 0.9]
    size = len(told)
    bins = [told[size * k // 10 : size * (k + 1) // 10] for k in range(10)]
    error = sum(abs(sum(rate - is_right for rate, is_right in one)) for one in bins) / size
    return Figures(
        nodes=size,
        wrong=len(wrong),
        auc=wins / (len(good) * len(wrong)) if good and wrong else math.nan,
        sure=sum(sure) / len(good),
        precise=sum(sure) / len(sure) if sure else math.nan,
        error=error,
        mean=sum(rates) / size,
    )


HEAD = """# How much each trait of a node tells of whether it is right: `extractor/confidence.py` says what traits there are, adds
# up the weights and makes a probability of the sum. Above 0 speaks for a node, below 0 against it. A trait that is not here has
# no weight, so that a new rule counts as its family does ("family/heading" for "heading/area"). Example: 1 is a factor 2.7 in
# the odds; what has confidence 0.95 has 0.88 with a further -1 and 0.72 with a further -2.
#
# Written by `tests/quality/calibrate.py --write`; not to be edited by hand. Fitted on {nodes} nodes of {documents} documents
# ({wrong} of them wrong), and on {older} nodes read by earlier versions of the program ({older_wrong} wrong), each counted as
# {share} of a node. The rules were tuned on most of these documents: there, one or two nodes in a hundred are wrong, on
# documents that no rule was tuned on five to ten. So the earlier readings are there to draw the base towards those: on
# documents that the rules know well, the confidence is too low rather than too high.
"""


def text_of(weights: Mapping[str, float], seen: Sequence[Seen], older: Sequence[Seen]) -> str:
    """The file of weights."""
    head = HEAD.format(
        nodes=len(seen),
        documents=len({one.document for one in seen}),
        wrong=sum(not one.right for one in seen),
        older=len(older),
        older_wrong=sum(not one.right for one in older),
        share=OLDER,
    )
    lines = [f'"{name}" = {weight:.2f}' for name, weight in sorted(weights.items()) if name != "base" and abs(weight) >= 0.005]
    return "\n".join([head, f"base = {weights['base']:.2f}", "", "[traits]", *lines, ""])


def main(arguments: list[str]) -> int:
    """Print the figures; with --write, write the weights."""
    write = "--write" in arguments
    given = [argument for argument in arguments if argument != "--write"]
    cut = given.index("--older") if "--older" in given else len(given)
    now, before = ([Path(one) for one in part] for part in (given[:cut], given[cut + 1 :]))
    pairs = [*always(), *zip(now[::2], now[1::2], strict=True)]
    seen = {folders: list(nodes(*folders)) for folders in pairs}
    older = [one for folders in zip(before[::2], before[1::2], strict=True) for one in nodes(*folders, OLDER)]
    every = [one for part in seen.values() for one in part]
    rates = left_out(every, older)
    print(f"{'one document left out at a time':45}" + "".join(f"{name:>9}" for name in Figures._fields))
    left = iter(rates)
    for (folder, _), part in seen.items():
        _print("/".join(folder.parts[-2:]), figures([next(left) for _ in part], [one.right for one in part]))
    _print("all", figures(rates, [one.right for one in every]))
    if write:
        WEIGHTS.write_text(text_of(Model([*every, *older]).fit(), every, older), "utf-8")
    return 0


def _print(name: str, found: Figures) -> None:
    print(f"{name:45}{found.nodes:9}{found.wrong:9}" + "".join(f"{figure:9.3f}" for figure in found[2:]))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
