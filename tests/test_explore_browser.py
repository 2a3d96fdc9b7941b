"""The pages in a browser: fit for everybody by axe-core, for a telephone, in the dark, on paper, without scripts; and safe."""

import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from drawn import browser
from test_explore_pages import GOAL, HOSTILE, PAGES, PLAN, every, hostile

__all__ = ["hostile"]  # a fixture
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@contextmanager
def serving(database: Path) -> Iterator[str]:
    """`malspar serve` of a database, at a port that is free; the address it listens at."""
    malspar = Path(sys.executable).with_name("malspar")
    running = subprocess.Popen([malspar, "serve", database, "--port", "0"], stderr=subprocess.PIPE, text=True)
    try:
        assert running.stderr
        told = running.stderr.readline()
        found = re.search(r"http://127\.0\.0\.1:\d+", told)
        assert found, told + running.stderr.read()
        yield found[0]
    finally:
        running.terminate()
        running.wait(20)


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    with browser() as opened:
        yield opened


@pytest.fixture(scope="module")
def site(explored: Path) -> Iterator[str]:
    with serving(explored) as address:
        yield address


def looked_at(chromium: Any, **more: Any) -> tuple[Any, list[str]]:
    """A page of the browser, and what it complains about."""
    page = chromium.new_context(**({"viewport": {"width": 1280, "height": 900}} | more)).new_page()
    trouble: list[str] = []
    page.on("console", lambda told: trouble.append(told.text) if told.type in {"error", "warning"} else None)
    page.on("pageerror", lambda told: trouble.append(str(told)))
    page.on("dialog", lambda told: (trouble.append(f"dialog {told.message}"), told.dismiss()))
    page.on("requestfailed", lambda told: trouble.append(f"failed {told.url}"))
    return page, trouble


def violations(page: Any) -> list[tuple[str, str, Any]]:
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": WCAG}}).response["violations"]
    return [(one["id"], one["impact"], [node["target"] for node in one["nodes"]][:3]) for one in found]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_any_page(chromium: Any, site: str, scheme: str) -> None:
    page, trouble = looked_at(chromium, color_scheme=scheme)
    found = {}
    for name, path in PAGES.items():
        page.goto(site + path)
        found[name] = violations(page)
    page.goto(f"{site}/malspar/sok?q=zebra")
    found["inga träffar"] = violations(page)
    assert {name: told for name, told in found.items() if told} == {}
    assert trouble == []


def test_a_telephone_needs_no_sideways_scrolling(chromium: Any, site: str) -> None:
    page, _ = looked_at(chromium, viewport={"width": 360, "height": 740})
    wide = {}
    for name, path in PAGES.items():
        page.goto(site + path)
        wide[name] = page.evaluate("document.documentElement.scrollWidth")
        assert violations(page) == []
    assert {name: width for name, width in wide.items() if width > 360} == {}


def test_without_scripts_everything_is_there_and_folds(chromium: Any, site: str) -> None:
    page, _ = looked_at(chromium, java_script_enabled=False)
    page.goto(site + PAGES["dokument"])
    below = page.locator("details >> nth=0 >> .node >> nth=0")
    assert below.is_visible()
    page.locator("summary >> nth=0").click()
    assert not below.is_visible()
    assert not page.locator(".fold").is_visible()
    page.goto(f"{site}/malspar")
    page.locator(".ask input").fill("cykelvägarna")
    page.locator(".ask button").click()
    assert page.locator("mark").first.inner_text() == "cykelvägarna"
    page.locator("li .text a").first.click()
    assert "cykelvägarna" in page.locator("h1").inner_text()


def test_the_keyboard_reaches_what_the_mouse_does(chromium: Any, site: str) -> None:
    page, _ = looked_at(chromium)
    page.goto(site + PAGES["mål"])
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Till innehållet"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")
    page.goto(site + PAGES["dokument"])
    page.locator("summary >> nth=0").focus()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.parentElement.open") is False
    page.locator("button[data-fold=open]").press("Enter")
    assert page.evaluate("[...document.querySelectorAll('.tree details')].every((one) => one.open)")


def test_a_box_on_the_page_leads_to_its_goal(chromium: Any, site: str) -> None:
    page, trouble = looked_at(chromium)
    page.goto(f"{site}/malspar/dokument/{PLAN}?sida=4&mal={GOAL}")
    assert page.locator(".paper img").evaluate("(image) => image.complete && image.naturalWidth") > 600
    box = page.locator(f'.paper a[href="/malspar/mal/{GOAL}"]').first
    image = page.locator(".paper img").bounding_box()
    place = box.bounding_box()
    assert image["x"] < place["x"] < image["x"] + image["width"]
    box.click()
    assert page.locator("h1").inner_text().strip("”") == "Almvik är fossilfritt 2035"
    assert page.locator(".crop img").evaluate("(image) => image.complete && image.naturalWidth") == 1100
    assert trouble == []


def test_the_citation_can_be_copied(chromium: Any, site: str) -> None:
    page, _ = looked_at(chromium, permissions=["clipboard-read", "clipboard-write"])
    page.goto(site + PAGES["mål"])
    page.locator(".copy button").click()
    page.locator(".copy [role=status]", has_text="Kopierat").wait_for()
    assert "”Almvik är fossilfritt 2035”" in page.evaluate("navigator.clipboard.readText()")


def test_paper_gets_the_goals_and_no_forms(chromium: Any, site: str) -> None:
    page, _ = looked_at(chromium)
    page.goto(site + PAGES["dokument"])
    page.emulate_media(media="print")
    assert not page.locator(".top").is_visible()
    assert page.locator(".node .text >> nth=0").is_visible()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert len(page.pdf()) > 20_000


def test_a_hostile_document_does_nothing_in_a_browser(chromium: Any, hostile: Path) -> None:
    page, trouble = looked_at(chromium)
    seen = 0
    with serving(hostile) as site:
        for path in every(hostile):
            page.goto(site + path)
            seen += HOSTILE.split(maxsplit=1)[0][:10] in page.locator("body").inner_text()
            assert page.locator("body img[onerror], body script:not([src])").count() == 0
    assert seen > 8
    assert trouble == []


def test_datasettes_own_pages_work_under_their_policy(chromium: Any, site: str) -> None:
    page, trouble = looked_at(chromium)
    for path in ("/", "/goals", "/goals/goal?_facet=kind", "/goals?sql=select+1", f"/goals/goal/{GOAL}"):
        page.goto(site + path)
    page.goto(f"{site}/goals?sql=select+1")
    assert page.locator(".CodeMirror").count() == 1  # its script ran
    assert trouble == []
