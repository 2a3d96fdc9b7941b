"""Binding sentences of running text (skrivningar): which sentences of a block bind the organisation to act or reach a state.

Whether a sentence also stands under a goal is told by the tree, not here.
"""

import re
from typing import TYPE_CHECKING, NamedTuple

from ..models.block import Block
from ..rules.clauses import PREMISES, QUESTIONS, Clause, clause
from ..rules.lexicon import Hit, Lexicon
from ..rules.swedish import lower_words, sentences, tokens

if TYPE_CHECKING:
    from spacy.tokens import Doc

_ANSWERS_FOR = frozenset("ansvarar ansvar svarar sörjer garanterar".split())
_CAUSES = frozenset("så syfte avsikt av utan genom trots efter".split())
_RECEIVES = frozenset("få ges ha kunna erbjudas mötas bemötas känna garanteras".split())
_MAKES = frozenset(
    "formulera besluta fastställa anta ange översätta konkretisera sätta bryta upprätta precisera ta lämna överlämna".split()
)
_SHARES = frozenset("sin sitt sina bidra".split())
_DUTIES = frozenset("svara betala redovisa ansöka anmäla sköta följa stå lämna rapportera bekosta teckna rengöra".split())
_BOARD = re.compile(r"(?:nämnd|styrelse|bolag|förvaltning|enhet|verksamhet)\w*$")
_SPOKEN = re.compile(r"[,”\"»]\s*(?:säger|menar|berättar|förklarar|tycker|konstaterar)\s")


class Sentence(NamedTuple):
    """One sentence on its way through the rules: its tokens, the words of norms in it, and its document's title."""

    doc: "Doc"
    norms: list[Hit]
    title: str

    def has(self, meanings: set[str], start: int = 0, end: int | None = None) -> bool:
        """Whether a word of one of the meanings begins between characters ``start`` and ``end``."""
        return any(hit.meaning in meanings and start <= hit.start and (end is None or hit.start < end) for hit in self.norms)


def binding(block: Block, start: int = 0, end: int | None = None, *, title: str = "") -> tuple[tuple[int, int], ...]:
    """Character ranges, in the block's text, of the sentences between ``start`` and ``end`` that bind the organisation.

    ``title`` is the document's: what a plan says of itself ("Näringslivsstrategin ska visa …" in a näringslivsstrategi) is
    no commitment.
    """
    text = block.text[start:end]
    if not Lexicon.load("commitment").may_match(text):
        return ()
    quoted = _quotations(text)
    return tuple(
        (start + first, start + last)
        for first, last in sentences(text)
        if _binds(text[first:last], [(a - first, b - first) for a, b in quoted], title.lower())
    )


def _binds(text: str, quoted: list[tuple[int, int]], title: str) -> bool:
    """Whether one sentence binds the organisation."""
    marks = [hit for hit in Lexicon.load("commitment").find(text) if not any(a <= hit.start < b for a, b in quoted)]
    if not marks or text.rstrip('"”»)').endswith(("?", ":")) or _SPOKEN.search(text):
        return False
    sentence = Sentence(tokens(text), Lexicon.load("norm").find(text), title)
    if sentence.has({"lag", "metod", "styr"}):
        return False
    return any(_mark_binds(sentence, hit) for hit in marks)


def _mark_binds(sentence: Sentence, mark: Hit) -> bool:
    """Whether this mark binds, in the clause that it stands in."""
    if mark.meaning != "modal":
        return not sentence.has({"stat", "dokument", "planverk"}, 0, mark.end)
    verb = next(token.i for token in sentence.doc if token.idx + len(token) > mark.start)
    if verb == 0:
        return False
    where = clause(sentence.doc, verb)
    return _main_binds(sentence, where) if where.opener is None else _subordinate_binds(sentence, where, where.opener)


def _subject(sentence: Sentence, where: Clause) -> set[str]:
    """The meanings of the words in the clause's subject; a plan named in the title is the document itself."""
    first, end = where.subject
    words = sentence.doc[first:end]
    meanings = {hit.meaning for hit in sentence.norms if len(words) and words.start_char <= hit.start < words.end_char}
    own = sentence.title and any(
        len(token) > 6 and re.sub(r"(?:n|en|et)$", "", token.lower_) in sentence.title for token in words
    )
    return meanings | {"dokument"} if own and "planverk" in meanings else meanings - {"planverk"}


