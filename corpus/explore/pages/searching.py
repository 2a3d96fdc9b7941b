"""What a search finds, with the words that were searched for marked."""

from collections.abc import Sequence

from ...compared.words import clean
from ...show import span
from ...store import Database
from ..search import Part, search
from . import addresses
from .common import MANY, Data

LONGEST = 300
"""Characters of a search."""


def searching(database: Database, asked: str, page: int = 1) -> Data:
    """The goals that have the words, the best first, ``MANY`` to a page."""
    asked = " ".join(asked.split())[:LONGEST]
    found = search(database.connection, asked, MANY, (page - 1) * MANY)
    return {
        "title": f"Sök: {asked}" if asked else "Sök",
        "address": addresses.search(q=asked, blad=page if page > 1 else None),
        "asked": asked,
        "total": found.total,
        "folded": found.folded,
        "page": page,
        "first": (page - 1) * MANY + 1,
        "before": addresses.search(q=asked, blad=page - 1) if page > 1 else None,
        "after": addresses.search(q=asked, blad=page + 1) if found.total > page * MANY else None,
        "hits": [
            {
                "goal": hit.goal,
                "address": addresses.goal(hit.goal),
                "organisation": hit.organisation,
                "organisation_address": addresses.organisation(hit.organisation),
                "title": clean(hit.title or "") or hit.document,
                "document": hit.document,
                "document_address": addresses.document(hit.document, hit.page, hit.goal),
                "kind": hit.kind,
                "label": hit.label,
                "page": hit.page,
                "years": span(*hit.period),
                "text": _runs(hit.text),
                "description": _runs(hit.description),
                "comment": _runs(hit.comment),
            }
            for hit in found.hits
        ],
    }


def _runs(parts: Sequence[Part]) -> list[Data]:
    return [{"text": part.text, "hit": part.hit} for part in parts]
