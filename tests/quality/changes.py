"""How much of what a careful reader finds changed between two versions is found: the pairs of the sample corpus.

The gold files tell each pair's links, what is gone and what is new (the format is CONTRIBUTING's). A text found stands for
a node of the gold file where they are equal without case and punctuation, or at least 95 % alike, one to one. Figures, from
0 to 1: ``links`` and ``links_changed`` (edges, and those whose texts differ), ``split``, ``merged``, ``removed`` and
``added`` are F1; the others are the share of right edges with the field right, where gold or reading has one.
"""

import json
import re
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import yaml
from rapidfuzz import fuzz

from malspar.corpus import sides
from malspar.corpus.compare import compare
from malspar.models.change import Comparison, Mode
from malspar.rules.swedish import fold

ALIKE = 95.0
FIELDS = ("wording", "moved", "relabelled", "status", "responsible", "target", "strength")

Edge = tuple[str, str]
Link = Mapping[str, Any]
Texts = Mapping[str, str]


class Counted(NamedTuple):
    """Right, got and expected, as F1 takes them; for a share got and expected are the same."""

    right: int
    got: int
    expected: int


def pairs(folder: Path) -> list[tuple[str, str, Link]]:
    """The stems of old and new, and the gold of each pair of a folder."""
    return [(*file.stem.split("__", 1), read(file)) for file in sorted(folder.glob("*__*.yaml"))]


def read(path: Path) -> Any:
    """What a YAML file holds."""
    return yaml.safe_load(path.read_text("utf-8"))


def of_documents(folder: Path) -> dict[str, Comparison]:
    """Each pair of a folder of the sample corpus compared, from the documents."""
    files = {path.stem: path for path in (folder / "documents").iterdir()}
    return {f"{old}__{new}": compared(files[old], files[new]) for old, new, _ in pairs(folder / "changes")}


def of_trees(folder: Path) -> dict[str, Comparison]:
    """Each pair compared from the expected trees: what the comparison alone gets wrong."""
    with tempfile.TemporaryDirectory() as made:
        files = {}
        for path in (folder / "expected").iterdir():
            files[path.stem] = Path(made) / f"{path.stem}.json"
            files[path.stem].write_text(json.dumps(read(path), default=str), "utf-8")
        return {f"{old}__{new}": compared(files[old], files[new]) for old, new, _ in pairs(folder / "changes")}


def compared(old: Path, new: Path) -> Comparison:
    """Two files held against each other as versions."""
    documents = sides.sides(sides.Given(str(old)), sides.Given(str(new)))
    return compare(*documents, mode=Mode.VERSIONS)


def figures(folder: Path, found: Mapping[str, Comparison]) -> dict[str, float]:
    """The figures over all pairs of a folder."""
    counts: dict[str, list[Counted]] = defaultdict(list)
    for old, new, gold in pairs(folder):
        for name, counted in _score(gold, found[f"{old}__{new}"].model_dump(mode="json")):
            counts[name].append(counted)
    totals = {name: Counted(*map(sum, zip(*parts, strict=True))) for name, parts in counts.items()}
    return {
        name: round(2 * all_.right / (all_.got + all_.expected), 3) for name, all_ in totals.items() if all_.got + all_.expected
    }


def _score(gold: Link, got: Link) -> Iterable[tuple[str, Counted]]:
    """Every figure of one pair."""
    old, new = (
        _stands_for(_side(got, name, rest), _side(gold, name, rest)) for name, rest in (("old", "removed"), ("new", "added"))
    )
    itself = {text: text for text in _side(gold, "old", "removed") + _side(gold, "new", "added")}
    right, read = _edges(gold, itself, itself), _edges(got, old, new)
    yield "links", _shared([edge for edge, _ in right], [edge for edge, _ in read])
    yield "links_changed", _shared(*([edge for edge, _ in some if edge[0] != edge[1]] for some in (right, read)))
    for name, side in (("split", "new"), ("merged", "old")):
        yield name, _shared(*([edge for edge, link in some if len(link[side]) > 1] for some in (right, read)))
    for name, names in (("removed", old), ("added", new)):
        yield name, _shared([_plain(one) for one in gold.get(name) or ()], [names[_plain(one)] for one in got[name]])
    yield "closing", _closings(gold, got, old)
    yield from _fields(right, read)


