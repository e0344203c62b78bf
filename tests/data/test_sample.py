"""The sample that ships: right numbers, valid tables, a map that reads like one."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest

import placewise.data.sample
from placewise.data.sample import Sample
from placewise.model.schemas import TABLES

FOLDER = Path(placewise.data.sample.__file__).parent


@pytest.fixture(scope="module")
def jobs() -> pl.DataFrame:
    """Point location quotients of jobs against Great Britain."""
    values = Sample().table("industry_values").filter(pl.col("measure") == "jobs").collect()
    areas = Sample().table("areas").select(area="code", name="name", kind="kind").collect()
    base = values.filter(pl.col("area") == "K03000001").select("industry", base="value")
    total = base.filter(pl.col("industry") == "Total")["base"][0]
    own = values.filter(pl.col("industry") == "Total").select("area", own="value")
    return (
        values.join(areas, on="area")
        .join(base, on="industry")
        .join(own, on="area")
        .with_columns(lq=(pl.col("value") / pl.col("own")) / (pl.col("base") / total))
    )


@pytest.mark.parametrize(
    ("name", "section", "expected"),
    [
        ("Greater Manchester", "C", 0.90),
        ("Greater Manchester", "M", 1.16),
        ("South Yorkshire", "C", 1.28),
        ("North East", "O", 1.56),
        ("West of England", "J", 1.43),
        ("West of England", "K", 1.28),
        ("Hull and East Yorkshire", "C", 2.06),
    ],
)
def test_known_location_quotients(
    jobs: pl.DataFrame, name: str, section: str, expected: float
) -> None:
    row = jobs.filter(
        (pl.col("name") == name)
        & (pl.col("industry") == section)
        & (pl.col("kind") == "combined authority")
    )
    assert row["lq"].item() == pytest.approx(expected, abs=0.005)


def test_manufacturing_passes_in_eight_combined_authorities(jobs: pl.DataFrame) -> None:
    rows = jobs.filter((pl.col("kind") == "combined authority") & (pl.col("industry") == "C"))
    assert rows.height == 15
    assert (rows["lq"] >= 1.25).sum() == 8


def test_every_table_keeps_its_schema() -> None:
    for name in Sample().tables():
        TABLES[name].validate(Sample().table(name).collect(), cast=False)
    assert Sample().table("flows").collect().is_empty()


def test_every_dataset_has_source_and_licence() -> None:
    sources = {source.dataset: source for source in Sample().provenance()}
    for name in Sample().tables():
        assert set(Sample().table(name).collect()["dataset"]) <= set(sources)
    for source in sources.values():
        assert source.licence == "MIT" or source.licence.startswith("Open Government Licence v3.0")
        assert source.vintage
        assert source.publisher


def test_reading_it_loads_no_validation() -> None:
    read = "Sample().table('industry_values').collect()"
    script = f"import sys; from placewise.data.sample import Sample; {read}; print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert "polars" in done.stdout.split()
    assert "dataframely" not in done.stdout.split()


def test_it_is_small() -> None:
    assert sum(path.stat().st_size for path in FOLDER.glob("*.parquet")) < 2_000_000


def test_total_is_the_sum_of_the_sections(jobs: pl.DataFrame) -> None:
    parts = jobs.filter(pl.col("industry") != "Total").group_by("area").agg(pl.col("value").sum())
    both = parts.join(jobs.filter(pl.col("industry") == "Total"), on="area", suffix="_total")
    # Nineteen sections rounded to 10.
    assert ((both["value"] - both["value_total"]).abs() <= 95).all()


def test_a_suppressed_district_makes_the_sum_missing() -> None:
    values = Sample().table("industry_values").collect()
    hidden = values.filter(pl.col("flag") == "suppressed")
    assert hidden.height > 0
    assert hidden["value"].null_count() == hidden.height


def test_no_two_tiles_share_a_cell_and_labels_are_short() -> None:
    for (_,), tiles in Sample().tiles().group_by("kind"):
        assert not tiles.select("column", "row").is_duplicated().any()
        assert tiles["short"].n_unique() == tiles.height
        assert (tiles["short"].str.len_chars() <= 4).all()


@pytest.mark.parametrize(
    ("north", "south"),
    [
        ("North East", "Cornwall and Isles of Scilly"),
        ("Cumbria", "London"),
        ("Leeds City Region", "Dorset"),
    ],
)
def test_the_map_has_north_above_south(north: str, south: str) -> None:
    areas = Sample().table("areas").filter(pl.col("kind") == "local enterprise partnership")
    tiles = Sample().tiles().join(areas.collect(), left_on="area", right_on="code")
    rows = dict(tiles.select("name", "row").iter_rows())
    assert rows[north] < rows[south]


@pytest.mark.shared
def test_it_is_what_the_script_compiles_from_the_official_tables(
    shared: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from scripts import compile_sample

    monkeypatch.setattr(compile_sample, "OUT", tmp_path)
    compile_sample.main(shared)
    for path in FOLDER.glob("*.parquet"):
        fresh = pl.read_parquet(tmp_path / path.name)
        assert fresh.equals(pl.read_parquet(path)), path.name
