"""Two trees held against each other: what must hold of any two, and what single changes are told as."""

import json
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from time import process_time
from typing import Any

import changes
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from malspar.corpus import sides
from malspar.corpus.compare import compare, mode_of
from malspar.extractor.extract import extract
from malspar.models.change import Comparison, LinkKind, Mode, ResponsibleChange, Strength, Wording
from malspar.models.document import Document

ROOT = Path(__file__).parent.parent
DEMO = ROOT / "corpus" / "demo"
PAIRS = changes.pairs(DEMO / "versions" / "changes")

MIRROR = {Strength.SKARPT: Strength.FORSVAGAD, Strength.FORSVAGAD: Strength.SKARPT, None: None}

Tree = list[dict[str, Any]]


def document(tmp_path: Path, goals: Tree, name: str = "x", **facts: object) -> Document:
    """A document of a bare tree."""
    file = tmp_path / f"{name}.json"
    file.write_text(json.dumps({"goals": goals, "document": facts}), "utf-8")
    return sides.sides(sides.Given(str(file)), sides.Given(str(file)))[0]


def told(tmp_path: Path, old: Tree, new: Tree) -> Comparison:
    return compare(document(tmp_path, old, "old"), document(tmp_path, new, "new"))


def node(text: str, *children: dict[str, Any], kind: str = "mål", **more: object) -> dict[str, Any]:
    return {"kind": kind, "text": text, "children": list(children), **more}


def task(text: str, **more: object) -> dict[str, Any]:
    return node(text, kind="uppdrag", **more)


def edges(comparison: Comparison) -> list[tuple[tuple[str, ...], tuple[str, ...]]]:
    return [(tuple(a.text for a in link.old), tuple(b.text for b in link.new)) for link in comparison.links]


def unchanged(comparison: Comparison) -> bool:
    """Whether nothing at all is told."""
    fields = ("moved", "relabelled", "status", "responsible", "responsible_change", "target", "strength", "review")
    return not (comparison.removed or comparison.added or comparison.notes) and all(
        link.kind is LinkKind.KEPT and link.wording is Wording.OFORANDRAD and not any(getattr(link, name) for name in fields)
        for link in comparison.links
    )


def expected(stem: str) -> Tree:
    return json.loads(json.dumps(changes.read(DEMO / "versions" / "expected" / f"{stem}.yaml")["goals"], default=str))


def stems() -> list[str]:
    return sorted({stem for old, new, _ in PAIRS for stem in (old, new)})


# --- what must hold of any two documents -------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", sorted((DEMO / "documents").iterdir()), ids=lambda path: path.name)
def test_a_document_beside_itself_is_no_change(path: Path) -> None:
    read = extract(str(path))
    comparison = compare(read, read)
    assert unchanged(comparison)
    assert len(comparison.links) == sum(1 for _ in walk(read.goals))


def walk(goals: Iterable[Any]) -> Iterable[Any]:
    for goal in goals:
        yield goal
        yield from walk(goal.children)


@settings(max_examples=25, deadline=None)
@given(st.sampled_from(PAIRS))
def test_every_node_of_both_stands_in_a_comparison_once(pair: tuple[str, str, Any]) -> None:
    old, new = (documents(stem) for stem in pair[:2])
    found = compare(old, new, mode=Mode.VERSIONS)
    assert Counter(side.id for link in found.links for side in link.old) + Counter(one.id for one in found.removed) == Counter(
        goal.id for goal in walk(old.goals)
    )
    assert Counter(side.id for link in found.links for side in link.new) + Counter(one.id for one in found.added) == Counter(
        goal.id for goal in walk(new.goals)
    )
    assert all(len(link.old) == 1 or len(link.new) == 1 for link in found.links)


