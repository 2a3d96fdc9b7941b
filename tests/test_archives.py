"""Web archives, pages saved as one file and folders of saved pages give the same trees as the plain files."""

import gzip
import json
import zipfile
from email.message import EmailMessage
from io import BytesIO
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from malspar.cli import cli
from malspar.corpus.references import references
from malspar.extractor.source import load
from malspar.models.errors import Unreadable, UsageProblem

PAGE = """<!DOCTYPE html><html lang="sv"><head><meta charset="utf-8"><title>Mål - Tallviks kommun</title></head><body><main>
<h1>Mål 2023–2026</h1><h2>Mål 1</h2><p>Alla barn ska kunna simma på sjön.</p></main></body></html>"""
SITE = "https://tallvik.example/"


def run(*args: object) -> Result:
    return CliRunner().invoke(cli, [str(arg) for arg in args])


def found(*refs: object) -> list[str]:
    return references(map(str, refs), Path("goals.db"))


def trees(folder: Path) -> dict[str, object]:
    """The goals of each document in a folder of JSON files."""
    return {file.stem: json.loads(file.read_text("utf-8"))["goals"] for file in folder.iterdir()}


def record(writer: WARCWriter, address: str, data: bytes, status: str = "200 OK", *headers: tuple[str, str]) -> None:
    answer = StatusAndHeaders(status, [("Content-Type", "application/octet-stream"), *headers], protocol="HTTP/1.1")
    dated = {"WARC-Date": "2024-01-18T09:30:00Z"}
    writer.write_record(
        writer.create_warc_record(address, "response", payload=BytesIO(data), http_headers=answer, warc_headers_dict=dated)
    )


def crawl(files: dict[str, bytes], *, gzipped: bool = True) -> bytes:
    """A WARC of pages, with what a crawl has beside them."""
    out = BytesIO()
    writer = WARCWriter(out, gzip=gzipped)
    writer.write_record(writer.create_warcinfo_record("crawl.warc.gz", {"software": "made for a test"}))
    record(writer, f"{SITE}robots.txt", b"User-agent: *")
    record(writer, f"{SITE}style.css", b"body {}")
    record(writer, f"{SITE}gone", PAGE.encode(), "404 Not Found")
    for name, data in files.items():
        writer.write_record(writer.create_warc_record(SITE + name, "request", payload=BytesIO(b"GET / HTTP/1.1\r\n\r\n")))
        record(writer, SITE + name, data)
    return out.getvalue()


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("gzipped", [True, False])
def test_a_crawl_is_its_pages_and_pdfs(*, gzipped: bool) -> None:
    Path("crawl").write_bytes(crawl({"mal": PAGE.encode(), "plan.pdf": b"%PDF-1.4 x"}, gzipped=gzipped))
    names = [f"crawl!/20240118093000/{SITE}mal", f"crawl!/20240118093000/{SITE}plan.pdf"]
    assert found("crawl") == names
    assert load(names[0]).data == PAGE.encode()
    assert "Alla barn ska kunna simma" in run("extract", names[0]).stdout
    assert run("add", "goals.db", names[0]).exit_code == 0
    assert [file.read_text("utf-8") for file in Path("goals.db.sources").iterdir()] == [PAGE]
    with pytest.raises(UsageProblem, match="no page or PDF of this time"):
        load(f"crawl!/20240118093000/{SITE}nothing")


def test_what_the_transport_added_is_taken_off() -> None:
    out, data = BytesIO(), gzip.compress(PAGE.encode())
    writer = WARCWriter(out, gzip=True)
    chunked = f"{len(data):x}\r\n".encode() + data + b"\r\n0\r\n\r\n"
    headers = (("Content-Encoding", "gzip"), ("Transfer-Encoding", "chunked"))
    record(writer, f"{SITE}mal", chunked, "200 OK", *headers)
    Path("crawl.warc.gz").write_bytes(out.getvalue())
    assert load(found("crawl.warc.gz")[0]).data == PAGE.encode()


def test_of_a_wacz_the_pages_that_were_visited_are_read() -> None:
    with zipfile.ZipFile("site.wacz", "w") as archive:
        archive.writestr("datapackage.json", "{}")
        archive.writestr("archive/data.warc.gz", crawl({"frame": PAGE.encode(), "mal": PAGE.encode(), "plan.pdf": b"%PDF-1.4 x"}))
        archive.writestr("pages/pages.jsonl", f'{{"format": "json-pages-1.0"}}\n{{"url": "{SITE}mal", "title": "Mål"}}\n')
    names = [f"site.wacz!/20240118093000/{SITE}mal", f"site.wacz!/20240118093000/{SITE}plan.pdf"]
    assert found("site.wacz") == names
    assert load(names[0]).data == PAGE.encode()


