"""What a document costs in a database that grows, and how much room the database takes.

python bench/scale.py [DOCUMENTS]

Made-up municipalities, each with budgets and follow-ups of ten years, of 10 to 80 goals, stored in batches by the program
itself. Measured is what the one process that writes does: it stores what others prepared, and brings successions, links and
tracks up to date after each batch. What others do is not counted: preparing, and comparing two documents (by a shortcut here).
The documents of the last tenth go both to the database that holds all before them and to an empty one, batch by batch in turns,
so that what else the machine does meets both.
"""

import hashlib
import random
import sys
import tempfile
import zlib
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import islice
from pathlib import Path
from time import process_time
from typing import Any, NamedTuple

from make_corpus import by_place

from malspar.corpus.lineage import update
from malspar.corpus.links import Compared
from malspar.corpus.pairing import Pair, compared
from malspar.corpus.rows import Prepared, prepare
from malspar.corpus.store import Out, open_database
from malspar.corpus.versions import Edge
from malspar.models.document import Document

NUMBER, BATCH, YEARS, FIRST = 10_000, 500, 10, 2011
_STATES = (("Grön", "grön", "genomfört"), ("Gul", "gul", "pågår"), ("Röd", "röd", "ej genomfört"))
_BODIES = ("Kommunstyrelsen", "Socialnämnden", "Tekniska nämnden", "Kultur- och fritidsnämnden", "Barn- och utbildningsnämnden")
_SMALL = (
    "och i att för av med som på är ska kommunen alla ett en mål våra under året arbetet genom till fler samt den det vid".split()
)
_STEMS = (
    "skol", "vård", "trafik", "park", "bad", "klimat", "energi", "kultur", "idrott", "bostads", "närings", "miljö", "vatten",
    "gatu", "ungdoms", "äldre", "barn", "lärar", "digital", "medborgar", "budget", "lokal", "natur", "ö", "å", "fritids",
)  # fmt: skip
_ENDS = (
    "plan", "mål", "arbete", "verksamhet", "gården", "frågor", "insats", "nät", "stöd", "tjänst", "utveckling", "samverkan",
    "uppföljning", "område", "lösningar", "behov", "resurser", "miljön", "råd", "strategi", "möten", "vägen", "hus", "kvalitet",
)  # fmt: skip


class Costs(NamedTuple):
    """How many documents, CPU milliseconds of one at the start and at the end, and the database's size to that of its JSON."""

    number: int
    start: float
    end: float
    size: float


def documents(number: int) -> Iterator[tuple[Prepared, bytes]]:
    """Documents ready to be stored, with their bytes: municipality by municipality, and year by year."""
    for place in range(number):
        organisation, year = place // (2 * YEARS), FIRST + place // 2 % YEARS
        data = f"{place}".encode()
        yield prepare(Document.model_validate(_Made(organisation, year, follow_up=place % 2 == 1).document(data))), data


