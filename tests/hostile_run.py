"""Reads every hostile file as a cell does, each in a process of its own, and prints what became of it and what it took.

    python tests/hostile_run.py FOLDER SECONDS [NAME...]

One process imports the readers; each file is then read in a fork of it, which has the bounds of ``extractor/bounded.py``. The
files and what was read go into FOLDER; one JSON object a file goes to stdout.
"""

import json
import os
import pickle
import sys
from pathlib import Path
from typing import Any, NamedTuple

from hostile import CASES, plan

import malspar.corpus.files
import malspar.extractor.extract
import malspar.extractor.pdf
from malspar.extractor import bounded, cell
from malspar.models.errors import MalsparError


class Fate(NamedTuple):
    """What became of a file: exit code, message, seconds of computing, MiB of memory, whether it ended its process."""

    name: str
    code: int
    message: str
    seconds: float
    memory: float
    died: bool


def read(file: Path, bounds: bounded.Bounds) -> Fate:
    """Read a file in a fork."""
    answer = file.with_suffix(".answer")
    request = pickle.dumps((malspar.corpus.files._json, (str(file), str(file), None, None, True), bounds))
    child = os.fork()
    if child == 0:
        answer.write_bytes(cell._answer(request))
        os._exit(0)
    _, status, usage = os.wait4(child, 0)
    code, memory = os.waitstatus_to_exitcode(status), usage.ru_maxrss * 1024
    found: Any = bounded._fate(bounded._Died(), bounds, code, memory) if code else pickle.loads(answer.read_bytes())[0]  # noqa: S301
    seconds = usage.ru_utime + usage.ru_stime
    if isinstance(found, MalsparError):
        return Fate(file.stem, found.exit_code, found.message, seconds, memory / bounded.MIB, code != 0)
    file.with_suffix(".json").write_text(found, "utf-8")
    return Fate(file.stem, 0, "", seconds, memory / bounded.MIB, died=False)


def main(folder: Path, seconds: float, names: list[str]) -> None:
    """Read the files of these names, or all."""
    whole = folder / "whole.pdf"
    whole.write_bytes(plan())
    malspar.corpus.files.read(str(whole), str(whole), None, None)  # so that all is imported, once
    for name in names or CASES:
        file = folder / f"{name}.pdf"
        file.write_bytes(CASES[name].make())
        print(json.dumps(read(file, bounded.Bounds(seconds=seconds))._asdict()), flush=True)  # noqa: T201


if __name__ == "__main__":
    main(Path(sys.argv[1]), float(sys.argv[2]), sys.argv[3:])
