"""Tables in PDF files: ruled, ruled between rows, spans, page breaks, grounds, icons; and frames that are none."""

from paper import Paper

from malspar.extractor.pdf import read
from malspar.models.block import Cell, Reading, Role

HEAD = ["Mål", "Ansvarig", "Utfall"]
WIDTHS = [220.0, 100.0, 80.0]


def cells(reading: Reading) -> dict[tuple[int, int, int], str]:
    """Text by table, row and column."""
    return {(block.cell.table, block.cell.row, block.cell.column): block.text for block in reading.blocks if block.cell}


def cell(reading: Reading, text: str) -> Cell:
    """The place of the cell with this text."""
    return next(block.cell for block in reading.blocks if block.cell and block.text == text)


def test_a_ruled_table_gives_its_cells_by_row_and_column() -> None:
    paper = Paper().table(
        60, 100, WIDTHS, [HEAD, ["Fler får jobb", "KS", "81 %"], ["Färre olyckor", "TN", "12"]], fill="0.8 0.9 1"
    )
    reading = read(paper.data())
    assert cells(reading)[0, 1, 0] == "Fler får jobb"
    assert cells(reading)[0, 2, 2] == "12"
    assert cell(reading, "Mål").header
    assert not cell(reading, "KS").header
    assert cell(reading, "Mål").fill == "#cce6ff"


def test_a_table_over_a_page_break_is_one_with_its_repeated_header_dropped() -> None:
    paper = Paper().table(60, 700, WIDTHS, [HEAD, ["Fler får jobb", "KS", "81 %"]], fill="0.8 0.9 1")
    paper.page().table(60, 60, WIDTHS, [HEAD, ["Färre olyckor", "TN", "12"]], fill="0.8 0.9 1").text(60, 140, "Efter tabellen.")
    reading = read(paper.data())
    assert cell(reading, "Färre olyckor")[:3] == (0, 2, 0)
    assert [block.text for block in reading.blocks].count("Mål") == 1


def test_a_table_over_a_page_break_without_repeated_header_is_one() -> None:
    paper = Paper().table(60, 700, WIDTHS, [HEAD, ["Fler får jobb", "KS", "81 %"]], fill="0.8 0.9 1")
    paper.page().table(60, 60, WIDTHS, [["Färre olyckor", "TN", "12"], ["Fler träd", "SBN", "7"]])
    assert cell(read(paper.data()), "Fler träd")[:3] == (0, 3, 0)


def test_tables_of_other_columns_on_the_next_page_stay_apart() -> None:
    paper = Paper().table(60, 700, WIDTHS, [HEAD, ["Fler får jobb", "KS", "81 %"]], fill="0.8 0.9 1")
    paper.page().table(60, 60, [100, 300], [["Datum", "Händelse"], ["1 mars", "Beslut"]])
    assert cell(read(paper.data()), "Händelse").table == 1


def test_cells_over_several_rows_and_columns_are_told_once() -> None:
    paper = Paper()
    for x0, y0, x1, y1 in [(60, 100, 460, 100), (60, 120, 460, 120), (260, 140, 460, 140), (60, 160, 460, 160)]:
        paper.line(x0, y0, x1, y1)
    for x0, y0, x1, y1 in [(60, 100, 60, 160), (460, 100, 460, 160), (260, 120, 260, 160), (360, 120, 360, 160)]:
        paper.line(x0, y0, x1, y1)
    paper.text(64, 113, "Målområde Växa", 9, "bold").text(64, 133, "Fler elever", 9)
    paper.text(264, 133, "Flickor", 9).text(364, 133, "80", 9).text(264, 153, "Pojkar", 9).text(364, 153, "75", 9)
    reading = read(paper.data())
    assert cell(reading, "Målområde Växa")[:5] == (0, 0, 0, 1, 3)
    assert cell(reading, "Fler elever")[:5] == (0, 1, 0, 2, 1)
    assert cell(reading, "Pojkar")[:3] == (0, 2, 1)


def test_rules_between_rows_are_enough() -> None:
    paper = Paper()
    rows = [HEAD, ["Fler får jobb", "KS", "81 %"], ["Färre olyckor i trafiken", "TN", "12"]]
    for number, row in enumerate(rows):
        for x, words in zip((62, 282, 382), row, strict=True):
            paper.text(x, 113 + 20 * number, words, 9, "bold" if number == 0 else "regular")
        paper.line(60, 119 + 20 * number, 460, 119 + 20 * number)
    reading = read(paper.data())
    assert cell(reading, "Färre olyckor i trafiken")[:3] == (0, 2, 0)
    assert cell(reading, "Ansvarig").header


