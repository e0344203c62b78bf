"""No name of its own survives on the pages of real documents."""

from __future__ import annotations

import re
import time
from pathlib import Path

import polars as pl
import pytest
from tests.review.masking.hunter import survivors

from placewise.data.gazetteer import common_words, place_names, short_forms
from placewise.data.places import find_place
from placewise.data.sample import Sample
from placewise.model.place_names import PlaceName, PlaceNamesOfOneCountry
from placewise.model.words import Place
from placewise.review.masking import mask
from placewise.review.masking.folding import fold_name
from placewise.review.masking.own_names import ordinary, own_names
from placewise.workbench.reading import open_document

pytestmark = pytest.mark.shared


class FullGazetteer(Sample):
    """The sample with every name of the official gazetteer."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def table(self, name: str) -> pl.LazyFrame:
        if name != "place_names":
            return super().table(name)
        columns = {"name": "name", "kind": "type", "code": "code", "area": "lad_active"}
        return pl.scan_parquet(self.path).select(**columns, dataset=pl.lit("names")).unique()


@pytest.fixture(scope="module")
def british(shared: Path) -> PlaceNamesOfOneCountry:
    return place_names(FullGazetteer(shared / "data" / "uk" / "gazetteer_places_to_lad.parquet"))


@pytest.mark.parametrize(
    ("file", "name", "least"),
    [
        ("fenland", "Fenland", 300),
        ("buckinghamshire-draft-part-a", "Buckinghamshire", 60),
        ("broxbourne-employment-skills-spd", "Broxbourne", 20),
    ],
)
def test_no_own_name_survives_in_a_plan(
    shared: Path, british: PlaceNamesOfOneCountry, file: str, name: str, least: int
) -> None:
    document = open_document(shared / "text" / "pdf" / f"{file}.pdf")
    place = find_place(Sample(), f"{name} (LAD)")
    own = own_names(british, place)
    masked = mask(document.text, british, place, 1)
    assert len(masked.spans) >= least
    official = [key for key in own.unmistakable if own.kinds[key] == "own name"]
    localities = own.unmistakable - set(official)
    assert survivors(masked.text, official, any_case=True) == []
    assert survivors(masked.text, localities, any_case=False) == []


def californian(shared: Path, plans: pl.DataFrame) -> PlaceNamesOfOneCountry:
    counties = pl.read_parquet(
        shared / "data" / "us" / "us_county_cbsa_delineation.parquet"
    ).filter(pl.col("st_name") == "California")
    cities = [(city.removesuffix(", California"), "city") for city in plans["place"]]
    cities += [(county.removesuffix(", California"), "county") for county in counties["stco_name"]]
    names = [
        PlaceName(form, "name" if form == city else "short form", kind, frozenset({city}), city)
        for city, kind in cities
        for form in (city, *short_forms(city, kind))
    ]
    return PlaceNamesOfOneCountry("California", tuple(names), {}, common_words())


def test_californian_plans_keep_no_name(shared: Path) -> None:
    plans = pl.read_parquet(
        shared / "text" / "us_ca_general_plans_dev.parquet", columns=["place", "text"]
    )
    names = californian(shared, plans)
    sure = {
        key
        for name in names.names
        if len(key := fold_name(name.text)) >= 6 and not ordinary(key, names.common_words)
    }
    spent, characters, left = 0.0, 0, 0
    for place_name, text in plans.sample(6, seed=20260101).iter_rows():
        city = place_name.removesuffix(", California")
        place = Place(city, "city", (city,))
        begun = time.process_time()
        second = mask(text, names, place, 2)
        spent += time.process_time() - begun
        characters += len(text)
        own = own_names(names, place)
        first = mask(text, names, place, 1)
        assert survivors(first.text, own.squashable, any_case=True) == []
        here = sure - set(re.findall(r"[a-z]{3,}", text))
        left += len(survivors(second.text, here, any_case=False))
    # People (Abraham Lincoln), and names on maps whose letters the scanner tore apart.
    assert left / characters < 5 / 1_000_000
    # Twice the stated rate would be 0.5 s; a loaded machine is given room.
    assert spent / characters * 1.4e6 < 1.0
