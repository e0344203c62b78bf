"""Where a place ranks by several measures at once, whatever their units."""

from __future__ import annotations

from collections.abc import Sequence

from placewise.model.wording import ordinal
from placewise.report.bar_charts import range_bars
from placewise.report.charts import Chart, Row


def rank_chart(key: str, rows: Sequence[Row], *, title: str, what: str) -> Chart | None:
    """Draw the share of the other places that rank behind, one measure a lane.

    Args:
        key: a stable word for the chart.
        rows: ``name``, ``rank`` (1 is the highest; None where not known) and ``places``.
        title: the finding.
        what: what the measures are of, for the subtitle.

    Returns:
        The chart; None where no rank among several places is known.
    """
    known = [row for row in rows if row["rank"] is not None and row["places"] > 1]
    if not known:
        return None
    bars: list[Row] = [
        {
            "name": row["name"],
            "value": 100 * (row["places"] - row["rank"]) / (row["places"] - 1),
            "note": f"{ordinal(row['rank'])} of {row['places']:,}",
        }
        for row in known
    ]
    return range_bars(
        key, bars, title=title,
        subtitle=f"{what}: other places that rank behind, per cent; the first has the highest "
        "value, which is not always the better one",
        alt="; ".join(f"{bar['name']}: {bar['note']}" for bar in bars) + ".",
        unit="Per cent of the other places",
        intervals=False,
        ends=(0, 100),
    )  # fmt: skip
