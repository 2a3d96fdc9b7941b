"""Legends in the forms that municipalities print them."""

import pytest

from malspar.extractor.facts import scales, statuses
from malspar.models.block import At, Block, Cell, Icon, Role, Section, Tint
from malspar.models.goal import Kind, Signal, StatedTotal, Status


def section(*blocks: Block, children: tuple[Section, ...] = ()) -> Section:
    return Section(body=blocks, children=children)


def steps(*blocks: Block) -> list[tuple[str, str, str]]:
    """Raw, signal and meaning of each step of the only legend."""
    (legend,) = scales.read(section(*blocks))
    return [
        (step.raw or "", step.signal.value if step.signal else "", step.meaning.value if step.meaning else "")
        for step in legend.scale.steps
    ]


def texts(*lines: str) -> list[Block]:
    return [Block(id=index, text=line) for index, line in enumerate(lines)]


PROSE = {
    "😊 = målet är uppfyllt 😐 = kravet är delvis uppfyllt eller kan inte mätas 😒 = målet är inte "
    "uppfyllt": "😊::uppfyllt 😐:: 😒::ej uppfyllt",
    "Status T2: Klar = åtgärden är genomförd. Pågår = åtgärden följer plan. Försenad = åtgärden har startat men "
    "blir färdig senare. Ej påbörjad = inget har gjorts.": (
        "Klar::genomfört Pågår::enligt plan Försenad::försenat Ej påbörjad::ej påbörjat"
    ),
    "Grönt visar att värdet förbättras, gult att nivån är stabil och rött att värdet försämras. Vit "
    "färg visar att värdet inte kan bedömas.": ":grön:förbättras :gul:oförändrat :röd:försämras :vit:kan ej bedömas",
    "I tabellen är blått klart, grönt i fas och rött ännu inte startat.": ":blå:genomfört :grön:enligt plan :röd:ej påbörjat",
    "Så graderas läget: genomfört, genomfört till minst 75 %, genomfört till mindre än 75 "
    "%.": "genomfört::genomfört genomfört till minst 75 %::delvis genomfört genomfört till mindre än 75 %::ej genomfört",
    "Ordet Nås innebär att kravet är uppnått, Nås delvis att värdet är bättre men inte bra "
    "nog och Nås ej att värdet är oförändrat eller sämre än "
    "förut.": "Nås::uppfyllt Nås delvis::delvis uppfyllt Nås ej::ej uppfyllt",
    "Grön: målet är uppfyllt; Gul: målet är delvis uppfyllt; Röd: målet är inte "
    "uppfyllt": ":grön:uppfyllt :gul:delvis uppfyllt :röd:ej uppfyllt",
    "Målen bedöms med färg. Grön = uppfyllt, röd = inte uppfyllt, gul = arbetet pågår, kan ännu inte "
    "bedömas.": "Grön:grön:uppfyllt röd:röd:ej uppfyllt gul:gul:kan ej bedömas",
    "🟢 = målet nås 🟡 = målet nås delvis 🔴 = målet nås inte": "🟢:grön:uppfyllt 🟡:gul:delvis uppfyllt 🔴:röd:ej uppfyllt",
    "I tabellen står Klart när uppdraget är genomfört, Pågår när arbetet har börjat och Ej påbörjat när det inte har "
    "börjat.": "Klart::genomfört Pågår::pågår Ej påbörjat::ej påbörjat",
    "Läget följs upp två gånger. Nästan klart betyder att det mesta är gjort. Helt klart betyder att allt är gjort. "
    "Inte klart betyder att mindre än hälften är gjort.": (
        "Nästan klart::delvis genomfört Helt klart::genomfört Inte klart::ej genomfört"
    ),
    "Uppdragen redovisas som gröna när de är klara, gula när de är påbörjade och röda när de inte har "
    "påbörjats.": ":grön:genomfört :gul:pågår :röd:ej påbörjat",
}


@pytest.mark.parametrize(("text", "expected"), PROSE.items())
def test_prose(text: str, expected: str) -> None:
    found = steps(Block(id=0, text=text))
    assert " ".join(":".join(step) for step in found) == expected


