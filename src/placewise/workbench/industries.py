"""The jobs of a place by industry, at the broadest level that adds up to it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from placewise.errors import NotAvailableError
from placewise.model.diagnosis import DiagnosisSettings
from placewise.model.words import Place
from placewise.workbench.tables import Tables

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Whole:
    """All there are of something at a place.

    Attributes:
        count: how many.
        year: when.
        dataset: where it was counted.
    """

    count: float
    year: int
    dataset: str


@dataclass(frozen=True, slots=True)
class Industries:
    """The jobs of a place by industry, at the broadest level that adds up to it.

    Attributes:
        codes: (I,) codes.
        titles: (I,) names.
        classification: of the codes.
        jobs: (I,) jobs; industries that are not known are left out.
        whole: all jobs of the table.
    """

    codes: tuple[str, ...]
    titles: tuple[str, ...]
    classification: str
    jobs: Floats
    whole: Whole


def industries_of(tables: Tables, place: Place, settings: DiagnosisSettings) -> Industries | None:
    """Return the jobs of a place by industry; None where no table of jobs adds up to it.

    Args:
        tables: the industry tables.
        place: the place.
        settings: year, level and base.
    """
    try:
        entries, _ = tables.choose(place, settings.year, settings.industry_level)
    except NotAvailableError:
        return None
    entry = next((one for one in entries if one.measure == "jobs"), None)
    if entry is None:
        return None
    table = tables.build(entry, place, settings.against)
    at = next(i for i, one in enumerate(table.places) if one.name == place.name)
    values = table.values[at]
    known = [i for i, value in enumerate(values) if np.isfinite(value)]
    datasets = "; ".join(sorted({source.dataset for source in table.provenance}))
    return Industries(
        tuple(table.industries[i].code for i in known),
        tuple(table.industries[i].name for i in known), table.classification, values[known],
        Whole(float(table.place_totals[at]), table.year, datasets),
    )  # fmt: skip
