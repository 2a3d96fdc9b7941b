"""The pages of `malspar serve`: what they tell, where they lead, and what a document, an address or a source can do to them."""

import asyncio
import json
import os
import re
import shutil
import sqlite3
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from made import AT, document, goal, responsible, status
from selectolax.lexbor import LexborHTMLParser
from yearly import add, edition, report

from malspar.corpus.explore.crop import Sources
from malspar.corpus.explore.drawing import PIXELS, Frame, Missing, Region, around, scale
from malspar.corpus.explore.pages import addresses
from malspar.corpus.explore.pages.common import date, note
from malspar.corpus.explore.pages.organisation import EXPECTED, organisation
from malspar.corpus.explore.pages.people import shown
from malspar.corpus.explore.plugin import policy
from malspar.corpus.explore.web import POLICY
from malspar.corpus.findings import FINDINGS, counts
from malspar.corpus.ingest import Given, ingest
from malspar.corpus.lineage import update
from malspar.corpus.references import references
from malspar.corpus.store import Database, open_database
from malspar.extractor import bounded
from malspar.models.block import Note
from malspar.models.document import Decision, DocumentKind, Period
from malspar.models.goal import Kind, Passage, Signal, Target

PLAN, BEFORE, WEB = "621723043a63", "9d8785847ac6", "7125de79df49"
GOAL, WEB_GOAL = f"{PLAN}-6eaa283d", f"{WEB}-16ac7df7"
PAGES = {
    "start": "/malspar",
    "organisation": "/malspar/organisation/almviks-kommun",
    "dokument": f"/malspar/dokument/{PLAN}",
    "dokument med mål": f"/malspar/dokument/{PLAN}?sida=4&mal={GOAL}",
    "webbsida": f"/malspar/dokument/{WEB}?mal={WEB_GOAL}",
    "mål": f"/malspar/mal/{GOAL}",
    "mål på webbsida": f"/malspar/mal/{WEB_GOAL}",
    "jämförelse": f"/malspar/jamfor/{BEFORE}/{PLAN}",
    "fynd": "/malspar/fynd",
    "ett fynd": "/malspar/fynd/f%C3%B6rsvagade",
    "sök": "/malspar/sok?q=klimat*",
}
HOSTILE = "</title></style></svg><script>alert(1)</script><img src=x onerror=alert(2)>{{ 7*7 }}\"'&'); drop table goal; --"
Ask = Callable[..., Any]


def asking(database: Path) -> Ask:
    """What asks a Datasette of a database for an address."""
    from malspar.corpus.explore.serve import explorer

    served = explorer(database)

    def ask(path: str, **more: Any) -> Any:
        async def get() -> Any:
            return await served.client.get(path, **more)

        return asyncio.run(get())

    return ask


@pytest.fixture(scope="module")
def ask(explored: Path) -> Ask:
    return asking(explored)


@pytest.fixture(scope="module")
def read(explored: Path) -> Iterator[Database]:
    with open_database(explored) as database:
        yield database


def tree(answer: Any) -> LexborHTMLParser:
    assert answer.status_code == 200, answer.text
    return LexborHTMLParser(answer.text)


def text(node: Any) -> str:
    return " ".join(node.text().replace("\u2060", "").split())


# --- every page ------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES)
def test_a_page_opens_says_its_name_and_brings_a_strict_policy(ask: Ask, path: str) -> None:
    answer = ask(path)
    page = tree(answer)
    assert page.css_first("html").attributes["lang"] == "sv"
    assert len(page.css("h1")) == 1
    assert text(page.css_first("title"))
    assert answer.headers["content-security-policy"] == POLICY
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "unsafe" not in POLICY
    assert [
        node for node in page.css("*") if {name for name in node.attributes if name == "style" or name.startswith("on")}
    ] == []
    assert [node for node in page.css("script") if not node.attributes.get("src") or text(node)] == []
    assert page.css("style") == []


@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES)
def test_a_page_gives_its_data_as_json_at_the_same_address(ask: Ask, path: str) -> None:
    told = tree(ask(path)).css_first("link[rel=alternate]").attributes["href"]
    assert told.partition("?")[0] == path.partition("?")[0] + ".json"
    data = ask(addresses.as_data(path))
    assert data.headers["content-type"].startswith("application/json")
    assert data.json()["title"]
    assert data.headers["content-security-policy"] == POLICY


