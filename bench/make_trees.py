"""Goal trees of a made-up municipality in successive versions, as JSON that `malspar compare` takes.

`tree(nodes, version)` gives the same tree at every run. From one version to the next a tenth of the tasks is worded otherwise,
one in thirty is gone and as many are new; the order stays.
"""

from itertools import product

_DEEDS = (
    "Rusta", "Bygga ut", "Öppna", "Inventera", "Se över", "Ta fram en plan för", "Utreda", "Erbjuda", "Digitalisera", "Samordna",
)  # fmt: skip
_THINGS = (
    "badhusen", "lekplatserna", "cykelvägarna", "biblioteken", "hemtjänsten", "förskolorna", "bytrafiken", "skolköken",
    "elljusspåren", "idrottshallarna", "våtmarkerna", "bryggorna", "kulturskolan", "läxhjälpen", "bredbandet",
    "gatubelysningen", "företagslotsen", "ridvägarna", "fritidsgårdarna", "dagvattnet",
)  # fmt: skip
_PLACES = ("Tuna", "Näs", "Björkvik", "Alsta", "Hedby", "Sjöänd", "Kvarnby", "Rönnås", "Torpa", "Ekeby")
_OTHERWISE = ("tillsammans med föreningarna", "på ett hållbart sätt", "i nära samråd", "med början i centrum", "för alla åldrar")


def tree(nodes: int, version: int = 0) -> dict[str, object]:
    """A tree of about this many nodes: goals with nine tasks each."""
    texts = [f"{deed} {thing} i {place}" for deed, place, thing in product(_DEEDS, _PLACES, _THINGS)]
    goals = [
        {
            "kind": "mål",
            "label": str(number + 1),
            "text": f"{_THINGS[number % 20].capitalize()} i {_PLACES[number % 10]} ska nå fler, etapp {number}",
            "children": [_task(texts, number * 9 + place, version) for place in range(9)],
        }
        for number in range(nodes // 10)
    ]
    years = {"from": 2000 + version, "to": 2000 + version}
    facts = {
        "organisation": "Tuna kommun",
        "kind": "mål och budget",
        "title": f"Mål och budget {2000 + version}",
        "period": years,
    }
    return {"document": facts | {"adoption": "antagen"}, "goals": goals}


def _task(texts: list[str], number: int, version: int) -> dict[str, object]:
    """One task as it stands in a version."""
    born = sum((number + past) % 30 == 0 for past in range(1, version + 1))
    text = texts[(number + 997 * born) % len(texts)]
    reworded = [past for past in range(1, version + 1) if (number + past) % 10 == 0]
    if reworded:
        text += f" {_OTHERWISE[(number + reworded[-1]) % len(_OTHERWISE)]}"
    return {"kind": "uppdrag", "text": text, "responsible": ["Kommunstyrelsen"], "children": []}
