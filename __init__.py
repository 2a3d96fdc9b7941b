"""Målspår: reads Swedish municipal steering documents and keeps track of what became of every goal.

``extract(ref)`` reads one document and gives a ``Document``; ``open_database(path)`` opens the database that ``malspar add``
fills. Each is imported when it is first asked for, so that ``import malspar`` costs nothing.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .corpus.store import open_database
    from .extractor.extract import extract
    from .models.document import Document

__all__ = ["Document", "extract", "open_database"]

_HOME = {"Document": ".models.document", "extract": ".extractor.extract", "open_database": ".corpus.store"}


def __getattr__(name: str) -> object:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOME[name], __name__), name)
