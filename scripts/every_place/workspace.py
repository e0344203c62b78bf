"""The Parquet files of a workspace, read with DuckDB alone: what a diagnosis must agree with."""

from __future__ import annotations

import json
import math
from collections.abc import Container, Iterable
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import duckdb

Cell = float | None
"""A figure; None where the publisher hides it."""
SAMPLE = Path(__file__).parents[2] / "src" / "placewise" / "data" / "sample"
NO_INDUSTRY = ("total", "mega-sector", "imputed rent", "enterprise group")
"""Levels that are sums over industries, or no industries."""


@dataclass(slots=True)
class Cells:
    """The cells of one table: a dataset and a kind of area, at one level of industries.

    Attributes:
        dataset: where they come from.
        kind: the kind of area that they are published for.
        values: by area in force and industry; merged areas added up, None where one is hidden.
        totals: all industries of each area; None where one of them is hidden.
        shown: what is published of all industries of each area, whatever is hidden.
    """

    dataset: str
    kind: str
    values: dict[str, dict[str, Cell]]
    totals: dict[str, Cell]
    shown: dict[str, float]
    industries: tuple[str, ...] = field(init=False)

    def __post_init__(self) -> None:
        """Name the industries once."""
        self.industries = tuple(sorted({code for row in self.values.values() for code in row}))


