"""Recipes bring tables of any country, and say what is wrong with those that do not fit."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest
from tests.data.example_country import JOBS, write_country

from placewise import DiagnosisSettings, Workbench
from placewise.data.load import load
from placewise.data.recipe import read_recipe, shipped_recipes
from placewise.data.workspace import Workspace
from placewise.errors import (
    FaultyTableError,
    InputError,
    PlacewiseError,
    RecipeError,
    UnknownNameError,
)


@pytest.fixture
def country(tmp_path: Path) -> Path:
    return write_country(tmp_path / "files")


def loaded(recipe: Path, tmp_path: Path) -> Workspace:
    workspace = Workspace.create(tmp_path / "workspace")
    load(str(recipe), recipe.parent, workspace)
    return workspace


def refused(recipe: Path, tmp_path: Path) -> pl.DataFrame:
    """Load, expect a refusal and nothing loaded; return the faults."""
    workspace = Workspace.create(tmp_path / "workspace")
    with pytest.raises(FaultyTableError) as caught:
        load(str(recipe), recipe.parent, workspace)
    assert Workspace.open(workspace.folder).tables() == ()
    faults: pl.DataFrame = caught.value.faults
    return faults


def test_a_country_in_three_formats_is_loaded_and_diagnosed(country: Path, tmp_path: Path) -> None:
    workspace = loaded(country, tmp_path)
    values = workspace.table("industry_values").collect()
    assert values.height == 12
    missing = values.filter((pl.col("area") == "P3") & (pl.col("industry") == "K"))
    assert missing["value"].to_list() == [None]
    assert missing["flag"].to_list() == ["suppressed"]
    small = values.filter((pl.col("area") == "P4") & (pl.col("industry") == "M"))
    assert small["rounding"].to_list() == [5.0]
    bench = Workbench.open(workspace.folder)
    diagnosis = bench.diagnose("Zenda", settings=DiagnosisSettings(against="Strelsau"))
    clocks = diagnosis.specialisms.filter(pl.col("industry") == "K")
    expected = (2500 / 2950) / (1000 / 3100)
    assert clocks["lq"][0] == pytest.approx(expected)
    assert clocks["lower"][0] is None  # nothing is known of plants in Ruritania
    assert "plants" in " ".join(diagnosis.notes)


def test_every_shipped_recipe_reads(country: Path) -> None:
    assert "uk" in shipped_recipes()
    for name in shipped_recipes():
        assert read_recipe(name).datasets


def test_all_faults_of_a_recipe_are_named_at_once(country: Path) -> None:
    text = country.read_text(encoding="utf-8")
    text = text.replace("rounding =", "roundings =").replace('into = "areas"', 'into = "area"')
    country.write_text(text.replace('publisher = "Royal Mapping Office"\n', ""), encoding="utf-8")
    with pytest.raises(RecipeError) as caught:
        read_recipe(str(country))
    message = str(caught.value)
    assert "'roundings'; did you mean 'rounding'?" in message
    assert "no such table; did you mean areas" in message
    assert "'publisher' is missing" in message


def test_an_unknown_recipe_gets_a_suggestion() -> None:
    with pytest.raises(UnknownNameError, match='Did you mean "uk"'):
        read_recipe("ukk")


@pytest.mark.parametrize(
    ("name", "change", "rule", "row"),
    [
        ("negative jobs", ("Zenda (P2),50", "Zenda (P2),-50"), "is negative", 3),
        ("unknown area", ("Zenda (P2)", "Zenda (P9)"), "is no known area", 3),
        ("duplicate key", ("Zenda (P2)", "Zenda (P1)"), "same measure", 2),
        ("missing key", ("Zenda (P2)", "Zenda"), "is missing", 3),
        ("wrong total", ("2000,1000", "9000,1000"), "does not add up", None),
    ],
)
def test_faulty_rows_are_listed_and_nothing_is_loaded(
    country: Path, tmp_path: Path, name: str, change: tuple[str, str], rule: str, row: int | None
) -> None:
    text = JOBS.replace(*change)
    assert text != JOBS, name
    (country.parent / "jobs.csv").write_text(text, encoding="cp1252")
    faults = refused(country, tmp_path)
    hit = faults.filter(pl.col("rule").str.contains(rule, literal=True))
    assert hit.height >= 1, faults
    assert row in hit["row"].to_list()
    assert (hit["what_to_do"].str.len_chars() > 10).all()


def test_an_unknown_industry_is_a_fault(country: Path, tmp_path: Path) -> None:
    text = country.read_text(encoding="utf-8").replace('clocks = "K"', 'clocks = "Q"')
    country.write_text(text, encoding="utf-8")
    faults = refused(country, tmp_path)
    assert "is no known industry" in faults["rule"].to_list()


def test_old_and_new_codes_side_by_side_are_a_fault(country: Path, tmp_path: Path) -> None:
    text = (
        country.read_text(encoding="utf-8")
        + """
