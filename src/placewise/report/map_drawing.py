"""Maps drawn for the page in three classes: full, striped, empty; told apart without colour too."""

from __future__ import annotations

from html import escape

from placewise.report.charts import Chart, Row
from placewise.report.maps import CLASSES

MOST_NAMED = 12
"""Places of a class that are named beside the map; the table has them all."""
CELL = 60
MOST_LABELLED = 14
"""Up to as many tiles across, they carry a label that can be read on a narrow screen."""
SMALL = 6
"""A place smaller than this part of the map is drawn again, larger, with what is around it."""

STYLES = dict(zip(CLASSES, ("demonstrates", "could", "neither", "unknown"), strict=True))


def draw_tiles(chart: Chart) -> str:
    """Return a map of tiles, with the places of each class named beside it."""
    rows: list[Row] = chart.spec["datasets"]["places"]
    across, down = 1 + max(row["column"] for row in rows), 1 + max(row["row"] for row in rows)
    labelled = across <= MOST_LABELLED
    cell = CELL if labelled else CELL // 3
    tiles = []
    for row in sorted(rows, key=lambda row: row["here"]):
        x, y = 3 + row["column"] * cell, 3 + row["row"] * cell
        label = (
            f'<text class="on-{STYLES[row["standing"]]}" x="{x + cell / 2:g}" '
            f'y="{y + cell / 2 + 5:g}">{escape(row["short"])}</text>'
            if labelled
            else ""
        )
        tiles.append(
            f"<g><title>{escape(row['place'])}: {row['standing']}</title>"
            f'<rect class="{STYLES[row["standing"]]}{" framed" if row["here"] else ""}" '
            f'x="{x}" y="{y}" width="{cell}" height="{cell}"/>{label}</g>'
        )
    width, height = across * cell + 6, down * cell + 6
    return _with_key(
        f'<svg class="tiles" role="img" aria-label="{escape(chart.alt)}" '
        f'viewBox="0 0 {width} {height}" width="{width}" height="{height}">'
        f"{_stripes(8)}{''.join(tiles)}</svg>",
        rows,
    )


def draw_outlines(chart: Chart) -> str:
    """Return a map of outlines; a small place is drawn a second time with its neighbourhood."""
    rows: list[Row] = chart.spec["datasets"]["places"]
    width, height = chart.spec["usermeta"]["grid"]
    shapes = "".join(
        f'<path class="{STYLES[row["standing"]]}" d="{_path(row)}"><title>{escape(row["place"])}: '
        f"{row['standing']}</title></path>"
        for row in rows
    )
    here = next((row for row in rows if row["here"]), None)
    frame = f'<path class="framed" d="{_path(here)}"/>' if here else ""
    whole = (
        f'<svg class="outlines" role="img" aria-label="{escape(chart.alt)}" '
        f'viewBox="-4 -4 {width + 8} {height + 8}" width="{width + 8}" height="{height + 8}">'
        f"{_stripes(14)}"
        f'<g id="{chart.key}-shapes" class="shapes">{shapes}{frame}</g></svg>'
    )
    return _with_key(whole, rows, _nearby(chart.key, here, width, height) if here else "")


def _nearby(key: str, here: Row, width: int, height: int) -> str:
    """Return the map again around a place, where it is too small to be seen on the whole map."""
    points = [point for polygon in here["geometry"]["coordinates"] for point in polygon[0]]
    xs, ys = [x for x, _ in points], [y for _, y in points]
    size = max(max(xs) - min(xs), max(ys) - min(ys), 1)
    if size * SMALL > max(width, height):
        return ""
    side = max(4 * size, max(width, height) // 12)
    x, y = (min(xs) + max(xs) - side) // 2, (min(ys) + max(ys) - side) // 2
    stripes = _stripes(max(1, side // 30), "stripes-nearby")
    return (
        f'<figure class="nearby"><svg class="outlines" aria-hidden="true" '
        f'viewBox="{x} {y} {side} {side}">{stripes}<use href="#{key}-shapes"/></svg>'
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


def _stripes(step: int, name: str = "stripes") -> str:
    return (
        f'<defs><pattern id="{name}" width="{step}" height="{step}" patternUnits="userSpaceOnUse" '
        f'patternTransform="rotate(45)"><rect class="ground" width="{step}" height="{step}"/>'
        f'<rect class="stripe" width="{step * 0.45:g}" height="{step}"/></pattern></defs>'
    )


def _with_key(drawing: str, rows: list[Row], nearby: str = "") -> str:
    """Return a map with its classes beside it, each with the places in it."""
    items = []
    for name in CLASSES:
        places = sorted(row["place"] for row in rows if row["standing"] == name)
        if not places:
            continue
        named = ""
        if name in CLASSES[:2] or len(places) <= MOST_NAMED // 3:
            more = len(places) - MOST_NAMED
            named = ": " + "; ".join(escape(place) for place in places[:MOST_NAMED])
            named += f" and {more} more" if more > 0 else ""
        items.append(
            f'<li><svg class="swatch" aria-hidden="true"><rect class="{STYLES[name]}" x="1" y="1" '
            f'width="14" height="14"/></svg><span><strong>{name.capitalize()} ({len(places)})'
            f"</strong>{named}</span></li>"
        )
    return (
        f'<div class="map">{drawing}<div class="beside"><ul class="key">{"".join(items)}</ul>'
        f"{nearby}</div></div>"
    )
