"""A database of made-up municipalities, each with the same documents over ten years: 3,000 documents and 50,000 goals.

python bench/make_corpus.py DATABASE [ORGANISATIONS]

The same at every run. Documents are stored and put in order by the program itself; only comparing is done by a shortcut, since
goals keep their places here: what has the same place is the same goal.
"""

import hashlib
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ORGANISATIONS, FIRST, YEARS, TASKS = 300, 2015, 5, 10
_DEEDS = ("Rusta", "Bygga ut", "Öppna", "Inventera", "Se över", "Ta fram en plan för", "Utreda", "Erbjuda", "Digitalisera")
_THINGS = (
    "badhusen", "lekplatserna", "cykelvägarna", "biblioteken", "hemtjänsten", "förskolorna", "bytrafiken", "skolköken",
    "elljusspåren", "idrottshallarna", "våtmarkerna", "bryggorna", "kulturskolan", "läxhjälpen", "bredbandet",
)  # fmt: skip
_SYLLABLES = ("Alm", "Björk", "Ek", "Furu", "Gran", "Hassel", "Kvarn", "Lind", "Rönn", "Sjö", "Torp", "Vass", "Ål", "Äng", "Ö")
_ENDS = ("by", "vik", "torp", "näs", "hult", "lunda", "sund", "berga", "ryd", "ås")
_BODIES = ("Kommunstyrelsen", "Socialnämnden", "Tekniska nämnden", "Kultur- och fritidsnämnden")
_STATES = (
    {"raw": "Grön", "signal": "grön", "meaning": "genomfört", "dimension": "genomförande"},
    {"raw": "Gul", "signal": "gul", "meaning": "pågår", "dimension": "genomförande"},
    {"raw": "Röd", "signal": "röd", "meaning": "ej genomfört", "dimension": "genomförande"},
)
_AT = {"rule": "bench", "confidence": 0.95}


def documents(organisations: int) -> Iterator[tuple[dict[str, Any], bytes]]:
    """Every document as the data that it is made from, with its bytes; plans and follow-ups in turns."""
    names = [f"{first}{end}s kommun" for end in _ENDS for first in _SYLLABLES]
    for number in range(organisations):
        name = names[number] if number < len(names) else f"Nya {names[number - len(names)]}"
        for place in range(YEARS):
            yield _document(name, number, FIRST + place, "mål och budget")
            yield _document(name, number, FIRST + place, "uppföljning")


def _document(name: str, number: int, year: int, kind: str) -> tuple[dict[str, Any], bytes]:
    title = f"{kind.capitalize()} {year}"
    data = f"# {name}\n\n{title}\n".encode()
    sha256 = hashlib.sha256(data).hexdigest()
    identity = sha256[:12]
    facts = {
        "organisation": name,
        "organisation_type": "kommun",
        "kind": kind,
        "title": title,
        "period": {"from": year, "to": year},
        "adoption": "antagen",
    }
    if kind != "uppföljning":
        facts["decision"] = {
            "body": "Kommunfullmäktige",
            "date": f"{year - 1}-11-27",
            "paragraph": f"§ {number + 1}",
            "dnr": None,
        }
    else:
        facts["occasion"] = "helår"
    source = {"ref": f"{number}-{year}.md", "sha256": sha256, "media_type": "text/markdown", "pages": None, "reader": "bench"}
    goals = list(_goals(identity, number, year, told=kind == "uppföljning"))
    return {"id": identity, "document": facts, "source": source, "goals": goals, "blocks": []}, data


