"""Two tables brought to one set of industries."""

import pytest

from placewise.diagnose.common_industries import common_industries
from placewise.diagnose.industry_codes import SECTIONS


def codes(found) -> list[str]:  # type: ignore[no-untyped-def]
    return [industry.code for industry in found]


def test_joined_sections_are_made_of_single_ones() -> None:
    found = common_industries(["AB", "C", "DE", "T"], list("ABCDES"), "SIC 2007")
    assert codes(found) == ["AB", "C", "DE"]
    assert found[0].second == ("A", "B")


def test_an_industry_gives_way_to_its_parts_where_they_make_it_up() -> None:
    divisions = [f"{n:02d}" for n in range(41, 48)]
    found = common_industries(["F", "G", "41", "42", "43", "46"], divisions, "SIC 2007")
    assert codes(found) == ["41", "42", "43", "G"]
    assert found[3].second == ("45", "46", "47")


def test_parts_of_parts_are_found() -> None:
    divisions = [f"{n:02d}" for n in range(10, 34)]
    first = ["C", "CA", "CA-CB", "CB", "CC", "CD-CG", "CH", "CI-CL", "CM", "10", "11-12"]
    assert codes(common_industries(first, divisions, "SIC 2007")) == [
        "10", "11-12", "CB", "CC", "CD-CG", "CH", "CI-CL", "CM"
    ]  # fmt: skip


def test_a_coarser_second_table_decides() -> None:
    assert codes(common_industries(["41", "42", "43", "F"], ["F"], "SIC 2007")) == ["F"]
    assert common_industries(["41"], ["F"], "SIC 2007") == ()


@pytest.mark.parametrize("second", [list(SECTIONS), [f"{n:02d}" for n in range(1, 100)]])
def test_nothing_is_counted_twice(second: list[str]) -> None:
    first = ["AB", "A", "B", "C", "CA-CB", "5-8", "09", "F", "41", "H", "49-51", "52-53", "50-51"]
    found = common_industries(first, second, "SIC 2007")
    every = [division for industry in found for division in industry.divisions]
    assert len(every) == len(set(every))


def test_another_classification_matches_equal_codes() -> None:
    found = common_industries(["11", "31-33"], ["11", "31-33", "99"], "NAICS 2017")
    assert codes(found) == ["11", "31-33"]
