"""The job of an appraisal: options of a spreadsheet through the gate, and line by line."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from placewise.data.barriers import read_barriers
from placewise.data.evidence.appraisal import read_appraisal_evidence
from placewise.data.options import read_options
from placewise.errors import InputError
from placewise.model.answer import Answer
from placewise.model.appraisal import AppraisalSettings, AppraisedOptions
from placewise.model.barriers import Barrier
from placewise.model.diagnosis import DiagnosisSettings
from placewise.model.evidence import EvidenceEntry
from placewise.model.options import BarrierFound, Option
from placewise.model.wording import capital, listed
from placewise.plan.appraisal import appraise_all
from placewise.plan.gate import gate
from placewise.workbench.bench import Workbench
from placewise.workbench.evidence import EvidenceBase, open_evidence

FEWEST_DRAWS = 100
"""Below as many draws the 10th and 90th percentile say little."""


def appraise_file(
    file: Path,
    *,
    place: str | None = None,
    kind: str | None = None,
    workspace: str = "sample",
    evidence: Path | None = None,
    own: Path | None = None,
    settings: AppraisalSettings | None = None,
) -> AppraisedOptions:
    """Appraise the options of a spreadsheet.

    Args:
        file: CSV or XLSX of options, as the template has them.
        place: name or code of the place whose barriers the gate uses; None for no place.
        kind: kind of the place.
        workspace: folder of a workspace, or ``sample``.
        evidence: CSV of own evidence on barriers; needs a place.
        own: TOML or CSV of records of evidence of one's own, added to what ships.
        settings: schedule of discounting, draws, seed.

    Raises:
        InputError: the file cannot be read or is faulty, or settings are out of range.
        UnknownNameError: there is no such place or schedule.
    """
    asked = _checked(settings or AppraisalSettings())
    if place is None and (evidence is not None or kind is not None):
        raise InputError(
            "Own evidence on barriers, and a kind, belong to a place",
            allowed='placewise appraise FILE --place "Tees Valley" --evidence FILE',
        )
    barriers = {barrier.key: barrier for barrier in read_barriers()}
    options = read_options(file, barriers)
    base = open_evidence(own)
    command = [f'placewise appraise "{file}"']
    if place is None:
        found, where, against = without_place(barriers.values()), None, ""
    else:
        answer = Workbench.open(workspace).explain(
            place, "barriers", kind=kind, evidence=evidence, settings=DiagnosisSettings()
        )
        where, against = answer.place, answer.compared_with
        found = barriers_found(answer, barriers)
        command += [f'--place "{where.name}"', f'--kind "{where.kind}"']
        if workspace != "sample":
            command.append(f'--workspace "{workspace}"')
        if evidence is not None:
            command.append(f'--evidence "{evidence}"')
    if own is not None:
        command.append(f'--own "{own}"')
    command.append(f"--schedule {asked.schedule} --draws {asked.draws} --seed {asked.seed}")
    rests = {option.key: evidence_behind(option, base) for option in options}
    strengths = {key: level for key, some in rests.items() if (level := strength(some)) is not None}
    return AppraisedOptions(
        place=where,
        compared_with=against,
        settings=asked,
        gated=tuple(gate(option, found) for option in options),
        appraisals=appraise_all(options, read_appraisal_evidence(), asked, strengths),
        evidence=rests,
        notes=unmatched_evidence(options, base),
        command=" ".join(command),
    )


def barriers_found(answer: Answer, barriers: Mapping[str, Barrier]) -> dict[str, BarrierFound]:
    """Return what an answer on barriers says of each, by key, as the gate of options reads it."""
    return {
        row["barrier"]: BarrierFound.of(
            barriers[row["barrier"]], row["outcome"], row["probability"], answer.place.kind
        )
        for row in answer.table("barriers").iter_rows(named=True)
    }


def without_place(barriers: Iterable[Barrier]) -> dict[str, BarrierFound]:
    """Return barriers of which nothing can be told, since no place is named."""
    return {
        barrier.key: BarrierFound(
            barrier.key, barrier.title, "cannot tell", None, barrier.failures,
            settles=("to name a place",),
        )
        for barrier in barriers
    }  # fmt: skip


def evidence_behind(option: Option, base: EvidenceBase) -> tuple[EvidenceEntry, ...]:
    """Return the records in force that an option rests on: by key, or by their intervention."""
    named = {name.casefold() for name in option.evidence}
    return tuple(
        entry
        for entry in base.select()
        if {entry.record.key.casefold(), entry.record.intervention.casefold()} & named
    )


def strength(entries: Iterable[EvidenceEntry]) -> int | None:
    """Return the best level of the Maryland scale that records state for certain.

    A level that is only the ceiling of a method does not count: execution may have lowered it.
    """
    levels = [
        entry.record.maryland_least for entry in entries if entry.record.maryland_least is not None
    ]
    return max(levels, default=None)


def unmatched_evidence(options: Sequence[Option], base: EvidenceBase) -> tuple[str, ...]:
    """Return a note for every option that names evidence which the base does not have."""
    known = {
        name.casefold()
        for entry in base.select()
        for name in (entry.record.key, entry.record.intervention)
    }
    notes = []
    for option in options:
        lost = [name for name in option.evidence if name.casefold() not in known]
        if lost:
            notes.append(
                f"{capital(option.title)}: no record of evidence is named "
                f"{listed([f'‘{name}’' for name in lost])}; `placewise evidence list` shows all."
            )
    return tuple(notes)


def _checked(settings: AppraisalSettings) -> AppraisalSettings:
    if settings.draws < FEWEST_DRAWS or settings.seed < 0:
        raise InputError(
            f"{settings.draws} draws with seed {settings.seed} are out of range",
            where="--draws, --seed",
            allowed=f"at least {FEWEST_DRAWS} draws, a seed of zero or a positive whole number",
        )
    return settings
