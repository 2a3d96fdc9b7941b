"""The outline loses no block and moves none."""

from pathlib import Path

import pytest

from malspar.extractor.outline import flatten, outline
from malspar.extractor.read import read
from malspar.extractor.source import load

DOCUMENTS = sorted((Path(__file__).resolve().parent.parent / "corpus" / "demo" / "documents").iterdir())
MINUTES = """# Protokoll

### Beslut

1. att anta följande mål:

## Mål 1. Fler bor i byarna

## Mål 2. Alla når skolan i tid

2. att lämna följande uppdrag:

- Tekniska nämnden ska redovisa vägarnas skick

### Reservation

Ingen.
"""


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_the_sections_hold_every_block_in_reading_order(path: Path) -> None:
    reading = read(load(str(path)))
    assert flatten(outline(reading)) == list(reading.blocks)


def test_a_decisions_next_clause_stands_outside_the_goals_before_it(tmp_path: Path) -> None:
    path = tmp_path / "protokoll.md"
    path.write_text(MINUTES, "utf-8")
    reading = read(load(str(path)))
    root = outline(reading)
    assert flatten(root) == list(reading.blocks)
    resumed = [section for section in root.walk() if section.rule == "outline/resumed"]
    assert [section.body[0].text for section in resumed] == ["2. att lämna följande uppdrag:"]
    assert all(
        "2. att" not in block.text
        for section in root.walk()
        if section.heading and "Mål" in section.heading.text
        for block in section.body
    )
