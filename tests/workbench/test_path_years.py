"""Growth over chosen years: what each form leaves out, and years that no table has."""

import json
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from placewise.cli.app import app
from placewise.diagnose.shift_share import dynamic_shift_share, esteban_marquillas, shift_share
from placewise.errors import InputError, NotAvailableError
from placewise.model.diagnosis import DiagnosisSettings
from placewise.model.words import Industry, Place
from placewise.workbench.bench import Workbench
from placewise.workbench.paths.growth import TOTALS, growth_of
from placewise.workbench.paths.tables import Family, Series
from placewise.workbench.paths.years import has_years, no_years, spans

PLACES = tuple(Place(name, "district", (name,), name) for name in "ABCDEF")
YEARS = (2015, 2016, 2018, 2019, 2021)
"""A table may lack a year."""


def series(values: np.ndarray | None = None) -> Series:
    if values is None:
        values = np.random.default_rng(4).uniform(50, 900, (len(YEARS), len(PLACES), 4)).round()
    return Series(
        Family("made", "jobs", "made", "district", YEARS, ("section",)), YEARS, "jobs", PLACES,
        tuple(Industry(code, code, "made", "section") for code in "wxyz"), values,
        np.nansum(values, axis=1),
    )  # fmt: skip


def parts(total: pl.DataFrame, form: str) -> dict[str, float]:
    return dict(total.filter(pl.col("form") == form).select("part", "value").iter_rows())


@pytest.mark.parametrize(("since", "until"), [(2015, 2019), (2016, 2021), (2018, 2019)])
def test_all_three_forms_are_told_over_the_years_asked_for(since: int, until: int) -> None:
    made = series()
    growth = growth_of(made, PLACES[2], since, until)
    assert growth is not None
    assert dict(growth.total.schema) == TOTALS
    assert set(growth.total["from"]) == set(growth.industries["from"]) == {since}
    assert set(growth.total["to"]) == set(growth.industries["to"]) == {until}
    first, last = YEARS.index(since), YEARS.index(until)
    here, nation = made.values[first : last + 1, 2], made.nation[first : last + 1]
    ends = here[0], here[-1], nation[0], nation[-1]
    dunn, four = shift_share(*ends).summed(), esteban_marquillas(*ends).summed()
    yearly = dynamic_shift_share(here, nation).summed()
    change = here[-1].sum() - here[0].sum()
    for form, expected in (
        ("Dunn", (change, dunn.national, dunn.mix, dunn.local)),
        ("Esteban-Marquillas",
         (change, four.national, four.mix, four.competitive, four.allocation)),
        ("dynamic", (change, yearly.national, yearly.mix, yearly.local)),
    ):  # fmt: skip
        found = list(parts(growth.total, form).values())
        assert found == pytest.approx([float(part) for part in expected], rel=1e-9, abs=1e-9)
    if last == first + 1:
        assert list(parts(growth.total, "dynamic").values()) == pytest.approx(
            list(parts(growth.total, "Dunn").values())
        )


def test_without_years_growth_is_told_over_the_last_ten() -> None:
    growth = growth_of(series(), PLACES[0])
    assert growth is not None
    assert set(growth.total["from"]) == {2015}
    assert set(growth.total["to"]) == {2021}


def test_each_form_says_how_many_industries_it_leaves_out() -> None:
    values = series().values.copy()
    values[2, 1, 0] = np.nan  # in a year between
    values[1, 1, 1] = -5.0  # below zero in a year between
    values[0, 3, 2] = np.nan  # before
    made = series(values)
    between, before = growth_of(made, PLACES[1]), growth_of(made, PLACES[3])
    assert between is not None
    assert before is not None

    def left(total: pl.DataFrame) -> dict[str, int]:
        return dict(total.select("form", "left_out").unique().iter_rows())

    assert left(between.total) == {"Dunn": 0, "Esteban-Marquillas": 0, "dynamic": 2}
    assert left(before.total) == {"Dunn": 1, "Esteban-Marquillas": 4, "dynamic": 1}
    (dynamic,) = [note for note in between.notes if "leaves out" in note]
    assert "leaves out 2 of 4 industries" in dynamic
    assert "adds up 4 steps" in dynamic
    assert any("Growth leaves out 1 of 4 industries" in note for note in before.notes)
    assert any("told from 0 of 4 industries" in note for note in before.notes)
    # Per cent is of what the industries of the form had before, not of all of them.
    row = between.total.filter((pl.col("form") == "dynamic") & (pl.col("part") == "change"))
    known = values[:, 1, 2:]
    assert row["before"][0] == known[0].sum()
    assert row["value"][0] == pytest.approx(known[-1].sum() - known[0].sum())
    assert row["per_cent"][0] == pytest.approx(100 * (known[-1].sum() / known[0].sum() - 1))
    # A form that cannot be told has no value: nought would say that nothing changed.
    missing = before.total.filter(pl.col("form") == "Esteban-Marquillas")
    assert missing["value"].null_count() == missing["per_cent"].null_count() == missing.height
    plain = growth_of(series(), PLACES[1])
    assert plain is not None
    assert not any("leaves out" in note for note in plain.notes)


