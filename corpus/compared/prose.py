"""What is said of a comparison in Swedish: the names of the classes, the counts, the documents."""

from collections.abc import Iterator
from pathlib import PurePath
from typing import NamedTuple

from ...models.change import LinkKind, Side, Wording
from ...models.document import Document
from ..show import span
from .entries import Entry, Facet, Fact, Group, Held
from .words import clean

HEADINGS = {
    Group.OMFORMULERAD: "Omformulerade",
    Group.UPPDELAD: "Uppdelade",
    Group.SAMMANSLAGEN: "Sammanslagna",
    Group.BORTTAGEN: "Borttagna",
    Group.NY: "Nya",
    Group.ANDRAD: "Samma ord, annat ändrat",
    Group.REDAKTIONELL: "Redaktionellt ändrade",
    Group.OMNUMRERAD: "Bara omnumrerade",
    Group.OFORANDRAD: "Oförändrade",
    Group.EJ_ATERRAPPORTERAD: "Ej återrapporterade",
    Group.ATERRAPPORTERAD: "Återrapporterade",
}

FACTS = {
    Facet.BINDNING: "Bindande verkan",
    Facet.MALVARDE: "Målvärde eller tidsgräns",
    Facet.STATUS: "Status",
    Facet.ANSVAR: "Ansvar",
    Facet.FLYTTAD: "Plats",
    Facet.OMNUMRERAD: "Nummer",
}

MEANINGS = {
    Group.OMFORMULERAD: "Samma mål, men orden lovar något annat än förut.",
    Group.UPPDELAD: "Ett mål har blivit flera.",
    Group.SAMMANSLAGEN: "Flera mål har blivit ett.",
    Group.BORTTAGEN: "Målet finns inte i det nya dokumentet. Säger det nya dokumentet att målet är klart eller avslutat, "
    "visas den meningen.",
    Group.NY: "Målet fanns inte i det gamla dokumentet.",
    Group.ANDRAD: "Innehållet i orden är detsamma, men till exempel status, ansvar eller plats är en annan.",
    Group.REDAKTIONELL: "Stavning, ordföljd eller en utskriven förkortning skiljer; inget annat lovas.",
    Group.OMNUMRERAD: "Orden är desamma, bara numret är ett annat.",
    Group.OFORANDRAD: "Samma ord. Radbrytning, avstavning och versaler räknas inte.",
    Group.EJ_ATERRAPPORTERAD: "Står i planen, men uppföljningen nämner det inte.",
    Group.ATERRAPPORTERAD: "Uppföljningen säger hur det gick.",
}


class Count(NamedTuple):
    """A number, what it counts (in the number's form), and what is to be said beside it."""

    number: int
    what: str
    beside: str = ""

    def __str__(self) -> str:
        return f"{self.number} {self.what}" + (f" ({self.beside})" if self.beside else "")


def counts(held: Held) -> list[Count]:
    """How many goals each class has; links of several goals count once."""
    review = Count(sum(entry.review for entry in held.entries), "att granska")
    if held.follow_up:
        return [
            _count(len(held.of(Group.ATERRAPPORTERAD)), "återrapporterad", "återrapporterade"),
            _count(len(held.of(Group.EJ_ATERRAPPORTERAD)), "ej återrapporterad", "ej återrapporterade"),
            review,
        ]
    links = held.comparison.links
    kept = [link.wording for link in links if link.kind is LinkKind.KEPT]
    split, merged = (sum(link.kind is kind for link in links) for kind in (LinkKind.SPLIT, LinkKind.MERGED))
    same = kept.count(Wording.OFORANDRAD)
    otherwise = same - len(held.of(Group.OFORANDRAD))
    return [
        _count(same, "oförändrad", "oförändrade", f"{otherwise} med annat ändrat än orden" if otherwise else ""),
        _count(kept.count(Wording.REDAKTIONELL), "redaktionell", "redaktionella"),
        _count(kept.count(Wording.OMFORMULERAD), "omformulerad", "omformulerade"),
        _count(split, "uppdelad", "uppdelade"),
        _count(merged, "sammanslagen", "sammanslagna"),
        _count(len(held.comparison.removed), "borttagen", "borttagna", _gone(held)),
        _count(len(held.comparison.added), "ny", "nya"),
        review,
    ]


