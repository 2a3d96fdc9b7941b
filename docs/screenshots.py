"""Picture each page of `malspar serve` on the sample corpus into docs/screenshots.

Needs Chromium. Run `python docs/screenshots.py` after the pages were changed, and look at what it made.
"""

import io
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parent.parent
FOLDER = Path(__file__).resolve().parent / "screenshots"
MALSPAR = Path(sys.executable).with_name("malspar")
GOAL = "621723043a63-6eaa283d"
PAGES = {
    "start": "/malspar",
    "organisation": "/malspar/organisation/almviks-kommun",
    "dokument": f"/malspar/dokument/621723043a63?sida=4&mal={GOAL}#mal-{GOAL}",
    "mal": f"/malspar/mal/{GOAL}",
    "jamfor": "/malspar/jamfor/9d8785847ac6/621723043a63",
    "fynd": "/malspar/fynd",
    "fynd-forsvagade": "/malspar/fynd/f%C3%B6rsvagade",
    "sok": "/malspar/sok?q=klimat*",
}
WIDTH, HEIGHT, COLOURS = 1280, 1000, 200


def main() -> None:
    """Build the database, serve it, and picture every page."""
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        database = Path(folder) / "goals.db"
        corpus = ROOT / "corpus" / "demo"
        documents = [corpus / "documents", corpus / "versions" / "documents"]
        subprocess.run([MALSPAR, "add", database, *documents], check=True, capture_output=True)
        running = subprocess.Popen([MALSPAR, "serve", database, "--port", "0"], stderr=subprocess.PIPE, text=True)
        try:
            told = running.stderr.readline() if running.stderr else ""
            found = re.search(r"http://[\d.]+:\d+", told)
            if not found:
                sys.exit(told)
            picture(found[0])
        finally:
            running.terminate()
            running.wait()


def picture(site: str) -> None:
    """Every page, as a reader sees it first."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT})
        for name, address in PAGES.items():
            page.goto(site + address, wait_until="networkidle")
            size = save(page.screenshot(), FOLDER / f"{name}.png")
            print(f"{name}.png  {size // 1024} KiB")
        browser.close()


def save(picture: bytes, file: Path) -> int:
    """Write a picture in few colours; its size in bytes."""
    image: Any = Image.open(io.BytesIO(picture)).convert("RGB")
    image.quantize(COLOURS, dither=Image.Dither.NONE).save(file, optimize=True)
    return file.stat().st_size


if __name__ == "__main__":
    main()
