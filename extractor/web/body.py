"""The body of an answer, unpacked as it comes, and never more of it than the bound."""

import zlib
from collections.abc import Iterable, Iterator

from ...models.errors import Refused

PIECE = 1 << 18


class Broken(Exception):
    """The body ends too early, or is not what its headers say."""


def whole(pieces: Iterable[bytes], headers: dict[str, str], bound: int, name: str) -> bytes:
    """The body that comes in pieces. Raises ``Refused`` over ``bound`` bytes, packed or unpacked, and ``Broken``."""
    declared = headers.get("content-length", "")
    if declared.isdecimal() and int(declared[:20]) > bound:
        raise _too_large(name, bound)
    counted = _bounded(pieces, bound, name)
    if headers.get("content-encoding", "").strip().lower() in {"gzip", "x-gzip"}:
        counted = _bounded(_unpacked(counted), bound, name)
    return b"".join(counted)


def _bounded(pieces: Iterable[bytes], bound: int, name: str) -> Iterator[bytes]:
    size = 0
    for piece in pieces:
        size += len(piece)
        if size > bound:
            raise _too_large(name, bound)
        yield piece


def _unpacked(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """What is packed by gzip, a bounded piece at a time; what stands behind its end is passed over, as browsers do."""
    unpacker = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)
    came = False
    try:
        for piece in pieces:
            came, left = came or bool(piece), piece
            while left and not unpacker.eof:
                yield unpacker.decompress(left, PIECE)
                left = unpacker.unconsumed_tail
        if came and not unpacker.eof:
            yield unpacker.flush()
    except zlib.error as error:
        raise Broken(f"is not packed as it says ({error})") from error
    if came and not unpacker.eof:
        raise Broken("ends too early")


def _too_large(name: str, bound: int) -> Refused:
    return Refused(f"{name} is larger than {bound // 1024**2} MiB: give a part of it")