@pytest.mark.parametrize(
    "text",
    [
        "KS = Kommunstyrelsen, SN = Socialnämnden",
        "Av tio mål är fyra gröna och två gula.",
        "Gröna parker och blå vatten gör staden vacker.",
        "Vi har tre mål: trygghet, tillväxt och trivsel.",
        "Klar med skolan = klar för livet",
    ],
)
def test_no_legend(text: str) -> None:
    assert scales.read(section(Block(id=0, text=text))) == ()


BOTH = {
    "colours in two sentences each": (
        "För målen gäller: Grön – målet nås. Röd – målet nås inte. För uppdrag gäller: Grön – klart. Röd – ej påbörjat."
    ),
    "signs for both": (
        "🟢 visar att målet är nått eller åtgärden slutförd, 🔴 att målet inte är nått eller åtgärden inte startad."
    ),
    "colours for both": (
        "Grönt visar att målet är uppfyllt respektive uppdraget genomfört, rött att målet inte är uppfyllt respektive "
        "uppdraget inte påbörjat."
    ),
    "a sentence each": (
        "Målen är gröna om de är uppfyllda och röda om de inte är uppfyllda. Uppdragen är gröna när de är genomförda "
        "och röda när de inte är påbörjade."
    ),
}


@pytest.mark.parametrize("text", BOTH.values(), ids=BOTH.keys())
def test_goals_and_tasks_in_one_breath(text: str) -> None:
    legends = scales.read(section(Block(id=0, text=text)))
    told = {
        (kind, signal): found[1].meaning
        for kind in (Kind.MAL, Kind.UPPDRAG)
        for signal in (Signal.GRON, Signal.ROD)
        if (found := scales.step(legends, 1, None, signal, kind) or scales.step(legends, 1, _EMOJI[signal], signal, kind))
    }
    assert [meaning and meaning.value for meaning in told.values()] == ["uppfyllt", "ej uppfyllt", "genomfört", "ej påbörjat"]


def test_a_list_for_goals_and_one_for_tasks() -> None:
    lines = ("För målen:", "Grön: målet nås", "Röd: målet nås inte", "För uppdragen:", "Grön: genomfört", "Röd: ej påbörjat")
    legends = scales.read(section(*texts(*lines)))
    told = [scales.step(legends, 9, raw, None, kind) for kind in (Kind.MAL, Kind.UPPDRAG) for raw in ("Grön", "Röd")]
    meanings = [found[1].meaning for found in told if found]
    assert [meaning and meaning.value for meaning in meanings] == ["uppfyllt", "ej uppfyllt", "genomfört", "ej påbörjat"]


_EMOJI = {Signal.GRON: "🟢", Signal.ROD: "🔴"}


def test_signs_along_a_sentence() -> None:
    found = steps(Block(id=0, text="Tecknen: ● målet är uppfyllt, ◐ målet är delvis uppfyllt, ○ målet är inte uppfyllt."))
    assert [meaning for _, _, meaning in found] == ["uppfyllt", "delvis uppfyllt", "ej uppfyllt"]


def test_lines_with_a_dash() -> None:
    found = steps(
        *texts(
            "Röd – Kravet ej uppnått",
            "Orange – Kravet ej uppnått, men nivån stiger",
            "Ljusgrön – Kravet inte helt uppnått",
            "Mörkgrön – Kravet uppnått",
        )
    )
    assert found == [
        ("Röd", "röd", "ej uppfyllt"),
        ("Orange", "orange", "ej uppfyllt"),
        ("Ljusgrön", "ljusgrön", "delvis uppfyllt"),
        ("Mörkgrön", "mörkgrön", "uppfyllt"),
    ]


def test_bullets_behind_a_heading() -> None:
    items = [
        Block(id=i, text=text, role=Role.LIST_ITEM)
        for i, text in enumerate(["Grön: målet är uppnått", "Gul: målet är delvis uppnått", "Grå: uppgift saknas"])
    ]
    assert [step[2] for step in steps(*items)] == ["uppfyllt", "delvis uppfyllt", "kan ej bedömas"]


def test_icons_with_labels() -> None:
    items = [
        Block(id=0, text="Målet är nått", icons=(Icon(0, "Grön bock"),)),
        Block(id=1, text="Målet nås inte", icons=(Icon(0, "Röd fyrkant"),)),
    ]
    assert steps(*items) == [("Grön bock", "grön", "uppfyllt"), ("Röd fyrkant", "röd", "ej uppfyllt")]


