"""A small PDF writer: text, rectangles, lines and discs at places from the top left corner, for the tests of the PDF reader."""

from collections.abc import Iterable

_FONTS = {"regular": "Helvetica", "bold": "Helvetica-Bold", "italic": "Helvetica-Oblique"}


class Paper:
    """Pages in the making; every method adds to the last page. Coordinates in points, y downwards."""

    def __init__(self, width: float = 595, height: float = 842, rotate: int = 0, crop: tuple[float, ...] | None = None) -> None:
        self.width, self.height, self.rotate, self.crop = width, height, rotate, crop
        self.pages: list[list[bytes]] = []
        self.tags: list[list[str]] = []
        self.title: str | None = None
        self.page()

    def page(self) -> "Paper":
        """Begins a new page."""
        self.pages.append([])
        self.tags.append([])
        return self

    def text(self, x: float, y: float, words: str, size: float = 11, font: str = "regular", colour: str = "0 0 0") -> "Paper":
        """One line with its baseline at ``y``."""
        name = f"/F{list(_FONTS).index(font) + 1}"
        body = words.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)").encode("cp1252")
        self.pages[-1].append(f"{colour} rg BT {name} {size} Tf 1 0 0 1 {x} {self.height - y} Tm (".encode() + body + b") Tj ET")
        return self

    def tagged(self, tag: str, x: float, y: float, words: str, size: float = 11, font: str = "regular") -> "Paper":
        """One line as an element of the structure tree, such as "H1" or "P"."""
        self.pages[-1].append(f"/{tag} <</MCID {len(self.tags[-1])}>> BDC".encode())
        self.tags[-1].append(tag)
        self.text(x, y, words, size, font)
        self.pages[-1].append(b"EMC")
        return self

    def underlined(self, x: float, y: float, width: float, depth: float) -> "Paper":
        """A rule as some writers draw it: a box of this depth filled down to ``y``, clipped to its foot."""
        foot = self.height - y
        boxes = f"{x} {foot} {width} {depth} re {x} {foot + 0.5} {width} {depth - 0.5} re"
        self.pages[-1].append(f"q {x} {foot} {width} 0.5 re W n 0.7 0.7 0.7 rg {boxes} f* Q".encode())
        return self

    def lines(
        self, x: float, y: float, lines: Iterable[str], size: float = 11, leading: float = 14, font: str = "regular"
    ) -> "Paper":
        """Several lines below each other, the first with its baseline at ``y``."""
        for place, line in enumerate(lines):
            self.text(x, y + place * leading, line, size, font)
        return self

    def rotated(self, x: float, y: float, words: str, size: float = 8) -> "Paper":
        """One line that runs upwards."""
        self.pages[-1].append(f"0 0 0 rg BT /F1 {size} Tf 0 1 -1 0 {x} {self.height - y} Tm ({words}) Tj ET".encode("cp1252"))
        return self

    def rect(self, x: float, y: float, width: float, height: float, fill: str | None = None, *, stroke: bool = True) -> "Paper":
        """A rectangle with its top left corner at x, y; ``fill`` as "r g b" from 0 to 1."""
        paint = "B" if fill and stroke else "f" if fill else "S"
        colour = f"{fill} rg " if fill else ""
        self.pages[-1].append(f"{colour}0 0 0 RG 0.5 w {x} {self.height - y - height} {width} {height} re {paint}".encode())
        return self

    def line(self, x0: float, y0: float, x1: float, y1: float) -> "Paper":
        """A rule."""
        self.pages[-1].append(f"0 0 0 RG 0.5 w {x0} {self.height - y0} m {x1} {self.height - y1} l S".encode())
        return self

    def disc(self, x: float, y: float, radius: float, fill: str) -> "Paper":
        """A filled circle around x, y."""
        k, mid = 0.5523 * radius, self.height - y
        curve = (
            f"{x + radius} {mid} m {x + radius} {mid + k} {x + k} {mid + radius} {x} {mid + radius} c "
            f"{x - k} {mid + radius} {x - radius} {mid + k} {x - radius} {mid} c "
            f"{x - radius} {mid - k} {x - k} {mid - radius} {x} {mid - radius} c "
            f"{x + k} {mid - radius} {x + radius} {mid - k} {x + radius} {mid} c"
        )
        self.pages[-1].append(f"{fill} rg {curve} f".encode())
        return self

    def image(self, x: float, y: float, size: float, colour: bytes) -> "Paper":
        """A square picture of one colour, given as three bytes, with its top left corner at x, y."""
        head = f"q {size} 0 0 {size} {x} {self.height - y - size} cm BI /W 2 /H 2 /CS /RGB /BPC 8 /F /AHx ID "
        self.pages[-1].append(head.encode() + (colour * 4).hex().encode() + b"> EI Q")
        return self

    def table(
        self, x: float, y: float, widths: list[float], rows: list[list[str]], height: float = 20, fill: str | None = None
    ) -> "Paper":
        """A table with all its rules; the first row on a ground of its own where ``fill`` is given."""
        for number, row in enumerate(rows):
            left = x
            for width, words in zip(widths, row, strict=True):
                self.rect(left, y + number * height, width, height, fill if number == 0 else None)
                self.text(left + 3, y + number * height + 13, words, 9, "bold" if number == 0 and fill else "regular")
                left += width
        return self

    def data(self) -> bytes:
        """The file."""
        objects: list[bytes] = [b"", b""]
        fonts = " ".join(f"/F{place} {place + 2} 0 R" for place in range(1, len(_FONTS) + 1))
        objects += [f"<</Type/Font/Subtype/Type1/BaseFont/{name}/Encoding/WinAnsiEncoding>>".encode() for name in _FONTS.values()]
        kids = []
        for page in self.pages:
            body = b"\n".join(page)
            objects.append(b"<</Length %d>>stream\n%b\nendstream" % (len(body), body))
            crop = f"/CropBox[{' '.join(map(str, self.crop))}]" if self.crop else ""
            box = f"/MediaBox[0 0 {self.width} {self.height}]{crop}/Rotate {self.rotate}/StructParents {len(kids)}"
            objects.append(f"<</Type/Page/Parent 2 0 R{box}/Resources<</Font<<{fonts}>>>>/Contents {len(objects)} 0 R>>".encode())
            kids.append(f"{len(objects)} 0 R")
        tree = self._tree(objects, kids) if any(self.tags) else ""
        objects[0] = f"<</Type/Catalog/Pages 2 0 R{tree}>>".encode()
        objects[1] = f"<</Type/Pages/Count {len(kids)}/Kids[{' '.join(kids)}]>>".encode()
        return _file(objects, self.title)

    def _tree(self, objects: list[bytes], kids: list[str]) -> str:
        """Adds the structure tree to the objects; gives the catalog's entries for it."""
        root = len(objects) + 1
        objects.append(b"")
        parents, every = [], []
        for page, (tags, kid) in enumerate(zip(self.tags, kids, strict=True)):
            first = len(objects) + 1
            for number, tag in enumerate(tags):
                objects.append(f"<</Type/StructElem/S/{tag}/P {root} 0 R/Pg {kid}/K {number}>>".encode())
            made = " ".join(f"{first + number} 0 R" for number in range(len(tags)))
            parents.append(f"{page}[{made}]")
            every.append(made)
        nums = f"/ParentTree<</Nums[{' '.join(parents)}]>>/K[{' '.join(every)}]"
        objects[root - 1] = f"<</Type/StructTreeRoot{nums}>>".encode()
        return f"/MarkInfo<</Marked true>>/StructTreeRoot {root} 0 R"


def _file(objects: list[bytes], title: str | None) -> bytes:
    """Numbered objects with their cross-reference table."""
    info = b""
    if title:
        objects = [*objects, b"<</Title<FEFF%b>/Producer(Paper)>>" % title.encode("utf-16-be").hex().encode()]
        info = b"/Info %d 0 R" % len(objects)
    out, places = b"%PDF-1.7\n", []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    count = len(objects) + 1
    return out + b"xref\n0 %d\n0000000000 65535 f \n%btrailer\n<</Size %d/Root 1 0 R%b>>\nstartxref\n%d\n%%%%EOF" % (
        count,
        table,
        count,
        info,
        len(out),
    )
