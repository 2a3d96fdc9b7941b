"""What is read from a block is a slice of it, whatever the block says."""

from hypothesis import given, settings
from hypothesis import strategies as st

from malspar.extractor.facts import bodies, marks, series, statuses, values
from malspar.models.block import At, Block
from malspar.models.goal import ValueKind

WORDS = (
    "Uppdraget är genomfört. Målet nås inte delvis bedöms (KS) (BUN, SN) Socialnämnden och tekniska nämnden ska minst 85 % 2 290 "
    "till 2030 senast 2025 från 12 procent Kvinnor Män 8,1 % / : – - = 😊 ↗ Grön Röd ökade något (mål 96 %) Utfall Ansvarig: AB "
    "Norrvik Vatten AB tillsammans med . , ; ( ) jämfört 2023 Agenda 1.2 högst öka Status: Pågår helhetsbedömningen blir positiv"
).split(" ")
TEXTS = st.lists(st.sampled_from(WORDS), max_size=14).map(" ".join) | st.text(alphabet="KSÅäb (),.:–-=%0128😊\u00a0", max_size=30)


def sliced(block: Block, raw: str | None, at: At) -> bool:
    return raw is None or " ".join(block.text[span.start : span.end] for span in at.spans) == raw


@settings(max_examples=150, deadline=None)
@given(TEXTS)
def test_raw_is_a_slice(text: str) -> None:
    block = Block(id=7, text=text)
    end, found = bodies.trailing(block)
    inline_end, inline = values.inline(block, 0, None, 2024)
    read = [*found, *bodies.listed(block, column=True), *bodies.acting(block)]
    read += [*values.cells(block, ValueKind.MALVARDE), *inline, *series.prose(block)]
    read += [item for item in (marks.target(block), statuses.read(block, column="Status"), statuses.in_sentence(block)) if item]
    read += [item for item in (statuses.trend(block), statuses.overall(block), statuses.read(block)) if item]
    assert all(sliced(block, item.raw, item.at) for item in read)
    assert 0 <= end <= len(text)
    assert 0 <= inline_end <= len(text)
    assert marks.year(text) is None or str(marks.year(text)) in text
