from pathlib import Path

import pytest

from kg.build import build
from kg.store import GraphStore, open_store

SEEDS = Path(__file__).parents[1] / "seeds"


@pytest.fixture(scope="session")
def seeds_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a store that was built of the two seeds. Tests only read it."""
    store = tmp_path_factory.mktemp("seeds") / "store"
    build([SEEDS], store)
    return store


@pytest.fixture(scope="session")
def seeds(seeds_store: Path) -> GraphStore:
    """The store of the two seeds, open."""
    return open_store(seeds_store)
