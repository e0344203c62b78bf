"""Speed and memory of relatedness, complexity and structure, beside peers in the same run.

    python -m benchmarks.bench_relatedness [PYTHON]

Revealed advantage, presence, proximity, density, ECI, PCI and five measures of structure on a full
table of 3,000 places and 1,000 industries, on smaller ones, and for ten years one after the other;
how time and memory grow over four sizes. Peers: the same in a few lines of NumPy, with the matrix
of averages and all its eigenvectors, as papers describe it; and py-ecomplexity, by another
interpreter that has it installed (PYTHON; the packages of this one are not touched). ECI must
agree; the density of py-ecomplexity counts an industry as near itself. Each line is a process of
its own on one thread: CPU seconds of the work with its imports, without making the table; peak
memory of the whole process.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable

import numpy as np
from benchmarks.bench_specialisation import SIZES, growth, synthetic
from numpy.typing import NDArray

Floats = NDArray[np.float64]

YEARS = 10


def ours(jobs: Floats) -> str:
    """Return everything of one table."""
    from placewise.diagnose import structure
    from placewise.diagnose.complexity import complexity
    from placewise.diagnose.relatedness import (
        presence,
        proximity,
        relatedness_density,
        revealed_advantage,
    )

    base = jobs.sum(axis=0)
    present = presence(revealed_advantage(jobs))
    density = relatedness_density(present, proximity(present))
    found = complexity(present)
    for measure in (structure.herfindahl, structure.entropy):
        measure(jobs)
    for compared in (
        structure.krugman, structure.hachman, structure.gini_of_location_quotients,
    ):  # fmt: skip
        compared(jobs, base)
    return f"mean density {density.mean():.6f}, highest ECI {found.eci.max():.6f}"


def ten_years(jobs: Floats) -> str:
    """Return everything of ten tables, each redrawn by a tenth, one in memory at a time."""
    said = [
        ours(jobs * np.random.default_rng(year).lognormal(0.0, 0.1, jobs.shape))
        for year in range(YEARS)
    ]
    return f"ten years; the last: {said[-1]}"


def bare(jobs: Floats) -> str:
    """Return density and both indices in plain NumPy, as papers describe it."""
    share = jobs / jobs.sum(axis=1, keepdims=True)
    present = (share / (jobs.sum(axis=0) / jobs.sum()) >= 1).astype(np.float64)
    diversity, ubiquity = present.sum(axis=1), present.sum(axis=0)
    phi = (present.T @ present) / np.maximum.outer(ubiquity, ubiquity)
    np.fill_diagonal(phi, 0.0)
    density = (present @ phi) / phi.sum(axis=0)
    by_place, by_industry = present / diversity[:, None], present / ubiquity
    value, vector = np.linalg.eig(by_industry.T @ by_place)
    pci = np.real(vector[:, np.argsort(np.real(value))[-2]])
    eci = by_place @ pci
    eci *= np.sign(np.corrcoef(eci, diversity)[0, 1])
    highest = float(((eci - eci.mean()) / eci.std()).max())
    return f"mean density {density.mean():.6f}, highest ECI {highest:.6f}; no structure"


def ecomplexity(jobs: Floats) -> str:
    """Return everything but structure by py-ecomplexity, the live oracle of what stands above."""
    import pandas as pd
    from ecomplexity import ecomplexity as compute

    places, industries = jobs.shape
    names = {"time": "time", "loc": "loc", "prod": "prod", "val": "val"}
    found = compute(
        pd.DataFrame(
            {
                "time": 1,
                "loc": np.repeat(np.arange(places), industries),
                "prod": np.tile(np.arange(industries), places),
                "val": jobs.ravel(),
            }
        ),
        names,
    )
    return (
        f"mean density {found['density'].mean():.6f}, highest ECI {found['eci'].max():.6f}; "
        "no structure"
    )


WORK: dict[str, Callable[[Floats], str]] = {
    "placewise": ours,
    "placewise, ten years": ten_years,
    "bare NumPy": bare,
    "py-ecomplexity": ecomplexity,
}


def one(work: str, table: str) -> None:
    """Run one piece of work in this process and print its line."""
    places, industries = (int(number) for number in table.split("x"))
    jobs, _ = synthetic(places, industries)
    start = time.process_time()
    said = WORK[work](jobs)
    seconds = time.process_time() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"| {work} | {places:,} x {industries:,} | {seconds:.2f} | {peak:,.0f} | {said} |")


def main(peers: str | None = None) -> None:
    """Print the table of all runs.

    Args:
        peers: an interpreter that has the peers installed; None for this one.
    """
    print("| work | table | CPU s | peak MB | |\n|---|---|---:|---:|---|", flush=True)
    runs = [("placewise", f"{places}x{industries}") for places, industries in SIZES]
    runs += [(work, "3000x1000") for work in list(WORK)[1:]]
    one_thread = os.environ | {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    sizes = []
    for work, table in runs:
        python = peers if peers is not None and work == "py-ecomplexity" else sys.executable
        done = subprocess.run(
            [python, "-m", "benchmarks.bench_relatedness", "--one", work, table],
            env=one_thread, check=False, capture_output=True, text=True,
        )  # fmt: skip
        if done.stdout:
            print(done.stdout.splitlines()[-1], flush=True)
        else:
            print(f"| {work} | {table} | not run: {done.stderr.splitlines()[-1]} | | |", flush=True)
        if work == "placewise" and done.stdout:
            sizes.append(done.stdout)
    if len(sizes) == len(SIZES):
        print(f"\n{growth(sizes)}")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        one(sys.argv[2], sys.argv[3])
    else:
        main(sys.argv[1] if len(sys.argv) > 1 else None)
