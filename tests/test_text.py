"""Plain text and Markdown: what is joined, what stays apart, what each block is."""

import textwrap
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from malspar.extractor import text
from malspar.extractor.outline import headings
from malspar.extractor.outline.definitions import definitions
from malspar.extractor.timetables import timetable
from malspar.models.block import Block, Role


def blocks(content: str) -> tuple[Block, ...]:
    """The blocks of a text."""
    return text.read(content.encode()).blocks


def texts(content: str) -> list[str]:
    """The texts of its blocks."""
    return [block.text for block in blocks(content)]


WRAPPED = """\
   EKSKOGA KOMMUN
   Uppdrag till nämnderna 2025

   Mål 1. Ekskoga är en kommun där det är nära mellan beslut och
   handling

   Nämnden ska korta tiden från anmälan till besked. Under året har en
   gemensam mottagning öppnat och fler ärenden avgörs nu i tjänsteman-
   naledet. Svar ska lämnas inom en vecka.

   Uppdrag 1.1 Tekniska nämnden ska se över cykelvägarna. Bedömning:
   genomfört.
"""


def test_lines_broken_for_width_are_one_paragraph_and_short_lines_are_not() -> None:
    assert texts(WRAPPED) == [
        "EKSKOGA KOMMUN",
        "Uppdrag till nämnderna 2025",
        "Mål 1. Ekskoga är en kommun där det är nära mellan beslut och handling",
        (
            "Nämnden ska korta tiden från anmälan till besked. Under året har en gemensam mottagning öppnat och fler ärenden "
            "avgörs nu i tjänstemannaledet. Svar ska lämnas inom en vecka."
        ),
        "Uppdrag 1.1 Tekniska nämnden ska se över cykelvägarna. Bedömning: genomfört.",
    ]


def test_a_text_without_blank_lines_keeps_its_headings_apart() -> None:
    content = (
        "Mål 1. Alla barn får en god start\nFörskolan ska ge stöd i tid, och nämnden följer upp det varje\n"
        "termin. Resultatet redovisas.\nMål 2. Fler får arbete\nBolagen ska ta emot praktikanter."
    )
    assert texts(content) == [
        "Mål 1. Alla barn får en god start",
        "Förskolan ska ge stöd i tid, och nämnden följer upp det varje termin. Resultatet redovisas.",
        "Mål 2. Fler får arbete",
        "Bolagen ska ta emot praktikanter.",
    ]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("Växeln svarar inom en minut (kansliet)\nBygglov ges på fyra veckor (byggenheten)", 2),
        ("VISION 2040\nEkskoga lever hela året", 2),
        ("EKSKOGAS\nKOMMUN", 1),
        ("Ekskogas\nkommun", 1),
        ("- Kommunen har en\nlots för företag", 1),
        ("Vi ska:\nbygga mer\nbo tätare", 3),
        ("trygghet\ntillväxt\ntrivsel", 3),
        ("Ansvarig: KS\nStatus: Grön", 2),
        ("*En plats för\nalla*", 1),
        ("**EK\nSKOGA!**", 1),
    ],
)
def test_how_many_blocks_lines_are(content: str, expected: int) -> None:
    assert len(texts(content)) == expected


def test_a_preposition_before_a_full_stop_is_no_list_number() -> None:
    content = "Nämnden ska verka för att kommunen är en plats att bo\ni. Kommunen ska också underlätta för dem som flyttar\nhit."
    assert texts(content) == [content.replace("\n", " ")]


def test_a_sentence_cut_by_a_blank_line_is_one_block() -> None:
    assert texts("Ekskoga kommun ska vara den bästa kommunen i\n\n \nlandet för unga.") == [
        "Ekskoga kommun ska vara den bästa kommunen i landet för unga."
    ]
    assert len(texts("- Förutsättningar för arbete\n\ntillväxt i hela kommunen")) == 2
    assert len(texts("Målen följs upp två gånger.\n\nläget redovisas i maj")) == 2


def test_list_items_lose_bullets_and_keep_numbers() -> None:
    found = blocks(" • Ett\n • Två\n    - Under\n\n1. Första\n2. Andra")
    assert [(block.text, block.marker, block.depth) for block in found] == [
        ("Ett", "•", 1),
        ("Två", "•", 1),
        ("Under", "•", 2),
        ("1. Första", None, 1),
        ("2. Andra", None, 1),
    ]
    assert {block.role for block in found} == {Role.LIST_ITEM}


def test_a_dash_under_a_heading_is_no_list() -> None:
    assert blocks("Uppföljning\n\n– två gånger per år")[1].role is Role.TEXT
    assert [block.role for block in blocks("Vi vill:\n\n– bygga mer")] == [Role.TEXT, Role.LIST_ITEM]
    assert [block.role for block in blocks("Mål\n\n– bygga mer\n– bo tätare")][1:] == [Role.LIST_ITEM, Role.LIST_ITEM]


