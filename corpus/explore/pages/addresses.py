"""Where each page lies. Addresses do not change between runs: they hold ids and names that follow from the documents."""

import re
from urllib.parse import quote, urlencode

START = "/malspar"
UNKNOWN = "okänd"
"""What stands in an address for documents without an organisation."""


def slug(name: str | None) -> str:
    """A name as it stands in an address; å, ä and ö stay, for Habo is not Håbo."""
    return re.sub(r"[^\w]+", "-", (name or "").casefold()).strip("-_") or UNKNOWN


def plain(name: str | None) -> str:
    """A name as somebody types it who has no å, ä and ö."""
    return slug(name).translate(_PLAIN)


_PLAIN = str.maketrans("åäöéü", "aaoeu")


def organisation(name: str | None) -> str:
    """The page of an organisation."""
    return f"{START}/organisation/{quote(slug(name))}"


def document(identity: str, page: int | None = None, goal: str | None = None) -> str:
    """The page of a document, open at a page and with a goal marked."""
    asked = {name: str(value) for name, value in (("sida", page), ("mal", goal)) if value}
    anchor = f"#mal-{quote(goal, safe='')}" if goal else ""
    return f"{START}/dokument/{quote(identity, safe='')}" + (f"?{urlencode(asked)}" if asked else "") + anchor


def goal(identity: str) -> str:
    """The page of a goal."""
    return f"{START}/mal/{quote(identity, safe='')}"


def crop(identity: str, page: int | None = None, *, narrow: bool = False) -> str:
    """The picture of the lines that a goal stands in; of several pages the first unless another is given."""
    return f"{START}/utsnitt/{quote(identity, safe='')}.png" + _query({"sida": page, "smal": int(narrow)})


def picture(identity: str, page: int, goal: str | None = None) -> str:
    """The picture of a page of a document, with a goal marked."""
    marked = f"?{urlencode({'mal': goal})}" if goal else ""
    return f"{START}/sida/{quote(identity, safe='')}/{page}.png{marked}"


def compared(old: str, new: str) -> str:
    """The comparison of two documents."""
    return f"{START}/jamfor/{quote(old, safe='')}/{quote(new, safe='')}"


def finding(name: str = "", **asked: str | int | None) -> str:
    """A finding, or the list of all."""
    return f"{START}/fynd" + (f"/{quote(slug(name))}" if name else "") + _query(asked)


def search(**asked: str | int | None) -> str:
    """What a search finds."""
    return f"{START}/sok" + _query(asked)


def as_data(address: str) -> str:
    """The address that gives a page's data as JSON."""
    path, mark, query = address.partition("#")[0].partition("?")
    return f"{path}.json{mark}{query}"


def _query(asked: dict[str, str | int | None]) -> str:
    given = {name: str(value) for name, value in asked.items() if value}
    return f"?{urlencode(given)}" if given else ""
