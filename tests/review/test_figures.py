"""Figures found in sentences of our own, and held to tables of our own."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from placewise.data.figure_subjects import figure_subjects
from placewise.errors import InputError
from placewise.model.document import Document, Passage
from placewise.model.figures import Figure, Subject
from placewise.review.figures.amounts import amount
from placewise.review.figures.check import check_figure
from placewise.review.figures.find import Names, find_figures
from placewise.review.quantities import find_quantities

NAMES = Names(
    sectors={"manufacturing": "manufacturing", "digital": "digital"},
    places={"england": "England", "uk": "United Kingdom", "leeds": "Leeds"},
    home=frozenset({"northshire"}),
)
SUBJECTS = figure_subjects()


def document(text: str) -> Document:
    passage = Passage(0, "paragraph", text, 0, len(text))
    return Document("own.txt", "text", "", text, (passage,))


def figures(text: str) -> tuple[Figure, ...]:
    return find_figures(document(text), SUBJECTS, NAMES)


@pytest.mark.parametrize(
    ("text", "quantity", "unit", "precision"),
    [
        ("a £2.4 billion economy", 2.4e9, "GBP", 0.05e9),
        ("£2.4bn of output", 2.4e9, "GBP", 0.05e9),
        ("38,000 jobs", 38_000, "jobs", 500),
        ("about 38,000 jobs", 38_000, "jobs", 1500),
        ("10,000 new homes", 10_000, "homes", 500),
        ("34.5% of them", 34.5, "per cent", 0.05),
        ("34 per cent of them", 34, "per cent", 0.5),
        ("a rise of 3 percentage points", 3, "percentage points", 0.5),
        ("8.1 times earnings", 8.1, "times", 0.05),
        ("1.1 million people", 1.1e6, "people", 0.05e6),
        ("35 hectares of land", 35, "hectares", 0.5),
        ("$45,000 a year", 45_000, "USD", 500),
        ("12,345 businesses", 12_345, "firms", 0.5),
        ("one in five adults", 20, "per cent", 2),
        ("two thirds of the workforce", 200 / 3, "per cent", 3.4),
        ("half of all pupils", 50, "per cent", 5),
        ("Two-tenths of the land", 20, "per cent", 1),
        ("16 feet high", 16, "feet", 0.5),
        ("11 square miles", 11, "square miles", 0.5),
        ("65 dBA at night", 65, "decibels", 0.5),
        ("a 5m wide path", 5, "metres", 0.5),
        ("6 months of work", 6, "months", 0.5),
        ("10 days without power", 10, "days", 0.5),
        ("40 acre-feet of water", 40, "acre-feet", 0.5),
        ("$.88 a foot", 0.88, "USD", 0.005),
        ("twenty-two schools", 22, "number", 0.5),
        ("fourteen (14) lots", 14, "number", 0.5),
        ("five years", 5, "years", 0.5),
        ("a ratio of 0.67", 0.67, "number", 0.005),
        ("four fifths of them", 80, "per cent", 2),
    ],
)
def test_a_quantity_is_read_with_its_unit_and_precision(
    text: str, quantity: float, unit: str, precision: float
) -> None:
    (found,) = find_quantities(text)
    assert found.quantity == pytest.approx(quantity)
    assert found.unit == unit
    assert found.precision == pytest.approx(precision)


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("between 20,000 and 25,000 homes", 20_000, 25_000),
        ("3.5-4.0 per cent", 3.5, 4.0),
        ("£10-12m a year", 10e6, 12e6),
        ("20 to 30%", 20, 30),
    ],
)
def test_a_range_keeps_both_ends(text: str, low: float, high: float) -> None:
    (found,) = find_quantities(text)
    assert (found.quantity, found.upper) == (low, high)


@pytest.mark.parametrize(
    "text",
    [
        "in 2023 and 2024/25", "see page 14 and Figure 3", "Policy H4 and policy 12",
        "the A47 and M62", "5G for all", "the 19th century", "on 12 March", "aged 16-64",
        "NVQ4", "Level 3",
        "section 2.1 of the plan", "Chapter 7", "version 2.0", "a 20-year plan",
        "7-P-43 Provide lanes", "(5) Partnerships", "6.3 TRENDS", "EE 1: Retrofits",
        "the year 2000 jobs ratio", "these two sites", "one or more dwellings",
        "5 or more bedrooms", "three parts", "below are four challenges", "assist in home 74",
        "Senate Bill (SB) 375",
        "Interstate 101", "Large Families (5+ members)", "<50% of income", "page 3 of 190",
        "Wards 12 14 22 for", "Part 4.45 4 Circulation", "Objective ED\u20103 opportunities",
    ],
)  # fmt: skip
def test_what_states_no_quantity_is_passed_over(text: str) -> None:
    assert find_quantities(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "Homes are shown in tables 5.46, 5.47 and 5.48.",
        "Housing, pp. 81-84, and homes, pp. 116, 122-124",
        "Residents are aged from school children (5 to 19) upwards.",
        "3) Require homes in the area",
        "1-16 Land Use and Homes",
        "Homes were set by SB 244 and AB 1207 of the state",
        "Table 26: Housing Fees 49 Table 27: Other Homes",
    ],
)
def test_references_and_classes_of_ages_are_no_figures(text: str) -> None:
    assert figures(text) == ()


def test_a_figure_beside_a_reference_stays() -> None:
    found = figures("Section 3 plans 40 homes, and adults (120 of them) live in 12-16 homes.")
    assert [one.quantity for one in found] == [40, 120, 12]


def test_cells_of_a_table_that_was_read_as_one_stay() -> None:
    assert [one.quantity for one in find_quantities("Jobs\t38,000\t41,500\t12")] == [
        38_000, 41_500, 12,
    ]  # fmt: skip


def test_amounts_in_a_row_that_stands_in_running_text_are_cells_without_a_subject() -> None:
    text = "Retail jobs 384,800 480,000 24.7% Health jobs 1,557 0.35 here"
    found = find_quantities(text)
    assert [one.quantity for one in found] == [384_800, 480_000, 24.7, 1_557, 0.35]
    assert [one.cell for one in found] == [True, True, False, True, True]
    cells = [one for one in figures(text) if one.unit == "number"]
    assert [one.text for one in cells] == ["384,800", "480,000", "1,557", "0.35"]
    assert {one.subject for one in cells} == {None}
    assert not any(one.cell for one in find_quantities("Age 0.1 - 4.9 5.0 - 9.9 10.0 - 14.9"))


def test_a_number_whose_thousands_are_set_off_states_an_amount() -> None:
    assert [one.text for one in figures("It is expected to reach 11,097 (the survey says).")] == [
        "11,097",
    ]  # fmt: skip
    assert figures("It is expected to reach 11097 (the survey says).") == ()


def test_a_bare_number_is_kept_where_it_counts_things() -> None:
    assert [one.text for one in figures("There are 147 sites and 13,400 water connections.")] == [
        "147", "13,400",
    ]  # fmt: skip
    assert figures("Wards 12 and 14.") == ()


@given(st.integers(1, 999_999_999))
def test_any_whole_number_with_separators_is_read_exactly(number: int) -> None:
    text = f"There are {number:,} jobs here."
    (found,) = find_quantities(text)
    assert found.quantity == number
    assert text[found.start : found.end] == f"{number:,} jobs"
    assert 0.5 <= found.precision <= max(0.5, 0.05 * number)


@given(st.text(max_size=300))
def test_no_text_breaks_the_reading(text: str) -> None:
    for found in find_quantities(text):
        assert 0 <= found.start < found.end <= len(text)


@pytest.mark.parametrize(
    ("text", "subject", "place", "year", "nature"),
    [
        ("Northshire is home to 1.1 million people.", "population", "", None, "fact"),
        ("In 2024 there were 38,000 jobs in manufacturing.", "jobs", "", 2024, "fact"),
        ("GVA per hour was £36.12 in 2022.", "gva per hour", "", 2022, "fact"),
        ("Our economy is worth £18.2 billion.", "gva", "", None, "fact"),
        ("In England, 43.1% of people are qualified at NVQ4.", "share qualified to level 4",
         "England", None, "fact"),
        ("We will create 10,000 new jobs by 2035.", "new jobs", "", 2035, "target"),
        ("By 2030 we will raise the share qualified at level 4 to 40%.",
         "share qualified to level 4", "", 2030, "target"),
        ("Unemployment rose by 2%.", "unemployment rate", "", None, "change"),
        ("Sites of more than 10 homes must provide it.", "homes", "", None, "threshold"),
        ("A fund of £25 million is open.", "investment", "", None, "fact"),
        ("House prices are 6.2 times earnings.", "affordability ratio", "", None, "fact"),
    ],
)  # fmt: skip
def test_a_figure_has_subject_place_year_and_nature(
    text: str, subject: str, place: str, year: int | None, nature: str
) -> None:
    (found,) = figures(text)
    assert (found.subject, found.place, found.year, found.nature) == (subject, place, year, nature)


def test_a_compared_figure_shares_the_subject_of_the_one_before() -> None:
    here, there = figures("14% of all jobs are in manufacturing, compared with 8% in England.")
    assert (here.subject, here.sector, here.place) == ("share of jobs", "manufacturing", "")
    assert (there.subject, there.sector, there.place) == (
        "share of jobs",
        "manufacturing",
        "England",
    )


def test_offsets_point_at_the_figure() -> None:
    text = "We have one harbour. It moved 38,000 tonnes in 2021; 4,500 people work there."
    for figure in figures(text):
        assert text[figure.start : figure.end] == figure.text


POPULATION = Subject("population", "population", "people", ("residents",))
TABLE = pl.DataFrame(
    [
        ("Northshire", "county", 2021, 590_800.0, None, None, "own"),
        ("Northshire", "county", 2022, 615_160.0, None, None, "own"),
        ("Leeds", "county", 2022, 688_760.0, None, None, "own"),
        *((f"Other {at}", "county", 2022, 1e6 + 1e5 * at, None, None, "own") for at in range(18)),
    ],
    schema=["place", "kind", "year", "value", "lower", "upper", "dataset"],
    orient="row",
).cast({"lower": pl.Float64, "upper": pl.Float64})
KNOWN = Subject("population", "population", "people", ("residents",), SUBJECTS[0].tables)


def figure(quantity: float, precision: float, year: int | None = None) -> Figure:
    return Figure(
        f"{quantity:,.0f}", 0, 1, 0, None, "", quantity, None, "people", precision, "population",
        None, "", year, "fact", "",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("stated", "verdict", "elsewhere"),
    [
        (figure(615_000, 500), "agrees", None),
        (figure(615_000, 500, 2022), "agrees", None),
        (figure(590_800, 50), "agrees with another year", ("Northshire", 2021)),
        (figure(688_800, 50), "fits another place", ("Leeds", 2022)),
        (figure(640_000, 500), "differs", None),
    ],
)
def test_a_figure_is_held_to_the_tables(
    stated: Figure, verdict: str, elsewhere: tuple[str, int] | None
) -> None:
    judged = check_figure(stated, KNOWN, TABLE, "Northshire")
    assert judged.verdict == verdict
    found = (judged.elsewhere.place, judged.elsewhere.year) if judged.elsewhere else None
    assert found == elsewhere
    assert judged.table is not None
    assert amount(judged.table.value, "people") in judged.sentence


def test_the_interval_of_the_table_widens_what_agrees() -> None:
    wide = TABLE.with_columns(lower=pl.col("value") - 30_000, upper=pl.col("value") + 30_000)
    assert check_figure(figure(640_000, 500), KNOWN, wide, "Northshire").verdict == "agrees"


def test_a_later_year_than_the_document_is_no_fair_comparison() -> None:
    judged = check_figure(figure(590_800, 50), KNOWN, TABLE, "Northshire", latest=2021)
    assert judged.verdict == "agrees"


def test_what_cannot_be_checked_says_why() -> None:
    judged = check_figure(figure(1, 0.5), None, TABLE, "Northshire")
    assert judged.verdict == "not checkable"
    assert "no subject" in judged.sentence
    nowhere = check_figure(figure(1, 0.5), KNOWN, TABLE, "Southshire")
    assert "no table at hand" in nowhere.sentence
    assert nowhere.table is None


@given(st.floats(1e3, 1e8), st.floats(0.0, 1e5))
def test_a_figure_within_its_precision_of_the_table_agrees(value: float, off: float) -> None:
    table = TABLE.head(1).with_columns(value=pl.lit(value))
    judged = check_figure(figure(value + off, off + 1e-6 * value), KNOWN, table, "Northshire")
    assert judged.verdict == "agrees"


@pytest.mark.parametrize(
    ("value", "unit", "words"),
    [
        (2.4e9, "GBP", "£2.4 billion"),
        (38_140, "jobs", "38,140 jobs"),
        (32.69, "per cent", "32.7 per cent"),
        (36.12, "GBP", "£36.12"),
        (57.106e6, "people", "57.1 million people"),
        (-5e6, "GBP", "-£5 million"),
    ],
)
def test_amounts_are_written_as_people_do(value: float, unit: str, words: str) -> None:
    assert amount(value, unit) == words


def test_a_faulty_lexicon_names_the_entry(tmp_path: object) -> None:
    from pathlib import Path

    own = Path(str(tmp_path)) / "own.toml"
    own.write_text('[[subject]]\nkey = "x"\ntitle = "x"\nunits = "people"\nwords = ["x"]\n')
    with pytest.raises(InputError, match="units is not known"):
        figure_subjects(own)


def test_every_share_in_words_that_is_found_is_read() -> None:
    for count in ("a", "one", "two", "three", "four"):
        for part in ("third", "quarter", "fifth", "tenth"):
            (found,) = find_quantities(f"{count} {part} of the land")
            assert 0 < found.quantity <= 400 / 3
    assert not any(q.unit == "per cent" for q in find_quantities("one in 0 of them"))