def test_an_industry_that_the_nation_lacks_in_some_year_is_left_out() -> None:
    values = series().values.copy()
    made = series(values)
    made.nation[3, 0] = 0.0  # the areas known throughout have none, the place has
    made.nation[2, 1] = np.nan
    growth = growth_of(made, PLACES[0])
    assert growth is not None
    assert set(growth.total["left_out"]) == {2}
    assert set(growth.industries["industry"]) == {"y", "z"}


def test_years_are_said_in_runs() -> None:
    assert spans(range(1998, 2024)) == "1998 to 2023"
    assert spans([2009, 2011, 2012, 2013, 2021, 2020]) == "2009, 2011 to 2013, 2020 and 2021"


@given(
    st.lists(st.integers(1990, 2030), min_size=2, unique=True).map(sorted),
    st.none() | st.integers(1990, 2030),
    st.none() | st.integers(1990, 2030),
)
def test_a_table_has_the_years_only_if_growth_can_be_told(
    years: list[int], since: int | None, until: int | None
) -> None:
    told = [
        (one, other) for one in years for other in years
        if one < other and since in (None, one) and until in (None, other)
    ]  # fmt: skip
    if has_years(years, since, until):
        assert told
    elif told:  # only with an end left open that is not the one taken
        assert since == years[-1] or until == years[0]


def test_the_error_names_the_years_there_are() -> None:
    error = no_years(PLACES[0], 2010, None, [((2015, 2016, 2017), "jobs, register")])
    assert "2015 to 2017 (jobs, register)" in str(error)
    assert "--since 2010" in str(error)
    assert "--until" not in str(error)


def test_years_that_do_not_follow_each_other_are_refused(bench: Workbench) -> None:
    with pytest.raises(InputError, match="no time to happen"):
        bench.explain("Greater Manchester", "paths", settings=DiagnosisSettings(since=5, until=5))
    with pytest.raises(InputError, match="Only paths"):
        bench.explain("Greater Manchester", "state", settings=DiagnosisSettings(until=2015))


@pytest.mark.shared
def test_growth_over_chosen_years_of_official_tables(uk_bench: Workbench) -> None:
    asked = DiagnosisSettings(since=2016, until=2020)
    answer = uk_bench.explain("South Yorkshire", "paths", settings=asked)
    assert set(answer.table("shift_share_total")["from"]) == {2016}
    assert set(answer.table("shift_share_total")["form"]) == {
        "Dunn", "Esteban-Marquillas", "dynamic",
    }  # fmt: skip
    assert "--since 2016 --until 2020" in answer.command
    with pytest.raises(NotAvailableError, match=r"\d{4} to \d{4}"):
        uk_bench.explain("South Yorkshire", "paths", settings=DiagnosisSettings(since=1901))


def test_the_command_takes_the_years_and_the_json_has_them(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    app(["explain", "Greater Manchester", "paths", "--since", "2010", "--until", "2020",
         "--json", "-"])  # fmt: skip
    written = json.loads(capsys.readouterr().out)
    # The sample has one year: nothing of growth is told, and the question stays open.
    assert "shift_share_total" not in written
    assert "--since 2010 --until 2020" in written["command"]
    assert any("grow" in row["question"] for row in written["cannot_tell"])
