"""How much of one document is read. What is larger is no document of a municipality, and would take minutes and gigabytes."""

import re

from ..models.errors import Refused

LARGEST = 200 * 1024 * 1024
"""The most bytes that are read of one document: the largest published report known is a third of it."""
LARGEST_PAGE, LARGEST_TEXT = 50 * 1024 * 1024, 20 * 1024 * 1024
"""The most bytes of a web page and of a text: a saved page with all its pictures in it has some ten MiB."""
BLOCKS = 100_000
"""The most paragraphs, items and cells: a report of 300 pages has some ten thousand."""
LINE = 200_000
"""The most characters of one line of text, and of one paragraph of a page: a whole report has five times as many."""
LINES = 300_000
"""The most lines of a text."""
TAGS, DEEPEST, ATTRIBUTES, OPTIONS = 1_000_000, 5_000, 10_000, 20_000
"""The most tags of a web page, elements inside each other, attributes of one element, and choices of forms; browsers nest 512."""
_COPIES = 5_000_000  # elements that the parser makes anew, because tags were not closed
_FEW = 5_000  # tags that can do no harm, however they are nested

_TAG = re.compile(r"<script\b.*?</script|<style\b.*?</style|<(/?)([a-z][^\s/>]*)", re.IGNORECASE | re.DOTALL)
_LONG_TAG = re.compile(r"<[a-z][^>]{100000}", re.IGNORECASE)
_QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'")
# Elements that never hold others, and those that the next of their kind closes.
_FLAT = frozenset(
    "area base br col embed hr img input link meta param source track wbr p li dt dd tr td th tbody thead tfoot colgroup option "
    "optgroup rp rt html head body path use circle rect line polygon polyline ellipse stop".split()
)
_STYLING = frozenset("a b big code em font i nobr s small strike strong tt u".split())


def refuse_more(number: int, most: int, what: str, remedy: str) -> None:
    """Raise Refused where there is more of something than is read of one document."""
    if number > most:
        raise Refused(f"{what} ({number:,}) than the {most:,} that are read of one document: {remedy}".replace(",", " "))


def check_page(text: str) -> None:
    """Raise Refused for a page that would take the parser of web pages minutes or gigabytes.

    The parser looks through all open elements at each tag, and through all attributes at each attribute; elements that style
    text and are not closed it makes anew in every paragraph.
    """
    tags = text.count("<")
    remedy = "save the part of the page that is needed"
    refuse_more(tags, TAGS, "the page has more tags", remedy)
    if len(text) > 2 * ATTRIBUTES:
        for found in _LONG_TAG.finditer(text):
            inside = text[found.start() : text.find(">", found.end())]
            refuse_more(len(_QUOTED.sub("", inside).split()), ATTRIBUTES, "an element has more attributes", remedy)
    if tags <= _FEW:
        return
    refuse_more(len(re.findall("<option", text, re.IGNORECASE)), OPTIONS, "a form has more choices", remedy)
    _check_nesting(text, remedy)


def _check_nesting(text: str, remedy: str) -> None:
    """Raise Refused where elements are not closed: too many inside each other, or too many to be made anew."""
    opened: dict[str, int] = {}
    depth = deepest = styling = copies = 0
    for found in _TAG.finditer(text):
        name = (found[2] or "").lower()
        if not name or name in _FLAT:
            copies += styling
            continue
        number = opened.get(name, 0)
        step = 1 if not found[1] else -1 if number else 0
        opened[name] = number + step
        depth += step
        deepest = max(deepest, depth)
        if name in _STYLING:
            styling += step
        else:
            copies += styling
    refuse_more(deepest, DEEPEST, "the page has more elements inside each other", remedy)
    refuse_more(copies, _COPIES, "the page has more unclosed tags", remedy)
