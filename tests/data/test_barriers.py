"""Barriers as they ship, and a user's own; evidence of one's own."""

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from placewise.data.barriers import read_barriers
from placewise.data.concepts import read_concepts
from placewise.data.own_evidence import COLUMNS, read_own_evidence, write_evidence_template
from placewise.errors import InputError
from placewise.model.barriers import Barrier, Shortfall, Signal

GOOD = """
[[barrier]]
key = "water"
title = "Water"
mechanism = "Without water nothing grows."
failures = ["public good"]
failure = "Nobody pays for a reservoir."
status = "proposal"
source = ""
settles = ["Water use"]
[[barrier.shortfall]]
concept = "employment rate"
bad = "low"
group = "a"
[[barrier.power]]
lever = "Pipes"
holder = "council"
kinds = ["district"]
status = "memory"
"""
ROW = {
    "barrier": "skills", "role": "shortfall", "statement": "s", "says": "yes",
    "probability": "0.9", "source": "survey", "date": "2025-01-31", "method": "survey",
    "sample_size": "40", "interested": "no",
}  # fmt: skip
FIGURES = {"value": "10", "lower": "8", "upper": "12", "comparator_value": "12", "bad": "low"}


@pytest.fixture(scope="module")
def barriers() -> tuple[Barrier, ...]:
    return read_barriers()


def test_the_fifteen_that_ship_are_whole(barriers: tuple[Barrier, ...]) -> None:
    concepts = read_concepts()
    assert len(barriers) == 15
    for barrier in barriers:
        parts: tuple[Shortfall | Signal, ...] = (*barrier.shortfalls, *barrier.signals)
        for part in parts:
            assert part.concept in concepts
            assert not part.given or part.given in concepts
        assert barrier.settles
        assert barrier.failures
    assert [one.key for one in barriers if one.cyclical] == ["low demand"]


@pytest.mark.parametrize("kind", ["county", "metropolitan or micropolitan area", "state"])
def test_american_places_have_powers_of_their_own(barriers: tuple[Barrier, ...], kind: str) -> None:
    british = ("combined authorit", "council", "Homes England", "growth hub", "Department for")
    some_have_none = {b.key for b in barriers if not b.powers}
    for barrier in barriers:
        own = [power for power in barrier.powers if kind in power.kinds]
        assert own or barrier.key in some_have_none, barrier.key
        for power in own:
            words = f"{power.lever} {power.holder}".replace("council of governments", "")
            assert not [word for word in british if word in words], barrier.key
            assert "district" not in power.kinds


def test_a_concept_is_never_shortfall_and_signal_of_one_barrier(
    barriers: tuple[Barrier, ...],
) -> None:
    for barrier in barriers:
        short = {(part.concept, part.given) for part in barrier.shortfalls}
        assert not short & {(part.concept, part.given) for part in barrier.signals}


def test_ones_own_barriers_take_the_place_of_those_that_ship(tmp_path: Path) -> None:
    file = tmp_path / "own.toml"
    file.write_text(GOOD, encoding="utf-8")
    (barrier,) = read_barriers(file)
    assert barrier.holders("district") == ("council",)
    assert barrier.holders("county") == ()
    assert barrier.signals == ()


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (('bad = "low"', 'bad = "lowest"'), 'barrier 1, shortfall 1: bad "lowest"'),
        (('"public good"', '"bad luck"'), 'failure "bad luck" is none of'),
        (('group = "a"', ""), "group is missing"),
        (('title = "Water"', 'titel = "Water"'), "titel is not known"),
        (('kinds = ["district"]', 'kinds = "district"'), "kinds is no list"),
        (('settles = ["Water use"]', "settles = []"), "settles is no list"),
        ((GOOD, GOOD + GOOD), 'two barriers have the key "water"'),
        ((GOOD, ""), "there is no"),
        ((GOOD, "[["), "no TOML"),
    ],
)
def test_faults_of_barriers_are_named(tmp_path: Path, change: tuple[str, str], fault: str) -> None:
    file = tmp_path / "own.toml"
    file.write_text(GOOD.replace(*change), encoding="utf-8")
    with pytest.raises(InputError, match=fault):
        read_barriers(file)


