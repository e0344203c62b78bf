"""Facts of the literature as they ship: elasticities, in TOML."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from placewise.errors import InputError
from placewise.model.evidence import STATUSES, Elasticity

WORDS = {"key", "relation", "outcome", "driver", "unit", "scope", "source", "status"}
NUMBERS = ("value", "low", "high")
ALLOWED = WORDS | {*NUMBERS, "source_url", "note"}


@lru_cache(maxsize=1)
def _shipped() -> Mapping[str, Elasticity]:
    text = (files("placewise.data.evidence") / "elasticities.toml").read_text(encoding="utf-8")
    return MappingProxyType(parse_elasticities(text, "elasticities.toml"))


def read_elasticities() -> dict[str, Elasticity]:
    """Return the elasticities that ship, by key, in the order of the file."""
    return dict(_shipped())


def parse_elasticities(text: str, name: str) -> dict[str, Elasticity]:
    """Return the elasticities of a TOML text by key.

    Args:
        text: of ``[[elasticity]]`` entries.
        name: of the file, for messages.

    Raises:
        InputError: it is no TOML, or an entry is not as it should be; says which and why.
    """
    try:
        entries = tomllib.loads(text).get("elasticity", [])
    except tomllib.TOMLDecodeError as error:
        raise InputError(f"The elasticities are no TOML: {error}", where=name) from error
    found: dict[str, Elasticity] = {}
    for at, entry in enumerate(entries, 1):
        where = f'{name}, elasticity {at} "{entry.get("key", "")}"'
        faults = _faults(entry)
        if entry.get("key") in found:
            faults.append("its key is that of an earlier one")
        if faults:
            raise InputError(
                "An elasticity is not as it should be",
                where=f"{where}: {', '.join(faults)}",
                allowed=", ".join(sorted(ALLOWED)),
            )
        found[entry["key"]] = _elasticity(entry)
    return found


def _faults(entry: Mapping[str, Any]) -> list[str]:
    faults = [f"{key} is not known" for key in sorted(set(entry) - ALLOWED)]
    faults += [
        f"{key} is missing or no text"
        for key in sorted(WORDS)
        if not isinstance(entry.get(key), str) or not entry[key]
    ]
    if entry.get("status") not in STATUSES:
        faults.append(f"status is none of {', '.join(STATUSES)}")
    numbers = {key: entry[key] for key in NUMBERS if key in entry}
    wrong = [key for key, value in numbers.items() if type(value) not in (int, float)]
    faults += [f"{key} is no number" for key in wrong]
    if ("low" in entry) != ("high" in entry):
        faults.append("low and high come together or not at all")
    order = [numbers[key] for key in ("low", "value", "high") if key in numbers]
    if not wrong and order != sorted(order):
        faults.append("low, value and high are out of order")
    return faults


def _elasticity(entry: Mapping[str, Any]) -> Elasticity:
    numbers = {key: float(entry[key]) if key in entry else None for key in NUMBERS}
    words = {key: str(entry.get(key, "")) for key in (*WORDS, "source_url", "note")}
    return Elasticity(**words, **numbers)  # type: ignore[arg-type]
