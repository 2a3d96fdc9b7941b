"""The client: asks who may be asked, waits its turn, follows redirects, tries again, and keeps within bounds.

Every hop is looked at anew: its spelling, its host's robots.txt, and the number of the machine that it leads to. Each attempt
has a connection of its own; with a pause before each, keeping one open would spare nothing.
"""

import hashlib
import re
import ssl
from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from importlib.metadata import version
from threading import Lock
from typing import NamedTuple, Self

import certifi
import httpcore

from ...models.errors import Refused, Unreadable, UsageProblem
from ..bounds import LARGEST
from . import body, robots
from .addresses import Address, parse
from .network import Guarded, Resolve, Watch, resolve
from .turns import Turns

PAUSE = 1.5
"""Seconds between the end of one fetch from a host and the next."""
CONNECT, READ, TOTAL = 15.0, 30.0, 180.0
"""Seconds for a connection, for the next bytes, and for all of one attempt."""
ATTEMPTS = 4
BACK_OFF = 3.0
"""Seconds before the second attempt; twice as many before each one after."""
PATIENCE = 120.0
"""Seconds that a host may ask to wait at most."""
REDIRECTS = 10

_REDIRECT = frozenset({301, 302, 303, 307, 308})
_PASSING = frozenset({429, 500, 502, 503, 504})
_CONTACT = re.compile(r"[\x21-\x27\x2a-\x7e]+")
_TROUBLE = (
    httpcore.NetworkError,
    httpcore.ProtocolError,
    httpcore.TimeoutException,
    body.Broken,
    OSError,
)


class Manners(NamedTuple):
    """How to go about it: an e-mail or web address at which the fetcher can be reached, and whether private hosts are allowed."""

    contact: str | None = None
    allow_private: bool = False


class Since(NamedTuple):
    """What is had already of a final address: the marks that tell whether it has changed."""

    address: str
    etag: str | None = None
    modified: str | None = None


class Hop(NamedTuple):
    """An address that led on to another, and the status with which it did."""

    status: int
    address: str


class Answer(NamedTuple):
    """What came: ``data`` is None where the host says that it is what it was (304). ``time`` is UTC."""

    address: str
    final: str
    redirects: tuple[Hop, ...]
    status: int
    headers: tuple[tuple[str, str], ...]
    data: bytes | None
    time: str

    @property
    def sha256(self) -> str:
        """The SHA-256 of the bytes that came."""
        return hashlib.sha256(self.data or b"").hexdigest()


class _Got(NamedTuple):
    """What one request brought: the body of a 2xx, else none."""

    status: int
    headers: tuple[tuple[str, str], ...]
    data: bytes

    def header(self, name: str) -> str:
        """The last header of a name, or ""."""
        return next((value for key, value in reversed(self.headers) if key.lower() == name), "")


