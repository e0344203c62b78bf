"""What specialisation is measured against: a nation as published, or the sum of the areas."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import polars as pl
from numpy.typing import NDArray

from placewise.data.places import Territories, find_place
from placewise.errors import NotAvailableError
from placewise.model.store import Store
from placewise.model.words import Place
from placewise.workbench.catalogue import BASE_KINDS, Catalogue, Entry
from placewise.workbench.matrices import as_matrix, sum_over, weights_of

Floats = NDArray[np.float64]


def base_of(
    store: Store,
    catalogue: Catalogue,
    territories: Territories,
    entry: Entry,
    codes: list[str],
    against: str | None,
    areas: list[str],
    matrix: Floats,
    totals: Floats,
) -> tuple[str, Floats]:
    """Return the name of the base and its totals: one for each industry, then all of them."""
    for kind in BASE_KINDS if against is None else ():
        published = _published_base(catalogue, replace(entry, area_kind=kind), codes)
        if published is not None:
            return published
    if against is None:
        base = np.append(matrix.sum(axis=0), np.nansum(totals))
        return _name_of_all(areas), _filled(catalogue, entry, codes, base)
    place = find_place(store, against)
    found = _against_row(catalogue, entry, place, codes)
    if found is not None:
        return place.name, found
    membership = territories.membership([place], areas)
    if membership.is_empty():
        raise NotAvailableError(
            f"{place.name} cannot be the base: the areas of the table do not add up to it",
            where=f"{entry.dataset}, {entry.level} level, {entry.year}",
            action="Leave --against away, or name a nation, a region or a place of the table.",
        )
    weights = weights_of(membership, (place,), areas)
    both = np.column_stack([matrix, totals])
    return place.name, sum_over(weights, both)[0]


def _published_base(
    catalogue: Catalogue, entry: Entry, codes: list[str]
) -> tuple[str, Floats] | None:
    """Return a base that the table has as a row of its own."""
    rows = catalogue.rows(entry).collect()
    if rows.is_empty():
        return None
    area = rows.group_by("area", "area_name").agg(pl.col("value").sum()).sort("value")[-1]
    code = str(area["area"][0])
    totals = catalogue.area_totals(entry, [code])
    values = as_matrix(rows.filter(pl.col("area") == code), [code], codes, "value")[0]
    return str(area["area_name"][0]), np.append(values, totals)


def _against_row(
    catalogue: Catalogue, entry: Entry, place: Place, codes: list[str]
) -> Floats | None:
    """Return the row of a place that the table publishes itself."""
    own = replace(entry, area_kind=place.kind)
    rows = catalogue.rows(own).filter(pl.col("area") == (place.code or "")).collect()
    if rows.is_empty() or place.code is None:
        return None
    values = as_matrix(rows, [place.code], codes, "value")[0]
    return np.append(values, catalogue.area_totals(own, [place.code]))


def _filled(catalogue: Catalogue, entry: Entry, codes: list[str], base: Floats) -> Floats:
    """Fill a base that suppressed cells leave open, from a complete kind of area."""
    open_codes = [code for code, value in zip(codes, base[:-1], strict=True) if np.isnan(value)]
    if not open_codes:
        return base
    sums = catalogue.elsewhere(entry, open_codes)
    filled = [
        sums.get(code, value) if np.isnan(value) else value
        for code, value in zip(codes, base[:-1], strict=True)
    ]
    return np.array([*filled, base[-1]], dtype=np.float64)


def _name_of_all(areas: list[str]) -> str:
    """Name the base that all areas of a table make: by nation where the codes tell."""
    if all(code[:2] in {"UK", "TL"} for code in areas):
        letters = {code[2:3] for code in areas}
        return "the United Kingdom" if "N" in letters else "Great Britain"
    initials = {code[0] for code in areas}
    if initials <= set("ESWN"):
        names = {"ESWN": "the United Kingdom", "ESW": "Great Britain", "E": "England",
                 "EW": "England and Wales"}  # fmt: skip
        found = "".join(letter for letter in "ESWN" if letter in initials)
        if found in names:
            return names[found]
    return f"all {len(areas):,} areas of the table"
