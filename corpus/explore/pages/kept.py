"""What was worked out of a whole database, kept until the database is another one."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from pathlib import Path
from threading import Lock
from typing import Generic, TypeVar

from ...store import Database

T = TypeVar("T")


class Kept(Generic[T]):
    """The last few results of some work, each for one state of one database. Threads may share it."""

    def __init__(self, number: int) -> None:
        self._number = number
        self._found: OrderedDict[Hashable, T] = OrderedDict()
        self._lock = Lock()

    def get(self, database: Database, key: Hashable, work: Callable[[], T]) -> T:
        """What was found for ``key`` while the database is as it is now, else what the work finds."""
        whole = (*state(database.path), key)
        with self._lock:
            if whole in self._found:
                self._found.move_to_end(whole)
                return self._found[whole]
        found = work()
        with self._lock:
            self._found[whole] = found
            while len(self._found) > self._number:
                self._found.popitem(last=False)
        return found


def state(path: Path) -> tuple[Hashable, ...]:
    """What changes whenever a database is written to: time and size of its file and of its log."""
    told: list[Hashable] = [str(path)]
    for file in (path, path.with_name(f"{path.name}-wal")):
        try:
            now = file.stat()
        except OSError:
            told.append(None)
        else:
            told += [now.st_ino, now.st_mtime_ns, now.st_size]
    return tuple(told)
