"""Barriers of a country of which is known what binds where, and of the sample."""

from dataclasses import replace

import polars as pl
import pytest
from tests.workbench import barrier_country
from tests.workbench.barrier_country import (
    ADDS,
    BINDS,
    FINE,
    OPEN,
    PLACES,
    Chosen,
    Country,
    barrier,
)

from placewise.model.barriers import CYCLICAL, OUTCOMES, Barrier, OwnEvidence, Power
from placewise.model.comparators import Comparator
from placewise.model.diagnosis import DiagnosisSettings
from placewise.model.wording import per_cent, whole_per_cent
from placewise.model.words import Place
from placewise.report.answer_page import answer_page
from placewise.report.barriers_section import barriers_section
from placewise.workbench.barriers.answers import barriers_answers
from placewise.workbench.barriers.measured import OWN_YEARS, PUBLISHED
from placewise.workbench.barriers.rows import BARRIERS, GATE, INDICATORS, OWN
from placewise.workbench.bench import Workbench
from placewise.workbench.comparators import Comparators

SETTINGS = DiagnosisSettings()


def outcome(
    place: Place,
    what: Barrier,
    *keys: str,
    own: tuple[OwnEvidence, ...] = (),
    country: Country | None = None,
) -> str:
    job = barriers_answers((country or Country()).shelf, Chosen(*keys), barriers=[what])
    return str(job.of(place, SETTINGS, own).table("barriers")["outcome"][0])


def claim(role: str, source: str = "survey", *, interested: bool = False) -> OwnEvidence:
    return OwnEvidence(
        "skills", role, "so it is", 1.0, source, "2025-01-01", "survey", 100, interested
    )


def test_what_binds_is_called_so_and_what_does_not_is_not() -> None:
    assert outcome(BINDS, barrier()) == "binding"
    assert outcome(ADDS, barrier()) == "contributing"
    assert outcome(FINE, barrier()) == "not a barrier here"


def test_without_intervals_errors_come_from_own_years() -> None:
    country = Country(with_intervals=False)
    assert outcome(BINDS, barrier(), country=country) == "binding"
    job = barriers_answers(country.shelf, Chosen(), barriers=[barrier()])
    rows = job.of(BINDS, SETTINGS).table("indicators")
    assert set(rows["error_basis"]) == {OWN_YEARS}
    assert rows["lower"].null_count() == rows.height
    # The noise of a year is 1.
    assert rows["standard_error"].to_list() == pytest.approx([1.0] * rows.height, abs=0.6)


def test_one_comparator_is_not_enough() -> None:
    assert outcome(BINDS, barrier(), "nation") == "cannot tell"


def test_what_passes_with_the_cycle_never_binds() -> None:
    assert outcome(BINDS, barrier(failures=(CYCLICAL,))) == "contributing"


def test_without_a_local_power_nothing_binds() -> None:
    elsewhere = (Power("Teach", "state", ("county",), "memory"),)
    other = barrier("other", powers=(Power("Teach", "council", ("district",), "memory"),))
    job = barriers_answers(Country().shelf, Chosen(), barriers=[barrier(powers=elsewhere), other])
    said = dict(job.of(BINDS, SETTINGS).table("barriers").select("barrier", "outcome").iter_rows())
    assert said == {"skills": "contributing", "other": "binding"}
    # Where nothing at all is said of districts, who may act is not known.
    assert outcome(BINDS, barrier(powers=elsewhere)) == "cannot tell"
    assert outcome(FINE, barrier(powers=elsewhere)) == "not a barrier here"


def test_two_indicators_of_one_group_are_one() -> None:
    whole = barrier()
    same = tuple(replace(part, group="schools") for part in whole.shortfalls)
    assert outcome(BINDS, barrier(shortfalls=same)) == "cannot tell"


def test_without_a_signal_it_cannot_be_told_whether_it_binds() -> None:
    assert outcome(BINDS, barrier(signals=())) == "cannot tell"
    assert outcome(FINE, barrier(signals=())) == "not a barrier here"


