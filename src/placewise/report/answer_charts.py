"""The charts that answers are told with: every section takes its forms from here.

Each returns a :class:`placewise.report.charts.Chart`: a Vega-Lite specification with its records
and words, which the page draws itself (docs/decisions/0006). Rows are plain dicts; a missing number
is None, and is shown as missing.

| question | form |
|---|---|
| how large, how sure, against whom; which drivers | ``range_bars`` |
| why the gap | ``waterfall``, which adds up |
| since when | ``time_lines`` |
| one measure against another | ``scatter`` |
| where | ``class_map`` |
| what is it made of | ``stacked_shares``, or of one whole with many parts ``ring`` |
"""

from __future__ import annotations

from placewise.report.bar_charts import range_bars, stacked_shares, waterfall
from placewise.report.line_charts import time_lines
from placewise.report.maps import class_map
from placewise.report.ring_charts import ring
from placewise.report.scatter_charts import scatter

__all__ = [
    "class_map", "range_bars", "ring", "scatter", "stacked_shares", "time_lines", "waterfall",
]  # fmt: skip
