"""The first page: organisations, the documents that were read last, and what is new since the reader was here."""

from ...order import sort_key
from ...store import Database
from . import addresses
from .common import BRIEF, COUNTED, Data, brief

LATEST = 8
NEWEST = 30


def start(database: Database, since: int | None = None) -> Data:
    """The page. ``since`` is the ``mark`` that the reader had seen everything up to."""
    organisations = _organisations(database)
    (mark,) = database.rows("select coalesce(max(rowid), 0) as mark from document")
    (failed,) = database.rows("select count(*) as failed from failure")
    new = _documents(database, since, NEWEST) if since is not None else []
    return {
        "title": "Målspår",
        "address": addresses.START,
        "organisations": organisations,
        "numbers": {
            "organisations": sum(one["name"] is not None for one in organisations),
            "documents": sum(one["documents"] for one in organisations),
            "goals": sum(one["goals"] for one in organisations),
            "failed": failed["failed"],
        },
        "mark": mark["mark"],
        "since": since,
        "new": new,
        "new_count": _count(database, since) if since is not None else 0,
        "latest": _documents(database, None, LATEST),
    }


def _organisations(database: Database) -> list[Data]:
    """Every organisation with its number of documents and goals, in Swedish order; the unknown one last."""
    marks = ", ".join("?" * len(COUNTED))
    goals = database.rows(
        "select organisation, sum(number) as goals from (select document, count(*) as number from goal "
        f"where kind in ({marks}) group by document) join document on document.id = document group by organisation",
        COUNTED,
    )
    of = {row["organisation"]: row["goals"] for row in goals}
    rows = database.rows(
        "select organisation, count(*) as documents, min(period_from) as first, max(coalesce(period_to, period_from)) as last "
        "from document group by organisation"
    )
    found = [
        {
            "name": row["organisation"],
            "documents": row["documents"],
            "goals": of.get(row["organisation"], 0),
            "first": row["first"],
            "last": row["last"],
            "address": addresses.organisation(row["organisation"]),
        }
        for row in rows
    ]
    return sorted(found, key=lambda one: (one["name"] is None, sort_key(one["name"])))


def _documents(database: Database, since: int | None, number: int) -> list[Data]:
    """The documents that were read last, the newest first."""
    rows = database.rows(
        f"select {BRIEF} from document where rowid > ? order by rowid desc limit ?", (since if since is not None else -1, number)
    )
    return [brief(row) for row in rows]


def _count(database: Database, since: int | None) -> int:
    (row,) = database.rows("select count(*) as number from document where rowid > ?", (since,))
    return int(row["number"])
