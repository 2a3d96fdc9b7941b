"""The PDF reader: lines, columns, paragraphs, running text, breaks, lists, icons, places."""

import gc
import io
from pathlib import Path

import pytest
from paper import Paper
from printed import misplaced
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from malspar.extractor.pdf import read
from malspar.models.block import Reading, Role
from malspar.models.errors import Encrypted, NoTextLayer, Unreadable

PROSE = [
    "Kommunen ska under perioden arbeta för att fler invånare deltar i",
    "föreningslivet. Nämnderna ansvarar för att insatserna följs upp varje",
    "tertial och redovisas för kommunstyrelsen.",
]


def texts(reading: Reading, role: Role | None = None) -> list[str]:
    return [block.text for block in reading.blocks if role is None or block.role is role]


def test_lines_of_one_paragraph_are_one_block_and_the_heading_stands_alone() -> None:
    paper = Paper().text(70, 100, "Trygghet", 16, "bold").lines(70, 122, PROSE)
    reading = read(paper.data())
    assert texts(reading) == ["Trygghet", " ".join(PROSE)]
    assert reading.blocks[0].bold
    assert reading.blocks[0].size == 16.0


def test_a_heading_over_two_lines_is_one_block() -> None:
    paper = Paper().lines(70, 100, ["Ett hållbart Åsbro där alla kan leva", "och bo"], 18, 22, "bold").lines(70, 150, PROSE)
    assert texts(read(paper.data()))[0] == "Ett hållbart Åsbro där alla kan leva och bo"


def test_paragraphs_without_space_between_are_parted_where_a_line_was_ended_by_hand() -> None:
    paper = Paper().lines(70, 100, [*PROSE, "Målet följs upp varje år.", *PROSE])
    assert texts(read(paper.data())) == [" ".join(PROSE), "Målet följs upp varje år.", " ".join(PROSE)]


def test_a_bold_line_of_the_size_of_the_text_is_not_joined_with_it() -> None:
    paper = Paper().text(70, 100, "Nämndens uppdrag under den kommande perioden, det vill säga", 11, "bold").lines(70, 114, PROSE)
    assert len(read(paper.data()).blocks) == 2


def test_a_hyphen_at_a_line_end_is_mended_and_both_lines_keep_their_places() -> None:
    paper = Paper().lines(70, 100, ["Nämnden ansvarar för verksam-", "heten och för stads-", "och landsbygdens utveckling."])
    block = read(paper.data()).blocks[0]
    assert block.text == "Nämnden ansvarar för verksamheten och för stads- och landsbygdens utveckling."
    start = block.text.index("verksamheten")
    assert [box.top for box in block.boxes(start, start + 12)] == [block.lines[0].top, block.lines[1].top]


def test_two_columns_are_read_one_after_the_other_below_a_heading_over_both() -> None:
    left = ["Skolan ska ge varje elev", "stöd i tid och följa upp", "resultaten varje termin."]
    right = ["Omsorgen ska möta de äldre", "med få och kända ansikten", "under hela dygnet."]
    paper = Paper().text(70, 90, "Mål för Åsbro kommun under hela mandatperioden", 20, "bold")
    paper.lines(320, 120, right).lines(70, 120, left)
    assert texts(read(paper.data()))[1:] == [" ".join(left), " ".join(right)]


def test_a_paragraph_goes_on_in_the_next_column() -> None:
    left = ["Skolan ska ge varje elev stöd", "i tid och följa upp resultat", "varje termin, och rektorerna"]
    right = ["ansvarar för att det sker."]
    paper = Paper().lines(70, 120, left).lines(320, 120, [*right, "", "Omsorgen ska möta de äldre", "med få ansikten."])
    assert texts(read(paper.data()))[0] == " ".join(left + right)


def test_numbers_in_rows_are_read_with_their_names() -> None:
    paper = Paper()
    for place, name in enumerate(("Plats för alla", "Modig kommun", "God arbetsgivare")):
        paper.disc(90, 126 + 50 * place, 15, "0.8 0.3 0.2").text(85, 132 + 50 * place, str(place + 1), 18, "bold", "1 1 1")
        paper.text(120, 130 + 50 * place, name, 12, "bold")
    assert texts(read(paper.data())) == ["1", "Plats för alla", "2", "Modig kommun", "3", "God arbetsgivare"]


