"""Drawn shapes of one PDF page: rectangles, rules, discs. Coordinates as in ``words``."""

import ctypes
import itertools
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium

from .calls import Handle, call, reference
from .frame import Frame
from .inks import hex_colour

_PATH, _IMAGE, _FORM = 2, 3, 5
_DRAWN = frozenset((_PATH, _IMAGE, _FORM))  # most of the objects on a page are text
_MANY = 4000  # a page with more objects holds a map or a chart: only its simple shapes are read
_MOST = 5000  # shapes of a page that are looked at: twice those of a sheet with a border around each cell
_WORK = 10_000_000  # shapes times words: some are held against each other
_CLIPS = 40  # paths that bound what another lets through
_ICON_POINTS = 4_000_000  # points of an image that stands for something
_LONG = 400  # segments of a path beyond which it is a picture
_ICON = 24.0  # points: an image no larger may stand for something
_DEPTHS = {pdfium.FPDFBitmap_BGR: 3, pdfium.FPDFBitmap_BGRx: 4, pdfium.FPDFBitmap_BGRA: 4}  # bytes of a point
THIN = 2.6  # points: what is thinner is a rule


class Shape(NamedTuple):
    """A drawn path, or one rectangle of it. ``fill`` and ``stroke`` are "#rrggbb" or None; ``curved`` tells that its
    outline has curves (a disc, rounded corners); ``image`` that it is a picture: ``fill`` is then what colour it has.
    """

    x0: float
    top: float
    x1: float
    bottom: float
    fill: str | None
    stroke: str | None
    curved: bool
    corners: int
    image: bool = False

    @property
    def width(self) -> float:
        """Points from left to right."""
        return self.x1 - self.x0

    @property
    def height(self) -> float:
        """Points from top to bottom."""
        return self.bottom - self.top

    def holds(self, x: float, y: float) -> bool:
        """Whether the point lies inside the bounds."""
        return self.x0 <= x <= self.x1 and self.top <= y <= self.bottom


Matrix = tuple[float, float, float, float, float, float]
Bounds = tuple[float, float, float, float]  # left, bottom, right, top in the page's own space
IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


_object_at, _kind_of = call(pdfium.FPDFPage_GetObject, Handle), call(pdfium.FPDFPageObj_GetType, ctypes.c_int)


def read_shapes(page: Any, frame: Frame) -> list[Shape]:
    """The shapes of a page (a raw page handle) in drawing order, those inside forms too; of a drawing only the first."""
    count = pdfium.FPDFPage_CountObjects(page)
    things = map(_object_at, itertools.repeat(reference(page)), range(count))
    drawn = [pdfium.FPDFPage_GetObject(page, index) for index, thing in enumerate(things) if _kind_of(thing) in _DRAWN]
    found = (shape for thing in drawn for shape in _shapes(thing, IDENTITY, frame, 0, crowded=count > _MANY))
    return list(itertools.islice(found, _MOST + 1))


def is_drawing(shapes: Sequence[Shape], words: int) -> bool:
    """Whether a page has so many shapes, or so many beside its words, that looking for tables would take too long."""
    return len(shapes) > _MOST or len(shapes) * words > _WORK


def _shapes(thing: Any, matrix: Matrix, frame: Frame, depth: int, *, crowded: bool) -> Iterator[Shape]:
    kind = pdfium.FPDFPageObj_GetType(thing)
    if kind == _PATH:
        yield from _path(thing, matrix, frame, crowded=crowded)
    elif kind == _IMAGE:
        shape = _shape(_bounds(thing), matrix, frame, (None, None), 4, curved=False)._replace(image=True)
        small = 4 < shape.height <= _ICON and 0.55 < shape.width / shape.height < 1.8
        yield shape._replace(fill=_image_colour(thing)) if small else shape
    elif kind == _FORM and depth < 6:
        inner = _times(_matrix(thing), matrix)
        for index in range(pdfium.FPDFFormObj_CountObjects(thing)):
            yield from _shapes(pdfium.FPDFFormObj_GetObject(thing, index), inner, frame, depth + 1, crowded=crowded)


