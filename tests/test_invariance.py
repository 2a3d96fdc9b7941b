"""The same text in other lines, pages, columns, faces, marks and formats gives the same tree: ``cases/invariance.yaml``."""

from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rendered import Style, as_html, as_markdown, as_pdf, as_text
from treelines import lines

from malspar.extractor.extract import extract

CASES = yaml.safe_load((Path(__file__).parent / "cases" / "invariance.yaml").read_text("utf-8"))

_SMALL = {"height": 340.0, "margin": 50.0}
_FACES = [("Helvetica", "Helvetica-Bold"), ("Times-Roman", "Times-Bold"), ("Courier", "Courier-Bold")]
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
    "html-soup": lambda blocks: as_html(blocks, "soup", "▪"),
    "pdf": lambda blocks: as_pdf(blocks, Style()),
    "pdf-times": lambda blocks: as_pdf(blocks, Style("Times-Roman", "Times-Bold", 12, mark="–", running=True)),
    "pdf-courier": lambda blocks: as_pdf(blocks, Style("Courier", "Courier-Bold", 9, mark="*")),
    "pdf-hyphens": lambda blocks: as_pdf(blocks, Style(width=420, hyphens=True)),
    "pdf-pages": lambda blocks: as_pdf(blocks, Style(running=True, mark="-", **_SMALL)),
    "pdf-pages-hyphens": lambda blocks: as_pdf(blocks, Style("Times-Roman", "Times-Bold", hyphens=True, running=True, **_SMALL)),
    "pdf-columns": lambda blocks: as_pdf(blocks, Style(columns=2, size=10)),
    "pdf-columns-hyphens": lambda blocks: as_pdf(blocks, Style(columns=2, size=10, hyphens=True, running=True, height=500)),
}


def tree(data: bytes, folder: Path) -> list[str]:
    """The tree of a document under a name that tells nothing."""
    path = folder / "plan"
    path.write_bytes(data)
    return list(lines(extract(str(path)).goals))


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["name"]))
def test_every_form_gives_the_same_tree(case: dict[str, str], form: str, tmp_path: Path) -> None:
    assert tree(FORMS[form](case["blocks"]), tmp_path) == case["tree"].splitlines()


ANY = settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])


@ANY
@given(
    case=st.sampled_from(CASES),
    width=st.integers(55, 110),
    hyphens=st.booleans(),
    mark=st.sampled_from("-•–*▪"),
    page=st.none() | st.integers(18, 45),
)
def test_lines_and_pages_of_any_length_give_the_same_tree(
    case: dict[str, str], width: int, mark: str, page: int | None, *, hyphens: bool, tmp_path: Path
) -> None:
    data = as_text(case["blocks"], width, hyphens=hyphens, mark=mark, page=page)
    assert tree(data, tmp_path) == case["tree"].splitlines()


@ANY
@given(
    case=st.sampled_from(CASES),
    style=st.builds(
        lambda faces, **fields: Style(*faces, **fields),
        st.sampled_from(_FACES),
        size=st.integers(8, 12),
        height=st.integers(340, 842),
        width=st.integers(420, 620),
        mark=st.sampled_from("-•–*"),
        hyphens=st.booleans(),
        running=st.booleans(),
    ),
)
def test_pages_of_any_size_and_face_give_the_same_tree(case: dict[str, str], style: Style, tmp_path: Path) -> None:
    assert tree(as_pdf(case["blocks"], style), tmp_path) == case["tree"].splitlines()


@settings(ANY, max_examples=40)
@given(
    case=st.sampled_from(CASES),
    style=st.builds(
        lambda faces, **fields: Style(*faces, columns=2, **fields),
        st.sampled_from(_FACES),
        size=st.integers(9, 12),
        height=st.integers(400, 842),
        width=st.integers(540, 700),
        margin=st.integers(36, 60),
        mark=st.sampled_from("-•–*"),
        hyphens=st.booleans(),
    ),
)
def test_two_columns_of_any_size_give_the_same_tree(case: dict[str, str], style: Style, tmp_path: Path) -> None:
    assert tree(as_pdf(case["blocks"], style), tmp_path) == case["tree"].splitlines()
