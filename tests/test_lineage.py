"""Tracks join what is one goal through all versions and reports, and a life is told from them."""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from made import AT, goal, responsible, status
from yearly import add, aimed, by_text, edition, ident, judged, report

from malspar.cli import cli
from malspar.corpus.compare.scales import Scales
from malspar.corpus.history import Life, history, statuses
from malspar.corpus.lifeline import lines
from malspar.corpus.lineage import update
from malspar.corpus.pairing import here
from malspar.corpus.store import Database, open_database
from malspar.models.change import Candidate, Comparison, Link, LinkKind, Mode, Removed, ResponsibleChange, Strength, Wording
from malspar.models.document import Adoption, Decision, Document, DocumentKind, Occasion
from malspar.models.errors import UsageProblem
from malspar.models.goal import Dimension, Goal, Kind, Meaning, Scale, Signal, Status, Step

SWIM, BIKE, RIVER = "Alla barn kan simma", "Fler cyklar till arbetet", "Ån är ren"


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    with open_database(tmp_path / "goals.db", write=True) as opened:
        yield opened


def tracks(database: Database) -> dict[str, list[str]]:
    """The references of the documents of each track, by the text of its first goal."""
    sql = (
        "select first.text, document.source_ref from lineage join goal as first on first.id = track "
        "join goal on goal.id = lineage.goal join document on document.id = goal.document order by document.source_ref"
    )
    found: dict[str, list[str]] = {}
    for text, ref in database.rows(sql):
        found.setdefault(text, []).append(ref)
    return found


def linking(groups: Sequence[tuple[tuple[int, ...], tuple[int, ...]]], **fields: Any) -> Any:
    """A comparison that joins the goals of these places."""

    def compare(old: Document, new: Document, *, mode: Mode | None = None) -> Comparison:
        ours, theirs = ([side for link in by_text(one, one).links for side in link.old] for one in (old, new))
        links = tuple(
            Link(
                kind=LinkKind.SPLIT if len(right) > 1 else LinkKind.MERGED if len(left) > 1 else LinkKind.KEPT,
                old=tuple(ours[i] for i in left),
                new=tuple(theirs[i] for i in right),
                **{"wording": Wording.OMFORMULERAD, "score": 0.7} | fields,
            )
            for left, right in groups
        )
        return Comparison(old=old.id, new=new.id, mode=mode or Mode.VERSIONS, links=links)

    return compare


def test_every_goal_has_a_track_named_for_its_earliest(database: Database) -> None:
    add(database, edition("b", 2023, SWIM, RIVER), edition("a", 2022, SWIM, BIKE))
    assert tracks(database) == {SWIM: ["a", "b"], BIKE: ["a"], RIVER: ["b"]}
    assert database.rows("select count(*) from goal") == database.rows("select count(*) from lineage")


def test_split_and_merged_goals_are_one_track(database: Database) -> None:
    add(
        database,
        edition("a", 2022, SWIM, BIKE, RIVER),
        edition("b", 2023, RIVER, SWIM),
        compare=linking([((0,), (0, 1)), ((1, 2), (1,))]),
    )
    assert tracks(database) == {SWIM: ["a", "a", "a", "b", "b"]}
    links = database.rows("select kind, bundle, count(*) from link group by 1, 2 order by 2")
    assert [tuple(row) for row in links] == [("split", 0, 2), ("merged", 1, 2)]


@pytest.mark.parametrize("back", [SWIM, "ALLA BARN KAN SIMMA.", "Alla barnen kan simma"])
def test_a_goal_that_is_back_again_is_on_its_old_track(database: Database, back: str) -> None:
    add(
        database,
        edition("a", 2021, SWIM, BIKE),
        edition("b", 2022, BIKE),
        edition("c", 2023, BIKE),
        edition("d", 2024, back, BIKE),
    )
    alike = back != "Alla barnen kan simma"  # three words of five are too few
    assert tracks(database)[SWIM] == (["a", "d"] if alike else ["a"])
    assert len(database.rows("select 1 from link where kind = 'revived'")) == alike


def test_a_long_goal_is_back_with_another_figure_but_not_for_other_people(database: Database) -> None:
    first = "Kommunen ska bygga minst 40 nya bostäder för seniorer nära centrum varje år"
    figure = first.replace("40", "50")
    people = first.replace("seniorer", "studenter")
    add(database, edition("a", 2021, first, BIKE), edition("b", 2022, BIKE), edition("c", 2023, figure, BIKE))
    assert tracks(database)[first] == ["a", "c"]
    add(database, edition("d", 2021, first, organisation="Åviks kommun"), edition("e", 2022, BIKE, organisation="Åviks kommun"))
    add(database, edition("f", 2023, people, organisation="Åviks kommun"))
    assert tracks(database)[people] == ["f"]