def test_hyphens_at_line_ends_are_mended() -> None:
    assert texts("Nämnden ansvarar för barn-\noch elevhälsan och för dess verksam-\nheter.") == [
        "Nämnden ansvarar för barn- och elevhälsan och för dess verksamheter."
    ]


def test_a_printed_table_of_contents_loses_leaders_and_page_numbers() -> None:
    found = blocks("Innehåll\n\n1\tInledning\t3\n1.1\tMål för skolan .\t4\n2\tUppföljning\t12\n\nNytt ......... 14")
    assert [block.text for block in found if block.role is Role.CONTENTS] == [
        "1 Inledning",
        "1.1 Mål för skolan",
        "2 Uppföljning",
        "Nytt",
    ]


def test_running_lines_of_pages_are_furniture_and_sentences_go_on_over_them() -> None:
    head = "Ekskoga kommun   Budget 2026"
    found = blocks(f"{head}\n\nKommunen ska verka för att fler\n\n1\f{head}\n\nfår arbete.\n\n2\f{head}\n\nSlut.\n\n3")
    assert [block.text for block in found if block.role is Role.TEXT] == ["Kommunen ska verka för att fler får arbete.", "Slut."]


def test_markdown_marks_are_not_text() -> None:
    found = blocks("# Mål #\n\n**Fet rad**\n\nEn *lutad* och **fet** del, [länk](http://a.b) och a*b.\n\nUnder\n-----\n")
    assert [(block.text, block.role, block.depth, block.bold) for block in found] == [
        ("Mål", Role.HEADING, 1, False),
        ("Fet rad", Role.TEXT, None, True),
        ("En lutad och fet del, länk och a*b.", Role.TEXT, None, False),
        ("Under", Role.HEADING, 2, False),
    ]
    assert [found[2].text[tint.start : tint.end] for tint in found[2].tints] == ["fet"]


@pytest.mark.parametrize(
    "table", ["| Mål | 2025 |\n|---|---|\n| Nöjda | 85 |\n", "Mål\t2025\nNöjda\t85\n", "Mål      2025   2026\nNöjda    85   90\n"]
)
def test_tables_are_cells(table: str) -> None:
    found = [(block.text, block.cell.row, block.cell.column, block.cell.header) for block in blocks(table) if block.cell]
    assert found[0] == ("Mål", 0, 0, True)
    assert ("85", 1, 1, False) in found


