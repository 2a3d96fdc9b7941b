"""One reference in, one document out, and its JSON file: whole or not there."""

from collections.abc import Iterable
from pathlib import Path

from ..models.document import Document
from ..models.errors import MalsparError, Refused, UsageProblem, named


def extracted(ref: str, organisation: str | None = None, period: str | None = None) -> Document:
    """The document at a reference, read with what the user says of it (``period`` as "2019-2022").

    Raises ``MalsparError``; trouble names its reference.
    """
    from ..extractor.extract import extract

    try:
        return extract(ref, organisation=organisation, period=period)
    except MalsparError as error:
        raise type(error)(named(ref, error.message)) from error
    except (MemoryError, RecursionError) as error:
        raise Refused(f"{ref} is too large or too deeply nested ({type(error).__name__}); give a part of it") from error


def targets(refs: Iterable[str], folder: Path) -> dict[str, Path]:
    """The file in ``folder`` that each reference goes to, called after its stem.

    Raises ``UsageProblem`` where two would be one file; nothing is made then.
    """
    files: dict[str, Path] = {}
    for ref in refs:
        file = folder / f"{'stdin' if ref == '-' else Path(ref).stem}.json"
        if file in files.values():
            raise UsageProblem(f"two documents would go to {file}; extract them one by one, each with an --output of its own")
        files[ref] = file
    return files


def write(file: Path, text: str) -> None:
    """Write under another name and rename; folders on the way are made."""
    part = file.with_name(f".{file.name}.part")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        try:
            part.write_text(text, "utf-8")
            part.replace(file)
        finally:
            part.unlink(missing_ok=True)
    except OSError as error:
        raise UsageProblem(f"{file} cannot be written ({error.strerror}); give another folder with --output") from error
