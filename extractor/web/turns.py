"""One request at a time to each host, and a pause after each, whichever threads ask."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Lock
from time import monotonic

from ...models.errors import Refused


class _Host:
    """When a host was last asked, and from when on it may be asked again."""

    def __init__(self) -> None:
        self.lock, self.left, self.not_before = Lock(), float("-inf"), float("-inf")


class Turns:
    """The hosts of a run; ``close`` ends every wait."""

    def __init__(self) -> None:
        self._lock, self._hosts, self._closed = Lock(), dict[str, _Host](), Event()

    @contextmanager
    def turn(self, host: str, pause: float) -> Iterator[None]:
        """Be the only one who asks a host, at least ``pause`` seconds after the one before."""
        place = self._host(host)
        with place.lock:
            if self._closed.wait(max(0.0, place.left + pause - monotonic(), place.not_before - monotonic())):
                raise Refused("the run was ended; the same command goes on from there")
            try:
                yield
            finally:
                place.left = monotonic()

    def hold(self, host: str, seconds: float) -> None:
        """Let a host be for so long."""
        self._host(host).not_before = monotonic() + seconds

    def close(self) -> None:
        """End every wait: who waits, or begins to, gets ``Refused``."""
        self._closed.set()

    def _host(self, host: str) -> _Host:
        with self._lock:
            return self._hosts.setdefault(host, _Host())
