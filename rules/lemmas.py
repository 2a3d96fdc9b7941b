"""The dictionary forms of words, by simplemma.

Its dictionary takes 0.3 seconds to open. ``reference/lemmas.tsv`` holds what it says of words that are common in steering
documents, so that many a document needs no more; ``tests/quality/lemmas.py`` writes it, and a test holds it to simplemma.
"""

from functools import cache, lru_cache
from importlib.resources import files


@cache
def common() -> dict[str, str]:
    """The dictionary forms of common words in lower case."""
    lines = files(__package__).joinpath("reference", "lemmas.tsv").read_text("utf-8").splitlines()
    return dict(line.split("\t") for line in lines)


def lemma(word: str) -> str:
    """The dictionary form of a word in lower case."""
    return common().get(word) or looked_up(word)


@lru_cache(maxsize=8192)
def looked_up(word: str) -> str:
    """What simplemma says."""
    import simplemma

    return str(simplemma.lemmatize(word, lang="sv", greedy=True, low_memory=True))
