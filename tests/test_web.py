"""The client against a server that is slow, broken, endless, hostile or lying: each is handled as the manual says."""

import gzip
import socket
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from ipaddress import IPv4Address, IPv6Address, ip_network
from itertools import pairwise
from time import monotonic

import pytest
from hypothesis import given
from hypothesis import strategies as st
from served import Request, Server, drip, known, serving

from malspar.extractor.source import HTML, PDF, loaded
from malspar.extractor.web import Client, Hop, Manners, Since, client, robots
from malspar.extractor.web.addresses import is_public, parse
from malspar.models.errors import MalsparError, Refused, Unreadable, UsageProblem

pytestmark = pytest.mark.usefixtures("hurried")
PAGE = "<!doctype html><html><body><h1>Mål</h1><p>Alla barn ska kunna simma.</p></body></html>"
MANNERS = Manners("anna@tallvik.example", allow_private=True)


@pytest.fixture
def web() -> Iterator[Client]:
    with Client(MANNERS) as opened:
        yield opened


# --- addresses -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "known_as"),
    [
        (
            "HTTPS://Www.Örebro.SE:443/Mål och budget?år=2024#top",
            "https://www.xn--rebro-iua.se/M%C3%A5l%20och%20budget?%C3%A5r=2024",
        ),
        ("http://tallvik.example", "http://tallvik.example/"),
        ("http://tallvik.example./a%20b%c3%a5", "http://tallvik.example/a%20b%c3%a5"),
        ("http://tallvik.example:8080/100%", "http://tallvik.example:8080/100%25"),
        ("http://[::1]:8000/", "http://[::1]:8000/"),
    ],
)
def test_an_address_has_one_spelling(given: str, known_as: str) -> None:
    assert str(parse(given)) == known_as
    assert str(parse(known_as)) == known_as


@pytest.mark.parametrize(
    ("address", "error"),
    [
        ("ftp://tallvik.example/a", Refused),
        ("file:///etc/passwd", Refused),
        ("gopher://tallvik.example/", Refused),
        ("https://anna:hemligt@tallvik.example/", Refused),
        ("https://tallvik.example\\@127.0.0.1/", Refused),
        ("http://tallvik.example:22/", Refused),
        ("http://tallvik.example:25/", Refused),
        ("http:///a", UsageProblem),
        ("http://", UsageProblem),
        ("http://tall vik.example/", UsageProblem),
        ("http://tallvik..example/", UsageProblem),
        ("http://[::1/", UsageProblem),
        ("http://tallvik.example:99999/", UsageProblem),
        ("http://tallvik.example/\r\nHost: other", UsageProblem),
        ("http://tallvik.example/" + "a" * 5000, UsageProblem),
    ],
)
def test_an_address_that_is_none_or_is_not_asked(address: str, error: type[MalsparError]) -> None:
    with pytest.raises(error):
        parse(address)


def test_a_password_is_not_told() -> None:
    with pytest.raises(Refused) as told:
        parse("https://anna:hemligt@tallvik.example/")
    assert "hemligt" not in told.value.message


@given(st.text())
def test_any_text_is_an_address_or_is_told(text: str) -> None:
    for address in (text, f"http://{text}", f"https://tallvik.example/{text}"):
        try:
            found = parse(address)
        except (Refused, UsageProblem):
            continue
        assert parse(str(found)) == found
        assert str(found).isascii()


# --- numbers of machines ---------------------------------------------------------------------------------------------

PRIVATE = [
    ip_network(name)
    for name in (
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24",
        "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16",
        "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
    )
]  # fmt: skip
WRAPPED: dict[str, Callable[[int], int]] = {
    "mapped": lambda four: (0xFFFF << 32) | four,
    "nat64": lambda four: (0x0064FF9B << 96) | four,
    "6to4": lambda four: (0x2002 << 112) | (four << 80) | 1,
    "isatap": lambda four: (0x20010A00 << 96) | (0x5EFE << 32) | four,
}  # fmt: skip


