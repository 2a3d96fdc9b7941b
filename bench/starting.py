"""What one short document costs, and what a command costs that does no work."""

import sys
from collections.abc import Sequence
from pathlib import Path

from files import Drawing, draw
from processes import MALSPAR, call, run
from storing import add
from table import Row

SPACY, WORDS = "spacy", "simplemma"


def unavoidable(names: Sequence[str]) -> float:
    """CPU seconds of importing spaCy and of opening the word list, as far as they are named, in a process of their own."""
    opening = "import simplemma; simplemma.lemmatize('sjukhusbyggnad', lang='sv', greedy=True, low_memory=True)"
    lines = [line for name, line in ((SPACY, "import spacy"), (WORDS, opening)) if name in names]
    with_them, without = (run(sys.executable, "-c", code).cost.cpu for code in ("\n".join(lines), ""))
    return with_them - without


def rows(folder: Path, turns: int) -> list[Row]:
    """The least of some turns; spaCy and the word list are taken off only where the document needed them."""
    path = folder / "short.pdf"
    draw([(path, Drawing(10))])
    loaded, _ = call(add, str(folder / "short.db"), str(path))
    needed = [name for name in (SPACY, WORDS) if any(name in modules for modules in loaded)]
    extracted, added, aside, shown = [], [], [], {"--help": [0.0], "--version": [0.0]}
    for turn in range(turns + 2):
        extracted.append(run(*MALSPAR, "extract", str(path)).cost.cpu)
        added.append(run(*MALSPAR, "add", str(folder / f"short-{turn}.db"), str(path)).cost.cpu)
        aside.append(unavoidable(needed))
        for option, seconds in shown.items():
            seconds.append(run(*MALSPAR, option).cost.cpu)
    return [
        Row("extract of 10 pages, beyond spaCy and the word list", "s CPU", min(extracted) - min(aside), 0.5),
        Row("add of 10 pages into a new database, beyond those", "s CPU", min(added) - min(aside), 0.5, reached=0.75),
        *(Row(f"malspar {option}", "s CPU", min(seconds[1:]), 0.25) for option, seconds in shown.items()),
    ]
