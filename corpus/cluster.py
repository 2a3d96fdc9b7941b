"""The workers of a Dask cluster (``malspar[cluster]``), for what is too much for one machine.

Each worker reads documents from paths that lead to the same files as here, in processes with bounds, as local workers do; they
come back ready to be stored, and this process alone writes. A document whose worker is lost is read by another.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from ..models.errors import Refused, UsageProblem
from .workers import Workers

_TALKATIVE = frozenset({"distributed", "tornado", "asyncio"})
PATIENCE = 10
"""Seconds to wait for the scheduler, and for a first worker."""


@contextmanager
def workers(address: str) -> Iterator[Workers]:
    """The workers of the scheduler at an address such as tcp://10.0.0.5:8786. Raises ``UsageProblem`` or ``Refused``."""
    try:
        from distributed import Client
    except ImportError:
        raise UsageProblem("--cluster needs Dask; type: pip install 'malspar[cluster]'") from None
    for name in [*logging.root.manager.loggerDict]:  # what matters is told in a sentence
        if name.partition(".")[0] in _TALKATIVE:
            logging.getLogger(name).setLevel(logging.CRITICAL + 1)
    try:
        client = Client(address, timeout=PATIENCE, set_as_default=False)
    except (OSError, ValueError, TimeoutError) as error:
        raise Refused(f"no Dask scheduler answers at {address} ({error}); start one: dask scheduler") from error
    with client:
        try:
            client.wait_for_workers(1, timeout=PATIENCE)
        except TimeoutError:
            raise Refused(f"the scheduler at {address} has no workers; start one: dask worker {address}") from None
        yield Workers(client.get_executor(pure=False), sum(client.nthreads().values()))
