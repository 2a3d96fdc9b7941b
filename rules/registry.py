"""The 290 municipalities and 21 regions of Sweden with their codes and the names that documents call them by.

Codes and official names are Statistics Sweden's. A name is looked up whole, in any letter case, with or without a genitive -s.
"""

import csv
import re
import unicodedata
from functools import cache
from importlib.resources import files
from pathlib import PurePath
from typing import NamedTuple

from ..models.document import OrganisationType


class Organisation(NamedTuple):
    """An organisation: its official name, code (four digits, two for a region), and every usual name."""

    name: str
    code: str | None
    kind: OrganisationType
    short: str
    names: tuple[str, ...]


@cache
def organisations() -> tuple[Organisation, ...]:
    """All municipalities, then all regions."""
    return (
        *_read("municipalities.tsv", OrganisationType.KOMMUN),
        *_read("regions.tsv", OrganisationType.REGION),
    )


def named(name: str) -> Organisation | None:
    """The organisation that is called so ("Borås stad", "VGR", "VAGGERYDS KOMMUN", "Lunds kommuns"), or None."""
    key = _key(name)
    index = _index()
    return index.get(key) or index.get(key.removesuffix("s"))


def of_file_name(ref: str) -> Organisation | None:
    """The one organisation whose short name stands in a file's name ("vaggeryd-mal.txt"), or None."""
    words = f"-{_in_file_name(PurePath(ref).stem)}-"
    found = [each for name, each in _by_file_name() if name in words]
    longest = [each for each in found if not any(plain(each.short) in plain(other.short) != plain(each.short) for other in found)]
    municipalities = [each for each in longest if each.kind is OrganisationType.KOMMUN]
    regions = [each for each in longest if each.kind is OrganisationType.REGION]
    choice = regions if "-region-" in words or not municipalities else municipalities
    return choice[0] if len(choice) == 1 else None


@cache
def _by_file_name() -> tuple[tuple[str, Organisation], ...]:
    return tuple((f"-{_in_file_name(each.short)}-", each) for each in organisations())


def _in_file_name(text: str) -> str:
    return "-".join(plain(text).split())


def plain(text: str) -> str:
    """Lower case without accents and signs, as file names write it: "Upplands Väsby" is "upplands vasby"."""
    decomposed = unicodedata.normalize("NFD", text.casefold())
    return " ".join(re.findall(r"[a-z0-9]+", "".join(c for c in decomposed if not unicodedata.combining(c))))


def _read(name: str, kind: OrganisationType) -> list[Organisation]:
    """The rows of one table in ``reference/``."""
    lines = files(__package__).joinpath("reference", name).read_text("utf-8").splitlines()
    rows = csv.DictReader(lines, delimiter="\t")
    return [Organisation(row["name"], row["code"], kind, row["short"], _names(row, kind)) for row in rows]


def _names(row: dict[str, str], kind: OrganisationType) -> tuple[str, ...]:
    """Every name of one row; a municipality is also written without its genitive -s and as "X stad"."""
    also = [name.strip() for name in row["also"].split(";") if name.strip()]
    if kind is OrganisationType.KOMMUN:
        stem = row["name"].removesuffix(" kommun")
        also += [f"{row['short']} kommun", f"{stem} stad", f"{row['short']} stad", f"kommunen {row['short']}"]
    return tuple({_key(name): name for name in (*reversed(also), row["name"])}.values())


@cache
def _index() -> dict[str, Organisation]:
    return {_key(name): each for each in organisations() for name in each.names}


def _key(name: str) -> str:
    return " ".join(name.casefold().split())
