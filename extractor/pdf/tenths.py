"""Coordinates rounded to tenths of a point, many at once: a long document has hundreds of thousands."""

from array import array

import numpy as np

_HIGHEST = 20_000  # tenths: of what is on a page hardly anything is beyond
_SHARED = np.array([number / 10 for number in range(_HIGHEST)], dtype=object)  # the same few numbers come again and again


def tenths(numbers: "array[float]") -> list[float]:
    """``round(number, 1)`` of each number.

    Ten times a number, rounded, differs from it only where that is a tie by a hair, and in the sign of zero.
    """
    ten = np.frombuffer(numbers) * 10 if numbers else np.empty(0)
    whole = np.rint(ten)
    plain = (whole > 0) & (whole < _HIGHEST) & (np.abs(ten - whole) != 0.5)
    done: list[float] = _SHARED[np.where(plain, whole, 0).astype(np.intp)].tolist()
    for place in np.flatnonzero(~plain).tolist():
        done[place] = round(numbers[place], 1)
    return done
