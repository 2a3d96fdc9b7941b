"""What is still to be done in a run: documents to read, and addresses to ask for first, one of each host at a time."""

from collections import deque
from collections.abc import Iterable
from typing import Any, Self
from urllib.parse import urlsplit

from ..extractor.source import is_address

HOSTS = 6
"""Hosts that are asked at the same time; what they send is held in memory until it is kept."""


class Line:
    """What is still to be done in a run, as an iterator that may have more after it had nothing."""

    def __init__(self, items: Iterable[Any]) -> None:
        self._ready, self._hosts = deque[Any](), dict[str, deque[str]]()
        self._asked = set[str]()
        for item in items:
            if isinstance(item, str) and is_address(item):
                self._hosts.setdefault(_host(item), deque()).append(item)
            else:
                self._ready.append(item)

    @property
    def beside(self) -> int:
        """Items that may be out beside what workers do."""
        return HOSTS if self._hosts else 0

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> Any:
        if len(self._asked) < HOSTS:
            for host, waiting in self._hosts.items():
                if waiting and host not in self._asked:
                    self._asked.add(host)
                    return waiting.popleft()
        if self._ready:
            return self._ready.popleft()
        raise StopIteration

    def done(self, address: str) -> None:
        """The host of an address may be asked for the next one."""
        self._asked.discard(_host(address))

    def put(self, item: Any) -> None:
        """Something that can be done now."""
        self._ready.append(item)


def _host(address: str) -> str:
    try:
        return urlsplit(address).hostname or ""
    except ValueError:  # told when it is asked for
        return ""
