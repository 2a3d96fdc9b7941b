"""Whether a moved mark is easier to reach is told by the words around it, and not guessed where they do not tell."""

import pytest

from malspar.rules.goalposts import Side, Years, goalpost
from malspar.rules.quantities import moved

EASIER, HARDER, UNTOLD = True, False, None


@pytest.mark.parametrize(
    ("old", "new", "effect", "eased"),
    [
        ("Utsläppen ska minska med 20 procent till 2030", "Utsläppen ska minska med 40 procent till 2030", "högre", HARDER),
        ("Utsläppen ska minska till 20 procent", "Utsläppen ska minska till 40 procent", "högre", EASIER),
        ("Antalet bostäder ska öka med 200", "Antalet bostäder ska öka med 150", "lägre", EASIER),
        ("Sjukfrånvaron ska vara högst 5 procent", "Sjukfrånvaron ska vara högst 6 procent", "högre", EASIER),
        ("Minst 90 procent ska vara nöjda", "Minst 80 procent ska vara nöjda", "lägre", EASIER),
        ("Andelen ska inte överstiga 5 procent", "Andelen ska inte överstiga 8 procent", "högre", EASIER),
        ("Ingen ska möta fler än tolv medarbetare", "Ingen ska möta fler än tio medarbetare", "lägre", HARDER),
        ("Fler än 20 procent av maten är ekologisk", "Fler än 30 procent av maten är ekologisk", "högre", HARDER),
        ("Väntetiden ska vara under 30 dagar", "Väntetiden ska vara under 40 dagar", "högre", EASIER),
        ("Badet ska ha öppet under 20 veckor", "Badet ska ha öppet under 10 veckor", "lägre", UNTOLD),
        ("Besked ges inom 3 veckor", "Besked ges inom 5 veckor", "högre", EASIER),
        ("Kommunen ska bygga 200 bostäder per år", "Kommunen ska bygga 150 bostäder per år", "lägre", EASIER),
        ("200 bostäder per år byggs", "150 bostäder per år byggs", "lägre", EASIER),
        ("200 bostäder per år", "150 bostäder per år", "lägre", UNTOLD),
        ("Kommunen ska bygga 200 bostäder på 3 år", "Kommunen ska bygga 200 bostäder på 4 år", "högre", UNTOLD),
        ("Kommunen ska bygga 200 nya bostäder", "Kommunen ska bygga 150 nya bostäder", "lägre", EASIER),
        ("20 färre ska vara arbetslösa", "30 färre ska vara arbetslösa", "högre", HARDER),
        ("Andelen ska öka från 30 till 50 procent", "Andelen ska öka från 30 till 40 procent", "lägre", EASIER),
        ("Andelen behöriga ska vara 90 procent", "Andelen behöriga ska vara 80 procent", "lägre", UNTOLD),
        ("Utsläppen ska minska med 20 % till 2018", "Utsläppen ska minska med 40 % till 2022", "senare", UNTOLD),
        ("Kommunen är fossilfri senast 2030", "Kommunen är fossilfri senast 2035", "senare", EASIER),
        ("Verket är klart till hösten 2024", "Verket är klart till våren 2026", "senare", EASIER),
        ("Planen är klar i oktober", "Planen är klar i april", "tidigare", HARDER),
        ("Minska jämfört med 1990", "Minska jämfört med 2010", "ändrad", UNTOLD),
        ("Sjukfrånvaron ska minska till högst 5 procent", "Sjukfrånvaron ska minska", "struken", EASIER),
        ("Sjukfrånvaron ska minska", "Sjukfrånvaron ska minska till högst 5 procent", "ny", HARDER),
        ("Minst hälften ska vara nöjda", "Minst 67 procent ska vara nöjda", "ändrad", UNTOLD),
    ],
)
def test_what_the_words_tell(old: str, new: str, effect: str, *, eased: bool | None) -> None:
    marks = moved(old, new)
    assert marks is not None
    assert goalpost(Side(marks[0], old), Side(marks[1], new)) == (effect, eased)


@pytest.mark.parametrize(
    ("old", "new", "years", "eased"),
    [
        ("Resultatet för 2024 ska vara minst 2 procent", "Resultatet för 2025 ska vara minst 2 procent", (2024, 2025), UNTOLD),
        ("Vi är fossilfria 2024", "Vi är fossilfria 2026", (2024, 2025), EASIER),
        ("Vi är fossilfria 2026", "Vi är fossilfria 2025", (2024, 2025), HARDER),
    ],
)
def test_a_document_s_own_year_is_no_delay(old: str, new: str, years: tuple[int, int], *, eased: bool | None) -> None:
    own: list[Years] = [(year, year) for year in years]
    marks = moved(old, new)
    assert marks is not None
    assert goalpost(Side(marks[0], old, own[0]), Side(marks[1], new, own[1]))[1] is eased


@pytest.mark.parametrize(
    ("text", "old", "new", "eased"),
    [
        ("Andelen nöjda ska öka", "80 %", "70 %", EASIER),
        ("Färre brott", "20, 30", "25, 35", EASIER),
        ("Färre brott och fler poliser", "20", "25", UNTOLD),
        ("Andel nöjda", "≥ 80 %", "≥ 70 %", EASIER),
        ("Andel nöjda", "80 %", "70 %", UNTOLD),
    ],
)
def test_a_figure_beside_is_a_level(text: str, old: str, new: str, *, eased: bool | None) -> None:
    assert goalpost(Side(old, text), Side(new, text))[1] is eased
