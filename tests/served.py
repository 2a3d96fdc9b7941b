"""A web server on loopback that does what tests tell it to, and a resolver that knows names of the tests alone."""

import socket
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from time import monotonic
from typing import NamedTuple

Handler = Callable[["Request"], None]


class Asked(NamedTuple):
    """A request that came: when it began and ended, its path and headers."""

    path: str
    headers: dict[str, str]
    began: float
    ended: float


class Request(BaseHTTPRequestHandler):
    """One request, answered by what is set for its path."""

    protocol_version = "HTTP/1.1"
    server: "Server"

    def do_GET(self) -> None:
        """Answer, and note it."""
        began = monotonic()
        self.server.came[self.path] += 1
        handler = self.server.pages.get(self.path)
        try:
            if handler is None:
                self.answer(404 if self.path != "/robots.txt" else self.server.robots_status, b"")
            else:
                handler(self)
        except (BrokenPipeError, ConnectionResetError, TimeoutError):
            pass
        finally:
            self.close_connection = True
            headers = {name.lower(): value for name, value in self.headers.items()}
            self.server.asked.append(Asked(self.path, headers, began, monotonic()))

    def answer(self, status: int, body: bytes, **headers: str) -> None:
        """A whole answer; underscores in names of headers become hyphens, and length and connection may be overruled."""
        given = {"Content-Length": str(len(body)), "Connection": "close"}
        given |= {name.replace("_", "-"): value for name, value in headers.items()}
        self.send_response_only(status)
        for name, value in given.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002 - the name is the standard library's
        """Say nothing."""


class Server(ThreadingHTTPServer):
    """Pages by path, how often each was asked for, and the requests that are done."""

    daemon_threads = True
    request_queue_size = 64

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Request)
        self.pages: dict[str, Handler] = {}
        self.came = Counter[str]()
        self.asked: list[Asked] = []
        self.robots_status = 404
        self.leave = threading.Event()

    def handle_error(self, request: object, client_address: object) -> None:
        """Connections that the client cuts are what is tested."""

    @property
    def port(self) -> int:
        """Where it listens."""
        return int(self.server_address[1])

    def url(self, path: str = "/", host: str = "127.0.0.1") -> str:
        """The address of a path, by any name."""
        return f"http://{host}:{self.port}{path}"

    def page(self, path: str, body: bytes | str, status: int = 200, **headers: str) -> str:
        """Serve a body at a path; its address."""
        data = body.encode() if isinstance(body, str) else body
        self.pages[path] = lambda request: request.answer(status, data, **headers)
        return self.url(path)

    def robots(self, text: str) -> None:
        """Serve a robots.txt."""
        self.page("/robots.txt", text, Content_Type="text/plain")

    def leads(self, path: str, to: str, status: int = 302) -> str:
        """Redirect a path; its address."""
        return self.page(path, b"moved", status, Location=to)

    def does(self, path: str, handler: Handler) -> str:
        """Answer a path by a function; its address."""
        self.pages[path] = handler
        return self.url(path)

    def times(self, path: str) -> int:
        """How often a path was asked for."""
        return self.came[path]


@contextmanager
def serving() -> Iterator[Server]:
    """A server in a thread."""
    with Server() as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.leave.set()
            server.shutdown()
            thread.join()


def drip(request: Request, first: bytes, piece: bytes = b".", every: float = 0.02) -> None:
    """Send the beginning of an answer, and then a piece again and again, until the client goes."""
    with suppress(OSError):
        request.wfile.write(first)
        while not request.server.leave.wait(every):
            request.wfile.write(piece)
            request.wfile.flush()


def known(**names: list[str]) -> Callable[[str, int], list[str]]:
    """A resolver that knows these names (with _ for dots) and numbers of IPv4, and no other."""
    table = {name.replace("_", "."): numbers for name, numbers in names.items()}

    def resolve(host: str, port: int) -> list[str]:
        if host in table:
            return table[host]
        with suppress(OSError):
            return [socket.inet_ntoa(socket.inet_aton(host))]
        raise socket.gaierror(socket.EAI_NONAME, f"{host}:{port} is not known")

    return resolve
