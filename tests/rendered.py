"""One document in small, set as text, Markdown, a web page or a PDF, broken into lines, columns and pages in other ways."""

import html
import io
import re
import textwrap
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import groupby

from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

_VOWELS = "aeiouyåäö"
_BREAK = re.compile(rf"(?<=[a-zåäö]{{3}})(?=[bcdfghjklmnpqrstvwxz][{_VOWELS}][a-zåäö]{{2}})")


@dataclass(frozen=True)
class Part:
    """One block of a document: "heading", "item", "number", "row" or "text"."""

    kind: str
    text: str
    depth: int = 0

    @property
    def cells(self) -> list[str]:
        """The cells of a row."""
        return [cell.strip() for cell in self.text.strip("|").split("|")]


def parts(blocks: str) -> list[Part]:
    """The blocks of a case, by the marks that the head of its file explains."""
    found = []
    for line in blocks.strip().splitlines():
        if match := re.match(r"(#+) (.*)", line):
            found.append(Part("heading", match[2], len(match[1])))
        elif line.startswith("|"):
            found.append(Part("row", line))
        elif match := re.match(r"\d+\. (.*)", line):
            found.append(Part("number", match[1]))
        else:
            found.append(Part("item", line[2:]) if line.startswith("- ") else Part("text", line))
    return found


def groups(found: list[Part]) -> Iterator[list[Part]]:
    """Items and rows that follow each other, together; every other block alone."""
    for kind, group in groupby(found, key=lambda part: part.kind):
        if kind in {"item", "number", "row"}:
            yield list(group)
        else:
            yield from ([part] for part in group)


def broken(word: str, room: float, width: Callable[[str], float]) -> tuple[str, str]:
    """A word cut where it still fits with a hyphen: as much of it as there is room for."""
    best = ("", word)
    for match in _BREAK.finditer(word) if word.strip(".,:()").isalpha() else ():
        if width(word[: match.start()] + "-") <= room:
            best = (word[: match.start()] + "-", word[match.start() :])
    return best


def wrapped(text: str, room: float, width: Callable[[str], float], *, hyphens: bool = False) -> list[str]:
    """A text in lines that fit; with ``hyphens``, long words are cut at the ends of the lines."""
    lines = [""]
    for word in text.split():
        line = f"{lines[-1]} {word}".strip()
        if width(line) <= room:
            lines[-1] = line
            continue
        head, rest = broken(word, room - width(f"{lines[-1]} "), width) if hyphens else ("", word)
        if head:
            lines[-1] = f"{lines[-1]} {head}".strip()
        lines.append(rest)
    return [line for line in lines if line]


# --- text ------------------------------------------------------------------------------------------------------------
def as_text(blocks: str, width: int | None = None, *, hyphens: bool = False, mark: str = "-", page: int | None = None) -> bytes:
    """Plain text in lines of ``width`` characters; with ``page`` as taken from pages of that many lines, with running lines."""
    out = []
    for group in groups(parts(blocks)):
        if group[0].kind == "row":
            rows = [part.cells for part in group]
            widths = [max(map(len, column)) + 4 for column in zip(*rows, strict=True)]
            out += ["".join(cell.ljust(wide) for cell, wide in zip(row, widths, strict=True)).rstrip() for row in rows]
        for number, part in enumerate(group, start=1):
            lead = {"item": f"{mark} ", "number": f"{number}. "}.get(part.kind, "")
            room = width - len(lead) if width else 10**6
            lines = wrapped(part.text, room, len, hyphens=hyphens) if part.kind != "row" else []
            out += [(" " * len(lead) if place else lead) + line for place, line in enumerate(lines)]
        out.append("")
    if page:
        sheets = list(_sheets(out, page))
        out = []
        for number, sheet in enumerate(sheets, start=1):
            out += ["Kommunledningskontoret · styrande dokument", "", *sheet, "", f"Sida {number} av {len(sheets)}\f"]
    return "\n".join(out).encode()


