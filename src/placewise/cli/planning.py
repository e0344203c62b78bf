"""What ``placewise plan`` prints and writes."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from placewise.cli.outputs import (
    TABLE,
    WORKBOOK,
    Outputs,
    Report,
    check_outputs,
    check_template,
    safe_name,
    write_report,
)
from placewise.errors import InputError
from placewise.model.amounts import check_currency
from placewise.model.plan import PlanSettings
from placewise.workbench.bench import Workbench
from placewise.workbench.planning.files import PlanFiles

INTERRUPTED = 130
"""What a command leaves with that was interrupted, as shells have it."""


@dataclass(frozen=True, slots=True)
class PlanAsked:
    """Which place is planned for.

    Attributes:
        workspace: folder of a workspace, or ``sample``.
        place: name or code.
        kind: kind of the place; None for the first of that name.
        currency: that the budget was written in; None where it was a number alone.
    """

    workspace: str
    place: str
    kind: str | None
    currency: str | None


def named_place(place: str | None, template: Path | None) -> str:
    """Return the place that was named.

    Raises:
        InputError: none was.
    """
    if place is not None:
        return place
    if template is None:
        raise InputError(
            "Say which place",
            where="PLACE, the first argument",
            allowed='placewise plan "Greater Manchester" --budget 100m',
            action="`placewise places` lists the places.",
        )
    raise InputError(
        "Say for which place standard options are to be sized",
        where="PLACE, the first argument",
        allowed=f'placewise plan "Greater Manchester" --template {template}',
        action=f"`placewise appraise --template {template}` writes a file without any place.",
    )


def plan_one(
    asked: PlanAsked,
    settings: PlanSettings,
    files: PlanFiles,
    outputs: Outputs,
    *,
    stated: bool = False,
) -> None:
    """Plan for one place, write what was asked for, print the summary.

    Args:
        asked: which place.
        settings: budget, years, draws, seed.
        files: of the user.
        outputs: where it is written.
        stated: take the budget that the rules state, where they state that of every year.
    """
    read = {
        "--options": files.options, "--weights": files.weights, "--rules": files.rules,
        "--evidence": files.evidence,
    }  # fmt: skip
    check_outputs(outputs, read, stores=[asked.workspace])
    bench = Workbench.open(asked.workspace)
    place = bench.place(asked.place, asked.kind)
    planning = bench.planning(files)
    check_currency(
        "The budget is", asked.currency, planning.currency, where="--budget", allowed="an amount"
    )
    if stated:
        total = planning.stated_budget(settings.years)
        settings = replace(settings, budget=settings.budget if total is None else total)
    with _progress(place.name) as progress:
        plan = bench.plan(place, settings, files=files, progress=progress)
    from placewise.data.glossary import read_glossary
    from placewise.report.json import dump
    from placewise.report.plan_json import plan_json
    from placewise.report.plan_page import plan_page
    from placewise.report.plan_tables import write_plan_csv
    from placewise.report.plan_text import plan_text
    from placewise.report.plan_xlsx import write_plan_workbook

    workbook = "" if outputs.xlsx is None else outputs.xlsx.name
    report = Report(
        Path(f"{safe_name(plan.place.name)}-plan.html"),
        page=lambda: plan_page(plan, read_glossary(), workbook),
        json=lambda: dump(plan_json(plan)),
        csv=lambda folder: write_plan_csv(plan, folder),
        xlsx=lambda file: write_plan_workbook(plan, file),
        text=lambda html: plan_text(plan, html),
    )
    write_report(report, outputs)


def write_plan_template(asked: PlanAsked, settings: PlanSettings, file: Path) -> None:
    """Write the standard options of a place as a spreadsheet to edit and give back."""
    from placewise.data.barriers import read_barriers
    from placewise.data.option_template import write_option_template

    check_template("--template", file, (*TABLE, *WORKBOOK))
    bench = Workbench.open(asked.workspace)
    offered = bench.planning().offered(bench.place(asked.place, asked.kind), settings)
    if not offered.options:
        reasons = "; ".join(dict.fromkeys(offered.not_offered["reason"]))
        raise InputError(
            f"No standard option can be sized for {asked.place}",
            where=reasons,
            action="`placewise appraise --template FILE` writes a file without them.",
        )
    write_option_template(file, [barrier.key for barrier in read_barriers()], offered.options)
    print(
        f"{len(offered.options)} options of illustrative size, one row each, to edit and give "
        f"back with --options {file} --only-own"
    )


@contextmanager
def _progress(name: str) -> Iterator[Callable[[int, int], None]]:
    """Show on a terminal how many draws are solved; say what an interruption leaves behind."""
    from rich.console import Console
    from rich.progress import Progress

    console = Console(stderr=True)
    try:
        with Progress(console=console, transient=True, disable=not console.is_terminal) as shown:
            task = shown.add_task(f"Draws solved for {name}", total=None)
            yield lambda done, total: shown.update(task, completed=done, total=total)
    except KeyboardInterrupt:
        console.print("Stopped before the plan was done: nothing was written.")
        sys.exit(INTERRUPTED)
