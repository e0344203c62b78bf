"""One whole as a ring of its parts, each named beside it."""

from __future__ import annotations

from collections.abc import Sequence

from placewise.errors import InputError
from placewise.report.axes import number_or_none
from placewise.report.bar_charts import WHOLE
from placewise.report.charts import BLUE, Chart, Row, Spec, specification

MOST_PIECES = 12
"""Parts that are drawn one by one; of more, the smallest are drawn together."""
REST = "all others"
SIZE = 320


def ring(
    key: str, rows: Sequence[Row], *, title: str, subtitle: str, alt: str, middle: str = ""
) -> Chart:
    """Draw the parts of one whole as a ring, the largest first, clockwise from the top.

    A part is filled or striped, and every part carries its name: none needs its colour.

    Args:
        key: a stable word for the chart.
        rows: ``name``, ``share`` (0 to 1), optional ``striped`` and ``note`` (below the name).
        title: the finding.
        subtitle: what is drawn, and what striped means.
        alt: finding and range for those who cannot see it.
        middle: a few letters in the middle of the ring.

    Raises:
        InputError: shares that are not known, below zero, or add up to more than one.
    """
    shares = [number_or_none(row["share"]) for row in rows]
    if any(share is None or share < 0 for share in shares) or sum(map(float, shares)) > WHOLE:  # type: ignore[arg-type]
        raise InputError(
            "The shares are no parts of one whole: "
            + ", ".join("not known" if share is None else f"{share:.4g}" for share in shares),
            where=f'ring "{key}"',
            allowed="shares from 0 to 1 that add up to at most 1",
        )
    ordered = sorted((row for row in rows if row["share"] > 0), key=lambda row: -row["share"])
    parts = [
        {"position": at, "name": row["name"], "share": float(row["share"]),
         "striped": bool(row.get("striped")), "note": row.get("note", "")}
        for at, row in enumerate(_few(ordered))
    ]  # fmt: skip
    around = {"field": "share", "type": "quantitative", "stack": True,
              "scale": {"domain": [0, 1]}}  # fmt: skip
    order = {"field": "position", "type": "quantitative"}
    layers: list[Spec] = [
        {"mark": {"type": "arc", "innerRadius": 66, "outerRadius": 110, "stroke": "white"},
         "encoding": {"theta": around, "order": order,
                      "fill": {"condition": {"test": "datum.striped", "value": "#56B4E9"},
                               "value": BLUE}}},
        {"mark": {"type": "text", "radius": 140},
         "encoding": {"theta": around, "order": order, "text": {"field": "name"}}},
    ]  # fmt: skip
    spec = specification({"parts": parts}, layers, width=SIZE, height=SIZE,
                         usermeta={"middle": middle})  # fmt: skip
    return Chart(key, "ring", title, subtitle, alt, spec)


def _few(rows: list[Row]) -> list[Row]:
    """Return at most so many parts; those beyond are put together, whose names are left out."""
    if len(rows) <= MOST_PIECES:
        return rows
    kept, others = rows[: MOST_PIECES - 1], rows[MOST_PIECES - 1 :]
    share = sum(row["share"] for row in others)
    striped = all(row.get("striped") for row in others)
    note = f"{len(others)} areas, {100 * share:.0f} %"
    return [*kept, {"name": REST, "share": share, "striped": striped, "note": note}]
