"""What all tests share: where the official tables are, and the sample opened once."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import settings

from placewise import Workbench
from placewise.data.load import load
from placewise.data.workspace import Workspace

ROOT = Path(__file__).parent.parent

# Speed is shown by benchmarks beside a peer; a clock in a test fails on a busy machine alone.
settings.register_profile("placewise", deadline=None)
settings.load_profile("placewise")


def shared_folder() -> Path:
    return Path(os.environ.get("PLACEWISE_SHARED", ROOT.parent / "shared"))


@pytest.fixture(scope="session")
def shared() -> Path:
    folder = shared_folder()
    if not (folder / "data" / "uk").is_dir():
        pytest.skip(f"the official tables are not at {folder} (set PLACEWISE_SHARED)")
    return folder


@pytest.fixture(scope="session")
def bench() -> Workbench:
    return Workbench.open("sample")


@pytest.fixture(scope="session")
def uk_bench(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Workbench:
    """The workbench on all official tables of the United Kingdom, loaded once (about 10 s)."""
    return _loaded("uk", shared, tmp_path_factory)


@pytest.fixture(scope="session")
def us_bench(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Workbench:
    """The workbench on all official tables of the United States, loaded once (about 15 s)."""
    return _loaded("us", shared, tmp_path_factory)


def _loaded(recipe: str, shared: Path, folders: pytest.TempPathFactory) -> Workbench:
    folder = folders.mktemp(recipe) / "workspace"
    load(recipe, shared / "data" / recipe, Workspace.create(folder))
    return Workbench.open(folder)
