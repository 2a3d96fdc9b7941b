"""PDF files put together object by object, right or wrong, for tests of what a reader makes of them."""

import hashlib
import zlib
from collections.abc import Callable, Iterable

HELVETICA = b"<</Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding>>"
A4 = b"[0 0 595 842]"


class Pdf:
    """Objects by number, from 1; a catalogue (1), a page tree (2) and a font (3) are there from the start."""

    def __init__(self, pages: bytes = b"", catalogue: bytes = b"") -> None:
        self.objects: list[bytes] = [b"<</Type /Catalog /Pages 2 0 R %s>>" % catalogue, b"", HELVETICA]
        self.kids: list[int] = []
        self._pages = pages

    @property
    def next(self) -> int:
        """The number that the next object gets."""
        return len(self.objects) + 1

    def add(self, body: bytes) -> int:
        """One more object; its number."""
        self.objects.append(body)
        return len(self.objects)

    def stream(self, data: bytes, entries: bytes = b"", length: bytes | None = None) -> int:
        """One more stream, of this length or of one that lies."""
        return self.add(stream(data, entries, length))

    def page(self, content: bytes | int = b"", entries: bytes = b"", box: bytes = A4, resources: bytes = b"") -> int:
        """One more page with this content, a stream or the number of one."""
        number = content if isinstance(content, int) else self.stream(content)
        body = b"<</Type /Page /Parent 2 0 R /MediaBox %s /Contents %d 0 R /Resources <</Font <</F1 3 0 R>> %s>> %s>>"
        self.kids.append(self.add(body % (box, number, resources, entries)))
        return self.kids[-1]

    def whole(self, trailer: bytes = b"", more: bytes = b"", tree: bytes | None = None) -> bytes:
        """The file; ``trailer`` are entries of the trailer, ``more`` what stands before the cross-reference table."""
        kids = b" ".join(b"%d 0 R" % kid for kid in self.kids)
        self.objects[1] = tree or b"<</Type /Pages /Kids [%s] /Count %d %s>>" % (kids, len(self.kids), self._pages)
        out, places = [b"%PDF-1.7\n"], []
        at = len(out[0])
        for number, body in enumerate(self.objects, start=1):
            places.append(at)
            out.append(b"%d 0 obj\n%s\nendobj\n" % (number, body))
            at += len(out[-1])
        table = b"".join(b"%010d 00000 n \n" % place for place in places)
        head = b"%sxref\n0 %d\n0000000000 65535 f \n%s" % (more, len(places) + 1, table)
        end = b"trailer\n<</Size %d /Root 1 0 R %s>>\nstartxref\n%d\n%%%%EOF\n" % (len(places) + 1, trailer, at + len(more))
        return b"".join([*out, head, end])

    def map(self, change: Callable[[int, bytes], bytes]) -> "Pdf":
        """The same file with every object changed, as encryption does."""
        self.objects = [change(number, body) for number, body in enumerate(self.objects, start=1)]
        return self


def stream(data: bytes, entries: bytes = b"", length: bytes | None = None) -> bytes:
    """The body of a stream object."""
    said = b"%d" % len(data) if length is None else length
    return b"<</Length %s %s>> stream\n%s\nendstream" % (said, entries, data)


def lines(*texts: str, at: tuple[float, float] = (72, 760)) -> bytes:
    """A content stream that prints a line under another."""
    shown = b" T* ".join(b"(%s) Tj" % escaped(text) for text in texts)
    return b"BT /F1 12 Tf 16 TL %g %g Td " % at + shown + b" ET"


def escaped(text: str) -> bytes:
    """A text as it stands in a string of a content stream."""
    return text.encode("cp1252").replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")


def one_page(content: bytes, *more: bytes, trailer: bytes = b"") -> bytes:
    """A PDF of one page with this content stream, a font F1, and more objects from number 6 on."""
    made = Pdf()
    made.page(content)
    for body in more:
        made.add(body)
    return made.whole(trailer)


def zeros(size: int, block: int = 1 << 24) -> bytes:
    """So many zero bytes, deflated, made in the time of one block."""
    packer = zlib.compressobj(9)
    head = packer.compress(bytes(block)) + packer.flush(zlib.Z_FULL_FLUSH)
    piece = packer.compress(bytes(block)) + packer.flush(zlib.Z_FULL_FLUSH)
    end = packer.flush()[:-4]
    count = size // block
    total = (count * block % 65521) << 16 | 1
    return head + piece * (count - 1) + end + total.to_bytes(4, "big")


_PAD = bytes.fromhex("28BF4E5E4E758A4164004E56FFFA01082E2E00B6D0683E802F0CA9FE6453697A")
LOCKED_ID = b"<0123456789abcdef0123456789abcdef>"


def locked(made: Pdf, password: bytes) -> bytes:
    """The file encrypted with 40-bit RC4 for this user password; an empty one opens for everybody. Streams only: strings in
    dictionaries must not be there.
    """
    identity, rights = bytes.fromhex(LOCKED_ID[1:-1].decode()), (-4 & 0xFFFFFFFF).to_bytes(4, "little")
    padded = (password + _PAD)[:32]
    owner = _rc4(hashlib.md5(_PAD).digest()[:5], padded)  # noqa: S324 - PDF's own
    key = hashlib.md5(padded + owner + rights + identity).digest()[:5]  # noqa: S324

    def change(number: int, body: bytes) -> bytes:
        head, mark, rest = body.partition(b" stream\n")
        if not mark:
            return body
        own = hashlib.md5(key + number.to_bytes(3, "little") + b"\0\0").digest()[:10]  # noqa: S324
        return head + mark + _rc4(own, rest.removesuffix(b"\nendstream")) + b"\nendstream"

    made.map(change)
    entry = b"<</Filter /Standard /V 1 /R 2 /P -4 /O <%s> /U <%s>>>" % (owner.hex().encode(), _rc4(key, _PAD).hex().encode())
    return made.whole(b"/Encrypt %d 0 R /ID [%s %s]" % (made.add(entry), LOCKED_ID, LOCKED_ID))


def _rc4(key: bytes, data: Iterable[int]) -> bytes:
    box, j = list(range(256)), 0
    for i in range(256):
        j = (j + box[i] + key[i % len(key)]) % 256
        box[i], box[j] = box[j], box[i]
    out, i, j = bytearray(), 0, 0
    for byte in data:
        i = (i + 1) % 256
        j = (j + box[i]) % 256
        box[i], box[j] = box[j], box[i]
        out.append(byte ^ box[(box[i] + box[j]) % 256])
    return bytes(out)
