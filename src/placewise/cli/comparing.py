"""What ``placewise compare`` prints and writes."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from placewise.cli.outputs import Outputs, Report, check_outputs, safe_name, write_report
from placewise.errors import InputError
from placewise.model.plan import Comparison, PlanSettings
from placewise.workbench.bench import Workbench

PROCESSES = 2
"""Processes that plan at once: each holds all tables in memory."""


@dataclass(frozen=True, slots=True)
class CompareAsked:
    """What is compared.

    Attributes:
        workspace: folder of a workspace, or ``sample``.
        kind: kind of the places.
        listed: file with names or codes of places, one a line; None for all of the kind.
        corpus: folder of a corpus of written strategies; None without one.
        settings: of every plan; ``budget`` is that per head.
    """

    workspace: str
    kind: str
    listed: Path | None
    corpus: Path | None
    settings: PlanSettings


def compare_all(asked: CompareAsked, outputs: Outputs) -> None:
    """Compare the plans of places, write what was asked for, print the summary."""
    stores: list[str | Path] = [asked.workspace]
    if asked.corpus is not None:
        stores.append(asked.corpus)
    check_outputs(outputs, {"--places": asked.listed}, stores=stores)
    comparison = _compared(asked)
    from placewise.data.glossary import read_glossary
    from placewise.report.compare_json import compare_json
    from placewise.report.compare_page import compare_page
    from placewise.report.compare_tables import write_compare_csv, write_compare_workbook
    from placewise.report.compare_text import compare_text
    from placewise.report.json import dump

    report = Report(
        Path(f"compare-{safe_name(comparison.kind)}.html"),
        page=lambda: compare_page(comparison, read_glossary()),
        json=lambda: dump(compare_json(comparison)),
        csv=lambda folder: write_compare_csv(comparison, folder),
        xlsx=lambda file: write_compare_workbook(comparison, file),
        text=lambda html: compare_text(comparison, html),
    )
    write_report(report, outputs)


def _compared(asked: CompareAsked) -> Comparison:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    from placewise.workbench.comparing.compare import Asked, compare_places

    question = Asked(
        asked.kind, asked.settings, None if asked.listed is None else names_in(asked.listed),
        asked.corpus, asked.listed,
    )  # fmt: skip
    columns = (
        TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(),
    )  # fmt: skip
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("plans", total=None)
        return compare_places(
            Workbench.open(asked.workspace),
            question,
            processes=PROCESSES,
            progress=lambda done, total: bar.update(task, completed=done, total=total),
            stage=lambda name: bar.update(task, description=name),
        )


def names_in(file: Path) -> tuple[str, ...]:
    """Return the names or codes of places in a file, one a line; # begins a remark.

    Raises:
        InputError: the file cannot be read, or names no place.
    """
    try:
        text = file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(
            f"Cannot read the list of places: {error}",
            where=str(file),
            allowed="a text file in UTF-8, one name or code of a place a line",
        ) from error
    lines = (line.partition("#")[0].strip().strip('"') for line in text.splitlines())
    names = tuple(dict.fromkeys(line for line in lines if line))
    if not names:
        raise InputError("The list names no place", where=str(file))
    return names
