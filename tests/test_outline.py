"""The outline loses no block and moves none."""

from pathlib import Path

import pytest
from paper import Paper

from malspar.extractor import pdf
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


def test_of_two_bold_looks_below_one_marked_heading_the_smaller_stands_inside_the_larger() -> None:
    paper = Paper().tagged("H1", 70, 80, "Fullmäktiges mål", 19, "bold")
    for top, area, goal in ((120, "Växa", "Fler bor i byarna"), (260, "Åldras", "Hemtjänsten kommer i tid")):
        paper.text(70, top, area, 12, "bold").text(70, top + 24, goal, 10.3, "bold")
        paper.lines(
            70, top + 40, ["Det här stycket berättar vad kommunen tänker göra under", "perioden och varför det behövs."], 10.3, 13
        )
    root = outline(pdf.read(paper.data()))
    tree = [
        (section.heading.text, [c.heading.text for c in section.children if c.heading])
        for section in root.walk()
        if section.heading
    ]
    assert ("Växa", ["Fler bor i byarna"]) in tree
    assert ("Åldras", ["Hemtjänsten kommer i tid"]) in tree