class Client:
    """Fetches for one run, from any number of threads. To be closed, which ends what is under way."""

    def __init__(self, manners: Manners | None = None, resolve: Resolve = resolve) -> None:
        self._manners, self._resolve = manners or Manners(), resolve
        self._agent = _user_agent(self._manners.contact)
        self._turns, self._robots = Turns(), robots.Robots(self._robots_txt)
        self._lock, self._watches = Lock(), set[Watch]()
        self._context = ssl.create_default_context()
        self._context.load_verify_locations(certifi.where())

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End every wait and every connection."""
        self._turns.close()
        with self._lock:
            for watch in self._watches:
                watch.cut()

    def fetch(self, address: str, since: Since | None = None) -> Answer:
        """What an address leads to; with ``since`` only where it has changed.

        Raises ``Refused`` for what may not or will not be fetched, ``UsageProblem`` for what is not there, ``Unreadable`` where
        it cannot be had.
        """
        final, hops, got = self._followed(parse(address), self._robots.must_allow, LARGEST, since)
        if not (200 <= got.status < 300 or (got.status == 304 and since)):
            raise _told(final, got)
        data = None if got.status == 304 else got.data
        time = f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}"
        return Answer(address, str(final), hops, got.status, got.headers, data, time)

    def _robots_txt(self, place: Address) -> tuple[int, bytes]:
        _, _, got = self._followed(place, lambda _: None, robots.LARGEST, None)
        return got.status, got.data

    def _followed(
        self, here: Address, look: Callable[[Address], None], bound: int, since: Since | None
    ) -> tuple[Address, tuple[Hop, ...], _Got]:
        """The last of a chain of redirects, each of which is looked at before it is asked."""
        hops: list[Hop] = []
        while True:
            look(here)
            asked = _conditions(since) if since and since.address == str(here) else {}
            got = self._patiently(here, asked, bound)
            if got.status not in _REDIRECT or not got.header("location"):
                return here, tuple(hops), got
            if len(hops) == REDIRECTS:
                raise Refused(f"{hops[0].address} leads on more than {REDIRECTS} times: give the address where it ends")
            hops.append(Hop(got.status, str(here)))
            here = here.joined(got.header("location"))

    def _patiently(self, here: Address, asked: dict[str, str], bound: int) -> _Got:
        """What a host answers, after some more attempts where the trouble may pass."""
        got: _Got | None = None
        trouble = ""
        for attempt in range(ATTEMPTS):
            with self._turns.turn(here.host, max(PAUSE, self._robots.pause(here))):
                got, trouble = self._attempted(here, asked, bound)
            if got and got.status not in _PASSING:
                return got
            wait = max(BACK_OFF * 2**attempt, _retry_after(got.header("retry-after")) if got else 0.0)
            if wait > PATIENCE:
                raise Refused(f"{here.host} asks to wait {wait:.0f} s before {here} is asked again: try later")
            self._turns.hold(here.host, wait)
        if got is None:
            raise Unreadable(f"{here} cannot be fetched ({trouble}): try later")
        return got

    def _attempted(self, here: Address, asked: dict[str, str], bound: int) -> tuple[_Got | None, str]:
        """What one attempt brought, or the trouble it met."""
        with Watch(TOTAL) as watch:
            with self._lock:
                self._watches.add(watch)
            try:
                return self._asked(here, asked, bound, watch), ""
            except _TROUBLE as error:
                if watch.expired:
                    raise Refused(f"{here} takes more than {TOTAL:.0f} s to fetch: save it and give the file") from error
                if "CERTIFICATE_VERIFY_FAILED" in str(error):  # httpcore gives no more of it than its words
                    raise _untrusted(here.host) from error
                return None, f"{type(error).__name__}: {error}".rstrip(": ")
            finally:
                with self._lock:
                    self._watches.discard(watch)

    def _asked(self, here: Address, asked: dict[str, str], bound: int, watch: Watch) -> _Got:
        headers = {
            "Host": here.origin.partition("://")[2],
            "User-Agent": self._agent,
            "Accept": "text/html,application/pdf,text/plain;q=0.9,*/*;q=0.5",
            "Accept-Language": "sv,en;q=0.5",
            "Accept-Encoding": "gzip",
            "Connection": "close",
        } | asked
        backend = Guarded(self._resolve, watch, allow_private=self._manners.allow_private)
        url = httpcore.URL(scheme=here.scheme, host=here.host, port=here.port, target=here.path)
        timeouts = {"connect": CONNECT, "read": READ, "write": READ, "pool": CONNECT}
        with (
            httpcore.ConnectionPool(ssl_context=self._context, network_backend=backend) as pool,
            pool.stream("GET", url, headers=list(headers.items()), extensions={"timeout": timeouts}) as response,
        ):
            told = tuple((name.decode("latin-1"), value.decode("latin-1")) for name, value in response.headers)
            known = {name.lower(): value for name, value in told}
            wanted = 200 <= response.status < 300
            data = body.whole(response.iter_stream(), known, bound, str(here)) if wanted else b""
            if watch.expired:  # a body without a length ends where it was cut
                raise TimeoutError
            return _Got(response.status, told, data)


def _user_agent(contact: str | None) -> str:
    """Who we are, and how whoever fetches can be reached; raises ``UsageProblem``."""
    if contact and not _CONTACT.fullmatch(contact):
        raise UsageProblem(f"{contact!r} is no contact: give an e-mail or web address, as --contact anna@kommun.example")
    return f"{robots.NAME}/{version('malspar')}{f' (+{contact})' if contact else ''}"


def _conditions(since: Since) -> dict[str, str]:
    marks = {"If-None-Match": since.etag, "If-Modified-Since": since.modified}
    return {name: mark for name, mark in marks.items() if mark and mark.isprintable() and mark.isascii()}


def _retry_after(text: str) -> float:
    """Seconds to wait: a number, or until a date."""
    if text.strip().isdecimal():
        return float(text.strip()[:9])
    try:
        when = parsedate_to_datetime(text)
        return (when - datetime.now(when.tzinfo)).total_seconds()
    except (TypeError, ValueError, OverflowError):
        return 0.0


def _untrusted(host: str) -> Refused:
    return Refused(f"{host} cannot prove that it is {host} (its certificate): open the page in a browser, save it, give the file")


def _told(final: Address, got: _Got) -> Refused | Unreadable | UsageProblem:
    """An error of a status that is no answer."""
    if got.status in {404, 410}:
        return UsageProblem(f"{final} is not there (HTTP {got.status}): check the address")
    if got.status in {401, 402, 403, 407, 429, 451}:
        return Refused(f"{final} is not given to programs (HTTP {got.status}): save the page and give the file")
    return Unreadable(f"{final} cannot be had (HTTP {got.status}): try later")
