"""What commands ask hosts with: their manners, and the bytes that addresses lead to where nothing is kept."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING, Any

from ..extractor.source import is_address
from . import terminal

if TYPE_CHECKING:
    from ..extractor.web import Client, Manners


def polite(**given: Any) -> "Manners":
    """The manners of a run that asks for many addresses; who gives no contact is told how to."""
    from ..extractor.web import Manners

    if not given["contact"]:
        terminal.tell("hosts cannot reach you if something goes wrong; type --contact ADDRESS, or set MALSPAR_CONTACT")
    return Manners(**given)


Asked = Callable[[str], bytes | None]
"""The bytes that an address leads to; None for a reference of another kind."""


@contextmanager
def asking(**manners: Any) -> Iterator[Asked]:
    """Asks for addresses with these manners; the client is there only when one comes."""
    with ExitStack() as stack:
        client: Client | None = None

        def asked(ref: str) -> bytes | None:
            nonlocal client
            if not is_address(ref):
                return None
            if client is None:
                from ..extractor.web import Client, Manners

                client = stack.enter_context(Client(Manners(**manners)))
            return client.fetch(ref).data

        yield asked
