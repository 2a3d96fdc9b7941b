"""Inputs that nobody would write: whole documents, changed at random but the same way for the same number."""

import re
import zipfile
import zlib
from collections.abc import Callable, Sequence
from io import BytesIO
from pathlib import Path
from quopri import encodestring
from random import Random
from typing import NamedTuple

from hostile import CASES, REFUSED, plan
from raw_pdf import stream

LARGEST = 32 * 1024
"""Bytes of an input: enough for all structure that there is, and read in some hundredths of a second."""

SAMPLE = Path(__file__).resolve().parent.parent.parent / "corpus" / "demo" / "documents"
_SHARES = {"pdf": 40, "html": 27, "text": 27, "archive": 6}  # of the inputs, in per cent
_KINDS = {".pdf": "pdf", ".html": "html", ".txt": "text", ".md": "text"}
_OBJECT = re.compile(rb"(\d+) 0 obj\b(.*?)endobj", re.DOTALL)
_STREAM = re.compile(rb"(.*?)stream\r?\n(.*?)\r?\n?endstream", re.DOTALL)
_NUMBER = re.compile(rb"-?\d+(?:\.\d+)?")
_LINES = re.compile(rb"[^\n]*\n")
_TAG = re.compile(rb"<[^>]*>")
_NAME = re.compile(rb"/[A-Za-z0-9]+")
_OPERATOR = re.compile(rb"(?<=[ \n])(?:[A-Za-z*'\"]{1,3})(?=[ \n])")


class Seed(NamedTuple):
    """A document to change: ``kind`` is pdf, html, text or archive."""

    kind: str
    data: bytes


def seeds() -> list[Seed]:
    """The sample corpus, the hostile files that are small and cost little, and archives of them."""
    files = [Seed(_KINDS[file.suffix], file.read_bytes()) for file in sorted(SAMPLE.iterdir()) if file.suffix in _KINDS]
    hostile = [Seed("pdf", data) for case in CASES.values() if not case.codes & REFUSED and len(data := case.make()) < LARGEST]
    found = [Seed(seed.kind, unpacked(seed.data) if seed.kind == "pdf" else seed.data) for seed in [*files, *hostile]]
    small = [seed for seed in found if len(seed.data) < LARGEST]
    texts = [seed.data for seed in files if len(seed.data) < 6000]
    archives = [_archive(texts[at : at + 3]) for at in range(0, len(texts), 3)]
    saved = [_saved(seed.data) for seed in files if seed.kind == "html"]
    return [*small, Seed("pdf", plan()), *(Seed("archive", data) for data in [*archives, *saved[:4]])]


def _archive(files: Sequence[bytes]) -> bytes:
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for number, data in enumerate(files):
            archive.writestr(zipfile.ZipInfo(f"mål/{number}.html"), data)
    return made.getvalue()


def _saved(page: bytes) -> bytes:
    """A page as a browser saves it in one file."""
    head = (
        b'From: <Saved by a browser>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="part"\r\n\r\n--part\r\n'
    )
    own = b"Content-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
    return head + own + encodestring(page) + b"\r\n--part--\r\n"


def unpacked(data: bytes) -> bytes:
    """A PDF with its streams inflated, so that changes reach what they say; its table is left to PDFium to find again."""
    root = re.search(rb"/Root\s+\d+ 0 R", data)
    bodies = [b"%b 0 obj%b\nendobj\n" % (number, _inflated(body)) for number, body in _OBJECT.findall(data)]
    if not root or not bodies or b"/ObjStm" in data or b"/Encrypt" in data:
        return data
    return b"%PDF-1.7\n" + b"".join(bodies) + b"trailer\n<<" + root[0] + b">>\nstartxref\n0\n%%EOF\n"


