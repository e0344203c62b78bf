"""Arrays that were computed from a corpus and may be computed again: kept beside it, never trusted.

A file that is missing, damaged or of another corpus is no error: what it held is computed again.
"""

from __future__ import annotations

import os
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

Arrays = dict[str, NDArray[Any]]


def read_derived(folder: Path, name: str) -> Arrays | None:
    """Return arrays that were kept; None where they are not there or cannot be read."""
    path = folder / "derived" / f"{name}.npz"
    try:
        with np.load(path, allow_pickle=False) as kept:
            return {key: kept[key] for key in kept.files}
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
        return None


def write_derived(folder: Path, name: str, arrays: Mapping[str, NDArray[Any]]) -> None:
    """Keep arrays; where the disk refuses, they are computed again next time."""
    path = folder / "derived" / f"{name}.npz"
    part = path.with_name(f".{name}.{os.getpid()}.part")
    try:
        path.parent.mkdir(exist_ok=True)
        with part.open("wb") as file:
            # The names of the arrays are ours; mypy takes one of them for the option of savez.
            np.savez(file, allow_pickle=False, **dict(arrays))
        part.replace(path)
    except OSError:
        part.unlink(missing_ok=True)
