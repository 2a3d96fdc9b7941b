"""`malspar report`: one page that needs nothing but itself, says what the database says, and tells trouble in one line."""

import re
import subprocess
import sys
from base64 import b64encode
from collections import Counter
from collections.abc import Iterator
from hashlib import sha256
from html import unescape
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from drawn import browser, numbers, sample_database
from made import goal, responsible, status
from selectolax.lexbor import LexborHTMLParser, LexborNode
from yearly import add, edition, judged, report

from malspar.cli import cli
from malspar.corpus.changes import changes
from malspar.corpus.explore import flows
from malspar.corpus.findings import FINDINGS, HEADLINE, counts, found
from malspar.corpus.query import Filters
from malspar.corpus.report import report as page
from malspar.corpus.store import Database, open_database
from malspar.models.block import Note
from malspar.models.document import DocumentKind
from malspar.models.goal import Kind, Meaning, Signal

ORG = "Tallviks kommun"
HOSTILE = (
    "</style></svg><script>alert(1)</script><img src=x onerror=alert(2)> & \"mål\" 'x' {{ 7 * 7 }} <!-- '); drop table goal; --"
)
SECTIONS = ["dokument", "status", "andrat", "volym", "fynd", "mal", "tvivel", "metod"]


@pytest.fixture(scope="module")
def sampled(tmp_path_factory: pytest.TempPathFactory, sample: Path) -> Path:
    return sample_database(tmp_path_factory.mktemp("report") / "sample.db", sample)


@pytest.fixture(scope="module")
def whole(sampled: Path) -> Iterator[Database]:
    with open_database(sampled) as opened:
        yield opened


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    with open_database(tmp_path / "made.db", write=True) as opened:
        yield opened


def organisations(database: Database) -> list[str]:
    rows = database.rows("select distinct organisation from document where organisation is not null order by 1")
    return [row[0] for row in rows]


def tree(database: Database, organisation: str = ORG) -> LexborHTMLParser:
    return LexborHTMLParser(page(database, organisation))


def section(shown: LexborHTMLParser, name: str) -> LexborNode:
    node = shown.css_first(f"section[aria-labelledby={name}]")
    assert node is not None, name
    return node


def words(node: LexborNode) -> str:
    return " ".join(node.text().replace("\u2060", "").split())


def run(*args: str) -> Result:
    return CliRunner().invoke(cli, ["report", *args])


# --- the command -----------------------------------------------------------------------------------------------------
def test_it_goes_to_stdout_or_to_a_file_and_is_the_same_each_time(sampled: Path, tmp_path: Path) -> None:
    first = run(str(sampled), "--organisation", "Almviks kommun")
    assert (first.exit_code, first.stderr) == (0, "")
    file = tmp_path / "new" / "almvik.html"
    second = run(str(sampled), "--organisation", "almvik", "--output", str(file))
    assert (second.exit_code, second.stdout, second.stderr) == (0, "", "")
    assert file.read_text("utf-8") == first.stdout
    assert first.stdout.startswith("<!doctype html>\n<html lang=")
    assert [one.name for one in file.parent.iterdir()] == ["almvik.html"]


def refused(code: int, *args: str) -> str:
    result = run(*args)
    assert (result.exit_code, result.stdout) == (code, ""), result.output
    assert result.stderr.startswith("malspar: ")
    assert result.stderr.count("\n") == 1
    return result.stderr


def test_trouble_is_told_in_one_line_with_the_codes_of_the_contract(sampled: Path, whole: Database, tmp_path: Path) -> None:
    unknown = refused(2, str(sampled), "--organisation", "Ingenstans")
    assert all(name in unknown for name in organisations(whole))
    several = refused(2, str(sampled), "--organisation", "Region")
    assert "Region Sjömark, Region Västmark" in several
    assert "Almvik" not in several
    assert "malspar report --help" in refused(2, str(sampled))
    assert "malspar add" in refused(2, str(tmp_path / "none.db"), "--organisation", "Almvik")
    assert not (tmp_path / "none.db").exists()
    (tmp_path / "odd.db").write_text("no database at all, but long enough to be one" * 9, "utf-8")
    assert "is not a database" in refused(7, str(tmp_path / "odd.db"), "--organisation", "Almvik")
    (tmp_path / "file").write_text("", "utf-8")
    assert "--output" in refused(2, str(sampled), "--organisation", "Almvik", "--output", str(tmp_path / "file" / "a.html"))


