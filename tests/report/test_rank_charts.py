"""Ranks by several measures, and the values of an axis that a narrow page has room for."""

import itertools
import math
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from placewise.report.drawing import draw
from placewise.report.html import diagnosis_html
from placewise.report.lanes import GAP, LETTER, Scale, _without_crowding, tick_words, ticks_below
from placewise.report.rank_charts import rank_chart
from placewise.workbench.bench import Workbench

TICKS = (0.05, 0.1, 0.25, 0.5, 1, 2, 4, 8, 16, 32, 64, 128)


@given(st.lists(st.tuples(st.integers(1, 40), st.integers(0, 60)), min_size=1, max_size=8))
def test_a_rank_lies_where_so_many_others_rank_behind(ranks: list[tuple[int, int]]) -> None:
    rows = [{"name": str(n), "rank": rank, "places": rank + behind}
            for n, (rank, behind) in enumerate(ranks)]  # fmt: skip
    chart = rank_chart("ranks", rows, title="Finding", what="Measures")
    known = [(rank, behind) for rank, behind in ranks if rank + behind > 1]
    if not known:
        assert chart is None
        return
    assert chart is not None
    values = [row["value"] for row in chart.spec["datasets"]["rows"]]
    assert values == pytest.approx([100 * b / (r + b - 1) for r, b in known])
    assert "hollow" not in draw(chart)


def test_what_has_no_rank_is_not_drawn() -> None:
    row = {"name": "A", "rank": None, "places": 15}
    assert rank_chart("ranks", [row], title="Finding", what="Measures") is None


def test_a_crowded_axis_leaves_values_out_on_narrow_pages_and_keeps_one() -> None:
    scale = Scale(0.045, 200.0, TICKS, "Location quotient")
    drawn = ticks_below(scale)
    spare = re.findall(r'class="spare"[^>]*>([^<]+)<', drawn)
    every = re.findall(r">([^<]+)</text>", drawn)
    assert every == [tick_words(tick) for tick in TICKS]
    assert 0 < len(spare) < len(TICKS)
    assert "1" not in spare
    roomy = ticks_below(Scale(0.2, 2.5, (0.25, 0.5, 1, 2), "Location quotient"))
    assert "spare" not in roomy


@given(st.integers(2, 12), st.integers(0, 11))
def test_values_that_are_kept_do_not_touch(count: int, first: int) -> None:
    ticks = TICKS[:count]
    places = [100 * math.log(tick / 0.04) / math.log(ticks[-1] / 0.04) for tick in ticks]
    words = [tick_words(tick) for tick in ticks]
    kept = _without_crowding(places, words, min(first, count - 1))
    assert kept[min(first, count - 1)]
    shown = [(places[n], len(words[n])) for n in range(count) if kept[n]]
    for (left, long), (right, longer) in itertools.pairwise(shown):
        assert right - left >= LETTER * (long + longer) / 2 + GAP - 1e-9


def test_the_report_draws_the_ranks_of_its_structure(bench: Workbench) -> None:
    page = diagnosis_html(bench.diagnose("Greater Manchester", topics=()))
    assert re.search(r"ranks \w+( to \w+)? of the places compared by \w+ measures of its mix", page)
