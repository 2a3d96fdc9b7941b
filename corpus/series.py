"""Which documents of one organisation are editions of the same thing, and in which order. Nothing here touches a database.

A series is what one issuer calls by one kind, part and reporting occasion. In it documents of one period are renderings of one
edition (a PDF and its web page), revisions of it, drafts of it, or, where they have little in common, series of their own.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

from ..models.document import Adoption, DocumentKind, Occasion
from ..rules.bodies import ABBREVIATIONS
from ..rules.swedish import fold

Renamed = Mapping[tuple[str, str], str]
"""From an organisation and the folded name of a body of it to the name that the body has now."""
Texts = Callable[[str], frozenset[str]]
"""From a document's id to the folded texts of its goals."""

ALIKE = 0.6
"""Share of the words of both that two texts of one goal have in common at least."""
RENDERED = 0.7
"""Share of the smaller document's goals that a rendering has in common with the larger at least."""
REVISED, RETITLED = 0.2, 0.6
"""The same for two editions of one period: where their titles are alike, and where they are not."""
DRAFTS = frozenset({Adoption.FORSLAG, Adoption.UTKAST})

_COUNCIL = frozenset({"", "kommunfullmäktige", "regionfullmäktige", "fullmäktige"})
_BOARD = frozenset({"kommunstyrelsen", "regionstyrelsen"})
_COUNCILS_OWN = frozenset(
    {DocumentKind.MALPROGRAM, DocumentKind.MAL_OCH_BUDGET, DocumentKind.STRATEGI}
)  # what the board issues of these it has drawn up for the council

_OF_A_SUBJECT = frozenset(
    {DocumentKind.STRATEGI, DocumentKind.HANDLINGSPLAN, DocumentKind.AGARDIREKTIV, DocumentKind.OVRIGT}
)  # of these an issuer has several at a time, on climate, on culture, for each company


class Edition(NamedTuple):
    """What places a document among others; ``goals`` is their number.

    ``address`` is that of the web where it was captured, ``captured`` the number of its first capture there.
    """

    id: str
    organisation: str
    issuer: str | None
    part: str | None
    kind: str
    occasion: str | None
    period_from: int | None
    period_to: int | None
    report_as_of: str | None
    decision_date: str | None
    updated: str | None
    adoption: str
    edition: str | None
    title: str | None
    media_type: str
    goals: int
    address: str | None = None
    captured: int | None = None

    @property
    def lacks(self) -> str | None:
        """What must be known of a document to place it, and is not."""
        if not self.organisation:
            return "organisation"
        if not self.goals:
            return "mål"
        return "period" if self.period_from is None or self.period_to is None else None

    @property
    def order(self) -> tuple[int, int, str, str, str, str]:
        """What editions are ordered by; those without a period last, of one period named editions without a date."""
        dated = self.decision_date or self.updated or ("9999" if self.edition else "")
        years = (self.period_from or 9999, self.period_to or 9999)
        return (*years, self.report_as_of or "", dated, fold(self.edition or ""), self.id)


class Version(NamedTuple):
    """One edition: the document that stands for it, its other renderings, and the drafts that it left behind."""

    document: Edition
    renderings: tuple[Edition, ...] = ()
    drafts: tuple[Edition, ...] = ()


Strand = list[Version]
Key = tuple[str, str, str, str, str]


def of_one_kind(editions: Sequence[Edition], renamed: Renamed) -> list[Edition]:
    """The documents, those of one issuer and one title but for its years with the kind that most of them have.

    The kind of a document is a guess at times, and may come out differently from one year to the next. Where two kinds stand in
    one period they are no guesses: a plan, and what reports on it.
    """
    titled: dict[tuple[str, ...], list[Edition]] = {}
    for edition in editions:
        if title := title_words(edition.title):
            name = (edition.organisation, issuer(edition, renamed), fold(edition.part or ""), *title)
            titled.setdefault(name, []).append(edition)
    kinds: dict[str, str] = {}
    for same in titled.values():
        slots = {(one.period_from, one.period_to, one.kind) for one in same}
        if len({slot[:2] for slot in slots}) == len(slots):
            counted = Counter(one.kind for one in same)
            kinds |= dict.fromkeys((one.id for one in same), min(counted, key=lambda kind: (-counted[kind], kind)))
    return [edition._replace(kind=kinds.get(edition.id, edition.kind)) for edition in editions]


