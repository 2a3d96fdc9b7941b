"""Which document succeeds which: told by the documents alone, whatever order they come in, unless a user says otherwise."""

import json
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing, suppress
from itertools import permutations
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from made import goal, responsible
from yearly import GOALS, Given, add, by_text, chain, derived, edition, ident, in_a_row, media, report

from malspar.cli import cli
from malspar.corpus.lineage import update
from malspar.corpus.links import Compared
from malspar.corpus.pairing import Pair, compared, here
from malspar.corpus.store import Database, open_database
from malspar.corpus.versions import Edge, forget, listing, refresh, said, say
from malspar.models.block import Block
from malspar.models.change import Comparison, Mode
from malspar.models.document import Adoption, Decision, Document, DocumentKind, Occasion
from malspar.models.errors import Refused, UsageProblem
from malspar.models.goal import Kind

PDF, PAGE = "application/pdf", "text/html"


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    with open_database(tmp_path / "goals.db", write=True) as opened:
        yield opened


def roles(database: Database) -> dict[str, tuple[str, str | None]]:
    return {row["source_ref"]: (row["role"], row["reason"]) for row in listing(database)}


def test_editions_follow_each_other_by_period(database: Database) -> None:
    add(database, edition("c", (2023, 2026)), edition("a", (2015, 2018)), edition("b", (2019, 2022)))
    assert chain(database) == in_a_row("abc")
    assert {row["told_by"] for row in database.rows("select told_by from succession")} == {"period"}


@pytest.mark.parametrize(
    "other",
    [
        {"organisation": "Åviks kommun"},
        {"issuer": "Socialnämnden"},
        {"part": "Mål 1"},
        {"kind": DocumentKind.VERKSAMHETSPLAN, "title": "Verksamhetsplan"},
    ],
)
def test_another_organisation_issuer_part_or_kind_is_another_series(database: Database, other: dict[str, Any]) -> None:
    add(database, edition("a", 2022), edition("b", 2023, **other))
    assert chain(database) == []


def test_what_names_no_issuer_is_the_council_s(database: Database) -> None:
    add(
        database, edition("a", 2022, issuer="Kommunfullmäktige"), edition("b", 2023), edition("c", 2024, issuer="Kommunstyrelsen")
    )
    assert chain(database) == in_a_row("abc")


def test_reports_follow_those_of_the_same_occasion(database: Database) -> None:
    add(
        database,
        report("T2 2022", 2022, occasion=Occasion.T2),
        report("2022", 2022, occasion=Occasion.HELAR),
        report("T2 2023", 2023, report_as_of="2023-08-31"),
        report("2023", 2023),
    )
    assert chain(database) == ["2022→2023", "T2 2022→T2 2023"]


def test_renderings_are_one_version_and_the_pdf_stands_for_them(database: Database) -> None:
    page = media(edition("page", 2023, *GOALS[:3], updated="2023-02-01"), PAGE)
    pdf = media(edition("pdf", 2023, decision=Decision(date="2022-11-28")), PDF)
    add(database, edition("before", 2022), page, pdf, edition("after", 2024))
    assert chain(database) == sorted(["before→pdf", "pdf→after"])
    assert roles(database)["page"] == ("återgivning", None)
    assert database.rows("select of_document from version where role = 'återgivning'")[0][0] == ident("pdf")


def test_of_two_renderings_alike_the_one_with_more_goals_stands(database: Database) -> None:
    add(database, edition("few", 2023, *GOALS[:3]), edition("many", 2023))
    assert roles(database) == {"many": ("version", None), "few": ("återgivning", None)}


@pytest.mark.parametrize("facts", [{"decision": Decision(date="2023-06-12")}, {"edition": "Reviderad"}])
def test_a_revision_in_the_middle_of_a_period_is_a_version(database: Database, facts: dict[str, Any]) -> None:
    first = edition("first", 2023, decision=Decision(date="2022-11-28"), edition="Antagen")
    add(database, edition("next", 2024), edition("revised", 2023, *GOALS[:2], "Tågen går i tid", **facts), first)
    assert chain(database) == in_a_row(["first", "revised", "next"])


def test_a_later_decision_on_the_same_goals_is_no_revision(database: Database) -> None:
    add(database, *(edition(day, 2023, decision=Decision(date=day)) for day in ("2022-11-28", "2023-06-12")))
    assert chain(database) == []


