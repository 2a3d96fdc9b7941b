"""The verb ``serve``: a database in the browser, on Datasette, read-only and for this machine alone unless told otherwise."""

import socket
import webbrowser
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ...models.errors import UsageProblem
from .. import terminal

if TYPE_CHECKING:
    from datasette.app import Datasette

SETTINGS = {
    "sql_time_limit_ms": 3000,  # a query that takes longer is stopped; ours take up to half a second for 3,000 documents
    "max_returned_rows": 1000,
    "default_page_size": 50,
    "facet_time_limit_ms": 200,
    "suggest_facets": False,  # it tries every column of a view, 50 ms each; facets are still to be had from each column's menu
    "allow_download": False,
    "num_sql_threads": 3,
    "cache_size_kb": 16_000,  # for each of the threads
}
"""What Datasette is told."""
START = "/malspar"
_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


@click.command()
@click.argument("database")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen at; 0.0.0.0 lets other machines in.")
@click.option("--port", type=click.IntRange(0, 65535), default=8001, show_default=True, help="Port; 0 for any that is free.")
@click.option("--open", "open_", is_flag=True, help="Open it in the browser.")
@click.option("--metadata", is_flag=True, help="Print what Datasette is to know of the database as JSON, and end.")
def serve(database: str, host: str, port: int, *, open_: bool, metadata: bool) -> None:
    """Explore a database in the browser: pages, tables, questions, pictures, and all of Datasette.

    It is opened read-only, and only this machine can see it unless --host says otherwise. Ctrl-C ends it. Needs
    `pip install 'malspar[explore]'`; --metadata does not, and gives it all to a datasette of your own.

    \b
    Example:
        malspar serve goals.db --open
        datasette goals.db --metadata <(malspar serve goals.db --metadata)
    """  # noqa: D301 - \\b is click's mark for lines that are not to be filled
    from ..store import open_database
    from .metadata import as_json

    with open_database(database):  # ours, whole, and brought up to date
        pass
    if metadata:
        click.echo(as_json(database_name(Path(database))))
        return
    served = explorer(Path(database))
    listener = _listener(host, port)
    address = f"http://{_shown(host)}:{listener.getsockname()[1]}{START}"
    if host not in _LOOPBACK:
        terminal.tell(f"other machines can read {Path(database).name} at {host}")
    _run(served, listener, host, address, open_=open_)


def explorer(database: Path) -> "Datasette":
    """A Datasette for a database, with everything that belongs to it. Raises ``UsageProblem`` where Datasette is missing."""
    try:
        from datasette.app import Datasette
    except ModuleNotFoundError as error:
        raise UsageProblem("serve needs Datasette; type `pip install 'malspar[explore]'`") from error
    from ..store import write_protected
    from .metadata import metadata
    from .swedish import translate

    # Immutable means that SQLite neither locks nor looks for changes: right only where nobody can write.
    files, immutables = ([], [str(database)]) if write_protected(database) else ([str(database)], [])
    served = Datasette(files, immutables=immutables, metadata=metadata(database_name(database)), settings=SETTINGS)
    translate(served.jinja_env)
    return served


def database_name(database: Path) -> str:
    """What Datasette calls a database: its file's name without the ending."""
    return database.stem


def _listener(host: str, port: int) -> socket.socket:
    """A socket that listens, so that a port that is taken is told before anything else is done."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
    except OSError as error:
        listener.close()
        raise UsageProblem(f"cannot listen at {host}, port {port}: {error.strerror}; give another --port or --host") from error
    return listener


def _shown(host: str) -> str:
    """The host in an address that a browser on this machine can open."""
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 - to be shown, not listened at
    return f"[{host}]" if ":" in host else host


def _run(served: "Datasette", listener: socket.socket, host: str, address: str, *, open_: bool) -> None:
    """Serve until Ctrl-C. The address is told, and opened, once it answers."""
    import uvicorn

    class Server(uvicorn.Server):
        async def startup(self, sockets: list[socket.socket] | None = None) -> None:
            await super().startup(sockets)
            terminal.tell(f"{address} (Ctrl-C ends it)")
            if open_:
                webbrowser.open(address)

    app = served.app()
    config = uvicorn.Config(
        _Own(app, host) if host in _LOOPBACK else app, log_level="warning", lifespan="on", workers=1, server_header=False
    )
    try:
        Server(config).run(sockets=[listener])
    except KeyboardInterrupt:
        terminal.tell("ended")


class _Own:
    """Answers only who asks for this machine by its own name: another page's script cannot borrow a name for it."""

    def __init__(self, app: Any, host: str) -> None:
        self.app, self.names = app, _LOOPBACK | {host}

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        named = dict(scope.get("headers") or ()).get(b"host", b"").decode("latin-1")
        if scope["type"] != "http" or named.rpartition("]")[0].lstrip("[") in self.names or named.partition(":")[0] in self.names:
            await self.app(scope, receive, send)
            return
        await send({"type": "http.response.start", "status": 421, "headers": [(b"content-type", b"text/plain; charset=utf-8")]})
        await send({"type": "http.response.body", "body": f"Skriv {min(self.names)} i adressen.".encode()})
