"""Reports on the web with a page for each chapter: pages that lie beside each other become one document, and no others do."""

import json
import os
import shutil
import zipfile
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path

import pytest
from click.testing import CliRunner
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from malspar.cli import cli
from malspar.corpus.references import references
from malspar.extractor.chapters import MAY_OPEN, chapters, source
from malspar.extractor.joined import Part, joined, split
from malspar.extractor.source import load
from malspar.models.errors import Refused
from malspar.rules.publisher import Part as Shown
from malspar.rules.publisher import systems

SITE = "https://arsredovisning.askebo.example"
REPORT = Path(__file__).parent.parent / "corpus" / "demo" / "systems" / "documents" / "askebo-arsredovisning-2024"
ORDER = [
    "askebo-arsredovisning-2024.html", "Så styrs Askebo.html", "Måluppfyllelse.html", "Mål 1. Trygga barn och unga.html",
    "Mål 2. En levande landsbygd.html", "Ekonomi och personal.html",
]  # fmt: skip


def page(title: str, text: str, menu: str, rel: str = "") -> str:
    """A page of a report on the web."""
    main = f"<main><h1>{text}</h1><p>{text}.</p></main>"
    return f"<!DOCTYPE html><html><head><title>{title}</title>{rel}</head><body>{menu}{main}</body></html>"


def menu(links: Mapping[str, str], attributes: str = 'class="chapter-menu"') -> str:
    """A menu of pages."""
    items = "".join(f'<li><a href="{href}">{name}</a></li>' for href, name in links.items())
    return f"<nav {attributes}><ul>{items}</ul></nav>"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def extracted(ref: str) -> dict[str, object]:
    """The document at a reference, without where it was found."""
    done = CliRunner().invoke(cli, ["extract", ref])
    assert done.exit_code == 0, done.stderr
    found: dict[str, object] = json.loads(done.stdout)
    return found


def names(ref: str) -> list[str]:
    """The chapters of the report that a page opens."""
    return [one.name for one in chapters(ref)]


def test_the_chapters_beside_the_opening_page_are_one_document_in_the_menus_order() -> None:
    first = str(REPORT / ORDER[0])
    assert names(first) == ORDER
    assert references([str(REPORT)], Path("x.db")) == [first]
    found = load(first)
    assert [part.data for part in split(found.data)] == [(REPORT / name).read_bytes() for name in ORDER]
    assert extracted(first)["source"]["pages"] == 6  # type: ignore[index]


def test_a_chapter_alone_is_a_page_like_others() -> None:
    assert names(str(REPORT / ORDER[3])) == []
    assert load(str(REPORT / ORDER[3])).data == (REPORT / ORDER[3]).read_bytes()


def test_a_zip_of_the_folder_is_the_same_document() -> None:
    with zipfile.ZipFile("report.zip", "w") as archive:
        for name in ORDER:
            archive.write(REPORT / name, f"sparat/{name}")
    (ref,) = references(["report.zip"], Path("x.db"))
    assert ref == f"report.zip!/sparat/{ORDER[0]}"
    assert load(ref).sha256 == load(str(REPORT / ORDER[0])).sha256


def test_a_crawl_of_the_report_gives_the_same_tree() -> None:
    out = BytesIO()
    writer = WARCWriter(out, gzip=True)
    for name in reversed(ORDER):
        data = (REPORT / name).read_bytes()
        address = data.decode().partition('canonical" href="')[2].partition('"')[0]
        answer = StatusAndHeaders("200 OK", [("Content-Type", "text/html")], protocol="HTTP/1.1")
        dated = {"WARC-Date": "2025-05-02T09:30:00Z"}
        record = writer.create_warc_record(
            address, "response", payload=BytesIO(data), http_headers=answer, warc_headers_dict=dated
        )
        writer.write_record(record)
    Path("crawl.warc.gz").write_bytes(out.getvalue())
    (ref,) = references(["crawl.warc.gz"], Path("x.db"))
    assert ref == f"crawl.warc.gz!/20250502093000/{SITE}/"
    crawled, saved = extracted(ref), extracted(str(REPORT / ORDER[0]))
    assert _texts(crawled["goals"]) == _texts(saved["goals"])


def _texts(goals: object) -> list[object]:
    assert isinstance(goals, list)
    return [(goal["kind"], goal["text"], goal["page"], _texts(goal["children"])) for goal in goals]


def test_what_is_kept_is_the_document_and_is_read_again_alone() -> None:
    shutil.copytree(REPORT, "rapport")
    assert CliRunner().invoke(cli, ["add", "goals.db", "rapport"]).exit_code == 0
    (kept,) = Path("goals.db.sources").iterdir()
    shutil.rmtree("rapport")
    again = extracted(str(kept))
    assert again["id"] == kept.name[:12]
    assert again["source"]["pages"] == 6  # type: ignore[index]


def test_links_between_files_tell_the_chapters_also_where_pages_have_no_address() -> None:
    links = {"index.html": "Start", "mal/barn.html": "Barn", "mal/natur.html": "Natur"}
    Path("mal").mkdir()
    for name, text in links.items():
        Path(name).write_text(page(text, text, menu(links)), "utf-8")
    Path("annat.html").write_text(page("Annat", "Annat", ""), "utf-8")
    assert names("index.html") == list(links)


