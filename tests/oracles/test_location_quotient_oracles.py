"""Location quotients and their intervals that others have published."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from placewise.diagnose.location_quotient import (
    Interval,
    clopper_pearson_interval,
    location_quotients,
    log_delta_interval,
    wilson_interval,
)
from placewise.diagnose.lumpiness import effective_plants

REPOSITORY = Path(__file__).parents[2]


@pytest.fixture
def shared() -> Path:
    folder = Path(os.environ.get("PLACEWISE_SHARED", REPOSITORY.parent / "shared"))
    if not folder.is_dir():
        pytest.skip(f"no folder of shared tables at {folder}; set PLACEWISE_SHARED")
    return folder


def test_handbook_value() -> None:
    # Farhauer and Kroell 2013, printed in the documentation of REAT 3.0.3.
    quotient = location_quotients([[1714]], [79006], [879213], 15593224)
    assert quotient[0, 0] == pytest.approx(0.384762342301, abs=1e-12)


def test_five_by_five() -> None:
    # EconGeo 2.1, location.quotient.
    values = np.array(
        [[100, 0, 0, 0, 0], [0, 15, 5, 70, 10], [0, 20, 10, 20, 50], [0, 25, 30, 5, 40],
         [0, 40, 55, 5, 0]]
    )  # fmt: skip
    expected: list[list[float]] = [
        [5, 0, 0, 0, 0], [0, 0.75, 0.25, 3.5, 0.5], [0, 1, 0.5, 1, 2.5], [0, 1.25, 1.5, 0.25, 2],
        [0, 2, 2.75, 0.25, 0],
    ]  # fmt: skip
    found = location_quotients(values, values.sum(axis=1), values.sum(axis=0), values.sum())
    np.testing.assert_allclose(found, np.array(expected), atol=1e-9)


WORKED = {
    (1714, 79006, 879213, 15593224): (
        (0.3671784, 0.4031883), (0.3667772, 0.4034000), (0.3669893, 0.4033943),
    ),
    (30, 2000, 12000, 1000000): (
        (0.8767280, 1.7821947), (0.8436778, 1.7834988), (0.8758991, 1.7833104),
    ),
    (5, 2000, 2000, 1000000): (
        (0.5214258, 2.9965911), (0.4061130, 2.9122227), (0.5341544, 2.9195767),
    ),
    (600, 50000, 9000, 1000000): (
        (1.2347112, 1.4398329), (1.2319709, 1.4403483), (1.2339172, 1.4401446),
    ),
}  # fmt: skip
"""x, n, X, N: limits by the delta method, Clopper and Pearson, and Wilson, at 95 %."""


@pytest.mark.parametrize("case", WORKED)
def test_worker_level_intervals(case: tuple[int, int, int, int]) -> None:
    methods = (log_delta_interval, clopper_pearson_interval, wilson_interval)
    for method, (lower, upper) in zip(methods, WORKED[case], strict=True):
        found: Interval = method(*case)
        assert float(found.lower) == pytest.approx(lower, abs=1e-7)
        assert float(found.upper) == pytest.approx(upper, abs=1e-7)


def test_spread_of_chance_under_the_plant_model() -> None:
    # H = .0751 and w = .02 give a standard deviation of 1.918; a simulation gave 1.930.
    plants = effective_plants([[1.0]], [0.02], [1.0], 1.0, [0.0751])
    assert plants.expected[0, 0] ** -0.5 == pytest.approx(1.918, abs=5e-4)


def test_spread_of_chance_agrees_with_plants_that_land_at_random() -> None:
    rng = np.random.default_rng(20)
    sizes, share = rng.lognormal(0, 1.2, 60), 0.02
    herfindahl = float((sizes**2).sum() / sizes.sum() ** 2)
    quotient = (rng.random((200_000, sizes.size)) < share) @ sizes / sizes.sum() / share
    plants = effective_plants([[1.0]], [share], [1.0], 1.0, [herfindahl])
    assert quotient.var() == pytest.approx(1 / plants.expected[0, 0], rel=0.03)
    assert quotient.mean() == pytest.approx(1.0, abs=0.02)


@pytest.mark.shared
def test_quotients_published_by_the_bureau_of_labor_statistics(shared: Path) -> None:
    year = pl.scan_parquet(shared / "data/us/us_qcew_state_naics_2019_2020.parquet").filter(
        pl.col("year") == 2019
    )
    totals = year.filter(pl.col("agglvl_code") == 50).select("area_fips", total="annual_avg_emplvl")
    sectors = year.filter((pl.col("agglvl_code") == 54) & (pl.col("own_code") == 5))
    # A sector that is suppressed in any state has no base that could be summed.
    withheld = sectors.filter(pl.col("disclosure_code") == "N").select("industry_code").collect()
    cells = (
        sectors.filter(~pl.col("industry_code").is_in(withheld["industry_code"].to_list()))
        .select("area_fips", "industry_code", "annual_avg_emplvl", "lq_annual_avg_emplvl")
        .collect()
    )
    assert cells.height == 902
    table = cells.pivot("industry_code", index="area_fips", values="annual_avg_emplvl")
    totals_of = totals.collect()
    place_totals = table.join(totals_of, on="area_fips", how="left", maintain_order="left")["total"]
    values = table.drop("area_fips").cast(pl.Float64).to_numpy()
    found = location_quotients(
        values, place_totals.to_numpy(), np.nansum(values, axis=0), float(totals_of["total"].sum())
    )
    published = cells.pivot("industry_code", index="area_fips", values="lq_annual_avg_emplvl")
    assert published["area_fips"].to_list() == table["area_fips"].to_list()
    error = np.abs(found - published.select(table.columns[1:]).to_numpy())
    assert int(np.isfinite(error).sum()) == 902
    assert np.nanmax(error) < 0.005


def jobs_by_area_and_section(shared: Path) -> pl.DataFrame:
    """Return BRES 2024 over the areas in force, with Barnsley and Sheffield under their old codes.

    Columns: area, then one a section.
    """
    codes = pl.read_csv(shared / "data/uk/lookup_lad_all_codes_since2011.csv")
    active = codes.filter(pl.col("LADCD") == pl.col("LADCD_ACTIVE"))["LADCD"].to_list()
    return (
        pl.read_parquet(shared / "data/uk/bres_jobs_section_lad_2024.parquet")
        .filter(pl.col("area").is_in([*active, "E08000016", "E08000019"]))
        .pivot("section", index="area", values="jobs", sort_columns=True)
    )


def quotients_of(table: pl.DataFrame, base: pl.DataFrame) -> pl.DataFrame:
    """Return the quotients of the rows of ``table``, keyed by its first column."""
    values = table.drop(table.columns[0]).cast(pl.Float64).to_numpy()
    over_base = base.drop(base.columns[0]).cast(pl.Float64).to_numpy()
    found = location_quotients(
        values, np.nansum(values, axis=1), np.nansum(over_base, axis=0), np.nansum(over_base)
    )
    return pl.DataFrame(found, schema=table.columns[1:]).insert_column(0, table.to_series(0))


@pytest.mark.shared
def test_quotients_of_the_combined_authorities(shared: Path) -> None:
    districts = jobs_by_area_and_section(shared)
    older = {"E08000038": "E08000016", "E08000039": "E08000019"}
    lookup = pl.read_csv(shared / "data/uk/lookup_lad25_combined_authority_may2025.csv").select(
        pl.col("LAD25CD").replace(older).alias("area"), "CAUTH25NM"
    )
    authorities = (
        lookup.join(districts, on="area")
        .group_by("CAUTH25NM", maintain_order=True)
        .agg(pl.col(districts.columns[1:]).sum())
    )
    found = quotients_of(authorities, districts)
    assert found.height == 15
    expected = {
        ("Greater Manchester", "C"): 0.90,
        ("Greater Manchester", "M"): 1.16,
        ("South Yorkshire", "C"): 1.28,
        ("North East", "O"): 1.56,
        ("West of England", "J"): 1.43,
        ("West of England", "K"): 1.28,
        ("Hull and East Yorkshire", "C"): 2.06,
    }
    for (name, section), quotient in expected.items():
        cell = found.filter(pl.col("CAUTH25NM") == name)[section].item()
        assert cell == pytest.approx(quotient, abs=0.005), (name, section)
    assert int((found["C"] >= 1.25).sum()) == 8


@pytest.mark.shared
def test_manufacturing_over_the_districts_of_great_britain(shared: Path) -> None:
    districts = jobs_by_area_and_section(shared)
    found = quotients_of(districts, districts)
    assert found.height == 350
    assert int((found["C"] >= 1.25).sum()) == 151
