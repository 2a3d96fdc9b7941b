"""Many references into one database: what is there already is skipped, and what fails is stored and told."""

import os
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from enum import Enum
from pathlib import Path
from traceback import extract_tb
from typing import TYPE_CHECKING, NamedTuple

from ..models.document import Document
from ..models.errors import DatabaseProblem, MalsparError, Refused, Unreadable, UsageProblem
from .lineage import update
from .store import Database

if TYPE_CHECKING:
    from ..extractor.source import Loaded

_SUFFIXES = frozenset({".pdf", ".html", ".htm", ".xhtml", ".txt", ".md", ".markdown"})
_STARTS = (b"%pdf-", b"<!doctype html", b"<html")


class Given(NamedTuple):
    """What the user says of the documents: the organisation, and the period as "2019-2022"."""

    organisation: str | None = None
    period: str | None = None


NOTHING = Given()


class Outcome(Enum):
    """What became of one reference."""

    READ = "read"
    KNOWN = "known"
    FAILED = "failed"


class Told(NamedTuple):
    """One reference, what became of it, and the reason where it failed."""

    ref: str
    outcome: Outcome
    reason: str = ""


def references(refs: Iterable[str], database: Path) -> list[str]:
    """Every reference once, folders replaced by the documents in them, in order of their names.

    Hidden files are passed over, and so are the sources of ``database``. Raises ``UsageProblem`` where none of the references
    is there or no document is in the folders.
    """
    given = list(refs)
    found = [document for ref in given for document in (_walk(Path(ref), database) if Path(ref).is_dir() else [ref])]
    if not found:
        raise UsageProblem(f"no document in {', '.join(given)}; give a folder with PDF, HTML, text or Markdown files")
    if not any(_may_be_there(ref) for ref in found):
        raise UsageProblem(f"no such file: {', '.join(found)}; check the name")
    return list(dict.fromkeys(found))


def ingest(database: Database, refs: Iterable[str], given: Given = NOTHING, *, again: bool = False) -> Iterator[Told]:
    """Read and store each reference, and tell what became of it; each document is one transaction.

    Documents whose bytes are stored are skipped unless ``again``. When all are stored, those that succeed each other are
    compared. Raises ``DatabaseProblem``; all else is told and goes on.
    """
    database.sweep()
    for ref in refs:
        try:
            new = _one(database, ref, given, again=again)
        except DatabaseProblem:
            raise
        except MalsparError as error:
            yield _failed(database, ref, given, error)
        except (MemoryError, RecursionError) as error:
            yield _failed(
                database,
                ref,
                given,
                Refused(f"{ref} is too large or too deeply nested ({type(error).__name__}): give a part of it"),
            )
        except Exception as error:  # noqa: BLE001 - a fault of ours in one document must not end a run over thousands
            yield _failed(database, ref, given, Unreadable(f"{ref} meets a fault in malspar: please report it ({_fault(error)})"))
        else:
            yield Told(ref, Outcome.READ if new else Outcome.KNOWN)
    for pair, reason in update(database):
        yield Told(pair, Outcome.FAILED, reason)


def _one(database: Database, ref: str, given: Given, *, again: bool) -> bool:
    """Whether something new was stored; False where the reference's bytes were there just so."""
    from ..extractor.source import load

    loaded = load(ref)
    if not again and database.has(loaded.sha256):
        return False
    return database.save(_document(loaded, given), loaded.data)


def _document(loaded: "Loaded", given: Given) -> Document:
    """The extraction, imported when the first new document comes."""
    from ..extractor.extract import build
    from ..extractor.read import read

    return build(loaded, read(loaded), organisation=given.organisation, period=given.period)


def _fault(error: Exception) -> str:
    """What went wrong, and the last place in the code that it passed."""
    last = extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__}: {error}, {Path(last.filename).name}:{last.lineno}"


def _failed(database: Database, ref: str, given: Given, error: MalsparError) -> Told:
    """Store a failure, in place of an earlier one of the same reference."""
    first, _, last = (given.period or "").partition("-")
    with database.transaction() as connection:
        connection.execute(
            "insert or replace into failure values (?, ?, ?, ?, ?, ?, ?)",
            (
                ref,
                f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}",
                error.exit_code,
                error.message,
                given.organisation,
                first or None,
                last or first or None,
            ),
        )
    return Told(ref, Outcome.FAILED, error.message)


def _walk(folder: Path, database: Path) -> Iterator[str]:
    """The documents in a folder and its subfolders."""
    for place, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith(".") and name != f"{database.name}.sources")
        yield from (
            str(Path(place, name)) for name in sorted(files) if not name.startswith(".") and _is_document(Path(place, name))
        )


def _is_document(file: Path) -> bool:
    """Whether a file in a folder looks like a document, by its name or, where that tells nothing, by its first bytes."""
    if file.suffix.lower() in _SUFFIXES:
        return True
    try:
        with file.open("rb") as opened:
            start = opened.read(256).lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    except OSError:
        return False
    return start.startswith(_STARTS)


def _may_be_there(ref: str) -> bool:
    return ref == "-" or "://" in ref or Path(ref).exists()
