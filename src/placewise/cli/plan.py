"""The command on what a place might do with a budget."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from placewise.cli.options import JsonFile, Workspace

USUAL_BUDGET = "100m"


def plan(
    place: str | None = None,
    *,
    budget: str | None = None,
    years: int = 10,
    kind: str | None = None,
    workspace: Workspace = "sample",
    options: Path | None = None,
    only_own: Annotated[bool, Parameter(negative="")] = False,
    weights: Path | None = None,
    rules: Path | None = None,
    evidence: Path | None = None,
    conditional: bool = True,
    out: Path | None = None,
    json: JsonFile = None,
    xlsx: Path | None = None,
    csv: Path | None = None,
    template: Path | None = None,
    schedule: str = "standard",
    draws: int = 15_000,
    seed: int = 20260101,
) -> None:
    """Say what a place might do with a budget, how sure that is, and what would change it.

    Takes options against the barriers of the place through the gate, appraises them and chooses
    the plan of greatest expected benefit. Prints a short summary and writes a self-contained HTML
    report.

    Args:
        place: Name or code of the place.
        budget: Public money over all years, such as 100m, 1.5bn or £100m; 100m unless it is given
            or rules state the money of every year.
        years: Over how many years it is spent, in equal parts unless rules say otherwise.
        kind: Kind of the place, such as "combined authority" or "district".
        options: CSV or XLSX of options of your own, added to the standard ones.
        only_own: Leave the standard options out.
        weights: CSV of weights of barriers: person, barrier, weight.
        rules: CSV or XLSX of money by year, least and greatest shares, and capacities: rule, of,
            option, amount.
        evidence: CSV of own evidence on barriers; `placewise barriers --template FILE` writes one.
        conditional: Take options in whose barrier or power could not be told, where something says
            how likely the barrier is.
        out: File of the HTML report.
        json: File for the JSON; "-" prints it instead of the summary.
        xlsx: File for a workbook with live formulas.
        csv: Folder for the tables as CSV.
        template: Write the standard options of the place (.csv or .xlsx) to this file, to edit and
            give back, and stop.
        schedule: Schedule of discount rates: standard or health.
        draws: Draws of need, effect, cost and weights that are solved.
        seed: Seed of the draws.
    """
    from placewise.cli.outputs import Outputs
    from placewise.cli.planning import (
        PlanAsked,
        named_place,
        plan_one,
        write_plan_template,
    )
    from placewise.model.amounts import amount
    from placewise.model.plan import PlanSettings
    from placewise.workbench.planning.files import PlanFiles

    named = named_place(place, template)
    money, currency = amount(budget or USUAL_BUDGET, "--budget")
    settings = PlanSettings(money, years, seed, draws, schedule, conditional)
    asked = PlanAsked(workspace, named, kind, currency)
    if template is not None:
        write_plan_template(asked, settings, template)
        return
    files = PlanFiles(options, weights, evidence, only_own, rules)
    plan_one(asked, settings, files, Outputs(out, json, csv, xlsx), stated=budget is None)
