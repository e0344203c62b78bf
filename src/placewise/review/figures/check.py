"""A figure beside the tables: does it agree, with which year, or with another place?

A figure and a table value agree when they are no further apart than the rounding of the figure, as
it is printed, and the interval of the table value allow. Within two per cent they are close:
another day of the year, a revision or another definition could make the difference. Only figures
that say how things are can be checked: a target, a change or a threshold is none.
"""

from __future__ import annotations

import polars as pl

from placewise.model.figures import HOME, Figure, FigureVerdict, Subject, TableValue
from placewise.review.figures.amounts import amount

CLOSE = 0.02
"""Share of the table value up to which a figure that does not agree is close."""
NEAR_YEARS = 1
"""Years by which the table may miss the year that a figure names."""
FAR = 3.0
"""How many times above or below the values of all places a figure of something else lies."""
FEW = 0.05
"""A figure that more than this share of all places would fit says nothing about any of them."""

WHY_NOT = {
    "target": "it is a target, not a fact",
    "change": "it is a change or a comparison, which needs two figures",
    "threshold": "it is a threshold or a rule",
}


def check_figure(
    figure: Figure,
    subject: Subject | None,
    table: pl.DataFrame,
    home: str,
    *,
    latest: int | None = None,
) -> FigureVerdict:
    """Judge one figure.

    Args:
        figure: the figure.
        subject: its subject; None where its words name none.
        table: values of that subject (and sector) for all places considered, one row a place and
            year: columns place, kind, year, value, lower, upper, dataset, in the unit of the
            figure.
        home: name of the place that the document is about.
        latest: the year of the document: later years are no fair comparison unless the figure
            names one; None for no limit.
    """
    place = figure.place if figure.place != HOME else home
    reason = _why_not(figure, subject)
    here = table.filter(pl.col("place") == place).sort("year")
    if reason is None and subject is not None:
        reason = _not_in(here, table, figure, subject, place)
    if reason is not None:
        return FigureVerdict(
            figure,
            "not checkable",
            None,
            None,
            None,
            None,
            f"{_said(figure)}: not checked, {reason}.",
        )
    assert subject is not None  # noqa: S101
    compared = _value(_row_to_compare(here, figure.year, latest))
    difference, allowed = _apart(figure, compared), _allowed(figure, compared)
    verdict, elsewhere = "agrees", None
    if allowed < difference <= CLOSE * abs(compared.value):
        verdict = "close"
    elif difference > allowed:
        verdict, elsewhere = _elsewhere(figure, table, here, compared, place)
    signed = figure.quantity - compared.value
    return FigureVerdict(
        figure, verdict, compared, signed, allowed, elsewhere,
        _sentence(figure, subject, compared, verdict, elsewhere),
    )  # fmt: skip


def _why_not(figure: Figure, subject: Subject | None) -> str | None:
    if figure.nature != "fact":
        return WHY_NOT[figure.nature]
    if subject is None:
        return "its words name no subject that we know"
    if not subject.tables:
        return f"no table of {subject.title} is kept here"
    return None


def _not_in(
    here: pl.DataFrame, table: pl.DataFrame, figure: Figure, subject: Subject, place: str
) -> str | None:
    """Return why the tables cannot check a figure of a place; None if they can."""
    if here.is_empty():
        return f"no table at hand has the {subject.title} of {place}"
    years = here["year"]
    if figure.year is not None and int((years - figure.year).abs().min()) > NEAR_YEARS:  # type: ignore[arg-type]
        first, last = here["year"][0], here["year"][-1]
        return f"the tables at hand have its {subject.title} for {first} to {last}"
    alike = table.filter(pl.col("kind") == here["kind"][0])["value"]
    low, high = float(alike.min()), float(alike.max())  # type: ignore[arg-type]
    half = figure.precision
    if low > 0 and not low / FAR - half <= figure.quantity <= high * FAR + half:
        return f"no {here['kind'][0]} has such a {subject.title}; it is probably of something else"
    return None


