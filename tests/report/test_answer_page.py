"""An answer on paper, as data and on the terminal: whole, well formed, alone, harmless."""

from __future__ import annotations

import json
import math
import re
from html import unescape
from itertools import pairwise
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from tests.report.reviews import Page

from placewise.model.answer import UNSETTLED, Answer
from placewise.model.words import Check, Finding, Place, Provenance
from placewise.report.answer_charts import class_map, range_bars, scatter, stacked_shares
from placewise.report.answer_json import answer_json
from placewise.report.answer_page import answer_page
from placewise.report.answer_tables import write_answer_csv
from placewise.report.answer_text import answer_text
from placewise.report.json import dump
from placewise.report.page import Table
from placewise.report.section import Block, Section

HOSTILE = "<script>alert('1')</script>\"><img src=http://x.example/ onerror=y> &lt; \u202e"
GAP = pl.DataFrame(
    {"part": ["mix", "=within", "left over"], "value": [-1.234, -2.5, None],
     "lower": [-1.6, -3.0, None], "upper": [-0.8, -2.0, None], "places": [15, 15, None],
     "binds": [True, False, None], "drawn": [0.25, math.nan, 1.0]},
)  # fmt: skip


def _answer(text: str = "Eastmarch") -> Answer:
    return Answer(
        key="productivity",
        place=Place(text, "combined authority", ("E1",)),
        question=f"Why is {text} as productive as it is?",
        compared_with="15 combined authorities",
        headline=(f"An hour of work in {text} makes £34.2 (33.1 to 35.3).", "It is not the mix."),
        findings=(Finding("gap", "Where does the gap come from?", "Inside industries.", GAP),),
        cannot_tell=pl.DataFrame(
            [(f"How much capital has {text}?", "No table says.", "Capital stock by district")],
            schema=UNSETTLED, orient="row",
        ),
        checks=(Check("Parts add up", None, "Two of three are known."),),
        provenance=(Provenance("gva", f"{text} accounts", "An office", "A licence", "2023"),),
        notes=("Prices of 2021.",),
        command="placewise explain Eastmarch productivity",
    )  # fmt: skip


def _sections(text: str = "Eastmarch") -> list[Section]:
    words: dict[str, Any] = {"title": text, "subtitle": text, "alt": text}
    chart = range_bars("gap", [{"name": text, "value": 1.0}], unit=text, **words)
    shares = stacked_shares(
        "split", [{"name": text, "shares": {"a": 0.4, "b": 0.6}}],
        parts=[{"key": "a", "name": text}, {"key": "b", "name": "b"}], **words,
    )  # fmt: skip
    points = scatter(
        "points", [{"name": text, "x": 1.0, "y": 1.0}], x_title=text, y_title=text, **words
    )
    places = pl.DataFrame(
        {"place": [text], "column": [0], "row": [0], "short": [text], "geometry": [None]},
        schema_overrides={"geometry": pl.String},
    )
    mapped = class_map(
        "where", [{"place": text, "class_key": "b", "here": True}], places,
        classes=[{"key": "b", "name": text}], **words,
    )  # fmt: skip
    table = Table(text, text, ("Part", "Value"), [(text, "1.0")], [True])
    open_rows = (
        {"question": f"How much capital has {text}?", "why": "again", "what_would_settle_it": "x"},
        {"question": "Who travels?", "why": f"{text} has no table.", "what_would_settle_it": ""},
    )
    return [
        Section(
            "gap-section", f"Is it the mix, {text}?", (f"It is not, in {text}.",),
            (Block(text, chart, text, table, text), Block("No chart", None, text, None, "")),
            open_rows, ("Prices of 2021.", f"{text} has a note."),
        ),
        Section(
            "others", "Who else?", (),
            (Block("Split", shares, "", table, ""), Block("Points", points, "", table, ""),
             Block("Map", mapped, "", table, "")),
        ),
    ]  # fmt: skip


@pytest.mark.parametrize("text", ["Eastmarch", HOSTILE])
def test_the_page_is_well_formed_and_stands_alone(text: str) -> None:
    written = answer_page(_answer(text), _sections(text))
    page = Page(written)
    assert page.tags.count("h1") == 1
    for landmark in ("header", "main", "footer"):
        assert page.tags.count(landmark) == 1
    levels = [int(tag[1]) for tag in page.tags if re.fullmatch("h[1-6]", tag)]
    assert all(after - before <= 1 for before, after in pairwise(levels))
    assert page.tags.count("table") == page.tags.count("caption") == 4
    assert len(page.ids) == len(set(page.ids))
    labelled = [a["aria-labelledby"] for _, a in page.attributes if "aria-labelledby" in a]
    assert set(labelled) <= set(page.ids)
    assert "<script" not in written
    assert not [1 for tag, a in page.attributes if "src" in a or tag == "img"]
    assert not re.search(r"url\((?!#)|@import", written)
    assert text in unescape(written)


