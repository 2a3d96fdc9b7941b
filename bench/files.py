"""Files to measure on, each drawn in a process of its own: what that imports is not in the bench's memory."""

from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from processes import call


class Drawing(NamedTuple):
    """A PDF to draw: its pages, how many percent of them have a table, whether each glyph is placed, and whose it is."""

    pages: int
    tables: int = 5
    placed: bool = False
    organisation: str = "Ekbacka kommun"


def draw(files: Iterable[tuple[Path, Drawing]]) -> None:
    """Draw PDFs."""
    call(_draw, [(str(path), *drawing) for path, drawing in files])


def _draw(files: list[tuple[str, int, int, bool, str]]) -> None:
    from make_pdf import draw

    for path, pages, tables, placed, organisation in files:
        draw(Path(path), pages, tables, organisation, placed=placed)


def web_pages(folder: Path, number: int) -> None:
    """Write so many web pages into a new folder."""
    from make_pages import pages

    folder.mkdir()
    for place, page in enumerate(pages(number)):
        (folder / f"{place:03}.html").write_bytes(page)