@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES)
def test_every_link_of_a_page_leads_somewhere(ask: Ask, path: str) -> None:
    page = tree(ask(path))
    wanted = {node.attributes[name] for tag, name in (("a", "href"), ("img", "src"), ("link", "href"), ("script", "src"))
              for node in page.css(f"{tag}[{name}]")}  # fmt: skip
    inside = sorted({one.partition("#")[0] for one in wanted if one.startswith("/")})
    assert len(inside) > 3
    assert all(one.startswith(("/", "#")) for one in wanted)
    assert {one: answer.status_code for one in inside if (answer := ask(one)).status_code != 200} == {}
    ids = {node.attributes["id"] for node in page.css("[id]")}
    assert {one[1:] for one in wanted if one.startswith("#")} <= ids


def test_addresses_and_titles_do_not_change_between_runs(ask: Ask, explored: Path) -> None:
    again = asking(explored)
    for path in PAGES.values():
        assert ask(path).text == again(path).text


@pytest.mark.parametrize(
    "path",
    ["/malspar/mal/x", "/malspar/dokument/x", "/malspar/organisation/x", "/malspar/fynd/x", f"/malspar/jamfor/{PLAN}/x"],
)
def test_what_is_not_there_is_said_so(ask: Ask, path: str) -> None:
    answer = ask(path)
    assert answer.status_code == 404
    assert "Det finns inge" in text(LexborHTMLParser(answer.text).css_first("main"))
    assert ask(f"{path}.json").json()["error"].startswith("Det finns inge")


def test_pages_can_only_be_read(explored: Path) -> None:
    from malspar.corpus.explore.serve import explorer

    async def post() -> int:
        return int((await explorer(explored).client.request("PUT", "/malspar/fynd")).status_code)

    assert asyncio.run(post()) == 405


def test_datasettes_own_pages_have_a_policy_in_which_its_scripts_still_run(ask: Ask) -> None:
    for path in ("/", "/goals", "/goals/goal"):
        assert ask(path).headers["content-security-policy"] == policy()
    assert "script-src 'self' 'sha256-" in policy()
    assert "script-src 'self' 'unsafe" not in policy()