@given(st.integers(0, 2**32 - 1))
def test_a_number_of_ipv4_is_public_unless_a_table_says_no(number: int) -> None:
    address = IPv4Address(number)
    assert is_public(str(address)) == (not any(address in network for network in PRIVATE))


@given(st.sampled_from(PRIVATE).flatmap(lambda net: st.integers(int(net[0]), int(net[-1]))), st.sampled_from(sorted(WRAPPED)))
def test_a_private_number_is_found_however_it_is_wrapped(number: int, how: str) -> None:
    assert not is_public(str(IPv6Address(WRAPPED[how](number))))


@given(st.integers(0, 2**128 - 1))
def test_a_number_of_ipv6_that_is_no_global_unicast_is_not_public(number: int) -> None:
    address = IPv6Address(number)
    if is_public(str(address)):
        assert address in ip_network("2000::/3") or address in ip_network("64:ff9b::/96") or address.ipv4_mapped


@pytest.mark.parametrize("number", ["8.8.8.8", "2a00:1450:400f:80c::2003", "::ffff:8.8.8.8", "64:ff9b::808:808"])
def test_a_public_number_is_public(number: str) -> None:
    assert is_public(number)


@pytest.mark.parametrize(
    "number", ["", "tallvik.example", "fe80::1%eth0", "fc00::1", "fec0::1", "ff02::1", "::", "::1", "::7f00:1"]
)
def test_what_is_no_public_number_is_not(number: str) -> None:
    assert not is_public(number)


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "localhost", "2130706433", "0x7f.1", "0177.0.0.1", "127.1", "0", "[::1]", "[::ffff:127.0.0.1]", "LOCALHOST."],
)
def test_no_spelling_of_this_machine_is_asked(server: Server, host: str) -> None:
    with Client() as polite, pytest.raises(Refused, match="--allow-private"):
        polite.fetch(server.url("/", host))
    assert server.asked == []


def test_a_name_with_one_private_machine_among_public_ones_is_refused() -> None:
    with (
        Client(resolve=known(tallvik_example=["93.184.215.14", "10.0.0.7"])) as polite,
        pytest.raises(Refused, match=r"10\.0\.0\.7"),
    ):
        polite.fetch("http://tallvik.example/")


def test_a_name_that_leads_elsewhere_the_second_time_is_refused(server: Server) -> None:
    """What is looked at is what is connected to: robots.txt has one answer, the page another."""
    answers = iter([["127.0.0.1"], ["169.254.169.254"]])
    server.page("/a", PAGE)
    seen: list[str] = []

    def resolve(_: str, __: int) -> list[str]:
        seen.extend(next(answers))
        return seen[-1:]

    with pytest.MonkeyPatch.context() as patch, Client(resolve=resolve) as polite:
        patch.setattr("malspar.extractor.web.network.is_public", lambda number: number == "127.0.0.1")
        with pytest.raises(Refused, match=r"169\.254"):
            polite.fetch(server.url("/a", "tallvik.example"))
    assert seen == ["127.0.0.1", "169.254.169.254"]
    assert [asked.path for asked in server.asked] == ["/robots.txt"]


def test_a_name_that_nobody_knows_is_told() -> None:
    with Client(resolve=known()) as polite, pytest.raises(UsageProblem, match="no host"):
        polite.fetch("http://tallvik.example/")


def test_a_name_that_cannot_be_looked_up_now_is_tried_again() -> None:
    asked: list[str] = []

    def resolve(host: str, _: int) -> list[str]:
        asked.append(host)
        raise socket.gaierror(socket.EAI_AGAIN, "later")

    with Client(resolve=resolve) as polite, pytest.raises(Unreadable, match="try later"):
        polite.fetch("http://tallvik.example/")
    assert len(asked) == client.ATTEMPTS


# --- what is asked, and how ------------------------------------------------------------------------------------------