class _Made:
    """One document on its way: its blocks grow as its goals are written."""

    def __init__(self, organisation: int, year: int, *, follow_up: bool) -> None:
        self.name, self.year, self.follow_up = f"Kommun {organisation}", year, follow_up
        self.size = 10 + organisation * 37 % 71
        self.lasting = random.Random(organisation)  # noqa: S311 - the same words in each year
        self.own = random.Random(f"{organisation} {year} {follow_up}")  # noqa: S311 - the same at every run
        self.blocks: list[dict[str, Any]] = []

    def document(self, data: bytes) -> dict[str, Any]:
        """The document as JSON."""
        sha256 = hashlib.sha256(data).hexdigest()
        kind = "uppföljning" if self.follow_up else "mål och budget"
        goals = [self._goal(sha256[:12], place) for place in range(self.size)]
        return {
            "id": sha256[:12],
            "document": {
                "organisation": self.name,
                "organisation_type": "kommun",
                "kind": kind,
                "title": f"{kind.capitalize()} {self.year}",
                "period": {"from": self.year, "to": self.year},
                "occasion": "helår" if self.follow_up else None,
                "adoption": "antagen",
            },
            "source": {
                "ref": f"{self.name}/{kind} {self.year}.pdf",
                "sha256": sha256,
                "media_type": "application/pdf",
                "pages": self.size // 3,
                "reader": "bench",
            },
            "goals": _nested(goals),
            "blocks": self.blocks,
        }

    def _goal(self, document: str, place: int) -> dict[str, Any]:
        text = _sentence(self.lasting, 9)
        head = place % 5 == 0
        made: dict[str, Any] = {
            "id": f"{document}-{place:08x}",
            "kind": "mål" if head else "uppdrag",
            "term": "mål" if head else "uppdrag",
            "label": f"{place // 5 + 1}.{place % 5}",
            "text": text,
            "page": place // 3 + 1,
            "at": self._printed(text, place, "heading"),
            "description": self._passage(place) if head or place % 3 == 0 else None,
            "children": [],
        }
        if not head:
            body = _BODIES[self.lasting.randrange(5)]
            made["responsible"] = [{"raw": body, "body": body, "at": self._printed(body, place, "cell")}]
        if self.follow_up:
            raw, signal, meaning = _STATES[self.own.randrange(3)]
            state = {"raw": raw, "signal": signal, "meaning": meaning, "dimension": "genomförande", "evidence": "word"}
            made["status"] = state | {"at": self._printed(raw, place, "cell")}
            made["comment"] = self._passage(place)
        if place % 7 == 0:
            figure = self.own.randrange(50, 100)
            value = {"raw": f"{figure} %", "number": figure, "unit": "%", "year": self.year, "kind": "målvärde"}
            made["values"] = [value | {"at": self._printed(f"{figure} %", place, "cell")}]
        return made

    def _passage(self, place: int) -> dict[str, Any]:
        text = " ".join(_sentence(self.own, 14) for _ in range(self.own.randrange(1, 5)))
        return {"text": text, "at": self._printed(text, place, "text")}

    def _printed(self, text: str, place: int, role: str) -> dict[str, Any]:
        """A block of this text, in lines of ninety characters, and its place."""
        page, number = place // 3 + 1, len(self.blocks)
        lines: list[tuple[Any, ...]] = []
        for start in range(0, len(text), 90):
            top = round(70 + (number * 14.3 + start / 6) % 680, 1)
            words = text[start : start + 90].split()
            edges = [round(72.3 + 4.9 * (at // 2 * 8 + at % 2 * 6.8), 1) for at in range(2 * len(words))]
            lines.append((page, start, min(start + 90, len(text)), top, round(top + 10.2, 1), edges))
        self.blocks.append({"id": number, "text": text, "role": role, "page": page, "size": 10.5, "lines": lines})
        boxes = [{"page": page, "x0": line[5][0], "top": line[3], "x1": line[5][-1], "bottom": line[4]} for line in lines]
        return {
            "spans": [{"block": number, "start": 0, "end": len(text)}],
            "boxes": boxes,
            "rule": f"bench/{role}",
            "confidence": 0.95,
        }


def _nested(goals: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Tasks under the goal before them."""
    for place, goal in enumerate(goals):
        if place % 5:
            goals[place - place % 5]["children"].append(goal)
    return goals[::5]


def _sentence(chance: random.Random, words: int) -> str:
    """Some words, of which every second is a long one."""
    told = [
        chance.choice(_SMALL) if chance.random() < 0.5 else chance.choice(_STEMS) + chance.choice(_ENDS) for _ in range(words)
    ]
    return " ".join(told).capitalize() + "."


class _Measured:
    """A database, and the CPU seconds that it took to add to it."""

    def __init__(self, path: Path) -> None:
        self.path, self.seconds, self.documents = path, 0.0, 0

    def add(self, batch: Sequence[tuple[Prepared, bytes]]) -> None:
        """Store documents, and bring up to date what follows from them."""
        with open_database(self.path, write=True) as database:
            start = process_time()
            for one, data in batch:
                database.store(one, partial(_write, data))
            update(database, self._elsewhere)
            self.seconds += process_time() - start
        self.documents += len(batch)

    def _elsewhere(self, pairs: Iterator[Pair]) -> Iterator[tuple[Edge, Compared]]:
        """Compare as worker processes would: what that takes is not counted."""
        for pair in pairs:
            start = process_time()
            found = compared(pair, by_place)
            self.seconds -= process_time() - start
            yield pair.edge, found

    def each(self) -> float:
        """Milliseconds of CPU for one document."""
        return 1000 * self.seconds / self.documents


def _write(data: bytes, out: Out) -> None:
    out.write(data)


def costs(folder: Path, number: int = NUMBER) -> Costs:
    """Fill a database in ``folder``, and measure; ``number`` is at least 200, so that documents succeed each other."""
    made, tenth, json = documents(number), number // 10, 0
    before, grown, fresh = (_Measured(folder / name) for name in ("grown.db", "grown.db", "fresh.db"))
    while batch := list(islice(made, min(BATCH, tenth))):
        json += sum(len(zlib.decompress(one.json)) for one, _ in batch)
        for one in [before] if before.documents < number - tenth else [grown, fresh]:
            one.add(batch)
    return Costs(number, fresh.each(), grown.each(), grown.path.stat().st_size / json)


def main() -> None:
    """Print what was measured."""
    with tempfile.TemporaryDirectory(prefix="malspar-scale-") as folder:
        measured = costs(Path(folder), int(sys.argv[1]) if len(sys.argv) > 1 else NUMBER)
    print(
        f"{measured.number} documents: {measured.start:.2f} ms of CPU each at the start, {measured.end:.2f} at the end: "
        f"{measured.end / measured.start:.2f} ×; the database is {measured.size:.2f} × its JSON"
    )


if __name__ == "__main__":
    main()
