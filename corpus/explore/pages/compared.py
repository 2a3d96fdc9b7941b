"""The comparison of two documents: the same as the report in HTML, with links to the pages here."""

from functools import lru_cache
from typing import Any

from ....models.change import Comparison, Mode
from ...compared.entries import Held, held
from ...compared.page import Links, context
from ...compared.prose import lead, name
from ...rows import unpack
from ...store import Database
from . import addresses
from .common import Data, the_document


def compared(database: Database, old: str, new: str) -> Data:
    """What became of the goals of one document in another. Raises ``Absent``."""
    found = hold(database, old, new)
    return {
        "title": f"{name(found.old)} → {name(found.new)}",
        "address": addresses.compared(old, new),
        "lead": lead(found),
        "comparison": found.comparison.model_dump(mode="json", by_alias=True),
    }


def shown(database: Database, old: str, new: str, prefix: str = "") -> dict[str, Any]:
    """What the template needs beside the data; ``prefix`` stands before each address. Raises ``Absent``."""
    links = Links(
        whole=lambda document: prefix + addresses.document(document.id),
        place=lambda document, page, _, goal: prefix + addresses.document(document.id, page, goal),
    )
    return context(hold(database, old, new), links)


def hold(database: Database, old: str, new: str) -> Held:
    """Both documents and their comparison. Raises ``Absent``."""
    for identity in (old, new):
        the_document(database, identity)
    mode = database.rows("select mode from succession where old_document = ? and new_document = ?", (old, new))
    packed = [database.rows("select json from document where id = ?", (identity,))[0]["json"] for identity in (old, new)]
    one, other = map(unpack, packed)
    return held(_comparison(packed[0], packed[1], mode[0]["mode"] if mode else None), one, other)


@lru_cache(maxsize=8)
def _comparison(old: bytes, new: bytes, mode: str | None) -> Comparison:
    """The comparison of two packed documents; what was compared last is kept."""
    from ...compare import compare

    return compare(unpack(old), unpack(new), mode=Mode(mode) if mode else None)
