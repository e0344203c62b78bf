"""A comparison of places on a page, in JSON, in sheets and on the terminal."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from zipfile import ZipFile

import numpy as np
import polars as pl
import pytest
from tests.workbench.planned_country import EVIDENCE, KINDS, SETTINGS, nothing_known, planned

from placewise import Workbench
from placewise.data.maps import MAP_TYPES
from placewise.model.plan import Comparison
from placewise.report.compare_charts import bins_chart, mantel_chart, place_map, south_chart
from placewise.report.compare_json import compare_json
from placewise.report.compare_page import compare_page
from placewise.report.compare_rows import heat_table
from placewise.report.compare_tables import write_compare_csv, write_compare_workbook
from placewise.report.compare_text import compare_text
from placewise.report.json import dump
from placewise.workbench.comparing.around import Around
from placewise.workbench.comparing.arrays import plans_of
from placewise.workbench.comparing.compare import Asked, put_together


@pytest.fixture(scope="module")
def comparison(bench: Workbench) -> Comparison:
    """Districts of the sample with made-up needs: those in the South need homes."""
    places = list(bench.places("district")[:30])
    number = {place.name: at for at, place in enumerate(places)}
    made = planned(lambda place: KINDS[number[place.name] % 3], places)
    base = nothing_known(30)
    southern = [at % 3 == 0 for at in range(30)]
    random = np.random.default_rng(1)
    about = Around(**{name: getattr(base, name) for name in Around.__slots__} | {
        "titles": ("made up",), "indicators": random.normal(size=(30, 1)),
        "south": tuple(southern), "side": "the South",
        "region": tuple("South East" if one else "North <East>" for one in southern),
        "cost": np.array([9.0 + at / 100 if one else 5.0 for at, one in enumerate(southern)]),
        "growth": np.linspace(0.1, 0.9, 30), "cost_title": "House price over earnings",
        "people": np.linspace(1e5, 3e5, 30), "longitude": np.linspace(-3, 1, 30),
        "latitude": np.linspace(50, 55, 30), "block": tuple(f"B{at // 2}" for at in range(30)),
    })  # fmt: skip
    made_of = put_together(
        bench, Asked("district", SETTINGS), tuple(places), made, plans_of(made, EVIDENCE), about,
        EVIDENCE,
    )  # fmt: skip
    tiles = pl.DataFrame(
        [(place.name, place.code, at % 6, at // 6, place.name[:3], None)
         for at, place in enumerate(places)],
        schema=MAP_TYPES, orient="row",
    )  # fmt: skip
    return replace(made_of, map=tiles)


class Outline(HTMLParser):
    """Headings, ids and links of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.headings: list[str] = []
        self.ids: list[str] = []
        self.inside: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.ids += [value for name, value in attrs if name == "id" and value]
        self.headings += [tag] if re.fullmatch("h[1-6]", tag) else []
        self.inside += [value for name, value in attrs if name in ("src", "href") and value]


def test_the_page_says_first_what_comes_out(comparison: Comparison) -> None:
    text = compare_page(comparison)
    outline = Outline()
    outline.feed(text)
    assert outline.headings.count("h1") == 1
    assert len(outline.ids) == len(set(outline.ids))
    assert all(link.startswith("#") for link in outline.inside)
    assert "<script" not in text
    said = re.sub(r"\s+", " ", re.sub("<[^>]+>", " ", text))
    positions = [said.find(sentence.split(":")[0][:40]) for sentence in comparison.headline]
    assert -1 not in positions
    assert positions == sorted(positions)
    assert "North &lt;East&gt;" in text
    assert "illustrative size" in said
    assert len(text.encode()) < 2_000_000


def test_groups_are_mapped_and_have_their_rings(comparison: Comparison) -> None:
    assert comparison.clusters["places"].to_list() == [10, 10, 10]
    chart = place_map(comparison, groups_told=True)
    assert chart is not None
    assert "10 in group 1" in chart.title
    text = compare_page(comparison)
    assert text.count("Mean share of the money of their plans") == 3
    areas = place_map(comparison, groups_told=False)
    assert areas is not None
    assert areas.title.startswith("Most of the money goes to")


def test_shares_of_a_heat_table_add_up(comparison: Comparison) -> None:
    for by in ("cluster", "region"):
        heat = heat_table(comparison, by)
        assert heat is not None
        for _, cells in heat.rows:
            assert sum(share for share, _ in cells) == pytest.approx(1.0)


def test_charts_draw_what_tables_hold(comparison: Comparison) -> None:
    mantel = mantel_chart(comparison)
    assert mantel is not None
    rows = mantel.spec["datasets"]["rows"]
    assert [row["value"] for row in rows] == comparison.mantel["statistic"].drop_nulls().to_list()
    # Needs that are all alike within a kind leave two distances: two bins.
    bins = bins_chart(comparison, "needs")
    assert bins is not None
    assert len(bins.spec["datasets"]["rows"]) == 2
    assert bins_chart(comparison, "nothing of the kind") is None
    south = south_chart(comparison)
    assert south is not None
    assert len(south.spec["datasets"]["points"]) == 30
    assert sum(point["full"] for point in south.spec["datasets"]["points"]) == 10