@pytest.mark.parametrize("adoption", [Adoption.FORSLAG, Adoption.UTKAST])
def test_a_draft_succeeds_the_edition_before_until_its_own_is_adopted(database: Database, adoption: Adoption) -> None:
    add(database, edition("old", 2023), edition("draft", 2024, *GOALS, "Badet byggs ut", adoption=adoption))
    assert chain(database) == ["old→draft"]
    add(database, edition("new", 2024, adoption=Adoption.ANTAGEN))
    assert chain(database) == ["old→new"]
    assert roles(database)["draft"] == ("förslag", None)
    database.remove(ident("new"))
    assert update(database, here(by_text)) == []
    assert chain(database) == ["old→draft"]


def test_reports_of_one_year_with_little_in_common_are_series_of_their_own(database: Database) -> None:
    def both(year: int) -> list[Given]:
        page = report(f"page {year}", year, *GOALS[:2], "Parkerna blommar", "Bussen går ofta", title="Så går det")
        return [report(f"table {year}", year, title="Mål och nämndmål"), page]

    add(database, *both(2023), *both(2024))
    assert chain(database) == ["page 2023→page 2024", "table 2023→table 2024"]


def test_directives_to_several_companies_are_several_series(database: Database) -> None:
    kind = {"kind": DocumentKind.AGARDIREKTIV}
    add(
        database,
        edition("homes 2022", 2022, "Hyrorna är låga", title="Ägardirektiv för Hemmet AB", **kind),
        edition("water 2023", 2023, "Vattnet är rent", title="Ägardirektiv för Vattnet AB", **kind),
        edition("homes 2024", 2024, "Husen är varma", title="Ägardirektiv för Hemmet AB", **kind),
    )
    assert chain(database) == ["homes 2022→homes 2024"]


def test_two_guesses_at_the_kind_of_one_title_are_one_series(database: Database) -> None:
    kinds = (DocumentKind.VERKSAMHETSPLAN, DocumentKind.UPPFOLJNING, DocumentKind.VERKSAMHETSPLAN)
    add(database, *(edition(f"{place}", 2021 + place, kind=kind, title=f"Plan {place}") for place, kind in enumerate(kinds)))
    assert chain(database) == in_a_row("012")


def test_a_plan_and_its_report_of_one_title_are_two_series(database: Database) -> None:
    for year in (2022, 2023):
        add(database, edition(f"plan {year}", year), report(f"report {year}", year, title="Plan"))
    assert chain(database) == ["plan 2022→plan 2023", "report 2022→report 2023"]


@pytest.mark.parametrize(
    ("facts", "goals", "reason"),
    [({}, GOALS, "period"), ({"organisation": None}, GOALS, "organisation"), ({"kind": DocumentKind.MALMODELL}, (), "mål")],
)
def test_what_is_not_known_well_enough_is_not_placed(
    database: Database, facts: dict[str, Any], goals: tuple[str, ...], reason: str
) -> None:
    made, data = edition("x", 2023 if reason == "organisation" else None, **facts)
    if not goals:
        made = made.model_copy(update={"goals": ()})
    add(database, edition("a", 2022), (made, data))
    assert chain(database) == []
    assert roles(database)["x"] == ("oplacerad", reason)


def _plan_of(issuer: str, name: str, year: int, told: str = "") -> Given:
    kind = {"kind": DocumentKind.VERKSAMHETSPLAN}
    made, data = edition(name, year, issuer=issuer, **kind)
    return made.model_copy(update={"blocks": (Block(id=0, text=told),)}), data


def test_a_plan_goes_on_under_the_new_name_of_its_nämnd(database: Database) -> None:
    told = "Bildningsnämnden är den tidigare skolnämnden, som numera har hand om vuxna."
    add(database, _plan_of("Skolnämnden", "a", 2023), _plan_of("Bildningsnämnden", "b", 2024, told))
    assert chain(database) == ["a→b"]
    assert database.rows("select told_by from succession")[0][0] == "nämnd"
    database.remove(ident("b"))
    assert [row["name"] for row in database.rows("select name from body")] == []
    add(database, _plan_of("Bildningsnämnden", "b", 2024))
    assert chain(database) == []