def test_a_page_comes_with_all_that_tells_of_it(server: Server, web: Client) -> None:
    address = server.page("/mal.html", PAGE, ETag='"7"', Content_Type="text/html")
    answer = web.fetch(address)
    assert (answer.address, answer.final, answer.status, answer.data) == (address, address, 200, PAGE.encode())
    assert ("ETag", '"7"') in answer.headers
    assert datetime.now(UTC) - datetime.fromisoformat(answer.time) < timedelta(minutes=1)
    assert server.asked[-1].headers["user-agent"].startswith("malspar/")
    assert "anna@tallvik.example" in server.asked[-1].headers["user-agent"]
    assert server.asked[-1].headers["host"] == f"127.0.0.1:{server.port}"


@pytest.mark.parametrize("contact", ["a b", "a\r\nX: y", "å@tallvik.example", "(a)"])
def test_a_contact_is_one_word_of_ascii(contact: str) -> None:
    with pytest.raises(UsageProblem, match="no contact"):
        Client(Manners(contact))


def test_what_has_not_changed_is_not_sent_again(server: Server, web: Client) -> None:
    def changed(request: Request) -> None:
        known = (
            request.headers["If-None-Match"] == '"7"' and request.headers["If-Modified-Since"] == "Mon, 01 Jan 2024 00:00:00 GMT"
        )
        request.answer(304 if known else 200, b"" if known else PAGE.encode())

    address = server.does("/a", changed)
    assert web.fetch(address, Since(address, '"7"', "Mon, 01 Jan 2024 00:00:00 GMT")).data is None
    assert web.fetch(address, Since(address, '"8"')).data == PAGE.encode()
    assert (
        web.fetch(address, Since(server.url("/elsewhere"), '"7"')).data == PAGE.encode()
    )  # marks of another address are not given


def test_that_nothing_changed_is_not_believed_unasked(server: Server, web: Client) -> None:
    with pytest.raises(Unreadable, match="304"):
        web.fetch(server.page("/a", b"", 304))


# --- robots.txt ------------------------------------------------------------------------------------------------------


def test_robots_txt_is_obeyed_and_asked_for_once(server: Server, web: Client) -> None:
    server.robots("User-agent: *\nDisallow: /hemligt/\n\nUser-agent: malspar\nDisallow: /internt\n")
    server.page("/hemligt/a", PAGE)  # our own group counts, not that of all
    server.page("/internt/a", PAGE)
    web.fetch(server.url("/hemligt/a"))
    with pytest.raises(Refused, match=r"robots\.txt"):
        web.fetch(server.url("/internt/a"))
    assert (server.times("/robots.txt"), server.times("/internt/a")) == (1, 0)


def test_a_redirect_into_what_is_forbidden_is_not_followed(server: Server, web: Client) -> None:
    server.robots("User-agent: *\nDisallow: /hemligt\n")
    server.page("/hemligt", PAGE)
    with pytest.raises(Refused, match=r"robots\.txt"):
        web.fetch(server.leads("/a", "/hemligt"))
    assert server.times("/hemligt") == 0


@pytest.mark.parametrize("status", [500, 503, 429])
def test_where_robots_txt_cannot_be_had_nothing_is_fetched(server: Server, web: Client, status: int) -> None:
    server.robots_status = status
    server.page("/a", PAGE)
    for _ in range(2):
        with pytest.raises(Refused, match=r"robots\.txt"):
            web.fetch(server.url("/a"))
    assert (server.times("/robots.txt"), server.times("/a")) == (client.ATTEMPTS, 0)


@pytest.mark.parametrize("status", [401, 403, 404, 410])
def test_without_a_robots_txt_all_may_be_fetched(server: Server, web: Client, status: int) -> None:
    server.robots_status = status
    assert web.fetch(server.page("/a", PAGE)).status == 200


