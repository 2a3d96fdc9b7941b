"""Who works for a run over many documents: the threads of this machine, or any other executor, with so much in hand at a time."""

from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, CancelledError, Executor, Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from typing import NamedTuple, TypeVar

from ..extractor import bounded
from ..models.errors import Refused

AHEAD = 2
"""Pieces of work that are handed out for each worker, so that none waits while this process writes."""


class Gone(Refused):
    """No one is left to work."""


Item = TypeVar("Item")
Result = TypeVar("Result")


class Workers(NamedTuple):
    """Any executor whose workers see the same files as this process, and how many pieces of work it does at a time."""

    executor: Executor
    number: int

    @property
    def in_hand(self) -> int:
        """Pieces of work that are out at a time."""
        return AHEAD * self.number


@contextmanager
def local(number: int) -> Iterator[Workers]:
    """Workers of this machine: threads, each of which waits for a process with bounds. What is not done in the end is dropped."""
    with ThreadPoolExecutor(number, "worker") as pool:
        try:
            yield Workers(pool, number)
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            bounded.close()
            raise


Given = Callable[[Executor, Item], "Future[Result] | None"]
"""Hands one piece of work to an executor; None where there is nothing to do."""


def spread(
    workers: Workers, give: "Given[Item, Result]", items: Iterator[Item], beside: int = 0
) -> Iterator[tuple[Item, "Future[Result] | None"]]:
    """Each item with the work that it came to, as it is done; items are taken only when a worker is near.

    ``beside`` is how many more may be out, which others than the workers do. ``items`` may have more after it had none.
    """
    pending: dict[Future[Result], Item] = {}
    try:
        while True:
            while len(pending) < workers.in_hand + beside and (item := next(items, None)) is not None:
                try:
                    future = give(workers.executor, item)
                except RuntimeError as error:  # no more threads
                    raise Gone(f"{error}; see what the system allows (ulimit -u), or give fewer --jobs") from error
                if future is None:
                    yield item, None
                else:
                    pending[future] = item
            if not pending:
                return
            for future in wait(pending, return_when=FIRST_COMPLETED).done:
                yield pending.pop(future), future
    finally:
        for future in pending:
            future.cancel()


def result(future: "Future[Result] | None") -> Result:
    """What the work gave; raises what it raised, and ``Gone`` where it is the workers that are gone."""
    assert future is not None  # noqa: S101 - who asks has given it out
    try:
        return future.result()
    except (BrokenExecutor, CancelledError) as error:
        raise Gone("the workers are gone; what was done is kept, and the same command goes on from there") from error
