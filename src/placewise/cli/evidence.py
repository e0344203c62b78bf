"""``placewise evidence``: what evaluations found, and the check of a base of one's own."""

from __future__ import annotations

import json as json_of
import sys
from dataclasses import asdict
from pathlib import Path
from textwrap import fill
from typing import TYPE_CHECKING, Any

from cyclopts import App

from placewise.cli.options import JsonFile
from placewise.cli.outputs import (
    TABLE,
    Outputs,
    check_outputs,
    check_template,
    is_printed,
    write_whole,
)
from placewise.errors import DataError

if TYPE_CHECKING:
    from placewise.model.evidence import EvidenceEntry
    from placewise.workbench.evidence import EvidenceBase

evidence = App(
    name="evidence", help="What evaluations found; check a base of evidence of your own."
)

LINE = 88
LABEL = 13


@evidence.command(name="list")
def list_records(
    *,
    area: str | None = None,
    outcome: str | None = None,
    own: Path | None = None,
    json: JsonFile = None,
) -> None:
    """List the records in force: what was done, counts, share with a positive effect, status.

    Args:
        area: Policy area, such as "business advice".
        outcome: Words of the outcome, such as employment.
        own: TOML or CSV file with records of your own, added to what ships.
        json: File for the JSON; "-" prints it instead.
    """
    base = _open(own, json)
    found = base.select(area, outcome)
    if not _written(base, [_data(entry) for entry in found], json):
        _print_table(base, found)


@evidence.command
def show(key: str, *, own: Path | None = None, json: JsonFile = None) -> None:
    """Show one record in full, with its source, status and history.

    Args:
        key: Key of the record, as `placewise evidence list` shows it.
        own: TOML or CSV file with records of your own, added to what ships.
        json: File for the JSON; "-" prints it instead.
    """
    base = _open(own, json)
    entry = base.find(key)
    if not _written(base, [_data(entry)], json):
        print("\n".join(_lines(entry)))


@evidence.command
def search(
    words: str,
    *more: str,
    most: int = 10,
    own: Path | None = None,
    json: JsonFile = None,
) -> None:
    """Search the records: all words must fit, misspellings are forgiven, the best come first.

    Args:
        words: What is looked for, such as: apprenticeships wages.
        more: Further words.
        most: How many records are shown at most.
        own: TOML or CSV file with records of your own, added to what ships.
        json: File for the JSON; "-" prints it instead.
    """
    base = _open(own, json)
    found = base.search(" ".join([words, *more]), most)
    rows = [_data(match.entry) | {"score": round(match.score, 3)} for match in found]
    if _written(base, rows, json):
        return
    for match in found:
        record = match.entry.record
        print(f"{record.key}\n  {record.intervention}: {record.outcome} [{record.area}]")
        print(fill(match.entry.sentence, LINE, initial_indent="  ", subsequent_indent="  "))
    if not found:
        print(f"No record fits. Policy areas: {', '.join(base.areas)}.")


@evidence.command
def check(file: Path, *, json: JsonFile = None) -> None:
    """Check a file of evidence: lists every fault with its place, and leaves with 3 if any.

    Args:
        file: TOML or CSV; docs/reference/evidence-format.md explains the columns.
        json: File for the faults as JSON; "-" prints them instead.
    """
    from placewise.data.evidence.records import check_records, shipped_records

    check_outputs(Outputs(json=json), {"FILE": file}, usual=None)
    checked = check_records(file, [record.key for record in shipped_records()])
    if json is not None:
        _put(json, [asdict(fault) for fault in checked.faults])
    if not is_printed(json):
        for fault in checked.faults:
            print(fault.sentence())
    if checked.faults:
        good = len(checked.records)
        raise DataError(
            f"{len(checked.faults)} fault{'' if len(checked.faults) == 1 else 's'}; {good} of "
            f"{checked.entries} records without any",
            where=str(file),
            action="Mend each as it says above, and check again.",
        )
    areas = len({record.area for record in checked.records})
    print(
        f"Records: {checked.entries}; policy areas: {areas}; no fault.",
        file=sys.stderr if is_printed(json) else sys.stdout,
    )


@evidence.command
def toolkit(area: str | None = None, *, own: Path | None = None, json: JsonFile = None) -> None:
    """Show the toolkit of a policy area: why, what was found, cost, design, how to evaluate it.

    Args:
        area: Policy area, such as transport; without one, all areas are listed.
        own: TOML or CSV file with records of your own, added to what ships.
        json: File for the JSON; "-" prints it instead.
    """
    from placewise.report.toolkit_text import toolkit_data, toolkit_list, toolkit_text
    from placewise.workbench.toolkits import find_toolkit, toolkit_areas, toolkits_for

    base = _open(own, json)
    if area is None:
        found = toolkits_for(toolkit_areas(base), base)
        text = toolkit_list(found)
    else:
        found = (find_toolkit(area, base),)
        text = toolkit_text(found[0])
    if json is not None:
        _put(json, [toolkit_data(one) for one in found])
    if not is_printed(json):
        print(text)