def title_words(title: str | None) -> list[str]:
    """The words of a title without numbers."""
    return re.sub(r"\d+", " ", title or "").split()


def key(edition: Edition, renamed: Renamed) -> Key:
    """What documents of one series have in common; bodies go by their present names."""
    part = fold(edition.part or "")
    return (edition.organisation, issuer(edition, renamed), part, edition.kind, _occasion(edition))


def issuer(edition: Edition, renamed: Renamed) -> str:
    """The issuing body by its present name, "" for the council and for what no body is named on."""
    name = edition.issuer or ""
    folded = fold(ABBREVIATIONS.get(name) or name)
    seen = {folded}
    while (later := renamed.get((edition.organisation, folded))) is not None and later not in seen:
        seen.add(later)
        folded = later
    return "" if folded in _COUNCIL or (folded in _BOARD and edition.kind in _COUNCILS_OWN) else folded


def _occasion(edition: Edition) -> str:
    """The reporting occasion: by the day that is told of, else by its name; a follow-up of unknown occasion is of the year."""
    if edition.kind != DocumentKind.UPPFOLJNING:
        return edition.occasion or ""
    month = (edition.report_as_of or "")[5:7]
    if month:
        return "helår" if month == "12" else "T1" if month < "06" else "delår"
    return "delår" if edition.occasion == Occasion.T2 else edition.occasion or "helår"


def strands(editions: Iterable[Edition], texts: Texts, apart: frozenset[str] = frozenset()) -> list[Strand]:
    """The documents of one key as series, each in order; those in ``apart`` are versions of their own, as a user said."""
    slots: dict[tuple[int | None, int | None], list[Edition]] = {}
    for edition in sorted(editions, key=lambda one: one.order):
        slots.setdefault((edition.period_from, edition.period_to), []).append(edition)
    found: list[Strand] = []
    for slot in slots.values():
        _continue(found, _clusters(slot, texts, apart), texts)
    return sorted(found, key=lambda strand: strand[0].document.order)


def _continue(found: list[Strand], clusters: list[Strand], texts: Texts) -> None:
    """Put each cluster of a period behind the series that it goes on from, or begin a new one with it."""
    alone = len(found) == len(clusters) == 1 and clusters[0][0].document.kind not in _OF_A_SUBJECT
    pairs = sorted(
        (-nearness, ours[0].document.id, strand[0].document.id, i, j)
        for i, strand in enumerate(found)
        for j, ours in enumerate(clusters)
        if (nearness := 1.0 if alone else _nearness(strand[-1].document, ours[0].document, texts)) > REVISED
    )
    taken: tuple[set[int], set[int]] = set(), set()
    for *_, i, j in pairs:
        if i not in taken[0] and j not in taken[1]:
            found[i].extend(clusters[j])
            taken[0].add(i)
            taken[1].add(j)
    found.extend(ours for j, ours in enumerate(clusters) if j not in taken[1])


def _nearness(old: Edition, new: Edition, texts: Texts) -> float:
    """How likely it is that one goes on from the other, where several may: by their goals, titles and addresses."""
    return common(texts(old.id), texts(new.id)) + (0.5 if _titled_alike(old, new) else 0.0) + one_address(old, new)


