"""The invented strategy by the checklist, and its sectors against its actions for all."""

from __future__ import annotations

import json
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.workbench.test_review import PLACE, STRATEGY

from placewise import Review, Workbench
from placewise.data.lexicons import read_concordance
from placewise.diagnose.industry_codes import parts_of, prefixes
from placewise.model.principles import OUTCOMES
from placewise.model.review import SECTOR_AGAINST_HORIZONTAL
from placewise.model.words import Place
from placewise.report.principles import counts_sentence
from placewise.report.review_json import review_json
from placewise.report.review_page import review_html
from placewise.report.review_tables import review_frames
from placewise.report.review_text import review_text
from placewise.workbench.document_claims import firms_in


@pytest.fixture(scope="module")
def review(bench: Workbench) -> Review:
    return bench.review(STRATEGY, PLACE)


@pytest.fixture(scope="module")
def against(review: Review) -> pl.DataFrame:
    assert review.sector_against_horizontal is not None
    return review.sector_against_horizontal


def row_of(against: pl.DataFrame, name: str, of: str) -> dict[str, object]:
    found = against.filter((pl.col("name") == name) & (pl.col("of") == of))
    assert found.height == 1
    return found.row(0, named=True)


def test_a_sector_has_its_share_of_jobs_with_an_interval(
    bench: Workbench, against: pl.DataFrame
) -> None:
    table = bench.store.table("industry_values").filter(
        (pl.col("area") == "E47000016") & (pl.col("measure") == "jobs")
    ).collect()  # fmt: skip
    latest = table.filter(pl.col("year") == table["year"].max())
    made = latest.filter(pl.col("industry") == "C")["value"][0]
    row = row_of(against, "manufacturing", "jobs")
    assert row["count"] == made
    assert row["share"] == pytest.approx(made / row["total"])
    assert row["lower"] < row["share"] < row["upper"]  # type: ignore[operator]
    assert row["year"] == latest["year"][0]
    assert row["passages"] == 1


def test_what_is_not_measured_says_so_and_has_no_number(against: pl.DataFrame) -> None:
    blind = against.filter((pl.col("kind") == "sector") & pl.col("share").is_null())
    assert blind.height
    assert blind["note"].str.len_chars().min() > 0  # type: ignore[operator]
    assert (
        blind.filter(pl.col("name") != "sector")["lower"].null_count()
        == blind.filter(pl.col("name") != "sector").height
    )


def test_actions_across_sectors_have_an_upper_bound_alone(against: pl.DataFrame) -> None:
    across = against.filter(pl.col("kind") == "horizontal")
    assert {"skills", "transport", "housing", "horizontal"} <= set(across["name"])
    assert across["share"].null_count() == across["lower"].null_count() == across.height
    assert across["note"].str.starts_with("An upper bound").all()
    skills = row_of(against, "skills", "residents 16 to 64")
    assert skills["count"] < skills["total"]  # type: ignore[operator]
    assert row_of(against, "transport", "residents")["upper"] == 1
    # The benefit of what is open to every job falls on all alike.
    assert set(across["gini"]) == {0.0}
    assert set(across["diversification"]) == {0.0}


def test_one_sector_is_as_concentrated_as_can_be(against: pl.DataFrame) -> None:
    row = row_of(against, "manufacturing", "jobs")
    assert row["equal_sectors"] == 1
    assert row["largest_sector"] == "Manufacturing"
    # All of the benefit on a share of the jobs: the Gini coefficient is what is left of one.
    assert row["gini"] == pytest.approx(1 - row["share"], abs=1e-4)  # type: ignore[operator]
    assert row["diversification"] > 0  # type: ignore[operator]
    assert row_of(against, "agriculture", "jobs")["diversification"] < 0  # type: ignore[operator]


def test_sectors_together_are_bounded_where_some_are_not_seen(against: pl.DataFrame) -> None:
    row = row_of(against, "sector", "jobs")
    each = against.filter(
        (pl.col("kind") == "sector") & (pl.col("of") == "jobs") & (pl.col("name") != "sector")
    )
    assert row["share"] is None
    assert row["lower"] == each["share"].max()
    assert row["upper"] is None
    assert row["passages"] == each["passages"].sum()


