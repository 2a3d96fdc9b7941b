"""Sentences on bodies that were renamed, merged or split; and sentences that are about something else."""

import pytest

from malspar.rules.succession import successions

CASES = {
    "Kultur- och bildningsnämnden är den tidigare kultur- och fritidsnämnden, som nu även har hand om vuxna.": [
        ("kultur- och fritidsnämnden", "Kultur- och bildningsnämnden", "renamed", None)
    ],
    "Skolnämnden byter namn till bildningsnämnden från och med 2024.": [("Skolnämnden", "bildningsnämnden", "renamed", 2024)],
    "Kulturnämnden och fritidsnämnden slås samman till kultur- och fritidsnämnden den 1 januari 2025.": [
        ("Kulturnämnden", "kultur- och fritidsnämnden", "merged", 2025),
        ("fritidsnämnden", "kultur- och fritidsnämnden", "merged", 2025),
    ],
    "Samhällsbyggnadsnämnden (tidigare tekniska nämnden och byggnadsnämnden) har hand om lov.": [
        ("tekniska nämnden", "Samhällsbyggnadsnämnden", "merged", None),
        ("byggnadsnämnden", "Samhällsbyggnadsnämnden", "merged", None),
    ],
    "Barn- och utbildningsnämnden delades 2023 i förskolenämnden och grundskolenämnden.": [
        ("Barn- och utbildningsnämnden", "förskolenämnden", "split", 2023),
        ("Barn- och utbildningsnämnden", "grundskolenämnden", "split", 2023),
    ],
    "Kultur- och fritidsnämnden (KFN) har uppgått i Bildningsnämnden (BIN).": [
        ("Kultur- och fritidsnämnden", "Bildningsnämnden", "merged", None)
    ],
    "Vid årsskiftet gick fritidsnämnden (FRN) samt ungdomsdelen av socialnämnden upp i kulturnämnden.": [
        ("fritidsnämnden", "kulturnämnden", "merged", None),
        ("socialnämnden", "kulturnämnden", "merged", None),
    ],
    "Bildningsnämnden ersätter skolnämnden och kulturnämnden från och med den 1 januari 2024.": [
        ("skolnämnden", "Bildningsnämnden", "merged", 2024),
        ("kulturnämnden", "Bildningsnämnden", "merged", 2024),
    ],
    "Skolnämnden ersätts av bildningsnämnden (BIN) vid årsskiftet.": [("Skolnämnden", "bildningsnämnden", "renamed", None)],
    "Bildningsnämnden ersatte skolnämnden, som fanns till 2021.": [("skolnämnden", "Bildningsnämnden", "renamed", 2021)],
    "Tekniska nämnden ersätter miljönämnden som remissinstans.": [],
    "Tekniska nämnden ersätter miljönämnden i ärendet.": [],
    "Miljönämnden ersätts av tekniska nämnden som remissinstans i ärendet.": [],
    "Tekniska nämnden övertar ansvaret från miljönämnden för tillsynen av livsmedel.": [],
    "Socialnämnden har tidigare redovisat till kommunstyrelsen och bildningsnämnden.": [],
    "Tekniska nämnden och miljönämnden har tidigare beslutat om planen.": [],
    "Målen från socialnämnden följs upp i bildningsnämnden.": [],
    "Bildningsnämnden är tidigare bildningsnämnden.": [],
}


@pytest.mark.parametrize(("text", "expected"), CASES.items())
def test_what_a_sentence_tells(text: str, expected: list[tuple[str, str, str, int | None]]) -> None:
    assert [tuple(one) for one in successions(text)] == expected


def test_the_nämnd_itself_is_the_issuer() -> None:
    text = "Nämnden är den tidigare skolnämnden och har samma uppgifter."
    assert [(one.old, one.new) for one in successions(text, "Bildningsnämnden")] == [("skolnämnden", "Bildningsnämnden")]
    assert list(successions(text)) == []
