"""Every capture of an address: what came, when and from where, so that a value can be traced when the page is gone."""

import json
from typing import TYPE_CHECKING, Any, NamedTuple

from .rows import unpack
from .store import Database

if TYPE_CHECKING:
    from ..extractor.web import Answer, Since


class Capture(NamedTuple):
    """The latest capture of an address. ``document`` is what was read from it, None where nothing was yet."""

    sha256: str
    document: str | None
    final_address: str
    headers: dict[str, str]

    @property
    def since(self) -> "Since":
        """The marks by which the host tells whether it has changed."""
        from ..extractor.web import Since

        return Since(self.final_address, self.headers.get("etag"), self.headers.get("last-modified"))


_LATEST = """
select sha256, coalesce(document, (select id from document where source_sha256 = sha256)), final_address, headers
from capture where address = ? and not not_modified order by capture.id desc limit 1"""

_READ = """
select coalesce((select id from document where source_sha256 = :sha256),
  (select document from capture where sha256 = :sha256 and document is not null order by id desc limit 1))"""


def latest(database: Database, address: str) -> Capture | None:
    """The last capture of an address whose bytes are there."""
    rows = [row for row in database.rows(_LATEST, (address,)) if (database.sources / row["sha256"]).exists()]
    if not rows:
        return None
    sha256, document, final, headers = rows[0]
    return Capture(sha256, document, final, _headers(headers))


def addresses(database: Database) -> list[str]:
    """Every address that was captured, the earliest first."""
    return [row[0] for row in database.rows("select address from capture group by address order by min(id)")]


def keep(database: Database, answer: "Answer", before: Capture | None) -> Capture:
    """Keep what came for an address; where nothing did (304), the bytes are those of the capture ``before``."""
    data = answer.data
    sha256 = before.sha256 if before and data is None else answer.sha256
    row: dict[str, Any] = {
        "address": answer.address,
        "time": answer.time,
        "final_address": answer.final,
        "redirects": json.dumps([hop._asdict() for hop in answer.redirects], ensure_ascii=False),
        "status": answer.status,
        "headers": json.dumps(answer.headers, ensure_ascii=False),
        "sha256": sha256,
        "not_modified": data is None,
    }
    with database.transaction() as connection:
        row["document"] = connection.execute(_READ, row).fetchone()[0]
        connection.execute(f"insert into capture ({', '.join(row)}) values ({', '.join(f':{name}' for name in row)})", row)
        connection.execute("delete from failure where reference = ?", (answer.address,))
        if data is not None:
            database.keep(sha256, lambda out: out.write(data), answer.address)
    return Capture(sha256, row["document"], answer.final, _headers(row["headers"]))


def was_read(database: Database, sha256: str, document: str) -> None:
    """Note the document that was read from captured bytes, or that says what they say."""
    with database.transaction() as connection:
        connection.execute("update capture set document = ? where sha256 = ?", (document, sha256))


def bytes_of(database: Database, capture: Capture) -> str:
    """The SHA-256 of the bytes to read for a capture: its own, or those that its document was read from where it has one."""
    rows = database.rows("select source_sha256 from document where id = ?", (capture.document,))
    return rows[0][0] if rows else capture.sha256


def document_before(database: Database, address: str, sha256: str) -> str | None:
    """The document that was read last from other bytes of an address."""
    sql = (
        "select capture.document from capture join document on document.id = capture.document where address = ? and sha256 != ? "
        "order by capture.id desc limit 1"
    )
    rows = database.rows(sql, (address, sha256))
    return rows[0][0] if rows else None


def says_the_same(database: Database, document: str, packed: bytes) -> bool:
    """Whether all that was read from a stored document and from another is the same, wherever on the page it stands."""
    stored = database.rows("select json from document where id = ?", (document,))
    return bool(stored) and _said(stored[0]["json"]) == _said(packed)


def _said(packed: bytes) -> Any:
    return _without_places(unpack(packed).model_dump(exclude={"id", "source", "blocks", "notes"}))


def _without_places(value: Any) -> Any:
    """The value without places and without the document's part of ids."""
    if isinstance(value, dict):
        return {
            name: inner.rpartition("-")[2] if name in {"id", "from_", "to"} and isinstance(inner, str) else _without_places(inner)
            for name, inner in value.items()
            if name != "at"
        }
    return [_without_places(one) for one in value] if isinstance(value, list | tuple) else value


def _headers(text: str) -> dict[str, str]:
    return {name.lower(): value for name, value in json.loads(text)}
