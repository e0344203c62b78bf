"""The review of the invented strategy: what was written true or false on purpose is found so."""

from __future__ import annotations

import json
from pathlib import Path

import polars as pl
import pytest

from placewise import Review, Workbench
from placewise.errors import InputError, UnknownNameError
from placewise.model.review import MARK_KINDS, TABLES, ReviewSettings
from placewise.report.review_json import review_json
from placewise.report.review_page import review_html

ROOT = Path(__file__).parents[2]
STRATEGY = ROOT / "examples" / "strategy-hull-and-east-yorkshire.md"
PLACE = "Hull and East Yorkshire"


@pytest.fixture(scope="module")
def review(bench: Workbench) -> Review:
    return bench.review(STRATEGY, PLACE)


def test_figures_written_true_agree_and_those_written_false_do_not(review: Review) -> None:
    facts = review.figures.filter(pl.col("nature") == "fact")
    verdicts = dict(facts.select("text", "verdict").iter_rows())
    assert verdicts["615,000 people"] == "agrees"
    assert verdicts["38,000 jobs"] == "agrees"
    assert verdicts["£36.12"] == "agrees"
    assert verdicts["£40.39"] == "agrees"
    assert verdicts["32.7%"] == "agrees"
    assert verdicts["43.1%"] == "agrees"
    assert verdicts["£18.2 billion"] == "differs"
    assert verdicts["14%"] == "differs"
    assert verdicts["688,800 people"] == "fits another place"
    assert verdicts["590,800"] == "agrees with another year"


def test_a_figure_that_fits_another_place_names_it(review: Review) -> None:
    row = review.figures.filter(pl.col("verdict") == "fits another place").row(0, named=True)
    assert row["elsewhere"].startswith("Tees Valley")


def test_targets_are_not_held_to_tables(review: Review) -> None:
    targets = review.figures.filter(pl.col("nature") == "target")
    assert set(targets["verdict"]) == {"not checkable"}
    assert targets.filter(pl.col("text").str.contains("10,000")).height == 1


def test_claims_get_the_verdicts_that_the_diagnosis_gives(review: Review) -> None:
    judged = review.claims.filter(pl.col("verdict").is_not_null()).unique("sector")
    verdicts = dict(judged.select("sector", "verdict").iter_rows())
    assert verdicts["agriculture"] == "supported"
    assert verdicts["manufacturing"] == "not supported"
    assert verdicts["life sciences"] == "not measurable"
    row = judged.filter(pl.col("sector") == "manufacturing").row(0, named=True)
    assert row["places_claiming"] == 8
    assert row["places_considered"] == 15
    assert row["lower"] < row["lq"] < row["upper"]


def test_facts_know_the_place_and_stock_phrases_know_none(review: Review) -> None:
    row = review.identification.filter(pl.col("level") == 2).row(0, named=True)
    assert row["rank"] == 1
    assert row["basis"] == "facts"
    assert row["anonymity_set"] < 2
    stock = review.passages.filter(
        pl.col("start") == review.document.text.index("We will measure progress")
    )
    assert stock["standing"].to_list() == ["anyone's"]
    local = review.passages.filter(
        pl.col("start") == review.document.text.index("We will deliver a modern")
    )
    assert local["standing"].to_list() == ["gives the place away"]


def test_a_strength_that_stands_in_for_a_case_is_found(review: Review) -> None:
    assert any("life sciences park" in text for text in review.case["text"])


def test_offsets_of_every_finding_point_at_its_words(review: Review) -> None:
    text = review.document.text
    for table in (review.claims, review.figures):
        for start, end, words in table.select("start", "end", "text").iter_rows():
            assert text[start:end] == words
    for start, end, words in review.masked.select("start", "end", "text").iter_rows():
        assert " ".join(text[start:end].split()) == words
    assert set(review.marks["kind"]) <= set(MARK_KINDS)
    assert review.marks["start"].is_sorted()


def test_tables_have_the_columns_that_are_promised(review: Review) -> None:
    for name, schema in TABLES.items():
        assert getattr(review, name).columns == list(schema), name
    assert review.cannot_tell.height > 0
    assert len(review.answers) == 5


def test_the_same_document_gives_the_same_bytes(bench: Workbench, review: Review) -> None:
    assert review_json(review) == review_json(bench.review(STRATEGY, PLACE))


def test_the_json_page_describes_every_field(review: Review) -> None:
    page = (ROOT / "docs" / "reference" / "json.md").read_text(encoding="utf-8")
    page = page[page.index("## A review") :]
    written = json.loads(review_json(review))
    rows = [written, *(written[k][0] for k in ("identification", "claims", "figures", "passages"))]
    lost = {key for row in rows for key in row if f"`{key}`" not in page}
    assert lost == set()


def test_the_page_holds_the_document_and_asks_for_nothing(review: Review) -> None:
    page = review_html(review)
    assert "stronger, fairer and greener economy" in page
    assert "src=" not in page
    assert "http" not in page.replace("http://www.w3.org", "")


def test_a_document_without_facts_could_be_about_anyone(bench: Workbench, tmp_path: Path) -> None:
    note = tmp_path / "note.txt"
    note.write_text("We will work together to build a better future for all of our communities.")
    review = bench.review(note, "Tees Valley")
    row = review.identification.filter(pl.col("level") == 2).row(0, named=True)
    assert row["rank"] is None
    assert row["anonymity_set"] == pytest.approx(15)
    assert "could be about any of the 15" in review.answers[0]


def test_wrong_input_is_told(bench: Workbench) -> None:
    with pytest.raises(UnknownNameError, match="Did you mean"):
        bench.review(STRATEGY, "Hull and East Yorks")
    with pytest.raises(InputError, match="threshold"):
        bench.review(STRATEGY, PLACE, settings=ReviewSettings(threshold=0))


def test_a_place_without_any_table_is_reviewed_and_the_rest_said_to_be_missing(
    bench: Workbench, tmp_path: Path
) -> None:
    class WithoutTables:
        label = "no tables"

        def __getattr__(self, name: str) -> object:
            return getattr(bench.store, name)

        def table(self, name: str) -> pl.LazyFrame:
            rows = bench.store.table(name)
            return rows.clear() if name in {"industry_values", "indicators", "plants"} else rows

    note = tmp_path / "note.txt"
    note.write_text("Tees Valley is home to 689,000 people and to a world-class steel industry.")
    review = Workbench(WithoutTables()).review(note, "Tees Valley")  # type: ignore[arg-type]
    judged = review.claims.filter(pl.col("kind") == "sector strength")
    assert set(judged["verdict"]) == {"not measurable"}
    assert set(review.figures["verdict"]) == {"not checkable"}
    assert review.cannot_tell.height >= 2
