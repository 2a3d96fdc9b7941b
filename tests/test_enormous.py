"""Pages and texts beyond all measure: a result or one sentence, in time that grows with their length and no faster.

Each input is made in two sizes, one eight times the other. What looks at everything again for each part of it takes 64 times as
long for the larger; what reads it once takes eight times as long, up to what a busy machine adds.
"""

import gc
from collections.abc import Callable
from contextlib import suppress
from time import process_time

import pytest

from malspar.extractor import bounds, text
from malspar.extractor.encoding import decode
from malspar.extractor.html import gather
from malspar.extractor.read import read
from malspar.extractor.source import Loaded, media_type
from malspar.models.block import Reading
from malspar.models.errors import MalsparError, Refused

TIMES, MOST = 8, 24
SHORT = 0.05  # CPU seconds within which nothing can be told apart

LINES = {
    "goals": "mål ", "Goals": "Mål ",
    "letters": "a", "spaces": " ", "digits": "7", "numbers": "1. ", "strokes": "|", "stars": "*",
    "words in stars": "**a", "hashes": "#", "signs of less": "<", "tags cut short": "<b", "remarks": "<!--", "dashes": "- ",
    "rules": "-", "dots": ".", "dots and spaces": ". ", "leaders": "a....", "brackets": "[", "links cut short": "[a](",
    "pictures cut short": "![", "marks of code": "`", "lines below": "_", "backslashes": "\\", "entities": "&amp;",
    "tabs": "a\t", "gaps": "w   ", "signs": "✅", "hard spaces": "\u00a0", "quotes": "> ", "mixed": "a 1.- |*",
}  # fmt: skip
PARAGRAPHS = {
    "blank": "\n",
    "short": "a\n",
    "tiny paragraphs": "A b c.\n\n",
    "items": "- a b\n",
    "numbered": "1. a b\n",
    "rows": "|a|b|\n",
    "columns": "a   b\n",
    "tabs": "a\tb\tc\n",
    "leaders": "Mål .... 3\n",
    "pages": "Sida 3\n",
    "feeds": "\fa\n",
    "bold": "**a\n",
    "dates": "den 3 maj   Möte\n",
    "heads": "Mål   Status\n",
    "names of columns": "Indikator\n\nMålvärde\n\n",
    "lower case": "att gå ut\n\n",
    "capitals": "MÅL OCH\n",
    "labels": "Mål 1: x\n",
    "goals": "Alla ska   Grön\n",
}
PAGES = {
    "paragraphs": "<p>Ett mål",
    "boxes": "<div>Ett mål</div>",
    "cells": "<tr><td>a<td>b",
    "wide cells": "<tr><td colspan=99999999 rowspan=99999>a",
    "lists": "<ul><li>a</li></ul>",
    "headings": "<h2>Mål</h2>",
    "terms": "<dl><dt>a<dd>b</dl>",
    "panels": "<details><summary>a</summary>b</details>",
    "openers": "<button aria-controls=a>x</button>",
    "bold": "<b>a</b> ",
    "breaks": "a<br>",
    "cards": "<div class=c><p>a<p>b</div>",
    "articles": "<article>a</article>",
    "links": "<a href='#a'>a</a> ",
    "drawings": "<svg><path fill=red /></svg>",
    "entities": "&amp;&lt;",
}
STYLES = {
    "rules": ".a{color:red}",
    "open comments": "/*",
    "addresses": "url(",
    "imports": "@import",
    "letters": "a",
    "names": "--a",
    "media": "@media{",
}


def kind(data: bytes) -> str:
    return media_type(data, "x")


def reading(data: bytes) -> Reading:
    return read(Loaded("x", data, "0" * 64, kind(data)))


def cost(call: Callable[[bytes], object], data: bytes) -> float:
    """CPU seconds of a call, the lesser of two; one that refuses the input is as good as another."""
    took = []
    for _ in range(1 if len(data) > 20_000 else 2):
        gc.collect()
        start = process_time()
        with suppress(MalsparError):
            call(data)
        took.append(process_time() - start)
    return min(took)


def grows(call: Callable[[bytes], object], make: Callable[[int], str], size: int) -> None:
    """The time for the larger of two inputs is no more than its length tells."""
    small, large = (make(number).encode() for number in (size, TIMES * size))
    before = max(cost(call, small), SHORT / TIMES)
    assert cost(call, large) < MOST * before


@pytest.fixture(scope="module", autouse=True)
def _loaded() -> None:
    """Word lists are loaded when they are first asked for."""
    reading("Mål 1: Alla ska simma\n\nMål   Status\nFler går på bio   Grön\n\n- ett\n".encode())


@pytest.mark.parametrize("name", LINES)
def test_a_line_of_one_thing_over_and_over(name: str) -> None:
    grows(reading, lambda number: f"Ett mål\n\nx{LINES[name] * (number // len(LINES[name]))} y\n", 3_000)


