"""Looking through a site of a made-up municipality: what is found and why, what is not followed, and where the search ends."""

import csv
import io
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from served import Server, drip, known

from malspar.cli import cli
from malspar.corpus.discovery import ALIKE, Bounds, Found, discover
from malspar.extractor.web import Client, Manners, client
from malspar.extractor.web.addresses import parse
from malspar.extractor.web.links import canonical, page
from malspar.models.errors import UsageProblem
from malspar.rules import steering

MANNERS = Manners("anna@tallvik.example", allow_private=True)
HOW = ("--allow-private", "--contact", "anna@tallvik.example")
PROSE = "Alla som bor här ska ha nära till skog, vatten och varandra. " * 8


def html(title: str, body: str, menu: str = "") -> str:
    return (
        f"<!doctype html><html lang=sv><head><meta charset=utf-8><title>{title} - Tallviks kommun</title></head>"
        f"<body><nav>{menu}</nav><main><h1>{title}</h1>{body}</main><footer><a href='/kakor'>Kakor</a></footer></body></html>"
    )


def found(server: Server, start: str = "/", bounds: Bounds | None = None) -> dict[str, Found]:
    """The candidates by the path of their addresses."""
    with Client(MANNERS) as web:
        listed = [one for seen in discover(web, server.url(start), bounds) for one in seen.found]
    assert len({one.address for one in listed}) == len(listed)
    return {one.address.removeprefix(server.url("")): one for one in listed}


# --- what words say --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "bare"),
    [
        ("Årsredovisning 2023 (pdf, 2,4 MB, öppnas i nytt fönster)", "Årsredovisning 2023"),
        ("Pdf, 726 kB, öppnas i nytt fönster.", ""),
        ("Läs mer om kommunens mål", "kommunens mål"),
        ("Mål och budget 2024 med plan 2025–2026. Länk till annan webbplats.", "Mål och budget 2024 med plan 2025–2026"),
        ("Ladda ner Strategisk plan, 48 sidor, som PDF", "Strategisk plan"),
    ],
)
def test_what_stands_beside_a_name_is_left_out(text: str, bare: str) -> None:
    assert steering.bare(text) == bare


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("Mål och budget 2024 med plan 2025–2026", (2024, 2026)),
        ("Budget 2024-26", (2024, 2026)),
        ("Budget 2024/2025", (2024, 2025)),
        ("Målprogram 2023 - 2026", (2023, 2026)),
        ("fokusomraden20162019", (2016, 2019)),
        ("Vision 2040", (2040, 2040)),
        ("Protokoll 2023-04-12", None),
        ("KS 2022/0312", None),
        ("1862 års förordning, 20240617, 3 2024567", None),
        ("", None),
    ],
)
def test_years_are_those_that_a_text_names(text: str, years: tuple[int, int] | None) -> None:
    assert steering.years(text) == years


@pytest.mark.parametrize(
    ("address", "kind"),
    [
        ("https://tallvik.example/politik/mal-och-budget/", "mål och budget"),
        ("https://tallvik.example/ekonomi/malochbudget.4.640dac6b.html", "mål och budget"),
        ("https://tallvik.example/download/18.4/%C3%85rsredovisning_2022.pdf", "uppföljning"),
        ("https://tallvik.example/arsredovisning/kontakt/oss", None),
        ("https://tallvik.example/normal/animal", None),
    ],
)
def test_an_address_tells_a_kind_without_dots_and_rings(address: str, kind: str | None) -> None:
    guess = steering.kind_of_address(address)
    assert (guess and guess.kind) == kind


# --- the links of a page ---------------------------------------------------------------------------------------------


def links(body: str, address: str = "https://tallvik.example/politik/mal.html", head: str = "") -> dict[str, str]:
    read = page(f"<html><head>{head}</head><body>{body}</body></html>".encode(), address)
    return {link.address: link.text for link in read.links}