def test_what_is_back_is_told_anew_when_the_gap_is_filled(database: Database) -> None:
    add(database, edition("a", 2021, SWIM), edition("b", 2022, BIKE), edition("c", 2023, SWIM))
    assert len(database.rows("select 1 from link where kind = 'revived'")) == 1
    database.remove(ident("b"))
    update(database, here(by_text))
    assert database.rows("select 1 from link where kind = 'revived'") == []
    assert tracks(database) == {SWIM: ["a", "c"]}


def test_reports_and_renderings_are_on_the_track_of_their_plan(database: Database) -> None:
    add(
        database,
        edition("plan", (2023, 2026), SWIM, BIKE, RIVER),
        edition("page", (2023, 2026), SWIM, BIKE),
        report("2023", 2023, judged(SWIM, Signal.ROD, kind=Kind.MAL)),
        report("2024", 2024, judged(SWIM, Signal.GRON, kind=Kind.MAL), RIVER),
    )
    assert tracks(database)[SWIM] == ["2023", "2024", "page", "plan"]
    assert tracks(database)[BIKE] == ["page", "plan"]


def test_a_heading_that_reports_on_several_goals_joins_none(database: Database) -> None:
    def compare(old: Document, new: Document, *, mode: Mode | None = None) -> Comparison:
        found = by_text(old, new, mode=mode)
        reported = tuple(one.model_copy(update={"new": found.reported[0].new}) for one in found.reported)
        return found.model_copy(update={"reported": reported})

    add(database, edition("plan", 2023, SWIM, BIKE), report("report", 2023, SWIM, BIKE), compare=compare)
    assert database.rows("select count(distinct track) from lineage")[0][0] == 4


def test_links_keep_what_differs(database: Database) -> None:
    fields = {
        "wording": Wording.OMFORMULERAD, "moved": True, "relabelled": ("1", "2"), "status": ("Röd", "Grön"),
        "responsible": (("KS",), ("KS", "TN")), "responsible_change": ResponsibleChange.BYTE, "target": (None, "2030"),
        "strength": Strength.SKARPT, "review": True,
        "candidates": (Candidate(id="x", text="y", score=0.4),), "evidence": ("text",),
    }  # fmt: skip
    add(database, edition("a", 2022, SWIM), edition("b", 2023, BIKE), compare=linking([((0,), (0,))], **fields))
    assert {row["field"]: (row["old"], row["new"]) for row in database.rows("select * from change")} == {
        "text": (SWIM, BIKE), "parent": (None, None), "label": ("1", "2"), "status": ("Röd", "Grön"),
        "responsible": ("KS", "KS, TN"), "responsible_change": (None, "byte"), "target": (None, "2030"),
        "strength": (None, "skärpt"),
    }  # fmt: skip
    (link,) = database.rows("select * from link")
    assert (link["wording"], link["score"], link["review"], json.loads(link["evidence"])) == ("omformulerad", 0.7, 1, ["text"])
    assert json.loads(link["candidates"]) == [{"id": "x", "text": "y", "score": 0.4}]


def test_what_closes_a_goal_is_kept_with_its_place(database: Database) -> None:
    def compare(old: Document, new: Document, *, mode: Mode | None = None) -> Comparison:
        found = by_text(old, new, mode=mode)
        removed = tuple(
            Removed(**dict(one) | {"closing": "Det är klart.", "closing_at": AT, "over": True}) for one in found.removed
        )
        return found.model_copy(update={"removed": removed})

    add(database, edition("a", 2022, SWIM, BIKE), edition("b", 2023, BIKE), compare=compare)
    (link,) = database.rows("select * from link where kind = 'removed'")
    assert (link["closing"], json.loads(link["closing_at"])["boxes"][0]["page"], link["over"]) == ("Det är klart.", 1, 1)
    told = " ".join("\n".join(lines(history(database, f"{ident('a')}-00000000"), 100, plain)).split())
    assert "gone in Plan, p. 1: “Det är klart.”" in told


def plain(text: str, _: str | None) -> str:
    return text


def life(database: Database, name: str, place: int = 0) -> Life:
    return history(database, f"{ident(name)}-{place:08x}")