@pytest.mark.parametrize("by", ["issuer", "responsible"])
def test_a_nämnd_that_goes_on_itself_was_not_renamed(database: Database, by: str) -> None:
    told = "Bildningsnämnden är den tidigare skolnämnden."
    add(database, _plan_of("Skolnämnden", "a", 2023), _plan_of("Bildningsnämnden", "b", 2024, told))
    assert chain(database) == ["a→b"]
    task = goal("Öppna fler badplatser i ån", Kind.UPPDRAG, responsible=(responsible("Skolnämnden"),))
    later = _plan_of("Skolnämnden", "c", 2025) if by == "issuer" else report("c", 2025, task)
    add(database, later)
    assert chain(database) == (["a→c"] if by == "issuer" else [])
    database.remove(ident("c"))
    update(database, here(by_text))
    assert chain(database) == ["a→b"]


def test_plans_of_merged_nämnder_go_on_in_one(database: Database) -> None:
    told = "Kulturnämnden och fritidsnämnden slogs samman till kultur- och fritidsnämnden 2024."
    one = [_plan_of("Kulturnämnden", f"culture {year}", year) for year in (2022, 2023)]
    other = _plan_of("Fritidsnämnden", "leisure 2023", 2023)
    both = [_plan_of("Kultur- och fritidsnämnden", f"both {year}", year, told) for year in (2024, 2025)]
    add(database, *both, other, *one)
    assert chain(database) == sorted(
        [*in_a_row(["culture 2022", "culture 2023", "both 2024", "both 2025"]), "leisure 2023→both 2024"]
    )
    assert len({row["series"] for row in listing(database)}) == 3


def test_a_nämnd_that_all_of_another_went_up_in_goes_on_with_its_series(database: Database) -> None:
    told = "Skolnämnden gick upp i bildningsnämnden vid årsskiftet."
    add(
        database,
        _plan_of("Skolnämnden", "a", 2022),
        _plan_of("Skolnämnden", "b", 2023),
        _plan_of("Bildningsnämnden", "c", 2024, told),
    )
    assert chain(database) == in_a_row("abc")
    assert [(row["series"], row["position"]) for row in listing(database)] == [(ident("a"), place) for place in range(3)]


def test_a_plan_and_its_follow_up_stand_beside_each_other(database: Database) -> None:
    add(
        database, edition("plan", (2023, 2026)), report("report", 2023, *GOALS[:3]), report("other", 2023, issuer="Socialnämnden")
    )
    assert [tuple(row) for row in database.rows("select old_document, new_document, mode, told_by from succession")] == [
        (ident("plan"), ident("report"), "follow-up", "uppföljning")
    ]
    assert {row[0]: row[1] for row in database.rows("select kind, count(*) from link group by kind")} == {
        "reported": 3,
        "unreported": 1,
    }


YEARS = ["a", "b", "c", "d"]


def _four() -> list[Given]:
    return [edition(name, 2020 + number) for number, name in enumerate(YEARS)]


def test_what_a_user_says_holds_before_the_rules_and_outlives_what_it_is_said_of(database: Database) -> None:
    given = _four()
    add(database, *given)
    say(database, ident("a"), ident("c"))
    update(database, here(by_text))
    assert chain(database) == in_a_row("acbd")
    told = {(row[0], row[1]): row[2] for row in database.rows("select old_document, new_document, told_by from succession")}
    assert told[ident("a"), ident("c")] == "användare"
    add(database, edition("c", 2022, *GOALS, "Nytt mål"), edition("e", 2024))
    assert chain(database) == in_a_row("acbde")
    database.remove(ident("c"))
    update(database, here(by_text))
    assert chain(database) == in_a_row("abde")
    add(database, given[2])
    assert chain(database) == in_a_row("acbde")
    forget(database, ident("c"))
    update(database, here(by_text))
    assert chain(database) == in_a_row("abcde")


def test_a_document_of_unknown_period_goes_where_a_user_says(database: Database) -> None:
    add(database, *_four(), edition("x", None))
    say(database, ident("b"), ident("x"))
    update(database, here(by_text))
    assert chain(database) == in_a_row("abxcd")


def test_a_series_that_a_user_ties_to_another_comes_along(database: Database) -> None:
    add(database, *_four(), *(edition(f"n{year}", year, kind=DocumentKind.STRATEGI) for year in (2024, 2025)))
    say(database, ident("d"), ident("n2024"))
    update(database, here(by_text))
    assert chain(database) == in_a_row([*YEARS, "n2024", "n2025"])
    say(database, None, ident("c"))
    update(database, here(by_text))
    assert chain(database) == sorted([*in_a_row("ab"), *in_a_row(["c", "d", "n2024", "n2025"])])


