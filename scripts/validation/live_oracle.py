"""Hold relatedness and complexity to py-ecomplexity, run on the same tables in the same minute.

    python -m scripts.validation.live_oracle [PYTHON]

PYTHON is an interpreter that has the package ecomplexity installed; this one unless given. It is no
dependency of this project: it needs pandas, and nothing else here does. Where it is not installed
this says so and checks nothing; with --needed it then leaves with 1.

Compared on tables of several shapes, a tenth to a half of the cells nothing: location quotients,
presence, diversity, ubiquity, proximity, ECI and PCI. Its density counts an industry as near
itself, so that ours is compared with the density that follows from its own proximity, the diagonal
left out. Leaves with 1 if a number differs by more than the bound.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from placewise.diagnose.complexity import complexity
from placewise.diagnose.relatedness import (
    presence,
    proximity,
    relatedness_density,
    revealed_advantage,
)

Floats = NDArray[np.float64]

BOUND = 1e-9
"""Largest difference that rounding in two eigenvalue routines explains, in standard deviations."""
TABLES = ((30, 20, 0.1), (80, 60, 0.3), (200, 120, 0.5), (361, 88, 0.2))
"""Places, industries, and the share of cells that are nothing."""
THEIRS = """
import sys
import numpy as np
import pandas as pd
from ecomplexity import ecomplexity, proximity

with np.load(sys.argv[1]) as held:
    jobs = held["jobs"]
places, industries = jobs.shape
frame = pd.DataFrame({
    "time": 1, "loc": np.repeat(np.arange(places), industries),
    "prod": np.tile(np.arange(industries), places), "val": jobs.ravel(),
})
names = {"time": "time", "loc": "loc", "prod": "prod", "val": "val"}
found = ecomplexity(frame, names).sort_values(["loc", "prod"])
wide = {name: found[name].to_numpy(float).reshape(places, industries)
        for name in ("rca", "mcp", "eci", "pci", "diversity", "ubiquity")}
near = proximity(frame, names).pivot(index="prod_1", columns="prod_2", values="proximity")
np.savez(sys.argv[2], proximity=near.reindex(index=range(industries), columns=range(industries))
         .to_numpy(float), **wide)
"""


def jobs_of(places: int, industries: int, nothing: float, seed: int) -> Floats:
    """Return a table in which no place and no industry is empty."""
    draw = np.random.default_rng(seed)
    table = draw.lognormal(4.0, 1.4, (places, industries)).round(1) + 1.0
    table[draw.random(table.shape) < nothing] = 0.0
    table[:, 0] += 1.0
    table[0] += 1.0
    return table


def theirs(jobs: Floats, python: str) -> dict[str, Floats] | str:
    """Return what py-ecomplexity computes, or the last line of why it could not run."""
    with tempfile.TemporaryDirectory() as folder:
        given, found = Path(folder) / "jobs.npz", Path(folder) / "found.npz"
        np.savez(given, jobs=jobs)
        done = subprocess.run(
            [python, "-c", THEIRS, str(given), str(found)],
            check=False, capture_output=True, text=True,
        )  # fmt: skip
        if done.returncode:
            return (done.stderr.strip().splitlines() or ["it ended without a word"])[-1]
        with np.load(found) as held:
            return {name: np.asarray(held[name], np.float64) for name in held.files}


def differences(jobs: Floats, other: dict[str, Floats]) -> dict[str, float]:
    """Return the largest difference of each quantity."""
    advantage = revealed_advantage(jobs)
    present = presence(advantage)
    near = proximity(present)
    found = complexity(present)
    their_near = other["proximity"].copy()
    np.fill_diagonal(their_near, 0.0)
    their_near = np.nan_to_num(their_near)
    np.fill_diagonal(near, 0.0)
    their_density = (other["mcp"] @ their_near) / their_near.sum(axis=0)
    pairs = {
        "location quotient": (advantage, other["rca"]),
        "presence": (present, other["mcp"]),
        "diversity": (found.diversity, other["diversity"][:, 0]),
        "ubiquity": (found.ubiquity, other["ubiquity"][0]),
        "proximity": (near, their_near),
        "density": (relatedness_density(present, proximity(present)), their_density),
        "ECI": (found.eci, other["eci"][:, 0]),
        "PCI": (found.pci, other["pci"][0]),
    }
    return {
        name: float(np.max(np.abs(np.asarray(ours, np.float64) - their)))
        for name, (ours, their) in pairs.items()
    }


def main(python: str, *, needed: bool) -> int:
    """Compare every table, print a line each, and return the exit code."""
    worst = 0.0
    for seed, (places, industries, nothing) in enumerate(TABLES, 1):
        jobs = jobs_of(places, industries, nothing, seed)
        other = theirs(jobs, python)
        if isinstance(other, str):
            print(f"Not checked: py-ecomplexity did not run with {python}: {other}")
            print("Install the package ecomplexity into some environment, and give its Python.")
            return 1 if needed else 0
        gaps = differences(jobs, other)
        worst = max(worst, *gaps.values())
        said = ", ".join(f"{name} {gap:.1e}" for name, gap in gaps.items())
        print(f"{places} x {industries}, {nothing:.0%} nothing: {said}")
    holds = worst <= BOUND
    print(f"{'Holds' if holds else 'BROKEN'}: largest difference {worst:.1e}, bound {BOUND:.0e}")
    return 0 if holds else 1


if __name__ == "__main__":
    words = [word for word in sys.argv[1:] if word != "--needed"]
    sys.exit(main(words[0] if words else sys.executable, needed="--needed" in sys.argv))