def test_an_empty_database_says_what_to_type(tmp_path: Path) -> None:
    with open_database(tmp_path / "new.db", write=True):
        pass
    assert "malspar add" in refused(2, str(tmp_path / "new.db"), "--organisation", "Almvik")


def test_an_organisation_goes_by_its_name_a_beginning_or_its_code(database: Database) -> None:
    coded: dict[str, Any] = {"organisation_code": "0199", "organisation": "Åviks kommun"}
    add(database, edition("a", 2020, **coded), edition("b", 2020, organisation="Åviks kommunalförbund"), edition("c", 2020))
    for name in ("Åviks kommun", "åviks KOMMUN", "0199", "Tallvik"):
        assert run(str(database.path), "--organisation", name).exit_code == 0, name
    assert run(str(database.path), "--organisation", "Åvik").exit_code == 2


def test_it_needs_no_datasette(sampled: Path) -> None:
    code = "import sys; sys.modules['datasette'] = None; from malspar.cli import cli; cli()"
    command = [sys.executable, "-c", code, "report", str(sampled), "--organisation", "Almvik"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


# --- what it says ----------------------------------------------------------------------------------------------------
def test_it_has_every_part_and_a_way_to_each(whole: Database) -> None:
    for organisation in organisations(whole):
        shown = tree(whole, organisation)
        ids = [node.attributes["id"] for node in shown.css("h2")]
        assert ids == SECTIONS
        assert [(node.attributes["href"] or "")[1:] for node in shown.css(".toc a")] == SECTIONS
        every = [node.attributes["id"] for node in shown.css("[id]")]
        assert len(every) == len(set(every))
        levels = [int(node.tag[1]) for node in shown.css("h1, h2, h3, h4")]
        assert levels[0] == 1
        assert all(after - before <= 1 for before, after in pairwise(levels))


def test_every_document_is_listed_with_its_hash(whole: Database) -> None:
    for organisation in organisations(whole):
        rows = whole.rows("select source_sha256, source_ref from document where organisation = ?", (organisation,))
        shown = tree(whole, organisation)
        assert Counter(words(node) for node in shown.css(".hash")) == Counter(row["source_sha256"] for row in rows)
        assert len(section(shown, "dokument").css(".papers > li")) == len(rows)
        sources = words(section(shown, "metod"))
        assert all(Path(row["source_ref"]).name in sources for row in rows)
        assert not any(str(Path(row["source_ref"]).parent) in shown.html for row in rows if "/" in row["source_ref"])


def test_each_finding_has_its_rows_and_its_number(whole: Database) -> None:
    told = 0
    for organisation in organisations(whole):
        shown = section(tree(whole, organisation), "fynd")
        expected = counts(whole, Filters(organisation=organisation))
        headings = {words(node).rpartition(" ")[0]: node for node in shown.css("h3")}
        assert list(headings) == [
            one.heading for one in (*(f for f in FINDINGS if f.name != LAST), *(f for f in FINDINGS if f.name == LAST))
        ]
        for finding in FINDINGS:
            heading = headings[finding.heading]
            assert numbers(words(heading))[-1] == expected[finding.name]
            holder = heading.parent if heading.parent.tag == "section" else heading.parent.parent
            lines = [words(node) for node in holder.css("ol.rows > li > p:first-child")]
            rows = found(whole, finding, Filters(organisation=organisation))
            assert len(lines) == len(rows)
            if not any(row["old_text"] for row in rows if "old_text" in row.keys()):  # noqa: SIM118 - a sqlite3.Row
                assert all(" ".join(row["text"].split()) in line for row, line in zip(rows, lines, strict=True))
            told += len(rows)
    assert told > 100


LAST = "nästa dokument saknas"


def test_what_only_waits_for_its_next_document_is_folded_and_last(whole: Database) -> None:
    shown = section(tree(whole, "Almviks kommun"), "fynd")
    (folded,) = shown.css("details")
    assert "open" not in folded.attributes
    assert "nästa dokument saknas" in words(folded.css_first("summary"))
    parts = [node for node in shown.iter() if node.tag in {"section", "details"}]
    assert [node.tag for node in parts] == ["section"] * (len(FINDINGS) - 1) + ["details"]


def test_what_changed_is_what_the_database_says(whole: Database) -> None:
    kinds = {"kept": ("omformulerade", "ändrade", "oförändrade"), "split": ("uppdelade",), "merged": ("sammanslagna",)}
    kinds |= {"removed": ("borttagna",), "added": ("nya",)}
    for row in whole.rows("select old_document, new_document from succession where mode = 'versions'"):
        edge = row["old_document"], row["new_document"]
        groups = {group.name: group.changes for group in changes(whole, *edge)}
        sql = 'select kind, count(distinct bundle) from "ändringar" where old_document = ? and new_document = ? group by 1'
        expected = {kind: count for kind, count in map(tuple, whole.rows(sql, edge)) if kind != "revived"}
        assert {kind: sum(len(groups.get(name, ())) for name in names) for kind, names in kinds.items()} == {
            kind: expected.get(kind, 0) for kind in kinds
        }
        sides = [node.id for some in groups.values() for change in some for node in (*change.old, *change.new)]
        assert len(sides) == len(set(sides))


def test_the_list_of_changes_agrees_with_the_picture(whole: Database) -> None:
    classes = {flows.REWORDED: "omformulerade", flows.SPLIT: "uppdelade", flows.MERGED: "sammanslagna"}
    classes |= {flows.DROPPED: "borttagna", flows.NEW: "nya"}
    for organisation in organisations(whole):
        for step in flows.flows(whole.connection, organisation):
            groups = {group.name: group.changes for group in changes(whole, step.old_document, step.new_document)}
            for fate, name in classes.items():
                for side, counted in (("old", step.old), ("new", step.new)):
                    nodes = [node for change in groups.get(name, ()) for node in getattr(change, side)]
                    assert counted[fate] == sum(node.kind in HEADLINE for node in nodes)


def test_the_page_shows_each_change(whole: Database) -> None:
    for organisation in organisations(whole):
        shown = section(tree(whole, organisation), "andrat")
        steps = flows.latest(flows.flows(whole.connection, organisation))
        for step, node in zip(steps, shown.css("details.step"), strict=True):
            groups = changes(whole, step.old_document, step.new_document)
            assert [words(one) for one in node.css("h4")] == [f"{group.heading} {len(group.changes)}" for group in groups]
            assert len(node.css("ul.rows > li")) == sum(len(one.changes) for one in groups if one.name != "oförändrade")
            assert ("open" in node.attributes) == (step.kind != "uppföljning")


def test_the_tree_is_that_of_the_newest_plan(whole: Database) -> None:
    shown = section(tree(whole, "Almviks kommun"), "mal")
    assert words(shown.css_first("h2")) == "Målen i Målprogram 2023–2026"
    rows = whole.rows("select text from goal where document = '621723043a63' order by position")
    assert [words(node) for node in shown.css(".words")] == [" ".join(row["text"].split()) for row in rows]
    depths = whole.rows("select count(*) from goal where document = '621723043a63' and parent is null")
    assert len([node for node in shown.css_first("ul.tree").iter() if node.tag == "li"]) == depths[0][0]


def test_a_draft_is_not_the_newest_plan_and_is_told_to_be_one(whole: Database) -> None:
    shown = tree(whole, "Ekeryds kommun")
    assert "2023–2026" in words(section(shown, "mal").css_first("h2"))
    assert "(förslag)" in words(section(shown, "andrat"))


# --- few documents ---------------------------------------------------------------------------------------------------
def test_one_document_only(database: Database) -> None:
    add(database, edition("a", (2023, 2026), "Alla barn kan simma"))
    shown = tree(database)
    assert "1 dokument för åren 2023–2026" in words(shown.css_first(".lead"))
    assert "inte två versioner" in words(section(shown, "andrat"))
    assert "inget att rita" in words(section(shown, "status"))
    assert [words(node) for node in section(shown, "mal").css(".words")] == ["Alla barn kan simma"]
    assert words(section(shown, "fynd")).count("Inget hittat.") == len(FINDINGS)


def test_an_organisation_without_follow_ups(database: Database) -> None:
    add(database, edition("a", (2019, 2022)), edition("b", (2023, 2026), "Alla barn kan simma", "Fler bostäder"))
    shown = tree(database)
    assert not section(shown, "status").css("svg.picture-svg")
    assert section(shown, "andrat").css("svg.picture-svg")
    assert [words(node) for node in section(shown, "andrat").css("h4")] == ["Borttagna 3", "Nya 1", "Oförändrade 1"]


def test_years_that_are_missing_are_told(database: Database) -> None:
    add(database, report("a", 2019, judged("Simma", Signal.ROD)), report("b", 2023, judged("Simma", Signal.GRON)))
    shown = section(tree(database), "dokument")
    assert "uppföljning: 2020–2022" in words(shown)
    rows = [[words(cell) for cell in row.css("th, td")] for row in shown.css("tbody tr")]
    assert rows == [["2019", "1"], ["2020", "–"], ["2021", "–"], ["2022", "–"], ["2023", "1"]]


def test_a_document_without_goals_only(database: Database) -> None:
    made, data = edition("a", 2023, kind=DocumentKind.MALMODELL)
    add(database, (made.model_copy(update={"goals": ()}), data))
    shown = tree(database)
    assert [node.attributes["id"] for node in shown.css("h2")] == [name for name in SECTIONS if name != "mal"]
    assert "inga mål hittade" in words(section(shown, "dokument"))


def test_notes_doubts_and_what_could_not_be_read_are_told(database: Database) -> None:
    unsure = goal("Kanske ett mål")
    unsure = unsure.model_copy(update={"at": unsure.at.model_copy(update={"confidence": 0.42})})
    made, data = edition("a", 2023, unsure, "Alla barn kan simma")
    add(database, (made.model_copy(update={"notes": (Note(code="numbering-gap", message="Number 3 follows 1"),)}), data))
    with database.transaction() as connection:
        failure = "insert into failure (reference, time, exit_code, reason, organisation) values (?, '', 5, 'no text', ?)"
        connection.execute(failure, ("/hem/anna/skannad.pdf", ORG))
    shown = tree(database)
    told = words(section(shown, "tvivel"))
    assert "1 av 2 punkter är osäkert lästa" in told
    assert "säkerhet 0,42" in told
    assert "Numret 3 följer på 1" in told
    assert "skannad.pdf: inskannat, utan text" in words(section(shown, "dokument"))
    assert "/hem/anna" not in shown.html


def test_persons_are_not_shown_as_responsible(database: Database) -> None:
    named = (responsible("Anna Svensson, ekonomichef"), responsible("Kommunstyrelsen"), responsible("Bo Ek"))
    task = goal("Simma", Kind.UPPDRAG, responsible=named, status=status(Signal.ROD, Meaning.EJ_GENOMFORT))
    moved = goal("Simma", Kind.UPPDRAG, responsible=(responsible("Cecilia Dahl"),))
    add(database, edition("a", (2019, 2022), task, "Cykla"), edition("b", (2023, 2026), moved, "Cykla"), report("r", 2022, task))
    add(database, report("s", 2023, "Cykla"))
    shown = tree(database)
    assert "ekonomichef" in shown.html
    assert not [name for name in ("Svensson", "Bo Ek", "Cecilia") if name in shown.html]


# --- what it is made of ----------------------------------------------------------------------------------------------
def test_it_loads_nothing_and_runs_nothing(whole: Database) -> None:
    html = page(whole, "Almviks kommun")
    shown = LexborHTMLParser(html)
    assert not shown.css("script, link, img, iframe, object, [style], [onclick]")
    assert all((node.attributes["href"] or "").startswith("#") for node in shown.css("[href]"))
    assert "@import" not in html
    assert "url(h" not in html
    style = re.search(r"<style>(.*?)</style>", html, re.DOTALL)
    policy = shown.css_first("meta[http-equiv]").attributes["content"] or ""
    assert style
    assert f"'sha256-{b64encode(sha256(style[1].encode()).digest()).decode()}'" in policy
    assert policy.startswith("default-src 'none'; style-src 'sha256-")


def _hostile(database: Database) -> None:
    facts: dict[str, Any] = {"title": HOSTILE, "organisation": HOSTILE, "issuer": HOSTILE}
    odd = [
        goal(f"{HOSTILE} {at}", kind, label=HOSTILE, status=status(raw=HOSTILE), responsible=(responsible(HOSTILE),))
        for at, kind in enumerate(Kind)
    ]
    add(
        database,
        edition("a", (2019, 2022), *odd[:-1], **facts),
        edition("b", (2023, 2026), *odd[1:], **facts),
        report("r", 2023, *odd, **facts),
    )


def test_words_of_a_document_never_become_markup(database: Database) -> None:
    _hostile(database)
    html = page(database, HOSTILE)
    shown = LexborHTMLParser(html)
    assert not shown.css("script, img")
    assert len(shown.css("style")) == 1
    assert "<!--" not in html
    assert "49" not in words(shown.css_first("h1"))
    assert HOSTILE.split(" & ", maxsplit=1)[0] in unescape(words(shown.css_first("h1")))


# --- in a browser ----------------------------------------------------------------------------------------------------
_SAMPLE = ("Almviks kommun", "Stensholma kommun", "Region Västmark", "Lindvalla kommun", "Brosäters kommun")


def test_it_fits_a_telephone_and_a_browser_finds_nothing_wrong(whole: Database, database: Database, tmp_path: Path) -> None:
    _hostile(database)
    htmls = [page(whole, organisation) for organisation in _SAMPLE] + [page(database, HOSTILE)]
    with browser() as opened:
        for number, html in enumerate(htmls):
            file = tmp_path / f"{number}.html"
            file.write_text(html, "utf-8")
            for width in (320, 360, 1280):
                shown = opened.new_page(viewport={"width": width, "height": 800})
                said: list[str] = []
                shown.on("console", lambda message, said=said: said.append(message.text))
                shown.on("dialog", lambda dialog, said=said: said.append(dialog.message))
                shown.goto(file.as_uri())
                wide = shown.evaluate("document.documentElement.scrollWidth")
                assert (wide, said) == (width, []), number
                font = shown.evaluate("getComputedStyle(document.querySelector('svg.picture-svg text')).fontSize")
                assert font in {"13px", "14px"}
                shown.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_violation(whole: Database, tmp_path: Path, scheme: str) -> None:
    from axe_playwright_python.sync_playwright import Axe

    with browser() as opened:
        for organisation in ("Almviks kommun", "Region Västmark"):
            file = tmp_path / "page.html"
            file.write_text(re.sub(r"<meta http-equiv.*?>", "", page(whole, organisation)), "utf-8")  # axe is a script
            shown = opened.new_page(viewport={"width": 1280, "height": 900}, color_scheme=scheme)
            shown.goto(file.as_uri())
            shown.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
            found_ = Axe().run(shown).response["violations"]
            assert [(one["id"], one["impact"], [node["html"][:120] for node in one["nodes"][:3]]) for one in found_] == []
            shown.close()


def test_folded_parts_are_printed_and_drawings_keep_their_edges_without_colour(whole: Database, tmp_path: Path) -> None:
    import pypdfium2

    file, paper = tmp_path / "page.html", tmp_path / "page.pdf"
    file.write_text(page(whole, "Stensholma kommun"), "utf-8")
    with browser() as opened:
        shown = opened.new_page()
        shown.goto(file.as_uri())
        shown.pdf(path=str(paper), format="A4")
    printed = pypdfium2.PdfDocument(str(paper))
    text = " ".join(one.get_textpage().get_text_bounded() for one in printed)
    folded = next(one for one in FINDINGS if one.name == LAST)
    row = found(whole, folded, Filters(organisation="Stensholma kommun"))[0]
    assert row["text"].split()[0] in text.partition(folded.heading)[2]
    with_picture = next(one for one in printed if "Mål: måluppfyllelse" in one.get_textpage().get_text_bounded())
    grey = with_picture.render(scale=2, grayscale=True).to_numpy()
    assert ((grey > 60) & (grey < 200)).sum() > 2000  # the tones of the bars
    assert (grey < 40).sum() > 2000  # their edges and the letters