@settings(max_examples=25, deadline=None)
@given(st.sampled_from(PAIRS))
def test_turning_the_documents_round_mirrors_the_comparison(pair: tuple[str, str, Any]) -> None:
    old, new = (documents(stem) for stem in pair[:2])
    there, back = compare(old, new, mode=Mode.VERSIONS), compare(new, old, mode=Mode.VERSIONS)
    assert sorted(edges(there)) == sorted((a, b) for b, a in edges(back))
    assert {one.id for one in there.removed} == {one.id for one in back.added}
    mirrored = {(link.new, link.old): link for link in back.links}
    for link in there.links:
        other = mirrored[link.old, link.new]
        assert (link.wording, link.moved, link.score) == (other.wording, other.moved, other.score)
        assert link.review == other.review
        assert link.strength is MIRROR[other.strength]
        for field in ("relabelled", "status", "responsible", "target"):
            one, two = getattr(link, field), getattr(other, field)
            assert one == (two[::-1] if two else None)


def test_comparing_again_gives_the_same() -> None:
    old, new, _ = PAIRS[0]
    assert compare(documents(old), documents(new)) == compare(documents(old), documents(new))


def documents(stem: str) -> Document:
    path = next(path for path in (DEMO / "versions" / "documents").iterdir() if path.stem == stem)
    return extract(str(path))


LAYOUTS = {
    "other line breaks": lambda text: text.replace(" ", "\n", 1),
    "capitals": str.upper,
    "a full stop more": lambda text: text if text.endswith(".") else text + ".",
    "two spaces": lambda text: text.replace(" ", "  "),
}


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("stem", stems()[::6])
def test_layout_is_no_change(tmp_path: Path, stem: str, layout: str) -> None:
    goals = expected(stem)
    again = [laid(goal, LAYOUTS[layout]) for goal in goals]
    assert unchanged(told(tmp_path, goals, again))


def laid(goal: dict[str, Any], layout: Any) -> dict[str, Any]:
    children = [laid(child, layout) for child in goal.get("children") or ()]
    return goal | {"text": layout(goal["text"]), "children": children}


# --- what single changes are told as -----------------------------------------------------------------------------------------


def test_a_split_a_merge_and_what_is_left(tmp_path: Path) -> None:
    old = [
        node("Skolan ska vara trygg och biblioteken ska ha öppet varje dag"),
        node("Rusta upp strandpromenaden i Näs"),
        node("Rusta upp lekplatserna i Tuna"),
        node("Avgifterna hålls låga"),
    ]
    new = [
        node("Skolan ska vara trygg"),
        node("Biblioteken ska ha öppet varje dag"),
        node("Rusta upp strandpromenaden i Näs och lekplatserna i Tuna"),
        node("Bussarna går oftare"),
    ]
    found = told(tmp_path, old, new)
    assert [link.kind for link in found.links] == [LinkKind.SPLIT, LinkKind.MERGED]
    assert {link.wording for link in found.links} == {Wording.REDAKTIONELL}
    assert [one.text for one in found.removed] == ["Avgifterna hålls låga"]
    assert [one.text for one in found.added] == ["Bussarna går oftare"]


def test_a_heading_may_change_every_word_while_its_children_or_its_text_go_on(tmp_path: Path) -> None:
    said = "Biblioteken är mötesplatser i varje by, med böcker, kurser och läxhjälp för alla åldrar hela året."
    old = [
        node("Nära till ord", description=said),
        node("Liv i byarna", task("Ge bidrag till byalagen"), task("Rusta badplatserna i Tuna")),
    ]
    new = [
        node("Kultur för alla", description=said),
        node("Landsbygden blomstrar", task("Ge bidrag till byalagen"), task("Rusta badplatserna i Tuna")),
    ]
    found = told(tmp_path, old, new)
    assert [link.old[0].text for link in found.links if link.wording is Wording.OMFORMULERAD] == ["Nära till ord", "Liv i byarna"]
    assert not found.removed
    assert not any(link.moved for link in found.links)
    assert {rule for link in found.links for rule in link.evidence} == {"pair/description", "pair/children", "pair/same-words"}


