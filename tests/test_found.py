"""What `make fuzz` found, each with an input of its own."""

from time import process_time

from placed import slices, values

from malspar.corpus.files import read
from malspar.corpus.rows import pack, unpack
from malspar.models.document import Document
from malspar.models.goal import Goal, Value
from malspar.rules.labels import names


def test_a_step_of_a_timetable_that_is_a_line_stands_at_that_line_once() -> None:
    page = "<html><body><main><h1>Tallvik</h1><h2>Tidplan</h2><p>2026-05-18 Simhallen öppnar</p></main></body></html>"
    document = read("plan.html", page.encode(), None, None)
    assert [step.text for step in document.milestones] == ["2026-05-18 Simhallen öppnar"]
    assert all(slices(document.blocks or (), at) == text for _, text, at in values(document))


def test_a_number_that_no_computer_can_hold_is_kept_as_it_is_printed() -> None:
    digits = "9" * 400
    rows = f"<tr><th>Indikator</th><th>Utfall 2024</th></tr><tr><td>Andel nöjda</td><td>{digits} %</td></tr>"
    page = f"<html><body><main><h1>Tallvik</h1><h2>Mål: Nöjda invånare</h2><table>{rows}</table></main></body></html>"
    document = read("plan.html", page.encode(), None, None)
    assert [(value.raw, value.number) for _, value in figures(document)] == [(f"{digits} %", None)]
    assert unpack(pack(document)) == document


def test_a_heading_that_ends_in_many_digits_is_told_at_once() -> None:
    start = process_time()
    assert names(f"VISION - {'9' * 40} %") is None
    assert process_time() - start < 1


def figures(document: Document) -> list[tuple[Goal, Value]]:
    found, waiting = [], list(document.goals)
    while waiting:
        goal = waiting.pop()
        waiting += goal.children
        found += [(goal, value) for value in goal.values]
    return found