def test_the_pages_own_lines_are_furniture() -> None:
    found = blocks("Mål\n\nHjälpte informationen dig?\n\nSenast uppdaterad:\n\n2024-03-02")
    assert [(block.text, block.role) for block in found[1:]] == [
        ("Hjälpte informationen dig?", Role.FURNITURE),
        ("Senast uppdaterad: 2024-03-02", Role.FURNITURE),
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
def test_every_usual_encoding_is_read(encoding: str) -> None:
    assert [block.text for block in text.read("Mål för äldre – år 2027".encode(encoding)).blocks] == ["Mål för äldre – år 2027"]


WORDS = st.sampled_from(
    "kommunen nämnden skolan och i för ska med trygg hållbar utveckling barn unga äldre stöd arbete Ekskoga miljö".split()
)
SENTENCE = st.lists(WORDS, min_size=6, max_size=25).map(lambda words: " ".join(words).capitalize() + ".")
LONG = "Kommunen ska " + "tillsammans med alla som bor och verkar i bygden " * 6 + "verka för en god utveckling."
PARAGRAPHS = st.lists(st.lists(SENTENCE, min_size=2, max_size=5).map(" ".join), min_size=1, max_size=4)


@given(PARAGRAPHS, st.integers(50, 110))
@settings(max_examples=60, deadline=None)
def test_the_width_of_lines_does_not_matter(paragraphs: list[str], width: int) -> None:
    """Where every line ends at a full stop nothing tells that it was broken for width; one long sentence does."""
    told = [LONG, *paragraphs]
    wrapped = "\n\n".join(textwrap.fill(paragraph, width, break_on_hyphens=False) for paragraph in told)
    assert texts(wrapped) == told


@given(st.binary(max_size=300))
@settings(max_examples=200, deadline=None)
def test_any_bytes_give_clean_blocks(data: bytes) -> None:
    for number, block in enumerate(text.read(data).blocks):
        assert block.id == number
        assert block.text == " ".join(block.text.split())
        assert unicodedata.is_normalized("NFC", block.text)


@given(st.text(alphabet="#*_-|`[]()\\ \n\tåa1.•\f<>&;", max_size=80))
@settings(max_examples=300, deadline=None)
def test_any_marks_give_places_inside_their_text(content: str) -> None:
    for block in blocks(content):
        assert all(0 <= tint.start < tint.end <= len(block.text) for tint in block.tints)
        assert all(0 <= icon.offset <= len(block.text) for icon in block.icons)


RUN_TOGETHER = """\
Granforsa kommun
Uppföljning 2025

MÅL                               BEDÖMNING

BO OCH LEVA
Det finns lediga tomter i alla kommundelar Uppnått
Andelen som trivs är högre än 80 procent Inte uppnått
Föreningarna har hallar att träna i under hela
vintern
Delvis uppnått

Kommentar
Andelen som trivs mättes i oktober.
"""


def test_a_goal_and_its_status_that_run_together_are_two_cells_and_a_line_above_them_heads_them() -> None:
    found = [block for block in blocks(RUN_TOGETHER) if block.cell]
    assert [(block.text, block.cell.row, block.cell.column, block.cell.columns) for block in found if block.cell] == [
        ("MÅL", 0, 0, 1),
        ("BEDÖMNING", 0, 1, 1),
        ("BO OCH LEVA", 1, 0, 2),
        ("Det finns lediga tomter i alla kommundelar", 2, 0, 1),
        ("Uppnått", 2, 1, 1),
        ("Andelen som trivs är högre än 80 procent", 3, 0, 1),
        ("Inte uppnått", 3, 1, 1),
        ("Föreningarna har hallar att träna i under hela vintern", 4, 0, 1),
        ("Delvis uppnått", 4, 1, 1),
    ]
    assert texts(RUN_TOGETHER)[-2:] == ["Kommentar", "Andelen som trivs mättes i oktober."]


def test_days_and_months_before_a_gap_are_a_table() -> None:
    found = blocks("Tidplan\n8 mars 2026      Dialog med föreningar\nmaj–juni 2026    Förslaget är på remiss\n\nSlut")
    assert [block.text for block in found if block.cell] == [
        "8 mars 2026",
        "Dialog med föreningar",
        "maj–juni 2026",
        "Förslaget är på remiss",
    ]


def test_a_sign_behind_a_bold_name_or_a_heading_is_an_icon() -> None:
    found = blocks(
        "**M1. Fler väljer bussen** ✅\n\n### Alla får svar 🔴\n\nVi firar **hela dagen** 🎉\n\n✅ = nått ❌ = ej nått"
    )
    assert [(block.text, [icon.text for icon in block.icons]) for block in found] == [
        ("M1. Fler väljer bussen", ["✅"]),
        ("Alla får svar", ["🔴"]),
        ("Vi firar hela dagen 🎉", []),
        ("✅ = nått ❌ = ej nått", []),
    ]


def test_the_head_of_a_markdown_file_tells_facts_and_is_no_text() -> None:
    head = '---\ntitle: "Mål 2026"\nkommun: Granforsa kommun\ndatum: 2026-01-07\n---\n'
    assert [(block.text, block.role) for block in blocks(f"{head}\n# Våra mål\n\nAlla ska trivas.")] == [
        ('title: "Mål 2026"', Role.FURNITURE),
        ("Granforsa kommun", Role.TEXT),
        ("datum: 2026-01-07", Role.FURNITURE),
        ("Våra mål", Role.HEADING),
        ("Alla ska trivas.", Role.TEXT),
    ]
    assert blocks(f"{head}\nAlla ska trivas.")[0].role is Role.HEADING
    assert texts("---\nAlla ska trivas.\n---\n") == ["Alla ska trivas."]


@pytest.mark.parametrize("mark", ["", "- ", "**"])
def test_a_list_of_terms_explains_and_holds_no_goals(mark: str) -> None:
    entries = [("Mål", "det som fullmäktige vill uppnå."), ("Delmål", "nämndens bidrag till målet.")]
    lines = [f"{mark}{word}:{mark.strip('- ')} {told}" for word, told in entries]
    content = "Granforsa kommun\n\nMål 1: Alla får plats i förskolan\n\nBegrepp\n" + "\n".join(lines)
    found = blocks(content)
    assert [found[number].text for number in sorted(definitions(found))] == [f"{word}: {told}" for word, told in entries]
    assert not set(headings(text.read(content.encode()))) & definitions(found)


def test_a_row_of_months_is_a_step_dated_by_the_first() -> None:
    content = "Tidplan\n8 mars 2026      Dialog med föreningar\nmaj–juni 2026    Förslaget är på remiss\noktober 2026     Beslut"
    steps, _ = timetable(blocks(content), None)
    assert [(step.date, step.text) for step in steps] == [
        ("2026-03-08", "Dialog med föreningar"),
        ("2026-05", "Förslaget är på remiss"),
        ("2026-10", "Beslut"),
    ]
