"""Weights that tell claims, as they were learned: a table anyone can read."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from importlib.resources import files

from placewise.model.claims import ClaimWeights

FILE = "claim_weights.csv"
STANDS, WEAKENED, INTERCEPT, THRESHOLD = (
    "(a rule finds it)", "(a rule finds it weakened)", "(intercept)", "(threshold)",
)  # fmt: skip
"""Rows that are no features of words."""
COLUMNS = ("kind", "feature", "weight")


def read_claim_weights() -> dict[str, ClaimWeights]:
    """Return the weights that ship, by kind of claim; ``scripts/learn_claims.py`` writes them."""
    text = (files("placewise.data") / "lexicons" / FILE).read_text(encoding="utf-8")
    rows: dict[str, dict[str, float]] = {}
    for row in csv.DictReader(text.splitlines()):
        rows.setdefault(row["kind"], {})[row["feature"]] = float(row["weight"])
    return {kind: weights_of(weights) for kind, weights in rows.items()}


def weights_of(rows: Mapping[str, float]) -> ClaimWeights:
    """Return the weights of one kind from its rows."""
    named = (STANDS, WEAKENED, INTERCEPT, THRESHOLD)
    words = {feature: weight for feature, weight in rows.items() if feature not in named}
    return ClaimWeights(words, *(rows[name] for name in named))