class Workspace:
    """The live tables of a workspace, or those of the sample.

    Attributes:
        sources: the provenance of every dataset.
    """

    def __init__(self, files: dict[str, list[Path]], sources: dict[str, dict[str, Any]]) -> None:
        self.sources = sources
        self._database = duckdb.connect()
        self._database.sql("SET enable_progress_bar = false")
        for table, paths in files.items():
            self._database.read_parquet([str(path) for path in paths]).create_view(table)
        self._has = frozenset(files)

    @classmethod
    def open(cls, name: str) -> Workspace:
        """Return the tables of a folder as its manifest names them; those of ``sample`` ship."""
        if name == "sample":
            shipped = {path.stem: [path] for path in SAMPLE.glob("*.parquet")}
            sample = cls(shipped, {})
            columns = [row[0] for row in sample.rows("provenance", "DESCRIBE provenance")]
            for row in sample.rows("provenance", "SELECT * FROM provenance"):
                source = dict(zip(columns, row, strict=True))
                sample.sources[source["dataset"]] = source
            return sample
        folder = Path(name)
        datasets = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["datasets"]
        files: dict[str, list[Path]] = {}
        for one in datasets.values():
            for table, path in one["files"].items():
                files.setdefault(table, []).append(folder / path)
        return cls(files, {name: one["provenance"] for name, one in datasets.items()})

    def rows(self, table: str, query: str, *values: object) -> list[tuple[Any, ...]]:
        """Return the rows of a query on one table; none where the workspace lacks the table."""
        if table not in self._has:
            return []
        return self._database.execute(query, list(values)).fetchall()

    @cached_property
    def kinds(self) -> dict[str, str]:
        """The kind of every area."""
        return dict(self.rows("areas", "SELECT code, kind FROM areas"))

    def places(self, kind: str) -> dict[str, str]:
        """Return codes and names of all places of a kind."""
        return dict(self.rows("areas", "SELECT code, name FROM areas WHERE kind = ?", kind))

    @cached_property
    def _successor(self) -> dict[str, str]:
        return dict(self.rows(
            "area_changes", "SELECT old_code, code FROM area_changes WHERE old_code <> code"
        ))  # fmt: skip

    @cached_property
    def _predecessors(self) -> dict[str, set[str]]:
        before: dict[str, set[str]] = {}
        for old, new in self._successor.items():
            before.setdefault(new, set()).add(old)
        return before

    def in_force(self, code: str) -> str:
        """Return the code that stands for an area today."""
        while code in self._successor:
            code = self._successor[code]
        return code

    def made_of(self, area: str, held: Container[str]) -> tuple[str, ...]:
        """Return the codes of a table that make up an area once; empty where they do not."""

        def parts(code: str) -> tuple[str, ...]:
            below = [parts(old) for old in sorted(self._predecessors.get(code, ()))]
            if code in held:
                return () if any(below) else (code,)
            return tuple(one for part in below for one in part) if all(below) else ()

        return parts(area)

    @cached_property
    def _members(self) -> dict[str, set[str]]:
        below: dict[str, set[str]] = {}
        for whole, member in self.rows("area_members", "SELECT whole, member FROM area_members"):
            below.setdefault(whole, set()).add(self.in_force(member))
        return below

    def leaves(self, code: str) -> frozenset[str]:
        """Return the smallest areas that an area consists of."""
        below = self._members.get(code, set()) - {code}
        if not below:
            return frozenset({self.in_force(code)})
        return frozenset().union(*(self.leaves(member) for member in below))

    def areas_of(self, place: str, areas: Iterable[str]) -> tuple[str, ...]:
        """Return which areas of a table make up a place exactly; empty where none do."""
        held = set(areas)
        if place in held:
            return (place,)
        wanted = self.leaves(place)
        inside = sorted(area for area in held if self.leaves(area) <= wanted)
        covered = [leaf for area in inside for leaf in self.leaves(area)]
        exact = len(covered) == len(wanted) and set(covered) == wanted
        return tuple(inside) if exact else ()

    @cache  # noqa: B019 - one workspace lives as long as the program
    def cells(self, measure: str, classification: str, level: str, year: int) -> tuple[Cells, ...]:
        """Return every table of a measure at a level of industries in a year."""
        found = self._read(measure, classification, level, year)
        tables = []
        for (dataset, kind), rows in found.items():
            values = self._in_force(rows)
            all_of_them = self._all_industries(measure, classification, year, dataset, kind)
            rows_of = {area: all_of_them.get(area, {}).values() for area in values}
            totals = {area: total(cells) for area, cells in rows_of.items()}
            shown = {area: math.fsum(filter(None, cells)) for area, cells in rows_of.items()}
            tables.append(Cells(dataset, kind, values, totals, shown))
        return tuple(tables)

    def _read(
        self, measure: str, classification: str, level: str, year: int
    ) -> dict[tuple[str, str], dict[str, dict[str, Cell]]]:
        """Return the cells as they are published, by dataset and kind of area, area, industry."""
        rows = self.rows(
            "industry_values",
            "SELECT v.dataset, v.area, v.industry, v.value FROM industry_values v "
            "JOIN (SELECT DISTINCT classification, code FROM industries WHERE level = ?) i "
            "ON v.classification = i.classification AND v.industry = i.code "
            "WHERE v.measure = ? AND v.classification = ? AND v.year = ?",
            level, measure, classification, year,
        )  # fmt: skip
        found: dict[tuple[str, str], dict[str, dict[str, Cell]]] = {}
        for dataset, area, industry, value in rows:
            kind = self.kinds.get(self.in_force(area))
            if kind is not None:
                table = found.setdefault((dataset, kind), {})
                table.setdefault(area, {})[industry] = value
        return found

    def _in_force(self, rows: dict[str, dict[str, Cell]]) -> dict[str, dict[str, Cell]]:
        """Add up areas that were merged; leave out those of which some districts are missing."""
        values: dict[str, dict[str, Cell]] = {}
        for area in sorted({self.in_force(code) for code in rows}):
            codes = self.made_of(area, rows)
            if codes:
                industries = {industry for code in codes for industry in rows[code]}
                values[area] = {
                    industry: total(rows[code].get(industry) for code in codes)
                    for industry in industries
                }
        return values

    def _all_industries(
        self, measure: str, classification: str, year: int, dataset: str, kind: str
    ) -> dict[str, dict[str, Cell]]:
        """Return the cells that make up all industries: as published, or of the broadest level."""
        published = self._read(measure, classification, "total", year).get((dataset, kind))
        if published:
            return self._in_force(published)
        return self._broadest(measure, classification, year, kind)

    def _broadest(
        self, measure: str, classification: str, year: int, kind: str
    ) -> dict[str, dict[str, Cell]]:
        """Return the cells of the level with fewest industries, of all datasets that have it."""
        best: tuple[int, dict[str, dict[str, Cell]]] | None = None
        for level in self.levels(classification):
            joined: dict[str, dict[str, Cell]] = {}
            tables = self._read(measure, classification, level, year)
            for (_, of_kind), rows in sorted(tables.items()):
                if of_kind == kind:
                    for area, row in self._in_force(rows).items():
                        joined[area] = row | joined.get(area, {})
            count = len({code for row in joined.values() for code in row})
            if count and (best is None or count < best[0]):
                best = (count, joined)
        return {} if best is None else best[1]

    def levels(self, classification: str) -> list[str]:
        """Return the levels of a classification whose codes are industries."""
        found = self.rows(
            "industries", "SELECT DISTINCT level FROM industries WHERE classification = ?",
            classification,
        )  # fmt: skip
        return sorted(level for (level,) in found if level not in NO_INDUSTRY)

    @cache  # noqa: B019 - one workspace lives as long as the program
    def complete_sums(
        self, measure: str, classification: str, year: int
    ) -> dict[tuple[str, str], dict[str, float]]:
        """Return, by table, the sums of the industries of which every area has a figure."""
        found: dict[tuple[str, str], dict[str, float]] = {}
        for level in self.levels(classification):
            for table in self.cells(measure, classification, level, year):
                sums = found.setdefault((table.dataset, table.kind), {})
                for industry in table.industries:
                    whole = total(row.get(industry) for row in table.values.values())
                    if whole is not None:
                        sums[industry] = whole
        return found


def total(values: Iterable[Cell]) -> Cell:
    """Return a sum; None where a part of it is not known, or there is none."""
    parts = list(values)
    if not parts or any(part is None for part in parts):
        return None
    return sum(part for part in parts if part is not None)