def _fields(right: Sequence[tuple[Edge, Link]], read: Sequence[tuple[Edge, Link]]) -> Iterable[tuple[str, Counted]]:
    """Each field of the edges found, where either side has one."""
    waiting = defaultdict(list)
    for edge, link in read:
        waiting[edge].append(link)
    for edge, link in right:
        if not waiting[edge]:
            continue
        other = waiting[edge].pop(0)
        for name in FIELDS:
            one, two = _value(link, name), _value(other, name)
            if one is not None or two is not None:
                yield name, Counted(int(_same(name, one, two)), 1, 1)


def _closings(gold: Link, got: Link, names: Texts) -> Counted:
    """The nodes rightly told as gone, and those of which it is right whether a sentence closes them."""
    expected = {_plain(one): bool(isinstance(one, dict) and one.get("closing")) for one in gold.get("removed") or ()}
    told = {names[_plain(one)]: bool(one["closing"]) for one in got["removed"]}
    both = expected.keys() & told.keys()
    return Counted(sum(expected[text] == told[text] for text in both), len(both), len(both))


def _plain(node: object) -> str:
    return fold(str(node["text"] if isinstance(node, dict) else node))


def _side(changes: Link, name: str, rest: str) -> list[str]:
    """The texts of one side: those in links, and those that are gone or new."""
    return [_plain(node) for link in changes.get("links") or () for node in link[name]] + [
        _plain(node) for node in changes.get(rest) or ()
    ]


def _stands_for(read: Iterable[str], gold: Iterable[str]) -> Texts:
    """The gold node that each text found stands for; itself where there is none."""
    texts, free = set(read), sorted(set(gold) - set(read))
    found = {text: text for text in texts}
    near = [(fuzz.ratio(one, text), one, text) for text in sorted(texts - set(gold)) for one in free]
    taken: set[str] = set()
    for ratio, one, text in sorted(near, reverse=True):
        if ratio >= ALIKE and one not in taken and found[text] == text:
            taken.add(one)
            found[text] = one
    return found


def _edges(changes: Link, old: Texts, new: Texts) -> list[tuple[Edge, Link]]:
    return [
        ((old[_plain(a)], new[_plain(b)]), link) for link in changes.get("links") or () for a in link["old"] for b in link["new"]
    ]


def _shared(expected: Sequence[object], got: Sequence[object]) -> Counted:
    return Counted((Counter(expected) & Counter(got)).total(), len(got), len(expected))


def _value(link: Link, name: str) -> object:
    """A field as it is compared: bodies and labels as sets, a status as text, a mark as printed; None where nothing changed."""
    value = link.get(name)
    if name in {"wording", "strength", "moved"}:
        return value or None
    if not value:
        return None
    as_printed = str if name == "target" else _set if name in {"relabelled", "responsible"} else fold
    told = tuple(as_printed(part) or None if part else None for part in value)
    return told if any(told) else None


def _set(value: object) -> frozenset[str]:
    parts = value if isinstance(value, list | tuple) else [value]
    return frozenset(fold(part) for one in parts for part in re.split(r"\s*[,;]\s*|\s+och\s+", str(one)))


def _same(name: str, one: object, two: object) -> bool:
    if name == "target" and isinstance(one, tuple) and isinstance(two, tuple):
        return all(_same_mark(a, b) for a, b in zip(one, two, strict=True))
    return one == two


def _same_mark(one: str | None, two: str | None) -> bool:
    """Whether two marks hold the same numbers, one perhaps more of them; words where there are none."""
    left, right = (
        Counter(re.findall(r"\d+(?:[.,]\d+)?", re.sub(r"(?<=\d)\s(?=\d{3}\b)", "", part or ""))) for part in (one, two)
    )
    return (left <= right or right <= left) if left and right else fold(one or "") == fold(two or "")
