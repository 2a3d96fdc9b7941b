"""How a comparison is shown in each form, what OLD and NEW may be, and what is told beside the result."""

import hashlib
import json
import os
import re
import shutil
import subprocess
from base64 import b64encode
from html import escape
from itertools import pairwise
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner, Result
from made import AT, document, goal, responsible
from selectolax.lexbor import LexborHTMLParser

from malspar.cli import cli
from malspar.corpus import sides
from malspar.corpus.compare import compare
from malspar.corpus.compared import as_text
from malspar.corpus.compared.entries import Group, Held, held
from malspar.corpus.compared.markdown import escape as in_markdown
from malspar.corpus.compared.prose import counts
from malspar.corpus.compared.words import apart, clean, running
from malspar.corpus.files import extracted
from malspar.corpus.query import walk
from malspar.corpus.store import open_database
from malspar.models.block import Note
from malspar.models.change import Added, Candidate, Comparison, Link, Mode, Removed, Reported, ResponsibleChange, Side
from malspar.models.document import Decision, Document, DocumentKind, Period
from malspar.models.errors import Unreadable, UsageProblem
from malspar.models.goal import Goal, Kind

HOSTILE = "Öka <script>alert(1)</script> \"& 'vård' | *stjärna* [länk](javascript:x)"
COMPARE = "malspar.corpus.compare.compare"


def _old() -> Document:
    schools = goal(
        "Alla barn klarar skolan",
        label="Mål 1",
        children=(
            goal("Skolorna ska ha en sjuksköterska senast 2024.", Kind.SKRIVNING, page=2),
            goal("Lärarna bör få fortbildning varje år.", Kind.SKRIVNING, page=2),
            goal("Andel behöriga till gymnasiet", Kind.INDIKATOR, page=3),
        ),
    )
    tasks = (
        goal("Utreda nattbussar", Kind.UPPDRAG, label="U1", responsible=(responsible("KS"),), page=4),
        goal("Bygga ett badhus", Kind.UPPDRAG, label="U2", page=4),
        goal("Måla om biblioteket under året", Kind.UPPDRAG, page=4),
        goal("Parkerna är gröna och trygga", page=5),
        goal("Vägarna är säkra", page=5),
        goal("Torgen är fina", page=5),
    )
    return document(
        b"old", schools, *tasks, ref="planer/mål 2019.pdf", title="Mål 2019–2022", period=Period(from_=2019, to=2022)
    ).model_copy(update={"source": _source(b"old", "planer/mål 2019.pdf", "application/pdf")})


def _new() -> Document:
    schools = goal(
        "Alla barn klarar skolan",
        label="Mål 1",
        children=(
            goal("Skolorna ska ha en sjuksköterska senast 2026.", Kind.SKRIVNING),
            goal("Andel behöriga till gymnasiet", Kind.INDIKATOR),
        ),
    )
    other = (
        goal("Vuxna lär nytt", label="Mål 2", children=(goal("Lärarna ska få fortbildning varje år.", Kind.SKRIVNING),)),
        goal("Utreda nattbussar", Kind.UPPDRAG, label="U7", responsible=(responsible("TN"),)),
        goal("Parkerna är gröna"),
        goal("Parkerna är trygga"),
        goal("Vägarna är säkra och torgen fina"),
        goal(HOSTILE),
    )
    made = document(
        b"new",
        schools,
        *other,
        ref="nya mål.html",
        title=f"Mål {HOSTILE}",
        decision=Decision(body="Fullmäktige", date="2022-11-28"),
    )
    return made.model_copy(update={"source": _source(b"new", "nya mål.html", "text/html")})


def _source(data: bytes, ref: str, media_type: str) -> Any:
    return document(data, ref=ref).source.model_copy(update={"media_type": media_type, "ref": ref})


def _side(node: Goal, cls: type[Side] = Side, **fields: Any) -> Any:
    boxes = node.at.boxes if node.page else ()
    return cls(id=node.id, text=node.text, kind=node.kind, label=node.label, page=node.page, boxes=boxes, **fields)


