"""The commands of placewise. Heavy modules are imported by the command that needs them."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

from cyclopts import App, Parameter

from placewise.errors import InputError, PlacewiseError

app = App(
    name="placewise",
    help="Evidence for local industrial strategies: what a place can demonstrate, how sure that "
    "is, and who else could say it.",
    help_format="plaintext",
    result_action="return_value",
)
data = App(name="data", help="Load tables into a workspace, and look at what is there.")
own_place = App(name="place", help="Put places of your own together.")
app.command(data)
app.command(own_place)

Workspace = Annotated[
    str, Parameter(name=["--workspace", "-w"], help="Folder of a workspace; else the sample.")
]

JsonFile = Annotated[Path | None, Parameter(allow_leading_hyphen=True)]


def run(arguments: list[str] | None = None) -> None:
    """Run the command line and leave with the exit code of what went wrong, if anything did."""
    try:
        app(arguments)
    except PlacewiseError as error:
        print(f"placewise: {error}", file=sys.stderr)
        sys.exit(error.exit_code)
    except BrokenPipeError:
        sys.exit(0)
    except KeyboardInterrupt:
        print("placewise: stopped; what was finished is kept.", file=sys.stderr)
        sys.exit(130)


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
    all_places: Annotated[bool, Parameter(name="--all", negative="")] = False,
) -> None:
    """Say which specialisms a place can demonstrate, and who else could say the same.

    Prints a short summary and writes a self-contained HTML report.

    Parameters
    ----------
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
    all_places: Diagnose every place of a kind into the folder given by --out; resumable.
    """
    from placewise.cli.diagnosing import Outputs, diagnose_every, diagnose_one
    from placewise.model.diagnosis import DiagnosisSettings

    settings = DiagnosisSettings(
        against=against, year=year, industry_level=industry_level, threshold=threshold, seed=seed
    )
    if all_places:
        if place is not None or out is None:
            raise InputError(
                "--all takes a folder and no place",
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

    Parameters
    ----------
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

    Parameters
    ----------
    words: A sector in words, such as "life sciences".
    own: TOML file with sectors of your own.
    json: File for the JSON; "-" prints it instead.
    """
    from placewise.cli.sectors import show_sectors

    show_sectors(words, own, json)


@app.command
def places(*, kind: str | None = None, workspace: Workspace = "sample") -> None:
    """List the kinds of places, or the places of one kind.

    Parameters
    ----------
    kind: The kind to list.
    """
    from placewise.cli.diagnosing import list_places

    list_places(workspace, kind)


@app.command
def read(file: Path, *, json: JsonFile = None) -> None:
    """Read a document and say what was found: pages, passages, and what was kept out of them.

    Reads PDF with a text layer, DOCX, ODT, HTML, Markdown and plain text.

    Parameters
    ----------
    file: The document.
    json: File for every passage as JSON, with page and offsets; "-" prints it instead.
    """
    from placewise.cli.reading import show_reading

    show_reading(file, json)


@data.command
def create(folder: Path) -> None:
    """Create an empty workspace.

    Parameters
    ----------
    folder: A folder that does not exist yet, or is empty.
    """
    from placewise.cli.loading import create_workspace

    create_workspace(folder)


@data.command
def load(
    recipe: str,
    *,
    source: Annotated[Path, Parameter(name="--from")],
    workspace: Annotated[Path, Parameter(name=["--workspace", "-w"])],
    replace: bool = False,
    wait: float = 60.0,
) -> None:
    """Load tables by a recipe: all of them, or none.

    Parameters
    ----------
    recipe: Name of a recipe that ships, or path of a TOML file.
    source: Folder that holds the files.
    workspace: Folder of the workspace; created if it does not exist.
    replace: Replace datasets that are loaded already.
    wait: Seconds to wait for another load to finish.
    """
    from placewise.cli.loading import load_recipe

    load_recipe(recipe, source, workspace, replace, wait)


@data.command(name="list")
def list_datasets(*, workspace: Workspace = "sample") -> None:
    """List the datasets with their source, vintage and rows."""
    from placewise.cli.loading import list_all

    list_all(workspace)


@data.command
def show(name: str, *, workspace: Workspace = "sample") -> None:
    """Show one dataset or table: columns, rows, years, source, first rows.

    Parameters
    ----------
    name: A dataset of `placewise data list`, or a table such as industries.
    """
    from placewise.cli.loading import show_one

    show_one(name, workspace)


@data.command
def recipes() -> None:
    """List the recipes that ship."""
    from placewise.cli.loading import list_recipes

    list_recipes()


@own_place.command
def add(
    name: str,
    *,
    areas: str,
    workspace: Annotated[Path, Parameter(name=["--workspace", "-w"])],
) -> None:
    """Add a place of your own to a workspace.

    Parameters
    ----------
    name: Its name.
    areas: Codes or names of its areas, separated by commas (semicolons if names hold commas).
    workspace: Folder of the workspace.
    """
    from placewise.cli.loading import add_place

    add_place(name, areas, workspace)


@own_place.command
def remove(name: str, *, workspace: Annotated[Path, Parameter(name=["--workspace", "-w"])]) -> None:
    """Remove a place of your own from a workspace."""
    from placewise.cli.loading import remove_place

    remove_place(name, workspace)
