"""Hostile and damaged PDFs, all made by code: each with the exit codes that are right for it, and what must come out.

Where a file still holds a whole page, that page must be read (``has``); what no page shows must not (``lacks``).
"""

import random
import zlib
from collections.abc import Callable, Iterable
from functools import cache
from typing import NamedTuple

from raw_pdf import Pdf, lines, locked, stream, zeros

HAS = "Alla barn ska kunna simma"
GOAL = ("Tallviks kommun", "Målprogram 2023–2026", "Mål 1", HAS + ".")
READ, DAMAGED, LOCKED, NO_TEXT, REFUSED = (frozenset({code}) for code in (0, 3, 4, 5, 6))
ANY = READ | DAMAGED | NO_TEXT | REFUSED
FLATE = b"/Filter /FlateDecode"
GIB = 1 << 30


class Case(NamedTuple):
    """A file, the exit codes that are right, words that the result must hold, and words that it must not."""

    make: Callable[[], bytes]
    codes: frozenset[int] = READ
    has: str = ""
    lacks: str = ""


CASES: dict[str, Case] = {}
Make = Callable[[], bytes]


def case(codes: frozenset[int] = READ, has: str = "", lacks: str = "") -> Callable[[Make], Make]:
    """Put the file that a function makes among the cases, under the function's name."""

    def put(make: Make) -> Make:
        CASES[make.__name__] = Case(make, codes, has, lacks)
        return make

    return put


def good(made: Pdf) -> Pdf:
    """The file with one more page, which is whole."""
    made.page(lines(*GOAL))
    return made


def with_good(content: bytes, resources: bytes = b"", **entries: bytes) -> bytes:
    """A file of a page with this content and a page that is whole."""
    made = Pdf()
    made.page(content, resources=resources, **entries)
    return good(made).whole()


@cache
def plan() -> bytes:
    """A whole plan of six pages with a table, bookmarks and a picture, which the damaged ones are made of."""
    made = Pdf(catalogue=b"/Outlines 4 0 R")
    made.add(b"")
    picture = made.stream(
        bytes(range(256)) * 3, b"/Type /XObject /Subtype /Image /Width 16 /Height 16 /ColorSpace /DeviceRGB /BitsPerComponent 8"
    )
    for number in range(1, 7):
        text = lines(
            *GOAL[:2], f"Mål {number}", HAS + ".", "Uppdrag: Ta fram en plan för badhuset (KS)", "Bakgrund " + "ord " * 15
        )
        grid = b" ".join(b"72 %d 300 20 re S" % (500 - 20 * row) for row in range(5)) + b" 172 420 m 172 520 l S "
        cells = b" ".join(
            b"BT /F1 9 Tf %d %d Td (%s) Tj ET" % (76 + 100 * column, 506 - 20 * row, word)
            for row in range(5)
            for column, word in enumerate((b"Andel", b"85 %"))
        )
        shown = b" q 60 0 0 60 400 700 cm /P Do Q"
        made.page(
            made.stream(zlib.compress(text + b" " + grid + cells + shown), FLATE), resources=b"/XObject <</P %d 0 R>>" % picture
        )
    first = made.next
    for place, page in enumerate(made.kids):
        after = b"/Next %d 0 R" % (first + place + 1) if place < 5 else b""
        made.add(b"<</Title (Mal %d) /Parent 4 0 R /Dest [%d 0 R /Fit] %s>>" % (place + 1, page, after))
    made.objects[3] = b"<</Type /Outlines /First %d 0 R /Last %d 0 R /Count 6>>" % (first, first + 5)
    return made.whole()


