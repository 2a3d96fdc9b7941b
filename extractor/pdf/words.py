"""Words of one PDF page with ink and place, from PDFium's raw API, as runs: words of one ink that stand close together.

Coordinates are points from the top left corner of the page as shown (crop box and rotation applied). What has to be asked for
every word is asked for all words of a page at once; everything else is done for each run, which is a printed line as a rule.
"""

import ctypes
import re
import unicodedata
from array import array
from bisect import bisect_right
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain, repeat
from typing import Any, NamedTuple

import numpy as np
import pypdfium2.raw as pdfium

from .calls import call, reference, room
from .frame import Frame
from .inks import Ink, Inks

_NOTHING = "\x00\x02\ufffe\xad\u200b\u2060\ufeff"  # signs between words that are no spaces
_SPACES = str.maketrans(dict.fromkeys(_NOTHING, " "))
_BREAK = "\x02\ufffe\xad"  # what PDFium gives for a hyphen at a line end, and the soft hyphen
_LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st", "‐": "-", "‑": "-"}
_LETTERS_OF = str.maketrans(_LIGATURES)
_MARK = re.compile(r"(?<=[^\W\d])[.,:;!?)”\"]*(\d{1,2})(?=\D|$)|^(\d{1,2})(?=[^\W\d])")
# Kinds of signs: white space, those of _NOTHING, ...; the last are those that may not be in NFC, or are ligatures.
_SPACE, _SILENT, _OTHER, _DIGIT, _STOP, _LETTER, _RARE = range(7)
_KINDS = np.full(1 << 16, _RARE, np.uint8)
_KINDS[:0x300] = [
    _LETTER if chr(code).isalpha() else _DIGIT if chr(code).isdigit() else _STOP if chr(code) in '.,:;!?)"' else _OTHER
    for code in range(0x300)
]
_KINDS[0x2012:0x2028] = _OTHER
_KINDS[ord("”")] = _STOP
_KINDS[[code for code in range(0x3001) if chr(code).isspace()]] = _SPACE
_KINDS[list(map(ord, _NOTHING))] = _SILENT
UNITS = re.compile(r"(?:^|\d)(?:[kdcm]?m|CO)$")
_CLOSE, _FAR = 0.2, 0.9  # letter heights: no gap within a run is less or more; what is less may be inside a word
_TINY = 3.0  # points: letters of less height make no runs, for their words may lie on one point


class Run(NamedTuple):
    """Words of one ink close together on a line: ``text`` has single spaces between them, ``edges`` x0 and x1 of each; they
    are empty where it is one word. ``broken``: a hyphen at the line's end follows that is not in ``text``. ``near``: a real
    space, though a wide one, stands between it and the word before. ``ground``: the colour of a label's ground behind it.
    """

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    ink: Ink
    broken: bool = False
    near: bool = False
    ground: str | None = None
    edges: Sequence[float] = ()

    @property
    def bounds(self) -> Sequence[float]:
        """x0 and x1 of each word."""
        return self.edges or (self.x0, self.x1)

    @property
    def length(self) -> int:
        """How many words it has."""
        return len(self.edges) // 2 or 1

    @property
    def letters(self) -> int:
        """How many letters and other signs it has, spaces apart."""
        return len(self.text) - self.length + 1


Word = Run  # of one word: what tables and boxes are made of


def singly(runs: Iterable[Run]) -> list[Word]:
    """The words of runs, each for itself."""
    return list(chain.from_iterable(_words(run) if run.edges else (run,) for run in runs))


def _words(run: Run) -> Iterator[Word]:
    _, _, top, _, bottom, ink, broken, near, ground, edges = run
    texts = run.text.split(" ")
    last = len(texts) - 1
    for place, text in enumerate(texts):
        yield Run(
            text, edges[2 * place], top, edges[2 * place + 1], bottom, ink, broken and place == last, near and not place, ground
        )


def beginning(run: Run) -> tuple[Word, Run | None]:
    """The first word of a run, and what follows it."""
    if not run.edges:
        return run, None
    first, _, rest = run.text.partition(" ")
    edges = run.edges[2:]
    word = run._replace(text=first, x1=run.edges[1], broken=False, edges=())
    return word, run._replace(text=rest, x0=edges[0], near=False, edges=edges if len(edges) > 2 else ())


def ending(run: Run) -> tuple[Run | None, Word]:
    """The last word of a run, and what comes before it."""
    if not run.edges:
        return None, run
    rest, _, last = run.text.rpartition(" ")
    edges = run.edges[:-2]
    word = run._replace(text=last, x0=run.edges[-2], near=False, edges=())
    return run._replace(text=rest, x1=edges[-1], broken=False, edges=edges if len(edges) > 2 else ()), word


def joined(run: Run, after: Run) -> Run | None:
    """Two runs as one, where they are of one ink and as close as the words of one run."""
    gap, size = after.x0 - run.x1, run.ink.size
    if not _CLOSE * size <= gap <= _FAR * size or size < _TINY or run.broken or run.ink != after.ink or run.ink.turn:
        return None
    if (run.top, run.bottom, run.ground) != (after.top, after.bottom, after.ground):
        return None
    edges = array("d", run.bounds)
    edges.extend(after.bounds)
    return run._replace(text=f"{run.text} {after.text}", x1=after.x1, broken=after.broken, edges=edges)