def test_another_subject_in_the_same_frame_is_gone_and_new_and_told_as_a_candidate(tmp_path: Path) -> None:
    found = told(tmp_path, [node("Bygga fler seniorbostäder i Tuna")], [node("Bygga fler studentbostäder i Tuna")])
    assert not found.links
    assert [one.text for one in found.removed[0].candidates] == ["Bygga fler studentbostäder i Tuna"]
    assert found.removed[0].review
    assert found.added[0].review


def test_two_subjects_in_the_frame_of_one_that_is_gone_are_its_halves(tmp_path: Path) -> None:
    old = [node("Svinnet i de kommunala matsalarna är högst 35 gram per portion")]
    new = [
        node("Svinnet i skolornas matsalar är högst 30 gram per portion"),
        node("Svinnet i äldreboendenas matsalar är högst 35 gram per portion"),
    ]
    found = told(tmp_path, old, new)
    assert [link.kind for link in found.links] == [LinkKind.SPLIT]
    assert found.links[0].target == ("högst 35 gram", "högst 30 gram, högst 35 gram")


def test_equal_names_under_two_goals_stay_under_theirs(tmp_path: Path) -> None:
    def measured(first: str, second: str) -> Tree:
        measure = {"kind": "indikator", "text": "Andel nöjda brukare"}
        return [node(first, dict(measure)), node(second, dict(measure))]

    found = told(tmp_path, measured("Trygg hemtjänst", "Omsorg på boenden"), measured("Omsorg på boenden", "Trygg hemtjänst"))
    assert not any(link.moved for link in found.links)
    assert len(found.links) == 4


def test_a_task_under_another_goal_is_moved_and_under_the_heir_of_its_goal_is_not(tmp_path: Path) -> None:
    old = [node("Trygg uppväxt", task("Öppna fritidsgården på lördagar")), node("God miljö", task("Byta oljepannorna"))]
    new = [node("Trygga uppväxtår"), node("God miljö", task("Byta oljepannorna"), task("Öppna fritidsgården på lördagar"))]
    found = told(tmp_path, old, new)
    assert [link.old[0].text for link in found.links if link.moved] == ["Öppna fritidsgården på lördagar"]


def test_number_status_and_bodies(tmp_path: Path) -> None:
    status = {"raw": "Röd", "signal": "röd"}, {"raw": "Grön", "signal": "grön"}
    old = [task("Bygga om torget", label="4", status=status[0], responsible=["KS"])]
    new = [task("Bygga om torget", label="5", status=status[1], responsible=["Tekniska nämnden"])]
    link = told(tmp_path, old, new).links[0]
    assert (link.relabelled, link.status) == (("4", "5"), ("Röd", "Grön"))
    assert (link.responsible, link.responsible_change) == ((("KS",), ("Tekniska nämnden",)), ResponsibleChange.BYTE)


def test_a_short_name_is_no_other_body(tmp_path: Path) -> None:
    old, new = ([task("Bygga om torget", responsible=[body])] for body in ("KS", "Kommunstyrelsen"))
    assert unchanged(told(tmp_path, old, new))


def test_a_renamed_body_is_told_from_what_most_of_its_tasks_became(tmp_path: Path) -> None:
    texts = ("Rusta badhuset", "Öppna ridvägarna", "Ge stöd till körerna")
    old = [task(text, responsible=["Fritidsnämnden"]) for text in texts]
    new = [
        task(text, responsible=[body]) for text, body in zip(texts, ("Bildningsnämnden",) * 2 + ("Byggnadsnämnden",), strict=True)
    ]
    found = told(tmp_path, old, new)
    assert [link.responsible_change for link in found.links] == ["omorganisation", "omorganisation", "byte"]
    assert [link.responsible is None for link in found.links] == [True, True, False]


