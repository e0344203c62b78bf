"""Shift-share that others have published, reproduced."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import polars as pl
import pytest

from placewise.diagnose.shift_share import (
    dynamic_shift_share,
    esteban_marquillas,
    gerfin_index,
    shift_share,
)

EXACT = 1e-9
REGION = np.array([[90, 20, 10, 60], [100, 40, 10, 55]], dtype=float)
NATION = np.array([[400, 150, 150, 400], [440, 210, 135, 480]], dtype=float)


def test_reat_dunn() -> None:
    parts = shift_share(*REGION, *NATION).summed()
    found = [parts.change, parts.national, parts.mix, parts.local]
    assert found == pytest.approx([25, 27, 1, -3], abs=EXACT)


def test_reat_esteban_marquillas() -> None:
    parts = esteban_marquillas(*REGION, *NATION).summed()
    found = [parts.national, parts.mix, parts.competitive, parts.allocation]
    assert found == pytest.approx([27, 1, -0.636363636364, -2.363636363636], abs=EXACT)


def test_reat_gerfin() -> None:
    index = gerfin_index(*REGION, *NATION)
    found = [index.mix, index.local, index.regional]
    assert found == pytest.approx([1.004830917874, 0.985576923077, 0.990338164251], abs=EXACT)


def test_the_dynamic_form_of_two_years_is_the_classic_one() -> None:
    dynamic = dynamic_shift_share(REGION, NATION)
    classic = shift_share(*REGION, *NATION)
    assert dynamic.local == pytest.approx(classic.local, abs=EXACT)


@pytest.mark.shared
def test_reat_freiburg(shared: Path) -> None:
    table = pl.read_parquet(shared / "oracles" / "reat_Freiburg.parquet")
    columns = [
        table[name].to_numpy()
        for name in (
            "e_Freiburg2008", "e_Freiburg2014", "e_Germany2008", "e_Germany2014",
        )
    ]  # fmt: skip
    parts = shift_share(*columns).summed()
    # Printed with eight decimals.
    found = [parts.change, parts.national, parts.mix, parts.local]
    assert found == pytest.approx([14373, 9887.27839826, 2501.61187842, 1984.10972332], abs=6e-9)
    split = esteban_marquillas(*columns).summed()
    assert [split.competitive, split.allocation] == pytest.approx(
        [343.78685141, 1640.32287191], abs=6e-9
    )
