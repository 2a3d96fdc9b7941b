"""The pictures: every number in them is what SQL says, nothing is added up that means different things, and all can be read."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from drawn import numbers, sample_database
from made import AT, goal, status
from selectolax.lexbor import LexborHTMLParser
from yearly import add, edition, judged, report

from malspar.corpus.explore import flows, pictures, volumes
from malspar.corpus.explore import judged as judging
from malspar.corpus.explore.spoken import counted, day, decimal, number, years
from malspar.corpus.findings import HEADLINE
from malspar.corpus.store import Database, open_database
from malspar.models.document import Adoption, Decision, DocumentKind, Occasion
from malspar.models.goal import Dimension, Kind, Meaning, Scale, Signal, Step

ORG = "Tallviks kommun"
MAKES = (pictures.coverage, pictures.status, pictures.flow, pictures.volume)
HOSTILE = "</svg><script>alert(1)</script> & \"röd\" 'x' <b>"
_KINDS = ", ".join(f"'{kind}'" for kind in HEADLINE)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory, sample: Path) -> Iterator[Database]:
    path = sample_database(tmp_path_factory.mktemp("pictures") / "sample.db", sample)
    with open_database(path) as opened:
        yield opened


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    with open_database(tmp_path / "made.db", write=True) as opened:
        yield opened


def organisations(database: Database) -> list[str | None]:
    return [row[0] for row in database.rows("select distinct organisation from document")]


def parts(picture: pictures.Picture) -> list[tuple[pictures.Part, LexborHTMLParser]]:
    return [(part, LexborHTMLParser(str(part.svg))) for part in picture.parts]


def texts(svg: LexborHTMLParser, selector: str = "text") -> list[str]:
    return [node.text() for node in svg.css(selector)]


# --- status ----------------------------------------------------------------------------------------------------------
_JUDGED = """
select coalesce(status.meaning, status.signal, status.raw) as word, count(*) from document
join goal on goal.document = document.id join status on status.goal = goal.id
where status.position = 0 and document.id = ? and goal.kind in ({}) and dimension is ? group by 1"""


def _of(group: str) -> list[str]:
    own = [kind for kind, name in judging.GROUPS.items() if name == group]
    return own or [kind for kind in Kind if kind not in judging.GROUPS]


def test_each_bar_counts_what_sql_counts(whole: Database) -> None:
    seen = 0
    for organisation in organisations(whole):
        panels = judging.panels(whole.connection, organisation)
        told: dict[tuple[str, str, str | None], Counter[str]] = {}
        for panel in panels:
            for row in panel.rows:
                if row.document:
                    told.setdefault((row.document, panel.group, panel.dimension), Counter()).update(dict(row.counts))
        for (of, group, dimension), counts in told.items():
            marks = ", ".join(f"'{kind}'" for kind in _of(group))
            assert counts == dict(map(tuple, whole.rows(_JUDGED.format(marks), (of, dimension)))), (organisation, of)
            seen += counts.total()
    rendered = "select count(*) from version where role in ('återgivning', 'förslag') and document = goal.document"
    (every,) = whole.rows(
        f"select count(*) from status join goal on goal.id = goal where status.position = 0 and not ({rendered})"
    )
    assert seen == every[0] > 200


def test_those_without_a_status_are_counted_beside(whole: Database) -> None:
    beside = 0
    for organisation in organisations(whole):
        for panel in judging.panels(whole.connection, organisation):
            marks = ", ".join(f"'{kind}'" for kind in _of(panel.group))
            for row in panel.rows:
                if row.document:
                    silent = f"document = ? and kind in ({marks}) and id not in (select goal from status)"
                    assert row.silent == whole.rows(f"select count(*) from goal where {silent}", (row.document,))[0][0]
                    beside += row.silent
    assert beside


def test_the_drawing_the_table_and_the_words_say_the_same(whole: Database) -> None:
    for organisation in organisations(whole):
        panels = judging.panels(whole.connection, organisation)
        for panel, (part, svg) in zip(panels, parts(pictures.status(whole.connection, organisation)), strict=True):
            words = [word.word for word in panel.words]
            for row, cells in zip(panel.rows, part.rows, strict=True):
                counts = dict(row.counts)
                wanted = (
                    (None,) * (len(words) + 2)
                    if row.absent
                    else (*(counts.get(word, 0) for word in words), row.silent, row.judged)
                )
                assert cells == (row.when, *wanted)
            ns = [numbers(text)[0] for text in texts(svg, ".p-said:not(.p-absent)")]
            assert ns == [row.judged for row in panel.rows if not row.absent]
            assert len(svg.css(".p-absent")) == sum(bool(row.absent) for row in panel.rows)
            told = svg.css_first("desc").text()
            assert all(f"{number(count)} {word}" in told for row in panel.rows for word, count in row.counts)


def test_a_bar_is_as_long_as_its_number(whole: Database) -> None:
    for organisation in organisations(whole):
        for panel, (_, svg) in zip(
            judging.panels(whole.connection, organisation), parts(pictures.status(whole.connection, organisation)), strict=True
        ):
            wide = [float((piece.attributes["width"] or "").rstrip("%")) for piece in svg.css("svg.picture-svg > rect.p-piece")]
            counts = [count for row in panel.rows for count in (*(count for _, count in row.counts), row.silent) if count]
            longest = max(row.all for row in panel.rows)
            assert wide == pytest.approx([100 * count / longest for count in counts], abs=0.01)


def _reports(*years: int, **fields: Any) -> list[Any]:
    return [
        report(f"r{year}", year, judged("Simma", Signal.GRON, **fields), judged("Cykla", Signal.ROD, **fields)) for year in years
    ]


def _table(database: Database) -> list[tuple[str, tuple[str, ...], list[tuple[Any, ...]]]]:
    return [(part.heading, part.columns, list(part.rows)) for part in pictures.status(database.connection, ORG).parts]


def test_years_without_a_report_are_left_empty(database: Database) -> None:
    add(database, *_reports(2020, 2023))
    (drawn,) = pictures.status(database.connection, ORG).parts
    assert [row[0] for row in drawn.rows] == ["2020", "2021", "2022", "2023"]
    assert drawn.rows[1] == ("2021", None, None, None, None)
    assert str(drawn.svg).count("ingen bedömning läst</text>") == 2
    assert len(LexborHTMLParser(str(drawn.svg)).css("svg.picture-svg > rect.p-piece")) == 4


def test_scales_of_different_meaning_are_never_added_up(database: Database) -> None:
    plain = report("plain", 2022, judged("Simma", Signal.ROD), judged("Cykla", Signal.ROD))
    legend = Scale(
        id="s1", dimension=Dimension.TREND, steps=(Step(raw="Röd", signal=Signal.ROD, meaning=Meaning.FORSAMRAS, order=3),), at=AT
    )
    falling = status(Signal.ROD, Meaning.FORSAMRAS, dimension=Dimension.TREND, scale="s1")
    made, data = report("trend", 2023, goal("Simma", Kind.UPPDRAG, status=falling))
    done = report("done", 2024, judged("Simma", Signal.ROD, Meaning.EJ_GENOMFORT))
    add(database, plain, (made.model_copy(update={"scales": (legend,)}), data), done)
    told = _table(database)
    assert [heading for heading, _, _ in told] == [
        "Uppdrag: utan förklarad skala",
        "Uppdrag: utveckling",
        "Uppdrag: utan förklarad skala",
    ]
    assert [[row[-1] for row in rows] for _, _, rows in told] == [[2, None, None], [None, 1, None], [None, None, 1]]
    svgs = [str(part.svg) for part in pictures.status(database.connection, ORG).parts]
    assert [svg.count("bedömd på en annan skala</text>") for svg in svgs] == [2, 2, 2]


def test_two_documents_of_one_year_are_two_bars_and_kinds_stand_apart(database: Database) -> None:
    own = judged("Mål", Signal.GRON, kind=Kind.MAL)
    early = report("t2", 2023, judged("Simma", Signal.GUL), own, occasion=Occasion.T2)
    late = report("year", 2023, judged("Simma", Signal.GRON), judged("Cykla", Signal.GRON), own, occasion=Occasion.HELAR)
    add(database, early, late)
    found = {(heading.partition(":")[0], rows[0][0]): rows[0][-1] for heading, _, rows in _table(database)}
    assert found == {("Mål", "2023 T2"): 1, ("Uppdrag", "2023 T2"): 1, ("Mål", "2023"): 1, ("Uppdrag", "2023"): 2}


def test_a_rendering_is_not_counted_again(database: Database) -> None:
    made = [judged(text, Signal.GRON) for text in ("Simma", "Cykla", "Äta gott")]
    add(database, report("a", 2023, *made), report("b", 2023, *made))
    assert [[row[-1] for row in rows] for _, _, rows in _table(database)] == [[3]]


def test_a_status_without_a_year_is_told_as_that(database: Database) -> None:
    add(database, edition("r", None, judged("Simma", Signal.GRON), kind=DocumentKind.UPPFOLJNING))
    assert [rows for _, _, rows in _table(database)] == [[("år okänt", 1, 0, 1)]]


def test_many_signs_that_nobody_explains_are_told_apart_or_put_together(database: Database) -> None:
    goals = [goal(f"Uppdrag {at}", Kind.UPPDRAG, status=status(raw=sign)) for at, sign in enumerate("abcdefghijklm")]
    add(database, report("r", 2023, *goals))
    ((_, columns, rows),) = _table(database)
    assert columns[-3:] == ("övriga", "utan bedömning", "n")
    assert (len(columns), sum(rows[0][1:-2]), rows[0][-1]) == (12, 13, 13)
    assert _patterns(pictures.status(database.connection, ORG).parts[0]) == 9


def _patterns(part: pictures.Part) -> int:
    """How many patterns of a drawing differ when all is grey; what is silent has a broken edge."""
    found = re.findall(r"<pattern.*?</pattern>", str(part.svg), re.DOTALL)
    return len({re.sub(r'id="[^"]*"|tone-(?!silent)[\w-]+|\s+', "", one) for one in found})


# --- flow ------------------------------------------------------------------------------------------------------------
_FATE = """
select case kind when 'kept' then iif(wording = 'omformulerad', 'omformulerade', 'samma ord') when 'split' then 'uppdelade'
  when 'merged' then 'sammanslagna' when 'removed' then 'borttagna' else 'nya' end as fate,
  count(distinct iif({side}.kind in (%s), {side}.id, null)) as goals
