"""The workbook computes what we compute, and follows when an input changes."""

from __future__ import annotations

import io
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.plan.examples import option
from tests.plan.workbook_formulas import Workbook

from placewise.data.evidence.appraisal import read_appraisal_evidence
from placewise.model.appraisal import Appraisal
from placewise.model.options import PROJECT_TYPES, Span
from placewise.plan.appraisal import appraise
from placewise.report.appraisal_xlsx import (
    UNTOLD,
    YEAR_COLUMNS,
    appraisal_workbook,
    layout,
    sheet_name,
)

EVIDENCE = read_appraisal_evidence()
FLOATS = pytest.approx


def same(book: Workbook, one: Appraisal, number: int = 1) -> None:
    name, where = sheet_name(number, one.option.key), layout(one)
    for row in one.lines.iter_rows(named=True):
        wanted = UNTOLD if row["value"] is None else FLOATS(row["value"], rel=1e-12, abs=1e-9)
        assert book.value(name, where.lines[row["line"]]) == wanted, row["line"]
    for year in one.years.iter_rows(named=True):
        for letter, column in zip("ABCDEFGHIJKLM", YEAR_COLUMNS, strict=True):
            wanted = year[column]
            wanted = UNTOLD if wanted is None else FLOATS(wanted, rel=1e-12, abs=1e-9)
            found = book.value(name, f"{letter}{where.years[0] + year['year']}")
            assert found == wanted, (year["year"], column)


@settings(max_examples=25, deadline=None)
@given(
    costs=st.lists(st.floats(0, 1e7), min_size=1, max_size=12).filter(lambda c: sum(c) > 1),
    effect=st.floats(-50, 5000), wait=st.integers(0, 12), lasts=st.integers(1, 60),
    decay=st.floats(0, 0.9), private=st.floats(0, 1), kind=st.sampled_from(PROJECT_TYPES),
    mitigation=st.floats(0, 1), valued=st.booleans(),
)  # fmt: skip
def test_formulas_give_our_figures(
    costs: list[float], effect: float, wait: int, lasts: int, decay: float, private: float,
    kind: str, mitigation: float, valued: bool,
) -> None:  # fmt: skip
    one = appraise(
        option(
            costs=tuple(costs), effect=Span(effect - 1, effect, effect + 1), years_to_effect=wait,
            duration=lasts, decay=decay, private_share=private, project_type=kind,
            mitigation=mitigation, value_per_unit=Span(1, 3, 9) if valued else None,
        ),
        EVIDENCE,
    )  # fmt: skip
    same(Workbook(appraisal_workbook([one])), one)


def test_what_is_stored_beside_a_formula_is_what_it_gives() -> None:
    one = appraise(option(), EVIDENCE)
    book = Workbook(appraisal_workbook([one]))
    name, where = sheet_name(1, "advice"), layout(one)
    for cell in where.lines.values():
        at = cell.replace("$", "")
        assert float(book.stored[name][at]) == FLOATS(book.value(name, at), rel=1e-9)


def test_lines_follow_an_input() -> None:
    data = appraisal_workbook([appraise(option(), EVIDENCE)])
    other = appraise(option(effect=Span(8, 12, 14), duration=9), EVIDENCE)
    book = Workbook(data)
    where = layout(appraise(option(), EVIDENCE))
    name = sheet_name(1, "advice")
    book.cells[name][where.inputs["effect"].replace("$", "")] = 12.0
    book.cells[name][where.inputs["duration"].replace("$", "")] = 9.0
    for line in ("net", "benefit", "cost_per_unit_year", "net_benefit_per_pound"):
        assert book.value(name, where.lines[line]) == FLOATS(other.value(line), rel=1e-12)


def test_the_summary_leads_to_the_sheets_and_shows_the_strength_of_evidence() -> None:
    both = [
        appraise(option(), EVIDENCE, strength=4),
        appraise(option(key="=1+1 [b]:c", title="=cmd", value_per_unit=None), EVIDENCE),
    ]
    data = appraisal_workbook(both)
    book = Workbook(data)
    assert book.value("summary", "C2") == FLOATS(both[0].value("net"))
    assert book.value("summary", "G3") == UNTOLD
    assert book.value("summary", "H2") == "level 4 of 5"
    assert book.value("summary", "H3") == "not known"
    assert book.value("summary", "A3") == "=cmd"
    same(book, both[1], 2)
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        assert b"<f>cmd" not in parts.read("xl/worksheets/sheet1.xml")