def _image_colour(thing: Any) -> str | None:
    """The colour that most of an image's coloured points have, None for one in black and white, or far too large."""
    pdfium.FPDFImageObj_GetImagePixelSize(thing, _RED, _GREEN)
    if _RED.value * _GREEN.value > _ICON_POINTS:
        return None
    bitmap = pdfium.FPDFImageObj_GetBitmap(thing)
    if not bitmap:
        return None
    try:
        width, height = pdfium.FPDFBitmap_GetWidth(bitmap), pdfium.FPDFBitmap_GetHeight(bitmap)
        stride, depth = pdfium.FPDFBitmap_GetStride(bitmap), _DEPTHS.get(pdfium.FPDFBitmap_GetFormat(bitmap))
        if not depth:
            return None
        data = ctypes.string_at(pdfium.FPDFBitmap_GetBuffer(bitmap), stride * height)
        points = [row * stride + column * depth for row in _sample(height) for column in _sample(width)]
        count = Counter((data[at + 2] >> 4, data[at + 1] >> 4, data[at] >> 4) for at in points)
        colours = {colour: number for colour, number in count.items() if max(colour) - min(colour) > 3}
        red, green, blue = max(colours, key=lambda colour: colours[colour], default=(0, 0, 0))
        return hex_colour(red * 17, green * 17, blue * 17) if sum(colours.values()) > 0.2 * len(points) else None
    finally:
        pdfium.FPDFBitmap_Destroy(bitmap)


