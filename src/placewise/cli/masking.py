"""What the command that masks a document prints and writes."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from placewise.cli.outputs import TABLE, TEXT, Target, check_targets, write_whole
from placewise.workbench.bench import Workbench

FEW_ROWS = 20
"""Rows of the table that are printed."""


@dataclass(frozen=True, slots=True)
class MaskOutputs:
    """Where the masked text and the table go; None where it is not asked for."""

    text: Path | None
    csv: Path | None


def mask_one(
    workspace: str, file: Path, place: str, level: int, lists: list[Path], outputs: MaskOutputs
) -> None:
    """Mask one document, write what was asked for, print what was hidden most."""
    from placewise.workbench.masking import mask_document, masked_table, names_for
    from placewise.workbench.reading import open_document

    out = outputs.text or file.with_name(f"{file.stem}.masked-{level}.txt")
    targets = [Target("--out", out, TEXT)]
    if outputs.csv is not None:
        targets.append(Target("--csv", outputs.csv, TABLE))
    names = {f"--names {path}": path for path in lists}
    check_targets(targets, {"FILE": file, **names}, stores=[workspace])
    bench = Workbench.open(workspace)
    found = bench.place(place)
    document = open_document(file)
    masked = mask_document(document, names_for(bench.store, lists), found, level)
    table = masked_table(masked, document)
    write_whole(out, masked.text)
    if outputs.csv is not None:
        write_whole(outputs.csv, table.write_csv())
    print(f"{file.name}, masked for {found.name} at level {level}: {table.height:,} spans")
    counts = table.group_by("level", "kind").len().sort("level", "len", descending=[False, True])
    for row_level, kind, count in counts.iter_rows():
        print(f"{count:>8,}  level {row_level}  {kind}")
    most = table.unique(["span", "kind"], maintain_order=True).sort(
        "count", descending=True, maintain_order=True
    )
    if most.height:
        print(f"Hidden most often: {', '.join(most['span'].head(FEW_ROWS))}")
    print(f"Masked text: {out}")
