"""Reads inputs that nobody would write, to find what the readers do not survive (decision D42).

    PYTHONPATH=tests:tests/quality .venv/bin/python tests/quality/fuzz.py --inputs 20000 --seed 1

Documents are changed at random (``fuzz_inputs``) and examined (``fuzz_examine``) in processes with the bounds of
``extractor/bounded.py``. An input that leads to a call, a note or a trouble that none before it led to is changed further.
The same seed gives the same inputs; ``--seconds`` only ends a run earlier. What is found is written to a folder, made as
small as is cheap, with its reason, and ends the run with exit code 1.
"""

import argparse
import hashlib
import re
import sys
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from random import Random

from fuzz_examine import Examined, examine
from fuzz_inputs import Seed, changed, seeds

from malspar.extractor import bounded
from malspar.models.errors import MalsparError

BOUNDS = bounded.Bounds(seconds=15, memory=1024 * bounded.MIB, output=8 * bounded.MIB)
BATCH = 64  # inputs that are made before what became of them is looked at: so the order of the processes tells nothing
AGAIN = 16  # every so many inputs one is read twice
TRIES = 60  # readings that making a finding smaller may take
_CHEAP = ("fault", "a ")  # what is found at once again; what takes long is kept as it is


def main() -> int:
    """Run, print counts, and tell whether something was found."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--inputs", type=int, default=2000)
    parser.add_argument("--seconds", type=float, default=float("inf"), help="by the clock")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--output", type=Path, default=Path("out/fuzz"), help="folder for what is found")
    given = parser.parse_args()
    run = Run(given.seed, given.output)
    with suppress(KeyboardInterrupt), ThreadPoolExecutor(given.jobs) as executor:
        for done in run.over(given.inputs, given.seconds, executor):
            if done % (BATCH * 4) == 0:
                print(f"{done} inputs, {len(run.pool)} kept, {len(run.known)} places, {len(run.found)} found", flush=True)
    print(f"{sum(run.counts.values())} inputs, {len(run.pool)} kept, {len(run.known)} places, {len(run.found)} found")
    for (kind, code), count in sorted(run.counts.items()):
        print(f"  {kind:10} exit code {code}: {count}")
    for reason in run.found:
        print(f"  found: {reason}")
    return 1 if run.found else 0


class Run:
    """The documents that are changed, where they led, and what was found."""

    def __init__(self, seed: int, folder: Path) -> None:
        self.seed, self.folder = seed, folder
        self.pool: list[Seed] = seeds()
        self.known: set[int] = set()
        self.counts: Counter[tuple[str, int]] = Counter()
        self.found: dict[str, Path] = {}

    def over(self, inputs: int, seconds: float, executor: ThreadPoolExecutor) -> Iterator[int]:
        """Examine the pool as it is and then so many inputs, and tell after each batch how many are done."""
        end, whole = time.monotonic() + seconds, list(self.pool)
        waiting = [whole[at : at + BATCH] for at in range(0, len(whole), BATCH)]
        done = -len(whole)
        while done < inputs and time.monotonic() < end:
            batch = waiting.pop(0) if waiting else [self._input(done + place) for place in range(min(BATCH, inputs - done))]
            again = [(done + place) % AGAIN == 0 for place in range(len(batch))]
            for seed, outcome in zip(batch, executor.map(_examined, batch, again), strict=True):
                self._take(seed, outcome, new=done >= 0)
            done += len(batch)
            yield max(done, 0)

    def _input(self, number: int) -> Seed:
        return changed(Random(f"{self.seed} {number}"), self.pool)  # noqa: S311 - the same each time

    def _take(self, seed: Seed, outcome: Examined, *, new: bool) -> None:
        """Keep an input that led somewhere new, and write down what is wrong."""
        self.counts[outcome.kind, outcome.code] += 1
        if outcome.features - self.known and new and not outcome.problem:
            self.pool.append(seed)
        self.known |= outcome.features
        reason = _same(outcome.problem)
        if reason and reason not in self.found:
            small = _smaller(seed, reason)
            name = f"{seed.kind}-{hashlib.sha256(small).hexdigest()[:8]}"
            self.found[reason] = self.folder / name
            self.folder.mkdir(parents=True, exist_ok=True)
            (self.folder / name).write_bytes(small)
            (self.folder / f"{name}.txt").write_text(f"{outcome.problem}\n{len(seed.data)} bytes, made {len(small)}\n", "utf-8")


def _examined(seed: Seed, twice: bool) -> Examined:  # noqa: FBT001 - called by place
    """What became of an input; a process that died is a finding."""
    try:
        return bounded.call(examine, seed.data, twice, bounds=BOUNDS)
    except MalsparError as error:
        return Examined("stopped", error.exit_code, frozenset(), f"stopped: {error.message}")


def _same(problem: str) -> str:
    """The reason without what differs from one input to the next."""
    return re.sub(r"\d+(?:\.\d+)? s for \d+", "", re.sub(r"(:\d+):.*|['\"“].*", r"\1", problem, flags=re.DOTALL))


def _smaller(seed: Seed, reason: str) -> bytes:
    """The input with what can be left out left out, while the same is wrong with it."""
    data, size, tries = seed.data, len(seed.data) // 2, TRIES if reason.startswith(_CHEAP) else 0
    while size >= 1 and tries > 0:
        at, before = 0, len(data)
        while at < len(data) and tries > 0:
            less = data[:at] + data[at + size :]
            tries -= 1
            if less and _same(_examined(Seed(seed.kind, less), False).problem) == reason:  # noqa: FBT003
                data = less
            else:
                at += size
        size = size // 2 if len(data) == before else min(size, len(data) // 2)
    return data


if __name__ == "__main__":
    sys.exit(main())
