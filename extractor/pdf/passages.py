"""From segments in reading order to paragraphs: by leading, indent, font, bullets and numbers."""

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from .contents import leads
from .segments import Segment

_STOPS = frozenset(".!?…:;")
_LABELLED = re.compile(r"[A-ZÅÄÖ][\w/-]*(?: [\w/-]+){0,2}: ")  # "Diarienummer: …": a line of its own each
NUMBERED = re.compile(r"(?:\(?\d{1,2}[.)]|\d{1,3}(?:[.:]\d{1,3})+[.:)]?|[a-zåäö]\)|\d{1,2}(?=$)|§)$")

_LETTERED = re.compile(r"[a-zåäö]\.$")


def stops(text: str) -> bool:
    """Whether a text ends with the end of a sentence, perhaps inside quotation marks or brackets."""
    return text.rstrip('"”’»)]')[-1:] in _STOPS


def leadings(segments: Sequence[Segment]) -> dict[float, float]:
    """The usual distance of baselines for each letter height on a page, in points."""
    seen: dict[float, Counter[float]] = defaultdict(Counter)
    ordered = sorted(segments, key=lambda item: item.base)
    for index, item in enumerate(ordered):
        for other in ordered[index + 1 : index + 8]:
            step = other.base - item.base
            if step > 2.2 * item.size:
                break
            if abs(other.size - item.size) < 0.4 and step > 0.8 * item.size and other.x0 < item.x1 and other.x1 > item.x0:
                if step > 1.75 * item.size and not other.text[0].islower():
                    break
                seen[item.size][round(step * 2) / 2] += 1
                break
    return {
        size: min(step for step, count in steps.items() if count >= 0.3 * max(steps.values()))
        for size, steps in seen.items()
        if sum(steps.values()) > 2
    }


def paragraphs(run: Sequence[Segment], usual: Mapping[float, float], edge: float | None = None) -> list[list[Segment]]:
    """A run of segments below each other as paragraphs. ``edge`` is the right edge of the column where it is known."""
    found: list[list[Segment]] = []
    for item in run:
        if found and _joins(found[-1], item, run, usual, edge):
            found[-1].append(item)
        else:
            found.append([item])
    return found


def _joins(
    paragraph: list[Segment], item: Segment, run: Sequence[Segment], usual: Mapping[float, float], edge: float | None
) -> bool:
    """Whether a segment goes on with the paragraph above it."""
    last = paragraph[-1]
    step = item.base - last.base
    if item.marker or item.contents or last.contents or step < 0.5 * item.size or item.x0 >= last.x1 or item.x1 <= last.x0:
        return False
    if not alike(last, item) or leads(last.text):
        return False
    if ": " in last.text and ": " in item.text and _LABELLED.match(last.text) and _LABELLED.match(item.text):
        return False
    open_end = _open(last, item)
    leading = usual.get(item.size, 1.3 * item.size)
    if step > (1.4 if open_end else 1.17) * max(leading, 1.05 * item.size) and step > leading + 1.6:
        return False
    numbered = _numbered(paragraph, item)
    if not numbered and open_end:
        return _placed(paragraph, item)
    short = _short(last, item, run, edge)
    if numbered and (short or stops(last.text) or labelled(paragraph[0])):
        return False
    return _placed(paragraph, item) and (open_end or not short or _heading_like(paragraph, item, usual))


def labelled(item: Segment) -> bool:
    """Whether a line begins with something that looks like a paragraph's number or letter."""
    return bool(NUMBERED.match(item.first) or _LETTERED.match(item.first))


def _numbered(paragraph: Sequence[Segment], item: Segment) -> bool:
    """Whether a line begins a numbered paragraph. A letter and a point may be the end of an abbreviation: it is a label where
    it comes next after that of the paragraph, or is the first.
    """
    if item.text[0].isalpha() and item.text[1:2] not in {".", ")"}:
        return False
    first, start = item.first, paragraph[0].first
    if NUMBERED.match(first):
        return _starts_number(item)
    if not _LETTERED.match(first) or " " not in item.text:
        return False
    if first == "a.":
        return not re.search(r"(?:^|[ .])\w{1,3}\.$", paragraph[-1].text)
    return bool(_LETTERED.match(start)) and ord(first[0]) - ord(start[0]) == 1


