"""What `make fuzz` found, each with an input of its own."""

from placed import slices, values

from malspar.corpus.files import read


def test_a_step_of_a_timetable_that_is_a_line_stands_at_that_line_once() -> None:
    page = "<html><body><main><h1>Tallvik</h1><h2>Tidplan</h2><p>2026-05-18 Simhallen öppnar</p></main></body></html>"
    document = read("plan.html", page.encode(), None, None)
    assert [step.text for step in document.milestones] == ["2026-05-18 Simhallen öppnar"]
    assert all(slices(document.blocks or (), at) == text for _, text, at in values(document))
