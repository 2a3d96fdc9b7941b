"""Bytes of a web page or a text file as a string, whatever they say of their encoding.

Swedish pages are often mislabelled, so what the bytes are comes before what they claim: text with å ä ö that is valid UTF-8 is
UTF-8, and text that is not is Windows-1252, the superset of Latin-1 that browsers read Latin-1 as.
"""

import codecs
import re

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_MULTIBYTE = re.compile(rb"[\xc3\xe2][\x80-\xbf]")
_PART = 1 << 20  # bytes that are looked through at a time
_WINDOWS = {code: bytes([code]).decode("cp1252") for code in range(0x80, 0xA0) if code not in b"\x81\x8d\x8f\x90\x9d"}
_TWICE = re.compile("Ã[¥¤¶…„–©]")


def decode(data: bytes) -> str:
    """The text of the bytes, without byte order mark; never fails, what cannot be read becomes U+FFFD."""
    for mark, name in _MARKS:
        if data.startswith(mark):
            return data.decode(name, "replace").lstrip("\ufeff")
    wide = _wide(data)
    if wide:
        return data.decode(wide, "replace")
    try:
        return _unfold(data.decode("utf-8"))
    except UnicodeDecodeError as error:
        return data.decode("utf-8", "replace") if _mostly_utf8(data, error) else _western(data)


def _wide(data: bytes) -> str | None:
    """UTF-16 without a byte order mark: every second byte of Swedish text is zero."""
    head = data[:2000]
    if len(head) < 4 or b"\0" not in head:
        return None
    even, odd = head[::2].count(0), head[1::2].count(0)
    if odd > len(head) * 0.4 and even == 0:
        return "utf-16-le"
    return "utf-16-be" if even > len(head) * 0.4 and odd == 0 else None


def _mostly_utf8(data: bytes, error: UnicodeDecodeError) -> bool:
    """Whether few bytes are wrong in what is else UTF-8: a cut end, a stray byte."""
    good = sum(len(_MULTIBYTE.findall(data[start : start + _PART + 1])) for start in range(0, len(data), _PART))
    bad = data.decode("utf-8", "replace").count("\ufffd")
    return good > 4 * bad or (good > 0 and error.start >= len(data) - 3)


def _western(data: bytes) -> str:
    """Windows-1252, with Latin-1 for the five bytes that it leaves undefined."""
    try:
        return data.decode("cp1252")
    except UnicodeDecodeError:
        return data.decode("latin-1").translate(_WINDOWS)


def _unfold(text: str) -> str:
    """Text that was encoded as UTF-8 twice ("mÃ¥l"), read once more."""
    if not _TWICE.search(text) or any(letter in text for letter in "åäö"):
        return text
    try:
        return text.encode("cp1252").decode("utf-8")
    except UnicodeError:
        return text
