"""Looks through the pages of a site for steering documents: what is promising first, to a bounded depth and number of pages.

Nothing is read into a database. A document is told by the words of its link, the heading above that, and its address; a page
also by its title, where it is more than a list of links.
"""

import heapq
import re
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import urlsplit

from ..extractor import bounded
from ..extractor.source import HTML, PDF, media_type
from ..extractor.web.addresses import Address, parse
from ..extractor.web.client import Answer, Client
from ..extractor.web.links import Link, Page, canonical, page
from ..models.document import DocumentKind
from ..models.errors import MalsparError
from ..rules import steering
from ..rules.steering import Guess

FOLLOWED = 1.5
"""What the words of a link must be worth for it to be followed."""
LISTED = 3.0
"""What must speak for a document for it to be listed."""
PROSE = 60
"""Words outside of links that a page has at least which is a document itself."""
ALIKE = 8
"""Pages whose addresses differ in nothing but numbers, or in their parameters, that are looked at: calendars have no end."""


class Found(NamedTuple):
    """A candidate: what it may be, for which years, what it is called, why it was taken for one, and the page it was found on."""

    address: str
    kind: DocumentKind
    years: tuple[int, int] | None
    title: str
    reason: str
    score: float
    page: str


class Seen(NamedTuple):
    """A page that was looked at, with the candidates that were new there, or why it could not be had."""

    address: str
    found: tuple[Found, ...] = ()
    trouble: str = ""


class Bounds(NamedTuple):
    """How far to look: links away from the first page, and pages in all."""

    depth: int = 3
    pages: int = 60


class _Lead(NamedTuple):
    """A page to look at: the most promising first, of two alike the one that was found first."""

    minus_worth: float
    number: int
    depth: int
    address: str
    link: Link | None
    page: str


def discover(client: Client, start: str, bounds: Bounds | None = None) -> Iterator[Seen]:
    """Look at a site from an address on; every page as it is looked at. Raises ``MalsparError`` where the first cannot be had."""
    yield from _Search(client, canonical(parse(start)), bounds or Bounds()).run()


class _Search:
    """One search through one site."""

    def __init__(self, client: Client, start: Address, bounds: Bounds) -> None:
        self._client, self._bounds, self._start = client, bounds, start
        self._site = {_site(start.host)}
        self._leads = [_Lead(0.0, 0, 0, str(start), None, "")]
        self._known = {str(start)}
        self._listed: set[str] = set()
        self._alike = Counter[str]()

    def run(self) -> Iterator[Seen]:
        for number in range(self._bounds.pages):
            if not self._leads:
                return
            lead = heapq.heappop(self._leads)
            try:
                yield self._look(lead)
            except MalsparError as error:
                if number == 0:
                    raise
                yield Seen(lead.address, trouble=error.message)

    def _look(self, lead: _Lead) -> Seen:
        """Look at a page: whether it is a document itself, and where it leads."""
        answer = self._client.fetch(lead.address)
        final = canonical(parse(answer.final))
        self._known.add(str(final))
        if lead.link is None:
            self._site.add(_site(final.host))  # kommun.se may lead to www.kommun.example
        if not self._own(final.host):
            return Seen(lead.address)
        return Seen(lead.address, tuple(self._in(lead, answer, final)))

    def _in(self, lead: _Lead, answer: Answer, final: Address) -> Iterator[Found]:
        data = answer.data or b""
        kind = media_type(data, answer.final)
        if kind == PDF and lead.link is not None:
            yield from self._new(_document(lead.link, lead.page))
        if kind != HTML:
            return
        read = bounded.call(page, data, str(final))
        yield from self._new(_itself(read, str(final), lead))
        for link in read.links:
            yield from self._weigh(link, lead, read)

    def _weigh(self, link: Link, lead: _Lead, read: Page) -> Iterator[Found]:
        """List a link, or have it followed."""
        host = parse(link.address).host
        ending = _ending(link.address)
        if ending in steering.hosts().beside:
            return
        ours = self._own(host)
        published = any(host == name or host.endswith(f".{name}") for name in steering.hosts().hosts)
        if ending == "pdf" or steering.is_pdf(link.text) or (published and not ours):
            yield from self._new(_document(link, lead.address, read.title, ours=ours or published))
        elif ours and lead.depth < self._bounds.depth and link.address not in self._known:
            worth = _worth(link)
            if worth >= FOLLOWED and not self._endless(link.address):
                self._known.add(link.address)
                ahead = _Lead(lead.depth - worth, len(self._known), lead.depth + 1, link.address, link, lead.address)
                heapq.heappush(self._leads, ahead)

    def _own(self, host: str) -> bool:
        """Whether a host is of the site."""
        return any(_site(host) == site or host.endswith(f".{site}") for site in self._site)

    def _endless(self, address: str) -> bool:
        """Whether an address is one of many alike, as calendars and circles of relative links have."""
        path = urlsplit(address).path
        shape = re.sub(r"\d+", "0", path)
        parts = Counter(part for part in path.split("/") if part)
        self._alike[shape] += 1
        return self._alike[shape] > ALIKE or max(parts.values(), default=0) > 2 or len(parts) > 15

    def _new(self, found: Found | None) -> Iterator[Found]:
        if found is not None and found.address not in self._listed:
            self._listed.add(found.address)
            yield found