def _sheets(lines: list[str], length: int) -> Iterator[list[str]]:
    """Lines in pages of ``length``; a table goes to the next page whole."""
    sheet: list[str] = []
    for stretch in (list(group) for _, group in groupby(lines, key=lambda line: "    " in line)):
        for chunk in [stretch] if "    " in stretch[0] else [[line] for line in stretch]:
            if sheet and len(sheet) + len(chunk) > length:
                yield sheet
                sheet = []
            sheet += chunk
    yield sheet


def as_markdown(blocks: str, width: int | None = None, *, mark: str = "-") -> bytes:
    """Markdown."""
    out = []
    for group in groups(parts(blocks)):
        for number, part in enumerate(group, start=1):
            lead = {"item": f"{mark} ", "number": f"{number}. ", "heading": "#" * part.depth + " "}.get(part.kind, "")
            if part.kind in {"row", "heading"} or not width:
                out.append(lead + part.text)
            else:
                out += textwrap.wrap(part.text, width, initial_indent=lead, subsequent_indent=" " * len(lead))
            if part.kind == "row" and number == 1:
                out.append("|" + "---|" * len(part.cells))
        out.append("")
    return "\n".join(out).encode()


# --- a web page ------------------------------------------------------------------------------------------------------
def as_html(blocks: str, style: str = "semantic", mark: str = "•") -> bytes:
    """A web page: "semantic" tags, headings that are only "bold", lines parted by "breaks" alone, "divs" in divs,
    or "soup": divs without a heading's tag.
    """
    body = "\n".join(_markup(group, style, mark) for group in groups(parts(blocks)))
    if style == "breaks":
        body = f"<div>{body}</div>"
    if style in {"divs", "soup"}:
        body = f"<div class='page'><div class='sv-layout'><div class='sv-text-portlet'>{body}</div></div></div>"
    head = "<!doctype html><html lang='sv'><head><meta charset='utf-8'><title></title></head>"
    return f"{head}<body><main>{body}</main></body></html>".encode()


def _markup(group: list[Part], style: str, mark: str) -> str:
    """The tags of one group of blocks."""
    texts, part = [html.escape(each.text) for each in group], group[0]
    if part.kind == "row":
        cells = [
            "".join(f"<{'td' if at else 'th'}>{html.escape(cell)}</{'td' if at else 'th'}>" for cell in each.cells)
            for at, each in enumerate(group)
        ]
        return "<table>" + "".join(f"<tr>{row}</tr>" for row in cells) + "</table>"
    if style in {"semantic", "bold"} and part.kind in {"item", "number"}:
        tag = "ul" if part.kind == "item" else "ol"
        return f"<{tag}>" + "".join(f"<li>{text}</li>" for text in texts) + f"</{tag}>"
    marked = [{"item": f"{mark} ", "number": f"{at}. "}.get(part.kind, "") + text for at, text in enumerate(texts, start=1)]
    if part.kind == "heading":
        bold = f"<strong>{texts[0]}</strong>"
        if style == "soup":
            return f"<div class='h'><div><span>{bold}</span></div></div>"
        return {
            "semantic": f"<h{part.depth}>{texts[0]}</h{part.depth}>",
            "bold": f"<p>{bold}</p>",
            "breaks": f"{bold}<br><br>",
        }.get(style, f"<div class='h'><h{part.depth}><span>{texts[0]}</span></h{part.depth}></div>")
    if style == "breaks":
        return "<br>\n".join(marked) + "<br><br>"
    if style in {"divs", "soup"}:
        return "<div>" + "".join(f"<div class='row'><span>{text}</span></div>" for text in marked) + "</div>"
    return f"<p>{texts[0]}</p>"


# --- a PDF -----------------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Style:
    """How a PDF is set: its faces, the size of the text, columns, the page, the marks of its lists, running lines."""

    face: str = "Helvetica"
    bold: str = "Helvetica-Bold"
    size: float = 11
    columns: int = 1
    height: float = 842
    width: float = 595
    mark: str = "•"
    hyphens: bool = False
    running: bool = False
    margin: float = 60

    @property
    def column(self) -> float:
        """The width of one column."""
        return (self.width - 2 * self.margin - 24 * (self.columns - 1)) / self.columns


