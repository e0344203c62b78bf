"""The checks of every place: nothing to find on the sample, and every sort of fault is found."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from scripts.every_place.checking import check_file, check_folder
from scripts.every_place.indicators import Indicators
from scripts.every_place.industries import Bases, made_up
from scripts.every_place.tally import Tally, agree, half_unit
from scripts.every_place.workspace import Workspace

from placewise import Workbench
from placewise.report.json import diagnosis_json

PLACES = {"combined authority": "Tees Valley", "local enterprise partnership": "Hertfordshire"}
Row = dict[str, Any]


@pytest.fixture(scope="module")
def sample() -> Workspace:
    return Workspace.open("sample")


@pytest.fixture(scope="module")
def indicators(sample: Workspace) -> Indicators:
    return Indicators(sample)


@pytest.fixture(scope="module")
def written(bench: Workbench) -> dict[str, str]:
    return {name: diagnosis_json(bench.diagnose(name, kind=kind)) for kind, name in PLACES.items()}


Check = Callable[[str], Tally]


@pytest.fixture
def check(tmp_path: Path, sample: Workspace, indicators: Indicators) -> Check:
    """Return what checks one diagnosis as it would be written."""

    def checked(text: str) -> Tally:
        tally = Tally()
        file = tmp_path / "place.json"
        file.write_text(text, encoding="utf-8")
        file.with_suffix(".html").write_text("<body><p>None of it.</p></body>", encoding="utf-8")
        check_file(file, sample, indicators, Bases(), tally)
        return tally

    return checked


@pytest.mark.parametrize("name", PLACES.values())
def test_nothing_differs_on_the_sample(name: str, written: dict[str, str], check: Check) -> None:
    tally = check(written[name])
    assert tally.examples == {}
    assert tally.checked["a figure equals its cell"] > 30
    assert tally.checked["an indicator equals its cell"] > 100
    assert tally.checked["all 15 barriers have an outcome"] == 1


def first_known(rows: list[Row], column: str = "value") -> Row:
    return next(row for row in rows if row[column] is not None)


def first_missing(diagnosis: Row) -> Row:
    return next(row for row in diagnosis["specialisms"] if row["value"] is None)


FAULTS: dict[str, tuple[str, Callable[[Row], object]]] = {
    "a cell a little off": (
        "a figure equals its cell",
        lambda d: d["specialisms"][0].update(value=d["specialisms"][0]["value"] * (1 + 1e-7)),
    ),
    "zero for what is missing": (
        "a figure that is missing is null",
        lambda d: first_missing(d).update(value=0.0),
    ),
    "a rank of what is missing": (
        "nothing is told of a figure that is missing",
        lambda d: first_missing(d).update(rank=1),
    ),
    "a quotient a little off": (
        "a location quotient is computed again",
        lambda d: d["specialisms"][0].update(lq=d["specialisms"][0]["lq"] * (1 + 1e-7)),
    ),
    "an industry that is left out": (
        "every industry of the table is listed",
        lambda d: d["specialisms"].pop(),
    ),
    "an indicator a little off": (
        "an indicator equals its cell",
        lambda d: [row.update(value=row["value"] + 1e-5) for row in d["state"]["levels"]],
    ),
    "an interval beside its estimate": (
        "an interval holds its estimate (levels: value)",
        lambda d: first_known(d["state"]["levels"], "lower").update(lower=1e9, upper=2e9),
    ),
    "an interval turned round": (
        "lower is not above upper",
        lambda d: first_known(d["drivers"], "lower").update(lower=0.9, upper=0.1),
    ),
    "a chance above one": (
        "a share, a probability or a percentile lies from 0 to 1",
        lambda d: d["specialisms"][0].update(probability_above_threshold=1.1),
    ),
    "a source without a vintage": (
        "a source has its publisher, licence, vintage and hash",
        lambda d: d["provenance"][0].update(vintage=""),
    ),
    "a dataset of which nothing is told": (
        "a dataset that is named has a source",
        lambda d: d["state"]["levels"][0].update(dataset="hearsay"),
    ),
    "own parts that do not add up": (
        "own parts and the rest are the gap",
        lambda d: d["productivity"]["own_parts"][0].update(
            log_part=d["productivity"]["own_parts"][0]["log_part"] + 2e-8
        ),
    ),
    "a barrier less": ("all 15 barriers have an outcome", lambda d: d["barriers"].pop()),
    "a call without a chance": (
        "an outcome has the probability of its parts",
        lambda d: first_known(d["barriers"], "p_binding").update(outcome="binding"),
    ),
    "no reason for an interval that is missing": (
        "figures without an interval say why",
        lambda d: d["paths"].update(notes=[]),
    ),
    "a count of what is missing a little off": (
        "the number of industries that are known is counted again",
        lambda d: d["checks"][0].update(detail="5 of 19 industries have a value."),
    ),
    "a text of nothing": (
        "no text says nan, None or inf",
        lambda d: d["notes"].append("A rate of nan per cent."),
    ),
    "a sentence of three lines": (
        "a sentence has at most 175 characters",
        lambda d: d["headline"].append("Long words " * 20),
    ),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_every_sort_of_fault_is_found(fault: str, written: dict[str, str], check: Check) -> None:
    sort, spoil = FAULTS[fault]
    diagnosis = json.loads(written["Hertfordshire"])
    spoil(diagnosis)
    found = check(json.dumps(diagnosis)).differed
    assert found[sort] > 0, found


def test_numbers_that_json_does_not_know_are_found(written: dict[str, str], check: Check) -> None:
    text = written["Tees Valley"].replace('"value": ', '"value": NaN, "was": ', 1)
    assert check(text).differed["the JSON has no NaN and no Infinity"] == 1


def test_a_place_without_a_diagnosis_is_found(
    tmp_path: Path, sample: Workspace, indicators: Indicators
) -> None:
    tally = check_folder(tmp_path, "combined authority", sample, indicators)
    assert tally.differed["every place of the kind has a diagnosis"] == 15
    assert "Greater Manchester" in "".join(tally.lines())


@pytest.fixture
def merged(tmp_path: Path) -> Workspace:
    """Return a workspace in which B and C became D, and W consists of A and D."""
    tables = {
        "areas": pl.DataFrame({"code": ["A", "D", "W"], "kind": ["district"] * 2 + ["whole"]}),
        "area_changes": pl.DataFrame({"old_code": ["A", "B", "C"], "code": ["A", "D", "D"]}),
        "area_members": pl.DataFrame({"whole": ["W", "W", "W"], "member": ["A", "B", "C"]}),
    }
    for name, table in tables.items():
        table.write_parquet(tmp_path / f"{name}.parquet")
    return Workspace({name: [tmp_path / f"{name}.parquet"] for name in tables}, {})


def test_merged_areas_are_made_up_once_or_not_at_all(merged: Workspace) -> None:
    assert merged.made_of("D", ["A", "B", "C"]) == ("B", "C")
    assert merged.made_of("D", ["A", "D"]) == ("D",)
    assert merged.made_of("D", ["A", "B"]) == ()
    assert merged.made_of("D", ["B", "D"]) == ()


def test_a_place_is_the_areas_that_add_up_to_it(merged: Workspace) -> None:
    assert merged.leaves("W") == {"A", "D"}
    assert merged.areas_of("W", ["A", "D"]) == ("A", "D")
    assert merged.areas_of("W", ["W", "A"]) == ("W",)
    assert merged.areas_of("W", ["A"]) == ()


def test_an_industry_is_made_up_of_what_is_just_it() -> None:
    sums = {"52": 1.0, "53": 2.0, "CD-CE": 4.0, "CF": 8.0, "CG": 16.0, "A": 32.0, "B": 64.0}
    assert made_up("52", sums) == 1
    assert made_up("52-53", sums) == 3
    assert made_up("CD-CG", sums) == 28
    assert made_up("AB", sums) == 96
    assert made_up("52-54", sums) is None
    assert made_up("CC-CE", sums) is None


@pytest.mark.parametrize(
    ("written", "true", "same"),
    [(0.123456789, 0.1234567894, True), (0.123456789, 0.12345679, True),
     (0.123456789, 0.1234568, False), (0.0, 0.0, True), (0.0, 1e-9, False),
     (-2e9, -2e9 - 9, True), (-2e9, -2e9 - 100, False)],
)  # fmt: skip
def test_numbers_agree_to_the_digits_that_are_written(
    written: float, true: float, same: bool
) -> None:
    assert agree(written, true) == same
    assert half_unit(true) <= 5e-9 * abs(true)
