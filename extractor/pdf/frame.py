"""From the space of a PDF page to the page as shown: points from its top left corner."""

from typing import Any, NamedTuple


class Frame(NamedTuple):
    """How page space becomes the page as shown: x' = a·x + c·y + e, y' = b·x + d·y + f; and the size of what is shown."""

    a: float
    b: float
    c: float
    d: float
    e: float
    f: float
    width: float
    height: float

    def box(self, left: float, bottom: float, right: float, top: float) -> tuple[float, float, float, float]:
        """x0, top, x1, bottom as shown."""
        x, y = self.a * left + self.c * bottom + self.e, self.b * left + self.d * bottom + self.f
        u, v = self.a * right + self.c * top + self.e, self.b * right + self.d * top + self.f
        return (min(x, u), min(y, v), max(x, u), max(y, v))


def frame_of(page: Any) -> Frame:
    """The frame of a pypdfium2 page, from its crop box and rotation."""
    left, bottom, right, top = page.get_bbox()
    width, height = right - left, top - bottom
    match page.get_rotation():
        case 90:
            return Frame(0, 1, 1, 0, -bottom, -left, height, width)
        case 180:
            return Frame(-1, 0, 0, 1, right, -bottom, width, height)
        case 270:
            return Frame(0, -1, -1, 0, top, right, height, width)
    return Frame(1, 0, 0, -1, -left, top, width, height)