def test_a_renamed_body_is_told_by_the_document(tmp_path: Path) -> None:
    lines = "# Uppdrag\n\n- Rusta badhuset (ansvarig: {})\n"
    old, new = tmp_path / "plan-2024.md", tmp_path / "plan-2025.md"
    old.write_text("# Verksamhetsplan 2024\n\n" + lines.format("Fritidsnämnden"), "utf-8")
    told_so = "Från årsskiftet har fritidsnämnden och skolnämnden gått upp i den nya bildningsnämnden.\n\n"
    new.write_text("# Verksamhetsplan 2025\n\n" + told_so + lines.format("Bildningsnämnden"), "utf-8")
    link = next(link for link in compare(extract(str(old)), extract(str(new))).links if link.old[0].text == "Rusta badhuset")
    assert (link.responsible, link.responsible_change) == (None, ResponsibleChange.OMORGANISATION)


def test_a_target_beside_the_words_is_moved_and_an_outcome_is_not(tmp_path: Path) -> None:
    def measure(*values: tuple[str, str, int]) -> Tree:
        rows = [{"kind": kind, "raw": raw, "year": year} for kind, raw, year in values]
        return [{"kind": "indikator", "text": "Andel behöriga lärare", "values": rows}]

    moved_target = told(tmp_path, measure(("målvärde", "80 %", 2024)), measure(("målvärde", "85 %", 2025)))
    assert moved_target.links[0].target == ("80 %", "85 %")
    new_year = told(
        tmp_path,
        measure(("målvärde", "80 %", 2024), ("utfall", "71 %", 2024)),
        measure(("målvärde", "80 %", 2025), ("utfall", "75 %", 2025)),
    )
    assert new_year.links[0].target is None


def test_another_scale_is_a_note_and_no_changed_status(tmp_path: Path) -> None:
    texts = ("Rusta badhuset", "Öppna ridvägarna", "Ge stöd till körerna")
    old = [task(text, status={"raw": raw}) for text, raw in zip(texts, ("Röd", "Gul", "Grön"), strict=True)]
    new = [task(text, status={"raw": raw}) for text, raw in zip(texts, ("Uppfyllt", "Delvis uppfyllt", "Uppfyllt"), strict=True)]
    found = told(tmp_path, old, new)
    assert not any(link.status for link in found.links)
    assert [note.code for note in found.notes] == ["scale-changed"]


def test_what_is_gone_is_closed_by_the_sentence_that_says_so_or_over_or_neither(tmp_path: Path) -> None:
    old, new = tmp_path / "mal-2024.md", tmp_path / "mal-2025.md"
    tasks = (
        "Ta fram en lekplatsplan",
        "Fira stadens jubileum under 2024",
        "Bygga en cykelbro vid Näs",
        "Utreda ett kulturhus i Tuna",
    )
    head = "# Mål och budget {0}\n\n{1}\n\n## Mål 1: En levande kommun\n\n### Uppdrag\n\n"
    old.write_text(head.format(2024, "") + "".join(f"- {one}\n" for one in tasks), "utf-8")
    closing = "Lekplatsplanen antogs i mars och det uppdraget är därmed avslutat."
    new.write_text(head.format(2025, closing) + f"- {tasks[3]}\n", "utf-8")
    gone = {one.text: one for one in compare(extract(str(old)), extract(str(new))).removed}
    assert {text: (one.closing, one.over) for text, one in gone.items()} == {
        tasks[0]: (closing, False),
        tasks[1]: (None, True),
        tasks[2]: (None, False),
    }
    assert gone[tasks[0]].closing_at is not None


def test_a_plan_beside_its_follow_up_tells_what_is_reported_and_never_what_is_gone(tmp_path: Path) -> None:
    old = document(tmp_path, [task("Rusta badhuset"), task("Bygga om torget")], "plan", kind="mål och budget")
    new = document(tmp_path, [task("Rusta badhuset", status={"raw": "Klart"})], "report", kind="uppföljning")
    found = compare(old, new)
    assert (found.mode, found.links, found.removed, found.added) == (Mode.FOLLOW_UP, (), (), ())
    assert [(one.old.text, one.status) for one in found.reported] == [("Rusta badhuset", "Klart")]
    assert [one.text for one in found.unreported] == ["Bygga om torget"]


