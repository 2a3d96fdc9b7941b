"""Pages: what is content, what the blocks are, and what their symbols and grounds say."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from malspar.extractor import html
from malspar.models.block import Block, Icon, Role
from malspar.models.errors import MalsparError, Unreadable


def blocks(body: str, head: str = "") -> tuple[Block, ...]:
    """The blocks of a page with this body."""
    return html.read(f"<!doctype html><html><head><meta charset=utf-8>{head}</head><body>{body}</body></html>".encode()).blocks


def content(body: str, head: str = "") -> list[str]:
    """The texts of its blocks that are no furniture."""
    return [block.text for block in blocks(body, head) if block.role is not Role.FURNITURE]


def headings(body: str) -> list[tuple[int | None, str]]:
    """Depth and text of its headings."""
    return [(block.depth, block.text) for block in blocks(body) if block.role is Role.HEADING]


PAGE = """
<div class="cookie-ruta"><p>Vi använder kakor.</p><button>Godkänn</button></div>
<header><a class="logo" href="/">Granviks kommun</a><nav><a href="/skola">Skola</a></nav></header>
<main><nav aria-label="Brödsmulor"><a href="/">Start</a> / Mål</nav>
<h1>Mål för Granvik</h1><p>Kommunen ska växa.</p>
<button>Skriv ut</button><form><label>Vad kan vi förbättra?</label><textarea></textarea></form>
<h2>Läs mer</h2><ul><li><a href="a.pdf">Budgeten</a></li></ul>
<p>Senast uppdaterad: 2025-02-03</p></main>
<footer><p>Granviks kommun, Torget 1. Du ska kunna lita på oss.</p></footer>"""


def test_what_belongs_to_the_page_is_left_out_or_furniture() -> None:
    assert content(PAGE) == ["Mål för Granvik", "Kommunen ska växa."]
    kept = [block.text for block in blocks(PAGE) if block.role is Role.FURNITURE]
    assert {"Granviks kommun", "Start / Mål", "Senast uppdaterad: 2025-02-03"} <= set(kept)
    assert not any("kakor" in text or "Skriv ut" in text or "förbättra" in text for text in kept)


@pytest.mark.parametrize(
    "portlet",
    [
        (
            "<h2>Senaste nytt</h2><ul><li><a href=1><span>2025-02-03</span> Nytt mål klart</a></li>"
            "<li><a href=2>Så blir torget</a></li></ul>"
        ),
        "<h2>Fler nyheter</h2><p>18 juni 2026</p><p><a href=1>Nytt avtal ska ge fler bussar</a></p>",
        "<h2>Nyheter</h2><h3><a href=1>Nya mål på väg</a></h3><p>Nämnden ska ta ställning i mars.</p>",
        "<p>Sidan senast uppdaterad: <strong>2025-01-17</strong></p><p>Hade du nytta av informationen? <a href=1>Ja</a></p>",
    ],
)
def test_news_and_related_links_are_furniture(portlet: str) -> None:
    assert content(f"<h1>Mål</h1><h2>Skola</h2><p>Alla lär sig.</p><div class=x>{portlet}</div>") == [
        "Mål",
        "Skola",
        "Alla lär sig.",
    ]


def test_a_heading_of_news_over_text_is_content() -> None:
    page = "<h1>Mål</h1><h2>Aktuellt</h2><p>Kommunen växer.</p><h3>Fler bostäder</h3><p>Vi bygger.</p>"
    assert content(page) == ["Mål", "Aktuellt", "Kommunen växer.", "Fler bostäder", "Vi bygger."]


@pytest.mark.parametrize("icon", ["+", "−", "▼", "›", "»", "⌄"])
def test_what_only_tells_that_a_heading_opens_is_no_text(icon: str) -> None:
    button = f"<button aria-expanded=false aria-controls=c><span class=icon>{icon}</span>Medborgare</button>"
    page = f"<h1>Mål</h1><h2>{button}</h2><div id=c hidden><h2>Trygghet</h2><p>Text.</p></div>"
    assert headings(page) == [(1, "Mål"), (2, "Medborgare"), (3, "Trygghet")]
    assert headings(f"<details><summary>Medborgare <i>{icon}</i></summary><p>Text.</p></details>") == [(1, "Medborgare")]


def test_a_drawing_in_a_coloured_chip_names_it() -> None:
    chip = '<span class="status--green"><svg role=img aria-label="Grön cirkel"><circle r=5 fill=green /></svg></span>'
    assert [icon.text for block in blocks(f"<p>{chip} Målet nås</p>") for icon in block.icons] == ["Grön cirkel"]


def test_a_page_in_a_form_is_no_form() -> None:
    assert content("<form id=aspnetForm><div><h1>Mål</h1><p>Text om målen.</p></div></form>") == ["Mål", "Text om målen."]


def test_prose_in_the_foot_is_content() -> None:
    body = (
        "<main><h1>Mål</h1><p>Text.</p></main><footer><h2>Granvik växer</h2><p>En plats där människor möts och idéer får liv.</p>"
        "<p>En bygd i rörelse där alla får vara med och påverka.</p></footer>"
    )
    assert content(body)[2:] == [
        "Granvik växer",
        "En plats där människor möts och idéer får liv.",
        "En bygd i rörelse där alla får vara med och påverka.",
    ]


ACCORDIONS = [
    "<button aria-controls=p aria-expanded=false>Mål 1</button><div id=p {h}><h2>Mått</h2><p>Andel</p></div>",
    "<h3><button aria-controls=p>Mål 1</button></h3><div id=p {h}><h3>Mått</h3><p>Andel</p></div>",
    "<h3><button aria-expanded=false>Mål 1</button></h3><div {h}><h3>Mått</h3><p>Andel</p></div>",
    "<details><summary>Mål 1</summary><h3>Mått</h3><p>Andel</p></details>",
    "<details><summary><h3>Mål 1</h3></summary><h4>Mått</h4><p>Andel</p></details>",
    "<ul role=tablist><li><a role=tab href='#p'>Mål 1</a></li></ul><div id=p role=tabpanel {h}><h2>Mått</h2><p>Andel</p></div>",
    "<a data-toggle=collapse href='#p'>Mål 1</a><div id=p class=collapse {h}><h2>Mått</h2><p>Andel</p></div>",
]


@pytest.mark.parametrize("body", ACCORDIONS)
@pytest.mark.parametrize("hidden", ["", "hidden", "style='display:none'"])
def test_panels_are_content_and_their_titles_head_them(body: str, hidden: str) -> None:
    page = f"<h1>Sida</h1><h2>Våra mål</h2>{body.format(h=hidden)}<h2>Slut</h2>"
    assert headings(page) == [(1, "Sida"), (2, "Våra mål"), (3, "Mål 1"), (4, "Mått"), (2, "Slut")]
    found = blocks(page)
    assert [block.text for block in found] == ["Sida", "Våra mål", "Mål 1", "Mått", "Andel", "Slut"]
    title, measure, share = found[2:5]
    assert title.region
    assert title.region == measure.region == share.region
    assert found[5].region == ()


def test_other_hidden_content_is_dropped() -> None:
    head = "<style>.dold{display:none} @media print{.syns{display:none}}</style>"
    assert content("<h1>Mål</h1><p hidden>A</p><p class=dold>B</p><p style='display: none'>C</p><p class=syns>D</p>", head) == [
        "Mål",
        "D",
    ]


def test_line_breaks() -> None:
    assert content("<h1>Mål<br>för 2027</h1><p>Ett stycke<br>som fortsätter.<br><br>Ett till.</p>") == [
        "Mål för 2027",
        "Ett stycke som fortsätter.",
        "Ett till.",
    ]
    assert content("<p>😊 = uppfyllt<br>😐 = delvis<br>😒 = ej</p>") == ["😊 = uppfyllt", "😐 = delvis", "😒 = ej"]
    assert content("<p><b>Mål 1. Fler jobb</b><br>Bolagen ska samverka.</p>") == ["Mål 1. Fler jobb", "Bolagen ska samverka."]
    assert content("<p>Kommunens verksam-<br>heter är öppna.</p>") == ["Kommunens verksamheter är öppna."]


def test_boxes_without_paragraphs() -> None:
    head = "<style>.f{display:flex}</style>"
    body = "<div>Mål 1<div>Delmål <b>A</b></div>efter</div><div class=f><span>Läge</span><span>Klart</span></div>"
    assert content(body, head) == ["Mål 1", "Delmål A", "efter", "Läge Klart"]


def test_lists() -> None:
    found = blocks(
        "<h1>M</h1><ul><li>Ett<ul><li>Två</li></ul></li></ul>"
        "<ol start=3><li>Tre</li><li value=7>Sju</li></ol><ol type=a><li>A</li></ol>"
    )
    assert [(block.text, block.marker, block.depth) for block in found[1:]] == [
        ("Ett", "•", 1),
        ("Två", "•", 2),
        ("Tre", "3.", 1),
        ("Sju", "7.", 1),
        ("A", "a.", 1),
    ]


def test_published_trees_keep_what_belongs_together() -> None:
    leaf = "<li><div class=n><i title='{0}' style='color:{1}'>●</i><div>{2}</div><div>Målvärde</div><div>{3}</div></div></li>"
    rows = leaf.format("Enligt plan", "#4caf50", "Fler cyklar", "80 %") + leaf.format("Stor avvikelse", "red", "Färre kör", "5 %")
    found = blocks(f"<ul><li><div class=n>1. Granvik i rörelse</div><ul>{rows}</ul></li></ul>")
    assert [(block.depth, block.text) for block in found[:4]] == [
        (1, "1. Granvik i rörelse"),
        (2, "Fler cyklar"),
        (2, "Målvärde"),
        (2, "80 %"),
    ]
    assert found[1].icons == (Icon(0, "Enligt plan", "#4caf50"),)
    assert found[4].icons == (Icon(0, "Stor avvikelse", "#ff0000"),)
    assert found[1].region == found[3].region != found[4].region
    assert [block.marker for block in found[1:4]] == ["•", None, None]


def test_terms_and_their_explanations() -> None:
    found = blocks("<dl><dt>Delmål</dt><dd>Fler bussar</dd><dd>Kortare köer</dd><dt>Mått</dt><dd>Antal resor</dd></dl>")
    assert [(block.marker, block.bold, block.role) for block in found[:2]] == [
        ("dt", True, Role.TEXT),
        ("dd", False, Role.LIST_ITEM),
    ]
    assert found[0].region == found[2].region != found[3].region == found[4].region


TABLE = """<table><thead><tr><th rowspan=2>Mål</th><th colspan=2>Utfall</th><th rowspan=2>Läge</th></tr>
<tr><th>2024</th><th>2025</th></tr></thead>
<tr><td rowspan=2>Trygghet</td><td>1</td><td>2</td><td style="background:#7bc67b">&nbsp;</td></tr>
<tr class=r><td>3</td><td></td><td><svg role=img aria-label="Pil upp"><text>x</text></svg></td></tr></table>"""


def test_tables_with_spans_grounds_and_symbols() -> None:
    cells = {(b.cell.row, b.cell.column): b for b in blocks(TABLE, "<style>.r{background-color:rgb(255,0,0)}</style>") if b.cell}
    assert {place: block.text for place, block in cells.items()} == {
        (0, 0): "Mål", (0, 1): "Utfall", (0, 3): "Läge", (1, 1): "2024", (1, 2): "2025",
        (2, 0): "Trygghet", (2, 1): "1", (2, 2): "2", (2, 3): "", (3, 1): "3", (3, 2): "", (3, 3): "",
    }  # fmt: skip
    assert all(block.cell and block.cell.header == (place[0] < 2) for place, block in cells.items())
    assert cells[2, 3].cell is not None
    assert cells[2, 3].cell.fill == "#7bc67b"
    assert cells[3, 3].cell is not None
    assert cells[3, 3].cell.fill == "#ff0000"
    assert cells[3, 3].icons == (Icon(0, "Pil upp", None),)


def test_items_in_a_cell_are_blocks_and_the_rest_is_one() -> None:
    listed, noted = "<ul><li>Ett</li><li>Två</li></ul>", "SBN<br><small>(tidigare KFN)</small><p>x</p>"
    page = f"<table><tr><th>A</th><th>B</th></tr><tr><td>{listed}</td><td>{noted}</td></tr></table>"
    assert [(b.text, b.cell.column) for b in blocks(page) if b.cell and b.cell.row] == [
        ("Ett", 0),
        ("Två", 0),
        ("SBN (tidigare KFN) x", 1),
    ]


def test_boxes_with_the_roles_of_a_table_are_one() -> None:
    cell, head = "<div role=cell>{}</div>", "<div role=columnheader>{}</div>"
    rows = [head.format("Mål") + head.format("Läge"), cell.format("Fler cyklar") + cell.format("Klart")]
    found = blocks("<div role=table>" + "".join(f"<div role=row>{row}</div>" for row in rows) + "</div>")
    assert [(b.text, b.cell.row, b.cell.column, b.cell.header) for b in found if b.cell] == [
        ("Mål", 0, 0, True),
        ("Läge", 0, 1, True),
        ("Fler cyklar", 1, 0, False),
        ("Klart", 1, 1, False),
    ]


def test_tables_that_only_lay_out_are_none() -> None:
    found = blocks("<table role=presentation><tr><td><h2>Mål</h2><p>Text.</p></td></tr></table>")
    assert [(block.role, block.text) for block in found] == [(Role.HEADING, "Mål"), (Role.TEXT, "Text.")]


@pytest.mark.parametrize(
    ("symbol", "icon"),
    [
        ("<img src=a.png alt='Grön cirkel' width=20>", ("Grön cirkel", None)),
        ("<img src='/bilder/status-rod.png' alt='' width=20>", (None, "#c62828")),
        ("<img alt=Röd src=\"data:image/svg+xml,%3Csvg%3E%3Ccircle fill='%23c8102e'/%3E%3C/svg%3E\">", ("Röd", "#c8102e")),
        ("<svg width=16 height=16><title>Uppnått</title><circle fill='#00aa00'/></svg>", ("Uppnått", "#00aa00")),
        ("<img src='/bilder/gul.svg' alt=''>", (None, "#f9a825")),
        ("<i class='fa fa-circle text-success' title='Uppnått'></i>", ("Uppnått", "#2e7d32")),
        ("<i class='fa fa-circle text-danger'></i><span class=sr-only>Ej uppnått</span>", ("Ej uppnått", "#c62828")),
        ("<span class=prick style='background:#ff9900'></span>", (None, "#ff9900")),
        ("<span class=lage></span>", (None, "#33cc99")),
        ("<span style='color:green'>●</span>", (None, "#008000")),
        ("<span style='color:green'>↗</span>", ("↗", "#008000")),
        ("<i class=material-icons title='Klart'>check_circle</i>", ("Klart", None)),
    ],
)
def test_symbols_are_icons_and_no_text(symbol: str, icon: tuple[str | None, str | None]) -> None:
    head = "<style>:root{--g:#3c9}.lage::before{content:'●';color:var(--g)}</style>"
    for body in (f"<p>{symbol} Fler cyklar</p>", f"<div class=x><div>{symbol}</div><div>Fler cyklar</div></div>"):
        (block,) = blocks(body, head)
        assert block.text == "Fler cyklar"
        assert [(found.text, found.colour) for found in block.icons] == [icon]


def test_pictures_are_no_icons() -> None:
    (block,) = blocks(
        "<img src=foto.jpg width=800 alt='Barn'><p>Text</p><svg width=600 height=300><text>2024</text><text>2025</text></svg>"
    )
    assert (block.text, block.icons) == ("Text", ())


def test_tints_are_bold_runs_and_coloured_grounds() -> None:
    (block,) = blocks("<p>Läget är <span style='background:#f7e26b'>gult</span> och <strong>mäts sent</strong>.</p>")
    (status,) = blocks("<div class='status green'>Uppnått</div>")
    assert [tint.colour for tint in status.tints] == ["#2e7d32"]
    assert [(block.text[t.start : t.end], t.bold, t.colour) for t in block.tints] == [
        ("gult", False, "#f7e26b"),
        ("mäts sent", True, None),
    ]


def test_footnote_marks_are_removed_and_units_stay() -> None:
    assert content("<p>Avfall<sup>1</sup> per m<sup>2</sup> och CO<sub>2</sub> <a href='#n'>[3]</a></p>") == [
        "Avfall per m2 och CO2"
    ]


def test_the_path_before_the_title_is_furniture() -> None:
    menu = "<div><a href=a>Granviks kommun</a><a href=b>Skola</a><a href=c>Omsorg</a></div>"
    page = f"{menu}<p>Start / Mål / 2027</p><h1>Mål</h1><p>A. B.</p>"
    found = blocks(page + "<p>" + "Kommunen ska växa. " * 20 + "</p>")
    assert [block.text for block in found if block.role is Role.FURNITURE] == [
        "Granviks kommun",
        "Skola",
        "Omsorg",
        "Start / Mål / 2027",
    ]


@pytest.mark.parametrize("declared", ["utf-8", "iso-8859-1", ""])
@pytest.mark.parametrize("actual", ["utf-8", "cp1252", "utf-8-sig", "utf-16"])
def test_bytes_count_more_than_what_they_claim(declared: str, actual: str) -> None:
    page = f"<html><head><meta charset='{declared}'><title>Mål</title></head><body><h1>Mål för äldre – år 2027</h1></body></html>"
    reading = html.read(page.encode(actual))
    assert (reading.title, reading.blocks[0].text) == ("Mål", "Mål för äldre – år 2027")


def test_marks_tell_the_publishing_system() -> None:
    head = '<meta name="generator" content="Sitevision"><meta property="og:site_name" content="Granviks kommun">'
    assert html.read(f"<html><head>{head}</head><body><p>Mål</p></body></html>".encode()).marks == (
        "generator: Sitevision",
        "system: Sitevision",
        "publisher: Granviks kommun",
    )


def test_a_page_without_text_is_an_error_with_a_remedy() -> None:
    with pytest.raises(Unreadable, match="save it complete"):
        html.read(b"<html><body><div id=root></div><script>x()</script></body></html>")


def test_depth_without_end_is_read() -> None:
    assert content("<div>" * 3000 + "Mål") == ["Mål"]


TAGS = (
    "p div ul li ol dl dt dd table tr td th h1 h2 span b br sup details summary button main footer nav a svg img section i"
).split()
PARTS = st.one_of(
    st.sampled_from(TAGS).map(lambda tag: f"<{tag}>"),
    st.sampled_from(TAGS).map(lambda tag: f"</{tag}>"),
    st.sampled_from(
        [
            "<div id=p hidden>",
            "<button aria-controls=p>",
            "<span style='color:red'>●</span>",
            "<td rowspan=0 colspan=9999>",
            "<img alt=Röd>",
            "<a role=tab href=#p>",
        ]
    ),
    st.text(alphabet="aåB .•1\u00ad\u0308\n-", max_size=8),
)


@given(st.lists(PARTS, max_size=40).map("".join))
@settings(max_examples=300, deadline=None)
def test_any_markup_gives_clean_blocks(markup: str) -> None:
    try:
        found = html.read(markup.encode()).blocks
    except MalsparError:
        return
    for number, block in enumerate(found):
        assert block.id == number
        assert block.text == " ".join(block.text.split())
        assert unicodedata.is_normalized("NFC", block.text)
        assert all(0 <= icon.offset <= len(block.text) for icon in block.icons)
        assert all(0 <= tint.start < tint.end <= len(block.text) for tint in block.tints)
        assert block.text or block.cell is not None


@given(st.binary(max_size=200))
@settings(max_examples=100, deadline=None)
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    try:
        html.read(b"<p>" + data)
    except MalsparError:
        return
