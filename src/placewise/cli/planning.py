"""What ``placewise plan`` prints and writes."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from placewise.cli.diagnosing import safe_name, write_whole
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


@dataclass(frozen=True, slots=True)
class PlanOutputs:
    """Where a plan is written; None where it is not asked for."""

    html: Path | None
    json: Path | None
    xlsx: Path | None
    csv: Path | None


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
    outputs: PlanOutputs,
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
    # Before minutes of draws, not after them.
    for file in (outputs.html, outputs.json, outputs.xlsx):
        if file is not None and str(file) != "-":
            _check_file(file)
    if outputs.csv is not None and outputs.csv.exists() and not outputs.csv.is_dir():
        raise InputError(
            "The tables need a folder, and this is a file", where=f"--csv {outputs.csv}",
            action="Name a folder, which may be a new one.",
        )  # fmt: skip
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
    from placewise.report.json import dump
    from placewise.report.plan_json import plan_json
    from placewise.report.plan_text import plan_text

    if outputs.json is not None and str(outputs.json) == "-":
        print(dump(plan_json(plan)), end="")
        return
    from placewise.data.glossary import read_glossary
    from placewise.report.plan_page import plan_page

    html = outputs.html or Path(f"{safe_name(plan.place.name)}-plan.html")
    workbook = "" if outputs.xlsx is None else outputs.xlsx.name
    write_whole(html, plan_page(plan, read_glossary(), workbook))
    if outputs.json is not None:
        write_whole(outputs.json, dump(plan_json(plan)))
    if outputs.xlsx is not None:
        from placewise.report.plan_xlsx import write_plan_workbook

        write_plan_workbook(plan, outputs.xlsx)
    if outputs.csv is not None:
        from placewise.report.plan_tables import write_plan_csv

        write_plan_csv(plan, outputs.csv)
    print(plan_text(plan, str(html)))


def write_plan_template(asked: PlanAsked, settings: PlanSettings, file: Path) -> None:
    """Write the standard options of a place as a spreadsheet to edit and give back."""
    from placewise.data.barriers import read_barriers
    from placewise.data.option_template import write_option_template

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


def _check_file(file: Path) -> None:
    """Refuse a file that cannot be written: it is a folder, or it lies in none that may be.

    Raises:
        InputError: it cannot.
    """
    folder = next(one for one in file.absolute().parents if one.exists())
    if file.is_dir():
        why = "it is a folder"
    elif not folder.is_dir():
        why = f"{folder} is no folder"
    elif not os.access(folder, os.W_OK):
        why = f"the folder {folder} may not be written to"
    else:
        return
    raise InputError(
        f"Cannot write {file}: {why}",
        action="Name a file in a folder that you may write to.",
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