class _Press:
    """Sets lines down column after column, page after page."""

    def __init__(self, style: Style) -> None:
        self.style, self.file = style, io.BytesIO()
        self.canvas = Canvas(self.file, pagesize=(style.width, style.height), invariant=True)
        self.page, self.at_column, self.y = 0, style.columns, 0.0

    @property
    def x(self) -> float:
        """The left edge of the column."""
        return self.style.margin + self.at_column * (self.style.column + 24)

    def room(self, height: float) -> None:
        """Goes on in the next column or page where the height is not there."""
        if self.page and self.y - height >= self.style.margin:
            return
        self.at_column += 1
        if self.at_column >= self.style.columns or not self.page:
            if self.page:
                self.canvas.showPage()
            self.page, self.at_column = self.page + 1, 0
            if self.style.running:
                self.canvas.setFont(self.style.face, 8)
                self.canvas.drawString(self.style.margin, self.style.height - 32, "Styrande dokument")
                self.canvas.drawRightString(self.style.width - self.style.margin, 28, f"Sida {self.page}")
        self.y = self.style.height - self.style.margin

    def lines(self, text: str, size: float, *, bold: bool = False, indent: float = 0, mark: str = "") -> None:
        """A text in lines; a heading keeps its lines and the next one together."""
        face, leading = self.style.bold if bold else self.style.face, size * 1.25
        found = wrapped(
            text, self.style.column - indent, lambda part: stringWidth(part, face, size), hyphens=self.style.hyphens and not bold
        )
        if bold:
            self.room(leading * len(found) + 3 * self.style.size)
        for number, line in enumerate(found):
            self.room(leading)
            self.y -= leading
            self.canvas.setFont(face, size)
            if mark and not number:
                self.canvas.drawString(self.x + 4, self.y, mark)
            self.canvas.drawString(self.x + indent, self.y, line)

    def table(self, rows: list[list[str]]) -> None:
        """A table with all its rules, on one page."""
        size = self.style.size - 2
        first = self.style.column * 0.5
        widths = [first, *[(self.style.column - first) / (len(rows[0]) - 1)] * (len(rows[0]) - 1)]
        set_ = [
            [
                wrapped(cell, wide - 8, lambda part: stringWidth(part, self.style.bold, size))
                for cell, wide in zip(row, widths, strict=True)
            ]
            for row in rows
        ]
        heights = [max(map(len, row)) * size * 1.2 + 6 for row in set_]
        self.room(sum(heights))
        for number, (row, height) in enumerate(zip(set_, heights, strict=True)):
            left = self.x
            self.canvas.setFont(self.style.face if number else self.style.bold, size)
            for cell, wide in zip(row, widths, strict=True):
                self.canvas.rect(left, self.y - height, wide, height)
                for place, line in enumerate(cell):
                    self.canvas.drawString(left + 4, self.y - size * 1.2 * (place + 1), line)
                left += wide
            self.y -= height


def as_pdf(blocks: str, style: Style) -> bytes:
    """A PDF; a page or column may end inside a paragraph or a list."""
    press, size = _Press(style), style.size
    for group in groups(parts(blocks)):
        if group[0].kind == "row":
            press.table([part.cells for part in group])
        for number, part in enumerate(group, start=1):
            if part.kind == "heading":
                press.y -= size * 0.8
                press.lines(part.text, size * {1: 2, 2: 1.5}.get(part.depth, 1.2), bold=True)
            elif part.kind != "row":
                mark = {"item": style.mark, "number": f"{number}."}.get(part.kind, "")
                indent = max(18.0, 9 + stringWidth(mark, style.face, size)) if mark else 0
                press.lines(part.text, size, indent=indent, mark=mark)
        press.y -= size * 0.6
    press.canvas.save()
    return press.file.getvalue()