def test_the_reach_of_the_review_has_the_same_intervals(
    review: Review, against: pl.DataFrame
) -> None:
    row = review.reach.filter(pl.col("field") == "Manufacturing").row(0, named=True)
    other = row_of(against, "manufacturing", "jobs")
    assert (row["jobs_lower"], row["jobs_upper"]) == (other["lower"], other["upper"])


def test_firms_of_all_sectors_hold_those_of_one(bench: Workbench, review: Review) -> None:
    concordance = read_concordance()
    nation = Place("Great Britain", "nation", ("K03000001",), "K03000001")
    every = firms_in(bench.store, concordance, nation, None)
    some = firms_in(bench.store, concordance, nation, concordance.sector("manufacturing"))
    assert every is not None
    assert some is not None
    assert every.inside == every.total == some.total > some.inside > 0
    assert firms_in(bench.store, concordance, review.place, None) is None


@settings(max_examples=30, deadline=None, derandomize=True)
@given(at=st.integers(0, len(read_concordance().sectors) - 1))
def test_parts_of_sections_hold_all_jobs_of_the_sector(at: int) -> None:
    concordance = read_concordance()
    sector, jobs = concordance.sectors[at], concordance.jobs["SIC 2007"]
    sections = [[section] for section in "ABCDEFGHIJKLMNOPQRSTU"]
    size = [
        sum(
            value
            for code, value in jobs.items()
            if code.startswith(prefixes(section[0], "SIC 2007"))
        )
        for section in sections
    ]
    parts = [parts_of(sector, section, "SIC 2007", jobs)[0] for section in sections]
    assert all(0 <= part <= 1 + 1e-9 for part in parts)
    # Code by code, a code is in the sector or is not: no section is needed for that.
    alone = parts_of(sector, jobs, "SIC 2007", jobs)
    inside = sum(part * value for part, value in zip(alone, jobs.values(), strict=True))
    assert sum(p * n for p, n in zip(parts, size, strict=True)) == pytest.approx(inside)


def test_known_faults_and_merits_of_the_strategy_are_found(review: Review) -> None:
    judged = {one.principle: one for one in review.judged}
    assert judged["recognisable"].outcome == "met"
    assert judged["demonstrated-claims"].outcome == "not met"
    # Where it acts on a sector without a barrier is shown; which sectors it acts on is not sure.
    case = judged["barrier-and-failure"]
    assert case.outcome == "cannot tell"
    assert "no word of a barrier near" in case.support[0].passage
    assert judged["big-number"].outcome == "not met"
    # It promises a framework for evaluation, not that every programme is evaluated.
    evaluated = judged["evaluation-built-in"]
    assert evaluated.outcome == "cannot tell"
    assert "monitoring and evaluation framework" in evaluated.support[0].passage
    assert evaluated.settles
    for one in review.judged:
        assert one.outcome in OUTCOMES
        for seen in one.support:
            assert seen.where
            if seen.number is not None:
                assert seen.number < len(review.document.passages)


def test_every_door_shows_both(review: Review) -> None:
    written = json.loads(review_json(review))
    rows = written["sector_against_horizontal"]
    assert list(rows[0]) == list(SECTOR_AGAINST_HORIZONTAL)
    assert len(written["principles"]) == len(review.principles)
    assert {"key", "outcome", "why", "support", "what_would_settle_it"} <= set(
        written["principles"][0]
    )
    frames = review_frames(review)
    assert frames["principles"]["key"].n_unique() == len(review.principles)
    assert frames["sector_against_horizontal"].height == len(rows)
    said = counts_sentence(review.judged)
    assert said in " ".join(review_text(review, "x.html").split())
    page = review_html(review)
    assert said in page
    assert 'id="principles"' in page
    assert "sector against horizontal" in page
    counts = [sum(one.outcome == outcome for one in review.judged) for outcome in OUTCOMES]
    assert sum(counts) == len(review.judged) == int(said.split()[1])


def test_a_place_without_tables_is_judged_all_the_same(bench: Workbench, tmp_path: Path) -> None:
    file = tmp_path / "plan.md"
    file.write_text(
        "# A plan\n\nWe will back the space sector, and train people for new jobs.\n", "utf-8"
    )
    review = bench.review(file, PLACE)
    against = review.sector_against_horizontal
    assert against is not None
    space = row_of(against, "space", "jobs")
    assert space["share"] is None
    assert space["note"]
    assert len(review.judged) == len(review.principles)
