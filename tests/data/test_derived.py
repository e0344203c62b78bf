"""Arrays kept beside a corpus: they come back as they were, and a damaged file is no error."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays_of

from placewise.data.derived import read_derived, write_derived

ARRAYS = {
    "places": np.array(["Leeds", "Ynys Môn"]),
    "none": np.zeros(0, dtype=np.int32),
    "table": np.arange(12, dtype=np.float64).reshape(3, 4),
    "bytes": np.arange(5, dtype=np.uint8),
    "keys": np.array([2**64 - 1], dtype=np.uint64),
}


def test_arrays_come_back_as_they_were(tmp_path: Path) -> None:
    write_derived(tmp_path, "words", ARRAYS)
    found = read_derived(tmp_path, "words")
    assert found is not None
    assert list(found) == list(ARRAYS)
    for name, array in ARRAYS.items():
        assert found[name].dtype == array.dtype
        assert np.array_equal(found[name], array)
    assert found["table"].flags.aligned
    with pytest.raises(ValueError, match="read-only"):
        found["table"][0, 0] = 1.0


@given(st.lists(arrays_of.arrays(np.float64, arrays_of.array_shapes(max_dims=2)), max_size=4))
def test_any_arrays_come_back(
    tmp_path_factory: pytest.TempPathFactory, some: list[np.ndarray]
) -> None:
    folder = tmp_path_factory.mktemp("corpus")
    kept = {f"array {at}": array for at, array in enumerate(some)}
    write_derived(folder, "x", kept)
    found = read_derived(folder, "x")
    assert found is not None
    assert all(np.array_equal(found[key], kept[key], equal_nan=True) for key in kept)


def test_what_is_missing_cut_or_no_such_file_is_computed_again(tmp_path: Path) -> None:
    assert read_derived(tmp_path, "words") is None
    write_derived(tmp_path, "words", ARRAYS)
    (file,) = (tmp_path / "derived").iterdir()
    whole = file.read_bytes()
    for cut in (0, 5, 100, len(whole) // 2, len(whole) - 1):
        file.write_bytes(whole[:cut])
        assert read_derived(tmp_path, "words") is None
    file.write_bytes(b"something else" * 100)
    assert read_derived(tmp_path, "words") is None
    write_derived(tmp_path, "words", ARRAYS)
    assert read_derived(tmp_path, "words") is not None


def test_a_disk_that_refuses_is_no_error(tmp_path: Path) -> None:
    (tmp_path / "derived").write_text("in the way")
    write_derived(tmp_path, "words", ARRAYS)
    assert read_derived(tmp_path, "words") is None