@pytest.mark.parametrize(
    ("href", "address"),
    [
        ("budget.html", "https://tallvik.example/politik/budget.html"),
        ("../ekonomi/", "https://tallvik.example/ekonomi/"),
        ("/a#b", "https://tallvik.example/a"),
        ("//ekbacka.example/a", "https://ekbacka.example/a"),
        ("?sida=2", "https://tallvik.example/politik/mal.html?sida=2"),
        (" a\n b.pdf ", "https://tallvik.example/politik/a%20b.pdf"),
        ("/a?utm_source=x&id=7&fbclid=y", "https://tallvik.example/a?id=7"),
        ("/a;jsessionid=AB12?PHPSESSID=9", "https://tallvik.example/a"),
        ("#b", None), ("", None), ("mailto:a@b.example", None), ("tel:1", None), ("javascript:void(0)", None), ("http://[", None),
        ("data:text/html,x", None), ("https://a:b@c.example/", None), ("file:///etc/passwd", None),
    ],
)  # fmt: skip
def test_where_a_link_leads(href: str, address: str | None) -> None:
    assert list(links(f'<a href="{href}">Mål</a>')) == ([address] if address else [])


def test_a_base_is_heeded() -> None:
    base = '<base href="https://ekbacka.example/x/">'
    assert list(links("<a href=a>Mål</a>", head=base)) == ["https://ekbacka.example/x/a"]
    assert list(links("<a href=a>Mål</a>", head='<base href="javascript:1">')) == ["https://tallvik.example/politik/a"]


def test_of_two_links_to_one_address_the_more_telling_counts() -> None:
    body = '<nav><a href="/a">Kommunens övergripande mål</a></nav><a href="/a">Läs</a><a href="/a">Läs om målen</a>'
    assert links(body) == {"https://tallvik.example/a": "Läs om målen"}


def test_a_link_knows_the_heading_above_and_the_words_around() -> None:
    listed = "<li>Mål och budget 2024 <a href=/d/1 title='Öppnar pdf'>(pdf)</a></li>"
    body = f"<h2>Budget</h2><ul>{listed}</ul><h2>Annat</h2><a href=/b><img alt=Vision></a>"
    first, second = page(body.encode(), "https://tallvik.example/").links
    assert (first.heading, first.text) == ("Budget", "(pdf) Öppnar pdf")
    assert first.around.startswith("Mål och budget 2024")
    assert (second.heading, second.text) == ("Annat", "Vision")


def test_a_page_of_ten_thousand_links_is_read_in_part() -> None:
    body = "".join(f"<a href=/{number}>Mål {number}</a>" for number in range(10_000))
    assert len(page(body.encode(), "https://tallvik.example/").links) == 2000


def test_an_address_keeps_what_tells_of_its_page() -> None:
    assert str(canonical(parse("https://tallvik.example/a?id=7&sid=1&Sida=å"))) == "https://tallvik.example/a?id=7&Sida=%C3%A5"


# --- a site ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def site(server: Server) -> Server:
    """A start page, pages on the way, documents of several kinds, and much beside the matter."""
    menu = "<a href='/politik'>Kommun och politik</a> <a href='/skola'>Skola</a> <a href='/kalender/2024/01'>Kalender</a>"
    server.page("/", html("Välkommen", f"<p>{PROSE}</p>", menu))
    server.page("/skola", html("Skola", "<a href='/skola/lov'>Lov</a>"))
    server.page("/kalender/2024/01", html("Kalender", "<a href='/kalender/2024/02'>Nästa månad</a>"))
    body = (
        "<a href='/politik/mal'>Mål och styrning</a><a href='/politik/ekonomi'>Ekonomi och budget</a>"
        "<a href='/politik/jobb'>Lediga jobb</a>"
    )
    server.page("/politik", html("Kommun och politik", body, menu))
    server.page("/politik/jobb", html("Lediga jobb", ""))
    body = (
        "<ul><li><a href='/d/1.pdf'>Målprogram 2023–2026 (pdf, 1,2 MB, öppnas i nytt fönster)</a></li>"
        "<li>Miljöprogram 2022-2030: <a href='/d/2.pdf'>pdf</a></li><li><a href='/d/3.pdf'>Reglemente för nämnden</a></li></ul>"
        "<h2>Det här är kommunens mål</h2><a href='mal-2023-2026.html'>Läs mer om målen</a><a href='/politik'>Tillbaka</a>"
    )
    server.page("/politik/mal", html("Mål och styrning", body.replace("href='mal-", "href='/politik/mal-"), menu))
    server.page("/politik/mal-2023-2026.html", html("Kommunfullmäktiges mål 2023–2026", f"<p>{PROSE}</p>", menu))
    body = (
        "<h2>Årsredovisningar</h2><a href='/download/18.7/2023'>2023</a> <a href='/d/22.pdf'>2022 (PDF)</a>"
        "<a href='https://app.stratsys.se/publishedview/x/1.html'>Uppföljning 2024</a> <a href='https://ekbacka.example/budget.html'>Budget</a>"
        "<a href='https://scb.example/2024.pdf'>SCB, 2024</a>"
        "<a href='/d/budget.xlsx'>Budget 2024 som tabell</a> <a href='/d/prot.pdf'>Protokoll budget 2024</a>"
    )
    server.page("/politik/ekonomi", html("Ekonomi och budget", body, menu))
    server.page("/download/18.7/2023", b"%PDF-1.7\n%\xe2\xe3\n", Content_Type="application/octet-stream")
    return server


