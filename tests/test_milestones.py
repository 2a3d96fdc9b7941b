"""Milestones: dated steps told in lines, sentences, tables and minutes, and the dates that are none."""

import tomllib
from pathlib import Path

import pytest

from malspar.extractor.milestones import read
from malspar.models.block import Block, Cell, Role
from malspar.rules.moments import moments

CASES = tomllib.loads((Path(__file__).parent / "cases" / "milestones.toml").read_text("utf-8"))
TOLD = [(case, False) for case in CASES["steps"]] + [(case, True) for case in CASES["report"]]
SILENT = [(text, report) for text in CASES["none"] for report in (False, True)] + [(text, True) for text in CASES["told"]]


def steps(text: str, *, report: bool = False) -> list[str]:
    return [
        f"{step.date} | {step.text} | {step.body or '-'}" for step in read([Block(id=0, text=text)], year=2025, report=report)
    ]


@pytest.mark.parametrize(("case", "report"), TOLD)
def test_a_dated_step_is_read_with_its_clause_and_body(case: list[str], *, report: bool) -> None:
    assert steps(case[0], report=report) == case[1:]


@pytest.mark.parametrize(("text", "report"), SILENT)
def test_other_dates_are_no_milestones(text: str, *, report: bool) -> None:
    assert steps(text, report=report) == []


def table(*rows: tuple[str, ...], number: int = 0) -> list[Block]:
    cells = [(row, column, text) for row, line in enumerate(rows) for column, text in enumerate(line)]
    return [
        Block(id=100 * number + at, text=text, role=Role.CELL, cell=Cell(number, row, column))
        for at, (row, column, text) in enumerate(cells)
    ]


def test_a_timetable_gives_one_step_for_each_row() -> None:
    rows = table(
        ("Datum", "Vad", "Vem"),
        ("12 februari 2026", "Direktiv beslutas", "Kommunstyrelsen"),
        ("27–28 april 2026", "Budgetdagar", "Budgetberedningen"),
        ("Juni 2026", "Mål och budget beslutas", "Kommunfullmäktige"),
    )
    assert [(step.date, step.text, step.body) for step in read(rows, year=None)] == [
        ("2026-02-12", "Direktiv beslutas", "Kommunstyrelsen"),
        ("2026-04-27", "Budgetdagar", "Budgetberedningen"),
        ("2026-06", "Mål och budget beslutas", "Kommunfullmäktige"),
    ]


def test_a_list_of_tasks_with_deadlines_is_no_timetable() -> None:
    rows = table(
        ("Aktivitet", "Ansvarig", "Klart", "Status"),
        ("Ta fram förslag till lekplats", "Parkchef", "2026-05-01", "Pågår"),
        ("Presentera plan för badet", "Fritidschef", "2026-09-01", "Klar"),
    )
    assert read(rows, year=2026) == ()


def test_an_event_told_in_a_line_and_in_the_timetable_is_one() -> None:
    line = Block(id=900, text="Beslutad av kommunstyrelsen 2026-02-12, § 9.")
    rows = table(("Datum", "Vad"), ("12 februari 2026", "Direktiv beslutas"), ("9 juni 2026", "Budgeten beslutas"))
    assert [step.text for step in read([line, *rows], year=None)] == ["Direktiv beslutas", "Budgeten beslutas"]


def test_a_repeated_footer_is_one_event() -> None:
    footers = [Block(id=at, text="Antagen av kommunfullmäktige 2024-06-17, § 88", role=Role.FURNITURE) for at in range(3)]
    assert len(read(footers, year=None)) == 1


def test_a_label_and_the_value_beside_or_below_it_tell_a_decision() -> None:
    beside = table(("Dokumenttyp", "Plan"), ("Beslutad av", "Kultursnämnden"), ("Beslutsdatum", "2024-11-20 § 7"))
    below = table(("Dokumenttyp", "Beslutsdatum"), ("Plan", "2024-11-20"))
    assert [(step.date, step.text) for step in read(beside, year=None)] == [("2024-11-20", "Beslutsdatum 2024-11-20 § 7")]
    assert [(step.date, step.text) for step in read(below, year=None)] == [("2024-11-20", "Beslutsdatum 2024-11-20")]


def test_minutes_date_their_decisions_on_goals_by_the_meeting() -> None:
    minutes = [
        Block(id=0, text="Sammanträdesdatum 2026-11-23"),
        Block(id=1, text="1. Kommunfullmäktige antar målprogram för 2027–2030."),
        Block(id=2, text="Motionen är besvarad."),
    ]
    assert [(step.date, step.text) for step in read(minutes, year=None)] == [
        ("2026-11-23", "Kommunfullmäktige antar målprogram för 2027–2030")
    ]


def test_another_plans_adoption_is_no_milestone_of_this_one() -> None:
    block = Block(id=0, text="Översiktsplan, antagen 2021-05-31")
    assert read([block], year=None, title="Biblioteksplan 2026–2029") == ()
    assert len(read([block], year=None, title="Översiktsplan för Lindvalla")) == 1


def test_a_list_below_the_heading_of_a_timetable_holds_steps() -> None:
    blocks = [
        Block(id=0, text="Tidplan", role=Role.HEADING, depth=2),
        Block(id=1, text="3 mars 2026: partierna får underlaget", role=Role.LIST_ITEM, marker="•"),
        Block(id=2, text="Maj 2026: samråd med byalagen", role=Role.LIST_ITEM, marker="•"),
    ]
    assert [step.date for step in read(blocks, year=None)] == ["2026-03-03", "2026-05"]


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("8–9 juni 2026", ["2026-06-08"]),
        ("30 september–1 oktober 2026", ["2026-09-30"]),
        ("hösten 2026", ["2026"]),
        ("2026-04", ["2026-04"]),
        ("under 2027", ["2027"]),
        ("kvartal 3 2026", ["2026"]),
        ("perioden 2023–2026", []),
        ("Agenda 2030", []),
        ("i maj", ["2025-05"]),
    ],
)
def test_moments_are_as_precise_as_printed(text: str, dates: list[str]) -> None:
    assert [date.iso for date in moments(text, 2025)] == dates


def test_the_text_of_a_milestone_is_what_its_place_holds() -> None:
    block = Block(id=4, text="Inledning. Målen antogs av fullmäktige den 25 november 2024, och de gäller i fyra år.")
    for step in read([block], year=None):
        assert " ".join(block.text[span.start : span.end] for span in step.at.spans) == step.text