def test_a_damaged_web_archive_is_told() -> None:
    data = crawl({"mal": PAGE.encode()})
    Path("cut.warc.gz").write_bytes(data[: len(data) // 2])
    Path("plan.html").write_text(PAGE, "utf-8")
    Path("broken.warc.gz").write_bytes(gzip.compress(b"WARC/1.0\r\nnonsense"))
    result = run("add", "goals.db", "broken.warc.gz", "cut.warc.gz", "plan.html")
    assert result.exit_code == 1
    assert [line.split(": ")[1] for line in sorted(result.stderr.splitlines())] == [
        f"{name}.warc.gz is a web archive (WARC) in which no document can be found" for name in ("broken", "cut")
    ]
    assert len(list(Path("goals.db.sources").iterdir())) == 1


def saved(charset: str) -> bytes:
    """A page as a browser saves it in one file, with a frame before it."""
    message = EmailMessage()
    message["From"] = "<Saved by Blink>"
    message["Snapshot-Content-Location"] = f"{SITE}mal"
    message["MIME-Version"] = "1.0"
    message.make_related()
    for address, text in (("cid:frame", "<html><body>Annons</body></html>"), (f"{SITE}mal", PAGE.replace("–", "-"))):
        part = EmailMessage()
        part.set_content(text, subtype="html", charset=charset, cte="quoted-printable")
        part["Content-Location"] = address
        message.attach(part)
    return message.as_bytes()


@pytest.mark.parametrize("charset", ["utf-8", "iso-8859-1"])
def test_a_page_saved_as_one_file_is_read(charset: str) -> None:
    Path("mal.mhtml").write_bytes(saved(charset))
    assert found("mal.mhtml") == ["mal.mhtml"]
    told = run("extract", "mal.mhtml")
    assert (told.exit_code, told.stderr) == (0, "")
    assert json.loads(told.stdout)["goals"][0]["text"] == "Alla barn ska kunna simma på sjön."
    assert run("add", "goals.db", "mal.mhtml").exit_code == 0
    assert "Alla barn" in run("goals", "goals.db").stdout


def test_a_saved_page_without_the_page_is_told() -> None:
    Path("mal.mhtml").write_bytes(saved("utf-8").replace(b"text/html", b"text/css"))
    with pytest.raises(Unreadable, match="save it again"):
        load("mal.mhtml")


def test_a_folder_of_saved_pages_is_the_pages(folder: Path) -> None:
    for name in (
        "mål.html",
        "mål_files/frame.html",
        "budget.htm",
        "budget-filer/frame.htm",
        "other_files/page.html",
        "deep/a.html",
        "deep/a_files/x.html",
    ):
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        Path(name).write_text(PAGE, "utf-8")
    pages = ["budget.htm", "mål.html", "deep/a.html", "other_files/page.html"]
    assert [str(Path(ref).relative_to(folder)) for ref in found(folder)] == pages
    with zipfile.ZipFile("saved.zip", "w") as archive:
        for file in sorted(Path().rglob("*.htm*")):
            archive.write(file, str(file))
    assert sorted(found("saved.zip")) == sorted(f"saved.zip!/{page}" for page in pages)


@pytest.mark.parametrize("kind", ["zip", "warc", "saved"])
def test_the_sample_corpus_has_the_same_trees_in_an_archive(sample: Path, kind: str) -> None:
    files = {file.name: file.read_bytes() for file in sorted((sample / "documents").iterdir())}
    if kind == "warc":
        files = {name: data for name, data in files.items() if name.endswith((".html", ".pdf"))}
        Path("all.warc.gz").write_bytes(crawl(files))
    else:
        with zipfile.ZipFile("all.zip", "w", zipfile.ZIP_DEFLATED) as archive:
            for name, data in files.items():
                archive.writestr(name, data)
    if kind == "saved":
        Path("saved").mkdir()
        with zipfile.ZipFile("all.zip") as archive:
            archive.extractall("saved")
        files = {name: data for name, data in files.items() if name.endswith(".html")}
        for name in files:
            Path("saved", f"{Path(name).stem}_files").mkdir()
            Path("saved", f"{Path(name).stem}_files", "frame.html").write_text(PAGE, "utf-8")
    refs = {"zip": "all.zip", "warc": "all.warc.gz", "saved": "saved"}
    archived = [ref for ref in found(refs[kind]) if kind != "saved" or ref.endswith(".html")]
    assert len(archived) == len(files)
    for ref in archived:
        plain = sample / "documents" / ref.rpartition("/")[2]
        data = load(ref)
        assert (data.data, data.media_type) == (plain.read_bytes(), load(str(plain)).media_type)