def test_a_file_that_is_not_there(tmp_path: Path, barriers: tuple[Barrier, ...]) -> None:
    with pytest.raises(InputError, match="Cannot read the barriers"):
        read_barriers(tmp_path / "none.toml")
    with pytest.raises(InputError, match="Cannot read the evidence"):
        read_own_evidence(tmp_path / "none.csv", barriers)


def write(file: Path, *rows: dict[str, str]) -> Path:
    with file.open("w", encoding="utf-8", newline="") as opened:
        writer = csv.DictWriter(opened, COLUMNS, restval="")
        writer.writeheader()
        writer.writerows(rows)
    return file


def test_the_template_can_be_read(tmp_path: Path, barriers: tuple[Barrier, ...]) -> None:
    file = tmp_path / "evidence.csv"
    write_evidence_template(file)
    answer, figure = read_own_evidence(file, barriers)
    assert answer.probability == 0.9
    assert answer.standing == "counted"
    # 31 with 24 to 38 against 19: 3.36 standard errors above.
    assert figure.probability == pytest.approx(0.99961, abs=1e-5)
    assert figure.standing == "claimed"


def test_yes_and_no_mirror_each_other(tmp_path: Path, barriers: tuple[Barrier, ...]) -> None:
    yes, no = read_own_evidence(
        write(tmp_path / "e.csv", ROW, ROW | {"says": "no"}), barriers
    )  # fmt: skip
    assert yes.probability + no.probability == pytest.approx(1)


@given(st.floats(-50, 50), st.floats(0.1, 20), st.floats(-50, 50))
def test_a_figure_is_low_or_high(value: float, half: float, other: float) -> None:
    import tempfile

    figures = {
        "value": repr(value), "lower": repr(value - half), "upper": repr(value + half),
        "comparator_value": repr(other), "says": "", "probability": "",
    }  # fmt: skip
    with tempfile.TemporaryDirectory() as folder:
        low, high = read_own_evidence(
            write(
                Path(folder) / "e.csv",
                *(ROW | figures | {"bad": side} for side in ("low", "high")),
            ),
            read_barriers(),
        )
    assert low.probability + high.probability == pytest.approx(1)
    if low.probability != pytest.approx(0.5):
        assert (low.probability > 0.5) == (value < other)


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        (ROW | {"barrier": "skill"}, 'row 2, column barrier: "skill" is no barrier'),
        (ROW | {"role": "sign"}, "row 2, column role"),
        (ROW | {"probability": "0.3"}, "row 2, column probability"),
        (ROW | {"says": "maybe"}, "neither yes nor no"),
        (ROW | {"date": "31.1.2025"}, "row 2, column date"),
        (ROW | {"sample_size": "many"}, "row 2, column sample_size"),
        (ROW | {"interested": ""}, "row 2, column interested"),
        (ROW | {"source": ""}, "row 2, column source: is empty"),
        (ROW | FIGURES, "must be empty where says is given"),
        (ROW | FIGURES | {"says": ""}, "must be empty where a value is given"),
        (ROW | {"says": "", "probability": ""}, "give one of them"),
        (ROW | FIGURES | {"says": "", "probability": "", "lower": "11"}, "within its interval"),
        (ROW | FIGURES | {"says": "", "probability": "", "value": "ten"}, '"ten" is no number'),
        (ROW | FIGURES | {"says": "", "probability": "", "bad": ""}, "row 2, column bad"),
    ],
)
def test_faults_of_evidence_name_row_and_column(
    tmp_path: Path, barriers: tuple[Barrier, ...], row: dict[str, str], fault: str
) -> None:
    with pytest.raises(InputError, match=fault):
        read_own_evidence(write(tmp_path / "e.csv", row), barriers)


def test_all_faults_are_named_at_once(tmp_path: Path, barriers: tuple[Barrier, ...]) -> None:
    file = write(tmp_path / "e.csv", ROW | {"date": "x"}, ROW, ROW | {"role": "x"})
    with pytest.raises(InputError, match=r"(?s)row 2, column date.*row 4, column role"):
        read_own_evidence(file, barriers)


def test_missing_columns_are_named(tmp_path: Path, barriers: tuple[Barrier, ...]) -> None:
    file = tmp_path / "e.csv"
    file.write_text("barrier,roll\n", encoding="utf-8")
    with pytest.raises(InputError, match=r'(?s)columns role, .* are missing.*"roll" is not'):
        read_own_evidence(file, barriers)
