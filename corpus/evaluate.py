"""Documents read and held against gold files: the figures over all of them, as a table with every mistake, or as JSON."""

import json
from collections.abc import Iterator, Sequence
from textwrap import shorten, wrap
from typing import NamedTuple

from ..models.errors import MalsparError
from ..models.goal import Kind
from .gold import Matched, Tree, read_tree
from .present import as_table
from .score import FIELDS, Count, Mistake, Score, score, total

FIGURES = (
    "tree", "tree_macro", "nodes", "kind", "parent", *FIELDS, "values", *Kind,
    "milestones", "levels", "stated_totals", "empty_sections", "document",
)  # fmt: skip


class Result(NamedTuple):
    """One gold file and how its document was read. ``missing`` tells that it was "not given" or "not read": then all of it
    counts as missed; ``reason`` tells why it could not be read.
    """

    stem: str
    score: Score
    missing: str | None = None
    reason: str = ""


def evaluate(matched: Matched) -> Iterator[Result]:
    """Each gold file with its document read and scored, in order.

    Raises ``MalsparError`` where the only document cannot be read; why one of several could not, its result tells.
    """
    return (_result(stem, tree, matched) for stem, tree in matched.gold.items())


def _result(stem: str, expected: Tree, matched: Matched) -> Result:
    ref = matched.refs.get(stem)
    if ref is None:
        return Result(stem, score(expected, Tree()), "not given")
    try:
        return Result(stem, score(expected, read_tree(ref)))
    except MalsparError as error:
        if len(matched.refs) == 1:
            raise
        return Result(stem, score(expected, Tree()), "not read", error.message)


def missing(results: Sequence[Result]) -> Iterator[str]:
    """Why documents were not read, and that they count."""
    yield from (result.reason for result in results if result.reason)
    if absent := sum(result.missing == "not given" for result in results):
        yield f"{absent} of {len(results)} gold files have no document and count as missed"


def figures(scores: Sequence[Score]) -> dict[str, float]:
    """Every figure over several documents; ``tree_macro`` is the mean of the documents' own, 1 where there is nothing to find."""
    found = {name: count.figure for name, count in total(scores).items()}
    trees = [_or_right(score.counts["tree"]) for score in scores]
    found["tree_macro"] = sum(trees) / len(trees) if trees else 0.0
    return {name: figure for name in FIGURES if (figure := found.get(name)) is not None}


def _or_right(count: Count) -> float:
    """A figure, 1 where there was nothing to find and nothing was found."""
    return 1.0 if count.figure is None else count.figure


def as_json(results: Sequence[Result], *, errors: bool) -> str:
    """The figures over all, and ``tree`` and ``nodes`` of each document, with ``errors`` also its mistakes."""
    documents = {
        result.stem: {name: result.score.counts[name].figure for name in ("tree", "nodes")}
        | {"missing": result.missing is not None}
        | ({"errors": [mistake._asdict() for mistake in result.score.mistakes]} if errors else {})
        for result in results
    }
    told = {"figures": figures([result.score for result in results]), "documents": documents}
    return json.dumps(told, ensure_ascii=False, indent=2)


def as_text(results: Sequence[Result], width: int, *, errors: bool) -> Iterator[str]:
    """A row for each document, with ``errors`` its mistakes, and a row for each figure."""
    yield _table([_row(result) for result in results], "document", width)
    for result in results if errors else ():
        if result.score.mistakes:
            yield ""
            yield f"{result.stem}:"
            for mistake in result.score.mistakes:
                yield from wrap(_line(mistake), width, initial_indent="  ", subsequent_indent="    ")
    yield ""
    counts = total(result.score for result in results)
    rows = []
    for name, figure in figures([result.score for result in results]).items():
        count = counts[name]._asdict() if name in counts else dict.fromkeys(Count._fields)
        rows.append({"figure": name, "": f"{figure:.3f}", **count})
    yield _table(rows, "figure", width)


def _row(result: Result) -> dict[str, object]:
    tree, nodes = result.score.counts["tree"], result.score.counts["nodes"]
    return {
        "document": result.stem,
        "tree": f"{_or_right(tree):.3f}",
        "nodes": f"{_or_right(nodes):.3f}",
        "right": tree.right,
        "got": tree.got,
        "expected": tree.expected,
        "missing": result.missing,
    }


def _table(rows: Sequence[dict[str, object]], flexible: str, width: int) -> str:
    return as_table(rows, width, flexible, lambda _row, cell, _column: cell)


def _line(mistake: Mistake) -> str:
    """A mistake in words."""
    text = shorten(mistake.text, 90, placeholder="…")
    if mistake.what in {"missed", "invented"}:
        return f"{mistake.what} {mistake.expected or mistake.got}: {text}"
    told = f"{mistake.what}: expected {_quoted(mistake.expected)}, got {_quoted(mistake.got)}"
    return f"{told}: {text}" if text else told


def _quoted(value: object) -> str:
    if value is None or value in ("", ()):
        return "nothing"
    return f"“{', '.join(value) if isinstance(value, tuple) else shorten(str(value), 90, placeholder='…')}”"
