"""Concepts of places: published, from one table a place, or averaged over areas."""

from pathlib import Path

import polars as pl
import pytest

from placewise.errors import InputError, UnknownNameError
from placewise.workbench.bench import Workbench


@pytest.fixture(scope="module")
def bench() -> Workbench:
    return Workbench.open("sample")


def test_a_concept_of_the_sample_is_what_the_table_says(bench: Workbench) -> None:
    places = bench.places("combined authority")
    rows = bench.shelf.concept("gva per hour", places)
    stored = (
        bench.store.table("indicators")
        .filter(
            (pl.col("indicator") == "concept: gva per hour") & (pl.col("area") == places[0].code)
        )
        .collect()
    )
    here = rows.filter(pl.col("place") == places[0].name)
    assert sorted(here["value"]) == sorted(stored["value"])
    assert here.height > 5
    assert not here["approximate"].any()


def test_an_unknown_concept_names_those_that_are_known(bench: Workbench) -> None:
    with pytest.raises(UnknownNameError, match="gva per hour"):
        bench.shelf.concept("gva per hours", bench.places("combined authority"))


def test_the_latest_year_is_one_that_most_places_have(bench: Workbench) -> None:
    rows = bench.shelf.latest("gva per hour", bench.places("combined authority"))
    assert rows["year"].n_unique() == 1


def test_concepts_of_ones_own_are_checked(tmp_path: Path) -> None:
    from placewise.data.concepts import read_concepts

    own = tmp_path / "own.toml"
    own.write_text('[[concept]]\nkey = "x"\n', encoding="utf-8")
    with pytest.raises(InputError, match="title is missing"):
        read_concepts(own)