def test_a_life_is_told_by_mandate_periods_with_what_changed(database: Database) -> None:
    add(
        database,
        edition("a", (2019, 2022), aimed("Ån är ren 2025", "2025")),
        edition("b", (2023, 2026), aimed("Ån är ren 2030", "2030")),
        report("c", 2023, judged("Ån är ren", Signal.ROD, kind=Kind.MAL), occasion=Occasion.HELAR),
        report("d", 2024, judged("Ån är ren", Signal.GRON, kind=Kind.MAL), occasion=Occasion.HELAR),
        edition("e", (2027, 2030), SWIM, adoption=Adoption.FORSLAG),
    )
    told = life(database, "d")
    assert [entry.document for entry in told.entries] == [ident(name) for name in "abcd"]
    assert [entry.mandate for entry in told.entries] == [(2019, 2022), *[(2023, 2026)] * 3]
    assert told.track == f"{ident('a')}-00000000"
    assert told.entries[1].steps[0].changes["target"] == ("2025", "2030")
    assert [end.document for end in told.entries[1].gone] == [ident("e")]
    text = list(lines(told, 100, plain))
    assert [line for line in text if line.startswith("mandate")] == [
        "mandate 2019–2022",
        "mandate 2023–2026",
        "mandate 2027–2030",
    ]
    assert sum("target" in line for line in text) == 2
    assert text[-1] == "status  2023 röd → 2024 grön"
    assert "  2027–2030  gone in Plan, without a word" in text
    assert max(map(len, text)) <= 100


def test_a_goal_is_gone_behind_the_reports_that_came_before(database: Database) -> None:
    add(
        database,
        edition("a", (2019, 2022), SWIM, BIKE),
        *(report(str(year), year, judged(SWIM, Signal.ROD, kind=Kind.MAL)) for year in (2020, 2021)),
        edition("b", (2023, 2026), BIKE),
    )
    text = list(lines(life(database, "a"), 100, plain))
    first = [line.split()[0] for line in text if line.startswith("  2")]
    assert first == ["2019–2022", "2020", "2021", "2023–2026"]
    assert text.index("mandate 2023–2026") == text.index("  2023–2026  gone in Plan, without a word") - 1


@pytest.mark.parametrize(
    ("facts", "named"),
    [
        (({"decision": Decision(date="2018-11-26")}, {"decision": Decision(date="2020-11-23")}), "decided 2020-11-23"),
        (({"edition": "Version 1"}, {"edition": "Version 2"}), "Version 2"),
        (({"updated": "2018-11-26"}, {"updated": "2020-11-23"}), "updated 2020-11-23"),
    ],
)
def test_a_revision_is_told_from_its_original(database: Database, facts: tuple[dict[str, Any], ...], named: str) -> None:
    goals = ((SWIM, BIKE, RIVER), (SWIM, "Torget lyser", "Bussen går"))
    given = [edition(name, (2019, 2022), *texts, **told) for name, texts, told in zip("ab", goals, facts, strict=True)]
    add(database, *given, report("c", 2021, judged(SWIM, Signal.ROD, kind=Kind.MAL)))
    text = list(lines(life(database, "a"), 100, plain))
    assert f"  2019–2022  Plan ({named})" in text
    assert f"             reports on Plan ({named})" in text


def test_only_statuses_of_one_scale_are_joined(database: Database) -> None:
    def told(meaning: Meaning, dimension: Dimension) -> Goal:
        return goal(SWIM, Kind.UPPDRAG, status=status(None, meaning, dimension=dimension))

    add(
        database,
        report("a", 2021, told(Meaning.EJ_UPPFYLLT, Dimension.MALUPPFYLLELSE)),
        report("b", 2022, told(Meaning.UPPFYLLT, Dimension.MALUPPFYLLELSE)),
        report("c", 2023, told(Meaning.GENOMFORT, Dimension.GENOMFORANDE)),
    )
    chains = statuses(life(database, "a").entries)
    assert [[when for when, _ in chain] for chain in chains] == [["2021", "2022"], ["2023"]]
    assert list(lines(life(database, "a"), 100, plain))[-1].endswith("2023 genomfört  (another scale)")