def _gone(held: Held) -> str:
    """How many of the removed ones the new document closes, and how many were only given for a time."""
    closed = sum(one.closing is not None for one in held.comparison.removed)
    over = sum(one.over for one in held.comparison.removed)
    told = (f"{closed} med avslutande mening" if closed else "", f"{over} vars tid är ute" if over else "")
    return "varav " + " och ".join(filter(None, told)) if any(told) else ""


def _count(number: int, one: str, many: str, beside: str = "") -> Count:
    return Count(number, one if number == 1 else many, beside)


def lead(held: Held) -> str:
    """The outcome in two or three sentences."""
    links, removed, added = held.comparison.links, held.comparison.removed, held.comparison.added
    if held.follow_up:
        told, all_ = len(held.comparison.reported), len(held.comparison.reported) + len(held.comparison.unreported)
        return f"Av {_nodes(all_)} i planen återrapporteras {told} i uppföljningen. {all_ - told} nämns inte."
    if not any(entry.group is not Group.OFORANDRAD for entry in held.entries):
        return "Inget har ändrats mellan de två dokumenten." if links else "Inga mål hittades i något av dokumenten."
    kept = len({side.id for link in links for side in link.old})
    same = len(held.of(Group.OFORANDRAD))
    sentences = [
        f"Av {_nodes(kept + len(removed))} i det gamla dokumentet går {kept} vidare i det nya, {same} av dem utan någon ändring.",
        f"{len(removed)} finns inte kvar" + (f", {gone}." if (gone := _gone(held)) else "."),
        f"{len(added)} är nya." if len(added) != 1 else "1 är ny.",
    ]
    return " ".join(sentences)


def _nodes(number: int) -> str:
    return f"{number} {'punkt' if number == 1 else 'punkter'} (mål, uppdrag, indikatorer och skrivningar)"


def name(document: Document) -> str:
    """What the document is called, with its years."""
    facts = document.document
    title = clean(facts.title or "") or file_name(document)
    years = span(facts.period.from_, facts.period.to) if facts.period else None
    return title if not years or years in title.replace("-", "–") else f"{title} {years}"


def file_name(document: Document) -> str:
    """The name of its file, without the folders of a machine."""
    ref = document.source.ref
    return "standard in" if ref == "-" else clean(PurePath(ref.replace("\\", "/")).name) or clean(ref)


def about(document: Document) -> Iterator[tuple[str, str]]:
    """What the document is, fact by fact."""
    facts = document.document
    period = span(facts.period.from_, facts.period.to) if facts.period else None
    told = {
        "Organisation": facts.organisation,
        "Utfärdare": facts.issuer,
        "Slag": facts.kind,
        "Gäller": " ".join(filter(None, (period, facts.occasion))),
        "Beslut": _decided(document),
        "Fil": file_name(document) + (f", {document.source.pages} sidor" if document.source.pages else ""),
        "SHA-256": document.source.sha256,
    }
    yield from ((what, clean(value)) for what, value in told.items() if value)


def _decided(document: Document) -> str:
    facts = document.document
    decision = facts.decision
    printed = filter(None, (decision.body, decision.paragraph, decision.date)) if decision else ()
    adoption = "" if facts.adoption == "okänd" else str(facts.adoption)
    return ", ".join(filter(None, (adoption, *printed)))


def called(side: Side) -> str:
    """The kind and the number of a node; a number that has the kind's name in it says both."""
    label = clean(side.label or "")
    return label if str(side.kind) in label.casefold().split() else f"{side.kind} {label}".rstrip()


def what(fact: Fact) -> str:
    """A fact in words: "2030 → 2035", "försvagad"."""
    if fact.before is None and fact.after is None:
        return fact.says or "ändrat"
    changed = f"{fact.before or 'inget'} → {fact.after or 'inget'}"
    return f"{changed} ({fact.says})" if fact.says else changed


def number(value: float) -> str:
    """A likeness with a decimal comma."""
    return f"{value:.2f}".replace(".", ",")


def fate(entry: Entry) -> str | None:
    """Why a removed goal is gone, in words, where that is known."""
    if entry.over:
        return "Gavs för en tid som är ute."
    return None
