"""Write the national jobs by industry code that weigh the concordance of sectors.

Great Britain by SIC 2007 subclass: Business Register and Employment Survey, open access, 2021
(Office for National Statistics, Open Government Licence v3.0), sums over NUTS2 areas. United
States by NAICS 2017 national industry: County Business Patterns 2019 (Census Bureau, public
domain), sums over metropolitan and micropolitan areas.

    PLACEWISE_SHARED=... python -m scripts.national_jobs
"""

from __future__ import annotations

import os
from pathlib import Path

import polars as pl

ROOT = Path(__file__).parent.parent
TARGET = ROOT / "src" / "placewise" / "data" / "lexicons" / "national_jobs.csv"
YEAR = 2021


def national_jobs(tables: Path) -> pl.DataFrame:
    """Return classification, code, jobs: the finest codes, without those that have no jobs."""
    british = (
        pl.read_parquet(tables / "uk" / "bres_employment_itl2_sic5_2015_2021.parquet")
        .filter((pl.col("year") == YEAR) & ~pl.col("employment").is_nan())
        .group_by(code="sic_code")
        .agg(jobs=pl.col("employment").sum())
        .select(pl.lit("SIC 2007").alias("classification"), "code", "jobs")
    )
    american = (
        pl.read_parquet(tables / "us" / "us_cbp_cbsa_naics_2019.parquet")
        .filter((pl.col("naics_level") == 6) & ~pl.col("emp").is_nan())
        .group_by(code="naics")
        .agg(jobs=pl.col("emp").sum())
        .select(pl.lit("NAICS 2017").alias("classification"), "code", "jobs")
    )
    both = pl.concat([british, american]).filter(pl.col("jobs") > 0)
    return both.with_columns(pl.col("jobs").cast(pl.Int64)).sort("classification", "code")


if __name__ == "__main__":
    shared = Path(os.environ.get("PLACEWISE_SHARED", ROOT.parent / "shared"))
    national_jobs(shared / "data").write_csv(TARGET)
    print(f"{TARGET.name}: {pl.read_csv(TARGET).height} codes")