def _inflated(body: bytes) -> bytes:
    match = _STREAM.match(body)
    if not match or b"/FlateDecode" not in match[1] or b"/FontFile" in match[1] or b"/DecodeParms" in match[1]:
        return body
    try:
        plain = zlib.decompressobj().decompress(match[2], LARGEST)
    except zlib.error:
        return body
    entries = re.sub(rb"/Filter\s*\[?\s*/FlateDecode\s*\]?|/Length \d+( 0 R)?", b"", match[1].strip())
    return b"\n" + stream(plain, entries.removeprefix(b"<<").removesuffix(b">>"))


def changed(chance: Random, pool: Sequence[Seed]) -> Seed:
    """One of the documents, changed one to six times."""
    kind = chance.choices(list(_SHARES), list(_SHARES.values()))[0]
    seed = chance.choice([one for one in pool if one.kind == kind])
    data = seed.data
    for _ in range(chance.choice((1, 1, 2, 3, 6))):
        own = _OWN[seed.kind]
        change = chance.choice(own) if own and chance.random() < 0.6 else chance.choice(_ANY)
        other = chance.choice([other for other in pool if other.kind == seed.kind] if chance.random() < 0.8 else pool)
        data = change(chance, data, other.data)[:LARGEST] or data
    return Seed(seed.kind, data)


Change = Callable[[Random, bytes, bytes], bytes]


def _span(chance: Random, data: bytes, most: int = 4000) -> tuple[int, int]:
    start = chance.randrange(len(data) + 1)
    return start, min(len(data), start + 1 + int(chance.random() ** 3 * most))


def _at(chance: Random, data: bytes, piece: bytes) -> bytes:
    place = chance.randrange(len(data) + 1)
    return data[:place] + piece + data[place:]


def _flip(chance: Random, data: bytes, _: bytes) -> bytes:
    done = bytearray(data)
    for _number in range(1 + int(chance.random() ** 4 * 60)):
        done[chance.randrange(len(done))] ^= 1 << chance.randrange(8)
    return bytes(done)


def _overwrite(chance: Random, data: bytes, _: bytes) -> bytes:
    start, end = _span(chance, data, 40)
    return (
        data[:start]
        + bytes(chance.choice((0, 10, 32, 127, 128, 160, 255, chance.randrange(256))) for _ in range(start, end))
        + data[end:]
    )


def _cut(chance: Random, data: bytes, _: bytes) -> bytes:
    return data[: chance.randrange(1, len(data) + 1)]


def _drop(chance: Random, data: bytes, _: bytes) -> bytes:
    start, end = _span(chance, data)
    return data[:start] + data[end:]


def _double(chance: Random, data: bytes, _: bytes) -> bytes:
    start, end = _span(chance, data)
    return _at(chance, data, data[start:end])


def _repeat(chance: Random, data: bytes, _: bytes) -> bytes:
    start, end = _span(chance, data, 60)
    return data[:end] + data[start:end] * chance.randrange(1, 2000) + data[end:]


def _splice(chance: Random, data: bytes, other: bytes) -> bytes:
    return data[: chance.randrange(len(data) + 1)] + other[chance.randrange(len(other) + 1) :]


def _transplant(chance: Random, data: bytes, other: bytes) -> bytes:
    start, end = _span(chance, other)
    return _at(chance, data, other[start:end])


def _swapped(pattern: "re.Pattern[bytes]") -> Change:
    """Puts what fits a pattern in one place into another, or the other way round."""

    def change(chance: Random, data: bytes, other: bytes) -> bytes:
        here = list(pattern.finditer(data))
        there = list(pattern.finditer(other)) if chance.random() < 0.3 else here
        if not here or not there:
            return data
        one, two = chance.choice(here), chance.choice(there)
        return data[: one.start()] + two[0] + data[one.end() :]

    return change


def _in_place(pattern: "re.Pattern[bytes]", pieces: Sequence[bytes]) -> Change:
    """Puts a piece in the place of what fits a pattern, or before it."""

    def change(chance: Random, data: bytes, _: bytes) -> bytes:
        here = list(pattern.finditer(data))
        piece = chance.choice(pieces)
        if not here:
            return _at(chance, data, piece)
        one = chance.choice(here)
        return data[: one.start()] + piece + data[one.start() if chance.random() < 0.4 else one.end() :]

    return change


