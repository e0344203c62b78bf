"""Standard options of real places: counts from tables, currency, and specialisms."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest
from tests.plan.standard import BARRIERS, BASE, RULES

from placewise import Workbench
from placewise.data.option_template import write_option_template
from placewise.data.options import read_options
from placewise.model.diagnosis import DiagnosisSettings
from placewise.model.standard_options import Specialism
from placewise.plan.standard import counted_concepts
from placewise.workbench.planning.standard import (
    StandardOptionsJob,
    counts_of,
    currency_of,
    demonstrated,
    demonstrated_at,
    section_of,
)

ASKED = DiagnosisSettings()


@pytest.fixture(scope="module")
def job(bench: Workbench) -> StandardOptionsJob:
    return StandardOptionsJob(bench.shelf, RULES)


def test_every_strategy_area_of_the_sample_has_all_that_is_not_for_sectors(
    bench: Workbench, job: StandardOptionsJob
) -> None:
    for kind in ("combined authority", "local enterprise partnership"):
        for place in bench.places(kind):
            made = job.of(place)
            assert len(made.options) == 46, place.name
            assert set(made.not_offered["intervention"]) == {
                "demand management", "joint commissioning", "employer subsidy",
                "inward investment",
            }  # fmt: skip
            assert made.provenance


def test_counts_are_the_latest_of_the_concepts(bench: Workbench) -> None:
    place = bench.place("Tees Valley", "combined authority")
    places = bench.shelf.compared(place)
    counts = counts_of(bench.shelf, places, counted_concepts(BASE))["Tees Valley"]
    assert set(counts) == set(counted_concepts(BASE))
    for concept, count in counts.items():
        rows = bench.shelf.concept(concept, places).filter(place="Tees Valley").sort("year")
        assert (count.value, count.year) == (rows["value"][-1], rows["year"][-1])


def test_reach_is_a_share_of_the_published_count(bench: Workbench, job: StandardOptionsJob) -> None:
    place = bench.place("Tees Valley", "combined authority")
    made = {one.key: one for one in job.of(place).options}
    jobs = job.counts(place)["jobs"].value
    training = made["in-firm training"]
    assert training.reach.jobs == pytest.approx(0.75 * 0.05 * jobs, rel=1e-3)


def test_pounds_of_the_sample(bench: Workbench) -> None:
    assert currency_of(bench.shelf) == "GBP"


def test_specialisms_from_the_tables_of_jobs_are_those_of_a_diagnosis(bench: Workbench) -> None:
    places = bench.places("combined authority")
    quick = {place: demonstrated_at(bench.shelf, place, ASKED) for place in places}
    some = [place for place in places if quick[place]]
    none = [place for place in places if not quick[place]]
    for place in (*some[:3], *none[:1]):
        assert quick[place] == demonstrated(bench.diagnose(place, settings=ASKED).specialisms)
    assert len(some) >= 3
    sections = {one.section for found in quick.values() for one in found}
    assert sections <= set("ABCDEFGHIJKLMNOPQRST")


@pytest.mark.parametrize(
    ("code", "section"),
    [("A", "A"), ("CH", "C"), ("33", "C"), ("56.1", "I"), ("49-51", "H"), ("35.23", "D"),
     ("R+S+T+U", ""), ("Total", "")],
)  # fmt: skip
def test_sections(code: str, section: str) -> None:
    assert section_of(code, "SIC 2007") == section
    assert section_of(code, "NAICS 2017") == ""


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
@pytest.mark.parametrize("years", [1, 7, 10, 25])
def test_what_is_written_for_a_place_reads_back_the_same(
    bench: Workbench, job: StandardOptionsJob, tmp_path: Path, ending: str, years: int
) -> None:
    makers = (
        Specialism("Repair; installation", "33", 1234.0, 2024, "C"),
        Specialism("Farming", "A", 77.0, 2024, "A"),
    )
    made = job.of(bench.place("Tees Valley", "combined authority"), makers, years=years)
    assert len(made.options) == 50
    file = tmp_path / f"options.{ending}"
    write_option_template(file, BARRIERS, made.options, made.sizes)
    assert read_options(file, BARRIERS) == made.options


def test_a_workbook_tells_what_the_sizes_rest_on(
    bench: Workbench, job: StandardOptionsJob, tmp_path: Path
) -> None:
    made = job.of(bench.place("Tees Valley", "combined authority"))
    file = tmp_path / "options.xlsx"
    write_option_template(file, BARRIERS, made.options, made.sizes)
    beside = pl.read_excel(file, sheet_name="what they rest on", engine="calamine")
    assert beside["option"].to_list() == [one.key for one in made.options]
    assert beside["public cost"].to_list() == pytest.approx(made.sizes["public_cost"].to_list())
    assert beside["status"].to_list() == made.sizes["status"].to_list()


@pytest.mark.shared
def test_places_of_the_united_states_are_told_to_give_their_own(us_bench: Workbench) -> None:
    assert currency_of(us_bench.shelf) == "USD"
    job = StandardOptionsJob(us_bench.shelf, RULES)
    made = job.of(us_bench.place("Allegheny County, Pennsylvania", "county"))
    assert made.options == ()
    reasons = dict(made.not_offered.select("intervention", "reason").rows())
    assert reasons["managed brokerage"] == (
        "Costs of standard options are known in pounds only, and the place counts in dollars: "
        "give your own options."
    )


@pytest.mark.shared
@pytest.mark.parametrize(
    ("kind", "most"),
    [("district", 46), ("region", 46), ("ITL1", 46), ("combined authority", 46)],
)
def test_places_of_all_kinds_have_options_or_reasons(
    uk_bench: Workbench, kind: str, most: int
) -> None:
    job = StandardOptionsJob(uk_bench.shelf, RULES)
    counted = []
    for place in uk_bench.places(kind):
        made = job.of(place)
        offered = {one.intervention for one in made.options}
        left = set(made.not_offered["intervention"])
        assert offered | left == {one.intervention for one in BASE.options}
        assert not offered & left
        counted.append(len(made.options))
    assert max(counted) == most
    assert min(counted) > 0
