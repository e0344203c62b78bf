"""Tables of output and jobs brought together, and how amounts and gaps are written."""

import math

import numpy as np
import polars as pl
import pytest

from placewise.diagnose.mix_within import mix_within
from placewise.model.wording import TWO_LINES, money
from placewise.workbench.bench import Workbench
from placewise.workbench.productivity.tables import IndustryPairs
from placewise.workbench.productivity.words import (
    mix_sentence,
    money_with_interval,
    per_cent_of,
    per_cent_with_interval,
    share_sentence,
)


def test_a_pair_holds_what_the_two_tables_say(bench: Workbench) -> None:
    """The sample joins sections in GVA that jobs have apart."""
    place = bench.place("South Yorkshire")
    pair = IndustryPairs(bench.shelf).of(place, bench.places(place.kind))
    assert pair is not None
    row = [other.name for other in pair.places].index(place.name)
    values = bench.store.table("industry_values").filter(pl.col("area") == place.code).collect()
    jobs = dict(values.filter(pl.col("measure") == "jobs").select("industry", "value").iter_rows())
    gva = dict(values.filter(pl.col("measure") == "gva").select("industry", "value").iter_rows())
    at = pair.codes.index("AB")
    assert pair.jobs[row, at] == jobs["A"] + jobs["B"]
    assert pair.output[row, at] == gva["AB"] * 1e6
    sections = sum(value for code, value in jobs.items() if code != "Total")
    assert pair.jobs[row].sum() == pytest.approx(sections)
    assert pair.currency == "GBP"


def test_a_gap_is_that_of_the_totals(bench: Workbench) -> None:
    place = bench.place("Tees Valley")
    pair = IndustryPairs(bench.shelf).of(place, bench.places(place.kind))
    assert pair is not None
    row = [other.name for other in pair.places].index(place.name)
    others = np.arange(len(pair.places)) != row
    base = pair.jobs[others].sum(axis=0), pair.output[others].sum(axis=0)
    found = mix_within(pair.jobs[row], pair.output[row], *base)
    here = pair.output[row].sum() / pair.jobs[row].sum()
    assert found.gap[0] == pytest.approx(here - base[1].sum() / base[0].sum())


def test_a_place_without_tables_has_no_pair(bench: Workbench) -> None:
    districts = bench.places("district")
    assert IndustryPairs(bench.shelf).of(districts[0], districts) is None


@pytest.mark.parametrize(
    ("value", "text"),
    [(36.721, "£36.72"), (8123.0, "£8,120"), (2.34e9, "£2.34 billion"), (-950.0, "−£950")],
)
def test_money_has_three_digits(value: float, text: str) -> None:
    assert money(value, "GBP") == text


def test_amounts_follow_their_interval() -> None:
    assert money_with_interval(-3142, -3391, -2978, "GBP") == "−£3,140 (−£3,390 to −£2,980)"
    assert money_with_interval(5.0, 5.0, 5.0, "USD") == "$5.00"


def test_gaps_are_said_in_per_cent() -> None:
    assert per_cent_of(math.log(0.74)) == "26 % below"
    assert per_cent_of(0.001) == "level with"
    assert per_cent_with_interval(0.147, 0.06, 0.22) == "15 % (6 to 22)"


@pytest.mark.parametrize(
    ("mix", "within", "verdict"),
    [
        ((-100.0, -150.0, -50.0), (-900.0, -950.0, -850.0), "mostly what happens inside"),
        ((900.0, 850.0, 950.0), (-100.0, -150.0, -50.0), "mostly the mix"),
        ((-400.0, -500.0, -300.0), (-450.0, -600.0, -300.0), "neither is larger for sure"),
        ((1622.0, 1418.0, 1788.0), (-1862.0, -2216.0, -1457.0), "the two nearly cancel out"),
    ],
)
def test_a_verdict_needs_intervals_apart(
    mix: tuple[float, float, float], within: tuple[float, float, float], verdict: str
) -> None:
    sentence = mix_sentence(
        words="GVA per job", comparator="the others", gap=mix[0] + within[0], mix=mix,
        within=within, currency="GBP", industries=17, year=2023,
    )  # fmt: skip
    assert verdict in sentence


def test_what_a_table_lacks_is_said_apart_where_it_would_pass_two_lines() -> None:
    def said(lacks: tuple[str, ...]) -> str:
        return mix_sentence(
            words="Pay per job", comparator="the others", gap=-32020.0, mix=(-8020.0,) * 3,
            within=(-24000.0,) * 3, currency="USD", industries=15, year=2021, lacks=lacks,
        )  # fmt: skip

    assert "the mix of 15 industries without manufacturing, −$24,000" in said(("Manufacturing",))
    long = said(("Manufacturing", "Retail Trade", "Transportation and Warehousing"))
    assert "the mix of 15 industries, −$24,000 lies within them" in long
    assert long.endswith(
        "The table lacks manufacturing, retail trade and transportation and warehousing."
    )
    assert max(map(len, long.split(". "))) < TWO_LINES


def test_shares_are_said_as_associations() -> None:
    sentence = share_sentence(
        kinds="districts", places=349, outcome="GVA per hour",
        named=[("the mix", 0.23, 0.14, 0.33), ("qualifications", 0.15, 0.06, 0.22)], rest=0.62,
    )  # fmt: skip
    assert "23 % (14 to 33) of the differences in GVA per hour go with the mix" in sentence
    assert "15 % (6 to 22) with qualifications and 62 % with none of these" in sentence
    assert sentence.endswith("associations, not causes.")
