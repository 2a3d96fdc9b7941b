"""Pages that a browser saved as one file (MHTML, "web page, single file"): the page itself, without its pictures and frames."""

from email import message_from_bytes, policy
from email.message import Message

from ...models.errors import Unreadable

_STARTS = (b"from: <saved by", b'from: "saved by', b"mime-version:", b"snapshot-content-location:")


def is_one(start: bytes) -> bool:
    """Whether a file begins like a saved page: as a mail of several related parts."""
    head = start.lstrip().lower()
    return head.startswith(_STARTS) and (b"multipart/related" in head or b"snapshot-content-location" in head)


def page(data: bytes, name: str) -> bytes:
    """The HTML of the page that was saved. Raises ``Unreadable`` where there is none."""
    message = message_from_bytes(data, policy=policy.compat32)
    pages = [part for part in message.walk() if part.get_content_type() in {"text/html", "application/xhtml+xml"}]
    if not pages:
        raise Unreadable(f"{name} is a saved page (MHTML) without the page: save it again, as HTML only")
    address = message.get("Snapshot-Content-Location")
    found = next((part for part in pages if address and part.get("Content-Location") == address), pages[0])
    return _bytes(found)


def _bytes(part: "Message[str, str]") -> bytes:
    """The part as bytes that tell their own encoding: what the mail says of it wins over what the page says."""
    held = part.get_payload(decode=True)
    data = held if isinstance(held, bytes) else b""
    charset = part.get_content_charset()
    if charset and charset.replace("_", "-") not in {"utf-8", "us-ascii"}:
        try:
            return b"\xef\xbb\xbf" + data.decode(charset).encode()
        except (LookupError, UnicodeDecodeError):
            return data
    return data
