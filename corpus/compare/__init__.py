"""Two documents held against each other: what went on, was split, merged, dropped, is new; and what changed in it."""

from ...models.change import Comparison, Mode
from ...models.document import Document


def compare(old: Document, new: Document, *, mode: Mode | None = None) -> Comparison:
    """What became of the nodes of ``old`` in ``new``; the mode is told by the documents unless it is given."""
    raise NotImplementedError
