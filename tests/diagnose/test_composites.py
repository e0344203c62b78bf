"""Industries joined to sectors: plants of a union, and what a table can see of a sector."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from placewise.diagnose.composites import joined_plants
from placewise.diagnose.industry_codes import prefixes, sight
from placewise.model.claims import Sector

CARS = Sector("cars", "Cars", ("cars",), ("29", "3091"), (), 1.0, "close", "made up")
JOBS = {"29100": 60.0, "29320": 30.0, "30910": 10.0, "30300": 100.0, "01110": 50.0}


def test_a_union_has_the_herfindahl_of_all_its_plants() -> None:
    """Against the definition, from plants listed one by one."""
    first, second = np.array([5.0, 20.0, 75.0]), np.array([10.0, 10.0, 40.0, 140.0])

    def of(plants: np.ndarray) -> tuple[float, float]:
        shares = plants / plants.sum()
        herfindahl = float(np.sum(shares**2))
        return herfindahl, plants.size * herfindahl

    h, c = zip(of(first), of(second), strict=True)
    totals = np.array([first.sum(), second.sum()])
    assert joined_plants(totals, np.array(h), np.array(c)) == pytest.approx(
        of(np.concatenate([first, second]))
    )


@given(st.lists(st.tuples(st.floats(1, 1e6), st.floats(1e-5, 1.0)), min_size=1, max_size=8))
def test_a_union_is_less_lumpy_than_its_lumpiest_part(parts: list[tuple[float, float]]) -> None:
    totals, herfindahl = (np.array(column) for column in zip(*parts, strict=True))
    joined, _ = joined_plants(totals, herfindahl, np.full(len(parts), 3.0))
    assert 0 < joined <= herfindahl.max() * (1 + 1e-9)


def test_a_part_that_is_not_known_makes_the_union_unknown() -> None:
    joined = joined_plants(np.array([1.0, 2.0]), np.array([0.1, np.nan]), np.array([3.0, 3.0]))
    assert np.isnan(joined).all()
    empty = joined_plants(np.array([1.0, 0.0]), np.array([0.1, np.nan]), np.array([3.0, np.nan]))
    assert empty == pytest.approx((0.1, 3.0))


def test_letters_and_ranges_are_the_divisions_they_hold() -> None:
    assert prefixes("C", "SIC 2007")[0] == "10"
    assert prefixes("AB", "SIC 2007") == ("01", "02", "03", "05", "06", "07", "08", "09")
    assert prefixes("R+S+T+U", "SIC 2007") == ("90", "91", "92", "93", "94", "95", "96", "97",
                                               "98", "99")  # fmt: skip
    assert prefixes("CI-CL", "SIC 2007") == ("26", "27", "28", "29", "30")
    assert prefixes("31-33", "NAICS 2017") == ("31", "32", "33")
    assert prefixes("2910", "SIC 2007") == ("2910",)


def test_what_a_table_sees_of_a_sector() -> None:
    fine = sight(CARS, ["29", "3030", "3091"], "SIC 2007", JOBS)
    assert (fine.industries, fine.seen, fine.purity) == (("29", "3091"), 1.0, 1.0)
    divisions = sight(CARS, ["29", "30", "01"], "SIC 2007", JOBS)
    assert (divisions.industries, divisions.seen, divisions.purity) == (("29",), 0.9, 1.0)
    section = sight(CARS, ["C", "A"], "SIC 2007", JOBS)
    assert section.industries == ("C",)
    assert section.purity == 0.5
    assert sight(CARS, ["11"], "NAICS 2017", JOBS).industries == ()
