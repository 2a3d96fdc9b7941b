"""What the robots.txt of each host says, asked once in a run (RFC 9309)."""

from collections.abc import Callable
from threading import Lock
from typing import NamedTuple

from ...models.errors import MalsparError, Refused
from .addresses import Address

NAME = "malspar"
LARGEST = 512 * 1024
"""The most bytes of a robots.txt."""
LONGEST_PAUSE = 120.0
"""Seconds between two fetches that are waited for at most."""

Ask = Callable[[Address], tuple[int, bytes]]
"""From the address of a robots.txt to the status and the bytes that came."""


class Rules(NamedTuple):
    """What one robots.txt says to us: which addresses may be asked, with a pause of so many seconds; or why nothing may be."""

    allows: Callable[[str], bool]
    pause: float = 0.0
    trouble: MalsparError | None = None


class Robots:
    """The rules of the hosts that were asked."""

    def __init__(self, ask: Ask) -> None:
        self._ask, self._lock = ask, Lock()
        self._of: dict[str, Rules] = {}
        self._asking: dict[str, Lock] = {}

    def pause(self, address: Address) -> float:
        """Seconds that the host of an address wants between two fetches, as far as that is known yet."""
        rules = self._of.get(address.origin)
        return rules.pause if rules else 0.0

    def must_allow(self, address: Address) -> None:
        """Raises ``Refused`` where the host's robots.txt forbids an address or cannot be had, and what asking for it raises."""
        rules = self._rules(address)
        if rules.trouble is not None:
            raise rules.trouble
        if not rules.allows(str(address)):
            raise Refused(f"{address} is not for programs, says {address.origin}/robots.txt: save the page and give the file")
        if rules.pause > LONGEST_PAUSE:
            raise Refused(
                f"{address.origin}/robots.txt wants {rules.pause:.0f} s between two fetches: save the page and give the file"
            )

    def _rules(self, address: Address) -> Rules:
        with self._lock:
            lock = self._asking.setdefault(address.origin, Lock())
        with lock:  # threads that come meanwhile wait for the same answer
            if address.origin not in self._of:
                self._of[address.origin] = self._asked(address._replace(path="/robots.txt"))
            return self._of[address.origin]

    def _asked(self, place: Address) -> Rules:
        try:
            status, data = self._ask(place)
        except MalsparError as error:
            return Rules(lambda _: False, trouble=error)
        if status == 429 or status >= 500:
            trouble = Refused(f"{place} cannot be had now (HTTP {status}), so nothing is fetched there: try later")
            return Rules(lambda _: False, trouble=trouble)
        return _read(data) if 200 <= status < 300 else Rules(lambda _: True)


def _read(data: bytes) -> Rules:
    from protego import Protego

    found = Protego.parse(data.decode("utf-8", "replace").lstrip("\ufeff"))
    return Rules(lambda address: found.can_fetch(address, NAME), found.crawl_delay(NAME) or 0.0)
