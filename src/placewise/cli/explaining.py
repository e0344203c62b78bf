"""What the commands on one topic print and write."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from placewise.cli.outputs import (
    TABLE,
    Outputs,
    Report,
    check_outputs,
    check_template,
    safe_name,
    write_report,
)
from placewise.model.diagnosis import DiagnosisSettings
from placewise.workbench.bench import Workbench


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked of a topic.

    Attributes:
        workspace: folder of a workspace, or ``sample``.
        place: name or code.
        kind: kind of the place; None for the first of that name.
        topic: one of :data:`placewise.workbench.topics.TOPICS`.
        drivers: concepts that productivity is explained with; None for the usual ones.
        evidence: file of own evidence on barriers; None without one.
    """

    workspace: str
    place: str
    kind: str | None
    topic: str
    drivers: tuple[str, ...] | None = None
    evidence: Path | None = None


def explain_one(asked: Asked, settings: DiagnosisSettings, outputs: Outputs) -> None:
    """Answer one topic, write what was asked for, print the summary."""
    check_outputs(outputs, {"--evidence": asked.evidence}, stores=[asked.workspace])
    answer = Workbench.open(asked.workspace).explain(
        asked.place, asked.topic, kind=asked.kind, settings=settings, drivers=asked.drivers,
        evidence=asked.evidence,
    )  # fmt: skip
    from placewise.data.glossary import read_glossary
    from placewise.report.answer_json import answer_json
    from placewise.report.answer_page import answer_page
    from placewise.report.answer_tables import write_answer_csv
    from placewise.report.answer_text import answer_text
    from placewise.report.json import dump
    from placewise.report.sections import section_of

    report = Report(
        Path(f"{safe_name(answer.place.name)}-{answer.key}.html"),
        page=lambda: answer_page(answer, [section_of(answer)], read_glossary()),
        json=lambda: dump(answer_json(answer)),
        csv=lambda folder: write_answer_csv(answer, folder),
        text=lambda html: answer_text(answer, html),
    )
    write_report(report, outputs)


def list_concepts(workspace: str, kind: str | None) -> None:
    """Print the concepts, and for how many places of a kind each is known, with the latest year."""
    from placewise.data.places import all_places

    bench = Workbench.open(workspace)
    counted = kind or all_places(bench.store)[0].kind
    places = bench.places(counted)
    print(f"{'Concept':<45}{'Places':>9}  {'Latest':<8}Unit, of {len(places)} places: {counted}")
    for concept in bench.shelf.concepts.values():
        rows = bench.shelf.latest(concept.key, places)
        year = str(rows["year"][0]) if rows.height else ""
        print(f"{concept.key:<45}{rows.height:>9}  {year:<8}{concept.unit}")


def write_template(file: Path) -> None:
    """Write a table for own evidence, with two examples, to a file."""
    from placewise.data.own_evidence import write_evidence_template

    check_template("--template", file, TABLE)
    write_evidence_template(file)
    print(f"Own evidence, one row a statement: {file}")
