"""The gazetteer of the sample: districts, cities and towns of the United Kingdom, and demonyms."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from placewise.data.name_lists import shipped_name_lists

KINDS = {
    "local authority": "district",
    "built-up area 2011 (whole)": "built-up area",
    "built-up area sub-division 2011": "built-up area",
}
"""Kinds of the source that the sample carries: parishes, wards and MSOAs are left out."""
FORMS = {"adjective": "demonym", "abbreviation": "abbreviation"}


def place_name_table(uk: Path, areas: pl.DataFrame) -> pl.DataFrame:
    """Return names of places with their district, and listed names of areas with their area.

    Args:
        uk: the folder of the official tables.
        areas: the areas of the sample.
    """
    raw = pl.read_parquet(uk / "gazetteer_places_to_lad.parquet")
    names = (
        raw.filter(pl.col("type").is_in(list(KINDS)))
        .select(
            name=pl.col("name").str.strip_chars(),
            kind=pl.col("type").replace_strict(KINDS),
            code="code",
            area="lad_active",
        )
        .unique()
    )
    known = pl.concat(
        [
            areas.select("name", "code"),
            names.filter(pl.col("kind") == "district").select("name", "code"),
        ]
    ).unique()
    by_name: dict[str, list[str]] = {}
    for name, code in known.sort("code").iter_rows():
        by_name.setdefault(name, []).append(code)
    listed = [
        (text, FORMS[form], code, code)
        for place in shipped_name_lists()
        for form, texts in place.names.items()
        if form in FORMS
        for text in texts
        for code in by_name.get(place.name, [])
    ]
    demonyms = pl.DataFrame(listed, schema=["name", "kind", "code", "area"], orient="row")
    return pl.concat([names, demonyms.unique()]).with_columns(dataset=pl.lit("place names"))
