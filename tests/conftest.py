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


@pytest.fixture(scope="session")
def explored(sample: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database of the whole sample corpus, with its versions. Not to be written to."""
    from malspar.corpus.ingest import Given, ingest
    from malspar.corpus.references import references
    from malspar.corpus.store import open_database

    path = tmp_path_factory.mktemp("explored") / "goals.db"
    with open_database(path, write=True) as database:
        refs = references([str(sample / "documents"), str(sample / "versions" / "documents")], path)
        assert all(told.reason == "" or told.reason is None for told in ingest(database, refs, Given(None, None), again=False))
    return path
