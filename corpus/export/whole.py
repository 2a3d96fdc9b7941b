"""A folder that is whole or not there: made beside its place under another name, and put there when it is done."""

import fcntl
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from glob import escape
from pathlib import Path
from secrets import token_hex
from typing import Any

from ...models.errors import UsageProblem

CONTENTS = "malspar-export.json"
"""The file in every export that tells what is in it, and that the folder is malspar's to replace."""


@contextmanager
def replacing(target: Path) -> Iterator[Path]:
    """A new folder that takes the place of ``target``, which is absent, empty or an earlier export, once the block is through.

    Whatever ends the block earlier, ``target`` stays as it was. Raises ``UsageProblem`` where it may not be replaced or written.
    """
    with _told(target):
        target = target.resolve()
        _sweep(target)
        check(target)
        target.parent.mkdir(parents=True, exist_ok=True)
        part = target.with_name(f".{target.name}.{token_hex(4)}.part")
        part.mkdir()
        held = _hold(part)
        try:
            yield part
            _swap(part, target)
        finally:
            shutil.rmtree(part, ignore_errors=True)
            os.close(held)


def describe(folder: Path, contents: dict[str, Any]) -> None:
    """Write what is in a finished folder: ``contents``, and the name of every file."""
    files = sorted(file.relative_to(folder).as_posix() for file in folder.rglob("*") if file.is_file())
    text = json.dumps(contents | {"files": files}, ensure_ascii=False, indent=2) + "\n"
    (folder / CONTENTS).write_text(text, "utf-8")


def check(target: Path) -> None:
    """Raises ``UsageProblem`` where something stands at ``target`` that no export has put there."""
    if not target.exists():
        return
    if not target.is_dir():
        raise UsageProblem(f"{target} is a file; give a folder with --output")
    there = {file.relative_to(target).as_posix() for file in target.rglob("*") if not file.is_dir() or file.is_symlink()}
    foreign = sorted(there - _ours(target))
    if foreign:
        raise UsageProblem(f"{target} holds {foreign[0]}, which no export wrote; give another folder with --output")


def _ours(target: Path) -> set[str]:
    """The files that an export has put into a folder."""
    try:
        files = json.loads((target / CONTENTS).read_text("utf-8"))["files"]
    except (FileNotFoundError, ValueError, KeyError, TypeError):
        return set()
    return {CONTENTS, *files}


def _swap(part: Path, target: Path) -> None:
    """Put the new folder in the place of the old one, which is back there should that fail."""
    if not target.exists():
        part.rename(target)
        return
    check(target)  # what was put there meanwhile
    old = part.with_name(f"{part.name}.old")
    target.rename(old)
    try:
        part.rename(target)
    except OSError:
        old.rename(target)
        raise
    shutil.rmtree(old, ignore_errors=True)


def _hold(folder: Path) -> int:
    """Lock a folder as long as this process lives."""
    held = os.open(folder, os.O_RDONLY)
    fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    return held


def _sweep(target: Path) -> None:
    """Remove what exports to the same place have left that were killed: folders that nobody holds.

    One that was killed between two renames had already put the earlier export aside; that is put back.
    """
    for left in sorted(target.parent.glob(f".{escape(target.name)}.????????.part*"), reverse=True):
        with suppress(OSError):
            os.close(_hold(left))
            if left.suffix == ".old" and not target.exists():
                left.rename(target)
            else:
                shutil.rmtree(left)


@contextmanager
def _told(target: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        trouble = error.strerror or error
        raise UsageProblem(f"{target} cannot be written ({trouble}); give another folder with --output") from error
