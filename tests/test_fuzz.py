"""The fuzzing itself: it makes the same inputs for the same number, reaches what documents say, and sees what is wrong."""

from random import Random

import pytest
from fuzz_examine import examine, wrong
from fuzz_inputs import Seed, changed, seeds, unpacked
from hostile import plan
from made import document, goal

from malspar.extractor.pdf import read
from malspar.models.block import At, Block, Span
from malspar.models.document import Document


def test_the_same_number_gives_the_same_input() -> None:
    pool = seeds()
    assert {seed.kind for seed in pool} == {"pdf", "html", "text", "archive"}
    first, again, other = ([changed(Random(f"{run} {number}"), pool) for number in range(200)] for run in (1, 1, 2))  # noqa: S311
    assert first == again != other
    assert sum(one.data in {seed.data for seed in pool} for one in first) < 10


def test_a_pdf_is_unpacked_without_changing_what_it_says() -> None:
    assert b"Uppdrag: Ta fram en plan" in unpacked(plan())
    assert b"Uppdrag: Ta fram en plan" not in plan()
    assert read(unpacked(plan())).blocks == read(plan()).blocks


def test_an_examined_input_tells_where_it_led() -> None:
    one = Seed("text", "Målprogram 2023–2026\nTallviks kommun\n\nMål 1\nAlla barn ska kunna simma.\n".encode())
    found, again = examine(one.data, twice=True), examine(b"%PDF-1.7 but no more", twice=False)
    assert (found.kind, found.code, found.problem) == ("plain", 0, "")
    assert (again.kind, again.code, again.problem) == ("pdf", 3, "")
    assert len(found.features) > 100
    assert again.features - found.features


def _with(block: Block, at: At) -> Document:
    made = document(b"x", goal("Tallviks kommun"))
    return made.model_copy(
        update={"blocks": (block,), "goals": (made.goals[0].model_copy(update={"text": "Tallviks kommun", "at": at}),)}
    )


@pytest.mark.parametrize(
    ("block", "span", "says"),
    [
        (Block(id=0, text="Tallviks kommun"), Span(0, 0, 15), ""),
        (Block(id=0, text="Tallviks kommun"), Span(0, 0, 16), "outside its block"),
        (Block(id=0, text="Tallviks kommun"), Span(1, 0, 5), "outside its block"),
        (Block(id=0, text="Tallviks kommun"), Span(0, 1, 15), "not what its spans slice"),
        (Block(id=3, text="Tallviks kommun"), Span(0, 0, 15), "not numbered in order"),
        (Block(id=0, text="Tallviks kommun\x1b"), Span(0, 0, 15), "control characters"),
    ],
)
def test_what_does_not_hold_is_seen(block: Block, span: Span, says: str) -> None:
    made = _with(block, At(spans=(span,), rule="made/rule"))
    found = list(wrong(made, made.to_json(blocks=True)))
    assert bool(found) == bool(says)
    assert all(says in one for one in found)