def _versions(old: Document, new: Document) -> Comparison:
    """A comparison with every class in it, by hand."""
    a, b = ([_side(node) for node in walk(one.goals)] for one in (old, new))
    gone = list(walk(old.goals))
    split: dict[str, Any] = {"kind": "split", "wording": "redaktionell", "score": 0.9}
    links = (
        Link(kind="kept", old=(a[0],), new=(b[0],), wording="oförändrad", score=1.0),
        Link(kind="kept", old=(a[1],), new=(b[1],), wording="omformulerad", target=("2024", "2026"), score=0.95),
        Link(
            kind="kept", old=(a[2],), new=(b[4],), wording="omformulerad", strength="skärpt", moved=True, score=0.71,
            review=True, candidates=(Candidate(id=b[4].id, text="Lärarna ska få fortbildning varje år.", score=0.71),),
        ),
        Link(kind="kept", old=(a[3],), new=(b[2],), wording="oförändrad", status=("Röd", None), score=1.0),
        Link(
            kind="kept", old=(a[4],), new=(b[5],), wording="oförändrad", relabelled=("U1", "U7"),
            responsible=(("KS",), ("TN",)), responsible_change="byte", score=1.0,
        ),
        Link(old=(a[7],), new=(b[6], b[7]), **split),
        Link(old=(a[8], a[9]), new=(b[8],), **split | {"kind": "merged"}),
    )  # fmt: skip
    removed = (
        _side(gone[6], Removed, over=True),
        _side(gone[5], Removed, closing="Badhuset <b>är</b> klart.", closing_at=AT),
    )
    return Comparison(
        old=old.id,
        new=new.id,
        mode=Mode.VERSIONS,
        links=links,
        removed=removed,
        added=(Added(**dict(b[9])),),
        notes=(Note(code="scale-changed", message="Skalan är en annan."),),
    )


def _plan_and_follow_up(old: Document, new: Document) -> Comparison:
    a, b = ([_side(node) for node in walk(one.goals)] for one in (old, new))
    reported = (Reported(old=a[1], new=b[1], status="Grön <i>", score=0.9, review=True),)
    return Comparison(old=old.id, new=new.id, mode=Mode.FOLLOW_UP, reported=reported, unreported=(a[0], *a[2:]))


@pytest.fixture(scope="module")
def whole() -> Held:
    old, new = _old(), _new()
    return held(_versions(old, new), old, new)


def shown(form: str, width: int = 100, *, follow_up: bool = False) -> str:
    old, new = _old(), _new()
    made = _plan_and_follow_up(old, new) if follow_up else _versions(old, new)
    return as_text(made, old, new, form, width)


def page(*, follow_up: bool = False) -> LexborHTMLParser:
    return LexborHTMLParser(shown("html", follow_up=follow_up))


def section(heading: str, report: str) -> str:
    found = re.search(rf"^## {heading}\n\n(.*?)(?=^## |\Z)", report, re.MULTILINE | re.DOTALL)
    assert found, f"no section {heading}"
    return found[1]


# --- words -----------------------------------------------------------------------------------------------------------
def test_words_of_one_side_only_are_marked_and_a_full_stop_or_capital_is_not() -> None:
    runs = running(["digitala besök."], ["Digitala besök alla dagar."])
    assert runs == (("=", "Digitala besök"), ("+", "alla dagar."))


def test_a_split_text_is_held_against_each_of_its_parts() -> None:
    old, new = apart(["Parkerna är gröna och trygga"], ["Parkerna är gröna", "Parkerna är trygga"])
    assert old == ((("=", "Parkerna är gröna"), ("-", "och"), ("=", "trygga")),)
    assert new == ((("=", "Parkerna är gröna"),), (("=", "Parkerna är trygga"),))


def test_each_side_keeps_its_own_words() -> None:
    texts = ["Ingen bör vänta, mer än TOLV dagar", "En gång till"], ["Ingen ska vänta mer än tio dagar"]
    sides_ = apart(*texts)
    assert [[" ".join(run.text for run in runs) for runs in side] for side in sides_] == [list(side) for side in texts]


def test_characters_that_steer_a_terminal_or_turn_the_direction_are_taken_out() -> None:
    assert clean("Mål\x1b[31m\n röd\u202e\t\x00  sam\xadverkan") == "Mål [31m röd samverkan"


# --- groups and counts -----------------------------------------------------------------------------------------------
def test_every_node_is_told_in_one_group_and_substance_comes_first(whole: Held) -> None:
    assert [entry.group for entry in whole.entries] == [
        Group.OMFORMULERAD, Group.OMFORMULERAD, Group.UPPDELAD, Group.SAMMANSLAGEN, Group.BORTTAGEN, Group.BORTTAGEN,
        Group.NY, Group.ANDRAD, Group.ANDRAD, Group.OFORANDRAD,
    ]  # fmt: skip


def test_what_is_gone_with_a_word_comes_after_what_is_gone_without(whole: Held) -> None:
    assert [(bool(entry.closing), entry.over) for entry in whole.of(Group.BORTTAGEN)] == [(True, False), (False, True)]


def test_counts_agree_with_the_number(whole: Held) -> None:
    assert ", ".join(map(str, counts(whole))) == (
        "3 oförändrade (2 med annat ändrat än orden), 0 redaktionella, 2 omformulerade, 1 uppdelad, 1 sammanslagen, "
        "2 borttagna (varav 1 med avslutande mening och 1 vars tid är ute), 1 ny, 1 att granska"
    )


def test_a_reorganised_body_is_told_with_the_names_that_the_documents_print() -> None:
    old, new = _old(), _new()
    made = _versions(old, new)
    link = made.links[4].model_copy(update={"responsible": None, "responsible_change": ResponsibleChange.OMORGANISATION})
    whole = held(made.model_copy(update={"links": (link,)}), old, new)
    text = click.unstyle(as_text(whole.comparison, old, new, "table", 100))
    assert "Ansvar: KS → TN (omorganisation)" in text