def _clusters(slot: Sequence[Edition], texts: Texts, apart: frozenset[str]) -> list[Strand]:
    """The documents of one period, those that belong together as versions in order."""
    drafts = [one for one in slot if one.adoption in DRAFTS and one.id not in apart]
    final = [one for one in slot if one not in drafts]
    if not final:
        return [_only_drafts(cluster, texts) for cluster in _together(drafts, texts)]
    clusters = _together(final, texts)
    left: list[list[Edition]] = [[] for _ in clusters]
    for draft in drafts:
        nearest = max(range(len(clusters)), key=lambda i: (_nearness(clusters[i][0], draft, texts), -i))
        left[nearest].append(draft)
    found = []
    for cluster, behind in zip(clusters, left, strict=True):
        *before, last = _versions(cluster, texts, apart)
        found.append([*before, last._replace(drafts=tuple(behind))])
    return found


def _only_drafts(cluster: list[Edition], texts: Texts) -> Strand:
    """Where nothing is adopted yet, the latest draft stands for the edition."""
    *before, last = _versions(cluster, texts, frozenset())
    behind = [one for version in before for one in (version.document, *version.renderings)]
    return [last._replace(drafts=tuple(behind))]


def _together(editions: Sequence[Edition], texts: Texts) -> list[list[Edition]]:
    """Documents of one period that are about the same goals."""
    clusters: list[list[Edition]] = []
    for edition in editions:
        near = [cluster for cluster in clusters if any(_same_matter(edition, other, texts) for other in cluster)]
        clusters = [cluster for cluster in clusters if cluster not in near]
        clusters.append(sorted([edition, *(one for cluster in near for one in cluster)], key=lambda one: one.order))
    return sorted(clusters, key=lambda cluster: cluster[0].order)


def _same_matter(one: Edition, other: Edition, texts: Texts) -> bool:
    if one_address(one, other):
        return True
    return common(texts(one.id), texts(other.id)) >= (REVISED if _titled_alike(one, other) else RETITLED)


def _versions(cluster: Sequence[Edition], texts: Texts, apart: frozenset[str]) -> Strand:
    """The editions of one period: renderings joined, revisions in order."""
    groups: list[list[Edition]] = []
    for edition in sorted(cluster, key=lambda one: (one.decision_date is None, one.order)):
        fitting = [group for group in groups if all(_renders(edition, other, texts) for other in group)]
        if fitting:
            max(fitting, key=lambda group: common(texts(group[0].id), texts(edition.id))).append(edition)
        else:
            groups.append([edition])
    found = [version for group in groups for version in _joined(group, apart)]
    return _as_captured(sorted(found, key=lambda version: _dated(version).order))


def _as_captured(versions: Strand) -> Strand:
    """The versions with the captures of one address in the order in which they were made, whatever dates they tell."""
    ordered = list(versions)
    for address in dict.fromkeys(one.document.address for one in versions if one.document.address):
        places = [place for place, one in enumerate(ordered) if one.document.address == address]
        captures = sorted((ordered[place] for place in places), key=lambda one: one.document.captured or 0)
        for place, version in zip(places, captures, strict=True):
            ordered[place] = version
    return ordered


def one_address(one: Edition, other: Edition) -> bool:
    """Whether both were captured at one address, at different times."""
    return one.address is not None and one.address == other.address


def _joined(group: list[Edition], apart: frozenset[str]) -> Iterable[Version]:
    """One version of renderings: a PDF stands for them, else the one with the most goals."""
    first, *others = sorted(group, key=lambda one: (one.media_type != "application/pdf", -one.goals, one.id))
    yield Version(first, tuple(other for other in others if other.id not in apart))
    yield from (Version(other) for other in others if other.id in apart)


def _dated(version: Version) -> Edition:
    """The document that stands for a version, with the dates that only its renderings tell."""
    together = (version.document, *version.renderings)
    decided = next((one.decision_date for one in together if one.decision_date), None)
    told = next((one.report_as_of for one in together if one.report_as_of), None)
    return version.document._replace(decision_date=decided, report_as_of=told)


