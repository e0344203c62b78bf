"""``placewise compare``: the plans of many places beside one another."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from placewise.cli.options import JsonFile, Workspace
from placewise.errors import InputError


def compare(
    *,
    all_places: Annotated[bool, Parameter(name="--all", negative="")] = False,
    places: Path | None = None,
    kind: str = "district",
    workspace: Workspace = "sample",
    per_head: float = 100.0,
    years: int = 10,
    draws: int = 200,
    seed: int = 20260101,
    conditional: bool = True,
    corpus: Path | None = None,
    out: Path | None = None,
    json: JsonFile = None,
    csv: Path | None = None,
    xlsx: Path | None = None,
) -> None:
    """Plan every place of a kind with the same money a head: should strategies be distinctive?

    Prints a short summary and writes a self-contained HTML report. Plans are kept place by place in
    the user's cache, so that a command that was stopped goes on where it was.

    Args:
        all_places: Compare all places of the kind.
        places: Compare the places that this file names instead, one name or code a line.
        kind: Kind of the places, such as "district", "combined authority" or "LEP".
        per_head: Public money for each resident, over all years.
        years: Years over which it is spent, equal parts.
        draws: Draws that are solved for each place.
        seed: Seed of the random draws.
        conditional: Take options in whose barrier or power could not be told.
        corpus: Folder of a corpus of written strategies (see `placewise corpus add`).
        out: File of the HTML report.
        json: File for the JSON; "-" prints it instead of the summary.
        csv: Folder for the tables as CSV.
        xlsx: File for the tables as a workbook for Excel.
    """
    from placewise.cli.comparing import CompareAsked, compare_all
    from placewise.cli.outputs import Outputs
    from placewise.model.plan import PlanSettings

    if all_places == (places is not None):
        raise InputError(
            "Say which places: --all, or --places FILE",
            allowed="placewise compare --all --kind district",
        )
    settings = PlanSettings(per_head, years, seed, draws, conditional=conditional)
    compare_all(
        CompareAsked(workspace, kind, places, corpus, settings),
        Outputs(out, json, csv, xlsx),
    )