@evidence.command
def template(file: Path) -> None:
    """Write a CSV with all columns and one made-up record.

    Args:
        file: Where to.
    """
    from placewise.data.evidence.records import write_template

    check_template("FILE", file, TABLE)
    write_template(file)
    print(f"Template: {file}")


def _open(own: Path | None, json: Path | None) -> EvidenceBase:
    check_outputs(Outputs(json=json), {"--own": own}, usual=None)
    from placewise.workbench.evidence import open_evidence

    return open_evidence(own)


def _written(base: EvidenceBase, rows: list[dict[str, Any]], json: Path | None) -> bool:
    """Write the JSON if it is asked for; return whether it was printed instead of the summary."""
    from placewise.plan.evidence_sentences import NOTE

    if json is None:
        return False
    shares = {area: asdict(share) for area, share in base.area_shares.items()}
    _put(json, {"note": NOTE, "area_shares": shares, "records": rows})
    return is_printed(json)


def _put(json: Path, content: object) -> None:
    text = json_of.dumps(content, indent=1, ensure_ascii=False)
    if is_printed(json):
        print(text)
    else:
        write_whole(json, text + "\n")


def _data(entry: EvidenceEntry) -> dict[str, Any]:
    """Return an entry as JSON has it: the record's fields, and what is made of them."""
    whole = asdict(entry)
    record: dict[str, Any] = whole.pop("record")
    return record | whole


def _print_table(base: EvidenceBase, found: list[EvidenceEntry]) -> None:
    from placewise.plan.evidence_sentences import NOTE, area_sentence

    width = max((len(entry.record.key) for entry in found), default=0)
    for area in base.areas:
        rows = [entry for entry in found if entry.record.area == area]
        if rows:
            share = base.area_shares.get(area)
            print(f"\n{area}" + (f": {area_sentence(share)}" if share else ""))
        for entry in rows:
            record = entry.record
            print(
                f"  {record.key:<{width}}  {record.direction:<12}  {_counts(entry):<9}  "
                f"{_share(entry):<16}  {record.status}"
            )
    print(
        "\nColumns: key, what the source concludes, evaluations with a positive effect, share of "
        'them\nwith 95 % interval, how the source was seen. "?" is unknown, never nought.'
    )
    print(fill(NOTE, LINE))


def _counts(entry: EvidenceEntry) -> str:
    record = entry.record
    if record.kept is None:
        return "?"
    return (
        f"{'?' if record.positive is None and record.kept else record.positive or 0}/{record.kept}"
    )


def _share(entry: EvidenceEntry) -> str:
    share = entry.share
    if share is None:
        return "-"
    return f"{share.value:.0%} ({share.lower:.0%}-{share.upper:.0%})"


def _lines(entry: EvidenceEntry) -> list[str]:
    from placewise.plan.evidence_sentences import NOTE, amount_words, effect_sentence

    record = entry.record
    counts = ", ".join(
        f"{name} {'?' if value is None else value}"
        for name, value in (
            ("considered", record.considered), ("kept", record.kept),
            ("positive", record.positive), ("none", record.zero),
            ("negative", record.negative), ("mixed", record.mixed),
        )
    )  # fmt: skip
    rows = [
        ("Key", record.key), ("Superseded", entry.superseded_by and f"by {entry.superseded_by}"),
        ("What", record.intervention), ("Policy area", record.area), ("Outcome", record.outcome),
        ("Concludes", record.direction), ("Studies", f"{counts} (? is unknown, never nought)"),
        ("Finding", entry.sentence), ("Effect", amount_words(record.effect)),
        ("Pooled", effect_sentence(entry.pooled) if entry.pooled else ""),
        ("Cost", amount_words(record.cost)), ("Maryland", entry.strength),
        ("Design", record.lesson),
        ("Scope", record.scope), ("Source", record.source), ("Address", record.url),
        ("Status", record.status), ("Note", record.note), ("Supersedes", record.supersedes),
        ("History", "; ".join(f"{change.date} {change.reason}" for change in record.history)),
    ]  # fmt: skip
    told = [
        fill(text, LINE, initial_indent=f"{label:<{LABEL}}", subsequent_indent=" " * LABEL,
             break_long_words=False, break_on_hyphens=False)
        for label, text in rows if text
    ]  # fmt: skip
    return [*told, "", fill(NOTE, LINE)] if entry.share else told
