"""Elasticities: what ships can be read, and what is wrong with an entry is said."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from placewise.data.evidence import parse_elasticities, read_elasticities
from placewise.errors import InputError

WHOLE = """
[[elasticity]]
key = "a"
relation = "r"
outcome = "o"
driver = "d"
unit = "elasticity"
value = 0.2
low = 0.1
high = 0.3
scope = "s"
source = "who"
status = "direct"
"""


def test_what_is_absent_stays_absent() -> None:
    known = read_elasticities()
    assert known["productivity, business services"].value == 0.08
    assert known["decay, services"].value == 1.8
    assert known["construction cost and density"].value is None
    assert known["construction cost and density"].high == 0.07
    assert known["productivity, meta-analysis of 2009"].low is None
    assert known["wages and density, developed countries"].status == "derived"


@pytest.mark.shared
def test_every_figure_of_the_evidence_is_carried_over(shared: Path) -> None:
    with (shared / "evidence" / "elasticities.csv").open(encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines))

    def numbers(row: dict[str, str]) -> tuple[float | None, ...]:
        return tuple(float(row[key]) if row[key] else None for key in ("value", "low", "high"))

    ours = [(one.value, one.low, one.high) for one in read_elasticities().values()]
    assert len(ours) == len(rows)
    for row, mine in zip(rows, ours, strict=True):
        assert mine == pytest.approx(numbers(row), abs=0.005), row["relation"]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("value = 0.2", "value = 0.4"), "out of order"),
        (("high = 0.3", ""), "come together"),
        (('status = "direct"', 'status = "sure"'), "status is none of"),
        (('source = "who"', ""), "source is missing"),
        (("low = 0.1", 'low = "0.1"'), "low is no number"),
        (("value = 0.2", "valu = 0.2"), "valu is not known"),
    ],
)
def test_a_faulty_entry_is_named_with_its_fault(change: tuple[str, str], said: str) -> None:
    with pytest.raises(InputError, match=said):
        parse_elasticities(WHOLE.replace(*change), "mine.toml")


def test_a_key_given_twice_and_text_that_is_no_toml_are_refused() -> None:
    with pytest.raises(InputError, match="earlier one"):
        parse_elasticities(WHOLE + WHOLE, "mine.toml")
    with pytest.raises(InputError, match="no TOML"):
        parse_elasticities("[[elasticity", "mine.toml")
