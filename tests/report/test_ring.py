"""The ring: parts of one whole, each with its name beside it."""

from __future__ import annotations

import math
import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from placewise.errors import InputError
from placewise.report.answer_charts import ring
from placewise.report.charts import Chart
from placewise.report.drawing import draw
from placewise.report.render import chart_svg
from placewise.report.ring_charts import MOST_PIECES, REST
from placewise.report.ring_drawing import LINE, SIZES, Named, spread


def made(*shares: float | None, name: str = "Area") -> Chart:
    rows = [{"name": f"{name} {at}", "share": share, "note": "so"} for at, share in
            enumerate(shares)]  # fmt: skip
    return ring("r", rows, title="t", subtitle="s", alt="a", middle="£1")


def test_parts_come_by_size_and_rest_is_put_together() -> None:
    parts = made(0.2, 0.5, 0.3, 0.0).spec["datasets"]["parts"]
    assert [part["name"] for part in parts] == ["Area 1", "Area 2", "Area 0"]
    many = made(*[0.05] * 20).spec["datasets"]["parts"]
    assert len(many) == MOST_PIECES
    assert many[-1]["name"] == REST
    assert many[-1]["share"] == pytest.approx(0.45)
    assert math.fsum(part["share"] for part in many) == pytest.approx(1.0)


@pytest.mark.parametrize("shares", [(0.8, 0.3), (-0.1, 0.5), (None, 0.5), (float("nan"),)])
def test_what_is_no_part_of_one_whole_is_refused(shares: tuple[float | None, ...]) -> None:
    with pytest.raises(InputError, match="no parts of one whole"):
        made(*shares)


def test_arcs_hold_their_shares() -> None:
    drawn = draw(made(0.5, 0.3, 0.2))
    wide = drawn[drawn.index("roomy") : drawn.index("ring close")]
    ends = [
        tuple(map(float, found))
        for found in re.findall(r'd="M([-\d.]+) ([-\d.]+)A[^A]*? 1 ([-\d.]+) ([-\d.]+)L', wide)
    ]
    turned = [
        ((math.atan2(x2, -y2) - math.atan2(x1, -y1)) / (2 * math.pi)) % 1 for x1, y1, x2, y2 in ends
    ]
    assert turned == [pytest.approx(share, abs=0.002) for share in (0.5, 0.3, 0.2)]


def test_one_part_is_a_whole_ring_and_words_are_escaped() -> None:
    drawn = draw(made(1.0, name="<b>"))
    assert "<b>" not in drawn
    assert drawn.count("&lt;b&gt; 0") >= len(SIZES)
    assert "NaN" not in chart_svg(made(1.0).spec)
    assert drawn.count("A112 112") == 2


@given(st.lists(st.tuples(st.floats(0, 0.4999), st.integers(1, 5)), min_size=1, max_size=12))
def test_words_of_one_side_never_meet(given_parts: list[tuple[float, int]]) -> None:
    named = [
        Named({}, middle, ("w",) * lines, -112 * math.cos(2 * math.pi * middle) - LINE * lines / 2)
        for middle, lines in given_parts
    ]
    placed = spread(named)
    assert len(placed) == len(named)
    for above, below in pairwise(placed):
        assert above.top + above.high <= below.top + 1e-6
    assert all(one.right for one in placed)
