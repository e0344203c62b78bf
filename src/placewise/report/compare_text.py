"""A comparison of places on the terminal: the answer, the tests, and the groups."""

from __future__ import annotations

from placewise.model.plan import Comparison
from placewise.model.wording import money, plural
from placewise.report.compare_charts import table_of
from placewise.report.numbers import MISSING, interval, number
from placewise.report.text import MOST_ROWS, aligned, cut, wrapped


def compare_text(comparison: Comparison, report: str) -> str:
    """Return the summary of a comparison, with where the full report lies."""
    settings = comparison.settings
    amount = money(settings.budget, settings.currency).removesuffix(".00")
    years = "year" if settings.years == 1 else "years"
    parts = [
        f"{comparison.places.height:,} {plural(comparison.kind)}, {amount} a head over "
        f"{settings.years} {years}",
        "",
        *(wrapped(sentence) for sentence in comparison.headline),
    ]
    written = comparison.finding("written")
    if written is not None:
        parts.append(wrapped(written.sentence))
    if comparison.mantel.height:
        parts += ["", *_tests(comparison)]
    if comparison.clusters.height > 1:
        parts += ["", *_groups(comparison)]
    tests = table_of(comparison, "south")
    if tests.height:
        parts += ["", *_south(comparison)]
    parts += [
        "",
        "Every plan is made of standard options of illustrative size.",
        f"Report: {report}",
    ]
    return "\n".join(parts)


def _tests(comparison: Comparison) -> list[str]:
    head = ["Distances", "Correlation", "95 % interval", "p", "Places"]
    rows = [
        [cut(row["test"], 56), number(row["statistic"], row["lower"], row["upper"]),
         interval(row["lower"], row["upper"]), _p(row["p_value"]), row["places"]]
        for row in comparison.mantel.head(MOST_ROWS).iter_rows(named=True)
    ]  # fmt: skip
    return aligned([head, *rows])


def _groups(comparison: Comparison) -> list[str]:
    head = ["Group", "Places", "Stability", "Needs"]
    rows = [
        [str(row["cluster"]), row["places"], number(row["stability"]), "  " + cut(row["needs"], 64)]
        for row in comparison.clusters.head(MOST_ROWS).iter_rows(named=True)
    ]
    return aligned([head, *rows], words=(0, 3))


def _south(comparison: Comparison) -> list[str]:
    head = ["Managing the costs of growth", "Value", "95 % interval", "p", "Places"]
    rows = [
        [cut(row["test"], 56), number(row["value"], row["lower"], row["upper"]),
         interval(row["lower"], row["upper"]), _p(row["p_value"]), row["places"]]
        for row in table_of(comparison, "south").head(MOST_ROWS).iter_rows(named=True)
    ]  # fmt: skip
    return aligned([head, *rows])


def _p(value: float | None) -> str:
    return MISSING if value is None else "below 0.001" if value < 0.001 else f"{value:.2g}"
