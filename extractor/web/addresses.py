"""Addresses of the web: one spelling for each, and which of them, and of the machines they lead to, may be asked."""

import re
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address, ip_network
from typing import NamedTuple, Self
from urllib.parse import quote, urljoin, urlsplit

from ...models.errors import Refused, UsageProblem

LONGEST = 4000
"""Characters of an address at most."""

_PORTS = {"http": 80, "https": 443}
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
_HOST = re.compile(r"[a-z0-9_](?:[a-z0-9_.-]*[a-z0-9_])?")
_KEPT = "/:@!$&'()*+,;=~%?[]|"  # what quoting leaves as it is, besides letters, digits and -._
_BARE_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")

_UNICAST = IPv6Network("2000::/3")
_NAT64 = IPv6Network("64:ff9b::/96")
_NOT_PUBLIC = (
    ip_network("192.0.0.0/24"),  # of protocols; Python's own answer differs between its versions
    ip_network("192.88.99.0/24"),  # relays of 6to4
    ip_network("2001::/23"),  # of protocols, Teredo among them
    ip_network("2001:db8::/32"),
    ip_network("3fff::/20"),  # of documentation
)
_ISATAP = frozenset({0x00005EFE, 0x02005EFE})


class Address(NamedTuple):
    """An address that may be asked as far as its spelling tells: http or https, a name without a password, a usual port."""

    scheme: str
    host: str
    port: int
    path: str

    def __str__(self) -> str:
        return f"{self.origin}{self.path}"

    @property
    def origin(self) -> str:
        """Scheme, host and port: what one robots.txt is for."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{self.scheme}://{host}{'' if self.port == _PORTS[self.scheme] else f':{self.port}'}"

    def joined(self, reference: str) -> Self:
        """The address that a reference means where it stands at this one; raises as ``parse`` does."""
        try:
            whole = urljoin(str(self), reference.strip())
        except ValueError:
            raise UsageProblem(f"{reference!r} is no address; check it") from None
        return type(self)(*parse(whole))


def parse(text: str) -> Address:
    """The address without its fragment, its host in ASCII and small letters, what is no ASCII in its path quoted.

    Raises ``UsageProblem`` where it is none, ``Refused`` for one that is not asked: of another scheme, with a password, at the
    port of another service.
    """
    text = text.strip()
    if len(text) > LONGEST or any(sign < " " or sign == "\x7f" for sign in text):
        raise UsageProblem(f"{text[:80]!r} is no address that can be fetched; check it")
    try:
        parts = urlsplit(text)
        scheme, host, port = parts.scheme.lower(), parts.hostname or "", parts.port
    except ValueError:
        raise UsageProblem(f"{text!r} is no address; check it") from None
    if scheme not in _PORTS:
        raise Refused(f"{text} is not fetched, only http and https addresses are: save the page and give the file")
    if parts.username is not None or parts.password is not None:
        raise Refused(f"an address of {host} with a user's name or password is not fetched: save the page and give the file")
    port = port or _PORTS[scheme]
    if port < 1024 and port not in _PORTS.values():
        raise Refused(f"{text} is not fetched: port {port} is none of the web's")
    query = f"?{_quoted(parts.query)}" if parts.query else ""
    return Address(scheme, _host(host, text), port, (_quoted(parts.path) or "/") + query)


def _quoted(text: str) -> str:
    return quote(_BARE_PERCENT.sub("%25", text), safe=_KEPT)


def _host(host: str, text: str) -> str:
    """A host's name in ASCII, or its number."""
    if ":" in host:
        try:
            return str(ip_address(host))
        except ValueError:
            raise UsageProblem(f"{text} is no address; check it") from None
    try:
        name = host.encode("idna").decode("ascii").lower().rstrip(".")
    except UnicodeError:
        name = ""
    if not _HOST.fullmatch(name) or ".." in name or len(name) > 253:
        raise UsageProblem(f"{text} names no host; check the address")
    return name


def is_public(number: str) -> bool:
    """Whether a machine's number (IPv4 or IPv6) is one of the public network, and so is every number that is wrapped in it.

    Not so are private, shared, loopback, link-local, multicast and reserved ones, those of documentation and tests, and what
    tunnels lead to.
    """
    try:
        address = ip_address(number.partition("%")[0])
    except ValueError:
        return False
    if isinstance(address, IPv4Address):
        return _public(address)
    wrapped = _wrapped(address)
    plain = address.ipv4_mapped is not None or address in _NAT64 or (address in _UNICAST and _public(address))
    return plain and all(map(_public, wrapped))


def _public(address: IPv4Address | IPv6Address) -> bool:
    return (
        address.is_global
        and not (address.is_multicast or address.is_reserved or address.is_link_local or address.is_unspecified)
        and not any(address in network for network in _NOT_PUBLIC)
    )


def _wrapped(address: IPv6Address) -> list[IPv4Address]:
    """The IPv4 numbers that an IPv6 number stands for or leads to."""
    low = int(address) & 0xFFFFFFFF
    found = [address.ipv4_mapped, address.sixtofour, *(address.teredo or ())]
    if address in _NAT64 or (int(address) >> 32) & 0xFFFFFFFF in _ISATAP:
        found.append(IPv4Address(low))
    return [one for one in found if one is not None]
