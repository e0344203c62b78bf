"""Verdicts on sectors: from the tables of the sample, and of the whole workspace by hand."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from placewise import DiagnosisSettings, Workbench
from placewise.data.lexicons import read_claim_lexicon, read_concordance
from placewise.diagnose.sector_sentences import sector_verdict
from placewise.errors import UnknownNameError
from placewise.model.claims import VERDICTS, SectorSight
from placewise.review.claims.finder import RuleClaimFinder
from placewise.review.claims.reasons import horizontal_actions
from placewise.review.plain_text import plain_document
from placewise.workbench.document_claims import (
    judge_claims,
    reach_of_focus,
    sectors_claimed,
)
from placewise.workbench.sectors import SectorAssessments
from placewise.workbench.tables import Tables


@pytest.fixture(scope="module")
def sectors(bench: Workbench) -> SectorAssessments:
    return SectorAssessments(Tables(bench.store), read_concordance())


def test_every_sector_has_a_verdict_that_fits_its_numbers(bench: Workbench) -> None:
    for sector in bench.concordance.sectors:
        verdict = bench.judge_sector("South Yorkshire", sector)
        assert verdict.verdict in VERDICTS
        assert "South Yorkshire" in verdict.sentence
        if sector.judged == "not measurable":
            assert verdict.verdict == "not measurable"
        if verdict.verdict == "not measurable":
            assert verdict.evidence.is_empty()
            assert verdict.sight is None
            continue
        best = verdict.evidence.sort("probability_above_threshold", descending=True).row(
            0, named=True
        )
        assert verdict.sight is not None
        assert verdict.sight.seen >= 0.6
        assert verdict.sight.purity >= 0.6
        assert (verdict.verdict == "supported") == best["demonstrable"]
        if verdict.verdict == "contradicted":
            assert best["lq"] < 1
            assert (verdict.probability_below_one or 0) > 0.95
        assert verdict.places_claiming == best["places_claiming"]


def test_a_sector_that_is_an_industry_is_that_industry(bench: Workbench) -> None:
    """Manufacturing is section C: the same numbers by either way."""
    by_sector = bench.judge_sector("Tees Valley", "manufacturing").evidence
    rows = bench.diagnose("Tees Valley").specialisms.filter(
        (pl.col("industry") == "C") & (pl.col("measure") == "jobs")
    )
    jobs = by_sector.filter(pl.col("measure") == "jobs")
    for column in (
        "value", "share", "lq", "lower", "upper", "herfindahl", "shrunk",
        "probability_above_threshold", "rivals_expected",
    ):  # fmt: skip
        assert jobs[column][0] == pytest.approx(rows[column][0]), column


def test_a_sector_of_several_industries_adds_up(bench: Workbench) -> None:
    """Professional and business services are sections M and N in the table of jobs."""
    found = bench.judge_sector("Greater Manchester", "professional services",
                               settings=DiagnosisSettings(industry_level="section"))  # fmt: skip
    parts = bench.diagnose("Greater Manchester").specialisms.filter(
        pl.col("industry").is_in(["M", "N"]) & (pl.col("measure") == "jobs")
        & (pl.col("level") == "section")
    )  # fmt: skip
    jobs = found.evidence.filter(pl.col("measure") == "jobs").row(0, named=True)
    assert jobs["value"] == pytest.approx(parts["value"].sum())
    share, base = (float(np.sum(parts[name].to_numpy())) for name in ("share", "base_share"))
    assert jobs["share"] == pytest.approx(share)
    assert jobs["lq"] == pytest.approx(share / base)


def test_a_corpus_is_counted_only_where_there_is_one(bench: Workbench) -> None:
    alone = bench.judge_sector("Greater Manchester", "legal services")
    among = bench.judge_sector("Greater Manchester", "legal services", strategies_claiming=14)
    assert "corpus" not in alone.sentence
    assert "14 strategies in the corpus say it" in among.sentence
    assert alone.verdict == "supported"


def test_what_is_no_sector(bench: Workbench) -> None:
    with pytest.raises(UnknownNameError, match="alchemy"):
        bench.judge_sector("London", "alchemy")


def test_words_of_strategies_are_understood_by_claim(bench: Workbench) -> None:
    verdict = bench.claim("Tees Valley", "visitor economy")
    assert verdict.industry == "visitor economy"
    assert "codes can measure about 60 %" in verdict.sentence
    assert bench.claim("Tees Valley", "agri-tech").verdict == "not measurable"
    assert bench.claim("Tees Valley", "manufacturing").industry == "C"


def test_a_dim_view_does_not_contradict() -> None:
    row = {"demonstrable": False, "lq": 0.5}
    settings = DiagnosisSettings()
    clear, dim = SectorSight("x", ("C",), 0.9, 0.9), SectorSight("x", ("C",), 0.65, 0.9)
    assert sector_verdict(row, clear, 0.99, settings) == ("contradicted", False)
    assert sector_verdict(row, dim, 0.99, settings) == ("not supported", False)
    assert sector_verdict({"demonstrable": False, "lq": 1.4}, clear, 0.2, settings) == (
        "not supported", True,
    )  # fmt: skip
    assert sector_verdict(None, None, None, settings) == ("not measurable", False)


TEXT = (
    "We are world-leading in legal services and in manufacturing.\n\n"
    "The UK is world-leading in legal services.\n\n"
    "We lack strengths in hospitality.\n\n"
    "We will invest in skills and bus services."
)


def test_claims_of_a_document_are_judged(bench: Workbench, sectors: SectorAssessments) -> None:
    lexicon = read_claim_lexicon()
    document = plain_document(TEXT, "test", "", "")
    claims = RuleClaimFinder(lexicon, read_concordance()).find(document)
    place = bench.place("Greater Manchester")
    settings = DiagnosisSettings()
    judged = judge_claims(sectors, place, claims, settings, {"manufacturing": 3})
    told = {
        (j.claim.sector, j.claim.passage): (j.verdict.verdict, j.verdict.strategies_claiming)
        for j in judged
        if j.verdict is not None
    }
    assert told == {
        ("legal services", 0): ("supported", 0),
        ("manufacturing", 0): ("not supported", 3),
    }
    assert sectors_claimed(claims) == {"legal services", "manufacturing"}
    actions = horizontal_actions(document, lexicon)
    reach = {r.focus: r for r in reach_of_focus(bench.store, sectors, place, claims, actions,
                                                settings)}  # fmt: skip
    share = bench.diagnose(place).specialisms.filter(
        (pl.col("industry") == "C") & (pl.col("measure") == "jobs")
    )["share"][0]
    assert reach["manufacturing"].share_of_jobs == pytest.approx(share)
    assert reach["manufacturing"].share_of_firms is None
    assert reach["skills"].across
    assert np.isclose(reach["transport"].share_of_jobs or 0, 1.0)
    assert "hospitality" not in reach
