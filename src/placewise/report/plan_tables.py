"""The tables of a plan: as plain frames, and as a folder of CSV files that open in Excel."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path
from typing import Any

import polars as pl

from placewise.model.appraisal import LINES
from placewise.model.options import STEPS
from placewise.model.plan import MIX, REACH, Plan
from placewise.model.portfolio import BreakEven, BudgetStep
from placewise.report.principles import principles_table
from placewise.report.tables import sources_table, write_csv_folder

GATE = {"option": pl.String, "title": pl.String, "standing": pl.String} | {
    f"{step}{end}": pl.String for step in STEPS for end in ("", "_reason")
}
BARRIERS = {
    "barrier": pl.String, "title": pl.String, "outcome": pl.String, "probability": pl.Float64,
    "failures": pl.String, "holders": pl.String, "settles": pl.String,
}  # fmt: skip
PORTFOLIO = {
    "option": pl.String, "title": pl.String, "chosen": pl.Boolean,
    "inclusion_probability": pl.Float64, "inclusion_lower": pl.Float64,
    "inclusion_upper": pl.Float64, "person": pl.String, "person_chosen": pl.Boolean,
    "person_inclusion": pl.Float64,
}  # fmt: skip
"""Columns of the portfolio: one row an option and person, what the plan says, and the person."""
FLIPS = {
    "barrier": pl.String, "factor": pl.Float64, "enters": pl.String, "leaves": pl.String,
    "sure": pl.Boolean,
}  # fmt: skip
CHECKS = {"check": pl.String, "passed": pl.Boolean, "detail": pl.String}


def write_plan_csv(plan: Plan, folder: Path) -> list[Path]:
    """Write every table of a plan, and its sources, into a folder; a missing figure is left empty.

    Raises:
        InputError: the folder cannot be written.
    """
    return write_csv_folder(plan_frames(plan), folder)


def plan_frames(plan: Plan) -> dict[str, pl.DataFrame]:
    """Return every table of a plan by name, those without rows too."""
    titles = dict(plan.options.select("option", "title").iter_rows())
    return {
        "headline": pl.DataFrame({"sentence": plan.headline}, schema={"sentence": pl.String}),
        "options": plan.options,
        "gate": gate_frame(plan),
        "appraisal": lines_frame(plan),
        "portfolio": portfolio_frame(plan, titles),
        "budget_steps": _rows(plan.budget_steps, BudgetStep),
        "break_evens": _rows(plan.break_evens, BreakEven),
        "weight_flips": _flips(plan),
        "reach": plan.reach if plan.reach is not None else pl.DataFrame(schema=REACH),
        "mix": plan.mix if plan.mix is not None else pl.DataFrame(schema=MIX),
        "left_out": plan.left_out,
        "barriers": _barriers(plan),
        "principles": principles_table(plan.principles, plan.judged),
        "checks": pl.DataFrame(
            [(one.name, one.passed, one.detail) for one in plan.checks], CHECKS, orient="row"
        ),
        "sources": sources_table(plan.provenance),
    }


def gate_frame(plan: Plan) -> pl.DataFrame:
    """Return one row an option: its standing, and verdict and reason of each step."""
    rows = []
    for one in plan.gated:
        told: dict[str, Any] = {step.step: step.verdict for step in one.steps}
        told |= {f"{step.step}_reason": step.reason for step in one.steps}
        rows.append(
            {"option": one.option.key, "title": one.option.title, "standing": one.standing} | told
        )
    return pl.DataFrame(rows, schema=GATE, orient="row")


def lines_frame(plan: Plan) -> pl.DataFrame:
    """Return the lines of every appraisal, one below the other."""
    schema = {"option": pl.String} | LINES
    frames = [
        one.lines.select(pl.lit(one.option.key).alias("option"), *LINES) for one in plan.appraisals
    ]
    return pl.concat([pl.DataFrame(schema=schema), *frames])


def portfolio_frame(plan: Plan, titles: dict[str, str]) -> pl.DataFrame:
    """Return what the plan and each person's weights say of each option."""
    made = plan.portfolio
    if made is None:
        return pl.DataFrame(schema=PORTFOLIO)
    rows = [
        (
            key, titles.get(key, key), bool(made.chosen.selected[at]), float(made.inclusion[at]),
            float(made.inclusion_lower[at]), float(made.inclusion_upper[at]), person,
            bool(made.chosen_by_person[one, at]), float(made.inclusion_by_person[one, at]),
        )
        for at, key in enumerate(made.options)
        for one, person in enumerate(made.people)
    ]  # fmt: skip
    return finite(pl.DataFrame(rows, schema=PORTFOLIO, orient="row"))


def finite(frame: pl.DataFrame) -> pl.DataFrame:
    """Return a table whose figures that are no number or without bound are missing."""
    return frame.with_columns(
        pl.when(pl.col(name).is_finite()).then(pl.col(name)).alias(name)
        for name, kind in frame.schema.items()
        if kind == pl.Float64
    )


def _rows(items: tuple[Any, ...], kind: type[Any]) -> pl.DataFrame:
    """Return frozen records as a table; several names stand in one cell."""
    types = {"str": pl.String, "float": pl.Float64, "bool": pl.Boolean}
    schema = {field.name: types.get(str(field.type), pl.String) for field in fields(kind)}
    rows = [
        tuple(
            "; ".join(value) if isinstance(value, tuple) else value
            for value in (getattr(item, name) for name in schema)
        )
        for item in items
    ]
    return finite(pl.DataFrame(rows, schema=schema, orient="row"))


def _flips(plan: Plan) -> pl.DataFrame:
    rows = [
        (plan.objectives[one.objective], one.factor, "; ".join(one.enters), "; ".join(one.leaves),
         one.sure)
        for one in plan.weight_flips
    ]  # fmt: skip
    return pl.DataFrame(rows, schema=FLIPS, orient="row")


def _barriers(plan: Plan) -> pl.DataFrame:
    rows = [
        (one.key, one.title, one.outcome, one.probability, "; ".join(one.failures),
         "; ".join(one.holders), "; ".join(one.settles))
        for one in plan.barriers
    ]  # fmt: skip
    return pl.DataFrame(rows, schema=BARRIERS, orient="row")
