"""Sentences on many places: what they say hangs on test and interval, not on a value alone."""

from __future__ import annotations

import polars as pl

from placewise.model.comparison import DIFFERS, GATE, GROUPS, PLACES, SOUTH, WRITTEN
from placewise.plan.comparison_sentences import (
    chance,
    cluster_sentence,
    common_sentence,
    differ_sentence,
    gate_sentence,
    mantel_sentence,
    per_cent,
    south_sentence,
    unplanned_sentence,
    written_sentence,
)


def row(value: float, lower: float, upper: float, p: float) -> dict[str, object]:
    return {"statistic": value, "lower": lower, "upper": upper, "p_value": p,
            "permutations": 1999, "places": 100}  # fmt: skip


def test_correlations_are_said_by_strength_and_only_where_both_tests_tell_them() -> None:
    weak, none = row(0.12, 0.07, 0.17, 0.0005), row(0.04, -0.01, 0.09, 0.034)
    said = mantel_sentence(weak, none, "districts")
    assert said.startswith("The more the needs of two districts differ, the more their mixes do")
    assert "mixes do, but only weakly: " in said
    assert "0.12 (0.07 to 0.17; p = 0.0005, the least that 1,999 orders can show)" in said
    assert "that no plan uses it is not shown: 0.04 (\N{MINUS SIGN}0.01 to 0.09; p = 0.034)" in said
    assert "the more their mixes do: the" in mantel_sentence(row(0.6, 0.5, 0.7, 0.001), None, "x")
    assert "It is not shown that" in mantel_sentence(row(0.3, -0.1, 0.6, 0.2), none, "x")
    assert "uses it holds too" in mantel_sentence(weak, row(0.2, 0.1, 0.3, 0.001), "x")
    assert mantel_sentence(None, None, "x").startswith("Too few places")


def test_small_chances_and_shares() -> None:
    assert chance(0.0004) == "p below 0.001"
    assert chance(1 / 2000, 1999) == "p = 0.0005, the least that 1,999 orders can show"
    assert chance(0.27) == "p = 0.27"
    assert [per_cent(v) for v in (0.0, 0.001, 0.5, 0.999, 1.0)] == [
        "0 %", "below 1 %", "50 %", "above 99 %", "100 %",
    ]  # fmt: skip


def test_plans_and_places_are_counted() -> None:
    differs = pl.DataFrame(
        [("mix", 0.69, 0.67, 0.71, 9), ("alike", 0.03, 0.0, 0.05, 9)], schema=DIFFERS, orient="row"
    )
    said = differ_sentence(differs, "£500 a head over ten years", "districts", 9, 10)
    assert said.startswith("With £500 a head over ten years, 9 of 10 districts have a plan")
    assert "69 % of the money goes, by area of policy (67 % to 71 %)" in said
    assert "all 10 districts have a plan" in differ_sentence(differs, "", "districts", 10, 10)


def places(rows: list[dict[str, object]]) -> pl.DataFrame:
    return pl.DataFrame([dict.fromkeys(PLACES) | one for one in rows], schema=PLACES)


def test_the_gate_decides_only_where_mixes_tell_so() -> None:
    told = places([{"place": str(at), "planned": True, "takes_all": at > 0} for at in range(4)])

    def gate(same: float, quartile: float, pairs: int) -> pl.DataFrame:
        return pl.DataFrame(
            [("same", pairs, same, 0.0, 0.2, 0.0, 5), ("other", 50, 0.8, 0.3, 1.0, quartile, 5)],
            schema=GATE, orient="row",
        )  # fmt: skip

    said = gate_sentence(gate(0.02, 0.5, 40), told, "districts")
    assert said.startswith("What decides a mix is which barriers can be ruled out: districts")
    assert said.endswith("3 of 4 plans take every option that may be chosen: money is no limit "
                         "there.")  # fmt: skip
    assert "does not decide a mix" in gate_sentence(gate(0.6, 0.5, 40), told, "districts")
    assert gate_sentence(gate(0.02, 0.5, 3), told, "districts").startswith("3 of 4 plans take")


def test_groups_are_named_only_where_they_are_told() -> None:
    groups = [(5, "‘Low skills’", "60 % skills"), (3, "none", "80 % transport")]
    said = cluster_sentence(groups, told=True, plural="districts", unknown=2)
    assert "fall into two groups" in said
    assert "5 with ‘Low skills’ (60 % skills)" in said
    assert said.endswith("Of 2 more too few needs are known.")
    assert "differ by degrees" in cluster_sentence(groups, told=False, plural="x", unknown=0)


def test_the_south_is_said_whatever_comes_out() -> None:
    groups = pl.DataFrame([("South, high cost", 40, 0.29, 0.0, 0.4)], schema=GROUPS, orient="row")

    def said(value: float, lower: float | None, p: float | None) -> str:
        upper = None if lower is None else 2 * value - lower
        tests = pl.DataFrame(
            [("main", "difference of means", value, lower, upper, p, 0.2, 90, 9)],
            schema=SOUTH, orient="row",
        )  # fmt: skip
        return south_sentence(tests, groups, 23, "main")

    assert "come out more with managing" in said(0.22, 0.08, 0.003)
    assert "+22 percentage points" in said(0.22, 0.08, 0.003)
    assert "23 of 40 spend nothing on it" in said(0.22, 0.08, 0.003)
    assert "come out less" in said(-0.2, -0.3, 0.003)
    assert "do not come out clearly otherwise" in said(0.1, -0.1, 0.3)
    assert "p = 0.2 by shuffling places" in said(0.1, None, None)


def test_why_places_have_no_plan_and_what_is_common() -> None:
    none = places([{"place": "A", "planned": False, "why_not": "nothing passed"},
                   {"place": "B", "planned": True}])  # fmt: skip
    assert unplanned_sentence(none, "districts") == (
        "1 of 2 districts have no plan, because nothing passed."
    )
    two = places([{"place": name, "planned": False, "why_not": why}
                  for name, why in (("A", "nothing passed"), ("B", "x"), ("C", "x"))])  # fmt: skip
    assert unplanned_sentence(two, "districts").endswith("have no plan; of 2 because x.")
    assert unplanned_sentence(none.tail(1), "districts") == "All 1 districts have a plan."
    assert common_sentence(pl.DataFrame(schema={"policy_area": pl.String})).startswith("No plan")


def test_words_go_their_own_way_only_beside_a_test() -> None:
    table = pl.DataFrame(
        [("A", 0.1, 0.05, 0.2, "further"), ("B", -0.1, -0.2, -0.05, "closer"),
         ("C", 0.0, -0.1, 0.1, "as the diagnosis leads one to expect")],
        schema=WRITTEN, orient="row",
    )  # fmt: skip
    style = written_sentence(table, row(0.01, -0.05, 0.06, 0.4), 0.0001)
    assert "do not show that they go with needs" in style
    assert style.endswith("that is then a matter of style, not of needs.")
    clear = written_sentence(table, row(0.3, 0.2, 0.4, 0.001), 0.09)
    assert "go with needs" in clear
    assert "expect: one, closer: one (furthest: A)" in clear
    assert "matter of style" not in clear
    assert written_sentence(table, None, 0.0).startswith("Written strategies cannot be held")
