"""The bytes of references that are addresses, for the commands that keep nothing."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING, Any

from ..extractor.source import is_address

if TYPE_CHECKING:
    from ..extractor.web import Client

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
