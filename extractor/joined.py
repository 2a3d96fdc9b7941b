"""Several pages that are one document, as one source: a page that holds them one after the other, each untouched.

Before each page stands a comment with its name, its depth in the menu (from 0) and its number of bytes, so that every byte can
be traced to its page, and nothing in a page can be taken for the beginning of another. A browser shows them one below another.
"""

import re
from collections.abc import Iterable
from typing import NamedTuple
from urllib.parse import quote, unquote

_START = b"<!-- malspar joined: "
_HEAD = re.compile(rb"<!-- malspar joined: (\S{1,3000}), depth (\d), (\d{1,9}) bytes -->\n")
_UNTOUCHED = "/:?&=@+,;"  # what else would be percent signs; a name cannot end the comment, for ">" is not among them


class Part(NamedTuple):
    """One page of a document: its name beside the others, its depth in their menu, its bytes (none where it is missing)."""

    name: str
    depth: int
    data: bytes


def joined(parts: Iterable[Part]) -> bytes:
    """The pages as one source, in order."""
    return b"".join(
        b"%s%s, depth %d, %d bytes -->\n%s\n" % (_START, quote(name, _UNTOUCHED).encode(), min(depth, 9), len(data), data)
        for name, depth, data in parts
    )


def split(data: bytes) -> tuple[Part, ...]:
    """The pages of a joined source; none for any other page, or one that is cut off."""
    found, start = [], 0
    while match := _HEAD.match(data, start):
        end = match.end() + int(match[3])
        if data[end : end + 1] != b"\n":
            return ()
        found.append(Part(unquote(match[1].decode("ascii", "replace")), int(match[2]), data[match.end() : end]))
        start = end + 1
    return tuple(found) if start == len(data) else ()
