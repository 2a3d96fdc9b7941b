"""What a document promises and does not hold: empty sections, contents entries without a heading, gaps in the numbering."""

import re
from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

from ..models.block import Block, Note, Reading, Role, Section
from ..rules import kinds
from ..rules.swedish import fold

_NUMBER = re.compile(r"^(?:kapitel |avsnitt )?(?P<nr>\d{1,2}(?:\.\d{1,2})*)\.?(?=\s)", re.IGNORECASE)
_LABELLED = re.compile(
    r"^(?:[\w-]+ ){0,2}?[\w-]*(?:mål|område|uppdrag|inriktning) (?!(?:19|20)\d\d\b)[\dA-Z][\d.:]*\b", re.IGNORECASE
)
_REFERENCE = re.compile(r"\b(?:se|i|under) (?:avsnitt|kapitel) (?P<nr>\d{1,2}(?:\.\d{1,2})*)\b", re.IGNORECASE)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_STEM = re.compile(r"\b(?:vi|har|ska|genom|bland annat|följande)\b[^.]*:$", re.IGNORECASE)
_LONGEST = 80
_ALIKE = 0.88  # likeness of a contents entry and its heading; the title differs by a word at most


class Empty(NamedTuple):
    """A heading or lead-in that nothing stands under."""

    text: str
    note: Note


def empty_sections(root: Section) -> tuple[str, ...]:
    """The headings and lead-ins that lost their contents, in reading order."""
    return tuple(empty.text for empty in _empty(root))


def notes_of_empty(root: Section) -> tuple[Note, ...]:
    """One note (code "empty-section") with its place for each empty section."""
    return tuple(empty.note for empty in _empty(root))


def _empty(root: Section) -> Iterator[Empty]:
    """Each heading without anything below it that should have something, and each lead-in without its list."""
    cover = _cover(root)
    for parent in root.walk():
        if (stem := _bare_stem(parent)) is not None:
            yield _as_empty(stem)
        for child in parent.children:
            heading = child.heading
            if heading is not None and heading.id not in cover and not _holds(child) and _expects(heading, parent.children):
                yield _as_empty(heading)


def _cover(root: Section) -> set[int]:
    """The headings up to the first one with text of its own: title, motto and name on a cover."""
    found: set[int] = set()
    for section in root.walk():
        if section.heading is not None:
            found.add(section.heading.id)
            if any(block.text for block in section.body):
                break
    return found


def _as_empty(block: Block) -> Empty:
    message = f'Nothing stands under "{block.text}"'
    return Empty(block.text, Note(code="empty-section", message=message, at=block.at("empty-section")))


def _holds(section: Section) -> bool:
    """Whether anything stands in the section: text, an icon, a section."""
    body = [block for block in section.body if (block.text or block.icons) and block.role is not Role.FURNITURE]
    return bool(section.children) or (bool(body) and not (len(body) == 1 and _bare_stem(section)))


def _expects(heading: Block, siblings: Sequence[Section]) -> bool:
    """Whether something should stand under a heading.

    It should under one that names a level in general ("Nyckeltal 2023"), and where most sections beside it hold something.
    A goal that is its own heading needs nothing.
    """
    text = heading.text
    if len(text) > _LONGEST or text.endswith((".", "!", "?")) or _LABELLED.match(text):
        return False
    if (_names_a_level(text) or text.endswith(":")) and (heading.role is Role.HEADING or _YEAR.search(text)):
        return True
    if heading.role is not Role.HEADING:
        return False
    others = [section for section in siblings if section.heading is not None and section.heading is not heading]
    return (
        len(others) > 2 and sum(map(_holds, others)) >= 0.75 * len(others) and len(text.split()) < 4 and not _NUMBER.match(text)
    )


def _names_a_level(text: str) -> bool:
    """Whether a heading is a level's word in the plural with a year or owner at most ("Nämndernas egna uppdrag 2022")."""
    rest = _YEAR.sub("", text)
    for named in kinds.find(text):
        rest = rest.replace(text[named.start : named.end], "")
    return rest != _YEAR.sub("", text) and len(fold(rest).split()) < 2


