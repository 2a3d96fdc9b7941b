"""What real pages do that trips a reader, one trap in each small document of a made-up municipality: ``cases/traps.yaml``."""

from pathlib import Path

import pytest
import yaml
from treelines import lines

from malspar.extractor.extract import extract

CASES = yaml.safe_load((Path(__file__).parent / "cases" / "traps.yaml").read_text("utf-8"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["trap"]))
def test_no_trap_catches(case: dict[str, str], tmp_path: Path) -> None:
    path = tmp_path / ("page.html" if "html" in case else "page.txt")
    path.write_text(case.get("html", case.get("text", "")), "utf-8")
    assert list(lines(extract(str(path)).goals, statuses=True)) == case["tree"].splitlines()
