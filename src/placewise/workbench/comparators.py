"""The job of comparators: whom a place is compared with, chosen for a reason and named."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from placewise.data.likeness import read_likeness
from placewise.diagnose.neighbours import Distances, alike_in, nearest, place_distances
from placewise.errors import NotAvailableError
from placewise.model.comparators import Comparator, LikenessIndicator, LikenessRule
from placewise.model.wording import (
    TWO_LINES,
    in_sentence,
    listed,
    number_in_words,
    plural,
    two_lines,
)
from placewise.model.words import Place
from placewise.workbench.shelf import Shelf

Floats = NDArray[np.float64]

MOST_SIMILAR = 10
PART_SIMILAR = 3
"""Similar places are at most every third of all others: ten of fourteen are no choice."""
MOST_NAMED = 3
"""Similar places that a sentence names; the table of them has them all."""
BEST_PART = 0.2
CONTAINING = ("region", "state", "nation", "ITL1")
"""Kinds of area that places are said to lie in, smallest first."""
NEIGHBOURS = {
    "rank": pl.Int64, "place": pl.String, "place_code": pl.String, "distance": pl.Float64,
    "indicator_distance": pl.Float64, "mix_distance": pl.Float64, "indicators_shared": pl.Int64,
    "nearest_in": pl.String, "farthest_in": pl.String,
}  # fmt: skip
"""Columns of a table of neighbours: distance is 1 for the median pair of places, indicator_distance
in standard deviations, mix_distance the Hellinger distance of job shares (0 to 1)."""


@dataclass(frozen=True, slots=True)
class Likeness:
    """How alike all places of one set are.

    Attributes:
        places: the places, in the order of the distances.
        distances: how far apart they are.
        indicators: those of the rule that are known for these places.
        datasets: the tables behind them.
    """

    places: tuple[Place, ...]
    distances: Distances
    indicators: tuple[LikenessIndicator, ...]
    datasets: tuple[str, ...]


class Comparators:
    """The comparators of places; what holds for all places of a kind is computed once.

    Attributes:
        rule: what makes places alike.
    """

    def __init__(self, shelf: Shelf, rule: LikenessRule | None = None) -> None:
        self._shelf = shelf
        self.rule = rule or read_likeness()
        self._likeness: dict[tuple[Place, ...], Likeness] = {}
        self._best: dict[tuple[Place, ...], tuple[str, tuple[Place, ...]]] = {}
        self._containing: dict[str, dict[str, str]] = {}
        self._areas = shelf.store.table("areas").select("code", "name", "kind").collect()

    def of(self, place: Place) -> tuple[Comparator, ...]:
        """Return the comparators of a place: nation, similar, region, best.

        One that has fewer than two places, or for which no table is loaded, is left out.
        """
        places = self._shelf.compared(place)
        others = tuple(other for other in places if other.name != place.name)
        kind = plural(others[0].kind if others else place.kind)
        found = (
            Comparator(
                "nation", f"the other {len(others):,} {kind}", others,
                f"All other {kind} of the tables: what is usual.",
            ),
            self._similar(place, places, kind),
            self._region(place, others, kind),
            self._best_fifth(place, places, kind),
        )  # fmt: skip
        return tuple(one for one in found if one is not None and len(one.places) > 1)

    def likeness(self, place: Place) -> Likeness:
        """Return how alike the places are that a place is compared with."""
        places = self._shelf.compared(place)
        if places not in self._likeness:
            self._likeness[places] = self._measured(places)
        return self._likeness[places]

    def neighbours(self, place: Place) -> pl.DataFrame:
        """Return the most similar places, nearest first, in the columns of ``NEIGHBOURS``.

        ``nearest_in`` and ``farthest_in`` name the three indicators in which that place is most
        and least like this one.
        """
        known = self.likeness(place)
        at = known.places.index(place)
        rows = []
        for rank, other in enumerate(self._nearest(place), 1):
            away = np.abs(known.distances.scaled[other] - known.distances.scaled[at])
            order = [int(one) for one in np.argsort(away) if np.isfinite(away[one])]
            rows.append(
                (
                    rank, known.places[other].name, known.places[other].code,
                    float(known.distances.combined[at, other]),
                    _number(known.distances.indicators[at, other]),
                    _number(known.distances.mix[at, other]),
                    int(known.distances.shared[at, other]),
                    self._titles(known, order[:3]), self._titles(known, order[::-1][:3]),
                )
            )  # fmt: skip
        return pl.DataFrame(rows, schema=NEIGHBOURS, orient="row")

    def _nearest(self, place: Place) -> list[int]:
        known = self.likeness(place)
        number = min(MOST_SIMILAR, math.ceil((len(known.places) - 1) / PART_SIMILAR))
        at = known.places.index(place)
        return [int(one) for one in nearest(known.distances.combined, at, number)]

    def _similar(self, place: Place, places: tuple[Place, ...], kind: str) -> Comparator | None:
        near = self._nearest(place)
        if not near:
            return None
        known = self.likeness(place)
        ratio = alike_in(known.distances.scaled, places.index(place), near)
        order = [int(one) for one in np.argsort(ratio) if np.isfinite(ratio[one])][:3]
        names = [places[other].name for other in near]
        mix = " and the mix of industries" if np.isfinite(known.distances.mix).any() else ""
        nearest_by = _first_that_fits(
            f"Nearest by {len(known.indicators)} indicators{mix}: "
            + "; ".join(names[:most])  # names may hold commas themselves
            + (f"; and {number_in_words(len(names) - most)} more" if len(names) > most else "")
            for most in range(MOST_NAMED, 0, -1)
        )
        closest = _first_that_fits(
            f"they are closest in {self._titles(known, order[:most])}"
            for most in range(len(order), 0, -1)
        )
        why = two_lines(nearest_by, *filter(None, [closest]))
        return Comparator(
            "similar", f"the {number_in_words(len(near))} most similar {kind}",
            tuple(places[other] for other in near), why,
        )  # fmt: skip

    def _titles(self, known: Likeness, indicators: list[int]) -> str:
        titles = [self._shelf.concepts[known.indicators[at].concept].title for at in indicators]
        return listed([in_sentence(title.split(", ")[0]) for title in titles])

    def _region(self, place: Place, others: tuple[Place, ...], kind: str) -> Comparator | None:
        """Return the others that lie mostly in the area that most of this place lies in."""
        for containing in CONTAINING:
            if place.kind == containing:
                return None
            mine = self._lies_in(place, containing)
            if mine is None:
                continue
            inside = tuple(one for one in others if self._lies_in(one, containing) == mine)
            if 1 < len(inside) < len(others):
                name = dict(self._areas.select("code", "name").iter_rows())[mine]
                where = Place(name, containing, (mine,)).in_text
                return Comparator(
                    "region", f"the other {len(inside)} {kind} of {where}", inside,
                    f"The other {kind} of which most lies in {where}: the same wider economy.",
                )  # fmt: skip
        return None

    def _lies_in(self, place: Place, kind: str) -> str | None:
        """Return the area of a kind in which more than half of the areas of a place lie."""
        if kind not in self._containing:
            codes = self._areas.filter(pl.col("kind") == kind)["code"].to_list()
            self._containing[kind] = {
                small: whole
                for whole in sorted(codes)
                for small in self._shelf.territories.of_area(whole)
            }
        smalls = self._shelf.territories.of_place(place)
        wholes = self._containing[kind]
        inside = [wholes[small] for small in smalls if small in wholes]
        if not inside:
            return None
        most = max(sorted(set(inside)), key=inside.count)
        return most if 2 * inside.count(most) > len(smalls) else None

    def _best_fifth(self, place: Place, places: tuple[Place, ...], kind: str) -> Comparator | None:
        if places not in self._best:
            self._best[places] = self._best_of(places)
        concept, best = self._best[places]
        chosen = tuple(one for one in best if one.name != place.name)
        if not chosen:
            return None
        title = self._shelf.concepts[concept].title
        return Comparator(
            "best", f"the best fifth of {kind} by {title}", chosen,
            f"The fifth of {kind} with the highest {title}: what is possible.",
        )  # fmt: skip

    def _best_of(self, places: tuple[Place, ...]) -> tuple[str, tuple[Place, ...]]:
        """Return the concept by which places are ranked, and the best fifth of them, best first."""
        by_name = {one.name: one for one in places}
        for concept in self.rule.best_by:
            rows = self._shelf.latest(concept, places).sort("value", descending=True)
            if rows.height >= len(places) / 2:
                best = rows.head(max(2, round(BEST_PART * rows.height)))["place"]
                return concept, tuple(by_name[name] for name in best)
        return self.rule.best_by[0], ()

    def _measured(self, places: tuple[Place, ...]) -> Likeness:
        columns, kept, datasets = [], [], set()
        for one in self.rule.indicators:
            rows = self._shelf.latest(one.concept, places)
            known = dict(rows.select("place", "value").iter_rows())
            column = np.array([known.get(place.name, np.nan) for place in places])
            if one.logarithm:
                column = np.log(np.where(column > 0, column, np.nan))
            # An indicator of few of the places would compare each of them on other grounds.
            if np.isfinite(column).sum() >= len(places) / 2:
                columns.append(column)
                kept.append(one)
                datasets |= set(rows["dataset"].unique())
        shares, dataset = self._mixes(places)
        values = np.column_stack(columns) if columns else np.full((len(places), 0), np.nan)
        weights = np.array([one.weight for one in kept])
        return Likeness(
            places,
            place_distances(values, weights, shares, self.rule.mix_weight, self.rule.least_shared),
            tuple(kept),
            tuple(sorted(datasets | dataset)),
        )

    def _mixes(self, places: tuple[Place, ...]) -> tuple[Floats | None, set[str]]:
        """Return the shares of jobs by industry, by the broadest table of jobs, and its dataset."""
        tables = self._shelf.assessments.tables
        for place in places[:3]:
            try:
                entries, _ = tables.choose(place, None, None)
            except NotAvailableError:
                continue
            entry = next((one for one in entries if one.measure == "jobs"), entries[0])
            table = tables.build(entry, place, None)
            at = {one.name: row for row, one in enumerate(table.places)}
            shares = np.full((len(places), len(table.industries)), np.nan)
            for row, one in enumerate(places):
                if one.name in at:
                    shares[row] = table.values[at[one.name]]
            return shares, {entry.dataset}
        return None, set()


def _first_that_fits(texts: Iterable[str]) -> str:
    """Return the first text of two lines at most, else the last; "" of none."""
    text = ""
    for text in texts:
        if len(text) < TWO_LINES:
            break
    return text


def _number(value: float) -> float | None:
    return float(value) if math.isfinite(value) else None
