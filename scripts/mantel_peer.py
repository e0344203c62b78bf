"""Values of another Mantel test: ``python -m scripts.mantel_peer``, with scikit-bio (0.7.4)."""

from __future__ import annotations

import json
from importlib import import_module
from pathlib import Path

import numpy as np
from scipy.spatial.distance import pdist, squareform

OUT = Path(__file__).parents[1] / "tests" / "oracles" / "mantel_scikit_bio.json"

if __name__ == "__main__":
    distance = import_module("skbio.stats.distance")
    rows = []
    for places, noise, seed in ((8, 1.0, 1), (15, 2.0, 2), (30, 4.0, 3), (40, 8.0, 4)):
        random = np.random.default_rng(seed)
        truth = random.normal(size=(places, 3))
        one = squareform(pdist(truth))
        other = squareform(pdist(truth + noise * random.normal(size=(places, 3)), "cityblock"))
        for method in ("pearson", "spearman"):
            for alternative in ("greater", "two-sided"):
                r, p, _ = distance.mantel(
                    one, other, method=method, permutations=99_999, alternative=alternative, seed=5
                )
                rows.append(
                    {
                        "places": places, "noise": noise, "seed": seed, "method": method,
                        "alternative": alternative, "r": float(r), "p": float(p),
                    }
                )  # fmt: skip
    OUT.write_text(json.dumps(rows, indent=1) + "\n", encoding="utf-8")