from "ändringar" as told left join goal as old on old.id = old_goal left join goal as new on new.id = new_goal
where old_document = ? and new_document = ? and told_kind in ('kept', 'split', 'merged', 'removed', 'added')
group by 1""".replace("told_kind", "told.kind").replace("case kind", "case told.kind")


def test_the_flow_counts_what_sql_counts_and_every_goal_once(whole: Database) -> None:
    steps = 0
    for organisation in organisations(whole):
        found = flows.flows(whole.connection, organisation)
        for step, part in zip(found, pictures.flow(whole.connection, organisation).parts, strict=True):
            edge = step.old_document, step.new_document
            rows = {row[0]: row[1:] for row in part.rows}
            for side, place in (("old", 0), ("new", 1)):
                sql = whole.rows((_FATE % _KINDS).format(side=side), edge)
                assert {row[0]: row[1] for row in sql if row[1]} == {
                    fate: cells[place]
                    for fate, cells in rows.items()
                    if cells[place] and fate not in {"summa", "i ett annat dokument"}
                }
                count = f"select count(*) from goal where document = ? and kind in ({_KINDS})"
                assert rows["summa"][place] == whole.rows(count, (edge[place],))[0][0]
            steps += 1
    assert steps == whole.rows("select count(*) from succession where mode = 'versions'")[0][0] > 20


def test_the_drawing_of_a_flow_has_its_numbers(whole: Database) -> None:
    for organisation in organisations(whole):
        for part, svg in parts(pictures.flow(whole.connection, organisation)):
            rows = {row[0]: row[1:] for row in part.rows}
            assert [numbers(text)[-1] for text in texts(svg, "text.p-label")] == list(rows["summa"])
            legend = {node.text().split(" → ")[0].rpartition(" ")[0].strip(): numbers(node.text()) for node in svg.css("li")}
            assert legend == {fate: [one for one in cells if one is not None] for fate, cells in rows.items() if fate != "summa"}
            assert _patterns(part) == len(legend)


def test_a_goal_that_goes_on_in_another_document_is_not_dropped(database: Database) -> None:
    plan = edition("old", (2019, 2022), "Simma", "Cykla", issuer="Bildningsnämnden", kind=DocumentKind.VERKSAMHETSPLAN)
    new = edition("new", (2023, 2026), "Simma", issuer="Bildningsnämnden", kind=DocumentKind.VERKSAMHETSPLAN)
    other = edition("other", (2023, 2026), "Cykla", issuer="Tekniska nämnden", kind=DocumentKind.VERKSAMHETSPLAN)
    add(database, plan, new, other)
    with database.transaction() as connection:
        old, beside = (
            row[0]
            for row in connection.execute("select id from document where source_ref in ('old', 'other') order by source_ref")
        )
        link = "insert into link (old_document, new_document, old_goal, new_goal, kind, bundle) values (?, ?, ?, ?, 'kept', 0)"
        ends = [
            connection.execute("select id from goal where document = ? and text = 'Cykla'", (one,)).fetchone()[0]
            for one in (old, beside)
        ]
        connection.execute(link, (old, beside, *ends))
    (step,) = flows.flows(database.connection, ORG)
    assert (step.old, step.new) == (Counter({flows.KEPT: 1, flows.ELSEWHERE: 1}), Counter({flows.KEPT: 1}))


# --- volume and coverage ---------------------------------------------------------------------------------------------
def test_the_volume_is_what_sql_says_of_the_plans_in_force(whole: Database) -> None:
    checked = 0
    for organisation in organisations(whole):
        for part, svg in parts(pictures.volume(whole.connection, organisation)):
            shown = [numbers(text)[0] for text in texts(svg, "text.p-count")]
            told = [cell for row in part.rows if row[1] for cell in row[2:]]
            assert shown == told
            for year, documents, *amounts in part.rows:
                ids = _plans(whole, organisation, int(str(year)))
                assert documents == len(ids)
                marks = ", ".join(f"'{one}'" for one in ids)
                rows = whole.rows(f"select kind, text, description from goal where document in ({marks})")
                words = sum(len(f"{row['text']} {row['description'] or ''}".split()) for row in rows)
                kinds = Counter(row["kind"] for row in rows)
                assert amounts == ([kinds["mål"] + kinds["delmål"], kinds["uppdrag"], words] if ids else [None, None, None])
                checked += 1
    assert checked > 60


def _plans(database: Database, organisation: str | None, year: int) -> list[str]:
    """The plans of a year, of each series the one that was decided last, told in another way than the picture does."""
    steering = ", ".join(f"'{kind}'" for kind in volumes.STEERING)
    rows = database.rows(
        "select document.id, coalesce(series, document.id) as series, "
        "coalesce(substr(decision_date, 1, 4) + 0, period_from) <= ? as decided from document left join version on document = id "
        f"where organisation is ? and kind in ({steering}) and ? between period_from and period_to "
        "and adoption not in ('förslag', 'utkast') and coalesce(role, '') not in ('återgivning', 'förslag') "
        "order by series, decided, iif(decided, position, -position)",
        (year, organisation, year),
    )
    return list({row["series"]: row["id"] for row in rows}.values())


def test_a_revision_counts_from_the_year_that_it_was_decided(database: Database) -> None:
    first = edition("first", (2023, 2026), "Simma", "Cykla", "Äta gott", "Rena ån", decision=Decision(date="2022-11-28"))
    second = edition(
        "second", (2023, 2026), "Simma", "Cykla", "Äta gott", "Bada", "Springa", decision=Decision(date="2024-06-10")
    )
    add(database, first, second)
    assert [(one.year, one.documents, one.goals) for one in volumes.volume(database.connection, ORG)] == [
        (2023, 1, 4), (2024, 1, 5), (2025, 1, 5), (2026, 1, 5),
    ]  # fmt: skip


def test_drafts_and_reports_do_not_steer_and_years_between_are_empty(database: Database) -> None:
    add(
        database,
        edition("a", (2015, 2016), "Simma"),
        edition("b", (2019, 2019), "Cykla nu"),
        edition("draft", (2020, 2023), "Springa", adoption=Adoption.FORSLAG),
        report("r", 2021, judged("Simma", Signal.GRON)),
    )
    (part,) = pictures.volume(database.connection, ORG).parts
    assert part.rows == (
        ("2015", 1, 1, 0, 1),
        ("2016", 1, 1, 0, 1),
        ("2017", 0, None, None, None),
        ("2018", 0, None, None, None),
        ("2019", 1, 1, 0, 2),
    )
    assert str(part.svg).count("inget dokument läst</text>") == 2


def test_the_coverage_is_that_of_the_view(whole: Database) -> None:
    for organisation in organisations(whole):
        view = {
            (row["kind"], str(row["year"])): (row["state"], row["documents"])
            for row in whole.rows('select * from "täckning" where organisation is ? and kind is not null', (organisation,))
        }
        told: dict[tuple[str, str], tuple[str, int]] = {}
        for part in pictures.coverage(whole.connection, organisation).parts:
            for year, *cells in part.rows:
                for kind, cell in zip(part.columns[1:], cells, strict=True):
                    state = "saknas" if cell == "–" else "läst" if isinstance(cell, int) else "utan mål"
                    told[kind, str(year)] = (state, 0 if cell == "–" else numbers(str(cell))[0])
        assert told == view


# --- what holds of all -----------------------------------------------------------------------------------------------
@pytest.mark.parametrize("make", MAKES, ids=lambda make: make.__name__)
def test_a_picture_has_a_name_words_and_its_numbers_beside(whole: Database, make: Callable[..., pictures.Picture]) -> None:
    found = 0
    for organisation in organisations(whole):
        picture = make(whole.connection, organisation)
        figure = LexborHTMLParser(str(picture.figure()))
        ids = re.findall(r' id="([^"]+)"', str(picture.figure()))
        assert len(ids) == len(set(ids))
        used = set(re.findall(r"url\(#([^)]+)\)", str(picture.figure())))
        assert used <= set(ids)
        assert " style=" not in str(picture.figure())
        for svg in figure.css("svg.picture-svg"):
            named = [figure.css_first(f"#{one}") for one in (svg.attributes["aria-labelledby"] or "").split()]
            assert [node.tag for node in named if node] == ["title", "desc"]
            assert svg.attributes["role"] == "img"
            found += 1
        assert len(figure.css("table")) == len(picture.parts) == len(figure.css("svg.picture-svg"))
        assert len(picture.table) == sum(len(part.rows) for part in picture.parts)
        assert picture.data()["rows"] == picture.table
    assert found >= 10


@pytest.mark.parametrize("make", MAKES, ids=lambda make: make.__name__)
def test_patterns_tell_what_colours_tell(whole: Database, make: Callable[..., pictures.Picture]) -> None:
    for organisation in organisations(whole):
        for part in make(whole.connection, organisation).parts:
            assert _patterns(part) == str(part.svg).count("<pattern")


@pytest.mark.parametrize("make", MAKES, ids=lambda make: make.__name__)
def test_an_organisation_without_anything_has_an_empty_picture(database: Database, make: Callable[..., pictures.Picture]) -> None:
    picture = make(database.connection, "Ingen kommun")
    assert (picture.parts, str(picture.svg).strip(), picture.table) == ((), "", [])
    assert "inget att rita" in str(picture.figure())


def test_words_of_a_document_never_become_markup(database: Database) -> None:
    odd = [goal(f"{HOSTILE} {at}", Kind.UPPDRAG, status=status(raw=f"{HOSTILE}\u202e")) for at in range(3)]
    facts: dict[str, Any] = {"title": HOSTILE, "organisation": HOSTILE, "issuer": HOSTILE}
    add(
        database,
        edition("a", (2019, 2020), *odd, **facts),
        edition("b", (2021, 2022), *odd, **facts),
        report("r", 2021, *odd, **facts),
    )
    for make in MAKES:
        html = str(make(database.connection, HOSTILE).figure())
        tree = LexborHTMLParser(html)
        assert not tree.css("script, b")
        assert "\u202e" not in html
        assert {node.tag for node in tree.css("figure *")} <= _TAGS


_TAGS = set("div h3 p svg title desc defs pattern rect path circle text ul li span table thead tbody tr th td figcaption".split())


def test_each_query_uses_an_index(whole: Database) -> None:
    said: list[str] = []
    whole.connection.set_trace_callback(said.append)
    for make in MAKES:
        make(whole.connection, "Almviks kommun")
    whole.connection.set_trace_callback(None)
    assert said
    for sql in said:
        plan = [row["detail"] for row in whole.connection.execute(f"explain query plan {sql}")]
        scans = [line for line in plan if line.startswith("SCAN")]
        assert not scans, (sql, plan)


def test_the_contrast_of_letters_and_edges_is_enough(root: Path) -> None:
    css = (root / "corpus/explore/static/pictures.css").read_text("utf-8")
    for block in re.findall(r":root \{(.*?)\}", css, re.DOTALL)[:2]:
        colours = dict(re.findall(r"--p-([\w]+): (#\w+)", block))
        paper = colours.pop("paper")
        assert _contrast(colours["ink"], paper) >= 7
        assert _contrast(colours["faint"], paper) >= 4.5
        for name in ("good", "near", "half", "late", "bad", "plain", *"0123456"):
            assert _contrast(colours["ink"], colours[name]) >= 1.5 or _contrast(colours[name], paper) >= 3, name


def _contrast(one: str, other: str) -> float:
    """How much two colours differ in light, as WCAG counts it."""
    light, dark = sorted((_light(one), _light(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _light(colour: str) -> float:
    full = colour[1:] if len(colour) == 7 else "".join(2 * letter for letter in colour[1:])
    parts_ = [int(full[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts_]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_numbers_dates_and_years_are_swedish() -> None:
    assert [number(one) for one in (0, 999, 1000, 1234567)] == ["0", "999", "1\u00a0000", "1\u00a0234\u00a0567"]
    assert [decimal(one) for one in (0.75, -1234.5, -0.04)] == ["0,8", "-1\u00a0234,5", "-0,0"]
    assert [day(one) for one in ("2022-11-28", "2022-01-05", "2022-11", "2022", "hösten 2022", "2022-13-01", None)] == [
        "28 november 2022", "5 januari 2022", "november 2022", "2022", "hösten 2022", "2022-13-01", "",
    ]  # fmt: skip
    assert [years(2023, 2026).replace("\u2060", ""), years(2024, 2024), years(None, 2024)] == ["2023–2026", "2024", ""]
    assert [counted(one, "sida", "sidor") for one in (1, 2)] == ["1\u00a0sida", "2\u00a0sidor"]
