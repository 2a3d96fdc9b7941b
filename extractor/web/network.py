"""Connections to machines whose numbers were looked at first, and that end when their time is up.

The name is resolved here and the connection made to a number that was looked at, so that neither a redirect nor a name that
is answered differently the second time leads anywhere else.
"""

import socket
from collections.abc import Callable, Iterable
from contextlib import suppress
from threading import Lock, Timer
from typing import Any, Self

import httpcore

from ...models.errors import Refused, UsageProblem
from .addresses import is_public

Resolve = Callable[[str, int], list[str]]
"""From a host's name and a port to the numbers of its machines; raises ``OSError``."""

TRIED = 3
"""Machines of one name that are tried, one after the other."""


def resolve(host: str, port: int) -> list[str]:
    """The numbers that this system knows a host by, in the order in which it would try them."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(place[0]) for *_, place in found))


class Watch:
    """Cuts the connections that it was shown after so many seconds, whatever they are doing."""

    def __init__(self, seconds: float) -> None:
        self.expired = False
        self._lock, self._shown = Lock(), list[socket.socket]()
        self._timer = Timer(seconds, self.cut)
        self._timer.daemon = True

    def __enter__(self) -> Self:
        self._timer.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._timer.cancel()
        with self._lock:
            for shown in self._shown:
                shown.close()
            self._shown.clear()

    def show(self, connection: socket.socket) -> None:
        """Watch a connection from now on. It is known by a handle of its own, since TLS takes the first one over."""
        with self._lock:
            self._shown.append(connection.dup())
        if self.expired:
            self.cut()

    def cut(self) -> None:
        """End the connections now: who reads or writes there gets an error."""
        self.expired = True
        with self._lock:
            for shown in self._shown:
                with suppress(OSError):
                    shown.shutdown(socket.SHUT_RDWR)


class Guarded(httpcore.NetworkBackend):
    """Connects only to public machines, unless private ones are allowed."""

    def __init__(self, resolve: Resolve, watch: Watch, *, allow_private: bool) -> None:
        self._resolve, self._watch, self._allow_private = resolve, watch, allow_private
        self._inner = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """A connection to one of the host's machines. Raises ``Refused`` where any of them is not public."""
        trouble: Exception = httpcore.ConnectError(f"{host} has no machine")
        for number in self._numbers(host, port)[:TRIED]:
            try:
                stream = self._inner.connect_tcp(number, port, timeout, local_address, socket_options or ())
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                trouble = error
            else:
                self._watch.show(stream.get_extra_info("socket"))
                return stream
        raise trouble

    def _numbers(self, host: str, port: int) -> list[str]:
        try:
            numbers = self._resolve(host, port)
        except socket.gaierror as error:
            if error.errno == socket.EAI_AGAIN:
                raise httpcore.ConnectError(f"the name {host} cannot be looked up now") from error
            raise UsageProblem(f"there is no host {host}: check the address") from error
        except (OSError, UnicodeError) as error:
            raise httpcore.ConnectError(str(error)) from error
        for number in numbers:
            if not self._allow_private and not is_public(number):
                raise Refused(
                    f"{host} leads to {number}, which is not on the public network; where that is meant, add --allow-private"
                )
        return numbers