def _goals(document: str, number: int, year: int, *, told: bool) -> Iterator[dict[str, Any]]:
    """A vision, and two goals with tasks, an indicator and a binding sentence each; some are worded otherwise in some years."""
    yield _node(document, f"En kommun att längta till, med {_THINGS[number % 15]} för alla", kind="vision")
    for goal in range(2):
        place = number * 7 + goal
        tasks = [_task(document, place * TASKS + task, task, year, told=told) for task in range(TASKS // 2)]
        measure = _node(
            document, f"Andel invånare som är nöjda med {_THINGS[place % 15]}", kind="indikator", values=_values(place, year)
        )
        sentence = f"Kommunen {'bör' if (place + year) % 9 == 0 else 'ska'} värna {_THINGS[(place + 3) % 15]} senast {year + 3}."
        yield _node(
            document,
            f"{_THINGS[place % 15].capitalize()} ska nå fler som bor i tätorterna {number % 40}",
            kind="mål",
            label=str(goal + 1),
            status=_status(place, year) if told else None,
            children=[
                *tasks,
                measure,
                _node(
                    document, sentence, kind="skrivning", target={"raw": f"senast {year + 3}", "deadline": year + 3, "at": _AT}
                ),
            ],
        )


def _task(document: str, number: int, place: int, year: int, *, told: bool) -> dict[str, Any]:
    text = f"{_DEEDS[number % 9]} {_THINGS[number % 15]}, etapp {number % 50}"
    if (number + year) % 7 == 0:
        text += " tillsammans med föreningarna"
    comment = {"text": f"Arbetet med {_THINGS[number % 15]} gick som väntat under {year}.", "at": _AT} if told else None
    body = _BODIES[number % 4]
    return _node(
        document,
        text,
        kind="uppdrag" if place % 5 != 4 else "delmål",
        responsible=[{"raw": body, "body": body, "at": _AT}],
        status=_status(number, year) if told else None,
        comment=comment,
    )


def _status(number: int, year: int) -> dict[str, Any]:
    return {**_STATES[(number + year * 5) % 3], "evidence": "word", "at": _AT}


def _values(place: int, year: int) -> list[dict[str, Any]]:
    told = [
        ("målvärde", 80, "kvinnor"),
        ("utfall", 60 + place % 30, "kvinnor"),
        ("målvärde", 80, "män"),
        ("utfall", 58 + place % 30, "män"),
    ]
    return [
        {"raw": f"{number} %", "kind": kind, "year": year, "number": number, "unit": "%", "group": group, "at": _AT}
        for kind, number, group in told
    ]


def _node(document: str, text: str, **more: Any) -> dict[str, Any]:
    """A node whose id follows from its text, as in the program."""
    return {"id": f"{document}-{hashlib.sha256(text.encode()).hexdigest()[:8]}", "text": text, "at": _AT, **more}


def make(path: Path, organisations: int = ORGANISATIONS) -> None:
    """Write the database."""
    from malspar.corpus.lineage import update
    from malspar.corpus.pairing import here
    from malspar.corpus.store import open_database
    from malspar.models.document import Document

    with open_database(path, write=True) as database:
        database.connection.execute("pragma synchronous = off")
        for told, data in documents(organisations):
            database.save(Document.model_validate(told), data)
        update(database, here(by_place))


def by_place(old: Any, new: Any, *, mode: Any = None) -> Any:
    """A comparison in which a place is a goal; in each year one goal is gone, and another stands in its place."""
    from malspar.corpus.query import walk
    from malspar.models.change import Added, Comparison, Link, LinkKind, Mode, Removed, Reported, Side, Strength, Wording

    def side(goal: Any) -> Any:
        return Side(id=goal.id, text=goal.text, kind=goal.kind)

    pairs = list(zip(walk(old.goals), walk(new.goals), strict=True))
    if mode is Mode.FOLLOW_UP:
        reported = tuple(
            Reported(old=side(one), new=side(other), status=other.status.raw if other.status else None, score=1)
            for one, other in pairs
        )
        return Comparison(old=old.id, new=new.id, mode=mode, reported=reported)
    gone = old.document.period.to % len(pairs)
    links = tuple(
        Link(
            kind=LinkKind.KEPT,
            old=(side(one),),
            new=(side(other),),
            wording=Wording.OFORANDRAD if one.text == other.text else Wording.OMFORMULERAD,
            strength=Strength.FORSVAGAD if " ska värna" in one.text and " bör värna" in other.text else None,
            score=0.9,
        )
        for place, (one, other) in enumerate(pairs)
        if place != gone
    )
    one, other = pairs[gone]
    return Comparison(
        old=old.id,
        new=new.id,
        mode=Mode.VERSIONS,
        links=links,
        removed=(Removed(**side(one).model_dump()),),
        added=(Added(**side(other).model_dump()),),
    )


if __name__ == "__main__":
    make(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else ORGANISATIONS)
