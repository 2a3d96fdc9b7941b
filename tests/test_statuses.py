"""Statuses against the labelled cases in tests/cases/status.toml, and from icons, colours and legends."""

import tomllib
from pathlib import Path

import pytest

from malspar.extractor.extract import extract
from malspar.extractor.facts import scales, statuses
from malspar.models.block import Block, Cell, Icon, Section
from malspar.models.goal import Goal, Kind, Status

CASES = tomllib.loads((Path(__file__).parent / "cases" / "status.toml").read_text("utf-8"))


def value(found: Status | None, name: str) -> str:
    """A field of a status as text, "" for none."""
    got = getattr(found, name) if found else None
    return str(got) if got is not None else ""


@pytest.mark.parametrize("case", CASES["whole"], ids=str)
def test_whole(case: list[str]) -> None:
    text, raw, meaning, dimension, column = case
    found = statuses.read(Block(id=0, text=text), column=column or None)
    assert (value(found, "raw"), value(found, "meaning")) == (raw, meaning)
    if dimension:
        assert value(found, "dimension") == dimension


@pytest.mark.parametrize("text", CASES["none"])
def test_no_status(text: str) -> None:
    assert statuses.read(Block(id=0, text=text)) is None


@pytest.mark.parametrize("case", CASES["sentence"], ids=str)
def test_sentence(case: list[str]) -> None:
    found = statuses.in_sentence(Block(id=0, text=case[0]))
    assert (value(found, "raw"), value(found, "meaning")) == (case[1], case[2])


@pytest.mark.parametrize("text", CASES["silent"])
def test_silent(text: str) -> None:
    assert statuses.in_sentence(Block(id=0, text=text)) is None


@pytest.mark.parametrize("case", CASES["trend"], ids=str)
def test_trend(case: list[str]) -> None:
    found = statuses.trend(Block(id=0, text=case[0]))
    assert (value(found, "raw"), value(found, "meaning")) == (case[1], case[2])


def test_icon_text_is_raw_and_colour_is_signal() -> None:
    found = statuses.read(Block(id=0, text="", icons=(Icon(0, "Viss avvikelse", "#ffc107"),)))
    assert (value(found, "raw"), value(found, "signal"), value(found, "meaning"), value(found, "evidence")) == (
        "Viss avvikelse",
        "gul",
        "",
        "icon",
    )


def test_icon_before_a_goal() -> None:
    found = statuses.read(Block(id=0, text="Fler elever når målen", icons=(Icon(0, "Enligt plan", "#4caf50"),)), kind=Kind.DELMAL)
    assert (value(found, "raw"), value(found, "signal"), value(found, "meaning")) == ("Enligt plan", "grön", "enligt plan")


def test_green_arrow_down_improves() -> None:
    found = statuses.read(Block(id=0, text="", icons=(Icon(0, "Pil nedåt"),), cell=Cell(0, 1, 1, fill="#7bc67b")), column="Trend")
    assert (value(found, "raw"), value(found, "signal"), value(found, "meaning")) == ("Pil nedåt", "grön", "förbättras")


def test_ground_counts_only_under_a_heading_of_status() -> None:
    cell = Block(id=0, text="", cell=Cell(0, 1, 1, fill="#e57373"))
    assert value(statuses.read(cell, column="Läge"), "signal") == "röd"
    assert statuses.read(cell, column="Uppdrag") is None


def test_words_on_a_ground() -> None:
    found = statuses.read(Block(id=0, text="Försenat", cell=Cell(0, 1, 1, fill="#ffeb3b")), column="Status")
    assert (value(found, "raw"), value(found, "signal"), value(found, "meaning")) == ("Försenat", "gul", "försenat")


def test_a_decoration_is_no_status() -> None:
    assert statuses.read(Block(id=0, text="Läs mer", icons=(Icon(0, "Länk till annan webbplats"),))) is None


