"""Draws the fixed files that `make bench` reads: a budget of a made-up municipality, some of its pages with a ruled table.

The same call always gives the same bytes: python bench/make_pdf.py PAGES FILE
"""

import random
import re
import sys
from pathlib import Path

from reportlab.lib import colors
from reportlab.lib.enums import TA_LEFT
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfgen.canvas import Canvas
from reportlab.pdfgen.textobject import PDFTextObject
from reportlab.platypus import Flowable, Frame, ListFlowable, ListItem, Paragraph, Table, TableStyle

BODY = ParagraphStyle("body", fontName="Times-Roman", fontSize=10.5, leading=14, spaceAfter=8, alignment=TA_LEFT)
CELL = ParagraphStyle("cell", parent=BODY, fontSize=9, leading=11, spaceAfter=0, alignment=0)
CHAPTER = ParagraphStyle("chapter", fontName="Helvetica-Bold", fontSize=18, leading=22, spaceAfter=10)
HEADING = ParagraphStyle("heading", fontName="Helvetica-Bold", fontSize=13, leading=16, spaceBefore=6, spaceAfter=5)

BODIES = (
    "Kommunstyrelsen",
    "Barn- och utbildningsnämnden",
    "Socialnämnden",
    "Samhällsbyggnadsnämnden",
    "Kultur- och fritidsnämnden",
)
SUBJECTS = (
    "tillgången till trygga boenden för äldre", "elevernas kunskapsresultat i grundskolan", "kommunens klimatpåverkande utsläpp",
    "sjukfrånvaron bland medarbetarna", "handläggningstiden för bygglov", "andelen ekologiska livsmedel i köken",
    "det lokala näringslivets förutsättningar", "ungas möten med kultur och idrott", "resandet med cykel och buss",
    "invånarnas insyn och delaktighet", "vattenkvaliteten i sjöar och vattendrag", "försörjningsstödets kostnader",
)  # fmt: skip
AIMS = (
    "ska förbättras varje år",
    "ska vara bland de bästa i länet",
    "ska minska med tio procent till 2030",
    "ska utvecklas i samverkan",
)
SENTENCES = (
    "{body} har under året följt upp {subject} genom dialog med verksamheterna.",
    "Arbetet med {subject} fortsätter enligt den plan som nämnden beslutade om i november.",
    "Kostnaden beräknas till {number} tkr, vilket ryms inom ram.",
    "Jämfört med liknande kommuner ligger resultatet {number} procentenheter högre, men skillnaderna mellan områdena är stora.",
    "Kommunen {aim_verb} därför prioritera {subject} under hela planperioden.",
    "Enligt den senaste befolkningsprognosen ökar antalet invånare med {number} personer fram till och med 2031.",
    "Det som sker i den tidiga planeringen får t.ex. betydelse för {subject}, liksom för ekonomin på längre sikt.",
    "Medborgarundersökningen visar att kvinnor och män ser olika på {subject}.",
)


