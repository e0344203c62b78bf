"""Numbers, chances and names as sentences need them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from placewise.model.wording import (
    TWO_LINES,
    Clause,
    capital,
    chance,
    in_sentence,
    listed_within,
    share_in_tenths,
    share_of_others,
    two_lines,
    whole_per_cent,
)
from placewise.model.words import Place


@given(st.floats(0, 1))
def test_no_chance_is_overstated(probability: float) -> None:
    shown = whole_per_cent(probability)
    assert 1 <= shown <= 99
    if 0.01 <= probability <= 0.99:
        assert abs(shown - 50) <= abs(100 * probability - 50) + 1e-5
        assert abs(shown - 100 * probability) < 1


def test_a_chance_below_the_mark_is_not_written_as_the_mark() -> None:
    assert chance(0.949) == "very likely (94 %)"
    assert chance(0.95) == "very likely (95 %)"
    assert chance(0.999) == "almost certain (above 99 %)"
    assert chance(0.001) == "almost impossible (below 1 %)"


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("Manufacturing", "manufacturing"),
        ("Publishing; film and TV production", "publishing, film and TV production"),
        ("Aerospace Product and Parts Manufacturing", "aerospace product and parts manufacturing"),
        ("Scientific R&D", "scientific R&D"),
        (
            "Other service activities (not including operation of rail freight terminals, of "
            "facilities for passengers at railway stations or at bus stations)",
            "other service activities",
        ),
        (
            "Cleaning of sites and soil. This division " + "includes more " * 6,
            "cleaning of sites and soil",
        ),
        ("Long words; " * 10, "long words, " * 7 + "long words…"),
        ("", ""),
    ],
)
def test_titles_of_industries_inside_a_sentence(title: str, text: str) -> None:
    assert in_sentence(title) == text


def test_a_sentence_starts_with_a_capital() -> None:
    assert capital("the Black Country") == "The Black Country"
    assert capital("") == ""


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Black Country", "the Black Country"),
        ("Isle of Wight", "the Isle of Wight"),
        ("West of England", "the West of England"),
        ("South Yorkshire", "South Yorkshire"),
        ("The Marches", "The Marches"),
    ],
)
def test_places_have_their_article(name: str, text: str) -> None:
    assert Place(name, "district", ("X",)).in_text == text


@pytest.mark.parametrize(
    ("share", "text"),
    [(0, "0.0 %"), (0.0004, "below 0.1 %"), (0.001, "0.1 %"), (0.123, "12.3 %"), (0.999, "99.9 %"),
     (0.9997, "above 99.9 %"), (1, "100.0 %"), (-0.0123, "−1.2 %"), (-1e-9, "0.0 %")],
)  # fmt: skip
def test_a_share_in_tenths_is_never_rounded_to_all_or_none(share: float, text: str) -> None:
    assert share_in_tenths(share) == text


def test_clauses_are_one_sentence_while_it_fits_two_lines() -> None:
    assert two_lines("It is high", "few are higher") == "It is high; few are higher."
    of_it = Clause("2 points are the mix", " (", "of this, ", ")")
    assert two_lines("It is high", of_it) == "It is high (2 points are the mix)."
    long = "x" * (TWO_LINES - 20)
    assert two_lines(long, of_it) == f"{long}. Of this, 2 points are the mix."


@given(st.lists(st.text("abc ", min_size=1, max_size=TWO_LINES - 1), min_size=1, max_size=4))
def test_no_sentence_of_short_clauses_passes_two_lines(clauses: list[str]) -> None:
    text = two_lines(clauses[0], *clauses[1:])
    assert max(len(one) for one in text.removesuffix(".").split(". ")) < TWO_LINES
    kept = "".join(clauses).lower()
    assert text.lower().replace(". ", "").replace("; ", "").removesuffix(".") == kept


def test_lists_name_what_fits_and_count_the_rest() -> None:
    assert listed_within(["Hull", "York", "Leeds"], 30) == "Hull, York and Leeds"
    assert listed_within(["Hull", "York", "Leeds"], 15) == "Hull and 2 more"
    assert listed_within(["Newcastle upon Tyne"], 5) == "Newcastle upon Tyne"
    assert listed_within([], 5) == "none"


@pytest.mark.parametrize(
    ("percentile", "words"),
    [
        (0.0, "no other place"), (0.05, "fewer than 1 % of the other places"),
        (26.2, "26 % of the other places"), (99.9, "more than 99 % of the other places"),
        (100.0, "every other place"),
    ],
)  # fmt: skip
def test_all_and_none_of_the_others_are_said_only_of_all_and_none(
    percentile: float, words: str
) -> None:
    assert share_of_others(percentile) == words
