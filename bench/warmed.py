"""Single stages beside the libraries that they stand on, both in one warmed process, in turns: the least of each counts."""

from collections.abc import Callable
from pathlib import Path
from time import process_time

from files import Drawing, draw, web_pages
from processes import call
from table import Row

PAGES = 100
WEB = 48


def reading(path: str, turns: int) -> tuple[float, float]:
    """CPU seconds of the reading stage and of PDFium's plain text, page by page, of the same file."""
    import pypdfium2

    from malspar.extractor.read import read
    from malspar.extractor.source import load

    loaded = load(path)

    def plain() -> None:
        document = pypdfium2.PdfDocument(loaded.data)
        for number in range(len(document)):
            page = document[number]
            text = page.get_textpage()
            text.get_text_range()
            text.close()
            page.close()
        document.close()

    return _least(lambda: read(loaded), plain, turns)


def trees(folder: str, turns: int) -> tuple[float, float]:
    """CPU seconds from pages' bytes to goal trees, and of parsing them and walking over all nodes."""
    from selectolax.lexbor import LexborHTMLParser

    from malspar.extractor.extract import build
    from malspar.extractor.read import read
    from malspar.extractor.source import loaded

    documents = [path.read_bytes() for path in sorted(Path(folder).glob("*.html"))]

    def ours() -> None:
        for number, data in enumerate(documents):
            source = loaded(f"{number}.html", data)
            build(source, read(source))

    def bare() -> None:
        for data in documents:
            root = LexborHTMLParser(data).root
            for node in root.traverse(include_text=True) if root is not None else ():
                node.tag  # noqa: B018 - asking is what is measured
                node.text_content  # noqa: B018

    return _least(ours, bare, turns)


def _least(ours: Callable[[], object], theirs: Callable[[], object], turns: int) -> tuple[float, float]:
    """The least CPU seconds of each after one round that opens word lists and fills caches."""
    import gc

    gc.set_threshold(50_000)  # as where documents are read
    times: list[tuple[float, float]] = []
    for _ in range(turns + 1):
        start = process_time()
        ours()
        middle = process_time()
        theirs()
        times.append((middle - start, process_time() - middle))
    return min(one for one, _ in times[1:]), min(other for _, other in times[1:])


def rows(folder: Path, turns: int) -> list[Row]:
    """Both ratios, the least of some turns."""
    path = folder / "no-tables.pdf"
    draw([(path, Drawing(PAGES, tables=0))])
    web = folder / "web"
    web_pages(web, WEB)
    text, plain = call(reading, str(path), turns)[0]
    tree, bare = call(trees, str(web), turns)[0]
    return [
        Row(f"reading {PAGES} pages without tables", "× PDFium's plain text", text / plain, 3, reached=4.5),
        Row(f"{WEB} web pages to goal trees", "× selectolax parse and walk", tree / bare, 10, reached=60),
    ]