def test_own_evidence_counts_unless_somebody_gains() -> None:
    assert outcome(ADDS, barrier(), own=(claim("signal"),)) == "binding"
    assert outcome(ADDS, barrier(), own=(claim("signal", interested=True),)) == "contributing"


def test_own_evidence_alone_can_settle_what_no_table_knows() -> None:
    unknown = barrier(shortfalls=(), signals=())
    assert outcome(FINE, unknown) == "cannot tell"
    one_source = (claim("shortfall"), claim("shortfall"), claim("signal"))
    assert outcome(FINE, unknown, own=one_source) == "cannot tell"
    two_sources = (claim("shortfall"), claim("shortfall", "interviews"), claim("signal"))
    assert outcome(FINE, unknown, own=two_sources) == "binding"


def test_own_evidence_shows_before_and_after() -> None:
    job = barriers_answers(Country().shelf, Chosen(), barriers=[barrier()])
    answer = job.of(ADDS, SETTINGS, (claim("signal"), claim("signal", "firm", interested=True)))
    rows = answer.table("own_evidence")
    assert dict(rows.schema) == OWN
    assert rows["standing"].to_list() == ["counted", "claimed"]
    assert rows["outcome_before"].to_list() == ["contributing"] * 2
    assert rows["outcome_after"].to_list() == ["binding"] * 2
    finding = answer.finding("own_evidence")
    assert finding is not None
    assert "contributing, now binding" in finding.sentence
    assert "does not count" in finding.sentence
    assert job.of(ADDS, SETTINGS).finding("own_evidence") is None


def test_tables_hold_what_they_say() -> None:
    job = barriers_answers(Country().shelf, Chosen(), barriers=[barrier()])
    answer = job.of(BINDS, SETTINGS)
    barriers, indicators, gate = (answer.table(key) for key in ("barriers", "indicators", "gate"))
    for table, columns in ((barriers, BARRIERS), (indicators, INDICATORS), (gate, GATE)):
        assert dict(table.schema) == columns
    row = barriers.row(0, named=True)
    assert row["p_binding"] + row["p_contributing"] + row["p_not"] == pytest.approx(1)
    assert row["probability"] == row["p_binding"]
    assert indicators.height == 3 * 2
    assert set(indicators["error_basis"]) == {PUBLISHED}
    assert set(gate["result"]) == {"passed"}
    assert answer.headline[0].startswith("‘Low skills’ (")
    assert job.of(BINDS, SETTINGS).table("barriers").equals(barriers)


def test_another_seed_says_nearly_the_same() -> None:
    job = barriers_answers(Country().shelf, Chosen(), barriers=[barrier()])
    one, other = (
        job.of(BINDS, DiagnosisSettings(seed=seed)).table("barriers")["p_binding"][0]
        for seed in (1, 2)
    )
    assert one == pytest.approx(other, abs=0.08)


def test_measuring_once_more_keeps_what_is_far_out() -> None:
    job = barriers_answers(Country().shelf, Chosen(), barriers=[barrier()])
    job.of(BINDS, SETTINGS)
    again = job.measures(BINDS, SETTINGS.seed).redrawn(5)
    assert job.gated(BINDS, again)[0].called.outcome == "binding"


