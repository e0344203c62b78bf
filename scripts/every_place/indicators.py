"""Indicators of a diagnosis against the cells of the tables, where these give them directly."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from scripts.every_place.tally import Tally, agree, same
from scripts.every_place.workspace import Workspace

Row = dict[str, Any]
CONCEPTS = Path(__file__).parents[2] / "src" / "placewise" / "data" / "concepts"
"""Data, not method: which indicator of which publisher a concept is."""
READY = "concept: "
"""What the name of an indicator begins with that is a concept already, as in the sample."""
Cell = tuple[float, float | None, float | None]
"""A figure with its interval as published."""


@dataclass(frozen=True, slots=True)
class Source:
    """One way in which a table gives a concept: an indicator, or one over another.

    Attributes:
        over: the indicators that are added up above the line.
        under: those below it; empty where there is no line.
        scale: what turns the unit of the table into that of the concept.
        adds_up: may be summed over the areas of a place.
    """

    over: tuple[str, ...]
    under: tuple[str, ...]
    scale: float
    adds_up: bool


@cache
def sources() -> dict[str, tuple[Source, ...]]:
    """Return how tables give each concept directly, by its key."""
    found = {}
    for file in sorted(CONCEPTS.glob("*.toml")):
        for concept in tomllib.loads(file.read_text(encoding="utf-8"))["concept"]:
            ready = Source((READY + concept["key"],), (), 1.0, adds_up=False)
            tables = [
                Source(*_names(table), table.get("scale", 1.0), table.get("adds_up", False))
                for table in concept["tables"]
                if "indicator" in table or "ratio" in table
            ]
            found[concept["key"]] = (ready, *tables)
    return found


def _names(table: Row) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the indicators above and below the line."""
    if "indicator" in table:
        return (table["indicator"],), ()
    over, under = (
        tuple(part) if isinstance(part, list) else (part,) for part in table["ratio"]
    )  # fmt: skip
    return over, under


class Indicators:
    """The cells of all indicators, by indicator, dataset and year."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._cells: dict[tuple[str, str, int], dict[str, list[Cell]]] = {}
        rows = workspace.rows(
            "indicators",
            "SELECT indicator, dataset, year, area, value, lower, upper FROM indicators "
            "WHERE value IS NOT NULL",
        )
        for indicator, dataset, year, area, *figure in rows:
            by_area = self._cells.setdefault((indicator, dataset, year), {})
            by_area.setdefault(area, []).append((figure[0], figure[1], figure[2]))
        self._datasets: dict[tuple[str, int], list[str]] = {}
        for indicator, dataset, year in sorted(self._cells):
            self._datasets.setdefault((indicator, year), []).append(dataset)

    def published(self, source: Source, dataset: str, year: int, place: str) -> list[Cell]:
        """Return what a dataset publishes for a place itself; the first code that has it counts."""
        if len(source.over) > 1 or source.under:
            return []
        by_area = self._cells.get((source.over[0], dataset, year), {})
        scale = source.scale
        return [
            (value * scale, _scaled(lower, scale), _scaled(upper, scale))
            for value, lower, upper in by_area.get(place, [])
        ]

    def added_up(self, source: Source, dataset: str, year: int, place: str) -> float | None:
        """Return a level, or one over another, summed over the areas of a place.

        What stands above the line has to be of the dataset that is named for the figure.
        """
        over = self._sum(source.over, year, place, dataset)
        if not source.under:
            return None if over is None else over * source.scale
        under = self._sum(source.under, year, place, None)
        return None if over is None or not under else over / under * source.scale

    def _sum(
        self, names: Sequence[str], year: int, place: str, dataset: str | None
    ) -> float | None:
        parts = [self._level(name, year, place, dataset) for name in names]
        known = [part for part in parts if part is not None]
        return sum(known) if len(known) == len(parts) else None

    def _level(self, name: str, year: int, place: str, dataset: str | None) -> float | None:
        """Return one level of a place: its own, or the sum over its areas if all are known."""
        datasets = [dataset] if dataset is not None else self._datasets.get((name, year), [])
        tables = [self._cells.get((name, one, year), {}) for one in datasets]
        for areas in ([place], sorted(self._workspace.leaves(place))):
            for by_area in tables:
                if all(len(by_area.get(area, ())) == 1 for area in areas):
                    return sum(by_area[area][0][0] for area in areas)
        return None


def _scaled(value: float | None, scale: float) -> float | None:
    return None if value is None else value * scale


def check_indicators(diagnosis: Row, indicators: Indicators, tally: Tally) -> None:
    """Check every figure of a concept that a table gives directly for the place."""
    place = diagnosis["place"]["code"]
    for table, row in concept_rows(diagnosis):
        for source in sources().get(row["concept"], ()):
            cells = indicators.published(source, row["dataset"], row["year"], place)
            if cells and not row.get("approximate"):
                fits = any(agree(row["value"], value) for value, *_ in cells)
                tally.expect(fits, "an indicator equals its cell", table, row["concept"],
                             row["year"], row["value"], cells[0][0])  # fmt: skip
                check_ends(table, row, cells, tally)
                break
            true = indicators.added_up(source, row["dataset"], row["year"], place)
            if true is not None and (source.under or source.adds_up) and not row.get("approximate"):
                tally.expect(agree(row["value"], true), "an indicator is computed again",
                             table, row["concept"], row["year"], row["value"], true)  # fmt: skip
                break


def check_ends(table: str, row: Row, cells: Sequence[Cell], tally: Tally) -> None:
    """Check that the interval of a published figure is that of its publisher.

    One that is no wider than the digits of the figure says how it was rounded, and may be left out.
    """
    written = row["lower"], row["upper"]
    fits = any(
        all(same(mine, theirs) for mine, theirs in zip(written, ends, strict=True))
        or (written == (None, None) and is_rounding(value, *ends))
        for value, *ends in cells
    )
    tally.expect(fits, "the interval of an indicator is that of its cell", table, row["concept"],
                 row["year"], *written, cells[0])  # fmt: skip


def is_rounding(value: float, lower: float | None, upper: float | None) -> bool:
    """Return whether an interval is narrower than a five-hundredth of its figure."""
    return lower is not None and upper is not None and upper - lower < abs(value) / 500


def concept_rows(diagnosis: Row) -> Iterator[tuple[str, Row]]:
    """Yield table and row of every figure of a concept of the place itself."""
    state = diagnosis["state"]
    tables = {
        "levels": state.get("levels", []),
        "trends": [row for row in state.get("trends", []) if row["role"] == "place"],
        "skills": diagnosis["skills"].get("indicators", []),
        "barriers": diagnosis["barriers_detail"].get("indicators", []),
    }
    for name, rows in tables.items():
        for row in rows:
            # What is left given another concept is a distance to a line, and no cell.
            if row["value"] is not None and row["dataset"] and not row.get("given"):
                yield name, row
