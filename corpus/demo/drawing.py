"""PDFs drawn with ReportLab from TOML: landscape slides of free boxes, and reports of paragraphs, lists and tables.

The two ways differ from the other builder in what a reader meets: no tags, no bookmarks, other font names, and on slides
boxes that come in the order of the source, not in the order in which one reads them.
"""

from __future__ import annotations

import io
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from fontTools.subset import Options, Subsetter, load_font, save_font
from reportlab.lib.colors import Color, HexColor
from reportlab.lib.enums import TA_CENTER
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, PageBreak, PageTemplate, Paragraph, Spacer, Table, TableStyle

FONTS = Path("/usr/share/fonts/truetype/liberation")  # where Debian's fonts-liberation puts them
FACES = {
    "Sans": "LiberationSans-Regular",
    "Sans-Bold": "LiberationSans-Bold",
    "Sans-Italic": "LiberationSans-Italic",
    "Serif": "LiberationSerif-Regular",
    "Serif-Bold": "LiberationSerif-Bold",
    "Serif-Italic": "LiberationSerif-Italic",
}
Spec = dict[str, Any]


def draw(source: Path) -> bytes:
    """The PDF that a TOML source describes; `layout` says which of the two ways."""
    for face, name in FACES.items():
        pdfmetrics.registerFont(TTFont(face, lean(FONTS / f"{name}.ttf")))
    for family in ("Sans", "Serif"):
        pdfmetrics.registerFontFamily(
            family, normal=family, bold=f"{family}-Bold", italic=f"{family}-Italic", boldItalic=f"{family}-Bold"
        )
    spec = tomllib.loads(source.read_text("utf-8"))
    return slides(spec) if spec["layout"] == "slides" else report(spec)


def lean(path: Path) -> io.BytesIO:
    """The font with the letters of Swedish only and without hinting, which is most of the weight of a small PDF."""
    options = Options(hinting=False, layout_features=[], glyph_names=False, drop_tables=["FFTM"])
    font = load_font(str(path), options)
    cutter = Subsetter(options)
    cutter.populate(unicodes=[*range(0x20, 0x17F), *range(0x2010, 0x2027), 0x25A0, 0x25AA, 0x25B2, 0x25CF, 0x25CB, 0x2212])
    cutter.subset(font)
    target = io.BytesIO()
    save_font(font, target, options)
    target.seek(0)
    return target


def slides(spec: Spec) -> bytes:
    """One page per slide; sizes in points, `top` measured from the upper edge of the page."""
    target = io.BytesIO()
    usual = spec.get("size", landscape(A4))
    canvas = Canvas(target, pagesize=usual, invariant=1)
    canvas.setTitle(spec["title"])
    canvas.setAuthor(spec["author"])
    if "creator" in spec:
        canvas.setCreator(spec["creator"])
        canvas.setProducer(spec["producer"])
    for number, slide in enumerate(spec["slide"]):
        size = slide.get("size", usual)
        canvas.setPageSize(size)
        if "label" in slide:
            canvas.addPageLabel(number, prefix=slide["label"])
        for box in slide["box"]:
            place(canvas, box, size[1])
        canvas.showPage()
    canvas.save()
    return target.getvalue()


def place(canvas: Canvas, box: Spec, page_height: float) -> None:
    """Draw one box: its ground or its mark, then its paragraphs from the top down."""
    x, top, width, height = box["at"]
    if "fill" in box:
        canvas.setFillColor(HexColor(box["fill"]))
        if box.get("shape") == "circle":
            canvas.circle(x + width / 2, page_height - top - height / 2, width / 2, stroke=0, fill=1)
        else:
            canvas.roundRect(x, page_height - top - height, width, height, box.get("radius", 0), stroke=0, fill=1)
    inset = box.get("inset", 8)
    down = page_height - top - inset
    for text in box.get("text", []):
        paragraph = Paragraph(text, slide_style(box))
        _, used = paragraph.wrap(width - 2 * inset, height)
        paragraph.drawOn(canvas, x + inset, down - used)
        down -= used + box.get("gap", 4)


def slide_style(box: Spec) -> ParagraphStyle:
    """The paragraph style of one box."""
    size = box.get("size", 14)
    style = ParagraphStyle("box", fontName=box.get("font", "Sans"), fontSize=size, leading=size * 1.25)
    style.textColor = HexColor(box.get("colour", "#1d1d1b"))
    style.alignment = TA_CENTER if box.get("centred") else 0
    return style


class Marked(Flowable):  # type: ignore[misc]  # reportlab has no type hints
    """A paragraph with a number set in the left margin, as some reports print it."""

    def __init__(self, number: str, paragraph: Paragraph, style: ParagraphStyle) -> None:
        super().__init__()
        self.number, self.paragraph, self.style = number, paragraph, style

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """Width and height taken, in points."""
        self.width, self.height = self.paragraph.wrap(width, height)
        return self.width, self.height + self.style.spaceAfter

    def draw(self) -> None:
        """The number first, then the paragraph on the same line."""
        self.canv.setFont(self.style.fontName, self.style.fontSize)
        self.canv.setFillColor(self.style.textColor)
        self.canv.drawRightString(-10, self.height - self.style.fontSize + self.style.spaceAfter, self.number)
        self.paragraph.drawOn(self.canv, 0, self.style.spaceAfter)