def test_documents_are_found_with_kind_years_and_reason(site: Server) -> None:
    listed = found(site)
    assert {path: (one.kind, one.years) for path, one in listed.items()} == {
        "/d/1.pdf": ("målprogram", (2023, 2026)),
        "/d/2.pdf": ("strategi", (2022, 2030)),
        "/politik/mal-2023-2026.html": ("målprogram", (2023, 2026)),
        "/download/18.7/2023": ("uppföljning", (2023, 2023)),
        "/d/22.pdf": ("uppföljning", (2022, 2022)),
        "https://app.stratsys.se/publishedview/x/1.html": ("uppföljning", (2024, 2024)),
    }
    assert listed["/d/1.pdf"].title == "Målprogram 2023–2026"
    assert listed["/d/1.pdf"].reason == "link says “Målprogram”"
    assert listed["/d/22.pdf"].reason == "heading above says “Årsredovisningar”"
    assert listed["/d/22.pdf"].page == site.url("/politik/ekonomi")


def test_what_is_beside_the_matter_is_not_asked_for(site: Server) -> None:
    found(site)
    assert {path for path in site.came if site.came[path]} == {
        "/robots.txt", "/", "/politik", "/politik/mal", "/politik/ekonomi", "/politik/mal-2023-2026.html", "/download/18.7/2023",
    }  # fmt: skip
    assert max(site.came.values()) == 1


def test_depth_and_pages_are_bounds(site: Server) -> None:
    assert found(site, bounds=Bounds(depth=0)) == {}
    assert set(site.came) == {"/robots.txt", "/"}
    found(site, bounds=Bounds(depth=9, pages=2))
    assert set(site.came) == {"/robots.txt", "/", "/politik"}


def test_robots_txt_is_obeyed(site: Server) -> None:
    site.robots("User-agent: *\nDisallow: /politik/mal\n")
    assert set(found(site)) == {"/download/18.7/2023", "/d/22.pdf", "https://app.stratsys.se/publishedview/x/1.html"}


@pytest.mark.parametrize(
    "link",
    [
        "<a href='mal/'>Mål</a>",
        "<a href='/mal-{n}.html'>Mål</a>",
        "<a href='?mal={n}'>Mål</a>",
        "<a href='/mal/{n}/uppfoljning'>Uppföljning</a>",
        "<a href='/mal?fran={n}&session={n}'>Mål</a>",
    ],
)
def test_pages_without_end_are_left(server: Server, link: str) -> None:
    class Pages(dict[str, object]):
        """Every page there is, each with a link to another."""

        def get(self, path: str, _: object = None) -> object:
            if path == "/robots.txt":
                return None
            body = html("Mål", link.format(n=len(server.came)))
            return lambda request: request.answer(200, body.encode())

    server.pages = Pages()  # type: ignore[assignment]
    found(server, bounds=Bounds(depth=1000, pages=500))
    assert sum(server.came.values()) <= ALIKE + 3


def test_a_page_of_hundreds_of_links_is_searched_from_the_most_promising(server: Server) -> None:
    many = "".join(f"<a href='/sida/{chr(97 + number % 26)}{number}-mal'>Sida {number} om mål</a>" for number in range(400))
    server.page("/", html("Tallvik", f"{many}<h2>Styrning</h2><a href='/styrning/strategisk-plan'>Strategisk plan och mål</a>"))
    server.page("/styrning/strategisk-plan", html("Strategisk plan 2024–2027", f"<p>{PROSE}</p>"))
    assert "/styrning/strategisk-plan" in found(server, bounds=Bounds(pages=5))


