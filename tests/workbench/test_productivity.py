"""The answer on productivity, on the sample and on every district of the official tables."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from placewise.data.load import load
from placewise.data.workspace import Workspace
from placewise.diagnose.productivity_identity import FACTORS
from placewise.errors import UnknownNameError
from placewise.model.answer import Answer
from placewise.model.comparators import Comparator
from placewise.model.diagnosis import DiagnosisSettings
from placewise.model.productivity import DENSITY, MIX, RESIDENTS_SKILLS, ProductivitySettings
from placewise.model.words import Place
from placewise.workbench.bench import Workbench
from placewise.workbench.productivity import ProductivityAnswers, productivity_answers
from placewise.workbench.shelf import Shelf

EXACT = 1e-9
SETTINGS = DiagnosisSettings()


class AllOthers:
    """Every place against all others of its kind."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf

    def of(self, place: Place) -> Sequence[Comparator]:
        others = tuple(other for other in self._shelf.compared(place) if other != place)
        return (Comparator("nation", f"the {len(others)} others", others, "All of its kind."),)


def answers_of(
    bench: Workbench, settings: ProductivitySettings | None = None
) -> ProductivityAnswers:
    return productivity_answers(bench.shelf, AllOthers(bench.shelf), settings)


@pytest.fixture(scope="module")
def sample() -> tuple[Workbench, ProductivityAnswers]:
    bench = Workbench.open("sample")
    return bench, answers_of(bench)


def check_sums(answer: Answer) -> None:
    """What must add up does, to a billionth, in the tables that a reader gets."""
    identity = answer.table("identity")
    if identity.width:
        for _, rows in identity.group_by("comparator"):
            total = rows.filter(pl.col("factor") == "total")
            parts = rows.filter(pl.col("factor").is_in(FACTORS))
            assert abs(parts["log_part"].sum() - total["log_part"][0]) < EXACT
            assert abs(np.log(float(parts["value"].product()) / total["value"][0])) < EXACT
    mix = answer.table("mix_within")
    if mix.width:
        for _, rows in mix.group_by("comparator"):
            whole = dict(rows.filter(pl.col("industry") == "").select("part", "value").iter_rows())
            scale = EXACT * max(1.0, *(abs(float(value)) for value in whole.values()))
            assert abs(whole["mix"] + whole["within"] - whole["gap"]) < scale
            single = rows.filter(pl.col("industry") != "")
            for part in ("mix", "within"):
                added = single.filter(pl.col("part") == part)["value"].sum()
                assert abs(added - whole[part]) < scale
            known = rows.drop_nulls("lower")
            assert (known["lower"] <= known["upper"]).all()
    own = answer.table("own_parts")
    if own.width:
        gap = own.filter(pl.col("driver") == "gap")["log_part"][0]
        parts_and_rest = own.filter(pl.col("driver") != "gap")["log_part"].sum()
        assert abs(float(parts_and_rest) - gap) < EXACT
    drivers = answer.table("drivers")
    if drivers.width:
        assert abs(float(drivers["share"].sum()) - 1) < EXACT
        assert (drivers["lower"] <= drivers["share"]).all()
        assert (drivers["share"] <= drivers["upper"]).all()


@pytest.mark.parametrize("kind", ["combined authority", "local enterprise partnership", "ITL2"])
def test_every_place_of_the_sample_is_answered_and_adds_up(
    sample: tuple[Workbench, ProductivityAnswers], kind: str
) -> None:
    bench, answers = sample
    for place in bench.places(kind):
        answer = answers.of(place, SETTINGS)
        keys = [finding.key for finding in answer.findings]
        assert keys == ["identity", "mix_within", "drivers", "own_parts", "sensitivity",
                        "is_it_skills", "evidence"]  # fmt: skip
        check_sums(answer)
        assert not [check for check in answer.checks if check.name.endswith("add up")
                    and not check.passed]  # fmt: skip
        assert 1 <= len(answer.headline) <= 3
        assert all(f.provenance for f in answer.findings if f.key != "evidence")
        assert not answer.table("evidence")["status"].is_null().any()


