"""Comparing places: recovery in a made-up country, resuming, refusals, and official tables."""

from __future__ import annotations

import shlex
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from tests.workbench.planned_country import (
    AREAS,
    EVIDENCE,
    KINDS,
    SETTINGS,
    country,
    needs_of,
    nothing_known,
    plan_of,
    planned,
)

from placewise import Workbench
from placewise.data.kept import Kept
from placewise.errors import InputError, NotAvailableError
from placewise.model.barriers import Barrier
from placewise.model.comparison import (
    BINS,
    CLUSTERS,
    COMMON,
    GATE,
    MANTEL,
    MIXES,
    NEEDS,
    PLACES,
)
from placewise.model.plan import Comparison, Plan, PlanSettings
from placewise.model.words import Place
from placewise.plan.comparison_sentences import mantel_sentence, south_sentence
from placewise.plan.drawing import NeedShares
from placewise.workbench.comparing.around import Around, concepts_of
from placewise.workbench.comparing.arrays import Plans, plans_of
from placewise.workbench.comparing.compare import Asked, command_of, compare_places
from placewise.workbench.comparing.distances import INDEPENDENT, mantel_rows
from placewise.workbench.comparing.distances import NEEDS as AGAINST_NEEDS
from placewise.workbench.comparing.planned import as_plain, from_plain, plan_place
from placewise.workbench.comparing.rows import clusters_of, gate_rows
from placewise.workbench.comparing.solving import kept_plans, solve_places
from placewise.workbench.comparing.south import SOUTHERN, south


@pytest.fixture(scope="module")
def made_up() -> Plans:
    return plans_of(planned(needs_of, country(24)), EVIDENCE)


def test_known_needs_get_the_mixes_that_they_should(made_up: Plans) -> None:
    plans = made_up
    assert plans.planned.all()
    assert plans.known.all()
    for at in range(24):
        assert plans.areas[int(plans.spent[at].argmax())] == AREAS[at % 3]
        assert plans.interventions[plans.first[at]].startswith(AREAS[at % 3])
        assert plans.managing[at] == (1.0 if at % 3 == 0 else 0.0)
    found = mantel_rows(plans, nothing_known(24), seed=1)
    row = found.row(by_predicate=pl.col("test") == AGAINST_NEEDS, named=True)
    assert row["statistic"] > 0.9
    assert row["p_value"] == pytest.approx(1 / 2000)
    assert row["lower"] < row["statistic"] < row["upper"]
    groups = clusters_of(plans, seed=1)
    assert groups is not None
    assert groups.told
    assert groups.number == 3
    assert {frozenset(np.flatnonzero(groups.label == k) % 3) for k in range(3)} == {
        frozenset({0}), frozenset({1}), frozenset({2}),
    }  # fmt: skip


def test_equal_needs_give_exactly_equal_mixes() -> None:
    plans = plans_of(planned(lambda _: KINDS[1], country(6)), EVIDENCE)
    assert (plans.spent == plans.spent[0]).all()
    assert (plans.over_draws == plans.over_draws[0]).all()
    assert (plans.first == plans.first[0]).all()
    table = mantel_rows(plans, nothing_known(6), seed=1)
    row = table.row(by_predicate=pl.col("test") == AGAINST_NEEDS, named=True)
    assert row["statistic"] is None
    assert mantel_sentence(row, None, "districts").startswith(
        "All plans, or all needs, are equally far"
    )
    gate = gate_rows(plans)
    same = gate.row(by_predicate=pl.col("pairs_of") == "same", named=True)
    assert (same["pairs"], same["median"], same["patterns"]) == (15, 0.0, 1)


def test_south_is_found_where_it_is_and_not_where_it_is_not(made_up: Plans) -> None:
    southern = [at % 3 == 0 for at in range(24)]  # those that need housing
    plans, base = made_up, nothing_known(24)

    def asked(is_south: list[bool]) -> tuple[pl.DataFrame, int]:
        about = Around(**{name: getattr(base, name) for name in Around.__slots__} | {
            "south": tuple(is_south), "region": ("somewhere",) * 24,
            "cost": np.array([9.0 if one else 5.0 for one in is_south]),
            "block": tuple(f"B{at // 2}" for at in range(24)),
        })  # fmt: skip
        found = south(plans, about, seed=1)
        return found.tests, found.none

    tests, none = asked(southern)
    row = tests.row(by_predicate=pl.col("test") == SOUTHERN, named=True)
    assert row["value"] == 1.0
    assert row["p_value"] < 0.001
    assert none == 0
    elsewhere = list(np.random.default_rng(3).permutation(southern))
    tests, none = asked([bool(one) for one in elsewhere])
    row = tests.row(by_predicate=pl.col("test") == SOUTHERN, named=True)
    assert row["lower"] < 0 < row["upper"]
    assert row["p_shuffled"] > 0.05
    assert none > 0


