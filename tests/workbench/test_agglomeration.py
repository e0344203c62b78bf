"""The job of growth: four districts of our own, the sample, and the section of a page."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

import numpy as np
import polars as pl
import pytest

from placewise import Workbench
from placewise.data.empty import empty_table
from placewise.data.evidence.growth import read_growth_evidence
from placewise.diagnose.market_access import great_circle, own_distance
from placewise.model.answer import Answer
from placewise.model.diagnosis import DiagnosisSettings
from placewise.model.schemas import TABLES
from placewise.model.words import Place, Provenance
from placewise.report.agglomeration_section import agglomeration_section
from placewise.workbench.agglomeration import agglomeration_answers
from placewise.workbench.agglomeration.balance import draw_balance
from placewise.workbench.concept_tables import square_kilometres

SETTINGS = DiagnosisSettings()
DISTRICTS = ("A", "B", "C", "D")
SECTIONS = "ABCDEFGHIJKLMNOPQRS"


def square(east: float, north: float, side: float) -> str:
    ring = [(0, 0), (side, 0), (side, side), (0, side), (0, 0)]
    corners = [[east + x, north + y] for x, y in ring]
    return json.dumps({"type": "Polygon", "coordinates": [corners]})


OUTLINES = {
    "A": square(0, 52, 0.2), "B": square(0.3, 52, 0.2), "C": square(2, 54, 0.5),
    "D": square(2, 55, 0.5),
}  # fmt: skip


def rows(table: str, named: Sequence[Mapping[str, object]]) -> pl.DataFrame:
    """Return rows of a table of the workspace, what is not given null."""
    return pl.concat([empty_table(table).collect(), pl.DataFrame(named)], how="diagonal_relaxed")


class OwnStore:
    """Four districts: A and B near each other in London, C and D far off in the North East."""

    label = "own"

    def __init__(self) -> None:
        names = {code: f"Place {code}" for code in DISTRICTS}
        dataset = {"dataset": "own"}
        self._tables = {name: empty_table(name).collect() for name in TABLES}
        self._tables["areas"] = rows("areas", [
            *({"code": code, "name": name, "kind": "district", **dataset}
              for code, name in names.items()),
            {"code": "R1", "name": "London", "kind": "region", **dataset},
            {"code": "R2", "name": "North East", "kind": "region", **dataset},
            {"code": "PAIR", "name": "Pair", "kind": "combined authority", **dataset},
            {"code": "FAR", "name": "Far", "kind": "combined authority", **dataset},
        ])  # fmt: skip
        self._tables["area_members"] = rows("area_members", [
            {"whole": whole, "member": member, "share": 1.0, **dataset}
            for whole, members in {"R1": "AB", "R2": "CD", "PAIR": "AB", "FAR": "CD"}.items()
            for member in members
        ])  # fmt: skip
        self._tables["boundaries"] = rows("boundaries", [
            {"area": code, "kind": "district", "year": 2024, "geometry": text, **dataset}
            for code, text in OUTLINES.items()
        ])  # fmt: skip
        self._tables["industries"] = rows("industries", [
            {"classification": "SIC 2007", "code": code, "name": code, "level": "section",
             **dataset}
            for code in SECTIONS
        ])  # fmt: skip
        self.jobs = {
            # A is all business services, D has a section that is suppressed.
            code: {s: (100.0 if s in "JKLMN" else 0.0) if code == "A" else 10.0 for s in SECTIONS}
            for code in DISTRICTS
        }
        values = [
            {"measure": "jobs", "area": code, "classification": "SIC 2007", "industry": section,
             "year": 2024, "value": None if (code, section) == ("D", "C") else value,
             "unit": "jobs", **dataset}
            for code, mix in self.jobs.items()
            for section, value in mix.items()
        ]  # fmt: skip
        self._tables["industry_values"] = rows("industry_values", values)
        moves = {("A", "A"): 60, ("A", "B"): 20, ("B", "A"): 90, ("B", "B"): 30, ("C", "C"): 10,
                 ("A", "X"): 20}  # fmt: skip
        self._tables["flows"] = rows("flows", [
            *({"kind": "commuters", "origin": o, "destination": d, "year": 2021,
               "value": float(n), "unit": "persons", **dataset} for (o, d), n in moves.items()),
            {"kind": "commuters", "origin": "C", "destination": "A", "year": 2021, "value": None,
             "unit": "persons", **dataset},
        ])  # fmt: skip
        signs = {
            "affordability ratio": (14.0, 9.0, 5.0, None),
            "weekly pay": (900.0, 700.0, 500.0, 450.0),
            "claimant-count: Claimant Count": (1.0, 2.0, 5.0, 6.0),
            "net-additions-to-the-housing-stock: Net additions to the housing stock (England)":
                (1.0, 3.0, 9.0, 10.0),
            "population": (5e5, 3e5, 2e5, 1e5),
        }  # fmt: skip
        self._tables["indicators"] = rows("indicators", [
            {"indicator": name, "area": code, "year": 2024, "period": "2024", "value": value,
             "unit": "u", **dataset}
            for name, values in signs.items()
            for code, value in zip(DISTRICTS, values, strict=True)
        ])  # fmt: skip

    def tables(self) -> tuple[str, ...]:
        return tuple(self._tables)

    def table(self, name: str) -> pl.LazyFrame:
        return self._tables[name].lazy()

    def provenance(self) -> tuple[Provenance, ...]:
        return (Provenance("own", "Own", "Us", "CC0", "2024", transformations=("in a lockdown",)),)

    def tiles(self) -> pl.DataFrame:
        return pl.DataFrame(schema={"kind": pl.String, "area": pl.String, "column": pl.Int64,
                                    "row": pl.Int64, "short": pl.String})  # fmt: skip

    def own_places(self) -> tuple[Place, ...]:
        return ()


@pytest.fixture(scope="module")
def own() -> dict[str, Answer]:
    bench = Workbench(OwnStore())
    job = agglomeration_answers(bench.shelf)
    places = (*bench.places("district"), *bench.places("combined authority"))
    return {place.name: job.of(place, SETTINGS) for place in places}


def value(answer: Answer, table: str, key: str, name: str, column: str = "value") -> float | None:
    found = answer.table(table).filter(pl.col(key) == name)
    return None if found.is_empty() else found[column][0]


def test_access_is_the_sum_over_districts_whose_jobs_are_known(own: dict[str, Answer]) -> None:
    centre = {"A": (0.1, 52.1), "B": (0.4, 52.1), "C": (2.25, 54.25)}  # D's jobs are not known
    total = 0.0
    for code, mass in {"A": 500.0, "B": 190.0, "C": 190.0}.items():
        if code == "A":
            apart = own_distance([square_kilometres(OUTLINES["A"])])[0]
        else:
            pair = np.array([centre["A"], centre[code]])
            apart = great_circle(pair[:, 0], pair[:, 1])[0, 1]
        total += mass / apart**1.0
    got = value(own["Place A"], "market_access", "sector", "manufacturing")
    assert got == pytest.approx(total, rel=2e-3)  # a centre in degrees is not quite the middle
    assert own["Place D"].finding("market_access") is None


def test_flows_inside_a_place_of_two_areas_stay_inside(own: dict[str, Answer]) -> None:
    assert value(own["Place B"], "commuting", "measure", "supply_side") == pytest.approx(25.0)
    assert value(own["Pair"], "commuting", "measure", "residents") == 220.0
    assert value(own["Pair"], "commuting", "measure", "inside") == 200.0
    # Nobody knows how many come from C to A, nor anything of those who live in D.
    assert value(own["Place A"], "commuting", "measure", "workers") is None
    assert own["Place D"].finding("commuting") is None
    assert any("commuting flows" in why for why in own["Place D"].cannot_tell["why"])


def test_the_lockdown_is_said_with_every_sentence_on_commuting(own: dict[str, Answer]) -> None:
    finding = own["Place B"].finding("commuting")
    assert finding is not None
    assert "in a lockdown" in finding.sentence
    assert any("in a lockdown" in note for note in own["Place B"].notes)


def test_gains_follow_the_mix(own: dict[str, Answer]) -> None:
    table = own["Place A"].table("gains_and_costs")
    assert set(table["place"]) == {"Place A", "Place B", "Place C"}
    assert value(own["Place A"], "gains_and_costs", "place", "Place A", "gains") == pytest.approx(
        100 * (1.1**0.08 - 1), abs=0.02
    )
    assert table.filter("here")["place"].to_list() == ["Place A"]
    for row in table.iter_rows(named=True):
        assert row["gains_lower"] < row["gains"] < row["gains_upper"]
        assert row["costs_lower"] < row["costs"] < row["costs_upper"]


def test_a_place_is_never_in_a_class_without_a_probability(own: dict[str, Answer]) -> None:
    for answer in own.values():
        balance = answer.table("balance")
        if balance.is_empty():
            continue
        assert balance.filter(pl.col("probability").is_null() & pl.col("class").is_not_null()
                              ).is_empty()  # fmt: skip
        assert (balance.drop_nulls("probability")["error"] > 0).all()
    chance = dict(own["Place A"].table("balance").select("place", "probability").iter_rows())
    assert chance["Place B"] > chance["Place C"]  # more pressure, the same mix
    assert chance["Place D"] is None


def test_draws_are_the_same_with_one_seed_and_change_with_another() -> None:
    evidence = read_growth_evidence()
    generator = np.random.default_rng(1)
    mix = generator.dirichlet(np.ones(len(evidence.groups)), 6)
    people, marks = np.full(6, 3e5), generator.random((6, len(evidence.signs)))
    first, same, other = (draw_balance(evidence, mix, people, marks, s) for s in (1, 1, 2))
    assert (first.probability == same.probability).all()
    assert (first.probability != other.probability).any()
    # Two seeds differ by chance alone: six places, five errors of 0.8 points at most each.
    assert np.abs(first.probability - other.probability).max() < 5 * 0.008 * np.sqrt(2)


def test_more_pressure_never_lowers_the_chance() -> None:
    evidence = read_growth_evidence()
    mix = np.tile(np.full(len(evidence.groups), 1 / len(evidence.groups)), (11, 1))
    marks = np.repeat(np.linspace(0, 1, 11)[:, None], len(evidence.signs), axis=1)
    chance = draw_balance(evidence, mix, np.full(11, 3e5), marks, 3).probability
    assert (np.diff(chance) >= 0).all()
    assert chance[0] < 0.01
    assert chance[-1] > 0.9


def test_the_page_shows_what_is_known_and_lists_the_rest(own: dict[str, Answer]) -> None:
    map_frame = pl.DataFrame(
        {"place": [f"Place {code}" for code in DISTRICTS], "column": [0, 1, 0, 1],
         "row": [1, 1, 0, 0], "short": list(DISTRICTS)}
    ).with_columns(geometry=pl.lit(None, pl.String))  # fmt: skip
    for answer in own.values():
        section = agglomeration_section(answer, map_frame)
        assert section.sentences
        assert len(section.blocks) <= len(answer.findings)
        assert len(section.cannot_tell) == answer.cannot_tell.height
    charts = {b.chart.key: b.chart for b in agglomeration_section(own["Place B"], map_frame).blocks
              if b.chart}  # fmt: skip
    assert set(charts) == {"balance", "gains-and-costs", "pressure", "commuting", "market-access"}
    assert charts["gains-and-costs"].spec["datasets"]["ellipses"]


def test_the_sample_says_what_it_cannot_tell(bench: Workbench) -> None:
    job = agglomeration_answers(bench.shelf)
    for place in bench.places("combined authority"):
        answer = job.of(place, SETTINGS)
        assert answer.headline
        assert answer.finding("balance") is not None
        asked = " ".join(answer.cannot_tell["question"])
        assert "within reach" in asked
        assert "work where they live" in asked
        assert answer.finding("gains_and_costs") is not None
        agglomeration_section(answer)