def _starts_number(item: Segment) -> bool:
    """Whether the first word is a paragraph's number, not a number in the text: a letter follows, and no unit."""
    first, _, rest = item.text.partition(" ")
    return rest[:1].isalpha() and (not first.isdigit() or rest[0].isupper())


def alike(last: Segment, item: Segment) -> bool:
    """Whether two lines are set in one style, or the style runs on from one to the other."""
    before, after = last.look, item.look
    if before == after and last.runs[0].ink.font == item.runs[0].ink.font:
        return True
    if abs(before[0] - after[0]) > max(0.55, 0.05 * after[0]):
        return False
    if before[1:] == after[1:]:
        return (
            last.runs[0].ink.font.family == item.runs[0].ink.font.family
            or before[1:3] == (False, False)
            or before[3] is not None
            or last.runs[-1].ink.font.family == item.runs[0].ink.font.family
        )
    return last.runs[-1].ink.look[1:] == item.runs[0].ink.look[1:] and len({ink.look[1:] for ink in (*last.inks, *item.inks)}) > 1


def _open(last: Segment, item: Segment) -> bool:
    """Whether the words themselves show that the line goes on."""
    start, text = item.text.lstrip('(”"»'), last.text
    if last.runs[-1].broken or text[-1] in ",-–/&(" or ("(" in text and text.count("(") > text.count(")")):
        return True
    if not start[:1].islower() and item.text[0] != "(":
        return False
    if stops(text):
        return False
    return item.text[0] == "(" or start[1:2] not in {".", ")"} or not re.match(r"[a-zåäö][.)](?: |$)", start)


def _short(last: Segment, item: Segment, run: Sequence[Segment], edge: float | None) -> bool:
    """Whether the line was ended by hand: the next word would have had room on it."""
    column = [other for other in run if other.x0 < last.x1 and other.x1 > last.x0 and abs(other.x0 - last.x0) < 4 * item.size]
    same = [other for other in column if abs(other.size - item.size) < 1]
    right = edge or max(other.x1 for other in (same if len(same) > 3 else column))
    first = item.runs[0].bounds
    shift = 0.0
    if item.x0 - last.x0 > 1.2 * item.size and abs((item.x0 + item.x1) - (last.x0 + last.x1)) < 0.6 * item.size:
        shift = last.x0 - min(other.x0 for other in run)
    return last.x1 + _space(last) + (first[1] - first[0]) < right - 0.35 * item.size - shift


def _space(line: Segment) -> float:
    """The room that a space takes in a line: wider in typewriter faces."""
    edges = [edge for run in line.runs[-2:] for edge in run.bounds]
    gap = edges[-2] - edges[-3] if len(edges) > 2 else 0.0
    return max(0.25 * line.size, min(0.6 * line.size, gap))


def _placed(paragraph: list[Segment], item: Segment) -> bool:
    """Whether the left edge is that of the paragraph (first-line and hanging indents allowed), or both are centred."""
    last, first = paragraph[-1], paragraph[0]
    shift = item.x0 - last.x0
    centred = abs((item.x0 + item.x1) - (last.x0 + last.x1)) < 1.2 * item.size
    if abs(shift) < 0.6 * item.size or centred:
        return True
    if len(paragraph) == 1:
        label = labelled(first) and shift < 8 * item.size
        return (
            (-4 * item.size < shift < 0 and first.marker is None)
            or (first.marker is not None and -2.5 * item.size < shift < 1.5 * item.size and item.x0 > first.marker_x - 1)
            or (shift > 0 and label)
        )
    return abs(last.x1 - item.x1) < 0.6 * item.size and abs(first.x1 - item.x1) < 0.6 * item.size and shift < 0


def _heading_like(paragraph: list[Segment], item: Segment, usual: Mapping[float, float]) -> bool:
    """Whether both lines are of a heading: larger than the text of the page, set close."""
    if not usual:
        return False
    body = max(usual, key=lambda size: -abs(size - 10.5))
    last = paragraph[-1]
    return (
        item.size > 1.15 * body
        and item.base - last.base < 1.45 * item.size
        and not stops(last.text)
        and paragraph[0].marker is None
    )
