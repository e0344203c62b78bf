"""Local multipliers by group of industries: figures of the elasticities, put together."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from typing import Any

from placewise.data.evidence import read_elasticities
from placewise.errors import InputError, UnknownNameError
from placewise.model.evidence import STATUSES, Elasticity, LocalMultiplier

UNIT = "jobs a job"
ALLOWED = {"key", "name", "low", "high", "status", "note", "codes"}


@lru_cache(maxsize=1)
def read_multipliers() -> tuple[LocalMultiplier, ...]:
    """Return the multipliers that ship, in the order of the file."""
    text = (files("placewise.data.evidence") / "multipliers.toml").read_text(encoding="utf-8")
    return parse_multipliers(text, read_elasticities())


def parse_multipliers(
    text: str, elasticities: Mapping[str, Elasticity]
) -> tuple[LocalMultiplier, ...]:
    """Return the multipliers of a TOML text.

    Raises:
        InputError: an entry is not as it should be, a figure is not in jobs a job, the smaller end
            is above the larger, or two groups share an industry.
        UnknownNameError: a figure that it names is not known.
    """
    found = tuple(
        _multiplier(entry, elasticities) for entry in tomllib.loads(text).get("multiplier", [])
    )
    seen: set[tuple[str, str]] = set()
    for one in found:
        own = {(name, code) for name, codes in one.codes.items() for code in codes}
        if own & seen:
            raise InputError("Two multipliers share an industry", where=f"{one.key}: {own & seen}")
        seen |= own
    return found


def _multiplier(
    entry: Mapping[str, Any], elasticities: Mapping[str, Elasticity]
) -> LocalMultiplier:
    where = f'multiplier "{entry.get("key", "")}"'
    if set(entry) != ALLOWED or entry["status"] not in STATUSES:
        raise InputError(
            "A multiplier is not as it should be",
            where=where,
            allowed=f"{', '.join(sorted(ALLOWED))}; status one of {', '.join(STATUSES)}",
        )
    ends = [_figures(entry[end], elasticities, where) for end in ("low", "high")]
    made = LocalMultiplier(
        key=str(entry["key"]),
        name=str(entry["name"]),
        codes={name: tuple(map(str, codes)) for name, codes in entry["codes"].items()},
        low=ends[0],
        high=ends[1],
        status=str(entry["status"]),
        note=str(entry["note"]),
    )
    smaller, larger = made.factors
    if not 0 < smaller <= larger:
        raise InputError(
            "The ends of a multiplier are out of order, or not above zero",
            where=f"{where}: {smaller:g} and {larger:g}",
            allowed="the smaller first, each one plus its figures",
        )
    return made


def _figures(
    keys: list[str], elasticities: Mapping[str, Elasticity], where: str
) -> tuple[Elasticity, ...]:
    for key in keys:
        if key not in elasticities:
            raise UnknownNameError.among("elasticity", key, elasticities)
        if elasticities[key].unit != UNIT or elasticities[key].value is None:
            raise InputError(f'"{key}" is no figure in {UNIT}', where=where)
    return tuple(elasticities[key] for key in keys)
