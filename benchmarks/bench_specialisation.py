"""Speed and memory of specialisation, beside peers in the same run.

    python -m benchmarks.bench_specialisation [SHARED]

Location quotients with both intervals, probabilities, false discovery and the rivals of every
claim, on a full table of 3,000 places and 1,000 industries, on smaller ones, and, where the
official tables are, on the county table of the United States; ten years of the full table one after
the other; how time and memory grow over four sizes. Peers: a bare NumPy location
quotient, and py-ecomplexity where it is installed. Each line is a process of its own: CPU seconds
of the work alone, peak memory of the whole process.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

SIZES = ((375, 125), (750, 250), (1500, 500), (3000, 1000))


def synthetic(places: int, industries: int) -> tuple[Floats, Floats]:
    """Return a table of lumpy jobs with true specialisation, and the plant Herfindahls."""
    rng = np.random.default_rng(1)
    size = rng.lognormal(9, 1.2, places)
    share = size / size.sum()
    herfindahl = np.exp(rng.uniform(np.log(1e-4), np.log(0.02), industries))
    theta = rng.lognormal(-0.18, 0.6, (places, industries))
    plants = rng.gamma(theta * (share[:, None] / herfindahl), 1.0)
    return plants * herfindahl * rng.lognormal(11, 1, industries), herfindahl


def counties(shared: Path) -> tuple[Floats, Floats]:
    """Return jobs by county and six-digit industry, 2019, and Herfindahls from establishments."""
    import polars as pl

    from placewise.diagnose.lumpiness import herfindahl_from_establishments
    from placewise.workbench.matrices import as_matrix

    rows = (
        pl.read_parquet(shared / "data" / "us" / "us_cbp_county_naics6_2017_2021.parquet")
        .filter(pl.col("year") == 2019)
        .rename({"fips": "area", "naics": "industry"})
    )
    areas, codes = (rows[name].unique().sort().to_list() for name in ("area", "industry"))
    jobs = as_matrix(rows, areas, codes, "emp")
    found = herfindahl_from_establishments(jobs, as_matrix(rows, areas, codes, "est"))
    return jobs, found.herfindahl


def ours(jobs: Floats, herfindahl: Floats) -> str:
    """Assess the whole table."""
    from placewise.diagnose.specialisation import assess

    totals = np.nansum(jobs, axis=0)
    result = assess(jobs, np.nansum(jobs, axis=1), totals, float(totals.sum()), herfindahl)
    return f"{int(result.claims().sum()):,} claims with rivals"


def ten_years(jobs: Floats, herfindahl: Floats) -> str:
    """Assess ten years of the table one after the other, one year in memory at a time.

    Each year redraws every cell by a tenth, so that no year can reuse what another has worked out.
    """
    said = [
        ours(jobs * np.random.default_rng(year).lognormal(0.0, 0.1, jobs.shape), herfindahl)
        for year in range(10)
    ]
    return f"ten years; the last: {said[-1]}"


def bare(jobs: Floats, _: Floats) -> str:
    """Return point values alone, in plain NumPy."""
    quotient = (jobs / np.nansum(jobs, axis=1, keepdims=True)) / (
        np.nansum(jobs, axis=0) / np.nansum(jobs)
    )
    return f"point values alone, {int(np.sum(quotient >= 1.25)):,} pass"


def ecomplexity(jobs: Floats, _: Floats) -> str:
    """Return point values, proximity and complexity by py-ecomplexity."""
    import pandas as pd
    from ecomplexity import ecomplexity as compute

    places, industries = jobs.shape
    table = pd.DataFrame(
        {
            "time": 1,
            "loc": np.repeat(np.arange(places), industries),
            "prod": np.tile(np.arange(industries), places),
            "val": np.nan_to_num(jobs).ravel(),
        }
    )
    compute(table, {"time": "time", "loc": "loc", "prod": "prod", "val": "val"})
    return "point values, proximity, complexity"


WORK: dict[str, Callable[[Floats, Floats], str]] = {
    "placewise": ours,
    "placewise, ten years": ten_years,
    "bare NumPy": bare,
    "py-ecomplexity": ecomplexity,
}


def one(work: str, table: str) -> None:
    """Run one piece of work in this process and print its line."""
    if table.startswith("counties:"):
        jobs, herfindahl = counties(Path(table.removeprefix("counties:")))
    else:
        places, industries = (int(number) for number in table.split("x"))
        jobs, herfindahl = synthetic(places, industries)
    start = time.process_time()
    said = WORK[work](jobs, herfindahl)
    seconds = time.process_time() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    shape = f"{jobs.shape[0]:,} x {jobs.shape[1]:,}"
    print(f"| {work} | {shape} | {seconds:.2f} | {peak:,.0f} | {said} |", flush=True)


def growth(lines: list[str]) -> str:
    """Say how CPU seconds grow with the cells of the table: the exponent of a fitted power.

    Args:
        lines: printed lines of the same work at several sizes.
    """
    fields = [[part.strip() for part in line.strip("| \n").split("|")] for line in lines]
    cells = [float(np.prod([int(n.replace(",", "")) for n in f[1].split(" x ")])) for f in fields]
    seconds, peak = ([float(f[column].replace(",", "")) for f in fields] for column in (2, 3))
    exponent = np.polyfit(np.log(cells), np.log(seconds), 1)[0]
    memory = np.polyfit(cells, peak, 1)[0] * 2**20
    return (
        f"CPU seconds grow with the number of cells to the power {exponent:.2f}; "
        f"peak memory by {memory:.0f} bytes a cell."
    )


def main(shared: Path | None) -> None:
    """Print the table of all runs."""
    print("| work | table | CPU s | peak MB | |\n|---|---|---:|---:|---|", flush=True)
    runs = [("placewise", f"{places}x{industries}") for places, industries in SIZES]
    runs += [
        ("placewise, ten years", "3000x1000"),
        ("bare NumPy", "3000x1000"),
        ("py-ecomplexity", "3000x1000"),
    ]
    if shared is not None and (shared / "data" / "us").is_dir():
        runs += [("placewise", f"counties:{shared}"), ("bare NumPy", f"counties:{shared}")]
    one_thread = os.environ | {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    sizes = []
    for work, table in runs:
        done = subprocess.run(
            [sys.executable, "-m", "benchmarks.bench_specialisation", "--one", work, table],
            env=one_thread, check=False, capture_output=True, text=True,
        )  # fmt: skip
        print(done.stdout or f"| {work} | {table} | not run: {done.stderr.splitlines()[-1]} | | |",
              end="" if done.stdout else "\n", flush=True)  # fmt: skip
        if work == "placewise" and not table.startswith("counties:") and done.stdout:
            sizes.append(done.stdout)
    if len(sizes) == len(SIZES):
        print(f"\n{growth(sizes)}")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        one(sys.argv[2], sys.argv[3])
    else:
        main(Path(sys.argv[1]) if len(sys.argv) > 1 else None)