# --- the terminal ----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("width", [60, 80, 100, 140])
@pytest.mark.parametrize("follow_up", [False, True])
def test_the_table_fits_the_terminal(width: int, *, follow_up: bool) -> None:
    lines = click.unstyle(shown("table", width, follow_up=follow_up)).splitlines()
    assert max(map(len, lines)) <= width


def test_long_numbers_and_kinds_leave_room_for_the_text() -> None:
    old = document(b"1", goal("Öka", Kind.AKTIVITET, label="Prioriterat område 12", page=100))
    new = document(b"2", goal("Öka mer", Kind.INRIKTNING, label="Prioriterad inriktning 7", page=118))
    link = Link(
        kind="kept", old=(_side(old.goals[0]),), new=(_side(new.goals[0]),), wording="omformulerad", moved=True, score=1.0
    )
    made = Comparison(old=old.id, new=new.id, mode=Mode.VERSIONS, links=(link,))
    lines = click.unstyle(as_text(made, old, new, "table", 60)).splitlines()
    assert max(map(len, lines)) <= 60
    assert any("100 → 118" in line and "Öka {+mer+}" in line for line in lines)


def test_the_first_line_tells_old_new_and_the_counts() -> None:
    first = click.unstyle(shown("table", 400)).splitlines()[0]
    assert first.startswith("Mål 2019–2022 → Mål Öka")
    assert "2 omformulerade, 1 uppdelad, 1 sammanslagen, 2 borttagna (varav 1 med" in first


def test_the_table_marks_words_and_only_counts_what_is_unchanged() -> None:
    text = " ".join(click.unstyle(shown("table", 140)).split())
    assert "Skolorna ska ha en sjuksköterska senast [-2024.-] {+2026.+} Målvärde eller tidsgräns: 2024 → 2026" in text
    assert "Lärarna [-bör-] {+ska+} få fortbildning varje år. Bindande verkan: skärpt Plats: ”Mål 1 Alla barn" in text
    assert "Att granska (likhet 0,71) Kan vara: ”Lärarna ska få fortbildning varje år.” (likhet 0,71)" in text
    assert "− Bygga ett badhus Avslutas: ”Badhuset <b>är</b> klart.”" in text
    assert "Status: Röd → inget" in text
    assert "Anmärkningar Skalan är en annan." in text
    assert not re.search(r"mål Mål 1 Alla barn klarar skolan", text)


def test_gone_and_come_words_have_colours() -> None:
    text = shown("table", 140)
    assert click.style("[-bör-]", fg="red") in text
    assert click.style("{+ska+}", fg="green") in text


def test_a_word_longer_than_the_terminal_is_cut_and_not_lost() -> None:
    old, new = document(b"1"), document(b"2", goal("Ö" * 300))
    made = Comparison(old=old.id, new=new.id, mode=Mode.VERSIONS, added=(_side(new.goals[0], Added),))
    text = click.unstyle(as_text(made, old, new, "table", 60))
    assert max(map(len, text.splitlines())) <= 60
    assert text.count("Ö") == 300


# --- JSON and Markdown -----------------------------------------------------------------------------------------------
def test_json_is_the_comparison_itself() -> None:
    old, new = _old(), _new()
    made = _versions(old, new)
    assert as_text(made, old, new, "json", 100) == made.model_dump_json(by_alias=True, indent=2)
    assert Comparison.model_validate_json(as_text(made, old, new, "json", 100)) == made


def test_the_report_has_a_section_for_each_kind_of_change() -> None:
    report = shown("markdown")
    reworded = section("Omformulerade mål", report)
    assert "Skolorna ska ha en sjuksköterska senast ~~2024.~~ | s. 2 |" in reworded
    assert "senast **2026.**" in reworded
    assert "Parkerna är gröna<br>Parkerna är trygga" in section("Uppdelade och sammanslagna", report)
    assert "| Bygga ett badhus | s. 4 | ”Badhuset &lt;b&gt;är&lt;/b&gt; klart.” |" in section("Borttagna", report)
    assert "Gavs för en tid som är ute." in section("Borttagna", report)
    assert "Öka &lt;script&gt;" in section("Nya", report)
    assert "| Plats | ”Mål 1 Alla barn klarar skolan” → ”Mål 2 Vuxna lär nytt” |" in section("Flyttade", report)
    changed = section("Ändrad status, ändrat ansvar eller målvärde", report)
    assert all(told in changed for told in ("| Status | Röd → inget |", "| Ansvar | KS → TN |", "| 2024 → 2026 |"))
    assert "| Bindande verkan | skärpt |" in section("Skärpta och försvagade skrivningar", report)
    assert "omformulerad (likhet 0,71)" in section("Att granska", report)
    assert section("Oförändrade", report) == "1 står kvar utan någon ändring.\n\n"
    assert "- Skalan är en annan." in section("Anmärkningar", report)


