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
SOURCES, DOCUMENTS, EXPECTED = HERE / "sources", HERE / "documents", HERE / "expected"
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


def sources() -> dict[str, Path]:
    """The built file's name and the source that it is made from."""
    named = {f"{path.name.removesuffix('.page.html')}.html": path for path in SOURCES.glob("*.page.html")}
    named |= {f"{path.name.removesuffix('.print.html')}.pdf": path for path in SOURCES.glob("*.print.html")}
    named |= {f"{path.stem}.pdf": path for path in SOURCES.glob("*.toml")}
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


def stamp(name: str, data: bytes) -> None:
    """Write the document's SHA-256 into its expected tree, if there is one."""
    expected = EXPECTED / f"{Path(name).stem}.yaml"
    if expected.exists():
        digest = hashlib.sha256(data).hexdigest()
        expected.write_text(re.sub(r"(?m)^sha256: .*$", f"sha256: {digest}", expected.read_text("utf-8"), count=1), "utf-8")


def checked(name: str, data: bytes) -> str | None:
    """What is wrong with the document on disk, compared with the one just built; None when nothing is."""
    path = DOCUMENTS / name
    if not path.exists():
        return f"{name}: not built"
    there = path.read_bytes()
    if there == data:
        return None
    return None if text_of(there) == text_of(data) else f"{name}: its text differs from its source"


def unstamped() -> list[str]:
    """Documents whose expected tree is missing or carries another SHA-256."""
    wrong = []
    for path in sorted(DOCUMENTS.iterdir()):
        expected = EXPECTED / f"{path.stem}.yaml"
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
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
    for name, source in sources().items():
        if options.stems and Path(name).stem not in options.stems:
            continue
        data = built(source)
        if options.check:
            complaints += [wrong] if (wrong := checked(name, data)) else []
            continue
        (DOCUMENTS / name).write_bytes(data)
        stamp(name, data)
    for path in [*DOCUMENTS.glob("*.txt"), *DOCUMENTS.glob("*.md")]:
        if not options.check:
            stamp(path.name, path.read_bytes())
    complaints += unstamped() if options.check else []
    for wrong in complaints:
        print(wrong, file=sys.stderr)
    return 1 if complaints else 0


if __name__ == "__main__":
    sys.exit(main())