@pytest.mark.parametrize("which", ["sample", "shared"])
def test_every_page_of_the_documents_there_are_opens(which: str, explored: Path, tmp_path: Path) -> None:
    if which == "shared":
        folder = Path(__file__).resolve().parents[2] / "shared" / "documents"
        if not folder.exists():
            pytest.skip("the shared documents do not lie beside this checkout")
        explored = tmp_path / "shared.db"
        with open_database(explored, write=True) as database:
            list(ingest(database, references([str(folder)], explored), Given(None, None)))
    with open_database(explored) as database:
        goals = [row[0] for row in database.rows("select id from goal order by id")]
        documents = [row[0] for row in database.rows("select id from document")]
        names = [row[0] for row in database.rows("select distinct organisation from document")]
        pairs = database.rows("select old_document, new_document from succession")
    paths = [
        *map(addresses.organisation, names),
        *map(addresses.document, documents),
        *map(addresses.goal, goals[:: 1 + len(goals) // 300]),
        *(addresses.compared(*pair) for pair in pairs),
        *(addresses.finding(one.name) for one in FINDINGS),
    ]
    ask = asking(explored)
    assert {path: answer.status_code for path in paths if (answer := ask(path)).status_code != 200} == {}


# --- start and organisation ------------------------------------------------------------------------------------------
def test_the_start_tells_every_organisation_in_swedish_order(ask: Ask, read: Database) -> None:
    names = [one["name"] for one in ask("/malspar.json").json()["organisations"]]
    known = {row[0] for row in read.rows("select distinct organisation from document")}
    assert set(names) == known
    assert names[0] == "Almviks kommun"
    assert names[-1] == "Ängslunda kommun"
    assert names.index("Region Västmark") < names.index("Region Östanå") < names.index("Stensholma kommun")


def test_documents_of_nobody_stand_last(tmp_path: Path) -> None:
    with open_database(tmp_path / "goals.db", write=True) as database:
        for number, name in enumerate(("Östra kommun", None, "Åkers kommun")):
            database.save(*edition(str(number), 2023, organisation=name))
    told = asking(tmp_path / "goals.db")("/malspar.json").json()["organisations"]
    assert [one["name"] for one in told] == ["Åkers kommun", "Östra kommun", None]


def test_what_is_new_is_what_was_added_since_the_reader_saw_all(explored: Path, tmp_path: Path) -> None:
    copy = tmp_path / "goals.db"
    with sqlite3.connect(explored) as old, sqlite3.connect(copy) as new:
        old.backup(new)
    first = asking(copy)("/malspar")
    assert "Nytt sedan sist" not in first.text
    kept = re.match(r"malspar_sett=(\d+)", first.headers["set-cookie"])
    assert kept
    assert "HttpOnly" in first.headers["set-cookie"]
    with open_database(copy, write=True) as database:
        database.save(document(b"x", goal("Nya mål"), organisation="Nyby kommun", title="Nyby lovar"), b"x")
    page = tree(asking(copy)("/malspar", cookies={"malspar_sett": kept[1]}))
    assert [text(node) for node in page.css("[aria-labelledby=nytt] .line .text")] == ["Nyby lovar"]
    told = asking(copy)(f"/malspar.json?sedan={kept[1]}").json()
    assert [one["name"] for one in told["new"]] == ["Nyby lovar"]
    seen = asking(copy)(f"/malspar?sett={told['mark']}", follow_redirects=False)
    assert (seen.status_code, seen.headers["location"]) == (302, "/malspar")
    assert seen.headers["set-cookie"].startswith(f"malspar_sett={told['mark']};")


def test_the_timeline_has_the_gaps_and_documents_that_the_view_has(ask: Ask, read: Database) -> None:
    for (name,) in read.rows("select distinct organisation from document where organisation is not null"):
        told = organisation(read, addresses.slug(name))["timeline"]
        found: dict[tuple[str, int], str] = {}
        for kind in told["kinds"]:
            for lane in kind["lanes"]:
                for cell in lane:
                    for year in range(cell["from"], cell["from"] + cell["years"]):
                        if cell["state"] and found.get((kind["kind"], year)) != "läst":
                            found[kind["kind"], year] = cell["state"]
        rows = read.rows('select kind, year, state from "täckning" where organisation = ?', (name,))
        wanted = {(row["kind"], row["year"]): row["state"] for row in rows}
        assert found == {key: state for key, state in wanted.items() if state != "saknas" or key[0] in EXPECTED}
    assert ask("/malspar/organisation/almviks-kommun").text.count(">saknas<") == 12


def test_an_organisation_is_found_by_its_name_its_code_and_without_dots(tmp_path: Path) -> None:
    with open_database(tmp_path / "two.db", write=True) as database:
        for number, (name, code) in enumerate((("Håbo kommun", "0305"), ("Habo kommun", "0643"), ("Åmåls kommun", "1492"))):
            data = bytes([number])
            database.save(document(data, goal(name), organisation=name, organisation_code=code), data)
        found = {given: organisation(database, given)["name"] for given in ("håbo-kommun", "habo-kommun", "0305", "amals-kommun")}
    assert list(found.values()) == ["Håbo kommun", "Habo kommun", "Håbo kommun", "Åmåls kommun"]


def test_the_organisation_shows_pictures_with_their_numbers(ask: Ask) -> None:
    page = tree(ask(PAGES["organisation"]))
    assert [text(node) for node in page.css(".drawn h2")] == [
        "Status över åren",
        "Målen från version till version",
        "Hur mycket som styr",
    ]
    assert page.css(".drawn svg") != []
    assert len(page.css(".drawn table")) >= 3
    assert [one["name"] for one in ask(f"{PAGES['organisation']}.json").json()["pictures"]] == ["status", "flode", "volym"]


# --- document and goal -----------------------------------------------------------------------------------------------
def test_a_document_shows_every_node_once_and_its_doubts(ask: Ask, read: Database) -> None:
    page = tree(ask(PAGES["dokument"]))
    rows = read.rows("select id, confidence from goal where document = ? order by position", (PLAN,))
    assert [node.attributes["id"] for node in page.css("li.node")] == [f"mal-{row['id']}" for row in rows]
    doubtful = [row["id"] for row in rows if row["confidence"] < 0.9]
    assert [node.parent.attributes["id"] for node in page.css(".doubt")] == [f"mal-{one}" for one in doubtful]
    assert len(doubtful) == 2
    assert "Numret 3 följer på 1" in text(page.css_first(".notes"))


def test_a_document_opens_at_the_page_of_its_goal_with_a_box_for_each_line(ask: Ask, read: Database) -> None:
    page = tree(ask(f"/malspar/dokument/{PLAN}?mal={GOAL}"))
    assert text(page.css_first("#sidan h2")) == "Sida 4 av 5"
    assert page.css_first(".node.marked").attributes["id"] == f"mal-{GOAL}"
    boxes = [box for (told,) in read.rows("select boxes from goal where document = ?", (PLAN,)) for box in json.loads(told)]
    assert len(page.css(".paper rect")) == sum(box["page"] == 4 for box in boxes)


def test_a_web_page_shows_its_text_with_the_words_of_the_goal_marked(ask: Ask) -> None:
    marked = tree(ask(PAGES["webbsida"])).css(".reading mark")
    assert [text(node) for node in marked] == ["Belysningen längs gång- och cykelvägarna måste fortsätta att förbättras."]
    assert len(tree(ask(PAGES["mål på webbsida"])).css("mark")) == 1


def test_a_goal_tells_its_life_and_how_to_cite_it(ask: Ask) -> None:
    page = tree(ask(PAGES["mål"]))
    moments = [text(node.css_first(".about")) for node in page.css(".moment")]
    assert [moment[:4] for moment in moments] == ["2019", "2023", "2023", "2024"]
    assert [text(node) for node in page.css(".moment del, .moment ins")] == ["2030", "2035"]
    assert "Utsläppen minskade med 4 procent" in text(page.css(".moment")[-1])
    cited = text(page.css_first(".cite"))
    for part in ("Almviks kommun: Målprogram 2023–2026", "Kommunfullmäktige § 131, 28 november 2022", "dnr KS 2022/0312", "s. 4"):
        assert part in cited
    assert "”Almvik är fossilfritt 2035”" in cited
    assert re.search(r"SHA-256 621723043a63[0-9a-f]{52}, inläst \d+ \w+ \d{4}\.$", cited)


def test_a_forecast_is_not_shown_as_an_outcome(ask: Ask, read: Database) -> None:
    row = read.rows("select goal, dimension from status where dimension = 'prognos' and position = 0 limit 1")[0]
    page = tree(ask(addresses.goal(row["goal"])))
    assert text(page.css_first(".states .state")).lstrip("●◆▲○ ").startswith("prognos: ")
    assert text(page.css_first(".moment.here .state")).lstrip("●◆▲○ ").startswith("prognos: ")


def test_the_comparison_has_what_the_report_has(ask: Ask, read: Database) -> None:
    from malspar.corpus.compare import compare
    from malspar.corpus.compared import as_text

    old, new = read.load(BEFORE), read.load(PLAN)
    report = LexborHTMLParser(as_text(compare(old, new), old, new, "html", 100))
    page = tree(ask(PAGES["jämförelse"]))
    for part in (".counts li", ".group h2", ".entry .text", ".entry .facts", ".lead"):
        assert [text(node) for node in page.css(part)] == [text(node) for node in report.css(part)]
    assert page.css_first(".entry a.place").attributes["href"].startswith(f"/malspar/dokument/{BEFORE}?sida=1&mal={BEFORE}-")


# --- findings and search ---------------------------------------------------------------------------------------------
def test_findings_are_counted_as_the_report_counts_them(ask: Ask, read: Database) -> None:
    told = ask("/malspar/fynd.json").json()["findings"]
    assert {one["name"]: one["goals"] for one in told} == counts(read)
    for one in told:
        assert ask(addresses.as_data(one["address"])).json()["goals"] == one["goals"]


def test_findings_can_be_narrowed_to_an_organisation(ask: Ask) -> None:
    one = ask("/malspar/fynd/forsvagade.json?organisation=ekmossa-kommun").json()
    assert {row["organisation"] for row in one["rows"]} == {"Ekmossa kommun"}
    assert one["goals"] == len(one["rows"]) == 4


def test_long_lists_come_in_leaves(tmp_path: Path) -> None:
    red = [goal(f"Bygga bro {number}", Kind.UPPDRAG, status=status(Signal.ROD)) for number in range(88)]
    with open_database(tmp_path / "long.db", write=True) as database:
        add(database, report("a", 2023, "Cykla", *red), report("b", 2024, "Cykla"))
    asked = asking(tmp_path / "long.db")
    first = asked("/malspar/fynd/forsvunna.json").json()
    second = asked(addresses.as_data(first["after"])).json()
    goals = [row["goal"] for row in first["rows"] + second["rows"]]
    assert len(first["rows"]) == 50
    assert len(set(goals)) == len(goals) == first["goals"] == 88
    assert second["after"] is None


def test_mål_is_not_mal(tmp_path: Path) -> None:
    with open_database(tmp_path / "mal.db", write=True) as database:
        for number, words in enumerate(("Nå varje mål i tid", "En mal i garderoben", "Ta fram en sång")):
            database.save(document(bytes([number]), goal(words)), bytes([number]))
    found = asking(tmp_path / "mal.db")
    page = tree(found("/malspar/sok?q=m%C3%A5l"))
    assert [text(node) for node in page.css("li .text")] == ["Nå varje mål i tid"]
    assert [text(node) for node in page.css("mark")] == ["mål"]
    assert [text(node) for node in tree(found("/malspar/sok?q=mal")).css("mark")] == ["mal"]
    folded = tree(found("/malspar/sok?q=sang"))
    assert [text(node) for node in folded.css("mark")] == ["sång"]
    assert "när å, ä och ö får vara a och o" in text(folded.css_first("header"))
    assert text(tree(found("/malspar/sok?q=zebra")).css_first(".lead")).startswith("Inget mål har de orden")
    assert tree(found("/malspar/sok?q=%22%28%27%2A")).css_first("h1") is not None


# --- what a document can do ------------------------------------------------------------------------------------------
@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two versions and a follow-up in which every word is an attack."""
    path = tmp_path_factory.mktemp("hostile") / "goals.db"
    with open_database(path, write=True) as database:
        for number, (first, last) in enumerate(((2019, 2022), (2023, 2026))):
            data = f"{number}".encode()
            made = document(
                data,
                goal(
                    f"{HOSTILE} varje skola ska ha en sköterska {number}",
                    label=HOSTILE,
                    term=HOSTILE,
                    description=Passage(text=HOSTILE, at=AT),
                    comment=Passage(text=HOSTILE, at=AT),
                    responsible=(responsible(HOSTILE), responsible("Kommunchef Anna Berg, anna.berg@exempel.se, 0123-45 67 89")),
                    status=status(Signal.ROD, raw=HOSTILE, year=last),
                    target=Target(raw=HOSTILE, at=AT),
                    children=(goal(f"{HOSTILE} en uppgift", Kind.UPPDRAG),),
                ),
                ref=f"/home/nobody/{HOSTILE}",
                organisation=f"Tallviks kommun {HOSTILE}",
                title=HOSTILE,
                issuer=HOSTILE,
                kind=DocumentKind.MALPROGRAM,
                period=Period(from_=first, to=last),
                decision=Decision(body=HOSTILE, date=HOSTILE, paragraph=HOSTILE, dnr=HOSTILE),
            )
            made = made.model_copy(update={"notes": (Note(code="x", message=HOSTILE),), "empty_sections": (HOSTILE,)})
            database.save(made, data)
        update(database)
    return path


def every(database: Path) -> list[str]:
    """An address of every page and picture of every goal and document of a database."""
    with open_database(database) as opened:
        goals = [row[0] for row in opened.rows("select id from goal")]
        documents = [row[0] for row in opened.rows("select id from document order by period_from")]
        names = [row[0] for row in opened.rows("select distinct organisation from document")]
    return [
        "/malspar?sedan=0",
        *map(addresses.organisation, names),
        *map(addresses.document, documents),
        *map(addresses.goal, goals),
        *(addresses.document(one[:12], 1, one) for one in goals),
        addresses.compared(*documents[:2]),
        addresses.finding(),
        *(addresses.finding(one.name) for one in FINDINGS),
        addresses.search(q="skola"),
        addresses.search(q=HOSTILE),
    ]


def test_a_hostile_document_stays_text(hostile: Path) -> None:
    ask = asking(hostile)
    seen = 0
    for path in every(hostile):
        page = tree(ask(path))
        assert {node.attributes.get("src", "")[:11] for node in page.css("script")} == {"/malspar/-/"}
        assert page.css("img[onerror], [src=x]") == []
        assert "49" not in text(page.css_first("title"))
        assert "/home/nobody" not in page.html
        seen += "<script>alert(1)</script>" in text(page.css_first("body"))
        data = ask(addresses.as_data(path)).text
        assert "/home/nobody" not in data
    assert seen > 8


def test_the_database_is_whole_after_all_of_it(hostile: Path) -> None:
    before = hostile.read_bytes()
    ask = asking(hostile)
    for path in ("/malspar/sok?q=" + quote(HOSTILE), "/malspar/fynd?organisation=" + quote("'; drop table goal; --")):
        ask(path)
    assert hostile.read_bytes() == before


def test_officials_and_ways_to_reach_them_are_not_shown(hostile: Path) -> None:
    ask = asking(hostile)
    told = "".join(ask(path).text + ask(addresses.as_data(path)).text for path in every(hostile))
    assert "Kommunchef" in told
    for hidden in ("Anna Berg", "anna.berg", "45 67 89"):
        assert hidden not in told


@pytest.mark.parametrize(
    ("raw", "body"),
    [
        ("Ekonomichef Anna Berg", "Ekonomichef"),
        ("Anna Berg, ekonomichef", "ekonomichef"),
        ("Anna Berg (S)", None),
        ("Kontaktperson: Eva Lind", None),
        ("Socialnämnden, Eva Maria Lind", "Socialnämnden"),
        ("Kommundirektör Per-Olof Ek (per.ek@exempel.se)", "Kommundirektör"),
        ("Gatukontoret, telefon 0123-45 67 89", "Gatukontoret"),
        ("Barn- och utbildningsnämnden (BUN)", "Barn- och utbildningsnämnden (BUN)"),
        ("Granlunda Energi AB", "Granlunda Energi AB"),
        ("Svenska Kyrkan", "Svenska Kyrkan"),
        ("KS/TN", "KS/TN"),
    ],
)
def test_of_a_responsible_body_a_person_is_left_out(raw: str, body: str | None) -> None:
    assert shown(raw) == body


def test_every_body_of_the_sample_is_shown_as_it_is_printed(read: Database) -> None:
    printed = [row[0] for row in read.rows("select raw from responsible union select raw from decided_by")]
    assert [raw for raw in printed if shown(raw) != raw] == []


# --- pictures of pages -----------------------------------------------------------------------------------------------
def test_a_crop_shows_the_words_of_its_goal(ask: Ask, read: Database) -> None:
    """The box holds the goal's words, and the picture has the page's ink where the box is."""
    import pypdfium2

    rows = read.rows(
        "select goal.id, goal.text, goal.boxes, source_sha256 from goal join document on document.id = goal.document "
        "where source_media_type = 'application/pdf' and goal.boxes != '[]' order by goal.id"
    )
    assert len(rows) > 100
    wrong = []
    for row in rows:
        with pypdfium2.PdfDocument(read.sources / row["source_sha256"]) as pdf:
            words = " ".join(_inside(pdf, box) for box in json.loads(row["boxes"]))
        wanted, there = _letters(row["text"]), _letters(words)
        hung = Counter(wanted) <= Counter(there) and len(there) <= len(wanted) + 3  # a list mark that PDFium tells last
        if wanted not in there and not hung:
            wrong.append((row["text"], words))
    assert wrong == []
    for row in rows[::40]:
        picture = ask(addresses.crop(row["id"]))
        assert picture.headers["content-type"] == "image/png"
        assert _ink_agrees(picture.content, read.sources / row["source_sha256"], json.loads(row["boxes"]))


def _inside(pdf: Any, box: dict[str, Any]) -> str:
    page = pdf[box["page"] - 1]
    height = page.get_size()[1]
    return str(
        page.get_textpage().get_text_bounded(box["x0"] - 1, height - box["bottom"] - 1, box["x1"] + 1, height - box["top"] + 1)
    )


def _letters(words: str) -> str:
    return re.sub(r"[\W_]+", "", words.replace("\ufffe", "")).casefold()


def _ink_agrees(png: bytes, source: Path, boxes: list[dict[str, Any]]) -> bool:
    """Whether the dark points of the crop are those of the page, drawn without us, in the lines of the goal."""
    from io import BytesIO

    import numpy as np
    import pypdfium2
    from PIL import Image

    own = [box for box in boxes if box["page"] == boxes[0]["page"]]
    with pypdfium2.PdfDocument(source) as pdf:
        page = pdf[boxes[0]["page"] - 1]
        width, height = page.get_size()
        region = around([Frame(*(box[name] for name in ("x0", "top", "x1", "bottom"))) for box in own], width, height)
        whole = np.asarray(page.render(scale=scale(region)).to_pil().convert("L"))
    crop = np.asarray(Image.open(BytesIO(png)).convert("L"))
    factor = crop.shape[1] / (region.x1 - region.x0)
    shares = []
    for box in own:
        rows = slice(int((box["top"] + 1) * factor), int((box["bottom"] - 1) * factor))
        columns = slice(int((box["x0"] + 2) * factor), int((box["x1"] - 2) * factor))
        down = round(region.top * factor)
        inked, here = whole[rows, columns] < 110, crop[rows.start - down : rows.stop - down, columns] < 110
        if not inked.any():
            return False
        near = max((np.roll(here, (up, left), (0, 1)) & inked).sum() for up in (-1, 0, 1) for left in (-1, 0, 1))
        shares.append(near / inked.sum())
    return min(shares) > 0.8


def test_a_picture_is_bounded_in_pixels_whatever_the_page() -> None:
    for width, height in ((595, 842), (14400, 14400), (1, 14400), (14400, 1), (0, 0)):
        region = Region(0, 0, width, height)
        factor = scale(region)
        assert (width * factor) * (height * factor) <= PIXELS * 1.01
        assert width * factor <= 1101
        assert height * factor <= 8801


def test_a_crop_stays_on_its_page() -> None:
    for frames in (
        [],
        [Frame(float("nan"), 0, 1, 1)],
        [Frame(0, 9000, 5, 9010)],
        [Frame(-1e5, -1e5, 1e5, 1e5)],
        [Frame(5, 9, 1, 2)],
    ):
        for narrow in (False, True):
            region = around(frames, 595, 842, narrow=narrow)
            assert 0 <= region.x0 < region.x1 <= 595
            assert 0 <= region.top < region.bottom <= 842


def test_pictures_are_kept_up_to_a_bound(read: Database) -> None:
    (row,) = read.rows("select source_sha256 from document where id = ?", (PLAN,))
    kept = Sources(read.sources, kept=100_000)
    first = kept.page(row[0], 1)
    assert kept.page(row[0], 1) is first
    for number in (2, 3, 4, 5):
        kept.page(row[0], number)
    assert sum(map(len, kept._pictures.values())) <= 100_000 or len(kept._pictures) == 1
    assert kept.page(row[0], 1) is not first


@pytest.fixture
def copied(explored: Path, tmp_path: Path) -> Path:
    """A copy of the database with its sources, to be spoilt."""
    copy = tmp_path / "goals.db"
    with sqlite3.connect(explored) as old, sqlite3.connect(copy) as new:
        old.backup(new)
    shutil.copytree(f"{explored}.sources", f"{copy}.sources")
    return copy


def _source(database: Path) -> Path:
    with sqlite3.connect(database) as opened:
        (sha256,) = opened.execute("select source_sha256 from document where id = ?", (PLAN,)).fetchone()
    return Path(f"{database}.sources") / str(sha256)


@pytest.mark.parametrize("how", ["gone", "link", "other", "folder", "pipe"])
def test_a_source_that_is_missing_or_is_not_what_was_read_is_said_so(copied: Path, how: str, tmp_path: Path) -> None:
    source = _source(copied)
    whole = source.read_bytes()
    source.unlink()
    if how == "link":
        (tmp_path / "elsewhere").write_bytes(whole)
        source.symlink_to(tmp_path / "elsewhere")
    elif how == "other":
        source.write_bytes(whole + b" ")
    elif how == "folder":
        source.mkdir()
    elif how == "pipe":
        os.mkfifo(source)
    ask = asking(copied)
    for path in (PAGES["mål"], PAGES["dokument"]):
        assert "Källfilen" in text(tree(ask(path)).css_first("main .review"))
    for path in (addresses.crop(GOAL), addresses.picture(PLAN, 4)):
        answer = ask(path)
        assert answer.status_code == 404
        assert answer.text.startswith("Källfilen")
    assert "källfilen saknas" in text(tree(ask(PAGES["mål"])).css_first(".card"))


@pytest.mark.parametrize("name", ["../secret", "../../secret", "/etc/passwd", "secret\x00", "A" * 64, ""])
def test_a_database_that_names_another_file_reaches_none(copied: Path, tmp_path: Path, name: str) -> None:
    (tmp_path / "secret").write_bytes(b"secret")
    with sqlite3.connect(copied) as opened:
        opened.execute("update document set source_sha256 = ? where id = ?", (name, PLAN))
    answer = asking(copied)(addresses.crop(GOAL))
    assert answer.status_code == 404
    assert "ingen giltig kontrollsumma" in answer.text
    with pytest.raises(Missing):
        Sources(Path(f"{copied}.sources")).size(name, 1)


@pytest.mark.parametrize(
    "path",
    [
        "/malspar/utsnitt/..%2F..%2Fgoals.png",
        "/malspar/utsnitt/%2e%2e/goals.png",
        "/malspar/utsnitt/..png",
        f"/malspar/sida/{PLAN}/0.png",
        f"/malspar/sida/{PLAN}/99.png",
        f"/malspar/sida/{WEB}/1.png",
        "/malspar/sida/..%2F..%2Fetc/1.png",
        "/malspar/-/..%2Fcrop.py",
        "/malspar/-/%2e%2e%2fcrop.py",
        "/malspar/-/site.css",
        "/malspar/nothing",
        "/nothing/at/all",
    ],
)
def test_no_file_is_reached_through_an_address(ask: Ask, path: str) -> None:
    answer = ask(path, follow_redirects=True)
    assert answer.status_code == 404
    assert b"PNG" not in answer.content[:8]


@pytest.mark.parametrize("what", [time.sleep, os._exit])
def test_a_drawing_that_hangs_or_crashes_is_told_and_the_next_is_drawn(
    copied: Path, monkeypatch: pytest.MonkeyPatch, what: Callable[[int], None]
) -> None:
    with open_database(copied) as opened:
        sources = Sources(opened.sources)
        sha256 = opened.rows("select source_sha256 from document where source_media_type = 'application/pdf'")[0][0]
    with monkeypatch.context() as patched:
        patched.setattr(bounded.Bounds, "patience", 0.5)
        patched.setattr("malspar.corpus.explore.crop.File", lambda *_: 3)  # what they are called with
        patched.setattr(Sources, "_drawn", lambda self, sha256, *_: self._asked(what, sha256))
        with pytest.raises(Missing, match="för tung att rita"):
            sources.page(sha256, 1)
    assert sources.page(sha256, 1).startswith(b"\x89PNG")


def test_boxes_that_are_none_draw_nothing(copied: Path) -> None:
    for told in ("{", "[1]", '[{"page": 4}]', '[{"page": 4, "x0": 1e9, "top": 0, "x1": 1, "bottom": 1}]', "[]"):
        with sqlite3.connect(copied) as opened:
            opened.execute("update goal set boxes = ? where id = ?", (told, GOAL))
        ask = asking(copied)
        assert ask(addresses.crop(GOAL)).status_code == 404
        assert "har inte kunnat bestämmas" in text(tree(ask(PAGES["mål"])).css_first("main"))


# --- words -----------------------------------------------------------------------------------------------------------
def test_dates_are_swedish_and_as_precise_as_they_are_known() -> None:
    assert [date(one) for one in ("2022-11-04", "2022-11", "2022", None)] == ["4 november 2022", "november 2022", "2022", None]


def test_every_note_of_the_sample_is_told_in_swedish(read: Database) -> None:
    notes = [row[0] for row in read.rows("select distinct message from note")]
    assert len(notes) > 5
    assert [one for one in notes if note(one) == one] == []


# --- what it costs ---------------------------------------------------------------------------------------------------
def test_nothing_is_read_whole_that_grows_with_the_number_of_goals(explored: Path) -> None:
    """No statement of a page about one thing goes through all goals, statuses or links."""
    from malspar.corpus.explore.pages import document as documents
    from malspar.corpus.explore.pages import goal as goals
    from malspar.corpus.explore.pages import searching

    with open_database(explored) as opened:
        statements: list[str] = []
        opened.connection.set_trace_callback(statements.append)
        sources = Sources(opened.sources)
        documents.document(opened, sources, PLAN)
        goals.goal(opened, sources, GOAL)
        organisation(opened, "almviks-kommun")
        searching.searching(opened, "klimat*")
        opened.connection.set_trace_callback(None)
        asked = [one for one in dict.fromkeys(statements) if one.lstrip().lower().startswith(("select", "with"))]
        plans = {one: [row["detail"] for row in opened.rows(f"explain query plan {one}")] for one in asked}
    assert len(plans) > 20
    large = r"^SCAN (goal|status|value|comment|target|responsible|link|change|lineage|decided_by)( |$)"
    assert {one: plan for one, plan in plans.items() if any(re.search(large, line) for line in plan)} == {}
