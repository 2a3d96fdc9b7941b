"""The table of common dictionary forms says what simplemma says."""

from malspar.rules.lemmas import common, lemma, looked_up


def test_the_table_of_common_words_says_what_simplemma_says() -> None:
    assert {word: looked_up(word) for word in common()} == common()


def test_a_word_outside_the_table_is_looked_up() -> None:
    assert "katter" not in common()
    assert lemma("katter") == "katt"
