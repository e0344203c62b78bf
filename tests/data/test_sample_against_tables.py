"""The sample against the official tables, by other routes than the script that compiled it."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from placewise.data.sample import Sample

pytestmark = pytest.mark.shared

GREAT_BRITAIN = "K03000001"
RECODED = {"E08000016": "E08000038", "E08000019": "E08000039"}
DISTRICTS_OF_GREAT_BRITAIN = 350
JOBS_OF_GREAT_BRITAIN = 31_444_355


@pytest.fixture(scope="module")
def uk(shared: Path) -> Path:
    return shared / "data" / "uk"


@pytest.fixture(scope="module")
def districts(uk: Path) -> pl.DataFrame:
    """Jobs of the districts of Great Britain, each once."""
    raw = pl.read_parquet(uk / "bres_jobs_section_lad_2024.parquet")
    active = pl.read_csv(uk / "lookup_lad_all_codes_since2011.csv")["LADCD_ACTIVE"].unique()
    known = raw.filter(pl.col("area").is_in([*active, *RECODED]))
    held = known.filter(pl.col("jobs").sum().over("area") > 0)
    return held.with_columns(pl.col("area").replace(RECODED), pl.col("jobs").cast(pl.Float64))


@pytest.fixture(scope="module")
def jobs() -> pl.DataFrame:
    values = Sample().table("industry_values").filter(pl.col("measure") == "jobs")
    return values.select("area", "industry", "value", "rounding").collect()


def quotients(values: pl.DataFrame) -> pl.DataFrame:
    """Return location quotients against Great Britain; columns area, industry, value, lq."""
    total = values.filter(pl.col("industry") == "Total").select("area", total="value")
    base = values.filter(pl.col("area") == GREAT_BRITAIN).select("industry", base="value")
    both = values.join(total, on="area").join(base, on="industry")
    whole = base.filter(pl.col("industry") == "Total")["base"].item()
    share = pl.col("value") / pl.col("total")
    return both.select("area", "industry", "value", lq=share / (pl.col("base") / whole))


def sums_over_districts(districts: pl.DataFrame) -> pl.DataFrame:
    """Return unrounded sums of jobs, with Total and Great Britain."""
    members = Sample().table("area_members").select("whole", area="member").collect()
    everything = districts.select(whole=pl.lit(GREAT_BRITAIN), area="area").unique()
    wide = pl.concat([members, everything]).join(districts, on="area")
    cells = wide.group_by(area="whole", industry="section").agg(value=pl.col("jobs").sum())
    total = cells.group_by("area").agg(pl.col("value").sum())
    return pl.concat([cells, total.select("area", pl.lit("Total").alias("industry"), "value")])


def test_the_base_of_jobs_is_every_district_of_great_britain(
    districts: pl.DataFrame, jobs: pl.DataFrame
) -> None:
    assert districts["area"].n_unique() == DISTRICTS_OF_GREAT_BRITAIN
    assert districts["jobs"].sum() == JOBS_OF_GREAT_BRITAIN
    base = jobs.filter((pl.col("area") == GREAT_BRITAIN) & (pl.col("industry") == "Total"))
    assert base["value"].item() == pytest.approx(JOBS_OF_GREAT_BRITAIN, abs=5)


def test_rounding_moves_no_location_quotient(districts: pl.DataFrame, jobs: pl.DataFrame) -> None:
    exact = quotients(sums_over_districts(districts))
    both = exact.join(quotients(jobs), on=["area", "industry"], suffix="_sample")
    assert both.height == exact.height
    large = both.filter(pl.col("value") > 2_000)
    assert large.height > 1_000
    assert ((large["lq"] - large["lq_sample"]).abs() <= 0.005).all()
    assert ((both["value"] - both["value_sample"]).abs() <= 5).all()


def test_rounding_unit_carries_the_variance_of_the_source(
    districts: pl.DataFrame, jobs: pl.DataFrame
) -> None:
    # Hull and East Yorkshire is two districts: few enough to add up by hand.
    members = Sample().table("area_members").filter(pl.col("whole") == "E47000016").collect()
    cells = districts.filter(
        pl.col("area").is_in(members["member"].implode()) & (pl.col("section") == "C")
    )
    assert cells.height == 2
    assert (cells["jobs"] >= 5_000).all()
    row = jobs.filter((pl.col("area") == "E47000016") & (pl.col("industry") == "C"))
    assert row["rounding"].item() == pytest.approx((2 * 1_000**2 + 10**2) ** 0.5, abs=0.05)


def test_gva_of_itl2_areas_is_what_is_published(uk: Path) -> None:
    published = (
        pl.read_parquet(uk / "gva_by_industry_itl_1998_2023.parquet")
        .filter((pl.col("year") == 2023) & (pl.col("geo_type") == "ITL2"))
        .select(
            area="itl_code",
            industry=pl.col("industry_code").str.replace(r" \(.*\)$", ""),
            published=pl.col("gva_current_gbp_m").cast(pl.Float64),
        )
    )
    imputed = published.filter(pl.col("industry") == "68IMP").select("area", imputed="published")
    # Imputed rent is in the published total and in section L, and in neither of the sample.
    rent = pl.when(pl.col("industry").is_in(["Total", "L"])).then(pl.col("imputed")).otherwise(0.0)
    ours = Sample().table("industry_values").filter(pl.col("measure") == "gva").collect()
    both = ours.join(published, on=["area", "industry"]).join(imputed, on="area")
    known = both.filter(pl.col("value").is_not_null())
    apart = known.select(
        apart=(pl.col("value") - pl.col("published") + rent).abs() / pl.col("rounding")
    )
    assert both["area"].n_unique() == 36
    assert both.height > 1_100
    # Roundings to GBP 1 million: a unit is 3.5 standard deviations.
    assert (apart["apart"] < 1.2).all()


def test_qualifications_of_partnerships_are_near_those_published(uk: Path) -> None:
    published = (
        pl.read_parquet(uk / "aps_qualifications_nvq_2017_2021.parquet")
        .filter((pl.col("year") == 2021) & (pl.col("geo_type") == "lep21"))
        .filter(pl.col("cell") == "Total - All people aged 16-64 : NVQ4+")
        .select(area="geo_code", published="number", half="conf95")
    )
    ours = (
        Sample().table("indicators").filter(pl.col("indicator") == "qualified to level 4").collect()
    )
    both = ours.join(published, on="area")
    assert both.height == 38
    # The survey rounds districts and partnerships to 100 people each.
    assert ((both["value"] / both["published"] - 1).abs() < 0.002).all()


def test_medians_are_those_published_for_the_area_itself(uk: Path) -> None:
    published = (
        pl.read_parquet(uk / "els_indicators_long_all_areas.parquet")
        .filter((pl.col("dataset") == "gross-median-weekly-pay") & (pl.col("year") == 2025))
        .select(area="areacd", published="value")
    )
    pay = Sample().table("indicators").filter(pl.col("indicator") == "weekly pay").collect()
    both = pay.join(published, on="area")
    assert both.height == 12
    assert (both["value"] == both["published"]).all()
    assert pay.filter(pl.col("area") == "E47000015")["flag"].item() == "not available"
