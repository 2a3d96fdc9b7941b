"""Coloured grounds behind single words: labels that tell a status by their colour. Coordinates as in ``words``."""

from collections.abc import Sequence

from .columns import middle
from .shapes import Shape
from .words import Word

_WIDE = 220.0  # points: a wider ground is a band or a box, not a label


def on_grounds(words: Sequence[Word], shapes: Sequence[Shape]) -> list[Word]:
    """The words, those with a label's ground close around them with its colour."""
    labels = [shape for shape in shapes if may_label(shape)]
    done = list(words)
    for label in labels:
        inside = [place for place, word in enumerate(words) if label.holds((word.x0 + word.x1) / 2, middle(word))]
        if any(map(str.isalpha, "".join(words[place].text for place in inside))) and _hugs(
            label, [words[place] for place in inside]
        ):
            for place in inside:
                done[place] = words[place]._replace(ground=label.fill)
    return done


def may_label(shape: Shape) -> bool:
    """Whether a shape may be the ground of a label, by its size and colour."""
    return not shape.image and shape.fill not in {None, "#ffffff"} and 6 < shape.height < 30 and 10 < shape.width < _WIDE


def _hugs(label: Shape, words: Sequence[Word]) -> bool:
    """Whether a ground is little larger than the one line of words on it."""
    size = max(word.ink.size for word in words)
    left, right = min(word.x0 for word in words), max(word.x1 for word in words)
    one_line = max(word.ink.base for word in words) - min(word.ink.base for word in words) < 0.3 * size
    beside = -1 < left - label.x0 < 1.5 * size and -1 < label.x1 - right < 1.5 * size
    return one_line and beside and label.height <= 2.4 * size