def test_without_a_side_the_south_is_not_tested(made_up: Plans) -> None:
    found = south(made_up, nothing_known(24), seed=1)
    assert found.tests.is_empty()
    assert found.high_cost == (None,) * 24
    assert "cannot be tested" in south_sentence(found.tests, found.groups, 0, SOUTHERN)


def test_a_place_without_people_or_tables_says_why() -> None:
    place = country(1)[0]

    def nothing(place: Place, settings: PlanSettings) -> tuple[Plan, dict[str, NeedShares]]:
        raise NotAvailableError("no table of it")

    assert "how many people" in plan_place(place, None, SETTINGS, nothing).why_not
    found = plan_place(place, 10.0, SETTINGS, nothing)
    assert (found.why_not, found.planned) == ("no table of it", False)


def test_what_is_kept_comes_back_and_damage_is_no_error(tmp_path: Path) -> None:
    one = planned(needs_of, country(1))[0]
    kept = Kept.of("compare", ["asked"], tmp_path)
    kept.write("a/b", as_plain(one))
    back = from_plain(kept.read("a/b"))
    assert back is not None
    assert back.options.equals(one.options)
    assert back.needs.equals(one.needs)
    assert from_plain({"place": "P"}) is None
    assert from_plain(None) is None
    assert Kept.of("compare", ["something else"], tmp_path).read("a/b") is None
    file = next(kept.folder.glob("*.json"))
    file.write_text(file.read_text(encoding="utf-8")[:40], encoding="utf-8")
    assert kept.read("a/b") is None
    assert not list(tmp_path.rglob("*.part"))


def test_who_is_stopped_goes_on_where_it_was(bench: Workbench, tmp_path: Path) -> None:
    places = country(6)
    people = {place.name: 10.0 for place in places}
    kept = Kept.of("compare", ["asked"], tmp_path)
    asked: list[str] = []
    plan = plan_of(needs_of)

    def stops(place: Place, settings: PlanSettings) -> tuple[Plan, Mapping[str, NeedShares]]:
        if len(asked) == 3:
            raise KeyboardInterrupt
        asked.append(place.name)
        return plan(place, settings)

    with pytest.raises(KeyboardInterrupt):
        solve_places(bench, places, people, SETTINGS, kept, plan_of=stops)
    seen: list[tuple[int, int]] = []

    def goes_on(place: Place, settings: PlanSettings) -> tuple[Plan, Mapping[str, NeedShares]]:
        asked.append(place.name)
        return plan(place, settings)

    found = solve_places(
        bench, places, people, SETTINGS, kept, plan_of=goes_on,
        progress=lambda done, total: seen.append((done, total)),
    )  # fmt: skip
    assert [one.place for one in found] == [place.name for place in places]
    assert sorted(asked) == [place.name for place in places]
    assert (seen[0], seen[-1]) == ((3, 6), (6, 6))
    fresh = solve_places(
        bench, places, people, SETTINGS, Kept.of("compare", ["again"], tmp_path), plan_of=plan
    )
    for one, other in zip(found, fresh, strict=True):
        assert as_plain(one) == as_plain(other)


def test_the_gate_is_asked_what_it_uses() -> None:
    from placewise.data.barriers import read_barriers

    barriers: tuple[Barrier, ...] = read_barriers()
    assert {"affordability ratio", "median weekly pay"} <= concepts_of(barriers)
    assert "" not in concepts_of(barriers)
    assert "gva per hour" not in concepts_of(barriers)


def test_the_sample_knows_too_little(bench: Workbench, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="too few to compare"):
        compare_places(
            bench, Asked("district", SETTINGS, ("Hartlepool", "Darlington")), cache=tmp_path
        )
    with pytest.raises(InputError, match="per head must be above 0"):
        compare_places(bench, Asked("district", PlanSettings(budget=0.0)), cache=tmp_path)


