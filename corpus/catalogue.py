"""The catalogue of addresses, by organisation, kind and years: the one that comes with malspar, or a user's own.

``catalogue.toml`` is data; adding an address is adding a line to it.
"""

import re
import tomllib
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import NamedTuple

from ..models.document import DocumentKind
from ..models.errors import UsageProblem
from ..rules.registry import named
from ..rules.swedish import fold

_YEARS = re.compile(r"((?:19|20)\d\d)(?:-((?:19|20)\d\d))?")


class Entry(NamedTuple):
    """An address: whose document it leads to, of what kind, and the first and last year that it is for where they are known."""

    address: str
    organisation: str
    kind: DocumentKind
    years: tuple[int, int] | None


class Wish(NamedTuple):
    """What to take from a catalogue; None and () for anything.

    An organisation by the beginning of a word of its name, or by its code.
    """

    organisation: str | None = None
    kinds: tuple[str, ...] = ()
    year: int | None = None

    def takes(self, entry: Entry) -> bool:
        """Whether an address is wished for; one without years only where no year is."""
        return (
            (self.organisation is None or _called(entry.organisation, self.organisation))
            and (not self.kinds or entry.kind in self.kinds)
            and (self.year is None or (entry.years is not None and entry.years[0] <= self.year <= entry.years[1]))
        )


def wished(wish: Wish, file: Path | None = None) -> list[Entry]:
    """The addresses of a catalogue that are wished for, in its order.

    Raises ``UsageProblem`` where there is none, a kind is none, or the catalogue cannot be read.
    """
    wish = wish._replace(kinds=tuple(_kind(kind, "--kind") for kind in wish.kinds))
    found = [entry for entry in entries(file) if wish.takes(entry)]
    if not found:
        raise UsageProblem(
            "the catalogue has no such address; give addresses, a catalogue of your own with --catalogue, or look for some: "
            "malspar discover ADDRESS"
        )
    return found


def entries(file: Path | None = None) -> list[Entry]:
    """Every address of the catalogue that comes with malspar, or of a user's own."""
    return list(_entries(_text(file), str(file or "catalogue.toml")))


def _text(file: Path | None) -> str:
    if file is None:
        return files(__package__).joinpath("catalogue.toml").read_text("utf-8")
    try:
        return file.read_text("utf-8")
    except (OSError, UnicodeError) as error:
        raise UsageProblem(f"the catalogue {file} cannot be read ({error}); check the path behind --catalogue") from error


def _entries(text: str, name: str) -> Iterator[Entry]:
    try:
        organisations = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise UsageProblem(f"the catalogue {name} is no TOML ({error})") from error
    for organisation, addresses in organisations.items():
        if not isinstance(addresses, dict):
            raise UsageProblem(f"the catalogue {name}: {organisation} is no organisation with addresses")
        for address, told in addresses.items():
            where = f"the catalogue {name}: {address}"
            if not isinstance(told, dict) or not told.keys() <= {"kind", "years"}:
                raise UsageProblem(f'{where} is to be followed by {{ kind = "målprogram", years = "2023-2026" }}')
            yield Entry(address, organisation, _kind(told.get("kind"), where), _span(told.get("years"), where))


def _kind(text: object, where: str) -> DocumentKind:
    if text not in list(DocumentKind):
        raise UsageProblem(f"{where}: “{text}” is no kind here; give one of {', '.join(DocumentKind)}")
    return DocumentKind(str(text))


def _span(text: object, where: str) -> tuple[int, int] | None:
    if text is None:
        return None
    match = _YEARS.fullmatch(str(text))
    if match is None or (match[2] and match[2] < match[1]):
        raise UsageProblem(f"{where}: “{text}” are no years; give them as 2023-2026, or 2024")
    return int(match[1]), int(match[2] or match[1])


def _called(organisation: str, name: str) -> bool:
    known = named(organisation)
    return f" {fold(name)}" in f" {fold(organisation)}" or (known is not None and known.code == name.strip())