def _bare_stem(section: Section) -> Block | None:
    """The last block of a section where it opens a list that is not there ("Under året har vi bland annat:")."""
    body = [block for block in section.body if block.text and block.role not in {Role.FURNITURE, Role.CONTENTS}]
    last = body[-1] if body else None
    if last is None or section.children or last.role not in {Role.TEXT, Role.LIST_ITEM} or not _STEM.search(last.text):
        return None
    return last


def contents(reading: Reading, root: Section) -> tuple[Note, ...]:
    """A note (code "contents-without-heading") for each entry of the printed table of contents that no heading matches."""
    entries = [block for block in reading.blocks if block.role is Role.CONTENTS and _bare(block.text)]
    if not entries:
        return ()
    headings = [_bare(section.heading.text) for section in root.walk() if section.heading is not None]
    texts = [
        _bare(block.text)
        for block in reading.blocks
        if block.role not in {Role.CONTENTS, Role.FURNITURE} and len(block.text) < 200
    ]
    return tuple(
        Note(
            code="contents-without-heading",
            message=f'The table of contents names "{block.text}", no heading does',
            at=block.at("contents"),
        )
        for block in entries
        if not _among(_bare(block.text), (*headings, *texts))
    )


def _bare(text: str) -> str:
    """A heading without its number and the page number behind it."""
    return fold(re.sub(r"[.\s]+\d+$", "", _NUMBER.sub("", text)))


def _among(entry: str, texts: Iterable[str]) -> bool:
    """Whether one of the texts says the same, or begins or ends with it."""
    return any(
        entry == text or (len(entry) > 12 and (text.startswith(entry) or text.endswith(entry))) or _alike(entry, text)
        for text in texts
    )


def _alike(one: str, other: str) -> bool:
    if not other or not 0.7 < len(one) / len(other) < 1.4:
        return False
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    return matcher.real_quick_ratio() > _ALIKE and matcher.quick_ratio() > _ALIKE and matcher.ratio() > _ALIKE


def numbering(root: Section) -> tuple[Note, ...]:
    """A note (code "numbering-gap") where the numbers of neighbouring sections jump or stand twice."""
    notes: list[Note] = []
    for parent in root.walk():
        before: tuple[tuple[int, ...], Block] | None = None
        for section in parent.children:
            number = _number(section.heading)
            if number is None or section.heading is None:
                continue
            if (
                before
                and len(before[0]) == len(number)
                and before[0][:-1] == number[:-1]
                and number[-1] not in {before[0][-1] + 1, 1}
            ):
                message = f"Number {_shown(number)} follows {_shown(before[0])}"
                notes.append(
                    Note(code="numbering-gap", message=message, at=section.heading.at("numbering", 0, len(_shown(number))))
                )
            before = number, section.heading
    return tuple(notes)


def _may_refer(text: str) -> bool:
    """Whether a text has the beginning of a word that a reference to a chapter cannot be without."""
    folded = text.casefold()
    return "avsn" in folded or "kap" in folded


def promised(reading: Reading, root: Section) -> tuple[Note, ...]:
    """A note (code "missing-section") for each reference to a numbered chapter that the document does not have."""
    numbers = {number for section in root.walk() if (number := _number(section.heading)) is not None}
    if len(numbers) < 2:
        return ()
    return tuple(
        Note(
            code="missing-section",
            message=f"The text refers to {match.group()}, which is not there",
            at=block.at("promised", match.start(), match.end()),
        )
        for block in reading.blocks
        if block.role not in {Role.CONTENTS, Role.FURNITURE} and _may_refer(block.text)
        for match in _REFERENCE.finditer(block.text)
        if tuple(map(int, match["nr"].split("."))) not in numbers
    )


def _number(heading: Block | None) -> tuple[int, ...] | None:
    """The number that a heading begins with."""
    match = _NUMBER.match(heading.text) if heading is not None else None
    return tuple(map(int, match["nr"].split("."))) if match else None


def _shown(number: tuple[int, ...]) -> str:
    return ".".join(map(str, number))