def _recoded(chance: Random, data: bytes, _: bytes) -> bytes:
    """The text in another encoding than it says, or twice in one."""
    text = data.decode("utf-8", "replace")
    name = chance.choice(("cp1252", "latin-1", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-7", "mac-roman", "cp850"))
    return text.encode(name, "replace")


def _twice(_chance: Random, data: bytes, _: bytes) -> bytes:
    return data.decode("cp1252", "replace").encode("utf-8")


def _lines(chance: Random, data: bytes, _: bytes) -> bytes:
    """The lines in another order, joined, or over and over."""
    found = data.splitlines(keepends=True)
    start = chance.randrange(len(found) + 1)
    some = found[start : start + chance.randrange(1, 12)]
    match chance.randrange(4):
        case 0:
            chance.shuffle(some)
        case 1:
            some = [
                b"".join(some).replace(b"\n", chance.choice((b" ", b"\t", b"\x0b", b"\x0c", b"\r", b"\xc2\x85", b"\xe2\x80\xa8")))
            ]
        case 2:
            some *= chance.randrange(2, 300)
        case _:
            some = [chance.choice((b"  ", b"\t", b"> ", b"- ", b"    1. ", b"| ")) + line for line in some]
    return b"".join([*found[:start], *some, *found[start + len(some) :]])


_NUMBERS = (
    b"0",
    b"-1",
    b"1",
    b"2147483647",
    b"-2147483648",
    b"4294967296",
    b"99999999999999999999",
    b"1e38",
    b"0.00001",
    b"NaN",
    b"65536",
    b"595",
)
_PIECES = (
    b"/Filter /FlateDecode", b"/Filter [/ASCIIHexDecode /LZWDecode]", b"/Filter /RunLengthDecode", b"/Length 5 0 R", b"/Rotate 90", b"/Rotate 270",
    b"/MediaBox [0 0 1e9 1]", b"/CropBox [100 100 200 200]", b"/UserUnit 100", b"/Kids [2 0 R]", b"/Type /Pages", b"/Encoding /Identity-H",
    b"/Subtype /Type3", b"/ToUnicode 4 0 R", b"/StructParents 0", b"/OC /A BDC", b"/Contents [4 0 R 4 0 R 4 0 R]", b"endobj", b"endstream", b"stream\n",
    b">>", b"<<", b"[", b"]", b"(", b")", b"null", b"true", b"1 0 R", b"2 0 R", b"3 0 R", b"4 0 R",
)  # fmt: skip
_DRAWN = (
    b" q ", b" Q ", b" BT ", b" ET ", b" 0 0 595 842 re f ", b" 1 0 0 RG 50 50 400 300 re S ", b" 0 1 -1 0 300 300 cm ", b" 0.5 0 0 0.5 0 0 cm ",
    b" 3 Tr ", b" 500 Tc ", b" -50 Tw ", b" 0 Tz ", b" 300 Tz ", b" 90 TL T* ", b" 12 Ts ", b" /F1 0 Tf ", b" /F1 400 Tf ", b" 1 0 0 1 9e9 9e9 Tm ",
    b" 1 0 0 -1 0 842 cm ", b" 0 0 0 0 0 0 Tm ", b" /X Do ", b" /P Do ", b" (\\000\\001\\033\\255) Tj ", b" [(M) -900 (\\345) 900 (l)] TJ ", b" 1 1 1 rg ",
    b" W n ", b" 100 100 m 300 100 l S ", b" 100 90 m 100 400 l S ", b" (\xb7) Tj ", b" (1.1) Tj ", b" (85 %) Tj ", b" /H1 <</MCID 0>> BDC ", b" EMC ",
)  # fmt: skip
_MARKUP = (
    b"<table>", b"</table>", b"<tr>", b"<td rowspan=99999 colspan=1000>", b"<td>", b"</td>", b"<th colspan=0 rowspan=-1>", b"<ul><li>", b"<ol start=-5>",
    b"</li>", b"<dl><dt>", b"<dd>", b"<h1>", b"<h2>", b"</h2>", b"<h9>", b"<details><summary>", b"</details>", b"<div hidden>", b"<div aria-hidden=true>",
    b"<button aria-expanded=false aria-controls=x>", b"<div id=x role=region>", b"<svg><title>Gr\xc3\xb6n</title></svg>", b"<img alt='R\xc3\xb6d' src=x>",
    b"<script>", b"<style>.a{color:red}", b"</style>", b"<!--", b"-->", b"<![CDATA[", b"<template>", b"<noscript>", b"<iframe>", b"<plaintext>", b"<select>",
    b"<textarea>", b"<base href=x>", b"<meta charset=utf-16>", b"<meta charset=iso-8859-1>", b"<main>", b"</main>", b"</body>", b"</html>", b"<frameset>",
    b"<math><mtext>", b"<br><br>", b"<p style='display:none;color:#f00'>", b"<span class='status status--green'>", b"<a href=javascript:x()>",
)  # fmt: skip
_ENTITIES = (
    b"&", b"&amp", b"&#0;", b"&#x110000;", b"&#xD800;", b"&#27;", b"&nbsp;", b"&shy;", b"&zwj;", b"&lolz;", b"&#8232;", b"&#x202e;", b"&#133;",
    b"&CounterClockwiseContourIntegral;", b"\x00", b"\x1b[31m", b"\xff\xfe", b"\xed\xa0\x80", b"\xe2\x80\xa8", b"\xcc\x88" * 40,
)  # fmt: skip
_WORDS = (
    "Mål 1", "Uppdrag: ", "Status: Grön", "Ej påbörjat", "2023–2026", "2030", "(KS)", "85 %", "1.1.1.1.1.1.1", "§ 112", "Fyra av sex mål uppnås.",
    "ska", "Kommunfullmäktige", "Ansvarig: ", "Indikator", "Utfall 2023", "Målvärde", "– ", "• ", "| a | b |\n|---|---|\n", "# ", "## ", "```\n", "\t\t",
    "Innehåll ........ 3", "2024-02-30", "31 juni", "99999999999999999999 %", "1 000 000 000 kr", "≥ 5", "↗", "😊", "🔴", "\u200b", "\u00ad", "ﬁ", "Å", "İ", "ß",
    "\x00", "\x1b[2J", "\x85", "\u2028", "\ufeff", "\ufffe", "\U0010ffff", "\u202e", "-\n", "(((((((", "))))))", "…" * 30, "." * 60, "_" * 60, "1 " * 40,
)  # fmt: skip
_TEXTS = tuple(word.encode() for word in _WORDS)
_PLACE = re.compile(rb"[ \n]")
_ANY: tuple[Change, ...] = (_flip, _overwrite, _cut, _drop, _double, _repeat, _splice, _transplant)
_OWN: dict[str, tuple[Change, ...]] = {
    "pdf": (
        _swapped(_NUMBER), _in_place(_NUMBER, _NUMBERS), _swapped(_NAME), _in_place(_NAME, _PIECES), _swapped(_LINES), _swapped(_OBJECT),
        _in_place(_OPERATOR, _DRAWN), _swapped(_OPERATOR), _in_place(_OPERATOR, _DRAWN),
    ),
    "html": (_swapped(_TAG), _in_place(_TAG, _MARKUP), _in_place(_PLACE, _ENTITIES), _in_place(_PLACE, _TEXTS), _recoded, _twice, _lines),
    "text": (_lines, _lines, _in_place(_PLACE, _TEXTS), _in_place(_PLACE, _ENTITIES), _swapped(_LINES), _recoded, _twice),
    "archive": (_lines, _in_place(_PLACE, _TEXTS)),
}  # fmt: skip
