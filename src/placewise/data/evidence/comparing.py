"""What a comparison of places counts as what, as it ships."""

from __future__ import annotations

import tomllib
from collections.abc import Collection
from importlib.resources import files

from placewise.data.entries import refuse
from placewise.model.comparison import ComparingEvidence


def read_comparing_evidence(
    concepts: Collection[str], barriers: Collection[str], sides: Collection[str]
) -> ComparingEvidence:
    """Return what counts as independent indicator, as managing growth, and as high cost.

    Args:
        concepts: keys of concepts that may be named.
        barriers: keys of barriers.
        sides: keys of sides of a country.

    Raises:
        InputError: it names something that is not there; lists all faults.
    """
    text = (files("placewise.data.evidence") / "comparing.toml").read_text(encoding="utf-8")
    return parse_comparing_evidence(text, concepts, barriers, sides)


def parse_comparing_evidence(
    text: str, concepts: Collection[str], barriers: Collection[str], sides: Collection[str]
) -> ComparingEvidence:
    """Return the evidence of a TOML text; arguments and errors as above."""
    table = tomllib.loads(text)
    manages, cost = table["manages_growth"], table["high_cost"]
    found = ComparingEvidence(
        independent=tuple(table["independent"]),
        managing_barriers=tuple(manages["barriers"]),
        managing_interventions=tuple(manages["interventions"]),
        managing_wider=tuple(manages["wider"]),
        managing_why=manages["why"],
        cost=cost["concept"],
        cost_why=cost["why"],
        side=table["side"]["key"],
    )
    named = [("concept", key, concepts) for key in (*found.independent, found.cost)]
    named += [("barrier", key, barriers) for key in found.managing_barriers]
    named += [("side", found.side, sides)]
    faults = [f'there is no {what} "{key}"' for what, key, known in named if key not in known]
    refuse(faults, "rules of comparing", "comparing.toml")
    return found
