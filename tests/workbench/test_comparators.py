"""Comparators of a place: chosen for a reason, named, never the place itself."""

from pathlib import Path

import pytest

from placewise.data.likeness import read_likeness
from placewise.errors import InputError
from placewise.workbench.bench import Workbench
from placewise.workbench.comparators import NEIGHBOURS, Comparators


@pytest.fixture(scope="module")
def bench() -> Workbench:
    return Workbench.open("sample")


def test_every_comparator_is_named_and_leaves_the_place_out(bench: Workbench) -> None:
    comparators = Comparators(bench.shelf)
    for place in bench.places("combined authority"):
        found = {one.key: one for one in comparators.of(place)}
        assert {"nation", "similar", "best"} <= set(found)
        assert len(found["nation"].places) == 14
        assert len(found["similar"].places) == 5
        for one in found.values():
            assert place not in one.places
            assert one.name
            assert one.why.endswith(".")
            assert len(set(one.places)) == len(one.places)


def test_neighbours_stand_with_their_distances_nearest_first(bench: Workbench) -> None:
    comparators = Comparators(bench.shelf)
    place = bench.place("South Yorkshire", "combined authority")
    rows = comparators.neighbours(place)
    assert dict(rows.schema) == NEIGHBOURS
    assert rows["distance"].is_sorted()
    similar = next(one for one in comparators.of(place) if one.key == "similar")
    assert rows["place"].to_list() == [one.name for one in similar.places]
    # A place across the Pennines or beyond is nearer than the far South West.
    assert "Tees Valley" in rows["place"].to_list()
    assert "Cambridgeshire and Peterborough" not in rows["place"].to_list()


def test_the_best_fifth_are_the_highest(bench: Workbench) -> None:
    comparators = Comparators(bench.shelf)
    places = bench.places("combined authority")
    rows = bench.shelf.latest("gva per hour", places).sort("value", descending=True)
    best = next(one for one in comparators.of(places[0]) if one.key == "best")
    assert [one.name for one in best.places] == rows["place"].head(3).to_list()


def test_a_rule_of_ones_own_is_checked(tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    own.write_text("mix_weight = 2.0\nleast_shared = 0.5\nbest_by = []\nindicator = []\n")
    with pytest.raises(InputError, match="out of range"):
        read_likeness(own)
    own.write_text("mix_weight = 0.5\n")
    with pytest.raises(InputError, match="indicator"):
        read_likeness(own)
    with pytest.raises(InputError, match="Cannot read"):
        read_likeness(tmp_path / "none.toml")


def test_every_indicator_of_the_rule_is_a_concept(bench: Workbench) -> None:
    rule = read_likeness()
    assert {one.concept for one in rule.indicators} | set(rule.best_by) <= set(bench.shelf.concepts)
