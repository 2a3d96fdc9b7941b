"""The process that answers the calls of ``extractor/bounded.py``: one after the other, each within its bounds."""

import gc
import os
import pickle
import resource
import signal
from collections.abc import Callable
from pathlib import Path
from queue import SimpleQueue
from threading import Thread
from traceback import extract_tb
from typing import Any, BinaryIO

from ..models.errors import MalsparError, Refused, Unreadable
from .bounded import HEAD, MIB, Bounds

Request = tuple[Callable[..., Any], tuple[Any, ...], Bounds]
WRITTEN = 64 * MIB
"""Bytes that a file written here has at most."""
TIRED = 600 * MIB
"""Memory with which a process is not used again: what was freed is not always given back."""


def main() -> None:
    """Answer calls until the caller is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    requests, answers = _pipes()
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    _limit(resource.RLIMIT_FSIZE, WRITTEN)
    gc.set_threshold(50_000)  # decision D17
    waiting: SimpleQueue[bytes] = SimpleQueue()
    Thread(target=_listen, args=(requests, waiting), daemon=True).start()
    while True:
        answer = _answer(waiting.get())
        answers.write(len(answer).to_bytes(HEAD, "little"))
        answers.write(answer)
        answers.flush()
        del answer


def _pipes() -> tuple[BinaryIO, BinaryIO]:
    """Where requests come from and answers go to. What a library prints goes nowhere, so that it is not taken for an answer."""
    requests, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_RDWR)
    for handle in (0, 1, 2):
        os.dup2(nowhere, handle)
    return requests, answers


def _listen(requests: BinaryIO, waiting: "SimpleQueue[bytes]") -> None:
    """Take requests; the end of them, also where the caller was killed, ends this process in the middle of its work."""
    while head := requests.read(HEAD):
        waiting.put(requests.read(int.from_bytes(head, "little")))
    os._exit(0)


def _answer(message: bytes) -> bytes:
    """The pickled answer: the result or the error, and whether this process should not be used again."""
    bounds = Bounds()
    try:
        function, arguments, bounds = pickle.loads(message)  # noqa: S301 - made by our own program
        _bound(bounds)
        packed = pickle.dumps((function(*arguments), _tired()), 5)
    except Exception as error:  # noqa: BLE001 - whatever it is, the caller is told
        return pickle.dumps((told(error), _tired()), 5)
    if len(packed) > bounds.output:
        return pickle.dumps((Refused(f"gives more than {bounds.output // MIB} MiB; give a part of it"), True), 5)
    return packed


def _bound(bounds: Bounds) -> None:
    """Set the limits for one call; the system counts the time of all that this process has computed."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    _limit(resource.RLIMIT_CPU, int(used.ru_utime + used.ru_stime + bounds.seconds) + 1)
    _limit(resource.RLIMIT_AS, bounds.memory)


def _limit(what: int, value: int) -> None:
    """Set a limit that can be set anew, within what the user's own limits allow."""
    _, hard = resource.getrlimit(what)
    resource.setrlimit(what, (value if hard == resource.RLIM_INFINITY else min(value, hard), hard))


def _tired() -> bool:
    """Whether this process holds much memory, now or, where the system does not tell that, at any time."""
    try:
        pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss > TIRED
    return pages * resource.getpagesize() > TIRED


def told(error: Exception) -> MalsparError:
    """The error as one that a user can meet; a fault of ours with the last place in the code that it passed."""
    if isinstance(error, MalsparError):
        return error
    if isinstance(error, MemoryError | RecursionError):
        return Refused(f"is too large or too deeply nested ({type(error).__name__}); give a part of it")
    last = extract_tb(error.__traceback__)[-1]
    place = f"{Path(last.filename).name}:{last.lineno}"
    return Unreadable(f"meets a fault in malspar: please report it ({type(error).__name__}: {error}, {place})")


if __name__ == "__main__":
    main()