def table(*rows: tuple[Block | str, ...]) -> list[Block]:
    """Cells of one table; a block among the rows brings its icons."""
    cells = []
    for number, row in enumerate(rows):
        for column, cell in enumerate(row):
            block = cell if isinstance(cell, Block) else Block(id=0, text=cell)
            cells.append(block.model_copy(update={"id": len(cells), "role": Role.CELL, "cell": Cell(0, number, column)}))
    return cells


def mark(colour: str | None, text: str | None = None) -> Block:
    return Block(id=0, text="", icons=(Icon(0, text, colour),))


def test_table_of_icons() -> None:
    cells = table(
        (mark(None, "Grön bock"), "Målet är nått"),
        (mark(None, "Blå cirkel"), "I fas – kravet väntas bli klarat i tid"),
        (mark(None, "Grått streck"), "Data saknas, kan inte bedömas"),
    )
    assert steps(*cells) == [
        ("Grön bock", "grön", "uppfyllt"),
        ("Blå cirkel", "blå", "enligt plan"),
        ("Grått streck", "grå", "kan ej bedömas"),
    ]


def test_marks_and_words_side_by_side() -> None:
    def ground(colour: str, row: int, column: int) -> Block:
        return Block(id=0, text="", role=Role.CELL, cell=Cell(0, row, column, fill=colour))

    plain = table(("", "Genomfört", "", "Pågår"), ("", "Ej genomfört", "", "Avbrutet"))
    grounds = {(0, 0): "#4caf50", (0, 2): "#ffd54f", (1, 0): "#e53935", (1, 2): "#bdbdbd"}
    cells = [
        cell.model_copy(update={"cell": cell.cell._replace(fill=grounds.get((cell.cell.row, cell.cell.column)))})
        for cell in plain
        if cell.cell
    ]
    assert steps(*cells) == [
        ("", "grön", "genomfört"),
        ("", "gul", "pågår"),
        ("", "röd", "ej genomfört"),
        ("", "grå", "avbrutet"),
    ]


def two_scales() -> tuple[scales.Legend, ...]:
    return scales.read(
        section(
            *table(
                ("Markering", "Fullmäktiges mål", "Uppdrag"),
                (mark("#00aa44"), "Väntas uppnås i år", "Klart eller enligt plan"),
                (mark("#ffcc00"), "Väntas delvis uppnås", "Försenat"),
                (mark("#dd2222"), "Väntas inte uppnås", "Ej påbörjat"),
            )
        )
    )


def test_one_table_two_scales() -> None:
    goals, tasks = two_scales()
    assert Kind.MAL in goals.kinds
    assert Kind.UPPDRAG in tasks.kinds
    assert [step.meaning and step.meaning.value for step in goals.scale.steps] == ["uppfyllt", "delvis uppfyllt", "ej uppfyllt"]
    assert [step.meaning and step.meaning.value for step in tasks.scale.steps] == [None, "försenat", "ej påbörjat"]


def meaning(found: Status | None) -> str | None:
    return found.meaning.value if found and found.meaning else None


def test_colour_means_what_its_kinds_legend_says() -> None:
    legends = two_scales()
    yellow = Block(id=50, text="", icons=(Icon(0, None, "#ffcc00"),))
    assert meaning(statuses.read(yellow, legends=legends, kind=Kind.MAL)) == "delvis uppfyllt"
    assert meaning(statuses.read(yellow, legends=legends, kind=Kind.UPPDRAG)) == "försenat"


def test_two_meanings_unless_the_row_says_which() -> None:
    legends = two_scales()
    green = (Icon(0, None, "#00aa44"),)
    assert meaning(statuses.read(Block(id=50, text="", icons=green), legends=legends, kind=Kind.UPPDRAG)) is None
    assert (
        meaning(statuses.read(Block(id=50, text="Genomfört", icons=green), legends=legends, kind=Kind.UPPDRAG, column="Status"))
        == "genomfört"
    )


def test_a_legend_holds_in_its_section() -> None:
    first = Block(id=0, text="Grönt visar att nivån har förbättrats och rött att den har försämrats.")
    second = Block(id=2, text="Här är grönt i fas och rött inte påbörjat.")
    cells = [Block(id=number, text="", cell=Cell(number, 1, 1, fill="#7bc67b")) for number in (1, 3)]
    root = section(first, cells[0], children=(section(second, cells[1]),))
    legends = scales.read(root)
    assert [meaning(statuses.read(cell, legends=legends)) for cell in cells] == ["förbättras", "enligt plan"]
    assert scales.blocks(legends) == {0, 2}


