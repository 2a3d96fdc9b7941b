"""Words for levels: the dictionary form of what a text prints."""

import pytest

from malspar.models.goal import Kind
from malspar.rules import kinds


@pytest.mark.parametrize(
    ("printed", "term", "kind"),
    [
        ("de strategiska målen", "strategiskt mål", Kind.MAL),
        ("Nämndmålens indikatorer", "nämndmål", Kind.DELMAL),
        ("klimatmålen", "klimatmål", Kind.MAL),
        ("tre regiongemensamma mål", "regiongemensamt mål", Kind.MAL),
        ("de ekologiska målen", "ekologiskt mål", Kind.MAL),
        ("PRIORITERADE OMRÅDEN", "prioriterat område", Kind.MALOMRADE),
        ("trygghetsindikatorerna", "trygghetsindikator", Kind.INDIKATOR),
        ("Uppdrag från fullmäktige 2024", "uppdrag från fullmäktige", Kind.UPPDRAG),
    ],
)
def test_dictionary_form(printed: str, term: str, kind: Kind) -> None:
    """Plurals, definite forms, genitives and unknown compounds."""
    assert [(each.term, each.kind) for each in kinds.find(printed)][:1] == [(term, kind)]


@pytest.mark.parametrize(
    "text", ["klagomål", "utflyktsmålen", "ändamålet", "grunduppdraget", "de globala målen", "attraktivitet", "årsmål"]
)
def test_words_that_only_look_like_levels(text: str) -> None:
    """They are in the list so that no pattern takes them."""
    assert kinds.find(text) == ()
