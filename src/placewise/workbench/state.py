"""The answer on the state of an economy: levels, trends, breaks, differences within, comparators.

In the order in which an analyst takes them: output and productivity and the labour market first,
then what stands behind them. Columns of the tables:

- ``levels``, one row a concept: group, concept, title, unit, higher_is, year, value, lower, upper,
  approximate, percentile, percentile_lower, percentile_upper, others, size (of the number, in
  words), nation_median (of all others), similar_median, difference (from the similar), dataset.
- ``changes``, one row a concept and span: group, concept, title, unit (``% a year`` or
  ``points``), from_year, year, change, comparator, comparator_name, usual (their median),
  difference, lower, upper (deciles of their changes around the usual one), percentile (among all
  others), others.
- ``trends``, one row a concept, series and year: concept, title, unit, series, role (``place``,
  ``similar`` or ``nation``: the median of similar or of all places), year, value, lower, upper,
  dataset.
- ``breaks``, one row a concept with a long series: concept, title, unit (``per cent`` or
  ``points`` against the comparator), comparator_name, year, shift, trend_before, trend_after (a
  year), persistence, years, p_value, tests, p_adjusted (Holm), found.
- ``within``, one row a concept of a place of several areas: concept, title, unit, year, areas,
  highest, highest_value, lowest, lowest_value, ratio, theil, percentile (of the Theil index among
  places with several areas), others.
- ``comparators``: as :data:`placewise.workbench.comparators.NEIGHBOURS`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl

from placewise.diagnose.standing import change_standing, percentile
from placewise.diagnose.state_sentences import (
    break_sentence,
    change_sentence,
    count_sentence,
    level_sentence,
)
from placewise.diagnose.trends import largest_break
from placewise.model.answer import UNSETTLED, Answer
from placewise.model.comparators import Comparator
from placewise.model.diagnosis import DiagnosisSettings
from placewise.model.wording import listed, plural
from placewise.model.words import Finding, Place
from placewise.workbench.comparators import Comparators
from placewise.workbench.shelf import Shelf
from placewise.workbench.state_panels import Panel, middle_of, panel_of
from placewise.workbench.state_within import Within

Row = dict[str, Any]

GROUPS = (
    ("Output and productivity", (
        "gva per hour", "gva per job", "gva per head", "gdp per head", "gdp per job")),
    ("Labour market", (
        "employment rate", "inactivity rate", "unemployment rate", "claimant count",
        "labour force share", "share in employment", "jobs per resident", "median weekly pay",
        "median earnings", "payroll per job", "disposable income", "household income",
        "children in poverty", "people in poverty")),
    ("Skills", (
        "share qualified to level 4", "share with a degree", "share with a high school diploma",
        "share without qualifications")),
    ("Firms", (
        "businesses per 1,000 people", "business births", "business survival",
        "high growth businesses")),
    ("Housing and space", (
        "affordability ratio", "home value over income", "net additions to housing",
        "commuting time", "households with broadband", "population growth", "density")),
)  # fmt: skip
"""What is looked at, in the order in which it is read."""
BROKEN = (
    "gva per hour", "gdp per head", "gva per head", "employment rate", "unemployment rate",
    "median weekly pay", "disposable income",
)  # fmt: skip
"""Concepts whose series against similar places are tested for a break."""
ASKED = {
    "levels": "Is that a big number?",
    "changes": "Did it change more than similar places did?",
    "trends": "How did it come to be so?",
    "breaks": "When did it part from similar places?",
    "within": "How different are its own areas?",
    "comparators": "Which places are most like it?",
}


@dataclass(frozen=True, slots=True)
class _Beside:
    """The places that one is compared with, by position."""

    place: int
    others: tuple[int, ...]
    similar: tuple[int, ...]
    similar_name: str


class StateAnswers:
    """The state of every place; what holds for all places of a kind is computed once."""

    def __init__(self, shelf: Shelf, comparators: Comparators) -> None:
        self._shelf = shelf
        self._comparators = comparators
        self._panels: dict[tuple[tuple[Place, ...], int], dict[str, Panel]] = {}
        self._within = Within(shelf)

    def of(self, place: Place, settings: DiagnosisSettings) -> Answer:
        """Return the state of one place."""
        places = self._shelf.compared(place)
        panels = self._panels_of(places, settings.seed)
        comparators = self._comparators.of(place)
        beside = self._beside(place, places, comparators)
        kinds = plural(next((one.kind for one in places if one.name != place.name), place.kind))
        levels = _levels(panels, beside)
        changes = _changes(panels, beside, kinds)
        breaks = _breaks(panels, beside, settings.seed)
        within = self._within.rows(place, places)
        near = self._comparators.neighbours(place)
        tables = {
            "levels": (levels, _said(levels, place, kinds)),
            "changes": (changes, _said_changes(changes)),
            "trends": (_trends(panels, beside, place, kinds), _said_changes(changes)),
            "breaks": (breaks, _said_breaks(breaks)),
            "within": (within, self._within.sentence(within, place)),
            "comparators": (
                near,
                next((one.why for one in comparators if one.key == "similar"), ""),
            ),
        }
        datasets = {
            name
            for key in ("levels", "trends")
            if tables[key][0].height
            for name in tables[key][0]["dataset"].drop_nulls()
        }
        return Answer(
            key="state", place=place,
            question=f"What is the state of the economy of {place.in_text}?",
            compared_with=f"{len(beside.others):,} other {kinds}",
            headline=_headline(levels, changes, breaks, place, kinds),
            findings=tuple(
                Finding(key, ASKED[key], sentence, table)
                for key, (table, sentence) in tables.items()
                if table.height
            ),
            cannot_tell=_cannot_tell(levels, breaks, within, place, self._shelf),
            provenance=self._shelf.sources(
                datasets | set(self._comparators.likeness(place).datasets)
            ),
            notes=_notes(levels),
            command=f'placewise explain "{place.name}" state --kind "{place.kind}"',
        )  # fmt: skip

    def _panels_of(self, places: tuple[Place, ...], seed: int) -> dict[str, Panel]:
        if (places, seed) not in self._panels:
            found = {
                key: panel_of(self._shelf, key, places, seed) for _, keys in GROUPS for key in keys
            }
            self._panels[places, seed] = {key: one for key, one in found.items() if one}
        return self._panels[places, seed]

    def _beside(
        self, place: Place, places: tuple[Place, ...], comparators: Sequence[Comparator]
    ) -> _Beside:
        at = {one.name: position for position, one in enumerate(places)}
        similar = next((one for one in comparators if one.key == "similar"), None)
        near = tuple(at[one.name] for one in similar.places) if similar else ()
        others = tuple(position for name, position in at.items() if name != place.name)
        return _Beside(at[place.name], others, near, similar.name if similar else "")


def state_answers(shelf: Shelf, comparators: Comparators) -> StateAnswers:
    """Return the job that answers for any place of a store."""
    return StateAnswers(shelf, comparators)


def _levels(panels: dict[str, Panel], beside: _Beside) -> pl.DataFrame:
    rows: list[Row] = []
    for group, keys in GROUPS:
        for key in keys:
            panel = panels.get(key)
            standing = panel.standings[beside.place] if panel else None
            if panel is None or standing is None:
                continue
            now = panel.values[panel.latest]
            value = float(now[beside.place])
            similar = _median(now[list(beside.similar)])
            rows.append({
                "group": group, "concept": key, "title": panel.concept.title,
                "unit": panel.concept.unit, "higher_is": panel.concept.higher_is,
                "year": panel.year, "value": value,
                "lower": _known(panel.lower[panel.latest, beside.place]),
                "upper": _known(panel.upper[panel.latest, beside.place]),
                "approximate": bool(panel.approximate[beside.place]),
                "percentile": standing.percentile, "percentile_lower": standing.lower,
                "percentile_upper": standing.upper, "others": standing.others,
                "size": standing.size, "nation_median": _median(now[list(beside.others)]),
                "similar_median": similar,
                "difference": None if similar is None else value - similar,
                "dataset": panel.datasets[beside.place],
            })  # fmt: skip
    return pl.DataFrame(rows, schema=LEVELS, orient="row")


def _changes(panels: dict[str, Panel], beside: _Beside, kinds: str) -> pl.DataFrame:
    rows: list[Row] = []
    for group, keys in GROUPS:
        for panel in (panels[key] for key in keys if key in panels):
            for span, changes in panel.changes.items():
                own = float(changes[beside.place])
                others = changes[list(beside.others)]
                near = change_standing(own, changes[list(beside.similar)])
                found = near or change_standing(own, others)
                if found is None:
                    continue
                rows.append({
                    "group": group, "concept": panel.concept.key, "title": panel.concept.title,
                    "unit": "points" if panel.in_points else "% a year",
                    "from_year": panel.year - span, "year": panel.year, "change": own,
                    "comparator": "similar" if near else "nation",
                    "comparator_name": beside.similar_name if near else f"all other {kinds}",
                    "usual": found.usual, "difference": found.difference, "lower": found.lower,
                    "upper": found.upper, "percentile": percentile(own, others),
                    "others": int(np.isfinite(others).sum()),
                })  # fmt: skip
    return pl.DataFrame(rows, schema=CHANGES, orient="row")


def _trends(panels: dict[str, Panel], beside: _Beside, place: Place, kinds: str) -> pl.DataFrame:
    columns: dict[str, list[Any]] = {name: [] for name in TRENDS}
    for key, panel in panels.items():
        own = panel.values[:, beside.place]
        if panel.years.size < 3 or not np.isfinite(own).any():
            continue
        for name, role, values in (
            (place.name, "place", own),
            (beside.similar_name, "similar", middle_of(panel.values[:, list(beside.similar)])),
            (f"all {kinds}", "nation", panel.middle),
        ):
            for at in np.flatnonzero(np.isfinite(values)):
                mine = role == "place"
                row = (
                    key, panel.concept.title, panel.concept.unit, name, role,
                    int(panel.years[at]), float(values[at]),
                    _known(panel.lower[at, beside.place]) if mine else None,
                    _known(panel.upper[at, beside.place]) if mine else None,
                    panel.datasets[beside.place] if mine else None,
                )  # fmt: skip
                for column, cell in zip(columns.values(), row, strict=True):
                    column.append(cell)
    return pl.DataFrame(columns, schema=TRENDS)


def _breaks(panels: dict[str, Panel], beside: _Beside, seed: int) -> pl.DataFrame:
    rows: list[Row] = []
    for key in BROKEN:
        panel = panels.get(key)
        if panel is None or not beside.similar:
            continue
        found = largest_break(*panel.relative(beside.place, beside.similar), seed=seed, draws=199)
        if found is None:
            continue
        rows.append({
            "concept": key, "title": panel.concept.title,
            "unit": "points" if panel.in_points else "per cent",
            "comparator_name": beside.similar_name, "year": found.year, "shift": found.shift,
            "trend_before": found.trend_before, "trend_after": found.trend_after,
            "persistence": found.persistence, "years": found.years, "p_value": found.p_value,
        })  # fmt: skip
    order = np.argsort([row["p_value"] for row in rows])
    least = 0.0
    for rank, at in enumerate(order):
        least = max(least, min(1.0, (len(rows) - rank) * rows[at]["p_value"]))
        rows[at] |= {"tests": len(rows), "p_adjusted": least, "found": least <= 0.05}
    return pl.DataFrame(rows, schema=BREAKS, orient="row")


def _headline(
    levels: pl.DataFrame, changes: pl.DataFrame, breaks: pl.DataFrame, place: Place, kinds: str
) -> tuple[str, ...]:
    if levels.is_empty():
        return (f"No table that is loaded has a rate of {place.in_text}.",)
    sentences = []
    for group in ("Output and productivity", "Labour market"):
        rows = levels.filter(pl.col("group") == group).to_dicts()
        sentences += [level_sentence(rows[0], place.in_text, kinds)] if rows else []
    found = breaks.filter("found") if breaks.height else breaks
    if found.height:
        sentences.append(break_sentence(found.sort("p_adjusted").row(0, named=True)))
    elif changes.height:
        sentences.append(change_sentence(changes.row(0, named=True)))
    return tuple(sentences) or (level_sentence(levels.row(0, named=True), place.in_text, kinds),)


def _said(levels: pl.DataFrame, place: Place, kinds: str) -> str:
    """Say which numbers are big and which cannot be told."""
    if levels.is_empty():
        return ""
    high, low = (
        levels.filter(pl.col("size").is_in([size, f"very {size}"]))["title"].to_list()
        for size in ("high", "low")
    )
    return count_sentence(levels.height, high, low, place.in_text, kinds)


def _said_changes(changes: pl.DataFrame) -> str:
    return change_sentence(changes.row(0, named=True)) if changes.height else ""


def _said_breaks(breaks: pl.DataFrame) -> str:
    if breaks.is_empty():
        return ""
    found = breaks.filter("found")
    if found.height:
        return break_sentence(found.sort("p_adjusted").row(0, named=True))
    looked_at = (
        "The one series does not part"
        if breaks.height == 1
        else f"None of {breaks.height} series parts"
    )
    return (
        f"{looked_at} from similar places by more than carrying over from year to year explains; "
        "shifts below about three yearly shocks would not be seen."
    )


def _cannot_tell(
    levels: pl.DataFrame, breaks: pl.DataFrame, within: pl.DataFrame, place: Place, shelf: Shelf
) -> pl.DataFrame:
    have = set(levels["concept"])
    rows = [
        (f"{group} of {place.in_text}", "No table that is loaded has it for this place.",
         "Load a table with " + listed([shelf.concepts[key].title.split(", ")[0] for key in keys])
         + " by area.")
        for group, keys in GROUPS
        if not have & set(keys)
    ]  # fmt: skip
    unsure = levels.filter(pl.col("size") == "cannot be told")["title"].to_list()
    if unsure:
        rows.append((
            "Is it a big number: "
            + listed([title.split(", ")[0] for title in unsure]) + "?",
            "The interval of its percentile reaches from the middle to an end.",
            "More interviews in the survey, or several years of it joined.",
        ))  # fmt: skip
    if breaks.is_empty():
        rows.append((
            "When did it part from similar places?",
            "No series has 12 consecutive years in this place and all similar ones.",
            "Longer series by area.",
        ))  # fmt: skip
    if within.is_empty():
        rows.append((
            "How different are its parts?",
            "The tables have nothing below this place.",
            "Figures for neighbourhoods, such as small areas of a census.",
        ))  # fmt: skip
    return pl.DataFrame(rows, schema=UNSETTLED, orient="row")


def _notes(levels: pl.DataFrame) -> tuple[str, ...]:
    notes = []
    near = levels.filter("approximate")["title"].to_list()
    if near:
        notes.append(
            "Averaged over areas or rebuilt, not published for the place: "
            + listed([title.split(", ")[0] for title in near], 8) + "."
        )  # fmt: skip
    without = levels.filter(pl.col("lower").is_null()).height
    if without:
        notes.append(
            f"For {without} of {levels.height} numbers the publisher gives no interval; their "
            "percentiles are facts of the table, not of the place."
        )
    if levels.filter(pl.col("unit").str.contains("current prices")).height:
        notes.append("Money is in current prices: growth includes inflation.")
    return tuple(notes)


def _median(values: np.ndarray) -> float | None:
    known = values[np.isfinite(values)]
    return float(np.median(known)) if known.size else None


def _known(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None


TEXT, NUMBER, WHOLE, YES = pl.String, pl.Float64, pl.Int64, pl.Boolean
LEVELS = {
    "group": TEXT, "concept": TEXT, "title": TEXT, "unit": TEXT, "higher_is": TEXT, "year": WHOLE,
    "value": NUMBER, "lower": NUMBER, "upper": NUMBER, "approximate": YES, "percentile": NUMBER,
    "percentile_lower": NUMBER, "percentile_upper": NUMBER, "others": WHOLE, "size": TEXT,
    "nation_median": NUMBER, "similar_median": NUMBER, "difference": NUMBER, "dataset": TEXT,
}  # fmt: skip
CHANGES = {
    "group": TEXT, "concept": TEXT, "title": TEXT, "unit": TEXT, "from_year": WHOLE, "year": WHOLE,
    "change": NUMBER, "comparator": TEXT, "comparator_name": TEXT, "usual": NUMBER,
    "difference": NUMBER, "lower": NUMBER, "upper": NUMBER, "percentile": NUMBER, "others": WHOLE,
}  # fmt: skip
TRENDS = {
    "concept": TEXT, "title": TEXT, "unit": TEXT, "series": TEXT, "role": TEXT, "year": WHOLE,
    "value": NUMBER, "lower": NUMBER, "upper": NUMBER, "dataset": TEXT,
}  # fmt: skip
BREAKS = {
    "concept": TEXT, "title": TEXT, "unit": TEXT, "comparator_name": TEXT, "year": WHOLE,
    "shift": NUMBER, "trend_before": NUMBER, "trend_after": NUMBER, "persistence": NUMBER,
    "years": WHOLE, "p_value": NUMBER, "tests": WHOLE, "p_adjusted": NUMBER, "found": YES,
}  # fmt: skip
