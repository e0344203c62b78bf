"""A small invented country, as files of four formats with a recipe."""

from __future__ import annotations

import json
from pathlib import Path

import polars as pl

RECIPE = """
title = "Ruritania"

[[dataset]]
name = "areas"
file = "areas.geojson"
[dataset.source]
title = "Provinces"
publisher = "Royal Mapping Office"
licence = "CC BY 4.0"
vintage = "2023"
[[dataset.table]]
into = "areas"
[dataset.table.columns]
code = "id"
name = "name"
kind = { value = "province" }
[[dataset.table]]
into = "boundaries"
[dataset.table.columns]
area = "id"
kind = { value = "province" }
year = { value = 2023 }
geometry = "geometry"

[[dataset]]
name = "industries"
file = "industries.xlsx"
[dataset.source]
title = "Trades"
publisher = "Royal Statistical Office"
licence = "CC BY 4.0"
vintage = "2020"
[[dataset.table]]
into = "industries"
[dataset.table.columns]
classification = { value = "RIC" }
code = "Code"
name = "Title"
level = { value = "trade" }

[[dataset]]
name = "jobs"
file = "jobs.csv"
encoding = "cp1252"
missing = ["-"]
[dataset.source]
title = "Jobs by trade"
publisher = "Royal Statistical Office"
licence = "CC BY 4.0"
vintage = "2023"
[[dataset.table]]
into = "industry_values"
unpivot = { columns = ["mining", "brewing", "clocks"], name = "trade", value = "jobs" }
where = [{ column = "Province", is_not = "Total" }]
rounding = [[99, 5], [0, 10]]
[[dataset.table.total]]
expect = 8480
within = 50
[dataset.table.columns]
measure = { value = "jobs" }
area = { column = "Province", extract = "\\\\((.*)\\\\)" }
classification = { value = "RIC" }
industry = { column = "trade", map = { mining = "M", brewing = "B", clocks = "K" } }
year = { value = 2023 }
value = "jobs"
unit = { value = "jobs" }
"""

JOBS = (
    "Province,mining,brewing,clocks\n"
    "Strelsau (P1),100,2000,1000\n"
    "Zenda (P2),50,400,2500\n"
    "Hofbau (P3),1500,900,-\n"
    "Ölberg (P4),10,15,5\n"
    "Total,1660,3315,3505\n"
)


def write_country(folder: Path) -> Path:
    """Write the files and the recipe; return the recipe."""
    folder.mkdir(parents=True, exist_ok=True)
    squares = [
        {
            "type": "Feature",
            "properties": {"id": f"P{n}", "name": name},
            "geometry": {
                "type": "Polygon",
                "coordinates": [[[n, n], [n + 1, n], [n + 1, n + 1], [n, n + 1], [n, n]]],
            },
        }
        for n, name in enumerate(["Strelsau", "Zenda", "Hofbau", "Ölberg"], start=1)
    ]
    collection = {"type": "FeatureCollection", "features": squares}
    (folder / "areas.geojson").write_text(json.dumps(collection), encoding="utf-8")
    pl.DataFrame({"Code": ["M", "B", "K"], "Title": ["Mining", "Brewing", "Clocks"]}).write_excel(
        folder / "industries.xlsx"
    )
    (folder / "jobs.csv").write_text(JOBS, encoding="cp1252")
    recipe = folder / "ruritania.toml"
    recipe.write_text(RECIPE, encoding="utf-8")
    return recipe