def test_a_list_of_links_is_no_document(server: Server) -> None:
    server.page("/", html("Mål och budget 2024", "<a href='/x'>Ett</a>" * 300))
    assert found(server) == {}
    server.page("/", html("Mål och budget 2024", f"<p>{PROSE}</p>"))
    assert set(found(server)) == {"/"}


def test_a_site_that_has_moved_is_followed_to_its_new_host(server: Server) -> None:
    server.leads("/", server.url("/start", "www.tallvik.example"))
    server.page("/start", html("Start", f"<a href='{server.url('/mal', 'mal.tallvik.example')}'>Mål</a>"))
    server.page("/mal", html("Mål 2024", f"<p>{PROSE}</p><a href='{server.url('/budget', 'ekbacka.example')}'>Budget</a>"))
    names = {name: ["127.0.0.1"] for name in ("kommun_example", "www_tallvik_example", "mal_tallvik_example")}
    with Client(MANNERS, known(**names)) as web:
        pages = list(discover(web, server.url("/", "kommun.example")))
    assert [one.trouble for one in pages] == ["", ""]
    assert [one.kind for seen in pages for one in seen.found] == ["målprogram"]


def test_trouble_on_the_way_is_told_and_the_rest_goes_on(site: Server) -> None:
    site.page("/politik/mal", b"", 500)
    site.page("/download/18.7/2023", b"\x89PNG")
    with Client(MANNERS) as web:
        pages = list(discover(web, site.url("/")))
    assert sorted(one.address.removeprefix(site.url("")) for one in pages if one.trouble) == [
        "/download/18.7/2023",
        "/politik/mal",
    ]
    assert any(one.found for one in pages)


def test_a_first_page_that_is_not_there_is_an_error(server: Server) -> None:
    with pytest.raises(UsageProblem, match="404"):
        found(server, "/nothing")


def test_a_hostile_page_ends_nothing(site: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(client, "TOTAL", 1.0)
    site.does("/politik/mal", lambda request: drip(request, b"HTTP/1.1 200 OK\r\n\r\n<html>", b"<div>" * 10))
    site.page("/politik/ekonomi", "<html>" + "<div>" * 5_000 + "<a href='/d/mal-2024.pdf'>Mål 2024</a>")
    assert "/d/mal-2024.pdf" in found(site)


# --- the command -----------------------------------------------------------------------------------------------------


def run(*arguments: object) -> Result:
    return CliRunner().invoke(cli, ["discover", *map(str, arguments), *HOW])


def test_it_is_printed_for_people_and_for_programs(site: Server) -> None:
    table = run(site.url("/"))
    assert table.exit_code == 0
    assert site.url("/d/1.pdf") in table.stdout
    assert "link says “Målprogram”" in table.stdout
    rows = json.loads(run(site.url("/"), "--format", "json").stdout)
    printed = run(site.url("/"), "--format", "csv").stdout
    assert [row["address"] for row in csv.DictReader(io.StringIO(printed))] == [row["address"] for row in rows]
    assert [row["kind"] for row in rows] == sorted(row["kind"] for row in rows)
    assert rows[0].keys() == {"address", "kind", "year_from", "year_to", "title", "reason", "score", "page"}


def test_the_list_is_what_add_takes_and_nothing_is_read_before(
    site: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    listed = run(site.url("/politik/mal"), "--depth", "1", "--format", "list").stdout
    assert list(tmp_path.iterdir()) == []
    (tmp_path / "list").write_text("\n".join(line for line in listed.splitlines() if ".pdf" not in line), "utf-8")
    result = CliRunner().invoke(cli, ["add", "goals.db", "@list", *HOW])
    assert (result.exit_code, result.output) == (0, "")
    assert "Kommunfullmäktiges mål" in CliRunner().invoke(cli, ["list", "goals.db"]).stdout


def test_where_the_search_ended_is_told(site: Server) -> None:
    assert "--pages" in run(site.url("/"), "--pages", "2").stderr
    site.page("/politik/mal", b"", 403)
    result = run(site.url("/"))
    assert (result.exit_code, "1 of" in result.stderr, "403" in result.stderr) == (0, True, True)


def test_nothing_private_is_searched_without_leave(site: Server) -> None:
    result = CliRunner().invoke(cli, ["discover", site.url("/")])
    assert (result.exit_code, result.stdout, site.asked) == (6, "", [])