def _main_binds(sentence: Sentence, where: Clause) -> bool:
    """Whether a main clause binds: not one on steering, on papers handed in, on the state, or told from a plan."""
    subject, offered = _subject(sentence, where), sentence.doc[where.verb + 1 : where.verb + 2].text == "kunna"
    if subject & {"stat", "styrmedel", "dokument"} or ("inlaga" in subject and not offered):
        return False
    doc, first = sentence.doc, sentence.doc[where.start]
    if first.lower_ in {"enligt", "i", "av"} and sentence.has({"dokument", "planverk"}, first.idx, doc[where.verb].idx):
        return False
    if "privat" in subject and any(token.lower_ in _DUTIES for token in doc[where.verb + 1 : where.verb + 8]):
        return False
    return not _steers(sentence, where)


def _steers(sentence: Sentence, where: Clause) -> bool:
    """Whether the clause has a board make or follow goals, indicators or plans ("formulera högst fem nämndmål")."""
    doc, (first, end) = sentence.doc, where.subject
    board = any(_BOARD.search(token.lower_) for token in doc[first:end])
    for place, word in enumerate(lower_words(doc.text)[where.verb + 1 :], start=where.verb + 1):
        if word in _MAKES or (board and word in _SHARES):
            after = doc[place].idx + len(doc[place])
            if word in _MAKES:
                return sentence.has({"styrmedel"}, after, after + 40)
            if sentence.has({"styrmedel"}, after, after + 60):
                return True
    return False


def _subordinate_binds(sentence: Sentence, where: Clause, opener: int) -> bool:
    """Whether a subordinate clause binds: about the organisation, and neither purpose, premise, question nor report."""
    doc = sentence.doc
    word, at = doc[opener].lower_, doc[opener].idx
    if word in QUESTIONS | PREMISES or sentence.has({"dokument", "planverk", "stat"}, 0, at):
        return False
    if word == "att" and (_is_purpose(doc, opener) or _is_told(sentence, at)):
        return False
    subject = _subject(sentence, where)
    if subject & {"stat", "styrmedel", "dokument"} or (subject & {"andra", "privat"} and not _receives(doc, where)):
        return False
    return word != "som" or _relative_binds(sentence, opener)


def _is_purpose(doc: "Doc", opener: int) -> bool:
    """Whether the "att" at this token opens a purpose or a cause ("så att", "genom att"), and not what someone answers for."""
    before = doc[opener - 1].lower_ if opener else ""
    if before in _CAUSES or (before == "på" and doc[max(0, opener - 2)].lower_ == "beror"):
        return True
    return before == "för" and not any(token.lower_ in _ANSWERS_FOR for token in doc[max(0, opener - 4) : opener - 1])


def _is_told(sentence: Sentence, end: int) -> bool:
    """Whether a verb of saying before character ``end`` has a subject other than "vi"."""
    return sentence.has({"säger"}, 0, end) and not re.search(r"\bvi\b", sentence.doc.text[:end], re.IGNORECASE)


def _receives(doc: "Doc", where: Clause) -> bool:
    """Whether the clause tells what people shall have, not what they shall do."""
    return any(token.lower_ in _RECEIVES for token in doc[where.verb + 1 : where.verb + 3])


def _relative_binds(sentence: Sentence, opener: int) -> bool:
    """Whether what a relative clause is about is the organisation's, and not people outside or a part of steering."""
    doc = sentence.doc
    head = doc[opener - 2] if opener > 1 and doc[opener - 1].text == "," else doc[max(0, opener - 1)]
    chosen = opener > 1 and doc[opener - 2].lower_ in {"de", "den", "det"}  # "de lärare som ska gå i pension"
    asked = any(token.lower_ in QUESTIONS for token in doc[max(0, opener - 3) : opener])
    if head.lower_ in {"de", "dem", "den"} or chosen or asked:
        return False
    return not sentence.has({"andra", "privat", "styrmedel", "stat"}, head.idx, head.idx + 1)


def _quotations(text: str) -> list[tuple[int, int]]:
    """Character ranges between quotation marks; a mark without its twin reaches to the text's start or end."""
    found: list[tuple[int, int]] = []
    opened: int | None = None
    for match in re.finditer(r"[\"”“»«]", text):
        closing = match.start() > 0 and not text[match.start() - 1].isspace() and text[match.start() - 1] not in "(–"
        if not closing and opened is None:
            opened = match.start()
        elif closing:
            found.append((0 if opened is None else opened, match.start()))
            opened = None
    return [*found, (opened, len(text))] if opened is not None else found
