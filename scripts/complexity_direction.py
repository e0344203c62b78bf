"""Which end of economic complexity is the productive one, between regions of one country?

    PLACEWISE_SHARED=... python -m scripts.complexity_direction

Employment of 40 areas of Great Britain (NUTS2) in 2021, and GVA per job of those of them that are
ITL2 areas of the same name (Office for National Statistics). ECI has its usual sign: it goes with
diversity.
"""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import polars as pl
from scripts.diversification_skill import LAST, TABLES, advantage

from placewise.diagnose.complexity import complexity
from placewise.diagnose.relatedness import presence


def main(tables: Path) -> None:
    """Print one row for each level of industries."""
    gva = pl.read_parquet(tables / "gva_by_industry_itl_1998_2023.parquet").filter(
        (pl.col("geo_type") == "ITL2")
        & (pl.col("year") == LAST)
        & (pl.col("industry_name") == "All industries")
    )
    by_name = dict(gva.select("itl_name", "gva_current_gbp_m").iter_rows())
    print("| industries | areas | with diversity | with log GVA per job | highest | lowest |")
    print("|---|---:|---:|---:|---|---|")
    for level, file in TABLES.items():
        found = complexity(presence(advantage(tables / file, LAST)))
        areas = (
            pl.read_parquet(tables / file)
            .filter(pl.col("year") == LAST)
            .group_by("nuts16_code", "itl_name")
            .agg(jobs=pl.col("employment").fill_nan(None).sum())
            .sort("nuts16_code")
        )
        names = areas["itl_name"].to_list()
        each = zip(names, areas["jobs"], strict=True)
        per_job = np.array([by_name.get(name, np.nan) / jobs for name, jobs in each])
        known = np.isfinite(per_job)
        together = np.corrcoef(found.eci[known], np.log(per_job[known]))[0, 1]
        order = [names[place] for place in np.argsort(-found.eci)]
        print(
            f"| {level} | {known.sum()} | {found.diversity_correlation:.2f} | {together:.2f} "
            f"| {', '.join(order[:3])} | {', '.join(order[:-4:-1])} |"
        )


if __name__ == "__main__":
    main(Path(os.environ.get("PLACEWISE_SHARED", "../shared")) / "data" / "uk")
