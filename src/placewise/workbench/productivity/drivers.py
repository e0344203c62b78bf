"""Outcomes and drivers of all places of a kind, brought together and regressed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from placewise.diagnose.drivers import (
    FEWEST_FREE,
    OwnParts,
    Regression,
    Shares,
    driver_shares,
    own_parts,
    regress,
    shares_without,
)
from placewise.diagnose.mix_within import predicted_by_mix
from placewise.errors import InputError, UnknownNameError
from placewise.model.productivity import (
    INSTEAD,
    MIX,
    RESIDENTS_SKILLS,
    USUAL_DRIVERS,
    WORKERS_SKILLS,
    Outcome,
    ProductivitySettings,
)
from placewise.model.words import Place
from placewise.workbench.productivity.levels import all_parts
from placewise.workbench.productivity.tables import IndustryPairs
from placewise.workbench.shelf import Shelf

Floats = NDArray[np.float64]

REGION_KINDS = ("ITL1", "region", "state")
"""Kinds of area that places are drawn by in a bootstrap: the first that the store has."""
PLACES_A_REGION = 5
"""Places a region must have on average before regions are drawn as a whole."""
COMMUTERS = "commuters"
"""Kind of the flows that say where those who work in a place live."""
KNOWN_COMMUTERS = 0.95
"""Share of the workers of a place whose homes must be known."""

RATE_UNITS = ("per cent", "%", "fraction")
"""Units that are taken as they are; every other driver is taken in logarithms."""


@dataclass(frozen=True, slots=True)
class Series:
    """One outcome or driver of places.

    Attributes:
        key: its concept.
        title: as a page writes it.
        unit: of the values.
        rows: columns place, value, lower, upper, dataset.
        year: the year.
        logs: is it taken in logarithms?
    """

    key: str
    title: str
    unit: str
    rows: pl.DataFrame
    year: int
    logs: bool

    def of(self, places: list[str]) -> Floats:
        """Return the values of places in the form they are regressed in; NaN where unknown."""
        known = dict(self.rows.select("place", "value").iter_rows())
        values = np.array([known.get(place, np.nan) for place in places], dtype=np.float64)
        if not self.logs:
            return values
        return np.log(values, out=np.full_like(values, np.nan), where=values > 0)


@dataclass(frozen=True, slots=True)
class Analysis:
    """One outcome across the places of one kind. N places, P drivers, each a group of its own.

    Attributes:
        kind: the kind.
        outcome: what is explained.
        outcome_series: its values.
        drivers: the drivers, in the order of every column.
        left_out: drivers that too few places have, and why.
        places: the N places for which all is known.
        fit: the regression.
        shares: the share of each driver, with intervals.
        parts: each place's own parts.
        swings: (N, P) shares with one place left out, less the shares.
        region_shares: shares without each region, by its name.
        datasets: where all of it came from.
    """

    kind: str
    outcome: Outcome
    outcome_series: Series
    drivers: tuple[Series, ...]
    left_out: tuple[tuple[str, str], ...]
    places: tuple[str, ...]
    fit: Regression
    shares: Shares
    parts: OwnParts
    swings: Floats
    region_shares: Mapping[str, Floats]
    datasets: frozenset[str]


class KindDrivers:
    """The outcomes and drivers of all places of one kind; each is read once."""

    def __init__(
        self,
        shelf: Shelf,
        pairs: IndustryPairs,
        kind: str,
        places: tuple[Place, ...],
        settings: ProductivitySettings,
    ) -> None:
        self._shelf = shelf
        self._pairs = pairs
        self.kind = kind
        self.places = places
        self.settings = settings
        self._series: dict[str, Series | None] = {}
        self._analyses: dict[tuple[Outcome, tuple[str, ...] | None], Analysis | str] = {}
        self._regions: dict[str, str] | None = None

    def series(self, key: str) -> Series | None:
        """Return one concept, or a driver that is computed; None where no place has it."""
        if key not in self._series:
            if key == MIX:
                self._series[key] = self._mix()
            elif key == WORKERS_SKILLS:
                self._series[key] = self._workers_skills()
            else:
                found = (self._published(other) for other in (key, *INSTEAD.get(key, ())))
                self._series[key] = next((series for series in found if series), None)
        return self._series[key]

    def analysis(self, outcome: Outcome, drivers: tuple[str, ...] | None = None) -> Analysis | str:
        """Return the regression of one outcome, or why there is none."""
        if (outcome, drivers) not in self._analyses:
            self._analyses[outcome, drivers] = self._analyse(outcome, drivers)
        return self._analyses[outcome, drivers]

    def regions(self) -> dict[str, str]:
        """Return the region of each place, by name; empty where the store has no regions."""
        if self._regions is None:
            self._regions = self._find_regions()
        return self._regions

    def _analyse(self, outcome: Outcome, asked: tuple[str, ...] | None) -> Analysis | str:
        explained = self.series(outcome.concept)
        if explained is None:
            return f"no table has {outcome.words} for these places"
        names = [place.name for place in self.places]
        y = explained.of(names)
        drivers, left_out = self._choose(asked, np.isfinite(y), names)
        if not drivers:
            return "no driver is known for enough places"
        x = np.column_stack([driver.of(names) for driver in drivers])
        known = np.isfinite(y) & np.isfinite(x).all(axis=1)
        count = int(known.sum())
        if count < max(self.settings.fewest_places, len(drivers) + 1 + FEWEST_FREE):
            return f"only {count} places have {outcome.words} and all drivers"
        here = [name for name, keep in zip(names, known, strict=True) if keep]
        try:
            return self._regressed(
                outcome, explained, drivers, left_out, tuple(here), y[known], x[known]
            )
        except InputError as fault:
            # Drivers that cannot be told apart are a finding of these places, not a mistake.
            return f"{fault.what[:1].lower()}{fault.what[1:]}"

    def _choose(
        self, asked: tuple[str, ...] | None, with_outcome: NDArray[np.bool_], names: list[str]
    ) -> tuple[tuple[Series, ...], tuple[tuple[str, str], ...]]:
        """Return the drivers that enough places have, and the others with the reason.

        Raises:
            UnknownNameError: a driver was asked for that is no concept.
        """
        chosen: list[Series] = []
        left_out = []
        known = with_outcome
        for key in asked or self.settings.drivers or USUAL_DRIVERS:
            series = self.series(key)
            if series is None:
                left_out.append((self._title(key), "no table has it for these places"))
                continue
            have = known & np.isfinite(series.of(names))
            enough = max(
                self.settings.least_known * known.sum(),
                self.settings.fewest_places,
                len(chosen) + 2 + FEWEST_FREE,
            )
            if have.sum() < enough and key not in (self.settings.drivers or ()):
                left_out.append(
                    (series.title, f"known for {have.sum():,} of {known.sum():,} places")
                )
                continue
            chosen.append(series)
            known = have
        return tuple(chosen), tuple(left_out)

    def _title(self, key: str) -> str:
        computed = (MIX, WORKERS_SKILLS)
        if key not in self._shelf.concepts and key not in computed:
            raise UnknownNameError.among("driver", key, (*self._shelf.concepts, *computed))
        return self._shelf.concepts[key].title if key in self._shelf.concepts else key.capitalize()

    def _regressed(
        self,
        outcome: Outcome,
        explained: Series,
        drivers: tuple[Series, ...],
        left_out: tuple[tuple[str, str], ...],
        places: tuple[str, ...],
        y: Floats,
        x: Floats,
    ) -> Analysis:
        groups = list(range(len(drivers)))
        regions = self.regions()
        of_place = tuple(regions.get(place, "") for place in places)
        by_region = sorted(set(of_place) - {""})
        labels = np.array([by_region.index(r) if r else -1 for r in of_place])
        enough = all(of_place) and len(places) >= PLACES_A_REGION * len(by_region) > 0
        clusters = labels if enough and len(by_region) > 1 else None
        shares = driver_shares(y, x, groups, clusters=clusters, draws=self.settings.draws, seed=1)
        without_place = shares_without(y, x, groups, np.eye(len(places), dtype=bool))
        without_region = shares_without(
            y, x, groups, np.array([labels == at for at in range(len(by_region))])
        ) if by_region else np.empty((0, len(groups)))  # fmt: skip
        fit = regress(y, x, clusters=clusters)
        return Analysis(
            kind=self.kind,
            outcome=outcome,
            outcome_series=explained,
            drivers=drivers,
            left_out=left_out,
            places=places,
            fit=fit,
            shares=shares,
            parts=own_parts(fit),
            swings=without_place - shares.shares,
            region_shares=dict(zip(by_region, without_region, strict=True)),
            datasets=frozenset(
                name
                for series in (explained, *drivers)
                for name in series.rows["dataset"].unique()
                if name
            ),
        )

    def _published(self, key: str) -> Series | None:
        if key not in self._shelf.concepts:
            return None
        concept = self._shelf.concepts[key]
        rows = self._shelf.latest(key, self.places).unique(
            "place", keep="first", maintain_order=True
        )
        rows = rows.drop_nulls("value")
        if rows.is_empty():
            return None
        return Series(
            key, concept.title, concept.unit, rows.select("place", "value", "lower", "upper",
                                                          "dataset"),
            int(rows["year"][0]), not concept.unit.startswith(RATE_UNITS),
        )  # fmt: skip

    def _mix(self) -> Series | None:
        pair = self._pairs.widest(self.places)
        if pair is None:
            return None
        known = np.isfinite(pair.jobs) & np.isfinite(pair.output)
        base_jobs = np.where(known, pair.jobs, 0.0).sum(axis=0)
        base_output = np.where(known, pair.output, 0.0).sum(axis=0)
        values = predicted_by_mix(pair.jobs, base_jobs, base_output)
        rows = pl.DataFrame(
            {
                "place": [place.name for place in pair.places],
                "value": values,
                "dataset": [sorted(pair.datasets)[0]] * len(values),
            }
        ).filter(pl.col("value").is_finite())
        return self._computed(
            MIX, "Output per job predicted by the mix of industries",
            f"{pair.currency} a job", rows, pair.jobs_year, logs=True,
        )  # fmt: skip

    def _workers_skills(self) -> Series | None:
        """Return the qualified share where those who work in a place live, by commuting flows.

        It takes every resident of a home for alike: a place that draws the qualified ones of its
        neighbours is better qualified than this says.
        """
        parts = all_parts(self._shelf)
        flows = (
            self._shelf.store.table("flows").filter(pl.col("kind") == COMMUTERS)
            .filter(pl.col("year") == pl.col("year").max())
            .select("origin", "destination", "value", "year", "dataset").collect()
        )  # fmt: skip
        homes = self._shelf.latest(RESIDENTS_SKILLS, parts).unique("place")
        if flows.is_empty() or homes.is_empty():
            return None
        in_force = self._shelf.territories.in_force
        share = dict(homes.select("place", "value").iter_rows())
        into: dict[str, list[str]] = {}
        for place in self.places:
            for code in self._shelf.territories.of_place(place):
                into.setdefault(code, []).append(place.name)
        flows = flows.with_columns(
            origin=pl.col("origin").map_elements(in_force, return_dtype=pl.String),
            destination=pl.col("destination").map_elements(in_force, return_dtype=pl.String),
        ).with_columns(
            skilled=pl.col("origin").replace_strict(share, default=None, return_dtype=pl.Float64),
            place=pl.col("destination").replace_strict(
                into, default=None, return_dtype=pl.List(pl.String)
            ),
        )
        rows = (
            flows.drop_nulls("place").explode("place").group_by("place")
            .agg(
                value=(pl.col("skilled") * pl.col("value")).sum()
                / pl.col("value").filter(pl.col("skilled").is_not_null()).sum(),
                known=pl.col("value").filter(pl.col("skilled").is_not_null()).sum()
                / pl.col("value").sum(),
                dataset=pl.col("dataset").first(),
            )
            .filter(pl.col("known") >= KNOWN_COMMUTERS)
        )  # fmt: skip
        return self._computed(
            WORKERS_SKILLS, "Qualified to level 4 and above where its workers live", "per cent",
            rows.select("place", "value", "dataset"), int(flows["year"][0]), logs=False,
        )  # fmt: skip

    def _computed(
        self, key: str, title: str, unit: str, rows: pl.DataFrame, year: int, *, logs: bool
    ) -> Series:
        none = pl.lit(None, pl.Float64)
        whole = rows.with_columns(lower=none, upper=none)
        return Series(
            key, title, unit, whole.select("place", "value", "lower", "upper", "dataset"), year,
            logs,
        )  # fmt: skip

    def _find_regions(self) -> dict[str, str]:
        """Return the region that most of each place's smallest areas are in."""
        areas = self._shelf.store.table("areas").select("code", "name", "kind").collect()
        kind = next((k for k in REGION_KINDS if k in set(areas["kind"])), None)
        if kind is None or kind == self.kind:
            return {}
        region_of = {
            small: name
            for code, name in areas.filter(pl.col("kind") == kind).sort("code")
            .select("code", "name").iter_rows()
            for small in self._shelf.territories.of_area(code)
        }  # fmt: skip
        found = {}
        for place in self.places:
            names = [
                region_of[code]
                for code in sorted(self._shelf.territories.of_place(place))
                if code in region_of
            ]
            if names:
                found[place.name] = max(sorted(set(names)), key=names.count)
        return found