def test_an_endless_robots_txt_bars_its_host(server: Server, web: Client) -> None:
    server.does("/robots.txt", lambda request: drip(request, b"HTTP/1.1 200 OK\r\n\r\n", b"Disallow: /x\n" * 9000, 0.0))
    server.page("/a", PAGE)
    with pytest.raises(Refused, match="larger"):
        web.fetch(server.url("/a"))
    assert server.times("/a") == 0


def test_a_robots_txt_of_rubbish_forbids_nothing(server: Server, web: Client) -> None:
    server.page("/robots.txt", bytes(range(256)) * 20)
    assert web.fetch(server.page("/a", PAGE)).status == 200


def test_the_pause_that_a_host_wants_is_kept(server: Server, web: Client) -> None:
    server.robots("User-agent: *\nCrawl-delay: 0.4\n")
    for path in ("/a", "/b"):
        web.fetch(server.page(path, PAGE))
    first, second, third = server.asked
    assert second.began - first.ended > 0.35
    assert third.began - second.ended > 0.35


def test_a_pause_that_nobody_can_wait_for_is_told(server: Server, web: Client) -> None:
    server.robots("User-agent: *\nCrawl-delay: 86400\n")
    with pytest.raises(Refused, match="86400 s"):
        web.fetch(server.page("/a", PAGE))


