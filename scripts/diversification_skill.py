"""Did density foretell which industries places entered, 2015 to 2021?

    PLACEWISE_SHARED=... python -m scripts.diversification_skill

Employment of 40 areas of Great Britain (NUTS2), open-access figures of the Business Register and
Employment Survey, by 88 divisions and by 729 subclasses. Density, ubiquity and what is absent come
from the first year alone; an industry is entered when its location quotient has passed 1 in the
last. Small cells are rounded, so that some pass 1 without any change: the stricter rows count as
absent only what was below 0.5. Beside density stand two forecasts that need no idea of relatedness:
ubiquity (how many places have the industry), and the quotient itself (what is nearly 1 passes 1).
"""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import polars as pl
from numpy.typing import NDArray

from placewise.diagnose.diversification import EntrySkill, Skill, entries, entry_skill
from placewise.diagnose.relatedness import (
    presence,
    proximity,
    relatedness_density,
    revealed_advantage,
)

Floats = NDArray[np.float64]

TABLES = {
    "divisions": "bres_employment_itl2_sic2_2015_2021.parquet",
    "subclasses": "bres_employment_itl2_sic5_2015_2021.parquet",
}
FIRST, LAST, SEED = 2015, 2021, 20260101
STRICT = 0.5


def advantage(path: Path, year: int) -> Floats:
    """Return revealed advantage of one year, places and industries in the order of their codes."""
    rows = pl.read_parquet(path).with_columns(pl.col("employment").fill_nan(None))
    areas, codes = (rows[name].unique().sort() for name in ("nuts16_code", "sic_code"))
    table = np.full((len(areas), len(codes)), np.nan)
    one = rows.filter(pl.col("year") == year)
    table[areas.search_sorted(one["nuts16_code"]), codes.search_sorted(one["sic_code"])] = one[
        "employment"
    ].to_numpy()
    return revealed_advantage(table)


def skills(path: Path, strict: bool) -> tuple[EntrySkill, Skill]:
    """Return the skill of density between the two years, and that of the quotient itself."""
    before, after = advantage(path, FIRST), advantage(path, LAST)
    present = presence(before)
    absent = np.where((before >= STRICT) & (before < 1.0), np.nan, present) if strict else present
    moved = entries(absent, presence(after))
    density = relatedness_density(present, proximity(present))
    ubiquity = np.nansum(present, axis=0)
    by_density, by_quotient = (
        entry_skill(score, moved.absent, moved.entered, ubiquity, seed=SEED)
        for score in (density, before)
    )
    return by_density, by_quotient.density


def main(shared: Path) -> None:
    """Print one row for each table, definition of absent, and forecast."""
    print("| industries | absent | cells | entered | forecast | AUC | within places | top decile |")
    print("|---|---|---:|---:|---|---|---|---:|")
    for name, file in TABLES.items():
        for strict in (False, True):
            found, near = skills(shared / "data" / "uk" / file, strict)
            start = (
                f"| {name} | {'below 0.5' if strict else 'below 1'} | {found.cells:,} "
                f"| {found.base_rate:.1%} "
            )
            print(start + f"| density | {_row(found.density)} |")
            print(start + f"| ubiquity | {_row(found.naive)} |")
            print(start + f"| quotient before | {_row(near)} |")
            print(
                start
                + f"| gain of density on ubiquity | {found.gain:+.3f} ({found.gain_lower:+.3f} to "
                f"{found.gain_upper:+.3f}) | {found.gain_within:+.3f} "
                f"({found.gain_within_lower:+.3f} to {found.gain_within_upper:+.3f}) | |"
            )


def _row(skill: Skill) -> str:
    return (
        f"{skill.auc:.3f} ({skill.auc_lower:.3f} to {skill.auc_upper:.3f}) "
        f"| {skill.within:.3f} ({skill.within_lower:.3f} to {skill.within_upper:.3f}) "
        f"| {skill.top_decile:.1%}"
    )


if __name__ == "__main__":
    main(Path(os.environ.get("PLACEWISE_SHARED", "../shared")))
