"""Specifications into pictures, through vl-convert; nothing is fetched from anywhere."""

from __future__ import annotations

import json

from placewise.report.charts import Chart, Spec


def chart_svg(chart: Chart) -> str:
    """Return a chart as SVG for a page, with its alt text as title and label."""
    import html

    import vl_convert

    svg: str = vl_convert.vegalite_to_svg(json.dumps(chart.spec))
    label = html.escape(chart.alt, quote=True)
    opened = f'<svg role="img" aria-label="{label}" '
    return svg.replace("<svg ", opened, 1)


def chart_png(spec: Spec, scale: float = 2.0) -> bytes:
    """Return a chart as PNG."""
    import vl_convert

    png: bytes = vl_convert.vegalite_to_png(json.dumps(spec), scale=scale)
    return png
