"""All industries of an area, where no total is published: the sum of the level that is whole."""

from __future__ import annotations

from typing import cast

import numpy as np
import polars as pl
import pytest

from placewise.data.places import Territories
from placewise.model.store import Store
from placewise.workbench.bases import Base, base_of
from placewise.workbench.catalogue import Catalogue
from placewise.workbench.elsewhere import exact_parts

SECTORS = {"11": 10.0, "72": 40.0}
RANGES = {"31-33": 30.0, "44-45": 20.0}
GROUPS = {"1121": 6.0, "7225": 35.0}


class MadeStore:
    """Two counties whose sectors are in two datasets, with industry groups in a third."""

    def __init__(self) -> None:
        self._rows: list[tuple[str, str, str, str, int, float | None, str, str]] = [
            ("jobs", area, "NAICS 2017", code, 2021, times * value, "jobs", dataset)
            for area, times in (("a", 1.0), ("b", 3.0))
            for dataset, cells in (("groups", GROUPS), ("ranges", RANGES), ("sectors", SECTORS))
            for code, value in cells.items()
        ]

    def table(self, name: str) -> pl.LazyFrame:
        if name == "area_changes":
            return pl.LazyFrame(schema={"old_code": pl.String, "code": pl.String})
        if name == "area_members":
            return pl.LazyFrame(schema={"whole": pl.String, "member": pl.String})
        if name == "areas":
            return pl.LazyFrame({"code": ["a", "b"], "name": ["A", "B"], "kind": ["county"] * 2})
        if name == "industries":
            levels = [(code, "sector") for code in (*SECTORS, *RANGES)]
            # A range has as many letters as an industry of five digits, and may stand there too.
            levels += [(code, "NAICS industry") for code in RANGES]
            levels += [(code, "industry group") for code in GROUPS]
            return pl.LazyFrame(
                [("NAICS 2017", code, f"Industry {code}", level) for code, level in levels],
                schema=["classification", "code", "name", "level"], orient="row",
            )  # fmt: skip
        columns = ["measure", "area", "classification", "industry", "year", "value", "unit",
                   "dataset"]  # fmt: skip
        rows = pl.LazyFrame(self._rows, schema=columns, orient="row")
        unknown = pl.lit(None, dtype=pl.Float64)
        return rows.with_columns(rounding=unknown, cv=unknown)


@pytest.mark.parametrize("dataset", ["groups", "ranges", "sectors"])
def test_sectors_of_two_datasets_make_up_the_total(dataset: str) -> None:
    catalogue = Catalogue(cast("Store", MadeStore()))
    entry = next(one for one in catalogue.entries if one.dataset == dataset)
    np.testing.assert_allclose(catalogue.area_totals(entry, ["a", "b"]), [100.0, 300.0])


def test_an_industry_that_two_datasets_publish_counts_once() -> None:
    store = MadeStore()
    store._rows += [(*row[:5], (row[5] or 0.0) + 1, row[6], "again") for row in store._rows
                    if row[3] == "72"]  # fmt: skip
    catalogue = Catalogue(cast("Store", store))
    entry = next(one for one in catalogue.entries if one.dataset == "sectors")
    np.testing.assert_allclose(catalogue.area_totals(entry, ["a", "b"]), [100.0, 300.0])


def test_a_table_says_which_sectors_it_lacks_and_where_they_come_from() -> None:
    catalogue = Catalogue(cast("Store", MadeStore()))
    sectors = next(one for one in catalogue.entries if one.dataset == "sectors")
    groups = next(one for one in catalogue.entries if one.dataset == "groups")
    assert catalogue.lacks(sectors) == ("Industry 31-33", "Industry 44-45")
    assert catalogue.lacks(groups) == ()
    assert catalogue.beside(sectors) == ("ranges",)


def base(store: MadeStore, dataset: str, codes: list[str]) -> Base:
    """Return the base of one table of a made store, with all of its areas in it."""
    made = cast("Store", store)
    catalogue = Catalogue(made)
    entry = next(one for one in catalogue.entries if one.dataset == dataset)
    rows = catalogue.rows(entry).collect()
    return base_of(made, catalogue, Territories(made), entry, rows, codes, None)


def test_a_county_that_hides_a_sector_stays_in_the_base_with_the_others() -> None:
    """By hand: 72 is 40 + 120; all that is published is 100 + 300 less the 90 that b hides."""
    store = MadeStore()
    store._rows = [
        (*row[:5], None if (row[1], row[3]) == ("b", "31-33") else row[5], *row[6:])
        for row in store._rows
    ]
    found = base(store, "sectors", ["11", "72"])
    np.testing.assert_array_equal(found.industries, [40.0, 160.0])
    assert found.total == 310.0
    assert found.notes == (
        "A sector is hidden in 1 of the counties that make the base: what they publish of the "
        "others counts.",
    )
    hidden = base(store, "ranges", ["31-33", "44-45"])
    np.testing.assert_array_equal(hidden.industries, [np.nan, 80.0])
    assert "No base, and no quotient, for 1 of 2 industries" in hidden.notes[-1]


class TwoKinds(MadeStore):
    """The counties, and one area of another kind."""

    def table(self, name: str) -> pl.LazyFrame:
        if name == "areas":
            return pl.LazyFrame(
                {"code": ["a", "b", "m"], "name": ["A", "B", "M"],
                 "kind": ["county", "county", "metro"]}
            )  # fmt: skip
        return super().table(name)


def test_a_base_is_filled_from_areas_that_make_the_same_whole_only() -> None:
    """A metro is not the country; a table of the country in one piece fills what is open."""
    store = TwoKinds()
    store._rows = [row for row in store._rows if (row[1], row[3]) != ("b", "72")]
    store._rows += [("jobs", "m", "NAICS 2017", code, 2021, value, "jobs", "metros")
                    for code, value in {"11": 20.0, "72": 90.0}.items()]  # fmt: skip
    assert base(store, "sectors", ["72"]).industries == [40.0]
    assert "no figure there" in base(store, "sectors", ["72"]).notes[-1]
    whole = {"11": 40.0, "72": 121.0, "31-33": 119.0}
    store._rows = [row for row in store._rows if row[7] != "metros"]
    store._rows += [("jobs", "m", "NAICS 2017", code, 2021, value, "jobs", "country")
                    for code, value in whole.items()]  # fmt: skip
    filled = base(store, "sectors", ["72"])
    assert filled.industries == [121.0]
    assert filled.datasets == {"country"}


@pytest.mark.parametrize(
    ("code", "published", "parts"),
    [
        ("CI-CL", ["26", "CI", "CJ", "CK", "CL", "CM"], ("CI", "CJ", "CK", "CL")),
        ("72-75", ["72", "73", "74-75", "C"], ("72", "73", "74-75")),
        ("94-95", ["94", "95", "96"], ("94", "95")),
        ("94-95", ["94", "96"], ()),
        ("68", ["L"], ()),
        ("L", ["68"], ()),
        ("H", ["H", "49-51", "52", "53"], ("H",)),
    ],
)
def test_parts_make_up_an_industry_without_gap_or_overlap(
    code: str, published: list[str], parts: tuple[str, ...]
) -> None:
    assert exact_parts(code, published, "SIC 2007") == parts
