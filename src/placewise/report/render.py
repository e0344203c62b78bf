"""Specifications into pictures through vl-convert, for what is no page; nothing is fetched."""

from __future__ import annotations

import json

from placewise.report.charts import Spec


def chart_svg(spec: Spec) -> str:
    """Return a chart as SVG that stands alone."""
    import vl_convert

    svg: str = vl_convert.vegalite_to_svg(json.dumps(spec))
    return svg


def chart_png(spec: Spec, scale: float = 2.0) -> bytes:
    """Return a chart as PNG."""
    import vl_convert

    png: bytes = vl_convert.vegalite_to_png(json.dumps(spec), scale=scale)
    return png