def truncated(percent: int) -> bytes:
    """The plan without its end."""
    return plan()[: len(plan()) * percent // 100]


def flipped(seed: int) -> bytes:
    """The plan with some of its bytes changed."""
    chance, data = random.Random(seed), bytearray(plan())  # noqa: S311 - the same each time
    for _ in range(2 ** chance.randrange(9)):
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    return bytes(data)


# --- cross-references ------------------------------------------------------------------------------------------------


@case(has=HAS)
def prev_is_itself() -> bytes:
    data = good(Pdf()).whole(b"/Prev 0000000000")
    return data.replace(b"/Prev 0000000000", b"/Prev %010d" % data.rindex(b"xref\n0"))


@case(ANY)
def two_xref_streams_that_name_each_other() -> bytes:
    made = good(Pdf())
    body = made.whole()
    body = body[: body.rindex(b"xref\n0")]
    places: list[int] = []
    for other in (0, 1):
        places.append(len(body))
        prev = b"/Prev %010d" % (0 if other == 0 else places[0])
        entries = b"/Type /XRef /Size 20 /W [1 4 1] /Root 1 0 R " + prev
        body += b"%d 0 obj\n" % (made.next + other) + stream(bytes(6 * 20), entries) + b"\nendobj\n"
    body = body.replace(b"/Prev 0000000000", b"/Prev %010d" % places[1])
    return body + b"startxref\n%d\n%%%%EOF\n" % places[1]


@case(READ, has=HAS)
def startxref_beyond_the_end() -> bytes:
    head, _, _ = good(Pdf()).whole().rpartition(b"startxref")
    return head + b"startxref\n99999999999999999999\n%%EOF\n"


@case(READ, has=HAS)
def startxref_below_zero() -> bytes:
    head, _, _ = good(Pdf()).whole().rpartition(b"startxref")
    return head + b"startxref\n-5\n%%EOF\n"


@case(ANY)
def xref_with_a_billion_entries() -> bytes:
    return good(Pdf()).whole().replace(b"xref\n0 5", b"xref\n0 999999999").replace(b"/Size 6", b"/Size 999999999")


@case(ANY)
def xref_stream_of_widths_zero_and_a_billion_entries() -> bytes:
    made = good(Pdf())
    data = made.whole()
    body = data[: data.rindex(b"xref\n0")]
    entries = b"/Type /XRef /Size 2147483647 /Index [0 2147483647] /W [0 0 0] /Root 1 0 R"
    return body + b"90 0 obj\n" + stream(b"", entries) + b"\nendobj\nstartxref\n%d\n%%%%EOF\n" % len(body)


@case(READ, has=HAS)
def every_xref_entry_is_wrong() -> bytes:
    data = good(Pdf()).whole()
    at = data.rindex(b"xref\n0")
    return data[:at] + data[at:].replace(b"00000 n", b"00007 n").replace(b"0000000", b"0000003")


@case(ANY)
def object_stream_that_extends_itself() -> bytes:
    return _object_stream(b"/Extends 90 0 R")


@case(ANY)
def object_stream_that_holds_itself() -> bytes:
    return _object_stream(b"", inner=90)


def _object_stream(entries: bytes, inner: int = 91) -> bytes:
    made = good(Pdf())
    data = made.whole()
    body, held = data[: data.rindex(b"xref\n0")], b"%d 0 <</Type /Font>>" % inner
    places = [len(body)]
    body += b"90 0 obj\n" + stream(held, b"/Type /ObjStm /N 1 /First %d %s" % (held.index(b"<"), entries)) + b"\nendobj\n"
    places.append(len(body))
    rows = b"".join(bytes([1]) + body.index(b"%d 0 obj" % number).to_bytes(4, "big") + b"\0" for number in range(1, made.next))
    rows += bytes([1]) + places[0].to_bytes(4, "big") + b"\0" if inner != 90 else b"\2" + (90).to_bytes(4, "big") + b"\0"
    rows += b"\2" + (90).to_bytes(4, "big") + b"\0"
    entries = b"/Type /XRef /Size 93 /Index [1 %d 90 2] /W [1 4 1] /Root 1 0 R" % (made.next - 1)
    return body + b"92 0 obj\n" + stream(rows, entries) + b"\nendobj\nstartxref\n%d\n%%%%EOF\n" % places[1]


# --- the page tree ---------------------------------------------------------------------------------------------------


def _tree(kids: bytes, count: int, more: bytes = b"") -> bytes:
    made = good(Pdf())
    made.add(b"<</Type /Pages /Parent 2 0 R /Kids [2 0 R] /Count 1>>")
    return made.whole(tree=b"<</Type /Pages /Kids [%s] /Count %d %s>>" % (kids, count, more))


@case(ANY, has=HAS)
def page_tree_that_holds_itself() -> bytes:
    return _tree(b"5 0 R 2 0 R 6 0 R", 3)


@case(ANY)
def page_tree_that_is_its_own_only_kid() -> bytes:
    return _tree(b"2 0 R", 1)


@case(ANY)
def page_tree_with_its_ancestor_as_kid() -> bytes:
    return _tree(b"6 0 R", 1, b"/Parent 6 0 R")


@case(ANY, has=HAS)
def page_tree_that_counts_two_billion() -> bytes:
    return _tree(b"5 0 R", 2**31 - 1)


@case(ANY)
def page_tree_that_counts_more_than_an_integer() -> bytes:
    return _tree(b"5 0 R", 2**31)


@case(ANY)
def page_tree_that_counts_below_zero() -> bytes:
    return _tree(b"5 0 R", -7)


@case(ANY)
def page_tree_ten_thousand_deep() -> bytes:
    made = good(Pdf())
    start, deep = made.next, 10_000
    for level in range(deep):
        made.add(
            b"<</Type /Pages /Kids [%d 0 R] /Count 1 /Parent %d 0 R>>"
            % (start + level + 1 if level < deep - 1 else 5, start + level - 1)
        )
    return made.whole(tree=b"<</Type /Pages /Kids [%d 0 R] /Count 1>>" % start)


@case(NO_TEXT | REFUSED)
def a_hundred_thousand_empty_pages() -> bytes:
    made = Pdf()
    made.page()
    made.kids *= 100_000
    return made.whole()


@case(READ | REFUSED)
def a_hundred_thousand_pages_with_text() -> bytes:
    made = good(Pdf())
    made.kids *= 100_000
    return made.whole()


@case(READ, has=HAS)
def a_page_that_is_none() -> bytes:
    made = good(Pdf())
    made.kids += [3, 4, 999, 2]
    return made.whole()


# --- lengths and bombs -----------------------------------------------------------------------------------------------


def _length(said: bytes) -> bytes:
    made = good(Pdf())
    made.page(made.stream(lines("Mål 2", "Alla ska kunna cykla."), length=said))
    return made.whole()


for _name, _said in {
    "zero": b"0", "below_zero": b"-20", "too_long": b"99999", "too_short": b"7", "of_two_billion": b"2147483647",
    "of_more_than_an_integer": b"99999999999999999999", "that_is_itself": b"6 0 R", "that_is_no_number": b"/Many",
}.items():  # fmt: skip
    CASES[f"length_{_name}"] = Case(lambda said=_said: _length(said), READ, HAS)  # type: ignore[misc]


def _bomb(data: bytes, filters: bytes) -> bytes:
    made = good(Pdf())
    made.page(made.stream(data, filters))
    return made.whole()


@case(ANY)
def a_gibibyte_of_zeros() -> bytes:
    return _bomb(zeros(GIB), FLATE)


@case(ANY)
def flate_in_flate_in_flate() -> bytes:
    return _bomb(zlib.compress(zlib.compress(zeros(4 * GIB))), b"/Filter [/FlateDecode /FlateDecode /FlateDecode]")


@case(ANY)
def a_thousand_filters() -> bytes:
    return _bomb(lines(*GOAL).hex().encode() + b">", b"/Filter [%s]" % (b"/ASCIIHexDecode " * 1000))


@case(ANY)
def predictor_with_two_billion_columns() -> bytes:
    return _bomb(
        zlib.compress(lines(*GOAL)),
        FLATE + b" /DecodeParms <</Predictor 12 /Columns 2147483647 /Colors 32 /BitsPerComponent 16>>",
    )


@case(ANY)
def a_bomb_of_operators() -> bytes:
    return _bomb(_repeated(b"q 1 0 0 1 0 0 cm Q\n", GIB // 16), FLATE)


@case(ANY)
def a_bomb_of_open_brackets() -> bytes:
    return _bomb(_repeated(b"[", GIB // 16), FLATE)


@case(ANY)
def a_bomb_in_one_string() -> bytes:
    return _bomb(_repeated(b"A", GIB // 16, b"BT /F1 9 Tf (", b") Tj ET"), FLATE)


def _repeated(unit: bytes, size: int, head: bytes = b"", end: bytes = b"") -> bytes:
    """``unit`` over and over, deflated."""
    packer, block = zlib.compressobj(1), unit * (1 + (1 << 20) // len(unit))
    out = [packer.compress(head)] + [packer.compress(block) for _ in range(size // len(block))]
    return b"".join([*out, packer.compress(end), packer.flush()])


@case(ANY)
def bomb_in_an_object_stream() -> bytes:
    made = good(Pdf())
    made.stream(zeros(GIB), FLATE + b" /Type /ObjStm /N 100000000 /First 1000000000")
    return made.whole()


@case(READ | REFUSED)
def bomb_in_the_map_of_a_font() -> bytes:
    made = Pdf()
    bomb = made.stream(zeros(GIB), FLATE)
    font = made.add(b"<</Type /Font /Subtype /Type1 /BaseFont /Helvetica /ToUnicode %d 0 R>>" % bomb)
    made.page(lines("Mål 2").replace(b"/F1", b"/F2"), resources=b"/Font <</F1 3 0 R /F2 %d 0 R>>" % font)
    return good(made).whole()


@case(READ | REFUSED)
def bomb_in_a_font_file() -> bytes:
    made = Pdf()
    bomb = made.stream(zeros(GIB), FLATE + b" /Length1 1073741824")
    described = made.add(b"<</Type /FontDescriptor /FontName /Bomb /Flags 32 /FontFile2 %d 0 R>>" % bomb)
    font = made.add(b"<</Type /Font /Subtype /TrueType /BaseFont /Bomb /FontDescriptor %d 0 R>>" % described)
    made.page(lines("Mål 2").replace(b"/F1", b"/F2"), resources=b"/Font <</F1 3 0 R /F2 %d 0 R>>" % font)
    return good(made).whole()


# --- pages -----------------------------------------------------------------------------------------------------------


for _name, _box in {
    "of_a_billion_points": b"[0 0 1e9 1000000000]", "that_is_no_number": b"[0 0 NaN nan]", "inverted": b"[595 842 0 0]",
    "of_no_size": b"[0 0 0 0]", "of_one_number": b"[7]", "of_names": b"[/A /B /C /D]", "far_away": b"[1000000000 1000000000 1000000595 1000000842]",
    "beyond_a_float": b"[-99999999999999999999999999999999999999999999 0 99999999999999999999999999999999999999999999 842]",
}.items():  # fmt: skip
    CASES[f"media_box_{_name}"] = Case(lambda box=_box: with_good(lines("Mål 2"), box=box), READ, HAS)  # type: ignore[misc]


@case(READ, has=HAS)
def page_rotated_by_anything() -> bytes:
    made = Pdf()
    for turn in (b"90", b"-90", b"45", b"2147483647", b"/Left", b"1e30"):
        made.page(lines("Mål 2"), entries=b"/Rotate " + turn)
    return good(made).whole()


@case(READ, has=HAS)
def user_unit_of_a_million() -> bytes:
    return with_good(lines("Mål 2"), entries=b"/UserUnit 1000000")


def _many(count: int, word: bytes = b"ord") -> bytes:
    return b"".join(
        b"BT /F1 1 Tf %d %d Td (%s) Tj ET\n" % (20 + 3 * (place % 180), 10 + place // 180 % 820, word) for place in range(count)
    )


@case(READ | REFUSED, has=HAS)
def a_million_glyphs_on_a_page() -> bytes:
    return with_good(_many(250_000, b"abcd"))


@case(READ | REFUSED, has=HAS)
def a_million_glyphs_in_lines() -> bytes:
    return with_good(b"BT /F1 0.5 Tf 0.5 TL 10 830 Td " + (b"(%s) Tj T*\n" % (b"ordet " * 150)) * 1100 + b"ET")


@case(READ | REFUSED, has=HAS)
def fifty_thousand_words_in_no_order() -> bytes:
    chance = random.Random(1)  # noqa: S311
    return with_good(
        b"".join(
            b"BT /F1 %d Tf %d %d Td (ord%d) Tj ET\n" % (chance.randrange(1, 30), chance.randrange(595), chance.randrange(842), n)
            for n in range(50_000)
        )
    )


@case(READ | REFUSED, has=HAS)
def thirty_thousand_single_letters() -> bytes:
    return with_good(
        b"".join(
            b"BT /F1 3 Tf %g %d Td (%c) Tj ET\n" % (10 + 5 * (n % 110), 830 - 3 * (n // 110), 65 + n % 26) for n in range(30_000)
        )
    )


@case(READ | REFUSED, has=HAS)
def fifty_thousand_turned_words() -> bytes:
    return with_good(
        b"".join(b"BT /F1 3 Tf 0 1 -1 0 %d %d Tm (ord) Tj ET\n" % (10 + n % 570, 10 + n // 570 * 8) for n in range(50_000))
    )


@case(READ | REFUSED, has=HAS)
def a_word_of_a_million_letters() -> bytes:
    return with_good(b"BT /F1 12 Tf 72 700 Td (" + b"a" * 1_000_000 + b") Tj ET")


@case(READ | REFUSED, has=HAS)
def a_word_of_a_million_digits_and_letters() -> bytes:
    return with_good(b"BT /F1 0.001 Tf 72 700 Td (" + b"a1.B-" * 200_000 + b") Tj ET")


@case(READ | REFUSED, has=HAS)
def a_hundred_thousand_rectangles() -> bytes:
    return with_good(b"".join(b"%d %d 100 50 re S\n" % (n % 480, n * 7 % 780) for n in range(100_000)))


@case(READ | REFUSED, has=HAS)
def a_hundred_thousand_grounds() -> bytes:
    return with_good(
        b"".join(b"0.%d 0.2 0.7 rg %g %g 18 12 re f\n" % (n % 9 + 1, n * 13 % 560, n * 7 % 800) for n in range(100_000))
    )


@case(READ | REFUSED, has=HAS)
def four_thousand_grounds_with_text() -> bytes:
    grounds = b"".join(b"0.%d 0.2 0.7 rg %g %g 60 12 re f\n" % (n % 9 + 1, n * 13 % 530, n * 7 % 800) for n in range(3900))
    return with_good(grounds + b"0 g " + _many(4000))


@case(READ | REFUSED, has=HAS)
def a_hundred_thousand_lines() -> bytes:
    chance = random.Random(2)  # noqa: S311
    return with_good(
        b"".join(
            b"%d %d m %d %d l S\n" % ((x, y, x + chance.randrange(300), y) if n % 2 else (x, y, x, y + chance.randrange(300)))
            for n in range(100_000)
            for x, y in [(chance.randrange(590), chance.randrange(840))]
        )
    )


@case(READ | REFUSED, has=HAS)
def a_grid_of_four_hundred_by_four_hundred() -> bytes:
    level = b"".join(b"10 %g m 590 %g l S\n" % (10 + 2 * n, 10 + 2 * n) for n in range(400))
    upright = b"".join(b"%g 10 m %g 810 l S\n" % (10 + 1.45 * n, 10 + 1.45 * n) for n in range(400))
    return with_good(level + upright + _many(3000))


@case(READ | REFUSED, has=HAS)
def a_grid_with_thirty_columns_of_a_hundred_rows() -> bytes:
    level = b"".join(b"10 %g m 590 %g l S\n" % (10 + 8 * n, 10 + 8 * n) for n in range(101))
    upright = b"".join(b"%g 10 m %g 810 l S\n" % (10 + 19 * n, 10 + 19 * n) for n in range(31))
    return with_good(level + upright + _many(6000))


@case(READ | REFUSED, has=HAS)
def a_path_of_a_million_segments() -> bytes:
    return with_good(b"0 0 m " + b"".join(b"%d %d l\n" % (n % 595, n % 842) for n in range(1_000_000)) + b"S")


@case(READ | REFUSED, has=HAS)
def a_path_of_a_hundred_thousand_rectangles() -> bytes:
    return with_good(b"".join(b"%d %d 9 9 re\n" % (n % 595, n * 7 % 842) for n in range(100_000)) + b"f")


@case(READ | REFUSED, has=HAS)
def ten_thousand_paths_of_ninety_rectangles() -> bytes:
    return with_good((b"".join(b"%d %d 9 9 re " % (n * 5, n * 7) for n in range(90)) + b"f\n") * 3900)


@case(READ | REFUSED, has=HAS)
def a_hundred_thousand_clips() -> bytes:
    return with_good(b"0 0 595 842 re W n 5 5 500 500 re W n " * 50_000 + b"72 72 10 10 re f")


@case(READ | REFUSED, has=HAS)
def four_thousand_shapes_each_behind_more_clips() -> bytes:
    return with_good(b"5 5 500 500 re W n 9 9 30 20 re f " * 3900)


@case(READ | REFUSED, has=HAS)
def a_hundred_thousand_saved_states() -> bytes:
    return with_good(b"q " * 100_000 + lines("Mål 2") + b" Q" * 200_000)


@case(READ | REFUSED, has=HAS)
def text_in_all_directions() -> bytes:
    from math import cos, radians, sin

    return with_good(
        b"".join(
            b"BT /F1 9 Tf %g %g %g %g 300 400 Tm (Riktning %d) Tj ET\n" % (cos(a), sin(a), -sin(a), cos(a), n)
            for n in range(360)
            for a in [radians(n)]
        )
    )


@case(READ, has=HAS)
def letters_of_no_size() -> bytes:
    return with_good(
        b"BT /F1 0 Tf 72 700 Td (Mal 2) Tj /F1 -12 Tf (Mal 3) Tj /F1 1e38 Tf (Mal 4) Tj 0 0 0 0 72 600 Tm (Mal 5) Tj ET"
    )


@case(READ, has=HAS)
def matrices_that_are_no_numbers() -> bytes:
    shows = b"BT /F1 12 Tf NaN nan inf -inf 1e999 72 Tm (Mal 2) Tj 99999999999999999999999999999999999999999999 0 0 99999999999999999999999999999999999999999999 0 0 Tm (Mal 3 har ord) Tj ET "
    grown = (
        b"q "
        + b"1e18 0 0 1e18 0 0 cm 100000000000000000000 0 0 100000000000000000000 3e38 3e38 cm " * 3
        + b"BT /F1 9 Tf (Mal 4) Tj ET 0 0 10 10 re f 1 0 0 RG 0 0 m 5 5 l S Q"
    )
    return with_good(shows + grown)


@case(READ, has=HAS)
def text_far_outside_the_page() -> bytes:
    return with_good(b"BT /F1 12 Tf 9999999 9999999 Td (Mal 2) Tj -99999999999 0 Td (Mal 3) Tj ET")


# --- fonts, forms, pictures ------------------------------------------------------------------------------------------


def _font(
    body: bytes, text: bytes = b"BT /F2 12 Tf 72 700 Td <00410042004300440045> Tj ET", codes: frozenset[int] = READ
) -> Case:
    def make() -> bytes:
        made = Pdf()
        font = made.add(body)
        made.page(text, resources=b"/Font <</F1 3 0 R /F2 %d 0 R>>" % font)
        return good(made).whole()

    return Case(make, codes, HAS)


_CID = b"[<</Type /Font /Subtype /CIDFontType2 /BaseFont /Okand /CIDSystemInfo <</Registry (Adobe) /Ordering (Identity) /Supplement 0>>>>]"
CASES |= {
    "font_without_mapping": _font(b"<</Type /Font /Subtype /Type0 /BaseFont /Okand /Encoding /Identity-H /DescendantFonts %s>>" % _CID),
    "font_that_is_its_own_descendant": _font(b"<</Type /Font /Subtype /Type0 /BaseFont /X /Encoding /Identity-H /DescendantFonts [4 0 R]>>"),
    "font_that_encodes_by_itself": _font(b"<</Type /Font /Subtype /Type1 /BaseFont /X /Encoding 4 0 R /ToUnicode 4 0 R>>"),
    "font_without_anything": _font(b"<<>>"),
    "font_named_by_control_characters": _font(b"<</Type /Font /Subtype /Type1 /BaseFont /A#00#1b#5b31m#ff#fe>>", b"BT /F2 12 Tf 72 700 Td (Mal 2) Tj ET"),
    "font_with_a_huge_range_of_widths": _font(b"<</Type /Font /Subtype /TrueType /BaseFont /X /FirstChar -2147483648 /LastChar 2147483647 /Widths [1e38 -5]>>"),
}  # fmt: skip


@case(READ, has=HAS)
def font_whose_letters_draw_themselves() -> bytes:
    made = Pdf()
    glyph = made.stream(b"500 0 d0 BT /F2 12 Tf (aa) Tj ET 0 0 9 9 re f")
    body = b"<</Type /Font /Subtype /Type3 /FontBBox [0 0 9 9] /FontMatrix [.1 0 0 .1 0 0] /CharProcs <</a %d 0 R>> /FirstChar 97 /LastChar 97 /Widths [500] /Encoding <</Differences [97 /a]>> /Resources <</Font <</F2 %d 0 R>>>>>>"
    font = made.add(body % (glyph, made.next))
    made.page(b"BT /F2 12 Tf 72 700 Td (aaaa) Tj ET", resources=b"/Font <</F1 3 0 R /F2 %d 0 R>>" % font)
    return good(made).whole()


_FORM = b"/Type /XObject /Subtype /Form /BBox [0 0 595 842] "


def _forms(*bodies: Callable[[int], tuple[bytes, bytes]]) -> bytes:
    """A page that draws the first of these forms; each is told its number and gives its content and its resources."""
    made = Pdf()
    first = made.next
    for body in bodies:
        content, resources = body(made.next)
        made.stream(content, _FORM + b"/Resources <</Font <</F1 3 0 R>> /XObject <<%s>>>>" % resources)
    made.page(lines("Mål 2") + b" /X Do", resources=b"/XObject <</X %d 0 R>>" % first)
    return good(made).whole()


@case(READ, has=HAS)
def form_that_draws_itself() -> bytes:
    return _forms(lambda own: (b"/X Do " + lines("Mål 3"), b"/X %d 0 R" % own))


@case(READ | REFUSED, has=HAS)
def two_forms_that_draw_each_other() -> bytes:
    return _forms(lambda own: (b"/X Do /X Do", b"/X %d 0 R" % (own + 1)), lambda own: (b"/X Do /X Do", b"/X %d 0 R" % (own - 1)))


def _nested(depth: int, times: int) -> bytes:
    inner = [lambda own: (b"/X Do " * times, b"/X %d 0 R" % (own + 1))] * depth
    return _forms(*inner, lambda _: (lines("Mål 3"), b""))


@case(READ | REFUSED, has=HAS)
def forms_ten_thousand_deep() -> bytes:
    return _nested(10_000, 1)


@case(READ | REFUSED)
def forms_that_draw_the_next_one_ten_times() -> bytes:
    return _nested(12, 10)


@case(READ | REFUSED)
def a_hundred_thousand_forms_of_ten_shapes() -> bytes:
    return _forms(lambda own: (b"/X Do " * 20_000, b"/X %d 0 R" % (own + 1)), lambda _: (b"5 5 9 9 re f " * 10, b""))


def _picture(entries: bytes, data: bytes = b"\xff" * 64, place: bytes = b"q 12 0 0 12 72 700 cm /P Do Q") -> Case:
    def make() -> bytes:
        made = Pdf()
        picture = made.stream(data, b"/Type /XObject /Subtype /Image " + entries)
        made.page(lines("Mål 2") + b" " + place, resources=b"/XObject <</P %d 0 R>>" % picture)
        return good(made).whole()

    return Case(make, READ | REFUSED, HAS)


CASES |= {
    "picture_of_two_billion_points": _picture(b"/Width 2147483647 /Height 2147483647 /ColorSpace /DeviceRGB /BitsPerComponent 8"),
    "picture_of_sixty_thousand_squared": _picture(b"/Width 60000 /Height 60000 /ColorSpace /DeviceGray /BitsPerComponent 8"),
    "picture_of_thirty_thousand_squared_deflated": _picture(
        b"/Width 30000 /Height 30000 /ColorSpace /DeviceRGB /BitsPerComponent 8 " + FLATE, zeros(1 << 28)
    ),
    "picture_of_no_size": _picture(b"/Width 0 /Height -5 /ColorSpace /DeviceRGB /BitsPerComponent 8"),
    "picture_masked_by_itself": _picture(b"/Width 8 /Height 8 /ColorSpace /DeviceGray /BitsPerComponent 8 /SMask 4 0 R /Mask 4 0 R"),
    "picture_in_colours_of_itself": _picture(b"/Width 8 /Height 8 /ColorSpace [/Indexed 4 0 R 255 4 0 R] /BitsPerComponent 8"),
    "picture_of_a_broken_jpeg": _picture(b"/Width 8 /Height 8 /ColorSpace /DeviceRGB /BitsPerComponent 8 /Filter /DCTDecode", b"\xff\xd8\xff\xe0"),
    "picture_of_a_broken_jpeg_2000": _picture(b"/Width 8 /Height 8 /Filter /JPXDecode", b"\0\0\0\x0cjP  \r\n\x87\n" + b"\xff" * 50),
    "a_hundred_thousand_pictures": _picture(
        b"/Width 8 /Height 8 /ColorSpace /DeviceGray /BitsPerComponent 8", place=b"q 12 0 0 12 72 700 cm /P Do Q " * 100_000
    ),
    "a_thousand_large_icons": _picture(
        b"/Width 2000 /Height 2000 /ColorSpace /DeviceRGB /BitsPerComponent 8 " + FLATE, zeros(1 << 24), place=b"q 12 0 0 12 72 700 cm /P Do Q " * 1000
    ),
}  # fmt: skip


# --- nesting ---------------------------------------------------------------------------------------------------------

_DEEP = 100_000


@case(ANY)
def arrays_a_hundred_thousand_deep() -> bytes:
    return with_good(lines("Mål 2"), entries=b"/Deep " + b"[" * _DEEP + b"]" * _DEEP)


@case(ANY)
def dictionaries_a_hundred_thousand_deep() -> bytes:
    return with_good(lines("Mål 2"), entries=b"/Deep " + b"<</D " * _DEEP + b"1" + b">>" * _DEEP)


@case(ANY)
def arrays_deep_in_the_trailer() -> bytes:
    return good(Pdf()).whole(b"/Deep " + b"[" * _DEEP + b"]" * _DEEP)


@case(READ, has=HAS)
def arrays_deep_in_the_content() -> bytes:
    return with_good(b"[" * _DEEP + b"]" * _DEEP + b" TJ " + b"<</D " * _DEEP + b">>" * _DEEP + b" BDC " + lines("Mål 2"))


@case(READ | REFUSED, has=HAS)
def marked_content_a_hundred_thousand_deep() -> bytes:
    return with_good(b"/P <</MCID 0>> BDC " * _DEEP + lines("Mål 2") + b" EMC" * _DEEP)


@case(ANY)
def references_that_lead_to_references() -> bytes:
    made = good(Pdf())
    for _ in range(10_000):
        made.add(b"%d 0 R" % (made.next + 1))
    made.add(b"6 0 R")
    made.kids.append(6)
    return made.whole(b"/Info 6 0 R")


# --- what would be run, opened, or named ------------------------------------------------------------------------------

ATTACHED = "Bilagans hemliga mål"


@case(READ, has=HAS, lacks=ATTACHED)
def scripts_and_attachments() -> bytes:
    script = b"<</S /JavaScript /JS (app.alert\\(1\\); this.exportDataObject\\({cName: 'a', nLaunch: 2}\\);)>>"
    launch = b"<</S /Launch /F (touch) /Win <</F (cmd.exe)>> /Next <</S /URI /URI (https://tallvik.example/)>>>>"
    made = Pdf(
        catalogue=b"/OpenAction %s /AA <</WC %s>> /Names <</JavaScript <</Names [(a) %s]>> /EmbeddedFiles <</Names [(a) 5 0 R]>>>>"
        % (script, launch, script)
    )
    inner = made.stream(ATTACHED.encode("cp1252"), b"/Type /EmbeddedFile")
    made.add(b"<</Type /Filespec /F (mal.txt) /UF (../../mal.txt) /EF <</F %d 0 R>>>>" % inner)
    note = made.add(b"<</Type /Annot /Subtype /FileAttachment /Rect [0 0 9 9] /FS 5 0 R /A %s>>" % launch)
    made.page(lines(*GOAL), entries=b"/Annots [%d 0 R] /AA <</O %s>>" % (note, script))
    return made.whole()


def _bookmarks(item: Callable[[int, int], bytes], count: int) -> bytes:
    made = Pdf(catalogue=b"/Outlines 4 0 R /PageMode /UseOutlines")
    made.add(b"<</Type /Outlines /First 5 0 R /Last 5 0 R /Count %d>>" % count)
    for number in range(count):
        made.add(item(made.next, number))
    return good(made).whole()


@case(READ | REFUSED, has=HAS)
def fifty_thousand_bookmarks() -> bytes:
    return _bookmarks(lambda own, n: b"<</Title (Mal %d) /Parent 4 0 R /Next %d 0 R>>" % (n, own + 1), 50_000)


@case(READ | REFUSED, has=HAS)
def fifty_thousand_bookmarks_deep() -> bytes:
    return _bookmarks(lambda own, n: b"<</Title (Mal %d) /Parent %d 0 R /First %d 0 R /Count 1>>" % (n, own - 1, own + 1), 50_000)


@case(READ, has=HAS)
def bookmarks_in_a_loop() -> bytes:
    return _bookmarks(lambda own, n: b"<</Title (Mal %d) /Parent 4 0 R /Next 5 0 R /First %d 0 R>>" % (n, own), 3)


@case(READ | REFUSED, has=HAS)
def bookmarks_in_a_net() -> bytes:
    return _bookmarks(lambda own, n: b"<</Title (Mal %d) /First %d 0 R /Next %d 0 R>>" % (n, own + 1, own + 1), 3000)


@case(READ, has=HAS)
def bookmark_with_a_title_of_a_megabyte() -> bytes:
    return _bookmarks(lambda _own, _n: b"<</Title (%s) /Parent 4 0 R /Dest [99999 /XYZ nan nan nan]>>" % (b"Mal " * 250_000), 1)


@case(READ, has=HAS)
def bookmark_that_leads_to_itself() -> bytes:
    return _bookmarks(
        lambda own, _n: b"<</Title <FEFFD800DC000041D8000000001B> /Dest %d 0 R /A <</S /GoTo /D %d 0 R>>>>" % (own, own), 1
    )


def _tagged(elements: Iterable[bytes]) -> bytes:
    made = Pdf(catalogue=b"/MarkInfo <</Marked true>> /StructTreeRoot 4 0 R")
    made.add(b"<</Type /StructTreeRoot /K [5 0 R] /ParentTree <</Nums [0 [5 0 R 5 0 R]]>>>>")
    for element in elements:
        made.add(element)
    made.page(b"/H1 <</MCID 0>> BDC " + lines(*GOAL) + b" EMC", entries=b"/StructParents 0")
    return made.whole()


@case(READ, has=HAS)
def tags_in_a_loop() -> bytes:
    return _tagged(
        [
            b"<</Type /StructElem /S /Sect /P 4 0 R /K [5 0 R 6 0 R 0]>>",
            b"<</Type /StructElem /S /H1 /P 5 0 R /K [5 0 R 6 0 R 0]>>",
        ]
    )


@case(READ, has=HAS)
def tags_that_are_their_own_parents() -> bytes:
    return _tagged(
        [b"<</Type /StructElem /S /H1 /P 6 0 R /Pg 7 0 R /K 0>>", b"<</Type /StructElem /S /Sect /P 5 0 R /K [5 0 R]>>"]
    )


@case(READ | REFUSED, has=HAS)
def tags_in_a_net() -> bytes:
    return _tagged(b"<</Type /StructElem /S /Sect /P %d 0 R /K [%d 0 R %d 0 R 0]>>" % (4 + n, 6 + n, 6 + n) for n in range(60))


@case(READ | REFUSED, has=HAS)
def tags_fifty_thousand_deep() -> bytes:
    return _tagged(b"<</Type /StructElem /S /Sect /P %d 0 R /K [%d 0 R]>>" % (4 + n, 6 + n) for n in range(50_000))


@case(READ, has=HAS)
def roles_mapped_in_a_loop() -> bytes:
    data = _tagged([b"<</Type /StructElem /S /A /P 4 0 R /K 0>>"])
    return data.replace(b"/K [5 0 R] /P", b"/RoleMap <</A /B /B /A>> /K [5 0 R] /P")


def _info(title: bytes) -> Case:
    def make() -> bytes:
        made = good(Pdf())
        number = made.add(b"<</Title %s /Creator %s /Producer %s /Author %s>>" % ((title,) * 4))
        return made.whole(b"/Info %d 0 R" % number)

    return Case(make, READ, HAS)


CASES |= {
    "title_of_control_characters": _info(b"(\x1b]0;hej\x07\x1b[31mrott\\000\\r\\n\x9b2J)"),
    "title_of_lone_surrogates": _info(b"<FEFFD8000041DC000042DBFF>"),
    "title_of_lone_surrogates_in_utf_8": _info(b"<EFBBBFEDA0804142>"),
    "title_of_an_odd_number_of_bytes": _info(b"<FEFF00410042D8>"),
    "title_of_directions": _info(b"<FEFF202E202D20662067202A0041200F>"),
    "title_of_a_megabyte": _info(b"(" + b"Plan " * 200_000 + b")"),
    "title_that_is_no_text": _info(b"[1 2 3]"),
}


@case(READ, has=HAS)
def text_of_control_characters_and_surrogates() -> bytes:
    made = Pdf()
    pairs = b"<01> <D8000041> <02> <DC00> <03> <0000> <04> <001B005B00330031006D> <05> <FFFE> <06> <202E> <07> <FFFF> <08> <D83DDE00> <09> <00410300> <0A> <2028>"
    unicode = made.stream(
        b"/CIDInit /ProcSet findresource begin begincmap 1 begincodespacerange <00> <FF> endcodespacerange 10 beginbfchar %s endbfchar endcmap end"
        % pairs
    )
    font = made.add(b"<</Type /Font /Subtype /Type1 /BaseFont /Helvetica /ToUnicode %d 0 R>>" % unicode)
    made.page(
        b"BT /F2 12 Tf 20 TL 72 700 Td <010203040506070809> Tj T* <4D01> Tj T* <024D4D4D> Tj T* <0A080A> Tj T* /F1 12 Tf (Mal 3 har ord) Tj ET",
        resources=b"/Font <</F1 3 0 R /F2 %d 0 R>>" % font,
    )
    return good(made).whole()


@case(READ, has=HAS)
def layers_one_of_them_hidden() -> bytes:
    made = Pdf(catalogue=b"/OCProperties <</OCGs [4 0 R 5 0 R] /D <</ON [4 0 R] /OFF [5 0 R] /Order [4 0 R 5 0 R]>>>>")
    for name in (b"Synligt", b"Dolt"):
        made.add(b"<</Type /OCG /Name (%s)>>" % name)
    made.page(
        b"/OC /A BDC " + lines(*GOAL) + b" EMC /OC /B BDC " + lines("Mål 2", "Alla ska kunna dansa.", at=(72, 500)) + b" EMC",
        resources=b"/Properties <</A 4 0 R /B 5 0 R>>",
    )
    return made.whole()


@case(READ, has=HAS)
def locked_by_an_empty_password() -> bytes:
    return locked(good(Pdf()), b"")


@case(LOCKED)
def locked_by_a_password() -> bytes:
    return locked(good(Pdf()), b"hemligt")


@case(DAMAGED | LOCKED)
def locked_in_a_way_that_nobody_knows() -> bytes:
    return good(Pdf()).whole(b"/Encrypt <</Filter /Tallvik /V 99 /R 99 /Length 2147483647>>")


@case(READ, has=HAS)
def fields_and_notes() -> bytes:
    made = Pdf(catalogue=b"/AcroForm <</Fields [4 0 R 4 0 R] /NeedAppearances true /XFA (<xdp/>)>>")
    made.add(b"<</FT /Tx /T (a) /V (Mal 9) /Kids [4 0 R] /Parent 4 0 R /Type /Annot /Subtype /Widget /Rect [0 0 1e9 -1e9]>>")
    made.page(lines(*GOAL), entries=b"/Annots [4 0 R 4 0 R 999 0 R /No]")
    return made.whole()


for _percent in range(5, 100, 5):
    CASES[f"truncated_at_{_percent:02}_percent"] = Case(lambda percent=_percent: truncated(percent), ANY)  # type: ignore[misc]
for _seed in range(40):
    CASES[f"flipped_{_seed:02}"] = Case(lambda seed=_seed: flipped(seed), ANY)  # type: ignore[misc]
