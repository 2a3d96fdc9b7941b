"""The same text in other lines, pages, columns, faces, marks and formats gives the same tree: ``cases/invariance.yaml``."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import yaml
from rendered import Style, as_html, as_markdown, as_pdf, as_text

from malspar.extractor.extract import extract
from malspar.models.goal import Goal

CASES = yaml.safe_load((Path(__file__).parent / "cases" / "invariance.yaml").read_text("utf-8"))

_SMALL = {"height": 330.0, "margin": 50.0}
FORMS: dict[str, Callable[[str], bytes]] = {
    "text": as_text,
    "text-80": lambda blocks: as_text(blocks, 80),
    "text-60": lambda blocks: as_text(blocks, 60, mark="•"),
    "text-80-hyphens": lambda blocks: as_text(blocks, 80, hyphens=True, mark="*"),
    "text-60-hyphens": lambda blocks: as_text(blocks, 60, hyphens=True, mark="–"),
    "text-72-pages": lambda blocks: as_text(blocks, 72, hyphens=True, page=17),
    "text-crlf": lambda blocks: as_text(blocks, 70).replace(b"\n", b"\r\n"),
    "markdown": as_markdown,
    "markdown-70": lambda blocks: as_markdown(blocks, 70, mark="*"),
    "html": as_html,
    "html-bold": lambda blocks: as_html(blocks, "bold"),
    "html-breaks": lambda blocks: as_html(blocks, "breaks", "–"),
    "html-divs": lambda blocks: as_html(blocks, "divs"),
    "pdf": lambda blocks: as_pdf(blocks, Style()),
    "pdf-times": lambda blocks: as_pdf(blocks, Style("Times-Roman", "Times-Bold", 12, mark="–", running=True)),
    "pdf-courier": lambda blocks: as_pdf(blocks, Style("Courier", "Courier-Bold", 9, mark="*")),
    "pdf-hyphens": lambda blocks: as_pdf(blocks, Style(width=420, hyphens=True)),
    "pdf-pages": lambda blocks: as_pdf(blocks, Style(running=True, mark="-", **_SMALL)),
    "pdf-pages-hyphens": lambda blocks: as_pdf(blocks, Style("Times-Roman", "Times-Bold", hyphens=True, running=True, **_SMALL)),
    "pdf-columns": lambda blocks: as_pdf(blocks, Style(columns=2, size=10)),
    "pdf-columns-hyphens": lambda blocks: as_pdf(blocks, Style(columns=2, size=10, hyphens=True, running=True, height=500)),
}


def lines(nodes: tuple[Goal, ...], depth: int = 0) -> Iterator[str]:
    """A tree as the cases write it."""
    for node in nodes:
        marks = (
            node.label and f"[{node.label}]",
            node.text,
            node.term and f"({node.term})",
            node.year and f"{{{node.year}}}",
            node.responsible and "@ " + ", ".join(body.raw for body in node.responsible),
            node.values and "= " + ", ".join(f"{value.kind} {value.year or ''} {value.raw}" for value in node.values),
            node.modality and f"! {node.modality}",
        )
        yield "  " * depth + " ".join([node.kind, *filter(None, marks)])
        yield from lines(node.children, depth + 1)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["name"]))
def test_every_form_gives_the_same_tree(case: dict[str, str], form: str, tmp_path: Path) -> None:
    path = tmp_path / "plan"
    path.write_bytes(FORMS[form](case["blocks"]))
    assert list(lines(extract(str(path)).goals)) == case["tree"].splitlines()