def test_columns_below_a_bold_header_are_a_table_without_rules() -> None:
    paper = Paper()
    rows = [
        ["Indikator", "Utfall 2022", "Utfall 2023"],
        ["Nöjda brukare", "81 %", "84 %"],
        ["Besök", "41 200", "43 900"],
        ["Sjuktal", "7,1", "6,8"],
    ]
    for number, row in enumerate(rows):
        for x, words in zip((62, 282, 382), row, strict=True):
            paper.text(x, 113 + 20 * number, words, 10, "bold" if number == 0 else "regular")
    assert cells(read(paper.data()))[0, 3, 2] == "6,8"


def test_headings_side_by_side_above_prose_are_no_table() -> None:
    paper = Paper()
    for x, name in ((60, "Skola"), (230, "Omsorg"), (400, "Kultur")):
        paper.text(x, 100, name, 11, "bold")
        paper.lines(
            x,
            116,
            ["Här står vad som ska göras", "under året och vem som", "ansvarar för att det blir av", "och följs upp i tid."],
            10,
            12,
        )
    assert cells(read(paper.data())) == {}


def test_a_disc_alone_in_a_cell_is_an_icon_of_a_block_without_text() -> None:
    paper = Paper().table(60, 100, WIDTHS, [HEAD, ["Fler får jobb", "KS", ""]], fill="0.8 0.9 1").disc(400, 130, 4, "0.8 0 0")
    found = next(block for block in read(paper.data()).blocks if block.cell and block.cell[:3] == (0, 1, 2))
    assert (found.text, [icon.colour for icon in found.icons]) == ("", ["#cc0000"])


def test_a_small_picture_in_a_cell_is_an_icon_with_its_colour() -> None:
    paper = (
        Paper().table(60, 100, WIDTHS, [HEAD, ["Fler får jobb", "KS", ""]], fill="0.8 0.9 1").image(390, 124, 10, b"\xee\x22\x22")
    )
    found = next(block for block in read(paper.data()).blocks if block.cell and block.cell[:3] == (0, 1, 2))
    assert [icon.colour for icon in found.icons] == ["#ee2222"]


def test_lines_of_a_cell_are_joined_and_its_bullets_are_blocks() -> None:
    paper = Paper().rect(60, 100, 200, 40).rect(260, 100, 200, 40).rect(60, 140, 200, 40).rect(260, 140, 200, 40)
    paper.text(64, 114, "Uppdrag", 9).lines(264, 114, ["Nämnden utvecklar verksam-", "heten"], 9, 12)
    paper.text(64, 154, "Mål", 9).lines(264, 154, ["• Minska utsläppen", "• Öka återbruket"], 9, 12)
    reading = read(paper.data())
    assert cells(reading)[0, 0, 1] == "Nämnden utvecklar verksamheten"
    assert [(block.marker, block.text) for block in reading.blocks if block.cell and block.cell[1:3] == (1, 1)] == [
        ("•", "Minska utsläppen"),
        ("•", "Öka återbruket"),
    ]


def test_a_frame_around_text_and_a_table_is_no_table() -> None:
    paper = (
        Paper()
        .rect(50, 90, 480, 160)
        .text(65, 115, "Mål 1 Alla får jobb", 13, "bold")
        .text(65, 140, "Utvecklingen är god under året.")
    )
    paper.table(65, 160, WIDTHS, [HEAD, ["Fler får jobb", "KS", "81 %"]], fill="0.8 0.9 1")
    reading = read(paper.data())
    assert [block.text for block in reading.blocks if block.role is Role.TEXT] == [
        "Mål 1 Alla får jobb",
        "Utvecklingen är god under året.",
    ]
    assert cell(reading, "KS")[:3] == (0, 1, 1)


def test_a_filled_box_with_one_line_is_text() -> None:
    paper = Paper().rect(60, 100, 400, 26, "0.9 0.95 0.9", stroke=False).text(70, 117, "Prognos helår: bedöms uppnås")
    assert [block.role for block in read(paper.data()).blocks] == [Role.TEXT]


def test_a_clipped_rule_below_the_running_header_is_no_part_of_the_table_below_it() -> None:
    paper = Paper().text(200, 40, "Verksamhetsplan 2025", 8).underlined(190, 58, 210, 58)
    paper.table(60, 700, WIDTHS, [HEAD, ["Fler får jobb", "KS", "81 %"]], fill="0.8 0.9 1")
    paper.page().text(200, 40, "Verksamhetsplan 2025", 8).underlined(190, 58, 210, 58)
    paper.table(60, 58, WIDTHS, [HEAD, ["Färre olyckor", "TN", "12"]], fill="0.8 0.9 1")
    reading = read(paper.data())
    assert cell(reading, "Färre olyckor")[:3] == (0, 2, 0)
    assert [block.role for block in reading.blocks if block.text.startswith("Verksamhetsplan")] == [Role.FURNITURE] * 2