def test_every_row_of_a_table_has_the_cells_of_its_head() -> None:
    for follow_up in (False, True):
        for table in re.findall(r"(?:^\|.*\|\n)+", shown("markdown", follow_up=follow_up) + "\n", re.MULTILINE):
            assert len({len(re.findall(r"(?<!\\)\|", line)) for line in table.splitlines()}) == 1, table


def test_markdown_and_html_in_a_text_are_taken_literally() -> None:
    assert in_markdown("a|b *c* <d> [e](f) `g` ~h~ _i_ #j \\ & !") == (
        "a\\|b \\*c\\* &lt;d&gt; \\[e\\](f) \\`g\\` \\~h\\~ \\_i\\_ \\#j \\\\ &amp; \\!"
    )
    assert "<script" not in shown("markdown")


def test_a_note_never_begins_a_list_or_a_number_of_its_own() -> None:
    old, new = _old(), _new()
    made = Comparison(
        old=old.id, new=new.id, mode=Mode.VERSIONS, notes=(Note(code="x", message="- a"), Note(code="y", message="1. b"))
    )
    assert "- \\- a\n- 1\\. b" in as_text(made, old, new, "markdown", 100)


# --- the page --------------------------------------------------------------------------------------------------------
def test_no_word_of_a_document_becomes_markup() -> None:
    for follow_up in (False, True):
        tree = page(follow_up=follow_up)
        assert len(tree.css("script")) == 1
        assert not tree.css("b b, dd i, strong i, blockquote b, a[href^=javascript]")
    assert "Öka <script>alert(1)</script>" in page().css_first(".g-ny .text").text()


def test_the_page_loads_nothing_and_allows_only_its_own_style_and_script() -> None:
    tree = page()
    assert not tree.css("link, img, iframe, [src], [style], [onclick], base")
    policy = tree.css_first("meta[http-equiv]").attributes["content"] or ""
    for element in ("style", "script"):
        text = tree.css_first(element).text()
        assert b64encode(hashlib.sha256(text.encode()).digest()).decode() in policy
    assert "unsafe" not in policy


def test_both_sides_are_marked_and_lead_to_their_pages_and_boxes() -> None:
    entry = page().css_first(".g-omformulerad .entry")
    old, new = entry.css(".side")
    assert [node.text() for node in entry.css("del, ins")] == ["2024.", "2026."]
    assert old.css_first(".text").text().strip() == "Skolorna ska ha en sjuksköterska senast 2024."
    link = old.css_first("a")
    assert link.attributes["href"] == "planer/m%C3%A5l%202019.pdf#page=2"
    assert link.text().startswith("s. 2")
    assert json.loads(link.attributes["data-boxes"] or "") == [[1, 72.0, 90.0, 180.5, 101.0]]
    assert "72 till 180,5 från vänster" in (link.attributes["title"] or "")
    assert (
        new.css_first("a").attributes["href"]
        == "nya%20m%C3%A5l.html#:~:text=Skolorna%20ska%20ha%20en%20sjuksk%C3%B6terska%20senast%202026."
    )


@pytest.mark.parametrize(
    ("ref", "media_type", "href"),
    [
        ("javascript:alert(1)", "text/plain", "javascript%3Aalert%281%29"),
        ("C:\\planer\\mål.pdf", "application/pdf", "C%3A/planer/m%C3%A5l.pdf#page=2"),
        ("https://kommun.example/a b.pdf?x=1", "application/pdf", "https://kommun.example/a%20b.pdf?x=1#page=2"),
        ("-", "application/pdf", None),
        ("bare.json", "application/json", None),
    ],
)
def test_a_reference_becomes_an_address_and_never_a_scheme(ref: str, media_type: str, href: str | None) -> None:
    old, new = _old(), _new()
    old = old.model_copy(update={"source": _source(b"old", ref, media_type)})
    tree = LexborHTMLParser(as_text(_versions(old, new), old, new, "html", 100))
    link = tree.css_first(".g-omformulerad .side .place")
    assert link.attributes.get("href") == href
    assert link.text().strip().startswith("s. 2")


def test_long_texts_are_looked_for_by_their_beginning_and_their_end() -> None:
    old, new = document(b"1"), document(b"2", goal("Ett två, tre-fyra fem sex sju åtta nio tio & elva"))
    new = new.model_copy(update={"source": _source(b"2", "a.html", "text/html")})
    made = Comparison(old=old.id, new=new.id, mode=Mode.VERSIONS, added=(_side(new.goals[0], Added),))
    href = LexborHTMLParser(as_text(made, old, new, "html", 100)).css_first(".g-ny a").attributes["href"]
    assert href == "a.html#:~:text=Ett%20tv%C3%A5%2C%20tre%2Dfyra%20fem,nio%20tio%20%26%20elva"


