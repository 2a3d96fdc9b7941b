"""Datasette's pages in Swedish: every phrase is still there to be put in place, and no page falls short for a screen reader."""

from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from drawn import browser
from test_explore_browser import looked_at, serving, violations

from malspar.corpus.explore import swedish
from malspar.corpus.explore.canned import queries

INSTALLED = files("datasette") / "templates"


@pytest.mark.parametrize(
    ("template", "old"),
    [(name, old) for name, pairs in swedish.phrases().items() for old, _ in pairs],
    ids=lambda text: text[:40],
)
def test_a_phrase_stands_in_the_installed_template(template: str, old: str) -> None:
    """A later Datasette that words it otherwise needs the phrase mended in described/phrases.toml."""
    assert old in (INSTALLED / template).read_text("utf-8")


@pytest.mark.parametrize("template", swedish.phrases())
def test_nothing_is_put_in_place_twice(template: str) -> None:
    """A phrase never meets what an earlier one has put in."""
    source = (INSTALLED / template).read_text("utf-8")
    for old, new in swedish.phrases()[template]:
        assert old in source, old
        source = source.replace(old, new)
    assert source == swedish.translated(template, (INSTALLED / template).read_text("utf-8"))


@pytest.mark.parametrize(
    ("told", "swedish_words"),
    [
        ('where status_signal = "röd" sorted by sort_key', 'där status_signal = "röd" ordnade efter sort_key'),
        (
            'where text contains "where and in" sorted by year descending',
            'där text innehåller "where and in" ordnade efter year fallande',
        ),
        ('where label is not null and kind = "mål"', 'där label är inte tom och kind = "mål"'),
        ("sorted by handled", "ordnade efter handled"),
    ],
)
def test_filters_are_told_in_swedish_and_values_left_alone(told: str, swedish_words: str) -> None:
    assert swedish.filters(told) == swedish_words


def test_numbers_are_grouped_by_a_space_that_holds() -> None:
    assert [swedish.number(value) for value in (0, 999, 51000)] == ["0", "999", "51\u00a0000"]


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    with browser() as opened:
        yield opened


@pytest.fixture(scope="module")
def site(explored: Path) -> Iterator[str]:
    with serving(explored) as address:
        yield f"{address}/{explored.stem}"


OTHERS = ("", "?sql=select+1", "/noder", "/document?kind=strategi", "/goal/621723043a63-6eaa283d", "/t~C3~A4ckning", "/ingen")


def test_every_question_and_table_is_fit_for_a_screen_reader(chromium: Any, site: str) -> None:
    page, trouble = looked_at(chromium)
    asked = [f"/{one.name}?{urlencode(one.example.given)}" for one in queries()]
    found = {}
    for path in (*asked, *OTHERS):
        page.goto(site + path)
        found[path] = violations(page)
    assert {path: told for path, told in found.items() if told} == {}
    assert [told for told in trouble if "404" not in told] == []


def test_a_question_leads_to_the_page_of_a_goal(chromium: Any, site: str) -> None:
    page, _ = looked_at(chromium)
    page.goto(f"{site}/formuleringar?{urlencode({'organisation': 'Almvik', 'ord': 'fossilfritt'})}")
    assert "6 rader" in page.locator("h2").first.inner_text()
    page.locator("td.col-m-l_id-9aba8b a, td[class*=_id] a").first.click()
    assert "/malspar/mal/" in page.url
    assert "Almvik är fossilfritt" in page.locator("h1").inner_text()


def test_a_question_fits_a_telephone_and_works_without_scripts(chromium: Any, site: str) -> None:
    page, _ = looked_at(chromium, viewport={"width": 360, "height": 740}, java_script_enabled=False)
    page.goto(f"{site}/kommentarer")
    page.get_by_label("organisation").fill("Almvik")
    page.get_by_role("button", name="Fråga").click()
    assert "organisation=Almvik" in page.url
    assert page.locator("tbody tr").count() == 16


def test_a_table_shows_its_words_in_swedish(chromium: Any, site: str) -> None:
    page, _ = looked_at(chromium)
    page.goto(f"{site}/document?organisation=Furuby+kommun")
    assert page.locator("h1").inner_text() == "Dokument"
    assert page.locator("h2").first.inner_text().startswith("4 rader där")
    assert not page.locator("dt", has_text="decision_paragraph").is_visible()
    page.locator("summary", has_text="Vad kolumnerna betyder").click()
    assert page.locator("dt", has_text="decision_paragraph").is_visible()