def test_tables_in_another_currency_are_refused_before_anything_is_planned(
    bench: Workbench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("placewise.workbench.comparing.compare.currency_of", lambda _: "USD")
    with pytest.raises(NotAvailableError, match="known in pounds only") as told:
        compare_places(bench, Asked("combined authority", SETTINGS), cache=tmp_path)
    assert "counts in dollars" in told.value.where
    assert "placewise plan PLACE --options FILE" in told.value.action
    assert not list(tmp_path.iterdir())


def test_the_command_that_repeats_it_says_everything(bench: Workbench) -> None:
    settings = PlanSettings(budget=50.0, draws=100, conditional=False)
    asked = Asked("LEP", settings, ("Oxfordshire",), Path("texts"), Path("some places.txt"))
    said = shlex.split(command_of(bench, asked))
    assert said == [
        "placewise", "compare", "--places", "some places.txt", "--kind", "LEP", "--per-head", "50",
        "--years", "10", "--draws", "100", "--seed", str(settings.seed), "--no-conditional",
        "--corpus", "texts",
    ]  # fmt: skip
    everyone = command_of(bench, Asked("LEP", PlanSettings(budget=50.0)))
    assert "--all" in everyone
    assert "--no-conditional" not in everyone


@pytest.fixture(scope="module")
def authorities(
    bench: Workbench, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Comparison, Path]:
    cache = tmp_path_factory.mktemp("cache")
    asked = Asked("combined authority", PlanSettings(budget=500.0, draws=100))
    return compare_places(bench, asked, cache=cache), cache


@pytest.mark.slow
def test_combined_authorities_are_compared(
    bench: Workbench, authorities: tuple[Comparison, Path]
) -> None:
    found, cache = authorities
    tables = {"places": PLACES, "mixes": MIXES, "needs": NEEDS, "common": COMMON,
              "mantel": MANTEL, "clusters": CLUSTERS}  # fmt: skip
    for name, schema in tables.items():
        assert dict(getattr(found, name).schema) == schema, name
    for name, schema in (("gate", GATE), ("bins", BINS)):
        finding = found.finding(name)
        assert finding is not None
        assert dict(finding.table.schema) == schema
    assert found.places.height == 15
    shares = found.mixes.group_by("place").agg(pl.col("share").sum())["share"]
    assert shares.to_list() == pytest.approx([1.0] * shares.len())
    spent = found.mixes.group_by("place").agg(pl.col("spent").sum())
    both = found.places.filter(pl.col("planned")).join(spent, on="place", suffix="_mix")
    assert both["spent"].to_list() == pytest.approx(both["spent_mix"].to_list())
    assert (both["spent"] <= both["budget"] * (1 + 1e-9)).all()
    tests = set(found.mantel["test"])
    assert {AGAINST_NEEDS, INDEPENDENT} <= tests
    assert found.clusters["places"].sum() == 15
    assert {source.publisher for source in found.provenance}
    assert all(len(sentence) < 700 for sentence in found.headline)

    def never(place: Place, settings: PlanSettings) -> tuple[Plan, Mapping[str, NeedShares]]:
        raise AssertionError(f"{place.name} was planned again")

    again = compare_places(
        bench, Asked("combined authority", found.settings), cache=cache,
        plan_of=never,
    )  # fmt: skip
    assert again.headline == found.headline
    assert again.places.equals(found.places)


@pytest.mark.slow
def test_equal_places_get_equal_plans(bench: Workbench) -> None:
    """The same place planned twice under one seed is the same plan to the last digit."""
    place = bench.place("Tees Valley", "combined authority")
    settings = PlanSettings(budget=500.0, draws=100)
    one, other = (
        as_plain(plan_place(place, 1e5, settings, bench.planning().chosen)) for _ in range(2)
    )
    assert one == other


@pytest.mark.slow
def test_two_processes_make_the_same_plans_as_one(
    bench: Workbench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("placewise.workbench.comparing.solving.FEW_PLACES", 2)
    places = bench.places("combined authority")[:4]
    people = {place.name: 1e5 for place in places}
    settings = PlanSettings(budget=500.0, draws=100)
    found = [
        solve_places(
            bench, places, people, settings,
            kept_plans(bench.store, "combined authority", settings, tmp_path / str(processes)),
            processes=processes,
        )
        for processes in (1, 2)
    ]  # fmt: skip
    assert [as_plain(one) for one in found[0]] == [as_plain(one) for one in found[1]]
    assert len(list((tmp_path / "2").rglob("*.json"))) == 4
