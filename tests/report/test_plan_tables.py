"""A plan as a workbook and as CSV: the figures of the plan, live formulas, whole files."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from lxml import etree
from tests.plan.workbook_formulas import SPREADSHEET, Workbook
from tests.report.plans import hostile, no_option, no_portfolio, portfolio_of, sample_plan

from placewise.errors import InputError
from placewise.model.plan import Plan
from placewise.report.plan_tables import plan_frames, write_plan_csv
from placewise.report.plan_xlsx import SHEETS, WHAT, heading, write_plan_workbook


def book_of(plan: Plan, folder: Path) -> Workbook:
    path = folder / "plan.xlsx"
    write_plan_workbook(plan, path)
    return Workbook(path.read_bytes())


def column(book: Workbook, sheet: str, title: str) -> list[object]:
    """Return the cells of a sheet below a heading; blank ones are None."""
    cells = book.cells[sheet]
    letters = [name[:-1] for name, cell in cells.items()
               if name.rstrip("0123456789") + "1" == name and cell == ("text", title)]  # fmt: skip
    last = max(int("".join(filter(str.isdigit, name))) for name in cells)
    return [book.value(sheet, f"{letters[0]}{row}") for row in range(2, last + 1)]


def test_sheets_hold_the_figures_of_the_plan(tmp_path: Path) -> None:
    plan = sample_plan()
    book = book_of(plan, tmp_path)
    assert [*book.cells][:4] == ["readme", "options", "appraisal", "portfolio"]
    for name in ("reach", "mix", "left out", "principles", "sources"):
        assert name in book.cells
    for name, title in (
        ("public_cost", "Public cost (GBP)"), ("net_effect", "Net effect"),
        ("inclusion_probability", "Inclusion probability (share, 0 to 1)"),
        ("benefit_per_pound", "Benefit per GBP 1"), ("reach_jobs", "Reach jobs (share, 0 to 1)"),
        ("strength", "Strength (Maryland scale, 1 to 5)"),
    ):  # fmt: skip
        wanted = plan.options[name].to_list()
        found = column(book, "options", title)
        assert found == [None if one is None else pytest.approx(one) for one in wanted], name
    assert plan.mix is not None
    assert column(book, "mix", "Spent (GBP)") == plan.mix["spent"].to_list()
    assert column(book, "left out", "Reason") == plan.left_out["reason"].to_list()
    said = [cell[1] for cell in book.cells["readme"].values()]
    assert plan.headline[0] in said
    assert any("illustrative and to be replaced by your own: placewise plan" in one for one in said)


def test_the_portfolio_follows_what_is_taken_and_what_it_costs(tmp_path: Path) -> None:
    plan = sample_plan()
    book = book_of(plan, tmp_path)
    costs = {one.option.key: one for one in plan.appraisals}
    taken = [costs[key] for key in ("training", "advice", "metal")]
    present = sum(one.public_cost for one in taken)
    full = sum(float(one.years["public_cost"].sum()) for one in taken)
    net = sum(one.value("net") or 0.0 for one in taken)
    assert book.value("portfolio", "F7") == pytest.approx(present, rel=1e-9)
    assert book.value("portfolio", "G7") == pytest.approx(full, rel=1e-9)
    assert book.value("portfolio", "H7") == pytest.approx(net, rel=1e-9)
    assert book.value("portfolio", "G9") == pytest.approx(100e6 - full, rel=1e-9)
    for at in ("F7", "G7", "H7", "G9", "F2", "G3", "H4"):
        stored = float(book.stored["portfolio"][at])
        assert stored == pytest.approx(book.value("portfolio", at), rel=1e-6), at
    again = book_of(plan, tmp_path)
    again.cells["portfolio"]["B4"] = 0.0
    metal = costs["metal"]
    assert again.value("portfolio", "F7") == pytest.approx(present - metal.public_cost, rel=1e-9)
    followed = book_of(plan, tmp_path)
    followed.cells["1 training"]["B5"] = 2 * metal.inputs.spans["effect"].central
    assert followed.value("portfolio", "H7") != pytest.approx(net)


def test_headings_can_be_filtered_and_are_frozen(tmp_path: Path) -> None:
    path = tmp_path / "plan.xlsx"
    write_plan_workbook(sample_plan(), path)
    with zipfile.ZipFile(path) as parts:
        tree = etree.fromstring(parts.read("xl/workbook.xml"))
        names = [sheet.get("name") for sheet in tree.iter(f"{SPREADSHEET}sheet")]
        for at, name in enumerate(names, 1):
            sheet = parts.read(f"xl/worksheets/sheet{at}.xml").decode()
            if name in SHEETS.values():
                assert "<pane " in sheet, name
                assert "<autoFilter" in sheet or "<tableParts" in sheet, name
        tables = [one for one in parts.namelist() if one.startswith("xl/tables/")]
        assert tables
        assert all(b"<autoFilter" in parts.read(one) for one in tables)


def test_each_person_has_columns(tmp_path: Path) -> None:
    book = book_of(sample_plan(portfolio=portfolio_of(("Ann", "Bob"))), tmp_path)
    assert column(book, "portfolio", "Bob: in the best plans (share)")[1] == pytest.approx(0.21)
    assert column(book, "portfolio", "Bob: takes it (1) or not (0)")[1] == 0


def test_effects_of_several_kinds_are_not_added_up(tmp_path: Path) -> None:
    plan = sample_plan()
    mixed = replace(plan, options=plan.options.with_columns(
        effect_unit=pl.when(pl.col("option") == "metal").then(pl.lit("homes"))
        .otherwise(pl.col("effect_unit"))
    ))  # fmt: skip
    book = book_of(mixed, tmp_path)
    assert "H7" not in book.cells["portfolio"]
    assert "F7" in book.cells["portfolio"]


@pytest.mark.parametrize("made", [no_portfolio, no_option], ids=["no portfolio", "no option"])
def test_a_plan_without_a_portfolio_has_files_too(made: Callable[[], Plan], tmp_path: Path) -> None:
    book = book_of(made(), tmp_path)
    assert "readme" in book.cells
    assert not {"portfolio", "appraisal", "mix"} & set(book.cells)
    assert write_plan_csv(made(), tmp_path / "csv")


def test_what_looks_like_a_formula_stays_text(tmp_path: Path) -> None:
    book = book_of(hostile("=1+1"), tmp_path)
    for name, cells in book.cells.items():
        for cell, value in cells.items():
            assert value != "=1+1", (name, cell)
    write_plan_csv(hostile("=1+1"), tmp_path / "csv")
    for path in (tmp_path / "csv").iterdir():
        assert ",=1+1" not in path.read_text(encoding="utf-8-sig"), path.name


def test_csv_gives_the_tables_back(tmp_path: Path) -> None:
    plan = sample_plan()
    frames = plan_frames(plan)
    paths = write_plan_csv(plan, tmp_path / "csv")
    assert {path.stem for path in paths} == set(frames)
    for name, frame in frames.items():
        back = pl.read_csv(tmp_path / "csv" / f"{name}.csv", schema_overrides=frame.schema)
        assert back.columns == frame.columns
        assert back.height == frame.height
        for label, kind in frame.schema.items():
            if kind == pl.Float64:
                assert back[label].null_count() == frame[label].null_count()
                assert np.allclose(
                    back[label].fill_null(0), frame[label].fill_null(0), rtol=1e-12
                ), (name, label)
    steps = frames["budget_steps"]
    assert steps["per_unit"].to_list()[1] is None, "not a number is missing"
    assert frames["break_evens"]["needed"].to_list()[3] is None, "without bound is missing"
    assert frames["portfolio"].height == 4
    assert frames["appraisal"]["option"].n_unique() == 4


def test_a_file_is_there_whole_or_not_at_all(tmp_path: Path) -> None:
    (tmp_path / "taken.xlsx").mkdir()
    (tmp_path / "file").write_text("x")
    for path in (tmp_path / "taken.xlsx", tmp_path / "file" / "plan.xlsx"):
        with pytest.raises(InputError, match="Cannot write"):
            write_plan_workbook(sample_plan(), path)
    with pytest.raises(InputError, match="Cannot write the tables"):
        write_plan_csv(sample_plan(), tmp_path / "file" / "csv")
    broken = replace(sample_plan(), budget_steps=(object(),))  # type: ignore[arg-type]
    with pytest.raises(AttributeError):
        write_plan_workbook(broken, tmp_path / "plan.xlsx")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["file", "taken.xlsx"]


def test_every_sheet_is_explained_and_headings_carry_units() -> None:
    assert set(WHAT) == set(SHEETS)
    assert set(SHEETS) <= set(plan_frames(no_option()))
    assert all(len(name) <= 31 for name in SHEETS.values())
    assert heading("cost_per_unit_lower", "EUR") == "Cost per unit lower (EUR)"
    assert heading("barrier_probability", "EUR") == "Barrier probability (share, 0 to 1)"
    assert heading("title", "EUR") == "Title"
