"""The recipes that ship, on the official tables themselves."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import polars as pl
import pytest
from scripts.recipes_page import NOT_LOADED, files_of

from placewise import Workbench
from placewise.data.load import load
from placewise.data.recipe import read_recipe
from placewise.data.workspace import Workspace
from placewise.diagnose.specialisms import standing
from placewise.errors import UnknownNameError
from placewise.model.diagnosis import DiagnosisSettings

pytestmark = pytest.mark.shared


@pytest.fixture(scope="module")
def uk(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Workbench:
    folder = tmp_path_factory.mktemp("uk")
    load("uk", shared / "data" / "uk", Workspace.create(folder / "w"))
    return Workbench.open(folder / "w")


def test_known_totals(uk: Workbench) -> None:
    values = uk.store.table("industry_values")
    jobs = values.filter(pl.col("dataset") == "BRES jobs by section, districts, 2024").collect()
    assert jobs["value"].sum() == 31_444_355
    assert jobs["area"].n_unique() == 350
    gva = values.filter(
        (pl.col("dataset") == "GVA by industry, districts, 1998 to 2023")
        & (pl.col("industry") == "Total") & (pl.col("year") == 2023) & (pl.col("measure") == "gva")
    ).collect()  # fmt: skip
    assert gva["value"].sum() == pytest.approx(2_434_400, abs=20)


def test_enterprises_reproduce_the_published_partnership_totals(
    uk: Workbench, shared: Path
) -> None:
    """Seven districts lie in two partnerships and count in both."""
    members = uk.store.table("area_members").filter(pl.col("whole").str.starts_with("E37"))
    changes = uk.store.table("area_changes").select(area="old_code", member="code")
    summed = (
        uk.store.table("plants").filter(pl.col("year") == 2022)
        .join(changes, on="area").join(members, on="member")
        .group_by("whole").agg(pl.col("plants").sum()).collect()
    )  # fmt: skip
    file = "ukbc_enterprises_18groups_sizeband_lad_lep_lsip_mca_2018_2022.parquet"
    published = (
        pl.read_parquet(shared / "data" / "uk" / file)
        .filter((pl.col("geo_type") == "lep21") & (pl.col("year") == 2022))
        .group_by(whole="geo_code")
        .agg(total=pl.sum_horizontal("micro", "small", "medium", "large").sum())
    )
    both = summed.join(published, on="whole")
    assert both.height == 38
    # Five size bands of every district are rounded to 5 one by one; enterprises as published
    # agree within 0.15 %, their bands added up within 0.5 %.
    assert ((both["plants"] / both["total"] - 1).abs() < 0.005).all()


def test_manufacturing_in_the_350_districts(uk: Workbench) -> None:
    district = uk.place("Barnsley", "district")
    entry = next(
        e for e in uk._assessments.tables.catalogue
        if e.year == 2024 and e.measure == "jobs" and e.area_kind == "district"
    )  # fmt: skip
    assessment = uk._assessments.of(entry, district, DiagnosisSettings())
    column = [i.code for i in assessment.table.industries].index("C")
    assert len(assessment.table.places) == 350
    assert (assessment.result.lq[:, column] >= 1.25).sum() == 151
    shown = [
        standing(lq, p, DiagnosisSettings())
        for lq, p in zip(
            assessment.result.lq[:, column], assessment.result.probability[:, column], strict=True
        )
    ]
    assert 0 < shown.count("demonstrates") < 151


def test_a_combined_authority_is_built_from_districts_and_from_nuts_areas(uk: Workbench) -> None:
    diagnosis = uk.diagnose("Greater Manchester")
    rows = diagnosis.specialisms
    section = rows.filter((pl.col("level") == "section") & (pl.col("measure") == "jobs"))
    quotients = dict(section.select("industry", "lq").iter_rows())
    assert quotients["C"] == pytest.approx(0.90, abs=0.005)
    assert quotients["M"] == pytest.approx(1.16, abs=0.005)
    assert {"division", "subclass"} <= set(rows["level"])
    divisions = rows.filter((pl.col("level") == "division") & (pl.col("measure") == "jobs"))
    assert divisions["base"].unique().to_list() == ["Great Britain"]


@pytest.mark.parametrize("level", ["section", "division group", "division"])
def test_industries_of_districts_are_held_to_the_national_row(
    uk: Workbench, shared: Path, level: str
) -> None:
    """Each of the 361 districts is rounded, which is 5.5 at one standard deviation."""
    tables = uk._assessments.tables
    leeds = uk.place("Leeds", "district")
    entry = next(
        e for e in tables.catalogue
        if (e.measure, e.year, e.level, e.area_kind) == ("gva", 2023, level, "district")
    )  # fmt: skip
    table = tables.build(entry, leeds, None)
    national = pl.read_parquet(shared / "data" / "uk" / "gva_by_industry_itl_1998_2023.parquet")
    row = national.filter((pl.col("itl_code") == "UKX") & (pl.col("year") == 2023)).select(
        code=pl.col("industry_code").str.extract("^([^ ]+)"), value="gva_current_gbp_m"
    )
    published = dict(row.iter_rows())
    sums = {"AB": "A B", "DE": "D E", "52-53": "52 53", "49-51": "49 50 51", "58-60": "58 59 60",
            "61-63": "61 62 63", "72-75": "72 73 74 75", "78-80": "78 79 80", "94-95": "94 95",
            "CA-CB": "CA CB", "CI-CL": "CI CJ CK CL", "CD-CG": "CD-CE CF CG"}  # fmt: skip
    expected = [
        sum(published[part] for part in sums.get(code, code).split())
        for code in (industry.code for industry in table.industries)
    ]
    np.testing.assert_allclose(table.industry_totals, expected, atol=15)
    assert table.total == pytest.approx(published["Total"], abs=20)
    assert len(table.provenance) == 2  # industries that a district hides come from regions


def test_levels_that_cannot_be_had_are_said(uk: Workbench) -> None:
    diagnosis = uk.diagnose("West of England")
    questions = " ".join(diagnosis.cannot_tell["question"])
    assert "subclass" in questions
    assert set(diagnosis.specialisms["level"]) & {"section"}


def test_a_place_of_ones_own(uk: Workbench) -> None:
    workspace = uk.store
    assert isinstance(workspace, Workspace)
    workspace.add_place("M62 corridor", ["Liverpool", "Manchester", "Leeds", "E06000010"])
    fresh = Workbench.open(workspace.folder)
    diagnosis = fresh.diagnose("M62 corridor")
    jobs = diagnosis.specialisms.filter(
        (pl.col("measure") == "jobs") & (pl.col("level") == "section")
    )
    parts = (
        workspace.table("industry_values")
        .filter(
            (pl.col("dataset") == "BRES jobs by section, districts, 2024")
            & pl.col("area").is_in(["E08000012", "E08000003", "E08000035", "E06000010"])
        )
        .collect()
    )
    assert jobs["value"].sum() == parts["value"].sum()
    workspace.remove_place("M62 corridor")


def test_every_file_is_loaded_or_named_with_a_reason(shared: Path) -> None:
    for name, exceptions in NOT_LOADED.items():
        there = {path.name for path in (shared / "data" / name).iterdir()} - {"SOURCES.md"}
        read = set(files_of(read_recipe(name)))
        assert there == read | set(exceptions)
        assert not read & set(exceptions)


def test_sums_that_the_sources_promise_were_checked(uk: Workbench) -> None:
    told = {source.dataset: source.transformations for source in uk.store.provenance()}
    gva = " ".join(told["GVA by industry, districts, 1998 to 2023"])
    assert '(^(AB|C|DE|[F-T])$) adds up to "Total" in 9,230 sums within 9.5, 5 at most' in gva
    assert "156 sums have parts that are missing and could not be checked" in gva
    business = " ".join(told["UK Business Counts by size, 2018 to 2022"])
    assert 'area (^E0) adds up to "E92000001" in 360 sums' in business


def test_names_become_codes_and_those_without_one_are_listed(uk: Workbench) -> None:
    indicators = uk.store.table("indicators")
    told = {source.dataset: source.transformations for source in uk.store.provenance()}
    lost = told["Attainment, upper-tier authorities, 2016 to 2025"][-1]
    assert "Bournemouth (Pre LG), Cumbria, Dorset (Pre LG), London (Inner)" in lost
    attainment = indicators.filter(pl.col("indicator") == "Attainment: AVG_Attain8_Score")
    areas = attainment.collect()["area"].unique()
    assert {"E06000047", "E06000010", "E10000012", "E12000003", "E92000001"} <= set(areas)
    surveys = indicators.filter(pl.col("dataset").str.contains("Annual Population Survey"))
    kinds = surveys.select(pl.col("area").str.head(3)).unique().collect()["area"]
    assert {"E92", "E37", "E47", "E69", "E06"} <= set(kinds)
    # North East of 2022 is not the larger North East of 2025.
    assert "E47000014" not in set(surveys.collect()["area"])


def test_every_industry_of_the_united_states_has_one_level_and_a_title(us_bench: Workbench) -> None:
    industries = us_bench.store.table("industries").collect()
    assert industries["code"].n_unique() == industries.height
    untitled = industries.filter(pl.col("name") == pl.concat_str(pl.lit("NAICS "), "code"))
    assert untitled.is_empty()
    assert industries.filter(pl.col("name").str.contains(r"^\d")).is_empty()


def test_metros_have_manufacturing_as_it_is_published(us_bench: Workbench) -> None:
    metros = us_bench.store.table("industry_values").filter(
        (pl.col("measure") == "jobs") & pl.col("dataset").str.starts_with("CBP metros")
    )
    jobs = metros.group_by("industry").agg(pl.col("value").sum(), areas=pl.len()).collect()
    found = {row[0]: row[1:] for row in jobs.iter_rows()}
    assert found["31-33"] == (11_218_818, 932)
    assert found["44-45"] == (14_999_731, 933)
    assert found["48-49"] == (5_196_656, 932)
    assert found["Total"] == (122_485_576, 933)


def test_home_values_that_are_none_stay_missing(us_bench: Workbench) -> None:
    values = us_bench.store.table("indicators").filter(
        pl.col("indicator") == "median value of owned homes"
    ).collect()["value"]  # fmt: skip
    assert 0 < values.min() < values.max() <= 1_000_000  # type: ignore[operator]


def test_american_places_are_found_as_people_write_them(us_bench: Workbench) -> None:
    assert us_bench.place("6037") == us_bench.place("06037")
    assert us_bench.place("06037").name == "Los Angeles County, California"
    assert us_bench.place("35013").name == "Doña Ana County, New Mexico"
    with pytest.raises(UnknownNameError, match="Did you mean"):
        us_bench.place("Dona Ana County, New Mexico")
    with pytest.raises(UnknownNameError, match=r"No place is called .* Alabama\" or \"Washington"):
        us_bench.place("Washington County")
    with pytest.raises(UnknownNameError, match="kind of place") as caught:
        us_bench.place("Los Angeles County, California", "metropolitan area")
    assert "county" in caught.value.allowed


def test_the_base_of_metros_is_that_of_metros(us_bench: Workbench) -> None:
    """Utilities: 588,338 of 122,485,576 jobs in all metros; those of all counties are 612,827."""
    settings = DiagnosisSettings(industry_level="sector", year=2019)
    chicago = us_bench.diagnose("16980", settings=settings, topics=()).specialisms
    row = chicago.filter(pl.col("industry") == "22").row(0, named=True)
    metros = us_bench.store.table("industry_values").filter(
        pl.col("dataset").str.starts_with("CBP metros") & (pl.col("area") == "16980")
    )
    total = metros.filter(pl.col("industry") == "Total").collect()["value"][0]
    expected = (row["value"] / total) / (588_338 / 122_485_576)
    assert row["lq"] == pytest.approx(expected, rel=1e-12)


def test_a_county_is_held_to_all_that_is_published_of_all_counties(
    us_bench: Workbench, shared: Path
) -> None:
    """From the two files themselves: 60 counties hide a sector, and count with the others."""
    folder = shared / "data" / "us"
    sectors = pl.read_parquet(folder / "us_cbp_county_naics2_2017_2021.parquet")
    groups = pl.read_parquet(folder / "us_cbp_county_naics4_2017_2021.parquet")
    ranges = groups.filter(pl.col("naics").str.contains("^(31|32|33|44|45|48|49)"))
    told = pl.concat([
        table.filter((pl.col("year") == 2021) & ~pl.col("supp")).select("fips", "naics", "emp")
        for table in (sectors, ranges)
    ])  # fmt: skip
    # A range that hides one of its industry groups is hidden itself.
    hidden = ranges.filter((pl.col("year") == 2021) & pl.col("supp"))
    part = pl.col("naics").str.head(2).replace({"32": "31", "33": "31", "45": "44", "49": "48"})
    told = told.with_columns(part=part).join(
        hidden.select("fips", part=part).unique(), on=["fips", "part"], how="anti"
    )
    here, information = told.filter(pl.col("fips") == "06037"), pl.col("naics") == "51"
    share = here.select(pl.col("emp").filter(information).sum() / pl.col("emp").sum()).item()
    usual = told.select(pl.col("emp").filter(information).sum() / pl.col("emp").sum()).item()
    settings = DiagnosisSettings(industry_level="sector", year=2021)
    rows = us_bench.diagnose("06037", settings=settings, topics=()).specialisms
    lq = rows.filter(pl.col("industry") == "51")["lq"].item()
    assert lq == pytest.approx(share / usual, rel=1e-12)
    assert lq == pytest.approx(2.04, abs=0.005)


def test_one_industry_is_no_mix(us_bench: Workbench) -> None:
    answer = us_bench.explain("48301", "productivity")  # Loving County, Texas
    assert answer.finding("mix_within") is None
    assert "Fewer than two industries" in " ".join(answer.cannot_tell["why"])
