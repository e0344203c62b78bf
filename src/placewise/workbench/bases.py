"""What specialisation is measured against: a nation as published, or the sum of the areas."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import polars as pl
from numpy.typing import NDArray

from placewise.data.places import Territories, find_place
from placewise.errors import NotAvailableError
from placewise.model.store import Store
from placewise.model.wording import plural
from placewise.model.words import Place
from placewise.workbench.catalogue import BASE_KINDS, Catalogue, Entry
from placewise.workbench.elsewhere import totals_elsewhere
from placewise.workbench.matrices import as_matrix

Floats = NDArray[np.float64]

HIDING = (
    "A sector is hidden in {n:,} of the {areas} that make the base: what they publish of the "
    "others counts."
)
FILLED = (
    "For {n:,} of {of:,} industries, which {own} hide in part, the base is the sum over {areas} "
    "({dataset})."
)
OPEN = (
    "No base, and no quotient, for {n:,} of {of:,} industries, because {areas} hide or lack "
    "figures."
)
PARTLY = (
    "The base of {n:,} of {of:,} industries is what the table holds, without {areas} that have no "
    "figure there."
)


@dataclass(frozen=True, slots=True)
class Base:
    """What the shares of places are held against.

    Attributes:
        name: of the nation, place or areas.
        industries: (I,) each industry; NaN where a figure of it is hidden.
        total: all industries.
        datasets: tables that figures were taken from beside the table itself.
        notes: what was filled or left out, one sentence each.
    """

    name: str
    industries: Floats
    total: float
    datasets: frozenset[str] = frozenset()
    notes: tuple[str, ...] = ()


def base_of(
    store: Store,
    catalogue: Catalogue,
    territories: Territories,
    entry: Entry,
    rows: pl.DataFrame,
    codes: list[str],
    against: str | None,
) -> Base:
    """Return the base of a table: a nation as published, or the sum of its areas.

    Args:
        store: what is loaded.
        catalogue: every table there is.
        territories: which areas make up a place.
        entry: the table.
        rows: its rows.
        codes: its industries, in the order of the base.
        against: name of a place that is to be the base; None for the nation or all areas.

    Raises:
        NotAvailableError: the table does not add up to the place.
    """
    areas = rows["area"].unique().sort().to_list()
    if against is None:
        for kind in BASE_KINDS:
            published = _published_base(catalogue, replace(entry, area_kind=kind), codes)
            if published is not None:
                return published
        base = _sum_of(catalogue, entry, rows, codes, areas, partly=True)
        return _filled(catalogue, entry, codes, base)
    place = find_place(store, against)
    found = _against_row(catalogue, entry, place, codes)
    if found is not None:
        return found
    membership = territories.membership([place], areas)
    if membership.is_empty():
        raise NotAvailableError(
            f"{place.name} cannot be the base: the areas of the table do not add up to it",
            where=f"{entry.dataset}, {entry.level} level, {entry.year}",
            action="Leave --against away, or name a nation, a region or a place of the table.",
        )
    inside = membership["area"].to_list()
    base = _sum_of(catalogue, entry, rows, codes, inside, partly=False)
    return replace(base, name=place.name, notes=(*base.notes, *_open(entry, base.industries)))


def _published_base(catalogue: Catalogue, entry: Entry, codes: list[str]) -> Base | None:
    """Return a base that the table has as a row of its own."""
    rows = catalogue.rows(entry).collect()
    if rows.is_empty():
        return None
    area = rows.group_by("area", "area_name").agg(pl.col("value").sum()).sort("value")[-1]
    code = str(area["area"][0])
    values = as_matrix(rows.filter(pl.col("area") == code), [code], codes, "value")[0]
    return Base(str(area["area_name"][0]), values, _total_of(catalogue, entry, code))


def _against_row(catalogue: Catalogue, entry: Entry, place: Place, codes: list[str]) -> Base | None:
    """Return the row of a place that the table publishes itself."""
    own = replace(entry, area_kind=place.kind)
    rows = catalogue.rows(own).filter(pl.col("area") == (place.code or "")).collect()
    if rows.is_empty() or place.code is None:
        return None
    values = as_matrix(rows, [place.code], codes, "value")[0]
    return Base(place.name, values, _total_of(catalogue, own, place.code))


def _total_of(catalogue: Catalogue, entry: Entry, code: str) -> float:
    return float(catalogue.area_totals(entry, [code])[0])


def _sum_of(
    catalogue: Catalogue,
    entry: Entry,
    rows: pl.DataFrame,
    codes: list[str],
    areas: list[str],
    *,
    partly: bool,
) -> Base:
    """Return what is published of some areas together.

    An industry is open if one of them hides it, and unless ``partly`` if one has no figure of it.
    All industries together are not: what is published of an area that hides a sector counts there,
    as it does in the sums of its other industries.
    """
    known = pl.col("value").is_not_null().all()
    if not partly:
        known &= pl.len() == len(areas)
    sums = dict(
        rows.filter(pl.col("area").is_in(areas))
        .group_by("industry")
        .agg(pl.when(known).then(pl.col("value").sum()))
        .iter_rows()
    )
    industries = np.array([sums.get(code) for code in codes], dtype=np.float64)
    total, hiding = catalogue.published_of(entry, areas)
    notes = (HIDING.format(n=hiding, areas=plural(entry.area_kind)),) if hiding else ()
    return Base(_name_of_all(areas), industries, total, notes=notes)


def _filled(catalogue: Catalogue, entry: Entry, codes: list[str], base: Base) -> Base:
    """Take industries that an area hides, or has no figure of, from a complete kind of area."""
    whole = catalogue.complete_sums(entry)
    open_codes = [code for code in codes if code not in whole]
    found = totals_elsewhere(catalogue, entry, open_codes, base.total) if open_codes else {}
    industries = np.array(
        [found[code].value if code in found else value
         for code, value in zip(codes, base.industries, strict=True)]
    )  # fmt: skip
    notes = [*base.notes]
    sources = sorted({(one.area_kind, one.dataset) for one in found.values()})
    for kind, dataset in sources:
        number = sum((one.area_kind, one.dataset) == (kind, dataset) for one in found.values())
        notes.append(FILLED.format(n=number, of=len(codes), areas=plural(kind),
                                   dataset=dataset, own=plural(entry.area_kind)))  # fmt: skip
    notes += _open(entry, industries)
    partly = len(set(open_codes) - set(found)) - int(np.isnan(industries).sum())
    if partly:
        notes.append(PARTLY.format(n=partly, of=len(codes), areas=plural(entry.area_kind)))
    datasets = frozenset(dataset for _, dataset in sources)
    return replace(base, industries=industries, datasets=datasets, notes=tuple(notes))


def _open(entry: Entry, industries: Floats) -> tuple[str, ...]:
    """Say how many industries have no base."""
    hidden = int(np.isnan(industries).sum())
    if not hidden:
        return ()
    return (OPEN.format(n=hidden, of=industries.size, areas=plural(entry.area_kind)),)


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