def test_the_answer_comes_first_and_what_stays_open_is_asked_once() -> None:
    written = answer_page(_answer(), _sections())
    order = [
        "<h1>Why is Eastmarch", "makes £34.2", "Is it the mix, Eastmarch?", "Who else?",
        "What we cannot tell", "How we know", "Could not tell: Parts add up", "Made again by",
    ]  # fmt: skip
    assert [written.index(part) for part in order] == sorted(map(written.index, order))
    assert written.count("How much capital has Eastmarch?") == 1
    assert "No table says. <em>What would settle it:</em>" in written
    assert "Eastmarch has no table.</dd>" in written
    assert written.count("Prices of 2021.") == 1
    assert "Eastmarch has a note." in written


def test_what_the_page_says_at_its_top_is_not_said_again_below() -> None:
    answer = _answer()
    same = Section("same", answer.question, (*answer.headline, "And more."), ())
    written = answer_page(answer, [same])
    assert written.count("It is not the mix.") == 1
    assert '<h2 id="same">What lies behind it?</h2>' in written
    assert "<p>And more.</p>" in written


def test_every_chart_of_a_page_has_its_words_and_every_table_a_caption() -> None:
    page = Page(answer_page(_answer(), _sections()))
    drawn = [a for _, a in page.attributes if a.get("role") == "img"]
    assert len(drawn) == 4
    assert all(a["aria-label"] for a in drawn)


def test_json_holds_every_table_under_the_key_of_its_finding() -> None:
    read = json.loads(dump(answer_json(_answer())))
    assert read["headline"][1] == "It is not the mix."
    assert [row["part"] for row in read["gap"]] == ["mix", "=within", "left over"]
    assert read["gap"][2]["value"] is None
    assert read["gap"][1]["drawn"] is None, "no number is not written as one"
    assert read["cannot_tell"][0]["what_would_settle_it"] == "Capital stock by district"
    assert read["checks"][0]["passed"] is None
    assert read["place"]["kind"] == "combined authority"
    assert read["command"].startswith("placewise explain")


def test_csv_files_open_in_excel_and_no_text_is_a_formula(tmp_path: Path) -> None:
    files = write_answer_csv(_answer(), tmp_path / "out")
    assert {file.name for file in files} == {"gap.csv", "cannot_tell.csv", "sources.csv"}
    raw = (tmp_path / "out" / "gap.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    assert b"'=within,-2.5" in raw


def test_the_terminal_shows_sentences_and_the_first_table_with_its_intervals() -> None:
    text = answer_text(_answer(), "out/report.html")
    lines = text.splitlines()
    assert lines[0] == "Eastmarch (combined authority), compared with 15 combined authorities"
    assert lines[2].startswith("- An hour of work in Eastmarch makes")
    assert "Value" in text
    assert re.search(
        r"^mix +-1\.23 +-1\.60 to -0\.80 +15 +yes +0\.25$",
        text.replace("\N{MINUS SIGN}", "-"),
        re.MULTILINE,
    )
    assert re.search(r"^left over +– +– +– +– +1\.00$", text, re.MULTILINE)
    assert "What cannot be told: 1 question." in text
    assert lines[-1] == "Report: out/report.html"
    assert max(map(len, lines)) <= 100


def test_the_terminal_shows_at_most_ten_rows_and_does_without_a_table() -> None:
    many = Finding("many", "?", ".", pl.DataFrame({"name": [f"row {n}" for n in range(25)]}))
    answer = _answer()
    long = Answer(answer.key, answer.place, "?", "others", ("Long.",), (many,))
    assert answer_text(long).count("\nrow ") == 10
    assert "and 15 more rows" in answer_text(long)
    bare = Answer(answer.key, answer.place, "?", "others", ("Nothing.",), ())
    assert answer_text(bare).splitlines()[2:] == [
        "- Nothing.", "", "What cannot be told: no questions.",
    ]  # fmt: skip
