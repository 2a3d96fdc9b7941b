"""What comparing costs: two trees of a thousand nodes, and one more version of a document in a database that has nineteen."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from make_trees import tree

NODES = 1000
VERSIONS, SMALL = 20, 50

# Everything is imported, and the word list opened, before the clock starts.
IMPORTS = """
import resource, sys, time
import numpy, scipy.optimize, scipy.sparse
from malspar.corpus.compare import compare
from malspar.corpus.sides import Given, sides
from malspar.rules.lemmas import looked_up
looked_up("sjukhusbyggnad")
"""
COMPARE = """
old, new = sides(Given({old!r}), Given({new!r}))
start = time.process_time()
compare(old, new)
open({out!r}, "w").write(str(time.process_time() - start))
"""
LINEAGE = """
import hashlib, json
from malspar.corpus import lineage
from malspar.corpus.store import open_database
with open_database({database!r}, write=True) as database:
    for path in {paths!r}:
        document = sides(Given(path), Given(path))[0]
        data = open(path, "rb").read()
        start = time.process_time()
        database.save(document, data)
        lineage.update(database)
    open({out!r}, "w").write(str(time.process_time() - start))
"""


class Costs(NamedTuple):
    """CPU seconds beyond imports of comparing, its peak memory in MiB, and CPU seconds of the twentieth version."""

    compare: float
    memory: float
    lineage: float


def costs(folder: Path, run: Callable[[str], tuple[float, float]]) -> Costs:
    """Make the trees and measure; ``run`` runs code in a process of its own and tells its CPU and its peak memory."""
    out = folder / "seconds"
    large = [_write(folder, f"large-{version}", NODES, version) for version in (0, 1)]
    memory = run(IMPORTS + COMPARE.format(old=large[0], new=large[1], out=str(out)))[1]
    comparing = float(out.read_text("utf-8"))
    small = [_write(folder, f"small-{version}", SMALL, version) for version in range(VERSIONS)]
    run(IMPORTS + LINEAGE.format(database=str(folder / "versions.db"), paths=small, out=str(out)))
    return Costs(comparing, memory, float(out.read_text("utf-8")))


def _write(folder: Path, name: str, nodes: int, version: int) -> str:
    path = folder / f"{name}.json"
    path.write_text(json.dumps(tree(nodes, version)), "utf-8")
    return str(path)
