"""The rule by which comparators are chosen, as it ships or as a user's own file has it."""

from __future__ import annotations

import tomllib
from importlib.resources import files
from pathlib import Path

from placewise.errors import InputError
from placewise.model.comparators import LikenessIndicator, LikenessRule


def read_likeness(own: Path | None = None) -> LikenessRule:
    """Return the rule that ships, or a user's own in its place.

    Args:
        own: a TOML file of the same form as ``likeness.toml``.

    Raises:
        InputError: the file cannot be read, or a key is missing or of the wrong kind.
    """
    where = str(own) if own else "likeness.toml"
    try:
        source = own if own is not None else files("placewise.data") / "likeness.toml"
        found = tomllib.loads(source.read_text(encoding="utf-8"))
        rule = LikenessRule(
            indicators=tuple(
                LikenessIndicator(
                    str(entry["concept"]),
                    float(entry["weight"]),
                    bool(entry.get("logarithm", False)),
                )
                for entry in found["indicator"]
            ),
            mix_weight=float(found["mix_weight"]),
            least_shared=float(found["least_shared"]),
            best_by=tuple(found["best_by"]),
        )
    except (OSError, UnicodeDecodeError, KeyError, TypeError, ValueError) as error:
        raise InputError(
            f"Cannot read what makes places alike: {type(error).__name__}: {error}",
            where=where,
            allowed="mix_weight, least_shared, best_by and one [[indicator]] a concept",
        ) from error
    if not 0 <= rule.mix_weight <= 1 or any(one.weight < 0 for one in rule.indicators):
        raise InputError(
            "Weights of likeness are out of range",
            where=where,
            allowed="mix_weight from 0 to 1, weights of indicators from 0",
        )
    return rule
