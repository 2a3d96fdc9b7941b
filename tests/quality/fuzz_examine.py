"""What becomes of one input, examined in a process with bounds: where it led in the code, and what is wrong with the result."""

import hashlib
import math
import re
import sys
import tempfile
import time
import unicodedata
import zlib
from collections.abc import Iterator
from functools import cache
from itertools import islice
from pathlib import Path
from traceback import extract_tb
from types import CodeType, FrameType
from typing import Any, NamedTuple

from placed import slices, values

import malspar
from malspar.corpus.rows import prepare
from malspar.extractor import archives
from malspar.extractor.archives import mhtml, zips
from malspar.extractor.archives.naming import MARK, START
from malspar.extractor.extract import build
from malspar.extractor.read import read
from malspar.extractor.source import loaded, pieces
from malspar.models.block import Block
from malspar.models.document import Document
from malspar.models.errors import MalsparError

SLOW = 5.0
"""Seconds of computing that no input of a fuzzing run may take."""

_CODE = str(Path(malspar.__file__).parent)
_MEMBERS = 4  # documents of an archive that are read …
_PIECES = 64  # … and how many parts of each
_OWN_CONTROLS = frozenset("\n\t")


class Examined(NamedTuple):
    """What became of an input: its kind as told by content, the exit code, where it led, and what is wrong, if anything."""

    kind: str
    code: int
    features: frozenset[int]
    problem: str


def examine(data: bytes, twice: bool) -> Examined:  # noqa: FBT001 - called by place, in another process
    """Read an input and look at the result; ``twice``: once more, to see whether it comes out the same."""
    calls: set[tuple[CodeType, CodeType]] = set()

    def trace(frame: FrameType, _event: str, _argument: Any) -> None:
        if frame.f_back:
            calls.add((frame.f_back.f_code, frame.f_code))

    start = time.process_time()
    sys.settrace(trace)
    try:
        kind, code, told, problem, first = _outcome(data)
    finally:
        sys.settrace(None)
    taken = time.process_time() - start
    if not problem and taken > SLOW:
        problem = f"slow: {taken:.1f} s for {len(data)} bytes"
    if not problem and twice and _outcome(data)[-1] != first:
        problem = "not the same when read again"
    edges = {number for call in calls if (number := _number(*call))}
    return Examined(kind, code, frozenset(edges | {zlib.crc32(mark.encode("utf-8", "replace")) for mark in told}), problem)


@cache
def _number(caller: CodeType, called: CodeType) -> int:
    """A number for a call from one place of the program to another, the same in every process; 0 for others."""
    if not called.co_filename.startswith(_CODE) or ".venv" in called.co_filename:
        return 0
    places = (f"{Path(code.co_filename).name}:{code.co_firstlineno}" for code in (caller, called))
    return zlib.crc32(" ".join(places).encode())


def _outcome(data: bytes) -> tuple[str, int, list[str], str, str]:
    """Kind, exit code, marks of where it led, what is wrong, and a digest of the result."""
    kind = "archive" if data.startswith(b"PK\x03\x04") or mhtml.is_one(data[:START]) else "none"
    try:
        if kind == "archive":
            return kind, 0, *_archive(data)
        source = loaded("fuzz", data)
        kind = source.media_type.partition("/")[2]
        document = build(source, read(source))
        prepare(document)
        return kind, 0, *_result(document)
    except MalsparError as error:
        told = f"{type(error).__name__} {re.sub('[0-9]+', '#', error.message)[:80]}"
        return kind, error.exit_code, [told], "" if "\n" not in error.message else "an error of several lines", told
    except Exception as error:  # noqa: BLE001 - what no rule foresaw is what is looked for
        places = [place for place in extract_tb(error.__traceback__) if place.filename.startswith(_CODE)]
        last = places[-1] if places else extract_tb(error.__traceback__)[-1]
        problem = f"fault: {type(error).__name__} in {Path(last.filename).name}:{last.lineno}: {str(error)[:200]}"
        return kind, 3, [problem.partition(": ")[2][:60]], problem, problem


def _archive(data: bytes) -> tuple[list[str], str, str]:
    """What becomes of the documents in a ZIP archive or a saved page."""
    told: list[str] = []
    with tempfile.TemporaryDirectory() as folder:
        path = str(Path(folder, "fuzz.zip"))
        Path(path).write_bytes(data)
        found = archives.kind_of(path)
        names = [path] if found == "mhtml" else [f"{path}{MARK}{name}" for name in zips.documents(path)] if found else []
        for name in names[:_MEMBERS]:
            try:
                inner = b"".join(islice(pieces(name), _PIECES))
            except MalsparError as error:
                told.append(f"{found} {type(error).__name__}")
                continue
            _, code, marks, problem, digest = _outcome(inner)
            told += [f"{found} {code}", *marks, digest]
            if problem:
                return told, problem, digest
    return [*told, f"{found}"], "", " ".join(told)


def _result(document: Document) -> tuple[list[str], str, str]:
    """Marks of a document's reading, what is wrong with it, and its digest."""
    text = document.to_json(blocks=True)
    told = [f"note {note.code}" for note in document.notes]
    told += [f"rule {at.rule}" for _, _, at in values(document)]
    told += [f"kind {document.document.kind}", *(f"role {block.role}" for block in document.blocks or ())]
    return told, next(wrong(document, text), ""), hashlib.sha256(text.encode()).hexdigest()


def wrong(document: Document, text: str) -> Iterator[str]:
    """What does not hold of a document, which ``text`` is the JSON of."""
    if Document.model_validate_json(text) != document:
        yield "its JSON is read back as something else"
    blocks = document.blocks or ()
    for number, block in enumerate(blocks):
        yield from _wrong_block(block, number, document.source.pages or 0)
    for name, value, at in values(document):
        if any(span.block >= len(blocks) or not 0 <= span.start <= span.end <= len(blocks[span.block].text) for span in at.spans):
            yield f"a {name} ({at.rule}) has a span outside its block"
        elif slices(blocks, at) != value:
            yield f"a {name} ({at.rule}) is not what its spans slice: {value[:80]!r} {slices(blocks, at)[:80]!r}"
        if not all(math.isfinite(edge) for box in at.boxes for edge in (box.x0, box.top, box.x1, box.bottom)):
            yield f"a {name} ({at.rule}) has a box without end"


def _wrong_block(block: Block, number: int, pages: int) -> Iterator[str]:
    if block.id != number:
        yield "blocks are not numbered in order"
    if any(unicodedata.category(letter) in {"Cc", "Cs"} and letter not in _OWN_CONTROLS for letter in block.text):
        yield f"a {block.role} holds control characters: {block.text[:80]!r}"
    if not all(0 <= line.start <= line.end <= len(block.text) for line in block.lines):
        yield "a line ends outside its block"
    if not all(1 <= line.page <= pages for line in block.lines):
        yield "a line stands on a page that is not there"
    if not all(math.isfinite(edge) for line in block.lines for edge in (line.top, line.bottom, *line.edges)):
        yield "a line without end"