def test_json_has_what_is_promised(comparison: Comparison) -> None:
    written = json.loads(dump(compare_json(comparison)))
    assert written["schema"] == "placewise comparison 1.0"
    assert written["mantel"][0]["test"] == "mixes against needs"
    assert {row["place"] for row in written["mixes"]} == set(comparison.places["place"])
    assert sum(row["places"] for row in written["clusters"]) == 30
    assert written["settings"]["budget"] == SETTINGS.budget
    page = (Path(__file__).parents[2] / "docs" / "reference" / "json.md").read_text("utf-8")
    section = page[page.index("## A comparison") :].split("\n## ")[0]
    lost = [key for key in written if f"`{key}`" not in section]
    lost += [f"{table}: {column}" for table in ("mantel", "clusters", "mixes", "places", "gate")
             for column in written[table][0] if f"`{column}`" not in section]  # fmt: skip
    assert lost == []


def test_tables_are_written_whole(comparison: Comparison, tmp_path: Path) -> None:
    files = write_compare_csv(comparison, tmp_path / "tables")
    places = pl.read_csv(tmp_path / "tables" / "places.csv")
    assert places["place"].to_list() == comparison.places["place"].to_list()
    assert {"mantel.csv", "clusters.csv", "mixes.csv"} <= {file.name for file in files}
    write_compare_workbook(comparison, tmp_path / "all.xlsx")
    with ZipFile(tmp_path / "all.xlsx") as book:
        sheets = book.read("xl/workbook.xml").decode()
    assert 'name="mantel"' in sheets
    assert not list(tmp_path.glob(".*part"))


def test_the_terminal_shows_the_same_sentences(comparison: Comparison) -> None:
    text = compare_text(comparison, "page.html")
    flat = re.sub(r"\s+", " ", text)
    for sentence in comparison.headline:
        assert re.sub(r"\s+", " ", sentence) in flat
    assert text.splitlines()[-1] == "Report: page.html"
    assert max(map(len, text.splitlines())) <= 120


def test_where_little_is_known_a_page_says_so(bench: Workbench) -> None:
    places = bench.places("district")[:6]
    made = planned(lambda _: KINDS[0], list(places))
    found = put_together(
        bench, Asked("district", SETTINGS), places, made, plans_of(made, EVIDENCE),
        nothing_known(6), EVIDENCE,
    )  # fmt: skip
    text = compare_page(found)
    assert text.count("cannot be tested") == 2
    assert "all plans, or all needs, are equally far apart" in text.lower()
    assert "cannot be tested" in compare_text(found, "page.html").replace("\n  ", " ")
    assert json.loads(dump(compare_json(found)))["south"] == []


def test_written_strategies_stand_beside_diagnoses(bench: Workbench) -> None:
    places = bench.places("district")[:30]
    number = {place.name: at for at, place in enumerate(places)}
    made = planned(lambda place: KINDS[number[place.name] % 3], list(places))
    random = np.random.default_rng(5)
    words = np.array([[at % 3 == kind for kind in range(3)] for at in range(20)], float)
    words += 0.05 * random.normal(size=words.shape)
    apart = np.linalg.norm(words[:, None] - words, axis=2)
    found = put_together(
        bench, Asked("district", SETTINGS), places, made, plans_of(made, EVIDENCE),
        nothing_known(30), EVIDENCE, (list(range(20)), apart),
    )  # fmt: skip
    finding = found.finding("written")
    assert finding is not None
    assert finding.table.height == 20
    assert "Words of 20 written strategies go with needs" in finding.sentence
    assert found.places["residual"].is_not_null().sum() == 20
    assert found.mantel["test"][-1] == "written strategies against needs"
    assert "20 written strategies" in re.sub(r"\s+", " ", compare_text(found, "x"))
    assert finding.sentence.split(":")[0] in compare_page(found)


def test_what_is_known_nowhere_is_told_from_what_is_known_somewhere(comparison: Comparison) -> None:
    needs = pl.DataFrame(
        [("A", "skills", 0.5), ("B", "skills", None), ("A", "finance", None),
         ("B", "finance", None), ("A", "housing", 0.1), ("B", "housing", 1.0)],
        schema={"place": pl.String, "barrier": pl.String, "need": pl.Float64}, orient="row",
    )  # fmt: skip
    page = compare_page(replace(comparison, needs=needs))
    assert "f 1 barrier nothing is known in no place" not in page
    assert "f 1 barrier nothing is known anywhere: finance; " in page
    assert "f 1 barrier nothing is known in some places: skills" in page
    assert "A corpus of them: placewise compare --corpus FOLDER" in page
