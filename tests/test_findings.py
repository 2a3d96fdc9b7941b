"""What a controller would ask about is found by views of plain SQLite, and nothing else is."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from made import AT, goal, responsible, status
from yearly import Given, add, aimed, by_text, edition, ident, judged, report

from malspar.corpus.findings import FINDINGS, counts, found
from malspar.corpus.query import Filters
from malspar.corpus.store import Database, open_database
from malspar.models.block import Block
from malspar.models.change import Comparison, Link, LinkKind, Mode, Removed, Wording
from malspar.models.document import Adoption, Document, DocumentKind, Occasion
from malspar.models.goal import Dimension, Goal, Kind, Meaning, Signal, Value, ValueKind
from malspar.rules.quantities import moved

SWIM, BIKE, RIVER = "Alla barn kan simma", "Fler cyklar till arbetet", "Ån är ren"
OF = {one.name: one for one in FINDINGS}


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    with open_database(tmp_path / "goals.db", write=True) as opened:
        yield opened


def texts(database: Database, name: str, **filters: Any) -> list[str]:
    return [row["text"] for row in found(database, OF[name], Filters(**filters))]


@pytest.mark.parametrize(
    ("signal", "meaning", "vanished"),
    [
        (Signal.ROD, None, True),
        (Signal.GUL, None, True),
        (Signal.GRON, None, False),
        (None, Meaning.EJ_GENOMFORT, True),
        (None, Meaning.PAGAR, True),
        (None, Meaning.GENOMFORT, False),
        (Signal.GRON, Meaning.PAGAR, True),
        (Signal.ROD, Meaning.AVBRUTET, True),
        (None, Meaning.AVBRUTET, False),
        (None, Meaning.OKAR, False),
    ],
)
def test_what_is_unfinished_vanishes_silently(
    database: Database, signal: Signal | None, meaning: Meaning | None, *, vanished: bool
) -> None:
    add(database, report("a", 2022, judged(SWIM, signal, meaning), BIKE), report("b", 2023, judged(BIKE, Signal.GRON)))
    assert texts(database, "försvunna") == [SWIM] * vanished
    assert texts(database, "nästa dokument saknas") == []


@pytest.mark.parametrize("closed", [{"closing": "Det är klart.", "closing_at": AT}, {"over": True}])
def test_what_is_closed_or_over_did_not_vanish(database: Database, closed: dict[str, Any]) -> None:
    def compare(old: Document, new: Document, *, mode: Mode | None = None) -> Comparison:
        return by_text(old, new, mode=mode).model_copy(
            update={"removed": tuple(Removed(**dict(one) | closed) for one in by_text(old, new).removed)}
        )

    add(database, report("a", 2022, judged(SWIM, Signal.ROD), BIKE), report("b", 2023, BIKE), compare=compare)
    assert texts(database, "försvunna") == []


def test_where_the_next_document_is_missing_that_is_told(database: Database) -> None:
    add(database, report("a", 2021, judged(SWIM, Signal.ROD), BIKE), report("b", 2023, judged(BIKE, Signal.GUL)))
    rows = found(database, OF["nästa dokument saknas"])
    assert [(row["text"], row["next_document"]) for row in rows] == [(SWIM, ident("b"))]
    add(database, report("c", 2024, RIVER, title="Annat", issuer="Socialnämnden"))
    rows = found(database, OF["nästa dokument saknas"])
    assert [(row["text"], row["next_document"]) for row in rows] == [(SWIM, ident("b")), (BIKE, None)]
    assert texts(database, "försvunna") == []
    add(database, report("between", 2022, BIKE))
    assert texts(database, "försvunna") == [SWIM]
    assert texts(database, "nästa dokument saknas") == [BIKE]


def test_a_plan_that_is_in_force_lacks_no_next_one_and_has_no_status_of_the_years_before(database: Database) -> None:
    plans = [edition(str(first), (first, first + 3), judged_not(SWIM)) for first in (2019, 2023)]
    add(database, *plans, report("report", 2022, judged(SWIM, Signal.ROD)))
    assert texts(database, "nästa dokument saknas") == []
    add(database, report("later", 2027, BIKE, issuer="Socialnämnden"))
    assert [row["document"] for row in found(database, OF["nästa dokument saknas"])] == [ident("report")]
    add(database, report("reported", 2024, judged(SWIM, Signal.GUL)))
    assert [(row["document"], row["status"]) for row in found(database, OF["nästa dokument saknas"])] == [
        (ident("2023"), "gul"),
        (ident("reported"), "gul"),
    ]


def test_a_task_of_a_plan_vanishes_by_what_its_follow_up_said(database: Database) -> None:
    plan = edition("plan", 2022, judged_not(SWIM), judged_not(RIVER), BIKE)
    add(database, plan, edition("next", 2023, BIKE))
    assert texts(database, "försvunna") == []
    add(database, report("report", 2022, judged(SWIM, Signal.ROD), judged(RIVER, Signal.GRON)))
    assert [(row["text"], row["status"]) for row in found(database, OF["försvunna"])] == [(SWIM, "röd")]


def judged_not(text: str) -> Goal:
    return goal(text, Kind.UPPDRAG)


def test_a_goal_that_goes_on_at_the_other_of_two_nämnder_did_not_vanish(database: Database) -> None:
    told = "Bildningsnämnden delades 2023 i skolnämnden och kulturnämnden."

    def plan(issuer: str, name: str, year: int, *goals: Goal | str) -> Given:
        made, data = edition(name, year, *goals, issuer=issuer, kind=DocumentKind.VERKSAMHETSPLAN)
        return made.model_copy(update={"blocks": (Block(id=0, text=told),)}), data

    add(
        database,
        plan("Bildningsnämnden", "both", 2022, judged(SWIM, Signal.ROD), judged(BIKE, Signal.ROD), judged(RIVER, Signal.ROD)),
        plan("Skolnämnden", "school", 2023, SWIM),
        plan("Kulturnämnden", "culture", 2023, BIKE),
    )
    assert set(texts(database, "försvunna")) == {RIVER}
    kinds = database.rows('select kind, count(distinct old_text) from "ändringar" group by kind')
    assert {row[0]: row[1] for row in kinds} == {"kept": 2, "removed": 1}


@pytest.mark.parametrize(
    ("old", "new", "effect", "eased"),
    [
        (aimed(SWIM, "2025", deadline=2025), aimed(SWIM, "2030", deadline=2030), "senare", 1),
        (aimed(SWIM, "2025", deadline=2025), aimed(SWIM, "2024", deadline=2024), "tidigare", 0),
        (aimed(SWIM, "2025", deadline=2025), goal(SWIM), "struken", 1),
        (goal(SWIM), aimed(SWIM, "2025", deadline=2025), "ny", 0),
        (aimed(SWIM, "90 %", number=90, unit="%"), aimed(SWIM, "80 %", number=80, unit="%"), "lägre", None),
        (aimed(SWIM, "minst 90 %", number=90, unit="%"), aimed(SWIM, "minst 80 %", number=80, unit="%"), "lägre", 1),
        (aimed(SWIM, "högst 9 %", number=9, unit="%"), aimed(SWIM, "högst 8 %", number=8, unit="%"), "lägre", 0),
        (aimed(SWIM, "9 dagar", number=9, unit="dagar"), aimed(SWIM, "2 veckor", number=2, unit="veckor"), "högre", None),
        (aimed(SWIM, "9 bad"), aimed(SWIM, "9 %"), "ändrad", None),
    ],
)
def test_a_target_that_was_moved(database: Database, old: Goal, new: Goal, effect: str, eased: int | None) -> None:
    add(database, edition("a", 2022, old), edition("b", 2023, new))
    ((told, easier),) = [(row["effect"], row["eased"]) for row in database.rows('select * from "målstolpar"')]
    assert (told, easier) == (effect, eased)
    assert texts(database, "flyttade målstolpar") == [SWIM] * (eased == 1)


@pytest.mark.parametrize(
    ("old", "new", "effect", "eased"),
    [
        ("minska med 20 procent", "minska med 40 procent", "högre", 0),
        ("minska till 20 procent", "minska till 40 procent", "högre", 1),
        ("minska med 20 procent till 2024", "minska med 40 procent till 2028", "senare", None),
        ("minska med 20 procent till 2024", "minska med 20 procent till 2028", "senare", 1),
        ("minska med 20 procent till 2025", "minska med 20 procent till 2026", "senare", None),
    ],
)
def test_how_far_a_moved_target_is_told_by_its_words(
    database: Database, old: str, new: str, effect: str, eased: int | None
) -> None:
    def compare(one: Document, other: Document, *, mode: Mode | None = None) -> Comparison:
        sides = [by_text(of, of, mode=mode).links[0].old for of in (one, other)]
        marks = moved(*(side.text for (side,) in sides))
        link = Link(kind=LinkKind.KEPT, old=sides[0], new=sides[1], wording=Wording.OMFORMULERAD, target=marks, score=1.0)
        return Comparison(old=one.id, new=other.id, mode=Mode.VERSIONS, links=(link,))

    first, second = (f"Utsläppen ska {words}" for words in (old, new))
    add(database, edition("a", (2022, 2025), first), edition("b", (2023, 2026), second), compare=compare)
    ((told, easier),) = [tuple(row) for row in database.rows('select effect, eased from "målstolpar"')]
    assert (told, easier) == (effect, eased)


def test_an_indicator_s_target_is_its_latest_target_value(database: Database) -> None:
    def aim(*values: tuple[int, int]) -> Goal:
        figures = (
            Value(raw=f"{figure} %", kind=ValueKind.MALVARDE, year=year, number=figure, unit="%", at=AT)
            for year, figure in values
        )
        return aimed(SWIM, f"minst {values[-1][1]} %").model_copy(update={"values": tuple(figures), "kind": Kind.INDIKATOR})

    add(database, edition("a", 2022, aim((2022, 80), (2023, 90))), edition("b", 2023, aim((2023, 90), (2024, 85))))
    assert [tuple(row) for row in database.rows('select effect, eased from "målstolpar"')] == [("lägre", 1)]


def test_what_binds_less(database: Database) -> None:
    plans = [edition(str(year), year, goal(SWIM, Kind.SKRIVNING, modality=word)) for year, word in ((2022, "ska"), (2023, "bör"))]
    add(database, *plans)
    assert texts(database, "försvagade") == [SWIM]
    assert texts(database, "skärpta") == []


def _reds(*years: tuple[int, Signal], **facts: Any) -> list[Given]:
    return [report(f"{year} {facts}", year, judged(SWIM, signal), **facts) for year, signal in years]


@pytest.mark.parametrize(
    ("signals", "runs"),
    [
        ("rr", [(2020, 2021, 2)]),
        ("r", []),
        ("rgr", []),
        ("rrgrrr", [(2020, 2021, 2), (2023, 2025, 3)]),
        ("r-r", []),
    ],
)
def test_red_several_years_running(database: Database, signals: str, runs: list[tuple[int, int, int]]) -> None:
    colours = {"r": Signal.ROD, "g": Signal.GRON}
    add(database, *_reds(*((2020 + place, colours[one]) for place, one in enumerate(signals) if one in colours)))
    rows = database.rows('select first_year, last_year, years from "röda_år" order by 1')
    assert [tuple(row) for row in rows] == runs


def test_the_last_report_of_a_year_counts_and_a_trend_does_not(database: Database) -> None:
    add(database, edition("plan", (2020, 2023), SWIM), *_reds((2020, Signal.ROD), (2021, Signal.GRON)))
    add(database, *_reds((2021, Signal.ROD), (2022, Signal.ROD), occasion=Occasion.T2))
    assert [tuple(row) for row in database.rows('select first_year, last_year from "röda_år"')] == []
    add(database, *_reds((2023, Signal.ROD), occasion=Occasion.T2))
    assert [tuple(row) for row in database.rows('select first_year, last_year from "röda_år"')] == [(2022, 2023)]
    trend = goal(SWIM, status=status(Signal.ROD, dimension=Dimension.TREND))
    add(database, report("trend", 2024, trend, occasion=Occasion.T2))
    assert [row["last_year"] for row in database.rows('select * from "röda_år"')] == [2023]


def test_red_years_go_on_under_another_name_of_the_nämnd(database: Database) -> None:
    for name, year, body in (("a", 2022, "Skolnämnden"), ("b", 2023, "Bildningsnämnden")):
        task = judged(SWIM, Signal.ROD, responsible=(responsible(body, body),))
        made, data = report(name, year, task, issuer=body)
        told = Block(id=0, text="Bildningsnämnden är den tidigare skolnämnden.")
        database.save(made.model_copy(update={"blocks": (told,)}), data)
    add(database)
    (row,) = found(database, OF["röda år"])
    assert (row["first_year"], row["last_year"], row["responsible"]) == (2022, 2023, "Skolnämnden → Bildningsnämnden")


def test_what_is_back_again(database: Database) -> None:
    add(database, edition("a", 2021, SWIM), edition("b", 2022, BIKE), edition("c", 2023, SWIM))
    ((text, gone, back),) = [(row["text"], row["gone_after"], row["back_in"]) for row in found(database, OF["återkomna"])]
    assert (text, gone, back) == (SWIM, 2021, 2023)


def test_a_deadline_that_passed_without_a_status(database: Database) -> None:
    plan = edition("plan", (2022, 2025), aimed(SWIM, "2023", deadline=2023), aimed(BIKE, "2023", deadline=2023))
    add(database, plan, report("first", 2022, judged(SWIM, Signal.GUL)))
    assert texts(database, "passerade tidsgränser") == []
    add(database, report("T2", 2023, judged(SWIM, Signal.GUL), occasion=Occasion.T2))
    assert texts(database, "passerade tidsgränser") == []
    add(database, report("second", 2023, judged(SWIM, Signal.GUL)))
    assert texts(database, "passerade tidsgränser") == [BIKE]


def test_a_draft_for_later_years_lets_no_deadline_pass(database: Database) -> None:
    add(database, edition("a", 2023, aimed(SWIM, "2023", deadline=2023)))
    add(database, edition("b", (2024, 2027), BIKE, adoption=Adoption.FORSLAG, updated="2023-10-01"))
    assert texts(database, "passerade tidsgränser") == []


def test_goals_that_municipalities_have_in_common(database: Database) -> None:
    long, short = "Alla barn och unga ska känna sig trygga i skolan", "Alla barn kan simma bra"
    for name, place in (("a", "Tallviks kommun"), ("b", "Åviks kommun"), ("c", "Åviks kommun")):
        add(database, edition(name, 2020 + ord(name), long.upper() if name == "b" else long, short, organisation=place))
    rows = found(database, OF["kopierade"])
    assert {(row["organisation"], row["organisations"]) for row in rows} == {("Tallviks kommun", 2), ("Åviks kommun", 2)}
    assert {row["text"].lower() for row in rows} == {long.lower()}
    assert [row["document"] for row in rows if row["earliest"]] == [ident("a")]
    assert counts(database)["kopierade"] == 1


def test_what_no_follow_up_of_the_year_takes_up(database: Database) -> None:
    parts = [report(f"part {number}", 2023, text, part=f"Mål {number}") for number, text in enumerate((SWIM, BIKE), 1)]
    add(database, edition("plan", (2023, 2026), SWIM, BIKE, RIVER), *parts)
    assert set(texts(database, "ej återrapporterade")) == {RIVER}
    assert counts(database)["ej återrapporterade"] == 1


def test_findings_are_kept_to_an_organisation_and_to_kinds(database: Database) -> None:
    for place in ("Tallviks kommun", "Åviks kommun"):
        first = report(f"{place} a", 2022, judged(SWIM, Signal.ROD), judged(RIVER, Signal.ROD, kind=Kind.MAL), organisation=place)
        add(database, first, report(f"{place} b", 2023, BIKE, organisation=place))
    assert texts(database, "försvunna", organisation="Åviks kommun") == [SWIM, RIVER]
    assert texts(database, "försvunna", kind=("mål",)) == [RIVER, RIVER]
    assert counts(database)["försvunna"] == 4


def test_any_program_can_ask(database: Database) -> None:
    add(database, report("a", 2022, judged(SWIM, Signal.ROD)), report("b", 2023, BIKE))
    with closing(sqlite3.connect(database.path)) as plain:
        for view in dict.fromkeys(one.view for one in FINDINGS):
            names = [row[0] for row in plain.execute(f'select * from "{view}"').description]
            assert {"organisation", "kind", "text"} <= set(names)
        assert plain.execute('select text from "försvunna" where state = ?', ("försvunnen",)).fetchall() == [(SWIM,)]