def test_what_might_not_be_found_again_is_not_called_binding() -> None:
    job = barriers_answers(Country().shelf, Chosen(), barriers=[barrier()])
    answer = job.of(OPEN, SETTINGS)
    row = answer.table("barriers").row(0, named=True)
    assert row["p_binding"] > 0.8
    assert row["outcome"] == "contributing"
    now, again = per_cent(row["p_binding"]), whole_per_cent(row["p_binding_again"])
    said = f"contributes: it binds on these figures ({now}); new ones would show that in {again} of"
    assert said in answer.headline[1]
    assert row["why_not_binding"] in answer.headline[1]
    block = barriers_section(answer).blocks[0]
    assert "though its bar says binding" in block.sentence
    assert f"only {again} of 100 cases" in block.sentence
    assert block.chart is not None
    words = {piece["words"] for piece in block.chart.spec["datasets"]["pieces"]}
    assert words == {per_cent(row[key]) for key in ("p_binding", "p_contributing")}
    last = answer.table("gate").row(-1, named=True)
    assert (last["result"], last["probability"]) == ("failed", row["p_binding_again"])
    # The whole procedure, run on new measurements of every place, finds it about as often.
    measures = job.measures(OPEN, SETTINGS.seed)
    seconds = [job.gated(OPEN, measures.redrawn(seed))[0] for seed in range(1, 101)]
    found = sum(one.again is not None for one in seconds) / len(seconds)
    assert found == pytest.approx(row["p_binding_again"], abs=0.15)


def test_own_evidence_counts_when_measured_again() -> None:
    job = barriers_answers(Country().shelf, Chosen(), barriers=[barrier(signals=())])
    measures = job.measures(BINDS, SETTINGS.seed)
    gated = job.gated(BINDS, measures, own=(claim("signal"), claim("shortfall")))[0]
    assert gated.again == 1.0


@pytest.mark.parametrize("name", ["South Yorkshire", "Greater Manchester"])
def test_the_sample_says_what_is_missing(bench: Workbench, name: str) -> None:
    place = next(one for one in bench.places("combined authority") if one.name == name)
    answer = barriers_answers(bench.shelf, Comparators(bench.shelf)).of(place, SETTINGS)
    barriers = answer.table("barriers")
    assert barriers.height == 15
    assert set(barriers["outcome"]) <= set(OUTCOMES)
    open_ones = barriers.filter(pl.col("outcome") == "cannot tell")
    assert answer.cannot_tell.height == open_ones.height > 0
    assert answer.cannot_tell["what_would_settle_it"].null_count() == 0


def test_the_section_can_be_laid_out(bench: Workbench) -> None:
    job = barriers_answers(Country().shelf, Chosen(), barriers=[barrier()])
    answer = job.of(ADDS, SETTINGS, (claim("signal"),))
    page = answer_page(answer, [barriers_section(answer)])
    assert "Which barriers bind?" in page
    assert "Evidence of your own" in page
    assert [block.title for block in barriers_section(job.of(FINE, SETTINGS)).blocks] == [
        "Which barriers bind?",
        "Where does the place fall short, and of whom?",
        "Which steps does each barrier pass?",
    ]
    place = bench.places("combined authority")[0]
    sample = barriers_answers(bench.shelf, Comparators(bench.shelf)).of(place, SETTINGS)
    assert "cannot be told" in answer_page(sample, [barriers_section(sample)])


def test_what_similar_places_lack_too_is_not_ruled_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """Places are alike partly in what they lack: company in want is no freedom from it."""
    poor = PLACES[3:10]
    short = {"schooling": poor, "colleges": poor, "wages": ()}
    monkeypatch.setattr(barrier_country, "SHORT", short)
    here = PLACES[6]  # in want, yet none of the worst of those in want
    others = tuple(place for place in poor if place != here)
    alike = Comparator("similar", "the six most similar", others, "")
    chosen = Chosen("nation", "similar")
    monkeypatch.setattr(chosen, "of", lambda place: (*Chosen("nation").of(place), alike))
    job = barriers_answers(Country().shelf, chosen, barriers=[barrier()])
    answer = job.of(here, SETTINGS)
    row = answer.table("barriers").row(0, named=True)
    assert row["p_not"] > 0.8
    assert (row["outcome"], row["probability"]) == ("cannot tell", None)
    assert row["why_open"].endswith("the other 39 districts, but not of the six most similar")
    assert row["why_open"][1:] in answer.cannot_tell["why"][0]
    sentence = barriers_section(answer).blocks[0].sentence
    assert "cannot be told, though its bar says no barrier" in sentence
