"""Build the sample corpus from its sources: `python corpus/demo/build.py [--check] [STEM ...]`.

Documents of made-up municipalities and one region. Every PDF and HTML page in `documents/` is made here from a file in
`sources/`; the plain-text and Markdown documents are their own sources. The bytes are the same at every run on one machine
(fixed dates, fixed identifiers); another version of a font or of a library may change bytes, but not the text.

Needs: weasyprint, reportlab and pypdfium2, and the fonts DejaVu, Liberation and Carlito (Debian: fonts-dejavu-core,
fonts-liberation, fonts-crosextra-carlito, libpango-1.0-0, libpangoft2-1.0-0).
"""

from __future__ import annotations

import argparse
import hashlib
import logging
import os
import re
import sys
from pathlib import Path

HERE = Path(__file__).parent
SOURCES = HERE / "sources"
ROOMS = (HERE, HERE / "systems")
"""Folders with sources, documents built of them and their expected trees."""
EPOCH = "1735689600"  # 2025-01-01: the date that every built PDF carries
SHELL = re.compile(r"\A<!-- shell: (\S+) org: (.*?) title: (.*?) -->\n")


def page(source: Path) -> bytes:
    """A web page: the content of one source set into the frame (menu, footer, scripts) that its first line names."""
    text = source.read_text("utf-8")
    named = SHELL.match(text)
    if named is None:
        return text.encode()
    frame = (SOURCES / "shells" / f"{named[1]}.html").read_text("utf-8")
    filled = frame.replace("{{org}}", named[2]).replace("{{title}}", named[3])
    return filled.replace("{{content}}", text[named.end() :].strip()).encode()


def printed(source: Path) -> bytes:
    """A PDF of an HTML source with paged-media CSS, by WeasyPrint; tagged if the source says so, identified by its hash."""
    from weasyprint import HTML

    text = source.read_text("utf-8")
    identifier = hashlib.sha256(text.encode()).hexdigest()[:32].encode()
    made = HTML(string=text, base_url=str(SOURCES)).write_pdf(pdf_identifier=identifier, pdf_tags="data-tagged" in text)
    return bytes(made)


def drawn(source: Path) -> bytes:
    """A PDF drawn by ReportLab from a TOML source: slides of free boxes, or a report of paragraphs and tables."""
    sys.path.insert(0, str(HERE))
    from drawing import draw

    made: bytes = draw(source)
    return made


def sources(room: Path) -> dict[Path, Path]:
    """The built files of a room, each with the source that it is made from."""
    kept, made = room / "sources", room / "documents"
    named = {made / f"{path.name.removesuffix('.page.html')}.html": path for path in kept.glob("*.page.html")}
    named |= {made / f"{path.name.removesuffix('.print.html')}.pdf": path for path in kept.glob("*.print.html")}
    named |= {made / f"{path.stem}.pdf": path for path in kept.glob("*.toml")}
    return dict(sorted(named.items()))


def built(source: Path) -> bytes:
    """The bytes of the document that one source makes."""
    if source.name.endswith(".page.html"):
        return page(source)
    return printed(source) if source.name.endswith(".print.html") else drawn(source)


def text_of(data: bytes) -> str:
    """The characters of a document without blanks: what must stay the same when a font or a library changes."""
    if not data.startswith(b"%PDF"):
        return data.decode()
    import pypdfium2

    pages = pypdfium2.PdfDocument(data)
    return "".join("".join(pages[index].get_textpage().get_text_range().split()) for index in range(len(pages)))


def expected_of(document: Path) -> Path:
    """The expected tree of a document."""
    return document.parent.parent / "expected" / f"{document.stem}.yaml"


def stamp(document: Path) -> None:
    """Write a document's SHA-256 into its expected tree, if there is one."""
    expected, digest = expected_of(document), hashlib.sha256(document.read_bytes()).hexdigest()
    if expected.exists():
        expected.write_text(re.sub(r"(?m)^sha256: .*$", f"sha256: {digest}", expected.read_text("utf-8"), count=1), "utf-8")


def checked(document: Path, data: bytes) -> str | None:
    """What is wrong with the document on disk, compared with the one just built; None when nothing is."""
    if not document.exists():
        return f"{document.name}: not built"
    there = document.read_bytes()
    if there == data:
        return None
    return None if text_of(there) == text_of(data) else f"{document.name}: its text differs from its source"


def files(room: Path) -> list[Path]:
    """The documents of a room that are one file each."""
    return sorted(path for path in (room / "documents").iterdir() if path.is_file())


def unstamped(room: Path) -> list[str]:
    """Documents whose expected tree is missing or carries another SHA-256."""
    wrong = []
    for path in files(room):
        expected, digest = expected_of(path), hashlib.sha256(path.read_bytes()).hexdigest()
        if not expected.exists() or f"sha256: {digest}\n" not in expected.read_text("utf-8"):
            wrong.append(f"{path.name}: no expected tree with its SHA-256")
    return wrong


def main() -> int:
    """Build all documents, or the named ones; with --check only compare."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("stems", nargs="*", metavar="STEM")
    parser.add_argument("--check", action="store_true", help="compare documents/ with the sources, write nothing")
    options = parser.parse_args()
    os.environ["SOURCE_DATE_EPOCH"] = EPOCH
    logging.getLogger("fontTools").setLevel(logging.ERROR)
    complaints: list[str] = []
    for document, source in [pair for room in ROOMS for pair in sources(room).items()]:
        if options.stems and document.stem not in options.stems:
            continue
        data = built(source)
        if options.check:
            complaints += [wrong] if (wrong := checked(document, data)) else []
        else:
            document.write_bytes(data)
    for room in ROOMS:
        if options.check:
            complaints += unstamped(room)
        else:
            for document in files(room):
                stamp(document)
    for wrong in complaints:
        print(wrong, file=sys.stderr)
    return 1 if complaints else 0


if __name__ == "__main__":
    sys.exit(main())
