"""Totals of industries that one table leaves open, from another that is complete."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from placewise.diagnose.industry_codes import prefixes
from placewise.workbench.catalogue import Catalogue, Entry

SAME_WHOLE = 0.001
"""Two tables are of one whole if their totals differ by less than this share: the rounding of
hundreds of areas makes less than a hundredth of it, and a region left out makes more."""


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """The total of one industry from another table.

    Attributes:
        value: in the unit of the table.
        dataset: where it is published.
        area_kind: for what areas.
        parts: the industries that were added up; the industry itself where it is published.
    """

    value: float
    dataset: str
    area_kind: str
    parts: tuple[str, ...]


def totals_elsewhere(
    catalogue: Catalogue, entry: Entry, codes: list[str], total: float
) -> dict[str, Elsewhere]:
    """Return totals of industries from tables of the same measure and year for other areas.

    A table counts if all its areas together are the same whole, told by the total of all
    industries, and for an industry if each of its areas has a figure. An industry that it does not
    publish is the sum of its parts where these make it up exactly. Of several tables that of fewest
    areas counts, since every area is rounded on its own.

    Args:
        catalogue: every table there is.
        entry: the table that leaves industries open.
        codes: these industries.
        total: all industries of its base.
    """
    found: dict[str, Elsewhere] = {}
    for other in catalogue.beside_of_other_areas(entry):
        open_codes = [code for code in codes if code not in found]
        if not open_codes:
            break
        if not _same_whole(catalogue, other, total):
            continue
        sums = catalogue.complete_sums(other)
        for code in open_codes:
            parts = exact_parts(code, list(sums), entry.classification)
            if parts:
                value = sum(sums[part] for part in parts)
                found[code] = Elsewhere(value, other.dataset, other.area_kind, parts)
    return found


def _same_whole(catalogue: Catalogue, other: Entry, total: float) -> bool:
    whole = catalogue.area_totals(other, catalogue.whole_areas(other)).sum()
    return bool(np.abs(whole - total) < SAME_WHOLE * total)


def exact_parts(code: str, published: list[str], classification: str) -> tuple[str, ...]:
    """Return the published industries that make up one, without gap or overlap; none if none do.

    An industry that is published is its own only part. A part is smaller than the whole: a code of
    the same extent may mean less (division 68 without imputed rents is not section L).

    Examples:
        >>> exact_parts("CA-CB", ["10", "CA", "CB", "CC"], "SIC 2007")
        ('CA', 'CB')
        >>> exact_parts("52-53", ["52"], "SIC 2007")
        ()
    """
    if code in published:
        return (code,)
    left = set(prefixes(code, classification))
    extent = {one: set(prefixes(one, classification)) for one in published}
    inside = sorted(
        (one for one, held in extent.items() if held < left),
        key=lambda one: (-len(extent[one]), one[:1].isdigit(), one),  # groups before divisions
    )
    parts = []
    for one in inside:
        if extent[one] <= left:
            parts.append(one)
            left -= extent[one]
    return () if left else tuple(sorted(parts))