def test_an_unknown_kind_is_taken_for_a_version(tmp_path: Path) -> None:
    old, new = document(tmp_path, [], "a", kind="övrigt"), document(tmp_path, [], "b", kind="uppföljning")
    assert mode_of(old, new) is Mode.VERSIONS
    assert compare(old, new).links == ()


STATUSES = [
    (("Pågår", "Ej påbörjat"), ("Genomfört", "Försenat"), True),
    (("Grön", "Röd"), ("Grönt", "Rött"), False),
    (("Uppfyllt", "Ej uppfyllt"), ("Uppnått", "Uppfyllt"), True),
]


@pytest.mark.parametrize(("before", "after", "told_as_change"), STATUSES)
def test_words_in_use_are_no_scale(tmp_path: Path, before: Any, after: Any, *, told_as_change: bool) -> None:
    old, new = (
        [task(text, status=raw) for text, raw in zip(("Rusta badhuset", "Ge stöd till körerna"), side, strict=True)]
        for side in (before, after)
    )
    found = told(tmp_path, old, new)
    assert found.notes == ()
    assert bool(found.links[1].status) is told_as_change


UNDONE = (
    "Arbetet med lekplatsplanen har inte genomförts.",
    "Lekplatsplanen beräknas vara färdig 2027.",
    "En ny skola invigdes i Tuna.",
    "Lekplatserna är viktiga för barnen.",
)
DONE = (
    "Lekplatsplanen togs fram under våren.",
    "Lekplatsplanen är framtagen.",
    "Uppdraget om en lekplatsplan avskrivs.",
    "Uppdraget att ta fram en lekplatsplan är slutredovisat.",
)


@pytest.mark.parametrize("sentence", [*UNDONE, *DONE])
def test_a_sentence_closes_only_what_it_says_is_done(tmp_path: Path, sentence: str) -> None:
    old, new = tmp_path / "mal-2024.md", tmp_path / "mal-2025.md"
    head = "# Mål och budget {0}\n\n{1}\n\n## Mål 1: En levande kommun\n\n### Uppdrag\n\n- Bygga en cykelbro vid Näs\n"
    old.write_text(head.format(2024, "") + "- Ta fram en lekplatsplan i Tuna\n", "utf-8")
    new.write_text(head.format(2025, sentence), "utf-8")
    gone = compare(extract(str(old)), extract(str(new))).removed
    assert [one.closing for one in gone] == [sentence if sentence in DONE else None]


def test_a_sentence_about_a_goal_and_all_that_belongs_to_it_closes_what_is_below(tmp_path: Path) -> None:
    old, new = tmp_path / "mal-2024.md", tmp_path / "mal-2025.md"
    head = "# Mål och budget {0}\n\n{1}\n\n## Mål 1: En levande kommun\n\n### Uppdrag\n\n- Bygga en cykelbro vid Näs\n"
    below = "\n## Mål 2: Trygga familjer\n\n### Uppdrag\n\n- Öppna en familjecentral\n"
    sentence = "Familjefrågorna har, med mål 2 och allt som hör dit, flyttats till familjenämnden."
    old.write_text(head.format(2024, "") + below, "utf-8")
    new.write_text(head.format(2025, sentence), "utf-8")
    gone = compare(extract(str(old)), extract(str(new))).removed
    assert [one.closing for one in gone] == [sentence, sentence]


def test_one_formula_does_not_make_two_tasks_one(tmp_path: Path) -> None:
    formula = "Kommunstyrelsen får i uppdrag att"
    found = told(tmp_path, [task(f"{formula} bygga en simhall i Tuna")], [task(f"{formula} anlägga en bollplan i Näs")])
    assert (found.links, len(found.removed), len(found.added)) == ((), 1, 1)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (["Socialnämnden"], ["socialnämnd"]),
        (["Socialnämnden (SN)"], ["Socialnämnden"]),
        (["Kultur- & fritidsnämnden"], ["Kultur- och fritidsnämnden"]),
        (["Socialnämnden och kommunstyrelsen"], ["Kommunstyrelsen", "Socialnämnden"]),
        (["Samtliga"], ["Alla nämnder"]),
    ],
)
def test_one_body_in_two_spellings_is_one(tmp_path: Path, before: list[str], after: list[str]) -> None:
    assert unchanged(told(tmp_path, [task("Bygga om torget", responsible=before)], [task("Bygga om torget", responsible=after)]))


