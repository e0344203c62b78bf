"""How often strategies name each sector as a strength, where no corpus says so."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from importlib.resources import files

FILE = "claim_rates.toml"


def read_rates() -> dict[str, float]:
    """Return the share of known strategies that name each sector, by key of the sector."""
    text = (files("placewise.data") / "lexicons" / FILE).read_text(encoding="utf-8")
    raw = tomllib.loads(text)
    return rates_of(raw["named"], raw["strategies"])


def rates_of(named: Mapping[str, int], strategies: int) -> dict[str, float]:
    """Return shares that stay off nought and one: half a strategy is added on either side.

    Args:
        named: number of strategies that name each sector.
        strategies: number of all of them.
    """
    return {key: (count + 0.5) / (strategies + 1) for key, count in named.items()}
