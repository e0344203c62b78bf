"""The commands of placewise. Heavy modules are imported by the command that needs them."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, NoReturn

from cyclopts import App, CycloptsError, Parameter

from placewise.cli.arguments import input_error
from placewise.cli.compare import compare
from placewise.cli.documents import mask, read, review
from placewise.cli.evidence import evidence
from placewise.cli.options import JsonFile, Workspace
from placewise.cli.plan import plan
from placewise.cli.stores import corpus, data, own_place
from placewise.errors import InputError, PlacewiseError

app = App(
    name="placewise",
    help="Evidence for local industrial strategies: what a place can demonstrate, how sure that "
    "is, and who else could say it.",
    help_format="plaintext",
    result_action="return_value",
    suppress_keyboard_interrupt=False,
)
app.command(data)
app.command(corpus)
app.command(own_place)
app.command(evidence)
app.command(plan)
app.command(compare)
app.command(review)
app.command(mask)
app.command(read)


def run(arguments: list[str] | None = None) -> None:
    """Run the command line and leave with the exit code of what went wrong, if anything did."""
    try:
        app(arguments, exit_on_error=False, print_error=False)
    except CycloptsError as error:
        _leave(input_error(error))
    except PlacewiseError as error:
        _leave(error)
    except BrokenPipeError:
        sys.exit(0)
    except KeyboardInterrupt:
        print("placewise: stopped; what was finished is kept.", file=sys.stderr)
        sys.exit(130)


def _leave(error: PlacewiseError) -> NoReturn:
    """Say what went wrong and leave with its exit code."""
    print(f"placewise: {error}", file=sys.stderr)
    sys.exit(error.exit_code)


@app.command
def diagnose(
    place: str | None = None,
    *,
    kind: str | None = None,
    workspace: Workspace = "sample",
    out: Path | None = None,
    json: JsonFile = None,
    csv: Path | None = None,
    against: str | None = None,
    year: int | None = None,
    industry_level: str | None = None,
    threshold: float = 1.25,
    seed: int = 20260101,
    since: int | None = None,
    until: int | None = None,
    all_places: Annotated[bool, Parameter(name="--all", negative="")] = False,
) -> None:
    """Say which specialisms a place can demonstrate, and who else could say the same.

    Prints a short summary and writes a self-contained HTML report.

    Args:
        place: Name or code of the place; "Greater Manchester (LEP)" picks a kind.
        kind: Kind of the place, such as "combined authority", "district" or "ITL2".
        out: File of the HTML report; with --all, the folder of all reports.
        json: File for the JSON; "-" prints it instead of the summary.
        csv: Folder for the tables as CSV.
        against: Base of the location quotients; else all areas of the table.
        year: Year of the tables; else the latest.
        industry_level: One level of the industry tree; else every level.
        threshold: Location quotient that a claim must pass.
        seed: Seed of the random draws.
        since: Year that growth is told from; else ten years before its end.
        until: Year that growth is told to; else the latest.
        all_places: Diagnose every place of a kind into the folder given by --out; resumable.
    """
    from placewise.cli.diagnosing import diagnose_every, diagnose_one
    from placewise.cli.outputs import Outputs
    from placewise.model.diagnosis import DiagnosisSettings

    settings = DiagnosisSettings(
        against=against, year=year, industry_level=industry_level, threshold=threshold, seed=seed,
        since=since, until=until,
    )  # fmt: skip
    if all_places:
        if place is not None or out is None or json is not None or csv is not None:
            raise InputError(
                "--all takes a folder, and no place or further output",
                allowed="placewise diagnose --all --out FOLDER [--kind KIND]",
            )
        diagnose_every(workspace, kind or "combined authority", out, settings)
        return
    if place is None:
        raise InputError(
            "Say which place, or --all",
            allowed='placewise diagnose "Greater Manchester"',
            action="`placewise places` lists the places.",
        )
    diagnose_one(workspace, place, kind, settings, Outputs(out, json, csv))


@app.command
def explain(
    place: str,
    topic: str,
    *,
    kind: str | None = None,
    workspace: Workspace = "sample",
    drivers: Annotated[list[str] | None, Parameter(negative="")] = None,
    evidence: Path | None = None,
    since: int | None = None,
    until: int | None = None,
    out: Path | None = None,
    json: JsonFile = None,
    csv: Path | None = None,
    seed: int = 20260101,
) -> None:
    """Answer one topic of the diagnosis in full: why is it as productive as it is, what binds it?

    Prints a short summary and writes a self-contained HTML report.

    Args:
        place: Name or code of the place.
        topic: One of state, productivity, skills, agglomeration, paths, barriers.
        kind: Kind of the place, such as "combined authority", "district" or "ITL3".
        drivers: Concepts that productivity is explained with, instead of the usual ones; may be
            given several times. `placewise concepts` lists them.
        evidence: CSV of own evidence on barriers; `placewise barriers --template FILE` writes one.
        since: Year that growth is told from, of paths; else ten years before its end.
        until: Year that growth is told to, of paths; else the latest.
        out: File of the HTML report.
        json: File for the JSON; "-" prints it instead of the summary.
        csv: Folder for the tables as CSV.
        seed: Seed of the random draws.
    """
    from placewise.cli.explaining import Asked, explain_one
    from placewise.cli.outputs import Outputs
    from placewise.model.diagnosis import DiagnosisSettings

    asked = Asked(workspace, place, kind, topic, tuple(drivers) if drivers else None, evidence)
    settings = DiagnosisSettings(seed=seed, since=since, until=until)
    explain_one(asked, settings, Outputs(out, json, csv))


@app.command
def barriers(
    place: str | None = None,
    *,
    kind: str | None = None,
    workspace: Workspace = "sample",
    evidence: Path | None = None,
    template: Path | None = None,
    out: Path | None = None,
    json: JsonFile = None,
    csv: Path | None = None,
    seed: int = 20260101,
) -> None:
    """Say which barriers bind a place, which do not, and what cannot be told.

    Args:
        place: Name or code of the place.
        kind: Kind of the place.
        evidence: CSV of own evidence, such as a survey; it is shown what it changes.
        template: Write an empty CSV for own evidence to this file, with an example, and stop.
        out: File of the HTML report.
        json: File for the JSON; "-" prints it instead of the summary.
        csv: Folder for the tables as CSV.
        seed: Seed of the random draws.
    """
    from placewise.cli.explaining import Asked, explain_one, write_template
    from placewise.cli.outputs import Outputs
    from placewise.model.diagnosis import DiagnosisSettings

    if template is not None:
        write_template(template)
        return
    if place is None:
        raise InputError(
            "Say which place, or --template FILE",
            allowed='placewise barriers "Greater Manchester"',
            action="`placewise places` lists the places.",
        )
    asked = Asked(workspace, place, kind, "barriers", None, evidence)
    explain_one(asked, DiagnosisSettings(seed=seed), Outputs(out, json, csv))


@app.command
def appraise(
    file: Path | None = None,
    *,
    place: str | None = None,
    kind: str | None = None,
    workspace: Workspace = "sample",
    evidence: Path | None = None,
    own: Path | None = None,
    option: str | None = None,
    xlsx: Path | None = None,
    json: JsonFile = None,
    template: Path | None = None,
    schedule: str = "standard",
    draws: int = 1000,
    seed: int = 1,
) -> None:
    """Appraise options of your own: gate, net effect, cost per job, net benefit per pound, ranges.

    Args:
        file: CSV or XLSX of options, one row each; --template FILE writes an empty one.
        place: Name or code of the place whose barriers the gate uses; without one, whether a
            barrier is there stays open.
        kind: Kind of the place.
        evidence: CSV of own evidence on barriers, such as a survey.
        own: TOML or CSV file with records of evidence of your own, added to what ships.
        option: Key of one option that is shown in full, with every line of its appraisal.
        xlsx: File for a workbook with live formulas.
        json: File for the JSON; "-" prints it instead of the summary.
        template: Write a template for options (.csv or .xlsx) to this file, and stop.
        schedule: Schedule of discount rates: standard or health.
        draws: Draws for the ranges.
        seed: Seed of the draws.
    """
    from placewise.cli.appraising import OptionsAsked, appraise_options, write_options_template
    from placewise.model.appraisal import AppraisalSettings

    if template is not None:
        write_options_template(template)
        return
    if file is None:
        raise InputError(
            "Say which file of options, or --template FILE",
            allowed="placewise appraise options.csv",
            action="`placewise appraise --template options.xlsx` writes a file to begin with.",
        )
    asked = OptionsAsked(file, place, kind, workspace, evidence, own, option)
    appraise_options(asked, AppraisalSettings(schedule, draws, seed), xlsx, json)


@app.command
def concepts(*, kind: str | None = None, workspace: Workspace = "sample") -> None:
    """List the concepts that the diagnosis asks tables for, and for how many places each is known.

    Args:
        kind: Kind of the places that are counted; else combined authorities, or the first kind.
    """
    from placewise.cli.explaining import list_concepts

    list_concepts(workspace, kind)


@app.command
def claim(
    place: str,
    words: str,
    *,
    kind: str | None = None,
    workspace: Workspace = "sample",
    json: JsonFile = None,
    against: str | None = None,
    year: int | None = None,
    industry_level: str | None = None,
    threshold: float = 1.25,
) -> None:
    """Judge one claimed specialism in one sentence, with the places that could say the same.

    Args:
        place: Name or code of the place.
        words: What is claimed: an industry by title or code, or a sector as strategies name it.
        kind: Kind of the place.
        json: File for the JSON; "-" prints it instead.
        against: Base of the location quotients.
        year: Year of the tables.
        industry_level: One level of the industry tree.
        threshold: Location quotient that a claim must pass.
    """
    from placewise.cli.diagnosing import show_claim
    from placewise.model.diagnosis import DiagnosisSettings

    settings = DiagnosisSettings(
        against=against, year=year, industry_level=industry_level, threshold=threshold
    )
    show_claim(workspace, place, kind, words, settings, json)


@app.command
def sectors(words: str | None = None, *, own: Path | None = None, json: JsonFile = None) -> None:
    """List the sectors that strategies name, or look one up: words, industry codes, what they see.

    Args:
        words: A sector in words, such as "life sciences".
        own: TOML file with sectors of your own.
        json: File for the JSON; "-" prints it instead.
    """
    from placewise.cli.sectors import show_sectors

    show_sectors(words, own, json)


@app.command
def places(*, kind: str | None = None, workspace: Workspace = "sample") -> None:
    """List the kinds of places, or the places of one kind.

    Args:
        kind: The kind to list.
    """
    from placewise.cli.diagnosing import list_places

    list_places(workspace, kind)