@pytest.mark.parametrize(
    ("text", "raw", "meaning"),
    [
        (
            "Mycket är gjort men två uppdrag är inte klara, och därför blir helhetsbedömningen för området positiv.",
            "positiv",
            "delvis uppfyllt",
        ),
        ("Den samlade bedömningen är mycket god.", "mycket god", "uppfyllt"),
        ("Helhetsbedömningen är negativ.", "negativ", "ej uppfyllt"),
        ("Helhetsbedömningen blir positiv.", "positiv", ""),
        ("En positiv trend syns.", "", ""),
    ],
)
def test_overall(text: str, raw: str, meaning: str) -> None:
    found = statuses.overall(Block(id=0, text=text))
    assert (value(found, "raw"), value(found, "meaning")) == (raw, meaning)


def test_a_labelled_sentence_behind_a_task() -> None:
    text = "Nämnden ska lämna ett förslag. Bedömning: genomfört till mindre än 80 %. Remissen drog ut på tiden."
    found = statuses.in_sentence(Block(id=0, text=text), 31)
    assert (value(found, "raw"), value(found, "meaning")) == ("genomfört till mindre än 80 %", "ej genomfört")


def test_a_colour_named_before_the_words_is_what_the_legend_says() -> None:
    legend = "Grön betyder att målet är uppnått. Gul betyder att arbetet pågår, kan ännu inte bedömas. "
    legend += "Röd betyder att målet inte är uppnått."
    legends = scales.read(Section(body=(Block(id=0, text=legend),)))
    found = statuses.read(Block(id=1, text="Gul: arbetet pågår"), legends=legends)
    assert (value(found, "raw"), value(found, "signal"), value(found, "meaning")) == ("arbetet pågår", "gul", "kan ej bedömas")
    assert statuses.read(Block(id=2, text="Röd: bussen går till torget"), legends=()) is None


def test_a_mark_and_the_words_beside_it() -> None:
    mark = statuses.read(Block(id=4, text="Prognos helår:", icons=(Icon(14, None, "#f0c020"),)))
    words = statuses.read(Block(id=5, text="Väntas delvis uppnås"))
    assert mark is not None
    assert words is not None
    assert mark.raw is None
    found = statuses.completed(mark, words)
    assert (found.raw, value(found, "signal"), value(found, "meaning")) == ("Väntas delvis uppnås", "gul", "delvis uppfyllt")
    assert [span.block for span in found.at.spans] == [4, 5]


def row_spans(span: str) -> str:
    """A page with two goals, the first with two measures; ``span`` stands in the status cell of the first."""
    head = "<tr><th>Mål</th><th>Indikator</th><th>Bedömning</th></tr>"
    first = f"<tr><td rowspan=2>Fler mår bra</td><td>Andel som trivs</td><td{span}>Uppnått</td></tr>"
    other = "<tr><td>Andel som är ute</td></tr>" if span else "<tr><td>Andel som är ute</td><td>Ej uppnått</td></tr>"
    last = "<tr><td>Alla lär sig</td><td>Meritvärde</td><td>Ej uppnått</td></tr>"
    return f"<!doctype html><meta charset=utf-8><h1>Granviks kommun: mål 2025</h1><table>{head}{first}{other}{last}</table>"


@pytest.mark.parametrize(
    ("span", "judged"),
    [(" rowspan=2", ["Fler mår bra", "Alla lär sig"]), ("", ["Andel som trivs", "Andel som är ute", "Meritvärde"])],
)
def test_a_status_is_of_the_node_whose_rows_it_spans(span: str, judged: list[str], tmp_path: Path) -> None:
    path = tmp_path / "plan.html"
    path.write_text(row_spans(span), "utf-8")
    assert [node.text for root in extract(str(path)).goals for node in walk(root) if node.status] == judged


def walk(node: Goal) -> list[Goal]:
    return [node, *(below for child in node.children for below in walk(child))]