def test_definition_beats_the_word() -> None:
    legends = scales.read(
        section(Block(id=0, text="Pågår = insatsen löper enligt plan. Klar = insatsen är genomförd."), Block(id=1, text="Pågår"))
    )
    found = statuses.read(Block(id=1, text="Pågår"), legends=legends)
    assert (meaning(found), found and found.scale) == ("enligt plan", "s1")


def test_a_label_with_an_addition() -> None:
    legends = scales.read(
        section(
            Block(id=0, text="Pågår = insatsen löper enligt plan. Klar = insatsen är genomförd."),
            Block(id=1, text="Klar, avslag"),
        )
    )
    found = statuses.read(Block(id=1, text="Klar, avslag"), legends=legends)
    assert (found and found.raw, meaning(found)) == ("Klar, avslag", "genomfört")


def test_emoji_by_legend() -> None:
    legends = scales.read(section(*texts("😊 = målet är uppfyllt 😐 = kravet är delvis uppfyllt eller kan inte mätas", "😊")))
    assert meaning(statuses.read(Block(id=1, text="😊"), legends=legends)) == "uppfyllt"
    assert meaning(statuses.read(Block(id=1, text="😐"), legends=legends)) is None


def test_white_place() -> None:
    legends = scales.read(
        section(
            Block(id=0, text="Grönt visar att nivån har förbättrats. Vit ruta visar att nivån inte kan bedömas."),
            Block(id=1, text="Indikator"),
        )
    )
    found = statuses.blank(Block(id=1, text="Indikator"), legends)
    assert found is not None
    assert (found.signal, meaning(found)) == (Signal.VIT, "kan ej bedömas")
    assert statuses.blank(Block(id=1, text="Indikator"), ()) is None


def stated(text: str, count: int, of: int) -> StatedTotal:
    return StatedTotal(text=text, count=count, of=of, what=Kind.UPPDRAG, at=Block(id=9, text=text).at("total"))


def shown(*signals: Signal) -> list[tuple[Signal, At]]:
    return [(signal, Block(id=number, text="x").at("status")) for number, signal in enumerate(signals)]


def test_a_scale_given_away_by_a_count() -> None:
    green, red = Signal.GRON, Signal.ROD
    legend = scales.implied(shown(red, green, green), [stated("Två av tre uppdrag genomfördes", 2, 3)])
    assert legend is not None
    assert {step.signal: step.meaning and step.meaning.value for step in legend.scale.steps} == {
        green: "genomfört",
        red: "ej genomfört",
    }


def test_no_scale_where_two_colours_fit() -> None:
    assert scales.implied(shown(Signal.ROD, Signal.GRON), [stated("Ett av två uppdrag genomfördes", 1, 2)]) is None
    assert scales.implied(shown(Signal.ROD, Signal.GRON, Signal.GRON), [stated("Två av fyra uppdrag genomfördes", 2, 4)]) is None


def test_the_row_says_which_of_two_meanings() -> None:
    legends = scales.read(
        section(
            *texts(
                "😊 = målet är uppfyllt 😐 = kravet är delvis uppfyllt eller kan inte mätas",
                "😐 A1. Lekplats finns nära Mäts först i maj",
            )
        )
    )
    row = Block(id=1, text="😐 A1. Lekplats finns nära Mäts först i maj", tints=(Tint(26, 42, bold=True),))
    assert meaning(statuses.read(row, 0, 1, legends)) == "kan ej bedömas"
    plain = Block(id=1, text="😐 A2. Lekplats finns nära")
    assert meaning(statuses.read(plain, 0, 1, legends)) is None


def test_marks_along_one_line() -> None:
    text = "Vi är framme Vi är delvis framme"
    green, yellow = Icon(0, None, "#2f9e44"), Icon(16, None, "#f0c419")
    assert scales.read(section(Block(id=0, text=text, icons=(green, yellow)))) == ()
    text = "Kravet är uppfyllt Kravet är delvis uppfyllt Kravet är inte uppfyllt"
    icons = (Icon(0, None, "#2f9e44"), Icon(19, None, "#f0c419"), Icon(45, None, "#d6322c"))
    assert steps(Block(id=0, text=text, icons=icons)) == [
        ("", "grön", "uppfyllt"),
        ("", "gul", "delvis uppfyllt"),
        ("", "röd", "ej uppfyllt"),
    ]


