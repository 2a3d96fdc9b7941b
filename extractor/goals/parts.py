"""Headings that hold the parts of a goal ("Mål", "Delmål", "Indikatorer") as the headings beside them do."""

from ...models.block import Section
from ...models.goal import Kind
from ...rules import labels
from ...rules.swedish import fold

AREA = "heading/area"


def with_parts(section: Section, around: Section) -> Kind | None:
    """What a heading is that has "Delmål", "Nyckelaktiviteter" or "Indikatorer" below it, as its siblings in ``around`` have: a
    goal; with "Mål" among them an area. None for another heading.
    """
    text = section.heading.text if section.heading else ""
    if labels.is_body(text) or not _parts(section) or sum(_parts(sibling) for sibling in around.children) < 2:
        return None
    area = (Kind.MAL,) in [names_alone(child) for child in section.children]
    if labels.is_chapter(text) and not (area and _as_beside(section, around)):
        return None
    return Kind.MALOMRADE if area else Kind.MAL


def _as_beside(section: Section, around: Section) -> bool:
    """Whether a heading that is often a chapter's ("Ekonomi") is parted just as one beside it that is none."""
    parted = _headings(section)
    beside = (each for each in around.children if each is not section and each.heading)
    return any(_headings(each) == parted for each in beside if each.heading and not labels.is_chapter(each.heading.text))


def _headings(section: Section) -> list[str]:
    return [fold(child.heading.text) for child in section.children if child.heading]


def _parts(section: Section) -> bool:
    """Whether a heading's children name what breaks a goal down."""
    named = [labels.names(child.heading.text) for child in section.children if child.heading]
    return any(names is not None and set(names.kinds) <= {Kind.DELMAL, Kind.AKTIVITET, Kind.INDIKATOR} for names in named)


def names_alone(section: Section) -> tuple[Kind, ...]:
    """The first level that a heading names, where it names nothing else."""
    names = labels.names(section.heading.text) if section.heading else None
    return names.kinds[:1] if names else ()