def test_a_rendering_or_a_draft_is_a_version_where_a_user_says_so(database: Database) -> None:
    add(database, edition("few", 2023, *GOALS[:3]), edition("many", 2023), edition("draft", 2023, adoption=Adoption.FORSLAG))
    say(database, ident("many"), ident("few"))
    say(database, ident("few"), ident("draft"))
    update(database, here(by_text))
    assert chain(database) == in_a_row(["many", "few", "draft"])


def test_a_rendering_may_be_the_edition_before(database: Database) -> None:
    add(database, edition("old", 2022), edition("few", 2023, *GOALS[:3]), edition("many", 2023), edition("new", 2024))
    say(database, ident("few"), ident("many"))
    update(database, here(by_text))
    assert chain(database) == in_a_row(["old", "few", "many", "new"])


def test_documents_of_two_organisations_are_tied_by_a_user(database: Database) -> None:
    add(database, edition("a", 2022), edition("b", 2023, organisation="Tallvik"), edition("c", 2024, organisation=None))
    say(database, ident("a"), ident("b"))
    say(database, ident("b"), ident("c"))
    update(database, here(by_text))
    assert chain(database) == in_a_row("abc")
    add(database, edition("a", 2022, *GOALS[:2]))
    assert chain(database) == in_a_row("abc")


def test_a_circle_is_refused(database: Database) -> None:
    add(database, *_four())
    say(database, ident("c"), ident("a"))
    with pytest.raises(UsageProblem, match="--forget"):
        say(database, ident("a"), ident("c"))
    with pytest.raises(UsageProblem, match="itself"):
        say(database, ident("a"), ident("a"))
    with pytest.raises(UsageProblem, match="malspar list"):
        say(database, ident("a"), "000000000000")
    with pytest.raises(UsageProblem, match="nothing was said"):
        forget(database, ident("d"))
    assert len(said(database.connection)) == 1


def _pool() -> list[Given]:
    told = "Bildningsnämnden är den tidigare skolnämnden."
    return [
        edition("2019", (2019, 2022), "Alla barn kan simma", "Ån är ren", "Torget lyser"),
        media(edition("2023 pdf", (2023, 2026), decision=Decision(date="2022-11-28")), PDF),
        media(edition("2023 page", (2023, 2026), *GOALS[:3], updated="2023-01-09"), PAGE),
        edition("2023 revised", (2023, 2026), *GOALS[:2], "Torget lyser", decision=Decision(date="2024-02-12")),
        edition("2027 draft", (2027, 2030), "Torget lyser", "Ån är ren", adoption=Adoption.FORSLAG),
        edition("2027", (2027, 2030), "Torget lyser", "Ån är ren", "Alla barn kan simma"),
        report("report 2023", 2023, *GOALS[:2]),
        report("report 2024", 2024, *GOALS[:3]),
        _plan_of("Skolnämnden", "school", 2023),
        _plan_of("Bildningsnämnden", "education", 2024, told),
        edition("unknown", None),
    ]


