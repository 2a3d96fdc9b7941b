"""PDFium's functions called as cheaply as Python can: several of them are needed for every word of a document.

Arguments are not checked: an address must come by ``reference``, all else must be an int. With PDFium's own declarations a
call costs a microsecond, by these an eighth of one.
"""

import ctypes
from collections.abc import Callable
from typing import Any

Reference = Any  # what ctypes.byref gives; it has no public name


class Handle(ctypes.c_void_p):
    """A handle that a call gives and another one takes; false where there is none."""


def call(function: Any, result: Any) -> Callable[..., Any]:
    """A function of pypdfium2.raw that gives a ``result`` (a ctypes type, None for nothing), without checks."""
    return ctypes.PYFUNCTYPE(result)(ctypes.cast(function, ctypes.c_void_p).value or 0)


def reference(handle: Any) -> Reference:
    """A handle of pypdfium2.raw as these calls take it."""
    return ctypes.byref(ctypes.c_char.from_address(ctypes.cast(handle, ctypes.c_void_p).value or 0))


def room(kind: Any, count: int) -> tuple[Any, list[Reference]]:
    """An array for results, and a reference to each place of it."""
    held = (kind * count)()
    return held, [ctypes.byref(held, ctypes.sizeof(kind) * place) for place in range(count)]