[[dataset]]
name = "changes"
file = "changes.csv"
[dataset.source]
title = "Changes"
publisher = "Royal Mapping Office"
licence = "CC BY 4.0"
vintage = "2023"
[[dataset.table]]
into = "area_changes"
[dataset.table.columns]
old_code = "old"
code = "new"
"""
    )
    country.write_text(text, encoding="utf-8")
    (country.parent / "changes.csv").write_text("old,new\nP1,P2\n", encoding="utf-8")
    faults = refused(country, tmp_path)
    assert "is an old code whose code in force stands in the table as well" in faults["rule"]


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("empty file", b"", "is empty"),
        ("only a header", b"Province,mining,brewing,clocks\n", "gives no row"),
        ("wrong column", JOBS.replace("brewing", "beer").encode("cp1252"), "no column 'brewing'"),
        ("not text", b"\x00\x01\x02" * 50, ""),
    ],
)
def test_unreadable_files_get_one_clear_error(
    country: Path, tmp_path: Path, name: str, content: bytes, words: str
) -> None:
    (country.parent / "jobs.csv").write_bytes(content)
    workspace = Workspace.create(tmp_path / "workspace")
    with pytest.raises(PlacewiseError) as caught:
        load(str(country), country.parent, workspace)
    assert words in str(caught.value), name
    assert Workspace.open(workspace.folder).tables() == ()


def test_a_wrong_encoding_names_the_row(country: Path, tmp_path: Path) -> None:
    text = country.read_text(encoding="utf-8").replace('encoding = "cp1252"\n', "")
    country.write_text(text, encoding="utf-8")
    with pytest.raises(RecipeError, match="row 5 holds other bytes"):
        loaded(country, tmp_path)


def test_broken_binary_files_say_what_they_are_not(country: Path, tmp_path: Path) -> None:
    (country.parent / "industries.xlsx").write_bytes(b"PK\x03\x04 cut off")
    with pytest.raises(RecipeError, match="cannot be read as xlsx"):
        loaded(country, tmp_path)


def test_loading_twice_needs_replace(country: Path, tmp_path: Path) -> None:
    workspace = loaded(country, tmp_path)
    with pytest.raises(InputError, match="Loaded already"):
        load(str(country), country.parent, workspace)
    load(str(country), country.parent, workspace, replace=True)
    assert workspace.table("industry_values").collect().height == 12


@pytest.mark.slow
def test_a_large_file_passes_through_in_bounded_memory(country: Path, tmp_path: Path) -> None:
    """A gigabyte would take minutes here; 200 MB show that memory does not follow the file."""
    import subprocess
    import sys

    line = "Strelsau (P1),100,2000,1000," + "x" * 2000 + "\n"
    with (country.parent / "jobs.csv").open("w", encoding="utf-8") as file:
        file.write("Province,mining,brewing,clocks,notes\n")
        for _ in range(100_000):
            file.write(line.replace("(P1)", "Total").replace("Strelsau Total", "Total"))
        file.write(
            JOBS.split("\n", 1)[1]
            .replace(",1000\n", ",1000,\n")
            .replace(",2500\n", ",2500,\n")
            .replace(",-\n", ",-,\n")
            .replace(",5\n", ",5,\n")
            .replace(",3505\n", ",3505,\n")
        )
    text = country.read_text(encoding="utf-8").replace('encoding = "cp1252"\n', "")
    country.write_text(text, encoding="utf-8")
    code = (
        "import resource, sys; from pathlib import Path;"
        "from placewise.data.load import load; from placewise.data.workspace import Workspace;"
        "w = Workspace.create(Path(sys.argv[2]));"
        "load(sys.argv[1], Path(sys.argv[1]).parent, w);"
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(country), str(tmp_path / "big")],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert (country.parent / "jobs.csv").stat().st_size > 200_000_000
    assert int(done.stdout.split()[-1]) < 700


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("n/a", "n/a"),
        ("12 jobs", "12 jobs"),
        ('"1,2,3"', "1,2,3"),
        ('"1.234,5"', "1.234,5"),
        ("inf", "inf"),
        ("NaN", "NaN"),
        ('"12,34"', "12,34"),
    ],
)
def test_what_is_no_number_is_a_fault_with_its_row_and_text(
    country: Path, tmp_path: Path, text: str, shown: str
) -> None:
    (country.parent / "jobs.csv").write_text(
        JOBS.replace("Zenda (P2),50,", f"Zenda (P2),{text},"), encoding="cp1252"
    )
    fault = refused(country, tmp_path).filter(pl.col("rule") == "is no number that can be read")
    assert fault.select("row", "column", "value").rows() == [(3, "value", shown)]


@pytest.mark.parametrize("text", ["50", " 50 ", "+50", "5e1", "50.0"])
def test_what_a_number_may_look_like(country: Path, tmp_path: Path, text: str) -> None:
    jobs = JOBS.replace("Zenda (P2),50,", f"Zenda (P2),{text},").replace(",2500", ',"2,500.0"')
    (country.parent / "jobs.csv").write_text(jobs, encoding="cp1252")
    values = loaded(country, tmp_path).table("industry_values").collect()
    zenda = values.filter(pl.col("area") == "P2").sort("industry")
    assert zenda["value"].to_list() == [400.0, 2500.0, 50.0]


def test_a_fraction_of_a_year_is_a_fault(country: Path, tmp_path: Path) -> None:
    text = country.read_text(encoding="utf-8")
    text = text.replace("year = { value = 2023 }\nvalue", 'year = { value = "12.5" }\nvalue')
    country.write_text(text, encoding="utf-8")
    faults = refused(country, tmp_path)
    assert set(faults["column"]) == {"year"}
    assert set(faults["value"]) == {"12.5"}
    assert set(faults["rule"]) == {"is no number that can be read"}


def test_a_figure_is_multiplied_as_the_recipe_says(country: Path, tmp_path: Path) -> None:
    text = country.read_text(encoding="utf-8")
    text = text.replace(
        'value = "jobs"\nunit', 'value = { column = "jobs", multiply = 1000 }\nunit'
    )
    country.write_text(text.replace("8480", "8480000"), encoding="utf-8")
    values = loaded(country, tmp_path).table("industry_values").collect()
    assert values["value"].sum() == 8_480_000


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (("[[dataset.table]]", "[dataset.table]"), "table is one or more tables"),
        (('missing = ["-"]', 'missing = "-"'), "missing is a list"),
        (("within = 50", 'within = "fifty"'), "within is a number without quotes, not 'fifty'"),
        (('file = "jobs.csv"', "file = 5"), "file is a text in quotes, not 5"),
        (('columns = ["mining", "brewing", "clocks"]', 'columns = "mining"'), "columns is a list"),
        (('value = "jobs"\nunit', 'value = { map = { a = "b" } }\nunit'), "name a column, a value"),
        (('is_not = "Total"', 'matches = "("'), "no pattern that can be read"),
        (('title = "Ruritania"', "title = Ruritania"), "not valid TOML"),
    ],
)
def test_a_recipe_built_in_another_way_is_told_what_to_write(
    country: Path, change: tuple[str, str], words: str
) -> None:
    text = country.read_text(encoding="utf-8")
    assert change[0] in text
    if change[0] == "[[dataset.table]]":
        text = text[: text.index('[[dataset.table]]\ninto = "boundaries"')]
    country.write_text(text.replace(*change), encoding="utf-8")
    with pytest.raises(RecipeError) as caught:
        read_recipe(str(country))
    assert words in str(caught.value)


def test_titles_come_from_a_file_beside_the_recipe(country: Path, tmp_path: Path) -> None:
    text = country.read_text(encoding="utf-8")
    title = 'name = { column = "Code", map_file = "titles.csv", map = { K = "Clockwork" } }'
    country.write_text(text.replace('name = "Title"', title), encoding="utf-8")
    with pytest.raises(RecipeError, match=r"'titles\.csv' is not beside the recipe"):
        read_recipe(str(country))
    (country.parent / "titles.csv").write_text('code,title\nM,"Mines, pits"\nK,Clocks\n')
    industries = loaded(country, tmp_path).table("industries").collect()
    names = dict(industries.select("code", "name").iter_rows())
    assert names == {"M": "Mines, pits", "B": "B", "K": "Clockwork"}


def test_names_of_areas_become_codes_or_are_listed(country: Path, tmp_path: Path) -> None:
    text = country.read_text(encoding="utf-8")
    area = 'area = { column = "Province", extract = "\\\\((.*)\\\\)" }'
    assert area in text
    named = 'area = { column = "Province", named = ["province"], map = { Oelberg = "Ölberg" } }'
    country.write_text(text.replace(area, named), encoding="utf-8")
    jobs = JOBS.replace("Zenda (P2)", "Zendar").replace("Ölberg (P4)", "Oelberg")
    jobs = jobs.replace(" (P1)", "").replace(" (P3)", "")
    (country.parent / "jobs.csv").write_text(jobs, encoding="cp1252")
    faults = refused(country, tmp_path)
    unknown = faults.filter(pl.col("rule") == "is no known area")
    assert set(unknown["value"]) == {"Zendar"}
    text = text.replace(area, named).replace(
        "rounding =", 'unknown_areas = "leave out"\nrounding ='
    )
    country.write_text(text.replace("8480", "5530"), encoding="utf-8")
    report = load(str(country), country.parent, Workspace.create(tmp_path / "again"))
    assert report.left_out.rows() == [("jobs", "Zendar", 3)]
    values = Workspace.open(tmp_path / "again").table("industry_values").collect()
    assert set(values["area"]) == {"P1", "P3", "P4"}
