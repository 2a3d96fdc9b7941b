"""What Datasette asks the package for: the pages, a way to them in its menu, and headers that keep its own pages safe."""

import re
from base64 import b64encode
from collections.abc import Awaitable, Callable
from functools import cache
from hashlib import sha256
from importlib.resources import files
from re import DOTALL, findall
from typing import TYPE_CHECKING, Any

from datasette import hookimpl

if TYPE_CHECKING:
    from datasette.app import Datasette
    from markupsafe import Markup

Application = Callable[[Any, Any, Any], Awaitable[None]]


@hookimpl  # type: ignore[untyped-decorator]  # Datasette has no types
def register_routes() -> list[tuple[str, Any]]:
    """The pages."""
    from .web import routes

    return list(routes())


@hookimpl  # type: ignore[untyped-decorator]
def menu_links(datasette: "Datasette") -> list[dict[str, str]]:
    """A way back from Datasette's tables to the pages."""
    from .pages import addresses

    return [{"href": datasette.urls.path(addresses.START), "label": "Målspår"}]


@hookimpl  # type: ignore[untyped-decorator]
def render_cell(value: object, table: str | None, datasette: "Datasette") -> "Markup | None":
    """The id of a goal or document leads to its page, in what questions and views give. Tables keep Datasette's own links."""
    from markupsafe import Markup

    from .metadata import is_table
    from .pages import addresses

    if not isinstance(value, str) or not _ID.fullmatch(value) or (table and is_table(table)):
        return None
    address = addresses.goal(value) if "-" in value else addresses.document(value)
    return Markup('<a href="{}">{}</a>').format(datasette.urls.path(address), value)


_ID = re.compile("[0-9a-f]{12}(-[0-9a-f]{8})?")


@hookimpl  # type: ignore[untyped-decorator]
def startup() -> None:
    """Leave errors to plain Python: with rich at hand Datasette prints what every variable held, and fails at a missing page."""
    from datasette import handle_exception

    handle_exception.rich = None


@hookimpl  # type: ignore[untyped-decorator]
def asgi_wrapper(datasette: "Datasette") -> Callable[[Application], Application]:  # noqa: ARG001 - the name is the hook's
    """Give every answer that brings no content security policy the one of Datasette's own pages."""

    def wrap(application: Application) -> Application:
        async def wrapped(scope: Any, receive: Any, send: Any) -> None:
            async def sending(event: Any) -> None:
                if event["type"] == "http.response.start":
                    event = {**event, "headers": _guarded(list(event.get("headers", [])))}
                await send(event)

            await application(scope, receive, sending)

        return wrapped

    return wrap


def _guarded(headers: list[Any]) -> list[Any]:
    from .web import SAFE

    known = {bytes(name).lower() for name, _ in headers}
    wanted = {"content-security-policy": policy(), **SAFE}
    return headers + [[name.encode(), value.encode()] for name, value in wanted.items() if name.encode() not in known]


@cache
def policy() -> str:
    """What Datasette's own pages may do: its scripts run, those in its templates by their hash, and no other.

    Its pages style single elements, so styles in a page are let through; they cannot reach another server.
    """
    scripts = ["DATASETTE_ALLOW_FACET = true;", "DATASETTE_ALLOW_FACET = false;"]
    for file in sorted((files("datasette") / "templates").iterdir(), key=lambda file: file.name):
        if file.name.endswith(".html"):
            found = findall(r"<script>(.*?)</script>", file.read_text("utf-8"), DOTALL)
            scripts += [script for script in found if "{{" not in script and "{%" not in script]
    hashes = " ".join(f"'sha256-{b64encode(sha256(script.encode()).digest()).decode()}'" for script in dict.fromkeys(scripts))
    return (
        f"default-src 'none'; script-src 'self' {hashes}; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
        "connect-src 'self'; font-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    )
