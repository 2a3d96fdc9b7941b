"""A call in a process of its own, with bounds on time, memory and output.

What crashes, hangs or swells there ends that call and nothing else: the caller gets an error that says so. The processes (cells,
``extractor/cell.py``) are kept for the next call, one for each thread that calls at the same time, and end with this process,
however it ends. Works in the threads of any ``concurrent.futures.Executor``, and in the processes of one. Needs a system with
POSIX limits; on macOS the bound on memory is not enforced.
"""

import atexit
import os
import pickle
import select
import signal
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from resource import RUSAGE_SELF, getrusage
from threading import Lock
from time import monotonic
from typing import Any, NamedTuple, TypeVar

from ..models.errors import MalsparError, Refused, Unreadable

Result = TypeVar("Result")
MIB = 1 << 20
_UNIT = 1 if sys.platform == "darwin" else 1024  # in which the system counts memory
HEAD = 8
"""Bytes before each message between the processes: its length."""


class Bounds(NamedTuple):
    """What one call may take: seconds of computing, bytes of address space, bytes of its answer."""

    seconds: float = 60.0
    memory: int = 2048 * MIB
    output: int = 256 * MIB

    @property
    def patience(self) -> float:
        """Seconds by the clock after which a call is given up, computing or not: other programs may need the machine, too."""
        return 30 + 5 * self.seconds


def for_size(size: int) -> Bounds:
    """The bounds for reading a document of so many bytes: the largest report known, of 600 pages, takes 8 s."""
    return Bounds(seconds=60 + 2 * size / MIB)


def call(function: Callable[..., Result], *arguments: Any, bounds: Bounds | None = None) -> Result:
    """What ``function`` gives. It, its arguments and its result must be picklable, the function by its name.

    Raises the ``MalsparError`` that it raises, ``Refused`` where it goes over a bound, ``Unreadable`` where it crashes or meets
    a fault of ours.
    """
    request = pickle.dumps((function, arguments, bounds or Bounds()), 5)
    result: Result = _CELLS.answer(request, bounds or Bounds())
    return result


def close() -> None:
    """End the processes, also those that are at work: their calls raise. The next call starts new ones."""
    _CELLS.close()


class _Died(Exception):
    """The process ended, or was ended, before it answered."""


class _Cell:
    """A process that answers calls one after the other."""

    def __init__(self) -> None:
        environment = os.environ | {"OPENBLAS_NUM_THREADS": "1"}  # each thread would take 8 MiB
        self._callers = getrusage(RUSAGE_SELF).ru_maxrss
        # -P: a file in the current folder must not be taken for a module.
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", "malspar.extractor.cell"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment,
            process_group=0,  # an interrupt at the terminal is for the caller, who ends us
        )

    def waits(self) -> bool:
        """Whether it waits for a call. One that was killed meanwhile has closed its pipe, and nothing else is heard of one."""
        assert self._process.stdout is not None  # noqa: S101 - it is a pipe
        poll = select.poll()
        poll.register(self._process.stdout.fileno(), select.POLLIN)
        return not poll.poll(0)

    def answer(self, request: bytes, bounds: Bounds) -> tuple[Any, bool]:
        """What the process answers, and whether it should be ended then. Raises ``_Died``, or ``Refused`` by a bound."""
        self._send(request)
        end = monotonic() + bounds.patience
        size = int.from_bytes(self._receive(HEAD, end), "little")
        if size > bounds.output:
            raise Refused(f"gives more than {bounds.output // MIB} MiB; give a part of it")
        answer: tuple[Any, bool] = pickle.loads(self._receive(size, end))  # noqa: S301 - made by our own program
        return answer

    def _send(self, request: bytes) -> None:
        assert self._process.stdin is not None  # noqa: S101 - it is a pipe
        try:
            self._process.stdin.write(len(request).to_bytes(HEAD, "little") + request)
            self._process.stdin.flush()
        except OSError as error:
            raise _Died from error

    def _receive(self, size: int, end: float) -> bytearray:
        assert self._process.stdout is not None  # noqa: S101 - it is a pipe
        handle, received = self._process.stdout.fileno(), bytearray()
        poll = select.poll()  # select() knows no more than 1,024 open files
        poll.register(handle, select.POLLIN)
        while len(received) < size:
            left = end - monotonic()
            if left <= 0 or not poll.poll(1000 * left):
                raise TimeoutError
            piece = os.read(handle, min(size - len(received), MIB))
            if not piece:
                raise _Died
            received += piece
        return received

    def end(self, *, at_once: bool) -> tuple[int, int]:
        """End the process; its exit status (negative: the signal) and the most memory that it had, in bytes."""
        if at_once:
            self.interrupt()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                with suppress(OSError):  # what could not be sent is lost, as it should be
                    pipe.close()
        _, status, usage = os.wait4(self._process.pid, 0)
        self._process.returncode = os.waitstatus_to_exitcode(status)
        # A process that is started counts what its caller had as its own; what is not more than that tells nothing.
        most = usage.ru_maxrss if usage.ru_maxrss > self._callers else 0
        return self._process.returncode, most * _UNIT

    def interrupt(self) -> None:
        """Kill the process; whoever waits for its answer is told that it died."""
        with suppress(ProcessLookupError):
            os.kill(self._process.pid, signal.SIGKILL)  # Popen.kill() may take its exit status, which ``end`` waits for


