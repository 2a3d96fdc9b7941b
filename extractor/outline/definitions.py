"""Lists of terms: "Mål: det som fullmäktige vill uppnå" below "Begrepp" explains what a goal is, and is none."""

import re
from collections.abc import Sequence

from ...models.block import Block

_HEADING = re.compile(
    r"(?:[\w-]+ ){0,2}(?:begrepp(?:en)?|begreppsförklaring(?:ar)?|ordlista|ordförklaring(?:ar)?|definition(?:er)?|termer|"
    r"förklaringar)(?: (?:och|i|som) [\w -]{3,40})?:?",
    re.IGNORECASE,
)
_ENTRY = re.compile(r"[^:]{3,40}(?:: | [–-] )\S.*")
_LONGEST = 300  # characters that explain one term
_MOST = 30  # entries of such a list


def is_definition(blocks: Sequence[Block], index: int) -> bool:
    """Whether the block is an entry of a list of terms: only entries stand between it and the heading of the list."""
    if not _is_entry(blocks[index].text):
        return False
    for block in reversed(blocks[max(0, index - _MOST) : index]):
        if len(block.text) < 60 and _HEADING.fullmatch(block.text):
            return True
        if not _is_entry(block.text):
            return False
    return False


def definitions(blocks: Sequence[Block]) -> frozenset[int]:
    """The ids of all entries of lists of terms."""
    return frozenset(block.id for index, block in enumerate(blocks) if block.cell is None and is_definition(blocks, index))


def _is_entry(text: str) -> bool:
    return len(text) < _LONGEST and _ENTRY.fullmatch(text) is not None