def test_the_board_of_the_municipality_is_no_new_body(tmp_path: Path) -> None:
    texts = ("Rusta badhuset", "Öppna ridvägarna", "Ge stöd till körerna")
    old, new = ([task(text, responsible=[body]) for text in texts] for body in ("Tekniska nämnden", "Kommunstyrelsen"))
    assert {link.responsible_change for link in told(tmp_path, old, new).links} == {ResponsibleChange.BYTE}


def test_the_documents_own_year_promises_nothing_else(tmp_path: Path) -> None:
    old, new = (
        document(
            tmp_path,
            [node(f"Målet för {year} är fler cyklar"), node(f"Torget är klart senast {year}")],
            str(year),
            period={"from": year, "to": year},
        )
        for year in (2024, 2025)
    )
    found = compare(old, new).links
    assert [(link.wording, link.target) for link in found] == [
        (Wording.REDAKTIONELL, None),
        (Wording.OMFORMULERAD, ("2024", "2025")),
    ]


def test_a_word_before_the_number_is_no_other_number(tmp_path: Path) -> None:
    old, new = ([node("Trygga barn", label=label)] for label in ("1.1", "Mål 1.1"))
    assert unchanged(told(tmp_path, old, new))


def test_very_long_texts_are_compared_in_no_time(tmp_path: Path) -> None:
    old, new = ([node(" ".join(f"ord{(number * step) % 9001}" for number in range(9000)))] for step in (7, 11))
    start = process_time()
    told(tmp_path, old, new)
    assert process_time() - start < 10  # word by word it takes minutes


# --- the pairs of the sample corpus ------------------------------------------------------------------------------------------


def test_there_are_enough_pairs_of_every_class() -> None:
    """The sample corpus shows every class in at least eight pairs, so that its figures tell something."""
    shown: Counter[str] = Counter()
    for _, _, gold in PAIRS:
        links = gold["links"]
        shown.update({"split"} if any(len(link["new"]) > 1 for link in links) else ())
        shown.update({"merged"} if any(len(link["old"]) > 1 for link in links) else ())
        shown.update(
            {name for name in ("moved", "relabelled", "status", "responsible", "target") if any(link.get(name) for link in links)}
        )
        shown.update({link["wording"] for link in links} | {link["strength"] for link in links if link.get("strength")})
        shown.update("closed" if isinstance(one, dict) else "silent" for one in gold.get("removed") or ())
        shown.update({"added"} if gold.get("added") else ())
    assert len(PAIRS) >= 30
    assert {name: count for name, count in shown.items() if count < 8} == {}


@pytest.mark.skipif(not (ROOT.parent / "shared" / "gold" / "score_changes.py").exists(), reason="the shared scorer is not there")
def test_the_figures_are_those_of_the_shared_scorer(tmp_path: Path) -> None:
    found = changes.of_trees(DEMO / "versions")
    for name, comparison in found.items():
        (tmp_path / f"{name}.json").write_text(comparison.model_dump_json(by_alias=True), "utf-8")
    command = [sys.executable, str(ROOT.parent / "shared" / "gold" / "score_changes.py"), str(tmp_path), "--json"]
    done = subprocess.run([*command, "--gold", str(DEMO / "versions" / "changes")], check=True, capture_output=True, text=True)
    theirs = json.loads(done.stdout)["figures"]
    ours = changes.figures(DEMO / "versions" / "changes", found)
    assert ours == {name: pytest.approx(theirs[name], abs=0.002) for name in ours}
