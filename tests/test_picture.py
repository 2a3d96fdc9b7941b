"""The pictures of pages: every black pixel of the print lies in a frame, and every frame holds some."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from malspar.extractor.outline import outline
from malspar.extractor.pdf import read
from malspar.extractor.picture import COLOURS, Seen, draw, seen
from malspar.models.block import Role

SCALE = 100 / 72


def _pdf(page: str) -> bytes:
    """A page with ``page`` in its dictionary: a heading, and two lines below it."""
    text = (
        b"BT /F1 18 Tf 20 TL 120 700 Td (Trygga barn) Tj /F1 11 Tf T* (Alla barn ska kunna simma) Tj T* (redan i skolan.) Tj ET"
    )
    objects = [
        b"<</Type /Catalog /Pages 2 0 R>>",
        b"<</Type /Pages /Kids [3 0 R] /Count 1>>",
        f"<</Type /Page /Parent 2 0 R {page} /Contents 4 0 R /Resources <</Font <</F1 5 0 R>>>>>>".encode(),
        b"<</Length %d>> stream\n%s\nendstream" % (len(text), text),
        b"<</Type /Font /Subtype /Type1 /BaseFont /Helvetica-Bold>>",
    ]
    out, table = b"%PDF-1.4\n", b""
    for number, body in enumerate(objects, start=1):
        table += b"%010d 00000 n \n" % len(out)
        out += b"%d 0 obj %s endobj\n" % (number, body)
    return (
        out + b"xref\n0 6\n0000000000 65535 f \n" + table + b"trailer <</Size 6 /Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % len(out)
    )


def _drawn(data: bytes, folder: Path) -> tuple[list[Seen], Image.Image]:
    reading = read(data)
    blocks = list(seen(reading.blocks, outline(reading)))
    draw(data, blocks, folder)
    return blocks, Image.open(folder / "page-001.png").convert("RGB")


@pytest.mark.parametrize(
    "page",
    [
        "/MediaBox [0 0 595 842]",
        "/MediaBox [0 0 595 842] /Rotate 90",
        "/MediaBox [0 0 595 842] /Rotate 180",
        "/MediaBox [0 0 595 842] /CropBox [50 100 500 800]",
        "/MediaBox [-20 -30 575 812]",
        "/MediaBox [0 0 595 842] /CropBox [50 100 500 800] /Rotate 270",
    ],
)
def test_frames_hold_the_print(tmp_path: Path, page: str) -> None:
    blocks, image = _drawn(_pdf(page), tmp_path)
    boxes = [box for each in blocks for box in each.block.boxes()]
    assert boxes
    dark = np.argwhere(np.asarray(image).max(axis=2) < 60)
    held = np.zeros(len(dark), dtype=bool)
    for box in boxes:
        first, last = np.array([box.top, box.x0]) * SCALE - 3, np.array([box.bottom, box.x1]) * SCALE + 3
        inside = ((dark >= first) & (dark <= last)).all(axis=1)
        assert inside.sum() > 50
        held |= inside
    assert held.mean() > 0.98  # upside down, letters reach some pixels over their boxes


def test_roles_have_colours_of_their_own(tmp_path: Path) -> None:
    blocks, image = _drawn(_pdf("/MediaBox [0 0 595 842]"), tmp_path)
    colours = {colour for _, colour in image.getcolors(1 << 20) or []}
    for each in blocks:
        wanted = COLOURS[each.role].lstrip("#")
        assert tuple(int(wanted[i : i + 2], 16) for i in (0, 2, 4)) in colours
    assert len(set(COLOURS.values())) == len(COLOURS) == len(Role)


def test_the_outline_decides_the_role() -> None:
    reading = read(_pdf("/MediaBox [0 0 595 842]"))
    told = list(seen(reading.blocks, outline(reading)))
    assert [each.block.text for each in told] == [block.text for block in reading.blocks]
    first = told[0]
    assert (first.block.text, first.role, first.block.role) == ("Trygga barn", Role.HEADING, Role.TEXT)
    assert first.rule
    assert first.depth
