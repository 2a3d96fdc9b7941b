"""Outcomes told in prose with their years."""

import pytest
from malspar.extractor import series
from malspar.models.block import Block

CASES = {
    "Andelen minskade från 12,4 procent år 2010 till drygt 11 procent 2020.": "12,4 procent/2010|drygt 11 procent/2020",
    "År 2013 samlades 497 kg avfall per person in, att jämföra med 478 kg per person år 2021.": "497 kg avfall per person/2013|478 kg per person/2021",
    "År 2012 gav vindkraften ca 550 GWh och år 2020 gav den 1 450 GWh.": "ca 550 GWh/2012|1 450 GWh/2020",
    "2021 hade motsvarande siffra ökat till 73,7 procent.": "73,7 procent/2021",
    "Antalet resor var 28 resor per person och år 2020.": "28 resor per person och år/2020",
    "Mellan 2010 och 2020 ökade antalet.": "",
    "Andelen ökade med 12 procent 2022.": "",
    "I riket var andelen 70 procent 2021.": "",
    "Andelen var 64 procent 2022, medan den i riket var 70 procent.": "64 procent/2022",
    "Enkäten gick till invånare 16-84 år 2021.": "",
    "Vi har 14 nya platser.": "",
}


@pytest.mark.parametrize(("text", "expected"), CASES.items())
def test_prose(text: str, expected: str) -> None:
    block = Block(id=0, text=text)
    found = series.prose(block)
    assert "|".join(f"{item.raw}/{item.year}" for item in found) == expected