def test_a_removed_goal_shows_the_sentence_that_closes_it_and_where_it_stands() -> None:
    quote = page().css_first(".g-borttagen blockquote")
    assert "”Badhuset <b>är</b> klart.”" in quote.text()
    assert "text=Tallv" in (quote.css_first("a").attributes["href"] or "")


def test_every_group_and_change_has_a_filter_and_a_style_that_obeys_it() -> None:
    tree = page()
    style = tree.css_first("style").text()
    for box in tree.css("input[type=checkbox]"):
        slug = (box.attributes["id"] or "").removeprefix("v-")
        assert tree.css(f".g-{slug}")
        assert f"body:has(#v-{slug}:not(:checked)) .g-{slug}" in style
    chosen = [(radio.attributes["id"] or "").removeprefix("m-") for radio in tree.css("input[type=radio]")]
    assert chosen == ["alla", "bindning", "malvarde", "status", "ansvar", "flyttad", "omnumrerad", "granska"]
    for slug in chosen[1:]:
        assert tree.css(f".entry.f-{slug}")
        assert f"body:has(#m-{slug}:checked) :is(.entry:not(.f-{slug}), .group:not(:has(.f-{slug})))" in style


def test_the_style_knows_every_group_that_there_is() -> None:
    style = page().css_first("style").text()
    for group in Group:
        slug = group.translate(str.maketrans("åäö ", "aao-"))
        assert f"body:has(#v-{slug}:not(:checked)) .g-{slug}" in style


def test_the_page_can_be_read_by_a_screen_reader_and_by_keyboard() -> None:
    for follow_up in (False, True):
        tree = page(follow_up=follow_up)
        assert tree.css_first("html").attributes["lang"] == "sv"
        assert all(len(tree.css(landmark)) == 1 for landmark in ("header", "main", "footer", "h1", "title"))
        identities = [node.attributes["id"] for node in tree.css("[id]")]
        assert len(identities) == len(set(identities))
        assert all(node.attributes["aria-labelledby"] in identities for node in tree.css("[aria-labelledby]"))
        assert (tree.css_first(".skip").attributes["href"] or "").removeprefix("#") in identities
        levels = [int((node.tag or "h0")[1]) for node in tree.css("h1, h2, h3")]
        assert all(after - before <= 1 for before, after in pairwise(levels))
        assert all(node.parent is not None and node.parent.tag == "label" for node in tree.css("input[type=checkbox]"))