def test_a_chapter_that_is_not_there_is_noted() -> None:
    links = {"/": "Start", "/mal/": "Mål", "/ekonomi/": "Ekonomi"}
    for name, href in (("start.html", "/"), ("mål.html", "/mal/")):
        rel = f'<link rel="canonical" href="{SITE}{href}">'
        Path(name).write_text(page(name, "Alla barn ska kunna simma", menu(links), rel), "utf-8")
    notes = {note["code"]: note["message"] for note in extracted("start.html")["notes"]}  # type: ignore[attr-defined]
    assert "start.html; mål.html" in notes["chapters-joined"]
    assert f"{SITE}/ekonomi/" in notes["chapter-missing"]


NEXT = '<link rel="next" href="b.html">'
TURN = '<p><a href="b.html">Nästa sida »</a></p>'
PLAIN = menu({"a.html": "A", "b.html": "B"}, "")


@pytest.mark.parametrize(
    ("first", "second", "joins"),
    [
        (
            page("Mål – Årsredovisning 2023 – Askebo", "A", PLAIN, NEXT),
            page("Ekonomi – Årsredovisning 2023 – Askebo", "B", PLAIN),
            True,
        ),
        (page("Mål | Årsredovisning 2023", "A", PLAIN + TURN), page("Ekonomi | Årsredovisning 2023", "B", PLAIN), True),
        (
            page("Mål – Årsredovisning 2023 – Askebo", "A", PLAIN),
            page("Ekonomi – Årsredovisning 2023 – Askebo", "B", PLAIN),
            False,
        ),
        (page("Mål – Askebo kommun", "A", PLAIN, NEXT), page("Ekonomi – Askebo kommun", "B", PLAIN), False),
        (page("Årsredovisning 2023 – Askebo", "A", PLAIN, NEXT), page("Årsredovisning 2024 – Askebo", "B", PLAIN), False),
    ],
    ids=["one report", "next page by its words", "no next page", "no report in the titles", "two reports"],
)
def test_pages_of_a_site_are_joined_only_where_they_name_one_report(first: str, second: str, *, joins: bool) -> None:
    Path("a.html").write_text(first, "utf-8")
    Path("b.html").write_text(second, "utf-8")
    assert bool(chapters("a.html")) is joins


def test_no_link_leads_out_of_the_folder() -> None:
    Path("in").mkdir()
    Path("secret.html").write_text(page("x", "x", ""), "utf-8")
    links = {"a.html": "A", "../secret.html": "S", "/etc/hosts": "H", f"{Path.cwd()}/secret.html": "S"}
    for name in ("a.html", "b.html"):
        Path("in", name).write_text(page(name, name, menu(links)), "utf-8")
    assert chapters("in/a.html") == ()


def _report(folder: Path, size: int = 0) -> str:
    """A report of an opening page and two chapters, each of so many bytes more."""
    links = {"start.html": "Start", "a.html": "Mål", "b.html": "Ekonomi"}
    for name, text in links.items():
        html = page("Årsredovisning 2024", text, menu(links)) + " " * size
        (folder / name).write_text(html, "utf-8")
    return str(folder / "start.html")


def test_a_report_is_read_no_further_than_a_page_may_be_large(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first, bound = _report(folder, 60_000), 100_000
    assert len(load(first).data) > 180_000
    monkeypatch.setattr("malspar.extractor.chapters.LARGEST_PAGE", bound)
    monkeypatch.setattr("malspar.extractor.source.LARGEST_PAGE", bound)
    assert bound < sum(len(part.data) for part in split(source(first) or b"")) <= bound + 1
    with pytest.raises(Refused):
        load(first)


def test_a_pipe_beside_a_page_is_not_waited_for(folder: Path) -> None:
    first = _report(folder)
    os.mkfifo(folder / "c.html")
    assert names(first) == ["start.html", "a.html", "b.html"]


def test_pages_come_back_byte_for_byte_whatever_is_in_them() -> None:
    inner = joined([Part("falsk.html", 0, b"<html>nothing</html>")])
    parts = (Part("å ä --> ö.html", 0, inner), Part("b.html", 2, b"\xff\0\r\n"), Part(f"{SITE}/c?d=1", 1, b""))
    assert split(joined(parts)) == parts
    assert split(joined(parts)[:-1]) == ()
    assert split(b"<html>" + joined(parts)) == ()


def test_every_name_of_a_menu_of_chapters_is_asked_for_before_a_page_is_parsed() -> None:
    examples = [
        example for system in systems() for mark in system.marks if mark.part is Shown.CHAPTERS for example in mark.examples
    ]
    assert examples
    turning = [example for system in systems() if "chapter" in system.lines for example in system.lines["chapter"].examples]
    onwards = [example for example in turning if "nästa" in example.lower()]  # the opening page has none before it
    for example in [*examples, *onwards, '<a rel="next" href="b">', "<link rel=prev href=b>"]:
        assert MAY_OPEN.search(example.encode()), example
