"""What the tests stand on: the root of the checkout, the sample corpus, and the shared documents where they lie."""

import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from served import Server

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session", autouse=True)
def _nothing_but_loopback() -> Iterator[None]:
    """No test reaches another machine, nor asks anyone for a name: what tries fails, and so does its test."""
    connect, look_up = socket.socket.connect, socket.getaddrinfo

    def guarded(name: str) -> Callable[..., Any]:
        original = getattr(socket.socket, name)

        def to(self: socket.socket, address: Any) -> Any:
            if self.family in {socket.AF_INET, socket.AF_INET6} and not _is_loopback(str(address[0])):
                pytest.fail(f"a test connects to {address}")
            return original(self, address)

        return to

    def look(host: Any, *arguments: Any, **named: Any) -> Any:
        name = host.decode() if isinstance(host, bytes) else host or ""
        if not _is_loopback(name):
            pytest.fail(f"a test looks up {name}")
        return look_up(host, *arguments, **named)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect_ex", guarded("connect_ex"))
        patch.setattr(socket.socket, "connect", guarded("connect"))
        patch.setattr(socket, "getaddrinfo", look)
        yield
    assert socket.socket.connect is connect


def _is_loopback(host: str) -> bool:
    """Whether this is the machine itself, by whatever number is written for it."""
    if host in {"", "localhost", "::1", "::ffff:7f00:1", "::", socket.gethostname()}:
        return True
    try:
        return socket.inet_aton(host)[0] in {0, 127}
    except OSError:
        return False


@pytest.fixture(scope="session")
def root() -> Path:
    """The root of the checkout."""
    return ROOT


@pytest.fixture(scope="session")
def sample() -> Path:
    """The folder of the sample corpus: ``documents`` and ``expected``."""
    return ROOT / "corpus" / "demo"


@pytest.fixture(scope="session")
def explored(sample: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database of the whole sample corpus, with its versions. Not to be written to."""
    from malspar.corpus.ingest import Given, ingest
    from malspar.corpus.references import references
    from malspar.corpus.store import open_database

    path = tmp_path_factory.mktemp("explored") / "goals.db"
    with open_database(path, write=True) as database:
        refs = references([str(sample / "documents"), str(sample / "versions" / "documents")], path)
        assert all(told.reason == "" or told.reason is None for told in ingest(database, refs, Given(None, None), again=False))
    return path


@pytest.fixture
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test waits as long as a host deserves."""
    from malspar.extractor.web import client

    monkeypatch.setattr(client, "PAUSE", 0.0)
    monkeypatch.setattr(client, "BACK_OFF", 0.01)


@pytest.fixture
def server(hurried: None) -> Iterator["Server"]:  # noqa: ARG001 - so that it is asked without pauses
    """A server on this machine that answers as a test says."""
    from served import serving

    with serving() as server:
        yield server
