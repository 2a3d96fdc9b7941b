"""Swedish alphabetical order as a string that plain SQLite sorts right: a to z, å, ä, ö, with numbers by their size."""

import re
import unicodedata

_LAST = str.maketrans({"å": "{", "ä": "|", "æ": "|", "ö": "}", "ø": "}"})  # the ASCII characters behind z


def sort_key(*texts: str | None) -> str:
    """What the texts are sorted by, the first before the next; None sorts first.

    Punctuation does not count, other accents are dropped (é is e), and "Mål 2" comes before "Mål 10".
    """
    return "\t".join(_key(text or "") for text in texts)


def _key(text: str) -> str:
    words = re.sub(r"[\W_]+", " ", unicodedata.normalize("NFC", text.casefold())).strip()
    ordered = unicodedata.normalize("NFD", words.translate(_LAST))
    plain = "".join(char for char in ordered if not unicodedata.combining(char))
    return re.sub(r"[0-9]+", lambda digits: digits.group().zfill(8), plain)