def _row_to_compare(here: pl.DataFrame, year: int | None, latest: int | None) -> dict[str, object]:
    """Return the row of the year named, or else the last one that the document could have known."""
    if year is not None:
        nearest = here.with_columns(away=(pl.col("year") - year).abs()).sort("away", "year")
        return nearest.row(0, named=True)
    known = here if latest is None else here.filter(pl.col("year") <= latest)
    return (known if known.height else here).row(-1 if known.height else 0, named=True)


def _value(row: dict[str, object]) -> TableValue:
    return TableValue(**{name: row[name] for name in TableValue.__slots__})  # type: ignore[arg-type]


def _apart(figure: Figure, value: TableValue) -> float:
    """Return how far a value lies from a figure, 0 inside a range."""
    top = figure.upper if figure.upper is not None else figure.quantity
    return max(figure.quantity - value.value, value.value - top, 0.0)


def _allowed(figure: Figure, value: TableValue) -> float:
    """Return how far apart rounding and the table's interval let them be."""
    if value.lower is None or value.upper is None:
        return figure.precision
    return figure.precision + (value.upper - value.lower) / 2


def _fitting(figure: Figure, rows: pl.DataFrame) -> pl.DataFrame:
    """Return the rows that a figure agrees with, nearest first."""
    top = figure.upper if figure.upper is not None else figure.quantity
    half = ((pl.col("upper") - pl.col("lower")) / 2).fill_null(0.0)
    away = pl.max_horizontal(figure.quantity - pl.col("value"), pl.col("value") - top, pl.lit(0.0))
    return (
        rows.with_columns(away=away).filter(away <= figure.precision + half).sort("away", "place")
    )


def _elsewhere(
    figure: Figure, table: pl.DataFrame, here: pl.DataFrame, compared: TableValue, place: str
) -> tuple[str, TableValue | None]:
    """Return the verdict on a figure that does not agree, and the year or place that it fits."""
    other_years = _fitting(figure, here.filter(pl.col("year") != compared.year))
    if other_years.height:
        nearest = other_years.with_columns(gap=(pl.col("year") - compared.year).abs()).sort("gap")
        return "agrees with another year", _value(nearest.row(0, named=True))
    others = table.filter(
        (pl.col("place") != place) & (pl.col("year") == compared.year)
        & (pl.col("kind") == compared.kind)
    )  # fmt: skip
    fits = _fitting(figure, others)
    if 0 < fits.height <= max(1, FEW * others.height):
        return "fits another place", _value(fits.row(0, named=True))
    return "differs", None


def _said(figure: Figure) -> str:
    return f"“{figure.text.strip()}”"


def _sentence(
    figure: Figure,
    subject: Subject,
    compared: TableValue,
    verdict: str,
    elsewhere: TableValue | None,
) -> str:
    """Return the verdict in one sentence with the numbers behind it."""
    sector = f" in {figure.sector}" if figure.sector else ""
    table = (
        f"{subject.title}{sector} in {compared.place}, {compared.year}: "
        f"{_shown(compared, subject.unit)}"
    )
    if elsewhere is None:
        said = "is close" if verdict == "close" else verdict
        return f"{_said(figure)} {said}: {table}."
    there = _shown(elsewhere, subject.unit)
    if verdict == "agrees with another year":
        return f"{_said(figure)} is the figure of {elsewhere.year} ({there}); {table}."
    return f"{_said(figure)} differs: {table}. It fits {elsewhere.place} ({there})."


def _shown(value: TableValue, unit: str) -> str:
    """Return a table value with its unit, and with its interval where that can be told apart."""
    text = amount(value.value, unit)
    if value.lower is None or value.upper is None:
        return text
    low, high = amount(value.lower, unit), amount(value.upper, unit)
    if low == high:
        return text
    return f"{text} ({low.removesuffix(f' {unit}')} to {high.removesuffix(f' {unit}')})"