@pytest.mark.parametrize("name", PARAGRAPHS)
def test_a_text_of_one_thing_over_and_over(name: str) -> None:
    grows(reading, lambda number: "Ett mål\n\n" + PARAGRAPHS[name] * number, 120)


@pytest.mark.parametrize("name", PAGES)
def test_a_page_of_one_thing_over_and_over(name: str) -> None:
    table = "<table>" if name.endswith("cells") else ""
    grows(reading, lambda number: f"<html><body><h1 id=a>Mål</h1>{table}{PAGES[name] * number}", 120)


@pytest.mark.parametrize("name", STYLES)
def test_a_style_sheet_of_one_thing_over_and_over(name: str) -> None:
    grows(reading, lambda number: f"<html><style>{STYLES[name] * (number // len(STYLES[name]))}</style><p>Mål", 8_000)


@pytest.mark.parametrize("unit", [b"\x81a", b"\xc3\xa5", b"\xff", b"\xc3", b"a\0", b"\xe2\x80\xa6\xff"])
def test_letters_of_any_encoding(unit: bytes) -> None:
    grows(lambda data: decode(unit * len(data)), lambda number: "x" * number, 100_000)


@pytest.mark.parametrize(
    "tags", ["<div>", "<b>", "<ul><li>", "<table><tr><td>", "<dl><dd>", "<template>", "<b><div>", "<details>", "<h2>"]
)
def test_elements_inside_each_other_without_end(tags: str) -> None:
    page = "<html><body><h1>Ett mål</h1><p>Alla ska simma</p>".encode()
    start = process_time()
    found = reading(page + tags.encode() * 2_000 + b"Till sist")
    assert [block.text for block in found.blocks[:2]] == ["Ett mål", "Alla ska simma"]
    with pytest.raises(Refused, match="inside each other"):
        reading(page + tags.encode() * 100_000 + b"Till sist")
    assert process_time() - start < 5


@pytest.mark.parametrize(
    ("page", "says"),
    [
        ("<p>" * (bounds.TAGS + 1), "more tags"),
        ("<p " + " ".join(f"a{number}" for number in range(40_000)) + ">", "more attributes"),
        ("<select>" + "<option>x" * 40_000, "more choices"),
        ("<div>" + "".join(f"<b a={number}>" for number in range(2_000)) + "</div>" + "<div>x</div>" * 10_000, "unclosed"),
        ("<table>" + "<tr><td>a<td>b" * 501, "more paragraphs"),
        ("mål " * (bounds.LINE // 3), "more characters"),
    ],
    ids=["tags", "attributes", "choices", "unclosed", "cells", "characters"],
)
def test_a_page_beyond_a_bound(page: str, says: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gather, "BLOCKS", 1_000)
    with pytest.raises(Refused, match=says) as refused:
        reading(f"<html><body>{page}".encode())
    assert ": " in refused.value.message


@pytest.mark.parametrize(
    ("lines", "says"),
    [
        ("Mål\n" * (bounds.LINES + 1), "more lines"),
        ("mål " * (bounds.LINE // 3), "more characters"),
        ("ord och\n" * (bounds.LINE // 5), "more characters"),
        ("|a|b|\n" * 505, "more paragraphs"),
    ],
    ids=["lines", "line", "paragraph", "cells"],
)
def test_a_text_beyond_a_bound(lines: str, says: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(text, "BLOCKS", 1_000)
    with pytest.raises(Refused, match=says) as refused:
        reading(lines.encode())
    assert ": " in refused.value.message


def test_a_file_beyond_a_bound() -> None:
    with pytest.raises(Refused, match="50 MiB"):
        kind(b"<html><body>" + b"x" * bounds.LARGEST_PAGE)
    with pytest.raises(Refused, match="20 MiB"):
        kind(b"x" * (bounds.LARGEST_TEXT + 1))


def test_what_is_large_but_harmless_is_read() -> None:
    long = "x" * 1_000_000
    page = (
        f"<!DOCTYPE html [<!ENTITY a '{'&a;' * 10_000}'>]><html><body title='{long}'>"
        f"<h1 class='{long}' style='{long}'>Ett\0 mål</h1>"
        f"<img alt='{long}' src='data:image/png;base64,{long}'><script>{long}</script><p>{'&amp;' * 1000} &a;</p>"
    )
    texts = [block.text for block in reading(page.encode()).blocks]
    assert "Ett mål" in texts
    assert "&" * 1000 + " &a;" in texts


def test_a_page_that_says_another_encoding_than_it_has() -> None:
    page = '<html><meta charset="utf-16"><body><h1>Övergripande mål</h1><p>Fler går på ängarna</p>'
    for real in ("utf-8", "cp1252", "utf-16-le", "utf-16"):
        assert [block.text for block in reading(page.encode(real)).blocks] == ["Övergripande mål", "Fler går på ängarna"]
