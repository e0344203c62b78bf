"""Measures of structure that others have published, reproduced."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from numpy.typing import NDArray

from placewise.diagnose import concentration, inequality, structure

Floats = NDArray[np.float64]

EXACT = 1e-9
REPOSITORY = Path(__file__).parents[2]

FIVE_BY_FIVE = np.array(
    [[100, 0, 0, 0, 0], [0, 15, 5, 70, 10], [0, 20, 10, 20, 50], [0, 25, 30, 5, 40],
     [0, 40, 55, 5, 0]], dtype=float,
)  # fmt: skip
TOTALS = FIVE_BY_FIVE.sum(axis=0)


@pytest.fixture
def oracles() -> Path:
    shared = Path(os.environ.get("PLACEWISE_SHARED", REPOSITORY.parent / "shared"))
    if not (shared / "oracles").is_dir():
        pytest.skip(f"no folder of known answers at {shared / 'oracles'}; set PLACEWISE_SHARED")
    return shared / "oracles"


def near(values: list[float], tolerance: float = EXACT) -> object:
    return pytest.approx(np.array(values), abs=tolerance, rel=0)


def test_econgeo_herfindahl() -> None:
    assert structure.herfindahl(FIVE_BY_FIVE) == near([1, 0.525, 0.34, 0.315, 0.465])


def test_econgeo_krugman_and_its_half() -> None:
    index = structure.krugman(FIVE_BY_FIVE, TOTALS)
    assert index == near([1.6, 1.0, 0.6, 0.7, 1.1])
    assert inequality.hoover(FIVE_BY_FIVE, TOTALS) == near([0.8, 0.5, 0.3, 0.35, 0.55])


def test_econgeo_entropy() -> None:
    # Printed with three digits.
    entropy = structure.entropy(FIVE_BY_FIVE, base=2)
    assert entropy == near([0, 1.319, 1.761, 1.766, 1.219], 5e-4)


def test_econgeo_hachman() -> None:
    expected = [0.2, 0.380952380952, 0.588235294118, 0.634920634921, 0.430107526882]
    assert structure.hachman(FIVE_BY_FIVE, TOTALS) == near(expected)


def test_reat_gini_of_concentration() -> None:
    index = structure.gini_of_location_quotients(
        [500, 500, 1000, 7000, 1000], [20000, 15000, 20000, 40000, 5000]
    )
    assert index == near([0.406896551724])


def test_reat_gini_of_specialisation() -> None:
    index = structure.gini_of_location_quotients(
        [700, 600, 500, 10000, 40000], [30000, 15000, 10000, 60000, 50000]
    )
    assert index == near([0.622222222222])


@pytest.mark.shared
def test_reat_gini_of_specialisation_of_freiburg(oracles: Path) -> None:
    table = pl.read_parquet(oracles / "reat_Freiburg.parquet")
    index = structure.gini_of_location_quotients(
        table["e_Freiburg2014"].to_numpy(), table["e_Germany2014"].to_numpy()
    )
    assert index == near([0.208900943859])


@pytest.mark.shared
def test_reat_krugman_of_goettingen(oracles: Path) -> None:
    # The first row is the total of all industries.
    table = pl.read_parquet(oracles / "reat_Goettingen.parquet").filter(
        pl.col("WZ2008_Code") != "A-R"
    )
    index = structure.krugman(table["Goettingen2017"].to_numpy(), table["BRD2017"].to_numpy())
    assert len(table) == 15
    assert index == near([0.450846878362])


def test_reat_ellison_glaeser() -> None:
    vienna, linz, graz = [200, 650, 12000, 100, 50], [16000, 13000, 1500, 1500], [25000]
    index = concentration.ellison_glaeser_of_plants(
        jobs=vienna + linz + graz,
        area=[0] * len(vienna) + [1] * len(linz) + [2] * len(graz),
        area_totals=[500000, 400000, 100000],
    )
    assert index.gamma == near([0.0599062841165])
    assert index.raw == near([0.168163265306])
    assert index.z == near([0.195900197026])
    assert index.herfindahl == near([0.24468877551])


def test_reat_inequality_of_four() -> None:
    parts = [20, 50, 20, 10]
    assert inequality.gini(parts) == near([0.3])
    assert inequality.gini(parts, normalised=True) == near([0.4])
    assert structure.herfindahl(parts) == near([0.34])
    assert inequality.mean_log_deviation(parts) == near([0.167357663486])
    assert inequality.hoover(parts) == near([0.25])


@pytest.mark.parametrize(
    ("aversion", "parts", "expected", "tolerance"),
    [
        (0.8, [100, 20, 30, 40], 0.141171339565, EXACT),
        (0.5, [10, 20, 30, 40, 50], 0.06315, 5e-6),
        (1.0, [10, 20, 30, 40, 50], 0.1316096, 5e-8),
    ],
)
def test_atkinson_of_reat_and_pysal(
    aversion: float, parts: list[float], expected: float, tolerance: float
) -> None:
    assert inequality.atkinson(parts, aversion) == near([expected], tolerance)


def test_standardised_location_quotients() -> None:
    # Direct arithmetic on the location quotients, industries in rows. Printed with seven digits, of
    # which the last is one off in the first of I3: as printed, its row does not add up to zero.
    jobs = np.array([[10, 20, 30, 40], [40, 10, 10, 20], [5, 50, 15, 10]], dtype=float)
    share = jobs / jobs.sum(axis=0)
    quotients = (share.T / (jobs.sum(axis=1) / jobs.sum())).astype(np.float64)
    expected = np.array(
        [
            [-1.0268277, -0.6859046, 0.7914284, 0.9213039],
            [1.4547956, -0.7504308, -0.5423906, -0.1619742],
            [-0.7979869, 1.4222048, -0.0421769, -0.5820411],
        ]
    )
    z = structure.standardised_location_quotients(quotients)
    np.testing.assert_allclose(z.T, expected, atol=1.3e-7, rtol=0)