def test_a_row_that_a_page_break_cuts_is_one_row() -> None:
    paper = Paper().table(60, 700, WIDTHS, [HEAD, ["Fler invånare får", "KS", "81 %"]], fill="0.8 0.9 1")
    paper.page().table(60, 60, WIDTHS, [HEAD, ["jobb i kommunen", "", ""], ["Färre olyckor", "TN", "12"]], fill="0.8 0.9 1")
    reading = read(paper.data())
    assert cell(reading, "Fler invånare får jobb i kommunen")[:3] == (0, 1, 0)
    assert cell(reading, "Färre olyckor")[:3] == (0, 2, 0)


def test_a_row_below_a_page_break_that_begins_anew_is_a_row() -> None:
    paper = Paper().table(60, 700, WIDTHS, [HEAD, ["Fler invånare får jobb", "KS", "81 %"]], fill="0.8 0.9 1")
    paper.page().table(60, 60, WIDTHS, [["Färre olyckor", "tekniska nämnden", "12"]])
    assert cell(read(paper.data()), "Färre olyckor")[:3] == (0, 2, 0)


def test_columns_of_figures_are_a_table_without_rules_and_without_bold() -> None:
    paper = Paper().text(62, 80, "Nettokostnader per nämnd, tusen kronor.", 10)
    rows = [["Nämnd", "Bokslut", "Budget"], ["", "2023", "2024"], ["Kommunstyrelsen", "84 120", "88 400"]]
    rows += [["Socialnämnden", "361 870", "370 200"], ["Tekniska nämnden", "9 940", "–"], ["Summa", "455 930", "458 600"]]
    for number, row in enumerate(rows):
        for x, words in zip((62, 282, 382), row, strict=True):
            paper.text(x, 108 + 14 * number, words, 10)
    reading = read(paper.data())
    assert cells(reading)[0, 0, 1] == "Bokslut 2023"
    assert cells(reading)[0, 4, 2] == "458 600"
    assert cell(reading, "Nämnd").header
    assert reading.blocks[0].text == "Nettokostnader per nämnd, tusen kronor."


def test_page_numbers_beside_names_are_no_table_of_figures() -> None:
    paper = Paper()
    for number, (name, page) in enumerate([("Inledning", "1"), ("Mål", "2"), ("Ekonomi", "2"), ("Uppföljning", "3")]):
        paper.text(62, 100 + 16 * number, name, 10).text(420, 100 + 16 * number, page, 10)
    paper.page().text(62, 100, "Text.").page().text(62, 100, "Mera text.")
    assert cells(read(paper.data())) == {}


def test_a_column_of_status_letters_beside_prose_is_a_table_below_its_bold_header() -> None:
    paper = Paper()
    for x, words in zip((62, 252, 312), ("Mål", "Prognos", "Kommentar"), strict=True):
        paper.text(x, 100, words, 9.5, "bold")
    paper.text(62, 114, "Barn läser varje dag", 9.5).text(266, 114, "D", 10, "bold")
    paper.lines(312, 114, ["Högläsning sker dagligen i förskolan", "men inte på alla fritidshem än."], 9.5, 11)
    paper.lines(62, 146, ["Ingen lämnar gymnasiet utan", "examen eller en plan"], 9.5, 11).text(266, 146, "N", 10, "bold")
    paper.text(312, 146, "I juni saknade 31 elever både och.", 9.5)
    reading = read(paper.data())
    assert cells(reading)[0, 1, 2] == "Högläsning sker dagligen i förskolan men inte på alla fritidshem än."
    assert cells(reading)[0, 2, 0] == "Ingen lämnar gymnasiet utan examen eller en plan"


def test_a_ground_behind_one_column_does_not_hide_the_columns_beside_it() -> None:
    paper = Paper().line(60, 112, 500, 112)
    rows = [["Nr", "Mål", "Bedömning", "Kommentar"], ["1", "Fler får jobb", "Uppfyllt", "Företagen växer."]]
    rows += [["2", "Färre olyckor", "Ej uppfyllt", "Fler olyckor än i fjol."]]
    for number, row in enumerate(rows):
        if number:
            paper.rect(230, 112 + 24 * (number - 1), 90, 24, "0.6 0.8 0.6" if number == 1 else "0.9 0.6 0.6", stroke=False)
        for x, words in zip((66, 100, 236, 330), row, strict=True):
            paper.text(x, 104 + 24 * number, words, 9, "bold" if number == 0 else "regular")
    reading = read(paper.data())
    assert cell(reading, "Färre olyckor")[:3] == (0, 2, 1)
    assert cell(reading, "Ej uppfyllt").fill == "#e69999"