class Entry(Flowable):  # type: ignore[misc]  # reportlab has no type hints
    """One line of a printed table of contents: heading, dots, page number at the right edge."""

    def __init__(self, text: str, page: str, style: ParagraphStyle) -> None:
        super().__init__()
        self.text, self.page, self.style = text, page, style

    def wrap(self, width: float, _height: float) -> tuple[float, float]:
        """Width and height taken, in points."""
        self.width = width
        return width, self.style.leading + self.style.spaceAfter

    def draw(self) -> None:
        """Heading and page number, and as many dots as fit between them."""
        font, size = self.style.fontName, self.style.fontSize
        self.canv.setFont(font, size)
        self.canv.setFillColor(self.style.textColor)
        start = self.canv.stringWidth(f"{self.text} ", font, size)
        end = self.width - self.canv.stringWidth(f" {self.page}", font, size)
        dots = int((end - start) / self.canv.stringWidth(".", font, size))
        self.canv.drawString(0, self.style.spaceAfter, f"{self.text} ")
        self.canv.drawRightString(end, self.style.spaceAfter, "." * dots)
        self.canv.drawRightString(self.width, self.style.spaceAfter, self.page)


def report(spec: Spec) -> bytes:
    """A portrait or landscape report: running header and footer, then the blocks in order."""
    target = io.BytesIO()
    size = landscape(A4) if spec.get("landscape") else A4
    left, right, top, bottom = spec.get("margins", [71, 71, 78, 71])
    document = BaseDocTemplate(target, pagesize=size, title=spec["title"], author=spec["author"], invariant=1)
    frame = Frame(left, bottom, size[0] - left - right, size[1] - top - bottom, 0, 0, 0, 0)

    def furniture(canvas: Canvas, _document: BaseDocTemplate) -> None:
        canvas.setFont(spec["styles"]["p"][0], 8)
        canvas.setFillColor(HexColor("#555555"))
        if canvas.getPageNumber() > 1 or spec.get("header_on_first"):
            canvas.drawString(left, size[1] - 40, spec.get("header", ""))
        canvas.drawRightString(size[0] - right, 34, spec.get("footer", "{page}").replace("{page}", str(canvas.getPageNumber())))

    document.addPageTemplates([PageTemplate("page", [frame], onPage=furniture)])
    styles = {name: report_style(name, figures) for name, figures in spec["styles"].items()}
    width = size[0] - left - right
    document.build([part for block in spec["block"] for part in flow(block, styles, width)])
    return target.getvalue()


def report_style(name: str, figures: list[Any]) -> ParagraphStyle:
    """A style from [font, size, space before, space after, colour]."""
    font, size, before, after, colour = figures
    style = ParagraphStyle(name, fontName=font, fontSize=size, leading=size * 1.3, spaceBefore=before, spaceAfter=after)
    style.textColor = HexColor(colour)
    style.keepWithNext = name.startswith("h")
    return style


def flow(block: Spec, styles: dict[str, ParagraphStyle], width: float) -> Iterator[Flowable]:
    """The flowables of one block of a report."""
    kind = block["kind"]
    if kind == "table":
        yield grid(block, styles, width)
        yield Spacer(1, 8)
    elif kind == "list":
        for item in block["items"]:
            yield bullet(item, block.get("mark", "•"), styles["li"], 14 * block.get("depth", 1))
    elif kind == "break":
        yield PageBreak()
    elif kind == "space":
        yield Spacer(1, block["height"])
    elif kind == "toc":
        yield Entry(block["text"], block["page"], styles["toc"])
    elif "number" in block:
        yield Marked(block["number"], Paragraph(block["text"], styles[kind]), styles[kind])
    else:
        yield Paragraph(block["text"], styles[kind])


def bullet(text: str, mark: str, base: ParagraphStyle, indent: float) -> Paragraph:
    """One list item with its mark hanging before it."""
    style = ParagraphStyle("item", parent=base, leftIndent=indent, bulletIndent=indent - 10)
    style.bulletFontName, style.bulletFontSize = base.fontName, base.fontSize
    return Paragraph(text, style, bulletText=mark)


def grid(block: Spec, styles: dict[str, ParagraphStyle], width: float) -> Table:
    """A table; cells may be strings or {text, fill, rows}; `repeat` prints the header anew on every page, `lines` rules it."""
    cell, head = styles["cell"], styles.get("head", styles["cell"])
    padding = block.get("padding", 3)
    commands: list[tuple[Any, ...]] = [("VALIGN", (0, 0), (-1, -1), "TOP")]
    commands += [(side, (0, 0), (-1, -1), padding) for side in ("TOPPADDING", "BOTTOMPADDING")]
    line: Color = HexColor("#8a8a8a")
    commands += (
        [("GRID", (0, 0), (-1, -1), 0.5, line)] if block.get("lines", True) else [("LINEBELOW", (0, 0), (-1, 0), 0.8, line)]
    )
    rows = [[Paragraph(text, head) for text in block["header"]]]
    for down, row in enumerate(block["rows"], start=1):
        rows.append([Paragraph(entry if isinstance(entry, str) else entry.get("text", ""), cell) for entry in row])
        for across, entry in enumerate(row):
            if isinstance(entry, dict) and "fill" in entry:
                commands.append(("BACKGROUND", (across, down), (across, down), HexColor(entry["fill"])))
            if isinstance(entry, dict) and "rows" in entry:
                commands.append(("SPAN", (across, down), (across, down + entry["rows"] - 1)))
    if "head_fill" in block:
        commands.append(("BACKGROUND", (0, 0), (-1, 0), HexColor(block["head_fill"])))
    made = Table(rows, colWidths=[width * share for share in block["widths"]], repeatRows=1 if block.get("repeat") else 0)
    made.setStyle(TableStyle(commands))
    return made