def test_the_reports_of_a_year_stand_in_the_order_of_their_occasions(database: Database) -> None:
    given = {"c": (2023, Occasion.HELAR, None), "b": (2023, Occasion.T2, None), "a": (2023, Occasion.T1, "2023-04-30")}
    add(database, edition("z", (2023, 2026), SWIM), edition("y", (2023, 2026), SWIM, BIKE, updated="2025-01-01"))
    for name, (year, occasion, day) in given.items():
        add(database, report(name, year, judged(SWIM, Signal.GRON, kind=Kind.MAL), occasion=occasion, report_as_of=day))
    assert [entry.document for entry in life(database, "a").entries][-3:] == [ident(name) for name in "abc"]
    assert [when for chain in statuses(life(database, "a").entries) for when, _ in chain] == ["2023 T1", "2023 T2", "2023"]


def test_bodies_are_told_where_they_are_new_and_a_report_stands_in_its_own_mandate_period(database: Database) -> None:
    def task(*bodies: str) -> Goal:
        return judged(SWIM, Signal.GRON, label="U1", responsible=tuple(responsible(body) for body in bodies))

    decided = Decision(date="2023-03-27")
    add(
        database,
        report("a", 2021, task("KS")),
        report("b", 2022, task("KS"), decision=decided),
        report("c", 2023, task("TN", "KS")),
    )
    assert [entry.mandate for entry in life(database, "a").entries] == [(2019, 2022), (2019, 2022), (2023, 2026)]
    text = [line.strip() for line in lines(life(database, "a"), 100, plain)]
    assert [line for line in text if line.startswith("bodies")] == ["bodies KS", "bodies TN, KS"]
    assert text.count(f"U1 “{SWIM}”") == 1


@pytest.mark.parametrize(("meaning", "same"), [(Meaning.UPPFYLLT, True), (Meaning.DELVIS_UPPFYLLT, False)])
def test_a_legend_tells_the_scale_as_where_documents_are_compared(database: Database, meaning: Meaning, *, same: bool) -> None:
    given = []
    for name, year, means in (("a", 2022, Meaning.UPPFYLLT), ("b", 2023, meaning)):
        green = status(Signal.GRON, scale="s1", dimension=Dimension.MALUPPFYLLELSE)
        made, data = report(name, year, goal(SWIM, status=green))
        scale = Scale(id="s1", steps=(Step(signal=Signal.GRON, meaning=means, order=1),), at=AT)
        given.append((made.model_copy(update={"scales": (scale,)}), data))
    add(database, *given)
    scales = [one.status.same_scale for entry in life(database, "a").entries for one in entry.goals if one.status]
    assert scales == [None, same]
    assert Scales(given[0][0], given[1][0]).comparable(*(judged_in(made) for made, _ in given)) is same


def judged_in(made: Document) -> Status:
    """The status of a document's first goal."""
    found = made.goals[0].status
    assert found is not None
    return found


def test_a_split_a_return_and_a_rendering_are_told(database: Database) -> None:
    add(database, edition("a", 2021, SWIM), edition("b", 2022, BIKE), edition("c", 2023, SWIM), edition("page", 2023, SWIM))
    assert [step.kind for entry in life(database, "a").entries for step in entry.steps] == ["revived"]
    assert [len(entry.renderings) for entry in life(database, "a").entries] == [0, 1]
    assert any("back again, gone after Plan" in line for line in lines(life(database, "a"), 80, plain))


def test_what_has_no_life_is_told(database: Database) -> None:
    add(database, edition("a", 2021, SWIM))
    with pytest.raises(UsageProblem, match="malspar goals"):
        history(database, "000000000000-00000000")
    with pytest.raises(UsageProblem, match="is a document"):
        history(database, ident("a"))


def test_a_life_on_the_command_line(database: Database) -> None:
    add(database, edition("a", 2021, SWIM), edition("b", 2022, goal(SWIM, status=status(Signal.ROD))))
    goal_id = f"{ident('b')}-00000000"
    done = CliRunner().invoke(cli, ["history", str(database.path), goal_id])
    assert done.exit_code == 0
    assert SWIM in done.stdout
    done = CliRunner().invoke(cli, ["history", str(database.path), goal_id, "--format", "json"])
    assert [entry["document"] for entry in json.loads(done.stdout)["entries"]] == [ident("a"), ident("b")]
    done = CliRunner().invoke(cli, ["history", str(database.path), "nothing"])
    assert (done.exit_code, done.stdout, done.stderr.count("\n")) == (2, "", 1)


def test_two_documents_of_one_organisation_in_another_kind_share_no_track(database: Database) -> None:
    add(database, edition("a", 2021, SWIM), edition("b", 2022, SWIM, kind=DocumentKind.STRATEGI, title="Strategi"))
    assert database.rows("select count(distinct track) from lineage")[0][0] == 2
