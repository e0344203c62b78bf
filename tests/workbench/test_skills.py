"""The job of skills on the sample and on official tables."""

import polars as pl
import pytest

from placewise.model.diagnosis import DiagnosisSettings
from placewise.report.skills_section import skills_section
from placewise.workbench.bench import Workbench
from placewise.workbench.skills import skills_answers

SETTINGS = DiagnosisSettings()


def test_low_supply_is_told_from_the_share_of_the_qualified() -> None:
    bench = Workbench.open("sample")
    job = skills_answers(bench.shelf)
    places = bench.places("combined authority")
    shares = bench.shelf.latest("share qualified to level 4", places)
    lowest, highest = shares.sort("value")["place"].gather([0, -1])
    chance = {
        name: job.of(bench.place(name, "combined authority"), SETTINGS)
        .table("kinds")
        .filter(pl.col("kind") == "low supply")["probability"][0]
        for name in (lowest, highest)
    }
    assert chance[lowest] > 0.9
    assert chance[highest] < 0.1


def test_what_the_sample_lacks_is_said() -> None:
    bench = Workbench.open("sample")
    answer = skills_answers(bench.shelf).of(bench.place("Tees Valley"), SETTINGS)
    assert "leakage" not in answer.table("kinds")["kind"].to_list()
    assert any("leakage" in question for question in answer.cannot_tell["question"])


def test_a_bar_to_the_right_is_good_whatever_the_indicator() -> None:
    bench = Workbench.open("sample")
    answer = skills_answers(bench.shelf).of(bench.place("Tees Valley"), SETTINGS)
    chart = skills_section(answer).blocks[1].chart
    assert chart is not None
    drawn = {row["name"]: row["value"] for row in next(iter(chart.spec["datasets"].values()))}
    row = (
        answer.table("indicators")
        .filter(pl.col("concept") == "share without qualifications")
        .row(0, named=True)
    )
    assert row["higher_is"] == "worse"
    assert drawn[row["title"]] == pytest.approx(100 - row["percentile"])


@pytest.mark.shared
def test_every_district_is_answered_and_a_third_is_in_the_lowest_third(
    uk_bench: Workbench,
) -> None:
    job = skills_answers(uk_bench.shelf)
    places = uk_bench.places("district")
    kinds = pl.concat(job.of(place, SETTINGS).table("kinds") for place in places)
    for kind in ("low supply", "low demand", "leakage"):
        chances = kinds.filter(pl.col("kind") == kind)["probability"]
        assert len(chances) > 280
        assert chances.mean() == pytest.approx(1 / 3, abs=0.03)


@pytest.mark.shared
def test_a_rate_of_a_combined_authority_is_averaged_over_its_districts(uk_bench: Workbench) -> None:
    place = uk_bench.place("Tees Valley", "combined authority")
    rows = uk_bench.shelf.latest("not in education, employment or training", (place,))
    assert rows["approximate"].to_list() == [True]
    districts = tuple(
        uk_bench.place(code, "district") for code in uk_bench.shelf.territories.of_place(place)
    )
    parts = uk_bench.shelf.latest("not in education, employment or training", districts)["value"]
    assert parts.min() <= rows["value"][0] <= parts.max()
