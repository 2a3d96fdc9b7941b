"""What the tests stand on: the root of the checkout, the sample corpus, and the shared documents where they lie."""

from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def root() -> Path:
    """The root of the checkout."""
    return ROOT


@pytest.fixture(scope="session")
def sample() -> Path:
    """The folder of the sample corpus: ``documents`` and ``expected``."""
    return ROOT / "corpus" / "demo"