def test_a_square_sign_or_a_label_inside_a_cell_does_not_cut_it() -> None:
    paper = Paper().table(
        60, 100, [220.0, 180.0], [["Finansiellt mål", "Bedömning"], ["Resultatet", ""], ["Skulden", ""]], fill="0.8 0.9 1"
    )
    paper.rect(285, 124, 9, 9, "0.2 0.6 0.3", stroke=False).rect(290, 143, 52, 13, "0.9 0.3 0.3", stroke=False).text(
        296, 153, "Uppnås ej", 9
    )
    reading = read(paper.data())
    assert cell(reading, "Skulden")[:5] == (0, 2, 0, 1, 1)
    assert cell(reading, "Uppnås ej")[:3] == (0, 2, 1)
    assert cell(reading, "Uppnås ej").fill == "#e64d4d"
    assert next(block for block in reading.blocks if block.cell and block.cell[:3] == (0, 1, 1)).icons[0].colour == "#33994d"


def test_lines_that_each_end_in_a_status_are_a_table_without_rules() -> None:
    paper = Paper().text(60, 80, "Så gick det").text(60, 120, "Mål").text(430, 120, "Bedömning")
    goals = (
        ("Fler barn läser varje dag", "Uppfyllt"),
        ("Äldre bor kvar hemma", "Delvis uppfyllt"),
        ("Luften är ren", "Ej uppfyllt"),
    )
    for row, (goal, status) in enumerate(goals):
        paper.text(60, 145 + 20 * row, goal).text(430, 145 + 20 * row, status)
    reading = read(paper.data())
    first = cell(reading, goals[0][0])
    assert first.row > 0 == first.column
    for row, pair in enumerate(goals, start=first.row):
        assert [cells(reading)[first.table, row, column] for column in (0, 1)] == list(pair)


def test_two_lines_that_end_in_a_status_are_no_table() -> None:
    paper = Paper().text(60, 120, "Fler barn läser varje dag").text(430, 120, "Uppfyllt")
    paper.text(60, 140, "Äldre bor kvar hemma").text(430, 140, "Ej uppfyllt")
    assert cells(read(paper.data())) == {}


def test_the_ground_of_a_header_begins_another_table_below_a_heading_of_its_own() -> None:
    paper = Paper()
    for top, name in ((100, "Barn och unga"), (260, "Äldre")):
        paper.text(60, top, name, 11, "bold").rect(55, top + 12, 480, 18, "0.2 0.1 0.5", stroke=False)
        paper.text(90, top + 24, "Mål", 9, "regular", "1 1 1").text(300, top + 24, "Kommentar", 9, "regular", "1 1 1")
        for row in range(2):
            y = top + 46 + 35 * row
            paper.disc(70, y - 1, 7.5, "0.2 0.6 0.2").text(90, y, f"{name} får stöd {row}", 9, "bold")
            paper.lines(300, y, ["Arbetet går framåt, men flera", "enheter saknar folk."], 9, 11).line(55, y + 22, 535, y + 22)
    blocks = read(paper.data()).blocks
    tables = {block.cell.table for block in blocks if block.cell}
    assert len(tables) == 2
    assert [block.text for block in blocks if not block.cell] == ["Barn och unga", "Äldre"]
    assert sum(bool(block.icons) for block in blocks) == 4


def test_a_goal_over_several_rows_that_a_page_break_cuts_is_one_cell() -> None:
    paper = Paper()
    xs = (60, 240, 460, 540)
    paper.table(
        60,
        690,
        [180, 220, 80],
        [["Mål", "Indikator", "Utfall 2024"], ["Vården är nära", "Andel nöjda", "61 %"]],
        fill="0.9 0.9 0.9",
    )
    for x in xs:
        paper.line(x, 730, x, 750)
    paper.lines(63, 743, ["Resorna blir lättare och", "renare, och bussen är ett", "självklart"], 9, 11)
    paper.text(243, 743, "Antal resor", 9).text(463, 743, "11,2", 9)
    paper.page().table(60, 60, [180, 220, 80], [["Mål", "Indikator", "Utfall 2024"]], fill="0.9 0.9 0.9")
    paper.text(63, 102, "val för den som pendlar", 9)
    for x in xs:
        paper.line(x, 80, x, 130)
    for row, (top, name) in enumerate(((90, "Andel eldrivna bussar"), (110, "Andel avgångar i tid"))):
        paper.line(240, top, 540, top).text(243, top + 13, name, 9).text(463, top + 13, f"{row + 48} %", 9)
    paper.line(60, 130, 540, 130)
    cells = {block.text: block.cell for block in read(paper.data()).blocks if block.cell}
    goal = cells["Resorna blir lättare och renare, och bussen är ett självklart val för den som pendlar"]
    assert goal == Cell(0, 2, 0, 3, 1, header=False, fill=None)
    assert [cells[name].row for name in ("Antal resor", "Andel eldrivna bussar", "Andel avgångar i tid")] == [2, 3, 4]
