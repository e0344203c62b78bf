"""What ``placewise appraise`` prints and writes."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from placewise.cli.outputs import (
    TABLE,
    WORKBOOK,
    Outputs,
    check_outputs,
    check_template,
    is_printed,
    write_whole,
)
from placewise.model.appraisal import AppraisalSettings


@dataclass(frozen=True, slots=True)
class OptionsAsked:
    """Which options are appraised, for whom.

    Attributes:
        file: the spreadsheet of options.
        place: name or code of the place; None without one.
        kind: kind of the place; None for the first of that name.
        workspace: folder of a workspace, or ``sample``.
        evidence: CSV of own evidence on barriers; None without one.
        own: records of evidence of one's own; None without.
        option: key of the one option that is shown in full; None for the summary.
    """

    file: Path
    place: str | None
    kind: str | None
    workspace: str
    evidence: Path | None
    own: Path | None
    option: str | None


def appraise_options(
    asked: OptionsAsked, settings: AppraisalSettings, xlsx: Path | None, json: Path | None
) -> None:
    """Appraise the options of a file, write what was asked for, print the summary."""
    read = {"FILE": asked.file, "--evidence": asked.evidence, "--own": asked.own}
    check_outputs(Outputs(json=json, xlsx=xlsx), read, usual=None, stores=[asked.workspace])
    from placewise.report.appraisal_json import appraisal_json
    from placewise.report.appraisal_text import appraisal_text, lines_text
    from placewise.report.json import dump
    from placewise.workbench.appraising import appraise_file

    found = appraise_file(
        asked.file, place=asked.place, kind=asked.kind, workspace=asked.workspace,
        evidence=asked.evidence, own=asked.own, settings=settings,
    )  # fmt: skip
    # Looked up before anything is written: a misspelt key leaves no files behind.
    text = lines_text(found, asked.option) if asked.option is not None else ""
    if xlsx is not None:
        from placewise.report.appraisal_xlsx import appraisal_workbook

        write_whole(xlsx, appraisal_workbook(found.appraisals))
    if is_printed(json):
        print(dump(appraisal_json(found)), end="")
        return
    if json is not None:
        write_whole(json, dump(appraisal_json(found)))
    print(text or appraisal_text(found, str(xlsx) if xlsx is not None else ""))


def write_options_template(file: Path) -> None:
    """Write a table for options, with two made-up ones, to a file."""
    from placewise.data.barriers import read_barriers
    from placewise.data.option_template import write_option_template

    check_template("--template", file, (*TABLE, *WORKBOOK))
    write_option_template(file, [barrier.key for barrier in read_barriers()])
    print(f"Options, one row each; delete the two examples: {file}")