def _renders(one: Edition, other: Edition, texts: Texts) -> bool:
    """Whether two documents of one period are one edition: nothing tells them apart, and their goals are practically the same."""
    if one_address(one, other) or _differ(one.report_as_of, other.report_as_of):
        return False
    ours, theirs = texts(one.id), texts(other.id)
    web_pages = not (one.decision_date or other.decision_date) and one.media_type == other.media_type
    if (
        _differ(one.decision_date, other.decision_date)
        or _differ(fold(one.edition or ""), fold(other.edition or ""))
        or (web_pages and _differ(one.updated, other.updated))
    ):
        return ours == theirs
    return common(ours, theirs) >= RENDERED


def _differ(one: str | None, other: str | None) -> bool:
    """Whether both are known and not the same as far as both go (2022 and 2022-11-24 may be the same)."""
    return bool(one and other) and not (str(one).startswith(str(other)) or str(other).startswith(str(one)))


def _titled_alike(one: Edition, other: Edition) -> bool:
    """Whether the titles name the same subject, or none: years, short words, the kind and the organisation do not count."""
    ours, theirs = _subject(one), _subject(other)
    return ours == theirs or alike(ours, theirs) >= ALIKE


def _subject(edition: Edition) -> frozenset[str]:
    plain = set(fold(f"{edition.kind} {edition.organisation}").split())
    return frozenset(word for word in fold(edition.title or "").split() if word.isalpha() and len(word) > 3 and word not in plain)


def alike(ours: frozenset[str], theirs: frozenset[str]) -> float:
    """The share of the words of both that they have in common."""
    return len(ours & theirs) / len(ours | theirs) if ours and theirs else 0.0


def common(ours: frozenset[str], theirs: frozenset[str]) -> float:
    """The share of the smaller set of texts that has one alike in the larger."""
    few, many = sorted((ours, theirs), key=lambda texts: (len(texts), sorted(texts)))
    if not few:
        return 0.0
    words = [frozenset(text.split()) for text in many]
    found = sum(text in many or any(alike(frozenset(text.split()), one) >= ALIKE for one in words) for text in few)
    return found / len(few)


REPORTED = frozenset(
    {
        DocumentKind.MALPROGRAM,
        DocumentKind.MAL_OCH_BUDGET,
        DocumentKind.STRATEGI,
        DocumentKind.HANDLINGSPLAN,
        DocumentKind.VERKSAMHETSPLAN,
        DocumentKind.AGARDIREKTIV,
    }
)
"""Kinds of document that follow-ups report on."""


def follow_ups(found: Sequence[Strand], texts: Texts, renamed: Renamed) -> list[tuple[Edition, Edition]]:
    """Each plan with each follow-up of its issuer whose years lie within its own and that takes up its goals."""
    pairs = []
    for report in (version.document for strand in found for version in strand):
        if report.kind != DocumentKind.UPPFOLJNING or report.lacks:
            continue
        plans = [plan for strand in found if (plan := _reported(strand, report, renamed))]
        least = REVISED if len(plans) > 1 else 0.0
        pairs += [(plan, report) for plan in plans if common(texts(plan.id), texts(report.id)) > least]
    return pairs


def _reported(strand: Strand, report: Edition, renamed: Renamed) -> Edition | None:
    """The edition of a plan that was in force at the end of what a follow-up reports on."""
    end = report.report_as_of or f"{report.period_to}-12-31"
    fitting = [
        version
        for version in strand
        if _within(report, version.document)
        and (version.document.organisation, issuer(version.document, renamed)) == (report.organisation, issuer(report, renamed))
        and re.fullmatch(f"|{re.escape(fold(report.part or ''))}", fold(version.document.part or ""))
    ]
    in_force = [version for version in fitting if (_dated(version).decision_date or "") <= end]
    return (in_force or fitting)[-1].document if fitting else None


def _within(report: Edition, plan: Edition) -> bool:
    if plan.kind not in REPORTED or plan.lacks or report.period_from is None or report.period_to is None:
        return False
    return (plan.period_from or 9999) <= report.period_from and report.period_to <= (plan.period_to or 0)