def _sample(length: int) -> range:
    """About sixteen places along a side of an image."""
    return range(0, length, max(1, length // 16))


_M = pdfium.FS_MATRIX()
_L, _B, _R, _T, _X, _Y = (ctypes.c_float() for _ in range(6))
_RED, _GREEN, _BLUE, _ALPHA = (ctypes.c_uint() for _ in range(4))
_MODE, _STROKED = ctypes.c_int(), ctypes.c_int()


def _matrix(thing: Any) -> Matrix:
    pdfium.FPDFPageObj_GetMatrix(thing, _M)
    return (_M.a, _M.b, _M.c, _M.d, _M.e, _M.f)


def _times(first: Matrix, then: Matrix) -> Matrix:
    a, b, c, d, e, f = first
    p, q, r, s, t, u = then
    return (a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u)


def _bounds(thing: Any) -> Bounds:
    pdfium.FPDFPageObj_GetBounds(thing, _L, _B, _R, _T)
    return _L.value, _B.value, _R.value, _T.value


def _clip(thing: Any) -> Bounds | None:
    """The bounds of what the clip path lets through: some writers fill a whole box for the rule at its foot."""
    path_clip = pdfium.FPDFPageObj_GetClipPath(thing)
    found: Bounds | None = None
    for path in range(min(_CLIPS, pdfium.FPDFClipPath_CountPaths(path_clip))):
        xs, ys = [], []
        for index in range(min(_LONG, pdfium.FPDFClipPath_CountPathSegments(path_clip, path))):
            pdfium.FPDFPathSegment_GetPoint(pdfium.FPDFClipPath_GetPathSegment(path_clip, path, index), _X, _Y)
            xs.append(_X.value)
            ys.append(_Y.value)
        if xs:
            one = (min(xs), min(ys), max(xs), max(ys))
            found = _common(found, one) if found else one
    return found


def _common(first: Bounds, second: Bounds) -> Bounds:
    """What two boxes have in common; a box of no width or height where they have nothing."""
    left, bottom = max(first[0], second[0]), max(first[1], second[1])
    return (left, bottom, max(left, min(first[2], second[2])), max(bottom, min(first[3], second[3])))


def _mapped(bounds: Bounds, matrix: Matrix) -> Bounds:
    """The bounds of a box that a matrix moves."""
    left, bottom, right, top = bounds
    a, b, c, d, e, f = matrix
    xs = [a * x + c * y + e for x in (left, right) for y in (bottom, top)]
    ys = [b * x + d * y + f for x in (left, right) for y in (bottom, top)]
    return (min(xs), min(ys), max(xs), max(ys))


def _shape(
    bounds: Bounds, matrix: Matrix, frame: Frame, inks: tuple[str | None, str | None], corners: int, *, curved: bool
) -> Shape:
    x0, high, x1, low = frame.box(*_mapped(bounds, matrix))
    return Shape(max(x0, 0), max(high, 0), min(x1, frame.width), min(low, frame.height), *inks, curved, corners)


def _path(thing: Any, matrix: Matrix, frame: Frame, *, crowded: bool) -> Iterator[Shape]:
    """The shapes of a path: one, or one for each of several rectangles drawn at once."""
    inks = _inks(thing)
    count = pdfium.FPDFPath_CountSegments(thing)
    if inks == (None, None) or (crowded and count > 6):
        return
    clip = _clip(thing) if inks[0] else None
    if count <= 6 or count > _LONG:
        curved = count <= 6 and _has_curve(thing, count)
        bounds = _bounds(thing)
        yield _shape(_common(bounds, clip) if clip else bounds, matrix, frame, inks, count, curved=curved)
        return
    parts = _parts(thing, count)
    if len(parts) == 1 or any(curved for _, curved, _ in parts):
        yield _shape(_bounds(thing), matrix, frame, inks, count, curved=any(curved for _, curved, _ in parts))
        return
    own = _matrix(thing)
    for part, curved, corners in parts:
        bounds = _mapped(part, own)
        yield _shape(_common(bounds, clip) if clip else bounds, matrix, frame, inks, corners, curved=curved)


def _inks(thing: Any) -> tuple[str | None, str | None]:
    """Fill and stroke colours of a path, None for what is not drawn."""
    pdfium.FPDFPath_GetDrawMode(thing, _MODE, _STROKED)
    fill = stroke = None
    if _MODE.value and pdfium.FPDFPageObj_GetFillColor(thing, _RED, _GREEN, _BLUE, _ALPHA) and _ALPHA.value > 12:
        fill = hex_colour(_RED.value, _GREEN.value, _BLUE.value)
    if _STROKED.value and pdfium.FPDFPageObj_GetStrokeColor(thing, _RED, _GREEN, _BLUE, _ALPHA) and _ALPHA.value > 12:
        stroke = hex_colour(_RED.value, _GREEN.value, _BLUE.value)
    return fill, stroke


def _has_curve(thing: Any, count: int) -> bool:
    return any(
        pdfium.FPDFPathSegment_GetType(pdfium.FPDFPath_GetPathSegment(thing, index)) == pdfium.FPDF_SEGMENT_BEZIERTO
        for index in range(count)
    )


def _parts(thing: Any, count: int) -> list[tuple[Bounds, bool, int]]:
    """Bounds, curvedness and number of points of each subpath, in the path's own space."""
    parts: list[tuple[list[tuple[float, float]], list[bool]]] = []
    for index in range(count):
        segment = pdfium.FPDFPath_GetPathSegment(thing, index)
        kind = pdfium.FPDFPathSegment_GetType(segment)
        pdfium.FPDFPathSegment_GetPoint(segment, _X, _Y)
        if kind == pdfium.FPDF_SEGMENT_MOVETO or not parts:
            parts.append(([], []))
        parts[-1][0].append((_X.value, _Y.value))
        parts[-1][1].append(kind == pdfium.FPDF_SEGMENT_BEZIERTO)
    return [
        (
            (min(x for x, _ in points), min(y for _, y in points), max(x for x, _ in points), max(y for _, y in points)),
            any(curves),
            len(points),
        )
        for points, curves in parts
        if len(points) > 1
    ]
