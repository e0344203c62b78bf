"""What readers see: one page that needs nothing else, the same JSON, tables that open in Excel."""

from __future__ import annotations

import dataclasses
import json
import re
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import polars as pl
import pytest

from placewise import Diagnosis, Workbench
from placewise.data.glossary import read_glossary
from placewise.errors import InputError
from placewise.report.charts import interval_chart, strip_chart
from placewise.report.html import diagnosis_html, index_html
from placewise.report.json import claim_json, diagnosis_json, summary_of, summary_row
from placewise.report.maps import rival_map
from placewise.report.numbers import interval, number, per_cent, whole
from placewise.report.tables import write_diagnosis_csv
from placewise.report.text import claim_text, diagnosis_text

FIELDS = {
    "industry", "classification", "level", "measure", "year", "lq", "lower", "upper", "shrunk",
    "shrunk_lower", "shrunk_upper", "probability_above_threshold", "demonstrable", "rivals",
    "rank_set", "places_considered", "places_claiming", "places_demonstrating",
}  # fmt: skip


@pytest.fixture(scope="module")
def diagnosis(bench: Workbench) -> Diagnosis:
    return bench.diagnose("Hull and East Yorkshire")


class Page(HTMLParser):
    """Counts what a reader with a screen reader or a keyboard needs."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes.append((tag, dict(attrs)))


def test_the_page_stands_alone(diagnosis: Diagnosis) -> None:
    text = diagnosis_html(diagnosis)
    assert len(text.encode()) < 2_000_000
    assert "<script" not in text
    asked = re.findall(r"""(?:src|href)=["'](?!#)([^"']+)|url\(([^)]+)\)|@import""", text)
    assert not [link for link in asked if not link[1].startswith("#")]


def test_the_page_has_landmarks_headings_and_captions(diagnosis: Diagnosis) -> None:
    page = Page(diagnosis_html(diagnosis))
    for landmark in ("header", "main", "footer"):
        assert page.tags.count(landmark) == 1
    assert page.tags.count("h1") == 1
    assert page.tags.count("table") == page.tags.count("caption")
    levels = [int(tag[1]) for tag in page.tags if re.fullmatch("h[1-6]", tag)]
    assert all(after - before <= 1 for before, after in pairwise(levels))
    charts = [attributes for _, attributes in page.attributes if attributes.get("role") == "img"]
    assert len(charts) == page.tags.count("figcaption")
    assert all(len(chart["aria-label"] or "") > 40 for chart in charts)
    ids = [attributes["id"] for _, attributes in page.attributes if "id" in attributes]
    labelled = [a["aria-labelledby"] for _, a in page.attributes if "aria-labelledby" in a]
    assert set(labelled) <= set(ids)


def test_the_answer_comes_first_and_what_cannot_be_told_is_never_empty(
    diagnosis: Diagnosis,
) -> None:
    text = diagnosis_html(diagnosis)
    assert text.index("The answer") < text.index("Who else could say this?")
    assert text.index("Who else could say this?") < text.index("What we cannot tell")
    assert "What would settle it" in text
    assert "Open Government Licence" in text
    assert "placewise diagnose" in text


def test_abbreviations_keep_their_capitals(diagnosis: Diagnosis) -> None:
    place = dataclasses.replace(diagnosis.place, kind="ITL2")
    text = diagnosis_html(dataclasses.replace(diagnosis, place=place))
    assert "ITL2, compared with" in text
    assert "United Kingdom less" in text
    assert "(gva " not in text


def test_markup_in_names_is_text(diagnosis: Diagnosis) -> None:
    hostile = "<script>alert(1)</script>"
    changed = dataclasses.replace(
        diagnosis,
        place=dataclasses.replace(diagnosis.place, name=hostile),
        headline=(hostile,),
        specialisms=diagnosis.specialisms.with_columns(industry_name=pl.lit(hostile)),
    )
    assert "<script" not in diagnosis_html(changed)


def test_a_place_of_which_nothing_is_known_still_has_a_page(diagnosis: Diagnosis) -> None:
    nothing = dataclasses.replace(
        diagnosis,
        specialisms=diagnosis.specialisms.head(0),
        rivals=diagnosis.rivals.head(0),
        structure=diagnosis.structure.head(0),
    )
    text = diagnosis_html(nothing)
    assert "No claim could be compared" in text
    assert json.loads(diagnosis_json(nothing))["specialisms"] == []
    assert "Report: r.html" in diagnosis_text(nothing, "r.html")


def test_a_page_of_thousands_of_places_stays_small(diagnosis: Diagnosis) -> None:
    claim = diagnosis.rivals.head(15)
    others = claim.filter(~pl.col("is_place"))
    many = pl.concat(
        [claim, *(others.with_columns(place=pl.col("place") + f" {n}") for n in range(230))]
    )
    claims = [
        many.with_columns(pl.lit(value).alias(name) for name, value in key.items())
        for key in diagnosis.specialisms.select("industry", "level", "measure", "year")
        .head(8)
        .iter_rows(named=True)
    ]
    text = diagnosis_html(dataclasses.replace(diagnosis, rivals=pl.concat(claims), answers=()))
    assert many.height > 3000
    assert len(text.encode()) < 1_000_000
    assert f"The strongest 400 of {many.height:,} places" in text
    first = text.split("The strongest 400")[2].split("</table>")[0]
    assert first.count("<tr") in {401, 402}, "the strongest, and this place wherever it stands"
    assert first.count("class=here") == 1


def test_a_full_page_stays_below_two_megabytes_and_explains_its_words(
    diagnosis: Diagnosis,
) -> None:
    text = diagnosis_html(diagnosis, read_glossary())
    assert len(text.encode()) < 2_000_000
    assert "Words used here" in text
    assert "Location quotient" in text.split("Words used here")[1]
    for answer in diagnosis.answers:
        assert f'href="#{answer.key}"' in text
        assert f'id="{answer.key}"' in text
    assert text.count("<h1>") == 1


def test_json_has_the_documented_fields(diagnosis: Diagnosis) -> None:
    written = json.loads(diagnosis_json(diagnosis))
    assert written["schema"] == "placewise diagnosis 1.1"
    for row in written["specialisms"]:
        assert set(row) >= FIELDS
        assert set(row["rivals"]) == {"expected", "lower", "upper"}
        assert row["rank_set"] is None or len(row["rank_set"]) == 2
    assert diagnosis_json(diagnosis) == diagnosis_json(diagnosis)
    assert "NaN" not in diagnosis_json(diagnosis)
    for row in written["barriers"]:
        assert row["outcome"] in {"binding", "contributing", "not a barrier here", "cannot tell"}
        assert row["probability"] is None or 0 <= row["probability"] <= 1
    assert written["drivers"] == written["productivity"]["drivers"]


def test_the_json_page_describes_every_field(diagnosis: Diagnosis) -> None:
    page = (Path(__file__).parents[2] / "docs" / "reference" / "json.md").read_text("utf-8")
    written = json.loads(diagnosis_json(diagnosis))
    names = set(written) | set(written["specialisms"][0]) | set(written["rivals"][0])
    lost = [name for name in sorted(names) if f"`{name}`" not in page]
    assert not lost


def test_tables_open_in_excel(diagnosis: Diagnosis, tmp_path: Path) -> None:
    trick = diagnosis.specialisms.with_columns(industry_name=pl.lit("=cmd|' /C calc'!A0"))
    paths = write_diagnosis_csv(dataclasses.replace(diagnosis, specialisms=trick), tmp_path / "t")
    assert {path.name for path in paths} == {
        "specialisms.csv", "rivals.csv", "structure.csv", "cannot_tell.csv", "sources.csv",
        *(
            f"{finding.key}.csv" if finding.key == answer.key
            else f"{answer.key}_{finding.key}.csv"
            for answer in diagnosis.answers
            for finding in answer.findings
        ),
    }  # fmt: skip
    for path in paths:
        assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    back = pl.read_csv(tmp_path / "t" / "specialisms.csv")
    assert back.height == diagnosis.specialisms.height
    assert back["industry_name"].str.starts_with("'=").all()
    assert [path.name for path in tmp_path.iterdir()] == ["t"]


def test_tables_that_cannot_be_written_say_so(diagnosis: Diagnosis, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    with pytest.raises(InputError, match="Cannot write the tables"):
        write_diagnosis_csv(diagnosis, tmp_path / "file" / "t")


def test_the_terminal_text_is_short(diagnosis: Diagnosis) -> None:
    text = diagnosis_text(diagnosis, "r.html")
    assert "\x1b" not in text
    assert max(len(line) for line in text.splitlines()) <= 100
    assert "Manufacturing (jobs)" in text
    assert text.splitlines()[-1] == "Report: r.html"


def test_an_industry_with_one_part_is_told_once(diagnosis: Diagnosis) -> None:
    rows = diagnosis.specialisms
    again = rows.with_columns(industry=pl.col("industry") + "0", level=pl.lit("deepest"))
    doubled = dataclasses.replace(diagnosis, specialisms=pl.concat([rows, again]))
    assert diagnosis_text(doubled, "out.html") == diagnosis_text(diagnosis, "out.html")


def test_a_table_of_rivals_lists_those_with_a_figure_and_counts_the_others(
    diagnosis: Diagnosis,
) -> None:
    gone = diagnosis.rivals.with_columns(
        lq=pl.when(pl.col("is_place") | (pl.col("place") < "H")).then(pl.col("lq"))
    )
    first = gone.select("industry", "level", "measure", "year").row(0)
    known = gone.filter(
        pl.struct("industry", "level", "measure", "year").is_in(
            [dict(zip(("industry", "level", "measure", "year"), first, strict=True))]
        )
        & pl.col("lq").is_not_null()
    ).height
    page = diagnosis_html(dataclasses.replace(diagnosis, rivals=gone))
    assert f"All {known} places with a figure: " in page
    assert f"; {15 - known} places have no figure" in page


@pytest.mark.parametrize("high", [2.5, 128.0, 898.0, 2289.0, 40000.0])
def test_the_axis_of_quotients_reaches_the_highest_with_few_ticks(
    diagnosis: Diagnosis, high: float
) -> None:
    one = diagnosis.specialisms.filter(pl.col("measure") == "jobs").with_columns(upper=pl.lit(high))
    axis = interval_chart(one, "Hull", 1.25).spec["layer"][2]["encoding"]["x"]
    assert axis["scale"]["domain"][1] >= high
    assert 1 in axis["axis"]["values"]
    assert len(axis["axis"]["values"]) <= 12


def test_a_claim_lists_who_could_say_the_same(bench: Workbench) -> None:
    verdict = bench.claim("London", "information and communication")
    text = claim_text(verdict)
    assert "London *" in text
    assert json.loads(claim_json(verdict))["verdict"] == "demonstrated"


def test_charts_are_data_with_words(diagnosis: Diagnosis) -> None:
    jobs = diagnosis.specialisms.filter(pl.col("measure") == "jobs")
    name = diagnosis.place.name
    charts = [
        interval_chart(jobs, name, 1.25),
        strip_chart(diagnosis.specialisms, diagnosis.rivals, name, 1.25),
        rival_map(diagnosis.rivals.head(15), diagnosis.map, name, "Manufacturing"),
    ]
    for chart in charts:
        assert chart is not None
        json.dumps(chart.spec)
        assert len(chart.alt) > 40
        assert chart.title
        assert chart.subtitle
    assert charts[0] is not None
    assert "at 2.1 (1.4 to 2.9)" in charts[0].alt
    assert charts[2] is not None
    tiles = charts[2].spec["datasets"]["places"]
    assert len(tiles) == 15
    assert sum(tile["here"] for tile in tiles) == 1


def test_digits_follow_the_interval() -> None:
    assert number(1.2837, 1.19, 1.38) == "1.28"
    assert number(12.84, 2.1, 34.9) == "13"
    assert interval(0.31, 3.24) == "0.3 to 3.2"
    assert number(None) == "\N{EN DASH}"
    assert interval(None, 1.0) == "\N{EN DASH}"
    assert per_cent(0.999) == "above 99 %"
    assert per_cent(0.001) == "below 1 %"
    assert per_cent(0.42) == "42 %"
    assert per_cent(0.949) == "94 %", "what is written as 95 % is at least 95 %"
    assert per_cent(0.051) == "6 %"
    assert whole(12345.6) == "12,346"


def test_a_row_of_the_index_is_the_same_from_a_diagnosis_and_from_its_file(
    diagnosis: Diagnosis, tmp_path: Path
) -> None:
    (tmp_path / "hull.json").write_text(diagnosis_json(diagnosis), encoding="utf-8")
    row = summary_of(diagnosis, "hull.html")
    assert row == summary_row(tmp_path / "hull.json")
    assert row["demonstrable"]


def test_the_index_lists_places_and_what_they_share() -> None:
    rows = [
        {"place": "B", "file": "b.html", "demonstrable": ["Clocks"], "headline": ""},
        {"place": "A", "file": "a.html", "demonstrable": [], "headline": ""},
    ]
    text = index_html("duchy", rows)
    assert text.index('href="a.html"') < text.index('href="b.html"')
    assert "Clocks: 1 place" in text
    assert "nothing" in text
