"""Indicators of places: the sample, and a store of our own with merged and renamed districts."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl
import pytest

from placewise import Workbench
from placewise.model.words import Place, Provenance
from placewise.workbench.indicators import IndicatorTables


class OwnStore:
    """Two districts merged into a third; a fourth renamed; a county of both."""

    label = "own"

    def __init__(self, values: Sequence[tuple[str, str, int, float | None]]) -> None:
        self._tables = {
            "areas": pl.DataFrame(
                {"code": ["NEW", "REN", "CTY"], "name": ["New", "Renamed", "County"],
                 "kind": ["district", "district", "county"]}
            ),
            "area_members": pl.DataFrame({"whole": ["CTY", "CTY"], "member": ["NEW", "REN"]}),
            "area_changes": pl.DataFrame(
                {"old_code": ["A", "B", "OLD"], "code": ["NEW", "NEW", "REN"]}
            ),
            "indicator_definitions": pl.DataFrame(
                [
                    ("people", True, None, None, None),
                    ("firms", True, None, None, None),
                    ("firms a head", False, "firms", "people", 1000.0),
                    ("median", False, None, None, None),
                ],
                schema=["indicator", "additive", "numerator", "denominator", "scale"],
                orient="row",
            ),
            "indicators": pl.DataFrame(
                [
                    (name, area, year, str(year), value, None if value is None else value - 10,
                     None if value is None else value + 10, "own")
                    for name, area, year, value in values
                ],
                schema={"indicator": pl.String, "area": pl.String, "year": pl.Int32,
                        "period": pl.String, "value": pl.Float64, "lower": pl.Float64,
                        "upper": pl.Float64, "dataset": pl.String},
                orient="row",
            ),
        }  # fmt: skip

    def tables(self) -> tuple[str, ...]:
        return tuple(self._tables)

    def table(self, name: str) -> pl.LazyFrame:
        return self._tables[name].lazy()

    def provenance(self) -> tuple[Provenance, ...]:
        return ()

    def tiles(self) -> pl.DataFrame:
        return pl.DataFrame()

    def own_places(self) -> tuple[Place, ...]:
        return ()


NEW = Place("New", "district", ("NEW",), "NEW")
RENAMED = Place("Renamed", "district", ("REN",), "REN")
COUNTY = Place("County", "county", ("CTY",), "CTY")


def of_three(indicator: str, *values: float) -> list[tuple[str, str, int, float | None]]:
    return [
        (indicator, area, 2020, value)
        for area, value in zip(("A", "B", "OLD"), values, strict=True)
    ]


def found(store: OwnStore, indicator: str, place: Place) -> list[float]:
    rows = IndicatorTables(store).values(indicator, [place])
    return [round(value, 6) for value in rows.sort("year")["value"]]


def test_merged_districts_add_up_only_when_all_are_there() -> None:
    store = OwnStore(
        [("people", "A", 2020, 100), ("people", "B", 2020, 50), ("people", "A", 2021, 9)]
    )
    assert found(store, "people", NEW) == [150.0]


def test_a_renamed_district_stands_for_itself_and_the_code_in_force_comes_first() -> None:
    store = OwnStore(
        [("people", "OLD", 2020, 70), ("people", "OLD", 2021, 1), ("people", "REN", 2021, 71)]
    )
    assert found(store, "people", RENAMED) == [70.0, 71.0]


def test_a_sum_with_a_missing_part_is_missing() -> None:
    whole = [
        ("people", "A", 2020, 100.0),
        ("people", "B", 2020, 50.0),
        ("people", "OLD", 2020, 70.0),
    ]
    assert found(OwnStore(whole), "people", COUNTY) == [220.0]
    assert found(OwnStore(whole[1:]), "people", COUNTY) == []
    hidden: list[tuple[str, str, int, float | None]] = [*whole[:2], ("people", "OLD", 2020, None)]
    assert found(OwnStore(hidden), "people", COUNTY) == []


def test_a_rate_is_rebuilt_from_levels_and_a_median_stays_missing() -> None:
    store = OwnStore(
        [
            *of_three("people", 100, 50, 70),
            *of_three("firms", 4, 2, 5),
            *of_three("firms a head", 40, 40, 71),
            *of_three("median", 1, 2, 3),
        ]
    )  # fmt: skip
    assert found(store, "firms a head", COUNTY) == [50.0]
    assert found(store, "median", COUNTY) == []
    assert found(store, "median", RENAMED) == [3.0]


def test_half_widths_of_independent_samples_add_in_squares() -> None:
    store = OwnStore([("people", "A", 2020, 100), ("people", "B", 2020, 50)])
    row = IndicatorTables(store).values("people", [NEW]).row(0, named=True)
    assert row["upper"] - row["value"] == pytest.approx(10 * 2**0.5)


def test_the_sample_gives_what_is_published_for_the_place(bench: Workbench) -> None:
    tables = IndicatorTables(bench.store)
    place = bench.place("Greater Manchester", "combined authority")
    rows = tables.values("population", [place])
    assert rows["value"].to_list() == [pytest.approx(2.91e6, rel=0.01)]
    per_hour = tables.values("GVA per hour", [place]).row(0, named=True)
    gva = tables.values("GVA", [place])["value"][0]
    hours = tables.values("hours", [place])["value"][0]
    assert per_hour["value"] == pytest.approx(gva / hours, rel=0.001)
