"""Headline sentences: plain, short, and right about one, none and all."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest

from placewise.diagnose.path_sentences import growth_sentence
from placewise.diagnose.sentences import headline as headline_of_specialisms
from placewise.diagnose.sentences import most_behind, specialism_sentence
from placewise.diagnose.skill_sentences import headline
from placewise.model.diagnosis import DiagnosisSettings
from placewise.model.wording import TWO_LINES, quotient
from placewise.model.words import Place
from placewise.workbench.bench import Workbench

PLACE = Place("Black Country", "district", ("X",))
ROW: dict[str, Any] = {
    "measure": "jobs", "industry_name": "Manufacturing", "base": "Great Britain", "year": 2024,
    "lq": 1.284, "lower": 1.19, "upper": 1.38, "places_considered": 15, "places_claiming": 8,
    "places_demonstrating": 6,
}  # fmt: skip
START = "The Black Country has 1.28 times (1.19 to 1.38) "
BRITISH = START + "the British share of jobs in manufacturing (2024)"


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        (
            {},
            BRITISH
            + "; eight of the 15 districts could claim as much, and six can demonstrate it.",
        ),
        (
            {"places_demonstrating": 8},
            BRITISH + ". Eight of the 15 districts could claim as much, and all of them can "
            "demonstrate it.",
        ),
        (
            {"places_demonstrating": 1},
            BRITISH + ". Eight of the 15 districts could claim as much, but no other can "
            "demonstrate it.",
        ),
        (
            {"places_claiming": 1, "places_demonstrating": 1},
            BRITISH + "; no other of the 15 districts could claim it.",
        ),
        (
            {"base": "North West", "measure": "gva"},
            START + "the share of GVA in manufacturing that North West has (2024). Eight of the 15 "
            "districts could claim as much, and six can demonstrate it.",
        ),
        (
            {"base": "all 933 areas of the table"},
            START + "the share of jobs in manufacturing that all 933 areas have (2024). Eight of "
            "the 15 districts could claim as much, and six can demonstrate it.",
        ),
    ],
)
def test_a_specialism_says_number_comparator_uncertainty_rivals(
    changed: dict[str, Any], said: str
) -> None:
    assert specialism_sentence(ROW | changed, PLACE) == said


def test_a_specialism_of_a_long_name_says_the_name_first() -> None:
    name = "Operation of warehouses for land transport activities of division 49 (and of no other)"
    place = Place("Derby, Derbyshire, Nottingham and Nottinghamshire", "district", ("X",))
    said = specialism_sentence(ROW | {"industry_name": name}, place)
    first, second, third = said.removesuffix(".").split(". ")
    assert first == f"{name} stands out"
    assert second.endswith("has 1.28 times (1.19 to 1.38) the British share of jobs in it (2024)")
    assert third.startswith("Eight of the 15 districts")
    assert all(len(one) < TWO_LINES for one in (first, second, third))


def test_a_specialism_says_where_few_places_have_a_figure() -> None:
    said = specialism_sentence(ROW, PLACE, places=20)
    assert "Eight of the 15 districts with a figure could claim as much" in said
    assert "with a figure" not in specialism_sentence(ROW, PLACE, places=15)
    both = ROW | {"places_considered": 2, "places_claiming": 2, "places_demonstrating": 2}
    assert "Both districts with a figure could claim as much, and all of them can" in (
        specialism_sentence(both, PLACE, places=15)
    )


def test_what_most_stands_behind_comes_first() -> None:
    rows = pl.DataFrame(
        {"industry": ["ore", "care", "wood"], "share": [0.002, 0.2, None],
         "base_share": [0.00001, 0.1, 0.1]}
    )  # fmt: skip
    assert most_behind(rows)["industry"].to_list() == ["care", "ore", "wood"]


def test_what_is_nearest_is_nearest_of_all_tables() -> None:
    known: dict[str, Any] = ROW | {"share": 0.1, "base_share": 0.1, "demonstrable": False}
    rows = pl.DataFrame(
        [
            known | {"industry": "C", "shown_for": None, "probability_above_threshold": 0.8},
            known | {"industry": "F", "industry_name": "Construction", "measure": "gva",
                     "shown_for": None, "probability_above_threshold": 0.9},
        ]
    )  # fmt: skip
    first = headline_of_specialisms(PLACE, rows, DiagnosisSettings(), None)[0]
    assert "nearest is construction, location quotient 1.28 (1.19 to 1.38) by GVA in 2024" in first
    assert "likely (90 %)" in first


def test_headlines_stay_short(bench: Workbench) -> None:
    for kind in ("combined authority", "local enterprise partnership", "ITL2"):
        for place in bench.places(kind):
            sentences = bench.diagnose(place).headline
            assert 3 <= len(sentences) <= 6
            longest = max(sentences, key=len)
            assert len(longest) <= 250, longest
            assert ";;" not in longest
            assert "none of the 1 " not in longest


def test_growth_says_which_sectors_its_table_lacks() -> None:
    parts = ("change", "national", "mix", "local")
    total = pl.DataFrame(
        {"form": ["Dunn"] * 4, "part": parts, "per_cent": [-4.9, -2.3, -0.6, -2.0],
         "from": [2017] * 4, "to": [2021] * 4}
    )  # fmt: skip
    lacks = ("Manufacturing", "Retail Trade")
    assert "jobs without manufacturing and retail trade in the Black Country changed" in (
        growth_sentence(PLACE, total, "jobs", lacks)
    )
    assert "jobs in the Black Country changed by −4.9 %" in growth_sentence(PLACE, total, "jobs")
    long = Place("Davenport-Moline-Rock Island and all of the Quad Cities, IA-IL", "metro", ("X",))
    said = growth_sentence(long, total, "jobs", (*lacks, "Transportation and Warehousing"))
    assert "jobs in Davenport" in said
    assert said.endswith(
        "he table lacks manufacturing, retail trade and transportation and warehousing."
    )
    assert all(len(one) <= TWO_LINES for one in said.split(". "))


def test_a_shortfall_of_skills_names_what_it_is_told_from() -> None:
    kinds = pl.DataFrame(
        {"kind": ["low supply", "low demand"], "probability": [0.0, 1.0],
         "told_from": ["Adults with a degree", "Median earnings, given the share qualified"]}
    )  # fmt: skip
    first = headline(PLACE, pl.DataFrame({"title": [""]}).clear(), kinds, "3,142 counties")[0]
    assert first.endswith(
        "the Black Country is among the lowest third of 3,142 counties by median earnings, given "
        "the share qualified."
    )


def test_thousands_are_set_apart_in_sentences_too() -> None:
    assert quotient(72.4, 0.1, 1248.3) == "72 (0 to 1,248)"
