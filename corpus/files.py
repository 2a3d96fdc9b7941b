"""One JSON file for each document, whole or not there."""

from collections.abc import Iterable
from pathlib import Path

from ..models.errors import UsageProblem


def named(refs: Iterable[str], folder: Path) -> dict[str, Path]:
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
