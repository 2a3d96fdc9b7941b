"""What comparing costs: two trees of a thousand nodes, and one more version of a document in a database that has nineteen."""

import json
from pathlib import Path
from time import process_time

from make_trees import tree
from processes import call
from table import Row

NODES = 1000
VERSIONS, SMALL = 20, 50


def ready() -> None:
    """Import everything, and open the word list, before the clock starts."""
    import numpy  # noqa: F401, ICN001
    import scipy.optimize
    import scipy.sparse  # noqa: F401

    from malspar.corpus import compare, lineage, sides, store  # noqa: F401
    from malspar.rules.lemmas import looked_up

    looked_up("sjukhusbyggnad")


def comparing(old: str, new: str) -> float:
    """CPU seconds of comparing two trees."""
    ready()
    from malspar.corpus.compare import compare
    from malspar.corpus.sides import Given, sides

    both = sides(Given(old), Given(new))
    start = process_time()
    compare(*both)
    return process_time() - start


def versions(database: str, trees: list[str]) -> float:
    """CPU seconds of storing the last of some versions and bringing the lineage up to date."""
    ready()
    from malspar.corpus import lineage
    from malspar.corpus.sides import Given, sides
    from malspar.corpus.store import open_database

    seconds = 0.0
    with open_database(database, write=True) as opened:
        for path in trees:
            document, data = sides(Given(path), Given(path))[0], Path(path).read_bytes()
            start = process_time()
            opened.save(document, data)
            lineage.update(opened)
            seconds = process_time() - start
    return seconds


def rows(folder: Path) -> list[Row]:
    """Make the trees and measure."""
    large = [_write(folder, f"large-{version}", NODES, version) for version in (0, 1)]
    small = [_write(folder, f"small-{version}", SMALL, version) for version in range(VERSIONS)]
    seconds, done = call(comparing, *large)
    return [
        Row(f"compare {NODES} nodes with {NODES}, beyond imports", "s CPU", seconds, 2),
        Row("peak memory of that", "MiB", done.cost.memory, 300),
        Row(f"lineage, version {VERSIONS} of a document", "s CPU", call(versions, str(folder / "versions.db"), small)[0], 3),
    ]


def _write(folder: Path, name: str, nodes: int, version: int) -> str:
    path = folder / f"{name}.json"
    path.write_text(json.dumps(tree(nodes, version)), "utf-8")
    return str(path)
