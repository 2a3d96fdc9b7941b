"""How much sooner a batch is done by two worker processes than by one.

Time is that of the clock, so what else the machine does counts. Before and after each batch two processes that only count are
held against one: that tells how much of two cores the machine gives. Where it was once less than CORES, nothing can be said.
"""

import os
from pathlib import Path
from subprocess import Popen
from sys import executable
from time import perf_counter
from typing import NamedTuple

from files import Drawing, draw
from processes import MALSPAR, run
from table import Row

PAGES = 20
WANTED = 1.6
CORES = 1.8
COUNT = "for number in range(10_000_000): pass"
_NAMES = ("Almby", "Björkvik", "Ekhult", "Furunäs", "Granlunda", "Hasselsund", "Kvarnberga", "Lindryd", "Rönnås", "Torpsjö")
_KINDS = ("", "Norra ", "Södra ", "Östra ", "Västra ")


class Measured(NamedTuple):
    """Seconds by the clock with one worker and with two, CPU seconds of both, and how many cores two processes had."""

    one: float
    two: float
    cpu: tuple[float, float]
    cores: float


def measure(folder: Path, documents: int, turns: int) -> Measured:
    """A batch with one worker and with two, in turns."""
    batch = folder / "batch"
    batch.mkdir()
    names = [f"{kind}{name}s kommun" for kind in _KINDS for name in _NAMES][:documents]
    draw((batch / f"{name}.pdf", Drawing(PAGES, organisation=name)) for name in names)
    told, cores = [], [_cores()]
    for turn in range(turns):
        both = []
        for jobs in "12":
            both.append(run(*MALSPAR, "add", str(folder / f"{turn}-{jobs}.db"), str(batch), "--jobs", jobs))
            cores.append(_cores())
        told.append(both)
    ones, twos = zip(*told, strict=True)
    cpu = (min(one.cost.cpu for one in ones), min(two.cost.cpu for two in twos))
    return Measured(min(one.wall for one in ones), min(two.wall for two in twos), cpu, min(cores))


def _cores() -> float:
    """How many cores two processes get: the work of both by the time of one."""
    return 2 * _counting(1) / _counting(2)


def _counting(processes: int) -> float:
    """Seconds until so many processes have counted."""
    start = perf_counter()
    started = [Popen([executable, "-c", COUNT]) for _ in range(processes)]
    for process in started:
        process.wait()
    return perf_counter() - start


def row(told: Measured) -> Row:
    """The ratio of the clock's times; nothing is held to it where the machine was busy."""
    return Row("a batch by two worker processes", "× its time by one", told.two / told.one, 1 / WANTED, held=told.cores >= CORES)


def text(told: Measured, documents: int) -> str:
    """What the ratio hangs on."""
    found = (
        f"The batch, {documents} documents of {PAGES} pages: {told.one:.1f} s by one worker ({told.cpu[0]:.1f} s of CPU), "
        f"{told.two:.1f} s by two ({told.cpu[1]:.1f} s), {told.one / told.two:.2f} × as fast; two processes that only count had "
        f"{told.cores:.2f} of {os.cpu_count()} cores at the worst moment"
    )
    return found + (".\n" if told.cores >= CORES else f", less than {CORES}: too busy a machine to judge that row by.\n")
