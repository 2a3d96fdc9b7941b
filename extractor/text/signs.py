"""The sign behind a goal's name in Markdown: "**Alla får svar** ✅" is the goal's name and, as an icon, its status."""

import re

from ...models.block import Icon
from .markup import Marked

_SIGN = re.compile("[\u2600-\u27bf\u2b1b\u2b1c\u2b55\U0001f300-\U0001faff]")
_WORD = re.compile(r"\w")


def with_sign(marked: Marked, *, heading: bool) -> Marked:
    """A heading, or a line whose words are all bold, with the one sign behind its words made an icon; any other as it is."""
    text = marked.text
    start = len(text) - 1 - text.endswith("\ufe0f")
    if start < 1 or not _SIGN.match(text, start):
        return marked
    name = text[:start].rstrip()
    word = _WORD.search(name)
    if word is None or _SIGN.search(name, word.end()):
        return marked
    end = len(name)
    whole = marked.bold or (len(marked.tints) == 1 and marked.tints[0].start == 0 and marked.tints[0].end >= end)
    if not (heading or whole):
        return marked
    tints = tuple(tint for tint in marked.tints if tint.end <= end) if not whole else ()
    return marked._replace(text=name, bold=whole, tints=tints, icons=(*marked.icons, Icon(0, text[start:])))
