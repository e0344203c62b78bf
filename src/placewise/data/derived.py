"""Arrays that were computed from a corpus and may be computed again: kept beside it, never trusted.

A file that is missing, damaged or of another corpus is no error: what it held is computed again.
The arrays stay on disk until they are looked at, so that a large corpus is opened at once.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
from numpy.lib import format as npy
from numpy.typing import NDArray

Arrays = dict[str, NDArray[Any]]

ALIGNED = 64
"""Bytes that each array begins at a multiple of, so that it can be used where it lies."""


def read_derived(folder: Path, name: str) -> Arrays | None:
    """Return arrays that were kept; None where they are not there or cannot be read.

    They cannot be written to.
    """
    path = _path(folder, name)
    try:
        with path.open("rb") as file:
            names = npy.read_array(file, allow_pickle=False)
            return {str(key): _mapped(file, path) for key in names}
    except (OSError, ValueError, EOFError):
        return None


def write_derived(folder: Path, name: str, arrays: Mapping[str, NDArray[Any]]) -> None:
    """Keep arrays; where the disk refuses, they are computed again next time."""
    path = _path(folder, name)
    part = path.with_name(f".{name}.{os.getpid()}.part")
    try:
        path.parent.mkdir(exist_ok=True)
        with part.open("wb") as file:
            npy.write_array(file, np.array(list(arrays), dtype=np.str_), allow_pickle=False)
            for array in arrays.values():
                file.write(b"\0" * (-file.tell() % ALIGNED))
                npy.write_array(file, np.ascontiguousarray(array), allow_pickle=False)
        part.replace(path)
    except OSError:
        with suppress(OSError):
            part.unlink(missing_ok=True)


def _path(folder: Path, name: str) -> Path:
    return folder / "derived" / f"{name}.arrays"


def _mapped(file: BinaryIO, path: Path) -> NDArray[Any]:
    """Return the next array of a file, on disk until it is looked at."""
    file.seek(-file.tell() % ALIGNED, os.SEEK_CUR)
    npy.read_magic(file)
    shape, _, dtype = npy.read_array_header_1_0(file)
    start = file.tell()
    size = int(np.prod(shape)) * dtype.itemsize
    file.seek(start + size)
    if size == 0:
        return np.empty(shape, dtype=dtype)
    # Shorter than the header says, the file cannot be mapped: a ValueError.
    return np.asarray(np.memmap(path, dtype=dtype, mode="r", offset=start, shape=shape))