def test_arrows_by_the_colour_that_they_are_named_by() -> None:
    text = "Det går åt rätt håll Ingen förändring Det går åt fel håll"
    icons = (Icon(0, "Grön pil", "#2e7d32"), Icon(21, "Gul pil", "#f9a825"), Icon(38, "Röd pil", "#c62828"))
    assert [signal for _, signal, _ in steps(Block(id=0, text=text, icons=icons))] == ["grön", "gul", "röd"]


def test_chips_along_one_line() -> None:
    text = "Framme kravet är uppnått Halvvägs kravet är delvis uppnått Stiltje kravet är inte uppnått"
    tints = (Tint(0, 6, colour="#2e9e4f"), Tint(25, 33, colour="#f2c230"), Tint(59, 66, colour="#c62828"))
    legends = scales.read(section(Block(id=0, text=text, tints=tints)))
    chip = Block(id=1, text="Halvvägs", tints=(Tint(0, 8, colour="#f2c230"),))
    found = statuses.read(chip, legends=legends)
    assert found is not None
    assert (found.raw, found.signal, meaning(found)) == ("Halvvägs", Signal.GUL, "delvis uppfyllt")


def test_letters_as_labels() -> None:
    found = steps(Block(id=0, text="U = kravet bedöms uppnås, D = kravet bedöms uppnås delvis, N = kravet bedöms inte uppnås"))
    assert [(raw, meaning) for raw, _, meaning in found] == [("U", "uppfyllt"), ("D", "delvis uppfyllt"), ("N", "ej uppfyllt")]


def test_a_word_of_its_own_among_status_words() -> None:
    text = (
        "Ordet Nås innebär att kravet är nått, Nära att minst 90 procent av målvärdet är nått och Nås inte att värdet är sämre."
    )
    found = [(raw, meaning) for raw, _, meaning in steps(Block(id=0, text=text))]
    assert found[:2] == [("Nås", "uppfyllt"), ("Nära", "delvis uppfyllt")]


def test_the_nearest_legend_above_answers() -> None:
    first = section(*texts("Grön – Kravet uppnått", "Röd – Kravet ej uppnått"))
    second = section(
        Block(id=2, text="Grön – Arbetet är genomfört"),
        Block(id=3, text="Röd – Arbetet är inte påbörjat"),
        Block(id=4, text="Bygg en bro"),
    )
    legends = scales.read(Section(children=(first, second, section(Block(id=5, text="Ån är frisk")))))
    found = scales.step(legends, 5, None, Signal.ROD)
    assert found is not None


@pytest.mark.parametrize(
    ("fills", "heading", "shows"),
    [(["#4caf50", "#e53935"], "2025", True), (["#4caf50", "#e53935"], "", True), ([None, None], "2025", False)],
)
def test_a_column_of_colours(fills: list[str | None], heading: str, shows: bool) -> None:  # noqa: FBT001
    legends = scales.read(section(*texts("Grön – Kravet uppnått", "Röd – Kravet ej uppnått")))
    cells = [Block(id=5 + row, text="", cell=Cell(0, row + 1, 1, fill=fill)) for row, fill in enumerate(fills)]
    assert statuses.fills(cells, legends, heading) is shows


def test_a_column_of_status_words_by_its_cells() -> None:
    cells = [Block(id=row, text=text, cell=Cell(0, row + 1, 2)) for row, text in enumerate(["Pågår", "Genomfört", "Ej påbörjat"])]
    assert statuses.fills(cells, (), "Läge 31 december 2025")
    assert not statuses.fills([cell.model_copy(update={"text": "12"}) for cell in cells], (), "2025")


def test_whom_a_status_line_judges() -> None:
    assert Kind.MAL in statuses.judges("Utvärdering: Målet uppfylls delvis.")
    assert statuses.judges("Uppdraget pågår.") == {Kind.UPPDRAG}
    assert statuses.judges("Pågår") == frozenset()
