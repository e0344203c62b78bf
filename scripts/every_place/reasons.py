"""What is missing must say why: figures that are null, and figures without an interval."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from scripts.every_place.figures import ESTIMATES, tables_of
from scripts.every_place.tally import Tally

Row = dict[str, Any]
WITHOUT_INTERVAL = {
    ("", "specialisms"): "have no interval",
    ("", "rivals"): "have no interval",
    ("", "structure"): "have no interval",
    ("state", "levels"): "the publisher gives no interval",
    ("state", "trends"): "the publisher gives no interval",
    ("productivity", "identity"): "GVA and hours.* no interval",
    ("productivity", "mix_within"): "Mix and within have no interval",
    ("productivity", "own_parts"): "what no driver goes with.* no interval",
    ("productivity", "sensitivity"): "without a place or a region have no interval",
    ("skills", "indicators"): "the publisher gives no interval",
    ("agglomeration", "commuting"): "[Cc]ounts of commuting.* no interval",
    ("agglomeration", "catchment"): "[Cc]ounts of commuting.* no interval",
    ("agglomeration", "market_access"): "[Mm]arket access.* no interval",
    ("agglomeration", "pressure"): "signs of pressure.* no interval",
    ("paths", "options"): "not known how lumpy",
    ("paths", "complexity"): "Fitness.* no interval",
    ("paths", "concentration"): "largest industry.* no interval",
    ("barriers", "indicators"): "the publisher gives no interval",
}
"""What a note, a check or a headline must say where a figure of a table has no interval."""
AS_QUOTED = {("productivity", "evidence")}
"""Figures of studies, with what these state of them."""
WITHOUT_VALUE = {
    ("paths", "shift_share_total"): ("value", "told from"),
    ("paths", "shift_share"): ("change", "Growth leaves out"),
    ("paths", "complexity"): ("value", "Variety (needs|stands)"),
    ("paths", "options"): ("stands", "not known how lumpy"),
    ("barriers", "indicators"): ("comparator_value", "comparisons could not be made"),
}
"""A column that may be null, and what a note must say where it is."""


def check_reasons(diagnosis: Row, tally: Tally) -> None:
    """Check that whatever is missing has its reason in words."""
    for topic, name, rows, holder in tables_of(diagnosis):
        said = reasons(holder)
        check_intervals((topic, name), rows, said, tally)
        check_values((topic, name), rows, said, tally)
    check_counts(diagnosis, tally)
    check_structure(diagnosis, tally)
    check_pressure(diagnosis["agglomeration"], tally)
    for row in diagnosis["rivals"]:
        missing = row["lq"] is None
        tally.expect(missing == (row["standing"] == "not known"),
                     "a place whose figure is missing is called not known",
                     row["place"])  # fmt: skip


def reasons(holder: Row) -> str:
    """Return all that a topic says of its tables, a line a sentence."""
    checks = [check["detail"] for check in holder["checks"]]
    untold = [f"{row['question']} {row['why']}" for row in holder["cannot_tell"]]
    return "\n".join([*holder["notes"], *checks, *untold])


def check_intervals(table: tuple[str, str], rows: Sequence[Row], said: str, tally: Tally) -> None:
    """Check that figures without an interval have a reason."""
    estimate = ESTIMATES.get(table[1], "value")
    if estimate is None or table in AS_QUOTED or not rows or "lower" not in rows[0]:
        return
    if any(row["lower"] is None and row.get(estimate) is not None for row in rows):
        wanted = WITHOUT_INTERVAL.get(table)
        tally.expect(wanted is not None and re.search(wanted, said) is not None,
                     "figures without an interval say why", *table)  # fmt: skip


def check_values(table: tuple[str, str], rows: Sequence[Row], said: str, tally: Tally) -> None:
    """Check that rows without a figure have a reason."""
    column, wanted = WITHOUT_VALUE.get(table, ("", ""))
    if column and any(row[column] is None for row in rows):
        tally.expect(re.search(wanted, said) is not None, "figures that are null say why", *table)


def check_counts(diagnosis: Row, tally: Tally) -> None:
    """Check the numbers in notes that say how much is missing."""
    state, paths = diagnosis["state"], diagnosis["paths"]
    levels, industries = state.get("levels", []), paths.get("shift_share", [])
    without = sum(row["lower"] is None for row in levels)
    if without:
        tally.expect(f"For {without} of {len(levels)} numbers" in reasons(state),
                     "the number of figures without an interval is counted again",
                     without, len(levels))  # fmt: skip
    left_out = sum(row["change"] is None for row in industries)
    if left_out:
        tally.expect(f"Growth leaves out {left_out} of {len(industries)}" in reasons(paths),
                     "the number of industries that growth leaves out is counted again",
                     left_out, len(industries))  # fmt: skip


def check_structure(diagnosis: Row, tally: Tally) -> None:
    """Check that a measure of structure is missing only where an industry is, and always there."""
    for row in diagnosis["structure"]:
        name = f"Every industry is known ({row['measure']} by {row['level']}, {row['year']})"
        passed = next((c["passed"] for c in diagnosis["checks"] if c["name"] == name), None)
        tally.expect(passed is (row["value"] is not None),
                     "a measure of structure is missing where an industry is, and only there",
                     row["key"], row["measure"], row["level"], row["value"])  # fmt: skip


def check_pressure(agglomeration: Row, tally: Tally) -> None:
    """Check that every sign of pressure that is missing is named."""
    said = reasons(agglomeration).casefold()
    for row in agglomeration.get("pressure", []):
        if row["value"] is None:
            tally.expect(row["title"].casefold() in said, "a sign that is missing is named",
                         row["title"])  # fmt: skip
