"""By when tasks are to be done, told beside their sentence: in a column, a line below or a tail."""

from pathlib import Path

import pytest

from malspar.extractor.extract import extract
from malspar.extractor.facts import due
from malspar.models.block import Block

CELLS = {
    "2024-12-31": ("2024-12-31", 2024),
    "Senast den 31 mars 2025": ("31 mars 2025", 2025),
    "2024-01-01 – 2025-06-30": ("2025-06-30", 2025),
    "Kvartal 3 2024": ("Kvartal 3 2024", 2024),
    "höstterminen 2026": ("höstterminen 2026", 2026),
    "årsskiftet 2024/2025": ("årsskiftet 2024/2025", 2025),
    "2027": ("2027", 2027),
    "Löpande": None,
    "Till nämndens möte i maj": None,
}


@pytest.mark.parametrize(("text", "expected"), CELLS.items())
def test_cells(text: str, expected: tuple[str, int] | None) -> None:
    found = due.due(Block(id=0, text=text))
    assert (found and (found.raw, found.deadline)) == expected


TAILS = {
    "Rusta badet (TN). Klart: 31 maj 2025": ("Rusta badet (TN).", "31 maj 2025"),
    "Rusta badet (TN), klart 2025-05-31": ("Rusta badet (TN)", "2025-05-31"),
    "Rusta badet – slutdatum 2025-05-31": ("Rusta badet", "2025-05-31"),
    "Rusta badet (ska vara klart 2025-05-31)": ("Rusta badet", "2025-05-31"),
    "Rusta badet. Tidplan: kvartal 2 2025": ("Rusta badet.", "kvartal 2 2025"),
    "Rusta badet, senast den 31 maj 2025": ("Rusta badet, senast den 31 maj 2025", None),
    "Rusta badet så att det är klart 2025": ("Rusta badet så att det är klart 2025", None),
    "Rusta badet. Klart vatten är målet": ("Rusta badet. Klart vatten är målet", None),
}


@pytest.mark.parametrize(("text", "expected"), TAILS.items())
def test_tails(text: str, expected: tuple[str, str | None]) -> None:
    end, found = due.behind(Block(id=0, text=text), 0, len(text))
    assert (text[:end].strip(), found and found.raw) == expected


def test_a_goal_keeps_its_own_mark(tmp_path: Path) -> None:
    path = tmp_path / "plan.md"
    path.write_text(
        "# Mål och budget 2025 för Norrfors kommun\n\nBeslutad av kommunfullmäktige 2024-11-25\n\n## Uppdrag\n\n"
        "| Uppdrag | Nämnd | Klart |\n|---|---|---|\n| Sälja minst 10 tomter | TN | 2025-03-31 |\n"
        "| Minska matsvinnet i skolorna | SN | 2026-06-30 |\n| Se över taxorna | KS | 2025-10-31 |\n",
        "utf-8",
    )
    goals = extract(str(path)).goals
    marks = [(goal.target.raw, goal.target.deadline, goal.target.direction, goal.year) for goal in goals if goal.target]
    assert marks == [
        ("minst 10 tomter", None, None, None),
        ("2026-06-30", 2026, "minska", 2026),
        ("2025-10-31", 2025, None, None),
    ]


def test_lines_that_only_end_in_a_day_are_no_legend(tmp_path: Path) -> None:
    path = tmp_path / "plan.md"
    path.write_text(
        "# Mål och budget 2025 för Norrfors kommun\n\nBeslutad av kommunfullmäktige 2024-11-25\n\n## Uppdrag\n\n"
        "- Rusta badet. Klart: 31 maj 2025\n- Sälja tomter. Klart: 31 mars 2025\n- Måla kyrkan. Slutdatum 2025-08-31\n",
        "utf-8",
    )
    found = extract(str(path))
    assert found.scales == ()
    assert [(goal.text, goal.target and goal.target.raw) for goal in found.goals] == [
        ("Rusta badet.", "31 maj 2025"),
        ("Sälja tomter.", "31 mars 2025"),
        ("Måla kyrkan.", "2025-08-31"),
    ]
