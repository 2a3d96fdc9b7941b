"""Code in a process of its own, and what that took: the operating system counts, also for the processes that it waited for."""

import inspect
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from time import perf_counter
from typing import NamedTuple, TypeVar

Result = TypeVar("Result")
HERE = Path(__file__).resolve().parent
MALSPAR = (sys.executable, "-c", "from malspar.cli import cli; cli()")
CALL = "import json, sys; from {} import {} as function; print(json.dumps(function(*json.loads(sys.argv[1]))))"


class Cost(NamedTuple):
    """CPU seconds, user and system, and the most memory in MiB."""

    cpu: float
    memory: float


class Run(NamedTuple):
    """A process that has ended: its cost, with that of the processes that it waited for, the seconds by the clock, its output.

    Of several processes ``memory`` is that of the largest.
    """

    cost: Cost
    wall: float
    printed: bytes


def run(*command: str) -> Run:
    """Run a command; one that fails ends the bench."""
    start = perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, env=os.environ | {"PYTHONPATH": str(HERE)})
    printed = process.stdout.read() if process.stdout else b""
    _, status, usage = os.wait4(process.pid, 0)
    wall = perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.stdout:
        process.stdout.close()
    if process.returncode:
        sys.exit(f"bench: this ended with exit code {process.returncode}: {' '.join(command)}")
    return Run(Cost(usage.ru_utime + usage.ru_stime, mebibytes(usage.ru_maxrss)), wall, printed)


def mebibytes(maxrss: int) -> float:
    """The most memory, which Linux counts in KiB and macOS in bytes."""
    return maxrss / (1 << 20 if sys.platform == "darwin" else 1 << 10)


def call(function: Callable[..., Result], *arguments: object) -> tuple[Result, Run]:
    """Call a function of a module of this folder in a new process; arguments and result go as JSON."""
    code = CALL.format(Path(inspect.getfile(function)).stem, function.__name__)
    done = run(sys.executable, "-c", code, json.dumps(arguments))
    result: Result = json.loads(done.printed.splitlines()[-1])
    return result, done
