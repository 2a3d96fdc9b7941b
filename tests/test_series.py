"""Outcomes told in prose with their years."""

import pytest

from malspar.extractor.facts import series
from malspar.models.block import Block

CASES = {
    "Andelen minskade från 9,7 procent år 2011 till drygt 8 procent 2019.": "9,7 procent/2011|drygt 8 procent/2019",
    "År 2014 samlades 310 kg avfall per person in, att jämföra med 295 kg per person år "
    "2021.": "310 kg avfall per person/2014|295 kg per person/2021",
    "År 2016 gav solcellerna ca 40 GWh och år 2022 blev det 1 150 GWh.": "ca 40 GWh/2016|1 150 GWh/2022",
    "2021 hade siffran stigit till 58,2 procent.": "58,2 procent/2021",
    "Snittet var 19 besök per invånare och år 2020.": "19 besök per invånare och år/2020",
    "Mellan 2011 och 2019 ökade antalet.": "",
    "Andelen ökade med 12 procent 2022.": "",
    "I riket var andelen 70 procent 2021.": "",
    "Andelen var 64 procent 2022, medan den i riket var 70 procent.": "64 procent/2022",
    "Enkäten gick till boende 18-79 år 2021.": "",
    "Vi har 14 nya platser.": "",
}


@pytest.mark.parametrize(("text", "expected"), CASES.items())
def test_prose(text: str, expected: str) -> None:
    block = Block(id=0, text=text)
    found = series.prose(block)
    assert "|".join(f"{item.raw}/{item.year}" for item in found) == expected
