"""All industries of an area, where no total is published: the sum of the level that is whole."""

from __future__ import annotations

from typing import cast

import numpy as np
import polars as pl
import pytest

from placewise.model.store import Store
from placewise.workbench.catalogue import Catalogue

SECTORS = {"11": 10.0, "72": 40.0}
RANGES = {"31-33": 30.0, "44-45": 20.0}
GROUPS = {"1121": 6.0, "7225": 35.0}


class MadeStore:
    """Two counties whose sectors are in two datasets, with industry groups in a third."""

    def __init__(self) -> None:
        self._rows = [
            ("jobs", area, "NAICS 2017", code, 2021, times * value, "jobs", dataset)
            for area, times in (("a", 1.0), ("b", 3.0))
            for dataset, cells in (("groups", GROUPS), ("ranges", RANGES), ("sectors", SECTORS))
            for code, value in cells.items()
        ]

    def table(self, name: str) -> pl.LazyFrame:
        if name == "area_changes":
            return pl.LazyFrame(schema={"old_code": pl.String, "code": pl.String})
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
    store._rows += [(*row[:5], row[5] + 1, row[6], "again") for row in store._rows
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


def test_a_base_is_filled_from_areas_of_the_same_kind_first() -> None:
    """A country's counties hold more of an industry than its metros, and so does their total."""

    class TwoKinds(MadeStore):
        def table(self, name: str) -> pl.LazyFrame:
            if name == "areas":
                return pl.LazyFrame(
                    {"code": ["a", "b", "m"], "name": ["A", "B", "M"],
                     "kind": ["county", "county", "metro"]}
                )  # fmt: skip
            return super().table(name)

    store = TwoKinds()
    store._rows.append(("jobs", "m", "NAICS 2017", "72", 2021, 90.0, "jobs", "metros"))
    catalogue = Catalogue(cast("Store", store))
    of = {(one.dataset, one.area_kind): one for one in catalogue.entries}
    assert catalogue.elsewhere(of["metros", "metro"], ["72"]) == {"72": 90.0}
    assert catalogue.elsewhere(of["sectors", "county"], ["72"]) == {"72": 160.0}
