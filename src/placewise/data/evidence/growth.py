"""What the balance of gains and costs of growth rests on, as it ships."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from functools import lru_cache
from importlib.resources import files
from typing import Any

from placewise.data.evidence import read_elasticities
from placewise.errors import InputError, UnknownNameError
from placewise.model.evidence import (
    CostOfGrowth,
    Elasticity,
    GrowthEvidence,
    PressureSign,
    SectorGroup,
    Side,
)

COMMUTING = ("in_commuting", "out_commuting")
TOWARDS = ("more", "less")


@lru_cache(maxsize=1)
def read_growth_evidence() -> GrowthEvidence:
    """Return groups of sectors, costs, signs of pressure and sides of countries."""
    text = (files("placewise.data.evidence") / "agglomeration.toml").read_text(encoding="utf-8")
    return parse_growth_evidence(text, read_elasticities())


def parse_growth_evidence(
    text: str, elasticities: Mapping[str, Elasticity]
) -> GrowthEvidence:  # fmt: skip
    """Return the evidence of a TOML text.

    Raises:
        InputError: two groups share an industry, or a sign is given neither by a concept nor by
            commuting, or by both.
        UnknownNameError: an elasticity that it names is not known.
    """
    table = tomllib.loads(text)
    groups = tuple(_group(entry) for entry in table["group"])
    signs = tuple(_sign(entry) for entry in table["pressure"])
    cost = _cost(table["cost"])
    spread_from = table["spread"]["from"]
    named = [cost.small, cost.large, cost.rents, spread_from]
    named += [key for group in groups for key in (group.productivity, group.decay) if key]
    _check(named, groups, elasticities)
    source = elasticities[spread_from]
    if source.low is None or source.high is None:
        raise InputError("The spread is taken from an elasticity without a range", where=source.key)
    return GrowthEvidence(
        elasticities=elasticities,
        groups=groups,
        spread=(source.high - source.low) / (source.high + source.low),
        spread_from=spread_from,
        cost=cost,
        signs=signs,
        sides=tuple(
            Side(e["key"], e["name"], e["expected"], tuple(e["regions"]), e["why"])
            for e in table.get("side", ())
        ),
    )


def _group(entry: Mapping[str, Any]) -> SectorGroup:
    codes = {name: tuple(listed) for name, listed in entry["codes"].items()}
    return SectorGroup(
        entry["key"], entry["name"], entry["productivity"], entry.get("decay"), codes
    )


def _sign(entry: Mapping[str, Any]) -> PressureSign:
    concept, commuting = entry.get("concept", ""), entry.get("commuting", "")
    if (
        bool(concept) == bool(commuting)
        or (commuting and commuting not in COMMUTING)
        or entry["towards"] not in TOWARDS
    ):
        raise InputError(
            "A sign of pressure is not as it should be",
            where=entry["key"],
            allowed=f"a concept, or commuting of {' or '.join(COMMUTING)}; towards more or less",
        )
    return PressureSign(entry["key"], concept, commuting, entry["towards"], entry["why"])


def _cost(entry: Mapping[str, Any]) -> CostOfGrowth:
    low, middle, high = entry["housing_share"]
    return CostOfGrowth(
        small=entry["small"],
        large=entry["large"],
        sizes=(float(entry["small_size"]), float(entry["large_size"])),
        reach=float(entry["reach"]),
        rents=entry["rents"],
        housing_share=(low, middle, high),
        notes=(entry["size_note"], entry["reach_note"], entry["housing_note"]),
    )


def _check(
    named: Iterable[str], groups: Iterable[SectorGroup], elasticities: Mapping[str, Elasticity]
) -> None:
    for key in named:
        if key not in elasticities:
            raise UnknownNameError.among("elasticity", key, elasticities)
    seen: set[tuple[str, str]] = set()
    for group in groups:
        for classification, codes in group.codes.items():
            for code in codes:
                if (classification, code) in seen:
                    raise InputError(
                        f"Industry {code} of {classification} is in two groups", where=group.key
                    )
                seen.add((classification, code))