def _site(host: str) -> str:
    return host.removeprefix("www.")


def _ending(address: str) -> str:
    """The ending of the file's name, without dot, in small letters; "" where there is none."""
    name = urlsplit(address).path.rpartition("/")[2]
    return name.rpartition(".")[2].lower() if "." in name else ""


def _worth(link: Link) -> float:
    """How much speaks for following a link: its words, those of its address, and half those of the heading above."""
    told = [steering.worth(_name(link)), steering.worth_of_address(link.address)]
    if min(told) < 0:
        return min(told)
    heading = 0.0 if link.beside else max(0.0, steering.worth(link.heading)) / 2
    return max(told) + min(told) / 2 + heading


def _name(link: Link) -> str:
    """What a link calls its target; where it only says "here", the words around it."""
    name = steering.bare(link.text)
    return name if re.search(r"[^\W\d_]{3}", name) else steering.bare(link.around) or link.text


def _document(link: Link, at: str, title: str = "", *, ours: bool = True) -> Found | None:
    """What a link to a document leads to, where enough speaks for one that sets goals or follows them up.

    Of a document at a host of others, only what its link says counts.
    """
    name = _name(link)
    own = steering.kind(name)
    if own is not None and own.kind is DocumentKind.OVRIGT:
        return None
    told = [
        (own, 1.0, "link"),
        (steering.kind_of_address(link.address), 0.7, "address"),
        (None if link.beside else steering.kind(link.heading), 0.6, "heading above"),
        (steering.kind(title), 0.25, "title of the page"),
    ]
    years = steering.years(name) or steering.years_of_address(link.address) or steering.years(link.heading)
    return _listed(link.address, name, years, told if ours else told[:1], at)


def _itself(read: Page, address: str, lead: _Lead) -> Found | None:
    """What a page is itself, where it is more than a list of links."""
    if read.words < PROSE:
        return None
    told = [(steering.kind(read.title), 1.0, "title"), (steering.kind_of_address(address), 0.7, "address")]
    name = steering.bare(lead.link.text) if lead.link else ""
    years = steering.years(read.title) or steering.years(name) or steering.years_of_address(address)
    if told[0][0] is None or told[0][0].kind is DocumentKind.OVRIGT:
        return None
    return _listed(address, read.title, years, told, lead.page or address)


def _listed(
    address: str, name: str, years: tuple[int, int] | None, told: list[tuple[Guess | None, float, str]], at: str
) -> Found | None:
    """A candidate with its reason, unless too little speaks for it. What speaks most decides on the kind, the rest helps."""
    guesses = [
        (guess.weight * share, guess, where) for guess, share, where in told if guess and guess.kind is not DocumentKind.OVRIGT
    ]
    if not guesses:
        return None
    weight, guess, where = max(guesses, key=lambda one: one[0])
    others = sum(one[0] for one in guesses) - weight
    score = weight + others / 3 + (1.0 if years else 0.0) + 0.5
    if score < LISTED:
        return None
    reason = f"{where} says “{' '.join(guess.word.split())}”"
    return Found(address, guess.kind, years, " ".join(name.split()), reason, round(score, 1), at)
