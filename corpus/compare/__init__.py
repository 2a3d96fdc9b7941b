"""Two documents held against each other: what went on, was split, merged, dropped, is new; and what changed in it."""

from .engine import compare, mode_of

__all__ = ["compare", "mode_of"]
