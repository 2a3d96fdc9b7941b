"""Who asks for addresses in a run: threads, so that several hosts are asked at the same time."""

from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager

from ..extractor.web import Answer, Client, Manners
from . import captures
from .captures import Capture
from .line import HOSTS
from .store import Database


class Visits:
    """Asks for addresses. What was captured before is asked for only ``again``, and then only whether it has changed."""

    def __init__(self, client: Client, pool: ThreadPoolExecutor, *, again: bool) -> None:
        self._client, self._pool, self._again = client, pool, again

    def known(self, database: Database, address: str) -> Capture | None:
        """What need not be asked for."""
        return None if self._again else captures.latest(database, address)

    def ask(self, database: Database, address: str) -> "Future[Answer]":
        """Have an address asked for."""
        before = captures.latest(database, address)
        return self._pool.submit(self._client.fetch, address, before and before.since)


@contextmanager
def visits(manners: Manners, *, again: bool = False) -> Iterator[Visits]:
    """Who asks for addresses; what is under way in the end is dropped."""
    with Client(manners) as client:
        pool = ThreadPoolExecutor(HOSTS, "visit")
        try:
            yield Visits(client, pool, again=again)
        finally:
            client.close()
            pool.shutdown(wait=False, cancel_futures=True)
