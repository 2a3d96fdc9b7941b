"""Databases that pictures and reports are tested on: the whole sample corpus, and the browser that shows them."""

import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from malspar.corpus.ingest import Given, ingest
from malspar.corpus.references import references
from malspar.corpus.store import open_database


def sample_database(path: Path, sample: Path) -> Path:
    """The sample corpus with its version pairs, read into a database."""
    with open_database(path, write=True) as opened:
        found = references([str(sample / "documents"), str(sample / "versions" / "documents")], path)
        for _ in ingest(opened, found, Given(None, None)):
            pass
    return path


def chromium() -> str:
    """Where Chromium is; without it tests are left out, but not in CI."""
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if not found:
        assert not os.environ.get("CI"), "CI needs a browser: apt-get install chromium"
        pytest.skip("no Chromium")
    return found


@contextmanager
def browser() -> Iterator[Any]:
    """A headless browser of Playwright's."""
    from playwright.sync_api import sync_playwright

    path = chromium()
    with sync_playwright() as play:
        opened = play.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield opened
        opened.close()


def numbers(text: str) -> list[int]:
    """The whole numbers in a text, with a space at their thousands or not."""
    return [int(re.sub(r"\s", "", one)) for one in re.findall(r"\d+(?:\u00a0\d{3})*", text)]
