"""Writes rules/reference/lemmas.tsv, what simplemma says of common words. Call: python tests/quality/lemmas.py.

The words are those of the word lists and of the sample corpus that end as verbs do, which are all that `rules/clauses.py` asks
for. Write it anew when simplemma or the words change; tests/test_lemmas.py tells when simplemma has.
"""

import re
from collections.abc import Iterable
from pathlib import Path

from malspar.extractor.read import read
from malspar.extractor.source import load
from malspar.rules.lemmas import looked_up

ROOT = Path(__file__).resolve().parent.parent.parent
TABLE = ROOT / "rules" / "reference" / "lemmas.tsv"
_WORD = re.compile(r"[a-zåäöé]+")


def words(texts: Iterable[str]) -> set[str]:
    """The words of texts that end as verbs do, a passive also without its -s."""
    found = {word for text in texts for word in _WORD.findall(text.lower()) if len(word) > 1 and word.endswith(("a", "r", "s"))}
    return found | {word[:-1] for word in found if word.endswith("as")}


def main() -> None:
    """Write the table."""
    texts = [path.read_text("utf-8") for path in (ROOT / "rules" / "words").glob("*.toml")]
    documents = sorted((ROOT / "corpus" / "demo" / "documents").iterdir())
    texts += [block.text for path in documents for block in read(load(str(path))).blocks]
    TABLE.write_text("".join(f"{word}\t{looked_up(word)}\n" for word in sorted(words(texts))), "utf-8")


if __name__ == "__main__":
    main()
