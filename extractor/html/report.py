"""The pages of one report as one reading: their blocks in the menu's order, ``page`` telling the chapter that each stands in."""

from collections import Counter
from collections.abc import Sequence

from ...models.block import Block, Note, Reading, Role
from ...rules.swedish import fold
from ..joined import Part


def report(pages: Sequence[tuple[Part, Reading | None]]) -> Reading:
    """The reading of a report: each page with what was read of it, None for one that is missing."""
    readings = [reading for _, reading in pages if reading is not None]
    title = _title(readings)
    blocks: list[Block] = []
    tables = 0
    for number, (part, reading) in enumerate(pages, 1):
        if reading is None:
            continue
        opens = not blocks and _is_named(reading, title)
        down = 0 if opens else part.depth + 1
        blocks += [_placed(block, len(blocks) + place, number, tables, down) for place, block in enumerate(reading.blocks)]
        tables += 1 + max((block.cell.table for block in reading.blocks if block.cell), default=-1)
    return Reading(
        blocks=tuple(blocks),
        pages=len(pages),
        title=title,
        marks=tuple(dict.fromkeys(mark for reading in readings for mark in reading.marks)),
        notes=_notes([part for part, _ in pages]),
    )


def _placed(block: Block, identity: int, page: int, tables: int, down: int) -> Block:
    """A block of one page as one of the report: numbered anew, its headings as deep as the page lies in the menu."""
    changed: dict[str, object] = {"id": identity, "page": page, "region": (page, *block.region) if block.region else ()}
    if block.cell:
        changed["cell"] = block.cell._replace(table=block.cell.table + tables)
    if down and block.role is Role.TITLE:
        changed |= {"role": Role.HEADING, "depth": min((block.depth or 1) + down, 6)}
    elif down and block.role is Role.HEADING and block.depth:
        changed["depth"] = min(block.depth + down, 6)
    return block.model_copy(update=changed)


def _title(readings: Sequence[Reading]) -> str | None:
    """What all the pages' titles share, else the first page's own title."""
    titles = [_parts(reading.title or "") for reading in readings]
    count = Counter(part for parts in titles for part in set(parts))
    shared = [part for part in titles[0] if count[part] == len(titles)] if titles else []
    return " – ".join(shared) or (readings[0].title if readings else None)


def _parts(title: str) -> list[str]:
    for mark in (" | ", " — ", " - ", " · "):
        title = title.replace(mark, " – ")
    return [part.strip() for part in title.split(" – ") if part.strip()]


def _is_named(reading: Reading, title: str | None) -> bool:
    """Whether a page's first heading is the report's name, so that the page is its cover and no chapter."""
    first = next((block.text for block in reading.blocks if block.role in {Role.TITLE, Role.HEADING}), "")
    return bool(first) and any(fold(first) == fold(part) for part in _parts(title or ""))


def _notes(parts: Sequence[Part]) -> tuple[Note, ...]:
    """That several pages were read, and which chapters of the menu were not there."""
    there, missing = [part.name for part in parts if part.data], [part.name for part in parts if not part.data]
    message = f"{len(there)} pages that the menu names as chapters of one report were read as one document: {'; '.join(there)}."
    notes = [Note(code="chapters-joined", message=message)]
    if missing:
        lost = "Chapters that the menu names do not lie beside the page that opens the report and were not read: "
        notes.append(Note(code="chapter-missing", message=f"{lost}{'; '.join(missing)}."))
    return tuple(notes)
