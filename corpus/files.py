"""One reference in, one document out, and its JSON file: whole or not there.

The process that is asked only hands on what another has read: it imports neither pydantic nor a reader (decision D5).
"""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from ..extractor import bounded
from ..models.errors import MalsparError, UsageProblem, named

if TYPE_CHECKING:
    from ..models.document import Document
    from .rows import Prepared

Result = TypeVar("Result")


def extracted(ref: str, organisation: str | None = None, period: str | None = None, data: bytes | None = None) -> "Document":
    """The document at a reference, read with what the user says of it (``period`` as "2019-2022"), or from ``data``.

    It is read within bounds, as ``in_bounds`` tells.
    """
    from .rows import unpack

    return unpack(in_bounds(_packed, ref, data, organisation, period))


def as_json(
    ref: str, organisation: str | None = None, period: str | None = None, data: bytes | None = None, *, blocks: bool = False
) -> str:
    """The document at a reference as JSON to look at; as ``extracted``."""
    return in_bounds(_json, ref, data, organisation, period, blocks)


def in_bounds(make: Callable[..., Result], ref: str, data: bytes | None, *given: object, longer: float = 1) -> Result:
    """What ``make`` makes of the document at a reference, in a process that may take ``longer`` than reading does.

    The bytes go along where the process cannot read them itself. Raises ``MalsparError``; trouble names its reference.
    """
    from ..extractor.source import anywhere, can_be_read_again, pieces

    try:
        if data is None and not can_be_read_again(ref):
            data = b"".join(pieces(ref))
        size = len(data) if data is not None else Path(ref).stat().st_size if Path(ref).is_file() else 0
        bounds = bounded.for_size(size)
        bounds = bounds._replace(seconds=longer * bounds.seconds)
        return bounded.call(make, ref, anywhere(ref) if data is None else data, *given, bounds=bounds)
    except MalsparError as error:
        raise type(error)(named("standard input" if ref == "-" else ref, error.message)) from error


def _packed(ref: str, found: str | bytes, organisation: str | None, period: str | None) -> bytes:
    from .rows import pack

    return pack(read(ref, found, organisation, period))


def _json(ref: str, found: str | bytes, organisation: str | None, period: str | None, blocks: bool) -> str:  # noqa: FBT001 - called by place
    return read(ref, found, organisation, period).to_json(blocks=blocks, indent=2)


def read(ref: str, found: str | bytes, organisation: str | None, period: str | None) -> "Document":
    """The document known as ``ref``, of its bytes or of where they are, read here and now: for a process with bounds."""
    from ..extractor.extract import build
    from ..extractor.read import read as blocks
    from ..extractor.source import loaded, taken

    source = loaded(ref, taken(found))
    return build(source, blocks(source), organisation=organisation, period=period)


def prepared(ref: str, found: str | bytes, organisation: str | None, period: str | None) -> "Prepared":
    """Read a document as ``read`` does, and make rows of it."""
    from .rows import prepare

    return prepare(read(ref, found, organisation, period))


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
    part = file.with_name(f".{file.stem[:40]}.part")  # the whole name may be as long as a name can be
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        try:
            part.write_text(text, "utf-8")
            part.replace(file)
        finally:
            part.unlink(missing_ok=True)
    except OSError as error:
        raise UsageProblem(f"{file} cannot be written ({error.strerror}); give another folder with --output") from error
