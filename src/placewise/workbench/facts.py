"""What the tables of a store say of the subjects that figures are about, for every candidate."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import polars as pl

from placewise.model.figures import Subject, TableOfSubject
from placewise.model.store import Store
from placewise.model.words import Place
from placewise.workbench.indicators import TYPES, IndicatorTables

SectorCodes = Mapping[str, Sequence[Sequence[str]]]
"""Key of a sector -> its industry codes, once for each level a table may have, finest first."""

TOTAL = "Total"


class FactTables:
    """Values of subjects by place and year, in the units of figures; each is read once."""

    def __init__(self, store: Store, sectors: SectorCodes) -> None:
        self._store = store
        self._sectors = sectors
        self._indicators = IndicatorTables(store)
        self._kept: dict[tuple[Subject, str | None, tuple[Place, ...]], pl.DataFrame] = {}

    @property
    def nothing(self) -> pl.DataFrame:
        """A table without rows, for figures that no subject is known of."""
        return pl.DataFrame(schema=TYPES)

    def of(self, subject: Subject, sector: str | None, places: tuple[Place, ...]) -> pl.DataFrame:
        """Return a subject for all places: columns place, kind, year, value, lower, upper, dataset.

        Of several tables the first that has a place and year gives its value.
        """
        key = (subject, sector, places)
        if key not in self._kept:
            found = [self._from(table, sector, places) for table in subject.tables]
            rows = pl.concat([pl.DataFrame(schema=TYPES), *found])
            self._kept[key] = rows.unique(["place", "kind", "year"], keep="first",
                                          maintain_order=True)  # fmt: skip
        return self._kept[key]

    def of_table(self, table: TableOfSubject, places: Sequence[Place]) -> pl.DataFrame:
        """Return what one table says of all places, in the columns of :meth:`of`."""
        return self._from(table, None, tuple(places))

    def of_indicator(self, indicator: str, places: Sequence[Place]) -> pl.DataFrame:
        """Return a level indicator of all places, summed over areas where that is needed."""
        return self._indicators.values(indicator, places, adds_up=True)

    def _from(
        self, table: TableOfSubject, sector: str | None, places: tuple[Place, ...]
    ) -> pl.DataFrame:
        if table.kind == "ratio":
            return self._indicators.ratio(table.name, table.denominator, places, table.scale)
        if table.kind == "indicator":
            if sector is not None:
                return pl.DataFrame(schema=TYPES)
            return _scaled(self._indicators.values(table.name, places, adds_up=table.adds_up),
                           table.scale)  # fmt: skip
        level = self._industry(table.name, sector, places)
        if table.kind == "industry":
            return _scaled(level, table.scale)
        if sector is None:
            return pl.DataFrame(schema=TYPES)
        total = self._industry(table.name, None, places)
        both = level.join(total, on=["place", "kind", "year", "dataset"], suffix="_total")
        over = 100.0 / pl.col("value_total")
        return both.filter(pl.col("value_total") > 0).select(
            "place", "kind", "year", pl.col("value") * over, pl.col("lower") * over,
            pl.col("upper") * over, "dataset",
        )  # fmt: skip

    def _industry(
        self, measure: str, sector: str | None, places: tuple[Place, ...]
    ) -> pl.DataFrame:
        """Return jobs or GVA of a sector, or of all industries, by place and year.

        The first set of codes that a dataset has whole for an area is the one that counts.
        """
        sets = [[TOTAL]] if sector is None else [list(codes) for codes in self._sectors[sector]]
        rows = self._store.table("industry_values").filter(pl.col("measure") == measure)
        if sector is None:
            rows = pl.concat([rows, self._summed_sections(rows)], how="diagonal_relaxed")
        found = [pl.DataFrame(schema=TYPES)]
        for codes in sets:
            summed = (
                rows.filter(pl.col("industry").is_in(codes))
                .group_by("dataset", "area", "year")
                .agg(
                    value=pl.when(pl.col("value").is_null().any())
                    .then(None)
                    .otherwise(pl.col("value").sum()),
                    half=1.96 * ((pl.col("rounding") ** 2 / 12).sum()
                                 + ((pl.col("cv") * pl.col("value")) ** 2).sum()).sqrt(),
                    codes=pl.col("industry").n_unique(),
                )
                .filter((pl.col("codes") == len(codes)) & pl.col("value").is_not_null())
                .with_columns(
                    lower=pl.when(pl.col("half") > 0).then(pl.col("value") - pl.col("half")),
                    upper=pl.when(pl.col("half") > 0).then(pl.col("value") + pl.col("half")),
                )
                .select("area", "year", "value", "lower", "upper", "dataset")
                .collect()
            )  # fmt: skip
            for _, of_dataset in sorted(summed.group_by("dataset"), key=lambda g: str(g[0])):
                found.append(self._indicators.over_places(of_dataset, places, adds_up=True))
        return pl.concat(found).unique(
            ["place", "kind", "year", "dataset"], keep="first", maintain_order=True
        )

    def _summed_sections(self, rows: pl.LazyFrame) -> pl.LazyFrame:
        """Return all industries as the sum of sections, for datasets that publish no total.

        All sections that a dataset has must be known for an area.
        """
        sections = self._store.table("industries").filter(pl.col("level") == "section")
        without = rows.filter(pl.col("industry") == TOTAL).select("dataset").unique()
        parts = rows.join(without, on="dataset", how="anti").join(
            sections.select("classification", industry="code"), on=["classification", "industry"]
        )
        whole = parts.group_by("dataset").agg(wanted=pl.col("industry").n_unique())
        return (
            parts.group_by("dataset", "area", "year")
            .agg(
                pl.col("value").sum(),
                known=pl.col("value").is_not_null().sum(),
                rounding=(pl.col("rounding") ** 2).sum().sqrt(),
                cv=pl.lit(None, pl.Float64),
            )
            .join(whole, on="dataset")
            .filter(pl.col("known") == pl.col("wanted"))
            .select("dataset", "area", "year", "value", "rounding", "cv", industry=pl.lit(TOTAL))
        )


def _scaled(rows: pl.DataFrame, scale: float) -> pl.DataFrame:
    return rows.with_columns(pl.col("value", "lower", "upper") * scale)
