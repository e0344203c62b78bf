"""What the balance of growth rests on: ships whole, and faults are said."""

from __future__ import annotations

from importlib.resources import files

import pytest

from placewise.data.concepts import read_concepts
from placewise.data.evidence import read_elasticities
from placewise.data.evidence.growth import parse_growth_evidence, read_growth_evidence
from placewise.errors import InputError, UnknownNameError

TEXT = (files("placewise.data.evidence") / "agglomeration.toml").read_text(encoding="utf-8")


def test_what_ships_names_concepts_that_ship_and_covers_every_section() -> None:
    evidence = read_growth_evidence()
    concepts = read_concepts()
    assert all(sign.concept in concepts for sign in evidence.signs if sign.concept)
    sections = sorted(code for group in evidence.groups for code in group.codes["SIC 2007"])
    assert sections == list("ABCDEFGHIJKLMNOPQRS")
    assert evidence.spread == pytest.approx(0.024 / 0.054)


@pytest.mark.parametrize(
    ("old", "new", "error", "said"),
    [
        ('["F"]', '["C"]', InputError, "in two groups"),
        ('commuting = "in_commuting"', 'commuting = "in"', InputError, "sign of pressure"),
        ('rents = "rents and density"', 'rents = "rent"', UnknownNameError, "rents and density"),
        ('from = "productivity, meta-analysis of 2024"', 'from = "rents and density"', InputError,
         "without a range"),
    ],
)  # fmt: skip
def test_faults_are_said(old: str, new: str, error: type[Exception], said: str) -> None:
    with pytest.raises(error, match=said):
        parse_growth_evidence(TEXT.replace(old, new, 1), read_elasticities())