def _contrast(one: str, other: str) -> float:
    def light(colour: str) -> float:
        parts = [int(pair, 16) / 255 for pair in re.findall("..", colour if len(colour) == 6 else "".join(c * 2 for c in colour))]
        red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    dark, bright = sorted((light(one), light(other)))
    return (bright + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", [0, 1, 2], ids=["light", "dark", "print"])
def test_colours_can_be_told_apart_by_wcag_aa(theme: int) -> None:
    style = page().css_first("style").text()
    colours = dict(re.findall(r"--([\w-]+): #(\w+)", re.findall(r":root \{.*?--paper.*?\}", style, re.DOTALL)[theme]))
    if theme == 2:
        colours = {"edge": "767d87", **colours}  # not changed for paper
    grounds = {"ink": "paper ground", "faint": "paper ground", "link": "paper ground"}
    pairs = [(ink, on) for ink, all_ in grounds.items() for on in all_.split()]
    for ink, on in [*pairs, ("gone-ink", "gone"), ("come-ink", "come"), ("review-ink", "review")]:
        assert _contrast(colours[ink], colours[on]) >= 4.5, (ink, on)
    assert _contrast(colours["edge"], colours["paper"]) >= 3  # the edges of what can be typed in


def test_no_meaning_stands_in_a_colour_alone() -> None:
    style = page().css_first("style").text()
    assert re.search(r"^del \{[^}]*line-through", style, re.MULTILINE)
    assert re.search(r"^ins \{[^}]*underline", style, re.MULTILINE)
    assert [node.text() for node in page().css(".g-borttagen .sign, .g-ny .sign")] == ["−", "−", "+"]


# --- a plan and its follow-up ----------------------------------------------------------------------------------------
def test_a_follow_up_tells_what_is_reported_back_in_place_of_the_classes() -> None:
    table = click.unstyle(shown("table", follow_up=True))
    assert "1 återrapporterad, 9 ej återrapporterade, 1 att granska" in " ".join(table.split())
    assert table.index("Ej återrapporterade") < table.index("Återrapporterade\n")
    report = shown("markdown", follow_up=True)
    assert "| Grön &lt;i&gt; | Skolorna ska ha en sjuksköterska senast **2026.** |" in section("Återrapporterade", report)
    assert section("Ej återrapporterade", report).count("\n|") == 10
    text = page(follow_up=True).css_first("body").text()
    assert "Status: Grön <i>" in text
    for word in ("borttag", "omformulerad"):
        assert word not in table + report
        assert word not in text


# --- in a browser ----------------------------------------------------------------------------------------------------
@pytest.fixture(scope="module")
def browser() -> str:
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if not found:
        assert not os.environ.get("CI"), "CI needs a browser: apt-get install chromium"
        pytest.skip("no Chromium")
    return found


def _seen(browser: str, file: Path, html: str) -> str:
    file.write_text(html, "utf-8")
    command = [browser, "--headless", "--no-sandbox", "--disable-gpu", "--virtual-time-budget=3000", "--dump-dom", file.as_uri()]
    return subprocess.run(command, capture_output=True, text=True, check=True, timeout=120).stdout


def test_filters_hide_what_is_not_asked_for(browser: str, tmp_path: Path) -> None:
    html = shown("html")
    for before, after, told in (
        ("", "", ""),
        ('id="v-borttagen" checked', 'id="v-borttagen"', "Visar 8 av 10."),
        ('id="m-flyttad"', 'id="m-flyttad" checked', "Visar 1 av 10."),
    ):
        tree = LexborHTMLParser(_seen(browser, tmp_path / "page.html", html.replace(before, after, 1) if before else html))
        assert tree.css_first(".shown").text() == told
        assert tree.css_first(".search").attributes.get("hidden", "shown") == "shown"


@pytest.mark.parametrize("width", [320, 360])
def test_a_phone_needs_no_sideways_scrolling(browser: str, tmp_path: Path, width: int) -> None:
    inner = re.sub(r"<meta http-equiv.*?>", "", shown("html"))
    frame = f'<iframe style="width:{width}px" srcdoc="{escape(inner)}"></iframe><p></p>'
    script = "onload = () => document.querySelector('p').textContent = frames[0].document.documentElement.scrollWidth"
    tree = LexborHTMLParser(_seen(browser, tmp_path / "frame.html", f"<!doctype html>{frame}<script>{script}</script>"))
    assert 0 < int(tree.css_first("p").text()) <= width


# --- what OLD and NEW may be -----------------------------------------------------------------------------------------
BARE: list[dict[str, Any]] = [
    {"kind": "mål", "text": "Alla barn kan läsa", "children": [{"kind": "uppdrag", "text": "Köp böcker", "children": []}]}
]


def _file(folder: Path, name: str, content: object) -> str:
    file = folder / name
    file.write_text(content if isinstance(content, str) else json.dumps(content), "utf-8")
    return str(file)


def read(ref: str) -> Document:
    return sides.sides(sides.Given(ref), sides.Given(ref))[0]


@pytest.mark.parametrize("shape", [BARE, {"goals": BARE}, BARE[0]], ids=["list", "object", "node"])
def test_a_bare_tree_becomes_a_document_with_ids_of_the_house(tmp_path: Path, shape: object) -> None:
    ref = _file(tmp_path, "bare.json", shape)
    found = read(ref)
    assert found.id == hashlib.sha256(Path(ref).read_bytes()).hexdigest()[:12]
    assert [(node.kind, node.text) for node in walk(found.goals)] == [("mål", "Alla barn kan läsa"), ("uppdrag", "Köp böcker")]
    assert found.document.organisation is None
    assert found.document.period is None


def test_a_bare_tree_has_the_ids_that_the_text_itself_would_get(tmp_path: Path) -> None:
    text = _file(tmp_path, "plan.md", "# Mål 2024\n\n## Mål: Alla barn kan läsa\n\n## Mål: Alla barn kan läsa\n")
    of_text = [node.id.partition("-")[2] for node in walk(extracted(text).goals) if node.text == "Alla barn kan läsa"]
    bare = read(_file(tmp_path, "bare.json", [BARE[0] | {"children": []}] * 2))
    assert [node.id.partition("-")[2] for node in bare.goals][: len(of_text)] == of_text
    assert len({node.id for node in bare.goals}) == 2


def test_a_bare_tree_may_tell_more(tmp_path: Path) -> None:
    node = {
        "kind": "uppdrag",
        "text": "Bygg",
        "label": "1",
        "page": 3,
        "responsible": ["KS"],
        "status": {"raw": "Grön", "signal": "grön"},
    }
    found = read(
        _file(tmp_path, "a.json", {"document": {"organisation": "Ekbacka kommun", "kind": "uppföljning"}, "goals": [node]})
    )
    assert (found.document.organisation, found.document.kind) == ("Ekbacka kommun", DocumentKind.UPPFOLJNING)
    (only,) = found.goals
    assert (only.label, only.page, only.responsible[0].raw, only.status and only.status.signal) == ("1", 3, "KS", "grön")


def test_what_extract_writes_is_read_as_it_was(tmp_path: Path) -> None:
    made = _old()
    assert read(_file(tmp_path, "with.json", made.to_json())) == made
    assert read(_file(tmp_path, "without.txt", made.to_json(blocks=False))).blocks is None


def test_a_document_of_a_database_is_named_by_its_id_and_has_its_blocks(tmp_path: Path) -> None:
    file, made = tmp_path / "goals.db", document(b"a", goal("Öppna fält"))
    with open_database(file, write=True) as opened:
        opened.save(made, b"a")
    assert sides.sides(sides.Given(made.id), sides.Given(made.id), str(file)) == (made, made)
    for refs, database in (((made.id, "0" * 12), str(file)), ((made.id, made.id), None)):
        with pytest.raises(UsageProblem):
            sides.sides(*map(sides.Given, refs), database)


def test_documents_are_read_with_their_blocks_and_the_given_period(sample: Path) -> None:
    ref = str(sample / "documents" / "ekeryd-vision-och-mal.txt")
    first, second = sides.sides(sides.Given(ref, (2019, 2022)), sides.Given(ref))
    assert first.blocks
    assert first.document.period == Period(from_=2019, to=2022)
    assert second.document.period != first.document.period


@pytest.mark.parametrize(
    "content",
    [
        {"a": 1},
        {"goals": [{"kind": "tok", "text": "x"}]},
        {"goals": [{"text": "x"}]},
        {"goals": [{"kind": "mål", "text": " "}]},
        {"goals": [{"kind": ["mål"], "text": "x"}]},
        {"goals": {"kind": "mål"}},
        {"id": "x", "source": 1},
        {"document": {"period": "i år"}, "goals": BARE},
        '{"goals": [{"kind": "mål", "text": "a\\ud800"}]}',
        '{"goals": [',
        "null",
        "12",
        "hej",
        "",
    ],
)
def test_json_that_is_none_of_ours_is_unreadable_with_a_remedy(tmp_path: Path, content: object) -> None:
    ref = _file(tmp_path, "other.json", content)
    with pytest.raises(Unreadable, match=r"other\.json.*give what `malspar extract` writes") as raised:
        read(ref)
    assert raised.value.exit_code == 3


# --- what is told ----------------------------------------------------------------------------------------------------
def told(old: Document, new: Document, made: Comparison | None = None) -> list[str]:
    made = made or Comparison(old=old.id, new=new.id, mode=Mode.VERSIONS)
    return list(sides.told(old, new, made, ("OLD", "NEW")))


def test_nothing_is_told_of_two_versions_in_order() -> None:
    periods = Period(from_=2019, to=2022), Period(from_=2023, to=2026)
    old, new = (document(data, goal("Öka"), period=period) for data, period in zip((b"1", b"2"), periods, strict=True))
    assert told(old, new) == []
    assert told(new, old) == ["OLD is for later years than NEW; compared in the order given"]


def test_what_is_odd_about_two_documents_is_told_in_one_line_each() -> None:
    first = document(b"1", goal("Öka"), period=Period(from_=2019, to=2022))
    assert told(first, first) == [f"old and new are the same version ({first.id}), so nothing has changed; give two versions"]
    other = document(b"2", goal("Öka"), organisation="Åviks kommun", period=Period(from_=2023, to=2026))
    assert told(first, other) == ["two organisations: OLD is of Tallviks kommun, NEW of Åviks kommun; compared all the same"]
    empty = document(b"3", period=Period(from_=2023, to=2026))
    assert told(first, empty) == ["NEW has no goals; `malspar outline made.txt` shows how it was read"]
    undated = document(b"4", goal("Öka"))
    (line,) = told(first, undated)
    assert line == "the period of NEW is unknown, so they are compared in the order given; type --new-period 2023-2026"
    (line,) = told(undated, document(b"5", goal("Öka")))
    assert line.endswith("type --old-period 2019-2022 --new-period 2023-2026")


def test_the_period_of_a_plan_and_its_follow_up_is_not_asked_for() -> None:
    old, new = document(b"1", goal("Öka")), document(b"2", goal("Öka"), kind=DocumentKind.UPPFOLJNING)
    assert told(old, new, Comparison(old=old.id, new=new.id, mode=Mode.FOLLOW_UP)) == []


def test_a_follow_up_given_before_its_plan_is_told() -> None:
    plan, report = document(b"1", goal("Öka")), document(b"2", goal("Öka"), kind=DocumentKind.UPPFOLJNING)
    (line,) = told(report, plan, Comparison(old=report.id, new=plan.id, mode=Mode.FOLLOW_UP))
    assert "give the plan first, NEW OLD" in line


@pytest.mark.parametrize("whole", [True, False])
def test_a_period_that_ends_before_it_begins_is_refused(tmp_path: Path, *, whole: bool) -> None:
    made = json.loads(document(b"1", goal("Öka")).to_json())
    backwards = {"period": {"from": 2026, "to": 2020}}
    facts = made["document"] | backwards
    content = made | {"document": facts} if whole else {"document": backwards, "goals": [{"kind": "mål", "text": "Öka"}]}
    with pytest.raises(Unreadable, match=r"other\.json is no document in JSON: document\.period: 2020 is before 2026; give"):
        read(_file(tmp_path, "other.json", content))


def test_json_without_blocks_cannot_close_what_is_gone() -> None:
    old, new = _old(), _new().model_copy(update={"blocks": None})
    assert any("malspar extract --blocks" in line for line in told(old, new, _versions(old, new)))
    assert not any("--blocks" in line for line in told(old, _new(), _versions(old, _new())))


# --- the command -----------------------------------------------------------------------------------------------------
def run(*args: str, **more: Any) -> Result:
    return CliRunner().invoke(cli, ["compare", *args], **more)


@pytest.fixture
def two(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[str, str]:
    """The JSON of both documents, whose comparison is the one made by hand."""
    monkeypatch.setattr(COMPARE, _versions)
    return _file(tmp_path, "old.json", _old().to_json()), _file(tmp_path, "new.json", _new().to_json())


@pytest.mark.parametrize("form", ["table", "json", "markdown", "html"])
def test_the_command_prints_the_form_and_tells_the_rest_on_stderr(two: tuple[str, str], form: str) -> None:
    done = run(*two, "--format", form)
    assert done.exit_code == 0, done.output
    assert done.stdout == click.unstyle(shown(form)) + "\n"
    assert (
        done.stderr
        == f"malspar: the period of {two[1]} is unknown, so they are compared in the order given; type --new-period 2023-2026\n"
    )
    assert run(*two, "--format", form, "--new-period", "2023-2026").stderr == ""


@pytest.mark.parametrize(
    ("args", "code", "says"),
    [
        (("missing.pdf", "OLD"), 2, "is not there"),
        (("OLD", "missing.json"), 2, "is not there"),
        (("0123456789ab", "OLD"), 2, "--database DB"),
        (("-", "-"), 2, "standard input"),
        (("OLD", "FOLDER"), 2, "directory"),
        (("OLD", "OLD", "--old-period", "2019-20"), 2, "2019-2022"),
        (("OLD", "BROKEN"), 3, "extract"),
        (("OLD", "ftp://kommun.example/a.pdf"), 6, "save the page"),
        (("OLD", "http://127.0.0.1/a.pdf"), 6, "--allow-private"),
        (("0123456789ab", "OLD", "--database", "FOLDER"), 7, "folder"),
    ],
)
def test_trouble_is_told_in_one_line_with_its_code_and_nothing_is_printed(
    two: tuple[str, str], tmp_path: Path, args: tuple[str, ...], code: int, says: str
) -> None:
    files = {"OLD": two[0], "FOLDER": str(tmp_path), "BROKEN": _file(tmp_path, "broken.json", "{")}
    done = run(*(files.get(arg, arg) for arg in args))
    assert (done.exit_code, done.stdout) == (code, "")
    assert done.stderr.count("\n") == 1
    assert says in done.stderr


def test_a_failure_while_a_form_is_made_prints_nothing(two: tuple[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object) -> str:
        raise MemoryError

    monkeypatch.setattr("malspar.corpus.compared.page.lead", fails)
    done = run(*two, "--format", "html")
    assert (done.exit_code, done.stdout) == (6, "")


def test_one_side_may_come_from_standard_input(two: tuple[str, str]) -> None:
    done = run("-", two[1], input=Path(two[0]).read_bytes())
    assert done.exit_code == 0, done.output
    assert done.stdout == run(*two).stdout


def test_a_plain_text_from_standard_input_is_a_document(tmp_path: Path) -> None:
    bare = _file(tmp_path, "bare.json", BARE)
    done = run("-", bare, "--format", "json", input="# Mål 2024\n\n## Mål: Alla barn kan läsa\n".encode())
    assert done.exit_code == 0, done.output
    assert [link["wording"] for link in json.loads(done.stdout)["links"]] == ["oförändrad"]


def test_the_same_version_twice_is_compared_and_told(sample: Path) -> None:
    ref = str(sample / "documents" / "ekeryd-mal-2023-2026.html")
    done = run(ref, ref)
    assert done.exit_code == 0, done.output
    assert done.stderr.startswith("malspar: old and new are the same version (")
    assert re.search(r": \d+ oförändrade, 0 redaktionella, 0 omformulerade, 0 uppdelade,", " ".join(done.stdout.split()))


def test_two_real_versions_are_shown_in_every_form(sample: Path) -> None:
    old, new = (extracted(str(sample / "documents" / f"almvik-malprogram-{years}.pdf")) for years in ("2019-2022", "2023-2026"))
    made = compare(old, new)
    forms = (("table", "{+2035+}"), ("markdown", "**2035**"), ("html", "<ins>2035</ins>"), ("json", '"2035"'))
    for form, says in forms:
        assert says in click.unstyle(as_text(made, old, new, form, 100))
    assert list(sides.told(old, new, made, ("OLD", "NEW"))) == []