_NO_PROCESS = "no process can be started to read it"
_LIMITS = "see what the system allows (ulimit -u, ulimit -n), end other programs, and type the same again"


def _started() -> _Cell:
    """A new one. Raises ``Refused`` where the system allows none."""
    try:
        return _Cell()
    except OSError as error:
        raise Refused(f"{_NO_PROCESS} ({error.strerror}); {_LIMITS}") from error


class _Cells:
    """The cells of this process: those at work, and those that wait."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._idle: list[_Cell] = []
        self._at_work: set[_Cell] = set()

    def answer(self, request: bytes, bounds: Bounds) -> Any:
        cell = self._take()
        try:
            answer, tired = cell.answer(request, bounds)
        except BaseException as error:
            self._lose(cell)
            raise _fate(error, bounds, *cell.end(at_once=not isinstance(error, _Died))) from error
        self._give_back(cell, tired=tired)
        if isinstance(answer, MalsparError):
            raise answer
        return answer

    def close(self) -> None:
        with self._lock:
            idle, self._idle = self._idle, []
            for cell in self._at_work:
                cell.interrupt()
        for cell in idle:
            cell.end(at_once=False)

    def _take(self) -> _Cell:
        with self._lock:
            cell = self._ready() or _started()
            self._at_work.add(cell)
            return cell

    def _ready(self) -> _Cell | None:
        """One that waits, where there is one; those that were killed meanwhile are taken away."""
        while self._idle:
            cell = self._idle.pop()
            if cell.waits():
                return cell
            cell.end(at_once=True)
        return None

    def _lose(self, cell: _Cell) -> None:
        with self._lock:
            self._at_work.discard(cell)

    def _give_back(self, cell: _Cell, *, tired: bool) -> None:
        with self._lock:
            self._at_work.discard(cell)
            if not tired:
                self._idle.append(cell)
        if tired:
            cell.end(at_once=False)


def _fate(error: BaseException, bounds: Bounds, status: int, memory: int) -> BaseException:
    """What to tell of a process that did not answer, by how it ended."""
    if isinstance(error, TimeoutError) or status == -signal.SIGXCPU:
        return Refused(f"takes more than {bounds.seconds:.0f} s to read; give a part of it")
    if not isinstance(error, _Died):
        return error
    if status == -signal.SIGKILL or memory > bounds.memory / 2:
        return Refused(f"takes more memory than there is, or than {bounds.memory // MIB} MiB; give a part of it")
    if status == 1:  # what is told of Python before it reads, such as that there may be no more threads
        return Refused(f"{_NO_PROCESS}; {_LIMITS}")
    name = signal.Signals(-status).name if status < 0 else f"exit code {status}"
    return Unreadable(f"makes the reader crash ({name}), so it is damaged or made to do so; print it to a new PDF and give that")


_CELLS = _Cells()
atexit.register(close)


def _forget() -> None:
    """In a forked process: the cells are those of its parent."""
    global _CELLS  # noqa: PLW0603 - the one state of this module
    _CELLS = _Cells()


os.register_at_fork(after_in_child=_forget)
