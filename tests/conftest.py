"""What all tests share: where the official tables are, and the sample opened once."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from placewise import Workbench

ROOT = Path(__file__).parent.parent


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