def test_a_host_is_asked_one_thing_at_a_time_with_a_pause_whichever_threads_ask(
    server: Server, web: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(client, "PAUSE", 0.1)
    addresses = [server.page(f"/{number}", PAGE) for number in range(5)]
    with ThreadPoolExecutor(5) as pool:
        assert [answer.status for answer in pool.map(web.fetch, addresses)] == [200] * 5
    asked = sorted(server.asked, key=lambda one: one.began)
    assert len(asked) == 6
    assert all(after.began - before.ended > 0.08 for before, after in pairwise(asked))


def test_two_hosts_are_asked_at_the_same_time(server: Server) -> None:
    both = threading.Barrier(2, timeout=10)

    def waits(request: Request) -> None:
        both.wait()
        request.answer(200, PAGE.encode())

    server.does("/a", waits)
    resolve = known(tallvik_example=["127.0.0.1"], ekbacka_example=["127.0.0.1"])
    with Client(MANNERS, resolve) as web, ThreadPoolExecutor(2) as pool:
        addresses = [server.url("/a", host) for host in ("tallvik.example", "ekbacka.example")]
        assert [answer.status for answer in pool.map(web.fetch, addresses)] == [200, 200]


# --- redirects -------------------------------------------------------------------------------------------------------


def test_redirects_are_followed_and_kept(server: Server, web: Client) -> None:
    server.page("/nytt/mal.html", PAGE)
    server.leads("/b", "nytt/mal.html", 307)
    answer = web.fetch(server.leads("/a", server.url("/b#top"), 301))
    assert answer.data == PAGE.encode()
    assert answer.final == server.url("/nytt/mal.html")
    assert answer.redirects == (Hop(301, server.url("/a")), Hop(307, server.url("/b")))


def test_a_circle_of_redirects_ends(server: Server, web: Client) -> None:
    server.leads("/b", "/a")
    with pytest.raises(Refused, match="10 times"):
        web.fetch(server.leads("/a", "/b"))
    assert server.times("/a") + server.times("/b") == client.REDIRECTS + 1


@pytest.mark.parametrize("to", ["file:///etc/passwd", "ftp://tallvik.example/a", "javascript:alert(1)", "data:text/html,x"])
def test_a_redirect_to_what_is_no_page_of_the_web_is_refused(server: Server, web: Client, to: str) -> None:
    with pytest.raises(Refused, match="only http"):
        web.fetch(server.leads("/a", to))


@pytest.mark.parametrize("to", ["http://10.0.0.1/", "http://[fd00::1]/", "http://intranet.example/", "http://167772161/"])
def test_a_redirect_to_a_private_network_is_refused_before_connecting(server: Server, to: str) -> None:
    resolve = known(tallvik_example=["127.0.0.1"], intranet_example=["192.168.1.1"], **{"fd00::1": ["fd00::1"]})
    server.leads("/a", to)
    with pytest.MonkeyPatch.context() as patch, Client(resolve=resolve) as polite:
        patch.setattr("malspar.extractor.web.network.is_public", lambda number: number == "127.0.0.1")
        with pytest.raises(Refused, match="not on the public network"):
            polite.fetch(server.url("/a", "tallvik.example"))


def test_a_redirect_to_another_host_asks_its_robots_txt_first(server: Server) -> None:
    resolve = known(tallvik_example=["127.0.0.1"], ekbacka_example=["127.0.0.1"])
    server.page("/b", PAGE)
    server.leads("/a", server.url("/b", "ekbacka.example"))
    with Client(MANNERS, resolve) as web:
        assert web.fetch(server.url("/a", "tallvik.example")).final == server.url("/b", "ekbacka.example")
    hosts = [(asked.headers["host"].partition(":")[0], asked.path) for asked in server.asked]
    assert hosts == [
        ("tallvik.example", "/robots.txt"), ("tallvik.example", "/a"),
        ("ekbacka.example", "/robots.txt"), ("ekbacka.example", "/b"),
    ]  # fmt: skip


def test_a_redirect_without_a_target_is_no_answer(server: Server, web: Client) -> None:
    with pytest.raises(Unreadable, match="302"):
        web.fetch(server.page("/a", b"moved", 302))


# --- trouble that passes, and that does not --------------------------------------------------------------------------


def in_turn(*answers: Callable[[Request], None]) -> Callable[[Request], None]:
    """Another answer each time."""
    left = iter(answers)

    def answer(request: Request) -> None:
        next(left)(request)

    return answer


def ok(request: Request) -> None:
    request.answer(200, PAGE.encode())


@pytest.mark.parametrize("status", [500, 502, 503, 504, 429])
def test_trouble_that_passes_is_waited_for(server: Server, web: Client, status: int) -> None:
    address = server.does("/a", in_turn(lambda request: request.answer(status, b"busy"), ok))
    assert web.fetch(address).data == PAGE.encode()
    assert server.times("/a") == 2


@pytest.mark.parametrize("dated", [False, True])
def test_a_host_that_asks_to_wait_is_let_be(server: Server, web: Client, monkeypatch: pytest.MonkeyPatch, *, dated: bool) -> None:
    when = format_datetime(datetime.now(UTC) + timedelta(seconds=1000)) if dated else "1"
    waited: list[float] = []
    monkeypatch.setattr(client, "PATIENCE", 2000.0)
    monkeypatch.setattr(web._turns, "hold", lambda _, seconds: waited.append(seconds))
    web.fetch(server.does("/a", in_turn(lambda request: request.answer(429, b"", Retry_After=when), ok)))
    assert 800 < waited[0] <= 1000 if dated else waited[0] == 1.0


def test_other_threads_let_it_be_too(server: Server, web: Client) -> None:
    address = server.does("/a", in_turn(lambda request: request.answer(503, b"", Retry_After="1"), ok))
    server.page("/b", PAGE)
    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(web.fetch, address)
        while server.times("/a") == 0:
            pass
        web.fetch(server.url("/b"))
        first.result()
    later = [asked for asked in server.asked if asked.path in {"/a", "/b"}]
    assert later[1].began - later[0].ended > 0.9


def test_a_host_that_asks_to_wait_for_hours_is_told(server: Server, web: Client) -> None:
    with pytest.raises(Refused, match="7200 s"):
        web.fetch(server.page("/a", b"", 503, Retry_After="7200"))


@pytest.mark.parametrize(
    ("status", "error"),
    [
        (404, UsageProblem), (410, UsageProblem), (401, Refused), (403, Refused), (451, Refused), (429, Refused),
        (500, Unreadable), (503, Unreadable), (400, Unreadable), (418, Unreadable), (206, None), (999, Unreadable),
    ],
)  # fmt: skip
def test_a_status_that_is_no_answer(server: Server, web: Client, status: int, error: type[MalsparError] | None) -> None:
    address = server.page("/a", PAGE, status)
    if error is None:
        assert web.fetch(address).status == status
        return
    with pytest.raises(error, match=f"HTTP {status}") as told:
        web.fetch(address)
    assert address in told.value.message


def raw(data: bytes) -> Callable[[Request], None]:
    """An answer just as it stands, after which the connection ends."""
    return lambda request: request.wfile.write(data) and None


BROKEN = {
    "cut": b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n<!doctype html><p>Alla barn",
    "cut in a chunk": b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n20\r\n<!doctype",
    "no chunk": b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
    "nothing": b"",
    "half a header": b"HTTP/1.1 200 OK\r\nContent-Le",
    "no status": b"hello\r\n\r\n",
    "two lengths": b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nxx",
    "a length that is none": b"HTTP/1.1 200 OK\r\nContent-Length: -7\r\n\r\nxx",
    "cut while packed": b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n" + gzip.compress(PAGE.encode() * 50)[:-20],
    "not packed": b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n" + PAGE.encode(),
    "a huge header": b"HTTP/1.1 200 OK\r\nX: " + b"a" * 2_000_000 + b"\r\n\r\nx",
    "a million headers": b"HTTP/1.1 200 OK\r\n" + b"X: a\r\n" * 200_000 + b"\r\nx",
    "a fold": b"HTTP/1.1 200 OK\r\nX\x00: a\r\n\r\nx",
}


@pytest.mark.parametrize("how", BROKEN)
def test_a_broken_answer_is_tried_again_and_told(server: Server, web: Client, how: str) -> None:
    address = server.does("/a", raw(BROKEN[how]))
    with pytest.raises(Unreadable, match="cannot be fetched"):
        web.fetch(address)
    assert server.times("/a") == client.ATTEMPTS


def test_an_answer_that_is_whole_the_second_time_is_taken(server: Server, web: Client) -> None:
    assert web.fetch(server.does("/a", in_turn(raw(BROKEN["cut"]), ok))).data == PAGE.encode()


def test_nobody_at_home_is_told(web: Client) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    with pytest.raises(Unreadable, match="cannot be fetched"):
        web.fetch(f"http://127.0.0.1:{port}/")


SLOW = {
    "status": b"",
    "headers": b"HTTP/1.1 200 OK\r\nX: ",
    "body": b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n",
    "body without end": b"HTTP/1.1 200 OK\r\n\r\n",
    "waiting": b"HTTP/1.1 100 Continue\r\n\r\n" * 3,
}


@pytest.mark.parametrize("what", SLOW)
def test_a_host_that_drips_is_left_in_time(server: Server, web: Client, what: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(client, "TOTAL", 0.5)
    began = monotonic()
    with pytest.raises(Refused, match="takes more than"):
        web.fetch(server.does("/a", lambda request: drip(request, SLOW[what], b"a")))
    assert monotonic() - began < 5


def test_a_host_that_says_nothing_is_left_in_time(server: Server, web: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(client, "READ", 0.1)
    with pytest.raises(Unreadable, match="ReadTimeout"):
        web.fetch(server.does("/a", lambda _: server.leave.wait(5) and None))


def test_a_secure_connection_that_is_never_made_is_left_in_time(web: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """A server that drips while TLS is agreed on: no timeout of a single read would end it."""
    monkeypatch.setattr(client, "TOTAL", 0.5)
    stop = threading.Event()

    def dripping() -> None:
        connection, _ = listening.accept()
        with connection:
            connection.sendall(b"\x16\x03\x03\x40\x00")  # the head of a long record
            while not stop.wait(0.05):
                try:
                    connection.sendall(b"\x00")
                except OSError:
                    return

    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = threading.Thread(target=dripping, daemon=True)
        thread.start()
        with pytest.raises(Refused, match="takes more than"):
            web.fetch(f"https://127.0.0.1:{listening.getsockname()[1]}/")
        stop.set()
        thread.join(5)


def test_a_run_that_is_closed_ends_what_is_under_way(server: Server) -> None:
    server.does("/a", lambda request: drip(request, b"HTTP/1.1 200 OK\r\n\r\n"))
    server.page("/b", b"", 503, Retry_After="60")
    resolve = known(tallvik_example=["127.0.0.1"])
    with ThreadPoolExecutor(2) as pool, Client(MANNERS, resolve) as web:
        both = [pool.submit(web.fetch, server.url("/a")), pool.submit(web.fetch, server.url("/b", "tallvik.example"))]
        while server.times("/b") == 0:
            pass
        began = monotonic()
        web.close()
        assert all(isinstance(one.exception(timeout=10), MalsparError) for one in both)
    assert monotonic() - began < 5


# --- size and content ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "start",
    [
        b"HTTP/1.1 200 OK\r\nContent-Length: 999999999999\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: " + b"9" * 19 + b"\r\n\r\n",
        b"HTTP/1.1 200 OK\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n" + gzip.compress(bytes(50_000_000)),
    ],
)
def test_what_is_too_large_is_left_where_that_is_seen(
    server: Server, web: Client, start: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(client, "LARGEST", 1 << 20)
    address = server.does("/a", lambda request: drip(request, start, b"\0" * 100_000, 0.0))
    with pytest.raises(Refused, match="larger than 1 MiB"):
        web.fetch(address)
    assert server.times("/a") == 1


def test_what_is_packed_is_unpacked(server: Server, web: Client) -> None:
    packed = gzip.compress(PAGE.encode() * 5000)
    assert web.fetch(server.page("/a", packed, Content_Encoding="gzip")).data == PAGE.encode() * 5000
    assert web.fetch(server.page("/b", packed + b"\0\0", Content_Encoding="x-gzip")).data == PAGE.encode() * 5000
    assert web.fetch(server.page("/c", b"", Content_Encoding="gzip")).data == b""
    assert web.fetch(server.page("/d", PAGE, Content_Encoding="none")).data == PAGE.encode()


@pytest.mark.parametrize(
    ("body", "says", "is_"),
    [
        (PAGE.encode("utf-8"), "application/pdf", HTML),
        (PAGE.encode("utf-8"), "text/html; charset=iso-8859-1", HTML),
        (PAGE.encode("cp1252"), "text/html; charset=utf-8", HTML),
        (b"%PDF-1.7\n%\xe2\xe3\n", "text/html", PDF),
        (b"%PDF-1.7\n%\xe2\xe3\n", "application/octet-stream", PDF),
    ],
)
def test_what_it_is_is_told_by_its_bytes(server: Server, web: Client, body: bytes, says: str, is_: str) -> None:
    answer = web.fetch(server.page("/a.doc", body, Content_Type=says))
    assert answer.data == body
    assert loaded(answer.address, answer.data).media_type == is_


def test_a_certificate_that_proves_nothing_is_refused(tmp_path_factory: pytest.TempPathFactory, web: Client) -> None:
    import ssl
    import subprocess

    folder = tmp_path_factory.mktemp("tls")
    key, certificate = folder / "key.pem", folder / "certificate.pem"
    made = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", key, "-out", certificate, "-subj", "/CN=x"]
    try:
        subprocess.run(made, check=True, capture_output=True)
    except FileNotFoundError:
        pytest.skip("needs openssl to make a certificate")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    with serving() as server:
        server.socket = context.wrap_socket(server.socket, server_side=True)
        with pytest.raises(Refused, match="cannot prove"):
            web.fetch(f"https://127.0.0.1:{server.port}/")
        assert server.asked == []


def test_robots_are_told_by_the_name_that_they_see(server: Server, web: Client) -> None:
    web.fetch(server.page("/a", PAGE))
    assert all(asked.headers["user-agent"].partition("/")[0] == robots.NAME for asked in server.asked)
