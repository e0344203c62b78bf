"""What facts say of candidate places: hand-worked cases, properties, recovery of a known slope."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import expit

from placewise.data.figure_subjects import figure_subjects
from placewise.errors import InputError
from placewise.model.figures import Figure
from placewise.review.facts import claim_log_likelihoods, figure_log_likelihood, fitted_slope
from placewise.review.figures.whole import counts_things, how_said

PLACES = ["A", "B", "C", "D"]
TABLE = pl.DataFrame(
    {
        "place": PLACES * 2,
        "year": [2021] * 4 + [2022] * 4,
        "value": [100.0, 200.0, 300.0, 400.0, 110.0, 210.0, 310.0, 410.0],
        "lower": [None] * 8,
        "upper": [None] * 8,
    },
    schema_overrides={"lower": pl.Float64, "upper": pl.Float64},
)


def figure(quantity: float, year: int | None = None, precision: float = 0.5) -> Figure:
    return Figure(
        "", 0, 1, 0, None, "", quantity, None, "people", precision, "population", None, "", year,
        "fact", "",
    )  # fmt: skip


def test_a_figure_speaks_for_the_place_it_fits() -> None:
    found = figure_log_likelihood(figure(300, 2021), TABLE, PLACES, None, false=0.4)
    assert found is not None
    assert int(np.argmax(found)) == 2
    posterior = np.exp(found - np.logaddexp.reduce(found))
    assert posterior[2] > 0.6


def test_no_single_figure_rules_a_place_out() -> None:
    found = figure_log_likelihood(figure(300, 2021), TABLE, PLACES, None, false=0.4)
    assert found is not None
    assert found.max() - found.min() < 5.0


def test_a_place_without_a_value_is_neither_helped_nor_hurt() -> None:
    found = figure_log_likelihood(figure(300, 2021), TABLE, [*PLACES, "E"], None, false=0.4)
    assert found is not None
    assert np.exp(found[4]) == pytest.approx(np.exp(found[:4]).mean())
    far = figure_log_likelihood(figure(1e6, 2021), TABLE, [*PLACES, "E"], None, false=0.4)
    assert far is not None
    assert far[4] == pytest.approx(far[0], abs=1e-6)  # a figure of nobody tells nothing of E


def test_a_small_number_is_not_of_the_smallest_place() -> None:
    sizes = TABLE.with_columns(
        value=pl.when(pl.col("place") == "A").then(2e3).otherwise(pl.col("value") * 1e3)
    )
    found = figure_log_likelihood(figure(10, 2021), sizes, PLACES, None, false=0.4)
    assert found is not None
    assert np.ptp(found) < 0.1
    right = figure_log_likelihood(figure(2e3, 2021), sizes, PLACES, None, false=0.4)
    assert right is not None
    assert int(np.argmax(right)) == 0
    assert np.ptp(right) > 1


def sizes_of(values: list[float]) -> pl.DataFrame:
    names = [f"P{at}" for at in range(len(values))]
    return pl.DataFrame(
        {"place": names, "year": 2021, "value": values, "lower": None, "upper": None},
        schema_overrides={"lower": pl.Float64, "upper": pl.Float64},
    )


@given(
    st.lists(st.floats(1e4, 1e7), min_size=4, max_size=9),
    st.floats(1, 1_000),
    st.floats(0.05, 0.95),
)
def test_a_count_far_below_every_place_tells_nothing(
    values: list[float], count: float, part: float
) -> None:
    table = sizes_of([*values, 1e4, 1e5])
    places = table["place"].to_list()
    found = figure_log_likelihood(figure(count, 2021), table, places, None, false=0.05, part=part)
    assert found is not None
    assert np.ptp(found) < 0.02


def test_a_count_of_a_part_speaks_against_smaller_places_alone() -> None:
    table = sizes_of([1e4, 1e5, 1e6, 1e7])
    places = table["place"].to_list()
    found = figure_log_likelihood(figure(3e5, 2021), table, places, None, false=0.05, part=0.999)
    assert found is not None
    assert found[:2].max() < found[2:].min() - 1
    assert found[2] == pytest.approx(found[3], abs=0.01)
    assert figure_log_likelihood(figure(0, 2021), table, places, None, false=0.0, part=0.5) is None


def test_what_is_stated_of_places_comes_true_as_often_as_it_is_stated() -> None:
    rng = np.random.default_rng(11)
    logs = rng.normal(11, 0.7, 40)
    table = sizes_of(np.exp(logs).tolist())
    places = table["place"].to_list()
    between = float(np.std(logs))
    sure, right = [], []
    for _ in range(400):
        own = int(rng.integers(40))
        if rng.random() < 0.1:
            stated = logs[rng.integers(40)] + rng.normal(0, between)
        elif rng.random() < 0.6:
            stated = logs[own] - rng.random() * np.log(1e6)
        else:
            stated = logs[own] + rng.normal(0, 0.1 * between)
        said = figure(float(np.exp(stated)), 2021, precision=0.0)
        found = figure_log_likelihood(said, table, places, None, false=0.1, part=0.6)
        assert found is not None
        posterior = np.exp(found - np.logaddexp.reduce(found))
        sure.append(posterior.max())
        right.append(posterior.argmax() == own)
    error = np.std(np.array(right) - np.array(sure)) / np.sqrt(len(sure))
    assert abs(np.mean(right) - np.mean(sure)) < 3 * error


@pytest.mark.parametrize(
    ("sentence", "text", "how"),
    [
        ("Northshire has a population of 95,300.", "95,300", "plainly"),
        ("The district is home to around 95,300 people.", "95,300 people", "plainly"),
        ("Northshire's population was estimated at 95,300 in 2021.", "95,300", "plainly"),
        ("In 2021 the population of Northshire stood at 95,300.", "95,300", "plainly"),
        ("About 95,300 people live in Northshire.", "95,300 people", "plainly"),
        ("Our population of 95,300 is growing.", "95,300", "plainly"),
        ("Northshire, with a population of 95,300, grows.", "95,300", "plainly"),
        ("The population of Northshire has increased by 9,300.", "9,300", "of the whole"),
        ("Northshire has a homeless population of 130.", "130", "of the whole"),
        ("Of the population of Northshire 9,600 were born abroad.", "9,600", "of the whole"),
        ("Northshire is home to 90 festivals.", "90", "of the whole"),
        ("In total there are 41,000 people.", "41,000 people", "of the whole"),
        ("The park in Northshire is home to 90 people.", "90 people", "otherwise"),
        ("There were 9,600 Northshire residents who wished to work.", "9,600", "otherwise"),
        ("The largest town in Northshire has a population of 20,500.", "20,500", "otherwise"),
        ("It serves 350 people.", "350 people", "otherwise"),
    ],
)
def test_how_the_words_tie_a_count_to_the_place(sentence: str, text: str, how: str) -> None:
    one = replace(figure(1), sentence=sentence, text=text, subject="population")
    assert how_said(one, ["Northshire"]) == how
    assert how_said(replace(one, place="Leeds"), ["Northshire"]) == "otherwise"


def test_only_people_are_a_population() -> None:
    one = replace(figure(1), sentence="Northshire has a population of 95,300.", text="95,300")
    assert how_said(replace(one, subject="jobs"), ["Northshire"]) == "of the whole"


def test_counts_are_of_things_that_a_part_has_fewer_of() -> None:
    counted = {subject.key for subject in figure_subjects() if counts_things(subject)}
    assert {"population", "jobs", "gva", "active businesses"} <= counted
    assert not counted & {"population density", "gva per hour", "employment rate", "share of jobs"}


def test_too_few_places_tell_nothing() -> None:
    assert figure_log_likelihood(figure(300), TABLE, ["A", "B"], None, false=0.4) is None


def test_a_figure_without_a_year_may_be_of_any_recent_one() -> None:
    either = figure_log_likelihood(figure(100), TABLE, PLACES, 2022, false=0.4)
    named = figure_log_likelihood(figure(100, 2021), TABLE, PLACES, 2022, false=0.4)
    assert either is not None
    assert named is not None
    assert int(np.argmax(either)) == int(np.argmax(named)) == 0


@given(
    st.lists(st.floats(-2, 2), min_size=6, max_size=6),
    st.floats(0.05, 0.95),
    st.floats(0.0, 3.0),
)
def test_the_mean_chance_is_the_rate(standing: list[float], rate: float, slope: float) -> None:
    yes, no = claim_log_likelihoods(np.array(standing)[:, None], np.array([rate]), slope)
    assert np.exp(yes).mean() == pytest.approx(rate, abs=1e-6)
    assert np.exp(yes) + np.exp(no) == pytest.approx(1.0)


def test_a_slope_of_nought_says_nothing_and_unknown_standing_is_average() -> None:
    standing = np.array([[0.0], [1.0], [np.nan]])
    yes, _ = claim_log_likelihoods(standing, np.array([0.3]), 0.0)
    assert np.ptp(yes) == pytest.approx(0.0)
    yes, _ = claim_log_likelihoods(standing, np.array([0.3]), 1.0)
    assert yes[0, 0] < yes[2, 0] < yes[1, 0]


def test_rates_outside_their_range_are_refused() -> None:
    with pytest.raises(InputError, match="rate"):
        claim_log_likelihoods(np.zeros((2, 1)), np.array([1.0]), 1.0)


def test_a_known_slope_is_recovered_inside_its_interval() -> None:
    rng = np.random.default_rng(5)
    covered = 0
    for _ in range(20):
        standing = rng.normal(0, 0.6, (30, 12))
        rate = np.full(12, 0.3)
        yes, _ = claim_log_likelihoods(standing, rate, 1.2)
        own = list(range(30))
        named = [rng.random(12) < np.exp(yes[row]) for row in own]
        best, low, high = fitted_slope(
            [standing] * 30, own, named, [rate] * 30, np.linspace(0, 4, 81)
        )
        covered += low <= 1.2 <= high
        assert abs(best - 1.2) < 1.5
    assert covered >= 17  # 20 trials at 95 %: fewer than 17 have a chance of 1.6 %
    assert expit(0) == 0.5
