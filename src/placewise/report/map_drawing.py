"""Maps drawn for the page in three classes: full, striped, empty; told apart without colour too."""

from __future__ import annotations

from html import escape

from placewise.report.charts import Chart, Row

MOST_LISTED = 2
"""Classes whose places are named beside the map even where they are many."""
MOST_NAMED = 12
"""Places of a class that are named beside the map; the table has them all."""
CELL = 60
MOST_LABELLED = 14
"""Up to as many tiles across, they carry a label that can be read on a narrow screen."""
SMALL = 6
"""A place smaller than this part of the map is drawn again, larger, with what is around it."""

STYLES = ("full", "striped", "empty")
"""How the classes of a map are filled, in their order; what is not known comes last."""


def draw_tiles(chart: Chart) -> str:
    """Return a map of tiles, with the places of each class named beside it."""
    rows: list[Row] = chart.spec["datasets"]["places"]
    styles = _styles(chart)
    across, down = 1 + max(row["column"] for row in rows), 1 + max(row["row"] for row in rows)
    labelled = across <= MOST_LABELLED
    cell = CELL if labelled else CELL // 3
    tiles = []
    for row in sorted(rows, key=lambda row: row["here"]):
        x, y = 3 + row["column"] * cell, 3 + row["row"] * cell
        label = (
            f'<text class="on-{styles[row["standing"]]}" x="{x + cell / 2:g}" '
            f'y="{y + cell / 2 + 5:g}">{escape(row["short"])}</text>'
            if labelled
            else ""
        )
        tiles.append(
            f"<g><title>{escape(row['place'])}: {escape(row['standing'])}</title>"
            f'<rect class="{styles[row["standing"]]}{" framed" if row["here"] else ""}" '
            f'x="{x}" y="{y}" width="{cell}" height="{cell}"/>{label}</g>'
        )
    width, height = across * cell + 6, down * cell + 6
    return _with_key(
        chart,
        f'<svg class="tiles" role="img" aria-label="{escape(chart.alt)}" '
        f'viewBox="0 0 {width} {height}" width="{width}" height="{height}">'
        f"{_stripes(chart.key, 8)}{''.join(tiles)}</svg>",
    )


def draw_outlines(chart: Chart) -> str:
    """Return a map of outlines; a small place is drawn a second time with its neighbourhood."""
    rows: list[Row] = chart.spec["datasets"]["places"]
    width, height = chart.spec["usermeta"]["grid"]
    styles = _styles(chart)
    shapes = "".join(
        f'<path class="{styles[row["standing"]]}" d="{_path(row)}"><title>{escape(row["place"])}: '
        f"{escape(row['standing'])}</title></path>"
        for row in rows
    )
    here = next((row for row in rows if row["here"]), None)
    frame = f'<path class="framed" d="{_path(here)}"/>' if here else ""
    whole = (
        f'<svg class="outlines" role="img" aria-label="{escape(chart.alt)}" '
        f'viewBox="-4 -4 {width + 8} {height + 8}" width="{width + 8}" height="{height + 8}">'
        f"{_stripes(chart.key, 14)}"
        f'<g id="{escape(chart.key)}-shapes" class="shapes">{shapes}{frame}</g></svg>'
    )
    return _with_key(chart, whole, _nearby(chart.key, here, width, height) if here else "")


def _nearby(key: str, here: Row, width: int, height: int) -> str:
    """Return the map again around a place, where it is too small to be seen on the whole map."""
    points = [point for polygon in here["geometry"]["coordinates"] for point in polygon[0]]
    xs, ys = [x for x, _ in points], [y for _, y in points]
    size = max(max(xs) - min(xs), max(ys) - min(ys), 1)
    if size * SMALL > max(width, height):
        return ""
    side = max(4 * size, max(width, height) // 12)
    x, y = (min(xs) + max(xs) - side) // 2, (min(ys) + max(ys) - side) // 2
    stripes = _stripes(f"{key}-nearby", max(1, side // 30))
    return (
        f'<figure class="nearby" style="{_use(key + "-nearby")}">'
        '<svg class="outlines" aria-hidden="true" '
        f'viewBox="{x} {y} {side} {side}">{stripes}<use href="#{escape(key)}-shapes"/></svg>'
        f"<figcaption>{escape(here['place'])} and what is around it</figcaption></figure>"
    )


def _path(row: Row) -> str:
    """Return the rings of a place as a path, each step from the corner before."""
    parts = []
    for polygon in row["geometry"]["coordinates"]:
        (x, y), *others = polygon[0]
        parts.append(f"M{x} {y}l")
        steps = []
        for to_x, to_y in others[:-1]:
            steps.append(f"{to_x - x} {to_y - y}")
            x, y = to_x, to_y
        parts.append(" ".join(steps).replace(" -", "-") + "z")
    return "".join(parts)


def _styles(chart: Chart) -> dict[str, str]:
    """Return how each class is filled."""
    *named, unknown = chart.spec["usermeta"]["classes"]
    return {**dict(zip(named, STYLES, strict=False)), unknown: "unknown"}


def _stripes(key: str, step: int) -> str:
    """Return stripes of a width that suits one drawing; each drawing of a page has its own."""
    return (
        f'<defs><pattern id="{escape(key)}-stripes" width="{step}" height="{step}" '
        'patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
        f'<rect class="ground" width="{step}" height="{step}"/>'
        f'<rect class="stripe" width="{step * 0.45:g}" height="{step}"/></pattern></defs>'
    )


def _use(key: str) -> str:
    """Return the style by which everything inside takes the stripes of a drawing."""
    return f"--stripes: url(#{escape(key)}-stripes)"


def _with_key(chart: Chart, drawing: str, nearby: str = "") -> str:
    """Return a map with its classes beside it, each with the places in it."""
    rows: list[Row] = chart.spec["datasets"]["places"]
    items = []
    for position, (name, style) in enumerate(_styles(chart).items()):
        places = sorted(row["place"] for row in rows if row["standing"] == name)
        if not places:
            continue
        named = ""
        if position < MOST_LISTED or len(places) <= MOST_NAMED // 3:
            more = len(places) - MOST_NAMED
            named = ": " + "; ".join(escape(place) for place in places[:MOST_NAMED])
            named += f" and {more} more" if more > 0 else ""
        items.append(
            f'<li><svg class="swatch" aria-hidden="true"><rect class="{style}" x="1" y="1" '
            f'width="14" height="14"/></svg><span><strong>{escape(name[:1].upper() + name[1:])} '
            f"({len(places)})</strong>{named}</span></li>"
        )
    return (
        f'<div class="map" style="{_use(chart.key)}">{drawing}<div class="beside">'
        f'<ul class="key">{"".join(items)}</ul>{nearby}</div></div>'
    )
