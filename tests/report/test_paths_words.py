"""What the section on growth and paths says of figures without an interval, and below zero."""

from __future__ import annotations

import polars as pl

from placewise.report.numbers import whole
from placewise.report.paths_section import _complexity_words


def test_a_rank_never_stands_without_its_figure() -> None:
    rows = pl.DataFrame(
        {"name": ["Economic complexity index"], "measured": [-0.15], "value": [None],
         "lower": [None], "upper": [None], "rank": [455], "places": [933]},
        schema_overrides={"value": pl.Float64, "lower": pl.Float64, "upper": pl.Float64},
    )  # fmt: skip
    assert _complexity_words(rows, "Zapata, TX") == (
        "Zapata, TX ranks 455 of 933 by the economic complexity index: −0.15 "
        "(no interval is known)."
    )


def test_whole_numbers_have_a_true_minus_and_no_negative_zero() -> None:
    assert [whole(value) for value in (-57268.0, -0.4, 0.4, None)] == ["−57,268", "0", "0", "–"]