def test_the_sample_gives_what_its_table_says(
    sample: tuple[Workbench, ProductivityAnswers],
) -> None:
    bench, answers = sample
    place = bench.place("South Yorkshire")
    identity = answers.of(place, SETTINGS).table("identity")
    hour = identity.filter(pl.col("factor") == "gva per hour")
    published = bench.store.table("indicators").filter(
        (pl.col("indicator") == "concept: gva per hour")
        & (pl.col("area") == place.code)
        & (pl.col("year") == hour["year"][0])
    ).collect()  # fmt: skip
    assert hour["value"][0] == pytest.approx(published["value"][0], rel=1e-4)
    assert hour["lower"].is_null().all()


def test_drivers_can_be_dropped_and_added(bench: Workbench) -> None:
    settings = ProductivitySettings(drivers=(DENSITY, MIX), draws=100)
    answer = answers_of(bench, settings).of(bench.place("South Yorkshire"), SETTINGS)
    assert answer.table("drivers")["driver"].to_list() == [DENSITY, MIX, "rest"]
    more = ProductivitySettings(drivers=(RESIDENTS_SKILLS, "population"), draws=100)
    answer = answers_of(bench, more).of(bench.place("South Yorkshire"), SETTINGS)
    assert answer.table("drivers")["driver"].to_list() == [RESIDENTS_SKILLS, "population", "rest"]


def test_a_driver_that_is_no_concept_is_named(bench: Workbench) -> None:
    answers = answers_of(bench, ProductivitySettings(drivers=("densty",)))
    with pytest.raises(UnknownNameError, match="density"):
        answers.of(bench.place("South Yorkshire"), SETTINGS)


def test_a_kind_without_tables_is_told_what_is_missing(bench: Workbench) -> None:
    answers = answers_of(bench)
    answer = answers.of(bench.places("district")[0], SETTINGS)
    assert answer.findings
    check_sums(answer)
    assert answer.headline[0].startswith("We cannot tell")
    asked = " ".join(answer.cannot_tell["question"])
    assert "output per hour" in asked
    assert "mix of industries" in asked
    assert not answer.cannot_tell["what_would_settle_it"].is_null().any()


def test_the_same_place_is_answered_the_same_again(
    sample: tuple[Workbench, ProductivityAnswers],
) -> None:
    bench, answers = sample
    place = bench.place("Tees Valley")
    first, again = answers.of(place, SETTINGS), answers_of(bench).of(place, SETTINGS)
    assert first.headline == again.headline
    for finding in first.findings:
        assert finding.table.equals(again.table(finding.key))


@pytest.mark.shared
@pytest.mark.slow
def test_every_district_of_the_official_tables_adds_up(shared: Path, tmp_path: Path) -> None:
    load("uk", shared / "data" / "uk", Workspace.create(tmp_path / "w"))
    bench = Workbench.open(tmp_path / "w")
    answers = answers_of(bench, ProductivitySettings(draws=100))
    # Two datasets hold the GVA of unitary districts; counted twice, sums of areas would be wrong.
    gva = bench.shelf.concept("gva", bench.places("district"))
    assert not gva.select("place", "year").is_duplicated().any()
    counts: dict[str, int] = {}
    for place in bench.places("district"):
        answer = answers.of(place, SETTINGS)
        check_sums(answer)
        for finding in answer.findings:
            counts[finding.key] = counts.get(finding.key, 0) + 1
    # Northern Ireland has neither jobs by industry nor qualifications on the scale of the others.
    assert counts["identity"] >= 345
    assert counts["mix_within"] == 350
    skills = answers.of(bench.place("Greater Manchester"), SETTINGS).table("is_it_skills")
    assert {"district", "ITL3", "combined authority"} <= set(skills["unit"])
    assert set(skills["outcome_basis"]) == {"workplace", "residence"}
    assert set(skills["skills_of"]) == {"residents", "workers"}


def test_a_hyphen_in_a_name_stays_a_hyphen(sample: tuple[Workbench, ProductivityAnswers]) -> None:
    bench, answers = sample
    place = bench.place("Stoke-on-Trent and Staffordshire", "LEP")
    sentence = next(
        found.sentence for found in answers.of(place, SETTINGS).findings if found.key == "own_parts"
    )
    assert place.name in sentence
    assert "\N{MINUS SIGN}" in sentence