def _say_all(database: Database, told: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Say what can be said of the documents that are there by now; gives what is left to say."""
    while told and all(database.rows("select 1 from document where id = ?", (one,)) for one in told[0]):
        with suppress(UsageProblem):  # a circle, refused in whatever order
            say(database, *told[0])
        told = told[1:]
    return told


@given(st.data())
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_order_in_which_documents_come_does_not_matter(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    pool = _pool()
    places = st.sampled_from(range(len(pool)))
    kept = data.draw(st.lists(places, unique=True, min_size=2), "kept")
    passing = [place for place in data.draw(st.lists(places, unique=True), "passing") if place not in kept]
    pairs = st.tuples(st.sampled_from(kept), st.sampled_from(kept)).filter(lambda pair: pair[0] != pair[1])
    told = [(pool[old][0].id, pool[new][0].id) for old, new in data.draw(st.lists(pairs, max_size=2), "told")]
    folder = tmp_path_factory.mktemp("order")
    with open_database(folder / "one.db", write=True) as one, open_database(folder / "other.db", write=True) as other:
        add(one, *(pool[place] for place in sorted(kept)))
        _say_all(one, told)
        update(one, here(by_text))
        for place in data.draw(st.permutations([*kept, *passing]), "order"):
            other.save(*pool[place])
            told = _say_all(other, told)
            if data.draw(st.booleans()):
                update(other, here(by_text))
        for place in passing:
            other.remove(pool[place][0].id)
        update(other, here(by_text))
        assert derived(one) == derived(other)
        with closing(sqlite3.connect(folder / "other.db")) as plain:
            assert plain.execute("pragma foreign_key_check").fetchall() == []


def test_every_order_of_three_editions_and_their_report_gives_the_same(tmp_path: Path) -> None:
    found = []
    for number, order in enumerate(permutations([*_pool()[:2], _pool()[5], _pool()[6]])):
        with open_database(tmp_path / f"{number}.db", write=True) as database:
            for one in order:
                add(database, one)
            found.append(derived(database))
    assert all(one == found[0] for one in found)


def test_each_pair_is_compared_once_for_a_batch_and_only_new_pairs_later(database: Database) -> None:
    asked: list[tuple[str, str]] = []

    def counting(old: Document, new: Document, *, mode: Mode | None = None) -> Comparison:
        asked.append((old.source.ref, new.source.ref))
        return by_text(old, new, mode=mode)

    given = _four()
    add(database, *given[:2], given[3], compare=counting)
    assert sorted(asked) == [("a", "b"), ("b", "d")]
    asked.clear()
    add(database, given[2], edition("other", 2023, organisation="Åviks kommun"), compare=counting)
    assert sorted(asked) == [("b", "c"), ("c", "d")]
    asked.clear()
    add(database, given[2], compare=counting)
    assert asked == []


def test_what_could_not_be_compared_is_told_and_made_up_for(database: Database) -> None:
    def broken(old: Document, new: Document, *, mode: Mode | None = None) -> Comparison:  # noqa: ARG001 - the engine's signature
        raise ZeroDivisionError("so")

    ((pair, reason),) = add(database, *_four()[:2], compare=broken)
    assert pair in reason
    assert "ZeroDivisionError" in reason
    assert database.rows("select compared from succession")[0][0] == 0
    assert update(database, here(by_text)) == []
    with open_database(database.path.with_name("whole.db"), write=True) as whole:
        add(whole, *_four()[:2])
        assert derived(whole) == derived(database)


def _apart(pairs: Iterator[Pair]) -> Iterator[tuple[Edge, Compared | Exception]]:
    """Compares in another process; what is done first comes first."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as workers:
        asked = {workers.submit(compared, pair): pair.edge for pair in pairs}
        yield from ((edge, work.result()) for work, edge in reversed(asked.items()))


def test_pairs_may_be_compared_in_other_processes(database: Database) -> None:
    for made, data in _four():
        database.save(made, data)
    assert update(database, _apart) == []
    with open_database(database.path.with_name("whole.db"), write=True) as whole:
        for made, data in _four():
            whole.save(made, data)
        assert update(whole) == []
        assert derived(whole) == derived(database)


def test_what_is_read_anew_while_it_is_compared_is_compared_again(database: Database) -> None:
    newer = edition("c", 2022, *GOALS[:2])[0]

    def slow(pairs: Iterator[Pair]) -> Iterator[tuple[Edge, Compared | Exception]]:
        for edge, found in list(here(by_text)(pairs)):
            with open_database(database.path, write=True) as other:
                other.save(newer, b"c")
                with other.transaction() as connection:
                    refresh(connection)
            yield edge, found

    for made, data in _four():
        database.save(made, data)
    assert update(database, slow) == []
    assert [row[0] for row in database.rows("select compared from succession")].count(0) == 2
    assert update(database, here(by_text)) == []
    with open_database(database.path.with_name("whole.db"), write=True) as whole:
        for made, data in _four():
            whole.save(newer if data == b"c" else made, data)
        update(whole, here(by_text))
        assert derived(whole) == derived(database)


def test_a_bound_that_a_comparison_went_over_is_told_as_it_is(database: Database) -> None:
    for made, data in _four()[:2]:
        database.save(made, data)
    assert [reason for _, reason in update(database, lambda pairs: [(pair.edge, Refused("too large")) for pair in pairs])] == [
        "too large"
    ]


def test_an_interruption_between_saving_and_comparing_is_made_up_for(database: Database) -> None:
    def interrupted(old: Document, new: Document, *, mode: Mode | None = None) -> Comparison:
        if new.source.ref == "c":
            raise KeyboardInterrupt
        return by_text(old, new, mode=mode)

    with pytest.raises(KeyboardInterrupt):
        add(database, *_four(), compare=interrupted)
    assert add(database, edition("e", 2024)) == []
    with open_database(database.path.with_name("whole.db"), write=True) as whole:
        add(whole, *_four(), edition("e", 2024))
        assert derived(whole) == derived(database)


def test_adding_what_succeeds_nothing_imports_no_engine(tmp_path: Path) -> None:
    (tmp_path / "plan.md").write_text("# Målprogram för Ekbacka kommun 2024–2027\n\n## Mål: Alla barn kan simma\n", "utf-8")
    code = (
        "import sys\nfrom malspar.cli import cli\n"
        "cli.main(['add', sys.argv[1], sys.argv[2]], standalone_mode=False)\n"
        "print(*(name for name in ('sklearn', 'scipy', 'malspar.corpus.compare') if name in sys.modules))"
    )
    arguments = [str(tmp_path / "goals.db"), str(tmp_path / "plan.md")]
    done = subprocess.run([sys.executable, "-c", code, *arguments], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""


@pytest.fixture
def made(database: Database) -> str:
    """A database with four editions, one of unknown period, and another rendering."""
    add(database, *_four(), edition("x", None), edition("few", 2021, *GOALS[:3]))
    return str(database.path)


def _run(*arguments: str, code: int = 0) -> Any:
    done = CliRunner().invoke(cli, list(arguments))
    assert done.exit_code == code, done.output
    return done


def test_the_order_is_shown_and_what_is_not_known_is_asked(made: str) -> None:
    done = _run("versions", made)
    lines = [line.split() for line in done.stdout.splitlines()]
    assert [line[1] for line in lines if line and line[0] in {"1", "2", "3", "4"}] == [ident(name) for name in YEARS]
    assert [line[2] for line in lines if line and line[0] == ident("few")] == ["återgivning"]
    assert done.stderr.count("\n") == 1
    assert f"--after OLD {ident('x')}" in done.stderr


def test_the_order_is_overruled_by_a_command(made: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("malspar.corpus.compare.compare", by_text)
    rows = json.loads(_run("versions", made, "--after", ident("a"), ident("x"), "--format", "json").stdout)
    by_ref = {row["source_ref"]: row for row in rows}
    assert (by_ref["x"]["after"], by_ref["x"]["told_by"]) == (ident("a"), "användare")
    assert by_ref["b"]["after"] == ident("x")
    rows = json.loads(_run("versions", made, "--after", "none", ident("c"), "--format", "json").stdout)
    assert {row["source_ref"]: row["after"] for row in rows}["c"] is None
    assert "take" not in _run("versions", made, "--forget", ident("c")).stderr


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--after", ident("a"), ident("a")], "itself"),
        (["--after", "nothing", ident("a")], "no document nothing"),
        (["--forget", ident("a")], "nothing was said"),
    ],
)
def test_what_cannot_be_is_told_in_one_line(made: str, arguments: list[str], told: str) -> None:
    done = _run("versions", made, *arguments, code=2)
    assert told in done.stderr
    assert done.stderr.count("\n") == 1
    assert done.stdout == ""


def test_what_an_interrupted_run_left_is_compared_before_it_is_shown(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("malspar.corpus.compare.compare", by_text)
    for one in _four():
        database.save(*one)
    database.connection.close()
    database.path.chmod(0o444)
    done = _run("versions", str(database.path))
    assert "not all documents" in done.stderr
    database.path.chmod(0o644)
    rows = json.loads(_run("versions", str(database.path), "--format", "json").stdout)
    assert [row["after"] for row in rows] == [None, *map(ident, "abc")]


def test_no_database_is_made_by_asking(tmp_path: Path) -> None:
    _run("versions", str(tmp_path / "none.db"), "--after", "a", "b", code=2)
    assert not list(tmp_path.iterdir())


def test_a_nämnd_s_own_report_is_not_the_council_s(database: Database) -> None:
    tasks = [goal("Öppna fler badplatser i ån", Kind.UPPDRAG, responsible=(responsible("TN"),))]
    add(
        database,
        report("a", 2022, *tasks, issuer="Tekniska nämnden"),
        report("b", 2023, *tasks),
        report("c", 2024, *tasks, issuer="TN"),
    )
    assert chain(database) == ["a→c"]
