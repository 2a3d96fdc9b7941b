"""What the words of links, headings and addresses say of where they lead: a kind of steering document, years, or elsewhere."""

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from ..models.document import DocumentKind
from .lexicon import Entry, Lexicon
from .registry import plain

_KINDS, _LINKS = "document_kind", "link"
_DATE = re.compile(r"\b(?:19|20)\d\d-\d\d-\d\d\b|\b(?:19|20)\d\d(?:[/:](?!(?:19|20)\d\d\b)\d{3,}|\d{2,})")
_GLUED = re.compile(r"(?<!\d)((?:19|20)\d\d)((?:19|20)\d\d)(?!\d)")
_SPAN = re.compile(r"(?<!\d)((?:19|20)\d\d)\s?[-–—/]\s?(\d\d)(?!\d)")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_FIRST, _LAST = 1990, 2060
_EXTENT = re.compile(
    r"\(?\b(?:pdf|word|excel|html)?[,.: ]*\d+(?:[.,]\d+)? ?(?:kb|mb|kib|mib|sidor|sid)\b\.?\)?|\((?:pdf|länk)\)", re.IGNORECASE
)
_PDF = re.compile(r"\bpdf\b", re.IGNORECASE)
_ENDING = re.compile(r"\.[a-z0-9]{1,8}$", re.IGNORECASE)


class Guess(NamedTuple):
    """A kind of document that a word speaks for, how much (as in ``words/document_kind.toml``), and the word."""

    kind: DocumentKind
    weight: float
    word: str


class Hosts(NamedTuple):
    """``hosts.toml``: hosts of documents, names of parameters that tell nothing of a page, endings of what is neither."""

    hosts: tuple[str, ...]
    tracking: re.Pattern[str]
    beside: frozenset[str]


@cache
def hosts() -> Hosts:
    """The table of hosts."""
    told = tomllib.loads(files(__package__).joinpath("hosts.toml").read_text("utf-8"))
    tracking = "|".join(re.escape(name).replace(r"\*", ".*") for name in told["tracking"])
    return Hosts(tuple(told["hosts"]), re.compile(tracking, re.IGNORECASE), frozenset(told["beside"]))


def kind(text: str) -> Guess | None:
    """The kind that a text speaks most for; of two alike the first."""
    return _kind(Lexicon.load(_KINDS), text)


def kind_of_address(address: str) -> Guess | None:
    """The kind that the end of an address speaks most for, which has no å, ä and ö."""
    return _kind(_plain(_KINDS), " / ".join(_segments(address)[-2:]))


def worth(text: str) -> float:
    """How much a text speaks for following its link; below nought, against it."""
    return _worth(Lexicon.load(_LINKS), text)


def worth_of_address(address: str) -> float:
    """How much the words of an address do: those against it anywhere, those for it at its end."""
    found = [_worth(_plain(_LINKS), segment) for segment in _segments(address)]
    return min(found) if min(found, default=0.0) < 0 else max(found[-2:], default=0.0)


def bare(text: str) -> str:
    """The text of a link without what stands beside the name: its size, its form, that it opens a window."""
    text = _EXTENT.sub(" ", text)
    for hit in reversed(Lexicon.load(_LINKS).find(text)):
        if hit.meaning == "tillägg":
            text = f"{text[: hit.start]} {text[hit.end :]}"
    return " ".join(_PDF.sub(" ", text).split()).strip(" .,:;()[]–-")


def is_pdf(text: str) -> bool:
    """Whether the text of a link says that it leads to a PDF."""
    return bool(_PDF.search(text))


def years(text: str) -> tuple[int, int] | None:
    """The first and the last year that a text names; dates and reference numbers name none."""
    text = _SPAN.sub(lambda found: f"{found[1]} {found[1][:2]}{found[2]}", _DATE.sub(" ", _GLUED.sub(r"\1 \2", text)))
    found = [year for year in map(int, _YEAR.findall(text)) if _FIRST <= year <= _LAST]
    return (min(found), max(found)) if found else None


def years_of_address(address: str) -> tuple[int, int] | None:
    """The years that the end of an address names."""
    return years(" ".join(segment for segment in re.split(r"/", unquote(urlsplit(address).path))[-2:]).replace("_", " "))


def _kind(lexicon: Lexicon, text: str) -> Guess | None:
    told = [(lexicon.entries[hit.meaning].extra, text[hit.start : hit.end]) for hit in lexicon.find(text)]
    found = [Guess(DocumentKind(extra["kind"]), float(extra["weight"]), word) for extra, word in told]
    return max(found, key=lambda guess: guess.weight, default=None)


def _worth(lexicon: Lexicon, text: str) -> float:
    found = [float(lexicon.entries[hit.meaning].extra.get("weight", "0")) for hit in lexicon.find(text)]
    return min(found) if min(found, default=0.0) < 0 else max(found, default=0.0)


def _segments(address: str) -> list[str]:
    """The words of each part of an address's path."""
    path = _ENDING.sub("", unquote(urlsplit(address).path).rstrip("/"))
    return [words for part in path.split("/") if (words := plain(part))]


@cache
def _plain(name: str) -> Lexicon:
    """A word list as addresses write it: "mål och budget" is "mal och budget", or "malochbudget"."""
    entries = Lexicon.load(name).entries
    return Lexicon(
        name,
        {
            meaning: Entry(
                forms=tuple(dict.fromkeys(form for one in entry.forms for form in _as_address(one))),
                examples=(),
                extra=entry.extra,
            )
            for meaning, entry in entries.items()
        },
    )


def _as_address(form: str) -> list[str]:
    """A form in plain letters, and its words without spaces; not what stands in half of all words ("*mål" in "normal")."""
    words = [word for word in ("*".join(map(plain, word.split("*"))) for word in form.split()) if word]
    glued = "".join(words)
    if len(glued.strip("*")) < 5 and glued.startswith("*"):
        return []
    return [" ".join(words), f"{glued.rstrip('*')}*"] if len(words) > 1 and "*" not in glued[:-1] else [" ".join(words)]
