"""What a reference may be, what its content is told to be, and what is said when it is no document."""

import io
import sys
import zipfile
from pathlib import Path

import pytest

from malspar.extractor import source
from malspar.models.errors import MalsparError, Refused, Unreadable, UsageProblem


def archive(*names: str) -> bytes:
    """A ZIP archive with empty files of these names."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        for name in names:
            file.writestr(name, "")
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"%PDF-1.7\n...", source.PDF),
        (b"HTTP/1.1 200 OK\r\n\r\n\x00\xff%PDF-1.4\n", source.PDF),
        (b"<!DOCTYPE html><p>Om filen %PDF-1.4</p>", source.HTML),
        ("<div><p>Mål</p><p>Uppdrag</p></div>".encode(), source.HTML),
        ("\ufeff<?xml version='1.0'?><html><body>Mål</body></html>".encode(), source.HTML),
        ("# Mål\n\nText".encode(), source.MARKDOWN),
        ("| Mål | Läge |\n|---|---|\n| A | B |".encode(), source.MARKDOWN),
        ("Ärlunda kommun\n\nMål 1 < mål 2 <b>".encode("cp1252"), source.TEXT),
        ("Mål för skolan".encode("utf-16"), source.TEXT),
    ],
)
def test_the_kind_is_told_by_content(tmp_path: Path, data: bytes, expected: str) -> None:
    path = tmp_path / "plan.pdf"
    path.write_bytes(data)
    assert source.load(str(path)).media_type == expected


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "is empty"),
        (b" \n\t ", "is empty"),
        (b"\xff\xd8\xff\xe0JFIF", "JPEG"),
        (b"\x89PNG\r\n", "PNG"),
        (archive("word/document.xml"), "a Word file: open it and save it as PDF"),
        (archive("xl/workbook.xml"), "Excel"),
        (archive("a.txt"), "ZIP"),
        (b"{\\rtf1 M\\'e5l}", "RTF"),
        (b'{"goals": []}', "JSON"),
        (b"<?xml version='1.0'?><rss/>", "XML"),
        (bytes(range(256)) * 20, "not a document"),
        (b"12 34 --", "not a document"),
        (b"MIME-Version: 1.0\nContent-Type: multipart/related", "MHTML"),
    ],
)
def test_what_is_no_document_says_so_in_one_line(tmp_path: Path, data: bytes, words: str) -> None:
    path = tmp_path / "plan.pdf"
    path.write_bytes(data)
    with pytest.raises(Unreadable) as error:
        source.load(str(path))
    assert words in error.value.message
    assert "\n" not in error.value.message


def test_what_is_not_there_is_a_usage_problem(tmp_path: Path) -> None:
    for ref in (str(tmp_path / "saknas.pdf"), str(tmp_path), "a\0b", ""):
        with pytest.raises(UsageProblem):
            source.load(ref)


def test_an_address_is_refused() -> None:
    with pytest.raises(Refused, match="save the page and give the file"):
        source.load("https://www.arlunda.example/mal.html")


def test_too_much_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(source, "LARGEST", 10)
    path = tmp_path / "plan.txt"
    path.write_text("Mål för skolan")
    with pytest.raises(Refused):
        source.load(str(path))


def test_standard_input_is_read_as_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO("Mål".encode())))
    loaded = source.load("-")
    assert (loaded.data, loaded.media_type) == ("Mål".encode(), source.TEXT)
    assert len(loaded.sha256) == 64


def test_every_refusal_is_an_error_a_user_can_meet() -> None:
    assert {error.exit_code for error in (Unreadable, UsageProblem, Refused)} == {2, 3, 6}
    assert issubclass(Refused, MalsparError)