_text_object = call(pdfium.FPDFText_GetTextObject, ctypes.c_void_p)
_char_box = call(pdfium.FPDFText_GetCharBox, None)
_AT_ONCE = 2048  # words
_EDGES, _PLACES = room(ctypes.c_double, 2 * _AT_ONCE)
_BOX, _SIDES = room(ctypes.c_double, 4)
_LEFTS, _RIGHTS = _PLACES[::2], _PLACES[1::2]
Box = tuple[float, float, float, float]


def read_runs(text_page: Any, frame: Frame) -> list[Run]:
    """The runs of a page in the order of PDFium's text, without those outside the page."""
    length = pdfium.FPDFText_CountChars(text_page)
    if length <= 0:
        return []
    buffer = (ctypes.c_ushort * (length + 1))()
    got = pdfium.FPDFText_GetText(text_page, 0, length, buffer)
    text = bytes(buffer)[: 2 * max(0, got - 1)].decode("utf-16-le", "replace")
    printed = _Printed(text_page, frame, text, even=len(text) == length)
    return list(printed.runs()) if printed.things else []


class _Printed:
    """The words of a page as lists: where each begins and ends in the text, the text object it belongs to, its edges."""

    def __init__(self, text_page: Any, frame: Frame, text: str, *, even: bool) -> None:
        self._text_page, self._page, self._frame, self._text = text_page, reference(text_page), frame, text
        self._place = None if even else _place(text_page)
        self._kinds = _kinds(text)
        parting = self._kinds <= _SILENT
        bounds = np.flatnonzero(parting[1:] != parting[:-1]).tolist()
        self.starts, self.ends = bounds[::2], bounds[1::2]
        self._firsts, self._lasts = self._indices()  # PDFium's, of the first and the last character
        self.things: list[int] = list(map(_text_object, repeat(self._page), self._firsts))
        if None in self.things:
            self._leave_out_generated()
        self._inks, self._upright = Inks(text_page, frame), frame.a == 1
        self._edges = self._level_edges()
        rare, silent = (self._kinds == _RARE).any(), (self._kinds == _SILENT).any()
        self._clean = not rare or (unicodedata.is_normalized("NFC", text) and not any(map(text.__contains__, _LIGATURES)))
        self._spaced = text.translate(_SPACES) if silent else text
        self._broken = self._broken_words() if silent else frozenset()
        self._marked = self._marked_words()
        self._end, self._right = -2, 0.0  # where the word before ends, in the text and on the page

    def _indices(self) -> tuple[list[int], list[int]]:
        lasts = [end - 1 for end in self.ends]
        return (list(map(self._place, self.starts)), list(map(self._place, lasts))) if self._place else (self.starts, lasts)

    def _leave_out_generated(self) -> None:
        """Leave out the words that belong to no text object."""
        held = [word for word, thing in enumerate(self.things) if thing]
        for name in ("starts", "ends", "_firsts", "_lasts", "things"):
            setattr(self, name, [getattr(self, name)[word] for word in held])

    def _level_edges(self) -> "array[float]":
        """x0 and x1 of each word as if all were level."""
        edges, shift = array("d"), self._frame.e
        page, (left, right, bottom, top) = repeat(self._page), map(repeat, _SIDES)
        for start in range(0, len(self.things), _AT_ONCE):
            stop = min(start + _AT_ONCE, len(self.things))
            deque(map(_char_box, page, self._firsts[start:stop], _LEFTS, right, bottom, top), 0)
            deque(map(_char_box, page, self._lasts[start:stop], left, _RIGHTS, bottom, top), 0)
            found = _EDGES[: 2 * (stop - start)]
            edges.extend([x + shift for x in found] if shift else found)
        return edges

    def _broken_words(self) -> frozenset[int]:
        """The words behind which stands a hyphen that breaks a word at the end of the line."""
        text = self._text
        return frozenset(word for word, end in enumerate(self.ends) if end < len(text) and text[end] in _BREAK)

    def _marked_words(self) -> frozenset[int]:
        """The words that the mark of a footnote may be part of: digits beside letters."""
        before, kinds, after = self._kinds[:-2], self._kinds[1:-1], self._kinds[2:]
        found = set()
        for place in np.flatnonzero((kinds == _DIGIT) & ((before >= _STOP) | (after >= _LETTER))).tolist():
            word = bisect_right(self.starts, place) - 1
            if word >= 0 and _MARK.search(self._text[self.starts[word] : self.ends[word]]):
                found.add(word)
        return frozenset(found)

    def runs(self) -> Iterator[Run]:
        """The words as runs, in order."""
        things = np.array(self.things)
        begins = np.flatnonzero(np.concatenate(([True], things[1:] != things[:-1])))
        inks = [self._inks.of(self.things[word], self._firsts[word]) for word in begins.tolist()]
        lengths = np.diff(begins, append=len(things))
        cuts = self._cuts(begins, np.repeat([0.0 if self._tilted(ink) else ink.size for ink in inks], lengths))
        owners = np.repeat(np.arange(len(inks)), lengths)[cuts].tolist()
        words, edges = cuts.tolist(), self._edges
        for first, stop, owner in zip(words, [*words[1:], len(things)], owners, strict=True):
            ink = inks[owner]
            base, size = ink.base, ink.size
            if self._tilted(ink):
                box = self._box(self._firsts[first], self._lasts[first])
            else:
                box = (edges[2 * first], base - 0.76 * size, edges[2 * stop - 1], base + 0.21 * size)
            run = self._run(first, stop, ink, box)
            if run:
                yield run

    def _tilted(self, ink: Ink) -> bool:
        """Whether the words of an ink have boxes of their own: those of level ones have the height of their letters."""
        return ink.turn != 0 or not self._upright

    def _cuts(self, begins: "np.ndarray[Any, Any]", sizes: "np.ndarray[Any, Any]") -> "np.ndarray[Any, Any]":
        """The words that begin a run: a text object begins there, or the gap before them is out of the common. ``begins`` are
        those that begin a text object, ``sizes`` the letter heights of all words, 0 for words that make no runs.
        """
        edges, size = np.frombuffer(self._edges), sizes[:-1]
        gaps = edges[2::2] - edges[1:-1:2]
        close = (gaps >= _CLOSE * size) & (gaps <= _FAR * size) & (size >= _TINY)
        if edges.min() <= -0.5 or edges.max() >= self._frame.width + 0.5:  # some may lie outside the page
            close[:] = False
        starts = np.concatenate(([True], ~close))
        starts[begins] = True
        starts[[word + 1 for word in self._broken if word + 1 < len(starts)]] = True
        return np.flatnonzero(starts)

    def _run(self, first: int, stop: int, ink: Ink, box: Box) -> Run | None:
        """The run of some words, None where it lies outside the page."""
        start, end = self.starts[first], self.ends[stop - 1]
        x0, top, x1, bottom = box
        near = start == self._end + 1 and x0 - self._right > _FAR * ink.size and self._is_space(self._end)
        self._end, self._right = end, x1
        if not (-1 < x0 + x1 < 2 * self._frame.width + 1 and -1 < top + bottom < 2 * self._frame.height + 1):
            return None
        if self._clean and (not self._marked or self._marked.isdisjoint(range(first, stop))):
            text = " ".join(self._spaced[start:end].split())
        else:
            text = self._text_of(first, stop)
        edges = self._edges[2 * first : 2 * stop] if stop - first > 1 else ()
        return Run(text, x0, top, x1, bottom, ink, stop - 1 in self._broken, near, None, edges)

    def _text_of(self, first: int, stop: int) -> str:
        """The words in NFC, ligatures as letters, hyphens as "-", without marks of footnotes."""
        done = []
        for word in range(first, stop):
            raw = self._text[self.starts[word] : self.ends[word]]
            text = raw if self._clean else unicodedata.normalize("NFC", raw.translate(_LETTERS_OF))
            done.append(self._unmarked(raw, self._firsts[word]) if word in self._marked and text == raw else text)
        return " ".join(done)

    def _is_space(self, place: int) -> bool:
        """Whether a space stands at a place in the text that PDFium has not made up."""
        index = self._place(place) if self._place else place
        return self._text[place] == " " and not pdfium.FPDFText_IsGenerated(self._text_page, index)

    def _box(self, first: int, last: int) -> Box:
        """The box as shown of the characters ``first`` to ``last`` of one word."""
        _char_box(self._page, first, *_SIDES)
        left, right, bottom, top = _BOX
        _char_box(self._page, last, *_SIDES)
        begin, end, low, high = _BOX
        return self._frame.box(min(left, begin), min(bottom, low), max(right, end), max(top, high))

    def _unmarked(self, raw: str, first: int) -> str:
        """A word without the raised small digits of a footnote mark; m² and CO₂ keep theirs."""
        match = _MARK.search(raw) if len(raw) > 1 and any(map(str.isalpha, raw)) else None
        if not match:
            return raw
        start, end = match.span(1 if match[1] else 2)
        places = (start, end if start == 0 else start - 1)
        size = [pdfium.FPDFText_GetFontSize(self._text_page, first + place) for place in places]
        return raw if size[0] > 0.93 * size[1] or UNITS.search(raw[:start]) else raw[:start] + raw[end:]


def _kinds(text: str) -> "np.ndarray[Any, Any]":
    """The kind of each sign of a text, with a space before and behind it."""
    codes = np.frombuffer(f" {text} ".encode("utf-32-le", "replace"), np.uint32)
    return _KINDS[np.minimum(codes, 0xFFFF)]


def _place(text_page: Any) -> Callable[[int], int]:
    """From an index in the text to PDFium's index of the character; they differ where one glyph gives several letters."""
    return lambda index: pdfium.FPDFText_GetCharIndexFromTextIndex(text_page, index)
