"""The errors that a user can meet. Each knows its exit code, what happened, and what to type."""

import re

_HARMS = re.compile("[\x00-\x1f\x7f-\x9f\xad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff]")


class MalsparError(Exception):
    """Base of all expected errors; ``message`` is one line, ``exit_code`` by the contract."""

    exit_code = 3

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class UsageProblem(MalsparError):
    """A missing file, a directory where one document was asked for, two inputs of one name."""

    exit_code = 2


class Unreadable(MalsparError):
    """Damaged, or no document."""

    exit_code = 3


class Encrypted(MalsparError):
    """Locked by a password."""

    exit_code = 4


class NoTextLayer(MalsparError):
    """A PDF of pictures."""

    exit_code = 5


class Refused(MalsparError):
    """Over a bound of size, time or memory, or an address that is not fetched."""

    exit_code = 6


class DatabaseProblem(MalsparError):
    """Not a database, not ours, read-only, locked, or newer than the program."""

    exit_code = 7


def named(ref: str, reason: str) -> str:
    """A reason that names the reference it is about."""
    return reason if ref in reason or ref == "-" else f"{ref}: {reason}"


def written(text: str) -> str:
    """A file's name, or a text that holds one, as it can be stored and shown at a terminal.

    Control characters, those that turn the direction of writing, and bytes that are no UTF-8 are written as escapes.
    """
    return _HARMS.sub(lambda match: match[0].encode("unicode_escape").decode("ascii"), text)
