"""What a document promises and does not hold."""

from malspar.extractor import checks
from malspar.models.block import Block, Reading, Role, Section


def heading(number: int, text: str, depth: int = 2) -> Block:
    return Block(id=number, text=text, role=Role.HEADING, depth=depth)


def section(number: int, title: str, *body: str, children: tuple[Section, ...] = ()) -> Section:
    """A section whose heading has id ``number``; its body follows."""
    blocks = tuple(Block(id=number + 1 + at, text=text) for at, text in enumerate(body))
    return Section(heading=heading(number, title), depth=2, body=blocks, children=children)


def test_a_heading_that_names_a_level_expects_something() -> None:
    """Headings of lists that were lost; one that holds a subheading is not empty."""
    root = Section(children=(
        section(0, "Mål 2 – En levande bygd", "Målet handlar om landsbygden."),
        section(10, "Uppdrag från fullmäktige 2025"),
        section(20, "Nämndernas egna uppdrag 2025"),
        section(30, "Summering 2024", children=(section(40, "Nyckeltal", "Tre ökar."),)),
        section(50, "Nyckeltal 2024"),
    ))  # fmt: skip
    assert checks.empty_sections(root) == ("Uppdrag från fullmäktige 2025", "Nämndernas egna uppdrag 2025", "Nyckeltal 2024")


def test_goals_that_are_headings_are_not_empty() -> None:
    """A goal needs no text of its own."""
    root = Section(children=tuple(section(10 * n, f"Mål {n} Alla ska trivas") for n in range(1, 5)))
    assert checks.empty_sections(root) == ()


def test_a_short_heading_among_full_ones_is_empty() -> None:
    """Most sections beside it hold something."""
    root = Section(children=(
        section(0, "Vatten", "Halterna sjunker."), section(10, "Luft"), section(20, "Mark", "Läget är stabilt."),
        section(30, "Skog", "Arealen växer."), section(40, "Hav", "Torsken återvänder."),
    ))  # fmt: skip
    assert checks.empty_sections(root) == ("Luft",)


def test_a_lead_in_without_its_list_is_empty() -> None:
    """A stem with a colon and nothing after it, with its place."""
    root = Section(
        children=(section(0, "Så arbetar vi", "Under året har vi bland annat:"), section(5, "Nästa steg", "Arbetet fortsätter."))
    )
    assert checks.empty_sections(root) == ("Under året har vi bland annat:",)
    assert [(note.code, note.at.spans[0].block) for note in checks.notes_of_empty(root) if note.at] == [("empty-section", 1)]


def test_contents_entry_without_a_heading() -> None:
    """The printed table of contents against the headings; numbers and one letter may differ."""
    root = Section(children=(section(10, "1 Inledning", "Text."), section(20, "2 Våra målområden", "Text.")))
    entries = ("1 Inledning", "2 Våra målområde", "3 Uppföljning och kontroll")
    blocks = (*(Block(id=n, text=text, role=Role.CONTENTS) for n, text in enumerate(entries)), *root.blocks())
    notes = checks.contents(Reading(blocks=blocks), root)
    assert [(note.code, note.at.spans[0].block) for note in notes if note.at] == [("contents-without-heading", 2)]


def test_gap_in_the_numbering() -> None:
    """2.1, 2.2, 2.4 has a gap; a new count from 1 has none."""
    inner = tuple(section(10 + n, f"2.{n} Delmål", "Text.") for n in (1, 2, 4))
    root = Section(
        children=(section(0, "1 Inledning", "Text."), section(5, "2 Mål", children=inner), section(50, "3 Slut", "Text."))
    )
    notes = checks.numbering(root)
    assert [(note.code, note.at.spans[0].block) for note in notes if note.at] == [("numbering-gap", 14)]


def test_reference_to_a_chapter_that_is_not_there() -> None:
    """A reference to chapter 5 in a document that ends with chapter 2."""
    root = Section(children=(section(0, "1 Inledning", "Indikatorerna finns i avsnitt 5."), section(5, "2 Mål", "Se avsnitt 1.")))
    notes = checks.promised(Reading(blocks=tuple(root.blocks())), root)
    assert [(note.code, note.at.spans[0].block) for note in notes if note.at] == [("missing-section", 1)]
