"""Count on the real tables: how many places pass 1.25, and how many can demonstrate it.

    python -m scripts.real_tables SHARED

Writes docs/explanation/real-tables.md from BRES 2024 over Great Britain, codes in force.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import numpy as np

from placewise import DiagnosisSettings, Workbench
from placewise.data.load import load
from placewise.data.workspace import Workspace

PAGE = Path(__file__).parent.parent / "docs" / "explanation" / "real-tables.md"
KINDS = ("combined authority", "district")


def counts(bench: Workbench, kind: str) -> dict[str, tuple[str, int, int, int]]:
    """Return title, places, places that pass and places that demonstrate, by section."""
    place = bench.places(kind)[0]
    tables = bench._assessments.tables
    entries, _ = tables.choose(place, 2024, "section")
    assessment = bench._assessments.of(entries[0], place, DiagnosisSettings())
    result = assessment.result
    return {
        industry.code: (
            industry.name,
            int(np.isfinite(result.lq[:, column]).sum()),
            int((result.lq[:, column] >= 1.25).sum()),
            int((result.probability[:, column] > 0.95).sum()),
        )
        for column, industry in enumerate(assessment.table.industries)
    }


def written(bench: Workbench) -> str:
    """Return the page."""
    authorities, districts = (counts(bench, kind) for kind in KINDS)
    rows = [
        f"| {code} | {title} | {authorities[code][2]} | {authorities[code][3]} | "
        f"{districts[code][2]} | {districts[code][3]} |"
        for code, (title, *_) in authorities.items()
    ]
    size = [next(iter(kind.values()))[1] for kind in (authorities, districts)]
    return "\n".join(
        [
            "# On the real tables",
            "",
            "Written by `python -m scripts.real_tables SHARED`: jobs by section 2024 (BRES, ONS, "
            "Open Government Licence v3.0) over Great Britain, codes in force.",
            "",
            f"How many of the {size[0]} combined authorities and of the {size[1]} districts pass a "
            "location quotient of 1.25 as a point value, and how many can demonstrate it "
            "(P > 95 %).",
            "",
            "| section | | authorities that pass | that demonstrate | districts that pass | that "
            "demonstrate |",
            "|---|---|---|---|---|---|",
            *rows,
            "",
        ]
    )


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("Say where the official tables are: python -m scripts.real_tables SHARED")
    with tempfile.TemporaryDirectory() as folder:
        workspace = Path(folder) / "w"
        load("uk", Path(sys.argv[1]) / "data" / "uk", Workspace.create(workspace))
        PAGE.write_text(written(Workbench.open(workspace)), encoding="utf-8")