def draw(path: Path, pages: int, tables: int = 5, organisation: str = "Ekbacka kommun", *, placed: bool = False) -> None:
    """Draw so many pages into ``path``, so many percent of them with a table; ``placed``: each glyph at a place of its own."""
    chance = random.Random(2024)  # noqa: S311  a fixed file, no secret
    canvas = (_Placing if placed else Canvas)(str(path), pagesize=A4, invariant=True)
    canvas.setTitle(f"Mål och budget för {organisation}")
    for page in range(1, pages + 1):
        _furniture(canvas, organisation, page)
        before, table = ((number * tables + 50) // 100 for number in (page - 1, page))
        _fill(canvas, _table_page(chance, table) if table > before else _text_page(chance, page))
        canvas.showPage()
    canvas.save()


class _Placing(Canvas):  # type: ignore[misc]  # reportlab ships no types
    """Writes text as office programs and browsers do, where reportlab writes a line as one string."""

    def beginText(self, x: float = 0, y: float = 0, direction: str | None = None) -> "_Glyphs":  # noqa: N802 - reportlab's name
        return _Glyphs(self, x, y, direction)


class _Glyphs(PDFTextObject):  # type: ignore[misc]
    """Text of which each glyph is moved a little, as by kerning."""

    def _formatText(self, text: str) -> str:  # noqa: N802 - reportlab's name
        return re.sub(r"\(((?:\\.|[^\\()])*)\) Tj", self._apart, super()._formatText(text), flags=re.DOTALL)

    @staticmethod
    def _apart(shown: re.Match[str]) -> str:
        glyphs = re.findall(r"\\\d{3}|\\.|.", shown[1], re.DOTALL)
        return f"[{''.join(f'({glyph}){place * 7 % 5 - 2}' for place, glyph in enumerate(glyphs))}] TJ"


def _furniture(canvas: Canvas, organisation: str, page: int) -> None:
    canvas.setFont("Helvetica", 8)
    canvas.drawString(70, 800, f"{organisation} · Mål och budget 2025–2027")
    canvas.drawCentredString(A4[0] / 2, 36, str(page))


def _fill(canvas: Canvas, flowables: list[Flowable]) -> None:
    """Set as much of the text as the page holds."""
    frame = Frame(64, 56, A4[0] - 128, 730)
    for flowable in flowables:
        for part in [flowable] if frame.add(flowable, canvas) else frame.split(flowable, canvas)[:1]:
            if part is not flowable:
                frame.add(part, canvas)


def _text_page(chance: random.Random, page: int) -> list[Flowable]:
    chapter, section = divmod(page - 1, 10)
    subject = chance.choice(SUBJECTS)
    title = f"{chapter + 1} {chance.choice(BODIES)}" if section == 0 else f"{chapter + 1}.{section} {subject.capitalize()}"
    goals = [f"{_capital(one)} {chance.choice(AIMS)}." for one in chance.sample(SUBJECTS, 4)]
    bullets = ListFlowable([ListItem(Paragraph(goal, BODY)) for goal in goals], bulletType="bullet", start="•", leftIndent=16)
    return [
        Paragraph(title, CHAPTER if section == 0 else HEADING),
        *(_paragraph(chance) for _ in range(3)),
        Paragraph("Mål för verksamheten", HEADING),
        bullets,
        *(_paragraph(chance) for _ in range(6)),
    ]


def _table_page(chance: random.Random, number: int) -> list[Flowable]:
    header = ["Indikator", "Utfall 2023", "Utfall 2024", "Målvärde 2025", "Ansvarig"]
    rows = [
        [f"Andel nöjda med {subject}", *(f"{chance.randint(40, 98)} %" for _ in range(3)), chance.choice(BODIES)]
        for subject in (chance.choice(SUBJECTS) for _ in range(14))
    ]
    table = Table([[Paragraph(cell, CELL) for cell in row] for row in [header, *rows]], colWidths=[152, 60, 60, 72, 120])
    table.setStyle(
        TableStyle([("GRID", (0, 0), (-1, -1), 0.5, colors.black), ("BACKGROUND", (0, 0), (-1, 0), colors.HexColor("#d9e2f3"))])
    )
    return [Paragraph(f"Indikatorer, del {number}", HEADING), _paragraph(chance), table, _paragraph(chance)]


def _paragraph(chance: random.Random) -> Paragraph:
    sentences = (
        sentence.format(
            body=chance.choice(BODIES),
            subject=chance.choice(SUBJECTS),
            number=chance.randint(2, 900),
            aim_verb=chance.choice(("ska", "bör")),
        )
        for sentence in chance.choices(SENTENCES, k=5)
    )
    return Paragraph(" ".join(sentences), BODY)


def _capital(text: str) -> str:
    return text[0].upper() + text[1:]


if __name__ == "__main__":
    draw(Path(sys.argv[2]), int(sys.argv[1]))