def test_boxes_side_by_side_drawn_in_any_order_are_read_row_by_row() -> None:
    paper = Paper(960, 540)
    for place in (3, 1, 0, 2):
        x, y = 60 + 400 * (place % 2), 100 + 200 * (place // 2)
        paper.rect(x, y, 350, 150).text(x + 20, y + 40, f"Mål {place + 1}", 20, "bold")
        paper.lines(x + 20, y + 70, ["Här står vad som ska nås under", "de kommande fyra åren."], 16, 20)
    assert [text for text in texts(read(paper.data())) if text.startswith("Mål")] == ["Mål 1", "Mål 2", "Mål 3", "Mål 4"]


def test_a_label_beside_a_heading_is_a_block_after_it() -> None:
    paper = Paper().rect(60, 80, 475, 120).text(75, 105, "Mål 1 Alla elever når gymnasiet", 14, "bold")
    paper.rect(430, 92, 85, 18, "0.9 0.9 0.8", stroke=False).text(440, 105, "Delvis uppnått", 9, "bold").lines(75, 130, PROSE)
    assert texts(read(paper.data())) == ["Mål 1 Alla elever når gymnasiet", "Delvis uppnått", " ".join(PROSE)]


def running(pages: int) -> bytes:
    paper = Paper()
    for number in range(1, pages + 1):
        if number > 1:
            paper.page()
        paper.text(70, 40, "Åsbro kommun", 9).text(500, 815, f"Sida {number} ({pages})", 9)
        paper.text(70, 90, f"Område {'ABCDE'[number]}", 16, "bold").lines(70, 120, PROSE)
    return paper.data()


@pytest.mark.parametrize("pages", [2, 4])
def test_headers_and_page_numbers_are_furniture_and_headings_are_not(pages: int) -> None:
    reading = read(running(pages))
    assert texts(reading, Role.FURNITURE) == [
        text for page in range(1, pages + 1) for text in ("Åsbro kommun", f"Sida {page} ({pages})")
    ]
    assert len([text for text in texts(reading, Role.TEXT) if text.startswith("Område")]) == pages


def test_a_page_number_alone_at_the_edge_of_a_single_page_is_furniture() -> None:
    assert texts(read(Paper().lines(70, 100, PROSE).text(300, 820, "1", 9).data()), Role.FURNITURE) == ["1"]


def test_what_runs_over_and_under_both_pages_of_a_sheet_is_furniture() -> None:
    paper = Paper(1190, 842)
    for sheet, chapter in enumerate(("STYRNING", "LIVET I STADEN", "EKONOMI", "PERSONAL")):
        if sheet:
            paper.page()
        paper.text(50, 40, "MÅL OCH BUDGET 2025", 8).text(645, 40, chapter, 8)
        paper.text(50, 810, str(2 + 2 * sheet), 9).text(1125, 810, str(3 + 2 * sheet), 9)
        paper.lines(50, 100, PROSE).lines(645, 100, PROSE)
    reading = read(paper.data())
    assert set(texts(reading, Role.FURNITURE)) == {
        "MÅL OCH BUDGET 2025", "STYRNING", "LIVET I STADEN", "EKONOMI", "PERSONAL", *"23456789"
    }  # fmt: skip
    assert len(texts(reading, Role.TEXT)) == 8


def test_years_that_stand_over_the_columns_of_a_wide_page_are_none() -> None:
    paper = Paper(1190, 842)
    for sheet in range(3):
        if sheet:
            paper.page()
        paper.text(50, 60, ("Skola", "Omsorg", "Kultur")[sheet], 11).text(645, 60, str(2021 + 2 * sheet), 11)
        paper.lines(50, 100, PROSE).lines(645, 100, PROSE)
    assert texts(read(paper.data()), Role.FURNITURE) == []


def test_a_paragraph_that_runs_over_a_page_break_is_one_block() -> None:
    paper = Paper().lines(70, 100, PROSE[:2]).text(500, 815, "1", 9).page().lines(70, 80, PROSE[2:]).text(500, 815, "2", 9)
    reading = read(paper.data())
    assert texts(reading, Role.TEXT) == [" ".join(PROSE)]
    assert [line.page for line in reading.blocks[0].lines] == [1, 1, 2]


def test_bullets_are_marks_and_indents_are_depths() -> None:
    paper = Paper()
    for place, (x, words) in enumerate([(70, "Trygghet"), (95, "Belysning i tunnlar"), (95, "Fältarbetare"), (70, "Skola")]):
        paper.text(x, 100 + 18 * place, "•").text(x + 14, 100 + 18 * place, words)
    items = read(paper.data()).blocks
    assert [(item.marker, item.depth, item.text) for item in items] == [
        ("•", 1, "Trygghet"),
        ("•", 2, "Belysning i tunnlar"),
        ("•", 2, "Fältarbetare"),
        ("•", 1, "Skola"),
    ]
    assert {item.role for item in items} == {Role.LIST_ITEM}


def test_numbered_and_lettered_paragraphs_are_blocks_of_their_own_with_their_numbers() -> None:
    paper = Paper().lines(70, 100, ["1. Minska utsläppen", "2. Öka återbruket", "a) Att redovisa planen", "b) Att återkomma"])
    assert texts(read(paper.data())) == ["1. Minska utsläppen", "2. Öka återbruket", "a) Att redovisa planen", "b) Att återkomma"]


def test_a_dash_at_the_start_of_a_line_of_prose_is_no_bullet() -> None:
    paper = Paper().lines(
        70, 100, ["Programmet ersätter det som gällde för åren 2019", "– 2023 och som nämnderna har följt upp."]
    )
    assert texts(read(paper.data())) == [
        "Programmet ersätter det som gällde för åren 2019 – 2023 och som nämnderna har följt upp."
    ]


def test_a_drawn_disc_before_a_word_is_an_icon_with_its_colour() -> None:
    paper = Paper().text(70, 100, "Prognos:").disc(124, 96, 4, "0 0.6 0.2").text(134, 100, "Bedöms uppnås")
    block = read(paper.data()).blocks[0]
    assert block.text == "Prognos: Bedöms uppnås"
    assert [(icon.offset, icon.colour) for icon in block.icons] == [(9, "#009933")]


def test_entries_of_a_table_of_contents_lose_leaders_and_page_numbers() -> None:
    paper = Paper().text(70, 80, "Innehåll", 16, "bold")
    for place, name in enumerate(("1 Inledning", "2 Vision", "3 Mål för skolan")):
        paper.text(70, 110 + 18 * place, f"{name} {'.' * 60} {place + 2}")
    assert texts(read(paper.data()), Role.CONTENTS) == ["1 Inledning", "2 Vision", "3 Mål för skolan"]


def test_text_that_runs_up_the_margin_is_furniture() -> None:
    paper = Paper().lines(70, 100, PROSE).rotated(575, 500, "Bilaga till budgeten")
    assert texts(read(paper.data()), Role.FURNITURE) == ["Bilaga till budgeten"]


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
def test_places_are_those_of_the_page_as_shown(rotate: int) -> None:
    data = Paper(rotate=rotate, crop=(50, 50, 545, 792)).lines(70, 100, PROSE).data()
    reading = read(data)
    assert misplaced(data, reading) == []
    box = reading.blocks[0].lines[0]
    if rotate == 0:
        assert box.edges[0] == pytest.approx(20, abs=1.5)
        assert box.bottom == pytest.approx(52.3, abs=1)


def test_title_and_producer_are_told() -> None:
    paper = Paper().lines(70, 100, PROSE)
    paper.title = "Mål för Åsbro"
    reading = read(paper.data())
    assert (reading.title, reading.marks, reading.pages) == ("Mål för Åsbro", ("Paper",), 1)


def test_a_page_that_is_only_a_picture_is_told_in_a_note_and_an_empty_one_is_not() -> None:
    paper = Paper().text(72, 100, "Mål 1. Trygga skolor").page().image(72, 100, 400, bytes(3)).page()
    paper.text(72, 100, "Mål 2. Levande landsbygd")
    notes = [(note.code, note.message) for note in read(paper.page().data()).notes]
    assert [code for code, _ in notes] == ["page-without-text"]
    assert "Page 2" in notes[0][1]
    assert "ocrmypdf" in notes[0][1]


def test_pages_without_text_are_said_to_need_ocr() -> None:
    with pytest.raises(NoTextLayer, match="ocrmypdf") as caught:
        read(Paper().rect(50, 50, 100, 100).data())
    assert "\n" not in caught.value.message


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7\nnothing", b"<html></html>"])
def test_what_is_no_pdf_is_unreadable(data: bytes) -> None:
    with pytest.raises(Unreadable, match="qpdf"):
        read(data)


def test_every_word_of_shared_documents_is_where_its_block_says(root: Path) -> None:
    documents = sorted((root.parent / "shared" / "documents").glob("*/*.pdf"))
    if not documents:
        pytest.skip("no shared documents here")
    for path in documents:
        data = path.read_bytes()
        reading = read(data)
        wrong = misplaced(data, reading)
        assert len(wrong) <= 0.02 * len(reading.blocks), path.name


def test_a_heading_as_wide_as_a_column_begins_a_new_pair_of_columns() -> None:
    paper = Paper()
    for top, name in ((90, "Tillväxt"), (300, "Omsorg")):
        paper.text(70, top, name, 17, "bold")
        for x, side in ((70, "vänster"), (320, "höger")):
            paper.lines(x, top + 40, [f"{name} {side}: här står vad", "kommunen ska göra under", "hela mandatperioden."], 11, 14)
            paper.lines(x, top + 100, ["Nämnderna redovisar arbetet", "varje år och föreslår nya", "åtgärder vid behov."], 11, 14)
    found = [text for text in texts(read(paper.data())) if "hela" in text or len(text) < 9]
    assert [text[:15] for text in found] == [
        "Tillväxt",
        "Tillväxt vänste",
        "Tillväxt höger:",
        "Omsorg",
        "Omsorg vänster:",
        "Omsorg höger: h",
    ]


def test_a_heading_that_returns_inside_the_columns_begins_no_new_pair_of_columns() -> None:
    paper = Paper()
    for x, names, tops in ((70, ("Skola", "Arbete"), (100, 300)), (330, ("Omsorg", "Miljö"), (100, 280))):
        for name, top in zip(names, tops, strict=True):
            paper.text(x, top, name, 10, "bold")
            paper.lines(
                x, top + 14, ["Här står vad kommunen ska", f"göra för {name.lower()} under", "hela mandatperioden."], 10, 13
            )
            paper.text(x, top + 70, "Nyckeltal", 10, "bold").text(x, top + 84, f"• Andel nöjda, {name.lower()}", 10)
    paper.text(330, 430, "Pengar", 10, "bold").lines(330, 444, ["Resultatet är minst två", "procent av skatterna."], 10, 13)
    paper.text(70, 430, "Trygghet", 10, "bold").lines(70, 444, ["Här står vad kommunen ska", "göra för tryggheten."], 10, 13)
    found = texts(read(paper.data()))
    assert found.index("Trygghet") < found.index("Omsorg") < found.index("Pengar")


def test_letters_set_apart_are_words_and_so_are_the_digits_behind_them() -> None:
    paper = Paper()
    for y, line in ((90, "VISION 2035"), (130, "12345")):
        x = 100.0
        for letter in line:
            paper.text(x, y, letter, 10)
            x += stringWidth(letter, "Helvetica", 10) + 3
    assert texts(read(paper.data()))[0] == "VISION 2035"
    assert "12345" not in texts(read(paper.data()))


def test_a_large_disc_between_two_lines_is_an_icon_of_theirs() -> None:
    paper = (
        Paper().disc(80, 95.5, 7.5, "0.9 0.7 0").text(100, 94, "Målet bedöms nås delvis", 8.8).text(100, 105, "under året", 8.8)
    )
    assert [icon.colour for block in read(paper.data()).blocks for icon in block.icons] == ["#e6b300"]


def test_legend_texts_side_by_side_over_two_lines_are_read_one_after_the_other() -> None:
    paper = Paper()
    for x, lines, fill in ((60, ["Målet bedöms nås", "delvis"], "0.9 0.7 0"), (200, ["Målet bedöms inte", "nås"], "0.8 0.1 0.1")):
        paper.disc(x, 100, 7.5, fill).lines(x + 16, 97, lines, 8.8, 12)
    blocks = read(paper.data()).blocks
    assert [(block.text, block.icons[0].offset) for block in blocks] == [
        ("Målet bedöms nås delvis", 0),
        ("Målet bedöms inte nås", 0),
    ]


def test_figures_at_the_right_edge_are_read_with_the_names_on_their_lines() -> None:
    paper = Paper().text(70, 90, "Mått", 9).text(70, 106, "Handläggningstid i dagar", 10).text(500, 106, "högst 28", 10)
    paper.text(70, 124, "Andel nöjda", 10).text(500, 124, "85 %", 10).text(70, 150, "Ansvarig", 9).text(
        70, 164, "Bygglovschef", 10
    )
    wide = "Nämnden ska under hela perioden arbeta för att den som söker bygglov får sitt besked i god tid, och"
    paper.lines(70, 200, [wide, "beslutet ska kunna läsas av alla."], 10, 13)
    paper.text(70, 260, "Mått", 9).text(70, 276, "Antal bostäder i planer", 10).text(500, 276, "150", 10)
    found = texts(read(paper.data()))
    assert [found[found.index(name) + 1] for name in ("Handläggningstid i dagar", "Andel nöjda", "Antal bostäder i planer")] == [
        "högst 28",
        "85 %",
        "150",
    ]


def test_numbers_in_front_of_the_right_column_are_not_read_with_the_left_one() -> None:
    paper = Paper()
    for x, numbers in ((80, (1, 2)), (340, (3,))):
        for place, number in enumerate(numbers):
            y = 120 + 120 * place
            paper.text(x - 22, y + 4, str(number), 24, "regular", "0 0.5 0.4").text(x, y, f"Mål med namn {number}", 10, "bold")
            paper.lines(
                x,
                y + 15,
                [f"Skola {number} ska ge stöd till alla som", "behöver det, och svaret ska komma", "inom en vecka."],
                10,
                13,
            )
    found = texts(read(paper.data()))
    assert found.index("3") == found.index("Mål med namn 3") - 1
    assert "Skola 1 ska ge stöd till alla som behöver det, och svaret ska komma inom en vecka." in found


def test_cards_side_by_side_with_a_heading_below_them_are_read_one_after_the_other() -> None:
    paper = Paper(842, 595)
    for x, number in ((60, 1), (300, 2)):
        paper.rect(x - 5, 80, 225, 24, "0.1 0.3 0.5", stroke=False).text(x, 96, f"MÅL {number}", 12, "bold", "1 1 1")
        paper.lines(x, 124, [f"Titel {number} över två rader som", "fortsätter här"], 13, 15, "bold")
        paper.lines(x, 160, [f"Text {number} om vad målet betyder", "för kommunens invånare."], 10, 12)
        paper.text(x, 200, "Mätetal", 10, "bold").text(x, 214, f"• Andel {number} nöjda", 10)
    paper.text(60, 300, "Så används målen", 14, "bold")
    paper.text(
        60, 320, "Nämnderna bryter ner målen till egna mål i sina verksamhetsplaner, som beslutas varje höst av nämnden.", 10
    )
    found = texts(read(paper.data()))
    assert found.index("MÅL 2") == found.index("Andel 1 nöjda") + 1
    assert found[-2] == "Så används målen"


def test_lettered_paragraphs_with_points_are_blocks_and_abbreviations_are_not() -> None:
    paper = Paper().text(70, 100, "Bolaget ska:")
    paper.lines(70, 116, ["a. bygga nya lägenheter i centrum", "b. lämna förslag till kommunstyrelsen senast den 30"], 11, 15)
    paper.text(84, 146, "september 2024")
    paper.lines(
        70, 190, ["Kommunen ska under hela perioden samarbeta med andra, bl.", "a. grannkommunerna och regionen i länet."], 11, 14
    )
    assert texts(read(paper.data())) == [
        "Bolaget ska:",
        "a. bygga nya lägenheter i centrum",
        "b. lämna förslag till kommunstyrelsen senast den 30 september 2024",
        "Kommunen ska under hela perioden samarbeta med andra, bl. a. grannkommunerna och regionen i länet.",
    ]


def test_a_small_line_with_the_title_at_the_head_of_a_later_page_is_furniture() -> None:
    paper = Paper().text(70, 120, "Indikatorer till regionplanen", 20, "bold").lines(70, 160, PROSE)
    paper.page().text(70, 40, "Region Åsmark – Indikatorer till regionplanen, 2024", 8).lines(70, 100, PROSE)
    blocks = read(paper.data()).blocks
    assert [block.text for block in blocks if block.role is Role.FURNITURE] == [
        "Region Åsmark – Indikatorer till regionplanen, 2024"
    ]


def test_headings_of_a_tagged_file_are_headings_of_their_depth() -> None:
    paper = (
        Paper().tagged("H1", 70, 100, "Mål för Åsbro", 16, "bold").tagged("P", 70, 130, PROSE[0]).tagged("P", 70, 144, PROSE[1])
    )
    paper.tagged("H2", 70, 180, "Skola", 12, "bold").tagged("P", 70, 200, PROSE[2]).tagged("H3", 70, 230, "Som texten")
    paper.page().tagged("H2", 70, 100, "Omsorg", 12, "bold").tagged("P", 70, 120, PROSE[0])
    found = [(block.depth, block.text) for block in read(paper.data()).blocks if block.role is Role.HEADING]
    assert found == [(1, "Mål för Åsbro"), (2, "Skola"), (2, "Omsorg")]


def test_tags_that_call_everything_a_heading_are_not_believed() -> None:
    paper = Paper().tagged("H1", 70, 100, "Mål för Åsbro", 16, "bold")
    for place, line in enumerate(PROSE):
        paper.tagged("H1", 70, 130 + 40 * place, line, 11 + place)
    assert Role.HEADING not in {block.role for block in read(paper.data()).blocks}


def test_a_word_on_a_coloured_ground_has_a_tint() -> None:
    paper = Paper().lines(70, 100, PROSE).rect(116, 160, 50, 16, "0.6 0.9 0.6", stroke=False)
    paper.text(70, 172, "Status:").text(122, 172, "Uppfyllt")
    block = next(block for block in read(paper.data()).blocks if "Uppfyllt" in block.text)
    tint = next(tint for tint in block.tints if tint.colour == "#99e699")
    assert block.text[tint.start : tint.end] == "Uppfyllt"


def test_a_file_with_a_password_is_said_to_be_locked() -> None:
    buffer = io.BytesIO()
    canvas = Canvas(buffer, encrypt="hemligt")
    canvas.drawString(70, 700, "Mål för Åsbro")
    canvas.save()
    with pytest.raises(Encrypted):
        read(buffer.getvalue())


def test_a_damaged_page_is_left_out_and_noted() -> None:
    paper = Paper().lines(70, 100, PROSE)
    paper.page().lines(70, 100, PROSE)
    reading = read(paper.data().replace(b"/Kids[7 0 R", b"/Kids[1 0 R"))
    assert [note.code for note in reading.notes] == ["page-unreadable"]
    assert [block.page for block in reading.blocks] == [2]


def test_the_collector_of_cycles_is_left_as_it_was() -> None:
    read(Paper().lines(70, 100, PROSE).data())
    assert gc.isenabled()
